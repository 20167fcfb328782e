//! Measures of materials in stock, and of stores on which customers draw.

use crate::finance::StockCost;
use crate::outcome::{FactoryOutcome, MaterialTally};
use crate::spec::Plant;
use crate::units::Duration;

use super::declared::{Measure, NEVER, ratio, turns};

const NO_CUSTOMERS: &str = "no customers draw on it";
const NO_ORDERS: &str = "no customers, or they ordered nothing";
const NO_PERIODS: &str = "no customers, or no period ended";
const NO_DELIVERIES: &str = "no customers, or nothing delivered";

/// Measures of a material.
pub(super) const STOCK: &[Measure<Stock>] = &[
    Measure::new("on_hand", "units of the material", "material in stock, time average", NEVER, |own| {
        own.mean(own.tally.stock_time)
    }),
    Measure::iso(
        "inventory_turns",
        "1/y",
        "material used or delivered in a year of 365 days over the material in stock",
        "nothing in stock",
        |own| turns(own.tally.used + own.tally.delivered, own.tally.stock_time),
    ),
    Measure::new("orders_per_h", "1/h", "orders placed with the supplier", NEVER, |own| {
        own.per_hour(own.tally.orders as f64)
    }),
    Measure::new("used_per_h", "units of the material per h", "material used in production", NEVER, |own| {
        own.per_hour(own.tally.used)
    }),
    Measure::new("bought_per_h", "units of the material per h", "material bought", NEVER, |own| {
        own.per_hour(own.tally.bought)
    }),
    Measure::new(
        "wasted_per_h",
        "units of the material per h",
        "material thrown away at the end of its shelf life",
        NEVER,
        |own| own.per_hour(own.tally.wasted),
    ),
    Measure::new(
        "cost_per_h",
        "currency per h",
        "cost of orders placed, of stock held and of what is owed to customers, together",
        NEVER,
        |own| own.per_hour(own.cost.sum()),
    ),
    Measure::new("ordering_cost_per_h", "currency per h", "cost of orders placed", NEVER, |own| {
        own.per_hour(own.cost.ordering)
    }),
    Measure::new("holding_cost_per_h", "currency per h", "cost of stock held", NEVER, |own| {
        own.per_hour(own.cost.holding)
    }),
    Measure::new("backlog_cost_per_h", "currency per h", "cost of what is owed to customers", NEVER, |own| {
        own.per_hour(own.cost.backlog)
    }),
    Measure::new(
        "backorders",
        "units of the material",
        "material ordered by customers and not yet delivered or lost, time average",
        NO_CUSTOMERS,
        |own| own.of_customers(own.mean(own.tally.backlog_time)),
    ),
    Measure::new(
        "fill_rate",
        "share",
        "share of what customers order that is delivered before their next order of a period, or at once where they order one by one",
        NO_ORDERS,
        |own| own.of_customers(ratio(own.tally.delivered_in_time, own.tally.ordered)),
    ),
    Measure::new(
        "service_level",
        "share",
        "share of periods between orders (of days, where customers order one by one) that end without backlog",
        NO_PERIODS,
        |own| own.of_customers(ratio(own.tally.periods_met as f64, own.tally.periods as f64)),
    ),
    Measure::new(
        "ordered_per_h",
        "units of the material per h",
        "material ordered by customers",
        NO_CUSTOMERS,
        |own| own.of_customers(own.per_hour(own.tally.ordered)),
    ),
    Measure::new(
        "delivered_per_h",
        "units of the material per h",
        "material delivered to customers",
        NO_CUSTOMERS,
        |own| own.of_customers(own.per_hour(own.tally.delivered)),
    ),
    Measure::new("lost_per_h", "units of the material per h", "lost sales", NO_CUSTOMERS, |own| {
        own.of_customers(own.per_hour(own.tally.lost))
    }),
    Measure::new(
        "delivery_s",
        "s",
        "order of a customer to delivery, mean over what was delivered",
        NO_DELIVERIES,
        |own| own.of_customers(ratio(own.tally.delivery_wait, own.tally.delivered)),
    ),
];

/// A material in one replication.
pub(super) struct Stock {
    tally: MaterialTally,
    cost: StockCost,
    length: Duration,
    has_customers: bool,
}

impl Stock {
    pub(super) fn new(plant: &Plant, factory: &FactoryOutcome, material: usize) -> Stock {
        let (own, tally) = (&plant.materials[material], factory.window.tally.materials[material]);
        let cost = StockCost::of(&own.costs, tally.orders, [tally.stock_time, tally.backlog_time]);
        Stock { cost, length: factory.window.length, has_customers: own.customers.is_some(), tally }
    }

    fn per_hour(&self, amount: f64) -> Option<f64> {
        ratio(amount, self.length.as_hours())
    }

    /// Time average of what was summed up over time.
    fn mean(&self, over_time: f64) -> Option<f64> {
        ratio(over_time, self.length.as_secs())
    }

    fn of_customers(&self, value: Option<f64>) -> Option<f64> {
        value.filter(|_| self.has_customers)
    }
}
