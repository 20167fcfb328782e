//! What can go wrong: never paid back, the bad tenth, upgrades that do not work, standstill.

use maud::{Markup, html};

use super::comparison::surges_by_weight;
use super::payback::{payback_note, payback_table, tail_cell};
use super::{cell, heads, table_with_text, with_small};
use crate::experiment::{Cell, Results, Versus};
use crate::outcome::MachineState;
use crate::report::figures::{UNDEFINED, change, futures, money, months, number, percent, sentence};
use crate::report::findings::{self, option_title};
use crate::spec::Spec;
use crate::stats::{Estimate, quantile};

/// The chapter.
pub(crate) fn risks(spec: &Spec, results: &Results) -> Markup {
    let surge = findings::main_surge(spec);
    let best = findings::ranking(spec, results, surge).first().copied();
    html! {
        @if let Some(text) = best.and_then(|best| bad_tenth(spec, results, best)) { p.lead { (text) } }
        (risk_table(spec, results))
        (payback_of_options(spec, results))
        p.note { "A future in which an upgrade does not work has paid for it and stood still for it, and has no gain. "
            "Standstill is that of all machines of one factory with the option, over the run." }
    }
}

/// The bad tenth of futures as a story.
fn bad_tenth(spec: &Spec, results: &Results, best: &Cell) -> Option<String> {
    let versus = best.versus.as_ref()?;
    let mut order: Vec<usize> = (0..versus.npvs.len()).collect();
    order.sort_by(|a, b| versus.npvs[*a].total_cmp(&versus.npvs[*b]));
    let worst = &order[..(order.len() / 10).max(1).min(order.len())];
    let npv = worst.iter().map(|r| versus.npvs[*r]).sum::<f64>() / worst.len() as f64;
    let failed: Vec<f64> =
        worst.iter().filter_map(|r| best.outcomes.get(*r)).map(share_not_working).collect();
    let failed = Estimate::of(&failed).mean.unwrap_or_default();
    let delivered = findings::cell(results, best.surge, 0).and_then(|base| gain_in(spec, base, best, worst));
    let end = if npv < 0.0 { "loses" } else { "still gains" };
    let mut text = format!(
        "In the worst tenth of futures {} {end} {} (net present value)",
        option_title(spec, best.option),
        money(&spec.currency, npv.abs())
    );
    if failed > 0.0 {
        text += &format!(": it does not work at {} of the factories", percent(failed));
    }
    if let Some(gain) = delivered {
        text += &format!(
            "{} output over the run changes by {}",
            if failed > 0.0 { ", and" } else { ":" },
            change(gain)
        );
    }
    if order.len() < 200 {
        text +=
            &format!("; {} of {} futures are too few for more than an indication", worst.len(), order.len());
    }
    Some(text + ".")
}

fn gain_in(spec: &Spec, base: &Cell, best: &Cell, replications: &[usize]) -> Option<f64> {
    let sum = |cell: &Cell| -> f64 {
        let runs = replications.iter().filter_map(|r| cell.outcomes.get(*r));
        runs.map(|run| findings::daily_output(spec, run, None).iter().sum::<f64>()).sum()
    };
    crate::report::measures::ratio(sum(best), sum(base)).map(|ratio| ratio - 1.0)
}

fn share_not_working(run: &crate::outcome::Outcome) -> f64 {
    let installed: Vec<bool> = run.factories.iter().flat_map(|f| &f.installed).map(|i| i.works).collect();
    installed.iter().filter(|works| !**works).count() as f64 / installed.len().max(1) as f64
}

fn risk_table(spec: &Spec, results: &Results) -> Markup {
    let horizon = spec.appraisal.as_ref().map_or(60, |a| a.horizon_months);
    let mut head = heads(&["Option", "Surge"]);
    head.push(format!("Not back within {}", months(f64::from(horizon))));
    head.extend(heads(&[
        "Net present value, bad tenth",
        "Cash tied up at worst",
        "Installations that do not work",
        "Machine-days of standstill",
    ]));
    let mut rows = Vec::new();
    for surge in surges_by_weight(spec) {
        for option in findings::ranking(spec, results, surge) {
            let mut row = vec![
                cell(sentence(&option_title(spec, option.option))),
                cell(findings::surge_label(spec, surge)),
            ];
            row.extend(match &option.versus {
                Some(versus) => money_cells(spec, versus),
                None => (0..3).map(|_| cell(UNDEFINED)).collect(),
            });
            let failed: Vec<f64> = option.outcomes.iter().map(share_not_working).collect();
            row.push(cell(percent(Estimate::of(&failed).mean.unwrap_or_default())));
            row.push(standstill(spec, option));
            rows.push(row);
        }
    }
    table_with_text("Risks of each option", &head, rows, 2)
}

fn money_cells(spec: &Spec, versus: &Versus) -> Vec<Markup> {
    let write = |x: Option<f64>| x.map_or(UNDEFINED.into(), |x| money(&spec.currency, x));
    let payback = &versus.payback;
    let never = match payback.months.len() {
        0 => cell("not bought"),
        n => with_small(&futures(payback.never_share, n), &percent(payback.never_share)),
    };
    let lowest: Vec<f64> =
        versus.cumulative.iter().map(|path| path.iter().copied().fold(0.0, f64::min)).collect();
    vec![
        never,
        tail_cell(versus.npv_tail().as_ref(), &|x| money(&spec.currency, x)),
        with_small(&write(quantile(&lowest, 0.5)), &format!("bad tenth {}", write(quantile(&lowest, 0.1)))),
    ]
}

/// When the money of each option is back; nothing where none has any.
fn payback_of_options(spec: &Spec, results: &Results) -> Markup {
    let Some(appraisal) = &spec.appraisal else { return html! {} };
    let mut named = Vec::new();
    for surge in surges_by_weight(spec) {
        for option in findings::ranking(spec, results, surge) {
            let Some(versus) = &option.versus else { continue };
            let title = cell(sentence(&option_title(spec, option.option)));
            named.push((vec![title, cell(findings::surge_label(spec, surge))], &versus.payback));
        }
    }
    html! {
        @if !named.is_empty() {
            (payback_table("When the money is back", &["Option", "Surge"], named))
            p.note { (payback_note(appraisal.horizon_months)) }
        }
    }
}

/// Machine-days of standstill of a factory that has installations.
fn standstill(spec: &Spec, option: &Cell) -> Markup {
    let mut at: Vec<usize> =
        spec.options[option.option].installations.iter().map(|i| i.factory.index()).collect();
    at.sort_unstable();
    at.dedup();
    let stations =
        option.outcomes.iter().flat_map(|run| at.iter().map(|f| &run.factories[*f].window.tally.stations));
    let days: f64 = stations.flatten().map(|s| s.state(MachineState::Upgrading).as_days()).sum();
    let runs = (option.outcomes.len() * at.len()).max(1) as f64;
    cell(number(days / runs))
}
