//! Suppliers of the region: what they make in a day is divided among the factories that wait for it.
//!
//! A supplier makes to order: in the time between two instants it works on what it had heard of at the first. What waits
//! makes it dearer, and may make it build new capacity, which is there after a lead time.

use crate::outcome::{RegionSupply, SupplyDay};
use crate::random::{Stream, key};
use crate::spec::{RegionSupplier, SupplierRule};
use crate::units::{Duration, Time};

use super::super::pace::Pace;
use super::super::region::Setting;
use super::super::supplies::curve_for;
use super::allocation::parts;
use super::day_of;
use super::mail::{Claim, NOTHING, Need, Post};

/// A supplier that the region's factories share.
#[derive(Clone, Debug)]
pub(super) struct SharedSupplier {
    described: RegionSupplier,
    /// What it makes with the capacity of the start, under the surge [units a second].
    pace: Pace,
    /// New capacity: from when on, as a share of the start's.
    added: Vec<(Time, f64)>,
    lead_times: Stream,
    /// When it last decided on new capacity.
    decided: Option<Time>,
    /// What factories wait for, oldest first.
    claims: Vec<Waiting>,
    /// What it has heard of at this instant: it begins with it now.
    heard: Vec<Waiting>,
    since: Time,
    days: Vec<SupplyDay>,
}

#[derive(Clone, Copy, Debug)]
struct Waiting {
    factory: u32,
    need: Need,
    left: f64,
}

impl SharedSupplier {
    pub(super) fn new(described: &RegionSupplier, setting: Setting<'_>) -> SharedSupplier {
        let surge = curve_for(&setting.spec.surges[setting.surge].capacity, &described.name);
        let limit = Time(setting.spec.stop.limit().0);
        let own =
            key(setting.seed, setting.replication, &format!("region/{}", described.name), "new capacity");
        SharedSupplier {
            pace: Pace::new(1.0 / Duration::DAY.as_secs(), limit)
                .surging(Some(&described.daily))
                .surging(surge),
            described: described.clone(),
            added: Vec::new(),
            lead_times: Stream::new(own),
            decided: None,
            claims: Vec::new(),
            heard: Vec::new(),
            since: Time::ZERO,
            days: Vec::new(),
        }
    }

    /// Hears of a need; those of one instant stand in the order of the factories.
    pub(super) fn hear(&mut self, factory: u32, claim: Claim) {
        self.day(claim.at).claimed += claim.amount;
        self.heard.push(Waiting { factory, need: claim.need, left: claim.amount });
    }

    /// What has been made since the last instant goes to who waited for it then.
    pub(super) fn make(&mut self, now: Time, sizes: &[f64], post: &mut Vec<(u32, Post)>) {
        let made = self.capacity(self.since, now);
        let waiting: f64 = self.claims.iter().map(|claim| claim.left).sum();
        let price = self.price(self.days_waiting(waiting, now));
        let supplied = made.min(waiting);
        if supplied > 0.0 {
            let given = self.divided(supplied, sizes);
            for (claim, amount) in self.claims.iter_mut().zip(given) {
                if amount > 0.0 {
                    claim.left -= amount;
                    post.push((claim.factory, Post::Supplied(claim.need, amount, price)));
                }
            }
            self.claims.retain(|claim| claim.left > NOTHING);
        }
        let began = self.since;
        let day = self.day(began);
        day.capacity += made;
        day.supplied += supplied;
        day.paid += supplied * price;
        day.price = price;
        self.since = now;
        self.claims.append(&mut self.heard);
        let waiting: f64 = self.claims.iter().map(|claim| claim.left).sum();
        self.day(began).waiting = waiting;
        self.build(self.days_waiting(waiting, now), now);
    }

    /// How much of what there is goes to each claim, in their order.
    fn divided(&self, supply: f64, sizes: &[f64]) -> Vec<f64> {
        let mut left = supply;
        let first_come = |wanted: f64, left: &mut f64| {
            let given = wanted.min(*left);
            *left -= given;
            given
        };
        let SupplierRule::Shared(rule) = self.described.rule else {
            return self.claims.iter().map(|claim| first_come(claim.left, &mut left)).collect();
        };
        // Factories share; within one of them who came first is served first.
        let mut wanted = vec![0.0; sizes.len()];
        self.claims.iter().for_each(|claim| wanted[claim.factory as usize] += claim.left);
        let mut given = parts(supply, &wanted, sizes, rule);
        let own = |claim: &Waiting| first_come(claim.left, &mut given[claim.factory as usize]);
        self.claims.iter().map(own).collect()
    }

    /// What can be made between two instants, new capacity included.
    fn capacity(&self, from: Time, until: Time) -> f64 {
        let more = self.added.iter().map(|(since, share)| {
            let from = from.max(*since);
            if from < until { share * self.pace.between(from, until) } else { 0.0 }
        });
        self.pace.between(from, until) + more.sum::<f64>()
    }

    /// How many days the present capacity would take for what waits.
    fn days_waiting(&self, waiting: f64, now: Time) -> f64 {
        if waiting <= NOTHING {
            return 0.0;
        }
        let until = now.after(Duration::DAY).min(self.pace.limit());
        waiting * until.since(now).as_days() / self.capacity(now, until)
    }

    /// What scarcity makes of the price.
    fn price(&self, days: f64) -> f64 {
        self.described.scarcity.map_or(1.0, |answer| answer.factor(days))
    }

    /// Decides on new capacity where too much has waited, as far as it may.
    fn build(&mut self, days: f64, now: Time) {
        let Some(growth) = &self.described.growth else { return };
        let planned: f64 = self.added.iter().map(|(_, share)| share).sum();
        let rested = self.decided.is_none_or(|last| last.after(growth.every) <= now);
        let room = growth.most - 1.0 - planned;
        if days > growth.when.as_days() && rested && room > NOTHING {
            let lead = growth.lead_time.at(self.lead_times.next_bits());
            self.added.push((now.after(Duration::from_secs(lead)), growth.adds.min(room)));
            self.decided = Some(now);
        }
    }

    /// What it did, by the end.
    pub(super) fn close(&mut self, end: Time) -> RegionSupply {
        let days = end.0.div_ceil(Duration::DAY.0) as usize;
        self.days.resize(days.max(self.days.len()), SupplyDay::default());
        RegionSupply {
            days: std::mem::take(&mut self.days),
            waiting: self.claims.iter().chain(&self.heard).map(|claim| claim.left).sum(),
        }
    }

    fn day(&mut self, at: Time) -> &mut SupplyDay {
        day_of(&mut self.days, at)
    }
}
