//! The best set that a budget allows, exactly.

use crate::units::Money;

/// Most items that are looked at exactly: twice 2^20 sets, which take a second and some tens of megabytes at most.
pub const MOST_ITEMS: usize = 40;

/// There are more than [`MOST_ITEMS`] items.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooMany(pub usize);

/// Some of the items together.
#[derive(Clone, Copy)]
struct Chosen {
    cost: i64,
    value: i64,
    items: u64,
}

const NOTHING: Chosen = Chosen { cost: 0, value: 0, items: 0 };

/// The items [positions, ascending] of the largest value that cost no more than `budget` together; of equal
/// ones the cheapest. Each item is its cost and its value [both >= 0]. Exact: each half of the items gives its
/// undominated sets, and the best pair of them is looked up.
///
/// # Errors
/// [`TooMany`] items.
pub fn best_set(items: &[(Money, Money)], budget: Money) -> Result<Vec<usize>, TooMany> {
    if items.len() > MOST_ITEMS {
        return Err(TooMany(items.len()));
    }
    let middle = items.len() / 2;
    let first = undominated(items, 0..middle, budget);
    let second = undominated(items, middle..items.len(), budget);
    // As one half grows dearer, the dearest of the other that still fits grows cheaper; it is also the most valuable.
    let (mut best, mut fits) = (NOTHING, second.len());
    for one in &first {
        while fits > 0 && one.cost + second[fits - 1].cost > budget.0 {
            fits -= 1;
        }
        let Some(other) = fits.checked_sub(1).map(|last| second[last]) else { break };
        let both = join(*one, other);
        if (both.value, -both.cost) > (best.value, -best.cost) {
            best = both;
        }
    }
    Ok((0..items.len()).filter(|item| best.items >> item & 1 == 1).collect())
}

/// The sets of a part of the items that fit, such that dearer ones are worth more; by rising cost.
fn undominated(items: &[(Money, Money)], part: std::ops::Range<usize>, budget: Money) -> Vec<Chosen> {
    let mut sets = if budget >= Money::ZERO { vec![NOTHING] } else { Vec::new() };
    for item in part {
        let (cost, value) = items[item];
        let this = Chosen { cost: cost.0, value: value.0, items: 1 << item };
        let with: Vec<Chosen> =
            sets.iter().map(|set| join(*set, this)).filter(|set| set.cost <= budget.0).collect();
        sets = merged(&sets, &with);
    }
    sets
}

fn join(a: Chosen, b: Chosen) -> Chosen {
    Chosen { cost: a.cost + b.cost, value: a.value + b.value, items: a.items | b.items }
}

/// Both lists in one by rising cost, without sets that are worth no more than a cheaper one.
fn merged(a: &[Chosen], b: &[Chosen]) -> Vec<Chosen> {
    let mut kept: Vec<Chosen> = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let from_a = match (a.get(i), b.get(j)) {
            (Some(a), Some(b)) => (a.cost, -a.value) <= (b.cost, -b.value),
            (first, _) => first.is_some(),
        };
        let next = if from_a { a[i] } else { b[j] };
        if from_a {
            i += 1
        } else {
            j += 1
        }
        if kept.last().is_none_or(|last| next.value > last.value) {
            kept.push(next);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::mix;

    fn money(items: &[(i64, i64)]) -> Vec<(Money, Money)> {
        items.iter().map(|(cost, value)| (Money(*cost), Money(*value))).collect()
    }

    #[test]
    fn by_hand() {
        let items = money(&[(60, 100), (50, 70), (50, 70)]);
        assert_eq!(best_set(&items, Money(100)), Ok(vec![1, 2]), "the best ratio first would take only 100");
        assert_eq!(best_set(&items, Money(59)), Ok(vec![1]));
        assert_eq!(best_set(&items, Money(49)), Ok(vec![]));
        assert_eq!(best_set(&items, Money(-1)), Ok(vec![]));
        assert_eq!(best_set(&money(&[(0, 1), (3, 0)]), Money(0)), Ok(vec![0]));
        assert_eq!(best_set(&money(&[(1, 1); 41]), Money(5)), Err(TooMany(41)));
    }

    /// Against every one of the 2^14 sets, two hundred times.
    #[test]
    fn nothing_is_better() {
        for case in 0..200_u64 {
            let number = |k: u64, below: u64| (mix(case * 1_000 + k) % below) as i64;
            let items: Vec<(i64, i64)> =
                (0..14).map(|k| (number(2 * k, 90), number(2 * k + 1, 50))).collect();
            let budget = number(99, 700);
            let total = |set: usize, read: fn(&(i64, i64)) -> i64| -> i64 {
                items.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1).map(|(_, item)| read(item)).sum()
            };
            let fitting = (0..1 << 14).filter(|set| total(*set, |item| item.0) <= budget);
            let best = fitting.map(|set| total(set, |item| item.1)).max().unwrap();
            let found = best_set(&money(&items), Money(budget)).unwrap();
            let found = found.iter().fold(0, |set, item| set | 1 << item);
            assert!(total(found, |item| item.0) <= budget);
            assert_eq!(total(found, |item| item.1), best, "case {case}");
        }
    }

    /// Values next to costs leave no set dominated: the worst there is, still exact.
    #[test]
    fn forty_hard_items() {
        let items: Vec<(i64, i64)> =
            (0..40).map(|k| ((mix(k) % 1_000_000_000) as i64, (mix(k) % 1_000_000_000) as i64)).collect();
        let budget: i64 = items.iter().map(|item| item.0).sum::<i64>() / 2;
        let found = best_set(&money(&items), Money(budget)).unwrap();
        let value: i64 = found.iter().map(|item| items[*item].1).sum();
        assert!(
            value <= budget && value > budget - 1_000,
            "some set of 2^40 comes this near: {}",
            budget - value
        );
    }
}
