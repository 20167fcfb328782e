//! Customers of a region: how well their orders were met, day by day.

use crate::outcome::{Outcome, RegionDay, RegionDemand};
use crate::spec::Spec;
use crate::stats::{Service, service, since};
use crate::units::Duration;

use super::Named;
use super::declared::{Measure, NEVER, over, ratio};

const NOTHING_ORDERED: &str = "nothing ordered";

/// Measures of customers of the region.
pub(super) const CUSTOMERS: &[Measure<Met>] = &[
    Measure::new("ordered_units_per_h", "1/h", "units ordered", NEVER, |met| met.per_hour(met.ordered)),
    Measure::new("delivered_units_per_h", "1/h", "units that came to the customers", NEVER, |met| {
        met.per_hour(met.delivered)
    }),
    Measure::new(
        "released_units_per_h",
        "1/h",
        "those of them that came out of the stockpile",
        NEVER,
        |met| met.per_hour(met.released),
    ),
    Measure::new("stockpile_units", "units", "in the stockpile at the end", NEVER, |met| Some(met.stock)),
    Measure::new("lost_units_per_h", "1/h", "units taken back by who did not wait longer", NEVER, |met| {
        met.per_hour(met.lost)
    }),
    Measure::new(
        "fill_rate",
        "share",
        "demand met on its own day, older orders first",
        NOTHING_ORDERED,
        |met| met.service.met_in_period,
    ),
    Measure::new("service_level", "share", "days that end without backlog", "no whole day", |met| {
        met.service.periods_met
    }),
    Measure::new(
        "backlog_service",
        "share",
        "1 less the backlogs of all days over all demand (gamma service level), which may be below 0",
        NOTHING_ORDERED,
        |met| met.service.short_of_backlog,
    ),
    Measure::new("short_unit_days", "unit days", "sum of the backlogs at the ends of days", NEVER, |met| {
        Some(met.service.short)
    }),
    Measure::new("peak_gap_units", "units", "largest backlog at the end of a day", NEVER, |met| {
        Some(met.service.peak)
    }),
    Measure::new(
        "days_to_recover",
        "days",
        "from the first day with a backlog to the first after which none comes back",
        "no backlog, or one at the end",
        |met| met.service.periods_to_recover.map(|days| days as f64),
    ),
    Measure::new(
        "lead_time_s",
        "s",
        "from the order to the customer, mean over units delivered",
        "nothing delivered",
        |met| ratio(met.delivery_wait, met.delivered),
    ),
    Measure::new(
        "peak_price_factor",
        "",
        "largest multiplier of the price of what they order, by what is owed and ordered",
        "the price answers nothing",
        |met| met.price.map(|(peak, _)| peak),
    ),
    Measure::new("last_price_factor", "", "the same at the end", "the price answers nothing", |met| {
        met.price.map(|(_, last)| last)
    }),
];

/// What became of the orders of some customers after the warm-up.
pub(super) struct Met {
    ordered: f64,
    delivered: f64,
    lost: f64,
    released: f64,
    stock: f64,
    delivery_wait: f64,
    hours: f64,
    service: Service,
    /// Largest and last multiplier of the price.
    price: Option<(f64, f64)>,
}

impl Met {
    fn per_hour(&self, units: f64) -> Option<f64> {
        ratio(units, self.hours)
    }

    /// The days that begin after the warm-up; what was open then counts as ordered on the first of them for the service,
    /// not for the rates.
    fn of(demand: &RegionDemand, prices: &[f64], warm_up: Duration, end: Duration) -> Met {
        let first = warm_up.0.div_ceil(Duration::DAY.0) as usize;
        let days = &demand.days[first.min(demand.days.len())..];
        let sum = |what: &dyn Fn(&RegionDay) -> u64| days.iter().map(what).sum::<u64>() as f64;
        let hours = Duration(end.0.saturating_sub(first as u64 * Duration::DAY.0)).as_hours();
        Met {
            ordered: sum(&|day| day.ordered),
            delivered: sum(&|day| day.delivered),
            lost: sum(&|day| day.lost),
            released: sum(&|day| day.released),
            stock: demand.stock as f64,
            delivery_wait: demand.delivery_wait,
            hours,
            price: prices
                .last()
                .map(|last| (prices.iter().skip(first).fold(0.0, |most, own| own.max(most)), *last)),
            service: service(&since(&demand.periods(), first)),
        }
    }
}

/// The customers of a region.
pub(super) fn customers(spec: &Spec, runs: &[Outcome]) -> Vec<Named> {
    let described = spec.region.iter().flat_map(|region| &region.customers).enumerate();
    let of = |(index, own): (usize, &crate::spec::RegionCustomers)| {
        let read = |run: &Outcome| {
            let none = RegionDemand::default();
            let demand = run.region.as_ref().and_then(|region| region.demands.get(index)).unwrap_or(&none);
            let answers = spec.region.iter().flat_map(|region| &region.prices);
            let price = answers.clone().position(|price| price.product == own.product);
            let prices = price.and_then(|place| run.region.as_ref()?.prices.get(place));
            Met::of(demand, prices.map_or(&[][..], Vec::as_slice), spec.warm_up.known(), Duration(run.end.0))
        };
        Named { name: own.name.clone(), measures: over(runs, CUSTOMERS, read) }
    };
    described.map(of).collect()
}
