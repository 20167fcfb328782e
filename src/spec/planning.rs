//! How orders become instructions: when plans are made, from which data, and how instructions reach the machines.

use crate::random::Distribution;
use crate::units::{Duration, PoolId};

/// The information flow of a plant: an order becomes production only after it is planned and turned into instructions.
#[derive(Clone, PartialEq, Debug)]
pub struct Planning {
    /// Time between two plans; with `on_event` the least time between two. Zero: at each event.
    pub every: Duration,
    /// Whether plans are made when something has changed (an order, scrap) rather than on a grid.
    pub on_event: bool,
    /// The first plan of a grid.
    pub first: Duration,
    /// How old the data are that a plan is made from.
    pub data_age: Duration,
    /// Time from the plan until its work orders exist: planning and approval [s; >= 0].
    pub duration: Distribution,
    /// Least time from the plan to the release of its work: what was planned before stays as it is for so long.
    pub frozen: Duration,
    /// Time to prepare an instruction for one work order and machine [s; >= 0].
    pub preparation: Distribution,
    /// Who prepares them, one worker each; without limit when `None`.
    pub planners: Option<PoolId>,
    /// Instructions that are ready are given out at multiples of this; at once when zero.
    pub given_every: Duration,
    /// Time from giving out to the machine: carrying, reading, typing in [s; >= 0].
    pub transmission: Distribution,
    /// Probability that an instruction is wrong [0..=1].
    pub wrong: f64,
    /// Probability that a wrong one is found out before work begins [0..=1]; else its first lot is scrapped.
    pub found: f64,
    /// Machine time lost when a wrong one is found out [s; >= 0].
    pub lost: Distribution,
}
