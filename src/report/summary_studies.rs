//! The studies in `summary.json`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::summary::{Figure, figure};
use crate::experiment::{Looked, Results};
use crate::spec::Spec;

/// All studies.
#[derive(Serialize)]
pub(super) struct StudiesSummary<'a> {
    sweeps: Vec<SweepSummary<'a>>,
    factorials: Vec<FactorialSummary<'a>>,
    shares: Vec<SharesSummary<'a>>,
}

/// One sweep under one surge; times in seconds.
#[derive(Serialize)]
struct SweepSummary<'a> {
    name: &'a str,
    surge: &'a str,
    values: Vec<f64>,
    measures: BTreeMap<&'static str, Vec<Option<Figure>>>,
    changes: BTreeMap<&'static str, Option<Figure>>,
}

#[derive(Serialize)]
struct FactorialSummary<'a> {
    name: &'a str,
    surge: &'a str,
    factors: &'a [String],
    measures: BTreeMap<&'static str, EffectsSummary>,
}

#[derive(Serialize)]
struct EffectsSummary {
    none: Option<Figure>,
    all: Option<Figure>,
    effects: Vec<EffectSummary>,
}

/// An effect of one factor, or the interaction of two [positions in `factors`].
#[derive(Serialize)]
struct EffectSummary {
    of: Vec<usize>,
    effect: Option<Figure>,
}

#[derive(Serialize)]
struct SharesSummary<'a> {
    surge: &'a str,
    measures: BTreeMap<&'static str, PartsSummary>,
}

#[derive(Serialize)]
struct PartsSummary {
    none: Option<Figure>,
    all: Option<Figure>,
    demand: Option<Figure>,
    absence: Option<Figure>,
    supply: Option<Figure>,
    price: Option<Figure>,
}

/// What a measure is called in the file.
fn key(looked: Looked) -> &'static str {
    match looked {
        Looked::Output => "delivered_units",
        Looked::Short => "short_units",
        Looked::Peak => "peak_gap_units",
        Looked::Result => "operating_result",
        Looked::Npv => "npv",
    }
}

/// The studies of a run; `None` where the scenario has none.
pub(super) fn studies_summary<'a>(spec: &'a Spec, results: &Results) -> Option<StudiesSummary<'a>> {
    let (studies, found) = (&spec.studies, &results.studies);
    let surge = |index: usize| spec.surges[index].name.as_str();
    let sweeps = found.sweeps.iter().map(|own| {
        let sweep = &studies.sweeps[own.sweep];
        SweepSummary {
            name: &sweep.name,
            surge: surge(own.surge),
            values: sweep.points.iter().map(|(value, _)| *value).collect(),
            measures: own
                .curves
                .iter()
                .map(|c| (key(c.looked), c.means.iter().map(figure).collect()))
                .collect(),
            changes: own.curves.iter().map(|c| (key(c.looked), figure(&c.change))).collect(),
        }
    });
    let factorials = found.factorials.iter().map(|own| {
        let factorial = &studies.factorials[own.factorial];
        let effects = own.looked.iter().map(|(of, effects)| {
            let each = effects.effects.iter().map(|(mask, e)| EffectSummary {
                of: (0..factorial.factors.len()).filter(|bit| mask & (1 << bit) != 0).collect(),
                effect: figure(e),
            });
            let whole = (figure(&effects.none), figure(&effects.all));
            (key(*of), EffectsSummary { none: whole.0, all: whole.1, effects: each.collect() })
        });
        FactorialSummary {
            name: &factorial.name,
            surge: surge(own.surge),
            factors: &factorial.factors,
            measures: effects.collect(),
        }
    });
    let shares = found.shares.iter().map(|own| {
        let parts = own.looked.iter().map(|(of, parts)| {
            let part = |index: usize| parts.parts.get(index).and_then(figure);
            let [demand, absence, supply, price] = [0, 1, 2, 3].map(part);
            let (none, all) = (figure(&parts.none), figure(&parts.all));
            (key(*of), PartsSummary { none, all, demand, absence, supply, price })
        });
        SharesSummary { surge: surge(own.surge), measures: parts.collect() }
    });
    (!studies.is_empty()).then(|| StudiesSummary {
        sweeps: sweeps.collect(),
        factorials: factorials.collect(),
        shares: shares.collect(),
    })
}
