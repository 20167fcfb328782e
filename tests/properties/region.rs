//! A region: nothing is lost between customers, office and factories, and a platform without factories changes nothing.

use surgetwin::outcome::Outcome;

use crate::{outcome, read};

/// Three kinds of factory, two products, two customers of one of them, a surge of nothing; `platform` as it is written.
fn text(platform: &str, connected: &str, more: &str) -> String {
    let operation = |minutes: u32| {
        format!("(step: \"sew\", station: \"sew\", time: Exponential(mean: \"{minutes}min\"), scrap: 0.03)")
    };
    format!(
        "Scenario(format: 1, name: \"region\", start: \"2020-01-20\", duration: \"60d\", replications: 2,
plants: [
  Plant(name: \"shop\", stations: [(name: \"sew\", machines: 2)], products: [
    (name: \"mask\", lot: 5, supply: ToOrder(demand: Region), routing: [{mask}]),
    (name: \"gown\", lot: 1, supply: ToStock(initial_stock: 20, base_stock: 30, demand: Region), routing: [{gown}])]),
  Plant(name: \"mill\", stations: [(name: \"sew\", machines: 3)], {more} products: [
    (name: \"mask\", lot: 10, supply: ToOrder(demand: Region), routing: [{mill}])])],
factories: [(name: \"A\", plant: \"shop\", count: 3, time: Uniform(min: 0.8, max: 1.3), demand: Uniform(min: 0.5, max: 2), {connected}),
  (name: \"B\", plant: \"mill\", {connected})],
region: (every: \"6h\", transport: Exponential(mean: \"1d\"), {platform}
  customers: [
    (name: \"hospitals\", product: \"mask\", class: 1, due: \"3d\", demand: (orders: (rate: \"3/d\", size: Uniform(min: 50, max: 400)))),
    (name: \"public\", product: \"mask\", class: 2, patience: \"4d\", demand: (per_day: 900, variation: Triangular(min: 0, mode: 1, max: 3))),
    (name: \"clinics\", product: \"gown\", demand: (per_day: 40, every: \"8h\"))]))",
        mask = operation(2),
        gown = operation(20),
        mill = operation(3),
    )
}

const PLATFORM: &str = "platform: (rule: MaxMin, horizon: \"2d\", data_age: \"12h\", time_between_outages: Exponential(mean: \"5d\"), outage: \"1d\"),";
const WEEKLY: &str =
    "planning: (every: \"2d\", data_age: \"1d\", preparation: \"20min\", wrong: 0.05, found: 0.5),";

fn check_conservation(outcome: &Outcome) {
    let region = outcome.region.as_ref().unwrap();
    for demand in &region.demands {
        let sum = |what: fn(&surgetwin::outcome::RegionDay) -> u64| demand.days.iter().map(what).sum::<u64>();
        let (ordered, delivered, lost) = (sum(|d| d.ordered), sum(|d| d.delivered), sum(|d| d.lost));
        assert!(ordered > 0 && delivered > 0, "{ordered} ordered, {delivered} delivered");
        assert_eq!(ordered, delivered + lost + demand.waiting + demand.at_factories + demand.in_transit);
    }
    // What factories were given is what they have delivered, have lost, or owe.
    for factory in &outcome.factories {
        for (product, level) in factory.window.tally.products.iter().zip(&factory.window.tally.levels) {
            assert_eq!(product.ordered, product.delivered + product.lost + level.backlog);
        }
    }
    let owed: u64 =
        outcome.factories.iter().flat_map(|f| &f.window.tally.levels).map(|level| level.backlog).sum();
    assert_eq!(owed, region.demands.iter().map(|demand| demand.at_factories).sum::<u64>());
}

#[test]
fn orders_are_conserved_across_the_region() {
    for (platform, connected, more) in [
        ("", "", ""),
        (PLATFORM, "connected: true", ""),
        (PLATFORM, "connected: true", WEEKLY),
        ("platform: (rule: Priority, horizon: \"6h\"),", "connected: true", WEEKLY),
        ("platform: (horizon: \"1d\"),", "connected: true", ""),
    ] {
        let spec = read(&text(platform, connected, more));
        (1..=6).for_each(|seed| check_conservation(&outcome(&spec, 0, seed)));
    }
}

#[test]
fn a_platform_without_connected_factories_changes_nothing() {
    let [alone, with] = ["", PLATFORM].map(|platform| read(&text(platform, "", WEEKLY)));
    let together = read(&text(PLATFORM, "connected: true", WEEKLY));
    for seed in 1..=4 {
        let outcome_alone = outcome(&alone, 0, seed);
        assert!(outcome_alone == outcome(&with, 0, seed));
        assert!(outcome_alone != outcome(&together, 0, seed), "connected factories are given other orders");
    }
}

#[test]
fn factories_that_connect_later_have_fixed_shares_until_then() {
    let upgrade = "upgrades: [(name: \"link\", delivery: \"20d\", effects: [Connect()])],
options: [(name: \"linked\", installs: [(upgrade: \"link\")])],\nregion:";
    let spec = read(&text(PLATFORM, "", "").replacen("region:", upgrade, 1));
    let [baseline, linked] = [0, 1].map(|option| outcome(&spec, option, 1));
    check_conservation(&linked);
    let days = |outcome: &Outcome, range: std::ops::Range<usize>| {
        outcome
            .region
            .as_ref()
            .unwrap()
            .demands
            .iter()
            .map(|d| d.days[range.clone()].to_vec())
            .collect::<Vec<_>>()
    };
    assert!(days(&baseline, 0..20) == days(&linked, 0..20));
    assert!(days(&baseline, 20..60) != days(&linked, 20..60));
}
