//! The collector of problems: one function for each kind of mistake, so that one place has every message.

use super::files::{Files, LIMITS};
use super::problem::{Problem, Span};

/// The collector of problems.
#[derive(Default)]
pub(super) struct Problems {
    list: Vec<Draft>,
    /// Whether a part of the scenario could not be read at all.
    part_lost: bool,
}

/// A problem before it is joined with the text it points at.
#[derive(PartialEq)]
struct Draft {
    code: &'static str,
    message: String,
    help: Option<String>,
    span: Span,
    label: String,
    also: Option<(Span, String)>,
}

impl Problems {
    /// Notes a problem; the same one at the same place only once, and nothing of a value that is of a wrong kind already.
    fn note(&mut self, code: &'static str, span: Span, message: String, label: &str, help: Option<String>) {
        let draft = Draft { code, message, help, span, label: label.into(), also: None };
        if !self.is_full() && !self.list.iter().any(|before| before.covers(&draft)) {
            self.list.push(draft);
        }
    }

    /// Whether a part of the scenario could not be read, so that what is missing may stand there.
    pub(super) fn part_is_lost(&self) -> bool {
        self.part_lost
    }

    /// From now on nobody is blamed for naming what stood in a part that could not be read.
    pub(super) fn lose_part(&mut self) {
        self.part_lost = true;
    }

    /// Whether nothing is wrong so far.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether no more are noted; what would be costly to say about them need not be found.
    pub(super) fn is_full(&self) -> bool {
        self.list.len() >= MOST
    }

    /// How many have been noted.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The problems in file order, each with the text it points at.
    pub(super) fn finish(mut self, files: &Files) -> Vec<Problem> {
        if self.part_lost {
            self.list.retain(|draft| !OF_OTHERS.contains(&draft.code));
        }
        self.list.sort_by_key(|draft| draft.span);
        self.list.into_iter().map(|draft| draft.placed(files)).collect()
    }

    pub(super) fn syntax(&mut self, span: Span, why: String, help: Option<String>) {
        self.note("scenario::syntax", span, why, "here", help);
    }

    pub(super) fn unreadable(&mut self, span: Span, path: &str, error: &std::io::Error) {
        // The system's own words differ between systems and languages.
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".into(),
            std::io::ErrorKind::PermissionDenied => "reading it is not allowed".into(),
            std::io::ErrorKind::IsADirectory => "it is a folder".into(),
            _ => error.to_string(),
        };
        let message = format!("the file \"{path}\" cannot be read: {why}");
        let help = match error.kind() {
            std::io::ErrorKind::FileTooLarge => LIMITS.to_string(),
            _ => "paths are relative to the file that names them".into(),
        };
        self.note("scenario::unreadable-file", span, message, "named here", Some(help));
    }

    /// A file that is named as a part of itself.
    pub(super) fn circle(&mut self, span: Span, path: &str) {
        let message = format!("the file \"{path}\" cannot be a part of itself");
        let help = Some("name a file that holds this part alone".into());
        self.note("scenario::unreadable-file", span, message, "named here", help);
    }

    /// A field that is not among those known; the result is the one that may be meant.
    pub(super) fn unknown_field(
        &mut self,
        span: Span,
        found: &str,
        what: &str,
        known: &[&'static str],
    ) -> Option<&'static str> {
        if self.is_full() {
            return None;
        }
        let message = format!("{what} has no field \"{found}\"");
        let near = nearest(found, known.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("the fields are {}", known.join(", ")),
        };
        self.note("scenario::unknown-field", span, message, "not known here", Some(help));
        near
    }

    pub(super) fn duplicate_field(&mut self, span: Span, name: &str) {
        let help = Some("keep one of them".into());
        self.note("scenario::duplicate-field", span, format!("\"{name}\" is written twice"), "again", help);
    }

    pub(super) fn missing_field(&mut self, span: Span, what: &str, name: &str, form: &str) {
        let message = format!("{what} needs the field \"{name}\"");
        let help = Some(format!("write {name}: {form}"));
        self.note("scenario::missing-field", span, message, "missing here", help);
    }

    pub(super) fn wrong_type(&mut self, span: Span, expected: &str, found: &str, form: &str) {
        let message = format!("expected {expected}, found {found}");
        let label = format!("this is {found}");
        self.note("scenario::wrong-type", span, message, &label, Some(format!("write {form}")));
    }

    pub(super) fn unknown_variant(&mut self, span: Span, found: &str, what: &str, known: &[&str]) {
        if self.is_full() {
            return;
        }
        let message = format!("\"{found}\" is not {what}");
        let help = match nearest(found, known.iter().copied()) {
            Some(near) => format!("did you mean {near}? Possible are {}", known.join(", ")),
            None => format!("possible are {}", known.join(", ")),
        };
        self.note("scenario::unknown-variant", span, message, "not known here", Some(help));
    }

    pub(super) fn unit(&mut self, span: Span, message: String, help: String) {
        self.note("scenario::unit", span, message, "this quantity", Some(help));
    }

    pub(super) fn range(&mut self, span: Span, message: String, help: &str) {
        self.note("scenario::out-of-range", span, message, "this value", Some(help.into()));
    }

    pub(super) fn distribution(&mut self, span: Span, why: &str) {
        let message = format!("these parameters make no distribution: {why}");
        self.note("scenario::distribution", span, message, "this distribution", None);
    }

    pub(super) fn bad_name(&mut self, span: Span, message: String, help: &str) {
        self.note("scenario::bad-name", span, message, "this name", Some(help.into()));
    }

    pub(super) fn duplicate_name(&mut self, span: Span, first: Span, kind: &str, name: &str) {
        let message = format!("there are two {kind} named \"{name}\"");
        self.note("scenario::duplicate-name", span, message, "again", Some("give one another name".into()));
        if let Some(draft) = self.list.last_mut()
            && draft.span == span
            && first.file == span.file
        {
            draft.also = Some((first, "the first one".into()));
        }
    }

    /// A reference to something that is not there; `owner` says where it was looked for.
    pub(super) fn unknown_name(
        &mut self,
        span: Span,
        kind: &str,
        found: &str,
        owner: &str,
        known: &[String],
    ) {
        // Where one has no name, after a problem of its own, it may be the one that is meant.
        if self.is_full() || known.iter().any(String::is_empty) {
            return;
        }
        let message = format!("there is no {kind} \"{found}\" in {owner}");
        let help = match nearest(found, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None if known.is_empty() => format!("no {kind} is written there"),
            None => format!("known are {}", listed(known)),
        };
        self.note("scenario::unknown-name", span, message, "not known", Some(help));
    }

    pub(super) fn date(&mut self, span: Span, found: &str) {
        let message = format!("\"{found}\" is not a date");
        self.note("scenario::bad-date", span, message, "this date", Some("write \"2020-01-06\"".into()));
    }

    pub(super) fn calendar(&mut self, span: Span, message: String, help: &str) {
        self.note("scenario::bad-calendar", span, message, "these hours", Some(help.into()));
    }

    pub(super) fn curve(&mut self, span: Span, message: String, help: &str) {
        self.note("scenario::bad-curve", span, message, "this curve", Some(help.into()));
    }

    pub(super) fn table(&mut self, span: Span, message: String, help: &str) {
        self.note("scenario::bad-table", span, message, "in this table", Some(help.into()));
    }

    pub(super) fn batch(&mut self, span: Span, message: String, help: &str) {
        self.note("scenario::bad-batch", span, message, "this batch", Some(help.into()));
    }

    pub(super) fn crew(&mut self, span: Span, pool: &str, workers: u32, has: u32) {
        let message =
            format!("{workers} workers are needed, but the pool \"{pool}\" never has more than {has}");
        let help = format!("ask for {has} workers at most, or give the pool a larger headcount");
        self.note("scenario::crew-too-large", span, message, "this crew", Some(help));
    }

    pub(super) fn endless(&mut self, span: Span, message: String, help: &str) {
        self.note("scenario::endless-supply", span, message, "here", Some(help.into()));
    }

    pub(super) fn no_machines(&mut self, span: Span, message: String, help: &str) {
        self.note("scenario::no-machines", span, message, "here", Some(help.into()));
    }

    pub(super) fn one_of(&mut self, span: Span, what: &str, fields: &str, found: usize) {
        let how = if found == 0 { "none is" } else { "several are" };
        let message = format!("{what} needs exactly one of {fields}; {how} written");
        self.note("scenario::one-of", span, message, "here", Some(format!("write one of {fields}")));
    }

    pub(super) fn stop(&mut self, span: Span, message: String, help: &str) {
        self.note("scenario::stop", span, message, "here", Some(help.into()));
    }

    /// A change that names nothing in `plant`.
    pub(super) fn effect(&mut self, span: Span, by: Changer<'_>, plant: &str, nothing: &str, help: String) {
        let (who, what) = match by {
            Changer::Upgrade(name) => (format!("upgrade \"{name}\" is installed"), by.what()),
            Changer::Sweep(name) => (format!("sweep \"{name}\" is made"), by.what()),
        };
        let message =
            format!("{who} at plant \"{plant}\", which has no {nothing}: the {what} would change nothing");
        self.note("scenario::effect-on-nothing", span, message, "not in that plant", Some(help));
    }

    pub(super) fn conflict(&mut self, span: Span, message: String, help: &str) {
        self.note("scenario::conflict", span, message, "here", Some(help.into()));
    }

    pub(super) fn wrong_override(&mut self, span: Span, message: String, help: String) {
        self.note("scenario::override", span, message, "looked for here", Some(help));
    }
}

/// What changes parameters of a plant, by its name.
#[derive(Clone, Copy)]
pub(super) enum Changer<'a> {
    Upgrade(&'a str),
    Sweep(&'a str),
}

impl<'a> Changer<'a> {
    /// What would be removed, where it changes nothing.
    pub(super) fn what(self) -> &'static str {
        match self {
            Changer::Upgrade(_) => "effect",
            Changer::Sweep(_) => "sweep",
        }
    }

    /// Its name.
    pub(super) fn name(self) -> &'a str {
        let (Changer::Upgrade(name) | Changer::Sweep(name)) = self;
        name
    }
}

/// Codes of problems with what stands elsewhere.
const OF_OTHERS: [&str; 2] = ["scenario::unknown-name", "scenario::effect-on-nothing"];

/// The most problems noted; a file with more is not read to the end by anybody.
const MOST: usize = 200;

impl Draft {
    /// Whether another one says nothing new: it is the same, or follows from this one.
    fn covers(&self, other: &Draft) -> bool {
        let of_kind = |draft: &Draft| draft.code == "scenario::wrong-type";
        let follows = self.span == other.span
            && match self.code {
                "scenario::wrong-type" => other.code != "scenario::missing-field",
                "scenario::missing-field" => of_kind(other),
                _ => false,
            };
        follows || self == other
    }

    fn placed(self, files: &Files) -> Problem {
        let labels = std::iter::once((self.span, self.label)).chain(self.also).collect();
        Problem::new(self.code, self.message, self.help, labels, files.shown(self.span.file))
    }
}

/// The known name nearest to a misspelt one; `None` when none is near.
pub(super) fn nearest<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Distances grow with the product of lengths, so a hostile name is not compared.
    if found.chars().count() > 100 {
        return None;
    }
    let lower = found.to_lowercase();
    known
        .take(2_000)
        .map(|name| (strsim::damerau_levenshtein(&lower, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance * 3 <= name.chars().count().max(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Names in quotes, not more than a dozen.
pub(super) fn listed(names: &[String]) -> String {
    let mut text = names.iter().take(12).map(|n| format!("\"{n}\"")).collect::<Vec<_>>().join(", ");
    if names.len() > 12 {
        text.push_str(&format!(" and {} more", names.len() - 12));
    }
    text
}
