//! Breakdowns and micro-stops: several causes for each machine, on operating or calendar time, and repair.

use crate::units::{Duration, Time};

use super::elements::{Cause, NONE, Purpose, Timer, Wear, stop};
use super::floor::Floor;

impl Wear {
    /// The operating time left until the first failure on operating time, and its cause.
    #[inline]
    pub(super) fn next_failure(&self) -> Option<(Duration, u8)> {
        let mut first: Option<(u64, u8)> = None;
        for (index, cause) in self.causes.iter().enumerate() {
            if cause.operating && first.is_none_or(|(left, _)| cause.left < left) {
                first = Some((cause.left, index as u8));
            }
        }
        first.map(|(left, cause)| (Duration(left), cause))
    }

    /// Counts operating time off all causes that run on it.
    #[inline]
    pub(super) fn wear_down(&mut self, done: Duration) {
        for cause in &mut self.causes {
            if cause.operating {
                cause.left = cause.left.saturating_sub(done.0);
            }
        }
    }
}

impl Cause {
    /// Draws the next time to failure.
    pub(super) fn draw_failure(&mut self) -> Duration {
        let drawn = self.to_failure.at(self.failures.next_bits());
        Duration::from_micros(self.failure_tuning.apply(drawn))
    }

    fn draw_repair(&mut self) -> Duration {
        let drawn = self.to_repair.at(self.repairs.next_bits());
        Duration::from_micros(self.repair_tuning.apply(drawn))
    }
}

impl Floor<'_> {
    /// A machine breaks down while it works.
    pub(super) fn fail_in_operation(&mut self, machine: u32, cause: u8) {
        self.pause(machine);
        self.break_down(machine, cause);
    }

    /// Causes on calendar time: the first that is due breaks the machine down, unless it is down already; then it
    /// does so when the repair ends.
    pub(super) fn fail_on_calendar(&mut self, machine: u32) {
        if self.machines[machine as usize].stops & stop::DOWN == 0 {
            let now = self.now;
            let due = |c: &Cause| !c.operating && c.left <= now.0;
            if let Some(cause) = self.wear[machine as usize].causes.iter().position(due) {
                self.break_down(machine, cause as u8);
            }
        }
    }

    /// The breakdown begins; the repair begins when its crew is there.
    fn break_down(&mut self, machine: u32, cause: u8) {
        self.trace.broke_down(self.now, machine);
        self.wear[machine as usize].current = cause;
        let station = self.machines[machine as usize].station as usize;
        let count = &mut self.counts[station];
        count.tally.failures += 1;
        if count.down == 0 {
            count.tally.all_up_time += self.now.since(count.all_up_since);
        }
        count.down += 1;
        self.stop_machine(machine, stop::DOWN);
        let m = &mut self.machines[machine as usize];
        m.in_repair = false;
        if self.take_needs(machine, Purpose::Repair) {
            self.begin_repair(machine);
        }
    }

    /// The repair begins.
    pub(super) fn begin_repair(&mut self, machine: u32) {
        let wear = &mut self.wear[machine as usize];
        let length = wear.causes[wear.current as usize].draw_repair();
        let m = &mut self.machines[machine as usize];
        m.in_repair = true;
        m.timer = Timer::Repair;
        self.clock.calendar.schedule(m.slot, self.now.after(length));
        self.touch_machine(machine);
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
        let cause = &mut wear.causes[wear.current as usize];
        let crew = cause.crew;
        let next = cause.draw_failure();
        cause.left = if cause.operating { next.0 } else { self.now.after(next).0 };
        if let Some((pool, workers)) = crew {
            self.release_workers(pool, workers);
        }
        self.schedule_calendar_failure(machine);
        // A cause that fell due during the repair breaks the machine down again before it works.
        if self.wear[machine as usize].calendar_slot != NONE && self.calendar_failure_due(machine) {
            self.machines[machine as usize].stops &= !stop::DOWN;
            return self.fail_on_calendar(machine);
        }
        self.clear_stop(machine, stop::DOWN);
    }

    fn calendar_failure_due(&self, machine: u32) -> bool {
        self.wear[machine as usize].causes.iter().any(|c| !c.operating && c.left <= self.now.0)
    }

    /// Puts the first failure on calendar time into the calendar.
    pub(super) fn schedule_calendar_failure(&mut self, machine: u32) {
        let wear = &self.wear[machine as usize];
        if wear.calendar_slot == NONE {
            return;
        }
        let next = wear.causes.iter().filter(|c| !c.operating).map(|c| c.left).min();
        let next = next.map_or(Time::NEVER, Time);
        if next > self.now {
            self.clock.calendar.schedule(wear.calendar_slot, next);
        }
    }
}
