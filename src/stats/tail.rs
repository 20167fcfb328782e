//! How bad the bad cases are: value at risk and what lies beyond it (Rockafellar and Uryasev 2000).

use super::{Bounded, quantile, sum};

/// Fewest observations in the tail for a figure that is more than an indication.
const FEWEST_IN_TAIL: f64 = 20.0;

/// The tail of a sample of losses at a level.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TailRisk {
    /// Value at risk: the loss that is exceeded with probability 1 - level at most.
    pub value_at_risk: f64,
    /// Conditional value at risk: the mean loss of the worst 1 - level.
    pub conditional: f64,
    /// Fewer than 20 observations lie in the tail: the figures only indicate.
    pub indicative: bool,
}

/// The tail of `losses` at a `level` [0 <= level < 1]; of gains, give them with the other sign. `None` of nothing.
pub fn tail_risk(losses: &[f64], level: f64) -> Option<TailRisk> {
    let value_at_risk = quantile(losses, level)?;
    let tail = (1.0 - level) * losses.len() as f64;
    let beyond = sum(losses.iter().map(|loss| (loss - value_at_risk).max(0.0)));
    Some(TailRisk {
        value_at_risk,
        conditional: value_at_risk + beyond / tail,
        indicative: tail < FEWEST_IN_TAIL - 1e-9,
    })
}

/// The 95 % bootstrap intervals of both figures (value at risk first), over `resamples` [>= 1; 2000 as a rule]
/// samples drawn with replacement. `pick(n)` draws a position below n; a fixed stream gives the same interval
/// each time. `None` of nothing.
pub fn tail_intervals(
    losses: &[f64],
    level: f64,
    resamples: usize,
    mut pick: impl FnMut(usize) -> usize,
) -> Option<[Bounded; 2]> {
    let found = tail_risk(losses, level)?;
    let (mut values, mut conditionals) = (Vec::with_capacity(resamples), Vec::with_capacity(resamples));
    let mut again = vec![0.0; losses.len()];
    for _ in 0..resamples {
        again.iter_mut().for_each(|loss| *loss = losses[pick(losses.len())]);
        let risk = tail_risk(&again, level)?;
        values.push(risk.value_at_risk);
        conditionals.push(risk.conditional);
    }
    let bounded = |value, sample: &[f64]| Bounded {
        value,
        low: quantile(sample, 0.025),
        high: quantile(sample, 0.975),
    };
    Some([bounded(found.value_at_risk, &values), bounded(found.conditional, &conditionals)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worked() -> Vec<f64> {
        (1..=19).map(f64::from).chain([50.0]).collect()
    }

    #[test]
    fn worked_tail() {
        let risk = tail_risk(&worked(), 0.9).unwrap();
        assert_eq!(Some(risk.value_at_risk), Some(18.0));
        assert!((risk.conditional - 34.5).abs() < 1e-12, "{risk:?}");
        assert!(risk.indicative);
        assert_eq!(tail_risk(&[], 0.9), None);
    }

    /// At level 0 the worst of all is everything: the mean.
    #[test]
    fn the_tail_of_everything_is_the_mean() {
        let risk = tail_risk(&worked(), 0.0).unwrap();
        assert!((risk.conditional - crate::stats::mean(&worked()).unwrap()).abs() < 1e-12);
        assert!(!tail_risk(&[1.0; 200], 0.9).unwrap().indicative);
    }

    #[test]
    fn intervals_hold_the_figures() {
        let mut state = 7_usize;
        let pick = |n: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % n
        };
        let [value, conditional] = tail_intervals(&worked(), 0.9, 400, pick).unwrap();
        assert_eq!(Some(value.value), Some(18.0));
        assert!(conditional.low.unwrap() <= 34.5 && conditional.high.unwrap() >= 34.5, "{conditional:?}");
        let one = tail_intervals(&[3.0; 5], 0.5, 10, |_| 0).unwrap();
        assert_eq!((one[1].low, one[1].high), (Some(3.0), Some(3.0)));
    }
}
