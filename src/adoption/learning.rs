//! Prices that fall as more is installed (Wright 1936).

use crate::spec::diffusion::Learning;
use crate::units::math::{ln, pow};

impl Learning {
    /// The price of the next one after some installations: first (n + 1)^b, b = ln(ratio) / ln 2, and not below
    /// the floor.
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
