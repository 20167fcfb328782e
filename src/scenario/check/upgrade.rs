//! Upgrades, and their effects on the plants where they are installed.

use crate::spec::{Change, Effect, Maturity, Plant, Progress, Step, StepKind, Upgrade};
use crate::units::{Duration, StationId, UpgradeId};

use crate::scenario::distributions::Of;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{
    ADD, ADD_MACHINES, CONNECT, EFFECT_WORDS, MATURITY, MODE, PROGRESS, REMOVE_MACHINES, SCALE, SET,
    SWITCH_STEP, UPGRADE,
};
use crate::scenario::names::Names;
use crate::scenario::problem::Span;
use crate::scenario::problems::Changer;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::{Node, Value, shortened};

use super::plant::{Inside, MANY};
use super::target::{amount_of, parameter};

/// What an upgrade does at one kind of plant.
#[derive(Clone, Default)]
pub(super) struct AtPlant {
    /// Stations that stand still.
    pub(super) stops: Vec<StationId>,
    /// Effects in file order, each with its place.
    pub(super) effects: Vec<(Effect, Span)>,
}

/// Ten years [s]. What takes longer is a slip of the pen.
const LONGEST: f64 = 3_653.0 * 86_400.0;

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
        for (name, time) in [("delivery", &delivery), ("installation", &installation)] {
            if let Some(node) = fields.get(name).filter(|_| time.min() > LONGEST) {
                let message = format!("{name} takes more than ten years, the longest that is allowed");
                self.problems.range(node.span, message, "write how long it takes, as \"28d\"");
            }
        }
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
            progress: fields.get("progress").map_or(Progress::NONE, |node| self.progress(node, &place)),
            maturity: fields.get("maturity").map(|node| self.maturity(node, &place)),
            ready: fields.get("ready").map(|node| self.readiness(node, &fields)),
        }
    }

    /// How it becomes cheaper and better.
    fn progress(&mut self, node: &Node, place: &str) -> Progress {
        let fields = self.open(node, &PROGRESS, &format!("{place}, progress"));
        let price = Range::new(0.1, 10.0, "a factor from 0.1 to 10, as 0.95 for 5 % less a year");
        Progress {
            price: fields.number(self, "price", Some(1.0), price),
            failures: fields.number(self, "failures", Some(1.0), Range::PART),
        }
    }

    /// What an upgrade does to the level of maturity.
    fn maturity(&mut self, node: &Node, place: &str) -> Maturity {
        let fields = self.open(node, &MATURITY, &format!("{place}, maturity"));
        let highest = Maturity::LEVELS.len() as u64;
        let from = fields.count(self, "from", None, 1, highest) as u8;
        let to = fields.count(self, "to", None, 1, highest) as u8;
        if to < from {
            let span = fields.get("to").map_or(fields.span, |node| node.span);
            let message = format!("maturity falls from level {from} to level {to}");
            self.problems.range(span, message, "write the level after it: as high as `from`, or higher");
        }
        Maturity { from, to }
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
        if let Some(site) = site {
            self.reserve_at(node, site);
        }
        for stop in fields.list(self, "stops") {
            let name = self.text(stop, "the name of a station", "the name of a station in quotes");
            let (Some(name), Some(site)) = (name, site) else { continue };
            let all = |_: usize| true;
            let found = self.meant(stop, &name, &site.inside.stations, ("station", "station"), site, all);
            done.stops.extend(found.into_iter().map(StationId::new));
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

    fn switch_step(&mut self, node: &Node, place: &str, site: Option<&Site<'_>>) -> Vec<Effect> {
        let fields = self.open(node, &SWITCH_STEP, place);
        let Some(to) = fields.need(self, "to", "(station: …, time: …)") else { return Vec::new() };
        let mode = self.open(to, &MODE, &place_of(place, "step", node, "step"));
        let any = Inside::any();
        // Whether the crew fits the pool is looked at per option: an effect may enlarge the pool.
        let kind = self.step_kind(&mode, site.map_or(&any, |site| site.inside), false);
        // Every step would run in the same mode: "*" means none here.
        let steps = self.steps(&fields, site, "");
        let Some(site) = site else { return Vec::new() };
        let mut effects = Vec::new();
        for (product, step) in steps {
            let made = &site.plant.products[product.index()];
            let to = Step { kind: kept(kind.clone(), &made.routing[step]), ..made.routing[step].clone() };
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

/// The new mode with what it has no fields for: defects, inspection, rework and components stay as they were.
fn kept(mut kind: StepKind, before: &Step) -> StepKind {
    if let (StepKind::Operation(new), StepKind::Operation(old)) = (&mut kind, &before.kind) {
        new.quality = old.quality;
        new.components.clone_from(&old.components);
    }
    kind
}
