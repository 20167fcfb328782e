//! The components of a factory's elements: facts, without behaviour. Each is written by the concern named.

mod lots;
mod machines;
mod routings;
mod stations;
mod stocks;
mod workers;

use bevy_ecs::prelude::*;

pub(in crate::plant) use lots::{ANEW, Held, Holder, Lot, Lots, Newcomer, Parent, Parting};
pub(in crate::plant) use machines::{
    Cause, Hand, Hands, Load, Machine, Phase, Plan, Planned, Purpose, Request, Stage, Timer, Wear, stop,
};
pub(in crate::plant) use routings::{
    Choice, Destination, Escort, Escorts, Fork, Impatience, Need, Patience, Quality, Routings, Row, RowCount,
    Way,
};
pub(in crate::plant) use stations::{
    BatchRule, Changeover, FreeSet, Input, Joint, Loop, Place, SetupRule, Sharing, StandbyRule, Station,
    StationCount,
};
pub(in crate::plant) use stocks::{
    Arrivals, MadeOrder, Material, OrderedUnits, OwnSupplier, Product, Supplier, Supply,
};
pub(in crate::plant) use workers::{Group, Hiring, Learning, Overtime, Person, Pool, Practice, Team, Used};

/// No lot, no row, no machine.
pub(in crate::plant) const NONE: u32 = u32::MAX;

/// No card of any loop.
pub(in crate::plant) const NO_CARD: u16 = u16::MAX;

/// Which element of which factory an entity is; elements of one kind are dense from 0 in each factory.
#[derive(Component, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[component(immutable)]
pub(in crate::plant) struct Id {
    pub(in crate::plant) factory: u32,
    pub(in crate::plant) index: u32,
}

/// An element's factory; the factory lists its elements.
#[derive(Component, Debug)]
#[relationship(relationship_target = Elements)]
pub(in crate::plant) struct InFactory(pub(in crate::plant) Entity);

/// The elements of a factory.
#[derive(Component, Debug)]
#[relationship_target(relationship = InFactory, linked_spawn)]
pub(in crate::plant) struct Elements(Vec<Entity>);

/// How a value is changed by upgrades: set first (kept in the base), then times, then plus.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(in crate::plant) struct Tuning {
    pub(in crate::plant) factor: f64,
    pub(in crate::plant) addend: f64,
}

impl Tuning {
    pub(in crate::plant) const NONE: Tuning = Tuning { factor: 1.0, addend: 0.0 };

    /// Whether it changes anything.
    #[inline(always)]
    pub(in crate::plant) fn changes(self) -> bool {
        (self.factor.to_bits() ^ 1.0_f64.to_bits()) | self.addend.to_bits() != 0
    }

    #[inline(always)]
    pub(in crate::plant) fn apply(self, value: f64) -> f64 {
        // Most often nothing is tuned; a branch spares the time that the sum would take.
        if self.changes() { value * self.factor + self.addend } else { value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::{offset_of, size_of};

    /// A line of a processor's cache [bytes].
    const LINE: usize = 64;

    /// Whoever puts a field before these makes large plants slower.
    #[test]
    fn what_every_operation_looks_at_lies_together() {
        assert!(offset_of!(Row, to) + size_of::<Destination>() <= LINE, "as a lot comes");
        assert_eq!(offset_of!(Row, next), LINE, "as an operation ends");
        assert!(offset_of!(Row, count.good) < 2 * LINE, "as an operation begins and ends");
        assert!(offset_of!(Machine, fails_at) < LINE);
        assert!(offset_of!(Station, assembles) < LINE);
        assert!(offset_of!(Station, buffer) < 2 * LINE);
        assert_eq!(size_of::<Station>(), 4 * LINE, "a power of two is found without a multiplication");
        assert_eq!(size_of::<Machine>(), 2 * LINE);
        assert_eq!(size_of::<Row>(), 8 * LINE);
        assert!(offset_of!(Lot, waited) < LINE);
    }
}
