//! Dwell: lots stay for a time with neither machine nor worker.

use std::cmp::Reverse;

use crate::random::mix;
use crate::units::{Duration, LotId, Time};

use super::elements::{Destination, Held, Holder, NONE};
use super::floor::Floor;

impl Floor<'_> {
    /// A lot enters a place when there is room, else waits with its holder. True when it has left the holder.
    pub(super) fn enter_place(&mut self, place: u32, lot: LotId, by: Holder) -> bool {
        let reserves = self.routings.rows[self.lots.arena[lot.index()].row as usize].reserves;
        if reserves != NONE && !self.reserve_place(reserves, lot, by) {
            return false;
        }
        let p = &mut self.places[place as usize];
        if p.lots >= p.capacity || !p.blocked.is_empty() {
            p.blocked.push_back(Held { lot, by });
            return false;
        }
        self.begin_stay(place, lot);
        true
    }

    /// Takes a place in the buffer ahead for a lot that sets out; without room the lot waits with its holder.
    fn reserve_place(&mut self, station: u32, lot: LotId, by: Holder) -> bool {
        let s = &mut self.stations[station as usize];
        if s.buffer.len() as u32 >= s.capacity || !s.blocked.is_empty() {
            s.blocked.push_back(Held { lot, by });
            return false;
        }
        if s.capacity < u32::MAX {
            s.capacity -= 1;
        }
        true
    }

    /// The first lot that waits to set out for a station does so, as there is room; false when its way is full.
    pub(super) fn begin_way(&mut self, station: u32, held: Held) -> bool {
        let Destination::Place(place) = self.routings.rows[self.lots.arena[held.lot.index()].row as usize].to
        else {
            return false;
        };
        let p = &self.places[place as usize];
        if p.lots >= p.capacity {
            return false;
        }
        let s = &mut self.stations[station as usize];
        s.blocked.pop_front();
        if s.capacity < u32::MAX {
            s.capacity -= 1;
        }
        self.begin_stay(place, held.lot);
        self.let_go(held);
        true
    }

    /// A lot arrives at the buffer where its place is reserved.
    fn arrive(&mut self, station: u32, lot: LotId) {
        let l = &mut self.lots.arena[lot.index()];
        l.row = self.routings.rows[l.row as usize].next;
        l.entered = self.now;
        let s = &mut self.stations[station as usize];
        s.capacity = s.capacity.saturating_add(1);
        s.buffer.push_back(lot);
        self.touch_station(station);
    }

    fn begin_stay(&mut self, place: u32, lot: LotId) {
        let l = &mut self.lots.arena[lot.index()];
        l.entered = self.now;
        let row = &self.routings.rows[l.row as usize];
        let length = Duration::from_micros(row.tuning.apply(row.time.at(mix(l.key ^ row.time_key))));
        let p = &mut self.places[place as usize];
        p.gauge.count(p.lots as usize, p.capacity, 0, self.now);
        p.lots += 1;
        p.entries += 1;
        p.stays.push(Reverse((self.now.after(length), p.entries, lot.0)));
        let (slot, next) = (p.slot, p.stays.peek().map_or(Time::NEVER, |Reverse((end, _, _))| *end));
        self.clock.calendar.schedule(slot, next);
    }

    /// Lots whose time is over move on, or wait in the place for room ahead.
    pub(super) fn end_stays(&mut self, place: u32) {
        while let Some(Reverse((end, _, lot))) = self.places[place as usize].stays.peek().copied()
            && end <= self.now
        {
            self.places[place as usize].stays.pop();
            let reserves = self.routings.rows[self.lots.arena[lot as usize].row as usize].reserves;
            if reserves != NONE {
                self.arrive(reserves, LotId(lot));
                self.leave_place(place);
                self.admit_blocked(reserves);
            } else if self.send_on(LotId(lot), Holder::Place(place)) {
                self.leave_place(place);
            }
        }
        let p = &self.places[place as usize];
        if let Some(Reverse((end, _, _))) = p.stays.peek() {
            let (slot, end) = (p.slot, *end);
            self.clock.calendar.schedule(slot, end);
        }
    }

    /// A lot has left the place; the oldest one that waits for room enters.
    pub(super) fn leave_place(&mut self, place: u32) {
        let p = &mut self.places[place as usize];
        p.gauge.count(p.lots as usize, p.capacity, 0, self.now);
        p.gauge.tally.left += 1;
        p.lots -= 1;
        if p.lots < p.capacity
            && let Some(held) = p.blocked.pop_front()
        {
            self.begin_stay(place, held.lot);
            self.let_go(held);
        }
    }
}
