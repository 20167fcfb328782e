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

/// Small plants in which two rules meet: when the last of so many lots leaves, by hand.
#[test]
fn rules_meet_to_the_microsecond() {
    let cases: [(&str, u32, f64, &str); 13] = [
        (
            "a mixed load begins anew after a breakdown",
            2,
            110.0,
            r#"Plant(name: "p",
             stations: [(name: "s", machines: 1, batch: (min: 2, max: 2, mixed: true), breakdowns: [(name: "b", clock: Calendar, time_to_failure: "50s", time_to_repair: "20s", on_failure: Restart)])],
             products: [(name: "a", lot: 1, supply: Arrivals(times: ["20s"]), routing: [(step: "x", station: "s", lot_time: "10s")]),
             (name: "b", lot: 1, supply: Arrivals(times: ["21s"]), routing: [(step: "x", station: "s", lot_time: "40s")])])"#,
        ),
        (
            "a mixed load waits for a shift that is long enough",
            2,
            190.0,
            r#"Plant(name: "p",
             calendars: [(name: "k", period: "200s", on: [("0s","60s"), ("100s","200s")])],
             pools: [(name: "w", headcount: 1, calendar: "k", at_end: NotBegin)],
             stations: [(name: "s", machines: 1, batch: (min: 2, max: 2, mixed: true))],
             products: [(name: "a", lot: 1, supply: Arrivals(times: ["1s"]), routing: [(step: "x", station: "s", lot_time: "10s", crew: [(pool: "w")])]),
             (name: "b", lot: 1, supply: Arrivals(times: ["2s"]), routing: [(step: "x", station: "s", lot_time: "90s", crew: [(pool: "w")])])])"#,
        ),
        (
            "a repair is begun however much of the operation is left",
            1,
            35.0,
            r#"Plant(name: "p",
             calendars: [(name: "c", period: "24s", on: [("8s","16s")])],
             pools: [(name: "w", headcount: 1, calendar: "c", at_end: NotBegin)],
             stations: [(name: "s", machines: 1, breakdowns: [(name: "b", clock: Operating, time_to_failure: "9s", time_to_repair: "1s", crew: [(pool: "w")])])],
             products: [(name: "a", lot: 1, supply: Arrivals(times: ["0s"]), routing: [(step: "x", station: "s", lot_time: "20s")])])"#,
        ),
        (
            "maintenance that fell due during a repair comes before the next lot",
            1,
            117.0,
            r#"Plant(name: "p",
             stations: [(name: "s", machines: 1, breakdowns: [(name: "b", clock: Calendar, time_to_failure: "50s", time_to_repair: "20s")],
             maintenance: [(name: "w", clock: Calendar, every: "60s", duration: "7s")])],
             products: [(name: "a", lot: 1, supply: Arrivals(times: ["65s"]), routing: [(step: "x", station: "s", lot_time: "40s")])])"#,
        ),
        (
            "two plans of operating time that are due together are both done",
            3,
            332.0,
            r#"Plant(name: "p",
             stations: [(name: "s", machines: 1, maintenance: [(name: "w", clock: Operating, every: "100s", duration: "7s"), (name: "v", clock: Operating, every: "100s", duration: "9s")])],
             products: [(name: "a", lot: 1, supply: Saturated, routing: [(step: "x", station: "s", lot_time: "100s")])])"#,
        ),
        (
            "two plans of the calendar that are due together are both done",
            3,
            243.0,
            r#"Plant(name: "p",
             stations: [(name: "s", machines: 1,
             maintenance: [(name: "w", clock: Calendar, every: "60s", duration: "7s"), (name: "v", clock: Calendar, every: "60s", duration: "9s")])],
             products: [(name: "a", lot: 1, supply: Arrivals(times: ["1s","2s","3s"]), routing: [(step: "x", station: "s", lot_time: "70s")])])"#,
        ),
        (
            "an interrupted lot begins anew at the pace of the next machine",
            2,
            21.0,
            r#"Plant(name: "p",
             stations: [(name: "s", machines: 2, speeds: [1,4], preference: Fastest, classes: PreemptRestart)],
             products: [(name: "a", lot: 1, class: 2, supply: Arrivals(times: ["1s","2s"]), routing: [(step: "x", station: "s", lot_time: "40s")]),
             (name: "b", lot: 1, class: 1, supply: Arrivals(times: ["8s"]), routing: [(step: "x", station: "s", lot_time: "200s")])])"#,
        ),
        (
            "an interrupted lot goes on at the pace of the next machine",
            2,
            19.5,
            r#"Plant(name: "p",
             stations: [(name: "s", machines: 2, speeds: [1,4], preference: Fastest, classes: PreemptResume)],
             products: [(name: "a", lot: 1, class: 2, supply: Arrivals(times: ["1s","2s"]), routing: [(step: "x", station: "s", lot_time: "40s")]),
             (name: "b", lot: 1, class: 1, supply: Arrivals(times: ["8s"]), routing: [(step: "x", station: "s", lot_time: "200s")])])"#,
        ),
        (
            "an interrupted lot begins anew with the time of the next station",
            2,
            201.0,
            r#"Plant(name: "p",
             stations: [(name: "s", machines: 1, classes: PreemptRestart), (name: "q", machines: 1, shares_buffer_of: "s")],
             products: [(name: "a", lot: 1, class: 2, supply: Arrivals(times: ["1s","2s"]), routing: [(step: "x", station: "s", lot_time: "100s", or_at: [(station: "q", lot_time: "10s")])]),
             (name: "b", lot: 1, class: 1, supply: Arrivals(times: ["8s"]), routing: [(step: "x", station: "s", lot_time: "200s", or_at: [(station: "q", lot_time: "200s")])])])"#,
        ),
        (
            "a learner begins anew after a breakdown",
            1,
            174.0,
            r#"Plant(name: "p",
             pools: [(name: "w", headcount: 1, learning: (rate: 1, first: 1.6, experience: 0))],
             stations: [(name: "s", machines: 1, breakdowns: [(name: "b", clock: Calendar, time_to_failure: "100s", time_to_repair: "10s", on_failure: Restart)])],
             products: [(name: "a", lot: 1, supply: Arrivals(times: ["60s"]), routing: [(step: "x", station: "s", lot_time: "40s", crew: [(pool: "w")])])])"#,
        ),
        (
            "a learner begins anew after an urgent lot",
            2,
            138.0,
            r#"Plant(name: "p",
             pools: [(name: "w", headcount: 1, learning: (rate: 1, first: 1.6, experience: 0))],
             stations: [(name: "s", machines: 1, classes: PreemptRestart)],
             products: [(name: "a", lot: 1, class: 2, supply: Arrivals(times: ["0s"]), routing: [(step: "x", station: "s", lot_time: "40s", crew: [(pool: "w")])]),
             (name: "b", lot: 1, class: 1, supply: Arrivals(times: ["10s"]), routing: [(step: "x", station: "s", lot_time: "40s", crew: [(pool: "w")])])])"#,
        ),
        (
            "what is left of an interrupted lot counts as its time",
            2,
            51.0,
            r#"Plant(name: "p",
             stations: [(name: "s", machines: 1, dispatch: ShortestOperation, classes: PreemptResume)],
             products: [(name: "a", lot: 1, class: 2, supply: Arrivals(times: ["1s"]), routing: [(step: "x", station: "s", lot_time: "40s")]),
             (name: "c", lot: 1, class: 2, supply: Arrivals(times: ["2s"]), routing: [(step: "x", station: "s", lot_time: "20s")]),
             (name: "b", lot: 1, class: 1, supply: Arrivals(times: ["38s"]), routing: [(step: "x", station: "s", lot_time: "10s")])])"#,
        ),
        (
            "who waits for material lets others by when its hours end",
            1,
            120.0,
            r#"Plant(name: "p",
             calendars: [(name: "k", period: "1000s", on: [("0s","100s")])],
             materials: [(name: "m", initial_stock: 50, reorder: UpTo(point: 0, level: 1000), lead_time: "10000s")],
             stations: [(name: "s", machines: 1, calendar: "k"), (name: "t", machines: 1)],
             products: [(name: "a", lot: 1, supply: Arrivals(times: ["10s"]), routing: [(step: "x", station: "s", lot_time: "40s", materials: [(material: "m", per_unit: 100)])]),
             (name: "b", lot: 1, supply: Arrivals(times: ["20s"]), routing: [(step: "x", station: "t", lot_time: "20s", materials: [(material: "m", per_unit: 10)])])])"#,
        ),
    ];
    let mut off = Vec::new();
    for (what, lots, seconds, plant) in cases {
        let text = format!(
            "Scenario(format: 1, name: \"met\", duration: \"600s\", stop_after_lots: {lots}, replications: 1, plants: [{plant}])"
        );
        let found = outcome(&written(&text), 1).end;
        if found != Time::ZERO.after(Duration::from_secs(seconds)) {
            off.push(format!("{what}: {found:?} instead of {seconds} s"));
        }
    }
    assert!(off.is_empty(), "{off:#?}");
}
