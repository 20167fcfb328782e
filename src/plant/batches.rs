//! Batch stations: forming loads, one operation for the whole load, unloading.

use std::collections::BTreeMap;

use crate::units::{Duration, LotId, Time};

use crate::spec::{AtEnd, Dispatch, Rule, Together};

use super::elements::{BatchRule, Destination, Holder, NONE, Phase, stop};
use super::floor::Floor;

impl Floor<'_> {
    /// Starts loads while a machine is free and enough lots wait, or the oldest has waited its longest.
    pub(super) fn serve_batch_station(&mut self, station: u32) {
        if self.stations[station as usize].guarded {
            self.admit_blocked(station);
        }
        self.set_batch_wait(station);
        while let Some(machine) = self.free_machines(station).first().copied() {
            self.gather_pulled(station);
            let lots = self.choose_load(station, machine);
            if lots.is_empty() {
                let own = &self.stations[self.machines[machine as usize].station as usize];
                if own.dispatch.rule != Rule::Cyclic || own.setup.is_none() {
                    break;
                }
                // Machines of a cycle that have no load of their family change over.
                self.begin_changeover(machine);
                continue;
            }
            let buffer = &mut self.stations[station as usize].buffer;
            // Most often they are the first.
            let away = lots.iter().filter(|lot| !buffer.drop_first(**lot)).count();
            if away > 0 {
                buffer.retain(|lot| !lots.contains(&lot));
            }
            let first = lots[0];
            self.loads[machine as usize].0 = lots;
            self.machines[machine as usize].batched = true;
            self.occupy(machine);
            self.admit_blocked(station);
            self.reserve(machine, first);
            self.set_batch_wait(station);
        }
    }

    /// Pulled work gathers in front of a free machine up to a full load, of each product where they do not mix.
    fn gather_pulled(&mut self, station: u32) {
        let s = &self.stations[station as usize];
        let Some(rule) = s.batch.as_deref().copied() else { return };
        let pulled = |lot: &LotId| s.pulls.iter().any(|(p, _)| *p == self.lots.arena[lot.index()].product);
        let kinds = if rule.together == Together::Any { s.pulls.len().min(1) } else { s.pulls.len() };
        for _ in s.buffer.iter().filter(pulled).count()..rule.max as usize * kinds {
            let Some(lot) = self.pull(station, NONE) else { return };
            self.stations[station as usize].buffer.push_back(lot);
        }
    }

    /// The lots of the next load, in the order of the dispatch rule; empty when none may start. Where not all lots go
    /// together, the kinds are looked at in the order of their first lots.
    fn choose_load(&self, station: u32, machine: u32) -> Vec<LotId> {
        let s = &self.stations[station as usize];
        let Some(rule) = s.batch.as_deref().copied() else { return Vec::new() };
        if s.dispatch == Dispatch::default() {
            // They stand in their order.
            return self.first_load(station, machine, rule, s.buffer.iter());
        }
        let mut waiting: Vec<((u8, u64), usize, LotId)> = Vec::new();
        for (position, lot) in s.buffer.iter().enumerate() {
            let row = self.lots.arena[lot.index()].row;
            let rank = self.rank(station, lot, row, machine, position);
            waiting.extend(rank.map(|rank| (rank, position, lot)));
        }
        waiting.sort_unstable_by_key(|(rank, position, _)| (*rank, *position));
        self.first_load(station, machine, rule, waiting.iter().map(|(.., lot)| *lot))
    }

    /// The first load that may start of lots in the order in which they are to go. It is seldom far behind the first of them.
    fn first_load(
        &self,
        station: u32,
        machine: u32,
        rule: BatchRule,
        waiting: impl Iterator<Item = LotId> + Clone,
    ) -> Vec<LotId> {
        let kind_of = |lot: LotId| self.load_kind(rule, self.lots.arena[lot.index()].row);
        let mut tried: Vec<(u8, u32)> = Vec::new();
        for (position, first) in waiting.clone().enumerate() {
            let kind = kind_of(first);
            if tried.contains(&kind) {
                continue;
            }
            tried.push(kind);
            let own = waiting.clone().skip(position).filter(|lot| kind_of(*lot) == kind);
            let load = self.fitting(machine, rule.max as usize, own.clone());
            if load.is_empty() {
                continue;
            }
            let is_long = |longest: Duration| {
                let mut entered = own.map(|lot| self.lots.arena[lot.index()].entered);
                entered.any(|entered| self.now.since(entered) >= longest)
            };
            if (load.len() as u32 >= rule.min || rule.longest_wait.is_some_and(is_long))
                && self.rest_fits(station, rule, &load)
            {
                return load;
            }
            if rule.together == Together::Any {
                break;
            }
        }
        Vec::new()
    }

    /// The first of some lots, as many as go into a load, without those with which it would not end within the hours of a machine
    /// that begins nothing else.
    fn fitting(&self, machine: u32, max: usize, lots: impl Iterator<Item = LotId>) -> Vec<LotId> {
        let station = self.machines[machine as usize].station;
        if self.stations[station as usize].at_end != AtEnd::NotBegin {
            return lots.take(max).collect();
        }
        let left = self.hours_left(station);
        let mut load: Vec<LotId> = Vec::new();
        for lot in lots {
            load.push(lot);
            let first = &self.lots.arena[load[0].index()];
            if self.time_before(machine, first.row, first.key) + self.load_time(machine, &load) > left {
                load.pop();
            }
            if load.len() == max {
                break;
            }
        }
        load
    }

    /// How long the operation on a load takes: the lots of one step take one time together; what is mixed takes the longest of
    /// these.
    pub(super) fn load_time(&self, machine: u32, load: &[LotId]) -> Duration {
        let mut steps: Vec<(u32, u64, u32)> = Vec::new();
        for lot in load {
            let lot = &self.lots.arena[lot.index()];
            match steps.iter_mut().find(|(own, ..)| *own == lot.row) {
                Some((.., units)) => *units += lot.units,
                None => steps.push((lot.row, lot.key, lot.units)),
            }
        }
        let pace = self.machines[machine as usize].pace;
        let time = |(row, key, units): &(u32, u64, u32)| {
            self.routings.rows[*row as usize].draw_time(*key, *units).times(pace)
        };
        steps.iter().map(time).max().unwrap_or(Duration::ZERO)
    }

    /// What lots must have in common to share a load.
    fn load_kind(&self, rule: BatchRule, row: u32) -> (u8, u32) {
        let own = &self.routings.rows[row as usize];
        match (rule.together, own.to) {
            (Together::Any, _) => (0, 0),
            // Still to set out, or kept out of the buffer.
            (_, Destination::Place(_) | Destination::OneParent(_)) => self.load_kind(rule, own.next),
            (Together::Family, _) if own.family != NONE => (2, own.family),
            _ => (1, row),
        }
    }

    /// Whether one more lot at a row, after some that have no place yet, finds one where others gather: in the buffer, or on
    /// a free machine with its like.
    pub(super) fn has_place_in_load(
        &self,
        station: u32,
        rule: BatchRule,
        before: impl Iterator<Item = LotId>,
        row: u32,
    ) -> bool {
        let s = &self.stations[station as usize];
        let lots = s.lots().chain(s.under_way.iter().copied()).chain(before);
        let rows = lots.map(|lot| self.lots.arena[lot.index()].row).chain([row]);
        self.fit(station, rule, rows, s.free.count())
    }

    /// Whether the lots that a load leaves behind have places; pulled work, which nobody upstream holds, always has.
    fn rest_fits(&self, station: u32, rule: BatchRule, load: &[LotId]) -> bool {
        let s = &self.stations[station as usize];
        if s.places == u32::MAX || !s.pulls.is_empty() {
            return true;
        }
        let machines = s.first_machine..s.first_machine + s.machines;
        // What is on a machine that is down may stay there.
        let idle = machines.filter(|machine| {
            let m = &self.machines[*machine as usize];
            m.phase == Phase::Idle && m.stops & stop::GONE == 0
        });
        let idle = idle.count() as u32;
        let row = |lot: LotId| self.lots.arena[lot.index()].row;
        let lots = || s.lots().chain(s.under_way.iter().copied());
        let rest = lots().filter(|lot| !load.contains(lot)).map(row);
        // Where machines have been taken away, not all may have a place any more, whatever is loaded.
        self.fit(station, rule, rest, idle.saturating_sub(1))
            || !self.fit(station, rule, lots().map(row), idle)
    }

    /// Whether lots at these rows fit into a buffer and on so many machines, each of which takes what may share a load.
    fn fit(&self, station: u32, rule: BatchRule, rows: impl Iterator<Item = u32>, machines: u32) -> bool {
        let mut kinds: BTreeMap<(u8, u32), u32> = BTreeMap::new();
        for row in rows {
            *kinds.entry(self.load_kind(rule, row)).or_default() += 1;
        }
        let all: u32 = kinds.values().sum();
        let mut loads: Vec<u32> = Vec::new();
        for mut lots in kinds.into_values() {
            while lots > 0 {
                loads.push(lots.min(rule.max));
                lots -= lots.min(rule.max);
            }
        }
        loads.sort_unstable_by_key(|lots| std::cmp::Reverse(*lots));
        let on_machines: u32 = loads.iter().take(machines as usize).sum();
        all - on_machines <= self.stations[station as usize].places
    }

    /// Sets the station's clock for when its oldest lot will have waited its longest.
    fn set_batch_wait(&mut self, station: u32) {
        let s = &self.stations[station as usize];
        let Some(rule) = s.batch.as_deref().copied() else { return };
        if rule.slot == NONE {
            return;
        }
        let ends =
            |lot: LotId| rule.longest_wait.map(|longest| self.lots.arena[lot.index()].entered.after(longest));
        // They stand in the order of their arrival.
        let next = s.buffer.iter().filter_map(ends).find(|end| *end > self.now);
        self.clock.calendar.schedule(rule.slot, next.unwrap_or(Time::NEVER));
    }

    /// The operation on a batch begins.
    pub(super) fn start_batch(&mut self, machine: u32) {
        let length = self.load_time(machine, &self.loads[machine as usize].0);
        let m = &mut self.machines[machine as usize];
        for lot in &self.loads[machine as usize].0 {
            let lot = &mut self.lots.arena[lot.index()];
            let row = &mut self.routings.rows[lot.row as usize];
            row.count.starts += 1;
            row.count.units += u64::from(lot.units);
            let waited = self.now.since(lot.entered);
            row.count.waits += waited;
            lot.waited += waited;
        }
        self.counts[m.station as usize].tally.batches += 1;
        m.remaining = length;
        if let Some(slowness) = self.slowness(machine) {
            let m = &mut self.machines[machine as usize];
            m.remaining = m.remaining.times(slowness);
        }
        let first = &self.lots.arena[self.machines[machine as usize].lot.index()];
        self.trace.started(self.now, machine, first.product, first.serial);
        self.run(machine);
        self.note_begun(machine, false);
    }

    /// A batch is done: its lots move on one by one; the machine is free when the last has gone.
    pub(super) fn finish_batch(&mut self, machine: u32) {
        self.note_ended(machine);
        self.machines[machine as usize].phase = Phase::Blocked;
        self.touch_machine(machine);
        let lots = self.loads[machine as usize].0.clone();
        for lot in lots {
            let l = &self.lots.arena[lot.index()];
            self.routings.rows[l.row as usize].count.end(l.units);
            if !self.inspect(lot) || self.send_on(lot, Holder::Machine(machine)) {
                self.unload(machine, lot);
            }
        }
        let m = &self.machines[machine as usize];
        if m.maintained || m.overdue {
            self.pause_between(machine);
        }
    }

    /// A lot of a batch has left its machine.
    pub(super) fn unload(&mut self, machine: u32, lot: LotId) {
        let load = &mut self.loads[machine as usize].0;
        load.retain(|l| *l != lot);
        if load.is_empty() {
            self.machines[machine as usize].batched = false;
            self.free_machine(machine);
        }
    }
}
