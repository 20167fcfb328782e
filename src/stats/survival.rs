//! How long until something happens, where some were not watched to the end (Kaplan and Meier 1958).

use super::Proportion;
use crate::units::math::{exp, ln, normal_quantile, pow};

/// One observed wait.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spell {
    /// How long it was watched [> 0, one unit throughout].
    pub length: f64,
    /// Whether what was waited for happened at the end; otherwise the watching only ended (censored).
    pub ended: bool,
}

/// A figure with its 95 % interval; an end that the sample does not bound is `None`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bounded {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// One fall of the curve.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Fall {
    time: f64,
    /// Share that waits on after it.
    waiting: f64,
    /// Greenwood's sum of d / (n (n - d)) up to here, over those at risk n and those that ended d; infinite at
    /// the end.
    spread: f64,
    /// This fall's part of it.
    part: f64,
}

/// The share still waiting, as a falling staircase.
#[derive(Clone, PartialEq, Debug)]
pub struct Survival {
    falls: Vec<Fall>,
    /// The longest that any was watched.
    longest: f64,
}

/// The curve of some spells in any order; those censored at an instant are at risk at it. Lengths that are not
/// numbers are left out; `None` of nothing.
pub fn kaplan_meier(spells: &[Spell]) -> Option<Survival> {
    let mut spells: Vec<Spell> = spells.iter().copied().filter(|spell| !spell.length.is_nan()).collect();
    spells.sort_by(|a, b| a.length.total_cmp(&b.length));
    let (mut waiting, mut spread, mut at_risk) = (1.0, 0.0, spells.len());
    let longest = spells.last()?.length;
    let mut falls = Vec::new();
    for same in spells.chunk_by(|a, b| a.length.total_cmp(&b.length).is_eq()) {
        let (n, ended) = (at_risk as f64, same.iter().filter(|spell| spell.ended).count() as f64);
        at_risk -= same.len();
        if ended > 0.0 {
            waiting *= 1.0 - ended / n;
            let part = ended / (n * (n - ended));
            spread += part;
            falls.push(Fall { time: same[0].length, waiting, spread, part });
        }
    }
    Some(Survival { falls, longest })
}

impl Survival {
    /// The share still waiting after `time`, with the interval of the double logarithm (Greenwood's spread),
    /// which stays within 0..=1. Before the first end, and once all have ended, there is no spread: both ends
    /// are the value.
    pub fn at(&self, time: f64) -> Proportion {
        let past = self.falls.partition_point(|fall| fall.time <= time);
        match past.checked_sub(1) {
            None => Proportion { share: 1.0, low: 1.0, high: 1.0 },
            Some(last) => self.falls[last].interval(),
        }
    }

    /// Whether anything is known of a time: some were watched so long, or all have ended before.
    pub fn reaches(&self, time: f64) -> bool {
        time <= self.longest || self.falls.last().is_some_and(|fall| fall.waiting <= 0.0)
    }

    /// The first time by which a share [0 < share <= 1] has ended; `None` where fewer end.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        self.first(share, |fall| fall.waiting)
    }

    /// The first fall after which, by some reading of it, at least a share has ended.
    fn first(&self, share: f64, waiting: fn(&Fall) -> f64) -> Option<f64> {
        // Shares are products of ratios: an exact half may come out a rounding above.
        self.falls.iter().find(|fall| waiting(fall) <= 1.0 - share + 1e-12).map(|fall| fall.time)
    }

    /// The first time at which at most half wait on; its interval holds the times whose intervals hold a half
    /// (Brookmeyer and Crowley 1982). `None` where more than half wait to the end.
    pub fn median(&self) -> Option<Bounded> {
        Some(Bounded {
            value: self.quantile(0.5)?,
            low: self.first(0.5, |fall| fall.interval().low),
            high: self.first(0.5, |fall| fall.interval().high),
        })
    }

    /// The mean wait, counting at most `horizon` of each: the area below the curve up to it; its interval is
    /// normal, with the variance Σ A² d / (n (n - d)), where A is the area from a fall to the horizon.
    pub fn restricted_mean(&self, horizon: f64) -> Bounded {
        let falls = &self.falls[..self.falls.partition_point(|fall| fall.time < horizon)];
        let (mut area, mut variance, mut until) = (0.0, 0.0, horizon);
        for fall in falls.iter().rev() {
            area += fall.waiting * (until - fall.time);
            // At the last fall of all, nothing follows: its part is infinite and its area zero.
            if area > 0.0 {
                variance += area * area * fall.part;
            }
            until = fall.time;
        }
        let value = area + until;
        let half = normal_quantile(0.975) * variance.sqrt();
        Bounded { value, low: Some(value - half), high: Some(value + half) }
    }
}

impl Fall {
    fn interval(&self) -> Proportion {
        let share = self.waiting;
        if share <= 0.0 || !self.spread.is_finite() {
            return Proportion { share: 0.0, low: 0.0, high: 0.0 };
        }
        let half = normal_quantile(0.975) * self.spread.sqrt() / ln(share).abs();
        Proportion { share, low: pow(share, exp(half)), high: pow(share, exp(-half)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spells(lengths: &[(f64, bool)]) -> Vec<Spell> {
        lengths.iter().map(|(length, ended)| Spell { length: *length, ended: *ended }).collect()
    }

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-10, "{found} is not {expected}");
    }

    /// Methods 3.8, all censored at one horizon: the restricted mean is that of min(T, 36).
    #[test]
    fn paybacks_of_ten_replications() {
        let paid = [14.0, 18.0, 20.0, 22.0, 22.0, 27.0, 30.0].map(|t| (t, true));
        let sample: Vec<(f64, bool)> = paid.into_iter().chain([(36.0, false); 3]).collect();
        let curve = kaplan_meier(&spells(&sample)).unwrap();
        near(curve.at(24.0).share, 0.5);
        near(curve.at(13.9).share, 1.0);
        let median = curve.median().unwrap();
        assert_eq!((median.value, median.high), (22.0, None), "the upper end lies beyond the horizon");
        assert!(median.low.unwrap() < 22.0);
        let mean = curve.restricted_mean(36.0);
        near(mean.value, 26.1);
        // Without earlier censoring the variance is that of min(T, 36), divisor n, over n.
        let lengths: Vec<f64> = sample.iter().map(|(t, _)| *t).collect();
        let se = (crate::stats::variance(&lengths).unwrap() * 0.9 / 10.0).sqrt();
        near(mean.high.unwrap(), 26.1 + 1.959_963_984_540_054 * se);
    }

    #[test]
    fn unequal_censoring() {
        let sample = [
            (30.0, false),
            (8.0, true),
            (12.0, false),
            (15.0, true),
            (15.0, true),
            (20.0, false),
            (24.0, true),
            (30.0, false),
        ];
        let curve = kaplan_meier(&spells(&sample)).unwrap();
        near(curve.at(8.0).share, 0.875);
        near(curve.at(15.0).share, 0.583_333_333_3);
        near(curve.at(24.0).share, 0.388_888_888_9);
        assert_eq!(curve.median().map(|median| median.value), Some(24.0));
        assert_eq!((curve.quantile(0.1), curve.quantile(0.9)), (Some(8.0), None));
        assert!(curve.reaches(30.0) && !curve.reaches(30.1), "nobody was watched longer than 30");
        let share = curve.at(15.0);
        assert!(0.0 < share.low && share.low < share.share && share.share < share.high && share.high < 1.0);
    }

    #[test]
    fn edges() {
        assert_eq!(kaplan_meier(&[]), None);
        let never = kaplan_meier(&spells(&[(36.0, false); 4])).unwrap();
        assert_eq!((never.median(), never.at(40.0).share), (None, 1.0));
        near(never.restricted_mean(36.0).value, 36.0);
        let all = kaplan_meier(&spells(&[(5.0, true); 4])).unwrap();
        assert_eq!((all.median().unwrap().value, all.at(5.0).share), (5.0, 0.0));
        near(all.restricted_mean(36.0).value, 5.0);
        assert!(all.reaches(1e9), "all have ended");
    }
}
