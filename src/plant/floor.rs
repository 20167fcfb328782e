//! What a span borrows: every element of one factory, once, by index.

use bevy_ecs::prelude::*;

use crate::kernel::Calendar;
use crate::units::Time;

use super::elements::{
    Id, Load, Loop, Lots, Machine, Material, Place, Pool, Product, Routings, StateClock, Station,
    StationCount, Wear,
};
use super::events::Event;
use super::record::Record;
use super::shifts::Shifts;
use super::trace::Trace;
use super::upgrades::Upgrades;

/// A factory's calendar of events and what its slots mean.
#[derive(Component, Debug)]
pub(super) struct Clock {
    pub(super) calendar: Calendar,
    pub(super) events: Vec<Event>,
    /// Events handled.
    pub(super) handled: u64,
    /// Crews taken, to know which operation started last.
    pub(super) crews: u64,
    /// Pulls made, to take turns between products.
    pub(super) pulls: u64,
    /// Lots that left the factory.
    pub(super) lots_left: u64,
    /// The run ends when so many lots have left.
    pub(super) stop_after: u64,
}

/// What must be looked at when the instant settles; empty between instants. Lists may hold duplicates.
#[derive(Component, Default, Debug)]
pub(super) struct Touched {
    pub(super) stations: Vec<u32>,
    pub(super) machines: Vec<u32>,
    pub(super) pools: Vec<u32>,
    pub(super) materials: Vec<u32>,
    pub(super) loops: Vec<u32>,
}

/// One factory's elements, borrowed for a span. Lists are dense in id order.
pub(super) struct Floor<'w> {
    pub(super) now: Time,
    pub(super) clock: &'w mut Clock,
    pub(super) touched: &'w mut Touched,
    pub(super) lots: &'w mut Lots,
    pub(super) routings: &'w mut Routings,
    pub(super) shifts: &'w mut Shifts,
    pub(super) upgrades: &'w mut Upgrades,
    pub(super) record: &'w mut Record,
    pub(super) trace: &'w mut Trace,
    pub(super) stations: Vec<&'w mut Station>,
    pub(super) counts: Vec<&'w mut StationCount>,
    pub(super) machines: Vec<&'w mut Machine>,
    pub(super) state_clocks: Vec<&'w mut StateClock>,
    pub(super) wear: Vec<&'w mut Wear>,
    pub(super) loads: Vec<&'w mut Load>,
    pub(super) pools: Vec<&'w mut Pool>,
    pub(super) materials: Vec<&'w mut Material>,
    pub(super) places: Vec<&'w mut Place>,
    pub(super) loops: Vec<&'w mut Loop>,
    pub(super) products: Vec<&'w mut Product>,
}

/// The components of a factory entity.
type FactoryParts = (
    &'static Id,
    &'static mut Clock,
    &'static mut Touched,
    &'static mut Lots,
    &'static mut Routings,
    &'static mut Shifts,
    &'static mut Upgrades,
    &'static mut Record,
    &'static mut Trace,
);

/// The components of a machine entity.
type MachineParts =
    (&'static Id, &'static mut Machine, &'static mut StateClock, &'static mut Wear, &'static mut Load);

/// The queries of a span, each over one kind of element.
pub(super) type SpanQueries<'w, 's> = (
    Query<'w, 's, FactoryParts>,
    Query<'w, 's, (&'static Id, &'static mut Station, &'static mut StationCount)>,
    Query<'w, 's, MachineParts>,
    Query<'w, 's, (&'static Id, &'static mut Pool)>,
    Query<'w, 's, (&'static Id, &'static mut Material)>,
    Query<'w, 's, (&'static Id, &'static mut Place)>,
    Query<'w, 's, (&'static Id, &'static mut Loop)>,
    Query<'w, 's, (&'static Id, &'static mut Product)>,
);

/// Puts what a query gives into id order: its own order is storage history.
fn in_order<T>(items: impl Iterator<Item = (Id, T)>) -> std::iter::Peekable<std::vec::IntoIter<(Id, T)>> {
    let mut sorted: Vec<(Id, T)> = items.collect();
    sorted.sort_by_key(|(id, _)| *id);
    sorted.into_iter().peekable()
}

/// Takes the elements of one factory off the front.
fn of_factory<T>(items: &mut std::iter::Peekable<std::vec::IntoIter<(Id, T)>>, factory: u32) -> Vec<T> {
    let mut own = Vec::new();
    while let Some((_, item)) = items.next_if(|(id, _)| id.factory == factory) {
        own.push(item);
    }
    own
}

/// Borrows all factories' elements and visits the factories in id order.
pub(super) fn visit(queries: SpanQueries<'_, '_>, mut f: impl FnMut(u32, Floor<'_>)) {
    let (
        mut factories,
        mut stations,
        mut machines,
        mut pools,
        mut materials,
        mut places,
        mut loops,
        mut products,
    ) = queries;
    let mut stations =
        in_order(stations.iter_mut().map(|(id, a, b)| (*id, (a.into_inner(), b.into_inner()))));
    let mut machines = in_order(
        machines
            .iter_mut()
            .map(|(id, a, b, c, d)| (*id, (a.into_inner(), b.into_inner(), c.into_inner(), d.into_inner()))),
    );
    let mut pools = in_order(pools.iter_mut().map(|(id, a)| (*id, a.into_inner())));
    let mut materials = in_order(materials.iter_mut().map(|(id, a)| (*id, a.into_inner())));
    let mut places = in_order(places.iter_mut().map(|(id, a)| (*id, a.into_inner())));
    let mut loops = in_order(loops.iter_mut().map(|(id, a)| (*id, a.into_inner())));
    let mut products = in_order(products.iter_mut().map(|(id, a)| (*id, a.into_inner())));
    let factories =
        in_order(factories.iter_mut().map(|(id, a, b, c, d, e, f, g, h)| (*id, (a, b, c, d, e, f, g, h))));
    for (id, (clock, touched, lots, routings, shifts, upgrades, record, trace)) in factories {
        let (stations, counts) = of_factory(&mut stations, id.factory).into_iter().unzip();
        let mut floor = Floor {
            now: clock.calendar.now(),
            clock: clock.into_inner(),
            touched: touched.into_inner(),
            lots: lots.into_inner(),
            routings: routings.into_inner(),
            shifts: shifts.into_inner(),
            upgrades: upgrades.into_inner(),
            record: record.into_inner(),
            trace: trace.into_inner(),
            stations,
            counts,
            machines: Vec::new(),
            state_clocks: Vec::new(),
            wear: Vec::new(),
            loads: Vec::new(),
            pools: of_factory(&mut pools, id.factory),
            materials: of_factory(&mut materials, id.factory),
            places: of_factory(&mut places, id.factory),
            loops: of_factory(&mut loops, id.factory),
            products: of_factory(&mut products, id.factory),
        };
        for (machine, state_clock, wear, load) in of_factory(&mut machines, id.factory) {
            floor.machines.push(machine);
            floor.state_clocks.push(state_clock);
            floor.wear.push(wear);
            floor.loads.push(load);
        }
        f(id.factory, floor);
    }
}
