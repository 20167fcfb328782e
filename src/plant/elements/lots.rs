//! Lots, whole and in parts, and who holds one that finds no room.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;

use crate::spec::LIMITED_WAYS;
use crate::units::{Duration, LotId, Time};

use super::NONE;

/// Stands for all of an operation that was interrupted, which is to be done anew ([`Lot::left`]).
pub(in crate::plant) const ANEW: Duration = Duration(u64::MAX);

/// What flows: some units of one product. A record, not an entity. As in rows, stations and machines, what every
/// operation looks at comes first, so that it takes few lines of the processor's cache.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub(in crate::plant) struct Lot {
    /// Premixed key of all its draws; another one after each way back.
    pub(in crate::plant) key: u64,
    /// What was drawn ahead for its next operation: for which key and row, and the value.
    pub(in crate::plant) ahead: (u64, f64),
    /// When it arrived in the buffer it waits in, or outside; [`Time::NEVER`] from the start of work before the operation.
    pub(in crate::plant) entered: Time,
    /// Work left of an operation that a more urgent lot interrupted, at a machine of the step's own pace, or [`ANEW`]; zero when it
    /// is to begin.
    pub(in crate::plant) left: Duration,
    /// Row of the routing table: the step it is at or on its way to.
    pub(in crate::plant) row: u32,
    pub(in crate::plant) units: u32,
    pub(in crate::plant) product: u32,
    /// Number of the lot among its product's, from 0.
    pub(in crate::plant) serial: u32,
    /// Its time in buffers and input places so far, up to its last start.
    pub(in crate::plant) waited: Duration,
    /// When it was released; [`Time::NEVER`] while it waits outside.
    pub(in crate::plant) released: Time,
    /// When it is due.
    pub(in crate::plant) due: Time,
    /// The loop whose card it has from a step; `NO_CARD` without one.
    pub(in crate::plant) card: u16,
    /// Whether it has the card that its product's lots need from release to leaving.
    pub(in crate::plant) has_release_card: bool,
    /// Who shares the card from a step with it, since they were one lot (`Lots::sharers`); `NONE`: nobody.
    pub(in crate::plant) card_shared: u32,
    /// Key of the lot that it is a part of; 0 without one.
    pub(in crate::plant) parent: u64,
    /// Units with a defect that has not been found.
    pub(in crate::plant) defects: u32,
    /// Priority class [smaller is more urgent].
    pub(in crate::plant) class: u8,
    /// How many times it has been sent to rework.
    pub(in crate::plant) reworks: u8,
    /// Steps of its routing up to which it has been before it went back; at these it is not at its first pass.
    pub(in crate::plant) passed: u16,
    /// How many times it has taken each limited way of its routing.
    pub(in crate::plant) taken: [u8; LIMITED_WAYS],
    /// Number of the order it is made for, among its product's; `NONE` without one.
    pub(in crate::plant) order: u32,
    /// The work order that it belongs to, whose instructions its operations need; `NONE` without one.
    pub(in crate::plant) work: u32,
    /// Who shares the card from release with it; `NONE`: nobody.
    pub(in crate::plant) release_card_shared: u32,
    /// Whether its operation follows a wrong instruction, so that it will be scrapped.
    pub(in crate::plant) spoilt: bool,
    /// Whether it keeps crews of steps that it has done.
    pub(in crate::plant) escorted: bool,
}

/// The lots of a factory. Owner: `flow`.
#[derive(Component, Clone, Default, Debug)]
pub(in crate::plant) struct Lots {
    pub(in crate::plant) arena: Vec<Lot>,
    pub(in crate::plant) free: Vec<u32>,
    /// How many the arena may hold: where more would have to, the run ends.
    pub(in crate::plant) most: usize,
    /// Lots in parts whose place is kept, and free positions among them.
    pub(in crate::plant) partings: Vec<Parting>,
    pub(in crate::plant) free_partings: Vec<u32>,
    /// How many lots share a card, and free positions among them.
    pub(in crate::plant) sharers: Vec<u32>,
    pub(in crate::plant) free_sharers: Vec<u32>,
    /// What lots became that were split, by their keys, where parts may wait for each other.
    pub(in crate::plant) parents: BTreeMap<u64, Parent>,
}

impl Lots {
    /// A card has one holder more, beside those whose number has a position; the position.
    pub(in crate::plant) fn share(&mut self, shared: u32) -> u32 {
        if shared != NONE {
            self.sharers[shared as usize] += 1;
            return shared;
        }
        match self.free_sharers.pop() {
            Some(free) => {
                self.sharers[free as usize] = 2;
                free
            }
            None => {
                self.sharers.push(2);
                self.sharers.len() as u32 - 1
            }
        }
    }

    /// A holder of a card gives it away; whether he was the last.
    pub(in crate::plant) fn is_last(&mut self, shared: u32) -> bool {
        if shared == NONE {
            return true;
        }
        let left = &mut self.sharers[shared as usize];
        *left -= 1;
        if *left > 0 {
            return false;
        }
        self.free_sharers.push(shared);
        true
    }
}

/// A lot that was split, for parts that wait for each other. Owner: `joining`.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) struct Parent {
    /// Parts of it that are in process by themselves.
    pub(in crate::plant) parts: u32,
    /// Key of the lot that it was itself a part of; 0 without one.
    pub(in crate::plant) of: u64,
}

/// A lot in parts whose place is kept until the last has gone. Owner: `joining`.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) struct Parting {
    pub(in crate::plant) held: Held,
    pub(in crate::plant) left: u32,
}

/// A lot that found no room, and who holds it meanwhile.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) struct Held {
    pub(in crate::plant) lot: LotId,
    pub(in crate::plant) by: Holder,
}

/// Who holds a lot that finds no room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::plant) enum Holder {
    /// The machine that finished it.
    Machine(u32),
    /// The dwell place that it should leave.
    Place(u32),
    /// It waits outside the plant, or beside the line.
    Outside,
    /// It is a part of a lot whose place is kept.
    Parting(u32),
}

/// A lot before its release: what is known of it.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) struct Newcomer {
    pub(in crate::plant) product: u32,
    /// Units; as its product's lots are when `None`.
    pub(in crate::plant) units: Option<u32>,
    /// When it is due; as its product's lots are when `None`.
    pub(in crate::plant) due: Option<Time>,
    /// Priority class; as its product's lots have when `None`.
    pub(in crate::plant) class: Option<u8>,
    /// Number of the order it is made for; `NONE` without one.
    pub(in crate::plant) order: u32,
    /// The work order that it belongs to; `NONE` without one.
    pub(in crate::plant) work: u32,
}
