//! Dwell: lots stay for a time with neither machine nor worker.

use std::cmp::Reverse;

use crate::random::mix;
use crate::units::{Duration, LotId, Time};

use super::elements::{Held, Holder};
use super::floor::Floor;

impl Floor<'_> {
    /// A lot enters a place when there is room, else waits with its holder. True when it has left the holder.
    pub(super) fn enter_place(&mut self, place: u32, lot: LotId, by: Holder) -> bool {
        let p = &mut self.places[place as usize];
        if p.lots >= p.capacity || !p.blocked.is_empty() {
            p.blocked.push_back(Held { lot, by });
            return false;
        }
        self.begin_stay(place, lot);
        true
    }

    fn begin_stay(&mut self, place: u32, lot: LotId) {
        let l = &mut self.lots.arena[lot.index()];
        l.entered = self.now;
        let row = &self.routings.rows[l.row as usize];
        let length = Duration::from_micros(row.tuning.apply(row.time.at(mix(l.key ^ row.time_key))));
        let p = &mut self.places[place as usize];
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
            if self.send_on(LotId(lot), Holder::Place(place)) {
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
        self.places[place as usize].lots -= 1;
        let p = &mut self.places[place as usize];
        if p.lots < p.capacity
            && let Some(held) = p.blocked.pop_front()
        {
            self.begin_stay(place, held.lot);
            self.let_go(held);
        }
    }
}
