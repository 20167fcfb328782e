//! Orders against a stock of finished goods: demand, delivery, backlog, patience.

use crate::spec::Supply;
use crate::units::{Duration, Time};

use super::elements::Product;
use super::floor::Floor;

impl Product {
    /// Whether pulled work is wanted: always when saturated; made to stock while the position is below the base.
    #[inline]
    pub(super) fn lacks_units(&self) -> bool {
        match self.supply {
            Supply::Saturated => true,
            Supply::ToStock { base_stock, .. } => self.on_hand + self.in_process < base_stock + self.backlog,
            Supply::Arrivals(_) => false,
        }
    }

    /// Delivers units from stock to one order made at `ordered`.
    fn deliver(&mut self, units: u64, ordered: Time, now: Time) {
        self.on_hand -= units;
        self.tally.delivered += units;
        if ordered == now {
            self.tally.delivered_at_once += units;
        }
        self.tally.delivery_wait += units as f64 * now.since(ordered).as_secs();
    }
}

impl Floor<'_> {
    /// Customers order: the period before is closed, what is on hand is delivered, the rest waits.
    pub(super) fn place_order(&mut self, product: u32) {
        let now = self.now;
        self.lose_impatient(product);
        let p = &mut self.products[product as usize];
        let Supply::ToStock { demand, .. } = &p.supply else { return };
        if now > Time::ZERO {
            p.tally.periods += 1;
            p.tally.periods_met += u64::from(p.backlog == 0);
        }
        let surge = p.demand_curve.as_ref().map_or(1.0, |curve| curve.at(now));
        let factor = demand.variation.at(p.chance.next_bits());
        let wanted =
            demand.rate.at(now) * demand.every.as_days() * p.demand_factor * surge * factor + p.carry;
        let units = wanted.max(0.0).floor();
        p.carry = wanted.max(0.0) - units;
        let (units, every, slot) = (units as u64, demand.every, p.slot);
        p.tally.ordered += units;
        let at_once = units.min(p.on_hand);
        p.deliver(at_once, now, now);
        if units > at_once {
            p.backlog += units - at_once;
            p.open.push_back((now, units - at_once));
        }
        self.clock.calendar.schedule(slot, now.after(every));
        self.touch_first_station(product);
    }

    /// Finished units come into stock and meet the oldest open orders.
    pub(super) fn receive_finished(&mut self, product: u32, units: u64) {
        let now = self.now;
        let p = &mut self.products[product as usize];
        p.on_hand += units;
        while p.on_hand > 0
            && let Some((ordered, open)) = p.open.front().copied()
        {
            let met = open.min(p.on_hand);
            p.deliver(met, ordered, now);
            p.backlog -= met;
            if met == open {
                p.open.pop_front();
            } else if let Some(first) = p.open.front_mut() {
                first.1 -= met;
            }
        }
    }

    /// Customers whose patience has ended take their orders back.
    pub(super) fn lose_impatient(&mut self, product: u32) {
        let p = &mut self.products[product as usize];
        let Supply::ToStock { patience: Some(patience), .. } = p.supply else { return };
        while let Some((ordered, open)) = p.open.front().copied()
            && self.now.since(ordered) >= patience.max(Duration::MICROSECOND)
        {
            p.open.pop_front();
            p.backlog -= open;
            p.tally.lost += open;
        }
    }
}
