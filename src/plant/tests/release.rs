//! Cards: CONWIP and kanban by hand, and ways that part.

use super::super::sample;
use super::{outcome, starts};
use crate::random::Distribution;
use crate::spec::{
    Arrivals, Branch, Delivery, Demand, FirstArrival, Listed, Loop, Orders, Place, Plant, Process, Product,
    Spec, Step, StepKind, Supply, Times,
};
use crate::units::{LoopId, PlaceId};

fn lines(times: &[f64], supply: Supply) -> Spec {
    let stations = (0..times.len()).map(|s| sample::station(&format!("s{s}"), 1, None)).collect();
    let steps = (0..times.len())
        .map(|s| sample::operation(&format!("w{s}"), s, Distribution::Constant(times[s])))
        .collect();
    let product = Product { name: "p".into(), ..sample::product(supply, steps) };
    sample::spec(sample::plant(stations, product), 12.5)
}

fn looped(cards: u32, spec: &mut Spec) -> &mut Plant {
    let plant = &mut spec.plants[0];
    plant.loops.push(Loop { name: format!("l{}", plant.loops.len()), cards });
    plant
}

#[test]
fn two_cards_circulate() {
    let mut spec = lines(&[1.0, 4.0], Supply::Saturated);
    looped(2, &mut spec).products[0].release = Some(LoopId(0));
    // Two lots at once: 0-1 and 1-2 at s0, 1-5 and 5-9 at s1; the third is released when the first leaves at 5.
    assert_eq!(
        starts(&spec),
        ["0 s0/1 p 0", "1 s1/1 p 0", "1 s0/1 p 1", "5 s1/1 p 1", "5 s0/1 p 2", "9 s1/1 p 2", "9 s0/1 p 3"]
    );
}

#[test]
fn arrivals_wait_outside_for_a_card() {
    let mut spec = lines(&[1.0, 4.0], sample::poisson(1.0));
    looped(1, &mut spec).products[0].release = Some(LoopId(0));
    let told = starts(&spec);
    // One lot at a time: the next starts 5 after the one before, as soon as the line is empty.
    let times: Vec<f64> = told.iter().map(|line| line.split(' ').next().unwrap().parse().unwrap()).collect();
    assert!(times.len() >= 4 && (times[2] - times[0] - 5.0).abs() < 1e-9, "{told:?}");
}

#[test]
fn kanban_frees_the_machine_while_its_lot_waits() {
    let mut spec = lines(&[1.0, 4.0], Supply::Saturated);
    let plant = looped(3, &mut spec);
    plant.products[0].release = Some(LoopId(0));
    let plant = looped(1, &mut spec);
    plant.products[0].routing[1].card = Some(LoopId(1));
    // One lot at a time has the card of s1, so lots wait between, but s0 goes on: it makes lots 0, 1, 2 at once, its
    // fourth when the first leaves.
    let told = starts(&spec);
    assert_eq!(
        told,
        [
            "0 s0/1 p 0",
            "1 s1/1 p 0",
            "1 s0/1 p 1",
            "2 s0/1 p 2",
            "5 s1/1 p 1",
            "5 s0/1 p 3",
            "9 s1/1 p 2",
            "9 s0/1 p 4"
        ]
    );
}

#[test]
fn limited_ways_end() {
    let mut spec = lines(&[1.0, 1.0], Supply::Saturated);
    let again = Branch { share: 0.999_999, step: Some(0), most: Some(2) };
    let out = Branch { share: 0.000_001, step: None, most: None };
    looped(1, &mut spec).products[0].release = Some(LoopId(0));
    spec.plants[0].products[0].routing[1].next = vec![again, out];
    // Each lot passes three times, 2 a time.
    let told = starts(&spec);
    assert_eq!(told.iter().filter(|line| line.ends_with("p 0")).count(), 6, "{told:?}");
    assert_eq!(outcome(&spec, 1).lots, 2);
}

#[test]
fn ways_part_by_their_shares() {
    let mut spec = lines(&[1.0, 1.0, 1.0], Supply::Saturated);
    spec.stop = crate::spec::Stop::After(crate::units::Duration::from_secs(20_000.0));
    let to = |share, step| Branch { share, step, most: None };
    spec.plants[0].products[0].routing[0].next = vec![to(0.25, Some(2)), to(0.75, Some(1))];
    let tally = outcome(&spec, 1).factories[0].window.tally.clone();
    let (first, second) = (tally.stations[0].completions as f64, tally.stations[1].starts as f64);
    let error = (0.25 * 0.75 / first).sqrt();
    assert!((second / first - 0.75).abs() < 4.0 * error, "{}", second / first);
}

#[test]
fn thinkers_begin_at_a_place() {
    // Two cards: both think for 3 s, are served 3-5 and 5-7, think again from then on.
    let mut spec = lines(&[2.0], Supply::Saturated);
    let plant = looped(2, &mut spec);
    plant.products[0].release = Some(LoopId(0));
    think(plant, 3.0, None);
    assert_eq!(starts(&spec), ["3 s0/1 p 0", "5 s0/1 p 1", "8 s0/1 p 2", "10 s0/1 p 3"]);
}

/// The routing begins with a stay.
fn think(plant: &mut Plant, seconds: f64, capacity: Option<u32>) {
    plant.places.push(Place { name: "think".into(), capacity, full_speed: None });
    let kind = StepKind::Dwell { place: PlaceId::new(0), duration: Distribution::Constant(seconds) };
    plant.products[0].routing.insert(0, Step { name: "think".into(), kind, ..Step::default() });
}

#[test]
fn a_place_with_room_pulls_work() {
    // Two at a time stay for 3 s; they leave the place when the machine takes them, 3-5 and 5-7, and others come in then.
    let mut spec = lines(&[2.0], Supply::Saturated);
    think(&mut spec.plants[0], 3.0, Some(2));
    spec.plants[0].stations[0].buffer = Some(0);
    assert_eq!(starts(&spec), ["3 s0/1 p 0", "5 s0/1 p 1", "7 s0/1 p 2", "9 s0/1 p 3", "11 s0/1 p 4"]);
}

#[test]
fn a_stock_is_filled_up_by_stays() {
    // Base stock 3, all on hand; an order of 1 every 4 s, from 4 on, each followed by a stay of 6 s: 10, 14, …; orders at 4, 8
    // and 12 take the stock, one is made again by 10; by 12.5 two are under way and one is on hand.
    let demand = Demand {
        orders: Orders::Single {
            process: Process {
                times: Times::Spaced {
                    first: FirstArrival::AfterSpacing,
                    spacing: Distribution::Constant(4.0),
                },
                most: None,
            },
            size: Distribution::Constant(1.0),
        },
        delivery: Delivery::Parts,
    };
    let supply = Supply::ToStock { initial_stock: 3, base_stock: 3, demand, patience: None };
    let mut spec = lines(&[], supply);
    think(&mut spec.plants[0], 6.0, None);
    let tally = outcome(&spec, 1).factories[0].window.tally.clone();
    assert_eq!((tally.products[0].delivered, tally.products[0].finished), (3, 1));
    assert_eq!((tally.levels[0].on_hand, tally.levels[0].in_process), (1, 2));
}

#[test]
fn cards_limit_work_whose_first_step_takes_no_time() {
    // Both cards' lots are at s1 at once: 0-3 and 3-6, each followed by another.
    let mut spec = lines(&[0.0, 3.0], Supply::Saturated);
    looped(2, &mut spec).products[0].release = Some(LoopId(0));
    let told = starts(&spec);
    let second: Vec<&String> = told.iter().filter(|line| line.contains("s1")).collect();
    assert_eq!(second, ["0 s1/1 p 0", "3 s1/1 p 1", "6 s1/1 p 2", "9 s1/1 p 3", "12 s1/1 p 4"]);
}

#[test]
fn a_lot_outside_is_not_released() {
    // Four lots at 0, 4 s each at one machine with one place. One is on the machine, one in the buffer; the third comes in at
    // 4, the fourth at 8, and is on the machine at 12.
    let times = vec![Listed { lots: Some(4), ..Listed::default() }];
    let process = Process { times: Times::Listed(times), most: None };
    let supply = Supply::Arrivals(Arrivals { process, ..Arrivals::default() });
    let mut spec = lines(&[4.0], supply.clone());
    spec.plants[0].stations[0].buffer = Some(1);
    spec.plants[0].products[0].due = Some(Distribution::Constant(8.0));
    let seconds = crate::units::Duration::from_secs;
    let tally = outcome(&spec, 1).factories[0].window.tally.clone();
    let p = &tally.products[0];
    // Flow: 4, 8, and 8 for the third (4-12); outside 4 + 8; in the buffer 0, 4 and 4 of those that left.
    assert_eq!((p.finished_lots, p.flow_time, p.outside_time), (3, seconds(20.0), seconds(12.0)));
    assert_eq!((p.waits, p.released_lots), (seconds(8.0), 4));
    // In process: 4 + 8 + 8 + 4.5 of the fourth. None is late, as all are due 8 s after they came in.
    assert_eq!((p.lots_time, p.late_lots), (seconds(24.5), 0));
    // With one card, lots come in at 0, 4, 8 and 12 from outside.
    let mut spec = lines(&[4.0], supply);
    looped(1, &mut spec).products[0].release = Some(LoopId(0));
    let tally = outcome(&spec, 1).factories[0].window.tally.clone();
    let p = &tally.products[0];
    assert_eq!((p.finished_lots, p.flow_time, p.outside_time), (3, seconds(12.0), seconds(24.0)));
}
