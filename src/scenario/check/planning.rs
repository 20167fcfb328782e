//! How orders become instructions.

use crate::spec::{Information, Planning, Plant};
use crate::units::{Duration, PoolId};

use crate::scenario::distributions::Of;
use crate::scenario::fields::Fields;
use crate::scenario::format::PLANNING;
use crate::scenario::reader::{Range, Reader};

use super::plant::Inside;

/// What upgrades can change of it, by the names of its fields.
pub(super) const CHANGEABLE: &[(&str, Information)] = &[
    ("every", Information::PlanEvery),
    ("data_age", Information::DataAge),
    ("duration", Information::PlanDuration),
    ("frozen", Information::PlanFrozen),
    ("preparation", Information::InstructionTime),
    ("given_every", Information::InstructionsGivenEvery),
    ("transmission", Information::Transmission),
    ("wrong", Information::WrongInstructions),
    ("found", Information::WrongFound),
];

impl Reader {
    /// The planning of a plant; `None` where orders are released at once.
    pub(super) fn planning(&mut self, plant: &Fields<'_>, inside: &Inside) -> Option<Planning> {
        let node = plant.get("planning")?;
        let fields = self.open(node, &PLANNING, &plant.at("planning"));
        let every = fields.need(self, "every", "\"7d\"").is_some();
        let every = if every { fields.duration_if(self, "every") } else { None };
        let on_event = fields.flag(self, "on_event");
        if let (true, Some(first)) = (on_event, fields.get("first")) {
            let message = "plans that are made on events have no first date".to_string();
            self.problems.conflict(first.span, message, "remove first, or on_event");
        }
        let planners = fields.get("planners").and_then(|node| {
            let pool = inside.pools.find(self, node)?;
            if inside.headcounts.get(pool) == Some(&0) {
                let message = "the planners' pool has no workers of its own".to_string();
                self.problems.conflict(
                    node.span,
                    message,
                    "name a pool with a headcount, not one of named workers",
                );
            }
            Some(PoolId::new(pool))
        });
        let wrong = fields.number(self, "wrong", Some(0.0), Range::SHARE);
        let found = fields.number(self, "found", Some(1.0), Range::SHARE);
        if let (true, Some(node)) = (wrong * found >= 1.0, fields.get("wrong")) {
            let message = "every instruction is wrong and found out, so no work ever begins".to_string();
            self.problems.range(node.span, message, "write wrong: 0.03 or so");
        }
        for name in ["found", "lost"] {
            if let (true, Some(node)) = (fields.get("wrong").is_none(), fields.get(name)) {
                let message = "no instruction is wrong".to_string();
                self.problems.conflict(node.span, message, "write wrong: 0.03 or so, or remove this");
            }
        }
        Some(Planning {
            every: every.unwrap_or_default(),
            on_event: on_event || every == Some(Duration::ZERO),
            first: fields.duration_if(self, "first").unwrap_or_default(),
            data_age: fields.duration_if(self, "data_age").unwrap_or_default(),
            duration: fields.distribution(self, "duration", Some(0.0), Of::Time),
            frozen: fields.duration_if(self, "frozen").unwrap_or_default(),
            preparation: fields.distribution(self, "preparation", Some(0.0), Of::Time),
            planners,
            given_every: fields.duration_if(self, "given_every").unwrap_or_default(),
            transmission: fields.distribution(self, "transmission", Some(0.0), Of::Time),
            wrong,
            found,
            lost: fields.distribution(self, "lost", Some(0.0), Of::Time),
        })
    }

    /// Planning is about orders: some product has them.
    pub(super) fn look_for_orders(&mut self, fields: &Fields<'_>, plant: &Plant) {
        let Some(node) = fields.get("planning") else { return };
        if !plant.products.iter().any(|product| product.supply.has_orders()) {
            let message = "there is planning, but no product has orders".to_string();
            let help = "give a product supply: ToOrder( … ) or ToStock( … ), or remove planning";
            self.problems.conflict(node.span, message, help);
        }
    }
}
