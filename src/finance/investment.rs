//! The investment: an option's books less the baseline's, in the same replication, laid on months of a horizon
//! (`layout` says how).

use super::books::{Books, books};
use super::layout::{Layout, capital_of, go_live, in_emergency};
use super::{
    Payback, airr, cumulative, discounted_payback, gains_over_losses, irr, mirr, monthly_rate, npv, payback,
    peak_funding, yearly_rate,
};
use crate::outcome::Outcome;
use crate::spec::{Appraisal, Spec, Surge};
use crate::units::Money;

/// The incremental cash of an investment in one replication.
#[derive(Clone, PartialEq, Debug)]
pub struct Flow {
    /// Cash at the start and at the ends of the months 1..=horizon [currency].
    pub months: Vec<f64>,
    /// Capital in them, positive [currency].
    pub capital: Vec<f64>,
    /// The month of the first outlay; `None` where nothing was bought.
    pub first_outlay: Option<usize>,
    /// When the first of what was bought is live [months from the start; >= 0]; `None` where nothing is within the run.
    pub go_live: Option<f64>,
    /// The first month that is repeated instead of simulated; `None`: none.
    pub extrapolated_from: Option<usize>,
}

impl Flow {
    /// Months from the first outlay until the first of what was bought is live [>= 0]; `None` where nothing is.
    pub fn installation(&self) -> Option<f64> {
        Some((self.go_live? - self.first_outlay? as f64).max(0.0))
    }
}

/// What an investment is worth in one replication.
#[derive(Clone, PartialEq, Debug)]
pub struct Verdict {
    /// Net present value at the start of the run [currency].
    pub npv: f64,
    /// Internal rate of return [annual effective share]; `None` unless there is exactly one.
    pub irr: Option<f64>,
    /// The same where gains are reinvested and losses financed at the rate of the appraisal, from the first outlay on;
    /// `None` without a month of gain or without one of loss.
    pub mirr: Option<f64>,
    /// Adjusted internal rate of return from the first outlay on, reinvested at the rate of the appraisal [annual effective
    /// share]; `None` without capital, or where the rest is not worth anything.
    pub airr: Option<f64>,
    /// Present value of all but capital, over that of capital; `None` without any.
    pub profitability_index: Option<f64>,
    /// Present value of the months with a gain, over that of the months with a loss; `None` without any of these.
    pub benefit_cost_ratio: Option<f64>,
    /// Payback, in months from the first outlay.
    pub payback: Payback,
    /// The same in months from the day on which the first of what was bought is live.
    pub from_go_live: Payback,
    /// Payback of the discounted flow, in months from the first outlay.
    pub discounted: Payback,
    /// Deepest point of the running sum [currency; <= 0].
    pub peak_funding: f64,
    /// Capital within the horizon [currency].
    pub outlay: f64,
    /// Running sum at the months 0..=horizon [currency].
    pub cumulative: Vec<f64>,
}

/// The cash flow of an option's run against the baseline's run of the same replication, over `factories` [positions
/// in `Spec::factories`] and `horizon` months [>= 1].
pub fn cash_flow(
    spec: &Spec,
    surge: &Surge,
    horizon: u32,
    baseline: &Outcome,
    option: &Outcome,
    factories: &[usize],
) -> Flow {
    let horizon = horizon as usize;
    let (with, without) = (total(spec, surge, option, factories), total(spec, surge, baseline, factories));
    let layout = Layout::new(&with, &without, |i| {
        let month = factories.first().and_then(|f| option.factories[*f].months.get(i));
        !month.is_some_and(|month| in_emergency(spec.start, surge, month))
    });
    let gain = |t| layout.source(t).map_or(Money::ZERO, |i| with[i].operating() - without[i].operating());
    // Orders beyond the horizon are left out.
    let capital: Vec<Money> = (0..=horizon).map(|t| capital_of(&with, t) - capital_of(&without, t)).collect();
    Flow {
        months: capital.iter().enumerate().map(|(t, spent)| (gain(t) - *spent).units()).collect(),
        capital: capital.iter().map(|spent| spent.units()).collect(),
        first_outlay: capital.iter().position(|spent| *spent != Money::ZERO),
        go_live: factories.iter().filter_map(|f| go_live(&option.factories[*f])).reduce(f64::min),
        extrapolated_from: layout.extrapolated_from(horizon),
    }
}

/// Judges a flow under an appraisal.
pub fn verdict(flow: &Flow, appraisal: &Appraisal) -> Verdict {
    let rate = monthly_rate(appraisal.discount_rate);
    let since_outlay = since(&flow.months, flow.first_outlay.unwrap_or(0));
    let (worth, spent) = (npv(&flow.months, rate), npv(&flow.capital, rate));
    let index = (spent > 0.0).then(|| (worth + spent) / spent);
    let simple = payback(&since_outlay);
    Verdict {
        npv: worth,
        irr: irr(&flow.months).yearly(),
        mirr: mirr(&since_outlay, rate, rate).map(yearly_rate),
        airr: index
            .and_then(|index| airr(index, rate, since_outlay.len().saturating_sub(1)))
            .map(yearly_rate),
        profitability_index: index,
        benefit_cost_ratio: gains_over_losses(&flow.months, rate),
        payback: simple,
        from_go_live: flow.installation().map_or(Payback::default(), |months| simple.from_go_live(months)),
        discounted: discounted_payback(&since_outlay, rate),
        peak_funding: peak_funding(&flow.months),
        outlay: crate::stats::sum(flow.capital.iter().copied()),
        cumulative: cumulative(&flow.months),
    }
}

/// The books of some factories together; a month is whole if it is so for all.
fn total(spec: &Spec, surge: &Surge, outcome: &Outcome, factories: &[usize]) -> Vec<Books> {
    let mut each = factories.iter().map(|f| books(spec, surge, *f, &outcome.factories[*f]));
    let mut total = each.next().unwrap_or_default();
    for books in each {
        for (sum, month) in total.iter_mut().zip(&books) {
            sum.add(month);
        }
    }
    total
}

/// The flow seen from month `first` on; what came before, nothing as a rule, is added to it.
fn since(months: &[f64], first: usize) -> Vec<f64> {
    let (before, rest) = months.split_at(first.min(months.len()));
    let mut rest = rest.to_vec();
    if let Some(first) = rest.first_mut() {
        *first += crate::stats::sum(before.iter().copied());
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::sample::{self, bought, near};
    use crate::units::Date;

    /// What a day of `gain` more units brings: 0.20 each; costs in the sample do not depend on units.
    fn flow(
        start: &str,
        days: u64,
        horizon: u32,
        surge: &Surge,
        order_day: u64,
        gain: fn(u64) -> u64,
    ) -> Flow {
        let spec = sample::spec(start);
        let baseline = sample::outcome(&spec, 0, days, |_| 1_000, Vec::new());
        let installed = vec![bought(order_day, None, 5_000.0, 0.0)];
        let option = sample::outcome(&spec, 0, days, |day| 1_000 + gain(day), installed);
        cash_flow(&spec, surge, horizon, &baseline, &option, &[0])
    }

    #[track_caller]
    fn check(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len(), "{found:?}");
        found.iter().zip(expected).for_each(|(f, e)| near(*f, *e));
    }

    #[test]
    fn months_on_the_horizon() {
        // 2021-01-01 to 2021-03-31 (90 days): three whole months of 31, 28 and 31 days, 10 more units a day.
        let found = flow("2021-01-01", 90, 3, &Surge::none(), 0, |_| 10);
        check(&found.months, &[-5_000.0, 62.0, 56.0, 62.0]);
        assert_eq!((found.extrapolated_from, found.first_outlay), (None, Some(0)));
        // Ordered in the second calendar month: t = 1. The horizon cuts the run.
        let found = flow("2021-01-01", 90, 2, &Surge::none(), 40, |_| 10);
        check(&found.months, &[0.0, 62.0 - 5_000.0, 56.0]);
        assert_eq!((found.capital, found.first_outlay), (vec![0.0, 5_000.0, 0.0], Some(1)));
        // Ordered beyond the horizon: not part of the appraisal.
        let found = flow("2021-01-01", 90, 1, &Surge::none(), 80, |_| 10);
        assert_eq!((found.capital, found.first_outlay), (vec![0.0; 2], None));
    }

    #[test]
    fn cut_off_months() {
        // From 22 January: ten days of January are t = 1; 21 days of March are dropped and February is repeated.
        let found = flow("2020-01-22", 60, 5, &Surge::none(), 0, |_| 10);
        check(&found.months, &[-5_000.0, 20.0, 58.0, 58.0, 58.0, 58.0]);
        assert_eq!(found.extrapolated_from, Some(3));
        // No whole month: the last one is repeated; the dropped one still bears capital.
        let found = flow("2020-01-22", 20, 3, &Surge::none(), 15, |_| 10);
        check(&found.months, &[0.0, 20.0 - 5_000.0, 20.0, 20.0]);
        assert_eq!(found.extrapolated_from, Some(2));
        // A single month that is cut off is all there is.
        let found = flow("2020-01-22", 5, 3, &Surge::none(), 0, |_| 10);
        check(&found.months, &[-5_000.0, 10.0, 10.0, 10.0]);
        // Nothing was simulated.
        check(&flow("2020-01-22", 0, 2, &Surge::none(), 0, |_| 10).months, &[0.0; 3]);
    }

    #[test]
    fn repeats_the_last_year_without_emergency() {
        // Two years from 2021-01-01; the gain is the number of the month (0..=23), in units a day of 30.
        let gain = |day: u64| day / 30;
        let plain = flow("2021-01-01", 730, 60, &Surge::none(), 0, gain).months;
        assert_eq!(plain.len(), 61);
        (25..=60).for_each(|t| near(plain[t], plain[13 + (t - 25) % 12]));
        // An emergency from 15 June to 1 August 2022 takes out months 18, 19 and 20: three earlier ones step in.
        let dates = ["2022-06-15", "2022-08-01"].map(|d| Date::parse(d).unwrap());
        let surge = Surge { emergency: Some((dates[0], dates[1])), ..Surge::none() };
        let shaken = flow("2021-01-01", 730, 60, &surge, 0, gain).months;
        let pool = [10, 11, 12, 13, 14, 15, 16, 17, 21, 22, 23, 24];
        (25..=60).for_each(|t| near(shaken[t], plain[pool[(t - 25) % 12]]));
        // Fewer than twelve such months: those there are, in turn.
        let dates = ["2021-02-10", "2021-03-10"].map(|d| Date::parse(d).unwrap());
        let surge = Surge { emergency: Some((dates[0], dates[1])), ..Surge::none() };
        let short = flow("2021-01-01", 151, 9, &surge, 0, |day| day / 30).months;
        (6..=9).for_each(|t| near(short[t], short[[1, 4, 5][(t - 6) % 3]]));
        // Only emergency: the last month.
        let dates = ["2020-12-01", "2022-03-10"].map(|d| Date::parse(d).unwrap());
        let surge = Surge { emergency: Some((dates[0], dates[1])), ..Surge::none() };
        let all = flow("2021-01-01", 151, 7, &surge, 0, |day| day / 30).months;
        (6..=7).for_each(|t| near(all[t], all[5]));
    }

    /// Case B of methods 3, moved by two months: paybacks count from the outlay, worth from the start.
    #[test]
    fn verdict_of_case_b() {
        let appraisal = Appraisal { horizon_months: 38, ..Appraisal::default() };
        let case_b = crate::finance::appraisal::tests::case_b();
        let months: Vec<f64> = [0.0; 2].into_iter().chain(case_b).collect();
        let mut capital = vec![0.0; months.len()];
        capital[2] = 120_000.0;
        let flow =
            Flow { months, capital, first_outlay: Some(2), go_live: Some(3.5), extrapolated_from: None };
        let verdict = verdict(&flow, &appraisal);
        near(verdict.payback.last.unwrap(), 26.653_846_153_8);
        near(verdict.payback.first.unwrap(), 26.653_846_153_8);
        near(verdict.discounted.last.unwrap(), 30.012_545_517_4);
        // A month and a half after the outlay it is live.
        near(verdict.from_go_live.last.unwrap(), 26.653_846_153_8 - 1.5);
        near(verdict.airr.unwrap(), 0.168_551_783_5);
        near(verdict.irr.unwrap(), 0.231_797_724_2);
        // Ratios of values of the same months are those of methods 3.3. Gains grow at 10 % to month 36, losses are worth
        // 1.194... times less today: (1.1^3 * 1.194 077 152 9)^(1/3) - 1.
        near(verdict.profitability_index.unwrap(), 1.198_852_718_1);
        near(verdict.benefit_cost_ratio.unwrap(), 1.194_077_152_9);
        near(verdict.mirr.unwrap(), 1.1 * 1.194_077_152_9_f64.cbrt() - 1.0);
        near(verdict.outlay, 120_000.0);
        // 1.1^(1/6): two months.
        near(verdict.npv, 23_862.326_170 / 1.1_f64.sqrt().cbrt());
        near(verdict.peak_funding, -123_000.0);
        assert_eq!(verdict.cumulative.len(), 39);
        near(verdict.cumulative[38], -123_000.0 + 33.0 * 5_200.0);
    }

    #[test]
    fn without_outlay_and_loss_payback_is_at_once() {
        let appraisal = Appraisal { horizon_months: 3, owner_limits_months: vec![], ..Appraisal::default() };
        let flow = Flow {
            months: vec![0.0, 0.0, 5.0, 1.0],
            capital: vec![0.0; 4],
            first_outlay: None,
            go_live: None,
            extrapolated_from: None,
        };
        let verdict = verdict(&flow, &appraisal);
        assert_eq!((verdict.payback.first, verdict.payback.last, verdict.irr), (Some(0.0), Some(0.0), None));
        assert_eq!(
            (verdict.mirr, verdict.airr, verdict.profitability_index, verdict.benefit_cost_ratio),
            (None, None, None, None)
        );
        assert_eq!(verdict.peak_funding.to_bits(), 0);
    }
}
