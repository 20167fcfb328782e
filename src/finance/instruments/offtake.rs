//! Paid for what is made, or could be: a bonus per unit, a lowest price, a fee for standing ready.

use super::{Ledger, Project};
use crate::spec::funding::{OutputBonus, Party, PurchaseGuarantee, ReadinessFee};
use crate::units::Money;

impl OutputBonus {
    pub(super) fn transfers(&self, project: &Project, ledger: &mut Ledger) {
        let mut left = self.cap;
        let months = self.months.within(project.horizon());
        for (month, units) in months.clone().zip(&project.good_units[months]) {
            let units = units.saturating_sub(self.base_units);
            let amount = Money::from_units(units as f64 * self.per_unit).min(left);
            ledger.pay(month, self.payer, Party::Owner, amount);
            left = left - amount.positive();
        }
    }
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
