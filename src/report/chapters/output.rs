//! Output over time: weekly means of a day's output, the baseline beside the best option, one chart per surge.

use maud::{Markup, html};

use super::comparison::surges_by_weight;
use super::{Figure, heads};
use crate::experiment::{Cell, Results};
use crate::report::charts::{Band, Paths, Words, axis_unit, both, day_month, paths};
use crate::report::figures::{change, number, readable, sentence};
use crate::report::findings::{self, option_title, surge_title};
use crate::spec::Spec;
use crate::stats::quantile;

/// Days that are averaged into one point.
const WEEK: usize = 7;

/// The chapter.
pub(crate) fn output(spec: &Spec, results: &Results, source: &str) -> Markup {
    html! {
        @for surge in surges_by_weight(spec) {
            @for product in findings::charted_products(spec) {
                @if let Some(figure) = output_figure_where_it_matters(spec, results, surge, product) { (figure.markup(source)) }
            }
        }
    }
}

/// The figure, unless the best option touches no factory that makes the product while it touches others, or a single
/// product shows no difference without an emergency, as the chart of all products has shown already.
fn output_figure_where_it_matters(
    spec: &Spec,
    results: &Results,
    surge: usize,
    product: Option<&str>,
) -> Option<Figure> {
    let best = findings::ranking(spec, results, surge).first().copied();
    let makes =
        |f: usize| spec.plant_of(f).products.iter().any(|p| product.is_none_or(|name| p.name == name));
    let touched = best.is_none_or(|best| {
        let installations = &spec.options[best.option].installations;
        installations.is_empty() || installations.iter().any(|i| makes(i.factory.index()))
    });
    let told = product.is_some()
        && findings::charted_products(spec).first() == Some(&None)
        && findings::emergency_days(spec, surge).is_none()
        && best.is_some_and(|best| {
            findings::output_gain(spec, results, best).mean.is_some_and(|gain| gain.abs() < 0.005)
        });
    if touched && !told { output_figure(spec, results, surge, product) } else { None }
}

fn output_figure(spec: &Spec, results: &Results, surge: usize, product: Option<&str>) -> Option<Figure> {
    let base = findings::cell(results, surge, 0)?;
    let best = findings::ranking(spec, results, surge).first().copied();
    let bands: Vec<Band> = std::iter::once(base)
        .chain(best)
        .map(|cell| Band {
            option: cell.option,
            title: sentence(&option_title(spec, cell.option)),
            quantiles: weekly_quantiles(spec, cell, product),
        })
        .collect();
    let points = bands.iter().map(|b| b.quantiles.len()).min().filter(|n| *n >= 2)?;
    let days: Vec<f64> = (0..points).map(|w| (w * WEEK) as f64 + WEEK as f64 / 2.0).collect();
    let span = findings::emergency_days(spec, surge);
    let drawn = Paths {
        days,
        ordered: ordered_median(spec, base, product, points),
        emergency: span.map(|days| (days, "emergency".into())),
        bands,
    };
    let units = findings::unit_word(spec, product);
    let title = title(spec, results, surge, product, best);
    let words = Words { title: title.clone(), desc: in_words(&drawn, &units) };
    let highest = drawn.bands.iter().flat_map(|b| &b.quantiles).map(|q| q[4]).fold(0.0, f64::max);
    let scale = match axis_unit(highest) {
        "" => format!("{} a day", sentence(&units)),
        word => format!("{} {units} a day", sentence(word)),
    };
    let what = if findings::has_orders(spec) { "delivered" } else { "finished" };
    Some(Figure {
        title,
        subtitle: format!(
            "{scale} {what} by the whole region, weekly means; line: median over {} futures, bands: the middle 50 % \
             and 90 % of them; scenario “{}”.",
            base.outcomes.len(),
            surge_title(spec, surge)
        ),
        chart: both(|layout| paths(layout, &words, spec, &drawn)),
        head: heads(&["Week of", "Option", "5 %", "25 %", "Median", "75 %", "95 %"]),
        rows: data_rows(spec, &drawn),
    })
}

fn title(spec: &Spec, results: &Results, surge: usize, product: Option<&str>, best: Option<&Cell>) -> String {
    let units = findings::unit_word(spec, product);
    let emergency = findings::emergency_days(spec, surge);
    let mean = |cell: &Cell| {
        let per_run = cell.outcomes.iter().map(|run| {
            let days = findings::daily_output(spec, run, product);
            let days = emergency.as_ref().map_or(&days[..], |span| findings::slice(&days, span));
            days.iter().sum::<f64>() / days.len().max(1) as f64
        });
        per_run.sum::<f64>() / cell.outcomes.len().max(1) as f64
    };
    let before = findings::cell(results, surge, 0).map(mean).unwrap_or_default();
    let when = match (emergency.is_some(), product.filter(|_| findings::charted_products(spec).len() > 1)) {
        (true, None) => "In the emergency".into(),
        (false, None) => "Without an emergency".into(),
        (true, Some(name)) => format!("{}: in the emergency", sentence(&readable(name))),
        (false, Some(name)) => format!("{}: without an emergency", sentence(&readable(name))),
    };
    match best {
        Some(best) if before > 0.0 => {
            let after = mean(best);
            if (after / before - 1.0).abs() < 0.005 {
                let option = option_title(spec, best.option);
                return format!(
                    "{when} {option} makes no difference: {} {units} a day either way",
                    number(before)
                );
            }
            format!(
                "{when} the region puts out {} {units} a day with {}, instead of {} ({})",
                number(after),
                option_title(spec, best.option),
                number(before),
                change(after / before - 1.0)
            )
        }
        _ => format!("{when} the region puts out {} {units} a day", number(before)),
    }
}

/// The 5, 25, 50, 75 and 95 % quantiles over replications of each whole week's daily mean.
fn weekly_quantiles(spec: &Spec, cell: &Cell, product: Option<&str>) -> Vec<[f64; 5]> {
    let weekly: Vec<Vec<f64>> =
        cell.outcomes.iter().map(|run| weeks(&findings::daily_output(spec, run, product))).collect();
    let n = weekly.iter().map(Vec::len).min().unwrap_or(0);
    let at = |w: usize| -> Vec<f64> { weekly.iter().map(|run| run[w]).collect() };
    (0..n).map(|w| [0.05, 0.25, 0.5, 0.75, 0.95].map(|q| quantile(&at(w), q).unwrap_or_default())).collect()
}

fn weeks(days: &[f64]) -> Vec<f64> {
    days.chunks_exact(WEEK).map(|week| week.iter().sum::<f64>() / WEEK as f64).collect()
}

fn ordered_median(spec: &Spec, base: &Cell, product: Option<&str>, points: usize) -> Vec<f64> {
    if !findings::has_orders(spec) {
        return Vec::new();
    }
    let runs: Vec<Vec<f64>> = base
        .outcomes
        .iter()
        .map(|run| weeks(&findings::daily(spec, run, product, |day| day.ordered)))
        .collect();
    let at = |w: usize| -> Vec<f64> { runs.iter().filter_map(|run| run.get(w).copied()).collect() };
    (0..points).map(|w| quantile(&at(w), 0.5).unwrap_or_default()).collect()
}

fn in_words(drawn: &Paths, units: &str) -> String {
    let peak = |band: &Band| band.quantiles.iter().map(|q| q[2]).fold(0.0, f64::max);
    let line = |band: &Band| format!("{}: median peaks at {} {units} a day", band.title, number(peak(band)));
    drawn.bands.iter().map(line).collect::<Vec<_>>().join("; ") + "."
}

/// Every fourth week; the rest is in the tables beside the report.
fn data_rows(spec: &Spec, drawn: &Paths) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (w, day) in drawn.days.iter().enumerate().step_by(4) {
        let date = day_month(findings::date_of(spec, *day as usize - WEEK / 2));
        for band in &drawn.bands {
            let figures = band.quantiles[w].iter().map(|q| number(*q));
            rows.push([date.clone(), band.title.clone()].into_iter().chain(figures).collect());
        }
    }
    rows
}
