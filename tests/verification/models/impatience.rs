//! Lots that lose patience in a queue.

use surgetwin::units::math;

use super::{Fault, Model, Row, row, seconds, shipped_for, written};
use crate::formulas::impatient;
use crate::measures::{abandoned, producing, queue, scaled};
use crate::texts::{Shop, exponential, poisson, step};

const KIND: &str = "Impatience";

pub(super) fn models() -> Vec<Model> {
    vec![erlang_a(1.2, 1), erlang_a(4.4, 4), bank(), loss(3.0, 4, 1.0), loss(3.0, 4, 4.0), balking()]
}

/// What is known of impatient lots: `mean_patience` is the mean of what they wait up to a time.
fn figures(arrivals: f64, machines: u32, service: f64, mean_patience: impl Fn(f64) -> f64) -> Vec<Row> {
    // In services, by which the formula counts.
    let (left, queued, busy) =
        impatient(arrivals * service, machines, |time| mean_patience(time * service) / service);
    vec![
        row("given up", left, abandoned()),
        row("wait of all [s]", queued / arrivals, scaled(1.0 / arrivals, queue(0))),
        row("utilisation", busy, producing(0)),
    ]
}

/// Exponential service of 1 s and patience of 2 s: M/M/c+M.
fn erlang_a(arrivals: f64, machines: u32) -> Model {
    let rows = figures(arrivals, machines, 1.0, |time| 2.0 * (1.0 - math::exp(-time / 2.0)));
    let build = move |slower: f64| {
        let patience = format!("patience: (time: {})", exponential(2.0));
        let work = format!("{}, {patience}", step(0, &exponential(slower)));
        Shop::default().station(&format!("machines: {machines}")).product(&poisson(arrivals), &[work])
    };
    let name = format!("M/M/{machines}+M, load {}", arrivals / f64::from(machines));
    let fault = Fault(1.03, "service 3 % slower");
    written((KIND, "Zeltyn & Mandelbaum 2005"), name, seconds(150e3), fault, build, rows)
}

/// Who finds no free machine leaves: the share depends on the mean of times alone (Erlang's loss formula).
fn loss(offered: f64, machines: u32, scv: f64) -> Model {
    let blocked = (1..=machines).fold(1.0, |b, n| offered * b / (f64::from(n) + offered * b));
    let build = move |slower: f64| {
        let work = format!(
            "{}, patience: (queue: 0)",
            step(0, &format!("Hyperexponential(mean: \"{slower}s\", scv: {scv})"))
        );
        Shop::default().station(&format!("machines: {machines}")).product(&poisson(offered), &[work])
    };
    let busy = offered * (1.0 - blocked) / f64::from(machines);
    let rows = vec![row("lost", blocked, abandoned()), row("utilisation", busy, producing(0))];
    let name = format!("loss system, {machines} machines, {offered} erlang, cv² {scv}");
    let fault = Fault(1.03, "service 3 % slower");
    written((KIND, "Gross et al. 2008, ch. 2"), name, seconds(30e3 * scv), fault, build, rows)
}

/// With none to three waiting one, two, four or all in five do not join: births and deaths.
fn balking() -> Model {
    const STAYS: [f64; 5] = [1.0, 0.8, 0.6, 0.2, 0.0];
    let arrivals = 1.2;
    // Probabilities of 0, 1, … lots here, relative to those of none; service takes 1 s.
    let mut states = vec![1.0];
    for stays in STAYS {
        states.push(states[states.len() - 1] * arrivals * stays);
    }
    let all: f64 = states.iter().sum();
    let busy = 1.0 - 1.0 / all;
    let queued: f64 = states.iter().zip(-1..).map(|(p, n)| p * f64::from(n.max(0)) / all).sum();
    let rows = vec![
        row("not joined", 1.0 - busy / arrivals, abandoned()),
        row("utilisation", busy, producing(0)),
        row("lots in the buffer", queued, queue(0)),
    ];
    let build = move |slower: f64| {
        let work = format!("{}, patience: (balking: [0.2, 0.4, 0.8, 1])", step(0, &exponential(slower)));
        Shop::default().station("machines: 1").product(&poisson(arrivals), &[work])
    };
    let fault = Fault(1.03, "service 3 % slower");
    let source = (KIND, "Gross et al. 2008, ch. 2 (discouraged arrivals)");
    written(source, "M/M/1 with balking by the queue", seconds(150e3), fault, build, rows)
}

/// Patience between 1 and 3 min: of what is waited up to then, all before the first minute, less and less after it.
fn bank() -> Model {
    let minutes = |time: f64| match time {
        time if time < 1.0 => time,
        time if time < 3.0 => time - (time - 1.0) * (time - 1.0) / 4.0,
        _ => 2.0,
    };
    let rows = figures(1.0 / 600.0, 1, 720.0, |time| 60.0 * minutes(time / 60.0));
    let slow = "plants[bank].products[customer].routing[serve].time=Exponential(mean: \"12.6min\")";
    let length = seconds(60e6);
    let source = (KIND, "Baccelli & Hebuterne 1981");
    shipped_for(length, source, ("bank_renege", ""), &[], (slow, "service 5 % slower"), rows)
}
