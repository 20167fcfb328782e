//! A firm's cash under its accounts, and the lines in which funding stands there.
//!
//! Interest lowers what is taxed: a bank's, with fees for guarantees, less help with it; a lease's, at its own rate; and of
//! what is paid by use or out of the gain, all that comes after the financed amount is back. Grants and vouchers for
//! capital are what the accounts say of grants; what is paid for units or readiness is income at once. Equity and tax
//! credits are neither income nor cost.

use super::offered::operating;
use crate::finance::loan::{Instalment, within_horizon};
use crate::finance::statements::{Activity, CashFlow, Statement, statements};
use crate::finance::{Settlement, instalments, monthly_rate};
use crate::spec::accounts::{Accounts, Resale};
use crate::spec::funding::{Instrument, Lease, Loan, Party, PayPerUse, RevenueShare};
use crate::units::Money;

/// A firm's cash, month by month.
pub(super) struct Accounted {
    /// What the month adds to cash, after tax.
    pub(super) cash: Vec<Money>,
    /// Income tax paid; negative where it comes back.
    pub(super) income_tax: Vec<Money>,
    /// Value added tax handed over and borne, less what was collected.
    pub(super) value_added_tax: Vec<Money>,
    /// Lent to customers by bills that are not paid yet, less what suppliers lend.
    pub(super) credit: Vec<Money>,
    /// Equipment written down.
    pub(super) depreciation: Vec<Money>,
}

/// The cash of some activities. Without accounts there is no tax, and all is paid at once.
pub(super) fn accounted(activities: &[Activity], accounts: Option<&Accounts>) -> Accounted {
    let Some(accounts) = accounts else {
        let nothing = vec![Money::ZERO; activities.len()];
        let cash = activities.iter().map(plain_cash).collect();
        return Accounted {
            cash,
            income_tax: nothing.clone(),
            value_added_tax: nothing.clone(),
            credit: nothing.clone(),
            depreciation: nothing,
        };
    };
    let months = statements(activities, accounts);
    let flow = |read: fn(&CashFlow) -> Money| months.iter().map(|month| read(&month.cash_flow)).collect();
    let mut open = Money::ZERO;
    let lent = |month: &Statement| {
        let tied_up = month.balance.tied_up;
        let before = std::mem::replace(&mut open, tied_up.receivable - tied_up.payable);
        open - before
    };
    Accounted {
        cash: flow(CashFlow::total),
        income_tax: flow(|flow| -flow.income_tax),
        value_added_tax: flow(|flow| -flow.value_added_tax),
        credit: months.iter().map(lent).collect(),
        depreciation: months.iter().map(|month| month.income.depreciation).collect(),
    }
}

fn plain_cash(activity: &Activity) -> Money {
    operating(activity) - activity.capital + activity.resale.unwrap_or_default()
}

/// The activities, with all equipment sold in the last month.
pub(super) fn resold(activities: &[Activity], resale: Option<Resale>) -> Vec<Activity> {
    let mut activities = activities.to_vec();
    let Some(resale) = resale else { return activities };
    let bought: Vec<(usize, Money)> = activities.iter().map(|month| month.capital).enumerate().collect();
    let bought = bought.iter().rev().zip(0..).filter(|((_, price), _)| *price > Money::ZERO);
    let values = bought.map(|((_, price), age)| Money::from_units(resale.value(price.units(), age)));
    let value: Option<Money> = values.fold(None, |sum, value| Some(sum.unwrap_or_default() + value));
    if let Some(last) = activities.last_mut() {
        last.resale = value;
    }
    activities
}

/// The activities with what a settlement, whose months begin with `first`, moves.
pub(super) fn with_funding(
    activities: &[Activity],
    first: usize,
    instruments: &[Instrument],
    settled: &Settlement,
) -> Vec<Activity> {
    let mut activities = activities.to_vec();
    let months = &mut activities[first..];
    for (number, instrument) in (0..).zip(instruments) {
        let own = settled.transfers.iter().filter(|transfer| transfer.instrument == number);
        let amounts = own.map(|t| (t.month as usize, t.for_party(Party::Owner)));
        let mut financed = Money::ZERO;
        for (month, amount) in amounts {
            let line = &mut months[month];
            match instrument {
                // Whoever vouches or helps, the lender too: all but the loan itself is interest.
                Instrument::Loan(_) => line.interest += -amount,
                Instrument::Lease(_) => borrow(line, amount),
                Instrument::PayPerUse(_) | Instrument::RevenueShare(_) => {
                    let above = (-amount - financed).positive();
                    borrow(line, amount + above);
                    line.interest += above;
                    financed = (financed + amount).positive();
                }
                Instrument::UpFrontGrant(_) | Instrument::AcceptedGrant(_) | Instrument::Voucher(_) => {
                    line.grants += amount;
                }
                Instrument::OutputGrant(_)
                | Instrument::OutputBonus(_)
                | Instrument::PurchaseGuarantee(_)
                | Instrument::ReadinessFee(_) => line.wages_and_other += -amount,
                Instrument::Equity(_) => {
                    line.invested += amount.positive();
                    line.distributed += (-amount).positive();
                }
                Instrument::TaxCredit(_) => {}
            }
        }
        match instrument {
            Instrument::Loan(loan) => {
                loan_itself(loan, months);
                loan_interest(loan, months);
            }
            Instrument::Lease(lease) => lease_interest(lease, months),
            Instrument::PayPerUse(PayPerUse { start, months: term, .. })
            | Instrument::RevenueShare(RevenueShare { start, months: term, .. }) => {
                // The provider bears what is not back when the contract ends: it is owed no longer, and income.
                if let Some(line) = months.get_mut(start + *term as usize) {
                    line.repaid += financed;
                    line.interest += -financed;
                }
            }
            _ => {}
        }
    }
    activities
}

/// Counts credits that were taken off income tax.
pub(super) fn with_credits(months: &mut [Activity], instruments: &[Instrument], settled: &Settlement) {
    for (number, instrument) in (0..).zip(instruments) {
        let own = settled.transfers.iter().filter(|transfer| transfer.instrument == number);
        for transfer in own.filter(|_| matches!(instrument, Instrument::TaxCredit(_))) {
            months[transfer.month as usize].tax_credit += transfer.for_party(Party::Owner);
        }
    }
}

fn borrow(line: &mut Activity, amount: Money) {
    line.drawn += amount.positive();
    line.repaid += (-amount).positive();
}

/// Counts part of what was repaid as interest.
fn is_interest(months: &mut [Activity], month: usize, interest: Money) {
    if let Some(line) = months.get_mut(month) {
        line.repaid += -interest;
        line.interest += interest;
    }
}

/// Counts what is paid out and back as the loan, which was counted as interest.
fn loan_itself(loan: &Loan, months: &mut [Activity]) {
    let horizon = months.len().saturating_sub(1);
    if loan.drawn >= horizon {
        return;
    }
    let principal = loan.terms.principal;
    months[loan.drawn].drawn += principal;
    months[loan.drawn].interest += principal;
    for (line, due) in
        months[loan.drawn + 1..].iter_mut().zip(within_horizon(&loan.terms, horizon - loan.drawn))
    {
        line.repaid += due.payment;
        line.interest += -due.payment;
    }
}

fn loan_interest(loan: &Loan, months: &mut [Activity]) {
    for (month, due) in due(loan, months.len()) {
        is_interest(months, month, due.interest);
    }
}

/// What is due of a loan, as it was agreed, by the months in which it is; nothing where it is not paid out.
fn due(loan: &Loan, months: usize) -> impl Iterator<Item = (usize, Instalment)> {
    let due = if loan.drawn + 1 < months { instalments(&loan.terms) } else { Vec::new() };
    let from = loan.drawn + 1;
    due.into_iter().zip(from..months).map(|(due, month)| (month, due))
}

/// What is due to banks in all, and of it in interest, month by month of a settlement [currency]. What is left of a debt at the
/// horizon is not due there.
pub(super) fn due_to_banks(instruments: &[Instrument], months: usize) -> [Vec<f64>; 2] {
    let [mut payments, mut interest] = [vec![0.0; months], vec![0.0; months]];
    for instrument in instruments {
        if let Instrument::Loan(loan) = instrument {
            for (month, due) in due(loan, months) {
                payments[month] += due.payment.units();
                interest[month] += due.interest.units();
            }
        }
    }
    [payments, interest]
}

/// The interest in rents that are paid in advance; what the last one leaves by rounding is interest, too.
fn lease_interest(lease: &Lease, months: &mut [Activity]) {
    let (rent, rate) = (lease.rent(), monthly_rate(lease.yearly_rate));
    let mut debt = lease.financed - rent;
    for number in 1..lease.months as usize {
        let last = number + 1 == lease.months as usize;
        let interest = if last { rent - debt } else { debt.times(rate) };
        is_interest(months, lease.start + number, interest);
        debt = debt + interest - rent;
    }
}
