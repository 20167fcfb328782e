//! Hiring and leaving: every midnight.

use std::cmp::Reverse;

use crate::random::{mix, uniform};
use crate::spec::Behind;
use crate::units::math::exp;
use crate::units::{Duration, Time, YEAR_DAYS};

use super::elements::{Pool, Practice};
use super::floor::Floor;

/// Days of a week.
const WEEK: f64 = 7.0;

impl Floor<'_> {
    /// Whether there is more to do than a rule allows.
    pub(super) fn is_behind(&self, limit: Behind) -> bool {
        let products = self.products.iter();
        match limit {
            Behind::Backlog(units) => {
                let endless =
                    |p: &super::elements::Product| matches!(p.supply, super::elements::Supply::Saturated);
                self.products.iter().any(endless) || products.map(|p| p.store.backlog).sum::<f64>() > units
            }
            Behind::Lots(lots) => products.map(|p| p.lots).sum::<u64>() as f64 > lots,
        }
    }

    /// A day begins: those who were hired come, some leave, more are looked for where there is too much to do.
    pub(super) fn review_staff(&mut self) {
        for pool in 0..self.pools.len() {
            let Some(hiring) = &self.pools[pool].hiring else { continue };
            let behind = self.is_behind(hiring.rule.when);
            let p = &mut self.pools[pool];
            p.welcome(self.now);
            p.part(self.now);
            if behind {
                p.look_for_workers(self.now);
            }
        }
    }
}

impl Pool {
    /// Those whose time has come join the team with the fewest hired.
    fn welcome(&mut self, now: Time) {
        while let Some(hiring) = &mut self.hiring
            && hiring.coming.peek().is_some_and(|Reverse(at)| *at <= now)
        {
            hiring.coming.pop();
            let hired = |team: &u32| self.people.iter().filter(|p| p.team == *team && p.is_hired()).count();
            let team = (0..self.teams.len() as u32).min_by_key(hired).unwrap_or(0);
            self.join(team, true, Some(Practice::default()));
            self.tally.hired += 1;
        }
    }

    /// Some leave, each by a keyed draw for the day.
    fn part(&mut self, now: Time) {
        let Some(hiring) = &self.hiring else { return };
        let share = 1.0 - exp(-hiring.rule.leaving / YEAR_DAYS);
        let key = hiring.leaving_key;
        if share <= 0.0 {
            return;
        }
        for (person, number) in self.people.iter_mut().zip(0u64..).filter(|(person, _)| !person.gone) {
            if uniform(mix(key ^ mix(now.0 ^ (number << 44)))) < share {
                person.gone = true;
                self.tally.left += 1;
            }
        }
    }

    /// A day's part of those who are looked for in a week.
    fn look_for_workers(&mut self, now: Time) {
        let there = self.people.iter().filter(|person| person.is_hired()).count();
        let Some(hiring) = &mut self.hiring else { return };
        hiring.carry += hiring.rule.per_week / WEEK;
        // Seven sevenths of a worker are one.
        while hiring.carry >= 1.0 - 1e-9 {
            hiring.carry -= 1.0;
            if there + hiring.coming.len() < hiring.rule.most as usize {
                let lag = Duration::from_micros(hiring.rule.lag.at(hiring.lags.next_bits()));
                hiring.coming.push(Reverse(now.after(lag)));
            }
        }
    }
}

impl super::elements::Person {
    fn is_hired(&self) -> bool {
        self.hired && !self.gone
    }
}
