//! A programme of instruments, settled between the parties.

use super::{Ledger, Project};
use crate::spec::funding::{Instrument, Party};
use crate::units::Money;

/// Money that one party gives to another in one month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Transfer {
    /// When [months from 0, at most the horizon].
    pub month: usize,
    /// Who gives.
    pub from: Party,
    /// Who takes.
    pub to: Party,
    /// How much [> 0].
    pub amount: Money,
    /// By which instrument [position in the programme].
    pub instrument: usize,
}

/// What a programme moves over a project's life.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settlement {
    /// Every transfer: instrument by instrument, and within one in the order in which it is written.
    pub transfers: Vec<Transfer>,
    /// What each party has of the transfers by month, in the order of [`Party::ALL`]; a month's amounts add up
    /// to zero.
    pub positions: Vec<[Money; Party::ALL.len()]>,
    /// The owner's cash by month: the project's flow and the owner's part of the transfers.
    pub owner_flow: Vec<Money>,
}

impl Settlement {
    /// Adds a transfer to all three.
    #[inline]
    pub(super) fn add(&mut self, transfer: Transfer) {
        let month = &mut self.positions[transfer.month];
        month[transfer.from as usize] += -transfer.amount;
        month[transfer.to as usize] += transfer.amount;
        self.owner_flow[transfer.month] += transfer.for_party(Party::Owner);
        self.transfers.push(transfer);
    }

    /// What a party has of the transfers, by month.
    pub fn of(&self, party: Party) -> impl Iterator<Item = Money> + '_ {
        self.positions.iter().map(move |month| month[party as usize])
    }

    /// What one instrument gave a party in all, less what it took.
    pub fn through(&self, instrument: usize, party: Party) -> Money {
        let own = self.transfers.iter().filter(|transfer| transfer.instrument == instrument);
        own.map(|transfer| transfer.for_party(party)).sum()
    }
}

impl Transfer {
    /// What it means to a party: received, paid (negative) or nothing.
    pub fn for_party(&self, party: Party) -> Money {
        if self.to == party {
            self.amount
        } else if self.from == party {
            -self.amount
        } else {
            Money::ZERO
        }
    }
}

/// Settles a programme. Instruments apply in their order; `luck` has one uniform draw from [0, 1) for each of
/// them (only acceptance asks for it).
pub fn settle(programme: &[Instrument], luck: &[f64], project: &Project) -> Settlement {
    if luck.len() != programme.len() || !project.is_whole() {
        bug!("a programme has a draw for each instrument, and a project all its lists for all its months");
    }
    let mut settlement = Settlement {
        transfers: Vec::with_capacity(project.flow.len() * programme.len()),
        positions: vec![[Money::ZERO; Party::ALL.len()]; project.flow.len()],
        owner_flow: project.flow.clone(),
    };
    for (number, (instrument, luck)) in programme.iter().zip(luck).enumerate() {
        let mut ledger = Ledger { instrument: number, settlement: &mut settlement };
        instrument.transfers(project, *luck, &mut ledger);
    }
    settlement
}
