//! A back-test: what was made on some days, beside what really was.

use maud::{Markup, html};

use super::appendix::source;
use super::{cell, heads, table, with_small};
use crate::experiment::Results;
use crate::outcome::Outcome;
use crate::report::charts::day_month;
use crate::report::figures::number;
use crate::report::findings;
use crate::spec::{Fact, FactKind, FactMeasure, Spec};
use crate::stats::quantile;
use crate::units::{Duration, Time};

/// A good back-test errs by no more than this [share].
const NEAR: f64 = 0.15;
/// And comes no more than this many days early or late.
const FEW_DAYS: i64 = 3;
/// What is written for what has no value.
const NONE: &str = "–";

/// What the simulation says of a known day.
struct Judged<'a> {
    fact: &'a Fact,
    day: usize,
    mean: f64,
    /// 2.5 % and 97.5 % quantiles over replications.
    band: [f64; 2],
    /// Beyond the nearer end of what is known, as a share of it; 0 between the ends.
    error: f64,
    /// From the day to the nearest one on which the simulation makes as much as is known, or as little [days; below 0:
    /// earlier]; `None`: on no day of the run.
    late: Option<i64>,
}

/// The facts that are of one day, with the day's number and their scale.
pub(crate) fn dated_facts(spec: &Spec) -> Vec<(&Fact, usize, f64)> {
    let dated = spec.facts.iter().filter_map(|fact| match fact.measure {
        FactMeasure::OutputOn { day, scale } => Some((fact, (day.0 / Duration::DAY.0) as usize, scale)),
        _ => None,
    });
    dated.collect()
}

/// Good units finished on each day, all factories together.
fn output(spec: &Spec, run: &Outcome, scale: f64) -> Vec<f64> {
    let mut days = vec![0.0; run.end.0.div_ceil(Duration::DAY.0) as usize];
    for (f, factory) in run.factories.iter().enumerate() {
        for (product, leaves) in factory.days.iter().zip(spec.plant_of(f).leaving()) {
            let finished = product.iter().filter(|_| leaves).map(|day| day.finished as f64);
            days.iter_mut().zip(finished).for_each(|(sum, finished)| *sum += scale * finished);
        }
    }
    days
}

fn judged<'a>(spec: &'a Spec, results: &Results) -> Vec<Judged<'a>> {
    let surge = spec.surges.iter().position(|surge| surge.emergency.is_some()).unwrap_or(0);
    let Some(base) = findings::cell(results, surge, 0) else { return Vec::new() };
    let judge = |(fact, day, scale): (&'a Fact, usize, f64)| {
        let runs: Vec<Vec<f64>> = base.outcomes.iter().map(|run| output(spec, run, scale)).collect();
        let mean = |day: usize| runs.iter().map(|run| run[day]).sum::<f64>() / runs.len() as f64;
        let made: Vec<f64> = runs.iter().map(|run| run[day]).collect();
        let at = |share| quantile(&made, share).unwrap_or_default();
        let (low, high): (f64, f64) = (fact.low, fact.high);
        let known = mean(day).clamp(low, high);
        let error = if known == 0.0 { 0.0 } else { mean(day) / known - 1.0 };
        let is_met = |day: &usize| if error < 0.0 { mean(*day) >= low } else { mean(*day) <= high };
        let days = 0..runs.first().map_or(0, Vec::len);
        let late = days.filter(is_met).map(|met| met as i64 - day as i64).min_by_key(|late| late.abs());
        Judged { fact, day, mean: mean(day), band: [at(0.025), at(0.975)], error, late }
    };
    dated_facts(spec).into_iter().map(judge).collect()
}

impl Judged<'_> {
    fn is_near(&self) -> bool {
        self.error.abs() <= NEAR
    }

    fn is_in_time(&self) -> bool {
        self.late.is_some_and(|late| late.abs() <= FEW_DAYS)
    }

    fn is_covered(&self) -> bool {
        self.band[0] <= self.fact.high && self.fact.low <= self.band[1]
    }

    fn row(&self, spec: &Spec) -> Vec<Markup> {
        let known = match (self.fact.low, self.fact.high) {
            (low, high) if high > 1e3 * low.abs() => format!("{} or more", number(low)),
            (low, high) if (high - low).abs() < 1e-9 * high.abs() => number(low),
            (low, high) => format!("{}–{}", number(low), number(high)),
        };
        let late = match self.late {
            None => "on no day".into(),
            Some(0) => "in time".into(),
            Some(days) if days < 0 => format!("{} early", -days),
            Some(days) => format!("{days} late"),
        };
        let error =
            if self.error.abs() < 5e-4 { NONE.into() } else { format!("{:+.0} %", 100.0 * self.error) };
        let [low, high] = self.band.map(number);
        let date = day_month(spec.start.at(Time(self.day as u64 * Duration::DAY.0)));
        vec![
            with_small(&self.fact.name, &format!("{date}; {}", self.fact.unit)),
            cell(known),
            with_small(&number(self.mean), &format!("{low}–{high}")),
            cell(error),
            cell(late),
            cell(if self.is_covered() { "✓" } else { "✗" }),
            cell(match self.fact.kind {
                FactKind::Tuned => "fitted",
                FactKind::Predicted => "test",
            }),
            source(self.fact.source.as_deref()),
        ]
    }
}

/// Each known day beside the simulated one, whatever comes out.
pub(crate) fn back_test(spec: &Spec, results: &Results) -> Markup {
    let all = judged(spec, results);
    if all.is_empty() {
        return html! {};
    }
    let tests: Vec<&Judged<'_>> = all.iter().filter(|own| own.fact.kind == FactKind::Predicted).collect();

    let near = tests.iter().filter(|own| own.is_near()).count();
    let in_time = tests.iter().filter(|own| own.is_in_time()).count();
    let covered = tests.iter().filter(|own| own.is_covered()).count();
    let head = heads(&["Day", "Known", "Simulated", "Error", "Days", "In band", "Inputs were", "Source"]);
    html! {
        @if !tests.is_empty() {
            p { "No input was fitted to " (tests.len()) " of these figures. Of them the simulation meets " (near)
                " within 15 % and " (in_time) " within three days; its bands cover " (covered) "." }
        }
        p { "Simulated is the mean of a day over replications, in small type its 95 % band. The error is counted from the nearer "
            "end of what is known; days tell how far from that day the simulation makes as much." }
        (table("Beside what happened", &head, all.iter().map(|own| own.row(spec)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    /// A day's own figure, half of it, and twice that from a bound that is never reached.
    #[test]
    fn errors_are_counted_from_the_nearer_end() {
        let (mut spec, results) = sample::town();
        let surge = spec.surges.iter().position(|surge| surge.emergency.is_some()).unwrap_or(0);
        let runs = &findings::cell(&results, surge, 0).unwrap().outcomes;
        let day = 100;
        let made = runs.iter().map(|run| output(&spec, run, 10.0)[day]).sum::<f64>() / runs.len() as f64;
        assert!(made > 0.0);
        let measure = FactMeasure::OutputOn { day: Time(day as u64 * Duration::DAY.0), scale: 10.0 };
        let fact = |low: f64, high: f64| Fact { low, high, measure, ..spec.facts[0].clone() };
        spec.facts = vec![fact(0.9 * made, 2.0 * made), fact(0.5 * made, 0.8 * made), fact(1e12, 1e15)];
        let told = judged(&spec, &results);
        assert!(told[0].error.abs() < 1e-12 && told[0].late == Some(0) && told[0].is_near());
        assert!((told[1].error - 0.25).abs() < 1e-9 && !told[1].is_near());
        assert!(told[2].late.is_none() && !told[2].is_covered() && told[2].error < -0.9);
        let text = back_test(&spec, &results).0;
        assert!(text.contains("on no day") && text.contains("+25 %"), "{text}");
    }
}
