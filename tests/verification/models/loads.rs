//! Many lots at a time on one machine.

use surgetwin::units::math;

use super::{Fault, Model, Row, row, seconds, shipped_for, written};
use crate::chain::stationary;
use crate::measures::{batches, flow, lots, producing, scaled, wait};
use crate::texts::{Shop, exponential, poisson};

const KIND: &str = "Loads of lots";
const SLOW: Fault = Fault(1.03, "service 3 % slower");

pub(super) fn models() -> Vec<Model> {
    vec![bulk(3, 3, 1.8), bulk(1, 3, 1.8), bulk(2, 4, 2.4), steriliser()]
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
        seconds(130e3),
        SLOW,
        build,
        rows,
    )
}

/// Loads of three of a family, or of fewer after an hour and a half, in chambers enough.
fn steriliser() -> Model {
    const RATES: [f64; 2] = [1.0, 0.5];
    // Of a family: its loads in an hour, and what the lots of one wait together.
    let loads = RATES.map(|rate| {
        // Within the wait of the first: none, or at most one more.
        let none = math::exp(-1.5 * rate);
        let one = none * (1.0 + 1.5 * rate);
        let lots = 1.0 + (1.0 - none) + (1.0 - one);
        // The time that the first waits, and that the second waits with it.
        (rate / lots, ((1.0 - none) + 2.0 * (1.0 - one)) / rate)
    });
    let per_hour: f64 = loads.iter().map(|(loads, _)| loads).sum();
    let waited: f64 = loads.iter().map(|(loads, waited)| loads * waited).sum();
    let rows = vec![
        row("wait for a load [h]", waited / RATES.iter().sum::<f64>(), scaled(1.0 / 3_600.0, wait(0))),
        row("loads/h", per_hour, scaled(3_600.0, batches(0))),
    ];
    let more = ("factories=[(name: \"hospital\", plant: \"hospital\", demand: 1.03)]", "3 % more lots");
    shipped_for(seconds(50e3 * 3_600.0), (KIND, "renewal of loads"), ("steriliser", ""), &[], more, rows)
}
