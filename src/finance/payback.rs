//! When the running sum of a flow comes back to zero.

/// When an investment is paid back [months from t = 0, fractions by the straight line within the month].
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Payback {
    /// Where the running sum first reaches zero; `None`: not within the flows.
    pub first: Option<f64>,
    /// Where the last stretch without debt begins, if the flows end in one; the headline where the two differ.
    pub last: Option<f64>,
}

impl Payback {
    /// The same in months from going live, some months [>= 0] after t = 0; what was back before then is at 0.
    pub fn from_go_live(self, months: f64) -> Payback {
        let later = |paid: Option<f64>| paid.map(|paid| (paid - months).max(0.0));
        Payback { first: later(self.first), last: later(self.last) }
    }
}

/// Simple payback. A running sum that starts at or above zero is paid back at 0.
/// Source: the rule of NDRC and Ministry of Construction 2006, by months.
pub fn payback(flows: &[f64]) -> Payback {
    of_running(flows.iter().copied())
}

/// Payback of the flows discounted at a monthly rate [> -1].
pub fn discounted_payback(flows: &[f64], rate: f64) -> Payback {
    let factor = 1.0 / (1.0 + rate);
    let discounted = flows.iter().scan(1.0, |present, flow| {
        let value = flow * *present;
        *present *= factor;
        Some(value)
    });
    of_running(discounted)
}

/// Sums of cents are whole cents; what floating point makes of them is off by less than this share of what was added up.
const ROUNDING: f64 = 1e-12;

fn of_running(flows: impl Iterator<Item = f64>) -> Payback {
    let mut moved = 0.0;
    let mut found = Payback::default();
    // Before the first flow nothing is owed, and nothing is paid back either.
    let mut before: Option<f64> = None;
    for (t, flow) in flows.enumerate() {
        moved += flow.abs();
        let sum = before.unwrap_or(0.0) + flow;
        let now = if sum.abs() < ROUNDING * moved { 0.0 } else { sum };
        let crossed = match before {
            None if now >= 0.0 => Some(0.0),
            Some(debt) if debt < 0.0 && now >= 0.0 => Some((t - 1) as f64 + (-debt / flow).min(1.0)),
            _ => None,
        };
        if now < 0.0 {
            found.last = None;
        } else if crossed.is_some() {
            found.first = found.first.or(crossed);
            found.last = crossed;
        }
        before = Some(now);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::appraisal::tests::{case_b, near};
    use crate::finance::monthly_rate;

    #[track_caller]
    fn check(flows: &[f64], first: Option<f64>, last: Option<f64>) {
        let found = payback(flows);
        for (found, expected) in [(found.first, first), (found.last, last)] {
            match (found, expected) {
                (Some(found), Some(expected)) => near(found, expected),
                _ => assert_eq!(found, expected, "{flows:?}"),
            }
        }
    }

    #[test]
    fn worked_cases() {
        check(&case_b(), Some(26.653_846_153_8), Some(26.653_846_153_8));
        check(&[-100.0, 60.0, 60.0, -40.0, 30.0], Some(1.666_666_666_7), Some(3.666_666_666_7));
        check(&[-100.0, 30.0, 30.0], None, None);
        check(&[-100.0, 60.0, 60.0, -40.0], Some(1.666_666_666_7), None);
        near(discounted_payback(&case_b(), monthly_rate(0.10)).last.unwrap(), 30.012_545_517_4);
        assert_eq!(discounted_payback(&case_b(), 0.0), payback(&case_b()));
    }

    /// Methods 3.6: a grant of 36000, at once or in month 9, leads to the same month of payback.
    #[test]
    fn grants() {
        for month in [0, 9] {
            let mut flows = case_b();
            flows[month] += 36_000.0;
            check(&flows, Some(19.730_769_230_8), Some(19.730_769_230_8));
        }
    }

    #[test]
    fn from_go_live() {
        let paid = payback(&case_b()).from_go_live(3.0);
        near(paid.last.unwrap(), 23.653_846_153_8);
        assert_eq!(payback(&[-100.0, 30.0]).from_go_live(1.0), Payback::default());
        assert_eq!(payback(&[-10.0, 10.0]).from_go_live(4.0).first, Some(0.0));
    }

    #[test]
    fn edges() {
        check(&[], None, None);
        check(&[0.0, 5.0], Some(0.0), Some(0.0));
        check(&[0.0, 0.0], Some(0.0), Some(0.0));
        check(&[10.0, -20.0, 40.0], Some(0.0), Some(1.25));
        check(&[-10.0, 10.0], Some(1.0), Some(1.0));
        check(&[-10.0, 10.0, 0.0, 5.0], Some(1.0), Some(1.0));
        check(&[0.0, -10.0], Some(0.0), None);
        // Tenths have no exact floats; the sum is nothing all the same.
        check(&[-0.3, 0.1, 0.1, 0.1], Some(3.0), Some(3.0));
        check(&[-0.6, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], Some(6.0), Some(6.0));
    }
}
