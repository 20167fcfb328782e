//! The monthly statements of each factory in one replication, drawn up anew from its outcomes.

use crate::finance::{Statement, funded_statements};
use crate::spec::Spec;
use crate::spec::programme::Programme;

use super::compare::paired;
use super::dealer::{Chance, Dealer};
use super::funding::seen;
use super::{Cell, Funded};

/// The statements of one factory, at the months 0..=horizon.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// Position in `Spec::factories`.
    pub factory: usize,
    /// Month by month.
    pub months: Vec<Statement>,
    /// The first month that repeats others instead of being simulated; `None`: none.
    pub extrapolated_from: Option<usize>,
}

/// The statements of all factories in the first replication, in the order of the region: as they are in a baseline, and as a
/// programme funds them with an option (`funded`, of the cell). None without accounts.
pub fn statements<'a>(
    spec: &'a Spec,
    seed: u64,
    baseline: &'a Cell,
    cell: &'a Cell,
    funded: Option<&Funded>,
) -> impl Iterator<Item = Drawn> + use<'a> {
    let rules = spec.accounts.as_ref().zip(spec.appraisal.as_ref());
    let pair = paired(&baseline.outcomes, &cell.outcomes).first().copied();
    let programme = funded.map(|funded| &spec.programmes[funded.programme]);
    let drawn = rules.zip(pair).map(move |((accounts, appraisal), (without, with))| {
        let seen = seen(spec, appraisal, cell, (without, with));
        let chance = Chance { spec, seed, replication: with.replication };
        let spread = cell.spreads.get(with.replication as usize);
        let mut dealer = programme.map(|programme| Dealer::new(appraisal, programme, chance, spread));
        let own_profit = Programme::own_profit();
        seen.factories.into_iter().enumerate().map(move |(factory, measured)| {
            let of = |programme: &Programme, with_public, luck: &[f64]| {
                funded_statements(accounts, appraisal, programme, with_public, &measured, luck)
            };
            let months = match &mut dealer {
                None => of(&own_profit, false, &[]),
                Some(dealer) => {
                    let dealt = dealer.deal(factory, &measured);
                    of(&dealt.terms, dealt.with_public, &dealt.luck)
                }
            };
            let [_, months] = months;
            Drawn { factory, months, extrapolated_from: measured.extrapolated_from }
        })
    });
    drawn.into_iter().flatten()
}
