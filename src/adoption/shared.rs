//! Costs of what many factories use together, divided among them to the cent.

use crate::stats::shapley;
use crate::units::Money;

/// By what a shared cost is divided.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Key<'a> {
    /// The same for all of some number.
    Equal(usize),
    /// By what each used [>= 0; where nobody did, equally].
    ByUse(&'a [f64]),
    /// By the Shapley values of a cost for each coalition: what each one adds to it, on average over the orders
    /// in which they join. What coalition s costs, whose members are the bits of s, stands at position s: 2^n costs for n
    /// members.
    Shapley(&'a [f64]),
}

/// Divides a cost [>= 0]; the parts add up to it. Shapley values below zero (where joining saves costs) bear nothing.
pub fn divide(cost: Money, key: Key) -> Vec<Money> {
    match key {
        Key::Equal(members) => cost.divided(&vec![1.0; members]),
        Key::ByUse(used) => cost.divided(used),
        Key::Shapley(costs) => {
            let values: Vec<f64> = shapley(costs).iter().map(|value| value.max(0.0)).collect();
            cost.divided(&values)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The runway: each needs a longer one. 1, 2, 3: the first third is shared by all, the second by two, the
    /// last by one.
    fn runway(lengths: &[f64]) -> Vec<f64> {
        let cost = |s: usize| {
            let members = (0..lengths.len()).filter(|i| s >> i & 1 == 1);
            members.map(|i| lengths[i]).fold(0.0, f64::max)
        };
        (0..1 << lengths.len()).map(cost).collect()
    }

    #[test]
    fn runway_by_hand() {
        let third = 1.0 / 3.0;
        for (found, expected) in
            shapley(&runway(&[1.0, 2.0, 3.0])).iter().zip([third, third + 0.5, third + 1.5])
        {
            assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
        }
        let parts = divide(Money(30_000), Key::Shapley(&runway(&[1.0, 2.0, 3.0])));
        assert_eq!(parts, [Money(3_334), Money(8_333), Money(18_333)], "all three remainders are a third");
    }

    #[test]
    fn other_keys() {
        assert_eq!(divide(Money(100), Key::Equal(3)), [Money(34), Money(33), Money(33)]);
        assert_eq!(divide(Money(100), Key::ByUse(&[3.0, 0.0, 1.0])), [Money(75), Money(0), Money(25)]);
    }
}
