//! Statistics of finished runs: means with intervals, paired ratios, shares, quantiles. Pure functions.
//!
//! Owns how replications become one figure with its uncertainty. Knows nothing of what the figures mean. All sums
//! run in the order of the replications with Neumaier's compensation, so that threads never change a digit, and
//! what is undefined is `None`, never NaN. Start at [`Estimate`].

mod effects;
mod estimate;
mod histogram;
mod poisson;
mod quantile;
mod service;
mod share;
mod sum;
mod survival;
mod tail;
mod warm_up;

pub use effects::{Contrast, contrasts, shapley};
pub use estimate::{Estimate, Welch, variance_reduction, welch};
pub use histogram::Histogram;
pub use poisson::poisson_limit;
pub use quantile::{quantile, quantile_or_beyond};
pub use service::{Service, service, since};
pub use share::{Proportion, wilson};
pub use sum::{mean, sum, variance};
pub use survival::{Bounded, Spell, Survival, kaplan_meier};
pub use tail::{TailRisk, tail_intervals, tail_risk};
pub use warm_up::{Mser, mser5};
