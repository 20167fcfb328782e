//! Working calendars of machines and teams, and absence.

use bevy_ecs::prelude::*;

use crate::random::{mix, uniform};
use crate::spec::{Calendar, Curve};
use crate::units::{Duration, Time};

use super::elements::{Pool, stop};
use super::floor::Floor;

/// The working calendars of a factory. Owner: this file.
#[derive(Component, Debug)]
pub(super) struct Shifts {
    pub(super) calendars: Vec<Turning>,
    /// Share of workers that the surge keeps away.
    pub(super) absence: Option<Curve>,
}

/// A calendar with who follows it.
#[derive(Debug)]
pub(super) struct Turning {
    pub(super) calendar: Calendar,
    pub(super) on: bool,
    pub(super) slot: u32,
    pub(super) stations: Vec<u32>,
    /// Pools with a team on this calendar.
    pub(super) pools: Vec<u32>,
}

/// Whether a calendar works at an instant, and when that changes next.
pub(super) fn turn_of(calendar: &Calendar, at: Time) -> (bool, Time) {
    let period = calendar.period.0;
    let position = (at.0 + calendar.offset.0) % period;
    for (start, end) in &calendar.on {
        if position < start.0 {
            return (false, at.after(Duration(start.0 - position)));
        }
        if position < end.0 {
            let wraps = end.0 == period && calendar.on.first().is_some_and(|first| first.0.0 == 0);
            let lasts = if wraps && calendar.on.len() == 1 {
                return (true, Time::NEVER);
            } else if wraps {
                period - position + calendar.on[0].1.0
            } else {
                end.0 - position
            };
            return (true, at.after(Duration(lasts)));
        }
    }
    let first = calendar.on.first().map_or(u64::MAX / 4, |first| first.0.0);
    (false, at.after(Duration(period - position + first)))
}

impl Floor<'_> {
    /// A calendar turns: its machines stop or go on, its teams come or go.
    pub(super) fn turn_calendar(&mut self, calendar: u32) {
        let now = self.now;
        let turning = &mut self.shifts.calendars[calendar as usize];
        let (on, next) = turn_of(&turning.calendar, now);
        turning.on = on;
        self.clock.calendar.schedule(turning.slot, next);
        let (stations, pools) = (turning.stations.clone(), turning.pools.clone());
        for station in stations {
            let s = &self.stations[station as usize];
            for machine in s.first_machine..s.first_machine + s.machines {
                if on {
                    self.clear_stop(machine, stop::OFF_SHIFT);
                } else {
                    self.stop_machine(machine, stop::OFF_SHIFT);
                }
            }
        }
        for pool in pools {
            for team in &mut self.pools[pool as usize].teams {
                if team.calendar == Some(calendar) {
                    team.shift = on.then_some(now);
                }
            }
            self.call_in(pool);
        }
    }

    /// Teams without a calendar begin a new shift every day, for whom absence is drawn anew.
    pub(super) fn begin_days_of_teams(&mut self) {
        for pool in 0..self.pools.len() as u32 {
            let mut always = false;
            for team in self.pools[pool as usize].teams.iter_mut().filter(|team| team.calendar.is_none()) {
                team.shift = Some(self.now);
                always = true;
            }
            if always {
                self.call_in(pool);
            }
        }
    }

    /// Counts who of a pool's teams on shift is there; fewer than are busy interrupt work, more serve requests.
    pub(super) fn call_in(&mut self, pool: u32) {
        let surge = self.shifts.absence.as_ref();
        let p = &mut self.pools[pool as usize];
        p.count(self.now);
        let (present, absent) = p.attendance(surge);
        p.present = present;
        p.absent = absent;
        self.stop_excess_crews(pool);
        self.touched.pools.push(pool);
    }
}

impl Pool {
    /// Workers present and absent of the teams on shift. Each worker's fate in a shift is one keyed draw, so a
    /// higher share of absence takes the same workers and more.
    pub(super) fn attendance(&self, surge: Option<&Curve>) -> (u32, u32) {
        let own = self.absence_tuning.apply(self.absence).clamp(0.0, 1.0);
        let (mut present, mut absent, mut before) = (0, 0, 0u64);
        for team in &self.teams {
            let headcount = self.headcount_tuning.apply(f64::from(team.headcount)).round().max(0.0) as u32;
            if let Some(began) = team.shift {
                let share =
                    1.0 - (1.0 - own) * (1.0 - surge.map_or(0.0, |curve| curve.at(began).clamp(0.0, 1.0)));
                let stays_away =
                    |worker: u64| uniform(mix(self.absence_key ^ mix(began.0 ^ (worker << 44)))) < share;
                let away = if share > 0.0 {
                    (0..u64::from(headcount)).filter(|w| stays_away(before + w)).count() as u32
                } else {
                    0
                };
                present += headcount - away;
                absent += away;
            }
            before += 1 << 12;
        }
        (present, absent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(h: u64) -> Duration {
        Duration(h * Duration::HOUR.0)
    }

    fn time(h: u64) -> Time {
        Time(h * Duration::HOUR.0)
    }

    #[test]
    fn a_calendar_turns_at_its_hours() {
        let day = Calendar {
            name: "day".into(),
            period: hours(24),
            offset: Duration::ZERO,
            on: vec![(hours(8), hours(12)), (hours(13), hours(19))],
        };
        assert_eq!(turn_of(&day, time(0)), (false, time(8)));
        assert_eq!(turn_of(&day, time(8)), (true, time(12)));
        assert_eq!(turn_of(&day, time(12)), (false, time(13)));
        assert_eq!(turn_of(&day, time(20)), (false, time(32)));
        let night = Calendar { on: vec![(hours(0), hours(6)), (hours(22), hours(24))], ..day.clone() };
        assert_eq!(turn_of(&night, time(23)), (true, time(30)), "a shift over midnight does not end there");
        let always = Calendar { on: vec![(hours(0), hours(24))], ..day };
        assert_eq!(turn_of(&always, time(23)), (true, Time::NEVER));
    }
}
