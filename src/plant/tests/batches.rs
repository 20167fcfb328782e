//! Hand-worked traces of loads.

use super::super::sample;
use super::outcome;
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
