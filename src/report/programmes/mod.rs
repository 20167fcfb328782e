//! What programmes come to, in sentences and as plain tables: for the terminal, the answer and the chapter on funding.

mod shared;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use shared::shared_sentence;
pub use table::{FundingTable, funding_tables};
pub use words::funding_lines;
pub(crate) use words::{leaders, owners_answer};

use crate::experiment::{Funded, Results};
use crate::report::answer;
use crate::report::figures::{plural, sentence, titled};
use crate::report::findings;
use crate::spec::Spec;
use crate::spec::funding::Party;
use crate::spec::programme::{Driver, Programme};
use crate::stats::Estimate;

/// What thirds of the factories by demand are called.
pub(crate) const SIZES: [&str; 3] = ["small", "middle", "large"];

/// Positions in `PENETRATION_MONTHS` that a narrow table has room for: three and five years.
const TOLD: [usize; 2] = [2, 4];

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
        answer::payback_of(&self.funded.payback, spec)
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

/// What a unit of the first kind of plant is called, and what public money each of them more costs, where any is given.
fn main_unit(spec: &Spec, funded: &Funded) -> (String, Option<f64>) {
    let given = funded.public_paid.mean.is_some_and(|paid| paid > 0.0);
    match &funded.by_unit[..] {
        [first, _, ..] => (first.unit.clone(), first.public_cost.mean.filter(|_| given)),
        [one] => (one.unit.clone(), funded.public_cost.mean.filter(|_| given)),
        [] => (findings::unit_word(spec, None), None),
    }
}

/// What came in the emergency by what units are called: "masks", more units, public money for each.
pub(crate) fn by_unit(funded: &Funded) -> Vec<(String, Estimate, Estimate)> {
    funded.by_unit.iter().map(|own| (plural(&own.unit), own.emergency_units, own.public_cost)).collect()
}
