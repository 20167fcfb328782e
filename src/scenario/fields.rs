//! The fields of one record: which are there, which must be, and what they hold by default.

use crate::units::{Duration, Money};

use super::format::Section;
use super::problem::Span;
use super::reader::{Range, Reader};
use super::tree::{Entry, Node, Value, shortened};

/// The fields of one record.
pub(super) struct Fields<'n> {
    /// Where the record begins.
    pub(super) span: Span,
    /// Where it is, in words a reader follows; empty where figures are settings, not assumptions.
    pub(super) place: String,
    what: String,
    entries: &'n [Entry],
    /// Fields that are written, but misspelt.
    misspelt: Vec<&'static str>,
    broken: bool,
}

impl Reader {
    /// Opens a record: all its fields must be among those of the section, once each.
    pub(super) fn open<'n>(&mut self, node: &'n Node, section: &Section, place: &str) -> Fields<'n> {
        let (what, known) = (section.what, section.names());
        let (entries, broken): (&[Entry], bool) = match &node.value {
            Value::Record(_, entries) => (entries, false),
            _ => {
                let form = format!("{what} as ({}: …, …)", known.first().unwrap_or(&"name"));
                let expected = format!("{what} with its fields in ( … )");
                self.problems.wrong_type(node.span, &expected, &node.kind(), &form);
                (&[], true)
            }
        };
        let mut misspelt = Vec::new();
        for (index, entry) in entries.iter().enumerate().take(1_000) {
            if !known.contains(&entry.key.as_str()) {
                let key = shortened(&entry.key);
                misspelt.extend(self.problems.unknown_field(entry.key_span, &key, what, &known));
            } else if entries[..index].iter().any(|before| before.key == entry.key) {
                self.problems.duplicate_field(entry.key_span, &entry.key);
            }
        }
        Fields { span: node.span, place: place.into(), what: what.into(), entries, misspelt, broken }
    }
}

impl<'n> Fields<'n> {
    /// The fields of a record that has been opened before.
    pub(super) fn of(node: &'n Node, place: &str) -> Fields<'n> {
        let entries: &[Entry] = match &node.value {
            Value::Record(_, entries) => entries,
            _ => &[],
        };
        Fields {
            span: node.span,
            place: place.into(),
            what: String::new(),
            entries,
            misspelt: Vec::new(),
            broken: true,
        }
    }

    /// A field's node; `None` when it is not written, or written as None.
    pub(super) fn get(&self, name: &str) -> Option<&'n Node> {
        let entry = self.entries.iter().find(|entry| entry.key == name)?;
        if matches!(entry.node.value, Value::Nothing) { None } else { Some(&entry.node) }
    }

    /// A field that must be written.
    pub(super) fn need(&self, r: &mut Reader, name: &str, form: &str) -> Option<&'n Node> {
        let node = self.get(name);
        if node.is_none() && !self.broken && !self.misspelt.contains(&name) {
            r.problems.missing_field(self.span, &self.what, name, form);
        }
        node
    }

    /// The fields of this list that are written, and how many.
    pub(super) fn one_of(&self, r: &mut Reader, names: &[&'static str]) -> Option<(&'static str, &'n Node)> {
        let mut written = names.iter().filter_map(|name| Some((*name, self.get(name)?)));
        let first = written.next();
        let found = usize::from(first.is_some()) + written.count();
        let misspelt = found == 0 && names.iter().any(|name| self.misspelt.contains(name));
        if found != 1 && !self.broken && !misspelt {
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
            None => self.need(r, name, range.words()),
            Some(_) => self.get(name),
        };
        node.and_then(|node| {
            let node = r.figure(node, &self.at(name));
            r.number(node, range)
        })
        .or(default)
        .unwrap_or(1.0)
    }

    /// An amount of money [>= 0]; needed when there is no default [currency].
    pub(super) fn money(&self, r: &mut Reader, name: &str, default: Option<f64>) -> Money {
        self.money_in(r, name, default, Range::NOT_NEGATIVE)
    }

    /// An amount of money in a range; needed when there is no default [currency].
    pub(super) fn money_in(&self, r: &mut Reader, name: &str, default: Option<f64>, range: Range) -> Money {
        Money::from_units(self.number(r, name, default, range))
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
