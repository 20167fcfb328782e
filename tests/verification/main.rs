//! Shipped scenario files against exact results of queueing theory, over twenty seeds that nobody picked.
//!
//! `table.rs` lists the rows, each a file with overrides, a measure, the exact value by its formula, and overrides
//! that make the plant a little wrong; this file runs them, judges all rows as one family, and shows that the same
//! judge finds every wrong plant.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, also in its own functions")]

mod little;
mod table;

use std::collections::BTreeMap;

use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, StudentsT};
use surgetwin::experiment::{Plan, Watch, run};
use surgetwin::outcome::Outcome;
use surgetwin::scenario::load;
use surgetwin::spec::Spec;

use table::{Row, rows};

/// Seeds of the runs of each row.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=20;
/// Probability that a sound engine fails the whole table.
const ALPHA: f64 = 0.001;
/// Widest half-width of a 99.9 % interval, as a share of the exact value.
const WIDEST: f64 = 0.01;

/// A file of `scenarios/` with overrides.
pub(crate) fn scenario(file: &str, sets: &[&str]) -> Spec {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{file}.ron"));
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    load(&path, &sets).unwrap_or_else(|failure| panic!("{file}: {failure:?}")).spec
}

/// One replication with a seed.
pub(crate) fn outcome(spec: &Spec, seed: u64) -> Outcome {
    let plan = Plan { replications: 1, seed, threads: 1 };
    let mut results = run(spec, &plan, &Watch::default()).unwrap();
    results.cells.remove(0).outcomes.remove(0)
}

/// Mean over the seeds, its standard error, and how they stand to an exact value.
struct Verdict {
    mean: f64,
    half_width: f64,
    z: f64,
    /// Probability of so large a |z|, by Student's t.
    p: f64,
}

/// Outcomes of a file with overrides, one per seed; rows that measure the same plant share its runs.
#[derive(Default)]
struct Runs(BTreeMap<Vec<&'static str>, Vec<Outcome>>);

impl Runs {
    fn of(&mut self, row: &Row, wrong: Option<&'static str>) -> &[Outcome] {
        let sets: Vec<&'static str> = row.sets.iter().copied().chain(wrong).collect();
        let key = [row.file].into_iter().chain(sets.iter().copied()).collect();
        self.0.entry(key).or_insert_with(|| {
            let spec = scenario(row.file, &sets);
            let seeds: Vec<u64> = SEEDS.collect();
            seeds.par_iter().map(|seed| outcome(&spec, *seed)).collect()
        })
    }
}

fn judge(row: &Row, outcomes: &[Outcome]) -> Verdict {
    let values: Vec<f64> = outcomes.iter().map(row.measure).collect();
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
    let error = (variance / n).sqrt();
    let t = StudentsT::new(0.0, 1.0, n - 1.0).unwrap();
    let z = (mean - row.exact) / error;
    Verdict { mean, half_width: t.inverse_cdf(1.0 - ALPHA / 2.0) * error, z, p: 2.0 * t.cdf(-z.abs()) }
}

/// Holm's step-down test: the positions at which equality is rejected, the whole family together at `ALPHA`.
fn rejected(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let m = p.len();
    let significant = |(rank, row): &(usize, usize)| p[*row] < ALPHA / (m - rank) as f64;
    order.into_iter().enumerate().take_while(significant).map(|(_, row)| row).collect()
}

#[test]
fn shipped_scenarios_meet_exact_results() {
    let rows = rows();
    let mut runs = Runs::default();
    let verdicts: Vec<Verdict> = rows.iter().map(|row| judge(row, runs.of(row, None))).collect();
    println!("{:<44} {:>10} {:>10} {:>9} {:>6}", "measure", "exact", "mean", "± 99.9 %", "z");
    for (row, v) in rows.iter().zip(&verdicts) {
        println!("{:<44} {:>10.6} {:>10.6} {:>9.6} {:>6.2}", row.name, row.exact, v.mean, v.half_width, v.z);
    }
    let wrong = rejected(&verdicts.iter().map(|v| v.p).collect::<Vec<_>>());
    assert!(wrong.is_empty(), "off: {:?}", wrong.iter().map(|row| rows[*row].name).collect::<Vec<_>>());
    for (row, v) in rows.iter().zip(&verdicts) {
        assert!(v.half_width <= WIDEST * row.exact, "{}: an interval too wide to judge by", row.name);
    }
}

/// The same judge finds plants whose service, supply, repair or people are a few per cent off.
#[test]
fn slightly_wrong_plants_are_found() {
    let rows = rows();
    let mut runs = Runs::default();
    let p: Vec<f64> = rows.iter().map(|row| judge(row, runs.of(row, Some(row.wrong))).p).collect();
    let found = rejected(&p);
    let missed: Vec<&str> =
        (0..rows.len()).filter(|row| !found.contains(row)).map(|row| rows[row].name).collect();
    assert!(missed.is_empty(), "not found: {missed:?}");
}

#[test]
fn holm_rejects_from_the_smallest_up() {
    assert_eq!(rejected(&[0.5, 0.000_4, 0.000_1]), [2, 1]);
    assert_eq!(rejected(&[0.000_6, 0.000_6]), [0_usize; 0], "neither is below 0.001 / 2");
}
