//! Appraisal beside public finance libraries: numpy-financial and pyxirr, which are other people's work in
//! other languages, on ten thousand random cash flows. They are looked for in `python3`, or the interpreter
//! that `SURGETWIN_PYTHON` names; where they are missing the test says so and passes.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use surgetwin::finance::{Irr, equal_instalment, irr, mirr, npv, xirr, xnpv};
use surgetwin::random::{mix, uniform};
use surgetwin::units::{Date, Duration, Time};

const FLOWS: u64 = 10_000;

/// One random cash flow, with dates and rates to look at it by.
struct Case {
    flows: Vec<f64>,
    dates: Vec<String>,
    rate: f64,
    finance: f64,
    reinvest: f64,
}

impl Case {
    /// Number `k`: every other one an outlay with returns, the rest of any signs, some months without cash.
    fn number(k: u64) -> Case {
        let draw = |what: u64| uniform(mix(mix(k) ^ what));
        let length = 2 + (draw(1) * 28.0) as u64;
        let cents = |x: f64| (x * 100.0).round() / 100.0;
        let flow = |t: u64| match (k % 2, t) {
            (0, 0) => cents(-1_000.0 - 9_000.0 * draw(2)),
            (0, _) => cents(draw(100 + t) * draw(3) * 1_500.0),
            _ if draw(200 + t) < 0.2 => 0.0,
            _ => cents((draw(100 + t) - 0.5) * 2_000.0),
        };
        let start = Date::parse("2020-02-27").expect("a date");
        let days = (0..length).scan(0, |day, t| {
            *day += if t == 0 { 0 } else { 1 + (draw(300 + t) * 200.0) as u64 };
            Some(*day)
        });
        Case {
            flows: (0..length).map(flow).collect(),
            dates: days.map(|day| start.at(Time(day * Duration::DAY.0)).to_string()).collect(),
            rate: draw(4) * 0.4 - 0.1,
            finance: draw(5) * 0.1,
            reinvest: draw(6) * 0.1,
        }
    }

    fn line(&self) -> String {
        json!({
            "flows": self.flows, "dates": self.dates,
            "rate": self.rate, "finance": self.finance, "reinvest": self.reinvest,
        })
        .to_string()
    }

    fn dated(&self) -> Vec<(Date, f64)> {
        let dates = self.dates.iter().map(|date| Date::parse(date).expect("a date"));
        dates.zip(self.flows.iter().copied()).collect()
    }
}

/// What the libraries say: their names, then an answer per case. `None` without an interpreter or without any
/// of them.
fn ask(cases: &[Case]) -> Option<(Vec<String>, Vec<Value>)> {
    let python = std::env::var("SURGETWIN_PYTHON").unwrap_or_else(|_| "python3".into());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/finance/peers.py");
    let mut command = Command::new(python);
    command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let mut child = command.spawn().ok()?;
    let mut input = child.stdin.take().expect("a pipe");
    let text: String = cases.iter().map(|case| case.line() + "\n").collect();
    // Written from aside: both pipes are shorter than the text. Without libraries nobody reads it.
    let writer = std::thread::Builder::new().spawn(move || drop(input.write_all(text.as_bytes())));
    let output = child.wait_with_output().expect("an answer");
    writer.expect("a thread").join().expect("written");
    let answer = String::from_utf8(output.stdout).expect("text");
    let mut lines = answer.lines();
    let names: Vec<String> = serde_json::from_str(lines.next()?).expect("names");
    let answers = lines.map(|line| serde_json::from_str(line).expect("an answer")).collect();
    (!names.is_empty()).then_some((names, answers))
}

/// Says something that the test harness does not hold back.
fn say(what: &str) {
    writeln!(std::io::stderr(), "{what}").expect("standard error");
}

fn near(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * (1.0 + a.abs().max(b.abs()))
}

fn all_rates(found: Irr) -> Vec<f64> {
    match found {
        Irr::None => Vec::new(),
        Irr::One(rate) => vec![rate],
        Irr::Multiple(rates) => rates,
    }
}

#[test]
fn agrees_with_public_libraries() {
    let cases: Vec<Case> = (0..FLOWS).map(Case::number).collect();
    let Some((names, answers)) = ask(&cases) else {
        say("SKIPPED: neither numpy-financial nor pyxirr is installed for python3 or SURGETWIN_PYTHON");
        return;
    };
    assert_eq!(answers.len(), cases.len());
    let mut compared = std::collections::BTreeMap::<String, usize>::new();
    let mut wrong = Vec::new();
    for (k, (case, answer)) in cases.iter().zip(&answers).enumerate() {
        let rates = all_rates(irr(&case.flows));
        let dated = case.dated();
        for name in &names {
            let theirs = |what: &str| answer[name][what].as_f64();
            let mut check = |what: &str, right: bool| {
                *compared.entry(format!("{name} {what}")).or_default() += 1;
                if !right {
                    wrong.push(format!("flow {k}, {name} {what}: {} {:?}", answer[name][what], case.flows));
                }
            };
            let size: f64 = case.flows.iter().map(|flow| flow.abs()).sum();
            let worth = |own: f64, theirs: f64| (own - theirs).abs() <= 1e-9 * size.max(own.abs());
            let present = npv(&case.flows, case.rate);
            check("npv", theirs("npv").is_some_and(|npv| worth(present, npv)));
            let payment = equal_instalment(1_000.0, case.finance, case.flows.len() as u32);
            check("payment", theirs("payment").is_some_and(|payments| near(payment, payments, 1e-9)));
            let own = mirr(&case.flows, case.finance, case.reinvest);
            let same = match (own, theirs("mirr")) {
                (Some(own), Some(theirs)) => near(own, theirs, 1e-9),
                (own, theirs) => own == theirs,
            };
            check("mirr", same);
            // Whatever rate they give within our range is one of ours, and the only one where there is one.
            if let Some(rate) = theirs("irr").filter(|rate| (-0.98..9.9).contains(rate)) {
                check("irr", rates.iter().any(|own| near(*own, rate, 1e-7)));
            }
            if let Some(all) = answer[name]["rates"].as_array() {
                let all = all.iter().filter_map(Value::as_f64).filter(|rate| (-0.98..9.9).contains(rate));
                let inside: Vec<f64> = rates.iter().copied().filter(|r| (-0.98..9.9).contains(r)).collect();
                let all: Vec<f64> = all.collect();
                let same =
                    all.len() == inside.len() && all.iter().zip(&inside).all(|(a, b)| near(*a, *b, 1e-6));
                check("all rates", same);
            }
            if let Some(theirs) = theirs("xnpv") {
                check("xnpv", worth(xnpv(&dated, case.rate), theirs));
            }
            // Behind leading zeros pyxirr once ends at a rate of 1e9, where everything later is worth nothing.
            let theirs = theirs("xirr").filter(|rate| *rate < 1e9);
            if let Some((own, theirs)) = xirr(&dated).zip(theirs) {
                check("xirr", near(own, theirs, 1e-7));
            }
        }
    }
    for (what, count) in &compared {
        say(&format!("{what}: {count} compared"));
    }
    for name in &names {
        let irrs = compared.get(&format!("{name} irr")).copied().unwrap_or(0);
        assert!(irrs > 5_000, "{name} gave {irrs} rates only");
    }
    assert!(wrong.is_empty(), "{} of them, as\n{}", wrong.len(), wrong[..wrong.len().min(8)].join("\n"));
}
