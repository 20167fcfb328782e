//! What customers of the region want: their orders, their stockpile, what they hoard.

use std::collections::VecDeque;

use crate::outcome::{RegionDay, RegionDemand};
use crate::random::{Distribution, mix};
use crate::spec::{Panic, Stockpile};
use crate::units::math::exp;
use crate::units::{Duration, Time};

use super::super::customers::Customers;
use super::day_of;

/// Over how many days past orders are averaged.
const LOOK_BACK: usize = 7;
/// Over how many days at the start orders are averaged to know what is usual.
const FIRST: usize = 28;

/// Customers of the region, and what they still wait for.
#[derive(Clone, Debug)]
pub(super) struct Wants {
    pub(super) customers: Customers,
    pub(super) next: Time,
    pub(super) key: u64,
    /// Orders that no factory has, oldest first.
    pub(super) waiting: VecDeque<Waiting>,
    /// Fixed shares of the makers, and what each can make [units a day].
    pub(super) weights: Vec<f64>,
    pub(super) rates: Vec<f64>,
    pub(super) days: Vec<RegionDay>,
    pub(super) delivery_wait: f64,
    pub(super) at_factories: u64,
    pub(super) in_transit: u64,
    /// Delivered so far.
    pub(super) delivered: u64,
    pub(super) stock: Option<Stock>,
    pub(super) hoard: Option<Hoard>,
    /// Whose stockpile these orders fill up; `None`: customers' own.
    pub(super) fills: Option<usize>,
}

/// An order, or the part of it that nobody has yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    pub(super) ordered: Time,
    pub(super) due: Time,
    pub(super) units: u64,
}

impl Wants {
    /// The counters of a day.
    pub(super) fn day(&mut self, at: Time) -> &mut RegionDay {
        day_of(&mut self.days, at)
    }

    /// Their next order, counted on its day; due after a time of a distribution where it says nothing itself.
    pub(super) fn next_order(&mut self, due: Option<&Distribution>) -> Waiting {
        let ordered = self.next;
        let order = self.customers.order(ordered);
        self.next = order.next;
        let drawn = || {
            let due = due.map(|due| due.at(mix(order.key ^ self.key)));
            due.map_or(Time::NEVER, |due| ordered.after(Duration::from_secs(due)))
        };
        let due = order.due.unwrap_or_else(drawn);
        let units = match &mut self.hoard {
            Some(hoard) => hoard.order(order.units, order.next.since(ordered), self.delivered),
            None => order.units as u64,
        };
        self.day(ordered).ordered += units;
        Waiting { ordered, due, units }
    }

    /// Counts what has come to the customers, by the time since its order where that counts.
    pub(super) fn deliver(&mut self, units: u64, ordered: Time, at: Time, counts: bool) {
        self.day(at).delivered += units;
        self.delivered += units;
        if counts {
            self.delivery_wait += units as f64 * at.since(ordered).as_secs();
        }
    }

    /// Units ordered and neither delivered nor lost.
    pub(super) fn open(&self) -> u64 {
        self.waiting.iter().map(|own| own.units).sum::<u64>() + self.at_factories + self.in_transit
    }

    /// What is ordered in a day, mean of the last days; `None` on the first.
    pub(super) fn usual(&self, now: Time) -> Option<f64> {
        let today = (now.0 / Duration::DAY.0) as usize;
        let first = today.saturating_sub(LOOK_BACK);
        let days = today - first;
        let ordered: u64 = self.days.iter().skip(first).take(days).map(|day| day.ordered).sum();
        (days > 0).then(|| ordered as f64 / days as f64)
    }

    /// What is ordered in a day, mean of the first four weeks; `None` until they are over.
    pub(super) fn at_first(&self, now: Time) -> Option<f64> {
        let over = now.0 / Duration::DAY.0 >= FIRST as u64;
        let ordered: u64 = self.days.iter().take(FIRST).map(|day| day.ordered).sum();
        over.then(|| ordered as f64 / FIRST as f64)
    }

    /// Whether so much waits that the stockpile is opened.
    pub(super) fn is_short(&self, now: Time) -> bool {
        let Some(stock) = &self.stock else { return false };
        let open = self.open() as f64;
        self.usual(now).is_some_and(|usual| open > usual * stock.described.when.as_days())
    }

    /// What became of the orders by the end of a run of so many days.
    pub(super) fn close(&mut self, days: usize) -> RegionDemand {
        // Days without anything are periods too.
        self.days.resize(days.max(self.days.len()), RegionDay::default());
        RegionDemand {
            waiting: self.waiting.iter().map(|own| own.units).sum(),
            days: std::mem::take(&mut self.days),
            delivery_wait: self.delivery_wait,
            at_factories: self.at_factories,
            in_transit: self.in_transit,
            stock: self.stock.as_ref().map_or(0, |stock| stock.on_hand),
        }
    }
}

/// A stockpile for some customers.
#[derive(Clone, Debug)]
pub(super) struct Stock {
    pub(super) described: Stockpile,
    pub(super) on_hand: u64,
    /// What may still be given out at this instant.
    allowed: u64,
}

impl Stock {
    /// A full stockpile.
    pub(super) fn new(described: &Stockpile) -> Stock {
        Stock { on_hand: described.units, described: described.clone(), allowed: 0 }
    }

    /// Opens it for an instant of a grid of `every`, or closes it.
    pub(super) fn open(&mut self, short: bool, every: Duration) {
        self.allowed = match (short, self.described.daily) {
            (false, _) => 0,
            (true, None) => u64::MAX,
            (true, Some(daily)) => (daily * every.as_days()) as u64,
        };
    }

    /// What it gives of an order of so many units.
    pub(super) fn give(&mut self, wanted: u64) -> u64 {
        let given = wanted.min(self.on_hand).min(self.allowed);
        self.on_hand -= given;
        self.allowed -= given;
        given
    }

    /// What is to be ordered to fill it up, with so much on the way.
    pub(super) fn missing(&self, on_the_way: u64, every: Duration) -> u64 {
        let missing = self.described.units.saturating_sub(self.on_hand + on_the_way);
        missing.min((self.described.refill * every.as_days()) as u64)
    }
}

/// What customers hold at home, and how they buy for it (methods 5.2: forward buying under panic).
#[derive(Clone, Debug)]
pub(super) struct Hoard {
    described: Panic,
    /// Units held; `None` until their first order.
    held: Option<f64>,
    /// What had been delivered when they last ordered.
    delivered: u64,
    carry: f64,
}

impl Hoard {
    /// Nobody has bought yet.
    pub(super) fn new(described: &Panic) -> Hoard {
        Hoard { described: described.clone(), held: None, delivered: 0, carry: 0.0 }
    }

    /// What is ordered by people who use so much until they order again, `every` later. They panic as what they hold
    /// comes below the alarm, and use up what is beyond their usual stock when it does not.
    pub(super) fn order(&mut self, used: f64, every: Duration, delivered: u64) -> u64 {
        let days = every.as_days();
        let a_day = used / days;
        let panic = &self.described;
        let held = match self.held {
            None => panic.held.as_days() * a_day,
            Some(held) => held + (delivered - self.delivered) as f64,
        };
        self.delivered = delivered;
        let cover = if a_day > 0.0 { held / a_day } else { f64::INFINITY };
        let lacking = (panic.alarm.as_days() - cover).max(0.0);
        let multiplier = 1.0 + (panic.most - 1.0) * (1.0 - exp(-panic.steepness * lacking));
        let beyond = (held - panic.held.as_days() * a_day).max(0.0);
        let given_up = if lacking > 0.0 { 0.0 } else { beyond * (days / panic.use_up.as_days()).min(1.0) };
        self.held = Some((held - used).max(0.0));
        let exact = (used * multiplier - given_up).max(0.0) + self.carry;
        self.carry = exact.fract();
        exact as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(days: u64) -> Duration {
        Duration(days * Duration::DAY.0)
    }

    #[test]
    fn panic_as_cover_falls_and_thrift_afterwards() {
        let panic = Panic { held: days(14), alarm: days(7), most: 3.0, steepness: 0.3, use_up: days(10) };
        let mut hoard = Hoard::new(&panic);
        let mut order = |delivered| hoard.order(100.0, Duration::DAY, delivered);
        // 1400 at home, nothing comes: cover 14, 13, … 7 days.
        (0..8).for_each(|_| assert_eq!(order(0), 100));
        // Cover 6: 100 (3 - 2 exp(-0.3)) = 151.836; cover 5: 100 (3 - 2 exp(-0.6)) = 190.238, and what was left over.
        assert_eq!((order(0), order(0)), (151, 191));
        // 400 at home and 1600 come: 600 beyond the usual stock, a tenth less of which is ordered; the day after 500 are
        // at home beyond it, and so on while nothing more comes.
        assert_eq!((order(1_600), order(1_600), order(1_600)), (40, 50, 60));
    }

    #[test]
    fn steady_customers_order_what_they_use() {
        let panic = Panic { held: days(14), alarm: days(7), most: 3.0, steepness: 0.3, use_up: days(10) };
        let mut hoard = Hoard::new(&panic);
        // What is ordered comes three days later.
        let orders: Vec<u64> =
            (0..50).map(|day: u64| hoard.order(100.0, Duration::DAY, 100 * day.saturating_sub(3))).collect();
        assert!(orders.iter().all(|units| *units == 100));
    }
}
