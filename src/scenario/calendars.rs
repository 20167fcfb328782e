//! Working calendars: weekly hours, or intervals of any period.

use crate::spec::{Calendar, Exception};
use crate::units::{Date, Duration, Time};

use super::fields::{Fields, place_of};
use super::format::{CALENDAR, HOURS};
use super::names::Names;
use super::problem::Span;
use super::reader::Reader;
use super::tree::{Node, Value, shortened};

const WEEK: Duration = Duration(7 * Duration::DAY.0);

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A working interval of the period, with the node that says so.
type Interval<'n> = (Duration, Duration, &'n Node);

impl Reader {
    /// The calendars of a plant; `start` is the first day of the run.
    pub(super) fn calendars(&mut self, plant: &Fields<'_>, names: &mut Names, start: Date) -> Vec<Calendar> {
        let list = plant.list(self, "calendars");
        list.iter().map(|node| self.calendar(node, &plant.place, names, start)).collect()
    }

    fn calendar(&mut self, node: &Node, place: &str, names: &mut Names, start: Date) -> Calendar {
        let place = place_of(place, "calendar", node, "name");
        let fields = self.open(node, &CALENDAR, &place);
        let (name, span) = fields.name(self, "name");
        names.add(self, &name, span);
        let alone = fields.get("once").is_some() && fields.get("weekly").or(fields.get("on")).is_none();
        let pattern = if alone { None } else { fields.one_of(self, &["weekly", "on"]) };
        let (period, intervals) = match pattern {
            Some((which, list)) => {
                if matches!(&list.value, Value::List(items) if items.is_empty()) {
                    let message = "this calendar has no working hours".to_string();
                    self.problems.calendar(
                        list.span,
                        message,
                        "write hours; without a calendar it is always",
                    );
                }
                match which {
                    "weekly" => (WEEK, self.weekly(list)),
                    _ => self.intervals(&fields, list),
                }
            }
            None => (WEEK, Vec::new()),
        };
        // Weekly patterns begin on Monday; all others with the run.
        let weekday = Duration(start.weekday() * Duration::DAY.0);
        let offset = if fields.get("weekly").is_some() { weekday } else { Duration::ZERO };
        let on = self.apart(intervals, period);
        let pattern = Calendar { name, period, offset, on, exceptions: Vec::new() };
        let exceptions = self.exceptions(&fields, &pattern, start);
        Calendar { exceptions, ..pattern }
    }

    /// Stretches of time with other hours than the pattern's.
    fn exceptions(&mut self, fields: &Fields<'_>, pattern: &Calendar, start: Date) -> Vec<Exception> {
        let mut found: Vec<(Exception, Span)> = Vec::new();
        for node in fields.list(self, "holidays") {
            let days = match &node.value {
                Value::Tuple(None, days) if days.len() == 2 => (self.date(&days[0]), self.date(&days[1])),
                _ => {
                    let day = self.date(node);
                    (day, day)
                }
            };
            let (Some(first), Some(last)) = days else { continue };
            if last.days_since(first) < 0 {
                let message = "these holidays end before they begin".to_string();
                self.problems.calendar(node.span, message, "write the first day first");
                continue;
            }
            let to = instant(last.days_since(start) + 1);
            found.push((Exception { from: instant(first.days_since(start)), to, on: Vec::new() }, node.span));
        }
        for node in fields.list(self, "make_up") {
            found.extend(self.make_up(node, pattern, start).map(|made| (made, node.span)));
        }
        for node in fields.list(self, "once") {
            let ends = match &node.value {
                Value::Tuple(None, ends) if ends.len() == 2 => {
                    (self.duration(&ends[0]), self.duration(&ends[1]))
                }
                _ => {
                    let form = "an interval as (\"8h\", \"20h\")";
                    self.problems.wrong_type(node.span, "an interval", &node.kind(), form);
                    continue;
                }
            };
            let (Some(from), Some(to)) = ends else { continue };
            if from >= to {
                let message = "this interval ends before it begins".to_string();
                self.problems.calendar(node.span, message, "write the beginning first");
                continue;
            }
            let (from, to) = (Time(from.0), Time(to.0));
            found.push((Exception { from, to, on: vec![(from, to)] }, node.span));
        }
        found.sort_by_key(|(exception, _)| exception.from);
        for pair in found.windows(2) {
            if pair[1].0.from < pair[0].0.to {
                let message = "this overlaps other hours of the same calendar".to_string();
                self.problems.calendar(pair[1].1, message, "write exceptions that lie apart");
            }
        }
        found.into_iter().map(|(exception, _)| exception).filter(|e| e.to > e.from).collect()
    }

    /// A date that works as another day of the week.
    fn make_up(&mut self, node: &Node, pattern: &Calendar, start: Date) -> Option<Exception> {
        let form = "a date and a day of the week, as (\"2020-01-19\", \"Fri\")";
        let Value::Tuple(None, parts) = &node.value else {
            self.problems.wrong_type(node.span, "a make-up day", &node.kind(), form);
            return None;
        };
        let [date, day] = parts.as_slice() else {
            self.problems.wrong_type(node.span, "a make-up day", &node.kind(), form);
            return None;
        };
        let date = self.date(date)?;
        let [weekday] = self.days(day)[..] else {
            let message = "a make-up day works as one day of the week".to_string();
            self.problems.calendar(day.span, message, form);
            return None;
        };
        if pattern.period != WEEK {
            let message = "only weekly hours have days of the week".to_string();
            self.problems.calendar(node.span, message, "write weekly hours, or remove make_up");
            return None;
        }
        let (from, to) = (instant(date.days_since(start)), instant(date.days_since(start) + 1));
        let midnight = weekday as u64 * Duration::DAY.0;
        let hours = pattern.on.iter().filter_map(|(begin, end)| {
            let begin = begin.0.clamp(midnight, midnight + Duration::DAY.0) - midnight;
            let end = end.0.clamp(midnight, midnight + Duration::DAY.0) - midnight;
            (begin < end).then(|| (from.after(Duration(begin)), from.after(Duration(end))))
        });
        Some(Exception { from, to, on: hours.collect() })
    }

    fn intervals<'n>(&mut self, fields: &Fields<'n>, on: &'n Node) -> (Duration, Vec<Interval<'n>>) {
        let period = fields.need(self, "period", "the length of the pattern, as \"24h\"");
        let period = period.and_then(|node| {
            let read = self.duration(node);
            // Every interval is an event, so a tiny period would never let a run end.
            if read.is_some_and(|period| period < Duration::SECOND) {
                let message = "the period is shorter than a second".to_string();
                self.problems.calendar(node.span, message, "write a period, as \"24h\"");
            }
            read
        });
        let mut intervals = Vec::new();
        for node in self.list(on, "intervals") {
            let Value::Tuple(None, ends) = &node.value else {
                let form = "an interval as (\"8h\", \"16h\")";
                self.problems.wrong_type(node.span, "an interval", &node.kind(), form);
                continue;
            };
            let [from, to] = ends.as_slice() else {
                let message = "an interval has two ends".to_string();
                self.problems.calendar(node.span, message, "write (\"8h\", \"16h\")");
                continue;
            };
            if let (Some(from), Some(to)) = (self.duration(from), self.duration(to)) {
                intervals.push((from, to, node));
            }
        }
        (period.unwrap_or(Duration(u64::MAX)), intervals)
    }

    /// Weekly hours as intervals from Monday's midnight.
    fn weekly<'n>(&mut self, weekly: &'n Node) -> Vec<Interval<'n>> {
        let mut intervals = Vec::new();
        for node in self.list(weekly, "hours") {
            let fields = self.open(node, &HOURS, "");
            let days = fields.need(self, "days", "\"Mon-Fri\"").map(|days| self.days(days));
            let from = fields.need(self, "from", "\"08:00\"").and_then(|time| self.time_of_day(time));
            let to = fields.need(self, "to", "\"17:00\"").and_then(|time| self.time_of_day(time));
            let (Some(days), Some(from), Some(to)) = (days, from, to) else { continue };
            if from >= to {
                let message = "these hours end before they begin".to_string();
                let help =
                    "split hours over midnight: one entry to \"24:00\", one from \"00:00\" on the next day";
                self.problems.calendar(node.span, message, help);
                continue;
            }
            for day in days {
                let midnight = Duration(day as u64 * Duration::DAY.0);
                intervals.push((midnight + from, midnight + to, node));
            }
        }
        intervals
    }

    /// Days of the week, as "Mon-Sat" or "Sat,Sun" [0 = Monday].
    fn days(&mut self, node: &Node) -> Vec<usize> {
        let form = "\"Mon-Sat\", \"Sat,Sun\" or \"Mon\"";
        let Some(text) = self.text(node, "days of the week", form) else { return Vec::new() };
        let day = |name: &str| DAYS.iter().position(|day| *day == name.trim());
        let mut days = Vec::new();
        for part in text.split(',').take(100) {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            match (day(first), day(last)) {
                (Some(first), Some(last)) if first <= last => days.extend(first..=last),
                (Some(first), Some(last)) => days.extend((first..7).chain(0..=last)),
                _ => {
                    let message = format!("\"{}\" names no days", shortened(part.trim()));
                    let help = "write Mon, Tue, Wed, Thu, Fri, Sat or Sun: \"Mon-Sat\", \"Sat,Sun\"";
                    self.problems.calendar(node.span, message, help);
                }
            }
        }
        days
    }

    /// A time of day, "00:00" to "24:00".
    fn time_of_day(&mut self, node: &Node) -> Option<Duration> {
        let text = self.text(node, "a time of day", "\"08:00\"")?;
        let digits = |part: &str| part.parse::<u64>().ok().filter(|_| part.len() == 2);
        let minutes = text.split_once(':').and_then(|(h, m)| Some((digits(h)?, digits(m)?)));
        match minutes {
            Some((hours, minutes)) if minutes < 60 && hours * 60 + minutes <= 24 * 60 => {
                Some(Duration((hours * 60 + minutes) * 60 * Duration::SECOND.0))
            }
            _ => {
                let message = format!("\"{}\" is not a time of day", shortened(&text));
                self.problems.calendar(
                    node.span,
                    message,
                    "write \"08:00\"; midnight at the end is \"24:00\"",
                );
                None
            }
        }
    }

    /// The intervals in order, after a look whether they lie apart and within the period; those that touch are one.
    fn apart(&mut self, mut intervals: Vec<Interval<'_>>, period: Duration) -> Vec<(Duration, Duration)> {
        intervals.sort_by_key(|(from, to, _)| (*from, *to));
        let mut on: Vec<(Duration, Duration)> = Vec::new();
        for (from, to, node) in intervals {
            if from >= to {
                let message = "this interval ends before it begins".to_string();
                self.problems.calendar(node.span, message, "split it at the end of the period");
            } else if to > period {
                let message = format!("this interval ends after the period of {period}");
                self.problems.calendar(node.span, message, "split it at the end of the period");
            }
            match on.last_mut() {
                Some((_, end)) if from < *end => {
                    let message = "these hours overlap others of the same calendar".to_string();
                    self.problems.calendar(node.span, message, "write hours that lie apart");
                }
                Some((_, end)) if from == *end => *end = to,
                _ => on.push((from, to)),
            }
        }
        on
    }
}

/// Midnight at the beginning of a day of the run; days before it are cut.
fn instant(days: i64) -> Time {
    Time(u64::try_from(days).unwrap_or(0) * Duration::DAY.0)
}
