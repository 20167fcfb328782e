//! Products with several priority classes: how well the orders of each were met, and how late its lots left.

use std::collections::BTreeMap;

use crate::outcome::{ClassTally, Outcome};
use crate::spec::Spec;

use super::declared::{Measure, NEVER, over, ratio};
use super::{Measures, Named};

const NOTHING_ORDERED: &str = "nothing ordered";
const NO_DUE_LOT: &str = "no lot with a due date left";

/// Measures of a priority class of a product.
pub(super) const CLASS: &[Measure<Class>] = &[
    Measure::new("ordered_units_per_h", "1/h", "units ordered", NEVER, |own| own.per_hour(own.tally.ordered)),
    Measure::new("delivered_units_per_h", "1/h", "units delivered", NEVER, |own| {
        own.per_hour(own.tally.delivered)
    }),
    Measure::new("lost_units_per_h", "1/h", "units that customers gave up", NEVER, |own| {
        own.per_hour(own.tally.lost)
    }),
    Measure::new(
        "fill_rate",
        "share",
        "share of what is ordered that is delivered before the next order of a period, or at once where customers order one by one",
        NOTHING_ORDERED,
        |own| ratio(own.tally.delivered_in_time as f64, own.tally.ordered as f64),
    ),
    Measure::new(
        "service_level",
        "share",
        "order periods, or days, that end with nothing owed to this class",
        "no period ended",
        |own| ratio(own.tally.periods_met as f64, own.tally.periods as f64),
    ),
    Measure::new(
        "lead_time_s",
        "s",
        "order to delivery, mean over units delivered",
        "nothing delivered",
        |own| ratio(own.tally.delivery_wait, own.tally.delivered as f64),
    ),
    Measure::new("owed_units", "units", "owed at the end", NEVER, |own| Some(own.tally.backlog as f64)),
    Measure::new(
        "late_share",
        "share",
        "lots with a due date that left after it, and orders met from stock after it",
        NO_DUE_LOT,
        |own| ratio(own.tally.late_lots as f64, own.tally.due_lots as f64),
    ),
    Measure::new(
        "tardiness_s",
        "s",
        "time by which they were late, 0 for those in time, mean over all with a due date",
        NO_DUE_LOT,
        |own| ratio(own.tally.tardiness.as_secs(), own.tally.due_lots as f64),
    ),
];

/// What became of a class in a replication.
pub(super) struct Class {
    tally: ClassTally,
    hours: f64,
}

impl Class {
    fn per_hour(&self, units: u64) -> Option<f64> {
        ratio(units as f64, self.hours)
    }
}

/// The classes of the products of some factories, by product and class; none where no product has several.
pub(super) fn classes(spec: &Spec, runs: &[Outcome], factories: &[usize]) -> Vec<Named> {
    let mut known: BTreeMap<(&str, u8), Measures> = BTreeMap::new();
    let Some(first) = runs.first() else { return Vec::new() };
    let of = |factory: usize, own: &ClassTally| {
        (spec.plant_of(factory).products[own.product as usize].name.as_str(), own.class)
    };
    for factory in factories {
        let own = first.factories[*factory].window.tally.classes.iter();
        known.extend(own.map(|own| (of(*factory, own), Measures::new())));
    }
    for (key, measures) in &mut known {
        *measures = over(runs, CLASS, |run| {
            let mut sum = ClassTally::of(0, key.1);
            let mut hours = 0.0;
            for factory in factories {
                let window = &run.factories[*factory].window;
                hours = window.length.as_hours();
                window
                    .tally
                    .classes
                    .iter()
                    .filter(|own| of(*factory, own) == *key)
                    .for_each(|own| sum.add(own));
            }
            Class { tally: sum, hours }
        });
    }
    let named = |((product, class), measures): ((&str, u8), Measures)| Named {
        name: format!("{product}/{class}"),
        measures,
    };
    known.into_iter().map(named).collect()
}
