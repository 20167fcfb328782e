//! What comes in and what is held: traces by hand, and exact results of inventory and queueing theory.

#![allow(clippy::float_cmp, reason = "sums of small whole numbers are exact")]

use super::super::region::Plant;
use super::super::sample;
use super::{check_mean, outcome, setting, starts};
use crate::outcome::{MaterialTally, Outcome, ProductTally};
use crate::random::Distribution;
use crate::spec::{
    Arrivals, Calendar, Curve, Customers, Delivery, Demand, FirstArrival, Listed, Loop, Material,
    MaterialUse, Orders, Process, Product, Rate, Reorder, Shape, Spec, StepKind, Stop, Supplier, Supply,
    Terms, Times,
};
use crate::units::{CalendarId, Duration, LoopId, MaterialId, SupplierId, Time};

fn at(seconds: f64) -> Time {
    Time(Duration::from_secs(seconds).0)
}

fn spaced(spacing: Distribution) -> Process {
    Process { times: Times::Spaced { first: FirstArrival::AfterSpacing, spacing }, most: None }
}

fn listed(entries: &[(f64, f64)]) -> Process {
    let entry = |(s, units): &(f64, f64)| Listed { at: at(*s), units: Some(*units), ..Listed::default() };
    Process { times: Times::Listed(entries.iter().map(entry).collect()), most: None }
}

/// Orders one by one.
fn single(process: Process) -> Demand {
    Demand {
        orders: Orders::Single { process, size: Distribution::Constant(1.0) },
        delivery: Delivery::Parts,
    }
}

/// One machine that makes a product, with the time of a lot.
fn shop(supply: Supply, time: Distribution, seconds: f64) -> Spec {
    let product =
        Product { name: "p".into(), ..sample::product(supply, vec![sample::operation("w", 0, time)]) };
    sample::spec(sample::plant(vec![sample::station("m", 1, None)], product), seconds)
}

fn made(outcome: &Outcome) -> ProductTally {
    outcome.factories[0].window.tally.products[0]
}

/// A store of one material and nothing else that happens.
fn store(material: Material, seconds: f64) -> Spec {
    let mut spec = shop(
        Supply::Arrivals(Arrivals { process: listed(&[]), ..Arrivals::default() }),
        Distribution::Constant(1.0),
        seconds,
    );
    spec.plants[0].materials.push(Material { name: "felt".into(), ..material });
    spec
}

fn held(outcome: &Outcome) -> MaterialTally {
    outcome.factories[0].window.tally.materials[0]
}

/// The mean over 20 seeds of what a run says, against its exact value.
#[track_caller]
fn check_seeds(spec: &Spec, exact: &[f64], read: impl Fn(&Outcome) -> Vec<f64>) {
    let runs: Vec<Vec<f64>> = (1..=20).map(|seed| read(&outcome(spec, seed))).collect();
    for (index, exact) in exact.iter().enumerate() {
        check_mean(&runs.iter().map(|run| run[index]).collect::<Vec<_>>(), *exact);
    }
}

#[test]
fn a_list_of_arrivals_with_units_lots_due_dates_and_classes() {
    let list = vec![
        Listed { at: at(1.0), units: Some(3.0), due: Some(at(3.0)), ..Listed::default() },
        Listed { at: at(2.0), lots: Some(2), due: Some(at(9.0)), class: Some(2), ..Listed::default() },
        Listed { at: at(2.0), due: Some(at(7.5)), ..Listed::default() },
    ];
    let process = Process { times: Times::Listed(list), most: None };
    let spec = shop(
        Supply::Arrivals(Arrivals { process, ..Arrivals::default() }),
        Distribution::Constant(2.0),
        20.0,
    );
    // Operations 1-3, 3-5, 5-7, 7-9: in time, 4 and 2 s early, 1.5 s late.
    assert_eq!(starts(&spec), ["1 m/1 p 0", "3 m/1 p 1", "5 m/1 p 2", "7 m/1 p 3"]);
    let tally = made(&outcome(&spec, 1));
    assert_eq!((tally.finished, tally.due_lots, tally.late_lots), (6, 4, 1));
    assert_eq!((tally.tardiness.as_secs(), tally.earliness.as_secs()), (1.5, 6.0));
}

#[test]
fn no_more_than_the_most_arrive() {
    let process = Process { most: Some(3), ..spaced(Distribution::Constant(2.0)) };
    let spec = shop(
        Supply::Arrivals(Arrivals { process, ..Arrivals::default() }),
        Distribution::Constant(1.0),
        50.0,
    );
    assert_eq!(starts(&spec), ["2 m/1 p 0", "4 m/1 p 1", "6 m/1 p 2"]);
}

#[test]
fn batches_that_arrive_together() {
    // M^X/M/1: rate 0.2, two or four lots of mean 1 s each; rho = 0.6, L = (rho + rho E[X^2] / E[X]) / (2 (1 - rho))
    // with E[X^2] / E[X] = 10 / 3 (Gross, Shortle, Thompson & Harris, Fundamentals of Queueing Theory, 3.1).
    let sizes = Distribution::empirical(vec![2.0, 4.0], &[0.5, 0.5]).unwrap();
    let arrivals = Arrivals {
        process: spaced(Distribution::Exponential { mean: 5.0 }),
        lots: sizes,
        ..Arrivals::default()
    };
    let spec = shop(Supply::Arrivals(arrivals), Distribution::Exponential { mean: 1.0 }, 200_000.0);
    let exact = 0.6 * (1.0 + 10.0 / 3.0) / (2.0 * 0.4);
    check_seeds(&spec, &[exact], |outcome| vec![made(outcome).lots_time.as_secs() / 200_000.0]);
}

#[test]
fn sizes_and_classes_of_lots_belong_to_the_lot() {
    let arrivals = Arrivals {
        process: spaced(Distribution::Constant(1.0)),
        size: Some(Distribution::Uniform { min: 0.6, max: 3.4 }),
        ..Arrivals::default()
    };
    let mut spec = shop(Supply::Arrivals(arrivals), Distribution::Constant(0.5), 20_000.5);
    spec.plants[0].products[0].classes = vec![(1, 0.2), (2, 0.8)];
    let tally = made(&outcome(&spec, 1));
    // One, two or three units: 0.9, 1 and 0.9 of 2.8.
    let mean = tally.finished as f64 / tally.finished_lots as f64;
    assert!((mean - 2.0).abs() < 4.0 * (1.8f64 / 2.8 / 20_000.0).sqrt(), "{mean}");
    spec.plants[0].stations[0].machines = 3;
    assert_eq!(made(&outcome(&spec, 1)).released, tally.released, "other machines, the same lots");
}

#[test]
fn a_rate_that_changes_within_the_day() {
    // Poisson with 2 (1 - |x - 30| / 30) a second within each minute of 60 s: 60 a period, as many in each half, 15 in
    // the first quarter. Counts are Poisson, so the variance is the mean.
    let curve = Curve {
        points: vec![(at(0.0), 0.0), (at(30.0), 2.0), (at(60.0), 0.0)],
        shape: Shape::Linear,
        drawn: None,
    };
    let rate = Rate { curve, period: Some(Duration(60_000_000)), offset: Duration::ZERO };
    let times = Times::Rated { rate, spacing: Distribution::Exponential { mean: 1.0 } };
    let arrivals = Arrivals { process: Process { times, most: None }, ..Arrivals::default() };
    let count = |seconds: f64| {
        let spec = shop(Supply::Arrivals(arrivals.clone()), Distribution::Constant(0.0), seconds);
        (1..=400).map(|seed| made(&outcome(&spec, seed)).released as f64).collect::<Vec<f64>>()
    };
    for (seconds, exact) in [(15.0, 7.5), (30.0, 30.0), (90.0, 90.0), (120.0, 120.0)] {
        let counts = count(seconds);
        check_mean_only(&counts, exact);
        let variance = counts.iter().map(|c| (c - exact) * (c - exact)).sum::<f64>() / 400.0;
        assert!(
            (variance / exact - 1.0).abs() < 4.0 * (2.0f64 / 400.0).sqrt() + 0.05,
            "{variance} of {exact}"
        );
    }
    // Regular: one each time that the expected number has grown by one; x^2 / 30 = 1, 2, 3, 4.
    let times = match arrivals.process.times {
        Times::Rated { rate, .. } => Times::Rated { rate, spacing: Distribution::Constant(1.0) },
        other => other,
    };
    let regular = Arrivals { process: Process { times, most: Some(4) }, ..Arrivals::default() };
    let told = starts(&shop(Supply::Arrivals(regular), Distribution::Constant(0.0), 60.0));
    assert_eq!(told, ["5.477226 m/1 p 0", "7.745967 m/1 p 1", "9.486833 m/1 p 2", "10.954451 m/1 p 3"]);
}

#[track_caller]
fn check_mean_only(values: &[f64], exact: f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    assert!((mean - exact).abs() < 4.0 * (exact / n).sqrt(), "mean {mean}, exact {exact}");
}

#[test]
fn a_surge_multiplies_arrivals_and_orders() {
    let process = spaced(Distribution::Constant(10.0));
    let arrivals = Supply::Arrivals(Arrivals { process: process.clone(), ..Arrivals::default() });
    let orders = Supply::ToOrder { demand: single(process), patience: None, allowance: 0.0 };
    for supply in [arrivals, orders] {
        let mut spec = shop(supply, Distribution::Constant(1.0), 56.0);
        let surge = Curve { points: vec![(at(0.0), 1.0), (at(15.0), 4.0)], shape: Shape::Steps, drawn: None };
        spec.surges[0].demand.push(("*".into(), surge));
        spec.factories[0].demand_factor = 0.5;
        // Half as often, from 15 s on twice as often: 7.5 of 10 have passed at 15 s, so at 16.25 s, then every 5 s.
        let told = starts(&spec);
        assert_eq!(told[..3], ["16.25 m/1 p 0", "21.25 m/1 p 1", "26.25 m/1 p 2"]);
        assert_eq!(told.len(), 8);
    }
}

#[test]
fn orders_for_a_base_stock_of_a_single_machine() {
    // M/M/1 made to stock, S = 5, rho = 0.8: fill 1 - rho^S, E[B] = rho^(S + 1) / (1 - rho), E[I] = S - rho
    // (1 - rho^S) / (1 - rho) (Buzacott & Shanthikumar, Stochastic Models of Manufacturing Systems, 4.3).
    let demand = single(spaced(Distribution::Exponential { mean: 1.25 }));
    let supply = Supply::ToStock { initial_stock: 5, base_stock: 5, demand, patience: None };
    let spec = shop(supply, Distribution::Exponential { mean: 1.0 }, 600_000.0);
    check_seeds(&spec, &[0.67232, 1.31072, 2.31072, 1.6384], |outcome| {
        let t = made(outcome);
        let mean = |sum: f64| sum / 600_000.0;
        let fill = t.delivered_in_time as f64 / t.ordered as f64;
        // An order waits E[B] / lambda (Little).
        vec![fill, mean(t.backlog_time), mean(t.stock_time), t.delivery_wait / t.delivered as f64]
    });
}

#[test]
fn orders_that_are_lost_when_not_met_at_once() {
    // The stock is the free room of M/M/1/5 with rho = 0.8.
    let demand = single(spaced(Distribution::Exponential { mean: 1.25 }));
    let supply = Supply::ToStock { initial_stock: 5, base_stock: 5, demand, patience: Some(Duration::ZERO) };
    let spec = shop(supply, Distribution::Exponential { mean: 1.0 }, 200_000.0);
    check_seeds(&spec, &[0.911_180_501_344, 3.131_667_967_73], |outcome| {
        let t = made(outcome);
        assert!(t.ordered == t.delivered + t.lost && t.delivered == t.delivered_in_time);
        vec![t.delivered as f64 / t.ordered as f64, t.stock_time / 200_000.0]
    });
}

#[test]
fn periods_of_unmet_demand_by_hand() {
    // On hand 40; orders of 100 100 180 220 240 200 100 100 at the beginnings of eight days, while 110 110 130 150 170
    // 60 260 260 are made: half an hour for ten. Backlog at the ends: 0 0 0 60 130 270 110 0; 750 of 1240 are delivered
    // in their own day: all 100, 100, 180, then 160, 110, 0, 0, 100.
    let orders = [100.0, 100.0, 180.0, 220.0, 240.0, 200.0, 100.0, 100.0, 0.0];
    let supplied = [110.0, 110.0, 130.0, 150.0, 170.0, 60.0, 260.0, 260.0];
    let day = |days: usize| Time(days as u64 * Duration::DAY.0);
    let rate = Curve {
        points: orders.iter().enumerate().map(|(d, units)| (day(d), *units)).collect(),
        shape: Shape::Steps,
        drawn: None,
    };
    let orders = Orders::Periodic { rate, every: Duration::DAY, variation: Distribution::Constant(1.0) };
    let supply = Supply::ToStock {
        initial_stock: 40,
        base_stock: 1_000_000,
        demand: Demand { orders, ..Demand::default() },
        patience: None,
    };
    let mut spec = shop(supply, Distribution::Constant(1_800.0), 8.0 * 86_400.0 + 1.0);
    let plant = &mut spec.plants[0];
    plant.products[0].lot_units = 10;
    // A second more, so that hours do not end in the instant in which a lot does.
    let hours = |units: f64| Duration::from_secs(units * 180.0 + 1.0);
    plant.calendars.push(Calendar {
        name: "hours".into(),
        period: Duration(8 * Duration::DAY.0),
        on: (0..8).map(|d| (Duration(day(d).0), Duration(day(d).0) + hours(supplied[d]))).collect(),
        ..Calendar::default()
    });
    plant.stations[0].calendar = Some(CalendarId(0));
    let outcome = outcome(&spec, 1);
    let tally = made(&outcome);
    assert_eq!((tally.ordered, tally.delivered_in_time), (1_240, 750));
    assert!((750.0f64 / 1_240.0 - 0.604_838_709_7).abs() < 1e-10);
    assert_eq!((tally.periods, tally.periods_met), (8, 4), "alpha 0.5");
    let backlog: Vec<u64> = outcome.factories[0].days[0].iter().map(|day| day.backlog).collect();
    assert_eq!(backlog[..8], [0, 0, 0, 60, 130, 270, 110, 0]);
}

#[test]
fn patience_ends_to_the_second() {
    // Two ordered at 0, one made at 10; the other is lost at 15, before the next is made at 20.
    let demand = Demand {
        orders: Orders::Single { process: listed(&[(0.0, 2.0)]), size: Distribution::Constant(1.0) },
        ..Demand::default()
    };
    let patience = Some(Duration::from_secs(15.0));
    let supply = Supply::ToStock { initial_stock: 0, base_stock: 2, demand, patience };
    let tally = made(&outcome(&shop(supply, Distribution::Constant(10.0), 100.0), 1));
    assert_eq!((tally.delivered, tally.lost, tally.delivery_wait), (1, 1, 10.0));
    // Two owed for 10 s, one for 5.
    assert_eq!(tally.backlog_time, 25.0);
}

#[test]
fn whole_orders_only() {
    // Orders of 3 at 1 s and of 1 at 2 s from two on hand, one more made each 10 s while fewer than 4 are wanted.
    let told = |delivery| {
        let process = listed(&[(1.0, 3.0), (2.0, 1.0)]);
        let orders = Orders::Single { process, size: Distribution::Constant(1.0) };
        let supply = Supply::ToStock {
            initial_stock: 2,
            base_stock: 2,
            demand: Demand { orders, delivery },
            patience: None,
        };
        let tally = made(&outcome(&shop(supply, Distribution::Constant(10.0), 100.0), 1));
        (tally.delivered, tally.delivered_in_time, tally.delivery_wait)
    };
    // In parts: two at once, the third at 11 after 10, the other at 21 after 19.
    assert_eq!(told(Delivery::Parts), (4, 2, 29.0));
    // Whole: three at 11 after 10 each, and the other, which does not overtake, at 21.
    assert_eq!(told(Delivery::Whole), (4, 0, 49.0));
}

#[test]
fn made_to_order() {
    // Lots of two: an order of 5 at 0 is lots of 2, 2, 1 done at 10, 20, 30; one of 2 at 4 is done at 40.
    let told = |delivery| {
        let process = listed(&[(0.0, 5.0), (4.0, 2.0)]);
        let orders = Orders::Single { process, size: Distribution::Constant(1.0) };
        let supply = Supply::ToOrder { demand: Demand { orders, delivery }, patience: None, allowance: 0.0 };
        let mut spec = shop(supply, Distribution::Constant(10.0), 100.0);
        spec.plants[0].products[0].lot_units = 2;
        spec.plants[0].products[0].due = Some(Distribution::Constant(25.0));
        spec
    };
    let tally = made(&outcome(&told(Delivery::Whole), 1));
    assert_eq!((tally.delivered, tally.orders, tally.delivery_wait), (7, 2, 5.0 * 30.0 + 2.0 * 36.0));
    // Due at 25 and 29: the third lot is 5 late, the last 11; the first two are 15 and 5 early.
    assert_eq!((tally.late_lots, tally.tardiness.as_secs(), tally.earliness.as_secs()), (2, 16.0, 20.0));
    // Finished units wait for the rest of their order: two from 10, two more from 20, until 30.
    assert_eq!((tally.stock_time, tally.backlog_time), (2.0 * 20.0 + 2.0 * 10.0, 222.0));
    let tally = made(&outcome(&told(Delivery::Parts), 1));
    assert_eq!(tally.delivery_wait, 2.0 * 10.0 + 2.0 * 20.0 + 30.0 + 2.0 * 36.0);
    // With one card the lots wait outside, in their order.
    let mut spec = told(Delivery::Whole);
    spec.plants[0].loops.push(Loop { name: "cards".into(), cards: 1 });
    spec.plants[0].products[0].release = Some(LoopId(0));
    assert_eq!(made(&outcome(&spec, 1)).delivery_wait, 222.0);
}

#[test]
fn scrapped_units_of_an_order_are_made_anew() {
    let process = spaced(Distribution::Constant(100.0));
    let supply = Supply::ToOrder {
        demand: Demand {
            orders: Orders::Single { process, size: Distribution::Constant(10.0) },
            delivery: Delivery::Whole,
        },
        patience: None,
        allowance: 0.0,
    };
    let mut spec = shop(supply, Distribution::Constant(1.0), 10_099.0);
    let product = &mut spec.plants[0].products[0];
    product.lot_units = 4;
    if let StepKind::Operation(operation) = &mut product.routing[0].kind {
        operation.scrap = 0.3;
    }
    let tally = made(&outcome(&spec, 1));
    assert_eq!((tally.ordered, tally.delivered, tally.finished), (1_000, 1_000, 1_000));
    assert!(tally.scrapped > 300 && tally.released == 1_000 + tally.scrapped);
}

/// Customers of a store, one unit each.
fn customers(rate: f64, patience: Option<Duration>) -> Option<Customers> {
    Some(Customers { demand: single(spaced(Distribution::Exponential { mean: 1.0 / rate })), patience })
}

fn terms(lead_time: f64) -> Terms {
    Terms { lead_time: Distribution::Constant(lead_time), ..Terms::default() }
}

/// P(D = d) of a Poisson count up to 100.
fn poisson(mean: f64) -> Vec<f64> {
    let mut all = vec![crate::units::math::exp(-mean)];
    for d in 1..100 {
        all.push(all[d - 1] * mean / d as f64);
    }
    all
}

/// Fill rate and mean backlog of a base stock s against Poisson lead-time demand: P(D <= s - 1), E(D - s)+.
fn base_stock(s: usize, mean: f64) -> (f64, f64) {
    let p = poisson(mean);
    let owed = p.iter().enumerate().skip(s + 1).map(|(d, p)| (d - s) as f64 * p).sum();
    (p[..s].iter().sum(), owed)
}

fn fill_and_backlog(outcome: &Outcome, seconds: f64) -> Vec<f64> {
    let m = held(outcome);
    vec![m.delivered_in_time / m.ordered, m.backlog_time / seconds, m.stock_time / seconds]
}

#[test]
fn a_base_stock_store() {
    let (fill, owed) = base_stock(12, 8.0);
    assert!((fill - 0.888_075_999_0).abs() < 1e-10 && (owed - 0.129_825_647_3).abs() < 1e-10);
    let spec = store(
        Material {
            initial_stock: 12.0,
            reorder: Reorder::UpTo { point: 12.0, level: 12.0 },
            terms: terms(10.0),
            customers: customers(0.8, None),
            ..Material::default()
        },
        200_000.0,
    );
    // E[I] = S - E[D] + E[B].
    check_seeds(&spec, &[fill, owed, 4.0 + owed], |outcome| fill_and_backlog(outcome, 200_000.0));
}

#[test]
fn a_store_with_reorder_point_and_quantity() {
    // (R, Q) against unit Poisson demand: the position is uniform on R + 1 .. R + Q (Hadley & Whitin; Zipkin,
    // Foundations of Inventory Management, 6.2); and (s, S) is the same with s = R, S = R + Q.
    let (point, quantity, mean) = (5, 6, 6.0);
    let over: Vec<(f64, f64)> = (point + 1..=point + quantity).map(|s| base_stock(s, mean)).collect();
    let fill = over.iter().map(|(fill, _)| fill).sum::<f64>() / quantity as f64;
    let owed = over.iter().map(|(_, owed)| owed).sum::<f64>() / quantity as f64;
    let position = point as f64 + (quantity as f64 + 1.0) / 2.0;
    let (r, q) = (point as f64, quantity as f64);
    for reorder in [Reorder::Quantity { point: r, quantity: q }, Reorder::UpTo { point: r, level: r + q }] {
        let spec = store(
            Material {
                initial_stock: 11.0,
                reorder,
                terms: terms(10.0),
                customers: customers(0.6, None),
                ..Material::default()
            },
            200_000.0,
        );
        check_seeds(&spec, &[fill, owed, position - mean + owed, 0.6 / q], |outcome| {
            let mut values = fill_and_backlog(outcome, 200_000.0);
            values.push(held(outcome).orders as f64 / 200_000.0);
            values
        });
    }
}

#[test]
fn a_periodic_review_store_and_lost_sales() {
    // Review every 5 s up to 10, lead time 3 s, rate 1: right after a delivery at 3, 8, 13 … the stock is 10 less a
    // Poisson demand of mean 3; over the 5 s until the next, its mean shortfall is E(D(t) - 10)+ for t from 3 to 8.
    let steps = 2_000;
    let owed = (0..steps).map(|k| base_stock(10, 3.0 + 5.0 * (k as f64 + 0.5) / steps as f64).1).sum::<f64>()
        / steps as f64;
    let material = Material {
        initial_stock: 10.0,
        reorder: Reorder::UpTo { point: 10.0, level: 10.0 },
        review: Some(Duration(5_000_000)),
        terms: terms(3.0),
        customers: customers(1.0, None),
        ..Material::default()
    };
    let spec = store(material.clone(), 100_000.0);
    check_seeds(&spec, &[10.0 - 5.5 + owed], |outcome| vec![held(outcome).stock_time / 100_000.0]);
    // Lost sales from a base stock of 3 with any lead time of mean 2.5 and rate 1: Erlang's loss formula B(3, 2.5).
    let lost = Material {
        initial_stock: 3.0,
        reorder: Reorder::UpTo { point: 3.0, level: 3.0 },
        review: None,
        terms: terms(2.5),
        customers: customers(1.0, Some(Duration::ZERO)),
        ..material
    };
    let b = (1..=3).fold(1.0, |b, k| 2.5 * b / (f64::from(k) + 2.5 * b));
    check_seeds(&store(lost, 100_000.0), &[1.0 - b], |outcome| {
        let m = held(outcome);
        assert!((m.ordered - m.delivered - m.lost).abs() < 1e-6 && m.backlog_time == 0.0);
        vec![m.delivered / m.ordered]
    });
}

/// A store with steady demand of one a second, all deterministic.
fn steady(material: Material, seconds: f64) -> MaterialTally {
    let demand = single(spaced(Distribution::Constant(1.0)));
    let customers = Some(Customers { demand, patience: None });
    held(&outcome(&store(Material { customers, ..material }, seconds), 1))
}

#[test]
fn economic_order_quantities_by_hand() {
    // Ten at a time, ordered when 2 are left, 2 s on the way: on hand goes 10, 9, … 1, and ten again as the last goes.
    let material = Material {
        initial_stock: 10.0,
        reorder: Reorder::Quantity { point: 2.0, quantity: 10.0 },
        terms: terms(2.0),
        ..Material::default()
    };
    let tally = steady(material.clone(), 100.0);
    // Orders at 8, 18, … 98; deliveries at 10, 20, … come before the unit that is ordered then.
    assert_eq!((tally.orders, tally.bought, tally.delivered, tally.backlog_time), (10, 100.0, 99.0, 0.0));
    // Each ten seconds hold 10 + 9 + … + 1, but at the deliveries the unit leaves at once: 55 in the first ten.
    assert_eq!(tally.stock_time, 10.0 * 55.0);
    // Sold in lots of 8 and no fewer than 20: 24.
    let terms = Terms { lot: 8.0, minimum: 20.0, ..terms(2.0) };
    let tally = steady(Material { terms, ..material.clone() }, 25.0);
    assert_eq!((tally.orders, tally.bought), (1, 24.0));
    // Two on their way at the start, so that the first order comes two later.
    let transit = Material { in_transit: vec![(at(5.5), 2.0)], ..material };
    assert_eq!(steady(transit, 20.5).orders, 2, "at 10 and 20");
}

#[test]
fn shelf_life_by_hand() {
    // Ten at 0 that keep for 4.5 s; up to ten again when all are gone, at once. One a second: 1, 2, 3, 4 go, at 4.5
    // six spoil and ten come; from 4.5 they keep until 9, when five go to customers (5, 6, 7, 8, and at 9 the spoiling
    // comes first: 6 spoil, ten come, one goes), and so on every 4.5 s.
    let material = Material {
        initial_stock: 10.0,
        reorder: Reorder::UpTo { point: 0.0, level: 10.0 },
        shelf_life: Some(Duration::from_secs(4.5)),
        ..Material::default()
    };
    let tally = steady(material, 9.25);
    assert_eq!((tally.orders, tally.wasted, tally.delivered), (2, 12.0, 9.0));
    assert_eq!(tally.on_hand + tally.wasted + tally.delivered, 10.0 + tally.bought);
}

#[test]
fn makers_share_their_capacity() {
    // A supplier of 24 a day makes one an hour. At 0 it is asked for 10 of the first and 6 of the second material, which
    // wait for each other: made at 10 h and 16 h, 2 h on the way.
    let hour = 3_600.0;
    let told = |per_day: f64, delivery, capacity: f64| {
        let material = Material {
            reorder: Reorder::UpTo { point: 0.0, level: 10.0 },
            terms: Terms { supplier: Some(SupplierId(0)), ..terms(2.0 * hour) },
            ..Material::default()
        };
        let mut spec = store(material.clone(), 48.0 * hour);
        let second = Reorder::UpTo { point: 0.0, level: 6.0 };
        spec.plants[0].materials.push(Material { name: "wire".into(), reorder: second, ..material });
        spec.plants[0]
            .suppliers
            .push(Supplier { name: "mill".into(), maker: crate::spec::Maker::Own { per_day, delivery } });
        spec.surges[0].capacity.push(("mill".into(), Curve::constant(capacity)));
        let tallies = outcome(&spec, 1).factories[0].window.tally.materials.clone();
        tallies.iter().map(|m| m.stock_time / hour).collect::<Vec<f64>>()
    };
    let close = |told: Vec<f64>, exact: [f64; 2]| {
        assert!(told.iter().zip(exact).all(|(a, b)| (a - b).abs() < 1e-6), "{told:?}, {exact:?}");
    };
    close(told(24.0, Delivery::Whole, 1.0), [10.0 * 36.0, 6.0 * 30.0]);
    close(told(24.0, Delivery::Parts, 1.0), [10.0 * 36.0, 6.0 * 30.0]);
    // Half of it in a surge: made at 20 h and 32 h. In parts, 2 of the second are sent at midnight, 4 at 32 h.
    close(told(24.0, Delivery::Whole, 0.5), [10.0 * 26.0, 6.0 * 14.0]);
    close(told(24.0, Delivery::Parts, 0.5), [10.0 * 26.0, 2.0 * 22.0 + 4.0 * 14.0]);
}

#[test]
fn material_is_ordered_for_the_plan() {
    // Orders of 4, 6 and 8 units at 10, 50 and 90 s, made at once; a unit takes 2 of felt; reviews at 0, 40, 80 for
    // what the next 60 s release, 30 s on the way. At 0: orders of 10 s and 50 s, 20. At 40 s: that of 90 s, 16 more.
    // At 80 s nothing more.
    let process = listed(&[(10.0, 4.0), (50.0, 6.0), (90.0, 8.0)]);
    let orders = Orders::Single { process, size: Distribution::Constant(1.0) };
    let supply =
        Supply::ToOrder { demand: Demand { orders, ..Demand::default() }, patience: None, allowance: 0.0 };
    let mut spec = shop(supply, Distribution::Constant(1.0), 200.0);
    spec.plants[0].materials.push(Material {
        name: "felt".into(),
        reorder: Reorder::Plan { horizon: Duration::from_secs(60.0), safety: 0.0 },
        review: Some(Duration::from_secs(40.0)),
        terms: terms(30.0),
        ..Material::default()
    });
    let product = &mut spec.plants[0].products[0];
    product.lot_units = 10;
    if let StepKind::Operation(operation) = &mut product.routing[0].kind {
        operation.materials.push(MaterialUse { material: MaterialId(0), per_unit: 2.0 });
    }
    // The first order waits for its felt until 30 s.
    assert_eq!(starts(&spec), ["30 m/1 p 0", "50 m/1 p 1", "90 m/1 p 2"]);
    let tally = held(&outcome(&spec, 1));
    assert_eq!((tally.orders, tally.bought, tally.used, tally.on_hand), (2, 36.0, 36.0, 0.0));
}

#[test]
fn an_option_changes_no_demand() {
    let demand = single(spaced(Distribution::Exponential { mean: 2.0 }));
    let supply = Supply::ToStock { initial_stock: 3, base_stock: 5, demand, patience: None };
    let mut spec = shop(supply, Distribution::Exponential { mean: 1.0 }, 2_000.0);
    let slow = made(&outcome(&spec, 7));
    spec.plants[0].stations[0].machines = 4;
    let quick = made(&outcome(&spec, 7));
    assert_eq!((slow.orders, slow.ordered), (quick.orders, quick.ordered));
    assert!(slow.backlog_time > quick.backlog_time);
    spec.stop = Stop::After(Duration::from_secs(1_000.0));
    assert!(made(&outcome(&spec, 7)).orders < slow.orders);
}

#[test]
fn the_last_period_counts_and_that_before_the_window_does_not() {
    let periods = |warm_up: f64, days: f64, orders: Orders| {
        let supply = Supply::ToStock {
            initial_stock: 3,
            base_stock: 3,
            demand: Demand { orders, ..Demand::default() },
            patience: None,
        };
        let mut spec = shop(supply, Distribution::Constant(2.0 * 86_400.0), days * 86_400.0);
        spec.warm_up = crate::spec::WarmUp::Fixed(Duration::from_secs(warm_up * 86_400.0));
        let tally = made(&outcome(&spec, 1));
        (tally.periods, tally.periods_met)
    };
    // Four orders on the first day: the last waits until the end of the second, when the first lot is made.
    let one_by_one =
        || Orders::Single { process: listed(&[(3_600.0, 4.0)]), size: Distribution::Constant(1.0) };
    assert_eq!(periods(0.0, 10.0, one_by_one()), (10, 8));
    assert_eq!(periods(5.0, 10.0, one_by_one()), (5, 5));
    assert_eq!(periods(0.0, 9.5, one_by_one()), (9, 7));
    let daily = || Orders::Periodic {
        rate: Curve::constant(1.0),
        every: Duration::DAY,
        variation: Distribution::Constant(1.0),
    };
    // One a day of three in stock and half a one made a day: six by the end of the sixth day, after it too few.
    assert_eq!(periods(0.0, 10.0, daily()), (10, 6));
    assert_eq!(periods(4.0, 10.0, daily()), (6, 2));
}

/// Orders of a store that forecasts by a moving average vary more than its customers' do: the ratio of variances of Chen,
/// Drezner, Ryan, Simchi-Levi (2000), 1 + (2 L / p + 2 L^2 / p^2)(1 - rho^p).
#[test]
fn forecasts_make_orders_vary() {
    const DAYS: usize = 30_000;
    let (periods, cover) = (5_usize, 4.0);
    for (rho, exact) in [(0.0, 3.88), (0.5, 3.79)] {
        let mut chance = crate::random::Stream::new(7);
        let mut last = 0.0;
        let demand: Vec<f64> = (0..DAYS)
            .map(|_| {
                last = rho * last + 20.0 * (crate::random::uniform(chance.next_bits()) - 0.5);
                100.0 + last
            })
            .collect();
        let entry = |(day, units): (usize, &f64)| (86_400.0 * (day as f64 + 0.5), *units);
        let list: Vec<(f64, f64)> = demand.iter().enumerate().map(entry).collect();
        let material = Material {
            initial_stock: 500.0,
            reorder: Reorder::MovingAverage { periods: periods as u32, cover },
            review: Some(Duration::DAY),
            customers: Some(Customers { demand: single(listed(&list)), patience: None }),
            ..Material::default()
        };
        let spec = store(material, 86_400.0 * DAYS as f64);
        let mut plant = Plant::new(setting(&spec, 1)).unwrap();
        let mut before = 0.0;
        let mut order = |day: usize| {
            // The review of a day's end, and nothing after it.
            plant.run_until(at(86_400.0 * (day as f64 + 1.25))).unwrap();
            let bought = plant.bought();
            bought - std::mem::replace(&mut before, bought)
        };
        let orders: Vec<f64> = (0..DAYS - 1).map(&mut order).collect();
        for day in 2 * periods..DAYS - 1 {
            let share = cover / periods as f64;
            let expected = (1.0 + share) * demand[day] - share * demand[day - periods];
            assert!((orders[day] - expected).abs() < 1e-6, "day {day}: {}, not {expected}", orders[day]);
        }
        let variance = |list: &[f64]| {
            let mean = list.iter().sum::<f64>() / list.len() as f64;
            list.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / list.len() as f64
        };
        let ratio = variance(&orders[2 * periods..]) / variance(&demand);
        assert!((ratio / exact - 1.0).abs() < 0.02, "{ratio}, not {exact}");
    }
}
