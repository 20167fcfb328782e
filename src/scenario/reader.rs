//! Reading fields and figures off the tree: types, units, ranges, sources.
//!
//! Every method notes a problem and hands over a harmless value where the text is wrong; a description made with
//! any problem is thrown away, so the value only has to cause no second complaint.

use crate::spec::Assumption;
use crate::units::{Date, Duration, UnitError, parse_duration, parse_rate};

use super::files::Files;
use super::problem::{Problems, Span};
use super::tree::{Entry, Node, Value, parse, shortened};

/// Reads the files of one scenario, and collects what is wrong and what is assumed.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) files: Files,
    pub(super) problems: Problems,
    register: Vec<(Span, Assumption)>,
    cited: Vec<(Span, String)>,
}

/// The fields of one record.
pub(super) struct Fields<'n> {
    /// Where the record begins.
    pub(super) span: Span,
    /// Where it is, in words a reader follows; empty where figures are settings, not assumptions.
    pub(super) place: String,
    what: String,
    entries: &'n [Entry],
    broken: bool,
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
    /// > 0
    pub(super) const POSITIVE: Range = Range { low: 0.0, high: 1e15, above: true, words: "a number above 0" };
    /// >= 0
    pub(super) const NOT_NEGATIVE: Range = Range::new(0.0, 1e15, "a number that is 0 or more");
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
        match self.files.open_named(node.span.file, &name) {
            Ok(file) => self.tree(file),
            Err(error) => {
                self.problems.unreadable(path.span, &name, &error);
                None
            }
        }
    }

    /// Opens a record: all its fields must be among `known`, once each.
    pub(super) fn open<'n>(&mut self, node: &'n Node, what: &str, known: &[&str], place: &str) -> Fields<'n> {
        let (entries, broken): (&[Entry], bool) = match &node.value {
            Value::Record(_, entries) => (entries, false),
            _ => {
                let form = format!("{what} as ({}: …, …)", known.first().unwrap_or(&"name"));
                let expected = format!("{what} with its fields in ( … )");
                self.problems.wrong_type(node.span, &expected, &node.kind(), &form);
                (&[], true)
            }
        };
        for (index, entry) in entries.iter().enumerate().take(1_000) {
            if !known.contains(&entry.key.as_str()) {
                self.problems.unknown_field(entry.key_span, &shortened(&entry.key), what, known);
            } else if entries[..index].iter().any(|before| before.key == entry.key) {
                self.problems.duplicate_field(entry.key_span, &entry.key);
            }
        }
        Fields { span: node.span, place: place.into(), what: what.into(), entries, broken }
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
        let mut fields = self.open(node, "a figure", &["value", "source", "note"], place);
        let source = fields.get("source").and_then(|source| {
            let id = self.text(source, "the id of a source", "source: \"S01\"")?;
            self.cited.push((source.span, id.clone()));
            Some(id)
        });
        fields.words(self, "note");
        fields.broken = false;
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
                let message = format!("{value} is out of range: expected {}", range.words);
                self.problems.range(node.span, message, &format!("write {}", range.words));
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
                self.problems.unit(node.span, message, format!("write \"{value}s\", or use min, h, d"));
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

impl<'n> Fields<'n> {
    /// The fields of a record that has been opened before.
    pub(super) fn of(node: &'n Node, place: &str) -> Fields<'n> {
        let entries: &[Entry] = match &node.value {
            Value::Record(_, entries) => entries,
            _ => &[],
        };
        Fields { span: node.span, place: place.into(), what: String::new(), entries, broken: true }
    }

    /// A field's node; `None` when it is not written, or written as None.
    pub(super) fn get(&self, name: &str) -> Option<&'n Node> {
        let entry = self.entries.iter().find(|entry| entry.key == name)?;
        if matches!(entry.node.value, Value::Nothing) { None } else { Some(&entry.node) }
    }

    /// A field that must be written.
    pub(super) fn need(&self, r: &mut Reader, name: &str, form: &str) -> Option<&'n Node> {
        let node = self.get(name);
        if node.is_none() && !self.broken {
            r.problems.missing_field(self.span, &self.what, name, form);
        }
        node
    }

    /// The fields of this list that are written, and how many.
    pub(super) fn one_of(&self, r: &mut Reader, names: &[&'static str]) -> Option<(&'static str, &'n Node)> {
        let mut written = names.iter().filter_map(|name| Some((*name, self.get(name)?)));
        let first = written.next();
        let found = usize::from(first.is_some()) + written.count();
        if found != 1 && !self.broken {
            r.problems.one_of(self.span, &self.what, &names.join(", "), found);
        }
        first
    }

    /// The place of a field, in words; empty where this record is none to assume from.
    pub(super) fn at(&self, name: &str) -> String {
        if self.place.is_empty() {
            String::new()
        } else {
            format!("{}, {}", self.place, name.replace('_', " "))
        }
    }

    /// The name of the element, with its place in the file.
    pub(super) fn name(&self, r: &mut Reader, field: &str) -> (String, Span) {
        match self.need(r, field, "\"a_name\"") {
            Some(node) => (r.name(node), node.span),
            None => (String::new(), self.span),
        }
    }

    /// Free text; empty when not written.
    pub(super) fn words(&self, r: &mut Reader, name: &str) -> String {
        self.get(name).and_then(|node| r.text(node, "a text", "it in quotes")).unwrap_or_default()
    }

    /// A number; needed when there is no default.
    pub(super) fn number(&self, r: &mut Reader, name: &str, default: Option<f64>, range: Range) -> f64 {
        let node = match default {
            None => self.need(r, name, range.words),
            Some(_) => self.get(name),
        };
        node.and_then(|node| {
            let node = r.figure(node, &self.at(name));
            r.number(node, range)
        })
        .or(default)
        .unwrap_or(1.0)
    }

    /// A whole number; needed when there is no default.
    pub(super) fn count(&self, r: &mut Reader, name: &str, default: Option<u64>, low: u64, high: u64) -> u64 {
        let node = match default {
            None => self.need(r, name, "3, a whole number"),
            Some(_) => self.get(name),
        };
        node.and_then(|node| {
            let node = r.figure(node, &self.at(name));
            r.count(node, low, high)
        })
        .or(default)
        .unwrap_or(low.max(1).min(high))
    }

    /// A count that may be left out.
    pub(super) fn count_if(&self, r: &mut Reader, name: &str, low: u32) -> Option<u32> {
        let node = self.get(name)?;
        let node = r.figure(node, &self.at(name));
        r.count(node, low.into(), u32::MAX.into()).map(|n| n as u32)
    }

    /// A duration that may be left out.
    pub(super) fn duration_if(&self, r: &mut Reader, name: &str) -> Option<Duration> {
        let node = self.get(name)?;
        let node = r.figure(node, &self.at(name));
        r.duration(node)
    }

    /// The elements of a list; none when it is not written.
    pub(super) fn list(&self, r: &mut Reader, name: &str) -> &'n [Node] {
        self.get(name).map_or(&[], |node| r.list(node, &name.replace('_', " ")))
    }

    /// Whether a flag is set.
    pub(super) fn flag(&self, r: &mut Reader, name: &str) -> bool {
        match self.get(name) {
            None => false,
            Some(Node { value: Value::Flag(flag), .. }) => *flag,
            Some(node) => {
                r.problems.wrong_type(node.span, "true or false", &node.kind(), "true or false");
                false
            }
        }
    }
}

/// Where an element is, in words: the place of what it belongs to, its kind and its name as far as it has one.
pub(super) fn place_of(parent: &str, kind: &str, node: &Node, field: &str) -> String {
    let name = match node.field(field).map(|name| &name.value) {
        Some(Value::Text(text)) => shortened(text),
        _ => "without a name".into(),
    };
    if parent.is_empty() { format!("{kind} {name}") } else { format!("{parent}, {kind} {name}") }
}
