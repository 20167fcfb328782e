//! Overrides: --set PATH=VALUE puts a value into the text before it is checked.

use super::problem::Span;
use super::problems::nearest;
use super::reader::Reader;
use super::tree::{Node, Value, parse, shortened};

/// A way to one value: fields, and elements of lists by position or name.
pub(super) type Path = Vec<Segment>;

/// One part of a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Segment {
    /// `.field`
    Field(String),
    /// `[element]`
    Element(String),
}

/// Splits PATH=VALUE texts.
///
/// # Errors
/// What is wrong with the first that is none.
pub(super) fn split(sets: &[String]) -> Result<Vec<(Path, String)>, String> {
    sets.iter().map(|set| split_one(set)).collect()
}

fn split_one(set: &str) -> Result<(Path, String), String> {
    let form = "write PATH=VALUE, as plants[hand].stations[form].machines=3";
    let (path, value) = set.split_once('=').ok_or(format!("\"{set}\" has no \"=\": {form}"))?;
    if value.trim().is_empty() {
        return Err(format!("\"{set}\" has no value: {form}"));
    }
    let mut segments = Vec::new();
    let mut rest = path.trim();
    while !rest.is_empty() {
        let after = if let Some(inner) = rest.strip_prefix('[') {
            let (element, after) =
                inner.split_once(']').ok_or(format!("\"{path}\" has \"[\" without \"]\""))?;
            segments.push(Segment::Element(element.trim().trim_matches('"').into()));
            after
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (field, after) = rest.split_at(end);
            segments.push(Segment::Field(field.trim().into()));
            after
        };
        rest = after.strip_prefix('.').unwrap_or(after);
        if after.ends_with('.') && rest.is_empty() || (rest.starts_with('.')) {
            return Err(format!("\"{path}\" has an empty part: {form}"));
        }
    }
    let empty =
        |segment: &Segment| matches!(segment, Segment::Field(t) | Segment::Element(t) if t.is_empty());
    if segments.is_empty() || segments.len() > 50 || segments.iter().any(empty) {
        return Err(format!("\"{path}\" is not a path: {form}"));
    }
    Ok((segments, value.trim().into()))
}

/// Where a value goes.
enum Spot {
    /// In the place of what is there.
    Instead(Span, bool),
    /// As a new field of a record.
    Field(Span, String),
}

impl Reader {
    /// Puts a value where a path leads; a problem where it leads nowhere.
    pub(super) fn put(&mut self, file: usize, path: &[Segment], value: &str) {
        let Some(root) = self.tree(file) else { return };
        let Some(spot) = self.spot(root, path) else { return };
        match spot {
            Spot::Instead(span, was_text) => {
                let value = written(value, was_text);
                self.splice(span, &value);
            }
            Spot::Field(span, field) => self.insert(span, &field, &written(value, false)),
        }
    }

    fn spot(&mut self, mut node: Node, path: &[Segment]) -> Option<Spot> {
        for (index, segment) in path.iter().enumerate() {
            node = self.part(&node)?;
            let last = index + 1 == path.len();
            let next = match segment {
                Segment::Field(name) => {
                    // A figure with a source keeps its source.
                    let next = node.field(name).cloned();
                    if next.is_none() && last && matches!(node.value, Value::Record(..)) {
                        return Some(Spot::Field(node.span, name.clone()));
                    }
                    next.ok_or(name)
                }
                Segment::Element(name) => self.element(&node, name).ok_or(name),
            };
            match next {
                Ok(next) => node = next,
                Err(name) => {
                    self.nowhere(&node, name);
                    return None;
                }
            }
        }
        if let (Value::Record(None, _), Some(value)) = (&node.value, node.field("value")) {
            node = value.clone();
        }
        Some(Spot::Instead(node.span, matches!(node.value, Value::Text(_))))
    }

    fn nowhere(&mut self, node: &Node, segment: &str) {
        let known: Vec<String> = match &node.value {
            Value::Record(_, entries) => entries.iter().map(|entry| entry.key.clone()).collect(),
            Value::List(items) => {
                let parts = items.iter().map(|item| self.part(item)).enumerate();
                parts.map(|(i, item)| item.as_ref().and_then(label).unwrap_or(i.to_string())).collect()
            }
            _ => Vec::new(),
        };
        let message = format!("--set leads nowhere: there is no \"{}\" here", shortened(segment));
        let help = match nearest(segment, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None if known.is_empty() => format!("this is {}, which has no parts", node.kind()),
            None => format!("there are {}", super::problems::listed(&known)),
        };
        self.problems.wrong_override(node.span, message, help);
    }

    /// An element by its name, else by its position; those in files of their own are opened.
    fn element(&mut self, node: &Node, name: &str) -> Option<Node> {
        let Value::List(items) = &node.value else { return None };
        for item in items {
            let item = self.part(item)?;
            if label(&item).as_deref() == Some(name) {
                return Some(item);
            }
        }
        items.get(name.parse::<usize>().ok()?).cloned()
    }

    /// Adds a field to a record.
    fn insert(&mut self, record: Span, field: &str, value: &str) {
        let text = self.files.text(record.file);
        let body = text.get(record.start..record.end).unwrap_or("");
        // In front of all others: a comment or a comma at the end does not matter then.
        let Some(open) = body.find('(') else { return };
        let at = record.start + open + 1;
        self.splice(Span { file: record.file, start: at, end: at }, &format!("{field}: {value}, "));
    }

    fn splice(&mut self, span: Span, value: &str) {
        let text = self.files.text(span.file);
        let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else { return };
        self.files.replace(span.file, format!("{before}{value}{after}"));
    }
}

/// The value as RON: in quotes when it is none as it stands, or was text before and is no text or figure now.
fn written(value: &str, was_text: bool) -> String {
    let quoted = || format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
    let mut problems = super::problems::Problems::default();
    match parse(value, 0, &mut problems).map(|node| node.value) {
        None => quoted(),
        // A bare number stays one, so that a missing unit is seen; a bare word was meant as a name.
        Some(Value::Word(_)) if was_text => quoted(),
        Some(_) => value.into(),
    }
}

/// What an element of a list is called.
fn label(item: &Node) -> Option<String> {
    let fields = ["name", "step", "id", "product", "material", "pool", "upgrade"];
    fields.iter().find_map(|field| match &item.field(field)?.value {
        Value::Text(name) => Some(name.clone()),
        _ => None,
    })
}
