//! Owners who decide in the run: at their limits they are the option or the baseline, whatever programme and threads.

use surgetwin::experiment::{Cell, Plan, Results, Watch, run};
use surgetwin::spec::Spec;
use surgetwin::spec::funding::Party;

use crate::read;

/// Six shops that sell all they sew; the offer doubles their pace.
fn text(programmes: &str, adoption: &str) -> String {
    format!(
        "Scenario(format: 1, name: \"owners\", start: \"2020-01-01\", duration: \"731d\", replications: 3,
plants: [Plant(name: \"shop\", overhead_per_month: 100, stations: [(name: \"sew\", machines: 1)],
  products: [(name: \"mask\", lot: 10, price: 1, supply: Saturated,
    routing: [(step: \"sew\", station: \"sew\", time: Exponential(mean: \"1h\"))])])],
factories: [(name: \"A\", plant: \"shop\", count: 6, time: Uniform(min: 0.8, max: 1.3))],
upgrades: [(name: \"fast\", cost: Uniform(min: 3000, max: 9000), yearly_cost: 100, delivery: \"20d\", installation: \"10d\", works: 0.9,
  effects: [Scale(of: StepTime(step: \"sew\"), by: 0.5)])],
options: [(name: \"fast\", installs: [(upgrade: \"fast\")])],
appraisal: (horizon: 36, discount_rate: 0, social_rate: 0),
programmes: [{programmes}], {adoption})"
    )
}

const OWN: &str = "(name: \"own\", driver: Owners)";

fn adoption(threshold: &str, awareness: &str, more: &str) -> String {
    format!(
        "adoption: (threshold: (median: {threshold}, sigma: 0), awareness: ({awareness}), cash: 1e9, price: (ratio: 1), {more})"
    )
}

fn results(spec: &Spec, threads: usize) -> Results {
    let plan = Plan { replications: spec.replications, seed: 5, threads };
    run(spec, &plan, &Watch::default()).unwrap()
}

fn of(programmes: &str, adoption: &str) -> Results {
    results(&read(&text(programmes, adoption)), 2)
}

fn buyers(cell: &Cell) -> usize {
    cell.spreads.iter().map(|spread| spread.adopters.len()).sum()
}

/// Where all hear of it at once, accept any payback and have the cash, the offer is the option; where none accepts
/// any, it is the baseline; bit for bit.
#[test]
fn all_or_none() {
    let bought = of(OWN, "");
    let all = of(OWN, &adoption("1e6", "own: 1e6", ""));
    assert_eq!(buyers(&all.cells[1]), 18);
    assert_eq!(all.cells[1].outcomes, bought.cells[1].outcomes);
    let none = of(OWN, &adoption("0.001", "own: 1e6", ""));
    assert_eq!(buyers(&none.cells[1]), 0);
    for (offered, baseline) in none.cells[1].outcomes.iter().zip(&none.cells[0].outcomes) {
        assert_eq!(offered.factories, baseline.factories);
    }
    let unheard = of(OWN, &adoption("1e6", "own: 0", ""));
    assert_eq!(buyers(&unheard.cells[1]), 0);
}

/// A budget of nothing is no programme; more grant and more installers never have fewer buyers here.
#[test]
fn budgets_grants_and_installers() {
    let grant = |share: f64, budget: &str| {
        format!(
            "{OWN}, (name: \"city\", driver: LocalGovernment, {budget} offers: [UpFrontGrant(share: {share})])"
        )
    };
    let own = adoption("6", "own: 1.5, peers: 2", "starts_per_month: 1");
    let broke = of(&grant(0.9, "budget: (amount: 0, rule: FirstCome),"), &own);
    let who = |cell: &Cell| -> Vec<Vec<(usize, u32)>> {
        let of = |spread: &surgetwin::experiment::Spread| {
            spread.adopters.iter().map(|adopter| (adopter.owner, adopter.month)).collect()
        };
        cell.spreads.iter().map(of).collect()
    };
    assert_eq!(who(&broke.cells[1]), who(&broke.cells[2]));
    assert!(broke.cells[2].spreads.iter().flat_map(|spread| &spread.adopters).all(|adopter| !adopter.funded));
    let counts: Vec<usize> =
        [0.0, 0.3, 0.6, 0.9].into_iter().map(|share| buyers(&of(&grant(share, ""), &own).cells[2])).collect();
    assert!(counts.is_sorted() && counts[0] < counts[3], "{counts:?}");
    let some = of(&grant(0.9, "budget: (amount: 9000, rule: Lottery),"), &own);
    for (spread, run) in some.cells[2].spreads.iter().zip(&some.cells[2].outcomes) {
        let promised = spread.adopters.iter().filter(|adopter| adopter.funded);
        let spent: f64 = promised.map(|adopter| 0.9 * run.factories[adopter.owner].installed[0].cost).sum();
        assert!(spent <= 9_000.01, "{spent}");
    }
    let crews = |starts: &str| {
        let own = adoption("1e6", "own: 1e6", starts);
        let cell = &of(OWN, &own).cells[1];
        cell.spreads[0].adopters.iter().map(|adopter| adopter.month).collect::<Vec<_>>()
    };
    assert_eq!(crews("starts_per_month: 2"), [0, 0, 1, 1, 2, 2]);
}

/// Nobody knows beforehand whether the offer is good (two fifths of the time a step takes) or bad (a fifth more), and pilots
/// promise the mean. Where the books of those who have it count for more than that, owners go on buying where it is good, and
/// stop where it is bad.
#[test]
fn later_owners_see_earlier_results() {
    let spread = |weight: &str| {
        let own =
            adoption("24", "own: 0.8", &format!("starts_per_month: 1, pilots: 30, pilot_weight: {weight}"));
        let text = text(OWN, &own).replace("by: 0.5", "by: Empirical(values: [0.4, 1.2], weights: [1, 1])");
        let text = text.replace("count: 6", "count: 20").replace("works: 0.9", "works: 1");
        let text = text
            .replace("cost: Uniform(min: 3000, max: 9000)", "cost: 2000")
            .replace("replications: 3", "replications: 12");
        let results = results(&read(&text), 2);
        // Whether it was good shows in what all factories made in the second year.
        let made = |cell: &Cell, run: usize| -> u64 {
            let months = cell.outcomes[run].factories.iter().flat_map(|factory| &factory.months[12..]);
            months.map(|month| month.tally.products[0].finished).sum()
        };
        let [base, cell] = [&results.cells[0], &results.cells[1]];
        let runs: Vec<(bool, usize)> = (0..12)
            .map(|run| (made(cell, run) > made(base, run), cell.spreads[run].adopters.len()))
            .collect();
        let sum = |good: bool| runs.iter().filter(|own| own.0 == good).map(|own| own.1).sum::<usize>();
        [sum(true), sum(false)]
    };
    let ([good, bad], [good_as_promised, bad_as_promised]) = (spread("0.1"), spread("1e9"));
    assert!(good > 0 && bad > 0, "some buy before anything is known: {good}, {bad}");
    assert!(
        good >= good_as_promised && 4 * bad < 3 * bad_as_promised,
        "{good} {good_as_promised}, {bad} {bad_as_promised}"
    );
}

/// The same bits for any number of threads.
#[test]
fn threads_change_nothing() {
    let own = adoption("12", "own: 0.5, peers: 2", "starts_per_month: 1");
    let spec = read(&text(
        &format!(
            "{OWN}, (name: \"bank\", driver: Owners, offers: [Loan(share: 0.8, rate: 0.05, months: 24)])"
        ),
        &own,
    ));
    let [one, two] = [1, 2].map(|threads| results(&spec, threads));
    assert_eq!(one.digest, two.digest);
    assert_eq!(one.cells[2].spreads, two.cells[2].spreads);
}

const GRANT: &str = "offers: [UpFrontGrant(share: 0.9)]";

/// A programme is nothing to those it is not for: by kind, by size.
#[test]
fn programmes_are_for_those_who_are_eligible() {
    let own = adoption("6", "own: 1.5, peers: 2", "starts_per_month: 1");
    let under = |eligible: &str| {
        let results =
            of(&format!("{OWN}, (name: \"city\", driver: LocalGovernment, {eligible} {GRANT})"), &own);
        let [alone, city] = [1, 2].map(|cell| results.cells[cell].spreads.clone());
        let paid = results.cells[2].funded[0].public_paid.mean.unwrap();
        (alone == city, buyers(&results.cells[2]), paid)
    };
    let (same, all, paid_to_all) = under("");
    assert!(!same && paid_to_all > 0.0);
    let admits_all = "eligible: (plants: [\"shop\"], demand_from: 1, demand_to: 1, until: \"2022-01-01\"),";
    assert_eq!(under(admits_all), (false, all, paid_to_all));
    let (same, _, paid) = under("eligible: (demand_to: 0.5),");
    assert!(same, "nobody is so small");
    assert!(paid.abs() < 1e-9);
    // The same where owners do not decide.
    let bought = |eligible: &str| {
        let cells = of(&format!("(name: \"city\", driver: LocalGovernment, {eligible} {GRANT})"), "").cells;
        cells[1].funded[0].public_paid.mean.unwrap()
    };
    assert!(bought("") > 0.0 && bought("eligible: (demand_from: 2),") == 0.0);
    // What is ordered from the end on is not funded; one orders each month.
    assert!(bought("eligible: (until: \"1d\"),") > 0.0 && bought("eligible: (until: \"0s\"),") == 0.0);
    let (_, _, some) = under("eligible: (until: \"2020-05-01\"),");
    assert!(0.0 < some && some < paid_to_all, "{some} of {paid_to_all}");
    assert!(under("eligible: (until: \"0s\"),").0, "nobody is in time");
}

/// Nobody wants it; from the day on which it is prescribed, all buy at the next review. Where what they bought never works, those with
/// public money drop out once it can be accepted no more; where it always does, nobody.
#[test]
fn mandates_and_drop_outs() {
    let own = adoption("0.001", "own: 0", "");
    let mandated = "(name: \"law\", driver: CentralProgramme, mandated_from: \"100d\",
        offers: [AcceptedGrant(share: 0.5, target: 0.9, to_month: 4)])";
    let run = |works: &str| {
        let text = text(mandated, &own).replace("works: 0.9", &format!("works: {works}"));
        results(&read(&text), 2).cells.remove(1)
    };
    let never = run("0");
    for spread in &never.spreads {
        // Told on 10 April, asked in July.
        assert_eq!(spread.adopters.iter().map(|own| own.month).collect::<Vec<_>>(), [6; 6]);
        assert!(spread.adopters.iter().all(|own| own.funded));
        assert_eq!(spread.dropped, spread.adopters.iter().map(|own| own.owner).collect::<Vec<_>>());
    }
    assert_eq!(never.funded[0].public_paid.mean, Some(0.0));
    assert_eq!(never.funded[0].spread.as_ref().unwrap().dropped.mean, Some(1.0));
    let stays = |cell: &Cell| {
        assert!(cell.spreads.iter().all(|spread| spread.dropped.is_empty() && spread.adopters.len() == 6));
        cell.funded[0].public_paid.mean.unwrap()
    };
    let by_use = stays(&run("1"));
    assert!(by_use > 0.0);
    // The same by the level that it brings, and a sum of 300 for each shop at the third.
    let level = |works: &str, to: u8| {
        let by_level = "acceptance: Maturity, offers: [AcceptedGrant(amount: 300, target: 3, to_month: 4),";
        let programme = mandated.replace("offers: [", by_level).replace("target: 0.9", "target: 2");
        let brings = format!("works: {works}, maturity: (from: 1, to: {to})");
        results(&read(&text(&programme, &own).replace("works: 0.9", &brings)), 2).cells.remove(1)
    };
    assert_eq!(level("0", 2).funded[0].spread.as_ref().unwrap().dropped.mean, Some(1.0));
    let (second, third) = (stays(&level("1", 2)), stays(&level("1", 3)));
    assert!((second - by_use).abs() < 1e-9 && (third - second - 6.0 * 300.0).abs() < 1e-9, "{third}");
}

/// Never more than the budget is promised, and never more than was promised is paid, in any future: whatever owners expect of
/// acceptance, who drops out, how much is made, and what inflation does to prices. The budget is for one or two of six.
#[test]
fn budgets_hold() {
    const BUDGET: f64 = 6_000.0;
    let inflation =
        "accounts: (income_tax: 0, depreciation: StraightLine(years: 10), inflation: (general: 0.2)),";
    let accepted = |more: &str| format!("AcceptedGrant(share: 0.5, target: 0.9, to_month: 6{more})");
    let cases = [
        ("likely rejection", accepted(", rejection: 0.6"), ""),
        ("part in advance", format!("UpFrontGrant(share: 0.3), {}", accepted("")), ""),
        ("by output", "OutputBonus(per_unit: 0.2, to_month: 24)".to_owned(), ""),
        ("inflation", "UpFrontGrant(share: 0.5)".to_owned(), inflation),
    ];
    for (name, offers, accounts) in cases {
        let city = format!(
            "(name: \"city\", driver: LocalGovernment, budget: (amount: {BUDGET}, rule: FirstCome), offers: [{offers}])"
        );
        let own = adoption("1e6", "own: 1.5, peers: 2", "");
        let text = text(&city, &format!("{accounts} {own}"))
            .replace("works: 0.9", "works: 0.6")
            .replace("cost: Uniform(min: 3000, max: 9000)", "cost: 6000")
            .replace("731d", "1461d");
        let mut most = 0.0f64;
        for seed in 1..=6 {
            let plan = Plan { replications: 1, seed, threads: 2 };
            let cell = run(&read(&text), &plan, &Watch::default()).unwrap().cells.remove(1);
            let adopters = &cell.spreads[0].adopters;
            let promised: f64 = adopters.iter().map(|own| own.promised.unwrap().units()).sum();
            let paid = cell.funded[0].public_paid.mean.unwrap();
            assert!(paid <= promised + 1e-9 && promised <= BUDGET, "{name}, {seed}: {paid} of {promised}");
            most = most.max(paid);
        }
        assert!(most > 0.0, "{name}: nothing is ever paid");
    }
}

/// Shops that sell a quarter of what they can make gain nothing by a faster machine, but for who pays for what stands ready.
#[test]
fn pay_for_readiness_counts() {
    let under = |programme: &str| {
        let own = adoption("24", "own: 1e6", "");
        let text = text(programme, &own).replace(
            "supply: Saturated",
            "supply: ToStock(initial_stock: 100, base_stock: 100, demand: (per_day: 6, every: \"1d\"))",
        );
        results(&read(&text), 2).cells.remove(1)
    };
    assert_eq!(buyers(&under(OWN)), 0);
    let fee = |promised: u32| {
        format!(
            "(name: \"state\", driver: CentralProgramme, offers: [ReadinessFee(per_unit_a_day: 35, promised: {promised}, \
             least_share: 0.8, from_month: 2, to_month: 36)])"
        )
    };
    let ready = under(&fee(30));
    assert_eq!(buyers(&ready), 18, "a thousand a month for a machine of 3000 to 9000");
    assert!(
        ready.funded[0].public_paid.mean.unwrap() > 6.0 * 20_000.0,
        "{:?}",
        ready.funded[0].public_paid.mean
    );
    assert_eq!(buyers(&under(&fee(5_000))), 0, "nobody can promise so much");
}

/// What is shared is paid once, whoever pays and however it is divided: all parties together have its cost less, 12000 and 1200
/// a year over three years; members pay three quarters of it, since all have bought on the first day.
#[test]
fn shared_costs_are_paid_once() {
    let accounts = "accounts: (income_tax: 0.25, depreciation: StraightLine(years: 5), vat: (sales: 0.13, purchases: 0.13)),";
    for accounts in ["", accounts] {
        let npvs = |shared: &str| {
            let funded = of(OWN, &format!("{accounts} {shared}")).cells[1].funded.remove(0);
            let parties = funded.npv.map(|npv| npv.mean.unwrap());
            (parties, funded.economic.mean.unwrap(), funded.shared)
        };
        let (alone, economic, none) = npvs("");
        assert!(none.is_empty());
        for division in ["Equal", "ByUse", "ByBenefit", "BySize"] {
            for (payer, party) in [("Provider", Party::Provider), ("Public", Party::Public)] {
                let (parties, all, shared) = npvs(&format!(
                    "shared: [(name: \"platform\", cost: 12000, yearly_cost: 1200, payer: {payer}, given: 0.25, fee_months: 24, \
                     division: {division})],"
                ));
                assert!((economic - all - 15_600.0).abs() < 1e-6, "{division} {payer}: {economic} {all}");
                let fees = shared[0].fees.mean.unwrap();
                assert!((fees - 11_700.0).abs() < 1.0, "{division}: {fees}");
                let change: Vec<f64> = parties.iter().zip(&alone).map(|(with, alone)| with - alone).collect();
                assert!((change.iter().sum::<f64>() + 15_600.0).abs() < 1e-6, "{change:?}");
                let [owner, of_payer] = [Party::Owner, party].map(|party| change[party as usize]);
                if accounts.is_empty() {
                    assert!(
                        (owner + fees).abs() < 1e-6 && (of_payer - fees + 15_600.0).abs() < 1e-6,
                        "{change:?}"
                    );
                } else {
                    assert!(-fees < owner && owner < -0.7 * fees, "fees lower the tax: {owner}");
                }
            }
        }
    }
}

/// What one party gives another has: at a rate of 0, the parties add up to what all have together, which no programme
/// changes as long as the same is bought.
#[test]
fn transfers_cancel() {
    let programmes = format!(
        "{OWN}, (name: \"mix\", driver: CentralProgramme, budget: (amount: 9000, rule: FirstCome), offers: [
           UpFrontGrant(share: 0.3, cap: 2000), Loan(share: 0.4, rate: 0.06, months: 24, subsidy: (points: 0.02, months: 12)),
           OutputBonus(base_units: 7000, per_unit: 0.05, from_month: 1, to_month: 24), Equity(share: 0.2, of_result: 0.1)])"
    );
    let accounts = "accounts: (income_tax: 0.25, depreciation: StraightLine(years: 5), vat: (sales: 0.13, purchases: 0.13)),";
    for more in ["", accounts] {
        let cells = of(&programmes, more).cells;
        let funded = &cells[1].funded;
        let together = |programme: usize| -> f64 {
            Party::ALL.iter().map(|party| funded[programme].npv[*party as usize].mean.unwrap()).sum()
        };
        let economic = funded[0].economic.mean.unwrap();
        for (programme, own) in funded.iter().enumerate() {
            assert!((together(programme) - economic).abs() < 1e-6 * economic.abs());
            assert!((own.economic.mean.unwrap() - economic).abs() < 1e-6 * economic.abs());
        }
        assert!(funded[1].public_paid.mean.unwrap() > 0.0 && funded[0].public_paid.mean == Some(0.0));
        assert!(funded[1].peak_funding.mean.unwrap() > funded[0].peak_funding.mean.unwrap());
    }
}
