//! One run of a region whose owners decide for themselves what they buy.
//!
//! Before each month the run stands still. Once a quarter owners look at the offer: at what pilots promise, corrected by
//! what the books of those show who have it. Who orders is upgraded from then on, in the same simulation.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

use crate::adoption::{Adopter, Fund, Judgement, Market, Owner};
use crate::finance::{Expected, Measured, books, fund, monthly_rate, npv, payback, peak_funding};
use crate::outcome::Outcome;
use crate::plant::{Plant, Setting};
use crate::random::{key, uniform};
use crate::spec::diffusion::Learning;
use crate::spec::programme::{Adoption, Programme};
use crate::spec::{Appraisal, Installation, Spec};
use crate::stats::mean;
use crate::units::{Money, Time};

use super::Stopped;
use super::pilots::{Piloted, until_in_use, whole_benefit_from};
use super::walk::Walk;

/// Whole months before an order and after the first use that a record needs to be believed (assumed).
const RECORDED: usize = 3;

/// Months before an order that count, at most.
const BEFORE: usize = 12;

/// The mean length of a month [days].
const MONTH_DAYS: f64 = 30.4375;

/// What is offered to whom, and by what it is judged.
#[derive(Clone, Copy)]
pub(super) struct Offer<'a> {
    pub(super) setting: Setting<'a>,
    pub(super) programme: &'a Programme,
    pub(super) adoption: &'a Adoption,
    pub(super) appraisal: &'a Appraisal,
    /// By kind of plant.
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
}

/// Runs it.
///
/// # Errors
/// [`Stopped`] when asked to stop, when the run cannot be made, or when a rule finds too many applications.
pub(super) fn run(offer: &Offer<'_>, stop: &AtomicBool) -> Result<(Outcome, Spread), Stopped> {
    let spec = offer.setting.spec;
    let mut plant = Plant::new(offer.setting)?;
    plant.offer_only();
    let candidates = offer.candidates();
    let prices = plant.offers();
    let quotes: Vec<f64> = candidates.iter().map(|factory| prices[*factory]).collect();
    let mut market = offer.market(&candidates);
    let mut walk = Walk::new(stop);
    let starts = spec.start.month_starts(Time(spec.stop.limit().0));
    for (month, at) in (0..).zip(std::iter::once(Time::ZERO).chain(starts)) {
        walk.to(&mut plant, at)?;
        let price = market.price();
        if Market::is_review(month) {
            let expected = offer.expected(&mut plant, &market, &candidates);
            let mut judged: BTreeMap<(usize, u64, bool), Judgement> = BTreeMap::new();
            let judge = |owner: usize, with_public: bool| {
                let (factory, quote) = (candidates[owner], quotes[owner] * price);
                let kind = spec.factories[factory].plant.index();
                if offer.opens(factory) > at {
                    return NOT_OFFERED;
                }
                let of = (kind, quote.to_bits(), with_public);
                *judged.entry(of).or_insert_with(|| offer.judge(factory, expected[kind], quote, with_public))
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
    }
    walk.to(&mut plant, Time::NEVER)?;
    let of_factory = |adopter: Adopter| Adopter { owner: candidates[adopter.owner], ..adopter };
    let spread = Spread {
        adopters: market.adopters().into_iter().map(of_factory).collect(),
        aware: market.aware(),
        waiting: market.waiting(),
        offered_to: candidates,
    };
    Ok((plant.finish(), spread))
}

/// What cannot be bought yet.
const NOT_OFFERED: Judgement =
    Judgement { payback: None, peak_funding: Money::ZERO, public: Money::ZERO, benefit: Money::ZERO };

impl Offer<'_> {
    fn spec(&self) -> &Spec {
        self.setting.spec
    }

    /// A uniform draw that does not depend on the programme.
    fn draw(&self, factory: &str, purpose: &str) -> f64 {
        uniform(key(self.setting.seed, self.setting.replication, factory, purpose))
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
                cash: Money::from_units(cash * f.demand_factor),
            }
        };
        let owners = candidates.iter().map(owner).collect();
        let fund = self.programme.budget.map(|budget| {
            let fund = Fund::new(budget.amount, budget.tranches, None);
            (fund, budget.rule)
        });
        let price =
            Learning { first: 1.0, ratio: self.adoption.price_ratio, floor: self.adoption.price_floor };
        Market::new(owners, self.adoption.awareness, fund, self.adoption.starts_per_month, price)
    }

    /// What can be expected of the offer, by kind of plant: the pilots' gain, corrected by what was recorded so far.
    fn expected(&self, plant: &mut Plant<'_>, market: &Market, candidates: &[usize]) -> Vec<Option<Piloted>> {
        let recorded = self.recorded(plant, market, candidates);
        let weight = self.adoption.pilot_weight;
        let corrected = |(pilot, gains): (&Option<Piloted>, &Vec<f64>)| {
            pilot.map(|pilot| {
                let sum = weight * pilot.gain + crate::stats::sum(gains.iter().copied());
                Piloted { gain: sum / (weight + gains.len() as f64), ..pilot }
            })
        };
        self.pilots.iter().zip(&recorded).map(corrected).collect()
    }

    /// What the books say that those gained who have it, by kind of plant [currency a month each]: the change of their
    /// result since their order, less that of the others of their kind over the same months.
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
            gains[kind].extend(change(factory).map(|own| own - beside));
        }
        gains
    }

    /// What the offer is to an owner, at a price for all of it.
    fn judge(&self, factory: usize, expected: Option<Piloted>, quote: f64, with_public: bool) -> Judgement {
        let Some(expected) = expected else { return NOT_OFFERED };
        let expected = Expected {
            capital: Money::from_units(quote),
            gain: Money::from_units(expected.gain),
            first_gain: 1 + self.months_until_in_use(factory),
            horizon: self.appraisal.horizon_months as usize,
            good_without: expected.units_without.round() as u64,
            good_with: expected.units.round() as u64,
            price: expected.price,
            ready: 0.0,
        };
        // Owners count on what is more likely than not.
        let luck = vec![0.5; self.programme.offers.len()];
        let (accounts, measured) = (self.spec().accounts.as_ref(), Measured::expected(&expected));
        let funded = fund(accounts, self.appraisal, self.programme, with_public, &measured, &luck);
        let rate = monthly_rate(self.appraisal.discount_rate);
        Judgement {
            payback: payback(&funded.owner).last,
            peak_funding: Money::from_units(-peak_funding(&funded.owner)).positive(),
            public: funded.public_paid,
            benefit: Money::from_units(npv(&funded.project, rate) + quote).positive(),
        }
    }
}
