//! What is asked of the runs: appraisal, facts to compare with, sources and assumptions.

use crate::spec::accounts::Resale;
use crate::units::{Date, PlantId, ProductId, StationId, Time};

/// How money is appraised.
#[derive(Clone, PartialEq, Debug)]
pub struct Appraisal {
    /// Horizon [months; >= 1; default 60].
    pub horizon_months: u32,
    /// Discount rate, nominal where the accounts have inflation [annual effective share].
    pub discount_rate: f64,
    /// The owner's limits on payback [months], ascending; the first is the one the answer speaks of.
    pub owner_limits_months: Vec<u32>,
    /// How often emergencies come [per year; >= 0]; `None`: the scenario does not say.
    pub emergencies_per_year: Option<f64>,
    /// What a unit delivered in an emergency is worth to others, above its price [currency; >= 0; default 0].
    pub shortage_value: f64,
    /// What labour costs the economy, as a multiple of its wage: the shadow wage [>= 0; default 1].
    pub shadow_wage: f64,
    /// Discount rate of the public and of society, of the same kind [annual effective share].
    pub social_rate: f64,
    /// The probability of payback within the first limit that break-even answers look for [0..1].
    pub wanted_probability: f64,
    /// What equipment is sold for at the end of the horizon; `None`: nothing.
    pub resale: Option<Resale>,
}

impl Default for Appraisal {
    /// As in a scenario that says nothing but that it wants one. All assumed; the social rate is that of the Chinese
    /// parameters of 2006 (8 %).
    fn default() -> Appraisal {
        Appraisal {
            horizon_months: 60,
            discount_rate: 0.10,
            owner_limits_months: vec![36],
            emergencies_per_year: None,
            shortage_value: 0.0,
            shadow_wage: 1.0,
            social_rate: 0.08,
            wanted_probability: 0.8,
            resale: None,
        }
    }
}

/// A change of an input after results had first been set beside facts; the report lists them, for they may be owed to the facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InputChange {
    /// When it was made.
    pub on: Date,
    /// What was changed, from what to what.
    pub what: String,
    /// Why.
    pub reason: String,
}

/// A known figure of the real world, set beside the baseline under the first surge without an emergency.
#[derive(Clone, PartialEq, Debug)]
pub struct Fact {
    /// What it is, in words.
    pub name: String,
    /// How it is measured in the simulation.
    pub measure: FactMeasure,
    /// Lower end of what is known.
    pub low: f64,
    /// Upper end of what is known.
    pub high: f64,
    /// Unit, as shown.
    pub unit: String,
    /// Whether inputs were chosen to meet it.
    pub kind: FactKind,
    /// Id of the source; `None` when assumed.
    pub source: Option<String>,
}

/// Whether the inputs were chosen to meet a fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FactKind {
    /// Inputs were chosen so that it comes out.
    Tuned,
    /// It came out of inputs that were chosen otherwise.
    Predicted,
}

/// A figure that can be measured on the baseline; means over the factories of a plant and over replications. What
/// says how much a plant can do is measured under unlimited demand, the rest under the scenario's.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum FactMeasure {
    /// OEE of a station [share], under unlimited demand: idle for want of orders is no loss of the machine.
    Oee {
        /// Kind of plant.
        plant: PlantId,
        /// Station.
        station: StationId,
    },
    /// Good units of all products, per worker present and day of presence of 8 hours, under unlimited demand.
    UnitsPerWorkerDay {
        /// Kind of plant.
        plant: PlantId,
    },
    /// Good units of all products per calendar day, under unlimited demand.
    CapacityPerDay {
        /// Kind of plant.
        plant: PlantId,
    },
    /// Days from release to leaving, mean over lots, under the scenario's demand.
    FlowDays {
        /// Kind of plant.
        plant: PlantId,
        /// Product.
        product: ProductId,
    },
    /// Machine-hours of producing at one station for each machine-hour at another, under the scenario's demand.
    HoursRatio {
        /// Kind of plant.
        plant: PlantId,
        /// The station counted.
        station: StationId,
        /// The station counted against.
        per: StationId,
    },
    /// Good units of all products that leave their factories, finished on one day in all factories together, under the
    /// scenario's demand and its first surge with an emergency: a back-test.
    OutputOn {
        /// When the day begins.
        day: Time,
        /// What one simulated unit stands for [units of the real world; > 0].
        scale: f64,
    },
    /// Share of its time in which a station produces, under unlimited demand.
    Utilisation {
        /// Kind of plant.
        plant: PlantId,
        /// Station.
        station: StationId,
    },
}

/// Where a figure comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// Its id, as "S01".
    pub id: String,
    /// Title, publisher, year, in a line.
    pub title: String,
    /// What it is worth: "A" official or peer-reviewed … "D" estimate; may be empty.
    pub grade: String,
}

/// One figure of the scenario's files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assumption {
    /// Where it stands, in words a reader follows: "plant hand_workshop, station ear_loop, machines".
    pub place: String,
    /// The figure as written.
    pub value: String,
    /// Id of the source; `None` when assumed.
    pub source: Option<String>,
}
