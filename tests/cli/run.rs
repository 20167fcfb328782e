//! `surgetwin run`: what it prints where, and how the world can fail.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Bench, Said};

#[test]
fn a_run_ends_with_what_it_simulated_and_where_the_report_is() {
    let bench = Bench::new();
    let said = bench.expect(0, &["run", "sound.ron"]);
    assert!(
        said.out.starts_with("tiny: 1 factory, 1 surge, 1 option, 2 replications of 60min"),
        "{}",
        said.out
    );
    assert!(said.out.contains("report: out/tiny/report.html\ntook "), "{}", said.out);
    assert!(said.out.lines().all(|line| line.chars().count() <= 80), "{}", said.out);
    assert!(!said.out.contains('\u{1b}'), "no colours");
}

#[test]
fn a_store_alone_says_what_it_holds_and_serves() {
    let bench = Bench::new();
    let materials = "materials: [(name: \"bolts\", initial_stock: 3, reorder: BaseStock(level: 3), lead_time: \"2d\", customers: \
                     (orders: (times: [\"1h\", \"2h\", \"3h\", \"4h\", \"5d\"])))]";
    bench.write(
        "store.ron",
        &format!(
            "Scenario(format: 1, name: \"store\", duration: \"10d\", replications: 1, plants: [Plant(name: \"p\", \
             {materials}, products: [])])"
        ),
    );
    let said = bench.expect(0, &["run", "store.ron"]);
    assert!(said.out.contains("served in time") && said.out.contains("p: bolts"), "{}", said.out);
    assert!(said.out.contains("Store bolts of p delivers 80 % of what is ordered in time"), "{}", said.out);
    assert!(!said.out.contains("good units/h"), "no table without rows: {}", said.out);
}

#[test]
fn runs_in_which_little_happens_say_so() {
    let bench = Bench::new();
    let plant = |arrivals: &str, time: &str| {
        format!(
            "Scenario(format: 1, name: \"quiet\", duration: \"10h\", replications: 2, plants: [Plant(name: \"p\", stations: \
             [(name: \"s\", machines: 1)], products: [(name: \"x\", lot: 1, supply: Arrivals({arrivals}), routing: \
             [(step: \"a\", station: \"s\", time: \"{time}\")])])])"
        )
    };
    let nothing = "Nothing left factory p in the time that was measured.";
    for (name, arrivals, time, sentence) in [
        ("none", "spacing: \"30h\"", "1min", "No station had anything to do."),
        ("zero", "times: [\"1h\"]", "20h", nothing),
        (
            "one",
            "times: [\"1h\"]",
            "1min",
            "Factory p makes 0.1 units an hour; a lot is there for 60 seconds on average.",
        ),
    ] {
        bench.write("quiet.ron", &plant(arrivals, time));
        let said = bench.expect(0, &["run", "quiet.ron", "--out", name]).out;
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(sentence), "{name}: {said}");
    }
}

#[test]
fn an_assembly_counts_and_its_components_do_not() {
    // A frame every 10 min, a wheel every 3 min, four wheels to a car: 5 cars an hour at most.
    let bench = Bench::new();
    let part = |name: &str, time: &str| {
        format!(
            "(name: \"{name}\", lot: 1, supply: Saturated, routing: [(step: \"{name}\", station: \"{name}\", time: \"{time}\""
        )
    };
    let components = "components: [(product: \"frame\"), (product: \"wheel\", per_unit: 4)])])";
    bench.write(
        "cars.ron",
        &format!(
            "Scenario(format: 1, name: \"cars\", duration: \"500h\", replications: 1, plants: [Plant(name: \"p\", stations: \
             [(name: \"frame\", machines: 1), (name: \"wheel\", machines: 1), (name: \"car\", machines: 1)], products: [{})]), \
             {})]), {}, {components}])])",
            part("frame", "10min"),
            part("wheel", "3min"),
            part("car", "5min")
        ),
    );
    let said = bench.expect(0, &["run", "cars.ron", "--json"]);
    let summary: Value = serde_json::from_str(&said.out).expect("JSON");
    let cell = &summary["cells"][0];
    let mean = |place: &Value, name: &str| place["measures"][name]["mean"].as_f64().expect("a figure");
    let cars = mean(&cell["products"][2], "good_units_per_h");
    assert!((4.9..=5.0).contains(&cars), "{cars}");
    for place in [cell, &cell["factories"][0], &cell["factories"][0]["products"][2]] {
        let [good, lots, wip, flow] =
            ["good_units_per_h", "lots_out_per_h", "wip_lots", "flow_time_s"].map(|name| mean(place, name));
        assert!((good - cars).abs() < 1e-9 && (lots - cars).abs() < 1e-9, "{good}, {lots}");
        assert!((lots * flow / 3_600.0 / wip - 1.0).abs() < 0.01, "{lots} x {flow}: {wip}");
    }
    assert!(mean(&cell["products"][1], "good_units_per_h") > 19.0, "wheels are counted as themselves");
    let said = bench.expect(0, &["run", "cars.ron"]);
    assert!(["4.9", "5 "].iter().any(|n| said.out.contains(&format!("Factory p makes {n}"))), "{}", said.out);
}

#[test]
fn json_is_the_summary_and_nothing_else() {
    let bench = Bench::new();
    let said = bench.expect(0, &["run", "sound.ron", "--json", "--quiet"]);
    let summary: Value = serde_json::from_str(&said.out).expect("standard output is JSON");
    assert_eq!(summary["scenario"], "tiny");
    assert_eq!(summary["replications"], 2);
    if cfg!(unix) {
        assert!(summary["engine"]["cpu_s"].as_f64().is_some_and(|cpu| cpu > 0.0), "{}", summary["engine"]);
    }
    assert_eq!(said.err, "");
    assert_eq!(
        said.out.trim_end(),
        bench.read("out/tiny/summary.json").trim_end(),
        "the same text as the file"
    );
}

#[test]
fn threads_change_no_digest_and_the_seed_does() {
    let bench = Bench::new();
    let digest = |arguments: &[&str]| {
        let said = bench.expect(0, &[&["run", "sound.ron", "--json"][..], arguments].concat());
        serde_json::from_str::<Value>(&said.out).expect("JSON")["digest"].clone()
    };
    let one = digest(&["--threads", "1", "--out", "a"]);
    assert_eq!(one, digest(&["--threads", "4", "--out", "b"]));
    assert_ne!(one, digest(&["--seed", "2", "--out", "c"]));
}

#[test]
fn a_missing_scenario_is_the_world_failing() {
    let said = Bench::new().expect(3, &["run", "missing.ron"]);
    assert!(said.err.starts_with("error: cannot read missing.ron: "), "{}", said.err);
    assert!(said.err.contains("\nhint: "), "{}", said.err);
}

#[test]
fn a_trace_is_json_lines() {
    let bench = Bench::new();
    bench.expect(0, &["run", "sound.ron", "--trace", "trace.jsonl"]);
    let trace = bench.read("trace.jsonl");
    assert!(trace.lines().count() > 0);
    for line in trace.lines() {
        let event: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert!(event.is_object(), "{line}");
    }
    assert!(!bench.names(".").iter().any(|name| name.ends_with(".part")), "nothing temporary stays");
}

#[test]
fn a_trace_never_replaces_the_scenario() {
    let bench = Bench::new();
    bench.expect(2, &["run", "sound.ron", "--trace", "./sound.ron"]);
    bench.expect(2, &["run", "sound.ron", "--trace", "."]);
    assert_eq!(bench.read("sound.ron"), super::SOUND);
}

#[test]
fn a_full_disk_is_said_and_leaves_the_report_whole() {
    if !Path::new("/dev/full").exists() {
        println!("skipped: this system has no /dev/full");
        return;
    }
    let bench = Bench::new();
    let said = bench.expect(3, &["run", "sound.ron", "--trace", "/dev/full"]);
    assert!(
        said.err.contains("the disk is full") && said.err.contains("hint: free some space"),
        "{}",
        said.err
    );
    assert!(bench.names("out/tiny").contains(&"summary.json".to_owned()));

    let full = OpenOptions::new().write(true).open("/dev/full").expect("a device");
    let mut command = Command::new(env!("CARGO_BIN_EXE_surgetwin"));
    command.current_dir(bench.path()).args(["run", "sound.ron"]).stdout(full).stderr(Stdio::piped());
    let output = command.output().expect("the program starts");
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Starts far more than can be computed, interrupts it, and expects a clean stop, not one by the watch that ends what does
/// not come to a place where it could be left.
#[cfg(unix)]
#[track_caller]
fn check_interrupt(bench: &Bench, args: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_surgetwin"));
    command.current_dir(bench.path()).args(args);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut err = BufReader::new(child.stderr.take().expect("piped"));
    let mut line = String::new();
    err.read_line(&mut line).expect("readable");
    assert!(line.starts_with("simulating"), "from here on Ctrl-C is heard: {line}");
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()), "the signal was sent");
    let mut rest = String::new();
    err.read_to_string(&mut rest).expect("readable");
    assert_eq!(child.wait().expect("it ends").code(), Some(3), "{rest}");
    assert!(rest.contains("stopping") && rest.contains("interrupted; no result was written"), "{rest}");
}

#[test]
#[cfg(unix)]
fn an_interrupt_stops_cleanly() {
    let bench = Bench::new();
    check_interrupt(&bench, &["run", "sound.ron", "--replications", "1000000"]);
    assert_eq!(bench.names("out/tiny"), [".surgetwin.lock", "inputs.json"]);
}

/// A million lots a second: a day of it would take hours.
#[test]
#[cfg(unix)]
fn an_interrupt_is_heard_in_a_dense_run() {
    let bench = Bench::new();
    bench.write(
        "dense.ron",
        "Scenario(format: 1, name: \"dense\", duration: \"60d\", plants: [Plant(name: \"p\", stations: [(name: \"s\", machines: 1)], \
         products: [(name: \"x\", lot: 1, supply: Arrivals(spacing: \"1us\"), \
         routing: [(step: \"a\", station: \"s\", time: \"1us\")])])])",
    );
    check_interrupt(&bench, &["run", "dense.ron", "--replications", "1"]);
}

/// More comes in than is made, until there is no room: the run ends with a message, not with the memory.
#[test]
fn who_drowns_in_lots_is_told_so() {
    let bench = Bench::new();
    bench.write(
        "drowning.ron",
        "Scenario(format: 1, name: \"drowning\", duration: \"60d\", plants: [Plant(name: \"p\", stations: [(name: \"s\", machines: 1)], \
         products: [(name: \"apron\", lot: 1, supply: Arrivals(spacing: \"1us\"), \
         routing: [(step: \"a\", station: \"s\", time: \"1h\")])])])",
    );
    let said = bench.expect(3, &["run", "drowning.ron", "--replications", "1"]).err;
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("more than 5 million lots, most in factory p of its product apron"), "{said}");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let bench = Bench::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_surgetwin"));
    command.current_dir(bench.path()).args(["run", "sound.ron", "--json", "--quiet"]).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn problems_stop_a_run_before_anything_is_written() {
    let bench = Bench::new();
    bench.write("broken.ron", "Scenario(");
    let said: Said = bench.expect(1, &["run", "broken.ron"]);
    assert!(said.err.ends_with("in broken.ron\n"), "{}", said.err);
    assert_eq!(bench.names("."), ["broken.ron", "sound.ron"]);
}

#[test]
fn a_day_is_written_stretch_by_stretch() {
    let bench = Bench::new();
    bench.expect(0, &["run", "sound.ron", "--quiet", "--day", "2020-01-06"]);
    let day = bench.read("out/tiny/day.csv");
    let mut lines = day.lines();
    assert_eq!(lines.next(), Some("factory,station,machine,date,from_s,to_s,state,product,lot"));
    let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
    let mut end = 0.0;
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let (from, to): (f64, f64) = (cells[4].parse().expect("seconds"), cells[5].parse().expect("seconds"));
        assert_eq!((cells[0], cells[1], cells[2]), ("shop", "press", "1"), "{line}");
        assert!(near(from, end) && to > from, "no gaps: {line}");
        // Every mask takes thirty seconds, the last may be cut off.
        let made = cells[6] == "producing";
        assert!(!made || near(to - from, 30.0) || near(to, 3600.0), "{line}");
        assert_eq!(made, cells[7] == "mask", "{line}");
        end = to;
    }
    assert!(near(end, 3600.0), "to the end of the run");
    bench.expect(0, &["run", "sound.ron", "--quiet"]);
    assert!(
        !bench.names("out/tiny").iter().any(|name| name == "day.csv"),
        "the day of an earlier run is not of this one"
    );
    let said = bench.expect(2, &["run", "sound.ron", "--day", "2019-01-06"]);
    assert!(said.err.contains("not a day of the run"), "{}", said.err);
}

/// The saw takes 2 s, the press 3 s, with no place between them. The saw works from 0 to 4 and is blocked after that again and again;
/// the press works from 2 on.
#[test]
fn the_bottleneck_of_each_moment_is_found_where_asked() {
    let bench = Bench::new();
    let text = "Scenario(format: 1, name: \"line\", question: \"\", duration: \"1h\", replications: 1, plants: [Plant(name: \"shop\",
stations: [(name: \"saw\", machines: 1), (name: \"press\", machines: 1, buffer: 0)],
products: [(name: \"plate\", lot: 1, supply: Saturated, routing: [
(step: \"saw\", station: \"saw\", time: \"2s\"), (step: \"press\", station: \"press\", time: \"3s\")])])])";
    bench.write("line.ron", text);
    let said = bench.expect(0, &["run", "line.ron", "--json", "--active-periods"]);
    let summary: Value = serde_json::from_str(&said.out).expect("JSON");
    let factory = &summary["cells"][0]["factories"][0];
    assert_eq!(factory["bottlenecks"]["active_periods"], "press");
    let share = |station: usize, name: &str| {
        3600.0 * factory["stations"][station]["momentary"][name].as_f64().expect("a share")
    };
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} {b}");
    near(share(0, "sole_share"), 2.0);
    near(share(0, "shifting_share"), 2.0);
    near(share(1, "sole_share"), 3596.0);
    near(share(1, "shifting_share"), 2.0);
    assert!(bench.read("out/line/report.html").contains("press was the bottleneck of the moment longest"));
    let plain = bench.expect(0, &["run", "line.ron", "--json"]);
    let summary: Value = serde_json::from_str(&plain.out).expect("JSON");
    assert!(summary["cells"][0]["factories"][0]["bottlenecks"]["active_periods"].is_null());
}

/// Every example runs as it is shipped, but with one replication and the large ones for half a year.
#[test]
fn every_example_runs() {
    let half_a_year: &[&str] = &["--set", "duration=182d"];
    let with_the_wave: &[&str] = &["--set", "start=2020-01-06", "--set", "duration=182d"];
    let large =
        [("mask_town", half_a_year), ("mask_region", with_the_wave), ("region_platform", half_a_year)];
    let bench = Bench::new();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    for entry in fs::read_dir(shipped).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if path.extension().is_none_or(|extension| extension != "ron") {
            continue;
        }
        let path = path.to_string_lossy().into_owned();
        let mut arguments = vec!["run", &path, "--replications", "1", "--quiet"];
        large.iter().filter(|(own, _)| *own == name).for_each(|(_, shorter)| arguments.extend(*shorter));
        let said = bench.expect(0, &arguments);
        assert!(said.out.starts_with(&format!("{name}: ")), "named as its file: {}", said.out);
    }
}

/// Who buys at the peak is told so in plain words, under every programme; and a fee for readiness is paid where a line stands
/// ready.
#[test]
fn a_line_bought_at_the_peak_does_not_come_back() {
    let bench = Bench::new();
    let glut =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/glut.ron").to_string_lossy().into_owned();
    let said = bench.expect(0, &["run", &glut, "--replications", "2", "--quiet", "--out", "out"]);
    let text = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = "A second line bought at the peak is not paid back within 5 years in any of the 2 futures, with the emergency \
                 or without it, whoever funds it.";
    assert!(text.contains(plain), "{}", said.out);
    assert!(
        text.contains("It is paid back within 24 months in all 2 simulated futures with the emergency"),
        "{text}"
    );
    let ready = |line: &&str| line.starts_with("at_peak") && line.contains("readiness");
    let rows: Vec<Vec<&str>> =
        said.out.lines().filter(ready).map(|line| line.split_whitespace().collect()).collect();
    // Option, programme, payback, owners, public money; with the emergency also its price for each mask.
    assert_eq!(rows.len(), 2, "{}", said.out);
    assert!(rows.iter().all(|row| row[2..4] == ["over", "60"] && row[5] != "–"), "{rows:?}");
    let report = bench.read("out/report.html");
    assert!(report.contains(plain), "the report says so, too");
    let repeated = "of the run are not simulated but extrapolated: they repeat the last twelve months without an emergency.";
    assert!(text.contains(repeated) && report.contains(repeated), "{text}");
    let summary = bench.read("out/summary.json");
    assert!(summary.contains("\"extrapolated_from_month\":3"), "month 36 or so");
}
