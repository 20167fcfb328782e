//! How the time of an operation grows with the plant: lines of 10 to 10 000 stations, and a plant of 1 000 machines, 500
//! steps and some 10 000 lots in process. Prints a table; of several runs the shortest counts, for what else is going on
//! makes them longer. Memory is the peak of the process so far (Linux only), so plants come in the order of their sizes.

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

/// Runs a plant so many times and prints its row of the table.
fn measure(name: &str, line: Line, end: &str, runs: u32) {
    let (spec, reading): (Spec, f64) = timed(|| line.spec(end));
    let demand = Demand::AsDescribed;
    let setting = Setting { spec: &spec, surge: 0, option: 0, demand, seed: 1, replication: 0, trace: false };
    let (mut building, mut running) = (f64::INFINITY, f64::INFINITY);
    let (mut operations, mut lots) = (0, 0);
    for _ in 0..runs {
        let (plant, seconds) = timed(|| Plant::new(setting));
        building = building.min(seconds);
        let mut plant = match plant {
            Ok(plant) => plant,
            Err(error) => return println!("| {name} | {error} | | | | | |"),
        };
        let ((), seconds) = timed(|| plant.run().expect("the line runs to its end"));
        running = running.min(seconds);
        let outcome = plant.finish();
        let tally = &outcome.factories[0].window.tally;
        operations = tally.stations.iter().map(|station| station.completions).sum::<u64>();
        lots = tally.levels[0].lots;
    }
    println!(
        "| {name} | {:.0} | {:.0} | {:.1} M | {:.1} | {lots} | {} |",
        reading * 1e3,
        building * 1e3,
        operations as f64 / 1e6,
        running / operations as f64 * 1e9,
        peak_memory().unwrap_or_default()
    );
}

/// The most memory that the process has had so far [MB]; nothing where the system does not tell.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = kilobytes.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(format!("{:.1}", kilobytes / 1024.0))
}

/// What some work makes, and how long it takes [s].
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let clock = Instant::now();
    let made = work();
    (made, clock.elapsed().as_secs_f64())
}

fn main() {
    println!(
        "| plant | reading [ms] | building [ms] | operations | ns per operation | lots in process at the end | peak memory [MB] |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|");
    for (stations, seconds) in [(10, 100_000), (100, 20_000), (1_000, 4_000)] {
        let end = format!("duration: \"{seconds}s\"");
        measure(&format!("line of {stations}"), Line::plain(stations), &end, 7);
    }
    // The last station makes one lot a second, the others two: all buffers fill. Four times as long, it needs no more memory.
    let plant = Line { stations: 500, machines: 2, buffer: 18, last: 2.0 };
    measure("500 steps, 1000 machines", plant, "duration: \"20000s\"", 3);
    measure("the same, four times as long", plant, "duration: \"80000s\"", 1);
    measure("line of 10000", Line::plain(10_000), "duration: \"15000s\"", 1);
}
