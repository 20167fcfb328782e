//! Breakdowns and micro-stops: several causes for each machine, on operating or calendar time, and repair.

use crate::random::mix;
use crate::spec::OnFailure;
use crate::units::{Duration, Time};

use super::elements::{Cause, NONE, Phase, Planned, Purpose, Stage, Timer, Wear, stop};
use super::floor::Floor;
use super::ways::AGAIN;

impl Wear {
    /// When the first failure on operating time falls, and of which cause; [`Duration::MAX`] when there is none.
    pub(super) fn first_failure(&self) -> (Duration, u8) {
        let operating = self.causes.iter().zip(0..).filter(|(cause, _)| cause.operating);
        let first = operating.min_by_key(|(cause, _)| cause.due);
        first.map_or((Duration::MAX, 0), |(cause, index)| (Duration(cause.due), index))
    }
}

impl Cause {
    /// Draws the next time to failure.
    pub(super) fn draw_failure(&mut self) -> Duration {
        let drawn = self.to_failure.at(self.failures.next_bits());
        Duration::from_micros(self.failure_tuning.apply(drawn))
    }

    /// The next failure is drawn, from an instant or the operating time so far on.
    pub(super) fn renew(&mut self, now: Time, worked: Duration) {
        let base = if self.operating { worked.0 } else { now.0 };
        self.due = base.saturating_add(self.draw_failure().0);
    }

    /// Draws the next time to repair.
    pub(super) fn draw_repair(&mut self) -> Duration {
        let drawn = self.to_repair.at(self.repairs.next_bits());
        Duration::from_micros(self.repair_tuning.apply(drawn))
    }
}

impl Floor<'_> {
    /// A machine breaks down while it works.
    pub(super) fn fail_in_operation(&mut self, machine: u32, cause: u8) {
        self.pause(machine);
        if self.is_foreseen(machine, cause) {
            // The operation is finished first.
            return self.run(machine);
        }
        self.break_down(machine, cause);
    }

    /// Whether this failure was foreseen: it becomes a planned stop after the operation.
    fn is_foreseen(&mut self, machine: u32, cause: u8) -> bool {
        let wear = &mut self.wear[machine as usize];
        if wear.foreseen <= 0.0 || crate::random::uniform(wear.foresight.next_bits()) >= wear.foreseen {
            return false;
        }
        wear.causes[cause as usize].due = u64::MAX;
        wear.planned = Planned::Foreseen(cause);
        self.find_next_failure(machine);
        true
    }

    /// Looks anew for the first failure on operating time; call after causes have changed.
    pub(super) fn find_next_failure(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        (m.fails_at, m.fails_by) = self.wear[machine as usize].first_failure();
    }

    /// Causes on calendar time: the first that is due breaks the machine down, unless it is down already; then it
    /// does so when the repair ends.
    pub(super) fn fail_on_calendar(&mut self, machine: u32) {
        if self.machines[machine as usize].stops & (stop::DOWN | stop::MAINTENANCE) == 0 {
            let now = self.now;
            let due = |c: &Cause| !c.operating && c.due <= now.0;
            if let Some(cause) = self.wear[machine as usize].causes.iter().position(due) {
                if self.is_foreseen(machine, cause as u8) {
                    return self.begin_planned_stop(machine);
                }
                self.break_down(machine, cause as u8);
            }
        }
    }

    /// The breakdown begins; the repair begins when its crew is there.
    fn break_down(&mut self, machine: u32, cause: u8) {
        self.trace.broke_down(self.now, machine);
        let wear = &mut self.wear[machine as usize];
        wear.current = cause;
        wear.down_before = self.state_clocks[machine as usize].down(self.now);
        let station = self.machines[machine as usize].station as usize;
        let count = &mut self.counts[station];
        count.tally.failures += 1;
        if count.down == 0 {
            count.tally.all_up_time += self.now.since(count.all_up_since);
        }
        count.down += 1;
        self.stop_machine(machine, stop::DOWN);
        self.treat_operation(machine, cause);
        let m = &mut self.machines[machine as usize];
        m.in_repair = false;
        // Who worked at it may have to repair it, or another one whose workers should repair this one.
        if m.crewed && self.has_repairers(machine) {
            self.release_crew(machine);
        }
        if self.take_stop_crew(machine, Purpose::Repair) {
            self.begin_repair(machine);
        }
    }

    /// The operation under way goes on later, begins anew, or its lot is scrapped.
    fn treat_operation(&mut self, machine: u32, cause: u8) {
        let m = &mut self.machines[machine as usize];
        if m.phase != Phase::Paused || m.stage != Stage::Operation {
            return;
        }
        let on_failure = self.wear[machine as usize].causes[cause as usize].on_failure;
        match on_failure {
            OnFailure::Resume => {}
            OnFailure::Restart | OnFailure::Resample => {
                if on_failure == OnFailure::Resample {
                    let lot = &mut self.lots.arena[m.lot.index()];
                    lot.key = mix(lot.key ^ AGAIN);
                }
                self.machines[machine as usize].remaining = self.operation_time(machine);
            }
            OnFailure::Scrap => self.scrap_work(machine),
        }
    }

    /// Scraps the lot or batch on a machine, which is free then.
    fn scrap_work(&mut self, machine: u32) {
        self.note_ended(machine);
        if self.machines[machine as usize].crewed {
            self.release_crew(machine);
        }
        let m = &mut self.machines[machine as usize];
        let lots = match m.batched {
            true => std::mem::take(&mut self.loads[machine as usize].0),
            false => vec![m.lot],
        };
        m.batched = false;
        for lot in lots {
            let units = self.lots.arena[lot.index()].units;
            self.scrap(lot, units);
        }
        self.free_machine(machine);
        self.pause_between(machine);
    }

    /// The repair begins.
    pub(super) fn begin_repair(&mut self, machine: u32) {
        let wear = &mut self.wear[machine as usize];
        let length = wear.causes[wear.current as usize].draw_repair();
        let in_hours_only = wear.causes[wear.current as usize].in_hours_only;
        let m = &mut self.machines[machine as usize];
        m.in_repair = true;
        if in_hours_only && m.stops & stop::OFF_SHIFT != 0 {
            wear.repair_left = Some(length);
        } else {
            m.timer = Timer::Repair;
            m.run_from = self.now;
            wear.repair_left = in_hours_only.then_some(length);
            self.clock.calendar.schedule(m.slot, self.now.after(length));
        }
        self.touch_machine(machine);
    }

    /// Working hours end or begin for a repair that goes on in them only.
    pub(super) fn turn_repair(&mut self, machine: u32, on: bool) {
        let m = &mut self.machines[machine as usize];
        let Some(left) = self.wear[machine as usize].repair_left.filter(|_| m.in_repair) else { return };
        if on == (m.timer == Timer::Repair) {
            return;
        }
        if on {
            m.timer = Timer::Repair;
            m.run_from = self.now;
            self.clock.calendar.schedule(m.slot, self.now.after(left));
        } else {
            m.timer = Timer::None;
            self.clock.calendar.cancel(m.slot);
            self.wear[machine as usize].repair_left = Some(left - self.now.since(m.run_from));
        }
    }

    /// The machine is repaired: the next failure of this cause is drawn, the operation goes on.
    pub(super) fn finish_repair(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        m.timer = Timer::None;
        m.in_repair = false;
        let station = m.station as usize;
        self.trace.repaired(self.now, machine);
        let count = &mut self.counts[station];
        count.down -= 1;
        if count.down == 0 {
            count.all_up_since = self.now;
        }
        let wear = &mut self.wear[machine as usize];
        let [waits, times] = self.state_clocks[machine as usize].down(self.now);
        count.tally.repairs += 1;
        count.tally.repair_waits += waits - wear.down_before[0];
        count.tally.repair_times += times - wear.down_before[1];
        wear.repair_left = None;
        let cause = &mut wear.causes[wear.current as usize];
        let (crew, upkeep, share) = (cause.crew, cause.upkeep, wear.cost_share);
        cause.renew(self.now, m.worked);
        self.record.count_upkeep(upkeep, share);
        if let Some(crew) = crew {
            self.release_workers(machine, crew, true);
        }
        self.find_next_failure(machine);
        self.schedule_calendar_failure(machine);
        self.end_stop(machine, stop::DOWN);
    }

    /// A repair or maintenance is over. A failure or maintenance that fell due meanwhile stops the machine before it works.
    pub(super) fn end_stop(&mut self, machine: u32, reason: u8) {
        let fails = self.wear[machine as usize].calendar_slot != NONE && self.calendar_failure_due(machine);
        let maintained = self.machines[machine as usize].maintained;
        if fails || maintained {
            self.machines[machine as usize].stops &= !reason;
            if fails {
                self.fail_on_calendar(machine);
            }
            // Whoever is down now is not maintained.
            if maintained {
                self.begin_planned_stop(machine);
            }
            if self.machines[machine as usize].stops & (stop::DOWN | stop::MAINTENANCE) != 0 {
                return;
            }
            self.machines[machine as usize].stops |= reason;
        }
        self.clear_stop(machine, reason);
    }

    fn calendar_failure_due(&self, machine: u32) -> bool {
        self.wear[machine as usize].causes.iter().any(|c| !c.operating && c.due <= self.now.0)
    }

    /// Puts the first failure on calendar time into the calendar.
    pub(super) fn schedule_calendar_failure(&mut self, machine: u32) {
        let wear = &self.wear[machine as usize];
        if wear.calendar_slot == NONE {
            return;
        }
        let next = wear.causes.iter().filter(|c| !c.operating).map(|c| c.due).min();
        let next = next.map_or(Time::NEVER, Time);
        if next > self.now {
            self.clock.calendar.schedule(wear.calendar_slot, next);
        }
    }
}
