//! The rows: what is measured of which file, and what comes out exactly.
//!
//! Formulas, unless said otherwise: Gross, Shortle, Thompson & Harris, Fundamentals of Queueing Theory, 4th ed. 2008.

use surgetwin::outcome::{FactoryTally, MachineState, Outcome};
use surgetwin::units::math;

/// A measure of a scenario file with its exact value.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) file: &'static str,
    /// Overrides: another plant of the same kind, or a run long enough.
    pub(crate) sets: &'static [&'static str],
    pub(crate) measure: fn(&Outcome) -> f64,
    pub(crate) exact: f64,
    /// An override that makes one figure a little wrong: service and supply by 3 %.
    pub(crate) wrong: &'static str,
}

fn tally(outcome: &Outcome) -> &FactoryTally {
    &outcome.factories[0].window.tally
}

fn seconds(outcome: &Outcome) -> f64 {
    outcome.factories[0].window.length.as_secs()
}

/// Mean lots in the buffer of the first station.
fn queue(outcome: &Outcome) -> f64 {
    tally(outcome).stations[0].queue_time.as_secs() / seconds(outcome)
}

/// Mean wait before the first station [s].
fn wait(outcome: &Outcome) -> f64 {
    let station = &tally(outcome).stations[0];
    station.waits.as_secs() / station.starts as f64
}

/// Mean time from release to leaving [s].
fn flow(outcome: &Outcome) -> f64 {
    let product = &tally(outcome).products[0];
    product.flow_time.as_secs() / product.finished_lots as f64
}

/// Share of machine-time in a state, first station.
fn share(outcome: &Outcome, state: MachineState) -> f64 {
    let machines = outcome.factories[0].machines[0].len() as f64;
    tally(outcome).stations[0].state(state).as_secs() / (machines * seconds(outcome))
}

fn producing(outcome: &Outcome) -> f64 {
    share(outcome, MachineState::Producing)
}

/// Lots that leave per second.
fn rate(outcome: &Outcome) -> f64 {
    tally(outcome).products[0].finished_lots as f64 / seconds(outcome)
}

/// Share of arriving units that find no room.
fn lost(outcome: &Outcome) -> f64 {
    let product = &tally(outcome).products[0];
    product.lost as f64 / (product.lost + product.released) as f64
}

/// Share of machine-time neither failed nor under repair.
fn up(outcome: &Outcome) -> f64 {
    let machines = outcome.factories[0].machines[0].len() as f64;
    tally(outcome).stations[0].up_time.as_secs() / (machines * seconds(outcome))
}

/// Share of time in which all machines are up.
fn all_up(outcome: &Outcome) -> f64 {
    tally(outcome).stations[0].all_up_time.as_secs() / seconds(outcome)
}

/// Share of ordered units delivered at once.
fn fill(outcome: &Outcome) -> f64 {
    let product = &tally(outcome).products[0];
    product.delivered_at_once as f64 / product.ordered as f64
}

/// Mean time from order to delivery [h].
fn delivery(outcome: &Outcome) -> f64 {
    let product = &tally(outcome).products[0];
    product.delivery_wait / product.delivered as f64 / 3_600.0
}

/// Good units of those begun.
fn yield_share(outcome: &Outcome) -> f64 {
    let station = &tally(outcome).stations[0];
    station.good as f64 / (station.good + tally(outcome).products[0].scrapped) as f64
}

/// Mean wait by Erlang's C: `a` erlangs on `c` machines of rate `mu` (ch. 2).
fn erlang_wait(a: f64, c: u32, mu: f64) -> f64 {
    let b = (1..=c).fold(1.0, |b, k| a * b / (f64::from(k) + a * b));
    let c = f64::from(c);
    let waits = b / (1.0 - a / c * (1.0 - b));
    waits / (c * mu - a * mu)
}

/// Pollaczek and Khinchine: mean wait for one machine of unit service with squared variation `scv` (ch. 5).
fn one_machine_wait(rho: f64, scv: f64) -> f64 {
    rho * (1.0 + scv) / (2.0 * (1.0 - rho))
}

/// The root below 1 of s = `transform`(s), by iteration from below (GI/M/1, ch. 5).
fn root(transform: impl Fn(f64) -> f64) -> f64 {
    (0..10_000).fold(0.0, |s, _| transform(s))
}

/// Repairman: `n` machines that fail at `lambda`, `crews` that repair at `mu`: share of machines up, and of time in
/// which all are (ch. 2).
fn repairman(n: u32, lambda: f64, mu: f64, crews: u32) -> (f64, f64) {
    let mut weights = vec![1.0];
    for down in 1..=n {
        let up_before = f64::from(n - down + 1);
        weights.push(weights[down as usize - 1] * up_before * lambda / (f64::from(down.min(crews)) * mu));
    }
    let total: f64 = weights.iter().sum();
    let up: f64 = weights.iter().zip(0..=n).map(|(w, down)| w * f64::from(n - down)).sum();
    (up / total / f64::from(n), 1.0 / total)
}

/// Orders come each hour with probability `p`, one machine makes a unit in 1/`mu` hours: the root of GI/M/1.
fn bernoulli_root(p: f64, mu: f64) -> f64 {
    root(|s| {
        let z = math::exp(-mu * (1.0 - s));
        p * z / (1.0 - (1.0 - p) * z)
    })
}

const LONG: &str = "duration=\"2000000s\"";
const SERVE_WRONG: &str = "plants[line].products[lot].routing[work].time=Exponential(mean: \"1.03s\")";
const WORK0_WRONG: &str = "plants[line].products[lot].routing[work0].time=Exponential(mean: \"1.03s\")";

/// All rows.
pub(crate) fn rows() -> Vec<Row> {
    let mut rows = queues();
    rows.extend(lines());
    rows.extend(machines());
    rows.extend(stocks());
    rows
}

fn queues() -> Vec<Row> {
    let row = |name, file, sets, measure, exact, wrong| Row { name, file, sets, measure, exact, wrong };
    let (rho, long): (f64, &[&str]) = (0.8, &[LONG]);
    let sigma = root(|s| math::exp(-(1.0 - s) / rho));
    vec![
        row("M/M/1: lots in the buffer", "mm1", long, queue, rho * rho / (1.0 - rho), SERVE_WRONG),
        row("M/M/1: wait [s]", "mm1", long, wait, rho / (1.0 - rho), SERVE_WRONG),
        row("M/M/1: flow time [s]", "mm1", long, flow, 1.0 / (1.0 - rho), SERVE_WRONG),
        row(
            "M/M/1: utilisation",
            "mm1",
            &[],
            producing,
            rho,
            "plants[line].products[lot].supply=Arrivals(rate: \"0.824/s\")",
        ),
        row("M/M/3: wait [s]", "mm3", long, wait, erlang_wait(2.0, 3, 1.0), SERVE_WRONG),
        row("M/M/3: lots in the buffer", "mm3", long, queue, 2.0 * erlang_wait(2.0, 3, 1.0), SERVE_WRONG),
        row("M/M/3: utilisation", "mm3", &[], producing, 2.0 / 3.0, SERVE_WRONG),
        row(
            "M/D/1: wait [s]",
            "mm1",
            &["duration=\"1000000s\"", "plants[line].products[lot].routing[work].time=\"1s\""],
            wait,
            one_machine_wait(rho, 0.0),
            "plants[line].products[lot].routing[work].time=\"1.03s\"",
        ),
        row(
            "M/E2/1: wait [s]",
            "mm1",
            &[LONG, "plants[line].products[lot].routing[work].time=Erlang(mean: \"1s\", shape: 2)"],
            wait,
            one_machine_wait(rho, 0.5),
            "plants[line].products[lot].routing[work].time=Erlang(mean: \"1.03s\", shape: 2)",
        ),
        row(
            "D/M/1: wait [s]",
            "mm1",
            &["duration=\"1000000s\"", "plants[line].products[lot].supply=Arrivals(spacing: \"1.25s\")"],
            wait,
            sigma / (1.0 - sigma),
            SERVE_WRONG,
        ),
        row(
            "M/M/1/5: share lost",
            "loss",
            &[LONG],
            lost,
            (1.0 - rho) * rho.powi(5) / (1.0 - rho.powi(6)),
            SERVE_WRONG,
        ),
        row(
            "batch of 3: wait [s]",
            "batch",
            &[],
            wait,
            1.0,
            "plants[bakery].products[lot].supply=Arrivals(rate: \"0.97/s\")",
        ),
    ]
}

/// Saturated lines of exponential machines, blocking after service (Hunt, Operations Research 4, 1956).
fn lines() -> Vec<Row> {
    let row = |name, file, sets, exact| Row { name, file, sets, measure: rate, exact, wrong: WORK0_WRONG };
    vec![
        row("2 machines, no buffer: lots/s", "blocking_2", &[], 2.0 / 3.0),
        row(
            "2 machines, buffer of 2: lots/s",
            "blocking_2",
            &["plants[line].stations[s1].buffer=2"],
            4.0 / 5.0,
        ),
        row(
            "2 machines, buffer of 10: lots/s",
            "blocking_2",
            &["plants[line].stations[s1].buffer=10"],
            12.0 / 13.0,
        ),
        row("3 machines, no buffers: lots/s", "blocking_3", &[], 22.0 / 39.0),
    ]
}

/// Breakdowns and repair.
fn machines() -> Vec<Row> {
    let row = |name, file, sets, measure, exact, wrong| Row { name, file, sets, measure, exact, wrong };
    let failure =
        "plants[line].stations[machine].breakdowns[failure].time_to_failure=Exponential(mean: \"75s\")";
    let slow =
        "plants[hall].stations[machine].breakdowns[failure].time_to_repair=Exponential(mean: \"1.3s\")";
    let calendar: &[&str] = &["plants[line].stations[machine].breakdowns[failure].clock=Calendar"];
    let two: &[&str] = &["plants[hall].pools[repairmen].headcount=2"];
    let ((up_1, all_1), (up_2, all_2)) = (repairman(5, 0.1, 1.0, 1), repairman(5, 0.1, 1.0, 2));
    vec![
        row("breakdowns, operating time: producing", "breakdowns", &[], producing, 100.0 / 108.0, failure),
        row("breakdowns, operating time: lots/s", "breakdowns", &[], rate, 100.0 / 108.0, failure),
        row(
            "breakdowns, calendar time: producing",
            "breakdowns",
            calendar,
            producing,
            100.0 / 108.0,
            failure,
        ),
        row("5 machines, 1 repairman: up", "repair_crew", &[], up, up_1, slow),
        row("5 machines, 1 repairman: all up", "repair_crew", &[], all_up, all_1, slow),
        row("5 machines, 2 repairmen: up", "repair_crew", two, up, up_2, slow),
        row("5 machines, 2 repairmen: all up", "repair_crew", two, all_up, all_2, slow),
    ]
}

/// Orders from stock, people, scrap.
fn stocks() -> Vec<Row> {
    let row = |name, file, sets, measure, exact, wrong| Row { name, file, sets, measure, exact, wrong };
    let (s, quick) = (bernoulli_root(0.6, 0.8), bernoulli_root(0.6, 1.5));
    let slow = "plants[shop].products[piece].routing[work].time=Exponential(mean: \"77.25min\")";
    let long: &[&str] = &["duration=\"10000d\""];
    let to_order: &[&str] = &[
        "duration=\"3000d\"",
        "plants[shop].products[piece].routing[work].time=Exponential(mean: \"40min\")",
        "plants[shop].products[piece].supply.initial_stock=0",
        "plants[shop].products[piece].supply.base_stock=0",
    ];
    vec![
        row("base stock of 3: met at once", "base_stock", long, fill, 1.0 - s.powi(3), slow),
        row(
            "made to order: wait [h]",
            "base_stock",
            to_order,
            delivery,
            1.0 / (1.0 - quick) / 1.5,
            "plants[shop].products[piece].routing[work].time=Exponential(mean: \"41.2min\")",
        ),
        row(
            "every tenth absent: producing",
            "absence",
            &[],
            producing,
            0.9,
            "plants[workshop].pools[workers].absence=0.127",
        ),
        row(
            "3 % scrap: good share",
            "absence",
            &[],
            yield_share,
            0.97,
            "plants[workshop].products[piece].routing[work].scrap=0.06",
        ),
    ]
}
