//! Orders of several priority classes, and customers who do not wait for what is made to order, by hand.

#![allow(clippy::float_cmp, reason = "sums of small whole numbers are exact")]

use super::*;
use crate::outcome::ClassTally;
use crate::spec::{
    Curve, Delivery, Demand as Wants, Factory, Journey, Listed, Loop, Orders, Platform, Process,
    ProductPrice, Region, RegionCustomers, Scarcity, Shape, SharingRule, Surge, Times,
};
use crate::units::{FactoryId, LoopId, ProductId};

fn at(seconds: f64) -> Time {
    Time(Duration::from_secs(seconds).0)
}

/// Orders at these seconds, of so many units and a class.
fn listed(orders: &[(f64, f64, u8)], delivery: Delivery) -> Wants {
    let entry = |(s, units, class): &(f64, f64, u8)| Listed {
        at: at(*s),
        units: Some(*units),
        class: Some(*class),
        ..Listed::default()
    };
    let process = Process { times: Times::Listed(orders.iter().map(entry).collect()), most: None };
    Wants { orders: Orders::Single { process, size: Distribution::Constant(1.0) }, delivery }
}

/// One machine of so many seconds a unit.
fn shop(supply: Supply, seconds: f64, length: f64) -> Spec {
    let steps = vec![sample::operation("w", 0, Distribution::Constant(seconds))];
    sample::spec(sample::plant(vec![sample::station("m", 1, None)], sample::product(supply, steps)), length)
}

fn classes(outcome: &Outcome) -> Vec<ClassTally> {
    outcome.factories[0].window.tally.classes.clone()
}

fn to_stock(orders: &[(f64, f64, u8)], patience: Option<Duration>) -> Supply {
    let demand = listed(orders, Delivery::Parts);
    Supply::ToStock { initial_stock: 0, base_stock: 0, demand, patience }
}

/// Three units are ordered at 0, two more urgent ones at 1: what is made at 10 and 20 is theirs, then come the others.
#[test]
fn the_most_urgent_are_served_first_from_stock() {
    let spec = shop(to_stock(&[(0.0, 3.0, 2), (1.0, 2.0, 1)], None), 10.0, 100.0);
    let told = classes(&outcome(&spec, 1));
    let seen: Vec<_> =
        told.iter().map(|own| (own.class, own.ordered, own.delivered, own.delivery_wait)).collect();
    assert_eq!(seen, [(1, 2, 2, 9.0 + 19.0), (2, 3, 3, 30.0 + 40.0 + 50.0)]);
    assert_eq!(told.iter().map(|own| own.orders).collect::<Vec<_>>(), [1, 1]);
    // One class alone is not told apart, and served in the order of its coming.
    let spec = shop(to_stock(&[(0.0, 3.0, 100), (1.0, 2.0, 100)], None), 10.0, 100.0);
    let outcome = outcome(&spec, 1);
    assert_eq!(classes(&outcome), []);
    assert_eq!(outcome.factories[0].window.tally.products[0].delivery_wait, 10.0 + 20.0 + 30.0 + 39.0 + 49.0);
}

/// Whoever has waited 25 s leaves, urgent or not: of three units of class 2 ordered at 0 none is there by then, for the
/// urgent ones have those of 10 and 20 s.
#[test]
fn patience_ends_by_age_not_by_class() {
    let spec = shop(to_stock(&[(0.0, 3.0, 2), (1.0, 2.0, 1)], Some(Duration::from_secs(25.0))), 10.0, 100.0);
    let told = classes(&outcome(&spec, 1));
    let seen: Vec<_> = told.iter().map(|own| (own.class, own.delivered, own.lost, own.backlog)).collect();
    assert_eq!(seen, [(1, 2, 0, 0), (2, 0, 3, 0)]);
}

/// Lots of orders that leave after their due dates, by class: all are due 25 s after the order; those of 10, 20 and 30 s are
/// of class 2, 1 and 2.
#[test]
fn lateness_by_class() {
    let orders = [(0.0, 1.0, 2), (0.0, 1.0, 1), (0.0, 1.0, 2)];
    let supply = Supply::ToOrder { demand: listed(&orders, Delivery::Parts), patience: None, allowance: 0.0 };
    let mut spec = shop(supply, 10.0, 100.0);
    spec.plants[0].products[0].due = Some(Distribution::Constant(25.0));
    let told = classes(&outcome(&spec, 1));
    let seen: Vec<_> =
        told.iter().map(|own| (own.class, own.due_lots, own.late_lots, own.tardiness)).collect();
    assert_eq!(seen, [(1, 1, 0, Duration::ZERO), (2, 2, 1, Duration::from_secs(5.0))]);
}

/// An order of one unit each 10 s from 0 to 90; one lot at a time, of 30 s; who has waited 25 s outside leaves. The lots of
/// the orders of 0, 10 and 40 s are made; those of 20, 30, 50 and 60 s are taken back by 85 s; that of 70 s is in process.
#[test]
fn who_waits_too_long_for_what_is_made_takes_it_back() {
    let orders: Vec<(f64, f64, u8)> = (0..10).map(|n| (10.0 * f64::from(n), 1.0, 100)).collect();
    let spec = |patience: Option<f64>| {
        let patience = patience.map(Duration::from_secs);
        let supply = Supply::ToOrder { demand: listed(&orders, Delivery::Whole), patience, allowance: 0.0 };
        let mut spec = shop(supply, 30.0, 100.0);
        spec.plants[0].loops.push(Loop { name: "one".into(), cards: 1 });
        spec.plants[0].products[0].release = Some(LoopId(0));
        spec
    };
    let told = outcome(&spec(Some(25.0)), 1);
    let tally = &told.factories[0].window.tally;
    let product = tally.products[0];
    assert_eq!((product.orders, product.delivered, product.lost), (10, 3, 4));
    assert_eq!(product.delivery_wait, 30.0 + 50.0 + 50.0);
    assert_eq!((tally.levels[0].backlog, tally.levels[0].in_process), (3, 1));
    // Patience of a day changes nothing.
    let (long, none) = (outcome(&spec(Some(86_400.0)), 1), outcome(&spec(None), 1));
    assert_eq!(long.factories[0].window, none.factories[0].window);
}

/// A factory makes what the public (class 2) and in the wave the state (class 1) order: both 20 on the first day.
fn region(surges: &[&str]) -> Spec {
    let joint = Wants { orders: Orders::Joint, delivery: Delivery::Parts };
    let supply = Supply::ToStock { initial_stock: 0, base_stock: 0, demand: joint, patience: None };
    let mut spec = shop(supply, 3_600.0, 4.0 * 86_400.0);
    let order = |name: &str, class: u8, surges: &[&str]| RegionCustomers {
        name: name.into(),
        product: "thing".into(),
        orders: listed(&[(0.0, 20.0, class)], Delivery::Parts).orders,
        class,
        surges: surges.iter().map(|name| (*name).to_owned()).collect(),
        due: None,
        patience: None,
        stockpile: None,
        panic: None,
        makers: vec![(FactoryId(0), ProductId(0))],
    };
    spec.region = Some(Region {
        every: Duration::DAY,
        customers: vec![order("public", 2, &[]), order("state", 1, surges)],
        transport: Distribution::Constant(3_600.0),
        journeys: Vec::new(),
        platform: None,
        suppliers: Vec::new(),
        prices: Vec::new(),
    });
    spec.surges.push(Surge { name: "wave".into(), ..Surge::none() });
    spec
}

fn under(spec: &Spec, surge: usize) -> Outcome {
    let mut plant = Plant::new(Setting { surge, ..setting(spec, 1) }).unwrap();
    plant.run().unwrap();
    plant.finish()
}

/// One unit an hour, an hour on its way: the state's 20 come 2 to 21 h after the order, the public's 22 to 41 h.
#[test]
fn orders_that_a_surge_brings_come_first() {
    let spec = region(&["wave"]);
    let hours = |outcome: &Outcome| -> Vec<(u64, f64)> {
        let demands = &outcome.region.as_ref().unwrap().demands;
        let told = |own: &crate::outcome::RegionDemand| {
            (own.days.iter().map(|day| day.delivered).sum(), own.delivery_wait / 3_600.0)
        };
        demands.iter().map(told).collect()
    };
    let sum = |from: u64, to: u64| (from..=to).sum::<u64>() as f64;
    assert_eq!(hours(&under(&spec, 0)), [(20, sum(2, 21)), (0, 0.0)]);
    assert_eq!(hours(&under(&spec, 1)), [(20, sum(22, 41)), (20, sum(2, 21))]);
    let told = classes(&under(&spec, 1));
    let seen: Vec<_> =
        told.iter().map(|own| (own.class, own.delivered, own.delivery_wait / 3_600.0)).collect();
    assert_eq!(seen, [(1, 20, sum(1, 20)), (2, 20, sum(21, 40))]);
    // Customers who name no surge order in all.
    assert_eq!(hours(&under(&region(&[]), 0)), hours(&under(&spec, 1)));
}

/// What leaves in the first ten hours is on its way three times as long.
#[test]
fn a_surge_slows_transport_down() {
    let mut spec = region(&["nowhere"]);
    let slow = Curve::new(vec![(Time::ZERO, 3.0), (at(10.5 * 3_600.0), 1.0)], Shape::Steps);
    spec.surges[1].transport = Some(slow);
    let wait = |surge| under(&spec, surge).region.unwrap().demands[0].delivery_wait / 3_600.0;
    assert_eq!(wait(1) - wait(0), 10.0 * 2.0);
}

/// Particular journeys are for the factories and customers that they name; the last that fits counts.
#[test]
fn journeys_are_from_somewhere_to_somebody() {
    let waits = |journeys: &[(u32, Option<usize>, f64)]| {
        let mut spec = region(&[]);
        let own = &mut spec.region.as_mut().unwrap().journeys;
        own.extend(journeys.iter().map(|(factory, customers, hours)| Journey {
            factories: vec![FactoryId(*factory)],
            customers: *customers,
            time: Distribution::Constant(hours * 3_600.0),
        }));
        let demands = under(&spec, 0).region.unwrap().demands;
        demands.iter().map(|own| own.delivery_wait / 3_600.0).collect::<Vec<_>>()
    };
    let usual = waits(&[]);
    assert_eq!(waits(&[(7, None, 9.0)]), usual, "another factory");
    assert_eq!(waits(&[(0, Some(1), 4.0)]), [usual[0], usual[1] + 60.0]);
    assert_eq!(waits(&[(0, Some(1), 9.0), (0, None, 4.0)]), [usual[0] + 60.0, usual[1] + 60.0]);
}

/// Two factories under chance, with a platform that knows their work of twelve hours ago and a price that answers it: turning
/// the order in which they are computed round changes no bit.
#[test]
fn the_order_of_computing_is_of_no_consequence() {
    let mut spec = region(&["wave"]);
    let second = Factory { name: "F2".into(), time_factor: 1.3, ..spec.factories[0].clone() };
    spec.factories.push(second);
    spec.factories.iter_mut().for_each(|own| own.connected = true);
    spec.plants[0].products[0].routing[0] =
        sample::operation("w", 0, Distribution::Exponential { mean: 3_600.0 });
    if let Some(region) = &mut spec.region {
        let hours = |hours: f64| Duration::from_secs(hours * 3_600.0);
        region.every = hours(6.0);
        region.platform = Some(Platform {
            rule: SharingRule::MaxMin,
            horizon: hours(10.0),
            data_age: hours(12.0),
            outages: Some((Distribution::Exponential { mean: 36_000.0 }, Distribution::Constant(9_000.0))),
            spread: 0.0,
        });
        let scarcity = Scarcity { per_day: 0.5, from: Duration::ZERO, most: 3.0 };
        let product = "thing".into();
        region.prices = vec![ProductPrice { product, scarcity, falls: 0.2, glut: 1.0, least: 0.4 }];
        let makers = vec![(FactoryId(0), ProductId(0)), (FactoryId(1), ProductId(0))];
        region.customers.iter_mut().for_each(|own| own.makers = makers.clone());
    }
    let run = |turned: bool| {
        let mut plant = Plant::new(Setting { surge: 1, ..setting(&spec, 1) }).unwrap();
        plant.turned = turned;
        plant.run().unwrap();
        plant.finish()
    };
    let (straight, turned) = (run(false), run(true));
    assert!(straight.factories.iter().all(|own| own.prices[0].iter().any(|price| *price > 1.0)));
    assert_eq!(digest([&straight]), digest([&turned]));
    assert_eq!(straight, turned);
}
