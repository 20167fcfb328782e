//! The components of a factory's elements: facts, without behaviour. Each is written by the concern named.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use bevy_ecs::prelude::*;

use crate::outcome::{MaterialTally, PoolTally, ProductTally, StateTimes, StationTally};
use crate::random::{Binomial, Distribution, Stream};
use crate::spec::{
    AtEnd, Choosing, Curve, Delivery, Dispatch, Join, OnFailure, Power, Preference, Reorder, Together,
    WhenFull,
};
use crate::stats::Histogram;
use crate::units::{Duration, LotId, Time};

use super::customers::Customers;
use super::gauge::Gauge;
use super::occurrences::Occurrences;
use super::pace::Pace;
use super::ranks::Ranks;
use super::ring::Ring;
use super::states::Counted;
use super::stores::Store;

/// No lot, no row, no machine.
pub(super) const NONE: u32 = u32::MAX;

/// No card of any loop.
pub(super) const NO_CARD: u16 = u16::MAX;

/// Which element of which factory an entity is; elements of one kind are dense from 0 in each factory.
#[derive(Component, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[component(immutable)]
pub(super) struct Id {
    pub(super) factory: u32,
    pub(super) index: u32,
}

/// An element's factory; the factory lists its elements.
#[derive(Component, Debug)]
#[relationship(relationship_target = Elements)]
pub(super) struct InFactory(pub(super) Entity);

/// The elements of a factory.
#[derive(Component, Debug)]
#[relationship_target(relationship = InFactory, linked_spawn)]
pub(super) struct Elements(Vec<Entity>);

/// What flows: some units of one product. A record, not an entity. As in rows, stations and machines, what every
/// operation looks at comes first, so that it takes few lines of the processor's cache.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub(super) struct Lot {
    /// Premixed key of all its draws; another one after each way back.
    pub(super) key: u64,
    /// What was drawn ahead for its next operation: for which key and row, and the value.
    pub(super) ahead: (u64, f64),
    /// When it arrived in the buffer it waits in, or outside; [`Time::NEVER`] from the start of work before the operation.
    pub(super) entered: Time,
    /// Work left of an operation that a more urgent lot interrupted; zero when it is to begin.
    pub(super) left: Duration,
    /// Row of the routing table: the step it is at or on its way to.
    pub(super) row: u32,
    pub(super) units: u32,
    pub(super) product: u32,
    /// Number of the lot among its product's, from 0.
    pub(super) serial: u32,
    /// Its time in buffers and input places so far, up to its last start.
    pub(super) waited: Duration,
    /// When it was released; [`Time::NEVER`] while it waits outside.
    pub(super) released: Time,
    /// When it is due.
    pub(super) due: Time,
    /// The loop whose card it has from a step; `NO_CARD` without one.
    pub(super) card: u16,
    /// Whether it has the card that its product's lots need from release to leaving.
    pub(super) has_release_card: bool,
    /// Key of the lot that it is a part of; 0 without one.
    pub(super) parent: u64,
    /// Units with a defect that has not been found.
    pub(super) defects: u32,
    /// Priority class [smaller is more urgent].
    pub(super) class: u8,
    /// How many times it has been sent to rework.
    pub(super) reworks: u8,
    /// Steps of its routing up to which it has been before it went back; at these it is not at its first pass.
    pub(super) passed: u16,
    /// How many times it has taken each limited way of its routing.
    pub(super) taken: [u8; LIMITED_WAYS],
    /// Number of the order it is made for, among its product's; `NONE` without one.
    pub(super) order: u32,
    /// The work order that it belongs to, whose instructions its operations need; `NONE` without one.
    pub(super) work: u32,
    /// Whether its operation follows a wrong instruction, so that it will be scrapped.
    pub(super) spoilt: bool,
}

/// The most ways with a limit in one routing.
pub(super) const LIMITED_WAYS: usize = crate::spec::LIMITED_WAYS;

/// The lots of a factory. Owner: `flow`.
#[derive(Component, Default, Debug)]
pub(super) struct Lots {
    pub(super) arena: Vec<Lot>,
    pub(super) free: Vec<u32>,
    /// Lots in parts whose place is kept, and free positions among them.
    pub(super) partings: Vec<Parting>,
    pub(super) free_partings: Vec<u32>,
    /// What lots became that were split, by their keys, where parts may wait for each other.
    pub(super) parents: BTreeMap<u64, Parent>,
}

/// A lot that was split, for parts that wait for each other. Owner: `joining`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parent {
    /// Parts of it that are in process by themselves.
    pub(super) parts: u32,
    /// Key of the lot that it was itself a part of; 0 without one.
    pub(super) of: u64,
}

/// How a value is changed by upgrades: set first (kept in the base), then times, then plus.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Tuning {
    pub(super) factor: f64,
    pub(super) addend: f64,
}

impl Tuning {
    pub(super) const NONE: Tuning = Tuning { factor: 1.0, addend: 0.0 };

    /// Whether it changes anything.
    #[inline(always)]
    pub(super) fn changes(self) -> bool {
        (self.factor.to_bits() ^ 1.0_f64.to_bits()) | self.addend.to_bits() != 0
    }

    #[inline(always)]
    pub(super) fn apply(self, value: f64) -> f64 {
        // Most often nothing is tuned; a branch spares the time that the sum would take.
        if self.changes() { value * self.factor + self.addend } else { value }
    }
}

/// Where a row of the routing table sends a lot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Destination {
    /// The buffer of a station.
    Station(u32),
    /// A dwell place.
    Place(u32),
    /// One of several ways, by chance (`Routings::forks`).
    Fork(u32),
    /// One of several stations, by a rule (`Routings::choices`).
    Choice(u32),
    /// Past this row only with a card of the loop.
    Gate(u32),
    /// Into parts.
    Split { lots: u32, keeps_place: bool },
    /// Together with others.
    Join(u32),
    /// The input place of an assembly.
    Input(u32),
    /// The buffer of a station where lots of one parent only may be at a time.
    OneParent(u32),
}

/// Where lots wait to become one. Owner: `joining`.
#[derive(Component, Debug)]
pub(super) struct Joint {
    pub(super) rule: Join,
    /// Lots that wait for others, by the parent that they have to have in common; all under 0 where it does not matter.
    pub(super) waiting: BTreeMap<u64, VecDeque<LotId>>,
    /// How many they are.
    pub(super) lots: u32,
    pub(super) blocked: VecDeque<Held>,
    pub(super) gauge: Gauge,
}

/// Where the lots of a component wait for their assemblies. Owner: `assembly`.
#[derive(Component, Debug)]
pub(super) struct Input {
    /// The stations from whose buffers lots come that take them.
    pub(super) stations: Vec<u32>,
    pub(super) capacity: u32,
    pub(super) lots: VecDeque<LotId>,
    /// Units in them.
    pub(super) units: u64,
    pub(super) blocked: VecDeque<Held>,
    pub(super) gauge: Gauge,
}

/// A lot in parts whose place is kept until the last has gone. Owner: `joining`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parting {
    pub(super) held: Held,
    pub(super) left: u32,
}

/// Several ways after a step.
#[derive(Clone, Debug)]
pub(super) struct Fork {
    pub(super) key: u64,
    pub(super) ways: Vec<Way>,
}

/// One way after a step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) share: f64,
    /// Row of the step it leads to; `NONE`: the lot leaves.
    pub(super) row: u32,
    /// The step that it leads back from, so that the lot's further draws must be others; 0 where it leads on.
    pub(super) back: u16,
    /// Position in `Lot::taken` and the most times; `None` without a limit.
    pub(super) most: Option<(u8, u8)>,
}

/// Several stations for one step.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) rule: Choosing,
    pub(super) key: u64,
    /// Rows of the step, one for each buffer.
    pub(super) rows: Vec<u32>,
    /// How many lots have chosen.
    pub(super) turns: u64,
}

/// A limit on work in process. Owner: `release`.
#[derive(Component, Debug)]
pub(super) struct Loop {
    /// Cards that no lot has.
    pub(super) free: u32,
    /// Lots at a gate, in the order of their coming.
    pub(super) waiting: VecDeque<LotId>,
    /// Lots that wait outside for their release, in the order of their coming.
    pub(super) outside: VecDeque<(Time, Newcomer)>,
    /// Products of which a lot is released as soon as a card is free.
    pub(super) pulled: Vec<u32>,
    /// Whether it has no cards, and a lot is released when there is room at its first place.
    pub(super) by_room: bool,
}

/// What an operation needs besides its machine.
#[derive(Clone, Copy, Debug)]
pub(super) enum Need {
    /// Workers of a group of pools, for as long as the stage lasts [in shares of a worker].
    Workers { group: u32, shares: u64, priority: u8 },
    /// Material for each unit, at the start.
    Material { material: u32, per_unit: f64 },
}

/// One row of the routing table: one step of one product in one mode at one station. The first line of the processor's cache
/// has what is looked at as a lot comes, the second what is as its operation begins and ends.
#[derive(Clone, Debug)]
#[repr(C, align(128))]
pub(super) struct Row {
    /// Time [µs], per unit or per lot.
    pub(super) time: Distribution,
    pub(super) time_key: u64,
    pub(super) to: Destination,
    /// The station whose machines do it; that of the buffer unless stations share one. `NONE` without a station.
    pub(super) station: u32,
    /// Whose routing it is of.
    pub(super) product: u32,
    /// The row after it; `NONE`: the lot leaves.
    pub(super) next: u32,
    /// The station to whose buffer that row leads; `NONE` where it leads elsewhere ([`Routings::find_onward`]).
    pub(super) onward: u32,
    pub(super) per_unit: bool,
    /// Whether `tuning` changes anything.
    pub(super) tuned: bool,
    /// Whether an operation needs nothing but its lot and its machine.
    pub(super) simple: bool,
    /// Whether there is nothing to look at after the operation: all units are good and none comes a second time.
    pub(super) faultless: bool,
    /// Whether machines may have to be prepared: a setup or loading.
    pub(super) prepares: bool,
    /// Whether its time depends on who does it, and when.
    pub(super) paced: bool,
    /// Whether lots may come back to steps of its routing.
    pub(super) returns: bool,
    /// Number of the step in its routing, from 1.
    pub(super) step: u16,
    pub(super) count: RowCount,
    /// The factory's pace and the upgrades' changes of the time; the addend in µs.
    pub(super) tuning: Tuning,
    /// Rows at the stations that share the buffer of this one, itself included; empty where none does.
    pub(super) shared: Vec<u32>,
    /// Setup family; `NONE` without one.
    pub(super) family: u32,
    /// The only pool that it needs workers of, where nobody else shares that pool's queue and nothing else is needed; `NONE`
    /// elsewhere.
    pub(super) sole_pool: u32,
    /// Shares of workers that it needs of that pool.
    pub(super) sole_shares: u64,
    /// Input places of components, and units of each for a unit.
    pub(super) inputs: Vec<(u32, u32)>,
    /// The station in whose buffer a lot under way to it has its place already; `NONE`: it has none.
    pub(super) reserves: u32,
    /// Loading, and who does it.
    pub(super) loading: Option<(Distribution, Vec<Need>)>,
    /// Mean work of this step and those to come [µs for each unit, µs for each lot].
    pub(super) work_left: (f64, f64),
    /// The factory's pace alone: multiplies times.
    pub(super) pace: f64,
    /// How many units are scrapped; `None`: never any.
    pub(super) scrap: Option<Binomial>,
    /// Scrap probability before upgrades.
    pub(super) base_scrap: f64,
    /// Defects, inspection and rework; `None` where there is nothing of it.
    pub(super) quality: Option<Box<Quality>>,
    /// Ideal time of one unit [µs].
    pub(super) nameplate: f64,
    pub(super) needs: Vec<Need>,
    pub(super) scrap_key: u64,
    /// Whether its operations need instructions.
    pub(super) instructed: bool,
}

/// Counters of a row.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct RowCount {
    /// Lots that have started it.
    pub(super) starts: u64,
    /// Units in them.
    pub(super) units: u64,
    /// Their waits from arrival in the buffer to the start of work for them: setup, loading or operation.
    pub(super) waits: Duration,
    /// Lots that have finished it.
    pub(super) completions: u64,
    /// Good units after it.
    pub(super) good: u64,
    /// Units that have finished it not for the first time.
    pub(super) again: u64,
    /// Of these, good ones.
    pub(super) again_good: u64,
    /// Of these, sent to rework anew.
    pub(super) again_to_rework: u64,
    /// Units sent to rework from it.
    pub(super) to_rework: u64,
    /// Good units that its inspection rejected.
    pub(super) false_rejects: u64,
    /// Units scrapped after it.
    pub(super) scrapped: u64,
}

/// What a step does to the quality of units. Owner: `quality`.
#[derive(Clone, Debug)]
pub(super) struct Quality {
    /// As it is now.
    pub(super) now: crate::spec::Quality,
    /// As it is described, before upgrades.
    pub(super) base: crate::spec::Quality,
    /// The row where units go that are sent to rework.
    pub(super) rework: u32,
    pub(super) key: u64,
}

/// The routing table of a factory. Owner: `build`; `upgrades` relinks rows.
#[derive(Component, Debug)]
pub(super) struct Routings {
    pub(super) rows: Vec<Row>,
    pub(super) forks: Vec<Fork>,
    pub(super) choices: Vec<Choice>,
}

impl Routings {
    /// Finds where the next row of each leads; call when rows have been linked.
    pub(super) fn find_onward(&mut self) {
        for row in 0..self.rows.len() {
            let next = self.rows.get(self.rows[row].next as usize);
            self.rows[row].onward = match next.map(|next| next.to) {
                Some(Destination::Station(station)) => station,
                _ => NONE,
            };
        }
    }
}

/// A lot that found no room, and who holds it meanwhile.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub(super) lot: LotId,
    pub(super) by: Holder,
}

/// Who holds a lot that finds no room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Holder {
    /// The machine that finished it.
    Machine(u32),
    /// The dwell place that it should leave.
    Place(u32),
    /// It waits outside the plant, or beside the line.
    Outside,
    /// It is a part of a lot whose place is kept.
    Parting(u32),
}

/// A station: its buffer and its free machines. Owner: `flow`.
#[derive(Component, Debug)]
#[repr(C, align(128))]
pub(super) struct Station {
    pub(super) free: FreeSet,
    /// Lots upstream that wait for room, in order.
    pub(super) blocked: VecDeque<Held>,
    pub(super) first_machine: u32,
    /// Places in the buffer that neither lots under way nor ranked ones have.
    pub(super) capacity: u32,
    /// Machines, dormant ones included.
    pub(super) machines: u32,
    /// Whether it is first in, first out from its own buffer to its own first free machine.
    pub(super) plain: bool,
    /// Whether lots may wait for it that are not before its machines (still to set out, or kept out of its buffer), or lots
    /// gather on machines.
    pub(super) guarded: bool,
    /// Whether some operation on lots of its buffer takes components.
    pub(super) assembles: bool,
    /// Lots in its buffer, in the order of their arrival; newcomers only where it is ranked.
    pub(super) buffer: Ring,
    /// The station whose buffer its machines draw from.
    pub(super) buffer_of: u32,
    /// Working calendar of its machines; `NONE`: always.
    pub(super) calendar: u32,
    /// Products whose pulled work begins here, with the row of their first step here.
    pub(super) pulls: Vec<(u32, u32)>,
    /// The other lots in its buffer, where they have an order that does not change while they wait.
    pub(super) ranks: Option<Ranks>,
    /// Places in the buffer.
    pub(super) places: u32,
    /// Lots under way that have a place here already: in the buffer, or on a machine that is free.
    pub(super) under_way: Vec<LotId>,
    /// Stations that draw from its buffer, in their order; itself alone when nothing is shared, none when it draws from
    /// another's.
    pub(super) drawers: Vec<u32>,
    pub(super) preference: Preference,
    pub(super) dispatch: Dispatch,
    pub(super) setup: Option<Box<SetupRule>>,
    pub(super) batch: Option<BatchRule>,
    /// How many installations make it stand still.
    pub(super) standstills: u32,
    pub(super) at_end: AtEnd,
    pub(super) power: Power,
    /// Power before upgrades.
    pub(super) base_power: Power,
}

/// How a batch station loads.
#[derive(Clone, Copy, Debug)]
pub(super) struct BatchRule {
    pub(super) min: u32,
    pub(super) max: u32,
    pub(super) longest_wait: Option<Duration>,
    pub(super) together: Together,
    /// Slot of the longest wait.
    pub(super) slot: u32,
}

/// How machines of a station are set up. Owner: `setups`.
#[derive(Clone, Debug)]
pub(super) struct SetupRule {
    /// Times of particular changes [µs]; from `NONE`: the first setup.
    pub(super) times: BTreeMap<(u32, u32), Distribution>,
    /// Time of all others [µs].
    pub(super) time: Distribution,
    pub(super) crew: Vec<Need>,
    pub(super) scrap: u32,
    /// Families of the plant.
    pub(super) families: u32,
    /// Families of its steps here, in the order of cyclic changes.
    pub(super) cycle: Vec<u32>,
    pub(super) key: u64,
}

/// Counters of a station. Owner: `record`.
#[derive(Component, Default, Debug)]
pub(super) struct StationCount {
    pub(super) tally: StationTally,
    /// Machines that are down now.
    pub(super) down: u32,
    /// Since when all have been up.
    pub(super) all_up_since: Time,
    /// Times in states up to which energy has been counted.
    pub(super) energy_states: StateTimes,
}

/// The machines of a station that can take a lot now, first machine first.
#[derive(Clone, Default, Debug)]
pub(super) struct FreeSet {
    /// The first 64 machines, one bit each.
    first: u64,
    /// The machines after them, where there are more.
    rest: Option<Box<FreeSet>>,
}

impl FreeSet {
    pub(super) fn with_capacity(machines: u32) -> FreeSet {
        let rest = machines.checked_sub(64).filter(|more| *more > 0);
        FreeSet { first: 0, rest: rest.map(|more| Box::new(FreeSet::with_capacity(more))) }
    }

    /// How many machines are free.
    pub(super) fn count(&self) -> u32 {
        self.first.count_ones() + self.rest.as_ref().map_or(0, |rest| rest.count())
    }

    /// The first free machine, counted within the station.
    #[inline(always)]
    pub(super) fn first(&self) -> Option<u32> {
        if self.first != 0 {
            return Some(self.first.trailing_zeros());
        }
        if self.rest.is_none() { None } else { self.first_of_rest() }
    }

    #[inline(never)]
    fn first_of_rest(&self) -> Option<u32> {
        self.rest.as_ref().and_then(|rest| rest.first()).map(|machine| 64 + machine)
    }

    /// All free machines in their order, counted within the station.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        let words = std::iter::successors(Some(self), |own| own.rest.as_deref()).zip(0..);
        words.flat_map(|(own, index)| {
            (0..64).filter(move |bit| own.first >> bit & 1 == 1).map(move |bit| 64 * index + bit)
        })
    }

    #[inline(always)]
    fn word(&mut self, machine: u32) -> &mut u64 {
        if machine < 64 { &mut self.first } else { self.word_of_rest(machine - 64) }
    }

    #[inline(never)]
    fn word_of_rest(&mut self, machine: u32) -> &mut u64 {
        match &mut self.rest {
            Some(rest) => rest.word(machine),
            None => crate::bug!("a machine beyond those of its station"),
        }
    }

    #[inline(always)]
    pub(super) fn insert(&mut self, machine: u32) {
        *self.word(machine) |= 1 << (machine & 63);
    }

    #[inline(always)]
    pub(super) fn remove(&mut self, machine: u32) {
        *self.word(machine) &= !(1 << (machine & 63));
    }
}

/// What a machine is doing with a lot; the order is that of the table in `states`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(super) enum Phase {
    /// Nothing.
    Idle,
    /// Has a lot, waits for what the operation needs.
    Reserved,
    /// Works.
    Running,
    /// The operation is interrupted.
    Paused,
    /// Finished, the lot finds no room.
    Blocked,
    /// Has been set up or loaded for its lot, waits for what comes next.
    Prepared,
}

/// What a machine works towards with the lot it has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stage {
    /// Setup for the lot's family, or for the next family of a cycle.
    Setup,
    /// Loading.
    Loading,
    /// The operation itself.
    Operation,
    /// Waiting for an instruction.
    Instruction,
    /// Losing time to an instruction that is wrong.
    Misled,
}

/// What the machine's own clock is set for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Timer {
    None,
    /// The end of the operation.
    Finish,
    /// A breakdown of this cause, on operating time.
    Failure(u8),
    /// The end of the repair.
    Repair,
    /// The end of planned maintenance.
    Maintenance,
}

/// Reasons why a machine stands, as bits.
pub(super) mod stop {
    /// Broken down, until repaired.
    pub(in crate::plant) const DOWN: u8 = 1;
    /// Outside its working hours.
    pub(in crate::plant) const OFF_SHIFT: u8 = 2;
    /// An installation is going on.
    pub(in crate::plant) const UPGRADING: u8 = 4;
    /// Not yet installed, or taken away.
    pub(in crate::plant) const GONE: u8 = 8;
    /// Under planned maintenance, or waiting for its crew.
    pub(in crate::plant) const MAINTENANCE: u8 = 16;
    /// Hit by a cyber incident.
    pub(in crate::plant) const CYBER: u8 = 32;
    /// Its factory is not open yet.
    pub(in crate::plant) const CLOSED: u8 = 64;
}

/// A machine or workplace. Owner: `operations`.
#[derive(Component, Debug)]
#[repr(C, align(128))]
pub(super) struct Machine {
    pub(super) phase: Phase,
    pub(super) stops: u8,
    pub(super) timer: Timer,
    pub(super) stage: Stage,
    /// Whether the crew is with it.
    pub(super) crewed: bool,
    /// Has a batch rather than a single lot.
    pub(super) batched: bool,
    /// Whether it has plans of maintenance, or breakdowns that may be foreseen.
    pub(super) maintained: bool,
    /// Its hours are over, but it finishes its operation first.
    pub(super) overdue: bool,
    /// Taken away as soon as it is idle.
    pub(super) retiring: bool,
    /// Stands in the list of machines whose state must be looked at.
    pub(super) touched: bool,
    /// What its clock counts.
    pub(super) recorded: Counted,
    /// Whose needs the crew with it serves, or that it asks for.
    pub(super) crew_for: Stage,
    /// It lacks material rather than workers.
    pub(super) lacks_material: bool,
    /// Whether its pace is another than 1.
    pub(super) paced: bool,
    /// The cause of the first failure on operating time.
    pub(super) fails_by: u8,
    pub(super) station: u32,
    pub(super) lot: LotId,
    /// Row of the operation under way.
    pub(super) row: u32,
    pub(super) slot: u32,
    /// Work left when the running stretch began.
    pub(super) remaining: Duration,
    /// When the running stretch began.
    pub(super) run_from: Time,
    /// Operating time so far: the clock of its wear.
    pub(super) worked: Duration,
    /// When the first failure on that clock falls; [`Duration::MAX`] when there is none.
    pub(super) fails_at: Duration,
    /// Multiplies times: 1 / its speed.
    pub(super) pace: f64,
    /// Whether it stands in the queue of a resource.
    pub(super) asking: bool,
    /// Under repair, not waiting for it.
    pub(super) in_repair: bool,
    /// Whether it was prepared with all that the operation needs, so that material is not taken again.
    pub(super) supplied: bool,
    /// By how much its next hours off are shifted.
    pub(super) late: Duration,
    /// The family it is set up for; `NONE`: none yet.
    pub(super) family: u32,
    /// The family that a setup leads to.
    pub(super) next_family: u32,
    /// Setups begun, for their draws.
    pub(super) setups: u32,
    /// Order of crews taken, over the factory.
    pub(super) crew_order: u64,
}

/// The lots of a batch. Owner: `batches`.
#[derive(Component, Default, Debug)]
pub(super) struct Load(pub(super) Vec<LotId>);

/// The causes of breakdowns of one machine. Owner: `breakdowns`.
#[derive(Component, Debug)]
pub(super) struct Wear {
    pub(super) causes: Vec<Cause>,
    /// Cause of the breakdown under way.
    pub(super) current: u8,
    /// Slot of the next failure on calendar time; `NONE` without such causes.
    pub(super) calendar_slot: u32,
    /// Slot of the end of shifted hours off, and when that is; `NONE` and [`Time::NEVER`] without such hours.
    pub(super) return_slot: u32,
    pub(super) returns: Time,
    /// Repair time left of a repair that stands still outside working hours.
    pub(super) repair_left: Option<Duration>,
    /// Plans of maintenance.
    pub(super) plans: Vec<Plan>,
    /// Slot of the next maintenance on the calendar, and of looks for an early one; `NONE` without plans.
    pub(super) plan_slot: u32,
    /// What the planned stop under way or due next is for.
    pub(super) planned: Planned,
    /// Share of breakdowns that are foreseen, and the share of the repair time that a foreseen one takes.
    pub(super) foreseen: f64,
    pub(super) foreseen_repair: f64,
    /// Whether breakdowns are foreseen, one draw for each.
    pub(super) foresight: Stream,
}

/// What a planned stop is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Planned {
    /// None is due.
    Nothing,
    /// A plan of maintenance.
    Plan(u8),
    /// A breakdown of this cause that was foreseen.
    Foreseen(u8),
}

/// One plan of maintenance at one machine. Owner: `maintenance`.
#[derive(Debug)]
pub(super) struct Plan {
    /// Whether it counts the operating time of its machine, not the calendar.
    pub(super) operating: bool,
    /// When it is due on its clock.
    pub(super) due: u64,
    /// From when on it may be done early; `u64::MAX` never.
    pub(super) early: u64,
    pub(super) early_share: Option<f64>,
    pub(super) every: Distribution,
    pub(super) duration: Distribution,
    pub(super) every_tuning: Tuning,
    pub(super) duration_tuning: Tuning,
    pub(super) crew: Option<Need>,
    pub(super) renews: Vec<usize>,
    pub(super) intervals: Stream,
    pub(super) durations: Stream,
}

/// One cause of breakdowns at one machine.
#[derive(Debug)]
pub(super) struct Cause {
    /// Whether it counts the operating time of its machine, not the calendar.
    pub(super) operating: bool,
    /// When its next failure falls on its clock.
    pub(super) due: u64,
    pub(super) to_failure: Distribution,
    pub(super) to_repair: Distribution,
    pub(super) failure_tuning: Tuning,
    pub(super) repair_tuning: Tuning,
    pub(super) crew: Option<Need>,
    pub(super) on_failure: OnFailure,
    pub(super) in_hours_only: bool,
    pub(super) failures: Stream,
    pub(super) repairs: Stream,
}

/// Why a machine asks a pool or a stock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    /// To start or go on with an operation.
    Operation,
    /// To begin a repair.
    Repair,
    /// To begin planned maintenance.
    Maintenance,
}

/// A machine that waits for a resource.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request {
    pub(super) machine: u32,
    pub(super) purpose: Purpose,
    /// Its place among all requests of a queue, smaller first.
    pub(super) order: u64,
    /// When it first asked for what it needs.
    pub(super) asked: Time,
    /// When it came into this queue.
    pub(super) queued: Time,
}

/// A pool of workers. Owner: `resources`; teams: `shifts`; people: `people`.
#[derive(Component, Debug)]
pub(super) struct Pool {
    /// Workers who are there, in overtime or not.
    pub(super) present: u32,
    /// Of these, in overtime.
    pub(super) in_overtime: u32,
    pub(super) absent: u32,
    /// Shares of workers in crews.
    pub(super) busy: u64,
    /// Time integral of them [shares of a worker times µs], and until when it is counted.
    pub(super) busy_time: u128,
    pub(super) worked_until: Time,
    /// Groups that draw from it.
    pub(super) groups: Vec<u32>,
    pub(super) at_end: AtEnd,
    /// Whether its workers repair machines.
    pub(super) repairs: bool,
    pub(super) teams: Vec<Team>,
    /// The workers one by one where it matters who works, in the order in which they came; else none.
    pub(super) people: Vec<Person>,
    pub(super) learning: Option<Learning>,
    pub(super) hiring: Option<Box<Hiring>>,
    pub(super) overtime: Option<Box<Overtime>>,
    pub(super) absence: f64,
    pub(super) absence_tuning: Tuning,
    pub(super) headcount_tuning: Tuning,
    /// Whether its factory is not open yet: nobody comes.
    pub(super) closed: bool,
    pub(super) absence_key: u64,
    /// Since when the integrals are counted.
    pub(super) since: Time,
    pub(super) tally: PoolTally,
}

/// One worker. Owner: `people`.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) team: u32,
    /// Number in the team, for the draws of absence.
    pub(super) number: u64,
    pub(super) present: bool,
    /// Has left for good.
    pub(super) gone: bool,
    /// Shares in crews.
    pub(super) busy: u64,
    pub(super) hired: bool,
    /// Units behind him by operation, beside those of every operation; `None` when he has learnt all.
    pub(super) done: Option<Practice>,
}

/// What a worker who learns has behind him.
#[derive(Clone, Default, Debug)]
pub(super) struct Practice {
    /// Units of every operation, from before the run.
    pub(super) before: u64,
    /// Units by the key of the operation's times.
    pub(super) by_operation: Vec<(u64, u64)>,
}

/// How new workers learn. Owner: `learning`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Learning {
    pub(super) described: crate::spec::Learning,
    pub(super) start_tuning: Tuning,
    pub(super) rate_tuning: Tuning,
}

/// How a pool hires. Owner: `hiring`.
#[derive(Debug)]
pub(super) struct Hiring {
    pub(super) rule: crate::spec::Hiring,
    /// Those who will come.
    pub(super) coming: BinaryHeap<Reverse<Time>>,
    /// Part of a worker looked for and not yet counted.
    pub(super) carry: f64,
    pub(super) lags: Stream,
    pub(super) leaving_key: u64,
}

/// When a pool's teams stay longer. Owner: `overtime`.
#[derive(Debug)]
pub(super) struct Overtime {
    pub(super) rule: crate::spec::Overtime,
    /// What each team has stayed in the present week and month.
    pub(super) used: Vec<Used>,
}

/// Overtime of a team in a week and a month, each with its number.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Used {
    pub(super) week: (u64, Duration),
    pub(super) month: (u64, Duration),
}

/// Pools that the same crews may come from, most preferred first. Owner: `resources`.
#[derive(Component, Debug)]
pub(super) struct Group {
    pub(super) pools: Vec<u32>,
    /// Its only pool, where it does not matter who works; else `NONE`.
    pub(super) lone: u32,
    /// Whether other groups draw from its pools too.
    pub(super) shares_pools: bool,
    /// Whether a pool of it serves by the class of lots.
    pub(super) by_class: bool,
    /// Requests by their places.
    pub(super) waiting: VecDeque<Request>,
}

/// Who is in a machine's crews where that is not known by its needs alone. Owner: `resources`.
#[derive(Component, Default, Debug)]
pub(super) struct Hands(pub(super) Vec<Hand>);

/// Workers of one pool in a crew, or one person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand {
    pub(super) pool: u32,
    /// Position in `Pool::people`; `NONE` where it does not matter who works.
    pub(super) person: u32,
    pub(super) shares: u64,
    /// The group that the crew was wanted from.
    pub(super) group: u32,
    /// Whether it is the crew of a repair or maintenance.
    pub(super) stop: bool,
}

/// The workers of one shift.
#[derive(Clone, Copy, Debug)]
pub(super) struct Team {
    pub(super) headcount: u32,
    /// Posts that there are people for, upgrades included.
    pub(super) posts: u32,
    /// Its workers who are there.
    pub(super) present: u32,
    pub(super) calendar: Option<u32>,
    /// When its present shift began; `None` off shift.
    pub(super) shift: Option<Time>,
    /// Whether it stays after the end of that shift.
    pub(super) overtime: bool,
}

/// A material on stock. Owner: `materials`.
#[derive(Component, Debug)]
pub(super) struct Material {
    pub(super) store: Store,
    pub(super) on_order: f64,
    pub(super) waiting: VecDeque<Request>,
    pub(super) reorder: Reorder,
    /// How often the rule looks at the stock; at every change when `None`.
    pub(super) review: Option<Duration>,
    pub(super) review_slot: u32,
    pub(super) lead_time: Distribution,
    pub(super) lead_tuning: Tuning,
    pub(super) lead_times: Stream,
    /// Multiples and the least that is sold.
    pub(super) lot: f64,
    pub(super) minimum: f64,
    /// Who makes it; `NONE`: ready at once.
    pub(super) supplier: u32,
    /// On the way: when it arrives, in which order it was sent, how much.
    pub(super) deliveries: BinaryHeap<Reverse<(Time, u64, OrderedUnits)>>,
    /// Deliveries sent.
    pub(super) sent: u64,
    pub(super) slot: u32,
    /// How long it keeps; for ever when `None`.
    pub(super) shelf_life: Option<Duration>,
    /// What is on hand, oldest first, with the end of its shelf life; empty where it keeps.
    pub(super) ages: VecDeque<(Time, f64)>,
    pub(super) shelf_slot: u32,
    pub(super) customers: Option<Customers>,
    pub(super) patience_slot: u32,
    pub(super) tally: MaterialTally,
    /// What was wanted of it by the last review, and in the last review periods, oldest first.
    pub(super) wanted: f64,
    pub(super) periods: VecDeque<f64>,
    /// Multiplier of the lead time under the surge.
    pub(super) lead_curve: Option<Curve>,
    /// Multiplier of the price under the surge.
    pub(super) price_curve: Option<Curve>,
}

/// Who makes materials. Owner: `suppliers`.
#[derive(Component, Debug)]
pub(super) enum Supplier {
    Own(OwnSupplier),
    /// It is the region's supplier of this number.
    Region(u32),
}

/// Who makes materials for this factory alone, order after order.
#[derive(Debug)]
pub(super) struct OwnSupplier {
    /// Capacity under the surge [units of the materials per second].
    pub(super) pace: Pace,
    /// When all that has been ordered is made.
    pub(super) free_at: Time,
    pub(super) delivery: Delivery,
}

/// Units of a material, ordered by their bits so that they fit a heap (never negative).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct OrderedUnits(pub(super) u64);

/// A dwell place. Owner: `dwell`.
#[derive(Component, Debug)]
pub(super) struct Place {
    pub(super) capacity: u32,
    /// Lots in it, finished ones that find no room included.
    pub(super) lots: u32,
    /// The loop without cards whose work begins here; `NONE`: none does.
    pub(super) begun_by: u32,
    /// Lots whose time runs, by end and order of entry.
    pub(super) stays: BinaryHeap<Reverse<(Time, u64, u32)>>,
    pub(super) entries: u64,
    pub(super) blocked: VecDeque<Held>,
    pub(super) slot: u32,
    pub(super) gauge: Gauge,
}

/// A product: how its work comes in, its stock and its orders. Owner: `orders`.
#[derive(Component, Debug)]
pub(super) struct Product {
    pub(super) supply: Supply,
    /// Row of the first step.
    pub(super) first: u32,
    /// Whether its pulled work is planned, and lots of it that may still be released.
    pub(super) planned: bool,
    pub(super) planned_lots: u32,
    /// Stations where its pulled work begins.
    pub(super) starts: Vec<u32>,
    /// The loop whose card its lots need from release to leaving; `NONE` without one.
    pub(super) release: u32,
    /// The loop by whose free cards pulled work is released: that from release on, else that of the first step, else, where
    /// it begins at a place, one without cards; `NONE` where machines pull it.
    pub(super) pulled_by: u32,
    pub(super) class: u8,
    /// Classes and their shares added up; empty where all have one.
    pub(super) classes: Vec<(u8, f64)>,
    pub(super) class_key: u64,
    /// The most urgent class of its lots so far.
    pub(super) most_urgent: u8,
    /// Time from release until due [µs].
    pub(super) due: Option<Distribution>,
    pub(super) due_key: u64,
    pub(super) lot_units: u32,
    /// Whether its lots are alike in units and class, and none has a due date, where nothing else is told of them.
    pub(super) alike: bool,
    pub(super) key: u64,
    pub(super) serial: u32,
    pub(super) arrivals: Option<Arrivals>,
    pub(super) customers: Option<Customers>,
    pub(super) patience_slot: u32,
    pub(super) store: Store,
    /// Orders that are being made, oldest first; those before them, and how many.
    pub(super) making: VecDeque<MadeOrder>,
    pub(super) made: u32,
    pub(super) in_process: u64,
    pub(super) lots: u64,
    /// When a lot was pulled last, to take turns; counted in pulls over the factory.
    pub(super) last_pull: u64,
    /// Time of lots that left or were scrapped, since their release.
    pub(super) gone_time: Duration,
    /// Lots that left since the warm-up, by the time since their release [µs].
    pub(super) flow_times: Histogram,
    pub(super) tally: ProductTally,
}

/// How work on a product comes in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Supply {
    /// Lots arrive.
    Arrivals,
    /// Work is pulled without end.
    Saturated,
    /// Work is pulled until the stock is full.
    ToStock { base_stock: u64 },
    /// Orders release their lots.
    ToOrder { delivery: Delivery },
}

/// Lots that arrive by themselves. Owner: `release`.
#[derive(Debug)]
pub(super) struct Arrivals {
    pub(super) occurrences: Occurrences,
    /// Whether it is always one lot, and nothing is listed of it.
    pub(super) one_by_one: bool,
    /// Lots that arrive together.
    pub(super) lots: Distribution,
    pub(super) lots_chance: Stream,
    /// Units in each; the product's own when `None`.
    pub(super) size: Option<Distribution>,
    pub(super) size_key: u64,
    pub(super) when_full: WhenFull,
    pub(super) slot: u32,
}

/// A lot before its release: what is known of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Newcomer {
    pub(super) product: u32,
    /// Units; as its product's lots are when `None`.
    pub(super) units: Option<u32>,
    /// When it is due; as its product's lots are when `None`.
    pub(super) due: Option<Time>,
    /// Priority class; as its product's lots have when `None`.
    pub(super) class: Option<u8>,
    /// Number of the order it is made for; `NONE` without one.
    pub(super) order: u32,
    /// The work order that it belongs to; `NONE` without one.
    pub(super) work: u32,
}

/// An order that lots are made for. Owner: `orders`.
#[derive(Clone, Copy, Debug)]
pub(super) struct MadeOrder {
    pub(super) ordered: Time,
    pub(super) due: Time,
    pub(super) class: u8,
    pub(super) units: u64,
    pub(super) finished: u64,
    /// In lots that have been released or wait for their release.
    pub(super) in_process: u64,
    /// Its number at the region's office; `NONE` where it is the factory's own customers'.
    pub(super) tag: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::{offset_of, size_of};

    /// A line of a processor's cache [bytes].
    const LINE: usize = 64;

    /// Whoever puts a field before these makes large plants slower.
    #[test]
    fn what_every_operation_looks_at_lies_together() {
        assert!(offset_of!(Row, to) + size_of::<Destination>() <= LINE, "as a lot comes");
        assert_eq!(offset_of!(Row, next), LINE, "as an operation ends");
        assert!(offset_of!(Row, count.good) < 2 * LINE, "as an operation begins and ends");
        assert!(offset_of!(Machine, fails_at) < LINE);
        assert!(offset_of!(Station, assembles) < LINE);
        assert!(offset_of!(Station, buffer) < 2 * LINE);
        assert!(offset_of!(Lot, waited) < LINE);
    }
}
