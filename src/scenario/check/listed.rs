//! Lists of arrivals and orders: written one by one, or read from a table.

use csv::StringRecord;

use crate::scenario::curves::Run;
use crate::scenario::fields::Fields;
use crate::scenario::format::{ARRIVAL, ORDER, Section, TABLE};
use crate::scenario::problem::Span;
use crate::scenario::problems::nearest;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::table::Table;
use crate::scenario::tree::{Node, Value, shortened};
use crate::spec::Listed;
use crate::units::{Date, Time, parse_duration};

/// What a list of times holds.
pub(super) struct Entry {
    section: &'static Section,
    /// Whether units are whole ones.
    whole: bool,
}

pub(super) const LOTS: Entry = Entry { section: &ARRIVAL, whole: true };
pub(super) const ORDERS_OF_UNITS: Entry = Entry { section: &ORDER, whole: true };
pub(super) const ORDERS_OF_MATERIAL: Entry = Entry { section: &ORDER, whole: false };

/// A column of a table that is read: the field of an entry, and its place in each row.
type Column = (&'static str, usize);

/// Why a cell is no moment of the run.
enum Unread {
    /// It is before it.
    Before,
    /// It is none, or not written so that all understand the same.
    Form,
}

impl Reader {
    /// A list of arrivals or orders, put into the order of time.
    pub(super) fn times(&mut self, node: &Node, entry: &Entry, run: Run) -> Option<Vec<Listed>> {
        let read = match &node.value {
            Value::Record(Some(word), _) if word == "Table" => {
                let fields = self.open(node, &TABLE, "");
                self.listed_table(&fields, entry, run)
            }
            _ => self.list(node, "times").iter().map(|node| self.listed(node, entry, run)).collect(),
        };
        read.map(|mut list: Vec<Listed>| {
            list.sort_by_key(|listed| listed.at);
            list
        })
    }

    fn listed(&mut self, node: &Node, entry: &Entry, run: Run) -> Option<Listed> {
        if matches!(node.value, Value::Text(_)) {
            let listed = Listed { at: self.moment(node, run)?, ..Listed::default() };
            return self.possible(&listed, entry, run, |r, _, message, help| {
                r.problems.range(node.span, message, help);
            });
        }
        let fields = self.open(node, entry.section, "");
        let at = fields.need(self, "at", "a date, or a time since the start");
        let at = at.and_then(|node| self.moment(node, run));
        let units = fields.get("units").map(|_| fields.number(self, "units", None, Range::POSITIVE));
        let class = fields.get("class").map(|_| fields.count(self, "class", None, 1, 255) as u8);
        let due = match fields.get("due") {
            Some(node) => Some(self.moment(node, run)?),
            None => None,
        };
        let price = fields.get("price").map(|_| fields.number(self, "price", None, Range::NOT_NEGATIVE));
        let listed = Listed { at: at?, units, lots: fields.count_if(self, "lots", 1), due, class, price };
        self.possible(&listed, entry, run, |r, field, message, help| {
            let span = fields.get(field).map_or(fields.span, |node| node.span);
            r.problems.range(span, message, help);
        })
    }

    /// What is listed, if it can happen; else `note` is told in which field, what is wrong and how to mend it.
    fn possible(
        &mut self,
        listed: &Listed,
        entry: &Entry,
        run: Run,
        note: impl Fn(&mut Reader, &str, String, &str),
    ) -> Option<Listed> {
        if run.known && listed.at.since(Time::ZERO) >= run.length {
            let message = format!("this is after the run, whose last day is {}", run.last_day());
            note(self, "at", message, "remove it, or let the run be longer");
            return None;
        }
        if listed.due.is_some_and(|due| due < listed.at) {
            note(self, "due", "this is due before it is there".into(), "write a due date after at");
            return None;
        }
        if let Some(units) = listed.units.filter(|units| entry.whole && units.round() < 1.0) {
            note(self, "units", format!("{units} units round to none"), "write whole units, 1 or more");
            return None;
        }
        Some(*listed)
    }

    /// Arrivals or orders from a table.
    fn listed_table(&mut self, fields: &Fields<'_>, entry: &Entry, run: Run) -> Option<Vec<Listed>> {
        let file = fields.need(self, "file", "\"orders.csv\"")?;
        let name = self.text(file, "the path of a file", "\"orders.csv\"")?;
        let (others, skips) = (fields.flag(self, "others"), fields.flag(self, "skips_outside"));
        let mut table = self.csv_table(file, &name)?;
        let wanted = self.only(fields, &mut table, &name)?;
        let columns = self.columns(fields, &table, &name, entry)?;
        let known: Vec<String> = columns.iter().map(|(_, place)| table.header[*place].clone()).collect();
        let read = |column: &&String| known.contains(column) || wanted.contains(column);
        if let Some(unknown) = table.header.iter().find(|column| !others && !read(column)) {
            let names = entry.section.names();
            let help = match nearest(unknown, names.iter().copied()) {
                Some(near) => format!("did you mean \"{near}\"? With others: true it is passed over"),
                None => format!("read are {}; with others: true the rest is passed over", names.join(", ")),
            };
            let message = format!("nothing is read from the column \"{}\"", shortened(unknown));
            self.problems.table(table.top, message, &help);
            return None;
        }
        let mut list = Vec::with_capacity(table.rows.len());
        for (span, row) in &table.rows {
            let Some(listed) = self.row_of(&table, *span, row, &columns, run, skips)? else { continue };
            if skips && run.known && listed.at.since(Time::ZERO) >= run.length {
                continue;
            }
            list.push(self.possible(&listed, entry, run, |r, field, message, help| {
                r.problems.table(*span, format!("{field}: {message}"), help);
            })?);
        }
        if list.is_empty() {
            let message = "no row of this table is within the run".to_string();
            self.problems.table(table.top, message, "let the run cover some rows, or name another table");
            return None;
        }
        Some(list)
    }

    /// The columns that an entry is read from, each by the name that is written for it, or by its own.
    fn columns(
        &mut self,
        fields: &Fields<'_>,
        table: &Table,
        file: &str,
        entry: &Entry,
    ) -> Option<Vec<Column>> {
        let mut columns = Vec::new();
        for field in ["at", "units", "lots", "due", "class", "price"] {
            let own = entry.section.names().contains(&field);
            let Some(node) = fields.get(field) else {
                columns.extend(table.column(field).filter(|_| own).map(|place| (field, place)));
                continue;
            };
            if !own {
                let message = format!("{} has no {field}", entry.section.what);
                self.problems.conflict(node.span, message, "remove it");
                return None;
            }
            let name = self.text(node, "the name of a column", "\"Order date\"")?;
            columns.push((field, self.column_of(node, table, &name, file)?));
        }
        if !columns.iter().any(|(field, _)| *field == "at") {
            let message = "this table has no column \"at\"".to_string();
            let help = "name one column at, or write which it is, as at: \"Order date\"";
            self.problems.table(table.top, message, help);
            return None;
        }
        Some(columns)
    }

    /// What a row lists; nothing where it is before the run and that is left out.
    fn row_of(
        &mut self,
        table: &Table,
        span: Span,
        row: &StringRecord,
        columns: &[Column],
        run: Run,
        skips: bool,
    ) -> Option<Option<Listed>> {
        let mut listed = Listed::default();
        for (field, place) in columns {
            let Some(cell) = row.get(*place).filter(|cell| !cell.is_empty()) else {
                if *field == "at" {
                    let message = format!("at: this row has no {}", table.header[*place]);
                    self.problems.table(span, message, "write when, or remove the row");
                    return None;
                }
                continue;
            };
            let number = |low: f64| table.number(cell).filter(|number| *number >= low && *number < 1e15);
            let read = match *field {
                "at" | "due" => {
                    let moment = moment_in(cell, run);
                    if let Err(Unread::Before) = moment {
                        if skips && *field == "at" {
                            return Some(None);
                        }
                        let message =
                            format!("{field}: this is before the run, which starts on {}", run.start);
                        let help = "remove it, let the run start earlier, or write skips_outside: true";
                        self.problems.table(span, message, help);
                        return None;
                    }
                    let moment = moment.ok();
                    match *field {
                        "at" => listed.at = moment.unwrap_or_default(),
                        _ => listed.due = moment,
                    }
                    moment.is_some()
                }
                "units" => {
                    listed.units = number(f64::MIN_POSITIVE);
                    listed.units.is_some()
                }
                "price" => {
                    listed.price = number(0.0);
                    listed.price.is_some()
                }
                "lots" => {
                    listed.lots = cell.parse().ok().filter(|lots| *lots > 0);
                    listed.lots.is_some()
                }
                _ => {
                    listed.class = cell.parse().ok().filter(|class| *class > 0);
                    listed.class.is_some()
                }
            };
            if !read {
                let message = format!("the value \"{}\" of this row is no {field}", shortened(cell));
                let help = match *field {
                    "at" | "due" => {
                        "write a date as 2020-01-07, with a time of day as 2020-01-07 08:30 (local, without a zone), or a \
                         time since the start as 36h"
                            .into()
                    }
                    "units" => table.form_of("a number above 0"),
                    "price" => table.form_of("a number of 0 or more"),
                    "class" => "write a whole number from 1 (most urgent) to 255".into(),
                    _ => "write a whole number from 1 on".into(),
                };
                self.problems.table(span, message, &help);
                return None;
            }
        }
        Some(Some(listed))
    }
}

/// A moment of the run, or after it, as a cell has it.
fn moment_in(cell: &str, run: Run) -> Result<Time, Unread> {
    match Date::parse_with_time(cell) {
        Some((date, time)) => run.instant(date).map(|day| day.after(time)).ok_or(Unread::Before),
        None => parse_duration(cell).map(|time| Time::ZERO.after(time)).map_err(|_| Unread::Form),
    }
}
