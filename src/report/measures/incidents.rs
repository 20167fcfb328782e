//! Cyber incidents, in a factory with that risk.

use crate::outcome::{FactoryOutcome, IncidentTally};
use crate::units::{Duration, YEAR_DAYS};

use super::declared::{Measure, NEVER, ratio};

/// What was counted, and over which time.
pub(super) type Counted = (IncidentTally, Duration);

/// Measures of factories with cyber risk, beside those of what flowed.
pub(super) const INCIDENTS: &[Measure<Counted>] = &[
    Measure::new("incidents_per_year", "1/year", "cyber incidents", NEVER, |(i, length)| {
        per_year(i.incidents as f64, *length)
    }),
    Measure::new(
        "incidents_spread_per_year",
        "1/year",
        "of these, those that came over the platform",
        NEVER,
        |(i, length)| per_year(i.spread as f64, *length),
    ),
    Measure::new(
        "plans_lost_per_year",
        "1/year",
        "incidents that took the plan with them",
        NEVER,
        |(i, length)| per_year(i.plans_lost as f64, *length),
    ),
    Measure::new(
        "incident_cost_per_year",
        "currency per year",
        "cost of recovery from incidents, beside what is not made",
        NEVER,
        |(i, length)| per_year(i.costs, *length),
    ),
];

fn per_year(sum: f64, length: Duration) -> Option<f64> {
    ratio(sum, length.as_days() / YEAR_DAYS)
}

/// What was counted of a factory's incidents.
pub(super) fn counted(factory: &FactoryOutcome) -> Counted {
    (factory.window.tally.incidents.unwrap_or_default(), factory.window.length)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three incidents, one of them from elsewhere, two plans and 600 in half a year.
    #[test]
    fn by_the_year() {
        let tally = IncidentTally { incidents: 3, spread: 1, plans_lost: 2, costs: 600.0 };
        let half = Duration::from_secs(YEAR_DAYS / 2.0 * 86_400.0);
        let told: Vec<_> = INCIDENTS.iter().map(|own| (own.of)(&(tally, half))).collect();
        assert_eq!(told, [Some(6.0), Some(2.0), Some(4.0), Some(1_200.0)]);
        assert_eq!((INCIDENTS[0].of)(&(tally, Duration::ZERO)), None);
    }
}
