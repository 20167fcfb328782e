//! A programme of instruments, settled between the parties.

use super::{Ledger, Project};
use crate::spec::funding::{Instrument, Party};
use crate::units::Money;

/// Money that one party gives to another in one month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Transfer {
    /// When [months from 0, at most the horizon].
    pub month: u32,
    /// Who gives.
    pub from: Party,
    /// Who takes.
    pub to: Party,
    /// How much [> 0].
    pub amount: Money,
    /// By which instrument [position in the programme].
    pub instrument: u32,
}

/// What a programme moves over a project's life.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settlement {
    /// Every transfer: instrument by instrument, and within one in the order in which it is written.
    pub transfers: Vec<Transfer>,
    /// The owner's cash by month: the project's flow and the owner's part of the transfers.
    pub owner_flow: Vec<Money>,
}

impl Settlement {
    /// Adds a transfer.
    #[inline]
    pub(super) fn add(&mut self, transfer: Transfer) {
        self.owner_flow[transfer.month as usize] += transfer.for_party(Party::Owner);
        self.transfers.push(transfer);
    }

    /// What each party has of the transfers by month, in the order of [`Party::ALL`]; a month's amounts add up to
    /// zero.
    pub fn positions(&self) -> Vec<[Money; Party::ALL.len()]> {
        let mut months = vec![[Money::ZERO; Party::ALL.len()]; self.owner_flow.len()];
        for transfer in &self.transfers {
            let month = &mut months[transfer.month as usize];
            month[transfer.from as usize] += -transfer.amount;
            month[transfer.to as usize] += transfer.amount;
        }
        months
    }

    /// What a party has of the transfers, by month.
    pub fn of(&self, party: Party) -> Vec<Money> {
        let mut months = vec![Money::ZERO; self.owner_flow.len()];
        for transfer in &self.transfers {
            months[transfer.month as usize] += transfer.for_party(party);
        }
        months
    }

    /// What one instrument gave a party in all, less what it took.
    pub fn through(&self, instrument: u32, party: Party) -> Money {
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
        owner_flow: project.flow.clone(),
    };
    for (number, (instrument, luck)) in (0..).zip(programme.iter().zip(luck)) {
        let mut ledger = Ledger { instrument: number, settlement: &mut settlement };
        instrument.transfers(project, *luck, &mut ledger);
    }
    settlement
}
