//! `surgetwin check`, and wrong usage.

use super::{Bench, SOUND};

#[test]
fn a_sound_scenario_has_no_problems() {
    let said = Bench::new().expect(0, &["check", "sound.ron"]);
    assert!(said.out.starts_with("sound.ron: no problems (1 kind of plant, 1 factory, "), "{}", said.out);
    assert_eq!(said.err, "");
}

#[test]
fn a_problem_is_shown_with_its_place_and_counted() {
    let bench = Bench::new();
    bench.write("broken.ron", &SOUND.replace("station: \"press\"", "station: \"pres\""));
    let said = bench.expect(1, &["check", "broken.ron"]);
    assert_eq!(said.out, "");
    assert!(said.err.contains("broken.ron:12:"), "file and line: {}", said.err);
    assert!(said.err.contains("scenario::") && said.err.contains("press"), "{}", said.err);
    assert!(said.err.ends_with("1 problem in broken.ron\n"), "{}", said.err);
    assert!(!said.err.contains('\u{1b}'), "no colours where nobody looks at a terminal");
}

#[test]
fn the_worst_of_several_scenarios_decides() {
    let bench = Bench::new();
    bench.write("broken.ron", "Scenario(");
    let said = bench.expect(1, &["check", "sound.ron", "broken.ron"]);
    assert!(said.out.contains("sound.ron: no problems"), "{}", said.out);
    let said = bench.expect(3, &["check", "broken.ron", "missing.ron", "sound.ron"]);
    assert!(said.out.contains("sound.ron: no problems"), "{}", said.out);
    assert!(
        said.err.contains("hint: ") && said.err.ends_with("2 of 3 scenarios cannot be used\n"),
        "{}",
        said.err
    );
}

#[test]
fn wrong_usage_is_2() {
    let bench = Bench::new();
    for arguments in [
        &["check"][..],
        &["frobnicate"],
        &["run", "sound.ron", "--no-such-flag"],
        &["run", "sound.ron", "--replications", "0"],
        &["run", "sound.ron", "--threads", "none"],
        &["run", "sound.ron", "--set", "seed"],
    ] {
        let said = bench.expect(2, arguments);
        assert!(said.out.is_empty() && said.err.starts_with("error: "), "{arguments:?}: {}", said.err);
    }
    assert_eq!(bench.names("."), ["sound.ron"], "nothing was written");
}

#[test]
fn an_override_is_checked_like_the_file() {
    let bench = Bench::new();
    bench.expect(0, &["check", "sound.ron", "--set", "replications=3"]);
    let said = bench.expect(1, &["check", "sound.ron", "--set", "replications=many"]);
    assert!(said.err.ends_with(" in sound.ron\n"), "{}", said.err);
    let said = bench.expect(1, &["check", "sound.ron", "--set", "plants[shop].station=3"]);
    assert!(said.err.contains("scenario::") && said.err.contains("station"), "{}", said.err);
    let said = bench.expect(1, &["check", "sound.ron", "--set", "plants[shoe].title=x"]);
    assert!(said.err.contains("scenario::override"), "{}", said.err);
}

#[test]
fn help_and_completions_are_data() {
    let bench = Bench::new();
    for command in [&["--help"][..], &["run", "--help"], &["check", "--help"]] {
        let said = bench.expect(0, command);
        assert!(said.out.contains("Examples:") && said.err.is_empty(), "{command:?}: {}", said.out);
    }
    assert!(bench.expect(0, &["completions", "bash"]).out.contains("surgetwin"));
}
