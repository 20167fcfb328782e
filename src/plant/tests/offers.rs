//! What an option only offers: bought when somebody says so, and never of itself.

use super::*;
use crate::spec::{Change, Choice, Effect, Installation, StepKind, StepTime, Target, Upgrade};
use crate::units::{FactoryId, ProductId, UpgradeId};

const DAY: u64 = Duration::DAY.0;

/// A saturated line of two stations; the option halves the time of its second step ten days after the order.
fn faster() -> Spec {
    let mut spec = sample::line(2, 5, 1_800.0);
    spec.stop = Stop::After(Duration(90 * DAY));
    let constant = Distribution::Constant;
    spec.upgrades = vec![Upgrade {
        cost: constant(1_000.0),
        delivery: constant(8.0 * Duration::DAY.as_secs()),
        installation: constant(2.0 * Duration::DAY.as_secs()),
        standstill: Duration::DAY,
        ..Upgrade::named("faster")
    }];
    let half = Effect::Parameter {
        target: Target::StepTime(ProductId(0), 1),
        change: Change::Multiply,
        amount: constant(0.5),
        draw: "half".into(),
    };
    let installation = Installation {
        factory: FactoryId(0),
        upgrade: UpgradeId(0),
        units: 1,
        order_at: Time(31 * DAY),
        order_when: None,
        stops: vec![crate::units::StationId(1)],
        effects: vec![half],
    };
    spec.options.push(Choice {
        name: "option".into(),
        title: String::new(),
        installations: vec![installation],
        offered: None,
    });
    spec
}

fn run(spec: &Spec, option: usize, change: impl FnOnce(&mut Plant<'_>)) -> Outcome {
    let mut plant = Plant::new(Setting { option, ..setting(spec, 7) }).unwrap();
    change(&mut plant);
    plant.run().unwrap();
    plant.finish()
}

#[test]
fn an_offer_that_nobody_takes_is_the_baseline() {
    let spec = faster();
    let offered = run(&spec, 1, |plant| {
        plant.offer_only();
        assert_eq!(plant.offers(Time::ZERO), [1_000.0]);
    });
    assert_eq!(offered.factories[0].installed, []);
    let baseline = run(&spec, 0, |_| {});
    assert_eq!(offered.factories, baseline.factories);
}

/// Ordered on the day that the option names, at the full price, it is the option to the bit.
#[test]
fn an_offer_taken_is_the_option() {
    let spec = faster();
    let option = run(&spec, 1, |_| {});
    let taken = |day: u64, price: f64| {
        run(&spec, 1, |plant| {
            plant.offer_only();
            let now = Time(day * DAY);
            plant.run_until(now).unwrap();
            plant.order(&[0], now, price);
            assert_eq!(plant.offers(Time::ZERO), [0.0]);
        })
    };
    assert_eq!(taken(31, 1.0).factories, option.factories);
    let later = &taken(41, 0.8).factories[0].installed[0];
    assert_eq!((later.ordered, later.live), (Time(41 * DAY), Some(Time(51 * DAY))));
    assert!((later.cost - 800.0).abs() < 1e-9);
}

/// A year leaves half of the price and a fifth of the failures; what worked at the start works later as well.
#[test]
fn what_is_ordered_later_is_cheaper_and_surer() {
    let mut spec = faster();
    spec.upgrades[0].works = 0.5;
    spec.upgrades[0].progress = crate::spec::Progress { price: 0.5, failures: 0.2 };
    let of = |replication: u32, day: u64| {
        let mut plant = Plant::new(Setting { option: 1, replication, ..setting(&spec, 7) }).unwrap();
        plant.offer_only();
        let now = Time(day * DAY);
        let quoted = plant.offers(now)[0];
        plant.order(&[0], now, 1.0);
        let own = plant.read_books(|_, so_far| so_far.installed[0])[0];
        assert!((own.cost - quoted).abs() < 1e-9);
        (own.cost, own.works)
    };
    let left = |a_year: f64| crate::units::math::pow(a_year, 73.0 / 365.25);
    assert!((of(0, 73).0 - 1_000.0 * left(0.5)).abs() < 1e-9);
    let progress = spec.upgrades[0].progress;
    let likely = [Time::ZERO, Time(73 * DAY)].map(|at| progress.works_at(0.5, at));
    assert!((likely[0] - 0.5).abs() < 1e-12 && (likely[1] - (1.0 - 0.5 * left(0.2))).abs() < 1e-12);
    let both: Vec<(bool, bool)> =
        (0..400).map(|replication| (of(replication, 0).1, of(replication, 73).1)).collect();
    assert!(both.iter().all(|(first, later)| *later || !first));
    let share =
        |works: fn(&(bool, bool)) -> bool| both.iter().filter(|own| works(own)).count() as f64 / 400.0;
    // Four standard deviations are 0.1.
    assert!((share(|own| own.0) - likely[0]).abs() < 0.1 && (share(|own| own.1) - likely[1]).abs() < 0.1);
}

/// Months that are over can be read while the run goes on, and reading them changes nothing.
#[test]
fn books_are_read_while_the_run_goes_on() {
    let spec = faster();
    let mut months = Vec::new();
    let read = run(&spec, 1, |plant| {
        for day in [0, 33, 70] {
            plant.run_until(Time(day * DAY)).unwrap();
            let installed = |_: usize, books: &crate::outcome::FactoryOutcome| {
                (books.months.len(), books.days[0].len(), books.installed.len())
            };
            months.extend(plant.read_books(installed));
        }
    });
    // The sample starts on the first of a month that has 31 days at most; what ends on an instant is not over before it.
    assert_eq!(months.iter().map(|m| m.1).collect::<Vec<_>>(), [0, 32, 69]);
    assert_eq!(months.iter().map(|m| m.0).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(read.factories, run(&spec, 1, |_| {}).factories);
}

/// The last step takes 10 hours and makes 216 lots in 90 days. Switched to a mode of 20 hours whose time is halved by the same
/// option, it goes on as before: a parameter of a step is that of all its modes.
#[test]
fn a_parameter_follows_its_step_into_another_mode() {
    let mut spec = faster();
    let hours = |hours: f64| StepTime::PerLot(Distribution::Constant(3_600.0 * hours));
    let step = &mut spec.plants[0].products[0].routing[1];
    if let StepKind::Operation(operation) = &mut step.kind {
        operation.time = hours(10.0);
    }
    let mut slow = step.clone();
    if let StepKind::Operation(operation) = &mut slow.kind {
        operation.time = hours(20.0);
    }
    let installation = &mut spec.options[1].installations[0];
    (installation.order_at, installation.stops) = (Time::ZERO, Vec::new());
    installation.effects.push(Effect::SwitchStep { product: ProductId(0), step: 1, to: Box::new(slow) });
    (spec.upgrades[0].delivery, spec.upgrades[0].installation) =
        (Distribution::Constant(0.0), Distribution::Constant(0.0));
    spec.upgrades[0].standstill = Duration::ZERO;
    let made = |spec: &Spec| run(spec, 1, |_| {}).factories[0].window.tally.products[0].finished;
    let halved = made(&spec);
    spec.options[1].installations[0].effects.remove(0);
    let slow = made(&spec);
    assert!((214..=216).contains(&halved) && (106..=108).contains(&slow), "{halved} {slow}");
}
