//! Mixtures of exponentials: times of several kinds of work, each without memory.

use crate::units::math;

use super::distribution::BadDistribution;

/// One exponential of a mixture.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Phase {
    /// Probability of this one [above 0 to 1].
    pub weight: f64,
    /// Its mean [> 0].
    pub mean: f64,
}

/// What must hold of a mixture, in words that end a sentence.
const WANTED: &str = "means need as many weights, none negative and not all 0, and must be above 0";

/// Whether phases make a distribution: something of positive weights that sum to 1.
pub(super) fn check(phases: &[Phase]) -> Result<(), BadDistribution> {
    let total: f64 = phases.iter().map(|phase| phase.weight).sum();
    let sound = |phase: &Phase| phase.weight > 0.0 && phase.mean > 0.0 && phase.mean.is_finite();
    if (total - 1.0).abs() < 1e-9 && phases.iter().all(sound) { Ok(()) } else { Err(BadDistribution(WANTED)) }
}

/// The phases with these means and with weights of any positive sum; those without weight are left out.
pub(super) fn mixed(weights: &[f64], means: &[f64]) -> Result<Vec<Phase>, BadDistribution> {
    let total: f64 = weights.iter().sum();
    let sound = weights.len() == means.len() && total > 0.0 && total.is_finite();
    if !sound || weights.iter().any(|w| *w < 0.0) || means.iter().any(|mean| mean.is_nan() || *mean <= 0.0) {
        return Err(BadDistribution(WANTED));
    }
    let phases = weights.iter().zip(means).filter(|(weight, _)| **weight > 0.0);
    Ok(phases.map(|(weight, mean)| Phase { weight: weight / total, mean: *mean }).collect())
}

/// Two phases with balanced means (each brings half of the mean) of this mean and squared coefficient of variation [>= 1].
/// Source: Tijms, Stochastic Models, 1994.
pub(super) fn balanced(mean: f64, scv: f64) -> Result<Vec<Phase>, BadDistribution> {
    if !(mean > 0.0 && (1.0..=1e9).contains(&scv)) {
        return Err(BadDistribution("mean must be above 0, and scv between 1 and 1e9"));
    }
    let often = 0.5 * (1.0 + ((scv - 1.0) / (scv + 1.0)).sqrt());
    let phase = |weight: f64| Phase { weight, mean: mean / (2.0 * weight) };
    Ok(vec![phase(often), phase(1.0 - often)])
}

/// The value that a share `above` [above 0 to 1] of all values exceed, by Newton's method.
///
/// The logarithm of that share is a convex falling function of the value, so from below each step stays below; the start
/// is the largest value at which one phase alone would do.
pub(super) fn value(phases: &[Phase], above: f64) -> f64 {
    let target = math::ln(above);
    let alone = phases.iter().map(|phase| phase.mean * (math::ln(phase.weight) - target));
    let mut x = alone.fold(0.0, f64::max);
    for _ in 0..MOST_STEPS {
        let (mut share, mut density) = (0.0, 0.0);
        for phase in phases {
            let part = phase.weight * math::exp(-x / phase.mean);
            share += part;
            density += part / phase.mean;
        }
        let step = (math::ln(share) - target) * share / density;
        x += step.max(0.0);
        if step <= 1e-12 * x {
            break;
        }
    }
    x
}

/// Newton's method doubles the right digits with each step; a handful is the rule, so many are never needed.
const MOST_STEPS: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(a: f64, b: f64) {
        assert!((a / b - 1.0).abs() < 1e-9, "{a}, expected {b}");
    }

    #[test]
    fn a_value_is_exceeded_by_its_share() {
        let two = mixed(&[3.0, 1.0], &[1.0, 10.0]).unwrap();
        let far = balanced(1.0, 400.0).unwrap();
        let three = mixed(&[1.0, 0.0, 2.0, 1.0], &[0.1, 7.0, 2.0, 50.0]).unwrap();
        assert_eq!(three.len(), 3, "a phase without weight is none");
        for phases in [two, far, three] {
            for above in [1e-15, 1e-6, 0.01, 0.3, 0.5, 0.9, 0.999, 1.0 - 1e-9] {
                let x = value(&phases, above);
                let share: f64 = phases.iter().map(|p| p.weight * math::exp(-x / p.mean)).sum();
                assert!((share / above - 1.0).abs() < 1e-9, "{phases:?} {above}: {x} gives {share}");
            }
            assert!(value(&phases, 1.0) < 1e-9);
        }
    }

    #[test]
    fn one_phase_is_exponential() {
        near(value(&mixed(&[2.0], &[3.0]).unwrap(), 0.5), 3.0 * math::ln(2.0));
        near(value(&balanced(3.0, 1.0).unwrap(), 0.5), 3.0 * math::ln(2.0));
    }

    /// First two moments of the balanced mixture: sum of w m, and of 2 w m².
    #[test]
    fn balanced_means() {
        let phases = balanced(5.0, 4.0).unwrap();
        let mean: f64 = phases.iter().map(|p| p.weight * p.mean).sum();
        let second: f64 = phases.iter().map(|p| 2.0 * p.weight * p.mean * p.mean).sum();
        near(mean, 5.0);
        near(second, 25.0 * (1.0 + 4.0));
        near(phases[0].weight * phases[0].mean, phases[1].weight * phases[1].mean);
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(mixed(&[1.0], &[1.0, 2.0]).is_err());
        assert!(mixed(&[1.0, -0.5], &[1.0, 2.0]).is_err());
        assert!(mixed(&[0.0, 0.0], &[1.0, 2.0]).is_err());
        assert!(mixed(&[1.0, 1.0], &[1.0, 0.0]).is_err());
        assert!(mixed(&[], &[]).is_err());
        assert!(balanced(1.0, 0.9).is_err() && balanced(1.0, f64::NAN).is_err());
        assert!(check(&[Phase { weight: 0.5, mean: 1.0 }]).is_err());
    }
}
