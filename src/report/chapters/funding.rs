//! Who pays, and what each party has of it: programmes side by side, and how offers spread under them.

use maud::{Markup, html};

use super::comparison::surges_by_weight;
use super::{Figure, cell, heads, table, with_small};
use crate::experiment::{Funded, PENETRATION_MONTHS, Penetration, Results};
use crate::report::answer::payback_median;
use crate::report::charts::{CurveLine, Words, both, curve};
use crate::report::figures::{
    MoneyUnit, UNDEFINED, interval, money, months, number, percent, percent_interval, sentence,
};
use crate::report::findings::{self, surge_title};
use crate::spec::Spec;
use crate::spec::funding::Party;
use crate::spec::programme::{Driver, Programme};
use crate::stats::Estimate;

/// An option of the file under a surge, as a programme funds it.
struct Case<'a> {
    option: &'a str,
    /// Its title, without the programme's.
    title: String,
    funded: &'a Funded,
    replications: usize,
}

/// The cases of a surge: options in file order, programmes inside.
fn cases<'a>(spec: &'a Spec, results: &'a Results, surge: usize) -> Vec<Case<'a>> {
    let cells = results.cells.iter().filter(|cell| cell.surge == surge);
    let cases = cells.flat_map(|cell| {
        let choice = &spec.options[cell.option];
        let title = match &choice.offered {
            Some(offered) => crate::report::figures::readable(&offered.option),
            None => findings::option_title(spec, cell.option),
        };
        let replications = cell.outcomes.len();
        cell.funded.iter().map(move |funded| Case {
            option: choice.option(),
            title: title.clone(),
            funded,
            replications,
        })
    });
    cases.collect()
}

/// Whether there is anything to say beyond what the comparison says.
pub(crate) fn is_funded(spec: &Spec) -> bool {
    spec.programmes.len() > 1
        || spec.programmes.iter().any(|p| !p.offers.is_empty())
        || spec.adoption.is_some()
}

/// The chapter; empty where owners just pay for everything.
pub(crate) fn funding(spec: &Spec, results: &Results, source: &str) -> Markup {
    let Some(appraisal) = spec.appraisal.as_ref().filter(|_| is_funded(spec)) else { return html! {} };
    let rate = percent(appraisal.discount_rate);
    html! {
        @for line in funding_lines(spec, results) { p { (line) } }
        p.note {
            "Net present values are over " (months(f64::from(appraisal.horizon_months))) ", at " (rate)
            " a year; those of public budgets and of all parties together at " (percent(appraisal.social_rate))
            ". " (taxed(spec)) " Owners have what is left to them after funding and tax; what one party gives another has, so that "
            "the parties of a row add up, each at its rate. Small type is a 95 % interval, or what is said there."
        }
        @for surge in surges_by_weight(spec) {
            h3 { (sentence(&surge_title(spec, surge))) }
            @let cases = cases(spec, results, surge);
            (money_table(spec, surge, &cases))
            (needs_table(spec, surge, &cases))
            @if cases.iter().any(|case| case.funded.emergencies.is_some()) {
                (emergencies_table(spec, surge, &cases))
            }
            @if spec.adoption.is_some() {
                (spread_table(spec, surge, &cases))
                @for figure in spread_figures(spec, surge, &cases) { (figure.markup(source)) }
            }
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

fn how_owners_decide(spec: &Spec) -> String {
    let Some(adoption) = &spec.adoption else { return String::new() };
    format!(
        "Owners look at the offer once a quarter, when they have heard of it. They expect what {} pilot runs of a year without an \
         emergency show for their kind of plant, corrected by what the books of those show who have it, and buy when the \
         payback after funding is within their own limit (half of them accept {}), their cash covers the deepest point, and the \
         programme's budget and the installers have room. Small, middle and large factories are thirds by demand.",
        number(f64::from(adoption.pilots)),
        months(adoption.thresholds.median)
    )
}

/// The driver in words.
fn driver_words(driver: Driver) -> &'static str {
    match driver {
        Driver::Owners => "owners alone",
        Driver::Provider => "the provider",
        Driver::LocalGovernment => "local government",
        Driver::CommercialCapital => "commercial capital",
        Driver::CentralProgramme => "a central programme",
    }
}

fn programme<'a>(spec: &'a Spec, case: &Case<'_>) -> &'a Programme {
    &spec.programmes[case.funded.programme]
}

/// Programme and, where there are several, option.
fn name_of(spec: &Spec, case: &Case<'_>) -> Markup {
    let several = spec.options.iter().skip(1).any(|option| option.option() != case.option);
    let own = programme(spec, case);
    html! {
        (sentence(&own.title))
        small { @if several { (case.title) ", " } "driven by " (driver_words(own.driver)) }
    }
}

fn money_table(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Markup {
    let npvs = cases.iter().flat_map(|case| case.funded.npv.iter().chain([&case.funded.economic]));
    let unit = MoneyUnit::of(npvs.flat_map(|npv| [npv.mean, npv.low, npv.high]).flatten());
    let there = |party: Party| {
        cases.iter().any(|case| case.funded.npv[party as usize].mean.is_some_and(|mean| mean.abs() > 0.005))
    };
    let parties: Vec<Party> =
        Party::ALL.into_iter().filter(|party| *party == Party::Owner || there(*party)).collect();
    let mut head = heads(&["Programme", "Payback of the owners"]);
    head.extend(parties.iter().map(|party| party_head(*party)));
    head.extend(heads(&["All together", "Public money given", "… for each unit more"]));
    head[2] = format!("{}, {}", head[2], unit.head(&spec.currency));
    let write = |amount: f64| unit.write(amount);
    let amount = |e: &Estimate| {
        let mean = e.mean.map_or(UNDEFINED.into(), write);
        with_small(&mean, &interval(e, write).unwrap_or_default())
    };
    let row = |case: &Case<'_>| {
        let funded = case.funded;
        let within = funded.payback.within.first();
        let small = within.map_or(String::new(), |within| {
            format!("in {}: {}", months(f64::from(within.months)), percent(within.probability))
        });
        let mut row =
            vec![name_of(spec, case), with_small(&payback_median(funded.payback.median, spec), &small)];
        row.extend(parties.iter().map(|party| amount(&funded.npv[*party as usize])));
        row.push(amount(&funded.economic));
        row.push(amount(&funded.public_paid));
        let cost = |x: f64| number(x);
        let each = funded.public_cost.mean.map_or(UNDEFINED.into(), cost);
        row.push(with_small(&each, &interval(&funded.public_cost, cost).unwrap_or_default()));
        row
    };
    table(&format!("Who pays under {}", surge_title(spec, surge)), &head, cases.iter().map(row).collect())
}

/// What would have to be, for the owners' money to be back in time.
fn needs_table(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Markup {
    let Some(appraisal) = &spec.appraisal else { return html! {} };
    let limit =
        appraisal.owner_limits_months.first().map_or(UNDEFINED.into(), |limit| months(f64::from(*limit)));
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
        (table(&label, &head, cases.iter().filter(|c| c.funded.buyers.mean.is_some_and(|n| n > 0.0)).map(row).collect()))
        p.note {
            "What it takes for the money to be back within " (limit) " with a probability of "
            (percent(appraisal.wanted_probability)) @if spec.adoption.is_some() { " over all who bought" }
            ": a further grant of so much of the purchase; a loan for all of it over that time at most at this yearly rate; what is sold "
            "in addition at no less than this share of its price. Each by itself, on the runs that are there."
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
    let amount = |e: &Estimate| {
        let write = |amount: f64| unit.write(amount);
        with_small(&e.mean.map_or(UNDEFINED.into(), write), &interval(e, write).unwrap_or_default())
    };
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

fn party_head(party: Party) -> String {
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

fn spread_table(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Markup {
    let reached = |month: usize| {
        cases.iter().filter_map(|case| case.funded.spread.as_ref()).any(|s| s.months[month].mean.is_some())
    };
    let shown: Vec<usize> = (0..PENETRATION_MONTHS.len()).filter(|month| reached(*month)).collect();
    let mut head = heads(&["Programme"]);
    head.extend(shown.iter().map(|month| format!("After {}", months(f64::from(PENETRATION_MONTHS[*month])))));
    head.extend(heads(&["Small, middle, large", "Have heard", "Promised", "Because of it", "Own limit met"]));
    let share = |e: &Estimate| with_small(&e.mean.map_or(UNDEFINED.into(), percent), &percent_interval(e));
    let row = |case: &Case<'_>| {
        let spread = case.funded.spread.as_ref()?;
        let mut row = vec![name_of(spec, case)];
        row.extend(shown.iter().map(|month| share(&spread.months[*month])));
        let sizes: Vec<String> =
            spread.by_size.iter().map(|e| e.mean.map_or(UNDEFINED.into(), percent)).collect();
        row.push(cell(sizes.join(", ")));
        row.extend(
            [&spread.aware, &spread.promised, &spread.additional, &case.funded.buyers_within].map(share),
        );
        Some(row)
    };
    let label = format!("How it spreads under {}", surge_title(spec, surge));
    html! {
        (table(&label, &head, cases.iter().filter_map(row).collect()))
        p.note {
            "Shares are of the factories that the option is for. “Promised” is the share of buyers with public money, “because of "
            "it” of those who would not have bought under the first programme without any, “own limit met” of those whose own "
            "payback turns out within the first of the owners' limits."
        }
    }
}

/// A chart of penetration for each option.
fn spread_figures(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Vec<Figure> {
    let mut options: Vec<&str> = cases.iter().map(|case| case.option).collect();
    options.dedup();
    options.into_iter().filter_map(|option| spread_figure(spec, surge, option, cases)).collect()
}

fn spread_figure(spec: &Spec, surge: usize, option: &str, cases: &[Case<'_>]) -> Option<Figure> {
    let own: Vec<(&Case<'_>, &Penetration)> = cases
        .iter()
        .filter(|case| case.option == option)
        .filter_map(|case| Some((case, case.funded.spread.as_ref()?)))
        .collect();
    let (first, spread) = own.first()?;
    let reached = spread.months.iter().take_while(|share| share.mean.is_some()).count();
    if reached < 2 {
        return None;
    }
    let values: Vec<f64> =
        std::iter::once(0.0).chain(PENETRATION_MONTHS.map(f64::from)).take(reached + 1).collect();
    let line = |(number, (case, spread)): (usize, &(&Case<'_>, &Penetration))| CurveLine {
        line: number + 1,
        title: sentence(&programme(spec, case).title),
        means: std::iter::once([0.0; 3])
            .chain(spread.months[..reached].iter().map(|share| {
                let mean = 100.0 * share.mean.unwrap_or_default();
                [mean, 100.0 * share.low.unwrap_or(mean / 100.0), 100.0 * share.high.unwrap_or(mean / 100.0)]
                    .map(|percent| percent.clamp(0.0, 100.0))
            }))
            .collect(),
    };
    let lines: Vec<CurveLine> = own.iter().enumerate().map(line).collect();
    let most = own.iter().max_by(|a, b| {
        let at = |spread: &Penetration| spread.months[reached - 1].mean.unwrap_or_default();
        at(a.1).total_cmp(&at(b.1))
    })?;
    let title = format!(
        "{} reaches {} of the factories after {}",
        sentence(&programme(spec, most.0).title),
        most.1.months[reached - 1].mean.map_or(UNDEFINED.into(), percent),
        months(values[reached])
    );
    let words = Words { title: title.clone(), desc: format!("{}.", title) };
    let at = |n: usize| months(values[n]);
    Some(Figure {
        title,
        subtitle: format!(
            "Share of factories that have ordered {}, %, {}; mean over futures with its 95 % band.",
            first.title,
            surge_title(spec, surge)
        ),
        chart: both(|layout| curve(layout, &words, &values, "months", &lines)),
        head: std::iter::once("Programme".to_owned()).chain((1..=reached).map(at)).collect(),
        rows: own
            .iter()
            .map(|(case, spread)| {
                let shares = spread.months[..reached].iter();
                let share = |e: &Estimate| e.mean.map_or(UNDEFINED.into(), percent);
                std::iter::once(programme(spec, case).title.clone()).chain(shares.map(share)).collect()
            })
            .collect(),
    })
}

/// A sentence for each programme under the surge of the answer, as the terminal has it.
pub fn funding_lines(spec: &Spec, results: &Results) -> Vec<String> {
    if !is_funded(spec) {
        return Vec::new();
    }
    let surge = findings::main_surge(spec);
    cases(spec, results, surge).iter().map(|case| line(spec, surge, case)).collect()
}

fn line(spec: &Spec, surge: usize, case: &Case<'_>) -> String {
    let several = spec.options.iter().skip(1).any(|option| option.option() != case.option);
    let option = if several { format!(", {}", case.title) } else { String::new() };
    let own = programme(spec, case);
    let mut text = format!("{}{option} (driven by {}): ", sentence(&own.title), driver_words(own.driver));
    if let Some(spread) = &case.funded.spread {
        text.push_str(&spread_words(spread));
    }
    text.push_str(&money_words(spec, case));
    if case.funded.public_paid.mean.is_some_and(|paid| paid > 0.0) {
        let paid = case.funded.public_paid.mean.map_or(UNDEFINED.into(), |x| money(&spec.currency, x));
        let unit = match spec.surges[surge].emergency {
            Some(_) => format!("{} more in the emergency", findings::unit_word(spec, None)),
            None => format!("{} more", findings::unit_word(spec, None)),
        };
        let each = case.funded.public_cost.mean;
        text.push_str(&format!("; public budgets give {paid}"));
        if let Some(each) = each {
            text.push_str(&format!(", {} for each of the {unit}", money(&spec.currency, each)));
        }
    }
    text.push('.');
    text
}

fn spread_words(spread: &Penetration) -> String {
    let at = |month: usize| {
        let share = spread.months[month].mean?;
        Some(format!("{} after {}", percent(share), months(f64::from(PENETRATION_MONTHS[month]))))
    };
    let told: Vec<String> = [2, 4].into_iter().filter_map(at).collect();
    let told = match told.is_empty() {
        true => format!("{} at the end of the run", spread.at_end.mean.map_or(UNDEFINED.into(), percent)),
        false => told.join(", "),
    };
    format!("of the factories {told} have it; ")
}

fn money_words(spec: &Spec, case: &Case<'_>) -> String {
    let funded = case.funded;
    let payback = match (funded.payback.median, funded.buyers.mean) {
        (_, Some(buyers)) if buyers <= 0.0 => "nobody buys".to_owned(),
        (Some(median), _) => format!("the owners have their money back after {}", months(median)),
        (None, _) => "the owners never have their money back in most futures".to_owned(),
    };
    let earned = |party: Party, who: &str| {
        let npv = &funded.npv[party as usize];
        let mean = npv.mean.filter(|mean| mean.abs() > 0.005)?;
        let verb = if mean >= 0.0 { "gain" } else { "lose" };
        Some(format!("{who} {verb} {}", money(&spec.currency, mean.abs())))
    };
    let all = [
        earned(Party::Owner, "they"),
        earned(Party::Lender, "lenders"),
        earned(Party::Investor, "investors"),
        earned(Party::Provider, "providers"),
    ];
    let told: Vec<String> = all.into_iter().flatten().collect();
    match told.is_empty() {
        true => payback,
        false => format!("{payback}, {} in present value ({} futures)", told.join(", "), case.replications),
    }
}
