//! People beyond their number: how they learn, when more are hired, when they stay longer.

use crate::random::Distribution;
use crate::units::Duration;

/// What falls to `rate` times with each doubling of experience.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LearningCurve {
    /// The time of the n-th unit (Crawford).
    #[default]
    Unit,
    /// The mean time of the first n units (Wright 1936).
    CumulativeAverage,
}

/// How new workers of a pool come to the standard time: the n-th unit takes max(`first` n^log2(`rate`), 1) times as long as a
/// worker who has learnt needs; with a cumulative average max(f(n) - f(n - 1), 1) times, where f(n) = `first` n^(1 + log2(`rate`)).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Learning {
    /// What the time of a unit is multiplied by with each doubling of experience [0.5 < rate <= 1].
    pub rate: f64,
    /// Time of the first unit, as a factor on the standard time [>= 1].
    pub first: f64,
    /// Units that the workers of the start have behind them, of every operation; they have learnt all when `None`.
    pub experience: Option<u64>,
    /// Of what the curve is.
    pub curve: LearningCurve,
}

/// When there is too much to do.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Behind {
    /// More units than this are ordered and not delivered, over all products; always where a product is never short of
    /// orders.
    Backlog(f64),
    /// More lots than this are in process, over all products.
    Lots(f64),
}

/// How a pool hires.
#[derive(Clone, PartialEq, Debug)]
pub struct Hiring {
    /// Looked at at midnight.
    pub when: Behind,
    /// Most that are looked for in a week of such days [> 0].
    pub per_week: f64,
    /// Time from looking until they come, at the first midnight after it [s].
    pub lag: Distribution,
    /// Most that are hired and there, or about to come.
    pub most: u32,
    /// How often a worker leaves [per year; >= 0].
    pub leaving: f64,
    /// What finding and training each one who comes costs beside his wage [currency; >= 0].
    pub cost: f64,
    /// What each one who leaves costs [currency; >= 0].
    pub leaving_cost: f64,
}

/// When the teams of a pool stay after their shift.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Overtime {
    /// Looked at when the shift ends.
    pub when: Behind,
    /// How long they stay. A pause as short as this is no end of a shift [> 0].
    pub most: Duration,
    /// Most in a week from Monday on, for each worker; no limit when `None`.
    pub per_week: Option<Duration>,
    /// Most in a calendar month, for each worker; no limit when `None`.
    pub per_month: Option<Duration>,
    /// Speed of operations that begin in overtime, as a factor on the rate [> 0].
    pub output: f64,
}
