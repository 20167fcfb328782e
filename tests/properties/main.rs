//! What holds in every plant, shown on random ones: things are conserved, runs repeat, options touch only their own.
//!
//! `plants.rs` writes random scenario files; the other files are one kind of property each. Cases are the same in
//! every run of the tests.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_cmp,
    reason = "a test fails by panicking, also in its own functions, and figures worked by hand are exact"
)]

mod adoption;
mod by_hand;
mod conservation;
mod endless;
mod funding;
mod instructions;
mod monotone;
mod people;
mod plants;
mod region;
mod repeatable;
mod stock;
mod surges;
mod untouched;
mod upgrades;
mod warm_up;

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use surgetwin::outcome::Outcome;
use surgetwin::plant::{Demand, Plant, Setting};
use surgetwin::scenario::load;
use surgetwin::spec::Spec;

/// A runner of always the same cases.
pub(crate) fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// The description that a text makes; texts of tests are sound.
#[track_caller]
pub(crate) fn read(text: &str) -> Spec {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("random.ron");
    std::fs::write(&path, text).unwrap();
    load(&path, &[]).unwrap_or_else(|failure| panic!("{failure:?}\n{text}")).spec
}

pub(crate) fn setting(spec: &Spec, option: usize, seed: u64) -> Setting<'_> {
    let demand = Demand::AsDescribed;
    Setting { spec, surge: 0, option, demand, seed, replication: 0, trace: false }
}

/// A whole run under an option, without an emergency.
#[track_caller]
pub(crate) fn outcome(spec: &Spec, option: usize, seed: u64) -> Outcome {
    outcome_of(spec, 0, option, seed)
}

/// A whole run under a surge and an option.
#[track_caller]
pub(crate) fn outcome_of(spec: &Spec, surge: usize, option: usize, seed: u64) -> Outcome {
    let mut plant = Plant::new(Setting { surge, ..setting(spec, option, seed) }).unwrap();
    plant.run().unwrap();
    plant.finish()
}
