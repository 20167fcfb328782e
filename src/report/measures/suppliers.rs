//! Suppliers of the region: what was asked of them, what they made, how long it waited, what scarcity cost.

use crate::outcome::{Outcome, RegionSupply, SupplyDay};
use crate::spec::Spec;
use crate::units::Duration;

use super::Named;
use super::declared::{Measure, NEVER, over, ratio};

/// Measures of a supplier of the region.
pub(super) const SUPPLIERS: &[Measure<Made>] = &[
    Measure::new("claimed_units_per_day", "1/d", "units that factories asked for", NEVER, |made| {
        made.a_day(|day| day.claimed)
    }),
    Measure::new("capacity_units_per_day", "1/d", "units that could have been made", NEVER, |made| {
        made.a_day(|day| day.capacity)
    }),
    Measure::new("supplied_units_per_day", "1/d", "units made for factories", NEVER, |made| {
        made.a_day(|day| day.supplied)
    }),
    Measure::new("waiting_units", "units", "what waits at the ends of days, mean", NEVER, |made| {
        made.a_day(|day| day.waiting)
    }),
    Measure::new("peak_waiting_units", "units", "most that waits at the end of a day", NEVER, |made| {
        Some(made.days.iter().map(|day| day.waiting).fold(0.0, f64::max))
    }),
    Measure::new(
        "paid_price_factor",
        "",
        "what scarcity made of the price, mean over units made",
        "nothing made",
        |made| ratio(made.sum(|day| day.paid), made.sum(|day| day.supplied)),
    ),
];

/// What a supplier did on the days that begin after the warm-up.
pub(super) struct Made {
    days: Vec<SupplyDay>,
}

impl Made {
    fn sum(&self, of: fn(&SupplyDay) -> f64) -> f64 {
        self.days.iter().map(of).sum()
    }

    fn a_day(&self, of: fn(&SupplyDay) -> f64) -> Option<f64> {
        ratio(self.sum(of), self.days.len() as f64)
    }

    fn of(supply: &RegionSupply, warm_up: Duration) -> Made {
        let first = warm_up.0.div_ceil(Duration::DAY.0) as usize;
        Made { days: supply.days.iter().skip(first).copied().collect() }
    }
}

/// The suppliers of a region.
pub(super) fn suppliers(spec: &Spec, runs: &[Outcome]) -> Vec<Named> {
    let described = spec.region.iter().flat_map(|region| &region.suppliers).enumerate();
    let of = |(index, own): (usize, &crate::spec::RegionSupplier)| {
        let read = |run: &Outcome| {
            let none = RegionSupply::default();
            let supply = run.region.as_ref().and_then(|region| region.supplies.get(index));
            Made::of(supply.unwrap_or(&none), spec.warm_up.known())
        };
        Named { name: own.name.clone(), measures: over(runs, SUPPLIERS, read) }
    };
    described.map(of).collect()
}
