//! On what terms each factory is funded in a replication: its draws, and whether there is public money for it.

use std::borrow::Cow;

use crate::finance::{Funded, Measured, fund};
use crate::random::{key, uniform};
use crate::spec::programme::{Budget, Programme};
use crate::spec::{Appraisal, Spec};
use crate::units::{Money, Time};

use super::Spread;

/// Whose draws of acceptance.
pub(super) struct Chance<'a> {
    pub(super) spec: &'a Spec,
    pub(super) seed: u64,
    pub(super) replication: u32,
}

impl Chance<'_> {
    /// A draw for each offer of a programme, the same in programmes that have an offer in the same place.
    fn luck(&self, factory: usize, offers: usize) -> Vec<f64> {
        let name = &self.spec.factories[factory].name;
        let draw = |offer: usize| key(self.seed, self.replication, name, &format!("accepted {offer}"));
        (0..offers).map(|offer| uniform(draw(offer))).collect()
    }
}

/// Deals with the factories of a replication, in the order of the region.
pub(super) struct Dealer<'a> {
    pub(super) appraisal: &'a Appraisal,
    programme: &'a Programme,
    chance: Chance<'a>,
    /// Who was promised public money; `None` where owners do not decide.
    pub(super) spread: Option<&'a Spread>,
    /// What is left of a limited budget where owners do not decide: it goes to those who buy first, in the order of the
    /// region.
    left: Option<Money>,
}

/// What a factory got.
pub(super) struct Dealt<'a> {
    /// Its own terms of the programme; those of who pays from his profit where the programme is not for it.
    pub(super) terms: Cow<'a, Programme>,
    pub(super) with_public: bool,
    pub(super) luck: Vec<f64>,
    pub(super) funded: Funded,
}

impl<'a> Dealer<'a> {
    pub(super) fn new(
        appraisal: &'a Appraisal,
        programme: &'a Programme,
        chance: Chance<'a>,
        spread: Option<&'a Spread>,
    ) -> Dealer<'a> {
        let left = programme.budget.filter(|_| spread.is_none()).map(|budget| budget.amount);
        Dealer { appraisal, programme, chance, spread, left }
    }

    /// The next factory's terms, by its position in the region.
    pub(super) fn deal(&mut self, factory: usize, measured: &Measured) -> Dealt<'a> {
        let spec = self.chance.spec;
        let eligible =
            self.programme.eligible.admits(&spec.factories[factory], measured.ordered.unwrap_or(Time::ZERO));
        let adopter = self.spread.and_then(|spread| spread.adopters.iter().find(|own| own.owner == factory));
        let mut with_public = self.spread.is_none() || adopter.is_some_and(|own| own.funded);
        let terms = match adopter.and_then(|own| own.promised).filter(|_| with_public) {
            _ if !eligible => Cow::Owned(Programme::own_profit()),
            Some(promised) => Cow::Owned(self.of_promise(promised)),
            None => Cow::Borrowed(self.programme),
        };
        let luck = self.chance.luck(factory, terms.offers.len());
        let accounts = spec.accounts.as_ref();
        let of = |with_public| fund(accounts, self.appraisal, &terms, with_public, measured, &luck);
        let mut funded = of(with_public);
        if let Some(left) = &mut self.left {
            if funded.public_paid > *left {
                with_public = false;
                funded = of(false);
            }
            *left = *left - funded.public_paid;
        }
        Dealt { terms, with_public, luck, funded }
    }

    /// What a promise out of a limited budget makes of the programme: never more is paid than was promised, whatever it brings.
    fn of_promise(&self, promised: Money) -> Programme {
        let budget = |own: Budget| {
            let most = own.per_factory.map_or(promised, |most| most.min(promised));
            Budget { per_factory: Some(most), ..own }
        };
        Programme { budget: self.programme.budget.map(budget), ..self.programme.clone() }
    }
}
