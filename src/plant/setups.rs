//! What comes before an operation: the setup of its machine for another family, and loading.
//!
//! A machine with a lot goes through its stages: setup when the family changes, loading when the step has it, then the
//! operation. Each stage has its crew. A setup without a crew of its own is done by that of the stage after it,
//! which then stays. Neither wears the machine out.

use crate::random::mix;
use crate::units::{Duration, LotId, Time};

use super::elements::{Changeover, NONE, Need, Phase, SetupRule, Stage, Timer};
use super::floor::Floor;

impl SetupRule {
    /// Draws how long a change takes; the number is that of the setup.
    pub(super) fn draw(&self, from: u32, to: u32, number: u64) -> Duration {
        let drawn = self.change(from, to).time.at(mix(self.key ^ mix(number)));
        Duration::from_micros(self.tuning.apply(drawn))
    }

    /// What a change from one family to another takes.
    fn change(&self, from: u32, to: u32) -> &Changeover {
        self.particular.get(&(from, to)).unwrap_or(&self.others)
    }
}

impl Floor<'_> {
    /// Begins with the first stage that a reserved machine needs for its lot.
    pub(super) fn prepare(&mut self, machine: u32) {
        let row = self.machines[machine as usize].row;
        if self.routings.rows[row as usize].instructed && !self.is_instructed(machine) {
            return;
        }
        self.set_first_stage(machine);
        self.try_start(machine);
    }

    /// The stage that a machine comes to first with its lot, and whose needs count then.
    pub(super) fn set_first_stage(&mut self, machine: u32) {
        let row = self.machines[machine as usize].row;
        let changes = self.changes_for(machine, row);
        let m = &mut self.machines[machine as usize];
        m.next_family = match self.routings.rows[row as usize].family {
            // It is only started.
            NONE if m.off => m.family,
            family => family,
        };
        m.stage = match (changes, self.routings.rows[row as usize].loading.is_some()) {
            (true, _) => Stage::Setup,
            (false, true) => Stage::Loading,
            (false, false) => Stage::Operation,
        };
        self.set_crew(machine);
    }

    /// Whether a machine has to be set up for the operation of a row.
    pub(super) fn changes_for(&self, machine: u32, row: u32) -> bool {
        let m = &self.machines[machine as usize];
        let family = self.routings.rows[row as usize].family;
        m.off || self.stations[m.station as usize].setup.is_some() && family != NONE && family != m.family
    }

    /// The time from the beginning of work for a lot at a machine to the beginning of its operation.
    pub(super) fn time_before(&self, machine: u32, row: u32, key: u64) -> Duration {
        let own = &self.routings.rows[row as usize];
        let loading = if own.loading.is_some() { own.draw_loading(key) } else { Duration::ZERO };
        match self.changes_for(machine, row) {
            true => loading + self.draw_setup(machine, own.family),
            false => loading,
        }
    }

    /// The mean of that time [µs].
    pub(super) fn mean_time_before(&self, machine: u32, row: u32) -> f64 {
        let own = &self.routings.rows[row as usize];
        let loading = own.loading.as_deref().map_or(0.0, |(time, _)| time.mean() * own.pace);
        match self.setup_of(machine) {
            // A machine that is off is started as well, and changes over only to another family.
            Some(setup) if own.family != NONE && own.family != self.machines[machine as usize].family => {
                let family = self.machines[machine as usize].family;
                loading
                    + self.mean_start(machine)
                    + setup.tuning.apply(setup.change(family, own.family).time.mean()).max(0.0)
            }
            _ => loading + self.mean_start(machine),
        }
    }

    /// How a machine is set up.
    pub(super) fn setup_of(&self, machine: u32) -> Option<&SetupRule> {
        self.stations[self.machines[machine as usize].station as usize].setup.as_deref()
    }

    /// The change that a machine makes, from the family that it has to the next.
    fn change_of(&self, machine: u32) -> Option<&Changeover> {
        let m = &self.machines[machine as usize];
        let setup = self.setup_of(machine)?;
        // Who is only started changes nothing.
        (!(m.off && m.family == m.next_family)).then(|| setup.change(m.family, m.next_family))
    }

    /// Draws for the next setup of a machine.
    fn draw_setup(&self, machine: u32, family: u32) -> Duration {
        let m = &self.machines[machine as usize];
        let own = u64::from(machine) << 32 | u64::from(m.setups + 1);
        if m.off {
            return self.draw_start(machine, family, own);
        }
        let Some(setup) = self.setup_of(machine) else { return Duration::ZERO };
        setup.draw(m.family, family, own)
    }

    /// How long a machine needs the crew that it asks for: to the end of the last stage that this crew stays for.
    pub(super) fn time_with_crew(&self, machine: u32) -> Duration {
        let m = &self.machines[machine as usize];
        let lot = self.lots.arena.get(m.lot.index());
        let whole = |stage: Stage| match (stage, lot) {
            (Stage::Setup, _) => self.draw_setup(machine, m.next_family),
            (_, None) | (Stage::Instruction | Stage::Misled, _) => Duration::ZERO,
            (Stage::Loading, Some(lot)) => self.routings.rows[m.row as usize].draw_loading(lot.key),
            (Stage::Operation, Some(_)) => self.operation_time(machine),
        };
        let first = if m.phase == Phase::Paused { m.remaining } else { whole(m.stage) };
        if m.crew_for == m.stage { first } else { first + whole(m.crew_for) }
    }

    /// Whose needs count at the stage that a machine has come to.
    fn set_crew(&mut self, machine: u32) {
        let changes = self.machines[machine as usize].stage == Stage::Setup;
        let own_crew = changes && self.change_of(machine).is_some_and(|change| !change.crew.is_empty());
        let m = &mut self.machines[machine as usize];
        m.crew_for = match m.stage {
            Stage::Setup if own_crew || m.lot.0 == NONE => Stage::Setup,
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
                self.routings.rows[m.row as usize].loading.as_deref().map_or(&[][..], |(_, crew)| crew)
            }
            Stage::Setup => self.change_of(machine).map_or(&[][..], |change| &change.crew),
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
        let m = &self.machines[machine as usize];
        let time = match m.stage {
            Stage::Loading => {
                let key = self.lots.arena[m.lot.index()].key;
                self.routings.rows[m.row as usize].draw_loading(key)
            }
            _ => self.draw_setup(machine, m.next_family),
        };
        let m = &mut self.machines[machine as usize];
        m.setups += u32::from(m.stage == Stage::Setup);
        m.remaining = time;
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
        if stage == Stage::Setup && !(m.off && m.family == m.next_family) {
            self.counts[m.station as usize].tally.setups += 1;
        }
        let before = self.machines[machine as usize].crew_for;
        self.set_crew(machine);
        if self.machines[machine as usize].crewed && self.machines[machine as usize].crew_for != served {
            let after = std::mem::replace(&mut self.machines[machine as usize].crew_for, before);
            self.release_crew(machine);
            self.machines[machine as usize].crew_for = after;
        }
        let lost = match stage {
            Stage::Setup => self.change_of(machine).map_or(0, |change| change.scrap),
            _ => 0,
        };
        let m = &mut self.machines[machine as usize];
        // Who did the change is known by the families before and after it, until they have gone.
        m.family = if stage == Stage::Setup { m.next_family } else { m.family };
        m.supplied = m.crew_for == served;
        if stage == Stage::Setup {
            self.begin_visit(machine);
            self.turn_on(machine);
        }
        let m = &mut self.machines[machine as usize];
        if m.lot.0 == NONE {
            self.free_machine(machine);
        } else {
            m.phase = Phase::Prepared;
            self.touch_machine(machine);
            self.lose_to_setup(machine, lost);
        }
        let m = &self.machines[machine as usize];
        if m.overdue || (m.maintained && m.phase == Phase::Idle) {
            self.pause_between(machine);
        }
        let m = &self.machines[machine as usize];
        if m.phase == Phase::Prepared && self.hours_left(m.station) == Duration::ZERO {
            // Hours may end at this instant; what is to be begun waits until they have.
            self.touched.prepared(machine);
        } else {
            self.go_on_prepared(machine);
        }
    }

    /// Prepared machines, held up while hours turned, go on unless they were stopped.
    #[inline(never)]
    pub(super) fn serve_prepared(&mut self) {
        for machine in std::mem::take(&mut self.touched.prepared) {
            self.go_on_prepared(machine);
        }
    }

    fn go_on_prepared(&mut self, machine: u32) {
        let m = &self.machines[machine as usize];
        if m.phase == Phase::Prepared && m.stops == 0 && !m.asking {
            self.try_start(machine);
        }
    }

    /// Units of the first lot are lost to a setup; the machine is free again when none is left.
    fn lose_to_setup(&mut self, machine: u32, lost: u32) {
        let lot = self.machines[machine as usize].lot;
        let units = self.lots.arena[lot.index()].units;
        if lost == 0 || self.scrap_any(lot, lost.min(units)) {
            return;
        }
        if self.machines[machine as usize].crewed {
            self.release_crew(machine);
        }
        if self.machines[machine as usize].batched {
            self.loads[machine as usize].0.retain(|own| *own != lot);
            if let Some(next) = self.loads[machine as usize].0.first() {
                self.machines[machine as usize].lot = *next;
                return;
            }
            self.machines[machine as usize].batched = false;
        }
        self.free_machine(machine);
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
