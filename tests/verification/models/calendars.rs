//! Working hours and chance.

use surgetwin::outcome::MachineState::{Failed, OffShift, Repair};

use super::{Fault, Length, Model, Row, row, seconds, shipped_for, written};
use crate::measures::{flow, lots, present_share, producing, share, up};
use crate::texts::{Shop, breakdowns, step};

const KIND: &str = "Working hours";
/// A day and its shift [s].
const DAY: f64 = 86_400.0;

pub(super) fn models() -> Vec<Model> {
    let mut models = vec![queue_by_day(), absent()];
    models.extend(failing());
    models
}

/// Lots come, and the machine works, from 8 to 16 alone: a queue M/M/1 whose clock stands still at night.
fn queue_by_day() -> Model {
    let load = 0.6;
    let present = load / (1.0 - load);
    let rows = vec![
        row("working", load / 3.0, producing(0)),
        row("lots in process", present, lots),
        row("flow time with nights [s]", present / (load / 60.0 / 3.0), flow(0)),
    ];
    let length = Length { seconds: 9_000.0 * DAY, control: 0.4 };
    let source = (KIND, "M/M/1 on the clock of the shift");
    let slow = ("factories=[(name: \"office\", plant: \"office\", time: 1.03)]", "service 3 % slower");
    shipped_for(length, source, ("opening_hours", ""), &[], slow, rows)
}

/// Ten workers of one shift, 10 % of whom stay away.
fn absent() -> Model {
    let build = |more: f64| {
        let pool = format!("name: \"workers\", headcount: 10, calendar: \"day\", absence: {}", 0.1 * more);
        let step = format!("{}, crew: [(pool: \"workers\")]", step(0, "\"20min\""));
        Shop::default().day_shift().pool(&pool).station("machines: 10").product("Saturated", &[step])
    };
    let rows =
        vec![row("machines working", 0.9 / 3.0, producing(0)), row("workers present", 0.9, present_share)];
    let fault = Fault(1.1, "10 % more absent");
    written(
        (KIND, "mean of a binomial"),
        "a shift with absent workers",
        seconds(900.0 * DAY),
        fault,
        build,
        rows,
    )
}

/// A machine that fails, in a shift: the clocks that stand still at night change what is left of the day.
fn failing() -> Vec<Model> {
    let exact = 100.0 / 108.0;
    let model = |name: &str, clock: &'static str, extra: &'static str, rows: Vec<Row>| {
        let build = move |slower: f64| {
            let failure = breakdowns(clock, 6_000.0, 480.0 * slower, extra);
            Shop::default()
                .day_shift()
                .station(&format!("machines: 1, calendar: \"day\", {failure}"))
                .product("Saturated", &[step(0, "\"240s\"")])
        };
        let fault = Fault(1.3, "repair 30 % slower");
        written((KIND, "Hopp & Spearman 2008, ch. 8"), name, seconds(3_600.0 * DAY), fault, build, rows)
    };
    vec![
        model(
            "failures at work, repair in hours only",
            "Operating",
            "in_hours_only: true",
            vec![
                row("working", exact / 3.0, producing(0)),
                row("down", (1.0 - exact) / 3.0, share(0, &[Failed, Repair])),
            ],
        ),
        model(
            "failures at all hours, repair too",
            "Calendar",
            "",
            vec![
                row("working", exact / 3.0, producing(0)),
                row("up", exact, up(0)),
                row("off shift and up", exact * 2.0 / 3.0, share(0, &[OffShift])),
            ],
        ),
    ]
}
