//! Emergencies that strike at random within the horizon, on the flows of runs without one and with one.
//!
//! Strata are the counts none, one, and two or more; each is weighed by its probability, so that futures with many
//! emergencies, which are rare, are seen as well as those with none. One emergency is put into each month in turn; more are put
//! into months that are drawn, the same for all options and programmes. Each replication is weighed for itself: intervals are
//! over replications.

use crate::finance::{Emergencies, monthly_rate, npv, payback, struck};
use crate::random::{key, mix, uniform};
use crate::spec::Appraisal;
use crate::stats::{Estimate, mean, sum};
use crate::units::math::normal_quantile;

/// Futures with two or more emergencies that are drawn in each replication.
const DRAWN: u64 = 200;

/// What the owners have of an investment where emergencies strike at random.
#[derive(Clone, Debug)]
pub struct Struck {
    /// None within the horizon, exactly one, two or more.
    pub strata: [Stratum; 3],
    /// All of them, each by its probability.
    pub all: Outcome,
}

/// What comes with some number of emergencies.
#[derive(Clone, Debug)]
pub struct Stratum {
    /// How likely that number is [0..=1].
    pub probability: f64,
    /// What comes then.
    pub outcome: Outcome,
}

/// What owners have; means over replications.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// Net present value [currency].
    pub npv: Estimate,
    /// Share of futures in which it is not below 0.
    pub worth: Estimate,
    /// Share of futures in which the money is back within the first of the owners' limits.
    pub back: Estimate,
}

/// Net present value, whether it is not below 0, whether the money is back in time; or shares of such.
type Values = [f64; 3];

/// Owners' flows in one replication without an emergency and with one that begins in month `onset`.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) calm: &'a [f64],
    pub(super) shaken: &'a [f64],
    /// When the first outlay was made, from which paybacks count; `None` where nobody bought.
    pub(super) first_outlay: Option<usize>,
}

/// Weighs `per_year` emergencies like the one that begins in month `onset` of the horizon [>= 1].
pub(super) fn strikes(
    appraisal: &Appraisal,
    per_year: f64,
    seed: u64,
    pairs: &[Pair<'_>],
    onset: usize,
) -> Struck {
    let months = appraisal.horizon_months;
    let process = Emergencies {
        per_year,
        benefit: 0.0,
        years: f64::from(months) / 12.0,
        discount_rate: appraisal.discount_rate,
    };
    let probabilities =
        [process.probability(0), process.probability(1), process.probability_from(2).max(0.0)];
    let each: Vec<[Values; 3]> = (0..)
        .zip(pairs)
        .map(|(replication, pair)| {
            let judge = |strikes: &[usize]| judged(appraisal, pair, onset, strikes);
            let once: Vec<Values> = (1..=months as usize).map(|month| judge(&[month])).collect();
            let lots = key(seed, replication, "emergencies", "strike");
            let more: Vec<Values> =
                (0..DRAWN).map(|draw| judge(&several(&process, mix(lots ^ mix(draw)), months))).collect();
            [judge(&[]), averaged(&once), averaged(&more)]
        })
        .collect();
    let over = |value: &dyn Fn(&[Values; 3], usize) -> f64| {
        let estimate = |place| Estimate::of(&each.iter().map(|own| value(own, place)).collect::<Vec<_>>());
        Outcome { npv: estimate(0), worth: estimate(1), back: estimate(2) }
    };
    let weighed = |own: &[Values; 3], place: usize| {
        sum(own.iter().zip(probabilities).map(|(values, weight)| weight * values[place]))
    };
    Struck {
        strata: [0, 1, 2].map(|count: usize| Stratum {
            probability: probabilities[count],
            outcome: over(&|own, place| own[count][place]),
        }),
        all: over(&weighed),
    }
}

/// What a future with emergencies in some months is worth.
fn judged(appraisal: &Appraisal, pair: &Pair<'_>, onset: usize, strikes: &[usize]) -> Values {
    let flow = struck(pair.calm, pair.shaken, onset, strikes);
    let worth = npv(&flow, monthly_rate(appraisal.discount_rate));
    let limit = appraisal.owner_limits_months.first().map_or(f64::INFINITY, |limit| f64::from(*limit));
    let back = pair.first_outlay.and_then(|first| payback(&flow[first..]).last);
    let is = |truth: bool| f64::from(u8::from(truth));
    [worth, is(worth >= 0.0), is(back.is_some_and(|months| months <= limit))]
}

/// The months of two emergencies or more: their number by its conditional probability, each month alike.
fn several(process: &Emergencies, lots: u64, months: u32) -> Vec<usize> {
    let mut drawn = 0;
    let mut draw = || {
        drawn += 1;
        uniform(mix(lots ^ drawn))
    };
    let count = two_or_more(process, draw());
    (0..count).map(|_| 1 + ((draw() * f64::from(months)) as usize).min(months as usize - 1)).collect()
}

/// Where so many are expected, their number is nearly normal, and its probabilities are too small for a number.
const MANY: f64 = 500.0;

/// How many emergencies there are, given that there are two or more, by a uniform draw from (0, 1).
fn two_or_more(process: &Emergencies, draw: f64) -> u32 {
    let expected = process.per_year * process.years;
    if expected > MANY {
        return (expected + expected.sqrt() * normal_quantile(draw)).round().max(2.0) as u32;
    }
    let (mut left, mut count) = (draw * process.probability_from(2), 2);
    let mut probability = process.probability(2);
    // Far above the mean nothing is left but rounding.
    while left > probability && f64::from(count) < 10.0 * MANY {
        left -= probability;
        count += 1;
        probability *= expected / f64::from(count);
    }
    count
}

fn averaged(values: &[Values]) -> Values {
    [0, 1, 2].map(|place| mean(&values.iter().map(|own| own[place]).collect::<Vec<_>>()).unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::expected_npv;

    /// 1000 spent, 10 a month for ten years; an emergency brings 800 in the month in which it begins.
    fn flows() -> (Appraisal, Vec<f64>, Vec<f64>) {
        let appraisal = Appraisal {
            horizon_months: 120,
            discount_rate: 0.08,
            owner_limits_months: vec![36],
            ..Appraisal::default()
        };
        let calm: Vec<f64> = (0..=120).map(|t| if t == 0 { -1_000.0 } else { 10.0 }).collect();
        let mut shaken = calm.clone();
        shaken[7] += 800.0;
        (appraisal, calm, shaken)
    }

    fn near(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() < tolerance, "{found} is not {expected}");
    }

    /// Methods 3.9: 0.1 a year over ten years.
    #[test]
    fn strata_have_their_probabilities_and_mean() {
        let (appraisal, calm, shaken) = flows();
        let pairs = vec![Pair { calm: &calm, shaken: &shaken, first_outlay: Some(0) }; 50];
        let found = strikes(&appraisal, 0.1, 5, &pairs, 7);
        let [none, one, more] = &found.strata;
        near(none.probability, 0.367_879_441_2, 1e-9);
        near(one.probability, 0.367_879_441_2, 1e-9);
        near(more.probability, 0.264_241_117_7, 1e-9);
        let rate = monthly_rate(0.08);
        near(none.outcome.npv.mean.unwrap(), npv(&calm, rate), 1e-9);
        let middle =
            crate::stats::sum((1..=120).map(|t| 800.0 / crate::units::math::pow(1.0 + rate, f64::from(t))))
                / 120.0;
        near(one.outcome.npv.mean.unwrap(), npv(&calm, rate) + middle, 1e-9);
        // Given two or more, (1 - e^-1) / 0.26424 = 2.392 are expected.
        near(more.outcome.npv.mean.unwrap(), npv(&calm, rate) + 2.392_210_8 * middle, 8.0);
        // What the strata add up to is the expectation by formula: emergencies do not touch each other.
        let expected = expected_npv(&calm, &shaken, 7, 0.1, 0.08);
        near(found.all.npv.mean.unwrap(), expected, 2.5);
        assert!(found.all.npv.low.unwrap() <= expected && expected <= found.all.npv.high.unwrap());
    }

    /// The money is back within 36 months only if 1000 = 800 + 20 x 10 come together, so in the months 1 to 36 for one: 30 % of
    /// the horizon. Without an emergency it never is.
    #[test]
    fn shares_by_hand() {
        let (appraisal, calm, shaken) = flows();
        let pairs = [Pair { calm: &calm, shaken: &shaken, first_outlay: Some(0) }; 3];
        let found = strikes(&appraisal, 0.1, 5, &pairs, 7);
        let [none, one, more] = found.strata.map(|stratum| stratum.outcome);
        assert_eq!((none.back.mean, none.worth.mean), (Some(0.0), Some(0.0)));
        near(one.back.mean.unwrap(), 0.3, 1e-12);
        assert!(more.back.mean.unwrap() > 0.45, "1 - 0.7 x 0.7 are 0.51 for two");
        let all = found.all.back.mean.unwrap();
        near(all, 0.367_879_441_2 * 0.3 + 0.264_241_117_7 * more.back.mean.unwrap(), 1e-9);
    }

    /// Of two or more with one expected in all, two are 0.5 / (e - 2) = 69.6 %, two or three 92.8 %.
    #[test]
    fn counts_have_their_conditional_probabilities() {
        let process = Emergencies { per_year: 0.1, benefit: 0.0, years: 10.0, discount_rate: 0.0 };
        let counts = [0.01, 0.69, 0.70, 0.92, 0.93].map(|draw| two_or_more(&process, draw));
        assert_eq!(counts, [2, 2, 3, 3, 4]);
        let many = Emergencies { per_year: 1_000.0, ..process };
        assert_eq!(two_or_more(&many, 0.5), 10_000);
        assert_eq!(two_or_more(&Emergencies { per_year: 0.0, ..process }, 0.5), 2);
    }

    /// None ever come: only the first stratum counts; thousands come: the last one.
    #[test]
    fn rare_and_frequent_ones() {
        let (appraisal, calm, shaken) = flows();
        let pairs = [Pair { calm: &calm, shaken: &shaken, first_outlay: None }; 2];
        let never = strikes(&appraisal, 0.0, 5, &pairs, 7);
        assert_eq!(never.all.npv.mean, never.strata[0].outcome.npv.mean);
        let often = strikes(&appraisal, 1_000.0, 5, &pairs, 7);
        assert_eq!((often.all.back.mean, often.all.worth.mean), (Some(0.0), Some(1.0)));
        near(often.strata[2].probability, 1.0, 1e-12);
    }
}
