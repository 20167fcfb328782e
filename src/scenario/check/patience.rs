//! Impatience: how long lots wait, and where those go that do not.

use crate::spec::{Patience, Plant, Product, Step, StepKind, Supply, Transport};

use crate::scenario::distributions::Of;
use crate::scenario::fields::Fields;
use crate::scenario::format::PATIENCE;
use crate::scenario::names::Names;
use crate::scenario::problem::Span;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::{Node, Value};

impl Reader {
    /// How long lots wait for a step.
    pub(super) fn patience(
        &mut self,
        step: &Fields<'_>,
        transport: &Option<Transport>,
        steps: &Names,
    ) -> Option<Patience> {
        let node = step.get("patience")?;
        let fields = self.open(node, &PATIENCE, &step.at("patience"));
        let time = fields.get("time").map(|_| fields.distribution(self, "time", None, Of::Time));
        let queue = fields.count_if(self, "queue", 0);
        let balking = fields.list(self, "balking").iter().map(|node| {
            let node = self.figure(node, "");
            self.number(node, Range::SHARE)
        });
        let balking = balking.collect::<Option<Vec<f64>>>().unwrap_or_default();
        if ["time", "queue", "balking"].iter().all(|name| fields.get(name).is_none()) {
            let message = "this patience has no end: lots wait for ever in any queue".to_string();
            self.problems.conflict(node.span, message, "write a time, or a queue that is too long");
        }
        if transport.as_ref().is_some_and(|transport| transport.counts_ahead) {
            let message = "a lot that has its place ahead does not find a queue".to_string();
            self.problems.conflict(node.span, message, "remove patience, or counts_ahead of the transport");
        }
        let step = fields.get("to").and_then(|node| steps.find(self, node));
        Some(Patience { time, queue, balking, step })
    }

    /// Who does not join a queue must not be back before it at the same instant.
    pub(super) fn whole_patience(&mut self, nodes: &[Node], routing: &[(Span, Step)]) {
        for (index, (node, (_, step))) in nodes.iter().zip(routing).enumerate() {
            let turned_away = step.patience.as_ref().filter(|own| own.turns_away());
            let mut open: Vec<usize> = turned_away.and_then(|own| own.step).into_iter().collect();
            let mut seen = vec![false; routing.len()];
            while let Some(next) = open.pop() {
                // On its way a lot is somewhere.
                if routing[next].1.transport.is_none() && !std::mem::replace(&mut seen[next], true) {
                    open.extend(at_once_from(routing, next));
                }
            }
            if seen[index] {
                let message =
                    format!("lots that do not join the queue of \"{}\" are back at once", step.name);
                let span = node.field("patience").map_or(node.span, |patience| patience.span);
                let help = "send them to a stay at a place, or to a step that leads elsewhere";
                self.problems.endless(span, message, help);
            }
        }
    }

    /// Where lots have to gather before anything is done for them, none would ever join a queue of none.
    pub(super) fn loss_at_loads(&mut self, products: Option<&Node>, plant: &Plant) {
        let Some(Node { value: Value::List(nodes), .. }) = products else { return };
        for (node, product) in nodes.iter().zip(&plant.products) {
            let Some(Node { value: Value::List(steps), .. }) = node.field("routing") else { continue };
            for (node, step) in steps.iter().zip(&product.routing) {
                let StepKind::Operation(operation) = &step.kind else { continue };
                let loads =
                    plant.stations.get(operation.station.index()).is_some_and(|own| own.batch.is_some());
                let gathers = loads || !operation.components.is_empty();
                if gathers && step.patience.as_ref().is_some_and(|own| own.queue == Some(0)) {
                    let message = format!(
                        "lots of \"{}\" have to wait for each other, so none would ever join",
                        step.name
                    );
                    let span = node.field("patience").map_or(node.span, |patience| patience.span);
                    self.problems.conflict(span, message, "write a queue of 1 or more");
                }
            }
        }
    }

    /// Work that a machine makes when it is free has no queue at its first step.
    pub(super) fn first_patience(&mut self, nodes: &[Node], product: &Product) {
        let pulled = matches!(product.supply, Supply::Saturated | Supply::ToStock { .. });
        let first = product.routing.first().zip(nodes.first());
        let Some((first, node)) = first.filter(|(step, _)| step.card.is_none()) else { return };
        if pulled && product.release.is_none() && first.patience.is_some() {
            let message =
                format!("no lot ever waits for \"{}\": a free machine begins a new one", first.name);
            let span = node.field("patience").map_or(node.span, |patience| patience.span);
            let help = "remove patience, or let lots come by Arrivals, ToOrder or with a card";
            self.problems.conflict(span, message, help);
        }
    }
}

/// Steps at which a lot may be in the same instant in which it comes to one.
fn at_once_from(routing: &[(Span, Step)], index: usize) -> Vec<usize> {
    let step = &routing[index].1;
    let turned_away = step.patience.as_ref().filter(|own| own.turns_away()).and_then(|own| own.step);
    let mut to: Vec<usize> = turned_away.into_iter().collect();
    if matches!(step.kind, StepKind::Split(_) | StepKind::Join(_)) {
        to.extend(step.next.iter().filter_map(|way| way.step));
        to.extend((step.next.is_empty() && index + 1 < routing.len()).then_some(index + 1));
    }
    to
}
