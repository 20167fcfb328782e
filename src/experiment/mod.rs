//! Surges x options x programmes x replications, in parallel; the only user of threads.
//!
//! Owns the plan of runs, their order, and the comparison of each option with the baseline of the same surge in
//! the same replication. Knows nothing of files or documents. Start at [`Results`].

mod active;
mod adopting;
mod answers;
mod compare;
mod day;
mod dealer;
mod family;
mod funding;
mod missing;
mod papers;
mod penetration;
mod pilots;
mod run;
mod settled;
mod shared;
mod statements;
mod strikes;
mod studies;
mod tail;
mod unit_cost;
mod walk;

pub use active::{Active, activities, is_active};
pub use adopting::Spread;
pub use answers::{BreakEven, Emergencies};
pub use compare::{Payback, Runs, Versus, Within, compare};
pub use day::{Stretch, day};
pub use funding::{ByUnit, Funded, Shared as SharedCosts, funded};
pub use missing::{Avoided, orders_met};
pub use papers::{Which, papers};
pub use penetration::{PENETRATION_MONTHS, Penetration};
pub use run::{Plan, Stopped, Watch, run, trace};
pub use statements::{Drawn, statements};
pub use strikes::{Outcome as StruckOutcome, Stratum as StruckStratum, Struck};
pub use studies::{Curve, Effects, Factored, Findings, Looked, Parts, Shared, Swept};
pub use tail::Tail;
pub use unit_cost::unit_cost;

use crate::outcome::Outcome;
use crate::units::Duration;

/// Everything a finished run knows; what reports and summaries are made of.
#[derive(Clone, Debug)]
pub struct Results {
    /// Seed of all chance.
    pub seed: u64,
    /// Replications of each cell.
    pub replications: u32,
    /// What measures leave out at the beginning of each run.
    pub warm_up: Duration,
    /// Threads used (never changes a result).
    pub threads: usize,
    /// Events handled, over all runs.
    pub events: u64,
    /// Lots that left, over all runs.
    pub lots: u64,
    /// BLAKE3 of all outcomes, in cell and replication order, then those of studies.
    pub digest: String,
    /// Surges outside, options inside, each in file order (baseline first).
    pub cells: Vec<Cell>,
    /// What came out of the studies.
    pub studies: Findings,
    /// Active periods of machines in replication 0 of the first cell, by factory, and the time they were looked at; `None` where
    /// nobody asked ([`activities`]).
    pub active: Option<(Vec<Vec<Active>>, Duration)>,
}

/// One surge with one option.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Position in `Spec::surges`.
    pub surge: usize,
    /// Position in `Spec::options`; 0 is the baseline.
    pub option: usize,
    /// One outcome per replication, in order.
    pub outcomes: Vec<Outcome>,
    /// The paired runs with unlimited demand (months and days left empty); empty where the scenario has no orders.
    pub capacity: Vec<Outcome>,
    /// What pilots say that each factory can make a day with the option, where owners decide and a programme pays for reserve
    /// capacity [units]; empty elsewhere.
    pub foreseen: Vec<f64>,
    /// How the offer spread, by replication; empty where owners do not decide.
    pub spreads: Vec<Spread>,
    /// Against the baseline of the same surge, for the whole region; `None` for a baseline, or without appraisal.
    pub versus: Option<Versus>,
    /// The same for the factories of each kind of plant that has installations under this option, by plant index.
    pub versus_by_plant: Vec<(usize, Versus)>,
    /// The investment as each programme funds it, in file order; as the option's own alone where owners decide under it.
    /// Empty for a baseline, or without appraisal.
    pub funded: Vec<Funded>,
}
