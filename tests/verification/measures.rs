//! What is measured in an outcome, by the position of what it concerns.

use surgetwin::outcome::{FactoryTally, MachineState, Outcome, ProductTally, StationTally};

/// A figure of an outcome.
pub(crate) type Measure = Box<dyn Fn(&Outcome) -> f64 + Send + Sync>;

/// A figure in another unit.
pub(crate) fn scaled(factor: f64, measure: Measure) -> Measure {
    Box::new(move |outcome| factor * measure(outcome))
}

fn tally(outcome: &Outcome) -> &FactoryTally {
    &outcome.factories[0].window.tally
}

fn length(outcome: &Outcome) -> f64 {
    outcome.factories[0].window.length.as_secs()
}

fn of_station(station: usize, measure: impl Fn(&StationTally) -> f64 + Send + Sync + 'static) -> Measure {
    Box::new(move |outcome| measure(&tally(outcome).stations[station]))
}

fn of_product(product: usize, measure: impl Fn(&ProductTally) -> f64 + Send + Sync + 'static) -> Measure {
    Box::new(move |outcome| measure(&tally(outcome).products[product]))
}

fn machine_time(outcome: &Outcome, station: usize) -> f64 {
    outcome.factories[0].machines[station].len() as f64 * length(outcome)
}

/// Mean lots in the buffer of a station.
pub(crate) fn queue(station: usize) -> Measure {
    Box::new(move |outcome| tally(outcome).stations[station].queue_time.as_secs() / length(outcome))
}

/// Mean wait for workers of the first pool [s].
pub(crate) fn of_crew() -> Measure {
    Box::new(|outcome| tally(outcome).pools[0].waits.as_secs() / tally(outcome).pools[0].requests as f64)
}

/// Share of the lots of a product that left and have waited at all.
pub(crate) fn waited(product: usize) -> Measure {
    of_product(product, |tally| tally.waited as f64 / tally.finished_lots as f64)
}

/// Mean wait before a station [s].
pub(crate) fn wait(station: usize) -> Measure {
    of_station(station, |tally| tally.waits.as_secs() / tally.starts as f64)
}

/// Share of the machine-time of a station in some states.
pub(crate) fn share(station: usize, states: &'static [MachineState]) -> Measure {
    Box::new(move |outcome| {
        let tally = &tally(outcome).stations[station];
        let time: f64 = states.iter().map(|state| tally.state(*state).as_secs()).sum();
        time / machine_time(outcome, station)
    })
}

/// Share of the machine-time of a station in which it works.
pub(crate) fn producing(station: usize) -> Measure {
    share(station, &[MachineState::Producing])
}

/// Share of the machine-time of a station neither failed nor under repair.
pub(crate) fn up(station: usize) -> Measure {
    Box::new(move |outcome| {
        tally(outcome).stations[station].up_time.as_secs() / machine_time(outcome, station)
    })
}

/// Share of time in which all machines of a station are up.
pub(crate) fn all_up(station: usize) -> Measure {
    Box::new(move |outcome| tally(outcome).stations[station].all_up_time.as_secs() / length(outcome))
}

/// Mean time of a product's lots from release to leaving [s].
pub(crate) fn flow(product: usize) -> Measure {
    of_product(product, |tally| tally.flow_time.as_secs() / tally.finished_lots as f64)
}

/// Mean time that a product's lots wait in all buffers [s].
pub(crate) fn waiting(product: usize) -> Measure {
    of_product(product, |tally| tally.waits.as_secs() / tally.finished_lots as f64)
}

/// Lots of a product in process, time average.
pub(crate) fn lots_of(product: usize) -> Measure {
    Box::new(move |outcome| tally(outcome).products[product].lots_time.as_secs() / length(outcome))
}

/// The flow time that a share of a product's lots do not exceed [s].
pub(crate) fn flow_quantile(product: usize, p: f64) -> Measure {
    Box::new(move |outcome| outcome.factories[0].flow_times[product].quantile(p).unwrap() / 1e6)
}

/// The wait in all buffers that a share of a product's lots do not exceed [s].
pub(crate) fn wait_quantile(product: usize, p: f64) -> Measure {
    Box::new(move |outcome| {
        let own = tally(outcome).products[product];
        let waits = &outcome.factories[0].wait_times[product];
        waits.quantile_after(own.finished_lots - own.waited, p).unwrap() / 1e6
    })
}

/// Lots at a place that is no station, time average.
pub(crate) fn lots_in_spot(spot: usize) -> Measure {
    Box::new(move |outcome| tally(outcome).spots[spot].lots_time.as_secs() / length(outcome))
}

/// Lots of all products in process, time average.
pub(crate) fn lots(outcome: &Outcome) -> f64 {
    let time: f64 = tally(outcome).products.iter().map(|product| product.lots_time.as_secs()).sum();
    time / length(outcome)
}

/// Lots of all products that leave per second.
pub(crate) fn rate(outcome: &Outcome) -> f64 {
    let left: u64 = tally(outcome).products.iter().map(|product| product.finished_lots).sum();
    left as f64 / length(outcome)
}

/// Share of arriving units of the first product that find no room.
pub(crate) fn lost() -> Measure {
    of_product(0, |tally| tally.lost as f64 / (tally.lost + tally.released) as f64)
}

/// Share of units of the first product that come and leave unserved, of those that came and are not in process any more.
pub(crate) fn abandoned() -> Measure {
    of_product(0, |tally| tally.abandoned as f64 / (tally.abandoned + tally.finished) as f64)
}

/// Share of units of the first product that become another one, of those that are not in process any more.
pub(crate) fn downgraded_share(outcome: &Outcome) -> f64 {
    let own = &tally(outcome).products[0];
    own.downgraded as f64 / (own.downgraded + own.finished + own.scrapped) as f64
}

/// Share of finished units of a product that have a defect.
pub(crate) fn escaped_of(product: usize) -> Measure {
    of_product(product, |tally| tally.escaped as f64 / tally.finished as f64)
}

/// Workers of the first pool in crews, time average.
pub(crate) fn busy_workers(outcome: &Outcome) -> f64 {
    tally(outcome).pools[0].busy.as_secs() / length(outcome)
}

/// First material on hand, time average.
pub(crate) fn material_on_hand(outcome: &Outcome) -> f64 {
    tally(outcome).materials[0].stock_time / length(outcome)
}

/// Share of what customers order of the first material that is delivered at once.
pub(crate) fn material_fill() -> Measure {
    Box::new(|outcome| {
        let material = tally(outcome).materials[0];
        material.delivered_in_time / material.ordered
    })
}

/// What is owed of the first material, time average.
pub(crate) fn material_owed() -> Measure {
    Box::new(|outcome| tally(outcome).materials[0].backlog_time / length(outcome))
}

/// Orders placed for the first material [1/s].
pub(crate) fn material_orders() -> Measure {
    Box::new(|outcome| tally(outcome).materials[0].orders as f64 / length(outcome))
}

/// Units of the first product owed, time average.
pub(crate) fn backlog() -> Measure {
    Box::new(|outcome| tally(outcome).products[0].backlog_time / length(outcome))
}

/// Finished units of the first product on hand, time average.
pub(crate) fn finished_on_hand() -> Measure {
    Box::new(|outcome| tally(outcome).products[0].stock_time / length(outcome))
}

/// Share of ordered units of the first product delivered at once, or in their own period.
pub(crate) fn fill() -> Measure {
    of_product(0, |tally| tally.delivered_in_time as f64 / tally.ordered as f64)
}

/// Share of ordered units of the first product that customers did not wait for.
pub(crate) fn given_up() -> Measure {
    of_product(0, |tally| tally.lost as f64 / tally.ordered as f64)
}

/// Mean time of the first product from order to delivery [h].
pub(crate) fn delivery() -> Measure {
    of_product(0, |tally| tally.delivery_wait / tally.delivered as f64 / 3_600.0)
}

/// Good units of those begun at the first station.
pub(crate) fn yield_share(outcome: &Outcome) -> f64 {
    let station = &tally(outcome).stations[0];
    station.good as f64 / (station.good + tally(outcome).products[0].scrapped) as f64
}

/// Lots of a product that leave per second.
pub(crate) fn leaving(product: usize) -> Measure {
    Box::new(move |outcome| tally(outcome).products[product].finished_lots as f64 / length(outcome))
}

/// Lots in the buffer of a station and on its machines, time average.
pub(crate) fn lots_at(station: usize) -> Measure {
    Box::new(move |outcome| {
        let tally = &tally(outcome).stations[station];
        let worked = tally.state(MachineState::Producing).as_secs();
        (tally.queue_time.as_secs() + worked) / length(outcome)
    })
}

/// Share of its time in which one machine of a station works.
pub(crate) fn producing_machine(station: usize, machine: usize) -> Measure {
    Box::new(move |outcome| {
        let states = &outcome.factories[0].machines[station][machine];
        states[MachineState::Producing as usize].as_secs() / length(outcome)
    })
}

/// Loads started per second at a batch station.
pub(crate) fn batches(station: usize) -> Measure {
    Box::new(move |outcome| tally(outcome).stations[station].batches as f64 / length(outcome))
}

/// Share of lots of the first product that leave after their due date.
pub(crate) fn late() -> Measure {
    of_product(0, |tally| tally.late_lots as f64 / tally.due_lots as f64)
}

/// Units of the first product that were scrapped, of all that left in one way or the other.
pub(crate) fn scrapped_share(outcome: &Outcome) -> f64 {
    let product = &tally(outcome).products[0];
    product.scrapped as f64 / (product.scrapped + product.finished) as f64
}

/// Finished units of the first product with a defect, of all finished ones.
pub(crate) fn escaped_share(outcome: &Outcome) -> f64 {
    let product = &tally(outcome).products[0];
    product.escaped as f64 / product.finished as f64
}

/// Good units that the first station rejects, of all good ones, which are this share of the units.
pub(crate) fn false_reject_share(good: f64) -> Measure {
    of_station(0, move |tally| tally.false_rejects as f64 / (tally.units as f64 * good))
}

/// Units started at a station for each unit of the first product that left or was scrapped.
fn units_for_each(outcome: &Outcome, station: usize) -> f64 {
    let product = &tally(outcome).products[0];
    tally(outcome).stations[station].units as f64 / (product.finished + product.scrapped) as f64
}

/// Times that a unit goes through the first station.
pub(crate) fn passes(outcome: &Outcome) -> f64 {
    units_for_each(outcome, 0)
}

/// Times that a unit goes through the second station.
pub(crate) fn looks(outcome: &Outcome) -> f64 {
    units_for_each(outcome, 1)
}

/// Share of worker-time in shifts that workers of the first pool are present.
pub(crate) fn present_share(outcome: &Outcome) -> f64 {
    let pool = &tally(outcome).pools[0];
    pool.present.as_secs() / (pool.absent.as_secs() + pool.present.as_secs())
}
