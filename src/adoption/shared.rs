//! Costs of what many factories use together, divided among them to the cent.

use crate::spec::shared::Division;
use crate::units::Money;

/// Divides a cost [>= 0] among members of some needs [each >= 0]: what each uses or gains, or how large it is. The parts add up
/// to the cost; where nobody needs anything they are equal, and there are none without members.
pub fn divide(cost: Money, division: Division, needs: &[f64]) -> Vec<Money> {
    match division {
        Division::Equal => cost.divided(&vec![1.0; needs.len()]),
        Division::ByUse | Division::ByBenefit => cost.divided(needs),
        Division::BySize => cost.divided(&by_size(needs)),
    }
}

/// The Shapley values where a group costs what its largest member needs: from one size to the next, all who need the larger one
/// share the difference. Source: Littlechild and Owen 1973.
fn by_size(needs: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..needs.len()).collect();
    order.sort_by(|a, b| needs[*a].total_cmp(&needs[*b]));
    let (mut values, mut before, mut value) = (vec![0.0; needs.len()], 0.0, 0.0);
    for (smaller, member) in order.into_iter().enumerate() {
        value += (needs[member] - before) / (needs.len() - smaller) as f64;
        before = needs[member];
        values[member] = value;
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::shapley;
    use proptest::prelude::*;

    /// The runway: each needs a longer one. 1, 2, 3: the first third is shared by all, the second by two, the
    /// last by one.
    #[test]
    fn runway_by_hand() {
        let third = 1.0 / 3.0;
        for (found, expected) in by_size(&[1.0, 2.0, 3.0]).iter().zip([third, third + 0.5, third + 1.5]) {
            assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
        }
        let parts = divide(Money(30_000), Division::BySize, &[1.0, 2.0, 3.0]);
        assert_eq!(parts, [Money(3_334), Money(8_333), Money(18_333)], "all three remainders are a third");
    }

    #[test]
    fn other_keys() {
        assert_eq!(divide(Money(100), Division::Equal, &[7.0, 0.0, 1.0]), [Money(34), Money(33), Money(33)]);
        assert_eq!(divide(Money(100), Division::ByUse, &[3.0, 0.0, 1.0]), [Money(75), Money(0), Money(25)]);
        assert_eq!(divide(Money(9), Division::ByBenefit, &[0.0; 2]), [Money(5), Money(4)]);
        assert_eq!(divide(Money(9), Division::BySize, &[]), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: proptest::test_runner::RngSeed::Fixed(3),
            failure_persistence: None,
            ..ProptestConfig::with_cases(200)
        })]

        /// The short form is the mean over all orders in which members may come; every cent is somebody's.
        #[test]
        fn sizes_are_shapley_values(needs in proptest::collection::vec(0.0..100.0, 1..7), cost in 0..1_000_000_i64) {
            let largest = |s: usize| {
                (0..needs.len()).filter(|i| s >> i & 1 == 1).map(|i| needs[i]).fold(0.0, f64::max)
            };
            let costs: Vec<f64> = (0..1_usize << needs.len()).map(largest).collect();
            for (found, expected) in by_size(&needs).iter().zip(shapley(&costs)) {
                prop_assert!((found - expected).abs() < 1e-9, "{} {}", found, expected);
            }
            for division in [Division::Equal, Division::ByUse, Division::ByBenefit, Division::BySize] {
                prop_assert_eq!(divide(Money(cost), division, &needs).into_iter().sum::<Money>(), Money(cost));
            }
        }
    }
}
