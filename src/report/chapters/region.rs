//! The region: how well its customers were served under each option, and what its suppliers could give.

use maud::{Markup, html};

use super::plain::{amount, time, written};
use super::{cell, heads, table_with_text};
use crate::experiment::Results;
use crate::report::figures::{number, number_interval};
use crate::report::findings::{option_title, surge_title};
use crate::report::measures::{Measures, Named, of_region};
use crate::spec::Spec;

/// A rate of an hour, by the day.
fn daily(m: &Measures, name: &str) -> Markup {
    written(m, name, |e| {
        (e.mean.map(|mean| number(24.0 * mean)), number_interval(e, 24.0).unwrap_or_default())
    })
}

fn customers(own: &Named, option: &str) -> Vec<Markup> {
    let m = &own.measures;
    vec![
        cell(&own.name),
        cell(option),
        daily(m, "ordered_units_per_h"),
        daily(m, "delivered_units_per_h"),
        daily(m, "lost_units_per_h"),
        time(m, "lead_time_s"),
        amount(m, "peak_gap_units"),
        amount(m, "days_to_recover"),
        amount(m, "peak_price_factor"),
    ]
}

fn suppliers(own: &Named, option: &str) -> Vec<Markup> {
    let m = &own.measures;
    vec![
        cell(&own.name),
        cell(option),
        amount(m, "claimed_units_per_day"),
        amount(m, "capacity_units_per_day"),
        amount(m, "supplied_units_per_day"),
        amount(m, "peak_waiting_units"),
        amount(m, "paid_price_factor"),
    ]
}

/// Tables of customers and suppliers for each surge, options beside each other; nothing without a region.
pub(crate) fn region(spec: &Spec, results: &Results) -> Markup {
    if spec.region.is_none() {
        return html! {};
    }
    let of_customers = [
        "Customers",
        "Option",
        "Ordered a day",
        "Came a day",
        "Lost a day",
        "Time to come",
        "Largest gap",
        "Days to recover",
        "Highest price",
    ];
    let of_suppliers =
        ["Supplier", "Option", "Asked a day", "Capacity", "Made a day", "Most waiting", "Price"];
    html! {
        p { "Time to come is that from the order to the customer, mean over units; the largest gap is the most that was owed at the end "
            "of a day, and days to recover are those from the first gap to the last; – where there was none, or one was left. The "
            "price of a supplier is what scarcity makes of it, in prices without scarcity; so is the highest price of a product, – where it "
            "answers nothing." }
        @for surge in 0..spec.surges.len() {
            @let cells: Vec<_> = results.cells.iter().filter(|cell| cell.surge == surge).collect();
            @let measured: Vec<_> =
                cells.iter().map(|cell| (of_region(spec, cell), option_title(spec, cell.option))).collect();
            @for (whose, head, rows) in [
                ("Customers", &of_customers[..], rows(&measured, |(own, _)| own, customers)),
                ("Suppliers", &of_suppliers[..], rows(&measured, |(_, own)| own, suppliers)),
            ] {
                @if !rows.is_empty() {
                    @let title = format!("{whose}, {}", surge_title(spec, surge));
                    h3 { (title) }
                    (table_with_text(&title, &heads(head), rows, 2))
                }
            }
        }
    }
}

type Both = (Vec<Named>, Vec<Named>);

/// Rows by name, options beside each other.
fn rows(
    measured: &[(Both, String)],
    which: impl Fn(&Both) -> &Vec<Named>,
    write: impl Fn(&Named, &str) -> Vec<Markup>,
) -> Vec<Vec<Markup>> {
    let names = measured.first().map_or(0, |(both, _)| which(both).len());
    let of = |name: usize| measured.iter().map(move |(both, option)| (both, option, name));
    (0..names).flat_map(of).map(|(both, option, name)| write(&which(both)[name], option)).collect()
}
