//! Studies: which runs they need besides the cells, and what they make of them.

use std::collections::BTreeMap;

use crate::finance::books;
use crate::outcome::Outcome;
use crate::plant::{Demand, Setting};
use crate::spec::{Factorial, Spec, Sweep};
use crate::stats::{Estimate, contrasts, service, shapley};

use super::compare::units_delivered;
use super::{Cell, Plan, Runs, compare};

/// What came out of the studies of a scenario; empty where it has none.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// By sweep and surge, in file order.
    pub sweeps: Vec<Swept>,
    /// By factorial and surge, in file order.
    pub factorials: Vec<Factored>,
    /// By surge whose parts are weighed, in file order.
    pub shares: Vec<Shared>,
}

/// What a study looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Looked {
    /// Good units delivered in the window, as in [`super::Versus::output_gain`].
    Output,
    /// Units ordered and not delivered by the end of the run, those taken back included.
    Short,
    /// The largest backlog at the end of a day of the run [units].
    Peak,
    /// Operating result over the run [currency].
    Result,
    /// Net present value against the baseline [currency].
    Npv,
}

/// One sweep under one surge.
#[derive(Clone, Debug)]
pub struct Swept {
    /// Position of the sweep.
    pub sweep: usize,
    /// Position of the surge.
    pub surge: usize,
    /// What was looked at, each with one estimate for each value.
    pub curves: Vec<(Looked, Vec<Estimate>)>,
}

/// One factorial under one surge.
#[derive(Clone, Debug)]
pub struct Factored {
    /// Position of the factorial.
    pub factorial: usize,
    /// Position of the surge.
    pub surge: usize,
    /// What was looked at.
    pub looked: Vec<(Looked, Effects)>,
}

/// Effects on one measure.
#[derive(Clone, Debug)]
pub struct Effects {
    /// The value without any factor.
    pub none: Estimate,
    /// What all factors together change, paired.
    pub all: Estimate,
    /// Bit mask of one factor or two, and the effect, paired: main effects, then interactions.
    pub effects: Vec<(usize, Estimate)>,
}

/// The parts of one surge.
#[derive(Clone, Debug)]
pub struct Shared {
    /// Position of the surge.
    pub surge: usize,
    /// What was looked at.
    pub looked: Vec<(Looked, Parts)>,
}

/// The change of one measure, divided.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The value without the surge.
    pub none: Estimate,
    /// What the surge changes, paired.
    pub all: Estimate,
    /// The Shapley value of each part, in the order of [`crate::spec::Part::ALL`]; they sum to `all`.
    pub parts: Vec<Estimate>,
}

/// A run: surge and option of the scenario of the studies.
type Run = (usize, usize);

/// The runs that the studies need and no cell has, in order.
pub(super) fn needed(spec: &Spec) -> Vec<Run> {
    let studies = &spec.studies;
    let mut runs: Vec<Run> = Vec::new();
    for sweep in &studies.sweeps {
        runs.extend(sweep.surges.iter().flat_map(|s| sweep.points.iter().map(|(_, option)| (*s, *option))));
    }
    for factorial in &studies.factorials {
        runs.extend(
            factorial.surges.iter().flat_map(|s| factorial.options.iter().map(|option| (*s, *option))),
        );
    }
    for place in 0..studies.shares.len() {
        runs.extend((0..16).map(|parts| run_of_parts(spec, place, parts)));
    }
    runs.sort_unstable();
    runs.dedup();
    // The baselines of the cells are there.
    runs.retain(|(surge, option)| *option > 0 || *surge >= spec.surges.len());
    runs
}

/// The settings of such runs.
pub(super) fn settings<'a>(own: &'a Spec, runs: &[Run], plan: &Plan) -> Vec<Setting<'a>> {
    let of = |(surge, option): &Run| {
        let (surge, option) = (*surge, *option);
        (0..plan.replications).map(move |replication| Setting {
            spec: own,
            surge,
            option,
            demand: Demand::AsDescribed,
            seed: plan.seed,
            replication,
            trace: false,
        })
    };
    runs.iter().flat_map(of).collect()
}

/// The run with some parts of a surge alone; parts that it has not are not asked for.
fn run_of_parts(spec: &Spec, place: usize, parts: usize) -> Run {
    let surge = spec.studies.shares[place];
    let whole = &spec.surges[surge];
    let has = |bit: &usize| whole.masked(1 << *bit) != whole.masked(0);
    let there = (0..4).filter(has).map(|bit| 1 << bit).sum::<usize>();
    match parts & there {
        parts if parts == there => (surge, 0),
        parts => (spec.surges.len() + 16 * place + parts, 0),
    }
}

/// What the studies make of their runs and of the baselines of the cells; `own` is the scenario of the studies.
pub(super) fn findings(
    spec: &Spec,
    own: &Spec,
    runs: &[Run],
    outcomes: &[Outcome],
    cells: &[Cell],
) -> Findings {
    if runs.is_empty() {
        return Findings::default();
    }
    let each = outcomes.len() / runs.len();
    let mut made: BTreeMap<Run, &[Outcome]> =
        runs.iter().copied().zip(outcomes.chunks(each.max(1))).collect();
    made.extend(cells.iter().filter(|c| c.option == 0).map(|c| ((c.surge, 0), c.outcomes.as_slice())));
    let table = Table { spec: own, made };
    let studies = &spec.studies;
    let sweeps = studies.sweeps.iter().enumerate();
    let factorials = studies.factorials.iter().enumerate();
    Findings {
        sweeps: sweeps
            .flat_map(|(i, s)| s.surges.iter().map(move |g| (i, s, *g)))
            .map(|x| swept(&table, x))
            .collect(),
        factorials: factorials
            .flat_map(|(i, f)| f.surges.iter().map(move |g| (i, f, *g)))
            .map(|x| factored(&table, x))
            .collect(),
        shares: (0..studies.shares.len()).map(|place| shared(spec, &table, place)).collect(),
    }
}

/// All runs of the studies.
struct Table<'a> {
    spec: &'a Spec,
    made: BTreeMap<Run, &'a [Outcome]>,
}

impl Table<'_> {
    /// A measure of a run by replication; empty where it is not defined.
    fn values(&self, looked: Looked, run: Run) -> Vec<f64> {
        let outcomes = self.made.get(&run).copied().unwrap_or_default();
        let spec = self.spec;
        let all: Vec<usize> = (0..spec.factories.len()).collect();
        let of = |value: &dyn Fn(&Outcome) -> Option<f64>| -> Vec<f64> {
            outcomes.iter().map(value).collect::<Option<Vec<f64>>>().unwrap_or_default()
        };
        match looked {
            Looked::Output => of(&|outcome| Some(units_delivered(spec, outcome, &all))),
            Looked::Short => of(&|outcome| short_and_peak(spec, outcome).map(|(short, _)| short)),
            Looked::Peak => of(&|outcome| short_and_peak(spec, outcome).map(|(_, peak)| peak)),
            Looked::Result => of(&|outcome| operating_result(spec, run.0, outcome)),
            Looked::Npv => {
                let baseline = self.made.get(&(run.0, 0)).copied().unwrap_or_default();
                let sides = [baseline, outcomes].map(|outcomes| Runs { outcomes, capacity: &[] });
                compare(spec, run.0, sides[0], sides[1], None).map_or(Vec::new(), |versus| versus.npvs)
            }
        }
    }

    /// A measure of several runs: by replication, one value for each of them; `None` where it is not defined.
    fn by_replication(&self, looked: Looked, runs: &[Run]) -> Option<Vec<Vec<f64>>> {
        let by_run: Vec<Vec<f64>> = runs.iter().map(|run| self.values(looked, *run)).collect();
        let n = by_run.iter().map(Vec::len).min().filter(|n| *n > 0)?;
        Some((0..n).map(|replication| by_run.iter().map(|values| values[replication]).collect()).collect())
    }
}

fn swept(table: &Table<'_>, (index, sweep, surge): (usize, &Sweep, usize)) -> Swept {
    let runs: Vec<Run> = sweep.points.iter().map(|(_, option)| (surge, *option)).collect();
    let curve = |looked: Looked| {
        let values = table.by_replication(looked, &runs)?;
        Some((looked, (0..runs.len()).map(|point| mean_of(&values, |v| v[point])).collect()))
    };
    let curves = [Looked::Output, Looked::Short, Looked::Peak].into_iter().filter_map(curve).collect();
    Swept { sweep: index, surge, curves }
}

fn factored(table: &Table<'_>, (index, factorial, surge): (usize, &Factorial, usize)) -> Factored {
    let runs: Vec<Run> = factorial.options.iter().map(|option| (surge, *option)).collect();
    let effects = |looked: Looked| {
        let values = table.by_replication(looked, &runs)?;
        let by_replication: Vec<_> = values.iter().map(|v| contrasts(v)).collect();
        let masks = by_replication.first()?.iter().map(|c| c.factors);
        let effects = masks.enumerate();
        let effects = effects
            .map(|(i, mask)| (mask, Estimate::of_defined(by_replication.iter().map(|c| Some(c[i].effect)))));
        let effects = effects.collect();
        Some((
            looked,
            Effects { none: mean_of(&values, first), all: mean_of(&values, whole_change), effects },
        ))
    };
    let looked = [Looked::Output, Looked::Npv].into_iter().filter_map(effects).collect();
    Factored { factorial: index, surge, looked }
}

fn shared(spec: &Spec, table: &Table<'_>, place: usize) -> Shared {
    let runs: Vec<Run> = (0..16).map(|parts| run_of_parts(spec, place, parts)).collect();
    let divided = |looked: Looked| {
        let values = table.by_replication(looked, &runs)?;
        let shares: Vec<Vec<f64>> = values.iter().map(|v| shapley(v)).collect();
        let parts = (0..4).map(|part| mean_of(&shares, |s| s[part])).collect();
        Some((looked, Parts { none: mean_of(&values, first), all: mean_of(&values, whole_change), parts }))
    };
    let all = [Looked::Output, Looked::Short, Looked::Peak, Looked::Result];
    Shared { surge: spec.studies.shares[place], looked: all.into_iter().filter_map(divided).collect() }
}

/// The estimate of one figure of each replication.
fn mean_of(values: &[Vec<f64>], figure: impl Fn(&[f64]) -> f64) -> Estimate {
    Estimate::of_defined(values.iter().map(|own| Some(figure(own))))
}

fn first(values: &[f64]) -> f64 {
    values.first().copied().unwrap_or_default()
}

fn whole_change(values: &[f64]) -> f64 {
    values.last().copied().unwrap_or_default() - first(values)
}

/// Units ordered over the run and not delivered, and the largest backlog at the end of a day; by the customers
/// of the region, or by those of the factories where there is no region. `None` where nobody orders.
fn short_and_peak(spec: &Spec, outcome: &Outcome) -> Option<(f64, f64)> {
    let mut days: Vec<[f64; 3]> = Vec::new();
    let mut add = |index: usize, day: [f64; 3]| {
        days.resize(days.len().max(index + 1), [0.0; 3]);
        days[index].iter_mut().zip(day).for_each(|(sum, own)| *sum += own);
    };
    match &outcome.region {
        Some(region) if !region.demands.is_empty() => {
            for (index, day) in region.demands.iter().flat_map(|demand| demand.days.iter().enumerate()) {
                add(index, [day.ordered as f64, day.delivered as f64, day.lost as f64]);
            }
        }
        _ => {
            for (index, factory) in outcome.factories.iter().enumerate() {
                let products = &spec.plant_of(index).products;
                let ordered = products.iter().zip(&factory.days).filter(|(own, _)| own.supply.has_orders());
                for (day, own) in ordered.flat_map(|(_, days)| days.iter().enumerate()) {
                    add(day, [own.ordered as f64, own.delivered as f64, 0.0]);
                }
            }
        }
    }
    let whole = service(&days);
    let (ordered, delivered) = days.iter().fold((0.0, 0.0), |(o, d), day| (o + day[0], d + day[1]));
    (ordered > 0.0).then_some((ordered - delivered, whole.peak))
}

/// What operations leave over the run, of all factories; `None` where the scenario asks no money question.
fn operating_result(spec: &Spec, surge: usize, outcome: &Outcome) -> Option<f64> {
    spec.appraisal.as_ref()?;
    let surge = spec.surge_of_replication(surge, outcome.replication);
    let months =
        outcome.factories.iter().enumerate().flat_map(|(index, own)| books(spec, &surge, index, own));
    Some(crate::stats::sum(months.map(|month| month.operating().units())))
}
