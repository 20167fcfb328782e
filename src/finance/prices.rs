//! How prices move with the years: inflation, and what used equipment still brings.

use crate::spec::accounts::Resale;
use crate::units::math::pow;

/// Amounts of the months 0, 1, … in the prices of month 0, in each month's own prices: `yearly` is the line's
/// own rate [> -1]. Escalated flows are nominal, and are discounted at a nominal rate.
pub fn escalated(amounts: &[f64], yearly: f64) -> Vec<f64> {
    let at = |(month, amount): (usize, &f64)| amount * pow(1.0 + yearly, month as f64 / 12.0);
    amounts.iter().enumerate().map(at).collect()
}

impl Resale {
    /// What equipment of a price brings after some months of use [currency; >= 0].
    pub fn value(&self, price: f64, months: u32) -> f64 {
        let kept = (1.0 - self.first_loss) * pow(1.0 - self.yearly_loss, f64::from(months) / 12.0);
        price * kept.max(self.scrap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::appraisal::tests::near;
    use crate::finance::{monthly_rate, nominal_rate, npv};

    /// Escalated flows at the nominal rate are worth what unescalated ones are at the real rate.
    #[test]
    fn nominal_and_real_agree() {
        let flows = crate::finance::appraisal::tests::case_b();
        let nominal = monthly_rate(nominal_rate(0.08, 0.03));
        near(npv(&escalated(&flows, 0.03), nominal), npv(&flows, monthly_rate(0.08)));
    }

    #[test]
    fn resale_by_hand() {
        let resale = Resale { first_loss: 0.2, yearly_loss: 0.5, scrap: 0.05 };
        near(resale.value(1_000.0, 0), 800.0);
        near(resale.value(1_000.0, 24), 200.0);
        near(resale.value(1_000.0, 120), 50.0);
    }
}
