//! Where lots are and wait: stations, dwell places, joints, input places, loops of cards.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use bevy_ecs::prelude::*;

use crate::outcome::{StateTimes, StationTally};
use crate::plant::gauge::Gauge;
use crate::plant::ranks::Ranks;
use crate::plant::ring::Ring;
use crate::random::Distribution;
use crate::spec::{AtEnd, Dispatch, Join, Power, Preference, Together};
use crate::units::{Duration, LotId, Time};

use super::Tuning;
use super::lots::{Held, Newcomer};
use super::routings::Need;

/// Where lots wait to become one. Owner: `joining`.
#[derive(Component, Clone, Debug)]
pub(in crate::plant) struct Joint {
    pub(in crate::plant) rule: Join,
    /// Lots that wait for others, by the parent that they have to have in common; all under 0 where it does not matter.
    pub(in crate::plant) waiting: BTreeMap<u64, VecDeque<LotId>>,
    /// How many they are.
    pub(in crate::plant) lots: u32,
    pub(in crate::plant) blocked: VecDeque<Held>,
    pub(in crate::plant) gauge: Gauge,
}

/// Where the lots of a component wait for their assemblies. Owner: `assembly`.
#[derive(Component, Clone, Debug)]
pub(in crate::plant) struct Input {
    /// The product out of whose stock units are taken; `NONE`: its lots end here and wait.
    pub(in crate::plant) stock_of: u32,
    /// The stations from whose buffers lots come that take them.
    pub(in crate::plant) stations: Vec<u32>,
    pub(in crate::plant) capacity: u32,
    pub(in crate::plant) lots: VecDeque<LotId>,
    /// Units in them.
    pub(in crate::plant) units: u64,
    pub(in crate::plant) blocked: VecDeque<Held>,
    pub(in crate::plant) gauge: Gauge,
}

/// A limit on work in process. Owner: `release`.
#[derive(Component, Clone, Debug)]
pub(in crate::plant) struct Loop {
    /// Cards that no lot has; below 0 as many are to be taken out of the loop when lots return theirs.
    pub(in crate::plant) free: i64,
    /// Cards in all, and before upgrades.
    pub(in crate::plant) cards: u32,
    pub(in crate::plant) base_cards: u32,
    /// Lots at a gate, in the order of their coming.
    pub(in crate::plant) waiting: VecDeque<LotId>,
    /// Lots that wait outside for their release, in the order of their coming.
    pub(in crate::plant) outside: VecDeque<(Time, Newcomer)>,
    /// Products of which a lot is released as soon as a card is free.
    pub(in crate::plant) pulled: Vec<u32>,
    /// Whether it has no cards, and a lot is released when there is room at its first place.
    pub(in crate::plant) by_room: bool,
}

/// A station: its buffer and its free machines. Owner: `flow`.
#[derive(Component, Clone, Debug)]
#[repr(C, align(128))]
pub(in crate::plant) struct Station {
    pub(in crate::plant) free: FreeSet,
    /// Lots upstream that wait for room, in order.
    pub(in crate::plant) blocked: VecDeque<Held>,
    pub(in crate::plant) first_machine: u32,
    /// Places in the buffer that neither lots under way nor ranked ones have.
    pub(in crate::plant) capacity: u32,
    /// Machines, dormant ones included.
    pub(in crate::plant) machines: u32,
    /// Whether it is first in, first out from its own buffer to its own first free machine.
    pub(in crate::plant) plain: bool,
    /// Whether it is plain and has one machine.
    pub(in crate::plant) single: bool,
    /// Whether lots may wait for it that are not before its machines (still to set out, or kept out of its buffer), or lots
    /// gather on machines.
    pub(in crate::plant) guarded: bool,
    /// Whether some operation on lots of its buffer takes components.
    pub(in crate::plant) assembles: bool,
    /// Lots in its buffer, in the order of their arrival; newcomers only where it is ranked.
    pub(in crate::plant) buffer: Ring,
    /// The station whose buffer its machines draw from.
    pub(in crate::plant) buffer_of: u32,
    /// Working calendar of its machines; `NONE`: always.
    pub(in crate::plant) calendar: u32,
    /// Products whose pulled work begins here, with the row of their first step here.
    pub(in crate::plant) pulls: Vec<(u32, u32)>,
    /// The other lots in its buffer, where they have an order that does not change while they wait.
    pub(in crate::plant) ranks: Option<Box<Ranks>>,
    /// Places in the buffer.
    pub(in crate::plant) places: u32,
    /// Most lots in its buffer since measures began.
    pub(in crate::plant) peak: u32,
    /// Lots under way that have a place here already: in the buffer, or on a machine that is free.
    pub(in crate::plant) under_way: Vec<LotId>,
    /// Stations that draw from its buffer, in their order; itself alone when nothing is shared, none when it draws from
    /// another's.
    pub(in crate::plant) drawers: Box<[u32]>,
    pub(in crate::plant) preference: Preference,
    pub(in crate::plant) dispatch: Dispatch,
    pub(in crate::plant) setup: Option<Box<SetupRule>>,
    pub(in crate::plant) standby: Option<Box<StandbyRule>>,
    /// Choices of steps by which lots may go over from its queue to another, or from another to it.
    pub(in crate::plant) jockeys: Box<[u32]>,
    pub(in crate::plant) batch: Option<Box<BatchRule>>,
    /// How many installations make it stand still.
    pub(in crate::plant) standstills: u32,
    /// Places in the buffer before upgrades.
    pub(in crate::plant) base_places: u32,
    pub(in crate::plant) at_end: AtEnd,
}

/// How a batch station loads.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) struct BatchRule {
    pub(in crate::plant) min: u32,
    pub(in crate::plant) max: u32,
    pub(in crate::plant) longest_wait: Option<Duration>,
    pub(in crate::plant) together: Together,
    /// Slot of the longest wait.
    pub(in crate::plant) slot: u32,
}

/// How machines of a station are set up. Owner: `setups`.
#[derive(Clone, Debug)]
pub(in crate::plant) struct SetupRule {
    /// Particular changes; from `NONE`: the first setup.
    pub(in crate::plant) particular: BTreeMap<(u32, u32), Changeover>,
    pub(in crate::plant) others: Changeover,
    /// Upgrades' changes of all times; the addend in µs.
    pub(in crate::plant) tuning: Tuning,
    /// Families of the plant.
    pub(in crate::plant) families: u32,
    /// Families of its steps here, in the order of cyclic changes.
    pub(in crate::plant) cycle: Vec<u32>,
    pub(in crate::plant) key: u64,
    /// Whether a visit to a family is for those only that waited when it began, and for how many of them; `u32::MAX`: all.
    pub(in crate::plant) gated: bool,
    pub(in crate::plant) most: u32,
}

/// What machines of a station do that have nothing to do. Owner: `standby`.
#[derive(Clone, Debug)]
pub(in crate::plant) struct StandbyRule {
    /// So many lots have to wait before one that rests takes any.
    pub(in crate::plant) start_at: u32,
    pub(in crate::plant) off_after: Option<Duration>,
    /// [µs]
    pub(in crate::plant) start_up: Distribution,
    pub(in crate::plant) key: u64,
    /// Slots of when each machine turns off.
    pub(in crate::plant) slots: Vec<u32>,
}

/// What a change of family takes.
#[derive(Clone, Debug)]
pub(in crate::plant) struct Changeover {
    /// Before upgrades [µs].
    pub(in crate::plant) time: Distribution,
    pub(in crate::plant) crew: Vec<Need>,
    /// Units of the first lot lost to it.
    pub(in crate::plant) scrap: u32,
}

/// Counters of a station, and what they need. Owner: `record`.
#[derive(Component, Clone, Default, Debug)]
pub(in crate::plant) struct StationCount {
    pub(in crate::plant) tally: StationTally,
    /// Machines that are down now.
    pub(in crate::plant) down: u32,
    /// Since when all have been up.
    pub(in crate::plant) all_up_since: Time,
    /// Times in states up to which energy has been counted.
    pub(in crate::plant) energy_states: StateTimes,
    /// Power that its machines take, and before upgrades.
    pub(in crate::plant) power: Power,
    pub(in crate::plant) base_power: Power,
}

/// The machines of a station that can take a lot now, first machine first.
#[derive(Clone, Default, Debug)]
pub(in crate::plant) struct FreeSet {
    /// The first 64 machines, one bit each.
    first: u64,
    /// The machines after them, where there are more.
    rest: Option<Box<FreeSet>>,
}

impl FreeSet {
    pub(in crate::plant) fn with_capacity(machines: u32) -> FreeSet {
        let rest = machines.checked_sub(64).filter(|more| *more > 0);
        FreeSet { first: 0, rest: rest.map(|more| Box::new(FreeSet::with_capacity(more))) }
    }

    /// How many machines are free.
    pub(in crate::plant) fn count(&self) -> u32 {
        self.first.count_ones() + self.rest.as_ref().map_or(0, |rest| rest.count())
    }

    /// The first free machine, counted within the station.
    #[inline(always)]
    pub(in crate::plant) fn first(&self) -> Option<u32> {
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
    pub(in crate::plant) fn iter(&self) -> impl Iterator<Item = u32> {
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
    pub(in crate::plant) fn insert(&mut self, machine: u32) {
        *self.word(machine) |= 1 << (machine & 63);
    }

    #[inline(always)]
    pub(in crate::plant) fn remove(&mut self, machine: u32) {
        *self.word(machine) &= !(1 << (machine & 63));
    }
}

/// Lots of a place that share its speed. Owner: `dwell`.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) struct Sharing {
    /// How many have full speed.
    pub(in crate::plant) full: u64,
    /// What a lot that has always been there has got, in parts of a µs, and up to when that is counted.
    pub(in crate::plant) got: u64,
    pub(in crate::plant) until: Time,
}

/// A dwell place. Owner: `dwell`.
#[derive(Component, Clone, Debug)]
pub(in crate::plant) struct Place {
    pub(in crate::plant) capacity: u32,
    /// Lots in it, finished ones that find no room included.
    pub(in crate::plant) lots: u32,
    /// The loop without cards whose work begins here; `NONE`: none does.
    pub(in crate::plant) begun_by: u32,
    /// What full speed is shared by; every lot has it when `None`.
    pub(in crate::plant) sharing: Option<Sharing>,
    /// Lots whose time runs, by end and order of entry; where they share speed, by their end on the clock of what each has got.
    pub(in crate::plant) stays: BinaryHeap<Reverse<(Time, u64, u32)>>,
    pub(in crate::plant) entries: u64,
    pub(in crate::plant) blocked: VecDeque<Held>,
    pub(in crate::plant) slot: u32,
    pub(in crate::plant) gauge: Gauge,
}
