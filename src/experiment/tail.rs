//! How bad the bad futures are.

use crate::random::mix;
use crate::stats::{Bounded, tail_intervals, tail_risk};

/// The share of futures that is not bad: one in ten is.
const LEVEL: f64 = 0.9;

/// Samples of the bootstrap, as the method asks for.
const RESAMPLES: usize = 2_000;

/// Net present value in the worst tenth of futures.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tail {
    /// What one future in ten falls below, at most: the value at risk, as a gain [currency].
    pub one_in_ten: Bounded,
    /// The mean of the worst tenth: the conditional value at risk, as a gain [currency].
    pub worst_tenth: Bounded,
    /// Fewer than 20 futures are in the worst tenth: the figures only indicate.
    pub indicative: bool,
}

/// The worst tenth of net present values [currency], with 95 % bootstrap intervals of a fixed stream; `None` of nothing.
pub(super) fn tail(npvs: &[f64]) -> Option<Tail> {
    let losses: Vec<f64> = npvs.iter().map(|npv| -npv).collect();
    let mut drawn = 0;
    let pick = |n: usize| {
        drawn += 1;
        (mix(drawn) % n as u64) as usize
    };
    let [one_in_ten, worst_tenth] = tail_intervals(&losses, LEVEL, RESAMPLES, pick)?.map(as_gain);
    Some(Tail { one_in_ten, worst_tenth, indicative: tail_risk(&losses, LEVEL)?.indicative })
}

fn as_gain(loss: Bounded) -> Bounded {
    let negative = |x: f64| 0.0 - x;
    Bounded { value: negative(loss.value), low: loss.high.map(negative), high: loss.low.map(negative) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::sample::near;

    /// Losses 1 to 19 and 50 of methods 2.7: a tenth of twenty are two, 19 at the edge and 50 beyond it.
    #[test]
    fn worst_tenth_by_hand() {
        let npvs: Vec<f64> = (1..=19).map(|loss| -f64::from(loss)).chain([-50.0]).collect();
        let found = tail(&npvs).unwrap();
        near(found.one_in_ten.value, -18.0);
        near(found.worst_tenth.value, -(19.0 + 50.0) / 2.0);
        assert!(found.indicative, "two futures are few");
        let (low, high) = (found.worst_tenth.low.unwrap(), found.worst_tenth.high.unwrap());
        assert!(-50.1 < low && low < found.worst_tenth.value && found.worst_tenth.value <= high, "{found:?}");
        assert_eq!(tail(&npvs), Some(found), "the same each time");
        assert_eq!(tail(&[]), None);
    }
}
