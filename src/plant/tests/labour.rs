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

fn crew(pools: &[u32], workers: u32) -> Crew {
    Crew { pools: pools.iter().map(|pool| PoolId(*pool)).collect(), workers, tends: 1, priority: 100 }
}

fn pool(name: &str, headcount: u32) -> Pool {
    Pool { name: name.into(), teams: vec![Team { headcount, calendar: None }], ..Pool::default() }
}

/// A lot of product `name` at each of these times, for its own station, with its crew [s].
fn job(name: &str, station: usize, first: f64, time: f64, crew: Crew) -> Product {
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

fn shop(products: Vec<Product>, pools: Vec<Pool>, seconds: f64) -> Spec {
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
