//! A loan's instalments, to the cent.

use super::equivalent_monthly_cost;
use crate::spec::funding::{Grace, LoanTerms, Repayment};
use crate::units::Money;
use crate::units::math::pow;

/// One month of a loan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Instalment {
    /// Interest on the debt at the beginning of the month.
    pub interest: Money,
    /// What is paid at its end, interest included.
    pub payment: Money,
    /// The debt after it.
    pub balance: Money,
}

impl Instalment {
    /// The part of the payment that lowers the debt; negative where interest is added to it.
    pub fn principal(&self) -> Money {
        self.payment - self.interest
    }
}

/// The equal payment at the ends of some months [>= 1] that repays a debt at a monthly rate [> -1]: P j / (1 -
/// (1 + j)^-n), and P / n without interest. It is what an outlay costs a month, too.
pub fn equal_instalment(principal: f64, monthly_rate: f64, months: u32) -> f64 {
    equivalent_monthly_cost(principal, monthly_rate, months)
}

/// The months of a loan, from the one after the draw. Interest and payments are rounded to the cent; the last payment
/// clears the debt, so that principal adds up to what was lent.
pub fn instalments(terms: &LoanTerms) -> Vec<Instalment> {
    schedule(terms).collect()
}

/// The months of a loan as far as a horizon some `months` after the draw, where what is left of the debt is repaid.
pub(super) fn within_horizon(terms: &LoanTerms, months: usize) -> impl Iterator<Item = Instalment> {
    schedule(terms).take(months).enumerate().map(move |(number, due)| {
        let left = if number + 1 == months { due.balance } else { Money::ZERO };
        Instalment { payment: due.payment + left, balance: due.balance - left, ..due }
    })
}

fn schedule(terms: &LoanTerms) -> impl Iterator<Item = Instalment> {
    let terms = *terms;
    let rate = terms.yearly_rate / 12.0;
    let repaying = terms.months - terms.grace_months;
    let owed_after_grace = match terms.grace {
        Grace::InterestOnly => terms.principal.units(),
        Grace::Capitalised => terms.principal.units() * pow(1.0 + rate, f64::from(terms.grace_months)),
    };
    let level = match terms.repayment {
        Repayment::EqualInstalment => equal_instalment(owed_after_grace, rate, repaying),
        Repayment::EqualPrincipal => owed_after_grace / f64::from(repaying),
    };
    let level = Money::from_units(level);
    let mut balance = terms.principal;
    (0..terms.months).map(move |number| {
        let interest = balance.times(rate);
        let clearing = balance + interest;
        let payment = if number < terms.grace_months {
            match terms.grace {
                Grace::InterestOnly => interest,
                Grace::Capitalised => Money::ZERO,
            }
        } else if number + 1 == terms.months {
            clearing
        } else {
            match terms.repayment {
                Repayment::EqualInstalment => level.min(clearing),
                Repayment::EqualPrincipal => (level + interest).min(clearing),
            }
        };
        balance = clearing - payment;
        Instalment { interest, payment, balance }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::appraisal::tests::near;

    /// 100000 at 6 % over 36 months, in a currency so small that a cent is beyond the printed figures.
    fn case() -> LoanTerms {
        LoanTerms {
            principal: Money(10_000_000 * SMALL),
            yearly_rate: 0.06,
            months: 36,
            grace_months: 0,
            grace: Grace::InterestOnly,
            repayment: Repayment::EqualInstalment,
        }
    }

    const SMALL: i64 = 100_000_000;

    fn units(amount: Money) -> f64 {
        amount.units() / SMALL as f64
    }

    fn interest(months: &[Instalment]) -> f64 {
        units(months.iter().map(|m| m.interest).sum())
    }

    #[test]
    fn equal_instalments() {
        let months = instalments(&case());
        near(units(months[0].payment), 3_042.193_745_155_6);
        near(interest(&months), 9_518.974_825_600_6);
        near(units(months[11].balance), 68_640.610_493);
        near(equal_instalment(100_000.0, 0.005, 36), 3_042.193_745_155_6);
    }

    #[test]
    fn equal_principal() {
        let months = instalments(&LoanTerms { repayment: Repayment::EqualPrincipal, ..case() });
        near(units(months[0].payment), 3_277.777_778);
        near(interest(&months), 9_250.0);
    }

    #[test]
    fn grace() {
        let grace = LoanTerms { grace_months: 6, ..case() };
        let months = instalments(&grace);
        near(units(months[5].payment), 500.0);
        near(units(months[6].payment), 3_597.891_841_382_9);
        near(interest(&months), 10_936.755_241);
        let months = instalments(&LoanTerms { grace: Grace::Capitalised, ..grace });
        assert_eq!(months[5].payment, Money::ZERO);
        near(units(months[6].payment), 3_707.186_834_592_2);
    }

    #[test]
    fn without_interest() {
        let free = LoanTerms { yearly_rate: 0.0, months: 3, principal: Money(100), ..case() };
        let payments: Vec<i64> = instalments(&free).iter().map(|m| m.payment.0).collect();
        assert_eq!(payments, [33, 33, 34], "the last one clears");
    }

    /// Whatever the terms: principal adds up to what was lent, no payment is negative, nothing is owed at the end.
    #[test]
    fn debts_are_cleared_to_the_cent() {
        for principal in [0, 1, 3, 99, 12_345, 10_000_000] {
            for (rate, months, grace_months) in [(0.0, 1, 0), (0.06, 36, 6), (0.36, 7, 6), (0.0485, 120, 0)] {
                for (grace, repayment) in [
                    (Grace::InterestOnly, Repayment::EqualInstalment),
                    (Grace::InterestOnly, Repayment::EqualPrincipal),
                    (Grace::Capitalised, Repayment::EqualInstalment),
                    (Grace::Capitalised, Repayment::EqualPrincipal),
                ] {
                    let terms = LoanTerms {
                        principal: Money(principal),
                        yearly_rate: rate,
                        months,
                        grace_months,
                        grace,
                        repayment,
                    };
                    let paid = instalments(&terms);
                    assert_eq!(paid.len(), months as usize);
                    assert_eq!(paid.iter().map(Instalment::principal).sum::<Money>(), terms.principal);
                    assert_eq!(paid.last().unwrap().balance, Money::ZERO);
                    assert!(paid.iter().all(|m| m.payment >= Money::ZERO && m.balance >= Money::ZERO));
                }
            }
        }
    }
}
