//! Materials: use, the inventory position, replenishment orders, deliveries.

use std::cmp::Reverse;

use crate::spec::Reorder;
use crate::units::{Duration, Time};

use super::elements::{Material, OrderedUnits};
use super::floor::Floor;

impl Material {
    /// Counts the stock held up to now; call before it changes.
    pub(super) fn count(&mut self, now: Time) {
        self.tally.stock_time += self.on_hand * now.since(self.since).as_secs();
        self.since = now;
    }

    /// How much the rule wants ordered now; nothing while the position is above its point. An operation that needs
    /// more than there will be counts against the position, or it would wait for ever.
    fn shortage(&self, needed: f64) -> f64 {
        let mut position = self.on_hand + self.on_order;
        if position < needed {
            position -= needed;
        }
        match self.reorder {
            Reorder::UpTo { point, level } if position <= point => level - position,
            Reorder::Quantity { point, quantity } if position <= point => {
                quantity * (((point - position) / quantity).floor() + 1.0)
            }
            _ => 0.0,
        }
    }
}

impl Floor<'_> {
    /// Takes material off the stock and looks whether to order.
    pub(super) fn use_material(&mut self, material: u32, amount: f64) {
        let m = &mut self.materials[material as usize];
        m.count(self.now);
        m.on_hand = (m.on_hand - amount).max(0.0);
        m.tally.used += amount;
        self.review_stock(material);
    }

    /// Places an order when the rule wants one.
    pub(super) fn review_stock(&mut self, material: u32) {
        let now = self.now;
        let needed = self.need_of_first(material);
        let m = &mut self.materials[material as usize];
        let amount = m.shortage(needed);
        if amount <= 0.0 {
            return;
        }
        let multiplier = m.lead_curve.as_ref().map_or(1.0, |curve| curve.at(now));
        let drawn = m.lead_tuning.apply(m.lead_time.at(m.lead_times.next_bits()));
        let arrives = now.after(Duration::from_micros(drawn * multiplier));
        m.on_order += amount;
        m.tally.orders += 1;
        m.tally.bought += amount;
        m.tally.bought_at_price += amount * m.price_curve.as_ref().map_or(1.0, |curve| curve.at(now));
        m.deliveries.push(Reverse((arrives, m.tally.orders, OrderedUnits(amount.to_bits()))));
        let (slot, next) = (m.slot, m.next_delivery());
        self.clock.calendar.schedule(slot, next);
    }

    /// Deliveries that are due come into the stock.
    pub(super) fn receive_delivery(&mut self, material: u32) {
        let m = &mut self.materials[material as usize];
        m.count(self.now);
        while let Some(Reverse((at, _, amount))) = m.deliveries.peek().copied()
            && at <= self.now
        {
            m.deliveries.pop();
            let amount = f64::from_bits(amount.0);
            m.on_order = (m.on_order - amount).max(0.0);
            m.on_hand += amount;
        }
        let (slot, next) = (m.slot, m.next_delivery());
        if next != Time::NEVER {
            self.clock.calendar.schedule(slot, next);
        }
        self.touched.materials.push(material);
        self.review_stock(material);
    }
}

impl Material {
    fn next_delivery(&self) -> Time {
        self.deliveries.peek().map_or(Time::NEVER, |Reverse((at, _, _))| *at)
    }
}
