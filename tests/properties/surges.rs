//! Surges that begin alike are computed together as far as they are; each is what it is alone.

use std::path::Path;

use surgetwin::experiment::{Cell, Plan, Watch, run};
use surgetwin::outcome::digest;
use surgetwin::scenario::load;
use surgetwin::spec::{Spec, Studies};

/// A shipped scenario with some of its values replaced.
fn shipped(name: &str, sets: &[&str]) -> Spec {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.ron"));
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let spec = load(&path, &sets).unwrap().spec;
    Spec { studies: Studies::default(), ..spec }
}

fn cells(spec: &Spec) -> Vec<Cell> {
    run(spec, &Plan { replications: 1, seed: 7, threads: 2 }, &Watch::default()).unwrap().cells
}

/// Owners who decide, a platform, panic, reserves that are called up, epidemics under chance.
#[test]
fn a_surge_is_what_it_is_alone() {
    // Two of each kind of factory, from two months before the wave on.
    let few = ["workshop", "mask plant", "KN95 plant", "sewing plant", "glove plant", "filler"]
        .map(|kind| format!("factories[{kind}].count=2"));
    let mut region = vec!["start=2020-01-06", "duration=150d"];
    region.extend(few.iter().map(String::as_str));
    let cases = [
        ("mask_region", region),
        ("panic", vec![]),
        ("readiness", vec![]),
        ("epidemic_gowns", vec![]),
        ("glut", vec![]),
    ];
    for (name, sets) in cases {
        let spec = shipped(name, &sets);
        let together = cells(&spec);
        for (surge, own) in spec.surges.iter().enumerate() {
            let alone = cells(&Spec { surges: vec![own.clone()], ..spec.clone() });
            for (one, other) in together.iter().filter(|cell| cell.surge == surge).zip(&alone) {
                assert_eq!(digest(&one.outcomes), digest(&other.outcomes), "{name}, {}", own.name);
                assert_eq!(digest(&one.capacity), digest(&other.capacity), "{name}, {}", own.name);
                assert_eq!(one.spreads, other.spreads, "{name}, {}", own.name);
            }
        }
    }
}
