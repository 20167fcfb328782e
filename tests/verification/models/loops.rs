//! Limits on work in process.

use super::{Fault, Model, Row, row, seconds, shipped_for, written};
use crate::formulas::closed_cycle;
use crate::measures::{flow, lots_at, producing, rate};
use crate::texts::{Shop, exponential, step};

const KIND: &str = "Cards";
const MEAN_VALUES: (&str, &str) = (KIND, "Reiser & Lavenberg 1980 (mean value analysis)");
const SLOW: Fault = Fault(1.06, "first machine 6 % slower");
/// This fault in a shipped file.
const SLOWER: &str = "plants[line].products[lot].routing[work0].time=Exponential(mean: \"1.06s\")";

pub(super) fn models() -> Vec<Model> {
    let unequal = [1.0, 1.0 / 1.2, 1.0 / 0.8];
    let mut models: Vec<Model> = [1, 3, 10].map(|jobs| conwip(&unequal, jobs)).into();
    models.push(shipped_for(
        seconds(180e3),
        MEAN_VALUES,
        ("conwip", ""),
        &[],
        (SLOWER, SLOW.1),
        cycle(&[1.0, 0.8, 0.5], 4),
    ));
    models.extend([kanban(1, 1), kanban(3, 2)]);
    models
}

/// What is known of as many lots as cards, always: a closed cycle.
fn cycle(times: &[f64], cards: u32) -> Vec<Row> {
    let (exact, jobs) = closed_cycle(times, cards);
    let mut rows = vec![row("lots/s", exact, rate), row("flow time [s]", f64::from(cards) / exact, flow(0))];
    let at = |(n, jobs): (usize, &f64)| row(format!("lots at station {}", n + 1), *jobs, lots_at(n));
    rows.extend(jobs.iter().enumerate().map(at));
    rows
}

fn conwip(times: &[f64], cards: u32) -> Model {
    let rows = cycle(times, cards);
    let all = times.iter().map(|time| format!("{time:.3}")).collect::<Vec<_>>().join(", ");
    let times = times.to_vec();
    let build = move |slower: f64| {
        let shop = times.iter().fold(Shop::default().cards(cards), |shop, _| shop.station("machines: 1"));
        let first = |n: usize| if n == 0 { slower } else { 1.0 };
        let work = times.iter().enumerate().map(|(n, time)| step(n, &exponential(time * first(n))));
        shop.product_of("lot: 1, release: \"l0\"", "Saturated", &work.collect::<Vec<_>>())
    };
    let name = format!("{all} s, cards for the whole line: {cards}");
    written(MEAN_VALUES, name, seconds(180e3), SLOW, build, rows)
}

/// Two machines of rates 1 and 0.9 with so many cards of their own: the first works while fewer lots than all cards are
/// past it.
fn kanban(first: u32, second: u32) -> Model {
    let x: f64 = 1.0 / 0.9;
    let weights: Vec<f64> = (0..=first + second).map(|past| x.powi(past as i32)).collect();
    let total: f64 = weights.iter().sum();
    let throughput = 0.9 * (1.0 - 1.0 / total);
    let at_second: f64 = weights.iter().zip(0..).map(|(w, past)| w * f64::from(u32::min(past, second))).sum();
    let rows = vec![
        row("lots/s", throughput, rate),
        row("machine 1: working", throughput, producing(0)),
        row("machine 2: working", throughput / 0.9, producing(1)),
        row("lots at machine 2", at_second / total, lots_at(1)),
    ];
    let source = (KIND, "birth and death: Buzacott & Shanthikumar 1993, ch. 4");
    let cards = |name: &str, cards: u32| format!("plants[line].loops[{name}].cards={cards}");
    let (one, two) = (cards("first", first), cards("second", second));
    let of_it = format!(", cards of the first: {first}, of the second: {second}");
    shipped_for(seconds(180e3), source, ("kanban", &of_it), &[&one, &two], (SLOWER, SLOW.1), rows)
}
