//! The flow of lots: moving them on, blocking, leaving.
//!
//! A finished lot with no room ahead stays with its holder (blocking after service).

use std::iter::empty;

use crate::units::{Duration, LotId, Time};

use super::elements::{
    Destination, Held, Holder, Lot, Machine, NO_CARD, NONE, Phase, Product, Station, Supply, stop,
};
use super::floor::{Floor, Touched};

/// What a lot gives up as it goes: its work order, the crews that it has kept, the cards from a step and from release with who
/// shares them.
struct Bonds {
    work: u32,
    escorted: bool,
    card: (u16, u32),
    release_card: (u32, u32),
}

impl Product {
    /// A lot leaves: how long it was there, and how long of that in buffers.
    #[inline(always)]
    pub(super) fn count_flow(&mut self, l: &Lot, time: Duration) {
        self.tally.flow_time += time;
        self.tally.waits += l.waited;
        self.flow_times.count(time.0);
        if l.waited > Duration::ZERO {
            self.tally.waited += 1;
            self.wait_times.count(l.waited.0);
        }
    }

    /// Takes a lot that was there for a time out of the books of what is in process; what it gives up, if anything.
    #[inline(always)]
    fn drop_lot(&mut self, l: &mut Lot, time: Duration) -> Option<Bonds> {
        self.lots -= 1;
        self.gone_time.0 = self.gone_time.0.wrapping_add(time.0);
        l.units = 0;
        let bound = l.work != NONE || l.escorted || l.card != NO_CARD || l.has_release_card;
        if !bound {
            return None;
        }
        Some(Bonds {
            work: l.work,
            escorted: l.escorted,
            card: (l.card, l.card_shared),
            release_card: (if l.has_release_card { self.release } else { NONE }, l.release_card_shared),
        })
    }
}

impl Station {
    /// A lot comes: into the buffer when there is room, else it waits with its holder. True when it has left the holder.
    #[inline(always)]
    pub(super) fn receive(
        &mut self,
        own: u32,
        lot: LotId,
        l: &mut Lot,
        by: Holder,
        touched: &mut Touched,
        now: Time,
    ) -> bool {
        // Without a free machine it is touched when one becomes free; unless a machine of another station may take the
        // lot, or an operation may be interrupted for it.
        if !self.plain || self.free.first().is_some() {
            touched.stations.push(own);
        }
        // A lot never overtakes those that already wait for room.
        if (self.buffer.len() as u32) < self.capacity && self.blocked.is_empty() {
            l.entered = now;
            self.take_in(own, lot, touched);
            return true;
        }
        self.blocked.push_back(Held { lot, by });
        false
    }

    /// Whether there is nobody now whose lots could come to its machines past the buffer.
    #[inline(always)]
    pub(super) fn is_fed_by_buffer(&self) -> bool {
        self.blocked.is_empty() && self.pulls.is_empty() && !self.guarded
    }
}

impl Machine {
    /// A machine whose lot has gone can take another, or retires.
    #[inline(always)]
    pub(super) fn let_lot_go(&mut self, own: u32, station: &mut Station, touched: &mut Touched) {
        self.phase = Phase::Idle;
        if self.retiring {
            self.retiring = false;
            self.stops |= stop::GONE;
        }
        touched.stations.push(self.station);
        let free = self.stops == 0;
        // The only machine of a station most often takes the next lot; otherwise its state is looked at then.
        if !(free && station.single) {
            touched.machine(own, self);
        }
        if free {
            station.free.insert(own - station.first_machine);
        } else {
            station.free.remove(own - station.first_machine);
        }
    }
}

impl Floor<'_> {
    /// Brings a lot to the destination of its row: into the buffer or place when there is room, else it waits with
    /// its holder. True when it has left the holder.
    #[inline(always)]
    pub(super) fn move_on(&mut self, lot: LotId, by: Holder) -> bool {
        let Floor { now, lots, routings, stations, touched, .. } = self;
        let l = &mut lots.arena[lot.index()];
        let row = &routings.rows[l.row as usize];
        match row.to {
            Destination::Station(station) => {
                row.draw_ahead(l);
                stations[station as usize].receive(station, lot, l, by, touched, *now)
            }
            Destination::Place(place) => self.enter_place(place, lot, by),
            other => self.find_way(other, lot, by),
        }
    }

    /// Sends a lot whose step is done to its next row, or out of the plant. True when it has left the holder.
    #[inline(always)]
    pub(super) fn send_on(&mut self, lot: LotId, by: Holder) -> bool {
        let next = self.routings.rows[self.lots.arena[lot.index()].row as usize].next;
        self.send_to(next, lot, by)
    }

    /// Sends a lot to a row, or out of the plant. True when it has left the holder.
    #[inline(always)]
    pub(super) fn send_to(&mut self, next: u32, lot: LotId, by: Holder) -> bool {
        if next == NONE {
            self.finish_lot(lot);
            return true;
        }
        self.lots.arena[lot.index()].row = next;
        self.move_on(lot, by)
    }

    /// A good lot leaves the routing.
    pub(super) fn finish_lot(&mut self, lot: LotId) {
        self.let_out(lot);
    }

    /// The same, where most lots leave: at the end of an operation.
    #[inline(always)]
    pub(super) fn let_out(&mut self, lot: LotId) {
        let Floor { now, lots, products, clock, trace, .. } = self;
        let l = &mut lots.arena[lot.index()];
        trace.lot_left(*now, l.product, l.serial, l.units);
        let (product, units) = (l.product, l.units);
        let p = &mut products[product as usize];
        p.in_process -= u64::from(units);
        p.tally.finished += u64::from(units);
        p.tally.finished_lots += 1;
        let time = now.since(l.released);
        p.count_flow(l, time);
        p.tally.escaped += u64::from(l.defects);
        if l.due != Time::NEVER {
            p.store.count_lateness(l.due, l.class, *now);
        }
        let (supply, order, parent) = (p.supply, l.order, l.parent);
        clock.lots_left += 1;
        let bonds = p.drop_lot(l, time);
        lots.free.push(lot.0);
        if parent != 0 {
            self.lose_part(parent);
        }
        if let Some(bonds) = bonds {
            self.untie(lot, bonds);
        }
        match supply {
            Supply::Saturated | Supply::Arrivals => {}
            Supply::ToStock { .. } => self.receive_finished(product, units),
            Supply::ToOrder { .. } => self.receive_made(product, order, units),
        }
    }

    /// Takes a lot out of the books of what is in process.
    #[inline(always)]
    pub(super) fn remove_lot(&mut self, lot: LotId) {
        let l = &self.lots.arena[lot.index()];
        self.products[l.product as usize].in_process -= u64::from(l.units);
        self.drop_lot(lot);
    }

    /// Takes a lot, not its units, out of the books.
    #[inline(always)]
    pub(super) fn drop_lot(&mut self, lot: LotId) {
        let Floor { now, lots, products, .. } = self;
        let l = &mut lots.arena[lot.index()];
        let bonds = products[l.product as usize].drop_lot(l, now.since(l.released));
        lots.free.push(lot.0);
        if let Some(bonds) = bonds {
            self.untie(lot, bonds);
        }
    }

    /// Gives up what a lot that has gone was bound to.
    #[inline(never)]
    fn untie(&mut self, lot: LotId, bonds: Bonds) {
        let Bonds { work, escorted, card, release_card } = bonds;
        if work != NONE {
            self.end_work_on(work);
        }
        if escorted {
            self.part_from_escorts(lot);
        }
        if card.0 != NO_CARD && self.lots.is_last(card.1) {
            self.return_card(u32::from(card.0));
        }
        if release_card.0 != NONE && self.lots.is_last(release_card.1) {
            self.return_card(release_card.0);
        }
    }

    /// Counts scrapped units of a lot; an empty lot disappears, then false.
    pub(super) fn scrap(&mut self, lot: LotId, units: u32) -> bool {
        let product = self.lots.arena[lot.index()].product;
        self.products[product as usize].tally.scrapped += u64::from(units);
        self.take_away(lot, units)
    }

    /// A lot leaves the plant unserved.
    pub(super) fn abandon(&mut self, lot: LotId) {
        let l = &self.lots.arena[lot.index()];
        let (product, units) = (l.product, l.units);
        let tally = &mut self.products[product as usize].tally;
        tally.abandoned += u64::from(units);
        tally.abandoned_lots += 1;
        self.take_away(lot, units);
    }

    /// A lot becomes one of another product: it leaves its own, and is released as the other's lots are, without a card. It keeps its
    /// chance and its number.
    pub(super) fn downgrade(&mut self, lot: LotId, product: u32) -> LotId {
        let old = self.lots.arena[lot.index()];
        self.products[old.product as usize].tally.downgraded += u64::from(old.units);
        self.take_away(lot, old.units);
        let p = &mut self.products[product as usize];
        p.in_process += u64::from(old.units);
        p.tally.released += u64::from(old.units);
        p.tally.released_lots += 1;
        let (due, class) = (p.draw_due(old.key, self.now), p.draw_class(old.key));
        p.most_urgent = p.most_urgent.min(class);
        let new = Lot {
            product,
            due,
            class,
            released: self.now,
            waited: Duration::ZERO,
            card: NO_CARD,
            has_release_card: false,
            card_shared: NONE,
            release_card_shared: NONE,
            parent: 0,
            reworks: 0,
            passed: 0,
            taken: Default::default(),
            order: NONE,
            work: NONE,
            escorted: false,
            ..old
        };
        self.add_lot(new)
    }

    /// Units of a lot leave the plant that will never be finished, and what they were for has to be made anew; an empty lot
    /// disappears, then false.
    fn take_away(&mut self, lot: LotId, units: u32) -> bool {
        let l = &mut self.lots.arena[lot.index()];
        l.units -= units;
        let (left, product) = (l.units, l.product);
        let p = &mut self.products[product as usize];
        p.in_process -= u64::from(units);
        let (supply, order) = (p.supply, self.lots.arena[lot.index()].order);
        if matches!(supply, Supply::ToStock { .. }) {
            self.plan_on_event();
            self.touch_first_station(product);
        }
        if left == 0 {
            self.lose_part(self.lots.arena[lot.index()].parent);
            self.remove_lot(lot);
        }
        if order != NONE {
            self.miss_made(product, order, units);
        }
        left > 0
    }

    /// A lot for a machine of a station whose buffer is empty: from a machine upstream, or freshly released.
    #[inline(always)]
    pub(super) fn lot_past_buffer(&mut self, station: u32, machine: u32) -> Option<LotId> {
        let s = &mut self.stations[station as usize];
        if s.guarded {
            return self.guarded_lot(station, machine);
        }
        if let Some(held) = s.blocked.pop_front() {
            self.let_go(held);
            self.lots.arena[held.lot.index()].entered = self.now;
            return Some(held.lot);
        }
        if s.pulls.is_empty() { None } else { self.pull(station, NONE) }
    }

    /// The same where lots may wait that are not before the machines.
    #[inline(never)]
    fn guarded_lot(&mut self, station: u32, machine: u32) -> Option<LotId> {
        self.admit_blocked(station);
        let s = &mut self.stations[station as usize];
        let first = s.buffer.pop_front().or_else(|| {
            let held = self.stations[station as usize].blocked.front().copied();
            let held = held.filter(|held| {
                self.waits_ahead(held.lot)
                    && self.has_place(station, empty(), self.lots.arena[held.lot.index()].row)
            })?;
            self.stations[station as usize].blocked.pop_front();
            self.let_go(held);
            self.lots.arena[held.lot.index()].entered = self.now;
            Some(held.lot)
        });
        if first.is_some() {
            self.occupy(machine);
            self.admit_blocked(station);
            return first;
        }
        if self.stations[station as usize].pulls.is_empty() { None } else { self.pull(station, NONE) }
    }

    /// Whether a lot that waits for room is before the machines: neither still to set out nor kept out of the buffer.
    pub(super) fn waits_ahead(&self, lot: LotId) -> bool {
        let row = &self.routings.rows[self.lots.arena[lot.index()].row as usize];
        row.reserves == NONE && !matches!(row.to, Destination::OneParent(_))
    }

    /// Whether a place is left for one more lot at a row, after some that have none yet: in the buffer of a station, or on a
    /// machine that is free.
    pub(super) fn has_place(
        &self,
        station: u32,
        before: impl ExactSizeIterator<Item = LotId>,
        row: u32,
    ) -> bool {
        let s = &self.stations[station as usize];
        let taken = (s.waiting() + s.under_way.len() + before.len()) as u32;
        if taken < s.places {
            return true;
        }
        match s.batch.as_deref().copied() {
            Some(rule) => self.has_place_in_load(station, rule, before, row),
            None => {
                let free = s.drawers.iter().map(|own| self.stations[*own as usize].free.count());
                taken < s.places + free.sum::<u32>()
            }
        }
    }

    /// A lot has left a full buffer: the next one that waits upstream, most often on a machine, enters it.
    #[inline(always)]
    pub(super) fn admit_next(&mut self, station: u32) {
        let Floor { now, lots, stations, machines, touched, .. } = self;
        let s = &mut stations[station as usize];
        let next = s.blocked.front().copied();
        let Some(Held { lot, by: Holder::Machine(machine) }) = next.filter(|_| !s.guarded) else {
            return self.admit_blocked(station);
        };
        let m = &mut machines[machine as usize];
        if m.batched || s.buffer.len() as u32 >= s.capacity {
            return self.admit_blocked(station);
        }
        s.blocked.pop_front();
        s.buffer.push_back(lot);
        lots.arena[lot.index()].entered = *now;
        m.let_lot_go(machine, &mut stations[m.station as usize], touched);
    }

    /// Lots that wait upstream enter the buffer as far as there is room.
    pub(super) fn admit_blocked(&mut self, station: u32) {
        loop {
            let Floor { stations, touched, .. } = self;
            let s = &mut stations[station as usize];
            if s.guarded {
                return self.admit_guarded(station);
            }
            if s.buffer.len() as u32 >= s.capacity {
                return;
            }
            let Some(held) = s.blocked.pop_front() else { return };
            s.take_in(station, held.lot, touched);
            self.let_go(held);
            self.lots.arena[held.lot.index()].entered = self.now;
        }
    }

    /// The same where lots may wait that are not before the machines, or come to them past the buffer: they set out, may
    /// come before the machines, or gather on one.
    #[inline(never)]
    fn admit_guarded(&mut self, station: u32) {
        while let Some(held) = self.stations[station as usize].blocked.front().copied() {
            let at = self.lots.arena[held.lot.index()].row;
            let row = &self.routings.rows[at as usize];
            let (next, kept_out) = (row.next, matches!(row.to, Destination::OneParent(_)));
            if !self.has_place(station, empty(), at) {
                return;
            }
            if self.routings.rows[at as usize].reserves != NONE {
                if !self.begin_way(station, held) {
                    return;
                }
                continue;
            }
            if kept_out {
                if !self.accepts_parent(station, held.lot) {
                    return;
                }
                self.lots.arena[held.lot.index()].row = next;
            }
            let Floor { stations, touched, .. } = self;
            let s = &mut stations[station as usize];
            if s.batch.is_none() && s.buffer.len() as u32 >= s.capacity {
                return;
            }
            s.blocked.pop_front();
            s.take_in(station, held.lot, touched);
            self.let_go(held);
            self.lots.arena[held.lot.index()].entered = self.now;
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
            Holder::Parting(parting) => self.part_gone(parting),
            Holder::Outside => self.come_in(held.lot),
        }
    }

    /// A machine whose lot has gone can take another, or retires.
    #[inline(always)]
    pub(super) fn free_machine(&mut self, machine: u32) {
        let Floor { machines, stations, touched, .. } = self;
        let m = &mut machines[machine as usize];
        m.let_lot_go(machine, &mut stations[m.station as usize], touched);
    }

    /// A free machine has a lot from here on, before it is reserved for it.
    pub(super) fn occupy(&mut self, machine: u32) {
        let s = &mut self.stations[self.machines[machine as usize].station as usize];
        s.free.remove(machine - s.first_machine);
    }

    /// Keeps a station's set of free machines: idle and not stopped.
    #[inline(always)]
    pub(super) fn show_free(&mut self, machine: u32) {
        let m = &self.machines[machine as usize];
        let free = m.phase == Phase::Idle && m.stops == 0;
        let s = &mut self.stations[m.station as usize];
        if free {
            s.free.insert(machine - s.first_machine);
        } else {
            s.free.remove(machine - s.first_machine);
        }
    }
}
