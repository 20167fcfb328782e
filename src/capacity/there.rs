//! How many machines and workers are there on average, of what is written: working hours, breakdowns, maintenance, absence.

use crate::spec::{Calendar, ClockKind, Maintenance, Plant, Pool, Station};
use crate::units::CalendarId;

/// Workers of a pool's own teams, all and those there on average.
pub(super) fn workers_there(plant: &Plant, pool: &Pool) -> (u32, f64) {
    let all = pool.teams.iter().map(|team| team.headcount).sum();
    let there = pool.teams.iter().map(|team| f64::from(team.headcount) * share_on(plant, team.calendar));
    (all, there.sum::<f64>() * (1.0 - pool.absence))
}

/// Machines at work on average when there is always work, in machines of speed one.
pub(super) fn machines_there(plant: &Plant, station: &Station) -> f64 {
    let speed = |machine: u32| station.speeds.get(machine as usize).copied().unwrap_or(1.0);
    let speeds: f64 = (0..station.machines).map(speed).sum();
    let (mut while_working, mut always) = (1.0, 1.0);
    let stops = station.breakdowns.iter().map(|own| (own.clock, &own.time_to_failure, &own.time_to_repair));
    let calendar = station.calendar.and_then(|id| plant.calendars.get(id.index()));
    let dated = |own: &&Maintenance| own.clock == ClockKind::Calendar && own.every.mean() > 0.0;
    let kept: f64 = station.maintenance.iter().filter(dated).map(|own| 1.0 - taken(own, calendar)).product();
    let plans = station.maintenance.iter().filter(|own| own.clock == ClockKind::Operating);
    let plans = plans.map(|own| (own.clock, &own.every, &own.duration));
    for (clock, every, lasts) in stops.chain(plans) {
        let lost = if every.mean() > 0.0 { lasts.mean() / every.mean() } else { 0.0 };
        match clock {
            ClockKind::Operating => while_working += lost,
            ClockKind::Calendar => always += lost,
        }
    }
    kept * speeds / (while_working * always) * share_on(plant, station.calendar)
}

/// More dates of maintenance than these are not looked at one by one.
const DATES: u32 = 1_000;

/// Share of working hours that maintenance by the calendar takes: what falls into them where its dates are fixed, else
/// as much as of all time.
fn taken(plan: &Maintenance, calendar: Option<&Calendar>) -> f64 {
    let (every, lasts) = (plan.every.mean(), plan.duration.mean());
    let of_all = (lasts / every).min(1.0);
    let Some(calendar) = calendar.filter(|_| plan.keeps_dates()) else { return of_all };
    let first = plan.first.unwrap_or(every);
    let (mut lost, mut all) = (0.0, 0.0);
    for date in (0..DATES).map(|n| first + f64::from(n) * every) {
        lost += hours(calendar, date + lasts) - hours(calendar, date);
        all += hours(calendar, date + every) - hours(calendar, date);
    }
    if all > 0.0 { (lost / all).min(1.0) } else { of_all }
}

/// Working time from the beginning of the pattern in which the run starts up to an instant of the run [s].
fn hours(calendar: &Calendar, at: f64) -> f64 {
    let at = at + calendar.offset.as_secs();
    let patterns = (at / calendar.period.as_secs()).floor();
    let rest = at - patterns * calendar.period.as_secs();
    let whole: f64 = calendar.on.iter().map(|(from, to)| to.as_secs() - from.as_secs()).sum();
    let part = calendar.on.iter().map(|(from, to)| (rest.min(to.as_secs()) - from.as_secs()).max(0.0));
    patterns * whole + part.sum::<f64>()
}

/// Share of a calendar's period that is working time.
fn share_on(plant: &Plant, calendar: Option<CalendarId>) -> f64 {
    let share = |own: &Calendar| {
        let on: f64 = own.on.iter().map(|(from, to)| to.as_secs() - from.as_secs()).sum();
        on / own.period.as_secs()
    };
    calendar.and_then(|id| plant.calendars.get(id.index())).map_or(1.0, share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Distribution;
    use crate::spec::Breakdown;
    use crate::units::Duration;

    const HOUR: Duration = Duration::HOUR;

    fn hours_of(period: u64, on: &[(u64, u64)]) -> Calendar {
        let hour = |h: u64| Duration(h * HOUR.0);
        let on = on.iter().map(|(from, to)| (hour(*from), hour(*to))).collect();
        Calendar { period: hour(period), on, ..Calendar::default() }
    }

    fn every(hours: f64, first: f64, lasts: f64) -> Maintenance {
        let constant = |hours: f64| Distribution::Constant(hours * 3_600.0);
        Maintenance {
            clock: ClockKind::Calendar,
            every: constant(hours),
            first: Some(first * 3_600.0),
            duration: constant(lasts),
            ..Maintenance::default()
        }
    }

    /// One machine with these hours and stops, on average.
    #[track_caller]
    fn check(calendar: Calendar, station: Station, expected: f64) {
        let plant = Plant { calendars: vec![calendar], ..Plant::default() };
        let station = Station { machines: 1, calendar: Some(CalendarId::new(0)), ..station };
        let found = machines_there(&plant, &station);
        assert!((found - expected).abs() < 1e-9, "{found}, exact {expected}");
    }

    #[test]
    fn maintenance_by_the_calendar_takes_working_hours() {
        // Eight of 24 hours, from the sixth on; 2 h of maintenance each day, of which 2, 1 or none are working hours.
        for (first, left) in [(6.0, 6.0), (13.0, 7.0), (20.0, 8.0)] {
            let station = Station { maintenance: vec![every(24.0, first, 2.0)], ..Station::default() };
            check(hours_of(24, &[(6, 14)]), station, left / 24.0);
        }
    }

    #[test]
    fn the_press_of_the_small_factory() {
        // 16 h on each of five days are 80 h a week; Fridays from six to ten are maintenance: 76 h. Of 8.5 h at work and under repair
        // 8 h are at work: 76 x 8 / 8.5 = 71.53 h of the week's 168. At 4 min a unit it makes 15 an hour: 1,073 a week, 6.387 an
        // hour of the clock.
        let constant = |hours: f64| Distribution::Constant(hours * 3_600.0);
        let jam = Breakdown {
            time_to_failure: constant(8.0),
            time_to_repair: constant(0.5),
            ..Breakdown::default()
        };
        let station = Station {
            maintenance: vec![every(168.0, 102.0, 4.0)],
            breakdowns: vec![jam],
            ..Station::default()
        };
        let days: Vec<(u64, u64)> = (0..5).map(|day| (24 * day + 6, 24 * day + 22)).collect();
        let there = 76.0 * 8.0 / 8.5 / 168.0;
        check(hours_of(168, &days), station, there);
        assert_eq!(format!("{:.3}", there * 15.0), "6.387");
    }
}
