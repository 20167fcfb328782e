//! What rare emergencies are worth in expectation, by formula; and how runs with none, one and more of them are
//! weighed.
//!
//! Emergencies come as a Poisson process; each brings a benefit, valued at its onset.

use crate::stats::{mean, sum, variance};
use crate::units::math::{exp, ln, normal_quantile};

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

/// Replications under one condition, as: no emergency, exactly one, two and more.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stratum<'a> {
    /// The probability of the condition [0..=1]; over all strata they add up to 1.
    pub weight: f64,
    /// One value per replication under it.
    pub values: &'a [f64],
}

/// A mean put together from strata.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stratified {
    /// Σ w m over the strata's means m.
    pub mean: f64,
    /// Its standard error, √(Σ w² s² / n); `None` where a stratum with weight has fewer than two values.
    pub standard_error: Option<f64>,
    /// Lower end of the normal 95 % interval.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
}

/// The mean over all conditions; `None` where one that can happen has no replication.
pub fn stratified(strata: &[Stratum]) -> Option<Stratified> {
    let possible: Vec<&Stratum> = strata.iter().filter(|stratum| stratum.weight > 0.0).collect();
    let weighted: Option<Vec<f64>> =
        possible.iter().map(|stratum| Some(stratum.weight * mean(stratum.values)?)).collect();
    let mean = sum(weighted.filter(|parts| !parts.is_empty())?);
    let error_of = |stratum: &&Stratum| {
        let squared = stratum.weight * stratum.weight;
        Some(squared * variance(stratum.values)? / stratum.values.len() as f64)
    };
    let squares: Option<Vec<f64>> = possible.iter().map(error_of).collect();
    let standard_error = squares.map(|squares| sum(squares).sqrt());
    let end = |side: f64| standard_error.map(|error| mean + side * normal_quantile(0.975) * error);
    Some(Stratified { mean, standard_error, low: end(-1.0), high: end(1.0) })
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

    /// Values 1, 3 with weight 0.75 and 10, 14 with 0.25: mean 1.5 + 3; variances 2 and 8 over two each.
    #[test]
    fn strata_by_hand() {
        let strata =
            [Stratum { weight: 0.75, values: &[1.0, 3.0] }, Stratum { weight: 0.25, values: &[10.0, 14.0] }];
        let found = stratified(&strata).unwrap();
        near(found.mean, 4.5);
        near(found.standard_error.unwrap(), (0.5625 + 0.0625 * 4.0_f64).sqrt());
        near(found.high.unwrap() - found.mean, 1.959_963_984_540_054 * found.standard_error.unwrap());
        let one = [Stratum { weight: 1.0, values: &[5.0] }, Stratum { weight: 0.0, values: &[] }];
        assert_eq!(stratified(&one).map(|s| (s.mean, s.low)), Some((5.0, None)));
        assert_eq!(stratified(&[Stratum { weight: 0.3, values: &[] }]), None);
        assert_eq!(stratified(&[]), None);
    }

    /// Weighing strata gives the formula: with benefits that depend on the count alone, exactly.
    #[test]
    fn strata_add_up_to_the_expectation() {
        let undiscounted = Emergencies { discount_rate: 0.0, ..CASE };
        let values: Vec<[f64; 2]> = (0..30).map(|k| [f64::from(k) * 800_000.0; 2]).collect();
        let stratum = |(k, values)| Stratum { weight: undiscounted.probability(k), values };
        let strata: Vec<Stratum> = (0..30).zip(values.iter().map(|v| &v[..])).map(stratum).collect();
        near(stratified(&strata).unwrap().mean, undiscounted.expected_value());
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
