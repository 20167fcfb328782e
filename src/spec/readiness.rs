//! What is kept ready for an emergency: a stockpile, machines that stand still, lines that can be converted; and when it
//! is called up.

use crate::random::Distribution;
use crate::units::Duration;

/// How what an upgrade brings is kept ready: its effects sleep until it is called up, and again after it is needed.
#[derive(Clone, PartialEq, Debug)]
pub struct Readiness {
    /// When it is needed.
    pub need: Need,
    /// Time from the call to the first use [s]: start-up, conversion, approval.
    pub delay: Distribution,
    /// What each call costs, for each unit of the upgrade [currency]; drawn once per replication, the same for all.
    pub call_cost: Distribution,
    /// How long it stays in use after it was needed last.
    pub stays: Duration,
    /// Finished units that are kept with it; none when `None`.
    pub stockpile: Option<Reserve>,
}

/// When what is kept ready is needed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// From the first to the last day of the surge's emergency.
    Emergency,
    /// While more of a product of the factory is owed than is ordered in this time, by the orders of the last seven days.
    Owed(Duration),
}

/// Finished units of a product that a factory keeps apart, bought elsewhere: full from when the upgrade is there, given
/// out to who waits while it is called up, filled up while it is not.
#[derive(Clone, PartialEq, Debug)]
pub struct Reserve {
    /// Name of the product, made to stock wherever the upgrade is.
    pub product: String,
    /// What it holds when full, for each unit of the upgrade [units; >= 1].
    pub units: u64,
    /// What a unit costs that is put in [currency; >= 0]; the first filling is part of the upgrade's price.
    pub cost: f64,
    /// What it costs to hold a unit [currency a year; >= 0].
    pub holding_per_year: f64,
    /// How it is rotated; it keeps for ever when `None`.
    pub rotation: Option<Rotation>,
    /// Most that is given out in a day, for each unit of the upgrade [units]; all that is owed when `None`.
    pub daily: Option<f64>,
    /// What is put in in a day while it is not full, for each unit of the upgrade [units; >= 0].
    pub refill: f64,
}

/// How a stockpile is rotated: units are exchanged evenly, each once in its shelf life.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rotation {
    /// How long a unit keeps [> 0].
    pub shelf_life: Duration,
    /// What exchanging a unit costs [currency; >= 0]: a new one less what the old one sells for.
    pub cost: f64,
}

impl Reserve {
    /// What it costs to hold what was held, and to rotate it [currency]; `held` in unit seconds.
    pub fn keeping_cost(&self, held: f64) -> f64 {
        let days = held / Duration::DAY.as_secs();
        let rotated = self.rotation.map_or(0.0, |own| own.cost * days / own.shelf_life.as_days());
        self.holding_per_year * days / 365.0 + rotated
    }
}
