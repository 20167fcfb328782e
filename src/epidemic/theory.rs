//! What is known of epidemics in closed form.

use crate::units::math;

/// The share of a susceptible population that is infected in the end [0..1], from the reproduction number [>= 0]; the
/// positive root of z = 1 - exp(-R0 z), which is 1 + W(-R0 exp(-R0)) / R0 with the principal branch of Lambert's function.
/// Source: Kermack and McKendrick 1927; Ma and Earn 2006 (the same with a latent period).
pub fn final_size(reproduction: f64) -> f64 {
    if reproduction <= 1.0 {
        return 0.0;
    }
    1.0 + lambert_w(-reproduction * math::exp(-reproduction)) / reproduction
}

/// Lambert's W, principal branch: w >= -1 with w exp(w) = x [-1/e..=0], by Halley's method.
/// Source: Corless et al. 1996, (4.22) for the start at the branch point, (5.9) for the steps.
fn lambert_w(x: f64) -> f64 {
    let p = (2.0 * (1.0 + std::f64::consts::E * x)).max(0.0).sqrt();
    let mut w = -1.0 + p * (1.0 + p * (-1.0 / 3.0 + p * 11.0 / 72.0));
    for _ in 0..MOST_STEPS {
        let e = math::exp(w);
        let off = w * e - x;
        let step = off / (e * (w + 1.0) - (w + 2.0) * off / (2.0 * w + 2.0));
        if !step.is_finite() || step.abs() <= 1e-16 {
            break;
        }
        w -= step;
    }
    w
}

/// Halley's method triples the right digits with each step; a handful is the rule.
const MOST_STEPS: usize = 30;

/// Growth rate of a young epidemic [1/d; negative where it dies out], from the rates of its model [1/d]: the larger root
/// of (r + sigma)(r + gamma) = sigma beta. Source: Keeling and Rohani 2008, 2.5.
pub fn growth_per_day(beta_per_day: f64, sigma_per_day: f64, gamma_per_day: f64) -> f64 {
    let (beta, sigma, gamma) = (beta_per_day, sigma_per_day, gamma_per_day);
    0.5 * (((sigma - gamma) * (sigma - gamma) + 4.0 * sigma * beta).sqrt() - sigma - gamma)
}

/// Time in which a young epidemic doubles [d], from its growth rate; `None` where it does not grow.
pub fn doubling_days(growth_per_day: f64) -> Option<f64> {
    (growth_per_day > 0.0).then(|| std::f64::consts::LN_2 / growth_per_day)
}

/// Probability that an epidemic dies out by chance before it takes hold of a large population [0..=1], from the
/// reproduction number and those infected at first. Source: Whittle 1955, with exponential periods.
pub fn minor_outbreak(reproduction: f64, infected: u32) -> f64 {
    if reproduction <= 1.0 { 1.0 } else { math::pow(1.0 / reproduction, f64::from(infected)) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "sums of small whole numbers and limits are exact")]

    use super::*;

    #[test]
    fn worked_final_sizes() {
        let worked =
            [(1.5, 0.582_811_643_9), (2.0, 0.796_812_130_0), (2.5, 0.892_644_753_6), (3.0, 0.940_479_790_7)];
        for (reproduction, share) in worked {
            assert!((final_size(reproduction) - share).abs() < 1e-10, "{reproduction}");
        }
        assert_eq!([0.0, 0.9, 1.0].map(final_size), [0.0; 3]);
        // Also near 1, and where everybody is infected: z = 1 - exp(-R0 z).
        for reproduction in [1.000_001, 1.01, 1.2, 5.0, 20.0, 100.0] {
            let z = final_size(reproduction);
            assert!((z - 1.0 + math::exp(-reproduction * z)).abs() < 1e-12, "{reproduction}: {z}");
            assert!(z > 0.0 && z <= 1.0, "{reproduction}: {z}");
        }
    }

    #[test]
    fn worked_growth() {
        let growth = growth_per_day(0.5, 0.2, 0.2);
        assert!((growth - 0.116_227_766_0).abs() < 1e-10, "{growth}");
        assert!((doubling_days(growth).unwrap() - 5.963_697_009_0).abs() < 1e-9);
        assert!(growth_per_day(0.1, 0.2, 0.2) < 0.0 && doubling_days(-0.1).is_none());
    }

    #[test]
    fn minor_outbreaks() {
        assert!((minor_outbreak(2.0, 3) - 0.125).abs() < 1e-15);
        assert_eq!([minor_outbreak(0.5, 3), minor_outbreak(2.0, 0)], [1.0, 1.0]);
    }
}
