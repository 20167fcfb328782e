//! Grants: when the money is spent, when the upgrade has shown that it works, or by what it makes.

use super::{Ledger, Project};
use crate::spec::funding::{AcceptedGrant, OutputGrant, Party, Reward, UpFrontGrant};
use crate::units::Money;

impl UpFrontGrant {
    pub(super) fn transfers(&self, project: &Project, ledger: &mut Ledger) {
        let mut left = self.cap;
        for (month, spent) in project.capital.iter().enumerate() {
            let amount = spent.times(self.share).min(left);
            ledger.pay(month, self.payer, Party::Owner, amount);
            left = left - amount.positive();
        }
    }
}

impl AcceptedGrant {
    /// The month of acceptance; `None`: never, or rejected.
    pub fn accepted(&self, project: &Project, luck: f64) -> Option<usize> {
        if luck < self.rejection {
            return None;
        }
        self.tested.within(project.horizon()).find(|month| project.indicator[*month] >= self.target)
    }

    /// A payment after the horizon is not counted.
    pub(super) fn transfers(&self, project: &Project, luck: f64, ledger: &mut Ledger) {
        let Some(accepted) = self.accepted(project, luck) else { return };
        let paid = accepted + self.delay;
        if paid <= project.horizon() {
            let spent: Money = project.capital[..=accepted].iter().copied().sum();
            let late = self.later.filter(|later| project.begun + accepted >= later.from);
            let Reward { share, amount, cap } = late.map_or(self.pays, |later| later.pays);
            ledger.pay(paid, self.payer, Party::Owner, (spent.times(share) + amount).min(cap));
        }
    }
}

impl OutputGrant {
    pub(super) fn transfers(&self, project: &Project, ledger: &mut Ledger) {
        let (mut paid, mut made) = (Money::ZERO, 0);
        for month in self.months.within(project.horizon()) {
            let units = project.good_units[month];
            made += units;
            let amount = Money::from_units(units as f64 * self.per_unit).min(self.cap - paid);
            ledger.pay(month, self.payer, Party::Owner, amount);
            paid += amount.positive();
        }
        if made < self.target_units && self.months.last <= project.horizon() {
            ledger.pay(project.month_or_last(self.months.last + 1), Party::Owner, self.payer, paid);
        }
    }
}
