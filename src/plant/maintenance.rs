//! Planned stops of machines: maintenance by operating time or by calendar, early where it costs nothing, and breakdowns
//! that were foreseen. All wait for the end of the operation under way.

use crate::units::{Duration, Time};

use super::elements::{NONE, Need, Phase, Plan, Planned, Purpose, Timer, Wear, stop};
use super::floor::Floor;

impl Plan {
    /// Sets when the plan is due next: `every` from `base` on [on its clock].
    pub(super) fn set_next(&mut self, base: u64) {
        let drawn = self.every.at(self.intervals.next_bits());
        let every = Duration::from_micros(self.every_tuning.apply(drawn).max(1.0)).0;
        self.due = base.saturating_add(every);
        let early = |share: f64| base.saturating_add((every as f64 * share) as u64);
        self.early = self.early_share.map_or(u64::MAX, early);
    }

    /// Whether it is due at an instant, after so much operating time; `early` also when it is worth doing early.
    fn is_due(&self, now: Time, worked: Duration, early: bool) -> bool {
        let clock = if self.operating { worked.0 } else { now.0 };
        self.due <= clock || (early && self.early <= clock)
    }

    /// When to look at it next while its machine has nothing to do, after so much operating time: not before `soon`, and never
    /// where idle time brings it no nearer.
    fn next_look(&self, worked: Duration, soon: Time) -> Option<Time> {
        let earliest = self.early.min(self.due);
        match self.operating {
            true => (earliest <= worked.0).then_some(soon),
            false => (earliest < Time::NEVER.0).then(|| Time(earliest).max(soon)),
        }
    }
}

impl Floor<'_> {
    /// Puts the next maintenance on the calendar into the calendar of events.
    pub(super) fn schedule_plans(&mut self, machine: u32) {
        let wear = &self.wear[machine as usize];
        if wear.plan_slot != NONE {
            let next = wear.plans.iter().filter(|plan| !plan.operating).map(|plan| plan.due).min();
            let next = next.map_or(Time::NEVER, Time);
            if next > self.now {
                self.clock.calendar.schedule(wear.plan_slot, next);
            }
        }
    }

    /// Maintenance may be due, or can be done early: it begins unless an operation is under way.
    pub(super) fn look_at_plans(&mut self, machine: u32) {
        self.begin_planned_stop(machine);
        self.schedule_plans(machine);
    }

    /// Looks at the end of an operation, or when a machine has nothing to do, whether a planned stop begins.
    pub(super) fn begin_planned_stop(&mut self, machine: u32) {
        let m = &self.machines[machine as usize];
        let engaged = matches!(m.phase, Phase::Running | Phase::Paused);
        if engaged
            || m.stops & (stop::DOWN | stop::MAINTENANCE | stop::GONE | stop::UPGRADING | stop::CLOSED) != 0
        {
            return;
        }
        // At the end of an operation nobody knows yet whether the next lot comes: only what an instant has left idle is idle.
        let idle = m.recorded.is_idle() && matches!(m.phase, Phase::Idle | Phase::Blocked) && m.stops == 0;
        let (now, worked, wear) = (self.now, m.worked, &mut self.wear[machine as usize]);
        if wear.planned == Planned::Nothing {
            let due = wear.plans.iter().position(|plan| plan.is_due(now, worked, idle));
            let Some(plan) = due else { return };
            wear.planned = Planned::Plan(plan as u8);
        }
        self.stop_machine(machine, stop::MAINTENANCE);
        if self.take_stop_crew(machine, Purpose::Maintenance) {
            self.begin_maintenance(machine);
        }
    }

    /// Maintenance begins.
    pub(super) fn begin_maintenance(&mut self, machine: u32) {
        let wear = &mut self.wear[machine as usize];
        let length = match wear.planned {
            Planned::Plan(plan) => {
                let plan = &mut wear.plans[plan as usize];
                let drawn = plan.duration.at(plan.durations.next_bits());
                Duration::from_micros(plan.duration_tuning.apply(drawn))
            }
            Planned::Foreseen(cause) => {
                let share = wear.foreseen_repair;
                wear.causes[cause as usize].draw_repair().times(share)
            }
            Planned::Nothing => Duration::ZERO,
        };
        let m = &mut self.machines[machine as usize];
        m.timer = Timer::Maintenance;
        self.clock.calendar.schedule(m.slot, self.now.after(length));
        self.touch_machine(machine);
    }

    /// Maintenance is done: its next time is set, failures that it prevents begin anew.
    pub(super) fn finish_maintenance(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        m.timer = Timer::None;
        self.counts[m.station as usize].tally.maintenances += 1;
        let (now, worked) = (self.now, m.worked);
        let wear = &mut self.wear[machine as usize];
        let crew = wear.planned_crew();
        self.record.count_upkeep(wear.planned_upkeep(), wear.cost_share);
        match std::mem::replace(&mut wear.planned, Planned::Nothing) {
            Planned::Plan(plan) => {
                let plan = &mut wear.plans[plan as usize];
                let base = if plan.operating { worked.0 } else { plan.due };
                plan.set_next(base);
                // Dates that went by meanwhile are not made up for.
                while !plan.operating && plan.due <= now.0 {
                    let base = plan.due;
                    plan.set_next(base);
                }
                for cause in plan.renews.clone() {
                    wear.causes[cause].renew(now, worked);
                }
            }
            Planned::Foreseen(cause) => wear.causes[cause as usize].renew(now, worked),
            Planned::Nothing => {}
        }
        if let Some(crew) = crew {
            self.release_workers(machine, crew, true);
        }
        self.find_next_failure(machine);
        self.schedule_plans(machine);
        self.schedule_calendar_failure(machine);
        self.end_stop(machine, stop::MAINTENANCE);
    }

    /// Machines with plans have nothing to do: an early maintenance is looked for in a moment, or when it may be done.
    #[inline(never)]
    pub(super) fn consider_idle(&mut self) {
        for machine in self.touched.idle.drain(..) {
            let (wear, worked) = (&self.wear[machine as usize], self.machines[machine as usize].worked);
            let soon = self.now.after(Duration::MICROSECOND);
            let looks = wear.plans.iter().filter_map(|plan| plan.next_look(worked, soon));
            if let Some(next) = looks.min().filter(|_| wear.plan_slot != NONE) {
                self.clock.calendar.schedule(wear.plan_slot, next);
            }
        }
    }
}

impl Wear {
    /// Who does the planned stop under way.
    pub(super) fn planned_crew(&self) -> Option<Need> {
        match self.planned {
            Planned::Plan(plan) => self.plans[plan as usize].crew,
            Planned::Foreseen(cause) => self.causes[cause as usize].crew,
            Planned::Nothing => None,
        }
    }

    /// The counter of the planned stop under way.
    fn planned_upkeep(&self) -> u32 {
        match self.planned {
            Planned::Plan(plan) => self.plans[plan as usize].upkeep,
            Planned::Foreseen(cause) => self.causes[cause as usize].upkeep,
            Planned::Nothing => NONE,
        }
    }
}
