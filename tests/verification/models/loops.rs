//! Limits on work in process.

use super::{Fault, Model, row, seconds, written};
use crate::formulas::closed_cycle;
use crate::measures::{flow, lots_at, producing, rate};
use crate::texts::{Shop, exponential, step};

const KIND: &str = "Cards";
const SLOW: Fault = Fault(1.06, "first machine 6 % slower");

pub(super) fn models() -> Vec<Model> {
    let unequal = [1.0, 1.0 / 1.2, 1.0 / 0.8];
    let mut models: Vec<Model> = [1, 3, 10].map(|jobs| conwip(&unequal, jobs)).into();
    models.push(conwip(&[1.0, 0.8, 0.5], 4));
    models.extend([kanban(1, 1), kanban(3, 2)]);
    models
}

/// As many lots as cards, always: a closed cycle.
fn conwip(times: &[f64], cards: u32) -> Model {
    let (exact, jobs) = closed_cycle(times, cards);
    let mut rows = vec![row("lots/s", exact, rate), row("flow time [s]", f64::from(cards) / exact, flow(0))];
    let at = |(n, jobs): (usize, &f64)| row(format!("lots at station {}", n + 1), *jobs, lots_at(n));
    rows.extend(jobs.iter().enumerate().map(at));
    let all = times.iter().map(|time| format!("{time:.3}")).collect::<Vec<_>>().join(", ");
    let times = times.to_vec();
    let build = move |slower: f64| {
        let shop = times.iter().fold(Shop::default().cards(cards), |shop, _| shop.station("machines: 1"));
        let first = |n: usize| if n == 0 { slower } else { 1.0 };
        let work = times.iter().enumerate().map(|(n, time)| step(n, &exponential(time * first(n))));
        shop.product_of("lot: 1, release: \"l0\"", "Saturated", &work.collect::<Vec<_>>())
    };
    let name = format!("{all} s, cards for the whole line: {cards}");
    let source = (KIND, "Reiser & Lavenberg 1980 (mean value analysis)");
    written(source, name, seconds(180e3), SLOW, build, rows)
}

/// Two machines of rates 1 and 0.9 with cards of their own, saturated: the first
/// machine works while fewer lots than all cards are past it.
fn kanban(first: u32, second: u32) -> Model {
    let x: f64 = 1.0 / 0.9;
    let weights: Vec<f64> = (0..=first + second).map(|past| x.powi(past as i32)).collect();
    let total: f64 = weights.iter().sum();
    let throughput = 0.9 * (1.0 - 1.0 / total);
    let at_second: f64 = weights.iter().zip(0..).map(|(w, past)| w * f64::from(u32::min(past, second))).sum();
    let build = move |slower: f64| {
        let cards = |n: usize, mean: f64| format!("{}, card: \"l{n}\"", step(n, &exponential(mean)));
        let shop = Shop::default().cards(first).cards(second).station("machines: 1").station("machines: 1");
        shop.product_of("lot: 1", "Saturated", &[cards(0, slower), cards(1, 1.0 / 0.9)])
    };
    let rows = vec![
        row("lots/s", throughput, rate),
        row("machine 1: working", throughput, producing(0)),
        row("machine 2: working", throughput / 0.9, producing(1)),
        row("lots at machine 2", at_second / total, lots_at(1)),
    ];
    let name = format!("2 machines of rates 1 and 0.9, cards of the first: {first}, of the second: {second}");
    let source = (KIND, "birth and death: Buzacott & Shanthikumar 1993, ch. 4");
    written(source, name, seconds(180e3), SLOW, build, rows)
}
