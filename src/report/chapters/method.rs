//! How it was computed: span, replications, seed, digest, pairing, what is extrapolated, whether units are conserved.

use maud::{Markup, html};

use super::{cell, heads, table_with_text};
use crate::experiment::Results;
use crate::report::charts::day_month;
use crate::report::figures::{count, months, number, percent, sentence, titled};
use crate::report::findings;
use crate::spec::programme::Programme;
use crate::spec::{Spec, Stop, WarmUp};
use crate::units::{Duration, Time};

/// The chapter.
pub(crate) fn method(spec: &Spec, results: &Results, wall_s: f64) -> Markup {
    let rows = rows(spec, results, wall_s).into_iter();
    let rows = rows.map(|(name, value)| vec![cell(name), cell(value)]).collect();
    html! {
        p { "Factories are simulated lot by lot, machine by machine. Each replication is one possible future." }
        @if spec.options.len() > 1 {
            p { "Every option meets the same chance as the baseline: the same breakdowns, absences and orders, "
                "replication by replication, so that a difference comes from the option alone. What is not known about "
                "an upgrade (its price, how much it helps) is drawn anew in each replication." }
        }
        (table_with_text("How it was computed", &heads(&["What", "Value"]), rows, 2))
    }
}

fn warm_up(spec: &Spec, results: &Results) -> String {
    let days = format!("{} days", number(results.warm_up.as_days()));
    match spec.warm_up {
        WarmUp::Fixed(_) => days,
        WarmUp::Mser5 => format!("{days}, found by MSER-5 in pilot runs"),
    }
}

fn rows(spec: &Spec, results: &Results, wall_s: f64) -> Vec<(&'static str, String)> {
    let mut rows = vec![
        ("Scenario", spec.name.clone()),
        ("Simulated span", span(spec, results)),
        ("Cut off at the beginning", warm_up(spec, results)),
        ("Futures for each surge and option", results.replications.to_string()),
        ("Surges × options", format!("{} × {}", spec.surges.len(), spec.options.len())),
        ("Seed of chance", results.seed.to_string()),
        ("Events handled", count(results.events)),
        ("Lots that left", count(results.lots)),
        (
            "Computing time",
            format!(
                "{} s on {} thread{}",
                number(wall_s),
                results.threads,
                if results.threads == 1 { "" } else { "s" }
            ),
        ),
        ("Digest of all outcomes", results.digest.clone()),
        ("Program", concat!("surgetwin ", env!("CARGO_PKG_VERSION")).into()),
        ("Units conserved", conservation(results)),
    ];
    rows.extend(appraisal_rows(spec, results));
    rows
}

fn span(spec: &Spec, results: &Results) -> String {
    let from = day_month(spec.start);
    match spec.stop {
        Stop::After(length) => {
            let last = spec.start.at(Time(length.0.saturating_sub(1)));
            match length {
                l if l < Duration::DAY => format!("{} hours from {from}", number(l.as_hours())),
                l => format!("{from} to {} ({} days)", day_month(last), count(l.as_days().round() as u64)),
            }
        }
        Stop::Lots { .. } => format!("from {from}: {}", findings::length(spec, results)),
    }
}

fn appraisal_rows(spec: &Spec, results: &Results) -> Vec<(&'static str, String)> {
    let Some(appraisal) = &spec.appraisal else {
        return Vec::new();
    };
    let horizon = appraisal.horizon_months;
    let mut rows = vec![
        (
            "Horizon of the appraisal",
            format!("{} at {} a year", months(f64::from(horizon)), percent(appraisal.discount_rate)),
        ),
        ("Who pays", who_pays(spec)),
        ("Tax", tax(spec)),
        (
            "Extrapolated",
            findings::extrapolated_from(results).map_or_else(
                || "nothing: the run covers the horizon".into(),
                |first| findings::extrapolated(first, horizon),
            ),
        ),
    ];
    let best = findings::ranking(spec, results, findings::main_surge(spec)).first().copied();
    let factor = best.and_then(|best| best.versus.as_ref()?.variance_reduction).filter(|f| f.is_finite());
    rows.extend(factor.map(|factor| {
        let text = format!(
            "the difference in output of {} to the baseline has {} times less variance than with independent runs",
            findings::option_title(spec, best.map_or(0, |b| b.option)),
            number(factor)
        );
        ("Gain of pairing", text)
    }));
    rows
}

/// By whom what is bought is paid for, in the comparison and beside it.
fn who_pays(spec: &Spec) -> String {
    let alone = "the factories, out of their own profit; no loan, no subsidy";
    if spec.adoption.is_some() {
        return "as each programme says, where owners buy".into();
    }
    let funded: Vec<String> =
        spec.programmes.iter().filter(|own| !own.offers.is_empty()).map(quoted).collect();
    match funded.is_empty() {
        true => alone.into(),
        false => format!("in the comparison {alone}; beside it, as programmes say: {}", funded.join(", ")),
    }
}

fn quoted(programme: &Programme) -> String {
    format!("“{}”", sentence(&titled(&programme.title, &programme.name)))
}

/// What tax there is.
fn tax(spec: &Spec) -> String {
    let Some(accounts) = &spec.accounts else { return "none: all money is before tax".into() };
    let tax = &accounts.income_tax;
    let due = match accounts.tax_delay {
        0 => "with the end of the tax year".into(),
        delay => format!("{} after the end of the tax year", months(delay as f64)),
    };
    let vat = &accounts.value_added;
    let added = match vat.on_sales > 0.0 || vat.on_purchases > 0.0 {
        true => format!(
            "; on value added {} of sales, {} of purchases",
            percent(vat.on_sales),
            percent(vat.on_purchases)
        ),
        false => String::new(),
    };
    format!("all money is after tax: {} of profit, paid {due}{added}", percent(tax.rate))
}

/// Released = finished + scrapped (+ abandoned + downgraded, where any are) + in process, summed over everything that was simulated with its months.
fn conservation(results: &Results) -> String {
    let (mut released, mut in_process) = (0u64, 0u64);
    let mut gone = [("finished", 0u64), ("scrapped", 0), ("abandoned", 0), ("downgraded", 0)];
    let runs = results.cells.iter().flat_map(|cell| &cell.outcomes);
    for factory in runs.flat_map(|run| &run.factories) {
        for product in factory.months.iter().flat_map(|month| &month.tally.products) {
            released += product.released;
            let own = [product.finished, product.scrapped, product.abandoned, product.downgraded];
            gone.iter_mut().zip(own).for_each(|((_, sum), units)| *sum += units);
        }
        let last = factory.months.last().map_or(&[][..], |month| &month.tally.levels[..]);
        in_process += last.iter().map(|level| level.in_process).sum::<u64>();
    }
    if released == 0 {
        return "nothing was released".into();
    }
    let sum: i128 = gone.iter().map(|(_, units)| i128::from(*units)).sum();
    let difference = i128::from(released) - sum - i128::from(in_process);
    // Most plants have neither impatient lots nor units that become another product.
    let told = gone.iter().enumerate().filter(|(place, (_, units))| *place < 2 || *units > 0);
    let told: Vec<String> = told.map(|(_, (name, units))| format!("{} {name}", count(*units))).collect();
    format!(
        "{} released = {} + {} in process{}",
        count(released),
        told.join(" + "),
        count(in_process),
        if difference == 0 { String::new() } else { format!("; DIFFERENCE {difference}") }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use crate::spec::accounts::*;
    use crate::spec::funding::{Instrument, Party, UpFrontGrant};
    use crate::spec::programme::Offer;
    use crate::units::Money;

    #[test]
    fn who_pays_and_what_tax_there_is_as_it_was_computed() {
        let (mut spec, _) = sample::town();
        assert_eq!(tax(&spec), "none: all money is before tax");
        assert_eq!(who_pays(&spec), "the factories, out of their own profit; no loan, no subsidy");
        spec.accounts = Some(Accounts {
            income_tax: IncomeTax { rate: 0.25, ..IncomeTax::default() },
            tax_delay: 3,
            value_added: ValueAddedTax { on_sales: 0.13, on_purchases: 0.06 },
            ..Accounts::default()
        });
        assert_eq!(
            tax(&spec),
            "all money is after tax: 25 % of profit, paid 3 months after the end of the tax year; on value added 13 % of sales, \
             6 % of purchases"
        );
        let grant = UpFrontGrant { share: 0.3, cap: Money::from_units(1e6), payer: Party::Public };
        let offers =
            vec![Offer { share: 1.0, cap_multiple: 1.0, instrument: Instrument::UpFrontGrant(grant) }];
        spec.programmes.push(Programme { title: "the city pays".into(), offers, ..Programme::own_profit() });
        assert!(who_pays(&spec).ends_with("; beside it, as programmes say: “The city pays”"));
    }
}
