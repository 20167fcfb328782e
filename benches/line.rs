//! Events a second of whole lines, from description to outcome: ten machines in a row with buffers of five (the shipped
//! scenario), and lines ten and a hundred times as long.

#![allow(clippy::expect_used, reason = "a measurement of a scenario that cannot be run has to stop")]

mod texts;

use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput};
use surgetwin::outcome::Outcome;
use surgetwin::plant::{Demand, Plant, Setting};
use surgetwin::spec::Spec;

use texts::Line;

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
    plant.run().expect("the line runs to its end");
    plant.finish()
}

fn line(criterion: &mut Criterion) {
    // Cargo runs measurements in the package's folder.
    let ten = texts::read(Path::new("scenarios/peers/w2.ron"), &["stop_after_lots=20000".to_owned()]);
    assert_eq!(simulate(&ten).lots, 20_000, "the whole line is simulated");
    let longer = |stations, end| (stations, Line::plain(stations).spec(end));
    let lines = [(10, ten), longer(100, "duration: \"3000s\""), longer(1_000, "duration: \"3000s\"")];
    let mut group = criterion.benchmark_group("line");
    group.sample_size(20);
    for (stations, spec) in lines {
        // Every run of one seed handles the same events, so this one's count stands for all.
        group.throughput(Throughput::Elements(simulate(&spec).events));
        group.bench_function(BenchmarkId::new("machines", stations), |bencher| {
            bencher.iter(|| simulate(&spec));
        });
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    line(&mut criterion);
    criterion.final_summary();
}
