//! Release: lots that arrive by themselves, work that is pulled, and cards that limit what is in process.
//!
//! Work to be pulled (saturated or made to stock) is not a lot yet: it becomes one when a card is free that it needs first,
//! or, without cards, when a machine of the first step takes it. A loop's cards are held from release to leaving (CONWIP) or from a step's gate on (kanban); a lot that
//! lacks a card waits beside the line.

use crate::random::{mix, uniform};
use crate::spec::{Classes, Rule, WhenFull};
use crate::units::{Duration, LotId, Time};

use super::elements::{Destination, Holder, Lot, Lots, NO_CARD, NONE, Newcomer, Product};
use super::floor::Floor;

/// The most lots that arrive together, and the most units in one of them.
const MOST: f64 = 1e6;

impl Newcomer {
    /// A lot of a product as all of them are.
    pub(super) fn of(product: u32) -> Newcomer {
        Newcomer { product, units: None, due: None, class: None, order: NONE, work: NONE }
    }
}

impl Product {
    /// Units of a lot with this key, when it is due, and its class.
    #[inline(always)]
    fn nature(&mut self, newcomer: Newcomer, key: u64, now: Time) -> (u32, Time, u8) {
        let told = newcomer.units.is_some() || newcomer.due.is_some() || newcomer.class.is_some();
        if self.alike && !told {
            return (self.lot_units, Time::NEVER, self.class);
        }
        self.draw_nature(newcomer, key, now)
    }

    #[inline(never)]
    fn draw_nature(&mut self, newcomer: Newcomer, key: u64, now: Time) -> (u32, Time, u8) {
        let due = newcomer.due.unwrap_or_else(|| self.draw_due(key, now));
        let class = newcomer.class.unwrap_or_else(|| self.draw_class(key));
        self.most_urgent = self.most_urgent.min(class);
        (self.units(newcomer, key), due, class)
    }

    /// Units of a lot with this key.
    fn units(&self, newcomer: Newcomer, key: u64) -> u32 {
        let size =
            self.arrivals.as_ref().and_then(|arrivals| Some((arrivals.size.as_ref()?, arrivals.size_key)));
        match (newcomer.units, size) {
            (Some(units), _) => units,
            (None, Some((size, size_key))) => size.at(mix(key ^ size_key)).round().clamp(1.0, MOST) as u32,
            (None, None) => self.lot_units,
        }
    }

    /// When a lot or an order with this key is due.
    pub(super) fn draw_due(&self, key: u64, now: Time) -> Time {
        let due = self.due.as_ref().map(|due| due.at(mix(key ^ self.due_key)));
        due.map_or(Time::NEVER, |due| now.after(Duration::from_micros(due)))
    }

    /// The class of a lot or an order with this key.
    pub(super) fn draw_class(&self, key: u64) -> u8 {
        if self.classes.is_empty() {
            return self.class;
        }
        let u = uniform(mix(key ^ self.class_key));
        let drawn = self.classes.iter().find(|(_, up_to)| u < *up_to).or(self.classes.last());
        drawn.map_or(self.class, |(class, _)| *class)
    }
}

impl Floor<'_> {
    /// Makes a lot of a product at a row of its first step, with its card where it needs one.
    #[inline(always)]
    fn make_lot(&mut self, newcomer: Newcomer, row: u32) -> LotId {
        let p = &mut self.products[newcomer.product as usize];
        let serial = p.serial;
        p.serial = serial.wrapping_add(1);
        let key = mix(p.key ^ u64::from(serial));
        let (units, due, class) = p.nature(newcomer, key, self.now);
        p.in_process += u64::from(units);
        p.tally.released += u64::from(units);
        p.tally.released_lots += 1;
        let lot = Lot {
            row,
            product: newcomer.product,
            units,
            serial,
            released: self.now,
            entered: self.now,
            waited: Duration::ZERO,
            key,
            ahead: (0, 0.0),
            due,
            left: Duration::ZERO,
            card: NO_CARD,
            has_release_card: p.release != NONE,
            card_shared: NONE,
            release_card_shared: NONE,
            parent: 0,
            defects: 0,
            class,
            reworks: 0,
            passed: 0,
            taken: Default::default(),
            order: newcomer.order,
            work: newcomer.work,
            spoilt: false,
            escorted: false,
        };
        if lot.has_release_card {
            self.loops[p.release as usize].free -= 1;
        }
        self.add_lot(lot)
    }

    /// Some units of a lot, so many of them with a hidden defect, as a lot of their own. Both have its cards, which are free
    /// again when the last of them gives them away.
    pub(super) fn split_off(&mut self, lot: LotId, units: u32, defects: u32) -> LotId {
        let whole = self.lots.arena[lot.index()];
        let share = |own: bool, shared: u32, lots: &mut Lots| if own { lots.share(shared) } else { NONE };
        let card_shared = share(whole.card != NO_CARD, whole.card_shared, self.lots);
        let release_card_shared = share(whole.has_release_card, whole.release_card_shared, self.lots);
        let parent = &mut self.lots.arena[lot.index()];
        parent.units -= units;
        parent.defects -= defects;
        (parent.card_shared, parent.release_card_shared) = (card_shared, release_card_shared);
        let child = Lot { units, defects, escorted: false, ..*parent };
        if let Some(office) = self.office.0.as_mut().filter(|_| child.work != NONE) {
            office.add_lot(child.work);
        }
        // It is in process only from now on, though its units were released with their lot.
        let p = &mut self.products[child.product as usize];
        p.gone_time.0 = p.gone_time.0.wrapping_sub(self.now.since(child.released).0);
        self.add_lot(child)
    }

    /// Puts a lot into the books of what is in process.
    #[inline(always)]
    pub(super) fn add_lot(&mut self, lot: Lot) -> LotId {
        self.products[lot.product as usize].lots += 1;
        match self.lots.free.pop() {
            Some(free) => {
                self.lots.arena[free as usize] = lot;
                LotId(free)
            }
            None => {
                if self.lots.arena.len() >= self.lots.most {
                    self.crowd();
                }
                self.lots.arena.push(lot);
                LotId(self.lots.arena.len() as u32 - 1)
            }
        }
    }

    /// There are more lots than can be kept: the run ends.
    #[inline(never)]
    fn crowd(&mut self) {
        self.touched.crowded = true;
        self.clock.stop_after = 0;
    }

    /// The product that most lots are of, waiting outside or in process.
    pub(super) fn most_lots_of(&self) -> u32 {
        let mut lots = vec![0_u64; self.products.len()];
        for newcomer in self.loops.iter().flat_map(|own| &own.outside) {
            lots[newcomer.1.product as usize] += 1;
        }
        for lot in &self.lots.arena {
            lots[lot.product as usize] += 1;
        }
        let most = lots.iter().enumerate().rev().max_by_key(|(_, lots)| **lots);
        most.map_or(NONE, |(product, _)| product as u32)
    }

    /// Releases pulled work at a station's buffer: of the products that lack units and find a card, the one that the
    /// rule prefers for the machine, else the one served longest ago.
    pub(super) fn pull(&mut self, station: u32, machine: u32) -> Option<LotId> {
        let s = &self.stations[station as usize];
        let (product, row) = match s.pulls[..] {
            // Nothing to choose.
            [own] if s.dispatch.rule != Rule::Cyclic => Some(own).filter(|own| self.can_pull(*own)),
            _ => self.choose_pulled(station, machine),
        }?;
        self.clock.pulls += 1;
        self.products[product as usize].last_pull = self.clock.pulls;
        let newcomer = self.pulled(product);
        Some(self.make_lot(newcomer, row))
    }

    /// Whether a lot of a product can be pulled to a row: units are lacking, a card and its components are there.
    #[inline(always)]
    fn can_pull(&self, (product, row): (u32, u32)) -> bool {
        let p = &self.products[product as usize];
        self.has_card(p.release) && p.lacks_units() && self.has_components(row, p.lot_units)
    }

    /// The product to be pulled of several, and its row.
    fn choose_pulled(&self, station: u32, machine: u32) -> Option<(u32, u32)> {
        let s = &self.stations[station as usize];
        let mut best = (u8::MAX, u64::MAX, u64::MAX);
        let mut chosen = None;
        for own @ &(product, row) in &s.pulls {
            if !self.can_pull(*own) {
                continue;
            }
            let p = &self.products[product as usize];
            let class = if s.dispatch.classes == Classes::Ignored { 0 } else { p.class };
            let apart = self.family_distance(row, machine, s.dispatch.rule);
            let rank = (class, apart, p.last_pull);
            if rank < best && (apart == 0 || s.dispatch.rule != Rule::Cyclic) {
                (best, chosen) = (rank, Some(*own));
            }
        }
        chosen
    }

    /// A lot to be pulled, of the oldest work order where its work is planned.
    #[inline(always)]
    fn pulled(&mut self, product: u32) -> Newcomer {
        let p = &mut self.products[product as usize];
        let mut newcomer = Newcomer::of(product);
        if let Some(office) = self.office.0.as_mut().filter(|_| p.planned) {
            p.planned_lots -= 1;
            newcomer.work = office.take_open(product);
        }
        newcomer
    }

    /// Asks for a look at what a product's pulled work begins with: the stations, or the loop whose cards it waits for.
    pub(super) fn touch_first_station(&mut self, product: u32) {
        let p = &self.products[product as usize];
        if p.pulled_by != NONE {
            self.touched.own_loop(p.pulled_by);
        }
        self.touched.stations.extend(&p.starts);
    }

    /// Releases a lot of the product of a loop that lacks units and was served longest ago; false when none does.
    fn release_pulled(&mut self, own: u32) -> bool {
        let by_room = self.loops[own as usize].by_room;
        let lacking = |product: &u32| {
            let p = &self.products[*product as usize];
            p.lacks_units() && self.has_card(p.release) && (!by_room || self.has_room(p.first))
        };
        let pulled = self.loops[own as usize].pulled.iter().copied().filter(lacking);
        let Some(product) = pulled.min_by_key(|product| self.products[*product as usize].last_pull) else {
            return false;
        };
        self.clock.pulls += 1;
        let p = &mut self.products[product as usize];
        p.last_pull = self.clock.pulls;
        let first = p.first;
        let newcomer = self.pulled(product);
        let lot = self.make_lot(newcomer, first);
        self.move_on(lot, Holder::Outside);
        true
    }

    /// Lots arrive by themselves: one, or several together.
    #[inline(always)]
    pub(super) fn receive_lots(&mut self, product: u32) {
        let Some(arrivals) = &mut self.products[product as usize].arrivals else { return };
        if arrivals.one_by_one {
            let next = arrivals.occurrences.advance(self.now);
            self.clock.calendar.schedule(arrivals.slot, next);
            self.receive_lot(Newcomer::of(product));
        } else {
            self.receive_several(product);
        }
    }

    /// So many lots arrive as are drawn or listed.
    #[inline(never)]
    fn receive_several(&mut self, product: u32) {
        loop {
            let Some(arrivals) = &mut self.products[product as usize].arrivals else { return };
            let listed = arrivals.occurrences.listed().unwrap_or_default();
            let next = arrivals.occurrences.advance(self.now);
            let (slot, more) = (arrivals.slot, arrivals.occurrences.is_listed() && next <= self.now);
            let drawn = || arrivals.lots.at(arrivals.lots_chance.next_bits()).round().min(MOST) as u32;
            let lots = listed.lots.unwrap_or_else(drawn);
            let units = listed.units.map(|units| units.round().clamp(1.0, MOST) as u32);
            let newcomer = Newcomer { units, due: listed.due, class: listed.class, ..Newcomer::of(product) };
            for _ in 0..lots {
                self.receive_lot(newcomer);
                if self.touched.crowded {
                    break;
                }
            }
            // All that a list has for one instant comes before anybody starts.
            if !more {
                return self.clock.calendar.schedule(slot, next);
            }
        }
    }

    #[inline(always)]
    fn receive_lot(&mut self, newcomer: Newcomer) {
        let p = &self.products[newcomer.product as usize];
        let lost_when_full = p.arrivals.as_ref().is_some_and(|arrivals| arrivals.when_full == WhenFull::Lost);
        if lost_when_full && !(self.has_card(p.release) && self.has_room(p.first)) {
            self.lose_lot(newcomer);
        } else {
            self.release(newcomer);
        }
    }

    /// A lot that finds everything full is lost.
    #[inline(never)]
    fn lose_lot(&mut self, newcomer: Newcomer) {
        let p = &mut self.products[newcomer.product as usize];
        let units = p.units(newcomer, mix(p.key ^ u64::from(p.serial)));
        p.serial = p.serial.wrapping_add(1);
        p.tally.lost += u64::from(units);
    }

    /// Releases a lot, or lets it wait outside for a card.
    #[inline(always)]
    pub(super) fn release(&mut self, newcomer: Newcomer) {
        let p = &self.products[newcomer.product as usize];
        let (release, first) = (p.release, p.first);
        // Nobody overtakes those who wait outside, also where a card has come back in this very instant.
        if release != NONE && (!self.has_card(release) || !self.loops[release as usize].outside.is_empty()) {
            self.touched.own_loop(release);
            let outside = &mut self.loops[release as usize].outside;
            outside.push_back((self.now, newcomer));
            if outside.len() > self.lots.most {
                self.crowd();
            }
            return;
        }
        let lot = self.make_lot(newcomer, first);
        // Who has a card is inside, wherever he waits.
        if !self.move_on(lot, Holder::Outside) && release == NONE {
            self.stay_outside(lot);
        }
    }

    /// A lot that finds no room waits outside: it is released when it comes in.
    #[inline(never)]
    fn stay_outside(&mut self, lot: LotId) {
        let l = &mut self.lots.arena[lot.index()];
        let p = &mut self.products[l.product as usize];
        l.released = Time::NEVER;
        l.entered = self.now;
        p.lots -= 1;
        p.in_process -= u64::from(l.units);
        p.tally.released -= u64::from(l.units);
        p.tally.released_lots -= 1;
    }

    /// A lot that has waited outside, or beside the line, comes in.
    pub(super) fn come_in(&mut self, lot: LotId) {
        let now = self.now;
        let l = &mut self.lots.arena[lot.index()];
        if l.released != Time::NEVER {
            return;
        }
        let came = std::mem::replace(&mut l.entered, now);
        l.released = now;
        let p = &mut self.products[l.product as usize];
        p.lots += 1;
        p.in_process += u64::from(l.units);
        p.tally.released += u64::from(l.units);
        p.tally.released_lots += 1;
        p.tally.outside_time += now.since(came);
        // A due date that nobody named counts from the release.
        if l.due == p.draw_due(l.key, came) {
            l.due = p.draw_due(l.key, now);
        }
    }

    /// Whether a lot can be released: a card of the loop is free, or none is needed.
    fn has_card(&self, release: u32) -> bool {
        release == NONE || self.loops[release as usize].free > 0
    }

    /// Whether a lot that comes to a row finds room: a place in the buffer, or a free machine behind it.
    pub(super) fn has_room(&self, row: u32) -> bool {
        match self.routings.rows[row as usize].to {
            Destination::Station(station) => {
                let s = &self.stations[station as usize];
                if s.blocked.is_empty() && (s.buffer.len() as u32) < s.capacity {
                    return true;
                }
                // Those who came at this instant go to free machines first.
                s.blocked.iter().all(|held| self.waits_ahead(held.lot))
                    && self.has_place(station, s.blocked.iter().map(|held| held.lot), row)
            }
            Destination::Place(place) => {
                let place = &self.places[place as usize];
                place.lots < place.capacity
            }
            Destination::Choice(choice) => {
                self.routings.choices[choice as usize].rows.iter().any(|row| self.has_room(*row))
            }
            Destination::Patience(_) => self.has_room(self.routings.rows[row as usize].next),
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
        if own.free <= 0 || !own.waiting.is_empty() {
            own.waiting.push_back(lot);
            return true;
        }
        self.take_card(gate, lot);
        self.enter_gate(lot, by)
    }

    fn take_card(&mut self, gate: u32, lot: LotId) {
        self.loops[gate as usize].free -= 1;
        let l = &mut self.lots.arena[lot.index()];
        let before = (l.card, std::mem::replace(&mut l.card_shared, NONE));
        l.card = gate as u16;
        if before.0 != NO_CARD && self.lots.is_last(before.1) {
            self.return_card(u32::from(before.0));
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
        self.touched.own_loop(own);
    }

    /// Touched loops give their free cards: to lots at gates, to lots outside, to pulled work.
    pub(super) fn serve_loops(&mut self) {
        while let Some(own) = self.touched.loops.pop() {
            let l = &mut self.loops[own as usize];
            if l.free <= 0 {
                continue;
            }
            if let Some(lot) = l.waiting.pop_front() {
                self.take_card(own, lot);
                self.enter_gate(lot, Holder::Outside);
            } else if let Some((came, newcomer)) = l.outside.pop_front() {
                self.products[newcomer.product as usize].tally.outside_time += self.now.since(came);
                let lot = self.make_lot(newcomer, self.products[newcomer.product as usize].first);
                self.move_on(lot, Holder::Outside);
            } else if !self.release_pulled(own) {
                continue;
            }
            self.touched.own_loop(own);
        }
    }
}
