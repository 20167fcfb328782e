//! What a surge does to demand, by hand.

use super::labour::pool;
use super::outcome;
use super::sample;
use crate::random::Distribution;
use crate::spec::{Curve, Delivery, Demand, Orders, Region, RegionCustomers, Shape, Spec, Supply};
use crate::units::{Duration, FactoryId, ProductId, Time};

fn a_day(rate: f64) -> Orders {
    let (rate, variation) = (Curve::constant(rate), Distribution::Constant(1.0));
    Orders::Periodic { rate, every: Duration::DAY, variation }
}

/// One machine that is always in time, six days.
fn shop(orders: Orders) -> Spec {
    let demand = Demand { orders, delivery: Delivery::Parts };
    let supply = Supply::ToStock { initial_stock: 0, base_stock: 0, demand, patience: None };
    let steps = vec![sample::operation("work", 0, Distribution::Constant(1.0))];
    let plant = sample::plant(vec![sample::station("m", 1, None)], sample::product(supply, steps));
    sample::spec(plant, 6.0 * Duration::DAY.as_secs())
}

/// So much from the third to the fourth day.
fn third_and_fourth(value: f64) -> Curve {
    let at = |day: u64| Time(day * Duration::DAY.0);
    Curve::new(vec![(Time::ZERO, 0.0), (at(2), value), (at(4), 0.0)], Shape::Steps)
}

/// What is ordered on each of six days.
fn ordered(spec: &Spec) -> Vec<u64> {
    outcome(spec, 1).factories[0].days[0].iter().take(6).map(|day| day.ordered).collect()
}

#[test]
fn what_nobody_orders_in_peace_is_ordered_in_a_surge() {
    let with = |usual: f64, factor: f64, size: f64| {
        let mut spec = shop(a_day(usual));
        let product = spec.plants[0].products[0].name.clone();
        spec.factories[0].demand_factor = size;
        spec.surges[0].demand.push(("*".into(), Curve::constant(factor)));
        spec.surges[0].more.push((product, third_and_fourth(30.0)));
        ordered(&spec)
    };
    assert_eq!(with(0.0, 100.0, 1.0), [0, 0, 30, 30, 0, 0]);
    // Ten times two, and the thirty; all of it half as much at a factory of half the demand.
    assert_eq!(with(10.0, 2.0, 1.0), [20, 20, 50, 50, 20, 20]);
    assert_eq!(with(10.0, 2.0, 0.5), [10, 10, 25, 25, 10, 10]);
}

#[test]
fn a_surge_raises_some_customers_alone() {
    let mut spec = shop(Orders::Joint);
    let product = spec.plants[0].products[0].name.clone();
    let customers = |name: &str| RegionCustomers {
        name: name.into(),
        product: product.clone(),
        orders: a_day(10.0),
        class: 100,
        surges: Vec::new(),
        due: None,
        patience: None,
        stockpile: None,
        panic: None,
        makers: vec![(FactoryId(0), ProductId(0))],
    };
    spec.region = Some(Region {
        every: Duration::DAY,
        customers: vec![customers("hospitals"), customers("public")],
        transport: Distribution::Constant(0.0),
        journeys: Vec::new(),
        platform: None,
        suppliers: Vec::new(),
        prices: Vec::new(),
    });
    let ordered = |spec: &Spec| {
        let region = outcome(spec, 1).region.unwrap();
        [0, 1].map(|own: usize| region.demands[own].days[..6].iter().map(|day| day.ordered).sum::<u64>())
    };
    assert_eq!(ordered(&spec), [60, 60]);
    spec.surges[0].customers.push(("hospitals".into(), Curve::constant(3.0)));
    assert_eq!(ordered(&spec), [180, 60]);
    // A curve of their own goes before that of the product.
    spec.surges[0].demand.push(("*".into(), Curve::constant(2.0)));
    assert_eq!(ordered(&spec), [180, 120]);
}

#[test]
fn each_pool_has_its_own_absence() {
    // Four welders of whom none comes, four packers of whom all do, two by name: Li stays away, Wang follows his pool.
    let mut spec = shop(a_day(0.0));
    let named = crate::spec::Pool {
        teams: Vec::new(),
        members: vec![crate::units::PoolId(3), crate::units::PoolId(4)],
        ..pool("fitters", 0)
    };
    let by_name = [pool("Li", 1), pool("Wang", 1)];
    spec.plants[0].pools =
        [pool("welders", 4), pool("packers", 4), named].into_iter().chain(by_name).collect();
    let present = |absence: &[(&str, f64)]| -> Vec<f64> {
        let mut spec = spec.clone();
        spec.surges[0].absence =
            absence.iter().map(|(name, share)| ((*name).to_string(), Curve::constant(*share))).collect();
        let pools = &outcome(&spec, 1).factories[0].window.tally.pools;
        pools.iter().map(|own| own.present.as_days() / 6.0).collect()
    };
    assert_eq!(present(&[]), [4.0, 4.0, 0.0, 1.0, 1.0]);
    assert_eq!(present(&[("welders", 1.0)]), [0.0, 4.0, 0.0, 1.0, 1.0]);
    assert_eq!(present(&[("*", 1.0), ("packers", 0.0)]), [0.0, 4.0, 0.0, 0.0, 0.0]);
    assert_eq!(present(&[("fitters", 0.0), ("*", 1.0), ("Li", 1.0)]), [0.0, 0.0, 0.0, 0.0, 1.0]);
}
