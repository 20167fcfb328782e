//! What upgrades keep ready for an emergency.

use crate::spec::{Need, Readiness, Reserve, Rotation, Supply, Surge, Upgrade};

use crate::scenario::distributions::Of;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{READY, RESERVE};
use crate::scenario::problem::Span;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::{Node, Value};

use super::upgrade::Site;

impl Reader {
    /// How an upgrade is kept ready.
    pub(super) fn readiness(&mut self, node: &Node, upgrade: &Fields<'_>) -> Readiness {
        let place = upgrade.at("ready");
        let fields = self.open(node, &READY, &place);
        let stockpile = fields.get("stockpile").map(|node| self.reserve(node, &place));
        let effects = upgrade.list(self, "effects");
        if effects.is_empty() && stockpile.is_none() {
            let message =
                "nothing is kept ready: the upgrade has neither effects nor a stockpile".to_string();
            self.problems.conflict(node.span, message, "write effects, or a stockpile here");
        }
        let connects = |effect: &&Node| match &effect.value {
            Value::Record(Some(kind), _) | Value::Tuple(Some(kind), _) | Value::Word(kind) => {
                kind == "Connect"
            }
            _ => false,
        };
        if let Some(effect) = effects.iter().find(connects) {
            let message = "a connection to the platform cannot be kept ready".to_string();
            self.problems.conflict(effect.span, message, "connect the factory by an upgrade of its own");
        }
        Readiness {
            need: fields.duration_if(self, "owed").map_or(Need::Emergency, Need::Owed),
            delay: fields.distribution(self, "delay", Some(0.0), Of::Time),
            call_cost: fields.distribution(self, "call_cost", Some(0.0), Of::Number(Range::NOT_NEGATIVE)),
            stays: fields.duration_if(self, "stays").unwrap_or(READY_STAYS),
            stockpile,
        }
    }

    fn reserve(&mut self, node: &Node, place: &str) -> Reserve {
        let fields = self.open(node, &RESERVE, &place_of(place, "stockpile", node, "product"));
        let product = fields.need(self, "product", "the name of a product in quotes");
        let product = product.and_then(|node| self.text(node, "the name of a product", "it in quotes"));
        let shelf_life = self.length(&fields, "shelf_life");
        let rotation = fields.number(self, "rotation", Some(0.0), Range::NOT_NEGATIVE);
        if let Some(node) = fields.get("rotation").filter(|_| fields.get("shelf_life").is_none()) {
            let message = "what keeps for ever is not rotated".to_string();
            self.problems.conflict(node.span, message, "write a shelf_life, or remove rotation");
        }
        Reserve {
            product: product.unwrap_or_default(),
            units: fields.count(self, "units", None, 1, 1_000_000_000_000),
            cost: fields.number(self, "cost", Some(0.0), Range::NOT_NEGATIVE),
            holding_per_year: fields.number(self, "holding_per_year", Some(0.0), Range::NOT_NEGATIVE),
            rotation: shelf_life.map(|shelf_life| Rotation { shelf_life, cost: rotation }),
            daily: fields.get("daily").map(|_| fields.number(self, "daily", None, Range::POSITIVE)),
            refill: fields.number(self, "refill", Some(0.0), Range::NOT_NEGATIVE),
        }
    }

    /// A stockpile holds what the plant makes to stock.
    pub(super) fn reserve_at(&mut self, upgrade: &Node, site: &Site<'_>) {
        let product = upgrade.field("ready").and_then(|node| node.field("stockpile")?.field("product"));
        let Some(node) = product else { return };
        let Value::Text(name) = &node.value else { return };
        let Some(index) = self.known(node, name, &site.inside.products, "product", site) else { return };
        let made = site.plant.products.get(index);
        if made.is_some_and(|product| !matches!(product.supply, Supply::ToStock { .. })) {
            let message = format!(
                "\"{name}\" is not made to stock at plant \"{}\", so no stockpile serves its customers",
                site.plant.name
            );
            self.problems.conflict(node.span, message, "write supply: ToStock(…), or name another product");
        }
    }

    /// What waits for an emergency, kept ready or not bought yet, needs one that can come.
    pub(super) fn look_at_needs(
        &mut self,
        (nodes, upgrades): (&[Node], &[Upgrade]),
        orders: Vec<Span>,
        surges: &[Surge],
    ) {
        if surges.iter().any(|surge| surge.emergency.is_some()) {
            return;
        }
        let message = || "this waits for an emergency, but no surge has one".to_string();
        for (node, upgrade) in nodes.iter().zip(upgrades) {
            let waits = upgrade.ready.as_ref().is_some_and(|ready| ready.need == Need::Emergency);
            if let Some(node) = node.field("ready").filter(|_| waits) {
                let help = "give a surge its emergency: (first day, last day), or write owed here";
                self.problems.conflict(node.span, message(), help);
            }
        }
        for span in orders {
            let help = "give a surge its emergency: (first day, last day), or write Owed(…)";
            self.problems.conflict(span, message(), help);
        }
    }
}

/// How long what is kept ready stays in use after it was needed last, unless the file says so.
const READY_STAYS: crate::units::Duration = crate::units::Duration(14 * crate::units::Duration::DAY.0);
