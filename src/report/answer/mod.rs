//! The answer in at most four sentences, and the comparison as plain text for a terminal.

mod plant;

use self::plant::answer_of_plant;
use crate::experiment::{Cell, Payback, Results};
use crate::report::chapters::leading_sweep;
use crate::report::figures::{
    MoneyUnit, UNDEFINED, change, change_with_error, futures, in_any, limit, money, months, number,
    number_interval, payback, percent, percent_interval, probability, sentence,
};
use crate::report::findings;
use crate::report::programmes::{owners_answer, shared_sentence};
use crate::spec::Spec;
use crate::stats::Estimate;

/// One line of the comparison, every cell ready to print.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Name of the surge.
    pub surge: String,
    /// Name of the option.
    pub option: String,
    /// Change of good units delivered with half its 95 % interval; for a baseline, its units a day.
    pub output_gain: String,
    /// The same under unlimited demand.
    pub capacity_gain: String,
    /// Net present value, in the unit of [`Row::npv_head`].
    pub npv: String,
    /// What stands over the net present values: "NPV, CNY m".
    pub npv_head: String,
    /// Median time to payback.
    pub payback: String,
    /// Share of futures paid back within the owner's first limit.
    pub within: String,
    /// Share of futures never paid back within the horizon.
    pub never: String,
}

/// The answer of a run, at most four sentences.
pub fn answer(spec: &Spec, results: &Results) -> Vec<String> {
    if spec.adoption.is_some() {
        return owners_answer(spec, results);
    }
    let surge = findings::main_surge(spec);
    let mut sentences = match findings::ranking(spec, results, surge).first() {
        Some(best) => answer_of_options(spec, results, best),
        None => answer_of_plant(spec, results),
    };
    sentences.truncate(4);
    sentences
}

/// The comparison for a terminal: by surge, the best option first, the baseline last.
pub fn terminal_table(spec: &Spec, results: &Results) -> Vec<Row> {
    let npvs = results.cells.iter().filter_map(|cell| cell.versus.as_ref()?.npv.mean);
    let unit = MoneyUnit::of(npvs);
    let mut rows = Vec::new();
    for surge in 0..spec.surges.len() {
        let options =
            findings::ranking(spec, results, surge).into_iter().chain(findings::cell(results, surge, 0));
        rows.extend(options.map(|cell| row(spec, results, cell, unit)));
    }
    rows
}

fn row(spec: &Spec, results: &Results, cell: &Cell, unit: MoneyUnit) -> Row {
    let none = || UNDEFINED.to_owned();
    let versus = cell.versus.as_ref();
    let per_day =
        findings::output_per_day(spec, cell).mean.map_or_else(none, |n| format!("{} a day", number(n)));
    Row {
        surge: spec.surges[cell.surge].name.clone(),
        option: spec.options[cell.option].name.clone(),
        output_gain: match cell.option {
            0 => per_day,
            _ => change_with_error(&findings::output_gain(spec, results, cell)),
        },
        capacity_gain: versus.map_or_else(none, |v| change_with_error(&v.capacity_gain)),
        npv: versus.and_then(|v| v.npv.mean).map_or_else(none, |npv| unit.write(npv)),
        npv_head: format!("NPV, {}", unit.head(&spec.currency)),
        payback: versus.map_or_else(none, |v| payback_of(&v.payback, spec)),
        within: findings::first_limit(cell).map_or_else(none, |w| percent(w.probability)),
        never: versus.map_or_else(none, |v| never(&v.payback)),
    }
}

/// The median payback in words; or that there is none, where nothing is bought.
pub(crate) fn payback_of(payback: &Payback, spec: &Spec) -> String {
    if payback.months.is_empty() { "not bought".into() } else { payback_median(payback.median, spec) }
}

/// The share of futures in which the money never comes back, of those in which something is bought.
pub(crate) fn never(payback: &Payback) -> String {
    if payback.months.is_empty() { UNDEFINED.into() } else { percent(payback.never_share) }
}

/// The median payback in words: "27 months", or beyond the horizon.
pub(crate) fn payback_median(median: Option<f64>, spec: &Spec) -> String {
    let Some(appraisal) = &spec.appraisal else { return UNDEFINED.into() };
    let mut limits = appraisal.owner_limits_months.clone();
    limits.push(appraisal.horizon_months);
    median.map_or_else(
        || format!("over {}", limit(appraisal.horizon_months)),
        |median| payback(median, &limits),
    )
}

fn answer_of_options(spec: &Spec, results: &Results, best: &Cell) -> Vec<String> {
    let whose = format!("With {}, {}", findings::option_title(spec, best.option), findings::whole(spec));
    let mut sentences = Vec::new();
    sentences.extend(readiness_sentence(spec, results, best.surge));
    sentences.extend(shared_sentence(spec, results, best.surge));
    sentences.extend(leading_sweep(spec, results, best.surge));
    sentences.push(gain_sentence(&whose, spec, results, best));
    if best.versus.is_some() {
        let lost = lost_options(spec, results);
        if lost.len() + 1 == spec.options.len() {
            sentences.extend(lost_sentence("No option is", spec, best));
            return sentences;
        }
        sentences.push(payback_sentence(spec, results, best));
        sentences.extend(third_sentence(spec, results, best));
        let others: Vec<String> = lost
            .iter()
            .filter(|option| **option != best.option)
            .map(|option| findings::option_title(spec, *option))
            .collect();
        let who = match &others[..] {
            [] => return sentences,
            [one] => format!("{one} is not"),
            [one, other] => format!("{one} and {other} are not"),
            [one, other, rest @ ..] => format!("{one}, {other} and {} more are not", rest.len()),
        };
        sentences.extend(lost_sentence(&who, spec, best));
    }
    sentences
}

/// Where options keep something ready: which closes the gap for the least money, and which leaves the smallest.
fn readiness_sentence(spec: &Spec, results: &Results, surge: usize) -> Option<String> {
    if !findings::is_about_readiness(spec) {
        return None;
    }
    let before = largest_gap(spec, findings::cell(results, surge, 0)?)?.mean.filter(|mean| *mean > 0.0)?;
    let price = |cell: &Cell| Some(cell.versus.as_ref()?.avoided.cost_per_unit);
    let options: Vec<(&Cell, Estimate, Estimate)> = findings::ranking(spec, results, surge)
        .into_iter()
        .filter_map(|cell| Some((cell, largest_gap(spec, cell)?, price(cell)?)))
        .filter(|(_, peak, price)| price.mean.is_some() && peak.mean.is_some_and(|mean| mean < before))
        .collect();
    let least = |of: fn(&(&Cell, Estimate, Estimate)) -> Option<f64>| {
        let key = |option: &(&Cell, Estimate, Estimate)| of(option).unwrap_or(f64::INFINITY);
        options.iter().min_by(|a, b| key(a).total_cmp(&key(b)))
    };
    let (cheapest, smallest) = (least(|(_, _, price)| price.mean)?, least(|(_, peak, _)| peak.mean)?);
    let title =
        |option: &(&Cell, Estimate, Estimate)| sentence(&findings::option_title(spec, option.0.option));
    let left = |option: &(&Cell, Estimate, Estimate)| {
        let interval = number_interval(&option.1, 1.0).map_or(String::new(), |ends| format!(" ({ends})"));
        format!("{}{interval}", option.1.mean.map_or(UNDEFINED.into(), number))
    };
    let cost = money(&spec.currency, cheapest.2.mean?);
    let units = findings::unit_word(spec, None);
    let of_smallest = if smallest.0.option == cheapest.0.option {
        String::new()
    } else {
        format!("; {} leaves fewest, {}", findings::option_title(spec, smallest.0.option), left(smallest))
    };
    Some(format!(
        "{} closes the gap of the emergency for the least money, {cost} on balance for each unit less: at the worst \
         moment {} {units} are owed instead of {}{of_smallest}.",
        title(cheapest),
        left(cheapest),
        number(before)
    ))
}

/// What customers are owed at the worst moment; `None` where nobody orders.
fn largest_gap(spec: &Spec, cell: &Cell) -> Option<Estimate> {
    let peaks: Vec<f64> = findings::orders_met(spec, cell)?.iter().map(|met| met.peak).collect();
    Some(findings::possible(&Estimate::of(&peaks)))
}

/// Which options are paid back in no future, of no surge and under no programme.
fn lost_options(spec: &Spec, results: &Results) -> Vec<usize> {
    let never = |payback: &Payback| payback.months.iter().all(Option::is_none);
    let lost = |option: &usize| {
        let own: Vec<&Cell> = results.cells.iter().filter(|cell| cell.option == *option).collect();
        let before: Vec<&Payback> =
            own.iter().filter_map(|cell| Some(&cell.versus.as_ref()?.payback)).collect();
        before.iter().any(|payback| !payback.months.is_empty())
            && before.len() == own.len()
            && before.into_iter().all(never)
            && own.iter().flat_map(|cell| &cell.funded).all(|funded| never(&funded.payback))
    };
    (1..spec.options.len()).filter(lost).collect()
}

/// That some are paid back in no future; `who` begins the sentence.
fn lost_sentence(who: &str, spec: &Spec, best: &Cell) -> Option<String> {
    let either = if findings::calm_surge(spec).is_some_and(|surge| surge != best.surge) {
        ", with the emergency or without it"
    } else {
        ""
    };
    let whoever = if spec.programmes.len() > 1 { ", whoever funds it" } else { "" };
    Some(format!(
        "{} paid back within {} {}{either}{whoever}.",
        sentence(who),
        months(f64::from(spec.appraisal.as_ref()?.horizon_months)),
        in_any(best.outcomes.len())
    ))
}

/// An interval around no change that is wider does not show that there is none [share].
const WIDE: f64 = 0.1;

/// A change in words: "12 % more", "3 % fewer".
fn more_or_fewer(change: f64) -> String {
    if change < 0.0 { format!("{} fewer", percent(-change)) } else { format!("{} more", percent(change)) }
}

/// What of the output an option changes: "… delivers 12 % more masks in the emergency"; `title` is who delivers.
pub(crate) fn gain_sentence(title: &str, spec: &Spec, results: &Results, best: &Cell) -> String {
    let emergency = findings::emergency_gain(spec, results, best);
    let when = match (&emergency, spec.surges[best.surge].emergency) {
        (Some(_), _) => "in the emergency",
        (None, Some(_)) => "over a run with the emergency",
        (None, None) => "over the run",
    };
    let gains = findings::gains_by_unit(spec, results, best);
    if gains.len() > 1 {
        let each = |(number, (units, gain)): (usize, &(String, Estimate))| {
            gain_of(units, gain, number == 0, "as without")
        };
        let each: Vec<String> = gains.iter().enumerate().map(each).collect();
        return format!("{title} delivers {when} {}.", each.join(", "));
    }
    let gain = emergency.unwrap_or_else(|| findings::output_gain(spec, results, best));
    let units = findings::unit_word(spec, None);
    let interval = match percent_interval(&gain) {
        text if text.is_empty() => String::new(),
        text => format!(" (95 % interval {text})"),
    };
    match (gain.mean, gain.low, gain.high) {
        (None, ..) => format!(
            "{} is the best of the options by payback.",
            sentence(&findings::option_title(spec, best.option))
        ),
        (Some(mean), Some(low), Some(high)) if low <= 0.0 && high >= 0.0 => {
            if high - low > WIDE {
                let futures = best.outcomes.len();
                format!(
                    "{title} delivers {} {units} {when}{interval}: the {futures} futures do not decide whether more or fewer.",
                    more_or_fewer(mean)
                )
            } else {
                format!("{title} delivers about as many {units} {when} as without{interval}.")
            }
        }
        (Some(mean), ..) => format!("{title} delivers {} {units} {when}{interval}.", more_or_fewer(mean)),
    }
}

/// The change of one kind of units among several: "4.9 % more masks (4.1–5.7 %)", "about as many gloves as without"; the
/// `first` says what stands in brackets, `same` with what it is set.
fn gain_of(units: &str, gain: &Estimate, first: bool, same: &str) -> String {
    let interval = match percent_interval(gain) {
        text if text.is_empty() => String::new(),
        text if first => format!(" (95 % interval {text})"),
        text => format!(" ({text})"),
    };
    match (gain.mean, gain.low, gain.high) {
        (Some(mean), low, high) if low.unwrap_or(mean) > 0.0 || high.unwrap_or(mean) < 0.0 => {
            format!("{} {units}{interval}", more_or_fewer(mean))
        }
        (Some(mean), Some(low), Some(high)) if high - low > WIDE => {
            format!("{} {units}{interval}, which decides nothing", more_or_fewer(mean))
        }
        _ => format!("about as many {units} {same}{interval}"),
    }
}

/// What the columns of the terminal's comparison mean.
pub fn column_words(spec: &Spec) -> Option<String> {
    let appraisal = spec.appraisal.as_ref()?;
    let within = appraisal.owner_limits_months.first().map(|own| {
        format!(
            "“in time” is the share of futures in which the money is back within {}, the owner's limit; ",
            limit(*own)
        )
    });
    let together = findings::together(spec);
    Some(format!(
        "“output, run” is what is delivered over the run, against the baseline{together}, and ± half its 95 % interval; “payback” is \
         the median; {}“never” the share in which it is not back within {}.",
        within.unwrap_or_default(),
        limit(appraisal.horizon_months)
    ))
}

/// What is not simulated of what the money rests on; `None` where the run covers the horizon.
pub fn extrapolation(spec: &Spec, results: &Results) -> Option<String> {
    let first = findings::extrapolated_from(results)?;
    Some(findings::extrapolated(first, spec.appraisal.as_ref()?.horizon_months))
}

fn payback_sentence(spec: &Spec, results: &Results, best: &Cell) -> String {
    let bought = findings::bought(best);
    let Some(within) = findings::first_limit(best) else {
        return match bought {
            0 => format!("It is not bought {}.", in_any(best.outcomes.len())),
            _ => "The scenario names no limit on payback.".into(),
        };
    };
    let limit = limit(within.months);
    let emergency = spec.surges[best.surge].emergency.is_some();
    let calm = findings::calm_surge(spec)
        .filter(|surge| *surge != best.surge)
        .and_then(|surge| findings::cell(results, surge, best.option))
        .and_then(|cell| Some((cell, findings::first_limit(cell)?)));
    let nothing = |surge: usize| {
        findings::ranking(spec, results, surge)
            .iter()
            .all(|c| findings::first_limit(c).is_none_or(|w| w.probability <= 0.0))
    };
    let nowhere = nothing(best.surge) && calm.is_none_or(|(cell, _)| nothing(cell.surge));
    if nowhere {
        let either = if calm.is_some() { ", with the emergency or without it" } else { "" };
        let n = best.outcomes.len();
        return format!("No option pays back within {limit} in any of the {n} simulated futures{either}.");
    }
    let with = if emergency && calm.is_some() { " with the emergency" } else { "" };
    let where_bought = if bought < best.outcomes.len() { " in which it is bought" } else { "" };
    let share = futures(within.probability, bought);
    let mut text = format!(
        "It is paid back within {limit} in {share} simulated futures{with}{where_bought} (probability {}; {bought} futures show that it \
         lies between {} and {})",
        probability(within.probability),
        probability(within.low),
        probability(within.high)
    );
    if let Some((cell, calm)) = calm {
        text += &format!("; without an emergency in {}", futures(calm.probability, findings::bought(cell)));
    }
    text + "."
}

/// Another best option where no emergency comes; else one that gains clearly more money, only later; else how often
/// the money comes back at all.
fn third_sentence(spec: &Spec, results: &Results, best: &Cell) -> Option<String> {
    let calm = findings::calm_surge(spec).filter(|surge| *surge != best.surge);
    let other = calm.and_then(|surge| findings::ranking(spec, results, surge).first().copied());
    if let Some((other, within)) = other
        .filter(|other| other.option != best.option)
        .and_then(|other| Some((other, findings::first_limit(other)?)))
        .filter(|(_, within)| within.probability > 0.0)
    {
        let npv = other.versus.as_ref().and_then(|v| v.npv.mean);
        let worth = npv.map_or(String::new(), |npv| {
            format!(", with a net present value of {} on average", money(&spec.currency, npv))
        });
        return Some(format!(
            "If no emergency comes, the best option is {}: paid back within {} in {} simulated futures{worth}.",
            findings::option_title(spec, other.option),
            limit(within.months),
            futures(within.probability, findings::bought(other))
        ));
    }
    if let Some(richer) = richer_sentence(spec, results, best) {
        return Some(richer);
    }
    let horizon = months(f64::from(spec.appraisal.as_ref()?.horizon_months));
    let back = |cell: &Cell| {
        let share = 1.0 - cell.versus.as_ref()?.payback.never_share;
        (findings::bought(cell) > 0).then(|| futures(share, findings::bought(cell)))
    };
    let calm = calm.and_then(|surge| findings::cell(results, surge, best.option)).and_then(back);
    let with = back(best)?;
    let (first, after) = match calm {
        Some(calm) if calm == with => (", with the emergency and without it", String::new()),
        Some(calm) => (" with the emergency", format!("; without one in {calm}")),
        None => ("", String::new()),
    };
    Some(format!("Within {horizon} it is paid back in {with} futures{first}{after}."))
}

/// The option of the greatest net present value, where its interval lies above the mean of the best option.
fn richer_sentence(spec: &Spec, results: &Results, best: &Cell) -> Option<String> {
    let npv = |cell: &Cell| cell.versus.as_ref()?.npv.mean;
    let first = npv(best)?;
    let ranked = findings::ranking(spec, results, best.surge);
    let richest =
        ranked.into_iter().max_by(|a, b| npv(a).unwrap_or(first).total_cmp(&npv(b).unwrap_or(first)))?;
    let low = richest.versus.as_ref()?.npv.low?;
    let within = findings::first_limit(richest)?;
    (low > first).then(|| {
        let worth = |amount: f64| money(&spec.currency, amount);
        let gained = npv(richest).map_or(String::new(), worth);
        format!(
            "More money in the end, but later, comes from {}: a net present value of {gained} on average instead of {}, \
             paid back within {} in {} futures.",
            findings::option_title(spec, richest.option),
            worth(first),
            limit(within.months),
            futures(within.probability, findings::bought(richest))
        )
    })
}

/// A time in the unit that suits it: "4.2 seconds", "3.1 hours", "12 days".
pub(crate) fn stay(seconds: f64) -> String {
    let (unit_s, unit) = stay_unit(seconds);
    match number(seconds / unit_s).as_str() {
        "1" => format!("1 {}", unit.trim_end_matches('s')),
        many => format!("{many} {unit}"),
    }
}

/// The unit that suits a time, with its length [s].
pub(crate) fn stay_unit(seconds: f64) -> (f64, &'static str) {
    match seconds {
        s if s < 120.0 => (1.0, "seconds"),
        s if s < 7_200.0 => (60.0, "minutes"),
        s if s < 172_800.0 => (3_600.0, "hours"),
        _ => (86_400.0, "days"),
    }
}

/// The change of output of an option in a few words, for tables: "+31 %".
pub(crate) fn gain_text(mean: Option<f64>) -> String {
    mean.map_or(UNDEFINED.into(), change)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn the_answer_names_the_best_option_with_and_without_an_emergency() {
        let (spec, results) = sample::town();
        let answer = answer(&spec, &results);
        assert_eq!(answer.len(), 4, "{answer:?}");
        assert_eq!(
            answer[3],
            "Planning is not paid back within 5 years in any of the 16 futures, with the emergency or without it."
        );
        // Masks are not added to gowns.
        let gains =
            "in the emergency 5.5 % more masks (95 % interval 5–6 %), about as many gowns as without.";
        assert!(answer[0].ends_with(gains), "{answer:?}");
        assert!(
            answer[1].contains("simulated futures") && answer[1].contains("without an emergency in"),
            "{answer:?}"
        );
        assert!(!answer.join(" ").contains("significant"));
    }

    #[test]
    fn it_says_when_nothing_pays_back() {
        let (spec, mut results) = sample::town();
        for versus in results.cells.iter_mut().filter_map(|c| c.versus.as_mut()) {
            versus.payback.within.iter_mut().for_each(|w| w.probability = 0.0);
            versus.payback.never_share = 1.0;
            versus.payback.months.fill(None);
        }
        let answer = answer(&spec, &results);
        assert_eq!(
            answer[1..],
            [
                "No option is paid back within 5 years in any of the 16 futures, with the emergency or without it."
            ]
        );
    }

    #[test]
    fn the_table_has_the_best_first_and_the_baseline_last() {
        let (spec, results) = sample::town();
        let rows = terminal_table(&spec, &results);
        assert_eq!(rows.len(), 8);
        assert_eq!((rows[3].option.as_str(), rows[7].option.as_str()), ("baseline", "baseline"));
        assert!(rows[3].output_gain.ends_with("a day"), "{:?}", rows[3]);
        assert_eq!(rows[3].npv, "–");
        assert!(rows[4].output_gain.contains('±'));
    }

    #[test]
    fn a_plain_queue_says_what_it_makes() {
        let (spec, results) = sample::queue();
        let answer = answer(&spec, &results);
        assert!(answer[0].starts_with("Factory counter makes "), "{answer:?}");
        assert!(answer[1].starts_with("The busiest station is counter, active in "), "{answer:?}");
        assert_eq!(terminal_table(&spec, &results).len(), 1);
    }
}
