//! Who pays, and what each party has of it: programmes side by side.

use maud::{Markup, html};

use super::appraisal::rates_of_parties;
use super::comparison::surges_by_weight;
use super::payback::{payback_note, payback_table, tail_cell};
use super::spread::{how_owners_decide, spread};
use super::{cell, heads, table, table_with_text, with_small};
use crate::experiment::{Results, SharedCosts, Struck};
use crate::report::figures::{
    MoneyUnit, UNDEFINED, interval, limit, months, number, percent, percent_interval, sentence, titled,
};
use crate::report::findings::{self, surge_title};
use crate::report::programmes::{Case, by_unit, cases, driver_words, funding_lines, is_funded};
use crate::spec::Spec;
use crate::spec::funding::Party;
use crate::stats::Estimate;

/// The chapter; empty where owners just pay for everything.
pub(crate) fn funding(spec: &Spec, results: &Results, source: &str) -> Markup {
    let Some(appraisal) = spec.appraisal.as_ref().filter(|_| is_funded(spec)) else { return html! {} };
    let rate = percent(appraisal.discount_rate);
    html! {
        @for line in funding_lines(spec, results) { p { (line) } }
        p.note {
            "Net present values are over " (months(f64::from(appraisal.horizon_months))) ", at " (rate)
            " a year; those of public budgets and of all parties together at " (percent(appraisal.social_rate))
            ". So a lender whose interest is below " (rate) " has a loss by it. " (taxed(spec))
            " Owners have what is left to them after funding and tax. Small type is a 95 % interval, or what is said there."
        }
        @for surge in surges_by_weight(spec) {
            h3 { (sentence(&surge_title(spec, surge))) }
            @let cases = cases(spec, results, surge);
            (money_table(spec, surge, &cases))
            (back_table(spec, surge, &cases))
            (public_table(spec, surge, &cases))
            (shared_table(spec, surge, &cases))
            (cash_table(spec, surge, &cases))
            (needs_table(spec, surge, &cases))
            @if cases.iter().any(|case| case.funded.emergencies.is_some()) {
                (emergencies_table(spec, surge, &cases))
                (strikes_table(spec, surge, &cases))
            }
            (rates_of_parties(spec, surge, &cases))
            @if spec.adoption.is_some() { (spread(spec, results, surge, &cases, source)) }
        }
        @if spec.adoption.is_some() { p.note { (how_owners_decide(spec)) } }
    }
}

fn taxed(spec: &Spec) -> &'static str {
    match spec.accounts {
        Some(_) => "Money is after tax.",
        None => "The scenario has no accounts, so there is no tax.",
    }
}

/// Programme and, where there are several, option.
pub(super) fn name_of(spec: &Spec, case: &Case<'_>) -> Markup {
    let own = case.programme(spec);
    html! {
        (sentence(&own.title))
        small {
            @if findings::several_offers(spec) { (case.title) ", " }
            "driven by " (driver_words(own.driver))
        }
    }
}

/// The unit of money of a surge's tables.
fn unit_of(cases: &[Case<'_>]) -> MoneyUnit {
    let npvs = cases.iter().flat_map(|case| case.funded.npv.iter().chain([&case.funded.economic]));
    MoneyUnit::of(npvs.flat_map(|npv| [npv.mean, npv.low, npv.high]).flatten())
}

/// A mean with its interval below; a dash where nothing moves.
fn amount(e: &Estimate, write: &dyn Fn(f64) -> String) -> Markup {
    match e.mean {
        Some(mean) if mean.abs() > 0.005 => with_small(&write(mean), &interval(e, write).unwrap_or_default()),
        _ => cell(UNDEFINED),
    }
}

/// What those have of it who pay first.
fn money_table(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Markup {
    let unit = unit_of(cases);
    let private = [Party::Owner, Party::Provider, Party::Investor, Party::Lender];
    let there = |party: &Party| cases.iter().any(|case| case.npv(*party).is_some());
    let parties: Vec<Party> =
        private.into_iter().filter(|party| *party == Party::Owner || there(party)).collect();
    let mut head = heads(&["Programme", "Payback of the owners"]);
    head.push(format!("Cash owners need, {}", unit.head(&spec.currency)));
    head.extend(parties.iter().map(|party| party_head(*party)));
    let row = |case: &Case<'_>| {
        let within = case.funded.payback.within.first().filter(|_| !case.nobody_buys());
        let small = within.map_or(String::new(), |within| {
            format!("in {}: {}", limit(within.months), percent(within.probability))
        });
        let mut row = vec![name_of(spec, case), with_small(&case.payback(spec), &small)];
        row.push(cell(if case.nobody_buys() { UNDEFINED.into() } else { unit.write(case.own_cash()) }));
        row.extend(parties.iter().map(|party| amount(&case.funded.npv[*party as usize], &|x| unit.write(x))));
        row
    };
    table(&format!("Who earns under {}", surge_title(spec, surge)), &head, cases.iter().map(row).collect())
}

/// When the owners have their money back: of all together, or of each who bought where owners decide.
fn back_table(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Markup {
    let Some(appraisal) = &spec.appraisal else { return html! {} };
    let label = format!("When owners have their money back under {}", surge_title(spec, surge));
    let buying = || cases.iter().filter(|case| !case.nobody_buys());
    if spec.adoption.is_none() {
        let named = buying().map(|case| (vec![name_of(spec, case)], &case.funded.payback)).collect();
        return html! {
            (payback_table(&label, &["Programme"], named))
            p.note { (payback_note(appraisal.horizon_months)) }
        };
    }
    let years = buying().map(|case| case.funded.buyers_by_year.len()).max().unwrap_or(0);
    let mut head = heads(&["Programme"]);
    head.extend((1..=years).map(|year| format!("After {}", months(12.0 * year as f64))));
    let row = |case: &Case<'_>| {
        let mut row = vec![name_of(spec, case)];
        row.extend(case.funded.buyers_by_year.iter().map(share_cell));
        row
    };
    html! {
        (table(&label, &head, buying().map(row).collect()))
        p.note {
            "Share of those who bought whose own money is back that long after their own purchase. Late buyers are watched for less time; "
            "they count for as long as they are watched (Kaplan and Meier)."
        }
    }
}

/// What is shared: its cost, and how much of it comes back; nothing where nothing is.
fn shared_table(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Markup {
    let all = || cases.iter().flat_map(|case| case.funded.shared.iter().map(move |own| (case, own)));
    if all().next().is_none() {
        return html! {};
    }
    let unit = MoneyUnit::of(all().flat_map(|(_, own)| [own.costs.mean, own.fees.mean]).flatten());
    let mut kinds: Vec<usize> =
        all().flat_map(|(_, own)| own.by_kind.iter().map(|(kind, _)| *kind)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut head = heads(&["Shared", "Programme", "Paid by", "Cost", "Fees of the members"]);
    head[3] = format!("{}, {}", head[3], unit.head(&spec.currency));
    let of_members = MoneyUnit::of(all().flat_map(|(_, own)| &own.by_kind).filter_map(|(_, fee)| fee.mean));
    head.extend(kinds.iter().map(|kind| {
        let title = titled(&spec.plants[*kind].title, &spec.plants[*kind].name);
        format!("Of one: {title}, {}", of_members.head(&spec.currency))
    }));
    let row = |(case, own): (&Case<'_>, &SharedCosts)| {
        let shared = &spec.shared[own.shared];
        let write = |x: f64| unit.write(x);
        let of_one = |kind: &usize| {
            let paid = own.by_kind.iter().find(|(own, _)| own == kind).map(|(_, paid)| *paid);
            amount(&paid.unwrap_or_default(), &|x| of_members.write(x))
        };
        let mut row = vec![
            cell(sentence(&shared.title)),
            name_of(spec, case),
            cell(party_head(shared.payer)),
            amount(&own.costs, &write),
            amount(&own.fees, &write),
        ];
        row.extend(kinds.iter().map(of_one));
        row
    };
    html! {
        (table_with_text(&format!("What is shared under {}", surge_title(spec, surge)), &head, all().map(row).collect(), 3))
        p.note {
            "In present value; of one is what one member of that kind pays on average. Members are the factories that buy; their fees are among their costs above and below. What fees do not "
            "bring back, who pays bears for good: it is among what that party has in all."
        }
    }
}

/// A share with its interval.
pub(super) fn share_cell(e: &Estimate) -> Markup {
    let inside = |end: Option<f64>| end.map(|end| end.clamp(0.0, 1.0));
    let e = Estimate { low: inside(e.low), high: inside(e.high), ..*e };
    with_small(&e.mean.map_or(UNDEFINED.into(), percent), &percent_interval(&e))
}

/// The money that owners have to find, the bad futures, and how well debt is served.
fn cash_table(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Markup {
    let buying: Vec<&Case<'_>> = cases.iter().filter(|case| !case.nobody_buys()).collect();
    let unit = unit_of(cases);
    let debt = buying.iter().any(|case| case.funded.coverage.mean.is_some());
    let mut head = heads(&["Programme", "To be found at worst", "Bad tenth of futures"]);
    head[1] = format!("{}, {}", head[1], unit.head(&spec.currency));
    if debt {
        head.extend(heads(&["Debt covered, worst month", "On average", "Interest covered"]));
    }
    let row = |case: &&Case<'_>| {
        let own = case.funded;
        let write = |x: f64| unit.write(x);
        let found = Estimate {
            mean: own.peak_funding.mean.map(f64::abs),
            low: own.peak_funding.high.map(|end| (-end).max(0.0)),
            high: own.peak_funding.low.map(|end| -end),
            ..own.peak_funding
        };
        let mut row =
            vec![name_of(spec, case), amount(&found, &write), tail_cell(own.npv_tail().as_ref(), &write)];
        if debt {
            let times = |x: f64| format!("{} times", number(x));
            let covered = [&own.coverage, &own.mean_coverage, &own.interest_coverage];
            row.extend(covered.map(|e| amount(e, &times)));
        }
        row
    };
    html! {
        (table(&format!("Cash of the owners under {}", surge_title(spec, surge)), &head, buying.iter().map(row).collect()))
        p.note {
            "“To be found” is the most that all owners together have to find at a time, after funding. “Bad tenth” is their net present "
            "value: one future in ten is worse. "
            @if debt {
                "Debt is covered 1.3 times in a month that brings, after tax, 1.3 times what is due to the bank; below 1 owners pay from "
                "elsewhere. The worst month is that of the worst owner. Interest is covered so many times by what all owners with a loan earn "
                "in addition before interest and tax, over the months with interest."
            }
        }
    }
}

/// What public budgets give and what comes of it; empty where they give nothing.
fn public_table(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Markup {
    let unit = unit_of(cases);
    let funded: Vec<&Case<'_>> = cases.iter().filter(|case| case.public_paid().is_some()).collect();
    let Some(first) = funded.first() else { return html! {} };
    let shaken = spec.surges[surge].emergency.is_some();
    // Units of which more came for the money, with their places in `by_unit`.
    let paid_for = |place: usize| {
        let each = |case: &&Case<'_>| {
            case.funded.by_unit.get(place).is_some_and(|own| own.public_cost.mean.is_some())
        };
        shaken && funded.iter().any(each)
    };
    let units: Vec<(usize, String)> = by_unit(first.funded)
        .into_iter()
        .enumerate()
        .filter(|(place, _)| paid_for(*place))
        .map(|(place, (unit, ..))| (place, unit))
        .collect();
    let mut head = heads(&["Programme", "Public money given", "Public budgets in all", "Everybody"]);
    head[1] = format!("{}, {}", head[1], unit.head(&spec.currency));
    head.extend(units.iter().map(|(_, unit)| format!("Given for each of the {unit} more")));
    let row = |case: &&Case<'_>| {
        let own = case.funded;
        let mut row = vec![name_of(spec, case)];
        // Nobody gives less than nothing.
        let given = Estimate { low: own.public_paid.low.map(|low| low.max(0.0)), ..own.public_paid };
        let money = [&given, &own.npv[Party::Public as usize], &own.economic];
        row.extend(money.map(|e| amount(e, &|x| unit.write(x))));
        row.extend(units.iter().filter_map(|(place, _)| own.by_unit.get(*place)).map(|unit| {
            let (more, each) = (unit.emergency_units, unit.public_cost);
            let more = more.mean.map_or(UNDEFINED.into(), number);
            let each =
                each.mean.map_or(UNDEFINED.into(), |each| format!("{} {}", spec.currency, number(each)));
            with_small(&each, &format!("{more} more"))
        }));
        row
    };
    let label = format!("What public money does under {}", surge_title(spec, surge));
    html! {
        (table(&label, &head, funded.iter().map(row).collect()))
        p.note {
            "“Given” is what public budgets pay out, “in all” is in present value, less taxes that come back; “everybody” is all "
            "parties together" @if let Some(labour) = shadow_wage(spec) { (labour) } "." @if shaken { " More is what the option adds in the months of the emergency." }
        }
    }
}

/// At what labour counts for everybody, where that is not its wage.
fn shadow_wage(spec: &Spec) -> Option<String> {
    let share = spec.appraisal.as_ref()?.shadow_wage;
    ((share - 1.0).abs() > 1e-9).then(|| format!(", with labour at {} of its wage", percent(share)))
}

/// What would have to be, for the owners' money to be back in time.
fn needs_table(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Markup {
    let Some(appraisal) = &spec.appraisal else { return html! {} };
    let within = appraisal.owner_limits_months.first().map_or(UNDEFINED.into(), |own| limit(*own));
    let head = heads(&["Programme", "Grant needed", "Interest borne", "Price needed"]);
    let row = |case: &Case<'_>| {
        let found = case.funded.break_even;
        let share = |value: Option<f64>, none: &str| cell(value.map_or(none.to_owned(), percent));
        vec![
            name_of(spec, case),
            share(found.grant, "no grant is enough"),
            share(found.interest, "none"),
            share(found.price, "no price is enough"),
        ]
    };
    let label = format!("What it takes under {}", surge_title(spec, surge));
    html! {
        (table(&label, &head, cases.iter().filter(|case| !case.nobody_buys()).map(row).collect()))
        p.note {
            "What it takes for the money to be back within " (within) " with a probability of "
            (percent(appraisal.wanted_probability)) @if spec.adoption.is_some() { " over all who bought" }
            ": a further grant of so much of the purchase; a loan for all of it over that time at most at this yearly rate; what is sold "
            "in addition at no less than this share of its price. Each by itself, on the runs that are there. So 30 % is a grant of 30 % of the "
            "purchase, interest of 30 % a year, or a price that may fall to 30 % of today's; a price above 100 % would have to rise."
        }
    }
}

/// Net present value of the owners by whether and when the emergency comes.
fn emergencies_table(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Markup {
    let Some(appraisal) = &spec.appraisal else { return html! {} };
    let own = || cases.iter().filter_map(|case| case.funded.emergencies.as_ref());
    let all = own().flat_map(|own| own.in_year.iter().chain([&own.none]).chain(&own.expected));
    let unit = MoneyUnit::of(all.flat_map(|npv| [npv.mean, npv.low, npv.high]).flatten());
    let years = own().map(|own| own.in_year.len()).max().unwrap_or(0);
    let mut head = heads(&["Programme"]);
    head.push(format!("None ever, {}", unit.head(&spec.currency)));
    head.extend((1..=years).map(|year| format!("One in year {year}")));
    head.extend(appraisal.emergencies_per_year.map(|often| format!("{} a year", number(often))));
    head.push("Worth it from".into());
    let amount = |e: &Estimate| amount(e, &|amount| unit.write(amount));
    let row = |case: &Case<'_>| {
        let own = case.funded.emergencies.as_ref()?;
        let mut row = vec![name_of(spec, case), amount(&own.none)];
        row.extend(own.in_year.iter().map(amount));
        row.extend(own.expected.iter().map(amount));
        let often = |x: f64| format!("{} a year", number(x));
        row.push(match own.break_even.mean {
            None => cell("never"),
            Some(mean) if mean <= 0.0 => cell("without any"),
            Some(mean) => with_small(&often(mean), &interval(&own.break_even, number).unwrap_or_default()),
        });
        Some(row)
    };
    let label = format!("Whether and when {} comes", surge_title(spec, surge));
    html! {
        (table(&label, &head, cases.iter().filter_map(row).collect()))
        p.note {
            "Net present value of the owners if no emergency ever comes, if one like this comes once in a year of the horizon, if they "
            "come at random so often, and from how often on it is worth its money."
            @if spec.adoption.is_some() { " Purchases are those of the runs, made before anybody knew." }
        }
    }
}

/// What owners have where emergencies strike at random, by their number; nothing where it is not said how often.
fn strikes_table(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Markup {
    let Some(appraisal) = &spec.appraisal else { return html! {} };
    let all =
        || cases.iter().filter_map(|case| Some((case, case.funded.emergencies.as_ref()?.struck.as_ref()?)));
    let (Some((_, first)), Some(often)) = (all().next(), appraisal.emergencies_per_year) else {
        return html! {};
    };
    let outcomes =
        all().flat_map(|(_, own)| own.strata.each_ref().map(|one| one.outcome).into_iter().chain([own.all]));
    let unit = MoneyUnit::of(outcomes.flat_map(|own| [own.npv.mean, own.npv.low, own.npv.high]).flatten());
    let limit =
        appraisal.owner_limits_months.first().map_or(UNDEFINED.into(), |limit| months(f64::from(*limit)));
    let mut head = heads(&["Programme"]);
    let counts = ["None comes", "One comes", "Two or more"];
    head.extend(
        counts.iter().zip(&first.strata).map(|(count, own)| format!("{count}: {}", percent(own.probability))),
    );
    head[1] = format!("{}, {}", head[1], unit.head(&spec.currency));
    head.extend(heads(&["All together", "Worth its money"]));
    head.push(format!("Back within {limit}"));
    let row = |(case, own): (&Case<'_>, &Struck)| {
        let mut row = vec![name_of(spec, case)];
        let npvs = own.strata.iter().map(|one| &one.outcome.npv).chain([&own.all.npv]);
        row.extend(npvs.map(|npv| amount(npv, &|x| unit.write(x))));
        row.extend([&own.all.worth, &own.all.back].map(share_cell));
        row
    };
    let label = format!("Emergencies like {} at random", surge_title(spec, surge));
    html! {
        (table(&label, &head, all().map(row).collect()))
        p.note {
            "Emergencies like this one strike at random, " (number(often)) " a year on average, in any month alike. The heads say how likely it is "
            "that none, one, or two and more come within " (months(f64::from(appraisal.horizon_months))) "; below is what the owners then have in "
            "present value. “Worth its money” and “back” are shares of all such futures, each counted by how likely it is. Two "
            "emergencies at a time add up."
        }
    }
}

pub(super) fn party_head(party: Party) -> String {
    let text = match party {
        Party::Owner => "Owners",
        Party::Lender => "Lenders",
        Party::Investor => "Investors",
        Party::Provider => "Provider",
        Party::Public => "Public budgets",
        Party::Society => "Others",
    };
    text.into()
}
