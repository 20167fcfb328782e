//! The page of facts: pictures and tables of all plants, options and upgrades; opens offline.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::picture::picture;
use crate::capacity::plant_facts;
use crate::report::chapters::{cell, heads, table_with_text, upgrades};
use crate::report::figures::{count, number, percent, sentence, titled};
use crate::report::findings::{factories_of, plant_title};
use crate::report::html::head;
use crate::spec::Spec;

/// The page of a scenario.
pub fn page(spec: &Spec) -> String {
    let heading = sentence(&titled("", &spec.name));
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(&format!("{heading} – the plant")))
            body {
                header {
                    h1 { (heading) }
                    @if !spec.question.is_empty() { p.question { (spec.question) } }
                    p.sub { "What follows from the description alone; nothing has been simulated" }
                }
                main {
                    @for plant in 0..spec.plants.len() { (plant_section(spec, plant)) }
                    @if spec.options.len() > 1 { section { h2 { "The upgrades" } (upgrades(spec)) } }
                }
            }
        }
    }
    .into_string()
}

fn plant_section(spec: &Spec, number_of: usize) -> Markup {
    let plant = &spec.plants[number_of];
    let facts = plant_facts(plant);
    let title = sentence(&plant_title(spec, number_of));
    let factories = factories_of(spec, number_of).len();
    let limit = |limit: Option<f64>| cell(limit.map_or("–".to_owned(), number));
    let stations = plant.stations.iter().zip(&facts.stations).enumerate().map(|(index, (own, facts_of))| {
        vec![
            cell(&own.name),
            cell(own.machines.to_string()),
            cell(own.buffer.map_or("no limit".to_owned(), |lots| lots.to_string())),
            cell(number(facts_of.work)),
            limit(facts_of.limit),
            cell(percent(facts.load(index))),
        ]
    });
    let pools = facts.pools.iter().map(|own| {
        vec![
            cell(&own.name),
            cell(own.workers.0.to_string()),
            cell(number(own.workers.1)),
            cell(number(own.work)),
            limit(own.limit),
        ]
    });
    let products = plant.products.iter().zip(&facts.products).map(|(own, facts)| {
        let steps = own.routing.iter().zip(&facts.visits);
        let visits = steps.map(|(step, visits)| match (visits - 1.0).abs() < 0.0005 {
            true => step.name.clone(),
            false => format!("{} × {}", step.name, number(*visits)),
        });
        vec![
            cell(&own.name),
            cell(visits.collect::<Vec<_>>().join(" → ")),
            cell(count(u64::from(own.lot_units))),
            cell(percent(facts.good)),
        ]
    });
    let materials = plant.materials.iter().map(|own| {
        let supplier = own.terms.supplier.and_then(|id| plant.suppliers.get(id.index()));
        vec![
            cell(&own.name),
            cell(number(own.terms.lead_time.mean() / 86_400.0)),
            cell(supplier.map_or("–".to_owned(), |own| own.name.clone())),
        ]
    });
    html! {
        section {
            h2 { (title) }
            @if let Some((name, most)) = facts.bottleneck() {
                p.answer {
                    "At most " (number(most)) " good units of each product an hour, limited by " (name) ". "
                    (count(factories as u64)) " of " (count(spec.factories.len() as u64)) " factories are of this kind."
                }
            }
            @if !plant.stations.is_empty() || !plant.places.is_empty() {
                div.scroll tabindex="0" role="region" aria-label="The plant" {
                    div style="min-width: 60rem" { (PreEscaped(picture(plant))) }
                }
            }
            @if !plant.stations.is_empty() { h3 { "Stations" }
            (table_with_text("Stations", &heads(&["Station", "Machines", "Buffer, lots", "Machine time, s per good unit",
                "Good units an hour", "Load"]), stations.collect(), 1)) }
            @if !facts.pools.is_empty() {
                h3 { "Workers" }
                (table_with_text("Workers", &heads(&["Pool", "Workers", "There on average", "Work, s per good unit",
                    "Good units an hour"]), pools.collect(), 1))
            }
            @if !plant.products.is_empty() {
                h3 { "Products" }
                (table_with_text("Products", &heads(&["Product", "Steps, with visits for a good unit", "Lot, units",
                    "Good"]), products.collect(), 2))
            }
            @if !plant.materials.is_empty() {
                h3 { "Materials" }
                (table_with_text("Materials", &heads(&["Material", "Lead time, days", "Supplier"]), materials.collect(), 1))
            }
            p.sub {
                "From mean times over the clock, less working hours off, breakdowns, maintenance and absence; setups, waiting and "
                "blocking take no time here. Every product is made in the same number."
            }
        }
    }
}
