//! All runs of a scenario, on all threads; results in a fixed order.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use crate::outcome::{Outcome, digest};
use crate::plant::{self, Demand, Plant, Setting};
use crate::spec::Spec;
use crate::units::{Duration, Time};

use super::settled::settled;
use super::{Cell, Findings, Results, Runs, compare, studies};

/// What to run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Plan {
    /// Replications of each cell [>= 1].
    pub replications: u32,
    /// Seed of all chance.
    pub seed: u64,
    /// Threads [>= 1]; never changes a result.
    pub threads: usize,
}

/// What others may watch of a run under way, and stop it by.
#[derive(Debug, Default)]
pub struct Watch {
    /// Set to stop between two replications.
    pub stop: AtomicBool,
    /// Runs finished.
    pub done: AtomicU64,
    /// Runs there will be; 0 before the first begins.
    pub total: AtomicU64,
    /// Events handled in finished runs.
    pub events: AtomicU64,
}

/// Why there are no results.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Stopped {
    /// [`Watch::stop`] was set.
    #[error("stopped before the end")]
    Asked,
    /// A run could not be made.
    #[error(transparent)]
    Run(#[from] plant::Error),
    /// The warm-up is to be found by MSER-5, and the runs are too short for it.
    #[error("MSER-5 finds no end of the warm-up: after the half of {length} the plant has not settled")]
    Unsettled {
        /// Length of the runs.
        length: Duration,
    },
    /// The threads could not be started.
    #[error("{0} threads could not be started")]
    Threads(usize),
}

/// Simulates every cell and compares each option with the baseline.
///
/// # Errors
/// [`Stopped`] when asked to stop, or when a run cannot be made.
pub fn run(spec: &Spec, plan: &Plan, watch: &Watch) -> Result<Results, Stopped> {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(plan.threads).build();
    let threads = threads.map_err(|_| Stopped::Threads(plan.threads))?;
    let spec = threads.install(|| settled(spec, plan.seed, &watch.stop))?;
    let spec = &Spec { seed: plan.seed, ..spec };
    let mut settings = settings(spec, plan);
    let in_cells = settings.len();
    let needed = studies::needed(spec);
    let own = (!needed.is_empty()).then(|| spec.studies.scenario(spec));
    settings.extend(own.iter().flat_map(|own| studies::settings(own, &needed, plan)));
    watch.total.store(settings.len() as u64, Ordering::Relaxed);
    // Collected by position: who finishes first changes nothing.
    let outcomes: Vec<Result<Outcome, Stopped>> =
        threads.install(|| settings.par_iter().map(|setting| simulate(*setting, watch)).collect());
    let mut outcomes = outcomes.into_iter().collect::<Result<Vec<Outcome>, Stopped>>()?;
    let digest = digest(&outcomes);
    let (events, lots) = (outcomes.iter().map(|o| o.events).sum(), outcomes.iter().map(|o| o.lots).sum());
    let studied = outcomes.split_off(in_cells);
    let results = Results { digest, events, lots, ..assemble(spec, plan, outcomes) };
    let Some(own) = own else { return Ok(results) };
    let studies = studies::findings(spec, &own, &needed, &studied, &results.cells);
    Ok(Results { studies, ..results })
}

/// Simulates replication 0 of the baseline under the first surge and yields its trace as JSON lines, day by day, so
/// that a long run needs no more memory than a short one.
///
/// # Errors
/// [`plant::Error`] when the run cannot be made; an item is one when it cannot go on.
pub fn trace(
    spec: &Spec,
    seed: u64,
) -> Result<impl Iterator<Item = Result<String, plant::Error>>, plant::Error> {
    let mut plant = Plant::new(traced(spec, seed))?;
    let days = spec.stop.limit().0.div_ceil(Duration::DAY.0);
    let ends = (1..=days).map(move |day| if day == days { Time::NEVER } else { Time(day * Duration::DAY.0) });
    Ok(ends.map_while(move |end| match plant.run_until(end) {
        // A run that has stopped early has nothing more to tell.
        Ok(()) => Some(plant.take_trace()).filter(|lines| !(lines.is_empty() && plant.has_ended())).map(Ok),
        Err(error) => Some(Err(error)),
    }))
}

/// Replication 0 of the baseline under the first surge, told as it goes.
pub(super) fn traced(spec: &Spec, seed: u64) -> Setting<'_> {
    Setting { spec, surge: 0, option: 0, demand: Demand::AsDescribed, seed, replication: 0, trace: true }
}

/// Every run, cell by cell, in each the scenario's demand first; the order of all results.
fn settings<'a>(spec: &'a Spec, plan: &Plan) -> Vec<Setting<'a>> {
    let mut settings = Vec::new();
    for surge in 0..spec.surges.len() {
        for option in 0..spec.options.len() {
            for &demand in demands(spec) {
                settings.extend((0..plan.replications).map(|replication| Setting {
                    spec,
                    surge,
                    option,
                    demand,
                    seed: plan.seed,
                    replication,
                    trace: false,
                }));
            }
        }
    }
    settings
}

/// Runs with unlimited demand are made only where there are orders and a comparison to make of them.
fn demands(spec: &Spec) -> &'static [Demand] {
    let orders = spec.plants.iter().flat_map(|p| &p.products).any(|p| p.supply.has_orders());
    if orders && (spec.options.len() > 1 || !spec.facts.is_empty()) {
        &[Demand::AsDescribed, Demand::Unlimited]
    } else {
        &[Demand::AsDescribed]
    }
}

fn simulate(setting: Setting<'_>, watch: &Watch) -> Result<Outcome, Stopped> {
    if watch.stop.load(Ordering::Relaxed) {
        return Err(Stopped::Asked);
    }
    let mut plant = Plant::new(setting)?;
    // A run is left between months when somebody asks to stop.
    for month in setting.spec.start.month_starts(Time(setting.spec.stop.limit().0)) {
        plant.run_until(month)?;
        if watch.stop.load(Ordering::Relaxed) {
            return Err(Stopped::Asked);
        }
    }
    plant.run()?;
    let outcome = plant.finish();
    watch.events.fetch_add(outcome.events, Ordering::Relaxed);
    watch.done.fetch_add(1, Ordering::Relaxed);
    Ok(outcome)
}

/// Puts outcomes into their cells and makes the comparisons; what is counted over all runs is not there yet.
fn assemble(spec: &Spec, plan: &Plan, outcomes: Vec<Outcome>) -> Results {
    let n = plan.replications as usize;
    let unlimited = demands(spec).len() > 1;
    let mut outcomes = outcomes.into_iter();
    let mut cells: Vec<Cell> = Vec::new();
    for surge in 0..spec.surges.len() {
        let baseline = cells.len();
        for option in 0..spec.options.len() {
            let own = outcomes.by_ref().take(n).collect();
            let capacity = outcomes.by_ref().take(if unlimited { n } else { 0 }).collect();
            let mut cell =
                Cell { surge, option, outcomes: own, capacity, versus: None, versus_by_plant: Vec::new() };
            if option > 0 {
                set_beside(spec, &cells[baseline], &mut cell);
            }
            cells.push(cell);
        }
    }
    Results {
        seed: plan.seed,
        replications: plan.replications,
        warm_up: spec.warm_up.known(),
        threads: plan.threads,
        events: 0,
        lots: 0,
        digest: String::new(),
        cells,
        studies: Findings::default(),
    }
}

/// Compares an option's cell with its baseline, as a whole and by kind of plant.
fn set_beside(spec: &Spec, baseline: &Cell, cell: &mut Cell) {
    fn runs(cell: &Cell) -> Runs<'_> {
        Runs { outcomes: &cell.outcomes, capacity: &cell.capacity }
    }
    let versus = compare(spec, cell.surge, runs(baseline), runs(cell), None);
    let mut by_plant = Vec::new();
    for plant in 0..spec.plants.len() {
        let own = |f: &usize| spec.factories[*f].plant.index() == plant;
        let factories: Vec<usize> = (0..spec.factories.len()).filter(own).collect();
        let installs = &spec.options[cell.option].installations;
        if installs.iter().any(|i| factories.contains(&i.factory.index()))
            && let Some(versus) = compare(spec, cell.surge, runs(baseline), runs(cell), Some(&factories))
        {
            by_plant.push((plant, versus));
        }
    }
    cell.versus = versus;
    cell.versus_by_plant = by_plant;
}
