//! Plants that come to a standstill for good, and plants that only seem to.

use super::super::sample;
use super::labour::{crew, job, pool, shop};
use super::outcome;
use super::stops::{every, jam};
use crate::outcome::{Awaited, Deadlock, Waiter};
use crate::random::Distribution;
use crate::spec::{Batch, ClockKind, OnFailure, Product, Spec, Step, Supply, Together};
use crate::units::{Duration, PoolId, StationId, Time};

fn deadlock(spec: &Spec) -> Option<Deadlock> {
    outcome(spec, 1).factories[0].deadlock.clone()
}

/// Operations of a second at these stations.
fn steps(stations: &[usize]) -> Vec<Step> {
    let step =
        |station: &usize| sample::operation(&format!("at {station}"), *station, Distribution::Constant(1.0));
    stations.iter().map(step).collect()
}

/// Two stations with a machine and a place before it each.
fn two_stations(products: Vec<Product>) -> Spec {
    let stations = vec![sample::station("a", 1, Some(1)), sample::station("b", 1, Some(1))];
    let mut spec = sample::spec(sample::plant(stations, Product::default()), 100.0);
    spec.plants[0].products = products;
    spec
}

#[test]
fn two_machines_wait_for_room_at_each_other() {
    // p goes from a to b, q from b to a; one of each comes every half second. At 1 both machines have finished a lot, and
    // both places have another.
    let product = |name: &str, way: &[usize]| Product {
        name: name.into(),
        ..sample::product(every(0.0, 0.5), steps(way))
    };
    let (a, b) = (StationId(0), StationId(1));
    let found = deadlock(&two_stations(vec![product("p", &[0, 1]), product("q", &[1, 0])])).unwrap();
    assert_eq!(found.since, Time(1_000_000));
    assert_eq!(
        found.waits,
        [(Waiter::Machine(a, 1), Awaited::Station(b)), (Waiter::Machine(b, 1), Awaited::Station(a))]
    );
}

#[test]
fn who_waits_for_a_repair_is_in_no_deadlock() {
    // b is under repair from 2 on, beyond the end; a is blocked behind its full place.
    let mut spec = two_stations(vec![sample::product(Supply::Saturated, steps(&[0, 1]))]);
    spec.plants[0].stations[1].breakdowns = vec![jam(ClockKind::Calendar, 2.0, 1_000.0, OnFailure::Resume)];
    assert_eq!(deadlock(&spec), None);
    // With a crew of nobody the repair never begins.
    spec.plants[0].pools = vec![pool("fitters", 0)];
    spec.plants[0].stations[1].breakdowns[0].crew = Some(crew(&[0], 1));
    let found = deadlock(&spec).unwrap();
    let (a, b) = (StationId(0), StationId(1));
    assert_eq!(
        found.waits,
        [(Waiter::Machine(a, 1), Awaited::Station(b)), (Waiter::Machine(b, 1), Awaited::Workers(PoolId(0)))]
    );
    // The first lot leaves b at 2 as it breaks down, the second comes before it then, the third stays at a from 3 on.
    assert_eq!(found.since, Time(3_000_000));
}

#[test]
fn a_crew_that_there_is_not_enough_of_is_named() {
    let both = shop(vec![job("p", 0, 5.0, 1.0, crew(&[0], 2))], vec![pool("worker", 1)], 60.0);
    let found = deadlock(&both).unwrap();
    assert_eq!(found.waits, [(Waiter::Machine(StationId(0), 1), Awaited::Workers(PoolId(0)))]);
    assert_eq!(found.since, Time(5_000_000));
    assert_eq!(
        deadlock(&shop(vec![job("p", 0, 5.0, 100.0, crew(&[0], 1))], vec![pool("worker", 1)], 60.0)),
        None
    );
}

#[test]
fn a_load_that_never_gets_full_is_named_once_nothing_comes() {
    let batch = Batch { min: 2, max: 2, longest_wait: None, together: Together::Any };
    let mut spec = two_stations(vec![sample::product(every(3.0, 40.0), steps(&[0]))]);
    spec.plants[0].stations[0].batch = Some(batch);
    spec.plants[0].stations[0].buffer = None;
    // Lots at 3, 43 and 83; the fourth would come at 123.
    assert_eq!(deadlock(&spec), None);
    if let Supply::Arrivals(arrivals) = &mut spec.plants[0].products[0].supply {
        arrivals.process.most = Some(3);
    }
    let found = deadlock(&spec).unwrap();
    assert_eq!(found.waits, [(Waiter::Station(StationId(0)), Awaited::Lots)]);
    // The load of the first two ends at 44, or so much later as it takes.
    assert_eq!(found.since, Time(Duration::from_secs(44.0).0));
}
