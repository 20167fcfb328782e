//! Due dates of orders that are met from stock.

use super::super::sample;
use super::outcome;
use crate::outcome::ProductTally;
use crate::random::Distribution;
use crate::spec::{Delivery, Demand, Listed, Orders, Process, Spec, Supply, Times};
use crate::units::{Duration, Time};

fn at(seconds: u64) -> Time {
    Time(seconds * 1_000_000)
}

/// One machine that needs 10 s for a unit, made to a stock of so many, for orders: when, units, due.
fn shop(stock: u64, delivery: Delivery, orders: &[(u64, f64, Option<u64>)]) -> Spec {
    let list = orders.iter().map(|(when, units, due)| Listed {
        at: at(*when),
        units: Some(*units),
        due: due.map(at),
        ..Listed::default()
    });
    let process = Process { times: Times::Listed(list.collect()), most: None };
    let orders = Orders::Single { process, size: Distribution::Constant(1.0) };
    let demand = Demand { orders, delivery };
    let supply = Supply::ToStock { initial_stock: stock, base_stock: stock, demand, patience: None };
    let step = sample::operation("work", 0, Distribution::Constant(10.0));
    let mut product = sample::product(supply, vec![step]);
    product.lot_units = 1;
    sample::spec(sample::plant(vec![sample::station("m", 1, None)], product), 200.0)
}

fn tally(spec: &Spec) -> ProductTally {
    outcome(spec, 1).factories[0].window.tally.products[0]
}

fn lateness(tally: &ProductTally) -> (u64, u64, Duration, Duration) {
    (tally.due_lots, tally.late_lots, tally.tardiness, tally.earliness)
}

#[test]
fn an_order_is_late_with_its_last_unit() {
    // Nothing in stock: three units are there at 11, 21 and 31, due at 25. The order without a due date takes the fourth.
    let orders = [(1, 3.0, Some(25)), (1, 1.0, None)];
    for delivery in [Delivery::Parts, Delivery::Whole] {
        let found = tally(&shop(0, delivery, &orders));
        assert_eq!(found.delivered, 4);
        assert_eq!(lateness(&found), (1, 1, Duration::from_secs(6.0), Duration::ZERO));
    }
    // Two are in stock at 1: the third is made until 11, 14 s before it is due; the next is due at once, and is 10 s late.
    let orders = [(1, 3.0, Some(25)), (1, 1.0, Some(11))];
    let found = tally(&shop(2, Delivery::Parts, &orders));
    assert_eq!(lateness(&found), (2, 1, Duration::from_secs(10.0), Duration::from_secs(14.0)));
}

#[test]
fn what_is_not_delivered_is_not_late() {
    let found = tally(&shop(0, Delivery::Parts, &[(1, 99.0, Some(25))]));
    assert_eq!((found.due_lots, found.late_lots), (0, 0));
}
