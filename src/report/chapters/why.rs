//! Where the gain comes from: payback by month, machine states, what limits, which kind of plant gains.

use std::ops::Range;

use maud::{Markup, html};

use super::comparison::surges_by_weight;
use super::moments::moments;
use super::{Figure, cell, heads, table, with_small};
use crate::experiment::{Cell, Results, Versus};
use crate::outcome::{MachineState, STATES};
use crate::report::answer::{never, payback_of};
use crate::report::charts::{PaybackLine, Strip, StripGroup, Words, both, payback, strips};
use crate::report::figures::{self, UNDEFINED, futures, money, months, percent, readable, sentence};
use crate::report::findings::{self, option_title, plant_title, state_title, surge_title};
use crate::spec::Spec;

/// The chapter.
pub(crate) fn why(spec: &Spec, results: &Results, source: &str) -> Markup {
    html! {
        @for surge in surges_by_weight(spec) {
            @if let Some(figure) = payback_figure(spec, results, surge) { (figure.markup(source)) }
        }
        @for plant in findings::plants_in_use(spec) {
            @if let Some(figure) = states_figure(spec, results, plant) { (figure.markup(source)) }
        }
        h3 { "What limits, and for whom it pays" }
        p { "The busiest station of each kind of plant, with the share of its planned time in which it works, is set "
            "up, or is broken down: the closer to 100 %, the surer that it limits; "
            "where none comes near, people, material or orders do. Beside it the payback of the "
            "factories of this kind alone, with the net present value of all of them in small type." }
        (by_plant(spec, results))
    }
}

fn payback_figure(spec: &Spec, results: &Results, surge: usize) -> Option<Figure> {
    let appraisal = spec.appraisal.as_ref()?;
    let horizon = appraisal.horizon_months;
    let lines: Vec<PaybackLine> = findings::ranking(spec, results, surge)
        .into_iter()
        .filter_map(|c| {
            let months = c.versus.as_ref()?.payback.months.clone();
            Some(PaybackLine { option: c.option, title: sentence(&option_title(spec, c.option)), months })
        })
        .collect();
    let first = lines.first()?;
    let n = first.months.len();
    let limit = appraisal.owner_limits_months.first().copied().unwrap_or(horizon);
    let by = |line: &PaybackLine, month: u32| line.share_by(f64::from(month));
    let title = format!(
        "{}: {} is paid back within {} in {} futures",
        sentence(&surge_title(spec, surge)),
        option_title(spec, first.option),
        figures::limit(limit),
        futures(by(first, limit), n)
    );
    let desc = lines
        .iter()
        .map(|l| {
            format!(
                "{}: {} by month {limit}, {} by month {horizon}",
                l.title,
                percent(by(l, limit)),
                percent(by(l, horizon))
            )
        })
        .collect::<Vec<_>>()
        .join("; ");
    let words = Words { title: title.clone(), desc: desc + "." };
    let steps: Vec<u32> = (0..=horizon).step_by(if horizon > 24 { 12 } else { 3 }).collect();
    Some(Figure {
        title,
        subtitle: format!(
            "Share of {n} simulated futures in which the money is back, by month from the first outlay; at the right \
             the share not paid back within {}.",
            months(f64::from(horizon))
        ),
        chart: both(|layout| payback(layout, &words, &lines, horizon, &appraisal.owner_limits_months)),
        head: std::iter::once("Month".to_owned()).chain(lines.iter().map(|l| l.title.clone())).collect(),
        rows: steps
            .into_iter()
            .map(|m| std::iter::once(m.to_string()).chain(lines.iter().map(|l| percent(by(l, m)))).collect())
            .collect(),
    })
}

/// The baseline and the best option that installs something at a kind of plant, under the surge of the answer.
fn states_figure(spec: &Spec, results: &Results, plant: usize) -> Option<Figure> {
    let surge = findings::main_surge(spec);
    let base = findings::cell(results, surge, 0)?;
    let best =
        findings::ranking(spec, results, surge).into_iter().find(|c| installs_at(spec, c.option, plant));
    let cases: Vec<&Cell> = std::iter::once(base).chain(best).collect();
    let days = findings::emergency_months(spec, results, surge);
    let groups = strip_groups(spec, &cases, plant, days.as_ref());
    if groups.is_empty() {
        return None;
    }
    let title = best
        .and_then(|best| states_finding(spec, (base, best), plant, days.as_ref()))
        .unwrap_or_else(|| limit_finding(spec, base, plant, days.as_ref()));
    let titles: Vec<String> = cases.iter().map(|c| option_title(spec, c.option)).collect();
    let words = Words { title: title.clone(), desc: states_in_words(&groups) };
    Some(Figure {
        title,
        subtitle: format!(
            "{}: share of the machines' clock time in each state{}, mean over futures; {} under “{}”.",
            sentence(&plant_title(spec, plant)),
            if days.is_some() { " in the months of the emergency" } else { "" },
            titles.join(" and "),
            surge_title(spec, surge)
        ),
        chart: both(|layout| strips(layout, &words, &groups)),
        head: ["Station".to_owned(), "Case".to_owned()]
            .into_iter()
            .chain((0..STATES.len()).map(state_title))
            .collect(),
        rows: groups.iter().flat_map(state_rows).collect(),
    })
}

fn state_rows(group: &StripGroup) -> Vec<Vec<String>> {
    let row = |strip: &Strip| {
        let shares = (0..STATES.len()).map(|s| strip.shares.map_or(UNDEFINED.into(), |x| percent(x[s])));
        [group.title.clone(), strip.label.clone()].into_iter().chain(shares).collect()
    };
    group.strips.iter().map(row).collect()
}

/// The stations of a kind of plant that have machines in any of the cases.
pub(crate) fn strip_groups(
    spec: &Spec,
    cases: &[&Cell],
    plant: usize,
    days: Option<&Range<usize>>,
) -> Vec<StripGroup> {
    let stations = spec.plants[plant].stations.iter().enumerate();
    let group = |(s, station): (usize, &crate::spec::Station)| {
        let strips: Vec<Strip> = cases
            .iter()
            .map(|c| Strip {
                label: case_label(spec, c.option),
                shares: findings::shares(&findings::station_states(spec, &c.outcomes, (plant, s), days)),
            })
            .collect();
        let any = strips.iter().any(|strip| strip.shares.is_some());
        any.then(|| StripGroup { title: sentence(&readable(&station.name)), strips })
    };
    stations.filter_map(group).collect()
}

fn case_label(spec: &Spec, option: usize) -> String {
    if option == 0 { "baseline".into() } else { readable(&spec.options[option].name) }
}

fn states_in_words(groups: &[StripGroup]) -> String {
    let producing = |strip: &Strip| {
        strip.shares.map_or("not installed".into(), |x| format!("{} producing", percent(x[0])))
    };
    let line = |group: &StripGroup| {
        let strips: Vec<String> =
            group.strips.iter().map(|s| format!("{} {}", s.label, producing(s))).collect();
        format!("{}: {}", group.title, strips.join(", "))
    };
    groups.iter().map(line).collect::<Vec<_>>().join("; ") + "."
}

fn installs_at(spec: &Spec, option: usize, plant: usize) -> bool {
    let at = |f: usize| spec.factories[f].plant.index() == plant;
    spec.options[option].installations.iter().any(|i| at(i.factory.index()))
}

/// The loss that shrinks most under the option: "… starved falls from 31 % to 4 % at …".
/// A station that has lost its work to another has no losses either: it does not count.
fn states_finding(
    spec: &Spec,
    (base, best): (&Cell, &Cell),
    plant: usize,
    days: Option<&Range<usize>>,
) -> Option<String> {
    let mut largest: Option<(usize, usize, f64, f64)> = None;
    for s in 0..spec.plants[plant].stations.len() {
        let shares =
            |cell: &Cell| findings::shares(&findings::station_states(spec, &cell.outcomes, (plant, s), days));
        let (Some(before), Some(after)) = (shares(base), shares(best)) else {
            continue;
        };
        let producing = MachineState::Producing as usize;
        if after[producing] < 0.9 * before[producing] {
            continue;
        }
        for state in 0..STATES.len() {
            let ignored = [MachineState::Producing, MachineState::OffShift, MachineState::Upgrading];
            let fall = before[state] - after[state];
            let larger = largest.is_none_or(|(.., from, to)| fall > from - to);
            if larger && fall >= 0.01 && !ignored.iter().any(|i| *i as usize == state) {
                largest = Some((s, state, before[state], after[state]));
            }
        }
    }
    let (s, state, from, to) = largest?;
    Some(format!(
        "{}: with {}, {} at {} falls from {} to {} of the time{}",
        sentence(&plant_title(spec, plant)),
        option_title(spec, best.option),
        state_noun(state),
        readable(&spec.plants[plant].stations[s].name),
        percent(from),
        percent(to),
        if days.is_some() { " in the emergency" } else { "" }
    ))
}

fn state_noun(state: usize) -> String {
    match STATES[state].0 {
        MachineState::Starved => "standing idle without work".into(),
        MachineState::Blocked => "blocking".into(),
        MachineState::Failed => "waiting for repair".into(),
        MachineState::Repair => "repair".into(),
        _ => state_title(state),
    }
}

fn limit_finding(spec: &Spec, base: &Cell, plant: usize, days: Option<&Range<usize>>) -> String {
    let name = sentence(&plant_title(spec, plant));
    match findings::bottleneck(spec, &base.outcomes, plant, days) {
        Some((s, load)) => format!(
            "{name}: {} is busiest, active in {} of its planned time{}",
            readable(&spec.plants[plant].stations[s].name),
            percent(load),
            if days.is_some() { " in the emergency" } else { "" }
        ),
        None => format!("{name}: no machine is at work"),
    }
}

/// One table per kind of plant: the busiest station and the payback of its factories alone, with the emergency and
/// without one.
fn by_plant(spec: &Spec, results: &Results) -> Markup {
    let main = findings::main_surge(spec);
    let surges: Vec<usize> =
        std::iter::once(main).chain(findings::calm_surge(spec).filter(|calm| *calm != main)).collect();
    let money = results.cells.iter().any(|cell| !cell.versus_by_plant.is_empty());
    html! {
        @for plant in findings::plants_in_use(spec) {
            h4 { (sentence(&plant_title(spec, plant))) " (" (findings::factories_of(spec, plant).len()) " in the region)" }
            (plant_table(spec, results, plant, &surges, money))
            @let days = findings::emergency_months(spec, results, main);
            @let base = findings::cell(results, main, 0);
            @if let Some(limits) = base.and_then(|c| findings::limits_sentence(spec, &c.outcomes, plant, days.as_ref())) {
                p { (limits) }
            }
            (moments(spec, results, plant))
        }
    }
}

fn plant_table(spec: &Spec, results: &Results, plant: usize, surges: &[usize], money: bool) -> Markup {
    let name = |surge: &usize| findings::surge_label(spec, *surge);
    let mut head = heads(&["Option"]);
    let days: Vec<Option<Range<usize>>> =
        surges.iter().map(|s| findings::emergency_months(spec, results, *s)).collect();
    head.extend(surges.iter().zip(&days).map(|(s, days)| match days {
        Some(_) => "Busiest in the emergency".into(),
        None => format!("Busiest, {}", name(s)),
    }));
    if money {
        head.extend(surges.iter().map(|s| format!("Payback, {}", name(s))));
        let limit = spec.appraisal.as_ref().and_then(|a| a.owner_limits_months.first());
        let limit = limit.map_or("limit".into(), |limit| figures::limit(*limit));
        head.extend(surges.iter().map(|s| format!("Within {limit}, {}", name(s))));
    }
    let ranked = findings::ranking(spec, results, surges.first().copied().unwrap_or(0));
    let options = ranked.into_iter().map(|c| c.option).filter(|o| installs_at(spec, *o, plant));
    let rows = options
        .chain([0])
        .map(|option| {
            let cells: Vec<&Cell> =
                surges.iter().filter_map(|s| findings::cell(results, *s, option)).collect();
            let mut row = vec![cell(sentence(&option_title(spec, option)))];
            row.extend(cells.iter().zip(&days).map(|(c, days)| busiest(spec, c, plant, days.as_ref())));
            if money {
                let of_plant =
                    |c: &&Cell| c.versus_by_plant.iter().find(|(p, _)| *p == plant).map(|(_, v)| v.clone());
                row.extend(
                    cells.iter().map(|c| of_plant(c).map_or(cell(UNDEFINED), |v| payback_cell(spec, &v))),
                );
                row.extend(cells.iter().map(|c| of_plant(c).map_or(cell(UNDEFINED), |v| within_cell(&v))));
            }
            row
        })
        .collect();
    table(&plant_title(spec, plant), &head, rows)
}

fn busiest(spec: &Spec, of: &Cell, plant: usize, days: Option<&Range<usize>>) -> Markup {
    findings::bottleneck(spec, &of.outcomes, plant, days).map_or(cell(UNDEFINED), |(station, load)| {
        with_small(&readable(&spec.plants[plant].stations[station].name), &percent(load))
    })
}

fn payback_cell(spec: &Spec, versus: &Versus) -> Markup {
    let npv = versus.npv.mean.map_or(UNDEFINED.into(), |npv| money(&spec.currency, npv));
    with_small(&payback_of(&versus.payback, spec), &npv)
}

fn within_cell(versus: &Versus) -> Markup {
    let never = format!("never: {}", never(&versus.payback));
    versus.payback.within.first().map_or(cell(UNDEFINED), |within| {
        with_small(&futures(within.probability, versus.payback.months.len()), &never)
    })
}
