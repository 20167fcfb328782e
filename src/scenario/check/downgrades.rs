//! Units that become another product: what comes only so, and what cannot.

use std::collections::BTreeSet;

use crate::spec::{Product, Step, StepKind, Supply};

use crate::scenario::fields::Fields;
use crate::scenario::reader::Reader;
use crate::scenario::tree::{Node, Value};

use super::supply::BY_PRODUCT;

/// The product that rejected units of a step become.
fn into(step: &Step) -> Option<usize> {
    let StepKind::Operation(operation) = &step.kind else { return None };
    operation.quality?.rework?.product.map(|product| product.index())
}

impl Reader {
    /// What units become is another product, not one that is made to order; what comes only so is sent by somebody.
    pub(super) fn whole_downgrades(&mut self, nodes: &[Node], products: &[Product]) {
        // By what is written: a step that is not known there is a problem of its own.
        let mut sent: BTreeSet<&str> = BTreeSet::new();
        for (own, (product, node)) in products.iter().zip(nodes).enumerate() {
            for (step, node) in product.routing.iter().zip(Fields::of(node, "").list(self, "routing")) {
                let named = node.field("rework").and_then(|rework| rework.field("product"));
                if let Some(Node { value: Value::Text(name), .. }) = named {
                    sent.insert(name);
                }
                let Some(to) = into(step) else { continue };
                let span = node.field("rework").map_or(node.span, |rework| rework.span);
                let made = &products[to];
                if to == own {
                    let message = format!("units of \"{}\" become what they are", made.name);
                    self.problems.conflict(span, message, "leave product out, and name the step in to");
                } else if matches!(made.supply, Supply::ToOrder { .. }) {
                    let message =
                        format!("\"{}\" is made to order, and nobody has ordered these units", made.name);
                    self.problems.conflict(span, message, "let them become a product that is made otherwise");
                }
            }
        }
        for (product, node) in products.iter().zip(nodes) {
            let Some(supply) = node.field("supply").filter(|_| !sent.contains(product.name.as_str())) else {
                continue;
            };
            if matches!(&supply.value, Value::Word(word) if word == BY_PRODUCT) {
                let message = format!("no inspection sends units to \"{}\"", product.name);
                let help = "name it as product in the rework of a step, or let its lots come otherwise";
                self.problems.conflict(supply.span, message, help);
            }
        }
    }
}
