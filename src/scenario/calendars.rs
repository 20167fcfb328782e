//! Working calendars: weekly hours, or intervals of any period.

use crate::spec::Calendar;
use crate::units::{Date, Duration};

use super::fields::{Fields, place_of};
use super::format::{CALENDAR, HOURS};
use super::names::Names;
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
        let (period, intervals) = match fields.one_of(self, &["weekly", "on"]) {
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
        Calendar { name, period, offset, on }
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
