//! Events a second of a whole line: ten machines in a row with buffers of five, 20 000 lots, from description to
//! outcome.

#![allow(clippy::expect_used, reason = "a measurement of a scenario that cannot be run has to stop")]

use std::path::Path;

use criterion::{Criterion, Throughput};
use surgetwin::outcome::Outcome;
use surgetwin::plant::{Demand, Plant, Setting};
use surgetwin::scenario;
use surgetwin::spec::Spec;

fn simulate(spec: &Spec) -> Outcome {
    let setting = Setting {
        spec,
        surge: 0,
        option: 0,
        demand: Demand::AsDescribed,
        seed: 1,
        replication: 0,
        trace: false,
    };
    let mut plant = Plant::new(setting).expect("the line can be built");
    plant.run().expect("the line runs to its last lot");
    plant.finish()
}

fn line(criterion: &mut Criterion) {
    // Cargo runs measurements in the package's folder.
    let sets = ["stop_after_lots=20000".to_owned()];
    let loaded =
        scenario::load(Path::new("scenarios/peers/w2.ron"), &sets).expect("the line's scenario is sound");
    let outcome = simulate(&loaded.spec);
    assert_eq!(outcome.lots, 20_000, "the whole line is simulated");
    let mut group = criterion.benchmark_group("line");
    // Every run of one seed handles the same events, so this one's count stands for all.
    group.throughput(Throughput::Elements(outcome.events)).sample_size(20);
    group.bench_function("ten_machines", |bencher| bencher.iter(|| simulate(&loaded.spec)));
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    line(&mut criterion);
    criterion.final_summary();
}
