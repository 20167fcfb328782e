//! The provider buys the equipment and is paid by rent, by use, or out of the gain.
//!
//! In all three the provider gives the owner the financed amount when it is spent. What would fall due after the horizon is not
//! counted: neither is what the equipment makes then.

use super::{Ledger, Party, Project};
use crate::finance::{equal_instalment, monthly_rate};
use crate::units::Money;

/// Equal rents, each in advance.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Lease {
    /// What the provider buys [>= 0].
    pub financed: Money,
    /// When, and when the first rent falls due [months from 0].
    pub start: usize,
    /// Number of rents [>= 1].
    pub months: u32,
    /// The provider's yearly effective rate [> -1].
    pub yearly_rate: f64,
}

impl Lease {
    /// The monthly rent: P i / (1 - (1 + i)^-n) / (1 + i).
    pub fn rent(&self) -> Money {
        let i = monthly_rate(self.yearly_rate);
        Money::from_units(equal_instalment(self.financed.units(), i, self.months) / (1.0 + i))
    }

    pub(super) fn transfers(&self, project: &Project, ledger: &mut Ledger) {
        finance(self.financed, self.start, project, ledger);
        let rent = self.rent();
        for month in term(self.start, self.months, project) {
            ledger.pay(month, Party::Owner, Party::Provider, rent);
        }
    }
}

/// A fee for each unit of use, with a least amount a month.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PayPerUse {
    /// What the provider buys [>= 0].
    pub financed: Money,
    /// When [months from 0]; fees begin a month later.
    pub start: usize,
    /// Number of months with a fee.
    pub months: u32,
    /// Fee per unit of use [currency; >= 0].
    pub fee: f64,
    /// Least fee of a month.
    pub minimum: Money,
}

impl PayPerUse {
    pub(super) fn transfers(&self, project: &Project, ledger: &mut Ledger) {
        finance(self.financed, self.start, project, ledger);
        for month in term(self.start + 1, self.months, project) {
            let fee = Money::from_units(project.usage[month] * self.fee).max(self.minimum);
            ledger.pay(month, Party::Owner, Party::Provider, fee);
        }
    }
}

/// A share of the verified gain, until a cap or the end of a term: the provider bears the risk that there is none.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RevenueShare {
    /// What the provider buys [>= 0].
    pub financed: Money,
    /// When [months from 0]; shares begin a month later.
    pub start: usize,
    /// Number of months that are shared.
    pub months: u32,
    /// The provider's share of a month's gain [0..=1]; a month with a loss shares nothing.
    pub share: f64,
    /// Most that the provider gets in all.
    pub cap: Money,
}

impl RevenueShare {
    pub(super) fn transfers(&self, project: &Project, ledger: &mut Ledger) {
        finance(self.financed, self.start, project, ledger);
        let mut left = self.cap;
        for month in term(self.start + 1, self.months, project) {
            let part = project.verified_gain[month].positive().times(self.share).min(left);
            ledger.pay(month, Party::Owner, Party::Provider, part);
            left = left - part.positive();
        }
    }
}

fn finance(financed: Money, month: usize, project: &Project, ledger: &mut Ledger) {
    if month <= project.horizon() {
        ledger.pay(month, Party::Provider, Party::Owner, financed);
    }
}

fn term(first: usize, months: u32, project: &Project) -> std::ops::Range<usize> {
    first..(first + months as usize).min(project.horizon() + 1)
}
