//! Plants that differ in one known way: times doubled, a place more.

use proptest::prelude::*;

use crate::{outcome, read, runner};

/// A line of stations: (machines, buffer, seconds per lot).
fn line(stations: &[(u32, u32, u32)], scale: u32, exponential: bool, extra: Option<usize>) -> String {
    let station = |(s, (machines, buffer, _)): (usize, &(u32, u32, u32))| {
        let buffer = buffer + u32::from(extra == Some(s));
        format!("(name: \"s{s}\", machines: {machines}, buffer: {buffer}),")
    };
    let step = |(s, (_, _, seconds)): (usize, &(u32, u32, u32))| {
        let time = format!("\"{}s\"", seconds * scale);
        let time = if exponential { format!("Exponential(mean: {time})") } else { time };
        format!("(step: \"w{s}\", station: \"s{s}\", time: {time}),")
    };
    format!(
        "Scenario(format: 1, name: \"line\", duration: \"{}s\", plants: [Plant(name: \"p\", stations: [{}],
products: [(name: \"a\", lot: 1, supply: Saturated, routing: [{}])])])",
        20_000 * scale,
        stations.iter().enumerate().map(station).collect::<String>(),
        stations.iter().enumerate().map(step).collect::<String>(),
    )
}

fn stations(machines: u32) -> impl Strategy<Value = Vec<(u32, u32, u32)>> {
    prop::collection::vec((1..=machines, 0..=4u32, 1..=30u32), 2..=5)
}

#[test]
fn doubling_all_times_halves_all_rates() {
    runner(32)
        .run(&stations(3), |stations| {
            let [once, twice] =
                [1, 2].map(|scale| outcome(&read(&line(&stations, scale, false, None)), 0, 1));
            assert_eq!(once.lots, twice.lots);
            let [once, twice] = [&once, &twice].map(|o| &o.factories[0]);
            for (a, b) in once.machines.iter().flatten().zip(twice.machines.iter().flatten()) {
                assert_eq!(a.map(|time| 2 * time.0), b.map(|time| time.0));
            }
            let [a, b] = [once, twice].map(|f| f.window.tally.products[0]);
            assert_eq!((2 * a.flow_time.0, 2 * a.lots_time.0), (b.flow_time.0, b.lots_time.0));
            Ok(())
        })
        .unwrap();
}

/// True on every path of a saturated line of single machines with first in, first out (Yamazaki & Sakasegawa 1975).
#[test]
fn a_buffer_place_more_never_makes_less() {
    runner(48)
        .run(&(stations(1), 1..5usize, any::<u64>()), |(stations, at, seed)| {
            let at = 1 + at % (stations.len() - 1);
            let [fewer, more] =
                [None, Some(at)].map(|extra| outcome(&read(&line(&stations, 1, true, extra)), 0, seed).lots);
            assert!(more >= fewer, "{more} lots with a place more at s{at}, {fewer} without");
            Ok(())
        })
        .unwrap();
}
