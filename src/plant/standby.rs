//! What machines do that have nothing to do: they wait until there is enough, or turn off and have to be started.
//!
//! A machine rests from the look at its station at which it finds no lot; it is off from the end of its time on until it has been
//! started for a lot. Stations without such rules are not looked at.

use crate::outcome::MachineState;
use crate::random::mix;
use crate::units::{Duration, LotId};

use super::elements::{NONE, StandbyRule};
use super::floor::Floor;

impl Floor<'_> {
    fn standby_of(&self, machine: u32) -> Option<&StandbyRule> {
        self.stations[self.machines[machine as usize].station as usize].standby.as_deref()
    }

    /// Whether a free machine waits until more lots do.
    pub(super) fn stands_by(&self, buffer: u32, machine: u32) -> bool {
        let (Some(rule), s) = (self.standby_of(machine), &self.stations[buffer as usize]) else {
            return false;
        };
        let few = || s.waiting() + s.blocked.len() < rule.start_at as usize;
        self.machines[machine as usize].rests && s.pulls.is_empty() && few()
    }

    /// A free machine has found nothing to do.
    pub(super) fn rest(&mut self, machine: u32) {
        let Some(rule) = self.standby_of(machine) else { return };
        let (off_after, slot) = (rule.off_after, self.slot_of(machine, rule));
        if std::mem::replace(&mut self.machines[machine as usize].rests, true) {
            return;
        }
        match off_after {
            Some(Duration::ZERO) => self.turn_off(machine),
            Some(time) => self.clock.calendar.schedule(slot, self.now.after(time)),
            None => {}
        }
    }

    /// A machine has a lot again.
    pub(super) fn end_rest(&mut self, machine: u32) {
        let Some(rule) = self.standby_of(machine) else { return };
        let slot = self.slot_of(machine, rule);
        self.machines[machine as usize].rests = false;
        if slot != NONE {
            self.clock.calendar.cancel(slot);
        }
    }

    fn slot_of(&self, machine: u32, rule: &StandbyRule) -> u32 {
        let station = &self.stations[self.machines[machine as usize].station as usize];
        rule.slots[(machine - station.first_machine) as usize]
    }

    fn starved(&self, machine: u32) -> Duration {
        self.state_clocks[machine as usize].states(self.now)[MachineState::Starved as usize]
    }

    /// A lot comes to a machine that is off: it is started first.
    pub(super) fn start_for(&mut self, machine: u32, lot: LotId) {
        let Floor { machines, lots, routings, touched, .. } = self;
        let l = &lots.arena[lot.index()];
        machines[machine as usize].take_lot(machine, lot, l.row, &routings.rows[l.row as usize], touched);
        self.begin_stages(machine);
    }

    /// A machine that still has nothing to do turns off.
    pub(super) fn turn_off(&mut self, machine: u32) {
        let starved = self.starved(machine);
        let m = &mut self.machines[machine as usize];
        if m.rests && !m.off {
            m.off = true;
            self.wear[machine as usize].off_from = starved;
        }
    }

    /// A machine has been started.
    pub(super) fn turn_on(&mut self, machine: u32) {
        if self.machines[machine as usize].off {
            self.count_energy(self.machines[machine as usize].station as usize);
            self.machines[machine as usize].off = false;
        }
    }

    /// What the machines of a station take less than idle ones, as they were off since this was counted last [kWh].
    pub(super) fn saved_off(&mut self, station: usize) -> f64 {
        if self.stations[station].standby.is_none() {
            return 0.0;
        }
        let (s, power) = (&self.stations[station], self.counts[station].power);
        let (first, machines, less) = (s.first_machine, s.machines, power.idle - power.off);
        let mut saved = 0.0;
        for machine in first..first + machines {
            let starved = self.starved(machine);
            if self.machines[machine as usize].off {
                let from = std::mem::replace(&mut self.wear[machine as usize].off_from, starved);
                saved += less * (starved - from).as_hours();
            }
        }
        saved
    }

    /// Draws the start of a machine that is off, and the change of family with it; the number is that of the setup.
    pub(super) fn draw_start(&self, machine: u32, family: u32, number: u64) -> Duration {
        let m = &self.machines[machine as usize];
        let start =
            self.standby_of(machine).map_or(0.0, |rule| rule.start_up.at(mix(rule.key ^ mix(number))));
        let change = self.setup_of(machine).filter(|_| family != m.family);
        Duration::from_micros(start)
            + change.map_or(Duration::ZERO, |setup| setup.draw(m.family, family, number))
    }

    /// The mean time of a start, of a machine that is off [µs].
    pub(super) fn mean_start(&self, machine: u32) -> f64 {
        let rule = self.standby_of(machine).filter(|_| self.machines[machine as usize].off);
        rule.map_or(0.0, |rule| rule.start_up.mean())
    }
}
