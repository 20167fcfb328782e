//! Orders and absence that follow an epidemic: the same for all factories and options of a replication.

#![allow(clippy::float_cmp, reason = "people are counted in whole numbers")]

use super::super::region::{Plant, Setting};
use super::super::sample;
use super::setting;
use crate::epidemic::{Beta, Burn, Chance, Course, Driver, Epidemic, Measure};
use crate::outcome::Outcome;
use crate::random::Distribution;
use crate::spec::{Choice, Curve, Demand, Drawn, Factory, Orders, Shape, Spec, Supply};
use crate::units::{Duration, EpidemicId, PlantId};

const DAYS: u32 = 60;

fn wave(chance: Chance) -> Epidemic {
    Epidemic {
        name: "wave".into(),
        population: 5_000,
        exposed: 10,
        infectious: 5,
        immune: 0,
        start_day: 0,
        beta: vec![Beta { from_day: 0, per_day: 0.6 }],
        sigma_per_day: 0.3,
        gamma_per_day: 0.25,
        chance,
    }
}

fn each(measure: Measure, rate: f64) -> Burn {
    let driver = Driver {
        measure,
        per_person: 1.0,
        delay_days: 0.0,
        stay_days: None,
        most: f64::INFINITY,
        rate,
        uses: 1.0,
    };
    Burn { drivers: vec![driver], plus: 0.0, conservation: Vec::new(), buffer: 0.0, most: f64::INFINITY }
}

fn following(burn: Burn) -> Curve {
    let drawn = Drawn { epidemic: EpidemicId(0), burn, divisor: 1.0 };
    Curve { drawn: Some(Box::new(drawn)), ..Curve::new(Vec::new(), Shape::Steps) }
}

/// Two factories that are ordered one unit for each new case, with and without an option that changes nothing.
fn region(chance: Chance) -> Spec {
    let orders = Orders::Periodic {
        rate: following(each(Measure::NewCases, 1.0)),
        every: Duration::DAY,
        variation: Distribution::Constant(1.0),
    };
    let supply = Supply::ToStock {
        initial_stock: 0,
        base_stock: 0,
        demand: Demand { orders, ..Demand::default() },
        patience: None,
    };
    let work = sample::operation("w", 0, Distribution::Constant(1.0));
    let product = sample::product(supply, vec![work]);
    let plant = sample::plant(vec![sample::station("m", 1, None)], product);
    let mut spec = sample::spec(plant, f64::from(DAYS) * 86_400.0);
    spec.factories.push(Factory { name: "F2".into(), ..spec.factories[0].clone() });
    assert_eq!(spec.factories[1].plant, PlantId(0));
    spec.options.push(Choice {
        name: "other".into(),
        title: String::new(),
        installations: Vec::new(),
        offered: None,
    });
    spec.epidemics.push(wave(chance));
    spec
}

fn run(spec: &Spec, option: usize, replication: u32) -> Outcome {
    let mut plant = Plant::new(Setting { option, replication, ..setting(spec, 9) }).unwrap();
    plant.run().unwrap();
    plant.finish()
}

fn ordered(outcome: &Outcome) -> Vec<u64> {
    outcome.factories.iter().map(|factory| factory.window.tally.products[0].ordered).collect()
}

fn cases(course: &Course) -> u64 {
    course.since_start(Measure::NewCases, f64::from(DAYS)) as u64
}

#[test]
fn a_replication_has_one_epidemic() {
    let spec = region(Chance::Drawn);
    let mut all = Vec::new();
    for replication in 0..4 {
        let cases = cases(&wave(Chance::Drawn).course(DAYS + 1, 9, replication));
        for option in 0..2 {
            let found = ordered(&run(&spec, option, replication));
            assert_eq!(found, [cases, cases], "one unit for each case, in both factories");
        }
        all.push(cases);
    }
    all.dedup();
    assert_eq!(all.len(), 4, "replications differ: {all:?}");
    assert!(all.iter().all(|cases| *cases > 0));
}

/// The prices that are read when runs are over are those of the replication too.
#[test]
fn surges_have_the_same_epidemic() {
    let mut spec = region(Chance::Drawn);
    spec.surges[0].product_price.push(("*".into(), following(each(Measure::Infectious, 1.0)).divided(2.0)));
    spec.surges[0].absence = vec![("*".into(), following(each(Measure::Infectious, 1e-4)))];
    let course = wave(Chance::Drawn).course(DAYS + 1, spec.seed, 3);
    let surge = spec.surge_of_replication(0, 3);
    for day in [0, 7, 30, 59] {
        let noon = crate::units::Time(day * Duration::DAY.0 + Duration::DAY.0 / 2);
        let infectious = course.states()[day as usize].infectious;
        assert_eq!(surge.product_price[0].1.at(noon), infectious / 2.0);
        assert_eq!(surge.absence[0].1.at(noon), infectious * 1e-4);
    }
    let whole = spec.of_replication(spec.seed, 3);
    assert_eq!(whole.surges[0], *surge);
    let Supply::ToStock { demand, .. } = &whole.plants[0].products[0].supply else { panic!() };
    let Orders::Periodic { rate, .. } = &demand.orders else { panic!() };
    assert_eq!(rate.at(crate::units::Time(0)), course.measure(Measure::NewCases, 0.0));
}

/// Without chance nothing is drawn, so nothing is copied.
#[test]
fn the_mean_course_needs_no_replication() {
    let spec = region(Chance::Mean);
    assert!(matches!(spec.of_replication(1, 0), std::borrow::Cow::Borrowed(_)));
    assert!(matches!(spec.surge_of_replication(0, 0), std::borrow::Cow::Borrowed(_)));
}
