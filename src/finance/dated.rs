//! Flows on given dates instead of month ends.

use super::yearly_rate;
use crate::units::math::pow;
use crate::units::{Date, Duration, Time};

/// The dates of the months 0..=`horizon` of a run that starts on a date: the start, then the first day after each calendar
/// month.
pub fn month_ends(start: Date, horizon: usize) -> Vec<Date> {
    let long = Time((horizon as u64 + 2).saturating_mul(31 * Duration::DAY.0));
    let starts = start.month_starts(long).into_iter().take(horizon);
    std::iter::once(Time::ZERO).chain(starts).map(|time| start.at(time)).collect()
}

/// Net present value on the first flow's date at a yearly effective rate [> -1]: exponents are days over 365.
pub fn xnpv(flows: &[(Date, f64)], yearly: f64) -> f64 {
    present_value(&by_years(flows), yearly)
}

/// The yearly effective internal rate of return of flows in the order of their dates; `None` unless the flows change
/// sign exactly once (then there is one rate) and the rate lies between -0.99 and 11^12 - 1.
pub fn xirr(flows: &[(Date, f64)]) -> Option<f64> {
    let signs: Vec<bool> =
        flows.iter().filter(|(_, flow)| flow.abs() > 0.0).map(|(_, flow)| *flow > 0.0).collect();
    if signs.windows(2).filter(|pair| pair[0] != pair[1]).count() != 1 {
        return None;
    }
    let flows = by_years(flows);
    let (mut low, mut high) = (-0.99, yearly_rate(10.0));
    let sign = present_value(&flows, low).signum();
    if present_value(&flows, high) * sign > 0.0 {
        return None;
    }
    // Halving the growth factors' geometric middle: the bracket spans fourteen orders of magnitude, 2^-60 of which are
    // below the last digit.
    for _ in 0..60 {
        let middle = ((1.0_f64 + low) * (1.0 + high)).sqrt() - 1.0;
        if present_value(&flows, middle) * sign > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(f64::midpoint(low, high))
}

/// Flows by the years since the first of them.
fn by_years(flows: &[(Date, f64)]) -> Vec<(f64, f64)> {
    let Some((first, _)) = flows.first() else { return Vec::new() };
    flows.iter().map(|(date, flow)| (date.days_since(*first) as f64 / 365.0, *flow)).collect()
}

fn present_value(flows: &[(f64, f64)], yearly: f64) -> f64 {
    crate::stats::sum(flows.iter().map(|(years, flow)| flow / pow(1.0 + yearly, *years)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::appraisal::tests::near;

    #[test]
    fn worked_case() {
        let date = |text| Date::parse(text).unwrap();
        let flows = [
            (date("2025-01-01"), -100_000.0),
            (date("2025-07-01"), 30_000.0),
            (date("2026-01-15"), 45_000.0),
            (date("2027-03-31"), 50_000.0),
        ];
        near(xnpv(&flows, 0.10), 9_747.950_732);
        near(xirr(&flows).unwrap(), 0.180_173_064_3);
        assert_eq!(xirr(&flows[1..]), None);
        assert_eq!(xirr(&[]), None);
        assert_eq!(xnpv(&[], 0.1).to_bits(), 0);
    }

    #[test]
    fn months_have_their_dates() {
        let ends = |text, horizon| {
            let dates = month_ends(Date::parse(text).unwrap(), horizon);
            dates.iter().map(Date::to_string).collect::<Vec<_>>()
        };
        assert_eq!(ends("2020-01-06", 2), ["2020-01-06", "2020-02-01", "2020-03-01"]);
        assert_eq!(ends("2020-12-01", 1), ["2020-12-01", "2021-01-01"]);
        assert_eq!(ends("2020-12-01", 0), ["2020-12-01"]);
    }
}
