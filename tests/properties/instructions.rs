//! Instructions are kept: carried out by the simulator, and read back from the file, they are violated nowhere.

use surgetwin::experiment::{Which, papers};
use surgetwin::report::instructions::{check, csv, instructions, json, parse, sheets, xml};
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
