//! Accounts, programmes and adoption: every field arrives, defaults are those of the reference, what does not go together
//! is a problem.

use surgetwin::random::Distribution;
use surgetwin::spec::accounts::{
    Accounts, Depreciation, GrantTax, IncomeTax, Inflation, Resale, ValueAddedTax, WorkingCapital, WriteDown,
};
use surgetwin::spec::diffusion::{PeerAwareness, SubsidyRule, Thresholds, Tranches};
use surgetwin::spec::funding::{
    AcceptedGrant, Equity, Exit, Grace, Guarantee, Instrument, InterestSubsidy, Later, Lease, Loan,
    LoanTerms, Months, OutputBonus, OutputGrant, Party, PayPerUse, PurchaseGuarantee, ReadinessFee,
    Repayment, RevenueShare, Reward, TaxCredit, UpFrontGrant, Voucher,
};
use surgetwin::spec::programme::{Acceptance, Adoption, Budget, Driver, Eligible, Offer, Programme};
use surgetwin::spec::shared::{Division, Shared};
use surgetwin::spec::{Appraisal, Progress, Spec};
use surgetwin::units::{Duration, Money, PlantId, Time};

use super::sound;

/// Whole units of the currency.
fn units(amount: i64) -> Money {
    Money(amount * 100)
}

/// An offer that pays no share of a purchase by itself.
fn whole(instrument: Instrument) -> Offer {
    Offer { share: 1.0, cap_multiple: 0.0, instrument }
}

fn part(share: f64, instrument: Instrument) -> Offer {
    Offer { share, cap_multiple: 0.0, instrument }
}

fn months(first: usize, last: usize) -> Months {
    Months { first, last }
}

/// The grants, credits and vouchers of the full scenario, by their place among its offers.
fn granted() -> [(usize, Offer); 4] {
    let up_front = UpFrontGrant { share: 0.1, cap: units(200_000), payer: Party::Society };
    let accepted = AcceptedGrant {
        pays: Reward { share: 0.3, amount: units(20_000), cap: units(150_000) },
        later: Some(Later {
            from: 2,
            pays: Reward { share: 0.2, amount: units(10_000), cap: units(100_000) },
        }),
        target: 1.5,
        tested: months(2, 24),
        delay: 3,
        rejection: 0.05,
        payer: Party::Public,
    };
    let credit = TaxCredit { share: 0.11, cap: units(70_000), carry_months: 60 };
    let voucher = Voucher { share: 0.25, face: units(50_000), delay: 4, payer: Party::Public };
    [
        (0, whole(Instrument::UpFrontGrant(up_front))),
        (1, whole(Instrument::AcceptedGrant(accepted))),
        (11, whole(Instrument::TaxCredit(credit))),
        (12, whole(Instrument::Voucher(voucher))),
    ]
}

/// What others finance; the amounts follow from the shares.
fn financed() -> [(usize, Offer); 5] {
    let terms = LoanTerms {
        principal: Money::ZERO,
        yearly_rate: 0.05,
        months: 36,
        grace_months: 6,
        grace: Grace::Capitalised,
        repayment: Repayment::EqualPrincipal,
    };
    let loan = Loan {
        terms,
        drawn: 0,
        guarantee: Some(Guarantee { fee: 0.01, guarantor: Party::Provider }),
        subsidy: Some(InterestSubsidy { points: 0.02, months: 24, payer: Party::Investor }),
    };
    let lease = Lease { financed: Money::ZERO, start: 0, months: 30, yearly_rate: 0.08 };
    let by_use = PayPerUse { financed: Money::ZERO, start: 0, months: 31, fee: 0.01, minimum: units(2_000) };
    let shared = RevenueShare { financed: Money::ZERO, start: 0, months: 48, share: 0.6, cap: Money::ZERO };
    let exit = Some(Exit { month: 48, multiple: 1.75 });
    let equity = Equity { amount: Money::ZERO, month: 0, share: 0.3, exit };
    [
        (2, part(0.2, Instrument::Loan(loan))),
        (3, part(0.15, Instrument::Lease(lease))),
        (4, part(0.05, Instrument::PayPerUse(by_use))),
        (5, Offer { share: 0.12, cap_multiple: 1.5, instrument: Instrument::RevenueShare(shared) }),
        (10, part(0.08, Instrument::Equity(equity))),
    ]
}

/// What is paid for units that are made, or could be.
fn for_output() -> [(usize, Offer); 4] {
    let grant = OutputGrant {
        per_unit: 0.02,
        months: months(3, 12),
        cap: units(90_000),
        target_units: 1_000_000,
        payer: Party::Lender,
    };
    let bonus = OutputBonus {
        base_units: 500_000,
        per_unit: 0.03,
        months: months(4, 13),
        cap: units(80_000),
        payer: Party::Public,
    };
    let guarantee =
        PurchaseGuarantee { floor: 0.4, volume: 2_000_000, months: months(5, 14), buyer: Party::Society };
    let ready = ReadinessFee {
        per_unit_a_day: 0.1,
        promised: 20_000.0,
        least_share: 0.8,
        months: months(6, 15),
        payer: Party::Public,
    };
    [
        (6, whole(Instrument::OutputGrant(grant))),
        (7, whole(Instrument::OutputBonus(bonus))),
        (8, whole(Instrument::PurchaseGuarantee(guarantee))),
        (9, whole(Instrument::ReadinessFee(ready))),
    ]
}

#[test]
fn every_field_of_programmes_arrives() {
    let spec = sound("tests/scenario/full.ron", &[]);
    let mut offers: Vec<(usize, Offer)> =
        granted().into_iter().chain(financed()).chain(for_output()).collect();
    offers.sort_by_key(|(place, _)| *place);
    assert!(offers.iter().enumerate().all(|(index, (place, _))| index == *place), "each place once");
    let city = Programme {
        name: "city".into(),
        title: "The city pays a part".into(),
        driver: Driver::LocalGovernment,
        offers: offers.into_iter().map(|(_, offer)| offer).collect(),
        budget: Some(Budget {
            amount: units(5_000_000),
            tranches: Tranches::EachRound(Money(50_000_050)),
            per_factory: Some(units(200_000)),
            rule: SubsidyRule::LargestBenefit,
        }),
        acceptance: Acceptance::OutputGain,
        eligible: Eligible {
            plants: vec![PlantId(0)],
            demand_from: 0.5,
            demand_to: 2.0,
            until: Some(Time(53 * Duration::DAY.0)),
        },
        // The run starts on 8 January.
        mandated_from: Some(Time(24 * Duration::DAY.0)),
    };
    let alone = Programme { name: "alone".into(), title: "alone".into(), ..Programme::own_profit() };
    assert_eq!(spec.programmes, [alone, city]);
    let known = |place: &str| spec.assumptions.iter().find(|a| a.place == place).cloned();
    let share = known("programme city, offer 1, UpFrontGrant, share").unwrap();
    assert_eq!((share.value.as_str(), share.source.as_deref()), ("0.1", Some("S2")));
    let amount = known("programme city, budget, amount").unwrap();
    assert_eq!((amount.value.as_str(), amount.source.as_deref()), ("5000000", Some("S1")));
    for place in
        ["offer 3, Loan, guarantee, fee", "offer 11, Equity, exit, multiple", "offer 13, Voucher, delay"]
    {
        assert!(known(&format!("programme city, {place}")).is_some(), "{place}");
    }
}

#[test]
fn every_field_of_accounts_adoption_and_appraisal_arrives() {
    let spec = sound("tests/scenario/full.ron", &[]);
    let accounts = Accounts {
        depreciation: Depreciation { rule: WriteDown::DecliningBalance(1.5), years: 8, residual: 0.05 },
        // The run starts in January.
        income_tax: IncomeTax { rate: 0.25, carry_years: 6, tax_group: true, first_year_months: 12 },
        tax_delay: 3,
        value_added: ValueAddedTax { on_sales: 0.13, on_purchases: 0.09 },
        working_capital: WorkingCapital { receivable_days: 45.0, stock_days: 20.0, payable_days: 30.0 },
        grants: GrantTax::LowersBase,
        inflation: Some(Inflation {
            general: 0.02,
            sales: 0.01,
            purchases: 0.02,
            wages: 0.05,
            capital: -0.03,
        }),
    };
    assert_eq!(spec.accounts, Some(accounts));
    let adoption = Adoption {
        thresholds: Thresholds { median: 24.0, sigma: 0.5 },
        awareness: PeerAwareness { own: 0.3, peers: 1.5 },
        cash: Distribution::LogNormal { mean: 300_000.0, sd: 200_000.0 },
        starts_per_month: Some(4),
        price_ratio: 0.95,
        price_floor: 0.6,
        pilots: 3,
        pilot_weight: 2.5,
        target: Some(0.3),
    };
    assert_eq!(spec.adoption, Some(adoption));
    let appraisal = Appraisal {
        horizon_months: 48,
        discount_rate: 0.08,
        owner_limits_months: vec![24, 36],
        emergencies_per_year: Some(0.1),
        shortage_value: 2.5,
        shadow_wage: 0.7,
        social_rate: 0.06,
        wanted_probability: 0.9,
        resale: Some(Resale { first_loss: 0.2, yearly_loss: 0.15, scrap: 0.05 }),
    };
    assert_eq!(spec.appraisal, Some(appraisal));
}

#[test]
fn progress_arrives() {
    let spec = sound("tests/scenario/full.ron", &[]);
    let training = spec.upgrades.iter().find(|upgrade| upgrade.name == "training").unwrap();
    assert_eq!(training.progress, Progress { price: 0.95, failures: 0.8 });
    assert!(spec.upgrades.iter().any(|upgrade| upgrade.progress == Progress::NONE));
}

#[test]
fn what_is_shared_arrives() {
    let spec = sound("tests/scenario/full.ron", &[]);
    let platform = Shared {
        name: "platform".into(),
        title: "the platform of the region".into(),
        options: vec!["automatic".into()],
        cost: units(2_000_000),
        yearly_cost: units(300_000),
        // The run starts in January.
        begun: 1,
        payer: Party::Provider,
        given: 0.25,
        fee_months: 48,
        rate: 0.05,
        division: Division::BySize,
    };
    let school = Shared {
        name: "school".into(),
        title: "school".into(),
        options: Vec::new(),
        cost: units(1_000),
        yearly_cost: Money::ZERO,
        begun: 0,
        payer: Party::Public,
        given: 0.0,
        fee_months: 60,
        rate: 0.0,
        division: Division::Equal,
    };
    assert_eq!(spec.shared, [platform, school]);
}

/// 5 % real under 2 % of inflation are 7.1 % nominal; other lines rise like general prices.
#[test]
fn real_rates_become_nominal() {
    let accounts = "(income_tax: 0, depreciation: Immediate, inflation: (general: 0.02, sales: 0))";
    let appraisal = "(discount_rate: 0.05, social_rate: 0.03, rates: Real)";
    let spec = with(&[("accounts", accounts), ("appraisal", appraisal)]);
    let inflation = Inflation { general: 0.02, sales: 0.0, purchases: 0.02, wages: 0.02, capital: 0.02 };
    assert_eq!(spec.accounts.and_then(|accounts| accounts.inflation), Some(inflation));
    let appraisal = spec.appraisal.unwrap();
    assert!((appraisal.discount_rate - 0.071).abs() < 1e-12, "{appraisal:?}");
    assert!((appraisal.social_rate - 0.0506).abs() < 1e-12, "{appraisal:?}");
}

/// The full scenario with other texts in the places of its fields.
fn with(sets: &[(&str, &str)]) -> Spec {
    let sets: Vec<String> = sets.iter().map(|(field, text)| format!("{field}={text}")).collect();
    sound("tests/scenario/full.ron", &sets.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn what_is_not_written_has_its_default() {
    let offers =
        "[UpFrontGrant(share: 0.5), Loan(share: 0.4, rate: 0.1, months: 1), Voucher(share: 0.1, face: 7)]";
    let programmes = format!("[(name: \"a\", driver: Provider, budget: (amount: 9), offers: {offers})]");
    let spec = with(&[
        ("programmes", &programmes),
        ("accounts", "(income_tax: 0.2, depreciation: Immediate)"),
        ("adoption", "(threshold: (median: 12), awareness: (own: 1), cash: 5)"),
        ("appraisal", "(resale: (yearly_loss: 0.5))"),
    ]);
    let terms = LoanTerms {
        principal: Money::ZERO,
        yearly_rate: 0.1,
        months: 1,
        grace_months: 0,
        grace: Grace::InterestOnly,
        repayment: Repayment::EqualInstalment,
    };
    let loan = Loan { terms, drawn: 0, guarantee: None, subsidy: None };
    // No cap is the largest amount that can be written.
    let grant = UpFrontGrant { share: 0.5, cap: units(1_000_000_000_000_000), payer: Party::Public };
    let voucher = Voucher { share: 0.1, face: units(7), delay: 0, payer: Party::Public };
    let only = Programme {
        name: "a".into(),
        title: "a".into(),
        driver: Driver::Provider,
        offers: vec![
            whole(Instrument::UpFrontGrant(grant)),
            part(0.4, Instrument::Loan(loan)),
            whole(Instrument::Voucher(voucher)),
        ],
        budget: Some(Budget {
            amount: units(9),
            tranches: Tranches::AtOnce,
            per_factory: None,
            rule: SubsidyRule::FirstCome,
        }),
        acceptance: Acceptance::InUse,
        eligible: Eligible::ALL,
        mandated_from: None,
    };
    assert_eq!(spec.programmes, [only]);
    let accounts = Accounts {
        depreciation: Depreciation { rule: WriteDown::Immediate, years: 1, residual: 0.0 },
        income_tax: IncomeTax { rate: 0.2, ..IncomeTax::default() },
        ..Accounts::default()
    };
    assert_eq!(spec.accounts, Some(accounts));
    let adoption = Adoption {
        thresholds: Thresholds { median: 12.0, sigma: 0.0 },
        awareness: PeerAwareness { own: 1.0, peers: 0.0 },
        cash: Distribution::Constant(5.0),
        starts_per_month: None,
        price_ratio: 1.0,
        price_floor: 0.0,
        pilots: 2,
        pilot_weight: 4.0,
        target: None,
    };
    assert_eq!(spec.adoption, Some(adoption));
    let resale = Some(Resale { first_loss: 0.0, yearly_loss: 0.5, scrap: 0.0 });
    assert_eq!(spec.appraisal, Some(Appraisal { resale, ..Appraisal::default() }));
}

#[test]
fn without_any_of_it_owners_pay_from_their_profit() {
    let spec = with(&[("programmes", "None"), ("accounts", "None"), ("adoption", "None")]);
    assert_eq!((spec.accounts, spec.adoption), (None, None));
    assert_eq!(spec.programmes, [Programme::own_profit()]);
}

#[test]
fn every_rule_of_depreciation_is_read() {
    let rule = |text: &str| {
        let spec = with(&[("accounts.depreciation", text)]);
        spec.accounts.unwrap().depreciation
    };
    let straight = Depreciation { rule: WriteDown::StraightLine, years: 10, residual: 0.05 };
    assert_eq!(rule("StraightLine(years: 10, residual: 0.05)"), straight);
    let double = Depreciation { rule: WriteDown::DecliningBalance(2.0), years: 8, residual: 0.0 };
    assert_eq!(rule("DecliningBalance(years: 8)"), double);
    let digits = Depreciation { rule: WriteDown::SumOfYears, years: 5, residual: 0.0 };
    assert_eq!(rule("SumOfYears(years: 5)"), digits);
}
