//! A file's text as a tree whose nodes know their bytes.
//!
//! ron reads the whole first and says what is wrong with it, but the place of its own errors only. Then the scanner, which
//! can rely on a text that is right, finds where each value is written; what stands there ron reads.

use ron::value::RawValue;

use super::leaf::{Leaf, leaf};
use super::problem::Span;
use super::problems::Problems;

/// Deepest nesting of brackets; scenarios need about ten.
const DEEPEST: usize = 14;

/// A value in a file, with its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Where it is written.
    pub(super) span: Span,
    /// What is written.
    pub(super) value: Value,
}

/// What is written at a node.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// "…"
    Text(String),
    /// A number; whole ones also exactly.
    Number(f64, Option<i128>),
    /// true or false.
    Flag(bool),
    /// A word without quotes: Operating.
    Word(String),
    /// […]
    List(Vec<Node>),
    /// Name(field: …) or (field: …); also Name() and ().
    Record(Option<String>, Vec<Entry>),
    /// Name(…, …) or (…, …).
    Tuple(Option<String>, Vec<Node>),
    /// None.
    Nothing,
    /// Anything else that RON knows.
    Other,
}

/// A field of a record.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its name.
    pub(super) key: String,
    /// Where the name is written.
    pub(super) key_span: Span,
    /// What follows the colon.
    pub(super) node: Node,
}

impl Node {
    /// What it is, in words for a message.
    pub(super) fn kind(&self) -> String {
        match &self.value {
            Value::Text(text) => format!("the text \"{}\"", shortened(text)),
            Value::Number(..) => "a number".into(),
            Value::Flag(flag) => format!("{flag}"),
            Value::Word(word) => format!("the word {}", shortened(word)),
            Value::List(_) => "a list […]".into(),
            Value::Record(Some(name), _) => format!("{}( … )", shortened(name)),
            Value::Record(None, _) => "fields in ( … )".into(),
            Value::Tuple(Some(name), _) => format!("{}( … )", shortened(name)),
            Value::Tuple(None, _) => "values in ( … )".into(),
            Value::Nothing => "None".into(),
            Value::Other => "something else".into(),
        }
    }

    /// The field of that name, when this is a record that has it.
    pub(super) fn field(&self, name: &str) -> Option<&Node> {
        match &self.value {
            Value::Record(_, entries) => entries.iter().find(|e| e.key == name).map(|e| &e.node),
            _ => None,
        }
    }
}

/// At most forty characters of a text.
pub(super) fn shortened(text: &str) -> String {
    if text.chars().count() <= 40 { text.into() } else { text.chars().take(39).chain(['…']).collect() }
}

/// The tree of a file; `None` after a syntax problem has been noted.
pub(super) fn parse(text: &str, file: usize, problems: &mut Problems) -> Option<Node> {
    // ron counts a bracket and the value in it as two. Without extensions: the tree is what is written, its meaning is for
    // the reader of fields.
    let options = ron::Options::default().with_recursion_limit(2 * DEEPEST + 2);
    match options.from_str::<&RawValue>(text) {
        Ok(_) => Scanner { text, file, at: 0, problems }.node(0),
        Err(_) if text.trim().is_empty() => {
            let help = Some("write Scenario( … )".into());
            problems.syntax(Span { file, start: 0, end: 0 }, "this file is empty".into(), help);
            None
        }
        Err(error) => {
            let start = byte_of(text, error.span.end);
            let span = Span { file, start, end: (start + 1).min(text.len()) };
            let (why, help) = plainly(&error.code);
            problems.syntax(span, why, help);
            None
        }
    }
}

/// Goes once through a text that ron has read.
struct Scanner<'a> {
    text: &'a str,
    file: usize,
    /// The next byte to look at.
    at: usize,
    problems: &'a mut Problems,
}

impl Scanner<'_> {
    /// The value that comes next, at a depth of brackets; `None` after a problem has been noted.
    fn node(&mut self, depth: usize) -> Option<Node> {
        self.skip_space();
        let start = self.at;
        if depth > DEEPEST {
            let why = format!("brackets are nested more than {DEEPEST} deep");
            return self.refuse(start, why, "a scenario never needs that");
        }
        let value = match self.peek() {
            b'#' => {
                let help = "remove lines that begin with #!: no extensions are needed";
                return self.refuse(start, "this cannot be read".into(), help);
            }
            b'{' => {
                let help = "write (name: value, …) with round brackets, without quotes around the names";
                return self.refuse(start, "curly brackets have no meaning here".into(), help);
            }
            b'[' => Value::List(self.items(b']', depth)),
            b'(' => self.group(None, depth),
            b'"' | b'\'' => self.quoted(start),
            _ => {
                self.skip_word();
                let word = &self.text[start..self.at];
                if self.at == start {
                    // Nothing that ron lets pass; go on behind it.
                    self.at = self.text.len();
                    return Some(Node { span: self.span(start), value: Value::Other });
                }
                match self.peek() {
                    b'"' | b'\'' | b'#' if matches!(word, "r" | "b" | "br") => self.quoted(start),
                    _ => self.worded(start, depth),
                }
            }
        };
        Some(match value {
            // An optional value is the value.
            Value::Tuple(Some(name), mut items) if name == "Some" && items.len() == 1 => items.remove(0),
            value => Node { span: self.span(start), value },
        })
    }

    /// What begins with a word or a number that has just been passed.
    fn worded(&mut self, start: usize, depth: usize) -> Value {
        let end = self.at;
        self.skip_space();
        if self.peek() == b'(' {
            return self.group(Some(self.text[start..end].to_string()), depth);
        }
        self.at = end;
        match leaf(&self.text[start..end]) {
            Leaf::Unit => Value::Word(self.text[start..end].to_string()),
            other => self.scalar(start, other),
        }
    }

    /// A text or a character, from its first mark on.
    fn quoted(&mut self, start: usize) -> Value {
        let bytes = self.text.as_bytes();
        let marks = bytes[self.at..].iter().take_while(|b| **b == b'#').count();
        self.at += marks;
        let quote = self.peek();
        let raw = bytes[start..self.at].contains(&b'r');
        self.at += 1;
        while self.at < bytes.len() {
            let byte = bytes[self.at];
            self.at += 1;
            if byte == b'\\' && !raw {
                self.at += 1;
            } else if byte == quote
                && bytes[self.at..].iter().take_while(|b| **b == b'#').take(marks).count() == marks
            {
                self.at += marks;
                break;
            }
        }
        self.at = self.at.min(bytes.len());
        let read = self.text.get(start..self.at).map_or(Leaf::Other, leaf);
        self.scalar(start, read)
    }

    fn scalar(&self, start: usize, read: Leaf) -> Value {
        match read {
            Leaf::Text(text) => Value::Text(text),
            Leaf::Number(value, whole) => {
                // As the digits say; ron may have passed it through a narrower type.
                let digits: String = self.text[start..self.at].chars().filter(|c| *c != '_').collect();
                Value::Number(digits.parse().unwrap_or(value), whole)
            }
            Leaf::Flag(flag) => Value::Flag(flag),
            Leaf::Nothing => Value::Nothing,
            Leaf::Unit | Leaf::Other => Value::Other,
        }
    }

    /// What stands in round brackets: fields or values.
    fn group(&mut self, name: Option<String>, depth: usize) -> Value {
        let open = self.at;
        self.at += 1;
        if !self.begins_field() {
            self.at = open;
            let items = self.items(b')', depth);
            return if items.is_empty() {
                Value::Record(name, Vec::new())
            } else {
                Value::Tuple(name, items)
            };
        }
        let mut entries = Vec::new();
        while self.begins_field() {
            let start = self.at;
            self.skip_word();
            let key_span = self.span(start);
            let key = self.text[start..self.at].trim_start_matches("r#").to_string();
            self.skip_space();
            self.at += 1;
            entries.extend(self.node(depth + 1).map(|node| Entry { key, key_span, node }));
            self.skip_comma();
        }
        self.at += 1;
        Value::Record(name, entries)
    }

    /// The values between a bracket, which comes next, and its end.
    fn items(&mut self, end: u8, depth: usize) -> Vec<Node> {
        self.at += 1;
        let mut nodes = Vec::new();
        self.skip_space();
        while self.at < self.text.len() && self.peek() != end {
            nodes.extend(self.node(depth + 1));
            self.skip_comma();
        }
        self.at += 1;
        nodes
    }

    /// Whether a name and a colon come next; moves to the name.
    fn begins_field(&mut self) -> bool {
        self.skip_space();
        let start = self.at;
        self.skip_word();
        let named = self.at > start;
        self.skip_space();
        let field = named && self.peek() == b':';
        self.at = start;
        field
    }

    fn skip_comma(&mut self) {
        self.skip_space();
        if self.peek() == b',' {
            self.at += 1;
            self.skip_space();
        }
    }

    /// Passes the letters of a word or a number.
    fn skip_word(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let rest = rest.strip_prefix("r#").filter(|raw| !raw.starts_with(['"', '#'])).unwrap_or(rest);
        let ends = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '+' | '-' | '.'));
        self.at = self.text.len() - rest.len() + rest.find(ends).unwrap_or(rest.len());
    }

    /// Passes white space and comments.
    fn skip_space(&mut self) {
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let trimmed = rest.trim_start();
            self.at = self.text.len() - trimmed.len();
            if trimmed.starts_with("//") {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                self.at += block_comment(trimmed.as_bytes());
            } else {
                return;
            }
        }
    }

    /// The next byte; zero at the end.
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// From a byte to where the scanner is.
    fn span(&self, start: usize) -> Span {
        Span { file: self.file, start, end: self.at.min(self.text.len()).max(start) }
    }

    /// Notes a problem of a value and passes it.
    fn refuse(&mut self, start: usize, why: String, help: &str) -> Option<Node> {
        self.skip_value();
        self.problems.syntax(self.span(start), why, Some(help.to_string()));
        None
    }

    /// Passes a value without looking into it.
    fn skip_value(&mut self) {
        let mut open = 0_usize;
        while self.at < self.text.len() {
            self.skip_space();
            match self.peek() {
                b'"' | b'\'' => {
                    self.quoted(self.at);
                    continue;
                }
                b'(' | b'[' | b'{' => open += 1,
                b')' | b']' | b'}' if open == 0 => return,
                b')' | b']' | b'}' => open -= 1,
                b',' if open == 0 => return,
                _ => {}
            }
            self.at += self.text[self.at..].chars().next().map_or(1, char::len_utf8);
        }
    }
}

/// Length of the block comment that a text begins with, others in it included.
fn block_comment(text: &[u8]) -> usize {
    let (mut at, mut open) = (0, 0_usize);
    while at < text.len() {
        match &text[at..(at + 2).min(text.len())] {
            b"/*" => open += 1,
            b"*/" => open -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if open == 0 {
            return at;
        }
    }
    text.len()
}

/// The byte of a position in lines and characters, both from 1.
fn byte_of(text: &str, position: ron::error::Position) -> usize {
    let start: usize = text.split_inclusive('\n').take(position.line.saturating_sub(1)).map(str::len).sum();
    let line = &text[start.min(text.len())..];
    let within = line.char_indices().nth(position.col.saturating_sub(1)).map_or(line.len(), |(byte, _)| byte);
    start + within
}

/// A syntax error in plain words, with a hint.
fn plainly(error: &ron::Error) -> (String, Option<String>) {
    use ron::Error as E;
    let (why, help) = match error {
        E::Eof => ("the file ends too early", "a closing bracket or quote is missing"),
        E::ExpectedComma => ("a comma or a closing bracket is missing before this", ""),
        E::ExpectedArrayEnd => ("a comma or a closing \"]\" is missing before this", ""),
        E::ExpectedStructLikeEnd | E::ExpectedOptionEnd => {
            ("a comma or a closing \")\" is missing before this", "")
        }
        E::ExpectedMapColon => ("a colon is missing before this", "write name: value"),
        E::ExpectedStringEnd => ("a text has no closing quote", "close the text with \""),
        E::ExpectedChar => ("a text stands between double quotes", "write \"…\""),
        E::ExpectedAttribute => ("a line cannot begin with #", "comments begin with //"),
        E::ExpectedIdentifier => ("a field name is missing here", "write name: value"),
        E::UnclosedBlockComment => ("a comment is not closed", "close it with */"),
        E::TrailingCharacters => ("something follows the end of the scenario", "remove what follows"),
        E::ExceededRecursionLimit => {
            ("brackets are nested too deep", "a scenario needs about ten levels at most")
        }
        E::UnexpectedChar(c) => return (format!("the character {c:?} has no meaning here"), None),
        other => {
            let why = format!("this cannot be read as RON ({})", other.to_string().to_lowercase());
            return (why, Some("look for a missing quote, comma or bracket here or just before".into()));
        }
    };
    (why.into(), Some(help).filter(|h| !h.is_empty()).map(String::from))
}
