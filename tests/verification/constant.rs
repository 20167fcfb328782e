//! Plants in which nothing is drawn: the end comes at the very microsecond.

use surgetwin::units::{Duration, Time};

use crate::texts::{Shop, seconds, step};
use crate::{outcome, written};

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
