//! What effects name: parameters of a plant by their kind and place, "*" being all that have one.

use crate::spec::{Change, Plant, Station, Step, StepKind, Target};
use crate::units::{LoopId, MaterialId, PoolId, ProductId, StationId};

use crate::scenario::distributions::Of;
use crate::scenario::fields::Fields;
use crate::scenario::format::{Section, TARGETS, words};
use crate::scenario::names::Names;
use crate::scenario::problems::{listed, nearest};
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::{Node, Value, shortened};

use super::cyber;
use super::planning::CHANGEABLE;
use super::upgrade::Site;

impl Reader {
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
        if let "StepTime" | "StepScrap" | "StepDefects" | "Detection" | "FalseAlarm" = kind {
            let steps = self.steps(&fields, site, what_of_a_step(kind));
            return steps.into_iter().filter_map(|step| self.of_step(node, kind, step, site)).collect();
        }
        if matches!(kind, "Planning" | "Cyber") {
            return self.of_section(node, kind, &fields, site);
        }
        let field = match kind {
            "Headcount" | "Absence" | "LearningStart" | "LearningRate" => "pool",
            "LeadTime" => "material",
            "Cards" => "loop",
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
            "loop" => &site.inside.loops,
            _ => &site.inside.stations,
        };
        let (what, has) = what_of(field, kind, site.plant);
        let found = self.meant(node, &name, names, (field, what), site, has);
        let mut targets = Vec::new();
        for index in found {
            match field {
                "pool" => targets.extend(self.of_pool(node, kind, index, site)),
                "material" => targets.push(Target::LeadTime(MaterialId::new(index))),
                "loop" => targets.push(Target::Cards(LoopId::new(index))),
                _ => targets.push(self.of_station(node, kind, index, site)),
            }
        }
        // Named workers are pools, and belong to one.
        targets.sort_unstable();
        targets.dedup();
        targets
    }

    /// A target of a station; a problem when the station has nothing of it.
    fn of_station(&mut self, node: &Node, kind: &str, index: usize, site: &Site<'_>) -> Target {
        let what = what_of_a_station(kind);
        if let Some(station) = site.plant.stations.get(index).filter(|own| !station_has(own, what)) {
            let name = &station.name;
            let help = format!("give the station \"{name}\" {what}, or remove the {}", site.by.what());
            self.effect_on_nothing(node, site, &format!("{what} at station \"{name}\""), help);
        }
        let station = StationId::new(index);
        match kind {
            "TimeToFailure" => Target::TimeToFailure(station),
            "TimeToRepair" => Target::TimeToRepair(station),
            "Foreseen" => Target::Foreseen(station),
            "ForeseenRepair" => Target::ForeseenRepair(station),
            "MaintenanceEvery" => Target::MaintenanceEvery(station),
            "MaintenanceTime" => Target::MaintenanceTime(station),
            "SetupTime" => Target::SetupTime(station),
            "Buffer" => Target::Buffer(station),
            "UpkeepCost" => Target::UpkeepCost(station),
            "PowerIdle" => Target::PowerIdle(station),
            _ => Target::PowerProducing(station),
        }
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

    /// A target of a step; a problem when the step has nothing of it.
    fn of_step(
        &mut self,
        node: &Node,
        kind: &str,
        (product, step): (ProductId, usize),
        site: Option<&Site<'_>>,
    ) -> Option<Target> {
        let site = site?;
        let described = site.plant.products.get(product.index())?.routing.get(step)?;
        let (name, what) = (&described.name, what_of_a_step(kind));
        // A stay has a time, too.
        if kind != "StepTime" && !step_has(described, what) {
            if what == WORK {
                let message = format!("the step \"{name}\" is a stay at a place, which scraps nothing");
                self.problems.conflict(node.span, message, "name a step at a station");
            } else {
                let help = format!("give the step {what}, or remove the {}", site.by.what());
                self.effect_on_nothing(node, site, &format!("{what} at step \"{name}\""), help);
            }
        }
        Some(match kind {
            "StepTime" => Target::StepTime(product, step),
            "StepScrap" => Target::StepScrap(product, step),
            "StepDefects" => Target::StepDefects(product, step),
            "Detection" => Target::Detection(product, step),
            _ => Target::FalseAlarm(product, step),
        })
    }

    /// The steps that `product` and `step` name at a site: "*" is all products, and all steps that have `what`.
    pub(super) fn steps(
        &mut self,
        fields: &Fields<'_>,
        site: Option<&Site<'_>>,
        what: &str,
    ) -> Vec<(ProductId, usize)> {
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
        let means = |step: &Step| step.name == name || (name == "*" && step_has(step, what));
        let found: Vec<_> = routings
            .clone()
            .flat_map(|(p, routing)| (0..routing.len()).map(move |at| (p, at, &routing[at])))
            .filter_map(|(p, at, step)| means(step).then_some((ProductId::new(p), at)))
            .collect();
        if found.is_empty() && name == "*" && !what.is_empty() {
            let help = format!("give a step {what}, or remove the {}", site.by.what());
            self.effect_on_nothing(step, site, &format!("step with {what}"), help);
            return found;
        }
        if found.is_empty() {
            let known: Vec<String> = routings.flat_map(|(_, r)| r.iter().map(|s| s.name.clone())).collect();
            self.nothing(step, &name, &known, "step", site);
        }
        found
    }

    /// The positions that a name means at a site: "*" is all that `has` what the effect changes, one at least.
    pub(super) fn meant(
        &mut self,
        node: &Node,
        name: &str,
        names: &Names,
        (kind, what): (&str, &str),
        site: &Site<'_>,
        has: impl Fn(usize) -> bool,
    ) -> Vec<usize> {
        if name != "*" {
            return self.known(node, name, names, kind, site).into_iter().collect();
        }
        let all: Vec<usize> = (0..names.list().len()).filter(|index| has(*index)).collect();
        if all.is_empty() {
            self.effect_on_nothing(
                node,
                site,
                what,
                format!("give the plant a {what}, or remove the {}", site.by.what()),
            );
        }
        all
    }

    fn effect_on_nothing(&mut self, node: &Node, site: &Site<'_>, nothing: &str, help: String) {
        self.problems.effect(node.span, site.by, &site.plant.name, nothing, help);
    }

    /// The position of a name at a site; a problem naming upgrade and plant when it is not there.
    pub(super) fn known(
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
}

/// What only steps at stations have.
const WORK: &str = "work at a station";

/// What only stations have at which repairs or maintenance cost something.
const COST: &str = "a cost of breakdowns or maintenance";

/// What a target of a step needs there.
fn what_of_a_step(kind: &str) -> &'static str {
    match kind {
        "StepTime" | "StepScrap" => WORK,
        "StepDefects" => "defects",
        _ => "inspection",
    }
}

fn step_has(step: &Step, what: &str) -> bool {
    let StepKind::Operation(operation) = &step.kind else { return false };
    match what {
        WORK => true,
        "defects" => operation.quality.is_some(),
        "inspection" => operation.quality.is_some_and(|quality| quality.inspection.is_some()),
        _ => false,
    }
}

/// What a target of a station needs there; empty where every station has it.
fn what_of_a_station(kind: &str) -> &'static str {
    match kind {
        "TimeToFailure" | "TimeToRepair" | "Foreseen" | "ForeseenRepair" => "breakdowns",
        "MaintenanceEvery" | "MaintenanceTime" => "maintenance",
        "SetupTime" => "setup",
        "Buffer" => "limited buffer",
        "UpkeepCost" => COST,
        _ => "",
    }
}

fn station_has(station: &Station, what: &str) -> bool {
    match what {
        "breakdowns" => !station.breakdowns.is_empty(),
        "maintenance" => !station.maintenance.is_empty(),
        "setup" => station.setup.is_some(),
        "limited buffer" => station.buffer.is_some(),
        COST => station.upkeep_costs().next().is_some(),
        _ => true,
    }
}

/// Which pools, materials or stations "*" means for a target, in words and by position.
fn what_of<'a>(field: &str, kind: &str, plant: &'a Plant) -> (&'static str, Box<dyn Fn(usize) -> bool + 'a>) {
    let pool = |index: usize| plant.pools.get(index);
    match (field, kind) {
        ("pool", "LearningStart" | "LearningRate") => (
            "pool with learning",
            Box::new(move |index| pool(index).is_some_and(|own| own.learning.is_some())),
        ),
        ("pool", "Headcount") => (
            "pool with a headcount",
            Box::new(move |index| pool(index).is_some_and(|own| own.members.is_empty())),
        ),
        ("pool", _) => ("pool", Box::new(|_| true)),
        ("material", _) => ("material", Box::new(|_| true)),
        ("loop", _) => ("loop", Box::new(|_| true)),
        _ => {
            let what = what_of_a_station(kind);
            let words = match what {
                "breakdowns" => "station with breakdowns",
                "maintenance" => "station with maintenance",
                "setup" => "station with setup",
                "limited buffer" => "station with limited buffer",
                COST => "station with a cost of breakdowns or maintenance",
                _ => "station",
            };
            let has = move |index: usize| plant.stations.get(index).is_some_and(|own| station_has(own, what));
            (words, Box::new(has))
        }
    }
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
            | "SetupTime"
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
        // Where everything is scrapped, or everybody stays away, nothing would ever be made.
        (Change::Set, false) if matches!(target, "StepScrap" | "Absence") => Of::Number(Range::NOT_ALL),
        (Change::Set, false)
            if matches!(
                target,
                "StepDefects"
                    | "Detection"
                    | "FalseAlarm"
                    | "Foreseen"
                    | "ForeseenRepair"
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
