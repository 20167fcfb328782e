//! A region: nothing is lost between customers, office and factories, and a platform without factories changes nothing.

use surgetwin::outcome::Outcome;

use crate::{outcome, outcome_of, read};

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
        for seed in 1..=6 {
            let outcome = outcome(&spec, 0, seed);
            check_conservation(&outcome);
            let days = outcome.region.iter().flat_map(|region| &region.demands).map(|demand| &demand.days);
            assert!(days.into_iter().all(|days| days.iter().any(|day| day.delivered > 0)));
        }
    }
}

/// Customers with a stockpile that is filled up and with panic, a shared mill of cloth, a factory that opens later.
fn scarce() -> String {
    let stockpile = "(name: \"public\", stockpile: (units: 5000, when: \"2d\", daily: 700, refill: 200), \
                     panic: (held: \"10d\", alarm: \"6d\", most: 2.5, steepness: 0.2, use_up: \"20d\"),";
    let cloth = "suppliers: [(name: \"mill\", region: true)], materials: [(name: \"cloth\", initial_stock: 3000, \
                 reorder: UpTo(point: 3000, level: 9000), lead_time: Uniform(min: \"1d\", max: \"3d\"), supplier: \"mill\")],";
    let mill = "suppliers: [(name: \"mill\", daily_capacity: 900, rule: Fair, scarcity_price: (per_day: 0.1, from: \"1d\", \
                most: 4), new_capacity: (when: \"4d\", adds: 0.5, lead_time: Uniform(min: \"5d\", max: \"9d\"), most: 2))], customers: [";
    text(PLATFORM, "connected: true", cloth)
        .replace("(name: \"public\",", stockpile)
        .replace("customers: [", mill)
        .replace(
            "(name: \"sew\", machines: 2)]",
            &format!("(name: \"sew\", machines: 2)], {}", cloth.trim_end_matches(',')),
        )
        .replace("time: Exponential(", "materials: [(material: \"cloth\", per_unit: 1)], time: Exponential(")
        .replace("(name: \"B\", ", "(name: \"B\", opens: \"9d\", ")
}

#[test]
fn scarce_inputs_and_stockpiles_are_conserved() {
    let spec = read(&scarce());
    let (mut released, mut dearer) = (0, false);
    for seed in 1..=6 {
        let outcome = outcome(&spec, 0, seed);
        check_conservation(&outcome);
        let region = outcome.region.as_ref().unwrap();
        // What a supplier was asked for it has made or owes; what it has made was bought by somebody.
        let supply = &region.supplies[0];
        let sum = |of: fn(&surgetwin::outcome::SupplyDay) -> f64| supply.days.iter().map(of).sum::<f64>();
        let (claimed, supplied, paid) = (sum(|d| d.claimed), sum(|d| d.supplied), sum(|d| d.paid));
        assert!((claimed - supplied - supply.waiting).abs() < 1e-6 * claimed);
        assert!(supplied <= sum(|d| d.capacity) * (1.0 + 1e-12));
        let cloth = outcome.factories.iter().map(|f| &f.window.tally.materials[0]);
        let (bought, cost) = cloth.fold((0.0, 0.0), |(b, c), m| (b + m.bought, c + m.bought_at_price));
        assert!((bought - supplied).abs() < 1e-6 * supplied && (cost - paid).abs() < 1e-6 * paid);
        dearer |= paid > supplied * 1.01;
        // The stockpile has what it had, and what filled it up, less what it gave.
        let (public, filling) = (&region.demands[1], &region.demands[3]);
        let given: u64 = public.days.iter().map(|day| day.released).sum();
        let filled: u64 = filling.days.iter().map(|day| day.delivered).sum();
        assert_eq!(5_000 + filled, public.stock + given);
        released += given;
    }
    assert!(released > 0 && dearer, "{released} released, dearer: {dearer}: the case would prove nothing");
}

/// Surges of an emergency: orders of the state in the wave alone, slower transport, a price that answers, factories of several
/// sizes; a stockpile, a machine and a line of gowns that are kept ready for it.
fn ready() -> String {
    let emergency =
        "(name: \"state\", product: \"gown\", class: 1, surges: [\"wave\"], demand: (per_day: 300)),";
    let gown = "(name: \"gown\", lot: 1, class: 1, supply: ToStock";
    let more = "], prices: [(product: \"gown\", per_day: 0.2, from: \"4d\", most: 4, falls: 0.1, glut: 1, least: 0.5)])";
    let upgrades = "upgrades: [
  (name: \"shelf\", ready: (owed: \"2d\", stays: \"3d\", stockpile: (product: \"gown\", units: 120, daily: 25, refill: 7))),
  (name: \"spare\", ready: (owed: \"1d\", delay: Uniform(min: \"0d\", max: \"2d\"), stays: \"1d\"),
    effects: [AddMachines(station: \"sew\", machines: 2), Scale(of: StepTime(product: \"gown\", step: \"sew\"), by: 0.5)]),
  (name: \"press\", ready: (delay: \"2d\", stays: \"2d\"), stations: [(name: \"press\", machines: 0)],
    effects: [AddMachines(station: \"press\", machines: 1), RemoveMachines(station: \"sew\", machines: 1),
      SwitchStep(product: \"gown\", step: \"sew\", to: (station: \"press\", time: \"9min\"))]),
],
options: [(name: \"all\", installs: [(upgrade: \"shelf\", plants: [\"shop\"]), (upgrade: \"spare\", plants: [\"shop\"]), (upgrade: \"press\", plants: [\"shop\"])])],
surges: [(name: \"none\"), (name: \"wave\", emergency: (\"2020-02-03\", \"2020-02-20\"), transport: 2.5,
  demand: [(product: \"gown\", curve: Points(shape: Steps, points: [(\"2020-01-20\", 1), (\"2020-02-03\", 3), (\"2020-02-20\", 0.4), (\"2020-03-20\", 0.4)]))])]";
    let text = text("", "", "").replace("customers: [", &format!("customers: [{emergency}"));
    assert!(text.contains("(name: \"gown\", lot: 1, supply: ToStock"), "the gown is there");
    let text = text.replace("(name: \"gown\", lot: 1, supply: ToStock", gown);
    let text = text.replace("demand: Uniform(min: 0.5, max: 2),", "size: Uniform(min: 0.4, max: 2),");
    let end = text.rfind("]))").unwrap();
    format!("{}{more},\n{upgrades})", &text[..end])
}

#[test]
fn what_is_kept_ready_and_by_class_is_conserved() {
    let spec = read(&ready());
    assert!(spec.factories.iter().any(|own| own.sized.is_some()), "factories of several sizes");
    let (mut given, mut calls, mut put_back, mut classes, mut cheap, mut dear) = (0, 0, 0, 0, false, false);
    for seed in 1..=6 {
        for (surge, option) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let outcome = outcome_of(&spec, surge, option, seed);
            check_conservation(&outcome);
            let region = outcome.region.as_ref().unwrap();
            let state: u64 = region.demands[0].days.iter().map(|day| day.ordered).sum();
            assert_eq!(state > 0, surge == 1, "the state orders in the wave alone");
            for factory in &outcome.factories {
                let tally = &factory.window.tally;
                // Units: released = finished + scrapped + in process, and of a product made to stock what was there and made or
                // came out of a stockpile is delivered or there.
                for (product, level) in tally.products.iter().zip(&tally.levels) {
                    assert_eq!(product.released, product.finished + product.scrapped + level.in_process);
                }
                for own in &tally.ready {
                    assert_eq!(own.put_in + own.refilled, own.given + own.on_hand);
                    given += own.given;
                    calls += own.calls;
                    put_back += u64::from(own.calls > 1);
                }
                // Classes sum to their product.
                for (number, product) in tally.products.iter().enumerate() {
                    let own = tally.classes.iter().filter(|own| own.product as usize == number);
                    let sum =
                        |of: fn(&surgetwin::outcome::ClassTally) -> u64| own.clone().map(of).sum::<u64>();
                    if own.clone().next().is_some() {
                        classes += 1;
                        let told =
                            (sum(|c| c.ordered), sum(|c| c.delivered), sum(|c| c.lost), sum(|c| c.orders));
                        assert_eq!(told, (product.ordered, product.delivered, product.lost, product.orders));
                        assert_eq!(sum(|c| c.backlog), tally.levels[number].backlog);
                        assert_eq!(sum(|c| c.delivered_in_time), product.delivered_in_time);
                    }
                }
                // People and machines: times in all states sum to the window.
                for states in factory.machines.iter().flatten() {
                    assert_eq!(states.iter().map(|time| time.0).sum::<u64>(), factory.window.length.0);
                }
            }
            let gowns =
                outcome.factories.iter().enumerate().filter(|(f, _)| spec.plant_of(*f).name == "shop");
            for (f, factory) in gowns {
                let tally = &factory.window.tally;
                let given: u64 = tally.ready.iter().map(|own| own.given).sum();
                let product = &tally.products[1];
                let surgetwin::spec::Supply::ToStock { initial_stock, .. } =
                    spec.plant_of(f).products[1].supply
                else {
                    panic!()
                };
                assert_eq!(
                    initial_stock + product.finished + given,
                    product.delivered + tally.levels[1].on_hand
                );
            }
            dear |= region.prices[0].iter().any(|factor| *factor > 1.5);
            cheap |= region.prices[0].iter().any(|factor| *factor < 0.9);
        }
    }
    assert!(
        given > 0 && calls > 0 && put_back > 0 && classes > 0 && cheap && dear,
        "the case would prove nothing: {given} {calls} {put_back} {classes} {cheap} {dear}"
    );
}

/// Chance goes by names, not by places: factories that are written in another order do the same. (A platform gives the
/// oldest orders to the first in the file.)
#[test]
fn the_order_of_the_factories_does_not_matter() {
    let written = text("", "", WEEKLY);
    let begin = written.find("factories: [").unwrap();
    let end = begin + written[begin..].find("],\n").unwrap();
    let list = &written[begin + "factories: [".len()..end];
    let (first, second) = list.split_once(",\n").unwrap();
    let turned = format!("{}factories: [{},\n{}{}", &written[..begin], second.trim(), first, &written[end..]);
    let (spec, turned) = (read(&written), read(&turned));
    assert_ne!(spec.factories[0].name, turned.factories[0].name);
    let place = |name: &str| turned.factories.iter().position(|factory| factory.name == name).unwrap();
    for seed in 1..=4 {
        let (one, other) = (outcome(&spec, 0, seed), outcome(&turned, 0, seed));
        for (factory, own) in spec.factories.iter().zip(&one.factories) {
            assert!(*own == other.factories[place(&factory.name)], "{}, seed {seed}", factory.name);
        }
        assert!(one.region.as_ref().unwrap().demands == other.region.as_ref().unwrap().demands);
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

/// Every incident of a connected factory spreads to each other one, never back to its own; one that is alone has nobody to
/// spread it to.
#[test]
fn incidents_spread_to_others_only() {
    let spread = |factories: &str| {
        let plant = |name: &str, per_year: u32| {
            format!(
                "Plant(name: \"{name}\", cyber: (per_year: {per_year}, outage: \"1h\"), stations: [(name: \"s\", machines: 1)],
                products: [(name: \"x\", lot: 10, supply: ToOrder(demand: Region), routing: [(step: \"m\", station: \"s\", lot_time: \"1h\")])])"
            )
        };
        let text = format!(
            "Scenario(format: 1, name: \"c\", duration: \"365d\", plants: [{}, {}], factories: [{factories}],
            region: (every: \"1h\", platform: (spread: 1), customers: [(name: \"q\", product: \"x\", demand: (per_day: 30))]))",
            plant("safe", 0),
            plant("risky", 10),
        );
        let incidents = |factory: &surgetwin::outcome::FactoryOutcome| {
            let tally = factory.window.tally.incidents.as_ref().unwrap();
            (tally.incidents - tally.spread, tally.spread)
        };
        outcome(&read(&text), 0, 3).factories.iter().map(incidents).collect::<Vec<_>>()
    };
    let alone = spread("(name: \"A\", plant: \"risky\", connected: true)");
    assert!(alone[0].0 > 0 && alone[0].1 == 0, "{alone:?}");
    let two = spread(
        "(name: \"A\", plant: \"risky\", connected: true), (name: \"B\", plant: \"safe\", connected: true)",
    );
    assert_eq!(two, [alone[0], (0, alone[0].0)]);
}
