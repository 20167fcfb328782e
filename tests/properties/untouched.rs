//! An option leaves alone what it does not touch: other factories, and what lies upstream without feedback.

use crate::plants::sketch;
use crate::{outcome, read, runner};

#[test]
fn another_factory_is_the_same_to_the_bit() {
    let mut changed = 0;
    let mut seen = Vec::new();
    runner(48)
        .run(&sketch(), |sketch| {
            let spec = read(&sketch.text());
            let [baseline, option] = [0, 1].map(|option| outcome(&spec, option, sketch.seed));
            assert_eq!(baseline.factories[1], option.factories[1]);
            Ok(())
        })
        .unwrap();
    // The options do something where they are installed, or the above would show nothing.
    let mut cases = runner(48);
    for _ in 0..48 {
        let sketch = proptest::strategy::Strategy::new_tree(&sketch(), &mut cases).unwrap();
        seen.push(proptest::strategy::ValueTree::current(&sketch));
    }
    for sketch in &seen {
        let spec = read(&sketch.text());
        let [baseline, option] = [0, 1].map(|option| outcome(&spec, option, sketch.seed));
        changed += usize::from(baseline.factories[0].window != option.factories[0].window);
    }
    assert!(changed > 36, "{changed} of 48 options change their own factory");
}

#[test]
fn planning_at_once_without_errors_is_no_planning() {
    let planned = std::cell::Cell::new(0);
    runner(96)
        .run(&sketch(), |mut sketch| {
            sketch.planning = 0;
            let spec = read(&sketch.text());
            let at_once = "energy_price: 0, planning: (every: \"0s\"), products: [";
            let mut text = sketch.text().replacen("products: [", at_once, 1);
            sketch.planning = 1;
            if !sketch.plans() {
                text = sketch.text();
            }
            planned.set(planned.get() + u32::from(sketch.plans()));
            let same = read(&text);
            for option in 0..2 {
                let mut with = outcome(&same, option, sketch.seed);
                for factory in &mut with.factories {
                    factory.window.tally.information = None;
                    factory.months.iter_mut().for_each(|month| month.tally.information = None);
                }
                assert_eq!(with, outcome(&spec, option, sketch.seed));
            }
            Ok(())
        })
        .unwrap();
    assert!(planned.get() > 40, "{} of 96 have orders", planned.get());
}

#[test]
fn upstream_of_the_last_station_nothing_changes() {
    let station = |s: usize| {
        format!(
            "(name: \"s{s}\", machines: {}, breakdowns: [(name: \"jam\", clock: Operating, time_to_failure: \
             Exponential(mean: \"1h\"), time_to_repair: Exponential(mean: \"5min\"))]),",
            1 + s % 2
        )
    };
    let step = |s: usize| {
        format!("(step: \"w{s}\", station: \"s{s}\", time: Exponential(mean: \"50s\"), scrap: 0.05),")
    };
    for effect in [
        "Scale(of: StepTime(step: \"w3\"), by: 0.5)",
        "Set(of: StepScrap(step: \"w3\"), to: 0.4)",
        "Scale(of: TimeToFailure(station: \"s3\"), by: 3)",
        "Add(to: TimeToRepair(station: \"s3\"), amount: \"9min\")",
        "AddMachines(station: \"s3\", machines: 1)",
        "SwitchStep(step: \"w3\", to: (station: \"new\", time: \"20s\"))",
    ] {
        let text = format!(
            "Scenario(format: 1, name: \"line\", duration: \"10d\",
plants: [Plant(name: \"p\", stations: [{}], products: [(name: \"a\", lot: 3,
  supply: Arrivals(spacing: Exponential(mean: \"3min\")), routing: [{}])])],
upgrades: [(name: \"u\", delivery: \"2d\", stations: [(name: \"new\", machines: 0)], effects: [AddMachines(station: \"new\", machines: 1), {effect}])],
options: [(name: \"o\", installs: [(upgrade: \"u\", order_at: \"1d\")])])",
            (0..4).map(station).collect::<String>(),
            (0..4).map(step).collect::<String>(),
        );
        let spec = read(&text);
        let [baseline, option] = [0, 1].map(|option| outcome(&spec, option, 5));
        let [baseline, option] = [&baseline, &option].map(|o| &o.factories[0]);
        for s in 0..3 {
            assert_eq!(baseline.machines[s], option.machines[s], "{effect}: machines of s{s}");
            let [a, b] = [baseline, option].map(|f| f.window.tally.stations[s]);
            assert_eq!(a, b, "{effect}: counters of s{s}");
        }
        assert_ne!(baseline.window, option.window, "{effect}");
    }
}
