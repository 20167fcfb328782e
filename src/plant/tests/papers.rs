//! The papers of runs: wrong instructions, crews that change, and that all are there.

use super::super::sample;
use super::{outcome, setting};
use crate::outcome::{Fate, Papers};
use crate::plant::Plant;
use crate::random::Distribution;
use crate::spec::{Delivery, Demand, Listed, Orders, Planning, Process, Spec, Supply, Times};
use crate::units::{Duration, Time};

/// One machine, an order of one unit every four seconds, planned at once; half of the instructions are wrong.
fn shop() -> Spec {
    let none = Distribution::Constant(0.0);
    let planning = Planning {
        every: Duration::ZERO,
        on_event: true,
        first: Duration::ZERO,
        data_age: Duration::ZERO,
        duration: none.clone(),
        frozen: Duration::ZERO,
        preparation: none.clone(),
        planners: None,
        given_every: Duration::ZERO,
        transmission: none,
        wrong: 0.5,
        found: 0.5,
        lost: Distribution::Constant(0.25),
    };
    let order = |n: u32| Listed {
        at: Time(Duration::from_secs(4.0 * f64::from(n)).0),
        units: Some(1.0),
        ..Listed::default()
    };
    let process = Process { times: Times::Listed((0..500).map(order).collect()), most: None };
    let orders = Orders::Single { process, size: Distribution::Constant(1.0) };
    let supply = Supply::ToOrder {
        demand: Demand { orders, delivery: Delivery::Whole },
        patience: None,
        allowance: 0.0,
    };
    let step = sample::operation("work", 0, Distribution::Constant(0.5));
    let mut plant = sample::plant(vec![sample::station("m", 1, None)], sample::product(supply, vec![step]));
    plant.planning = Some(planning);
    sample::spec(plant, 4_000.0)
}

fn papers(spec: &Spec) -> Papers {
    let mut plant = Plant::new(setting(spec, 1)).unwrap();
    plant.keep_papers();
    plant.run().unwrap();
    plant.take_papers().remove(0)
}

#[test]
fn wrong_instructions_are_on_paper() {
    let spec = shop();
    let papers = papers(&spec);
    let told = outcome(&spec, 1).factories[0].window.tally.information.unwrap();
    let all = |fate: Fate| papers.instructions.iter().filter(|own| own.fate == fate).count() as u64;
    assert_eq!(papers.instructions.len() as u64, told.instructions);
    assert_eq!(papers.works.len() as u64, told.work_orders);
    assert_eq!((all(Fate::WrongReplaced), all(Fate::WrongUnseen)), (told.wrong_found, told.wrong_missed));
    assert!(told.wrong_found > 50 && told.wrong_missed > 50, "{told:?}");
    // Nothing is begun under one that was seen to be wrong, and one came in its place; under each other one there was one lot.
    for (number, own) in papers.instructions.iter().enumerate() {
        let begun = own.fate == Fate::Valid || own.fate == Fate::WrongUnseen;
        assert_eq!((own.lots, own.units), (u64::from(begun), u64::from(begun)), "{number}: {own:?}");
        let replaced = papers.instructions.iter().any(|other| other.replaces == Some(number));
        assert_eq!(replaced, own.fate == Fate::WrongReplaced, "{number}: {own:?}");
    }
}

#[test]
fn a_plant_that_does_not_plan_has_no_papers() {
    let mut spec = shop();
    spec.plants[0].planning = None;
    assert!(papers(&spec) == Papers::default());
    // Nor has one that was not asked.
    let mut plant = Plant::new(setting(&shop(), 1)).unwrap().take_papers();
    assert!(plant.remove(0) == Papers::default());
}
