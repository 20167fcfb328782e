//! Orders for products: against a stock of finished goods, or made to order; delivery, backlog, patience.

use crate::outcome::ProductTally;
use crate::spec::Delivery;
use crate::units::Time;

use super::customers::Order;
use super::elements::{MadeOrder, NONE, Newcomer, Product, Supply};
use super::floor::Floor;
use super::joint::Commission;
use super::stores::{Store, Whose};

impl Product {
    /// Whether pulled work is wanted: always when saturated; made to stock while the position is below the base.
    #[inline]
    pub(super) fn lacks_units(&self) -> bool {
        match self.supply {
            Supply::Saturated => true,
            Supply::ToStock { .. } if self.planned => self.planned_lots > 0,
            Supply::ToStock { base_stock } => self.missing(base_stock) > 0.0,
            Supply::Arrivals | Supply::ToOrder { .. } => false,
        }
    }

    /// The order that units of a lot are for: the lot's own while units of it are in process, else the oldest one with
    /// such units, for lots of several orders may have been joined.
    fn order_in_process(&mut self, number: u32) -> Option<(u32, &mut MadeOrder)> {
        let own = number.checked_sub(self.made).map(|place| place as usize);
        let in_process = |place: &usize| self.making.get(*place).is_some_and(|order| order.in_process > 0);
        let oldest = || self.making.iter().position(|order| order.in_process > 0);
        let place = own.filter(in_process).or_else(oldest)?;
        Some((self.made + place as u32, &mut self.making[place]))
    }

    /// Customers take back what of an order that is made is neither finished nor in process; what of a whole delivery is
    /// finished then is delivered.
    fn take_back(&mut self, place: usize, now: Time) {
        let order = &mut self.making[place];
        let rest = order.missing();
        if rest == 0 {
            return;
        }
        order.units -= rest;
        let (whose, finished) = (order.whose(), order.finished);
        let whole = matches!(self.supply, Supply::ToOrder { delivery: Delivery::Whole });
        let ready = whole && finished == order.units && finished > 0;
        self.store.forgo(rest as f64, whose, now);
        if ready {
            self.store.deliver(finished as f64, whose, now);
        }
    }

    /// Units that are started in addition to some that are missing, because some will be scrapped; rounded up.
    fn in_addition(&self, missing: u64) -> u64 {
        // A product of two decimals may lie a little above the whole number that it is.
        (missing as f64 * self.allowance - 1e-9).ceil().max(0.0) as u64
    }

    /// Units that an order has got last are delivered, at once or when all of it are there.
    fn hand_over(&mut self, order: &MadeOrder, units: u64, now: Time) {
        match self.supply {
            Supply::ToOrder { delivery: Delivery::Parts } => {
                self.store.deliver(units as f64, order.whose(), now);
            }
            _ if order.finished == order.units => {
                self.store.deliver(order.units as f64, order.whose(), now);
            }
            _ => {}
        }
    }

    /// An order none of whose units are in process gets what others have left over.
    fn use_left_over(&mut self, place: usize, now: Time) {
        let own = &mut self.making[place];
        let units = if own.in_process == 0 { self.left_over.min(own.missing()) } else { 0 };
        if units > 0 {
            own.finished += units;
            self.left_over -= units;
            let order = *own;
            self.hand_over(&order, units, now);
        }
    }

    /// Orders that are made are put away.
    fn put_away(&mut self) {
        while self.making.front().is_some_and(|first| first.finished == first.units && first.in_process == 0)
        {
            self.making.pop_front();
            self.made += 1;
        }
    }

    /// All counters, those of its store included.
    pub(super) fn tally(&self) -> ProductTally {
        let store = &self.store.tally;
        ProductTally {
            orders: store.orders,
            ordered: store.ordered as u64,
            delivered: store.delivered as u64,
            delivered_in_time: store.in_time as u64,
            // What arrives and finds no room is lost as well.
            lost: self.tally.lost + store.lost as u64,
            agreed: store.agreed as u64,
            agreed_value: store.agreed_value,
            delivery_wait: store.delivery_wait,
            periods: store.periods,
            periods_met: store.periods_met,
            stock_time: store.stock_time,
            backlog_time: store.backlog_time,
            due_lots: store.due_lots,
            late_lots: store.late_lots,
            tardiness: store.tardiness,
            earliness: store.earliness,
            ..self.tally
        }
    }
}

impl MadeOrder {
    /// Whose it is. What is due are its lots.
    fn whose(&self) -> Whose {
        let MadeOrder { ordered, class, tag, price, .. } = *self;
        Whose { ordered, due: Time::NEVER, class, tag, price }
    }

    /// Units that are neither finished nor in process.
    fn missing(&self) -> u64 {
        self.units.saturating_sub(self.finished + self.in_process)
    }
}

impl Floor<'_> {
    /// Customers order a product.
    pub(super) fn place_order(&mut self, product: u32) {
        loop {
            let Some(customers) = &mut self.products[product as usize].customers else { return };
            let order = customers.order(self.now);
            let (slot, next, again) =
                (customers.slot, order.next, customers.order_again(order.next, self.now));
            self.take_order(product, order);
            if !again {
                return self.clock.calendar.schedule(slot, next);
            }
        }
    }

    /// An order comes in.
    fn take_order(&mut self, product: u32, order: Order) {
        let now = self.now;
        let p = &mut self.products[product as usize];
        if p.store.is_periodic() {
            if !matches!(p.supply, Supply::ToOrder { .. }) {
                p.store.lose_impatient(now);
            }
            p.store.end_period(now);
        }
        if order.units <= 0.0 {
            return self.plan_on_event();
        }
        if matches!(p.supply, Supply::ToOrder { .. }) {
            let due = order.due.unwrap_or_else(|| p.draw_due(order.key, now));
            let class = order.class.unwrap_or_else(|| p.draw_class(order.key));
            let commission =
                Commission { product, units: order.units as u64, ordered: now, due, class, tag: NONE };
            return self.make_to_order(commission, order.price);
        }
        let class = order.class.unwrap_or_else(|| p.draw_class(order.key));
        if p.store.order(order.units, Whose::own(class, order.due, order.price, now), now) {
            let (slot, until) = (p.patience_slot, p.store.next_loss());
            self.clock.calendar.schedule(slot, until);
        }
        self.plan_on_event();
        self.touch_first_station(product);
    }

    /// An order is to be made, as far as it cannot be met from what earlier ones have left over.
    fn make_to_order(&mut self, own: Commission, price: Option<f64>) {
        let now = self.now;
        let p = &mut self.products[own.product as usize];
        let Commission { ordered, due, class, units, tag, .. } = own;
        p.store.owe(units as f64, class, now);
        p.making.push_back(MadeOrder { ordered, due, class, units, finished: 0, in_process: 0, tag, price });
        let place = p.making.len() - 1;
        let number = p.made + place as u32;
        p.use_left_over(place, now);
        if p.making[place].finished == units {
            if due != Time::NEVER {
                p.store.count_lateness(due, class, now);
            }
            p.put_away();
            return self.plan_on_event();
        }
        if let Some(patience) = p.store.patience() {
            if p.impatient.is_empty() {
                self.clock.calendar.schedule(p.patience_slot, ordered.after(patience));
            }
            p.impatient.push_back((ordered.after(patience), number));
        }
        self.want_order(own.product, number);
    }

    /// The factory accepts an order of the region.
    pub(super) fn accept(&mut self, own: Commission) {
        let now = self.now;
        let p = &mut self.products[own.product as usize];
        if matches!(p.supply, Supply::ToOrder { .. }) {
            return self.make_to_order(own, None);
        }
        let whose = Whose { ordered: own.ordered, due: own.due, class: own.class, tag: own.tag, price: None };
        if p.store.order(own.units as f64, whose, now) {
            let (slot, until) = (p.patience_slot, p.store.next_loss());
            self.clock.calendar.schedule(slot, until);
        }
        self.plan_on_event();
        self.touch_first_station(own.product);
    }

    /// Customers of the region take back what of their order has not been begun.
    pub(super) fn give_back(&mut self, product: u32, tag: u32) {
        let now = self.now;
        let p = &mut self.products[product as usize];
        // Orders that are done stay for a while behind older ones, and their numbers may be another's by now.
        let open = |order: &MadeOrder| order.tag == tag && order.finished < order.units;
        if let Some(place) = p.making.iter().position(open) {
            p.take_back(place, now);
            p.put_away();
        } else {
            p.store.take_back(tag, now);
        }
        self.plan_on_event();
    }

    /// Releases lots for the units of some orders for a product that are neither finished nor in process, and for those
    /// that are started in addition because some will be scrapped.
    pub(super) fn release_orders(&mut self, product: u32, numbers: &[u32]) {
        let p = &self.products[product as usize];
        let lot_units = u64::from(p.lot_units);
        // An order that was taken back meanwhile is not made.
        let of = |number: &u32| {
            let order = p.making.get(number.checked_sub(p.made)? as usize)?;
            let missing = order.missing();
            (missing > 0).then_some((*number, missing + p.in_addition(missing), *order))
        };
        let wanted: Vec<(u32, u64, MadeOrder)> = numbers.iter().filter_map(of).collect();
        let work = self.open_work(product, &wanted, lot_units);
        for (number, mut missing, order) in wanted {
            let p = &mut self.products[product as usize];
            let own = &mut p.making[(number - p.made) as usize];
            p.tally.allowed += missing - own.missing();
            own.in_process += missing;
            let (due, class) = (order.due, order.class);
            while missing > 0 && !self.touched.crowded {
                let units = missing.min(lot_units);
                missing -= units;
                self.release(Newcomer {
                    product,
                    units: Some(units as u32),
                    due: Some(due),
                    class: Some(class),
                    order: number,
                    work,
                });
            }
        }
    }

    /// Finished units come into stock and meet the oldest open orders.
    pub(super) fn receive_finished(&mut self, product: u32, units: u32) {
        let now = self.now;
        let p = &mut self.products[product as usize];
        p.store.receive(f64::from(units), now);
        let input = p.stock_input;
        if input != NONE {
            self.offer(input as usize);
        }
    }

    /// Finished units of an order are delivered, at once or when all are there.
    pub(super) fn receive_made(&mut self, product: u32, number: u32, units: u32) {
        let now = self.now;
        let mut left = u64::from(units);
        while left > 0 {
            let p = &mut self.products[product as usize];
            let Some((number, order)) = p.order_in_process(number) else { return };
            let part = left.min(order.in_process);
            left -= part;
            order.in_process -= part;
            let useful = part.min(order.units - order.finished);
            order.finished += useful;
            let order = *order;
            p.left_over += part - useful;
            p.store.stock(part as f64, now);
            if useful > 0 {
                p.hand_over(&order, useful, now);
            }
            self.look_after_order(product, number);
        }
    }

    /// Units of an order are scrapped.
    pub(super) fn miss_made(&mut self, product: u32, number: u32, units: u32) {
        let mut left = u64::from(units);
        while left > 0 {
            let Some((number, order)) = self.products[product as usize].order_in_process(number) else {
                return;
            };
            let part = left.min(order.in_process);
            left -= part;
            order.in_process -= part;
            self.look_after_order(product, number);
        }
    }

    /// An order none of whose units are in process is done, or its missing units are made anew.
    fn look_after_order(&mut self, product: u32, number: u32) {
        let now = self.now;
        let p = &mut self.products[product as usize];
        let place = (number - p.made) as usize;
        p.use_left_over(place, now);
        let order = p.making[place];
        if order.in_process == 0 && order.finished < order.units {
            let waits = |patience| now < order.ordered.after(patience);
            if p.store.patience().is_none_or(waits) {
                return self.want_order(product, number);
            }
            p.take_back(place, now);
        }
        p.put_away();
    }

    /// The oldest customers of a product may have lost their patience.
    pub(super) fn end_patience(&mut self, product: u32) {
        let now = self.now;
        let p = &mut self.products[product as usize];
        if !matches!(p.supply, Supply::ToOrder { .. }) {
            p.store.lose_impatient(now);
        }
        while let Some((_, number)) =
            self.products[product as usize].impatient.pop_front_if(|(until, _)| *until <= now)
        {
            self.take_back_unreleased(product, number);
        }
        let p = &mut self.products[product as usize];
        p.put_away();
        let next = p.impatient.front().map_or(Time::NEVER, |(until, _)| *until);
        let (slot, until) = (p.patience_slot, p.store.next_loss().min(next));
        self.clock.calendar.schedule(slot, until);
        self.plan_on_event();
    }

    /// Customers take back what has not been released of an order, what waits outside for a card included.
    fn take_back_unreleased(&mut self, product: u32, number: u32) {
        let now = self.now;
        let p = &mut self.products[product as usize];
        // An order that has been put away is done.
        let Some(place) = number.checked_sub(p.made).map(|place| place as usize) else { return };
        let mut works = Vec::new();
        for own in &mut *self.loops {
            own.outside.retain(|(came, newcomer)| {
                let stays = newcomer.product != product || newcomer.order != number;
                if !stays {
                    p.making[place].in_process -= u64::from(newcomer.units.unwrap_or(0));
                    p.tally.outside_time += now.since(*came);
                    works.push(newcomer.work);
                }
                stays
            });
        }
        p.take_back(place, now);
        works.into_iter().filter(|work| *work != NONE).for_each(|work| self.end_work_on(work));
    }

    /// Days are the periods of customers who order one by one.
    pub(super) fn end_periods_of_stores(&mut self) {
        let now = self.now;
        self.stores_of_customers()
            .filter(|store| !store.is_periodic())
            .for_each(|store| store.end_period(now));
    }

    /// Counting ends or begins anew in this instant: what ends in it is counted before.
    pub(super) fn close_periods_of_stores(&mut self) {
        let now = self.now;
        self.stores_of_customers().for_each(|store| store.close_period(now));
    }

    fn stores_of_customers(&mut self) -> impl Iterator<Item = &mut Store> {
        let products = self.products.iter_mut().filter(|p| p.customers.is_some()).map(|p| &mut p.store);
        let materials = self.materials.iter_mut().filter(|m| m.customers.is_some()).map(|m| &mut m.store);
        products.chain(materials)
    }
}
