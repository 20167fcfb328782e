//! How an offer spreads among the factories that it is for, and how many buy because of public money.

use std::collections::BTreeSet;

use crate::adoption::{Adopter, additionality};
use crate::spec::Spec;
use crate::spec::programme::Programme;
use crate::stats::Estimate;
use crate::units::MONTH_DAYS;

use super::adopting::{order_instants, ordered_at};
use super::{Cell, Spread, Within};

/// Months after the start at which penetration is reported.
pub const PENETRATION_MONTHS: [u32; 5] = [12, 24, 36, 48, 60];

/// How an offer spread among the factories that it is for.
#[derive(Clone, Debug)]
pub struct Penetration {
    /// Share that had ordered by each of [`PENETRATION_MONTHS`]; undefined where the run ends before.
    pub months: [Estimate; PENETRATION_MONTHS.len()],
    /// The same by size class: small, middle and large factories, thirds by their demand.
    pub months_by_size: [[Estimate; PENETRATION_MONTHS.len()]; 3],
    /// The probability that the share the scenario aims at is reached by each of [`PENETRATION_MONTHS`] within the run, over
    /// replications; empty where it aims at none.
    pub target: Vec<Within>,
    /// Share at the end of the run, by size class.
    pub by_size: [Estimate; 3],
    /// Share at the end of the run.
    pub at_end: Estimate,
    /// Share that had heard of it at the end.
    pub aware: Estimate,
    /// Share that waited for an installer at the end.
    pub waiting: Estimate,
    /// Share of the buyers that dropped out, since what they bought was not accepted.
    pub dropped: Estimate,
    /// Share of the buyers that were promised public money and ordered before the programme ended; undefined where it has none.
    pub promised: Estimate,
    /// Share of the buyers that would not have bought under the first programme without public money, in the same
    /// replication; undefined for that programme, and where there is none.
    pub additional: Estimate,
}

/// Penetration over replications.
pub(super) fn penetration(spec: &Spec, programme: &Programme, spreads: &[Spread]) -> Penetration {
    let share = |counted: usize, of: usize| (of > 0).then(|| counted as f64 / of as f64);
    let over = |read: &dyn Fn(&Spread) -> Option<f64>| Estimate::of_defined(spreads.iter().map(read));
    let length = spec.stop.limit().as_days() / MONTH_DAYS;
    let classes = size_classes(spec);
    let instants = order_instants(spec);
    // Of the factories of a class, or of all, those that have ordered before a month.
    let ordered = |spread: &Spread, before: u32, class: Option<usize>| {
        let is_one = |factory: usize| class.is_none_or(|class| classes[factory] == class);
        let own = spread.adopters.iter().filter(|own| own.month < before && is_one(own.owner)).count();
        share(own, spread.offered_to.iter().filter(|factory| is_one(**factory)).count())
    };
    let within_run = |month: u32| f64::from(month) <= length + 0.5;
    let by = |month: u32, class: Option<usize>| {
        if !within_run(month) {
            return Estimate::default();
        }
        over(&|spread| ordered(spread, month, class))
    };
    let reached = |month: u32, target: f64| {
        // A share of whole factories may miss its own decimal fraction by rounding.
        let hit = |spread: &&Spread| ordered(spread, month, None).is_some_and(|share| share > target - 1e-9);
        Within::of_count(month, spreads.iter().filter(hit).count(), spreads.len())
    };
    let target = spec.adoption.as_ref().and_then(|adoption| adoption.target);
    Penetration {
        months: PENETRATION_MONTHS.map(|month| by(month, None)),
        months_by_size: [0, 1, 2].map(|class| PENETRATION_MONTHS.map(|month| by(month, Some(class)))),
        target: target.map_or(Vec::new(), |target| {
            let months = PENETRATION_MONTHS.into_iter().filter(|month| within_run(*month));
            months.filter_map(|month| reached(month, target)).collect()
        }),
        by_size: [0, 1, 2].map(|class| over(&|spread| ordered(spread, u32::MAX, Some(class)))),
        at_end: over(&|spread| ordered(spread, u32::MAX, None)),
        aware: over(&|spread| share(spread.aware, spread.offered_to.len())),
        waiting: over(&|spread| share(spread.waiting, spread.offered_to.len())),
        dropped: over(&|spread| share(spread.dropped.len(), spread.adopters.len())),
        promised: over(&|spread| {
            let admits = |own: &Adopter| {
                programme.eligible.admits(&spec.factories[own.owner], ordered_at(own, &instants))
            };
            let promised = |own: &&Adopter| own.funded && admits(own);
            let funded = spread.adopters.iter().filter(promised).count();
            share(funded, spread.adopters.len()).filter(|_| programme.is_public())
        }),
        additional: Estimate::default(),
    }
}

/// The third of the region in which each factory is, by its demand; equal ones by their order.
fn size_classes(spec: &Spec) -> Vec<usize> {
    let mut order: Vec<usize> = (0..spec.factories.len()).collect();
    order.sort_by(|a, b| spec.factories[*a].demand_factor.total_cmp(&spec.factories[*b].demand_factor));
    let mut classes = vec![0; order.len()];
    for (rank, factory) in order.iter().enumerate() {
        classes[*factory] = 3 * rank / order.len();
    }
    classes
}

/// Says of each programme with public money how many of its buyers the first programme without any would not have had.
pub(super) fn weigh_additional(spec: &Spec, cells: &mut [Cell]) {
    let Some(bare) = spec.programmes.iter().position(|programme| !programme.is_public()) else { return };
    let offered = |cell: &Cell| spec.options[cell.option].offered.clone();
    let twins: Vec<(usize, String, Vec<BTreeSet<usize>>)> = cells
        .iter()
        .filter_map(|cell| {
            let own = offered(cell).filter(|offered| offered.programme == bare)?;
            Some((cell.surge, own.option, cell.spreads.iter().map(adopters).collect()))
        })
        .collect();
    for cell in cells.iter_mut() {
        let Some(own) = offered(cell).filter(|own| spec.programmes[own.programme].is_public()) else {
            continue;
        };
        let twin = twins.iter().find(|(surge, option, _)| (*surge, option) == (cell.surge, &own.option));
        let Some((_, _, without)) = twin else { continue };
        let shares =
            cell.spreads.iter().zip(without).map(|(with, without)| {
                additionality(&adopters(with), without).share.map(|share| share.share)
            });
        let additional = Estimate::of_defined(shares);
        for funded in &mut cell.funded {
            if let Some(spread) = &mut funded.spread {
                spread.additional = additional;
            }
        }
    }
}

fn adopters(spread: &Spread) -> BTreeSet<usize> {
    spread.adopters.iter().map(|adopter| adopter.owner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::sample;
    use crate::random::Distribution;
    use crate::spec::Stop;
    use crate::spec::diffusion::{PeerAwareness, Thresholds};
    use crate::spec::programme::Adoption;
    use crate::stats::wilson;
    use crate::units::Duration;

    /// Six factories of sizes 1 to 6, of which half are aimed at, over four years.
    fn region() -> Spec {
        let mut spec = sample::spec("2020-01-01");
        let one = spec.factories[0].clone();
        let sized = |size: u32| crate::spec::Factory { demand_factor: f64::from(size), ..one.clone() };
        spec.factories = (1..=6).map(sized).collect();
        spec.stop = Stop::After(Duration(1_461 * Duration::DAY.0));
        spec.adoption = Some(Adoption {
            thresholds: Thresholds { median: 24.0, sigma: 0.0 },
            awareness: PeerAwareness { own: 1.0, peers: 0.0 },
            cash: Distribution::Constant(1.0),
            starts_per_month: None,
            price_ratio: 1.0,
            price_floor: 0.0,
            pilots: 1,
            pilot_weight: 1.0,
            target: Some(0.5),
        });
        spec
    }

    /// Who ordered in which month, of those whom it is for.
    fn spread(ordered: &[(usize, u32)], offered_to: &[usize]) -> Spread {
        let adopter = |(owner, month): &(usize, u32)| Adopter {
            owner: *owner,
            month: *month,
            funded: false,
            promised: None,
        };
        Spread {
            adopters: ordered.iter().map(adopter).collect(),
            offered_to: offered_to.to_vec(),
            aware: 6,
            waiting: 0,
            dropped: Vec::new(),
        }
    }

    /// In the first future a small and a large one order in the first year and a middle one in the third; in the second, only
    /// the largest in the fourth. Half of six are reached in one of two, from the third year on.
    #[test]
    fn by_size_and_target_by_hand() {
        let all = [0, 1, 2, 3, 4, 5];
        let spreads = [spread(&[(0, 3), (5, 11), (2, 35)], &all), spread(&[(5, 36)], &all)];
        let found = penetration(&region(), &Programme::own_profit(), &spreads);
        let means = |shares: &[Estimate]| shares.iter().map(|share| share.mean).collect::<Vec<_>>();
        assert_eq!(means(&found.months_by_size[0]), [Some(0.25), Some(0.25), Some(0.25), Some(0.25), None]);
        assert_eq!(means(&found.months_by_size[1]), [Some(0.0), Some(0.0), Some(0.25), Some(0.25), None]);
        assert_eq!(means(&found.months_by_size[2]), [Some(0.25), Some(0.25), Some(0.25), Some(0.5), None]);
        assert_eq!(means(&found.by_size), [Some(0.25), Some(0.25), Some(0.5)]);
        assert!((found.months[2].mean.unwrap() - 0.25).abs() < 1e-12 && found.months[4].mean.is_none());
        let reached: Vec<(u32, f64)> = found.target.iter().map(|own| (own.months, own.probability)).collect();
        assert_eq!(reached, [(12, 0.0), (24, 0.0), (36, 0.5), (48, 0.5)]);
        let half = wilson(1, 2).unwrap();
        assert_eq!((found.target[2].low, found.target[2].high), (half.low, half.high));
        // Of two whom it is for, one is half.
        let few = penetration(&region(), &Programme::own_profit(), &[spread(&[(0, 3)], &[0, 5])]);
        assert_eq!((few.target[0].probability, few.months_by_size[1][0].mean), (1.0, None));
        let mut aimless = region();
        aimless.adoption = None;
        assert!(penetration(&aimless, &Programme::own_profit(), &spreads).target.is_empty());
    }
}
