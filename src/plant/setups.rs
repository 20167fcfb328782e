//! What comes before an operation: the setup of its machine for another family, and loading.
//!
//! A machine with a lot goes through its stages: setup when the family changes, loading when the step has it, then the
//! operation. Each stage has its crew. A setup without a crew of its own is done by that of the stage after it,
//! which then stays. Neither wears the machine out.

use crate::random::mix;
use crate::units::{Duration, LotId, Time};

use super::elements::{NONE, Need, Phase, Stage, Timer};
use super::floor::Floor;

impl Floor<'_> {
    /// Begins with the first stage that a reserved machine needs for its lot.
    pub(super) fn prepare(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        let row = &self.routings.rows[m.row as usize];
        let changes =
            self.stations[m.station as usize].setup.is_some() && row.family != NONE && row.family != m.family;
        m.next_family = row.family;
        m.stage = match (changes, row.loading.is_some()) {
            (true, _) => Stage::Setup,
            (false, true) => Stage::Loading,
            (false, false) => Stage::Operation,
        };
        self.set_crew(machine);
        self.try_start(machine);
    }

    /// Whose needs count at the stage that a machine has come to.
    fn set_crew(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        let own_crew = |s: &super::elements::SetupRule| !s.crew.is_empty() || m.lot.0 == NONE;
        m.crew_for = match m.stage {
            Stage::Setup if self.stations[m.station as usize].setup.as_deref().is_some_and(own_crew) => {
                Stage::Setup
            }
            Stage::Setup if self.routings.rows[m.row as usize].loading.is_some() => Stage::Loading,
            Stage::Setup => Stage::Operation,
            stage => stage,
        };
    }

    /// What a machine needs at its stage.
    #[inline(always)]
    pub(super) fn needs_of(&self, machine: u32) -> &[Need] {
        let m = &self.machines[machine as usize];
        match m.crew_for {
            Stage::Operation => &self.routings.rows[m.row as usize].needs,
            Stage::Loading => {
                self.routings.rows[m.row as usize].loading.as_ref().map_or(&[][..], |(_, crew)| crew)
            }
            Stage::Setup => {
                self.stations[m.station as usize].setup.as_ref().map_or(&[][..], |setup| &setup.crew)
            }
            Stage::Instruction | Stage::Misled => &[],
        }
    }

    /// The wait of a machine's lots ends, as work for them begins before the operation does.
    fn end_waits(&mut self, machine: u32) {
        let m = &self.machines[machine as usize];
        let own = if m.lot.0 == NONE { &[][..] } else { std::slice::from_ref(&m.lot) };
        let lots = if m.batched { &self.loads[machine as usize].0[..] } else { own };
        for lot in lots {
            let l = &mut self.lots.arena[lot.index()];
            let waited = self.now.since(l.entered);
            self.routings.rows[l.row as usize].count.waits += waited;
            l.waited += waited;
            // From here on nothing has to be added.
            l.entered = Time::NEVER;
        }
    }

    /// A stage before the operation begins: its time is drawn.
    pub(super) fn start_preparation(&mut self, machine: u32) {
        self.end_waits(machine);
        let m = &mut self.machines[machine as usize];
        m.remaining = match m.stage {
            Stage::Loading => {
                let key = self.lots.arena[m.lot.index()].key;
                self.routings.rows[m.row as usize].draw_loading(key)
            }
            _ => {
                m.setups += 1;
                let Some(setup) = &self.stations[m.station as usize].setup else { return };
                let time = setup.times.get(&(m.family, m.next_family)).unwrap_or(&setup.time);
                let own = u64::from(machine) << 32 | u64::from(m.setups);
                Duration::from_micros(time.at(mix(setup.key ^ mix(own))))
            }
        };
        self.run(machine);
    }

    /// A stage before the operation has ended; the next begins when its crew is there.
    pub(super) fn finish_preparation(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        m.timer = Timer::None;
        let (stage, served) = (m.stage, m.crew_for);
        if stage == Stage::Misled {
            return self.find_new_instruction(machine);
        }
        let row = &self.routings.rows[m.row as usize];
        m.stage = match stage {
            Stage::Setup if m.lot.0 != NONE && row.loading.is_some() => Stage::Loading,
            _ => Stage::Operation,
        };
        if stage == Stage::Setup {
            m.family = m.next_family;
            self.counts[m.station as usize].tally.setups += 1;
        }
        let before = self.machines[machine as usize].crew_for;
        self.set_crew(machine);
        if self.machines[machine as usize].crewed && self.machines[machine as usize].crew_for != served {
            let after = std::mem::replace(&mut self.machines[machine as usize].crew_for, before);
            self.release_crew(machine);
            self.machines[machine as usize].crew_for = after;
        }
        if self.machines[machine as usize].lot.0 == NONE {
            return self.free_machine(machine);
        }
        self.machines[machine as usize].phase = Phase::Prepared;
        self.touch_machine(machine);
        if stage == Stage::Setup && !self.lose_to_setup(machine) {
            return;
        }
        self.try_start(machine);
    }

    /// Units of the first lot lost to a setup; false when the lot is gone and the machine free again.
    fn lose_to_setup(&mut self, machine: u32) -> bool {
        let m = &self.machines[machine as usize];
        let lost = self.stations[m.station as usize].setup.as_ref().map_or(0, |setup| setup.scrap);
        let lot = m.lot;
        let units = self.lots.arena[lot.index()].units;
        if lost == 0 || self.scrap_any(lot, lost.min(units)) {
            return true;
        }
        if self.machines[machine as usize].crewed {
            self.release_crew(machine);
        }
        if self.machines[machine as usize].batched {
            self.loads[machine as usize].0.retain(|own| *own != lot);
            if let Some(next) = self.loads[machine as usize].0.first() {
                self.machines[machine as usize].lot = *next;
                return true;
            }
            self.machines[machine as usize].batched = false;
        }
        self.free_machine(machine);
        false
    }

    /// A machine of a cycle goes on to the next family, with its setup and without a lot.
    pub(super) fn begin_changeover(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        let Some(setup) = &self.stations[m.station as usize].setup else { return };
        m.next_family = match m.family {
            NONE => setup.cycle.first().copied().unwrap_or(0),
            family => {
                let after = setup.cycle.iter().position(|own| *own == family).map_or(0, |at| at + 1);
                setup.cycle.get(after).or(setup.cycle.first()).copied().unwrap_or(0)
            }
        };
        m.lot = LotId(NONE);
        m.stage = Stage::Setup;
        m.phase = Phase::Reserved;
        m.crewed = false;
        self.set_crew(machine);
        self.show_free(machine);
        self.touch_machine(machine);
        self.try_start(machine);
    }
}
