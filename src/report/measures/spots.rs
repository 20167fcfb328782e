//! Measures of places where lots are that are no stations: input places, joints, dwell places, transport.

use crate::outcome::{Outcome, Period, Spot, SpotTally};
use crate::spec::Plant;
use crate::units::Duration;

use super::Named;
use super::declared::{Measure, NEVER, over, ratio};

const NO_LOT_LEFT: &str = "no lot left it";

/// Measures of an input place of an assembly.
pub(super) const INPUT: &[Measure<Stay>] = &[
    Measure::new("queue_lots", "lots", "lots that wait in the input place, time average", NEVER, Stay::lots),
    Measure::new(
        "wait_s",
        "s",
        "time in it, mean over lots of which the last unit went into an assembly",
        NO_LOT_LEFT,
        Stay::wait,
    ),
    Measure::new("on_hand", "units", "units that wait in the input place, time average", NEVER, |own| {
        ratio(own.tally.units_time, own.length.as_secs())
    }),
    FULL,
];

/// Measures of where lots become one.
pub(super) const JOINT: &[Measure<Stay>] = &[
    Measure::new("queue_lots", "lots", "lots that wait to become one, time average", NEVER, Stay::lots),
    Measure::new("wait_s", "s", "time in it, mean over lots that became one", NO_LOT_LEFT, Stay::wait),
    FULL,
];

/// Measures of a dwell place and of transport.
pub(super) const PLACE: &[Measure<Stay>] = &[
    Measure::new(
        "wip_lots",
        "lots",
        "lots that stay there, or are under way, time average",
        NEVER,
        Stay::lots,
    ),
    Measure::new("stay_s", "s", "time of all lots in it, over lots that left it", NO_LOT_LEFT, |own| {
        ratio(own.tally.lots_time.as_secs(), own.tally.left as f64)
    }),
    Measure::new("lots_out_per_h", "1/h", "lots that left it", NEVER, |own| {
        ratio(own.tally.left as f64, own.length.as_hours())
    }),
    FULL,
];

const FULL: Measure<Stay> =
    Measure::new("full_share", "share", "share of time in which no further lot fits", NEVER, |own| {
        ratio(own.tally.full_time.as_secs(), own.length.as_secs())
    });

/// What is measured of a place of its kind.
fn declared(spot: Spot) -> &'static [Measure<Stay>] {
    match spot {
        Spot::Input(..) => INPUT,
        Spot::Joint(..) => JOINT,
        Spot::Place(_) | Spot::Transport(..) => PLACE,
    }
}

/// A place in one replication.
pub(super) struct Stay {
    tally: SpotTally,
    length: Duration,
}

impl Stay {
    fn new(window: &Period, spot: Spot) -> Stay {
        let mut tally = SpotTally::of(spot);
        window.tally.spots.iter().filter(|own| own.spot == spot).for_each(|own| tally.add(own));
        Stay { tally, length: window.length }
    }

    fn lots(&self) -> Option<f64> {
        ratio(self.tally.lots_time.as_secs(), self.length.as_secs())
    }

    fn wait(&self) -> Option<f64> {
        ratio(self.tally.waits.as_secs(), self.tally.left as f64)
    }
}

/// Places of a factory that are no stations, of one kind; those of one step in several modes together.
pub(super) fn spots(plant: &Plant, runs: &[Outcome], f: usize, chosen: impl Fn(&Spot) -> bool) -> Vec<Named> {
    let Some(first) = runs.first() else { return Vec::new() };
    let mut found: Vec<Spot> = Vec::new();
    for tally in &first.factories[f].window.tally.spots {
        if chosen(&tally.spot) && !found.contains(&tally.spot) {
            found.push(tally.spot);
        }
    }
    let measures = |spot: Spot| over(runs, declared(spot), |run| Stay::new(&run.factories[f].window, spot));
    found.into_iter().map(|spot| Named { name: spot_name(plant, spot), measures: measures(spot) }).collect()
}

fn spot_name(plant: &Plant, spot: Spot) -> String {
    match spot {
        Spot::Place(place) => plant.places[place.index()].name.clone(),
        Spot::Input(component, _) => plant.products[component.index()].name.clone(),
        Spot::Transport(product, step) | Spot::Joint(product, step) => {
            let product = &plant.products[product.index()];
            format!("{}/{}", product.name, product.routing[step as usize].name)
        }
    }
}
