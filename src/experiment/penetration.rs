//! How an offer spreads among the factories that it is for, and how many buy because of public money.

use std::collections::BTreeSet;

use crate::adoption::{Adopter, additionality};
use crate::spec::Spec;
use crate::spec::programme::Programme;
use crate::stats::Estimate;

use super::{Cell, Spread};

/// Months after the start at which penetration is reported.
pub const PENETRATION_MONTHS: [u32; 5] = [12, 24, 36, 48, 60];

/// How an offer spread among the factories that it is for.
#[derive(Clone, Debug)]
pub struct Penetration {
    /// Share that had ordered by each of [`PENETRATION_MONTHS`]; undefined where the run ends before.
    pub months: [Estimate; PENETRATION_MONTHS.len()],
    /// The same at the end of the run, by size class: small, middle and large factories, thirds by their demand.
    pub by_size: [Estimate; 3],
    /// Share at the end of the run.
    pub at_end: Estimate,
    /// Share that had heard of it at the end.
    pub aware: Estimate,
    /// Share that waited for an installer at the end.
    pub waiting: Estimate,
    /// Share of the buyers that dropped out, since what they bought was not accepted.
    pub dropped: Estimate,
    /// Share of the buyers that public money was promised to; undefined where the programme has none.
    pub promised: Estimate,
    /// Share of the buyers that would not have bought under the first programme without public money, in the same
    /// replication; undefined for that programme, and where there is none.
    pub additional: Estimate,
}

/// Penetration over replications.
pub(super) fn penetration(spec: &Spec, programme: &Programme, spreads: &[Spread]) -> Penetration {
    let share = |counted: usize, of: usize| (of > 0).then(|| counted as f64 / of as f64);
    let over = |read: &dyn Fn(&Spread) -> Option<f64>| Estimate::of_defined(spreads.iter().map(read));
    let length = spec.stop.limit().as_days() / 30.4375;
    let by = |month: u32| {
        if f64::from(month) > length + 0.5 {
            return Estimate::default();
        }
        over(&|spread| {
            let ordered = spread.adopters.iter().filter(|adopter| adopter.month < month).count();
            share(ordered, spread.offered_to.len())
        })
    };
    let classes = size_classes(spec);
    let of_class = |class: usize| {
        over(&|spread| {
            let own = spread.adopters.iter().filter(|adopter| classes[adopter.owner] == class).count();
            let all = spread.offered_to.iter().filter(|factory| classes[**factory] == class).count();
            share(own, all)
        })
    };
    Penetration {
        months: PENETRATION_MONTHS.map(by),
        by_size: [0, 1, 2].map(of_class),
        at_end: over(&|spread| share(spread.adopters.len(), spread.offered_to.len())),
        aware: over(&|spread| share(spread.aware, spread.offered_to.len())),
        waiting: over(&|spread| share(spread.waiting, spread.offered_to.len())),
        dropped: over(&|spread| share(spread.dropped.len(), spread.adopters.len())),
        promised: over(&|spread| {
            let promised =
                |own: &&Adopter| own.funded && programme.eligible.admits(&spec.factories[own.owner]);
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
