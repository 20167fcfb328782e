//! One factory's investment, funded by a programme, seen from every party.
//!
//! What an option did to a firm ([`Measured`]) becomes cash under the firm's accounts, with the option less without it,
//! line by line. Offers become instruments for the purchase, months counting from it; they are settled, income tax is
//! counted again with interest and grants in the accounts, and what is left after it is settled again. Money added up
//! over all parties is the economy's: cash before tax, with labour at its shadow wage, and the shortage that was avoided. Start at [`fund`].

mod accounted;
mod improvement;
mod measured;
mod offered;
#[cfg(test)]
mod tests;

pub use improvement::Improvement;
pub use measured::{Expected, Measured, in_use, maturity};

use accounted::{Accounted, accounted, due_to_banks, resold, with_credits, with_funding};
use offered::{instruments, operating, project};

use super::statements::{Activity, Statement, statements};
use super::{Coverage, Flow, Project, Settlement, Transfer, debt_service_coverage, settle};
use crate::spec::Appraisal;
use crate::spec::accounts::{Accounts, Inflation};
use crate::spec::funding::{Instrument, Party};
use crate::spec::programme::Programme;
use crate::units::Money;

/// An investment that a programme has funded, at the months 0..=horizon.
#[derive(Clone, PartialEq, Debug)]
pub struct Funded {
    /// What each party has of it, in the order of [`Party::ALL`]: the owner the project and its part of what was moved,
    /// public budgets also its income tax and value added tax, society also the shortage that was avoided, as workers the
    /// wages above what their work is worth elsewhere and, as customers and suppliers, what is lent by open bills. A month's
    /// amounts add up to the economy's flow.
    pub parties: Vec<[Money; Party::ALL.len()]>,
    /// The owner's cash after funding and tax [currency].
    pub owner: Vec<f64>,
    /// The project's cash after tax, as if the owner paid for it alone [currency].
    pub project: Vec<f64>,
    /// The month of the first outlay, from which paybacks count; `None` where nothing was bought.
    pub first_outlay: Option<usize>,
    /// What public budgets gave by offers, in all; what came back is not taken off.
    pub public_paid: Money,
    /// What operations bring in addition, less the project's income tax: what debt can be served from [currency].
    pub available: Vec<f64>,
    /// What is due to lenders [currency].
    pub debt_service: Vec<f64>,
    /// Earnings in addition before interest and tax, written-down equipment taken off [currency].
    pub earnings: Vec<f64>,
    /// Interest of loans [currency].
    pub interest: Vec<f64>,
}

impl Funded {
    /// How well what is available covers debt service; `None` without any.
    pub fn coverage(&self) -> Option<Coverage> {
        debt_service_coverage(&self.available, &self.debt_service)
    }

    /// The owner's flow, to be judged with `verdict`; `measured` is what was funded.
    pub fn flow(&self, measured: &Measured) -> Flow {
        Flow {
            months: self.owner.clone(),
            capital: measured.capital().map(Money::units).collect(),
            first_outlay: self.first_outlay,
            go_live: measured.go_live,
            extrapolated_from: measured.extrapolated_from,
        }
    }

    /// What a party has, by month [currency].
    pub fn of(&self, party: Party) -> Vec<f64> {
        self.parties.iter().map(|month| month[party as usize].units()).collect()
    }
}

/// Funds an investment. `accounts` are the firm's (`None`: no tax, all is paid at once); `with_public` says whether there
/// is public money for it; `luck` has one uniform draw from [0, 1) for each offer of the programme.
pub fn fund(
    accounts: Option<&Accounts>,
    appraisal: &Appraisal,
    programme: &Programme,
    with_public: bool,
    measured: &Measured,
    luck: &[f64],
) -> Funded {
    let without = accounted(&resold(&measured.without, appraisal.resale), accounts);
    let activities = resold(&measured.with, appraisal.resale);
    let mut with = accounted(&activities, accounts);
    let flow = less(&with.cash, &without.cash);
    let mut owner = flow.clone();
    let bare_tax = less(&with.income_tax, &without.income_tax);
    let terms = Terms { accounts, programme, with_public, luck };
    let settlement = settlement(&terms, measured, &activities, &flow, &mut with.income_tax);
    if let Some(Settled { first, settled, .. }) = &settlement {
        owner[*first..].copy_from_slice(&settled.owner_flow);
    }

    let income_tax = less(&with.income_tax, &without.income_tax);
    let value_added_tax = less(&with.value_added_tax, &without.value_added_tax);
    let credit = less(&with.credit, &without.credit);
    let mut parties = vec![[Money::ZERO; Party::ALL.len()]; flow.len()];
    let (mut debt_service, mut interest) = (vec![0.0; flow.len()], vec![0.0; flow.len()]);
    let written_down = less(&with.depreciation, &without.depreciation);
    let mut public_paid = Money::ZERO;
    let inflation = accounts.and_then(|accounts| accounts.inflation);
    if let Some(Settled { first, settled, instruments }) = &settlement {
        parties[*first..].copy_from_slice(&settled.positions());
        public_paid = paid_by_public(settled);
        let [payments, of_it] = due_to_banks(instruments, flow.len() - first);
        debt_service[*first..].copy_from_slice(&payments);
        interest[*first..].copy_from_slice(&of_it);
    }
    for (month, parties) in parties.iter_mut().enumerate() {
        parties[Party::Owner as usize] = owner[month];
        parties[Party::Public as usize] += income_tax[month] + value_added_tax[month];
        let prices = inflation.map_or(1.0, |rates| Inflation::factor(rates.general, month));
        let shortage = appraisal.shortage_value * prices * measured.emergency_units[month] as f64;
        // Who earns less in wages loses what his work was not worth elsewhere.
        let forgone = measured.wages[month].times(1.0 - appraisal.shadow_wage);
        parties[Party::Society as usize] += credit[month] + Money::from_units(shortage) + forgone;
    }
    let operations = measured.with.iter().zip(&measured.without);
    let operations: Vec<Money> =
        operations.map(|(with, without)| operating(with) - operating(without)).collect();
    let available = operations.iter().zip(&bare_tax).map(|(own, tax)| (*own - *tax).units());
    let earnings = operations.iter().zip(&written_down).map(|(own, written)| (*own - *written).units());
    Funded {
        parties,
        owner: units(&owner),
        project: units(&flow),
        first_outlay: measured.first_outlay,
        public_paid,
        available: available.collect(),
        earnings: earnings.collect(),
        debt_service,
        interest,
    }
}

/// The monthly statements of a firm without an investment and with it, as a programme funds it; arguments as of [`fund`].
pub fn funded_statements(
    accounts: &Accounts,
    appraisal: &Appraisal,
    programme: &Programme,
    with_public: bool,
    measured: &Measured,
    luck: &[f64],
) -> [Vec<Statement>; 2] {
    let without = resold(&measured.without, appraisal.resale);
    let mut with = resold(&measured.with, appraisal.resale);
    let [base, bare] = [&without, &with].map(|activities| accounted(activities, Some(accounts)));
    let (flow, mut income_tax) = (less(&bare.cash, &base.cash), bare.income_tax);
    let terms = Terms { accounts: Some(accounts), programme, with_public, luck };
    if let Some(own) = settlement(&terms, measured, &with, &flow, &mut income_tax) {
        with = with_funding(&with, own.first, &own.instruments, &own.settled);
        with_credits(&mut with[own.first..], &own.instruments, &own.settled);
    }
    [statements(&without, accounts), statements(&with, accounts)]
}

/// On what terms an investment is made.
struct Terms<'a> {
    accounts: Option<&'a Accounts>,
    programme: &'a Programme,
    with_public: bool,
    luck: &'a [f64],
}

/// What a programme moves for a purchase.
struct Settled {
    /// The month of the first outlay, from which its months count.
    first: usize,
    instruments: Vec<Instrument>,
    settled: Settlement,
}

/// Settles what funds an investment; `None` where nothing was bought. `flow` is the project's cash after tax; `income_tax` is the
/// firm's with the investment, and becomes that after interest and grants.
fn settlement(
    terms: &Terms<'_>,
    measured: &Measured,
    activities: &[Activity],
    flow: &[Money],
    income_tax: &mut Vec<Money>,
) -> Option<Settled> {
    let first = measured.first_outlay?;
    let purchase = measured.with[first].capital - measured.without[first].capital;
    let (instruments, luck) = instruments(terms.programme, terms.with_public, terms.luck, purchase);
    let mut project = project(measured, terms.programme.acceptance, first, flow, income_tax);
    let most = terms.programme.budget.and_then(|budget| budget.per_factory);
    let settle =
        |project: &Project| capped(settle(&instruments, &luck, project), &instruments, project, most);
    let mut settled = settle(&project);
    if terms.accounts.is_some() && instruments.iter().any(is_in_accounts) {
        let funded = with_funding(activities, first, &instruments, &settled);
        let Accounted { income_tax: funded_tax, .. } = accounted(&funded, terms.accounts);
        for (month, tax) in funded_tax[first..].iter().enumerate() {
            project.flow[month] += income_tax[first + month] - *tax;
            project.tax[month] = tax.positive();
        }
        *income_tax = funded_tax;
        settled = settle(&project);
    }
    Some(Settled { first, instruments, settled })
}

/// A settlement in which public budgets pay no more than `most` in all: what public instruments move is cut by the same
/// share, to the cent below; of a loan, the help with its interest. What others share in after them is as if it were whole.
fn capped(
    mut settled: Settlement,
    instruments: &[Instrument],
    project: &Project,
    most: Option<Money>,
) -> Settlement {
    let paid = paid_by_public(&settled);
    let Some(most) = most.filter(|most| *most < paid) else { return settled };
    let share = most.0 as f64 / paid.0 as f64;
    let public: Vec<bool> = (0..)
        .zip(instruments)
        .map(|(number, instrument)| {
            let gives = |t: &Transfer| t.instrument == number && t.from == Party::Public;
            !matches!(instrument, Instrument::Loan(_)) && settled.transfers.iter().any(gives)
        })
        .collect();
    settled.owner_flow = project.flow.clone();
    for transfer in &mut settled.transfers {
        if transfer.from == Party::Public || public[transfer.instrument as usize] {
            transfer.amount = Money((transfer.amount.0 as f64 * share).floor() as i64);
        }
        settled.owner_flow[transfer.month as usize] += transfer.for_party(Party::Owner);
    }
    settled
}

fn paid_by_public(settled: &Settlement) -> Money {
    let public = settled.transfers.iter().filter(|transfer| transfer.from == Party::Public);
    public.map(|transfer| transfer.amount).sum()
}

/// Whether an instrument changes what is taxed.
fn is_in_accounts(instrument: &Instrument) -> bool {
    !matches!(instrument, Instrument::TaxCredit(_) | Instrument::Equity(_))
}

fn less(with: &[Money], without: &[Money]) -> Vec<Money> {
    with.iter().zip(without).map(|(with, without)| *with - *without).collect()
}

fn units(amounts: &[Money]) -> Vec<f64> {
    amounts.iter().map(|amount| amount.units()).collect()
}
