//! Joint production: a region's orders, how they are divided among its factories, and the platform that may do it.

use crate::random::Distribution;
use crate::spec::Orders;
use crate::units::{Duration, FactoryId, ProductId};

/// What the factories of a region make together.
#[derive(Clone, PartialEq, Debug)]
pub struct Region {
    /// Time between the instants at which orders are divided and deliveries are reported [> 0].
    pub every: Duration,
    /// Who orders what, most urgent first within a class as they are listed.
    pub customers: Vec<RegionCustomers>,
    /// Time from a factory to the customers [s; >= 0].
    pub transport: Distribution,
    /// The platform; without one every order is divided in fixed shares.
    pub platform: Option<Platform>,
}

/// Customers of the region who order one product.
#[derive(Clone, PartialEq, Debug)]
pub struct RegionCustomers {
    /// Name, unique in the region.
    pub name: String,
    /// What they order.
    pub product: String,
    /// When, and how much.
    pub orders: Orders,
    /// Priority class [smaller is more urgent].
    pub class: u8,
    /// Time until an order is due [s]; never when `None`.
    pub due: Option<Distribution>,
    /// How long an order waits before what no factory has begun of it is lost; for ever when `None`.
    pub patience: Option<Duration>,
    /// The factories that make it, with the product's position there, in file order [at least one].
    pub makers: Vec<(FactoryId, ProductId)>,
}

/// A platform that divides orders among the connected factories by what they can take.
#[derive(Clone, PartialEq, Debug)]
pub struct Platform {
    /// How orders are divided where the factories could take more.
    pub rule: Rule,
    /// How much work a factory is given at most, orders it has included: what it can make in this time [> 0].
    pub horizon: Duration,
    /// How old its data of the factories' work are.
    pub data_age: Duration,
    /// Time between outages of the platform, and how long they take [s]; it is always there when `None`.
    pub outages: Option<(Distribution, Distribution)>,
    /// Probability that an incident of one connected factory spreads to another one, each by itself [0..=1].
    pub spread: f64,
}

/// How a scarce quantity is divided among claims.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Rule {
    /// In proportion to the claims.
    #[default]
    Proportional,
    /// One after the other, in their order.
    Priority,
    /// As even as the claims allow.
    MaxMin,
}
