//! Hand-worked traces of balking and reneging, with constant times.

use super::super::sample;
use super::labour::{crew, pool};
use super::{outcome, starts};
use crate::outcome::FactoryTally;
use crate::random::Distribution;
use crate::spec::{
    Arrivals, Batch, Demand, Dispatch, Listed, Orders, Patience, Process, Rule, Spec, Station, Step,
    StepKind, Supply, Times, Together, WhenFull,
};
use crate::units::{Duration, Time};

/// Lots at these instants [s].
fn at(instants: &[f64]) -> Supply {
    let listed = |at: &f64| Listed { at: Time(Duration::from_secs(*at).0), ..Listed::default() };
    let times = Times::Listed(instants.iter().map(listed).collect());
    Supply::Arrivals(Arrivals { process: Process { times, most: None }, ..Arrivals::default() })
}

fn work(name: &str, station: usize, seconds: f64) -> Step {
    sample::operation(name, station, Distribution::Constant(seconds))
}

fn wait(mut step: Step, seconds: f64) -> Step {
    step.patience = Some(Patience { time: Some(Distribution::Constant(seconds)), ..Patience::default() });
    step
}

/// An operation of 5 s at the first station, for lots that wait so long.
fn counter(patience: f64) -> Step {
    wait(work("serve", 0, 5.0), patience)
}

fn shop(stations: Vec<Station>, supply: Supply, routing: Vec<Step>) -> Spec {
    sample::spec(sample::plant(stations, sample::product(supply, routing)), 100.0)
}

fn one(supply: Supply, routing: Vec<Step>) -> Spec {
    shop(vec![sample::station("m", 1, None)], supply, routing)
}

fn tally(spec: &Spec) -> FactoryTally {
    outcome(spec, 1).factories[0].window.tally.clone()
}

#[test]
fn who_has_waited_his_patience_leaves() {
    // 0 is served 0-5, 1 from 5 to 10 after 4 s; 2 and 3 leave at 8 and 9, after 6 s each.
    let spec = one(at(&[0.0, 1.0, 2.0, 3.0]), vec![counter(6.0)]);
    assert_eq!(starts(&spec), ["0 m/1 thing 0", "5 m/1 thing 1"]);
    let tally = tally(&spec);
    let (station, product) = (&tally.stations[0], &tally.products[0]);
    assert_eq!((station.reneged, station.balked, product.abandoned, product.abandoned_lots), (2, 0, 2, 2));
    assert_eq!(station.waits, Duration::from_secs(4.0), "of those who were served");
    assert_eq!(station.queue_time, Duration::from_secs(4.0 + 6.0 + 6.0), "of all");
    assert_eq!((product.finished_lots, product.waits), (2, Duration::from_secs(4.0)));
}

#[test]
fn at_the_very_instant_he_leaves() {
    let spec = one(at(&[0.0, 0.0, 0.0, 7.0]), vec![counter(5.0)]);
    assert_eq!(starts(&spec), ["0 m/1 thing 0", "7 m/1 thing 3"]);
}

#[test]
fn without_patience_only_a_free_machine_will_do() {
    let spec = one(at(&[0.0, 0.0, 3.0, 5.0]), vec![counter(0.0)]);
    assert_eq!(starts(&spec), ["0 m/1 thing 0", "5 m/1 thing 3"]);
    assert_eq!(tally(&spec).products[0].abandoned, 2);
}

#[test]
fn who_finds_too_many_waiting_does_not_join() {
    let short = |most| {
        let mut step = work("serve", 0, 5.0);
        step.patience = Some(Patience { queue: Some(most), ..Patience::default() });
        step
    };
    // 1 waits from 1 on; 2 and 3 find it waiting. At 11 two come to a free machine, one of them waits; the third does not.
    let spec = one(at(&[0.0, 1.0, 2.0, 3.0, 11.0, 11.0, 11.0]), vec![short(1)]);
    let told = ["0 m/1 thing 0", "5 m/1 thing 1", "11 m/1 thing 4", "16 m/1 thing 5"];
    assert_eq!(starts(&spec), told);
    let tally = tally(&spec);
    assert_eq!((tally.stations[0].balked, tally.stations[0].reneged), (3, 0));
    assert_eq!(tally.products[0].abandoned_lots, 3);
}

#[test]
fn who_finds_no_free_machine_leaves_a_loss_system() {
    let loss = |machines: u32, others: Option<u32>| {
        let mut step = work("serve", 0, 5.0);
        step.patience = Some(Patience { queue: Some(0), ..Patience::default() });
        if let (StepKind::Operation(operation), Some(time)) = (&mut step.kind, others) {
            let time = crate::spec::StepTime::PerLot(Distribution::Constant(f64::from(time)));
            operation.or_at.push((crate::units::StationId::new(1), Some(time)));
        }
        let stations = vec![sample::station("m", machines, None), sample::station("n", 1, None)];
        let stations = stations.into_iter().take(1 + usize::from(others.is_some())).collect();
        shop(stations, at(&[0.0, 1.0, 2.0, 5.0, 5.0, 9.0]), vec![step])
    };
    // At 5 what ends has ended, and the first of two has the machine.
    assert_eq!(starts(&loss(1, None)), ["0 m/1 thing 0", "5 m/1 thing 3"]);
    let two = ["0 m/1 thing 0", "1 m/2 thing 1", "5 m/1 thing 3", "9 m/2 thing 5"];
    assert_eq!(starts(&loss(2, None)), two);
    assert_eq!(tally(&loss(2, None)).stations[0].balked, 2);
    // Another station may do it too.
    let either = ["0 m/1 thing 0", "1 n/1 thing 1", "5 m/1 thing 3", "5 n/1 thing 4"];
    assert_eq!(starts(&loss(1, Some(4)))[..4], either);
}

#[test]
fn who_may_not_join_goes_by_how_many_wait() {
    let shop = |balking: &[f64]| {
        let mut step = work("serve", 0, 5.0);
        step.patience = Some(Patience { balking: balking.to_vec(), ..Patience::default() });
        one(at(&[0.0, 1.0, 2.0, 3.0, 4.0]), vec![step])
    };
    // Nobody stays with one waiting; nobody even with none; all up to two; all.
    let served = |balking: &[f64]| starts(&shop(balking)).len();
    assert_eq!([&[0.0, 1.0][..], &[1.0], &[0.0, 0.0, 1.0], &[0.0]].map(served), [2, 1, 3, 5]);
    let mut half = shop(&[0.5]);
    half.plants[0].products[0].supply = sample::poisson(50.0);
    let tally = tally(&half);
    let joined = tally.products[0].released_lots - tally.stations[0].balked;
    assert!((joined as f64 - 2_500.0).abs() < 4.0 * 35.4, "{joined} of 5000, one in two");
    half.lot_scale = 0.5;
    half.plants[0].products[0].lot_units = 2;
    half.plants[0].products[0].routing[0].patience.as_mut().unwrap().balking = vec![0.0, 1.0];
    half.plants[0].products[0].supply = at(&[0.0, 0.5, 1.0, 1.5, 2.0]);
    assert_eq!(starts(&half).len(), 3, "two of half the size are one");
}

#[test]
fn not_joining_is_finding_no_room() {
    let lot = |patience: Option<Patience>, buffer, when_full| {
        let mut step = sample::operation("serve", 0, Distribution::Exponential { mean: 1.0 });
        step.patience = patience;
        let Supply::Arrivals(arrivals) = sample::poisson(0.9) else { unreachable!("lots arrive") };
        let supply = Supply::Arrivals(Arrivals { when_full, ..arrivals });
        let mut spec = shop(vec![sample::station("m", 2, buffer)], supply, vec![step]);
        spec.stop = crate::spec::Stop::After(Duration::from_secs(5_000.0));
        tally(&spec)
    };
    let balks = lot(Some(Patience { queue: Some(3), ..Patience::default() }), None, WhenFull::Wait);
    let lost = lot(None, Some(3), WhenFull::Lost);
    assert!(balks.products[0].abandoned > 10);
    assert_eq!(balks.products[0].abandoned, lost.products[0].lost);
    assert_eq!(balks.stations[0].states, lost.stations[0].states);
    assert_eq!(balks.stations[0].waits, lost.stations[0].waits);
}

#[test]
fn who_waits_for_a_worker_leaves_his_machine() {
    // One clerk at two counters. 1 has the second one from 1 on and leaves at 4; 2 has it then, and the clerk at 5.
    let mut step = counter(3.0);
    if let StepKind::Operation(operation) = &mut step.kind {
        operation.crew = vec![crew(&[0], 1)];
    }
    let mut spec = shop(vec![sample::station("m", 2, None)], at(&[0.0, 1.0, 3.0, 4.0]), vec![step]);
    spec.plants[0].pools = vec![pool("clerk", 1)];
    assert_eq!(starts(&spec), ["0 m/1 thing 0", "5 m/2 thing 2", "10 m/1 thing 3"][..2]);
    let tally = tally(&spec);
    // 3 comes at 4 to a free counter's queue, has it at 5, and leaves at 7.
    assert_eq!((tally.products[0].abandoned, tally.stations[0].reneged), (2, 2));
    assert_eq!(tally.stations[0].queue_time, Duration::from_secs(3.0 + 2.0 + 3.0));
    assert_eq!(tally.pools[0].busy, Duration::from_secs(10.0));
}

#[test]
fn who_finds_no_room_leaves_the_machine_before() {
    // No place before the press: 1 is done at 2 and blocks the saw until 4, 2 until 7.
    let stations = vec![sample::station("saw", 1, None), sample::station("press", 1, Some(0))];
    let routing = vec![work("saw", 0, 1.0), wait(work("press", 1, 10.0), 2.0)];
    let spec = shop(stations, at(&[0.0, 0.0, 0.0, 0.0]), routing);
    let told =
        ["0 saw/1 thing 0", "1 press/1 thing 0", "1 saw/1 thing 1", "4 saw/1 thing 2", "7 saw/1 thing 3"];
    assert_eq!(starts(&spec), told);
    assert_eq!(tally(&spec).products[0].abandoned, 3, "the last at 10, before the press is free");
}

#[test]
fn the_impatient_go_another_way() {
    // 1 waits until 3 and goes to the desk, 3-5. What is served at the counter leaves.
    let mut first = counter(3.0);
    first.patience.as_mut().unwrap().step = Some(1);
    first.next = vec![crate::spec::Branch { share: 1.0, step: None, most: None }];
    let stations = vec![sample::station("counter", 1, None), sample::station("desk", 1, None)];
    let spec = shop(stations, at(&[0.0, 0.0]), vec![first, work("ask", 1, 2.0)]);
    assert_eq!(starts(&spec), ["0 counter/1 thing 0", "3 desk/1 thing 1"]);
    let tally = tally(&spec);
    assert_eq!(
        (tally.products[0].abandoned, tally.products[0].finished, tally.stations[0].reneged),
        (0, 2, 1)
    );
}

#[test]
fn who_comes_again_waits_anew() {
    // 1 leaves at 3 and comes back at once, with patience until 6: it is served at 5.
    let mut first = counter(3.0);
    first.patience.as_mut().unwrap().step = Some(0);
    let spec = one(at(&[0.0, 0.0]), vec![first]);
    assert_eq!(starts(&spec), ["0 m/1 thing 0", "5 m/1 thing 1"]);
    assert_eq!(tally(&spec).stations[0].reneged, 1);
}

#[test]
fn in_ranked_buffers_and_before_ovens() {
    // The last to come is served first: 2 at 5; 1 leaves at 7.
    let lifo = Dispatch { rule: Rule::Lifo, ..Dispatch::default() };
    let station = Station { dispatch: lifo, ..sample::station("m", 1, None) };
    let spec = shop(vec![station], at(&[0.0, 1.0, 2.0]), vec![counter(6.0)]);
    assert_eq!(starts(&spec), ["0 m/1 thing 0", "5 m/1 thing 2"]);
    // An oven for two: 0 leaves at 3, and 1 goes in with 2 at 4.
    let batch = Batch { min: 2, max: 2, longest_wait: None, together: Together::Any };
    let oven = Station { batch: Some(batch), ..sample::station("m", 1, None) };
    let spec = shop(vec![oven], at(&[0.0, 3.5, 4.0]), vec![counter(3.0)]);
    assert_eq!(starts(&spec), ["4 m/1 thing 1"]);
    assert_eq!(tally(&spec).products[0].finished, 2);
}

#[test]
fn outside_they_wait_for_the_same_queue() {
    // One place: 1 has it until 4, then 2, who has waited outside since 1 and leaves at 5, before 3 comes in and is served.
    let spec = shop(vec![sample::station("m", 1, Some(1))], at(&[0.0, 0.0, 1.0, 2.0]), vec![counter(4.0)]);
    assert_eq!(starts(&spec), ["0 m/1 thing 0", "5 m/1 thing 3"]);
    let tally = tally(&spec);
    let product = &tally.products[0];
    assert_eq!((product.released, product.abandoned, product.finished), (4, 2, 2));
    assert_eq!(product.outside_time, Duration::from_secs(3.0 + 3.0));
    assert_eq!(tally.stations[0].queue_time, Duration::from_secs(4.0 + 1.0));
}

#[test]
fn what_was_ordered_is_made_anew() {
    let order = Listed { at: Time::ZERO, units: Some(2.0), ..Listed::default() };
    let process = Process { times: Times::Listed(vec![order]), most: None };
    let orders = Orders::Single { process, size: Distribution::Constant(1.0) };
    let supply =
        Supply::ToOrder { demand: Demand { orders, ..Demand::default() }, patience: None, allowance: 0.0 };
    // Two lots at 0; the second leaves at 3 and is made anew when the first is done, at 5.
    let spec = one(supply, vec![counter(3.0)]);
    assert_eq!(starts(&spec), ["0 m/1 thing 0", "5 m/1 thing 2"]);
    let product = tally(&spec).products[0];
    assert_eq!((product.delivered, product.abandoned, product.released), (2, 1, 3));
}

#[test]
fn few_are_remembered() {
    // Patience of years, service in a second: who was served is forgotten.
    let Supply::Arrivals(arrivals) = sample::poisson(0.5) else { unreachable!("lots arrive") };
    let step = wait(sample::operation("serve", 0, Distribution::Exponential { mean: 1.0 }), 1e8);
    let spec = Spec {
        stop: crate::spec::Stop::After(Duration::from_secs(20_000.0)),
        ..one(Supply::Arrivals(arrivals), vec![step])
    };
    let mut plant = super::Plant::new(super::setting(&spec, 1)).unwrap();
    plant.run().unwrap();
    plant.visit(|_, floor| assert!(floor.routings.impatience.waiting.len() <= 1_024));
}
