//! Names of one kind of element, and looking them up.

use std::collections::BTreeMap;

use super::problem::Span;
use super::reader::Reader;
use super::tree::{Node, shortened};

/// The names of one kind of element within one owner, in order.
#[derive(Clone)]
pub(super) struct Names {
    kind: &'static str,
    plural: &'static str,
    owner: String,
    list: Vec<String>,
    known: BTreeMap<String, (usize, Span)>,
    anything: bool,
}

impl Names {
    /// No names yet; the owner is named in messages: "plant hand".
    pub(super) fn new(kind: &'static str, plural: &'static str, owner: &str) -> Names {
        Names { kind, plural, owner: owner.into(), list: Vec::new(), known: BTreeMap::new(), anything: false }
    }

    /// Stands for names that are not known yet: every name is found.
    pub(super) fn anything(kind: &'static str) -> Names {
        Names { anything: true, ..Names::new(kind, kind, "") }
    }

    /// The next name; a problem when it is there already.
    pub(super) fn add(&mut self, r: &mut Reader, name: &str, span: Span) {
        match self.known.get(name) {
            Some((_, first)) if !name.is_empty() => {
                r.problems.duplicate_name(span, *first, self.plural, name);
            }
            _ => {}
        }
        self.note(name, span);
    }

    /// The next name, where another list looks for doubles.
    pub(super) fn note(&mut self, name: &str, span: Span) {
        self.known.entry(name.into()).or_insert((self.list.len(), span));
        self.list.push(name.into());
    }

    /// All names, in order.
    pub(super) fn list(&self) -> &[String] {
        &self.list
    }

    /// The position of a name.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        if self.anything { Some(0) } else { self.known.get(name).map(|(index, _)| *index) }
    }

    /// Whether these names stand for any.
    pub(super) fn is_anything(&self) -> bool {
        self.anything
    }

    /// The position of the name that a node writes; a problem when there is none.
    pub(super) fn find(&self, r: &mut Reader, node: &Node) -> Option<usize> {
        let form = format!("the name of a {} in quotes", self.kind);
        let name = r.text(node, &format!("the name of a {}", self.kind), &form)?;
        let found = self.position(&name);
        if found.is_none() {
            r.problems.unknown_name(node.span, self.kind, &shortened(&name), &self.owner, &self.list);
        }
        found
    }
}
