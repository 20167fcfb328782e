//! Quantiles of a sample: the inverse of its distribution function (type 1), never between two values.

/// The `p` quantile [0 <= p <= 1] of a sample in any order: its value number ceil(n p); `None` of nothing.
/// Values that are not numbers are left out.
pub fn quantile(sample: &[f64], p: f64) -> Option<f64> {
    let mut sorted: Vec<f64> = sample.iter().copied().filter(|x| !x.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let rank = rank(sorted.len(), p)?;
    Some(sorted[rank])
}

/// The `p` quantile [0 <= p <= 1] of a sample in which `None` is larger than every number: what has not happened
/// within the horizon. `None` where the quantile itself lies beyond the horizon, or of nothing.
pub fn quantile_or_beyond(sample: &[Option<f64>], p: f64) -> Option<f64> {
    let mut happened: Vec<f64> = sample.iter().copied().flatten().filter(|x| !x.is_nan()).collect();
    happened.sort_by(f64::total_cmp);
    happened.get(rank(sample.len(), p)?).copied()
}

/// The position of the `p` quantile in a sorted sample of `n`.
fn rank(n: usize, p: f64) -> Option<usize> {
    // 0.7 * 10 is 7.000000000000001 or 6.999999999999999 according to how it was made; both mean the seventh.
    let number = (n as f64 * p - 1e-12).ceil().max(1.0) as usize;
    n.checked_sub(1).map(|last| (number - 1).min(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_up_to_the_share() {
        let ten: Vec<f64> = (1..=10).rev().map(f64::from).collect();
        let read = |p| quantile(&ten, p).unwrap() as u32;
        assert_eq!([0.0, 0.05, 0.1, 0.11, 0.5, 0.7, 0.9, 1.0].map(read), [1, 1, 1, 2, 5, 7, 9, 10]);
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[f64::NAN, 4.0], 0.9), Some(4.0));
    }

    #[test]
    fn what_never_happened_is_last() {
        let sample = [Some(14.0), None, Some(18.0), None, Some(20.0)];
        assert_eq!(quantile_or_beyond(&sample, 0.1), Some(14.0));
        assert_eq!(quantile_or_beyond(&sample, 0.5), Some(20.0), "the third of five");
        assert_eq!(quantile_or_beyond(&sample, 0.9), None);
        assert_eq!(quantile_or_beyond(&[], 0.5), None);
    }

    /// The sample of methods 3.8: ten paybacks, three of them censored at 36 months, have the median 22.
    #[test]
    fn median_payback() {
        let months = [14.0, 18.0, 20.0, 22.0, 22.0, 27.0, 30.0].map(Some);
        let sample: Vec<Option<f64>> = months.into_iter().chain([None; 3]).collect();
        assert_eq!(quantile_or_beyond(&sample, 0.5), Some(22.0));
        assert_eq!(quantile_or_beyond(&sample, 0.7), Some(30.0));
        assert_eq!(quantile_or_beyond(&sample, 0.71), None);
    }
}
