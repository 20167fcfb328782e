//! The same money from every side.

use super::{Project, Settlement};
use crate::spec::funding::Party;
use crate::units::Money;

/// What each party has in all, by month, in the order of [`Party::ALL`]: its part of the transfers; and the owner the
/// project's flow (after tax), the public budgets its tax, society what the project is worth to others (`external`, by
/// month: shortage avoided, at its shadow price).
pub fn viewpoints(
    project: &Project,
    settlement: &Settlement,
    external: &[Money],
) -> Vec<[Money; Party::ALL.len()]> {
    let mut months = settlement.positions();
    for (month, parties) in months.iter_mut().enumerate() {
        parties[Party::Owner as usize] += project.flow[month];
        parties[Party::Public as usize] += project.tax[month];
        parties[Party::Society as usize] += external[month];
    }
    months
}

/// The economy's flow, by month: all viewpoints together, in which transfers and tax are nothing. It is the project's
/// flow before tax and what the project is worth to others. Source: UNIDO, Manual for Evaluation; NDRC and Ministry of
/// Construction 2006.
pub fn economic(viewpoints: &[[Money; Party::ALL.len()]]) -> Vec<Money> {
    viewpoints.iter().map(|parties| parties.iter().copied().sum()).collect()
}
