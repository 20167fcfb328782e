//! Tables: the rows of a CSV file under its header.

use csv::{ReaderBuilder, StringRecord, Trim};

use super::fields::Fields;
use super::problem::Span;
use super::reader::Reader;
use super::tree::{Node, Value, shortened};

/// A table of a file; no row has more cells than the header, none has nothing but empty ones.
pub(super) struct Table {
    /// The names of the columns, each once.
    pub(super) header: Vec<String>,
    /// The rows and where each stands.
    pub(super) rows: Vec<(Span, StringRecord)>,
    /// Where the header stands.
    pub(super) top: Span,
    /// What parts its cells.
    parted_by: u8,
}

impl Table {
    /// Where a column stands in each row.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }

    /// The number in a cell, as all who read it understand it. Where no comma parts cells, one may stand for the point; then
    /// three digits behind a point may be thousands.
    pub(super) fn number(&self, cell: &str) -> Option<f64> {
        let number = match (cell.split_once(','), cell.split_once('.')) {
            (None, Some((whole, part))) if self.parted_by != b',' => {
                let thousands = part.len() == 3 && !whole.trim_start_matches(['-', '+', '0']).is_empty();
                if thousands { None } else { cell.parse::<f64>().ok() }
            }
            (Some((whole, part)), None) if self.parted_by != b',' => format!("{whole}.{part}").parse().ok(),
            _ => cell.parse().ok(),
        };
        number.filter(|number| number.is_finite())
    }

    /// How a number is written.
    pub(super) fn form_of(&self, number: &str) -> String {
        match self.parted_by {
            b',' => format!("write {number}, decimals with a point, as 1.5"),
            _ => format!(
                "write {number}, decimals with a comma or point, as 1,5, and thousands without either"
            ),
        }
    }
}

/// What parts the cells of a table, and where its header begins: as the first line of some programs says (sep=;), else
/// what its header has most of, commas, semicolons or tabs.
fn parted_by(text: &str) -> (u8, usize) {
    let first = text.lines().next().unwrap_or("");
    if let Some(&[mark]) = first.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        return (mark, text.find('\n').map_or(text.len(), |end| end + 1));
    }
    let header = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or("");
    // What stands in quotes parts nothing.
    let marks =
        |mark: &u8| header.split('"').step_by(2).flat_map(str::bytes).filter(|byte| byte == mark).count();
    (*[b'\t', b';', b','].iter().max_by_key(|mark| marks(mark)).unwrap_or(&b','), 0)
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
        let (parted_by, begin) = parted_by(&text);
        let mut reader = ReaderBuilder::new()
            .delimiter(parted_by)
            .comment(Some(b'#'))
            .trim(Trim::All)
            .flexible(true)
            .from_reader(&text.as_bytes()[begin..]);
        let mut header: Vec<String> =
            reader.headers().map(|h| h.iter().map(String::from).collect()).unwrap_or_default();
        // Columns without a name, behind the last one, are what is left of cells that were emptied.
        header.truncate(header.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1));
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
            let byte = row.position().map_or(0, |position| begin + position.byte() as usize);
            let span = row_span(index, byte, &text);
            let written = |place: &usize| row.get(*place).is_some_and(|cell| !cell.is_empty());
            let Some(last) = (0..row.len()).rev().find(written) else { continue };
            if last >= header.len() {
                let message =
                    format!("this row has {} cells, but the header names {} columns", last + 1, header.len());
                let help = match parted_by {
                    b',' => "a comma parts two cells: write decimals with a point, as 1.5",
                    _ => "give each column a name in the header",
                };
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
        Some(Table { header, rows, top, parted_by })
    }
}

impl Reader {
    /// Keeps the rows that are asked for; the columns by which they are.
    pub(super) fn only(&mut self, fields: &Fields<'_>, table: &mut Table, file: &str) -> Option<Vec<String>> {
        let mut columns = Vec::new();
        for node in fields.list(self, "only") {
            let parts = match &node.value {
                Value::Tuple(None, parts) => parts.as_slice(),
                _ => &[],
            };
            let [Node { value: Value::Text(column), .. }, Node { value: Value::Text(wanted), .. }] = parts
            else {
                let form = "(\"product\", \"mask\")";
                self.problems.wrong_type(node.span, "a column and what its cells hold", &node.kind(), form);
                return None;
            };
            let place = self.column_of(node, table, column, file)?;
            table.rows.retain(|(_, row)| row.get(place) == Some(wanted.as_str()));
            if table.rows.is_empty() {
                let message = format!("no row of this table has \"{}\" there", shortened(wanted));
                self.problems.table(node.span, message, "write it as it stands in the table");
                return None;
            }
            columns.push(column.clone());
        }
        Some(columns)
    }
}

/// Where a row stands: its position is where the one before it ended; the label belongs on the first byte that is its
/// own.
fn row_span(file: usize, byte: usize, text: &str) -> Span {
    let start = text.get(byte..).map_or(byte, |rest| byte + rest.len() - rest.trim_start().len());
    let end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| start + n);
    Span { file, start: start.min(end), end }
}
