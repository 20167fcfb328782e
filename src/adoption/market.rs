//! Owners, their programme's budget and the providers' crews, month by month: who knows, who asks, who is served.
//!
//! Owners are asked once a quarter, in the order of the region. What they know of an offer comes in as a
//! [`Judgement`]; chance comes in as uniform draws, so that programmes can be compared on the same owners.

use super::{Application, Decision, Fund, Means, Provider, Request, TooMany, decide};
use crate::spec::diffusion::{Learning, PeerAwareness, SubsidyRule};
use crate::units::Money;

/// Months between two reviews of an offer.
const REVIEW: u32 = 3;

/// An owner, who stays the same whatever the programme.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Owner {
    /// Whose results and whose example count: the kind of plant.
    pub group: usize,
    /// Longest payback that is accepted [months].
    pub threshold: f64,
    /// What can be spent [>= 0].
    pub cash: Money,
}

/// What an offer looks like to an owner.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Judgement {
    /// Expected payback after funding [months; `None`: not within the horizon].
    pub payback: Option<f64>,
    /// The most that has to be found at a time, after funding [>= 0].
    pub peak_funding: Money,
    /// What the public budget would give in all [>= 0].
    pub public: Money,
    /// Present value of what the investment brings, before funding [>= 0].
    pub benefit: Money,
}

/// How far an owner has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    /// Has not heard of it.
    Unaware,
    /// Knows of it and has not decided for it.
    Aware,
    /// Waits for an installer.
    Waiting { funded: bool },
    /// Has ordered.
    Ordered { month: u32, funded: bool },
}

/// An owner who orders.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Adopter {
    /// Position among the owners.
    pub owner: usize,
    /// The month of the order, from 0.
    pub month: u32,
    /// Whether public money was promised; without, only the rest of the programme applies.
    pub funded: bool,
}

/// The market of one offer under one programme.
#[derive(Clone, Debug)]
pub struct Market {
    owners: Vec<Owner>,
    stages: Vec<Stage>,
    awareness: PeerAwareness,
    /// The public budget and its rule; `None`: nobody is refused.
    fund: Option<(Fund, SubsidyRule)>,
    provider: Provider,
    price: Learning,
    ordered: u32,
}

impl Market {
    /// A market of some owners, none of whom has heard of the offer.
    pub fn new(
        owners: Vec<Owner>,
        awareness: PeerAwareness,
        fund: Option<(Fund, SubsidyRule)>,
        starts_per_month: Option<usize>,
        price: Learning,
    ) -> Market {
        let stages = vec![Stage::Unaware; owners.len()];
        let provider = Provider::new(starts_per_month);
        Market { owners, stages, awareness, fund, provider, price, ordered: 0 }
    }

    /// What the next one pays, relative to the first.
    pub fn price(&self) -> f64 {
        self.price.price(self.ordered)
    }

    /// Whether owners are asked in a month.
    pub fn is_review(month: u32) -> bool {
        month.is_multiple_of(REVIEW)
    }

    /// The share of a group that has ordered [0..=1].
    pub fn share(&self, group: usize) -> f64 {
        let own = || self.owners.iter().zip(&self.stages).filter(|(owner, _)| owner.group == group);
        let ordered = own().filter(|(_, stage)| matches!(stage, Stage::Ordered { .. })).count();
        if ordered == 0 { 0.0 } else { ordered as f64 / own().count() as f64 }
    }

    /// All owners are asked. `chance` has a uniform draw from (0, 1) for an owner, of its own in each review; `judge`
    /// tells what the offer is to an owner with public money and without; `lots` is the key of a lottery.
    ///
    /// # Errors
    /// [`TooMany`] applications for the rule of the largest benefit.
    pub fn review(
        &mut self,
        month: u32,
        lots: u64,
        chance: impl Fn(usize) -> f64,
        mut judge: impl FnMut(usize, bool) -> Judgement,
    ) -> Result<(), TooMany> {
        let groups = self.owners.iter().map(|owner| owner.group + 1).max().unwrap_or(0);
        let heard: Vec<f64> = (0..groups)
            .map(|group| self.awareness.probability(self.share(group), f64::from(REVIEW) / 12.0))
            .collect();
        let mut applications = Vec::new();
        for owner in 0..self.owners.len() {
            if self.stages[owner] == Stage::Unaware && chance(owner) < heard[self.owners[owner].group] {
                self.stages[owner] = Stage::Aware;
            }
            if self.stages[owner] != Stage::Aware {
                continue;
            }
            let with = judge(owner, true);
            if !self.wants(owner, &with) {
                continue;
            }
            if self.fund.is_some() && with.public > Money::ZERO {
                let (amount, benefit) = (with.public, with.benefit);
                applications.push(Application { factory: owner, amount, score: 0.0, benefit });
            } else {
                self.ask(owner, month, true);
            }
        }
        let Some((fund, rule)) = &mut self.fund else { return Ok(()) };
        let awards = fund.round(*rule, lots, &applications)?;
        for application in &applications {
            let owner = application.factory;
            let promised = awards.iter().any(|award| award.factory == owner);
            // Who is refused may go without, or ask again.
            if promised || self.wants(owner, &judge(owner, false)) {
                self.ask(owner, month, promised);
            }
        }
        Ok(())
    }

    fn wants(&self, owner: usize, judgement: &Judgement) -> bool {
        let Owner { threshold, cash, .. } = self.owners[owner];
        let none = Money::ZERO;
        let means =
            Means { aware: true, mandated: false, threshold, cash, loan_limit: none, up_front_grant: none };
        decide(&means, judgement.payback, judgement.peak_funding, true) == Decision::Adopts
    }

    fn ask(&mut self, owner: usize, month: u32, funded: bool) {
        self.stages[owner] = Stage::Waiting { funded };
        self.provider.ask(Request { factory: owner, asked: month, priority: 0.0 });
    }

    /// A month begins: those order for whom there is a crew.
    pub fn begin_month(&mut self, month: u32) -> Vec<Adopter> {
        let begun = self.provider.begin_month();
        let order = |request: Request| {
            let owner = request.factory;
            let funded = self.stages[owner] == Stage::Waiting { funded: true };
            self.stages[owner] = Stage::Ordered { month, funded };
            Adopter { owner, month, funded }
        };
        let adopters: Vec<Adopter> = begun.into_iter().map(order).collect();
        self.ordered += adopters.len() as u32;
        adopters
    }

    /// Who has ordered, in the order of the owners.
    pub fn adopters(&self) -> Vec<Adopter> {
        let ordered = self.stages.iter().enumerate();
        let ordered = ordered.filter_map(|(owner, stage)| match *stage {
            Stage::Ordered { month, funded } => Some(Adopter { owner, month, funded }),
            _ => None,
        });
        ordered.collect()
    }

    /// Owners who have heard of the offer.
    pub fn aware(&self) -> usize {
        self.stages.iter().filter(|stage| **stage != Stage::Unaware).count()
    }

    /// Owners who wait for an installer.
    pub fn waiting(&self) -> usize {
        self.provider.waiting().len()
    }
}
