//! Job shops: many products, each with its own order of the machines, one lot of each; nothing is drawn. Every rule of
//! dispatch has to make a schedule, and exactly one that the rule makes.
//!
//! Source of the instances: ft06 and ft10, Fisher and Thompson 1963; la01, la06 and la16, Lawrence 1984; abz5, Adams, Balas
//! and Zawack 1988; their optima are proven. Two of them stand here; the others are read from a folder beside the
//! repository (or where `JOBSHOPS` says), and left out, in so many words, where there is none.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use surgetwin::experiment::trace;
use surgetwin::spec::Spec;

use crate::little::micros;
use crate::texts::{Shop, seconds, step};
use crate::{outcome, written};

/// Of each job: machine (from 0) and time [s] of each operation, in order.
type Jobs = Vec<Vec<(usize, u64)>>;

/// Six jobs on six machines: machine and time in turn, a line for each job.
const FT06: &str = "
    2 1 0 3 1 6 3 7 5 3 4 6
    1 8 2 5 4 10 5 10 0 10 3 4
    2 5 3 4 5 8 0 9 1 1 4 7
    1 5 0 5 2 5 3 3 4 8 5 9
    2 9 1 3 4 5 5 4 0 3 3 1
    1 3 3 3 5 9 0 10 4 4 2 1";

/// Ten jobs on five machines.
const LA01: &str = "
    1 21 0 53 4 95 3 55 2 34
    0 21 3 52 4 16 2 26 1 71
    3 39 4 98 1 42 2 31 0 12
    1 77 0 55 4 79 2 66 3 77
    0 83 3 34 2 64 1 19 4 37
    1 54 2 43 4 79 0 92 3 62
    3 69 4 77 1 87 2 87 0 93
    2 38 0 60 1 41 3 24 4 83
    3 17 1 49 4 25 0 44 2 98
    4 77 3 79 2 43 1 75 0 96";

/// Jobs by their lines.
fn jobs<'a>(lines: impl Iterator<Item = &'a str>) -> Jobs {
    let job = |line: &str| {
        let numbers: Vec<u64> = line.split_whitespace().map(|word| word.parse().unwrap()).collect();
        numbers.chunks(2).map(|pair| (pair[0] as usize, pair[1])).collect()
    };
    lines.filter(|line| !line.trim().is_empty()).map(job).collect()
}

/// Families of the jobs, and what a change of them takes [s], where the rule goes by families.
const FAMILIES: usize = 3;
const SETUP: u64 = 5;

/// The priority class of a job, 1 being the most urgent.
fn class(job: usize) -> usize {
    1 + job % 3
}

fn family(job: usize) -> usize {
    job % FAMILIES
}

/// When a job is due [s]: its work, and up to three times as much, not in the order of the jobs.
fn due(job: usize, work: u64) -> u64 {
    work * (10 + 3 * (job as u64 * 7 % 11)) / 10
}

/// An operation that waits for its machine [s].
#[derive(Clone, Copy, Debug)]
struct Waiting {
    job: usize,
    came: u64,
    time: u64,
    due: u64,
    /// Work of the job from this operation on.
    ahead: u64,
}

/// A free machine: since when [s], and for which family it is set up.
#[derive(Clone, Copy, Debug)]
struct Free {
    at: u64,
    family: usize,
}

/// A rule of dispatch: how a station's fields say it, and what it ranks first.
struct Rule {
    field: &'static str,
    /// The smallest goes first, equals in the order in which they came; `None` is not taken.
    rank: fn(&Waiting, &Free) -> Option<f64>,
}

impl Rule {
    /// Whether a machine changes over while nothing waits.
    fn goes_round(&self) -> bool {
        self.field.contains("Cyclic")
    }

    fn has_setups(&self) -> bool {
        self.field.contains("Family") || self.goes_round()
    }
}

/// Changes to come to the family of a job, going round.
fn distance(job: usize, from: usize) -> usize {
    (family(job) + FAMILIES - from) % FAMILIES
}

/// All rules of the format, and classes without interruptions.
const RULES: [Rule; 11] = [
    Rule { field: "dispatch: Fifo", rank: |_, _| Some(0.0) },
    Rule { field: "dispatch: Lifo", rank: |waiting, _| Some(-(waiting.came as f64)) },
    Rule { field: "dispatch: EarliestDue", rank: |waiting, _| Some(waiting.due as f64) },
    Rule { field: "dispatch: ShortestOperation", rank: |waiting, _| Some(waiting.time as f64) },
    Rule { field: "dispatch: LongestOperation", rank: |waiting, _| Some(-(waiting.time as f64)) },
    Rule {
        field: "dispatch: CriticalRatio",
        rank: |waiting, free| Some((waiting.due as f64 - free.at as f64) / waiting.ahead as f64),
    },
    Rule {
        field: "dispatch: SameFamily",
        rank: |waiting, free| Some(f64::from(u8::from(family(waiting.job) != free.family))),
    },
    Rule {
        field: "dispatch: StayWithFamily",
        rank: |waiting, free| Some(distance(waiting.job, free.family) as f64),
    },
    Rule {
        field: "dispatch: Cyclic",
        rank: |waiting, free| (family(waiting.job) == free.family).then_some(0.0),
    },
    Rule { field: "classes: First", rank: |waiting, _| Some(class(waiting.job) as f64) },
    Rule {
        field: "dispatch: ShortestOperation, classes: First",
        rank: |waiting, _| Some(1e6 * class(waiting.job) as f64 + waiting.time as f64),
    },
];

/// An operation as the trace tells it [s].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Operation {
    job: usize,
    machine: usize,
    start: u64,
    end: u64,
}

/// The scenario: a product for each job, of which one lot comes at the start.
fn shop(jobs: &Jobs, rule: &Rule) -> Spec {
    let setup = format!(", setup: (time: \"{SETUP}s\", initial: \"f0\")");
    let fields = format!("machines: 1, {}{}", rule.field, if rule.has_setups() { &setup } else { "" });
    let shop = (0..FAMILIES).fold(Shop::default(), |shop, _| shop.family());
    let shop = (0..jobs[0].len()).fold(shop, |shop, _| shop.station(&fields));
    let shop = jobs.iter().enumerate().fold(shop, |shop, (job, operations)| {
        let family = format!("family: \"f{}\"", family(job));
        let steps =
            operations.iter().map(|(on, time)| format!("{}, {family}", step(*on, &seconds(*time as f64))));
        let due = due(job, operations.iter().map(|(_, time)| time).sum());
        let fields = format!("lot: 1, class: {}, due: \"{due}s\"", class(job));
        shop.product_of(&fields, "Arrivals(times: [\"0s\"])", &steps.collect::<Vec<_>>())
    });
    written(&shop.text(&format!("stop_after_lots: {}", jobs.len()), "shop"))
}

/// The whole number that follows some text in a line of the trace.
fn after(line: &str, text: &str) -> Option<usize> {
    let rest = line.split(text).nth(1)?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// All operations in the order of their starts: a machine works from a start to its next start or change of state.
fn operations(spec: &Spec) -> Vec<Operation> {
    let mut begun: BTreeMap<usize, Operation> = BTreeMap::new();
    let mut operations = Vec::new();
    let text = trace(spec, 1).unwrap().collect::<Result<String, _>>().unwrap();
    let whole = |micros: u64| {
        assert_eq!(micros % 1_000_000, 0, "all times are whole seconds");
        micros / 1_000_000
    };
    for line in text.lines() {
        let started = line.contains("operation_started");
        let stops = line.contains("\"state\":") && !line.contains("producing");
        let Some(machine) = after(line, "\"where\":\"s").filter(|_| started || stops) else { continue };
        let at = whole(micros(line) as u64);
        operations.extend(begun.remove(&machine).map(|operation| Operation { end: at, ..operation }));
        if started {
            let job = after(line, "\"product\":\"product").unwrap();
            begun.insert(machine, Operation { job, machine, start: at, end: at });
        }
    }
    assert!(begun.len() <= 1, "at the end only the last operation is under way: {begun:?}");
    let end = whole(outcome(spec, 1).end.0);
    operations.extend(begun.into_values().map(|operation| Operation { end, ..operation }));
    operations.sort_by_key(|operation| (operation.start, operation.machine));
    assert_eq!(
        operations.iter().map(|operation| operation.end).max(),
        Some(end),
        "the run ends with the last"
    );
    operations
}

/// Every job's operations, each for its time, one after the other in their order: as they came to their machines.
#[track_caller]
fn check_jobs(about: &str, jobs: &Jobs, operations: &[Operation]) -> Vec<Vec<Waiting>> {
    let mut at: Vec<Vec<Waiting>> = vec![Vec::new(); jobs[0].len()];
    for (job, wanted) in jobs.iter().enumerate() {
        let own: Vec<&Operation> = operations.iter().filter(|operation| operation.job == job).collect();
        let done: Vec<(usize, u64)> = own.iter().map(|o| (o.machine, o.end - o.start)).collect();
        assert_eq!(done, *wanted, "{about}: job {job}");
        let mut ahead = wanted.iter().map(|(_, time)| time).sum();
        let due = due(job, ahead);
        let mut came = 0;
        for operation in own {
            assert!(came <= operation.start, "{about}: {operation:?} begins before {came}");
            let time = operation.end - operation.start;
            at[operation.machine].push(Waiting { job, came, time, due, ahead });
            ahead -= time;
            came = operation.end;
        }
    }
    at
}

/// What a machine did is what its rule does with those that come: it takes one at a time, the first of those that wait
/// when it is free, and does not idle while one waits.
#[track_caller]
fn check_machine(about: &str, rule: &Rule, done: &[Operation], mut ahead: Vec<Waiting>) {
    let mut free = Free { at: 0, family: 0 };
    for operation in done {
        if !rule.goes_round() {
            free.at = free.at.max(ahead.iter().map(|waiting| waiting.came).min().unwrap());
        }
        let first = loop {
            let here = ahead.iter().filter(|waiting| waiting.came <= free.at);
            let ranked = here.filter_map(|waiting| Some(((rule.rank)(waiting, &free)?, waiting.came)));
            if let Some(first) = ranked.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))) {
                break first;
            }
            free = Free { at: free.at + SETUP, family: (free.family + 1) % FAMILIES };
        };
        let taken = ahead.iter().position(|waiting| waiting.job == operation.job).unwrap();
        let taken = ahead.swap_remove(taken);
        assert!(
            taken.came <= free.at,
            "{about}: {operation:?} is taken at {} and comes at {}",
            free.at,
            taken.came
        );
        assert_eq!(
            (rule.rank)(&taken, &free).map(|rank| (rank, taken.came)),
            Some(first),
            "{about}: {operation:?}"
        );
        let changes = rule.has_setups() && family(taken.job) != free.family;
        assert_eq!(operation.start, free.at + if changes { SETUP } else { 0 }, "{about}: {operation:?}");
        free = Free { at: operation.end, family: family(taken.job) };
    }
    assert!(ahead.is_empty(), "{about}: all have been taken");
}

/// All rules make feasible schedules of their own, none shorter than the optimum.
fn check(name: &str, jobs: &Jobs, optimum: u64) {
    for rule in &RULES {
        let about = format!("{name}, {}", rule.field);
        let operations = operations(&shop(jobs, rule));
        for (machine, waiting) in check_jobs(&about, jobs, &operations).into_iter().enumerate() {
            let done: Vec<Operation> = operations.iter().filter(|o| o.machine == machine).copied().collect();
            check_machine(&about, rule, &done, waiting);
        }
        let makespan = operations.iter().map(|operation| operation.end).max().unwrap();
        assert!(makespan >= optimum, "{about}: {makespan} s is below the optimum");
    }
}

#[test]
fn job_shops_are_scheduled_by_every_rule() {
    check("ft06", &jobs(FT06.lines()), 55);
    check("la01", &jobs(LA01.lines()), 666);
}

/// Where further instances are.
fn folder() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/jobshop");
    std::env::var_os("JOBSHOPS").map_or_else(beside, PathBuf::from)
}

#[test]
fn further_job_shops_are_scheduled_by_every_rule() {
    let folder = folder();
    let Ok(list) = std::fs::read_to_string(folder.join("instances.json")) else {
        // Past the capture of the test harness, so that it is seen.
        std::io::stderr().write_all(b"skipped: further job shops, as there is no folder of them\n").unwrap();
        return;
    };
    let instances: Vec<serde_json::Value> = serde_json::from_str(&list).unwrap();
    for instance in &instances {
        let name = instance["name"].as_str().unwrap();
        let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
        // The first line that is no comment says how many jobs and machines there are.
        let read = jobs(text.lines().filter(|line| !line.starts_with('#')).skip(1));
        match name {
            "ft06" => assert_eq!(read, jobs(FT06.lines()), "as it stands here"),
            "la01" => assert_eq!(read, jobs(LA01.lines()), "as it stands here"),
            _ => check(name, &read, instance["optimum"].as_u64().unwrap()),
        }
    }
    assert!(!instances.is_empty());
}
