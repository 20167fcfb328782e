//! One machine that changes over from family to family.

use surgetwin::outcome::MachineState::{Producing, Setup};

use super::{Fault, Model, Row, long, row, shipped_for, written};
use crate::measures::{Measure, flow, lots, producing, share, wait};
use crate::texts::{Shop, exponential, poisson, seconds, step};

const KIND: &str = "Changing over in a cycle";
const TAKAGI: (&str, &str) = (KIND, "Takagi 1986, ch. 4");
const SLOW: Fault = Fault(1.03, "service 3 % slower");

pub(super) fn models() -> Vec<Model> {
    let mut models = vec![two(), three(), unlike(false)];
    models.extend([gated_alike(), limited_alike(), unlike(true)]);
    models.extend([enough_wait(4), set_up(), turns_off()]);
    models
}

/// Families in a cycle: rate of arrivals and mean service of each, exponential, all of it done before the next setup.
fn cycle(families: &[(f64, f64)], setup: &str, slower: f64) -> Shop {
    visits(families, setup, "", slower)
}

/// The same with visits as written.
fn visits(families: &[(f64, f64)], setup: &str, visit: &str, slower: f64) -> Shop {
    let mut shop =
        Shop::default().station(&format!("machines: 1, dispatch: Cyclic, setup: (time: {setup}, {visit})"));
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
    written(TAKAGI, "2 families alike, constant setups", long(260e3), SLOW, build, alike(2.0, 0.0))
}

fn three() -> Model {
    let slow = ("factories=[(name: \"line\", plant: \"line\", time: 1.03)]", SLOW.1);
    shipped_for(long(420e3), TAKAGI, ("polling", ""), &[], slow, alike(3.0, 1.0))
}

/// Three families unlike, exponential setups: the sum of waits, each times its load, is known.
fn unlike(gated: bool) -> Model {
    const FAMILIES: [(f64, f64); 3] = [(0.2, 1.0), (0.4, 0.5), (0.1, 2.0)];
    let setup = 0.4;
    let sum = |of: fn(&(f64, f64)) -> f64| FAMILIES.iter().map(of).sum::<f64>();
    let load = sum(|(rate, mean)| rate * mean);
    let (all, all_squared) = (3.0 * setup, 3.0 * setup * setup + 9.0 * setup * setup);
    let mut exact = load * sum(|(rate, mean)| rate * 2.0 * mean * mean) / (2.0 * (1.0 - load));
    exact += load * all_squared / (2.0 * all);
    // Who comes during a visit waits for the next one, or is still served.
    let own = sum(|(rate, mean)| (rate * mean).powi(2));
    exact += all / (2.0 * (1.0 - load)) * (load * load + if gated { own } else { -own });
    let flows: Vec<Measure> = (0..3).map(flow).collect();
    let weighted = move |outcome: &surgetwin::outcome::Outcome| {
        let of = FAMILIES.iter().zip(&flows).map(|((rate, mean), flow)| rate * mean * (flow(outcome) - mean));
        of.sum()
    };
    let (visit, words) = if gated { ("visit: (gated: true)", "gated, ") } else { ("", "") };
    let build = move |slower: f64| visits(&FAMILIES, &exponential(setup), visit, slower);
    let rows = vec![row("waits, weighted by load [s]", exact, weighted)];
    let source = (KIND, "Boxma & Groenendijk 1987 (pseudo-conservation)");
    let name = format!("3 families unlike, {words}exponential setups");
    written(source, name, long(700e3), SLOW, build, rows)
}

/// Three families alike, load 0.6 together, exponential setups of 0.2 s: who came after the visit began waits for the next.
fn gated_alike() -> Model {
    let (families, load, setup) = (3.0, 0.6, 0.2);
    let exact = setup / 2.0 + (load * 2.0 + setup * (families + load)) / (2.0 * (1.0 - load));
    let build =
        move |slower: f64| visits(&[(0.2, 1.0); 3], &exponential(setup), "visit: (gated: true)", slower);
    let rows = vec![row("wait [s]", exact, wait(0)), row("working", load, share(0, &[Producing]))];
    written(TAKAGI, "3 families alike, gated", long(450e3), SLOW, build, rows)
}

/// The same with one lot for each visit.
fn limited_alike() -> Model {
    let (families, load, setup) = (3.0, 0.6, 0.2);
    let rate = load / families;
    let above = load * 2.0 + setup * (families + load) + families * rate * setup * setup;
    let exact = setup / 2.0 + above / (2.0 * (1.0 - load - families * rate * setup));
    let build = move |slower: f64| visits(&[(0.2, 1.0); 3], &exponential(setup), "visit: (most: 1)", slower);
    let rows = vec![row("wait [s]", exact, wait(0)), row("working", load, share(0, &[Producing]))];
    written(TAKAGI, "3 families alike, one lot a visit", long(750e3), SLOW, build, rows)
}

const STANDBY: (&str, &str) = ("Machines that stand by", "Gross et al. 2008, ch. 3; Welch 1964");

/// M/M/1, load 0.7, with a machine that stands by as written.
fn standing_by(standby: &str, slower: f64) -> Shop {
    let station = format!("machines: 1, standby: ({standby})");
    Shop::default().station(&station).product(&poisson(0.7), &[step(0, &exponential(slower))])
}

/// Work begins when so many wait: half of the others come after each of them.
fn enough_wait(start_at: u32) -> Model {
    let load = 0.7;
    let here = load / (1.0 - load) + f64::from(start_at - 1) / 2.0;
    let build = move |slower: f64| standing_by(&format!("start_at: {start_at}"), slower);
    let rows = vec![row("lots in process", here, lots), row("utilisation", load, producing(0))];
    let name = format!("M/M/1, load 0.7, begins with {start_at}");
    written(STANDBY, name, long(280e3), SLOW, build, rows)
}

/// Off whenever nothing waits, exponential starts of 2 s.
fn set_up() -> Model {
    let build =
        |slower: f64| standing_by(&format!("off_after: \"0s\", start_up: {}", exponential(2.0)), slower);
    let rows =
        vec![row("flow time [s]", 1.0 / (1.0 - 0.7) + 2.0, flow(0)), row("utilisation", 0.7, producing(0))];
    written(STANDBY, "M/M/1, load 0.7, off at once, start of 2 s", long(200e3), SLOW, build, rows)
}

/// Off after 1 s without work: then the first lot of a busy time waits for a start, exponential of 4 s.
fn turns_off() -> Model {
    let (load, start) = (0.7, 4.0);
    let off = surgetwin::units::math::exp(-load);
    let first = (2.0 * off * start + load * 2.0 * off * start * start) / (2.0 * (1.0 + load * off * start));
    let build =
        |slower: f64| standing_by(&format!("off_after: \"1s\", start_up: {}", exponential(4.0)), slower);
    let rows = vec![row("flow time [s]", 1.0 / (1.0 - load) + first, flow(0))];
    written(STANDBY, "M/M/1, load 0.7, off after 1 s, start of 4 s", long(420e3), SLOW, build, rows)
}
