//! The provider buys the equipment and is paid by rent, by use, or out of the gain.
//!
//! In all three the provider gives the owner the financed amount when it is spent. What would fall due after
//! the horizon is not counted: neither is what the equipment makes then.

use super::{Ledger, Project};
use crate::finance::{equal_instalment, monthly_rate};
use crate::spec::funding::{Lease, Party, PayPerUse, RevenueShare};
use crate::units::Money;

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

impl PayPerUse {
    pub(super) fn transfers(&self, project: &Project, ledger: &mut Ledger) {
        finance(self.financed, self.start, project, ledger);
        for month in term(self.start + 1, self.months, project) {
            let fee = Money::from_units(project.usage[month] * self.fee).max(self.minimum);
            ledger.pay(month, Party::Owner, Party::Provider, fee);
        }
    }
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
