//! The instructions that were given in one run, and what was done under them.

use crate::outcome::Papers;
use crate::plant::{self, Demand, Plant, Setting};
use crate::spec::Spec;
use crate::units::Time;

/// Which run of a scenario, and how much of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Which {
    /// Position in `Spec::surges`.
    pub surge: usize,
    /// Position in `Spec::options`.
    pub option: usize,
    /// Replication number, from 0.
    pub replication: u32,
    /// Seed of all chance.
    pub seed: u64,
    /// Where it is cut off.
    pub until: Time,
}

/// Simulates one replication up to `which.until` and yields the papers of each factory; empty for one that does not plan.
///
/// # Errors
/// [`plant::Error`] when the run cannot be made or cannot go on.
pub fn papers(spec: &Spec, which: Which) -> Result<Vec<Papers>, plant::Error> {
    let Which { surge, option, replication, seed, until } = which;
    let setting =
        Setting { spec, surge, option, demand: Demand::AsDescribed, seed, replication, trace: false };
    let mut plant = Plant::new(setting)?;
    plant.keep_papers();
    plant.run_until(until)?;
    Ok(plant.take_papers())
}
