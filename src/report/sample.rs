//! Made-up results for the tests of this folder: a town of eight factories, and a plain queue. Deterministic.

use crate::experiment::{Cell, Payback, Results, Versus, Within};
use crate::outcome::{
    Day, FactoryOutcome, FactoryTally, Installed, MachineState, MaterialTally, Outcome, Period, PoolTally,
    ProductLevel, ProductTally, StateTimes, StationTally,
};
use crate::random::Distribution;
use crate::report::measures;
use crate::spec::{
    Appraisal, Arrivals, Assumption, Choice, Curve, Demand, Fact, FactKind, FactMeasure, Factory,
    FirstArrival, Installation, Material, Operation, Orders, Plant, Pool, Process, Product, Reorder, Source,
    Spec, Station, Step, StepKind, StepTime, Stop, Supply, Surge, Team, Terms, Times, Upgrade,
};
use crate::stats::Estimate;
use crate::units::{Date, Duration, FactoryId, PlantId, ProductId, StationId, Time, UpgradeId};

const DAYS: u64 = 730;
const REPLICATIONS: u32 = 16;
const HORIZON: usize = 60;

/// A small generator (Knuth's MMIX constants): good enough for pictures.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / (1u64 << 31) as f64
    }

    fn around_one(&mut self, spread: f64) -> f64 {
        1.0 + spread * (self.next() + self.next() - 1.0)
    }
}

/// Eight factories of three kinds, two surges, three options and the baseline, 16 replications.
pub(crate) fn town() -> (Spec, Results) {
    let spec = town_spec();
    let mut cells: Vec<Cell> = Vec::new();
    for surge in 0..2 {
        for option in 0..4 {
            let run = |unlimited: bool| -> Vec<Outcome> {
                (0..REPLICATIONS).map(|r| town_run(&spec, surge, option, r, unlimited)).collect()
            };
            cells.push(Cell {
                surge,
                option,
                outcomes: run(false),
                capacity: run(true),
                versus: None,
                versus_by_plant: Vec::new(),
            });
        }
    }
    for surge in 0..2 {
        let base = cells[surge * 4].clone();
        for option in 1..4 {
            let cell = &mut cells[surge * 4 + option];
            let plants: &[usize] = [&[][..], &[0], &[0, 1], &[0, 1, 2]][option];
            cell.versus = Some(versus(&base, cell, &(0..8).collect::<Vec<_>>(), option));
            for &plant in plants {
                let factories: Vec<usize> =
                    (0..8).filter(|f| spec.factories[*f].plant.index() == plant).collect();
                cell.versus_by_plant.push((plant, versus(&base, cell, &factories, option)));
            }
        }
    }
    let results = Results {
        seed: 1,
        replications: REPLICATIONS,
        warm_up: Duration::ZERO,
        threads: 2,
        events: 123_456_789,
        lots: 2_345_678,
        digest: "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f809".into(),
        cells,
    };
    (spec, results)
}

/// One station with Poisson arrivals: no surges, options or money.
pub(crate) fn queue() -> (Spec, Results) {
    let mut spec = town_spec();
    spec.name = "single_server".into();
    spec.question = String::new();
    spec.plants = vec![Plant { products: vec![arriving()], ..plant("counter", "", &["counter"], "lot", 1) }];
    spec.plants[0].stations[0].dormant = 0;
    spec.factories =
        vec![Factory { name: "counter".into(), plant: PlantId(0), demand_factor: 1.0, time_factor: 1.0 }];
    spec.surges = vec![Surge::none()];
    spec.options.truncate(1);
    spec.upgrades.clear();
    spec.appraisal = None;
    spec.facts.clear();
    let outcomes: Vec<Outcome> = (0..REPLICATIONS).map(|r| queue_run(&spec, r)).collect();
    let cell = Cell {
        surge: 0,
        option: 0,
        outcomes,
        capacity: Vec::new(),
        versus: None,
        versus_by_plant: Vec::new(),
    };
    let results = Results {
        seed: 7,
        replications: REPLICATIONS,
        warm_up: Duration::ZERO,
        threads: 1,
        events: 1000,
        lots: 500,
        digest: "00ff00ff00ff00ff".into(),
        cells: vec![cell],
    };
    (spec, results)
}

fn arriving() -> Product {
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

fn queue_run(spec: &Spec, r: u32) -> Outcome {
    let mut noise = Noise(u64::from(r) + 99);
    let mut run = town_run(spec, 0, 0, r, true);
    run.factories[0].window.tally.stations[0].waits = Duration::from_secs(9e5 * noise.around_one(0.1));
    let product = &mut run.factories[0].window.tally.products[0];
    (product.ordered, product.delivered, product.periods, product.periods_met) = (0, 0, 0, 0);
    run
}

fn plant(name: &str, title: &str, stations: &[&str], product: &str, lot: u32) -> Plant {
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

fn town_spec() -> Spec {
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
                stops: vec![StationId(2)],
                effects: Vec::new(),
            })
            .collect(),
    };
    let upgrade = |name: &str, works: f64| Upgrade {
        name: name.into(),
        title: String::new(),
        cost: Distribution::Constant(280_000.0),
        yearly_cost: Distribution::Constant(15_000.0),
        delivery: Distribution::Constant(25.0 * 86_400.0),
        installation: Distribution::Constant(3.0 * 86_400.0),
        standstill: Duration(3 * Duration::DAY.0),
        ramp: Duration(14 * Duration::DAY.0),
        works,
        requires: Vec::new(),
        excludes: Vec::new(),
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
            })
            .collect(),
        upgrades: vec![upgrade("auto_earloop", 0.9), upgrade("monitoring", 0.95), upgrade("planning", 1.0)],
        options: vec![
            option("baseline", "", &[], 0),
            option("automatic_welding", "automatic ear-loop welding", &[0], 0),
            option("monitoring", "machine monitoring with alarms on the phone", &[0, 1], 1),
            option("planning", "", &[0, 1, 2], 2),
        ],
        epidemics: Vec::new(),
        surges: vec![Surge::none(), surge],
        appraisal: Some(Appraisal {
            horizon_months: HORIZON as u32,
            discount_rate: 0.1,
            owner_limits_months: vec![24, 36],
        }),
        facts: facts(),
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

/// What an option multiplies the pace of a kind of plant by.
fn lift(option: usize, plant: usize) -> f64 {
    match (option, plant) {
        (1, 0) => 1.55,
        (2, 0 | 1) => 1.12,
        (3, _) => 1.06,
        _ => 1.0,
    }
}

fn town_run(spec: &Spec, surge: usize, option: usize, r: u32, unlimited: bool) -> Outcome {
    let factories: Vec<FactoryOutcome> =
        (0..spec.factories.len()).map(|f| factory_run(spec, surge, option, r, f, unlimited)).collect();
    let lots = factories.iter().map(|f| f.window.tally.products[0].finished_lots).sum();
    Outcome { replication: r, end: Time(DAYS * Duration::DAY.0), events: lots * 12, lots, factories }
}

fn factory_run(
    spec: &Spec,
    surge: usize,
    option: usize,
    r: u32,
    f: usize,
    unlimited: bool,
) -> FactoryOutcome {
    let kind = spec.factories[f].plant.index();
    let mut noise = Noise(u64::from(r) * 1009 + f as u64 * 31 + 5);
    let works = noise.next() < 0.9;
    let capacity = [12_000.0, 60_000.0, 900.0][kind] * noise.around_one(0.15);
    let gain = if works { lift(option, kind) } else { 1.0 };
    let mut level = ProductLevel { on_hand: capacity as u64 * 5, ..ProductLevel::default() };
    let mut days = Vec::new();
    let mut months =
        vec![Period { start: Time::ZERO, length: Duration::ZERO, tally: FactoryTally::default() }];
    let starts = spec.start.month_starts(Time(DAYS * Duration::DAY.0));
    let mut total = ProductTally::default();
    let mut month = ProductTally::default();
    for day in 0..DAYS {
        let time = Time(day * Duration::DAY.0);
        if starts.contains(&time) {
            close(spec, kind, &mut months, &month, level, day);
            month = ProductTally::default();
            months.push(Period { start: time, length: Duration::ZERO, tally: FactoryTally::default() });
        }
        let emergency = surge == 1 && (14..176).contains(&day);
        let absence =
            if surge == 1 { 0.35 * (1.0 - (day as f64 - 20.0).abs() / 40.0).max(0.0) } else { 0.02 };
        let demand = capacity * 0.75 * noise.around_one(0.3) * if emergency { 3.2 } else { 1.0 };
        let still = (85..88).contains(&day) && lift(option, kind) > 1.0;
        let pace = if day > 88 { gain } else { 1.0 };
        let able = capacity * pace * (1.0 - absence) * noise.around_one(0.2) * if still { 0.3 } else { 1.0 };
        let made = if unlimited { able } else { able.min(demand + level.backlog as f64) } as u64;
        let ordered = demand as u64;
        let available = level.on_hand + made;
        let delivered = available.min(ordered + level.backlog);
        let lost = (ordered + level.backlog - delivered) / 14;
        level.backlog = ordered + level.backlog - delivered - lost;
        level.on_hand = available - delivered;
        level.in_process = 1500;
        level.lots = 3;
        days.push(Day { ordered, delivered, finished: made, backlog: level.backlog });
        let tally = ProductTally {
            released: made + made / 40 + if day == 0 { 1500 } else { 0 },
            released_lots: made / 500,
            finished: made,
            finished_lots: made / 500 + 1,
            scrapped: made / 40,
            escaped: made / 1000,
            flow_time: Duration((made / 500 + 1) * Duration::HOUR.0 * 8),
            lots_time: Duration(3 * Duration::DAY.0),
            ordered,
            delivered,
            delivered_in_time: delivered.min(ordered),
            lost,
            delivery_wait: level.backlog as f64 * 86_400.0,
            periods: 1,
            periods_met: u64::from(level.backlog == 0),
            orders: 1,
            stock_time: level.on_hand as f64 * 86_400.0,
            backlog_time: level.backlog as f64 * 86_400.0,
            ..ProductTally::default()
        };
        measures::add_tally(&mut total, &tally);
        measures::add_tally(&mut month, &tally);
    }
    close(spec, kind, &mut months, &month, level, DAYS);
    let load = if unlimited { 1.0 } else { total.finished as f64 / DAYS as f64 / capacity / gain };
    let tally = tally_of(spec, kind, &total, level, load, option, &mut noise);
    let machines = tally.stations.iter().map(|s| vec![s.states.map(|t| Duration(t.0 / 2)); 2]).collect();
    let installed = spec.options[option]
        .installations
        .iter()
        .filter(|i| i.factory.index() == f)
        .map(|i| Installed {
            upgrade: i.upgrade,
            units: 1,
            ordered: i.order_at,
            live: Some(Time(88 * Duration::DAY.0)),
            works,
            cost: 280_000.0,
            yearly_cost: 15_000.0,
        })
        .collect();
    let window = Period { start: Time::ZERO, length: Duration(DAYS * Duration::DAY.0), tally };
    let (months, days) = if unlimited { (Vec::new(), Vec::new()) } else { (months, vec![days]) };
    FactoryOutcome { months, window, flow_times: Vec::new(), machines, days, installed }
}

fn close(spec: &Spec, kind: usize, months: &mut [Period], sum: &ProductTally, level: ProductLevel, day: u64) {
    let month = months.last_mut().unwrap();
    month.length = Time(day * Duration::DAY.0).since(month.start);
    month.tally = tally_of(spec, kind, sum, level, 0.7, 0, &mut Noise(3));
}

fn tally_of(
    spec: &Spec,
    kind: usize,
    sum: &ProductTally,
    level: ProductLevel,
    load: f64,
    option: usize,
    noise: &mut Noise,
) -> FactoryTally {
    let plant = &spec.plants[kind];
    let clock = 2.0 * DAYS as f64 * 86_400.0;
    let stations = plant
        .stations
        .iter()
        .enumerate()
        .map(|(s, station)| {
            let mut states: StateTimes = Default::default();
            let dormant = station.name == "auto_weld" && option != 1;
            let replaced = station.name == "ear_loop" && option == 1 && kind == 0;
            let weight = [0.55, 0.4, 0.95, 0.7, 0.5][s] * load.min(1.0) * noise.around_one(0.05);
            let weight = if replaced { 0.15 } else { weight };
            let off = if dormant { 1.0 } else { 0.3 };
            let on = 1.0 - off;
            let mut set = |state: MachineState, share: f64| {
                states[state as usize] = Duration::from_secs(share * clock);
            };
            let labour = if s == 2 && !replaced { 0.06 } else { 0.01 };
            set(MachineState::Producing, on * weight * 0.85);
            set(MachineState::Failed, on * 0.02);
            set(MachineState::Repair, on * 0.03);
            set(MachineState::WaitingLabour, on * labour);
            set(MachineState::WaitingMaterial, on * 0.02);
            set(MachineState::Blocked, on * if s < 2 { 0.1 } else { 0.0 });
            set(MachineState::Upgrading, on * if option > 0 { 0.004 } else { 0.0 });
            set(MachineState::OffShift, off);
            let idle: u64 = (clock * 1e6) as u64 - states.iter().map(|t| t.0).sum::<u64>();
            states[MachineState::Starved as usize] = Duration(idle);
            let units = sum.finished + sum.scrapped;
            StationTally {
                states,
                completions: sum.finished_lots,
                starts: sum.finished_lots,
                units,
                good: sum.finished,
                ideal_time: Duration::from_secs(states[0].as_secs() * 0.8),
                waits: Duration(sum.finished_lots * Duration::HOUR.0),
                queue_time: Duration(sum.finished_lots * Duration::HOUR.0),
                up_time: Duration::from_secs(clock * 0.95),
                all_up_time: Duration::from_secs(clock * 0.45),
                failures: 120,
                energy_kwh: 5000.0,
                ..StationTally::default()
            }
        })
        .collect();
    let pool = PoolTally {
        present: Duration::from_secs(sum.finished as f64 / 600.0 * 8.0 * 3600.0),
        absent: Duration(Duration::HOUR.0 * 100),
        busy: Duration::from_secs(sum.finished as f64 * 30.0),
        requests: sum.finished_lots,
        waits: Duration(sum.finished_lots * 60_000_000),
        waiting_time: Duration(sum.finished_lots * 60_000_000),
        ..PoolTally::default()
    };
    let material = MaterialTally {
        used: sum.finished as f64 * 0.001,
        bought: sum.finished as f64 * 0.001,
        bought_at_price: sum.finished as f64 * 0.002,
        orders: 40,
        stock_time: 250.0 * clock / 2.0,
        on_hand: 250.0,
        ..MaterialTally::default()
    };
    FactoryTally {
        products: vec![*sum],
        levels: vec![level],
        stations,
        pools: vec![pool],
        materials: vec![material],
        spots: Vec::new(),
    }
}

fn delivered(runs: &[Outcome], factories: &[usize]) -> Vec<f64> {
    let of = |run: &Outcome| {
        factories.iter().map(|f| run.factories[*f].window.tally.products[0].delivered).sum::<u64>()
    };
    runs.iter().map(|run| of(run) as f64).collect()
}

fn finished(runs: &[Outcome], factories: &[usize]) -> Vec<f64> {
    let of = |run: &Outcome| {
        factories.iter().map(|f| run.factories[*f].window.tally.products[0].finished).sum::<u64>()
    };
    runs.iter().map(|run| of(run) as f64).collect()
}

/// Money from the flows: 0.05 a unit more, spread over the run's months, then the last year again.
fn versus(base: &Cell, cell: &Cell, factories: &[usize], option: usize) -> Versus {
    let more: Vec<f64> = delivered(&cell.outcomes, factories)
        .iter()
        .zip(delivered(&base.outcomes, factories))
        .map(|(a, b)| a - b)
        .collect();
    let sites = factories.iter().filter(|f| lift(option, [0, 0, 0, 0, 1, 1, 1, 2][**f]) > 1.0).count() as f64;
    let outlay = [0.0, 280_000.0, 120_000.0, 60_000.0][option] * sites;
    let saving = [0.0, 14_000.0, 3_000.0, 600.0][option] * sites;
    let cumulative: Vec<Vec<f64>> = more
        .iter()
        .enumerate()
        .map(|(r, units)| {
            let noise = 0.3 + 0.07 * r as f64;
            let mut cash = -outlay * (0.8 + 0.03 * r as f64);
            let mut path = vec![cash];
            for month in 1..=HORIZON {
                let surge = if (2..7).contains(&month) { units.max(0.0) * 0.05 / 5.0 } else { 0.0 };
                cash += surge + if month > 3 { saving * noise } else { -1000.0 };
                path.push(cash);
            }
            path
        })
        .collect();
    let months: Vec<Option<f64>> =
        cumulative.iter().map(|path| path.iter().position(|c| *c >= 0.0).map(|m| m as f64 - 0.4)).collect();
    let npvs: Vec<f64> = cumulative.iter().map(|path| path[HORIZON] * 0.7 - 0.05 * outlay).collect();
    let payback = payback(&months);
    Versus {
        output_gain: Estimate::ratio_gain(
            &delivered(&cell.outcomes, factories),
            &delivered(&base.outcomes, factories),
        ),
        capacity_gain: Estimate::ratio_gain(
            &finished(&cell.capacity, factories),
            &finished(&base.capacity, factories),
        ),
        npv: Estimate::of(&npvs),
        irr: Estimate::of(&npvs.iter().map(|n| n / (outlay + 1.0) / 5.0).collect::<Vec<_>>()),
        discounted: payback.clone(),
        payback,
        outlay: Estimate::of(&cumulative.iter().map(|p| -p[0]).collect::<Vec<_>>()),
        cumulative,
        npvs,
        extrapolated_from: Some(24),
        variance_reduction: Some(14.2),
    }
}

fn payback(months: &[Option<f64>]) -> Payback {
    let mut sorted: Vec<f64> = months.iter().map(|m| m.unwrap_or(f64::INFINITY)).collect();
    sorted.sort_by(f64::total_cmp);
    let at = |q: f64| Some(sorted[(q * (sorted.len() - 1) as f64) as usize]).filter(|m| m.is_finite());
    let share = |limit: f64| sorted.iter().filter(|m| **m <= limit).count() as f64 / sorted.len() as f64;
    let within = |limit: u32| {
        let p = share(f64::from(limit));
        Within { months: limit, probability: p, low: (p - 0.2).max(0.0), high: (p + 0.2).min(1.0) }
    };
    Payback {
        months: months.to_vec(),
        median: at(0.5),
        p10: at(0.1),
        p90: at(0.9),
        never_share: 1.0 - share(f64::from(HORIZON as u32)),
        within: vec![within(24), within(36)],
    }
}
