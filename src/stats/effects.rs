//! Effects of what is switched on or off together: factorial contrasts and Shapley values of a set function.
//!
//! A set of k things is a bit mask; the function's values stand in the order of the masks, 2^k of them.

/// An effect of a two-level factorial.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Contrast {
    /// Bit mask of the factors: one for a main effect, two for an interaction.
    pub factors: usize,
    /// How much more the value is [unit of the values].
    pub effect: f64,
}

/// Main effects, then interactions of two, of a full factorial with one value for each of the 2^k combinations.
///
/// A main effect is the mean of the values with the factor less that without it. An interaction is half the
/// difference between the effect of one factor with the other and without it. Empty where the number of values
/// is no power of two. Source: Montgomery, Design and Analysis of Experiments, ch. 6.
pub fn contrasts(values: &[f64]) -> Vec<Contrast> {
    let Some(k) = things(values) else { return Vec::new() };
    let mains = (0..k).map(|i| 1 << i);
    let pairs = (0..k).flat_map(|i| (i + 1..k).map(move |j| (1 << i) | (1 << j)));
    let half = (values.len() / 2).max(1) as f64;
    let contrast = |factors: usize| {
        let off = |mask: usize| (factors & !mask).count_ones() % 2 == 1;
        let terms = values.iter().enumerate().map(|(mask, value)| if off(mask) { -value } else { *value });
        Contrast { factors, effect: super::sum(terms) / half }
    };
    mains.chain(pairs).map(contrast).collect()
}

/// The share of each thing in the difference between the value of all and that of none: its marginal effect, the mean
/// over all orders in which things may come. They sum to the difference. Empty where the number of values is no power
/// of two. Source: Shapley 1953.
pub fn shapley(values: &[f64]) -> Vec<f64> {
    let Some(k) = things(values) else { return Vec::new() };
    // |S|! (k - |S| - 1)! / k! is 1 / (k * C(k - 1, |S|)).
    let weight = |before: usize| {
        let ways = (0..before).fold(1.0, |c, i| c * (k - 1 - i) as f64 / (i + 1) as f64);
        1.0 / (k as f64 * ways)
    };
    let share =
        |thing: usize| {
            let without = (0..values.len()).filter(|mask| mask & (1 << thing) == 0);
            super::sum(without.map(|mask| {
                weight(mask.count_ones() as usize) * (values[mask | (1 << thing)] - values[mask])
            }))
        };
    (0..k).map(share).collect()
}

/// How many things make so many sets; `None` where no number does.
fn things(values: &[f64]) -> Option<usize> {
    values.len().is_power_of_two().then(|| values.len().trailing_zeros() as usize)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Three players, worked by hand over the six orders in which they may come.
    #[test]
    fn a_worked_game() {
        // masks: {} a b ab c ac bc abc
        let v = [0.0, 1.0, 0.0, 3.0, 0.0, 1.0, 3.0, 7.0];
        // a: abc 1, acb 1, bac 3, cab 1, bca 4, cba 4. b: abc 2, acb 6, bac 0, bca 0, cab 6, cba 3. c: 4, 0, 4, 3, 0, 0.
        for (found, by_hand) in shapley(&v).iter().zip([14.0 / 6.0, 17.0 / 6.0, 11.0 / 6.0]) {
            assert!((found - by_hand).abs() < 1e-12, "{found} {by_hand}");
        }
        assert!(shapley(&v[..7]).is_empty());
    }

    /// Montgomery's 2 x 2: (1) 20, a 40, b 30, ab 12: A = (12+40-30-20)/2 = 1, B = (12+30-40-20)/2 = -9, AB = (12-40-30+20)/2 = -19.
    #[test]
    fn a_worked_factorial() {
        let found = contrasts(&[20.0, 40.0, 30.0, 12.0]);
        let expected = [(1, 1.0), (2, -9.0), (3, -19.0)];
        assert!(found.iter().map(|c| (c.factors, c.effect)).eq(expected), "{found:?}");
        assert!(contrasts(&[1.0]).is_empty() && contrasts(&[]).is_empty());
    }

    #[test]
    fn what_adds_up_has_no_interactions() {
        let values: Vec<f64> = (0..16)
            .map(|mask| {
                [1.0, -2.0, 4.0, 0.0]
                    .iter()
                    .enumerate()
                    .map(|(i, e)| if mask & (1 << i) == 0 { 0.0 } else { *e })
                    .sum()
            })
            .collect();
        let effects: Vec<f64> = contrasts(&values).iter().map(|c| c.effect).collect();
        assert_eq!(effects, [1.0, -2.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        for (share, own) in shapley(&values).iter().zip([1.0, -2.0, 4.0, 0.0]) {
            assert!((share - own).abs() < 1e-12);
        }
    }

    proptest! {
        /// Efficiency; and a player that never changes anything (bit 3) gets nothing.
        #[test]
        fn axioms(v in proptest::collection::vec(-1e3..1e3_f64, 8)) {
            let with_dummy: Vec<f64> = v.iter().chain(&v).copied().collect();
            let shares = shapley(&with_dummy);
            prop_assert!((shares.iter().sum::<f64>() - (v[7] - v[0])).abs() < 1e-9);
            prop_assert!(shares[3] == 0.0);
            // Symmetry: who change places in every set change shares.
            let swap = |m: usize| (m & 4) | ((m & 1) << 1) | ((m & 2) >> 1);
            let swapped: Vec<f64> = (0..8).map(|m| v[swap(m)]).collect();
            let (before, after) = (shapley(&v), shapley(&swapped));
            prop_assert!((before[0] - after[1]).abs() < 1e-9 && (before[1] - after[0]).abs() < 1e-9);
        }
    }
}
