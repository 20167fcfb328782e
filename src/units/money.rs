//! Money in books: an integer count of the currency's smallest unit.

/// An amount in books [hundredths of the scenario's currency; any sign]. Sums do not depend on order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub struct Money(pub i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// The amount nearest to `units` of the currency; the one place where appraisal and prices become books.
    pub fn from_units(units: f64) -> Money {
        nearest(units * 100.0)
    }

    /// Units of the currency.
    pub fn units(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// The amount nearest to a multiple of this one, halves away from zero.
    pub fn times(self, factor: f64) -> Money {
        nearest(self.0 as f64 * factor)
    }

    /// This amount, or nothing where it is negative.
    pub fn positive(self) -> Money {
        self.max(Money::ZERO)
    }

    /// This amount [>= 0] divided by weights [each >= 0], to the smallest unit: the parts add up to it. Units
    /// left by rounding down go to the largest remainders, the earlier first. Without any weight the parts are
    /// equal; without parts, none.
    pub fn divided(self, weights: &[f64]) -> Vec<Money> {
        let total: f64 = weights.iter().sum();
        let share = |weight: f64| if total > 0.0 { weight / total } else { 1.0 / weights.len() as f64 };
        let exact: Vec<f64> = weights.iter().map(|weight| self.0 as f64 * share(*weight)).collect();
        let mut parts: Vec<Money> = exact.iter().map(|part| Money(*part as i64)).collect();
        let mut order: Vec<usize> = (0..parts.len()).collect();
        // Equal remainders are equal up to rounding.
        let remainder = |part: usize| (exact[part].fract() * 1e6).round() as i64;
        order.sort_by_key(|part| -remainder(*part));
        let mut left = (self - parts.iter().copied().sum()).0;
        // More than one round, or a negative rest, only for amounts beyond the digits of the weights.
        for part in order.into_iter().cycle() {
            if left == 0 {
                break;
            }
            parts[part].0 += left.signum();
            left -= left.signum();
        }
        parts
    }
}

/// The amount nearest to a number of hundredths. Adding a half and cutting off is `round` without a call, for amounts
/// below 2^52 and up to the last bit.
fn nearest(hundredths: f64) -> Money {
    Money((hundredths + f64::copysign(0.5, hundredths)) as i64)
}

impl std::ops::Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl std::ops::Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl std::ops::Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl std::ops::AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, |a, b| a + b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiples_round_halves_away_from_zero() {
        let times = |amount, factor| Money(amount).times(factor).0;
        assert_eq!([times(5, 0.5), times(-5, 0.5), times(5, 0.49), times(0, 7.0)], [3, -3, 2, 0]);
        assert_eq!(Money(-4).positive(), Money::ZERO);
        assert_eq!(Money(4).positive(), Money(4));
    }

    #[test]
    fn parts_add_up() {
        let parts = |amount, weights: &[f64]| -> Vec<i64> {
            Money(amount).divided(weights).iter().map(|part| part.0).collect()
        };
        assert_eq!(parts(100, &[1.0, 1.0, 1.0]), [34, 33, 33]);
        assert_eq!(parts(100, &[0.0, 0.0]), [50, 50], "nobody used it: equal parts");
        assert_eq!(parts(10, &[1.0, 5.0, 0.0]), [2, 8, 0], "1.67 and 8.33");
        assert_eq!(parts(10, &[]), [0; 0]);
        assert_eq!(parts(0, &[1.0, 2.0]), [0, 0]);
        let many: Vec<f64> = (0..97).map(|k| f64::from(k * k % 13)).collect();
        assert_eq!(parts(1_000_003, &many).iter().sum::<i64>(), 1_000_003);
    }
}
