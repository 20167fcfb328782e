//! What is answered where there is nothing to choose: what plants make, and what another surge makes of that.

use super::{gain_of, largest_gap, stay};
use crate::experiment::{Cell, Results};
use crate::report::chapters::foreseen;
use crate::report::figures::{UNDEFINED, number, number_interval, percent, sentence};
use crate::report::findings;
use crate::report::measures::{self, Measures, Named};
use crate::spec::Spec;
use crate::stats::Estimate;

/// What a plain model says: output, time in the plant, the busiest station.
pub(super) fn answer_of_plant(spec: &Spec, results: &Results) -> Vec<String> {
    let Some(cell) = results.cells.first() else {
        return Vec::new();
    };
    let measured = measures::measure(spec, cell);
    let mut sentences: Vec<String> = foreseen(spec, results).into_iter().collect();
    let together = measured.factories.len() > 2;
    if together {
        sentences.push(region_sentence(spec, cell));
    }
    for factory in measured.factories.iter().take(if together { 0 } else { 2 }) {
        if !factory.products.is_empty() {
            sentences.push(flow_sentence(spec, &factory.name, &factory.measures));
        }
        let stores = factory.stocks.iter().filter(|stock| stock.serves_customers());
        let stores = stores.map(|stock| store_sentence(&factory.name, stock));
        sentences.extend(stores.take(if factory.products.is_empty() { 2 } else { 0 }));
    }
    sentences.extend(surge_sentence(spec, results, cell));
    let busiest = findings::plants_in_use(spec)
        .into_iter()
        .filter_map(|p| findings::bottleneck(spec, &cell.outcomes, p, None).map(|(s, load)| (p, s, load)))
        .max_by(|a, b| a.2.total_cmp(&b.2));
    if let Some((plant, station, load)) = busiest {
        let of = match spec.plants.len() {
            1 => String::new(),
            _ => format!(" of {}", findings::plant_title(spec, plant)),
        };
        sentences.push(match load > 0.0 {
            true => format!(
                "The busiest station is {}{of}, active in {} of its planned time.",
                spec.plants[plant].stations[station].name,
                percent(load)
            ),
            false => "No station had anything to do.".into(),
        });
    }
    sentences
}

/// What all factories make together.
fn region_sentence(spec: &Spec, cell: &Cell) -> String {
    let made = findings::output_per_day(spec, cell);
    let mean = made.mean.map_or(UNDEFINED.into(), number);
    let error = number_interval(&made, 1.0).map_or(String::new(), |ends| format!(" (95 % interval {ends})"));
    let (factories, units) = (spec.factories.len(), findings::unit_word(spec, None));
    format!(
        "The {factories} factories together deliver {mean} {units} a day{error}, on average over the run."
    )
}

/// What another surge makes of output and gap, where there are two: "Under “Nobody falls ill”, 7.9 % more gowns are delivered than
/// under “All fall ill” …".
fn surge_sentence(spec: &Spec, results: &Results, first: &Cell) -> Option<String> {
    let others: Vec<&Cell> = results.cells.iter().filter(|cell| cell.surge != first.surge).collect();
    let [other] = others[..] else { return None };
    let changes = findings::changes_by_unit(spec, other, first, None);
    let each = |(number, (units, change)): (usize, &(String, Estimate))| {
        gain_of(units, change, number == 0, "as there")
    };
    let each: Vec<String> = changes.iter().enumerate().map(each).collect();
    let named = |cell: &Cell| format!("“{}”", sentence(&findings::surge_title(spec, cell.surge)));
    let owed = |cell: &Cell| {
        let peak = largest_gap(spec, cell)?;
        let ends = number_interval(&peak, 1.0).map_or(String::new(), |ends| format!(" ({ends})"));
        let nothing = peak.mean? <= 0.0;
        Some(if nothing { "nothing".into() } else { format!("{}{ends}", number(peak.mean?)) })
    };
    let gap = owed(other).zip(owed(first)).filter(|(other, first)| other != first);
    let gap = gap.map_or(String::new(), |(other, first)| {
        format!("; at the worst moment {other} is owed instead of {first}")
    });
    let compared = format!("Under {}, set against {},", named(other), named(first));
    (!each.is_empty())
        .then(|| format!("{compared} {} delivers {}{gap}.", findings::whole(spec), each.join(", ")))
}

fn flow_sentence(spec: &Spec, name: &str, measures: &Measures) -> String {
    let good = measures.get("good_units_per_h").map(findings::possible).unwrap_or_default();
    let Some(mean) = good.mean else {
        return format!("Nothing leaves factory {name}: each of its products is a component of another.");
    };
    if mean <= 0.0 {
        return format!("Nothing left factory {name} in the time that was measured.");
    }
    let flow = measures.get("flow_time_s").and_then(|e| e.mean);
    let stay = flow.map_or(String::new(), |s| format!("; a lot is there for {} on average", stay(s)));
    let error = number_interval(&good, 1.0).map_or(String::new(), |ends| format!(" (95 % interval {ends})"));
    let units = findings::unit_word(spec, None);
    format!("Factory {name} makes {} {units} an hour{error}{stay}.", number(mean))
}

/// What is said of a stock on which customers draw, in a place that makes nothing.
fn store_sentence(factory: &str, stock: &Named) -> String {
    let mean = |name: &str| stock.measures.get(name).and_then(|e| e.mean);
    let written = |name: &str| mean(name).map_or(UNDEFINED.into(), number);
    let (name, on_hand) = (&stock.name, written("on_hand"));
    match mean("fill_rate") {
        Some(share) => format!(
            "Store {name} of {factory} delivers {} of what is ordered in time, has {on_hand} on hand and owes {} on \
             average.",
            percent(share),
            written("backorders")
        ),
        None => format!("Nobody orders from store {name} of {factory}; it has {on_hand} on hand on average."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::answer::answer;
    use crate::report::sample;

    /// Without options two surges are set beside each other, each kind of unit by itself.
    #[test]
    fn two_surges_without_options_are_compared() {
        let (mut spec, mut results) = sample::town();
        spec.options.truncate(1);
        results.cells.retain(|cell| cell.option == 0);
        let first = results.cells[0].surge;
        let other = results.cells.iter().find(|cell| cell.surge != first).unwrap().surge;
        let told = surge_sentence(&spec, &results, &results.cells[0]).unwrap();
        let [first, other] = [first, other].map(|surge| sentence(&findings::surge_title(&spec, surge)));
        assert!(
            told.starts_with(&format!("Under “{other}”, set against “{first}”, the region delivers ")),
            "{told}"
        );
        assert!(told.contains("masks") && told.contains("gowns"), "{told}");
        assert!(answer(&spec, &results).contains(&told));
        // The same twice is no difference.
        let mut twin = results.cells[0].clone();
        twin.surge = results.cells[1].surge;
        results.cells = vec![results.cells[0].clone(), twin];
        let told = surge_sentence(&spec, &results, &results.cells[0]).unwrap();
        assert!(
            told.contains("about as many masks as there") && !told.contains("at the worst moment"),
            "{told}"
        );
    }
}
