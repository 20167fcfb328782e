//! Hand-worked traces of workers beyond their operations: called away, kept by a lot, busy after it; of lots whose class
//! changes on their way, and of those that share a place's speed.

#![allow(clippy::float_cmp, reason = "whole seconds are exact")]

use super::super::sample;
use super::labour::{crew, job, pool, shop};
use super::{outcome, outcome_under, starts};
use crate::outcome::{Awaited, Waiter};
use crate::random::Distribution;
use crate::spec::{
    Classes, Crew, Operation, Place, Pool, Product, Spec, Split, Step, StepKind, StepTime, Team,
};
use crate::units::{Duration, PlaceId, PoolId, StationId, Time};

fn operation(product: &mut Product, step: usize) -> &mut Operation {
    match &mut product.routing[step].kind {
        StepKind::Operation(operation) => operation,
        _ => panic!("no operation"),
    }
}

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs(seconds)
}

/// Who can be called away.
fn porters(headcount: u32) -> Pool {
    Pool { interrupts: true, ..pool("porters", headcount) }
}

fn of_priority(priority: u8, workers: u32) -> Crew {
    Crew { priority, ..crew(&[0], workers) }
}

/// When the last lot of each product left [s].
fn flow_times(spec: &Spec) -> Vec<f64> {
    let tally = &outcome(spec, 1).factories[0].window.tally;
    tally.products.iter().map(|product| product.flow_time.as_secs()).collect()
}

#[test]
fn workers_leave_less_urgent_work_and_go_on_with_it_later() {
    // a has the worker from 0, b calls him away at 4 for 3 s; a goes on from 7 to 13, then c.
    let jobs = vec![
        job("a", 0, 0.0, 10.0, of_priority(100, 1)),
        job("b", 1, 4.0, 3.0, of_priority(1, 1)),
        job("c", 2, 2.0, 1.0, of_priority(100, 1)),
    ];
    let spec = shop(jobs.clone(), vec![porters(1)], 30.0);
    assert_eq!(starts(&spec), ["0 s0/1 a 0", "4 s1/1 b 0", "13 s2/1 c 0"]);
    assert_eq!(flow_times(&spec), [13.0, 3.0, 12.0]);
    // Where nobody can be called away, b waits until 10.
    assert_eq!(flow_times(&shop(jobs, vec![pool("porters", 1)], 30.0)), [10.0, 9.0, 12.0]);
}

#[test]
fn only_as_many_leave_as_are_enough_the_least_urgent_first() {
    // Three work; d needs two at 4: b (the least urgent) and c (begun last of equals) are left, a is not.
    let jobs = vec![
        job("a", 0, 0.0, 10.0, of_priority(100, 1)),
        job("b", 1, 0.0, 10.0, of_priority(200, 1)),
        job("c", 2, 1.0, 10.0, of_priority(100, 1)),
        job("d", 3, 4.0, 2.0, of_priority(99, 2)),
    ];
    assert_eq!(flow_times(&shop(jobs.clone(), vec![porters(3)], 40.0)), [10.0, 12.0, 12.0, 2.0]);
    // Four would not be enough for five: nobody is left for nothing, and d never begins.
    let mut greedy = jobs;
    greedy[3] = job("d", 3, 4.0, 2.0, of_priority(99, 5));
    let spec = shop(greedy, vec![porters(3)], 40.0);
    assert_eq!(flow_times(&spec), [10.0, 10.0, 10.0, 0.0]);
}

#[test]
fn equals_and_the_more_urgent_are_not_interrupted() {
    let jobs = |priority| {
        vec![job("a", 0, 0.0, 10.0, of_priority(50, 1)), job("b", 1, 4.0, 3.0, of_priority(priority, 1))]
    };
    assert_eq!(flow_times(&shop(jobs(50), vec![porters(1)], 30.0)), [10.0, 9.0]);
    assert_eq!(flow_times(&shop(jobs(60), vec![porters(1)], 30.0)), [10.0, 9.0]);
    // By class where the pool looks at it.
    let by_class = Pool { by_class: true, ..porters(1) };
    let mut classed = jobs(50);
    classed[0].class = 2;
    assert_eq!(flow_times(&shop(classed, vec![by_class], 30.0)), [13.0, 3.0]);
}

#[test]
fn nobody_is_called_away_to_wait_for_another() {
    // b needs the porter and the driver, who works until 8: until then a goes on.
    let mut jobs = vec![
        job("a", 0, 0.0, 10.0, of_priority(100, 1)),
        job("x", 1, 0.0, 8.0, crew(&[1], 1)),
        job("b", 2, 4.0, 3.0, of_priority(1, 1)),
    ];
    operation(&mut jobs[2], 0).crew.push(crew(&[1], 1));
    let spec = shop(jobs, vec![porters(1), pool("driver", 1)], 30.0);
    assert_eq!(flow_times(&spec), [13.0, 8.0, 7.0]);
}

#[test]
fn a_repair_calls_its_crew_away() {
    // The machine works 5 s, then is repaired in 2 s by the porter, who else carries for 10 s; three repairs in 21 s. The
    // carrying takes 10 s of what is left: 0 to 5, 7 to 12.
    let mut jobs = vec![job("a", 0, 0.0, 10.0, of_priority(100, 1)), job("m", 1, 0.0, 20.0, crew(&[1], 1))];
    operation(&mut jobs[1], 0).crew.clear();
    let mut spec = shop(jobs, vec![porters(1), pool("nobody", 1)], 40.0);
    spec.plants[0].stations[1].breakdowns.push(crate::spec::Breakdown {
        name: "jam".into(),
        clock: crate::spec::ClockKind::Operating,
        time_to_failure: Distribution::Constant(5.0),
        time_to_repair: Distribution::Constant(2.0),
        crew: Some(of_priority(1, 1)),
        ..Default::default()
    });
    assert_eq!(flow_times(&spec), [12.0, 26.0]);
}

/// Two lots at 0 and 1 through three stations of 2, 3 and 4 s, with a nurse from the first to the third.
fn ward(nurses: u32) -> Spec {
    let mut jobs = vec![job("a", 0, 0.0, 2.0, crew(&[0], 1)), job("b", 0, 1.0, 2.0, crew(&[0], 1))];
    for product in &mut jobs {
        for (step, time) in [("treat", 3.0), ("rest", 4.0)] {
            let kind = StepKind::Operation(Operation {
                station: StationId(1),
                time: StepTime::PerLot(Distribution::Constant(time)),
                ..Operation::default()
            });
            product.routing.push(Step { name: step.into(), kind, ..Step::default() });
        }
        product.routing[0].keep_crew_to = Some(2);
    }
    shop(jobs, vec![pool("nurse", nurses)], 30.0)
}

#[test]
fn a_lot_keeps_its_crew_over_several_steps() {
    // One nurse: with a from 0 to 5, with b from 5 to 10.
    let spec = ward(1);
    assert_eq!(
        starts(&spec),
        ["0 s0/1 a 0", "2 s1/1 a 0", "5 s0/2 b 0", "5 s1/1 a 0", "7 s1/2 b 0", "10 s1/1 b 0"]
    );
    let busy = |spec: &Spec| outcome(spec, 1).factories[0].window.tally.pools[0].busy;
    assert_eq!(busy(&spec), seconds(10.0));
    // Negative control: without keeping, b begins at 2.
    let mut free = ward(1);
    free.plants[0].products.iter_mut().for_each(|product| product.routing[0].keep_crew_to = None);
    assert_eq!(busy(&free), seconds(4.0));
    assert!(starts(&free).contains(&"2 s0/2 b 0".to_string()), "{:?}", starts(&free));
}

#[test]
fn a_kept_crew_goes_when_its_lot_is_split() {
    // The nurse is with a from 0 to 2, with b from 2 to 4.
    let mut spec = ward(1);
    for product in &mut spec.plants[0].products {
        let kind = StepKind::Split(Split { lots: 2, keeps_place: false });
        product.routing.insert(1, Step { name: "part".into(), kind, ..Step::default() });
        product.routing[0].keep_crew_to = Some(3);
    }
    assert_eq!(outcome(&spec, 1).factories[0].window.tally.pools[0].busy, seconds(4.0));
}

#[test]
fn a_kept_crew_is_busy_while_its_lot_waits_and_goes_when_it_leaves() {
    // One place for treatment: b waits there from 3 to 5, with its nurse, and keeps her until 8. With a step that nobody
    // reaches, she goes as the lot leaves.
    let mut spec = ward(2);
    spec.plants[0].stations[1].machines = 1;
    for product in &mut spec.plants[0].products {
        product.routing.truncate(2);
        product.routing.push(Step { name: "never".into(), ..product.routing[1].clone() });
        product.routing[1].next = vec![crate::spec::Branch { share: 1.0, step: None, most: None }];
    }
    let tally = &outcome(&spec, 1).factories[0].window.tally;
    assert_eq!(tally.pools[0].busy, seconds(5.0 + 7.0));
}

#[test]
fn a_vehicle_comes_back_empty() {
    // Carried for 2 s, back after 3 s: the next is carried at 5, its flow time is 4 + 2 s.
    let mut jobs = vec![job("a", 0, 0.0, 2.0, crew(&[0], 1)), job("b", 0, 1.0, 2.0, crew(&[0], 1))];
    jobs.iter_mut().for_each(|own| operation(own, 0).crew_after = Some(Distribution::Constant(3.0)));
    let spec = shop(jobs, vec![pool("cart", 1)], 30.0);
    assert_eq!(flow_times(&spec), [2.0, 6.0]);
    assert_eq!(outcome(&spec, 1).factories[0].window.tally.pools[0].busy, seconds(10.0));
}

#[test]
fn a_kept_crew_is_busy_after_it_has_left() {
    // As in the ward, with a way back of 1 s from the rest: b gets the nurse at 6.
    let mut spec = ward(1);
    spec.plants[0]
        .products
        .iter_mut()
        .for_each(|own| operation(own, 0).crew_after = Some(Distribution::Constant(1.0)));
    assert!(starts(&spec).contains(&"6 s0/2 b 0".to_string()), "{:?}", starts(&spec));
}

#[test]
fn named_workers_are_kept_too() {
    // The crew comes from two pools; whoever is taken stays with the lot.
    let mut spec = ward(1);
    spec.plants[0].pools.push(pool("helper", 1));
    let both = Crew { pools: vec![PoolId(0), PoolId(1)], ..crew(&[0], 1) };
    spec.plants[0].products.iter_mut().for_each(|own| operation(own, 0).crew = vec![both.clone()]);
    let tally = &outcome(&spec, 1).factories[0].window.tally;
    assert_eq!(tally.pools.iter().map(|own| own.busy).collect::<Vec<_>>(), [seconds(5.0), seconds(5.0)]);
}

#[test]
fn the_end_of_a_shift_leaves_a_kept_crew() {
    // The nurse's shift is from 0 to 3; she stays with a until 5, and b waits for ever.
    let mut spec = ward(1);
    spec.plants[0].calendars.push(crate::spec::Calendar {
        period: seconds(100.0),
        on: vec![(seconds(0.0), seconds(3.0))],
        ..Default::default()
    });
    spec.plants[0].pools[0].teams = vec![Team { headcount: 1, calendar: Some(crate::units::CalendarId(0)) }];
    let tally = &outcome(&spec, 1).factories[0].window.tally;
    assert_eq!(tally.products.iter().map(|own| own.finished).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(tally.pools[0].busy, seconds(5.0));
}

#[test]
fn lots_that_keep_what_others_want_are_a_deadlock() {
    // Both patients keep a nurse, and treatment needs a second one.
    let mut spec = ward(2);
    for product in &mut spec.plants[0].products {
        operation(product, 1).crew = vec![crew(&[0], 1)];
    }
    let found = outcome_under(&spec, 0, 1).factories[0].deadlock.clone().unwrap();
    assert_eq!(found.waits.len(), 2);
    assert!(found.waits.iter().all(|(_, what)| *what == Awaited::Workers(PoolId(0))));
    assert!(matches!(found.waits[0].0, Waiter::Machine(StationId(1), 1)));
    assert_eq!(found.since, Time(seconds(3.0).0));
    // A third nurse is enough.
    let mut enough = ward(3);
    for product in &mut enough.plants[0].products {
        operation(product, 1).crew = vec![crew(&[0], 1)];
    }
    assert_eq!(outcome(&enough, 1).factories[0].deadlock, None);
}

#[test]
fn a_lot_changes_its_class_on_its_way() {
    // One machine for both steps, urgent lots first: a second step of class 1 goes before waiting first steps of class 2.
    let routing = |class| {
        let step = |name: &str, class| Step {
            name: name.into(),
            class,
            ..sample::operation("work", 0, Distribution::Constant(2.0))
        };
        vec![step("first", None), step("second", class)]
    };
    let spec = |class| {
        let mut jobs: Vec<Product> =
            ["a", "b"].iter().map(|name| job(name, 0, 0.0, 2.0, crew(&[0], 1))).collect();
        jobs.iter_mut().for_each(|own| (own.class, own.routing) = (2, routing(class)));
        let mut spec = shop(jobs, vec![pool("nobody", 1)], 30.0);
        spec.plants[0].stations[0].machines = 1;
        spec.plants[0].stations[0].dispatch.classes = Classes::First;
        spec
    };
    let order = |spec: &Spec| -> Vec<String> {
        starts(spec).iter().map(|line| line.split(' ').nth(2).unwrap_or("").to_string()).collect()
    };
    assert_eq!(order(&spec(None)), ["a", "b", "a", "b"]);
    assert_eq!(order(&spec(Some(1))), ["a", "a", "b", "b"]);
    assert_eq!(order(&spec(Some(3))), ["a", "b", "a", "b"]);
}

#[test]
fn lots_share_the_speed_of_a_place() {
    // a has 10 s to stay from 0 on, b 2 s from 4 on: alone until 4, both at half speed until 8, then a for its last 4 s.
    let stays = |full_speed| {
        let mut jobs = vec![job("a", 0, 0.0, 1.0, crew(&[0], 1)), job("b", 0, 4.0, 1.0, crew(&[0], 1))];
        for (own, time) in jobs.iter_mut().zip([10.0, 2.0]) {
            let kind = StepKind::Dwell { place: PlaceId(0), duration: Distribution::Constant(time) };
            own.routing = vec![Step { name: "stay".into(), kind, ..Step::default() }];
        }
        let mut spec = shop(jobs, vec![pool("nobody", 1)], 30.0);
        spec.plants[0].places.push(Place { name: "bath".into(), capacity: None, full_speed });
        flow_times(&spec)
    };
    assert_eq!(stays(Some(1)), [12.0, 4.0]);
    assert_eq!(stays(Some(2)), [10.0, 2.0]);
    assert_eq!(stays(None), [10.0, 2.0]);
}
