//! Dwell: lots stay for a time with neither machine nor worker.

use std::cmp::Reverse;
use std::iter::empty;

use crate::random::mix;
use crate::units::{Duration, LotId, Time};

use super::elements::{Destination, Held, Holder, NONE, Place, Station};
use super::floor::Floor;

/// Parts of a µs in which it is counted what lots get that share speed.
const PARTS: u64 = 1_024;

impl Station {
    /// A lot sets out for a place here.
    fn promise(&mut self, lot: LotId) {
        self.under_way.push(lot);
        self.count_places();
    }

    /// A lot that had a place here has come, or goes elsewhere.
    fn redeem(&mut self, lot: LotId) {
        self.under_way.retain(|own| *own != lot);
        self.count_places();
    }
}

impl Place {
    /// The clock by which stays end: the time, or what each lot has got where they share speed. Call before their number changes.
    fn clock(&mut self, now: Time) -> Time {
        let Some(sharing) = &mut self.sharing else { return now };
        let lots = (self.stays.len() as u64).max(1);
        let elapsed = u128::from(now.since(sharing.until).0) * u128::from(PARTS);
        sharing.got += (elapsed * u128::from(sharing.full.min(lots)) / u128::from(lots)) as u64;
        sharing.until = now;
        Time(sharing.got)
    }

    /// When a stay that begins now ends, by that clock.
    fn end_of(&mut self, length: Duration, now: Time) -> Time {
        let clock = self.clock(now);
        clock.after(if self.sharing.is_some() { Duration(length.0.saturating_mul(PARTS)) } else { length })
    }

    /// When the next stay ends if none begins before; call when [`Place::clock`] has been read.
    fn next_end(&self, now: Time) -> Time {
        let next = self.stays.peek().map_or(Time::NEVER, |Reverse((end, _, _))| *end);
        let Some(sharing) = self.sharing.filter(|_| next < Time::NEVER) else { return next };
        let lots = (self.stays.len() as u64).max(1);
        let left = u128::from(next.since(Time(sharing.got)).0) * u128::from(lots);
        let left = left.div_ceil(u128::from(PARTS) * u128::from(sharing.full.min(lots)));
        now.after(Duration(u64::try_from(left).unwrap_or(u64::MAX)))
    }
}

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
        self.begin_stay(place, lot, by);
        true
    }

    /// Takes a place ahead for a lot that sets out, in the buffer or on a free machine; without one the lot waits with its
    /// holder.
    fn reserve_place(&mut self, station: u32, lot: LotId, by: Holder) -> bool {
        let row = self.lots.arena[lot.index()].row;
        if !self.stations[station as usize].blocked.is_empty() || !self.has_place(station, empty(), row) {
            self.stations[station as usize].blocked.push_back(Held { lot, by });
            return false;
        }
        self.stations[station as usize].promise(lot);
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
        s.promise(held.lot);
        self.come_in(held.lot);
        self.begin_stay(place, held.lot, held.by);
        self.let_go(held);
        true
    }

    /// A lot comes to the end of its way, with a place ahead: true when it has left the way. It waits there when the machine
    /// that it counted on is no longer free.
    fn arrive(&mut self, station: u32, lot: LotId, by: Holder) -> bool {
        let own = &mut self.lots.arena[lot.index()];
        own.row = self.routings.rows[own.row as usize].next;
        let to = self.routings.rows[own.row as usize].to;
        self.stations[station as usize].redeem(lot);
        self.touch_station(station);
        if to != Destination::Station(station) {
            // The step has been switched meanwhile.
            return self.move_on(lot, by);
        }
        let loads = self.stations[station as usize].batch.is_some();
        let gathers = loads && self.has_place(station, empty(), self.lots.arena[lot.index()].row);
        let Floor { stations, lots, touched, now, .. } = self;
        let s = &mut stations[station as usize];
        if s.buffer.len() < s.capacity as usize || gathers {
            lots.arena[lot.index()].entered = *now;
            s.take_in(station, lot, touched);
            return true;
        }
        // Before those that have still to set out.
        let rows = &self.routings.rows;
        let sets_out = |held: &Held| rows[self.lots.arena[held.lot.index()].row as usize].reserves != NONE;
        let first = s.blocked.iter().position(sets_out).unwrap_or(s.blocked.len());
        s.blocked.insert(first, Held { lot, by });
        false
    }

    fn begin_stay(&mut self, place: u32, lot: LotId, by: Holder) {
        self.lots.arena[lot.index()].entered = self.now;
        let l = &self.lots.arena[lot.index()];
        let row = &self.routings.rows[l.row as usize];
        let time = if row.journeys.is_empty() { &row.time } else { self.journey(row, by) };
        let length = Duration::from_micros(row.tuning.apply(time.at(mix(l.key ^ row.time_key))));
        let p = &mut self.places[place as usize];
        p.gauge.count(p.lots as usize, p.capacity, 0, self.now);
        p.lots += 1;
        p.entries += 1;
        let end = p.end_of(length, self.now);
        p.stays.push(Reverse((end, p.entries, lot.0)));
        let (slot, next) = (p.slot, p.next_end(self.now));
        self.clock.calendar.schedule(slot, next);
    }

    /// Lots whose time is over move on, or wait in the place for room ahead.
    pub(super) fn end_stays(&mut self, place: u32) {
        while let Some(Reverse((end, _, lot))) = self.places[place as usize].stays.peek().copied()
            && end <= self.places[place as usize].clock(self.now)
        {
            self.places[place as usize].stays.pop();
            let reserves = self.routings.rows[self.lots.arena[lot as usize].row as usize].reserves;
            let gone = match reserves {
                NONE => self.send_on(LotId(lot), Holder::Place(place)),
                station => self.arrive(station, LotId(lot), Holder::Place(place)),
            };
            if gone {
                self.leave_place(place);
            }
            if reserves != NONE {
                self.admit_blocked(reserves);
            }
        }
        let p = &self.places[place as usize];
        if !p.stays.is_empty() {
            self.clock.calendar.schedule(p.slot, p.next_end(self.now));
        }
    }

    /// A lot has left the place; the oldest one that waits for room enters.
    pub(super) fn leave_place(&mut self, place: u32) {
        let p = &mut self.places[place as usize];
        p.gauge.count(p.lots as usize, p.capacity, 0, self.now);
        p.gauge.tally.left += 1;
        p.lots -= 1;
        if p.begun_by != NONE {
            self.touched.own_loop(p.begun_by);
        }
        if p.lots < p.capacity
            && let Some(held) = p.blocked.pop_front()
        {
            self.come_in(held.lot);
            self.begin_stay(place, held.lot, held.by);
            self.let_go(held);
        }
    }
}
