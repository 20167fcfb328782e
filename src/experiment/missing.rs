//! What customers miss: how much is owed to them day by day, and what an option avoids of it for its money.

use crate::outcome::{Day, Outcome};
use crate::spec::Spec;
use crate::stats::{Estimate, Service, service, since};
use crate::units::Duration;

/// What an option avoids of what customers miss, against the baseline; undefined where nobody orders.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Avoided {
    /// By how much it lowers the largest gap [units].
    pub gap: Estimate,
    /// What it lowers the sum of the gaps of all days by [unit days].
    pub short: Estimate,
    /// What it costs on balance, its net present value with the other sign, for each unit of the largest gap that it
    /// closes [currency]; undefined where it closes none.
    pub cost_per_unit: Estimate,
    /// The same for each unit that is not missing for a day [currency].
    pub cost_per_unit_day: Estimate,
}

impl Avoided {
    /// What an option avoids, by replication [`services` without it and with it; net present values of it].
    pub(super) fn of(services: &[(Service, Service)], npvs: &[f64]) -> Avoided {
        let costs: Vec<f64> = npvs.iter().map(|npv| -npv).collect();
        let avoided = |read: fn(&Service) -> f64| {
            let by: Vec<f64> = services.iter().map(|(without, with)| read(without) - read(with)).collect();
            let mean = Estimate::of(&by);
            let cost = if mean.mean > Some(0.0) { Estimate::ratio(&costs, &by) } else { Estimate::default() };
            (mean, cost)
        };
        let ((gap, cost_per_unit), (short, cost_per_unit_day)) =
            (avoided(|own| own.peak), avoided(|own| own.short));
        Avoided { gap, short, cost_per_unit, cost_per_unit_day }
    }
}

/// How well the orders of all customers were met, day by day from the warm-up on. `None` where nobody orders.
pub fn orders_met(spec: &Spec, outcome: &Outcome, factories: &[usize]) -> Option<Service> {
    days_of_orders(spec, outcome, factories).map(|days| service(&days))
}

/// What all customers ordered, had delivered and lost on each day that begins after the warm-up; what was owed then counts as
/// ordered on the first: customers of the region, where all `factories` [positions in `Spec::factories`] are meant, and the
/// factories' own. `None` where nobody orders.
pub(super) fn days_of_orders(spec: &Spec, outcome: &Outcome, factories: &[usize]) -> Option<Vec<[f64; 3]>> {
    let mut days: Vec<[f64; 3]> = Vec::new();
    let mut orders = false;
    let mut add = |own: Vec<[f64; 3]>| {
        orders = true;
        days.resize(days.len().max(own.len()), [0.0; 3]);
        let pairs = days.iter_mut().flatten().zip(own.iter().flatten());
        pairs.for_each(|(sum, own)| *sum += own);
    };
    // Orders that fill up stockpiles come after those of customers.
    let customers = spec.region.as_ref().map_or(0, |region| region.customers.len());
    if factories.len() == spec.factories.len() {
        let demands = outcome.region.iter().flat_map(|own| own.demands.iter().take(customers));
        demands.for_each(|demand| add(demand.periods()));
    }
    for factory in factories {
        let products = spec.plant_of(*factory).products.iter().zip(&outcome.factories[*factory].days);
        let own = products.filter(|(product, _)| product.supply.has_orders() && !product.supply.is_joint());
        own.for_each(|(_, days)| add(periods(days)));
    }
    let first = spec.warm_up.known().0.div_ceil(Duration::DAY.0) as usize;
    orders.then(|| since(&days, first))
}

/// What was ordered, delivered and lost of a product on each day: lost is what is neither delivered nor still owed.
fn periods(days: &[Day]) -> Vec<[f64; 3]> {
    let mut owed = 0.0;
    let of = |day: &Day| {
        let [ordered, delivered, left] = [day.ordered, day.delivered, day.backlog].map(|units| units as f64);
        let lost = owed + ordered - delivered - left;
        owed = left;
        [ordered, delivered, lost]
    };
    days.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::sample::{near, outcome, spec};

    fn days(outcome: &mut Outcome, rows: &[[u64; 3]]) {
        let day = |row: &[u64; 3]| Day {
            ordered: row[0],
            delivered: row[1],
            agreed: 0,
            finished: row[1],
            backlog: row[2],
        };
        outcome.factories[0].days[0] = rows.iter().map(day).collect();
    }

    /// Owed 0, 40, 70, 20, 0 at the ends of days; ten of the third day are given up.
    #[test]
    fn gaps_by_day() {
        let spec = spec("2021-01-01");
        let mut run = outcome(&spec, 0, 5, |_| 0, Vec::new());
        days(&mut run, &[[60, 60, 0], [100, 60, 40], [100, 60, 70], [10, 60, 20], [40, 60, 0]]);
        let told = orders_met(&spec, &run, &[0]).unwrap();
        assert_eq!((told.peak, told.short, told.periods_to_recover), (70.0, 130.0, Some(3)));
        assert!(orders_met(&spec, &run, &[]).is_none(), "nobody orders from no factory");
    }

    /// 30 of 70 units of the gap are closed, and 50 unit days, for 600: 20 a unit and 12 a unit day.
    #[test]
    fn cost_of_what_is_avoided() {
        let met = |peak: f64, short: f64| Service {
            periods_met: None,
            met_in_period: None,
            short_of_backlog: None,
            short,
            peak,
            periods_to_recover: None,
        };
        let pairs = [(met(70.0, 130.0), met(40.0, 80.0)); 2];
        let told = Avoided::of(&pairs, &[-600.0, -600.0]);
        near(told.gap.mean.unwrap(), 30.0);
        near(told.short.mean.unwrap(), 50.0);
        near(told.cost_per_unit.mean.unwrap(), 20.0);
        near(told.cost_per_unit_day.mean.unwrap(), 12.0);
        let worse = Avoided::of(&[(met(40.0, 80.0), met(70.0, 80.0)); 2], &[-600.0, -600.0]);
        assert_eq!((worse.gap.mean, worse.cost_per_unit.mean), (Some(-30.0), None));
        assert_eq!(worse.cost_per_unit_day.mean, None);
    }
}
