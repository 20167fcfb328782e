//! Installations with their draws made, and what their effects are.

use crate::kernel::Calendar;
use crate::outcome::ReadyTally;
use crate::plant::events::Event;
use crate::plant::lookout::Lookout;
use crate::plant::readiness::{Ready, Terms};
use crate::plant::upgrades::{Drawn, Stages, Step, Upgrades};
use crate::random::{Stream, key};
use crate::spec::{self, Change, Target};
use crate::units::{Duration, Time};

use super::Builder;

impl Builder<'_> {
    pub(super) fn upgrades(&mut self, calendar: &mut Calendar) -> Upgrades {
        let spec = self.setting.spec;
        let own: Vec<&spec::Installation> = self.installations().collect();
        let mut installations = Vec::new();
        for (index, installation) in own.into_iter().enumerate() {
            let upgrade = &spec.upgrades[installation.upgrade.index()];
            let common =
                |purpose: &str| key(self.setting.seed, self.setting.replication, &upgrade.name, purpose);
            let own = |purpose: &str| self.key(&upgrade.name, purpose);
            let units = f64::from(installation.units);
            let delivery = Duration::from_secs(upgrade.delivery.at(Stream::new(own("delivery")).next_bits()));
            let work =
                Duration::from_secs(upgrade.installation.at(Stream::new(own("installation")).next_bits()));
            let chance = crate::random::uniform(Stream::new(own("works")).next_bits());
            let first_cost = units * upgrade.cost.at(Stream::new(common("cost")).next_bits());
            let filling = units * upgrade.filling();
            let slot = self.slot(Event::UpgradeAdvanced(index as u32));
            let installed = crate::outcome::Installed {
                upgrade: installation.upgrade,
                units: installation.units,
                ordered: Time::NEVER,
                live: None,
                works: false,
                cost: 0.0,
                yearly_cost: units * upgrade.yearly_cost.at(Stream::new(common("yearly cost")).next_bits()),
            };
            let stops = installation.stops.iter().map(|station| station.0).collect();
            let effects =
                installation.effects.iter().map(|effect| self.draw_effect(effect, &upgrade.name)).collect();
            let mut stages = Stages {
                installed,
                first_cost,
                filling,
                works: upgrade.works,
                chance,
                progress: upgrade.progress,
                slot,
                step: Step::ToOrder,
                made_by: upgrade.made_by.map(|supplier| supplier as u32),
                installed_by: upgrade.installed_by.map(|supplier| supplier as u32),
                awaited: 0.0,
                delivery,
                work,
                standstill: upgrade.standstill,
                stops,
                live: Time::NEVER,
                ramp: upgrade.ramp,
                standing: false,
                there: false,
                running: false,
                effects,
                lookout: installation.order_when.map(|need| self.lookout(need)),
                ready: self.ready(installation),
            };
            let begins = match stages.lookout {
                Some(_) => installation.order_at,
                None => stages.order(installation.order_at, 1.0),
            };
            calendar.schedule(slot, begins);
            installations.push(stages);
        }
        // A parameter of a step is that of all its modes, also of those that another upgrade brings.
        for effect in installations.iter_mut().flat_map(|stages: &mut Stages| &mut stages.effects) {
            if let Drawn::Parameter { target, rows, .. } = effect {
                *rows = target.step().map_or(Vec::new(), |(product, step)| self.routing.modes(product, step));
            }
        }
        Upgrades { installations }
    }

    fn lookout(&self, need: spec::Need) -> Lookout {
        Lookout::new(need, self.surge().emergency, self.setting.spec.start)
    }

    /// How an upgrade is kept ready, where it is.
    pub(super) fn ready(&self, own: &spec::Installation) -> Option<Box<Ready>> {
        let upgrade = &self.setting.spec.upgrades[own.upgrade.index()];
        let described = upgrade.ready.as_ref()?;
        let common = key(self.setting.seed, self.setting.replication, &upgrade.name, "call cost");
        let named = |own: &spec::Reserve| self.plant.products.iter().position(|p| p.name == own.product);
        let terms = Terms {
            described,
            lookout: self.lookout(described.need),
            delays: Stream::new(self.key(&upgrade.name, "call")),
            call_cost: described.call_cost.at(Stream::new(common).next_bits()),
            units: own.units,
            product: upgrade.stockpile().and_then(named).map(|index| index as u32),
        };
        Some(Box::new(Ready::new(terms, ReadyTally::of(own.upgrade))))
    }

    pub(super) fn draw_effect(&mut self, effect: &spec::Effect, upgrade: &str) -> Drawn {
        match effect {
            spec::Effect::SwitchStep { product, step, to } => {
                let described = &self.plant.products[product.index()];
                let from = self.routing.steps[product.index()][*step].clone();
                let to = self.routing.step(described, to, &format!("/{upgrade}"));
                let replaced = &self.routing.table.rows[from.works[0] as usize];
                let (next, returns) = (replaced.next, replaced.returns);
                let steps = self.routing.steps[product.index()].clone();
                self.routing.link(&to, described, *step, next, returns, &steps);
                self.routing.brought.push((*product, *step, to.works.clone()));
                Drawn::Switch { product: product.0, from, to }
            }
            spec::Effect::Parameter { target, change, amount, draw } => {
                let bits =
                    Stream::new(key(self.setting.seed, self.setting.replication, draw, "effect")).next_bits();
                let amount = amount.at(bits);
                let of_lots = matches!(target, Target::Buffer(_) | Target::Cards(_));
                Drawn::Parameter {
                    target: *target,
                    rows: Vec::new(),
                    change: *change,
                    amount: match change {
                        Change::Set | Change::Add if of_lots => amount / self.setting.spec.lot_scale,
                        _ => amount,
                    },
                }
            }
            spec::Effect::Connect => Drawn::Connect,
            spec::Effect::AddMachines { station, machines } => {
                Drawn::AddMachines { station: station.0, machines: *machines }
            }
            spec::Effect::RemoveMachines { station, machines } => {
                Drawn::RemoveMachines { station: station.0, machines: *machines }
            }
        }
    }
}
