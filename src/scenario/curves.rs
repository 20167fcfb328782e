//! Curves: a constant, points, a column of a CSV file, or what follows from an epidemic.

use csv::StringRecord;

use crate::spec::{Curve, Shape};
use crate::units::{Date, Duration, Time};

use super::fields::Fields;
use super::format::{CSV, POINTS};
use super::problem::Span;
use super::reader::{Range, Reader};
use super::table::Table;
use super::tree::{Node, Value, shortened};

/// The days a run covers.
#[derive(Clone, Copy)]
pub(super) struct Run {
    /// Its first day.
    pub(super) start: Date,
    /// Its longest length.
    pub(super) length: Duration,
    /// Whether the length is what the scenario says; if not, that is a problem already.
    pub(super) known: bool,
}

impl Run {
    /// Its last day.
    pub(super) fn last_day(self) -> Date {
        self.start.at(Time(self.length.0.saturating_sub(1)))
    }

    /// The instant at which a date begins; `None` before the start.
    pub(super) fn instant(self, date: Date) -> Option<Time> {
        let days = u64::try_from(date.days_since(self.start)).ok()?;
        Some(Time(days.checked_mul(Duration::DAY.0)?))
    }

    /// A moment of a date [s, negative before the start].
    fn seconds(self, (date, time): Moment) -> f64 {
        date.days_since(self.start) as f64 * Duration::DAY.as_secs() + time.as_secs()
    }
}

/// A date, and the time since its midnight.
type Moment = (Date, Duration);

/// One point of a curve, and where it is written.
struct Point {
    span: Span,
    date: Moment,
    value: f64,
}

const SHAPES: &[(&str, Shape)] = &[("Linear", Shape::Linear), ("Steps", Shape::Steps)];

impl Reader {
    /// A curve over the run, its values in a range.
    pub(super) fn curve(&mut self, node: &Node, place: &str, range: Range, run: Run) -> Option<Curve> {
        let from_epidemic =
            |node: &Node| matches!(&node.value, Value::Record(Some(name), _) if name == "Epidemic");
        if from_epidemic(node) {
            // Its figures are assumptions one by one.
            return self.following(node, place, range, run);
        }
        let node = self.figure(node, place);
        match &node.value {
            _ if from_epidemic(node) => self.following(node, "", range, run),
            Value::Record(Some(name), _) if name == "Points" => {
                let fields = self.open(node, &POINTS, "");
                let shape = self.shape(&fields);
                let points = fields.need(self, "points", "[ (\"2020-01-06\", 1.0), … ]")?;
                let list = self.list(points, "points");
                let point = |node: &Node| {
                    let (date, value) = self.point_with(node, range, Reader::moment_of_curve)?;
                    Some(Point { span: node.span, date, value })
                };
                let points: Vec<Point> = list.iter().filter_map(point).collect();
                if points.len() != list.len() {
                    return None;
                }
                self.covering(node.span, points, shape?, run)
            }
            Value::Record(Some(name), _) if name == "Csv" => {
                let fields = self.open(node, &CSV, "");
                let shape = self.shape(&fields);
                let file = fields.need(self, "file", "\"curves/demand.csv\"");
                let column = fields.need(self, "column", "\"multiplier\"");
                let points = self.csv(&fields, file?, column?, range)?;
                self.covering(node.span, points, shape?, run)
            }
            Value::Record(Some(name), _) | Value::Tuple(Some(name), _) | Value::Word(name) => {
                self.problems.unknown_variant(
                    node.span,
                    &shortened(name),
                    "a curve",
                    &["Csv", "Epidemic", "Points"],
                );
                None
            }
            _ => self.number(node, range).map(Curve::constant),
        }
    }

    /// What holds between the points of a curve.
    pub(super) fn shape(&mut self, fields: &Fields<'_>) -> Option<Shape> {
        let node = fields.need(self, "shape", "Linear (straight lines) or Steps (the last value)")?;
        self.word(node, "the shape of a curve", SHAPES)
    }

    /// A date with a value.
    pub(super) fn point(&mut self, node: &Node, range: Range) -> Option<(Date, f64)> {
        self.point_with(node, range, Reader::date)
    }

    /// A date, with or without a time of day.
    fn moment_of_curve(&mut self, node: &Node) -> Option<Moment> {
        let with_time = match &node.value {
            Value::Text(text) => Date::parse_with_time(text),
            _ => None,
        };
        with_time.or_else(|| self.date(node).map(|date| (date, Duration::ZERO)))
    }

    fn point_with<T>(
        &mut self,
        node: &Node,
        range: Range,
        read: impl Fn(&mut Reader, &Node) -> Option<T>,
    ) -> Option<(T, f64)> {
        let parts = match &node.value {
            Value::Tuple(None, parts) => parts.as_slice(),
            _ => &[],
        };
        let [date, value] = parts else {
            self.problems.wrong_type(node.span, "a point", &node.kind(), "(\"2020-01-06\", 1.0)");
            return None;
        };
        let date = read(self, date);
        let value = self.number(value, range);
        date.zip(value)
    }

    /// The points of one column of a table, each with its place.
    fn csv(&mut self, fields: &Fields<'_>, file: &Node, column: &Node, range: Range) -> Option<Vec<Point>> {
        let name = self.text(file, "the path of a file", "\"curves/demand.csv\"")?;
        let wanted = self.text(column, "the name of a column", "\"multiplier\"")?;
        let mut table = self.csv_table(file, &name)?;
        self.only(fields, &mut table, &name)?;
        let dates = self.column_or_own(fields, "date", "\"Day\"", &table, &name)?;
        let values = self.column_of(column, &table, &wanted, &name)?;
        let scale = fields.number(self, "scale", Some(1.0), Range::POSITIVE);
        let cell = |row: &StringRecord, place: usize| row.get(place).unwrap_or("").to_string();
        let rows = table.rows.iter();
        rows.map(|(span, row)| self.row(*span, &cell(row, dates), (&cell(row, values), scale), &table, range))
            .collect()
    }

    /// The place of the column that a field names, or else of the one called as the field.
    pub(super) fn column_or_own(
        &mut self,
        fields: &Fields<'_>,
        field: &str,
        example: &str,
        table: &Table,
        file: &str,
    ) -> Option<usize> {
        if let Some(node) = fields.get(field) {
            let named = self.text(node, "the name of a column", example)?;
            return self.column_of(node, table, &named, file);
        }
        let place = table.column(field);
        if place.is_none() {
            let message = format!("this table has no column \"{field}\"");
            let help = format!("name one column {field}, or write which it is, as {field}: {example}");
            self.problems.table(table.top, message, &help);
        }
        place
    }

    /// The place of a column that is named.
    pub(super) fn column_of(&mut self, node: &Node, table: &Table, name: &str, file: &str) -> Option<usize> {
        let place = table.column(name);
        if place.is_none() {
            let owner = format!("the header of \"{}\"", shortened(file));
            self.problems.unknown_name(node.span, "column", &shortened(name), &owner, &table.header);
        }
        place
    }

    fn row(
        &mut self,
        span: Span,
        date: &str,
        (value, scale): (&str, f64),
        table: &Table,
        range: Range,
    ) -> Option<Point> {
        let Some(date) = Date::parse_with_time(date) else {
            self.problems.date(span, &shortened(date));
            return None;
        };
        let number =
            table.number(value).map(|number| number * scale).filter(|number| range.holds(*number, *number));
        if number.is_none() {
            let expected = range.words();
            let message = match value {
                "" => format!("this row has no value in its column: expected {expected}"),
                _ => format!("the value \"{}\" of this row is not {expected}", shortened(value)),
            };
            self.problems.table(span, message, &table.form_of(expected));
        }
        Some(Point { span, date, value: number? })
    }

    /// The curve through points in order that cover the run.
    fn covering(&mut self, span: Span, points: Vec<Point>, shape: Shape, run: Run) -> Option<Curve> {
        let (Some(first), Some(last)) = (points.first(), points.last()) else {
            self.problems.curve(span, "this curve has no points".into(), "write one point at least");
            return None;
        };
        if let Some(pair) = points.windows(2).find(|pair| pair[0].date >= pair[1].date) {
            let told = |(date, time): Moment| match time {
                Duration::ZERO => date.to_string(),
                time => format!("{date} {}", clock_time(time)),
            };
            let (first, second) = (told(pair[0].date), told(pair[1].date));
            let message = format!("the dates do not ascend: {second} comes after {first}");
            self.problems.curve(pair[1].span, message, "sort the points by date, each date once");
            return None;
        }
        let (first, last) = (first.date, last.date.0);
        if run.known && (first > (run.start, Duration::ZERO) || last < run.last_day()) {
            let (first, start, end) = (first.0, run.start, run.last_day());
            let message = format!("this curve goes from {first} to {last}, the run from {start} to {end}");
            self.problems.curve(span, message, "add points, so that the curve covers the whole run");
            return None;
        }
        // What holds at the start counts from there; a line that began earlier is cut where the run begins.
        let started = (run.start, Duration::ZERO);
        let begun = points.partition_point(|point| point.date <= started).saturating_sub(1);
        let mut value = points[begun].value;
        if let (Shape::Linear, Some(next)) = (shape, points.get(begun + 1)) {
            let from = run.seconds(points[begun].date);
            value += (next.value - value) * (0.0 - from) / (run.seconds(next.date) - from);
        }
        let rest = points[begun + 1..].iter().map(|point| {
            let (date, time) = point.date;
            let days = date.days_since(run.start).max(0) as u64;
            (Time(days.saturating_mul(Duration::DAY.0).saturating_add(time.0)), point.value)
        });
        Some(Curve::new(std::iter::once((Time::ZERO, value)).chain(rest).collect(), shape))
    }
}

/// A time of day as it is written: "08:30", with seconds where there are any.
fn clock_time(time: Duration) -> String {
    let seconds = time.0 / 1_000_000;
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    match seconds % 60 {
        0 => format!("{hours:02}:{minutes:02}"),
        left => format!("{hours:02}:{minutes:02}:{left:02}"),
    }
}
