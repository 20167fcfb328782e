//! Funding instruments: who pays whom, month by month, so that an investment comes about.
//!
//! Each instrument is data (`spec::funding`) and one function from the project (its monthly flow and what was
//! measured) to transfers between named parties. A transfer is taken from one party and given to another, in
//! whole cents, so money added up over all parties is the project's own flow, whatever the programme. Knows
//! nothing of how anything was measured. Start at [`settle`].

mod borrowing;
mod equity;
mod grants;
mod offtake;
mod provider;
mod relief;
mod settlement;
#[cfg(test)]
pub(super) mod tests;

pub use settlement::{Settlement, Transfer, settle};

use crate::spec::funding::{Instrument, Months, Party};
use crate::units::Money;

impl Months {
    /// Those of them that a project of `horizon` months has.
    fn within(self, horizon: usize) -> std::ops::Range<usize> {
        let end = (self.last + 1).min(horizon + 1);
        self.first.min(end)..end
    }
}

/// What an investment does and what was measured of it, at the months 0..=horizon: all lists are equally long.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Project {
    /// Its cash before any funding, after tax.
    pub flow: Vec<Money>,
    /// Capital spent within it, as positive amounts.
    pub capital: Vec<Money>,
    /// Good units made [units].
    pub good_units: Vec<u64>,
    /// Market price of a unit [currency].
    pub price: Vec<f64>,
    /// Use of the equipment, as its contract counts it [hours, lots, … >= 0].
    pub usage: Vec<f64>,
    /// Gain that both sides accept as the upgrade's; negative in bad months.
    pub verified_gain: Vec<Money>,
    /// The measure on which acceptance is decided, in its own unit.
    pub indicator: Vec<f64>,
    /// Reserve capacity that stood ready [units a day; >= 0].
    pub ready: Vec<f64>,
    /// Income tax paid [>= 0], against which credits count.
    pub tax: Vec<Money>,
    /// The month of the run that is its month 0.
    pub begun: usize,
}

impl Project {
    /// The last month.
    fn horizon(&self) -> usize {
        self.flow.len().saturating_sub(1)
    }

    /// Whether all lists are equally long.
    fn is_whole(&self) -> bool {
        let months = self.flow.len();
        let amounts = [&self.capital, &self.verified_gain, &self.tax].map(Vec::len);
        let measured = [&self.price, &self.usage, &self.indicator, &self.ready].map(Vec::len);
        self.good_units.len() == months && amounts == [months; 3] && measured == [months; 4]
    }

    /// `month`, or the last one where that is earlier: what falls due after the horizon is settled at its end.
    fn month_or_last(&self, month: usize) -> usize {
        month.min(self.horizon())
    }
}

impl Instrument {
    /// Adds what the instrument moves to `ledger`. `luck` is drawn uniformly from [0, 1), once per instrument and
    /// replication.
    fn transfers(&self, project: &Project, luck: f64, ledger: &mut Ledger) {
        if project.flow.is_empty() {
            return;
        }
        match self {
            Instrument::Loan(loan) => loan.transfers(project, ledger),
            Instrument::Lease(lease) => lease.transfers(project, ledger),
            Instrument::PayPerUse(contract) => contract.transfers(project, ledger),
            Instrument::RevenueShare(contract) => contract.transfers(project, ledger),
            Instrument::UpFrontGrant(grant) => grant.transfers(project, ledger),
            Instrument::AcceptedGrant(grant) => grant.transfers(project, luck, ledger),
            Instrument::OutputGrant(grant) => grant.transfers(project, ledger),
            Instrument::OutputBonus(bonus) => bonus.transfers(project, ledger),
            Instrument::PurchaseGuarantee(guarantee) => guarantee.transfers(project, ledger),
            Instrument::ReadinessFee(fee) => fee.transfers(project, ledger),
            Instrument::Equity(equity) => equity.transfers(project, ledger),
            Instrument::TaxCredit(credit) => credit.transfers(project, ledger),
            Instrument::Voucher(voucher) => voucher.transfers(project, ledger),
        }
    }
}

/// Collects transfers.
struct Ledger<'a> {
    /// The instrument that pays now.
    instrument: u32,
    settlement: &'a mut Settlement,
}

impl Ledger<'_> {
    /// Notes that `from` pays `to` in a month; nothing where there is nothing to pay.
    #[inline]
    fn pay(&mut self, month: usize, from: Party, to: Party, amount: Money) {
        if amount > Money::ZERO && from != to {
            // No project has 2^32 months.
            let month = month as u32;
            self.settlement.add(Transfer { month, from, to, amount, instrument: self.instrument });
        }
    }

    /// What the owner has in a month, after what was paid so far.
    fn owner(&self, month: usize) -> Money {
        self.settlement.owner_flow[month]
    }
}
