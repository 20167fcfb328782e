//! `surgetwin instructions`: the files of a shop followed by hand, their check, and what is refused.

use std::io::Write;

use serde_json::{Value, json};

use crate::Bench;

/// The plan of 8:00 is in effect at 9:00. One clerk writes the four instructions by 9:40; they are given out at 10:00 and there
/// at 10:05. The cutter is set up until 10:20 and cuts four lots by 11:00, then, after another setup, two until 11:35. The
/// first lots come to the sewing places at 10:30 and 10:40, the next at 10:50 and 11:00, when the first place is free again; so
/// each sews two.
const SHOP: &str = include_str!("instructions/shop.ron");

fn shop() -> Bench {
    let bench = Bench::new();
    bench.write("shop.ron", SHOP);
    bench
}

const WRITTEN: &str = "out/tailor-instructions/instructions.json";

#[test]
fn a_shop_followed_by_hand() {
    let bench = shop();
    let said = bench.expect(0, &["instructions", "shop.ron"]);
    assert!(said.out.starts_with("4 instructions\n"), "{}", said.out);
    let folder = "out/tailor-instructions";
    let names = ["instructions.csv", "instructions.html", "instructions.json", "instructions.xml"];
    assert_eq!(bench.names(folder), names);
    assert_eq!(bench.read(&format!("{folder}/instructions.csv")), include_str!("instructions/shop.csv"));
    assert_eq!(bench.read(&format!("{folder}/instructions.xml")), include_str!("instructions/shop.xml"));
    // Three machines, one day.
    let sheets = bench.read(&format!("{folder}/instructions.html"));
    assert_eq!(sheets.matches("<section>").count(), 3);
    assert!(sheets.contains("<h2>Cut 1, 2020-01-06</h2>") && sheets.contains("set up first"));
    // Again: the same files, written anew.
    bench.expect(0, &["instructions", "shop.ron"]);
    let said = bench.expect(0, &["instructions", "shop.ron", "--check", WRITTEN]);
    assert_eq!(said.out, "4 instructions, 0 violations\n");
}

#[test]
fn a_run_cut_off_has_what_was_begun_by_then() {
    let bench = shop();
    bench.expect(0, &["instructions", "shop.ron", "--set", "duration=10.5h", "--out", "half"]);
    let text = bench.read("half/instructions.json");
    let all: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&all["until_s"], &all["instructions"][0]["units"]), (&json!(37_800.0), &json!(10)));
    bench.expect(0, &["instructions", "shop.ron", "--check", "half/instructions.json"]);
}

/// What reached its machine on the first day is left out of what people read, not of what can be checked.
#[test]
fn sheets_begin_on_a_day() {
    let bench = shop();
    let from = |date: &str| {
        ["instructions", "shop.ron", "--from", date, "--days", "1", "--out", "later"].map(String::from)
    };
    let args = from("2020-01-07");
    let said = bench.expect(0, &args.each_ref().map(String::as_str));
    let table = bench.read("later/instructions.csv");
    let shown = table.lines().count() - 1;
    assert!(said.out.starts_with(&format!("{shown} instructions\n")), "{}", said.out);
    let all: Value = serde_json::from_str(&bench.read("later/instructions.json")).expect("JSON");
    let all = all["instructions"].as_array().expect("a list").clone();
    let later = all.iter().filter(|own| own["effective_s"].as_f64() >= Some(86_400.0)).count();
    assert_eq!((shown, later < all.len()), (later, true));
    bench.expect(0, &["instructions", "shop.ron", "--check", "later/instructions.json"]);
    for (date, why) in [("2020-13-01", "no date"), ("2019-12-31", "not a day of the run")] {
        let args = from(date);
        let said = bench.expect(2, &args.each_ref().map(String::as_str));
        assert!(said.err.contains("--from") && said.err.contains(why), "{}", said.err);
    }
}

/// The flavour of job orders by real messages of a plant, in the folder that `SURGETWIN_MESSAGES` names: where an element of ours is known there, its parts stand in the same
/// order, and its kinds of data are written with the same words.
#[test]
fn job_orders_are_in_the_manner_of_real_messages() {
    let entries = std::env::var_os("SURGETWIN_MESSAGES").and_then(|folder| std::fs::read_dir(folder).ok());
    let Some(entries) = entries else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: SURGETWIN_MESSAGES names no folder of B2MML messages");
        return;
    };
    let files = entries.map(|entry| entry.expect("an entry").path());
    let texts = files.filter(|path| path.extension().is_some_and(|own| own == "xml"));
    let theirs: Vec<_> =
        texts.flat_map(|path| elements(&std::fs::read_to_string(path).expect("text"))).collect();
    let bench = shop();
    bench.expect(0, &["instructions", "shop.ron"]);
    let ours = elements(&bench.read("out/tailor-instructions/instructions.xml"));
    let mut compared = std::collections::BTreeSet::new();
    for own in &ours {
        let known = |other: &&Element| other.name == own.name && !other.parts.is_empty();
        let mut same = theirs.iter().filter(known).peekable();
        if own.parts.is_empty() || same.peek().is_none() {
            continue;
        }
        // Messages of version 0401, whose requirements have no identifiers.
        let parts: Vec<String> = own.parts.iter().filter(|part| *part != "ID").cloned().collect();
        assert!(same.any(|other| is_part_of(&parts, &other.parts)), "{own:?}");
        compared.insert(own.name.clone());
    }
    assert_eq!(compared.into_iter().collect::<Vec<_>>(), ["MaterialRequirement", "Quantity", "Value"]);
    let words = |all: &[Element], name: &str| -> std::collections::BTreeSet<String> {
        all.iter().filter(|own| own.name == name).map(|own| own.text.clone()).collect()
    };
    for (name, more) in [("DataType", &["boolean", "integer"][..]), ("MaterialUse", &["Produced"])] {
        let known = words(&theirs, name);
        let own = words(&ours, name);
        assert!(
            own.iter().all(|word| known.contains(word) || more.contains(&word.as_str())),
            "{own:?} {known:?}"
        );
    }
    // A negative control: parts in another order are found.
    assert!(!is_part_of(
        &["DataType".into(), "ValueString".into()],
        &["ValueString".into(), "DataType".into()]
    ));
}

/// Elements with their parts in the order of the schema of B2MML, version 0701 (`WorkScheduleType` and the types that it uses): `!`
/// is needed once, `?` may be there once, `+` once or more, `*` as often as one likes.
const SCHEMA: [(&str, &str); 9] = [
    (
        "WorkSchedule",
        "!ID *Description ?Version ?PublishedDate ?StartTime ?EndTime ?HierarchyScope ?WorkType ?ScheduleState \
         *WorkScheduleChild +WorkRequest",
    ),
    (
        "WorkRequest",
        "!ID *Description ?Version ?HierarchyScope ?WorkType ?StartTime ?EndTime ?Priority ?OperationsRequestID \
         ?SegmentRequirementID ?RequestState *WorkRequestChild +JobOrder",
    ),
    (
        "JobOrder",
        "!ID *Description ?Version ?PublishedDate ?StartTime ?EndTime ?HierarchyScope ?WorkType ?WorkMasterID ?WorkMasterVersion \
         ?Priority ?Command ?CommandRule ?DispatchStatus *JobOrderParameter *PersonnelRequirement *EquipmentRequirement \
         *PhysicalAssetRequirement *MaterialRequirement *SegmentRequirementID",
    ),
    ("JobOrderParameter", "!ID *Value *Description ?HierarchyScope *ParameterChild"),
    (
        "PersonnelRequirement",
        "!ID *PersonnelClassID *PersonID *Description ?PersonnelUse *Quantity ?HierarchyScope",
    ),
    (
        "EquipmentRequirement",
        "!ID *EquipmentClassID *EquipmentID *Description ?EquipmentUse *Quantity ?HierarchyScope",
    ),
    (
        "MaterialRequirement",
        "!ID *MaterialClassID *MaterialDefinitionID *MaterialLotID *MaterialSubLotID *Description ?MaterialUse \
         ?SpatialDefinition ?StorageLocation *Quantity",
    ),
    ("Value", "!ValueString ?DataType ?UnitOfMeasure ?Key"),
    ("Quantity", "!QuantityString ?DataType ?UnitOfMeasure ?Key"),
];

/// What the schema has against the parts of an element; an element that it does not know has none.
fn fault(own: &Element) -> Option<String> {
    let Some((_, told)) = SCHEMA.iter().find(|(name, _)| *name == own.name) else {
        return (!own.parts.is_empty()).then(|| format!("{} has parts", own.name));
    };
    let mut rest = own.parts.iter().peekable();
    for part in told.split_whitespace() {
        let (how, name) = part.split_at(1);
        let mut count = 0;
        while rest.next_if(|next| *next == name).is_some() {
            count += 1;
        }
        let right = match how {
            "!" => count == 1,
            "?" => count <= 1,
            "+" => count >= 1,
            _ => true,
        };
        if !right {
            return Some(format!("{}: {count} {name}", own.name));
        }
    }
    rest.next().map(|next| format!("{}: {next} out of its place", own.name))
}

#[test]
fn job_orders_are_in_the_order_of_the_schema() {
    let bench = shop();
    bench.expect(0, &["instructions", "shop.ron"]);
    let text = bench.read("out/tailor-instructions/instructions.xml");
    assert!(
        text.contains("<WorkSchedule xmlns=\"http://www.mesa.org/xml/B2MML\">"),
        "the namespace of version 0701"
    );
    let all = elements(&text);
    let faults: Vec<String> = all.iter().filter_map(fault).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let known = |name: &str| SCHEMA.iter().any(|(own, _)| *own == name);
    let used: std::collections::BTreeSet<&str> =
        all.iter().map(|own| own.name.as_str()).filter(|name| known(name)).collect();
    assert_eq!(used.len(), SCHEMA.len(), "each kind of element is there: {used:?}");
    // Words that the schema lists.
    let allowed = [
        ("WorkType", &["Production"][..]),
        ("Command", &["Start"]),
        ("MaterialUse", &["Produced"]),
        ("DataType", &["string", "boolean", "integer", "decimal"]),
    ];
    for (name, words) in allowed {
        let mut texts = all.iter().filter(|own| own.name == name).map(|own| own.text.as_str());
        assert!(texts.all(|text| words.contains(&text)), "{name}");
    }
    // Identifiers are of one thing each.
    let mut ids: Vec<&String> = all.iter().filter(|own| own.name == "ID").map(|own| &own.text).collect();
    ids.retain(|id| id.contains('/'));
    let before = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), before);
    // Negative controls: an order out of place, a part that is missing, one that is unknown, one that is there twice.
    let job = all.iter().find(|own| own.name == "JobOrder").expect("a job order");
    let altered = |alter: &dyn Fn(&mut Vec<String>)| {
        let mut own = job.clone();
        alter(&mut own.parts);
        fault(&own).is_some()
    };
    assert!(altered(&|parts| parts.swap(1, 3)));
    assert!(altered(&|parts| drop(parts.remove(0))));
    assert!(altered(&|parts| parts.push("Crew".into())));
    assert!(altered(&|parts| parts.insert(1, "ID".into())));
    assert!(!altered(&|_| ()));
}

/// An element of an XML text: its name, the names of its parts, its text.
#[derive(Clone, Debug, Default)]
struct Element {
    name: String,
    parts: Vec<String>,
    text: String,
}

/// All elements of a text, each when it ends; it must be well-formed.
fn elements(xml: &str) -> Vec<Element> {
    let mut open: Vec<Element> = Vec::new();
    let mut done = Vec::new();
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        if tag.starts_with(['?', '!']) {
            continue;
        }
        let name = tag.trim_matches('/').split_whitespace().next().expect("a name").to_owned();
        if tag.starts_with('/') {
            let ended = open.pop().expect("something is open");
            assert_eq!(ended.name, name, "elements are nested");
            done.push(ended);
            continue;
        }
        if let Some(parent) = open.last_mut() {
            parent.parts.push(name.clone());
        }
        let own = Element { name, text: text.trim().to_owned(), ..Element::default() };
        if tag.ends_with('/') { done.push(own) } else { open.push(own) }
    }
    assert!(open.is_empty(), "all elements end");
    done
}

/// Whether some names stand among others in their order.
fn is_part_of(some: &[String], all: &[String]) -> bool {
    let mut rest = all.iter();
    some.iter().all(|own| rest.any(|other| other == own))
}

/// Changes a field of an instruction; the check has to find it, and say so.
#[track_caller]
fn check_altered(record: usize, field: &str, value: Value, expected: &str) {
    let bench = shop();
    bench.expect(0, &["instructions", "shop.ron"]);
    let mut all: Value = serde_json::from_str(&bench.read(WRITTEN)).expect("JSON");
    assert_ne!(all["instructions"][record][field], value, "it is another one");
    all["instructions"][record][field] = value;
    bench.write("altered.json", &all.to_string());
    let said = bench.expect(1, &["instructions", "shop.ron", "--check", "altered.json"]);
    assert!(said.err.contains(expected), "{}", said.err);
    assert!(said.out.is_empty(), "{}", said.out);
}

#[test]
fn what_is_altered_is_found() {
    check_altered(0, "work_order", json!(9), "step 1, cut 1, at 37200 s: no instruction");
    check_altered(0, "product", json!("cap"), "no instruction");
    check_altered(1, "machine", json!(2), "sew 1, at 37800 s: not instructed for this machine");
    check_altered(0, "station", json!("sew"), "not instructed for this machine");
    check_altered(0, "effective_s", json!(37_201.0), "at 37200 s: before its instruction was effective");
    check_altered(0, "not_before_s", json!(40_000.0), "before its instruction was effective");
    check_altered(0, "units", json!(39), "40 units begun, 39 instructed");
    check_altered(0, "units", json!(41), "41 units instructed, 40 begun");
    check_altered(0, "work_order_units", json!(50), "a work order of 50 units, planned were 40");
    check_altered(1, "crew", json!([]), "with another crew than instructed");
    let two = json!([{ "pools": ["sewers"], "workers": 2.0 }]);
    check_altered(1, "crew", two, "with another crew than instructed");
    let others = json!([{ "pools": ["office"], "workers": 1.0 }]);
    check_altered(1, "crew", others, "with another crew than instructed");
    check_altered(0, "setting", json!("blue"), "with another setting than instructed");
    check_altered(0, "status", json!("wrong_replaced"), "no instruction");
    check_altered(0, "factory", json!("elsewhere"), "there is no factory elsewhere");
}

#[test]
fn what_cannot_be_done_is_refused() {
    let bench = shop();
    let said = bench.expect(1, &["instructions", "sound.ron"]);
    assert!(said.err.contains("no plant of sound.ron has a planning section"), "{}", said.err);
    let said = bench.expect(2, &["instructions", "shop.ron", "--option", "none"]);
    assert!(said.err.contains("there is no option none; there are: baseline"), "{}", said.err);
    bench.expect(2, &["instructions", "shop.ron", "--surge", "flood"]);
    bench.expect(2, &["instructions", "shop.ron", "--days", "0"]);
    bench.expect(2, &["instructions", "shop.ron", "--check", "x.json", "--days", "3"]);
    bench.expect(3, &["instructions", "shop.ron", "--check", "missing.json"]);
    bench.write("broken.json", "{ \"schema\": 1,\n  \"scenario\": 7 }");
    let said = bench.expect(1, &["instructions", "shop.ron", "--check", "broken.json"]);
    assert!(said.err.contains("line 2 column 15"), "{}", said.err);
    bench.expect(0, &["instructions", "shop.ron"]);
    for (field, value, expected) in [
        ("schema", json!(2), "it is of schema 2, where 1 is expected"),
        ("scenario", json!("other"), "they are of the scenario other, not tailor"),
        ("start", json!("2020-01-07"), "they start on 2020-01-07, the scenario on 2020-01-06"),
        ("until_s", json!(1e9), "after the end of the run"),
        ("option", json!("more"), "there is no option more"),
    ] {
        let mut all: Value = serde_json::from_str(&bench.read(WRITTEN)).expect("JSON");
        all[field] = value;
        bench.write("altered.json", &all.to_string());
        let said = bench.expect(1, &["instructions", "shop.ron", "--check", "altered.json"]);
        assert!(said.err.contains(expected), "{}", said.err);
    }
    std::fs::create_dir(bench.path().join("mine")).expect("a new folder");
    bench.write("mine/letter.txt", "keep");
    bench.expect(2, &["instructions", "shop.ron", "--out", "mine"]);
}
