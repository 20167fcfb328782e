//! What customers miss under each option, and what it costs that less is missing.

use maud::{Markup, html};

use super::{cell, comparison::surges_by_weight, heads, table, with_small};
use crate::experiment::{Cell, Results};
use crate::report::figures::{MoneyUnit, UNDEFINED, interval, money, number, number_interval, sentence};
use crate::report::findings::{self, option_title, surge_title};
use crate::spec::Spec;
use crate::stats::{Estimate, Service};

/// The table of each surge in which something is missing; nothing where no option keeps anything ready.
pub(crate) fn missing(spec: &Spec, results: &Results) -> Markup {
    if !findings::is_about_readiness(spec) {
        return html! {};
    }
    let tables: Vec<_> =
        surges_by_weight(spec).into_iter().filter_map(|surge| surge_table(spec, results, surge)).collect();
    html! {
        p {
            "The largest gap is the most that was owed to all customers at the end of a day; the gaps of all days are summed in unit "
            "days. Days to recover are those from the first gap to the last, – where there was none, or one was left. What an option "
            "costs on balance is its net present value with the other sign, under this surge: below zero it earns."
        }
        @for (title, table) in tables { h3 { (title) } (table) }
    }
}

fn surge_table(spec: &Spec, results: &Results, surge: usize) -> Option<(String, Markup)> {
    let cells: Vec<&Cell> =
        (0..spec.options.len()).filter_map(|option| findings::cell(results, surge, option)).collect();
    let services: Vec<Vec<Service>> =
        cells.iter().map(|own| findings::orders_met(spec, own)).collect::<Option<_>>()?;
    if services.iter().flatten().all(|own| own.peak <= 0.0) {
        return None;
    }
    let costs = cells.iter().filter_map(|own| own.versus.as_ref()?.npv.mean);
    let unit = MoneyUnit::of(costs);
    let mut head = heads(&["Option", "Largest gap", "Days to recover", "Unit days missing"]);
    let priced = cells.iter().any(|own| own.versus.is_some());
    if priced {
        head.push(format!("Costs on balance, {}", unit.head(&spec.currency)));
        head.extend(["unit of the gap", "unit and day"].map(|of| format!("{} for a {of}", spec.currency)));
    }
    let rows = cells.iter().zip(&services).map(|(own, services)| {
        let figure = |read: fn(&Service) -> Option<f64>| {
            let e = findings::possible(&Estimate::of_defined(services.iter().map(read)));
            with_small(
                &e.mean.map_or(UNDEFINED.into(), number),
                &number_interval(&e, 1.0).unwrap_or_default(),
            )
        };
        let name = match own.option {
            0 => "Baseline: the factories as they are".to_owned(),
            option => sentence(&option_title(spec, option)),
        };
        let mut row = vec![
            cell(name),
            figure(|own| Some(own.peak)),
            figure(|own| own.periods_to_recover.map(|days| days as f64)),
            figure(|own| Some(own.short)),
        ];
        if priced {
            row.extend(prices(own, unit));
        }
        row
    });
    let title = sentence(&surge_title(spec, surge));
    Some((title.clone(), table(&format!("What is missing, {title}"), &head, rows.collect())))
}

/// What an option costs on balance, for each unit of the largest gap and for each unit day; dashes for the baseline.
fn prices(own: &Cell, unit: MoneyUnit) -> Vec<Markup> {
    let Some(versus) = &own.versus else { return (0..3).map(|_| cell(UNDEFINED)).collect() };
    let exact = |amount: f64| money("", amount);
    let cost = Estimate::of(&versus.npvs.iter().map(|npv| -npv).collect::<Vec<_>>());
    let priced = |e: &Estimate| {
        with_small(&e.mean.map_or(UNDEFINED.into(), exact), &interval(e, exact).unwrap_or_default())
    };
    let write = |amount: f64| unit.write(amount);
    vec![
        with_small(&cost.mean.map_or(UNDEFINED.into(), write), &interval(&cost, write).unwrap_or_default()),
        priced(&versus.avoided.cost_per_unit),
        priced(&versus.avoided.cost_per_unit_day),
    ]
}
