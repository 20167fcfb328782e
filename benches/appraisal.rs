//! How many appraisals a core makes in a second: a monthly flow of ten years that changes sign once, funded by
//! every kind of instrument, judged by every measure.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use surgetwin::finance::{
    Expected, Improvement, Measured, Project, airr, debt_service_coverage, discounted_payback, fund, irr,
    mirr, monthly_rate, npv, payback, peak_funding, profitability_index, settle,
};
use surgetwin::spec::Appraisal;
use surgetwin::spec::accounts::{Accounts, GrantTax, IncomeTax, ValueAddedTax, WorkingCapital};
use surgetwin::spec::funding::{
    AcceptedGrant, Equity, Exit, Grace, Guarantee, Instrument, InterestSubsidy, Lease, Loan, LoanTerms,
    Months, OutputBonus, OutputGrant, Party, PayPerUse, PurchaseGuarantee, ReadinessFee, Repayment,
    RevenueShare, Reward, TaxCredit, UpFrontGrant, Voucher,
};
use surgetwin::spec::programme::{Offer, Programme};
use surgetwin::units::Money;

const HORIZON: usize = 120;

/// 600000 spent at the start, 14000 a month from month 4 on.
fn project() -> Project {
    let months = HORIZON + 1;
    let from_four = |value: f64| (0..months).map(|t| if t >= 4 { value } else { 0.0 }).collect::<Vec<f64>>();
    let mut flow: Vec<Money> = from_four(14_000.0).into_iter().map(Money::from_units).collect();
    let mut capital = vec![Money::ZERO; months];
    capital[0] = Money::from_units(600_000.0);
    flow[0] = -capital[0];
    Project {
        verified_gain: flow.iter().map(|flow| flow.positive()).collect(),
        good_units: vec![60_000; months],
        price: vec![0.2; months],
        usage: from_four(300.0),
        indicator: from_four(0.9),
        ready: vec![500.0; months],
        tax: vec![Money::from_units(900.0); months],
        begun: 0,
        flow,
        capital,
    }
}

/// One of each kind; sizes such that the owner's flow changes its sign once.
fn programme() -> Vec<Instrument> {
    let money = Money::from_units;
    let payer = Party::Public;
    let months = Months { first: 1, last: HORIZON };
    let terms = LoanTerms {
        principal: money(200_000.0),
        yearly_rate: 0.05,
        months: 60,
        grace_months: 6,
        grace: Grace::InterestOnly,
        repayment: Repayment::EqualInstalment,
    };
    let guarantee = Some(Guarantee { fee: 0.01, guarantor: payer });
    let subsidy = Some(InterestSubsidy { points: 0.02, months: 36, payer });
    let cap = money(50_000.0);
    let exit = Some(Exit { month: 60, multiple: 0.1 });
    vec![
        Instrument::UpFrontGrant(UpFrontGrant { share: 0.1, cap, payer }),
        Instrument::Voucher(Voucher { share: 0.5, face: money(7_500.0), delay: 3, payer }),
        Instrument::Loan(Loan { terms, drawn: 0, guarantee, subsidy }),
        Instrument::Lease(Lease { financed: money(30_000.0), start: 0, months: 60, yearly_rate: 0.08 }),
        Instrument::PayPerUse(PayPerUse {
            financed: money(20_000.0),
            start: 0,
            months: 120,
            fee: 1.0,
            minimum: money(100.0),
        }),
        Instrument::RevenueShare(RevenueShare {
            financed: money(10_000.0),
            start: 0,
            months: 120,
            share: 0.02,
            cap: money(20_000.0),
        }),
        Instrument::AcceptedGrant(AcceptedGrant {
            pays: Reward::of_share(0.2, money(200_000.0)),
            later: None,
            target: 0.85,
            tested: Months { first: 6, last: 18 },
            delay: 3,
            rejection: 0.1,
            payer,
        }),
        Instrument::OutputGrant(OutputGrant { per_unit: 0.002, months, cap, target_units: 100_000, payer }),
        Instrument::OutputBonus(OutputBonus { base_units: 50_000, per_unit: 0.01, months, cap, payer }),
        Instrument::PurchaseGuarantee(PurchaseGuarantee {
            floor: 0.21,
            volume: 5_000_000,
            months,
            buyer: Party::Society,
        }),
        Instrument::ReadinessFee(ReadinessFee {
            per_unit_a_day: 1.0,
            promised: 400.0,
            least_share: 0.8,
            months,
            payer,
        }),
        Instrument::TaxCredit(TaxCredit { share: 0.1, cap, carry_months: 60 }),
        Instrument::Equity(Equity { amount: money(40_000.0), month: 0, share: 0.1, exit }),
    ]
}

/// The project funded and judged, by every measure; the sum keeps any of it from being left out.
fn appraise(programme: &[Instrument], luck: &[f64], project: &Project, rate: f64) -> f64 {
    let settled = settle(programme, luck, project);
    let flow: Vec<f64> = settled.owner_flow.iter().map(|month| month.units()).collect();
    judge(&flow, rate)
        + debt_service(&flow, &settled.of(Party::Lender).into_iter().map(Money::units).collect::<Vec<f64>>())
}

fn judge(flow: &[f64], rate: f64) -> f64 {
    let (simple, discounted) = (payback(flow), discounted_payback(flow, rate));
    let defined = [
        irr(flow).yearly(),
        mirr(flow, 0.005, 0.006),
        profitability_index(flow, rate),
        profitability_index(flow, rate).and_then(|index| airr(index, rate, flow.len() - 1)),
        simple.last,
        discounted.last,
    ];
    npv(flow, rate) + peak_funding(flow) + defined.into_iter().flatten().sum::<f64>()
}

fn debt_service(flow: &[f64], lender: &[f64]) -> f64 {
    let available: Vec<f64> = flow.iter().zip(lender).map(|(flow, service)| flow + service).collect();
    debt_service_coverage(&available, lender).map_or(0.0, |coverage| coverage.min + coverage.average)
}

fn accounts() -> Accounts {
    Accounts {
        income_tax: IncomeTax { rate: 0.25, ..IncomeTax::default() },
        tax_delay: 5,
        value_added: ValueAddedTax { on_sales: 0.13, on_purchases: 0.13 },
        working_capital: WorkingCapital { receivable_days: 45.0, stock_days: 20.0, payable_days: 30.0 },
        grants: GrantTax::LowersBase,
        ..Accounts::default()
    }
}

/// The same project as an owner expects it, and the same instruments as offers: through the accounts, from all sides.
fn whole_chain() -> (Measured, Programme) {
    let measured = Measured::expected(&Expected {
        improvement: Improvement::default(),
        capital: Money::from_units(600_000.0),
        gain: Money::from_units(14_000.0),
        growth: 0.0,
        first_gain: 4,
        horizon: HORIZON,
        good_without: 50_000,
        good_with: 60_000,
        price: 0.2,
        ready: 500.0,
        maturity: 2,
        month: 0,
    });
    let offer = |instrument| Offer { share: 0.05, cap_multiple: 2.0, instrument };
    let offers = programme().into_iter().map(offer).collect();
    (measured, Programme { offers, ..Programme::own_profit() })
}

fn appraisals(criterion: &mut Criterion) {
    let (project, programme, rate) = (project(), programme(), monthly_rate(0.10));
    let luck = vec![0.5; programme.len()];
    let bare: Vec<f64> = project.flow.iter().map(|month| month.units()).collect();
    let settled = settle(&programme, &luck, &project);
    let flow: Vec<f64> = settled.owner_flow.iter().map(|month| month.units()).collect();
    for flow in [&bare, &flow] {
        let signs: Vec<bool> = flow.iter().filter(|flow| flow.abs() > 0.0).map(|flow| *flow > 0.0).collect();
        let changes = signs.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert_eq!(changes, 1, "one change of sign: {flow:?}");
    }

    let mut group = criterion.benchmark_group("appraisal, 120 months");
    group.throughput(Throughput::Elements(1));
    group.bench_function("measures of a bare flow", |bench| {
        bench.iter(|| judge(black_box(&bare), black_box(rate)));
    });
    group.bench_function("IRR of a bare flow", |bench| bench.iter(|| irr(black_box(&bare))));
    group.bench_function("settling thirteen instruments", |bench| {
        bench.iter(|| settle(black_box(&programme), &luck, black_box(&project)));
    });
    group.bench_function("thirteen instruments and measures", |bench| {
        bench.iter(|| appraise(black_box(&programme), &luck, black_box(&project), rate));
    });
    let ((measured, offers), accounts, appraisal) = (whole_chain(), accounts(), Appraisal::default());
    group.bench_function("thirteen offers under accounts, from all sides", |bench| {
        bench.iter(|| fund(Some(&accounts), &appraisal, &offers, true, black_box(&measured), &luck));
    });
    group.finish();
}

criterion_group!(benches, appraisals);
criterion_main!(benches);
