//! Joint production: a region's orders on their way to its factories and back.
//!
//! At each instant of the region's grid the office hears what the factories have delivered, takes the orders that came
//! since, and divides them: in fixed shares, or, for connected factories while the platform is there, by what they can
//! take. What a factory has been given it begins at that instant; what nobody can take waits here.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use bevy_ecs::prelude::*;

use crate::capacity::rate_of;
use crate::outcome::{RegionDay, RegionDemand, RegionOutcome};
use crate::random::{Stream, key, mix, uniform};
use crate::spec::{self, Platform, Region};
use crate::units::{Duration, FactoryId, ProductId, Time};

use super::allocation::{by_weight, divide};
use super::customers::{self, Customers};
use super::elements::NONE;
use super::floor::Floor;
use super::region::{Demand, Setting};
use super::supplies::curve_for;

/// What a factory is to make for the region.
#[derive(Clone, Copy, Debug)]
pub(super) struct Commission {
    pub(super) product: u32,
    pub(super) units: u64,
    /// When the customers ordered it.
    pub(super) ordered: Time,
    pub(super) due: Time,
    pub(super) class: u8,
    /// Its number at the office of the region.
    pub(super) tag: u32,
}

/// What becomes of a commission.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Notice {
    pub(super) tag: u32,
    pub(super) units: u64,
    pub(super) at: Time,
    /// Delivered; else taken back before work on it had begun.
    pub(super) delivered: bool,
}

/// A factory's mail from the region, and whether it is connected to the platform. Owner: this file.
#[derive(Component, Default, Debug)]
pub(super) struct Mail {
    pub(super) connected: bool,
    commissions: Vec<Commission>,
    /// Commissions to be taken back as far as work on them has not begun: product and number.
    withdrawn: Vec<(u32, u32)>,
    incident: bool,
    pub(super) slot: u32,
}

/// The office of a region. Owner: this file.
#[derive(Resource, Debug)]
pub(super) struct JointProduction {
    described: Region,
    demands: Vec<Wants>,
    platform: Option<Running>,
    commissioned: Vec<Commissioned>,
    free: Vec<u32>,
    /// On the way to the customers: when it arrives, whose it is, how much, when it was ordered.
    transit: BinaryHeap<Reverse<(Time, u32, u64, Time)>>,
    transport_key: u64,
    sent: u64,
    /// What each factory makes for the region, and its rate [units a day].
    works: Vec<Vec<(usize, f64)>>,
    /// Days' work that each factory has, as it is now.
    load: Vec<f64>,
    connected: Vec<bool>,
    /// Incidents of connected factories since the last instant, and instants so far.
    incidents: u64,
    instants: u64,
    spread_key: u64,
    /// From when on what is delivered counts.
    window: Time,
}

/// What customers of the region want.
#[derive(Debug)]
struct Wants {
    customers: Customers,
    next: Time,
    key: u64,
    /// Orders that no factory has, oldest first.
    waiting: VecDeque<Waiting>,
    /// Fixed shares of the makers, and what each can make [units a day].
    weights: Vec<f64>,
    rates: Vec<f64>,
    days: Vec<RegionDay>,
    delivery_wait: f64,
    at_factories: u64,
    in_transit: u64,
}

#[derive(Clone, Copy, Debug)]
struct Waiting {
    ordered: Time,
    due: Time,
    units: u64,
}

/// The platform as it runs.
#[derive(Debug)]
struct Running {
    described: Platform,
    up: bool,
    /// When it fails or is there again.
    turns: Time,
    chance: Stream,
    /// Factories' work as it was: when, days of each.
    known: VecDeque<(Time, Vec<f64>)>,
    /// What the platform itself has given since: when, to whom, days; and the sum for each.
    given: VecDeque<(Time, usize, f64)>,
    given_to: Vec<f64>,
}

/// A commission under way.
#[derive(Clone, Copy, Debug)]
struct Commissioned {
    demand: u32,
    factory: u32,
    product: u32,
    ordered: Time,
    left: u64,
    withdrawn: bool,
}

/// What a factory can make of a product alone, at its own pace [units a day].
fn rate(spec: &spec::Spec, factory: usize, product: usize) -> f64 {
    let own = &spec.factories[factory];
    rate_of(spec.plant_of(factory), ProductId::new(product)) / own.time_factor
}

impl JointProduction {
    /// The office of a scenario's region at instant zero; none where factories work for themselves, or customers buy
    /// everything.
    pub(super) fn new(setting: Setting<'_>) -> Option<JointProduction> {
        let described = setting.spec.region.as_ref().filter(|_| setting.demand == Demand::AsDescribed)?;
        let own = |element: &str, purpose: &str| {
            key(setting.seed, setting.replication, &format!("region/{element}"), purpose)
        };
        let limit = Time(setting.spec.stop.limit().0);
        let surge = &setting.spec.surges[setting.surge];
        let demand = |demand: &spec::RegionCustomers| {
            let chance = customers::Setting {
                chance: Stream::new(own(&demand.name, "arrival")),
                key: own(&demand.name, "order"),
                surge: curve_for(&surge.demand, &demand.product),
                factor: 1.0,
                whole: true,
                limit,
                slot: NONE,
            };
            let (customers, next) = Customers::begin(&demand.orders, chance);
            let makers = || demand.makers.iter().map(|(factory, product)| (factory.index(), product.index()));
            Wants {
                customers,
                next,
                key: own(&demand.name, "due"),
                waiting: VecDeque::new(),
                weights: makers().map(|(f, _)| setting.spec.factories[f].demand_factor).collect(),
                rates: makers().map(|(f, p)| rate(setting.spec, f, p)).collect(),
                days: Vec::new(),
                delivery_wait: 0.0,
                at_factories: 0,
                in_transit: 0,
            }
        };
        let factories = setting.spec.factories.len();
        let platform = described.platform.clone().map(|described| Running {
            described,
            up: true,
            turns: Time::NEVER,
            chance: Stream::new(own("platform", "outage")),
            known: VecDeque::new(),
            given: VecDeque::new(),
            given_to: vec![0.0; factories],
        });
        let mut office = JointProduction {
            demands: described.customers.iter().map(demand).collect(),
            platform,
            described: described.clone(),
            commissioned: Vec::new(),
            free: Vec::new(),
            transit: BinaryHeap::new(),
            transport_key: own("transport", "time"),
            sent: 0,
            works: vec![Vec::new(); factories],
            load: vec![0.0; factories],
            connected: vec![false; factories],
            incidents: 0,
            instants: 0,
            spread_key: own("platform", "spread"),
            window: Time::ZERO,
        };
        for (demand, described) in office.demands.iter().zip(&described.customers) {
            for ((factory, product), rate) in described.makers.iter().zip(&demand.rates) {
                let works = &mut office.works[factory.index()];
                // A product that several customers order counts once.
                if *rate > 0.0 && works.iter().all(|(own, _)| *own != product.index()) {
                    works.push((product.index(), *rate));
                }
            }
        }
        if let Some(platform) = &mut office.platform {
            platform.turn(Time::ZERO);
        }
        Some(office)
    }

    /// Time between two instants.
    pub(super) fn every(&self) -> Duration {
        self.described.every
    }

    /// The warm-up ends: what is delivered counts from here.
    pub(super) fn end_warm_up(&mut self, now: Time) {
        self.window = now;
        self.demands.iter_mut().for_each(|demand| demand.delivery_wait = 0.0);
    }

    /// Hears from a factory what became of its commissions, and how much work it has.
    pub(super) fn hear(&mut self, factory: u32, floor: &mut Floor<'_>) {
        for product in &mut *floor.products {
            for notice in product.store.notices.drain(..) {
                self.note(notice);
            }
        }
        let f = factory as usize;
        self.connected[f] = floor.mail.connected;
        if let Some(risk) = &mut floor.risk.0 {
            self.incidents += std::mem::take(&mut risk.news);
        }
        let days = |(product, rate): &(usize, f64)| floor.products[*product].store.backlog / rate;
        self.load[f] = self.works[f].iter().map(days).sum();
    }

    fn note(&mut self, notice: Notice) {
        let own = &mut self.commissioned[notice.tag as usize];
        let (of, ordered) = (own.demand, own.ordered);
        own.left -= notice.units;
        if own.left == 0 {
            self.free.push(notice.tag);
        }
        let demand = &mut self.demands[of as usize];
        demand.at_factories -= notice.units;
        if !notice.delivered {
            demand.day(notice.at).lost += notice.units;
            return;
        }
        demand.in_transit += notice.units;
        let time = self.described.transport.at(mix(self.transport_key ^ mix(self.sent)));
        self.sent += 1;
        let arrives = notice.at.after(Duration::from_secs(time));
        self.transit.push(Reverse((arrives, of, notice.units, ordered)));
    }

    /// What has arrived at the customers by now.
    fn arrive(&mut self, now: Time) {
        while let Some(Reverse((at, of, units, ordered))) = self.transit.peek().copied()
            && at <= now
        {
            self.transit.pop();
            let demand = &mut self.demands[of as usize];
            demand.in_transit -= units;
            demand.day(at).delivered += units;
            if at >= self.window {
                demand.delivery_wait += units as f64 * at.since(ordered).as_secs();
            }
        }
    }

    /// Everything that is decided at an instant of the grid; factories' mail by factory, in their order.
    pub(super) fn decide(&mut self, now: Time) -> Vec<(u32, Post)> {
        self.arrive(now);
        if let Some(platform) = &mut self.platform {
            platform.look(now, &self.load);
        }
        let mut post: Vec<(u32, Post)> = Vec::new();
        let mut order: Vec<usize> = (0..self.demands.len()).collect();
        order.sort_by_key(|demand| self.described.customers[*demand].class);
        for demand in order {
            self.take_orders(demand, now, &mut post);
            self.let_go(demand, now);
            self.share_out(demand, now, &mut post);
        }
        self.withdraw(now, &mut post);
        self.spread(&mut post);
        post.sort_by_key(|(factory, _)| *factory);
        post
    }

    /// Whether the platform divides a factory's part.
    fn by_platform(&self, factory: usize) -> bool {
        self.connected[factory] && self.platform.as_ref().is_some_and(|platform| platform.up)
    }

    /// New orders: fixed shares go to their factories, the parts of all connected ones together to the platform.
    fn take_orders(&mut self, demand: usize, now: Time, post: &mut Vec<(u32, Post)>) {
        while self.demands[demand].next <= now {
            let described = &self.described.customers[demand];
            let wants = &mut self.demands[demand];
            let ordered = wants.next;
            let order = wants.customers.order(ordered);
            wants.next = order.next;
            let drawn = || {
                let due = described.due.as_ref().map(|due| due.at(mix(order.key ^ wants.key)));
                due.map_or(Time::NEVER, |due| ordered.after(Duration::from_secs(due)))
            };
            let (due, units) = (order.due.unwrap_or_else(drawn), order.units as u64);
            wants.day(ordered).ordered += units;
            let parts = by_weight(units, &wants.weights);
            let mut together = units - parts.iter().sum::<u64>();
            for (maker, part) in parts.into_iter().enumerate() {
                let factory = self.described.customers[demand].makers[maker].0.index();
                if self.by_platform(factory) {
                    together += part;
                } else if part > 0 {
                    self.commission(demand, maker, Waiting { ordered, due, units: part }, post);
                }
            }
            if together > 0 {
                self.demands[demand].waiting.push_back(Waiting { ordered, due, units: together });
            }
        }
    }

    /// Orders that no factory has and whose customers do not wait longer are lost.
    fn let_go(&mut self, demand: usize, now: Time) {
        let Some(patience) = self.described.customers[demand].patience else { return };
        let wants = &mut self.demands[demand];
        while let Some(first) = wants.waiting.front().copied()
            && first.ordered.after(patience) <= now
        {
            wants.waiting.pop_front();
            wants.day(now).lost += first.units;
        }
    }

    /// The platform divides what waits among the connected factories, by what they can take; while it is out, it goes in
    /// fixed shares.
    fn share_out(&mut self, demand: usize, now: Time, post: &mut Vec<(u32, Post)>) {
        let supply: u64 = self.demands[demand].waiting.iter().map(|own| own.units).sum();
        if supply == 0 {
            return;
        }
        let Some(platform) = &self.platform else { return };
        let (up, rule) = (platform.up, platform.described.rule);
        let makers = &self.described.customers[demand].makers;
        let given = if up {
            let horizon = platform.described.horizon.as_days();
            let claim = |(maker, (factory, _)): (usize, &(FactoryId, ProductId))| {
                let f = factory.index();
                let free = if self.connected[f] { (horizon - platform.load_of(f)).max(0.0) } else { 0.0 };
                (free * self.demands[demand].rates[maker]).floor() as u64
            };
            let claims: Vec<u64> = makers.iter().enumerate().map(claim).collect();
            divide(supply, &claims, rule)
        } else {
            by_weight(supply, &self.demands[demand].weights)
        };
        for (maker, mut units) in given.into_iter().enumerate() {
            let factory = self.described.customers[demand].makers[maker].0.index();
            if let Some(platform) = self.platform.as_mut().filter(|_| up && units > 0) {
                let days = units as f64 / self.demands[demand].rates[maker];
                platform.given.push_back((now, factory, days));
                platform.given_to[factory] += days;
            }
            while units > 0 {
                let Some(first) = self.demands[demand].waiting.front_mut() else { break };
                let part = units.min(first.units);
                let own = Waiting { units: part, ..*first };
                first.units -= part;
                units -= part;
                if first.units == 0 {
                    self.demands[demand].waiting.pop_front();
                }
                self.commission(demand, maker, own, post);
            }
        }
    }

    fn commission(&mut self, demand: usize, maker: usize, own: Waiting, post: &mut Vec<(u32, Post)>) {
        let (factory, product) = self.described.customers[demand].makers[maker];
        let entry = Commissioned {
            demand: demand as u32,
            factory: factory.0,
            product: product.0,
            ordered: own.ordered,
            left: own.units,
            withdrawn: false,
        };
        let tag = match self.free.pop() {
            Some(free) => {
                self.commissioned[free as usize] = entry;
                free
            }
            None => {
                self.commissioned.push(entry);
                self.commissioned.len() as u32 - 1
            }
        };
        self.demands[demand].at_factories += own.units;
        let class = self.described.customers[demand].class;
        let Waiting { ordered, due, units } = own;
        let commission = Commission { product: product.0, units, ordered, due, class, tag };
        post.push((factory.0, Post::Commission(commission)));
    }

    /// Customers who do not wait longer take back what no factory has begun.
    fn withdraw(&mut self, now: Time, post: &mut Vec<(u32, Post)>) {
        if self.described.customers.iter().all(|own| own.patience.is_none()) {
            return;
        }
        for (tag, own) in (0..).zip(&mut self.commissioned) {
            let patience = self.described.customers[own.demand as usize].patience;
            let over = patience.is_some_and(|patience| own.ordered.after(patience) <= now);
            if own.left > 0 && over && !own.withdrawn {
                own.withdrawn = true;
                post.push((own.factory, Post::Withdrawn(own.product, tag)));
            }
        }
    }

    /// Incidents of connected factories spread to others over the platform.
    fn spread(&mut self, post: &mut Vec<(u32, Post)>) {
        self.instants += 1;
        let incidents = std::mem::take(&mut self.incidents);
        let spread = self.platform.as_ref().map_or(0.0, |platform| platform.described.spread);
        if incidents == 0 || spread <= 0.0 {
            return;
        }
        // Spared by each of them.
        let spared = (0..incidents).fold(1.0, |spared, _| spared * (1.0 - spread));
        for (factory, connected) in (0..).zip(&self.connected) {
            let draw = mix(self.spread_key ^ mix(self.instants ^ mix(u64::from(factory))));
            if *connected && uniform(draw) >= spared {
                post.push((factory, Post::Incident));
            }
        }
    }

    /// What became of the region's orders by the end.
    pub(super) fn close(&mut self, end: Time) -> RegionOutcome {
        self.arrive(end);
        let demands = self.demands.iter_mut().map(|demand| {
            while demand.next < end {
                let at = demand.next;
                let order = demand.customers.order(at);
                demand.next = order.next;
                demand.day(at).ordered += order.units as u64;
                let units = order.units as u64;
                demand.waiting.push_back(Waiting { ordered: at, due: Time::NEVER, units });
            }
            // Days without anything are periods too.
            let days = end.0.div_ceil(Duration::DAY.0) as usize;
            demand.days.resize(days.max(demand.days.len()), RegionDay::default());
            RegionDemand {
                days: std::mem::take(&mut demand.days),
                delivery_wait: demand.delivery_wait,
                waiting: demand.waiting.iter().map(|own| own.units).sum(),
                at_factories: demand.at_factories,
                in_transit: demand.in_transit,
            }
        });
        RegionOutcome { demands: demands.collect() }
    }
}

impl Wants {
    fn day(&mut self, at: Time) -> &mut RegionDay {
        let day = (at.0 / Duration::DAY.0) as usize;
        if self.days.len() <= day {
            self.days.resize(day + 1, RegionDay::default());
        }
        &mut self.days[day]
    }
}

impl Running {
    /// Draws when the platform turns next.
    fn turn(&mut self, now: Time) {
        let Some((between, length)) = &self.described.outages else { return };
        let drawn = if self.up { between } else { length }.at(self.chance.next_bits());
        self.turns = now.after(Duration::from_secs(drawn));
    }

    /// Looks whether it is there now, and at the factories' work as its data have it.
    fn look(&mut self, now: Time, load: &[f64]) {
        while self.turns <= now {
            self.up = !self.up;
            self.turn(self.turns);
        }
        self.known.push_back((now, load.to_vec()));
        let old = |at: Time| at.after(self.described.data_age) <= now;
        while self.known.len() > 1 && old(self.known[1].0) {
            self.known.pop_front();
        }
        let since = self.known[0].0;
        while let Some((_, to, days)) = self.given.pop_front_if(|(at, ..)| *at < since) {
            self.given_to[to] -= days;
        }
    }

    /// Days' work of a factory as far as the platform knows: what the data say, and what it has given since.
    fn load_of(&self, factory: usize) -> f64 {
        self.known.front().map_or(0.0, |(_, load)| load[factory]) + self.given_to[factory]
    }
}

/// A letter to a factory.
#[derive(Clone, Copy, Debug)]
pub(super) enum Post {
    /// Make this.
    Commission(Commission),
    /// Take this back, as far as work on it has not begun: product and number.
    Withdrawn(u32, u32),
    /// An incident that came over the platform.
    Incident,
}

impl Mail {
    /// A factory without mail.
    pub(super) fn new(connected: bool, slot: u32) -> Mail {
        Mail { connected, slot, ..Mail::default() }
    }

    /// Puts a letter into the box.
    pub(super) fn put(&mut self, post: Post) {
        match post {
            Post::Commission(commission) => self.commissions.push(commission),
            Post::Withdrawn(product, tag) => self.withdrawn.push((product, tag)),
            Post::Incident => self.incident = true,
        }
    }
}

impl Floor<'_> {
    /// The factory opens its mail from the region.
    pub(super) fn open_mail(&mut self) {
        if std::mem::take(&mut self.mail.incident) {
            self.hit_stations();
        }
        for (product, tag) in std::mem::take(&mut self.mail.withdrawn) {
            self.give_back(product, tag);
        }
        for commission in std::mem::take(&mut self.mail.commissions) {
            self.accept(commission);
        }
    }
}
