//! What a programme offers: instruments for a purchase that is not made yet.

use crate::spec::Maturity;
use crate::spec::funding::{
    AcceptedGrant, Equity, Exit, Grace, Guarantee, Instrument, InterestSubsidy, Later, Lease, Loan,
    LoanTerms, Months, OutputBonus, OutputGrant, Party, PayPerUse, PurchaseGuarantee, ReadinessFee,
    Repayment, RevenueShare, Reward, TaxCredit, UpFrontGrant, Voucher,
};
use crate::spec::programme::{Acceptance, Offer};
use crate::units::{Duration, Money};

use crate::scenario::curves::Run;
use crate::scenario::fields::Fields;
use crate::scenario::format::{EXIT, GUARANTEE, INTEREST_SUBSIDY, LATER, OFFERS, words};
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::{Node, Value, shortened};

/// The longest time of finance that makes sense [months].
pub(super) const LONGEST: u64 = 1_200;
const MULTIPLE: Range = Range::FACTOR;

/// Who can pay an owner.
const PAYERS: &[(&str, Party)] = &[
    ("Lender", Party::Lender),
    ("Investor", Party::Investor),
    ("Provider", Party::Provider),
    ("Public", Party::Public),
    ("Society", Party::Society),
];

impl Reader {
    /// What a programme offers; `acceptance` is not known after a problem; `taxed`: whether its owners pay tax.
    pub(super) fn offers(
        &mut self,
        programme: &Fields<'_>,
        acceptance: Option<Acceptance>,
        taxed: bool,
        run: Run,
    ) -> Vec<Offer> {
        let mut offers = Vec::new();
        for (index, node) in programme.list(self, "offers").iter().enumerate() {
            let place = format!("{}, offer {}", programme.place, index + 1);
            let Some(offer) = self.offer(node, &place, run) else { continue };
            self.look_at_offer(node, &offer.instrument, acceptance, taxed);
            offers.push(offer);
        }
        offers
    }

    /// Whether anything can come of an offer.
    fn look_at_offer(
        &mut self,
        node: &Node,
        instrument: &Instrument,
        acceptance: Option<Acceptance>,
        taxed: bool,
    ) {
        match instrument {
            Instrument::AcceptedGrant(grant) => {
                let target = grant.target;
                let (highest, first) = (Maturity::LEVELS.len() as f64, f64::from(Maturity::FIRST));
                let of_level = "write a level from 2 to 5";
                let (message, help) = match acceptance {
                    Some(Acceptance::Maturity) if target > highest => {
                        (format!("the target {target} is never reached: levels go to {highest}"), of_level)
                    }
                    Some(Acceptance::Maturity) if target <= first => {
                        (format!("every factory has reached level {target}, whatever it buys"), of_level)
                    }
                    None | Some(Acceptance::OutputGain | Acceptance::Maturity) => return,
                    Some(_) if target <= 1.0 => return,
                    Some(_) => (
                        format!("the target {target} is never reached: it is a share"),
                        "write a share from 0 to 1, or acceptance: OutputGain or Maturity",
                    ),
                };
                let span = node.field("target").map_or(node.span, |node| node.span);
                self.problems.range(span, message, help);
            }
            Instrument::TaxCredit(_) if !taxed => {
                let message = "a credit lowers tax, but the scenario has no accounts with a tax".to_string();
                self.problems.conflict(node.span, message, "write accounts, or remove the offer");
            }
            _ => {}
        }
    }

    /// One offer; `None` after a problem.
    fn offer(&mut self, node: &Node, place: &str, run: Run) -> Option<Offer> {
        let (Value::Record(Some(kind), _) | Value::Tuple(Some(kind), _) | Value::Word(kind)) = &node.value
        else {
            let form = "one as UpFrontGrant(share: 0.3, cap: 200000)";
            self.problems.wrong_type(node.span, "an offer", &node.kind(), form);
            return None;
        };
        let Some(section) = OFFERS.iter().find(|section| section.word() == kind) else {
            self.problems.unknown_variant(node.span, &shortened(kind), "an offer", &words(OFFERS));
            return None;
        };
        let fields = self.open(node, section, &format!("{place}, {kind}"));
        let instrument = match kind.as_str() {
            "Loan" => Instrument::Loan(self.loan(&fields)),
            "Lease" => Instrument::Lease(self.lease(&fields)),
            "PayPerUse" => Instrument::PayPerUse(self.pay_per_use(&fields)),
            "RevenueShare" => Instrument::RevenueShare(self.revenue_share(&fields)),
            "Equity" => Instrument::Equity(self.equity(&fields)),
            _ => {
                let instrument = self.granted(kind, &fields, run);
                return Some(Offer { share: 1.0, cap_multiple: 0.0, instrument });
            }
        };
        let cap_multiple = match instrument {
            Instrument::RevenueShare(_) => fields.number(self, "cap", None, MULTIPLE),
            _ => 0.0,
        };
        Some(Offer { share: fields.number(self, "share", None, Range::SHARE), cap_multiple, instrument })
    }

    fn loan(&mut self, fields: &Fields<'_>) -> Loan {
        const GRACE: &[(&str, Grace)] =
            &[("InterestOnly", Grace::InterestOnly), ("Capitalised", Grace::Capitalised)];
        const REPAYMENT: &[(&str, Repayment)] =
            &[("EqualInstalment", Repayment::EqualInstalment), ("EqualPrincipal", Repayment::EqualPrincipal)];
        let months = fields.count(self, "months", None, 1, LONGEST);
        let grace_months = fields.count(self, "grace", Some(0), 0, LONGEST);
        if let Some(node) = fields.get("grace").filter(|_| grace_months >= months) {
            let message =
                format!("a loan of {months} months has no month left after a grace of {grace_months}");
            self.problems.range(node.span, message, "write fewer months of grace than of the loan");
        }
        if let Some(node) = fields.get("grace_kind").filter(|_| grace_months == 0) {
            let message = "the loan has no months of grace".to_string();
            self.problems.conflict(node.span, message, "write grace: 6, or remove grace_kind");
        }
        let grace = fields.get("grace_kind").and_then(|node| self.word(node, "a kind of grace", GRACE));
        let repayment = fields.get("repayment");
        let repayment = repayment.and_then(|node| self.word(node, "a way to repay", REPAYMENT));
        let terms = LoanTerms {
            principal: Money::ZERO,
            yearly_rate: fields.number(self, "rate", None, Range::YEARLY),
            months: months as u32,
            grace_months: grace_months as u32,
            grace: grace.unwrap_or(Grace::InterestOnly),
            repayment: repayment.unwrap_or(Repayment::EqualInstalment),
        };
        Loan {
            terms,
            drawn: 0,
            guarantee: fields.get("guarantee").map(|node| self.guarantee(node, fields)),
            subsidy: fields.get("subsidy").map(|node| self.interest_subsidy(node, fields, &terms)),
        }
    }

    fn guarantee(&mut self, node: &Node, loan: &Fields<'_>) -> Guarantee {
        let fields = self.open(node, &GUARANTEE, &loan.at("guarantee"));
        Guarantee {
            fee: fields.number(self, "fee", None, Range::YEARLY),
            guarantor: self.payer(&fields, "guarantor"),
        }
    }

    fn interest_subsidy(&mut self, node: &Node, loan: &Fields<'_>, terms: &LoanTerms) -> InterestSubsidy {
        let fields = self.open(node, &INTEREST_SUBSIDY, &loan.at("subsidy"));
        let points = fields.number(self, "points", None, Range::YEARLY);
        if let Some(node) = fields.get("points").filter(|_| points > terms.yearly_rate) {
            let message = format!("{points} is more than the loan's rate of {}", terms.yearly_rate);
            self.problems.range(node.span, message, "write points up to the rate");
        }
        let months = fields.count(self, "months", None, 1, LONGEST);
        if let Some(node) = fields.get("months").filter(|_| months > terms.months.into()) {
            let message = format!("a loan of {} months has no interest for {months}", terms.months);
            self.problems.range(node.span, message, "write no more months than the loan has");
        }
        InterestSubsidy { points, months: months as usize, payer: self.payer(&fields, "payer") }
    }

    fn lease(&mut self, fields: &Fields<'_>) -> Lease {
        Lease {
            financed: Money::ZERO,
            start: 0,
            months: fields.count(self, "months", None, 1, LONGEST) as u32,
            yearly_rate: fields.number(self, "rate", None, Range::YEARLY),
        }
    }

    fn pay_per_use(&mut self, fields: &Fields<'_>) -> PayPerUse {
        PayPerUse {
            financed: Money::ZERO,
            start: 0,
            months: fields.count(self, "months", None, 1, LONGEST) as u32,
            fee: fields.number(self, "fee", None, Range::NOT_NEGATIVE),
            minimum: fields.money(self, "minimum", Some(0.0)),
        }
    }

    fn revenue_share(&mut self, fields: &Fields<'_>) -> RevenueShare {
        RevenueShare {
            financed: Money::ZERO,
            start: 0,
            months: fields.count(self, "months", None, 1, LONGEST) as u32,
            share: fields.number(self, "of_gain", None, Range::SHARE),
            cap: Money::ZERO,
        }
    }

    fn equity(&mut self, fields: &Fields<'_>) -> Equity {
        let exit = fields.get("exit").map(|node| {
            let exit = self.open(node, &EXIT, &fields.at("exit"));
            Exit {
                month: exit.count(self, "month", None, 1, LONGEST) as usize,
                multiple: exit.number(self, "multiple", None, MULTIPLE),
            }
        });
        let share = fields.number(self, "of_result", None, Range::SHARE);
        Equity { amount: Money::ZERO, month: 0, share, exit }
    }

    /// An instrument that stands for itself: nothing of it follows from the price.
    fn granted(&mut self, kind: &str, fields: &Fields<'_>, run: Run) -> Instrument {
        match kind {
            "UpFrontGrant" => Instrument::UpFrontGrant(UpFrontGrant {
                share: fields.number(self, "share", None, Range::SHARE),
                cap: self.cap(fields),
                payer: self.payer(fields, "payer"),
            }),
            "AcceptedGrant" => Instrument::AcceptedGrant(AcceptedGrant {
                pays: self.reward(fields, NO_CAP),
                later: fields.get("later").and_then(|node| self.later(node, fields, run)),
                target: fields.number(self, "target", None, Range::NOT_NEGATIVE),
                tested: self.months(fields),
                delay: fields.count(self, "delay", Some(0), 0, LONGEST) as usize,
                rejection: fields.number(self, "rejection", Some(0.0), Range::SHARE),
                payer: self.payer(fields, "payer"),
            }),
            "TaxCredit" => Instrument::TaxCredit(TaxCredit {
                share: fields.number(self, "share", None, Range::SHARE),
                cap: self.cap(fields),
                carry_months: fields.count(self, "carry_months", None, 1, LONGEST) as usize,
            }),
            "Voucher" => Instrument::Voucher(Voucher {
                share: fields.number(self, "share", None, Range::SHARE),
                face: fields.money(self, "face", None),
                delay: fields.count(self, "delay", Some(0), 0, LONGEST) as usize,
                payer: self.payer(fields, "payer"),
            }),
            _ => self.for_output(kind, fields),
        }
    }

    /// What is paid for an acceptance.
    fn reward(&mut self, fields: &Fields<'_>, no_cap: f64) -> Reward {
        let needed = fields.get("amount").map(|_| 0.0);
        Reward {
            share: fields.number(self, "share", needed, Range::SHARE),
            amount: fields.money(self, "amount", Some(0.0)),
            cap: fields.money(self, "cap", Some(no_cap)),
        }
    }

    fn later(&mut self, node: &Node, grant: &Fields<'_>, run: Run) -> Option<Later> {
        let fields = self.open(node, &LATER, &grant.at("later"));
        // Where it names no cap, that of the grant holds.
        let cap = grant.money(self, "cap", Some(NO_CAP));
        let pays = self.reward(&fields, cap.units());
        let from = fields.need(self, "from", "\"2020-10-01\"")?;
        let from = self.moment(from, run)?;
        // Acceptance is looked at when a month ends; one that ends as the date begins is not late.
        let ended = run.start.month_starts(from.after(Duration::MICROSECOND));
        Some(Later { from: 1 + ended.len(), pays })
    }

    /// An instrument that pays for what is made, or could be.
    fn for_output(&mut self, kind: &str, fields: &Fields<'_>) -> Instrument {
        match kind {
            "OutputGrant" => Instrument::OutputGrant(OutputGrant {
                per_unit: fields.number(self, "per_unit", None, Range::NOT_NEGATIVE),
                months: self.months(fields),
                cap: self.cap(fields),
                target_units: fields.count(self, "target_units", Some(0), 0, MOST_UNITS),
                payer: self.payer(fields, "payer"),
            }),
            "OutputBonus" => Instrument::OutputBonus(OutputBonus {
                base_units: fields.count(self, "base_units", Some(0), 0, MOST_UNITS),
                per_unit: fields.number(self, "per_unit", None, Range::NOT_NEGATIVE),
                months: self.months(fields),
                cap: self.cap(fields),
                payer: self.payer(fields, "payer"),
            }),
            "PurchaseGuarantee" => Instrument::PurchaseGuarantee(PurchaseGuarantee {
                floor: fields.number(self, "floor", None, Range::NOT_NEGATIVE),
                volume: fields.count(self, "volume", None, 1, MOST_UNITS),
                months: self.months(fields),
                buyer: self.payer(fields, "buyer"),
            }),
            _ => Instrument::ReadinessFee(ReadinessFee {
                per_unit_a_day: fields.number(self, "per_unit_a_day", None, Range::NOT_NEGATIVE),
                promised: fields.number(self, "promised", None, Range::NOT_NEGATIVE),
                least_share: fields.number(self, "least_share", Some(0.0), Range::SHARE),
                months: self.months(fields),
                payer: self.payer(fields, "payer"),
            }),
        }
    }

    /// The months that count.
    fn months(&mut self, fields: &Fields<'_>) -> Months {
        let first = fields.count(self, "from_month", Some(1), 0, LONGEST);
        let last = fields.count(self, "to_month", None, 0, LONGEST);
        if let Some(node) = fields.get("to_month").filter(|_| first > last) {
            let message = format!("the last month, {last}, is before the first, {first}");
            self.problems.range(node.span, message, "write from_month: 1, to_month: 24");
        }
        Months { first: first as usize, last: last as usize }
    }

    /// Most that one owner gets.
    fn cap(&mut self, fields: &Fields<'_>) -> Money {
        fields.money(self, "cap", Some(NO_CAP))
    }

    pub(super) fn payer(&mut self, fields: &Fields<'_>, field: &str) -> Party {
        let node = fields.get(field);
        node.and_then(|node| self.word(node, "a payer", PAYERS)).unwrap_or(Party::Public)
    }
}

/// No figure of units is larger.
const MOST_UNITS: u64 = 1_000_000_000_000;
/// The largest amount that can be written [currency].
const NO_CAP: f64 = 1e15;
