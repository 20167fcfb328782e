//! Statistics of finished runs: means with intervals, paired ratios, shares, quantiles. Pure functions.

/// A mean over replications with its 95 % interval; everything but `n` is `None` where it is undefined.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Estimate {
    /// Mean.
    pub mean: Option<f64>,
    /// Standard deviation over replications.
    pub sd: Option<f64>,
    /// Lower end of the 95 % interval of the mean.
    pub low: Option<f64>,
    /// Upper end of the 95 % interval of the mean.
    pub high: Option<f64>,
    /// Replications it rests on.
    pub n: usize,
}
