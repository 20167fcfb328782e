//! An option against the baseline: paired over replications.

use crate::outcome::Outcome;
use crate::spec::Spec;
use crate::stats::Estimate;

/// An option against the baseline of the same surge, paired by replication.
#[derive(Clone, Debug)]
pub struct Versus {
    /// Relative change of good units delivered [share], ratio of means minus 1.
    pub output_gain: Estimate,
    /// Relative change of good units made under unlimited demand [share]; undefined without orders.
    pub capacity_gain: Estimate,
    /// Net present value of the investment [currency].
    pub npv: Estimate,
    /// Internal rate of return [annual effective share], over the replications that have exactly one.
    pub irr: Estimate,
    /// Payback from the first outlay.
    pub payback: Payback,
    /// Payback of discounted flows.
    pub discounted: Payback,
    /// Purchase cost, drawn [currency].
    pub outlay: Estimate,
    /// Cumulative incremental cash, by replication and month 0..=horizon [currency].
    pub cumulative: Vec<Vec<f64>>,
    /// NPV of each replication [currency].
    pub npvs: Vec<f64>,
    /// First month whose flow repeats the last year without an emergency instead of being simulated; `None`: none.
    pub extrapolated_from: Option<usize>,
    /// Variance of independent runs over variance of paired ones, for the difference of delivered units.
    pub variance_reduction: Option<f64>,
}

/// The distribution of payback over replications, months; headline is the final crossing.
#[derive(Clone, Debug)]
pub struct Payback {
    /// Per replication; `None`: not within the horizon.
    pub months: Vec<Option<f64>>,
    /// Median; `None`: beyond the horizon.
    pub median: Option<f64>,
    /// 10 % quantile; `None`: beyond the horizon.
    pub p10: Option<f64>,
    /// 90 % quantile; `None`: beyond the horizon.
    pub p90: Option<f64>,
    /// Share of replications never paid back within the horizon.
    pub never_share: f64,
    /// Probability of payback within each of the owner's limits, with Wilson's 95 % interval.
    pub within: Vec<Within>,
}

/// Probability of payback within a limit.
#[derive(Clone, Copy, Debug)]
pub struct Within {
    /// The limit [months].
    pub months: u32,
    /// Share of replications.
    pub probability: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

/// Which outcomes of a cell a comparison reads.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'a> {
    /// Under the scenario's demand.
    pub outcomes: &'a [Outcome],
    /// Under unlimited demand; may be empty.
    pub capacity: &'a [Outcome],
}

/// Compares an option with the baseline of the same surge; `factories` restricts it to some (all when `None`).
/// `None` where the scenario has no appraisal.
pub fn compare(
    _spec: &Spec,
    _surge: usize,
    _baseline: Runs<'_>,
    _option: Runs<'_>,
    _factories: Option<&[usize]>,
) -> Option<Versus> {
    None
}
