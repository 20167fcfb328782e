//! Studies: sweeps of one parameter, upgrades in all combinations, the parts of a surge.

use crate::random::Distribution;
use crate::spec::{Change, Choice, Effect, Factorial, Factory, Installation, Studies, Surge, Sweep, Upgrade};
use crate::units::{FactoryId, UpgradeId};

use crate::scenario::distributions::Of;
use crate::scenario::fields::Fields;
use crate::scenario::format::{FACTORIAL, STUDIES, SWEEP};
use crate::scenario::names::Names;
use crate::scenario::problems::Changer;
use crate::scenario::reader::Reader;
use crate::scenario::tree::Node;

use super::Plants;
use super::option::{Draft, Known};
use super::target::{amount_of, parameter};
use super::upgrade::Site;

/// Most upgrades of a factorial: 64 combinations.
const MOST_FACTORS: usize = 6;
/// Most values of a sweep.
const MOST_VALUES: usize = 100;

/// A factorial whose surges are not known yet.
pub(super) struct Combined {
    factorial: Factorial,
    surges: Option<Node>,
}

impl Reader {
    /// The factorials of the studies, with the draft of each combination that is not the baseline.
    pub(super) fn factorials(
        &mut self,
        node: Option<&Node>,
        known: &Known<'_>,
        upgrades: &[Upgrade],
    ) -> (Vec<Combined>, Vec<Draft>) {
        let (mut combined, mut drafts) = (Vec::new(), Vec::new());
        let Some(node) = node else { return (combined, drafts) };
        let mut names = Names::new("factorial", "factorials", "the studies");
        let studies = self.open(node, &STUDIES, "");
        for node in studies.list(self, "factorials") {
            let fields = self.open(node, &FACTORIAL, "");
            let (name, span) = fields.name(self, "name");
            names.add(self, &name, span);
            let Some(list) = fields.need(self, "installs", "[(upgrade: \"a\"), (upgrade: \"b\")]") else {
                continue;
            };
            let nodes = self.list(list, "installs");
            if !(2..=MOST_FACTORS).contains(&nodes.len()) {
                let message = format!(
                    "a factorial has 2 to {MOST_FACTORS} installations, this one has {}",
                    nodes.len()
                );
                self.problems.range(list.span, message, "combine fewer, each doubles the runs");
                continue;
            }
            let place = format!("factorial {name}");
            let installs: Vec<_> =
                nodes.iter().filter_map(|node| self.install(node, &place, known)).collect();
            let mut options = vec![0];
            for mask in 1..1usize << installs.len() {
                let chosen = installs.iter().enumerate().filter(|(bit, _)| mask & (1 << bit) != 0);
                let chosen = chosen.map(|(_, install)| install.clone()).collect();
                drafts.push(Draft::combination(format!("{name} {mask}"), chosen));
                options.push(drafts.len());
            }
            let title_of = |upgrade: &Upgrade| match upgrade.title.is_empty() {
                true => upgrade.name.replace('_', " "),
                false => upgrade.title.clone(),
            };
            let factors = installs.iter().filter_map(|install| upgrades.get(install.upgrade)).map(title_of);
            let factors = factors.collect();
            let title = fields.words(self, "title");
            combined.push(Combined {
                factorial: Factorial { name, title, factors, surges: Vec::new(), options },
                surges: fields.get("surges").cloned(),
            });
        }
        (combined, drafts)
    }

    /// The studies, whose factorials have these options.
    pub(super) fn studies(
        &mut self,
        node: Option<&Node>,
        (combined, options): (Vec<Combined>, Vec<Choice>),
        (factories, plants, upgrades): (&[Factory], &Plants, usize),
        surges: &[Surge],
    ) -> Studies {
        let Some(node) = node else { return Studies::default() };
        let baseline = Choice {
            name: "baseline".into(),
            title: String::new(),
            installations: Vec::new(),
            offered: None,
        };
        let options = std::iter::once(baseline).chain(options).collect();
        let mut studies = Studies { options, ..Studies::default() };
        let mut known = Names::new("surge", "surges", "the scenario");
        surges.iter().for_each(|surge| known.note(&surge.name, node.span));
        for one in combined {
            let own = self.surges_of(one.surges.as_ref(), &known);
            studies.factorials.push(Factorial { surges: own, ..one.factorial });
        }
        let fields = Fields::of(node, "");
        let mut names = Names::new("sweep", "sweeps", "the studies");
        for node in fields.list(self, "sweeps") {
            self.sweep(node, &mut names, (factories, plants, upgrades), &known, &mut studies);
        }
        if let Some(list) = fields.get("shares") {
            studies.shares = self.surges_of(Some(list), &known);
        }
        studies
    }

    /// A sweep, with an option for each value.
    fn sweep(
        &mut self,
        node: &Node,
        names: &mut Names,
        (factories, plants, upgrades): (&[Factory], &Plants, usize),
        surges: &Names,
        studies: &mut Studies,
    ) {
        let fields = self.open(node, &SWEEP, "");
        let (name, span) = fields.name(self, "name");
        names.add(self, &name, span);
        let form = "Planning(field: \"data_age\")";
        let target = fields.need(self, "of", form).and_then(|node| Some((self.target_kind(node)?, node)));
        let values = fields.one_of(self, &["to", "by"]);
        let at_plants = self.plants_of(&fields, plants);
        let own = self.surges_of(fields.get("surges"), surges);
        let title = fields.words(self, "title");
        let (Some((kind, target)), Some((field, values))) = (target, values) else { return };
        let change = if field == "to" { Change::Set } else { Change::Multiply };
        let of = amount_of(parameter(target, kind), change);
        let read = self.values(values, of);
        // What the parameter is at each plant.
        let upgrade = format!("sweep {name}");
        let mut targets = Vec::new();
        for &plant in &at_plants {
            let (Some(described), Some(inside)) = (plants.list.get(plant), plants.inside.get(plant)) else {
                continue;
            };
            let site = Site { by: Changer::Sweep(&name), plant: described, inside };
            targets.push((plant, self.targets(target, kind, Some(&site))));
        }
        let id = UpgradeId::new(upgrades + studies.upgrades.len());
        studies.upgrades.push(Upgrade::named(&upgrade));
        let mut points = Vec::new();
        for value in read {
            let amount = Distribution::Constant(value);
            let draw = format!("sweep {name}");
            let installations = factories.iter().enumerate().filter_map(|(index, factory)| {
                let (_, targets) = targets.iter().find(|(plant, _)| *plant == factory.plant.index())?;
                let effect = |target: &crate::spec::Target| Effect::Parameter {
                    target: *target,
                    change,
                    amount: amount.clone(),
                    draw: draw.clone(),
                };
                Some(Installation {
                    factory: FactoryId::new(index),
                    upgrade: id,
                    units: 1,
                    order_at: factory.opens,
                    order_when: None,
                    stops: Vec::new(),
                    effects: targets.iter().map(effect).collect(),
                })
            });
            points.push((value, studies.options.len()));
            let installations = installations.collect();
            studies.options.push(Choice {
                name: format!("{name} {value}"),
                title: String::new(),
                installations,
                offered: None,
            });
        }
        let time = matches!(of, Of::Time);
        studies.sweeps.push(Sweep { name, title, time, surges: own, points });
    }

    /// The values of a sweep, ascending.
    fn values(&mut self, list: &Node, of: Of) -> Vec<f64> {
        let nodes = self.list(list, "values");
        if !(2..=MOST_VALUES).contains(&nodes.len()) {
            let message = format!("a sweep has 2 to {MOST_VALUES} values, this one has {}", nodes.len());
            self.problems.range(list.span, message, "write the values in square brackets, ascending");
        }
        let mut read: Vec<f64> = Vec::new();
        for node in nodes.iter().take(MOST_VALUES) {
            let value = match of {
                Of::Number(range) => self.number(node, range),
                time => self.quantity(node, time),
            };
            let Some(value) = value else { continue };
            if read.last().is_some_and(|before| value <= *before) {
                let message = "the values of a sweep do not ascend".to_string();
                self.problems.range(node.span, message, "write the smallest first, each once");
            }
            read.push(value);
        }
        read
    }

    /// The kinds of plant that a sweep names; all where it names none.
    fn plants_of(&mut self, fields: &Fields<'_>, plants: &Plants) -> Vec<usize> {
        if fields.get("plants").is_none() {
            return (0..plants.list.len()).collect();
        }
        fields.list(self, "plants").iter().filter_map(|node| plants.names.find(self, node)).collect()
    }

    /// The surges that a study names, in file order; all where it names none.
    fn surges_of(&mut self, list: Option<&Node>, surges: &Names) -> Vec<usize> {
        let Some(list) = list else { return (0..surges.list().len()).collect() };
        let nodes = self.list(list, "names of surges");
        let mut found: Vec<usize> = nodes.iter().filter_map(|node| surges.find(self, node)).collect();
        found.sort_unstable();
        if nodes.is_empty() || found.windows(2).any(|pair| pair[0] == pair[1]) {
            let message = "a study names each of its surges once, and one at least".to_string();
            self.problems.range(list.span, message, "write [\"wave\"]");
        }
        found.dedup();
        found
    }
}
