//! All runs of a scenario, on all threads; results in a fixed order.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use crate::adoption::{MOST_ITEMS, TooMany};
use crate::outcome::{Outcome, digest};
use crate::plant::{self, Demand, Plant, Setting};
use crate::spec::Spec;
use crate::spec::programme::Programme;
use crate::units::{Duration, Time};

use super::adopting::{Offer, Spread};
use super::answers::weigh_emergencies;
use super::family::{Done, Job, families};
use super::penetration::weigh_additional;
use super::pilots::{Piloted, Pilots, pilots};
use super::settled::settled;
use super::walk::Walk;
use super::{Cell, Results, Runs, compare, funding, studies};

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
    /// A programme's rule cannot choose among so many.
    #[error(
        "{0} factories apply for public money at a time, more than the {MOST_ITEMS} that LargestBenefit can weigh: write rule: \
         ByBenefitPerGrant in the programme's budget"
    )]
    TooManyApply(usize),
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

impl From<TooMany> for Stopped {
    fn from(TooMany(applications): TooMany) -> Stopped {
        Stopped::TooManyApply(applications)
    }
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
    let pilots = match &spec.adoption {
        Some(adoption) => threads.install(|| pilots(spec, adoption, plan.seed, &watch.stop))?,
        None => Vec::new(),
    };
    let mut jobs: Vec<Job<'_>> =
        pairs(spec).flat_map(|(surge, option)| jobs(spec, plan, &pilots, surge, option)).collect();
    let in_cells = jobs.len();
    let needed = studies::needed(spec);
    let own = (!needed.is_empty()).then(|| spec.studies.scenario(spec));
    jobs.extend(own.iter().flat_map(|own| studies::settings(own, &needed, plan)).map(Job::Run));
    watch.total.store(jobs.len() as u64, Ordering::Relaxed);
    let families = families(&jobs);
    let mut done: Vec<(usize, Result<Done, Stopped>)> =
        threads.install(|| families.par_iter().with_max_len(1).flat_map_iter(|own| own.run(watch)).collect());
    // In the order of the jobs: who finishes first changes nothing.
    done.sort_by_key(|(place, _)| *place);
    let done = done.into_iter().map(|(_, done)| done).collect::<Result<Vec<Done>, Stopped>>()?;
    let (mut outcomes, mut spreads): (Vec<Outcome>, Vec<Option<Spread>>) = done.into_iter().unzip();
    let digest = digest(&outcomes);
    let (events, lots) = (outcomes.iter().map(|o| o.events).sum(), outcomes.iter().map(|o| o.lots).sum());
    let studied = outcomes.split_off(in_cells);
    spreads.truncate(in_cells);
    let cells = cells(spec, plan, &pilots, outcomes.into_iter().zip(spreads));
    let studies = own.map(|own| studies::findings(spec, &own, &needed, &studied, &cells));
    Ok(Results {
        seed: plan.seed,
        replications: plan.replications,
        warm_up: spec.warm_up.known(),
        threads: plan.threads,
        events,
        lots,
        digest,
        cells,
        studies: studies.unwrap_or_default(),
        active: None,
    })
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

/// The runs of one cell in their order, the scenario's demand first.
fn jobs<'a>(spec: &'a Spec, plan: &Plan, pilots: &'a Pilots, surge: usize, option: usize) -> Vec<Job<'a>> {
    let settings = demands(spec).iter().flat_map(|demand| {
        let (demand, seed) = (*demand, plan.seed);
        let of = move |replication| Setting { spec, surge, option, demand, seed, replication, trace: false };
        (0..plan.replications).map(of)
    });
    let market = spec.adoption.as_ref().zip(spec.appraisal.as_ref());
    let job = |setting| match (&spec.options[option].offered, market) {
        (Some(offered), Some((adoption, appraisal))) => {
            let programme = &spec.programmes[offered.programme];
            Job::Market(Offer { setting, programme, adoption, appraisal, pilots: &pilots[option] })
        }
        _ => Job::Run(setting),
    };
    settings.map(job).collect()
}

/// The cells in their order: surges outside, options inside.
fn pairs(spec: &Spec) -> impl Iterator<Item = (usize, usize)> {
    let options = spec.options.len();
    (0..spec.surges.len()).flat_map(move |surge| (0..options).map(move |option| (surge, option)))
}

/// Runs with unlimited demand are made only where there are orders and a comparison to make of them.
fn demands(spec: &Spec) -> &'static [Demand] {
    let orders = spec.plants.iter().flat_map(|p| &p.products).any(|p| p.supply.has_orders());
    let compared = spec.options.len() > 1 && spec.adoption.is_none();
    if orders && (compared || !spec.facts.is_empty()) {
        &[Demand::AsDescribed, Demand::Unlimited]
    } else {
        &[Demand::AsDescribed]
    }
}

/// Takes a run to its end.
pub(super) fn to_the_end(mut plant: Plant<'_>, stop: &AtomicBool) -> Result<Outcome, Stopped> {
    Walk::new(stop).to(&mut plant, Time::NEVER)?;
    Ok(plant.finish())
}

/// Puts outcomes into their cells and makes the comparisons.
fn cells(spec: &Spec, plan: &Plan, pilots: &Pilots, mut done: impl Iterator<Item = Done>) -> Vec<Cell> {
    let n = plan.replications as usize;
    let unlimited = demands(spec).len() > 1;
    let mut cells: Vec<Cell> = Vec::new();
    for (surge, option) in pairs(spec) {
        let (outcomes, spreads): (Vec<Outcome>, Vec<Option<Spread>>) = done.by_ref().take(n).unzip();
        let capacity = done.by_ref().take(if unlimited { n } else { 0 }).map(|(o, _)| o).collect();
        let mut cell = Cell {
            surge,
            option,
            outcomes,
            capacity,
            foreseen: foreseen(spec, pilots, option),
            spreads: spreads.into_iter().flatten().collect(),
            versus: None,
            versus_by_plant: Vec::new(),
            funded: Vec::new(),
        };
        if option > 0 {
            let baseline = &cells[surge * spec.options.len()];
            set_beside(spec, baseline, &mut cell);
            cell.funded = funding::funded(spec, plan.seed, baseline, &cell);
        }
        cells.push(cell);
    }
    weigh_additional(spec, &mut cells);
    weigh_emergencies(spec, &mut cells);
    cells
}

/// What pilots say of the capacity of each factory, where anybody asks.
fn foreseen(spec: &Spec, pilots: &Pilots, option: usize) -> Vec<f64> {
    if !spec.programmes.iter().any(Programme::asks_for_reserve) {
        return Vec::new();
    }
    let of = |pilot: &Option<Piloted>| pilot.map_or(0.0, |pilot| pilot.capacity);
    pilots.get(option).map_or(Vec::new(), |factories| factories.iter().map(of).collect())
}

/// Compares an option's cell with its baseline, as a whole and by kind of plant.
fn set_beside(spec: &Spec, baseline: &Cell, cell: &mut Cell) {
    fn runs<'a>(spec: &'a Spec, cell: &'a Cell) -> Runs<'a> {
        let option = spec.options[cell.option].option();
        Runs { outcomes: &cell.outcomes, capacity: &cell.capacity, option }
    }
    let versus = compare(spec, cell.surge, runs(spec, baseline), runs(spec, cell), None);
    let mut by_plant = Vec::new();
    for plant in 0..spec.plants.len() {
        let own = |f: &usize| spec.factories[*f].plant.index() == plant;
        let factories: Vec<usize> = (0..spec.factories.len()).filter(own).collect();
        let installs = &spec.options[cell.option].installations;
        if installs.iter().any(|i| factories.contains(&i.factory.index()))
            && let Some(versus) =
                compare(spec, cell.surge, runs(spec, baseline), runs(spec, cell), Some(&factories))
        {
            by_plant.push((plant, versus));
        }
    }
    cell.versus = versus;
    cell.versus_by_plant = by_plant;
}
