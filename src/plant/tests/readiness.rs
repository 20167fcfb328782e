//! What is kept ready for an emergency, by hand: a stockpile, machines that stand still, a line that is converted.
//!
//! A machine makes a unit in 8,000 s, 10.8 a day; 10 are ordered each midnight, and 20 on days 10 to 19, the emergency.

#![allow(clippy::float_cmp, reason = "sums of small whole numbers are exact")]

use super::*;
use crate::outcome::ReadyTally;
use crate::spec::{
    Choice, Curve, Demand, Effect, Installation, Need, Orders, Product, Readiness, Reserve, Shape, Step,
    StepKind, Surge, Upgrade,
};
use crate::units::{Date, FactoryId, ProductId, StationId, UpgradeId};

const DAYS: u64 = 30;

fn days(days: u64) -> Duration {
    Duration(days * Duration::DAY.0)
}

fn at(day: u64) -> Time {
    Time(days(day).0)
}

/// A readiness without delay and cost that goes to sleep again at once.
fn ready(need: Need) -> Readiness {
    let nothing = Distribution::Constant(0.0);
    Readiness { need, delay: nothing.clone(), call_cost: nothing, stays: Duration::ZERO, stockpile: None }
}

fn reserve(units: u64) -> Reserve {
    Reserve {
        product: "thing".into(),
        units,
        cost: 0.5,
        holding_per_year: 0.0,
        rotation: None,
        daily: None,
        refill: 0.0,
    }
}

fn shop(ready: Readiness, effects: Vec<Effect>) -> Spec {
    let orders = Orders::Periodic {
        rate: Curve::constant(10.0),
        every: Duration::DAY,
        variation: Distribution::Constant(1.0),
    };
    let demand = Demand { orders, ..Demand::default() };
    let supply = Supply::ToStock { initial_stock: 0, base_stock: 0, demand, patience: None };
    let steps = vec![sample::operation("work", 0, Distribution::Constant(8_000.0))];
    let stations = vec![sample::station("m", 1, None), sample::station("other", 1, None)];
    let mut spec = sample::spec(sample::plant(stations, sample::product(supply, steps)), 0.0);
    spec.stop = Stop::After(days(DAYS));
    let double = Curve::new(vec![(Time::ZERO, 1.0), (at(10), 2.0), (at(20), 1.0)], Shape::Steps);
    spec.surges.push(Surge {
        name: "wave".into(),
        emergency: Date::new(2020, 1, 16).zip(Date::new(2020, 1, 25)),
        demand: vec![("*".into(), double)],
        ..Surge::none()
    });
    spec.upgrades.push(Upgrade {
        cost: Distribution::Constant(100.0),
        ready: Some(ready),
        ..Upgrade::named("reserve")
    });
    let installation = Installation {
        factory: FactoryId(0),
        upgrade: UpgradeId(0),
        units: 1,
        order_at: Time::ZERO,
        order_when: None,
        stops: Vec::new(),
        effects,
    };
    spec.options.push(Choice {
        name: "option".into(),
        title: String::new(),
        installations: vec![installation],
        offered: None,
    });
    spec
}

fn run(spec: &Spec, surge: usize, option: usize) -> Outcome {
    let mut plant = Plant::new(Setting { surge, option, ..setting(spec, 1) }).unwrap();
    plant.run().unwrap();
    let outcome = plant.finish();
    check_conservation(spec, &outcome);
    outcome
}

fn told(outcome: &Outcome) -> ReadyTally {
    outcome.factories[0].window.tally.ready[0]
}

/// At the beginning of day 11 ten units are owed, and more later: 8 are given on each of the nine days 11 to 19.
#[test]
fn a_stockpile_is_given_out_in_the_emergency() {
    let stockpile = Reserve { daily: Some(8.0), ..reserve(150) };
    let spec = shop(Readiness { stockpile: Some(stockpile), ..ready(Need::Emergency) }, Vec::new());
    let outcome = run(&spec, 1, 1);
    let own = told(&outcome);
    assert_eq!((own.calls, own.in_use, own.put_in, own.given, own.on_hand), (1, days(10), 150, 72, 78));
    // 150 for 11 days, 142, 134, … 86 for a day each, and 78 for 11 days.
    assert_eq!(own.stock_time / 86_400.0, 150.0 * 11.0 + 912.0 + 78.0 * 11.0);
    // The first filling is part of the price.
    assert_eq!(outcome.factories[0].installed[0].cost, 100.0 + 75.0);
    let backlogs = |outcome: &Outcome| outcome.factories[0].days[0].iter().map(|day| day.backlog).collect();
    let (with, without): (Vec<u64>, Vec<u64>) = (backlogs(&outcome), backlogs(&run(&spec, 1, 0)));
    assert_eq!((without[10], without[18], with[10]), (10, 83, 10));
    assert_eq!((with[18], with[19]), (83 - 8 * 8, without[19] - 72));
}

/// It is filled up once a day from the day after it went to sleep: 5 on each of days 21 to 29.
#[test]
fn a_stockpile_is_filled_up() {
    let stockpile = Reserve { daily: Some(8.0), refill: 5.0, ..reserve(150) };
    let spec = shop(Readiness { stockpile: Some(stockpile), ..ready(Need::Emergency) }, Vec::new());
    let own = told(&run(&spec, 1, 1));
    assert_eq!((own.given, own.refilled, own.on_hand), (72, 45, 123));
}

/// More than a day's orders are owed at the beginning of day 12 (19 of 12.9) and last at that of day 17 (22 of 20): called
/// on day 12, there on day 13, put back three days after day 17.
#[test]
fn reserve_machines_come_when_too_much_is_owed() {
    let readiness = Readiness {
        delay: Distribution::Constant(86_400.0),
        call_cost: Distribution::Constant(30.0),
        stays: days(3),
        ..ready(Need::Owed(Duration::DAY))
    };
    let mut spec = shop(readiness, vec![Effect::AddMachines { station: StationId(0), machines: 1 }]);
    spec.plants[0].stations[0].dormant = 1;
    // A day later what is left of the backlog would be more than the orders of a calm day.
    spec.stop = Stop::After(days(24));
    let outcome = run(&spec, 1, 1);
    let own = told(&outcome);
    assert_eq!((own.calls, own.call_costs, own.in_use), (1, 30.0, days(7)));
    let second = &outcome.factories[0].machines[0][1];
    let off = second[MachineState::OffShift as usize];
    // It finishes the lot that it has on day 20: the 76th, 8,000 s each from day 13 on.
    assert_eq!(off, days(24) - Duration::from_secs(76.0 * 8_000.0));
    let backlog = |day: usize| outcome.factories[0].days[0][day].backlog;
    // 200 ordered on days 10 to 19, 107 made by the one machine before the day ends, 75 by the other.
    assert_eq!((backlog(12), backlog(19)), (28, 18));
}

/// The other station's machine is converted for the emergency and goes back after it.
#[test]
fn a_converted_line_goes_back() {
    let effects = vec![
        Effect::AddMachines { station: StationId(0), machines: 1 },
        Effect::RemoveMachines { station: StationId(1), machines: 1 },
    ];
    let delay = Distribution::Constant(2.0 * 86_400.0);
    let mut spec = shop(Readiness { delay, ..ready(Need::Emergency) }, effects);
    spec.plants[0].stations[0].dormant = 1;
    let steps = vec![sample::operation("press", 1, Distribution::Constant(10_800.0))];
    spec.plants[0].products.push(Product { name: "toy".into(), ..sample::product(Supply::Saturated, steps) });
    let outcome = run(&spec, 1, 1);
    // Away from day 12, when its lot is just done, to day 20.
    let other = outcome.factories[0].machines[1][0];
    assert_eq!(other[MachineState::OffShift as usize], days(8));
    assert_eq!(outcome.factories[0].window.tally.products[1].finished, (DAYS - 8) * 8 - 1);
    assert_eq!(told(&outcome).in_use, days(8));
}

/// A step that runs elsewhere in the emergency runs where it was afterwards, with every lot.
#[test]
fn a_switched_step_goes_back() {
    let mut spec = shop(ready(Need::Emergency), Vec::new());
    let Some(StepKind::Operation(work)) = spec.plants[0].products[0].routing.first().map(|s| s.kind.clone())
    else {
        panic!()
    };
    let elsewhere = crate::spec::Operation { station: StationId(1), ..work };
    let to = Step { kind: StepKind::Operation(elsewhere), ..spec.plants[0].products[0].routing[0].clone() };
    let switch = Effect::SwitchStep { product: ProductId(0), step: 0, to: Box::new(to) };
    spec.options[1].installations[0].effects.push(switch);
    let outcome = run(&spec, 1, 1);
    let stations = &outcome.factories[0].window.tally.stations;
    // 108 in ten days of 10.8, the last of them finished on day 20.
    let without = run(&spec, 1, 0).factories[0].window.tally.stations[0].completions;
    assert_eq!(stations[1].starts, 108);
    assert!(stations[0].starts + stations[1].starts >= without, "{stations:?}");
    assert_eq!(stations[0].states[MachineState::OffShift as usize], Duration::ZERO);
}

/// Without an emergency nobody calls, and what is made is the baseline's to the unit.
#[test]
fn what_is_not_called_changes_nothing() {
    for need in [Need::Emergency, Need::Owed(days(3))] {
        let stockpile = Some(reserve(50));
        let effects = vec![Effect::AddMachines { station: StationId(0), machines: 1 }];
        let mut spec = shop(Readiness { stockpile, ..ready(need) }, effects);
        spec.plants[0].stations[0].dormant = 1;
        let (with, without) = (run(&spec, 0, 1), run(&spec, 0, 0));
        assert_eq!((told(&with).calls, told(&with).given, told(&with).on_hand), (0, 0, 50));
        assert_eq!(with.factories[0].days, without.factories[0].days);
        assert_eq!(with.factories[0].machines, without.factories[0].machines);
    }
}

/// The shop with a second machine that is bought when it is needed, not kept ready.
fn buying(need: Need) -> Spec {
    let mut spec = shop(ready(need), vec![Effect::AddMachines { station: StationId(0), machines: 1 }]);
    spec.plants[0].stations[0].dormant = 1;
    spec.upgrades[0].ready = None;
    spec.options[1].installations[0].order_when = Some(need);
    spec
}

/// At the beginning of day 16 56 units are owed, more than in three days of the 130 in seven; a day before it was 46 of 120.
#[test]
fn what_waits_for_debts_is_bought_when_they_are_there() {
    let spec = buying(Need::Owed(days(3)));
    let (with, without) = (run(&spec, 1, 1), run(&spec, 1, 0));
    let bought = with.factories[0].installed[0];
    assert_eq!((bought.ordered, bought.live, bought.cost), (at(16), Some(at(16)), 100.0));
    let finished = |outcome: &Outcome, from: usize, to: usize| -> u64 {
        outcome.factories[0].days[0][from..to].iter().map(|day| day.finished).sum()
    };
    assert_eq!(finished(&with, 0, 16), finished(&without, 0, 16));
    // Two machines make 21.6 a day, until nothing is owed.
    assert_eq!(finished(&with, 16, 18), finished(&without, 16, 18) + 21);
}

#[test]
fn what_waits_for_an_emergency_is_bought_as_it_begins() {
    let spec = buying(Need::Emergency);
    assert_eq!(run(&spec, 1, 1).factories[0].installed[0].ordered, at(10));
    // Not before its earliest date, and not when the emergency is over.
    for (earliest, ordered) in [(12, Some(at(12))), (25, None)] {
        let mut late = spec.clone();
        late.options[1].installations[0].order_at = at(earliest);
        let found = run(&late, 1, 1).factories[0].installed.first().map(|one| one.ordered);
        assert_eq!(found, ordered);
    }
}

/// Without a need nothing is bought, and the plant is the baseline's to the unit.
#[test]
fn what_is_not_needed_is_not_bought() {
    for need in [Need::Emergency, Need::Owed(days(3))] {
        let spec = buying(need);
        let (with, without) = (run(&spec, 0, 1), run(&spec, 0, 0));
        assert!(with.factories[0].installed.is_empty());
        assert_eq!(with.factories[0].days, without.factories[0].days);
    }
}
