//! An option against the baseline: paired over replications.

use super::missing::{Avoided, orders_met};
use crate::finance::{
    Flow, Measured, Verdict, cash_flow, fund, month_ends, units_leaving, verdict, xirr, xnpv,
};
use crate::outcome::Outcome;
use crate::spec::programme::Programme;
use crate::spec::{Appraisal, Choice, Spec};
use crate::stats::{Bounded, Estimate, Spell, Survival, kaplan_meier, sum, variance_reduction, wilson};
use crate::units::{Date, Money};

use super::shared::charge;
use super::tail::{Tail, tail};

/// An option against the baseline of the same surge, paired by replication.
#[derive(Clone, Debug)]
pub struct Versus {
    /// Relative change of good units delivered [share], ratio of means minus 1.
    pub output_gain: Estimate,
    /// Relative change of good units made under unlimited demand [share]; undefined without orders.
    pub capacity_gain: Estimate,
    /// Net present value of the investment [currency].
    pub npv: Estimate,
    /// Internal rate of return [annual effective share], over the replications that have exactly one.
    pub irr: Estimate,
    /// Net present value and internal rate of return by the days between month ends instead of equal months [currency;
    /// annual effective share, over the replications whose flow changes its sign once].
    pub dated: [Estimate; 2],
    /// Modified internal rate of return, at the rate of the appraisal [annual effective share], where there is one.
    pub mirr: Estimate,
    /// Adjusted internal rate of return, reinvested at the rate of the appraisal [annual effective share], where capital is
    /// spent.
    pub airr: Estimate,
    /// Present value of all but capital over that of capital, where some is spent.
    pub profitability_index: Estimate,
    /// Present value of the months with a gain over that of those with a loss, where there are such.
    pub benefit_cost_ratio: Estimate,
    /// Payback from the first outlay.
    pub payback: Payback,
    /// Payback from the day on which the first of what was bought is live, over the replications with such a day.
    pub from_go_live: Payback,
    /// Payback of discounted flows.
    pub discounted: Payback,
    /// Purchase cost, drawn [currency].
    pub outlay: Estimate,
    /// The most that has to be found at a time [currency; <= 0].
    pub peak_funding: Estimate,
    /// Cumulative incremental cash, by replication and month 0..=horizon [currency].
    pub cumulative: Vec<Vec<f64>>,
    /// NPV of each replication [currency].
    pub npvs: Vec<f64>,
    /// First month whose flow repeats the last year without an emergency instead of being simulated; `None`: none.
    pub extrapolated_from: Option<usize>,
    /// Variance of independent runs over variance of paired ones, for the difference of delivered units.
    pub variance_reduction: Option<f64>,
    /// What it avoids of what customers miss.
    pub avoided: Avoided,
}

/// The distribution of payback over replications, months; headline is the final crossing. What is bought later is watched
/// for less time, until the horizon: Kaplan and Meier's curve makes the most of it, and counts where all are watched alike.
#[derive(Clone, Debug)]
pub struct Payback {
    /// Per replication in which something is bought; `None`: not within the horizon.
    pub months: Vec<Option<f64>>,
    /// Median; `None`: beyond the horizon.
    pub median: Option<f64>,
    /// 95 % interval of the median (Brookmeyer and Crowley); an end that the runs do not bound is `None`.
    pub median_within: (Option<f64>, Option<f64>),
    /// 10 % quantile; `None`: beyond the horizon.
    pub p10: Option<f64>,
    /// 90 % quantile; `None`: beyond the horizon.
    pub p90: Option<f64>,
    /// Mean months without the money, those beyond the longest time that was watched (the horizon, where all have it back)
    /// not counted; `None` without replications.
    pub restricted_mean: Option<Bounded>,
    /// Share of replications never paid back within the horizon.
    pub never_share: f64,
    /// Probability of payback within each of the owner's limits.
    pub within: Vec<Within>,
    /// The same within each whole year of the longest time that was watched; of the horizon, where all have it back.
    pub by_year: Vec<Within>,
}

/// Probability of payback within a limit, or of a target by then: Wilson's interval where every replication was watched so long, that of Kaplan and
/// Meier's curve where some were not.
#[derive(Clone, Copy, Debug)]
pub struct Within {
    /// The limit [months].
    pub months: u32,
    /// Share of replications [0..=1].
    pub probability: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

/// Which outcomes of a cell a comparison reads.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'a> {
    /// Under the scenario's demand.
    pub outcomes: &'a [Outcome],
    /// Under unlimited demand; may be empty.
    pub capacity: &'a [Outcome],
    /// The option's name in the file: what it shares with others is charged to it; empty for one that has no name.
    pub option: &'a str,
}

/// Compares an option with the baseline of the same surge; `factories` restricts it to some (all when `None`).
/// What the surge has from an epidemic under chance is as in the replications of the scenario's seed.
/// `None` where the scenario has no appraisal, or no replication has run on both sides.
pub fn compare(
    spec: &Spec,
    surge: usize,
    baseline: Runs<'_>,
    option: Runs<'_>,
    factories: Option<&[usize]>,
) -> Option<Versus> {
    let appraisal = spec.appraisal.as_ref()?;
    let all: Vec<usize> = (0..spec.factories.len()).collect();
    let factories = factories.unwrap_or(&all);
    let pairs = paired(baseline.outcomes, option.outcomes);
    if pairs.is_empty() {
        return None;
    }
    let horizon = appraisal.horizon_months;
    let flow = |(without, with): &(&Outcome, &Outcome)| {
        let surge = spec.surge_of_replication(surge, without.replication);
        let flow = cash_flow(spec, &surge, horizon, without, with, factories);
        let shares = spec.shared.iter().any(|shared| shared.serves(option.option));
        if spec.accounts.is_none() && appraisal.resale.is_none() && !shares {
            return flow;
        }
        // After tax, fees for what is shared, and with what equipment is sold for, each factory under its own accounts.
        let measure = |factory: &usize| Measured::of(spec, &surge, horizon, without, with, *factory, 0.0);
        let measured: Vec<Measured> = if shares {
            let mut all: Vec<Measured> = all.iter().map(measure).collect();
            charge(spec, option.option, &mut all);
            factories.iter().map(|factory| std::mem::take(&mut all[*factory])).collect()
        } else {
            factories.iter().map(measure).collect()
        };
        let own = Programme::own_profit();
        let of = |one: &Measured| fund(spec.accounts.as_ref(), appraisal, &own, false, one, &[]).project;
        let each: Vec<Vec<f64>> = measured.iter().map(of).collect();
        let spent: Vec<Vec<f64>> =
            measured.iter().map(|one| one.capital().map(Money::units).collect()).collect();
        let all_of = |each: &[Vec<f64>]| -> Vec<f64> {
            (0..=horizon as usize).map(|t| sum(each.iter().map(|flow| flow[t]))).collect()
        };
        Flow { months: all_of(&each), capital: all_of(&spent), ..flow }
    };
    let flows: Vec<Flow> = pairs.iter().map(flow).collect();
    let verdicts: Vec<Verdict> = flows.iter().map(|flow| verdict(flow, appraisal)).collect();
    // Where owners decide, or wait until it is needed, nothing is bought in some runs: no money is to come back there.
    let is_open = |own: &Choice| own.offered.is_some() || own.waits();
    let open = spec.options.iter().any(|own| own.option() == option.option && is_open(own));
    let is_bought = |with: &Outcome| factories.iter().any(|f| !with.factories[*f].installed.is_empty());
    let bought: Vec<(&Flow, &Verdict)> = flows
        .iter()
        .zip(&verdicts)
        .zip(&pairs)
        .filter(|(_, (_, with))| !open || is_bought(with))
        .map(|(judged, _)| judged)
        .collect();

    let (without, with) = units(&pairs, |outcome| units_delivered(spec, outcome, factories));
    let saturated = paired(baseline.capacity, option.capacity);
    let (capacity_without, capacity_with) =
        units(&saturated, |outcome| units_finished(spec, outcome, factories));
    let ends = month_ends(spec.start, horizon as usize);
    let dated: Vec<Vec<(Date, f64)>> =
        flows.iter().map(|flow| ends.iter().copied().zip(flow.months.iter().copied()).collect()).collect();
    let met = |run: &Outcome| orders_met(spec, run, factories);
    let services: Option<Vec<_>> = pairs.iter().map(|(without, with)| met(without).zip(met(with))).collect();
    let npvs: Vec<f64> = verdicts.iter().map(|v| v.npv).collect();
    Some(Versus {
        avoided: services.map_or(Avoided::default(), |services| Avoided::of(&services, &npvs)),
        output_gain: Estimate::ratio_gain(&with, &without),
        capacity_gain: Estimate::ratio_gain(&capacity_with, &capacity_without),
        npv: Estimate::of_defined(verdicts.iter().map(|v| Some(v.npv))),
        irr: Estimate::of_defined(verdicts.iter().map(|v| v.irr)),
        dated: [
            Estimate::of_defined(dated.iter().map(|flow| Some(xnpv(flow, appraisal.discount_rate)))),
            Estimate::of_defined(dated.iter().map(|flow| xirr(flow))),
        ],
        airr: Estimate::of_defined(verdicts.iter().map(|v| v.airr)),
        mirr: Estimate::of_defined(verdicts.iter().map(|v| v.mirr)),
        profitability_index: Estimate::of_defined(verdicts.iter().map(|v| v.profitability_index)),
        benefit_cost_ratio: Estimate::of_defined(verdicts.iter().map(|v| v.benefit_cost_ratio)),
        payback: Payback::over(&spells(&bought, |v| v.payback.last), appraisal),
        from_go_live: Payback::over(&from_go_live(flows.iter().zip(&verdicts)), appraisal),
        discounted: Payback::over(&spells(&bought, |v| v.discounted.last), appraisal),
        outlay: Estimate::of_defined(verdicts.iter().map(|v| Some(v.outlay))),
        peak_funding: Estimate::of_defined(verdicts.iter().map(|v| Some(v.peak_funding))),
        npvs,
        cumulative: verdicts.into_iter().map(|v| v.cumulative).collect(),
        extrapolated_from: flows.iter().filter_map(|flow| flow.extrapolated_from).min(),
        variance_reduction: variance_reduction(&with, &without),
    })
}

/// Baseline and option of the replications that both have, in order.
pub(super) fn paired<'a>(baseline: &'a [Outcome], option: &'a [Outcome]) -> Vec<(&'a Outcome, &'a Outcome)> {
    let twin = |with: &'a Outcome| {
        let place = baseline.binary_search_by_key(&with.replication, |without| without.replication);
        Some((&baseline[place.ok()?], with))
    };
    option.iter().filter_map(twin).collect()
}

/// How long each purchase was watched, and whether the money was back by then.
fn spells(bought: &[(&Flow, &Verdict)], months: fn(&Verdict) -> Option<f64>) -> Vec<Spell> {
    let of = |(flow, verdict): &(&Flow, &Verdict)| {
        spell(&flow.months, flow.first_outlay.unwrap_or(0) as f64, months(verdict))
    };
    bought.iter().map(of).collect()
}

/// The same from the day on which the first of a purchase is live, where there is such a day.
pub(super) fn from_go_live<'a>(judged: impl Iterator<Item = (&'a Flow, &'a Verdict)>) -> Vec<Spell> {
    let of = |(flow, verdict): (&Flow, &Verdict)| {
        let since = flow.first_outlay? as f64 + flow.installation()?;
        Some(spell(&flow.months, since, verdict.from_go_live.last))
    };
    judged.filter_map(of).collect()
}

/// How long a purchase was watched from some month on, whose money was back so many months later, if ever.
pub(super) fn spell(flow: &[f64], since: f64, months: Option<f64>) -> Spell {
    let watched = (flow.len() as f64 - 1.0 - since).max(0.0);
    Spell { length: months.unwrap_or(watched), ended: months.is_some() }
}

/// A count of units by replication, without and with the option.
fn units(pairs: &[(&Outcome, &Outcome)], count: impl Fn(&Outcome) -> f64) -> (Vec<f64>, Vec<f64>) {
    pairs.iter().map(|(without, with)| (count(without), count(with))).unzip()
}

/// Good units delivered in the window of all products that leave their factories; where one has no orders, good units
/// finished.
pub(super) fn units_delivered(spec: &Spec, outcome: &Outcome, factories: &[usize]) -> f64 {
    let of = |factory: &usize| -> u64 {
        units_leaving(spec.plant_of(*factory), &outcome.factories[*factory].window)
    };
    factories.iter().map(of).sum::<u64>() as f64
}

/// Good units finished in the window of all products that leave their factories.
pub(super) fn units_finished(spec: &Spec, outcome: &Outcome, factories: &[usize]) -> f64 {
    let of = |factory: &usize| -> u64 {
        let tallies = &outcome.factories[*factory].window.tally.products;
        let leaving = tallies.iter().zip(spec.plant_of(*factory).leaving()).filter(|(_, leaves)| *leaves);
        leaving.map(|(tally, _)| tally.finished).sum()
    };
    factories.iter().map(of).sum::<u64>() as f64
}

impl Payback {
    /// The distribution of paybacks, one per replication, within the owner's limits and the years of the horizon [months], as
    /// far as they are known.
    pub(super) fn over(spells: &[Spell], appraisal: &Appraisal) -> Payback {
        let curve = kaplan_meier(spells);
        let months: Vec<Option<f64>> =
            spells.iter().map(|spell| spell.ended.then_some(spell.length)).collect();
        let within = |limits: &[u32]| -> Vec<Within> {
            limits.iter().filter_map(|limit| within(spells, curve.as_ref()?, *limit)).collect()
        };
        let never = months.iter().filter(|m| m.is_none()).count();
        let horizon = f64::from(appraisal.horizon_months);
        let watched = spells.iter().map(|spell| spell.length).fold(0.0, f64::max);
        let longest = if never == 0 && !spells.is_empty() { horizon } else { watched };
        let years: Vec<u32> = (1..=(longest / 12.0) as u32).map(|year| 12 * year).collect();
        let quantile = |share: f64| curve.as_ref().and_then(|curve| curve.quantile(share));
        let median = curve.as_ref().and_then(Survival::median);
        Payback {
            median: median.map(|median| median.value),
            median_within: median.map_or((None, None), |median| (median.low, median.high)),
            p10: quantile(0.1),
            p90: quantile(0.9),
            restricted_mean: curve.as_ref().map(|curve| curve.restricted_mean(longest)),
            never_share: wilson(never, months.len()).map_or(0.0, |p| p.share),
            within: within(&appraisal.owner_limits_months),
            by_year: within(&years),
            months,
        }
    }
}

impl Within {
    /// From how many of all replications meet it by then, with Wilson's interval; `None` of none.
    pub(super) fn of_count(months: u32, hits: usize, all: usize) -> Option<Within> {
        let p = wilson(hits, all)?;
        Some(Within { months, probability: p.share, low: p.low, high: p.high })
    }
}

/// Probability of payback within a limit [months].
fn within(spells: &[Spell], curve: &Survival, months: u32) -> Option<Within> {
    let limit = f64::from(months);
    let is_known = |spell: &Spell| spell.ended || spell.length >= limit || !curve.reaches(limit);
    if spells.iter().all(is_known) {
        let hits = spells.iter().filter(|spell| spell.ended && spell.length <= limit).count();
        return Within::of_count(months, hits, spells.len());
    }
    let waiting = curve.at(limit);
    if waiting.low >= waiting.high {
        // Nothing has ended by then, or all has: as many show it as are known.
        let known = spells.iter().filter(|spell| is_known(spell)).count();
        return Within::of_count(months, if waiting.share < 0.5 { known } else { 0 }, known);
    }
    Some(Within {
        months,
        probability: 1.0 - waiting.share,
        low: 1.0 - waiting.high,
        high: 1.0 - waiting.low,
    })
}

impl Versus {
    /// Net present value in the worst tenth of futures; `None` without any.
    pub fn npv_tail(&self) -> Option<Tail> {
        tail(&self.npvs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::sample::{bought, near, outcome, spec};

    /// Two years from 2021-01-01 at 1000 units a day.
    const DAYS: u64 = 730;

    /// A replication with an upgrade for 600 that brings `more` units a day from the start.
    fn upgraded(spec: &Spec, replication: u32, more: u64) -> Outcome {
        outcome(spec, replication, DAYS, |_| 1_000 + more, vec![bought(0, None, 600.0, 0.0)])
    }

    fn plain(spec: &Spec, replication: u32) -> Outcome {
        outcome(spec, replication, DAYS, |_| 1_000, Vec::new())
    }

    fn runs<'a>(outcomes: &'a [Outcome], capacity: &'a [Outcome]) -> Runs<'a> {
        Runs { outcomes, capacity, option: "" }
    }

    #[test]
    fn known_results() {
        let spec = spec("2021-01-01");
        let baseline = [0, 1].map(|r| plain(&spec, r));
        // 50 units at 0.20 are 10 a day: 310, 280, 10 of the 310 of March: paid back at 2 + 10/310 months.
        // 5 units are 1 a day: 365 within the year of the horizon, never paid back.
        let option = [upgraded(&spec, 0, 50), upgraded(&spec, 1, 5)];
        let capacity = [option[0].clone()];
        let found = compare(&spec, 0, runs(&baseline, &baseline), runs(&option, &capacity), None).unwrap();

        near(found.output_gain.mean.unwrap(), 0.0275);
        near(found.capacity_gain.mean.unwrap(), 0.05);
        assert_eq!((found.output_gain.n, found.capacity_gain.n), (2, 1));
        assert_eq!(found.outlay.mean, Some(600.0));
        assert_eq!(found.peak_funding.mean, Some(-600.0));
        assert_eq!(found.extrapolated_from, None);
        // The baseline never varies, so the difference varies as much as the option itself.
        near(found.variance_reduction.unwrap(), 1.0);

        let month = 2.0 + 10.0 / 310.0;
        near(found.payback.months[0].unwrap(), month);
        assert_eq!(found.payback.months[1], None);
        near(found.payback.median.unwrap(), month);
        near(found.payback.p10.unwrap(), month);
        assert_eq!(found.payback.p90, None);
        near(found.payback.never_share, 0.5);
        let within: Vec<(u32, f64)> =
            found.payback.within.iter().map(|w| (w.months, w.probability)).collect();
        assert_eq!(within.iter().map(|w| w.0).collect::<Vec<_>>(), [3, 6]);
        within.iter().for_each(|w| near(w.1, 0.5));
        assert!(found.discounted.months[0].unwrap() > month);

        assert_eq!(found.cumulative[1].len(), 13);
        near(found.cumulative[1][12], -600.0 + 365.0);
        near(found.cumulative[0][0], -600.0);
        // Both flows change sign once, so both have a rate; one is a loss.
        assert_eq!(found.irr.n, 2);
        let days = [31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];
        let present = |a_day: f64| -> f64 {
            let month = |t: usize| a_day * days[t - 1] / crate::units::math::pow(1.1, t as f64 / 12.0);
            (1..=12).map(month).sum::<f64>() - 600.0
        };
        near(found.npvs[0], present(10.0));
        near(found.npvs[1], present(1.0));
        near(found.npv.mean.unwrap(), (present(10.0) + present(1.0)) / 2.0);
        // Only the start has a loss, so benefits and costs are gains and the outlay.
        let index = [10.0, 1.0].map(|a_day| (present(a_day) + 600.0) / 600.0);
        near(found.profitability_index.mean.unwrap(), (index[0] + index[1]) / 2.0);
        near(found.benefit_cost_ratio.mean.unwrap(), (index[0] + index[1]) / 2.0);
        // Over a year: 1.1 times the index.
        near(found.mirr.mean.unwrap(), 1.1 * (index[0] + index[1]) / 2.0 - 1.0);
    }

    fn spells(lengths: &[(f64, bool)]) -> Vec<Spell> {
        lengths.iter().map(|(length, ended)| Spell { length: *length, ended: *ended }).collect()
    }

    fn within(limits: &[u32], horizon_months: u32) -> Appraisal {
        Appraisal { owner_limits_months: limits.to_vec(), horizon_months, ..Appraisal::default() }
    }

    /// Methods 3.8: where all are watched alike, shares are counts and have Wilson's interval.
    #[test]
    fn paybacks_watched_alike() {
        let paid = [14.0, 18.0, 20.0, 22.0, 22.0, 27.0, 30.0].map(|months| (months, true));
        let all: Vec<(f64, bool)> = paid.into_iter().chain([(36.0, false); 3]).collect();
        let found = Payback::over(&spells(&all), &within(&[24], 36));
        assert_eq!(found.median, Some(22.0));
        near(found.restricted_mean.unwrap().value, 26.1);
        near(found.never_share, 0.3);
        near(found.within[0].probability, 0.5);
        near(found.within[0].low, 0.236_593_090_5);
        near(found.within[0].high, 0.763_406_909_5);
        let by_year: Vec<(u32, f64)> =
            found.by_year.iter().map(|own| (own.months, own.probability)).collect();
        assert_eq!(by_year, [(12, 0.0), (24, 0.5), (36, 0.7)]);
        assert_eq!(found.months.iter().flatten().count(), 7);
    }

    /// Methods 3.8: where some are watched for less time, counting them as never paid back would be wrong.
    #[test]
    fn paybacks_watched_for_less_time() {
        let all = [
            (8, true),
            (12, false),
            (15, true),
            (15, true),
            (20, false),
            (24, true),
            (30, false),
            (30, false),
        ];
        let found = Payback::over(
            &spells(&all.map(|(months, ended)| (f64::from(months), ended))),
            &within(&[12, 15, 24], 60),
        );
        assert_eq!(found.median, Some(24.0));
        near(found.within[0].probability, 0.125);
        near(found.within[0].high, wilson(1, 8).unwrap().high);
        near(found.within[1].probability, 1.0 - 0.583_333_333_3);
        near(found.within[2].probability, 1.0 - 0.388_888_888_9);
        assert!(found.within[2].low < 4.0 / 7.0 && found.within[2].high > 4.0 / 7.0);
        assert_eq!(found.by_year.len(), 2);
        // Where all have their money back nothing is left to be watched.
        let soon = Payback::over(&spells(&[(4.0, true), (14.0, true)]), &within(&[], 60));
        let shares: Vec<f64> = soon.by_year.iter().map(|own| own.probability).collect();
        assert_eq!(shares, [0.5, 1.0, 1.0, 1.0, 1.0]);
        near(soon.restricted_mean.unwrap().value, 9.0);
        // Of one who was watched for ten months nothing is known after fourteen.
        let lost = Payback::over(&spells(&[(10.0, false), (14.0, true)]), &within(&[], 60));
        assert_eq!(lost.by_year.len(), 1);
        assert!(Payback::over(&[], &within(&[12], 60)).within.is_empty());
    }

    /// 10 a day more, 310, 280 and 10 of 310, pay 600 back; it is live from 10 February on, after a month and 9 of 28 days.
    #[test]
    fn paybacks_from_going_live() {
        let spec = spec("2021-01-01");
        let baseline = [0, 1].map(|r| plain(&spec, r));
        let bought_and = |replication: u32, live: Option<u64>| {
            outcome(&spec, replication, DAYS, |_| 1_050, vec![bought(0, live, 600.0, 0.0)])
        };
        let option = [bought_and(0, Some(40)), bought_and(1, None)];
        let found = compare(&spec, 0, runs(&baseline, &[]), runs(&option, &[]), None).unwrap();
        near(found.payback.months[0].unwrap(), 2.0 + 10.0 / 310.0);
        assert_eq!(found.from_go_live.months.len(), 1, "what is never live has no such payback");
        near(found.from_go_live.months[0].unwrap(), 1.0 + 10.0 / 310.0 - 9.0 / 28.0);
        // Equal months are not their days.
        let (irr, dated) = (found.irr.mean.unwrap(), found.dated[1].mean.unwrap());
        assert!(irr > 1.0 && dated > 1.0 && (dated - irr).abs() > 1e-9, "{irr} {dated}");
        assert!((found.dated[0].mean.unwrap() / found.npv.mean.unwrap() - 1.0).abs() < 0.01);
        // Reinvested at 10 % over a year.
        near(found.airr.mean.unwrap(), 1.1 * found.profitability_index.mean.unwrap() - 1.0);
    }

    #[test]
    fn horizon_beyond_the_run() {
        let mut spec = spec("2021-01-01");
        if let Some(appraisal) = spec.appraisal.as_mut() {
            appraisal.horizon_months = 60;
        }
        let (baseline, option) = ([plain(&spec, 0)], [upgraded(&spec, 0, 1)]);
        let found = compare(&spec, 0, runs(&baseline, &[]), runs(&option, &[]), None).unwrap();
        assert_eq!(found.extrapolated_from, Some(25));
        near(found.cumulative[0][60], -600.0 + 5.0 * 365.0 * 0.2);
        assert_eq!(found.capacity_gain, Estimate::default());
        assert_eq!((found.npv.n, found.npv.low, found.variance_reduction), (1, None, None));
    }

    #[test]
    fn some_factories_only() {
        let mut spec = spec("2021-01-01");
        let second = crate::spec::Factory { name: "G".into(), ..spec.factories[0].clone() };
        spec.factories.push(second);
        let baseline = [plain(&spec, 0)];
        let mut option = [upgraded(&spec, 0, 100)];
        option[0].factories[1] = baseline[0].factories[1].clone();
        let gain = |only: Option<&[usize]>| {
            let found = compare(&spec, 0, runs(&baseline, &[]), runs(&option, &[]), only).unwrap();
            (found.output_gain.mean.unwrap(), found.outlay.mean.unwrap())
        };
        for ((found, outlay), (expected, spent)) in
            [(gain(None), (0.05, 600.0)), (gain(Some(&[0])), (0.1, 600.0)), (gain(Some(&[1])), (0.0, 0.0))]
        {
            near(found, expected);
            near(outlay, spent);
        }
    }

    #[test]
    fn the_empty_option_changes_nothing() {
        let spec = spec("2021-01-01");
        let both = [plain(&spec, 0), plain(&spec, 1)];
        let found = compare(&spec, 0, runs(&both, &both), runs(&both, &both), None).unwrap();
        assert_eq!((found.output_gain.mean, found.npv.mean), (Some(0.0), Some(0.0)));
        assert_eq!(found.payback.months, [Some(0.0), Some(0.0)], "no outlay, never a loss");
        assert_eq!((found.irr, found.variance_reduction), (Estimate::default(), None));
    }

    /// An upgrade ordered in the third month: payback counts from there, and its yearly cost from its first use.
    #[test]
    fn later_orders_and_running_costs() {
        let spec = spec("2021-01-01");
        let baseline = [plain(&spec, 0)];
        let installed = vec![bought(59, Some(90), 600.0, 1_200.0)];
        let gain = |day| if day >= 90 { 1_050 } else { 1_000 };
        let option = [outcome(&spec, 0, DAYS, gain, installed)];
        let found = compare(&spec, 0, runs(&baseline, &[]), runs(&option, &[]), None).unwrap();
        // From April: 10 a day less 100 a month: 200, 210, 200 (610 > 600) at t = 4, 5, 6; outlay at t = 2.
        near(found.cumulative[0][2], -600.0);
        near(found.payback.median.unwrap(), 5.0 + 190.0 / 200.0 - 2.0);
        assert_eq!(Money::from_units(found.outlay.mean.unwrap()), Money(60_000));
    }

    #[test]
    fn no_appraisal_or_no_pairs() {
        let mut spec = spec("2021-01-01");
        let (baseline, option) = ([plain(&spec, 0)], [upgraded(&spec, 1, 10)]);
        assert!(compare(&spec, 0, runs(&baseline, &[]), runs(&option, &[]), None).is_none());
        spec.appraisal = None;
        assert!(compare(&spec, 0, runs(&baseline, &[]), runs(&baseline, &[]), None).is_none());
    }
}
