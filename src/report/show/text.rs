//! The facts as lines for a terminal of 80 columns.

use std::fmt::Write;

use super::facts::{PlantFacts, plant_facts};
use crate::report::figures::{count, number};
use crate::spec::{Plant, Spec};

/// The facts of a scenario as text.
pub fn text(spec: &Spec) -> String {
    let mut out = format!("{}\n", spec.name);
    if !spec.question.is_empty() {
        out += &format!("{}\n", spec.question);
    }
    for plant in &spec.plants {
        out += &plant_text(spec, plant);
    }
    let options = spec.options.iter().filter(|option| !option.installations.is_empty());
    for option in options {
        let mut names: Vec<&str> =
            option.installations.iter().map(|own| spec.upgrades[own.upgrade.index()].name.as_str()).collect();
        names.dedup();
        let _ = writeln!(out, "\noption {}: {}", option.name, names.join(", "));
    }
    out
}

fn plant_text(spec: &Spec, plant: &Plant) -> String {
    let facts = plant_facts(plant);
    let like_it =
        spec.factories.iter().filter(|own| spec.plants[own.plant.index()].name == plant.name).count();
    let mut out =
        format!("\nplant {} ({} of {} factories)\n", plant.name, like_it, count(spec.factories.len() as u64));
    let _ = writeln!(
        out,
        "  {:<24}{:>10}{:>9}{:>15}{:>14}",
        "station", "machines", "buffer", "seconds/unit", "units/hour"
    );
    for station in &facts.stations {
        let buffer = station.buffer.map_or("no limit".into(), |lots| lots.to_string());
        let limit = station.limit.map_or("-".into(), number);
        let _ = writeln!(
            out,
            "  {:<24}{:>10}{:>9}{:>15}{:>14}{}",
            short(&station.name),
            station.machines.0,
            buffer,
            number(station.work),
            limit,
            mark(&facts, &station.name)
        );
    }
    if !facts.pools.is_empty() {
        let _ = writeln!(
            out,
            "  {:<24}{:>10}{:>9}{:>15}{:>14}",
            "pool", "workers", "there", "seconds/unit", "units/hour"
        );
    }
    for pool in &facts.pools {
        let limit = pool.limit.map_or("-".into(), number);
        let _ = writeln!(
            out,
            "  {:<24}{:>10}{:>9}{:>15}{:>14}{}",
            short(&pool.name),
            pool.workers.0,
            number(pool.workers.1),
            number(pool.work),
            limit,
            mark(&facts, &pool.name)
        );
    }
    for product in &facts.products {
        let good = number(100.0 * product.good);
        let _ = writeln!(
            out,
            "  product {}: lots of {}, {} step{}, {good} % good",
            product.name,
            product.lot,
            product.visits.len(),
            if product.visits.len() == 1 { "" } else { "s" }
        );
    }
    if let Some((name, limit)) = facts.bottleneck() {
        let _ =
            writeln!(out, "  at most {} good units of each product an hour: {name} limits", number(limit));
    }
    out
}

fn mark(facts: &PlantFacts, name: &str) -> &'static str {
    if facts.bottleneck().is_some_and(|(own, _)| own == name) { " <" } else { "" }
}

fn short(name: &str) -> String {
    match name.chars().count() > 23 {
        true => name.chars().take(22).chain(['…']).collect(),
        false => name.to_owned(),
    }
}
