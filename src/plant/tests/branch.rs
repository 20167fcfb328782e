//! Runs that part from another where their surges do.

use super::sample;
use crate::outcome::{Outcome, digest};
use crate::plant::{Plant, alike_until};
use crate::random::Distribution;
use crate::spec::{
    Curve, Delivery, Demand, FirstArrival, Orders, Process, Shape, Spec, Supply, Surge, Times,
};
use crate::units::{Date, Duration, Time};

fn day(number: u64) -> Time {
    Time(number * Duration::DAY.0)
}

/// A shop to order for ten days, in peace and under a surge that triples demand from the fifth on.
fn shop(orders: Orders) -> Spec {
    let demand = Demand { orders, delivery: Delivery::Parts };
    let supply = Supply::ToStock { initial_stock: 5, base_stock: 40, demand, patience: None };
    let steps = vec![sample::operation("work", 0, Distribution::Exponential { mean: 3000.0 })];
    let plant = sample::plant(vec![sample::station("m", 1, None)], sample::product(supply, steps));
    let mut spec = sample::spec(plant, 10.0 * Duration::DAY.as_secs());
    let tripled = Curve::new(vec![(Time::ZERO, 1.0), (day(4), 3.0)], Shape::Steps);
    spec.surges.push(Surge { name: "wave".into(), demand: vec![("*".into(), tripled)], ..Surge::none() });
    spec
}

fn daily() -> Orders {
    let variation = Distribution::Uniform { min: 0.5, max: 1.5 };
    Orders::Periodic { rate: Curve::constant(20.0), every: Duration::DAY, variation }
}

fn setting(spec: &Spec, surge: usize) -> crate::plant::Setting<'_> {
    crate::plant::Setting { surge, ..super::setting(spec, 1) }
}

fn alone(spec: &Spec, surge: usize) -> Outcome {
    let mut plant = Plant::new(setting(spec, surge)).unwrap();
    plant.run().unwrap();
    plant.finish()
}

/// The run under the wave that parts from that in peace at an instant.
fn parted(spec: &Spec, at: Time) -> Outcome {
    let mut trunk = Plant::new(setting(spec, 0)).unwrap();
    trunk.run_until(at).unwrap();
    let mut branch = trunk.branch(1).unwrap();
    branch.run().unwrap();
    trunk.run().unwrap();
    // The one that it parts from is none the worse.
    assert_eq!(digest(&[trunk.finish()]), digest(&[alone(spec, 0)]));
    branch.finish()
}

#[test]
fn a_branch_is_the_run_by_itself() {
    let spec = shop(daily());
    let wave = digest(&[alone(&spec, 1)]);
    assert_ne!(wave, digest(&[alone(&spec, 0)]));
    for at in [Time::ZERO, day(1), Time(day(3).0 + 12_345_678), day(4)] {
        assert_eq!(digest(&[parted(&spec, at)]), wave, "{at:?}");
    }
    // Who parts too late has missed a day of the wave.
    assert_ne!(digest(&[parted(&spec, day(5))]), wave);
}

#[test]
fn surges_part_where_they_first_differ() {
    let parts = |spec: &Spec| alike_until(spec, (0, 1), 1, 0);
    let steps = |points: &[(u64, f64)], shape| {
        Curve::new(points.iter().map(|(at, value)| (day(*at), *value)).collect(), shape)
    };
    let with = |change: &dyn Fn(&mut Surge)| {
        let mut spec = shop(daily());
        spec.surges[1] = Surge { name: "wave".into(), ..Surge::none() };
        change(&mut spec.surges[1]);
        spec
    };
    let all = |curve: &Curve| vec![("*".to_owned(), curve.clone())];
    assert_eq!(parts(&with(&|_| ())), Time::NEVER);
    // The last point at which both are alike; what is lower or higher from the start is never alike.
    let wave = steps(&[(0, 1.0), (3, 1.0), (6, 2.0)], Shape::Linear);
    assert_eq!(parts(&with(&|own| own.demand = all(&wave))), day(3));
    assert_eq!(parts(&with(&|own| own.lead_time = all(&steps(&[(2, 0.5)], Shape::Steps)))), Time::ZERO);
    let away = steps(&[(0, 0.0), (2, 0.0), (7, 0.4)], Shape::Linear);
    assert_eq!(
        parts(&with(&|own| {
            own.demand = all(&wave);
            own.absence = all(&away);
        })),
        day(2)
    );
    assert_eq!(parts(&with(&|own| own.transport = Some(wave.clone()))), day(3));
    // The sixth of January is the first day.
    let dates = (Date::new(2020, 1, 8).unwrap(), Date::new(2020, 1, 9).unwrap());
    assert_eq!(parts(&with(&|own| own.emergency = Some(dates))), day(2));
    // Two waves with the same beginning.
    let mut two = with(&|own| own.demand = all(&wave));
    let longer = steps(&[(0, 1.0), (3, 1.0), (6, 2.0), (8, 9.0)], Shape::Linear);
    two.surges[0].demand = all(&longer);
    assert_eq!(parts(&two), day(6));
    // Capacity decides when work that has begun is done.
    assert_eq!(parts(&with(&|own| own.capacity = all(&wave))), Time::ZERO);
}

#[test]
fn what_is_drawn_ahead_is_not_shared() {
    let spacing = Distribution::Exponential { mean: 4000.0 };
    let times = Times::Spaced { spacing, first: FirstArrival::AfterSpacing };
    let process = Process { times, most: None };
    let spec = shop(Orders::Single { process, size: Distribution::Constant(1.0) });
    assert_eq!(alike_until(&spec, (0, 1), 1, 0), Time::ZERO);
    // It would not be the same: the order after the fifth day began was drawn as in peace.
    assert_ne!(digest(&[parted(&spec, day(4))]), digest(&[alone(&spec, 1)]));
}
