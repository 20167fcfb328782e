//! The trace of a run: what happened, when and where, as JSON lines; off unless asked for.

use bevy_ecs::prelude::*;

use crate::outcome::{MachineState, STATES};
use crate::units::Time;

use super::elements::Machine;

/// Something that happened.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) at: Time,
    pub(super) what: What,
}

/// What happened, and at which machine or with which product.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    State { machine: u32, state: MachineState },
    Started { machine: u32, product: u32, lot: u32 },
    BrokeDown { machine: u32 },
    Repaired { machine: u32 },
    Left { product: u32, lot: u32, units: u32 },
}

/// What a machine did, in a run that is traced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deed {
    /// When.
    pub at: Time,
    /// Position of the factory.
    pub factory: usize,
    /// Number of the machine in it.
    pub machine: usize,
    /// What is new.
    pub news: News,
}

/// What is new at a machine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum News {
    /// Its state.
    State(MachineState),
    /// The lot that it works on from now on.
    Lot {
        /// Position of the product.
        product: usize,
        /// Number of the lot among its product's.
        serial: u32,
    },
}

/// The trace of one factory. Owner: this file.
#[derive(Component, Clone, Default, Debug)]
pub(super) struct Trace {
    /// Whether somebody asked for it.
    pub(super) on: bool,
    /// What has happened so far.
    pub(super) entries: Vec<Entry>,
    pub(super) factory: String,
    /// Names of machines and products, as JSON strings.
    pub(super) machines: Vec<String>,
    pub(super) products: Vec<String>,
}

impl Entry {
    /// What it says of a machine.
    pub(super) fn deed(self, factory: usize) -> Option<Deed> {
        let (machine, news) = match self.what {
            What::State { machine, state } => (machine, News::State(state)),
            What::Started { machine, product, lot } => {
                (machine, News::Lot { product: product as usize, serial: lot })
            }
            _ => return None,
        };
        Some(Deed { at: self.at, factory, machine: machine as usize, news })
    }
}

impl Trace {
    #[inline(always)]
    fn write(&mut self, at: Time, what: What) {
        if self.on {
            self.note(Entry { at, what });
        }
    }

    #[cold]
    fn note(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// The new states of machines, before they are recorded.
    #[cold]
    pub(super) fn states(&mut self, at: Time, touched: &[u32], machines: &[Machine]) {
        for &machine in touched {
            let m = &machines[machine as usize];
            let state = m.counts().state();
            if state != m.recorded.state() {
                self.write(at, What::State { machine, state });
            }
        }
    }

    #[inline]
    pub(super) fn started(&mut self, at: Time, machine: u32, product: u32, lot: u32) {
        self.write(at, What::Started { machine, product, lot });
    }

    #[inline]
    pub(super) fn broke_down(&mut self, at: Time, machine: u32) {
        self.write(at, What::BrokeDown { machine });
    }

    #[inline]
    pub(super) fn repaired(&mut self, at: Time, machine: u32) {
        self.write(at, What::Repaired { machine });
    }

    #[inline]
    pub(super) fn lot_left(&mut self, at: Time, product: u32, lot: u32, units: u32) {
        self.write(at, What::Left { product, lot, units });
    }

    /// An entry as a line of JSON.
    pub(super) fn line(&self, entry: Entry) -> String {
        let machine = |machine: u32| &self.machines[machine as usize];
        let (what, place, rest) = match entry.what {
            What::State { machine: own, state } => {
                ("state", machine(own), format!(",\"state\":\"{}\"", STATES[state as usize].1))
            }
            What::Started { machine: own, product, lot } => {
                let rest = format!(",\"product\":{},\"lot\":{lot}", self.products[product as usize]);
                ("operation_started", machine(own), rest)
            }
            What::BrokeDown { machine: own } => ("broke_down", machine(own), String::new()),
            What::Repaired { machine: own } => ("repaired", machine(own), String::new()),
            What::Left { product, lot, units } => {
                let rest = format!(",\"lot\":{lot},\"units\":{units}");
                ("lot_left", &self.products[product as usize], rest)
            }
        };
        let (at, factory) = (entry.at.as_secs(), &self.factory);
        format!("{{\"t_s\":{at:.6},\"factory\":{factory},\"what\":\"{what}\",\"where\":{place}{rest}}}\n")
    }
}
