//! The output folder: whose it is, and that nothing half-written looks whole.

use std::fs;

use serde_json::Value;

use super::Bench;

/// What a finished run leaves.
const FILES: [&str; 6] =
    [".surgetwin.lock", "inputs.json", "monthly.csv", "report.html", "states.csv", "summary.json"];

#[test]
fn a_finished_run_has_all_files_and_says_from_what() {
    let bench = Bench::new();
    bench.expect(0, &["run", "sound.ron", "--out", "deep/er"]);
    assert_eq!(bench.names("deep/er"), FILES);
    let inputs: Value = serde_json::from_str(&bench.read("deep/er/inputs.json")).expect("JSON");
    assert_eq!(inputs["scenario"], "tiny");
    assert_eq!(inputs["replications"], 2);
    assert_eq!(inputs["files"][0]["name"], "sound.ron");
}

#[test]
fn the_same_inputs_are_computed_again() {
    let bench = Bench::new();
    bench.expect(0, &["run", "sound.ron"]);
    fs::write(bench.path().join("out/tiny/report.html"), "spoilt").expect("writable");
    bench.expect(0, &["run", "sound.ron", "--threads", "1"]);
    assert_ne!(bench.read("out/tiny/report.html"), "spoilt");
}

#[test]
fn other_inputs_are_refused_and_nothing_is_touched() {
    let bench = Bench::new();
    bench.expect(0, &["run", "sound.ron"]);
    let summary = bench.read("out/tiny/summary.json");
    for (arguments, reason) in [
        (&["--seed", "2"], "seed 1 there, 2 now"),
        (&["--replications", "3"], "replications 2 there, 3 now"),
        (&["--set", "duration=\"2h\""], "changed: sound.ron"),
    ] {
        let said = bench.expect(2, &[&["run", "sound.ron"][..], arguments].concat());
        assert!(said.err.contains(reason) || said.err.contains("--set"), "{arguments:?}: {}", said.err);
        assert!(said.err.contains("hint: name another folder with --out DIR"), "{}", said.err);
    }
    bench.write("sound.ron", &super::SOUND.replace("30s", "31s"));
    let said = bench.expect(2, &["run", "sound.ron"]);
    assert!(said.err.contains("changed: sound.ron"), "{}", said.err);
    assert_eq!(bench.read("out/tiny/summary.json"), summary);
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let bench = Bench::new();
    fs::create_dir(bench.path().join("photos")).expect("writable");
    bench.write("photos/cat.jpg", "a cat");
    let said = bench.expect(2, &["run", "sound.ron", "--out", "photos"]);
    assert!(said.err.contains("surgetwin has not written"), "{}", said.err);
    assert_eq!(bench.names("photos"), ["cat.jpg"], "not even a lock was added");

    bench.write("photos/inputs.json", "{ \"schema\": 1");
    bench.expect(2, &["run", "sound.ron", "--out", "photos"]);
    bench.expect(2, &["run", "sound.ron", "--out", "sound.ron"]);
}

#[test]
fn leavings_of_a_killed_run_are_removed() {
    let bench = Bench::new();
    fs::create_dir(bench.path().join("half")).expect("writable");
    bench.write("half/.summary.json.part", "{ \"sche");
    bench.expect(0, &["run", "sound.ron", "--out", "half"]);
    assert_eq!(bench.names("half"), FILES);
}

#[test]
fn a_place_that_cannot_be_written_is_said_before_the_run() {
    let bench = Bench::new();
    let said = bench.expect(3, &["run", "sound.ron", "--out", "sound.ron/below"]);
    assert!(said.err.starts_with("error: cannot write sound.ron/below: "), "{}", said.err);
    let said = bench.expect(3, &["run", "sound.ron", "--trace", "nowhere/trace.jsonl"]);
    assert!(said.err.starts_with("error: cannot write nowhere/trace.jsonl: "), "{}", said.err);
    assert_eq!(bench.names("."), ["sound.ron"], "nothing was written");
}

#[test]
#[cfg(unix)]
fn a_read_only_folder_is_said_before_the_run() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    let folder = bench.path().join("locked");
    fs::create_dir(&folder).expect("writable");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).expect("ours");
    if fs::write(folder.join("probe"), "").is_ok() {
        println!("skipped: this user may write everywhere");
        return;
    }
    let said = bench.expect(3, &["run", "sound.ron", "--out", "locked"]);
    assert!(said.err.contains("permission denied"), "{}", said.err);
}
