//! Cyber risk: what the connection of machines brings.

use crate::random::Distribution;

/// Incidents in a plant.
#[derive(Clone, PartialEq, Debug)]
pub struct Cyber {
    /// How often, by a Poisson process, while the factory is not connected [per year of 365.25 days; >= 0].
    pub per_year: f64,
    /// By how much more often while it is connected, as a share [>= 0].
    pub connected: f64,
    /// How long what is hit stands [s; >= 0].
    pub outage: Distribution,
    /// Probability that an incident hits a station, each by itself [0..=1].
    pub hit: f64,
    /// Probability that an incident takes the plan with it: what is planned and not begun, and all instructions [0..=1].
    pub plan_lost: f64,
    /// What recovery from an incident costs, beside the outage [currency; >= 0].
    pub cost: Distribution,
}

/// What upgrades can change of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum CyberTarget {
    /// How often [factor or 1/year].
    PerYear,
    /// How long what is hit stands [factor or s].
    Outage,
    /// Probability that a station is hit [share].
    Hit,
    /// Probability that the plan is lost [share].
    PlanLost,
    /// What recovery costs [factor or currency].
    Cost,
}
