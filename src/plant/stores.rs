//! Stores: a stock on which customers draw. Orders are served in their order, at once or as the stock is filled.

use std::collections::VecDeque;

use crate::spec::Delivery;
use crate::units::{Duration, Time};

use super::elements::NONE;
use super::joint::Notice;

/// A stock and the orders of its customers. Of products in units, of materials in theirs.
#[derive(Debug, Default)]
pub(super) struct Store {
    pub(super) on_hand: f64,
    /// Owed to customers.
    pub(super) backlog: f64,
    delivery: Delivery,
    patience: Option<Duration>,
    /// The last order, where orders come once a period.
    period: Option<Time>,
    /// How long a period is; a day where orders come one by one.
    length: Duration,
    /// When the last period ended.
    ended: Time,
    /// Orders not wholly delivered, oldest first.
    open: VecDeque<Open>,
    /// Up to when the integrals are counted.
    since: Time,
    /// What became of orders of the region since it last heard of them.
    pub(super) notices: Vec<Notice>,
    pub(super) tally: StoreTally,
}

/// What is left of an order.
#[derive(Clone, Copy, Debug)]
struct Open {
    ordered: Time,
    left: f64,
    /// Its number at the region's office; `NONE` where it is the factory's own customers'.
    tag: u32,
}

/// Counters of a store.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct StoreTally {
    /// Orders of customers.
    pub(super) orders: u64,
    pub(super) ordered: f64,
    pub(super) delivered: f64,
    /// Of that, in its own period: before the next order of a period, else in the instant of the order.
    pub(super) in_time: f64,
    pub(super) lost: f64,
    /// Sum over what was delivered of the time since its order [unit seconds].
    pub(super) delivery_wait: f64,
    pub(super) periods: u64,
    pub(super) periods_met: u64,
    /// Time integrals [unit seconds].
    pub(super) stock_time: f64,
    pub(super) backlog_time: f64,
}

impl Store {
    /// A store with something on hand; `every` where its orders come once a period.
    pub(super) fn new(
        on_hand: f64,
        delivery: Delivery,
        patience: Option<Duration>,
        every: Option<Duration>,
    ) -> Store {
        let (period, length) = (every.map(|_| Time::ZERO), every.unwrap_or(Duration::DAY));
        Store { on_hand, delivery, patience, period, length, ..Store::default() }
    }

    /// Counts what has been held and owed up to now; call before either changes.
    pub(super) fn count(&mut self, now: Time) {
        let elapsed = now.since(self.since).as_secs();
        self.tally.stock_time += self.on_hand * elapsed;
        self.tally.backlog_time += self.backlog * elapsed;
        self.since = now;
    }

    /// Something comes into the stock, and open orders are met.
    pub(super) fn receive(&mut self, amount: f64, now: Time) {
        self.stock(amount, now);
        self.serve(now);
    }

    /// Something comes into the stock for somebody in particular.
    pub(super) fn stock(&mut self, amount: f64, now: Time) {
        self.count(now);
        self.on_hand += amount;
    }

    /// Something is taken off the stock, or spoils.
    pub(super) fn remove(&mut self, amount: f64, now: Time) {
        self.count(now);
        self.on_hand = (self.on_hand - amount).max(0.0);
    }

    /// An order: delivered at once as far as can be, else it waits or is lost. True when somebody begins to wait whose
    /// patience ends.
    pub(super) fn order(&mut self, amount: f64, now: Time) -> bool {
        self.order_for(amount, now, NONE, now)
    }

    /// The same for an order that customers of the region made before.
    pub(super) fn order_for(&mut self, amount: f64, ordered: Time, tag: u32, now: Time) -> bool {
        self.owe(amount, now);
        let waited = !self.open.is_empty();
        self.open.push_back(Open { ordered, left: amount, tag });
        self.serve(now);
        if self.patience == Some(Duration::ZERO) {
            self.lose_impatient(now);
        }
        !waited && self.patience.is_some() && !self.open.is_empty()
    }

    /// Counts an order that is not served from the stock.
    pub(super) fn owe(&mut self, amount: f64, now: Time) {
        self.count(now);
        self.backlog += amount;
        self.tally.orders += 1;
        self.tally.ordered += amount;
    }

    /// A period ends with the next order of a period, or with the day where there are none.
    pub(super) fn end_period(&mut self, now: Time) {
        self.count_period(now);
        self.period = self.period.map(|_| now);
    }

    /// Counts a period that has ended, once, before what else falls into the same instant where a count ends there.
    fn count_period(&mut self, now: Time) {
        if now > self.ended {
            // Before the next order of a period those take theirs back who have waited long enough by then.
            let patience = self.patience.filter(|_| self.is_periodic()).unwrap_or(Duration(u64::MAX));
            let given_up = self.open.back().is_some_and(|last| now.since(last.ordered) >= patience);
            self.tally.periods += 1;
            self.tally.periods_met += u64::from(self.backlog <= 0.0 || given_up);
        }
        self.ended = now;
    }

    /// Counting ends or begins anew: a period that ends in this instant belongs to what is counted before.
    pub(super) fn close_period(&mut self, now: Time) {
        if now == self.ended.after(self.length) {
            self.count_period(now);
        }
    }

    /// Whether orders come once a period.
    pub(super) fn is_periodic(&self) -> bool {
        self.period.is_some()
    }

    /// Delivers from stock to an order made at `ordered`, with its number at the region's office.
    pub(super) fn deliver(&mut self, amount: f64, (ordered, tag): (Time, u32), now: Time) {
        self.count(now);
        self.on_hand -= amount;
        self.backlog -= amount;
        self.tally.delivered += amount;
        if ordered == self.period.unwrap_or(now) {
            self.tally.in_time += amount;
        }
        self.tally.delivery_wait += amount * now.since(ordered).as_secs();
        self.tell(tag, amount, now, true);
    }

    /// Meets the oldest open orders; none overtakes another.
    fn serve(&mut self, now: Time) {
        while let Some(first) = self.open.front().copied() {
            let there = self.on_hand.min(first.left);
            if there <= 0.0 || (self.delivery == Delivery::Whole && there < first.left) {
                return;
            }
            self.deliver(there, (first.ordered, first.tag), now);
            if there < first.left {
                self.open[0].left -= there;
                return;
            }
            self.open.pop_front();
        }
        // Without open orders nothing is owed, whatever rounding has left.
        self.backlog = 0.0;
    }

    /// Customers whose patience has ended take back what is left of their orders.
    pub(super) fn lose_impatient(&mut self, now: Time) {
        let Some(patience) = self.patience else { return };
        while let Some(first) = self.open.front().copied()
            && now >= first.ordered.after(patience)
        {
            self.count(now);
            self.open.pop_front();
            self.backlog -= first.left;
            self.tally.lost += first.left;
            self.tell(first.tag, first.left, now, false);
        }
        if self.open.is_empty() {
            self.backlog = 0.0;
        }
        // The next of a whole delivery may now be met.
        self.serve(now);
    }

    /// The office of the region is to hear of one of its orders.
    fn tell(&mut self, tag: u32, amount: f64, now: Time, delivered: bool) {
        if tag != NONE && amount > 0.0 {
            self.notices.push(Notice { tag, units: amount as u64, at: now, delivered });
        }
    }

    /// An order of the region that is not delivered is taken back.
    pub(super) fn take_back(&mut self, tag: u32, now: Time) {
        let Some(place) = self.open.iter().position(|open| open.tag == tag) else { return };
        if let Some(open) = self.open.remove(place) {
            self.forgo(open.left, tag, now);
        }
        self.serve(now);
    }

    /// Units of an order are taken back that are not on hand.
    pub(super) fn forgo(&mut self, amount: f64, tag: u32, now: Time) {
        self.count(now);
        self.backlog -= amount;
        self.tally.lost += amount;
        self.tell(tag, amount, now, false);
    }

    /// When the oldest open order is lost.
    pub(super) fn next_loss(&self) -> Time {
        let oldest = self.open.front().zip(self.patience);
        oldest.map_or(Time::NEVER, |(first, patience)| first.ordered.after(patience))
    }
}
