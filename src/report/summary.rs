//! `summary.json`, version 1: the figures of a run for other programs.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::experiment::{Cell, Funded, Results};
use crate::report::bottleneck::by_active_periods;
use crate::report::limits;
use crate::report::measures::{
    self, CellMeasures, FactoryMeasures, MachineMeasures, Measures, Named, PoolMeasures, StationMeasures,
};
use crate::report::summary_money::{FundingSummary, VersusSummary, funding_summary, versus_summary};
use crate::report::summary_studies::{StudiesSummary, studies_summary};
use crate::report::warnings::warnings;
use crate::spec::{Spec, Stop};
use crate::stats::Estimate;

/// What computing the results took.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Effort {
    /// By the clock on the wall [s].
    pub wall_s: f64,
    /// Processor time of all threads [s]; `None` where the system does not tell.
    pub cpu_s: Option<f64>,
}

/// The summary of a run, as JSON text.
pub fn summary_json(spec: &Spec, results: &Results, effort: Effort) -> String {
    let mut cells: Vec<CellSummary<'_>> =
        results.cells.iter().flat_map(|cell| cell_summaries(spec, cell)).collect();
    add_moments(spec, results, &mut cells);
    let summary = Summary {
        schema: 1,
        product: concat!("surgetwin ", env!("CARGO_PKG_VERSION")),
        scenario: &spec.name,
        digest: &results.digest,
        seed: results.seed,
        replications: results.replications,
        start: spec.start.to_string(),
        horizon_s: horizon_s(spec, results),
        warmup_s: results.warm_up.as_secs(),
        engine: Engine {
            events: results.events,
            lots: results.lots,
            wall_s: effort.wall_s,
            cpu_s: effort.cpu_s,
            threads: results.threads,
            resumed: 0,
        },
        warnings: warnings(spec, results),
        cells,
        studies: studies_summary(spec, results),
    };
    // Plain structs of numbers, texts and maps with text keys always serialise.
    serde_json::to_string(&summary).unwrap_or_else(|error| crate::bug!("summary does not serialise: {error}"))
}

/// How long a run lasts: as the scenario says, or the mean over replications where a count of lots ends it [s].
fn horizon_s(spec: &Spec, results: &Results) -> f64 {
    let ends: Vec<f64> = results
        .cells
        .first()
        .map_or(Vec::new(), |cell| cell.outcomes.iter().map(|o| o.end.as_secs()).collect());
    match spec.stop {
        Stop::Lots { limit, .. } => Estimate::of(&ends).mean.unwrap_or(limit.as_secs()),
        Stop::After(length) => length.as_secs(),
    }
}

#[derive(Serialize)]
struct Summary<'a> {
    schema: u32,
    product: &'static str,
    scenario: &'a str,
    digest: &'a str,
    seed: u64,
    replications: u32,
    start: String,
    horizon_s: f64,
    warmup_s: f64,
    engine: Engine,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    cells: Vec<CellSummary<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    studies: Option<StudiesSummary<'a>>,
}

#[derive(Serialize)]
struct Engine {
    events: u64,
    lots: u64,
    wall_s: f64,
    cpu_s: Option<f64>,
    threads: usize,
    resumed: u32,
}

#[derive(Serialize)]
struct CellSummary<'a> {
    surge: &'a str,
    option: &'a str,
    programme: &'a str,
    replications: usize,
    measures: Figures,
    factories: Vec<FactorySummary>,
    products: Vec<NamedSummary>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    classes: Vec<NamedSummary>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    customers: Vec<NamedSummary>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppliers: Vec<NamedSummary>,
    versus_baseline: Option<VersusSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    funding: Option<FundingSummary<'a>>,
}

#[derive(Serialize)]
struct FactorySummary {
    name: String,
    measures: Figures,
    bottlenecks: BottlenecksSummary,
    stations: Vec<StationSummary>,
    pools: Vec<PoolSummary>,
    stocks: Vec<NamedSummary>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<NamedSummary>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    transports: Vec<NamedSummary>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    joints: Vec<NamedSummary>,
    products: Vec<NamedSummary>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    classes: Vec<NamedSummary>,
}

/// The station that limits a factory by each method; `null` where a method finds none.
#[derive(Serialize)]
struct BottlenecksSummary {
    utilisation: Option<String>,
    turning_point: Option<String>,
    active_periods: Option<String>,
}

#[derive(Serialize)]
struct StationSummary {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    momentary: Option<MomentarySummary>,
    measures: Figures,
    states: Figures,
    machines: Vec<MachineSummary>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    inputs: Vec<NamedSummary>,
}

/// Shares of time in which a station was the bottleneck of the moment.
#[derive(Serialize)]
struct MomentarySummary {
    sole_share: f64,
    shifting_share: f64,
}

#[derive(Serialize)]
struct MachineSummary {
    name: String,
    measures: Figures,
    states: Figures,
}

/// A pool; with its workers where they are named.
#[derive(Serialize)]
struct PoolSummary {
    name: String,
    measures: Figures,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    workers: Vec<NamedSummary>,
}

#[derive(Serialize)]
struct NamedSummary {
    name: String,
    measures: Figures,
}

/// An estimate in the file; `null` as a whole where its mean is undefined.
#[derive(Serialize)]
pub(super) struct Figure {
    mean: Option<f64>,
    sd: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    n: usize,
}

pub(super) type Figures = BTreeMap<&'static str, Option<Figure>>;

/// JSON has no infinities: what is not finite is not defined.
pub(super) fn finite(x: f64) -> Option<f64> {
    Some(x).filter(|x| x.is_finite())
}

pub(super) fn figure(e: &Estimate) -> Option<Figure> {
    let part = |x: Option<f64>| x.and_then(finite);
    part(e.mean)?;
    Some(Figure { mean: part(e.mean), sd: part(e.sd), low: part(e.low), high: part(e.high), n: e.n })
}

fn figures(measures: &Measures) -> Figures {
    measures.iter().map(|(name, e)| (*name, figure(e))).collect()
}

/// Adds what was found from moment to moment in the first cell.
fn add_moments(spec: &Spec, results: &Results, cells: &mut [CellSummary<'_>]) {
    for own in cells.first_mut().map_or(&mut [][..], |cell| &mut cell.factories) {
        let Some(factory) = spec.factories.iter().position(|factory| factory.name == own.name) else {
            continue;
        };
        let plant = spec.plant_of(factory);
        let Some(shares) = limits::momentary(plant, results, factory) else { continue };
        let longest = by_active_periods(&shares);
        own.bottlenecks.active_periods = longest.map(|station| plant.stations[station].name.clone());
        for station in &mut own.stations {
            let number = plant.stations.iter().position(|described| described.name == station.name);
            let found = number.map(|number| shares[number]);
            station.momentary = found
                .map(|found| MomentarySummary { sole_share: found.sole, shifting_share: found.shifting });
        }
    }
}

/// A cell as each programme funds it; once where none does.
fn cell_summaries<'a>(spec: &'a Spec, cell: &Cell) -> Vec<CellSummary<'a>> {
    match cell.funded.as_slice() {
        [] => vec![cell_summary(spec, cell, None)],
        funded => funded.iter().map(|funded| cell_summary(spec, cell, Some(funded))).collect(),
    }
}

fn cell_summary<'a>(spec: &'a Spec, cell: &Cell, funded: Option<&Funded>) -> CellSummary<'a> {
    let CellMeasures { measures, factories, products, classes, customers, suppliers } =
        measures::measure(spec, cell);
    let programme = &spec.programmes[funded.map_or(0, |funded| funded.programme)];
    CellSummary {
        surge: &spec.surges[cell.surge].name,
        option: spec.options[cell.option].option(),
        programme: &programme.name,
        replications: cell.outcomes.len(),
        measures: figures(&measures),
        factories: factories.into_iter().map(factory_summary).collect(),
        products: products.into_iter().map(named_summary).collect(),
        classes: classes.into_iter().map(named_summary).collect(),
        customers: customers.into_iter().map(named_summary).collect(),
        suppliers: suppliers.into_iter().map(named_summary).collect(),
        versus_baseline: cell.versus.as_ref().map(versus_summary),
        funding: funded.map(|funded| funding_summary(spec, funded)),
    }
}

fn factory_summary(factory: FactoryMeasures) -> FactorySummary {
    FactorySummary {
        name: factory.name,
        measures: figures(&factory.measures),
        bottlenecks: BottlenecksSummary {
            utilisation: factory.bottlenecks.utilisation,
            turning_point: factory.bottlenecks.turning_point,
            active_periods: None,
        },
        stations: factory.stations.into_iter().map(station_summary).collect(),
        pools: factory.pools.into_iter().map(pool_summary).collect(),
        stocks: factory.stocks.into_iter().map(named_summary).collect(),
        places: factory.places.into_iter().map(named_summary).collect(),
        transports: factory.transports.into_iter().map(named_summary).collect(),
        joints: factory.joints.into_iter().map(named_summary).collect(),
        products: factory.products.into_iter().map(named_summary).collect(),
        classes: factory.classes.into_iter().map(named_summary).collect(),
    }
}

fn station_summary(station: StationMeasures) -> StationSummary {
    StationSummary {
        name: station.name,
        momentary: None,
        measures: figures(&station.measures),
        states: figures(&station.states),
        machines: station.machines.into_iter().map(machine_summary).collect(),
        inputs: station.inputs.into_iter().map(named_summary).collect(),
    }
}

fn machine_summary(machine: MachineMeasures) -> MachineSummary {
    MachineSummary {
        name: machine.name,
        measures: figures(&machine.measures),
        states: figures(&machine.states),
    }
}

fn pool_summary(pool: PoolMeasures) -> PoolSummary {
    PoolSummary {
        name: pool.name,
        measures: figures(&pool.measures),
        workers: pool.workers.into_iter().map(named_summary).collect(),
    }
}

fn named_summary(named: Named) -> NamedSummary {
    NamedSummary { name: named.name, measures: figures(&named.measures) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::measures::{ABOUT_RUNS, PAYBACK, VERSUS};
    use crate::report::sample;
    use serde_json::Value;

    #[track_caller]
    fn keys(value: &Value, expected: &[&str]) {
        let mut found: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        let mut expected = expected.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected);
    }

    #[test]
    fn summary_has_every_promised_key() {
        let (spec, results) = sample::town();
        let text = summary_json(&spec, &results, Effort { wall_s: 12.5, cpu_s: Some(20.0) });
        let root: Value = serde_json::from_str(&text).unwrap();
        let told = |title: &str| -> Vec<&str> {
            let names = ABOUT_RUNS.iter().find(|(own, _)| *own == title).unwrap().1;
            names.iter().map(|(name, _)| *name).collect()
        };
        let calm: Vec<&str> =
            told("The file").into_iter().filter(|name| !["warnings", "studies"].contains(name)).collect();
        keys(&root, &calm);
        keys(&root["engine"], &told("`engine`"));
        assert_eq!(root["cells"].as_array().unwrap().len(), 8);
        let (base, cell) = (&root["cells"][0], &root["cells"][5]);
        // Customers and suppliers are there where there is a region.
        let of_region = ["classes", "customers", "suppliers"];
        let in_town: Vec<&str> =
            told("A cell").into_iter().filter(|name| !of_region.contains(name)).collect();
        // `emergencies` are there once all cells are set beside each other, `spread` where owners decide.
        keys(
            &cell["funding"],
            &[
                "driver",
                "measures",
                "payback_months",
                "payback_from_go_live_months",
                "discounted_payback_months",
                "npv_tail",
                "buyers_by_year",
                "break_even",
            ],
        );
        keys(cell, &in_town);
        assert!(base["versus_baseline"].is_null());
        assert_eq!(base["programme"], "own-profit");
        let versus = &cell["versus_baseline"];
        let others = [
            "payback_months",
            "payback_from_go_live_months",
            "discounted_payback_months",
            "npv_tail",
            "extrapolated_from_month",
        ];
        let of_versus: Vec<&str> = VERSUS.iter().map(|own| own.name).chain(others).collect();
        keys(versus, &of_versus);
        keys(&versus["npv_tail"], &told("`npv_tail`"));
        let of_payback: Vec<&str> = PAYBACK.iter().map(|(name, _)| *name).collect();
        keys(&versus["payback_months"], &of_payback);
        keys(&versus["discounted_payback_months"], &of_payback);
        keys(&versus["payback_months"]["within"][0], &["months", "probability", "low", "high"]);
        let factory = &cell["factories"][0];
        keys(factory, &["name", "measures", "bottlenecks", "stations", "pools", "stocks", "products"]);
        assert!(factory.as_object().unwrap().keys().all(|key| told("A factory").contains(&key.as_str())));
        keys(&factory["bottlenecks"], &told("`bottlenecks`"));
        let station = &factory["stations"][0];
        keys(station, &["name", "measures", "states", "machines"]);
        keys(&station["machines"][0], &["name", "measures", "states"]);
        keys(&factory["measures"]["flow_time_s"], &["mean", "sd", "low", "high", "n"]);
        for name in
            ["completions_per_h", "wait_s", "queue_lots", "utilisation", "batch_lots", "oee", "machines_up"]
        {
            assert!(station["measures"].get(name).is_some(), "{name}");
        }
        for name in
            ["good_units_per_h", "lead_time_s", "fill_rate", "service_level", "lost_units_per_h", "wip_lots"]
        {
            assert!(cell["measures"].get(name).is_some(), "{name}");
        }
        assert!(factory["measures"].get("wait_s").is_some());
        assert!(!text.contains("NaN") && !text.contains("inf"));
    }

    #[test]
    fn a_plain_queue_has_no_versus_and_null_fill_rate() {
        let (spec, results) = sample::queue();
        let root: Value =
            serde_json::from_str(&summary_json(&spec, &results, Effort { wall_s: 0.0, cpu_s: None }))
                .unwrap();
        let cell = &root["cells"][0];
        assert_eq!((&cell["surge"], &cell["option"]), (&"none".into(), &"baseline".into()));
        assert!(cell["versus_baseline"].is_null());
        assert!(cell["measures"]["fill_rate"].is_null());
    }
}
