//! Working calendars of machines and teams.

use bevy_ecs::prelude::*;

use crate::spec::{AtEnd, Calendar};
use crate::units::{Duration, Time};

use super::calendars::turn_of;
use super::elements::{NONE, Phase, stop};
use super::floor::Floor;

/// The working calendars of a factory. Owner: this file.
#[derive(Component, Clone, Debug)]
pub(super) struct Shifts {
    pub(super) calendars: Vec<Turning>,
    /// How far into a week, from Monday on, the run starts.
    pub(super) into_week: Duration,
}

/// A calendar with who follows it.
#[derive(Clone, Debug)]
pub(super) struct Turning {
    pub(super) calendar: Calendar,
    /// Whether its machines work.
    pub(super) on: bool,
    /// Whether its regular hours are on.
    pub(super) regular: bool,
    /// Pools whose teams stay after them, and until when.
    pub(super) stays: Vec<(Time, u32)>,
    /// When it last turned, and when it turns next.
    pub(super) since: Time,
    pub(super) until: Time,
    /// How long its last hours off were.
    pub(super) pause: Duration,
    pub(super) slot: u32,
    pub(super) stations: Vec<u32>,
    /// Pools with a team on this calendar.
    pub(super) pools: Vec<u32>,
}

impl Floor<'_> {
    /// A calendar turns: its machines stop or go on, its teams come or go. Teams that stay after their shift, and the
    /// machines with them, go when their overtime ends.
    pub(super) fn turn_calendar(&mut self, calendar: u32) {
        let now = self.now;
        let turning = &self.shifts.calendars[calendar as usize];
        let (regular, next) = turn_of(&turning.calendar, now);
        let ends = turning.regular && !regular;
        let pools = turning.pools.clone();
        let mut stays = turning.stays.clone();
        if regular {
            stays.clear();
        }
        stays.retain(|(until, _)| *until > now);
        if ends {
            for &pool in &pools {
                let stay = self.stay_on(pool, calendar, next);
                if stay > Duration::ZERO {
                    stays.push((now.after(stay), pool));
                }
            }
        }
        let first = stays.iter().map(|(until, _)| *until).min();
        let last = stays.iter().map(|(until, _)| *until).max();
        let turning = &mut self.shifts.calendars[calendar as usize];
        let on = regular || last.is_some();
        let turns = on != turning.on;
        if turns && on {
            turning.pause = now.since(turning.since);
        }
        if turns || regular != turning.regular {
            turning.since = now;
        }
        turning.regular = regular;
        turning.on = on;
        turning.until = last.unwrap_or(next);
        turning.stays = stays;
        self.clock.calendar.schedule(turning.slot, first.unwrap_or(next));
        if turns {
            self.turn_machines(calendar);
        }
        for pool in pools {
            self.turn_teams(pool, calendar);
        }
    }

    /// The machines of a calendar that has turned stop or go on.
    fn turn_machines(&mut self, calendar: u32) {
        let turning = &self.shifts.calendars[calendar as usize];
        let (on, stations) = (turning.on, turning.stations.clone());
        for station in stations {
            let s = &self.stations[station as usize];
            for machine in s.first_machine..s.first_machine + s.machines {
                if on {
                    self.begin_hours(machine);
                } else {
                    self.end_hours(machine);
                }
            }
        }
    }

    /// The teams of a pool that work by a calendar which has turned come, stay or go.
    fn turn_teams(&mut self, pool: u32, calendar: u32) {
        let turning = &self.shifts.calendars[calendar as usize];
        let (regular, began) = (turning.regular, turning.since);
        let stays = turning.stays.iter().any(|(_, own)| *own == pool);
        for team in &mut self.pools[pool as usize].teams {
            if team.calendar == Some(calendar) {
                team.overtime = stays;
                if regular {
                    team.shift = Some(began);
                } else if !stays {
                    team.shift = None;
                }
            }
        }
        self.call_in(pool);
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
        let p = &mut self.pools[pool as usize];
        p.count(self.now);
        p.attend();
        self.stop_excess_crews(pool);
        self.relieve(pool);
        self.touched.pool(pool);
    }

    /// The working hours of a machine end: at once, or after its operation.
    fn end_hours(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        let finishes =
            matches!(self.stations[m.station as usize].at_end, AtEnd::Finish | AtEnd::FinishAndShift);
        if finishes && m.phase == Phase::Running {
            m.overdue = true;
        } else {
            // Hours off that were shifted into the hours that end now are not over yet.
            m.late = Duration::ZERO;
            let wear = &mut self.wear[machine as usize];
            if wear.returns != Time::NEVER {
                m.late = std::mem::replace(&mut wear.returns, Time::NEVER).since(self.now);
                self.clock.calendar.cancel(wear.return_slot);
            }
            self.stop_machine(machine, stop::OFF_SHIFT);
            self.turn_repair(machine, false);
        }
    }

    /// A machine has finished its last operation after the end of its hours.
    pub(super) fn leave_late(&mut self, machine: u32) {
        let m = &self.machines[machine as usize];
        let s = &self.stations[m.station as usize];
        let turning = &self.shifts.calendars[s.calendar as usize];
        let (on, since, shifts) = (turning.on, turning.since, s.at_end == AtEnd::FinishAndShift);
        let m = &mut self.machines[machine as usize];
        if !on {
            m.late = if shifts { m.late + self.now.since(since) } else { Duration::ZERO };
            self.stop_machine(machine, stop::OFF_SHIFT);
        } else if m.late > Duration::ZERO {
            // The next hours have begun already; the hours off come now.
            let late = std::mem::take(&mut m.late);
            self.stop_machine(machine, stop::OFF_SHIFT);
            self.return_after(machine, late);
        }
    }

    /// The hours off of a machine last so much longer.
    fn return_after(&mut self, machine: u32, late: Duration) {
        let wear = &mut self.wear[machine as usize];
        wear.returns = self.now.after(late);
        self.clock.calendar.schedule(wear.return_slot, wear.returns);
    }

    /// The working hours of a machine begin, later by as much as it overran the last ones where that is said.
    fn begin_hours(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        let s = &self.stations[m.station as usize];
        if m.overdue && s.at_end == AtEnd::FinishAndShift {
            m.late += self.shifts.calendars[s.calendar as usize].pause;
            return;
        }
        m.overdue = false;
        let late = std::mem::take(&mut m.late);
        if late > Duration::ZERO {
            self.return_after(machine, late);
        } else {
            self.return_late(machine);
        }
    }

    /// The hours off of a machine are over, shifted or not.
    pub(super) fn return_late(&mut self, machine: u32) {
        self.wear[machine as usize].returns = Time::NEVER;
        self.clear_stop(machine, stop::OFF_SHIFT);
        self.turn_repair(machine, true);
    }

    /// How much of its present working hours is left to a station; without end when it always works.
    pub(super) fn hours_left(&self, station: u32) -> Duration {
        match self.stations[station as usize].calendar {
            NONE => Duration(u64::MAX),
            calendar => {
                let turning = &self.shifts.calendars[calendar as usize];
                if turning.on { turning.until.since(self.now) } else { Duration::ZERO }
            }
        }
    }

    /// Workers of a pool who are there and stay for so long from now on.
    pub(super) fn present_for(&self, pool: u32, length: Duration) -> u32 {
        let until = self.now.after(length);
        let stays = |team: &&super::elements::Team| {
            team.shift.is_some() && self.shift_end(pool, team).is_none_or(|end| end >= until)
        };
        self.pools[pool as usize].teams.iter().filter(stays).map(|team| team.present).sum()
    }

    /// When the present shift of a team ends; `None` for one that is always there.
    fn shift_end(&self, pool: u32, team: &super::elements::Team) -> Option<Time> {
        let turning = &self.shifts.calendars[team.calendar? as usize];
        let stay = turning.stays.iter().find(|(_, own)| *own == pool).map(|(until, _)| *until);
        Some(stay.unwrap_or(turning.until))
    }

    /// How much is left of the present shift of a pool, of its team that goes first; without end when it stays.
    pub(super) fn shift_left(&self, pool: u32) -> Duration {
        let teams = self.pools[pool as usize].teams.iter().filter(|team| team.shift.is_some());
        let ends = teams.filter_map(|team| Some(self.shift_end(pool, team)?.since(self.now)));
        ends.min().unwrap_or(Duration(u64::MAX))
    }
}
