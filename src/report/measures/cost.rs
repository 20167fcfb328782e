//! Measures of cost, of regions and factories.

use crate::stats::Estimate;

use super::declared::Measure;

/// Their declarations.
pub(super) const COST: &[Measure<Estimate, Estimate>] = &[Measure::new(
    "cost_per_unit",
    "currency",
    "what operations cost for each good unit that leaves, over the whole run and in the prices of its start: materials, wages, \
     energy, defects, penalties, overhead and the running cost of upgrades, not their purchase; ratio of means",
    "nothing leaves",
    |own| *own,
)];
