//! A back-test: what was made on some days, beside what really was.

use maud::{Markup, html};

use super::appendix::source;
use super::{cell, heads, table, table_with_text, with_small};
use crate::experiment::Results;
use crate::outcome::Outcome;
use crate::report::charts::day_month;
use crate::report::figures::{UNDEFINED, change, number, sentence};
use crate::report::findings;
use crate::spec::{Fact, FactKind, FactMeasure, InputChange, Spec};
use crate::stats::{self, quantile};
use crate::units::Duration;

/// A good back-test errs by no more than this [share].
const NEAR: f64 = 0.15;
/// And comes no more than this many days early or late.
const FEW_DAYS: i64 = 3;
/// A known day, and what the simulation says of it; `None` where every run ends before.
struct Judged<'a> {
    fact: &'a Fact,
    day: usize,
    told: Option<Told>,
}

/// What the simulation says of a day.
struct Told {
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

fn judged<'a>(spec: &'a Spec, results: &Results) -> Vec<Judged<'a>> {
    let Some(base) = findings::cell(results, findings::main_surge(spec), 0) else { return Vec::new() };
    let finished = |run: &Outcome| findings::daily(spec, run, None, |day| day.finished);
    let runs: Vec<Vec<f64>> = base.outcomes.iter().map(finished).collect();
    let judge = |(fact, day, scale)| Judged { fact, day, told: told(&runs, fact, day, scale) };
    dated_facts(spec).into_iter().map(judge).collect()
}

/// What runs say of a day, from the good units that each finished day by day.
fn told(runs: &[Vec<f64>], fact: &Fact, day: usize, scale: f64) -> Option<Told> {
    // A run that has ended before a day says nothing of it.
    let made = |day: usize| -> Vec<f64> {
        runs.iter().filter_map(|run| run.get(day)).map(|units| scale * units).collect()
    };
    let on_day = made(day);
    let mean = stats::mean(&on_day)?;
    let at = |share| quantile(&on_day, share).unwrap_or_default();
    let (low, high): (f64, f64) = (fact.low, fact.high);
    let known = mean.clamp(low, high);
    let error = if known == 0.0 { 0.0 } else { mean / known - 1.0 };
    let is_met = |day: &usize| {
        stats::mean(&made(*day)).is_some_and(|mean| if error < 0.0 { mean >= low } else { mean <= high })
    };
    let days = 0..runs.iter().map(Vec::len).max().unwrap_or_default();
    let late = days.filter(is_met).map(|met| met as i64 - day as i64).min_by_key(|late| late.abs());
    Some(Told { mean, band: [at(0.025), at(0.975)], error, late })
}

impl Told {
    fn is_near(&self) -> bool {
        self.error.abs() <= NEAR
    }

    fn is_in_time(&self) -> bool {
        self.late.is_some_and(|late| late.abs() <= FEW_DAYS)
    }

    fn covers(&self, fact: &Fact) -> bool {
        self.band[0] <= fact.high && fact.low <= self.band[1]
    }

    fn error_words(&self) -> String {
        if self.error.abs() < 5e-4 { UNDEFINED.into() } else { change(self.error) }
    }

    fn late_words(&self) -> String {
        match self.late {
            None => "on no day".into(),
            Some(0) => "in time".into(),
            Some(days) if days < 0 => format!("{} early", -days),
            Some(days) => format!("{days} late"),
        }
    }
}

impl Judged<'_> {
    fn row(&self, spec: &Spec) -> Vec<Markup> {
        let known = known(self.fact);
        let undefined = || UNDEFINED.to_owned();
        let (simulated, error, late, covered) = match &self.told {
            None => (cell(UNDEFINED), undefined(), undefined(), UNDEFINED),
            Some(told) => {
                let [low, high] = told.band.map(number);
                let covered = if told.covers(self.fact) { "✓" } else { "✗" };
                let simulated = with_small(&number(told.mean), &format!("{low}–{high}"));
                (simulated, told.error_words(), told.late_words(), covered)
            }
        };
        let date = day_month(findings::date_of(spec, self.day));
        vec![
            with_small(&self.fact.name, &format!("{date}; {}", self.fact.unit)),
            cell(known),
            simulated,
            cell(error),
            cell(late),
            cell(covered),
            cell(match self.fact.kind {
                FactKind::Tuned => "fitted",
                FactKind::Predicted => "test",
            }),
            source(self.fact.source.as_deref()),
        ]
    }
}

/// What is known: "8,000,000", "100–120", "20,000 or more".
fn known(fact: &Fact) -> String {
    match (fact.low, fact.high) {
        (low, high) if high > 1e3 * low.abs() => format!("{} or more", number(low)),
        (low, high) if (high - low).abs() < 1e-9 * high.abs() => number(low),
        (low, high) => format!("{}–{}", number(low), number(high)),
    }
}

/// Known days in a sentence, what was simulated beside what was: those that no input was fitted to, where there are
/// any, the first and the last of more than three. `None` where no day is known.
pub(crate) fn foreseen(spec: &Spec, results: &Results) -> Option<String> {
    let mut days = judged(spec, results);
    days.retain(|own| own.told.is_some());
    let is_test = |own: &Judged<'_>| own.fact.kind == FactKind::Predicted;
    let tested = days.iter().any(is_test);
    days.retain(|own| is_test(own) || !tested);
    days.sort_by_key(|own| own.day);
    let met = days.iter().filter(|own| own.told.as_ref().is_some_and(Told::is_near)).count();
    let words = |own: &Judged<'_>| {
        let told = own.told.as_ref()?;
        let date = day_month(findings::date_of(spec, own.day));
        let [low, high] = told.band.map(number);
        Some(format!("{} on {date} (95 % band {low}–{high}; known: {})", number(told.mean), known(own.fact)))
    };
    let shown: Vec<&Judged<'_>> = match &days[..] {
        [first, _, _, .., last] => vec![first, last],
        few => few.iter().collect(),
    };
    let shown: Vec<String> = shown.into_iter().filter_map(words).collect();
    Some(format!(
        "{} a day, as simulated: {}; {met} of {} known days{} {} met within 15 %.",
        sentence(days.first()?.fact.unit.trim()),
        shown.join(", "),
        days.len(),
        if tested { ", to which no input was fitted," } else { "" },
        if met == 1 { "is" } else { "are" }
    ))
}

/// Each known day beside the simulated one, whatever comes out.
pub(crate) fn back_test(spec: &Spec, results: &Results) -> Markup {
    let all = judged(spec, results);
    if all.is_empty() {
        return html! {};
    }
    let tests: Vec<&Judged<'_>> = all.iter().filter(|own| own.fact.kind == FactKind::Predicted).collect();
    let many = |is: fn(&Told, &Fact) -> bool| {
        tests.iter().filter(|own| own.told.as_ref().is_some_and(|told| is(told, own.fact))).count()
    };
    let near = many(|told, _| told.is_near());
    let in_time = many(|told, _| told.is_in_time());
    let covered = many(Told::covers);
    let head = heads(&["Day", "Known", "Simulated", "Error", "Days", "In band", "Inputs were", "Source"]);
    html! {
        @if !tests.is_empty() {
            p { "No input was fitted to " (tests.len()) " of these figures. Of them the simulation meets " (near)
                " within 15 % and " (in_time) " within three days; its bands cover " (covered) "." }
        }
        p { "Simulated is the mean of a day over replications, in small type its 95 % band. The error is counted from the nearer "
            "end of what is known; days tell how far from that day the simulation makes as much." }
        (table("Beside what happened", &head, all.iter().map(|own| own.row(spec)).collect()))
        (changes(spec))
    }
}

/// What was changed of the inputs since the first comparison.
fn changes(spec: &Spec) -> Markup {
    let Some(changes) = &spec.input_changes else {
        return html! {
            p { "The scenario does not say whether inputs were changed since results were first set beside these figures "
                "(" code { "input_changes" } ")." }
        };
    };
    if changes.is_empty() {
        return html! {
            p { "Inputs that were changed since results were first set beside these figures: none." }
        };
    }
    let row = |own: &InputChange| vec![cell(own.on.to_string()), cell(&own.what), cell(&own.reason)];
    let heads = heads(&["Changed on", "Input", "Reason"]);
    html! {
        p { "Inputs that were changed since results were first set beside these figures:" }
        (table_with_text("Changed inputs", &heads, changes.iter().map(row).collect(), 3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use crate::units::Time;

    /// A day's own figure, half of it, and twice that from a bound that is never reached.
    #[test]
    fn errors_are_counted_from_the_nearer_end() {
        let (mut spec, results) = sample::town();
        let runs = &findings::cell(&results, findings::main_surge(&spec), 0).unwrap().outcomes;
        let day = 100;
        let finished = |run: &Outcome| -> u64 {
            let factories = run.factories.iter().enumerate();
            let leaving = factories.flat_map(|(f, own)| own.days.iter().zip(spec.plant_of(f).leaving()));
            leaving.filter(|(_, leaves)| *leaves).map(|(days, _)| days[day].finished).sum()
        };
        let made = 10.0 * runs.iter().map(finished).sum::<u64>() as f64 / runs.len() as f64;
        assert!(made > 0.0);
        let measure = FactMeasure::OutputOn { day: Time(day as u64 * Duration::DAY.0), scale: 10.0 };
        let fact = |low: f64, high: f64| Fact { low, high, measure, ..spec.facts[0].clone() };
        spec.facts = vec![fact(0.9 * made, 2.0 * made), fact(0.5 * made, 0.8 * made), fact(1e12, 1e15)];
        let told = judged(&spec, &results);
        let own: Vec<&Told> = told.iter().flat_map(|judged| &judged.told).collect();
        assert!(own[0].error.abs() < 1e-12 && own[0].late == Some(0) && own[0].is_near());
        assert!((own[1].error - 0.25).abs() < 1e-9 && !own[1].is_near());
        assert!(own[2].late.is_none() && !own[2].covers(told[2].fact) && own[2].error < -0.9);
        let text = back_test(&spec, &results).0;
        assert!(text.contains("on no day") && text.contains("+25 %"), "{text}");
        // Later changes of inputs are listed, that there are none is said, and that nothing is said, too.
        assert!(text.contains("does not say whether inputs were changed"), "{text}");
        spec.input_changes = Some(Vec::new());
        assert!(back_test(&spec, &results).0.contains("beside these figures: none."));
        let on = crate::units::Date::new(2026, 3, 1).unwrap();
        let (what, reason) = ("lines: 15, not 12".to_owned(), "a slip".to_owned());
        spec.input_changes = Some(vec![InputChange { on, what, reason }]);
        let text = back_test(&spec, &results).0;
        assert!(["2026-03-01", "lines: 15, not 12", "a slip"].iter().all(|own| text.contains(own)), "{text}");
        let said = foreseen(&spec, &results).unwrap();
        assert!(said.contains(" a day, as simulated: ") && said.contains("; 1 of 3 known days"), "{said}");
        spec.facts.clear();
        assert_eq!(foreseen(&spec, &results), None);
    }

    /// Runs that a number of lots ends: two of three reach the day, none the day after.
    #[test]
    fn runs_that_end_before_the_day_say_nothing_of_it() {
        let (spec, _) = sample::town();
        let runs = [vec![1.0, 4.0], vec![2.0], vec![3.0, 6.0]];
        let fact = Fact { low: 40.0, high: 40.0, ..spec.facts[0].clone() };
        let found = told(&runs, &fact, 1, 10.0).unwrap();
        assert_eq!((found.mean, found.error, found.late), (50.0, 0.25, Some(-1)));
        assert!(told(&runs, &fact, 2, 10.0).is_none());
        let row = Judged { fact: &fact, day: 2, told: None }.row(&spec);
        assert!(row[2..6].iter().all(|cell| cell.0.contains(UNDEFINED)));
    }
}
