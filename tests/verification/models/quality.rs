//! Inspection and rework.

use super::{Fault, Model, row, seconds, shipped_for, written};
use crate::measures::{
    downgraded_share, escaped_of, escaped_share, false_reject_share, passes, scrapped_share,
};
use crate::texts::Shop;

const KIND: &str = "Inspection and rework";

pub(super) fn models() -> Vec<Model> {
    vec![
        imperfect(),
        sampling(5, 0),
        sampling(8, 1),
        rework(None),
        rework(Some(2)),
        repaired(),
        second_choice(),
        sentenced(),
    ]
}

/// One saturated station of 1 s a unit with these fields of its step.
fn inspected(lot: u32, fields: &str) -> Shop {
    let step = format!("station: \"s0\", time: \"1s\", {fields}");
    Shop::default().station("machines: 1").product_of(&format!("lot: {lot}"), "Saturated", &[step])
}

/// Units get a defect, which is found or not; good ones are rejected too.
fn imperfect() -> Model {
    let (defects, detects, false_alarm) = (0.1, 0.8, 0.03);
    let passed = (1.0 - defects) * (1.0 - false_alarm) + defects * (1.0 - detects);
    let build = move |more: f64| {
        let (found, alarm) = (1.0 - (1.0 - detects) * more, false_alarm * more);
        inspected(
            10,
            &format!("defects: {}, inspect: (detects: {found}, false_alarm: {alarm})", defects * more),
        )
    };
    let rows = vec![
        row("rejected", 1.0 - passed, scrapped_share),
        row("defective of those finished", defects * (1.0 - detects) / passed, escaped_share),
        row("rejected of the good ones", false_alarm, false_reject_share(0.9)),
    ];
    let fault = Fault(1.03, "defects, misses and false alarms 3 % more often");
    written((KIND, "Montgomery 2009, ch. 15"), "an inspection that errs", seconds(4e6), fault, build, rows)
}

/// A sample of `n` of 20; with more than `accept` bad ones all are looked at.
fn sampling(n: u32, accept: u32) -> Model {
    let (size, defects) = (20, 0.05f64);
    let mut weight = (1.0 - defects).powi(n as i32);
    let mut accepted = weight;
    for bad in 1..=accept {
        weight *= f64::from(n - bad + 1) / f64::from(bad) * defects / (1.0 - defects);
        accepted += weight;
    }
    let rest = f64::from(size - n) * defects;
    let found = f64::from(n) * defects + (1.0 - accepted) * rest;
    let build = move |more: f64| {
        inspected(size, &format!("defects: {}, inspect: (sample: {n}, accept: {accept})", defects * more))
    };
    let rows = vec![
        row("rejected", found / f64::from(size), scrapped_share),
        row("defective of those finished", accepted * rest / (f64::from(size) - found), escaped_share),
    ];
    let name = format!("samples of {n} of {size}, at most {accept} bad");
    let fault = Fault(1.1, "10 % more defects");
    written((KIND, "Dodge & Romig 1959"), name, seconds(4e6), fault, build, rows)
}

/// A quarter of the units go through the step again, without end or twice at most.
fn rework(most: Option<u32>) -> Model {
    let again = 0.25f64;
    let (limit, source) = (most.map_or(String::new(), |most| format!(", most: {most}")), "geometric series");
    let build =
        move |more: f64| inspected(10, &format!("rework: (to: \"work0\", share: {}{limit})", again * more));
    let expected: f64 = (0..=most.unwrap_or(60)).map(|pass| again.powi(pass as i32)).sum();
    let mut rows = vec![row("passes of a unit", expected, passes)];
    rows.extend(most.map(|most| row("scrapped", again.powi(most as i32 + 1), scrapped_share)));
    let name = most
        .map_or("rework of a quarter".into(), |most| format!("rework of a quarter, {most} times at most"));
    written((KIND, source), name, seconds(1.1e6), Fault(1.03, "3 % more rework"), build, rows)
}

/// Defects that an inspection finds are repaired and looked at again; a repair does not make defects, the inspection errs
/// again.
fn repaired() -> Model {
    let (defects, detects, false_alarm) = (0.1, 0.8, 0.05);
    let build = move |more: f64| {
        let work = format!("station: \"s0\", time: \"1s\", defects: {}", defects * more);
        let inspect = format!("inspect: (detects: {detects}, false_alarm: {})", false_alarm * more);
        let look = format!("station: \"s1\", time: \"0.2s\", {inspect}, rework: (to: \"work1\")");
        let shop = Shop::default().station("machines: 1").station("machines: 1");
        shop.product_of("lot: 10", "Saturated", &[work, look])
    };
    // A good unit is looked at 1 / (1 - false_alarm) times, a bad one that is found once more than that.
    let found = defects * detects;
    let good = 1.0 / (1.0 - false_alarm);
    let looks = (1.0 - defects) * good + defects * (1.0 - detects) + found * (1.0 + good);
    let rows = vec![
        row("defective of those finished", defects * (1.0 - detects), escaped_share),
        row("looks at a unit", looks, crate::measures::looks),
    ];
    let fault = Fault(1.1, "10 % more defects and false alarms");
    written((KIND, "geometric series"), "found defects are repaired", seconds(1.2e6), fault, build, rows)
}

/// A tenth is mended, and three tenths of that become second choice, with their defects.
fn second_choice() -> Model {
    let rows = vec![row("second choice", 0.03, downgraded_share)];
    let more = ("plants[tailor].products[gown].routing[mend].defects=0.33", "10 % more is mended in vain");
    let source = (KIND, "probabilities of the steps");
    shipped_for(seconds(60e6), source, ("second_choice", ""), &[], more, rows)
}

/// Lots of 20 of which 8 are looked at and more than one is bad become another product as they are.
fn sentenced() -> Model {
    let (size, n, defects) = (20.0, 8, 0.1f64);
    let good = 1.0 - defects;
    let one_bad = f64::from(n) * defects * good.powi(n - 1);
    let accepted = good.powi(n) + one_bad;
    // Of an accepted lot one bad unit at most is found; the rest of it is as bad as all are.
    let bad_in_accepted = accepted * (size - f64::from(n)) * defects + one_bad;
    let bad_in_failed = size * defects - bad_in_accepted;
    let build = move |more: f64| {
        let inspect = format!("defects: {}, inspect: (sample: {n}, accept: 1)", defects * more);
        let rework = "rework: (product: \"product1\", whole_lot: true, keeps_defects: true)";
        inspected(20, &format!("{inspect}, {rework}")).product_of(
            "lot: 20",
            "ByProduct",
            &["station: \"s0\", lot_time: \"0s\"".to_owned()],
        )
    };
    let rows = vec![
        row("of failed lots", 1.0 - accepted, downgraded_share),
        row("defective of these", bad_in_failed / size / (1.0 - accepted), escaped_of(1)),
    ];
    let fault = Fault(1.1, "10 % more defects");
    written(
        (KIND, "Montgomery 2009, ch. 15"),
        "lots sentenced by samples of 8",
        seconds(4e6),
        fault,
        build,
        rows,
    )
}
