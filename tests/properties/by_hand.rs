//! Small plants worked by hand, where several things happen at one instant, lots are urgent, or cards go with parts of lots.

use surgetwin::outcome::Outcome;

use crate::{outcome, read};

/// What a plant does, described by its fields, until an end [s].
fn does(plant: &str, seconds: u32) -> Outcome {
    let text = format!(
        "Scenario(format: 1, name: \"x\", duration: \"{seconds}s\", plants: [Plant(name: \"p\", {plant})])"
    );
    outcome(&read(&text), 0, 1)
}

/// Mean time in the plant of the lots of each product that have left [s].
fn flow_times(plant: &str, seconds: u32) -> Vec<f64> {
    let own = does(plant, seconds);
    let products = own.factories[0].window.tally.products.iter();
    products.map(|p| p.flow_time.as_secs() / p.finished_lots as f64).collect()
}

fn lost(plant: &str) -> Vec<u64> {
    does(plant, 1000).factories[0].window.tally.products.iter().map(|p| p.lost).collect()
}

#[test]
fn a_group_finds_all_free_machines() {
    let arriving = |machines: u32, station: &str, lots: u32, time: &str| {
        format!(
            "stations: [(name: \"m\", machines: {machines}, buffer: 0, {station})], products: [(name: \"x\", lot: 1, supply: Arrivals(\
             times: [(at: \"1s\", lots: {lots})], when_full: Lost), routing: [(step: \"w\", station: \"m\", {time})])]"
        )
    };
    assert_eq!(lost(&arriving(2, "", 2, "time: \"10s\"")), [0]);
    assert_eq!(lost(&arriving(2, "", 5, "time: \"10s\"")), [3]);
    assert_eq!(lost(&arriving(1, "batch: (min: 1, max: 4)", 4, "lot_time: \"10s\"")), [0]);
    assert_eq!(lost(&arriving(1, "batch: (min: 1, max: 4)", 5, "lot_time: \"10s\"")), [1]);
    // Another product that arrives at the same instants finds the second machine.
    let product = |name: &str| {
        format!(
            "(name: \"{name}\", lot: 1, supply: Arrivals(spacing: \"20s\", when_full: Lost), \
             routing: [(step: \"w\", station: \"m\", time: \"10s\")])"
        )
    };
    let two = format!(
        "stations: [(name: \"m\", machines: 2, buffer: 0)], products: [{}, {}]",
        product("x"),
        product("y")
    );
    assert_eq!(lost(&two), [0, 0]);
}

#[test]
fn what_a_list_has_for_one_instant_comes_before_anybody_starts() {
    let listed = |station: &str, supply: &str, time: &str| {
        let plant = format!(
            "stations: [(name: \"m\", machines: 1, {station})], products: [(name: \"x\", lot: 10, supply: {supply}, \
             routing: [(step: \"w\", station: \"m\", {time}: \"1s\")])]"
        );
        flow_times(&plant, 100)
    };
    let four = "times: [(at: \"1s\", units: 4), (at: \"1s\", units: 2), (at: \"1s\", units: 6), (at: \"1s\", units: 5)]";
    // 2, 4, 5, 6 end after 2, 6, 11, 17: 9 on average.
    let shortest = "dispatch: ShortestOperation";
    assert_eq!(listed(shortest, &format!("Arrivals({four})"), "time"), [9.0]);
    assert_eq!(listed(shortest, &format!("ToOrder(demand: (orders: ({four})))"), "time"), [9.0]);
    // The urgent one first: 1 and 11.
    let urgent = "Arrivals(times: [(at: \"1s\", class: 2, units: 10), (at: \"1s\", class: 1, units: 1)])";
    assert_eq!(listed("classes: First", urgent, "time"), [6.0]);
    // Three are one load.
    let three = "Arrivals(times: [\"1s\", \"1s\", \"1s\"])";
    assert_eq!(listed("batch: (min: 1, max: 3)", three, "lot_time"), [1.0]);
}

/// One lot that comes at 0 and takes so long, and an urgent one that comes at an instant and takes 5 s.
fn one_urgent(plant: &str, station: &str, at: &str, [slow, fast]: [&str; 2], time: &str) -> String {
    let product = |name: &str, class: u32, at: &str, time: &str, more: &str| {
        format!(
            "(name: \"{name}\", lot: 1, class: {class}, supply: Arrivals(times: [\"{at}\"]), \
             routing: [(step: \"w\", station: \"m\", time: \"{time}\", {more})])"
        )
    };
    format!(
        "{plant} stations: [(name: \"m\", machines: 1, {station})], products: [{}, {}]",
        product("slow", 2, "0s", time, slow),
        product("fast", 1, at, "5s", fast)
    )
}

/// Times in the plant of the two.
fn urgent(plant: &str, station: &str, at: &str, needs: [&str; 2], time: &str) -> [f64; 2] {
    let times = flow_times(&one_urgent(plant, station, at, needs, time), 1000);
    [times[0], times[1]]
}

#[test]
fn an_urgent_lot_waits_for_no_other_to_begin() {
    let resume = "classes: PreemptResume";
    // A setup of 4 is finished, then the other way round 4 more: 1 .. 4, 4 .. 8, 8 .. 13; setup again, 17 .. 27.
    let families = ["family: \"u\"", "family: \"v\""];
    let setup = format!("{resume}, setup: (time: \"4s\")");
    assert_eq!(urgent("families: [\"u\", \"v\"],", &setup, "1s", families, "10s"), [27.0, 12.0]);
    // Loading until 4, the urgent lot 4 .. 9; loaded again 9 .. 13, 13 .. 23.
    let loading = ["loading: (time: \"4s\")", ""];
    assert_eq!(urgent("", resume, "1s", loading, "10s"), [23.0, 8.0]);
    // Off 5 .. 20: the urgent lot 20 .. 25, then the other's last 5.
    let hours =
        "calendars: [(name: \"d\", period: \"1000s\", on: [(\"0s\", \"5s\"), (\"20s\", \"1000s\")])],";
    let open = format!("{resume}, calendar: \"d\"");
    assert_eq!(urgent(hours, &open, "10s", ["", ""], "10s"), [30.0, 15.0]);
    // It needs nobody, the other one waits for a worker who comes at 8: 1 .. 6, 8 .. 18.
    let late = "calendars: [(name: \"d\", period: \"1000s\", on: [(\"8s\", \"1000s\")])], \
                pools: [(name: \"w\", headcount: 1, calendar: \"d\")],";
    let crew = "crew: [(pool: \"w\")]";
    assert_eq!(urgent(late, resume, "1s", [crew, ""], "10s"), [18.0, 5.0]);
    // Both need him: who asked first goes first to him, and gives way at once: 8 .. 13, 13 .. 23.
    assert_eq!(urgent(late, resume, "1s", [crew, crew], "10s"), [23.0, 12.0]);
    // The other one's worker goes at 5 and comes back at 20: the urgent lot 6 .. 11, the other's last 5 from 20 on, or all.
    let leaves = "calendars: [(name: \"d\", period: \"1000s\", on: [(\"0s\", \"5s\"), (\"20s\", \"1000s\")])], \
                  pools: [(name: \"w\", headcount: 1, calendar: \"d\")],";
    assert_eq!(urgent(leaves, resume, "6s", [crew, ""], "10s"), [25.0, 5.0]);
    assert_eq!(urgent(leaves, "classes: PreemptRestart", "6s", [crew, ""], "10s"), [30.0, 5.0]);
    // The other one waits for material that comes at 30.
    let material = "materials: [(name: \"k\", in_transit: [(\"30s\", 1)], reorder: UpTo(point: 0, level: 1), \
                    lead_time: \"500s\")],";
    let needs = ["materials: [(material: \"k\", per_unit: 1)]", ""];
    assert_eq!(urgent(material, resume, "1s", needs, "10s"), [40.0, 5.0]);
    // It has waited all the time, also before the urgent lot came.
    let own = does(&one_urgent(material, resume, "1s", needs, "10s"), 1000);
    assert_eq!(own.factories[0].window.tally.products[0].waits.as_secs(), 30.0);
    // Without interruption it waits for all of it.
    assert_eq!(urgent(material, "classes: First", "1s", needs, "10s"), [40.0, 44.0]);
}

#[test]
fn a_card_stays_with_the_last_part_of_its_lot() {
    // Half of each lot is mended for 9 s after 1 s of work, with the card: one lot in the plant at a time, or its halves.
    let plant = |card: &str, release: &str| {
        format!(
            "loops: [(name: \"l\", cards: 1)], stations: [(name: \"a\", machines: 1), (name: \"r\", machines: 1)], products: [(name: \"x\", \
             lot: 100, supply: Saturated, {release} routing: [(step: \"a\", station: \"a\", lot_time: \"1s\", {card} \
             rework: (to: \"r\", share: 0.5), next: [(share: 1)]), (step: \"r\", station: \"r\", lot_time: \"9s\")])]"
        )
    };
    for plant in [plant("card: \"l\",", ""), plant("", "release: \"l\",")] {
        let own = does(&plant, 1000);
        let tally = &own.factories[0].window.tally;
        // A lot begins every 10 s.
        assert_eq!(tally.stations[0].completions, 100);
        assert!(tally.levels[0].lots <= 2);
    }
}

#[test]
fn a_review_comes_before_the_customers_of_its_instant() {
    let stock = |material: &str, days: u32| {
        does(&format!("materials: [(name: \"m\", {material})]"), 86_400 * days).factories[0]
            .window
            .tally
            .materials[0]
    };
    // Full at the first review, so that nothing is ordered: 120 - 50 for half a day.
    let daily = "review: \"1d\", customers: (per_day: 50)";
    let own =
        stock(&format!("initial_stock: 120, reorder: BaseStock(level: 120), lead_time: \"1h\", {daily}"), 1);
    assert_eq!((own.orders, own.stock_time / 86_400.0), (0, 70.0));
    // What comes at once is there for the customers of the instant.
    let daily = "review: \"1d\", customers: (orders: (spacing: \"1d\", size: 100), patience: \"0s\")";
    let own = stock(&format!("initial_stock: 0, reorder: BaseStock(level: 100), {daily}"), 10);
    assert_eq!((own.lost, own.ordered), (0.0, own.delivered));
}

/// One lot at a time: 10 min in family a, in family b and elsewhere, a change of family taking 20 min, machines being set up for a.
/// So the first leaves at 50 min, one every 70 min after it; with setups of half the time at 40 min and every 50 min.
#[test]
fn setups_places_and_cards_are_upgraded() {
    let with = |effect: &str| {
        read(&format!(
            "Scenario(format: 1, name: \"x\", duration: \"10h\", plants: [Plant(name: \"p\", families: [\"a\", \"b\"],
  loops: [(name: \"l\", cards: 1)], stations: [(name: \"s\", machines: 1, setup: (time: \"20min\", initial: \"a\")),
    (name: \"t\", machines: 1, buffer: 1)], products: [(name: \"x\", lot: 1, release: \"l\", supply: Saturated, routing: [
    (step: \"1\", station: \"s\", family: \"a\", time: \"10min\"), (step: \"2\", station: \"s\", family: \"b\", time: \"10min\"),
    (step: \"3\", station: \"t\", time: \"10min\")])])],
  upgrades: [(name: \"u\", effects: [{effect}])], options: [(name: \"o\", installs: [(upgrade: \"u\")])])"
        ))
    };
    let made = |effect: &str| [0, 1].map(|option| outcome(&with(effect), option, 1).lots);
    assert_eq!(made("Scale(of: SetupTime(station: \"*\"), by: 0.5)"), [8, 12]);
    assert_eq!(made("Add(to: SetupTime(station: \"s\"), amount: \"-10min\")"), [8, 12]);
    // One lot is in the plant, so that places do not matter, and cards do.
    assert_eq!(made("Add(to: Buffer(station: \"*\"), amount: 2)"), [8, 8]);
    let [one, two] = made("Set(of: Cards(loop: \"l\"), to: 2)");
    assert!(one == 8 && two > 8, "{two}");
}
