//! Little's law, to the microsecond: what the counters say, recounted from the trace.

use std::collections::BTreeMap;

use surgetwin::experiment::trace;

use crate::{outcome, shipped};

/// A number after `"name":` in a line of the trace.
pub(crate) fn number(line: &str, name: &str) -> Option<f64> {
    let rest = line.split(&format!("\"{name}\":")).nth(1)?;
    rest.split([',', '}']).next()?.parse().ok()
}

/// When the event of a line of the trace happened [microseconds].
pub(crate) fn micros(line: &str) -> i128 {
    (number(line, "t_s").unwrap() * 1e6).round() as i128
}

/// Releases minus starts, and releases minus leavings, integrated over time from the trace of starts and leavings
/// and regular arrivals, are the sums of waits and of flow times that the counters have.
#[test]
fn waits_and_queues_recounted_from_the_trace() {
    let sets = [
        "warm_up=\"0s\"",
        "duration=\"5000s\"",
        "plants[line].products[lot].supply=Arrivals(spacing: \"1.25s\")",
    ];
    let spec = shipped("mm1", &sets.map(str::to_owned));
    let tally = &outcome(&spec, 3).factories[0].window.tally.clone();
    let (mut starts, mut leaves) = (BTreeMap::new(), BTreeMap::new());
    let text = trace(&spec, 3).unwrap().collect::<Result<String, _>>().unwrap();
    for line in text.lines() {
        let lot = number(line, "lot").map(|lot| lot as i128);
        match lot {
            Some(lot) if line.contains("operation_started") => starts.insert(lot, micros(line)),
            Some(lot) if line.contains("lot_left") => leaves.insert(lot, micros(line)),
            _ => None,
        };
    }
    let end = 5_000_000_000;
    let arrivals: Vec<i128> = (1..).map(|k| k * 1_250_000).take_while(|at| *at < end).collect();
    let after = |instants: &BTreeMap<i128, i128>| -> i128 {
        let until = |lot: usize| instants.get(&(lot as i128)).copied().unwrap_or(end);
        arrivals.iter().enumerate().map(|(lot, at)| until(lot) - at).sum()
    };
    let started: i128 = starts.iter().map(|(lot, at)| at - arrivals[*lot as usize]).sum();
    let left: i128 = leaves.iter().map(|(lot, at)| at - arrivals[*lot as usize]).sum();
    let (station, product) = (&tally.stations[0], &tally.products[0]);
    assert_eq!(i128::from(station.starts), starts.len() as i128);
    assert_eq!(i128::from(station.waits.0), started, "waits of started lots");
    assert_eq!(i128::from(station.queue_time.0), after(&starts), "integral of waiting lots");
    assert_eq!(i128::from(product.flow_time.0), left, "flow times of lots that left");
    assert_eq!(i128::from(product.lots_time.0), after(&leaves), "integral of lots in process");
    assert!(starts.len() > 3_900 && leaves.len() > 3_900);
}
