//! Materials: use, the inventory position, replenishment orders, deliveries, shelf life, customers of the store.

use std::cmp::Reverse;

use crate::outcome::MaterialTally;
use crate::spec::Reorder;
use crate::units::{Duration, Time};

use super::customers::Order;
use super::elements::{Material, NONE, OrderedUnits, Supplier};
use super::floor::Floor;
use super::joint::{Claim, Need};
use super::stores::Whose;

impl Material {
    /// All counters, those of its store included.
    pub(super) fn tally(&self) -> MaterialTally {
        let store = &self.store.tally;
        MaterialTally {
            stock_time: store.stock_time,
            on_hand: self.store.on_hand,
            ordered: store.ordered,
            delivered: store.delivered,
            delivered_in_time: store.in_time,
            lost: store.lost,
            delivery_wait: store.delivery_wait,
            periods: store.periods,
            periods_met: store.periods_met,
            backlog_time: store.backlog_time,
            backlog: self.store.backlog,
            ..self.tally
        }
    }

    /// How much the rule wants ordered now; nothing while the position is above its point. `needed` by operations that wait
    /// counts against the position where all of it does, else where it is more than there will be, or an operation
    /// would wait for ever. `planned` is what the order plan needs.
    fn shortage(&self, needed: f64, planned: f64) -> f64 {
        let mut position = self.store.on_hand + self.on_order - self.store.backlog;
        if self.counts_waiting || position < needed {
            position -= needed;
        }
        match self.reorder {
            Reorder::UpTo { point, level } if position <= point => level - position,
            Reorder::Quantity { point, quantity } if position <= point => {
                quantity * (((point - position) / quantity).floor() + 1.0)
            }
            Reorder::Plan { safety, .. } => planned + safety - position,
            Reorder::MovingAverage { cover, .. } if !self.periods.is_empty() => {
                cover * self.periods.iter().sum::<f64>() / self.periods.len() as f64 - position
            }
            _ => 0.0,
        }
    }

    /// A review period has ended: what was wanted in it, for a rule that averages.
    fn note_period(&mut self) {
        let Reorder::MovingAverage { periods, .. } = self.reorder else { return };
        let wanted = self.tally.used + self.store.tally.ordered;
        self.periods.push_back(wanted - self.wanted);
        self.wanted = wanted;
        if self.periods.len() > periods as usize {
            self.periods.pop_front();
        }
    }

    /// What is sold when so much is wanted: no less than the minimum, in whole lots.
    fn sold(&self, wanted: f64) -> f64 {
        let amount = wanted.max(self.minimum);
        if self.lot > 0.0 { self.lot * (amount / self.lot - 1e-9).ceil() } else { amount }
    }

    /// Counts what is bought, at the price of now times what scarcity makes of it.
    fn pay(&mut self, amount: f64, scarcity: f64, now: Time) {
        let surge = self.price_curve.as_ref().map_or(1.0, |curve| curve.at(now));
        self.tally.bought += amount;
        self.tally.bought_at_price += amount * surge * scarcity;
    }

    fn draw_lead_time(&mut self, now: Time) -> Duration {
        let multiplier = self.lead_curve.as_ref().map_or(1.0, |curve| curve.at(now));
        let drawn = self.lead_tuning.apply(self.lead_time.at(self.lead_times.next_bits()));
        Duration::from_micros(drawn * multiplier)
    }

    fn next_delivery(&self) -> Time {
        self.deliveries.peek().map_or(Time::NEVER, |Reverse((at, _, _))| *at)
    }

    /// Something is on its way, to arrive at an instant.
    pub(super) fn send(&mut self, amount: f64, arrives: Time) {
        self.sent += 1;
        self.deliveries.push(Reverse((arrives, self.sent, OrderedUnits(amount.to_bits()))));
        self.on_order += amount;
    }

    /// Something has come: its shelf life begins.
    pub(super) fn put_on_shelf(&mut self, amount: f64, now: Time) {
        if let Some(shelf_life) = self.shelf_life
            && amount > 0.0
        {
            self.ages.push_back((now.after(shelf_life), amount));
        }
    }

    /// Makes the shelf agree with what is on hand: the oldest has gone first.
    fn tidy_shelf(&mut self) {
        let all: f64 = self.ages.iter().map(|(_, amount)| amount).sum();
        let mut gone = all - self.store.on_hand;
        while let Some((_, amount)) = self.ages.front_mut()
            && gone > 0.0
        {
            if *amount > gone {
                *amount -= gone;
                return;
            }
            gone -= *amount;
            self.ages.pop_front();
        }
    }
}

impl Floor<'_> {
    /// The run begins: the first look at a stock, and what has been in it from before.
    pub(super) fn start_stock(&mut self, material: u32) {
        let m = &mut self.materials[material as usize];
        m.put_on_shelf(m.store.on_hand, Time::ZERO);
        let (slot, next) = (m.slot, m.next_delivery());
        self.clock.calendar.schedule(slot, next);
        match m.review {
            Some(_) => self.review_on_time(material),
            None => self.review_stock(material),
        }
        self.after_change(material);
    }

    /// Takes material off the stock and looks whether to order.
    pub(super) fn use_material(&mut self, material: u32, amount: f64) {
        let m = &mut self.materials[material as usize];
        m.store.remove(amount, self.now);
        m.tally.used += amount;
        self.after_change(material);
        self.look_at_stock(material);
    }

    /// After the stock has changed: what spoils next.
    fn after_change(&mut self, material: u32) {
        let m = &mut self.materials[material as usize];
        if m.shelf_life.is_some() {
            m.tidy_shelf();
            let next = m.ages.front().map_or(Time::NEVER, |(end, _)| *end);
            self.clock.calendar.schedule(m.shelf_slot, next);
        }
    }

    /// The stock has changed: a rule that looks at every change does.
    pub(super) fn look_at_stock(&mut self, material: u32) {
        if self.materials[material as usize].review.is_none() {
            self.review_stock(material);
        }
    }

    /// The rule looks at the stock at its fixed time.
    pub(super) fn review_on_time(&mut self, material: u32) {
        let now = self.now;
        let m = &mut self.materials[material as usize];
        if let Some(review) = m.review {
            self.clock.calendar.schedule(m.review_slot, now.after(review));
        }
        if now > Time::ZERO {
            m.note_period();
        }
        self.review_stock(material);
    }

    /// Places an order when the rule wants one.
    fn review_stock(&mut self, material: u32) {
        let now = self.now;
        let needed = self.need_of_waiting(material);
        let planned = self.planned_need(material);
        let m = &mut self.materials[material as usize];
        let wanted = m.shortage(needed, planned);
        if wanted <= 0.0 {
            return;
        }
        let amount = m.sold(wanted);
        m.tally.orders += 1;
        let supplier = match m.supplier {
            NONE => None,
            supplier => Some(&mut self.suppliers[supplier as usize]),
        };
        if let Some(Supplier::Region(supplier)) = supplier {
            m.on_order += amount;
            let claim = Claim { supplier: *supplier, need: Need::Material(material), amount, at: now };
            return self.mail.claim(claim);
        }
        m.pay(amount, 1.0, now);
        let lead_time = m.draw_lead_time(now);
        match supplier {
            Some(Supplier::Own(own)) => own.make(amount, now, lead_time, m),
            _ => m.send(amount, now.after(lead_time)),
        }
        if m.next_delivery() <= now {
            // What comes at once is there for whoever wants it at this instant.
            return self.receive_delivery(material);
        }
        self.clock.calendar.schedule(m.slot, m.next_delivery());
    }

    /// A supplier of the region has made so much: it is paid, and on its way.
    pub(super) fn send_supplied(&mut self, material: u32, amount: f64, price: f64) {
        let now = self.now;
        let m = &mut self.materials[material as usize];
        m.pay(amount, price, now);
        let lead_time = m.draw_lead_time(now);
        m.on_order = (m.on_order - amount).max(0.0);
        m.send(amount, now.after(lead_time));
        self.clock.calendar.schedule(m.slot, m.next_delivery());
    }

    /// Deliveries that are due come into the stock.
    pub(super) fn receive_delivery(&mut self, material: u32) {
        let now = self.now;
        let m = &mut self.materials[material as usize];
        while let Some(Reverse((at, _, amount))) = m.deliveries.peek().copied()
            && at <= now
        {
            m.deliveries.pop();
            let amount = f64::from_bits(amount.0);
            m.on_order = (m.on_order - amount).max(0.0);
            m.put_on_shelf(amount, now);
            m.store.receive(amount, now);
        }
        let (slot, next) = (m.slot, m.next_delivery());
        if next != Time::NEVER {
            self.clock.calendar.schedule(slot, next);
        }
        self.after_change(material);
        self.touched.material(material);
        self.look_at_stock(material);
    }

    /// The oldest stock is thrown away.
    pub(super) fn spoil(&mut self, material: u32) {
        let now = self.now;
        let m = &mut self.materials[material as usize];
        while let Some((end, amount)) = m.ages.front().copied()
            && end <= now
        {
            m.ages.pop_front();
            m.store.remove(amount, now);
            m.tally.wasted += amount;
        }
        self.after_change(material);
        self.look_at_stock(material);
    }

    /// Customers order from the store.
    pub(super) fn place_store_order(&mut self, material: u32) {
        loop {
            let Some(customers) = &mut self.materials[material as usize].customers else { return };
            let order = customers.order(self.now);
            let (slot, next, again) =
                (customers.slot, order.next, customers.order_again(order.next, self.now));
            self.take_store_order(material, order);
            if !again {
                return self.clock.calendar.schedule(slot, next);
            }
        }
    }

    /// An order for material comes in.
    fn take_store_order(&mut self, material: u32, order: Order) {
        let now = self.now;
        let m = &mut self.materials[material as usize];
        if m.store.is_periodic() {
            m.store.lose_impatient(now);
            m.store.end_period(now);
        }
        if order.units <= 0.0 {
            return;
        }
        if m.store.order(order.units, Whose::own(0, None, None, now), now) {
            let (slot, until) = (m.patience_slot, m.store.next_loss());
            self.clock.calendar.schedule(slot, until);
        }
        self.after_change(material);
        self.look_at_stock(material);
    }

    /// The oldest customers of a store may have lost their patience.
    pub(super) fn end_store_patience(&mut self, material: u32) {
        let m = &mut self.materials[material as usize];
        m.store.lose_impatient(self.now);
        self.clock.calendar.schedule(m.patience_slot, m.store.next_loss());
        self.after_change(material);
    }
}
