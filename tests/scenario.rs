//! The scenario reader: valid files become what they say, wrong ones give their problems, none makes it panic.
//!
//! `BLESS=1` rewrites the golden messages beside `scenarios/invalid`.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test says what is wrong by panicking, and figures are exact as written"
)]

#[path = "scenario/funding.rs"]
mod funding;
#[path = "scenario/pilots.rs"]
mod pilots;
#[path = "scenario/tables.rs"]
mod tables;

use std::path::{Path, PathBuf};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, NarratableReportHandler};
use surgetwin::epidemic::{Beta, Burn, Chance, Driver, Epidemic, Measure};
use surgetwin::experiment::{Plan, Watch, run};
use surgetwin::random::Distribution;
use surgetwin::scenario::{CODES, Failure, Problem, load};
use surgetwin::spec::{
    AtEnd, Behind, Branch, Change, Choosing, Classes, ClockKind, Component, Crew, Delivery, Dispatch, Effect,
    FactMeasure, FirstArrival, Hiring, Information, Inspection, Join, Learning, LearningCurve, Listed, Maker,
    Maturity, Need, OnFailure, Orders, Overtime, Patience, Power, Preference, Process, ProductPrice, Reorder,
    Reserve, Rework, Rotation, Rule, Sample, Scarcity, Shape, SharingRule, Site, Spec, Split, Standby,
    StepKind, StepTime, StockCosts, Stockpile, Stop, Supplier, SupplierRule, Supply, Target, Times, Together,
    Transport, Visit, WarmUp, WhenFull,
};
use surgetwin::units::{
    CalendarId, Date, Duration, EpidemicId, FactoryId, FamilyId, LoopId, PoolId, ProductId, StationId,
    SupplierId, Time,
};

/// A file of the repository.
fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The description of a file that must be sound.
#[track_caller]
fn sound(path: &str, sets: &[&str]) -> Spec {
    let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
    match load(&file(path), &sets) {
        Ok(loaded) => loaded.spec,
        Err(Failure::Problems(problems)) => panic!("{path}: {}", rendered(&problems)),
        Err(other) => panic!("{path}: {other:?}"),
    }
}

/// The problems of a file that must have some.
#[track_caller]
fn problems(path: &Path, sets: &[&str]) -> Vec<Problem> {
    let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
    match load(path, &sets) {
        Err(Failure::Problems(problems)) => problems,
        Ok(_) => panic!("{} has no problem", path.display()),
        Err(other) => panic!("{}: {other:?}", path.display()),
    }
}

/// Problems as a terminal without colours shows them.
fn rendered(problems: &[Problem]) -> String {
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(100);
    let mut text = String::new();
    for problem in problems {
        handler.render_report(&mut text, problem).unwrap();
        text.push('\n');
    }
    text
}

#[test]
fn small_scenarios_are_sound() {
    for name in ["mm1", "mm3", "blocking_2", "blocking_3", "breakdowns", "peers/w1", "peers/w2"] {
        let spec = sound(&format!("scenarios/{name}.ron"), &[]);
        assert_eq!(spec.name, name.trim_start_matches("peers/"));
        assert_eq!(spec.options.len(), 1, "{name} has the baseline alone");
        assert_eq!(spec.surges.len(), 1, "{name} has no surge");
    }
}

#[test]
fn every_shipped_scenario_is_sound() {
    for folder in ["scenarios", "scenarios/peers"] {
        for entry in std::fs::read_dir(file(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".ron") {
                sound(&format!("{folder}/{name}"), &[]);
            }
        }
    }
}

#[test]
fn a_minimal_scenario_has_the_defaults() {
    let spec = sound("scenarios/mm1.ron", &[]);
    assert_eq!((spec.start, spec.seed), (Date::new(2020, 1, 6).unwrap(), 1));
    assert_eq!(spec.stop, Stop::After(Duration::from_secs(200_000.0)));
    assert_eq!((spec.warm_up, spec.replications), (WarmUp::Fixed(Duration::from_secs(2_000.0)), 4));
    assert_eq!((spec.currency.as_str(), spec.appraisal), ("CNY", None));
    assert_eq!((spec.factories[0].name.as_str(), spec.factories.len()), ("line", 1));
    let plant = &spec.plants[0];
    assert_eq!(
        (plant.stations[0].machines, plant.stations[0].buffer, plant.stations[0].dormant),
        (1, None, 0)
    );
    let Supply::Arrivals(arrivals) = &plant.products[0].supply else { panic!() };
    let spacing = Distribution::Exponential { mean: 1.25 };
    assert_eq!(arrivals.process.times, Times::Spaced { first: FirstArrival::AfterSpacing, spacing });
    assert_eq!(arrivals.when_full, WhenFull::Wait);
    let StepKind::Operation(work) = &plant.products[0].routing[0].kind else { panic!() };
    assert_eq!(work.time, StepTime::PerUnit(Distribution::Exponential { mean: 1.0 }));
    let w2 = sound("scenarios/peers/w2.ron", &[]);
    let limit = Duration(30 * 365 * Duration::DAY.0);
    assert_eq!(w2.stop, Stop::Lots { lots: 200_000, limit });
}

#[test]
fn every_field_of_a_plant_arrives() {
    let spec = sound("tests/scenario/full.ron", &[]);
    let hand = &spec.plants[0];
    let hour = |h: u64| Duration(h * Duration::HOUR.0);
    let day = &hand.calendars[0];
    assert_eq!(day.offset, hour(48), "the run starts on a Wednesday");
    assert_eq!((day.period, day.on.len()), (hour(168), 7));
    assert_eq!(day.on[0], (hour(8), hour(19)));
    assert_eq!(day.on[6], (hour(6 * 24 + 12), hour(168)));
    assert_eq!((hand.calendars[1].offset, hand.calendars[1].period), (Duration::ZERO, hour(24)));
    assert_eq!(hand.calendars[1].on, [(hour(8), hour(16)), (hour(18), hour(20))]);
    let weld = &hand.stations[0];
    assert_eq!((weld.machines, weld.buffer, weld.power.producing), (4, Some(40), 1.5));
    assert_eq!(weld.breakdowns[0].time_to_failure, Distribution::Weibull { scale: 900.0, shape: 1.5 });
    let repair = weld.breakdowns[0].crew.as_ref().unwrap();
    assert_eq!((repair.pools.as_slice(), repair.workers), (&[PoolId(1)][..], 1));
    assert_eq!(hand.pools[1].teams.iter().map(|team| team.headcount).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(hand.materials[0].reorder, Reorder::UpTo { point: 200.0, level: 500.0 });
    assert_eq!(hand.materials[0].terms.lead_time, Distribution::Poisson { mean: 3.0, unit: 86_400.0 });
    assert_eq!(hand.materials[1].reorder, Reorder::Quantity { point: 20.0, quantity: 30.0 });
    let mask = &hand.products[0];
    let StepKind::Operation(welding) = &mask.routing[0].kind else { panic!() };
    assert_eq!((welding.nameplate, welding.scrap), (Some(0.6), 0.03));
    assert_eq!((welding.crew[0].workers, welding.materials[0].per_unit), (2, 0.001));
    let StepKind::Operation(baking) = &mask.routing[1].kind else { panic!() };
    assert_eq!(baking.time, StepTime::PerLot(Distribution::Constant(14.0 * 3_600.0)));
    let StepKind::Dwell { duration, .. } = &mask.routing[2].kind else { panic!() };
    assert!((duration.mean() - 9.25 * 86_400.0).abs() < 1e-6, "a quarter of 7 and three of 10 days");
    let Supply::ToStock { demand, patience, .. } = &mask.supply else { panic!() };
    let Orders::Periodic { every, .. } = &demand.orders else { panic!() };
    assert_eq!((*every, *patience), (hour(12), Some(hour(14 * 24))));
    let StepKind::Operation(pressing) = &spec.plants[1].products[0].routing[0].kind else { panic!() };
    assert_eq!(pressing.time, StepTime::PerUnit(Distribution::Constant(15.0)), "4 a minute are 15 s each");
}

#[test]
fn every_field_of_a_shop_arrives() {
    let spec = sound("tests/scenario/full.ron", &[]);
    let shop = &spec.plants[2];
    assert_eq!(
        (shop.families.as_slice(), shop.loops[1].cards),
        (&["small".to_string(), "large".into()][..], 3)
    );
    let mill = &shop.stations[0];
    assert_eq!((mill.preference, mill.speeds.as_slice()), (Preference::Fastest, &[1.0, 1.5][..]));
    assert_eq!(mill.dispatch, Dispatch { rule: Rule::StayWithFamily, classes: Classes::PreemptResume });
    let setup = mill.setup.as_ref().unwrap();
    let (small, large) = (FamilyId(0), FamilyId(1));
    assert_eq!(setup.time, Distribution::Constant(600.0));
    let [first, second] = &setup.times[..] else { panic!("two particular changes") };
    assert_eq!((first.from, first.to, first.scrap), (Some(small), large, Some(8)));
    assert_eq!(first.time, Distribution::Uniform { min: 1_200.0, max: 1_800.0 });
    assert_eq!(first.crew.as_ref().map(|crew| crew[0].workers), Some(2));
    let mixed = Distribution::hyperexponential(&[3.0, 1.0], &[180.0, 660.0]).unwrap();
    assert_eq!((second.from, second.to, &second.time), (None, small, &mixed));
    assert_eq!((&second.crew, second.scrap), (&None, None));
    assert_eq!((setup.crew[0].workers, setup.scrap, setup.initial), (1, 2, Some(small)));
    assert_eq!(shop.stations[1].shares_buffer_of, Some(StationId(0)));
    assert_eq!((mill.at_end, mill.breakdowns[0].on_failure), (AtEnd::FinishAndShift, OnFailure::Scrap));
    assert!(mill.breakdowns[0].in_hours_only);
    assert_eq!((mill.breakdowns[0].cost, mill.maintenance[0].cost), (350.0, 120.0));
    let weekly = &mill.maintenance[0];
    assert_eq!((weekly.clock, weekly.first, weekly.early), (ClockKind::Calendar, Some(432_000.0), Some(0.8)));
    assert_eq!((weekly.every.mean(), weekly.duration.mean()), (604_800.0, 14_400.0));
    assert_eq!((weekly.crew.as_ref().map(|c| c.workers), weekly.renews.as_slice()), (Some(1), &[0][..]));
    assert_eq!(mill.power, Power { producing: 4.0, setup: 2.0, idle: 1.0, down: 0.5, off: 0.1 });
    // The run starts on Wednesday the 8th: the holidays are its days 19 and 22 to 23, Saturday the 1st is day 24.
    let hour = |h: u64| Time(h * Duration::HOUR.0);
    let exceptions: Vec<_> =
        shop.calendars[0].exceptions.iter().map(|e| (e.from, e.to, e.on.len())).collect();
    let (day, once) = (24, (hour(900), hour(905), 1));
    let expected = [(19, 20, 0), (22, 24, 0), (24, 25, 1)].map(|(a, b, n)| (hour(day * a), hour(day * b), n));
    assert_eq!(exceptions, [expected[0], expected[1], expected[2], once]);
    assert_eq!(shop.calendars[0].exceptions[2].on, [(hour(584), hour(593))]);
    assert_eq!(shop.stations[4].batch.as_ref().unwrap().together, Together::Family);
    let ring = &shop.products[0];
    assert_eq!((ring.class, ring.release), (2, Some(LoopId(0))));
    assert_eq!(ring.due, Some(Distribution::Uniform { min: 86_400.0, max: 259_200.0 }));
    let StepKind::Operation(milling) = &ring.routing[0].kind else { panic!("no operation") };
    assert_eq!(milling.or_at[0], (StationId(1), Some(StepTime::PerUnit(Distribution::Constant(40.0)))));
    assert_eq!(milling.or_at[1], (StationId(2), Some(StepTime::PerUnit(Distribution::Constant(60.0)))));
    assert_eq!((milling.choice, milling.family), (Choosing::ShortestQueue, Some(small)));
    assert_eq!(ring.routing[3].kind, StepKind::Split(Split { lots: 4, keeps_place: true }));
    let carried = Transport {
        time: Distribution::Constant(60.0),
        capacity: Some(3),
        counts_ahead: true,
        times: Vec::new(),
    };
    assert_eq!(ring.routing[4].transport, Some(carried));
    let journey = vec![(Site::Station(StationId(0)), Distribution::Constant(60.0))];
    assert_eq!(ring.routing[1].transport, Some(Transport { times: journey, ..Transport::default() }));
    assert_eq!((milling.jockeys, setup.visit), (Some(3), Visit { gated: true, most: Some(12) }));
    let start_up = Distribution::Uniform { min: 60.0, max: 180.0 };
    let standby = Standby { start_at: 2, off_after: Some(Duration(30 * 60_000_000)), start_up };
    assert_eq!(shop.stations[2].standby, Some(standby));
    assert_eq!(ring.routing[5].kind, StepKind::Join(Join { lots: 4, same_parent: true, capacity: Some(8) }));
    let StepKind::Operation(fitting) = &ring.routing[6].kind else { panic!("no operation") };
    let component = |product, capacity| Component { product: ProductId(product), per_unit: 4, capacity };
    assert_eq!(fitting.components, [component(1, Some(6)), component(2, None)]);
    let Supply::ToStock { initial_stock, base_stock, demand, patience } = &shop.products[2].supply else {
        panic!("a stock")
    };
    assert_eq!((*initial_stock, *base_stock, *patience), (200, 400, None));
    assert_eq!(demand.orders, Orders::Nobody);
    assert!(shop.products[3].supply.is_by_product());
    let waits = Distribution::Uniform { min: 28_800.0, max: 57_600.0 };
    assert_eq!(
        ring.routing[1].patience,
        Some(Patience { time: Some(waits), queue: Some(30), balking: vec![0.0, 0.25, 1.0], step: Some(7) })
    );
    assert!(shop.stations[3].one_parent);
    let loading = milling.loading.as_ref().unwrap();
    assert_eq!(loading.time, Distribution::Constant(60.0));
    let (fitters, li) = (PoolId(0), PoolId(1));
    // Wang and Zhao stand behind their pool.
    let (wang, zhao) = (PoolId(3), PoolId(4));
    let skilled = Crew { pools: vec![fitters, li, zhao], workers: 1, tends: 4, priority: 50 };
    let turners = Crew { pools: vec![wang, zhao], workers: 1, tends: 1, priority: 100 };
    assert_eq!(loading.crew, [skilled, turners]);
    assert_eq!(milling.crew, [Crew { pools: vec![li, fitters], workers: 1, tends: 1, priority: 100 }]);
    let pool = &shop.pools[0];
    assert_eq!((pool.at_end, pool.overtime_premium), (AtEnd::Finish, 2.0));
    assert!(pool.by_class && pool.interrupts && !shop.pools[1].interrupts);
    let seconds = Distribution::Uniform { min: 10.0, max: 20.0 };
    assert_eq!((&milling.crew_after, ring.routing[0].keep_crew_to), (&Some(seconds), Some(2)));
    assert_eq!((ring.routing[1].class, ring.routing[2].class), (None, Some(3)));
    assert_eq!(shop.places[0].full_speed, Some(6));
    assert_eq!(
        (shop.pools[2].members.as_slice(), shop.pools[2].teams.as_slice()),
        (&[wang, zhao][..], &[][..])
    );
    assert_eq!((shop.pools[4].name.as_str(), shop.pools[4].teams[0].calendar), ("Zhao", Some(CalendarId(0))));
    let hours = |hours: u64| Duration(hours * Duration::HOUR.0);
    let overtime = Overtime {
        when: Behind::Lots(30.0),
        most: hours(2),
        per_week: Some(hours(8)),
        per_month: Some(hours(36)),
        output: 0.85,
    };
    assert_eq!((shop.pools[4].overtime, shop.pools[5].overtime), (Some(overtime), None));
    let learning =
        Learning { rate: 0.8, first: 1.6, experience: Some(500), curve: LearningCurve::CumulativeAverage };
    assert_eq!(shop.pools[5].learning, Some(learning));
    let lag = Distribution::Uniform { min: 604_800.0, max: 1_209_600.0 };
    let hiring = Hiring {
        when: Behind::Backlog(5_000.0),
        per_week: 4.0,
        lag,
        most: 20,
        leaving: 0.2,
        cost: 800.0,
        leaving_cost: 300.0,
    };
    assert_eq!(shop.pools[5].hiring, Some(hiring));
    assert_eq!(ring.routing[1].card, Some(LoopId(1)));
    let way = |share, step, most| Branch { share, step, most };
    assert_eq!(
        ring.routing[1].next,
        [way(0.1, Some(1), Some(2)), way(0.8, Some(2), None), way(0.1, None, None)]
    );
    let quality = |step: usize| match &ring.routing[step].kind {
        StepKind::Operation(operation) => operation.quality.unwrap(),
        _ => panic!("no operation"),
    };
    assert_eq!((quality(1).defects, ring.defect_cost), (0.02, 1.5));
    assert_eq!((ring.late_cost, ring.late_cost_per_day), (200.0, 50.0));
    let sample = Sample::Units { units: 5, accept: 1 };
    assert_eq!(quality(2).inspection, Some(Inspection { detects: 0.9, false_alarm: 0.01, sample }));
    assert_eq!(
        quality(2).rework,
        Some(Rework { step: 7, most: Some(3), whole_lot: true, ..Rework::default() })
    );
    assert_eq!((quality(2).rework_share, quality(7).repairs), (0.05, true));
    assert_eq!(quality(7).inspection.unwrap().sample, Sample::Lots(0.5));
    let washer = Rework { product: Some(ProductId(3)), keeps_defects: true, ..Rework::default() };
    assert_eq!(quality(7).rework, Some(washer));
}

#[test]
fn every_field_of_a_store_arrives() {
    let spec = sound("tests/scenario/full.ron", &[]);
    let store = &spec.plants[3];
    let hour = |h: u64| Duration(h * Duration::HOUR.0);
    let at = |h: u64| Time(hour(h).0);
    let mill =
        Supplier { name: "mill".into(), maker: Maker::Own { per_day: 500.0, delivery: Delivery::Parts } };
    assert_eq!(store.suppliers, [mill]);
    let wire = &store.materials[0];
    assert_eq!(wire.reorder, Reorder::UpTo { point: 300.0, level: 300.0 });
    assert_eq!((wire.review, wire.shelf_life), (Some(hour(168)), Some(hour(90 * 24))));
    assert_eq!(wire.in_transit, [(at(48), 50.0), (at(12 * 24), 60.0)]);
    let terms = &wire.terms;
    assert_eq!((terms.lot, terms.minimum, terms.supplier), (25.0, 50.0, Some(SupplierId(0))));
    let costs = StockCosts { per_order: 40.0, holding_per_day: 0.02, backlog_per_day: 0.5 };
    assert_eq!(wire.costs, costs);
    let customers = wire.customers.as_ref().unwrap();
    assert_eq!((customers.patience, customers.demand.delivery), (Some(Duration::ZERO), Delivery::Whole));
    let spacing = Distribution::Exponential { mean: 7_200.0 };
    let times = Times::Spaced { first: FirstArrival::AfterSpacing, spacing };
    let size = Distribution::Uniform { min: 1.0, max: 3.0 };
    assert_eq!(customers.demand.orders, Orders::Single { process: Process { times, most: None }, size });
    let felt = &store.materials[1];
    assert_eq!(felt.reorder, Reorder::Plan { horizon: hour(14 * 24), safety: 20.0 });
    assert_eq!(felt.review, Some(hour(24)), "a plan is looked at once a day");
    let every = match &store.materials[2].customers.as_ref().unwrap().demand.orders {
        Orders::Periodic { every, .. } => *every,
        Orders::Single { .. } | Orders::Joint | Orders::Nobody => Duration::ZERO,
    };
    assert_eq!(every, hour(12));
    let Supply::ToOrder { demand, allowance, .. } = &store.products[0].supply else { panic!("not to order") };
    assert_eq!(*allowance, 0.05);
    assert_eq!(store.products[0].classes, [(1, 0.2), (3, 0.8)]);
    assert_eq!(demand.delivery, Delivery::Parts);
    let Orders::Single { process, size } = &demand.orders else { panic!("not one by one") };
    assert_eq!(*size, Distribution::Poisson { mean: 30.0, unit: 1.0 });
    let dated = Listed {
        at: at(24),
        units: Some(40.0),
        due: Some(at(168)),
        class: Some(2),
        price: Some(0.35),
        ..Listed::default()
    };
    let plain = Listed { at: at(48), ..Listed::default() };
    assert_eq!(process.times, Times::Listed(vec![dated, plain]));
    let arrivals = |product: usize| match &store.products[product].supply {
        Supply::Arrivals(arrivals) => arrivals.clone(),
        _ => panic!("no arrivals"),
    };
    let table = arrivals(1);
    let first = Listed { at: at(6), lots: Some(3), ..Listed::default() };
    let second =
        Listed { at: at(48), units: Some(40.0), due: Some(at(120)), class: Some(1), ..Listed::default() };
    assert_eq!(table.process.times, Times::Listed(vec![first, second]));
    assert_eq!((table.lots, table.size), (Distribution::Constant(2.0), Some(Distribution::Constant(8.0))));
    let pattern = arrivals(2).process;
    let Times::Rated { rate, spacing } = &pattern.times else { panic!("no rate") };
    assert_eq!((pattern.most, spacing), (Some(1_000), &Distribution::Constant(1.0)));
    // The run starts on a Wednesday, two days into a pattern of a week.
    assert_eq!((rate.period, rate.offset), (Some(hour(168)), hour(48)));
    let points = [(at(0), 0.0), (at(8), 6.0 / 3_600.0), (at(18), 2.0 / 3_600.0)];
    assert_eq!((rate.curve.shape, rate.curve.points.as_slice()), (Shape::Linear, points.as_slice()));
    assert_eq!(arrivals(5).process, arrivals(2).process, "the same from a table");
    let Times::Rated { rate, spacing } = arrivals(4).process.times else { panic!("no rate") };
    assert_eq!((rate.period, spacing), (None, Distribution::Exponential { mean: 1.0 }));
    assert_eq!(rate.curve.points[0], (Time::ZERO, 12.0 / 86_400.0));
    assert_eq!(spec.surges[1].capacity[0].0, "mill");
    let ends = sound("scenarios/mm1.ron", &["duration=None", "until=\"2020-06-30\""]).stop;
    assert!(matches!(ends, Stop::After(length) if length.0 > 0 && length.0 % Duration::DAY.0 == 0));
}

#[test]
fn every_field_of_planning_and_the_region_arrives() {
    let hour = |n: u64| Duration(n * 3_600_000_000);
    let spec = sound("tests/scenario/full.ron", &[]);
    let joint = &spec.plants[4];
    let planning = joint.planning.as_ref().unwrap();
    assert_eq!((planning.every, planning.first, planning.data_age), (hour(168), hour(8), hour(24)));
    assert_eq!((planning.frozen, planning.given_every), (hour(24), hour(2)));
    assert_eq!((planning.on_event, planning.planners), (false, Some(PoolId::new(0))));
    assert_eq!(
        (&planning.duration, &planning.lost),
        (&Distribution::Constant(14_400.0), &Distribution::Constant(1_800.0))
    );
    assert_eq!((planning.wrong, planning.found), (0.03, 0.9));
    let factories = &spec.factories[3..];
    let names: Vec<&str> = factories.iter().map(|factory| factory.name.as_str()).collect();
    assert_eq!(names, ["Joint 1", "Joint 2"]);
    assert!(
        factories
            .iter()
            .all(|f| f.connected && f.time_factor == 1.1 && (0.6..=2.7).contains(&f.demand_factor))
    );
    assert!(factories[0].demand_factor != factories[1].demand_factor);
    let region = spec.region.as_ref().unwrap();
    assert_eq!((region.every, &region.transport), (hour(12), &Distribution::Constant(86_400.0)));
    let journey = &region.journeys[0];
    let from = vec![FactoryId(0)];
    assert_eq!((&journey.factories, journey.customers, journey.time.mean()), (&from, Some(1), 172_800.0));
    let platform = region.platform.as_ref().unwrap();
    assert_eq!(
        (platform.rule, platform.horizon, platform.data_age),
        (SharingRule::MaxMin, hour(72), hour(2))
    );
    assert_eq!(platform.outages.as_ref().unwrap().1, Distribution::Constant(86_400.0));
    assert!(factories.iter().all(|f| f.opens > Time::ZERO && f.opens.since(Time::ZERO) < hour(48)));
    let studies = &spec.studies;
    let [age, cycle] = &studies.sweeps[..] else { panic!() };
    assert_eq!((age.title.as_str(), age.time, cycle.time), ("age of the data", true, false));
    assert_eq!((age.surges.len(), cycle.surges.len()), (1, spec.surges.len()));
    let values =
        |sweep: &surgetwin::spec::Sweep| sweep.points.iter().map(|(value, _)| *value).collect::<Vec<f64>>();
    assert_eq!((values(age), values(cycle)), (vec![0.0, 86_400.0], vec![0.5, 1.0]));
    assert_eq!((studies.factorials[0].options.len(), studies.shares.len()), (4, 1));
    let [weaver, technicians] = &region.suppliers[..] else { panic!() };
    assert_eq!(
        (weaver.rule, technicians.rule),
        (SupplierRule::Shared(SharingRule::Fair), SupplierRule::FirstCome)
    );
    assert_eq!((weaver.daily.at(Time::ZERO), technicians.daily.at(Time::ZERO)), (500.0, 0.5));
    assert_eq!(weaver.scarcity, Some(Scarcity { per_day: 0.1, from: hour(72), most: 5.0 }));
    let growth = weaver.growth.as_ref().unwrap();
    assert_eq!((growth.when, growth.every, growth.adds, growth.most), (hour(168), hour(336), 0.5, 4.0));
    assert_eq!(joint.suppliers[0].maker, Maker::Region(0));
    let thread = &joint.materials[1];
    assert_eq!(thread.reorder, Reorder::MovingAverage { periods: 5, cover: 4.0 });
    assert_eq!(thread.review, Some(Duration::DAY));
    let link = spec.upgrades.iter().find(|upgrade| upgrade.name == "link").unwrap();
    assert_eq!((link.made_by, link.installed_by), (Some(0), Some(1)));
    // No plant names the technicians, only an upgrade does.
    let capacities: Vec<&str> = spec.surges[1].capacity.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(capacities, ["mill", "technicians"]);
    let [hospitals, public] = &region.customers[..] else { panic!() };
    let stockpile = Stockpile { units: 2_000, when: hour(336), daily: Some(100.0), refill: 20.0 };
    assert_eq!(public.stockpile, Some(stockpile));
    let panic = public.panic.as_ref().unwrap();
    assert_eq!((panic.held, panic.alarm, panic.use_up), (hour(336), hour(168), hour(1_440)));
    assert_eq!((panic.most, panic.steepness), (3.0, 0.3));
    assert_eq!((hospitals.class, public.class, public.patience), (1, 100, Some(hour(9 * 24))));
    // Orders that an emergency brings, slower transport, a price that answers, factories of another size.
    assert_eq!((hospitals.surges.len(), &public.surges[..]), (0, &["early".to_owned()][..]));
    assert_eq!(spec.surges[1].transport.as_ref().map(|curve| curve.at(Time(5))), Some(2.5));
    let scarcity = Scarcity { per_day: 0.1, from: hour(7 * 24), most: 5.0 };
    let price = ProductPrice { product: "apron".into(), scarcity, falls: 0.03, glut: 1.5, least: 0.3 };
    assert_eq!(region.prices, [price]);
    let joint = (0..spec.factories.len()).filter(|f| spec.factories[*f].name.starts_with("Joint"));
    for own in joint {
        let machines = spec.plant_of(own).stations[0].machines;
        assert!(spec.factories[own].sized.is_some() && (2..=4).contains(&machines), "{machines}");
    }
}

#[test]
fn what_is_kept_ready_arrives() {
    let spec = sound("tests/scenario/full.ron", &[]);
    let shelf = spec.upgrades.iter().find(|own| own.name == "shelf").unwrap();
    let ready = shelf.ready.as_ref().unwrap();
    let days = |days: u64| Duration(days * Duration::DAY.0);
    assert_eq!((ready.need, ready.stays), (Need::Owed(days(5)), days(21)));
    assert_eq!(ready.delay, Distribution::Uniform { min: 86_400.0, max: 172_800.0 });
    assert_eq!(ready.call_cost, Distribution::Constant(30.0));
    let reserve = Reserve {
        product: "mask".into(),
        units: 900,
        cost: 0.5,
        holding_per_year: 0.02,
        rotation: Some(Rotation { shelf_life: days(730), cost: 0.1 }),
        daily: Some(70.0),
        refill: 9.0,
    };
    assert_eq!((shelf.stockpile(), shelf.mean_price()), (Some(&reserve), 450.0));
    // Who says nothing waits for the surge's emergency.
    let spec = sound("scenarios/readiness.ron", &[]);
    let needs = spec.upgrades.iter().filter_map(|own| Some(own.ready.as_ref()?.need));
    assert_eq!(needs.collect::<Vec<_>>(), [Need::Emergency; 3]);
    // Whoever keeps nothing ready buys when he is 14 days behind.
    let late = &spec.options.last().unwrap().installations[0];
    assert_eq!(late.order_when, Some(Need::Owed(days(14))));
}

/// The page is made of the tables that the reader reads by; `BLESS=1` writes it.
#[test]
fn the_reference_is_current_and_all_of_it_is_read_here() {
    let page = surgetwin::scenario::reference();
    let path = file("docs/scenario-format.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), page, "BLESS=1 writes docs/scenario-format.md anew");
    let loaded = load(&file("tests/scenario/full.ron"), &[]).unwrap();
    let all: String = loaded.inputs.iter().map(|(_, text)| text.as_str()).collect();
    let fields = page.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    // These stand for others in a file that has them, or cannot be used beside them.
    let apart = ["at", "stop_after_lots", "until", "p", "n", "weights"];
    for field in fields.filter(|field| !apart.contains(field)) {
        assert!(all.contains(&format!("{field}:")), "no {field} in tests/scenario/full.ron or its parts");
    }
}

#[test]
fn every_field_of_upgrades_arrives() {
    let spec = sound("tests/scenario/full.ron", &[]);
    let names: Vec<&str> = spec.options.iter().map(|option| option.name.as_str()).collect();
    let offered = ["automatic · alone", "automatic · city", "guarded · alone", "guarded · city"];
    assert_eq!(names[1..], offered, "each under each programme, as owners decide");
    assert_eq!((names[0], spec.options[4].option()), ("baseline", "guarded"));
    assert!(spec.options[0].installations.is_empty());
    let hand = &spec.plants[0];
    let auto_weld = &hand.stations[2];
    assert_eq!((auto_weld.name.as_str(), auto_weld.machines), ("auto_weld", 0));
    assert_eq!(auto_weld.dormant, 4, "2 machines for each of 2 units, at one of the factories");
    assert_eq!(hand.places[2].name, "rack");
    assert_eq!(spec.plants[1].stations.len(), 1, "nothing is brought where it is not installed");
    let at: Vec<_> =
        spec.options[1].installations.iter().map(|i| (i.upgrade.index(), i.factory.index())).collect();
    assert_eq!(at, [(0, 0), (1, 0), (1, 1)]);
    let auto = &spec.options[1].installations[0];
    assert_eq!((auto.units, auto.order_at), (2, Time(10 * Duration::DAY.0)));
    assert_eq!(auto.stops, [StationId::new(0)]);
    let Effect::SwitchStep { product, step, to } = &auto.effects[0] else { panic!() };
    let StepKind::Operation(operation) = &to.kind else { panic!() };
    assert_eq!((*product, *step, to.name.as_str()), (ProductId::new(0), 0, "weld"));
    assert_eq!(
        (operation.station, &operation.time),
        (StationId::new(2), &StepTime::PerUnit(Distribution::Constant(1.0)))
    );
    assert_eq!(auto.effects[1], Effect::AddMachines { station: StationId::new(2), machines: 4 });
    assert_eq!(auto.effects[2], Effect::RemoveMachines { station: StationId::new(0), machines: 1 });
    let Effect::Parameter { target, change, .. } = &auto.effects[3] else { panic!() };
    assert_eq!((*target, *change), (Target::StepScrap(ProductId::new(0), 0), Change::Multiply));
    let training = &spec.options[1].installations[1];
    let Effect::Parameter { target, change, amount, .. } = &training.effects[1] else { panic!() };
    assert_eq!((*target, *change), (Target::StepTime(ProductId::new(0), 3), Change::Add));
    assert_eq!(*amount, Distribution::Constant(-1.0));
    assert_eq!(spec.options[1].installations[2].effects, training.effects, "factories share the draw");
    assert_eq!(
        spec.options[3].installations.len(),
        5 + 2,
        "without a place it is every factory; then those of a kind"
    );
    let link = &spec.options[3].installations[6].effects;
    let Effect::Parameter { target, change, amount, .. } = &link[1] else { panic!() };
    assert_eq!((*target, *change), (Target::Information(Information::PlanEvery), Change::Set));
    assert_eq!((&link[0], amount), (&Effect::Connect, &Distribution::Constant(600.0)));
    assert_eq!(spec.upgrades[0].requires.len(), 1);
    assert_eq!(
        spec.upgrades.iter().map(|own| own.maturity).collect::<Vec<_>>()[..2],
        [None, Some(Maturity { from: 1, to: 2 })]
    );
}

/// "*" is every station, step or pool that has what the effect changes, and no other.
#[test]
fn a_star_names_all_that_have_the_parameter() {
    let spec = sound("scenarios/upgrade_catalogue.ron", &[]);
    let plant = &spec.plants[0];
    let option = spec.options.iter().find(|option| option.name == "maintenance").unwrap();
    let targets = |effects: &[Effect]| -> Vec<Target> {
        let target = |effect: &Effect| match effect {
            Effect::Parameter { target, .. } => Some(*target),
            _ => None,
        };
        effects.iter().filter_map(target).collect()
    };
    let foreseen: Vec<&str> = targets(&option.installations[5].effects)
        .iter()
        .filter_map(|target| match target {
            Target::Foreseen(station) => Some(plant.stations[station.index()].name.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        foreseen,
        ["form", "ear_loop", "auto_weld", "auto_pack"],
        "those with breakdowns, also brought ones"
    );
    let every: Vec<StationId> = (0..plant.stations.len()).map(StationId::new).collect();
    assert_eq!(option.installations[5].stops, every);
    // Named workers are their pool's: each once, and the pool not besides.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stars.ron");
    let text = "Scenario(format: 1, name: \"stars\", duration: \"30d\", plants: [Plant(name: \"p\",
        stations: [(name: \"s\", machines: 1)],
        pools: [(name: \"turners\", workers: [(name: \"Wang\"), (name: \"Zhao\")]), (name: \"fitters\", headcount: 2)],
        products: [(name: \"a\", lot: 1, supply: Saturated,
            routing: [(step: \"w\", station: \"s\", time: \"1min\", crew: [(pool: \"turners\")])])])],
        upgrades: [(name: \"u\", effects: [Add(to: Absence(pool: \"*\"), amount: 0.1)])],
        options: [(name: \"o\", installs: [(upgrade: \"u\")])])";
    std::fs::write(&path, text).unwrap();
    let stars = load(&path, &[]).unwrap().spec;
    let absent: Vec<&str> = targets(&stars.options[1].installations[0].effects)
        .iter()
        .filter_map(|target| match target {
            Target::Absence(pool) => Some(stars.plants[0].pools[pool.index()].name.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(absent, ["Wang", "Zhao", "fitters"]);
}

#[test]
fn every_field_of_the_study_arrives() {
    let spec = sound("tests/scenario/full.ron", &[]);
    assert_eq!((spec.lot_scale, spec.seed, spec.currency.as_str()), (2.0, 7, "EUR"));
    assert_eq!(spec.factories[1].name, "甬江");
    assert_eq!((spec.factories[0].demand_factor, spec.factories[0].time_factor), (1.2, 0.9));
    let early = &spec.surges[1];
    let day = |d: u64| Time(d * Duration::DAY.0);
    assert_eq!(early.more[0].1.points[1..3], [(day(12), 800.0), (day(24), 0.0)]);
    assert_eq!((early.more[0].0.as_str(), early.customers[0].0.as_str()), ("mask", "public"));
    assert_eq!(early.demand[0].1.points, [(day(0), 2.0), (day(2), 3.0), (day(60), 1.0)], "cut at the start");
    assert_eq!(early.demand[1].1.points, [(day(0), 1.0), (day(24), 5.5), (day(83), 2.0)]);
    assert_eq!(early.demand[1].1.shape, Shape::Steps);
    let absence = |at: usize| (early.absence[at].0.as_str(), early.absence[at].1.at(day(3)));
    assert_eq!((absence(0), absence(1)), (("welders", 0.3), ("*", 0.1)));
    assert_eq!(spec.appraisal.as_ref().map(|a| a.owner_limits_months.clone()), Some(vec![24, 36]));
    assert!(matches!(spec.facts[4].measure, FactMeasure::HoursRatio { .. }));
    let day = Time::ZERO.after(Duration(24 * Duration::DAY.0));
    assert_eq!(spec.facts[6].measure, FactMeasure::OutputOn { day, scale: 10.0 });
    let assumed = |place: &str| spec.assumptions.iter().find(|a| a.place == place).cloned();
    let time = assumed("factory Ning, time").unwrap();
    assert_eq!((time.value.as_str(), time.source.as_deref()), ("0.9", Some("S2")));
    assert_eq!(assumed("plant hand, station weld, machines").unwrap().value, "4");
    let cost = assumed("upgrade auto, cost").unwrap();
    assert_eq!(cost.value, "Triangular(min: 100, mode: 200, max: 400)");
    let scrap = assumed("plant hand, product mask, step weld, scrap").unwrap();
    assert_eq!(scrap.source.as_deref(), Some("S2"));
    let places: std::collections::BTreeSet<_> = spec.assumptions.iter().map(|a| &a.place).collect();
    assert_eq!(places.len(), spec.assumptions.len(), "each figure once: {:#?}", spec.assumptions);
}

#[test]
fn every_field_of_epidemics_arrives() {
    let spec = sound("tests/scenario/full.ron", &[]);
    let beta = |from_day, per_day| Beta { from_day, per_day };
    let wave = Epidemic {
        name: "wave".into(),
        population: 200_000,
        exposed: 20,
        infectious: 5,
        immune: 1_000,
        start_day: 2,
        beta: vec![beta(0, 0.5), beta(31, 0.15)],
        sigma_per_day: 0.2,
        gamma_per_day: 0.25,
        chance: Chance::Mean,
    };
    assert_eq!(spec.epidemics[0], wave);
    let village = &spec.epidemics[1];
    assert_eq!((village.start_day, &village.beta[..]), (0, &[beta(0, 0.5)][..]), "R0 2 in 4 days");
    assert_eq!((village.sigma_per_day, village.gamma_per_day), (0.2, 0.25));
    assert_eq!((village.chance, village.infectious), (Chance::Drawn, 0));
    // The mean course is ordinary points, by the day.
    let (course, outbreak) = (wave.mean(60), &spec.surges[2]);
    let day = |d: u64| Time(d * Duration::DAY.0);
    let demand = &outbreak.demand[0].1;
    let cases = |d: f64| course.measure(Measure::NewCases, d);
    assert_eq!((demand.shape, demand.drawn.is_none()), (Shape::Steps, true));
    assert_eq!(
        demand.points[..2],
        [(day(0), 1.0), (day(2), 1.0 + 0.01 * cases(0.0))],
        "begins on the third day"
    );
    assert_eq!(demand.at(day(33)), (1.0 + 0.01 * cases(31.0)).min(5.0));
    let most = demand.points.iter().map(|(_, value)| *value).fold(0.0, f64::max);
    assert!((1.1..=5.0).contains(&most), "{most}");
    // Of a drawn one the mean course stands there until there is a replication.
    let (name, absence) = &outbreak.absence[0];
    assert_eq!(name, "*");
    let drawn = absence.drawn.as_ref().unwrap();
    assert_eq!((drawn.epidemic, drawn.burn.most, drawn.burn.drivers[0].rate), (EpidemicId(1), 0.4, 1.5));
    let share = village.mean(60).states()[40].infectious / 2_000.0;
    assert!((absence.at(day(40)) - (1.5 * share).min(0.4)).abs() < 1e-12, "{share}");
    let customers = spec.plants[3].materials[3].customers.as_ref().unwrap();
    let Orders::Periodic { rate, .. } = &customers.demand.orders else { panic!() };
    let driver = |measure, per_person, rate| Driver {
        measure,
        per_person,
        delay_days: 0.0,
        stay_days: None,
        most: f64::INFINITY,
        rate,
        uses: 1.0,
    };
    let patients = Driver {
        delay_days: 4.0,
        stay_days: Some(10.0),
        most: 120.0,
        ..driver(Measure::NewCases, 0.05, 18.0)
    };
    let staff = Driver { uses: 50.0, ..driver(Measure::Population, 0.002, 3.0) };
    let burn = Burn {
        drivers: vec![patients, staff],
        plus: 40.0,
        conservation: vec![(26, 0.6), (53, 1.0)],
        buffer: 0.1,
        most: f64::INFINITY,
    };
    for d in [0, 20, 30, 55] {
        assert_eq!(rate.at(day(d)), burn.on(&wave, &course, d as i64), "day {d}");
    }
    assert!((rate.at(day(0)) - (40.0 + 400.0 * 3.0 / 50.0) * 1.1).abs() < 1e-9, "only staff before the wave");
    let known = |place: &str| spec.assumptions.iter().any(|a| a.place == place);
    assert!(known("surge outbreak, demand *, rate") && known("epidemic wave, infectious period"));
}

/// The epidemic of a replication is the same in both surges, so orders are; threads change nothing, replications differ.
#[test]
fn a_drawn_epidemic_is_common_to_all_cells() {
    let spec = sound("scenarios/epidemic_gowns.ron", &[]);
    let results = |threads| {
        let plan = Plan { replications: 4, seed: 3, threads };
        run(&spec, &plan, &Watch::default()).unwrap()
    };
    let found = results(3);
    assert_eq!(found.digest, results(1).digest);
    let ordered = |cell: usize| -> Vec<u64> {
        let outcomes = found.cells[cell].outcomes.iter();
        outcomes.map(|outcome| outcome.factories[0].window.tally.products[0].ordered).collect()
    };
    assert_eq!(ordered(0), ordered(1));
    let different: std::collections::BTreeSet<u64> = ordered(0).into_iter().collect();
    assert_eq!(different.len(), 4);
    let delivered = |cell: usize| -> u64 {
        let outcomes = found.cells[cell].outcomes.iter();
        outcomes.map(|outcome| outcome.factories[0].window.tally.products[0].delivered).sum()
    };
    assert!(delivered(0) < delivered(1), "the healthy deliver more");
}

#[test]
fn inputs_are_all_files() {
    let loaded = load(&file("tests/scenario/full.ron"), &["seed=9".into()]).unwrap();
    let names: Vec<&str> = loaded.inputs.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "full.ron",
            "parts/sources.ron",
            "parts/hand.ron",
            "parts/shop.ron",
            "parts/store.ron",
            "parts/joint.ron",
            "arrivals.csv",
            "orders.csv",
            "hours.csv",
            "parts/demand.csv",
            "parts/programme.ron"
        ]
    );
    assert!(loaded.inputs[0].1.contains("seed: 9,"));
}

#[test]
fn overrides_change_one_value() {
    let full = |set: &str| sound("tests/scenario/full.ron", &[set]);
    assert_eq!(full("replications=64").replications, 64);
    assert_eq!(full("plants[hand].stations[weld].machines=3").plants[0].stations[0].machines, 3);
    assert_eq!(
        full("plants[0].stations[oven].batch.max = 20").plants[0].stations[1].batch.as_ref().unwrap().max,
        20
    );
    assert_eq!(
        full("factories[甬江].demand=2").factories[1].demand_factor,
        2.0,
        "a field that was not written"
    );
    assert_eq!(full("factories[Ning].time=0.5").factories[0].time_factor, 0.5, "the source stays");
    assert_eq!(full("name=other").name, "other", "text without quotes");
    assert_eq!(full("duration=50d").stop, Stop::After(Duration(50 * Duration::DAY.0)));
    let scrap = full("plants[hand].products[mask].routing[weld].scrap=0.5");
    let StepKind::Operation(weld) = &scrap.plants[0].products[0].routing[0].kind else { panic!() };
    assert_eq!(weld.scrap, 0.5);
    assert_eq!(full("sources[S1].grade=\"A\"").sources[0].grade, "A");
    let all = sound("tests/scenario/full.ron", &["seed=2", "seed=3", "lot_scale=1.5"]);
    assert_eq!((all.seed, all.lot_scale), (3, 1.5), "the later one holds");
}

#[test]
fn overrides_are_checked_like_the_file() {
    let full = file("tests/scenario/full.ron");
    let code = |set: &str| problems(&full, &[set]).iter().map(|p| p.code().to_string()).collect::<Vec<_>>();
    assert_eq!(code("replications=-1"), ["scenario::out-of-range"]);
    assert_eq!(code("duration=90"), ["scenario::unit"]);
    assert_eq!(code("replicatoins=9"), ["scenario::unknown-field"]);
    assert_eq!(code("plants[hnad].name=x"), ["scenario::override"]);
    assert_eq!(code("seed.value=3"), ["scenario::override"]);
    let wrong = problems(&full, &["plants[hnad].name=x"]);
    assert_eq!(wrong[0].help(), Some("did you mean \"hand\"?"));
    for set in ["replications", "=3", "a[b=3", "a..b=1", "seed="] {
        assert!(matches!(load(&full, &[set.to_string()]), Err(Failure::BadSet(_))), "{set}");
    }
}

/// A point of a curve may have a time of day: here 12 days and 6.5 hours after the start.
#[test]
fn curves_may_change_within_a_day() {
    let curve =
        "Points(shape: Steps, points: [(\"2020-01-08\", 1), (\"2020-01-20 06:30\", 2), (\"2020-03-08\", 3)])";
    let set = format!("surges[early].product_price[0].curve={curve}");
    let points = &sound("tests/scenario/full.ron", &[&set]).surges[1].product_price[0].1.points;
    assert_eq!(points[1], (Time(12 * Duration::DAY.0 + 13 * Duration::HOUR.0 / 2), 2.0));
    let twice = set.replace("03-08", "01-20 06:30");
    let told = problems(&file("tests/scenario/full.ron"), &[&twice]);
    let expected = "the dates do not ascend: 2020-01-20 06:30 comes after 2020-01-20 06:30";
    assert_eq!(told[0].to_string(), expected);
}

/// 90,000 orders are more than a scenario may hold, but not more than a table.
#[test]
fn a_long_list_of_orders_is_read_from_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("orders.ron");
    let scenario = |times: &str| {
        format!(
            "Scenario(format: 1, name: \"orders\", duration: \"90d\", plants: [Plant(name: \"p\",
            stations: [(name: \"s\", machines: 1)],
            products: [(name: \"a\", lot: 1, supply: ToOrder(demand: (orders: (times: {times}))),
                routing: [(step: \"w\", station: \"s\", time: \"1min\")])])])"
        )
    };
    let rows = (0..90_000).map(|row| format!("{}min,{},{}min,1\n", row, 1 + row % 9, row + 1_440));
    std::fs::write(
        folder.path().join("orders.csv"),
        format!("at,units,due,class\n{}", rows.collect::<String>()),
    )
    .unwrap();
    std::fs::write(&path, scenario("Table(file: \"orders.csv\")")).unwrap();
    let spec = load(&path, &[]).unwrap().spec;
    let Supply::ToOrder { demand, .. } = &spec.plants[0].products[0].supply else { panic!() };
    let Orders::Single { process: Process { times: Times::Listed(list), .. }, .. } = &demand.orders else {
        panic!()
    };
    assert_eq!((list.len(), list[89_999].units), (90_000, Some(9.0)));
    // As a list in the scenario itself they are too many, and it is said what to do.
    let list: String = (0..150_000).map(|row| format!("\"{row}s\",")).collect();
    std::fs::write(&path, scenario(&format!("[{list}]"))).unwrap();
    let Err(Failure::Unreadable { source, .. }) = load(&path, &[]) else { panic!() };
    assert_eq!(source.kind(), std::io::ErrorKind::FileTooLarge);
    assert!(surgetwin::scenario::LIMITS.contains("long lists in tables"));
}

#[test]
fn a_missing_scenario_is_no_problem_of_its_text() {
    let gone = load(&file("scenarios/gone.ron"), &[]);
    assert!(matches!(gone, Err(Failure::Unreadable { .. })));
}

#[test]
fn wrong_scenarios_give_their_golden_problems() {
    let mut seen = std::collections::BTreeSet::new();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(file("scenarios/invalid")).unwrap().map(|f| f.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "ron"));
    files.sort();
    assert!(files.len() >= 14);
    for path in files {
        let problems = problems(&path, &[]);
        let text = rendered(&problems);
        let golden = path.with_extension("txt");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&golden, &text).unwrap();
        }
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        assert_eq!(text, expected, "{}: if this is right, run with BLESS=1", path.display());
        for problem in &problems {
            seen.insert(problem.code());
            assert!(
                CODES.iter().any(|(code, _)| *code == problem.code()),
                "{} is not listed",
                problem.code()
            );
            let mut spoken = String::new();
            NarratableReportHandler::new().render_report(&mut spoken, problem).unwrap();
            assert!(spoken.contains(problem.message()) && spoken.contains(problem.file()), "{spoken}");
            assert!(problem.labels().is_some_and(|mut labels| labels.next().is_some()));
        }
    }
    let unseen: Vec<_> = CODES.iter().map(|(code, _)| *code).filter(|code| !seen.contains(code)).collect();
    assert_eq!(unseen, ["scenario::override"], "every code has a golden file; overrides have no file");
}

/// Problems of a text, each as "line:column: code".
#[track_caller]
fn places(folder: &Path, text: &str) -> Vec<String> {
    let target = folder.join("written.ron");
    std::fs::write(&target, text).unwrap();
    let place = |problem: &Problem| {
        let (line, column) = problem.line_column();
        format!("{}:{line}:{column}: {}", problem.file(), problem.code().trim_start_matches("scenario::"))
    };
    problems(&target, &[]).iter().map(place).collect()
}

/// One mistake is one problem: what only follows from it is not said.
#[test]
fn what_follows_from_a_problem_is_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(file("scenarios/mm3.ron")).unwrap();
    let check = |from: &str, to: &str, expected: &[&str]| {
        assert!(text.contains(from), "{from}");
        assert_eq!(places(folder.path(), &text.replace(from, to)), expected, "{from} -> {to}");
    };
    check("station: \"machines\", ", "statoin: \"machines\", ", &["written.ron:20:46: unknown-field"]);
    check("lot: 1", "lto: 1", &["written.ron:18:21: unknown-field"]);
    check("(rate: \"2/s\")", "(rate: (note: \"x\"))", &["written.ron:19:44: missing-field"]);
    check("name: \"machines\"", "name: \"\"", &["written.ron:14:31: bad-name"]);
    check("Scenario(", "Senario(", &["written.ron:4:1: unknown-variant"]);
    check("format: 1", "format: 2", &["written.ron:5:13: out-of-range"]);
    check("plants: [", "plants: [File(\"written.ron\"), ", &["written.ron:11:19: unreadable-file"]);
    check("\"mm3\"", "'mm3'", &["written.ron:6:13: syntax"]);
    let routing = text.find("routing: [").unwrap();
    let end = routing + text[routing..].find("],").unwrap() + 1;
    let emptied = format!("{}routing: (){}", &text[..routing], &text[end..]);
    assert_eq!(places(folder.path(), &emptied), ["written.ron:20:30: wrong-type"]);
    let factories = "Scenario(format: 1, name: \"a\", duration: \"1d\", plants: [File(\"part.ron\")],\nfactories: [(name: \"Ning\", plant: \"hand\")])";
    assert_eq!(places(folder.path(), factories), ["written.ron:1:62: unreadable-file"]);
    std::fs::write(folder.path().join("part.ron"), "Plant(name: \"hand\"").unwrap();
    assert_eq!(places(folder.path(), factories), ["part.ron:1:19: syntax"]);
}

/// A line of a megabyte is not echoed whole, and its place is still the true one.
#[test]
fn a_long_line_is_shown_in_part() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("long.ron");
    let text = format!("Scenario(format: 1,\nquestion: \"{}\", nmae: 3)", "x".repeat(900_000));
    std::fs::write(&target, text).unwrap();
    let problems = problems(&target, &[]);
    let shown = rendered(&problems);
    let longest = shown.lines().map(|line| line.chars().count()).max();
    assert!(longest.is_some_and(|longest| longest < 250), "{longest:?}");
    assert!(shown.contains("[long.ron:2:900015]") && shown.contains("…xxx"), "{shown}");
}

/// A small generator of its own: what is damaged must not depend on the crate's streams.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

/// The text with one to three random mistakes.
fn damaged(text: &str, dice: &mut Dice) -> String {
    const NUMBERS: [&str; 9] =
        ["0", "-1", "1e308", "NaN", "99999999999999999999999", "0.5", "inf", "1", "0x7F"];
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=dice.roll(3) {
        let at = dice.roll(chars.len());
        match dice.roll(6) {
            0 => drop(chars.remove(at)),
            1 => chars.insert(at, chars[at]),
            2 => {
                let other = dice.roll(chars.len());
                chars.swap(at, other);
            }
            3 => chars[at] = ['(', ')', '[', ']', '"', ',', ':', '{', '/', '*', '\'', '\\'][dice.roll(12)],
            kind => {
                // A run of digits, or of letters, from somewhere behind `at`.
                let same = |c: &char| if kind == 4 { c.is_ascii_digit() } else { c.is_alphabetic() };
                let Some(start) = chars[at..].iter().position(same).map(|n| at + n) else { continue };
                let end = chars[start..].iter().position(|c| !same(c)).map_or(chars.len(), |n| start + n);
                let new = if kind == 4 {
                    NUMBERS[dice.roll(9)]
                } else {
                    ["weld", "mask", "", "*", "甬", "S1"][dice.roll(6)]
                };
                chars.splice(start..end, new.chars());
            }
        }
    }
    chars.into_iter().collect()
}

#[test]
fn no_damage_makes_it_panic_or_hang() {
    let folder = tempfile::tempdir().unwrap();
    let parts = folder.path().join("parts");
    std::fs::create_dir(&parts).unwrap();
    for name in ["hand.ron", "demand.csv", "sources.ron", "programme.ron"] {
        std::fs::copy(file(&format!("tests/scenario/parts/{name}")), parts.join(name)).unwrap();
    }
    let texts: Vec<String> =
        ["tests/scenario/full.ron", "scenarios/breakdowns.ron", "scenarios/peers/w2.ron"]
            .iter()
            .map(|path| std::fs::read_to_string(file(path)).unwrap())
            .collect();
    let kept = ["hand.ron", "programme.ron"].map(|name| {
        let path = parts.join(name);
        (std::fs::read_to_string(&path).unwrap(), path)
    });
    let target = folder.path().join("damaged.ron");
    let mut dice = Dice(20_200_108);
    let mut wrong = 0;
    for case in 0..2_000 {
        let parts_too = case % 4 == 3;
        let whole = if parts_too { texts[0].clone() } else { damaged(&texts[case % 4], &mut dice) };
        std::fs::write(&target, whole).unwrap();
        for (text, path) in &kept {
            let text = if parts_too { damaged(text, &mut dice) } else { text.clone() };
            std::fs::write(path, text).unwrap();
        }
        if let Err(Failure::Problems(problems)) = load(&target, &[]) {
            assert!(!problems.is_empty());
            assert!(!rendered(&problems).is_empty());
            wrong += 1;
        }
    }
    assert!(wrong > 1_000, "damage is seen: {wrong}");
}

#[test]
fn hostile_files_end_soon() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("hostile.ron");
    let deep = format!("Scenario(format: 1, plants: {}{})", "[".repeat(60), "]".repeat(60));
    let wide = format!("Scenario(name: \"a\", options: [{}])", "(name: \"x\"),".repeat(50_000));
    let open = "(".repeat(900_000);
    let nested = format!("Scenario(plants: {}{}{})", "[".repeat(12), "1,".repeat(200_000), "]".repeat(12));
    let huge = " ".repeat(5_000_000);
    for text in [deep, wide, open, nested] {
        std::fs::write(&target, text).unwrap();
        assert!(matches!(load(&target, &[]), Err(Failure::Problems(_))));
    }
    std::fs::write(&target, huge).unwrap();
    assert!(matches!(load(&target, &[]), Err(Failure::Unreadable { .. })), "more than 1 MB");
}
