//! The workers of a pool one by one, where it matters who works: attendance, who goes into a crew, who takes over.
//!
//! Idle workers are taken in the order in which they came, so that those who have been there longer go first. When a
//! shift ends and a crew goes on, those who are there take the places of those who leave.

use crate::random::{mix, uniform};
use crate::spec::SHARES;
use crate::units::Time;

use super::elements::{Hand, NONE, Person, Pool, Practice};
use super::floor::Floor;

/// A worker, as far as attendance goes: team, number in it.
#[derive(Clone, Copy)]
struct Worker {
    team: u32,
    number: u64,
}

impl Pool {
    /// Whether its workers are known one by one.
    fn knows_people(&self) -> bool {
        self.learning.is_some() || self.hiring.is_some()
    }

    /// Counts who of the teams on shift is there. Each worker's fate in a shift is one keyed draw, so a higher share of
    /// absence takes the same workers and more.
    pub(super) fn attend(&mut self) {
        (self.present, self.absent, self.in_overtime) = (0, 0, 0);
        self.teams.iter_mut().for_each(|team| team.present = 0);
        if self.closed {
            return;
        }
        self.fill_posts();
        let shares: Vec<f64> = self.teams.iter().map(|team| self.absence_at(team.shift)).collect();
        for person in 0..self.people.len() {
            let Person { team, number, gone, .. } = self.people[person];
            let on_shift = !gone && self.teams[team as usize].shift.is_some();
            let there = on_shift && !self.stays_away(Worker { team, number }, shares[team as usize]);
            self.people[person].present = there;
            if on_shift {
                self.count_in(team, u32::from(there), u32::from(!there));
            }
        }
        if self.knows_people() {
            return;
        }
        for team in 0..self.teams.len() as u32 {
            let headcount = u64::from(self.posts(team));
            let share = shares[team as usize];
            if self.teams[team as usize].shift.is_some() {
                let away = |number: &u64| self.stays_away(Worker { team, number: *number }, share);
                let absent = if share > 0.0 { (0..headcount).filter(away).count() as u32 } else { 0 };
                self.count_in(team, headcount as u32 - absent, absent);
            }
        }
    }

    fn count_in(&mut self, team: u32, present: u32, absent: u32) {
        self.present += present;
        self.absent += absent;
        self.teams[team as usize].present += present;
        if self.teams[team as usize].overtime {
            self.in_overtime += present;
        }
    }

    /// Posts of a team, upgrades included.
    fn posts(&self, team: u32) -> u32 {
        let headcount = f64::from(self.teams[team as usize].headcount);
        self.headcount_tuning.apply(headcount).round().max(0.0) as u32
    }

    /// Share of workers that stay away from a shift that began then.
    fn absence_at(&self, shift: Option<Time>) -> f64 {
        let Some(began) = shift else { return 0.0 };
        let own = self.absence_tuning.apply(self.absence).clamp(0.0, 1.0);
        1.0 - (1.0 - own)
            * (1.0 - self.kept_away.as_ref().map_or(0.0, |curve| curve.at(began).clamp(0.0, 1.0)))
    }

    /// Whether a worker stays away from the present shift.
    fn stays_away(&self, worker: Worker, share: f64) -> bool {
        let Some(began) = self.teams[worker.team as usize].shift else { return true };
        let number = (u64::from(worker.team) << 12) + worker.number;
        share > 0.0 && uniform(mix(self.absence_key ^ mix(began.0 ^ (number << 44)))) < share
    }

    /// People come and go with the posts of the teams: new ones learn, the last ones go.
    fn fill_posts(&mut self) {
        if !self.knows_people() {
            return;
        }
        for team in 0..self.teams.len() as u32 {
            let posts = self.posts(team);
            while self.teams[team as usize].posts < posts {
                self.teams[team as usize].posts += 1;
                self.join(team, false, Some(Practice::default()));
            }
            while self.teams[team as usize].posts > posts {
                self.teams[team as usize].posts -= 1;
                let there = |p: &&mut Person| p.team == team && !p.hired && !p.gone;
                if let Some(last) = self.people.iter_mut().rev().find(there) {
                    last.gone = true;
                }
            }
        }
    }

    /// A worker more in a team.
    pub(super) fn join(&mut self, team: u32, hired: bool, done: Option<Practice>) {
        let number = self.people.iter().filter(|p| p.team == team).count() as u64;
        let done = done.filter(|_| self.learning.is_some());
        let person = Person { team, number, present: false, gone: false, busy: 0, hired, done };
        self.people.push(person);
    }

    /// The people of the start.
    pub(super) fn people_of_the_start(&mut self) {
        if !self.knows_people() {
            return;
        }
        let experience = self.learning.and_then(|learning| learning.described.experience);
        let done = experience.map(|before| Practice { before, by_operation: Vec::new() });
        for team in 0..self.teams.len() as u32 {
            self.teams[team as usize].posts = self.teams[team as usize].headcount;
            for _ in 0..self.teams[team as usize].headcount {
                self.join(team, false, done.clone());
            }
        }
    }

    /// Adds a hand to a crew: as a whole, or person by person.
    pub(super) fn choose_people(&mut self, hand: Hand, hands: &mut Vec<Hand>) {
        if !self.knows_people() {
            return hands.push(hand);
        }
        let mut left = hand.shares;
        for (index, person) in self.people.iter_mut().enumerate().filter(|(_, person)| person.present) {
            let shares = u64::from(SHARES).saturating_sub(person.busy).min(left);
            if shares > 0 {
                person.busy += shares;
                left -= shares;
                hands.push(Hand { person: index as u32, shares, ..hand });
            }
        }
        if left > 0 {
            crate::bug!("a pool has given more workers than are idle");
        }
    }

    /// A hand leaves its crew.
    pub(super) fn dismiss(&mut self, hand: &Hand) {
        if hand.person != NONE {
            self.people[hand.person as usize].busy -= hand.shares;
        }
    }
}

impl Floor<'_> {
    /// Workers who have left are relieved in their crews by those who are there and idle, as far as there are any.
    pub(super) fn relieve(&mut self, pool: u32) {
        let Floor { pools, hands, .. } = self;
        let p = &mut pools[pool as usize];
        if !p.knows_people() {
            return;
        }
        for hands in hands.iter_mut() {
            let left = |hand: &Hand| {
                hand.pool == pool && hand.person != NONE && !p.people[hand.person as usize].present
            };
            let leaving: Vec<Hand> = hands.0.iter().copied().filter(left).collect();
            for hand in leaving {
                let there = p.people.iter().filter(|person| person.present);
                let idle: u64 = there.map(|person| u64::from(SHARES).saturating_sub(person.busy)).sum();
                if idle >= hand.shares {
                    p.dismiss(&hand);
                    let same = |own: &Hand| (own.pool, own.person, own.group, own.stop);
                    hands.0.retain(|own| same(own) != same(&hand));
                    p.choose_people(hand, &mut hands.0);
                }
            }
        }
    }
}
