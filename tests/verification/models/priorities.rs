//! Who goes first at one machine: priority classes, and rules that look at the operation.

use surgetwin::units::math;

use super::{Fault, Length, Model, Row, long, row, shipped_for, written};
use crate::formulas::{one_machine_wait, second_moment};
use crate::measures::{flow, leaving, lots_of, producing, waited, waiting};
use crate::texts::{Shop, exponential, poisson, seconds, step};

const KIND: &str = "Priorities at one machine";
const CLASSES: (&str, &str) = (KIND, "Cobham 1954; Gross et al. 2008, ch. 3");
const SLOW: Fault = Fault(1.03, "service 3 % slower");

pub(super) fn models() -> Vec<Model> {
    let mut models = two_classes();
    models.extend(beside_urgent_lots());
    models.extend(by_operation());
    models.push(mixed_times());
    models.push(last_step_first());
    models
}

/// Rate of arrivals and mean service of each class of `priorities.ron`, the most urgent first.
const CLASS: [(f64, f64); 2] = [(0.4, 0.5), (0.5, 1.0)];

/// Loads of the classes up to each, and what is left on average of the service that an arrival meets of them.
fn up_to(class: usize) -> (f64, f64) {
    let upper = &CLASS[..class];
    (
        upper.iter().map(|(rate, mean)| rate * mean).sum(),
        upper.iter().map(|(rate, mean)| rate * mean * mean).sum(),
    )
}

fn two_classes() -> Vec<Model> {
    // First: all that is left of any service, over both loads. Interrupting: of those classes alone that are not lower.
    let waits = |n: usize| up_to(2).1 / (1.0 - up_to(n).0) / (1.0 - up_to(n + 1).0) + CLASS[n].1;
    let interrupts = |n: usize| {
        let own = CLASS[n].1 / (1.0 - up_to(n).0);
        own + up_to(n + 1).1 / (1.0 - up_to(n).0) / (1.0 - up_to(n + 1).0)
    };
    let rows = |exact: &dyn Fn(usize) -> f64| -> Vec<Row> {
        let of_class = |n| row(format!("class {}: flow time [s]", n + 1), exact(n), flow(n));
        (0..2).map(of_class).collect()
    };
    let slow = ("factories=[(name: \"clinic\", plant: \"clinic\", time: 1.03)]", SLOW.1);
    let class_runs = Length { seconds: 560e3, control: 0.35 };
    let interrupt = "plants[clinic].stations[machine].classes=PreemptResume";
    let model = |of_it, sets: &[&str], rows| {
        shipped_for(class_runs, CLASSES, ("priorities", of_it), sets, slow, rows)
    };
    vec![model("", &[], rows(&waits)), model(", urgent lots interrupt", &[interrupt], rows(&interrupts))]
}

/// Two visits to one machine, the second of a more urgent class: who has begun is finished, so that the machine serves in the order
/// of arrival, with Erlang times.
fn last_step_first() -> Model {
    let build = |slower: f64| {
        let steps =
            [step(0, &exponential(0.5 * slower)), format!("{}, class: 1", step(0, &exponential(0.5)))];
        Shop::default().station("machines: 1, classes: First").product_of(
            "lot: 1, class: 2",
            &poisson(0.7),
            &steps,
        )
    };
    let wait = one_machine_wait(0.7, 1.0, second_moment(1.0, 0.5));
    let rows = vec![
        row("wait [s]", wait, waiting(0)),
        row("flow time [s]", wait + 1.0, flow(0)),
        row("lots that wait", 0.7, waited(0)),
    ];
    written(
        (KIND, "Gross et al. 2008, ch. 5"),
        "two visits, the second one first",
        long(800e3),
        Fault(1.06, "first visit 6 % slower"),
        build,
        rows,
    )
}

/// Two products share a machine, the first goes before the second, both have times with more spread than the exponential.
fn mixed_times() -> Model {
    const RATES: [f64; 2] = [0.3, 0.25];
    const TIMES: [(f64, f64); 2] = [(1.0, 2.0), (1.2, 3.0)];
    let build = |slower: f64| {
        let shop = Shop::default().station("machines: 1, classes: First");
        RATES.iter().zip(TIMES).enumerate().fold(shop, |shop, (n, (rate, (mean, scv)))| {
            let time = format!("Hyperexponential(mean: \"{}s\", scv: {scv})", mean * slower);
            shop.product_of(&format!("lot: 1, class: {}", n + 1), &poisson(*rate), &[step(0, &time)])
        })
    };
    let load = |classes: usize| (0..classes).map(|n| RATES[n] * TIMES[n].0).sum::<f64>();
    // What an arrival finds left of the service under way, on average.
    let left: f64 = (0..2).map(|n| RATES[n] * second_moment(TIMES[n].0, TIMES[n].1) / 2.0).sum();
    let wait = |n: usize| left / (1.0 - load(n)) / (1.0 - load(n + 1));
    let of_product = |n: usize| {
        let (name, stay) = (format!("product {}", n + 1), wait(n) + TIMES[n].0);
        [
            row(format!("{name}: wait [s]"), wait(n), waiting(n)),
            row(format!("{name}: flow time [s]"), stay, flow(n)),
            row(format!("{name}: lots in process"), RATES[n] * stay, lots_of(n)),
        ]
    };
    let rows = (0..2).flat_map(of_product).collect();
    written(CLASSES, "two products, mixed times", long(1.8e6), SLOW, build, rows)
}

/// Urgent lots come at `RATE` and take `URGENT` on average; whenever there is none, lots of 1 s are worked on.
fn beside_urgent_lots() -> Vec<Model> {
    const RATE: f64 = 0.3;
    const URGENT: f64 = 0.5;
    let build = |classes: &'static str| {
        move |slower: f64| {
            Shop::default()
                .station(&format!("machines: 1, classes: {classes}"))
                .product_of("lot: 1, class: 1", &poisson(RATE), &[step(0, &exponential(URGENT * slower))])
                .product_of("lot: 1, class: 2", "Saturated", &[step(0, &seconds(slower))])
        }
    };
    let busy = URGENT / (1.0 - RATE * URGENT);
    let model = |classes, name: &str, source, rate: f64| {
        let rows =
            vec![row("urgent lots: flow time [s]", busy, flow(0)), row("other lots/s", rate, leaving(1))];
        written((KIND, source), name, Length { seconds: 110e3, control: 0.9 }, SLOW, build(classes), rows)
    };
    // Tries until one of 1 s is not interrupted, each interruption with its busy period.
    let restart = 1.0 / ((math::exp(RATE) - 1.0) * (1.0 / RATE + busy));
    vec![
        model("PreemptResume", "others go on after urgent lots", "share of time left", 1.0 - RATE * URGENT),
        model(
            "PreemptRestart",
            "others begin anew after urgent lots",
            "Gaver 1962 (preemptive repeat)",
            restart,
        ),
    ]
}

/// Shortest and longest operation first at load 0.7: a wait for each length of operation, over the square of what is
/// left by those that go before it.
fn by_operation() -> Vec<Model> {
    const LOAD: f64 = 0.7;
    // Load by operations longer than x.
    let longer = |x: f64| LOAD * math::exp(-x) * (1.0 + x);
    let mean_wait =
        |before: &dyn Fn(f64) -> f64| integral(&|x| LOAD * math::exp(-x) / (1.0 - before(x)).powi(2), 60.0);
    let model = |rule: &str, name: &str, length: f64, wait: f64| {
        let fields = format!("machines: 1, dispatch: {rule}");
        let build = move |slower: f64| {
            Shop::default().station(&fields).product(&poisson(LOAD), &[step(0, &exponential(slower))])
        };
        let rows = vec![row("utilisation", LOAD, producing(0)), row("flow time [s]", wait + 1.0, flow(0))];
        written((KIND, "Phipps 1956"), name, long(length), SLOW, build, rows)
    };
    vec![
        model("ShortestOperation", "shortest operation first", 220e3, mean_wait(&|x| LOAD - longer(x))),
        model("LongestOperation", "longest operation first", 1.2e6, mean_wait(&longer)),
    ]
}

/// Simpson's rule from 0 to `end`.
fn integral(f: &dyn Fn(f64) -> f64, end: f64) -> f64 {
    let n = 6_000;
    let h = end / f64::from(n);
    let weight = |i: i32| {
        if i == 0 || i == n {
            1.0
        } else if i % 2 == 1 {
            4.0
        } else {
            2.0
        }
    };
    (0..=n).map(|i| weight(i) * f(f64::from(i) * h)).sum::<f64>() * h / 3.0
}
