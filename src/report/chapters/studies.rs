//! Studies: what a change of one thing does, which upgrades add up, what a surge is made of.

use maud::{Markup, html};

use super::{Figure, heads};
use crate::experiment::{Curve, Effects, Factored, Looked, Results, Shared, Swept};
use crate::report::answer::stay;
use crate::report::charts::{CurveLine, Dot, DotRow, Words, both, curve, dots};
use crate::report::figures::{UNDEFINED, interval, money, money_bare, number, readable, sentence, titled};
use crate::report::findings::{surge_label, unit_word};
use crate::spec::{Spec, Sweep};
use crate::stats::Estimate;
use crate::units::Duration;

/// What the parts of a surge are called, in the order of [`crate::spec::Part::ALL`].
const PARTS: [&str; 4] = ["demand", "absence", "supply", "price"];

/// The chapter.
pub(crate) fn studies(spec: &Spec, results: &Results, source: &str) -> Markup {
    let found = &results.studies;
    let sweeps = spec.studies.sweeps.iter().enumerate();
    html! {
        @for (index, sweep) in sweeps {
            @let own: Vec<&Swept> = found.sweeps.iter().filter(|s| s.sweep == index).collect();
            @for looked in [Looked::Output, Looked::Peak] {
                @if let Some(figure) = sweep_figure(spec, sweep, &own, looked) { (figure.markup(source)) }
            }
        }
        @for own in &found.factorials {
            @for (looked, effects) in &own.looked { (factorial_figure(spec, own, *looked, effects).markup(source)) }
        }
        @for own in &found.shares { (shares_figures(spec, own, source)) }
        p.note {
            "Every run of a study has the same chance as the run it is compared with. Whiskers and bands are 95 % intervals "
            "over futures. A share of a part is its Shapley value: the mean of what it changes over all orders in which the "
            "parts may come; shares sum to the whole. An interaction is what two upgrades do together beyond the sum of both, "
            "halved, over all combinations of the others."
            @if results.warm_up > Duration::ZERO {
                " Units delivered and owed are those after the warm-up; operating results are of the whole run."
            }
        }
    }
}

/// The sentence of the sweep that changes most under a surge; `None` without any.
pub(crate) fn leading_sweep(spec: &Spec, results: &Results, surge: usize) -> Option<String> {
    let own = results.studies.sweeps.iter().filter(|own| own.surge == surge);
    let curves = own.filter_map(|own| Some((own, own.curves.first()?)));
    let change = |curve: &Curve| curve.change.mean.unwrap_or_default().abs();
    let (most, curve) = curves.max_by(|a, b| change(a.1).total_cmp(&change(b.1)))?;
    Some(sweep_sentence(spec, most, curve))
}

/// A sentence for each study, as the terminal has it.
pub fn study_lines(spec: &Spec, results: &Results) -> Vec<String> {
    let found = &results.studies;
    let sweeps = found.sweeps.iter().filter_map(|own| Some(sweep_sentence(spec, own, own.curves.first()?)));
    let factorials = found.factorials.iter().filter_map(|own| {
        let (looked, effects) = own.looked.first()?;
        Some(factorial_sentence(spec, own, *looked, effects))
    });
    let shares = found.shares.iter().flat_map(|own| {
        own.looked.iter().take(1).map(|(looked, parts)| {
            let named: Vec<(String, &Estimate)> =
                PARTS.iter().map(|part| (*part).to_owned()).zip(&parts.parts).collect();
            shares_sentence(spec, own, *looked, &parts.all, &named)
        })
    });
    sweeps.chain(factorials).chain(shares).collect()
}

/// What a measure is called.
fn called(spec: &Spec, looked: Looked) -> String {
    match looked {
        Looked::Output => format!("{} delivered", unit_word(spec, None)),
        Looked::Short => format!("{} ordered and not delivered", unit_word(spec, None)),
        Looked::Peak => "largest backlog".into(),
        Looked::Result => "operating result".into(),
        Looked::Npv => "net present value".into(),
    }
}

fn write(spec: &Spec, looked: Looked, value: f64) -> String {
    match looked {
        Looked::Result | Looked::Npv => money(&spec.currency, value),
        _ => number(value),
    }
}

/// A value on an axis; the currency stands in the subtitle.
fn on_axis(looked: Looked, value: f64) -> String {
    match looked {
        Looked::Result | Looked::Npv => money_bare(value),
        _ => number(value),
    }
}

/// What a measure is called, with its currency where it is money.
fn called_with_unit(spec: &Spec, looked: Looked) -> String {
    match looked {
        Looked::Result | Looked::Npv => format!("{} [{}]", called(spec, looked), spec.currency),
        _ => called(spec, looked),
    }
}

/// A change with its sign and its interval.
fn written(spec: &Spec, looked: Looked, e: &Estimate) -> String {
    let Some(mean) = e.mean else { return UNDEFINED.into() };
    let sign = if mean > 0.0 { "+" } else { "" };
    let ends = interval(e, |x| write(spec, looked, x)).map_or(String::new(), |ends| format!(" ({ends})"));
    format!("{sign}{}{ends}", write(spec, looked, mean))
}

/// Whether the interval leaves out zero.
fn is_sure(e: &Estimate) -> bool {
    e.low.zip(e.high).is_some_and(|(low, high)| low > 0.0 || high < 0.0)
}

fn surge_words(spec: &Spec, surge: usize) -> String {
    if spec.surges.len() > 1 { format!(" ({})", surge_label(spec, surge)) } else { String::new() }
}

/// The unit in which values of a sweep are written, and by what they are divided.
fn value_unit(sweep: &Sweep) -> (f64, &'static str) {
    let most = sweep.points.last().map_or(0.0, |(value, _)| value.abs());
    match (sweep.time, most) {
        (false, _) => (1.0, ""),
        (true, most) if most >= 2.0 * 86_400.0 => (86_400.0, "days"),
        (true, most) if most >= 2.0 * 3_600.0 => (3_600.0, "hours"),
        (true, most) if most >= 120.0 => (60.0, "minutes"),
        _ => (1.0, "seconds"),
    }
}

/// A value in words: a time in the unit of the axis, or in a smaller one where it would be a fraction of that.
fn value_words(sweep: &Sweep, value: f64) -> String {
    let (by, unit) = value_unit(sweep);
    match number(value / by) {
        text if !sweep.time => text,
        one if one == "1" => format!("1 {}", unit.trim_end_matches('s')),
        text if value == 0.0 || value > by => format!("{text} {unit}"),
        _ => stay(value),
    }
}

/// What the last value of a sweep makes of the first: "Age of data from 4 hours to 14 days: it changes gowns delivered by −1,100
/// (−1,400 to −800); 94,400 at 4 hours.".
fn sweep_sentence(spec: &Spec, own: &Swept, curve: &Curve) -> String {
    let sweep = &spec.studies.sweeps[own.sweep];
    let at = |place: usize| {
        let mean = curve.means[place].mean.map_or(UNDEFINED.into(), |x| write(spec, curve.looked, x));
        format!("{mean} at {}", value_words(sweep, sweep.points[place].0))
    };
    let turn = turn(&curve.means).map_or(String::new(), |(place, how)| format!("; {how}, {}", at(place)));
    let (called, change) = (called(spec, curve.looked), &curve.change);
    let changes = if change.low.is_some() && !is_sure(change) {
        let futures = change.n;
        format!(
            "these {futures} futures do not show that it changes {called}: {}",
            written(spec, curve.looked, change)
        )
    } else {
        format!("it changes {called} by {}", written(spec, curve.looked, change))
    };
    // The two ends, rounded each for itself, would contradict the change.
    format!(
        "{}{} from {} to {}: {changes}; {}{turn}.",
        sentence(&titled(&sweep.title, &sweep.name)),
        surge_words(spec, own.surge),
        value_words(sweep, sweep.points[0].0),
        value_words(sweep, sweep.points[sweep.points.len() - 1].0),
        at(0),
    )
}

/// Where a curve turns between its ends: the place of its most or least there, whose interval lies beyond the means of both ends.
fn turn(means: &[Estimate]) -> Option<(usize, &'static str)> {
    let (first, last) = (means.first()?.mean?, means.last()?.mean?);
    let beyond = |(place, own): (usize, &Estimate)| {
        let (above, below) = (own.low? - first.max(last), first.min(last) - own.high?);
        let how = if above > below { "most" } else { "least" };
        (above.max(below) > 0.0).then_some((above.max(below), place, how))
    };
    let found = means.iter().enumerate().filter_map(beyond).max_by(|a, b| a.0.total_cmp(&b.0));
    found.map(|(_, place, how)| (place, how))
}

fn sweep_figure(spec: &Spec, sweep: &Sweep, own: &[&Swept], looked: Looked) -> Option<Figure> {
    let lines: Vec<(&Swept, &Curve)> = own
        .iter()
        .filter_map(|swept| Some((*swept, swept.curves.iter().find(|curve| curve.looked == looked)?)))
        .collect();
    let (by, unit) = value_unit(sweep);
    let title = titled(&sweep.title, &sweep.name);
    let (told, curve_told) =
        lines.iter().max_by_key(|(swept, _)| spec.surges[swept.surge].emergency.is_some())?;
    let message = sweep_sentence(spec, told, curve_told);
    let drawn: Vec<CurveLine> = lines
        .iter()
        .enumerate()
        .map(|(line, (swept, curve))| CurveLine {
            line: line + 1,
            title: surge_label(spec, swept.surge),
            means: curve.means.iter().map(ends_of).collect(),
        })
        .collect();
    let values: Vec<f64> = sweep.points.iter().map(|(value, _)| value / by).collect();
    let under = if unit.is_empty() { title.clone() } else { format!("{title} [{unit}]") };
    let words = Words { title: message.clone(), desc: format!("{} against {under}", called(spec, looked)) };
    let scale = crate::report::charts::axis_unit(
        drawn.iter().flat_map(|l| &l.means).flatten().copied().fold(0.0, f64::max),
    );
    let mut head = vec![sentence(&title)];
    for (swept, _) in &lines {
        let surge = surge_label(spec, swept.surge);
        head.extend([surge.clone(), format!("{surge}, low"), format!("{surge}, high")]);
    }
    let row = |(point, (value, _)): (usize, &(f64, usize))| {
        let cells = drawn.iter().flat_map(|line| line.means[point]).map(number);
        std::iter::once(value_words(sweep, *value)).chain(cells).collect()
    };
    Some(Figure {
        title: message,
        subtitle: format!(
            "{}{} over the run, against {under}; mean and 95 % interval, everything else as in the baseline",
            sentence(&called(spec, looked)),
            if scale.is_empty() { String::new() } else { format!(" [{scale}]") },
        ),
        chart: both(|layout| curve(layout, &words, &values, &under, &drawn)),
        head,
        rows: sweep.points.iter().enumerate().map(row).collect(),
    })
}

/// Mean and ends of an interval; the mean where there is none.
fn ends_of(e: &Estimate) -> [f64; 3] {
    let mean = e.mean.unwrap_or_default();
    [mean, e.low.unwrap_or(mean), e.high.unwrap_or(mean)]
}

/// The positions of the factors of a mask.
fn factors_of(mask: usize) -> Vec<usize> {
    (0..usize::BITS as usize).filter(|bit| mask & (1 << bit) != 0).collect()
}

fn factorial_sentence(spec: &Spec, own: &Factored, looked: Looked, effects: &Effects) -> String {
    let factorial = &spec.studies.factorials[own.factorial];
    let names = |mask: usize| {
        let names: Vec<&str> = factors_of(mask).into_iter().map(|f| factorial.factors[f].as_str()).collect();
        names.join(" with ")
    };
    let of_size = |many: u32| {
        let mut list: Vec<&(usize, Estimate)> =
            effects.effects.iter().filter(|(mask, _)| mask.count_ones() == many).collect();
        list.sort_by(|a, b| {
            b.1.mean.unwrap_or_default().abs().total_cmp(&a.1.mean.unwrap_or_default().abs())
        });
        list
    };
    let largest = of_size(1).first().map_or(String::new(), |(mask, e)| {
        format!("; most comes from {}, {}", names(*mask), written(spec, looked, e))
    });
    let sure: Vec<String> = of_size(2)
        .iter()
        .filter(|(_, e)| is_sure(e))
        .take(3)
        .map(|(mask, e)| format!("{} {}", names(*mask), written(spec, looked, e)))
        .collect();
    let adds = match sure.as_slice() {
        [] => "The effects add up: no interaction of two is surely other than zero.".to_owned(),
        some => format!("Not additive: {}.", some.join("; ")),
    };
    format!(
        "{}{}: all together change {} by {}{largest}. {adds}",
        sentence(&titled(&factorial.title, &factorial.name)),
        surge_words(spec, own.surge),
        called(spec, looked),
        written(spec, looked, &effects.all),
    )
}

fn factorial_figure(spec: &Spec, own: &Factored, looked: Looked, effects: &Effects) -> Figure {
    let factorial = &spec.studies.factorials[own.factorial];
    let label = |mask: usize| {
        let factors = factors_of(mask);
        match factors.as_slice() {
            [one] => format!("{} {}", one + 1, factorial.factors[*one]),
            more => more.iter().map(|f| (f + 1).to_string()).collect::<Vec<_>>().join(" × "),
        }
    };
    let mut sorted = effects.effects.clone();
    sorted.sort_by(|a, b| b.1.mean.unwrap_or_default().total_cmp(&a.1.mean.unwrap_or_default()));
    let row = |many: u32, option: usize, title: &str| DotRow {
        option,
        title: title.into(),
        dots: sorted
            .iter()
            .filter(|(mask, _)| mask.count_ones() == many)
            .map(|(mask, e)| dot(label(*mask), e))
            .collect(),
    };
    let rows = [row(1, 1, "Effect of each upgrade"), row(2, 2, "Beyond the sum of two (interaction)")];
    let message = factorial_sentence(spec, own, looked, effects);
    let words = Words { title: message.clone(), desc: format!("Effects on {}", called(spec, looked)) };
    let table = sorted.iter().map(|(mask, e)| vec![label(*mask), written(spec, looked, e)]).collect();
    Figure {
        title: message,
        subtitle: format!(
            "Change of {} over the run, mean over all combinations of the others, with 95 % interval; without any {}",
            called_with_unit(spec, looked),
            effects.none.mean.map_or(UNDEFINED.into(), |x| write(spec, looked, x)),
        ),
        chart: both(|layout| dots(layout, &words, &rows, |x| on_axis(looked, x))),
        head: heads(&["Effect", "Change and 95 % interval"]),
        rows: table,
    }
}

fn dot(label: String, e: &Estimate) -> Dot {
    let [mean, low, high] = ends_of(e);
    Dot { label, mean, interval: (low, high) }
}

fn shares_sentence(
    spec: &Spec,
    own: &Shared,
    looked: Looked,
    all: &Estimate,
    parts: &[(String, &Estimate)],
) -> String {
    let mut parts: Vec<&(String, &Estimate)> =
        parts.iter().filter(|(_, e)| e.mean.is_some_and(|mean| mean != 0.0)).collect();
    parts.sort_by(|a, b| b.1.mean.unwrap_or_default().abs().total_cmp(&a.1.mean.unwrap_or_default().abs()));
    let each: Vec<String> =
        parts.iter().map(|(part, e)| format!("{part} {}", written(spec, looked, e))).collect();
    let each = if each.is_empty() { String::new() } else { format!(", of which {}", each.join(", ")) };
    format!(
        "{} changes {} by {}{each}.",
        sentence(&readable(&surge_label(spec, own.surge))),
        called(spec, looked),
        written(spec, looked, all),
    )
}

fn shares_figures(spec: &Spec, own: &Shared, source: &str) -> Markup {
    let figure = |looked: Looked, parts: &crate::experiment::Parts| {
        let named: Vec<(String, &Estimate)> =
            PARTS.iter().map(|part| (*part).to_owned()).zip(&parts.parts).collect();
        let message = shares_sentence(spec, own, looked, &parts.all, &named);
        let words = Words {
            title: message.clone(),
            desc: format!("Shares of the change of {}", called(spec, looked)),
        };
        let dots_of =
            |parts: &[(String, &Estimate)]| parts.iter().map(|(name, e)| dot(name.clone(), e)).collect();
        let whole = [("all".to_owned(), &parts.all)];
        let rows = [
            DotRow { option: 1, title: "Share of each part".into(), dots: dots_of(&named) },
            DotRow { option: 2, title: "The whole surge".into(), dots: dots_of(&whole) },
        ];
        let table = named.iter().chain(&whole).map(|(name, e)| vec![name.clone(), written(spec, looked, e)]);
        Figure {
            title: message,
            subtitle: format!(
                "Change of {} over the run against no surge, with 95 % interval",
                called_with_unit(spec, looked)
            ),
            chart: both(|layout| dots(layout, &words, &rows, |x| on_axis(looked, x))),
            head: heads(&["Part", "Share and 95 % interval"]),
            rows: table.collect(),
        }
        .markup(source)
    };
    html! { @for (looked, parts) in &own.looked { (figure(*looked, parts)) } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Parts;
    use crate::report::sample;
    use crate::spec::Factorial;

    const HOUR: f64 = 3_600.0;

    fn sweep(time: bool, values: &[f64]) -> Sweep {
        let points = values.iter().enumerate().map(|(i, value)| (*value, i + 1)).collect();
        Sweep { name: "age_of_data".into(), title: String::new(), time, surges: vec![0], points }
    }

    fn of(mean: f64, half: f64) -> Estimate {
        Estimate { mean: Some(mean), sd: Some(1.0), low: Some(mean - half), high: Some(mean + half), n: 4 }
    }

    #[test]
    fn times_are_no_fractions() {
        let days = sweep(true, &[0.0, 336.0 * HOUR]);
        let words = [0.0, 0.5, 4.0, 24.0, 36.0, 336.0].map(|hours| value_words(&days, hours * HOUR));
        assert_eq!(words, ["0 days", "30 minutes", "4 hours", "1 day", "1.5 days", "14 days"]);
        let minutes = sweep(true, &[0.0, 300.0]);
        assert_eq!(
            [30.0, 60.0, 300.0].map(|s| value_words(&minutes, s)),
            ["30 seconds", "1 minute", "5 minutes"]
        );
        assert_eq!(value_words(&sweep(false, &[0.0, 1.0]), 1.0), "1");
    }

    #[test]
    fn a_curve_that_turns_says_where() {
        let curve = |means: &[f64]| means.iter().map(|mean| of(*mean, 2.0)).collect::<Vec<_>>();
        assert_eq!(turn(&curve(&[71.0, 98.0, 106.4, 106.1, 103.0])), Some((2, "most")));
        assert_eq!(turn(&curve(&[73.0, 50.0, 47.0, 54.0])), Some((2, "least")));
        // Within the interval, between the ends, at an end: no turn.
        assert_eq!(turn(&curve(&[100.0, 104.0, 103.0])), None);
        assert_eq!(turn(&curve(&[100.0, 90.0, 80.0])), None);
        assert_eq!(turn(&curve(&[100.0])), None);
        assert_eq!(turn(&[]), None);
    }

    #[test]
    fn each_study_has_its_sentence() {
        let (mut spec, mut results) = sample::town();
        let calm = crate::report::findings::calm_surge(&spec).unwrap();
        let words = |surge: usize| surge_words(&spec, surge);
        let (in_calm, unit) = (words(calm), unit_word(&spec, None));
        let label = sentence(&surge_label(&spec, calm));
        spec.studies.sweeps = vec![sweep(true, &[4.0 * HOUR, 336.0 * HOUR])];
        spec.studies.factorials = vec![Factorial {
            name: "both".into(),
            title: "Two upgrades".into(),
            factors: vec!["press".into(), "screen".into()],
            surges: vec![calm],
            options: vec![0, 1, 2, 3],
        }];
        results.studies.sweeps = vec![Swept {
            sweep: 0,
            surge: calm,
            curves: vec![Curve {
                looked: Looked::Output,
                means: vec![of(900.0, 5.0), of(1_000.0, 5.0)],
                change: of(100.0, 8.0),
            }],
        }];
        // The interaction surely takes something away.
        let effects = Effects {
            none: of(900.0, 5.0),
            all: of(80.0, 10.0),
            effects: vec![(1, of(20.0, 5.0)), (2, of(60.0, 5.0)), (3, of(-10.0, 4.0))],
        };
        results.studies.factorials =
            vec![Factored { factorial: 0, surge: calm, looked: vec![(Looked::Output, effects)] }];
        let parts = Parts {
            none: of(900.0, 5.0),
            all: of(-30.0, 5.0),
            parts: vec![of(10.0, 2.0), of(-40.0, 3.0), of(0.0, 0.0), of(0.0, 0.0)],
        };
        results.studies.shares = vec![Shared { surge: calm, looked: vec![(Looked::Output, parts)] }];
        assert_eq!(
            study_lines(&spec, &results),
            [
                format!(
                    "Age of data{in_calm} from 4 hours to 14 days: it changes {unit} delivered by +100 (92–108); 900 at 4 hours."
                ),
                format!(
                    "Two upgrades{in_calm}: all together change {unit} delivered by +80 (70–90); most comes from screen, +60 \
                     (55–65). Not additive: press with screen −10 (−14 to −6)."
                ),
                format!(
                    "{label} changes {unit} delivered by −30 (−35 to −25), of which absence −40 (−43 to −37), demand +10 (8–12)."
                ),
            ]
        );
        let told = |change: Estimate| {
            let swept = &results.studies.sweeps[0];
            sweep_sentence(&spec, swept, &Curve { change, ..swept.curves[0].clone() })
        };
        let unsure =
            format!("these 4 futures do not show that it changes {unit} delivered: +1 (−7 to 9); 900 at");
        assert!(told(of(1.0, 8.0)).contains(&unsure));
        let page = studies(&spec, &results, "").0;
        assert!(page.contains("1 × 2") && page.contains("4 hours") && !page.contains("0.167"), "{page}");
        assert!(!page.contains("warm-up"));
        results.warm_up = Duration::DAY;
        assert!(studies(&spec, &results, "").0.contains("after the warm-up"));
    }
}
