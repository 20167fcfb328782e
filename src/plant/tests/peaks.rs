//! Largest queues and waits, worked out by hand.

use super::super::sample;
use super::outcome;
use crate::random::Distribution;
use crate::spec::{Arrivals, Listed, Process, Spec, Supply, Times, WarmUp};
use crate::units::{Duration, Time};

/// Lots at these instants [s] at stations with these times and room before the second.
fn line(instants: &[f64], times: &[f64], room: Option<u32>) -> Spec {
    let listed = |at: &f64| Listed { at: Time(Duration::from_secs(*at).0), ..Listed::default() };
    let times_of = Times::Listed(instants.iter().map(listed).collect());
    let supply = Supply::Arrivals(Arrivals {
        process: Process { times: times_of, most: None },
        ..Arrivals::default()
    });
    let station = |s: usize| sample::station(&format!("s{s}"), 1, room.filter(|_| s > 0));
    let step = |s: usize| sample::operation(&format!("s{s}"), s, Distribution::Constant(times[s]));
    let stations = (0..times.len()).map(station).collect();
    sample::spec(
        sample::plant(stations, sample::product(supply, (0..times.len()).map(step).collect())),
        100.0,
    )
}

fn peaks(spec: &Spec) -> Vec<u64> {
    outcome(spec, 1).factories[0].window.tally.stations.iter().map(|station| station.queue_most).collect()
}

#[test]
fn only_who_waits_beyond_an_instant_counts() {
    // One in service and three waiting from 2 to 5; each lot comes to the second station as that becomes free.
    assert_eq!(peaks(&line(&[0.0, 1.0, 2.0, 2.0, 20.0], &[5.0, 5.0], None)), [3, 0]);
    assert_eq!(peaks(&line(&[0.0], &[5.0, 5.0], None)), [0, 0]);
    // Ends and arrivals at one instant: never more than one waits.
    assert_eq!(peaks(&line(&[0.0, 0.0, 5.0, 10.0, 15.0], &[5.0], None)), [1]);
    // The second takes 5 s after each 2 s: at 8 three have come to it, one is served, and then there is no more room.
    assert_eq!(peaks(&line(&[0.0; 9], &[2.0, 5.0], None)), [8, 5]);
    assert_eq!(peaks(&line(&[0.0; 9], &[2.0, 5.0], Some(2))), [8, 2]);
}

#[test]
fn measures_begin_with_what_waits_then() {
    let mut spec = line(&[0.0; 6], &[5.0], None);
    spec.warm_up = WarmUp::Fixed(Duration::from_secs(11.0));
    assert_eq!(peaks(&spec), [3], "three were begun by then");
}

#[test]
fn ranked_queues_have_a_largest_too() {
    let mut spec = line(&[0.0, 1.0, 2.0, 2.0, 20.0], &[5.0], None);
    spec.plants[0].stations[0].dispatch.rule = crate::spec::Rule::Lifo;
    assert_eq!(peaks(&spec), [3]);
}

/// Waits 0, 4, 8 and 12 s, and none of who comes alone.
#[test]
fn waits_are_kept_by_their_size() {
    let outcome = outcome(&line(&[0.0, 1.0, 2.0, 3.0, 50.0], &[5.0], None), 1);
    let factory = &outcome.factories[0];
    let own = factory.window.tally.products[0];
    assert_eq!((own.finished_lots, own.waited), (5, 3));
    let quantile = |p| factory.wait_times[0].quantile_after(2, p).unwrap() / 1e6;
    assert!(quantile(0.4).abs() < 1e-12);
    for (p, exact) in [(0.6, 4.0), (0.8, 8.0), (1.0, 12.0)] {
        assert!((quantile(p) / exact - 1.0).abs() < 1.0 / 128.0, "{p}: {}", quantile(p));
    }
}
