//! Prices that fall as more is installed (Wright 1936).

use crate::units::math::{ln, pow};

/// A price by the number installed in the region.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Learning {
    /// Price of the first installation [currency; >= 0].
    pub first: f64,
    /// What each doubling of the installations leaves of it [0 < ratio <= 1; 0.8 is "80 %"].
    pub ratio: f64,
    /// The least price [currency; >= 0].
    pub floor: f64,
}

impl Learning {
    /// The price of the next one after some installations: first (n + 1)^b, b = ln(ratio) / ln 2, and not below the floor.
    pub fn price(&self, installed: u32) -> f64 {
        let exponent = ln(self.ratio) / std::f64::consts::LN_2;
        (self.first * pow(f64::from(installed) + 1.0, exponent)).max(self.floor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_with_each_doubling() {
        let price = Learning { first: 100.0, ratio: 0.8, floor: 45.0 };
        for (number, expected) in [(1, 100.0), (2, 80.0), (4, 64.0), (8, 51.2), (16, 45.0)] {
            assert!((price.price(number - 1) - expected).abs() < 1e-10, "{number}");
        }
        let flat = Learning { ratio: 1.0, ..price };
        assert_eq!(Some(flat.price(1_000)), Some(100.0));
    }
}
