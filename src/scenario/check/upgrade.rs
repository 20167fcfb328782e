//! Upgrades, and their effects on the plants where they are installed.

use crate::spec::{Change, Effect, Plant, Step, StepKind, Target, Upgrade};
use crate::units::{Duration, MaterialId, PoolId, ProductId, StationId, UpgradeId};

use crate::scenario::distributions::Of;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{
    ADD, ADD_MACHINES, CONNECT, EFFECT_WORDS, MODE, REMOVE_MACHINES, SCALE, SET, SWITCH_STEP, Section,
    TARGETS, UPGRADE, words,
};
use crate::scenario::names::Names;
use crate::scenario::problem::Span;
use crate::scenario::problems::{Changer, listed, nearest};
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::{Node, Value, shortened};

use super::cyber;
use super::planning::CHANGEABLE;
use super::plant::{Inside, MANY};

/// What an upgrade does at one kind of plant.
#[derive(Clone, Default)]
pub(super) struct AtPlant {
    /// Stations that stand still.
    pub(super) stops: Vec<StationId>,
    /// Effects in file order, each with its place.
    pub(super) effects: Vec<(Effect, Span)>,
}

/// A plant where something is changed.
pub(super) struct Site<'a> {
    pub(super) by: Changer<'a>,
    pub(super) plant: &'a Plant,
    pub(super) inside: &'a Inside,
}

impl Reader {
    /// An upgrade, without what it requires and excludes.
    pub(super) fn upgrade(&mut self, node: &Node, names: &mut Names) -> Upgrade {
        let place = place_of("", "upgrade", node, "name");
        let fields = self.open(node, &UPGRADE, &place);
        let (name, span) = fields.name(self, "name");
        names.add(self, &name, span);
        let money = Of::Number(Range::NOT_NEGATIVE);
        let cost = fields.distribution(self, "cost", Some(0.0), money);
        let yearly_cost = fields.distribution(self, "yearly_cost", Some(0.0), Of::Number(Range::ANY));
        let delivery = fields.distribution(self, "delivery", Some(0.0), Of::Time);
        let installation = fields.distribution(self, "installation", Some(0.0), Of::Time);
        let standstill = fields.duration_if(self, "standstill").unwrap_or(Duration::ZERO);
        if standstill.as_secs() > installation.max() + 1e-6 {
            let span = fields.get("standstill").map_or(fields.span, |node| node.span);
            let message = "the machines stand still for longer than the installation takes".to_string();
            self.problems.range(span, message, "write an installation as long as the standstill, or longer");
        }
        let ramp = fields.duration_if(self, "ramp").unwrap_or(Duration::ZERO);
        let shared =
            |r: &mut Reader, name: &str| fields.get(name).and_then(|node| r.shared_supplier_named(node));
        let (made_by, installed_by) = (shared(self, "made_by"), shared(self, "installed_by"));
        let works = fields.number(self, "works", Some(1.0), Range::SHARE);
        // Plain mistakes are found even where no option uses the upgrade; names wait for the plant.
        self.brought(node, &mut Inside::any());
        self.effects(node, None);
        Upgrade {
            name,
            title: fields.words(self, "title"),
            cost,
            yearly_cost,
            delivery,
            made_by,
            installed_by,
            installation,
            standstill,
            ramp,
            works,
            requires: Vec::new(),
            excludes: Vec::new(),
        }
    }

    /// The upgrades that a field of an upgrade names.
    pub(super) fn partners(&mut self, node: &Node, field: &str, own: usize, names: &Names) -> Vec<UpgradeId> {
        let Some(list) = node.field(field) else { return Vec::new() };
        let mut partners = Vec::new();
        for partner in self.list(list, "names of upgrades") {
            match names.find(self, partner) {
                Some(index) if index == own => {
                    let message = "an upgrade names itself here".to_string();
                    self.problems.conflict(partner.span, message, "remove it");
                }
                Some(index) => partners.push(UpgradeId::new(index)),
                None => {}
            }
        }
        partners
    }

    /// The stations and places that an upgrade brings, read with the names of a plant.
    pub(super) fn brought(
        &mut self,
        node: &Node,
        inside: &mut Inside,
    ) -> (Vec<crate::spec::Station>, Vec<crate::spec::Place>) {
        let place = place_of("", "upgrade", node, "name");
        let fields = Fields::of(node, &place);
        let stations = fields.list(self, "stations").iter();
        let stations = stations.map(|node| self.station(node, &place, inside, true)).collect();
        let places = fields.list(self, "places").iter();
        (stations, places.map(|node| self.dwell_place(node, &place, inside)).collect())
    }

    /// The effects of an upgrade at a site; without one they are only read.
    pub(super) fn effects(&mut self, node: &Node, site: Option<&Site<'_>>) -> AtPlant {
        let place = place_of("", "upgrade", node, "name");
        let fields = Fields::of(node, &place);
        let mut done = AtPlant::default();
        for stop in fields.list(self, "stops") {
            let name = self.text(stop, "the name of a station", "the name of a station in quotes");
            let (Some(name), Some(site)) = (name, site) else { continue };
            done.stops
                .extend(self.known(stop, &name, &site.inside.stations, "station", site).map(StationId::new));
        }
        for (index, effect) in fields.list(self, "effects").iter().enumerate() {
            let place = format!("{place}, effect {}", index + 1);
            let effects = self.effect(effect, &place, index, site);
            done.effects.extend(effects.into_iter().map(|e| (e, effect.span)));
        }
        done
    }

    fn effect(&mut self, node: &Node, place: &str, index: usize, site: Option<&Site<'_>>) -> Vec<Effect> {
        let (Value::Record(Some(kind), _) | Value::Tuple(Some(kind), _) | Value::Word(kind)) = &node.value
        else {
            let form = "one as Scale(of: StepTime(step: \"weld\"), by: 0.9)";
            self.problems.wrong_type(node.span, "an effect", &node.kind(), form);
            return Vec::new();
        };
        let (section, of, by, change) = match kind.as_str() {
            "Connect" => {
                if let Value::Record(..) = &node.value {
                    self.open(node, &CONNECT, place);
                }
                return site.map(|_| Effect::Connect).into_iter().collect();
            }
            "SwitchStep" => return self.switch_step(node, place, site),
            "AddMachines" | "RemoveMachines" => return self.machines(node, kind, place, site),
            "Scale" => (&SCALE, "of", "by", Change::Multiply),
            "Set" => (&SET, "of", "to", Change::Set),
            "Add" => (&ADD, "to", "amount", Change::Add),
            _ => {
                self.problems.unknown_variant(node.span, &shortened(kind), "an effect", EFFECT_WORDS);
                return Vec::new();
            }
        };
        let fields = self.open(node, section, place);
        let form = "StepTime(product: \"*\", step: \"weld\")";
        let target = fields.need(self, of, form).and_then(|node| Some((self.target_kind(node)?, node)));
        let amount = fields.need(self, by, "a figure");
        let (Some((target, at)), Some(amount)) = (target, amount) else { return Vec::new() };
        let amount = self.figure(amount, &format!("{place}, {kind} {target}"));
        let amount = self.distribution(amount, amount_of(parameter(at, target), change));
        let targets = self.targets(at, target, site);
        let (Some(amount), Some(site)) = (amount, site) else { return Vec::new() };
        let draw = format!("{} effect {index}", site.by.name());
        targets
            .into_iter()
            .map(|target| Effect::Parameter { target, change, amount: amount.clone(), draw: draw.clone() })
            .collect()
    }

    pub(super) fn target_kind(&mut self, node: &Node) -> Option<&'static str> {
        let (Value::Record(Some(kind), _) | Value::Tuple(Some(kind), _) | Value::Word(kind)) = &node.value
        else {
            let form = "one as StepTime(step: \"weld\")";
            self.problems.wrong_type(node.span, "a parameter of the plant", &node.kind(), form);
            return None;
        };
        let known = TARGETS.iter().find(|section| section.word() == kind);
        if known.is_none() {
            let all = words(TARGETS);
            self.problems.unknown_variant(node.span, &shortened(kind), "a parameter of the plant", &all);
        }
        known.map(Section::word)
    }

    /// The parameters that a target names at a site; a problem when there is none.
    pub(super) fn targets(&mut self, node: &Node, kind: &str, site: Option<&Site<'_>>) -> Vec<Target> {
        let Some(section) = TARGETS.iter().find(|section| section.word() == kind) else { return Vec::new() };
        let fields = self.open(node, section, "");
        if let "StepDefects" | "Detection" | "FalseAlarm" = kind {
            let steps = self.steps(&fields, site);
            return steps.into_iter().filter_map(|step| self.of_quality(node, kind, step, site)).collect();
        }
        if matches!(kind, "StepTime" | "StepScrap") {
            let steps = self.steps(&fields, site);
            if kind == "StepTime" {
                return steps.into_iter().map(|(product, step)| Target::StepTime(product, step)).collect();
            }
            let Some(site) = site else { return Vec::new() };
            let step_of = |(product, step): &(ProductId, usize)| {
                site.plant.products.get(product.index()).and_then(|p| p.routing.get(*step))
            };
            if let Some(dwell) = steps.iter().filter_map(step_of).find(|s| !is_operation(s)) {
                let message =
                    format!("the step \"{}\" is a stay at a place, which scraps nothing", dwell.name);
                self.problems.conflict(node.span, message, "name a step at a station");
            }
            return steps.into_iter().map(|(product, step)| Target::StepScrap(product, step)).collect();
        }
        if matches!(kind, "Planning" | "Cyber") {
            return self.of_section(node, kind, &fields, site);
        }
        let field = match kind {
            "Headcount" | "Absence" | "LearningStart" | "LearningRate" => "pool",
            "LeadTime" => "material",
            _ => "station",
        };
        let Some(node) = fields.need(self, field, &format!("the name of a {field} in quotes")) else {
            return Vec::new();
        };
        let name =
            self.text(node, &format!("the name of a {field}"), &format!("the name of a {field} in quotes"));
        let (Some(name), Some(site)) = (name, site) else { return Vec::new() };
        let names = match field {
            "pool" => &site.inside.pools,
            "material" => &site.inside.materials,
            _ => &site.inside.stations,
        };
        let Some(index) = self.known(node, &name, names, field, site) else { return Vec::new() };
        if field == "pool" {
            return self.of_pool(node, kind, index, site);
        }
        let station = StationId::new(index);
        if matches!(kind, "MaintenanceEvery" | "MaintenanceTime")
            && site.plant.stations.get(index).is_some_and(|s| s.maintenance.is_empty())
        {
            let help = format!("give the station \"{name}\" maintenance, or remove the {}", site.by.what());
            let nothing = format!("maintenance at station \"{name}\"");
            self.problems.effect(node.span, site.by, &site.plant.name, &nothing, help);
        }
        if matches!(kind, "TimeToFailure" | "TimeToRepair" | "Foreseen" | "ForeseenRepair")
            && site.plant.stations.get(index).is_some_and(|s| s.breakdowns.is_empty())
        {
            let help = format!("give the station \"{name}\" breakdowns, or remove the {}", site.by.what());
            let nothing = format!("breakdowns at station \"{name}\"");
            self.problems.effect(node.span, site.by, &site.plant.name, &nothing, help);
        }
        vec![match kind {
            "TimeToFailure" => Target::TimeToFailure(station),
            "TimeToRepair" => Target::TimeToRepair(station),
            "LeadTime" => Target::LeadTime(MaterialId::new(index)),
            "Foreseen" => Target::Foreseen(station),
            "ForeseenRepair" => Target::ForeseenRepair(station),
            "MaintenanceEvery" => Target::MaintenanceEvery(station),
            "MaintenanceTime" => Target::MaintenanceTime(station),
            "PowerIdle" => Target::PowerIdle(station),
            _ => Target::PowerProducing(station),
        }]
    }

    /// A target that is a field of planning or of cyber risk; a problem where the plant has none.
    fn of_section(
        &mut self,
        node: &Node,
        kind: &str,
        fields: &Fields<'_>,
        site: Option<&Site<'_>>,
    ) -> Vec<Target> {
        let what = kind.to_lowercase();
        let form = format!("the name of a field of {what} in quotes");
        let Some(field) = fields.need(self, "field", &form) else { return Vec::new() };
        let Some(name) = self.text(field, "the name of a field", &form) else { return Vec::new() };
        let planning = CHANGEABLE.iter().map(|(own, which)| (*own, Target::Information(*which)));
        let cyber = cyber::CHANGEABLE.iter().map(|(own, which)| (*own, Target::Cyber(*which)));
        let all: Vec<(&str, Target)> = if kind == "Cyber" { cyber.collect() } else { planning.collect() };
        let Some((_, target)) = all.iter().find(|(own, _)| *own == name) else {
            let known: Vec<&str> = all.iter().map(|(own, _)| *own).collect();
            self.problems.unknown_variant(
                field.span,
                &shortened(&name),
                &format!("a field of {what}"),
                &known,
            );
            return Vec::new();
        };
        let Some(site) = site else { return Vec::new() };
        let there = if kind == "Cyber" { site.plant.cyber.is_some() } else { site.plant.planning.is_some() };
        if !there {
            let help = format!("give the plant {what}, or remove the {}", site.by.what());
            self.problems.effect(node.span, site.by, &site.plant.name, &what, help);
        }
        vec![*target]
    }

    /// The targets of a pool, or of all its named workers.
    fn of_pool(&mut self, node: &Node, kind: &str, index: usize, site: &Site<'_>) -> Vec<Target> {
        let pool = site.plant.pools.get(index);
        let learns = pool.is_some_and(|pool| pool.learning.is_some());
        let named = pool.is_some_and(|pool| !pool.members.is_empty());
        let name = pool.map_or("", |pool| &pool.name);
        let missing = match kind {
            "LearningStart" | "LearningRate" if !learns => "learning",
            "Headcount" if named => "headcount",
            _ => "",
        };
        if !missing.is_empty() {
            let nothing = format!("{missing} of pool \"{name}\"");
            let help = format!("give the pool \"{name}\" {missing}, or remove the {}", site.by.what());
            self.problems.effect(node.span, site.by, &site.plant.name, &nothing, help);
        }
        let target = match kind {
            "Headcount" => Target::Headcount,
            "LearningStart" => Target::LearningStart,
            "LearningRate" => Target::LearningRate,
            _ => Target::Absence,
        };
        site.inside.workers_of(PoolId::new(index)).into_iter().map(target).collect()
    }

    /// A target of the quality of a step; a problem when the step has nothing of it.
    fn of_quality(
        &mut self,
        node: &Node,
        kind: &str,
        (product, step): (ProductId, usize),
        site: Option<&Site<'_>>,
    ) -> Option<Target> {
        let site = site?;
        let described = site.plant.products.get(product.index())?.routing.get(step)?;
        let quality = match &described.kind {
            StepKind::Operation(operation) => operation.quality,
            _ => None,
        };
        let there = quality.is_some_and(|quality| kind == "StepDefects" || quality.inspection.is_some());
        if !there {
            let what = if kind == "StepDefects" { "defects" } else { "inspection" };
            let nothing = format!("{what} at step \"{}\"", described.name);
            let help = format!("give the step {what}, or remove the {}", site.by.what());
            self.problems.effect(node.span, site.by, &site.plant.name, &nothing, help);
        }
        Some(match kind {
            "StepDefects" => Target::StepDefects(product, step),
            "Detection" => Target::Detection(product, step),
            _ => Target::FalseAlarm(product, step),
        })
    }

    /// The steps that `product` and `step` name at a site, "*" being all products.
    fn steps(&mut self, fields: &Fields<'_>, site: Option<&Site<'_>>) -> Vec<(ProductId, usize)> {
        let product = fields.get("product");
        let product =
            product.map(|node| (node, self.text(node, "the name of a product", "it in quotes, or \"*\"")));
        let step = fields.need(self, "step", "the name of a step in quotes");
        let Some(step) = step else { return Vec::new() };
        let name = self.text(step, "the name of a step", "the name of a step in quotes");
        let (Some(name), Some(site)) = (name, site) else { return Vec::new() };
        let mut products: Vec<usize> = (0..site.plant.products.len()).collect();
        match product {
            Some((_, None)) => return Vec::new(),
            Some((node, Some(wanted))) if wanted != "*" => {
                let found = self.known(node, &wanted, &site.inside.products, "product", site);
                let Some(index) = found else { return Vec::new() };
                products = vec![index];
            }
            _ => {}
        }
        let routings = products.iter().filter_map(|p| Some((*p, &site.plant.products.get(*p)?.routing)));
        let found: Vec<_> = routings
            .clone()
            .filter_map(|(p, routing)| {
                Some((ProductId::new(p), routing.iter().position(|s| s.name == name)?))
            })
            .collect();
        if found.is_empty() {
            let known: Vec<String> = routings.flat_map(|(_, r)| r.iter().map(|s| s.name.clone())).collect();
            self.nothing(step, &name, &known, "step", site);
        }
        found
    }

    /// The position of a name at a site; a problem naming upgrade and plant when it is not there.
    fn known(
        &mut self,
        node: &Node,
        name: &str,
        names: &Names,
        kind: &str,
        site: &Site<'_>,
    ) -> Option<usize> {
        let found = names.position(name);
        if found.is_none() {
            self.nothing(node, name, names.list(), kind, site);
        }
        found
    }

    fn nothing(&mut self, node: &Node, name: &str, known: &[String], kind: &str, site: &Site<'_>) {
        if self.problems.is_full() {
            return;
        }
        let help = match nearest(name, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None if known.is_empty() => format!("that plant has no {kind} at all"),
            None => format!("it has {}", listed(known)),
        };
        let nothing = format!("{kind} \"{}\"", shortened(name));
        self.problems.effect(node.span, site.by, &site.plant.name, &nothing, help);
    }

    fn switch_step(&mut self, node: &Node, place: &str, site: Option<&Site<'_>>) -> Vec<Effect> {
        let fields = self.open(node, &SWITCH_STEP, place);
        let Some(to) = fields.need(self, "to", "(station: …, time: …)") else { return Vec::new() };
        let mode = self.open(to, &MODE, &place_of(place, "step", node, "step"));
        let any = Inside::any();
        // Whether the crew fits the pool is looked at per option: an effect may enlarge the pool.
        let kind = self.step_kind(&mode, site.map_or(&any, |site| site.inside), false);
        let steps = self.steps(&fields, site);
        let Some(site) = site else { return Vec::new() };
        let mut effects = Vec::new();
        for (product, step) in steps {
            let made = &site.plant.products[product.index()];
            let to = Step { kind: kind.clone(), ..made.routing[step].clone() };
            if step == 0 {
                self.first_step(mode.span, &made.supply, &to);
            }
            effects.push(Effect::SwitchStep { product, step, to: Box::new(to) });
        }
        effects
    }

    fn machines(&mut self, node: &Node, kind: &str, place: &str, site: Option<&Site<'_>>) -> Vec<Effect> {
        let section = if kind == "AddMachines" { &ADD_MACHINES } else { &REMOVE_MACHINES };
        let fields = self.open(node, section, place);
        let machines = fields.count(self, "machines", None, 1, MANY) as u32;
        let Some(station) = fields.need(self, "station", "the name of a station in quotes") else {
            return Vec::new();
        };
        let name = self.text(station, "the name of a station", "the name of a station in quotes");
        let (Some(name), Some(site)) = (name, site) else { return Vec::new() };
        let found = self.known(station, &name, &site.inside.stations, "station", site).map(StationId::new);
        found
            .map(|station| match kind {
                "AddMachines" => Effect::AddMachines { station, machines },
                _ => Effect::RemoveMachines { station, machines },
            })
            .into_iter()
            .collect()
    }
}

fn is_operation(step: &Step) -> bool {
    matches!(step.kind, StepKind::Operation(_))
}

/// What a target names a parameter by: its kind, or a field of planning.
pub(super) fn parameter<'a>(target: &'a Node, kind: &'a str) -> &'a str {
    match target.field("field").map(|node| &node.value) {
        Some(Value::Text(field)) if matches!(kind, "Planning" | "Cyber") => field,
        _ => kind,
    }
}

/// What the amount of a change is: a factor, or a quantity of the parameter's own kind.
pub(super) fn amount_of(target: &str, change: Change) -> Of {
    let time = matches!(
        target,
        "StepTime"
            | "TimeToFailure"
            | "TimeToRepair"
            | "MaintenanceEvery"
            | "MaintenanceTime"
            | "LeadTime"
            | "every"
            | "data_age"
            | "duration"
            | "frozen"
            | "preparation"
            | "given_every"
            | "transmission"
    );
    match (change, time) {
        (Change::Multiply, _) => Of::Number(Range::NOT_NEGATIVE),
        (Change::Set, true) => Of::Time,
        (Change::Add, true) => Of::SignedTime,
        (Change::Add, false) => Of::Number(Range::ANY),
        (Change::Set, false)
            if matches!(
                target,
                "StepScrap"
                    | "StepDefects"
                    | "Detection"
                    | "FalseAlarm"
                    | "Foreseen"
                    | "ForeseenRepair"
                    | "Absence"
                    | "LearningRate"
                    | "hit"
                    | "wrong"
                    | "found"
            ) =>
        {
            Of::Number(Range::SHARE)
        }
        (Change::Set, false) => Of::Number(Range::NOT_NEGATIVE),
    }
}
