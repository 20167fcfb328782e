//! Funding programmes, and whether they go together with the rest of the scenario.

use crate::spec::accounts::Accounts;
use crate::spec::diffusion::{SubsidyRule, Tranches};
use crate::spec::funding::Instrument;
use crate::spec::programme::{Acceptance, Adoption, Budget, Driver, Eligible, Offer, Programme};
use crate::units::PlantId;

use super::as_written;
use crate::scenario::curves::Run;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{BUDGET, ELIGIBLE, PROGRAMME};
use crate::scenario::names::Names;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::{Node, Value};

/// Who pays for what is bought, and who buys.
pub(super) struct Funding {
    pub(super) accounts: Option<Accounts>,
    pub(super) programmes: Vec<Programme>,
    pub(super) adoption: Option<Adoption>,
}

/// What programmes are read against.
struct World<'a> {
    plants: &'a Names,
    run: Run,
    /// Whether owners pay tax, and whether they decide.
    taxed: bool,
    decided: bool,
    /// The highest level of maturity that an option brings a factory to; `None` without options.
    level: Option<u8>,
}

impl Reader {
    /// Accounts, programmes and adoption of a scenario with these plants; `level` is the highest of maturity that its options bring
    /// a factory to, `None` without options.
    pub(super) fn funding(
        &mut self,
        scenario: &Fields<'_>,
        plants: &Names,
        run: Run,
        level: Option<u8>,
    ) -> Funding {
        for field in ["accounts", "programmes", "shared", "adoption"] {
            if let Some(node) = scenario.get(field).filter(|_| scenario.get("appraisal").is_none()) {
                let message = format!("the scenario has {field}, but no appraisal of money");
                self.problems.conflict(node.span, message, "write appraisal: (horizon: 60)");
            }
        }
        if let Some(node) = scenario.get("adoption").filter(|_| level.is_none()) {
            let message =
                "owners decide about what options list, but the scenario has no options".to_string();
            self.problems.conflict(node.span, message, "write options, or remove adoption");
        }
        let part = |r: &mut Reader, field| scenario.get(field).and_then(|node| r.part(node));
        let accounts = part(self, "accounts").map(|node| self.accounts(&node, run.start));
        let programmes = self.programmes(scenario, plants, run, level);
        let adoption = part(self, "adoption").map(|node| self.adoption(&node));
        Funding { accounts, programmes, adoption }
    }

    fn programmes(
        &mut self,
        scenario: &Fields<'_>,
        plants: &Names,
        run: Run,
        level: Option<u8>,
    ) -> Vec<Programme> {
        let Some(list) = scenario.get("programmes") else { return vec![Programme::own_profit()] };
        if matches!(&list.value, Value::List(items) if items.is_empty()) {
            let help = "write one at least, or leave the field out: then owners pay from their profit";
            self.problems.range(list.span, "there are no programmes".into(), help);
        }
        let world = World {
            plants,
            run,
            taxed: scenario.get("accounts").is_some(),
            decided: scenario.get("adoption").is_some(),
            level,
        };
        let mut names = Names::new("programme", "programmes", "the scenario");
        let nodes = self.parts(scenario, "programmes");
        nodes.iter().map(|node| self.programme(node, &mut names, &world)).collect()
    }

    fn programme(&mut self, node: &Node, names: &mut Names, world: &World<'_>) -> Programme {
        const DRIVERS: &[(&str, Driver)] = &[
            ("Owners", Driver::Owners),
            ("Provider", Driver::Provider),
            ("LocalGovernment", Driver::LocalGovernment),
            ("CommercialCapital", Driver::CommercialCapital),
            ("CentralProgramme", Driver::CentralProgramme),
        ];
        const ACCEPTANCES: &[(&str, Acceptance)] = &[
            ("InUse", Acceptance::InUse),
            ("Maturity", Acceptance::Maturity),
            ("OutputGain", Acceptance::OutputGain),
            ("OeeGain", Acceptance::OeeGain),
            ("LeadTimeCut", Acceptance::LeadTimeCut),
            ("DefectCut", Acceptance::DefectCut),
            ("EnergyCut", Acceptance::EnergyCut),
        ];
        let place = place_of("", "programme", node, "name");
        let fields = self.open(node, &PROGRAMME, &place);
        let (name, span) = fields.name(self, "name");
        names.add(self, &name, span);
        let title = fields.words(self, "title");
        let driver = fields.need(self, "driver", "Owners, or LocalGovernment");
        let driver = driver.and_then(|node| self.word(node, "a driver", DRIVERS));
        let acceptance = match fields.get("acceptance") {
            Some(node) => self.word(node, "what acceptance looks at", ACCEPTANCES),
            None => Some(Acceptance::InUse),
        };
        let sound = self.problems.len();
        let offers = self.offers(&fields, acceptance, world.taxed, world.run);
        let programme = Programme {
            title: if title.is_empty() { name.clone() } else { title },
            name,
            driver: driver.unwrap_or(Driver::Owners),
            budget: fields.get("budget").map(|node| self.budget(node, &fields)),
            acceptance: acceptance.unwrap_or(Acceptance::InUse),
            eligible: fields
                .get("eligible")
                .map_or(Eligible::ALL, |node| self.eligible(node, &fields, world)),
            mandated_from: fields.get("mandated_from").and_then(|node| self.order_at(node, world.run)),
            offers,
        };
        let told_late = programme.eligible.until.zip(programme.mandated_from);
        if let Some(node) =
            fields.get("mandated_from").filter(|_| told_late.is_some_and(|(until, told)| told >= until))
        {
            let message = "owners would be told to buy when the programme has ended".to_string();
            self.problems.range(node.span, message, "write a date before `until` of eligible");
        }
        if let Some(node) = fields.get("mandated_from").filter(|_| !world.decided) {
            let message =
                "owners can be told to buy only where they decide: the scenario has no adoption".to_string();
            self.problems.conflict(node.span, message, "write adoption, or remove mandated_from");
        }
        if self.problems.len() == sound {
            self.look_at_programme(&programme, &fields);
            self.look_at_level(&programme, &fields, world.level);
        }
        programme
    }

    fn eligible(&mut self, node: &Node, programme: &Fields<'_>, world: &World<'_>) -> Eligible {
        let fields = self.open(node, &ELIGIBLE, &programme.at("eligible"));
        let named = fields.list(self, "plants").iter();
        let named = named.filter_map(|node| world.plants.find(self, node)).map(|plant| PlantId(plant as u32));
        let eligible = Eligible {
            plants: named.collect(),
            demand_from: fields.number(self, "demand_from", Some(0.0), Range::NOT_NEGATIVE),
            demand_to: fields.number(self, "demand_to", Some(f64::INFINITY), Range::NOT_NEGATIVE),
            until: fields.get("until").and_then(|node| self.moment(node, world.run)),
        };
        if let Some(node) = fields.get("demand_to").filter(|_| eligible.demand_to < eligible.demand_from) {
            let message = format!("{} is below demand_from, {}", eligible.demand_to, eligible.demand_from);
            self.problems.range(
                node.span,
                message,
                "write the smallest first, as demand_from: 0.5, demand_to: 2",
            );
        }
        eligible
    }

    fn budget(&mut self, node: &Node, programme: &Fields<'_>) -> Budget {
        const RULES: &[(&str, SubsidyRule)] = &[
            ("FirstCome", SubsidyRule::FirstCome),
            ("Lottery", SubsidyRule::Lottery),
            ("ByBenefitPerGrant", SubsidyRule::ByBenefitPerGrant),
            ("LargestBenefit", SubsidyRule::LargestBenefit),
        ];
        let fields = self.open(node, &BUDGET, &programme.at("budget"));
        let amount = fields.money(self, "amount", None);
        let rule = fields.get("rule").and_then(|node| self.word(node, "a rule of a budget", RULES));
        let mut part = |name: &str, range: Range| {
            let node = fields.get(name)?;
            let part = fields.money_in(self, name, None, range);
            if part > amount {
                let message = format!("{} is more than the budget of {}", part.units(), amount.units());
                self.problems.range(node.span, message, "write no more than the amount");
            }
            Some(part)
        };
        let each_round = part("each_round", Range::POSITIVE);
        Budget {
            amount,
            tranches: each_round.map_or(Tranches::AtOnce, Tranches::EachRound),
            per_factory: part("per_factory", Range::NOT_NEGATIVE),
            rule: rule.unwrap_or(SubsidyRule::FirstCome),
        }
    }

    /// What is accepted by the level of maturity has to reach it; a bonus for more may be out of reach.
    fn look_at_level(&mut self, programme: &Programme, fields: &Fields<'_>, highest: Option<u8>) {
        if programme.acceptance != Acceptance::Maturity {
            return;
        }
        let targets = programme.offers.iter().filter_map(|offer| match &offer.instrument {
            Instrument::AcceptedGrant(grant) => Some(grant.target),
            _ => None,
        });
        let least = targets.reduce(f64::min);
        if let (Some(node), Some(least), Some(highest)) = (fields.get("offers"), least, highest)
            && least > f64::from(highest)
        {
            let message = format!(
                "nothing is ever accepted: the least target is {least}, and no option brings a factory above level {highest}"
            );
            let help = "write a lower target, or maturity: (from: …, to: …) of the upgrades that reach it";
            self.problems.range(node.span, message, help);
        }
    }

    /// What each field alone cannot show.
    fn look_at_programme(&mut self, programme: &Programme, fields: &Fields<'_>) {
        let sum = |of: fn(&Offer) -> f64| -> f64 { programme.offers.iter().map(of).sum() };
        let most = 1.0 + 1e-9;
        if let Some(node) = fields.get("offers") {
            if sum(financed) > most {
                let message = format!(
                    "the offers together pay {} of a purchase, more than all of it",
                    as_written(sum(financed))
                );
                let help = "let the shares of loans, leases, contracts, equity, vouchers and up-front grants add up to 1 \
                            at most";
                self.problems.range(node.span, message, help);
            } else if sum(given) > most {
                let message = format!(
                    "the grants together give {} of a purchase, more than it costs",
                    as_written(sum(given))
                );
                let help = "let the shares of grants (up-front, accepted), vouchers and tax credits add up to 1 at most";
                self.problems.range(node.span, message, help);
            }
        }
        if let Some(node) = fields.get("budget").filter(|_| !programme.is_public()) {
            let message = "a budget limits public money, but nothing here is paid by the public".to_string();
            self.problems.conflict(node.span, message, "remove it, or offer a grant");
        }
        let accepts = |offer: &Offer| matches!(offer.instrument, Instrument::AcceptedGrant(_));
        if let Some(node) = fields.get("acceptance").filter(|_| !programme.offers.iter().any(accepts)) {
            let message = "acceptance is for AcceptedGrant, which is not offered here".to_string();
            self.problems.conflict(node.span, message, "remove it, or offer AcceptedGrant( … )");
        }
    }
}

/// The share of a purchase that an offer pays when it is made [0..=1].
fn financed(offer: &Offer) -> f64 {
    match &offer.instrument {
        Instrument::Loan(_)
        | Instrument::Lease(_)
        | Instrument::PayPerUse(_)
        | Instrument::RevenueShare(_)
        | Instrument::Equity(_) => offer.share,
        Instrument::UpFrontGrant(grant) => grant.share,
        Instrument::Voucher(voucher) => voucher.share,
        Instrument::AcceptedGrant(_)
        | Instrument::OutputGrant(_)
        | Instrument::OutputBonus(_)
        | Instrument::PurchaseGuarantee(_)
        | Instrument::ReadinessFee(_)
        | Instrument::TaxCredit(_) => 0.0,
    }
}

/// The share of a purchase that an offer gives for good [0..=1], whenever it is paid.
fn given(offer: &Offer) -> f64 {
    match &offer.instrument {
        Instrument::UpFrontGrant(grant) => grant.share,
        Instrument::AcceptedGrant(grant) => {
            grant.pays.share.max(grant.later.map_or(0.0, |own| own.pays.share))
        }
        Instrument::TaxCredit(credit) => credit.share,
        Instrument::Voucher(voucher) => voucher.share,
        _ => 0.0,
    }
}
