//! Operations: reserving a machine, starting, interrupting, going on, finishing.

use crate::random::mix;
use crate::units::{Duration, LotId, Time};

use super::elements::{ANEW, Holder, Lot, Machine, NONE, Phase, Row, Stage, Timer};
use super::floor::{Clock, Floor, Touched};
use super::states::Counted;

impl Row {
    /// The time of an operation on a lot or load of so many units.
    #[inline(always)]
    pub(super) fn draw_time(&self, key: u64, units: u32) -> Duration {
        self.time_of(self.time.at(mix(key ^ self.time_key)), units)
    }

    /// Draws for the operation of this row, a lot's next, when the lot comes to wait for it. It is the draw that would be
    /// made at the start, for it depends on lot and step alone; but then the processor would have to wait for it.
    #[inline(always)]
    pub(super) fn draw_ahead(&self, lot: &mut Lot) {
        let chance = lot.key ^ self.time_key;
        lot.ahead = (lot.key ^ u64::from(lot.row), self.time.at(mix(chance)));
    }

    /// The time of the operation of this row, with its number, on a lot that is to begin it.
    #[inline(always)]
    pub(super) fn time_for(&self, lot: &Lot, number: u32) -> Duration {
        if lot.ahead.0 == lot.key ^ u64::from(number) {
            self.time_of(lot.ahead.1, lot.units)
        } else {
            self.draw_time(lot.key, lot.units)
        }
    }

    /// The time of what a lot still needs of the operation of this row, with its number, at a machine of a pace.
    pub(super) fn time_left(&self, lot: &Lot, number: u32, pace: f64) -> Duration {
        let left = match lot.left {
            Duration::ZERO | ANEW => self.time_for(lot, number),
            left => left,
        };
        left.times(pace)
    }

    /// The time of an operation from what was drawn for it.
    #[inline(always)]
    fn time_of(&self, drawn: f64, units: u32) -> Duration {
        let mut micros = drawn;
        if units != 1 || self.tuned {
            let whole = if self.per_unit { drawn * f64::from(units) } else { drawn };
            micros = if self.tuned { self.tuning.apply(whole) } else { whole };
        }
        Duration::from_micros(micros)
    }
}

impl Machine {
    /// A free machine is reserved for a lot; whether the operation can begin at once, since it needs nothing else.
    #[inline(always)]
    pub(super) fn take_lot(
        &mut self,
        own: u32,
        lot: LotId,
        number: u32,
        row: &Row,
        touched: &mut Touched,
    ) -> bool {
        self.lot = lot;
        self.row = number;
        self.crewed = false;
        self.stage = Stage::Operation;
        self.crew_for = Stage::Operation;
        self.phase = Phase::Reserved;
        let at_once = row.simple && !self.batched;
        // A machine that goes from one lot to the next produces on: nothing to look at.
        if !at_once || self.recorded != Counted::Producing {
            touched.machine(own, self);
        }
        at_once
    }

    /// The operation begins: its time is drawn, waits and starts are counted.
    #[inline(always)]
    pub(super) fn begin(&mut self, lot: &mut Lot, row: &mut Row, now: Time) {
        let waited = now.since(lot.entered);
        row.count.waits += waited;
        lot.waited += waited;
        if lot.left == Duration::ZERO {
            row.count.starts += 1;
            row.count.units += u64::from(lot.units);
            let time = row.time_for(lot, self.row);
            self.remaining = if self.paced { time.times(self.pace) } else { time };
        } else {
            self.remaining = row.time_left(lot, self.row, self.pace);
            lot.left = Duration::ZERO;
        }
    }

    /// The running operation ends: the work done is counted; its lot, or the first of its batch.
    #[inline(always)]
    fn end(&mut self, now: Time) -> LotId {
        self.phase = Phase::Blocked;
        self.timer = Timer::None;
        self.worked += now.since(self.run_from);
        self.lot
    }

    /// It works from now on; its clock is set for the end, or for the breakdown that comes before it.
    #[inline(always)]
    pub(super) fn run(&mut self, clock: &mut Clock, now: Time) {
        self.phase = Phase::Running;
        self.run_from = now;
        self.timer = Timer::Finish;
        let mut length = self.remaining;
        let left = Duration(self.fails_at.0.saturating_sub(self.worked.0));
        if left < length && self.stage == Stage::Operation {
            length = left;
            self.timer = Timer::Failure(self.fails_by);
        }
        clock.calendar.schedule(self.slot, now.after(length));
    }
}

impl Floor<'_> {
    /// Pairs waiting lots with free machines of a station.
    #[inline(always)]
    pub(super) fn serve_station(&mut self, station: u32) {
        if !self.stations[station as usize].plain {
            return self.serve_specially(station);
        }
        loop {
            let s = &mut self.stations[station as usize];
            let Some(free) = s.free.first() else { return };
            let machine = s.first_machine + free;
            let Some(lot) = s.buffer.pop_front() else {
                if s.is_fed_by_buffer() {
                    return self.stay_idle(machine);
                }
                if self.serve_past_buffer(station, machine) {
                    continue;
                }
                return;
            };
            s.free.remove(free);
            // Whatever makes a machine free again asks for another look.
            let mut last = s.free.first().is_none();
            if !s.blocked.is_empty() {
                last &= s.single;
                // Others wait for the place of the lot.
                self.admit_next(station);
            }
            self.give(machine, lot);
            if last {
                return;
            }
        }
    }

    /// Gives a free machine a lot that comes past the empty buffer; false when there is none.
    #[inline(never)]
    fn serve_past_buffer(&mut self, station: u32, machine: u32) -> bool {
        let lot = self.lot_past_buffer(station, machine);
        match lot {
            Some(lot) => self.reserve(machine, lot),
            None => self.stay_idle(machine),
        }
        lot.is_some()
    }

    /// A free machine finds no lot. Where it is the only one of its station, its state is looked at only now.
    #[inline(always)]
    fn stay_idle(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        if m.recorded != Counted::Starved {
            self.touched.machine(machine, m);
        }
    }

    /// Gives a lot to a free machine; the operation starts when everything it needs is there.
    #[inline(always)]
    pub(super) fn reserve(&mut self, machine: u32, lot: LotId) {
        self.occupy(machine);
        if self.machines[machine as usize].off {
            return self.start_for(machine, lot);
        }
        self.give(machine, lot);
    }

    /// The same, for a machine that does not count as free any more.
    #[inline(always)]
    fn give(&mut self, machine: u32, lot: LotId) {
        let Floor { now, machines, lots, routings, pools, groups, touched, clock, trace, .. } = self;
        let m = &mut machines[machine as usize];
        let l = &mut lots.arena[lot.index()];
        let row = &mut routings.rows[l.row as usize];
        if !m.take_lot(machine, lot, l.row, row, touched) {
            if row.prepares || row.sole_pool == NONE || m.batched {
                return self.begin_stages(machine);
            }
            let order = clock.new_request();
            if !m.ask_sole_pool(row, pools, groups, clock, order, *now) {
                return;
            }
        }
        m.begin(l, row, *now);
        trace.started(*now, machine, l.product, l.serial);
        m.run(clock, *now);
    }

    /// Begins with what a reserved machine needs first for its lot.
    #[inline(never)]
    pub(super) fn begin_stages(&mut self, machine: u32) {
        let m = &self.machines[machine as usize];
        if m.off || self.routings.rows[m.row as usize].prepares {
            self.prepare(machine);
        } else {
            self.try_start(machine);
        }
    }

    /// Starts the stage that a reserved machine has come to, or lets it ask for what it lacks.
    pub(super) fn try_start(&mut self, machine: u32) {
        let crewed = self.machines[machine as usize].crewed;
        if crewed || self.needs_of(machine).is_empty() || self.take_needs(machine) {
            self.start_stage(machine);
        }
    }

    /// Begins the stage that a machine has come to, with all it needs.
    pub(super) fn start_stage(&mut self, machine: u32) {
        match self.machines[machine as usize].stage {
            Stage::Operation => self.start_operation(machine),
            Stage::Setup | Stage::Loading => self.start_preparation(machine),
            Stage::Instruction | Stage::Misled => {}
        }
    }

    /// The operation begins: its time is drawn, waits and starts are counted.
    #[inline(always)]
    pub(super) fn start_operation(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        if m.batched {
            return self.start_batch(machine);
        }
        let slowness = self.slowness(machine);
        let Floor { now, machines, lots, routings, clock, trace, .. } = self;
        let m = &mut machines[machine as usize];
        let l = &mut lots.arena[m.lot.index()];
        let (goes_on, whole) = (l.left > Duration::ZERO, matches!(l.left, Duration::ZERO | ANEW));
        m.begin(l, &mut routings.rows[m.row as usize], *now);
        if let Some(slowness) = slowness.filter(|_| whole) {
            m.remaining = m.remaining.times(slowness);
        }
        trace.started(*now, machine, l.product, l.serial);
        m.run(clock, *now);
        self.consider_urgent(machine);
        self.note_begun(machine, goes_on);
    }

    /// The time of the operation on what a machine has, or of what is left of it, by the crew that is there.
    pub(super) fn operation_time(&self, machine: u32) -> Duration {
        let m = &self.machines[machine as usize];
        let lot = &self.lots.arena[m.lot.index()];
        if !matches!(lot.left, Duration::ZERO | ANEW) {
            return self.routings.rows[m.row as usize].time_left(lot, m.row, m.pace);
        }
        let time = match m.batched {
            true => self.load_time(machine, &self.loads[machine as usize].0),
            false => self.routings.rows[m.row as usize].time_left(lot, m.row, m.pace),
        };
        self.slowness(machine).map_or(time, |slowness| time.times(slowness))
    }

    /// How much longer an operation that begins takes, where that depends on its crew.
    #[inline(always)]
    pub(super) fn slowness(&self, machine: u32) -> Option<f64> {
        let row = &self.routings.rows[self.machines[machine as usize].row as usize];
        row.paced.then(|| self.slowness_of_crew(machine))
    }

    /// The machine works from now on.
    #[inline(always)]
    pub(super) fn run(&mut self, machine: u32) {
        self.machines[machine as usize].run(self.clock, self.now);
        self.consider_urgent(machine);
    }

    /// Interrupts a running operation: counts the work done and the wear.
    pub(super) fn pause(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        let done = self.now.since(m.run_from);
        m.remaining = m.remaining - done;
        m.phase = Phase::Paused;
        m.timer = Timer::None;
        self.clock.calendar.cancel(m.slot);
        if m.stage == Stage::Operation {
            m.worked += done;
        }
        self.touch_machine(machine);
    }

    /// Goes on with an interrupted operation, once its crew is there.
    pub(super) fn resume(&mut self, machine: u32) {
        self.touch_machine(machine);
        if self.machines[machine as usize].crewed || self.take_needs(machine) {
            self.run(machine);
        }
    }

    /// The machine's own clock has run out.
    #[inline(always)]
    pub(super) fn end_timer(&mut self, machine: u32) {
        match self.machines[machine as usize].timer {
            Timer::Finish => self.finish_operation(machine),
            timer => self.end_other(machine, timer),
        }
    }

    #[inline(never)]
    fn end_other(&mut self, machine: u32, timer: Timer) {
        match timer {
            Timer::Finish => crate::bug!("the end of an operation is looked at first"),
            Timer::Failure(cause) => self.fail_in_operation(machine, cause),
            Timer::Repair => self.finish_repair(machine),
            Timer::Maintenance => self.finish_maintenance(machine),
            Timer::None => {}
        }
    }

    /// The operation is done: the crew goes, the lot moves on or blocks the machine.
    #[inline(always)]
    fn finish_operation(&mut self, machine: u32) {
        let Floor { now, machines, lots, routings, stations, pools, touched, .. } = self;
        let m = &mut machines[machine as usize];
        let row = &mut routings.rows[m.row as usize];
        let crewed = m.crewed;
        if m.stage != Stage::Operation
            || m.batched | m.maintained | m.overdue
            || !row.straight
            || (crewed && row.sole_pool == NONE)
        {
            return self.finish_with_care(machine);
        }
        if crewed {
            m.release_to_sole_pool(row, pools, touched, *now);
        }
        let before = touched.stations.len();
        let lot = m.end(*now);
        let l = &mut lots.arena[lot.index()];
        row.count.end(l.units);
        let (next, onward) = (row.next, row.onward);
        if onward == NONE {
            self.let_out(lot);
            self.free_machine(machine);
        } else {
            l.row = next;
            routings.rows[next as usize].draw_ahead(l);
            if !stations[onward as usize].receive(onward, lot, l, Holder::Machine(machine), touched, *now) {
                return touched.machine(machine, m);
            }
            m.let_lot_go(machine, &mut stations[m.station as usize], touched);
        }
        if crewed {
            self.touched.look_first_at_last(before);
        }
    }

    /// The same where there is more to it: preparations, batches, crews of several pools, units to look at, lots that do not
    /// go straight on to a station, pauses.
    #[inline(never)]
    fn finish_with_care(&mut self, machine: u32) {
        let m = &self.machines[machine as usize];
        if m.stage != Stage::Operation {
            return self.finish_preparation(machine);
        }
        let (crewed, watched) = (m.crewed, m.maintained | m.overdue);
        if crewed {
            self.dismiss_crew(machine);
        }
        let before = self.touched.stations.len();
        let m = &mut self.machines[machine as usize];
        let lot = m.end(self.now);
        if m.batched {
            return self.finish_batch(machine);
        }
        let row = &mut self.routings.rows[m.row as usize];
        row.count.end(self.lots.arena[lot.index()].units);
        let (faultless, next) = (row.faultless, row.next);
        if (faultless || self.ends_well(machine, lot)) && !self.send_to(next, lot, Holder::Machine(machine)) {
            self.touch_machine(machine);
        } else {
            self.free_machine(machine);
            if crewed {
                self.touched.look_first_at_last(before);
            }
        }
        if watched {
            self.pause_between(machine);
        }
    }

    /// Looks at the units of a lot whose operation on a machine is done; false when nothing is left of it. What needs an
    /// instruction always comes by here.
    #[inline(never)]
    fn ends_well(&mut self, machine: u32, lot: LotId) -> bool {
        self.note_ended(machine);
        self.inspect(lot)
    }

    /// The crew of an operation that is done leaves, the wiser for it.
    #[inline(always)]
    fn dismiss_crew(&mut self, machine: u32) {
        let row = &self.routings.rows[self.machines[machine as usize].row as usize];
        let (paced, escorted) = (row.paced, row.escorted);
        if paced {
            self.practise(machine);
        }
        if escorted {
            return self.leave_with_lot(machine);
        }
        self.release_crew(machine);
    }

    /// Between two operations, or before one that a machine has been prepared for: hours that are over end, planned stops
    /// that are due begin.
    pub(super) fn pause_between(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        if std::mem::take(&mut m.overdue) {
            self.leave_late(machine);
        }
        if self.machines[machine as usize].maintained {
            self.begin_planned_stop(machine);
        }
    }

    /// A reason to stand arises at a machine.
    pub(super) fn stop_machine(&mut self, machine: u32, reason: u8) {
        let m = &mut self.machines[machine as usize];
        let ran = m.stops == 0;
        m.stops |= reason;
        if ran && m.phase == Phase::Running {
            self.pause(machine);
        }
        let m = &self.machines[machine as usize];
        if m.asking {
            self.stop_asking(machine);
        }
        let m = &self.machines[machine as usize];
        // During a breakdown the crew stays with its machine; for a shift's end or an installation it goes.
        if reason != super::elements::stop::DOWN && m.crewed {
            self.release_crew(machine);
        }
        self.show_free(machine);
        self.touch_machine(machine);
    }

    /// A reason to stand is gone; the machine goes on when it was the last.
    pub(super) fn clear_stop(&mut self, machine: u32, reason: u8) {
        let m = &mut self.machines[machine as usize];
        if m.stops & reason == 0 {
            return;
        }
        m.stops &= !reason;
        self.touch_machine(machine);
        let m = &self.machines[machine as usize];
        if m.stops != 0 {
            return;
        }
        match m.phase {
            Phase::Idle => {
                let station = m.station;
                self.show_free(machine);
                self.touch_station(station);
            }
            Phase::Paused if !m.asking => self.resume(machine),
            Phase::Reserved if !m.asking && m.stage == Stage::Instruction => self.begin_stages(machine),
            Phase::Reserved | Phase::Prepared if !m.asking => self.try_start(machine),
            _ => {}
        }
    }

    /// A new machine of a factory: idle, without a lot.
    pub(super) const NO_LOT: LotId = LotId(NONE);
}
