//! An investor's money for a share of what the owner has left.

use super::{Ledger, Project};
use crate::spec::funding::{Equity, Party};

impl Equity {
    pub(super) fn transfers(&self, project: &Project, ledger: &mut Ledger) {
        let horizon = project.horizon();
        if self.month > horizon {
            return;
        }
        ledger.pay(self.month, Party::Investor, Party::Owner, self.amount);
        let last = self.exit.map_or(horizon, |exit| exit.month.min(horizon));
        for month in self.month + 1..=last {
            let part = ledger.owner(month).positive().times(self.share);
            ledger.pay(month, Party::Owner, Party::Investor, part);
        }
        if let Some(exit) = self.exit.filter(|exit| exit.month <= horizon) {
            ledger.pay(exit.month, Party::Owner, Party::Investor, self.amount.times(exit.multiple));
        }
    }
}
