//! Joint production: what a region's factories have in common, decided at the instants of a grid.
//!
//! At each instant the office hears from all factories, in their order, and then writes to those it concerns: about the
//! orders of the region's customers ([`market`], with the [`platform`]), what shared suppliers have made for them
//! ([`supply`]), incidents that came over the platform. Between two instants factories know nothing of each other.

mod allocation;
mod mail;
mod market;
mod platform;
mod prices;
mod supply;
mod wants;

use bevy_ecs::prelude::*;

use super::floor::Floor;
use super::region::{Demand, Setting};
use crate::outcome::RegionOutcome;
use crate::random::{key, mix, uniform};
use crate::spec::Factory;
use crate::units::{Duration, Time};

use self::mail::Post;
use self::market::Market;
use self::supply::SharedSupplier;

pub(super) use self::mail::{Claim, Commission, Mail, NOTHING, Need, Notice};

/// The office of a region. Owner: this file.
#[derive(Resource, Clone, Debug)]
pub(super) struct JointProduction {
    every: Duration,
    /// Who orders, and who makes it; `None` where customers buy everything.
    market: Option<Market>,
    suppliers: Vec<SharedSupplier>,
    /// The factories' sizes, by which a supplier may weigh them.
    sizes: Vec<f64>,
    connected: Vec<bool>,
    /// By factory, its incidents while connected since the last instant.
    incidents: Vec<u64>,
    /// Instants so far.
    instants: u64,
    /// Probability that an incident spreads to another connected factory.
    spread: f64,
    /// By factory, what makes its draws for that.
    spread_keys: Vec<u64>,
}

impl JointProduction {
    /// The office of a scenario's region at instant zero; none where factories share nothing.
    pub(super) fn new(setting: Setting<'_>) -> Option<JointProduction> {
        let described = setting.spec.region.as_ref()?;
        let as_described = setting.demand == Demand::AsDescribed;
        if !as_described && described.suppliers.is_empty() {
            return None;
        }
        let platform = described.platform.as_ref().filter(|_| as_described);
        let spread_key = |own: &Factory| {
            key(setting.seed, setting.replication, &format!("{}/platform", own.name), "spread")
        };
        Some(JointProduction {
            every: described.every,
            market: as_described.then(|| Market::new(described, setting)),
            suppliers: described.suppliers.iter().map(|own| SharedSupplier::new(own, setting)).collect(),
            sizes: setting.spec.factories.iter().map(|factory| factory.demand_factor).collect(),
            connected: vec![false; setting.spec.factories.len()],
            incidents: vec![0; setting.spec.factories.len()],
            instants: 0,
            spread: platform.map_or(0.0, |platform| platform.spread),
            spread_keys: setting.spec.factories.iter().map(spread_key).collect(),
        })
    }

    /// Takes over the surge of an office that was built for another.
    pub(super) fn take_surge(&mut self, built: JointProduction) {
        if let (Some(own), Some(built)) = (&mut self.market, built.market) {
            own.take_surge(built);
        }
    }

    /// Time between two instants.
    pub(super) fn every(&self) -> Duration {
        self.every
    }

    /// The warm-up ends: what is delivered counts from here.
    pub(super) fn end_warm_up(&mut self, now: Time) {
        if let Some(market) = &mut self.market {
            market.end_warm_up(now);
        }
    }

    /// Hears from a factory what became of its commissions, how much work it has, and what it needs.
    pub(super) fn hear(&mut self, factory: u32, floor: &mut Floor<'_>) {
        self.connected[factory as usize] = floor.mail.connected;
        if let Some(market) = &mut self.market {
            market.hear(factory, floor);
        }
        if let Some(risk) = &mut floor.risk.0 {
            self.incidents[factory as usize] += std::mem::take(&mut risk.news);
        }
        for claim in floor.mail.take_claims() {
            self.suppliers[claim.supplier as usize].hear(factory, claim);
        }
    }

    /// Everything that is decided at an instant of the grid; factories' mail by factory, in their order.
    pub(super) fn decide(&mut self, now: Time) -> Vec<(u32, Post)> {
        let mut post: Vec<(u32, Post)> = Vec::new();
        if let Some(market) = &mut self.market {
            market.decide(now, &self.connected, &mut post);
        }
        for supplier in &mut self.suppliers {
            supplier.make(now, &self.sizes, &mut post);
        }
        self.spread(&mut post);
        post.sort_by_key(|(factory, _)| *factory);
        post
    }

    /// Incidents of connected factories spread to others over the platform.
    fn spread(&mut self, post: &mut Vec<(u32, Post)>) {
        self.instants += 1;
        let all: u64 = self.incidents.iter().sum();
        if all > 0 && self.spread > 0.0 {
            for (factory, (connected, key)) in (0..).zip(self.connected.iter().zip(&self.spread_keys)) {
                // Spared by each of the others'; nobody is hit by its own a second time.
                let others = all - self.incidents[factory as usize];
                let spared = (0..others).fold(1.0, |spared, _| spared * (1.0 - self.spread));
                if *connected && others > 0 && uniform(mix(key ^ mix(self.instants))) >= spared {
                    post.push((factory, Post::Incident));
                }
            }
        }
        self.incidents.fill(0);
    }

    /// What became of the region's orders, and what its suppliers did, by the end.
    pub(super) fn close(&mut self, end: Time) -> RegionOutcome {
        RegionOutcome {
            demands: self.market.as_mut().map_or(Vec::new(), |market| market.close(end)),
            prices: self.market.as_mut().map_or(Vec::new(), |market| market.close_prices(end)),
            supplies: self.suppliers.iter_mut().map(|supplier| supplier.close(end)).collect(),
        }
    }
}

/// The entry of an instant's day in a list from the start of the run, as long as it needs to be.
fn day_of<T: Clone + Default>(days: &mut Vec<T>, at: Time) -> &mut T {
    let day = (at.0 / Duration::DAY.0) as usize;
    if days.len() <= day {
        days.resize(day + 1, T::default());
    }
    &mut days[day]
}
