//! Overtime: teams stay after their shift while there is too much to do, as long as the rule and its limits allow.
//!
//! The calendar turns later for them and for the machines on it. What they do is paid as overtime; limits count each
//! team's whole stay.

use crate::units::{Duration, Time};

use super::elements::{Pool, Used};
use super::floor::Floor;

/// A week.
const WEEK: Duration = Duration(7 * Duration::DAY.0);

impl Used {
    /// What was used in this week and month, after which earlier ones are forgotten.
    fn now_in(&mut self, week: u64, month: u64) -> (Duration, Duration) {
        if self.week.0 != week {
            self.week = (week, Duration::ZERO);
        }
        if self.month.0 != month {
            self.month = (month, Duration::ZERO);
        }
        (self.week.1, self.month.1)
    }
}

impl Pool {
    /// How much longer an operation that begins now takes because some are in overtime.
    pub(super) fn tiredness(&self) -> f64 {
        match &self.overtime {
            Some(overtime) if self.in_overtime > 0 => {
                let share = f64::from(self.in_overtime) / f64::from(self.present);
                1.0 + share * (1.0 / overtime.rule.output - 1.0)
            }
            _ => 1.0,
        }
    }
}

impl Floor<'_> {
    /// How long the teams of a pool stay whose shift on a calendar ends now, to begin again at `next`; counted at once.
    pub(super) fn stay_on(&mut self, pool: u32, calendar: u32, next: Time) -> Duration {
        let Some(overtime) = &self.pools[pool as usize].overtime else { return Duration::ZERO };
        let rule = overtime.rule;
        let pause = next.since(self.now);
        if pause <= rule.most || !self.is_behind(rule.when) {
            return Duration::ZERO;
        }
        let week = (self.now.0 + self.shifts.into_week.0) / WEEK.0;
        let month = self.record.month_ends.len() as u64;
        let p = &mut self.pools[pool as usize];
        let Some(overtime) = &mut p.overtime else { return Duration::ZERO };
        let teams = p.teams.iter().zip(&mut overtime.used);
        let own: Vec<&mut Used> =
            teams.filter(|(team, _)| team.calendar == Some(calendar)).map(|(_, used)| used).collect();
        let mut stay = rule.most;
        let mut counted = Vec::new();
        for used in own {
            let (this_week, this_month) = used.now_in(week, month);
            let left = |limit: Option<Duration>, used: Duration| {
                limit.map_or(rule.most, |limit| Duration(limit.0.saturating_sub(used.0)))
            };
            stay = stay.min(left(rule.per_week, this_week)).min(left(rule.per_month, this_month));
            counted.push(used);
        }
        for used in counted {
            used.week.1 += stay;
            used.month.1 += stay;
        }
        stay
    }
}
