//! How a measure is declared: its name, what it means and how it is read from the counters of a replication, in one place.
//! The summary and the page of measures are both made of these declarations.

use std::collections::BTreeMap;

use crate::outcome::Outcome;
use crate::stats::Estimate;

use super::Measures;

/// For what is always defined while there is something to measure.
pub(super) const NEVER: &str = "never";

/// A measure of a `T`: a `V` in each replication.
pub(crate) struct Measure<T, V = Option<f64>> {
    /// Its name in the summary.
    pub(crate) name: &'static str,
    /// What it means, in one sentence.
    pub(crate) meaning: &'static str,
    /// Its unit.
    pub(crate) unit: &'static str,
    /// When it is null.
    pub(crate) null: &'static str,
    /// By which standard it is defined; empty where by none.
    pub(crate) source: &'static str,
    /// Its value.
    pub(crate) of: fn(&T) -> V,
}

impl<T, V> Measure<T, V> {
    /// A measure that no standard defines.
    pub(super) const fn new(
        name: &'static str,
        unit: &'static str,
        meaning: &'static str,
        null: &'static str,
        of: fn(&T) -> V,
    ) -> Measure<T, V> {
        Measure { name, meaning, unit, null, source: "", of }
    }

    /// A measure by ISO 22400-2:2014.
    pub(super) const fn iso(
        name: &'static str,
        unit: &'static str,
        meaning: &'static str,
        null: &'static str,
        of: fn(&T) -> V,
    ) -> Measure<T, V> {
        let mut measure = Measure::new(name, unit, meaning, null, of);
        measure.source = "ISO 22400-2";
        measure
    }
}

/// What is said of a measure, whatever it is of: name, meaning, unit, when it is null, source.
pub(super) type Told = [&'static str; 5];

/// What is said of each of some measures.
pub(super) fn told<T, V>(measures: &[Measure<T, V>]) -> Vec<Told> {
    measures.iter().map(|own| [own.name, own.meaning, own.unit, own.null, own.source]).collect()
}

/// Reads measures in each replication and averages them; a replication in which one is undefined does not count.
pub(super) fn over<T>(runs: &[Outcome], declared: &[Measure<T>], read: impl Fn(&Outcome) -> T) -> Measures {
    let mut lists: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    for run in runs {
        let counters = read(run);
        for measure in declared {
            let value = (measure.of)(&counters).filter(|value| value.is_finite());
            lists.entry(measure.name).or_default().extend(value);
        }
    }
    lists.into_iter().map(|(name, list)| (name, Estimate::of(&list))).collect()
}

/// A ratio, `None` where the divisor is zero.
pub(crate) fn ratio(above: f64, below: f64) -> Option<f64> {
    (below > 0.0).then(|| above / below)
}

/// How often a stock is turned over in a year of 365 days, by what left it and the time integral of what was in it [s].
pub(super) fn turns(left: f64, stock_time: f64) -> Option<f64> {
    ratio(left * 365.0 * 86_400.0, stock_time)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 12,000 in a year out of 1,500 on the average.
    #[test]
    fn turns_of_the_worked_stock() {
        let year = 365.0 * 86_400.0;
        assert_eq!(turns(12_000.0, 1_500.0 * year), Some(8.0));
        assert_eq!(turns(3_000.0, 1_500.0 * year / 4.0), Some(8.0));
        assert_eq!(turns(3.0, 0.0), None);
    }
}
