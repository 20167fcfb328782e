//! The routing table: one row for each step, in each mode, at each station, and the ways between rows.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use bevy_ecs::prelude::*;

use crate::random::{Binomial, Distribution};
use crate::spec::{Choosing, Site};
use crate::units::{Duration, LotId, Time};

use super::machines::Hand;
use super::{NONE, Tuning};

/// Where a row of the routing table sends a lot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::plant) enum Destination {
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
    /// Into the queue ahead, or not, and not for ever (`Impatience::rules`).
    Patience(u32),
    /// Into parts.
    Split { lots: u32, keeps_place: bool },
    /// Together with others.
    Join(u32),
    /// The input place of an assembly.
    Input(u32),
    /// The buffer of a station where lots of one parent only may be at a time.
    OneParent(u32),
    /// On with another priority class.
    Class(u8),
    /// On without the crews that it has kept (`Routings::escorts`).
    Dismissal,
}

/// Several ways after a step.
#[derive(Clone, Debug)]
pub(in crate::plant) struct Fork {
    pub(in crate::plant) key: u64,
    pub(in crate::plant) ways: Vec<Way>,
}

/// One way after a step.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) struct Way {
    pub(in crate::plant) share: f64,
    /// Row of the step it leads to; `NONE`: the lot leaves.
    pub(in crate::plant) row: u32,
    /// The step that it leads back from, so that the lot's further draws must be others; 0 where it leads on.
    pub(in crate::plant) back: u16,
    /// Position in `Lot::taken` and the most times; `None` without a limit.
    pub(in crate::plant) most: Option<(u8, u8)>,
}

/// How long lots wait for a step, and where those go that do not.
#[derive(Clone, Debug)]
pub(in crate::plant) struct Patience {
    pub(in crate::plant) key: u64,
    /// How long [µs]; for ever when `None`.
    pub(in crate::plant) time: Option<Distribution>,
    /// With so many waiting and no free machine a lot does not join them; `u32::MAX` never.
    pub(in crate::plant) queue: u32,
    /// Probabilities of not joining with no free machine, by how many wait; the last holds for more.
    pub(in crate::plant) balking: Vec<f64>,
    pub(in crate::plant) balking_key: u64,
    /// Lots of the scenario for each that waits.
    pub(in crate::plant) scale: f64,
    /// The stations from whose buffers the step takes its lots.
    pub(in crate::plant) stations: Vec<u32>,
    pub(in crate::plant) product: u32,
    /// Number of the step in its routing, from 1.
    pub(in crate::plant) step: u16,
    /// Row where impatient lots go on; `NONE`: they leave the plant.
    pub(in crate::plant) to: u32,
    /// Whether that leads back, so that the lot's further draws must be others.
    pub(in crate::plant) back: bool,
}

/// Who waits with an end to it: until when, in which order they came, which lot with which key, by which rule.
pub(in crate::plant) type Waiter = (Time, u64, LotId, u64, u32);

/// Impatient lots. Owner: `impatience`.
#[derive(Clone, Debug)]
pub(in crate::plant) struct Impatience {
    pub(in crate::plant) rules: Vec<Patience>,
    /// Lots that have joined a queue, many of them served since, by the end of their patience.
    pub(in crate::plant) waiting: BinaryHeap<Reverse<Waiter>>,
    /// Lots that have joined one.
    pub(in crate::plant) joined: u64,
    /// How many may be kept before those are dropped that do not wait any more.
    pub(in crate::plant) room: usize,
    pub(in crate::plant) slot: u32,
}

/// Workers who are with a lot, or still busy after it.
#[derive(Clone, Debug)]
pub(in crate::plant) struct Escort {
    /// What they were wanted for, and who they are where that is not known by it alone.
    pub(in crate::plant) needs: Vec<Need>,
    pub(in crate::plant) hands: Vec<Hand>,
    /// For how long they are busy after they have left the lot.
    pub(in crate::plant) after: Duration,
}

/// Crews without a machine. Owner: `escorts`.
#[derive(Clone, Debug)]
pub(in crate::plant) struct Escorts {
    /// Those that lots keep, in the order in which they took them.
    pub(in crate::plant) kept: BTreeMap<LotId, Vec<Escort>>,
    /// Those who are busy after an operation, by the end of it and the order in which they left their lots.
    pub(in crate::plant) away: BTreeMap<(Time, u64), Escort>,
    /// How many have left their lots.
    pub(in crate::plant) left: u64,
    pub(in crate::plant) slot: u32,
}

/// Several stations for one step.
#[derive(Clone, Debug)]
pub(in crate::plant) struct Choice {
    pub(in crate::plant) rule: Choosing,
    pub(in crate::plant) key: u64,
    /// Rows of the step, one for each buffer.
    pub(in crate::plant) rows: Vec<u32>,
    /// By how many lots queues must differ for one to go over; `u32::MAX`: none ever does.
    pub(in crate::plant) jockeys: u32,
    /// How many lots have chosen.
    pub(in crate::plant) turns: u64,
}

/// What an operation needs besides its machine.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) enum Need {
    /// Workers of a group of pools, for as long as the stage lasts [in shares of a worker].
    Workers { group: u32, shares: u64, priority: u8 },
    /// Material for each unit, at the start.
    Material { material: u32, per_unit: f64 },
}

/// One row of the routing table: one step of one product in one mode at one station. The first line of the processor's cache
/// has what is looked at as a lot comes, the second what is as its operation begins and ends.
#[derive(Clone, Debug)]
#[repr(C, align(128))]
pub(in crate::plant) struct Row {
    /// Time [µs], per unit or per lot.
    pub(in crate::plant) time: Distribution,
    pub(in crate::plant) time_key: u64,
    pub(in crate::plant) to: Destination,
    /// The station whose machines do it; that of the buffer unless stations share one. `NONE` without a station.
    pub(in crate::plant) station: u32,
    /// Whose routing it is of.
    pub(in crate::plant) product: u32,
    /// The row after it; `NONE`: the lot leaves.
    pub(in crate::plant) next: u32,
    /// The station to whose buffer that row leads; `NONE` where it leads elsewhere ([`Routings::find_onward`]).
    pub(in crate::plant) onward: u32,
    pub(in crate::plant) per_unit: bool,
    /// Whether `tuning` changes anything.
    pub(in crate::plant) tuned: bool,
    /// Whether an operation needs nothing but its lot and its machine.
    pub(in crate::plant) simple: bool,
    /// Whether there is nothing to look at after the operation: all units are good and none comes a second time.
    pub(in crate::plant) faultless: bool,
    /// Whether it is so, and lots go straight on to the buffer of a station or out of the plant
    /// ([`Routings::find_onward`]).
    pub(in crate::plant) straight: bool,
    /// Whether machines may have to be prepared: a setup or loading.
    pub(in crate::plant) prepares: bool,
    /// Whether its time depends on who does it, and when.
    pub(in crate::plant) paced: bool,
    /// Whether lots may come back to steps of its routing.
    pub(in crate::plant) returns: bool,
    /// Number of the step in its routing, from 1.
    pub(in crate::plant) step: u16,
    pub(in crate::plant) count: RowCount,
    /// The factory's pace and the upgrades' changes of the time; the addend in µs.
    pub(in crate::plant) tuning: Tuning,
    /// Rows at the stations that share the buffer of this one, itself included; empty where none does.
    pub(in crate::plant) shared: Vec<u32>,
    /// Setup family; `NONE` without one.
    pub(in crate::plant) family: u32,
    /// The only pool that it needs workers of, where nobody else shares that pool's queue and nothing else is needed but an
    /// instruction; `NONE` elsewhere.
    pub(in crate::plant) sole_pool: u32,
    /// Shares of workers that it needs of that pool.
    pub(in crate::plant) sole_shares: u64,
    /// The rank in the place of a request for them.
    pub(in crate::plant) sole_rank: u64,
    /// Input places of components, and units of each for a unit.
    pub(in crate::plant) inputs: Vec<(u32, u32)>,
    /// The station in whose buffer a lot under way to it has its place already; `NONE`: it has none.
    pub(in crate::plant) reserves: u32,
    /// Loading, and who does it.
    pub(in crate::plant) loading: Option<Box<(Distribution, Vec<Need>)>>,
    /// Mean work of this step and those to come [µs for each unit, µs for each lot].
    pub(in crate::plant) work_left: (f64, f64),
    /// The factory's pace alone: multiplies times.
    pub(in crate::plant) pace: f64,
    /// How many units are scrapped; `None`: never any.
    pub(in crate::plant) scrap: Option<Binomial>,
    /// Scrap probability before upgrades.
    pub(in crate::plant) base_scrap: f64,
    /// Defects, inspection and rework; `None` where there is nothing of it.
    pub(in crate::plant) quality: Option<Box<Quality>>,
    /// Ideal time of one unit [µs].
    pub(in crate::plant) nameplate: f64,
    pub(in crate::plant) needs: Vec<Need>,
    pub(in crate::plant) scrap_key: u64,
    /// Whether its operations need instructions.
    pub(in crate::plant) instructed: bool,
    /// Whether its crew does not become free with the end of its operation: the lot keeps it, or it is busy after it.
    pub(in crate::plant) escorted: bool,
    pub(in crate::plant) keeps_crew: bool,
    /// For how long the crew is busy after it has left the lot [µs].
    pub(in crate::plant) crew_after: Distribution,
    /// Times of a way from particular stations and places [µs].
    pub(in crate::plant) journeys: Vec<(Site, Distribution)>,
}

/// Counters of a row.
#[derive(Clone, Copy, Default, Debug)]
pub(in crate::plant) struct RowCount {
    /// Lots that have started it.
    pub(in crate::plant) starts: u64,
    /// Lots that have finished it.
    pub(in crate::plant) completions: u64,
    /// Units in those that have started it.
    pub(in crate::plant) units: u64,
    /// Good units after it.
    pub(in crate::plant) good: u64,
    /// Waits from arrival in the buffer to the start of work for a lot: setup, loading or operation.
    pub(in crate::plant) waits: Duration,
    /// Units that have finished it not for the first time.
    pub(in crate::plant) again: u64,
    /// Of these, good ones.
    pub(in crate::plant) again_good: u64,
    /// Of these, sent to rework anew.
    pub(in crate::plant) again_to_rework: u64,
    /// Units sent to rework from it.
    pub(in crate::plant) to_rework: u64,
    /// Good units that its inspection rejected.
    pub(in crate::plant) false_rejects: u64,
    /// Units scrapped after it.
    pub(in crate::plant) scrapped: u64,
}

impl RowCount {
    /// A lot of so many units has finished it, all of them good as far as is known.
    #[inline(always)]
    pub(in crate::plant) fn end(&mut self, units: u32) {
        self.completions += 1;
        self.good += u64::from(units);
    }
}

/// What a step does to the quality of units. Owner: `quality`.
#[derive(Clone, Debug)]
pub(in crate::plant) struct Quality {
    /// As it is now.
    pub(in crate::plant) now: crate::spec::Quality,
    /// As it is described, before upgrades.
    pub(in crate::plant) base: crate::spec::Quality,
    /// The row where units go that are sent to rework.
    pub(in crate::plant) rework: u32,
    pub(in crate::plant) key: u64,
}

/// The routing table of a factory. Owner: `build`; `upgrades` relinks rows.
#[derive(Component, Clone, Debug)]
pub(in crate::plant) struct Routings {
    pub(in crate::plant) rows: Vec<Row>,
    pub(in crate::plant) forks: Vec<Fork>,
    pub(in crate::plant) choices: Vec<Choice>,
    pub(in crate::plant) impatience: Impatience,
    pub(in crate::plant) escorts: Escorts,
}

impl Routings {
    /// Finds where the next row of each leads; call when rows have been linked, or are faultless or not any more.
    pub(in crate::plant) fn find_onward(&mut self) {
        for row in 0..self.rows.len() {
            let next = self.rows.get(self.rows[row].next as usize);
            let onward = match next.map(|next| next.to) {
                Some(Destination::Station(station)) => station,
                _ => NONE,
            };
            let own = &mut self.rows[row];
            own.onward = onward;
            own.straight = own.faultless && (onward != NONE || own.next == NONE);
        }
    }
}
