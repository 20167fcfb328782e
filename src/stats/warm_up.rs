//! Where the warm-up of a series ends: MSER-5 (White 1997; White, Cobb and Spratt 2000).

use super::sum;

/// Observations in a batch.
const BATCH: usize = 5;

/// Fewer batches than this tell nothing.
const FEWEST: usize = 20;

/// What MSER-5 says of a series.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Mser {
    /// Observations to leave out at the beginning; `None` where the series is too short to tell.
    pub cut: Option<usize>,
    /// The statistic at its minimum.
    pub z: f64,
    /// Mean of the observations that stay, in whole batches.
    pub mean: f64,
}

/// The cut that makes the standard error of what stays smallest. A minimum at the half of the series, or fewer than 20
/// batches, leave it undetermined: the run should be longer.
pub fn mser5(series: &[f64]) -> Mser {
    let batches: Vec<f64> =
        series.chunks_exact(BATCH).map(|batch| sum(batch.iter().copied()) / BATCH as f64).collect();
    let k = batches.len();
    let mut best = (f64::INFINITY, 0, f64::NAN);
    for cut in 0..=k / 2 {
        let rest = &batches[cut..];
        if rest.is_empty() {
            break;
        }
        let n = rest.len() as f64;
        let mean = sum(rest.iter().copied()) / n;
        let z = sum(rest.iter().map(|b| (b - mean) * (b - mean))) / (n * n);
        if z < best.0 {
            best = (z, cut, mean);
        }
    }
    let (z, cut, mean) = best;
    let determined = k >= FEWEST && cut < k / 2;
    Mser { cut: determined.then_some(BATCH * cut), z, mean }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::math;

    /// y_i = 20 e^(-i/12) + 10 + 2 sin(1.7 i) + 1.1 cos(0.37 i), i = 0..199: 8 batches go.
    #[test]
    fn a_worked_series() {
        let y = |i: u32| {
            let t = f64::from(i);
            20.0 * math::exp(-t / 12.0) + 10.0 + 2.0 * libm::sin(1.7 * t) + 1.1 * libm::cos(0.37 * t)
        };
        let series: Vec<f64> = (0..200).map(y).collect();
        let found = mser5(&series);
        assert_eq!(found.cut, Some(40));
        assert!((found.z - 0.017_064_571_3).abs() < 1e-9, "{}", found.z);
        assert!((found.mean - 10.009_060_221_8).abs() < 1e-9, "{}", found.mean);
    }

    #[test]
    fn what_cannot_be_told() {
        assert_eq!(mser5(&[1.0; 50]).cut, None, "ten batches are too few");
        let rising: Vec<f64> = (0..300).map(f64::from).collect();
        assert_eq!(mser5(&rising).cut, None, "it never settles");
        assert_eq!(mser5(&[]).cut, None);
    }
}
