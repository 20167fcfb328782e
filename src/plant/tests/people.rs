//! Hand-worked traces of people: learning, hiring, leaving, overtime.

#![allow(clippy::float_cmp, reason = "whole seconds are exact")]

use super::labour::{crew, job, pool, shop};
use super::{outcome, starts};
use crate::outcome::PoolTally;
use crate::random::Distribution;
use crate::spec::{
    Behind, Calendar, Crew, Hiring, Learning, LearningCurve, Operation, Overtime, Pool, Spec, StepKind,
    StepTime, Supply, Team,
};
use crate::units::{CalendarId, Duration};

/// Twice the standard time for the first unit, 0.8 of it with each doubling.
const LEARNING: Learning =
    Learning { rate: 0.8, first: 2.0, experience: Some(0), curve: LearningCurve::Unit };

/// One machine that is never short of work, with these crews, operations of so many seconds.
fn works(crews: Vec<Crew>, pools: Vec<Pool>, seconds: f64, horizon: f64) -> Spec {
    let mut product = job("p", 0, 0.0, seconds, crew(&[0], 1));
    product.supply = Supply::Saturated;
    operation(&mut product.routing[0].kind).crew = crews;
    let mut spec = shop(vec![product], pools, horizon);
    spec.plants[0].stations[0].machines = 1;
    spec
}

fn operation(kind: &mut StepKind) -> &mut Operation {
    match kind {
        StepKind::Operation(operation) => operation,
        _ => panic!("no operation"),
    }
}

fn calendar(period: f64, from: f64, to: f64) -> Calendar {
    let on = vec![(Duration::from_secs(from), Duration::from_secs(to))];
    Calendar { period: Duration::from_secs(period), on, ..Calendar::default() }
}

fn tally(spec: &Spec) -> PoolTally {
    outcome(spec, 1).factories[0].window.tally.pools[0]
}

fn times(spec: &Spec) -> Vec<String> {
    starts(spec).iter().map(|line| line.split(' ').next().unwrap_or("").to_string()).collect()
}

#[test]
fn a_learner_comes_down_to_the_standard_time() {
    // 10 s standard: 20, 16, 20 x 3^-0.321928 = 14.042074 and 12.8 s.
    let learner = Pool { learning: Some(LEARNING), ..pool("new", 1) };
    let spec = works(vec![crew(&[0], 1)], vec![learner.clone()], 10.0, 63.0);
    assert_eq!(times(&spec), ["0", "20", "36", "50.042074", "62.842074"]);
    // Three units of experience before the run: the first takes 12.8 s.
    let some = Pool { learning: Some(Learning { experience: Some(3), ..LEARNING }), ..learner.clone() };
    assert_eq!(times(&works(vec![crew(&[0], 1)], vec![some], 10.0, 13.0)), ["0", "12.8"]);
    let learnt = Pool { learning: Some(Learning { experience: None, ..LEARNING }), ..learner };
    assert_eq!(times(&works(vec![crew(&[0], 1)], vec![learnt], 10.0, 12.0)), ["0", "10"]);
}

#[test]
fn a_crew_is_as_slow_as_its_mean() {
    // A learner and one who has learnt: 1.5 and 1.3 times 10 s; two learners and one: 5/3 and 1.4 + 2/15.
    let pools = vec![Pool { learning: Some(LEARNING), ..pool("new", 2) }, pool("old", 1)];
    let one = works(vec![crew(&[0], 1), crew(&[1], 1)], pools.clone(), 10.0, 29.0);
    assert_eq!(times(&one), ["0", "15", "28"]);
    let two = works(vec![crew(&[0], 2), crew(&[1], 1)], pools, 12.0, 37.0);
    // 12 (2 + 2 + 1) / 3 = 20; 12 (1.6 + 1.6 + 1) / 3 = 16.8.
    assert_eq!(times(&two), ["0", "20", "36.8"]);
}

#[test]
fn the_units_of_a_lot_are_learnt_one_by_one() {
    // Lots of four units of 5 s: 5 x 2 x (1 + 0.8 + 0.70210372 + 0.64) = 31.421037 s.
    let mut spec =
        works(vec![crew(&[0], 1)], vec![Pool { learning: Some(LEARNING), ..pool("new", 1) }], 5.0, 32.0);
    let product = &mut spec.plants[0].products[0];
    product.lot_units = 4;
    operation(&mut product.routing[0].kind).time = StepTime::PerUnit(Distribution::Constant(5.0));
    assert_eq!(times(&spec), ["0", "31.421037"]);
}

#[test]
fn every_operation_is_learnt_by_itself() {
    let jobs = vec![job("a", 0, 0.0, 10.0, crew(&[0], 1)), job("b", 1, 1.0, 10.0, crew(&[0], 1))];
    let mut spec = shop(jobs, vec![Pool { learning: Some(LEARNING), ..pool("new", 1) }], 45.0);
    let mut again = spec.plants[0].products[0].routing[0].clone();
    again.name = "again".into();
    spec.plants[0].products[1].routing.push(again);
    assert_eq!(starts(&spec), ["0 s0/1 a 0", "20 s1/1 b 0", "40 s0/1 b 0"]);
}

#[test]
fn who_is_there_takes_over_from_who_leaves() {
    // Two teams of one by turns of 10 s. The first operation takes 30 s and ends in the hands of the first team, which goes
    // at 30. The second team begins the next one, its first: 30 s, and ends it before it goes at 60. The first team begins
    // its second, 24 s, and ends it.
    let team = |calendar| Team { headcount: 1, calendar: Some(CalendarId(calendar)) };
    let teams = Pool { learning: Some(LEARNING), teams: vec![team(0), team(1)], ..pool("new", 0) };
    let mut spec = works(vec![crew(&[0], 1)], vec![teams], 15.0, 86.0);
    spec.plants[0].calendars = vec![calendar(20.0, 0.0, 10.0), calendar(20.0, 10.0, 20.0)];
    assert_eq!(times(&spec), ["0", "30", "60", "84"]);
    assert_eq!(tally(&spec).busy, Duration::from_secs(86.0));
}

#[test]
fn hired_workers_come_after_the_lag_and_learn() {
    // Hours: two machines, one worker, operations of an hour. At the first midnight one is looked for, who comes 36 h
    // later, so at the third midnight; his first operations take 2 h and 1.6 h. No other is hired.
    let hour = Duration::HOUR.as_secs();
    let rule = Hiring {
        when: Behind::Lots(0.5),
        per_week: 7.0,
        lag: Distribution::Constant(36.0 * hour),
        most: 1,
        leaving: 0.0,
        cost: 0.0,
        leaving_cost: 0.0,
    };
    let learning = Some(Learning { experience: None, ..LEARNING });
    let workers = Pool { learning, hiring: Some(rule.clone()), ..pool("workers", 1) };
    let mut spec = works(vec![crew(&[0], 1)], vec![workers], hour, 100.0 * hour);
    spec.plants[0].stations[0].machines = 2;
    let begun = starts(&spec).into_iter().filter(|line| line.contains("s0/2"));
    let at = begun.map(|line| line.split(' ').next().unwrap_or("").parse::<f64>().unwrap() / hour);
    // Before, one worker serves both machines by turns.
    let at: Vec<f64> = at.filter(|at| *at > 70.0).take(4).collect();
    assert_eq!(at, [71.0, 72.0, 74.0, 75.6]);
    let found = tally(&spec);
    assert_eq!((found.hired, found.present.as_hours()), (1, 100.0 + 28.0));
    // At a rate of 3.5 a week the first is looked for on the second day; with more to do than there is, nobody.
    let with = |per_week, when| {
        let rule = Hiring { per_week, when, most: 9, lag: Distribution::Constant(0.0), ..rule.clone() };
        spec.plants[0].pools[0].hiring = Some(rule);
        tally(&spec).hired
    };
    let mut with = with;
    // Looked for at the midnights 1 to 4, and there at the next one.
    assert_eq!(with(7.0, Behind::Lots(0.5)), 3);
    assert_eq!(with(3.5, Behind::Lots(0.5)), 1);
    assert_eq!(with(14.0, Behind::Lots(0.5)), 6);
    assert_eq!(with(7.0, Behind::Lots(5.0)), 0);
    assert_eq!(with(7.0, Behind::Backlog(1e9)), 3, "who is never short of orders is always behind");
}

#[test]
fn workers_leave() {
    let rule = Hiring {
        when: Behind::Lots(1e9),
        per_week: 1.0,
        lag: Distribution::Constant(0.0),
        most: 0,
        leaving: 0.0,
        cost: 0.0,
        leaving_cost: 0.0,
    };
    let with = |leaving| {
        let rule = Hiring { leaving, ..rule.clone() };
        let workers = Pool { hiring: Some(rule), ..pool("workers", 500) };
        tally(&works(vec![crew(&[0], 1)], vec![workers], 3_600.0, 365.0 * Duration::DAY.as_secs()))
    };
    let sudden = with(1e9);
    // All go at the first midnight.
    assert_eq!((sudden.left, sudden.present), (500, Duration(500 * Duration::DAY.0)));
    assert_eq!(with(0.0).left, 0);
    // 364 midnights at one in two years: 500 (1 - exp(-0.5 x 364 / 365.25)) = 196.1 on the average, with a deviation of 10.9.
    let left = with(0.5).left;
    assert!((163..=229).contains(&left), "{left}");
}

/// Ten seconds of work in twenty, operations of 3 s, and this overtime.
fn overtime(change: impl Fn(&mut Overtime), horizon: f64) -> Spec {
    let mut rule = Overtime {
        when: Behind::Lots(0.5),
        most: Duration::from_secs(4.0),
        per_week: None,
        per_month: None,
        output: 1.0,
    };
    change(&mut rule);
    let team = Team { headcount: 1, calendar: Some(CalendarId(0)) };
    let workers = Pool { teams: vec![team], overtime: Some(rule), ..pool("workers", 0) };
    let mut spec = works(vec![crew(&[0], 1)], vec![workers], 3.0, horizon);
    spec.plants[0].calendars = vec![calendar(20.0, 0.0, 10.0)];
    spec.plants[0].stations[0].calendar = Some(CalendarId(0));
    spec
}

#[test]
fn teams_stay_while_there_is_too_much_to_do() {
    let mut spec = overtime(|_| (), 40.0);
    let work = operation(&mut spec.plants[0].products[0].routing[0].kind);
    work.time = StepTime::PerLot(Distribution::Constant(3.2));
    // That of 9.6 ends at 12.8; the next stops at 14 and goes on from 20 to 22. Machines stay with the team.
    assert_eq!(times(&spec), ["0", "3.2", "6.4", "9.6", "12.8", "22", "25.2", "28.4", "31.6"]);
    let found = tally(&spec);
    assert_eq!((found.present, found.overtime), (Duration::from_secs(20.0), Duration::from_secs(8.0)));
    assert_eq!(found.busy, Duration::from_secs(28.0));
    let off = &outcome(&spec, 1).factories[0].window.tally.stations[0];
    assert_eq!(off.state(crate::outcome::MachineState::OffShift), Duration::from_secs(12.0));
    // With little to do nobody stays.
    let idle = overtime(|rule| rule.when = Behind::Lots(1.5), 40.0);
    assert_eq!(tally(&idle).overtime, Duration::ZERO);
    // Ten seconds off are a pause, no end of a shift, when one may stay as long.
    let pause = overtime(|rule| rule.most = Duration::from_secs(10.0), 40.0);
    assert_eq!(tally(&pause).overtime, Duration::ZERO);
}

#[test]
fn overtime_has_its_limits() {
    let seconds = |spec: &Spec| tally(spec).overtime.as_secs();
    // Six seconds a week: four after the first shift, two after the second.
    let week = overtime(|rule| rule.per_week = Some(Duration::from_secs(6.0)), 100.0);
    assert_eq!(seconds(&week), 6.0);
    let month = overtime(|rule| rule.per_month = Some(Duration::from_secs(9.0)), 100.0);
    assert_eq!(seconds(&month), 9.0);
    // The run starts on a Monday; there are three Mondays in 15 days, and one month.
    let days = 15.0 * Duration::DAY.as_secs();
    assert_eq!(seconds(&overtime(|rule| rule.per_week = Some(Duration::from_secs(6.0)), days)), 18.0);
    assert_eq!(seconds(&overtime(|rule| rule.per_month = Some(Duration::from_secs(9.0)), days)), 9.0);
}

#[test]
fn who_works_longer_is_slower() {
    // Half as fast from 10 on: the operation of 12 takes 6 s, two of which are done at 14, four from 20 on.
    let spec = overtime(|rule| rule.output = 0.5, 25.0);
    assert_eq!(times(&spec), ["0", "3", "6", "9", "12", "24"]);
}
