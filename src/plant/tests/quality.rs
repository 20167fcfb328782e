//! Hidden defects, inspection, rework: shares within four standard errors, and exact counts where nothing is left to chance.

use super::super::sample;
use super::{outcome, starts};
use crate::outcome::FactoryTally;
use crate::random::Distribution;
use crate::spec::{
    Arrivals, Demand, Inspection, Listed, Operation, Orders, Process, Product, Quality, Rework, Sample, Spec,
    Step, StepKind, StepTime, Supply, Times,
};
use crate::units::{Duration, ProductId, StationId, Time};

const ALL: Sample = Sample::Lots(1.0);

fn step(name: &str, station: usize, quality: Quality) -> Step {
    let operation = Operation {
        station: StationId::new(station),
        time: StepTime::PerLot(Distribution::Constant(1.0)),
        quality: Some(quality),
        ..Operation::default()
    };
    Step { name: name.into(), kind: StepKind::Operation(operation), ..Step::default() }
}

/// Lots of 100 units through such steps, one station each.
fn shop(steps: Vec<Step>, seconds: f64) -> Spec {
    let stations = (0..steps.len()).map(|s| sample::station(&format!("s{s}"), 1, None)).collect();
    let product = Product { lot_units: 100, ..sample::product(Supply::Saturated, steps) };
    sample::spec(sample::plant(stations, product), seconds)
}

fn run(spec: &Spec) -> FactoryTally {
    outcome(spec, 1).factories[0].window.tally.clone()
}

#[track_caller]
fn check_share(part: u64, of: u64, exact: f64) {
    let (share, error) = (part as f64 / of as f64, (exact * (1.0 - exact) / of as f64).sqrt());
    assert!((share - exact).abs() < 4.0 * error, "{share}, exact {exact}, standard error {error}");
}

#[test]
fn found_rejected_and_escaped() {
    let inspection = Inspection { detects: 0.9, false_alarm: 0.05, sample: ALL };
    let quality = Quality { defects: 0.1, inspection: Some(inspection), ..Quality::default() };
    let tally = run(&shop(vec![step("make", 0, quality)], 5_000.0));
    let units = tally.stations[0].completions * 100;
    let product = &tally.products[0];
    check_share(product.scrapped, units, 0.1 * 0.9 + 0.9 * 0.05);
    check_share(product.escaped, units, 0.1 * 0.1);
    check_share(tally.stations[0].false_rejects, units, 0.9 * 0.05);
    assert_eq!(tally.stations[0].good, units - product.scrapped);
    assert_eq!((product.begun, product.fallen_off), (units, product.scrapped));
}

#[test]
fn rework_goes_round_at_most_twice() {
    // Every unit is rejected each time: made, reworked twice, scrapped.
    let inspection = Inspection { detects: 1.0, false_alarm: 1.0, sample: ALL };
    let rework = Rework { most: Some(2), ..Rework::default() };
    let quality = Quality { inspection: Some(inspection), rework: Some(rework), ..Quality::default() };
    let tally = run(&shop(vec![step("make", 0, quality)], 301.0));
    let station = &tally.stations[0];
    // Lots that come back wait before new ones are released, so each takes three seconds in a row.
    assert_eq!((station.completions, tally.products[0].scrapped), (300, 100 * 100));
    assert_eq!(
        (tally.products[0].begun, tally.products[0].fallen_off),
        (100 * 100, 0),
        "at their first pass"
    );
    assert_eq!(tally.products[0].released_lots, 101);
    assert_eq!((station.to_rework, station.again, station.again_good), (20_000, 20_000, 0));
}

#[test]
fn units_go_to_rework_as_lots_of_their_own() {
    let share = Quality {
        rework_share: 0.2,
        rework: Some(Rework { step: 1, ..Rework::default() }),
        ..Quality::default()
    };
    let repair = Quality { repairs: true, ..Quality::default() };
    let mut steps = vec![step("make", 0, share), step("mend", 1, repair)];
    // Good lots skip the mending.
    steps[0].next = vec![crate::spec::Branch { share: 1.0, step: None, most: None }];
    let tally = run(&shop(steps, 4_000.0));
    let made = tally.stations[0].completions * 100;
    check_share(tally.stations[0].to_rework, made, 0.2);
    assert_eq!(tally.stations[1].units, tally.stations[0].to_rework, "what is sent is mended, lot by lot");
    assert_eq!(tally.products[0].finished + tally.levels[0].in_process, tally.products[0].released);
}

#[test]
fn a_sample_decides_over_its_lot() {
    // Lots of 100 with binomial defects at 2 %, samples of 10 accepted with none: the rest of a rejected lot is
    // screened. By the single sampling plan, P(accept) = 0.98^10; accepted lots let 90 units pass unseen.
    let inspection =
        Inspection { detects: 1.0, false_alarm: 0.0, sample: Sample::Units { units: 10, accept: 0 } };
    let quality = Quality { defects: 0.02, inspection: Some(inspection), ..Quality::default() };
    let tally = run(&shop(vec![step("make", 0, quality)], 20_000.0));
    let units = tally.stations[0].completions * 100;
    let accepted = crate::units::math::pow(0.98, 10.0);
    check_share(tally.products[0].escaped, units, accepted * 0.02 * 0.9);
}

#[test]
fn a_failed_sample_says_nothing_of_the_rest() {
    // Half of the units are defective, half of the defects are found; samples of 2 fail with one rejected or more. Of 98
    // others of a failed lot, 98 / 4 are found; a sample finds 2 / 4, and fails with 1 - (3 / 4)^2.
    let inspection =
        Inspection { detects: 0.5, false_alarm: 0.0, sample: Sample::Units { units: 2, accept: 0 } };
    let quality = Quality { defects: 0.5, inspection: Some(inspection), ..Quality::default() };
    let tally = run(&shop(vec![step("make", 0, quality)], 20_000.0));
    let units = tally.stations[0].completions * 100;
    let fails: f64 = 1.0 - 0.75 * 0.75;
    let found = (0.5 + fails * 24.5) / 100.0;
    let share = tally.products[0].scrapped as f64 / units as f64;
    // Lots are found bad together: the error is that of lots.
    let error = 0.245 * (fails * (1.0 - fails) / (units as f64 / 100.0)).sqrt() * 1.1;
    assert!((share - found).abs() < 4.0 * error, "{share}, exact {found}, standard error {error}");
}

#[test]
fn defects_go_with_their_units() {
    // A tenth has a hidden defect; lots part into four and join again, and a tenth of all is scrapped for other reasons:
    // as many escape as there are.
    let defects = Quality { defects: 0.1, ..Quality::default() };
    let part = Step {
        name: "part".into(),
        kind: StepKind::Split(crate::spec::Split { lots: 4, keeps_place: false }),
        ..Step::default()
    };
    let mut lossy = step("pack", 1, Quality::default());
    if let StepKind::Operation(operation) = &mut lossy.kind {
        operation.scrap = 0.1;
        operation.quality = None;
        operation.time = StepTime::PerLot(Distribution::Constant(0.2));
    }
    let mut spec = shop(vec![step("make", 0, defects), lossy], 4_000.0);
    spec.plants[0].products[0].routing.insert(1, part);
    let tally = run(&spec);
    let product = &tally.products[0];
    check_share(product.escaped, product.finished, 0.1);
    check_share(product.scrapped, product.finished + product.scrapped, 0.1);
}

#[test]
fn first_passes_are_counted_apart() {
    // Half is rejected at the first pass and mended at the second step; all that comes back passes.
    let inspection = Inspection { detects: 1.0, false_alarm: 0.0, sample: ALL };
    let rework = Rework { step: 1, ..Rework::default() };
    let quality =
        Quality { defects: 0.5, inspection: Some(inspection), rework: Some(rework), ..Quality::default() };
    let tally = run(&shop(vec![step("make", 0, quality), step("pack", 1, Quality::default())], 2_000.0));
    let [make, pack] = &tally.stations[..] else { panic!("two stations") };
    assert_eq!((make.again, make.again_to_rework, pack.again), (0, 0, 0), "nobody comes to a step twice");
    check_share(make.to_rework, make.completions * 100, 0.5);
    assert_eq!(make.good + make.to_rework, make.completions * 100);
}

#[test]
fn the_whole_lot_goes_to_rework() {
    // Of 100 units about ten have a defect, so that every lot is rejected at its first pass and goes back whole: two seconds
    // for each, and nothing is lost. At its second pass it is rejected again, but may not go any more: what is bad is scrapped.
    let inspection = Inspection { detects: 1.0, false_alarm: 0.0, sample: ALL };
    let rework = Rework { most: Some(1), whole_lot: true, ..Rework::default() };
    let quality =
        Quality { defects: 0.1, inspection: Some(inspection), rework: Some(rework), ..Quality::default() };
    let tally = run(&shop(vec![step("make", 0, quality)], 1_000.5));
    let make = &tally.stations[0];
    assert_eq!((make.completions, tally.products[0].released_lots), (1_000, 501));
    assert_eq!((make.to_rework, make.again), (500 * 100, 500 * 100), "whole lots go and come");
    check_share(tally.products[0].scrapped, 500 * 100, 0.1);
    assert_eq!((make.good, tally.products[0].escaped), (tally.products[0].finished, 0));
}

/// Two products: lots of 100 of the first are made and inspected, what becomes the second is packed.
fn sorted(quality: Quality, seconds: f64) -> Spec {
    let mut spec = shop(vec![step("make", 0, quality)], seconds);
    let plant = &mut spec.plants[0];
    plant.stations.push(sample::station("s1", 1, None));
    let nothing =
        Arrivals { process: Process { times: Times::Listed(Vec::new()), most: None }, ..Arrivals::default() };
    let packed = Step { name: "pack".into(), ..sample::operation("pack", 1, Distribution::Constant(0.5)) };
    let second = sample::product(Supply::Arrivals(nothing), vec![packed]);
    plant.products.push(Product { name: "second".into(), lot_units: 100, ..second });
    spec
}

fn to_second() -> Rework {
    Rework { product: Some(ProductId(1)), ..Rework::default() }
}

#[test]
fn rejected_units_become_another_product() {
    let inspection = Inspection { detects: 1.0, false_alarm: 0.0, sample: ALL };
    let quality = Quality {
        defects: 0.2,
        inspection: Some(inspection),
        rework: Some(Rework { keeps_defects: true, ..to_second() }),
        ..Quality::default()
    };
    let spec = sorted(quality, 1_000.75);
    let tally = run(&spec);
    let [first, second] = &tally.products[..] else { panic!("two products") };
    check_share(first.downgraded, 1_000 * 100, 0.2);
    assert_eq!((first.finished + first.downgraded, first.scrapped), (1_000 * 100, 0));
    assert_eq!(
        (second.released, second.finished),
        (first.downgraded, second.released),
        "the last is packed at 1000.5"
    );
    assert_eq!((first.escaped, second.escaped), (0, second.finished), "all of them have their defect");
    assert_eq!(second.flow_time, Duration(500_000 * second.finished_lots), "from then on");
    // Where the defect counts as mended, they are good.
    let mended = Quality { rework: Some(to_second()), ..quality };
    let tally = run(&sorted(mended, 1_000.75));
    assert_eq!(tally.products[1].escaped, 0);
    assert_eq!(tally.products[1].finished, second.finished, "by the same chance");
}

#[test]
fn whole_lots_become_another_product() {
    // All is rejected: every lot goes whole, none is finished.
    let inspection = Inspection { detects: 1.0, false_alarm: 1.0, sample: ALL };
    let rework = Rework { whole_lot: true, ..to_second() };
    let quality = Quality { inspection: Some(inspection), rework: Some(rework), ..Quality::default() };
    let spec = sorted(quality, 10.75);
    assert_eq!(
        starts(&spec)[..4],
        ["0 s0/1 thing 0", "1 s1/1 second 0", "1 s0/1 thing 1", "2 s1/1 second 1"]
    );
    let tally = run(&spec);
    assert_eq!((tally.products[0].downgraded, tally.products[0].finished_lots), (1_000, 0));
    assert_eq!((tally.products[1].released_lots, tally.products[1].finished_lots), (10, 10));
    assert_eq!(tally.products[0].lots_time, Duration::from_secs(10.75), "one is being made all the time");
    assert_eq!(tally.products[1].lots_time, Duration::from_secs(5.0));
}

#[test]
fn what_is_not_delivered_any_more_is_made_anew() {
    // An order of 100: the first lot becomes another product, and so does the next, without end.
    let order = Listed { at: Time::ZERO, units: Some(100.0), ..Listed::default() };
    let process = Process { times: Times::Listed(vec![order]), most: None };
    let orders = Orders::Single { process, size: Distribution::Constant(1.0) };
    let inspection = Inspection { detects: 1.0, false_alarm: 1.0, sample: ALL };
    let quality = Quality { inspection: Some(inspection), rework: Some(to_second()), ..Quality::default() };
    let mut spec = sorted(quality, 5.75);
    spec.plants[0].products[0].supply =
        Supply::ToOrder { demand: Demand { orders, ..Demand::default() }, patience: None, allowance: 0.0 };
    let tally = run(&spec);
    assert_eq!((tally.products[0].released_lots, tally.products[0].downgraded), (6, 500));
    assert_eq!((tally.products[1].finished, tally.levels[0].backlog), (500, 100));
}

#[test]
fn lots_are_sentenced_by_their_samples() {
    // Lots of 100 with binomial defects at 5 %; samples of 10, of which one may be bad. P(accept) = 0.95^10 + 10 x 0.05 x 0.95^9.
    // Lots that fail go whole to be scrapped elsewhere, the bad unit of a lot that passes is scrapped at once.
    let accept = 1;
    let inspection =
        Inspection { detects: 1.0, false_alarm: 0.0, sample: Sample::Units { units: 10, accept } };
    let quality = Quality {
        defects: 0.05,
        inspection: Some(inspection),
        rework: Some(Rework { step: 1, whole_lot: true, keeps_defects: true, ..Rework::default() }),
        ..Quality::default()
    };
    let mut dispose = sample::operation("dispose", 1, Distribution::Constant(0.5));
    if let StepKind::Operation(operation) = &mut dispose.kind {
        operation.scrap = 1.0;
    }
    let mut make = step("make", 0, quality);
    make.next = vec![crate::spec::Branch { share: 1.0, step: None, most: None }];
    let tally = run(&shop(vec![make, dispose], 20_000.75));
    let power = |n: f64| crate::units::math::pow(0.95, n);
    let accepted = power(10.0) + 0.5 * power(9.0);
    check_share(tally.products[0].finished_lots, 20_000, accepted);
    assert_eq!(tally.stations[1].units, tally.stations[0].to_rework, "whole lots go");
    assert_eq!(tally.stations[1].units, 100 * (20_000 - tally.products[0].finished_lots));
    check_share(tally.stations[0].scrapped, tally.products[0].finished_lots, 0.5 * power(9.0) / accepted);
}
