//! From trees to the description: every field read, every name resolved, every rule looked at.
//!
//! [`Reader::scenario`] goes from what stands alone (plants) to what refers to it (factories, upgrades, options,
//! surges, facts). Upgrades meet a plant only where an option installs them, so their effects are read once per
//! such plant.

mod accounts;
mod adoption;
mod crews;
mod cyber;
mod dispatch;
mod downgrades;
mod epidemic;
mod joining;
mod journeys;
mod listed;
mod offer;
mod option;
mod patience;
mod pattern;
mod planning;
mod plant;
mod pools;
mod product;
mod programme;
mod pulled;
mod quality;
mod readiness;
mod region;
mod region_supply;
mod shared;
mod standby;
mod stops;
mod studies;
mod study;
mod supply;
mod surge;
mod target;
mod upgrade;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::random::{Distribution, key};
use crate::spec::{Factory, Plant, Source, Spec, Stop, Surge, WarmUp};
use crate::units::{Date, Duration, PlantId, Time};

use super::curves::Run;
use super::distributions::Of;
use super::fields::Fields;
use super::format::{FACTORY, SCENARIO};
use super::names::Names;
use super::problem::Span;
use super::problems::Changer;
use super::reader::{Range, Reader};
use super::tree::{Node, Value, shortened};

pub(super) use epidemic::Epidemics;
use option::{Draft, Known, for_emergency, highest_level};
use plant::Inside;
pub(super) use region_supply::SharedSuppliers;
use surge::{Region, addable, customers_of};
use upgrade::{AtPlant, Site};

/// The longest run where only the number of lots ends it.
const LONGEST: Duration = Duration(30 * 365 * Duration::DAY.0);

/// A sum of shares as somebody would write it, without what adding them up leaves behind.
fn as_written(sum: f64) -> f64 {
    (sum * 1e6).round() / 1e6
}

/// Plants while upgrades are still added to them.
struct Plants {
    list: Vec<Plant>,
    inside: Vec<Inside>,
    nodes: Vec<Node>,
    names: Names,
}

/// The factories while they still have the size of their kind.
struct Factories {
    list: Vec<Factory>,
    /// How many times that size each has; none where the scenario lists none.
    sizes: Vec<f64>,
    names: Names,
}

/// Gives each factory of another size than its kind a plant of its own, shared by those of one kind and size.
fn give_sizes(factories: &mut [Factory], sizes: &[f64], plants: &[Plant]) {
    let mut known: BTreeMap<(PlantId, u64), Arc<Plant>> = BTreeMap::new();
    for (factory, size) in factories.iter_mut().zip(sizes).filter(|(_, size)| (**size - 1.0).abs() > 1e-9) {
        let plant = || Arc::new(plants[factory.plant.index()].at_size(*size));
        factory.sized = Some(known.entry((factory.plant, size.to_bits())).or_insert_with(plant).clone());
    }
}

impl Reader {
    /// The description of the scenario at the root of its file; worth nothing when there are problems.
    pub(super) fn scenario(&mut self, root: &Node) -> Spec {
        let fields = self.open(root, &SCENARIO, "");
        if let Value::Record(Some(word), _) = &root.value
            && word != "Scenario"
        {
            self.problems.unknown_variant(
                root.span,
                &shortened(word),
                "what a file begins with",
                &["Scenario"],
            );
        }
        match fields.need(self, "format", "1") {
            Some(Node { value: Value::Number(found, _), span }) if (*found - 1.0).abs() > 0.0 => {
                let message = format!("the format {found} is not known: this version reads format 1");
                self.problems.range(*span, message, "write format: 1");
            }
            Some(node) => {
                self.count(node, 1, 1);
            }
            None => {}
        }
        let name = self.scenario_name(&fields);
        let start = fields.get("start").and_then(|node| self.date(node)).or(Date::new(2020, 1, 6));
        let start = start.unwrap_or_else(|| crate::bug!("6 January 2020 is no date"));
        let sound = self.problems.len();
        let stop = self.stop(&fields, start);
        let run = Run { start, length: stop.limit(), known: self.problems.len() == sound };
        let (sources, ids) = self.sources(&fields);
        self.read_epidemics(&fields, run);
        self.read_shared_suppliers(&fields, run);
        let mut plants = self.plants(&fields, run);
        let Factories { list: mut factories, sizes, names: factory_names } =
            self.factories(&fields, &plants, run);
        if let Some(list) = fields.get("factories") {
            self.look_at_openings(list, &factories, &plants);
        }
        if let (Stop::Lots { .. }, Some(node)) = (stop, fields.get("stop_after_lots"))
            && factories.len() > 1
        {
            let message = "a run that stops after a number of lots has one factory".to_string();
            self.problems.stop(node.span, message, "write a duration instead, or one factory");
        }
        let mut upgrade_names = Names::new("upgrade", "upgrades", "the scenario");
        let upgrade_nodes = self.parts(&fields, "upgrades");
        let mut upgrades: Vec<_> =
            upgrade_nodes.iter().map(|node| self.upgrade(node, &mut upgrade_names)).collect();
        for (index, node) in upgrade_nodes.iter().enumerate() {
            upgrades[index].requires = self.partners(node, "requires", index, &upgrade_names);
            upgrades[index].excludes = self.partners(node, "excludes", index, &upgrade_names);
        }
        let known = Known {
            upgrades: &upgrade_names,
            factories: &factory_names,
            plants: &plants.names,
            list: &factories,
            run,
        };
        let mut option_names = Names::new("option", "options", "the scenario");
        let drafts = fields.list(self, "options").iter();
        let mut drafts: Vec<Draft> =
            drafts.map(|node| self.option(node, &mut option_names, &known)).collect();
        let compared = drafts.len() + 1;
        if fields.get("adoption").is_some() {
            self.leave_to_owners(&drafts);
        }
        let studies = fields.get("studies");
        let (combined, combinations) = self.factorials(studies, &known, &upgrades);
        drafts.extend(combinations);
        let for_emergency = for_emergency(&drafts);
        let effects = self.meet_plants(&drafts, &factories, &upgrade_nodes, &upgrade_names, &mut plants);
        let mut made = self.options(drafts, &upgrades, &factories, &plants.list, &effects);
        for ((plant, station), machines) in made.dormant {
            plants.list[plant].stations[station].dormant = machines;
        }
        let combinations = made.choices.split_off(compared.min(made.choices.len()));
        self.look_for_machines(&plants);
        let unlimited = made.choices.len() > 1 || !fields.list(self, "facts").is_empty();
        for (plant, node) in plants.list.iter().zip(&plants.nodes) {
            self.look_for_limits(plant, node, unlimited);
        }
        let surges = self.surges(&fields, &plants, run);
        let region = self.region(&fields, (&plants.list, &factories), &surges, run);
        self.look_at_needs((&upgrade_nodes, &upgrades), for_emergency, &surges);
        let described = (factories.as_slice(), &plants, upgrades.len());
        let studies = self.studies(studies, (combined, combinations), described, &surges);
        let facts = fields.list(self, "facts").iter();
        let facts = facts.filter_map(|node| self.fact(node, &plants.names, &plants.inside, run)).collect();
        let changes = fields.list(self, "input_changes").iter();
        let changes: Vec<_> = changes.filter_map(|node| self.input_change(node)).collect();
        let offered = &made.choices[1..];
        let level = (!offered.is_empty()).then(|| highest_level(offered, &upgrades, factories.len()));
        let funding = self.funding(&fields, &plants.names, run, level);
        let shared = self.shared(&fields, &option_names, run);
        let inflation = funding.accounts.and_then(|accounts| accounts.inflation);
        give_sizes(&mut factories, &sizes, &plants.list);
        let mut options = made.choices;
        if funding.adoption.is_some() {
            // The baseline is the same under all programmes.
            let offered = options.split_off(1);
            options.extend(offered.iter().flat_map(|option| option.under(&funding.programmes)));
        }
        Spec {
            name,
            question: fields.words(self, "question"),
            start,
            stop,
            warm_up: self.warm_up(&fields, stop),
            replications: fields.count(self, "replications", Some(16), 1, 10_000_000) as u32,
            seed: fields.count(self, "seed", Some(1), 0, u64::MAX),
            lot_scale: fields.number(self, "lot_scale", Some(1.0), Range::SCALE),
            currency: self.currency(&fields),
            plants: plants.list,
            factories,
            upgrades,
            options,
            region,
            epidemics: std::mem::take(&mut self.epidemics).list,
            surges,
            studies,
            appraisal: fields.get("appraisal").map(|node| self.appraisal(node, inflation)),
            accounts: funding.accounts,
            programmes: funding.programmes,
            shared,
            adoption: funding.adoption,
            facts,
            input_changes: fields.get("input_changes").map(|_| changes),
            sources,
            assumptions: self.register(ids.list()),
        }
    }

    /// The scenario's name, which names a folder.
    fn scenario_name(&mut self, fields: &Fields<'_>) -> String {
        let (name, span) = fields.name(self, "name");
        if name.chars().any(|c| !(c.is_alphanumeric() || c == '_' || c == '-')) {
            let message = "a scenario's name has letters, digits, _ and - only".to_string();
            self.problems.bad_name(span, message, "write it as \"mask_town\": it names the output folder");
        }
        name
    }

    fn currency(&mut self, fields: &Fields<'_>) -> String {
        match fields.words(self, "currency") {
            currency if currency.is_empty() => "CNY".into(),
            currency => currency,
        }
    }

    fn stop(&mut self, fields: &Fields<'_>, start: Date) -> Stop {
        let duration = fields.get("duration").and_then(|node| {
            let read = self.duration(node);
            if read == Some(Duration::ZERO) {
                self.problems.stop(
                    node.span,
                    "the run has no length".into(),
                    "write a duration, as \"365d\"",
                );
            }
            read
        });
        let until = fields.get("until").and_then(|node| self.until(node, start));
        let duration = match (duration, until) {
            (Some(_), Some(_)) => {
                let span = fields.get("until").map_or(fields.span, |node| node.span);
                let message = "a run ends either at a date or after a duration".to_string();
                self.problems.conflict(span, message, "keep until or duration");
                duration
            }
            (duration, until) => duration.or(until),
        };
        let lots = fields.get("stop_after_lots").map(|node| self.count(node, 1, u64::MAX));
        match (duration, lots) {
            (limit, Some(lots)) => Stop::Lots { lots: lots.unwrap_or(1), limit: limit.unwrap_or(LONGEST) },
            (Some(duration), None) => Stop::After(duration),
            (None, None) => {
                fields.need(self, "duration", "\"365d\", or stop_after_lots: 100000");
                Stop::After(LONGEST)
            }
        }
    }

    /// How long a run lasts that ends when a date begins.
    fn until(&mut self, node: &Node, start: Date) -> Option<Duration> {
        let end = self.date(node)?;
        let days = u64::try_from(end.days_since(start)).unwrap_or(0);
        if days == 0 {
            let message = format!("the run ends on {end}, not after its start on {start}");
            self.problems.stop(node.span, message, "write a later date");
        }
        Some(Duration(days.max(1).saturating_mul(Duration::DAY.0)))
    }

    fn warm_up(&mut self, fields: &Fields<'_>, stop: Stop) -> WarmUp {
        let Some(node) = fields.get("warm_up") else { return WarmUp::Fixed(Duration::ZERO) };
        if matches!(node.value, Value::Word(_)) {
            let found = self.word(node, "way to find the warm-up", &[("Mser5", WarmUp::Mser5)]);
            if found.is_some() && matches!(stop, Stop::Lots { .. }) {
                let message =
                    "where a run ends with a number of lots, its length is not known before".to_string();
                self.problems.conflict(node.span, message, "write a duration, or the warm-up as a time");
            }
            return found.unwrap_or(WarmUp::Mser5);
        }
        let warm_up = self.duration(node).unwrap_or(Duration::ZERO);
        if warm_up >= stop.limit() {
            let message = format!("the warm-up of {warm_up} leaves nothing of the run of {}", stop.limit());
            self.problems.stop(node.span, message, "write a warm-up shorter than the run");
        }
        WarmUp::Fixed(warm_up)
    }

    /// The elements of a list whose elements may stand in files of their own.
    fn parts(&mut self, fields: &Fields<'_>, name: &str) -> Vec<Node> {
        let list = fields.list(self, name).iter();
        list.filter_map(|node| self.part(node)).collect()
    }

    fn sources(&mut self, fields: &Fields<'_>) -> (Vec<Source>, Names) {
        let mut ids = Names::new("source", "sources", "the scenario");
        let list = fields.get("sources").and_then(|node| self.part(node));
        let list = list.as_ref().map_or(&[][..], |node| self.list(node, "sources"));
        (list.iter().map(|node| self.source(node, &mut ids)).collect(), ids)
    }

    fn plants(&mut self, fields: &Fields<'_>, run: Run) -> Plants {
        let mut names = Names::new("plant", "plants", "the scenario");
        if let Some(node) = fields.need(self, "plants", "[ (name: …, stations: […], products: […]) ]")
            && matches!(&node.value, Value::List(list) if list.is_empty())
        {
            self.problems.range(node.span, "there are no plants".into(), "write one plant at least");
        }
        let nodes = self.parts(fields, "plants");
        let (list, inside) = nodes.iter().map(|node| self.plant(node, &mut names, run)).unzip();
        Plants { list, inside, nodes, names }
    }

    /// The factories; without a list there is one of each plant.
    fn factories(&mut self, fields: &Fields<'_>, plants: &Plants, run: Run) -> Factories {
        let mut names = Names::new("factory", "factories", "the scenario");
        let mut factories = Vec::new();
        let Some(list) = fields.get("factories") else {
            for (index, plant) in plants.list.iter().enumerate() {
                names.add(self, &plant.name, fields.span);
                let (name, plant) = (plant.name.clone(), PlantId::new(index));
                let (connected, opens) = (false, Time::ZERO);
                factories.push(Factory {
                    name,
                    plant,
                    demand_factor: 1.0,
                    time_factor: 1.0,
                    connected,
                    opens,
                    sized: None,
                });
            }
            return Factories { list: factories, sizes: Vec::new(), names };
        };
        let mut sizes = Vec::new();
        let nodes = self.list(list, "factories");
        if nodes.is_empty() {
            let help = "write one at least, or leave the field out: then there is one of each plant";
            self.problems.range(list.span, "there are no factories".into(), help);
        }
        for node in nodes {
            let place = super::fields::place_of("", "factory", node, "name");
            let fields = self.open(node, &FACTORY, &place);
            let (name, span) = fields.name(self, "name");
            if fields.get("count").is_none() {
                names.add(self, &name, span);
            }
            let plant = fields.need(self, "plant", "the name of a plant in quotes");
            let plant = plant.and_then(|node| plants.names.find(self, node));
            let connected = fields.flag(self, "connected");
            let count = fields.get("count").map(|_| fields.count(self, "count", None, 1, 100_000));
            let spread = Of::Number(Range::NOT_NEGATIVE);
            let (demand, time) = match count {
                None => (
                    Distribution::Constant(fields.number(self, "demand", Some(1.0), Range::FACTOR)),
                    Distribution::Constant(fields.number(self, "time", Some(1.0), Range::SCALE)),
                ),
                Some(_) => (
                    fields.distribution(self, "demand", Some(1.0), spread),
                    fields.distribution(self, "time", Some(1.0), spread),
                ),
            };
            let size = match count {
                None => Distribution::Constant(fields.number(self, "size", Some(1.0), Range::SCALE)),
                Some(_) => fields.distribution(self, "size", Some(1.0), spread),
            };
            let opens = fields.get("opens").map(|node| self.opens(node, &fields, count.is_some(), run));
            // A factory of an unknown plant would make every later name a second problem.
            let Some(plant) = plant else { continue };
            for number in 1..=count.unwrap_or(1) {
                let own = if count.is_some() { format!("{name} {number}") } else { name.clone() };
                if count.is_some() {
                    names.add(self, &own, span);
                }
                // The region is the same in all replications and for all seeds.
                let drawn = |of: &Distribution, what: &str| of.at(key(0, 0, &own, what));
                // In twentieths, so that factories of about one size share their plant.
                let size = ((drawn(&size, "size") * 20.0).round() / 20.0).clamp(0.05, 1e3);
                sizes.push(size);
                let (demand_factor, time_factor) =
                    (drawn(&demand, "demand") * size, drawn(&time, "time").clamp(1e-3, 1e3));
                factories.push(Factory {
                    plant: PlantId::new(plant),
                    demand_factor,
                    time_factor,
                    connected,
                    opens: opens
                        .as_ref()
                        .map_or(Time::ZERO, |of| Time::ZERO.after(Duration::from_secs(drawn(of, "opens")))),
                    sized: None,
                    name: own,
                });
            }
        }
        Factories { list: factories, sizes, names }
    }

    /// When a factory opens [s from the start]; may be a distribution where there are several of them.
    fn opens(&mut self, node: &Node, factory: &Fields<'_>, several: bool, run: Run) -> Distribution {
        if several && !matches!(node.value, Value::Text(_)) {
            return factory.distribution(self, "opens", None, Of::Time);
        }
        Distribution::Constant(self.moment(node, run).map_or(0.0, Time::as_secs))
    }

    /// Orders of its own would come to a factory that is not there yet.
    fn look_at_openings(&mut self, list: &Node, factories: &[Factory], plants: &Plants) {
        let late = |plant: usize| {
            factories.iter().any(|factory| factory.plant.index() == plant && factory.opens > Time::ZERO)
        };
        for (_, plant) in plants.list.iter().enumerate().filter(|(index, _)| late(*index)) {
            let own = |product: &&crate::spec::Product| {
                !product.supply.is_joint() && product.supply != crate::spec::Supply::Saturated
            };
            if let Some(product) = plant.products.iter().find(own) {
                let message = format!(
                    "a factory opens later, but {} of its plant \"{}\" has orders or arrivals from the start",
                    product.name, plant.name
                );
                let help =
                    "let the region order it (demand: Region), or let the plant make all it can (Saturated)";
                self.problems.conflict(list.span, message, help);
            }
        }
    }

    /// Brings what upgrades bring to the plants where options install them, then reads their effects there.
    fn meet_plants(
        &mut self,
        drafts: &[Draft],
        factories: &[Factory],
        nodes: &[Node],
        names: &Names,
        plants: &mut Plants,
    ) -> BTreeMap<(usize, usize), AtPlant> {
        let installs = drafts.iter().flat_map(|draft| &draft.installs);
        let pairs: BTreeSet<(usize, usize)> = installs
            .flat_map(|install| install.factories.iter().map(move |f| (install.upgrade, *f)))
            .filter_map(|(upgrade, factory)| Some((upgrade, factories.get(factory)?.plant.index())))
            .collect();
        for (upgrade, plant) in &pairs {
            let (stations, places) = self.brought(&nodes[*upgrade], &mut plants.inside[*plant]);
            plants.list[*plant].stations.extend(stations);
            plants.list[*plant].places.extend(places);
        }
        let mut effects = BTreeMap::new();
        for (upgrade, plant) in pairs {
            let site = Site {
                by: Changer::Upgrade(&names.list()[upgrade]),
                plant: &plants.list[plant],
                inside: &plants.inside[plant],
            };
            effects.insert((upgrade, plant), self.effects(&nodes[upgrade], Some(&site)));
        }
        effects
    }

    /// A station has machines, or gets some; work that is there from the start needs them at the start.
    fn look_for_machines(&mut self, plants: &Plants) {
        for ((plant, inside), node) in plants.list.iter().zip(&plants.inside).zip(&plants.nodes) {
            let stations = Fields::of(node, "").list(self, "stations");
            for (station, node) in plant.stations.iter().zip(stations) {
                if station.machines == 0 && station.dormant == 0 && node.field("machines").is_some() {
                    let message =
                        format!("the station \"{}\" has no machines and never gets any", station.name);
                    let help = "write machines: 1 or more, or let an upgrade of an option add some";
                    self.problems.no_machines(node.span, message, help);
                }
            }
            for product in Fields::of(node, "").list(self, "products") {
                for step in Fields::of(product, "").list(self, "routing") {
                    self.look_at_step(plant, inside, step);
                }
            }
        }
    }

    fn look_at_step(&mut self, plant: &Plant, inside: &Inside, step: &Node) {
        let Some(Node { span, value: Value::Text(name) }) = step.field("station") else { return };
        let span: Span = *span;
        let found = inside.stations.position(name).and_then(|index| plant.stations.get(index));
        if found.is_some_and(|station| station.machines == 0 && station.dormant > 0) {
            let message =
                format!("this step runs at \"{name}\", which has no machines until an upgrade adds some");
            let help = "start with a station that has machines, and let the upgrade switch the step";
            self.problems.no_machines(span, message, help);
        }
    }

    fn surges(&mut self, fields: &Fields<'_>, plants: &Plants, run: Run) -> Vec<Surge> {
        let all = |names: &dyn Fn(&Inside) -> &Names| -> Vec<String> {
            let names: BTreeSet<&String> = plants.inside.iter().flat_map(|p| names(p).list()).collect();
            names.into_iter().cloned().collect()
        };
        // A supplier of the region may be one that upgrades alone wait for.
        let mut suppliers: BTreeSet<String> = all(&|p| &p.suppliers).into_iter().collect();
        suppliers.extend(self.shared.names().iter().cloned());
        let region = Region {
            products: all(&|p| &p.products),
            materials: all(&|p| &p.materials),
            pools: all(&|p| &p.pools),
            suppliers: suppliers.into_iter().collect(),
            joint: fields.get("region").is_some(),
            customers: customers_of(fields),
            addable: addable(&plants.list),
            run,
        };
        let mut names = Names::new("surge", "surges", "the scenario");
        let nodes = self.parts(fields, "surges");
        let surges: Vec<_> = nodes.iter().map(|node| self.surge(node, &mut names, &region)).collect();
        if surges.is_empty() { vec![Surge::none()] } else { surges }
    }
}
