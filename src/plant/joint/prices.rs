//! Prices of what the region orders: they rise with what is owed, and fall with it and with orders below the usual.

use crate::spec::ProductPrice;
use crate::units::Duration;

/// A product's price as it is.
#[derive(Clone, Debug)]
pub(super) struct Price {
    described: ProductPrice,
    /// Multiplier of the price.
    factor: f64,
}

/// What is known of all orders for a product at an instant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// Units owed.
    pub(super) owed: f64,
    /// Units ordered a day, mean of the last days; `None` on the first.
    pub(super) now: Option<f64>,
    /// The same, mean of the first four weeks; `None` until they are over.
    pub(super) usual: Option<f64>,
}

impl Price {
    /// The price of peace.
    pub(super) fn new(described: &ProductPrice) -> Price {
        Price { described: described.clone(), factor: 1.0 }
    }

    /// Of which product.
    pub(super) fn product(&self) -> &str {
        &self.described.product
    }

    /// What orders make of the price, `every` after the instant before.
    pub(super) fn answer(&mut self, known: Known, every: Duration) -> f64 {
        let own = &self.described;
        let days = match known.now {
            Some(a_day) if known.owed > 0.0 => known.owed / a_day,
            _ => 0.0,
        };
        let scarce = own.scarcity.factor(days);
        let few = match known.now.zip(known.usual) {
            Some((now, usual)) if usual > 0.0 && now < usual => {
                crate::units::math::pow(now / usual, own.glut).max(own.least)
            }
            _ => 1.0,
        };
        let wanted = if scarce > 1.0 { scarce } else { few };
        let fallen = self.factor * crate::units::math::pow(1.0 - own.falls, every.as_days());
        self.factor = if wanted >= self.factor { wanted } else { wanted.max(fallen) };
        self.factor
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Scarcity;

    fn price(falls: f64) -> Price {
        let days = |days: u64| Duration(days * Duration::DAY.0);
        let scarcity = Scarcity { per_day: 0.5, from: days(2), most: 4.0 };
        Price::new(&ProductPrice { product: "mask".into(), scarcity, falls, glut: 2.0, least: 0.3 })
    }

    #[track_caller]
    fn near(told: f64, exact: f64) {
        assert!((told - exact).abs() < 1e-12, "{told}, not {exact}");
    }

    #[test]
    fn it_rises_with_what_is_owed_and_falls_with_it() {
        let mut own = price(1.0);
        let mut at =
            |owed: f64| own.answer(Known { owed, now: Some(100.0), usual: Some(100.0) }, Duration::DAY);
        // Two days' orders change nothing; each day more brings a half, up to four times.
        near(at(200.0), 1.0);
        near(at(500.0), 2.5);
        near(at(9_000.0), 4.0);
        near(at(300.0), 1.5);
        near(at(0.0), 1.0);
    }

    #[test]
    fn it_falls_slower_than_it_rises() {
        let mut own = price(0.1);
        let mut at = |owed: f64| own.answer(Known { owed, now: Some(100.0), usual: None }, Duration::DAY);
        near(at(800.0), 4.0);
        // A tenth a day: 3.6, 3.24, and at once what is higher.
        near(at(0.0), 3.6);
        near(at(0.0), 3.24);
        near(at(700.0), 3.5);
    }

    /// Half the usual orders: a quarter of the price, but never below three tenths.
    #[test]
    fn orders_below_the_usual_make_it_cheap() {
        let mut own = price(1.0);
        let mut at =
            |now: f64| own.answer(Known { owed: 0.0, now: Some(now), usual: Some(100.0) }, Duration::DAY);
        near(at(90.0), 0.81);
        near(at(50.0), 0.3);
        near(at(120.0), 1.0);
    }
}
