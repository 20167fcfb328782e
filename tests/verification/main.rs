//! Scenario files, shipped and written for the purpose, against exact results of queueing theory, over twenty seeds
//! that nobody picked.
//!
//! `models` lists what is known of which description; `judge.rs` runs and judges all figures as one family, and shows
//! that the same judge finds every figure of descriptions that are a little wrong. `page.rs` keeps
//! `docs/verification.md`. Where nothing is drawn, `constant.rs` and `jobshop.rs` expect the very microsecond.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, also in its own functions")]

mod chain;
mod constant;
mod formulas;
mod jobshop;
mod judge;
mod little;
mod measures;
mod metamorphic;
mod models;
mod page;
mod texts;

use std::path::Path;

use surgetwin::outcome::Outcome;
use surgetwin::plant::{Demand, Plant, Setting};
use surgetwin::scenario::load;
use surgetwin::spec::Spec;

/// What a file says, with overrides.
#[track_caller]
fn read(path: &Path, sets: &[String]) -> Spec {
    load(path, sets).unwrap_or_else(|failure| panic!("{}: {failure:?}", path.display())).spec
}

/// A file of `scenarios/` with overrides.
#[track_caller]
pub(crate) fn shipped(file: &str, sets: &[String]) -> Spec {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{file}.ron")), sets)
}

/// What a scenario's text says; it is read from a file like any other.
#[track_caller]
pub(crate) fn written(text: &str) -> Spec {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.ron");
    std::fs::write(&path, text).unwrap();
    read(&path, &[])
}

/// One replication with a seed.
pub(crate) fn outcome(spec: &Spec, seed: u64) -> Outcome {
    let demand = Demand::AsDescribed;
    let setting = Setting { spec, surge: 0, option: 0, demand, seed, replication: 0, trace: false };
    let mut plant = Plant::new(setting).unwrap();
    plant.run().unwrap();
    plant.finish()
}
