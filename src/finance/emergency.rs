//! What rare emergencies are worth in expectation, by formula; `experiment` weighs runs with none, one and more of them.
//!
//! Emergencies come as a Poisson process; each brings a benefit, valued at its onset.

use crate::stats::sum;
use crate::units::math::{exp, ln};

use super::monthly_rate;

/// Emergencies that may come within a horizon.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Emergencies {
    /// How often they come [per year; >= 0].
    pub per_year: f64,
    /// What an upgrade brings in each, at its onset [currency].
    pub benefit: f64,
    /// The horizon [years; > 0].
    pub years: f64,
    /// Yearly effective discount rate [> -1].
    pub discount_rate: f64,
}

impl Emergencies {
    /// Expected present value: λ B (1 - e^(-δT)) / δ with δ = ln(1 + r), and λ B T without discounting
    /// [currency].
    pub fn expected_value(&self) -> f64 {
        self.per_year * self.benefit * discounted_years(ln(1.0 + self.discount_rate), self.years)
    }

    /// Standard deviation of the present value, √(λ B² (1 - e^(-2δT)) / 2δ) [currency].
    pub fn deviation(&self) -> f64 {
        let squares = discounted_years(2.0 * ln(1.0 + self.discount_rate), self.years);
        self.benefit.abs() * (self.per_year * squares).sqrt()
    }

    /// Expected present value where benefits fall on month ends, λ/12 B (1 - (1 + i)^(-12T)) / i [currency].
    pub fn expected_value_by_months(&self) -> f64 {
        let i = monthly_rate(self.discount_rate);
        let months = discounted_years(ln(1.0 + i), 12.0 * self.years);
        // The continuous annuity is the monthly one times i / ln(1 + i), which is 1 - i / 2 + … near zero.
        let stretch = if i.abs() > 1e-8 { ln(1.0 + i) / i } else { 1.0 - i / 2.0 };
        self.per_year / 12.0 * self.benefit * months * stretch
    }

    /// The probability of exactly `count` within the horizon.
    pub fn probability(&self, count: u32) -> f64 {
        let expected = self.per_year * self.years;
        (1..=count).fold(exp(-expected), |p, k| p * expected / f64::from(k))
    }

    /// The probability of `count` or more within the horizon.
    pub fn probability_from(&self, count: u32) -> f64 {
        1.0 - sum((0..count).map(|k| self.probability(k)))
    }
}

/// ∫ e^(-δt) dt over 0..T: how many years count once they are discounted.
fn discounted_years(force: f64, years: f64) -> f64 {
    // Below this, the first terms of the series are exact to the last digit.
    if (force * years).abs() < 1e-8 {
        years * (1.0 - force * years / 2.0)
    } else {
        (1.0 - exp(-force * years)) / force
    }
}

/// The frequency [per year; >= 0] at which an investment pays exactly in expectation, where emergencies do not
/// touch each other: `npv_without` is its net present value if none comes, `value_per_frequency` what one a
/// year would add in expectation. 0 where it pays without any; `None` where emergencies do not help.
pub fn break_even_frequency(npv_without: f64, value_per_frequency: f64) -> Option<f64> {
    if npv_without >= 0.0 {
        Some(0.0)
    } else if value_per_frequency > 0.0 {
        Some(-npv_without / value_per_frequency)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::appraisal::tests::near;

    const CASE: Emergencies =
        Emergencies { per_year: 0.1, benefit: 800_000.0, years: 10.0, discount_rate: 0.08 };

    #[test]
    fn worked_values() {
        near(CASE.expected_value(), 558_003.378_323);
        near(CASE.deviation(), 571_477.701_924);
        near(CASE.expected_value_by_months(), 556_215.935_930);
        near(CASE.probability(0), 0.367_879_441_2);
        near(CASE.probability_from(1), 0.632_120_558_8);
        near(CASE.probability_from(2), 0.264_241_117_7);
        near(CASE.probability_from(0), 1.0);
    }

    /// Without discounting: λBT = 800000, and √(λTB²) = 800000.
    #[test]
    fn without_discounting() {
        for discount_rate in [0.0, 1e-13] {
            let case = Emergencies { discount_rate, ..CASE };
            near(case.expected_value(), 800_000.0);
            near(case.expected_value_by_months(), 800_000.0);
            near(case.deviation(), 800_000.0);
        }
    }

    #[test]
    fn break_even() {
        let per_frequency = Emergencies { per_year: 1.0, ..CASE }.expected_value();
        let frequency = break_even_frequency(-300_000.0, per_frequency).unwrap();
        near(Emergencies { per_year: frequency, ..CASE }.expected_value(), 300_000.0);
        assert_eq!(break_even_frequency(10.0, 5.0), Some(0.0));
        assert_eq!(break_even_frequency(-10.0, 0.0), None);
    }
}
