//! Internal rates of return: all of them, since a flow may have none or several.
//!
//! A rate r is a root of Σ flow_t v^t with v = 1/(1 + r). Rates above zero are roots v in (0, 1); rates below zero
//! are roots w = 1 + r in (0, 1) of the same flows reversed. So one search serves both sides:
//!
//! - The signs of the running sums bound the number of roots on a side, and none or one change of sign gives it
//!   exactly (dividing by 1 - v makes the running sums the coefficients; then Descartes' rule; the economist's
//!   form is Norstrom's criterion). That settles nearly all flows without a search; where the flows themselves change
//!   their sign once, at a glance.
//! - Else a grid, whose sign changes bracket roots; a root that only touches zero, or a pair between two points of
//!   the grid, shows as a local minimum of the absolute value.

use super::yearly_rate;
use crate::units::math::pow;

/// The rates at which a flow is worth nothing [per month, between -0.99 and 10].
#[derive(Clone, PartialEq, Debug)]
pub enum Irr {
    /// There is none.
    None,
    /// There is exactly one.
    One(f64),
    /// There are several, ascending: none of them is a headline.
    Multiple(Vec<f64>),
}

impl Irr {
    /// The yearly effective rate, where there is exactly one.
    pub fn yearly(&self) -> Option<f64> {
        match self {
            Irr::One(monthly) => Some(yearly_rate(*monthly)),
            Irr::None | Irr::Multiple(_) => None,
        }
    }
}

/// Smallest v and w that are searched: rates of 10 and -0.99 per month.
const LOWEST: [f64; 2] = [1.0 / 11.0, 0.01];

/// Points of the grid on each side, evenly spaced in the logarithm.
const GRID: usize = 256;

/// All internal rates of return of a flow.
pub fn irr(flows: &[f64]) -> Irr {
    let mut rates = rates(flows);
    rates.sort_by(f64::total_cmp);
    rates.dedup_by(|a, b| (*a - *b).abs() <= 1e-9);
    match rates.as_slice() {
        [] => Irr::None,
        [one] => Irr::One(*one),
        _ => Irr::Multiple(rates),
    }
}

fn rates(flows: &[f64]) -> Vec<f64> {
    let flows = trimmed(flows);
    if flows.len() < 2 {
        return Vec::new();
    }
    let sum: f64 = flows.iter().sum();
    if sum.abs() == 0.0 {
        // Zero is a rate itself; the running sums are the flow with that root divided out.
        let mut rest = rates(&super::cumulative(&flows[..flows.len() - 1]));
        rest.push(0.0);
        return rest;
    }
    let [above, below] = if changes_sign_once(flows) {
        // One rate, above zero if all flows together have the sign of the last.
        let at_one = value(flows, 1.0);
        if at_one * flows[flows.len() - 1] >= 0.0 {
            [single_root(flows, LOWEST[0], at_one).into_iter().collect(), Vec::new()]
        } else {
            [Vec::new(), single_root(&reversed(flows), LOWEST[1], at_one).into_iter().collect()]
        }
    } else {
        [roots_below_one(flows, LOWEST[0]), roots_below_one(&reversed(flows), LOWEST[1])]
    };
    above.into_iter().map(|v| 1.0 / v - 1.0).chain(below.into_iter().map(|w| w - 1.0)).collect()
}

fn reversed(flows: &[f64]) -> Vec<f64> {
    flows.iter().rev().copied().collect()
}

/// Whether the signs of flows, which begin and end with one that is not zero, change exactly once.
fn changes_sign_once(flows: &[f64]) -> bool {
    let first = flows[0];
    let turn = flows.iter().position(|flow| flow * first < 0.0).unwrap_or(flows.len());
    turn < flows.len() && flows[turn..].iter().all(|flow| flow * first <= 0.0)
}

/// The flows without zeros at either end, which change no rate.
fn trimmed(flows: &[f64]) -> &[f64] {
    let moves = |flow: &f64| flow.abs() > 0.0;
    match (flows.iter().position(moves), flows.iter().rposition(moves)) {
        (Some(first), Some(last)) => &flows[first..=last],
        _ => &[],
    }
}

/// The roots of a polynomial (constant first) from `lowest` to below 1, at which it is not zero.
fn roots_below_one(coefficients: &[f64], lowest: f64) -> Vec<f64> {
    match sign_changes_of_sums(coefficients) {
        0 => Vec::new(),
        1 => single_root(coefficients, lowest, value(coefficients, 1.0)).into_iter().collect(),
        _ => roots_on_grid(coefficients, lowest),
    }
}

/// The root of a polynomial that has one below 1, if it is not below `lowest`.
fn single_root(coefficients: &[f64], lowest: f64, at_one: f64) -> Option<f64> {
    let at_lowest = value(coefficients, lowest);
    let crosses = at_lowest * at_one <= 0.0;
    crosses.then(|| root_between(coefficients, lowest, 1.0, at_one > at_lowest))
}

fn sign_changes_of_sums(coefficients: &[f64]) -> usize {
    let (mut sum, mut sign, mut changes) = (0.0, 0.0, 0);
    for coefficient in coefficients {
        sum += coefficient;
        if sum * sign < 0.0 {
            changes += 1;
        }
        if sum.abs() > 0.0 {
            sign = f64::signum(sum);
        }
    }
    changes
}

/// The polynomial at `x`.
fn value(coefficients: &[f64], x: f64) -> f64 {
    value_and_slope(coefficients, x).0
}

/// Value and slope at once: Horner's rule in x^4 for each fourth coefficient, since one chain would wait for its own last
/// product, and four run side by side.
fn value_and_slope(coefficients: &[f64], x: f64) -> (f64, f64) {
    let (x2, x3) = (x * x, x * x * x);
    let x4 = x2 * x2;
    let (fours, highest) = coefficients.as_chunks::<4>();
    let (mut values, mut slopes) = ([0.0; 4], [0.0; 4]);
    values[..highest.len()].copy_from_slice(highest);
    for four in fours.iter().rev() {
        for ((value, slope), c) in values.iter_mut().zip(&mut slopes).zip(four) {
            *slope = *slope * x4 + *value;
            *value = *value * x4 + c;
        }
    }
    let together = |parts: [f64; 4]| parts[0] + x * (parts[1] + x * (parts[2] + x * parts[3]));
    let inner = values[1] + x * (2.0 * values[2] + 3.0 * x * values[3]);
    (together(values), inner + 4.0 * x3 * together(slopes))
}

/// A root between two points of opposite sign, the lower negative where it is `rising`: Newton's step where it stays
/// inside and converges, else halving.
fn root_between(coefficients: &[f64], low: f64, high: f64, rising: bool) -> f64 {
    let (mut low, mut high) = (low, high);
    // Most rates per month are a few per cent: start near 1 where the bracket is wide.
    let mut x = if high - low > 0.5 { high - 0.02 } else { f64::midpoint(low, high) };
    let mut width = high - low;
    for _ in 0..200 {
        let (value, slope) = value_and_slope(coefficients, x);
        if (value < 0.0) == rising {
            low = x;
        } else {
            high = x;
        }
        let step = value / slope;
        let newton = x - step;
        if step.abs() <= 1e-16 {
            return newton.clamp(low, high);
        }
        let shrinks = step.abs() < 0.5 * width && newton > low && newton < high;
        let next = if shrinks { newton } else { f64::midpoint(low, high) };
        width = (next - x).abs();
        if width <= 2e-16 {
            return next;
        }
        x = next;
    }
    x
}

fn roots_on_grid(coefficients: &[f64], lowest: f64) -> Vec<f64> {
    let points = grid(lowest);
    let values = values(coefficients, &points);
    let mut roots = Vec::new();
    for k in 0..GRID - 1 {
        let (here, next) = (values[k], values[k + 1]);
        if here.abs() == 0.0 {
            roots.push(points[k]);
        } else if here * next < 0.0 {
            roots.push(root_between(coefficients, points[k], points[k + 1], next > here));
        } else if k > 0 && here * values[k - 1] > 0.0 && dips(values[k - 1], here, next) {
            touching_roots(coefficients, points[k - 1], points[k], points[k + 1], &mut roots);
        }
    }
    roots
}

/// The points from `lowest` to 1.
fn grid(lowest: f64) -> [f64; GRID] {
    let ratio = pow(lowest, -1.0 / (GRID - 1) as f64);
    let mut points = [lowest; GRID];
    for k in 1..GRID {
        points[k] = points[k - 1] * ratio;
    }
    points[GRID - 1] = 1.0;
    points
}

/// The polynomial at all points; sixteen at a time, which keeps a processor's vector units busy.
fn values(coefficients: &[f64], points: &[f64; GRID]) -> [f64; GRID] {
    let mut values = [0.0; GRID];
    for (values, points) in values.as_chunks_mut::<16>().0.iter_mut().zip(points.as_chunks::<16>().0) {
        for c in coefficients.iter().rev() {
            for (value, x) in values.iter_mut().zip(points) {
                *value = *value * x + c;
            }
        }
    }
    values
}

fn dips(before: f64, here: f64, next: f64) -> bool {
    here.abs() <= before.abs() && here.abs() <= next.abs()
}

/// Looks at the point nearest to zero between `low` and `high`: a pair of roots around it, one that touches, or none.
fn touching_roots(coefficients: &[f64], low: f64, middle: f64, high: f64, roots: &mut Vec<f64>) {
    let sign = value(coefficients, middle).signum();
    let (mut left, mut right) = (low, high);
    for _ in 0..80 {
        let x = f64::midpoint(left, right);
        let (value, slope) = value_and_slope(coefficients, x);
        let off = rounding(coefficients, x);
        if value * sign < -off {
            roots.push(root_between(coefficients, low, x, sign < 0.0));
            roots.push(root_between(coefficients, x, high, sign > 0.0));
            return;
        }
        // Around its minimum the curve lies above its tangent; where that stays above zero, there is no root.
        if value * sign > slope.abs() * (right - left) + off {
            return;
        }
        if slope * sign < 0.0 {
            left = x;
        } else {
            right = x;
        }
    }
    let x = f64::midpoint(left, right);
    if value(coefficients, x).abs() <= rounding(coefficients, x) {
        roots.push(x);
    }
}

/// How far off Horner's rule can be: a value nearer to zero than this may well be zero.
fn rounding(coefficients: &[f64], x: f64) -> f64 {
    let size = coefficients.iter().rev().fold(0.0, |higher, c| higher * x + c.abs());
    2.0 * coefficients.len() as f64 * f64::EPSILON * size
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::appraisal::tests::{case_b, near};
    use crate::finance::npv;

    #[track_caller]
    fn check(flows: &[f64], expected: &[f64]) {
        let found = match irr(flows) {
            Irr::None => Vec::new(),
            Irr::One(rate) => vec![rate],
            Irr::Multiple(rates) => rates,
        };
        assert_eq!(found.len(), expected.len(), "{flows:?}: {found:?}");
        found.iter().zip(expected).for_each(|(found, expected)| near(*found, *expected));
    }

    /// The polynomial with the given rates as its roots, times a factor that has none.
    fn flow_with(rates: &[f64]) -> Vec<f64> {
        rates.iter().fold(vec![1.0], |flow, rate| {
            let mut longer = flow.clone();
            longer.push(0.0);
            flow.iter().enumerate().for_each(|(t, c)| longer[t + 1] -= c * (1.0 + rate));
            longer
        })
    }

    #[test]
    fn worked_cases() {
        check(&case_b(), &[0.017_524_675_247]);
        near(irr(&case_b()).yearly().unwrap(), 0.231_797_724_2);
        check(&[-1_600.0, 10_000.0, -10_000.0], &[0.25, 4.0]);
        check(&[1_000.0, -3_000.0, 2_500.0], &[]);
        assert_eq!(irr(&[-1_600.0, 10_000.0, -10_000.0]).yearly(), None);
    }

    #[test]
    fn no_change_of_sign() {
        for flows in [&[][..], &[0.0, 0.0], &[-5.0], &[-1.0, -2.0, 0.0], &[0.0, 3.0, 4.0]] {
            assert_eq!(irr(flows), Irr::None, "{flows:?}");
        }
    }

    #[test]
    fn below_and_at_zero() {
        check(&[-100.0, 30.0, 30.0], &[2.0 / ((1.0 + 40.0 / 3.0_f64).sqrt() - 1.0) - 1.0]);
        check(&[-100.0, 50.0, 50.0], &[0.0]);
        check(&[0.0, -100.0, 50.0, 60.0, 0.0], &[120.0 / (26_500.0_f64.sqrt() - 50.0) - 1.0]);
        check(&[-100.0, 150.0, -50.0], &[-0.5, 0.0]);
        check(&[-1.0, 2.0, -1.0], &[0.0]);
    }

    #[test]
    fn many_touching_and_close() {
        check(&flow_with(&[-0.5, -0.1, 0.02, 0.05, 1.0]), &[-0.5, -0.1, 0.02, 0.05, 1.0]);
        check(&flow_with(&[0.1, 0.1]), &[0.1]);
        check(&flow_with(&[0.013, 0.0131]), &[0.013, 0.0131]);
        check(&flow_with(&[-0.3, -0.3, 0.07]), &[-0.3, 0.07]);
    }

    /// Rates outside the range are not found: 19 and -0.999 per month.
    #[test]
    fn out_of_range() {
        check(&[-1.0, 20.0], &[]);
        check(&[-1_000.0, 1.0], &[]);
        check(&[-1.0, 10.9], &[9.9]);
        check(&[-100.0, 1.1], &[-0.989]);
    }

    /// Whatever is left over after groups of four: the value, and the slope by a small step.
    #[test]
    fn four_chains_are_one_polynomial() {
        let all: Vec<f64> = (0..11).map(|k| f64::from(7 * k % 11) - 4.5).collect();
        for length in 0..=11 {
            let plain = |x: f64| all[..length].iter().rev().fold(0.0, |higher, c| higher * x + c);
            for x in [0.0, 0.3, 0.97, 1.0] {
                let (value, slope) = value_and_slope(&all[..length], x);
                near(value, plain(x));
                let step = (plain(x + 1e-6) - plain(x - 1e-6)) / 2e-6;
                assert!((slope - step).abs() < 1e-7, "{length} at {x}: {slope} is not {step}");
            }
        }
    }

    /// A thousand tenths are not exactly 100: the rate is zero up to rounding, on whichever side.
    #[test]
    fn sums_that_round() {
        for back in [0.1, 0.1 + 1e-17, 0.1 - 1e-17] {
            let mut flows = vec![back; 1_001];
            flows[0] = -100.0;
            check(&flows, &[0.0]);
            flows.iter_mut().for_each(|flow| *flow = -*flow);
            check(&flows, &[0.0]);
        }
    }

    /// Long flows: deep losses must not underflow, and the root must be one.
    #[test]
    fn long_flows() {
        let mut flows = vec![1e-3; 1_201];
        flows[0] = -1e6;
        let rate = match irr(&flows) {
            Irr::One(rate) => rate,
            other => panic!("{other:?}"),
        };
        assert!(rate < 0.0);
        assert!(npv(&flows, rate - 1e-9) * npv(&flows, rate + 1e-9) < 0.0);
    }
}
