//! Hand-worked traces of loads.

use super::super::sample;
use super::{outcome, starts};
use crate::outcome::MachineState;
use crate::random::Distribution;
use crate::spec::{
    Arrivals, AtEnd, Batch, Calendar, Listed, Process, Product, Spec, Station, StepKind, StepTime, Supply,
    Times, Together,
};
use crate::units::{CalendarId, Duration, Time};

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

/// The oven works in the first 10 of every 20 s, and begins nothing that it cannot end.
fn in_hours(mut spec: Spec) -> Spec {
    let on = vec![(Duration::ZERO, Duration::from_secs(10.0))];
    let calendar =
        Calendar { name: "c".into(), period: Duration::from_secs(20.0), on, ..Calendar::default() };
    let plant = &mut spec.plants[0];
    plant.calendars.push(calendar);
    plant.stations[0].calendar = Some(CalendarId(0));
    plant.stations[0].at_end = AtEnd::NotBegin;
    spec
}

#[test]
fn a_load_is_as_large_as_its_hours_allow() {
    // Three lots have come when hours begin at 20. 4 s a lot: two are done at 28, three would be at 32. The third waits for the next
    // hours.
    let per_lot = |min| {
        let batch = Batch { min, max: 3, longest_wait: None, together: Together::Product };
        let mut spec = in_hours(oven(batch, None, &[("a", &[11.0, 12.0, 13.0], 4.0)]));
        if let StepKind::Operation(operation) = &mut spec.plants[0].products[0].routing[0].kind {
            operation.time = StepTime::PerUnit(Distribution::Constant(4.0));
        }
        spec
    };
    let spec = per_lot(1);
    assert_eq!(starts(&spec), ["20 oven/1 a 0", "40 oven/1 a 2"]);
    assert_eq!(outcome(&spec, 1).factories[0].window.tally.stations[0].batches, 2);
    // No load of three ever fits.
    assert_eq!(starts(&per_lot(3)), [""; 0]);
}

#[test]
fn a_load_is_made_of_what_fits() {
    // a takes 12 s: it holds up nobody. b and c share a load at 1, for 9 s; c alone would have begun at 0.
    let batch = Batch { min: 2, max: 3, longest_wait: None, together: Together::Any };
    let products: [(&str, &[f64], f64); 3] = [("a", &[0.0], 12.0), ("b", &[1.0], 9.0), ("c", &[0.0], 5.0)];
    let spec = in_hours(oven(batch, None, &products));
    let tally = outcome(&spec, 1).factories[0].window.tally.clone();
    assert_eq!(starts(&spec), ["1 oven/1 c 0"]);
    assert_eq!(
        (tally.stations[0].batches, tally.stations[0].state(MachineState::Producing)),
        (1, Duration::from_secs(9.0))
    );
    assert_eq!(tally.products[0].finished, 0);
}
