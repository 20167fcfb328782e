//! Small plants for tests.

use crate::random::Distribution;
use crate::spec::{
    Arrivals, Choice, Factory, FirstArrival, Operation, Plant, Process, Product, Spec, Station, Step,
    StepKind, StepTime, Stop, Supply, Surge, Times,
};
use crate::units::{Date, Duration, PlantId, StationId};

/// A station with machines and a buffer.
pub(super) fn station(name: &str, machines: u32, buffer: Option<u32>) -> Station {
    Station { name: name.into(), machines, dormant: 0, buffer, ..Station::default() }
}

/// An operation per lot at a station.
pub(super) fn operation(name: &str, station: usize, time: Distribution) -> Step {
    Step {
        name: name.into(),
        kind: StepKind::Operation(Operation {
            station: StationId::new(station),
            time: StepTime::PerLot(time),
            ..Operation::default()
        }),
        ..Step::default()
    }
}

/// Poisson arrivals [lots per second].
pub(super) fn poisson(rate: f64) -> Supply {
    Supply::Arrivals(Arrivals {
        process: Process {
            times: Times::Spaced {
                first: FirstArrival::AfterSpacing,
                spacing: Distribution::Exponential { mean: 1.0 / rate },
            },
            most: None,
        },
        ..Arrivals::default()
    })
}

/// A product of single units.
pub(super) fn product(supply: Supply, routing: Vec<Step>) -> Product {
    Product {
        name: "thing".into(),
        unit: "unit".into(),
        lot_units: 1,
        supply,
        price: 1.0,
        routing,
        ..Product::default()
    }
}

/// A plant of stations and one product.
pub(super) fn plant(stations: Vec<Station>, product: Product) -> Plant {
    Plant { name: "plant".into(), stations, products: vec![product], ..Plant::default() }
}

/// A scenario of one factory.
pub(super) fn spec(plant: Plant, seconds: f64) -> Spec {
    Spec {
        name: "test".into(),
        question: String::new(),
        start: Date::new(2020, 1, 6).unwrap(),
        stop: Stop::After(Duration::from_secs(seconds)),
        warm_up: crate::spec::WarmUp::Fixed(Duration::ZERO),
        replications: 1,
        seed: 1,
        lot_scale: 1.0,
        currency: "CNY".into(),
        plants: vec![plant],
        factories: vec![Factory {
            name: "F1".into(),
            plant: PlantId(0),
            demand_factor: 1.0,
            time_factor: 1.0,
            connected: false,
            opens: crate::units::Time::ZERO,
            sized: None,
        }],
        upgrades: Vec::new(),
        options: vec![Choice {
            name: "baseline".into(),
            title: String::new(),
            installations: Vec::new(),
            offered: None,
        }],
        region: None,
        epidemics: Vec::new(),
        surges: vec![Surge::none()],
        appraisal: None,
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

/// A saturated serial line of exponential stations with the same buffer between them.
pub(super) fn line(stations: usize, buffer: u32, seconds: f64) -> Spec {
    let all = (0..stations).map(|s| station(&format!("s{s}"), 1, (s > 0).then_some(buffer))).collect();
    let steps = (0..stations)
        .map(|s| operation(&format!("s{s}"), s, Distribution::Exponential { mean: 1.0 }))
        .collect();
    spec(plant(all, product(Supply::Saturated, steps)), seconds)
}
