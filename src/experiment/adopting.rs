//! One run of a region whose owners decide for themselves what they buy.
//!
//! Before each month the run stands still. Once a quarter owners look at the offer: at what pilots promise, corrected by
//! what the books of those show who have it. Who orders is upgraded from then on, in the same simulation.

use std::collections::{BTreeMap, BTreeSet};

use crate::adoption::{Adopter, Fund, Judgement, Market, Owner};
use crate::finance::{
    Expected, Measured, books, fund, in_use, maturity, monthly_rate, npv, payback, peak_funding,
};
use crate::outcome::FactoryOutcome;
use crate::plant::{Plant, Setting};
use crate::random::{key, uniform};
use crate::spec::accounts::Inflation;
use crate::spec::diffusion::Learning;
use crate::spec::funding::{Instrument, Party};
use crate::spec::programme::{Acceptance, Adoption, Programme};
use crate::spec::{Appraisal, Installation, Spec};
use crate::stats::mean;
use crate::units::{FactoryId, MONTH_DAYS, Money, Time};

use super::Stopped;
use super::pilots::{Piloted, until_in_use, whole_benefit_from};
use super::shared::expected_fee;
use super::walk::Walk;

/// Whole months before an order and after the first use that a record needs to be believed (assumed).
const RECORDED: usize = 3;

/// Months before an order that count, at most.
const BEFORE: usize = 12;

/// What is offered to whom, and by what it is judged.
#[derive(Clone, Copy)]
pub(super) struct Offer<'a> {
    pub(super) setting: Setting<'a>,
    pub(super) programme: &'a Programme,
    pub(super) adoption: &'a Adoption,
    pub(super) appraisal: &'a Appraisal,
    /// By factory.
    pub(super) pilots: &'a [Option<Piloted>],
}

/// How the offer spread in one replication.
#[derive(Clone, PartialEq, Debug)]
pub struct Spread {
    /// Who ordered [positions in `Spec::factories`], in that order.
    pub adopters: Vec<Adopter>,
    /// Factories that the option is for [positions in `Spec::factories`].
    pub offered_to: Vec<usize>,
    /// Those who had heard of it at the end.
    pub aware: usize,
    /// Those who waited for an installer at the end.
    pub waiting: usize,
    /// Adopters who gave up what was not accepted [positions in `Spec::factories`].
    pub dropped: Vec<usize>,
}

/// The owners of one run, and what they have decided so far.
#[derive(Clone)]
pub(super) struct Owners<'a> {
    offer: Offer<'a>,
    candidates: Vec<usize>,
    market: Market,
    /// The next month in which they can order.
    month: u32,
}

impl<'a> Owners<'a> {
    /// The owners at the start of a run.
    pub(super) fn new(offer: &Offer<'a>, plant: &mut Plant<'_>) -> Owners<'a> {
        plant.offer_only();
        let candidates = offer.candidates();
        let market = offer.market(&candidates);
        Owners { offer: *offer, candidates, market, month: 0 }
    }

    /// The same owners, who go on under another surge.
    pub(super) fn branch(&self, surge: usize) -> Owners<'a> {
        let setting = Setting { surge, ..self.offer.setting };
        Owners { offer: Offer { setting, ..self.offer }, ..self.clone() }
    }

    /// Takes the run up to an instant, or to its end, the instants at which they decide in between.
    ///
    /// # Errors
    /// [`Stopped`] when asked to stop, when the run cannot go on, or when a rule finds too many applications.
    pub(super) fn take(
        &mut self,
        walk: &mut Walk<'_>,
        plant: &mut Plant<'_>,
        end: Time,
    ) -> Result<(), Stopped> {
        let instants = order_instants(self.offer.setting.spec);
        while let Some(at) = instants.get(self.month as usize).filter(|at| **at < end) {
            walk.to(plant, *at)?;
            self.decide(plant, *at)?;
            self.month += 1;
        }
        walk.to(plant, end)
    }

    /// A month begins.
    fn decide(&mut self, plant: &mut Plant<'_>, at: Time) -> Result<(), Stopped> {
        let Owners { offer, candidates, market, month } = self;
        let (spec, month) = (offer.setting.spec, *month);
        let price = market.price();
        if Market::is_review(month) {
            let quoted = price * offer.dearer(month);
            for owner in offer.not_accepted(plant, market, candidates, (month, at)) {
                market.drop_out(owner);
            }
            let surprises = offer.surprises(plant, market, candidates);
            let quotes = plant.offers(at);
            let judge = |owner: usize, with_public: bool| {
                let factory = candidates[owner];
                if offer.opens(factory) > at {
                    return NOT_OFFERED;
                }
                offer.judge(factory, (month, at), &surprises, quotes[factory] * quoted, with_public)
            };
            let chance = |owner: usize| {
                let name = &spec.factories[candidates[owner]].name;
                offer.draw(name, &format!("hears {month}"))
            };
            let lots = key(offer.setting.seed, offer.setting.replication, "lots", &month.to_string());
            market.review(month, lots, chance, judge)?;
        }
        let mut ordering: Vec<usize> =
            market.begin_month(month).iter().map(|adopter| candidates[adopter.owner]).collect();
        ordering.sort_unstable();
        plant.order(&ordering, at, price);
        Ok(())
    }

    /// How the offer has spread, when the run is over.
    pub(super) fn spread(self) -> Spread {
        let Owners { candidates, market, .. } = self;
        let of_factory = |adopter: Adopter| Adopter { owner: candidates[adopter.owner], ..adopter };
        Spread {
            adopters: market.adopters().into_iter().map(of_factory).collect(),
            aware: market.aware(),
            waiting: market.waiting(),
            dropped: market.dropped().into_iter().map(|owner| candidates[owner]).collect(),
            offered_to: candidates,
        }
    }
}

/// When factories can order: at the start, and as each month begins.
pub(super) fn order_instants(spec: &Spec) -> Vec<Time> {
    std::iter::once(Time::ZERO).chain(spec.start.month_starts(Time(spec.stop.limit().0))).collect()
}

/// When an adopter ordered, of the instants at which factories can.
pub(super) fn ordered_at(adopter: &Adopter, instants: &[Time]) -> Time {
    instants.get(adopter.month as usize).copied().unwrap_or(Time::NEVER)
}

/// A draw with which nothing is rejected.
const ACCEPTED: f64 = 1.0 - f64::EPSILON;

/// What cannot be bought yet.
const NOT_OFFERED: Judgement = Judgement {
    payback: None,
    peak_funding: Money::ZERO,
    public: Money::ZERO,
    certain: Money::ZERO,
    benefit: Money::ZERO,
};

impl Offer<'_> {
    fn spec(&self) -> &Spec {
        self.setting.spec
    }

    /// A uniform draw that does not depend on the programme.
    fn draw(&self, factory: &str, purpose: &str) -> f64 {
        uniform(key(self.setting.seed, self.setting.replication, factory, purpose))
    }

    fn inflation(&self) -> Option<Inflation> {
        self.spec().accounts.and_then(|accounts| accounts.inflation)
    }

    /// What upgrades cost in a month, beside all other prices, relative to the start.
    fn dearer(&self, month: u32) -> f64 {
        let of = |rate: f64| Inflation::factor(rate, month as usize);
        self.inflation().map_or(1.0, |rates| of(rates.capital) / of(rates.general))
    }

    fn installations(&self) -> &[Installation] {
        &self.spec().options[self.setting.option].installations
    }

    /// What is offered to one factory.
    fn offered_to(&self, factory: usize) -> impl Iterator<Item = &Installation> {
        self.installations().iter().filter(move |installation| installation.factory.index() == factory)
    }

    /// Factories with anything to install under the option, ascending.
    fn candidates(&self) -> Vec<usize> {
        let mut factories: Vec<usize> = self.installations().iter().map(|i| i.factory.index()).collect();
        factories.sort_unstable();
        factories.dedup();
        factories
    }

    /// When a factory can order all that it is offered.
    fn opens(&self, factory: usize) -> Time {
        self.offered_to(factory).map(|installation| installation.order_at).max().unwrap_or(Time::ZERO)
    }

    /// Months from an order until all of it is in use, on average.
    fn months_until_in_use(&self, factory: usize) -> usize {
        let longest =
            self.offered_to(factory).map(|installation| until_in_use(self.spec(), installation)).max();
        longest.map_or(0, |time| (time.as_days() / MONTH_DAYS).ceil() as usize)
    }

    fn market(&self, candidates: &[usize]) -> Market {
        let owner = |factory: &usize| {
            let f = &self.spec().factories[*factory];
            let draw = self.draw(&f.name, "threshold");
            let cash =
                self.adoption.cash.at(key(self.setting.seed, self.setting.replication, &f.name, "cash"));
            Owner {
                group: f.plant.index(),
                threshold: self.adoption.thresholds.threshold(draw),
                mandated_from: self.mandated_from(*factory),
                cash: Money::from_units(cash * f.demand_factor),
            }
        };
        let owners = candidates.iter().map(owner).collect();
        let fund = self.programme.budget.map(|budget| {
            let fund = Fund::new(budget.amount, budget.tranches);
            (fund, budget.rule)
        });
        let price =
            Learning { first: 1.0, ratio: self.adoption.price_ratio, floor: self.adoption.price_floor };
        Market::new(owners, self.adoption.awareness, fund, self.adoption.starts_per_month, price)
    }

    /// The month from which a factory has to buy: once it is told to, and can.
    fn mandated_from(&self, factory: usize) -> Option<u32> {
        let spec = self.spec();
        let told = self.programme.mandated_from.filter(|told| self.admits(factory, *told))?;
        let from = told.max(self.opens(factory));
        // Owners are asked at the beginnings of months.
        Some(order_instants(spec).partition_point(|begins| *begins < from) as u32)
    }

    /// Whether the programme is for a factory that orders at an instant.
    fn admits(&self, factory: usize, ordered: Time) -> bool {
        self.programme.eligible.admits(&self.spec().factories[factory], ordered)
    }

    /// Adopters with public money [positions among the candidates] whose purchase is not accepted by the last month in which it
    /// could be: too little of it is in use, or the level is not reached. What is set beside the factory without it is not
    /// looked at.
    fn not_accepted(
        &self,
        plant: &mut Plant<'_>,
        market: &Market,
        candidates: &[usize],
        (month, now): (u32, Time),
    ) -> Vec<usize> {
        let spec = self.spec();
        let shown = |so_far: &FactoryOutcome| match self.programme.acceptance {
            Acceptance::Maturity => f64::from(maturity(spec, &so_far.installed, now)),
            _ => in_use(&so_far.installed, now),
        };
        if !matches!(self.programme.acceptance, Acceptance::InUse | Acceptance::Maturity) {
            return Vec::new();
        }
        let tested = || {
            self.programme.offers.iter().filter_map(|offer| match &offer.instrument {
                Instrument::AcceptedGrant(grant) if grant.payer == Party::Public => Some(grant),
                _ => None,
            })
        };
        let Some(last) = tested().map(|grant| grant.tested.last).max() else { return Vec::new() };
        // A bonus for more is no condition of the rest.
        let least = tested().map(|grant| grant.target).fold(f64::INFINITY, f64::min);
        let instants = order_instants(spec);
        let due = |adopter: &Adopter| {
            let over = (adopter.month as usize) + last < month as usize;
            over && adopter.funded && self.admits(candidates[adopter.owner], ordered_at(adopter, &instants))
        };
        let due: Vec<usize> = market.adopters().iter().filter(|own| due(own)).map(|own| own.owner).collect();
        if due.is_empty() {
            return Vec::new();
        }
        let shown: Vec<f64> = plant.read_books(|_, so_far| shown(so_far));
        due.into_iter().filter(|owner| shown[candidates[*owner]] < least).collect()
    }

    /// By how much what was recorded so far differs from what pilots promised, by kind of plant [currency a month]: the sum
    /// over those who have it, by their number and what pilots weigh.
    fn surprises(&self, plant: &mut Plant<'_>, market: &Market, candidates: &[usize]) -> Vec<f64> {
        let weight = self.adoption.pilot_weight;
        let of_kind =
            |gains: &Vec<f64>| crate::stats::sum(gains.iter().copied()) / (weight + gains.len() as f64);
        self.recorded(plant, market, candidates).iter().map(of_kind).collect()
    }

    /// What the books say that those gained who have it, beyond what pilots promised, by kind of plant [currency a month each]:
    /// the change of their result since their order, less that of the others of their kind over the same months.
    fn recorded(&self, plant: &mut Plant<'_>, market: &Market, candidates: &[usize]) -> Vec<Vec<f64>> {
        let spec = self.spec();
        let mut gains = vec![Vec::new(); spec.plants.len()];
        let adopters = market.adopters();
        if adopters.is_empty() {
            return gains;
        }
        let surge = spec.surge_of_replication(self.setting.surge, self.setting.replication);
        // Each factory's results by month, and the first month with the whole benefit of what it bought.
        let seen: Vec<(Vec<f64>, Option<usize>)> = plant.read_books(|factory, so_far| {
            let results = books(spec, &surge, factory, so_far);
            let first = whole_benefit_from(spec, &so_far.installed)
                .map(|live| so_far.months.partition_point(|month| month.start < live));
            (results.iter().map(|month| month.operating().units()).collect(), first)
        });
        let mut others: Vec<Vec<usize>> = vec![Vec::new(); spec.plants.len()];
        let ordered: BTreeSet<usize> = adopters.iter().map(|adopter| candidates[adopter.owner]).collect();
        for factory in (0..spec.factories.len()).filter(|factory| !ordered.contains(factory)) {
            others[spec.factories[factory].plant.index()].push(factory);
        }
        // Those who ordered and came to use it in the same months are set beside the same change of the others.
        let mut of_others: BTreeMap<(usize, usize, usize), f64> = BTreeMap::new();
        for adopter in &adopters {
            let factory = candidates[adopter.owner];
            let kind = spec.factories[factory].plant.index();
            let Some(first) = seen[factory].1 else { continue };
            let (until, months) = (adopter.month as usize, seen[factory].0.len());
            let before = until.saturating_sub(BEFORE)..until;
            if before.len() < RECORDED || first + RECORDED > months {
                continue;
            }
            let change = |f: usize| {
                let results = &seen[f].0;
                Some(mean(results.get(first..months)?)? - mean(results.get(before.clone())?)?)
            };
            let beside = *of_others.entry((kind, first, until)).or_insert_with(|| {
                let changes: Vec<f64> = others[kind].iter().filter_map(|f| change(*f)).collect();
                mean(&changes).unwrap_or(0.0)
            });
            let promised = self.pilots[factory].map_or(0.0, |pilot| pilot.gain);
            gains[kind].extend(change(factory).map(|own| own - beside - promised));
        }
        gains
    }

    /// What the offer is to an owner, at a price for all of it.
    fn judge(
        &self,
        factory: usize,
        (month, now): (u32, Time),
        surprises: &[f64],
        quote: f64,
        with_public: bool,
    ) -> Judgement {
        let Some(pilot) = self.pilots[factory] else { return NOT_OFFERED };
        let kind = self.spec().factories[factory].plant.index();
        let expected = Piloted { gain: pilot.gain + surprises[kind], ..pilot };
        let own_profit = Programme::own_profit();
        let programme = if self.admits(factory, now) { self.programme } else { &own_profit };
        let choice = &self.spec().options[self.setting.option];
        let fee = expected_fee(self.spec(), choice.option(), self.candidates().len());
        let expected = Expected {
            capital: Money::from_units(quote),
            gain: Money::from_units(expected.gain) - fee,
            growth: self.inflation().map_or(0.0, |rates| rates.general),
            first_gain: 1 + self.months_until_in_use(factory),
            horizon: self.appraisal.horizon_months as usize,
            good_without: expected.units_without.round() as u64,
            good_with: expected.units.round() as u64,
            price: expected.price,
            improvement: expected.improvement,
            ready: (expected.capacity - expected.units / MONTH_DAYS).max(0.0),
            maturity: choice.maturity(FactoryId(factory as u32), &self.spec().upgrades),
            month: month as usize,
        };
        // Owners count on what is more likely than not.
        let luck = vec![0.5; programme.offers.len()];
        let (accounts, measured) = (self.spec().accounts.as_ref(), Measured::expected(&expected));
        let funded = fund(accounts, self.appraisal, programme, with_public, &measured, &luck);
        let rate = monthly_rate(self.appraisal.discount_rate);
        // Budgets promise what they may have to pay, in the money of that day.
        let prices = self.inflation().map_or(1.0, |rates| Inflation::factor(rates.general, month as usize));
        let nominal = Expected {
            capital: expected.capital.times(prices),
            gain: expected.gain.times(prices),
            price: expected.price * prices,
            ..expected
        };
        let public = |programme: &Programme| {
            let luck = vec![ACCEPTED; programme.offers.len()];
            let measured = Measured::expected(&nominal);
            fund(accounts, self.appraisal, programme, true, &measured, &luck).public_paid
        };
        let depends = |instrument: &Instrument| matches!(instrument, Instrument::AcceptedGrant(_));
        let in_any_case = || Programme {
            offers: programme.offers.iter().filter(|offer| !depends(&offer.instrument)).cloned().collect(),
            ..programme.clone()
        };
        let limited = with_public && programme.budget.is_some();
        Judgement {
            payback: payback(&funded.owner).last,
            peak_funding: Money::from_units(-peak_funding(&funded.owner)).positive(),
            public: if limited { public(programme) } else { funded.public_paid },
            certain: if limited { public(&in_any_case()) } else { Money::ZERO },
            benefit: Money::from_units(npv(&funded.project, rate) + quote).positive(),
        }
    }
}
