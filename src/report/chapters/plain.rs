//! The short report of a scenario without options: measures of factories and stations, machine states.

use maud::{Markup, html};

use super::moments::moments;
use super::why::strip_groups;
use super::{Figure, cell, heads, table, with_small};
use crate::experiment::Results;
use crate::report::answer::{stay, stay_unit};
use crate::report::charts::{Words, both, strips};
use crate::report::figures::{
    UNDEFINED, number, number_interval, percent, percent_interval, readable, sentence,
};
use crate::report::findings::{self, plant_title};
use crate::report::measures::{FactoryMeasures, Measures, measure};
use crate::spec::Spec;
use crate::stats::Estimate;

/// Factories whose stations are listed one by one.
const LISTED: usize = 12;

/// The chapter.
pub(crate) fn plain(spec: &Spec, results: &Results, source: &str) -> Markup {
    html! {
        @for cell in results.cells.iter().filter(|cell| cell.option == 0) {
            @if spec.surges.len() > 1 { h3 { (sentence(&findings::surge_title(spec, cell.surge))) } }
            @let measured = measure(spec, cell);
            @let makers: Vec<&FactoryMeasures> = measured.factories.iter().filter(|f| !f.products.is_empty()).collect();
            @if !makers.is_empty() { (flows(makers.iter().take(LISTED).map(|f| (f.name.as_str(), &f.measures)))) }
            @for factory in measured.factories.iter().take(LISTED) {
                @if measured.factories.len() > 1 && !factory.stations.is_empty() { h4 { (sentence(&factory.name)) } }
                @if !factory.stations.is_empty() { (stations(&factory.name, factory.stations.iter().map(|s| (s.name.as_str(), &s.measures)))) }
                @let stores = stores(factory);
                @if !stores.is_empty() { (table(&format!("Stores of {}", factory.name), &heads(&STORES), stores)) }
            }
        }
        @for plant in findings::plants_in_use(spec) {
            @if let Some(figure) = states(spec, results, plant) { (figure.markup(source)) }
            @if let Some(limits) = results.cells.first().and_then(|c| findings::limits_sentence(spec, &c.outcomes, plant, None)) {
                p { (limits) }
            }
            (moments(spec, results, plant))
        }
    }
}

fn flows<'a>(factories: impl Iterator<Item = (&'a str, &'a Measures)>) -> Markup {
    let head = heads(&[
        "Factory",
        "Units an hour",
        "Lots an hour",
        "Time in the plant",
        "Waiting",
        "Lots inside",
        "Scrap an hour",
    ]);
    let rows = factories
        .map(|(name, m)| {
            vec![
                cell(name),
                amount(m, "good_units_per_h"),
                amount(m, "lots_out_per_h"),
                time(m, "flow_time_s"),
                time(m, "wait_s"),
                amount(m, "wip_lots"),
                amount(m, "scrap_units_per_h"),
            ]
        })
        .collect();
    table("Factories", &head, rows)
}

fn stations<'a>(factory: &str, stations: impl Iterator<Item = (&'a str, &'a Measures)>) -> Markup {
    let head = heads(&[
        "Station",
        "Lots an hour",
        "Wait for a lot",
        "Lots waiting",
        "Producing",
        "OEE",
        "Machines up",
    ]);
    let rows = stations
        .map(|(name, m)| {
            vec![
                cell(readable(name)),
                amount(m, "completions_per_h"),
                time(m, "wait_s"),
                amount(m, "queue_lots"),
                share(m, "utilisation"),
                share(m, "oee"),
                amount(m, "machines_up"),
            ]
        })
        .collect();
    table(&format!("Stations of {factory}"), &head, rows)
}

/// What is said of stocks on which customers draw.
const STORES: [&str; 5] = ["Store", "On hand", "Owed", "Served in time", "Orders an hour"];

fn stores(factory: &FactoryMeasures) -> Vec<Vec<Markup>> {
    let rows = factory.stocks.iter().filter(|stock| stock.serves_customers()).map(|stock| {
        let m = &stock.measures;
        vec![
            cell(readable(&stock.name)),
            amount(m, "on_hand"),
            amount(m, "backorders"),
            share(m, "fill_rate"),
            amount(m, "orders_per_h"),
        ]
    });
    rows.collect()
}

pub(super) fn written(
    m: &Measures,
    name: &str,
    write: impl Fn(&Estimate) -> (Option<String>, String),
) -> Markup {
    let (figure, small) = m.get(name).map(|e| write(&findings::possible(e))).unwrap_or_default();
    with_small(figure.as_deref().unwrap_or(UNDEFINED), &small)
}

pub(super) fn amount(m: &Measures, name: &str) -> Markup {
    written(m, name, |e| (e.mean.map(number), number_interval(e, 1.0).unwrap_or_default()))
}

pub(super) fn share(m: &Measures, name: &str) -> Markup {
    written(m, name, |e| {
        let most = e.mean.filter(|mean| *mean > 1.0).map_or(1.0, |_| f64::INFINITY);
        let e = Estimate { high: e.high.map(|high| high.min(most)), ..*e };
        (e.mean.map(percent), percent_interval(&e))
    })
}

pub(super) fn time(m: &Measures, name: &str) -> Markup {
    written(m, name, |e| {
        let (unit_s, _) = stay_unit(e.mean.unwrap_or_default());
        (e.mean.map(stay), number_interval(e, 1.0 / unit_s).unwrap_or_default())
    })
}

fn states(spec: &Spec, results: &Results, plant: usize) -> Option<Figure> {
    let cell = results.cells.first()?;
    let groups = strip_groups(spec, &[cell], plant, None);
    if groups.is_empty() {
        return None;
    }
    let (station, load) = findings::bottleneck(spec, &cell.outcomes, plant, None)?;
    let name = &spec.plants[plant].stations[station].name;
    let title = format!("{} is active in {} of its planned time", sentence(&readable(name)), percent(load));
    let line = |g: &crate::report::charts::StripGroup| {
        let share = g.strips.first().and_then(|s| s.shares).map_or(0.0, |x| x[0]);
        format!("{} producing {}", g.title, percent(share))
    };
    let words =
        Words { title: title.clone(), desc: groups.iter().map(line).collect::<Vec<_>>().join("; ") + "." };
    Some(Figure {
        title,
        subtitle: format!(
            "{}: share of machines' clock time in each state, mean over futures.",
            sentence(&plant_title(spec, plant))
        ),
        chart: both(|layout| strips(layout, &words, &groups)),
        head: std::iter::once("Station".to_owned())
            .chain((0..crate::outcome::STATES.len()).map(findings::state_title))
            .collect(),
        rows: groups
            .iter()
            .filter_map(|g| Some((g, g.strips.first()?.shares?)))
            .map(|(g, shares)| {
                std::iter::once(g.title.clone()).chain(shares.iter().map(|s| percent(*s))).collect()
            })
            .collect(),
    })
}
