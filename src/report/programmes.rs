//! What programmes come to, in sentences and as plain tables: for the terminal, the answer and the chapter on funding.

use crate::experiment::{Funded, Penetration, Results};
use crate::report::answer;
use crate::report::figures::{
    MoneyUnit, UNDEFINED, money, months, number, percent, plural, sentence, titled,
};
use crate::report::findings;
use crate::spec::Spec;
use crate::spec::funding::Party;
use crate::spec::programme::{Driver, Programme};
use crate::stats::Estimate;

/// Positions in `PENETRATION_MONTHS` that a narrow table has room for: three and five years.
const TOLD: [usize; 2] = [2, 4];

/// Those who pay and get besides public budgets, and what stands over their columns.
const PRIVATE: [(&str, Party); 4] = [
    ("owners", Party::Owner),
    ("provider", Party::Provider),
    ("investor", Party::Investor),
    ("lender", Party::Lender),
];

/// An option of the file under a surge, as a programme funds it.
pub(crate) struct Case<'a> {
    /// Position of the option in `Spec::options`.
    pub(crate) choice: usize,
    /// The option's name in the file.
    pub(crate) option: &'a str,
    /// Its title, without the programme's.
    pub(crate) title: String,
    /// What came of it.
    pub(crate) funded: &'a Funded,
    /// Futures.
    pub(crate) replications: usize,
}

/// The cases of a surge: options in file order, programmes inside.
pub(crate) fn cases<'a>(spec: &'a Spec, results: &'a Results, surge: usize) -> Vec<Case<'a>> {
    let cells = results.cells.iter().filter(|cell| cell.surge == surge);
    let cases = cells.flat_map(|cell| {
        let choice = &spec.options[cell.option];
        cell.funded.iter().map(move |funded| Case {
            choice: cell.option,
            option: choice.option(),
            title: titled(&choice.title, choice.option()),
            funded,
            replications: cell.outcomes.len(),
        })
    });
    cases.collect()
}

impl Case<'_> {
    /// The programme.
    pub(crate) fn programme<'a>(&self, spec: &'a Spec) -> &'a Programme {
        &spec.programmes[self.funded.programme]
    }

    /// The programme in a sentence.
    fn quoted(&self, spec: &Spec) -> String {
        let own = self.programme(spec);
        format!("“{}”", sentence(&titled(&own.title, &own.name)))
    }

    /// Whether nobody bought in any future.
    pub(crate) fn nobody_buys(&self) -> bool {
        self.funded.buyers.mean.is_none_or(|buyers| buyers <= 0.0)
    }

    /// Whether the owners have their money back in none of the futures in which any of them buys.
    fn never_back(&self) -> bool {
        !self.nobody_buys() && self.funded.payback.months.iter().all(Option::is_none)
    }

    /// The most that the owners have paid at a time beyond what came back, on average [currency; >= 0].
    pub(crate) fn own_cash(&self) -> f64 {
        -self.funded.peak_funding.mean.unwrap_or_default().min(0.0)
    }

    /// Whether those who buy need no money of their own in any future: then nothing has to come back.
    pub(crate) fn needs_no_cash(&self) -> bool {
        !self.nobody_buys() && self.funded.peak_funding.mean.is_some() && self.own_cash() < 0.005
    }

    /// Mean net present value of a party; `None` where nothing goes to it or comes from it.
    pub(crate) fn npv(&self, party: Party) -> Option<f64> {
        let npv = &self.funded.npv[party as usize];
        npv.mean.filter(|mean| mean.abs() > 0.005)
    }

    /// Payback of the owners in a cell of a table.
    pub(crate) fn payback(&self, spec: &Spec) -> String {
        if self.nobody_buys() {
            return "nobody buys".into();
        }
        if self.needs_no_cash() {
            return "no own money".into();
        }
        answer::payback_median(self.funded.payback.median, spec)
    }

    /// What public budgets give, where they give anything.
    pub(crate) fn public_paid(&self) -> Option<f64> {
        self.funded.public_paid.mean.filter(|paid| *paid > 0.0)
    }

    fn at_end(&self) -> f64 {
        self.funded.spread.as_ref().and_then(|spread| spread.at_end.mean).unwrap_or_default()
    }
}

/// Whether there is anything to say beyond what the comparison says.
pub(crate) fn is_funded(spec: &Spec) -> bool {
    spec.programmes.len() > 1
        || spec.programmes.iter().any(|p| !p.offers.is_empty())
        || spec.adoption.is_some()
        || !spec.shared.is_empty()
}

/// The driver in words.
pub(crate) fn driver_words(driver: Driver) -> &'static str {
    match driver {
        Driver::Owners => "owners alone",
        Driver::Provider => "the provider",
        Driver::LocalGovernment => "local government",
        Driver::CommercialCapital => "commercial capital",
        Driver::CentralProgramme => "a central programme",
    }
}

/// A plain table for the terminal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FundingTable {
    /// What stands over it.
    pub title: String,
    /// Column heads.
    pub head: Vec<String>,
    /// Every cell ready to print.
    pub rows: Vec<Vec<String>>,
    /// How many columns at the left are text.
    pub texts: usize,
}

/// The programmes side by side, a table for each surge; none where owners just pay for everything.
pub fn funding_tables(spec: &Spec, results: &Results) -> Vec<FundingTable> {
    if !is_funded(spec) {
        return Vec::new();
    }
    let of_surge = |surge: usize| funding_table(spec, surge, &cases(spec, results, surge));
    (0..spec.surges.len()).filter_map(of_surge).collect()
}

fn funding_table(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Option<FundingTable> {
    cases.first()?;
    let money_of = |case: &Case<'_>| {
        let npvs = PRIVATE.map(|(_, party)| case.npv(party));
        npvs.into_iter().chain([case.public_paid(), Some(case.own_cash())]).flatten().collect::<Vec<f64>>()
    };
    let unit = MoneyUnit::of(cases.iter().flat_map(money_of));
    let several = findings::several_offers(spec);
    let mut columns: Vec<(String, Vec<String>)> = Vec::new();
    let mut column = |head: &str, write: &dyn Fn(&Case<'_>) -> Option<String>| {
        let cells: Vec<Option<String>> = cases.iter().map(write).collect();
        if cells.iter().any(Option::is_some) {
            let cells = cells.into_iter().map(|cell| cell.unwrap_or_else(|| UNDEFINED.into())).collect();
            columns.push((head.into(), cells));
        }
    };
    if several {
        column("option", &|case| Some(case.option.into()));
    }
    column("programme", &|case| Some(case.programme(spec).name.clone()));
    for month in TOLD {
        let head = format!("{} y", 1 + month);
        column(&head, &|case| case.funded.spread.as_ref()?.months[month].mean.map(percent));
    }
    column("payback, months", &|case| Some(narrow_payback(case, spec)));
    column("own cash", &|case| {
        Some(case.own_cash()).filter(|_| !case.nobody_buys()).map(|cash| unit.write(cash))
    });
    for (head, party) in PRIVATE {
        column(head, &|case| case.npv(party).map(|npv| unit.write(npv)));
    }
    column("public", &|case| case.public_paid().map(|paid| unit.write(paid)));
    let (word, _) = main_unit(spec, cases.first()?.funded);
    column(&format!("per {word}"), &|case| main_unit(spec, case.funded).1.map(number));
    let (head, cells): (Vec<String>, Vec<Vec<String>>) = columns.into_iter().unzip();
    let row = |place: usize| cells.iter().map(|column| column[place].clone()).collect();
    let bought = if spec.adoption.is_some() { "share that bought, " } else { "" };
    Some(FundingTable {
        title: format!(
            "surge {}: {bought}cash that owners need, net present values, public money given (undiscounted), {}",
            spec.surges[surge].name,
            unit.head(&spec.currency)
        ),
        head,
        rows: (0..cases.len()).map(row).collect(),
        texts: 1 + usize::from(several),
    })
}

fn narrow_payback(case: &Case<'_>, spec: &Spec) -> String {
    if case.nobody_buys() {
        return "no buyer".into();
    }
    if case.needs_no_cash() {
        return "no cash".into();
    }
    case.payback(spec).replace(" months", "").replace(" month", "")
}

/// What a unit of the first kind of plant is called, and what public money each of them more costs, where any is given.
fn main_unit(spec: &Spec, funded: &Funded) -> (String, Option<f64>) {
    let given = funded.public_paid.mean.is_some_and(|paid| paid > 0.0);
    match &funded.by_unit[..] {
        [first, _, ..] => (first.unit.clone(), first.public_cost.mean.filter(|_| given)),
        [one] => (one.unit.clone(), funded.public_cost.mean.filter(|_| given)),
        [] => (findings::unit_word(spec, None), None),
    }
}

/// The answer where owners decide: under which programme most buy, what comes of it, and what is to be had without public
/// money.
pub(crate) fn owners_answer(spec: &Spec, results: &Results) -> Vec<String> {
    let surge = findings::main_surge(spec);
    let cases = cases(spec, results, surge);
    let all: Vec<&Case<'_>> = cases.iter().filter(|case| case.at_end() > 0.0).collect();
    let leading = leaders(results, surge, &all);
    let cheapest = |a: &&&Case<'_>, b: &&&Case<'_>| {
        let given = |case: &Case<'_>| case.public_paid().unwrap_or_default();
        given(a).total_cmp(&given(b)).then(b.at_end().total_cmp(&a.at_end()))
    };
    let Some(best) = leading.iter().min_by(cheapest).copied() else {
        return vec!["No owner buys under any of the programmes.".into()];
    };
    let named = |case: &Case<'_>| {
        let option = if findings::several_offers(spec) { format!("{}, ", case.title) } else { String::new() };
        format!("{option}{}", case.quoted(spec))
    };
    let mut text = vec![match &leading[..] {
        [_] => {
            let alone = cases.iter().find(|case| {
                case.option == best.option
                    && case.programme(spec).offers.is_empty()
                    && case.choice != best.choice
            });
            let against = alone.map_or(String::new(), |alone| {
                format!("; under {}, {}", alone.quoted(spec), reached(alone.funded.spread.as_ref()))
            });
            format!(
                "The largest share of factories buys under {} (driven by {}): {}{against}.",
                named(best),
                driver_words(best.programme(spec).driver),
                reached(best.funded.spread.as_ref()),
            )
        }
        several => {
            let each =
                |case: &&Case<'_>| format!("{} under {}", reached(case.funded.spread.as_ref()), named(case));
            format!(
                "Under which programme the largest share of factories buys, these {} futures do not tell: {}. What follows is \
                 under {}, which of these costs the public least.",
                best.replications,
                several.iter().map(each).collect::<Vec<_>>().join("; "),
                named(best)
            )
        }
    }];
    if let Some(cell) = findings::cell(results, surge, best.choice) {
        let gain =
            answer::gain_sentence(&format!("{} then", sentence(findings::whole(spec))), spec, results, cell);
        let paid = best.public_paid().map_or(String::new(), |paid| {
            let each = match (spec.surges[surge].emergency, main_unit(spec, best.funded)) {
                (Some(_), (unit, Some(each))) => {
                    format!(", {} for each {unit} more in the emergency", money(&spec.currency, each))
                }
                _ => String::new(),
            };
            format!(" Public budgets give {}{each}.", money(&spec.currency, paid))
        });
        text.push(gain + &paid);
    }
    let mut last = owners_words(spec, best);
    let private: Vec<&Case<'_>> = all.into_iter().filter(|case| !case.programme(spec).is_public()).collect();
    if let [other] = leaders(results, surge, &private)[..]
        && best.programme(spec).is_public()
    {
        last += &format!(
            " Without public money the largest share buys under {}: {}.",
            named(other),
            reached(other.funded.spread.as_ref())
        );
    }
    text.push(last);
    text
}

/// Under which most have bought by the end, and those of which the futures do not show that fewer do.
pub(crate) fn leaders<'a, 'b>(results: &Results, surge: usize, cases: &[&'a Case<'b>]) -> Vec<&'a Case<'b>> {
    let by_share = |a: &&&Case<'_>, b: &&&Case<'_>| b.at_end().total_cmp(&a.at_end());
    let Some(first) = cases.iter().min_by(by_share) else { return Vec::new() };
    let less = |case: &Case<'_>| case.choice != first.choice && clearly_more(results, surge, first, case);
    cases.iter().copied().filter(|case| !less(case)).collect()
}

/// Whether the futures show that more buy in one case than in another, both seen in the same futures.
fn clearly_more(results: &Results, surge: usize, one: &Case<'_>, other: &Case<'_>) -> bool {
    let shares = |case: &Case<'_>| -> Vec<f64> {
        let spreads = findings::cell(results, surge, case.choice).map_or(&[][..], |cell| &cell.spreads[..]);
        spreads.iter().map(|own| own.adopters.len() as f64 / own.offered_to.len().max(1) as f64).collect()
    };
    let differences: Vec<f64> =
        shares(one).iter().zip(shares(other)).map(|(one, other)| one - other).collect();
    Estimate::of(&differences).low.map_or(one.at_end() > other.at_end(), |low| low > 0.0)
}

/// "26 % after 3 years, 32 % after 5 years".
fn reached(spread: Option<&Penetration>) -> String {
    let Some(spread) = spread else { return UNDEFINED.into() };
    let at = |month: usize| {
        let share = spread.months[month].mean?;
        Some(format!("{} after {}", percent(share), months(12.0 * (1 + month) as f64)))
    };
    let told: Vec<String> = TOLD.into_iter().filter_map(at).collect();
    match told.is_empty() {
        true => format!("{} by the end of the run", spread.at_end.mean.map_or(UNDEFINED.into(), percent)),
        false => told.join(", "),
    }
}

/// Payback and gain of those who buy, as a sentence.
fn owners_words(spec: &Spec, case: &Case<'_>) -> String {
    let worth = case.npv(Party::Owner).unwrap_or_default();
    let verb = if worth < 0.0 { "lose" } else { "gain" };
    let amount = format!("{verb} {} in present value", money(&spec.currency, worth.abs()));
    if case.needs_no_cash() {
        return format!("Those who buy need no money of their own, and together {amount}.");
    }
    match case.funded.payback.median {
        Some(median) => {
            let median = answer::payback_median(Some(median), spec);
            format!("Those who buy have their money back after {median} and together {amount}.")
        }
        None => format!(
            "Those who buy do not have their money back within {}; together they {amount}.",
            horizon(spec)
        ),
    }
}

fn horizon(spec: &Spec) -> String {
    let horizon = spec.appraisal.as_ref().map(|appraisal| f64::from(appraisal.horizon_months));
    horizon.map_or(UNDEFINED.into(), months)
}

/// What the tables mean in sentences, under the surge of the answer: what owners have of each option, where they do not
/// decide; what those earn who finance it.
pub fn funding_lines(spec: &Spec, results: &Results) -> Vec<String> {
    if !is_funded(spec) {
        return Vec::new();
    }
    let surge = findings::main_surge(spec);
    let cases = cases(spec, results, surge);
    let mut lines = Vec::new();
    if spec.adoption.is_none() {
        lines.extend(cases.chunk_by(|a, b| a.choice == b.choice).map(|own| option_line(spec, surge, own)));
    }
    let parties = [(Party::Provider, "the provider"), (Party::Investor, "the investors")];
    lines.extend(parties.iter().filter_map(|(party, who)| party_line(spec, &cases, *party, who)));
    lines
}

/// What owners have of one option under its programmes.
fn option_line(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> String {
    let Some(first) = cases.first() else { return String::new() };
    let title = sentence(&first.title);
    let when = match spec.surges.len() {
        1 => "",
        _ if spec.surges[surge].emergency.is_some() => " with the emergency",
        _ => " without an emergency",
    };
    let by_npv = |a: &&Case<'_>, b: &&Case<'_>| {
        let npv = |case: &Case<'_>| case.npv(Party::Owner).unwrap_or_default();
        npv(a).total_cmp(&npv(b))
    };
    let richest = cases.iter().max_by(by_npv).unwrap_or(first);
    let worth = richest.npv(Party::Owner).unwrap_or_default();
    let amount = money(&spec.currency, worth.abs());
    let verb = if worth < 0.0 { "lose" } else { "gain" };
    let most = if worth < 0.0 { "least" } else { "most" };
    let richest = match cases.len() {
        1 => format!("they {verb} {amount} in present value"),
        _ => format!("they {verb} {most} under {}, {amount} in present value", richest.quoted(spec)),
    };
    if cases.iter().all(Case::never_back) {
        let whoever = if cases.len() > 1 { ", whoever funds it" } else { "" };
        return format!(
            "{title}: the owners do not have their money back within {} in any of the {} futures{when}{whoever}; {richest}.",
            horizon(spec),
            first.replications
        );
    }
    let (free, paying): (Vec<&Case<'_>>, Vec<&Case<'_>>) =
        cases.iter().partition(|case| case.needs_no_cash());
    let free: Vec<String> = free.iter().map(|case| case.quoted(spec)).collect();
    let free = match (&free[..], paying.is_empty()) {
        ([], _) => String::new(),
        (_, true) => {
            return format!("{title}: the owners need no money of their own{when}; {richest}.");
        }
        (names, false) => format!("; under {} they need no money of their own", names.join(" and ")),
    };
    let back = paying.iter().filter_map(|case| Some((case, case.funded.payback.median?)));
    let Some((soonest, median)) = back.min_by(|a, b| a.1.total_cmp(&b.1)) else {
        return format!(
            "{title}: the owners do not have their money back within {} in most futures{when}{free}; {richest}.",
            horizon(spec)
        );
    };
    let same = |case: &Case<'_>| {
        case.funded.payback.median.is_some_and(|own| (own.round() - median.round()).abs() < 0.5)
    };
    let soonest = match cases.len() {
        1 => String::new(),
        _ if cases.iter().all(same) => ", whoever funds it".into(),
        _ if paying.len() == 1 => format!(" under {}", soonest.quoted(spec)),
        _ => format!(", soonest under {}", soonest.quoted(spec)),
    };
    let median = answer::payback_median(Some(median), spec);
    format!("{title}: the owners have their money back after {median}{when}{soonest}{free}; {richest}.")
}

/// What one who finances earns, programme by programme.
fn party_line(spec: &Spec, cases: &[Case<'_>], party: Party, who: &str) -> Option<String> {
    let several = findings::several_offers(spec);
    let told: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let npv = case.npv(party)?;
            let verb = match (npv < 0.0, who.ends_with('s')) {
                (true, true) => "lose",
                (true, false) => "loses",
                (false, true) => "gain",
                (false, false) => "gains",
            };
            let option = if several { format!(" by {}", case.title) } else { String::new() };
            let ends = |e: &Estimate| Some((e.low?, e.high?));
            let sure = ends(&case.funded.npv[party as usize]).map_or(String::new(), |(low, high)| {
                format!(" (95 % interval {} to {})", money(&spec.currency, low), money(&spec.currency, high))
            });
            let amount = money(&spec.currency, npv.abs());
            Some(format!("{verb} {amount}{sure}{option} under {}", case.quoted(spec)))
        })
        .collect();
    (!told.is_empty()).then(|| format!("In present value, {who} {}.", told.join("; ")))
}

/// What came in the emergency by what units are called: "masks", more units, public money for each.
pub(crate) fn by_unit(funded: &Funded) -> Vec<(String, Estimate, Estimate)> {
    funded.by_unit.iter().map(|own| (plural(&own.unit), own.emergency_units, own.public_cost)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use crate::spec::funding::{Instrument, UpFrontGrant};
    use crate::spec::programme::Offer;
    use crate::units::Money;

    /// The town, whose owners decide about automatic welding: alone, or when the city pays; so many have bought after
    /// three and after five years.
    fn town(alone: [f64; 2], city: [f64; 2]) -> (Spec, Results) {
        let (mut spec, mut results) = sample::town();
        let grant = UpFrontGrant { share: 0.3, cap: Money::from_units(1e6), payer: Party::Public };
        let offer = Offer { share: 1.0, cap_multiple: 1.0, instrument: Instrument::UpFrontGrant(grant) };
        spec.programmes.push(Programme {
            name: "city".into(),
            title: "the city pays".into(),
            driver: Driver::LocalGovernment,
            offers: vec![offer],
            ..Programme::own_profit()
        });
        spec.options = std::iter::once(spec.options[0].clone())
            .chain(spec.options[1].clone().under(&spec.programmes))
            .collect();
        results.cells.retain(|cell| cell.option <= 2);
        for cell in &mut results.cells {
            let Some(programme) = cell.option.checked_sub(1) else { continue };
            let shares = [alone, city][programme];
            let mut months = [Estimate::default(); 5];
            months[2] = Estimate::of(&[shares[0]]);
            months[4] = Estimate::of(&[shares[1]]);
            let own = &mut cell.funded[0];
            own.programme = programme;
            own.buyers = Estimate::of(&[8.0 * shares[1]]);
            own.public_paid = Estimate::of(&[500_000.0 * programme as f64]);
            own.spread = Some(Penetration {
                months,
                by_size: [Estimate::default(); 3],
                at_end: Estimate::of(&[shares[1]]),
                aware: Estimate::default(),
                waiting: Estimate::default(),
                dropped: Estimate::default(),
                promised: Estimate::default(),
                additional: Estimate::default(),
            });
        }
        (spec, results)
    }

    #[test]
    fn the_answer_names_the_programme_under_which_most_buy() {
        let (spec, results) = town([0.1, 0.2], [0.3, 0.4]);
        let answer = owners_answer(&spec, &results);
        assert_eq!(answer.len(), 3, "{answer:?}");
        assert_eq!(
            answer[0],
            "The largest share of factories buys under “The city pays” (driven by local government): 30 % after 3 years, 40 % after \
             5 years; under “Owners pay from their profit”, 10 % after 3 years, 20 % after 5 years."
        );
        assert!(answer[1].starts_with("The region then delivers ") && answer[1].contains("give CNY 500,000"));
        assert!(answer[2].starts_with("Those who buy ") && answer[2].ends_with(
            " Without public money the largest share buys under “Owners pay from their profit”: 10 % after 3 years, 20 % after 5 years."
        ));
        let (spec, results) = town([0.2, 0.5], [0.3, 0.4]);
        let answer = owners_answer(&spec, &results).join(" ");
        assert!(
            answer.starts_with(
                "The largest share of factories buys under “Owners pay from their profit” (driven by owners alone)"
            )
        );
        assert!(!answer.contains("public money") && !answer.contains("The city pays"), "{answer}");
    }

    #[test]
    fn it_says_when_nobody_buys() {
        let (spec, results) = town([0.0, 0.0], [0.0, 0.0]);
        assert_eq!(owners_answer(&spec, &results), ["No owner buys under any of the programmes."]);
        let table = &funding_tables(&spec, &results)[0];
        let payback = table.head.iter().position(|head| head == "payback, months").unwrap();
        assert!(table.rows.iter().all(|row| row[payback] == "no buyer"), "{table:?}");
    }

    #[test]
    fn a_table_has_the_programmes_as_rows_and_no_empty_columns() {
        let (spec, results) = town([0.1, 0.2], [0.3, 0.4]);
        let tables = funding_tables(&spec, &results);
        assert_eq!(tables.len(), spec.surges.len());
        let own = &tables[0];
        assert_eq!(own.head[..4], ["programme", "3 y", "5 y", "payback, months"]);
        assert!(!own.head.iter().any(|head| head == "provider" || head == "investor"), "{:?}", own.head);
        assert_eq!(own.rows[1][..3], ["city", "30 %", "40 %"]);
        let public = own.head.iter().position(|head| head == "public").unwrap();
        assert_eq!((own.rows[0][public].as_str(), own.rows[1][public] == "–"), ("–", false));
        assert!(own.rows.iter().all(|row| row.len() == own.head.len()));
    }

    #[test]
    fn owners_who_never_have_their_money_back_are_told_so() {
        let (spec, mut results) = sample::town();
        let mut own = spec;
        own.programmes.push(Programme {
            name: "other".into(),
            title: "others pay".into(),
            ..Programme::own_profit()
        });
        for cell in &mut results.cells {
            for funded in &mut cell.funded {
                funded.payback.months.iter_mut().for_each(|months| *months = None);
                funded.payback.median = None;
                funded.npv[Party::Owner as usize] = Estimate::of(&[-2e6]);
            }
        }
        assert_eq!(
            funding_lines(&own, &results)[0],
            "Automatic ear-loop welding: the owners do not have their money back within 5 years in any of the 16 futures \
             with the emergency; they lose CNY 2 million in present value."
        );
    }

    /// Three futures in which the city's programme reaches a little more, or less: which one leads is not told.
    #[test]
    fn nobody_wins_among_equals() {
        let (spec, mut results) = town([0.1, 0.375], [0.3, 0.5]);
        let surge = findings::main_surge(&spec);
        let set = |results: &mut Results, option: usize, counts: [usize; 3]| {
            let own =
                results.cells.iter_mut().find(|cell| cell.surge == surge && cell.option == option).unwrap();
            own.spreads = counts.map(spread_of).to_vec();
        };
        set(&mut results, 1, [3, 3, 3]);
        set(&mut results, 2, [8, 2, 2]);
        let answer = owners_answer(&spec, &results);
        assert!(
            answer[0].starts_with(
                "Under which programme the largest share of factories buys, these 16 futures do not tell: "
            ) && answer[0].ends_with(
                "What follows is under “Owners pay from their profit”, which of these costs the public least."
            ),
            "{answer:?}"
        );
        assert!(!answer.join(" ").contains("largest share buys under"), "{answer:?}");
        set(&mut results, 2, [4, 4, 4]);
        let answer = owners_answer(&spec, &results);
        assert!(
            answer[0].starts_with("The largest share of factories buys under “The city pays”"),
            "{answer:?}"
        );
    }

    fn spread_of(buyers: usize) -> crate::experiment::Spread {
        let adopter = |owner: usize| crate::adoption::Adopter { owner, month: 0, funded: false };
        let adopters = (0..buyers).map(adopter).collect();
        crate::experiment::Spread {
            adopters,
            offered_to: (0..8).collect(),
            aware: 8,
            waiting: 0,
            dropped: Vec::new(),
        }
    }

    /// A lease for all of it: there is nothing that would have to come back.
    #[test]
    fn who_puts_in_nothing_has_no_payback() {
        let (mut spec, mut results) = sample::town();
        spec.programmes.push(Programme {
            name: "lease".into(),
            title: "rented".into(),
            ..Programme::own_profit()
        });
        for cell in results.cells.iter_mut().filter(|cell| !cell.funded.is_empty()) {
            let mut rented = cell.funded[0].clone();
            rented.programme = 1;
            rented.payback.median = Some(0.0);
            rented.payback.months.iter_mut().for_each(|months| *months = Some(0.0));
            rented.peak_funding = Estimate::of(&[0.0, 0.0]);
            cell.funded[0].peak_funding = Estimate::of(&[-90_000.0, -110_000.0]);
            cell.funded.push(rented);
        }
        let lines = funding_lines(&spec, &results).join(" ");
        assert!(
            lines.contains("under “Rented” they need no money of their own") && !lines.contains(" 0 months"),
            "{lines}"
        );
        let table = &funding_tables(&spec, &results)[0];
        let column = |head: &str| table.head.iter().position(|own| own.contains(head)).unwrap();
        let rented = table.rows.iter().find(|row| row[column("programme")] == "lease").unwrap();
        assert_eq!(
            (rented[column("payback, months")].as_str(), rented[column("own cash")].as_str()),
            ("no cash", "0")
        );
    }
}
