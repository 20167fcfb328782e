//! Priority classes: who is served first, and how well, under each option.

use maud::{Markup, html};

use super::plain::{amount, share, time};
use super::{cell, heads, table_with_text};
use crate::experiment::Results;
use crate::report::figures::sentence;
use crate::report::findings::{option_title, surge_title};
use crate::report::measures::{Named, by_class};
use crate::spec::Spec;

/// A table for each surge, options beside each other; nothing where no product has several classes.
pub(crate) fn classes(spec: &Spec, results: &Results) -> Markup {
    let head = heads(&[
        "Product and class",
        "Option",
        "Orders met in their period",
        "Periods without backlog",
        "Time to deliver",
        "Owed at the end",
        "Lots late",
        "By how much, mean",
    ]);
    let tables: Vec<(String, Vec<Vec<Markup>>)> = (0..spec.surges.len())
        .map(|surge| {
            let cells = results.cells.iter().filter(|cell| cell.surge == surge);
            let mut rows: Vec<(String, usize, Vec<Markup>)> = Vec::new();
            for own in cells {
                let option = option_title(spec, own.option);
                let all = by_class(spec, own).into_iter().enumerate();
                rows.extend(all.map(|(place, class)| (option.clone(), place, row(&class, &option))));
            }
            rows.sort_by_key(|(_, place, _)| *place);
            (surge_title(spec, surge), rows.into_iter().map(|(_, _, row)| row).collect())
        })
        .collect();
    if tables.iter().all(|(_, rows)| rows.is_empty()) {
        return html! {};
    }
    html! {
        p { "Orders of a smaller class are more urgent: they are met first from stock, and their lots go first where a station's rule "
            "says so. A period is that of the orders, or a day where customers order one by one." }
        @for (title, rows) in tables {
            h3 { (sentence(&title)) }
            (table_with_text(&format!("Priority classes, {title}"), &head, rows, 2))
        }
    }
}

fn row(own: &Named, option: &str) -> Vec<Markup> {
    let m = &own.measures;
    vec![
        cell(&own.name),
        cell(option),
        share(m, "fill_rate"),
        share(m, "service_level"),
        time(m, "lead_time_s"),
        amount(m, "owed_units"),
        share(m, "late_share"),
        time(m, "tardiness_s"),
    ]
}
