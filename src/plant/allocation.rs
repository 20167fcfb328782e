//! Dividing a quantity among claims: in proportion, by priority, as even as can be; to the unit.
//!
//! With enough for all everybody gets his claim. Whole units go by the largest remainder, ties by the order of the
//! claims, so that the parts sum to what there is.

use crate::spec::SharingRule as Rule;

/// What each claim gets of a supply, to the unit: never more than the claim, and together the smaller of supply and claims.
pub(super) fn divide(supply: u64, claims: &[u64], rule: Rule) -> Vec<u64> {
    let wanted: u64 = claims.iter().sum();
    if supply >= wanted {
        return claims.to_vec();
    }
    match rule {
        Rule::Priority => in_order(supply, claims),
        Rule::Proportional => {
            let share = supply as f64 / wanted as f64;
            whole(supply, claims.iter().map(|claim| *claim as f64 * share), claims)
        }
        Rule::MaxMin => {
            let level = level(supply, claims);
            whole(supply, claims.iter().map(|claim| (*claim as f64).min(level)), claims)
        }
    }
}

/// Divides a quantity in the proportion of weights, to the unit; nothing where no weight is above 0.
pub(super) fn by_weight(supply: u64, weights: &[f64]) -> Vec<u64> {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return vec![0; weights.len()];
    }
    let caps: Vec<u64> = weights.iter().map(|weight| if *weight > 0.0 { supply } else { 0 }).collect();
    whole(supply, weights.iter().map(|weight| supply as f64 * weight / sum), &caps)
}

fn in_order(supply: u64, claims: &[u64]) -> Vec<u64> {
    let mut left = supply;
    let take = |claim: &u64| {
        let given = left.min(*claim);
        left -= given;
        given
    };
    claims.iter().map(take).collect()
}

/// The level up to which claims are filled evenly, where they exceed the supply.
fn level(supply: u64, claims: &[u64]) -> f64 {
    let mut sorted = claims.to_vec();
    sorted.sort_unstable();
    let mut left = supply as f64;
    for (position, claim) in sorted.iter().enumerate() {
        let rest = (sorted.len() - position) as f64;
        if *claim as f64 * rest > left {
            return left / rest;
        }
        left -= *claim as f64;
    }
    f64::INFINITY
}

/// Rounds parts to whole units that sum to the total, by the largest remainder.
fn whole(total: u64, parts: impl Iterator<Item = f64>, most: &[u64]) -> Vec<u64> {
    let parts: Vec<f64> = parts.collect();
    let mut given: Vec<u64> = parts.iter().zip(most).map(|(part, most)| (*part as u64).min(*most)).collect();
    let mut order: Vec<usize> = (0..parts.len()).filter(|own| given[*own] < most[*own]).collect();
    let remainder = |own: usize| parts[own] - given[own] as f64;
    order.sort_by(|a, b| remainder(*b).total_cmp(&remainder(*a)).then(a.cmp(b)));
    // Rounding may leave a unit more than there are remainders.
    let mut missing = total - given.iter().sum::<u64>().min(total);
    for own in order.iter().cycle().take(order.len() * 2) {
        if missing == 0 {
            break;
        }
        if given[*own] < most[*own] {
            given[*own] += 1;
            missing -= 1;
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::mix;

    #[test]
    fn worked_cases_to_the_unit() {
        let claims = [20, 50, 80];
        assert_eq!(divide(100, &claims, Rule::MaxMin), [20, 40, 40]);
        // 13.33, 33.33, 53.33: the unit left goes to the first of equal remainders.
        assert_eq!(divide(100, &claims, Rule::Proportional), [14, 33, 53]);
        assert_eq!(divide(100, &claims, Rule::Priority), [20, 50, 30]);
        for rule in [Rule::MaxMin, Rule::Proportional, Rule::Priority] {
            assert_eq!(divide(150, &claims, rule), claims);
            assert_eq!(divide(1_000, &claims, rule), claims);
            assert_eq!(divide(0, &claims, rule), [0, 0, 0]);
        }
        assert_eq!(by_weight(10, &[1.0, 1.0, 1.0, 0.0]), [4, 3, 3, 0]);
        assert_eq!(by_weight(7, &[0.0, 0.0]), [0, 0]);
    }

    #[test]
    fn parts_sum_to_what_there_is() {
        let mut chance = 1;
        let mut draw = |below: u64| {
            chance = mix(chance);
            chance % below
        };
        for _ in 0..20_000 {
            let claims: Vec<u64> = (0..=draw(9)).map(|_| draw(1_000)).collect();
            let wanted: u64 = claims.iter().sum();
            let supply = draw(wanted + 50);
            for rule in [Rule::MaxMin, Rule::Proportional, Rule::Priority] {
                let given = divide(supply, &claims, rule);
                assert_eq!(given.iter().sum::<u64>(), supply.min(wanted), "{rule:?} {supply} {claims:?}");
                assert!(given.iter().zip(&claims).all(|(given, claim)| given <= claim));
            }
            let weights: Vec<f64> = claims.iter().map(|claim| *claim as f64 / 7.0).collect();
            let given = by_weight(supply, &weights);
            assert_eq!(given.iter().sum::<u64>(), if wanted == 0 { 0 } else { supply });
        }
    }
}
