//! What the money earns: rates and ratios of each option, beside its net present value, or of each party to a programme.

use maud::{Markup, html};

use super::comparison::surges_by_weight;
use super::funding::{name_of, party_head};
use super::payback::median_cell;
use super::{cell, heads, table_with_text, with_small};
use crate::experiment::{Payback, Results, Versus};
use crate::report::figures::{UNDEFINED, interval, number, percent, percent_interval, sentence};
use crate::report::findings::{self, option_title, possible, surge_title};
use crate::report::programmes::Case;
use crate::spec::Spec;
use crate::spec::funding::Party;
use crate::stats::Estimate;

/// Rates and ratios, then the ways to count a payback, for each surge and option in the order of the comparison; nothing where
/// nothing is appraised.
pub(super) fn rates_and_ratios(spec: &Spec, results: &Results) -> Markup {
    let mut judged = Vec::new();
    for surge in surges_by_weight(spec) {
        for option in findings::ranking(spec, results, surge) {
            let Some(versus) = &option.versus else { continue };
            let title = sentence(&option_title(spec, option.option));
            judged.push((vec![cell(title), cell(findings::surge_label(spec, surge))], versus));
        }
    }
    let rates = heads(&["Option", "Surge", IRR, "By dates", "Modified", "Adjusted", INDEX, RATIO]);
    let row = |(named, versus): &(Vec<Markup>, &Versus)| {
        named.iter().cloned().chain(cells(versus)).collect::<Vec<Markup>>()
    };
    let ways = |(named, versus): &(Vec<Markup>, &Versus)| {
        let ways = paybacks([&versus.payback, &versus.from_go_live, &versus.discounted]);
        named.iter().cloned().chain(ways).collect::<Vec<Markup>>()
    };
    let back = heads(&["Option", "Surge", PAYBACKS[0], PAYBACKS[1], PAYBACKS[2]]);
    html! {
        @if !judged.is_empty() {
            (table_with_text("What the money earns", &rates, judged.iter().map(row).collect(), 2))
            p.note { (NOTE) }
            (table_with_text("When the money is back, by way of counting", &back, judged.iter().map(ways).collect(), 2))
            p.note { (WAYS) }
        }
    }
}

/// The same of each party to each programme under a surge; nothing where nobody buys.
pub(super) fn rates_of_parties(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Markup {
    let buying: Vec<&Case<'_>> = cases.iter().filter(|case| !case.nobody_buys()).collect();
    let rates = heads(&["Programme", "Party", IRR, "Modified", "Adjusted", INDEX, RATIO]);
    let private = [Party::Owner, Party::Provider, Party::Investor, Party::Lender];
    let mut rows = Vec::new();
    for case in &buying {
        let own = case.funded;
        for party in private.into_iter().filter(|p| *p == Party::Owner || case.npv(*p).is_some()) {
            let place = party as usize;
            let mut row = vec![name_of(spec, case), cell(party_head(party)), rate(&own.irr[place])];
            row.push(rate(&own.mirr[place]));
            row.extend(match party {
                Party::Owner => [rate(&own.airr), ratio(&own.profitability_index)],
                _ => [cell(""), cell("")],
            });
            row.push(ratio(&possible(&own.benefit_cost_ratio[place])));
            rows.push(row);
        }
        let mut together = vec![name_of(spec, case), cell("All parties together")];
        together.extend((0..4).map(|_| cell("")));
        together.push(ratio(&possible(&own.economic_ratio)));
        rows.push(together);
    }
    let ways = |case: &&Case<'_>| {
        let own = case.funded;
        let ways = paybacks([&own.payback, &own.from_go_live, &own.discounted]);
        std::iter::once(name_of(spec, case)).chain(ways).collect::<Vec<Markup>>()
    };
    let back = heads(&["Programme", PAYBACKS[0], PAYBACKS[1], PAYBACKS[2]]);
    let title = surge_title(spec, surge);
    html! {
        @if !rows.is_empty() {
            (table_with_text(&format!("What the money of each party earns under {title}"), &rates, rows, 2))
            p.note {
                "Means over futures with their 95 % intervals, of those in which the figure exists. The price of the purchase counts as the "
                "owners' capital in the adjusted rate and the index, whoever pays it. All parties together: at the social rate."
            }
            (table_with_text(
                &format!("When owners have their money back under {title}, by way of counting"),
                &back, buying.iter().map(ways).collect(), 1
            ))
            p.note { (WAYS) }
        }
    }
}

const IRR: &str = "Internal rate of return";
const INDEX: &str = "Profitability index";
const RATIO: &str = "Benefits over costs";
const PAYBACKS: [&str; 3] = ["From the outlay", "From going live", "Discounted, from the outlay"];

/// What the columns of rates and ratios mean.
const NOTE: &str = "Means over futures with their 95 % intervals, of those in which the figure exists. By dates: discounted by days \
     instead of equal months. Modified: gains are reinvested and losses financed at the rate of the appraisal. Adjusted: only the \
     purchases are capital, all else is reinvested at that rate. Profitability index: the present value of all but the purchases, \
     over that of the purchases. Benefits over costs: the present value of the months with a gain, over that of the months with \
     a loss.";

/// What the ways to count a payback are.
const WAYS: &str = "By when half of the futures have their money back: counted from the first outlay; from the day on which the first of \
     what was bought is in use; and, from the outlay, with interest at the rate of the appraisal.";

fn paybacks(ways: [&Payback; 3]) -> [Markup; 3] {
    ways.map(|way| if way.months.is_empty() { cell(UNDEFINED) } else { median_cell(way) })
}

/// A rate with its interval, which ends where all is lost.
fn rate(e: &Estimate) -> Markup {
    let e = &Estimate { low: e.low.map(|low| low.max(-1.0)), ..*e };
    with_small(&e.mean.map_or(UNDEFINED.into(), percent), &percent_interval(e))
}

fn ratio(e: &Estimate) -> Markup {
    let text = e.mean.map_or(UNDEFINED.into(), number);
    with_small(&text, &interval(e, number).unwrap_or_default())
}

fn cells(versus: &Versus) -> [Markup; 6] {
    [
        rate(&versus.irr),
        rate(&versus.dated[1]),
        rate(&versus.mirr),
        rate(&versus.airr),
        ratio(&versus.profitability_index),
        ratio(&possible(&versus.benefit_cost_ratio)),
    ]
}
