//! Stations with little room, and several stations on a routing.

use super::{Fault, Length, Model, Row, long, row, seconds, shipped, shipped_for, written};
use crate::formulas::{erlang_b, with_places};
use crate::measures::{flow, lost, lots, producing, queue, rate, wait};
use crate::texts::{Shop, exponential, poisson, queue as station, seconds as constant, step};

const LOSSES: &str = "One station, little room";
const SEVERAL: &str = "Several stations";
const SLOW: Fault = Fault(1.03, "service 3 % slower");

pub(super) fn models() -> Vec<Model> {
    let mut models = finite();
    models.extend(without_queue());
    models.extend(several());
    models
}

/// Poisson arrivals that are lost when all places are taken.
fn lossy(rate: f64) -> String {
    poisson(rate).replace("))", "), when_full: Lost)")
}

/// One machine, `k` places in all.
fn finite() -> Vec<Model> {
    let source = (LOSSES, "Gross et al. 2008, ch. 2");
    let slow = ("plants[line].products[lot].routing[work].time=Exponential(mean: \"1.03s\")", SLOW.1);
    let file = vec![row("share lost", with_places(0.8, 5)[5], lost())];
    let model = |name: &str, arrivals: f64, k: i32, length: Length| {
        let p = with_places(arrivals, k);
        let full = p[k as usize];
        let present: f64 = p.iter().zip(0..).map(|(p, lots)| p * f64::from(lots)).sum();
        let served = arrivals * (1.0 - full);
        let rows = vec![
            row("share lost", full, lost()),
            row("lots/s", served, rate),
            row("lots in process", present, lots),
            row("flow time [s]", present / served, flow(0)),
            row("wait [s]", present / served - 1.0, wait(0)),
        ];
        let build = move |slower: f64| {
            station(&lossy(arrivals), &format!("machines: 1, buffer: {}", k - 1), &exponential(slower))
        };
        written(source, name, length, SLOW, build, rows)
    };
    vec![
        shipped(source, "loss", &["duration=\"700000s\""], slow, file),
        model("M/M/1/5, load 0.9", 0.9, 5, long(600e3)),
        model("M/M/1/10, load 1", 1.0, 10, long(700e3)),
        model("M/M/1/3, load 1.2", 1.2, 3, long(300e3)),
    ]
}

/// Many machines, no queue; the loss depends on the mean of the service alone.
fn without_queue() -> Vec<Model> {
    let model = |name: String, load: f64, machines: u32, length: f64, time: fn(f64) -> String| {
        let loss = erlang_b(load, machines);
        let rows = vec![
            row("share lost", loss, lost()),
            row("utilisation", load * (1.0 - loss) / f64::from(machines), producing(0)),
        ];
        let fields = format!("machines: {machines}, buffer: 0");
        let build = move |slower: f64| station(&lossy(load), &fields, &time(slower));
        written((LOSSES, "Gross et al. 2008, ch. 2 (Erlang B)"), name, long(length), SLOW, build, rows)
    };
    let erlang = |load, machines, length| {
        model(format!("M/M/{machines}/{machines}, {load} erlangs"), load, machines, length, exponential)
    };
    let mut many = erlang(90.0, 100, 800.0);
    // Losses come in rare bunches; the utilisation stands for them.
    many.rows.remove(0);
    vec![
        erlang(0.5, 1, 400e3),
        erlang(2.0, 3, 200e3),
        erlang(3.0, 5, 200e3),
        erlang(8.0, 10, 45e3),
        erlang(15.0, 20, 100e3),
        many,
        model("M/D/5/5, 3 erlangs".into(), 3.0, 5, 200e3, constant),
    ]
}

/// A station of rate 1 or another in a network, where each behaves as if alone.
fn alone(number: usize, arrivals: f64, service: f64) -> Vec<Row> {
    let load = arrivals * service;
    vec![
        row(format!("station {number}: utilisation"), load, producing(number)),
        row(format!("station {number}: lots in the buffer"), load * load / (1.0 - load), queue(number)),
    ]
}

fn several() -> Vec<Model> {
    let jackson = (SEVERAL, "Gross et al. 2008, ch. 4 (Jackson)");
    let kelly = (SEVERAL, "Kelly 1979, ch. 3");
    let more = Fault(1.03, "3 % more lots");
    let two = || Shop::default().station("machines: 1").station("machines: 1");
    let tandem = move |more: f64| {
        two().product(&poisson(0.6 * more), &[step(0, &exponential(1.0)), step(1, &exponential(1.0 / 0.9))])
    };
    let (first, second) = (step(0, &exponential(1.0)), step(1, &exponential(1.0)));
    let around = [first.clone(), second, first];
    let returning = move |more: f64| two().product(&poisson(0.3 * more), &around);
    let feedback = move |more: f64| {
        let next = "next: [(share: 0.25, to: \"work0\"), (share: 0.75)]";
        let second = format!("{}, {next}", step(1, &exponential(1.25)));
        two().product(&poisson(0.3 * more), &[step(0, &exponential(1.0)), second])
    };
    let stay = |longer: f64| {
        let times = format!("place: \"p0\", time: {}", exponential(4.0 * longer));
        Shop::default().place().product(&poisson(2.0), &[times])
    };
    let mut in_row = vec![row("flow time [s]", 35.0 / 6.0, flow(0)), row("lots in process", 3.5, lots)];
    in_row.extend(alone(1, 0.6, 1.0 / 0.9));
    // Loads 0.6, 0.6 and 0.4: 3/2, 3/2 and 2/3 lots, 1 / 0.4, 1 / 0.4 and 1 / 0.6 s.
    let stays = [20.0 / 3.0, 5.0, 25.0 / 3.0];
    let mut crossed = vec![row("lots in process", 11.0 / 3.0, lots)];
    crossed.extend((0..3).map(|n| row(format!("product {n}: flow time [s]"), stays[n], flow(n))));
    crossed.extend([(0, 0.6), (1, 0.6), (2, 0.4)].map(|(n, load)| alone(n, load, 1.0)).into_iter().flatten());
    let more_lots = ("factories=[(name: \"shop\", plant: \"shop\", demand: 1.03)]", more.1);
    // Loads 0.6 and 0.3: two visits of 1 / 0.4 s, one of 1 / 0.7 s.
    let mut returned = vec![row("flow time [s]", 5.0 + 1.0 / 0.7, flow(0))];
    returned.extend(alone(0, 0.6, 1.0));
    // 0.3 / (1 - 0.25) = 0.4 lots/s at both: loads 0.4 and 0.5.
    let mut fed_back =
        vec![row("lots in process", 2.0 / 3.0 + 1.0, lots), row("flow time [s]", 5.0 / 0.9, flow(0))];
    fed_back.extend(alone(0, 0.4, 1.0));
    fed_back.extend(alone(1, 0.4, 1.25));
    vec![
        written(jackson, "a quarter goes back to the first", long(1.3e6), more, feedback, fed_back),
        written(jackson, "two in a row", long(1.1e6), more, tandem, in_row),
        shipped_for(long(1e6), kelly, ("job_shop", ""), &[], more_lots, crossed),
        written(kelly, "a product returns", long(1.7e6), more, returning, returned),
        written(
            (SEVERAL, "Gross et al. 2008, ch. 2 (M/G/∞)"),
            "a dwell place for all",
            seconds(35e3),
            Fault(1.03, "stay 3 % longer"),
            stay,
            vec![row("lots in process", 8.0, lots), row("flow time [s]", 4.0, flow(0))],
        ),
    ]
}
