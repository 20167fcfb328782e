//! Threads, repetition and cuts change no bit; another seed does.

use proptest::prelude::*;
use surgetwin::experiment::{Plan, Watch, run};
use surgetwin::outcome::digest;
use surgetwin::plant::Plant;
use surgetwin::units::{Duration, Time};

use crate::plants::sketch_with_losses;
use crate::{outcome, read, runner, setting};

#[test]
fn threads_and_repetition_change_no_bit() {
    runner(12)
        .run(&sketch_with_losses(), |sketch| {
            let spec = read(&sketch.text());
            let digest = |seed, threads| {
                run(&spec, &Plan { replications: 3, seed, threads }, &Watch::default()).unwrap().digest
            };
            let first = digest(sketch.seed, 1);
            for threads in [1, 2, 7] {
                assert_eq!(digest(sketch.seed, threads), first, "{threads} threads");
            }
            assert_ne!(digest(sketch.seed ^ 1, 1), first, "another seed");
            Ok(())
        })
        .unwrap();
}

#[test]
fn cuts_change_no_bit() {
    let cuts = prop::collection::btree_set(0..46 * Duration::DAY.0, 1..20);
    // Midnights and the hours of shifts are where something is due.
    let hours = prop::collection::btree_set(0..45 * 24u64, 1..20);
    runner(48)
        .run(&(sketch_with_losses(), cuts, hours), |(sketch, mut cuts, hours)| {
            cuts.extend(hours.iter().map(|hour| hour * Duration::HOUR.0));
            let spec = read(&sketch.text());
            let whole = outcome(&spec, 1, sketch.seed);
            let mut plant = Plant::new(setting(&spec, 1, sketch.seed)).unwrap();
            for cut in cuts {
                plant.run_until(Time(cut)).unwrap();
            }
            plant.run().unwrap();
            let pieces = plant.finish();
            assert_eq!(digest([&pieces]), digest([&whole]));
            assert_eq!(pieces, whole);
            Ok(())
        })
        .unwrap();
}
