//! An investor's money for a share of what the owner has left.

use super::{Ledger, Project};
use crate::spec::funding::{Equity, Party};
use crate::units::Money;

impl Equity {
    pub(super) fn transfers(&self, project: &Project, owner: &[Money], ledger: &mut Ledger) {
        let horizon = project.horizon();
        if self.month > horizon {
            return;
        }
        ledger.pay(self.month, Party::Investor, Party::Owner, self.amount);
        let last = self.exit.map_or(horizon, |exit| exit.month.min(horizon));
        for (month, left) in owner.iter().enumerate().take(last + 1).skip(self.month + 1) {
            ledger.pay(month, Party::Owner, Party::Investor, left.positive().times(self.share));
        }
        if let Some(exit) = self.exit.filter(|exit| exit.month <= horizon) {
            ledger.pay(exit.month, Party::Owner, Party::Investor, self.amount.times(exit.multiple));
        }
    }
}
