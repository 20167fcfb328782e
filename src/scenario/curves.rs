//! Curves: a constant, points, a column of a CSV file, or what follows from an epidemic.

use std::sync::Arc;

use crate::spec::{Curve, Shape};
use crate::units::{Date, Duration, Time};

use super::fields::Fields;
use super::format::{CSV, POINTS};
use super::problem::Span;
use super::reader::{Range, Reader};
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
    fn last_day(self) -> Date {
        self.start.at(Time(self.length.0.saturating_sub(1)))
    }

    /// The instant at which a date begins; `None` before the start.
    pub(super) fn instant(self, date: Date) -> Option<Time> {
        let days = u64::try_from(date.days_since(self.start)).ok()?;
        Some(Time(days.checked_mul(Duration::DAY.0)?))
    }

    /// The instant at which a date begins [s, negative before the start].
    fn seconds(self, date: Date) -> f64 {
        date.days_since(self.start) as f64 * Duration::DAY.as_secs()
    }
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
                let points: Vec<_> = list.iter().filter_map(|point| self.point(point, range)).collect();
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
                let points = self.csv(file?, column?, range)?;
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
        let parts = match &node.value {
            Value::Tuple(None, parts) => parts.as_slice(),
            _ => &[],
        };
        let [date, value] = parts else {
            self.problems.wrong_type(node.span, "a point", &node.kind(), "(\"2020-01-06\", 1.0)");
            return None;
        };
        let date = self.date(date);
        let value = self.number(value, range);
        date.zip(value)
    }

    /// The points of one column of a CSV file, named by its header.
    fn csv(&mut self, file: &Node, column: &Node, range: Range) -> Option<Vec<(Date, f64)>> {
        let name = self.text(file, "the path of a file", "\"curves/demand.csv\"")?;
        let wanted = self.text(column, "the name of a column", "\"multiplier\"")?;
        let (index, text) = self.named_file(file, &name)?;
        let mut table = csv_rows(&text);
        let header: Vec<String> =
            table.headers().map(|h| h.iter().map(String::from).collect()).unwrap_or_default();
        if header.first().map(String::as_str) != Some("date") {
            let span = Span { file: index, start: 0, end: text.len().min(1) };
            self.problems.curve(
                span,
                "the first column is not \"date\"".into(),
                "begin the header with date,",
            );
            return None;
        }
        let Some(at) = header.iter().position(|name| *name == wanted) else {
            let owner = format!("the header of \"{name}\"");
            self.problems.unknown_name(column.span, "column", &shortened(&wanted), &owner, &header[1..]);
            return None;
        };
        let mut points = Vec::new();
        for row in table.records() {
            let Ok(row) = row else { break };
            let line = row.position().map_or(0, |p| p.byte() as usize);
            points.push(self.row(index, line, &text, row.get(0), row.get(at), range)?);
        }
        Some(points)
    }

    /// A file that a scenario names: its number and its text.
    pub(super) fn named_file(&mut self, node: &Node, name: &str) -> Option<(usize, Arc<str>)> {
        match self.files.open_named(node.span.file, name) {
            Ok(index) => Some((index, self.files.text(index))),
            Err(error) => {
                self.problems.unreadable(node.span, name, &error);
                None
            }
        }
    }

    fn row(
        &mut self,
        file: usize,
        byte: usize,
        text: &str,
        date: Option<&str>,
        value: Option<&str>,
        range: Range,
    ) -> Option<(Date, f64)> {
        let span = row_span(file, byte, text);
        let date_text = date.unwrap_or("");
        let Some(date) = Date::parse(date_text) else {
            self.problems.date(span, &shortened(date_text));
            return None;
        };
        let value = value.and_then(|v| v.parse::<f64>().ok()).filter(|v| range.holds(*v, *v));
        if value.is_none() {
            let message = format!("this row has no value in its column: expected {}", range.words());
            self.problems.curve(span, message, "write the value after the comma");
        }
        Some((date, value?))
    }

    /// The curve through points in order that cover the run.
    fn covering(&mut self, span: Span, points: Vec<(Date, f64)>, shape: Shape, run: Run) -> Option<Curve> {
        let (Some((first, _)), Some((last, _))) = (points.first(), points.last()) else {
            self.problems.curve(span, "this curve has no points".into(), "write one point at least");
            return None;
        };
        if let Some(pair) = points.windows(2).find(|pair| pair[0].0 >= pair[1].0) {
            let message = format!("the dates do not ascend: {} comes after {}", pair[1].0, pair[0].0);
            self.problems.curve(span, message, "sort the points by date, each date once");
            return None;
        }
        if run.known && (*first > run.start || *last < run.last_day()) {
            let (start, end) = (run.start, run.last_day());
            let message = format!("this curve goes from {first} to {last}, the run from {start} to {end}");
            self.problems.curve(span, message, "add points, so that the curve covers the whole run");
            return None;
        }
        // What holds at the start counts from there; a line that began earlier is cut where the run begins.
        let begun = points.partition_point(|(date, _)| *date <= run.start).saturating_sub(1);
        let mut value = points[begun].1;
        if let (Shape::Linear, Some((next, to))) = (shape, points.get(begun + 1)) {
            let from = run.seconds(points[begun].0);
            value += (to - value) * (0.0 - from) / (run.seconds(*next) - from);
        }
        let rest = points[begun + 1..].iter().map(|(date, value)| {
            let days = date.days_since(run.start).max(0) as u64;
            (Time(days.saturating_mul(Duration::DAY.0)), *value)
        });
        Some(Curve::new(std::iter::once((Time::ZERO, value)).chain(rest).collect(), shape))
    }
}

/// The rows of a table in a file.
pub(super) fn csv_rows(text: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Where a row stands: its position is where the one before it ended; the label belongs on the first byte that is its
/// own.
pub(super) fn row_span(file: usize, byte: usize, text: &str) -> Span {
    let start = text.get(byte..).map_or(byte, |rest| byte + rest.len() - rest.trim_start().len());
    let end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| start + n);
    Span { file, start: start.min(end), end }
}
