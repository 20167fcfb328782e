//! Rates that repeat by the day, the week or any period, written or from a table.

use crate::spec::{Curve, Rate};
use crate::units::{Duration, Time, parse_duration};

use crate::scenario::curves::Run;
use crate::scenario::fields::Fields;
use crate::scenario::format::PATTERN;
use crate::scenario::problem::Span;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::{Node, Value, shortened};

const WEEK: Duration = Duration(7 * Duration::DAY.0);

impl Reader {
    /// A rate that repeats.
    pub(super) fn pattern(&mut self, node: &Node, run: Run) -> Option<Rate> {
        let fields = self.open(node, &PATTERN, "");
        let period = self.length(&fields, "period").unwrap_or(Duration::DAY);
        let shape = self.shape(&fields);
        let (which, list) = fields.one_of(self, &["points", "file"])?;
        for name in ["time", "column", "per", "only"] {
            if let Some(node) = fields.get(name).filter(|_| which == "points") {
                let message = format!("{name} says nothing about points that are written here");
                self.problems.conflict(node.span, message, "write a file, or remove it");
            }
        }
        let read = match which {
            "points" => self.written_points(list),
            _ => self.points_of_table(&fields, list, period),
        }?;
        let mut points: Vec<(Time, f64)> = Vec::new();
        for (span, time, rate) in read {
            let ascends = points.last().is_none_or(|(before, _)| *before < time);
            if !ascends || time.since(Time::ZERO) >= period {
                let message = "the times of this pattern do not ascend within its period".to_string();
                self.problems.curve(span, message, "sort them, each below the period, each once");
                return None;
            }
            points.push((time, rate));
        }
        if points.is_empty() {
            self.problems.curve(list.span, "this curve has no points".into(), "write one point at least");
            return None;
        }
        let offset =
            if period == WEEK { Duration(run.start.weekday() * Duration::DAY.0) } else { Duration::ZERO };
        Some(Rate { curve: Curve::new(points, shape?), period: Some(period), offset })
    }

    fn written_points(&mut self, list: &Node) -> Option<Vec<(Span, Time, f64)>> {
        let mut points = Vec::new();
        for node in self.list(list, "points") {
            let Value::Tuple(None, parts) = &node.value else {
                self.problems.wrong_type(node.span, "a point", &node.kind(), "(\"8h\", \"2/h\")");
                return None;
            };
            let [time @ Node { value: Value::Text(_), .. }, rate] = parts.as_slice() else {
                self.problems.wrong_type(node.span, "a point", &node.kind(), "(\"8h\", \"2/h\")");
                return None;
            };
            let time = Time::ZERO.after(self.duration(time)?);
            points.push((node.span, time, self.rate_or_none(rate)?));
        }
        Some(points)
    }

    fn points_of_table(
        &mut self,
        fields: &Fields<'_>,
        file: &Node,
        period: Duration,
    ) -> Option<Vec<(Span, Time, f64)>> {
        let name = self.text(file, "the path of a file", "\"hours.csv\"")?;
        let mut table = self.csv_table(file, &name)?;
        self.only(fields, &mut table, &name)?;
        let times = self.column_or_own(fields, "time", "\"Hour\"", &table, &name)?;
        let column = fields.need(self, "column", "the name of a column in quotes")?;
        let wanted = self.text(column, "the name of a column", "\"calls\"")?;
        let rates = self.column_of(column, &table, &wanted, &name)?;
        let per = self.length(fields, "per").unwrap_or(Duration::HOUR).as_secs();
        let mut points = Vec::new();
        for (span, row) in &table.rows {
            let cell = |place: usize| row.get(place).unwrap_or("");
            let Some(time) = time_within(cell(times), period) else {
                let message =
                    format!("the value \"{}\" of this row is no time of the period", shortened(cell(times)));
                let help = "write a time as 8h, a time of day as 08:00 or, with a period of 7d, a day with it as Mon 08:00";
                self.problems.table(*span, message, help);
                return None;
            };
            let Some(rate) = table.number(cell(rates)).filter(|rate| Range::NOT_NEGATIVE.holds(*rate, *rate))
            else {
                let message = format!("the value \"{}\" of this row is no rate", shortened(cell(rates)));
                self.problems.table(*span, message, &table.form_of("a number of 0 or more"));
                return None;
            };
            points.push((*span, Time::ZERO.after(time), rate / per));
        }
        Some(points)
    }
}

/// "8h", "08:00" or, of a week, "Mon 08:00".
fn time_within(cell: &str, period: Duration) -> Option<Duration> {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    if let Some((day, time)) = cell.split_once(' ').filter(|_| period == WEEK) {
        let day = DAYS.iter().position(|own| *own == day)? as u64;
        return Some(Duration(day * Duration::DAY.0 + clock(time)?.0));
    }
    clock(cell).or_else(|| parse_duration(cell).ok())
}

/// "08:00": hours and minutes of a day.
fn clock(text: &str) -> Option<Duration> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !(digits(hours) && digits(minutes)) {
        return None;
    }
    let (hours, minutes): (u64, u64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(Duration((hours * 60 + minutes) * 60_000_000))
}
