//! Every measure of a cell, by the names that the summary promises, as estimates over replications.
//!
//! A measure is computed in each replication over the window after the warm-up, then averaged; a replication in
//! which it is undefined (no lot left, say) does not count.
//!
//! Each measure is declared once, with its name, unit, meaning and how it is read (`declared::Measure`), in the file of what
//! it is of; the summary and `docs/measures.md` are made of these declarations.

mod classes;
mod cost;
mod customers;
mod declared;
mod flow;
mod funding;
mod incidents;
mod orders;
mod page;
mod planning;
mod pools;
mod spots;
mod station;
mod stocks;
mod suppliers;
mod versus;

use std::collections::BTreeMap;

use crate::experiment::{Cell, unit_cost};
use crate::outcome::Spot;
use crate::spec::Spec;
use crate::stats::Estimate;

use self::classes::classes;
use self::cost::COST;
use self::customers::customers;
use self::declared::over;
use self::flow::{FLOW, gather, gather_in};
use self::incidents::INCIDENTS;
use self::orders::{ORDERS, orders};
use self::planning::{PLANNING, counted};
use self::pools::pools;
use self::spots::spots;
use self::station::station;
use self::stocks::{STOCK, Stock};
use self::suppliers::suppliers;
use super::limits::{Bottlenecks, bottlenecks};

pub(crate) use self::declared::ratio;
pub(crate) use self::funding::{FUNDING, SPREAD};
pub use self::page::measures_page;
#[cfg(test)]
pub(crate) use self::page::{ABOUT_RUNS, PAYBACK};
pub(crate) use self::versus::VERSUS;

/// Measures by name.
pub type Measures = BTreeMap<&'static str, Estimate>;

/// Something with a name and its measures.
#[derive(Clone, PartialEq, Debug)]
pub struct Named {
    /// Its name in the scenario.
    pub name: String,
    /// Its measures.
    pub measures: Measures,
}

impl Named {
    /// Whether customers draw on it, where it is a stock.
    pub fn serves_customers(&self) -> bool {
        self.measures.get("backorders").is_some_and(|owed| owed.mean.is_some())
    }
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

/// A factory; in a large region without what is within it, unless it is in the sample.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct FactoryMeasures {
    /// Its name in the scenario.
    pub name: String,
    /// Measures of all products together that leave it: of assemblies, not of their components.
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
    /// Priority classes of its products that have several, as "product/class".
    pub classes: Vec<Named>,
}

/// A cell: the whole region.
#[derive(Clone, PartialEq, Debug)]
pub struct CellMeasures {
    /// Measures of all products together that leave their factories.
    pub measures: Measures,
    /// The factories, in file order.
    pub factories: Vec<FactoryMeasures>,
    /// Products of one name, over all factories that make them.
    pub products: Vec<Named>,
    /// Priority classes of products that have several, as "product/class", over all factories that make them.
    pub classes: Vec<Named>,
    /// Customers of the region.
    pub customers: Vec<Named>,
    /// Suppliers of the region.
    pub suppliers: Vec<Named>,
}

/// A region of more factories has its stations, pools and places measured in a sample only.
const MOST_DETAILED: usize = 200;
/// How many factories of each kind are in the sample.
const SAMPLED: usize = 3;

/// Whether each factory is looked at one by one: all in a region of at most `most`; in a larger one the first few of each kind.
pub(crate) fn detailed(spec: &Spec, most: usize) -> Vec<bool> {
    if spec.factories.len() <= most {
        return vec![true; spec.factories.len()];
    }
    let mut seen = vec![0; spec.plants.len()];
    let sampled = spec.factories.iter().map(|factory| {
        let seen = &mut seen[factory.plant.index()];
        *seen += 1;
        *seen <= SAMPLED
    });
    sampled.collect()
}

/// All measures of a cell; in a region of more than 200 factories what is within them for a sample only.
pub fn measure(spec: &Spec, cell: &Cell) -> CellMeasures {
    let runs = &cell.outcomes;
    let leaving: Vec<Vec<bool>> = (0..spec.factories.len()).map(|f| spec.plant_of(f).leaving()).collect();
    CellMeasures {
        measures: with_cost(
            spec,
            cell,
            None,
            over(runs, FLOW, |run| gather(spec, run, |f, p| leaving[f][p])),
        ),
        classes: by_class(spec, cell),
        customers: customers(spec, runs),
        suppliers: suppliers(spec, runs),
        factories: (0..)
            .zip(detailed(spec, MOST_DETAILED))
            .map(|(f, detail)| factory(spec, cell, f, detail))
            .collect(),
        products: product_names(spec)
            .into_iter()
            .map(|name| {
                let chosen = |f: usize, p: usize| spec.plant_of(f).products[p].name == name;
                let measures = over(runs, FLOW, |run| gather(spec, run, chosen));
                Named { name: name.to_owned(), measures }
            })
            .collect(),
    }
}

/// The priority classes of products that have several, over all factories.
pub fn by_class(spec: &Spec, cell: &Cell) -> Vec<Named> {
    classes(spec, &cell.outcomes, &(0..spec.factories.len()).collect::<Vec<_>>())
}

/// The measures of a factory, or of all, with those of cost.
fn with_cost(spec: &Spec, cell: &Cell, factory: Option<usize>, mut measures: Measures) -> Measures {
    let cost = unit_cost(spec, cell, factory);
    measures.extend(COST.iter().map(|own| (own.name, (own.of)(&cost))));
    measures
}

/// The customers and the suppliers of the region.
pub fn of_region(spec: &Spec, cell: &Cell) -> (Vec<Named>, Vec<Named>) {
    (customers(spec, &cell.outcomes), suppliers(spec, &cell.outcomes))
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

fn factory(spec: &Spec, cell: &Cell, f: usize, detail: bool) -> FactoryMeasures {
    let runs = &cell.outcomes;
    let plant = spec.plant_of(f);
    let leaving = plant.leaving();
    let mut measures =
        with_cost(spec, cell, Some(f), over(runs, FLOW, |run| gather_in(plant, run, f, |p| leaving[p])));
    measures.extend(over(runs, ORDERS, |run| orders(&run.factories[f])));
    if plant.planning.is_some() {
        measures.extend(over(runs, PLANNING, |run| counted(&run.factories[f])));
    }
    if plant.cyber.is_some() {
        measures.extend(over(runs, INCIDENTS, |run| incidents::counted(&run.factories[f])));
    }
    let name = spec.factories[f].name.clone();
    let bottlenecks = bottlenecks(plant, runs, f);
    if !detail {
        return FactoryMeasures { name, measures, bottlenecks, ..FactoryMeasures::default() };
    }
    FactoryMeasures {
        name,
        measures,
        bottlenecks,
        stations: (0..plant.stations.len()).map(|s| station(plant, runs, f, s)).collect(),
        pools: pools(plant, runs, f),
        stocks: named(plant.materials.iter().map(|m| &m.name), |i| {
            over(runs, STOCK, |run| Stock::new(plant, &run.factories[f], i))
        }),
        places: spots(plant, runs, f, |spot| matches!(spot, Spot::Place(_))),
        transports: spots(plant, runs, f, |spot| matches!(spot, Spot::Transport(..))),
        joints: spots(plant, runs, f, |spot| matches!(spot, Spot::Joint(..))),
        products: named(plant.products.iter().map(|p| &p.name), |i| {
            over(runs, FLOW, |run| gather_in(plant, run, f, |p| p == i))
        }),
        classes: classes(spec, runs, &[f]),
    }
}

fn named<'a>(names: impl Iterator<Item = &'a String>, measures: impl Fn(usize) -> Measures) -> Vec<Named> {
    names.enumerate().map(|(i, name)| Named { name: name.clone(), measures: measures(i) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

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
