//! Machine states: derived from facts after settling, written only when they change.

use crate::outcome::MachineState;

use super::elements::{Machine, Stage, Timer, stop};
use super::floor::Floor;

/// The state of a machine that nothing stops, by whether it prepares, whether it lacks material, and by its phase.
const BY_PHASE: [[[MachineState; 5]; 2]; 2] = {
    use MachineState as S;
    [
        [
            [S::Starved, S::WaitingLabour, S::Producing, S::WaitingLabour, S::Blocked],
            [S::WaitingMaterial, S::WaitingMaterial, S::Producing, S::WaitingMaterial, S::Blocked],
        ],
        [
            [S::Starved, S::WaitingLabour, S::Setup, S::WaitingLabour, S::Blocked],
            [S::WaitingMaterial, S::WaitingMaterial, S::Setup, S::WaitingMaterial, S::Blocked],
        ],
    ]
};

impl Floor<'_> {
    /// Writes the states of all touched machines.
    #[inline]
    pub(super) fn write_states(&mut self) {
        let now = self.now;
        let Floor { touched, machines, state_clocks, trace, .. } = self;
        for &machine in &touched.machines {
            let m = &mut machines[machine as usize];
            m.touched = false;
            let state = m.state();
            if m.recorded != state {
                m.recorded = state;
                let clock = &mut state_clocks[machine as usize];
                clock.times[clock.state as usize] += now.since(clock.since);
                clock.since = now;
                clock.state = state;
                trace.state(now, machine, state);
                if m.maintained && matches!(state, MachineState::Starved | MachineState::Blocked) {
                    touched.idle.push(machine);
                }
            }
        }
        touched.machines.clear();
        if !touched.idle.is_empty() {
            self.consider_idle();
        }
    }

    /// Counts the time of all machines' present states up to now.
    pub(super) fn count_states(&mut self) {
        for clock in &mut *self.state_clocks {
            clock.times[clock.state as usize] += self.now.since(clock.since);
            clock.since = self.now;
        }
    }
}

impl Machine {
    /// The state that follows from its facts. Reasons that stop a machine come first, in this order: installation,
    /// breakdown, not there or off shift.
    #[inline(always)]
    fn state(&self) -> MachineState {
        if self.stops != 0 {
            return self.state_of_stop();
        }
        // A table rather than a match: which phase a machine is in is not predictable.
        let prepares = usize::from(self.stage != Stage::Operation);
        BY_PHASE[prepares][usize::from(self.lacks_material)][self.phase as usize]
    }

    fn state_of_stop(&self) -> MachineState {
        match self.stops {
            s if s & stop::GONE != 0 => MachineState::OffShift,
            s if s & stop::UPGRADING != 0 => MachineState::Upgrading,
            // A repair that stands still outside working hours has no clock set.
            s if s & stop::DOWN != 0
                && s & stop::OFF_SHIFT != 0
                && self.timer == Timer::None
                && self.in_repair =>
            {
                MachineState::OffShift
            }
            s if s & stop::DOWN != 0 && self.in_repair => MachineState::Repair,
            s if s & stop::DOWN != 0 => MachineState::Failed,
            s if s & stop::MAINTENANCE != 0 => MachineState::Maintenance,
            _ => MachineState::OffShift,
        }
    }
}
