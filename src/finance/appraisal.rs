//! Present values and what is made of them.
//!
//! Flows are monthly: the first falls at t = 0, the others at the ends of the months 1, 2, … Rates are per month
//! unless a name says yearly; shares throughout (0.1 is 10 %).

use crate::units::math::pow;

/// The monthly rate that compounds to a yearly effective rate [> -1].
pub fn monthly_rate(yearly: f64) -> f64 {
    pow(1.0 + yearly, 1.0 / 12.0) - 1.0
}

/// The yearly effective rate of a monthly rate [> -1].
pub fn yearly_rate(monthly: f64) -> f64 {
    pow(1.0 + monthly, 12.0) - 1.0
}

/// Net present value of flows at a rate per period [> -1], in the flows' currency.
pub fn npv(flows: &[f64], rate: f64) -> f64 {
    present_value(flows.iter().copied(), rate)
}

fn present_value(flows: impl DoubleEndedIterator<Item = f64>, rate: f64) -> f64 {
    let factor = 1.0 / (1.0 + rate);
    flows.rev().fold(0.0, |later, flow| later * factor + flow)
}

/// The running sum of flows, as long as they are.
pub fn cumulative(flows: &[f64]) -> Vec<f64> {
    let running = flows.iter().scan(0.0, |sum, flow| {
        *sum += flow;
        Some(*sum)
    });
    running.collect()
}

/// The deepest point of the running sum [<= 0]: the money that has to be found; 0 where it never is below zero.
pub fn peak_funding(flows: &[f64]) -> f64 {
    let deeper = |(sum, deepest): (f64, f64), flow: &f64| (sum + flow, deepest.min(sum + flow));
    flows.iter().fold((0.0, 0.0), deeper).1
}

/// Modified internal rate of return: negative flows are financed at one rate, positive ones reinvested at another.
/// `None` without a negative or without a positive flow.
pub fn mirr(flows: &[f64], finance_rate: f64, reinvestment_rate: f64) -> Option<f64> {
    let periods = flows.len().checked_sub(1).filter(|n| *n > 0)? as f64;
    let (financed, reinvested) = (1.0 / (1.0 + finance_rate), 1.0 / (1.0 + reinvestment_rate));
    // Both present values in one pass: neither waits for the other.
    let (spent, earned) = flows.iter().rev().fold((0.0, 0.0), |(spent, earned), flow| {
        (spent * financed - flow.min(0.0), earned * reinvested + flow.max(0.0))
    });
    let earned = earned * pow(1.0 + reinvestment_rate, periods);
    if spent > 0.0 && earned > 0.0 { Some(pow(earned / spent, 1.0 / periods) - 1.0) } else { None }
}

/// Profitability index: present value of the flows from t = 1 over the outlay at t = 0; `None` without an outlay.
pub fn profitability_index(flows: &[f64], rate: f64) -> Option<f64> {
    let (first, later) = flows.split_first()?;
    if *first < 0.0 { Some(npv(later, rate) / (1.0 + rate) / -first) } else { None }
}

/// Benefit-cost ratio: present value of benefits over that of costs (positive amounts, month by month); which
/// flow is a benefit and which a lower cost has to be declared, and changes the ratio. `None` unless the costs
/// are worth something.
pub fn benefit_cost_ratio(benefits: &[f64], costs: &[f64], rate: f64) -> Option<f64> {
    let spent = npv(costs, rate);
    if spent > 0.0 { Some(npv(benefits, rate) / spent) } else { None }
}

/// The benefit-cost ratio where the months with a gain are the benefits, and those with a loss the costs.
pub fn gains_over_losses(flows: &[f64], rate: f64) -> Option<f64> {
    let part = |sign: f64| -> Vec<f64> { flows.iter().map(|flow| (sign * flow).max(0.0)).collect() };
    benefit_cost_ratio(&part(1.0), &part(-1.0), rate)
}

/// Adjusted internal rate of return of ASTM E1057 from a profitability index over some periods, reinvested at the rate of
/// the index: (1 + i) PI^(1/n) - 1. `None` without periods, or where what comes back is not worth anything.
pub fn airr(profitability_index: f64, rate: f64, periods: usize) -> Option<f64> {
    let defined = profitability_index > 0.0 && periods > 0;
    defined.then(|| (1.0 + rate) * pow(profitability_index, 1.0 / periods as f64) - 1.0)
}

/// The equal monthly payment over some months [>= 1] that is worth an outlay today.
pub fn equivalent_monthly_cost(outlay: f64, rate: f64, months: u32) -> f64 {
    let annuity = present_value((0..months).map(|_| 1.0), rate) / (1.0 + rate);
    outlay / annuity
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Case B of methods 3: -120000; three months of -1000; then 5200 until month 36.
    pub(crate) fn case_b() -> Vec<f64> {
        let mut flows = vec![5_200.0; 37];
        flows[0] = -120_000.0;
        flows[1..=3].fill(-1_000.0);
        flows
    }

    #[track_caller]
    pub(crate) fn near(found: f64, expected: f64) {
        // The expected values are printed to ten figures or fewer.
        assert!((found - expected).abs() <= 1e-9 * expected.abs().max(0.05), "{found} is not {expected}");
    }

    #[test]
    fn rates() {
        near(monthly_rate(0.10), 0.007_974_140_429);
        near(yearly_rate(monthly_rate(0.10)), 0.10);
        near(0.10 / 12.0, 0.008_333_333_3);
    }

    #[test]
    fn case_b_worth() {
        let (flows, i) = (case_b(), monthly_rate(0.10));
        near(npv(&flows, i), 23_862.326_170);
        near(profitability_index(&flows, i).unwrap(), 1.198_852_718_1);
        near(peak_funding(&flows), -123_000.0);
        near(equivalent_monthly_cost(120_000.0, i, 36), 3_847.823_895);
        near(equivalent_monthly_cost(120_000.0, 0.0, 36), 120_000.0 / 36.0);

        let monthly = mirr(&flows, monthly_rate(0.06), monthly_rate(0.08)).unwrap();
        near(monthly, 0.012_232_435_625);
        near(yearly_rate(monthly), 0.157_078_955_6);
        let monthly = airr(profitability_index(&flows, i).unwrap(), i, 36).unwrap();
        near(monthly, 0.013_065_044_033);
        near(yearly_rate(monthly), 0.168_551_783_5);
    }

    /// The benefit-cost ratio needs a declared split: here the three -1000 months are costs.
    #[test]
    fn benefit_cost_ratio_is_not_the_profitability_index() {
        let i = monthly_rate(0.10);
        let costs: Vec<f64> = case_b().iter().map(|flow| -flow.min(0.0)).collect();
        let benefits: Vec<f64> = case_b().iter().map(|flow| flow.max(0.0)).collect();
        near(benefit_cost_ratio(&benefits, &costs, i).unwrap(), 1.194_077_152_9);
        near(gains_over_losses(&case_b(), i).unwrap(), 1.194_077_152_9);
        assert_eq!(benefit_cost_ratio(&benefits, &[0.0; 4], i), None);
    }

    #[test]
    fn undefined_ratios() {
        assert_eq!(mirr(&[-1.0, -1.0], 0.0, 0.0), None);
        assert_eq!(mirr(&[1.0, 1.0], 0.0, 0.0), None);
        assert_eq!(mirr(&[-1.0], 0.0, 0.0), None);
        assert_eq!(profitability_index(&[0.0, 5.0], 0.01), None);
        assert_eq!(profitability_index(&[], 0.01), None);
        assert_eq!((airr(-0.5, 0.01, 12), airr(1.5, 0.01, 0)), (None, None));
        assert_eq!((npv(&[], 0.01).to_bits(), peak_funding(&[3.0]).to_bits()), (0, 0));
        assert_eq!(cumulative(&[-3.0, 1.0, 4.0]), [-3.0, -2.0, 2.0]);
    }
}
