//! How an offer spreads among owners under each programme: by when, by size, and how surely as far as is aimed at.

use maud::{Markup, html};

use super::funding::{name_of, share_cell};
use super::{Figure, cell, heads, table, table_with_text, with_small};
use crate::experiment::{PENETRATION_MONTHS, Penetration, Results, Within};
use crate::report::charts::{CurveLine, Words, both, curve};
use crate::report::figures::{UNDEFINED, futures, months, number, percent, sentence};
use crate::report::findings::surge_title;
use crate::report::programmes::{Case, SIZES, leaders};
use crate::spec::Spec;
use crate::spec::funding::{Instrument, Party};
use crate::spec::programme::{Acceptance, Offer, Programme};
use crate::stats::Estimate;

/// Tables and charts of a surge.
pub(super) fn spread(
    spec: &Spec,
    results: &Results,
    surge: usize,
    cases: &[Case<'_>],
    source: &str,
) -> Markup {
    html! {
        (spread_table(spec, surge, cases))
        (sizes_table(spec, surge, cases))
        (target_table(spec, surge, cases))
        @for figure in spread_figures(spec, results, surge, cases) { (figure.markup(source)) }
    }
}

/// The months that any run reaches [positions in `PENETRATION_MONTHS`].
fn reached(cases: &[Case<'_>]) -> Vec<usize> {
    let any = |month: &usize| {
        cases.iter().filter_map(|case| case.funded.spread.as_ref()).any(|s| s.months[*month].mean.is_some())
    };
    (0..PENETRATION_MONTHS.len()).filter(any).collect()
}

fn after(month: usize) -> String {
    format!("After {}", months(f64::from(PENETRATION_MONTHS[month])))
}

/// How far it has spread among small, middle and large factories by each year.
fn sizes_table(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Markup {
    let reached = reached(cases);
    let mut head = heads(&["Programme", "Factories"]);
    head.extend(reached.iter().map(|month| after(*month)));
    let mut rows = Vec::new();
    for case in cases {
        let Some(spread) = &case.funded.spread else { continue };
        for (size, shares) in SIZES.iter().zip(&spread.months_by_size) {
            let mut row = vec![name_of(spec, case), cell(sentence(size))];
            row.extend(reached.iter().map(|month| share_cell(&shares[*month])));
            rows.push(row);
        }
    }
    let label = format!("How it spreads by size under {}", surge_title(spec, surge));
    html! {
        @if !rows.is_empty() && !reached.is_empty() {
            (table_with_text(&label, &head, rows, 2))
            p.note { "Share of the factories of each size that have ordered. Small, middle and large are thirds by demand." }
        }
    }
}

/// How surely the share that is aimed at is reached by each year; nothing where none is.
fn target_table(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Markup {
    let Some(target) = spec.adoption.as_ref().and_then(|adoption| adoption.target) else { return html! {} };
    let known = || cases.iter().filter_map(|case| Some((case, &case.funded.spread.as_ref()?.target)));
    let years: Vec<u32> =
        known().next().map_or(Vec::new(), |(_, target)| target.iter().map(|own| own.months).collect());
    let mut head = heads(&["Programme"]);
    head.extend(years.iter().map(|month| format!("After {}", months(f64::from(*month)))));
    let chance = |own: &Within, n: usize| {
        let interval = format!("{}–{}", percent(own.low).replace(" %", ""), percent(own.high));
        with_small(&futures(own.probability, n), &interval)
    };
    let row = |(case, target): (&Case<'_>, &Vec<Within>)| {
        std::iter::once(name_of(spec, case))
            .chain(target.iter().map(|own| chance(own, case.replications)))
            .collect()
    };
    let label = format!("Whether {} have ordered under {}", percent(target), surge_title(spec, surge));
    html! {
        @if !years.is_empty() {
            (table(&label, &head, known().map(row).collect()))
            p.note {
                "In how many futures at least " (percent(target)) " of the factories that the option is for have ordered by then, with Wilson's "
                "95 % interval in small type."
            }
        }
    }
}

/// How owners come to their decisions, and what else is to be known of the tables.
pub(super) fn how_owners_decide(spec: &Spec) -> String {
    let Some(adoption) = &spec.adoption else { return String::new() };
    format!(
        "Owners look at the offer once a quarter, when they have heard of it. They expect what {} pilot runs of a year without an \
         emergency show for a factory of their kind and size, corrected by what the books of those show who have it, and buy when \
         the payback after funding is within their own limit (half of them accept {}), their cash covers the deepest point, and the \
         programme's budget and the installers have room. Small, middle and large factories are thirds by demand.{}",
        number(f64::from(adoption.pilots)),
        months(adoption.thresholds.median),
        told_and_dropped(spec)
    )
}

/// What is to be said of mandates and acceptance, where a programme has such.
fn told_and_dropped(spec: &Spec) -> &'static str {
    let told = spec.programmes.iter().any(|programme| programme.mandated_from.is_some());
    let accepts = |offer: &Offer| matches!(&offer.instrument, Instrument::AcceptedGrant(own) if own.payer == Party::Public);
    let in_use = |own: &&Programme| matches!(own.acceptance, Acceptance::InUse | Acceptance::Maturity);
    let accepted = spec.programmes.iter().filter(in_use).flat_map(|programme| &programme.offers).any(accepts);
    match (told, accepted) {
        (true, true) => {
            " From the day of a mandate on owners buy if they have the cash. Who has public money and too little that works, or too low \
             a level, in time to be accepted drops out: what was promised goes back, and nobody follows the example."
        }
        (true, false) => " From the day of a mandate on owners buy if they have the cash.",
        (false, true) => {
            " Who has public money and too little that works, or too low a level, in time to be accepted drops out: what was promised \
             goes back, and nobody follows the example."
        }
        (false, false) => "",
    }
}

fn spread_table(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Markup {
    let reached = reached(cases);
    // The chart and its data have the years between.
    let shown: Vec<usize> =
        reached.iter().copied().filter(|month| *month == 2 || reached.last() == Some(month)).collect();
    let mut head = heads(&["Programme"]);
    head.extend(shown.iter().map(|month| after(*month)));
    head.extend(heads(&["Have heard", "Promised", "Because of it", "Own limit met"]));
    let row = |case: &Case<'_>| {
        let spread = case.funded.spread.as_ref()?;
        let mut row = vec![name_of(spec, case)];
        row.extend(shown.iter().map(|month| share_cell(&spread.months[*month])));
        row.extend(
            [&spread.aware, &spread.promised, &spread.additional, &case.funded.buyers_within].map(share_cell),
        );
        Some(row)
    };
    let label = format!("How it spreads under {}", surge_title(spec, surge));
    html! {
        (table(&label, &head, cases.iter().filter_map(row).collect()))
        p.note {
            "Shares are of the factories that the option is for. “Promised” is the share of buyers with public money, “because of "
            "it” of those who would not have bought under the first programme without any, “own limit met” of those whose own "
            "payback turns out within the first of the owners' limits."
        }
    }
}

/// A chart of penetration for each option.
fn spread_figures(spec: &Spec, results: &Results, surge: usize, cases: &[Case<'_>]) -> Vec<Figure> {
    let mut options: Vec<&str> = cases.iter().map(|case| case.option).collect();
    options.dedup();
    options.into_iter().filter_map(|option| spread_figure(spec, results, surge, option, cases)).collect()
}

fn spread_figure(
    spec: &Spec,
    results: &Results,
    surge: usize,
    option: &str,
    cases: &[Case<'_>],
) -> Option<Figure> {
    let own: Vec<(&Case<'_>, &Penetration)> = cases
        .iter()
        .filter(|case| case.option == option)
        .filter_map(|case| Some((case, case.funded.spread.as_ref()?)))
        .collect();
    let (first, spread) = own.first()?;
    let reached = spread.months.iter().take_while(|share| share.mean.is_some()).count();
    if reached < 2 {
        return None;
    }
    let values: Vec<f64> =
        std::iter::once(0.0).chain(PENETRATION_MONTHS.map(f64::from)).take(reached + 1).collect();
    let line = |(number, (case, spread)): (usize, &(&Case<'_>, &Penetration))| CurveLine {
        line: number + 1,
        title: sentence(&case.programme(spec).title),
        means: std::iter::once([0.0; 3])
            .chain(spread.months[..reached].iter().map(|share| {
                let mean = 100.0 * share.mean.unwrap_or_default();
                [mean, 100.0 * share.low.unwrap_or(mean / 100.0), 100.0 * share.high.unwrap_or(mean / 100.0)]
                    .map(|percent| percent.clamp(0.0, 100.0))
            }))
            .collect(),
    };
    let lines: Vec<CurveLine> = own.iter().enumerate().map(line).collect();
    let all: Vec<&Case<'_>> = own.iter().map(|(case, _)| *case).collect();
    let shares = own.iter().filter_map(|(_, spread)| spread.months[reached - 1].mean);
    let (low, high) = shares.clone().fold((1.0_f64, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
    let after = months(values[reached]);
    let title = match leaders(results, surge, &all)[..] {
        _ if high <= 0.0 => format!("Nobody buys within {after}"),
        [most] => format!(
            "The largest share buys under “{}”: {} after {after}",
            sentence(&most.programme(spec).title),
            percent(high)
        ),
        _ if percent(low) == percent(high) => {
            format!("{} have bought after {after}, under any programme", percent(high))
        }
        _ => format!(
            "No programme clearly leads: {} to {} have bought after {after}",
            percent(low),
            percent(high)
        ),
    };
    let words = Words { title: title.clone(), desc: format!("{}.", title) };
    let at = |n: usize| months(values[n]);
    Some(Figure {
        title,
        subtitle: format!(
            "Share of factories that have ordered {}, %, {}; mean over futures with its 95 % band.",
            first.title,
            surge_title(spec, surge)
        ),
        chart: both(|layout| curve(layout, &words, &values, "months", &lines)),
        head: std::iter::once("Programme".to_owned()).chain((1..=reached).map(at)).collect(),
        rows: own
            .iter()
            .map(|(case, spread)| {
                let shares = spread.months[..reached].iter();
                let share = |e: &Estimate| e.mean.map_or(UNDEFINED.into(), percent);
                std::iter::once(sentence(&case.programme(spec).title)).chain(shares.map(share)).collect()
            })
            .collect(),
    })
}
