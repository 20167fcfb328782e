//! Assembly, transport, splitting and joining.

use crate::spec::{Component, Join, Product, Split, StepKind, Supply, Transport};
use crate::units::ProductId;

use crate::scenario::distributions::Of;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{COMPONENT, JOIN, SPLIT, TRANSPORT};
use crate::scenario::reader::Reader;
use crate::scenario::tree::Node;

use super::plant::{Inside, MANY};

impl Reader {
    /// The components of a step.
    pub(super) fn components(&mut self, step: &Fields<'_>, inside: &Inside) -> Vec<Component> {
        let mut components: Vec<Component> = Vec::new();
        for node in step.list(self, "components") {
            let fields = self.open(node, &COMPONENT, &place_of(&step.place, "component", node, "product"));
            let product = fields.need(self, "product", "the name of a product in quotes");
            let product = product.and_then(|node| inside.products.find(self, node)).map(ProductId::new);
            let per_unit = fields.count(self, "per_unit", Some(1), 1, 1_000_000) as u32;
            let capacity = fields.count_if(self, "capacity", 1);
            components.extend(product.map(|product| Component { product, per_unit, capacity }));
        }
        components
    }

    /// The way to a step.
    pub(super) fn transport(&mut self, step: &Fields<'_>) -> Option<Transport> {
        let node = step.get("transport")?;
        let fields = self.open(node, &TRANSPORT, &step.at("transport"));
        Some(Transport {
            time: fields.distribution(self, "time", None, Of::Time),
            times: Vec::new(),
            capacity: fields.count_if(self, "capacity", 1),
            counts_ahead: fields.flag(self, "counts_ahead"),
        })
    }

    /// A lot becomes several.
    pub(super) fn split(&mut self, node: &Node, step: &Fields<'_>) -> StepKind {
        let fields = self.open(node, &SPLIT, &step.at("split"));
        StepKind::Split(Split {
            lots: fields.count(self, "lots", None, 2, MANY) as u32,
            keeps_place: fields.flag(self, "keeps_place"),
        })
    }

    /// Several lots become one.
    pub(super) fn join(&mut self, node: &Node, step: &Fields<'_>) -> StepKind {
        let fields = self.open(node, &JOIN, &step.at("join"));
        let lots = fields.count(self, "lots", None, 2, MANY) as u32;
        let same_parent = fields.flag(self, "same_parent");
        let capacity = fields.count_if(self, "capacity", 1);
        if let (Some(capacity), false, Some(node)) = (capacity, same_parent, fields.get("capacity"))
            && capacity + 1 < lots
        {
            let message = format!("{lots} lots can never gather where {capacity} fit");
            self.problems.range(node.span, message, "write a capacity of one less than lots, or more");
        }
        StepKind::Join(Join { lots, same_parent, capacity })
    }

    /// All that one lot of an assembly takes of a component must find room in its input place.
    fn gathers(&mut self, product: &Product, made: &Product, component: &Component, node: &Node) {
        let Some(capacity) = component.capacity else { return };
        let sized =
            |own: &Product| matches!(&own.supply, Supply::Arrivals(arrivals) if arrivals.size.is_some());
        let needed = u64::from(product.lot_units) * u64::from(component.per_unit);
        let lots = needed.div_ceil(u64::from(made.lot_units.max(1)));
        if u64::from(capacity) >= lots || sized(product) || sized(made) {
            return;
        }
        let message = format!(
            "a lot of \"{}\" takes {needed} units of \"{}\", which come in {lots} lots, and {capacity} can wait",
            product.name, made.name
        );
        let span = node.field("capacity").map_or(node.span, |capacity| capacity.span);
        self.problems.range(span, message, &format!("write a capacity of {lots} lots or more"));
    }

    /// A component is not made to order, and finds room for what is taken of it; a stock without customers is one of components.
    pub(super) fn whole_assemblies(&mut self, nodes: &[Node], products: &[Product]) {
        let mut taken = vec![false; products.len()];
        for (product, node) in products.iter().zip(nodes) {
            for (step, node) in product.routing.iter().zip(Fields::of(node, "").list(self, "routing")) {
                let StepKind::Operation(operation) = &step.kind else { continue };
                let written = Fields::of(node, "").list(self, "components");
                for (number, component) in operation.components.iter().enumerate() {
                    let Some(made) = products.get(component.product.index()) else { continue };
                    if operation.components[..number].iter().any(|own| own.product == component.product) {
                        let message = format!("\"{}\" is a component of this step already", made.name);
                        self.problems.conflict(
                            node.span,
                            message,
                            "write it once, with per_unit for all of it",
                        );
                    }
                    if let Some(node) = written.get(number) {
                        self.gathers(product, made, component, node);
                    }
                    taken[component.product.index()] = true;
                    let span = node.field("components").map_or(node.span, |list| list.span);
                    let stocked = matches!(made.supply, Supply::ToStock { .. });
                    if made.supply.has_orders() && !stocked {
                        let message = format!("\"{}\" is made to order for customers", made.name);
                        let help =
                            "write Saturated or Arrivals for a component, or ToStock to take it from a stock";
                        self.problems.conflict(span, message, help);
                    }
                    if let Some(node) = written.get(number).and_then(|node| node.field("capacity"))
                        && stocked
                    {
                        let message =
                            format!("\"{}\" comes out of its stock, not of an input place", made.name);
                        self.problems.conflict(
                            node.span,
                            message,
                            "remove capacity; base_stock is its limit",
                        );
                    }
                }
            }
        }
        for ((product, node), taken) in products.iter().zip(nodes).zip(taken) {
            let Some(supply) = node.field("supply") else { continue };
            let stocked = matches!(product.supply, Supply::ToStock { .. });
            if stocked && !product.supply.has_orders() && !taken {
                self.problems.missing_field(
                    supply.span,
                    &format!("{}, supply", product.name),
                    "demand",
                    "(per_day: 8000)",
                );
            } else if let Some(patience) = supply.field("patience").filter(|_| !product.supply.has_orders()) {
                let message = "nobody orders it, so nobody waits".to_string();
                self.problems.conflict(patience.span, message, "write demand, or remove patience");
            }
        }
    }
}
