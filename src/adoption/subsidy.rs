//! How a programme's budget is given out. Never more than there is: what is promised counts as spent.

use std::collections::BTreeMap;

use super::{TooMany, best_set};
use crate::random::mix;
use crate::spec::diffusion::{SubsidyRule, Tranches};
use crate::units::Money;

/// A factory asks for a grant.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Application {
    /// Which one [position in the region].
    pub factory: usize,
    /// What it asks for [>= 0].
    pub amount: Money,
    /// Points that it was given; more are better.
    pub score: f64,
    /// Present value of what the upgrade brings to the programme's purpose [>= 0].
    pub benefit: Money,
}

/// A promise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Award {
    /// To whom [position in the region].
    pub factory: usize,
    /// How much [> 0].
    pub amount: Money,
}

/// A programme's budget.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fund {
    tranches: Tranches,
    /// Not yet available.
    to_come: Money,
    /// Available and not promised.
    available: Money,
    promised: BTreeMap<usize, Money>,
}

impl Fund {
    /// A fund with a budget [>= 0] of which nothing is promised.
    pub fn new(budget: Money, tranches: Tranches) -> Fund {
        let fund = Fund { tranches, to_come: budget, available: Money::ZERO, promised: BTreeMap::new() };
        match tranches {
            Tranches::AtOnce => fund.with_available(budget),
            Tranches::EachRound(_) => fund,
        }
    }

    fn with_available(mut self, amount: Money) -> Fund {
        self.to_come = self.to_come - amount;
        self.available += amount;
        self
    }

    /// What can still be promised in this round.
    pub fn available(&self) -> Money {
        self.available
    }

    /// What was promised to a factory and not given back.
    pub fn promised_to(&self, factory: usize) -> Money {
        self.promised.get(&factory).copied().unwrap_or_default()
    }

    /// What was promised in all.
    pub fn promised(&self) -> Money {
        self.promised.values().copied().sum()
    }

    /// Takes back what was promised to a factory and will not be paid, all but `kept` [>= 0]: the money is available again.
    pub fn release(&mut self, factory: usize, kept: Money) {
        let Some(promised) = self.promised.get_mut(&factory) else { return };
        let back = (*promised - kept).positive();
        *promised = *promised - back;
        self.available += back;
    }

    /// A round: the next tranche comes, and applications [in the order in which they came in, one per factory]
    /// are promised what the rule gives them. `lots` is the key of a lottery, another one for each round and
    /// replication. Awards are in the order of the applications.
    ///
    /// # Errors
    /// [`TooMany`] applications for [`SubsidyRule::LargestBenefit`]; nothing is promised then.
    pub fn round(
        &mut self,
        rule: SubsidyRule,
        lots: u64,
        applications: &[Application],
    ) -> Result<Vec<Award>, TooMany> {
        let asked: Vec<Money> = applications.iter().map(|application| application.amount).collect();
        let tranche = match self.tranches {
            Tranches::AtOnce => Money::ZERO,
            Tranches::EachRound(amount) => amount.min(self.to_come),
        };
        let available = self.available + tranche;
        let mut chosen = match rule {
            SubsidyRule::LargestBenefit => {
                let items: Vec<(Money, Money)> = applications
                    .iter()
                    .zip(&asked)
                    .map(|(application, asked)| (*asked, application.benefit))
                    .collect();
                best_set(&items, available)?
            }
            _ => in_order(order(rule, lots, applications, &asked), &asked, available),
        };
        chosen.sort_unstable();
        self.to_come = self.to_come - tranche;
        self.available = available;
        let award = |number: usize| Award { factory: applications[number].factory, amount: asked[number] };
        let awards: Vec<Award> =
            chosen.into_iter().map(award).filter(|award| award.amount > Money::ZERO).collect();
        for award in &awards {
            *self.promised.entry(award.factory).or_default() += award.amount;
            self.available = self.available - award.amount;
        }
        Ok(awards)
    }
}

/// Takes applications in an order, as long as they fit.
fn in_order(order: Vec<usize>, asked: &[Money], available: Money) -> Vec<usize> {
    let mut left = available;
    let fits = |number: &usize| {
        let fits = asked[*number] <= left;
        if fits {
            left = left - asked[*number];
        }
        fits
    };
    order.into_iter().filter(fits).collect()
}

/// The applications [positions] from the first to be served; earlier ones before later ones that are equal.
fn order(rule: SubsidyRule, lots: u64, applications: &[Application], asked: &[Money]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..applications.len()).collect();
    match rule {
        SubsidyRule::FirstCome | SubsidyRule::LargestBenefit => {}
        SubsidyRule::ByScore => {
            order.sort_by(|a, b| applications[*b].score.total_cmp(&applications[*a].score))
        }
        SubsidyRule::ByBenefitPerGrant => {
            // Products of whole numbers: no ratio is rounded, and asking for nothing comes first.
            let worth = |a: usize, b: usize| i128::from(applications[a].benefit.0) * i128::from(asked[b].0);
            order.sort_by(|a, b| worth(*b, *a).cmp(&worth(*a, *b)));
        }
        SubsidyRule::Lottery => {
            order.sort_by_key(|number| mix(lots ^ mix(applications[*number].factory as u64)))
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn application(factory: usize, amount: i64, score: f64, benefit: i64) -> Application {
        Application { factory, amount: Money(amount), score, benefit: Money(benefit) }
    }

    /// Three that do not fit together into 100.
    fn three() -> [Application; 3] {
        [application(0, 60, 1.0, 100), application(1, 50, 3.0, 70), application(2, 50, 2.0, 70)]
    }

    #[track_caller]
    fn check(rule: SubsidyRule, budget: i64, expected: &[usize]) {
        let mut fund = Fund::new(Money(budget), Tranches::AtOnce);
        let awards = fund.round(rule, 0, &three()).unwrap();
        assert_eq!(awards.iter().map(|award| award.factory).collect::<Vec<_>>(), expected, "{rule:?}");
        assert_eq!(fund.promised() + fund.available(), Money(budget));
    }

    #[test]
    fn rules_by_hand() {
        check(SubsidyRule::FirstCome, 100, &[0]);
        check(SubsidyRule::FirstCome, 110, &[0, 1]);
        check(SubsidyRule::FirstCome, 55, &[1]);
        check(SubsidyRule::ByScore, 100, &[1, 2]);
        check(SubsidyRule::ByScore, 60, &[1]);
        check(SubsidyRule::ByBenefitPerGrant, 100, &[0]);
        check(SubsidyRule::LargestBenefit, 100, &[1, 2]);
        check(SubsidyRule::LargestBenefit, 0, &[]);
    }

    #[test]
    fn lots_are_fair_and_repeatable() {
        let mut first = [0; 3];
        for key in 0..3_000 {
            first[order(SubsidyRule::Lottery, key, &three(), &[Money(1); 3])[0]] += 1;
        }
        // 1000 each, with a standard deviation of 26.
        assert!(first.iter().all(|count| (*count - 1_000_i32).abs() < 120), "{first:?}");
        let again = |key| order(SubsidyRule::Lottery, key, &three(), &[Money(1); 3]);
        assert_eq!(again(5), again(5));
    }

    #[test]
    fn tranches_and_promises_taken_back() {
        let mut fund = Fund::new(Money(100), Tranches::EachRound(Money(40)));
        let ask = |factory, amount| [application(factory, amount, 0.0, 0)];
        assert_eq!(fund.round(SubsidyRule::FirstCome, 0, &ask(0, 45)).unwrap(), [], "40 are there");
        assert_eq!(fund.round(SubsidyRule::FirstCome, 0, &ask(0, 45)).unwrap().len(), 1, "80 are there");
        assert_eq!(
            fund.round(SubsidyRule::FirstCome, 0, &ask(1, 60)).unwrap(),
            [],
            "the last tranche was 20"
        );
        assert_eq!((fund.available(), fund.promised()), (Money(55), Money(45)));
        fund.release(7, Money::ZERO);
        assert_eq!(fund.available(), Money(55), "what was never promised does not come back");
        fund.release(0, Money(30));
        assert_eq!((fund.available(), fund.promised_to(0)), (Money(70), Money(30)), "what is paid stays");
        fund.release(0, Money::ZERO);
        assert_eq!((fund.available(), fund.promised_to(0)), (Money(100), Money::ZERO));
        assert_eq!(
            fund.round(SubsidyRule::FirstCome, 0, &ask(1, 60)).unwrap().len(),
            1,
            "and another has it"
        );
    }

    #[test]
    fn too_many_for_the_exact_rule_promise_nothing() {
        let many: Vec<Application> = (0..41).map(|factory| application(factory, 1, 0.0, 1)).collect();
        let mut fund = Fund::new(Money(10), Tranches::EachRound(Money(5)));
        let before = fund.clone();
        assert_eq!(fund.round(SubsidyRule::LargestBenefit, 0, &many), Err(TooMany(41)));
        assert!(fund == before);
    }

    /// Whatever is asked for under whatever rule: never above the budget or the tranches; and the exact
    /// rule is never beaten.
    #[test]
    fn never_above_the_budget() {
        for case in 0..300_u64 {
            let number = |k: u64, below: u64| (mix(case << 20 | k) % below) as i64;
            let budget = Money(number(1, 5_000));
            let tranche = Money(number(3, 2_000));
            let tranches = if case % 2 == 0 { Tranches::AtOnce } else { Tranches::EachRound(tranche) };
            let rules = [
                SubsidyRule::FirstCome,
                SubsidyRule::ByScore,
                SubsidyRule::ByBenefitPerGrant,
                SubsidyRule::Lottery,
                SubsidyRule::LargestBenefit,
            ];
            let mut best = Money::ZERO;
            for rule in rules {
                let mut fund = Fund::new(budget, tranches);
                let mut first_benefit = Money::ZERO;
                for round in 0..4_u64 {
                    let of = |k: u64, below| number(100 * (round + 1) + k, below);
                    let applications: Vec<Application> = (0..20)
                        .map(|f| {
                            application(
                                f as usize,
                                of(3 * f, 600),
                                of(3 * f + 1, 10) as f64,
                                of(3 * f + 2, 800),
                            )
                        })
                        .collect();
                    let awards = fund.round(rule, case, &applications).unwrap();
                    if round == 0 {
                        first_benefit = awards.iter().map(|award| applications[award.factory].benefit).sum();
                    }
                    let released = match tranches {
                        Tranches::AtOnce => budget,
                        Tranches::EachRound(each) => budget.min(Money(each.0 * (round as i64 + 1))),
                    };
                    assert!(fund.promised() <= released);
                    assert_eq!(fund.promised() + fund.available(), released);
                }
                if rule == SubsidyRule::LargestBenefit {
                    assert!(first_benefit >= best, "case {case}: {first_benefit:?} {best:?}");
                }
                best = best.max(first_benefit);
            }
        }
    }
}
