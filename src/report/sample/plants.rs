//! What is made up of a scenario: plants, surges, options, facts and assumptions.

use crate::random::Distribution;
use crate::spec::{
    Appraisal, Arrivals, Assumption, Choice, Curve, Demand, Fact, FactKind, FactMeasure, Factory,
    FirstArrival, Installation, Material, Operation, Orders, Plant, Pool, Process, Product, Reorder, Source,
    Spec, Station, Step, StepKind, StepTime, Stop, Supply, Surge, Team, Terms, Times, Upgrade,
};
use crate::units::{Date, Duration, FactoryId, PlantId, ProductId, StationId, Time, UpgradeId};

use super::{DAYS, HORIZON, REPLICATIONS};

pub(super) fn arriving() -> Product {
    let arrivals = Arrivals {
        process: Process {
            times: Times::Spaced {
                first: FirstArrival::AfterSpacing,
                spacing: Distribution::Exponential { mean: 1.0 },
            },
            most: None,
        },
        ..Arrivals::default()
    };
    let mut product = plant("x", "", &["counter"], "lot", 1).products.remove(0);
    product.supply = Supply::Arrivals(arrivals);
    product.unit = String::new();
    product
}

pub(super) fn plant(name: &str, title: &str, stations: &[&str], product: &str, lot: u32) -> Plant {
    let stations: Vec<Station> = stations
        .iter()
        .map(|name| Station {
            name: (*name).into(),
            machines: u32::from(*name != "auto_weld") * 2,
            dormant: 2,
            buffer: Some(20),
            power: crate::spec::Power { producing: 3.0, idle: 1.0, ..Default::default() },
            ..Station::default()
        })
        .collect();
    let routing = stations
        .iter()
        .enumerate()
        .filter(|(_, s)| s.machines > 0)
        .map(|(i, s)| Step {
            name: s.name.clone(),
            kind: StepKind::Operation(Operation {
                station: StationId::new(i),
                time: StepTime::PerUnit(Distribution::Constant(1.0)),
                scrap: 0.02,
                ..Operation::default()
            }),
            ..Step::default()
        })
        .collect();
    Plant {
        name: name.into(),
        title: title.into(),
        stations,
        pools: vec![Pool {
            name: "welders".into(),
            teams: vec![Team { headcount: 25, calendar: None }],
            absence: 0.04,
            wage_per_hour: 28.5,
            ..Pool::default()
        }],
        materials: vec![Material {
            name: "meltblown".into(),
            unit: "kg".into(),
            initial_stock: 300.0,
            reorder: Reorder::UpTo { point: 200.0, level: 500.0 },
            terms: Terms { lead_time: Distribution::Constant(864_000.0), price: 18.0, ..Terms::default() },
            ..Material::default()
        }],
        products: vec![Product {
            name: product.into(),
            unit: product.into(),
            lot_units: lot,
            supply: Supply::ToStock {
                initial_stock: 20_000,
                base_stock: 60_000,
                demand: Demand {
                    orders: Orders::Periodic {
                        rate: Curve::constant(8000.0),
                        every: Duration::DAY,
                        variation: Distribution::Constant(1.0),
                    },
                    ..Demand::default()
                },
                patience: Some(Duration(14 * Duration::DAY.0)),
            },
            price: 0.2,
            routing,
            ..Product::default()
        }],
        overhead_per_month: 8000.0,
        energy_price: 0.8,
        ..Plant::default()
    }
}

pub(super) fn town_spec() -> Spec {
    let names = ["Ning", "Hua <& Sons>", "Tai", "Wen", "Lu", "Shun", "Bao", "Qing"];
    let kinds = [0, 0, 0, 0, 1, 1, 1, 2];
    let option = |name: &str, title: &str, plants: &[u32], upgrade: u32| Choice {
        name: name.into(),
        title: title.into(),
        installations: (0..8)
            .filter(|f| plants.contains(&kinds[*f]))
            .map(|f| Installation {
                factory: FactoryId::new(f),
                upgrade: UpgradeId(upgrade),
                units: 1,
                order_at: Time(60 * Duration::DAY.0),
                order_when: None,
                stops: vec![StationId(2)],
                effects: Vec::new(),
            })
            .collect(),
        offered: None,
    };
    let upgrade = |name: &str, works: f64| Upgrade {
        cost: Distribution::Constant(280_000.0),
        yearly_cost: Distribution::Constant(15_000.0),
        delivery: Distribution::Constant(25.0 * 86_400.0),
        installation: Distribution::Constant(3.0 * 86_400.0),
        standstill: Duration(3 * Duration::DAY.0),
        ramp: Duration(14 * Duration::DAY.0),
        works,
        ..Upgrade::named(name)
    };
    let mut surge = Surge::none();
    surge.name = "early_2020".into();
    surge.title = "an outbreak like that of early 2020".into();
    surge.emergency = Date::parse("2020-01-20").zip(Date::parse("2020-06-30"));
    Spec {
        name: "mask_town".into(),
        question: "How much more does the town make in an emergency, and when is the money back?".into(),
        start: Date::parse("2020-01-06").unwrap(),
        stop: Stop::After(Duration(DAYS * Duration::DAY.0)),
        warm_up: crate::spec::WarmUp::Fixed(Duration::ZERO),
        replications: REPLICATIONS,
        seed: 1,
        lot_scale: 1.0,
        currency: "CNY".into(),
        plants: vec![
            plant(
                "hand_workshop",
                "workshop with ear loops welded by hand",
                &["cut", "form", "ear_loop", "auto_weld", "pack"],
                "mask",
                500,
            ),
            plant("small_line", "small automatic line", &["form", "ear_loop", "pack"], "mask", 500),
            plant("gown_shop", "sewing shop for gowns", &["cut", "sew", "pack"], "gown", 10),
        ],
        factories: (0..8)
            .map(|f| Factory {
                name: names[f].into(),
                plant: PlantId(kinds[f]),
                demand_factor: 1.0,
                time_factor: 1.0,
                connected: false,
                opens: Time::ZERO,
                sized: None,
            })
            .collect(),
        upgrades: vec![upgrade("auto_earloop", 0.9), upgrade("monitoring", 0.95), upgrade("planning", 1.0)],
        options: vec![
            option("baseline", "", &[], 0),
            option("automatic_welding", "automatic ear-loop welding", &[0], 0),
            option("monitoring", "machine monitoring with alarms on the phone", &[0, 1], 1),
            option("planning", "", &[0, 1, 2], 2),
        ],
        region: None,
        epidemics: Vec::new(),
        surges: vec![Surge::none(), surge],
        appraisal: Some(Appraisal {
            horizon_months: HORIZON as u32,
            discount_rate: 0.1,
            owner_limits_months: vec![24, 36],
            ..Appraisal::default()
        }),
        facts: facts(),
        input_changes: None,
        accounts: None,
        programmes: vec![crate::spec::programme::Programme::own_profit()],
        shared: Vec::new(),
        adoption: None,
        studies: crate::spec::Studies::default(),
        sources: vec![
            Source {
                id: "S01".into(),
                title: "Survey of mask suppliers in Hubei, ministry bulletin, 2020".into(),
                grade: "B".into(),
            },
            Source {
                id: "S22".into(),
                title: "OEE in small plants, a review, 2019".into(),
                grade: "A".into(),
            },
        ],
        assumptions: assumptions(),
    }
}

fn facts() -> Vec<Fact> {
    let plant = PlantId(0);
    let fact = |name: &str, measure, low, high, unit: &str, kind| Fact {
        name: name.into(),
        measure,
        low,
        high,
        unit: unit.into(),
        kind,
        source: Some("S22".into()),
    };
    vec![
        fact(
            "OEE of ear-loop machines",
            FactMeasure::Oee { plant, station: StationId(2) },
            0.4,
            0.75,
            "",
            FactKind::Predicted,
        ),
        fact(
            "Masks a worker makes in a day",
            FactMeasure::UnitsPerWorkerDay { plant },
            400.0,
            900.0,
            "masks",
            FactKind::Tuned,
        ),
        fact(
            "Capacity of a workshop",
            FactMeasure::CapacityPerDay { plant },
            8000.0,
            15_000.0,
            "masks a day",
            FactKind::Tuned,
        ),
        fact(
            "Days from cutting to the box",
            FactMeasure::FlowDays { plant, product: ProductId(0) },
            0.1,
            0.2,
            "days",
            FactKind::Predicted,
        ),
    ]
}

fn assumptions() -> Vec<Assumption> {
    (0..60)
        .map(|i| Assumption {
            place: format!(
                "plant {}, station s{}, machines",
                ["hand_workshop", "small_line", "gown_shop"][i % 3],
                i
            ),
            value: format!("Triangular(min: {i}, mode: {}, max: {})", i + 1, i + 2),
            source: (i % 4 != 0).then(|| "S01".to_owned()),
        })
        .collect()
}
