//! Release: lots that arrive by themselves, work that is pulled, and cards that limit what is in process.
//!
//! Work to be pulled (saturated or made to stock) is not a lot yet: it becomes one when a machine of the first step
//! takes it. A loop's cards are held from release to leaving (CONWIP) or from a step's gate on (kanban); a lot that
//! lacks a card waits beside the line.

use crate::random::mix;
use crate::spec::{Classes, Rule, Supply, WhenFull};
use crate::units::{Duration, LotId, Time};

use super::elements::{Destination, Holder, Lot, NO_CARD, NONE};
use super::floor::Floor;

impl Floor<'_> {
    /// Makes a lot of a product at a row of its first step, with its card where it needs one.
    fn make_lot(&mut self, product: u32, row: u32) -> LotId {
        let p = &mut self.products[product as usize];
        let serial = p.serial;
        p.serial = serial.wrapping_add(1);
        p.in_process += u64::from(p.lot_units);
        p.tally.released += u64::from(p.lot_units);
        p.tally.released_lots += 1;
        let key = mix(p.key ^ u64::from(serial));
        let due = p
            .due
            .as_ref()
            .map_or(Time::NEVER, |due| self.now.after(Duration::from_micros(due.at(mix(key ^ p.due_key)))));
        let lot = Lot {
            row,
            product,
            units: p.lot_units,
            serial,
            released: self.now,
            entered: self.now,
            key,
            due,
            left: Duration::ZERO,
            card: NO_CARD,
            has_release_card: p.release != NONE,
            parent: 0,
            defects: 0,
            class: p.class,
            reworks: 0,
            taken: Default::default(),
        };
        if lot.has_release_card {
            self.loops[p.release as usize].free -= 1;
        }
        self.add_lot(lot)
    }

    /// Some units of a lot as a lot of their own, without its cards.
    pub(super) fn split_off(&mut self, lot: LotId, units: u32) -> LotId {
        let parent = &mut self.lots.arena[lot.index()];
        parent.units -= units;
        let child = Lot { units, card: NO_CARD, has_release_card: false, ..*parent };
        // It is in process only from now on, though its units were released with their lot.
        let p = &mut self.products[child.product as usize];
        p.gone_time.0 = p.gone_time.0.wrapping_sub(self.now.since(child.released).0);
        self.add_lot(child)
    }

    /// Puts a lot into the books of what is in process.
    fn add_lot(&mut self, lot: Lot) -> LotId {
        self.products[lot.product as usize].lots += 1;
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

    /// Releases pulled work at a station's buffer: of the products that lack units and find a card, the one that the
    /// rule prefers for the machine, else the one served longest ago.
    pub(super) fn pull(&mut self, station: u32, machine: u32) -> Option<LotId> {
        let mut chosen: Option<((u8, u64, u64), u32, u32)> = None;
        let s = &self.stations[station as usize];
        for &(product, row) in &s.pulls {
            let p = &self.products[product as usize];
            let released = p.release == NONE || self.loops[p.release as usize].free > 0;
            if !released || !p.lacks_units() || !self.has_components(row, p.lot_units) {
                continue;
            }
            let class = if s.dispatch.classes == Classes::Ignored { 0 } else { p.class };
            let apart = self.family_distance(row, machine, s.dispatch.rule);
            let rank = (class, apart, p.last_pull);
            if chosen.is_none_or(|(best, ..)| rank < best) && (apart == 0 || s.dispatch.rule != Rule::Cyclic)
            {
                chosen = Some((rank, product, row));
            }
        }
        let (_, product, row) = chosen?;
        self.clock.pulls += 1;
        self.products[product as usize].last_pull = self.clock.pulls;
        Some(self.make_lot(product, row))
    }

    /// Asks for a look at the stations where a product's pulled work begins.
    pub(super) fn touch_first_station(&mut self, product: u32) {
        self.touched.stations.extend(&self.products[product as usize].starts);
    }

    /// A lot arrives by itself (`Supply::Arrivals`).
    pub(super) fn receive_lot(&mut self, product: u32) {
        let p = &mut self.products[product as usize];
        let Supply::Arrivals(arrivals) = &p.supply else { return };
        let lost_when_full = arrivals.when_full == WhenFull::Lost;
        // The spacing has been scaled to microseconds by `build`.
        let spacing = Duration::from_micros(arrivals.spacing.at(p.chance.next_bits()));
        let (slot, next): (u32, Time) = (p.slot, self.now.after(spacing));
        self.clock.calendar.schedule(slot, next);
        let (release, first) = (p.release, p.first);
        let carded = release == NONE || self.loops[release as usize].free > 0;
        if lost_when_full && !(carded && self.has_room(first)) {
            let p = &mut self.products[product as usize];
            p.serial = p.serial.wrapping_add(1);
            p.tally.lost += u64::from(p.lot_units);
        } else if carded {
            let lot = self.make_lot(product, first);
            self.move_on(lot, Holder::Outside);
        } else {
            self.loops[release as usize].outside.push_back(product);
        }
    }

    /// Whether a lot that comes to a row finds room: a place in the buffer, or a free machine behind it.
    pub(super) fn has_room(&self, row: u32) -> bool {
        match self.routings.rows[row as usize].to {
            Destination::Station(station) => {
                let s = &self.stations[station as usize];
                s.blocked.is_empty() && ((s.buffer.len() as u32) < s.capacity || self.has_free(station))
            }
            Destination::Place(place) => {
                let place = &self.places[place as usize];
                place.lots < place.capacity
            }
            Destination::Choice(choice) => {
                self.routings.choices[choice as usize].rows.iter().any(|row| self.has_room(*row))
            }
            _ => true,
        }
    }

    /// A lot comes to a gate: with a card of the loop it goes on, else it waits beside the line. A lot that has come
    /// back within its loop keeps its card. True when it has left its holder.
    pub(super) fn pass_gate(&mut self, gate: u32, lot: LotId, by: Holder) -> bool {
        let l = &self.lots.arena[lot.index()];
        if u32::from(l.card) == gate {
            return self.enter_gate(lot, by);
        }
        let own = &mut self.loops[gate as usize];
        if own.free == 0 || !own.waiting.is_empty() {
            own.waiting.push_back(lot);
            return true;
        }
        self.take_card(gate, lot);
        self.enter_gate(lot, by)
    }

    fn take_card(&mut self, gate: u32, lot: LotId) {
        self.loops[gate as usize].free -= 1;
        let l = &mut self.lots.arena[lot.index()];
        let before = l.card;
        l.card = gate as u16;
        if before != NO_CARD {
            self.return_card(u32::from(before));
        }
    }

    fn enter_gate(&mut self, lot: LotId, by: Holder) -> bool {
        let row = self.lots.arena[lot.index()].row;
        self.lots.arena[lot.index()].row = self.routings.rows[row as usize].next;
        self.move_on(lot, by)
    }

    /// A card is free again; who waits for it is served when the instant settles.
    pub(super) fn return_card(&mut self, own: u32) {
        self.loops[own as usize].free += 1;
        self.touched.loops.push(own);
    }

    /// Touched loops give their free cards: to lots at gates, to lots outside, to pulled work.
    pub(super) fn serve_loops(&mut self) {
        while let Some(own) = self.touched.loops.pop() {
            let l = &mut self.loops[own as usize];
            if l.free == 0 {
                continue;
            }
            if let Some(lot) = l.waiting.pop_front() {
                self.take_card(own, lot);
                self.enter_gate(lot, Holder::Outside);
            } else if let Some(product) = l.outside.pop_front() {
                let lot = self.make_lot(product, self.products[product as usize].first);
                self.move_on(lot, Holder::Outside);
            } else {
                for product in 0..l.pulled.len() {
                    self.touch_first_station(self.loops[own as usize].pulled[product]);
                }
                continue;
            }
            self.touched.loops.push(own);
        }
    }
}
