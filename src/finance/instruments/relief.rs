//! Help that is no cash to the owner: a credit against tax, a paper that pays part of a bill.

use std::collections::VecDeque;

use super::{Ledger, Project};
use crate::spec::funding::{Party, TaxCredit, Voucher};
use crate::units::Money;

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
            if credits.is_empty() {
                continue;
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
