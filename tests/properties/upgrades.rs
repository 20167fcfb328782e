//! Upgrades of the catalogue compose whatever their order.

use proptest::prelude::*;
use surgetwin::outcome::{Outcome, digest};
use surgetwin::scenario::{Failure, load};
use surgetwin::spec::Spec;

use crate::{outcome, read, runner};

/// Every upgrade of the catalogue, with those that it requires.
const CATALOGUE: [(&str, &[&str]); 13] = [
    ("networking", &[]),
    ("mes", &["networking"]),
    ("instructions", &["networking", "mes"]),
    ("auto_earloop", &[]),
    ("auto_packing", &[]),
    ("robot_handling", &[]),
    ("vision", &["networking"]),
    ("predictive_maintenance", &["networking"]),
    ("platform", &["networking", "mes", "instructions"]),
    ("cyber_security", &[]),
    ("expert_team", &[]),
    ("heated_aeration", &[]),
    ("irradiation", &[]),
];

/// The scenario of the catalogue, half a year of it, with these options instead of its own, and these upgrades besides.
fn text(options: &[Vec<&str>], more: &str) -> String {
    let root = env!("CARGO_MANIFEST_DIR").replace('\\', "/");
    let written = std::fs::read_to_string(format!("{root}/scenarios/upgrade_catalogue.ron")).unwrap();
    let (before, rest) = written.split_once("    options: [").unwrap();
    let (_, after) = rest.split_once("    surges: [").unwrap();
    let option = |(number, upgrades): (usize, &Vec<&str>)| {
        let installs: String = upgrades.iter().map(|name| format!("(upgrade: \"{name}\"), ")).collect();
        format!("(name: \"{number}\", installs: [{installs}]),\n")
    };
    let options: String = options.iter().enumerate().map(option).collect();
    let before = before.replace("upgrades: [", &format!("upgrades: [{more}")).replace("914d", "180d");
    // The emergency comes within the half year.
    let after = after.replace("(\"2020-02-03\", \"2020-06-30\")", "(\"2019-09-02\", \"2019-11-30\")");
    format!("{before}options: [{options}],\nsurges: [{after}").replace("../assets", &format!("{root}/assets"))
}

/// A set of upgrades that can be together, in the order of the catalogue; and in another one.
fn sets() -> impl Strategy<Value = (Vec<&'static str>, Vec<&'static str>)> {
    prop::collection::vec(any::<bool>(), CATALOGUE.len())
        .prop_map(|chosen| {
            let wanted: Vec<&str> = CATALOGUE
                .iter()
                .zip(&chosen)
                .filter(|(_, chosen)| **chosen)
                .flat_map(|((name, requires), _)| requires.iter().chain([name]))
                .copied()
                .collect();
            let together = |name: &&str| {
                wanted.contains(name) && !(*name == "expert_team" && wanted.contains(&"auto_earloop"))
            };
            CATALOGUE.iter().map(|(name, _)| *name).filter(together).collect::<Vec<_>>()
        })
        .prop_flat_map(|set| (Just(set.clone()), Just(set).prop_shuffle()))
}

/// What came out, with the installations of each factory in one order.
fn sorted(spec: &Spec, option: usize, seed: u64) -> Outcome {
    let mut outcome = outcome(spec, option, seed);
    for factory in &mut outcome.factories {
        factory.installed.sort_by_key(|own| own.upgrade);
    }
    outcome
}

#[test]
fn the_order_of_an_option_changes_no_bit() {
    let (shuffled, different) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    runner(24)
        .run(&(sets(), any::<u64>(), any::<prop::sample::Index>()), |((set, other), seed, turn)| {
            let mut spec = read(&text(&[set.clone(), other.clone()], ""));
            assert_eq!(spec.options[1].installations, spec.options[2].installations);
            let first = outcome(&spec, 1, seed);
            assert_eq!(digest([&first]), digest([&outcome(&spec, 2, seed)]), "{other:?}");
            // Also where the plant itself meets them in another order.
            let installations = &mut spec.options[2].installations;
            let by = turn.index(installations.len().max(1));
            installations.rotate_left(by);
            let (a, b) = (sorted(&spec, 1, seed), sorted(&spec, 2, seed));
            assert_eq!(digest([&a]), digest([&b]), "{set:?} turned by {by}");
            shuffled.set(shuffled.get() + u32::from(set != other));
            different.set(different.get() + u32::from(first.factories != outcome(&spec, 0, seed).factories));
            Ok(())
        })
        .unwrap();
    // The sets do something and the orders differ, or the above would show nothing.
    assert!(shuffled.get() > 18 && different.get() > 18, "{} and {} of 24", shuffled.get(), different.get());
}

#[test]
fn two_replacements_are_an_error_in_any_order() {
    let replaces = |effect: &str| format!("(name: \"other\", effects: [{effect}]), ");
    let problems = |effect: &str, order: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("random.ron");
        std::fs::write(&path, text(&[order.to_vec()], &replaces(effect))).unwrap();
        match load(&path, &[]) {
            Ok(_) => Vec::new(),
            Err(Failure::Problems(problems)) => problems.iter().map(ToString::to_string).collect(),
            Err(other) => panic!("{other:?}"),
        }
    };
    let cases = [
        (
            "networking",
            "Set(of: Planning(field: \"data_age\"), to: \"1h\")",
            "Scale(of: Planning(field: \"data_age\"), by: 2)",
        ),
        (
            "vision",
            "Set(of: Detection(step: \"*\"), to: 0.9)",
            "Add(to: Detection(step: \"*\"), amount: 0.1)",
        ),
        (
            "predictive_maintenance",
            "Set(of: Foreseen(station: \"form\"), to: 0)",
            "Scale(of: Foreseen(station: \"form\"), by: 2)",
        ),
        (
            "auto_earloop",
            "SwitchStep(step: \"weld\", to: (station: \"form\", time: \"1s\"))",
            "Scale(of: StepTime(step: \"weld\"), by: 2)",
        ),
    ];
    runner(24)
        .run(&(sets(), 0..cases.len()), |((_, mut order), case)| {
            let (name, twice, once) = cases[case];
            if name == "auto_earloop" {
                order.retain(|own| *own != "expert_team");
            }
            let required = CATALOGUE.iter().find(|own| own.0 == name).unwrap().1;
            for needed in required.iter().chain([&name]) {
                if !order.contains(needed) {
                    order.push(needed);
                }
            }
            for at in [0, order.len()] {
                let mut order = order.clone();
                order.insert(at, "other");
                let found = problems(twice, &order);
                // One at each of the three factories.
                assert_eq!(found.len(), 3, "{order:?}: {found:?}");
                assert!(found.iter().all(|one| one.contains("replace the same value")), "{found:?}");
                assert_eq!(problems(once, &order), Vec::<String>::new(), "{order:?}");
            }
            Ok(())
        })
        .unwrap();
}
