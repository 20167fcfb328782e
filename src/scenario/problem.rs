//! The one kind of error for what a user wrote: a problem with its place, its reason and the right form.

use std::fmt;
use std::sync::Arc;

use miette::{LabeledSpan, Severity, SourceCode};

use super::excerpt::Excerpt;

/// A stretch of one of the scenario's files [bytes; start <= end].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(super) struct Span {
    /// Position of the file among those read.
    pub(super) file: usize,
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
}

/// One mistake of a scenario, for miette to draw: what is wrong, where, and how to write it.
#[derive(Clone)]
pub struct Problem {
    code: &'static str,
    message: String,
    help: Option<String>,
    labels: Vec<LabeledSpan>,
    source: Excerpt,
}

impl Problem {
    /// A problem whose first label says where it is.
    pub(super) fn new(
        code: &'static str,
        message: String,
        help: Option<String>,
        labels: Vec<(Span, String)>,
        (name, text): (&str, Arc<str>),
    ) -> Problem {
        let stretch = |span: &Span| {
            let end = span.end.min(text.len());
            // A label over many lines is no help: its first line is enough.
            let line = text.get(span.start..end).unwrap_or("").lines().next().unwrap_or("").trim_end().len();
            (span.start.min(end), line.max(usize::from(span.start < end)))
        };
        let stretches: Vec<_> = labels.iter().map(|(span, _)| stretch(span)).collect();
        let (source, shown) = Excerpt::around(name, text, &stretches);
        let place = |(n, ((_, label), shown)): (usize, ((Span, String), Option<_>))| match n {
            0 => Some(LabeledSpan::new_primary_with_span(Some(label), shown.unwrap_or((0, 0)))),
            _ => shown.map(|bytes| LabeledSpan::new_with_span(Some(label), bytes)),
        };
        let labels = labels.into_iter().zip(shown).enumerate().filter_map(place).collect();
        Problem { code, message, help, labels, source }
    }

    /// The code, such as "scenario::unknown-name"; one of [`CODES`].
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What is wrong, in a sentence without a full stop.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// How to put it right, when that can be said.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The name of the file, as given where it is named.
    pub fn file(&self) -> &str {
        self.source.name()
    }

    /// Line and column [both from 1; the column counts characters].
    pub fn line_column(&self) -> (usize, usize) {
        self.source.place()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Problem {
    /// "file:line:column: code: message", without drawing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_column();
        write!(f, "{}:{line}:{column}: {}: {}", self.file(), self.code, self.message)
    }
}

impl std::error::Error for Problem {}

impl miette::Diagnostic for Problem {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn severity(&self) -> Option<Severity> {
        Some(Severity::Error)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// Every problem code with what it means; the reference of the format lists them.
pub const CODES: &[(&str, &str)] = &[
    ("scenario::syntax", "the text is not RON: a bracket, comma, colon or quote is missing or too many"),
    ("scenario::unreadable-file", "a file that the scenario names cannot be read"),
    ("scenario::unknown-field", "a field that does not exist at this place"),
    ("scenario::duplicate-field", "a field that is written twice"),
    ("scenario::missing-field", "a field that must be written is not there"),
    ("scenario::wrong-type", "something else is written than is expected here"),
    ("scenario::unknown-variant", "a word that is none of those possible here"),
    ("scenario::unit", "a quantity without its unit, or with one that is not known"),
    ("scenario::out-of-range", "a value outside the range that makes sense"),
    ("scenario::distribution", "parameters that make no distribution"),
    ("scenario::bad-name", "a name that is empty, too long or has characters it must not have"),
    ("scenario::duplicate-name", "two elements of one kind with the same name"),
    ("scenario::unknown-name", "a reference to something that does not exist"),
    ("scenario::bad-date", "a date that is none, or in the wrong form"),
    ("scenario::bad-calendar", "working hours that overlap or leave their period"),
    ("scenario::bad-curve", "a curve whose points are out of order, or that does not cover the run"),
    ("scenario::bad-table", "a table whose header or rows do not fit together, or say what cannot be"),
    ("scenario::bad-batch", "a batch station that can never load"),
    ("scenario::crew-too-large", "an operation or a repair that needs more workers than the pool has"),
    ("scenario::endless-supply", "work that would enter without end at one instant"),
    ("scenario::no-machines", "a station that work needs and that has no machines"),
    ("scenario::one-of", "of several fields, exactly one must be written"),
    ("scenario::stop", "the end of the run is not given, or does not fit the scenario"),
    ("scenario::effect-on-nothing", "an effect that names nothing in a plant where its upgrade is installed"),
    ("scenario::conflict", "parts of one option that cannot be together"),
    ("scenario::override", "a --set whose path leads nowhere"),
];
