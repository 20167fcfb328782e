//! The chapters of the page, in the order in which a reader needs them, and what they are built from.

mod appendix;
mod appraisal;
mod back_test;
mod classes;
mod comparison;
mod day;
mod funding;
mod incidents;
mod method;
mod missing;
mod moments;
mod output;
mod payback;
mod plain;
mod region;
mod risks;
mod spread;
mod studies;
mod upgrades;
mod why;

pub(crate) use appendix::{facts, register};
pub(crate) use back_test::{back_test, dated_facts, foreseen};
pub(crate) use classes::classes;
pub(crate) use comparison::comparison;
pub use day::Day;
pub(crate) use day::day;
pub(crate) use funding::funding;
pub(crate) use incidents::incidents;
pub(crate) use method::method;
pub(crate) use missing::missing;
pub(crate) use output::output;
pub(crate) use plain::plain;
pub(crate) use region::region;
pub(crate) use risks::risks;
pub(crate) use studies::leading_sweep;
pub(crate) use studies::studies;
pub use studies::study_lines;
pub(crate) use upgrades::{reached, upgrades};
pub(crate) use why::why;

use maud::{Markup, html};

/// A chart with its message above it and its data behind it.
pub(crate) struct Figure {
    /// The message.
    pub(crate) title: String,
    /// What is plotted, unit, scenario.
    pub(crate) subtitle: String,
    /// The chart in both layouts.
    pub(crate) chart: Markup,
    /// Column heads of the data; the first names the rows.
    pub(crate) head: Vec<String>,
    /// Rows of the data.
    pub(crate) rows: Vec<Vec<String>>,
}

impl Figure {
    /// The figure on the page; `source` is the line under it.
    pub(crate) fn markup(&self, source: &str) -> Markup {
        html! {
            figure.chart {
                figcaption {
                    h3 { (self.title) }
                    p.sub { (self.subtitle) }
                }
                div.paper { (self.chart) }
                p.source { (source) }
                details {
                    summary { "Data of this chart" }
                    (table(&self.title, &self.head, self.rows.iter().map(|row| row.iter().map(cell).collect()).collect()))
                }
            }
        }
    }
}

/// A table that scrolls in its own box; the first cell of a row is its head, further cells are figures.
pub(crate) fn table(label: &str, head: &[String], rows: Vec<Vec<Markup>>) -> Markup {
    table_with_text(label, head, rows, 1)
}

/// The same with `texts` columns of text at the left.
pub(crate) fn table_with_text(label: &str, head: &[String], rows: Vec<Vec<Markup>>, texts: usize) -> Markup {
    let class = |column: usize| (column < texts).then_some("text");
    html! {
        div.scroll tabindex="0" role="region" aria-label=(label) {
            table {
                thead { tr { @for (i, text) in head.iter().enumerate() { th scope="col" class=[class(i)] { (text) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (i, content) in row.into_iter().enumerate() {
                                @if i == 0 { th scope="row" { (content) } } @else { td class=[class(i)] { (content) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A plain cell.
pub(crate) fn cell(text: impl AsRef<str>) -> Markup {
    html! { (text.as_ref()) }
}

/// A figure with something in small type under it.
pub(crate) fn with_small(figure: &str, small: &str) -> Markup {
    html! { (figure) @if !small.is_empty() { small { (small) } } }
}

/// Column heads from plain texts.
pub(crate) fn heads(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// The line under a chart: product, scenario, the first eight signs of the digest.
pub(crate) fn source_line(scenario: &str, digest: &str) -> String {
    let digest: String = digest.chars().take(8).collect();
    format!("surgetwin {} · scenario {scenario} · run {digest}", env!("CARGO_PKG_VERSION"))
}
