//! What an option can be expected to bring a factory: paired pilot runs, on streams of their own and without any
//! emergency, in which factories buy on the first day. Where they share a region's orders, half of each kind buys at a
//! time: were all to buy, an owner would be promised what others lose who in truth do not join.

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

/// What an option brings a factory in a month, once all of it is in use: by its size and its pace, as a plane through the
/// pilots' results of its kind says.
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
    let asked = spec.programmes.iter().any(Programme::asks_for_reserve);
    let demands: &[Demand] =
        if asked { &[Demand::AsDescribed, Demand::Unlimited] } else { &[Demand::AsDescribed] };
    let kinds: Vec<usize> = spec.factories.iter().map(|factory| factory.plant.index()).collect();
    let parts = parts(&kinds, if spec.region.is_some() { 2 } else { 1 });
    // Where nothing is bought it does not matter who buys.
    let part_of =
        |option: usize, part: usize| if spec.options[option].installations.is_empty() { 0 } else { part };
    let mut cells: Vec<(Demand, usize, usize)> = Vec::new();
    for demand in demands {
        for option in &piloted {
            let own = (0..parts.len()).filter(|part| part_of(*option, *part) == *part);
            cells.extend(own.map(|part| (*demand, *option, part)));
        }
    }
    let runs: Vec<((Demand, usize, usize), u32)> =
        cells.iter().flat_map(|cell| (0..adoption.pilots).map(|n| (*cell, n))).collect();
    let of = |((demand, option, part), replication): &((Demand, usize, usize), u32)| {
        let (demand, option, replication, seed) = (*demand, *option, *replication, mix(seed ^ OWN_STREAMS));
        let setting = Setting { spec: &own, surge: 0, option, demand, seed, replication, trace: false };
        run(setting, &parts[*part], stop)
    };
    let outcomes: Vec<Result<Outcome, Stopped>> = runs.par_iter().with_max_len(1).map(of).collect();
    let outcomes = outcomes.into_iter().collect::<Result<Vec<Outcome>, Stopped>>()?;
    let at = |demand: Demand, option: usize, part: usize| -> &[Outcome] {
        let cell = cells.iter().position(|own| *own == (demand, option, part_of(option, part)));
        cell.and_then(|n| outcomes.chunks(adoption.pilots as usize).nth(n)).unwrap_or_default()
    };
    let factories = |option: usize| {
        let option = first(option);
        let mut found = vec![None; spec.factories.len()];
        for kind in 0..spec.plants.len() {
            let of_part = |part: usize| Part {
                members: parts[part].iter().copied().filter(|f| kinds[*f] == kind).collect(),
                without: at(Demand::AsDescribed, 0, part),
                with: at(Demand::AsDescribed, option, part),
                unlimited: at(Demand::Unlimited, option, part),
            };
            of_kind(&own, &(0..parts.len()).map(of_part).collect::<Vec<_>>(), &mut found);
        }
        found
    };
    Ok((0..spec.options.len()).map(factories).collect())
}

/// Who buys in the same pilots, by the kinds of all factories: `n` parts of each kind that are as large as one another.
fn parts(kinds: &[usize], n: usize) -> Vec<Vec<usize>> {
    let mut parts = vec![Vec::new(); n];
    for (factory, kind) in kinds.iter().enumerate() {
        let before = kinds[..factory].iter().filter(|other| *other == kind).count();
        parts[before % n].push(factory);
    }
    parts
}

/// The pilots in which the same factories of a kind buy.
struct Part<'a> {
    members: Vec<usize>,
    without: &'a [Outcome],
    with: &'a [Outcome],
    /// With it under unlimited demand; none where no programme asks.
    unlimited: &'a [Outcome],
}

/// One pilot: some order all that the option offers on the first day.
fn run(setting: Setting<'_>, buyers: &[usize], stop: &AtomicBool) -> Result<Outcome, Stopped> {
    let mut plant = Plant::new(setting)?;
    plant.offer_only();
    plant.order(buyers, Time::ZERO, 1.0);
    to_the_end(plant, stop)
}

/// What the factories of a kind can expect.
fn of_kind(spec: &Spec, parts: &[Part<'_>], found: &mut [Option<Piloted>]) {
    let piloted = |part: &Part<'_>, f: usize| -> Vec<Piloted> {
        let pairs = part.without.iter().zip(part.with);
        pairs
            .filter_map(|(without, with)| of_factory(spec, f, &without.factories[f], &with.factories[f]))
            .collect()
    };
    let factories = || parts.iter().flat_map(|part| part.members.iter().map(move |f| (part, *f)));
    let own = |f: usize| [spec.factories[f].demand_factor, spec.factories[f].time_factor];
    let seen: Vec<([f64; 2], Piloted)> = factories()
        .flat_map(|(part, f)| piloted(part, f).into_iter().map(move |piloted| (own(f), piloted)))
        .collect();
    if seen.is_empty() {
        return;
    }
    let plane = |read: fn(&Piloted) -> f64| {
        Plane::through(&seen.iter().map(|(own, piloted)| (*own, read(piloted))).collect::<Vec<_>>())
    };
    let (gain, units, units_without) = (plane(|p| p.gain), plane(|p| p.units), plane(|p| p.units_without));
    let price = mean(&seen.iter().map(|(_, own)| own.price).collect::<Vec<_>>()).unwrap_or(0.0);
    let improvement = Improvement::mean(&seen.iter().map(|(_, own)| own.improvement).collect::<Vec<_>>());
    for (part, factory) in factories() {
        let at = |plane: &Plane| plane.at(own(factory));
        found[factory] = Some(Piloted {
            gain: at(&gain),
            units: at(&units).max(0.0),
            units_without: at(&units_without).max(0.0),
            price,
            capacity: capacity(spec, factory, part.unlimited),
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

/// Where a point lies along both, and its value.
type Point = ([f64; 2], f64);

/// A plane through points.
struct Plane {
    middle: [f64; 2],
    mean: f64,
    slopes: [f64; 2],
}

impl Plane {
    /// The plane of least squares. It is level along what does not differ between the points, and along both where there are
    /// no more points than a plane needs.
    fn through(points: &[Point]) -> Plane {
        let n = points.len().max(1) as f64;
        let over = |read: &dyn Fn(&Point) -> f64| sum(points.iter().map(read)) / n;
        let middle = [over(&|p| p.0[0]), over(&|p| p.0[1])];
        let mean = over(&|p| p.1);
        let away = |p: &Point, k: usize| p.0[k] - middle[k];
        let spread = |k: usize, l: usize| over(&|p| away(p, k) * away(p, l));
        let together = |k: usize| over(&|p| away(p, k) * (p.1 - mean));
        let (first, second, both) = (spread(0, 0), spread(1, 1), spread(0, 1));
        let differs = |spread: f64, k: usize| spread > 1e-9 * middle[k] * middle[k];
        let determinant = first * second - both * both;
        let slopes = if points.len() <= 3 {
            [0.0; 2]
        } else if determinant > 1e-9 * first * second {
            [
                (second * together(0) - both * together(1)) / determinant,
                (first * together(1) - both * together(0)) / determinant,
            ]
        } else if differs(first, 0) {
            [together(0) / first, 0.0]
        } else if differs(second, 1) {
            [0.0, together(1) / second]
        } else {
            [0.0; 2]
        };
        Plane { middle, mean, slopes }
    }

    fn at(&self, own: [f64; 2]) -> f64 {
        self.mean + self.slopes[0] * (own[0] - self.middle[0]) + self.slopes[1] * (own[1] - self.middle[1])
    }
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
    fn planes_by_hand() {
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found}");
        // 5 + 3 of the first - 2 of the second.
        let exact = |x: f64, y: f64| ([x, y], 5.0 + 3.0 * x - 2.0 * y);
        let points = [exact(1.0, 1.0), exact(2.0, 1.2), exact(1.5, 0.8), exact(3.0, 1.1)];
        near(Plane::through(&points).at([4.0, 2.0]), 13.0);
        // All of one pace, all of one size, both always together, all alike.
        let of = |points: [[f64; 3]; 4], at: [f64; 2]| {
            Plane::through(&points.map(|[x, y, value]| ([x, y], value))).at(at)
        };
        near(of([[1.0, 1.0, 10.0], [2.0, 1.0, 30.0], [3.0, 1.0, 50.0], [2.0, 1.0, 30.0]], [4.0, 1.0]), 70.0);
        near(of([[1.0, 1.0, 10.0], [1.0, 2.0, 30.0], [1.0, 3.0, 50.0], [1.0, 2.0, 30.0]], [1.0, 4.0]), 70.0);
        near(of([[1.0, 2.0, 10.0], [2.0, 4.0, 30.0], [3.0, 6.0, 50.0], [2.0, 4.0, 30.0]], [4.0, 8.0]), 70.0);
        near(of([[2.0, 1.0, 10.0], [2.0, 1.0, 20.0], [2.0, 1.0, 30.0], [2.0, 1.0, 60.0]], [9.0, 9.0]), 30.0);
        // As many points as a plane needs say nothing about slopes.
        near(Plane::through(&[exact(1.0, 1.0), exact(2.0, 1.2), exact(1.5, 0.8)]).at([9.0, 9.0]), 7.5);
    }

    #[test]
    fn every_factory_buys_once() {
        let kinds = [0, 0, 1, 0, 1, 2];
        assert_eq!(parts(&kinds, 1), [vec![0, 1, 2, 3, 4, 5]]);
        assert_eq!(parts(&kinds, 2), [vec![0, 2, 3, 5], vec![1, 4]]);
    }
}
