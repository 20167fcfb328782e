//! Why a run cannot be made, or cannot go on.

use crate::spec::Spec;
use crate::units::Duration;

use super::floor::Floor;
use super::span::Stuck;

/// Why a run could not be made.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Error {
    /// Too many machines for so long a run.
    #[error("factory {factory} has too many machines and places to be simulated for longer than {longest}")]
    TooLong {
        /// Which factory.
        factory: String,
        /// What would fit.
        longest: Duration,
    },
    /// Operations, stays or arrivals of no length feed each other, or lots give way to each other, without end.
    #[error(
        "factory {factory} never comes to rest at {at_s} s: some steps or arrivals take no time at all, or lots give way to \
         each other without end"
    )]
    Endless {
        /// Which factory.
        factory: String,
        /// When [whole seconds].
        at_s: u64,
    },
    /// There are more lots than can be kept.
    #[error(
        "at {at_s} s there are more than {} million lots, most in factory {factory} of its product {product}: work comes in \
         faster than it is done. Make the lots larger or the demand smaller, or let work that finds no room be lost",
        MOST_LOTS / 1_000_000
    )]
    Crowded {
        /// Which factory.
        factory: String,
        /// Of which product it has most.
        product: String,
        /// When [whole seconds].
        at_s: u64,
    },
}

/// More lots than these, of all factories together, are not kept: a run with so many has no end that is worth waiting
/// for, and needs a gigabyte.
pub(super) const MOST_LOTS: usize = 5_000_000;

impl Error {
    /// Why a factory is stuck.
    pub(super) fn new(spec: &Spec, factory: u32, floor: &Floor<'_>, stuck: Stuck) -> Error {
        let factory = factory as usize;
        let name = spec.factories[factory].name.clone();
        match stuck {
            Stuck::Endless(at) => Error::Endless { factory: name, at_s: at.0 / 1_000_000 },
            Stuck::Crowded(at) => {
                let products = &spec.plant_of(factory).products;
                let product = products.get(floor.most_lots_of() as usize);
                let product = product.map_or_else(String::new, |product| product.name.clone());
                Error::Crowded { factory: name, product, at_s: at.0 / 1_000_000 }
            }
        }
    }
}
