//! Flows on given dates instead of month ends.

use super::yearly_rate;
use crate::units::Date;
use crate::units::math::pow;

/// Net present value on the first flow's date at a yearly effective rate [> -1]: exponents are days over 365.
pub fn xnpv(flows: &[(Date, f64)], yearly: f64) -> f64 {
    let Some((first, _)) = flows.first() else { return 0.0 };
    let present =
        |(date, flow): &(Date, f64)| flow / pow(1.0 + yearly, date.days_since(*first) as f64 / 365.0);
    crate::stats::sum(flows.iter().map(present))
}

/// The yearly effective internal rate of return of flows in the order of their dates; `None` unless the flows change
/// sign exactly once (then there is one rate) and the rate lies between -0.99 and 11^12 - 1.
pub fn xirr(flows: &[(Date, f64)]) -> Option<f64> {
    let signs: Vec<bool> =
        flows.iter().filter(|(_, flow)| flow.abs() > 0.0).map(|(_, flow)| *flow > 0.0).collect();
    if signs.windows(2).filter(|pair| pair[0] != pair[1]).count() != 1 {
        return None;
    }
    let (mut low, mut high) = (-0.99, yearly_rate(10.0));
    let sign = xnpv(flows, low).signum();
    if xnpv(flows, high) * sign > 0.0 {
        return None;
    }
    for _ in 0..200 {
        // Halving the growth factors' geometric middle: the bracket spans fourteen orders of magnitude.
        let middle = ((1.0_f64 + low) * (1.0 + high)).sqrt() - 1.0;
        if xnpv(flows, middle) * sign > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(f64::midpoint(low, high))
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
}
