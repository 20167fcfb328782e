//! `docs/measures.md`: current, and with every name that a summary has.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::Bench;

/// A name of the user's own is no name of the format.
const NAMED: &str = "name";

fn names(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                found.insert(name.clone());
                names(value, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| names(value, found)),
        _ => {}
    }
}

/// The page is made of the declarations of all measures; `BLESS=1` writes it.
#[test]
fn the_page_of_measures_is_current_and_complete() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = surgetwin::report::measures_page();
    let path = root.join("docs/measures.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &page).expect("docs can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, page, "BLESS=1 cargo test --release --test cli writes docs/measures.md anew");

    // Every field of the format once, its plants all with a factory.
    let bench = Bench::new();
    let full = root.join("tests/scenario/full.ron");
    let full = full.to_str().expect("a path of plain letters");
    let plants = [
        ("Ning", "hand"),
        ("甬江", "hand"),
        ("Tiny", "tiny"),
        ("shop", "shop"),
        ("store", "store"),
        ("joint", "joint"),
    ];
    let list = plants.map(|(name, plant)| format!("(name: \"{name}\", plant: \"{plant}\")")).join(", ");
    let said = bench.expect(0, &["run", full, "--json", "--set", &format!("factories=[{list}]")]);
    let mut found = BTreeSet::new();
    names(&serde_json::from_str::<Value>(&said.out).expect("JSON"), &mut found);
    for part in ["inputs", "joints", "places", "transports", "workers", "delivery_s", "payback_months"] {
        assert!(found.contains(part), "the scenario has no {part}");
    }
    for name in found.iter().filter(|name| *name != NAMED) {
        assert!(page.contains(&format!("`{name}`")), "{name} is not on the page");
    }
}
