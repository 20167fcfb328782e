//! The checked description of a scenario: what is simulated, compared and appraised.
//!
//! Owns plain types with resolved ids and units; every value in a [`Spec`] is valid. Knows nothing of files,
//! text or spans (`scenario` makes it), and nothing of how a run is computed (`plant` reads it). Start at
//! [`Spec`]. Words of money and of diffusion have modules of their own: [`funding`], [`programme`], [`accounts`],
//! [`diffusion`], [`shared`].

pub mod accounts;
mod cyber;
pub mod diffusion;
mod epidemics;
pub mod funding;
mod labour;
mod patience;
mod planning;
mod plant;
mod product;
pub mod programme;
mod quality;
mod readiness;
mod region;
pub mod shared;
mod size;
mod station;
mod stops;
mod studies;
mod study;
mod supply;
mod surge;
mod upgrade;

pub use cyber::{Cyber, CyberTarget};
pub use labour::{Behind, Hiring, Learning, LearningCurve, Overtime};
pub use patience::Patience;
pub use planning::Planning;
pub use plant::{AtEnd, Calendar, Crew, Exception, Loop, Place, Plant, Pool, SHARES, Team};
pub use product::{
    Branch, Choosing, Component, Join, LIMITED_WAYS, Loading, MaterialUse, Operation, Product, Site, Split,
    Step, StepKind, StepTime, Transport,
};
pub use quality::{Inspection, Quality, Rework, Sample};
pub use readiness::{Need, Readiness, Reserve, Rotation};
pub use region::{
    Growth, Journey, Panic, Platform, ProductPrice, Region, RegionCustomers, RegionSupplier,
    Rule as SharingRule, Scarcity, Stockpile, SupplierRule,
};
pub use station::{
    Batch, Changeover, Classes, Dispatch, Power, Preference, Rule, Setup, Standby, Station, Together, Visit,
};
pub use stops::{Breakdown, ClockKind, Maintenance, OnFailure};
pub use studies::{Factorial, Part, Studies, Sweep};
pub use study::{Appraisal, Assumption, Fact, FactKind, FactMeasure, InputChange, Source};
pub use supply::{
    Arrivals, Customers, Delivery, Demand, FirstArrival, Listed, Maker, Material, Orders, Process, Rate,
    Reorder, StockCosts, Supplier, Supply, Terms, Times, WhenFull,
};
pub use surge::{Curve, Drawn, Shape, Surge};
pub use upgrade::{
    Change, Choice, Effect, Information, Installation, Maturity, Offered, Progress, Target, Upgrade,
};

use std::sync::Arc;

use crate::epidemic::Epidemic;
use crate::units::{Date, Duration, PlantId, Time};

use accounts::Accounts;
use programme::{Adoption, Programme};

/// What is cut off at the beginning of a run before measures count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WarmUp {
    /// So much [shorter than the run].
    Fixed(Duration),
    /// As MSER-5 finds it by pilot runs; one cut for all surges and options.
    Mser5,
}

impl WarmUp {
    /// How long it is; nothing while it has not been found.
    pub fn known(self) -> Duration {
        match self {
            WarmUp::Fixed(time) => time,
            WarmUp::Mser5 => Duration::ZERO,
        }
    }
}

/// A whole checked scenario.
#[derive(Clone, PartialEq, Debug)]
pub struct Spec {
    /// Name, unique among a user's scenarios; names the output folder.
    pub name: String,
    /// The question the scenario answers, in a sentence; may be empty.
    pub question: String,
    /// Midnight of this date is instant zero.
    pub start: Date,
    /// When the run ends.
    pub stop: Stop,
    /// What is cut off at the beginning before measures count.
    pub warm_up: WarmUp,
    /// Replications by default [>= 1].
    pub replications: u32,
    /// The seed of all chance.
    pub seed: u64,
    /// Multiplies every lot size, to show that lots are small enough [> 0; default 1]. What is counted in lots
    /// (places in buffers and dwell places, loads of batches) and the times of single lots follow, so that the plant
    /// stays the same.
    pub lot_scale: f64,
    /// The currency's name, as "CNY".
    pub currency: String,
    /// The kinds of plant, in file order.
    pub plants: Vec<Plant>,
    /// The factories of the region, in file order.
    pub factories: Vec<Factory>,
    /// The upgrades that options choose from, in file order.
    pub upgrades: Vec<Upgrade>,
    /// Baseline first (named "baseline", without upgrades), then the options in file order.
    pub options: Vec<Choice>,
    /// What the factories make together; `None`: each works for itself.
    pub region: Option<Region>,
    /// The epidemics that curves follow, in file order.
    pub epidemics: Vec<Epidemic>,
    /// The surges in file order; a scenario without any has the one named "none".
    pub surges: Vec<Surge>,
    /// What is run besides options and surges.
    pub studies: Studies,
    /// How money is appraised; `None` where the scenario asks no money question.
    pub appraisal: Option<Appraisal>,
    /// The factories' accounts; `None`: neither tax nor unpaid bills.
    pub accounts: Option<Accounts>,
    /// Who funds what, in file order; a scenario without any has [`Programme::own_profit`] alone.
    pub programmes: Vec<Programme>,
    /// What factories use together, in file order.
    pub shared: Vec<shared::Shared>,
    /// How owners decide; `None`: what an option lists is bought on its dates, whoever funds it.
    pub adoption: Option<Adoption>,
    /// Known figures of the real world that the baseline is set beside, in file order.
    pub facts: Vec<Fact>,
    /// Changes of inputs since results were first set beside facts; `None`: the scenario does not say.
    pub input_changes: Option<Vec<InputChange>>,
    /// The register of sources, in file order.
    pub sources: Vec<Source>,
    /// The register of assumptions: every figure of the files with its source, in file order.
    pub assumptions: Vec<Assumption>,
}

/// When a run ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// After this time.
    After(Duration),
    /// When this many lots have left the one factory, at the latest after `limit`.
    Lots {
        /// Lots that leave [>= 1].
        lots: u64,
        /// The longest time that may take.
        limit: Duration,
    },
}

impl Stop {
    /// The latest instant a run can reach.
    pub fn limit(self) -> Duration {
        match self {
            Stop::After(length) | Stop::Lots { limit: length, .. } => length,
        }
    }
}

/// One factory of the region: a plant of some kind with its own size of demand and pace.
#[derive(Clone, PartialEq, Debug)]
pub struct Factory {
    /// Name, unique in the scenario; part of every random key of the factory.
    pub name: String,
    /// What kind of plant it is.
    pub plant: PlantId,
    /// Multiplies the demand of every product [>= 0; default 1].
    pub demand_factor: f64,
    /// Multiplies the time of every operation: age of machines, skill of people [> 0; default 1].
    pub time_factor: f64,
    /// Whether it is connected to the platform from the start.
    pub connected: bool,
    /// When it opens; before, it has no people, no machines and no orders.
    pub opens: Time,
    /// Its plant where it is of another size than its kind ([`Plant::at_size`]); that of its kind when `None`.
    pub sized: Option<Arc<Plant>>,
}

impl Spec {
    /// How many options the file has, with the baseline; where owners decide, each is a choice under each programme.
    pub fn options_of_file(&self) -> usize {
        let mut names: Vec<&str> = self.options.iter().map(Choice::option).collect();
        names.dedup();
        names.len()
    }

    /// The plant of a factory.
    pub fn plant_of(&self, factory: usize) -> &Plant {
        let own = &self.factories[factory];
        own.sized.as_deref().unwrap_or(&self.plants[own.plant.index()])
    }
}
