//! More help never makes a single owner say no.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use surgetwin::adoption::{Decision, Means, decide};
use surgetwin::finance::{Activity, Improvement, Measured, fund, verdict};
use surgetwin::spec::Appraisal;
use surgetwin::spec::accounts::*;
use surgetwin::spec::funding::*;
use surgetwin::spec::programme::{Offer, Programme};
use surgetwin::units::Money;

/// A project that is bought in month `first`: gains of any sign, and a second, smaller purchase.
fn projects() -> impl Strategy<Value = Measured> {
    let gains = proptest::collection::vec((-60_000..600_000_i64, 0..90_000_u64), 13..80);
    (gains, 1_000_000..20_000_000_i64, 0..12_usize).prop_map(|(gains, capital, first)| {
        let months = gains.len();
        let with = gains.iter().enumerate().map(|(t, (gain, _))| Activity {
            sales: Money(if t > first { gain.max(&0) + 100 } else { 100 }),
            purchases: Money(if t > first { gain.min(&0).abs() } else { 0 }),
            capital: Money(match t {
                t if t == first => capital,
                t if t == first + 4 => capital / 9,
                _ => 0,
            }),
            ..Activity::default()
        });
        Measured {
            with: with.collect(),
            without: vec![Activity { sales: Money(100), ..Activity::default() }; months],
            good_without: vec![40_000; months],
            good_with: gains.iter().map(|(_, units)| *units).collect(),
            price: vec![0.2; months],
            in_use: (0..months).map(|t| if t > first + 2 { 1.0 } else { 0.0 }).collect(),
            ready: vec![500.0; months],
            maturity: vec![1; months],
            begun: 0,
            ordered: None,
            emergency_units: vec![0; months],
            first_outlay: Some(first),
            go_live: None,
            wages: gains.iter().map(|(gain, _)| Money(gain / 3)).collect(),
            improvement: vec![Improvement::default(); months],
            extrapolated_from: None,
        }
    })
}

fn offers() -> impl Strategy<Value = Offer> {
    let numbers = (0..8_u8, 0.0..0.6, 1..60_u32, 0.0..0.2, 0..30_usize);
    numbers.prop_map(|(kind, share, term, rate, month)| {
        let payer = Party::Public;
        let cap = Money(5_000_000);
        let months = Months { first: month, last: month + term as usize };
        let instrument = match kind {
            0 => Instrument::Loan(Loan {
                terms: LoanTerms {
                    principal: Money::ZERO,
                    yearly_rate: rate,
                    months: term,
                    grace_months: term / 3,
                    grace: if month % 2 == 0 { Grace::InterestOnly } else { Grace::Capitalised },
                    repayment: Repayment::EqualInstalment,
                },
                drawn: 0,
                guarantee: Some(Guarantee { fee: 0.01, guarantor: payer }),
                subsidy: Some(InterestSubsidy { points: 0.02, months: 24, payer }),
            }),
            1 => {
                Instrument::Lease(Lease { financed: Money::ZERO, start: 0, months: term, yearly_rate: rate })
            }
            2 => Instrument::RevenueShare(RevenueShare {
                financed: Money::ZERO,
                start: 0,
                months: term,
                share,
                cap,
            }),
            3 => Instrument::Equity(Equity { amount: Money::ZERO, month: 0, share, exit: None }),
            4 => Instrument::TaxCredit(TaxCredit { share, cap, carry_months: 36 }),
            5 => Instrument::OutputBonus(OutputBonus {
                base_units: 30_000,
                per_unit: rate,
                months,
                cap,
                payer,
            }),
            6 => Instrument::AcceptedGrant(AcceptedGrant {
                pays: Reward::of_share(share, cap),
                later: None,
                target: 0.5,
                tested: Months { first: 1, last: 12 },
                delay: 3,
                rejection: 0.1,
                payer,
            }),
            _ => Instrument::Voucher(Voucher { share, face: cap, delay: 3, payer }),
        };
        Offer { share, cap_multiple: 1.5, instrument }
    })
}

fn accounts() -> impl Strategy<Value = Option<Accounts>> {
    let rules =
        (0.0..0.5, any::<[bool; 2]>(), 0..5_usize).prop_map(|(rate, [group, lowers], tax_delay)| Accounts {
            depreciation: Depreciation { rule: WriteDown::DecliningBalance(2.0), years: 5, residual: 0.05 },
            income_tax: IncomeTax { rate, carry_years: 2, tax_group: group, first_year_months: 7 },
            tax_delay,
            value_added: ValueAddedTax { on_sales: 0.13, on_purchases: 0.13 },
            working_capital: WorkingCapital { receivable_days: 60.0, stock_days: 10.0, payable_days: 30.0 },
            grants: if lowers { GrantTax::LowersBase } else { GrantTax::Income },
            ..Accounts::default()
        });
    proptest::option::of(rules)
}

/// What an owner with some cash and a limit decides under an up-front grant of `share` after the other offers; the payback
/// and the money that has to be found, both after funding.
fn judged(
    measured: &Measured,
    others: &[Offer],
    accounts: Option<&Accounts>,
    share: f64,
    (cash, threshold): (Money, f64),
) -> (Option<f64>, f64, Decision) {
    let grant = UpFrontGrant { share, cap: Money(i64::MAX / 4), payer: Party::Public };
    let grant = Offer { share: 1.0, cap_multiple: 1.0, instrument: Instrument::UpFrontGrant(grant) };
    let programme = Programme { offers: [others, &[grant]].concat(), ..Programme::own_profit() };
    let luck = vec![0.5; programme.offers.len()];
    let appraisal = Appraisal::default();
    let funded = fund(accounts, &appraisal, &programme, true, measured, &luck);
    let verdict = verdict(&funded.flow(measured), &appraisal);
    let means = Means {
        aware: true,
        mandated: false,
        threshold,
        cash,
        loan_limit: Money::ZERO,
        up_front_grant: Money::ZERO,
    };
    let needed = Money::from_units(-verdict.peak_funding);
    (verdict.payback.last, verdict.peak_funding, decide(&means, verdict.payback.last, needed, true))
}

#[test]
fn a_larger_grant_never_makes_an_owner_say_no() {
    let others = proptest::collection::vec(offers(), 0..5);
    let owner = (0..12_000_000_i64, 1.0..60.0);
    let strategy = (projects(), others, accounts(), owner);
    let (mut yes, mut no, mut turned) = (0, 0, 0);
    let mut runner = crate::runner(300);
    let judge = |(measured, others, accounts, (cash, threshold)): (Measured, Vec<Offer>, _, (i64, f64))| {
        let mut before: Option<(Option<f64>, f64, Decision)> = None;
        for twentieth in 0..=20 {
            let accounts: &Option<Accounts> = &accounts;
            let share = f64::from(twentieth) / 20.0;
            let now = judged(&measured, &others, accounts.as_ref(), share, (Money(cash), threshold));
            if let Some((payback, peak, decision)) = before {
                let later = payback.is_some_and(|before| now.0.is_none_or(|now| now > before * (1.0 + 1e-9)));
                prop_assert!(!later, "{payback:?}, then {now:?} at {share}");
                prop_assert!(now.1 >= peak - 1e-6, "{peak}, then {now:?} at {share}");
                let flipped = decision == Decision::Adopts && now.2 != Decision::Adopts;
                prop_assert!(!flipped, "{now:?} at {share}");
            }
            before = Some(now);
        }
        Ok(())
    };
    runner.run(&strategy, judge).unwrap();
    // The cases are not trivial: some owners say yes without a grant, some only with one, some never.
    let mut seen = crate::runner(300);
    let count = |(measured, others, accounts, (cash, threshold)): (
        Measured,
        Vec<Offer>,
        Option<Accounts>,
        (i64, f64),
    )| {
        let of = |share| judged(&measured, &others, accounts.as_ref(), share, (Money(cash), threshold)).2;
        (of(0.0) == Decision::Adopts, of(1.0) == Decision::Adopts)
    };
    for _ in 0..300 {
        let case = strategy.new_tree(&mut seen).unwrap().current();
        match count(case) {
            (true, _) => yes += 1,
            (false, true) => turned += 1,
            (false, false) => no += 1,
        }
    }
    assert!(yes > 10 && no > 10 && turned > 10, "{yes} yes, {no} no, {turned} turned");
}
