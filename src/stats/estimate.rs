//! Means over replications with their intervals: of one sample, of pairs, of ratios.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::{mean, sum, variance};
use crate::units::math::normal_quantile;

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

impl Estimate {
    /// The mean of one value per replication with Student's interval; below two values there is no interval.
    /// Values that are not finite count as undefined and are left out.
    pub fn of(values: &[f64]) -> Estimate {
        Estimate::of_defined(values.iter().copied().map(Some))
    }

    /// The mean over those replications in which the value is defined; `n` counts these.
    pub fn of_defined(values: impl IntoIterator<Item = Option<f64>>) -> Estimate {
        let values: Vec<f64> = values.into_iter().flatten().filter(|x| x.is_finite()).collect();
        let sd = variance(&values).map(f64::sqrt);
        Estimate::around(mean(&values), sd, values.len())
    }

    /// The mean of `with` - `without`, paired by replication.
    pub fn paired_difference(with: &[f64], without: &[f64]) -> Estimate {
        Estimate::of_defined(with.iter().zip(without).map(|(y, x)| Some(y - x)))
    }

    /// The ratio R of the means of `with` and `without`, paired by replication.
    ///
    /// The interval is that of the delta method (`sd` is the deviation it rests on); where the mean of `without`
    /// is within three standard errors of zero it is Fieller's, and open (`None`) where that one is unbounded.
    /// Undefined where the mean of `without` is zero.
    pub fn ratio(with: &[f64], without: &[f64]) -> Estimate {
        let (y, x) = finite_pairs(with, without);
        let n = x.len();
        let (Some(y_mean), Some(x_mean)) = (mean(&y), mean(&x).filter(|m| *m != 0.0)) else {
            return Estimate { n, ..Estimate::default() };
        };
        let ratio = y_mean / x_mean;
        let Some(x_variance) = variance(&x) else {
            return Estimate::around(Some(ratio), None, n);
        };
        let squares = sum(y.iter().zip(&x).map(|(y, x)| (y - ratio * x) * (y - ratio * x)));
        let sd = (squares / (n - 1) as f64).sqrt() / x_mean.abs();
        let found = Estimate::around(Some(ratio), Some(sd), n);
        if x_mean.abs() >= 3.0 * (x_variance / n as f64).sqrt() {
            return found;
        }
        let limits = fieller(&y, &x);
        Estimate { low: limits.map(|l| l.0), high: limits.map(|l| l.1), ..found }
    }

    /// The relative gain: [`Estimate::ratio`] less 1.
    pub fn ratio_gain(with: &[f64], without: &[f64]) -> Estimate {
        let ratio = Estimate::ratio(with, without);
        let less_one = |value: Option<f64>| value.map(|value| value - 1.0);
        let [mean, low, high] = [ratio.mean, ratio.low, ratio.high].map(less_one);
        Estimate { mean, low, high, ..ratio }
    }

    /// An estimate from the mean and the standard deviation of `n` values.
    fn around(mean: Option<f64>, sd: Option<f64>, n: usize) -> Estimate {
        let half = sd.and_then(|sd| Some(t_quantile(n)? * sd / (n as f64).sqrt()));
        let at = |sign: f64| Some(mean? + sign * half?);
        Estimate { mean, sd, low: at(-1.0), high: at(1.0), n }
    }
}

/// Student's 97.5 % quantile for the mean of `n` values; `None` below two.
fn t_quantile(n: usize) -> Option<f64> {
    let df = n.checked_sub(1)? as f64;
    if df >= 1_000.0 {
        return Some(t_quantile_of_many(df));
    }
    StudentsT::new(0.0, 1.0, df).ok().map(|student| student.inverse_cdf(0.975))
}

/// The same for many degrees of freedom, where statrs loses digits (7e-6 at 1e5): the expansion around the normal
/// quantile to 1/df³, whose error is below 2e-12. Source: Abramowitz & Stegun 1964, 26.7.5.
fn t_quantile_of_many(df: f64) -> f64 {
    let z = normal_quantile(0.975);
    let [z3, z5, z7] = [z * z * z, z * z * z * z * z, z * z * z * z * z * z * z];
    let first = (z3 + z) / 4.0;
    let second = (5.0 * z5 + 16.0 * z3 + 3.0 * z) / 96.0;
    let third = (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / 384.0;
    z + (first + (second + third / df) / df) / df
}

/// The pairs of which both members are finite, as two lists.
fn finite_pairs(with: &[f64], without: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let pairs = with.iter().copied().zip(without.iter().copied());
    pairs.filter(|(y, x)| y.is_finite() && x.is_finite()).unzip()
}

/// Sample covariance, divisor n - 1; `None` below two pairs.
fn covariance(y: &[f64], x: &[f64]) -> Option<f64> {
    let (y_mean, x_mean) = (mean(y)?, mean(x).filter(|_| x.len() >= 2)?);
    Some(sum(y.iter().zip(x).map(|(y, x)| (y - y_mean) * (x - x_mean))) / (x.len() - 1) as f64)
}

/// Fieller's 95 % limits of the ratio of the means of `y` and `x`; `None` where they are unbounded.
/// They are the roots R of (ȳ - R x̄)² = t² Var(ȳ - R x̄).
fn fieller(y: &[f64], x: &[f64]) -> Option<(f64, f64)> {
    let n = x.len() as f64;
    let t2_per_n = t_quantile(x.len())?.powi(2) / n;
    let (y_mean, x_mean) = (mean(y)?, mean(x)?);
    let a = x_mean * x_mean - t2_per_n * variance(x)?;
    let b = y_mean * x_mean - t2_per_n * covariance(y, x)?;
    let c = y_mean * y_mean - t2_per_n * variance(y)?;
    let root = (b * b - a * c).max(0.0).sqrt();
    if a > 0.0 { Some(((b - root) / a, (b + root) / a)) } else { None }
}

/// The variance of the difference of independent runs over that of paired ones [> 0]; below 1 the pairing did harm.
/// `None` below two pairs, or where the difference never varies.
pub fn variance_reduction(with: &[f64], without: &[f64]) -> Option<f64> {
    let (y, x) = finite_pairs(with, without);
    let differences: Vec<f64> = y.iter().zip(&x).map(|(y, x)| y - x).collect();
    let paired = variance(&differences).filter(|v| *v > 0.0)?;
    Some((variance(&y)? + variance(&x)?) / paired)
}

/// Welch's test of two independent samples.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Welch {
    /// The statistic; positive where the second sample is larger.
    pub t: f64,
    /// Degrees of freedom [> 0].
    pub df: f64,
    /// Two-sided probability of so large a statistic under equal means [0..=1].
    pub p: f64,
}

/// Compares the means of two independent samples; `None` where either has fewer than two values or none varies.
/// Source: Welch 1947.
pub fn welch(x: &[f64], y: &[f64]) -> Option<Welch> {
    let (n_x, n_y) = (x.len() as f64, y.len() as f64);
    let (v_x, v_y) = (variance(x)? / n_x, variance(y)? / n_y);
    let t = (mean(y)? - mean(x)?) / (v_x + v_y).sqrt();
    let df = (v_x + v_y).powi(2) / (v_x * v_x / (n_x - 1.0) + v_y * v_y / (n_y - 1.0));
    let student = StudentsT::new(0.0, 1.0, df).ok()?;
    Some(Welch { t, df, p: 2.0 * student.sf(t.abs()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paired runs of methods 2: without and with.
    const X: [f64; 10] = [102.1, 98.4, 105.3, 99.7, 101.2, 97.8, 103.5, 100.9, 104.4, 98.9];
    const Y: [f64; 10] = [106.0, 101.1, 110.2, 102.9, 105.8, 100.2, 108.1, 104.4, 109.3, 101.5];

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found} is not {expected}");
    }

    fn half(estimate: Estimate) -> f64 {
        (estimate.high.unwrap() - estimate.low.unwrap()) / 2.0
    }

    #[test]
    fn mean_with_interval() {
        let x = Estimate::of(&X);
        near(x.mean.unwrap(), 101.22);
        near(x.sd.unwrap(), 2.585_773_041_5);
        near(t_quantile(10).unwrap(), 2.262_157_162_8);
        near(half(x), 1.849_750_602_5);
        assert_eq!(x.n, 10);
        near(t_quantile(2).unwrap(), 12.706_204_736_2);
        near(t_quantile(1_000_001).unwrap(), 1.959_966_356_8);
        near(t_quantile(1_000).unwrap(), t_quantile_of_many(999.0));
    }

    #[test]
    fn paired_difference() {
        let d = Estimate::paired_difference(&Y, &X);
        near(d.mean.unwrap(), 3.73);
        near(half(d), 0.704_181_583_4);
        near(d.mean.unwrap() / (d.sd.unwrap() / 10.0_f64.sqrt()), 11.982_486_359_7);
        let (sx, sy) = (variance(&X).unwrap().sqrt(), variance(&Y).unwrap().sqrt());
        near(covariance(&Y, &X).unwrap() / (sx * sy), 0.995_555_552_9);
        near(variance_reduction(&Y, &X).unwrap(), 19.745_556_702_2);
    }

    #[test]
    fn relative_gain() {
        let gain = Estimate::ratio_gain(&Y, &X);
        near(gain.mean.unwrap(), 0.036_850_424_8);
        near(half(gain), 2.262_157_162_8 * 0.002_796_941_3);
        near(gain.sd.unwrap() / 10.0_f64.sqrt(), 0.002_796_941_3);
    }

    #[test]
    fn independent_samples() {
        let test = welch(&X, &Y).unwrap();
        near(test.t, 2.696_573_436_0);
        near(test.df, 16.503_788_209_4);
        near(test.p, 0.015_571_102_2);
        assert_eq!(welch(&X, &[1.0]), None);
        assert_eq!(welch(&[2.0, 2.0], &[3.0, 3.0]), None, "nothing varies");
    }

    #[test]
    fn too_few_or_undefined() {
        assert_eq!(Estimate::of(&[]), Estimate::default());
        let one = Estimate { mean: Some(4.0), n: 1, ..Estimate::default() };
        assert_eq!(Estimate::of(&[4.0]), one);
        assert_eq!(Estimate::of_defined([None, Some(4.0), None]), one);
        assert_eq!(Estimate::of(&[f64::NAN, 4.0, f64::INFINITY]), one);
        let same = Estimate::of(&[2.0, 2.0, 2.0]);
        assert_eq!((same.sd, same.low, same.high), (Some(0.0), Some(2.0), Some(2.0)));
        assert_eq!(Estimate::ratio_gain(&[1.0, 2.0], &[0.0, 0.0]), Estimate { n: 2, ..Estimate::default() });
        assert_eq!(Estimate::ratio_gain(&[3.0], &[2.0]).mean, Some(0.5));
        assert_eq!(Estimate::ratio_gain(&[3.0], &[2.0]).low, None);
        assert_eq!(variance_reduction(&[2.0, 3.0], &[1.0, 2.0]), None, "the difference is always 1");
    }

    /// x̄ = 1 with a standard error of 0.4 (x = 1 ± 0.9, n = 5): 2.5 standard errors from zero, so Fieller;
    /// with t = 2.776 that is unbounded. With thirty values of the same standard error, t = 2.045, it is bounded.
    #[test]
    fn fieller_near_zero() {
        let x: Vec<f64> = [-0.9, -0.9, 0.0, 0.9, 0.9].iter().map(|d| 1.0 + d).collect();
        let y: Vec<f64> = x.iter().map(|x| 2.0 + 0.1 * x * x).collect();
        let gain = Estimate::ratio_gain(&y, &x);
        assert_eq!((gain.low, gain.high), (None, None));
        assert!(gain.mean.is_some());

        let spread = 0.4 * 29.0_f64.sqrt();
        let x: Vec<f64> = (0..30).map(|i| 1.0 + if i % 2 == 0 { spread } else { -spread }).collect();
        let y: Vec<f64> = (0..30).map(|i| 2.0 + if i % 3 == 0 { 0.2 } else { -0.1 }).collect();
        let gain = Estimate::ratio_gain(&y, &x);
        let t = t_quantile(30).unwrap();
        for limit in [gain.low.unwrap() + 1.0, gain.high.unwrap() + 1.0] {
            let rest: Vec<f64> = y.iter().zip(&x).map(|(y, x)| y - limit * x).collect();
            near(mean(&rest).unwrap().abs(), t * (variance(&rest).unwrap() / 30.0).sqrt());
        }
        assert!(gain.high.unwrap() - gain.mean.unwrap() > gain.mean.unwrap() - gain.low.unwrap(), "skewed");
    }
}
