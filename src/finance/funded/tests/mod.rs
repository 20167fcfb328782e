//! Funded investments worked by hand; what holds of any is in `properties`.

mod properties;

use super::accounted::with_funding;
use super::*;
use crate::finance::appraisal::tests::{case_b, near};
use crate::finance::sample::{self, bought};
use crate::finance::{Activity, Improvement, cash_flow, monthly_rate, npv, payback, peak_funding};
use crate::spec::Surge;
use crate::spec::accounts::*;
use crate::spec::funding::*;
use crate::spec::programme::{Acceptance, Budget, Offer};
use crate::units::Date;

const NO_CAP: Money = Money(i64::MAX / 4);

fn money(units: f64) -> Money {
    Money::from_units(units)
}

/// Case B of methods 3, bought in month `first`, in use from month 7 on.
fn measured(first: usize) -> Measured {
    let months = 37 + first;
    let with = (0..months).map(|t| {
        let gain = if t > first { case_b()[t - first] } else { 0.0 };
        let capital = if t == first { money(120_000.0) } else { Money::ZERO };
        let purchases = money(-gain).positive();
        Activity { sales: money(gain).positive(), purchases, capital, ..Activity::default() }
    });
    Measured {
        with: with.collect(),
        without: vec![Activity::default(); months],
        good_without: vec![50_000; months],
        good_with: vec![60_000; months],
        price: vec![0.2; months],
        in_use: (0..months).map(|t| if t >= first + 7 { 1.0 } else { 0.4 }).collect(),
        ready: vec![500.0; months],
        maturity: vec![1; months],
        begun: 0,
        ordered: None,
        emergency_units: vec![0; months],
        first_outlay: Some(first),
        go_live: Some(first as f64 + 3.0),
        wages: vec![Money::ZERO; months],
        improvement: vec![Improvement::default(); months],
        extrapolated_from: None,
    }
}

fn offer(share: f64, instrument: Instrument) -> Offer {
    Offer { share, cap_multiple: 2.0, instrument }
}

fn programme(offers: Vec<Offer>) -> Programme {
    Programme { offers, ..Programme::own_profit() }
}

fn up_front(share: f64) -> Offer {
    offer(1.0, Instrument::UpFrontGrant(UpFrontGrant { share, cap: NO_CAP, payer: Party::Public }))
}

fn accepted() -> Instrument {
    Instrument::AcceptedGrant(AcceptedGrant {
        pays: Reward::of_share(0.3, NO_CAP),
        later: None,
        target: 0.85,
        tested: Months { first: 3, last: 12 },
        delay: 2,
        rejection: 0.1,
        payer: Party::Public,
    })
}

fn loan(repayment: Repayment, grace_months: u32, grace: Grace) -> Loan {
    let terms =
        LoanTerms { principal: Money::ZERO, yearly_rate: 0.06, months: 36, grace_months, grace, repayment };
    Loan { terms, drawn: 0, guarantee: None, subsidy: None }
}

fn funded(offers: Vec<Offer>, measured: &Measured) -> Funded {
    let luck = vec![0.5; offers.len()];
    fund(None, &Appraisal::default(), &programme(offers), true, measured, &luck)
}

/// Methods 3.2 and 3.6.
/// All parties together, by month: what is a transfer among them is nothing.
fn economic(parties: &[[Money; Party::ALL.len()]]) -> Vec<Money> {
    parties.iter().map(|own| own.iter().copied().sum()).collect()
}

#[test]
fn case_b_alone_and_with_grants() {
    let alone = funded(Vec::new(), &measured(0));
    near(payback(&alone.owner).last.unwrap(), 26.653_846_153_8);
    assert_eq!(alone.owner, case_b());
    assert_eq!((alone.coverage(), alone.public_paid), (None, Money::ZERO));

    for (offer, peak, paid_in) in [(up_front(0.3), -87_000.0, 0), (offer(1.0, accepted()), -123_000.0, 9)] {
        let helped = funded(vec![offer], &measured(0));
        near(payback(&helped.owner).last.unwrap(), 19.730_769_230_8);
        near(peak_funding(&helped.owner), peak);
        assert_eq!((helped.public_paid, &helped.project), (money(36_000.0), &case_b()));
        assert_eq!(helped.parties[paid_in][Party::Public as usize], money(-36_000.0));
    }
}

/// A grant of 36000 and a bonus of 0.02 for 60000 units in 30 months, another 36000, within 48000 a factory: two thirds of
/// each; what a lender gives is not touched.
#[test]
fn a_factory_gets_no_more_than_the_cap() {
    let bonus = OutputBonus {
        base_units: 0,
        per_unit: 0.02,
        months: Months { first: 4, last: 33 },
        cap: NO_CAP,
        payer: Party::Public,
    };
    let lent = offer(0.5, Instrument::Loan(loan(Repayment::EqualInstalment, 0, Grace::InterestOnly)));
    let offers = vec![up_front(0.3), offer(1.0, Instrument::OutputBonus(bonus)), lent];
    let under = |per_factory: Option<i64>| {
        let budget = Budget {
            amount: NO_CAP,
            tranches: crate::spec::diffusion::Tranches::AtOnce,
            per_factory: per_factory.map(|units| money(units as f64)),
            rule: crate::spec::diffusion::SubsidyRule::FirstCome,
        };
        let programme = Programme { budget: Some(budget), ..programme(offers.clone()) };
        fund(None, &Appraisal::default(), &programme, true, &measured(0), &[0.5; 3])
    };
    let (whole, cut) = (under(None), under(Some(48_000)));
    assert_eq!((whole.public_paid, cut.public_paid), (money(72_000.0), money(48_000.0)));
    near(cut.owner[0], -120_000.0 + 24_000.0 + 60_000.0);
    near(whole.owner[10] - cut.owner[10], 400.0);
    assert_eq!(whole.of(Party::Lender), cut.of(Party::Lender));
    assert_eq!(under(Some(72_000)).owner, whole.owner);
}

/// Methods 3.5: 100000 of 120000 are lent at 6 % over 36 months; payments are rounded to the cent.
#[test]
fn loan_rows() {
    let share = 100_000.0 / 120_000.0;
    // The loan pays its part of the bill.
    let rows = |loan: Loan| {
        let found = funded(vec![offer(share, Instrument::Loan(loan))], &measured(0));
        near(found.owner[0], -20_000.0);
        found
    };
    let level = rows(loan(Repayment::EqualInstalment, 0, Grace::InterestOnly));
    assert_eq!(level.debt_service[..3], [0.0, 3_042.19, 3_042.19]);
    // 9518.9748 in all, up to the cents that 36 payments are rounded by.
    let interest: f64 = level.of(Party::Lender).iter().sum();
    assert!((interest - 9_518.974_8).abs() < 0.18, "{interest}");
    // Three months of -1000 do not serve anything; the others cover their payment 1.7093 times.
    let coverage = level.coverage().unwrap();
    assert!((coverage.min + 1_000.0 / 3_042.19).abs() < 1e-9, "{coverage:?}");
    let average = (33.0 * 5_200.0 - 3.0 * 1_000.0) / 36.0 / 3_042.19;
    assert!((coverage.average - average).abs() < 1e-4, "{coverage:?}");
    // Interest is what the bank has of it; earnings before it are the project's, without accounts nothing is written down.
    near(level.interest.iter().sum(), interest);
    assert_eq!((level.interest[0], level.interest[1], &level.earnings[1..]), (0.0, 500.0, &case_b()[1..]));
    let principal = rows(loan(Repayment::EqualPrincipal, 0, Grace::InterestOnly));
    near(principal.debt_service[1], 3_277.78);
    let grace = rows(loan(Repayment::EqualInstalment, 6, Grace::InterestOnly));
    assert_eq!((grace.debt_service[6], grace.debt_service[7]), (500.0, 3_597.89));
    let capitalised = rows(loan(Repayment::EqualInstalment, 6, Grace::Capitalised));
    assert_eq!((capitalised.debt_service[6], capitalised.debt_service[7]), (0.0, 3_707.19));
}

/// A quarter of tax, five years of straight-line write-down, stock of one month's purchases.
fn accounts() -> Accounts {
    Accounts {
        depreciation: Depreciation { rule: WriteDown::StraightLine, years: 5, residual: 0.0 },
        income_tax: IncomeTax { rate: 0.25, ..IncomeTax::default() },
        working_capital: WorkingCapital { stock_days: 30.0, ..WorkingCapital::default() },
        ..Accounts::default()
    }
}

/// Methods 3.4, in thousands: 500 over five years; operating 60, 150, 200, 220 and 230 at the ends of the years; 30 tied up
/// in stock, which is bought and sold again each month until the last; 50 for the scrap at the end.
fn five_years() -> Measured {
    let operating = [0.0, 60.0, 150.0, 200.0, 220.0, 230.0];
    let turned = |t: usize| if t < 60 { 30.0 } else { 0.0 };
    let month = |t: usize| Activity {
        sales: money(turned(t) + if t.is_multiple_of(12) { operating[t / 12] } else { 0.0 }),
        purchases: money(turned(t)),
        capital: money(if t == 0 { 500.0 } else { 0.0 }),
        ..Activity::default()
    };
    let mut found = measured(24);
    found.with = (0..=60).map(month).collect();
    found.first_outlay = Some(0);
    found
}

fn scrap() -> Appraisal {
    let resale = Some(Resale { first_loss: 0.0, yearly_loss: 1.0, scrap: 0.1 });
    Appraisal { resale, ..Appraisal::default() }
}

#[test]
fn tax_example_through_the_chain() {
    let found = fund(Some(&accounts()), &scrap(), &programme(Vec::new()), true, &five_years(), &[]);
    let yearly: Vec<f64> = found.owner.iter().copied().step_by(12).collect();
    assert_eq!(yearly, [-530.0, 60.0, 147.5, 175.0, 190.0, 265.0]);
    assert!(
        found.owner.iter().enumerate().all(|(t, cash)| t.is_multiple_of(12) || cash.abs() < 1e-9),
        "nothing between"
    );
    near(npv(&found.owner, monthly_rate(0.08)), 110.943_892_973_9);
    let taxes: Vec<f64> = found.of(Party::Public).into_iter().step_by(12).collect();
    assert_eq!(taxes, [0.0, 0.0, 2.5, 25.0, 30.0, 45.0]);
}

/// However late tax is paid, the last month pays what is still owed: with three months of delay the taxes of 2.50, 25 and 30
/// are moved by three months, that of the last year stays; beyond the horizon all are paid in its last month.
#[test]
fn no_tax_is_left_out_by_the_horizon() {
    let taxes = |tax_delay| {
        let accounts = Accounts { tax_delay, ..accounts() };
        let found = fund(Some(&accounts), &scrap(), &programme(Vec::new()), true, &five_years(), &[]);
        let paid = found.of(Party::Public).into_iter().enumerate();
        paid.filter(|(_, tax)| *tax > 0.0).collect::<Vec<_>>()
    };
    assert_eq!(taxes(0), [(24, 2.5), (36, 25.0), (48, 30.0), (60, 45.0)]);
    assert_eq!(taxes(3), [(27, 2.5), (39, 25.0), (51, 30.0), (60, 45.0)]);
    assert_eq!(taxes(60), [(60, 102.5)]);
}

/// 100 of sales a month, 60 of purchases from month 1 on: what customers owe comes in with the last month, and what is lent
/// to them or by suppliers is theirs meanwhile; only what lies in stock is tied up for everybody.
#[test]
fn open_bills_come_in_at_the_horizon_and_are_transfers() {
    let mut firm = measured(12);
    let month = Activity { sales: money(100.0), purchases: money(60.0), ..Activity::default() };
    (firm.with, firm.first_outlay) = (vec![month; 49], None);
    firm.with[0] = Activity::default();
    let under = |receivable_days: f64, stock_days: f64, payable_days: f64| {
        let working_capital = WorkingCapital { receivable_days, stock_days, payable_days };
        let untaxed = IncomeTax { rate: 0.0, ..accounts().income_tax };
        let accounts = Accounts { working_capital, income_tax: untaxed, ..accounts() };
        fund(Some(&accounts), &Appraisal::default(), &programme(Vec::new()), true, &firm, &[])
    };
    let paid_at_once = under(0.0, 0.0, 0.0);
    let lent = under(45.0, 0.0, 30.0);
    assert_eq!((lent.owner[1], lent.owner[2], lent.owner[48]), (40.0 - 150.0 + 60.0, 40.0, 40.0 + 90.0));
    near(lent.of(Party::Society)[1], 90.0);
    assert_eq!(economic(&lent.parties), economic(&paid_at_once.parties));
    near(lent.owner.iter().sum::<f64>(), 48.0 * 40.0);
    let stocked = under(0.0, 15.0, 0.0);
    assert_eq!((stocked.owner[1], stocked.owner[48]), (40.0 - 30.0, 40.0 + 30.0));
    assert_eq!(economic(&stocked.parties)[1], money(10.0));
}

/// A loan of 100 over five years at 12 %, repaid evenly: 20 a year and interest, which lowers what is taxed.
#[test]
fn interest_lowers_tax() {
    let terms = LoanTerms {
        months: 60,
        yearly_rate: 0.12,
        ..loan(Repayment::EqualPrincipal, 0, Grace::InterestOnly).terms
    };
    let loan = Loan { terms, ..loan(Repayment::EqualPrincipal, 0, Grace::InterestOnly) };
    let offers = vec![offer(0.2, Instrument::Loan(loan))];
    let found = fund(Some(&accounts()), &scrap(), &programme(offers), true, &five_years(), &[0.5]);
    // Principal is 1.67 a month. Interest of year k is 1 % of twelve debts that fall from 100 - 20 k by 1.67: 12 (1 - 0.2 k)
    // less 0.0167 * 66 = 1.1.
    let interest = [10.9, 8.5, 6.1, 3.7, 1.3];
    let results = [-40.0, 50.0, 100.0, 120.0, 180.0];
    let year = |of: &[f64], year: usize| of[12 * year + 1..=12 * year + 12].iter().sum::<f64>();
    for (number, due) in interest.iter().enumerate() {
        assert!((year(&found.interest, number) - due).abs() < 0.07, "{number}");
    }
    // What is sold as scrap is no earnings of the year's operations.
    assert!((year(&found.earnings, 0) + 40.0).abs() < 0.01 && (year(&found.earnings, 1) - 50.0).abs() < 0.01);
    let (mut loss, mut taxes) = (0.0, Vec::new());
    for year in 0..5 {
        let result: f64 = results[year] - interest[year] - loss;
        loss = (-result).max(0.0);
        taxes.push(result.max(0.0) * 0.25);
    }
    let found: Vec<f64> = found.of(Party::Public).into_iter().step_by(12).skip(1).collect();
    for (found, expected) in found.iter().zip(&taxes) {
        assert!((found - expected).abs() < 0.05, "{found} is not {expected}: payments are in cents of 1.67");
    }
}

/// 60 % of the purchase of 500 is credited against tax: 2.50, 25, 30 and 45 less what interest of a loan saves. Never more
/// than the tax that is really due.
#[test]
fn credits_count_against_the_tax_after_interest() {
    let credit = || Instrument::TaxCredit(TaxCredit { share: 0.6, cap: NO_CAP, carry_months: 120 });
    let loan = loan(Repayment::EqualPrincipal, 0, Grace::InterestOnly);
    for offers in [vec![offer(1.0, credit())], vec![offer(1.0, Instrument::Loan(loan)), offer(1.0, credit())]]
    {
        let luck = vec![0.5; offers.len()];
        let found = fund(Some(&accounts()), &scrap(), &programme(offers), true, &five_years(), &luck);
        assert!(found.of(Party::Public).iter().all(|paid| paid.abs() < 1e-9), "nothing is left to pay");
    }
}

/// What the owner has in the accounts, line by line, is what was moved: each transfer has found its line.
#[test]
fn lease_interest_adds_up() {
    let lease = Lease { financed: money(120_000.0), start: 0, months: 24, yearly_rate: 0.08 };
    let instruments = [Instrument::Lease(lease)];
    let project =
        super::offered::project(&measured(0), Acceptance::InUse, 0, &[Money::ZERO; 37], &[Money::ZERO; 37]);
    let settled = settle(&instruments, &[0.5], &project);
    let lines = with_funding(&measured(0).with, 0, &instruments, &settled);
    let sum = |line: fn(&Activity) -> Money| lines.iter().map(line).sum::<Money>();
    assert_eq!(sum(|l| l.repaid), money(120_000.0));
    assert_eq!(sum(|l| l.interest), lease.rent().times(24.0) - money(120_000.0));
    assert!(lines.iter().all(|line| line.interest >= Money::ZERO));
    // By use: the first 120000 come back, then the fee is a cost. 60000 units, 0.4 of them in use until month 7.
    let contract =
        PayPerUse { financed: money(120_000.0), start: 0, months: 5, fee: 1.5, minimum: Money::ZERO };
    let instruments = [Instrument::PayPerUse(contract)];
    let lines = with_funding(&measured(0).with, 0, &instruments, &settle(&instruments, &[0.5], &project));
    let lines: Vec<(f64, f64)> =
        lines[..6].iter().map(|line| (line.repaid.units(), line.interest.units())).collect();
    let fee = 36_000.0;
    assert_eq!(lines[..4], [(0.0, 0.0), (fee, 0.0), (fee, 0.0), (fee, 0.0)]);
    assert_eq!(lines[4..], [(12_000.0, 24_000.0), (0.0, fee)]);
}

#[test]
fn without_public_money() {
    let subsidy = Some(InterestSubsidy { points: 0.02, months: 36, payer: Party::Public });
    let bare = loan(Repayment::EqualInstalment, 0, Grace::InterestOnly);
    let helped = Loan { subsidy, ..bare };
    let provider = UpFrontGrant { share: 0.1, cap: NO_CAP, payer: Party::Provider };
    let offers = vec![
        offer(0.5, Instrument::Loan(helped)),
        up_front(0.3),
        offer(1.0, Instrument::UpFrontGrant(provider)),
    ];
    let with = funded(offers.clone(), &measured(0));
    assert!(with.public_paid > money(36_000.0));
    let programme_of = programme(offers);
    let luck = [0.5; 3];
    let found = fund(None, &Appraisal::default(), &programme_of, false, &measured(0), &luck);
    assert_eq!(found.public_paid, Money::ZERO);
    assert!(found.of(Party::Public).iter().all(|paid| paid.abs() < 1e-9));
    let kept = vec![offer(0.5, Instrument::Loan(bare)), offer(1.0, Instrument::UpFrontGrant(provider))];
    assert_eq!(found, funded(kept, &measured(0)));
}

#[test]
fn nothing_bought_nothing_offered() {
    let mut idle = measured(0);
    idle.with[0].capital = Money::ZERO;
    idle.first_outlay = None;
    let bonus = OutputBonus {
        base_units: 0,
        per_unit: 1.0,
        months: Months { first: 1, last: 9 },
        cap: NO_CAP,
        payer: Party::Public,
    };
    let found = funded(vec![offer(1.0, Instrument::OutputBonus(bonus))], &idle);
    assert_eq!((found.public_paid, &found.owner), (Money::ZERO, &found.project));
}

#[test]
fn shortage_is_society_s() {
    let mut shaken = measured(0);
    shaken.emergency_units[5] = 10_000;
    shaken.emergency_units[6] = -1_000;
    let appraisal = Appraisal { shortage_value: 0.5, ..Appraisal::default() };
    let found = fund(None, &appraisal, &programme(Vec::new()), true, &shaken, &[]);
    assert_eq!(found.of(Party::Society)[4..8], [0.0, 5_000.0, -500.0, 0.0]);
}

/// Methods 3.7: of 1000 saved in wages 300 are lost to workers where labour costs the economy seven tenths of its wage; the
/// owner has all of them, and the economy 700 more.
#[test]
fn labour_has_its_shadow_wage() {
    let mut leaner = measured(0);
    leaner.wages[5] = money(-1_000.0);
    let economy = |shadow_wage: f64| -> Vec<f64> {
        let appraisal = Appraisal { shadow_wage, ..Appraisal::default() };
        let found = fund(None, &appraisal, &programme(Vec::new()), true, &leaner, &[]);
        found.parties.iter().map(|month| month.iter().copied().sum::<Money>().units()).collect()
    };
    let (at_wage, at_shadow) = (economy(1.0), economy(0.7));
    let lost: Vec<f64> = at_wage.iter().zip(&at_shadow).map(|(wage, shadow)| wage - shadow).collect();
    assert_eq!(lost.iter().position(|own| *own != 0.0), Some(5));
    near(lost[5], 300.0);
    near(lost.iter().sum(), 300.0);
}

/// Whoever vouches for a loan or helps with its interest, the lender too: the loan is paid back, and the rest is interest. What
/// is left of a contract when it ends is owed no longer, and income.
#[test]
fn debt_leaves_the_books() {
    let books = |instrument: Instrument| {
        let own = programme(vec![offer(100_000.0 / 120_000.0, instrument)]);
        let (accounts, appraisal) = (Accounts::default(), Appraisal::default());
        let [_, months] = funded_statements(&accounts, &appraisal, &own, true, &measured(0), &[0.5]);
        let interest: Money = months.iter().map(|month| month.income.interest).sum();
        (months[11].balance.loans, months[36].balance.loans, interest)
    };
    let helped = |payer: Party| {
        let guarantee = Some(Guarantee { fee: 0.01, guarantor: payer });
        let subsidy = Some(InterestSubsidy { points: 0.02, months: 12, payer });
        let level = loan(Repayment::EqualInstalment, 0, Grace::InterestOnly);
        books(Instrument::Loan(Loan { guarantee, subsidy, ..level }))
    };
    let (_, left, interest) = helped(Party::Public);
    assert_eq!(left, Money::ZERO);
    // 9518.97 of interest, 1000 and 1 % of what is left after one and two years in fees, less a third of the first year's interest.
    assert!((9_500.0..10_000.0).contains(&interest.units()), "{interest:?}");
    assert_eq!(helped(Party::Lender), helped(Party::Public));
    let nothing = RevenueShare { financed: Money::ZERO, start: 0, months: 12, share: 0.0, cap: Money::ZERO };
    let owed = money(100_000.0);
    assert_eq!(books(Instrument::RevenueShare(nothing)), (owed, Money::ZERO, -owed));
}

/// A loan of five years, looked at over three: what is left at the end is not due then.
#[test]
fn coverage_looks_at_what_is_due() {
    let level = loan(Repayment::EqualInstalment, 0, Grace::InterestOnly);
    let long = Loan { terms: LoanTerms { months: 60, ..level.terms }, ..level };
    let found = funded(vec![offer(1.0, Instrument::Loan(long))], &measured(0));
    assert!(found.of(Party::Lender)[36] > 10.0 * found.of(Party::Lender)[35]);
    assert_eq!(found.debt_service[36..], found.debt_service[35..36]);
}

/// Each indicator is looked at where the programme says so, from the month of the purchase on.
#[test]
fn acceptance_looks_at_what_the_programme_says() {
    let mut better = measured(2);
    better.improvement[2 + 9] = Improvement { oee: 0.1, lead_time: 0.2, defects: 0.3, energy: 0.4 };
    better.maturity[2 + 9] = 3;
    let paid_in = |acceptance: Acceptance, target: f64| {
        let grant = AcceptedGrant {
            pays: Reward::of_share(0.3, NO_CAP),
            later: None,
            target,
            tested: Months { first: 1, last: 24 },
            delay: 1,
            rejection: 0.0,
            payer: Party::Public,
        };
        let offers = vec![offer(1.0, Instrument::AcceptedGrant(grant))];
        let own = Programme { acceptance, ..programme(offers) };
        let found = fund(None, &Appraisal::default(), &own, true, &better, &[0.5]);
        found.of(Party::Public).iter().position(|amount| *amount < 0.0)
    };
    let indicators =
        [Acceptance::OeeGain, Acceptance::LeadTimeCut, Acceptance::DefectCut, Acceptance::EnergyCut];
    for (acceptance, shown) in indicators.into_iter().zip([0.1, 0.2, 0.3, 0.4]) {
        assert_eq!(paid_in(acceptance, shown), Some(2 + 9 + 1), "{acceptance:?}");
        assert_eq!(paid_in(acceptance, shown + 0.01), None, "{acceptance:?}");
    }
    assert_eq!([2.0, 3.0, 4.0].map(|level| paid_in(Acceptance::Maturity, level)), [Some(12), Some(12), None]);
}

/// 2021-01-01 to 2021-03-31, then January again; emergency in February; bought on day 0 and live from 10 February (day 40).
/// A day buys 3 kg at 2 and 10 kWh at 0.80 and pays 16 h at 25; a month has 3043.75 of overhead.
#[test]
fn measured_by_hand() {
    let spec = sample::spec("2021-01-01");
    let dates = ["2021-02-10", "2021-02-20"].map(|d| Date::parse(d).unwrap());
    let surge = Surge { emergency: Some((dates[0], dates[1])), ..Surge::none() };
    let baseline = sample::outcome(&spec, 0, 90, |_| 1_000, Vec::new());
    let installed = vec![bought(0, Some(40), 5_000.0, 1_200.0)];
    let option = sample::outcome(&spec, 0, 90, |_| 1_010, installed);
    let found = Measured::of(&spec, &surge, 4, &baseline, &option, 0, 1_100.0);

    let lines = |month: &Activity| {
        [month.sales, month.purchases, month.wages_and_other, month.capital].map(|line| line.0)
    };
    assert_eq!(lines(&found.with[0]), [0, 0, 0, 500_000]);
    assert_eq!(lines(&found.with[1]), [626_200, 43_400, 1_544_375, 0]);
    // 100 a month of running costs, for 19 of 28 days.
    assert_eq!(lines(&found.with[2]), [565_600, 39_200, 1_120_000 + 304_375 + 6_786, 0]);
    assert_eq!(lines(&found.without[2]), [560_000, 39_200, 1_424_375, 0]);
    assert_eq!(found.with[4], found.with[1]);
    assert_eq!(found.good_with, [0, 31_310, 28_280, 31_310, 31_310]);
    // February has 28 days: 39 days and 0 h of 40 are 31 of January and 9 of 28.
    assert_eq!(
        (found.go_live, found.wages.iter().filter(|more| **more != Money::ZERO).count()),
        (Some(1.0 + 9.0 / 28.0), 0)
    );
    assert_eq!(found.good_without, [0, 31_000, 28_000, 31_000, 31_000]);
    assert_eq!(found.in_use, [0.0, 0.0, 1.0, 1.0, 1.0]);
    assert_eq!((found.ordered, found.begun), (Some(crate::units::Time::ZERO), 0));
    assert_eq!(found.emergency_units, [0, 0, 280, 0, 0]);
    near(found.price[2], 0.2);
    near(found.ready[3], 90.0);
    assert_eq!((found.price[0], found.ready[0]), (0.0, 0.0));
    assert_eq!((found.first_outlay, found.extrapolated_from), (Some(0), Some(4)));
    let unknown = Measured::of(&spec, &surge, 4, &baseline, &option, 0, 0.0);
    assert_eq!(unknown.ready, [0.0; 5]);
    // Two of three pieces work; a fourth is ordered in March and not live within the run.
    let piece =
        |day, live, units, works| crate::outcome::Installed { units, works, ..bought(day, live, 10.0, 0.0) };
    let installed = vec![piece(0, Some(5), 2, true), piece(0, Some(5), 1, false), piece(70, None, 1, true)];
    let option = sample::outcome(&spec, 0, 90, |_| 1_010, installed);
    let found = Measured::of(&spec, &surge, 4, &baseline, &option, 0, 0.0);
    assert_eq!(found.in_use, [0.0, 2.0 / 3.0, 2.0 / 3.0, 0.5, 0.5]);
}

#[test]
fn expected_by_hand() {
    let expected = Expected {
        capital: money(100.0),
        gain: money(7.0),
        first_gain: 2,
        growth: 0.0,
        horizon: 3,
        good_without: 50,
        good_with: 60,
        price: 0.2,
        improvement: Improvement::default(),
        ready: 9.0,
        maturity: 2,
        month: 5,
    };
    let found = Measured::expected(&expected);
    assert_eq!(funded(Vec::new(), &found).owner, [-100.0, 0.0, 7.0, 7.0]);
    assert_eq!((found.good_with, found.good_without), (vec![0, 50, 60, 60], vec![0, 50, 50, 50]));
    assert_eq!((found.in_use, found.ready), (vec![0.0, 0.0, 1.0, 1.0], vec![0.0, 0.0, 9.0, 9.0]));
    assert_eq!((found.maturity, found.begun, found.ordered), (vec![1, 1, 2, 2], 5, None));
    let loss = Measured::expected(&Expected { gain: money(-7.0), ..expected });
    assert_eq!((loss.with[2].sales, loss.with[2].purchases), (Money::ZERO, money(7.0)));
    assert_eq!(funded(Vec::new(), &loss).owner, [-100.0, 0.0, -7.0, -7.0]);
}

/// Without accounts and offers, the owner has the cash flow of `investment`.
#[test]
fn alone_it_is_the_cash_flow() {
    let dates = ["2020-03-15", "2020-05-01"].map(|d| Date::parse(d).unwrap());
    let shaken = Surge { emergency: Some((dates[0], dates[1])), ..Surge::none() };
    for (start, days, order_day) in
        [("2020-01-22", 60, 0), ("2021-01-01", 730, 40), ("2020-01-22", 5, 0), ("2020-02-01", 0, 0)]
    {
        for surge in [&Surge::none(), &shaken] {
            let spec = sample::spec(start);
            let baseline = sample::outcome(&spec, 0, days, |day| 1_000 + day % 7, Vec::new());
            let installed = vec![bought(order_day, Some(order_day + 3), 5_000.0, 600.0)];
            let option = sample::outcome(&spec, 0, days, |day| 1_000 + day % 11 * 3, installed);
            let flow = cash_flow(&spec, surge, 48, &baseline, &option, &[0]);
            let measured = Measured::of(&spec, surge, 48, &baseline, &option, 0, 0.0);
            let found = funded(Vec::new(), &measured);
            assert_eq!((&found.flow(&measured), &found.project), (&flow, &flow.months));
        }
    }
}
