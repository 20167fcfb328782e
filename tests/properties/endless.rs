//! Work that takes no time is refused, or ends in an error: no run goes on for ever.

use surgetwin::plant::{Error, Plant};
use surgetwin::random::Distribution;
use surgetwin::scenario::load;
use surgetwin::spec::{FirstArrival, Spec, StepKind, StepTime, Supply, Times};

use crate::{read, setting};

const LINE: &str = "Scenario(format: 1, name: \"line\", duration: \"10d\", plants: [Plant(name: \"p\",
stations: [(name: \"s0\", machines: 1), (name: \"s1\", machines: 2)],
products: [(name: \"a\", lot: 1, supply: SUPPLY, routing: [(step: \"w0\", station: \"s0\", time: \"10s\"),
  (step: \"w1\", station: \"s1\", time: \"10s\")])])],
upgrades: [(name: \"u\", effects: [EFFECT])],
options: [(name: \"o\", installs: [(upgrade: \"u\", order_at: \"1d\")])])";

fn text(supply: &str, effect: &str) -> String {
    LINE.replace("SUPPLY", supply).replace("EFFECT", effect)
}

fn run(spec: &Spec, option: usize) -> Result<(), Error> {
    let mut plant = Plant::new(setting(spec, option, 1))?;
    plant.run()
}

#[track_caller]
fn check_endless(result: &Result<(), Error>) {
    assert!(matches!(result, Err(Error::Endless { .. })), "{result:?}");
}

#[test]
fn a_description_without_time_ends_in_an_error() {
    let timeless = |spec: &mut Spec| {
        for step in &mut spec.plants[0].products[0].routing {
            if let StepKind::Operation(operation) = &mut step.kind {
                operation.time = StepTime::PerLot(Distribution::Constant(0.0));
            }
        }
    };
    let mut spec = read(&text("Saturated", ""));
    timeless(&mut spec);
    check_endless(&run(&spec, 0));
    let mut spec = read(&text("Arrivals(spacing: \"1s\")", ""));
    timeless(&mut spec);
    assert_eq!(run(&spec, 0), Ok(()), "arrivals keep time themselves");
    if let Supply::Arrivals(arrivals) = &mut spec.plants[0].products[0].supply {
        let spacing = Distribution::Constant(0.0);
        arrivals.process.times = Times::Spaced { first: FirstArrival::AfterSpacing, spacing };
    }
    check_endless(&run(&spec, 0));
}

/// The reader refuses a mode without time; times that effects bring to zero end in an error under the option alone.
#[test]
fn an_upgrade_that_takes_all_time_away_is_refused_or_ends_in_an_error() {
    for effect in [
        "Scale(of: StepTime(step: \"w0\"), by: 0)",
        "Set(of: StepTime(step: \"w0\"), to: \"0s\")",
        "Add(to: StepTime(step: \"w0\"), amount: \"-20s\")",
        "SwitchStep(step: \"w0\", to: (station: \"s1\", time: \"0s\"))",
    ] {
        for supply in ["Saturated", "ToStock(base_stock: 10, demand: (per_day: 5000000))"] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("timeless.ron");
            std::fs::write(&path, text(supply, effect)).unwrap();
            match load(&path, &[]) {
                Err(_) => assert!(effect.starts_with("SwitchStep"), "{effect}"),
                Ok(loaded) => {
                    assert_eq!(run(&loaded.spec, 0), Ok(()), "{effect}: the baseline");
                    check_endless(&run(&loaded.spec, 1));
                }
            }
        }
    }
}
