//! Measures of an option against the baseline.

use crate::experiment::Versus;
use crate::stats::Estimate;

use super::declared::{Measure, NEVER};

const NOBODY_ORDERS: &str = "nobody orders";

/// Measures of a comparison but payback, which is no estimate: see the page's own list.
pub(crate) const VERSUS: &[Measure<Versus, Estimate>] = &[
    Measure::new(
        "output_gain",
        "share",
        "relative change of good units delivered, or finished where nobody orders, of products that leave",
        "baseline delivers nothing",
        |own| own.output_gain,
    ),
    Measure::new(
        "capacity_gain",
        "share",
        "relative change of good units finished in paired runs with unlimited demand",
        "nobody orders, or baseline finishes nothing",
        |own| own.capacity_gain,
    ),
    Measure::new("npv", "currency", "net present value of the option", NEVER, |own| own.npv),
    Measure::new(
        "irr",
        "share a year",
        "internal rate of return, mean over replications that have exactly one",
        "no replication has one",
        |own| own.irr,
    ),
    Measure::new(
        "xnpv",
        "currency",
        "net present value where discounting counts the days between month ends, instead of equal months",
        NEVER,
        |own| own.dated[0],
    ),
    Measure::new(
        "xirr",
        "share a year",
        "internal rate of return by the same days, mean over replications whose flow changes its sign once",
        "no replication has such a flow",
        |own| own.dated[1],
    ),
    Measure::new(
        "airr",
        "share a year",
        "adjusted internal rate of return (ASTM E1057) from the first outlay to the horizon: purchases are the capital, all else is \
         reinvested at the rate of the appraisal",
        "nothing is bought, or nothing comes back",
        |own| own.airr,
    ),
    Measure::new(
        "mirr",
        "share a year",
        "modified internal rate of return from the first outlay to the horizon: gains are reinvested and losses financed at the rate \
         of the appraisal",
        "no replication has both months of gain and of loss",
        |own| own.mirr,
    ),
    Measure::new(
        "profitability_index",
        "ratio",
        "present value of all flows but capital, over that of capital",
        "nothing is bought",
        |own| own.profitability_index,
    ),
    Measure::new(
        "benefit_cost_ratio",
        "ratio",
        "present value of the months with a gain, over that of the months with a loss",
        "no month has a loss",
        |own| own.benefit_cost_ratio,
    ),
    Measure::new(
        "gap_avoided_units",
        "units",
        "by how much the largest gap is smaller than the baseline's, over all customers",
        NOBODY_ORDERS,
        |own| own.avoided.gap,
    ),
    Measure::new(
        "short_avoided_unit_days",
        "unit days",
        "by how much the sum of the backlogs at the ends of days is smaller",
        NOBODY_ORDERS,
        |own| own.avoided.short,
    ),
    Measure::new(
        "cost_per_gap_unit",
        "currency",
        "net present value with the other sign for each unit of the largest gap that is closed",
        "nobody orders, or none is closed",
        |own| own.avoided.cost_per_unit,
    ),
    Measure::new(
        "cost_per_short_unit_day",
        "currency",
        "the same for each unit that is not missing for a day",
        "nobody orders, or nothing is avoided",
        |own| own.avoided.cost_per_unit_day,
    ),
    Measure::new(
        "peak_funding",
        "currency",
        "the most that has to be found at a time, all factories together; not above 0",
        NEVER,
        |own| own.peak_funding,
    ),
];
