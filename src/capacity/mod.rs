//! What follows from a description without simulating it: how often steps are visited, how much work a unit is, and what
//! the stations and pools can do at most.
//!
//! Means only. Working hours (without holidays and make-up days), breakdowns, maintenance and absence count as the share of
//! time they leave, maintenance by the calendar as what of it falls into working hours; setups, waiting and blocking do not
//! count, so these are limits that a run never passes for long. Every product is made in the same number of
//! good units. A step at several stations is shared out by their machines, rework has no end, samples pass.

mod there;

use self::there::{machines_there, workers_there};
use crate::spec::{Crew, Operation, Plant, Product, Rework, Sample, Station, Step, StepKind, StepTime};
use crate::units::{ProductId, StationId};

/// A plant in figures.
#[derive(Clone, Debug)]
pub struct PlantFacts {
    /// By station.
    pub stations: Vec<StationFacts>,
    /// By pool.
    pub pools: Vec<PoolFacts>,
    /// By product.
    pub products: Vec<ProductFacts>,
}

/// A station in figures.
#[derive(Clone, Debug)]
pub struct StationFacts {
    /// Its name.
    pub name: String,
    /// Its machines, and those at work on average when there is always work [machines].
    pub machines: (u32, f64),
    /// Places in its buffer; `None`: unlimited.
    pub buffer: Option<u32>,
    /// Machine time for one good unit of each product [s].
    pub work: f64,
    /// Good units of each product that it is enough for [1/h]; `None` where nothing is done.
    pub limit: Option<f64>,
}

/// A pool in figures.
#[derive(Clone, Debug)]
pub struct PoolFacts {
    /// Its name.
    pub name: String,
    /// Workers over all teams, and those there on average [workers].
    pub workers: (u32, f64),
    /// Worker time for one good unit of each product [s].
    pub work: f64,
    /// Good units of each product that it is enough for [1/h]; `None` where it does nothing.
    pub limit: Option<f64>,
}

/// A product in figures.
#[derive(Clone, Debug)]
pub struct ProductFacts {
    /// Its name.
    pub name: String,
    /// Units in a lot.
    pub lot: u32,
    /// Good units of those started [0..=1].
    pub good: f64,
    /// Visits of a step for each good unit, in the order of the routing.
    pub visits: Vec<f64>,
    /// Units that become another product for each good unit.
    becomes: Vec<(usize, f64)>,
    /// Ways between steps, with the units that take them for each good unit; `None`: it leaves.
    pub ways: Vec<(usize, Option<usize>, f64)>,
}

impl PlantFacts {
    /// The station or pool with the lowest limit: its name, and good units of each product [1/h].
    pub fn bottleneck(&self) -> Option<(&str, f64)> {
        let stations = self.stations.iter().filter_map(|own| Some((own.name.as_str(), own.limit?)));
        let pools = self.pools.iter().filter_map(|own| Some((own.name.as_str(), own.limit?)));
        stations.chain(pools).min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// Load of a station when the bottleneck is fully used [0..=1].
    pub fn load(&self, station: usize) -> f64 {
        match (self.stations[station].limit, self.bottleneck()) {
            (Some(limit), Some((_, least))) => least / limit,
            _ => 0.0,
        }
    }
}

/// The figures of a plant that makes every product in the same number.
pub fn plant_facts(plant: &Plant) -> PlantFacts {
    facts_of(plant, None)
}

/// What a plant can make at most of one product alone [good units a day]; nothing where no step takes time.
pub fn rate_of(plant: &Plant, product: ProductId) -> f64 {
    facts_of(plant, Some(product.index())).bottleneck().map_or(0.0, |(_, per_hour)| 24.0 * per_hour)
}

/// The figures where all products that leave are wanted alike, or only one of them.
fn facts_of(plant: &Plant, only: Option<usize>) -> PlantFacts {
    let products: Vec<ProductFacts> = plant.products.iter().map(product_facts).collect();
    let needed = needed(plant, &products, only);
    let (mut machine_time, mut worker_time) = (vec![0.0; plant.stations.len()], vec![0.0; plant.pools.len()]);
    for ((product, facts), needed) in plant.products.iter().zip(&products).zip(&needed) {
        for (step, visits) in product.routing.iter().zip(&facts.visits) {
            let StepKind::Operation(operation) = &step.kind else { continue };
            let visits = visits * needed;
            for (station, share, time) in places(plant, operation) {
                let (work, loading) = work(&plant.stations[station.index()], product, operation, time);
                machine_time[station.index()] += visits * share * (work + loading);
                let after = operation.crew_after.as_ref().map_or(0.0, |time| {
                    let batch = plant.stations[station.index()].batch.as_ref().map_or(1, |batch| batch.max);
                    time.mean() / (f64::from(product.lot_units) * f64::from(batch))
                });
                let crews = operation.crew.iter().map(|crew| (crew, work + after));
                let loaders = operation.loading.iter().flat_map(|own| &own.crew).map(|crew| (crew, loading));
                for (crew, time) in crews.chain(loaders) {
                    for (pool, part) in called(plant, crew) {
                        let workers = f64::from(crew.workers) / f64::from(crew.tends.max(1));
                        worker_time[pool] += visits * share * time * workers * part;
                    }
                }
            }
        }
    }
    let limit = |able: f64, work: f64| (work > 0.0).then(|| able * 3600.0 / work);
    let stations = plant.stations.iter().zip(machine_time).map(|(station, work)| {
        let able = machines_there(plant, station);
        let (name, machines) = (station.name.clone(), (station.machines, able));
        StationFacts { name, machines, buffer: station.buffer, work, limit: limit(able, work) }
    });
    let pools = plant.pools.iter().zip(&worker_time).map(|(pool, &work)| {
        // Named workers are pools of their own, whose workers and work are the pool's.
        let own = std::iter::once(pool).chain(pool.members.iter().map(|id| &plant.pools[id.index()]));
        let (all, there) =
            own.map(|pool| workers_there(plant, pool)).fold((0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
        let work = work + pool.members.iter().map(|id| worker_time[id.index()]).sum::<f64>();
        PoolFacts { name: pool.name.clone(), workers: (all, there), work, limit: limit(there, work) }
    });
    PlantFacts { stations: stations.collect(), pools: pools.collect(), products }
}

/// Good units of each product that are made for one good unit of all that leave: components as often as they are taken.
fn needed(plant: &Plant, products: &[ProductFacts], only: Option<usize>) -> Vec<f64> {
    let uses = || {
        plant.products.iter().zip(products).enumerate().flat_map(|(user, (product, facts))| {
            product.routing.iter().zip(&facts.visits).flat_map(move |(step, visits)| {
                let components = match &step.kind {
                    StepKind::Operation(operation) => &operation.components[..],
                    _ => &[],
                };
                components
                    .iter()
                    .map(move |own| (user, own.product.index(), f64::from(own.per_unit) * visits))
            })
        })
    };
    // What becomes another product is made as such from there on.
    let become_another = || {
        let all = products.iter().enumerate();
        all.flat_map(|(user, facts)| facts.becomes.iter().map(move |(own, units)| (user, *own, *units)))
    };
    let sold = |p: usize| {
        let supply = &plant.products[p].supply;
        !supply.is_by_product() && (supply.has_orders() || !uses().any(|(_, own, _)| own == p))
    };
    let wanted = |p: usize| only.map_or_else(|| sold(p), |only| only == p);
    let leaves: Vec<f64> = (0..products.len()).map(|p| f64::from(u8::from(wanted(p)))).collect();
    let mut needed = leaves.clone();
    // Components of components: no chain is longer than there are products.
    for _ in 0..products.len() {
        let mut next = leaves.clone();
        uses().for_each(|(user, own, units)| next[own] += needed[user] * units);
        become_another()
            .for_each(|(user, own, units)| next[own] += needed[user] * units * products[own].good);
        needed = next;
    }
    needed
}

/// Stations where an operation may run, the share of each, its time there.
fn places<'a>(plant: &'a Plant, operation: &'a Operation) -> Vec<(StationId, f64, &'a StepTime)> {
    let mut places = vec![(operation.station, &operation.time)];
    places.extend(
        operation.or_at.iter().map(|(station, time)| (*station, time.as_ref().unwrap_or(&operation.time))),
    );
    if operation.or_at.is_empty() {
        let sharing = |(_, own): &(usize, &Station)| own.shares_buffer_of == Some(operation.station);
        let others = plant.stations.iter().enumerate().filter(sharing);
        places.extend(others.map(|(number, _)| (StationId::new(number), &operation.time)));
    }
    let machines = |station: StationId| f64::from(plant.stations[station.index()].machines);
    let all: f64 = places.iter().map(|(station, _)| machines(*station)).sum();
    let share = |station| if all > 0.0 { machines(station) / all } else { 0.0 };
    places.into_iter().map(|(station, time)| (station, share(station), time)).collect()
}

/// Time of an operation and of its loading, for one unit [s].
fn work(station: &Station, product: &Product, operation: &Operation, time: &StepTime) -> (f64, f64) {
    let lots = station.batch.as_ref().map_or(1, |batch| batch.max);
    let load = f64::from(lots) * f64::from(product.lot_units.max(1));
    let own = match time {
        StepTime::PerUnit(time) => time.mean(),
        StepTime::PerLot(time) => time.mean() / load,
    };
    (own, operation.loading.as_ref().map_or(0.0, |loading| loading.time.mean() / load))
}

/// Pools that a crew comes from, each with its part of the calls: by headcount.
fn called(plant: &Plant, crew: &Crew) -> Vec<(usize, f64)> {
    let count =
        |pool: usize| plant.pools[pool].teams.iter().map(|team| f64::from(team.headcount)).sum::<f64>();
    let all: f64 = crew.pools.iter().map(|pool| count(pool.index())).sum();
    let part = |pool: usize| if all > 0.0 { count(pool) / all } else { 0.0 };
    crew.pools.iter().map(|pool| (pool.index(), part(pool.index()))).collect()
}

/// Units at a step: good ones, and those with a hidden defect.
#[derive(Clone, Copy, Default, Debug)]
struct Units {
    good: f64,
    bad: f64,
}

impl Units {
    fn times(self, share: f64) -> Units {
        Units { good: self.good * share, bad: self.bad * share }
    }

    fn add(&mut self, other: Units) {
        self.good += other.good;
        self.bad += other.bad;
    }

    fn all(self) -> f64 {
        self.good + self.bad
    }
}

/// Units of a step that pass, and those that are rejected, with the step or product where these go.
fn verdict(product: &Product, step: &Step, come: Units) -> (Units, Option<(Rework, Units)>) {
    let mut on = come;
    if let StepKind::Operation(operation) = &step.kind {
        on = on.times(1.0 - operation.scrap);
        if let Some(quality) = &operation.quality {
            if quality.repairs {
                on = Units { good: on.all(), bad: 0.0 };
            }
            on = Units { good: on.good * (1.0 - quality.defects), bad: on.bad + on.good * quality.defects };
            let mut rejected = Units::default();
            if let Some(inspection) = &quality.inspection {
                let seen = match inspection.sample {
                    Sample::Lots(share) => share,
                    Sample::Units { units, .. } => {
                        (f64::from(units) / f64::from(product.lot_units.max(1))).min(1.0)
                    }
                };
                rejected.bad = on.bad * seen * inspection.detects;
                rejected.good = on.good * seen * inspection.false_alarm;
            }
            rejected.good += (on.good - rejected.good) * quality.rework_share;
            on = Units { good: on.good - rejected.good, bad: on.bad - rejected.bad };
            let mended = |rework: &Rework| match rework.keeps_defects {
                true => rejected,
                false => Units { good: rejected.all(), bad: 0.0 },
            };
            return (on, quality.rework.map(|rework| (rework, mended(&rework))));
        }
    }
    (on, None)
}

/// Where the units of a step go: to other steps, or out of the plant (`None`).
fn ways(product: &Product, index: usize, step: &Step, come: Units) -> Vec<(Option<usize>, Units)> {
    let mut ways = Vec::new();
    let (on, rejected) = verdict(product, step, come);
    if let Some((rework, units)) = rejected.filter(|(rework, _)| rework.product.is_none()) {
        ways.push((Some(rework.step), units));
    }
    if step.next.is_empty() {
        ways.push(((index + 1 < product.routing.len()).then_some(index + 1), on));
    }
    ways.extend(step.next.iter().map(|branch| (branch.step, on.times(branch.share))));
    ways
}

/// More rounds than this only a routing without a way out needs.
const ROUNDS: usize = 100_000;

/// Visits and yield of a product, by the traffic equations of its routing.
fn product_facts(product: &Product) -> ProductFacts {
    let steps = product.routing.len();
    let mut come = vec![Units::default(); steps];
    let mut left = 0.0;
    for _ in 0..ROUNDS {
        let mut next = vec![Units::default(); steps];
        if let Some(first) = next.first_mut() {
            first.good = 1.0;
        }
        left = 0.0;
        for (index, step) in product.routing.iter().enumerate() {
            for (to, units) in ways(product, index, step, come[index]) {
                match to {
                    Some(to) => next[to].add(units),
                    None => left += units.all(),
                }
            }
        }
        let change: f64 = next.iter().zip(&come).map(|(a, b)| (a.all() - b.all()).abs()).sum();
        come = next;
        if change < 1e-13 {
            break;
        }
    }
    let per_good = |units: f64| if left > 0.0 { units / left } else { 0.0 };
    let all = product.routing.iter().enumerate().flat_map(|(index, step)| {
        ways(product, index, step, come[index]).into_iter().map(move |(to, units)| (index, to, units.all()))
    });
    let ways = all.filter(|(.., units)| *units > 0.0).map(|(from, to, units)| (from, to, per_good(units)));
    let becomes = product.routing.iter().zip(&come).filter_map(|(step, come)| {
        let (rework, units) = verdict(product, step, *come).1?;
        Some((rework.product?.index(), per_good(units.all())))
    });
    ProductFacts {
        becomes: becomes.collect(),
        name: product.name.clone(),
        lot: product.lot_units,
        good: left,
        visits: come.iter().map(|units| per_good(units.all())).collect(),
        ways: ways.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{Branch, Breakdown, Inspection, Pool, Quality, Supply, Team};
    use crate::units::PoolId;

    fn constant(value: f64) -> crate::random::Distribution {
        crate::random::Distribution::Constant(value)
    }

    fn step(station: usize, seconds: f64) -> Step {
        let operation = Operation {
            station: StationId::new(station),
            time: StepTime::PerUnit(constant(seconds)),
            ..Operation::default()
        };
        Step { kind: StepKind::Operation(operation), ..Step::default() }
    }

    fn operation(step: &mut Step) -> &mut Operation {
        match &mut step.kind {
            StepKind::Operation(operation) => operation,
            _ => panic!("an operation"),
        }
    }

    fn plant(machines: &[u32], routing: Vec<Step>) -> Plant {
        let station = |(n, machines): (usize, &u32)| Station {
            name: format!("s{n}"),
            machines: *machines,
            ..Station::default()
        };
        let product = Product {
            name: "x".into(),
            lot_units: 10,
            supply: Supply::Saturated,
            routing,
            ..Product::default()
        };
        Plant {
            stations: machines.iter().enumerate().map(station).collect(),
            products: vec![product],
            ..Plant::default()
        }
    }

    #[track_caller]
    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a}, exact {b}");
    }

    #[test]
    fn a_line_with_scrap_breakdowns_and_workers() {
        // 10 % lost at the first of two steps: for one good unit, 1 / 0.9 started. Two machines at 6 s, which fail every
        // 90 s of work for 10 s: 2 x 0.9 machines, 3600 x 1.8 x 0.9 / 6 = 972 an hour. One machine at 3 s: 1200 an hour.
        // Three workers for the second, two at a time: 3600 x 3 / 6 = 1800 an hour.
        let (mut first, mut second) = (step(0, 6.0), step(1, 3.0));
        operation(&mut first).scrap = 0.1;
        operation(&mut second).crew =
            vec![Crew { pools: vec![PoolId::new(0)], workers: 2, tends: 1, priority: 0 }];
        let mut plant = plant(&[2, 1], vec![first, second]);
        let failure = Breakdown {
            time_to_failure: constant(90.0),
            time_to_repair: constant(10.0),
            ..Breakdown::default()
        };
        plant.stations[0].breakdowns = vec![failure];
        let team = Team { headcount: 3, calendar: None };
        plant.pools = vec![Pool { name: "hands".into(), teams: vec![team], ..Pool::default() }];
        let facts = plant_facts(&plant);
        near(facts.products[0].good, 0.9);
        near(facts.stations[0].limit.unwrap(), 972.0);
        near(facts.stations[1].limit.unwrap(), 1200.0);
        near(facts.pools[0].limit.unwrap(), 1800.0);
        assert_eq!(facts.bottleneck().unwrap().0, "s0");
        near(facts.load(1), 972.0 / 1200.0);
    }

    #[test]
    fn a_pool_of_named_workers_is_what_they_are() {
        let mut plant = plant(&[2], vec![step(0, 60.0)]);
        let worker = |name: &str| Pool {
            name: name.into(),
            teams: vec![Team { headcount: 1, calendar: None }],
            ..Pool::default()
        };
        let all =
            Pool { name: "all".into(), members: vec![PoolId::new(1), PoolId::new(2)], ..Pool::default() };
        plant.pools = vec![all, worker("Li"), worker("Wang")];
        let pools = vec![PoolId::new(1), PoolId::new(2)];
        operation(&mut plant.products[0].routing[0]).crew =
            vec![Crew { pools, workers: 1, tends: 1, priority: 0 }];
        let facts = plant_facts(&plant);
        assert_eq!(facts.pools[0].workers.0, 2);
        near(facts.pools[0].work, 60.0);
        near(facts.pools[0].limit.unwrap(), 120.0);
        near(facts.pools[1].limit.unwrap(), 120.0);
    }

    #[test]
    fn visits_of_a_routing_that_returns() {
        // From the second step a quarter goes back: 4 / 3 visits of each.
        let mut second = step(1, 1.0);
        let way = |share, step| Branch { share, step, most: None };
        second.next = vec![way(0.25, Some(0)), way(0.75, None)];
        let facts = plant_facts(&plant(&[1, 1], vec![step(0, 1.0), second]));
        near(facts.products[0].visits[0], 4.0 / 3.0);
        near(facts.products[0].visits[1], 4.0 / 3.0);
    }

    #[test]
    fn rework_of_what_an_inspection_finds() {
        // 20 % get a defect, all are found and mended at the same step, 20 % of them again: 1 / 0.8 visits.
        let mut only = step(0, 1.0);
        let inspection = Inspection { detects: 1.0, false_alarm: 0.0, sample: Sample::Lots(1.0) };
        let rework = Some(Rework::default());
        let quality = Quality { defects: 0.2, inspection: Some(inspection), rework, ..Quality::default() };
        operation(&mut only).quality = Some(quality);
        let facts = plant_facts(&plant(&[1], vec![only]));
        near(facts.products[0].visits[0], 1.25);
        near(facts.products[0].good, 1.0);
    }
}
