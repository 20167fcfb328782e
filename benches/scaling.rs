//! How the time of an operation grows with the plant: lines of 10 to 10 000 stations, and a plant of 1 000 machines, 500
//! steps and some 10 000 lots in process. Prints a table; one run each, for what matters is the order of magnitude.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement prints what the clock says, and stops when a scenario cannot be run"
)]

mod texts;

use std::time::Instant;

use surgetwin::plant::{Demand, Plant, Setting};
use surgetwin::spec::Spec;

use texts::Line;

/// Runs a plant and prints its row of the table.
fn measure(name: &str, line: Line, end: &str) {
    let (spec, reading): (Spec, f64) = timed(|| line.spec(end));
    let demand = Demand::AsDescribed;
    let setting = Setting { spec: &spec, surge: 0, option: 0, demand, seed: 1, replication: 0, trace: false };
    let (plant, building) = timed(|| Plant::new(setting));
    let mut plant = match plant {
        Ok(plant) => plant,
        Err(error) => return println!("| {name} | {error} | | | | |"),
    };
    let ((), running) = timed(|| plant.run().expect("the line runs to its end"));
    let outcome = plant.finish();
    let tally = &outcome.factories[0].window.tally;
    let operations: u64 = tally.stations.iter().map(|station| station.completions).sum();
    println!(
        "| {name} | {:.0} | {:.0} | {:.1} M | {:.0} | {} |",
        reading * 1e3,
        building * 1e3,
        operations as f64 / 1e6,
        running / operations as f64 * 1e9,
        tally.levels[0].lots
    );
}

/// What some work makes, and how long it takes [s].
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let clock = Instant::now();
    let made = work();
    (made, clock.elapsed().as_secs_f64())
}

fn main() {
    println!(
        "| plant | reading [ms] | building [ms] | operations | ns per operation | lots in process at the end |"
    );
    println!("|---|--:|--:|--:|--:|--:|");
    for (stations, seconds) in [(10, 100_000), (100, 20_000), (1_000, 4_000), (10_000, 15_000)] {
        let end = format!("duration: \"{seconds}s\"");
        measure(&format!("line of {stations}"), Line::plain(stations), &end);
    }
    // The last station makes one lot a second, the others two: all buffers fill.
    let plant = Line { stations: 500, machines: 2, buffer: 18, last: 2.0 };
    measure("500 steps, 1000 machines", plant, "duration: \"20000s\"");
}
