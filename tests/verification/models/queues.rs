//! One station with unlimited room.

use surgetwin::units::math;

use super::{Fault, Length, Model, Row, long, row, seconds, shipped, written};
use crate::formulas::{erlang_wait, one_machine_wait, root, second_moment};
use crate::measures::{flow, flow_quantile, late, lots, lots_in_spot, producing, queue, wait, wait_quantile};
use crate::texts;

const KIND: &str = "One station, unlimited room";
const BASICS: (&str, &str) = (KIND, "Gross et al. 2008, ch. 2");
const GENERAL: (&str, &str) = (KIND, "Gross et al. 2008, ch. 5");
const SLOW: Fault = Fault(1.03, "service 3 % slower");

pub(super) fn models() -> Vec<Model> {
    let mut models = vec![];
    models.extend(files());
    models.extend(poisson_and_exponential());
    models.extend(general_service());
    models.extend(families());
    models.extend(general_arrivals());
    models.push(batches_of_arrivals());
    models.extend([two_exponentials(), late_lots(), quantiles()]);
    models.extend([sharing(0.7, 1), sharing(1.4, 2), jockeying()]);
    models
}

/// Lots that share the speed of a place: they stay on average as in M/M/c, whatever the spread of their times.
fn sharing(arrivals: f64, full: u32) -> Model {
    let build = move |slower: f64| {
        let time = format!("Hyperexponential(mean: \"{slower}s\", scv: 4)");
        texts::Shop::default()
            .place_with(&format!("full_speed: {full}"))
            .product(&texts::poisson(arrivals), &[format!("place: \"p0\", time: {time}")])
    };
    let stay = erlang_wait(arrivals, full) + 1.0;
    let rows =
        vec![row("flow time [s]", stay, flow(0)), row("lots that share", arrivals * stay, lots_in_spot(0))];
    let name = format!("processor sharing, full speed for {full}, load 0.7");
    // With one at full speed a stay scatters more.
    let length = long(2e6 / f64::from(full).powi(2) * 1.1);
    written((KIND, "Kelly 1979, ch. 3 (symmetric queues)"), name, length, SLOW, build, rows)
}

/// Two queues, of which the last goes over to the other one: nobody waits while a machine is free, as in M/M/2.
fn jockeying() -> Model {
    let load = 1.5;
    let build = move |slower: f64| {
        let work = texts::step(0, &texts::exponential(slower));
        let step = format!("{work}, or_at: [(station: \"s1\")], choice: ShortestQueue, jockeys: 2");
        texts::Shop::default()
            .station("machines: 1")
            .station("machines: 1")
            .product(&texts::poisson(load), &[step])
    };
    let rows = vec![row("flow time [s]", erlang_wait(load, 2) + 1.0, flow(0))];
    let source = (KIND, "Haight 1958 (jockeying); Gross et al. 2008, ch. 2");
    written(source, "two queues with jockeying, load 0.75", long(200e3), SLOW, build, rows)
}

/// Utilisation, and wait, queue, flow time, lots in the plant by Little's law from the mean wait.
fn figures(arrivals: f64, machines: u32, service: f64, mean_wait: f64) -> Vec<Row> {
    vec![
        row("utilisation", arrivals * service / f64::from(machines), producing(0)),
        row("wait [s]", mean_wait, wait(0)),
        row("lots in the buffer", arrivals * mean_wait, queue(0)),
        row("flow time [s]", mean_wait + service, flow(0)),
        row("lots in process", arrivals * (mean_wait + service), lots),
    ]
}

/// Waits at high loads are dear to measure; where they are, flow times stand for them.
fn without_waits(rows: Vec<Row>) -> Vec<Row> {
    let cheap = |row: &Row| !matches!(row.quantity.as_str(), "wait [s]" | "lots in the buffer");
    rows.into_iter().filter(cheap).collect()
}

fn files() -> Vec<Model> {
    let slow = ("plants[line].products[lot].routing[work].time=Exponential(mean: \"1.03s\")", SLOW.1);
    vec![
        shipped(BASICS, "mm1", &["duration=\"2000000s\""], slow, figures(0.8, 1, 1.0, 4.0)),
        shipped(BASICS, "mm3", &["duration=\"600000s\""], slow, figures(2.0, 3, 1.0, erlang_wait(2.0, 3))),
    ]
}

fn poisson_and_exponential() -> Vec<Model> {
    let model = |name: &str, arrivals: f64, machines: u32, length: Length, rows: Vec<Row>| {
        let build = move |slower: f64| {
            let (supply, station) = (texts::poisson(arrivals), format!("machines: {machines}"));
            texts::queue(&supply, &station, &texts::exponential(slower))
        };
        written(BASICS, name, length, SLOW, build, rows)
    };
    let all =
        |arrivals: f64, machines: u32| figures(arrivals, machines, 1.0, erlang_wait(arrivals, machines));
    vec![
        model("M/M/1, load 0.5", 0.5, 1, long(900e3), all(0.5, 1)),
        model("M/M/1, load 0.9", 0.9, 1, long(5.5e6), all(0.9, 1)),
        model("M/M/1, load 0.95", 0.95, 1, seconds(400e3), vec![row("utilisation", 0.95, producing(0))]),
        model("M/M/2, load 0.75", 1.5, 2, long(1.2e6), all(1.5, 2)),
        model("M/M/3, load 0.8", 2.4, 3, long(800e3), all(2.4, 3)),
        model("M/M/5, load 0.9", 4.5, 5, long(1e6), without_waits(all(4.5, 5))),
        model(
            "M/M/10, load 0.8",
            8.0,
            10,
            Length { seconds: 30e3, control: 0.8 },
            without_waits(all(8.0, 10)),
        ),
        model("M/M/10, load 0.9", 9.0, 10, long(150e3), without_waits(all(9.0, 10))),
        model("M/M/14, load 0.93", 13.0, 14, long(180e3), without_waits(all(13.0, 14))),
    ]
}

/// One machine whose service is not exponential: mean 1 s or as said, Poisson arrivals.
fn general(
    name: &str,
    arrivals: f64,
    length: Length,
    time: impl Fn(f64) -> String,
    moments: (f64, f64),
) -> Model {
    let (mean, second) = moments;
    let build = |slower: f64| texts::queue(&texts::poisson(arrivals), "machines: 1", &time(slower));
    let rows = figures(arrivals, 1, mean, one_machine_wait(arrivals, mean, second));
    written(GENERAL, name, length, SLOW, build, rows)
}

fn triangular(slower: f64) -> String {
    let [min, mode, max] = [0.8, 1.0, 1.6].map(|time| time * slower);
    format!("Triangular(min: \"{min}s\", mode: \"{mode}s\", max: \"{max}s\")")
}

/// First two moments of the triangular distribution of 0.8, 1 and 1.6.
fn triangular_moments() -> (f64, f64) {
    let (a, m, b) = (0.8, 1.0, 1.6);
    ((a + m + b) / 3.0, (a * a + m * m + b * b + a * m + a * b + m * b) / 6.0)
}

fn lognormal(cv: f64) -> impl Fn(f64) -> String {
    move |slower| format!("LogNormal(mean: \"{slower}s\", sd: \"{}s\")", cv * slower)
}

fn general_service() -> Vec<Model> {
    let constant = |name, arrivals, length| general(name, arrivals, length, texts::seconds, (1.0, 1.0));
    let shaped = |name, arrivals, length| general(name, arrivals, length, triangular, triangular_moments());
    let erlang = |slower: f64| format!("Erlang(mean: \"{slower}s\", shape: 2)");
    let mut dear =
        general("M/G/1, lognormal, cv 2, load 0.9", 0.9, seconds(150e3), lognormal(2.0), (1.0, 5.0));
    // Flow times would take runs a hundred times as long: the square of a time has a relative variance of 600.
    dear.rows.truncate(1);
    let cv = lognormal(1.5);
    let mut scattered = general("M/G/1, lognormal, cv 1.5, load 0.8", 0.8, long(3.5e6), cv, (1.0, 3.25));
    scattered.rows = without_waits(scattered.rows);
    let mut busy = constant("M/D/1, load 0.9", 0.9, long(2.4e6));
    busy.rows = without_waits(busy.rows);
    vec![
        constant("M/D/1, load 0.5", 0.5, long(450e3)),
        constant("M/D/1, load 0.8", 0.8, long(900e3)),
        busy,
        shaped("M/G/1, triangular, load 0.57", 0.5, long(600e3)),
        shaped("M/G/1, triangular, load 0.79", 0.7, long(900e3)),
        general("M/G/1, lognormal, cv 0.5, load 0.8", 0.8, long(900e3), lognormal(0.5), (1.0, 1.25)),
        scattered,
        dear,
        general("M/G/1, Erlang-2, load 0.8", 0.8, long(1.9e6), erlang, (1.0, 1.5)),
    ]
}

/// Every further family of times once, at load 0.6: the wait depends on both moments of what is drawn.
fn families() -> Vec<Model> {
    let general = |name, time: fn(f64) -> String, scv: f64| {
        let mut model = general(name, 0.6, long(650e3 * (1.0 + scv)), time, (1.0, second_moment(1.0, scv)));
        model.rows.truncate(2);
        model
    };
    let uniform = |slower: f64| format!("Uniform(min: \"{}s\", max: \"{}s\")", 0.5 * slower, 1.5 * slower);
    // A beta of 1 + 4 (mode - min) / range = 3 twice over [0, 2]: variance 4 x 9 / (36 x 7).
    let pert = |slower: f64| format!("Pert(min: \"0s\", mode: \"{slower}s\", max: \"{}s\")", 2.0 * slower);
    let gamma = |slower: f64| format!("Gamma(mean: \"{slower}s\", shape: 0.5)");
    let balanced = |slower: f64| format!("Hyperexponential(mean: \"{slower}s\", scv: 4)");
    // Mean 0.9 x 0.5 + 0.1 x 5.5, second moment twice 0.9 x 0.25 + 0.1 x 30.25.
    let mixed = |slower: f64| {
        let (short, long) = (0.5 * slower, 5.5 * slower);
        format!("Hyperexponential(weights: [9, 1], means: [\"{short}s\", \"{long}s\"])")
    };
    // Of shape 2: mean scale x sqrt(pi) / 2, second moment scale squared.
    let scale = 2.0 / std::f64::consts::PI.sqrt();
    let weibull = |slower: f64| {
        format!("Weibull(scale: \"{}s\", shape: 2)", slower * 2.0 / std::f64::consts::PI.sqrt())
    };
    // Mean 0.9 x 0.5 + 0.1 x 5.5, second moment 0.9 x 0.25 + 0.1 x 30.25.
    let two_points = |slower: f64| {
        let (short, long) = (0.5 * slower, 5.5 * slower);
        format!("Empirical(values: [\"{short}s\", \"{long}s\"], weights: [9, 1])")
    };
    vec![
        general("M/G/1, uniform, load 0.6", uniform, 1.0 / 12.0),
        general("M/G/1, PERT, load 0.6", pert, 1.0 / 7.0),
        general("M/G/1, gamma of shape 0.5, load 0.6", gamma, 2.0),
        general("M/G/1, Weibull of shape 2, load 0.6", weibull, scale * scale - 1.0),
        general("M/G/1, two times, load 0.6", two_points, 2.25),
        general("M/G/1, hyperexponential, cv² 4, load 0.6", balanced, 4.0),
        general("M/G/1, hyperexponential by its means, load 0.6", mixed, 5.5),
    ]
}

/// Exponential service of 1 s, other arrivals: an arrival finds a geometric number of lots, of which `sigma` is the
/// ratio.
fn general_arrivals() -> Vec<Model> {
    let model = |name: &str, spacing: &str, load: f64, length: f64, sigma: f64| {
        let build = |slower: f64| {
            let supply = format!("Arrivals(spacing: {spacing})");
            texts::queue(&supply, "machines: 1", &texts::exponential(slower))
        };
        written(GENERAL, name, long(length), SLOW, build, figures(load, 1, 1.0, sigma / (1.0 - sigma)))
    };
    let regular = root(|s| math::exp(-1.25 * (1.0 - s)));
    let even = root(|s| 0.3 * (1.0 - math::exp(-(1.0 - s) / 0.3)) / (1.0 - s));
    let erlang = root(|s| 1.0 / (1.0 + (1.0 - s) / 1.2).powi(2));
    let even_times = format!("Uniform(min: \"0s\", max: \"{}s\")", 2.0 / 0.6);
    let erlang_times = format!("Erlang(mean: \"{}s\", shape: 2)", 1.0 / 0.6);
    vec![
        model("D/M/1, load 0.8", "\"1.25s\"", 0.8, 1.8e6, regular),
        model("U/M/1, load 0.6", &even_times, 0.6, 600e3, even),
        model("E2/M/1, load 0.6", &erlang_times, 0.6, 600e3, erlang),
    ]
}

/// Two or four lots arrive together: M^X/M/1.
fn batches_of_arrivals() -> Model {
    let build = |slower: f64| {
        let supply = "Arrivals(rate: \"0.2/s\", lots: Empirical(values: [2, 4]))".to_owned();
        texts::queue(&supply, "machines: 1", &texts::exponential(slower))
    };
    // E[X^2] / E[X] = 10 / 3.
    let in_process = 0.6 * (1.0 + 10.0 / 3.0) / (2.0 * (1.0 - 0.6));
    let rows =
        vec![row("lots in process", in_process, lots), row("flow time [s]", in_process / 0.6, flow(0))];
    written((KIND, "Gross et al. 2008, ch. 3"), "lots in twos and fours", long(2e6), SLOW, build, rows)
}

/// Short lots and long lots, in the order of their arrival: H2 service with a squared coefficient of variation of 2.
fn two_exponentials() -> Model {
    let load = 0.8;
    let short = (1.0 + (1.0f64 / 3.0).sqrt()) / 2.0;
    let build = move |slower: f64| {
        let of =
            |p: f64| (texts::poisson(load * p), [texts::step(0, &texts::exponential(slower / (2.0 * p)))]);
        let ((few, long_step), (many, short_step)) = (of(1.0 - short), of(short));
        texts::Shop::default().station("machines: 1").product(&few, &long_step).product(&many, &short_step)
    };
    let rows = vec![
        row("utilisation", load, producing(0)),
        row("wait [s]", one_machine_wait(load, 1.0, second_moment(1.0, 2.0)), wait(0)),
    ];
    written(GENERAL, "M/G/1, two exponentials, cv² 2, load 0.8", long(2e6), SLOW, build, rows)
}

/// Lots that are due at the 90 % quantile of the flow time, which is exponential.
fn late_lots() -> Model {
    let load = 0.5;
    let due = math::ln(10.0) / (1.0 - load);
    let build = move |slower: f64| {
        let fields = format!("lot: 1, due: \"{due:.6}s\"");
        let step = [texts::step(0, &texts::exponential(slower))];
        texts::Shop::default().station("machines: 1").product_of(&fields, &texts::poisson(load), &step)
    };
    written(
        BASICS,
        "M/M/1, load 0.5, due after 4.605 s",
        long(1.5e6),
        SLOW,
        build,
        vec![row("late", 0.1, late())],
    )
}

/// The flow time is exponential: half of the lots take less than ln 2 of its mean, 90 % less than ln 10.
fn quantiles() -> Model {
    let load = 0.7;
    let build = |slower: f64| texts::queue(&texts::poisson(0.7), "machines: 1", &texts::exponential(slower));
    let of_share = |p: f64| {
        let exact = -math::ln(1.0 - p) / (1.0 - load);
        row(format!("flow time, {} %", 100.0 * p), exact, flow_quantile(0, p))
    };
    // Who has to wait, a share of the load, waits as long as lots stay.
    let of_wait = |p: f64| {
        let exact = math::ln(load / (1.0 - p)) / (1.0 - load);
        row(format!("wait, {} %", 100.0 * p), exact, wait_quantile(0, p))
    };
    let mut rows = Vec::from([0.5, 0.9, 0.95, 0.99].map(of_share));
    rows.extend([0.5, 0.9, 0.95, 0.99].map(of_wait));
    written(BASICS, "M/M/1, load 0.7, quantiles", long(2.5e6), SLOW, build, rows)
}
