//! What is kept ready for an emergency: looked after each day, called up when it is needed, put back afterwards.
//!
//! It is looked at when it is there, at the beginning of each day, and when what was called up comes. What it does in use is
//! the upgrade's own (`upgrades`).

use std::collections::VecDeque;

use crate::outcome::ReadyTally;
use crate::random::Stream;
use crate::spec::{Need, Readiness, Reserve};
use crate::units::{Date, Duration, Time};

use super::floor::Floor;
use super::upgrades::Upgrades;

/// Over how many days past orders are averaged.
const LOOK_BACK: usize = 7;

/// What an installation keeps ready. Owner: this file.
#[derive(Debug)]
pub(super) struct Ready {
    described: Readiness,
    /// The surge's emergency, its end not included.
    emergency: Option<(Time, Time)>,
    delays: Stream,
    /// What a call costs [currency].
    call_cost: f64,
    stage: Stage,
    /// Until when it stays in use at least.
    until: Time,
    stock: Option<Stock>,
    /// What had been ordered of each product at the last looks at the beginning of a day, oldest first.
    ordered: VecDeque<(Time, Vec<f64>)>,
    /// Up to when its time integrals are counted.
    since: Time,
    tally: ReadyTally,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Stage {
    Asleep,
    /// Called up; in use from then on.
    Coming(Time),
    InUse,
}

/// Finished units kept apart.
#[derive(Debug)]
struct Stock {
    product: u32,
    full: u64,
    daily: Option<f64>,
    refill: f64,
    on_hand: u64,
    /// Parts of a unit that may be given out, and put in.
    carry: (f64, f64),
}

/// How an installation is kept ready.
pub(super) struct Terms<'a> {
    pub(super) described: &'a Readiness,
    /// First and last day of the surge's emergency, and the first day of the run.
    pub(super) emergency: Option<(Date, Date)>,
    pub(super) start: Date,
    pub(super) delays: Stream,
    /// What a call costs, for each unit of the upgrade [currency].
    pub(super) call_cost: f64,
    /// How many units of the upgrade there are.
    pub(super) units: u32,
    /// Number of the stockpile's product.
    pub(super) product: Option<u32>,
}

impl Ready {
    /// What is not there yet.
    pub(super) fn new(terms: Terms<'_>, tally: ReadyTally) -> Ready {
        let midnight = |date: Date| {
            let days = u64::try_from(date.days_since(terms.start)).unwrap_or(0);
            Time(days.saturating_mul(Duration::DAY.0))
        };
        let times = f64::from(terms.units);
        let stock = |(own, product): (&Reserve, u32)| Stock {
            product,
            full: own.units.saturating_mul(u64::from(terms.units)),
            daily: own.daily.map(|units| units * times),
            refill: own.refill * times,
            on_hand: 0,
            carry: (0.0, 0.0),
        };
        let ends =
            |last: Date| if last < terms.start { Time::ZERO } else { midnight(last).after(Duration::DAY) };
        Ready {
            emergency: terms.emergency.map(|(first, last)| (midnight(first), ends(last))),
            delays: terms.delays,
            call_cost: terms.call_cost * times,
            stage: Stage::Asleep,
            until: Time::ZERO,
            stock: terms.described.stockpile.as_ref().zip(terms.product).map(stock),
            described: terms.described.clone(),
            ordered: VecDeque::new(),
            since: Time::ZERO,
            tally,
        }
    }

    /// Counts time in use and what is held up to now; call before either changes.
    fn count(&mut self, now: Time) {
        let elapsed = now.since(self.since);
        if self.stage == Stage::InUse {
            self.tally.in_use += elapsed;
        }
        self.tally.stock_time += self.tally.on_hand as f64 * elapsed.as_secs();
        self.since = now;
    }

    /// It is there: the stockpile is full.
    fn fill(&mut self) {
        if let Some(stock) = &mut self.stock {
            stock.on_hand = stock.full;
            (self.tally.put_in, self.tally.on_hand) = (stock.full, stock.full);
        }
    }

    /// It is called up.
    fn call(&mut self, now: Time) {
        self.tally.calls += 1;
        self.tally.call_costs += self.call_cost;
        let delay = self.described.delay.at(self.delays.next_bits());
        self.stage = Stage::Coming(now.after(Duration::from_secs(delay)));
    }

    /// Puts a day's refill into the stockpile.
    fn refill(&mut self) {
        let Some(stock) = self.stock.as_mut().filter(|stock| stock.on_hand < stock.full) else { return };
        let put = whole(stock.refill, &mut stock.carry.1).min(stock.full - stock.on_hand);
        stock.on_hand += put;
        self.tally.refilled += put;
        self.tally.on_hand = stock.on_hand;
    }

    /// What the stockpile gives on a day to those to whom so many units are owed.
    fn give(&mut self, owed: u64) -> u64 {
        let Some(stock) = &mut self.stock else { return 0 };
        let allowed = stock.daily.map_or(u64::MAX, |daily| whole(daily, &mut stock.carry.0));
        let given = owed.min(allowed).min(stock.on_hand);
        stock.on_hand -= given;
        self.tally.given += given;
        self.tally.on_hand = stock.on_hand;
        given
    }

    /// Notes what has been ordered by the beginning of a day.
    fn note(&mut self, now: Time, ordered: Vec<f64>) {
        if self.ordered.len() == LOOK_BACK {
            self.ordered.pop_front();
        }
        self.ordered.push_back((now, ordered));
    }
}

/// Whole units of an amount; what is left of one is kept for the next day.
fn whole(amount: f64, carry: &mut f64) -> u64 {
    let exact = amount + *carry;
    *carry = exact.fract();
    exact as u64
}

impl Upgrades {
    /// Counters of what is kept ready, up to now.
    pub(super) fn ready_tallies(&mut self, now: Time) -> Vec<ReadyTally> {
        let ready = self.installations.iter_mut().filter_map(|stages| stages.ready.as_mut());
        let count = |own: &mut Box<Ready>| {
            own.count(now);
            own.tally
        };
        ready.map(count).collect()
    }
}

impl Floor<'_> {
    /// An upgrade that is kept ready is there: from now on it is looked at.
    pub(super) fn begin_watch(&mut self, index: u32) {
        let now = self.now;
        let ordered = self.ordered_so_far();
        let Some(ready) = &mut self.upgrades.installations[index as usize].ready else { return };
        ready.count(now);
        ready.fill();
        ready.note(now, ordered);
    }

    /// Looks after what is kept ready: calls it up, takes it into use, puts it back, gives out its stockpile.
    pub(super) fn watch(&mut self, index: u32) {
        let now = self.now;
        let needed = self.is_needed(index);
        let ordered = self.ordered_so_far();
        let stages = &mut self.upgrades.installations[index as usize];
        let Some(ready) = &mut stages.ready else { return };
        ready.count(now);
        let midnight = now.0.is_multiple_of(Duration::DAY.0);
        if midnight {
            ready.note(now, ordered);
        }
        if needed {
            ready.until = now.after(ready.described.stays);
        }
        match ready.stage {
            Stage::Asleep if needed => ready.call(now),
            Stage::Asleep if midnight => ready.refill(),
            Stage::InUse if !needed && ready.until <= now => {
                ready.stage = Stage::Asleep;
                self.end_use(index);
            }
            _ => {}
        }
        if self.come(index) || midnight {
            self.open_stockpile(index);
        }
        let tomorrow = Time((now.0 / Duration::DAY.0 + 1) * Duration::DAY.0);
        let stages = &self.upgrades.installations[index as usize];
        let next = match stages.ready.as_ref().map(|own| own.stage) {
            Some(Stage::Coming(at)) => at.min(tomorrow),
            _ => tomorrow,
        };
        self.clock.calendar.schedule(stages.slot, next);
    }

    /// What was called up comes into use, or further on its ramp; true when it comes now.
    fn come(&mut self, index: u32) -> bool {
        let Some(ready) = &mut self.upgrades.installations[index as usize].ready else { return false };
        match ready.stage {
            Stage::Coming(at) if at <= self.now => {
                ready.stage = Stage::InUse;
                self.begin_use(index);
                true
            }
            Stage::InUse => {
                self.grow_into_use(index);
                false
            }
            Stage::Asleep | Stage::Coming(_) => false,
        }
    }

    /// What the stockpile gives meets the oldest open orders.
    fn open_stockpile(&mut self, index: u32) {
        let now = self.now;
        let Some(ready) = &mut self.upgrades.installations[index as usize].ready else { return };
        let Some(product) = ready.stock.as_ref().map(|stock| stock.product) else { return };
        if ready.stage != Stage::InUse {
            return;
        }
        let store = &mut self.products[product as usize].store;
        let given = ready.give(store.backlog as u64);
        if given > 0 {
            store.receive(given as f64, now);
            self.plan_on_event();
        }
    }

    /// What has been ordered of each product.
    fn ordered_so_far(&self) -> Vec<f64> {
        self.products.iter().map(|product| product.store.tally.ordered).collect()
    }

    /// Whether an upgrade that is kept ready is needed now.
    fn is_needed(&self, index: u32) -> bool {
        let Some(ready) = &self.upgrades.installations[index as usize].ready else { return false };
        let longest = match ready.described.need {
            Need::Emergency => {
                return ready.emergency.is_some_and(|(from, until)| from <= self.now && self.now < until);
            }
            Need::Owed(longest) => longest.as_days(),
        };
        let Some((since, before)) = ready.ordered.front() else { return false };
        let days = self.now.since(*since).as_days();
        let short = |(product, before): (&super::elements::Product, &f64)| {
            let store = &product.store;
            store.backlog > (store.tally.ordered - before) / days * longest
        };
        days >= 1.0 && self.products.iter().zip(before).any(short)
    }
}
