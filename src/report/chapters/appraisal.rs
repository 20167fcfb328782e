//! What the money earns: rates and ratios of each option, beside its net present value.

use maud::Markup;

use super::comparison::surges_by_weight;
use super::payback::median_cell;
use super::{cell, heads, table_with_text, with_small};
use crate::experiment::{Results, Versus};
use crate::report::figures::{UNDEFINED, interval, number, percent, percent_interval, sentence};
use crate::report::findings::{self, option_title};
use crate::spec::Spec;
use crate::stats::Estimate;

/// A row for each surge and option, in the order of the comparison; `None` where nothing is appraised.
pub(super) fn rates_and_ratios(spec: &Spec, results: &Results) -> Option<Markup> {
    let mut rows = Vec::new();
    for surge in surges_by_weight(spec) {
        for option in findings::ranking(spec, results, surge) {
            let Some(versus) = &option.versus else { continue };
            let mut row = vec![
                cell(sentence(&option_title(spec, option.option))),
                cell(findings::surge_label(spec, surge)),
            ];
            row.extend(cells(versus));
            rows.push(row);
        }
    }
    let head = heads(&[
        "Option",
        "Surge",
        "Internal rate of return",
        "The same, modified",
        "Profitability index",
        "Benefits over costs",
        "Payback of discounted money",
    ]);
    (!rows.is_empty()).then(|| table_with_text("What the money earns", &head, rows, 2))
}

/// What the columns mean.
pub(super) const NOTE: &str = "Means over futures with their 95 % intervals, of those in which the figure exists. Modified: gains are \
     reinvested and losses financed at the rate of the appraisal. Profitability index: the present value of all but the purchases, \
     over that of the purchases. Benefits over costs: the present value of the months with a gain, over that of the months with \
     a loss. The last column: when half of the futures have their money back with interest at that rate.";

fn cells(versus: &Versus) -> [Markup; 5] {
    let rate = |e: &Estimate| with_small(&e.mean.map_or(UNDEFINED.into(), percent), &percent_interval(e));
    let ratio = |e: &Estimate| {
        let text = e.mean.map_or(UNDEFINED.into(), number);
        with_small(&text, &interval(e, number).unwrap_or_default())
    };
    [
        rate(&versus.irr),
        rate(&versus.mirr),
        ratio(&versus.profitability_index),
        ratio(&versus.benefit_cost_ratio),
        median_cell(&versus.discounted),
    ]
}
