//! Work that is pulled enters whenever there is room, and so has to be held up by something.

use std::collections::BTreeSet;

use crate::random::Distribution;
use crate::spec::{Plant, Product, Step, StepKind, StepTime, Supply};

use crate::scenario::fields::Fields;
use crate::scenario::reader::Reader;
use crate::scenario::tree::Node;

/// Whether time passes, at the clock's resolution.
fn some(time: &Distribution) -> bool {
    time.mean() >= 1e-6
}

/// Whether a step takes time.
fn takes_time(step: &Step) -> bool {
    let under_way = step.transport.as_ref().is_some_and(|transport| some(&transport.time));
    under_way
        || match &step.kind {
            StepKind::Operation(operation) => {
                let (StepTime::PerUnit(time) | StepTime::PerLot(time)) = &operation.time;
                some(time)
            }
            StepKind::Dwell { duration, .. } => some(duration),
            StepKind::Split(_) | StepKind::Join(_) => false,
        }
}

/// Whether only so many lots can come to a step, or through it, at one instant; `seen` are the steps looked at before.
fn holds_up(plant: &Plant, product: &Product, index: usize, seen: &mut BTreeSet<usize>) -> bool {
    let Some(step) = product.routing.get(index) else { return false };
    if !seen.insert(index) {
        return true;
    }
    let ahead = match &step.kind {
        StepKind::Operation(own) => plant.stations.get(own.station.index()).and_then(|s| s.buffer),
        StepKind::Dwell { place, .. } => plant.places.get(place.index()).and_then(|place| place.capacity),
        StepKind::Split(_) | StepKind::Join(_) => None,
    };
    if index == 0 && matches!(step.kind, StepKind::Dwell { .. }) {
        // Lots come as long as there is room, however short they stay.
        return ahead.is_some() && step.transport.is_none() && takes_time(step);
    }
    if let Some(transport) = step.transport.as_ref().filter(|transport| some(&transport.time)) {
        return transport.capacity.is_some() || (transport.counts_ahead && ahead.is_some());
    }
    if let StepKind::Operation(operation) = &step.kind
        && !operation.components.is_empty()
    {
        return true;
    }
    if takes_time(step) {
        // Machines of the first step take new work only when they are free.
        return ahead.is_some() || index == 0;
    }
    let ways: Vec<Option<usize>> = match step.next.as_slice() {
        [] => vec![Some(index + 1)],
        ways => ways.iter().filter(|way| way.share > 0.0).map(|way| way.step).collect(),
    };
    ways.into_iter().all(|to| to.is_some_and(|to| holds_up(plant, product, to, seen)))
}

/// Whether pulled work of a product is held up by something.
fn is_held_up(plant: &Plant, product: &Product) -> bool {
    let carded = product.release.is_some() || product.routing.first().is_some_and(|step| step.card.is_some());
    match carded {
        true => product.routing.iter().any(takes_time),
        false => holds_up(plant, product, 0, &mut BTreeSet::new()),
    }
}

impl Reader {
    /// Work that enters whenever there is room must be held up: by machines, cards, or places along its way.
    /// `unlimited` where products are also made for customers who buy everything.
    pub(super) fn look_for_limits(&mut self, plant: &Plant, node: &Node, unlimited: bool) {
        for (product, node) in plant.products.iter().zip(Fields::of(node, "").list(self, "products")) {
            let pulled = match product.supply {
                Supply::Arrivals(_) => continue,
                Supply::Saturated => true,
                Supply::ToStock { .. } | Supply::ToOrder { .. } => unlimited,
            };
            let Some(first) = product.routing.first() else { continue };
            let span = Fields::of(node, "").list(self, "routing").first().map_or(node.span, |step| step.span);
            let carded = product.release.is_some() || first.card.is_some();
            let begins = matches!(first.kind, StepKind::Operation(_) | StepKind::Dwell { .. });
            if !begins && !carded && (pulled || matches!(product.supply, Supply::ToStock { .. })) {
                let message = format!("the first step \"{}\" is neither an operation nor a stay", first.name);
                let help =
                    "a product that is Saturated or ToStock begins at a station or place, or with a card";
                self.problems.endless(span, message, help);
                continue;
            }
            if !pulled || is_held_up(plant, product) {
                continue;
            }
            let what = match takes_time(first) {
                true => format!("nothing limits the lots that come to the first step \"{}\"", first.name),
                false => format!("the first step \"{}\" takes no time", first.name),
            };
            let when = match product.supply {
                Supply::Saturated => "lots would enter",
                _ => "under unlimited demand, which options and facts are measured with, lots would enter",
            };
            let help = "give the first step a time and its place a capacity, or limit what is in process: release, \
                        or a buffer ahead";
            self.problems.endless(span, format!("{what}, so {when} without end at one instant"), help);
        }
    }
}
