//! How it was computed: span, replications, seed, digest, pairing, what is extrapolated, whether units are conserved.

use maud::{Markup, html};

use super::{cell, heads, table_with_text};
use crate::experiment::Results;
use crate::report::charts::day_month;
use crate::report::figures::{count, months, number, percent};
use crate::report::findings;
use crate::spec::{Spec, Stop, WarmUp};
use crate::units::{Duration, Time};

/// The chapter.
pub(crate) fn method(spec: &Spec, results: &Results, wall_s: f64) -> Markup {
    let rows = rows(spec, results, wall_s).into_iter();
    let rows = rows.map(|(name, value)| vec![cell(name), cell(value)]).collect();
    html! {
        p { "Factories are simulated lot by lot, machine by machine. Each replication is one possible future." }
        @if spec.options.len() > 1 {
            p { "Every option meets the same chance as the baseline: the same breakdowns, absences and orders, "
                "replication by replication, so that a difference comes from the option alone. What is not known about "
                "an upgrade (its price, how much it helps) is drawn anew in each replication." }
        }
        (table_with_text("How it was computed", &heads(&["What", "Value"]), rows, 2))
    }
}

fn warm_up(spec: &Spec, results: &Results) -> String {
    let days = format!("{} days", number(results.warm_up.as_days()));
    match spec.warm_up {
        WarmUp::Fixed(_) => days,
        WarmUp::Mser5 => format!("{days}, found by MSER-5 in pilot runs"),
    }
}

fn rows(spec: &Spec, results: &Results, wall_s: f64) -> Vec<(&'static str, String)> {
    let mut rows = vec![
        ("Scenario", spec.name.clone()),
        ("Simulated span", span(spec)),
        ("Cut off at the beginning", warm_up(spec, results)),
        ("Futures for each surge and option", results.replications.to_string()),
        ("Surges × options", format!("{} × {}", spec.surges.len(), spec.options.len())),
        ("Seed of chance", results.seed.to_string()),
        ("Events handled", count(results.events)),
        ("Lots that left", count(results.lots)),
        (
            "Computing time",
            format!(
                "{} s on {} thread{}",
                number(wall_s),
                results.threads,
                if results.threads == 1 { "" } else { "s" }
            ),
        ),
        ("Digest of all outcomes", results.digest.clone()),
        ("Program", concat!("surgetwin ", env!("CARGO_PKG_VERSION")).into()),
        ("Units conserved", conservation(results)),
    ];
    rows.extend(appraisal_rows(spec, results));
    rows
}

fn span(spec: &Spec) -> String {
    let from = day_month(spec.start);
    match spec.stop {
        Stop::After(length) => {
            let last = spec.start.at(Time(length.0.saturating_sub(1)));
            match length {
                l if l < Duration::DAY => format!("{} hours from {from}", number(l.as_hours())),
                l => format!("{from} to {} ({} days)", day_month(last), count(l.as_days().round() as u64)),
            }
        }
        Stop::Lots { lots, .. } => format!("from {from} until {} lots have left", count(lots)),
    }
}

fn appraisal_rows(spec: &Spec, results: &Results) -> Vec<(&'static str, String)> {
    let Some(appraisal) = &spec.appraisal else {
        return Vec::new();
    };
    let horizon = appraisal.horizon_months;
    let versus = || results.cells.iter().filter_map(|cell| cell.versus.as_ref());
    let extrapolated = versus().filter_map(|v| v.extrapolated_from).min();
    let mut rows = vec![
        (
            "Horizon of the appraisal",
            format!("{} at {} a year", months(f64::from(horizon)), percent(appraisal.discount_rate)),
        ),
        ("Who pays", "the factories, out of their own profit; no loan, no subsidy".into()),
        ("Tax", "none: all money is before tax".into()),
        (
            "Extrapolated",
            match extrapolated {
                Some(first) => format!(
                    "months {first} to {horizon}, counted from the start of the run: they repeat the last year without an emergency, \
                     so paybacks later than that and part of every net present value rest on them"
                ),
                None => "nothing: the run covers the horizon".into(),
            },
        ),
    ];
    let best = findings::ranking(spec, results, findings::main_surge(spec)).first().copied();
    let factor = best.and_then(|best| best.versus.as_ref()?.variance_reduction).filter(|f| f.is_finite());
    rows.extend(factor.map(|factor| {
        let text = format!(
            "the difference in output of {} to the baseline has {} times less variance than with independent runs",
            findings::option_title(spec, best.map_or(0, |b| b.option)),
            number(factor)
        );
        ("Gain of pairing", text)
    }));
    rows
}

/// Released = finished + scrapped (+ abandoned + downgraded, where any are) + in process, summed over everything that was simulated with its months.
fn conservation(results: &Results) -> String {
    let (mut released, mut in_process) = (0u64, 0u64);
    let mut gone = [("finished", 0u64), ("scrapped", 0), ("abandoned", 0), ("downgraded", 0)];
    let runs = results.cells.iter().flat_map(|cell| &cell.outcomes);
    for factory in runs.flat_map(|run| &run.factories) {
        for product in factory.months.iter().flat_map(|month| &month.tally.products) {
            released += product.released;
            let own = [product.finished, product.scrapped, product.abandoned, product.downgraded];
            gone.iter_mut().zip(own).for_each(|((_, sum), units)| *sum += units);
        }
        let last = factory.months.last().map_or(&[][..], |month| &month.tally.levels[..]);
        in_process += last.iter().map(|level| level.in_process).sum::<u64>();
    }
    if released == 0 {
        return "nothing was released".into();
    }
    let sum: i128 = gone.iter().map(|(_, units)| i128::from(*units)).sum();
    let difference = i128::from(released) - sum - i128::from(in_process);
    // Most plants have neither impatient lots nor units that become another product.
    let told = gone.iter().enumerate().filter(|(place, (_, units))| *place < 2 || *units > 0);
    let told: Vec<String> = told.map(|(_, (name, units))| format!("{} {name}", count(*units))).collect();
    format!(
        "{} released = {} + {} in process{}",
        count(released),
        told.join(" + "),
        count(in_process),
        if difference == 0 { String::new() } else { format!("; DIFFERENCE {difference}") }
    )
}
