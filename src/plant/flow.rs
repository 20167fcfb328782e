//! The flow of lots: making them, moving them on, blocking, releasing work, leaving.
//!
//! A finished lot with no room ahead stays with its holder (blocking after service). Work to be pulled (saturated or
//! made to stock) is not a lot yet: it becomes one when a machine of the first step takes it.

use crate::random::mix;
use crate::spec::Supply;
use crate::units::{LotId, Time};

use super::elements::{Destination, Held, Holder, Lot, NONE, Phase};
use super::floor::Floor;

impl Floor<'_> {
    /// Makes a lot of a product, at its first step.
    pub(super) fn make_lot(&mut self, product: u32) -> LotId {
        let p = &mut self.products[product as usize];
        let serial = p.serial;
        p.serial = serial.wrapping_add(1);
        p.lots += 1;
        p.in_process += u64::from(p.lot_units);
        p.tally.released += u64::from(p.lot_units);
        p.tally.released_lots += 1;
        let lot = Lot {
            row: p.first,
            product,
            units: p.lot_units,
            serial,
            released: self.now,
            entered: self.now,
            key: mix(p.key ^ u64::from(serial)),
        };
        match self.lots.free.pop() {
            Some(free) => {
                self.lots.arena[free as usize] = lot;
                LotId(free)
            }
            None => {
                self.lots.arena.push(lot);
                LotId(self.lots.arena.len() as u32 - 1)
            }
        }
    }

    /// Brings a lot to the destination of its row: into the buffer or place when there is room, else it waits with
    /// its holder. True when it has left the holder.
    #[inline(always)]
    pub(super) fn move_on(&mut self, lot: LotId, by: Holder) -> bool {
        match self.routings.rows[self.lots.arena[lot.index()].row as usize].to {
            Destination::Station(station) => {
                let s = &mut self.stations[station as usize];
                // Without a free machine it is touched when one becomes free.
                if s.free.first().is_some() {
                    self.touched.stations.push(station);
                }
                // A lot never overtakes those that already wait for room.
                if (s.buffer.len() as u32) < s.capacity && s.blocked.is_empty() {
                    self.lots.arena[lot.index()].entered = self.now;
                    s.buffer.push_back(lot);
                    return true;
                }
                s.blocked.push_back(Held { lot, by });
                false
            }
            Destination::Place(place) => self.enter_place(place, lot, by),
        }
    }

    /// Sends a lot whose step is done to its next row, or out of the plant. True when it has left the holder.
    #[inline(always)]
    pub(super) fn send_on(&mut self, lot: LotId, by: Holder) -> bool {
        let next = self.routings.rows[self.lots.arena[lot.index()].row as usize].next;
        if next == NONE {
            self.finish_lot(lot);
            return true;
        }
        self.lots.arena[lot.index()].row = next;
        self.move_on(lot, by)
    }

    /// A good lot leaves the routing.
    fn finish_lot(&mut self, lot: LotId) {
        let l = self.lots.arena[lot.index()];
        self.trace.lot_left(self.now, l.product, l.serial, l.units);
        let flow = self.now.since(l.released);
        let p = &mut self.products[l.product as usize];
        p.tally.finished += u64::from(l.units);
        p.tally.finished_lots += 1;
        p.tally.flow_time += flow;
        self.clock.lots_left += 1;
        self.remove_lot(lot);
        if matches!(self.products[l.product as usize].supply, Supply::ToStock { .. }) {
            self.receive_finished(l.product, u64::from(l.units));
        }
    }

    /// Takes a lot out of the books of what is in process.
    pub(super) fn remove_lot(&mut self, lot: LotId) {
        let l = self.lots.arena[lot.index()];
        let p = &mut self.products[l.product as usize];
        p.lots -= 1;
        p.in_process -= u64::from(l.units);
        p.gone_time += self.now.since(l.released);
        self.lots.arena[lot.index()].units = 0;
        self.lots.free.push(lot.0);
    }

    /// Counts scrapped units of a lot; an empty lot disappears, then false.
    pub(super) fn scrap(&mut self, lot: LotId, units: u32) -> bool {
        let l = &mut self.lots.arena[lot.index()];
        l.units -= units;
        let (left, product) = (l.units, l.product);
        let p = &mut self.products[product as usize];
        p.in_process -= u64::from(units);
        p.tally.scrapped += u64::from(units);
        if matches!(p.supply, Supply::ToStock { .. }) {
            self.touch_first_station(product);
        }
        if left == 0 {
            self.remove_lot(lot);
        }
        left > 0
    }

    /// The next lot for a machine of a station: from the buffer, from a machine upstream when there is no buffer,
    /// or freshly released.
    #[inline(always)]
    pub(super) fn next_lot(&mut self, station: u32) -> Option<LotId> {
        let s = &mut self.stations[station as usize];
        if let Some(lot) = s.buffer.pop_front() {
            if !s.blocked.is_empty() {
                self.admit_blocked(station);
            }
            return Some(lot);
        }
        if let Some(held) = s.blocked.pop_front() {
            self.lots.arena[held.lot.index()].entered = self.now;
            self.let_go(held);
            return Some(held.lot);
        }
        if s.pulls.is_empty() { None } else { self.pull(station) }
    }

    /// Lots that wait upstream enter the buffer as far as there is room.
    pub(super) fn admit_blocked(&mut self, station: u32) {
        loop {
            let s = &mut self.stations[station as usize];
            if s.buffer.len() as u32 >= s.capacity {
                return;
            }
            let Some(held) = s.blocked.pop_front() else { return };
            s.buffer.push_back(held.lot);
            self.lots.arena[held.lot.index()].entered = self.now;
            self.let_go(held);
        }
    }

    /// Tells the holder of a lot that it has gone.
    #[inline(always)]
    pub(super) fn let_go(&mut self, held: Held) {
        match held.by {
            Holder::Machine(machine) if self.machines[machine as usize].batched => {
                self.unload(machine, held.lot)
            }
            Holder::Machine(machine) => self.free_machine(machine),
            Holder::Place(place) => self.leave_place(place),
            Holder::Outside => {}
        }
    }

    /// Releases pulled work at a station: of the products that lack units, the one served longest ago.
    pub(super) fn pull(&mut self, station: u32) -> Option<LotId> {
        let mut chosen: Option<(u64, u32)> = None;
        for &product in &self.stations[station as usize].pulls {
            let p = &self.products[product as usize];
            if p.lacks_units() && chosen.is_none_or(|(last, _)| p.last_pull < last) {
                chosen = Some((p.last_pull, product));
            }
        }
        let (_, product) = chosen?;
        self.clock.pulls += 1;
        self.products[product as usize].last_pull = self.clock.pulls;
        Some(self.make_lot(product))
    }

    /// Asks for a look at the station where a product's pulled work begins.
    pub(super) fn touch_first_station(&mut self, product: u32) {
        let first = self.products[product as usize].first;
        if let Destination::Station(station) = self.routings.rows[first as usize].to {
            self.touch_station(station);
        }
    }

    /// A lot arrives by itself (`Supply::Arrivals`).
    pub(super) fn receive_lot(&mut self, product: u32) {
        let p = &mut self.products[product as usize];
        let Supply::Arrivals(arrivals) = &p.supply else { return };
        let lost_when_full = arrivals.when_full == crate::spec::WhenFull::Lost;
        // The spacing has been scaled to microseconds by `build`.
        let spacing = crate::units::Duration::from_micros(arrivals.spacing.at(p.chance.next_bits()));
        let (slot, next): (u32, Time) = (p.slot, self.now.after(spacing));
        self.clock.calendar.schedule(slot, next);
        if lost_when_full && !self.has_room(product) {
            let p = &mut self.products[product as usize];
            p.serial = p.serial.wrapping_add(1);
            p.tally.lost += u64::from(p.lot_units);
            return;
        }
        let lot = self.make_lot(product);
        self.move_on(lot, Holder::Outside);
    }

    /// Whether an arriving lot of a product finds room: a place in the buffer, or a free machine behind it.
    fn has_room(&self, product: u32) -> bool {
        match self.routings.rows[self.products[product as usize].first as usize].to {
            Destination::Station(station) => {
                let s = &self.stations[station as usize];
                s.blocked.is_empty() && ((s.buffer.len() as u32) < s.capacity || s.free.first().is_some())
            }
            Destination::Place(place) => {
                let place = &self.places[place as usize];
                place.lots < place.capacity
            }
        }
    }

    /// A machine whose lot has gone can take another, or retires.
    #[inline(always)]
    pub(super) fn free_machine(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        m.phase = Phase::Idle;
        let station = m.station;
        if m.retiring {
            m.retiring = false;
            m.stops |= super::elements::stop::GONE;
        }
        self.touch_machine(machine);
        self.show_free(machine);
        self.touch_station(station);
    }

    /// Keeps a station's set of free machines: idle and not stopped.
    #[inline(always)]
    pub(super) fn show_free(&mut self, machine: u32) {
        let m = &self.machines[machine as usize];
        let free = m.phase == Phase::Idle && m.stops == 0;
        let s = &mut self.stations[m.station as usize];
        s.free.set(machine - s.first_machine, free);
    }
}
