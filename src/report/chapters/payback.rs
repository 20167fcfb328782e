//! When the money is back, and how bad the bad futures are: cells of tables.

use maud::{Markup, html};

use super::{cell, heads, table_with_text, with_small};
use crate::experiment::{Payback, Tail};
use crate::report::figures::{UNDEFINED, futures, months, percent};
use crate::stats::Bounded;

/// Years that a table has room for.
const MOST_YEARS: usize = 5;

/// A row for each payback: by year, by half of the futures, on average. `named` has the cells at the left, of the heads in
/// `first`.
pub(crate) fn payback_table(label: &str, first: &[&str], named: Vec<(Vec<Markup>, &Payback)>) -> Markup {
    let years = named.iter().map(|(_, payback)| payback.by_year.len()).max().unwrap_or(0).min(MOST_YEARS);
    let mut head = heads(first);
    head.extend((1..=years).map(|year| format!("After {}", months(12.0 * year as f64))));
    head.extend(heads(&["In half of the futures", "On average"]));
    let row = |(mut row, payback): (Vec<Markup>, &Payback)| {
        let n = payback.months.len();
        row.extend((0..years).map(|year| {
            payback.by_year.get(year).map_or(cell(UNDEFINED), |own| {
                let interval = format!("{}–{}", percent(own.low).replace(" %", ""), percent(own.high));
                with_small(&futures(own.probability, n), &interval)
            })
        }));
        row.push(median_cell(payback));
        row.push(payback.restricted_mean.map_or(cell(UNDEFINED), |mean| months_with_interval(&mean)));
        row
    };
    html! { (table_with_text(label, &head, named.into_iter().map(row).collect(), first.len())) }
}

/// When half of the futures have their money back.
pub(super) fn median_cell(payback: &Payback) -> Markup {
    let without = if payback.months.is_empty() { "not bought" } else { "not back" };
    payback.median.map_or(cell(without), |median| {
        let small = match payback.median_within {
            (Some(low), Some(high)) => format!("{low:.0}–{high:.0} months"),
            (Some(low), None) => format!("{} or more", months(low)),
            _ => String::new(),
        };
        with_small(&months(median), &small)
    })
}

fn months_with_interval(mean: &Bounded) -> Markup {
    let small = match (mean.low, mean.high) {
        (Some(low), Some(high)) => format!("{:.0}–{}", low.max(0.0), months(high)),
        _ => String::new(),
    };
    with_small(&months(mean.value), &small)
}

/// What the columns of [`payback_table`] mean.
pub(crate) fn payback_note(horizon: u32) -> String {
    let horizon = months(f64::from(horizon));
    format!(
        "In how many futures the money is back that long after the first outlay, with the 95 % interval in small type; then the months \
         by which it is back in half of them; then how long it is out on average, counting {horizon} at most. What is bought late is \
         watched for less time; such futures count for as long as they are watched (Kaplan and Meier)."
    )
}

/// What one future in ten falls below, and the mean of those.
pub(crate) fn tail_cell(tail: Option<&Tail>, write: &dyn Fn(f64) -> String) -> Markup {
    let Some(tail) = tail else { return cell(UNDEFINED) };
    let few = if tail.indicative { ", of few futures" } else { "" };
    let small = format!("one in ten is below, on average {}{few}", write(tail.worst_tenth.value));
    with_small(&write(tail.one_in_ten.value), &small)
}
