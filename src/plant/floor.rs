//! What a span borrows: every element of one factory, once, by index.

use bevy_ecs::change_detection::ContiguousMut;
use bevy_ecs::prelude::*;

use crate::kernel::Calendar;
use crate::units::Time;

use super::cyber::Risk;
use super::elements::{
    Group, Hands, Id, Input, Joint, Load, Loop, Lots, Machine, Material, Place, Pool, Product, Routings,
    Station, StationCount, Supplier, Wear,
};
use super::events::Event;
use super::joint::Mail;
use super::office::Paperwork;
use super::record::Record;
use super::shifts::Shifts;
use super::states::StateClock;
use super::trace::Trace;
use super::upgrades::Upgrades;

/// A factory's calendar of events and what its slots mean.
#[derive(Component, Clone, Debug)]
pub(super) struct Clock {
    pub(super) calendar: Calendar,
    pub(super) events: Vec<Event>,
    /// The slot of the first machine's own clock; those of the others follow in the machines' order.
    pub(super) timers: u32,
    /// Whether urgent lots may interrupt others somewhere.
    pub(super) interrupts: bool,
    /// Events handled.
    pub(super) handled: u64,
    /// Crews taken, to know which operation started last.
    pub(super) crews: u64,
    /// Requests made, to serve them in their order.
    pub(super) requests: u64,
    /// Pulls made, to take turns between products.
    pub(super) pulls: u64,
    /// Lots that left the factory.
    pub(super) lots_left: u64,
    /// The run ends when so many lots have left.
    pub(super) stop_after: u64,
}

/// What must be looked at when the instant settles; empty between instants. Lists may hold duplicates.
#[derive(Component, Clone, Default, Debug)]
pub(super) struct Touched {
    pub(super) stations: Vec<u32>,
    pub(super) machines: Vec<u32>,
    /// Whether pools, stocks, loops or prepared machines have to be looked at.
    pub(super) shared: bool,
    /// Whether any but pools have to be then, or refused buffers.
    pub(super) more: bool,
    pub(super) pools: Vec<u32>,
    pub(super) materials: Vec<u32>,
    pub(super) loops: Vec<u32>,
    /// Machines that have been prepared as their hours may end.
    pub(super) prepared: Vec<u32>,
    /// Buffers with an urgent lot that nothing gave way to, for want of workers or material.
    pub(super) refused: Vec<u32>,
    /// Serving at this instant has no end.
    pub(super) endless: bool,
    /// There are more lots than can be kept.
    pub(super) crowded: bool,
    /// Machines with plans of maintenance that have just come to stand idle.
    pub(super) idle: Vec<u32>,
    /// Stations whose buffer may hold more lots than ever.
    pub(super) peaks: Vec<u32>,
}

impl Touched {
    /// Asks for a look at who waits for a pool's workers.
    #[inline(always)]
    pub(super) fn pool(&mut self, pool: u32) {
        self.shared = true;
        self.pools.push(pool);
    }

    /// Asks for a look at who waits for a material.
    pub(super) fn material(&mut self, material: u32) {
        (self.shared, self.more) = (true, true);
        self.materials.push(material);
    }

    /// Asks for a look at a machine that has been prepared, when hours have turned.
    pub(super) fn prepared(&mut self, machine: u32) {
        (self.shared, self.more) = (true, true);
        self.prepared.push(machine);
    }

    /// Asks for a look at who waits for a card of a loop.
    pub(super) fn own_loop(&mut self, own: u32) {
        (self.shared, self.more) = (true, true);
        self.loops.push(own);
    }

    /// The station touched last is looked at before the others that have been touched since so many were: where a crew goes,
    /// the next lot of its machine asks for workers before this one does at its next station.
    #[inline(always)]
    pub(super) fn look_first_at_last(&mut self, before: usize) {
        if self.stations.len() > before + 1 {
            self.stations[before..].rotate_right(1);
        }
    }

    /// Asks for a look at a machine's state when the instant has settled.
    #[inline(always)]
    pub(super) fn machine(&mut self, machine: u32, m: &mut Machine) {
        if !m.touched {
            m.touched = true;
            self.machines.push(machine);
        }
    }
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
    pub(super) office: &'w mut Paperwork,
    pub(super) mail: &'w mut Mail,
    pub(super) risk: &'w mut Risk,
    pub(super) record: &'w mut Record,
    pub(super) trace: &'w mut Trace,
    pub(super) stations: &'w mut [Station],
    pub(super) counts: &'w mut [StationCount],
    pub(super) machines: &'w mut [Machine],
    pub(super) state_clocks: &'w mut [StateClock],
    pub(super) wear: &'w mut [Wear],
    pub(super) loads: &'w mut [Load],
    pub(super) hands: &'w mut [Hands],
    pub(super) pools: &'w mut [Pool],
    pub(super) groups: &'w mut [Group],
    pub(super) materials: &'w mut [Material],
    pub(super) suppliers: &'w mut [Supplier],
    pub(super) places: &'w mut [Place],
    pub(super) loops: &'w mut [Loop],
    pub(super) joints: &'w mut [Joint],
    pub(super) inputs: &'w mut [Input],
    pub(super) products: &'w mut [Product],
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
    &'static mut Paperwork,
    &'static mut Mail,
    &'static mut Risk,
    &'static mut Record,
    &'static mut Trace,
);

/// The queries of a span, each over one kind of element.
pub(super) type SpanQueries<'w, 's> = (
    Query<'w, 's, FactoryParts>,
    Query<'w, 's, (&'static Id, &'static mut Station, &'static mut StationCount)>,
    Query<
        'w,
        's,
        (
            &'static Id,
            &'static mut Machine,
            &'static mut StateClock,
            &'static mut Wear,
            &'static mut Load,
            &'static mut Hands,
        ),
    >,
    Query<'w, 's, (&'static Id, &'static mut Pool)>,
    Query<'w, 's, (&'static Id, &'static mut Group)>,
    Query<'w, 's, (&'static Id, &'static mut Material)>,
    Query<'w, 's, (&'static Id, &'static mut Supplier)>,
    Query<'w, 's, (&'static Id, &'static mut Place)>,
    Query<'w, 's, (&'static Id, &'static mut Loop)>,
    Query<'w, 's, (&'static Id, &'static mut Joint)>,
    Query<'w, 's, (&'static Id, &'static mut Input)>,
    Query<'w, 's, (&'static Id, &'static mut Product)>,
);

/// All elements of one kind as slices, one for each component: they are spawned in id order with the same components and
/// stay, so they lie in one table in that order.
macro_rules! slices {
    ($query:expr, $($part:ident),+) => {{
        let tables = match $query.contiguous_iter_inner() {
            Ok(tables) => tables,
            Err(error) => crate::bug!("elements have dense components only: {error}"),
        };
        let mut tables = tables.filter(|part| !part.0.is_empty());
        let whole = tables.next();
        if tables.next().is_some() {
            crate::bug!("elements of one kind have different components");
        }
        let (ids, $($part),+) = match whole {
            Some((ids, $($part),+)) => (ids, $(ContiguousMut::split($part).0),+),
            None => (&[][..], $({ let none: &mut [_] = &mut []; let $part = none; $part }),+),
        };
        if !ids.is_sorted() {
            crate::bug!("elements lie in another order than their ids");
        }
        (ids, $($part),+)
    }};
}

/// Takes the elements of one factory off the front.
fn of_factory<'w, T>(all: &mut &'w mut [T], own: usize) -> &'w mut [T] {
    let (first, rest) = std::mem::take(all).split_at_mut(own);
    *all = rest;
    first
}

/// How many of the ids at the front are of this factory; takes them off.
fn count(ids: &mut &[Id], factory: u32) -> usize {
    let own = ids.partition_point(|id| id.factory == factory);
    *ids = &ids[own..];
    own
}

/// Borrows all factories' elements and visits the factories in id order.
pub(super) fn visit(queries: SpanQueries<'_, '_>, mut f: impl FnMut(u32, Floor<'_>)) {
    let (
        factories,
        stations,
        machines,
        pools,
        groups,
        materials,
        suppliers,
        places,
        loops,
        joints,
        inputs,
        products,
    ) = queries;
    let (
        factory_ids,
        clocks,
        touched,
        lots,
        routings,
        shifts,
        upgrades,
        offices,
        mail,
        risks,
        records,
        traces,
    ) = slices!(
        factories, clocks, touched, lots, routings, shifts, upgrades, offices, mail, risks, records, traces
    );
    let (mut station_ids, mut stations, mut counts) = slices!(stations, stations, counts);
    let (mut machine_ids, mut machines, mut state_clocks, mut wear, mut loads, mut hands) =
        slices!(machines, machines, state_clocks, wear, loads, hands);
    let (mut pool_ids, mut pools) = slices!(pools, pools);
    let (mut group_ids, mut groups) = slices!(groups, groups);
    let (mut material_ids, mut materials) = slices!(materials, materials);
    let (mut supplier_ids, mut suppliers) = slices!(suppliers, suppliers);
    let (mut place_ids, mut places) = slices!(places, places);
    let (mut loop_ids, mut loops) = slices!(loops, loops);
    let (mut joint_ids, mut joints) = slices!(joints, joints);
    let (mut input_ids, mut inputs) = slices!(inputs, inputs);
    let (mut product_ids, mut products) = slices!(products, products);
    let parts = clocks.iter_mut().zip(touched).zip(lots).zip(routings).zip(shifts).zip(upgrades);
    let more = offices.iter_mut().zip(mail).zip(risks).zip(records).zip(traces);
    for ((id, parts), more) in factory_ids.iter().zip(parts).zip(more) {
        let (((((clock, touched), lots), routings), shifts), upgrades) = parts;
        let ((((office, mail), risk), record), trace) = more;
        let own = id.factory;
        let machines_here = count(&mut machine_ids, own);
        let stations_here = count(&mut station_ids, own);
        f(
            own,
            Floor {
                now: clock.calendar.now(),
                clock,
                touched,
                lots,
                routings,
                shifts,
                upgrades,
                office,
                mail,
                risk,
                record,
                trace,
                stations: of_factory(&mut stations, stations_here),
                counts: of_factory(&mut counts, stations_here),
                machines: of_factory(&mut machines, machines_here),
                state_clocks: of_factory(&mut state_clocks, machines_here),
                wear: of_factory(&mut wear, machines_here),
                loads: of_factory(&mut loads, machines_here),
                hands: of_factory(&mut hands, machines_here),
                pools: of_factory(&mut pools, count(&mut pool_ids, own)),
                groups: of_factory(&mut groups, count(&mut group_ids, own)),
                materials: of_factory(&mut materials, count(&mut material_ids, own)),
                suppliers: of_factory(&mut suppliers, count(&mut supplier_ids, own)),
                places: of_factory(&mut places, count(&mut place_ids, own)),
                loops: of_factory(&mut loops, count(&mut loop_ids, own)),
                joints: of_factory(&mut joints, count(&mut joint_ids, own)),
                inputs: of_factory(&mut inputs, count(&mut input_ids, own)),
                products: of_factory(&mut products, count(&mut product_ids, own)),
            },
        );
    }
}
