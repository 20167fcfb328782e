use super::*;
use crate::experiment::Penetration;
use crate::report::findings;
use crate::report::sample;
use crate::spec::funding::{Instrument, UpFrontGrant};
use crate::spec::programme::Offer;
use crate::stats::Estimate;
use crate::units::Money;

/// The town, whose owners decide about automatic welding: alone, or when the city pays; so many have bought after
/// three and after five years.
fn town(alone: [f64; 2], city: [f64; 2]) -> (Spec, Results) {
    let (mut spec, mut results) = sample::town();
    let grant = UpFrontGrant { share: 0.3, cap: Money::from_units(1e6), payer: Party::Public };
    let offer = Offer { share: 1.0, cap_multiple: 1.0, instrument: Instrument::UpFrontGrant(grant) };
    spec.programmes.push(Programme {
        name: "city".into(),
        title: "the city pays".into(),
        driver: Driver::LocalGovernment,
        offers: vec![offer],
        ..Programme::own_profit()
    });
    spec.options = std::iter::once(spec.options[0].clone())
        .chain(spec.options[1].clone().under(&spec.programmes))
        .collect();
    results.cells.retain(|cell| cell.option <= 2);
    for cell in &mut results.cells {
        let Some(programme) = cell.option.checked_sub(1) else { continue };
        let shares = [alone, city][programme];
        let mut months = [Estimate::default(); 5];
        months[2] = Estimate::of(&[shares[0]]);
        months[4] = Estimate::of(&[shares[1]]);
        let own = &mut cell.funded[0];
        own.programme = programme;
        own.buyers = Estimate::of(&[8.0 * shares[1]]);
        own.public_paid = Estimate::of(&[500_000.0 * programme as f64]);
        own.spread = Some(Penetration {
            months,
            months_by_size: [[Estimate::default(); 5]; 3],
            target: Vec::new(),
            by_size: [Estimate::default(); 3],
            at_end: Estimate::of(&[shares[1]]),
            aware: Estimate::default(),
            waiting: Estimate::default(),
            dropped: Estimate::default(),
            promised: Estimate::default(),
            additional: Estimate::default(),
        });
    }
    (spec, results)
}

#[test]
fn the_answer_names_the_programme_under_which_most_buy() {
    let (spec, results) = town([0.1, 0.2], [0.3, 0.4]);
    let answer = owners_answer(&spec, &results);
    assert_eq!(answer.len(), 3, "{answer:?}");
    assert_eq!(
        answer[0],
        "The largest share of factories buys under “The city pays” (driven by local government): 30 % after 3 years, 40 % after \
         5 years; under “Owners pay from their profit”, 10 % after 3 years, 20 % after 5 years."
    );
    assert!(answer[1].starts_with("The region then delivers ") && answer[1].contains("give CNY 500,000"));
    assert!(answer[2].starts_with("Those who buy ") && answer[2].ends_with(
        " Without public money the largest share buys under “Owners pay from their profit”: 10 % after 3 years, 20 % after 5 years."
    ));
    let (spec, results) = town([0.2, 0.5], [0.3, 0.4]);
    let answer = owners_answer(&spec, &results).join(" ");
    assert!(answer.starts_with(
        "The largest share of factories buys under “Owners pay from their profit” (driven by owners alone)"
    ));
    assert!(!answer.contains("public money") && !answer.contains("The city pays"), "{answer}");
}

#[test]
fn it_says_when_nobody_buys() {
    let (spec, results) = town([0.0, 0.0], [0.0, 0.0]);
    assert_eq!(owners_answer(&spec, &results), ["No owner buys under any of the programmes."]);
    let table = &funding_tables(&spec, &results)[0];
    let payback = table.head.iter().position(|head| head == "payback, months").unwrap();
    assert!(table.rows.iter().all(|row| row[payback] == "no buyer"), "{table:?}");
}

#[test]
fn a_table_has_the_programmes_as_rows_and_no_empty_columns() {
    let (spec, results) = town([0.1, 0.2], [0.3, 0.4]);
    let tables = funding_tables(&spec, &results);
    assert_eq!(tables.len(), spec.surges.len());
    let own = &tables[0];
    assert_eq!(own.head[..4], ["programme", "3 y", "5 y", "payback, months"]);
    assert!(!own.head.iter().any(|head| head == "provider" || head == "investor"), "{:?}", own.head);
    assert_eq!(own.rows[1][..3], ["city", "30 %", "40 %"]);
    let public = own.head.iter().position(|head| head == "public").unwrap();
    assert_eq!((own.rows[0][public].as_str(), own.rows[1][public] == "–"), ("–", false));
    assert!(own.rows.iter().all(|row| row.len() == own.head.len()));
}

/// Where all parties have something, what they have stands in a table of its own, and no table has more columns than fit.
#[test]
fn a_table_that_is_too_wide_is_parted() {
    let (spec, mut results) = town([0.1, 0.2], [0.3, 0.4]);
    for funded in results.cells.iter_mut().flat_map(|cell| &mut cell.funded) {
        for party in [Party::Provider, Party::Investor, Party::Lender] {
            funded.npv[party as usize] = Estimate::of(&[-1_000.0]);
        }
    }
    let tables = funding_tables(&spec, &results);
    assert_eq!(tables.len(), 2 * spec.surges.len());
    assert_eq!(tables[0].head, ["programme", "3 y", "5 y", "payback, months", "own cash"]);
    assert_eq!(
        tables[1].head[..6],
        ["programme", "owners", "provider", "investor", "lender", "public"],
        "{:?}",
        tables[1].head
    );
    assert!(
        tables[0].title.contains("cash that owners need") && tables[1].title.contains("net present values")
    );
    for own in &tables {
        assert!(own.rows.iter().all(|row| row.len() == own.head.len()) && own.rows[1][0] == "city");
    }
}

#[test]
fn owners_who_never_have_their_money_back_are_told_so() {
    let (spec, mut results) = sample::town();
    let mut own = spec;
    own.programmes.push(Programme {
        name: "other".into(),
        title: "others pay".into(),
        ..Programme::own_profit()
    });
    for cell in &mut results.cells {
        for funded in &mut cell.funded {
            funded.payback.months.iter_mut().for_each(|months| *months = None);
            funded.payback.median = None;
            funded.npv[Party::Owner as usize] = Estimate::of(&[-2e6]);
        }
    }
    assert_eq!(
        funding_lines(&own, &results)[0],
        "Automatic ear-loop welding: the owners do not have their money back within 5 years in any of the 16 futures \
         with the emergency; they lose CNY 2 million in present value."
    );
}

/// Two ways to divide the same bill; the wards pay the same under both.
#[test]
fn what_is_shared_says_who_pays_most_and_least() {
    let (spec, mut results) = sample::town();
    let surge = findings::main_surge(&spec);
    assert_eq!(shared_sentence(&spec, &results, surge), None);
    let fees = [[30_000.0, 30_500.0], [90_000.0, 92_000.0]];
    for cell in results.cells.iter_mut().filter(|cell| cell.option == 1 || cell.option == 2) {
        let of_first = Estimate::of(&fees[cell.option - 1]);
        cell.funded[0].shared = vec![crate::experiment::SharedCosts {
            shared: 0,
            costs: Estimate::of(&[700_000.0]),
            fees: Estimate::of(&[650_000.0]),
            by_kind: vec![(0, of_first), (1, Estimate::of(&[250_000.0]))],
        }];
    }
    let [first, second] = [0, 1].map(|plant| findings::plant_title(&spec, plant));
    let [low, high] = [1, 2].map(|option| findings::option_title(&spec, option));
    assert_eq!(
        shared_sentence(&spec, &results, surge).unwrap(),
        format!(
            "What is shared costs CNY 700,000 in present value, of which one “{first}” pays least with {low}, CNY 30,000 \
             (27,000–33,000), and most with {high}, CNY 91,000 (78,000–100,000); one “{second}” pays CNY 250,000."
        )
    );
}

/// Three futures in which the city's programme reaches a little more, or less: which one leads is not told.
#[test]
fn nobody_wins_among_equals() {
    let (spec, mut results) = town([0.1, 0.375], [0.3, 0.5]);
    let surge = findings::main_surge(&spec);
    let set = |results: &mut Results, option: usize, counts: [usize; 3]| {
        let own = results.cells.iter_mut().find(|cell| cell.surge == surge && cell.option == option).unwrap();
        own.spreads = counts.map(spread_of).to_vec();
    };
    set(&mut results, 1, [3, 3, 3]);
    set(&mut results, 2, [8, 2, 2]);
    let answer = owners_answer(&spec, &results);
    assert!(
        answer[0].starts_with(
            "Under which programme the largest share of factories buys, these 16 futures do not tell: "
        ) && answer[0].ends_with(
            "What follows is under “Owners pay from their profit”, which of these costs the public least."
        ),
        "{answer:?}"
    );
    assert!(!answer.join(" ").contains("largest share buys under"), "{answer:?}");
    set(&mut results, 2, [4, 4, 4]);
    let answer = owners_answer(&spec, &results);
    assert!(answer[0].starts_with("The largest share of factories buys under “The city pays”"), "{answer:?}");
}

fn spread_of(buyers: usize) -> crate::experiment::Spread {
    let adopter = |owner: usize| crate::adoption::Adopter { owner, month: 0, funded: false, promised: None };
    let adopters = (0..buyers).map(adopter).collect();
    crate::experiment::Spread {
        adopters,
        offered_to: (0..8).collect(),
        aware: 8,
        waiting: 0,
        dropped: Vec::new(),
    }
}

/// A lease for all of it: there is nothing that would have to come back.
#[test]
fn who_puts_in_nothing_has_no_payback() {
    let (mut spec, mut results) = sample::town();
    spec.programmes.push(Programme {
        name: "lease".into(),
        title: "rented".into(),
        ..Programme::own_profit()
    });
    for cell in results.cells.iter_mut().filter(|cell| !cell.funded.is_empty()) {
        let mut rented = cell.funded[0].clone();
        rented.programme = 1;
        rented.payback.median = Some(0.0);
        rented.payback.months.iter_mut().for_each(|months| *months = Some(0.0));
        rented.peak_funding = Estimate::of(&[0.0, 0.0]);
        cell.funded[0].peak_funding = Estimate::of(&[-90_000.0, -110_000.0]);
        cell.funded.push(rented);
    }
    let lines = funding_lines(&spec, &results).join(" ");
    assert!(
        lines.contains("under “Rented” they need no money of their own") && !lines.contains(" 0 months"),
        "{lines}"
    );
    let table = &funding_tables(&spec, &results)[0];
    let column = |head: &str| table.head.iter().position(|own| own.contains(head)).unwrap();
    let rented = table.rows.iter().find(|row| row[column("programme")] == "lease").unwrap();
    assert_eq!(
        (rented[column("payback, months")].as_str(), rented[column("own cash")].as_str()),
        ("no cash", "0")
    );
}
