//! The families of distributions of the scenario format, checked when made.

use crate::units::math;
use rand::SeedableRng;
use rand_distr::Distribution as _;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::hyperexponential::{self, Phase};
use super::uniform;

/// A distribution of a number, in whatever unit its user means; made only through the checking constructors.
///
/// Families with a cheap inverse use one uniform, so that common random numbers stay monotone; the others run
/// rand_distr on a generator seeded by the same 64 bits.
#[derive(Clone, PartialEq, Debug)]
pub enum Distribution {
    /// Always the same value.
    Constant(f64),
    /// Between `min` and `max`, all equally likely.
    Uniform {
        /** Lower end. */
        min: f64,
        /** Upper end. */
        max: f64,
    },
    /// Triangular between `min` and `max` with its peak at `mode`.
    Triangular {
        /** Lower end. */
        min: f64,
        /** Peak. */
        mode: f64,
        /** Upper end. */
        max: f64,
    },
    /// PERT: a beta between `min` and `max` whose mean is (min + 4 mode + max) / 6.
    Pert {
        /** Lower end. */
        min: f64,
        /** Peak. */
        mode: f64,
        /** Upper end. */
        max: f64,
    },
    /// Exponential.
    Exponential {
        /** Mean. */
        mean: f64,
    },
    /// One of several exponentials, by weight; weights sum to 1.
    Hyperexponential {
        /** The exponentials. */
        phases: Box<[Phase]>,
    },
    /// The sum of `shape` exponentials.
    Erlang {
        /** Mean of the sum. */
        mean: f64,
        /** How many. */
        shape: u32,
    },
    /// Gamma.
    Gamma {
        /** Mean. */
        mean: f64,
        /** Shape. */
        shape: f64,
    },
    /// Weibull.
    Weibull {
        /** Scale, the 63 % point. */
        scale: f64,
        /** Shape. */
        shape: f64,
    },
    /// Lognormal, by the mean and standard deviation of the variable itself.
    LogNormal {
        /** Mean. */
        mean: f64,
        /** Standard deviation. */
        sd: f64,
    },
    /// Normal, truncated at zero.
    Normal {
        /** Mean before the cut. */
        mean: f64,
        /** Standard deviation before the cut. */
        sd: f64,
    },
    /// One of the values, by weight; weights are cumulative and end at 1.
    Empirical {
        /** The values. */
        values: Box<[f64]>,
        /** Cumulative weights. */
        cumulative: Box<[f64]>,
    },
    /// A Poisson count times `unit`.
    Poisson {
        /** Mean count. */
        mean: f64,
        /** Value of one. */
        unit: f64,
    },
    /// A binomial count times `unit`.
    Binomial {
        /** Trials. */
        n: u32,
        /** Probability. */
        p: f64,
        /** Value of one. */
        unit: f64,
    },
    /// The number of failures before the first success, times `unit`.
    Geometric {
        /** Probability of success. */
        p: f64,
        /** Value of one. */
        unit: f64,
    },
}

/// Why parameters make no distribution, in words that end a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BadDistribution(pub &'static str);

impl Default for Distribution {
    fn default() -> Distribution {
        Distribution::Constant(0.0)
    }
}

impl Distribution {
    /// The same distribution when its parameters make one.
    ///
    /// # Errors
    /// [`BadDistribution`] says what must hold.
    pub fn checked(self) -> Result<Distribution, BadDistribution> {
        use Distribution as D;
        let need = |ok: bool, why: &'static str| if ok { Ok(()) } else { Err(BadDistribution(why)) };
        match &self {
            D::Constant(value) => need(value.is_finite(), "the value must be finite"),
            D::Uniform { min, max } => need(min <= max, "min must not be above max"),
            D::Triangular { min, mode, max } | D::Pert { min, mode, max } => {
                need(min <= mode && mode <= max, "min, mode and max must be in this order")
            }
            D::Exponential { mean } => need(*mean > 0.0, "mean must be above 0"),
            D::Hyperexponential { phases } => hyperexponential::check(phases),
            D::Erlang { mean, shape } => {
                need(*mean > 0.0 && *shape >= 1, "mean must be above 0, shape 1 or more")
            }
            D::Gamma { mean, shape } => need(*mean > 0.0 && *shape > 0.0, "mean and shape must be above 0"),
            D::Weibull { scale, shape } => {
                need(*scale > 0.0 && *shape > 0.0, "scale and shape must be above 0")
            }
            D::LogNormal { mean, sd } => {
                need(*mean > 0.0 && *sd >= 0.0, "mean must be above 0, sd not negative")
            }
            D::Normal { mean, sd } => need(
                *sd >= 0.0 && mean.is_finite() && *mean >= -3.0 * *sd,
                "sd must not be negative, and mean not more than 3 sd below 0",
            ),
            D::Empirical { values, cumulative } => need(
                !values.is_empty()
                    && values.len() == cumulative.len()
                    && cumulative.windows(2).all(|w| w[0] <= w[1])
                    && cumulative.last().is_some_and(|last| (last - 1.0).abs() < 1e-9),
                "values need as many weights, none negative and not all 0",
            ),
            D::Poisson { mean, .. } => need(*mean > 0.0 && *mean < 1e9, "mean must be above 0 and below 1e9"),
            D::Binomial { p, .. } => need((0.0..=1.0).contains(p), "p must be between 0 and 1"),
            D::Geometric { p, .. } => need(*p > 0.0 && *p <= 1.0, "p must be above 0 and not above 1"),
        }?;
        Ok(self)
    }

    /// The empirical distribution of `values` with `weights` of any positive sum.
    ///
    /// # Errors
    /// [`BadDistribution`] when they do not fit each other.
    pub fn empirical(values: Vec<f64>, weights: &[f64]) -> Result<Distribution, BadDistribution> {
        let total: f64 = weights.iter().sum();
        if total <= 0.0 || weights.iter().any(|w| *w < 0.0) {
            return Err(BadDistribution("values need as many weights, none negative and not all 0"));
        }
        let mut sum = 0.0;
        let mut cumulative: Vec<f64> = Vec::with_capacity(weights.len());
        for weight in weights {
            sum += weight / total;
            cumulative.push(sum);
        }
        if let Some(last) = cumulative.last_mut() {
            *last = 1.0;
        }
        Distribution::Empirical { values: values.into(), cumulative: cumulative.into() }.checked()
    }

    /// One of several exponentials with these means, by `weights` of any positive sum.
    ///
    /// # Errors
    /// [`BadDistribution`] when they do not fit each other.
    pub fn hyperexponential(weights: &[f64], means: &[f64]) -> Result<Distribution, BadDistribution> {
        hyperexponential::mixed(weights, means)
            .map(|phases| Distribution::Hyperexponential { phases: phases.into() })
    }

    /// One of two exponentials that bring half of the mean each, by the mean and the squared coefficient of variation.
    ///
    /// # Errors
    /// [`BadDistribution`] when the mean is not positive, or the other below 1.
    pub fn balanced_hyperexponential(mean: f64, scv: f64) -> Result<Distribution, BadDistribution> {
        hyperexponential::balanced(mean, scv)
            .map(|phases| Distribution::Hyperexponential { phases: phases.into() })
    }

    /// The distribution of this variable times `factor` [> 0]: seconds to microseconds, units to lots.
    pub fn scaled(&self, factor: f64) -> Distribution {
        use Distribution as D;
        match self.clone() {
            D::Constant(value) => D::Constant(value * factor),
            D::Uniform { min, max } => D::Uniform { min: min * factor, max: max * factor },
            D::Triangular { min, mode, max } => {
                D::Triangular { min: min * factor, mode: mode * factor, max: max * factor }
            }
            D::Pert { min, mode, max } => {
                D::Pert { min: min * factor, mode: mode * factor, max: max * factor }
            }
            D::Exponential { mean } => D::Exponential { mean: mean * factor },
            D::Hyperexponential { phases } => D::Hyperexponential {
                phases: phases.into_iter().map(|p| Phase { mean: p.mean * factor, ..p }).collect(),
            },
            D::Erlang { mean, shape } => D::Erlang { mean: mean * factor, shape },
            D::Gamma { mean, shape } => D::Gamma { mean: mean * factor, shape },
            D::Weibull { scale, shape } => D::Weibull { scale: scale * factor, shape },
            D::LogNormal { mean, sd } => D::LogNormal { mean: mean * factor, sd: sd * factor },
            D::Normal { mean, sd } => D::Normal { mean: mean * factor, sd: sd * factor },
            D::Empirical { values, cumulative } => {
                D::Empirical { values: values.into_iter().map(|v| v * factor).collect(), cumulative }
            }
            D::Poisson { mean, unit } => D::Poisson { mean, unit: unit * factor },
            D::Binomial { n, p, unit } => D::Binomial { n, p, unit: unit * factor },
            D::Geometric { p, unit } => D::Geometric { p, unit: unit * factor },
        }
    }

    /// The mean, exact; for the truncated normal the mean after the cut, for an unbounded Weibull by its formula.
    pub fn mean(&self) -> f64 {
        use Distribution as D;
        match self {
            D::Constant(value) => *value,
            D::Uniform { min, max } => 0.5 * (min + max),
            D::Triangular { min, mode, max } => (min + mode + max) / 3.0,
            D::Pert { min, mode, max } => (min + 4.0 * mode + max) / 6.0,
            D::Exponential { mean }
            | D::Erlang { mean, .. }
            | D::Gamma { mean, .. }
            | D::LogNormal { mean, .. } => *mean,
            D::Hyperexponential { phases } => phases.iter().map(|p| p.weight * p.mean).sum(),
            D::Weibull { scale, shape } => scale * libm::tgamma(1.0 + 1.0 / shape),
            D::Normal { mean, sd } => truncated_normal_mean(*mean, *sd),
            D::Empirical { values, cumulative } => {
                let before = std::iter::once(&0.0).chain(cumulative);
                values.iter().zip(cumulative.iter().zip(before)).map(|(v, (c, b))| v * (c - b)).sum()
            }
            D::Poisson { mean, unit } => mean * unit,
            D::Binomial { n, p, unit } => f64::from(*n) * p * unit,
            D::Geometric { p, unit } => (1.0 - p) / p * unit,
        }
    }

    /// The smallest value that can be drawn.
    pub fn min(&self) -> f64 {
        match self {
            Distribution::Constant(value) => *value,
            Distribution::Uniform { min, .. }
            | Distribution::Triangular { min, .. }
            | Distribution::Pert { min, .. } => *min,
            Distribution::Empirical { values, .. } => values.iter().copied().fold(f64::INFINITY, f64::min),
            _ => 0.0,
        }
    }

    /// The largest value that can be drawn; infinite where there is none.
    pub fn max(&self) -> f64 {
        match self {
            Distribution::Constant(value) => *value,
            Distribution::Uniform { max, .. }
            | Distribution::Triangular { max, .. }
            | Distribution::Pert { max, .. } => *max,
            Distribution::Empirical { values, .. } => {
                values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
            }
            Distribution::Binomial { n, unit, .. } => f64::from(*n) * unit,
            _ => f64::INFINITY,
        }
    }

    /// The value that 64 random bits stand for.
    #[inline(always)]
    pub fn at(&self, bits: u64) -> f64 {
        match self {
            Distribution::Constant(value) => *value,
            Distribution::Exponential { mean } => -mean * math::ln_of_share(uniform(!bits)),
            Distribution::Triangular { min, mode, max } => triangular(uniform(bits), *min, *mode, *max),
            other => other.seldom(bits),
        }
    }

    /// The families that are drawn too seldom to be worth inlining.
    fn seldom(&self, bits: u64) -> f64 {
        use Distribution as D;
        let u = uniform(bits);
        match self {
            D::Constant(_) | D::Exponential { .. } | D::Triangular { .. } => self.at(bits),
            D::Uniform { min, max } => min + u * (max - min),
            D::Pert { min, mode, max } => {
                let width = max - min;
                if width <= 0.0 {
                    return *min;
                }
                let (a, b) = (1.0 + 4.0 * (mode - min) / width, 1.0 + 4.0 * (max - mode) / width);
                min + width * drawn(rand_distr::Beta::new(a, b), bits)
            }
            D::Hyperexponential { phases } => hyperexponential::value(phases, 1.0 - u),
            D::Erlang { mean, shape } => {
                drawn(rand_distr::Gamma::new(f64::from(*shape), mean / f64::from(*shape)), bits)
            }
            D::Gamma { mean, shape } => drawn(rand_distr::Gamma::new(*shape, mean / shape), bits),
            D::Weibull { scale, shape } => scale * math::pow(-math::ln(1.0 - u), 1.0 / shape),
            D::LogNormal { mean, sd } => {
                let variance = math::ln(1.0 + (sd / mean) * (sd / mean));
                mean * math::exp(variance.sqrt() * math::normal_quantile(u) - 0.5 * variance)
            }
            D::Normal { mean, sd } => {
                if *sd <= 0.0 {
                    return mean.max(0.0);
                }
                let cut = normal_cdf(-mean / sd);
                let p = (cut + u * (1.0 - cut)).clamp(1e-300, 1.0 - 1e-16);
                (mean + sd * math::normal_quantile(p)).max(0.0)
            }
            D::Empirical { values, cumulative } => {
                let index = cumulative.partition_point(|c| *c < u).min(values.len() - 1);
                values[index]
            }
            D::Poisson { mean, unit } => {
                unit * if *mean < 30.0 {
                    poisson(u, *mean)
                } else {
                    drawn(rand_distr::Poisson::new(*mean), bits)
                }
            }
            D::Binomial { n, p, unit } => unit * f64::from(binomial(bits, *n, *p)),
            D::Geometric { p, unit } => {
                unit * if *p >= 1.0 { 0.0 } else { (math::ln(1.0 - u) / math::ln(1.0 - p)).floor() }
            }
        }
    }
}

/// One draw of a rand_distr distribution on a generator seeded by `bits`; zero where it refused its parameters,
/// which [`Distribution::checked`] excludes.
fn drawn<D: rand_distr::Distribution<f64>, E>(distribution: Result<D, E>, bits: u64) -> f64 {
    let mut generator = Xoshiro256PlusPlus::seed_from_u64(bits);
    distribution.map_or(0.0, |d| d.sample(&mut generator))
}

#[inline]
fn triangular(u: f64, min: f64, mode: f64, max: f64) -> f64 {
    let width = max - min;
    if width <= 0.0 {
        return min;
    }
    if u * width < mode - min {
        min + (u * width * (mode - min)).sqrt()
    } else {
        max - ((1.0 - u) * width * (max - mode)).sqrt()
    }
}

/// Inverse of the Poisson distribution function by sequential search; for small means.
fn poisson(u: f64, mean: f64) -> f64 {
    let mut probability = math::exp(-mean);
    let mut sum = probability;
    let mut count = 0.0;
    while u > sum && count < 1_000.0 {
        count += 1.0;
        probability *= mean / count;
        sum += probability;
    }
    count
}

/// A binomial count: by inversion of one uniform where few are expected, else by rand_distr.
pub(super) fn binomial(bits: u64, n: u32, p: f64) -> u32 {
    if p <= 0.0 || n == 0 {
        return 0;
    }
    if p >= 1.0 {
        return n;
    }
    if f64::from(n) * p > FEW {
        let mut generator = Xoshiro256PlusPlus::seed_from_u64(bits);
        return rand_distr::Binomial::new(u64::from(n), p).map_or(0, |d| d.sample(&mut generator) as u32);
    }
    let u = uniform(bits);
    let odds = p / (1.0 - p);
    let mut probability = whole_power(1.0 - p, n);
    let mut sum = probability;
    let mut count = 0;
    while u > sum && count < n && (count as usize) < INVERSES.len() - 1 {
        let trials_left = f64::from(n - count);
        count += 1;
        probability *= odds * trials_left * INVERSES[count as usize];
        sum += probability;
    }
    count
}

/// Up to this mean a binomial count is drawn by sequential search.
const FEW: f64 = 100.0;

/// 1 / k for the counts that a sequential search can reach: 15 standard deviations above [`FEW`].
static INVERSES: [f64; 256] = {
    let mut inverses = [0.0; 256];
    let mut k = 1;
    while k < 256 {
        inverses[k] = 1.0 / k as f64;
        k += 1;
    }
    inverses
};

/// `base` to the power `n` by squaring: products only, so the same bits everywhere.
pub(super) fn whole_power(base: f64, n: u32) -> f64 {
    let (mut power, mut square, mut rest) = (1.0, base, n);
    while rest > 0 {
        if rest & 1 == 1 {
            power *= square;
        }
        square *= square;
        rest >>= 1;
    }
    power
}

impl Distribution {
    /// How many of `n` meet a fate of probability `p`.
    #[inline]
    pub fn count(bits: u64, n: u32, p: f64) -> u32 {
        binomial(bits, n, p)
    }

    /// How many of `drawn` out of `n` are among the `marked` ones, drawn without replacement: hypergeometric, one draw
    /// for each of the fewer.
    pub fn among(bits: u64, n: u32, marked: u32, drawn: u32) -> u32 {
        let (few, many) = (marked.min(drawn).min(n), marked.max(drawn).min(n));
        let mut generator = Xoshiro256PlusPlus::seed_from_u64(bits);
        let hit = |hits: u32, one: u32| {
            let left = uniform(rand::Rng::next_u64(&mut generator)) * f64::from(n - one);
            hits + u32::from(left < f64::from(many - hits))
        };
        (0..few).fold(0, hit)
    }
}

fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

fn truncated_normal_mean(mean: f64, sd: f64) -> f64 {
    if sd <= 0.0 {
        return mean.max(0.0);
    }
    let a = -mean / sd;
    let density = math::exp(-0.5 * a * a) / (2.0 * std::f64::consts::PI).sqrt();
    mean + sd * density / (1.0 - normal_cdf(a))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

    /// Draws without replacement: mean and variance of the hypergeometric distribution, and its limits.
    #[test]
    fn among() {
        let (n, marked, drawn) = (50, 20, 15);
        let mut stream = Stream::new(7);
        let counts: Vec<f64> = (0..40_000)
            .map(|_| f64::from(Distribution::among(stream.next_bits(), n, marked, drawn)))
            .collect();
        let mean = counts.iter().sum::<f64>() / 40_000.0;
        let variance = counts.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 39_999.0;
        // 15 x 0.4 and 15 x 0.4 x 0.6 x 35 / 49.
        assert!((mean - 6.0).abs() < 4.0 * (2.571_428_6f64 / 40_000.0).sqrt(), "{mean}");
        assert!((variance / 2.571_428_6 - 1.0).abs() < 0.03, "{variance}");
        assert_eq!([Distribution::among(1, 9, 0, 4), Distribution::among(1, 9, 9, 4)], [0, 4]);
        assert_eq!([Distribution::among(1, 9, 7, 9), Distribution::among(1, 0, 0, 0)], [7, 0]);
    }

    /// Every family's sample mean lies within 4.5 standard errors of its exact mean.
    #[test]
    fn means() {
        use Distribution as D;
        let all = [
            D::Uniform { min: 1.0, max: 3.0 },
            D::Triangular { min: 0.8, mode: 1.0, max: 1.6 },
            D::Pert { min: 1.0, mode: 2.0, max: 6.0 },
            D::Exponential { mean: 2.0 },
            D::hyperexponential(&[0.9, 0.1], &[0.5, 5.5]).unwrap(),
            D::balanced_hyperexponential(2.0, 4.0).unwrap(),
            D::Erlang { mean: 3.0, shape: 2 },
            D::Gamma { mean: 3.0, shape: 0.7 },
            D::Weibull { scale: 2.0, shape: 1.5 },
            D::LogNormal { mean: 5.0, sd: 2.0 },
            D::Normal { mean: 1.0, sd: 1.0 },
            D::empirical(vec![1.0, 5.0, 9.0], &[1.0, 2.0, 1.0]).unwrap(),
            D::Poisson { mean: 4.0, unit: 1.0 },
            D::Poisson { mean: 400.0, unit: 1.0 },
            D::Binomial { n: 50, p: 0.03, unit: 1.0 },
            D::Binomial { n: 500, p: 0.3, unit: 1.0 },
            D::Geometric { p: 0.25, unit: 2.0 },
        ];
        for distribution in all {
            let mut stream = Stream::new(fnv(&distribution));
            let n = 200_000;
            let draws: Vec<f64> = (0..n).map(|_| distribution.at(stream.next_bits())).collect();
            let mean = draws.iter().sum::<f64>() / f64::from(n);
            let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n - 1);
            let z = (mean - distribution.mean()) / (variance / f64::from(n)).sqrt();
            assert!(z.abs() < 4.5, "{distribution:?}: mean {mean}, exact {}, z {z}", distribution.mean());
            assert!(draws.iter().all(|x| *x >= distribution.min() && *x <= distribution.max()));
        }
    }

    /// Squares of draws: the balanced mixture has the coefficient of variation that it is asked for.
    #[test]
    fn second_moment_of_a_mixture() {
        let mixture = Distribution::balanced_hyperexponential(2.0, 4.0).unwrap();
        let mut stream = Stream::new(11);
        let squares: Vec<f64> = (0..400_000).map(|_| mixture.at(stream.next_bits()).powi(2)).collect();
        let mean = squares.iter().sum::<f64>() / 400_000.0;
        let variance = squares.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 399_999.0;
        let exact = 4.0 * (1.0 + 4.0);
        assert!((mean - exact).abs() < 4.5 * (variance / 400_000.0).sqrt(), "{mean}, exact {exact}");
    }

    fn fnv(distribution: &Distribution) -> u64 {
        crate::random::fnv1a(&format!("{distribution:?}"))
    }

    #[test]
    fn worked_exponential() {
        let mean_two = Distribution::Exponential { mean: 2.0 };
        let drawn = mean_two.at(7_809_697_623_998_681_791);
        assert!((drawn - 1.101_090_051_756).abs() < 1e-12, "{drawn}");
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(Distribution::Triangular { min: 2.0, mode: 1.0, max: 3.0 }.checked().is_err());
        assert!(Distribution::Exponential { mean: f64::NAN }.checked().is_err());
        assert!(Distribution::Geometric { p: 0.0, unit: 1.0 }.checked().is_err());
    }
}
