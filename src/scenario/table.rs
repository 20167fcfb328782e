//! Tables: the rows of a CSV file under its header.

use csv::{ReaderBuilder, StringRecord, Trim};

use super::problem::Span;
use super::reader::Reader;
use super::tree::{Node, shortened};

/// A table of a file; no row has more cells than the header.
pub(super) struct Table {
    /// The names of the columns, each once.
    pub(super) header: Vec<String>,
    /// The rows and where each stands.
    pub(super) rows: Vec<(Span, StringRecord)>,
    /// Where the header stands.
    pub(super) top: Span,
}

impl Table {
    /// Where a column stands in each row.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }
}

impl Reader {
    /// The table in a file that a scenario names; `None` after a problem.
    pub(super) fn csv_table(&mut self, file: &Node, name: &str) -> Option<Table> {
        let index = match self.files.open_table(file.span.file, name) {
            Ok(index) => index,
            Err(error) => {
                self.problems.unreadable(file.span, name, &error);
                return None;
            }
        };
        let text = self.files.text(index);
        let mut reader = ReaderBuilder::new()
            .comment(Some(b'#'))
            .trim(Trim::All)
            .flexible(true)
            .from_reader(text.as_bytes());
        let header: Vec<String> =
            reader.headers().map(|h| h.iter().map(String::from).collect()).unwrap_or_default();
        let top = Span { file: index, start: 0, end: text.len().min(1) };
        let again = |(n, name): (usize, &String)| header[..n].contains(name).then(|| name.clone());
        if let Some(name) = header.iter().enumerate().find_map(again) {
            let message = format!("two columns of this table are named \"{}\"", shortened(&name));
            self.problems.table(top, message, "give each column a name of its own");
            return None;
        }
        let mut rows = Vec::new();
        for row in reader.records() {
            // Text that is UTF-8 has no row that cannot be read.
            let Ok(row) = row else { break };
            let byte = row.position().map_or(0, |position| position.byte() as usize);
            let span = row_span(index, byte, &text);
            if row.len() > header.len() {
                let message = format!(
                    "this row has {} cells, but the header names {} columns",
                    row.len(),
                    header.len()
                );
                let help = "a comma parts two cells: write decimals with a point, as 1.5";
                self.problems.table(span, message, help);
                return None;
            }
            rows.push((span, row));
        }
        if rows.is_empty() {
            self.problems.table(
                top,
                "this table has no rows".into(),
                "write one row at least below the header",
            );
            return None;
        }
        Some(Table { header, rows, top })
    }
}

/// Where a row stands: its position is where the one before it ended; the label belongs on the first byte that is its
/// own.
fn row_span(file: usize, byte: usize, text: &str) -> Span {
    let start = text.get(byte..).map_or(byte, |rest| byte + rest.len() - rest.trim_start().len());
    let end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| start + n);
    Span { file, start: start.min(end), end }
}
