//! Help that is no cash to the owner: a credit against tax, a paper that pays part of a bill.

use std::collections::VecDeque;

use super::{Ledger, Party, Project};
use crate::units::Money;

/// A share of the capital, taken off the income tax of later months for some time, the oldest first.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TaxCredit {
    /// Share of the capital [0..=1].
    pub share: f64,
    /// Most that is credited in all.
    pub cap: Money,
    /// Months after the purchase in which it can be used, the purchase's own included; then it lapses.
    pub carry_months: usize,
}

impl TaxCredit {
    pub(super) fn transfers(&self, project: &Project, ledger: &mut Ledger) {
        let mut credits: VecDeque<(usize, Money)> = VecDeque::new();
        let mut left = self.cap;
        for (month, (spent, tax)) in project.capital.iter().zip(&project.tax).enumerate() {
            let credit = spent.times(self.share).min(left);
            if credit > Money::ZERO {
                credits.push_back((month, credit));
                left = left - credit;
            }
            while credits.front().is_some_and(|(granted, _)| month - granted > self.carry_months) {
                credits.pop_front();
            }
            let mut due = *tax;
            for (_, credit) in &mut credits {
                let used = due.min(*credit);
                due = due - used;
                *credit = *credit - used;
            }
            ledger.pay(month, Party::Public, Party::Owner, *tax - due);
            credits.retain(|(_, credit)| *credit > Money::ZERO);
        }
    }
}

/// A paper with which the owner pays part of the provider's bill; the provider gets its money later.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Voucher {
    /// Most of a bill that it pays [share, 0..=1].
    pub share: f64,
    /// What it is worth in all.
    pub face: Money,
    /// Months until the provider has the money; at the latest in the horizon's last month.
    pub delay: usize,
    /// Who issues it.
    pub payer: Party,
}

impl Voucher {
    pub(super) fn transfers(&self, project: &Project, ledger: &mut Ledger) {
        let mut left = self.face;
        for (month, bill) in project.capital.iter().enumerate() {
            let paid = bill.times(self.share).min(left);
            ledger.pay(month, Party::Provider, Party::Owner, paid);
            ledger.pay(project.month_or_last(month + self.delay), self.payer, Party::Provider, paid);
            left = left - paid.positive();
        }
    }
}
