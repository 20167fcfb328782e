//! Every measure of a cell, by the names that the summary promises, as estimates over replications.
//!
//! A measure is computed in each replication over the window after the warm-up, then averaged; a replication in
//! which it is undefined (no lot left, say) does not count.

use std::collections::BTreeMap;

use crate::experiment::Cell;
use crate::finance::StockCost;
use crate::outcome::{
    FactoryOutcome, MachineState, Outcome, Period, PoolTally, ProductLevel, ProductTally, STATES, Spot,
    SpotTally, StateTimes, StationTally,
};
use crate::spec::{Plant, Spec};
use crate::stats::{Estimate, Histogram};
use crate::units::{Duration, PoolId};

use super::kpi::{Counts, Elements};
use super::limits::{Bottlenecks, bottlenecks};

/// Every measure: where it is found, its name, what it means [unit].
pub const NAMES: &[(&str, &str, &str)] = &[
    ("flow", "good_units_per_h", "good units that left the routing [1/h]"),
    ("flow", "lots_out_per_h", "lots that left the routing [1/h]"),
    ("flow", "delivered_units_per_h", "units delivered to customers [1/h]"),
    ("flow", "ordered_units_per_h", "units ordered by customers [1/h]"),
    ("flow", "scrap_units_per_h", "units scrapped on the way [1/h]"),
    ("flow", "escaped_units_per_h", "units that left with a defect that was never found [1/h]"),
    ("flow", "lost_units_per_h", "units customers gave up, or that found no room [1/h]"),
    ("flow", "flow_time_s", "release to leaving, mean over lots that left [s]"),
    (
        "flow",
        "flow_time_p50_s, flow_time_p90_s, flow_time_p95_s",
        "release to leaving, which half, 90 % and 95 % of the lots that left do not exceed (within 1 %) [s]",
    ),
    ("flow", "lead_time_s", "order to delivery, mean over units delivered [s]"),
    (
        "flow",
        "wait_s",
        "time in all buffers and input places, mean over lots that left; never more than `flow_time_s` [s]",
    ),
    ("flow", "wip_lots", "lots in process, time average"),
    ("flow", "outside_lots", "lots that wait outside for a card or for room, time average"),
    ("flow", "outside_wait_s", "wait outside before the release, per lot released [s]"),
    (
        "flow, stock",
        "fill_rate",
        "share of what customers order that is delivered before their next order of a period, or at once where they \
         order one by one [0..1]",
    ),
    (
        "flow, stock",
        "service_level",
        "share of periods between orders (of days, where customers order one by one) that end without backlog [0..1]",
    ),
    ("flow", "orders_per_h", "orders of customers [1/h]"),
    ("flow", "backlog_units", "units ordered and not yet delivered or lost, time average"),
    ("flow, stock", "backorders", "the same, of products and of materials that customers draw on"),
    (
        "flow, stock",
        "on_hand",
        "finished units, or material, in stock, time average [units, units of the material]",
    ),
    ("flow", "on_hand_units", "finished units in stock at the end"),
    ("flow", "late_share", "share of lots with a due date that leave after it [0..1]"),
    ("flow", "tardiness_s", "time after the due date, mean over lots with one; none for those in time [s]"),
    (
        "flow",
        "lateness_s",
        "time after the due date, mean over lots with one; negative for those before it [s]",
    ),
    ("station", "completions_per_h", "operations finished, in lots [1/h]"),
    ("station", "wait_s", "arrival in the buffer to the start, mean over lots started [s]"),
    ("station", "queue_lots", "lots that have arrived and not started, time average"),
    ("station, machine", "utilisation", "producing, share of machines' clock time [0..1]"),
    ("station", "batch_lots", "lots in a load, mean; batch stations only"),
    ("station", "oee", "ideal time of good units over planned busy time [0..1]"),
    ("station", "machines_up", "machines neither failed nor under repair, time average"),
    ("station", "all_up_share", "share of time in which all machines are up [0..1]"),
    ("station", "failures_per_h", "breakdowns and micro-stops [1/h]"),
    ("station", "setups_per_h", "setups for another family [1/h]"),
    ("station", "maintenances_per_h", "planned stops done [1/h]"),
    ("station", "availability", "producing, share of planned busy time (ISO 22400) [0..1]"),
    ("station", "effectiveness", "ideal time of all units over the time of production (ISO 22400)"),
    ("station", "nee", "as OEE, setup not being a loss (ISO 22400) [0..1]"),
    ("station", "teep", "OEE over all of the clock time [0..1]"),
    ("station", "utilisation_efficiency", "producing, share of the time with an order (ISO 22400) [0..1]"),
    ("station", "allocation_efficiency", "time with an order, share of planned busy time (ISO 22400) [0..1]"),
    ("station", "technical_efficiency", "production over production and delays (ISO 22400) [0..1]"),
    ("station", "setup_ratio", "setup, share of setup and production (ISO 22400) [0..1]"),
    ("station", "first_pass_yield", "good units of those at their first pass [0..1]"),
    ("station", "rework_ratio", "units sent to rework of those at their first pass [0..1]"),
    ("station", "scrap_ratio", "units scrapped of those at their first pass [0..1]"),
    ("input, joint", "queue_lots", "lots that wait in an input place, or to become one, time average"),
    ("input, joint", "wait_s", "time in it, mean over lots that left it for the assembly, or became one [s]"),
    ("input", "on_hand", "units that wait in the input place, time average"),
    ("place, transport", "wip_lots", "lots that stay at the place, or are under way, time average"),
    ("place, transport", "stay_s", "time of all lots in it, over lots that left it [s]"),
    ("place, transport", "lots_out_per_h", "lots that left it [1/h]"),
    ("input, joint, place, transport", "full_share", "share of time in which no further lot fits [0..1]"),
    ("station", "energy_kw", "electric power, time average [kW]"),
    ("pool", "busy_workers", "workers in crews, time average"),
    ("pool", "overtime_workers", "workers who stay beyond their shift, time average"),
    ("pool", "present_workers", "workers present, time average"),
    ("pool", "absence", "share of shift time absent [0..1]"),
    (
        "pool",
        "requests_waiting",
        "requests for a crew that wait, time average; where it may come from several pools, at the first",
    ),
    ("pool", "wait_s", "request to the crew, mean over requests served [s]"),
    ("pool", "hired_workers, left_workers", "workers who were hired and came, and who left for good"),
    ("stock", "orders_per_h", "orders placed with the supplier [1/h]"),
    (
        "stock",
        "used_per_h, bought_per_h, wasted_per_h",
        "material used in production, bought, and thrown away at the end of its shelf life [units of the material per h]",
    ),
    (
        "stock",
        "ordered_per_h, delivered_per_h, lost_per_h",
        "material ordered by customers of the store, delivered to them, and lost sales [units of the material per h]",
    ),
    ("stock", "delivery_s", "order of a customer to delivery, mean over what was delivered [s]"),
    (
        "stock",
        "cost_per_h, ordering_cost_per_h, holding_cost_per_h, backlog_cost_per_h",
        "cost of orders placed, of stock held and of what is owed to customers, together and each alone [currency/h]",
    ),
];

/// Measures by name.
pub type Measures = BTreeMap<&'static str, Estimate>;

/// One replication's values by name, before they are averaged.
type Values = Vec<(&'static str, Option<f64>)>;

/// Something with a name and its measures.
#[derive(Clone, PartialEq, Debug)]
pub struct Named {
    /// Its name in the scenario.
    pub name: String,
    /// Its measures.
    pub measures: Measures,
}

/// A pool of workers.
#[derive(Clone, PartialEq, Debug)]
pub struct PoolMeasures {
    /// Its name in the plant.
    pub name: String,
    /// Its measures, over its named workers where it has such.
    pub measures: Measures,
    /// Its named workers.
    pub workers: Vec<Named>,
}

/// A machine of a station.
#[derive(Clone, PartialEq, Debug)]
pub struct MachineMeasures {
    /// Its number at the station, from "1".
    pub name: String,
    /// Its measures.
    pub measures: Measures,
    /// Shares of clock time in each state, by the names of [`STATES`].
    pub states: Measures,
}

/// A station of a factory.
#[derive(Clone, PartialEq, Debug)]
pub struct StationMeasures {
    /// Its name in the plant.
    pub name: String,
    /// Its measures.
    pub measures: Measures,
    /// Shares of its machines' clock time in each state, by the names of [`STATES`].
    pub states: Measures,
    /// Its machines.
    pub machines: Vec<MachineMeasures>,
    /// Input places of its assemblies, by the component.
    pub inputs: Vec<Named>,
}

/// A factory.
#[derive(Clone, PartialEq, Debug)]
pub struct FactoryMeasures {
    /// Its name in the scenario.
    pub name: String,
    /// Measures of all its products together.
    pub measures: Measures,
    /// What limits it.
    pub bottlenecks: Bottlenecks,
    /// Its stations, in the plant's order.
    pub stations: Vec<StationMeasures>,
    /// Its pools.
    pub pools: Vec<PoolMeasures>,
    /// Its materials.
    pub stocks: Vec<Named>,
    /// Its dwell places.
    pub places: Vec<Named>,
    /// Transport to steps, as "product/step".
    pub transports: Vec<Named>,
    /// Where lots become one, as "product/step".
    pub joints: Vec<Named>,
    /// Its products.
    pub products: Vec<Named>,
}

/// A cell: the whole region.
#[derive(Clone, PartialEq, Debug)]
pub struct CellMeasures {
    /// Measures of all factories together.
    pub measures: Measures,
    /// The factories, in file order.
    pub factories: Vec<FactoryMeasures>,
    /// Products of one name, over all factories that make them.
    pub products: Vec<Named>,
}

/// All measures of a cell.
pub fn measure(spec: &Spec, cell: &Cell) -> CellMeasures {
    let runs = &cell.outcomes;
    CellMeasures {
        measures: over(runs, |run| flow_values(&gather(run, |_, _| true))),
        factories: (0..spec.factories.len()).map(|f| factory(spec, runs, f)).collect(),
        products: product_names(spec)
            .into_iter()
            .map(|name| {
                let chosen = |f: usize, p: usize| spec.plant_of(f).products[p].name == name;
                let measures = over(runs, |run| flow_values(&gather(run, chosen)));
                Named { name: name.to_owned(), measures }
            })
            .collect(),
    }
}

/// The names of the region's products, in order of first mention.
pub fn product_names(spec: &Spec) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let plants = (0..spec.factories.len()).map(|f| spec.plant_of(f));
    for product in plants.flat_map(|plant| &plant.products) {
        if !names.contains(&product.name.as_str()) {
            names.push(&product.name);
        }
    }
    names
}

/// Planned busy time of machines: all their time but off shift, planned maintenance and installation.
pub(crate) fn planned_busy_time(states: &StateTimes) -> f64 {
    let all: f64 = states.iter().map(|t| t.as_secs()).sum();
    let out = [MachineState::OffShift, MachineState::Maintenance, MachineState::Upgrading];
    all - out.iter().map(|&s| states[s as usize].as_secs()).sum::<f64>()
}

/// A ratio, `None` where the divisor is zero.
pub(crate) fn ratio(above: f64, below: f64) -> Option<f64> {
    (below > 0.0).then(|| above / below)
}

/// OEE of a station: ideal time of good units over planned busy time (ISO 22400-2).
pub(crate) fn oee(station: &StationTally) -> Option<f64> {
    ratio(station.ideal_time.as_secs(), planned_busy_time(&station.states))
}

/// Averages the values of each replication by name.
fn over(runs: &[Outcome], values: impl Fn(&Outcome) -> Values) -> Measures {
    let mut lists: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    for run in runs {
        for (name, value) in values(run) {
            lists.entry(name).or_default().extend(value.filter(|v| v.is_finite()));
        }
    }
    lists.into_iter().map(|(name, list)| (name, Estimate::of(&list))).collect()
}

fn factory(spec: &Spec, runs: &[Outcome], f: usize) -> FactoryMeasures {
    let plant = spec.plant_of(f);
    FactoryMeasures {
        name: spec.factories[f].name.clone(),
        measures: over(runs, |run| flow_values(&gather(run, |factory, _| factory == f))),
        bottlenecks: bottlenecks(plant, runs, f),
        stations: (0..plant.stations.len()).map(|s| station(plant, runs, f, s)).collect(),
        pools: pools(plant, runs, f),
        stocks: named(plant.materials.iter().map(|m| &m.name), |i| {
            over(runs, |run| stock_values(plant, &run.factories[f], i))
        }),
        places: spots(plant, runs, f, |spot| matches!(spot, Spot::Place(_))),
        transports: spots(plant, runs, f, |spot| matches!(spot, Spot::Transport(..))),
        joints: spots(plant, runs, f, |spot| matches!(spot, Spot::Joint(..))),
        products: named(plant.products.iter().map(|p| &p.name), |i| {
            over(runs, |run| flow_values(&gather(run, |factory, p| factory == f && p == i)))
        }),
    }
}

fn named<'a>(names: impl Iterator<Item = &'a String>, measures: impl Fn(usize) -> Measures) -> Vec<Named> {
    names.enumerate().map(|(i, name)| Named { name: name.clone(), measures: measures(i) }).collect()
}

fn station(plant: &Plant, runs: &[Outcome], f: usize, s: usize) -> StationMeasures {
    let batch = plant.stations[s].batch.is_some();
    let machines = runs.first().and_then(|run| run.factories[f].machines.get(s)).map_or(0, Vec::len);
    let tally = |run: &Outcome| run.factories[f].window.tally.stations[s];
    StationMeasures {
        name: plant.stations[s].name.clone(),
        measures: over(runs, |run| station_values(&tally(run), run.factories[f].window.length, batch)),
        states: over(runs, |run| state_values(&tally(run).states)),
        machines: (0..machines)
            .map(|m| {
                let states = |run: &Outcome| run.factories[f].machines[s].get(m).copied().unwrap_or_default();
                MachineMeasures {
                    name: (m + 1).to_string(),
                    measures: over(runs, |run| vec![("utilisation", state_values(&states(run))[0].1)]),
                    states: over(runs, |run| state_values(&states(run))),
                }
            })
            .collect(),
        inputs: spots(plant, runs, f, |spot| matches!(spot, Spot::Input(_, station) if station.index() == s)),
    }
}

/// Places of a factory that are no stations, of one kind; those of one step in several modes together.
fn spots(plant: &Plant, runs: &[Outcome], f: usize, chosen: impl Fn(&Spot) -> bool) -> Vec<Named> {
    let Some(first) = runs.first() else { return Vec::new() };
    let mut found: Vec<Spot> = Vec::new();
    for tally in &first.factories[f].window.tally.spots {
        if chosen(&tally.spot) && !found.contains(&tally.spot) {
            found.push(tally.spot);
        }
    }
    let measures = |spot: Spot| over(runs, |run| spot_values(&run.factories[f].window, spot));
    found.into_iter().map(|spot| Named { name: spot_name(plant, spot), measures: measures(spot) }).collect()
}

fn spot_name(plant: &Plant, spot: Spot) -> String {
    match spot {
        Spot::Place(place) => plant.places[place.index()].name.clone(),
        Spot::Input(component, _) => plant.products[component.index()].name.clone(),
        Spot::Transport(product, step) | Spot::Joint(product, step) => {
            let product = &plant.products[product.index()];
            format!("{}/{}", product.name, product.routing[step as usize].name)
        }
    }
}

fn spot_values(window: &Period, spot: Spot) -> Values {
    let mut sum = SpotTally::of(spot);
    window.tally.spots.iter().filter(|own| own.spot == spot).for_each(|own| sum.add(own));
    let (hours, seconds) = (window.length.as_hours(), window.length.as_secs());
    let lots = ratio(sum.lots_time.as_secs(), seconds);
    let wait = ratio(sum.waits.as_secs(), sum.left as f64);
    let full = ("full_share", ratio(sum.full_time.as_secs(), seconds));
    match spot {
        Spot::Input(..) => {
            let units = ratio(sum.units_time, seconds);
            vec![("queue_lots", lots), ("wait_s", wait), ("on_hand", units), full]
        }
        Spot::Joint(..) => vec![("queue_lots", lots), ("wait_s", wait), full],
        Spot::Place(_) | Spot::Transport(..) => {
            let stay = ratio(sum.lots_time.as_secs(), sum.left as f64);
            vec![
                ("wip_lots", lots),
                ("stay_s", stay),
                ("lots_out_per_h", ratio(sum.left as f64, hours)),
                full,
            ]
        }
    }
}

fn station_values(tally: &StationTally, length: Duration, batch: bool) -> Values {
    let (hours, seconds) = (length.as_hours(), length.as_secs());
    let per_batch = ratio(tally.starts as f64, tally.batches as f64).filter(|_| batch);
    vec![
        ("completions_per_h", ratio(tally.completions as f64, hours)),
        ("wait_s", ratio(tally.waits.as_secs(), tally.starts as f64)),
        ("queue_lots", ratio(tally.queue_time.as_secs(), seconds)),
        ("utilisation", state_values(&tally.states)[0].1),
        ("batch_lots", per_batch),
        ("oee", oee(tally)),
        ("machines_up", ratio(tally.up_time.as_secs(), seconds)),
        ("all_up_share", ratio(tally.all_up_time.as_secs(), seconds)),
        ("failures_per_h", ratio(tally.failures as f64, hours)),
        ("energy_kw", ratio(tally.energy_kwh, hours)),
        ("setups_per_h", ratio(tally.setups as f64, hours)),
        ("maintenances_per_h", ratio(tally.maintenances as f64, hours)),
    ]
    .into_iter()
    .chain(kpi_values(tally))
    .collect()
}

/// Indicators of ISO 22400. An order is loaded from the beginning of setup, loading or the operation on.
fn kpi_values(tally: &StationTally) -> Values {
    let elements = Elements::of(&tally.states, &tally.loaded());
    // Units finished at their first pass; `units` counts those started, which differ by what is under way.
    let finished = tally.good + tally.to_rework + tally.scrapped;
    let counts = Counts {
        first: finished.saturating_sub(tally.again),
        good: tally.good.saturating_sub(tally.again_good),
        rework: tally.to_rework.saturating_sub(tally.again_to_rework),
    };
    let good = tally.good.max(1) as f64;
    let ideal = tally.ideal_time.as_secs() * finished as f64 / good;
    let quality = ratio(tally.good as f64, finished as f64);
    vec![
        ("availability", elements.availability()),
        ("effectiveness", elements.effectiveness(ideal)),
        ("nee", elements.nee(ideal, quality)),
        ("teep", elements.teep(ideal, quality)),
        ("utilisation_efficiency", elements.utilisation_efficiency()),
        ("allocation_efficiency", elements.allocation_efficiency()),
        ("technical_efficiency", elements.technical_efficiency()),
        ("setup_ratio", elements.setup_ratio()),
        ("first_pass_yield", counts.quality()),
        ("rework_ratio", counts.rework_ratio()),
        ("scrap_ratio", counts.scrap_ratio()),
    ]
}

/// Shares of clock time; producing comes first.
fn state_values(states: &StateTimes) -> Values {
    let all: f64 = states.iter().map(|t| t.as_secs()).sum();
    STATES.iter().map(|(state, name)| (*name, ratio(states[*state as usize].as_secs(), all))).collect()
}

/// The pools of a plant, each with its named workers, who are pools of their own in the outcome.
fn pools(plant: &Plant, runs: &[Outcome], f: usize) -> Vec<PoolMeasures> {
    let measures = |own: &[PoolId]| over(runs, |run| pool_values(&run.factories[f].window, own));
    let named =
        |pool: &PoolId| Named { name: plant.pools[pool.index()].name.clone(), measures: measures(&[*pool]) };
    let is_worker = |pool: PoolId| plant.pools.iter().any(|other| other.members.contains(&pool));
    let all = plant.pools.iter().enumerate().map(|(index, pool)| (PoolId::new(index), pool));
    all.filter(|(id, _)| !is_worker(*id))
        .map(|(id, pool)| PoolMeasures {
            name: pool.name.clone(),
            measures: if pool.members.is_empty() { measures(&[id]) } else { measures(&pool.members) },
            workers: pool.members.iter().map(named).collect(),
        })
        .collect()
}

/// The values of pools together.
fn pool_values(window: &Period, pools: &[PoolId]) -> Values {
    let seconds = window.length.as_secs();
    let mut sum = PoolTally::default();
    pools.iter().for_each(|pool| sum.add(&window.tally.pools[pool.index()]));
    let expected = sum.present.as_secs() + sum.absent.as_secs();
    vec![
        ("busy_workers", ratio(sum.busy.as_secs(), seconds)),
        ("overtime_workers", ratio(sum.overtime.as_secs(), seconds)),
        ("present_workers", ratio(sum.present.as_secs(), seconds)),
        ("absence", ratio(sum.absent.as_secs(), expected)),
        ("requests_waiting", ratio(sum.waiting_time.as_secs(), seconds)),
        ("wait_s", ratio(sum.waits.as_secs(), sum.requests as f64)),
        ("hired_workers", Some(sum.hired as f64)),
        ("left_workers", Some(sum.left as f64)),
    ]
}

fn stock_values(plant: &Plant, factory: &FactoryOutcome, i: usize) -> Values {
    let window = &factory.window;
    let material = window.tally.materials[i];
    let (hours, seconds) = (window.length.as_hours(), window.length.as_secs());
    let per_hour = |amount: f64| ratio(amount, hours);
    let cost = StockCost::of(&plant.materials[i].costs, &material);
    let stored = plant.materials[i].customers.is_some();
    let mut values = vec![
        ("on_hand", ratio(material.stock_time, seconds)),
        ("orders_per_h", per_hour(material.orders as f64)),
        ("used_per_h", per_hour(material.used)),
        ("bought_per_h", per_hour(material.bought)),
        ("wasted_per_h", per_hour(material.wasted)),
        ("cost_per_h", per_hour(cost.sum())),
        ("ordering_cost_per_h", per_hour(cost.ordering)),
        ("holding_cost_per_h", per_hour(cost.holding)),
        ("backlog_cost_per_h", per_hour(cost.backlog)),
    ];
    let of_customers = [
        ("backorders", ratio(material.backlog_time, seconds)),
        ("fill_rate", ratio(material.delivered_in_time, material.ordered)),
        ("service_level", ratio(material.periods_met as f64, material.periods as f64)),
        ("ordered_per_h", per_hour(material.ordered)),
        ("delivered_per_h", per_hour(material.delivered)),
        ("lost_per_h", per_hour(material.lost)),
        ("delivery_s", ratio(material.delivery_wait, material.delivered)),
    ];
    values.extend(of_customers.map(|(name, value)| (name, value.filter(|_| stored))));
    values
}

/// What flowed in some products of some factories.
struct Flow {
    tally: ProductTally,
    levels: ProductLevel,
    flow_times: Histogram,
    length: Duration,
}

/// Adds up the products for which `chosen(factory, product)` holds.
fn gather(run: &Outcome, chosen: impl Fn(usize, usize) -> bool) -> Flow {
    let mut flow = Flow {
        tally: ProductTally::default(),
        levels: ProductLevel::default(),
        flow_times: Histogram::default(),
        length: Duration::ZERO,
    };
    for (f, factory) in run.factories.iter().enumerate() {
        for (p, tally) in factory.window.tally.products.iter().enumerate() {
            if chosen(f, p) {
                add_tally(&mut flow.tally, tally);
                add_level(&mut flow.levels, &factory.window.tally.levels[p]);
                factory.flow_times.get(p).into_iter().for_each(|times| flow.flow_times.add(times));
                flow.length = flow.length.max(factory.window.length);
            }
        }
    }
    flow
}

fn flow_values(flow: &Flow) -> Values {
    let (tally, hours) = (&flow.tally, flow.length.as_hours());
    let per_hour = |n: u64| ratio(n as f64, hours);
    let (seconds, due_lots) = (flow.length.as_secs(), tally.due_lots as f64);
    let backlog = ratio(tally.backlog_time, seconds);
    let [p50, p90, p95] = flow.flow_times.quantiles([0.5, 0.9, 0.95]).map(|micros| Some(micros? / 1e6));
    vec![
        ("good_units_per_h", per_hour(tally.finished)),
        ("lots_out_per_h", per_hour(tally.finished_lots)),
        ("delivered_units_per_h", per_hour(tally.delivered)),
        ("ordered_units_per_h", per_hour(tally.ordered)),
        ("scrap_units_per_h", per_hour(tally.scrapped)),
        ("escaped_units_per_h", per_hour(tally.escaped)),
        ("lost_units_per_h", per_hour(tally.lost)),
        ("flow_time_s", ratio(tally.flow_time.as_secs(), tally.finished_lots as f64)),
        ("flow_time_p50_s", p50),
        ("flow_time_p90_s", p90),
        ("flow_time_p95_s", p95),
        ("wait_s", ratio(tally.waits.as_secs(), tally.finished_lots as f64)),
        ("lead_time_s", ratio(tally.delivery_wait, tally.delivered as f64).filter(|_| tally.ordered > 0)),
        ("wip_lots", ratio(tally.lots_time.as_secs(), flow.length.as_secs())),
        ("outside_lots", ratio(tally.outside_time.as_secs(), flow.length.as_secs())),
        ("outside_wait_s", ratio(tally.outside_time.as_secs(), tally.released_lots as f64)),
        ("fill_rate", ratio(tally.delivered_in_time as f64, tally.ordered as f64)),
        ("service_level", ratio(tally.periods_met as f64, tally.periods as f64)),
        ("orders_per_h", per_hour(tally.orders)),
        ("backlog_units", backlog),
        ("backorders", backlog),
        ("on_hand", ratio(tally.stock_time, seconds)),
        ("late_share", ratio(tally.late_lots as f64, due_lots)),
        ("tardiness_s", ratio(tally.tardiness.as_secs(), due_lots)),
        ("lateness_s", ratio(tally.tardiness.as_secs() - tally.earliness.as_secs(), due_lots)),
        ("on_hand_units", Some(flow.levels.on_hand as f64)),
    ]
}

/// Adds the counters of a product to a sum.
pub(crate) fn add_tally(sum: &mut ProductTally, t: &ProductTally) {
    sum.released += t.released;
    sum.released_lots += t.released_lots;
    sum.finished += t.finished;
    sum.finished_lots += t.finished_lots;
    sum.scrapped += t.scrapped;
    sum.escaped += t.escaped;
    sum.flow_time += t.flow_time;
    sum.waits += t.waits;
    sum.lots_time += t.lots_time;
    sum.outside_time += t.outside_time;
    sum.ordered += t.ordered;
    sum.delivered += t.delivered;
    sum.delivered_in_time += t.delivered_in_time;
    sum.lost += t.lost;
    sum.delivery_wait += t.delivery_wait;
    sum.periods += t.periods;
    sum.periods_met += t.periods_met;
    sum.orders += t.orders;
    sum.stock_time += t.stock_time;
    sum.backlog_time += t.backlog_time;
    sum.due_lots += t.due_lots;
    sum.late_lots += t.late_lots;
    sum.tardiness += t.tardiness;
    sum.earliness += t.earliness;
}

fn add_level(sum: &mut ProductLevel, level: &ProductLevel) {
    sum.on_hand += level.on_hand;
    sum.backlog += level.backlog;
    sum.in_process += level.in_process;
    sum.lots += level.lots;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::FactoryTally;
    use crate::report::sample;
    use crate::units::{PlaceId, ProductId, StationId, Time};

    #[test]
    fn oee_of_the_worked_unit() {
        // Minutes: off shift 480, maintenance 30, upgraded 30 of 1440; ideal 0.9 min for 595 good units.
        let minutes = |m: u64| Duration(m * 60_000_000);
        let mut tally =
            StationTally { ideal_time: Duration((595.0 * 0.9 * 60e6) as u64), ..StationTally::default() };
        tally.states[MachineState::Producing as usize] = minutes(900);
        tally.states[MachineState::OffShift as usize] = minutes(480);
        tally.states[MachineState::Maintenance as usize] = minutes(30);
        tally.states[MachineState::Upgrading as usize] = minutes(30);
        assert!((oee(&tally).unwrap() - 0.595).abs() < 1e-12);
    }

    #[test]
    fn every_measure_is_explained() {
        let (spec, results) = sample::town();
        let cell = measure(&spec, &results.cells[0]);
        let factory = &cell.factories[0];
        let of_station = &factory.stations[0].measures;
        let parts = [&cell.measures, &factory.measures, of_station, &factory.pools[0].measures];
        for name in parts.into_iter().chain([&factory.stocks[0].measures]).flat_map(BTreeMap::keys) {
            assert!(NAMES.iter().any(|(_, names, _)| names.split(", ").any(|n| n == *name)), "{name}");
        }
    }

    #[test]
    fn every_measure_of_other_places_is_explained() {
        let window = Period { start: Time::ZERO, length: Duration::DAY, tally: FactoryTally::default() };
        let (product, station) = (ProductId::new(0), StationId::new(0));
        for (kind, spot) in [
            ("place", Spot::Place(PlaceId::new(0))),
            ("transport", Spot::Transport(product, 0)),
            ("joint", Spot::Joint(product, 0)),
            ("input", Spot::Input(product, station)),
        ] {
            for (name, _) in spot_values(&window, spot) {
                let told = |(found, names, _): &(&str, &str, &str)| {
                    found.split(", ").any(|k| k == kind) && names == &name
                };
                assert!(NAMES.iter().any(told), "{kind}: {name}");
            }
        }
    }

    #[test]
    fn states_of_every_station_sum_to_one() {
        let (spec, results) = sample::town();
        let cell = measure(&spec, &results.cells[0]);
        for station in cell.factories.iter().flat_map(|f| &f.stations) {
            let sum: f64 = station.states.values().filter_map(|e| e.mean).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{}: {sum}", station.name);
        }
        let of_products: f64 = cell.products.iter().filter_map(|p| p.measures["good_units_per_h"].mean).sum();
        let of_all = cell.measures["good_units_per_h"].mean.unwrap();
        assert!((of_products / of_all - 1.0).abs() < 1e-12);
    }
}
