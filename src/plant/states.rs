//! Machine states: derived from facts after settling, written only when they change.

use bevy_ecs::prelude::*;

use crate::outcome::{MachineState, StateTimes, UNLOADED, Unloaded};
use crate::units::{Duration, Time};

use super::elements::{Machine, Phase, Stage, Timer, stop};
use super::floor::Floor;

/// What a machine's clock counts: its state; what it lacks or is down for before work on a lot has begun counts apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(super) enum Counted {
    Producing,
    Setup,
    Starved,
    Blocked,
    WaitingLabour,
    WaitingMaterial,
    WaitingInstruction,
    Failed,
    Repair,
    Maintenance,
    OffShift,
    Upgrading,
    CyberOutage,
    /// Has a lot that nothing has been done for, lacks workers.
    LabourBefore,
    /// Has such a lot or none, lacks material.
    MaterialBefore,
    /// Broke down with such a lot or none, repair not begun.
    FailedBefore,
    /// Is repaired, with such a lot or none.
    RepairBefore,
}

/// How many there are.
const COUNTED: usize = Counted::RepairBefore as usize + 1;

/// What is counted while something is lacking before work on a lot has begun, in the order of `Unloaded`.
const BEFORE: [Counted; UNLOADED.len()] =
    [Counted::LabourBefore, Counted::MaterialBefore, Counted::FailedBefore, Counted::RepairBefore];

/// The state in which each is.
const STATE: [MachineState; COUNTED] = {
    use MachineState as S;
    [
        S::Producing,
        S::Setup,
        S::Starved,
        S::Blocked,
        S::WaitingLabour,
        S::WaitingMaterial,
        S::WaitingInstruction,
        S::Failed,
        S::Repair,
        S::Maintenance,
        S::OffShift,
        S::Upgrading,
        S::CyberOutage,
        S::WaitingLabour,
        S::WaitingMaterial,
        S::Failed,
        S::Repair,
    ]
};

/// What counts at a machine that nothing stops, by its stage, whether it lacks material, and by its phase. Rows are as long as a
/// power of two, for a short way to their places.
const BY_PHASE: [[[Counted; 8]; 2]; 5] = {
    const PREPARES: [[Counted; 8]; 2] = [by_phase(Counted::Setup, false), by_phase(Counted::Setup, true)];
    let mut all = [PREPARES; 5];
    all[Stage::Operation as usize] =
        [by_phase(Counted::Producing, false), by_phase(Counted::Producing, true)];
    all[Stage::Instruction as usize] = [[Counted::WaitingInstruction; 8]; 2];
    all
};

/// What counts in each phase, by what it is to run, and whether it is material that is lacking.
const fn by_phase(runs: Counted, material: bool) -> [Counted; 8] {
    use Counted as C;
    let (nothing, before, begun) = match material {
        false => (C::Starved, C::LabourBefore, C::WaitingLabour),
        true => (C::MaterialBefore, C::MaterialBefore, C::WaitingMaterial),
    };
    [nothing, before, runs, begun, C::Blocked, begun, nothing, nothing]
}

/// What a machine's clock counts now, since when, and its times so far, that of what it counts less the present instant (modulo
/// 2^64). The first ones, which change most often, are in the same line of the processor's cache. Owner: this file.
#[derive(Component, Clone, Debug)]
#[repr(C, align(128))]
pub(super) struct StateClock {
    pub(super) counts: Counted,
    pub(super) since: Time,
    times: [Duration; COUNTED],
}

impl Counted {
    /// Whether it stands with nothing to do, so that maintenance may be done early.
    pub(super) fn is_idle(self) -> bool {
        matches!(self, Counted::Starved | Counted::Blocked)
    }

    /// The machine's state meanwhile.
    pub(super) fn state(self) -> MachineState {
        STATE[self as usize]
    }
}

impl StateClock {
    /// Nothing counted yet.
    pub(super) fn new(counts: Counted) -> StateClock {
        StateClock { counts, since: Time::ZERO, times: [Duration::ZERO; COUNTED] }
    }

    /// Times in what it counts, up to now. Looking at them changes nothing.
    fn times(&self, now: Time) -> [Duration; COUNTED] {
        let mut times = self.times;
        let counted = &mut times[self.counts as usize].0;
        *counted = counted.wrapping_add(now.0);
        times
    }

    /// It counts something else from now on.
    #[inline(always)]
    fn turn(&mut self, counts: Counted, now: Time) {
        let before = &mut self.times[self.counts as usize].0;
        *before = before.wrapping_add(now.0);
        let from_now = &mut self.times[counts as usize].0;
        *from_now = from_now.wrapping_sub(now.0);
        (self.counts, self.since) = (counts, now);
    }

    /// Times in all states up to now.
    pub(super) fn states(&self, now: Time) -> StateTimes {
        let mut states = StateTimes::default();
        for (state, time) in STATE.iter().zip(self.times(now)) {
            states[*state as usize] += time;
        }
        states
    }

    /// Of the times in the states of `UNLOADED`, those before work on a lot had begun, up to now.
    pub(super) fn unloaded(&self, now: Time) -> Unloaded {
        let times = self.times(now);
        BEFORE.map(|counted| times[counted as usize])
    }

    /// Times broken down before a repair, and under repair, up to now.
    pub(super) fn down(&self, now: Time) -> [Duration; 2] {
        use Counted as C;
        let times = self.times(now);
        let both = |before: C, loaded: C| times[before as usize] + times[loaded as usize];
        [both(C::FailedBefore, C::Failed), both(C::RepairBefore, C::Repair)]
    }

    /// Time of production up to now.
    pub(super) fn produced(&self, now: Time) -> Duration {
        self.times(now)[Counted::Producing as usize]
    }
}

impl Floor<'_> {
    /// Writes the states of all touched machines.
    #[inline]
    pub(super) fn write_states(&mut self) {
        let now = self.now;
        let Floor { touched, machines, state_clocks, trace, .. } = self;
        if trace.on {
            trace.states(now, &touched.machines, machines);
        }
        for &machine in &touched.machines {
            let m = &mut machines[machine as usize];
            m.touched = false;
            let counts = m.counts();
            if m.recorded != counts {
                m.recorded = counts;
                state_clocks[machine as usize].turn(counts, now);
                if m.maintained && counts.is_idle() {
                    touched.idle.push(machine);
                }
            }
        }
        touched.machines.clear();
        let (idle, peaks) = (!touched.idle.is_empty(), !touched.peaks.is_empty());
        if idle {
            self.consider_idle();
        }
        if peaks {
            self.note_peaks();
        }
    }
}

impl Machine {
    /// What counts by its facts. Reasons that stop a machine come first, in this order: installation, breakdown, not there
    /// or off shift.
    #[inline(always)]
    pub(super) fn counts(&self) -> Counted {
        if self.stops != 0 {
            return self.counts_at_stop();
        }
        // A table rather than a match: which phase a machine is in is not predictable.
        BY_PHASE[self.stage as usize][usize::from(self.lacks_material)][self.phase as usize]
    }

    fn counts_at_stop(&self) -> Counted {
        let loaded = !matches!(self.phase, Phase::Idle | Phase::Reserved);
        match self.stops {
            s if s & (stop::GONE | stop::CLOSED) != 0 => Counted::OffShift,
            s if s & stop::UPGRADING != 0 => Counted::Upgrading,
            // A repair that stands still outside working hours has no clock set.
            s if s & stop::DOWN != 0
                && s & stop::OFF_SHIFT != 0
                && self.timer == Timer::None
                && self.in_repair =>
            {
                Counted::OffShift
            }
            s if s & stop::DOWN != 0 => match (self.in_repair, loaded) {
                (true, true) => Counted::Repair,
                (true, false) => Counted::RepairBefore,
                (false, true) => Counted::Failed,
                (false, false) => Counted::FailedBefore,
            },
            s if s & stop::MAINTENANCE != 0 => match (self.timer == Timer::Maintenance, loaded) {
                (true, _) => Counted::Maintenance,
                (false, true) => Counted::WaitingLabour,
                (false, false) => Counted::LabourBefore,
            },
            s if s & stop::OFF_SHIFT == 0 && s & stop::CYBER != 0 => Counted::CyberOutage,
            _ => Counted::OffShift,
        }
    }
}
