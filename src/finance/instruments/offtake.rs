//! Paid for what is made, or could be: a bonus per unit, a lowest price, a fee for standing ready.

use super::{Ledger, Months, Party, Project};
use crate::units::Money;

/// An amount for each good unit of a month above a base, until a cap.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct OutputBonus {
    /// Units of a month that are not rewarded.
    pub base_units: u64,
    /// Per unit above them [currency; >= 0].
    pub per_unit: f64,
    /// Months that count.
    pub months: Months,
    /// Most that is paid in all.
    pub cap: Money,
    /// Who gives it.
    pub payer: Party,
}

impl OutputBonus {
    pub(super) fn transfers(&self, project: &Project, ledger: &mut Ledger) {
        let mut left = self.cap;
        for month in self.months.within(project.horizon()) {
            let units = project.good_units[month].saturating_sub(self.base_units);
            let amount = Money::from_units(units as f64 * self.per_unit).min(left);
            ledger.pay(month, self.payer, Party::Owner, amount);
            left = left - amount.positive();
        }
    }
}

/// A lowest price for a volume: the buyer adds what the market pays less.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PurchaseGuarantee {
    /// The lowest price of a unit [currency; >= 0].
    pub floor: f64,
    /// Units that have it, in the order in which they are made; units sold above the floor use up none of it.
    pub volume: u64,
    /// Months in which it holds.
    pub months: Months,
    /// Who guarantees it.
    pub buyer: Party,
}

impl PurchaseGuarantee {
    pub(super) fn transfers(&self, project: &Project, ledger: &mut Ledger) {
        let mut left = self.volume;
        for month in self.months.within(project.horizon()) {
            let missing = self.floor - project.price[month];
            if missing > 0.0 {
                let units = project.good_units[month].min(left);
                ledger.pay(month, self.buyer, Party::Owner, Money::from_units(units as f64 * missing));
                left -= units;
            }
        }
    }
}

/// Pay for reserve capacity that stands ready.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ReadinessFee {
    /// Monthly fee for a unit a day of it [currency; >= 0].
    pub per_unit_a_day: f64,
    /// Capacity that was promised, and is the most that is paid for [units a day; >= 0].
    pub promised: f64,
    /// Share of the promise below which a month is not paid at all [0..=1].
    pub least_share: f64,
    /// Months in which it is paid.
    pub months: Months,
    /// Who pays.
    pub payer: Party,
}

impl ReadinessFee {
    pub(super) fn transfers(&self, project: &Project, ledger: &mut Ledger) {
        for month in self.months.within(project.horizon()) {
            let ready = project.ready[month].min(self.promised);
            if ready >= self.least_share * self.promised {
                ledger.pay(month, self.payer, Party::Owner, Money::from_units(ready * self.per_unit_a_day));
            }
        }
    }
}
