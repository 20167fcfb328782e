//! The way from orders to instructions, in a factory that plans.

use crate::outcome::{FactoryOutcome, InformationTally};
use crate::units::Duration;

use super::declared::{Measure, NEVER, ratio};

/// What was counted, and over which time.
pub(super) type Counted = (InformationTally, Duration);

/// Measures of factories that plan, beside those of what flowed.
pub(super) const PLANNING: &[Measure<Counted>] = &[
    Measure::new("plans_per_h", "1/h", "plans made", NEVER, |(i, length)| per_hour(i.plans, *length)),
    Measure::new("work_orders_per_h", "1/h", "work orders that came of plans", NEVER, |(i, length)| {
        per_hour(i.work_orders, *length)
    }),
    Measure::new(
        "instructions_per_h",
        "1/h",
        "instructions that came to the machines",
        NEVER,
        |(i, length)| per_hour(i.instructions, *length),
    ),
    Measure::new(
        "instruction_lead_s",
        "s",
        "from the work order to the instruction at the machines, mean over instructions",
        "no instruction came",
        |(i, _)| ratio(i.instruction_lead.as_secs(), i.instructions as f64),
    ),
    Measure::new(
        "order_to_start_s",
        "s",
        "from an order to a machine that is free and instructed for its work, mean over orders made to order",
        "no such work began",
        |(i, _)| ratio(i.order_to_start.as_secs(), i.started as f64),
    ),
    Measure::new(
        "wrong_found_per_h",
        "1/h",
        "instructions that were found to be wrong before work began",
        NEVER,
        |(i, length)| per_hour(i.wrong_found, *length),
    ),
    Measure::new(
        "wrong_followed_per_h",
        "1/h",
        "instructions that were wrong and followed, each of them a lot scrapped",
        NEVER,
        |(i, length)| per_hour(i.wrong_missed, *length),
    ),
];

fn per_hour(count: u64, length: Duration) -> Option<f64> {
    ratio(count as f64, length.as_hours())
}

/// What a factory's office counted.
pub(super) fn counted(factory: &FactoryOutcome) -> Counted {
    (factory.window.tally.information.unwrap_or_default(), factory.window.length)
}
