//! What programmes come to, in sentences.

use super::{Case, TOLD, cases, driver_words, is_funded, main_unit};
use crate::experiment::{Penetration, Results};
use crate::report::answer;
use crate::report::figures::{UNDEFINED, in_any, money, months, percent, sentence};
use crate::report::findings;
use crate::spec::Spec;
use crate::spec::funding::Party;
use crate::stats::Estimate;

/// The answer where owners decide: under which programme most buy, what comes of it, and what is to be had without public
/// money.
pub(crate) fn owners_answer(spec: &Spec, results: &Results) -> Vec<String> {
    let surge = findings::main_surge(spec);
    let cases = cases(spec, results, surge);
    let all: Vec<&Case<'_>> = cases.iter().filter(|case| case.at_end() > 0.0).collect();
    let leading = leaders(results, surge, &all);
    let cheapest = |a: &&&Case<'_>, b: &&&Case<'_>| {
        let given = |case: &Case<'_>| case.public_paid().unwrap_or_default();
        given(a).total_cmp(&given(b)).then(b.at_end().total_cmp(&a.at_end()))
    };
    let Some(best) = leading.iter().min_by(cheapest).copied() else {
        return vec!["No owner buys under any of the programmes.".into()];
    };
    let named = |case: &Case<'_>| {
        let option = if findings::several_offers(spec) { format!("{}, ", case.title) } else { String::new() };
        format!("{option}{}", case.quoted(spec))
    };
    let mut text = vec![match &leading[..] {
        [_] => {
            let alone = cases.iter().find(|case| {
                case.option == best.option
                    && case.programme(spec).offers.is_empty()
                    && case.choice != best.choice
            });
            let against = alone.map_or(String::new(), |alone| {
                format!("; under {}, {}", alone.quoted(spec), reached(alone.funded.spread.as_ref()))
            });
            format!(
                "The largest share of factories buys under {} (driven by {}): {}{against}.",
                named(best),
                driver_words(best.programme(spec).driver),
                reached(best.funded.spread.as_ref()),
            )
        }
        several => {
            let each =
                |case: &&Case<'_>| format!("{} under {}", reached(case.funded.spread.as_ref()), named(case));
            format!(
                "Under which programme the largest share of factories buys, these {} futures do not tell: {}. What follows is \
                 under {}, which of these costs the public least.",
                best.replications,
                several.iter().map(each).collect::<Vec<_>>().join("; "),
                named(best)
            )
        }
    }];
    if let Some(cell) = findings::cell(results, surge, best.choice) {
        let gain =
            answer::gain_sentence(&format!("{} then", sentence(findings::whole(spec))), spec, results, cell);
        let paid = best.public_paid().map_or(String::new(), |paid| {
            let each = match (spec.surges[surge].emergency, main_unit(spec, best.funded)) {
                (Some(_), (unit, Some(each))) => {
                    format!(", {} for each {unit} more in the emergency", money(&spec.currency, each))
                }
                _ => String::new(),
            };
            format!(" Public budgets give {}{each}.", money(&spec.currency, paid))
        });
        text.push(gain + &paid);
    }
    let mut last = owners_words(spec, best);
    let private: Vec<&Case<'_>> = all.into_iter().filter(|case| !case.programme(spec).is_public()).collect();
    if let [other] = leaders(results, surge, &private)[..]
        && best.programme(spec).is_public()
    {
        last += &format!(
            " Without public money the largest share buys under {}: {}.",
            named(other),
            reached(other.funded.spread.as_ref())
        );
    }
    text.push(last);
    text
}

/// Under which most have bought by the end, and those of which the futures do not show that fewer do.
pub(crate) fn leaders<'a, 'b>(results: &Results, surge: usize, cases: &[&'a Case<'b>]) -> Vec<&'a Case<'b>> {
    let by_share = |a: &&&Case<'_>, b: &&&Case<'_>| b.at_end().total_cmp(&a.at_end());
    let Some(first) = cases.iter().min_by(by_share) else { return Vec::new() };
    let less = |case: &Case<'_>| case.choice != first.choice && clearly_more(results, surge, first, case);
    cases.iter().copied().filter(|case| !less(case)).collect()
}

/// Whether the futures show that more buy in one case than in another, both seen in the same futures.
fn clearly_more(results: &Results, surge: usize, one: &Case<'_>, other: &Case<'_>) -> bool {
    let shares = |case: &Case<'_>| -> Vec<f64> {
        let spreads = findings::cell(results, surge, case.choice).map_or(&[][..], |cell| &cell.spreads[..]);
        spreads.iter().map(|own| own.adopters.len() as f64 / own.offered_to.len().max(1) as f64).collect()
    };
    let differences: Vec<f64> =
        shares(one).iter().zip(shares(other)).map(|(one, other)| one - other).collect();
    Estimate::of(&differences).low.map_or(one.at_end() > other.at_end(), |low| low > 0.0)
}

/// "26 % after 3 years, 32 % after 5 years".
fn reached(spread: Option<&Penetration>) -> String {
    let Some(spread) = spread else { return UNDEFINED.into() };
    let at = |month: usize| {
        let share = spread.months[month].mean?;
        Some(format!("{} after {}", percent(share), months(12.0 * (1 + month) as f64)))
    };
    let told: Vec<String> = TOLD.into_iter().filter_map(at).collect();
    match told.is_empty() {
        true => format!("{} by the end of the run", spread.at_end.mean.map_or(UNDEFINED.into(), percent)),
        false => told.join(", "),
    }
}

/// Payback and gain of those who buy, as a sentence.
fn owners_words(spec: &Spec, case: &Case<'_>) -> String {
    let worth = case.npv(Party::Owner).unwrap_or_default();
    let verb = if worth < 0.0 { "lose" } else { "gain" };
    let amount = format!("{verb} {} in present value", money(&spec.currency, worth.abs()));
    if case.needs_no_cash() {
        return format!("Those who buy need no money of their own, and together {amount}.");
    }
    match case.funded.payback.median {
        Some(median) => {
            let median = answer::payback_median(Some(median), spec);
            format!("Those who buy have their money back after {median} and together {amount}.")
        }
        None => format!(
            "Those who buy do not have their money back within {}; together they {amount}.",
            horizon(spec)
        ),
    }
}

fn horizon(spec: &Spec) -> String {
    let horizon = spec.appraisal.as_ref().map(|appraisal| f64::from(appraisal.horizon_months));
    horizon.map_or(UNDEFINED.into(), months)
}

/// What the tables mean in sentences, under the surge of the answer: what owners have of each option, where they do not
/// decide; what those earn who finance it.
pub fn funding_lines(spec: &Spec, results: &Results) -> Vec<String> {
    if !is_funded(spec) {
        return Vec::new();
    }
    let surge = findings::main_surge(spec);
    let cases = cases(spec, results, surge);
    let mut lines = Vec::new();
    if spec.adoption.is_none() {
        lines.extend(cases.chunk_by(|a, b| a.choice == b.choice).map(|own| option_line(spec, surge, own)));
    }
    let parties = [(Party::Provider, "the provider"), (Party::Investor, "the investors")];
    lines.extend(parties.iter().filter_map(|(party, who)| party_line(spec, &cases, *party, who)));
    lines
}

/// What owners have of one option under its programmes.
fn option_line(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> String {
    let Some(first) = cases.first() else { return String::new() };
    let title = sentence(&first.title);
    let when = match spec.surges.len() {
        1 => "",
        _ if spec.surges[surge].emergency.is_some() => " with the emergency",
        _ => " without an emergency",
    };
    let by_npv = |a: &&Case<'_>, b: &&Case<'_>| {
        let npv = |case: &Case<'_>| case.npv(Party::Owner).unwrap_or_default();
        npv(a).total_cmp(&npv(b))
    };
    let richest = cases.iter().max_by(by_npv).unwrap_or(first);
    let worth = richest.npv(Party::Owner).unwrap_or_default();
    let amount = money(&spec.currency, worth.abs());
    let verb = if worth < 0.0 { "lose" } else { "gain" };
    let most = if worth < 0.0 { "least" } else { "most" };
    let richest = match cases.len() {
        1 => format!("they {verb} {amount} in present value"),
        _ => format!("they {verb} {most} under {}, {amount} in present value", richest.quoted(spec)),
    };
    if cases.iter().all(Case::never_back) {
        let whoever = if cases.len() > 1 { ", whoever funds it" } else { "" };
        return format!(
            "{title}: the owners do not have their money back within {} {}{when}{whoever}; {richest}.",
            horizon(spec),
            in_any(first.replications)
        );
    }
    let (free, paying): (Vec<&Case<'_>>, Vec<&Case<'_>>) =
        cases.iter().partition(|case| case.needs_no_cash());
    let free: Vec<String> = free.iter().map(|case| case.quoted(spec)).collect();
    let free = match (&free[..], paying.is_empty()) {
        ([], _) => String::new(),
        (_, true) => {
            return format!("{title}: the owners need no money of their own{when}; {richest}.");
        }
        (names, false) => format!("; under {} they need no money of their own", names.join(" and ")),
    };
    let back = paying.iter().filter_map(|case| Some((case, case.funded.payback.median?)));
    let Some((soonest, median)) = back.min_by(|a, b| a.1.total_cmp(&b.1)) else {
        return format!(
            "{title}: the owners do not have their money back within {} in most futures{when}{free}; {richest}.",
            horizon(spec)
        );
    };
    let same = |case: &Case<'_>| {
        case.funded.payback.median.is_some_and(|own| (own.round() - median.round()).abs() < 0.5)
    };
    let soonest = match cases.len() {
        1 => String::new(),
        _ if cases.iter().all(same) => ", whoever funds it".into(),
        _ if paying.len() == 1 => format!(" under {}", soonest.quoted(spec)),
        _ => format!(", soonest under {}", soonest.quoted(spec)),
    };
    let median = answer::payback_median(Some(median), spec);
    format!("{title}: the owners have their money back after {median}{when}{soonest}{free}; {richest}.")
}

/// What one who finances earns, programme by programme.
fn party_line(spec: &Spec, cases: &[Case<'_>], party: Party, who: &str) -> Option<String> {
    let several = findings::several_offers(spec);
    let told: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let npv = case.npv(party)?;
            let verb = match (npv < 0.0, who.ends_with('s')) {
                (true, true) => "lose",
                (true, false) => "loses",
                (false, true) => "gain",
                (false, false) => "gains",
            };
            let option = if several { format!(" by {}", case.title) } else { String::new() };
            let ends = |e: &Estimate| Some((e.low?, e.high?));
            let sure = ends(&case.funded.npv[party as usize]).map_or(String::new(), |(low, high)| {
                format!(" (95 % interval {} to {})", money(&spec.currency, low), money(&spec.currency, high))
            });
            let amount = money(&spec.currency, npv.abs());
            Some(format!("{verb} {amount}{sure}{option} under {}", case.quoted(spec)))
        })
        .collect();
    (!told.is_empty()).then(|| format!("In present value, {who} {}.", told.join("; ")))
}
