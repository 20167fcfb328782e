//! An investor's money for a share of what the owner has left.

use super::{Ledger, Party, Project};
use crate::units::Money;

/// Money for a share of the owner's positive months: of the flow after the instruments that stand before this one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Equity {
    /// What the investor puts in [>= 0].
    pub amount: Money,
    /// When [months from 0].
    pub month: usize,
    /// The investor's share of each later month in which the owner has something left [0..=1].
    pub share: f64,
    /// When and how the investor leaves, if ever.
    pub exit: Option<Exit>,
}

/// The owner buys the investor out. Nothing of it happens after the horizon.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Exit {
    /// When [> the month of the investment]; that month is still shared.
    pub month: usize,
    /// The price, as a multiple of what was put in [>= 0].
    pub multiple: f64,
}

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
