//! How prices move with the years: inflation, and what used equipment still brings.

use super::books::Books;
use crate::spec::accounts::{Inflation, Resale};
use crate::units::math::pow;

/// The books of a month, which are in the prices of the start, in the prices of month `month`. Its capital is not: that falls on
/// a month of its own.
pub(super) fn inflated(books: &Books, inflation: &Inflation, month: usize) -> Books {
    let by = |yearly: f64| Inflation::factor(yearly, month);
    let (sales, purchases, wages) = (by(inflation.sales), by(inflation.purchases), by(inflation.wages));
    let general = by(inflation.general);
    Books {
        whole: books.whole,
        revenue: books.revenue.times(sales),
        materials: books.materials.times(purchases),
        wages: books.wages.times(wages),
        energy: books.energy.times(purchases),
        maintenance: books.maintenance.times(purchases),
        finished_goods: books.finished_goods.times(general),
        defects: books.defects.times(general),
        penalties: books.penalties.times(general),
        overhead: books.overhead.times(general),
        running: books.running.times(general),
        capital: books.capital,
    }
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
    use crate::finance::{monthly_rate, npv};
    use crate::spec::accounts::nominal_rate;
    use crate::units::Money;

    /// Flows that rise with prices, at the nominal rate, are worth what they are at the real rate without rising.
    #[test]
    fn nominal_and_real_agree() {
        let flows = crate::finance::appraisal::tests::case_b();
        let rising: Vec<f64> =
            (0..).zip(&flows).map(|(month, flow)| flow * Inflation::factor(0.03, month)).collect();
        let nominal = monthly_rate(nominal_rate(0.08, 0.03));
        near(npv(&rising, nominal), npv(&flows, monthly_rate(0.08)));
    }

    /// After two years at 0, 10, 20 and 30 % a year: factors 1, 1.21, 1.44, 1.69.
    #[test]
    fn each_line_has_its_own_rate() {
        let one = Money(10_000);
        let books = Books {
            whole: true,
            revenue: one,
            materials: one,
            wages: one,
            energy: one,
            maintenance: one,
            finished_goods: one,
            defects: one,
            penalties: one,
            overhead: one,
            running: one,
            capital: one,
        };
        let rates = Inflation { general: 0.0, sales: 0.1, purchases: 0.2, wages: 0.3, capital: 9.0 };
        let found = inflated(&books, &rates, 24);
        let lines = [found.revenue, found.materials, found.energy, found.maintenance, found.wages];
        assert_eq!(lines, [12_100, 14_400, 14_400, 14_400, 16_900].map(Money));
        let rest = [found.defects, found.penalties, found.overhead, found.running, found.capital];
        assert_eq!((rest, found.finished_goods), ([one; 5], one));
        assert_eq!(inflated(&books, &rates, 0), books);
    }

    #[test]
    fn resale_by_hand() {
        let resale = Resale { first_loss: 0.2, yearly_loss: 0.5, scrap: 0.05 };
        near(resale.value(1_000.0, 0), 800.0);
        near(resale.value(1_000.0, 24), 200.0);
        near(resale.value(1_000.0, 120), 50.0);
    }
}
