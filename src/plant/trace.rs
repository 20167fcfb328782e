//! The trace of a run: what happened, when and where, as JSON lines; off unless asked for.

use bevy_ecs::prelude::*;

use crate::outcome::{MachineState, STATES};
use crate::units::Time;

/// The trace of one factory. Owner: this file.
#[derive(Component, Default, Debug)]
pub(super) struct Trace {
    /// The lines so far; `None` when nobody asked.
    pub(super) lines: Option<Vec<(Time, String)>>,
    pub(super) factory: String,
    /// Names of machines and products, as JSON strings.
    pub(super) machines: Vec<String>,
    pub(super) products: Vec<String>,
}

impl Trace {
    #[cold]
    fn write(&mut self, at: Time, what: &str, place: &str, rest: &str) {
        let line = format!(
            "{{\"t_s\":{:.6},\"factory\":{},\"what\":\"{what}\",\"where\":{place}{rest}}}",
            at.as_secs(),
            self.factory
        );
        if let Some(lines) = &mut self.lines {
            lines.push((at, line));
        }
    }

    #[inline]
    fn at_machine(&mut self, at: Time, what: &str, machine: u32, rest: &str) {
        let place = self.machines[machine as usize].clone();
        self.write(at, what, &place, rest);
    }

    #[inline]
    pub(super) fn state(&mut self, at: Time, machine: u32, state: MachineState) {
        if self.lines.is_some() {
            let rest = format!(",\"state\":\"{}\"", STATES[state as usize].1);
            self.at_machine(at, "state", machine, &rest);
        }
    }

    #[inline]
    pub(super) fn started(&mut self, at: Time, machine: u32, product: u32, lot: u32) {
        if self.lines.is_some() {
            let rest = format!(",\"product\":{},\"lot\":{lot}", self.products[product as usize]);
            self.at_machine(at, "operation_started", machine, &rest);
        }
    }

    #[inline]
    pub(super) fn broke_down(&mut self, at: Time, machine: u32) {
        if self.lines.is_some() {
            self.at_machine(at, "broke_down", machine, "");
        }
    }

    #[inline]
    pub(super) fn repaired(&mut self, at: Time, machine: u32) {
        if self.lines.is_some() {
            self.at_machine(at, "repaired", machine, "");
        }
    }

    #[inline]
    pub(super) fn lot_left(&mut self, at: Time, product: u32, lot: u32, units: u32) {
        if self.lines.is_some() {
            let place = self.products[product as usize].clone();
            self.write(at, "lot_left", &place, &format!(",\"lot\":{lot},\"units\":{units}"));
        }
    }
}
