//! The region's orders on their way to its factories and back: in fixed shares, or, for connected factories while the
//! platform is there, by what they can take. What a factory has been given it begins at that instant; what nobody can
//! take waits here.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, VecDeque};

use crate::capacity::rate_of;
use crate::outcome::RegionDemand;
use crate::random::{Distribution, Stream, key, mix};
use crate::spec::{self, Curve, Orders, Process, Region, RegionCustomers, Times};
use crate::units::{Duration, FactoryId, ProductId, Time};

use super::super::customers::{self, Customers};
use super::super::elements::NONE;
use super::super::floor::Floor;
use super::super::region::Setting;
use super::super::supplies::curve_for;
use super::allocation::{by_weight, divide};
use super::day_of;
use super::mail::{Commission, Notice, Post};
use super::platform::Running;
use super::prices::{Known, Price};
use super::wants::{Hoard, Stock, Waiting, Wants};

/// The region's customers, and what they have ordered from its factories.
#[derive(Clone, Debug)]
pub(super) struct Market {
    described: Region,
    demands: Vec<Wants>,
    platform: Option<Running>,
    commissioned: Vec<Commissioned>,
    free: Vec<u32>,
    /// On the way to the customers: when it arrives, whose it is, how much, when it was ordered.
    transit: BinaryHeap<Reverse<(Time, u32, u64, Time)>>,
    /// By factory: what makes the times of its transports, and how many there have been.
    transports: Vec<(u64, u64)>,
    /// What the surge makes of these times.
    slower: Option<Curve>,
    /// What each factory makes for the region, and its rate [units a day].
    works: Vec<Vec<(usize, f64)>>,
    /// Days' work that each factory has, as it is now.
    load: Vec<f64>,
    /// When each factory opens.
    opens: Vec<Time>,
    /// From when on what is delivered counts.
    window: Time,
    /// Prices that answer orders, and their multipliers day by day.
    prices: Vec<(Price, Vec<f64>)>,
}

/// Who makes something at an instant, one entry for each maker.
struct Makers {
    /// Fixed shares of those who are open; 0 of those who are not.
    weights: Vec<f64>,
    /// Whether the platform divides its part.
    on_platform: Vec<bool>,
}

impl Makers {
    /// The weights of those whose orders wait while the platform is out: the connected ones, and all where none is.
    fn of_those_who_wait(&self) -> Vec<f64> {
        if !self.on_platform.contains(&true) {
            return self.weights.clone();
        }
        let own = |(weight, on): (&f64, &bool)| if *on { *weight } else { 0.0 };
        self.weights.iter().zip(&self.on_platform).map(own).collect()
    }
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

/// Who orders for the stockpiles of the region's customers, after everybody else: whose, and as customers without orders
/// of their own.
fn orders_of_stockpiles(described: &Region) -> Vec<(usize, RegionCustomers)> {
    let filled = |(owner, own): (usize, &RegionCustomers)| {
        own.stockpile.as_ref().filter(|stockpile| stockpile.refill > 0.0)?;
        let process = Process { times: Times::Listed(Vec::new()), most: None };
        let orders = Orders::Single { process, size: Distribution::Constant(1.0) };
        let name = format!("{}/stockpile", own.name);
        let of_stock =
            RegionCustomers { name, orders, class: u8::MAX, due: None, patience: None, ..own.clone() };
        Some((owner, RegionCustomers { stockpile: None, panic: None, ..of_stock }))
    };
    described.customers.iter().enumerate().filter_map(filled).collect()
}

impl Market {
    /// The market of a scenario's region at instant zero.
    pub(super) fn new(described: &Region, setting: Setting<'_>) -> Market {
        let own = |element: &str, purpose: &str| {
            key(setting.seed, setting.replication, &format!("region/{element}"), purpose)
        };
        let limit = Time(setting.spec.stop.limit().0);
        let surge = &setting.spec.surges[setting.surge];
        let demand = |demand: &spec::RegionCustomers| {
            let chance = customers::Setting {
                chance: Stream::new(own(&demand.name, "arrival")),
                key: own(&demand.name, "order"),
                surge: curve_for(&surge.customers, &demand.name)
                    .or_else(|| curve_for(&surge.demand, &demand.product)),
                more: None,
                factor: 1.0,
                whole: true,
                limit,
                slot: NONE,
            };
            let (customers, first) = Customers::begin(&demand.orders, chance);
            let orders = demand.surges.is_empty() || demand.surges.contains(&surge.name);
            let next = if orders { first } else { Time::NEVER };
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
                delivered: 0,
                stock: demand.stockpile.as_ref().map(Stock::new),
                hoard: demand.panic.as_ref().map(Hoard::new),
                fills: None,
            }
        };
        let factories = setting.spec.factories.len();
        let chance = Stream::new(own("platform", "outage"));
        let platform = described.platform.clone().map(|own| Running::new(own, chance, factories));
        let transport = |factory: &spec::Factory| {
            (key(setting.seed, setting.replication, &format!("{}/transport", factory.name), "time"), 0)
        };
        let mut described = described.clone();
        let mut demands: Vec<Wants> = described.customers.iter().map(demand).collect();
        for (owner, filling) in orders_of_stockpiles(&described) {
            demands.push(Wants { fills: Some(owner), ..demand(&filling) });
            described.customers.push(filling);
        }
        let mut market = Market {
            demands,
            platform,
            described,
            commissioned: Vec::new(),
            free: Vec::new(),
            transit: BinaryHeap::new(),
            transports: setting.spec.factories.iter().map(transport).collect(),
            slower: surge.transport.clone(),
            works: vec![Vec::new(); factories],
            load: vec![0.0; factories],
            opens: setting.spec.factories.iter().map(|factory| factory.opens).collect(),
            window: Time::ZERO,
            prices: Vec::new(),
        };
        market.prices = market.described.prices.iter().map(|own| (Price::new(own), Vec::new())).collect();
        for (demand, described) in market.demands.iter().zip(&market.described.customers) {
            for ((factory, product), rate) in described.makers.iter().zip(&demand.rates) {
                let works = &mut market.works[factory.index()];
                // A product that several customers order counts once.
                if *rate > 0.0 && works.iter().all(|(own, _)| *own != product.index()) {
                    works.push((product.index(), *rate));
                }
            }
        }
        market
    }

    /// Takes over the surge of a market that was built for another.
    pub(super) fn take_surge(&mut self, built: Market) {
        self.slower = built.slower;
        for (own, built) in self.demands.iter_mut().zip(built.demands) {
            own.customers.take_surge(built.customers);
        }
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
        let days = |(product, rate): &(usize, f64)| floor.products[*product].store.backlog / rate;
        self.load[f] = self.works[f].iter().map(days).sum();
    }

    fn note(&mut self, notice: Notice) {
        let own = &mut self.commissioned[notice.tag as usize];
        let (of, ordered, factory) = (own.demand, own.ordered, own.factory);
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
        let (key, sent) = &mut self.transports[factory as usize];
        let slower = self.slower.as_ref().map_or(1.0, |curve| curve.at(notice.at));
        let journey =
            self.described.journey(factory as usize, self.demands[of as usize].fills.unwrap_or(of as usize));
        let time = journey.at(mix(*key ^ mix(*sent))) * slower;
        *sent += 1;
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
            demand.deliver(units, ordered, at, at >= self.window);
            if let Some(owner) = demand.fills
                && let Some(stock) = &mut self.demands[owner].stock
            {
                stock.on_hand += units;
            }
        }
    }

    /// Orders that came since the last instant are divided, and what waits; customers may take theirs back.
    pub(super) fn decide(&mut self, now: Time, connected: &[bool], post: &mut Vec<(u32, Post)>) {
        self.arrive(now);
        if let Some(platform) = &mut self.platform {
            platform.look(now, &self.load);
        }
        let mut order: Vec<usize> = (0..self.demands.len()).collect();
        order.sort_by_key(|demand| self.described.customers[*demand].class);
        for demand in order {
            let short = self.demands[demand].is_short(now);
            if let Some(stock) = &mut self.demands[demand].stock {
                stock.open(short, self.described.every);
            }
            let open = self.makers(demand, now, connected);
            self.take_orders(demand, now, &open, post);
            self.fill_stockpile(demand, now, &open, post);
            self.let_go(demand, now);
            self.share_out(demand, now, &open, post);
        }
        self.withdraw(now, post);
        self.answer_prices(now, post);
    }

    /// Prices answer what is owed to the region's customers, and what they order.
    fn answer_prices(&mut self, now: Time, post: &mut Vec<(u32, Post)>) {
        let customers = &self.described.customers;
        for (price, days) in &mut self.prices {
            let product = price.product().to_owned();
            let asked = self
                .demands
                .iter()
                .zip(customers)
                .filter(|(own, described)| own.fills.is_none() && described.product == product);
            let sum = |read: &dyn Fn(&Wants) -> Option<f64>| -> Option<f64> {
                asked.clone().map(|(own, _)| read(own)).sum()
            };
            let known = Known {
                owed: asked.clone().map(|(own, _)| own.open() as f64).sum(),
                now: sum(&|own| own.usual(now)),
                usual: sum(&|own| own.at_first(now)),
            };
            let makers: BTreeSet<_> = asked.clone().flat_map(|(_, described)| &described.makers).collect();
            let factor = price.answer(known, self.described.every);
            *day_of(days, now) = factor;
            post.extend(
                makers.into_iter().map(|(factory, product)| (factory.0, Post::Priced(product.0, factor))),
            );
        }
    }

    /// The weights of those who make something now: of all, of those in fixed shares, and of those on the platform.
    fn makers(&self, demand: usize, now: Time, connected: &[bool]) -> Makers {
        let makers = self.described.customers[demand].makers.iter().map(|(factory, _)| factory.index());
        let parts = makers.zip(&self.demands[demand].weights).map(|(factory, weight)| {
            let weight = if self.opens[factory] <= now { *weight } else { 0.0 };
            let on_platform = self.platform.is_some() && connected[factory];
            (weight, on_platform)
        });
        let (weights, on_platform) = parts.unzip();
        Makers { weights, on_platform }
    }

    /// New orders: fixed shares go to their factories, the parts of all connected ones together to the platform while it
    /// is there.
    fn take_orders(&mut self, demand: usize, now: Time, open: &Makers, post: &mut Vec<(u32, Post)>) {
        while self.demands[demand].next <= now {
            let wants = &mut self.demands[demand];
            let mut order = wants.next_order(self.described.customers[demand].due.as_ref());
            if let Some(given) = wants.stock.as_mut().map(|stock| stock.give(order.units)) {
                wants.day(now).released += given;
                wants.deliver(given, order.ordered, now, now >= self.window);
                order.units -= given;
            }
            self.place(demand, order, open, post);
        }
    }

    /// Divides an order; what nobody has yet waits.
    fn place(&mut self, demand: usize, order: Waiting, open: &Makers, post: &mut Vec<(u32, Post)>) {
        let up = self.platform.as_ref().is_some_and(Running::is_up);
        let parts = by_weight(order.units, &open.weights);
        let mut together = order.units - parts.iter().sum::<u64>();
        for (maker, part) in parts.into_iter().enumerate() {
            if up && open.on_platform[maker] {
                together += part;
            } else if part > 0 {
                self.commission(demand, maker, Waiting { units: part, ..order }, post);
            }
        }
        if together > 0 {
            self.demands[demand].waiting.push_back(Waiting { units: together, ..order });
        }
    }

    /// Orders what is missing in a stockpile, while its customers are not short.
    fn fill_stockpile(&mut self, demand: usize, now: Time, open: &Makers, post: &mut Vec<(u32, Post)>) {
        let Some(owner) = self.demands[demand].fills else { return };
        let on_the_way = self.demands[demand].open();
        let (short, stock) = (self.demands[owner].is_short(now), &self.demands[owner].stock);
        let Some(stock) = stock.as_ref().filter(|_| !short) else { return };
        let units = stock.missing(on_the_way, self.described.every);
        if units > 0 {
            self.demands[demand].day(now).ordered += units;
            self.place(demand, Waiting { ordered: now, due: Time::NEVER, units }, open, post);
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

    /// The platform divides what waits among the connected factories, by what they can take; while it is out, and for
    /// want of one, what waits goes in fixed shares to those who may have it.
    fn share_out(&mut self, demand: usize, now: Time, open: &Makers, post: &mut Vec<(u32, Post)>) {
        let supply: u64 = self.demands[demand].waiting.iter().map(|own| own.units).sum();
        if supply == 0 {
            return;
        }
        let by_platform = self.platform.as_ref().filter(|platform| platform.is_up());
        let up = by_platform.is_some();
        let makers = &self.described.customers[demand].makers;
        let given = if let Some(platform) = by_platform {
            let claim = |(maker, (factory, _)): (usize, &(FactoryId, ProductId))| {
                let takes = open.on_platform[maker] && open.weights[maker] > 0.0;
                let free = if takes { platform.free(factory.index()) } else { 0.0 };
                (free * self.demands[demand].rates[maker]).floor() as u64
            };
            let claims: Vec<u64> = makers.iter().enumerate().map(claim).collect();
            divide(supply, &claims, &open.weights, platform.rule())
        } else {
            by_weight(supply, &open.of_those_who_wait())
        };
        for (maker, mut units) in given.into_iter().enumerate() {
            let factory = self.described.customers[demand].makers[maker].0.index();
            if let Some(platform) = self.platform.as_mut().filter(|_| up && units > 0) {
                let days = units as f64 / self.demands[demand].rates[maker];
                platform.give(now, factory, days);
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

    /// Multipliers of the prices that answer orders, day by day; days without an instant have that before them.
    pub(super) fn close_prices(&mut self, end: Time) -> Vec<Vec<f64>> {
        let days = end.0.div_ceil(Duration::DAY.0) as usize;
        let whole = |(_, own): &mut (Price, Vec<f64>)| {
            own.resize(days.max(own.len()), 0.0);
            let mut last = 1.0;
            for factor in &mut *own {
                if *factor == 0.0 {
                    *factor = last;
                }
                last = *factor;
            }
            std::mem::take(own)
        };
        self.prices.iter_mut().map(whole).collect()
    }

    /// What became of the region's orders by the end.
    pub(super) fn close(&mut self, end: Time) -> Vec<RegionDemand> {
        self.arrive(end);
        let days = end.0.div_ceil(Duration::DAY.0) as usize;
        let described = self.described.customers.iter();
        let demands = self.demands.iter_mut().zip(described).map(|(demand, described)| {
            while demand.next < end {
                let order = demand.next_order(described.due.as_ref());
                demand.waiting.push_back(order);
            }
            demand.close(days)
        });
        demands.collect()
    }
}
