//! When a working calendar is on, and when that changes: a repeated pattern with dated exceptions.

use crate::spec::Calendar;
use crate::units::{Duration, Time};

/// Whether a calendar works at an instant, and when that changes next.
pub(super) fn turn_of(calendar: &Calendar, at: Time) -> (bool, Time) {
    let (on, mut edge) = look(calendar, at);
    // What has not changed in a whole period after the last exception never does.
    let dated = calendar.exceptions.last().map_or(at, |last| last.to.max(at));
    let end = dated.after(calendar.period);
    while edge <= end && edge != Time::NEVER {
        let (then, next) = look(calendar, edge);
        if then != on {
            return (on, edge);
        }
        edge = next;
    }
    (on, Time::NEVER)
}

/// Whether a calendar works at an instant, and the next instant at which something may change.
fn look(calendar: &Calendar, at: Time) -> (bool, Time) {
    let next = calendar.exceptions.partition_point(|exception| exception.to <= at);
    match calendar.exceptions.get(next) {
        Some(exception) if exception.from <= at => {
            let on = exception.on.iter().any(|(from, to)| *from <= at && at < *to);
            let edges = exception.on.iter().flat_map(|(from, to)| [*from, *to]).filter(|edge| *edge > at);
            (on, edges.min().map_or(exception.to, |edge| edge.min(exception.to)))
        }
        later => {
            let (on, edge) = pattern(calendar, at);
            (on, later.map_or(edge, |exception| edge.min(exception.from)))
        }
    }
}

/// The same for the pattern alone.
fn pattern(calendar: &Calendar, at: Time) -> (bool, Time) {
    let period = calendar.period.0;
    if calendar.on.is_empty() {
        return (false, Time::NEVER);
    }
    let position = (at.0 + calendar.offset.0) % period;
    for (start, end) in &calendar.on {
        if position < start.0 {
            return (false, at.after(Duration(start.0 - position)));
        }
        if position < end.0 {
            return (true, at.after(Duration(end.0 - position)));
        }
    }
    (false, at.after(Duration(period - position)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Exception;

    fn hours(h: u64) -> Duration {
        Duration(h * Duration::HOUR.0)
    }

    fn time(h: u64) -> Time {
        Time(h * Duration::HOUR.0)
    }

    fn day() -> Calendar {
        Calendar {
            period: hours(24),
            on: vec![(hours(8), hours(12)), (hours(13), hours(19))],
            ..Calendar::default()
        }
    }

    #[test]
    fn a_calendar_turns_at_its_hours() {
        assert_eq!(turn_of(&day(), time(0)), (false, time(8)));
        assert_eq!(turn_of(&day(), time(8)), (true, time(12)));
        assert_eq!(turn_of(&day(), time(12)), (false, time(13)));
        assert_eq!(turn_of(&day(), time(20)), (false, time(32)));
        let night = Calendar { on: vec![(hours(0), hours(6)), (hours(22), hours(24))], ..day() };
        assert_eq!(turn_of(&night, time(23)), (true, time(30)), "a shift over midnight does not end there");
        let always = Calendar { on: vec![(hours(0), hours(24))], ..day() };
        assert_eq!(turn_of(&always, time(23)), (true, Time::NEVER));
    }

    #[test]
    fn exceptions_stand_in_place_of_the_pattern() {
        let holiday = Exception { from: time(24), to: time(48), on: Vec::new() };
        let extra = Exception { from: time(48), to: time(72), on: vec![(time(50), time(60))] };
        let calendar = Calendar { exceptions: vec![holiday, extra], ..day() };
        // From the first evening over the holiday to the extra hours of the third day, then the pattern again.
        assert_eq!(turn_of(&calendar, time(19)), (false, time(50)));
        assert_eq!(turn_of(&calendar, time(55)), (true, time(60)));
        assert_eq!(turn_of(&calendar, time(60)), (false, time(80)));
        let once = Exception { from: Time::ZERO, to: Time::NEVER, on: vec![(time(1), time(2))] };
        let once = Calendar { on: Vec::new(), exceptions: vec![once], ..day() };
        assert_eq!(turn_of(&once, time(2)), (false, Time::NEVER));
    }
}
