//! Keeping the papers of a run: work orders, the instructions given for them, and what was done under them.
//!
//! An instruction is a standing one: the machine that takes it works on lots of its work order as they come, and what it
//! has begun under it is the instruction's quantity. Where the crew that an operation needs has changed meanwhile, or a
//! lot goes on at another machine, the instruction is written anew. Nothing is kept unless [`Plant::keep_papers`] asks.

use std::collections::BTreeMap;

use crate::outcome::{Began, Fate, Instruction, Move, Papers, WorkOrder, Workers};
use crate::units::{LotId, Time};

use super::elements::{NONE, Need};
use super::floor::Floor;
use super::office::Paperwork;
use super::region::Plant;

/// Who keeps the papers of one factory. Owner: this file.
#[derive(Clone, Debug, Default)]
pub(super) struct Keeper {
    papers: Papers,
    /// Where each instruction stands among them: work order, step, own number.
    places: BTreeMap<(u32, u16, u32), usize>,
    /// The instruction that a machine has for a step of a work order.
    held: BTreeMap<(u32, u16, u32), usize>,
    /// Wrong ones that lots in process were begun under.
    spoiling: BTreeMap<u32, usize>,
}

impl Keeper {
    /// A plan has opened the next work order.
    pub(super) fn open(&mut self, product: u32, opened: Time, due: Time, units: u64) {
        let due = (due != Time::NEVER).then_some(due);
        self.papers.works.push(WorkOrder { product: product as usize, opened, due, units });
    }

    /// A later plan has taken back units of a work order.
    pub(super) fn take_back(&mut self, work: u32, units: u64) {
        if let Some(own) = self.papers.works.get_mut(work as usize) {
            own.units = own.units.saturating_sub(units);
        }
    }

    /// An instruction is given out.
    pub(super) fn give(&mut self, key: (u32, u16, u32), given: Time, effective: Time) {
        self.places.insert(key, self.papers.instructions.len());
        self.papers.instructions.push(Instruction {
            work: key.0 as usize,
            step: key.1,
            given,
            effective,
            machine: None,
            setting: None,
            setup: false,
            crew: Vec::new(),
            lots: 0,
            units: 0,
            fate: Fate::Unused,
            replaces: None,
        });
    }

    /// A machine takes an instruction.
    fn take(&mut self, key: (u32, u16, u32), lot: LotId, mut own: Taking) {
        let Some(&place) = self.places.get(&key) else { return };
        let holder = (key.0, key.1, own.machine);
        let before = self.held.get(&holder).copied();
        own.replaces = before.filter(|before| self.papers.instructions[*before].fate == Fate::WrongReplaced);
        match own.fate {
            Fate::WrongUnseen => self.spoiling.insert(lot.0, place),
            _ => self.held.insert(holder, place),
        };
        let paper = &mut self.papers.instructions[place];
        paper.machine = Some(own.machine as usize);
        paper.setting = own.setting;
        paper.setup = own.setup;
        paper.crew = own.crew;
        paper.fate = own.fate;
        paper.replaces = own.replaces;
    }

    /// An operation began; it counts for the instruction that its machine has, or that its spoilt lot was begun under.
    fn begin(&mut self, own: Began, lot: LotId, spoilt: bool, needed: &Needed) {
        let key = (own.work as u32, own.step, own.machine as u32);
        let place = if spoilt { self.spoiling.get(&lot.0) } else { self.held.get(&key) };
        if let Some(mut place) = place.copied() {
            let paper = &self.papers.instructions[place];
            if paper.machine != Some(own.machine) || paper.crew != needed.crew {
                place = self.rewrite(place, &own, needed);
                match spoilt {
                    true => self.spoiling.insert(lot.0, place),
                    false => self.held.insert(key, place),
                };
            }
            let paper = &mut self.papers.instructions[place];
            paper.lots += u64::from(own.units > 0);
            paper.units += own.units;
        }
        self.papers.moves.push(Move::Began(own));
    }

    /// Writes an instruction anew for a machine and a crew.
    fn rewrite(&mut self, place: usize, own: &Began, needed: &Needed) -> usize {
        let paper = Instruction {
            given: own.at,
            effective: own.at,
            machine: Some(own.machine),
            setting: needed.setting,
            setup: false,
            crew: needed.crew.clone(),
            lots: 0,
            units: 0,
            replaces: Some(place),
            ..self.papers.instructions[place].clone()
        };
        self.papers.instructions.push(paper);
        self.papers.instructions.len() - 1
    }
}

/// How a machine takes an instruction.
struct Taking {
    machine: u32,
    setting: Option<usize>,
    setup: bool,
    crew: Vec<Workers>,
    fate: Fate,
    replaces: Option<usize>,
}

/// What an operation needs beside its lot and machine.
struct Needed {
    setting: Option<usize>,
    crew: Vec<Workers>,
}

impl Paperwork {
    /// Whether anybody keeps its papers.
    pub(super) fn keeps_papers(&self) -> bool {
        self.0.as_ref().is_some_and(|office| office.keeper.is_some())
    }
}

impl Floor<'_> {
    fn keeper(&mut self) -> Option<&mut Keeper> {
        self.office.0.as_mut()?.keeper.as_deref_mut()
    }

    /// What the operation of a row needs.
    fn needed_for(&self, row: u32) -> Needed {
        let crew = |need: &Need| match *need {
            Need::Workers { group, shares, .. } => {
                let pools = &self.groups[group as usize].pools;
                Some((pools.iter().map(|pool| *pool as usize).collect(), shares))
            }
            Need::Material { .. } => None,
        };
        let row = &self.routings.rows[row as usize];
        let setting = (row.family != NONE).then_some(row.family as usize);
        Needed { setting, crew: row.needs.iter().filter_map(crew).collect() }
    }

    /// Notes that a machine has taken an instruction for a lot.
    #[inline(never)]
    pub(super) fn note_taken(&mut self, machine: u32, lot: LotId, number: u32, fate: Fate) {
        if !self.office.keeps_papers() {
            return;
        }
        let l = &self.lots.arena[lot.index()];
        let (work, row) = (l.work, l.row);
        let key = (work, self.routings.rows[row as usize].step, number);
        let (setup, Needed { setting, crew }) = (self.changes_for(machine, row), self.needed_for(row));
        if let Some(keeper) = self.keeper() {
            keeper.take(key, lot, Taking { machine, setting, setup, crew, fate, replaces: None });
        }
    }

    /// Notes that an operation has begun on what is on a machine, or `goes_on`.
    #[inline(always)]
    pub(super) fn note_begun(&mut self, machine: u32, goes_on: bool) {
        if self.office.0.is_some() {
            self.write_begun(machine, goes_on);
        }
    }

    #[cold]
    fn write_begun(&mut self, machine: u32, goes_on: bool) {
        if !self.office.keeps_papers() {
            return;
        }
        let m = &self.machines[machine as usize];
        let lots = match m.batched {
            true => self.loads[machine as usize].0.clone(),
            false => vec![m.lot],
        };
        let pools = 0..self.pools.len() as u32;
        let crew: Vec<(usize, u64)> = pools
            .map(|pool| (pool as usize, self.crew_from(machine, pool)))
            .filter(|(_, shares)| *shares > 0)
            .collect();
        // A load has the crew of its first lot's step.
        let needed = self.needed_for(m.row);
        let first = m.lot;
        // Where stations need no setup, machines are set up for nothing.
        let has_setup = self.stations[m.station as usize].setup.is_some();
        let setting = needed.setting.filter(|_| has_setup).map(|_| m.family as usize);
        let mut together = false;
        for lot in lots {
            let l = &self.lots.arena[lot.index()];
            if l.work == NONE {
                continue;
            }
            let own = Began {
                at: self.now,
                machine: machine as usize,
                work: l.work as usize,
                product: l.product as usize,
                step: self.routings.rows[l.row as usize].step,
                units: if goes_on { 0 } else { u64::from(l.units) },
                crew: crew.clone(),
                setting: setting.filter(|_| lot == first),
                together: std::mem::replace(&mut together, true),
            };
            let spoilt = l.spoilt;
            if let Some(keeper) = self.keeper() {
                keeper.begin(own, lot, spoilt, &needed);
            }
        }
    }

    /// Notes that the operation on a machine is over.
    #[inline(always)]
    pub(super) fn note_ended(&mut self, machine: u32) {
        if self.office.0.is_some() {
            self.write_ended(machine);
        }
    }

    #[cold]
    fn write_ended(&mut self, machine: u32) {
        if let Some(keeper) = self.keeper() {
            keeper.papers.moves.push(Move::Ended { machine: machine as usize });
        }
    }
}

impl Plant<'_> {
    /// From now on work orders, instructions and what is done under them are kept; call before the run.
    pub fn keep_papers(&mut self) {
        self.visit(|_, floor| {
            if let Some(office) = &mut floor.office.0 {
                office.keeper = Some(Box::default());
            }
        });
    }

    /// Takes the papers of every factory; those of one that does not plan are empty.
    pub fn take_papers(&mut self) -> Vec<Papers> {
        let mut all = Vec::new();
        self.visit(|_, floor| {
            let keeper = floor.office.0.as_mut().and_then(|office| office.keeper.take());
            all.push(keeper.map(|own| own.papers).unwrap_or_default());
        });
        all
    }
}
