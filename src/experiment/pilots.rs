//! What an option can be expected to bring a factory: paired pilot runs, on streams of their own and without any
//! emergency, in which all factories buy on the first day.

use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

use crate::finance::{Improvement, books, units_leaving};
use crate::outcome::{FactoryOutcome, Installed, Outcome, Period};
use crate::plant::{Demand, Plant, Setting};
use crate::random::mix;
use crate::spec::programme::{Adoption, Programme};
use crate::spec::{Installation, Spec, Stop, Surge, WarmUp};
use crate::stats::{mean, sum};
use crate::units::{Duration, Time};

use super::Stopped;
use super::compare::units_finished;
use super::run::to_the_end;

/// Told apart from the seed of the runs that it is mixed with.
const OWN_STREAMS: u64 = 0x7069_6c6f_7473;

/// What an option brings a factory in a month, once all of it is in use: by its size, as a line through the pilots' results of
/// its kind says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Piloted {
    /// Change of the operating result [currency a month].
    pub(super) gain: f64,
    /// Good units with it [a month].
    pub(super) units: f64,
    /// Good units without it [a month].
    pub(super) units_without: f64,
    /// Revenue of a unit [currency]; 0 where nothing was sold.
    pub(super) price: f64,
    /// What it can make with it, whatever is ordered [units a day]; 0 where no programme asks.
    pub(super) capacity: f64,
    /// How much better it works with it; the mean of its kind.
    pub(super) improvement: Improvement,
}

/// By option, then by factory; `None` where an option is not for its kind, or is not in use within a pilot.
pub(super) type Pilots = Vec<Vec<Option<Piloted>>>;

/// The scenario of the pilots.
fn scenario(spec: &Spec) -> Spec {
    let installations = spec.options.iter().flat_map(|option| &option.installations);
    let wait = installations.map(|installation| until_in_use(spec, installation)).max();
    let year = Duration(366 * Duration::DAY.0);
    Spec {
        surges: vec![Surge::none()],
        stop: Stop::After(Duration(year.0 + wait.unwrap_or(Duration::ZERO).0)),
        warm_up: WarmUp::Fixed(Duration::ZERO),
        ..spec.clone()
    }
}

/// How long it takes from the order to the whole benefit, on average.
pub(super) fn until_in_use(spec: &Spec, installation: &Installation) -> Duration {
    let upgrade = &spec.upgrades[installation.upgrade.index()];
    Duration::from_secs(upgrade.delivery.mean() + upgrade.installation.mean() + upgrade.ramp.as_secs())
}

/// When all that was bought is in use with its whole benefit; `None` where that lies beyond the run, or nothing was bought.
pub(super) fn whole_benefit_from(spec: &Spec, bought: &[Installed]) -> Option<Time> {
    let ramped = |own: &Installed| Some(own.live?.after(spec.upgrades[own.upgrade.index()].ramp));
    bought.iter().map(ramped).collect::<Option<Vec<Time>>>()?.into_iter().max()
}

/// Runs the pilots of all options.
///
/// # Errors
/// [`Stopped`] when asked to stop, or when a run cannot be made.
pub(super) fn pilots(
    spec: &Spec,
    adoption: &Adoption,
    seed: u64,
    stop: &AtomicBool,
) -> Result<Pilots, Stopped> {
    let own = scenario(spec);
    // An option is the same under all programmes: one pilot serves them.
    let first = |option: usize| {
        let name = spec.options[option].option();
        spec.options.iter().position(|other| other.option() == name).unwrap_or(option)
    };
    let piloted: Vec<usize> = (0..spec.options.len()).filter(|option| first(*option) == *option).collect();
    let runs: Vec<(usize, u32)> =
        piloted.iter().flat_map(|option| (0..adoption.pilots).map(|n| (*option, n))).collect();
    let asked = spec.programmes.iter().any(Programme::asks_for_reserve);
    let demands: &[Demand] =
        if asked { &[Demand::AsDescribed, Demand::Unlimited] } else { &[Demand::AsDescribed] };
    let runs: Vec<(Demand, usize, u32)> = demands
        .iter()
        .flat_map(|demand| runs.iter().map(|(option, replication)| (*demand, *option, *replication)))
        .collect();
    let of = |(demand, option, replication): &(Demand, usize, u32)| {
        let (demand, option, replication) = (*demand, *option, *replication);
        let seed = mix(seed ^ OWN_STREAMS);
        run(Setting { spec: &own, surge: 0, option, demand, seed, replication, trace: false }, stop)
    };
    let outcomes: Vec<Result<Outcome, Stopped>> = runs.par_iter().map(of).collect();
    let outcomes = outcomes.into_iter().collect::<Result<Vec<Outcome>, Stopped>>()?;
    let runs: Vec<&[Outcome]> = outcomes.chunks(adoption.pilots as usize).collect();
    let factories = |option: usize| {
        let place = piloted.iter().position(|other| *other == first(option)).unwrap_or(0);
        let unlimited = runs.get(piloted.len() + place).copied().unwrap_or_default();
        let mut found = vec![None; spec.factories.len()];
        for kind in 0..spec.plants.len() {
            of_kind(&own, kind, [runs[0], runs[place], unlimited], &mut found);
        }
        found
    };
    Ok((0..spec.options.len()).map(factories).collect())
}

/// One pilot: all that the option offers is ordered on the first day.
fn run(setting: Setting<'_>, stop: &AtomicBool) -> Result<Outcome, Stopped> {
    let mut plant = Plant::new(setting)?;
    plant.offer_only();
    let all: Vec<usize> = (0..setting.spec.factories.len()).collect();
    plant.order(&all, Time::ZERO, 1.0);
    to_the_end(plant, stop)
}

/// What the factories of a kind can expect, from pilots without an option, with it, and with it under unlimited demand.
fn of_kind(
    spec: &Spec,
    kind: usize,
    [without, with, unlimited]: [&[Outcome]; 3],
    found: &mut [Option<Piloted>],
) {
    let factories: Vec<usize> =
        (0..spec.factories.len()).filter(|f| spec.factories[*f].plant.index() == kind).collect();
    let piloted = |f: usize| -> Vec<Piloted> {
        let pairs = without.iter().zip(with);
        pairs
            .filter_map(|(without, with)| of_factory(spec, f, &without.factories[f], &with.factories[f]))
            .collect()
    };
    let seen: Vec<(f64, Piloted)> = factories
        .iter()
        .flat_map(|f| piloted(*f).into_iter().map(|own| (spec.factories[*f].demand_factor, own)))
        .collect();
    if seen.is_empty() {
        return;
    }
    let line = |read: fn(&Piloted) -> f64| {
        line(&seen.iter().map(|(size, own)| (*size, read(own))).collect::<Vec<_>>())
    };
    let (gain, units, units_without) = (line(|p| p.gain), line(|p| p.units), line(|p| p.units_without));
    let price = line(|p| p.price);
    let improvement = Improvement::mean(&seen.iter().map(|(_, own)| own.improvement).collect::<Vec<_>>());
    for factory in factories {
        let size = spec.factories[factory].demand_factor;
        let at = |line: &Line| line.mean + line.slope * (size - line.middle);
        found[factory] = Some(Piloted {
            gain: at(&gain),
            units: at(&units).max(0.0),
            units_without: at(&units_without).max(0.0),
            price: price.mean,
            capacity: capacity(spec, factory, unlimited),
            improvement,
        });
    }
}

/// What a factory makes a day where everything is ordered, in the last months of the pilots [units]; 0 without such.
fn capacity(spec: &Spec, factory: usize, unlimited: &[Outcome]) -> f64 {
    let a_day = |run: &Outcome| {
        let own = &run.factories[factory];
        let made = units_finished(spec, run, &[factory]);
        made / own.window.length.as_days().max(f64::MIN_POSITIVE)
    };
    mean(&unlimited.iter().map(a_day).collect::<Vec<_>>()).unwrap_or(0.0)
}

/// A straight line through points.
struct Line {
    middle: f64,
    mean: f64,
    slope: f64,
}

/// The line of least squares through points of size and value; level where there are fewer than three, or of one size.
fn line(points: &[(f64, f64)]) -> Line {
    let n = points.len().max(1) as f64;
    let (middle, mean) = (sum(points.iter().map(|p| p.0)) / n, sum(points.iter().map(|p| p.1)) / n);
    let spread = sum(points.iter().map(|p| (p.0 - middle) * (p.0 - middle)));
    let together = sum(points.iter().map(|p| (p.0 - middle) * (p.1 - mean)));
    let known = points.len() > 2 && spread > 1e-9 * n * middle * middle;
    Line { middle, mean, slope: if known { together / spread } else { 0.0 } }
}

/// Over the whole months after all of it came into use.
fn of_factory(
    spec: &Spec,
    factory: usize,
    without: &FactoryOutcome,
    with: &FactoryOutcome,
) -> Option<Piloted> {
    let live = whole_benefit_from(spec, &with.installed)?;
    let surge = Surge::none();
    let (gained, base) = (books(spec, &surge, factory, with), books(spec, &surge, factory, without));
    let counts = |i: &usize| gained[*i].whole && with.months[*i].start >= live;
    let months: Vec<usize> = (0..gained.len().min(base.len())).filter(counts).collect();
    let n = months.len() as f64;
    if months.is_empty() {
        return None;
    }
    let over = |value: &dyn Fn(usize) -> f64| sum(months.iter().map(|i| value(*i))) / n;
    let plant = spec.plant_of(factory);
    let units = |months: &[Period], i: usize| units_leaving(plant, &months[i]) as f64;
    let sold = over(&|i| units(&with.months, i));
    let better: Vec<Improvement> = months
        .iter()
        .map(|i| Improvement::of(plant, &with.months[*i].tally, &without.months[*i].tally))
        .collect();
    let revenue = over(&|i| gained[i].revenue.units());
    Some(Piloted {
        gain: over(&|i| (gained[i].operating() - base[i].operating()).units()),
        units: sold,
        units_without: over(&|i| units(&without.months, i)),
        price: if sold > 0.0 { revenue / sold } else { 0.0 },
        capacity: 0.0,
        improvement: Improvement::mean(&better),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_by_hand() {
        let at = |points: &[(f64, f64)], size: f64| {
            let found = line(points);
            found.mean + found.slope * (size - found.middle)
        };
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found}");
        near(at(&[(1.0, 10.0), (2.0, 30.0), (3.0, 50.0)], 4.0), 70.0);
        near(at(&[(1.0, 10.0), (2.0, 30.0), (3.0, 20.0)], 2.0), 20.0);
        near(at(&[(1.0, 10.0), (3.0, 30.0)], 9.0), 20.0);
        near(at(&[(2.0, 10.0), (2.0, 20.0), (2.0, 60.0)], 9.0), 30.0);
    }
}
