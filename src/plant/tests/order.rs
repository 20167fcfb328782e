//! Results do not depend on the order in which factories are computed, in a region with everything that factories share.

use super::super::region::{Plant, Setting};
use crate::outcome::{Outcome, digest};
use crate::scenario::load;
use crate::spec::Spec;

use super::setting;

/// Three kinds of factory; hospitals, a public with a stockpile that panics, and in the wave the state; a shared mill that grows dear
/// and builds, technicians; machines that are ordered and connect; incidents that spread; slow transport, absence, dear masks.
const REGION: &str = r#"Scenario(format: 1, name: "order", start: "2020-01-20", duration: "70d",
plants: [PLANTS],
factories: [FACTORIES],
region: (every: "6h", transport: Exponential(mean: "20h"), PLATFORM
  suppliers: [
    (name: "mill", daily_capacity: 1900, rule: Proportional, scarcity_price: (per_day: 0.1, from: "1d", most: 4),
      new_capacity: (when: "4d", adds: 0.5, lead_time: Uniform(min: "5d", max: "9d"), most: 2)),
    (name: "technicians", daily_capacity: 0.5, rule: Fair)],
  prices: [(product: "mask", per_day: 0.2, from: "4d", most: 4, falls: 0.1, glut: 1, least: 0.5)],
  customers: [
    (name: "state", product: "gown", class: 1, surges: ["wave"], demand: (per_day: 300)),
    (name: "hospitals", product: "mask", class: 1, due: "3d", demand: (orders: (rate: "3/d", size: Uniform(min: 50, max: 400)))),
    (name: "public", product: "mask", class: 2, patience: "9d", demand: (per_day: 900, variation: Triangular(min: 0, mode: 1, max: 3)),
      stockpile: (units: 5000, when: "2d", daily: 700, refill: 200),
      panic: (held: "10d", alarm: "6d", most: 2.5, steepness: 0.2, use_up: "20d")),
    (name: "clinics", product: "gown", demand: (per_day: 40, every: "8h"))]),
upgrades: [(name: "link", delivery: "9d", made_by: "technicians", installed_by: "technicians", installation: "2d",
  effects: [Connect()])],
options: [(name: "linked", installs: [(upgrade: "link")])],
surges: [(name: "none"), (name: "wave", emergency: ("2020-02-03", "2020-02-20"), transport: 2.5,
  absence: Points(shape: Linear, points: [("2020-01-20", 0), ("2020-02-03", 0.4), ("2020-03-01", 0), ("2020-04-20", 0)]),
  demand: [(product: "gown", curve: Points(shape: Steps, points: [("2020-01-20", 1), ("2020-02-03", 3), ("2020-02-20", 0.4), ("2020-04-20", 0.4)]))],
  capacity: [(supplier: "mill", curve: 0.8)])])"#;

const PLANTS: [&str; 3] = [
    r#"Plant(name: "shop", stations: [(name: "sew", machines: 2)], pools: [(name: "sewers", headcount: 2, absence: 0.1)], SHARED
      planning: (every: "2d", data_age: "1d", preparation: "20min", wrong: 0.05, found: 0.5), products: [
    (name: "mask", lot: 5, supply: ToOrder(demand: Region), routing: [(step: "sew", station: "sew", time: Exponential(mean: "2min"),
      scrap: 0.03, crew: [(pool: "sewers")], materials: [(material: "cloth", per_unit: 1)])]),
    (name: "gown", lot: 1, supply: ToStock(initial_stock: 20, base_stock: 30, demand: Region), routing: [
      (step: "sew", station: "sew", time: Exponential(mean: "20min"), crew: [(pool: "sewers")], materials: [(material: "cloth", per_unit: 4)])])])"#,
    r#"Plant(name: "plant", stations: [(name: "line", machines: 3)], SHARED products: [
    (name: "mask", lot: 10, supply: ToOrder(demand: Region), routing: [(step: "make", station: "line", time: Exponential(mean: "3min"),
      scrap: 0.03, materials: [(material: "cloth", per_unit: 1)])])])"#,
    r#"Plant(name: "tailor", stations: [(name: "table", machines: 2)], SHARED products: [
    (name: "gown", lot: 2, supply: ToOrder(demand: Region), routing: [(step: "make", station: "table", time: Exponential(mean: "25min"),
      materials: [(material: "cloth", per_unit: 4)])])])"#,
];

const SHARED: &str = r#"suppliers: [(name: "mill", region: true)], materials: [(name: "cloth", initial_stock: 3000,
      reorder: UpTo(point: 3000, level: 5000), lead_time: Uniform(min: "1d", max: "3d"), supplier: "mill")],
      cyber: (per_year: 12, connected: 1, outage: Exponential(mean: "9h"), hit: 0.5, plan_lost: 0.5, cost: Exponential(mean: 100)),"#;

const FACTORIES: [&str; 4] = [
    r#"(name: "A", plant: "shop", count: 3, time: Uniform(min: 0.8, max: 1.3), demand: Uniform(min: 0.5, max: 2), CONNECTED)"#,
    r#"(name: "B", plant: "plant", demand: 3, CONNECTED)"#,
    r#"(name: "C", plant: "tailor", count: 2, time: Uniform(min: 0.8, max: 1.3), demand: Uniform(min: 0.2, max: 1), CONNECTED)"#,
    r#"(name: "D", plant: "plant", opens: "9d", demand: 1.7, CONNECTED)"#,
];

const PLATFORM: &str = r#"platform: (rule: Proportional, horizon: "2d", data_age: "12h",
  time_between_outages: Exponential(mean: "5d"), outage: "1d", spread: 0.3),"#;

fn region(platform: &str, connected: bool) -> Spec {
    let plants = PLANTS.join(",").replace("SHARED", SHARED);
    let factories = FACTORIES.join(",").replace("CONNECTED", &format!("connected: {connected}"));
    let text = REGION.replace("[PLANTS]", &format!("[{plants}]"));
    let text = text.replace("[FACTORIES]", &format!("[{factories}]")).replace("PLATFORM", platform);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("order.ron");
    std::fs::write(&path, &text).unwrap();
    load(&path, &[]).unwrap_or_else(|failure| panic!("{failure:?}\n{text}")).spec
}

fn run(spec: &Spec, surge: usize, option: usize, seed: u64, turned: bool) -> Outcome {
    let mut plant = Plant::new(Setting { surge, option, ..setting(spec, seed) }).unwrap();
    plant.turned = turned;
    plant.run().unwrap();
    plant.finish()
}

#[test]
fn the_order_of_computing_changes_no_bit() {
    let mut happened = [false; 6];
    for (platform, connected) in [(PLATFORM, true), (PLATFORM, false), ("", false)] {
        let spec = region(platform, connected);
        for (surge, option, seed) in [(0, 0, 1), (1, 0, 2), (1, 1, 3), (1, 1, 4)] {
            let straight = run(&spec, surge, option, seed, false);
            let turned = run(&spec, surge, option, seed, true);
            assert_eq!(digest([&straight]), digest([&turned]), "surge {surge}, option {option}, seed {seed}");
            assert!(straight == turned);
            let own = happens(&straight);
            happened.iter_mut().zip(own).for_each(|(all, own)| *all |= own);
        }
    }
    assert_eq!(happened, [true; 6]);
}

/// Whether the case proves something: cloth is short, masks grow dear, orders come out of the stockpile, incidents take plans
/// and spread.
fn happens(outcome: &Outcome) -> [bool; 6] {
    let region = outcome.region.as_ref().unwrap();
    let incidents = outcome.factories.iter().filter_map(|own| own.window.tally.incidents);
    let (lost, spread) = incidents.fold((0, 0), |(l, s), own| (l + own.plans_lost, s + own.spread));
    [
        region.supplies[0].days.iter().any(|day| day.waiting > 500.0 && day.supplied > 0.0),
        region.demands[..4].iter().all(|own| own.days.iter().any(|day| day.delivered > 0)),
        region.prices[0].iter().any(|price| *price > 1.1),
        region.demands[2].days.iter().any(|day| day.released > 0),
        lost > 0,
        spread > 0,
    ]
}
