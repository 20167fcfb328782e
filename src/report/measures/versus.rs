//! Measures of an option against the baseline.

use crate::experiment::Versus;
use crate::stats::Estimate;

use super::declared::{Measure, NEVER};

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
        "peak_funding",
        "currency",
        "the most that has to be found at a time, all factories together; not above 0",
        NEVER,
        |own| own.peak_funding,
    ),
];
