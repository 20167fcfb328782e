//! How upgrades spread: how owners hear of them and judge them, what they cost as more are installed, who is helped.

use crate::units::Money;

/// The two drives of diffusion.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bass {
    /// p, the rate at which those who wait adopt by themselves [per year; >= 0].
    pub innovation: f64,
    /// q, the rate at which they do so times the share that already has [per year; >= 0].
    pub imitation: f64,
}

/// How prices and advertising stretch time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MarketingMix {
    /// b1: what a relative change of the price, net of grants, adds to time [<= 0, as -1.5].
    pub price: f64,
    /// b2: what a relative increase of advertising adds to it [>= 0]; a decrease adds nothing.
    pub advertising: f64,
}

/// How one factory hears of an upgrade: by itself, and from those of its group that have it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PeerAwareness {
    /// Rate without any adopter [per year; >= 0].
    pub own: f64,
    /// What it grows by once all of the group are adopters [per year; >= 0].
    pub peers: f64,
}

/// The longest payback that owners accept, which differs among them: lognormal.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Thresholds {
    /// Half of the owners accept no longer one [months; > 0].
    pub median: f64,
    /// Spread of its logarithm [>= 0]; 0: all have the median.
    pub sigma: f64,
}

/// A price by the number installed in the region.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Learning {
    /// Price of the first installation [currency; >= 0].
    pub first: f64,
    /// What each doubling of the installations leaves of it [0 < ratio <= 1; 0.8 is "80 %"].
    pub ratio: f64,
    /// The least price [currency; >= 0].
    pub floor: f64,
}

/// Who goes first. Who does not fit into what is left gets nothing, and the next one is looked at; nobody gets
/// a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SubsidyRule {
    /// In the order of application.
    FirstCome,
    /// The highest score.
    ByScore,
    /// The most benefit for each unit of grant: greedy, not always the best set.
    ByBenefitPerGrant,
    /// The set of the largest benefit, exactly, among at most 40 applications a round.
    LargestBenefit,
    /// By lot.
    Lottery,
}

/// When a budget becomes available.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tranches {
    /// All of it from the beginning.
    AtOnce,
    /// An amount with each round (a quarter as a rule), as long as there is any; what a round leaves is there
    /// in the next.
    EachRound(Money),
}
