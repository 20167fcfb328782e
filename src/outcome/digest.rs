//! The digest of outcomes: equal exactly when every figure is equal, bit for bit, but for counters that follow from the same events
//! (lots that waited and how long, largest queues, incidents).

use crate::stats::Histogram;

use super::{Day, FactoryTally, Installed, Outcome, Period, SpotTally, StateTimes};

/// Feeds integers and the bits of floats to BLAKE3, in the order of the fields.
struct Feed(blake3::Hasher);

impl Feed {
    fn word(&mut self, word: u64) {
        self.0.update(&word.to_le_bytes());
    }

    fn words<const N: usize>(&mut self, words: [u64; N]) {
        words.into_iter().for_each(|word| self.word(word));
    }

    /// Counters of what most plants do not have.
    fn where_any<const N: usize>(&mut self, words: [u64; N]) {
        if words.iter().any(|word| *word > 0) {
            self.words(words);
        }
    }

    fn float(&mut self, value: f64) {
        self.word(value.to_bits());
    }

    fn states(&mut self, states: &StateTimes) {
        states.iter().for_each(|time| self.word(time.0));
    }

    fn period(&mut self, period: &Period) {
        self.words([period.start.0, period.length.0]);
        self.tally(&period.tally);
    }

    fn tally(&mut self, tally: &FactoryTally) {
        for p in &tally.products {
            self.words([p.released, p.released_lots, p.finished, p.finished_lots, p.scrapped, p.flow_time.0]);
            self.words([
                p.waits.0,
                p.lots_time.0,
                p.outside_time.0,
                p.ordered,
                p.delivered,
                p.delivered_in_time,
                p.lost,
                p.periods,
                p.periods_met,
            ]);
            self.word(p.escaped);
            self.words([p.orders, p.due_lots, p.late_lots, p.tardiness.0, p.earliness.0]);
            [p.delivery_wait, p.stock_time, p.backlog_time].into_iter().for_each(|x| self.float(x));
            self.where_any([p.abandoned, p.abandoned_lots, p.downgraded, p.assembled]);
            self.where_any([p.agreed, p.agreed_value.to_bits(), p.allowed]);
        }
        for level in &tally.levels {
            self.words([level.on_hand, level.backlog, level.in_process, level.lots]);
        }
        for s in &tally.stations {
            self.states(&s.states);
            self.words(s.unloaded.map(|time| time.0));
            self.words([s.completions, s.starts, s.units, s.good, s.ideal_time.0, s.waits.0, s.queue_time.0]);
            self.words([s.batches, s.up_time.0, s.all_up_time.0, s.failures, s.setups]);
            self.words([s.maintenances, s.again, s.again_good, s.again_to_rework]);
            self.words([s.to_rework, s.false_rejects, s.scrapped]);
            self.float(s.energy_kwh);
            self.where_any([s.balked, s.reneged]);
        }
        for p in &tally.pools {
            self.words([
                p.present.0,
                p.absent.0,
                p.busy.0,
                p.overtime.0,
                p.requests,
                p.waits.0,
                p.waiting_time.0,
                p.hired,
                p.left,
            ]);
        }
        for m in &tally.materials {
            self.words([m.orders, m.periods, m.periods_met]);
            let held = [m.used, m.bought, m.bought_at_price, m.stock_time, m.on_hand, m.wasted];
            let owed = [m.ordered, m.delivered, m.delivered_in_time, m.lost, m.delivery_wait];
            held.into_iter().chain(owed).chain([m.backlog_time, m.backlog]).for_each(|x| self.float(x));
        }
        self.spots(&tally.spots);
        if let Some(i) = &tally.information {
            self.words([i.plans, i.work_orders, i.instructions, i.instruction_lead.0]);
            self.words([i.wrong_found, i.wrong_missed, i.started, i.order_to_start.0]);
        }
        for c in &tally.classes {
            self.words([u64::from(c.product), u64::from(c.class), c.orders, c.ordered, c.delivered]);
            self.words([c.delivered_in_time, c.lost, c.periods, c.periods_met, c.due_lots, c.late_lots]);
            self.words([c.tardiness.0, c.backlog]);
            self.float(c.delivery_wait);
        }
        for r in &tally.ready {
            self.words([
                u64::from(r.upgrade.0),
                r.calls,
                r.in_use.0,
                r.put_in,
                r.refilled,
                r.given,
                r.on_hand,
            ]);
            self.float(r.call_costs);
            self.float(r.stock_time);
        }
        if let Some(i) = &tally.incidents {
            self.where_any([i.plans_lost, i.costs.to_bits()]);
        }
        for u in &tally.upkeep {
            self.word(u.done);
            self.float(u.at_cost);
        }
    }

    fn spots(&mut self, spots: &[SpotTally]) {
        for s in spots {
            self.words([s.lots_time.0, s.full_time.0, s.left, s.waits.0]);
            self.float(s.units_time);
        }
    }

    fn day(&mut self, day: &Day) {
        self.words([day.ordered, day.delivered, day.finished, day.backlog]);
        self.where_any([day.agreed]);
    }

    fn installed(&mut self, installed: &Installed) {
        let live = installed.live.map_or(u64::MAX, |t| t.0);
        self.words([u64::from(installed.upgrade.0), u64::from(installed.units), installed.ordered.0, live]);
        self.word(u64::from(installed.works));
        self.float(installed.cost);
        self.float(installed.yearly_cost);
    }

    fn outcome(&mut self, outcome: &Outcome) {
        self.words([u64::from(outcome.replication), outcome.end.0, outcome.events, outcome.lots]);
        for factory in &outcome.factories {
            factory.months.iter().for_each(|month| self.period(month));
            self.period(&factory.window);
            for (bucket, count) in factory.flow_times.iter().flat_map(Histogram::filled) {
                self.words([u64::from(bucket), count]);
            }
            factory.machines.iter().flatten().for_each(|states| self.states(states));
            factory.days.iter().flatten().for_each(|day| self.day(day));
            factory.prices.iter().flatten().for_each(|price| self.float(*price));
            factory.installed.iter().for_each(|installed| self.installed(installed));
            factory.deadlock.iter().for_each(|deadlock| {
                self.words([deadlock.since.0, deadlock.waits.len() as u64]);
            });
        }
        for demand in outcome.region.iter().flat_map(|region| &region.demands) {
            demand
                .days
                .iter()
                .for_each(|day| self.words([day.ordered, day.delivered, day.released, day.lost]));
            self.float(demand.delivery_wait);
            self.words([demand.waiting, demand.at_factories, demand.in_transit, demand.stock]);
        }
        for supply in outcome.region.iter().flat_map(|region| &region.supplies) {
            for day in &supply.days {
                let own = [day.claimed, day.capacity, day.supplied, day.paid, day.price, day.waiting];
                own.into_iter().for_each(|part| self.float(part));
            }
            self.float(supply.waiting);
        }
    }
}

/// The BLAKE3 digest of outcomes in the given order [64 hexadecimal digits].
pub fn digest<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> String {
    let mut feed = Feed(blake3::Hasher::new());
    outcomes.into_iter().for_each(|outcome| feed.outcome(outcome));
    feed.0.finalize().to_hex().to_string()
}
