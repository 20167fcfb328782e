//! Plants in which nothing is drawn: the end comes at the very microsecond.

use surgetwin::outcome::MachineState::Producing;
use surgetwin::units::{Duration, Time};

use crate::texts::{Shop, seconds, step};
use crate::{outcome, shipped, written};

/// When the last of `lots` lots leaves a line of constant times with these rooms between its machines.
fn makespan(times: &[f64], lots: u32, buffer: &str) -> Time {
    let stations = times.iter().enumerate();
    let shop = stations.fold(Shop::default(), |shop, (n, _)| {
        shop.station(&format!("machines: 1{}", if n == 0 { "" } else { buffer }))
    });
    let steps: Vec<String> = times.iter().enumerate().map(|(n, time)| step(n, &seconds(*time))).collect();
    let text = shop.product("Saturated", &steps).text(&format!("stop_after_lots: {lots}"), "line");
    outcome(&written(&text), 1).end
}

/// The sum of the times, and the slowest machine's for each further lot: 2 + 3 + 1 + 9 x 3.
#[test]
fn a_line_of_constant_times_ends_with_its_slowest_machine() {
    let at = |seconds: u64| Time::ZERO.after(Duration(seconds * 1_000_000));
    assert_eq!(makespan(&[2.0, 3.0, 1.0], 10, ""), at(33));
    // Room does not matter, and order neither, where times are constant.
    assert_eq!(makespan(&[2.0, 3.0, 1.0], 10, ", buffer: 0"), at(33));
    assert_eq!(makespan(&[1.0, 2.0, 3.0], 10, ", buffer: 1"), at(33));
    assert_eq!(makespan(&[2.0, 3.0, 1.000_001], 10, ""), at(33).after(Duration(1)));
}

/// Ten weeks of 240 h of people, who lose nothing to the ends of shifts: 144,000 min at 7 min a piece.
#[test]
fn shifts_of_three_two_and_one_work_all_their_hours() {
    let outcome = outcome(&shipped("shifts", &[]), 1);
    let bench = &outcome.factories[0].window.tally.stations[0];
    let minutes = |minutes: u64| Duration(minutes * 60_000_000);
    assert_eq!(bench.state(Producing), minutes(144_000));
    let begun = minutes(144_000).0 - minutes(7 * outcome.lots).0;
    assert!(begun < minutes(3 * 7).0, "{} pieces and three in hand at most", outcome.lots);
}
