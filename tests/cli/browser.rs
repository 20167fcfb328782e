//! Reports as a browser shows them, on a desk and on a phone. Skipped where no Chromium is installed, and says so.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use crate::Bench;

/// What looks for faults once the page is there.
const LOOK: &str = include_str!("look.js");

/// Reports with all kinds of charts: scenarios, and how they are made small.
const REPORTS: [(&str, &[&str]); 4] = [
    ("mask_town", &["--replications", "2", "--set", "duration=120d"]),
    ("glut", &["--replications", "2"]),
    ("information_flow", &["--replications", "2"]),
    ("region_platform", &["--replications", "1", "--set", "duration=120d"]),
];

/// Widths of a desktop's and a phone's window [px]; a headless Chromium has none below 500.
const WIDTHS: [u32; 2] = [1280, 500];

fn chromium() -> Option<&'static str> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success()))
}

/// What the script found in a page, line by line.
fn faults(browser: &str, page: &Path, profile: &Path, width: u32) -> String {
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--virtual-time-budget=5000",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("--window-size={width},1000"))
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("the browser runs");
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = dom.split("<pre id=\"found\">").nth(1).and_then(|rest| rest.split("</pre>").next());
    told.unwrap_or_else(|| panic!("the page was not looked at: {dom:.200}")).to_string()
}

#[test]
fn reports_look_right_on_a_desk_and_on_a_phone() {
    let Some(browser) = chromium() else {
        // Past the test harness, which keeps what a passed test prints to itself.
        let _ = writeln!(std::io::stderr(), "SKIPPED: no Chromium is installed, no report is looked at");
        return;
    };
    let bench = Bench::new();
    let mut found = Vec::new();
    for (name, arguments) in REPORTS {
        let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.ron"));
        let scenario = scenario.to_str().expect("a path of plain letters");
        let arguments = [&["run", scenario, "--quiet", "--out", name], arguments].concat();
        bench.expect(0, &arguments);
        let page = bench.path().join(format!("{name}.html"));
        fs::write(&page, bench.read(&format!("{name}/report.html")) + LOOK).expect("writable");
        for width in WIDTHS {
            let told = faults(browser, &page, &bench.path().join("profile"), width);
            found.extend(told.lines().map(|line| format!("{name} at {width} px: {line}")));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_look_finds_faults() {
    let Some(browser) = chromium() else { return };
    let bench = Bench::new();
    let chart = "<figure><svg width=\"200\" height=\"50\"><text x=\"20\" y=\"20\">one text</text><text x=\"30\" y=\"22\">\
                 another</text><text x=\"180\" y=\"45\">too long</text></svg></figure><div style=\"width:3000px\">.</div>";
    bench.write("bad.html", &format!("<!doctype html><body style=\"margin:0\">{chart}{LOOK}"));
    let told = faults(browser, &bench.path().join("bad.html"), &bench.path().join("profile"), 1280);
    assert_eq!(
        told.lines().collect::<Vec<_>>(),
        [
            "the page is 1720 px wider than its window",
            ": \"too long\" is cut",
            ": \"one text\" lies on \"another\""
        ]
    );
}
