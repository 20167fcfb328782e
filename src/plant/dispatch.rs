//! Dispatch: which waiting lot goes to which free machine.
//!
//! A plain station (first in, first out, its own buffer, its first free machine) is served in `operations`; this is
//! for all others. Machines are asked in their order of preference, each takes the waiting lot that the rule ranks
//! first for it; equals go in the order of their arrival.

use std::iter::empty;

use crate::spec::{AtEnd, Classes, Preference, Rule};
use crate::units::{Duration, LotId};

use super::elements::{Held, NONE};
use super::floor::Floor;
use super::states::Counted;

impl Floor<'_> {
    /// Pairs waiting lots with free machines that draw from a buffer, as long as there are pairs.
    pub(super) fn serve_by_rule(&mut self, buffer: u32) {
        if self.stations[buffer as usize].guarded {
            self.admit_blocked(buffer);
        }
        let mut looks = 0;
        loop {
            while let Some((machine, lot)) = self.next_pair(buffer) {
                self.reserve(machine, lot);
            }
            looks += 1;
            if self.has_no_end(looks) || !self.give_way(buffer) {
                break;
            }
        }
        if self.stations[buffer as usize].assembles {
            self.tell_lacking(buffer);
        }
    }

    /// Free machines for whose lots only components are lacking wait for material; without lots they are starved.
    fn tell_lacking(&mut self, buffer: u32) {
        for machine in self.free_machines(buffer) {
            let lacking = self.lacks_components(buffer, machine);
            let m = &mut self.machines[machine as usize];
            if m.lacks_material != lacking {
                m.lacks_material = lacking;
                self.touched.machine(machine, m);
            }
        }
    }

    /// Whether a lot that waits for a machine, or is to be released for it, finds its components missing.
    fn lacks_components(&self, buffer: u32, machine: u32) -> bool {
        let (s, station) = (&self.stations[buffer as usize], self.machines[machine as usize].station);
        let lot_lacks = |lot: LotId| {
            let l = &self.lots.arena[lot.index()];
            let row = row_at(&self.routings.rows, l.row, station);
            l.left == Duration::ZERO && row.is_some_and(|row| !self.has_components(row, l.units))
        };
        let pull_lacks = |(product, row): &(u32, u32)| {
            let product = &self.products[*product as usize];
            product.lacks_units() && !self.has_components(*row, product.lot_units)
        };
        s.lots().any(lot_lacks)
            || s.blocked.iter().any(|held| lot_lacks(held.lot))
            || s.pulls.iter().any(pull_lacks)
    }

    /// Whether a machine that draws from this buffer is free.
    pub(super) fn has_free(&self, buffer: u32) -> bool {
        let s = &self.stations[buffer as usize];
        s.drawers.iter().any(|station| self.stations[*station as usize].free.first().is_some())
    }

    /// The next machine to take a lot, and its lot. Machines of a cycle that find none of their family change over.
    fn next_pair(&mut self, buffer: u32) -> Option<(u32, LotId)> {
        for machine in self.free_machines(buffer) {
            if self.stands_by(buffer, machine) {
                continue;
            }
            if let Some(lot) = self.take_for(buffer, machine) {
                self.machines[machine as usize].lacks_material = false;
                self.end_rest(machine);
                self.count_visit(machine, lot);
                return Some((machine, lot));
            }
            self.rest(machine);
            let station = self.machines[machine as usize].station as usize;
            if self.stations[station].dispatch.rule == Rule::Cyclic {
                self.begin_changeover(machine);
            }
        }
        None
    }

    /// Free machines that draw from a buffer, most preferred first.
    pub(super) fn free_machines(&self, buffer: u32) -> Vec<u32> {
        let s = &self.stations[buffer as usize];
        let mut free: Vec<u32> = Vec::new();
        for station in &s.drawers {
            let d = &self.stations[*station as usize];
            free.extend(d.free.iter().map(|own| d.first_machine + own));
        }
        match s.preference {
            Preference::InOrder => {}
            Preference::LeastUsed => free.sort_by_key(|machine| self.worked(*machine)),
            Preference::Fastest => free.sort_by(|a, b| {
                let pace = |machine: &u32| self.machines[*machine as usize].pace;
                pace(a).total_cmp(&pace(b))
            }),
            Preference::LongestIdle => free.sort_by_key(|machine| {
                let clock = &self.state_clocks[*machine as usize];
                // A machine that became free in this instant still has its former state.
                if clock.counts == Counted::Starved { clock.since } else { self.now }
            }),
        }
        free
    }

    /// Time that a machine has worked so far [µs].
    fn worked(&self, machine: u32) -> u64 {
        self.state_clocks[machine as usize].produced(self.now).0
    }

    /// Takes the lot that the rule ranks first for a machine: out of the buffer, from those that wait for room in it,
    /// or freshly released.
    pub(super) fn take_for(&mut self, buffer: u32, machine: u32) -> Option<LotId> {
        if let Some(lot) = self.take_waiting(buffer, machine) {
            self.take_components(self.lots.arena[lot.index()].row, lot);
            self.occupy(machine);
            self.admit_blocked(buffer);
            return Some(lot);
        }
        // A machine may be promised to a lot under way.
        let s = &self.stations[buffer as usize];
        let open = (!s.guarded || self.has_place(buffer, empty(), NONE)) && !self.is_gated(machine);
        let blocked = s.blocked.iter().filter(|_| open).map(|held| held.lot);
        if let Some((at, row)) = self.best(buffer, machine, blocked) {
            let held: Held = self.stations[buffer as usize].blocked.remove(at)?;
            self.lots.arena[held.lot.index()].row = row;
            self.take_components(row, held.lot);
            self.let_go(held);
            self.lots.arena[held.lot.index()].entered = self.now;
            if self.stations[buffer as usize].guarded {
                self.occupy(machine);
                self.admit_blocked(buffer);
            }
            return Some(held.lot);
        }
        if s.pulls.is_empty() {
            return None;
        }
        // A lot to be pulled has no time of its own yet, so its mean time has to fit.
        if s.at_end == AtEnd::NotBegin {
            let left = self.hours_left(self.machines[machine as usize].station);
            let mean = |(product, row): &(u32, u32)| {
                let units = self.products[*product as usize].lot_units;
                let own = &self.routings.rows[*row as usize];
                let units = if own.per_unit { f64::from(units) } else { 1.0 };
                self.mean_time_before(machine, *row) + own.tuning.apply(own.time.mean()) * units
            };
            if s.pulls.iter().any(|pull| mean(pull) > left.0 as f64) {
                return None;
            }
        }
        let lot = self.pull(buffer, machine)?;
        let l = &mut self.lots.arena[lot.index()];
        let station = self.machines[machine as usize].station;
        let row = row_at(&self.routings.rows, l.row, station)?;
        l.row = row;
        self.take_components(row, lot);
        Some(lot)
    }

    /// Takes the lot in the buffer that the rule ranks first for a machine, to be worked on there.
    fn take_waiting(&mut self, buffer: u32, machine: u32) -> Option<LotId> {
        let s = &self.stations[buffer as usize];
        if s.ranks.is_some() {
            return self.take_ranked(buffer, machine);
        }
        let (at, row) = self.best(buffer, machine, s.buffer.iter())?;
        let lot = self.stations[buffer as usize].buffer.remove(at)?;
        self.lots.arena[lot.index()].row = row;
        Some(lot)
    }

    /// Position and row at the machine of the best lot for it; `None` when it may take none of them.
    pub(super) fn best(
        &self,
        buffer: u32,
        machine: u32,
        lots: impl Iterator<Item = LotId>,
    ) -> Option<(usize, u32)> {
        let station = self.machines[machine as usize].station;
        let mut best: Option<((u8, u64), usize, u32)> = None;
        for (position, lot) in lots.enumerate() {
            let at = self.lots.arena[lot.index()].row;
            if !self.waits_ahead(lot) {
                continue;
            }
            let Some(row) = row_at(&self.routings.rows, at, station) else {
                continue;
            };
            if self.stations[station as usize].at_end == AtEnd::NotBegin
                && !self.fits_hours(row, lot, machine)
            {
                continue;
            }
            let l = &self.lots.arena[lot.index()];
            // A lot whose operation was interrupted has its components.
            if l.left == Duration::ZERO && !self.has_components(row, l.units) {
                continue;
            }
            let Some(rank) = self.rank(buffer, lot, row, machine, position) else { continue };
            if best.is_none_or(|(first, ..)| rank < first) {
                best = Some((rank, position, row));
            }
        }
        best.map(|(_, position, row)| (position, row))
    }

    /// Whether an operation would end within the present working hours of its machine.
    fn fits_hours(&self, row: u32, lot: LotId, machine: u32) -> bool {
        let l = &self.lots.arena[lot.index()];
        let m = &self.machines[machine as usize];
        let time = self.routings.rows[row as usize].time_left(l, row, m.pace);
        self.time_before(machine, row, l.key) + time <= self.hours_left(m.station)
    }

    /// How a rule ranks a lot for a machine; the smallest goes first. `None`: the machine does not take it now.
    pub(super) fn rank(
        &self,
        buffer: u32,
        lot: LotId,
        row: u32,
        machine: u32,
        position: usize,
    ) -> Option<(u8, u64)> {
        let dispatch = self.stations[buffer as usize].dispatch;
        let l = &self.lots.arena[lot.index()];
        let class = if dispatch.classes == Classes::Ignored { 0 } else { l.class };
        let own = &self.routings.rows[row as usize];
        let by = match dispatch.rule {
            Rule::Fifo => 0,
            Rule::Lifo => u64::MAX - position as u64,
            Rule::EarliestDue => l.due.0,
            Rule::ShortestOperation | Rule::LongestOperation => {
                let time = own.time_left(l, row, 1.0);
                if dispatch.rule == Rule::ShortestOperation { time.0 } else { u64::MAX - time.0 }
            }
            Rule::CriticalRatio => {
                let left = l.due.0 as f64 - self.now.0 as f64;
                ordered(left / own.work_ahead(l.units).max(1.0))
            }
            Rule::SameFamily => self.family_distance(row, machine, dispatch.rule),
            Rule::StayWithFamily if self.came_late(lot, row, machine) => u64::MAX,
            Rule::StayWithFamily => self.family_distance(row, machine, dispatch.rule),
            Rule::Cyclic => match self.family_distance(row, machine, dispatch.rule) {
                0 if !self.came_late(lot, row, machine) => 0,
                _ => return None,
            },
        };
        Some((class, by))
    }

    /// How far the family of a row is from that of a machine, as the rule counts; 0 when no setup is needed.
    pub(super) fn family_distance(&self, row: u32, machine: u32, rule: Rule) -> u64 {
        let by_family = matches!(rule, Rule::SameFamily | Rule::StayWithFamily | Rule::Cyclic);
        let family = self.routings.rows[row as usize].family;
        if !by_family || machine == NONE || family == NONE {
            return 0;
        }
        let m = &self.machines[machine as usize];
        if rule == Rule::SameFamily || m.family == NONE {
            return u64::from(family != m.family)
                * (1 + u64::from(family) * u64::from(rule != Rule::SameFamily));
        }
        let all = self.stations[m.station as usize].setup.as_ref().map_or(1, |setup| setup.families).max(1);
        let distance = (family + all - m.family) % all;
        // After the end of a visit its family comes last.
        u64::from(if distance == 0 && m.visit_left == 0 { all } else { distance })
    }

    /// Serves who waits at a buffer, in whichever way its stations are served.
    pub(super) fn serve_specially(&mut self, station: u32) {
        let buffer = self.stations[station as usize].buffer_of;
        if self.has_no_end(self.touched.stations.len()) {
            return;
        }
        match self.stations[buffer as usize].batch {
            Some(_) => self.serve_batch_station(buffer),
            None => self.serve_by_rule(buffer),
        }
        if !self.stations[buffer as usize].jockeys.is_empty() {
            self.jockey(buffer);
        }
    }
}

/// The row of a lot's step at a station; `None` where that station does not do it.
fn row_at(rows: &[super::elements::Row], row: u32, station: u32) -> Option<u32> {
    let own = &rows[row as usize];
    if own.station == station {
        return Some(row);
    }
    own.shared.iter().copied().find(|row| rows[*row as usize].station == station)
}

/// Floats in their order, as integers.
fn ordered(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}
