//! A bank's loan, who vouches for it, and who helps with the interest.

use super::{Ledger, Project};
use crate::finance::loan::within_horizon;
use crate::spec::funding::{Loan, Party};

impl Loan {
    pub(super) fn transfers(&self, project: &Project, ledger: &mut Ledger) {
        let horizon = project.horizon();
        if self.drawn >= horizon {
            return;
        }
        ledger.pay(self.drawn, Party::Lender, Party::Owner, self.terms.principal);
        let mut debt = self.terms.principal;
        for (number, due) in within_horizon(&self.terms, horizon - self.drawn).enumerate() {
            let (begin, month) = (self.drawn + number, self.drawn + number + 1);
            if let Some(guarantee) = self.guarantee.filter(|_| number.is_multiple_of(12)) {
                ledger.pay(begin, Party::Owner, guarantee.guarantor, debt.times(guarantee.fee));
            }
            ledger.pay(month, Party::Owner, Party::Lender, due.payment);
            if let Some(subsidy) = self.subsidy.filter(|subsidy| number < subsidy.months) {
                let help = debt.times(subsidy.points / 12.0).min(due.interest).min(due.payment);
                ledger.pay(month, subsidy.payer, Party::Owner, help);
            }
            debt = due.balance;
        }
    }
}
