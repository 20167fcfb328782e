//! Many lots at a time on one machine.

use surgetwin::units::math;

use super::{Fault, Model, Row, long, row, seconds, written};
use crate::chain::stationary;
use crate::measures::{batches, flow, lots, producing, wait};
use crate::texts::{Shop, exponential, poisson};

const KIND: &str = "Loads of lots";
const SLOW: Fault = Fault(1.03, "service 3 % slower");

pub(super) fn models() -> Vec<Model> {
    vec![bulk(3, 3, 1.8), bulk(1, 3, 1.8), bulk(2, 4, 2.4), longest_wait()]
}

/// A machine that takes at least `min` and at most `max` of the waiting lots, whatever their number in 1 s on average.
fn bulk(min: u32, max: u32, arrivals: f64) -> Model {
    // Lots waiting and lots on the machine; more than 200 never wait.
    let begin = move |(waiting, loaded): (u32, u32)| {
        let load = waiting.min(max);
        if loaded == 0 && load >= min { (waiting - load, load) } else { (waiting, loaded) }
    };
    let moves = move |(waiting, loaded): &(u32, u32)| {
        let mut moves = Vec::new();
        if *waiting < 200 {
            moves.push((arrivals, begin((waiting + 1, *loaded))));
        }
        if *loaded > 0 {
            moves.push((1.0, begin((*waiting, 0))));
        }
        moves
    };
    let states = stationary((0, 0), moves);
    let mean = |of: fn(&(u32, u32)) -> u32| states.iter().map(|(s, p)| f64::from(of(s)) * p).sum::<f64>();
    let (present, busy) = (mean(|(w, l)| w + l), mean(|(_, l)| u32::from(*l > 0)));
    let rows: Vec<Row> = vec![
        row("lots in process", present, lots),
        row("flow time [s]", present / arrivals, flow(0)),
        row("utilisation", busy, producing(0)),
    ];
    let build = move |slower: f64| {
        let station = format!("machines: 1, batch: (min: {min}, max: {max})");
        let step = format!("station: \"s0\", lot_time: {}", exponential(slower));
        Shop::default().station(&station).product(&poisson(arrivals), &[step])
    };
    let name = format!("loads of {min} to {max}");
    written(
        (KIND, "Gross et al. 2008, ch. 3 (bulk service); Markov chain"),
        name,
        long(500e3),
        SLOW,
        build,
        rows,
    )
}

/// Loads of three, or of fewer after 1.5 s, on machines enough; a lot a second.
fn longest_wait() -> Model {
    const WAIT: f64 = 1.5;
    // Within the wait of the first: none, or at most one more.
    let none = math::exp(-WAIT);
    let one = none * (1.0 + WAIT);
    let lots_of_load = 1.0 + (1.0 - none) + (1.0 - one);
    // The time that the first waits, and that the second waits with it.
    let waited = (1.0 - none) + 2.0 * (1.0 - one);
    let build = |more: f64| {
        let station = format!("machines: 60, batch: (min: 3, max: 3, longest_wait: \"{WAIT}s\")");
        let step = format!("station: \"s0\", lot_time: {}", exponential(1.0));
        Shop::default().station(&station).product(&poisson(more), &[step])
    };
    let rows = vec![
        row("wait for a load [s]", waited / lots_of_load, wait(0)),
        row("loads/s", 1.0 / lots_of_load, batches(0)),
    ];
    let fault = Fault(1.03, "3 % more lots");
    written(
        (KIND, "renewal of loads"),
        "loads of three, or fewer after 1.5 s",
        seconds(300e3),
        fault,
        build,
        rows,
    )
}
