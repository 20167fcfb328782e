//! Lots that lose patience in a queue.

use surgetwin::units::math;

use super::{Fault, Model, Row, row, seconds, shipped_for, written};
use crate::formulas::impatient;
use crate::measures::{abandoned, producing, queue, scaled};
use crate::texts::{Shop, exponential, poisson, step};

const KIND: &str = "Impatience";

pub(super) fn models() -> Vec<Model> {
    vec![erlang_a(1.2, 1), erlang_a(4.4, 4), bank()]
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
