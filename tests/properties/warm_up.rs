//! A warm-up that pilot runs find: where one is known, and where there is none.

use surgetwin::experiment::{Plan, Stopped, Watch, run};
use surgetwin::units::Duration;

use crate::read;

/// Lots rest an hour before one machine works on each for a second.
fn found(supply: &str) -> Result<Duration, Stopped> {
    let text = format!(
        "Scenario(format: 1, name: \"pilot\", duration: \"40000s\", warm_up: Mser5, plants: [Plant(name: \"p\", places: \
         [(name: \"shelf\")], stations: [(name: \"s\", machines: 1)], products: [(name: \"x\", lot: 1, supply: {supply}, \
         routing: [(step: \"rest\", place: \"shelf\", time: \"3600s\"), (step: \"work\", station: \"s\", time: \"1s\")])])])"
    );
    let plan = Plan { replications: 2, seed: 1, threads: 2 };
    run(&read(&text), &plan, &Watch::default()).map(|results| results.warm_up)
}

#[test]
fn a_plant_that_fills_for_an_hour_is_cut_soon_after() {
    // Looks are 100 s apart, batches are of five: from the first whole batch after the hour on.
    let cut = found("Arrivals(spacing: \"10s\")").unwrap();
    assert_eq!(cut, Duration::from_secs(4_000.0));
    let random = found("Arrivals(rate: \"0.1/s\")").unwrap();
    assert!((3_500.0..=8_000.0).contains(&random.as_secs()), "{random}");
}

#[test]
fn a_plant_that_never_settles_is_refused() {
    assert!(matches!(found("Arrivals(rate: \"2/s\")"), Err(Stopped::Unsettled { .. })));
}
