//! What a reader must know before any figure: work that came to a standstill for good, runs that ended otherwise than was said.

use crate::experiment::Results;
use crate::outcome::{Awaited, Deadlock, Spot, Waiter};
use crate::report::answer::stay;
use crate::report::figures::{count, futures};
use crate::spec::{Plant, Spec, Stop};

/// Waits that are named in a sentence; of more, how many there are.
const MOST_NAMED: usize = 6;

/// A sentence for each factory of a surge and option that ended some run in a deadlock.
pub fn warnings(spec: &Spec, results: &Results) -> Vec<String> {
    let mut sentences = Vec::new();
    for cell in &results.cells {
        for (index, factory) in spec.factories.iter().enumerate() {
            let runs = cell.outcomes.iter().filter_map(|run| run.factories[index].deadlock.as_ref());
            let Some(first) = runs.clone().next() else { continue };
            let n = cell.outcomes.len();
            let share = match n {
                1 => String::new(),
                _ => format!(", in {} simulated futures", futures(runs.count() as f64 / n as f64, n)),
            };
            let surge = match spec.surges.len() {
                1 => String::new(),
                _ => format!(" under surge {}", spec.surges[cell.surge].name),
            };
            let option = match cell.option {
                0 => String::new(),
                option => format!(" with option {}", spec.options[option].name),
            };
            let plant = factory.sized.as_deref().unwrap_or(&spec.plants[factory.plant.index()]);
            sentences.push(format!(
                "Warning: deadlock in factory {}{surge}{option}{share}. Lots can never go on there, \
                 since {} after the start: {}.",
                factory.name,
                stay(first.since.as_secs()),
                named(plant, first)
            ));
        }
    }
    sentences.extend(too_few_lots(spec, results));
    sentences
}

/// Runs that were to end with a number of lots, and did not come to it.
fn too_few_lots(spec: &Spec, results: &Results) -> Option<String> {
    let Stop::Lots { lots, limit } = spec.stop else { return None };
    let outcomes = || results.cells.iter().flat_map(|cell| &cell.outcomes);
    let short = outcomes().filter(|run| run.lots < lots).count();
    let share = futures(short as f64 / outcomes().count() as f64, outcomes().count());
    (short > 0).then(|| {
        format!(
            "Warning: {} lots were to leave, but in {share} runs fewer had left after {limit}, where the run ends at the latest.",
            count(lots)
        )
    })
}

/// Who waits for what, by name.
fn named(plant: &Plant, deadlock: &Deadlock) -> String {
    let told =
        deadlock.waits.iter().map(|(who, what)| format!("{} {}", waiter(plant, *who), awaited(plant, *what)));
    let mut told: Vec<String> = told.collect();
    if told.len() > MOST_NAMED {
        let more = told.len() - MOST_NAMED;
        told.truncate(MOST_NAMED);
        told.push(format!("and {more} more wait"));
    }
    told.join("; ")
}

fn waiter(plant: &Plant, who: Waiter) -> String {
    match who {
        Waiter::Machine(station, own) => {
            format!("machine {own} of {} waits", plant.stations[station.index()].name)
        }
        Waiter::Station(station) => format!("the lots before {} wait", plant.stations[station.index()].name),
        Waiter::Spot(spot) => format!("the lots {} wait", place(plant, spot)),
        Waiter::Loop(own) => format!("the lots before loop {} wait", plant.loops[own.index()].name),
    }
}

fn awaited(plant: &Plant, what: Awaited) -> String {
    match what {
        Awaited::Station(station) => format!("for room at {}", plant.stations[station.index()].name),
        Awaited::Spot(spot) => format!("for room {}", place(plant, spot)),
        Awaited::Workers(pool) => format!("for workers of {}", plant.pools[pool.index()].name),
        Awaited::Material(material) => format!("for {}", plant.materials[material.index()].name),
        Awaited::Card(own) => format!("for a card of {}", plant.loops[own.index()].name),
        Awaited::Components => "for components".into(),
        Awaited::Lots => "for more lots to come".into(),
    }
}

/// Where lots are that are at no station.
fn place(plant: &Plant, spot: Spot) -> String {
    let step = |product: crate::units::ProductId, step: u32| {
        let product = &plant.products[product.index()];
        format!("{} of {}", product.routing[step as usize].name, product.name)
    };
    match spot {
        Spot::Place(place) => format!("in {}", plant.places[place.index()].name),
        Spot::Transport(product, own) => format!("on the way to {}", step(product, own)),
        Spot::Joint(product, own) => format!("at the join {}", step(product, own)),
        Spot::Input(product, station) => {
            let (product, station) = (&plant.products[product.index()], &plant.stations[station.index()]);
            format!("in the input place of {} at {}", product.name, station.name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{findings, sample};
    use crate::units::{StationId, Time};

    #[test]
    fn lots_that_never_come_are_said() {
        let (mut spec, results) = sample::queue();
        let left = results.cells[0].outcomes[0].lots;
        let limit = spec.stop.limit();
        spec.stop = Stop::Lots { lots: 1, limit };
        assert_eq!(
            (warnings(&spec, &results).len(), findings::length(&spec, &results)),
            (0, "1 lots".into())
        );
        spec.stop = Stop::Lots { lots: 1_000_000 + left, limit };
        assert!(warnings(&spec, &results)[0].contains("runs fewer had left after "));
        let length = findings::length(&spec, &results);
        assert!(
            length.starts_with(&format!("{limit}, before 1,0")) && length.ends_with(" lots had left"),
            "{length}"
        );
    }

    #[test]
    fn a_deadlock_is_said_in_every_document() {
        let (spec, mut results) = sample::queue();
        assert_eq!(warnings(&spec, &results), Vec::<String>::new());
        let counter = StationId(0);
        let waits = vec![(Waiter::Machine(counter, 1), Awaited::Station(counter)); 8];
        let deadlock = Deadlock { since: Time(90_000_000), waits };
        results.cells[0].outcomes[0].factories[0].deadlock = Some(deadlock);
        let told = warnings(&spec, &results);
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("deadlock in factory counter"), "{told:?}");
        assert!(
            told[0].contains(
                "since 90 seconds after the start: machine 1 of counter waits for room at counter;"
            )
        );
        assert!(told[0].ends_with("and 2 more wait."), "{told:?}");
        let effort = crate::report::Effort { wall_s: 1.0, cpu_s: None };
        assert!(crate::report::summary_json(&spec, &results, effort).contains(&told[0]));
        assert!(crate::report::html(&spec, &results, 1.0, None).contains(&told[0]));
    }
}
