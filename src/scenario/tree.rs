//! A file's text as a tree whose nodes know their bytes; ron does the parsing, level by level.
//!
//! ron reports the place of its own errors only. A borrowed `RawValue` is a piece of the text, so its address gives
//! its place; each is parsed again for its own children. That costs depth times length, hence the limit on depth.

use ron::value::RawValue;
use serde::Deserialize;
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use std::fmt;

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
    match options().from_str::<&RawValue>(text) {
        Ok(_) => grow(text, text, file, 0, problems),
        Err(error) => {
            let start = byte_of(text, error.span.end);
            let span = Span { file, start, end: (start + 1).min(text.len()) };
            let (why, help) = plainly(&error.code);
            problems.syntax(span, why, help);
            None
        }
    }
}

/// Without extensions: the tree is what is written, its meaning is for the reader of fields.
fn options() -> ron::Options {
    // ron counts a bracket and the value in it as two.
    ron::Options::default().with_recursion_limit(2 * DEEPEST + 2)
}

/// The node of a piece of the file's text.
fn grow(text: &str, piece: &str, file: usize, depth: usize, problems: &mut Problems) -> Option<Node> {
    let Some(raw) = bare(piece) else {
        let start = offset(text, piece);
        let span = Span { file, start, end: start + piece.len() };
        let help = "remove lines that begin with #!: no extensions are needed".to_string();
        problems.syntax(span, "this cannot be read".into(), Some(help));
        return None;
    };
    let start = offset(text, raw);
    let span = Span { file, start, end: start + raw.len() };
    if depth > DEEPEST {
        let why = format!("brackets are nested more than {DEEPEST} deep");
        problems.syntax(span, why, Some("a scenario never needs that".into()));
        return None;
    }
    if raw.starts_with('{') {
        let help = "write (name: value, …) with round brackets, without quotes around the names".to_string();
        problems.syntax(span, "curly brackets have no meaning here".into(), Some(help));
        return None;
    }
    let Ok(shape) = options().from_str::<Shape<'_>>(raw) else {
        return Some(Node { span, value: Value::Other });
    };
    let mut child = |piece: &str| grow(text, piece, file, depth + 1, problems);
    let word = || raw[..raw.find(|c: char| c == '(' || c.is_whitespace()).unwrap_or(raw.len())].to_string();
    let name = || Some(word()).filter(|w| !w.is_empty() && !w.starts_with('/'));
    let value = match shape {
        Shape::Text(text) => Value::Text(text),
        Shape::Number(value, whole) => number(raw, value, whole),
        Shape::Flag(flag) => Value::Flag(flag),
        Shape::Other => Value::Other,
        Shape::Nothing => Value::Nothing,
        Shape::Unit if raw.ends_with(')') => Value::Record(name(), Vec::new()),
        Shape::Unit => Value::Word(word()),
        Shape::Some(inner) => return child(inner),
        Shape::Items(items) => {
            let nodes = items.iter().filter_map(|item| child(item)).collect();
            if raw.starts_with('[') {
                Value::List(nodes)
            } else if items.is_empty() {
                Value::Record(name(), Vec::new())
            } else {
                Value::Tuple(name(), nodes)
            }
        }
        Shape::Fields(fields) => {
            let mut entries = Vec::new();
            for (key, piece) in fields {
                let before = offset(text, piece);
                let key_start = text[start..before].rfind(&key).map_or(start, |at| start + at);
                let key_span = Span { file, start: key_start, end: (key_start + key.len()).min(before) };
                entries.extend(child(piece).map(|node| Entry { key, key_span, node }));
            }
            Value::Record(name(), entries)
        }
    };
    Some(Node { span, value })
}

/// A piece without the space and comments around it.
fn bare(piece: &str) -> Option<&str> {
    // ron has trimmed space already, so only comments at an end make another look necessary; it costs a parse.
    let commented = piece.starts_with('/') || piece.ends_with('/');
    if !commented && piece.trim().len() == piece.len() {
        return Some(piece);
    }
    RawValue::from_ron(piece).ok().map(|raw| raw.trim().get_ron())
}

/// A number as its digits say; ron may have passed it through a narrower type.
fn number(raw: &str, value: f64, whole: Option<i128>) -> Value {
    let digits: String = raw.chars().filter(|c| *c != '_').collect();
    Value::Number(digits.parse().unwrap_or(value), whole)
}

/// Where a piece begins within the text it is a piece of.
fn offset(text: &str, piece: &str) -> usize {
    (piece.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len())
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

/// One level of RON: a scalar, or the pieces of text of its children.
enum Shape<'a> {
    Text(String),
    Number(f64, Option<i128>),
    Flag(bool),
    Unit,
    Nothing,
    Some(&'a str),
    Items(Vec<&'a str>),
    Fields(Vec<(String, &'a str)>),
    Other,
}

struct ShapeVisitor;

impl<'de> Deserialize<'de> for Shape<'de> {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShapeVisitor)
    }
}

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = Shape<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Shape<'de>, E> {
        Ok(Shape::Flag(flag))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Shape<'de>, E> {
        Ok(Shape::Number(value as f64, Some(value.into())))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Shape<'de>, E> {
        Ok(Shape::Number(value as f64, Some(value.into())))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Shape<'de>, E> {
        Ok(Shape::Number(value as f64, Some(value)))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Shape<'de>, E> {
        Ok(Shape::Number(value as f64, i128::try_from(value).ok()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Shape<'de>, E> {
        Ok(Shape::Number(value, None))
    }

    fn visit_char<E: de::Error>(self, _: char) -> Result<Shape<'de>, E> {
        Ok(Shape::Other)
    }

    fn visit_bytes<E: de::Error>(self, _: &[u8]) -> Result<Shape<'de>, E> {
        Ok(Shape::Other)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Shape<'de>, E> {
        Ok(Shape::Text(text.into()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Shape<'de>, E> {
        Ok(Shape::Unit)
    }

    fn visit_none<E: de::Error>(self) -> Result<Shape<'de>, E> {
        Ok(Shape::Nothing)
    }

    fn visit_some<D: de::Deserializer<'de>>(self, inner: D) -> Result<Shape<'de>, D::Error> {
        <&RawValue>::deserialize(inner).map(|raw| Shape::Some(raw.get_ron()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Shape<'de>, A::Error> {
        let mut pieces = Vec::new();
        while let Some(raw) = items.next_element::<&RawValue>()? {
            pieces.push(raw.get_ron());
        }
        Ok(Shape::Items(pieces))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Shape<'de>, A::Error> {
        let mut pieces = Vec::new();
        while let Some(key) = fields.next_key::<String>()? {
            pieces.push((key, fields.next_value::<&RawValue>()?.get_ron()));
        }
        Ok(Shape::Fields(pieces))
    }
}
