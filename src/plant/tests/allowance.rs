//! Orders for which more is started than is ordered, and orders with a price of their own.

#![allow(clippy::float_cmp, reason = "sums of small whole numbers are exact")]

use super::super::sample;
use super::outcome;
use crate::outcome::{FactoryTally, ProductTally};
use crate::random::Distribution;
use crate::spec::{Delivery, Demand, Listed, Orders, Process, Spec, StepKind, Supply, Times};
use crate::units::{Duration, Time};

fn at(seconds: f64) -> Time {
    Time::ZERO.after(Duration::from_secs(seconds))
}

/// One machine that needs 10 s for a unit, in lots of one, made to order for these: when, units, price.
fn shop(allowance: f64, scrap: f64, orders: &[(f64, f64, Option<f64>)], delivery: Delivery) -> Spec {
    let list = orders.iter().map(|(when, units, price)| Listed {
        at: at(*when),
        units: Some(*units),
        due: Some(at(*when + 65.0)),
        price: *price,
        ..Listed::default()
    });
    let process = Process { times: Times::Listed(list.collect()), most: None };
    let orders = Orders::Single { process, size: Distribution::Constant(1.0) };
    let supply = Supply::ToOrder { demand: Demand { orders, delivery }, patience: None, allowance };
    let mut step = sample::operation("work", 0, Distribution::Constant(10.0));
    if let StepKind::Operation(operation) = &mut step.kind {
        operation.scrap = scrap;
    }
    let mut product = sample::product(supply, vec![step]);
    product.lot_units = 1;
    sample::spec(sample::plant(vec![sample::station("m", 1, None)], product), 500.0)
}

fn run(spec: &Spec, seed: u64) -> FactoryTally {
    outcome(spec, seed).factories[0].window.tally.clone()
}

#[test]
fn what_is_too_much_meets_the_next_orders() {
    // Ten and a quarter more, rounded up, are 13: ten are there at 100, three are left over. The next ten take them: seven
    // and a quarter more are 9, seven are there 70 after the order, two are left over. The two at 400 are met at once.
    let orders = [(0.0, 10.0, None), (200.0, 10.0, None), (400.0, 2.0, None)];
    let tally = run(&shop(0.25, 0.0, &orders, Delivery::Whole), 1);
    let found: ProductTally = tally.products[0];
    assert_eq!((found.released, found.allowed, found.delivered, tally.levels[0].on_hand), (22, 5, 22, 0));
    assert_eq!(found.delivery_wait, 10.0 * 100.0 + 10.0 * 70.0);
    assert_eq!(found.delivered_in_time, 2, "only what is on hand is met at once");
    // 13 lots until 130, due at 65; 9 until 290, due at 265; and the order that was met from what was left over.
    assert_eq!((found.due_lots, found.late_lots), (23, 7 + 3));
    // In parts those left over are delivered at once.
    let parts = run(&shop(0.25, 0.0, &orders, Delivery::Parts), 1).products[0];
    assert_eq!((parts.delivered, parts.delivered_in_time), (22, 3 + 2));
    assert_eq!(parts.delivery_wait, 550.0 + 280.0);
    // Without an allowance nothing is left over.
    let exact = run(&shop(0.0, 0.0, &orders, Delivery::Whole), 1).products[0];
    assert_eq!((exact.released, exact.allowed, exact.delivered), (22, 0, 22));
    assert_eq!(exact.delivery_wait, 10.0 * 100.0 + 10.0 * 100.0 + 2.0 * 20.0);
}

#[test]
fn ten_of_fifteen_are_good_in_most_futures() {
    // Each unit is scrapped with a fifth; what is short of ten good ones is started anew, with half more.
    let spec = shop(0.5, 0.2, &[(0.0, 10.0, None)], Delivery::Whole);
    let futures = 2_000;
    let at_once = (1..=futures).filter(|seed| run(&spec, *seed).products[0].released == 15).count() as f64;
    let good = |k: i32| {
        let ways = (1..=k).fold(1.0, |ways, i| ways * f64::from(15 - k + i) / f64::from(i));
        ways * 0.8_f64.powi(k) * 0.2_f64.powi(15 - k)
    };
    let exact: f64 = (10..=15).map(good).sum();
    let error = (exact * (1.0 - exact) / f64::from(futures as u32)).sqrt();
    let share = at_once / f64::from(futures as u32);
    assert!((share - exact).abs() < 4.0 * error, "{share} of futures, exactly {exact}");
    assert!((share - 0.8702).abs() > 4.0 * error, "as many as of fourteen, which would not do");
}

#[test]
fn an_order_is_sold_at_its_own_price() {
    // Three at 2.5 and two at nothing are agreed; the four in between are sold at the price of the product.
    let orders = [(0.0, 3.0, Some(2.5)), (1.0, 4.0, None), (2.0, 2.0, Some(0.0))];
    for delivery in [Delivery::Whole, Delivery::Parts] {
        let found = run(&shop(0.0, 0.0, &orders, delivery), 1).products[0];
        assert_eq!((found.delivered, found.agreed, found.agreed_value), (9, 5, 7.5));
    }
}
