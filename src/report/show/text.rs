//! The facts as lines for a terminal of 80 columns.

use std::fmt::Write;

use crate::capacity::plant_facts;
use crate::report::chapters::reached;
use crate::report::charts::{shortened, wrapped};
use crate::report::figures::number;
use crate::report::findings::factories_of;
use crate::spec::{Maturity, Spec};

/// The facts of a scenario as text.
pub fn text(spec: &Spec) -> String {
    let mut out = format!("{}\n", spec.name);
    if !spec.question.is_empty() {
        wrapped(&spec.question, 79).into_iter().for_each(|line| out += &(line + "\n"));
    }
    for plant in 0..spec.plants.len() {
        out += &plant_text(spec, plant);
    }
    let options = spec.options.iter().filter(|option| !option.installations.is_empty());
    for option in options {
        let mut names: Vec<&str> =
            option.installations.iter().map(|own| spec.upgrades[own.upgrade.index()].name.as_str()).collect();
        names.dedup();
        out += &lines_of(&format!("option {}:", option.name), &names);
        let mut own = option.installations.iter().map(|own| &spec.upgrades[own.upgrade.index()]);
        if own.any(|upgrade| upgrade.maturity.is_some()) {
            let _ = writeln!(out, "  maturity {} to {}", Maturity::FIRST, reached(spec, option));
        }
    }
    out
}

/// Names after a beginning, in as many lines of 79 signs as they take.
fn lines_of(beginning: &str, names: &[&str]) -> String {
    let (mut out, mut length) = (format!("\n{beginning}"), beginning.chars().count());
    for (index, name) in names.iter().enumerate() {
        let own = format!("{name}{}", if index + 1 < names.len() { "," } else { "" });
        let more = own.chars().count() + 1;
        if length + more > 79 {
            out.push_str("\n ");
            length = 1;
        }
        out.push(' ');
        out.push_str(&own);
        length += more;
    }
    out + "\n"
}

fn plant_text(spec: &Spec, index: usize) -> String {
    let plant = &spec.plants[index];
    let facts = plant_facts(plant);
    let (own, all) = (factories_of(spec, index).len(), spec.factories.len());
    let mut out = format!("\nplant {} ({own} of {all} factories)\n", plant.name);
    let mut row = |name: &str, cells: [&str; 4]| {
        let [number, room, work, limit] = cells;
        let limits = facts.bottleneck().is_some_and(|(own, _)| own == name);
        let mark = if limits { " <" } else { "" };
        let _ =
            writeln!(out, "  {:<24}{number:>10}{room:>9}{work:>15}{limit:>14}{mark}", shortened(name, 23));
    };
    let limit = |limit: Option<f64>| limit.map_or("-".to_owned(), number);
    if !facts.stations.is_empty() {
        row("station", ["machines", "buffer", "seconds/unit", "units/hour"]);
    }
    for own in &facts.stations {
        let buffer = own.buffer.map_or("no limit".into(), |lots| lots.to_string());
        row(&own.name, [&own.machines.0.to_string(), &buffer, &number(own.work), &limit(own.limit)]);
    }
    if !facts.pools.is_empty() {
        row("pool", ["workers", "there", "seconds/unit", "units/hour"]);
    }
    for own in &facts.pools {
        let there = number(own.workers.1);
        row(&own.name, [&own.workers.0.to_string(), &there, &number(own.work), &limit(own.limit)]);
    }
    for product in &facts.products {
        let (good, steps) = (number(100.0 * product.good), product.visits.len());
        let plural = if steps == 1 { "" } else { "s" };
        let (name, lot) = (&product.name, product.lot);
        let _ = writeln!(out, "  product {name}: lots of {lot}, {steps} step{plural}, {good} % good");
    }
    for own in plant.materials.iter().filter(|own| own.customers.is_some()) {
        let _ = writeln!(out, "  store {}: customers draw on it", own.name);
    }
    if let Some((name, limit)) = facts.bottleneck() {
        let most = number(limit);
        let _ = writeln!(out, "  at most {most} good units of each product an hour, limited by {name}");
    }
    out
}
