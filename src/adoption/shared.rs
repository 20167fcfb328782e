//! Costs of what many factories use together, divided among them to the cent.

use crate::units::Money;

/// By what a shared cost is divided.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Key<'a> {
    /// The same for all of some number.
    Equal(usize),
    /// By what each used [>= 0; where nobody did, equally].
    ByUse(&'a [f64]),
    /// By the Shapley values of a cost for each coalition: what each one adds to it, on average over the orders
    /// in which they join.
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

/// The Shapley values of a game; they add up to the worth of the coalition of all, less that of none.
/// `worth[s]` is that of coalition s, whose members are the bits of s: a list of 2^n entries for n members [n
/// <= 20 or so: time grows as n 2^n].
///
/// Member i's value is Σ |s|! (n - 1 - |s|)! / n! (worth(s + i) - worth(s)) over the coalitions s without i
/// (Shapley 1953).
pub fn shapley(worth: &[f64]) -> Vec<f64> {
    if !worth.len().is_power_of_two() {
        bug!("a game of {} coalitions is not one of any number of members", worth.len());
    }
    let members = worth.len().trailing_zeros() as usize;
    // The weight of a coalition of k others: 1 / (n C(n - 1, k)).
    let mut weights = Vec::with_capacity(members);
    let mut ways = 1.0;
    for k in 0..members {
        weights.push(1.0 / (members as f64 * ways));
        ways *= (members - 1 - k) as f64 / (k + 1) as f64;
    }
    let value = |member: usize| {
        let others = (0..worth.len()).filter(|s| s >> member & 1 == 0);
        let adds = |s: usize| weights[s.count_ones() as usize] * (worth[s | 1 << member] - worth[s]);
        crate::stats::sum(others.map(adds))
    };
    (0..members).map(value).collect()
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

    /// Efficiency, symmetry, and the one who adds nothing, in a game of no particular form.
    #[test]
    fn axioms() {
        let n = 6;
        let own = [3.0, 3.0, 0.0, 5.0, 1.0, 7.0];
        let worth: Vec<f64> = (0..1_usize << n)
            .map(|s| {
                let sum: f64 = (0..n).filter(|i| s >> i & 1 == 1).map(|i| own[i]).sum();
                sum.sqrt() + sum
            })
            .collect();
        let values = shapley(&worth);
        assert!((values.iter().sum::<f64>() - (worth[63] - worth[0])).abs() < 1e-12);
        assert!((values[0] - values[1]).abs() < 1e-12 && values[2].abs() < 1e-12);
        assert!(shapley(&[4.0]).is_empty());
        assert_eq!(shapley(&[0.0, 4.0]), [4.0]);
    }

    #[test]
    fn other_keys() {
        assert_eq!(divide(Money(100), Key::Equal(3)), [Money(34), Money(33), Money(33)]);
        assert_eq!(divide(Money(100), Key::ByUse(&[3.0, 0.0, 1.0])), [Money(75), Money(0), Money(25)]);
    }
}
