//! The platform: its outages, and what it knows of the factories' work.

use std::collections::VecDeque;

use crate::random::Stream;
use crate::spec::{Platform, SharingRule};
use crate::units::{Duration, Time};

/// The platform as it runs.
#[derive(Clone, Debug)]
pub(super) struct Running {
    described: Platform,
    up: bool,
    /// When it fails or is there again.
    turns: Time,
    chance: Stream,
    /// Factories' work as it was: when, days of each.
    known: VecDeque<(Time, Vec<f64>)>,
    /// What the platform itself has given since: when, to whom, days; and the sum for each.
    given: VecDeque<(Time, usize, f64)>,
    given_to: Vec<f64>,
}

impl Running {
    /// A platform that is there at instant zero, of so many factories.
    pub(super) fn new(described: Platform, chance: Stream, factories: usize) -> Running {
        let mut own = Running {
            described,
            up: true,
            turns: Time::NEVER,
            chance,
            known: VecDeque::new(),
            given: VecDeque::new(),
            given_to: vec![0.0; factories],
        };
        own.turn(Time::ZERO);
        own
    }

    /// Whether it is there.
    pub(super) fn is_up(&self) -> bool {
        self.up
    }

    /// How it divides.
    pub(super) fn rule(&self) -> SharingRule {
        self.described.rule
    }

    /// Gives so many days' work to a factory.
    pub(super) fn give(&mut self, now: Time, factory: usize, days: f64) {
        self.given.push_back((now, factory, days));
        self.given_to[factory] += days;
    }

    /// Days' work that a factory can still take, as far as the platform knows.
    pub(super) fn free(&self, factory: usize) -> f64 {
        (self.described.horizon.as_days() - self.load_of(factory)).max(0.0)
    }

    /// Draws when the platform turns next.
    fn turn(&mut self, now: Time) {
        let Some((between, length)) = &self.described.outages else { return };
        let drawn = if self.up { between } else { length }.at(self.chance.next_bits());
        self.turns = now.after(Duration::from_secs(drawn));
    }

    /// Looks whether it is there now, and at the factories' work as its data have it.
    pub(super) fn look(&mut self, now: Time, load: &[f64]) {
        while self.turns <= now {
            self.up = !self.up;
            self.turn(self.turns);
        }
        self.known.push_back((now, load.to_vec()));
        let old = |at: Time| at.after(self.described.data_age) <= now;
        while self.known.len() > 1 && old(self.known[1].0) {
            self.known.pop_front();
        }
        let since = self.known[0].0;
        while let Some((_, to, days)) = self.given.pop_front_if(|(at, ..)| *at < since) {
            self.given_to[to] -= days;
        }
    }

    /// Days' work of a factory as far as the platform knows: what the data say, and what it has given since.
    fn load_of(&self, factory: usize) -> f64 {
        self.known.front().map_or(0.0, |(_, load)| load[factory]) + self.given_to[factory]
    }
}
