//! A bank's loan, who vouches for it, and who helps with the interest.

use super::{Ledger, Party, Project};
use crate::finance::{LoanTerms, instalments};
use crate::units::Money;

/// A loan to the owner. A debt that is left at the horizon is repaid in its last month.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Loan {
    /// What was agreed.
    pub terms: LoanTerms,
    /// When it is paid out [months from 0]; nothing happens where that is the horizon or later.
    pub drawn: usize,
    /// Who vouches for it, if anybody.
    pub guarantee: Option<Guarantee>,
    /// Who bears part of the interest, if anybody.
    pub subsidy: Option<InterestSubsidy>,
}

/// A guarantee, paid for by the owner each year in advance.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Guarantee {
    /// The fee [yearly share of the debt at the beginning of the year; >= 0].
    pub fee: f64,
    /// Who vouches.
    pub guarantor: Party,
}

/// Part of the interest, given back to the owner in the month in which it is paid.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct InterestSubsidy {
    /// Points of the yearly rate [>= 0, as 0.02]; never more than the interest itself.
    pub points: f64,
    /// For how many months after the draw [>= 1].
    pub months: usize,
    /// Who gives it.
    pub payer: Party,
}

impl Loan {
    pub(super) fn transfers(&self, project: &Project, ledger: &mut Ledger) {
        let horizon = project.horizon();
        if self.drawn >= horizon {
            return;
        }
        ledger.pay(self.drawn, Party::Lender, Party::Owner, self.terms.principal);
        let mut debt = self.terms.principal;
        for (number, due) in instalments(&self.terms).iter().enumerate() {
            let (begin, month) = (self.drawn + number, self.drawn + number + 1);
            if month > horizon {
                break;
            }
            if let Some(guarantee) = self.guarantee.filter(|_| number.is_multiple_of(12)) {
                ledger.pay(begin, Party::Owner, guarantee.guarantor, debt.times(guarantee.fee));
            }
            let left = if month == horizon { due.balance } else { Money::ZERO };
            ledger.pay(month, Party::Owner, Party::Lender, due.payment + left);
            if let Some(subsidy) = self.subsidy.filter(|subsidy| number < subsidy.months) {
                let help = debt.times(subsidy.points / 12.0).min(due.interest).min(due.payment);
                ledger.pay(month, subsidy.payer, Party::Owner, help);
            }
            debt = due.balance;
        }
    }
}
