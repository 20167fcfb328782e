//! Made-up results for the tests of this folder: a town of eight factories, and a plain queue. Deterministic.

mod plants;
mod runs;
mod versus;

use crate::experiment::{Cell, Results};
use crate::outcome::Outcome;
use crate::spec::{Factory, Plant, Spec, Surge};
use crate::units::{Duration, PlantId};

use self::plants::{arriving, plant, town_spec};
use self::runs::{queue_run, town_run};
use self::versus::versus;

const DAYS: u64 = 730;
const REPLICATIONS: u32 = 16;
const HORIZON: usize = 60;

/// Eight factories of three kinds, two surges, three options and the baseline, 16 replications.
pub(crate) fn town() -> (Spec, Results) {
    let spec = town_spec();
    let mut cells: Vec<Cell> = Vec::new();
    for surge in 0..2 {
        for option in 0..4 {
            let run = |unlimited: bool| -> Vec<Outcome> {
                (0..REPLICATIONS).map(|r| town_run(&spec, surge, option, r, unlimited)).collect()
            };
            cells.push(Cell {
                surge,
                option,
                outcomes: run(false),
                capacity: run(true),
                versus: None,
                versus_by_plant: Vec::new(),
                foreseen: Vec::new(),
                spreads: Vec::new(),
                funded: Vec::new(),
            });
        }
    }
    for surge in 0..2 {
        let base = cells[surge * 4].clone();
        for option in 1..4 {
            let funded = crate::experiment::funded(&spec, 1, &base, &cells[surge * 4 + option]);
            let cell = &mut cells[surge * 4 + option];
            cell.funded = funded;
            let plants: &[usize] = [&[][..], &[0], &[0, 1], &[0, 1, 2]][option];
            cell.versus = Some(versus(&base, cell, &(0..8).collect::<Vec<_>>(), option));
            for &plant in plants {
                let factories: Vec<usize> =
                    (0..8).filter(|f| spec.factories[*f].plant.index() == plant).collect();
                cell.versus_by_plant.push((plant, versus(&base, cell, &factories, option)));
            }
        }
    }
    let results = Results {
        seed: 1,
        replications: REPLICATIONS,
        warm_up: Duration::ZERO,
        threads: 2,
        events: 123_456_789,
        lots: 2_345_678,
        digest: "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f809".into(),
        cells,
        studies: crate::experiment::Findings::default(),
        active: None,
    };
    (spec, results)
}

/// One station with Poisson arrivals: no surges, options or money.
pub(crate) fn queue() -> (Spec, Results) {
    let mut spec = town_spec();
    spec.name = "single_server".into();
    spec.question = String::new();
    spec.plants = vec![Plant { products: vec![arriving()], ..plant("counter", "", &["counter"], "lot", 1) }];
    spec.plants[0].stations[0].dormant = 0;
    spec.factories = vec![Factory {
        name: "counter".into(),
        plant: PlantId(0),
        demand_factor: 1.0,
        time_factor: 1.0,
        connected: false,
        opens: crate::units::Time::ZERO,
        sized: None,
    }];
    spec.surges = vec![Surge::none()];
    spec.options.truncate(1);
    spec.upgrades.clear();
    spec.appraisal = None;
    spec.facts.clear();
    let outcomes: Vec<Outcome> = (0..REPLICATIONS).map(|r| queue_run(&spec, r)).collect();
    let cell = Cell {
        surge: 0,
        option: 0,
        outcomes,
        capacity: Vec::new(),
        versus: None,
        versus_by_plant: Vec::new(),
        foreseen: Vec::new(),
        spreads: Vec::new(),
        funded: Vec::new(),
    };
    let results = Results {
        seed: 7,
        replications: REPLICATIONS,
        warm_up: Duration::ZERO,
        threads: 1,
        events: 1000,
        lots: 500,
        digest: "00ff00ff00ff00ff".into(),
        cells: vec![cell],
        studies: Default::default(),
        active: None,
    };
    (spec, results)
}

/// What an option multiplies the pace of a kind of plant by.
fn lift(option: usize, plant: usize) -> f64 {
    match (option, plant) {
        (1, 0) => 1.55,
        (2, 0 | 1) => 1.12,
        (3, _) => 1.06,
        _ => 1.0,
    }
}
