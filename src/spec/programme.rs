//! Funding programmes as they are offered, who drives them, and how an upgrade spreads under them.
//!
//! An [`Offer`] is an instrument for whatever an owner buys: amounts are shares of the purchase, months count from
//! it. `finance` makes instruments of a project of it.

use crate::random::Distribution;
use crate::spec::Factory;
use crate::spec::diffusion::{PeerAwareness, SubsidyRule, Thresholds, Tranches};
use crate::spec::funding::{Instrument, Party};
use crate::units::{Money, PlantId, Time};

/// A funding programme.
#[derive(Clone, PartialEq, Debug)]
pub struct Programme {
    /// Name, unique in the scenario.
    pub name: String,
    /// What it is, in a few words for the report.
    pub title: String,
    /// Who starts it and pays first.
    pub driver: Driver,
    /// What is offered to each owner who buys, in the order in which it applies.
    pub offers: Vec<Offer>,
    /// What the public budget is limited to; `None`: no limit.
    pub budget: Option<Budget>,
    /// What acceptance by measurement looks at.
    pub acceptance: Acceptance,
    /// Which factories it is for; others pay from their profit.
    pub eligible: Eligible,
    /// From when on its factories have to buy, where owners decide; `None`: never.
    pub mandated_from: Option<Time>,
}

/// Which factories a programme is for.
#[derive(Clone, PartialEq, Debug)]
pub struct Eligible {
    /// Kinds of plant; empty: all.
    pub plants: Vec<PlantId>,
    /// Smallest demand factor.
    pub demand_from: f64,
    /// Largest demand factor [may be infinite].
    pub demand_to: f64,
    /// Whose first order comes then or later is not funded; `None`: the programme does not end.
    pub until: Option<Time>,
}

impl Eligible {
    /// Every factory.
    pub const ALL: Eligible =
        Eligible { plants: Vec::new(), demand_from: 0.0, demand_to: f64::INFINITY, until: None };

    /// Whether a factory that orders at an instant is one of them.
    pub fn admits(&self, factory: &Factory, ordered: Time) -> bool {
        let kind = self.plants.is_empty() || self.plants.contains(&factory.plant);
        let open = self.until.is_none_or(|until| ordered < until);
        kind && open && (self.demand_from..=self.demand_to).contains(&factory.demand_factor)
    }
}

impl Programme {
    /// What there is without any programme: owners pay from their profit.
    pub fn own_profit() -> Programme {
        Programme {
            name: "own-profit".into(),
            title: "Owners pay from their profit".into(),
            driver: Driver::Owners,
            offers: Vec::new(),
            budget: None,
            acceptance: Acceptance::InUse,
            eligible: Eligible::ALL,
            mandated_from: None,
        }
    }

    /// Whether it pays for reserve capacity, so that somebody has to know it.
    pub fn asks_for_reserve(&self) -> bool {
        self.offers.iter().any(|offer| matches!(offer.instrument, Instrument::ReadinessFee(_)))
    }

    /// Whether public money is in it.
    pub fn is_public(&self) -> bool {
        self.offers.iter().any(Offer::is_public)
    }
}

/// Who drives a programme.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Driver {
    /// The owners, alone.
    Owners,
    /// Who supplies and installs the upgrades.
    Provider,
    /// A city, a county, a province.
    LocalGovernment,
    /// Investors.
    CommercialCapital,
    /// A programme of the central government.
    CentralProgramme,
}

/// An instrument as it is offered.
#[derive(Clone, PartialEq, Debug)]
pub struct Offer {
    /// The share of the purchase that is lent, leased, financed or put in [0..=1]; 1 for other instruments.
    pub share: f64,
    /// For a share of the gain: most that the provider gets, as a multiple of what it financed [>= 0].
    pub cap_multiple: f64,
    /// The instrument, for a purchase in month 0; the amount of a loan, a lease, a pay-per-use contract, a revenue
    /// share and of equity is zero here and follows from `share`.
    pub instrument: Instrument,
}

impl Offer {
    /// Whether public money is in it.
    pub fn is_public(&self) -> bool {
        let payer = match &self.instrument {
            Instrument::Loan(loan) => {
                return loan.subsidy.is_some_and(|subsidy| subsidy.payer == Party::Public);
            }
            Instrument::UpFrontGrant(grant) => grant.payer,
            Instrument::AcceptedGrant(grant) => grant.payer,
            Instrument::OutputGrant(grant) => grant.payer,
            Instrument::OutputBonus(bonus) => bonus.payer,
            Instrument::PurchaseGuarantee(guarantee) => guarantee.buyer,
            Instrument::ReadinessFee(fee) => fee.payer,
            Instrument::Voucher(voucher) => voucher.payer,
            Instrument::TaxCredit(_) => Party::Public,
            Instrument::Lease(_)
            | Instrument::PayPerUse(_)
            | Instrument::RevenueShare(_)
            | Instrument::Equity(_) => return false,
        };
        payer == Party::Public
    }
}

/// What acceptance by measurement looks at, month by month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Acceptance {
    /// The share of what was bought that is in use and works [0..=1].
    InUse,
    /// Good units made, relative to the same month without the upgrade, less 1.
    OutputGain,
    /// Overall equipment effectiveness over all machines, less that of the same month without the upgrade [points, as a share].
    OeeGain,
    /// The level of maturity that what is in use has brought the factory to [1..=5].
    Maturity,
    /// The share by which the mean time of lots through the plant is shorter than in the same month without the upgrade.
    LeadTimeCut,
    /// The share by which the part of units with a defect is smaller than in the same month without the upgrade.
    DefectCut,
    /// The share by which electricity for a unit is less than in the same month without the upgrade.
    EnergyCut,
}

/// A limited public budget.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Budget {
    /// All of it [>= 0].
    pub amount: Money,
    /// When it becomes available; a round is a review of the owners (a quarter).
    pub tranches: Tranches,
    /// Most that one factory is promised; `None`: no cap.
    pub per_factory: Option<Money>,
    /// Who goes first.
    pub rule: SubsidyRule,
}

/// How owners decide, and how an upgrade spreads among them. With it, what an option lists is an offer: who takes it,
/// and when, follows from the programme.
#[derive(Clone, PartialEq, Debug)]
pub struct Adoption {
    /// The longest payback that owners accept [months].
    pub thresholds: Thresholds,
    /// How they hear of what is offered; the group is the factories of one kind of plant.
    pub awareness: PeerAwareness,
    /// What an owner can spend on it [currency; >= 0], drawn once per factory; times the factory's demand factor.
    pub cash: Distribution,
    /// Installations that providers can begin in a month, over the region; `None`: any number.
    pub starts_per_month: Option<usize>,
    /// What each doubling of the installations leaves of the price [0 < ratio <= 1].
    pub price_ratio: f64,
    /// The least price, as a share of the first one [0..=1].
    pub price_floor: f64,
    /// Pilot runs of an option, each of one year without an emergency, on streams of their own [>= 1].
    pub pilots: u32,
    /// How many adopters' recorded results weigh as much as the pilots' estimate [> 0].
    pub pilot_weight: f64,
    /// The share of the factories that is aimed at [0 < share <= 1]; `None`: the scenario does not say.
    pub target: Option<f64>,
}
