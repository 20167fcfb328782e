//! Pools of workers, their teams and people.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use bevy_ecs::prelude::*;

use crate::outcome::PoolTally;
use crate::random::Stream;
use crate::spec::{AtEnd, Curve};
use crate::units::{Duration, Time};

use super::Tuning;
use super::machines::Request;

/// A pool of workers. Owner: `resources`; teams: `shifts`; people: `people`.
#[derive(Component, Clone, Debug)]
pub(in crate::plant) struct Pool {
    /// Workers who are there, in overtime or not.
    pub(in crate::plant) present: u32,
    /// Of these, in overtime.
    pub(in crate::plant) in_overtime: u32,
    pub(in crate::plant) absent: u32,
    /// Shares of workers in crews.
    pub(in crate::plant) busy: u64,
    /// Of crews, their shares times the instants at which they went, less those at which they came [shares of a worker times
    /// µs, modulo 2^128]: the time integral of shares in crews, once all have gone.
    pub(in crate::plant) released: u128,
    /// Until when work beyond shifts is counted.
    pub(in crate::plant) counted_until: Time,
    /// Groups that draw from it.
    pub(in crate::plant) groups: Vec<u32>,
    pub(in crate::plant) at_end: AtEnd,
    /// Whether its workers leave an operation for a more urgent request.
    pub(in crate::plant) interrupts: bool,
    /// Whether its workers repair machines.
    pub(in crate::plant) repairs: bool,
    pub(in crate::plant) teams: Vec<Team>,
    /// The workers one by one where it matters who works, in the order in which they came; else none.
    pub(in crate::plant) people: Vec<Person>,
    pub(in crate::plant) learning: Option<Learning>,
    pub(in crate::plant) hiring: Option<Box<Hiring>>,
    pub(in crate::plant) overtime: Option<Box<Overtime>>,
    pub(in crate::plant) absence: f64,
    /// Share of workers that the surge keeps away.
    pub(in crate::plant) kept_away: Option<Box<Curve>>,
    pub(in crate::plant) absence_tuning: Tuning,
    pub(in crate::plant) headcount_tuning: Tuning,
    /// Whether its factory is not open yet: nobody comes.
    pub(in crate::plant) closed: bool,
    pub(in crate::plant) absence_key: u64,
    /// Since when the integrals are counted.
    pub(in crate::plant) since: Time,
    pub(in crate::plant) tally: PoolTally,
}

/// One worker. Owner: `people`.
#[derive(Clone, Debug)]
pub(in crate::plant) struct Person {
    pub(in crate::plant) team: u32,
    /// Number in the team, for the draws of absence.
    pub(in crate::plant) number: u64,
    pub(in crate::plant) present: bool,
    /// Has left for good.
    pub(in crate::plant) gone: bool,
    /// Shares in crews.
    pub(in crate::plant) busy: u64,
    pub(in crate::plant) hired: bool,
    /// Units behind him by operation, beside those of every operation; `None` when he has learnt all.
    pub(in crate::plant) done: Option<Practice>,
}

/// What a worker who learns has behind him.
#[derive(Clone, Default, Debug)]
pub(in crate::plant) struct Practice {
    /// Units of every operation, from before the run.
    pub(in crate::plant) before: u64,
    /// Units by the key of the operation's times.
    pub(in crate::plant) by_operation: Vec<(u64, u64)>,
}

/// How new workers learn. Owner: `learning`.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) struct Learning {
    pub(in crate::plant) described: crate::spec::Learning,
    pub(in crate::plant) start_tuning: Tuning,
    pub(in crate::plant) rate_tuning: Tuning,
}

/// How a pool hires. Owner: `hiring`.
#[derive(Clone, Debug)]
pub(in crate::plant) struct Hiring {
    pub(in crate::plant) rule: crate::spec::Hiring,
    /// Those who will come.
    pub(in crate::plant) coming: BinaryHeap<Reverse<Time>>,
    /// Part of a worker looked for and not yet counted.
    pub(in crate::plant) carry: f64,
    pub(in crate::plant) lags: Stream,
    pub(in crate::plant) leaving_key: u64,
}

/// When a pool's teams stay longer. Owner: `overtime`.
#[derive(Clone, Debug)]
pub(in crate::plant) struct Overtime {
    pub(in crate::plant) rule: crate::spec::Overtime,
    /// What each team has stayed in the present week and month.
    pub(in crate::plant) used: Vec<Used>,
}

/// Overtime of a team in a week and a month, each with its number.
#[derive(Clone, Copy, Default, Debug)]
pub(in crate::plant) struct Used {
    pub(in crate::plant) week: (u64, Duration),
    pub(in crate::plant) month: (u64, Duration),
}

/// Pools that the same crews may come from, most preferred first. Owner: `resources`.
#[derive(Component, Clone, Debug)]
pub(in crate::plant) struct Group {
    pub(in crate::plant) pools: Vec<u32>,
    /// Its only pool, where it does not matter who works; else `NONE`.
    pub(in crate::plant) lone: u32,
    /// Whether other groups draw from its pools too.
    pub(in crate::plant) shares_pools: bool,
    /// Whether a pool of it serves by the class of lots.
    pub(in crate::plant) by_class: bool,
    /// Whether a pool of it lets urgent requests interrupt operations.
    pub(in crate::plant) interrupts: bool,
    /// Requests by their places.
    pub(in crate::plant) waiting: VecDeque<Request>,
}

/// The workers of one shift.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) struct Team {
    pub(in crate::plant) headcount: u32,
    /// Posts that there are people for, upgrades included.
    pub(in crate::plant) posts: u32,
    /// Its workers who are there.
    pub(in crate::plant) present: u32,
    pub(in crate::plant) calendar: Option<u32>,
    /// When its present shift began; `None` off shift.
    pub(in crate::plant) shift: Option<Time>,
    /// Whether it stays after the end of that shift.
    pub(in crate::plant) overtime: bool,
}
