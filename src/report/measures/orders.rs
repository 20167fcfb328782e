//! How much of the time of a factory's orders machines are busy with them.

use crate::outcome::{FactoryOutcome, FactoryTally};
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
    of_tally(&factory.window.tally)
}

fn of_tally(tally: &FactoryTally) -> Orders {
    let mut orders = Orders::default();
    for station in &tally.stations {
        let elements = Elements::of(&station.states, &station.loaded());
        orders.busy += elements.busy();
        orders.production += elements.production;
    }
    orders.in_process = tally.products.iter().map(|product| product.lots_time.as_secs()).sum();
    orders
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::{MachineState, ProductTally, StationTally};
    use crate::units::Duration;

    /// An order over three units, busy for 300, 240 and 180 min, of which 250, 210 and 150 producing, and 960 min in the plant.
    #[test]
    fn the_worked_order() {
        let minutes = |m: u64| Duration(m * 60_000_000);
        let station = |busy: u64, producing: u64| {
            let mut tally = StationTally::default();
            tally.states[MachineState::Producing as usize] = minutes(producing);
            tally.states[MachineState::Setup as usize] = minutes(busy - producing);
            tally.states[MachineState::Starved as usize] = minutes(77);
            tally
        };
        let tally = FactoryTally {
            stations: vec![station(300, 250), station(240, 210), station(180, 150)],
            products: vec![ProductTally { lots_time: minutes(960), ..ProductTally::default() }],
            ..FactoryTally::default()
        };
        let own = of_tally(&tally);
        let values: Vec<f64> = ORDERS.iter().map(|measure| (measure.of)(&own).unwrap()).collect();
        assert!((values[0] - 0.75).abs() < 1e-12 && (values[1] - 0.635_416_666_7).abs() < 1e-9, "{values:?}");
    }
}
