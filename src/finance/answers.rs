//! What would have to change for an investment to pay: break-even answers on flows that are there, without a new run.
//!
//! Each asks for the least help, or the most cost, at which enough replications pay back in time. In a replication all of
//! it is a matter of running sums: the money is back within n months exactly if nothing is owed at the end of month n nor
//! later. What help and interest do to the owner's tax is left out.

use super::loan::within_horizon;
use super::{break_even_frequency, cumulative, monthly_rate, npv};
use crate::spec::funding::{Grace, LoanTerms, Repayment};
use crate::units::Money;

/// One replication, at the months 0..=horizon: all lists are equally long.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct OwnerFlow<'a> {
    /// The owner's cash [currency].
    pub flow: &'a [f64],
    /// Capital spent, positive [currency]. Payback counts from the first month with some.
    pub capital: &'a [f64],
    /// Revenue in addition to that of the baseline [currency].
    pub revenue: &'a [f64],
}

/// What is to be reached.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Goal {
    /// The money is back, for good, within so many months from the first outlay.
    pub months: u32,
    /// In at least this share of the replications [0..=1].
    pub probability: f64,
}

/// The smallest share of all capital [0..=1], granted when it is spent, with which the goal is reached; `None` if not even
/// with all of it, or without replications.
pub fn smallest_grant(replications: &[OwnerFlow], goal: Goal) -> Option<f64> {
    let needed = |replication: &OwnerFlow| {
        let shares = replication.late_sums(goal.months, replication.capital);
        shares.map(|(cash, spent)| if cash >= 0.0 { 0.0 } else { -cash / spent }).fold(0.0, f64::max)
    };
    let mut shares: Vec<f64> = replications.iter().map(needed).collect();
    shares.sort_by(f64::total_cmp);
    let share = match goal.hits(replications.len())? {
        0 => 0.0,
        hits => shares[hits - 1],
    };
    (share <= 1.0).then_some(share)
}

/// The smallest factor [>= 0] on the revenue in addition with which the goal is reached: how far the price may fall, or has
/// to rise. `None` if with no factor, or without replications.
pub fn smallest_price_factor(replications: &[OwnerFlow], goal: Goal) -> Option<f64> {
    let hits = goal.hits(replications.len())?;
    let intervals: Vec<(f64, f64)> =
        replications.iter().filter_map(|replication| replication.factors(goal.months)).collect();
    let mut candidates: Vec<f64> = intervals.iter().map(|(low, _)| *low).chain([0.0]).collect();
    candidates.sort_by(f64::total_cmp);
    let reached =
        |factor: &f64| intervals.iter().filter(|(low, high)| (*low..=*high).contains(factor)).count() >= hits;
    candidates.into_iter().find(reached)
}

/// Highest rate that [`largest_interest`] looks at [yearly].
const HIGHEST_RATE: f64 = 10.0;

/// The largest nominal yearly rate, to 0.0001 and at most 10, of a loan over `term` months [>= 1] in equal instalments for
/// the whole first purchase with which the goal is reached; a debt that is left at the horizon is repaid there. `None` if not
/// even without interest, or without replications.
pub fn largest_interest(replications: &[OwnerFlow], term: u32, goal: Goal) -> Option<f64> {
    let hits = goal.hits(replications.len())?;
    let reached = |rate: f64| {
        let in_time = |replication: &&OwnerFlow| replication.pays_with_loan(rate, term, goal.months);
        replications.iter().filter(in_time).count() >= hits
    };
    if !reached(0.0) {
        return None;
    }
    if reached(HIGHEST_RATE) {
        return Some(HIGHEST_RATE);
    }
    let (mut low, mut high) = (0.0, HIGHEST_RATE);
    while high - low > 1e-4 {
        let rate = f64::midpoint(low, high);
        if reached(rate) {
            low = rate;
        } else {
            high = rate;
        }
    }
    Some(low)
}

impl Goal {
    /// How many of some replications have to be in time; `None` without replications.
    fn hits(self, replications: usize) -> Option<usize> {
        // A share like 0.7 of 10 is 7, not 8.
        let hits = (self.probability * replications as f64 - 1e-9).ceil();
        (replications > 0).then_some(hits.max(0.0) as usize)
    }
}

impl OwnerFlow<'_> {
    fn first_outlay(&self) -> usize {
        self.capital.iter().position(|spent| spent.abs() > 0.0).unwrap_or(0)
    }

    /// The running sums of the flow and of another list, at the ends of the months at which nothing may be owed for the
    /// money to be back within `months` from the first outlay; of the last month, if the horizon comes first.
    fn late_sums(&self, months: u32, other: &[f64]) -> impl Iterator<Item = (f64, f64)> {
        let late = (self.first_outlay() + months as usize).min(self.flow.len().saturating_sub(1));
        cumulative(self.flow).into_iter().zip(cumulative(other)).skip(late)
    }

    /// The least and the most factor on the revenue [>= 0; the most may be infinite] with which the money is back within
    /// `months`; `None`: with none.
    fn factors(&self, months: u32) -> Option<(f64, f64)> {
        let (mut low, mut high): (f64, f64) = (0.0, f64::INFINITY);
        for (cash, revenue) in self.late_sums(months, self.revenue) {
            let factor = 1.0 - cash / revenue;
            if revenue > 0.0 {
                low = low.max(factor);
            } else if revenue < 0.0 {
                high = high.min(factor);
            } else if cash < 0.0 {
                return None;
            }
        }
        (low <= high).then_some((low, high))
    }

    fn pays_with_loan(&self, yearly_rate: f64, term: u32, months: u32) -> bool {
        let first = self.first_outlay();
        let mut lent = vec![0.0; self.flow.len()];
        let terms = LoanTerms {
            principal: Money::from_units(self.capital.get(first).copied().unwrap_or(0.0)),
            yearly_rate,
            months: term,
            grace_months: 0,
            grace: Grace::InterestOnly,
            repayment: Repayment::EqualInstalment,
        };
        if first + 1 < lent.len() {
            lent[first] = terms.principal.units();
            let payments = within_horizon(&terms, lent.len() - first - 1);
            lent[first + 1..].iter_mut().zip(payments).for_each(|(month, due)| *month = -due.payment.units());
        }
        self.late_sums(months, &lent).all(|(cash, lent)| cash + lent >= 0.0)
    }
}

/// The flow if the emergency of `shaken` came in another year [1 is the first]: `calm`, and what `shaken` has in addition, moved
/// by whole years, so that the season stays. `onset` is the month in which the emergency begins in `shaken` [>= 1]; what falls
/// beyond the horizon is cut off.
pub fn one_in_year(calm: &[f64], shaken: &[f64], onset: usize, year: usize) -> Vec<f64> {
    let season = onset.saturating_sub(1) % 12;
    moved(calm, shaken, onset, 12 * year.saturating_sub(1) + season + 1)
}

/// What is expected of an investment where emergencies like that of `shaken`, which begins in month `onset` [>= 1], come some
/// times a year, each month with the same chance: net present value at a yearly effective rate [> -1]. Emergencies do not
/// touch each other; what falls beyond the horizon is cut off.
pub fn expected_npv(calm: &[f64], shaken: &[f64], onset: usize, per_year: f64, yearly_rate: f64) -> f64 {
    npv(calm, monthly_rate(yearly_rate)) + per_year * value_per_frequency(calm, shaken, onset, yearly_rate)
}

/// The smallest frequency of emergencies [per year; >= 0] at which [`expected_npv`] is not negative; `None` where emergencies
/// do not help.
pub fn smallest_frequency(calm: &[f64], shaken: &[f64], onset: usize, yearly_rate: f64) -> Option<f64> {
    let without = npv(calm, monthly_rate(yearly_rate));
    break_even_frequency(without, value_per_frequency(calm, shaken, onset, yearly_rate))
}

/// What one emergency a year adds to net present value in expectation.
fn value_per_frequency(calm: &[f64], shaken: &[f64], onset: usize, yearly_rate: f64) -> f64 {
    let rate = monthly_rate(yearly_rate);
    let without = npv(calm, rate);
    let added = (1..calm.len()).map(|month| npv(&moved(calm, shaken, onset, month), rate) - without);
    crate::stats::sum(added) / 12.0
}

/// `calm`, with the difference to `shaken` moved from month `onset` to month `to`.
fn moved(calm: &[f64], shaken: &[f64], onset: usize, to: usize) -> Vec<f64> {
    struck(calm, shaken, onset, &[to])
}

/// The flow if emergencies like that of `shaken`, which begins in month `onset` [>= 1], begin in some months [each >= 1]: `calm`,
/// and for each of them what `shaken` has in addition, moved there. They do not touch each other; what falls beyond the
/// horizon is cut off.
pub fn struck(calm: &[f64], shaken: &[f64], onset: usize, months: &[usize]) -> Vec<f64> {
    let mut flow = calm.to_vec();
    let mut months = months.to_vec();
    months.sort_unstable();
    for same in months.chunk_by(|a, b| a == b) {
        for (t, cash) in flow.iter_mut().enumerate() {
            let moved = (t + onset).checked_sub(same[0]);
            let difference = moved.and_then(|t| Some(shaken.get(t)? - calm.get(t)?));
            *cash += same.len() as f64 * difference.unwrap_or(0.0);
        }
    }
    flow
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::appraisal::tests::{case_b, near};
    use crate::finance::{Emergencies, equal_instalment, payback};
    use proptest::prelude::*;

    /// Case B of methods 3 with another gain from month 4 on, and 6000 of revenue.
    fn lists(gain: f64) -> [Vec<f64>; 3] {
        let mut flow = case_b();
        flow[4..].fill(gain);
        let mut capital = vec![0.0; 37];
        capital[0] = 120_000.0;
        let revenue = (0..37).map(|t| if t < 4 { 0.0 } else { 6_000.0 }).collect();
        [flow, capital, revenue]
    }

    fn view([flow, capital, revenue]: &[Vec<f64>; 3]) -> OwnerFlow<'_> {
        OwnerFlow { flow, capital, revenue }
    }

    fn goal(months: u32, probability: f64) -> Goal {
        Goal { months, probability }
    }

    /// After 24 months 123000 - 21 * 5200 = 13800 are missing, with half of the gain 68400, and without any 123000.
    #[test]
    fn grants() {
        let lists = [lists(5_200.0), lists(2_600.0), lists(0.0)];
        let all: Vec<OwnerFlow> = lists.iter().map(view).collect();
        near(smallest_grant(&all[..1], goal(24, 1.0)).unwrap(), 13_800.0 / 120_000.0);
        near(smallest_grant(&all, goal(24, 0.3)).unwrap(), 13_800.0 / 120_000.0);
        near(smallest_grant(&all, goal(24, 2.0 / 3.0)).unwrap(), 68_400.0 / 120_000.0);
        assert_eq!(smallest_grant(&all, goal(24, 0.7)), None, "not even all of the capital");
        assert_eq!(smallest_grant(&all[..1], goal(36, 1.0)), Some(0.0));
        // The horizon comes before the limit: it is enough that nothing is owed there, but 123000 - 33 * 2600 are.
        near(smallest_grant(&all[1..2], goal(48, 1.0)).unwrap(), 37_200.0 / 120_000.0);
        assert_eq!(smallest_grant(&all, goal(24, 0.0)), Some(0.0));
        assert_eq!(smallest_grant(&[], goal(24, 0.5)), None);
    }

    /// 13800 are missing after 24 months, in which 21 * 6000 were taken in addition; after 36 months 48600 are left of
    /// 33 * 6000.
    #[test]
    fn prices() {
        let lists = [lists(5_200.0), lists(0.0)];
        let all: Vec<OwnerFlow> = lists.iter().map(view).collect();
        near(smallest_price_factor(&all[..1], goal(24, 1.0)).unwrap(), 1.0 + 13_800.0 / 126_000.0);
        near(smallest_price_factor(&all[..1], goal(36, 1.0)).unwrap(), 1.0 - 48_600.0 / 198_000.0);
        near(smallest_price_factor(&all, goal(24, 1.0)).unwrap(), 1.0 + 123_000.0 / 126_000.0);
        // Less revenue than without: a higher price is a loss; here it may be at most half of what it is.
        let lost = [vec![-100.0, 50.0, 0.0], vec![100.0, 0.0, 0.0], vec![0.0, -100.0, 0.0]];
        near(smallest_price_factor(&[view(&lost)], goal(1, 1.0)).unwrap(), 0.0);
        let never = [vec![-100.0, 50.0], vec![100.0, 0.0], vec![0.0, 0.0]];
        assert_eq!(smallest_price_factor(&[view(&never)], goal(1, 1.0)), None);
        assert_eq!(smallest_price_factor(&[view(&never)], goal(1, 0.0)), Some(0.0));
        assert_eq!(smallest_price_factor(&[], goal(1, 0.0)), None);
    }

    /// With a loan over 36 months, 36 payments may be 171600 - 3000; 12 of them 9 * 5200 - 3000.
    #[test]
    fn interest() {
        let good = lists(5_200.0);
        let payment = |months: u32| {
            let rate = largest_interest(&[view(&good)], 36, goal(months, 1.0)).unwrap();
            equal_instalment(120_000.0, rate / 12.0, 36)
        };
        // 0.0001 of the rate is at most 0.6 of a payment.
        assert!((payment(36) - 168_600.0 / 36.0).abs() < 0.6, "{}", payment(36));
        assert!((payment(12) - 43_800.0 / 12.0).abs() < 0.6, "{}", payment(12));
        let poor = lists(2_600.0);
        assert_eq!(largest_interest(&[view(&poor)], 36, goal(36, 1.0)), None, "120000 do not come in");
        assert_eq!(largest_interest(&[view(&poor), view(&good)], 36, goal(36, 1.0)), None);
        assert!(largest_interest(&[view(&poor), view(&good)], 36, goal(36, 0.5)).is_some());
        // Over ten years the horizon clears the debt: at no interest all but 3000 of the gain is left.
        assert!(largest_interest(&[view(&good)], 120, goal(36, 1.0)).unwrap() > 0.05);
        let rich = [vec![-1.0, 1e9], vec![1.0, 0.0], vec![0.0, 0.0]];
        assert_eq!(largest_interest(&[view(&rich)], 1, goal(1, 1.0)), Some(10.0));
        assert_eq!(largest_interest(&[], 36, goal(36, 0.5)), None);
    }

    #[test]
    fn emergencies_move_by_years() {
        let calm = vec![1.0; 40];
        let mut shaken = calm.clone();
        (shaken[14], shaken[15]) = (11.0, 6.0);
        let extra = |year| -> Vec<(usize, f64)> {
            let flow = one_in_year(&calm, &shaken, 14, year);
            flow.into_iter().map(|cash| cash - 1.0).enumerate().filter(|(_, cash)| cash.abs() > 0.0).collect()
        };
        assert_eq!(extra(2), [(14, 10.0), (15, 5.0)]);
        assert_eq!(extra(1), [(2, 10.0), (3, 5.0)]);
        assert_eq!(extra(4), [(38, 10.0), (39, 5.0)]);
        assert_eq!(extra(5), []);
        let late = moved(&calm, &shaken, 14, 39);
        assert_eq!(
            (late[38].to_bits(), late[39].to_bits()),
            (1.0_f64.to_bits(), 11.0_f64.to_bits()),
            "cut off"
        );
    }

    /// Methods 3.9: 0.1 a year, 800000 each at its onset, ten years at 8 %, by months: 556215.935930.
    #[test]
    fn expected_worth() {
        let mut calm = vec![0.0; 121];
        calm[0] = -300_000.0;
        let mut shaken = calm.clone();
        shaken[7] = 800_000.0;
        near(expected_npv(&calm, &shaken, 7, 0.1, 0.08), 556_215.935_930 - 300_000.0);
        let by_formula = Emergencies { per_year: 0.1, benefit: 800_000.0, years: 10.0, discount_rate: 0.08 };
        near(by_formula.expected_value_by_months() - 300_000.0, 556_215.935_930 - 300_000.0);
        let frequency = smallest_frequency(&calm, &shaken, 7, 0.08).unwrap();
        near(frequency, 0.1 * 300_000.0 / 556_215.935_930);
        near(1.0 + expected_npv(&calm, &shaken, 7, frequency, 0.08), 1.0);
        assert_eq!(smallest_frequency(&calm, &calm, 7, 0.08), None);
        calm[0] = 1.0;
        assert_eq!(smallest_frequency(&calm, &shaken, 7, 0.08), Some(0.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: proptest::test_runner::RngSeed::Fixed(5),
            failure_persistence: None,
            ..ProptestConfig::with_cases(300)
        })]

        /// What the sums say is what payback says: with a little more of it enough are in time, with a little less not.
        #[test]
        fn answers_are_the_edge(
            runs in proptest::collection::vec(proptest::collection::vec(-20.0..60.0, 30), 1..20),
            first in 0..5_usize,
            months in 1..40_u32,
            probability in 0.05..1.0,
        ) {
            let capital: Vec<f64> = (0..30).map(|t| if t == first { 500.0 } else { 0.0 }).collect();
            let flow = |gains: &Vec<f64>| -> Vec<f64> {
                (0..30).map(|t| if t > first { gains[t] - 5.0 } else { -capital[t] }).collect()
            };
            let flows: Vec<Vec<f64>> = runs.iter().map(flow).collect();
            let all: Vec<OwnerFlow> = flows
                .iter()
                .zip(&runs)
                .map(|(flow, revenue)| OwnerFlow { flow, capital: &capital, revenue })
                .collect();
            let share_with = |change: &dyn Fn(&OwnerFlow, usize) -> f64| {
                let in_time = |run: &&OwnerFlow| {
                    let flow: Vec<f64> = (0..30).map(|t| run.flow[t] + change(run, t)).collect();
                    let before: f64 = flow[..first].iter().sum();
                    let mut since = flow[first..].to_vec();
                    since[0] += before;
                    payback(&since).last.is_some_and(|paid| paid <= f64::from(months))
                };
                all.iter().filter(in_time).count() as f64 / all.len() as f64 + 1e-9
            };
            let goal = Goal { months, probability };
            let granted = |share: f64| share_with(&|run, t| share * run.capital[t]);
            match smallest_grant(&all, goal) {
                Some(share) => {
                    prop_assert!(granted(share + 1e-9) >= probability);
                    prop_assert!(share.abs() < 1e-9 || granted(share - 1e-6) < probability);
                }
                None => prop_assert!(granted(1.0) < probability),
            }
            let priced = |factor: f64| share_with(&|run, t| (factor - 1.0) * run.revenue[t]);
            if let Some(factor) = smallest_price_factor(&all, goal) {
                prop_assert!(priced(factor + 1e-9) >= probability || priced(factor - 1e-9) >= probability);
                for k in 0..50 {
                    prop_assert!(priced(factor * f64::from(k) / 50.0 - 1e-9) < probability);
                }
            }
        }
    }
}
