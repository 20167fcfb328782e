//! How time and memory grow with a region: scenarios/region_platform.ron with 60 to 10 000 factories of its six kinds, in the same
//! proportion and with orders in proportion, four weeks at the level of lots, as the wave begins, without upgrades. Prints a table.
//! Each size is run in a process of its own, for memory is the peak of a process (Linux only).

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement prints what the clock says, and stops when a scenario cannot be run"
)]

use std::path::Path;
use std::time::Instant;

use surgetwin::plant::{Demand, Plant, Setting};
use surgetwin::scenario::load;

/// Factories in all, as said to the process that runs them.
const SIZE: &str = "SURGETWIN_FACTORIES";

/// Kinds of the region with their number in sixty.
const KINDS: [(&str, u32); 6] = [
    ("workshop", 24),
    ("mask plant", 10),
    ("KN95 plant", 8),
    ("sewing plant", 8),
    ("glove plant", 4),
    ("filler", 6),
];

/// Customers with their orders a day in sixty.
const CUSTOMERS: [(&str, u32); 6] = [
    ("hospitals: masks", 120_000),
    ("public: masks", 450_000),
    ("hospitals: KN95", 110_000),
    ("hospitals: coveralls", 8_000),
    ("hospitals: gloves", 2_400_000),
    ("public: sanitiser", 52_000),
];

/// The scenario with so many factories, counted by the largest remainder downwards: the rest are workshops.
fn overrides(factories: u32) -> Vec<String> {
    let mut counts = KINDS.map(|(_, of_sixty)| of_sixty * factories / 60);
    counts[0] += factories - counts.iter().sum::<u32>();
    let kinds = KINDS.iter().zip(counts).map(|((name, _), count)| format!("factories[{name}].count={count}"));
    let orders = CUSTOMERS.iter().map(|(name, a_day)| {
        let scaled = u64::from(*a_day) * u64::from(factories) / 60;
        format!("region.customers[{name}].demand.per_day={scaled}")
    });
    let span = ["start=2020-02-24", "duration=28d", "warm_up=0d"].map(str::to_owned);
    kinds.chain(orders).chain(span).collect()
}

/// The most memory that the process has had so far [MB]; nothing where the system does not tell.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = kilobytes.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// Runs a region and prints its row.
fn measure(factories: u32) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/region_platform.ron");
    let clock = Instant::now();
    let spec = load(&path, &overrides(factories)).expect("the scenario is sound").spec;
    let read = clock.elapsed().as_secs_f64();
    assert_eq!(spec.factories.len(), factories as usize);
    let named = |name: &str| spec.surges.iter().position(|own| own.name == name).expect("the wave");
    let setting = Setting {
        spec: &spec,
        surge: named("wave"),
        option: 0,
        demand: Demand::AsDescribed,
        seed: 1,
        replication: 0,
        trace: false,
    };
    let clock = Instant::now();
    let mut plant = Plant::new(setting).expect("the region can be built");
    let built = clock.elapsed().as_secs_f64();
    let clock = Instant::now();
    plant.run().expect("the region runs to its end");
    let ran = clock.elapsed().as_secs_f64();
    let events = plant.finish().events;
    let each = f64::from(factories);
    let memory = peak_memory();
    let memory = memory.map_or(" | ".into(), |all| format!("{all:.0} | {:.0}", 1024.0 * all / each));
    println!(
        "| {factories} | {read:.2} | {built:.2} | {ran:.2} | {:.2} | {:.1} M | {:.0} | {memory} |",
        1e3 * ran / each,
        events as f64 / 1e6,
        1e9 * ran / events as f64,
    );
}

fn main() {
    if let Some(factories) = std::env::var(SIZE).ok().and_then(|size| size.parse().ok()) {
        return measure(factories);
    }
    println!(
        "| factories | reading [s] | building [s] | 28 days [s] | ms a factory | events | ns an event | peak memory [MB] | kB a factory |"
    );
    println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    let program = std::env::current_exe().expect("the path of this program");
    for factories in [60, 100, 1_000, 10_000] {
        let size = factories.to_string();
        let ended = std::process::Command::new(&program).env(SIZE, size).status().expect("a process");
        assert!(ended.success(), "{factories} factories");
    }
}
