//! Saturated serial lines with buffers, blocking after service.

use surgetwin::outcome::MachineState::{Blocked, Failed, Repair, Starved};

use super::{Fault, Length, Model, Row, row, seconds, shipped, shipped_for, written};
use crate::chain::{Figures, solve};
use crate::measures::{lots, producing, rate, share};
use crate::texts::{Machine, line};

const RELIABLE: &str = "Serial lines";
const FAILING: &str = "Serial lines with breakdowns";
const SLOW: Fault = Fault(1.06, "first machine 6 % slower");
/// This fault in a shipped file.
const SLOWER: (&str, &str) =
    ("plants[line].products[lot].routing[work0].time=Exponential(mean: \"1.06s\")", SLOW.1);

pub(super) fn models() -> Vec<Model> {
    let mut models = closed_forms();
    models.extend(published().into_iter().chain(others()).map(|line| line.model()));
    models.push(with_breakdowns());
    models
}

/// What is known without solving a chain.
fn closed_forms() -> Vec<Model> {
    let hunt = (RELIABLE, "Hunt 1956");
    let rate = |exact: f64| vec![row("lots/s", exact, rate)];
    let x: f64 = 1.0 / 1.25;
    let unequal = move |slower: f64| line(&machines(&[1.0 / slower, 1.25], None), &[2]);
    let pair = |places: u32| {
        let build = move |slower: f64| line(&machines(&[1.0 / slower, 1.0], None), &[places]);
        let name = format!("2 machines, buffer of {places}");
        written(hunt, name, seconds(200e3), SLOW, build, rate(f64::from(places + 2) / f64::from(places + 3)))
    };
    vec![
        shipped(hunt, "blocking_2", &["duration=\"200000s\""], SLOWER, rate(2.0 / 3.0)),
        shipped(hunt, "blocking_3", &["duration=\"200000s\""], SLOWER, rate(22.0 / 39.0)),
        pair(5),
        pair(10),
        written(
            hunt,
            "2 machines of rates 1 and 1.25, buffer of 2",
            seconds(200e3),
            SLOW,
            unequal,
            rate((1.0 - x.powi(4)) / (1.0 - x.powi(5))),
        ),
    ]
}

fn machines(rates: &[f64], failures: Option<&[(f64, f64)]>) -> Vec<Machine> {
    let failure = |n: usize| failures.map(|failures| failures[n]);
    rates.iter().enumerate().map(|(n, rate)| Machine { rate: *rate, failure: failure(n) }).collect()
}

/// A line whose chain is solved.
struct Line {
    name: String,
    source: &'static str,
    machines: Vec<Machine>,
    buffers: Vec<u32>,
}

impl Line {
    fn new(rates: &[f64], buffers: &[u32], failures: Option<&[(f64, f64)]>) -> Line {
        let all = |list: &[f64]| list.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
        let places: Vec<f64> = buffers.iter().map(|places| f64::from(*places)).collect();
        let mut name = format!("rates {}, buffers {}", all(rates), all(&places));
        if let Some(failures) = failures {
            let (fails, repairs): (Vec<f64>, Vec<f64>) = failures.iter().copied().unzip();
            name = format!("{name}, failures {}, repairs {}", all(&fails), all(&repairs));
        }
        Line { name, source: "Markov chain", machines: machines(rates, failures), buffers: buffers.into() }
    }

    fn figures(&self) -> Figures {
        solve(&self.machines, &self.buffers)
    }

    fn model(self) -> Model {
        let failing = self.machines[0].failure.is_some();
        let rows = self.rows(failing);
        let places = f64::from(self.buffers.iter().sum::<u32>());
        let (machines, buffers) = (self.machines, self.buffers);
        let build = move |slower: f64| {
            let mut machines = machines.clone();
            machines[0].rate /= slower;
            line(&machines, &buffers)
        };
        // Long enough for the rarest state: between large buffers machines seldom starve or block.
        let (kind, length) = if failing { (FAILING, 1e6) } else { (RELIABLE, 200e3 + 80e3 * places) };
        written((kind, self.source), self.name, Length { seconds: length, control: 0.4 }, SLOW, build, rows)
    }

    /// Throughput, work in process, and each machine's shares of time, but those that are nought.
    fn rows(&self, failing: bool) -> Vec<Row> {
        let figures = self.figures();
        let mut rows =
            vec![row("lots/s", figures.throughput, rate), row("lots in process", figures.wip, lots)];
        let last = self.machines.len() - 1;
        for n in 0..=last {
            rows.push(row(format!("machine {}: working", n + 1), figures.working[n], producing(n)));
            if n < last {
                rows.push(row(
                    format!("machine {}: blocked", n + 1),
                    figures.blocked[n],
                    share(n, &[Blocked]),
                ));
            }
            if n > 0 {
                rows.push(row(
                    format!("machine {}: starved", n + 1),
                    figures.starved[n],
                    share(n, &[Starved]),
                ));
            }
            // Rarer failures would take longer runs; the machine's share of work says the same.
            if failing && self.machines[n].failure.is_some_and(|(fails, _)| fails > 0.01) {
                let down = share(n, &[Failed, Repair]);
                rows.push(row(format!("machine {}: down", n + 1), figures.down[n], down));
            }
        }
        rows
    }
}

/// The lines of `serial_lines.csv`; the chain must give its figures.
fn published() -> Vec<Line> {
    let text = include_str!("../serial_lines.csv");
    let lines = text.lines().filter(|line| !line.starts_with(['#', 'i']));
    lines.map(|line| read(&line.split(',').collect::<Vec<_>>())).collect()
}

#[track_caller]
fn read(cells: &[&str]) -> Line {
    let numbers = |cell: &str| -> Vec<f64> { cell.split(' ').filter_map(|word| word.parse().ok()).collect() };
    let [id, rates, buffers, fails, repairs, throughput, wip] = cells else { panic!("{cells:?}") };
    let buffers: Vec<u32> = numbers(buffers).iter().map(|places| *places as u32).collect();
    let failures: Vec<(f64, f64)> = numbers(fails).into_iter().zip(numbers(repairs)).collect();
    let failures = (!failures.is_empty()).then_some(failures.as_slice());
    let line = Line::new(&numbers(rates), &buffers, failures);
    let figures = line.figures();
    assert!((figures.throughput - numbers(throughput)[0]).abs() < 1e-6, "{id}: {figures:?}");
    assert!((figures.wip - numbers(wip)[0]).abs() < 1e-4, "{id}: {figures:?}");
    line
}

/// Lines beyond the published ones: five machines, all rates different, slow repairs.
fn others() -> Vec<Line> {
    let slow: &[(f64, f64)] = &[(0.01, 0.1), (0.01, 0.1)];
    vec![
        Line::new(&[1.0; 5], &[0; 4], None),
        Line::new(&[1.0, 1.2, 0.8], &[2, 1], None),
        Line::new(&[1.0, 1.25, 0.9], &[1, 2], None),
        Line::new(&[1.0, 1.0], &[0], Some(slow)),
        Line::new(&[1.0, 1.0], &[2], Some(slow)),
        Line::new(&[1.0, 1.0], &[5], Some(slow)),
    ]
}

/// Two unlike machines that fail.
fn with_breakdowns() -> Model {
    let line = Line::new(&[1.0, 1.2], &[2], Some(&[(0.02, 0.2), (0.05, 0.25)]));
    let length = Length { seconds: 1e6, control: 0.4 };
    shipped_for(length, (FAILING, line.source), ("line_breakdowns", ""), &[], SLOWER, line.rows(true))
}
