//! For tests: a factory with one of everything, and outcomes made by hand.

use crate::outcome::{
    Day, FactoryOutcome, FactoryTally, Installed, MaterialTally, Outcome, Period, PoolTally, ProductTally,
    StationTally,
};
use crate::random::Distribution;
use crate::spec::{
    Appraisal, Choice, Curve, Demand, Factory, Material, Orders, Plant, Pool, Product, Reorder, Spec,
    Station, Stop, Supply, Surge, Terms,
};
use crate::units::{Date, Duration, PlantId, Time, UpgradeId};

pub(crate) use crate::finance::appraisal::tests::near;

/// A region of one factory that sells masks at 0.20; horizon 12 months at 10 %.
pub(crate) fn spec(start: &str) -> Spec {
    let baseline =
        Choice { name: "baseline".into(), title: String::new(), installations: Vec::new(), offered: None };
    Spec {
        name: "sample".into(),
        question: String::new(),
        start: Date::parse(start).unwrap(),
        stop: Stop::After(Duration::DAY),
        warm_up: crate::spec::WarmUp::Fixed(Duration::ZERO),
        replications: 1,
        seed: 1,
        lot_scale: 1.0,
        currency: "CNY".into(),
        plants: vec![plant()],
        factories: vec![Factory {
            name: "F".into(),
            plant: PlantId(0),
            demand_factor: 1.0,
            time_factor: 1.0,
            connected: false,
            opens: Time::ZERO,
            sized: None,
        }],
        upgrades: Vec::new(),
        options: vec![baseline],
        region: None,
        epidemics: Vec::new(),
        surges: vec![Surge::none()],
        appraisal: Some(Appraisal {
            horizon_months: 12,
            discount_rate: 0.10,
            owner_limits_months: vec![3, 6],
            ..Appraisal::default()
        }),
        facts: Vec::new(),
        input_changes: None,
        accounts: None,
        programmes: vec![crate::spec::programme::Programme::own_profit()],
        shared: Vec::new(),
        adoption: None,
        studies: crate::spec::Studies::default(),
        sources: Vec::new(),
        assumptions: Vec::new(),
    }
}

fn plant() -> Plant {
    let demand = Demand {
        orders: Orders::Periodic {
            rate: Curve::constant(100.0),
            every: Duration::DAY,
            variation: Distribution::Constant(1.0),
        },
        ..Demand::default()
    };
    Plant {
        name: "hand".into(),
        title: String::new(),
        calendars: Vec::new(),
        stations: vec![Station {
            name: "press".into(),
            machines: 1,
            dormant: 0,
            buffer: None,
            power: crate::spec::Power { producing: 1.0, ..Default::default() },
            ..Station::default()
        }],
        places: Vec::new(),
        pools: vec![Pool { name: "hands".into(), teams: Vec::new(), wage_per_hour: 25.0, ..Pool::default() }],
        materials: vec![Material {
            name: "felt".into(),
            unit: "kg".into(),
            initial_stock: 0.0,
            reorder: Reorder::UpTo { point: 0.0, level: 1.0 },
            terms: Terms { lead_time: Distribution::Constant(0.0), price: 2.0, ..Terms::default() },
            ..Material::default()
        }],
        products: vec![Product {
            name: "mask".into(),
            unit: "mask".into(),
            lot_units: 1,
            supply: Supply::ToStock { initial_stock: 0, base_stock: 0, demand, patience: None },
            price: 0.20,
            ..Product::default()
        }],
        overhead_per_month: 3_043.75,
        energy_price: 0.8,
        ..Plant::default()
    }
}

/// An upgrade bought on a day of the run.
pub(crate) fn bought(day: u64, live_day: Option<u64>, cost: f64, yearly_cost: f64) -> Installed {
    let at = |day: u64| Time(day * Duration::DAY.0);
    let (ordered, live) = (at(day), live_day.map(at));
    Installed { upgrade: UpgradeId(0), units: 1, ordered, live, works: true, cost, yearly_cost }
}

/// A replication of a region in which every factory had the same outcome.
pub(crate) fn outcome(
    spec: &Spec,
    replication: u32,
    days: u64,
    units: impl Fn(u64) -> u64,
    installed: Vec<Installed>,
) -> Outcome {
    let factory = factory(spec, days, units, installed);
    let end = Time(days * Duration::DAY.0);
    Outcome {
        replication,
        end,
        events: 0,
        lots: 0,
        factories: vec![factory; spec.factories.len()],
        region: None,
    }
}

/// What a factory did: `units` delivered and finished on each day; each day 3 kg, 16 h of presence and 10 kWh.
pub(crate) fn factory(
    spec: &Spec,
    days: u64,
    units: impl Fn(u64) -> u64,
    installed: Vec<Installed>,
) -> FactoryOutcome {
    let end = Time(days * Duration::DAY.0);
    let mut starts = vec![Time::ZERO];
    starts.extend(spec.start.month_starts(end));
    starts.push(end);
    let period = |start: Time, end: Time| {
        let units = (start.0 / Duration::DAY.0..end.0 / Duration::DAY.0).map(&units).sum();
        Period { start, length: end.since(start), tally: tally(end.since(start).as_days(), units) }
    };
    let per_day = |day| Day { delivered: units(day), finished: units(day), ..Day::default() };
    FactoryOutcome {
        prices: Vec::new(),
        months: starts.windows(2).filter(|w| w[0] < w[1]).map(|w| period(w[0], w[1])).collect(),
        window: period(Time::ZERO, end),
        flow_times: Vec::new(),
        wait_times: Vec::new(),
        machines: Vec::new(),
        days: vec![(0..days).map(per_day).collect()],
        installed,
        deadlock: None,
    }
}

fn tally(days: f64, units: u64) -> FactoryTally {
    FactoryTally {
        products: vec![ProductTally { delivered: units, finished: units, ..ProductTally::default() }],
        stations: vec![StationTally { energy_kwh: 10.0 * days, ..StationTally::default() }],
        pools: vec![PoolTally {
            present: Duration::from_secs(days * 16.0 * 3_600.0),
            ..PoolTally::default()
        }],
        materials: vec![MaterialTally { bought_at_price: 3.0 * days, ..MaterialTally::default() }],
        ..FactoryTally::default()
    }
}
