//! Reports of a finished run: the summary for programs, tables for spreadsheets, the page for readers.
//!
//! Owns how results are measured, worded and drawn; the only user of plotters and maud. Everything is made as text:
//! it knows nothing of files, screens or clocks, and computes no money. Start at [`html`] and [`summary_json`].

mod answer;
mod bottleneck;
mod chapters;
mod charts;
pub(crate) mod figures;
mod findings;
mod html;
pub mod instructions;
mod kpi;
mod limits;
pub mod measures;
mod programmes;
#[cfg(test)]
mod sample;
pub mod show;
mod statements;
mod summary;
mod summary_money;
mod summary_studies;
mod tables;
mod warnings;

pub(crate) use answer::stay_unit;
pub use answer::{Row, answer, column_words, extrapolation, terminal_table};
pub use bottleneck::{
    Momentary, active_periods, by_active_periods, by_station, by_turning_point, by_utilisation,
};
pub use chapters::{Day, study_lines};
pub(crate) use findings::length;
pub use html::html;
pub use kpi::{Counts, Elements, Reliability};
pub use limits::Bottlenecks;
pub use measures::measures_page;
pub use programmes::{FundingTable, funding_lines, funding_tables};
pub use statements::statements_csv;
pub use summary::{Effort, summary_json};
pub use tables::{day_csv, monthly_csv, spread_csv, states_csv};
pub use warnings::warnings;
