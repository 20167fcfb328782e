//! Tests of whole small plants: hand-computed and exact values, conservation, cuts.

mod allowance;
mod batches;
mod branch;
mod classes;
mod cyber;
mod deadlocks;
mod dispatch;
mod due;
mod epidemic;
mod escorts;
mod hours;
mod impatience;
mod joining;
mod journeys;
mod labour;
mod limits;
mod offers;
mod order;
mod papers;
mod peaks;
mod people;
mod planning;
mod quality;
mod readiness;
mod region;
mod release;
mod standby;
mod stops;
mod supply;
mod surge;
mod ties;

use super::region::{Demand, Plant, Setting};
use super::sample;
use crate::outcome::{MachineState, Outcome, digest};
use crate::random::{Distribution, Stream};
use crate::spec::{Breakdown, ClockKind, Spec, Stop, Supply};
use crate::units::{Duration, Time};

fn setting(spec: &Spec, seed: u64) -> Setting<'_> {
    Setting { spec, surge: 0, option: 0, demand: Demand::AsDescribed, seed, replication: 0, trace: false }
}

fn outcome(spec: &Spec, seed: u64) -> Outcome {
    outcome_under(spec, 0, seed)
}

fn outcome_under(spec: &Spec, option: usize, seed: u64) -> Outcome {
    let mut plant = Plant::new(Setting { option, ..setting(spec, seed) }).unwrap();
    plant.run().unwrap();
    let outcome = plant.finish();
    check_conservation(spec, &outcome);
    outcome
}

/// What started when, read off the trace: "time station/machine product lot", times in seconds.
fn starts(spec: &Spec) -> Vec<String> {
    starts_under(spec, 0)
}

/// The same under an option.
fn starts_under(spec: &Spec, option: usize) -> Vec<String> {
    let mut plant = Plant::new(Setting { option, trace: true, ..setting(spec, 1) }).unwrap();
    plant.run().unwrap();
    let told = read_starts(&plant.take_trace());
    check_conservation(spec, &outcome_under(spec, option, 1));
    told
}

/// The starts of a trace.
fn read_starts(trace: &str) -> Vec<String> {
    let field = |line: &str, name: &str| {
        let value = line.split(&format!("\"{name}\":")).nth(1).unwrap_or("");
        value.split([',', '}']).next().unwrap_or("").trim_matches('"').to_string()
    };
    let begun = trace.lines().filter(|line| line.contains("operation_started"));
    let told = begun.map(|line| {
        let time: f64 = field(line, "t_s").parse().unwrap();
        format!("{time} {} {} {}", field(line, "where"), field(line, "product"), field(line, "lot"))
    });
    told.collect()
}

/// Units are conserved, and every machine's states sum to the window.
fn check_conservation(spec: &Spec, outcome: &Outcome) {
    for (index, factory) in outcome.factories.iter().enumerate() {
        if spec.warm_up.known() == Duration::ZERO {
            for (p, level) in factory.window.tally.products.iter().zip(&factory.window.tally.levels) {
                assert_eq!(
                    p.released,
                    p.finished + p.scrapped + p.abandoned + p.downgraded + level.in_process,
                    "units of factory {index}"
                );
            }
        }
        for states in factory.machines.iter().flatten() {
            let sum: u64 = states.iter().map(|t| t.0).sum();
            assert_eq!(sum, factory.window.length.0);
        }
    }
}

#[test]
fn a_deterministic_line_makes_ten_lots_in_33_seconds() {
    let times = [2.0, 3.0, 1.0];
    let stations = (0..3).map(|s| sample::station(&format!("s{s}"), 1, None)).collect();
    let steps =
        (0..3).map(|s| sample::operation(&format!("s{s}"), s, Distribution::Constant(times[s]))).collect();
    let mut spec = sample::spec(sample::plant(stations, sample::product(Supply::Saturated, steps)), 1_000.0);
    spec.stop = Stop::Lots { lots: 10, limit: Duration::DAY };
    // 2 + 3 + 1 for the first lot, then one every 3 seconds.
    assert_eq!(outcome(&spec, 1).end, Time(33_000_000));
}

#[test]
fn a_machine_with_breakdowns_is_up_100_of_108_seconds() {
    let mut station = sample::station("m", 1, None);
    station.breakdowns.push(Breakdown {
        name: "jam".into(),
        clock: ClockKind::Operating,
        time_to_failure: Distribution::Constant(100.0),
        time_to_repair: Distribution::Constant(8.0),
        ..Breakdown::default()
    });
    let steps = vec![sample::operation("work", 0, Distribution::Constant(7.0))];
    let spec = sample::spec(sample::plant(vec![station], sample::product(Supply::Saturated, steps)), 1_080.0);
    let tally = &outcome(&spec, 1).factories[0].window.tally.stations[0];
    assert_eq!(tally.state(MachineState::Producing), Duration::from_secs(1_000.0));
    assert_eq!(tally.state(MachineState::Repair), Duration::from_secs(80.0));
    assert_eq!(tally.completions, 142, "1000 s of work at 7 s, interrupted work resumed");
}

/// Pooled over 20 seeds, the mean lies within 4 standard errors of the exact value, and a value 3 % off does not.
#[track_caller]
fn check_mean(values: &[f64], exact: f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let sd = (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0)).sqrt();
    let se = sd / n.sqrt();
    assert!((mean - exact).abs() < 4.0 * se, "mean {mean}, exact {exact}, standard error {se}");
    assert!((mean - 1.03 * exact).abs() > 4.0 * se, "too wide to tell 3 %: mean {mean}, standard error {se}");
}

#[test]
fn two_and_three_stations_without_buffers() {
    for (stations, exact) in [(2, 2.0 / 3.0), (3, 22.0 / 39.0)] {
        let spec = sample::line(stations, 0, 20_000.0);
        let rate = |seed| outcome(&spec, seed).lots as f64 / 20_000.0;
        check_mean(&(1..=20).map(rate).collect::<Vec<_>>(), exact);
    }
}

#[test]
fn waits_in_a_single_server_queue() {
    let steps = vec![sample::operation("serve", 0, Distribution::Exponential { mean: 1.0 })];
    let plant =
        sample::plant(vec![sample::station("server", 1, None)], sample::product(sample::poisson(0.5), steps));
    let spec = sample::spec(plant, 100_000.0);
    let wait = |seed| {
        let outcome = outcome(&spec, seed);
        let station = &outcome.factories[0].window.tally.stations[0];
        station.waits.as_secs() / station.starts as f64
    };
    check_mean(&(1..=20).map(wait).collect::<Vec<_>>(), 1.0);
}

#[test]
fn cuts_change_no_bit() {
    let mut spec = sample::line(4, 2, 2_000.0);
    for station in &mut spec.plants[0].stations {
        station.breakdowns.push(Breakdown {
            name: "jam".into(),
            clock: ClockKind::Operating,
            time_to_failure: Distribution::Exponential { mean: 50.0 },
            time_to_repair: Distribution::Exponential { mean: 5.0 },
            ..Breakdown::default()
        });
    }
    let whole = digest([&outcome(&spec, 3)]);
    let mut stream = Stream::new(11);
    for _ in 0..20 {
        let mut cuts: Vec<u64> = (0..10).map(|_| stream.next_bits() % 2_000_000_000).collect();
        cuts.sort_unstable();
        let mut plant = Plant::new(setting(&spec, 3)).unwrap();
        for cut in cuts {
            plant.run_until(Time(cut)).unwrap();
        }
        plant.run().unwrap();
        assert_eq!(digest([&plant.finish()]), whole);
    }
    assert_ne!(digest([&outcome(&spec, 4)]), whole);
}
