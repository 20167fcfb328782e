//! What is kept ready for an emergency: looked after each day, called up when it is needed, put back afterwards.
//!
//! It is looked at when it is there, at the beginning of each day, and when what was called up comes. What it does in use is
//! the upgrade's own (`upgrades`).

use crate::outcome::ReadyTally;
use crate::random::Stream;
use crate::spec::{Readiness, Reserve};
use crate::units::{Duration, Time};

use super::floor::Floor;
use super::lookout::{Lookout, tomorrow};
use super::upgrades::Upgrades;

/// What an installation keeps ready. Owner: this file.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    described: Readiness,
    lookout: Lookout,
    delays: Stream,
    /// What a call costs [currency].
    call_cost: f64,
    stage: Stage,
    /// Until when it stays in use at least.
    until: Time,
    stock: Option<Stock>,
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
#[derive(Clone, Debug)]
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
    pub(super) lookout: Lookout,
    pub(super) delays: Stream,
    /// What a call costs, for each unit of the upgrade [currency].
    pub(super) call_cost: f64,
    /// How many units of the upgrade there are.
    pub(super) units: u32,
    /// Number of the stockpile's product.
    pub(super) product: Option<u32>,
}

impl Ready {
    /// Takes over the emergency of what was built for another surge.
    pub(super) fn take_surge(&mut self, built: Ready) {
        self.lookout.take_surge(built.lookout);
    }

    /// What is not there yet.
    pub(super) fn new(terms: Terms<'_>, tally: ReadyTally) -> Ready {
        let times = f64::from(terms.units);
        let stock = |(own, product): (&Reserve, u32)| Stock {
            product,
            full: own.units.saturating_mul(u64::from(terms.units)),
            daily: own.daily.map(|units| units * times),
            refill: own.refill * times,
            on_hand: 0,
            carry: (0.0, 0.0),
        };
        Ready {
            lookout: terms.lookout,
            delays: terms.delays,
            call_cost: terms.call_cost * times,
            stage: Stage::Asleep,
            until: Time::ZERO,
            stock: terms.described.stockpile.as_ref().zip(terms.product).map(stock),
            described: terms.described.clone(),
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
        let Some(ready) = &mut self.upgrades.installations[index as usize].ready else { return };
        ready.count(now);
        ready.fill();
        ready.lookout.note(now, self.products);
    }

    /// Looks after what is kept ready: calls it up, takes it into use, puts it back, gives out its stockpile.
    pub(super) fn watch(&mut self, index: u32) {
        let now = self.now;
        let stages = &mut self.upgrades.installations[index as usize];
        let Some(ready) = &mut stages.ready else { return };
        ready.count(now);
        let needed = ready.lookout.is_needed(now, self.products);
        let midnight = now.0.is_multiple_of(Duration::DAY.0);
        if midnight {
            ready.lookout.note(now, self.products);
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
        let tomorrow = tomorrow(now);
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
}
