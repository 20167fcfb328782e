//! Working calendars of machines and teams, and absence.

use bevy_ecs::prelude::*;

use crate::random::{mix, uniform};
use crate::spec::{AtEnd, Calendar, Curve};
use crate::units::{Duration, Time};

use super::calendars::turn_of;
use super::elements::{NONE, Phase, Pool, Timer, stop};
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
    /// When it last turned, and when it turns next.
    pub(super) since: Time,
    pub(super) until: Time,
    pub(super) slot: u32,
    pub(super) stations: Vec<u32>,
    /// Pools with a team on this calendar.
    pub(super) pools: Vec<u32>,
}

impl Floor<'_> {
    /// A calendar turns: its machines stop or go on, its teams come or go.
    pub(super) fn turn_calendar(&mut self, calendar: u32) {
        let now = self.now;
        let turning = &mut self.shifts.calendars[calendar as usize];
        let (on, next) = turn_of(&turning.calendar, now);
        turning.on = on;
        turning.since = now;
        turning.until = next;
        self.clock.calendar.schedule(turning.slot, next);
        let (stations, pools) = (turning.stations.clone(), turning.pools.clone());
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

impl Floor<'_> {
    /// The working hours of a machine end: at once, or after its operation.
    fn end_hours(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        let finishes =
            matches!(self.stations[m.station as usize].at_end, AtEnd::Finish | AtEnd::FinishAndShift);
        if finishes && m.phase == Phase::Running {
            m.overdue = true;
        } else {
            m.late = Duration::ZERO;
            self.stop_machine(machine, stop::OFF_SHIFT);
            self.turn_repair(machine, false);
        }
    }

    /// A machine has finished its last operation after the end of its hours.
    pub(super) fn leave_late(&mut self, machine: u32) {
        let m = &self.machines[machine as usize];
        let s = &self.stations[m.station as usize];
        let turning = &self.shifts.calendars[s.calendar as usize];
        // The next hours may have begun already.
        if !turning.on {
            let late = match s.at_end {
                AtEnd::FinishAndShift => self.now.since(turning.since),
                _ => Duration::ZERO,
            };
            self.machines[machine as usize].late = late;
            self.stop_machine(machine, stop::OFF_SHIFT);
        }
    }

    /// The working hours of a machine begin, later by as much as it overran the last ones where that is said.
    fn begin_hours(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        m.overdue = false;
        let late = std::mem::take(&mut m.late);
        if late > Duration::ZERO && m.timer == Timer::None {
            m.timer = Timer::Return;
            self.clock.calendar.schedule(m.slot, self.now.after(late));
        } else {
            self.clear_stop(machine, stop::OFF_SHIFT);
            self.turn_repair(machine, true);
        }
    }

    /// The shifted hours off of a machine are over.
    pub(super) fn return_late(&mut self, machine: u32) {
        self.machines[machine as usize].timer = Timer::None;
        self.clear_stop(machine, stop::OFF_SHIFT);
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

    /// How much is left of the present shift of a pool, of its team that goes first; without end when it stays.
    pub(super) fn shift_left(&self, pool: u32) -> Duration {
        let teams = self.pools[pool as usize].teams.iter().filter(|team| team.shift.is_some());
        let ends = teams.filter_map(|team| {
            let turning = &self.shifts.calendars[team.calendar? as usize];
            Some(turning.until.since(self.now))
        });
        ends.min().unwrap_or(Duration(u64::MAX))
    }
}
