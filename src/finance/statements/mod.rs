//! The three statements of a firm: what it earned, what it paid, what it has and owes. In whole cents, month by
//! month.
//!
//! Each line is counted for itself: cash from payments, the balance sheet from what is open, stands and is
//! owed. That assets equal liabilities and equity is therefore a check of all of them, not a definition. Tax
//! books and accounts are one: there are no deferred taxes. Start at [`statements`].

mod build;
mod equipment;
#[cfg(test)]
mod tests;

pub use build::statements;

use super::working_capital::TiedUp;
use crate::units::Money;

/// What a firm did in one month. Amounts are without value added tax; costs, capital and payments are positive.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Activity {
    /// Sold.
    pub sales: Money,
    /// Materials, energy and services used: bought on credit, with value added tax.
    pub purchases: Money,
    /// Wages, premiums, damages: paid at once, without value added tax.
    pub wages_and_other: Money,
    /// Equipment bought.
    pub capital: Money,
    /// What all equipment was sold for at the end of the month; `None`: it was kept.
    pub resale: Option<Money>,
    /// Grants received.
    pub grants: Money,
    /// Credits taken off income tax.
    pub tax_credit: Money,
    /// Lent to the firm.
    pub drawn: Money,
    /// Paid back.
    pub repaid: Money,
    /// Interest and fees to lenders.
    pub interest: Money,
    /// Put in by owners and investors.
    pub invested: Money,
    /// Taken out by them.
    pub distributed: Money,
}

/// What a month earned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Income {
    /// Sales.
    pub sales: Money,
    /// Operating costs: purchases used, wages and the rest.
    pub costs: Money,
    /// Equipment written down.
    pub depreciation: Money,
    /// Grants that count as income now: received ones where they are taxed, else the part that makes up for
    /// depreciation.
    pub grants: Money,
    /// Proceeds of equipment sold, less what it stood in the books with.
    pub resale_gain: Money,
    /// Interest and fees.
    pub interest: Money,
    /// Tax on the profit of the tax year that ends with the month, less credits.
    pub tax: Money,
}

impl Income {
    /// Earnings before interest and tax.
    pub fn before_interest_and_tax(&self) -> Money {
        self.sales - self.costs - self.depreciation + self.grants + self.resale_gain
    }

    /// Profit before tax: what is taxable.
    pub fn before_tax(&self) -> Money {
        self.before_interest_and_tax() - self.interest
    }

    /// Profit.
    pub fn profit(&self) -> Money {
        self.before_tax() - self.tax
    }
}

/// What a month paid; outflows are negative.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CashFlow {
    /// Sales less costs, before anything is open.
    pub operations: Money,
    /// Less money tied up in addition.
    pub working_capital: Money,
    /// Value added tax collected, less borne, less handed over.
    pub value_added_tax: Money,
    /// Income tax paid, less credits.
    pub income_tax: Money,
    /// Equipment bought and sold.
    pub equipment: Money,
    /// Grants received.
    pub grants: Money,
    /// Drawn, less repaid, less interest.
    pub lenders: Money,
    /// Put in, less taken out.
    pub owners: Money,
}

impl CashFlow {
    /// What the month adds to cash.
    pub fn total(&self) -> Money {
        self.operations
            + self.working_capital
            + self.value_added_tax
            + self.income_tax
            + self.equipment
            + self.grants
            + self.lenders
            + self.owners
    }
}

/// What a firm has and owes at the end of a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct BalanceSheet {
    /// Cash; negative where more was paid than there was: somebody has yet to fund it.
    pub cash: Money,
    /// What is open with customers and suppliers, and in stock.
    pub tied_up: TiedUp,
    /// Value added tax that later sales give back.
    pub value_added_credit: Money,
    /// Equipment at its price less what was written down.
    pub equipment: Money,
    /// Value added tax to be handed over.
    pub value_added_payable: Money,
    /// Income tax to be paid; negative where it is to come back.
    pub tax_payable: Money,
    /// Loans.
    pub loans: Money,
    /// Grants that have yet to make up for depreciation.
    pub deferred_grants: Money,
    /// Put in by owners, less taken out.
    pub paid_in: Money,
    /// Profits so far.
    pub retained: Money,
}

impl BalanceSheet {
    /// What the firm has.
    pub fn assets(&self) -> Money {
        self.cash + self.tied_up.receivable + self.tied_up.stock + self.value_added_credit + self.equipment
    }

    /// What it owes to others.
    pub fn liabilities(&self) -> Money {
        self.tied_up.payable + self.value_added_payable + self.tax_payable + self.loans + self.deferred_grants
    }

    /// What belongs to its owners.
    pub fn equity(&self) -> Money {
        self.paid_in + self.retained
    }
}

/// One month in all three statements.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Statement {
    /// What it earned.
    pub income: Income,
    /// What it paid.
    pub cash_flow: CashFlow,
    /// What is there at its end.
    pub balance: BalanceSheet,
}
