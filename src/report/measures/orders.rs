//! How much of the time of a factory's orders machines are busy with them.

use crate::outcome::FactoryOutcome;
use crate::report::kpi::Elements;

use super::declared::{Measure, ratio};

const NOTHING_IN_PROCESS: &str = "nothing in process";

/// Measures of a factory's orders, beside those of what flows.
pub(super) const ORDERS: &[Measure<Orders>] = &[
    Measure::iso(
        "allocation_ratio",
        "ratio",
        "time of machines with an order over the time of all lots in process, components included; a load of a batch counts once",
        NOTHING_IN_PROCESS,
        |own| ratio(own.busy, own.in_process),
    ),
    Measure::iso(
        "production_process_ratio",
        "ratio",
        "time of machines producing over the time of all lots in process, components included; a load of a batch counts once",
        NOTHING_IN_PROCESS,
        |own| ratio(own.production, own.in_process),
    ),
];

/// The orders of a factory in one replication [s].
#[derive(Default)]
pub(super) struct Orders {
    busy: f64,
    production: f64,
    in_process: f64,
}

/// The orders of a factory in the window.
pub(super) fn orders(factory: &FactoryOutcome) -> Orders {
    let tally = &factory.window.tally;
    let mut orders = Orders::default();
    for station in &tally.stations {
        let elements = Elements::of(&station.states, &station.loaded());
        orders.busy += elements.busy();
        orders.production += elements.production;
    }
    orders.in_process = tally.products.iter().map(|product| product.lots_time.as_secs()).sum();
    orders
}
