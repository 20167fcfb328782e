//! Hand-worked traces of upgrades of setups, buffers and cards, with constant times.

use super::dispatch::two_families;
use super::{Distribution, Spec, Supply, sample, starts_under};
use crate::spec::{Change, Choice, Effect, Installation, Loop, Product, Rule, Target, Upgrade};
use crate::units::{Duration, FactoryId, LoopId, StationId, Time, UpgradeId};

/// The starts at the first station, under an option whose upgrade changes a parameter from an instant on [s].
fn first_starts(mut spec: Spec, from: f64, target: Target, change: Change, amount: f64) -> Vec<String> {
    spec.upgrades = vec![Upgrade::named("u")];
    let amount = Distribution::Constant(amount);
    let installation = Installation {
        factory: FactoryId(0),
        upgrade: UpgradeId(0),
        units: 1,
        order_at: Time(Duration::from_secs(from).0),
        order_when: None,
        stops: Vec::new(),
        effects: vec![Effect::Parameter { target, change, amount, draw: "u".into() }],
    };
    spec.options.push(Choice {
        name: "o".into(),
        title: String::new(),
        installations: vec![installation],
        offered: None,
    });
    let first = format!(" {}/1 ", spec.plants[0].stations[0].name);
    let told = starts_under(&spec, 1);
    told.iter().filter(|line| line.contains(&first)).map(|line| line.replace(&first, " ")).collect()
}

/// A saturated line of two stations.
fn line(first: f64, second: f64, buffer: Option<u32>) -> Spec {
    let stations = vec![sample::station("s0", 1, None), sample::station("s1", 1, buffer)];
    let step = |name: &str, station, time| sample::operation(name, station, Distribution::Constant(time));
    let steps = vec![step("first", 0, first), step("second", 1, second)];
    let product = Product { name: "p".into(), ..sample::product(Supply::Saturated, steps) };
    sample::spec(sample::plant(stations, product), 7.0)
}

#[test]
fn setups_take_half_the_time() {
    let half = |from| {
        let setups = Target::SetupTime(StationId(0));
        first_starts(two_families(Rule::Fifo), from, setups, Change::Multiply, 0.5)
    };
    // From 4 on: that of 3-8 keeps its time, the next takes 3.5 instead of 7.
    assert_eq!(half(4.0)[..4], ["1 a 0", "8 b 0", "13.5 a 1", "15.5 a 2"]);
    // From the start: 0.5, 2.5 from 2.5 on, 3.5 from 7 on.
    assert_eq!(half(0.0)[..3], ["0.5 a 0", "5 b 0", "10.5 a 1"]);
}

#[test]
fn a_place_more_lets_a_blocked_lot_in() {
    let with =
        |add| first_starts(line(1.0, 4.0, Some(0)), 3.0, Target::Buffer(StationId(1)), Change::Add, add);
    // The second lot is blocked from 2 to 5, the third from 6 to 9.
    assert_eq!(with(0.0), ["0 p 0", "1 p 1", "5 p 2"]);
    assert_eq!(with(1.0), ["0 p 0", "1 p 1", "3 p 2", "5 p 3"]);
}

#[test]
fn a_place_less_keeps_who_is_there() {
    // Two places: lots 1 and 2 are in them at 3, lot 3 is blocked from 4 on. With one place lot 3 has to wait until 9.
    let with = |to| first_starts(line(1.0, 4.0, Some(2)), 3.5, Target::Buffer(StationId(1)), Change::Set, to);
    assert_eq!(with(2.0), ["0 p 0", "1 p 1", "2 p 2", "3 p 3", "5 p 4"]);
    assert_eq!(with(1.0), ["0 p 0", "1 p 1", "2 p 2", "3 p 3"]);
}

#[test]
fn cards_come_and_go() {
    let with = |cards, from, to| {
        let mut spec = line(1.0, 1.0, None);
        spec.plants[0].loops = vec![Loop { name: "l".into(), cards }];
        spec.plants[0].products[0].release = Some(LoopId(0));
        first_starts(spec, from, Target::Cards(LoopId(0)), Change::Set, to)
    };
    assert_eq!(with(1, 3.0, 1.0), ["0 p 0", "2 p 1", "4 p 2", "6 p 3"]);
    assert_eq!(with(1, 3.0, 2.0), ["0 p 0", "2 p 1", "3 p 2", "4 p 3", "5 p 4", "6 p 5"]);
    // Lots 1 and 2 are inside at 2.5: the card of the first is taken out at 3, that of the second serves from 4 on.
    assert_eq!(with(2, 2.5, 1.0), ["0 p 0", "1 p 1", "2 p 2", "4 p 3", "6 p 4"]);
    // One stays.
    assert_eq!(with(2, 2.5, 0.0), with(2, 2.5, 1.0));
}
