//! What the check finds that no altered file can show, for it lies in what the run did.

use super::*;
use crate::outcome::{Began, Move, WorkOrder};
use crate::report::sample;

/// A machine that begins a lot of five units twice, each time under its instruction for ten.
fn papers() -> Papers {
    let began = |at: u64| {
        let own = Began {
            at: Time(at),
            machine: 0,
            work: 0,
            product: 0,
            step: 1,
            units: 5,
            crew: Vec::new(),
            setting: None,
            together: false,
        };
        Move::Began(own)
    };
    let paper = Instruction {
        work: 0,
        step: 1,
        given: Time(0),
        effective: Time(1),
        machine: Some(0),
        setting: None,
        setup: false,
        crew: Vec::new(),
        lots: 2,
        units: 10,
        fate: Fate::Valid,
        replaces: None,
    };
    Papers {
        works: vec![WorkOrder { product: 0, opened: Time(0), due: None, units: 10 }],
        instructions: vec![paper],
        moves: vec![began(1), Move::Ended { machine: 0 }, began(2), Move::Ended { machine: 0 }],
    }
}

#[track_caller]
fn check_papers(papers: Papers, expected: &[Rule]) {
    let (spec, _) = sample::town();
    let which = Which { surge: 0, option: 0, replication: 0, seed: 1, until: Time(10) };
    let all = [papers];
    // As they were: the instructions are not those of what has been changed.
    let own = instructions(&spec, which, &[self::papers()]);
    let rules: Vec<Rule> = check(&spec, &own, &all).iter().map(|found| found.rule).collect();
    assert_eq!(rules, expected);
}

#[test]
fn what_a_run_does_wrong_is_found() {
    check_papers(papers(), &[]);
    // The first operation has not ended.
    let mut own = papers();
    own.moves.remove(1);
    check_papers(own, &[Rule::OneAtATime]);
    // But lots of one load begin together.
    let mut own = papers();
    own.moves.remove(1);
    if let Move::Began(second) = &mut own.moves[1] {
        second.together = true;
    }
    check_papers(own, &[]);
    let mut own = papers();
    if let Move::Began(first) = &mut own.moves[0] {
        first.at = Time(0);
    }
    check_papers(own, &[Rule::Time]);
    let mut own = papers();
    if let Move::Began(first) = &mut own.moves[0] {
        first.crew = vec![(0, 5_040)];
    }
    check_papers(own, &[Rule::Crew]);
    let mut own = papers();
    own.works[0].units = 15;
    check_papers(own, &[Rule::Sum]);
    let mut own = papers();
    if let Move::Began(first) = &mut own.moves[0] {
        first.units = 6;
    }
    check_papers(own, &[Rule::Units, Rule::Sum]);
    let mut own = papers();
    if let Move::Began(first) = &mut own.moves[0] {
        first.step = 2;
    }
    check_papers(own, &[Rule::Instructed, Rule::Sum, Rule::Sum]);
}

/// Twice 2^63 units are instructed, which is no less than the ten that were begun, nor zero.
#[test]
fn quantities_beyond_all_numbers_do_not_wrap() {
    let (spec, _) = sample::town();
    let which = Which { surge: 0, option: 0, replication: 0, seed: 1, until: Time(10) };
    let mut own = instructions(&spec, which, &[papers()]);
    own.instructions[0].units = 1 << 63;
    own.instructions.push(own.instructions[0].clone());
    let found = check(&spec, &own, &[papers()]);
    let [sum] = &found[..] else { panic!("{found:?}") };
    assert!(sum.what.ends_with("18446744073709551615 units instructed, 10 begun"), "{}", sum.what);
}

#[test]
fn times_of_day() {
    let start = Date::new(2020, 2, 28).unwrap();
    assert_eq!(date_time(start, 0.0), "2020-02-28T00:00:00");
    assert_eq!(date_time(start, 86_400.0 + 3_661.5), "2020-02-29T01:01:01.5");
}

#[test]
fn every_field_is_on_the_page() {
    let page = include_str!("../../../docs/instructions.md");
    let (spec, _) = sample::town();
    let which = Which { surge: 0, option: 0, replication: 0, seed: 1, until: Time(10) };
    let own = instructions(&spec, which, &[papers()]);
    let value: serde_json::Value = serde_json::from_str(&json(&own)).unwrap();
    let fields = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let mut all = fields(&value);
    all.extend(fields(&value["instructions"][0]));
    assert!(all.len() > 25);
    all.iter().for_each(|field| assert!(page.contains(&format!("`{field}`")), "{field} is not explained"));
    for status in [Status::Unused, Status::Valid, Status::WrongUnseen, Status::WrongReplaced] {
        assert_eq!(serde_json::to_value(status).unwrap(), status.name());
        assert!(page.contains(&format!("`{}`", status.name())));
    }
}
