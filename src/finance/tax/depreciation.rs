//! How the price of equipment becomes the cost of years.

use crate::spec::accounts::{Depreciation, WriteDown};
use crate::units::Money;

impl Depreciation {
    /// Months in which something is written down.
    pub fn months(&self) -> usize {
        match self.rule {
            WriteDown::Immediate => 1,
            _ => 12 * self.years as usize,
        }
    }

    /// The charge of each month after a purchase. A year's charge is spread evenly over its months; all of them
    /// add up to the price less its residual.
    pub fn monthly(&self, price: Money) -> Vec<Money> {
        let base = price - price.times(self.residual);
        let months = self.months();
        let per_year = months.min(12);
        let shares = self.shares();
        let mut written = Money::ZERO;
        let mut before = 0.0;
        let mut charges = Vec::with_capacity(months);
        for (number, share) in shares.iter().enumerate() {
            for month in 1..=per_year {
                let last = number + 1 == shares.len() && month == per_year;
                let until = before + share * month as f64 / per_year as f64;
                // Rounding what is written in all, not each charge, keeps the sum.
                let total = if last { base } else { base.times(until) };
                charges.push(total - written);
                written = total;
            }
            before += share;
        }
        charges
    }

    /// Each year's share of the base; they add up to 1.
    fn shares(&self) -> Vec<f64> {
        let years = f64::from(self.years);
        match self.rule {
            WriteDown::Immediate => vec![1.0],
            WriteDown::StraightLine => vec![1.0 / years; self.years as usize],
            WriteDown::SumOfYears => {
                let all = years * (years + 1.0) / 2.0;
                (0..self.years).map(|year| (years - f64::from(year)) / all).collect()
            }
            WriteDown::DecliningBalance(multiple) => {
                declining(self.residual, (multiple / years).min(1.0), self.years)
            }
        }
    }
}

/// The shares of a declining balance. The rate applies to the book value, residual included; the book never
/// falls below it.
fn declining(residual: f64, rate: f64, years: u32) -> Vec<f64> {
    let base = 1.0 - residual;
    let mut left = base;
    let year = |number| {
        let straight = left / f64::from(years - number);
        let share = ((left + residual) * rate).max(straight).min(left);
        left -= share;
        if base > 0.0 { share / base } else { 1.0 / f64::from(years) }
    };
    (0..years).map(year).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yearly(rule: WriteDown, years: u32, residual: f64, price: f64) -> Vec<f64> {
        let charges = Depreciation { rule, years, residual }.monthly(Money::from_units(price));
        charges.chunks(12).map(|year| year.iter().copied().sum::<Money>().units()).collect()
    }

    #[test]
    fn rules_by_hand() {
        assert_eq!(yearly(WriteDown::StraightLine, 5, 0.0, 500.0), [100.0; 5]);
        assert_eq!(yearly(WriteDown::StraightLine, 5, 0.05, 1_000.0), [190.0; 5]);
        assert_eq!(yearly(WriteDown::SumOfYears, 5, 0.0, 1_500.0), [500.0, 400.0, 300.0, 200.0, 100.0]);
        assert_eq!(yearly(WriteDown::Immediate, 10, 0.0, 77.77), [77.77]);
        // 40 % of 1000, 600, 360; then 216 in equal halves, which is more than 40 %: 108 and 108.
        assert_eq!(
            yearly(WriteDown::DecliningBalance(2.0), 5, 0.0, 1_000.0),
            [400.0, 240.0, 144.0, 108.0, 108.0]
        );
        // With a residual of 100: 400, 240, 144, then 116 are left, of which 86.4 (40 % of 216) and the rest.
        assert_eq!(
            yearly(WriteDown::DecliningBalance(2.0), 5, 0.1, 1_000.0),
            [400.0, 240.0, 144.0, 86.4, 29.6]
        );
    }

    #[test]
    fn charges_add_up_and_never_rise_above_the_base() {
        let rules = [
            WriteDown::StraightLine,
            WriteDown::DecliningBalance(1.5),
            WriteDown::DecliningBalance(2.0),
            WriteDown::SumOfYears,
            WriteDown::Immediate,
        ];
        for rule in rules {
            for (years, residual, price) in
                [(1, 0.0, 1), (3, 0.05, 99_999), (10, 0.0, 123_456_789), (4, 1.0, 500)]
            {
                let charges = Depreciation { rule, years, residual }.monthly(Money(price));
                let base = Money(price) - Money(price).times(residual);
                assert_eq!(charges.iter().copied().sum::<Money>(), base, "{rule:?} {years} {residual}");
                assert!(charges.iter().all(|charge| *charge >= Money::ZERO));
            }
        }
    }
}
