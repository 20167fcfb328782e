//! Machine states: derived from facts after settling, written only when they change.

use crate::outcome::MachineState;

use super::elements::{Stage, stop};
use super::floor::Floor;

/// The state of a machine that nothing stops, by whether it prepares, whether it lacks material, and by its phase.
const BY_PHASE: [[[MachineState; 5]; 2]; 2] = {
    use MachineState as S;
    [
        [
            [S::Starved, S::WaitingLabour, S::Producing, S::WaitingLabour, S::Blocked],
            [S::Starved, S::WaitingMaterial, S::Producing, S::WaitingMaterial, S::Blocked],
        ],
        [
            [S::Starved, S::WaitingLabour, S::Setup, S::WaitingLabour, S::Blocked],
            [S::Starved, S::WaitingMaterial, S::Setup, S::WaitingMaterial, S::Blocked],
        ],
    ]
};

impl Floor<'_> {
    /// Writes the states of all touched machines.
    #[inline]
    pub(super) fn write_states(&mut self) {
        for index in 0..self.touched.machines.len() {
            let machine = self.touched.machines[index];
            self.machines[machine as usize].touched = false;
            let state = self.state_of(machine as usize);
            let clock = &mut self.state_clocks[machine as usize];
            if clock.state != state {
                clock.times[clock.state as usize] += self.now.since(clock.since);
                clock.since = self.now;
                clock.state = state;
                self.trace.state(self.now, machine, state);
            }
        }
        self.touched.machines.clear();
    }

    /// The state that follows from a machine's facts. Reasons that stop a machine come first, in this order:
    /// installation, breakdown, not there or off shift.
    #[inline]
    fn state_of(&self, machine: usize) -> MachineState {
        let m = &self.machines[machine];
        if m.stops != 0 {
            return match m.stops {
                s if s & stop::GONE != 0 => MachineState::OffShift,
                s if s & stop::UPGRADING != 0 => MachineState::Upgrading,
                s if s & stop::DOWN != 0 && m.in_repair => MachineState::Repair,
                s if s & stop::DOWN != 0 => MachineState::Failed,
                _ => MachineState::OffShift,
            };
        }
        // A table rather than a match: which phase a machine is in is not predictable.
        let prepares = usize::from(m.stage != Stage::Operation);
        BY_PHASE[prepares][usize::from(m.lacks_material)][m.phase as usize]
    }

    /// Counts the time of all machines' present states up to now.
    pub(super) fn count_states(&mut self) {
        for clock in &mut *self.state_clocks {
            clock.times[clock.state as usize] += self.now.since(clock.since);
            clock.since = self.now;
        }
    }
}
