//! What an option can be expected to bring a factory: paired pilot runs, on streams of their own and without any
//! emergency, in which all factories buy on the first day.

use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

use crate::finance::{books, units_leaving};
use crate::outcome::{FactoryOutcome, Installed, Outcome, Period};
use crate::plant::{Demand, Plant, Setting};
use crate::random::mix;
use crate::spec::programme::Adoption;
use crate::spec::{Installation, Spec, Stop, Surge, WarmUp};
use crate::stats::{mean, sum};
use crate::units::{Duration, Time};

use super::Stopped;
use super::run::to_the_end;

/// Told apart from the seed of the runs that it is mixed with.
const OWN_STREAMS: u64 = 0x7069_6c6f_7473;

/// What an option brings a factory of a kind in a month, once all of it is in use: means over factories and pilots.
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
}

/// By option, then by kind of plant; `None` where an option is not for that kind, or is not in use within a pilot.
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
    let of = |(option, replication): &(usize, u32)| {
        let (option, replication) = (*option, *replication);
        let seed = mix(seed ^ OWN_STREAMS);
        let demand = Demand::AsDescribed;
        run(Setting { spec: &own, surge: 0, option, demand, seed, replication, trace: false }, stop)
    };
    let outcomes: Vec<Result<Outcome, Stopped>> = runs.par_iter().map(of).collect();
    let outcomes = outcomes.into_iter().collect::<Result<Vec<Outcome>, Stopped>>()?;
    let runs: Vec<&[Outcome]> = outcomes.chunks(adoption.pilots as usize).collect();
    let kinds = |option: usize| {
        let with =
            piloted.iter().position(|other| *other == first(option)).map_or(runs[0], |place| runs[place]);
        (0..spec.plants.len()).map(|kind| of_kind(&own, kind, runs[0], with)).collect()
    };
    Ok((0..spec.options.len()).map(kinds).collect())
}

/// One pilot: all that the option offers is ordered on the first day.
fn run(setting: Setting<'_>, stop: &AtomicBool) -> Result<Outcome, Stopped> {
    let mut plant = Plant::new(setting)?;
    plant.offer_only();
    let all: Vec<usize> = (0..setting.spec.factories.len()).collect();
    plant.order(&all, Time::ZERO, 1.0);
    to_the_end(plant, stop)
}

fn of_kind(spec: &Spec, kind: usize, without: &[Outcome], with: &[Outcome]) -> Option<Piloted> {
    let own = |f: &usize| spec.factories[*f].plant.index() == kind;
    let factories: Vec<usize> = (0..spec.factories.len()).filter(own).collect();
    let pairs = without.iter().zip(with);
    let pairs = pairs.flat_map(|(without, with)| factories.iter().map(move |f| (*f, without, with)));
    let found: Vec<Piloted> = pairs
        .filter_map(|(f, without, with)| of_factory(spec, f, &without.factories[f], &with.factories[f]))
        .collect();
    let over = |read: fn(&Piloted) -> f64| mean(&found.iter().map(read).collect::<Vec<_>>());
    Some(Piloted {
        gain: over(|p| p.gain)?,
        units: over(|p| p.units)?,
        units_without: over(|p| p.units_without)?,
        price: over(|p| p.price)?,
    })
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
    let revenue = over(&|i| gained[i].revenue.units());
    Some(Piloted {
        gain: over(&|i| (gained[i].operating() - base[i].operating()).units()),
        units: sold,
        units_without: over(&|i| units(&without.months, i)),
        price: if sold > 0.0 { revenue / sold } else { 0.0 },
    })
}
