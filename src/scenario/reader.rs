//! Reading fields and figures off the tree: types, units, ranges, sources.
//!
//! Every method notes a problem and hands over a harmless value where the text is wrong; a description made with
//! any problem is thrown away, so the value only has to cause no second complaint.

use crate::spec::Assumption;
use crate::units::{Date, Duration, UnitError, parse_duration, parse_rate};

use super::check::{Epidemics, SharedSuppliers};
use super::files::Files;
use super::format::FIGURE;
use super::problem::Span;
use super::problems::Problems;
use super::tree::{Node, Value, parse, shortened};

/// Reads the files of one scenario, and collects what is wrong and what is assumed.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) files: Files,
    pub(super) problems: Problems,
    /// What curves may follow.
    pub(super) epidemics: Epidemics,
    /// Whom plants and upgrades may name.
    pub(super) shared: SharedSuppliers,
    register: Vec<(Span, Assumption)>,
    cited: Vec<(Span, String)>,
}

/// A range of numbers, with its words.
#[derive(Clone, Copy)]
pub(super) struct Range {
    low: f64,
    high: f64,
    above: bool,
    words: &'static str,
}

impl Range {
    /// 0..=1
    pub(super) const SHARE: Range = Range::new(0.0, 1.0, "a share from 0 to 1, as 0.03 for 3 %");
    /// A yearly rate of money, 0..=1: who writes 5 for 5 % has to be told.
    pub(super) const YEARLY: Range = Range::new(0.0, 1.0, "a yearly share from 0 to 1, as 0.05 for 5 %");
    /// 0..1, without 1: something always remains.
    pub(super) const NOT_ALL: Range =
        Range::new(0.0, 1.0 - 1e-9, "a share of 0 or more and below 1, as 0.03 for 3 %");
    /// > 0 and <= 1
    pub(super) const PART: Range =
        Range { low: 0.0, high: 1.0, above: true, words: "a share above 0 and not above 1, as 0.95" };
    /// > 0
    pub(super) const POSITIVE: Range = Range { low: 0.0, high: 1e15, above: true, words: "a number above 0" };
    /// >= 1
    pub(super) const AT_LEAST_ONE: Range = Range::new(1.0, 1e6, "a factor of 1 or more");
    /// >= 0
    pub(super) const NOT_NEGATIVE: Range = Range::new(0.0, 1e15, "a number that is 0 or more");
    /// 0..=1e6
    pub(super) const FACTOR: Range = Range::new(0.0, 1e6, "a factor of 0 or more, as 1.2 for 20 % more");
    /// > 0, where the product with times and lots must stay one that can be written.
    pub(super) const SCALE: Range =
        Range { low: 0.0, high: 1e3, above: true, words: "a factor above 0 and not above 1000" };
    /// Any finite number.
    pub(super) const ANY: Range = Range::new(-1e15, 1e15, "a number");

    /// Both ends belong to the range.
    pub(super) const fn new(low: f64, high: f64, words: &'static str) -> Range {
        Range { low, high, above: false, words }
    }

    /// Whether all between the two values lie in the range.
    pub(super) fn holds(self, low: f64, high: f64) -> bool {
        low >= self.low && high <= self.high && (!self.above || low > self.low)
    }

    /// What lies in it, in words.
    pub(super) fn words(self) -> &'static str {
        self.words
    }
}

impl Reader {
    /// The tree of a file.
    pub(super) fn tree(&mut self, file: usize) -> Option<Node> {
        parse(&self.files.text(file), file, &mut self.problems)
    }

    /// An element that may stand in a file of its own, `File("…")`; `None` after a problem.
    pub(super) fn part(&mut self, node: &Node) -> Option<Node> {
        let Value::Tuple(Some(word), items) = &node.value else { return Some(node.clone()) };
        let ("File", [path]) = (word.as_str(), items.as_slice()) else { return Some(node.clone()) };
        let name = self.text(path, "the path of a file", "File(\"parts/plant.ron\")")?;
        let tree = match self.files.open_named(node.span.file, &name) {
            Ok(file) if file == 0 || file == node.span.file => {
                self.problems.circle(path.span, &name);
                None
            }
            Ok(file) => self.tree(file),
            Err(error) => {
                self.problems.unreadable(path.span, &name, &error);
                None
            }
        };
        if tree.is_none() {
            self.problems.lose_part();
        }
        tree
    }

    /// A text; `form` shows how to write one here.
    pub(super) fn text(&mut self, node: &Node, expected: &str, form: &str) -> Option<String> {
        match &node.value {
            Value::Text(text) => Some(text.clone()),
            _ => {
                self.problems.wrong_type(node.span, expected, &node.kind(), form);
                None
            }
        }
    }

    /// A figure without the source it may be written with; enters it into the register under `place`.
    pub(super) fn figure<'n>(&mut self, node: &'n Node, place: &str) -> &'n Node {
        let Value::Record(None, _) = &node.value else {
            self.assume(node, place, None);
            return node;
        };
        let fields = self.open(node, &FIGURE, place);
        let source = fields.get("source").and_then(|source| {
            let id = self.text(source, "the id of a source", "source: \"S01\"")?;
            self.cited.push((source.span, id.clone()));
            Some(id)
        });
        fields.words(self, "note");
        match fields.need(self, "value", "the figure, as in (value: 5, source: \"S01\")") {
            Some(value) => {
                self.assume(value, place, source);
                value
            }
            None => node,
        }
    }

    fn assume(&mut self, node: &Node, place: &str, source: Option<String>) {
        if place.is_empty() || self.register.len() >= 1_000_000 {
            return;
        }
        let text = self.files.text(node.span.file);
        let written = text.get(node.span.start..node.span.end).unwrap_or("").trim_matches('"');
        let value = written.split_whitespace().collect::<Vec<_>>().join(" ");
        self.register.push((node.span, Assumption { place: place.into(), value, source }));
    }

    /// Notes that a text names a source.
    pub(super) fn cite(&mut self, node: &Node) -> Option<String> {
        let id = self.text(node, "the id of a source", "source: \"S01\"")?;
        self.cited.push((node.span, id.clone()));
        Some(id)
    }

    /// The register of assumptions in file order, after all cited sources have been looked up among `ids`.
    pub(super) fn register(&mut self, ids: &[String]) -> Vec<Assumption> {
        let known: std::collections::BTreeSet<&String> = ids.iter().collect();
        for (span, id) in std::mem::take(&mut self.cited) {
            if !known.contains(&id) {
                self.problems.unknown_name(span, "source", &shortened(&id), "the scenario", ids);
            }
        }
        // An upgrade's parts are read once for every plant they come to, but are one figure each.
        self.register.sort_by_key(|(span, _)| *span);
        self.register.dedup_by_key(|(span, _)| *span);
        std::mem::take(&mut self.register).into_iter().map(|(_, assumption)| assumption).collect()
    }

    /// A number in a range.
    pub(super) fn number(&mut self, node: &Node, range: Range) -> Option<f64> {
        match node.value {
            Value::Number(value, _) if range.holds(value, value) => Some(value),
            Value::Number(value, _) => {
                // Hundreds of zeros say no more than their number.
                let shown = if value.abs() < 1e15 { value.to_string() } else { format!("{value:e}") };
                let most = if value > range.high && range.high >= 1e15 { ", up to 1e15" } else { "" };
                let message = format!("{shown} is out of range: expected {}{most}", range.words);
                self.problems.range(node.span, message, &format!("write {}{most}", range.words));
                None
            }
            Value::Text(ref text) if text.trim().parse::<f64>().is_ok() => {
                let form = format!("{} without quotes", text.trim());
                self.problems.wrong_type(node.span, "a number", &node.kind(), &form);
                None
            }
            _ => {
                self.problems.wrong_type(node.span, range.words, &node.kind(), range.words);
                None
            }
        }
    }

    /// A whole number from `low` to `high`.
    pub(super) fn count(&mut self, node: &Node, low: u64, high: u64) -> Option<u64> {
        let whole = match node.value {
            Value::Number(value, None) if value.fract() == 0.0 && value.abs() < 9e15 => Some(value as i128),
            Value::Number(_, whole) => whole,
            _ => {
                self.problems.wrong_type(node.span, "a whole number", &node.kind(), "a whole number, as 3");
                return None;
            }
        };
        let fits = whole.and_then(|w| u64::try_from(w).ok()).filter(|w| (low..=high).contains(w));
        if fits.is_none() {
            let message = format!("expected a whole number from {low} to {high}");
            self.problems.range(node.span, message, &format!("write a whole number from {low} to {high}"));
        }
        fits
    }

    /// A duration, as "90s".
    pub(super) fn duration(&mut self, node: &Node) -> Option<Duration> {
        self.seconds(node, false).map(Duration::from_secs)
    }

    /// A duration [s]; negative ones only where they are `signed`.
    pub(super) fn seconds(&mut self, node: &Node, signed: bool) -> Option<f64> {
        let text = match &node.value {
            Value::Text(text) => text.as_str(),
            Value::Number(value, _) => {
                let message = format!("{value} has no unit: a time is written as text with a unit");
                let help = match value {
                    value if *value >= 0.0 && value.is_finite() => {
                        format!("write \"{value}s\", or use min, h, d")
                    }
                    _ => "write a time of 0 or more with its unit, as \"90s\"".into(),
                };
                self.problems.unit(node.span, message, help);
                return None;
            }
            _ => {
                let form = "a time with its unit, as \"90s\"";
                self.problems.wrong_type(node.span, "a time", &node.kind(), form);
                return None;
            }
        };
        let (sign, bare) = match text.trim().strip_prefix('-') {
            Some(rest) if signed => (-1.0, rest),
            _ => (1.0, text),
        };
        match parse_duration(bare) {
            Ok(duration) => Some(sign * duration.as_secs()),
            Err(error) => {
                let (message, help) = time_problem(text.trim(), error);
                self.problems.unit(node.span, message, help);
                None
            }
        }
    }

    /// A rate, as "110/min" [1/s; > 0].
    pub(super) fn rate(&mut self, node: &Node) -> Option<f64> {
        let form = "a rate with its unit, as \"110/min\"";
        let Value::Text(text) = &node.value else {
            if let Value::Number(value, _) = node.value {
                let message = format!("{value} has no unit: a rate is written as text with a unit");
                self.problems.unit(node.span, message, format!("write \"{value}/min\", or use /s, /h, /d"));
            } else {
                self.problems.wrong_type(node.span, "a rate", &node.kind(), form);
            }
            return None;
        };
        match parse_rate(text) {
            Ok(rate) if rate > 1e-12 && rate <= 1e6 => Some(rate),
            Ok(_) => {
                let message = format!("\"{}\" is out of range", shortened(text));
                self.problems.range(node.span, message, "a rate is above 0 and at most 1000000/s");
                None
            }
            Err(_) => {
                let message = format!("\"{}\" is not a rate", shortened(text));
                self.problems.unit(node.span, message, format!("write {form}; units are s, min, h, d, w"));
                None
            }
        }
    }

    /// A date, as "2020-01-06".
    pub(super) fn date(&mut self, node: &Node) -> Option<Date> {
        let text = self.text(node, "a date", "\"2020-01-06\"")?;
        let date = Date::parse(&text);
        if date.is_none() {
            self.problems.date(node.span, &shortened(&text));
        }
        date
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&mut self, node: &Node, what: &str, words: &[(&str, T)]) -> Option<T> {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        match &node.value {
            Value::Word(word) => {
                let found = words.iter().find(|(known, _)| known == word);
                if found.is_none() {
                    self.problems.unknown_variant(node.span, &shortened(word), what, &known);
                }
                found.map(|(_, meaning)| *meaning)
            }
            _ => {
                let form = format!("{}, without quotes", known.join(" or "));
                self.problems.wrong_type(node.span, what, &node.kind(), &form);
                None
            }
        }
    }

    /// The elements of a list.
    pub(super) fn list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        match &node.value {
            Value::List(items) => items,
            _ => {
                let expected = format!("a list of {what}");
                self.problems.wrong_type(
                    node.span,
                    &expected,
                    &node.kind(),
                    "it in square brackets: [ …, … ]",
                );
                &[]
            }
        }
    }

    /// The name in a name field; empty after a problem.
    pub(super) fn name(&mut self, node: &Node) -> String {
        let Some(text) = self.text(node, "a name", "the name in quotes") else { return String::new() };
        let bad = if text.trim().is_empty() {
            "a name must not be empty"
        } else if text.trim() != text || text.chars().any(char::is_control) {
            "a name must not begin or end with a space, nor contain control characters"
        } else if text.chars().count() > 100 {
            "a name must not be longer than 100 characters"
        } else if text == "*" {
            "\"*\" is no name: it means all of a kind"
        } else {
            return text;
        };
        self.problems.bad_name(node.span, bad.into(), "use letters and digits, as \"ear_loop\"");
        String::new()
    }
}

/// Why a text is no time, and how to write one.
fn time_problem(text: &str, error: UnitError) -> (String, String) {
    let shown = shortened(text);
    let form = "write a number with a unit, as \"90s\"; units are us, ms, s, min, h, d, w, y".to_string();
    match error {
        UnitError::Number => (format!("\"{shown}\" does not begin with a number"), form),
        UnitError::Missing => {
            (format!("\"{shown}\" has no unit"), format!("write \"{shown}s\", or use min, h, d"))
        }
        UnitError::Unknown => (format!("\"{shown}\" has a unit that is not known"), form),
        UnitError::Negative => (format!("\"{shown}\" is below zero"), form),
        UnitError::TooLarge => (format!("\"{shown}\" is longer than 1000 years"), form),
    }
}
