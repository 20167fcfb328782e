//! Instructions as sheets to be printed: one for each machine and day.

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, html};

use super::{Instructions, Record, Status, date_time};
use crate::report::figures::{count, readable, sentence};
use crate::report::html::head;
use crate::units::{Date, Duration};

/// The page: a sheet for each machine and day on which an instruction reached it, in the order of factories, machines and
/// days.
pub fn sheets(start: Date, own: &Instructions) -> String {
    let mut sheets: BTreeMap<(usize, &str, usize, u64), Vec<&Record>> = BTreeMap::new();
    let mut factories: Vec<&str> = Vec::new();
    let mut unused = 0_u64;
    for record in &own.instructions {
        let Some(machine) = record.machine else {
            unused += 1;
            continue;
        };
        let known = factories.iter().position(|name| *name == record.factory);
        let factory = known.unwrap_or_else(|| {
            factories.push(&record.factory);
            factories.len() - 1
        });
        let day = Duration::from_secs(record.effective_s).0 / Duration::DAY.0;
        sheets.entry((factory, record.station.as_str(), machine, day)).or_default().push(record);
    }
    let title = format!("Instructions: {}", readable(&own.scenario));
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(&title))
            body.sheets {
                header {
                    h1 { (title) }
                    p.sub {
                        "Surge " (readable(&own.surge)) ", option " (readable(&own.option)) ", replication " (own.replication)
                        ", seed " (own.seed) ", from " (start) " to " (date_time(start, own.until_s).replace('T', " ")) ". "
                        (count(sheets.len() as u64)) " sheets. "
                        @if unused > 0 { (count(unused)) " instructions that no machine has taken are in instructions.csv." }
                    }
                }
                main { @for records in sheets.values() { (sheet(start, records)) } }
            }
        }
    }
    .into_string()
}

/// The sheet of a machine and day.
fn sheet(start: Date, records: &[&Record]) -> Markup {
    let Some(first) = records.first() else { return html! {} };
    let date = date_time(start, first.effective_s);
    let date = date.split('T').next().unwrap_or_default();
    html! {
        section {
            h2 { (sentence(&readable(&first.place()))) ", " (date) }
            p.sub { (first.factory) }
            div.scroll {
                table {
                    thead { tr {
                        th { "Work order" } th.text { "Make" } th { "Units" } th { "Lots" } th.text { "Setting" }
                        th.text { "Crew" } th { "Not before" } th { "Due" } th.text { "Notes" }
                    } }
                    tbody { @for record in records { (row(start, record)) } }
                }
            }
        }
    }
}

fn row(start: Date, record: &Record) -> Markup {
    let time =
        |seconds: f64| date_time(start, seconds).replace('T', " ").chars().take(16).collect::<String>();
    html! {
        tr {
            th scope="row" { (record.work_order) small { (record.id) } }
            td.text { (readable(&record.product)) small { (readable(&record.operation)) } }
            td { (count(record.units)) small { (record.unit) } }
            td { (count(record.lots)) }
            td.text {
                @match &record.setting {
                    Some(setting) => { (readable(setting)) @if record.setup { small { "set up first" } } },
                    None => "–",
                }
            }
            td.text { @if record.crew.is_empty() { "–" } @else { (record.crew_words()) } }
            td { (time(record.effective_s)) }
            td { @if let Some(due) = record.due_s { (time(due)) } @else { "–" } }
            td.text { (notes(record)) }
        }
    }
}

fn notes(record: &Record) -> String {
    let status = match record.status {
        Status::WrongReplaced => Some("wrong, void: wait for another".to_owned()),
        Status::WrongUnseen => Some("wrong, its lot is scrap".to_owned()),
        Status::Valid | Status::Unused => None,
    };
    let replaces = record.replaces.as_ref().map(|before| format!("in place of {before}"));
    status.into_iter().chain(replaces).collect::<Vec<_>>().join("; ")
}
