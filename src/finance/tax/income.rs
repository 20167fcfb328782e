//! Tax on the profit of years; losses lower that of later ones.

use std::collections::VecDeque;

use crate::spec::accounts::IncomeTax;
use crate::units::Money;

impl IncomeTax {
    /// The tax of each year, from profits and losses year by year: the oldest loss is used first.
    pub fn of_years(&self, results: &[Money]) -> Vec<Money> {
        if self.tax_group {
            return results.iter().map(|result| result.times(self.rate)).collect();
        }
        let mut losses: VecDeque<(usize, Money)> = VecDeque::new();
        let of_year = |(year, result): (usize, &Money)| {
            while losses.front().is_some_and(|(made, _)| year - made > self.carry_years) {
                losses.pop_front();
            }
            if *result < Money::ZERO {
                losses.push_back((year, -*result));
                return Money::ZERO;
            }
            let mut taxable = *result;
            for (_, loss) in &mut losses {
                let used = taxable.min(*loss);
                taxable = taxable - used;
                *loss = *loss - used;
            }
            losses.retain(|(_, loss)| *loss > Money::ZERO);
            taxable.times(self.rate)
        };
        results.iter().enumerate().map(of_year).collect()
    }

    /// The tax of each month, from profits and losses at the months 0, 1, …: settled in the last month of each
    /// tax year, and for a last year that is cut off in the last month.
    pub fn of_months(&self, results: &[Money]) -> Vec<Money> {
        let year_of = |month: usize| (month + 12 - self.first_year_months).saturating_sub(1) / 12;
        let months: Vec<(usize, Money)> =
            results.iter().enumerate().map(|(month, result)| (year_of(month), *result)).collect();
        let years: Vec<&[(usize, Money)]> = months.chunk_by(|a, b| a.0 == b.0).collect();
        let of_years: Vec<Money> =
            years.iter().map(|year| year.iter().map(|(_, result)| *result).sum()).collect();
        let mut taxes = Vec::with_capacity(results.len());
        for (year, tax) in years.iter().zip(self.of_years(&of_years)) {
            taxes.resize(taxes.len() + year.len() - 1, Money::ZERO);
            taxes.push(tax);
        }
        taxes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::appraisal::tests::near;
    use crate::finance::{Irr, irr, npv};
    use crate::spec::accounts::{Depreciation, WriteDown};

    const TAX: IncomeTax = IncomeTax { rate: 0.25, carry_years: 5, tax_group: false, first_year_months: 12 };

    fn units(amounts: &[Money]) -> Vec<f64> {
        amounts.iter().map(|amount| amount.units()).collect()
    }

    fn money(amounts: &[f64]) -> Vec<Money> {
        amounts.iter().map(|amount| Money::from_units(*amount)).collect()
    }

    /// Methods 3.4: 500 over five years, working capital 30, salvage 50 at the end, 25 %.
    #[test]
    fn worked_case() {
        let operating = [60.0, 150.0, 200.0, 220.0, 230.0];
        let depreciation = Depreciation { rule: WriteDown::StraightLine, years: 5, residual: 0.0 };
        let charges = depreciation.monthly(Money::from_units(500.0));
        let written: Vec<f64> =
            charges.chunks(12).map(|year| year.iter().copied().sum::<Money>().units()).collect();
        let salvage = [0.0, 0.0, 0.0, 0.0, 50.0];
        let profits: Vec<f64> = (0..5).map(|y| operating[y] - written[y] + salvage[y]).collect();
        let taxes = units(&TAX.of_years(&money(&profits)));
        assert_eq!(taxes, [0.0, 2.5, 25.0, 30.0, 45.0]);

        let capital_back = [0.0, 0.0, 0.0, 0.0, 30.0];
        let later = (0..5).map(|y| operating[y] - taxes[y] + salvage[y] + capital_back[y]);
        let flows: Vec<f64> = std::iter::once(-530.0).chain(later).collect();
        assert_eq!(flows, [-530.0, 60.0, 147.5, 175.0, 190.0, 265.0]);
        near(npv(&flows, 0.08), 110.943_892_973_9);
        match irr(&flows) {
            Irr::One(rate) => near(rate, 0.142_832_007_2),
            other => panic!("{other:?}"),
        }
    }

    /// 100 lost in year 0 and 40 in year 1; with two years of use, 30 of the 100 are used, 70 lapse, and the 40
    /// go in year 3.
    #[test]
    fn losses_lapse_oldest_first() {
        let results = money(&[-100.0, -40.0, 30.0, 100.0, 100.0]);
        let tax = |carry_years| units(&IncomeTax { carry_years, ..TAX }.of_years(&results));
        assert_eq!(tax(5), [0.0, 0.0, 0.0, 0.0, 22.5], "140 used: 30, 100 and 10");
        assert_eq!(tax(2), [0.0, 0.0, 0.0, 15.0, 25.0], "year 0 has lapsed in year 3: only 40 are left");
        assert_eq!(tax(0), [0.0, 0.0, 7.5, 25.0, 25.0]);
        let group = IncomeTax { tax_group: true, ..TAX };
        assert_eq!(units(&group.of_years(&results)), [-25.0, -10.0, 7.5, 25.0, 25.0]);
    }

    #[test]
    fn settled_in_the_last_month_of_a_tax_year() {
        let results = vec![Money(100); 20];
        let paid = |first_year_months| -> Vec<(usize, i64)> {
            let taxes = IncomeTax { first_year_months, ..TAX }.of_months(&results);
            assert_eq!(taxes.len(), 20);
            taxes.iter().enumerate().filter(|(_, tax)| tax.0 != 0).map(|(t, tax)| (t, tax.0)).collect()
        };
        // Months 0 to 12 are thirteen points of time: what falls on the start belongs to the first year.
        assert_eq!(paid(12), [(12, 325), (19, 175)]);
        assert_eq!(paid(7), [(7, 200), (19, 300)]);
        assert_eq!(paid(1), [(1, 50), (13, 300), (19, 150)]);
        assert_eq!(TAX.of_months(&[]), []);
    }
}
