//! Options: what is installed where and when, and whether it fits together.

use std::collections::{BTreeMap, BTreeSet};

use crate::spec::{Choice, Effect, Factory, Installation, Maturity, Need, Plant, StepKind, Target, Upgrade};
use crate::units::{Date, FactoryId, ProductId, Time, UpgradeId};

use crate::scenario::curves::Run;
use crate::scenario::fields::place_of;
use crate::scenario::format::{INSTALL, OPTION};
use crate::scenario::names::Names;
use crate::scenario::problem::Span;
use crate::scenario::reader::Reader;
use crate::scenario::tree::{Node, Value, shortened};

use super::upgrade::AtPlant;

/// One line of an option before its effects are known: an upgrade at some factories.
#[derive(Clone)]
pub(super) struct Install {
    pub(super) upgrade: usize,
    pub(super) factories: Vec<usize>,
    units: u32,
    order_at: Time,
    pub(super) order_when: Option<(Need, Span)>,
    span: Span,
}

/// An option before its effects are known.
pub(super) struct Draft {
    name: String,
    title: String,
    pub(super) installs: Vec<Install>,
}

impl Draft {
    /// An option that nobody names: a combination of a study.
    pub(super) fn combination(name: String, installs: Vec<Install>) -> Draft {
        Draft { name, title: String::new(), installs }
    }
}

/// The highest level of maturity that options bring one of so many factories to.
pub(super) fn highest_level(options: &[Choice], upgrades: &[Upgrade], factories: usize) -> u8 {
    let of = |option: &Choice| {
        let of = |factory| option.maturity(FactoryId::new(factory), upgrades);
        (0..factories).map(of).max()
    };
    options.iter().filter_map(of).max().unwrap_or(Maturity::FIRST)
}

/// Where orders wait for an emergency.
pub(super) fn for_emergency(drafts: &[Draft]) -> Vec<Span> {
    let waiting = drafts.iter().flat_map(|draft| &draft.installs).filter_map(|install| install.order_when);
    waiting.filter(|(need, _)| *need == Need::Emergency).map(|(_, span)| span).collect()
}

/// The names that options refer to.
pub(super) struct Known<'a> {
    pub(super) upgrades: &'a Names,
    pub(super) factories: &'a Names,
    pub(super) plants: &'a Names,
    pub(super) list: &'a [Factory],
    pub(super) run: Run,
}

/// The options made whole, with what they ask of the plants.
#[derive(Default)]
pub(super) struct Made {
    pub(super) choices: Vec<Choice>,
    /// The most machines that one option brings to a station [by plant and station].
    pub(super) dormant: BTreeMap<(usize, usize), u32>,
}

impl Reader {
    /// An option's lines.
    pub(super) fn option(&mut self, node: &Node, names: &mut Names, known: &Known<'_>) -> Draft {
        let fields = self.open(node, &OPTION, "");
        let (name, span) = fields.name(self, "name");
        if name == "baseline" {
            let message =
                "an option cannot be called \"baseline\": that is the one without upgrades".to_string();
            self.problems.bad_name(span, message, "choose another name; the baseline is always there");
        } else {
            names.add(self, &name, span);
        }
        let place = place_of("", "option", node, "name");
        let installs = fields.list(self, "installs").iter();
        let installs = installs.filter_map(|node| self.install(node, &place, known)).collect();
        Draft { name, title: fields.words(self, "title"), installs }
    }

    pub(super) fn install(&mut self, node: &Node, place: &str, known: &Known<'_>) -> Option<Install> {
        let place = place_of(place, "upgrade", node, "upgrade");
        let fields = self.open(node, &INSTALL, &place);
        let upgrade = fields.need(self, "upgrade", "the name of an upgrade in quotes");
        let upgrade = upgrade.and_then(|node| known.upgrades.find(self, node));
        if let (Some(_), Some(plants)) = (fields.get("at"), fields.get("plants")) {
            let message = "an installation names factories or plants, not both".to_string();
            self.problems.conflict(
                plants.span,
                message,
                "keep at or plants; without both it is every factory",
            );
        }
        let mut factories = BTreeSet::new();
        let listed = fields.get("at").or(fields.get("plants")).is_some();
        for node in fields.list(self, "at") {
            factories.extend(known.factories.find(self, node));
        }
        for node in fields.list(self, "plants") {
            let Some(plant) = known.plants.find(self, node) else { continue };
            factories.extend((0..known.list.len()).filter(|f| known.list[*f].plant.index() == plant));
        }
        if !listed {
            factories.extend(0..known.list.len());
        } else if factories.is_empty() && self.problems.is_empty() {
            let message = "this upgrade is installed at no factory".to_string();
            self.problems.conflict(
                node.span,
                message,
                "name a factory in at, or a plant that has one in plants",
            );
        }
        let units = fields.count(self, "units", Some(1), 1, 10_000) as u32;
        let order_at = fields.get("order_at").and_then(|node| self.order_at(node, known.run));
        let order_when = fields.get("order_when").map(|node| self.order_when(node));
        Some(Install {
            upgrade: upgrade?,
            factories: factories.into_iter().collect(),
            units,
            order_at: order_at.unwrap_or(Time::ZERO),
            order_when: order_when.flatten(),
            span: node.span,
        })
    }

    /// Where owners decide, options say what is offered, not when it is ordered.
    pub(super) fn leave_to_owners(&mut self, drafts: &[Draft]) {
        let waiting =
            drafts.iter().flat_map(|draft| &draft.installs).filter_map(|install| install.order_when);
        for (_, span) in waiting {
            let message = "owners decide when they order, for the scenario has adoption".to_string();
            self.problems.conflict(span, message, "remove order_when, or adoption");
        }
    }

    /// A date from the start on, or a time since the start.
    pub(super) fn moment(&mut self, node: &Node, run: Run) -> Option<Time> {
        if !matches!(node.value, Value::Text(_)) {
            let form = "\"2020-02-01\", or \"2h\" since the start";
            self.problems.wrong_type(node.span, "a date or a time since the start", &node.kind(), form);
            return None;
        }
        let time = match &node.value {
            Value::Text(text) if text.matches('-').count() == 2 => match Date::parse_with_time(text) {
                Some((date, time)) => run.instant(date).map(|day| day.after(time)),
                None => {
                    self.problems.date(node.span, &shortened(text));
                    return None;
                }
            },
            _ => Some(Time::ZERO.after(self.duration(node)?)),
        };
        if time.is_none() {
            let message = format!("this is before the run, which starts on {}", run.start);
            self.problems.range(node.span, message, "write a later date, or a time since the start");
        }
        time
    }

    /// A moment of the run.
    pub(super) fn order_at(&mut self, node: &Node, run: Run) -> Option<Time> {
        let time = Some(self.moment(node, run)?).filter(|time| time.since(Time::ZERO) < run.length);
        if time.is_none() {
            let message = format!("this is not within the run, which starts on {}", run.start);
            self.problems.range(node.span, message, "write a date of the run, or a time since its start");
        }
        time
    }

    /// What an order waits for.
    fn order_when(&mut self, node: &Node) -> Option<(Need, Span)> {
        let need = match &node.value {
            Value::Word(word) if word == "Emergency" => Some(Need::Emergency),
            Value::Tuple(Some(word), parts) if word == "Owed" && parts.len() == 1 => {
                self.duration(&parts[0]).map(Need::Owed)
            }
            Value::Word(word) | Value::Tuple(Some(word), _) | Value::Record(Some(word), _)
                if word != "Owed" =>
            {
                self.problems.unknown_variant(node.span, &shortened(word), "a need", &["Emergency", "Owed"]);
                None
            }
            _ => {
                self.problems.wrong_type(node.span, "a need", &node.kind(), "Emergency, or Owed(\"14d\")");
                None
            }
        };
        Some((need?, node.span))
    }

    /// Joins options with the effects of their upgrades at each plant, and looks whether they fit.
    pub(super) fn options(
        &mut self,
        drafts: Vec<Draft>,
        upgrades: &[Upgrade],
        factories: &[Factory],
        plants: &[Plant],
        effects: &BTreeMap<(usize, usize), AtPlant>,
    ) -> Made {
        let baseline = Choice {
            name: "baseline".into(),
            title: String::new(),
            installations: Vec::new(),
            offered: None,
        };
        let mut made = Made { choices: vec![baseline], dormant: BTreeMap::new() };
        for draft in drafts {
            let mut fit = Fit { upgrades, factories, plants, ..Fit::new(&draft) };
            let mut installations = Vec::new();
            for install in &draft.installs {
                for &factory in &install.factories {
                    // A factory of an unknown plant has its problem already.
                    let Some(plant) = factories.get(factory).map(|f| f.plant.index()) else { continue };
                    let at = effects.get(&(install.upgrade, plant)).cloned().unwrap_or_default();
                    fit.installation(self, install, factory, &at);
                    installations.push(Installation {
                        factory: FactoryId::new(factory),
                        upgrade: UpgradeId::new(install.upgrade),
                        units: install.units,
                        // Who is not there yet orders when it opens.
                        order_at: install.order_at.max(factories[factory].opens),
                        order_when: install.order_when.map(|(need, _)| need),
                        stops: at.stops,
                        effects: at
                            .effects
                            .into_iter()
                            .map(|(effect, _)| times_units(effect, install.units))
                            .collect(),
                    });
                }
            }
            fit.finish(self, &mut made.dormant);
            // The order of the lines means nothing.
            installations.sort_by_key(|own| (own.upgrade, own.factory));
            made.choices.push(Choice { name: draft.name, title: draft.title, installations, offered: None });
        }
        made
    }
}

/// Every unit of an upgrade brings its machines; all else it does once.
fn times_units(effect: Effect, units: u32) -> Effect {
    match effect {
        Effect::AddMachines { station, machines } => {
            Effect::AddMachines { station, machines: machines.saturating_mul(units) }
        }
        other => other,
    }
}

/// What may be replaced only once in an option and factory.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Replaced {
    Parameter(Target),
    Step(ProductId, usize),
}

/// The sums of one option that are looked at.
struct Fit<'a> {
    upgrades: &'a [Upgrade],
    factories: &'a [Factory],
    plants: &'a [Plant],
    /// Which upgrades are at which factory.
    installed: BTreeSet<(usize, usize)>,
    met: BTreeSet<(usize, usize)>,
    replaced: BTreeMap<(usize, Replaced), Span>,
    /// Machines brought and taken away, by factory and station.
    added: BTreeMap<(usize, usize), u32>,
    removed: BTreeMap<(usize, usize), (u32, Span)>,
    /// Pools whose headcount changes, by factory.
    staffed: BTreeSet<(usize, usize)>,
    crews: Vec<(usize, crate::spec::Crew, Span)>,
}

impl<'a> Fit<'a> {
    fn new(draft: &Draft) -> Fit<'a> {
        let pairs = draft.installs.iter();
        let pairs = pairs.flat_map(|install| install.factories.iter().map(|f| (*f, install.upgrade)));
        Fit {
            upgrades: &[],
            factories: &[],
            plants: &[],
            installed: pairs.collect(),
            met: BTreeSet::new(),
            replaced: BTreeMap::new(),
            added: BTreeMap::new(),
            removed: BTreeMap::new(),
            staffed: BTreeSet::new(),
            crews: Vec::new(),
        }
    }

    fn installation(&mut self, r: &mut Reader, install: &Install, factory: usize, at: &AtPlant) {
        let upgrade = &self.upgrades[install.upgrade];
        let (name, site) = (&upgrade.name, &self.factories[factory].name);
        if !self.met.insert((factory, install.upgrade)) {
            let message =
                format!("upgrade \"{name}\" is installed twice at factory \"{site}\" in this option");
            r.problems.conflict(install.span, message, "install it once, with units: 2");
            return;
        }
        for required in &upgrade.requires {
            if !self.installed.contains(&(factory, required.index())) {
                let other = &self.upgrades[required.index()].name;
                let message =
                    format!("upgrade \"{name}\" requires \"{other}\", which is not at factory \"{site}\"");
                r.problems.conflict(install.span, message, "install both there in this option");
            }
        }
        for excluded in &upgrade.excludes {
            if self.installed.contains(&(factory, excluded.index())) {
                let other = &self.upgrades[excluded.index()].name;
                let message =
                    format!("upgrade \"{name}\" excludes \"{other}\", which is also at factory \"{site}\"");
                r.problems.conflict(install.span, message, "install one of the two there in this option");
            }
        }
        self.order_when(r, install, factory);
        for (effect, span) in &at.effects {
            self.effect(r, install, factory, effect, *span);
        }
    }

    /// Something can be owed only where customers order.
    fn order_when(&self, r: &mut Reader, install: &Install, factory: usize) {
        let Some((Need::Owed(_), span)) = install.order_when else { return };
        let site = &self.factories[factory];
        if !self.plants[site.plant.index()].products.iter().any(|product| product.supply.has_orders()) {
            let message =
                format!("nobody orders anything at factory \"{}\", so nothing is owed there", site.name);
            r.problems.conflict(
                span,
                message,
                "install it where customers order: supply: ToStock(…) or ToOrder(…) with a demand",
            );
        }
    }

    fn effect(&mut self, r: &mut Reader, install: &Install, factory: usize, effect: &Effect, span: Span) {
        let replaced = match effect {
            Effect::SwitchStep { product, step, to } => {
                if let StepKind::Operation(operation) = &to.kind {
                    self.crews.extend(operation.crew.iter().map(|crew| (factory, crew.clone(), span)));
                }
                Some(Replaced::Step(*product, *step))
            }
            Effect::Parameter { target, change, .. } => {
                if let Target::Headcount(pool) = target {
                    self.staffed.insert((factory, pool.index()));
                }
                (*change == crate::spec::Change::Set).then_some(Replaced::Parameter(*target))
            }
            Effect::AddMachines { station, machines } => {
                let sum = self.added.entry((factory, station.index())).or_default();
                *sum = sum.saturating_add(machines.saturating_mul(install.units));
                None
            }
            Effect::RemoveMachines { station, machines } => {
                let (sum, _) = self.removed.entry((factory, station.index())).or_insert((0, span));
                *sum = sum.saturating_add(*machines);
                None
            }
            Effect::Connect => None,
        };
        let Some(replaced) = replaced else { return };
        if self.replaced.insert((factory, replaced), span).is_some() {
            let message = format!(
                "two effects of one option replace the same value at factory \"{}\"",
                self.factories[factory].name
            );
            r.problems.conflict(install.span, message, "keep one of them, or use Scale or Add, which add up");
        }
    }

    /// Looks at the sums, and lifts the most machines any option brings.
    fn finish(self, r: &mut Reader, dormant: &mut BTreeMap<(usize, usize), u32>) {
        for ((factory, station), (removed, span)) in &self.removed {
            let plant = &self.plants[self.factories[*factory].plant.index()];
            let station_there = &plant.stations[*station];
            let added = self.added.get(&(*factory, *station)).copied().unwrap_or(0);
            let has = station_there.machines.saturating_add(added);
            if *removed > has {
                let (name, at) = (&station_there.name, &self.factories[*factory].name);
                let message = format!(
                    "{removed} machines are taken from station \"{name}\" at factory \"{at}\", which has {has}"
                );
                r.problems.conflict(*span, message, "remove no more machines than there are");
            }
        }
        for (factory, crew, span) in &self.crews {
            let plant = &self.plants[self.factories[*factory].plant.index()];
            let pools = crew.pools.iter().filter_map(|pool| plant.pools.get(pool.index()));
            let teams = pools.clone().flat_map(|pool| &pool.teams);
            let has = teams.map(|team| team.headcount).fold(0, u32::saturating_add);
            let staffed = crew.pools.iter().any(|pool| self.staffed.contains(&(*factory, pool.index())));
            if let Some(pool) = pools.clone().next().filter(|_| crew.workers > has && !staffed) {
                r.problems.crew(*span, &pool.name, crew.workers, has);
            }
        }
        for ((factory, station), added) in self.added {
            let most = dormant.entry((self.factories[factory].plant.index(), station)).or_default();
            *most = added.max(*most);
        }
    }
}
