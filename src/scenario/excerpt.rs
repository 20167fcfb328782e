//! What is shown of a file beside a problem: its lines, of long ones only the part that is meant.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::sync::Arc;

/// Characters of a line that are shown at most.
const LONGEST: usize = 160;
/// Characters shown before what is meant, where a line is cut.
const BEFORE: usize = 40;
/// Lines farther from what is meant than this are never shown [bytes].
const FAR: usize = 4 * LONGEST;

/// A stretch of a text [bytes]: where it begins, and how long it is.
pub(super) type Stretch = (usize, usize);

/// A file with its name, cut for showing.
#[derive(Clone)]
pub(super) struct Excerpt {
    name: String,
    text: Arc<str>,
    /// Where the problem is in the whole file [line and column from 1; characters].
    place: (usize, usize),
    /// The same place in the text shown [bytes].
    start: usize,
}

impl Excerpt {
    /// The excerpt around stretches of a text, the first of which is the problem's place, and where they are in it; a
    /// stretch that is not shown is left out, but never the first.
    pub(super) fn around(
        name: &str,
        text: Arc<str>,
        stretches: &[Stretch],
    ) -> (Excerpt, Vec<Option<Stretch>>) {
        let start = stretches.first().map_or(0, |(start, _)| *start);
        let place = line_column(&text, start);
        let (text, moved) = if text.lines().any(is_long) {
            let (text, moved) = cut(&text, stretches);
            (text.into(), moved)
        } else {
            (text, stretches.iter().copied().map(Some).collect())
        };
        let start = moved.first().copied().flatten().map_or(0, |(start, _)| start);
        (Excerpt { name: name.into(), text, place, start }, moved)
    }

    /// The file's name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Where the problem is in the whole file [line and column from 1; the column counts characters].
    pub(super) fn place(&self) -> (usize, usize) {
        self.place
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let read = self.text.read_span(span, before, after)?;
        // What is read without lines around it is only asked where it is: that is said of the whole file.
        let (line, column) = if (before, after) == (0, 0) && span.offset() == self.start {
            (self.place.0 - 1, self.place.1 - 1)
        } else {
            (read.line(), read.column())
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            read.data(),
            *read.span(),
            line,
            column,
            read.line_count(),
        )))
    }
}

/// Line and column of a byte [both from 1; the column counts characters].
fn line_column(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    (line, before.rsplit('\n').next().unwrap_or("").chars().count() + 1)
}

fn is_long(line: &str) -> bool {
    line.len() > LONGEST && line.chars().count() > LONGEST
}

/// The text with long lines cut and lines far away empty, and where the stretches are in it.
fn cut(text: &str, stretches: &[Stretch]) -> (String, Vec<Option<Stretch>>) {
    let first = stretches.iter().map(|(start, _)| *start).min().unwrap_or(0);
    let last = stretches.iter().map(|(start, length)| start + length).max().unwrap_or(0);
    let mut shown = String::new();
    let mut moved = vec![None; stretches.len()];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let last_line = end == text.len();
        let inside = |start: usize| start >= at && (start < end || (last_line && start == end));
        let meant = stretches.iter().map(|(start, _)| *start).find(|start| inside(*start));
        let bare = line.trim_end_matches(['\n', '\r']);
        if meant.is_none() && (end + FAR < first || at > last + FAR) {
            shown.push('\n');
        } else {
            let (from, to) =
                if is_long(bare) { window(bare, meant.map(|byte| byte - at)) } else { (0, line.len()) };
            let mark = if from > 0 { "…" } else { "" };
            let begin = shown.len() + mark.len();
            shown.push_str(mark);
            shown.push_str(&line[from..to]);
            if to < bare.len() {
                shown.push('…');
            }
            if to < line.len() {
                shown.push('\n');
            }
            for ((start, length), moved) in stretches.iter().zip(&mut moved) {
                if inside(*start) && (from..=to).contains(&(start - at)) {
                    let start = start - at;
                    *moved = Some((begin + start - from, (*length).min(to - start)));
                }
            }
        }
        at = end;
    }
    (shown, moved)
}

/// The bytes of a long line that are shown, so that a byte of it is among them.
fn window(line: &str, meant: Option<usize>) -> (usize, usize) {
    let byte_after = |from: usize, characters: usize| {
        line[from..].char_indices().nth(characters).map_or(line.len(), |(byte, _)| from + byte)
    };
    let before = line[..meant.unwrap_or(0).min(line.len())].chars().count();
    let from = if before + BEFORE <= LONGEST { 0 } else { byte_after(0, before - BEFORE) };
    (from, byte_after(from, LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stretch shown of a text for the one of this word, the place said, and the text shown.
    fn around(text: &str, word: &str) -> (String, (usize, usize), String) {
        let start = text.find(word).unwrap_or_default();
        let (excerpt, moved) = Excerpt::around("a.ron", text.into(), &[(start, word.len())]);
        let (start, length) = moved.first().copied().flatten().unwrap_or_default();
        (excerpt.text[start..start + length].into(), excerpt.place(), excerpt.text.to_string())
    }

    #[test]
    fn short_lines_stay() {
        assert_eq!(around("a\nbad c\n", "bad"), ("bad".into(), (2, 1), "a\nbad c\n".into()));
    }

    #[test]
    fn a_long_line_is_cut_around_what_is_meant() {
        let text = format!("first\n{}bad{}\nlast", "甬".repeat(1_000), "x".repeat(1_000_000));
        let (word, place, shown) = around(&text, "bad");
        assert_eq!((word.as_str(), place), ("bad", (2, 1_001)));
        let middle = format!("…{}bad{}…", "甬".repeat(BEFORE), "x".repeat(LONGEST - BEFORE - 3));
        assert_eq!(shown, format!("\n{middle}\n\n"), "and what is far is not kept");
        let whole = format!("first\n{}\nlast", "x".repeat(1_000));
        let (word, place, shown) = around(&whole, "first");
        assert_eq!((word.as_str(), place), ("first", (1, 1)));
        assert_eq!(shown, format!("first\n{}…\n\n", "x".repeat(LONGEST)));
    }

    #[test]
    fn what_is_meant_is_never_longer_than_what_is_shown() {
        let long = "y".repeat(400);
        let (word, place, _) = around(&format!("{}{long}", " ".repeat(150)), &long);
        assert_eq!((word.len(), place), (LONGEST - BEFORE, (1, 151)));
        let end = "z".repeat(300);
        let (excerpt, moved) = Excerpt::around("a.ron", end.as_str().into(), &[(300, 0)]);
        assert_eq!((moved, excerpt.place()), (vec![Some((3 + BEFORE, 0))], (1, 301)));
    }
}
