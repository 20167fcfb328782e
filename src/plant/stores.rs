//! Stores: a stock on which customers draw. Orders are served in their order, the most urgent class first, at once or as the
//! stock is filled.

use std::collections::VecDeque;

use crate::outcome::ClassTally;
use crate::spec::Delivery;
use crate::units::{Duration, Time};

use super::elements::NONE;
use super::joint::Notice;

/// A stock and the orders of its customers. Of products in units, of materials in theirs.
#[derive(Clone, Debug, Default)]
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
    /// Orders not wholly delivered: the most urgent class first, within it the oldest.
    open: VecDeque<Open>,
    /// Up to when the integrals are counted.
    since: Time,
    /// What became of orders of the region since it last heard of them.
    pub(super) notices: Vec<Notice>,
    pub(super) tally: StoreTally,
    /// The same by priority class, ascending; empty where all orders are of one class.
    pub(super) classes: Vec<ClassTally>,
}

/// What is left of an order.
#[derive(Clone, Copy, Debug)]
struct Open {
    whose: Whose,
    left: f64,
}

/// Whose an order is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whose {
    pub(super) ordered: Time,
    /// When all of it is due; [`Time::NEVER`] where it is not, or its lots are.
    pub(super) due: Time,
    /// Priority class [smaller is more urgent].
    pub(super) class: u8,
    /// Its number at the region's office; `NONE` where it is the factory's own customers'.
    pub(super) tag: u32,
    /// What a unit of it is sold for, where that is its own.
    pub(super) price: Option<f64>,
}

impl Whose {
    /// That of a customer of the factory who orders now.
    pub(super) fn own(class: u8, due: Option<Time>, price: Option<f64>, now: Time) -> Whose {
        Whose { ordered: now, due: due.unwrap_or(Time::NEVER), class, tag: NONE, price }
    }
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
    /// Of what was delivered, what is sold at a price of its order's own, and for how much in all [currency].
    pub(super) agreed: f64,
    pub(super) agreed_value: f64,
    /// Sum over what was delivered of the time since its order [unit seconds].
    pub(super) delivery_wait: f64,
    pub(super) periods: u64,
    pub(super) periods_met: u64,
    /// Time integrals [unit seconds].
    pub(super) stock_time: f64,
    pub(super) backlog_time: f64,
    /// Of its product, lots with a due date that left; and orders with one, met from the stock.
    pub(super) due_lots: u64,
    /// Of these, after it; and by how much, after and before.
    pub(super) late_lots: u64,
    pub(super) tardiness: Duration,
    pub(super) earliness: Duration,
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
    pub(super) fn order(&mut self, amount: f64, whose: Whose, now: Time) -> bool {
        self.owe(amount, whose.class, now);
        let waited = !self.open.is_empty();
        let place = match self.open.back() {
            Some(last) if last.whose.class > whose.class => {
                self.open.partition_point(|open| open.whose.class <= whose.class)
            }
            _ => self.open.len(),
        };
        self.open.insert(place, Open { whose, left: amount });
        self.serve(now);
        if self.patience == Some(Duration::ZERO) {
            self.lose_impatient(now);
        }
        !waited && self.patience.is_some() && !self.open.is_empty()
    }

    /// Counts an order that is not served from the stock.
    pub(super) fn owe(&mut self, amount: f64, class: u8, now: Time) {
        self.count(now);
        self.backlog += amount;
        self.tally.orders += 1;
        self.tally.ordered += amount;
        if let Some(own) = self.class(class) {
            own.orders += 1;
            own.ordered += amount as u64;
            own.backlog += amount as u64;
        }
    }

    /// The counters of a class, where classes are told apart.
    pub(super) fn class(&mut self, class: u8) -> Option<&mut ClassTally> {
        self.classes.iter_mut().find(|own| own.class == class)
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
            let last = self.open.iter().rev().take(if self.is_mixed() { usize::MAX } else { 1 });
            let last = last.map(|open| open.whose.ordered).max();
            let given_up = last.is_some_and(|ordered| now.since(ordered) >= patience);
            self.tally.periods += 1;
            self.tally.periods_met += u64::from(self.backlog <= 0.0 || given_up);
            for own in &mut self.classes {
                own.periods += 1;
                own.periods_met += u64::from(own.backlog == 0);
            }
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

    /// Whether orders of several classes are open.
    fn is_mixed(&self) -> bool {
        self.open.front().zip(self.open.back()).is_some_and(|(a, b)| a.whose.class != b.whose.class)
    }

    /// Delivers from stock to an order.
    pub(super) fn deliver(&mut self, amount: f64, whose: Whose, now: Time) {
        self.count(now);
        self.on_hand -= amount;
        self.backlog -= amount;
        self.tally.delivered += amount;
        let in_time = whose.ordered == self.period.unwrap_or(now);
        if in_time {
            self.tally.in_time += amount;
        }
        let waited = amount * now.since(whose.ordered).as_secs();
        self.tally.delivery_wait += waited;
        if let Some(price) = whose.price {
            self.tally.agreed += amount;
            self.tally.agreed_value += amount * price;
        }
        if let Some(own) = self.class(whose.class) {
            let units = amount as u64;
            own.delivered += units;
            own.delivered_in_time += if in_time { units } else { 0 };
            own.delivery_wait += waited;
            own.backlog = own.backlog.saturating_sub(units);
        }
        self.tell(whose.tag, amount, now, true);
    }

    /// Meets the oldest open orders of the most urgent class; none overtakes another of its class.
    fn serve(&mut self, now: Time) {
        while let Some(first) = self.open.front().copied() {
            let there = self.on_hand.min(first.left);
            if there <= 0.0 || (self.delivery == Delivery::Whole && there < first.left) {
                return;
            }
            self.deliver(there, first.whose, now);
            if there < first.left {
                self.open[0].left -= there;
                return;
            }
            if first.whose.due != Time::NEVER {
                self.count_lateness(first.whose.due, first.whose.class, now);
            }
            self.open.pop_front();
        }
        // Without open orders nothing is owed, whatever rounding has left.
        self.backlog = 0.0;
    }

    /// Counts how late or early a lot with a due date leaves, or an order with one is met from the stock.
    pub(super) fn count_lateness(&mut self, due: Time, class: u8, now: Time) {
        self.tally.due_lots += 1;
        self.tally.late_lots += u64::from(now > due);
        self.tally.tardiness += now.since(due);
        self.tally.earliness += due.since(now);
        if let Some(own) = self.class(class) {
            own.due_lots += 1;
            own.late_lots += u64::from(now > due);
            own.tardiness += now.since(due);
        }
    }

    /// Customers whose patience has ended take back what is left of their orders.
    pub(super) fn lose_impatient(&mut self, now: Time) {
        let Some(patience) = self.patience else { return };
        while let Some(place) = self.oldest()
            && let Some(oldest) = self.open.get(place).copied()
            && now >= oldest.whose.ordered.after(patience)
        {
            self.open.remove(place);
            self.forgo(oldest.left, oldest.whose, now);
        }
        if self.open.is_empty() {
            self.backlog = 0.0;
        }
        // The next of a whole delivery may now be met.
        self.serve(now);
    }

    /// The place of the oldest open order.
    fn oldest(&self) -> Option<usize> {
        if !self.is_mixed() {
            return (!self.open.is_empty()).then_some(0);
        }
        let places = self.open.iter().enumerate();
        places.min_by_key(|(place, open)| (open.whose.ordered, *place)).map(|(place, _)| place)
    }

    /// The office of the region is to hear of one of its orders.
    fn tell(&mut self, tag: u32, amount: f64, now: Time, delivered: bool) {
        if tag != NONE && amount > 0.0 {
            self.notices.push(Notice { tag, units: amount as u64, at: now, delivered });
        }
    }

    /// An order of the region that is not delivered is taken back.
    pub(super) fn take_back(&mut self, tag: u32, now: Time) {
        let Some(place) = self.open.iter().position(|open| open.whose.tag == tag) else { return };
        if let Some(open) = self.open.remove(place) {
            self.forgo(open.left, open.whose, now);
        }
        self.serve(now);
    }

    /// Units of an order are taken back that are not on hand.
    pub(super) fn forgo(&mut self, amount: f64, whose: Whose, now: Time) {
        self.count(now);
        self.backlog -= amount;
        self.tally.lost += amount;
        if let Some(own) = self.class(whose.class) {
            own.lost += amount as u64;
            own.backlog = own.backlog.saturating_sub(amount as u64);
        }
        self.tell(whose.tag, amount, now, false);
    }

    /// How long its customers wait.
    pub(super) fn patience(&self) -> Option<Duration> {
        self.patience
    }

    /// When the oldest open order is lost.
    pub(super) fn next_loss(&self) -> Time {
        let oldest = self.oldest().and_then(|place| self.open.get(place)).zip(self.patience);
        oldest.map_or(Time::NEVER, |(open, patience)| open.whose.ordered.after(patience))
    }
}
