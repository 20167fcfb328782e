//! Cards: CONWIP and kanban by hand, and ways that part.

use super::super::sample;
use super::{outcome, starts};
use crate::random::Distribution;
use crate::spec::{Branch, Loop, Plant, Product, Spec, Supply};
use crate::units::LoopId;

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
