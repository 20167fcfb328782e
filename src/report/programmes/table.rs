//! Programmes side by side, as plain tables for the terminal.

use super::{Case, TOLD, cases, is_funded, main_unit};
use crate::experiment::Results;
use crate::report::figures::{MoneyUnit, UNDEFINED, number, percent};
use crate::report::findings;
use crate::spec::Spec;
use crate::spec::funding::Party;

/// Columns that a terminal of 80 characters has room for without breaking the words of their heads.
const MOST_COLUMNS: usize = 8;

/// Those who pay and get besides public budgets, and what stands over their columns.
const PRIVATE: [(&str, Party); 4] = [
    ("owners", Party::Owner),
    ("provider", Party::Provider),
    ("investor", Party::Investor),
    ("lender", Party::Lender),
];

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
    (0..spec.surges.len()).flat_map(|surge| of_surge(spec, surge, &cases(spec, results, surge))).collect()
}

/// One table of what owners do and need, and one of what each party has, where one of all would be too wide.
fn of_surge(spec: &Spec, surge: usize, cases: &[Case<'_>]) -> Vec<FundingTable> {
    let Some(first) = cases.first() else { return Vec::new() };
    let money_of = |case: &Case<'_>| {
        let npvs = PRIVATE.map(|(_, party)| case.npv(party));
        npvs.into_iter().chain([case.public_paid(), Some(case.own_cash())]).flatten().collect::<Vec<f64>>()
    };
    let unit = MoneyUnit::of(cases.iter().flat_map(money_of));
    let several = findings::several_offers(spec);
    let texts = 1 + usize::from(several);
    let mut named: Vec<Column> = Vec::new();
    if several {
        named.extend(column("option", cases, &|case| Some(case.option.into())));
    }
    named.extend(column("programme", cases, &|case| Some(case.programme(spec).name.clone())));
    let mut owners: Vec<Column> = Vec::new();
    for month in TOLD {
        let share = |case: &Case<'_>| case.funded.spread.as_ref()?.months[month].mean.map(percent);
        owners.extend(column(&format!("{} y", 1 + month), cases, &share));
    }
    owners.extend(column("payback, months", cases, &|case| Some(narrow_payback(case, spec))));
    owners.extend(column("own cash", cases, &|case| {
        Some(case.own_cash()).filter(|_| !case.nobody_buys()).map(|cash| unit.write(cash))
    }));
    let mut parties: Vec<Column> = Vec::new();
    for (head, party) in PRIVATE {
        parties.extend(column(head, cases, &|case| case.npv(party).map(|npv| unit.write(npv))));
    }
    parties.extend(column("public", cases, &|case| case.public_paid().map(|paid| unit.write(paid))));
    let (word, _) = main_unit(spec, first.funded);
    let each = |case: &Case<'_>| main_unit(spec, case.funded).1.map(number);
    parties.extend(column(&format!("per {word}"), cases, &each));
    let name = &spec.surges[surge].name;
    let head = unit.head(&spec.currency);
    let bought = if spec.adoption.is_some() { "share that bought, " } else { "" };
    let of_owners = format!("{bought}cash that owners need");
    let of_parties = "net present values, public money given (undiscounted)";
    let table = |what: &str, columns: Vec<Column>| FundingTable {
        title: format!("surge {name}: {what}, {head}"),
        rows: (0..cases.len())
            .map(|place| columns.iter().map(|(_, cells)| cells[place].clone()).collect())
            .collect(),
        head: columns.into_iter().map(|(head, _)| head).collect(),
        texts,
    };
    if named.len() + owners.len() + parties.len() <= MOST_COLUMNS {
        return vec![table(&format!("{of_owners}, {of_parties}"), [named, owners, parties].concat())];
    }
    vec![table(&of_owners, [named.clone(), owners].concat()), table(of_parties, [named, parties].concat())]
}

/// A head, and what stands below it.
type Column = (String, Vec<String>);

/// A column; `None` where no case has anything in it.
fn column(head: &str, cases: &[Case<'_>], write: &dyn Fn(&Case<'_>) -> Option<String>) -> Option<Column> {
    let cells: Vec<Option<String>> = cases.iter().map(write).collect();
    let any = cells.iter().any(Option::is_some);
    any.then(|| {
        (head.into(), cells.into_iter().map(|cell| cell.unwrap_or_else(|| UNDEFINED.into())).collect())
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
