//! Where lots wait for others and for cards: joints, input places, loops.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bevy_ecs::prelude::*;

use crate::outcome::Spot;
use crate::plant::elements::{Destination, InFactory, Input, Joint, Loop, NONE, Row};
use crate::plant::gauge::Gauge;
use crate::spec::{self, StepKind};
use crate::units::{PlaceId, StationId};

use super::Builder;

impl Builder<'_> {
    pub(super) fn spawn_joints(&self, world: &mut World, factory: Entity) {
        for (index, (rule, spot)) in self.routing.joints.iter().enumerate() {
            let capacity = rule.capacity.map(|lots| self.routing.scaled_lots(lots));
            let rule = spec::Join { capacity, ..*rule };
            let gauge = Gauge::new(*spot);
            let joint = Joint { rule, waiting: BTreeMap::new(), lots: 0, blocked: VecDeque::new(), gauge };
            world.spawn((self.id(index), InFactory(factory), joint));
        }
        for (index, component) in self.routing.inputs.iter().enumerate() {
            let uses = self.plant.products.iter().flat_map(|product| &product.routing);
            let uses = uses.filter_map(|step| match &step.kind {
                StepKind::Operation(operation) => Some(&operation.components),
                _ => None,
            });
            let uses = uses.flatten().filter(|own| own.product == *component);
            // What several steps have place for they have together.
            let capacity =
                uses.map(|own| own.capacity).try_fold(0, |sum: u32, own| Some(sum.saturating_add(own?)));
            let stocked = self.routing.input_of_stock(*component).is_some();
            let input = Input {
                stock_of: if stocked { component.0 } else { NONE },
                stations: self.takers(index).into_iter().collect(),
                capacity: capacity.map_or(u32::MAX, |lots| self.routing.scaled_lots(lots)),
                lots: VecDeque::new(),
                units: 0,
                blocked: VecDeque::new(),
                gauge: Gauge::new(self.input_spot(index)),
            };
            world.spawn((self.id(index), InFactory(factory), input));
        }
    }

    /// The stations from whose buffers lots come that take a component out of its input place.
    pub(super) fn takers(&self, input: usize) -> BTreeSet<u32> {
        let taken = |row: &&Row| row.inputs.iter().any(|(own, _)| *own == input as u32);
        let takers = self.routing.table.rows.iter().filter(taken).filter_map(|row| match row.to {
            Destination::Station(station) => Some(station),
            _ => None,
        });
        takers.collect()
    }

    /// An input place; one that several stations share is shown at the first.
    pub(super) fn input_spot(&self, input: usize) -> Spot {
        let first = self.takers(input).first().copied().unwrap_or_default();
        Spot::Input(self.routing.inputs[input], StationId(first))
    }

    /// Places where lots are that are no stations: dwell places, ways, joints, input places, each in their order.
    pub(super) fn spots(&self) -> Vec<Spot> {
        let places = (0..self.plant.places.len()).map(|place| Spot::Place(PlaceId::new(place)));
        let ways = self.routing.ways.iter().map(|(_, spot)| *spot);
        let joints = self.routing.joints.iter().map(|(_, spot)| *spot);
        let inputs = self.routing.inputs.iter().enumerate();
        let inputs = inputs.filter(|(_, component)| self.routing.input_of_stock(**component).is_none());
        let inputs = inputs.map(|(input, _)| self.input_spot(input));
        places.chain(ways).chain(joints).chain(inputs).collect()
    }

    pub(super) fn spawn_loops(&self, world: &mut World, factory: Entity) {
        for (index, described) in self.plant.loops.iter().enumerate() {
            let pulled = |(_, product): &(u32, &spec::Product)| {
                self.is_pulled(product) && self.pulled_by(product) == index as u32
            };
            let cards = self.routing.scaled_lots(described.cards);
            let own = Loop {
                free: i64::from(cards),
                cards,
                base_cards: cards,
                waiting: VecDeque::new(),
                outside: VecDeque::new(),
                pulled: (0..).zip(&self.plant.products).filter(pulled).map(|(product, _)| product).collect(),
                by_room: false,
            };
            world.spawn((self.id(index), InFactory(factory), own));
        }
        let by_room = (0..).zip(&self.plant.products).filter(|(_, product)| self.begins_by_room(product));
        let own = Loop {
            free: 1,
            cards: 1,
            base_cards: 1,
            waiting: VecDeque::new(),
            outside: VecDeque::new(),
            pulled: by_room.map(|(product, _)| product).collect(),
            by_room: true,
        };
        if !own.pulled.is_empty() {
            world.spawn((self.id(self.plant.loops.len()), InFactory(factory), own));
        }
    }
}
