//! The appendix: the baseline beside known facts, and the register of assumptions with their sources.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{cell, heads, table, table_with_text, with_small};
use crate::experiment::{Cell, Results};
use crate::outcome::{FactoryTally, MachineState, Outcome};
use crate::outcome::{oee, planned_busy_time};
use crate::report::figures::{UNDEFINED, interval, number};
use crate::report::findings;
use crate::report::measures::ratio;
use crate::spec::{Assumption, Fact, FactKind, FactMeasure, Spec};
use crate::stats::Estimate;
use crate::units::PlantId;

/// Registers longer than this fold away.
const LONG: usize = 25;

/// The baseline of the first surge without an emergency beside the scenario's facts.
pub(crate) fn facts(spec: &Spec, results: &Results) -> Markup {
    let surge = findings::calm_surge(spec).unwrap_or(0);
    let base = findings::cell(results, surge, 0);
    let head = heads(&["Fact", "Known", "Simulated", "Inside?", "Inputs were", "Source"]);
    let steady = || spec.facts.iter().filter(|fact| plant_of(fact.measure).is_some());
    let rows: Vec<Vec<Markup>> = steady()
        .map(|fact| {
            let measured = base.map(|base| measure_fact(spec, base, fact.measure)).unwrap_or_default();
            fact_row(fact, &measured, base.is_some_and(|base| !base.capacity.is_empty()))
        })
        .collect();
    let predicted = steady().filter(|f| f.kind == FactKind::Predicted);
    let inside = |fact: &&Fact| {
        base.is_some_and(|b| holds(fact, measure_fact(spec, b, fact.measure).mean) == Some(true))
    };
    let (n, good) = (predicted.clone().count(), predicted.filter(inside).count());
    html! {
        @if n > 0 {
            p { (good) " of " (n) " predicted figures fall inside what is known. A tuned figure proves nothing: inputs "
                "were chosen so that it comes out. A predicted one came out by itself." }
        }
        p { "Simulated is the baseline without an emergency, in small type the 95 % interval of its mean where it can be "
            "told apart. What a plant can do (output a day, output per worker, OEE) is measured under unlimited demand, "
            "as known figures are." }
        (table("The baseline beside known facts", &head, rows))
    }
}

fn holds(fact: &Fact, mean: Option<f64>) -> Option<bool> {
    mean.map(|mean| fact.low <= mean && mean <= fact.high)
}

/// A fact's row; `saturated` says whether there are runs under unlimited demand.
fn fact_row(fact: &Fact, measured: &Estimate, saturated: bool) -> Vec<Markup> {
    let demand =
        if saturated && says_what_can_be_done(fact.measure) { "unlimited demand" } else { "usual demand" };
    let simulated = measured.mean.map_or(UNDEFINED.into(), number);
    let unit = if fact.unit.is_empty() { demand.into() } else { format!("{}; {demand}", fact.unit) };
    // An interval whose ends are written like its mean says nothing more.
    let spread = interval(measured, number).filter(|text| *text != format!("{simulated}–{simulated}"));
    let verdict = match holds(fact, measured.mean) {
        Some(true) => html! { span.inside { "✓ inside" } },
        Some(false) => html! { span.outside { "✗ outside" } },
        None => cell(UNDEFINED),
    };
    vec![
        with_small(&fact.name, &unit),
        cell(format!("{}–{}", number(fact.low), number(fact.high))),
        with_small(&simulated, &spread.unwrap_or_default()),
        verdict,
        cell(match fact.kind {
            FactKind::Tuned => "tuned to it",
            FactKind::Predicted => "not tuned: predicted",
        }),
        source(fact.source.as_deref()),
    ]
}

pub(super) fn source(id: Option<&str>) -> Markup {
    match id {
        Some(id) => html! { a href=(format!("#source-{id}")) { (id) } },
        None => html! { "assumed" },
    }
}

/// A fact measured in each replication: the mean over the factories of its kind of plant.
pub(crate) fn measure_fact(spec: &Spec, base: &Cell, measure: FactMeasure) -> Estimate {
    let Some(plant) = plant_of(measure) else { return Estimate::default() };
    let factories = findings::factories_of(spec, plant.index());
    let unlimited = says_what_can_be_done(measure) && !base.capacity.is_empty();
    let runs = if unlimited { &base.capacity } else { &base.outcomes };
    Estimate::of_defined(runs.iter().map(|run| {
        let values: Vec<f64> =
            factories.iter().filter_map(|f| measure_factory(spec, run, *f, measure)).collect();
        ratio(values.iter().sum(), values.len() as f64)
    }))
}

/// The kind of plant that is measured; none for the figures of a back-test.
fn plant_of(measure: FactMeasure) -> Option<PlantId> {
    match measure {
        FactMeasure::CapacityPerDay { plant }
        | FactMeasure::Utilisation { plant, .. }
        | FactMeasure::Oee { plant, .. }
        | FactMeasure::UnitsPerWorkerDay { plant }
        | FactMeasure::FlowDays { plant, .. }
        | FactMeasure::HoursRatio { plant, .. } => Some(plant),
        FactMeasure::OutputOn { .. } => None,
    }
}

/// Known figures of this kind come from plants at full load, so they are measured under unlimited demand.
fn says_what_can_be_done(measure: FactMeasure) -> bool {
    match measure {
        FactMeasure::CapacityPerDay { .. }
        | FactMeasure::Utilisation { .. }
        | FactMeasure::Oee { .. }
        | FactMeasure::UnitsPerWorkerDay { .. } => true,
        FactMeasure::FlowDays { .. } | FactMeasure::HoursRatio { .. } | FactMeasure::OutputOn { .. } => false,
    }
}

fn measure_factory(spec: &Spec, run: &Outcome, f: usize, measure: FactMeasure) -> Option<f64> {
    let window = &run.factories[f].window;
    let tally: &FactoryTally = &window.tally;
    let leaving = tally.products.iter().zip(spec.plant_of(f).leaving()).filter(|(_, leaves)| *leaves);
    let good: u64 = leaving.map(|(p, _)| p.finished).sum();
    let producing = |station: usize| tally.stations[station].state(MachineState::Producing).as_secs();
    match measure {
        FactMeasure::Oee { station, .. } => oee([&tally.stations[station.index()]]),
        FactMeasure::UnitsPerWorkerDay { .. } => {
            let present: f64 = tally.pools.iter().map(|p| p.present.as_hours()).sum();
            ratio(good as f64, present / 8.0)
        }
        FactMeasure::CapacityPerDay { .. } => ratio(good as f64, window.length.as_days()),
        FactMeasure::FlowDays { product, .. } => {
            let product = &tally.products[product.index()];
            ratio(product.flow_time.as_days(), product.finished_lots as f64)
        }
        FactMeasure::HoursRatio { station, per, .. } => {
            ratio(producing(station.index()), producing(per.index()))
        }
        FactMeasure::OutputOn { .. } => None,
        FactMeasure::Utilisation { station, .. } => {
            ratio(producing(station.index()), planned_busy_time(&tally.stations[station.index()].states))
        }
    }
}

/// Every figure of the scenario with its source, grouped by where it stands, and the sources themselves.
pub(crate) fn register(spec: &Spec) -> Markup {
    let assumed = spec.assumptions.iter().filter(|a| a.source.is_none()).count();
    let groups = grouped(&spec.assumptions);
    html! {
        p { (spec.assumptions.len()) " figures describe this scenario; " (assumed) " of them have no source and are "
            "listed as assumed." }
        @for (name, list) in &groups {
            @if spec.assumptions.len() > LONG {
                details.register {
                    summary { (name) " (" (list.len()) @if list.len() == 1 { " figure)" } @else { " figures)" } }
                    (assumptions(name, list))
                }
            } @else {
                h3 { (name) }
                (assumptions(name, list))
            }
        }
        @if !spec.sources.is_empty() {
            h3 { "Sources" }
            dl.sources {
                @for source in &spec.sources {
                    dt id=(format!("source-{}", source.id)) { (source.id) }
                    dd { (source.title) @if !source.grade.is_empty() { " (grade " (source.grade) ")" } }
                }
            }
        }
    }
}

/// Groups by the first part of the place ("plant hand_workshop"), in order of first mention.
fn grouped(assumptions: &[Assumption]) -> Vec<(String, Vec<(&str, &Assumption)>)> {
    let mut order: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups: Vec<(String, Vec<(&str, &Assumption)>)> = Vec::new();
    for assumption in assumptions {
        let (group, rest) = assumption.place.split_once(", ").unwrap_or(("the scenario", &assumption.place));
        let at = *order.entry(group).or_insert_with(|| {
            groups.push((crate::report::figures::sentence(group), Vec::new()));
            groups.len() - 1
        });
        groups[at].1.push((rest, assumption));
    }
    groups
}

fn assumptions(name: &str, list: &[(&str, &Assumption)]) -> Markup {
    let rows = list
        .iter()
        .map(|(place, assumption)| {
            vec![cell(place), html! { code { (assumption.value) } }, source(assumption.source.as_deref())]
        })
        .collect();
    table_with_text(name, &heads(&["Figure", "Value", "Source"]), rows, 3)
}
