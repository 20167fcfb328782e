//! What a good unit costs.

use crate::finance::{books, units_leaving};
use crate::spec::Spec;
use crate::stats::Estimate;
use crate::units::Money;

use super::Cell;

/// What operations cost for each good unit that leaves, over the whole run: of one factory [position in `Spec::factories`], or of
/// all; a ratio of means, undefined where nothing leaves [currency].
pub fn unit_cost(spec: &Spec, cell: &Cell, factory: Option<usize>) -> Estimate {
    let factories = factory.map_or(0..spec.factories.len(), |factory| factory..factory + 1);
    let (mut costs, mut units) = (Vec::new(), Vec::new());
    for run in &cell.outcomes {
        let surge = spec.surge_of_replication(cell.surge, run.replication);
        let (mut cost, mut left) = (Money::ZERO, 0);
        for factory in factories.clone() {
            let own = &run.factories[factory];
            let months = books(spec, &surge, factory, own);
            cost += months.iter().map(|month| month.revenue - month.operating()).sum::<Money>();
            left += own.months.iter().map(|month| units_leaving(spec.plant_of(factory), month)).sum::<u64>();
        }
        costs.push(cost.units());
        units.push(left as f64);
    }
    if units.iter().all(|left| *left <= 0.0) { Estimate::default() } else { Estimate::ratio(&costs, &units) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::sample::{near, outcome, spec};

    /// January 2021, 1000 units a day: what `books` says costs 3 kg at 2, 16 h at 25, 10 kWh at 0.8 a day, and 3043.75 of
    /// overhead; at twice the units the same is half as much for each.
    #[test]
    fn unit_cost_by_hand() {
        let spec = spec("2021-01-01");
        let cell = |a_day: u64| Cell {
            surge: 0,
            option: 0,
            outcomes: vec![outcome(&spec, 0, 31, |_| a_day, Vec::new())],
            capacity: Vec::new(),
            foreseen: Vec::new(),
            spreads: Vec::new(),
            versus: None,
            versus_by_plant: Vec::new(),
            funded: Vec::new(),
        };
        let month = 31.0 * (3.0 * 2.0 + 16.0 * 25.0 + 10.0 * 0.8) + 3_043.75;
        near(unit_cost(&spec, &cell(1_000), None).mean.unwrap(), month / 31_000.0);
        near(unit_cost(&spec, &cell(2_000), Some(0)).mean.unwrap(), month / 62_000.0);
        assert_eq!(unit_cost(&spec, &cell(0), None).mean, None);
    }
}
