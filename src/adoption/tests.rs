//! The pieces together in a small region, at their limits: what has to hold whatever the numbers are (methods,
//! section 7).

use std::collections::BTreeSet;

use super::*;
use crate::random::{mix, uniform};
use crate::spec::diffusion::{Learning, PeerAwareness, SubsidyRule, Thresholds, Tranches};
use crate::stats::{mean, variance};
use crate::units::Money;

const FACTORIES: usize = 300;
const MONTHS: u32 = 60;
const AWARENESS: PeerAwareness = PeerAwareness { own: 0.03, peers: 0.38 };

/// A programme under which owners decide, month by month.
#[derive(Clone, Copy)]
struct World {
    seed: u64,
    /// Multiplies all amounts of money.
    money: i64,
    thresholds: Thresholds,
    /// Cash of the middle owner; others have from half to one and a half of it.
    cash: i64,
    /// Share of the price that is granted.
    grant: f64,
    budget: i64,
    starts_per_month: Option<usize>,
    rule: SubsidyRule,
}

const WORLD: World = World {
    seed: 1,
    money: 1,
    thresholds: Thresholds { median: 24.0, sigma: 0.5 },
    cash: 100_000,
    grant: 0.3,
    budget: i64::MAX / 1_000_000,
    starts_per_month: Some(4),
    rule: SubsidyRule::FirstCome,
};

impl World {
    /// A draw that depends on the factory, the month and what it is for, and on nothing else.
    fn draw(&self, factory: usize, month: u32, purpose: u64) -> f64 {
        uniform(mix(mix(self.seed << 8 | purpose) ^ mix((factory as u64) << 20 | u64::from(month))))
    }

    /// What the upgrade brings a factory in a month; one in ten loses by it.
    fn benefit(&self, factory: usize) -> f64 {
        (self.draw(factory, 0, 1) * 10_000.0 - 1_000.0) * self.money as f64
    }

    /// When each factory adopts [month]; absent: never.
    fn adoptions(&self) -> Vec<(usize, u32)> {
        let owner = |factory| Owner {
            group: 0,
            threshold: self.thresholds.threshold(self.draw(factory, 0, 3)),
            cash: Money(self.cash * self.money).times(0.5 + self.draw(factory, 0, 4)),
            mandated_from: None,
        };
        let price = Money(100_000 * self.money);
        let judge = |factory: usize, with_public: bool| {
            let public = if with_public { price.times(self.grant) } else { Money::ZERO };
            let (benefit, own) = (self.benefit(factory), price - public);
            let payback = (benefit > 0.0).then_some((own.0 as f64 / benefit).max(0.0));
            Judgement { payback, peak_funding: own, public, certain: Money::ZERO, benefit: Money(1) }
        };
        let fund = Fund::new(Money(self.budget), Tranches::AtOnce);
        let flat = Learning { first: 1.0, ratio: 1.0, floor: 0.0 };
        let owners = (0..FACTORIES).map(owner).collect();
        let mut market = Market::new(owners, AWARENESS, Some((fund, self.rule)), self.starts_per_month, flat);
        for month in 0..MONTHS {
            if Market::is_review(month) {
                let chance = |factory: usize| self.draw(factory, month, 2);
                market.review(month, self.seed, chance, judge).unwrap();
            }
            market.begin_month(month);
        }
        market.adopters().iter().map(|adopter| (adopter.owner, adopter.month)).collect()
    }

    fn adopters(&self) -> BTreeSet<usize> {
        self.adoptions().into_iter().map(|(factory, _)| factory).collect()
    }
}

#[test]
fn no_budget_is_no_policy() {
    let without = World { grant: 0.0, ..WORLD };
    assert_eq!(World { budget: 0, ..WORLD }.adoptions(), without.adoptions());
    assert_ne!(WORLD.adoptions(), without.adoptions(), "and with a budget it is one");
}

#[test]
fn more_installers_than_factories_are_no_queue() {
    let many = World { starts_per_month: Some(FACTORIES), ..WORLD };
    assert_eq!(many.adoptions(), World { starts_per_month: None, ..WORLD }.adoptions());
    assert!(World { starts_per_month: Some(0), ..WORLD }.adoptions().is_empty());
}

#[test]
fn another_currency_changes_nothing() {
    let doubled = World { money: 2, budget: WORLD.budget, ..WORLD };
    assert_eq!(doubled.adoptions(), WORLD.adoptions());
    let short = World { budget: 3_000_000, ..WORLD };
    assert_eq!(World { money: 2, budget: 6_000_000, ..short }.adoptions(), short.adoptions());
}

/// With all of it granted and no queue, every aware factory that gains by it adopts, and no other.
#[test]
fn for_nothing_all_who_gain_adopt() {
    let free = World { grant: 1.0, starts_per_month: None, ..WORLD };
    let adopters = free.adopters();
    let gaining = (0..FACTORIES).filter(|f| free.benefit(*f) > 0.0).count();
    assert!(adopters.iter().all(|factory| free.benefit(*factory) > 0.0));
    assert!(adopters.len() < gaining, "not all know of it yet: {} of {gaining}", adopters.len());
    assert!(adopters.is_superset(&World { grant: 0.5, ..free }.adopters()));
}

/// The same chance with a larger grant, more installers or patience never has fewer adopters.
#[test]
fn monotone_in_grant_installers_and_patience() {
    let count = |world: World| world.adopters().len();
    let rising = |worlds: Vec<World>| {
        let counts: Vec<usize> = worlds.into_iter().map(count).collect();
        assert!(counts.is_sorted() && counts[0] < counts[counts.len() - 1], "{counts:?}");
    };
    rising([0.0, 0.2, 0.4, 0.6, 1.0].map(|grant| World { grant, ..WORLD }).to_vec());
    rising([0, 1, 2, 4, 50].map(|starts| World { starts_per_month: Some(starts), ..WORLD }).to_vec());
    let patient = |median| World { thresholds: Thresholds { median, sigma: 0.5 }, ..WORLD };
    rising([6.0, 12.0, 24.0, 48.0, 400.0].map(patient).to_vec());
}

/// Where nothing but awareness holds anybody back, adoption follows the curve of Bass: 0.331 after five years.
/// The region is finite and its months are steps, so that a few parts in a hundred are left.
#[test]
fn awareness_alone_is_the_curve_of_bass() {
    let curve = crate::spec::diffusion::Bass { innovation: AWARENESS.own, imitation: AWARENESS.peers };
    let thresholds = Thresholds { median: 1e12, sigma: 0.0 };
    let world =
        |seed| World { seed, thresholds, cash: i64::MAX / 1_000_000, starts_per_month: None, ..WORLD };
    let shares: Vec<f64> = (0..40)
        .map(|seed| {
            let gaining = (0..FACTORIES).filter(|f| world(seed).benefit(*f) > 0.0).count();
            // Those who lose by it never adopt, and nobody hears of it from them.
            world(seed).adopters().len() as f64 / gaining as f64
        })
        .collect();
    let (found, error) = (mean(&shares).unwrap(), (variance(&shares).unwrap() / 40.0).sqrt());
    // A tenth of the peers is missing.
    let expected = crate::spec::diffusion::Bass { imitation: 0.9 * AWARENESS.peers, ..curve }.share(5.0);
    assert!((found - expected).abs() < 0.02 * expected + 3.0 * error, "{found} ± {error} is not {expected}");
}

/// Of those who adopt with a grant, the ones that would have done so without it are free riders.
#[test]
fn free_riders_are_found_by_the_paired_run() {
    let open = World { starts_per_month: None, ..WORLD };
    let found = additionality(&open.adopters(), &World { grant: 0.0, ..open }.adopters());
    assert!(found.free_riders > 0 && found.free_riders < found.adopters, "{found:?}");
    let share = found.share.unwrap();
    assert!(share.low < share.share && share.share < share.high);
    let same = additionality(&open.adopters(), &open.adopters());
    assert_eq!((same.free_riders, same.share.map(|share| share.share)), (same.adopters, Some(0.0)));
}
