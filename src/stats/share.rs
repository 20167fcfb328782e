//! Shares of replications in which something happened.

use crate::units::math::normal_quantile;

/// A share with its 95 % interval [0..=1 each].
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Proportion {
    /// The observed share.
    pub share: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// The share of `hits` among `n` [hits <= n] with Wilson's 95 % interval; `None` of nothing.
/// Source: Wilson 1927.
pub fn wilson(hits: usize, n: usize) -> Option<Proportion> {
    if n == 0 {
        return None;
    }
    let (count, z) = (n as f64, normal_quantile(0.975));
    let share = hits as f64 / count;
    let widening = 1.0 + z * z / count;
    let centre = (share + z * z / (2.0 * count)) / widening;
    let half = z * (share * (1.0 - share) / count + z * z / (4.0 * count * count)).sqrt() / widening;
    // At none and at all the formula gives 0 and 1 up to rounding.
    let low = if hits == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if hits >= n { 1.0 } else { (centre + half).min(1.0) };
    Some(Proportion { share, low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_intervals() {
        let cases = [
            (7, 30, 0.117_923_881_4, 0.409_283_261_6),
            (0, 20, 0.0, 0.161_125_158_1),
            (20, 20, 0.838_874_841_9, 1.0),
            (5, 10, 0.236_593_090_5, 0.763_406_909_5),
        ];
        for (hits, n, low, high) in cases {
            let found = wilson(hits, n).unwrap();
            assert!((found.low - low).abs() < 1e-9, "{hits}/{n}: {found:?}");
            assert!((found.high - high).abs() < 1e-9, "{hits}/{n}: {found:?}");
            assert!((found.share - hits as f64 / n as f64).abs() < 1e-15);
        }
        assert_eq!(wilson(0, 0), None);
    }
}
