//! What a user reads on the terminal: plain printing, and the end of a run.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, Width};
use serde_json::Value;

use super::error::Error;
use crate::experiment::Results;
use crate::report::figures::{count, number, percent};
use crate::report::{self, FundingTable, Row};
use crate::spec::Spec;

/// Columns that every terminal has.
const WIDTH: u16 = 80;
/// Longest name of an option that is not broken over lines.
const LONGEST_NAME: usize = 19;
/// Most rows of the table of measures; the report has them all.
const MOST_ROWS: usize = 20;
/// What is said of customers of the region, of factories and stations, and of stores.
const CUSTOMERS: [&str; 5] = ["", "ordered/h", "came/h", "time to come", "largest gap"];
const FACTORIES: [&str; 5] = ["", "good units/h", "busy", "queue [lots]", "wait [s]"];
const STORES: [&str; 5] = ["store", "on hand", "owed", "served in time", "orders/h"];

/// Prints data on standard output. A reader that has gone away (`| head`) is no failure.
pub(super) fn print(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Error::Screen(error)),
        _ => Ok(()),
    }
}

/// Says a line on standard error; where nobody can hear it, nothing is lost.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Whether colour may be used, as far as `NO_COLOR` has a say (no-color.org).
pub(super) fn colour_wanted() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// A count with its noun: "1 factory", "6 factories".
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(n as u64), if n == 1 { one } else { many })
}

/// The end of a run: what was simulated, what came out, where the report is, how long it took.
pub(super) fn ending(spec: &Spec, results: &Results, summary: &str, report: &Path, seconds: f64) -> String {
    let mut text = format!("{}\n", simulated(spec, results));
    let tables = match spec.options.len() {
        0 | 1 => measures(summary),
        // Where owners decide, what an option would bring if all bought it is nobody's choice.
        _ if spec.adoption.is_some() => String::new(),
        _ => {
            let words =
                report::column_words(spec).map_or(String::new(), |words| format!("\n{}\n", wrapped(&words)));
            comparison(&report::terminal_table(spec, results)) + &words
        }
    };
    text.push_str(&tables);
    text.push_str(&funding(&report::funding_tables(spec, results)));
    let answer = report::answer(spec, results);
    let studies = report::study_lines(spec, results);
    let told_anew = studies.iter().filter(|line| !answer.contains(line));
    for sentence in report::warnings(spec, results)
        .iter()
        .chain(&answer)
        .chain(&report::extrapolation(spec, results))
        .chain(&report::funding_lines(spec, results))
        .chain(told_anew)
    {
        text.push_str(&format!("\n{}\n", wrapped(sentence)));
    }
    text.push_str(&format!("\nreport: {}\ntook {}\n", report.display(), took(seconds)));
    text
}

/// One line of what was simulated.
fn simulated(spec: &Spec, results: &Results) -> String {
    let length = report::length(spec, results);
    let mut parts = vec![
        counted(spec.factories.len(), "factory", "factories"),
        counted(spec.surges.len(), "surge", "surges"),
        counted(spec.options_of_file(), "option", "options"),
    ];
    if spec.programmes.len() > 1 {
        parts.push(counted(spec.programmes.len(), "programme", "programmes"));
    }
    parts.push(counted(results.replications as usize, "replication", "replications"));
    format!("{}: {} of {length}; {} events", spec.name, parts.join(", "), count(results.events))
}

/// The options against the baseline, a table for each surge; one line per option fits without the gain in capacity,
/// which the report has.
fn comparison(rows: &[Row]) -> String {
    let mut text = String::new();
    for group in rows.chunk_by(|a, b| a.surge == b.surge) {
        let npv = group.first().map_or("NPV", |row| row.npv_head.as_str());
        let mut table = table(&["option", "output, run", npv, "payback", "in time", "never"]);
        let longest = group.iter().map(|row| row.option.chars().count()).max().unwrap_or_default();
        table.column_mut(0).map(|column| column.set_constraint(whole_names(longest)));
        for row in group {
            let Row { option, output_gain, npv, payback, within, never, .. } = row;
            table.add_row([option, output_gain, npv, payback, within, never]);
        }
        let surge = group.first().map_or("", |row| row.surge.as_str());
        text.push_str(&format!("\nsurge {surge}\n{table}\n"));
    }
    text
}

/// Room for the longest of some names, as far as they are not broken over lines.
fn whole_names(longest: usize) -> ColumnConstraint {
    ColumnConstraint::LowerBoundary(Width::Fixed(longest.min(LONGEST_NAME) as u16 + 1))
}

/// The programmes side by side, a table for each surge.
fn funding(tables: &[FundingTable]) -> String {
    let mut text = String::new();
    for own in tables {
        let head: Vec<&str> = own.head.iter().map(String::as_str).collect();
        let mut table = table(&head);
        for (place, column) in table.column_iter_mut().take(own.texts).enumerate() {
            column.set_cell_alignment(CellAlignment::Left);
            let names = own.rows.iter().map(|row| row[place].chars().count());
            column.set_constraint(whole_names(names.max().unwrap_or_default()));
        }
        own.rows.iter().for_each(|row| {
            table.add_row(row);
        });
        text.push_str(&format!("\n{}\n{table}\n", own.title));
    }
    text
}

/// Where nothing is compared: what each factory and station did, a table for each cell. Read from the summary, so
/// that a figure is measured in one place only.
fn measures(summary: &str) -> String {
    let summary: Value = serde_json::from_str(summary).unwrap_or_default();
    let mut text = String::new();
    let mut room = MOST_ROWS;
    for cell in list(&summary["cells"]) {
        text.push_str(&format!("\nsurge {}, option {}\n", name(&cell["surge"]), name(&cell["option"])));
        let factories = list(&cell["factories"]);
        let rows: Vec<[String; 5]> = factories.iter().flat_map(factory_rows).collect();
        let stores: Vec<[String; 5]> = factories.iter().flat_map(store_rows).collect();
        let customers: Vec<[String; 5]> = list(&cell["customers"]).iter().map(customer_row).collect();
        for (head, rows) in [(CUSTOMERS, customers), (FACTORIES, rows), (STORES, stores)]
            .iter()
            .filter(|(_, rows)| !rows.is_empty())
        {
            let mut table = table(head);
            rows.iter().take(room).for_each(|row| {
                table.add_row(row);
            });
            text.push_str(&format!("{table}\n"));
            if rows.len() > room {
                text.push_str("… more in the report\n");
                return text;
            }
            room -= rows.len();
        }
    }
    text
}

/// A row of customers of the region.
fn customer_row(customers: &Value) -> [String; 5] {
    let figure = |measure: &str| figure(customers, measure, number);
    let name = name(&customers["name"]).to_string();
    let time = time(customers, "lead_time_s");
    [name, figure("ordered_units_per_h"), figure("delivered_units_per_h"), time, figure("peak_gap_units")]
}

/// A row of each stock on which customers draw.
fn store_rows(factory: &Value) -> Vec<[String; 5]> {
    let stocks = list(&factory["stocks"]).iter();
    let row = |stock: &Value| {
        let figure = |measure: &str| figure(stock, measure, number);
        let (on_hand, owed, orders) = (figure("on_hand"), figure("backorders"), figure("orders_per_h"));
        let place = format!("{}: {}", name(&factory["name"]), name(&stock["name"]));
        [place, on_hand, owed, self::figure(stock, "fill_rate", percent), orders]
    };
    stocks.filter(|stock| !stock["measures"]["backorders"].is_null()).map(row).collect()
}

/// A factory's row and those of its stations; none of one that is only a store.
fn factory_rows(factory: &Value) -> Vec<[String; 5]> {
    // A place that makes nothing and has no stations is a store.
    if list(&factory["stations"]).is_empty() && list(&factory["products"]).is_empty() {
        return Vec::new();
    }
    let dash = String::new;
    let good = figure(factory, "good_units_per_h", number);
    let mut rows = vec![[name(&factory["name"]).into(), good, dash(), dash(), dash()]];
    rows.extend(list(&factory["stations"]).iter().map(|station| {
        let place = format!("  {}", name(&station["name"]));
        let busy = figure(station, "utilisation", percent);
        let queue = figure(station, "queue_lots", number);
        [place, dash(), busy, queue, figure(station, "wait_s", number)]
    }));
    rows
}

/// A measure with half its 95 % interval; empty where it is undefined.
fn figure(element: &Value, measure: &str, write: impl Fn(f64) -> String) -> String {
    let estimate = &element["measures"][measure];
    let part = |which: &str| estimate[which].as_f64();
    let half = part("low").zip(part("high")).map(|(low, high)| write((high - low) / 2.0));
    match (part("mean").map(&write), half) {
        (Some(mean), Some(half)) => format!("{mean} ± {half}"),
        (Some(mean), None) => mean,
        (None, _) => String::new(),
    }
}

/// A time with half its 95 % interval, in the unit that suits it; empty where it is undefined.
fn time(element: &Value, measure: &str) -> String {
    let (unit_s, unit) = report::stay_unit(element["measures"][measure]["mean"].as_f64().unwrap_or_default());
    let text = figure(element, measure, |seconds| number(seconds / unit_s));
    if text.is_empty() { text } else { format!("{text} {unit}") }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn name(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// An empty table that fits the terminal: first column to the left, figures to the right.
fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()))
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH);
    table.set_header(header.iter().copied());
    for (position, column) in table.column_iter_mut().enumerate() {
        // Six columns of figures need the room on their left.
        column.set_padding((0, 1));
        if position > 0 {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// A sentence in lines that fit the terminal.
fn wrapped(sentence: &str) -> String {
    let mut lines = vec![String::new()];
    for word in sentence.split_whitespace() {
        let line = lines.last().map_or(0, |line| line.chars().count());
        match lines.last_mut() {
            Some(last) if line == 0 => last.push_str(word),
            Some(last) if line + 1 + word.chars().count() <= usize::from(WIDTH) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.into()),
        }
    }
    lines.join("\n")
}

/// How long it took, as a reader says it.
fn took(seconds: f64) -> String {
    match seconds {
        s if s < 10.0 => format!("{s:.1} s"),
        s if s < 120.0 => format!("{s:.0} s"),
        s => format!("{:.0} min {:.0} s", (s / 60.0).floor(), s % 60.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_fit_the_terminal() {
        let text = wrapped(&"twelve chars ".repeat(20));
        assert!(text.lines().count() > 1);
        assert!(text.lines().all(|line| line.chars().count() <= usize::from(WIDTH)));
        assert_eq!(text.split_whitespace().count(), 40, "no word is lost");
    }

    #[test]
    fn measures_come_from_the_summary() {
        let estimate = |mean: f64| format!(r#"{{"mean": {mean}, "low": {mean}, "high": {mean}, "n": 4}}"#);
        let station = format!(
            r#"{{"name": "weld", "measures": {{"utilisation": {}, "wait_s": null}}}}"#,
            estimate(0.5)
        );
        let summary = format!(
            r#"{{"cells": [{{"surge": "none", "option": "baseline", "factories": [{{"name": "Ning",
                "measures": {{"good_units_per_h": {}}}, "stations": [{station}]}}]}}]}}"#,
            estimate(12.0)
        );
        let text = measures(&summary);
        assert!(text.contains("surge none, option baseline"), "{text}");
        assert!(text.contains("Ning") && text.contains("  weld") && text.contains("50 %"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= usize::from(WIDTH)), "{text}");
        assert_eq!(measures("no json"), "");
    }

    #[test]
    fn customers_are_told_how_long_it_takes() {
        let summary = r#"{"cells": [{"surge": "none", "option": "baseline", "factories": [], "customers": [
            {"name": "clinics", "measures": {"fill_rate": {"mean": 0.0}, "lead_time_s": {"mean": 259200, "low": 216000, "high": 302400}}},
            {"name": "nobody", "measures": {"lead_time_s": null}}]}]}"#;
        let text = measures(summary);
        assert!(text.contains("time to come") && text.contains("3 ± 0.5 days"), "{text}");
        assert!(!text.contains('%') && text.contains("nobody"), "{text}");
    }
}
