//! The comparison: one table per surge, options as rows, best first, the baseline last; NPV drawn.

use maud::{Markup, html};

use super::{Figure, cell, heads, table, with_small};
use crate::experiment::{Cell, Results, Versus};
use crate::report::answer::{gain_text, payback_median};
use crate::report::charts::{Dot, DotRow, Words, both, dots};
use crate::report::figures::{
    UNDEFINED, futures, money, money_interval, months, number, percent, percent_interval, sentence,
};
use crate::report::findings::{self, option_title, surge_title};
use crate::spec::Spec;
use crate::stats::Estimate;

/// The chapter.
pub(crate) fn comparison(spec: &Spec, results: &Results, source: &str) -> Markup {
    html! {
        p { "Each option is set against the same factories without it, under the same surge and the same chance. "
            "Small type is a 95 % interval, or what is said there; “never” is the share of futures in which the money "
            "does not come back within the horizon. Capacity is output under unlimited demand." }
        @for surge in surges_by_weight(spec) {
            h3 { (sentence(&surge_title(spec, surge))) }
            (surge_table(spec, results, surge))
        }
        @if let Some(figure) = npv_figure(spec, results) { (figure.markup(source)) }
    }
}

/// The surge of the answer first, then the others in file order.
pub(crate) fn surges_by_weight(spec: &Spec) -> Vec<usize> {
    let main = findings::main_surge(spec);
    std::iter::once(main).chain((0..spec.surges.len()).filter(|s| *s != main)).collect()
}

fn surge_table(spec: &Spec, results: &Results, surge: usize) -> Markup {
    let emergency = findings::emergency_days(spec, surge).is_some();
    let money = spec.appraisal.is_some();
    let mut head = heads(&["Option"]);
    if emergency {
        head.push("Output in the emergency".into());
    }
    head.push("Output over the run".into());
    if money {
        head.extend(heads(&["Capacity", "Net present value", "Payback, median"]));
        let limit = spec.appraisal.as_ref().and_then(|a| a.owner_limits_months.first());
        head.extend(limit.map(|limit| format!("Back within {}", months(f64::from(*limit)))));
    }
    let columns = head.len();
    let ranked = findings::ranking(results, surge);
    let mut rows: Vec<Vec<Markup>> =
        ranked.iter().map(|option| option_row(spec, results, option, emergency, money)).collect();
    rows.extend(findings::cell(results, surge, 0).map(|base| baseline_row(spec, base, emergency, columns)));
    table(&format!("Options under {}", surge_title(spec, surge)), &head, rows)
}

fn option_row(spec: &Spec, results: &Results, option: &Cell, emergency: bool, money: bool) -> Vec<Markup> {
    let mut row = vec![html! {
        span class=(format!("swatch o{}", 1 + (option.option + 5) % 6)) {} (sentence(&option_title(spec, option.option)))
    }];
    if emergency {
        row.push(gain(&findings::emergency_gain(spec, results, option).unwrap_or_default()));
    }
    row.push(gain(&findings::output_gain(results, option)));
    match &option.versus {
        Some(versus) if money => row.extend(money_cells(spec, option, versus)),
        _ if money => row.extend((0..3).map(|_| cell(UNDEFINED))),
        _ => {}
    }
    row
}

fn money_cells(spec: &Spec, option: &Cell, versus: &Versus) -> Vec<Markup> {
    let payback = &versus.payback;
    let never = format!("never: {}", percent(payback.never_share));
    let npv = versus.npv.mean.map_or(UNDEFINED.into(), |npv| money(&spec.currency, npv));
    let mut cells = vec![
        gain(&versus.capacity_gain),
        with_small(&npv, &money_interval(&versus.npv)),
        with_small(&payback_median(payback.median, spec), &never),
    ];
    cells.extend(findings::first_limit(option).map(|within| {
        let interval = format!("{}–{}", percent(within.low).replace(" %", ""), percent(within.high));
        with_small(&futures(within.probability, option.outcomes.len()), &interval)
    }));
    cells
}

fn baseline_row(spec: &Spec, base: &Cell, emergency: bool, columns: usize) -> Vec<Markup> {
    let mut row = vec![html! { span class="swatch o0" {} "Baseline: the factories as they are" }];
    let units = findings::unit_word(spec, None);
    let text = |n: Option<f64>| n.map_or(UNDEFINED.into(), number);
    if emergency {
        let days = findings::emergency_days(spec, base.surge).unwrap_or_default();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
        let per_run: Vec<f64> = base
            .outcomes
            .iter()
            .map(|run| mean(findings::slice(&findings::daily_output(spec, run, None), &days)))
            .collect();
        row.push(with_small(&text(Estimate::of(&per_run).mean), &format!("{units} a day")));
    }
    row.push(with_small(&text(findings::mean_output_per_day(spec, base)), &format!("{units} a day")));
    row.resize_with(columns, || cell(UNDEFINED));
    row
}

fn gain(e: &Estimate) -> Markup {
    with_small(&gain_text(e.mean), &percent_interval(e))
}

fn npv_figure(spec: &Spec, results: &Results) -> Option<Figure> {
    let ranked = findings::ranking(results, findings::main_surge(spec));
    let mut rows = Vec::new();
    for option in ranked.iter().map(|cell| cell.option) {
        let dots: Vec<Dot> = surges_by_weight(spec)
            .into_iter()
            .filter_map(|surge| {
                let npv = findings::cell(results, surge, option)?.versus.as_ref()?.npv;
                let mean = npv.mean?;
                let label = crate::report::figures::readable(&spec.surges[surge].name);
                Some(Dot { label, mean, interval: (npv.low.unwrap_or(mean), npv.high.unwrap_or(mean)) })
            })
            .collect();
        if !dots.is_empty() {
            rows.push(DotRow { option, title: sentence(&option_title(spec, option)), dots });
        }
    }
    let first = rows.first()?;
    let gains = first.dots.iter().filter(|dot| dot.interval.0 > 0.0).count();
    let title = match gains {
        n if n == first.dots.len() => format!("{} is worth its money under every surge", first.title),
        0 => format!("{} is not clearly worth its money", first.title),
        _ => format!("{} is worth its money under some surges only", first.title),
    };
    let words = Words { title: title.clone(), desc: dots_in_words(spec, &rows) };
    let write = |v: f64| money("", v).replace(" million", " m").replace(" billion", " bn");
    Some(Figure {
        title,
        subtitle: format!(
            "Net present value against the baseline, {}; mean over futures with its 95 % interval, by surge.",
            spec.currency
        ),
        chart: both(|layout| dots(layout, &words, &rows, write)),
        head: heads(&["Option", "Surge", "Mean", "Low", "High"]),
        rows: rows
            .iter()
            .flat_map(|row| {
                row.dots.iter().map(|d| {
                    vec![
                        row.title.clone(),
                        d.label.clone(),
                        money("", d.mean),
                        money("", d.interval.0),
                        money("", d.interval.1),
                    ]
                })
            })
            .collect(),
    })
}

fn dots_in_words(spec: &Spec, rows: &[DotRow]) -> String {
    let line = |row: &DotRow| {
        let dots: Vec<String> =
            row.dots.iter().map(|d| format!("{} under {}", money(&spec.currency, d.mean), d.label)).collect();
        format!("{}: {}", row.title, dots.join(", "))
    };
    rows.iter().map(line).collect::<Vec<_>>().join("; ") + "."
}
