//! Hand-worked traces of loads.

use super::super::sample;
use super::{outcome, starts};
use crate::outcome::MachineState;
use crate::random::Distribution;
use crate::spec::{Arrivals, Batch, Listed, Process, Product, Spec, Station, Supply, Times, Together};
use crate::units::{Duration, Time};

/// Lots that come at these times [s].
fn coming(at: &[f64]) -> Supply {
    let at = at.iter().map(|s| Listed { at: Time(Duration::from_secs(*s).0), ..Listed::default() });
    let times = Times::Listed(at.collect());
    Supply::Arrivals(Arrivals { process: Process { times, most: None }, ..Arrivals::default() })
}

/// One oven for products that come so, each with its time.
fn oven(batch: Batch, buffer: Option<u32>, products: &[(&str, &[f64], f64)]) -> Spec {
    let oven = Station { batch: Some(batch), ..sample::station("oven", 1, buffer) };
    let made = products.iter().map(|(name, at, seconds)| Product {
        name: (*name).into(),
        ..sample::product(coming(at), vec![sample::operation("bake", 0, Distribution::Constant(*seconds))])
    });
    let plant = sample::plant(vec![oven], Product::default());
    sample::spec(crate::spec::Plant { products: made.collect(), ..plant }, 100.0)
}

#[test]
fn a_mixed_load_takes_the_longest_time() {
    let batch = Batch { min: 2, max: 2, longest_wait: None, together: Together::Any };
    // Together from 5 on; b takes 30 s, so both are done at 35.
    let tally = outcome(&oven(batch, None, &[("a", &[0.0], 10.0), ("b", &[5.0], 30.0)]), 1).factories[0]
        .window
        .tally
        .clone();
    assert_eq!(tally.stations[0].state(MachineState::Producing), Duration::from_secs(30.0));
    assert_eq!(
        tally.products[0].flow_time,
        Duration::from_secs(35.0),
        "the first waits, and stays to the end"
    );
    assert_eq!(tally.products[1].flow_time, Duration::from_secs(30.0));
    assert_eq!(tally.stations[0].waits, Duration::from_secs(5.0));
}

#[test]
fn a_load_gathers_on_a_free_machine() {
    // No buffer: the oven takes lots 0 and 1, starts at 1 and bakes until 11. Lots 2, 3 and 4 wait outside, come in together
    // and are done at 21.
    let batch = Batch { min: 2, max: 3, longest_wait: None, together: Together::Product };
    let spec = oven(batch, Some(0), &[("a", &[0.0, 1.0, 2.0, 3.0, 4.0], 10.0)]);
    assert_eq!(starts(&spec), ["1 oven/1 a 0", "11 oven/1 a 2"]);
    let tally = outcome(&spec, 1).factories[0].window.tally.clone();
    assert_eq!(tally.stations[0].batches, 2);
    assert_eq!(tally.stations[0].waits, Duration::from_secs(1.0), "lot 0 waits on the oven");
    assert_eq!(tally.products[0].outside_time, Duration::from_secs(9.0 + 8.0 + 7.0));
}

#[test]
fn a_machine_gathers_lots_of_one_kind() {
    // a 0 gathers from 0 on and starts alone at 5, as b cannot join it. b 0 comes in at 15 and waits until 20; a 1 comes in
    // at 30, when b has gone, and waits until 35.
    let wait = Some(Duration::from_secs(5.0));
    let batch = Batch { min: 2, max: 3, longest_wait: wait, together: Together::Product };
    let products: [(&str, &[f64], f64); 2] = [("a", &[0.0, 2.0], 10.0), ("b", &[1.0], 10.0)];
    let spec = oven(batch.clone(), Some(0), &products);
    assert_eq!(starts(&spec), ["5 oven/1 a 0", "20 oven/1 b 0", "35 oven/1 a 1"]);
    // Mixed, a 0 and b 0 start at 1, a 1 comes in at 11.
    let spec = oven(Batch { together: Together::Any, ..batch }, Some(0), &products);
    assert_eq!(starts(&spec), ["1 oven/1 a 0", "16 oven/1 a 1"]);
}
