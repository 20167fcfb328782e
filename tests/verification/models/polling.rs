//! One machine that changes over from family to family.

use surgetwin::outcome::MachineState::{Producing, Setup};

use super::{Fault, Model, Row, long, row, shipped_for, written};
use crate::measures::{Measure, flow, share, wait};
use crate::texts::{Shop, exponential, poisson, seconds, step};

const KIND: &str = "Changing over in a cycle";
const TAKAGI: (&str, &str) = (KIND, "Takagi 1986, ch. 4");
const SLOW: Fault = Fault(1.03, "service 3 % slower");

pub(super) fn models() -> Vec<Model> {
    vec![two(), three(), unlike()]
}

/// Families in a cycle: rate of arrivals and mean service of each, exponential, all of it done before the next setup.
fn cycle(families: &[(f64, f64)], setup: &str, slower: f64) -> Shop {
    let mut shop = Shop::default().station(&format!("machines: 1, dispatch: Cyclic, setup: (time: {setup})"));
    for (n, (arrivals, service)) in families.iter().enumerate() {
        let step = format!("{}, family: \"f{n}\"", step(0, &exponential(service * slower)));
        shop = shop.family().product(&poisson(*arrivals), &[step]);
    }
    shop
}

/// What is known of so many families alike, load 0.6 together, setups of 0.5 s with this squared coefficient of variation.
fn alike(families: f64, scv: f64) -> Vec<Row> {
    let (load, setup) = (0.6, 0.5);
    let wait_time = setup * scv / 2.0 + (load * 2.0 + setup * (families - load)) / (2.0 * (1.0 - load));
    vec![
        row("wait [s]", wait_time, wait(0)),
        row("working", load, share(0, &[Producing])),
        row("in setup", 1.0 - load, share(0, &[Setup])),
    ]
}

fn two() -> Model {
    let build = |slower: f64| cycle(&[(0.3, 1.0); 2], &seconds(0.5), slower);
    written(TAKAGI, "2 families alike, constant setups", long(700e3), SLOW, build, alike(2.0, 0.0))
}

fn three() -> Model {
    let slow = ("factories=[(name: \"line\", plant: \"line\", time: 1.03)]", SLOW.1);
    shipped_for(long(700e3), TAKAGI, ("polling", ""), &[], slow, alike(3.0, 1.0))
}

/// Three families unlike, exponential setups: the sum of waits, each times its load, is known.
fn unlike() -> Model {
    const FAMILIES: [(f64, f64); 3] = [(0.2, 1.0), (0.4, 0.5), (0.1, 2.0)];
    let setup = 0.4;
    let sum = |of: fn(&(f64, f64)) -> f64| FAMILIES.iter().map(of).sum::<f64>();
    let load = sum(|(rate, mean)| rate * mean);
    let (all, all_squared) = (3.0 * setup, 3.0 * setup * setup + 9.0 * setup * setup);
    let mut exact = load * sum(|(rate, mean)| rate * 2.0 * mean * mean) / (2.0 * (1.0 - load));
    exact += load * all_squared / (2.0 * all);
    exact += all / (2.0 * (1.0 - load)) * (load * load - sum(|(rate, mean)| (rate * mean).powi(2)));
    let flows: Vec<Measure> = (0..3).map(flow).collect();
    let weighted = move |outcome: &surgetwin::outcome::Outcome| {
        let of = FAMILIES.iter().zip(&flows).map(|((rate, mean), flow)| rate * mean * (flow(outcome) - mean));
        of.sum()
    };
    let build = move |slower: f64| cycle(&FAMILIES, &exponential(setup), slower);
    let rows = vec![row("waits, weighted by load [s]", exact, weighted)];
    let source = (KIND, "Boxma & Groenendijk 1987 (pseudo-conservation)");
    written(source, "3 families unlike, exponential setups", long(700e3), SLOW, build, rows)
}
