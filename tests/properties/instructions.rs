//! Instructions are kept: carried out by the simulator, and read back from the file, they are violated nowhere.

use surgetwin::experiment::{Which, papers};
use surgetwin::outcome::Move;
use surgetwin::report::instructions::{Rule, Status, check, csv, instructions, json, parse, sheets, xml};
use surgetwin::units::{Duration, Time};

use crate::plants::sketch;
use crate::{outcome, read, runner};

#[test]
fn instructions_of_random_plants_are_kept() {
    let (planned, records) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    runner(96)
        .run(&(sketch(), 1..=45u64), |(sketch, days)| {
            let spec = read(&sketch.text());
            for option in 0..2 {
                let until = Time(days * Duration::DAY.0);
                let which = Which { surge: 0, option, replication: 0, seed: sketch.seed, until };
                let run = papers(&spec, which).unwrap();
                let own = instructions(&spec, which, &run);
                let back = parse(&json(&own)).unwrap();
                assert!(back == own, "what is read back is what was written");
                let found = check(&spec, &back, &run);
                assert!(found.is_empty(), "{:?}", &found[..found.len().min(5)]);
                // The other forms have every instruction as well.
                assert!(csv(spec.start, &own).lines().count() == own.instructions.len() + 1);
                assert!(xml(spec.start, &own).ends_with("</WorkSchedule>\n"));
                assert!(sheets(spec.start, &own).ends_with("</html>"));
                let without = own.instructions.is_empty();
                assert!(sketch.plans() || without, "no instructions without a plan");
                records.set(records.get() + own.instructions.len());
                planned.set(planned.get() + u32::from(!without));
            }
            Ok(())
        })
        .unwrap();
    assert!(planned.get() > 30 && records.get() > 1_000, "{} runs, {} records", planned.get(), records.get());
}

/// Urgent orders interrupt others, also at another machine of a shared buffer; breakdowns scrap what is on the machine; crews come from
/// two pools; loads mix families; incidents take the plan; settings change; an upgrade brings the step to another station with another crew.
const HARD: &str = r#"Scenario(format: 1, name: "hard", start: "2020-01-06", duration: "60d",
plants: [Plant(name: "p", families: ["small", "large"],
  stations: [
    (name: "mill", machines: 2, classes: PreemptResume, setup: (time: "5min"), breakdowns: [(name: "jam", clock: Operating,
      time_to_failure: Exponential(mean: "9h"), time_to_repair: "30min", on_failure: Scrap)]),
    (name: "oven", machines: 2, batch: (min: 1, max: 4, longest_wait: "1h", mixed: true)),
  ],
  pools: [(name: "old", headcount: 2), (name: "young", headcount: 1)],
  products: [
    (name: "urgent", unit: "u", lot: 4, class: 1, supply: ToOrder(demand: (orders: (rate: "8/d", size: 8))), routing: [
      (step: "mill", station: "mill", time: "6min", family: "small", scrap: 0.1, crew: [(pools: ["old", "young"], workers: 2)]),
      (step: "bake", station: "oven", lot_time: "40min", crew: [(pool: "young")])]),
    (name: "other", unit: "u", lot: 9, class: 2, supply: ToOrder(demand: (orders: (rate: "1/d", size: 200))), routing: [
      (step: "mill", station: "mill", time: Exponential(mean: "5min"), family: "large"),
      (step: "bake", station: "oven", lot_time: "50min", crew: [(pool: "young")])]),
  ],
  planning: (every: "3h", on_event: true, preparation: "4min", transmission: "2min", wrong: 0.2, found: 0.5, lost: "9min"),
  cyber: (per_year: 120, outage: "3h", hit: 0.3, plan_lost: 0.7))],
upgrades: [(name: "new", effects: [
  SwitchStep(step: "mill", to: (station: "mill", time: "4min", family: "small", crew: [(pools: ["young", "old"], workers: 1)]))])],
options: [(name: "o", installs: [(upgrade: "new", at: ["p"], order_at: "20d")])])"#;

#[test]
fn interruptions_scrap_and_changed_crews_are_on_paper() {
    let spec = read(HARD);
    let mut again = 0;
    for (option, seed) in [(0, 3), (1, 3), (1, 4), (1, 5)] {
        let which = Which { surge: 0, option, replication: 0, seed, until: Time(60 * Duration::DAY.0) };
        let run = papers(&spec, which).unwrap();
        let own = instructions(&spec, which, &run);
        let found = check(&spec, &own, &run);
        assert!(found.is_empty(), "{:?}", &found[..found.len().min(5)]);
        let incidents = outcome(&spec, option, seed).factories[0].window.tally.incidents.unwrap();
        assert!(incidents.plans_lost > 2, "{incidents:?}");
        // An operation that was given up goes on: its units count once.
        let goes_on = |own: &Move| matches!(own, Move::Began(began) if began.units == 0);
        assert!(run[0].moves.iter().filter(|own| goes_on(own)).count() > 20, "lots are interrupted");
        // Without the ends, machines would do two things at once.
        let mut endless = run.clone();
        endless[0].moves.retain(|own| matches!(own, Move::Began(_)));
        assert!(check(&spec, &own, &endless).iter().any(|found| found.rule == Rule::OneAtATime));
        let anew = own.instructions.iter().filter(|record| {
            let before = record.replaces.as_ref();
            let before = before.and_then(|id| own.instructions.iter().find(|other| other.id == *id));
            before.is_some_and(|before| before.status == Status::Valid)
        });
        again += anew.count();
    }
    assert!(again > 0, "written anew for another crew: {again}");
}

#[test]
fn keeping_papers_changes_no_bit() {
    runner(24)
        .run(&sketch(), |sketch| {
            let spec = read(&sketch.text());
            let mut plant = surgetwin::plant::Plant::new(crate::setting(&spec, 1, sketch.seed)).unwrap();
            plant.keep_papers();
            plant.run().unwrap();
            assert!(plant.finish() == outcome(&spec, 1, sketch.seed));
            Ok(())
        })
        .unwrap();
}
