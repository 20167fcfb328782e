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
    /// The month from which the purchase is prescribed, whatever it brings; `None`: never.
    pub mandated_from: Option<u32>,
}

/// What an offer looks like to an owner.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Judgement {
    /// Expected payback after funding [months; `None`: not within the horizon].
    pub payback: Option<f64>,
    /// The most that has to be found at a time, after funding [>= 0].
    pub peak_funding: Money,
    /// What the public budget would give in all, if it is accepted [>= 0].
    pub public: Money,
    /// How much of that it gives whether it is accepted or not [>= 0].
    pub certain: Money,
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
    /// Has ordered, and given up what was not accepted: an example to nobody.
    Dropped { month: u32, funded: bool },
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
    /// How much was promised out of a limited budget, what went back taken off; `None` without such a budget.
    pub promised: Option<Money>,
}

/// The market of one offer under one programme.
#[derive(Clone, Debug)]
pub struct Market {
    owners: Vec<Owner>,
    stages: Vec<Stage>,
    /// What of a promise is paid in any case, by owner.
    certain: Vec<Money>,
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
        let (stages, certain) = (vec![Stage::Unaware; owners.len()], vec![Money::ZERO; owners.len()]);
        let provider = Provider::new(starts_per_month);
        Market { owners, stages, certain, awareness, fund, provider, price, ordered: 0 }
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
            let hears = || self.is_mandated(owner, month) || chance(owner) < heard[self.owners[owner].group];
            if self.stages[owner] == Stage::Unaware && hears() {
                self.stages[owner] = Stage::Aware;
            }
            if self.stages[owner] != Stage::Aware {
                continue;
            }
            let with = judge(owner, true);
            if !self.wants(owner, &with, month) {
                continue;
            }
            if self.fund.is_some() && with.public > Money::ZERO {
                let (amount, benefit) = (with.public, with.benefit);
                self.certain[owner] = with.certain;
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
            if promised || self.wants(owner, &judge(owner, false), month) {
                self.ask(owner, month, promised);
            }
        }
        Ok(())
    }

    fn is_mandated(&self, owner: usize, month: u32) -> bool {
        self.owners[owner].mandated_from.is_some_and(|from| from <= month)
    }

    fn wants(&self, owner: usize, judgement: &Judgement, month: u32) -> bool {
        let Owner { threshold, cash, .. } = self.owners[owner];
        let (none, mandated) = (Money::ZERO, self.is_mandated(owner, month));
        let means = Means { aware: true, mandated, threshold, cash, loan_limit: none, up_front_grant: none };
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
            (owner, month, funded)
        };
        let adopters: Vec<_> = begun.into_iter().map(order).collect();
        let adopters: Vec<Adopter> = adopters.into_iter().map(|own| self.adopter(own)).collect();
        self.ordered += adopters.len() as u32;
        adopters
    }

    fn adopter(&self, (owner, month, funded): (usize, u32, bool)) -> Adopter {
        let promised = self.fund.as_ref().map(|(fund, _)| fund.promised_to(owner));
        Adopter { owner, month, funded, promised }
    }

    /// An adopter gives up what was not accepted: what was promised for that goes back to the budget, and it is no example any
    /// more.
    pub fn drop_out(&mut self, owner: usize) {
        let Stage::Ordered { month, funded } = self.stages[owner] else { return };
        self.stages[owner] = Stage::Dropped { month, funded };
        if let Some((fund, _)) = &mut self.fund {
            fund.release(owner, self.certain[owner]);
        }
    }

    /// Adopters who have dropped out.
    pub fn dropped(&self) -> Vec<usize> {
        let dropped = |owner: &usize| matches!(self.stages[*owner], Stage::Dropped { .. });
        (0..self.stages.len()).filter(dropped).collect()
    }

    /// Who has ordered, in the order of the owners.
    pub fn adopters(&self) -> Vec<Adopter> {
        let ordered = self.stages.iter().enumerate();
        let ordered = ordered.filter_map(|(owner, stage)| match *stage {
            Stage::Ordered { month, funded } | Stage::Dropped { month, funded } => {
                Some(self.adopter((owner, month, funded)))
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::diffusion::Tranches;

    fn market(owners: Vec<Owner>, budget: i64, awareness: PeerAwareness) -> Market {
        let fund = (Fund::new(Money(budget), Tranches::AtOnce), SubsidyRule::FirstCome);
        Market::new(owners, awareness, Some(fund), None, Learning { first: 1.0, ratio: 1.0, floor: 0.0 })
    }

    fn owner(mandated_from: Option<u32>, cash: i64) -> Owner {
        Owner { group: 0, threshold: 24.0, cash: Money(cash), mandated_from }
    }

    fn ordered(market: &mut Market, month: u32, judge: impl Fn(usize, bool) -> Judgement) -> Vec<usize> {
        market.review(month, 0, |_| 0.5, judge).unwrap();
        market.begin_month(month).iter().map(|adopter| adopter.owner).collect()
    }

    /// What is never paid back is bought where it is prescribed and the cash is there, heard of or not.
    #[test]
    fn mandates_ask_for_cash_alone() {
        let deaf = PeerAwareness { own: 0.0, peers: 0.0 };
        let mut market =
            market(vec![owner(Some(3), 10), owner(Some(3), 9), owner(None, 10), owner(Some(6), 10)], 0, deaf);
        let bad = |_, _| Judgement {
            payback: None,
            peak_funding: Money(10),
            public: Money::ZERO,
            certain: Money::ZERO,
            benefit: Money::ZERO,
        };
        assert!(ordered(&mut market, 0, bad).is_empty());
        assert_eq!(ordered(&mut market, 3, bad), [0]);
        assert_eq!(ordered(&mut market, 6, bad), [3]);
    }

    /// The budget helps one; when that one drops out, its promise helps the next, and nobody follows its example.
    #[test]
    fn drop_outs_give_back_what_was_promised() {
        let known = PeerAwareness { own: 1e9, peers: 0.0 };
        let mut market = market(vec![owner(None, 60), owner(None, 60)], 50, known);
        let helped = |_, public: bool| Judgement {
            payback: Some(12.0),
            peak_funding: Money(if public { 50 } else { 100 }),
            public: Money(if public { 50 } else { 0 }),
            certain: Money::ZERO,
            benefit: Money(1),
        };
        assert_eq!(ordered(&mut market, 0, helped), [0]);
        assert!(ordered(&mut market, 3, helped).is_empty());
        assert!((market.share(0) - 0.5).abs() < 1e-12);
        market.drop_out(0);
        market.drop_out(1);
        assert_eq!((market.dropped(), market.share(0) > 0.0), (vec![0], false));
        assert_eq!(ordered(&mut market, 6, helped), [1]);
        assert_eq!(market.adopters().len(), 2, "who drops out has bought all the same");
    }
}
