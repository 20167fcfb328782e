//! Dividing a quantity among claims: in proportion, by priority, as even as can be, or in proportional fairness.
//!
//! With enough for all everybody gets his claim. Whole units go by the largest remainder, ties by the order of the
//! claims, so that the parts sum to what there is.

use crate::spec::SharingRule as Rule;

/// What each claim gets of a supply: never more than the claim, and together the smaller of supply and claims. Weights
/// count for the rule of proportional fairness alone.
pub(super) fn parts(supply: f64, claims: &[f64], weights: &[f64], rule: Rule) -> Vec<f64> {
    let wanted: f64 = claims.iter().sum();
    if supply >= wanted {
        return claims.to_vec();
    }
    match rule {
        Rule::Priority => in_order(supply, claims),
        Rule::Proportional => claims.iter().map(|claim| claim * (supply / wanted)).collect(),
        Rule::MaxMin => filled(supply, claims, &vec![1.0; claims.len()]),
        Rule::Fair => filled(supply, claims, weights),
    }
}

/// [`parts`] in whole units.
pub(super) fn divide(supply: u64, claims: &[u64], weights: &[f64], rule: Rule) -> Vec<u64> {
    let wanted: u64 = claims.iter().sum();
    if supply >= wanted {
        return claims.to_vec();
    }
    let sizes: Vec<f64> = claims.iter().map(|claim| *claim as f64).collect();
    whole(supply, parts(supply as f64, &sizes, weights, rule).into_iter(), claims)
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

fn in_order(supply: f64, claims: &[f64]) -> Vec<f64> {
    let mut left = supply;
    let take = |claim: &f64| {
        let given = left.min(*claim);
        left -= given;
        given
    };
    claims.iter().map(take).collect()
}

/// Fills each claim up to its weight times one level, or to the brim: the parts that maximise the sum of w ln x, which
/// with equal weights are as even as can be.
fn filled(supply: f64, claims: &[f64], weights: &[f64]) -> Vec<f64> {
    let brim = |own: &usize| claims[*own] / weights[*own];
    let mut order: Vec<usize> = (0..claims.len()).filter(|own| weights[*own] > 0.0).collect();
    order.sort_by(|a, b| brim(a).total_cmp(&brim(b)).then(a.cmp(b)));
    let mut weight: f64 = order.iter().map(|own| weights[*own]).sum();
    let mut left = supply;
    let mut given = vec![0.0; claims.len()];
    for (position, own) in order.iter().enumerate() {
        if claims[*own] * weight > left * weights[*own] {
            order[position..].iter().for_each(|own| given[*own] = weights[*own] * left / weight);
            break;
        }
        given[*own] = claims[*own];
        left -= claims[*own];
        weight -= weights[*own];
    }
    given
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

    const RULES: [Rule; 4] = [Rule::MaxMin, Rule::Proportional, Rule::Priority, Rule::Fair];

    #[test]
    fn worked_cases_to_the_unit() {
        let (claims, weights) = ([20, 50, 80], [1.0, 2.0, 1.0]);
        let divide = |supply, rule| super::divide(supply, &claims, &weights, rule);
        assert_eq!(divide(100, Rule::MaxMin), [20, 40, 40]);
        // 13.33, 33.33, 53.33: the unit left goes to the first of equal remainders.
        assert_eq!(divide(100, Rule::Proportional), [14, 33, 53]);
        assert_eq!(divide(100, Rule::Priority), [20, 50, 30]);
        assert_eq!(divide(100, Rule::Fair), [20, 50, 30]);
        // Weights of 1, 2, 1 at a level of 15: 15, 30, 15.
        assert_eq!(divide(60, Rule::Fair), [15, 30, 15]);
        let exact = parts(100.0, &[20.0, 50.0, 80.0], &weights, Rule::Proportional);
        assert!((exact[0] - 13.333_333_333_3).abs() < 1e-9 && (exact[2] - 53.333_333_333_3).abs() < 1e-9);
        for rule in RULES {
            assert_eq!(divide(150, rule), claims);
            assert_eq!(divide(1_000, rule), claims);
            assert_eq!(divide(0, rule), [0, 0, 0]);
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
            let sizes: Vec<f64> = claims.iter().map(|claim| 1.0 + (*claim % 7) as f64).collect();
            for rule in RULES {
                let given = divide(supply, &claims, &sizes, rule);
                assert_eq!(given.iter().sum::<u64>(), supply.min(wanted), "{rule:?} {supply} {claims:?}");
                assert!(given.iter().zip(&claims).all(|(given, claim)| given <= claim));
            }
            let weights: Vec<f64> = claims.iter().map(|claim| *claim as f64 / 7.0).collect();
            let given = by_weight(supply, &weights);
            assert_eq!(given.iter().sum::<u64>(), if wanted == 0 { 0 } else { supply });
        }
    }
}
