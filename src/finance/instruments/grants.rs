//! Grants: when the money is spent, when the upgrade has shown that it works, or by what it makes.

use super::{Ledger, Months, Party, Project};
use crate::units::Money;

/// A share of the capital, paid when it is spent.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct UpFrontGrant {
    /// Share of the capital [0..=1].
    pub share: f64,
    /// Most that is paid in all.
    pub cap: Money,
    /// Who gives it.
    pub payer: Party,
}

/// A share of the capital, paid some time after the upgrade was accepted. It is accepted in the first month of `tested` in which
/// the indicator reaches the target, unless the papers are rejected; the owner has to find the money until then.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct AcceptedGrant {
    /// Share of the capital spent until acceptance [0..=1].
    pub share: f64,
    /// Most that is paid in all.
    pub cap: Money,
    /// Smallest indicator that is accepted, in its unit.
    pub target: f64,
    /// Months in which it may be shown.
    pub tested: Months,
    /// Months from acceptance to payment.
    pub delay: usize,
    /// Probability that the application is rejected although the target is reached [0..=1].
    pub rejection: f64,
    /// Who gives it.
    pub payer: Party,
}

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
            ledger.pay(paid, self.payer, Party::Owner, spent.times(self.share).min(self.cap));
        }
    }
}

/// An amount per good unit, until a cap; all of it goes back where too few units are made.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct OutputGrant {
    /// Per good unit [currency; >= 0].
    pub per_unit: f64,
    /// Months whose units count.
    pub months: Months,
    /// Most that is paid in all.
    pub cap: Money,
    /// Fewest units in these months; with fewer, what was paid goes back in the month after them (or the last one). It is not
    /// judged where the horizon comes first.
    pub target_units: u64,
    /// Who gives it.
    pub payer: Party,
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
