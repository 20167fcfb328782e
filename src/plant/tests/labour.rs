//! Hand-worked traces of crews: skills over several pools, workers who tend several machines, priorities, shifts.

use super::super::sample;
use super::{outcome, starts};
use crate::outcome::MachineState;
use crate::random::Distribution;
use crate::spec::{
    Arrivals, AtEnd, Calendar, Crew, FirstArrival, Loading, Operation, Plant, Pool, Process, Product, SHARES,
    Spec, Step, StepKind, StepTime, Supply, Team, Times, WhenFull,
};
use crate::units::{CalendarId, Duration, PoolId, StationId, Time};

pub(super) fn crew(pools: &[u32], workers: u32) -> Crew {
    Crew { pools: pools.iter().map(|pool| PoolId(*pool)).collect(), workers, tends: 1, priority: 100 }
}

pub(super) fn pool(name: &str, headcount: u32) -> Pool {
    Pool { name: name.into(), teams: vec![Team { headcount, calendar: None }], ..Pool::default() }
}

/// A lot of product `name` at each of these times, for its own station, with its crew [s].
pub(super) fn job(name: &str, station: usize, first: f64, time: f64, crew: Crew) -> Product {
    let operation = Operation {
        station: StationId::new(station),
        time: StepTime::PerLot(Distribution::Constant(time)),
        crew: vec![crew],
        ..Operation::default()
    };
    let supply = Supply::Arrivals(Arrivals {
        process: Process {
            times: Times::Spaced {
                first: FirstArrival::At(Time(Duration::from_secs(first).0)),
                spacing: Distribution::Constant(1e5),
            },
            most: None,
        },
        when_full: WhenFull::Wait,
        ..Arrivals::default()
    });
    let step = Step { name: "work".into(), kind: StepKind::Operation(operation), ..Step::default() };
    Product { name: name.into(), ..sample::product(supply, vec![step]) }
}

pub(super) fn shop(products: Vec<Product>, pools: Vec<Pool>, seconds: f64) -> Spec {
    let stations = (0..products.len()).map(|s| sample::station(&format!("s{s}"), 4, None)).collect();
    let plant = Plant { pools, products, ..sample::plant(stations, Product::default()) };
    sample::spec(plant, seconds)
}

#[test]
fn a_crew_comes_from_the_pool_that_is_preferred() {
    // x takes the helper (preferred) from 0 to 10; y wants a helper at 1, takes the expert; z wants the expert at 2
    // and waits until 9, when y is done.
    let jobs = vec![
        job("x", 0, 0.0, 10.0, crew(&[0, 1], 1)),
        job("y", 1, 1.0, 8.0, crew(&[0, 1], 1)),
        job("z", 2, 2.0, 1.0, crew(&[1], 1)),
    ];
    let spec = shop(jobs, vec![pool("helper", 1), pool("expert", 1)], 30.0);
    assert_eq!(starts(&spec), ["0 s0/1 x 0", "1 s1/1 y 0", "9 s2/1 z 0"]);
    let pools = &outcome(&spec, 1).factories[0].window.tally.pools;
    assert_eq!((pools[0].busy, pools[1].busy), (Duration::from_secs(10.0), Duration::from_secs(9.0)));
}

#[test]
fn one_crew_of_two_pools_and_no_overtaking() {
    // big needs both workers from 1 on; small comes at 2 and wants the expert, who is idle but promised.
    let jobs = vec![
        job("first", 0, 0.0, 5.0, crew(&[0], 1)),
        job("big", 1, 1.0, 3.0, crew(&[0, 1], 2)),
        job("small", 2, 2.0, 1.0, crew(&[1], 1)),
    ];
    let spec = shop(jobs, vec![pool("helper", 1), pool("expert", 1)], 30.0);
    assert_eq!(starts(&spec), ["0 s0/1 first 0", "5 s1/1 big 0", "8 s2/1 small 0"]);
}

#[test]
fn requests_are_served_in_their_order_unless_priority_says_otherwise() {
    let with = |priority| {
        let urgent = Crew { priority, ..crew(&[0], 1) };
        let jobs = vec![
            job("a", 0, 0.0, 5.0, crew(&[0], 1)),
            job("b", 1, 1.0, 5.0, crew(&[0], 1)),
            job("c", 2, 2.0, 5.0, urgent),
        ];
        starts(&shop(jobs, vec![pool("worker", 1)], 30.0))
    };
    assert_eq!(with(100), ["0 s0/1 a 0", "5 s1/1 b 0", "10 s2/1 c 0"]);
    assert_eq!(with(50), ["0 s0/1 a 0", "5 s2/1 c 0", "10 s1/1 b 0"]);
}

#[test]
fn one_worker_tends_three_machines() {
    let tending = Crew { tends: 3, ..crew(&[0], 1) };
    let jobs = (0..4).map(|n| job(&format!("p{n}"), n, 0.0, 5.0, tending.clone())).collect();
    let spec = shop(jobs, vec![pool("worker", 1)], 20.0);
    assert_eq!(starts(&spec), ["0 s0/1 p0 0", "0 s1/1 p1 0", "0 s2/1 p2 0", "5 s3/1 p3 0"]);
    let tally = &outcome(&spec, 1).factories[0].window.tally;
    // Three thirds for 5 s, one third for 5 s.
    assert_eq!(tally.pools[0].busy, Duration(5_000_000 + 5_000_000 / 3));
    assert!(SHARES.is_multiple_of(3));
}

#[test]
fn an_operator_loads_and_the_machine_goes_on_alone() {
    let mut product = job("p", 0, 0.0, 10.0, crew(&[0], 1));
    product.supply = Supply::Saturated;
    if let StepKind::Operation(operation) = &mut product.routing[0].kind {
        operation.loading =
            Some(Loading { time: Distribution::Constant(2.0), crew: std::mem::take(&mut operation.crew) });
    }
    let spec = shop(vec![product], vec![pool("operator", 1)], 13.0);
    // One after the other is loaded, 2 s each; the first machine is loaded again at 12.
    assert_eq!(starts(&spec), ["2 s0/1 p 0", "4 s0/2 p 1", "6 s0/3 p 2", "8 s0/4 p 3"]);
    let tally = &outcome(&spec, 1).factories[0].window.tally;
    assert_eq!(tally.pools[0].busy, Duration::from_secs(9.0));
    assert_eq!(tally.stations[0].state(MachineState::WaitingLabour), Duration::from_secs(2.0 + 4.0 + 6.0));
    // Loading ends the wait.
    assert_eq!(tally.stations[0].waits, Duration::from_secs(2.0 + 4.0 + 6.0));
    assert_eq!(tally.stations[0].queue_time, tally.stations[0].waits);
}

#[test]
fn the_end_of_a_shift_for_a_crew() {
    let with = |at_end| {
        let team = Team { headcount: 1, calendar: Some(CalendarId(0)) };
        let workers = Pool { teams: vec![team], at_end, ..pool("worker", 1) };
        let mut jobs = vec![job("p", 0, 0.0, 4.0, crew(&[0], 1))];
        jobs[0].supply = Supply::Saturated;
        let mut spec = shop(jobs, vec![workers], 40.0);
        spec.plants[0].stations[0].machines = 1;
        spec.plants[0].calendars.push(Calendar {
            period: Duration::from_secs(20.0),
            on: vec![(Duration::ZERO, Duration::from_secs(10.0))],
            ..Calendar::default()
        });
        let overtime = outcome(&spec, 1).factories[0].window.tally.pools[0].overtime;
        (starts(&spec)[2..4].to_vec(), overtime.as_secs() as u64)
    };
    // The third operation begins at 8; 2 s of it are left at 10, when the shift ends until 20.
    assert_eq!(with(AtEnd::Suspend), (vec!["8 s0/1 p 2".to_string(), "22 s0/1 p 3".into()], 0));
    // Finished in two seconds of overtime, and so again at 30.
    assert_eq!(with(AtEnd::Finish), (vec!["8 s0/1 p 2".to_string(), "20 s0/1 p 3".into()], 4));
    assert_eq!(with(AtEnd::NotBegin), (vec!["20 s0/1 p 2".to_string(), "24 s0/1 p 3".into()], 0));
}

/// The crews of the only step of a product.
fn crews(product: &mut Product) -> &mut Vec<Crew> {
    match &mut product.routing[0].kind {
        StepKind::Operation(operation) => &mut operation.crew,
        _ => panic!("no operation"),
    }
}

#[test]
fn two_crews_of_one_operation_do_not_count_on_the_same_worker() {
    // both needs the helper, and two more of helper and experts: at 5 an expert is free, but the helper cannot be both.
    let mut both = job("both", 2, 1.0, 3.0, crew(&[0, 1], 2));
    crews(&mut both).push(crew(&[0], 1));
    let jobs =
        vec![job("first", 0, 0.0, 5.0, crew(&[1], 1)), job("second", 1, 0.0, 9.0, crew(&[1], 1)), both];
    let spec = shop(jobs, vec![pool("helper", 1), pool("experts", 2)], 30.0);
    assert_eq!(starts(&spec), ["0 s0/1 first 0", "0 s1/1 second 0", "9 s2/1 both 0"]);
}

#[test]
fn workers_no_longer_promised_serve_who_waits_for_them() {
    // big is promised the expert until two helpers are free at 5; then the expert is for small, whose own pool has not
    // changed.
    let jobs = vec![
        job("first", 0, 0.0, 5.0, crew(&[0], 2)),
        job("big", 1, 1.0, 3.0, crew(&[0, 1], 2)),
        job("small", 2, 2.0, 1.0, crew(&[1], 1)),
    ];
    let spec = shop(jobs, vec![pool("helper", 2), pool("expert", 1)], 30.0);
    assert_eq!(starts(&spec), ["0 s0/1 first 0", "5 s1/1 big 0", "5 s2/1 small 0"]);
}

#[test]
fn an_older_request_of_another_group_comes_first() {
    // old waits for both experts since 1; young would be served at 5 with a helper and the idle expert, but waits until
    // old has been served, from 9 to 12.
    let jobs = vec![
        job("expert", 0, 0.0, 9.0, crew(&[1], 1)),
        job("helper", 1, 0.0, 5.0, crew(&[0], 1)),
        job("old", 2, 1.0, 3.0, crew(&[1], 2)),
        job("young", 3, 2.0, 1.0, crew(&[0, 1], 2)),
    ];
    let spec = shop(jobs, vec![pool("helpers", 1), pool("experts", 2)], 30.0);
    let expected = ["0 s0/1 expert 0", "0 s1/1 helper 0", "9 s2/1 old 0", "12 s3/1 young 0"];
    assert_eq!(starts(&spec), expected);
}

#[test]
fn an_urgent_request_need_not_stand_behind_others() {
    // big waits for two since 1; urgent comes at 2 and takes the idle worker at once.
    let urgent = Crew { priority: 50, ..crew(&[0], 1) };
    let jobs = vec![
        job("first", 0, 0.0, 5.0, crew(&[0], 1)),
        job("big", 1, 1.0, 3.0, crew(&[0], 2)),
        job("urgent", 2, 2.0, 4.0, urgent),
    ];
    let spec = shop(jobs, vec![pool("worker", 2)], 30.0);
    assert_eq!(starts(&spec), ["0 s0/1 first 0", "2 s2/1 urgent 0", "6 s1/1 big 0"]);
}

#[test]
fn the_worker_goes_first_then_the_workplace_then_the_lot() {
    // One worker, one workplace at each of two stations, 4 s each. At 4 the second lot takes the workplace and asks
    // before the first one does at its next station; at 8 the worker goes to the first, which asked at 4.
    let mut line = job("p", 0, 0.0, 4.0, crew(&[0], 1));
    line.supply = Supply::Arrivals(Arrivals {
        process: Process {
            times: Times::Spaced {
                first: FirstArrival::At(Time::ZERO),
                spacing: Distribution::Constant(1.0),
            },
            most: None,
        },
        when_full: WhenFull::Wait,
        ..Arrivals::default()
    });
    let mut second = line.routing[0].clone();
    second.name = "again".into();
    if let StepKind::Operation(operation) = &mut second.kind {
        operation.station = StationId::new(1);
    }
    line.routing.push(second);
    let mut spec = shop(vec![line.clone(), line], vec![pool("worker", 1)], 13.0);
    spec.plants[0].products.truncate(1);
    spec.plants[0].stations.iter_mut().for_each(|station| station.machines = 1);
    assert_eq!(starts(&spec), ["0 s0/1 p 0", "4 s0/1 p 1", "8 s1/1 p 0", "12 s0/1 p 2"]);
}
