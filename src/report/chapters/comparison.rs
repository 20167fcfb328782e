//! The comparison: one table per surge, options as rows, best first, the baseline last; NPV drawn.

use maud::{Markup, html};

use super::appraisal::rates_and_ratios;
use super::{Figure, cell, heads, table, with_small};
use crate::experiment::{Cell, Results, Versus};
use crate::report::answer::{gain_text, never, payback_of};
use crate::report::charts::{Dot, DotRow, Words, both, dots};
use crate::report::figures::{
    self, MoneyUnit, UNDEFINED, futures, interval, money, money_bare, months, number, percent,
    percent_interval, sentence,
};
use crate::report::findings::{self, option_title, surge_title};
use crate::report::programmes::is_funded;
use crate::spec::Spec;
use crate::stats::Estimate;

/// The chapter.
pub(crate) fn comparison(spec: &Spec, results: &Results, source: &str) -> Markup {
    html! {
        p { "Each option is set against the same factories without it, under the same surge and the same chance. "
            "Small type is a 95 % interval, or what is said there."
            @if spec.adoption.is_none() && findings::units_are_alike(spec) { " Capacity is output under unlimited demand." } }
        @for sentence in about_money(spec, results) { p { (sentence) } }
        @for surge in surges_by_weight(spec) {
            h3 { (sentence(&surge_title(spec, surge))) }
            (surge_table(spec, results, surge))
            (units_table(spec, results, surge))
        }
        @if spec.adoption.is_none() { (rates_and_ratios(spec, results)) }
        @if let Some(figure) = npv_figure(spec, results).filter(|_| spec.adoption.is_none()) { (figure.markup(source)) }
    }
}

/// What the columns of money mean, in what order the options stand, and what is not simulated.
fn about_money(spec: &Spec, results: &Results) -> Vec<String> {
    let Some(appraisal) = spec.appraisal.as_ref().filter(|_| spec.adoption.is_none()) else {
        return Vec::new();
    };
    let horizon = months(f64::from(appraisal.horizon_months));
    let order = appraisal.owner_limits_months.first().map_or(String::new(), |limit| {
        format!(
            " Options that gain money on average come first, then those more surely paid back within {}, the owner's \
             limit; where two are equal, the greater net present value decides.",
            figures::limit(*limit)
        )
    });
    let elsewhere = if is_funded(spec) { "; who else could pay is the next chapter's" } else { "" };
    let mut text = vec![format!(
        "Here the factories pay for everything themselves, out of their own profit, without loan or subsidy{elsewhere}. Money is {} \
         tax; net present value is over {horizon} at {} a year, and “never” is the share of futures in which the money \
         is not back within them.{order}",
        if spec.accounts.is_some() { "after" } else { "before" },
        percent(appraisal.discount_rate)
    )];
    if let Some(first) = findings::extrapolated_from(results) {
        text.push(findings::extrapolated(first, appraisal.horizon_months));
    }
    text
}

/// The unit of money for the net present values of a run.
fn npv_unit(results: &Results) -> MoneyUnit {
    let npvs = results.cells.iter().filter_map(|cell| Some(cell.versus.as_ref()?.npv));
    MoneyUnit::of(npvs.flat_map(|npv| [npv.mean, npv.low, npv.high]).flatten())
}

/// The surge of the answer first, then the others in file order.
pub(crate) fn surges_by_weight(spec: &Spec) -> Vec<usize> {
    let main = findings::main_surge(spec);
    std::iter::once(main).chain((0..spec.surges.len()).filter(|s| *s != main)).collect()
}

fn surge_table(spec: &Spec, results: &Results, surge: usize) -> Markup {
    let emergency = findings::emergency_days(spec, surge).is_some();
    // Where owners decide, what they pay and get is the next chapter's.
    let money = spec.appraisal.is_some() && spec.adoption.is_none();
    let unit = npv_unit(results);
    let mut head = heads(&["Option"]);
    // Units of several kinds are not added up: each has its column in the table below.
    let alike = findings::units_are_alike(spec);
    if !alike && !money {
        return html! {};
    }
    if emergency && alike {
        head.push("Output in the emergency".into());
    }
    if alike {
        head.push("Output over the run".into());
    }
    if money {
        head.extend(alike.then(|| "Capacity".into()));
        head.push(format!("Net present value, {}", unit.head(&spec.currency)));
        head.push("Payback, median".into());
        let limit = spec.appraisal.as_ref().and_then(|a| a.owner_limits_months.first());
        head.extend(limit.map(|limit| format!("Back within {}", figures::limit(*limit))));
    }
    let columns = head.len();
    let ranked = findings::ranking(spec, results, surge);
    let mut rows: Vec<Vec<Markup>> = ranked
        .iter()
        .map(|option| option_row(spec, results, option, emergency, money.then_some(unit)))
        .collect();
    let base = findings::cell(results, surge, 0).filter(|_| alike);
    rows.extend(base.map(|base| baseline_row(spec, base, emergency, columns)));
    table(&format!("Options under {}", surge_title(spec, surge)), &head, rows)
}

/// Output of each option by what units are called, where that differs; else nothing.
fn units_table(spec: &Spec, results: &Results, surge: usize) -> Markup {
    if findings::units_are_alike(spec) {
        return html! {};
    }
    let ranked = findings::ranking(spec, results, surge);
    let gains: Vec<Vec<(String, Estimate)>> =
        ranked.iter().map(|option| findings::gains_by_unit(spec, results, option)).collect();
    let mut units: Vec<&str> = Vec::new();
    for (unit, _) in gains.iter().flatten() {
        if !units.contains(&unit.as_str()) {
            units.push(unit);
        }
    }
    let mut head = heads(&["Option"]);
    head.extend(units.iter().map(|unit| sentence(unit)));
    let row = |(option, gains): (&&Cell, &Vec<(String, Estimate)>)| {
        let of = |unit: &&str| gains.iter().find(|(own, _)| own == unit).map(|(_, own)| *own);
        let cells = units.iter().map(|unit| gain(&of(unit).unwrap_or_default()));
        std::iter::once(option_name(spec, option)).chain(cells).collect()
    };
    let when = match spec.surges[surge].emergency {
        Some(_) => "in the emergency",
        None => "over the run",
    };
    let label = format!("Output {when} under {}", surge_title(spec, surge));
    table(&label, &head, ranked.iter().zip(&gains).map(row).collect())
}

fn option_name(spec: &Spec, option: &Cell) -> Markup {
    html! {
        span class=(format!("swatch o{}", 1 + (option.option + 5) % 6)) {} (sentence(&option_title(spec, option.option)))
    }
}

fn option_row(
    spec: &Spec,
    results: &Results,
    option: &Cell,
    emergency: bool,
    money: Option<MoneyUnit>,
) -> Vec<Markup> {
    let alike = findings::units_are_alike(spec);
    let mut row = vec![option_name(spec, option)];
    if emergency && alike {
        row.push(gain(&findings::emergency_gain(spec, results, option).unwrap_or_default()));
    }
    if alike {
        row.push(gain(&findings::output_gain(spec, results, option)));
    }
    match (&option.versus, money) {
        (Some(versus), Some(unit)) => row.extend(money_cells(spec, option, versus, unit)),
        (None, Some(_)) => row.extend((0..2 + usize::from(alike)).map(|_| cell(UNDEFINED))),
        (_, None) => {}
    }
    row
}

fn money_cells(spec: &Spec, option: &Cell, versus: &Versus, unit: MoneyUnit) -> Vec<Markup> {
    let payback = &versus.payback;
    let never = if payback.months.is_empty() { String::new() } else { format!("never: {}", never(payback)) };
    let write = |amount: f64| unit.write(amount);
    let npv = versus.npv.mean.map_or(UNDEFINED.into(), write);
    let mut cells = Vec::new();
    cells.extend(findings::units_are_alike(spec).then(|| gain(&versus.capacity_gain)));
    cells.extend([
        with_small(&npv, &interval(&versus.npv, write).unwrap_or_default()),
        with_small(&payback_of(payback, spec), &never),
    ]);
    let limit = spec.appraisal.as_ref().and_then(|own| own.owner_limits_months.first());
    cells.extend(limit.map(|_| {
        // Nothing is back in time where nothing was bought.
        findings::first_limit(option).map_or(cell(UNDEFINED), |within| {
            let interval = format!("{}–{}", percent(within.low).replace(" %", ""), percent(within.high));
            with_small(&futures(within.probability, payback.months.len()), &interval)
        })
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
    row.push(with_small(&text(findings::output_per_day(spec, base).mean), &format!("{units} a day")));
    row.resize_with(columns, || cell(UNDEFINED));
    row
}

fn gain(e: &Estimate) -> Markup {
    with_small(&gain_text(e.mean), &percent_interval(e))
}

fn npv_figure(spec: &Spec, results: &Results) -> Option<Figure> {
    let ranked = findings::ranking(spec, results, findings::main_surge(spec));
    let mut rows = Vec::new();
    for option in ranked.iter().map(|cell| cell.option) {
        let dots: Vec<Dot> = surges_by_weight(spec)
            .into_iter()
            .filter_map(|surge| {
                let npv = findings::cell(results, surge, option)?.versus.as_ref()?.npv;
                let mean = npv.mean?;
                let label = findings::surge_label(spec, surge);
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
        n if n == first.dots.len() && findings::calm_surge(spec).is_some() && n > 1 => {
            format!("{} is worth its money whether the emergency comes or not", first.title)
        }
        n if n == first.dots.len() => format!("{} is worth its money", first.title),
        0 if first.dots.iter().all(|dot| dot.interval.1 < 0.0) => {
            format!("{} is not worth its money", first.title)
        }
        0 => format!("{} is not clearly worth its money", first.title),
        _ => format!("{} is worth its money in some courses of demand only", first.title),
    };
    let words = Words { title: title.clone(), desc: dots_in_words(spec, &rows) };
    Some(Figure {
        title,
        subtitle: format!(
            "Net present value against the baseline, {}; mean over futures with its 95 % interval, by surge.",
            spec.currency
        ),
        chart: both(|layout| dots(layout, &words, &rows, money_bare)),
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
