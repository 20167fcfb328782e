//! Job shops: many products, each with its own order of the machines, one lot of each; nothing is drawn.
//!
//! Source of the instances: ft06, Fisher and Thompson 1963 (proven optimum 55); la01, Lawrence 1984 (proven optimum 666).

use std::collections::BTreeMap;

use surgetwin::experiment::trace;
use surgetwin::spec::Spec;

use crate::little::{micros, number};
use crate::texts::{Shop, step};
use crate::{outcome, written};

/// Jobs: machine (from 0) and time [s] of each operation, in order.
type Jobs<'a> = &'a [&'a [(usize, u64)]];

/// Six jobs on six machines.
const FT06: Jobs<'_> = &[
    &[(2, 1), (0, 3), (1, 6), (3, 7), (5, 3), (4, 6)],
    &[(1, 8), (2, 5), (4, 10), (5, 10), (0, 10), (3, 4)],
    &[(2, 5), (3, 4), (5, 8), (0, 9), (1, 1), (4, 7)],
    &[(1, 5), (0, 5), (2, 5), (3, 3), (4, 8), (5, 9)],
    &[(2, 9), (1, 3), (4, 5), (5, 4), (0, 3), (3, 1)],
    &[(1, 3), (3, 3), (5, 9), (0, 10), (4, 4), (2, 1)],
];

/// Ten jobs on five machines.
const LA01: Jobs<'_> = &[
    &[(1, 21), (0, 53), (4, 95), (3, 55), (2, 34)],
    &[(0, 21), (3, 52), (4, 16), (2, 26), (1, 71)],
    &[(3, 39), (4, 98), (1, 42), (2, 31), (0, 12)],
    &[(1, 77), (0, 55), (4, 79), (2, 66), (3, 77)],
    &[(0, 83), (3, 34), (2, 64), (1, 19), (4, 37)],
    &[(1, 54), (2, 43), (4, 79), (0, 92), (3, 62)],
    &[(3, 69), (4, 77), (1, 87), (2, 87), (0, 93)],
    &[(2, 38), (0, 60), (1, 41), (3, 24), (4, 83)],
    &[(3, 17), (1, 49), (4, 25), (0, 44), (2, 98)],
    &[(4, 77), (3, 79), (2, 43), (1, 75), (0, 96)],
];

/// A rule of dispatch: how a station's fields say it, and what is least for the operation that it starts.
struct Rule {
    name: &'static str,
    field: &'static str,
    /// By the operation that waits and when it came.
    least: fn(&Operation, u64) -> u64,
}

/// The rules by which waiting lots can be ranked from what a trace tells.
const RULES: [Rule; 5] = [
    Rule { name: "first come, first served", field: "", least: |_, came| came },
    Rule { name: "last come, first served", field: ", dispatch: Lifo", least: |_, came| u64::MAX - came },
    Rule { name: "earliest due", field: ", dispatch: EarliestDue", least: |of, _| due(of.job) },
    Rule {
        name: "shortest operation",
        field: ", dispatch: ShortestOperation",
        least: |of, _| of.end - of.start,
    },
    Rule {
        name: "longest operation",
        field: ", dispatch: LongestOperation",
        least: |of, _| u64::MAX - (of.end - of.start),
    },
];

/// When a job is due [s]: another one each, not in their order.
fn due(job: usize) -> u64 {
    40 + 13 * (job as u64 * 7 % 11)
}

/// An operation as the trace tells it [microseconds].
#[derive(Clone, Copy, Debug)]
struct Operation {
    job: usize,
    machine: usize,
    start: u64,
    end: u64,
}

/// The time of an operation [microseconds]: its seconds, and its job's number in microseconds, by which the trace tells
/// whose operation it is.
fn length(job: usize, seconds: u64) -> u64 {
    seconds * 1_000_000 + job as u64
}

/// The scenario: a product for each job, of which one lot comes at the start and the next much later.
fn shop(jobs: Jobs<'_>, rule: &Rule) -> Spec {
    let mut shop = Shop::default();
    for _ in 0..jobs[0].len() {
        shop = shop.station(&format!("machines: 1{}", rule.field));
    }
    for (job, operations) in jobs.iter().enumerate() {
        let time = |seconds| format!("\"{seconds}.{job:06}s\"");
        let steps: Vec<String> = operations.iter().map(|(on, seconds)| step(*on, &time(seconds))).collect();
        let fields = format!("lot: 1, due: \"{}s\"", due(job));
        shop = shop.product_of(&fields, "Arrivals(first: \"0s\", spacing: \"1000d\")", &steps);
    }
    written(&shop.text(&format!("stop_after_lots: {}", jobs.len()), "shop"))
}

/// All operations in the order of their starts: a machine works from a start to its next start or change of state.
fn operations(spec: &Spec, jobs: usize) -> Vec<Operation> {
    let mut begun: BTreeMap<usize, u64> = BTreeMap::new();
    let mut operations = Vec::new();
    let text = trace(spec, 1).unwrap().collect::<Result<String, _>>().unwrap();
    for line in text.lines() {
        let started = line.contains("operation_started");
        let stops = line.contains("\"state\":") && !line.contains("producing");
        let place = line.split("\"where\":\"s").nth(1).and_then(|rest| rest.chars().next()?.to_digit(10));
        let Some(machine) = place.filter(|_| started || stops) else { continue };
        let (machine, at) = (machine as usize, micros(line) as u64);
        assert!(number(line, "t_s").is_some(), "{line}");
        if let Some(start) = begun.remove(&machine) {
            let job = (at - start) as usize % 1_000_000;
            assert!(job < jobs, "{line}: not the time of an operation");
            operations.push(Operation { job, machine, start, end: at });
        }
        if started {
            begun.insert(machine, at);
        }
    }
    assert!(begun.len() <= 1, "at the end only the last operation is under way: {begun:?}");
    let end = outcome(spec, 1).end.0;
    for (machine, start) in begun {
        operations.push(Operation { job: (end - start) as usize % 1_000_000, machine, start, end });
    }
    operations.sort_by_key(|operation| (operation.start, operation.machine));
    operations
}

/// The schedule is one: every operation once, for its time, after the one before it, alone on its machine; and each
/// start obeys the rule.
#[track_caller]
fn check(name: &str, jobs: Jobs<'_>, optimum: u64) {
    for rule in &RULES {
        let spec = shop(jobs, rule);
        let operations = operations(&spec, jobs.len());
        let of = |job: usize| operations.iter().filter(move |operation| operation.job == job);
        let mut came = BTreeMap::new();
        for (job, wanted) in jobs.iter().enumerate() {
            let done: Vec<(usize, u64)> = of(job).map(|o| (o.machine, o.end - o.start)).collect();
            let wanted: Vec<(usize, u64)> =
                wanted.iter().map(|(on, time)| (*on, length(job, *time))).collect();
            assert_eq!(done, wanted, "{name}, job {job}");
            let mut before = 0;
            for operation in of(job) {
                assert!(before <= operation.start, "{name}, job {job}: {operation:?} begins before {before}");
                came.insert((job, operation.machine), before);
                before = operation.end;
            }
        }
        for machine in 0..jobs[0].len() {
            let on: Vec<&Operation> = operations.iter().filter(|o| o.machine == machine).collect();
            assert!(on.windows(2).all(|pair| pair[0].end <= pair[1].start), "{name}: {on:?}");
            for (n, now) in on.iter().enumerate() {
                let rank = |o: &Operation| (rule.least)(o, came[&(o.job, machine)]);
                let waiting = on[n..].iter().filter(|o| came[&(o.job, machine)] <= now.start);
                assert!(waiting.map(|o| rank(o)).min() == Some(rank(now)), "{name}, {}: {now:?}", rule.name);
            }
        }
        let makespan = operations.iter().map(|operation| operation.end).max().unwrap_or_default();
        assert_eq!(makespan, outcome(&spec, 1).end.0, "{name}: the run ends with the last operation");
        let seconds = makespan / 1_000_000;
        assert!(seconds >= optimum, "{name}, {}: {seconds} s is below the optimum", rule.name);
    }
}

#[test]
fn job_shops_are_scheduled_feasibly() {
    check("ft06", FT06, 55);
    check("la01", LA01, 666);
}
