//! Runs that differ in their surge alone, of one option and one replication. What surges have in common up to the instant
//! where they part is computed once: every other run branches off the first one there.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::outcome::Outcome;
use crate::plant::{Demand, Plant, Setting, alike_until};
use crate::spec::Spec;
use crate::units::Time;

use super::Stopped;
use super::adopting::{Offer, Owners, Spread};
use super::run::Watch;
use super::walk::Walk;

/// A run to be made.
#[derive(Clone, Copy)]
pub(super) enum Job<'a> {
    /// As the option says.
    Run(Setting<'a>),
    /// As owners decide.
    Market(Offer<'a>),
}

/// A run made, and how the offer spread in it.
pub(super) type Done = (Outcome, Option<Spread>);

impl<'a> Job<'a> {
    fn setting(&self) -> &Setting<'a> {
        match self {
            Job::Run(setting) => setting,
            Job::Market(offer) => &offer.setting,
        }
    }

    /// Runs with the same one differ in their surge alone.
    fn apart_from_surge(&self) -> (*const Spec, usize, bool, u32) {
        let own = self.setting();
        (own.spec, own.option, own.demand == Demand::Unlimited, own.replication)
    }
}

/// Runs that have their beginning in common.
pub(super) struct Family<'a> {
    first: (usize, Job<'a>),
    /// Those that part from the first, the earliest first, and when.
    branches: Vec<(Time, usize, Job<'a>)>,
}

/// All jobs as families, in the order of their first jobs; each job is known by its position.
pub(super) fn families<'a>(jobs: &[Job<'a>]) -> Vec<Family<'a>> {
    let mut families: Vec<Family<'a>> = Vec::new();
    let mut related: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (place, job) in jobs.iter().enumerate() {
        let setting = job.setting();
        let related = related.entry(job.apart_from_surge()).or_default();
        let of = related.iter().find_map(|family| {
            let surges = (families[*family].first.1.setting().surge, setting.surge);
            let parts = alike_until(setting.spec, surges, setting.seed, setting.replication);
            (parts > Time::ZERO).then_some((*family, parts))
        });
        match of {
            Some((family, parts)) => families[family].branches.push((parts, place, *job)),
            None => {
                related.push(families.len());
                families.push(Family { first: (place, *job), branches: Vec::new() });
            }
        }
    }
    for family in &mut families {
        family.branches.sort_by_key(|(parts, place, _)| (*parts, *place));
    }
    families
}

impl Family<'_> {
    /// Makes its runs, on as many threads as there are; each with the position of its job. Where the first cannot go on, those
    /// that have not parted from it are missing.
    pub(super) fn run(&self, watch: &Watch) -> Vec<(usize, Result<Done, Stopped>)> {
        let done = Mutex::new(Vec::new());
        let put = |place: usize, made: Result<Done, Stopped>| {
            done.lock().unwrap_or_else(PoisonError::into_inner).push((place, made));
        };
        rayon::scope(|scope| {
            let (place, job) = &self.first;
            let trunk = || {
                let mut course = Course::new(job, &watch.stop)?;
                for (parts, place, job) in &self.branches {
                    course.take(*parts)?;
                    let branch = course.branch(job.setting().surge)?;
                    scope.spawn(move |_| put(*place, branch.finish(watch)));
                }
                course.finish(watch)
            };
            put(*place, trunk());
        });
        done.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One run on its way.
struct Course<'a> {
    plant: Plant<'a>,
    walk: Walk<'a>,
    owners: Option<Owners<'a>>,
}

impl<'a> Course<'a> {
    fn new(job: &Job<'a>, stop: &'a AtomicBool) -> Result<Course<'a>, Stopped> {
        if stop.load(Ordering::Relaxed) {
            return Err(Stopped::Asked);
        }
        let mut plant = Plant::new(*job.setting())?;
        let owners = match job {
            Job::Run(_) => None,
            Job::Market(offer) => Some(Owners::new(offer, &mut plant)),
        };
        Ok(Course { plant, walk: Walk::new(stop), owners })
    }

    fn take(&mut self, end: Time) -> Result<(), Stopped> {
        match &mut self.owners {
            Some(owners) => owners.take(&mut self.walk, &mut self.plant, end),
            None => self.walk.to(&mut self.plant, end),
        }
    }

    fn branch(&mut self, surge: usize) -> Result<Course<'a>, Stopped> {
        let owners = self.owners.as_ref().map(|owners| owners.branch(surge));
        Ok(Course { plant: self.plant.branch(surge)?, walk: self.walk.clone(), owners })
    }

    fn finish(mut self, watch: &Watch) -> Result<Done, Stopped> {
        self.take(Time::NEVER)?;
        let outcome = self.plant.finish();
        watch.events.fetch_add(outcome.events, Ordering::Relaxed);
        watch.done.fetch_add(1, Ordering::Relaxed);
        Ok((outcome, self.owners.map(Owners::spread)))
    }
}
