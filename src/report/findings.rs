//! What several parts of a report say about the results: the ranking, the emergency's gain, states, bottlenecks.

use std::ops::Range;

use crate::experiment::{self, Cell, Results, Within};
use crate::outcome::{MachineState, Outcome, Period, ProductTally, STATES, StateTimes};
use crate::report::bottleneck::by_utilisation;
use crate::report::figures;
use crate::report::limits;
use crate::report::measures::{product_names, ratio};
use crate::spec::{Spec, Stop};
use crate::stats::{Estimate, Service};
use crate::units::{Duration, Time};

/// The surge that the answer speaks of: the first with an emergency, else the first.
pub(crate) fn main_surge(spec: &Spec) -> usize {
    spec.surges.iter().position(|surge| surge.emergency.is_some()).unwrap_or(0)
}

/// The first surge without an emergency.
pub(crate) fn calm_surge(spec: &Spec) -> Option<usize> {
    spec.surges.iter().position(|surge| surge.emergency.is_none())
}

/// The cell of a surge and an option.
pub(crate) fn cell(results: &Results, surge: usize, option: usize) -> Option<&Cell> {
    results.cells.iter().find(|cell| cell.surge == surge && cell.option == option)
}

/// The options of a surge, best first, without the baseline: those that gain money on average before those that
/// lose some, then by the probability of payback within the owner's first limit, then by NPV, then by output; where
/// owners decide, by the share that buys.
pub(crate) fn ranking<'a>(spec: &Spec, results: &'a Results, surge: usize) -> Vec<&'a Cell> {
    let mut cells: Vec<&Cell> = results.cells.iter().filter(|c| c.surge == surge && c.option > 0).collect();
    let key = |cell: &Cell| {
        let versus = cell.versus.as_ref();
        let npv = versus.and_then(|v| v.npv.mean).unwrap_or(f64::NEG_INFINITY);
        let gain = output_gain(spec, results, cell).mean.unwrap_or(f64::NEG_INFINITY);
        let gains = f64::from(u8::from(npv > 0.0));
        // Where owners decide, what most of them take comes first.
        let taken = cell.funded.first().and_then(|funded| funded.spread.as_ref()?.at_end.mean);
        if let Some(taken) = taken {
            return [taken, npv, gain, 0.0];
        }
        [gains, first_limit(cell).map_or(-1.0, |w| w.probability), npv, gain]
    };
    let descending = |a: [f64; 4], b: [f64; 4]| {
        let differences = a.iter().zip(&b).map(|(a, b)| b.total_cmp(a));
        differences.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
    };
    cells.sort_by(|a, b| descending(key(a), key(b)));
    cells
}

/// Payback within the owner's first limit.
pub(crate) fn first_limit(cell: &Cell) -> Option<Within> {
    cell.versus.as_ref()?.payback.within.first().copied()
}

/// Futures in which an option is bought: all, unless it waits until it is needed.
pub(crate) fn bought(cell: &Cell) -> usize {
    cell.versus.as_ref().map_or(cell.outcomes.len(), |versus| versus.payback.months.len())
}

/// Relative change of what the region delivers over the whole run, against the baseline of the same surge.
pub(crate) fn output_gain(spec: &Spec, results: &Results, option: &Cell) -> Estimate {
    match (&option.versus, cell(results, option.surge, 0)) {
        (Some(versus), _) => versus.output_gain,
        (None, Some(base)) => {
            let delivered = |cell: &Cell| delivered_in_window(spec, &cell.outcomes);
            Estimate::ratio_gain(&delivered(option), &delivered(base))
        }
        (None, None) => Estimate::default(),
    }
}

/// Relative change of what the region delivers from the first to the last day of the emergency.
pub(crate) fn emergency_gain(spec: &Spec, results: &Results, option: &Cell) -> Option<Estimate> {
    let days = emergency_days(spec, option.surge)?;
    let base = cell(results, option.surge, 0)?;
    let sums = |cell: &Cell| -> Vec<f64> {
        cell.outcomes.iter().map(|run| slice(&daily_output(spec, run, None), &days).iter().sum()).collect()
    };
    Some(Estimate::ratio_gain(&sums(option), &sums(base))).filter(|gain| gain.mean.is_some())
}

/// Relative changes of what is delivered, in the emergency or, where a surge has none, over the whole run, by what units are
/// called: masks are not added to gloves. What nobody delivers without the option is left out.
pub(crate) fn gains_by_unit(spec: &Spec, results: &Results, option: &Cell) -> Vec<(String, Estimate)> {
    let Some(base) = cell(results, option.surge, 0) else { return Vec::new() };
    changes_by_unit(spec, option, base, emergency_days(spec, option.surge).as_ref())
}

/// Relative changes of what is delivered on some days, or on all, in one cell against another, future by future, by what units
/// are called. What nobody delivers in the other is left out.
pub(crate) fn changes_by_unit(
    spec: &Spec,
    one: &Cell,
    other: &Cell,
    days: Option<&Range<usize>>,
) -> Vec<(String, Estimate)> {
    let of_products = |names: &[&str]| {
        let sum = |run: &Outcome| -> f64 {
            let of = |name: &&str| -> f64 {
                let daily = daily_output(spec, run, Some(name));
                days.map_or(&daily[..], |days| slice(&daily, days)).iter().sum()
            };
            names.iter().map(of).sum()
        };
        let sums = |cell: &Cell| -> Vec<f64> { cell.outcomes.iter().map(sum).collect() };
        Estimate::ratio_gain(&sums(one), &sums(other))
    };
    let mut units: Vec<(String, Vec<&str>)> = Vec::new();
    for plant in plants_in_use(spec).into_iter().map(|plant| &spec.plants[plant]) {
        for (product, _) in plant.products.iter().zip(plant.leaving()).filter(|(_, leaves)| *leaves) {
            let word = figures::plural(&product.unit);
            let place = units.iter().position(|(unit, _)| *unit == word).unwrap_or_else(|| {
                units.push((word, Vec::new()));
                units.len() - 1
            });
            if !units[place].1.contains(&product.name.as_str()) {
                units[place].1.push(&product.name);
            }
        }
    }
    let gains = units.into_iter().map(|(unit, names)| (unit, of_products(&names)));
    gains.filter(|(_, gain)| gain.mean.is_some()).collect()
}

/// The factories together in a sentence.
pub(crate) fn whole(spec: &Spec) -> &'static str {
    if spec.factories.len() == 1 { "the factory" } else { "the region" }
}

/// The days of the emergency, counted from the start of the run; `None` for a calm surge.
pub(crate) fn emergency_days(spec: &Spec, surge: usize) -> Option<Range<usize>> {
    let (first, last) = spec.surges[surge].emergency?;
    let run = spec.stop.limit().as_days().ceil() as i64;
    let day = |days: i64| days.clamp(0, run) as usize;
    let span = day(first.days_since(spec.start))..day(last.days_since(spec.start) + 1);
    (!span.is_empty()).then_some(span)
}

/// The first month of the horizon that is not simulated; `None` where all are.
pub(crate) fn extrapolated_from(results: &Results) -> Option<usize> {
    results.cells.iter().filter_map(|cell| cell.versus.as_ref()?.extrapolated_from).min()
}

/// What is not simulated, in two sentences.
pub(crate) fn extrapolated(first: usize, horizon: u32) -> String {
    let repeated = match first {
        1 | 2 => "the first month".into(),
        n if n <= 12 => format!("the {} months before, or those of them without an emergency", n - 1),
        _ => "the last twelve months without an emergency".to_owned(),
    };
    format!(
        "Months {first} to {horizon} of the run are not simulated but extrapolated: they repeat {repeated}. Paybacks that \
         fall into them, and part of every net present value, rest on that."
    )
}

/// How long runs are: "60d", "200 lots", or both where runs ended before so many lots had left.
pub(crate) fn length(spec: &Spec, results: &Results) -> String {
    let Stop::Lots { lots, limit } = spec.stop else { return spec.stop.limit().to_string() };
    let outcomes = || results.cells.iter().flat_map(|cell| &cell.outcomes);
    let short = outcomes().filter(|run| run.lots < lots).count();
    let lots = figures::count(lots);
    match short {
        0 => format!("{lots} lots"),
        all if all == outcomes().count() => format!("{limit}, before {lots} lots had left"),
        _ => format!("{lots} lots, or {limit} where fewer had left by then"),
    }
}

/// Whether customers order, so that output means what is delivered rather than what is finished.
pub(crate) fn has_orders(spec: &Spec) -> bool {
    let products = spec.plants.iter().flat_map(|plant| &plant.products);
    products.into_iter().any(|product| product.supply.has_orders())
}

/// What the region puts out on each day, for one product or for all [units].
pub(crate) fn daily_output(spec: &Spec, run: &Outcome, product: Option<&str>) -> Vec<f64> {
    let orders = has_orders(spec);
    daily(spec, run, product, |day| if orders { day.delivered } else { day.finished })
}

/// The sum over the region of something counted by day, for one product or for all that leave their factories.
pub(crate) fn daily(
    spec: &Spec,
    run: &Outcome,
    product: Option<&str>,
    read: impl Fn(&crate::outcome::Day) -> u64,
) -> Vec<f64> {
    let mut sums: Vec<f64> = Vec::new();
    for (f, factory) in run.factories.iter().enumerate() {
        let plant = spec.plant_of(f);
        let products = plant.products.iter().zip(plant.leaving());
        let chosen = products.map(|(own, leaves)| product.map_or(leaves, |name| own.name == name));
        for (days, _) in factory.days.iter().zip(chosen).filter(|(_, chosen)| *chosen) {
            sums.resize(sums.len().max(days.len()), 0.0);
            days.iter().zip(&mut sums).for_each(|(day, sum)| *sum += read(day) as f64);
        }
    }
    sums
}

/// The part of a list inside a range, as far as it goes.
pub(crate) fn slice<'a>(values: &'a [f64], days: &Range<usize>) -> &'a [f64] {
    &values[days.start.min(values.len())..days.end.min(values.len())]
}

/// What a unit is called, many of them, of one product or of all that leave their plants; "units" where these differ.
pub(crate) fn unit_word(spec: &Spec, product: Option<&str>) -> String {
    let words = unit_words(spec, product);
    if words.len() == 1 { figures::plural(words[0]) } else { "units".into() }
}

/// ", all products together" where what is added up is not of one kind.
pub(crate) fn together(spec: &Spec) -> &'static str {
    if units_are_alike(spec) { "" } else { ", all products together" }
}

/// Whether all that leaves the plants is counted in the same unit, so that it can be added up.
pub(crate) fn units_are_alike(spec: &Spec) -> bool {
    unit_words(spec, None).len() < 2
}

fn unit_words<'a>(spec: &'a Spec, product: Option<&str>) -> Vec<&'a str> {
    let mut words: Vec<&str> = spec
        .plants
        .iter()
        .flat_map(|plant| plant.products.iter().zip(plant.leaving()))
        .filter(|(p, leaves)| product.map_or(*leaves, |name| p.name == name))
        .map(|(p, _)| p.unit.as_str())
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The factories of a kind of plant.
pub(crate) fn factories_of(spec: &Spec, plant: usize) -> Vec<usize> {
    (0..spec.factories.len()).filter(|f| spec.factories[*f].plant.index() == plant).collect()
}

/// The kinds of plant that the region has.
pub(crate) fn plants_in_use(spec: &Spec) -> Vec<usize> {
    (0..spec.plants.len()).filter(|p| !factories_of(spec, *p).is_empty()).collect()
}

/// Times in states of a station, summed over the factories of a kind and over replications: in the months that lie
/// mostly in the `days`, counted from the start of the run, or in the whole window where none are given.
pub(crate) fn station_states(
    spec: &Spec,
    runs: &[Outcome],
    (plant, station): (usize, usize),
    days: Option<&Range<usize>>,
) -> StateTimes {
    let mut sum = StateTimes::default();
    let factories = factories_of(spec, plant);
    let periods =
        runs.iter().flat_map(|run| factories.iter().map(|f| &run.factories[*f])).flat_map(|factory| {
            let months =
                factory.months.iter().filter(move |month| days.is_some_and(|days| mostly_in(month, days)));
            months.chain(days.is_none().then_some(&factory.window))
        });
    for states in periods.map(|period| period.tally.stations[station].states) {
        sum.iter_mut().zip(states).for_each(|(total, time)| *total += time);
    }
    sum
}

fn mostly_in(month: &Period, days: &Range<usize>) -> bool {
    let middle = Time(month.start.0 + month.length.0 / 2);
    days.contains(&((middle.0 / Duration::DAY.0) as usize))
}

/// The emergency's days where at least one month lies mostly in them, so that months can speak for them.
pub(crate) fn emergency_months(spec: &Spec, results: &Results, surge: usize) -> Option<Range<usize>> {
    let days = emergency_days(spec, surge)?;
    let run = cell(results, surge, 0)?.outcomes.first()?;
    let months = &run.factories.first()?.months;
    months.iter().any(|month| mostly_in(month, &days)).then_some(days)
}

/// Shares of clock time in each state; `None` where a station has no machine in any of it.
pub(crate) fn shares(states: &StateTimes) -> Option<[f64; STATES.len()]> {
    let off = states[MachineState::OffShift as usize].as_secs();
    let all: f64 = states.iter().map(|t| t.as_secs()).sum();
    (all - off > 1e-9 * all).then(|| states.map(|t| t.as_secs() / all))
}

/// The busiest station of a kind of plant with its active share of planned busy time: producing, setup, failed
/// and under repair (the bottleneck by utilisation).
pub(crate) fn bottleneck(
    spec: &Spec,
    runs: &[Outcome],
    plant: usize,
    days: Option<&Range<usize>>,
) -> Option<(usize, f64)> {
    let load = |station: usize| limits::load(&station_states(spec, runs, (plant, station), days));
    let loads: Vec<Option<f64>> = (0..spec.plants[plant].stations.len()).map(load).collect();
    // Where nothing works, the first station with machines stands for all.
    let busiest = by_utilisation(&loads.iter().map(|load| load.unwrap_or(0.0)).collect::<Vec<_>>());
    let busiest = busiest.or_else(|| loads.iter().position(Option::is_some))?;
    Some((busiest, loads[busiest]?))
}

/// The station of a kind of plant before which machines are rather blocked and after which rather starved (the bottleneck by
/// the turning point), along its first routing; `None` where no station is one.
pub(crate) fn turning_point(
    spec: &Spec,
    runs: &[Outcome],
    plant: usize,
    days: Option<&Range<usize>>,
) -> Option<usize> {
    let line = limits::line(&spec.plants[plant]);
    let states: Vec<StateTimes> =
        line.iter().map(|s| station_states(spec, runs, (plant, *s), days)).collect();
    limits::turn(&line, &states)
}

/// What limits a kind of plant by both methods, in a sentence; nothing where there is one station.
pub(crate) fn limits_sentence(
    spec: &Spec,
    runs: &[Outcome],
    plant: usize,
    days: Option<&Range<usize>>,
) -> Option<String> {
    let stations = &spec.plants[plant].stations;
    let (busiest, load) = bottleneck(spec, runs, plant, days).filter(|_| stations.len() > 1)?;
    let name = |station: usize| figures::readable(&stations[station].name);
    let first = format!("by utilisation {} ({})", name(busiest), figures::percent(load));
    Some(match turning_point(spec, runs, plant, days) {
        Some(turn) if turn == busiest => {
            format!("What limits: {first}, and by the turning point of blocked and starved as well.")
        }
        Some(turn) => format!(
            "What limits is not decided: {first}, by the turning point of blocked and starved {}.",
            name(turn)
        ),
        None => format!("What limits: {first}; blocked and starved times have no turning point."),
    })
}

/// What the option is called in a sentence.
pub(crate) fn option_title(spec: &Spec, option: usize) -> String {
    let choice = &spec.options[option];
    let title = figures::titled(&choice.title, choice.option());
    match &choice.offered {
        _ if option == 0 => "baseline".into(),
        None => title,
        Some(offered) => {
            let programme = &spec.programmes[offered.programme];
            let under =
                format!("“{}”", figures::sentence(&figures::titled(&programme.title, &programme.name)));
            if several_offers(spec) { format!("{title} under {under}") } else { under }
        }
    }
}

/// Whether owners choose among several options of the file.
pub(crate) fn several_offers(spec: &Spec) -> bool {
    let mut offered = spec.options.iter().skip(1).map(|option| option.option());
    let first = offered.next();
    offered.any(|option| Some(option) != first)
}

/// What the surge is called in a sentence.
pub(crate) fn surge_title(spec: &Spec, surge: usize) -> String {
    figures::titled(&spec.surges[surge].title, &spec.surges[surge].name)
}

/// What the surge is called in a narrow cell: its readable name, "no emergency" where nothing happens.
pub(crate) fn surge_label(spec: &Spec, surge: usize) -> String {
    match spec.surges[surge].name.as_str() {
        "none" => "no emergency".into(),
        name => figures::readable(name),
    }
}

/// What a kind of plant is called in a sentence.
pub(crate) fn plant_title(spec: &Spec, plant: usize) -> String {
    figures::titled(&spec.plants[plant].title, &spec.plants[plant].name)
}

/// A state as a reader says it: "waiting for labour".
pub(crate) fn state_title(state: usize) -> String {
    match STATES.get(state).map(|(_, name)| *name) {
        Some("waiting_labour") => "waiting for labour".into(),
        Some("waiting_material") => "waiting for material".into(),
        Some("waiting_instruction") => "waiting for instruction".into(),
        Some("failed") => "failed, waiting for repair".into(),
        Some("repair") => "under repair".into(),
        Some("maintenance") => "planned maintenance".into(),
        Some("upgrading") => "being upgraded".into(),
        Some(name) => figures::readable(name),
        None => String::new(),
    }
}

/// The output of the region under a cell, per day of the window [units].
pub(crate) fn output_per_day(spec: &Spec, cell: &Cell) -> Estimate {
    let orders = has_orders(spec);
    let per_day = |run: &Outcome| {
        let days = run.factories.iter().map(|f| f.window.length.as_days()).fold(0.0, f64::max);
        let products = leaving(spec, run);
        let units: u64 = products.map(|p| if orders { p.delivered } else { p.finished }).sum();
        ratio(units as f64, days)
    };
    possible(&Estimate::of_defined(cell.outcomes.iter().map(per_day)))
}

/// An estimate of what is never below zero, its interval cut where nothing can be.
pub(crate) fn possible(e: &Estimate) -> Estimate {
    let least = e.mean.filter(|mean| *mean < 0.0).map_or(0.0, |_| f64::NEG_INFINITY);
    Estimate { low: e.low.map(|low| low.max(least)), ..*e }
}

/// Whether an option keeps something ready for an emergency: a stock, a line that stands still, one to be converted.
pub(crate) fn is_about_readiness(spec: &Spec) -> bool {
    let mut installed = spec.options.iter().flat_map(|option| &option.installations);
    installed.any(|own| spec.upgrades[own.upgrade.index()].ready.is_some())
}

/// How well the orders of all customers were met in each replication; `None` where nobody orders.
pub(crate) fn orders_met(spec: &Spec, cell: &Cell) -> Option<Vec<Service>> {
    let all: Vec<usize> = (0..spec.factories.len()).collect();
    cell.outcomes.iter().map(|run| experiment::orders_met(spec, run, &all)).collect()
}

/// What is charted over time: all products together where they are counted in one unit, then, where there are
/// several, each by itself, at most four.
pub(crate) fn charted_products(spec: &Spec) -> Vec<Option<&str>> {
    let names = product_names(spec);
    let together = names.len() == 1 || unit_word(spec, None) != "units";
    let each = names.iter().filter(|_| names.len() > 1).take(4).map(|name| Some(*name));
    together.then_some(None).into_iter().chain(each).collect()
}

/// The date of a day counted from the start of the run.
pub(crate) fn date_of(spec: &Spec, day: usize) -> crate::units::Date {
    spec.start.at(Time(day as u64 * Duration::DAY.0))
}

/// What was counted in the window of all products that leave their factories.
fn leaving<'a>(spec: &'a Spec, run: &'a Outcome) -> impl Iterator<Item = &'a ProductTally> {
    run.factories.iter().enumerate().flat_map(|(f, factory)| {
        let products = factory.window.tally.products.iter().zip(spec.plant_of(f).leaving());
        products.filter(|(_, leaves)| *leaves).map(|(tally, _)| tally)
    })
}

fn delivered_in_window(spec: &Spec, runs: &[Outcome]) -> Vec<f64> {
    let sum = |run: &Outcome| -> u64 { leaving(spec, run).map(|p| p.delivered.max(p.finished)).sum() };
    runs.iter().map(|run| sum(run) as f64).collect()
}
