//! What comes in and what is held: arrivals, orders of customers, materials and who makes them.

use crate::random::Distribution;
use crate::spec::Curve;
use crate::units::{Duration, SupplierId, Time};

/// How lots of a product enter the plant.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Supply {
    /// Lots arrive by themselves and leave the plant when done.
    Arrivals(Arrivals),
    /// The first station is never short of work; lots leave the plant when done.
    #[default]
    Saturated,
    /// Orders are met from a stock of finished goods, which production fills up to a base stock.
    ToStock {
        /// Finished units at the start.
        initial_stock: u64,
        /// Production goes on while on hand + in process - backlog is below this [units].
        base_stock: u64,
        /// The orders; of nobody where it is made for assemblies alone.
        demand: Demand,
        /// How long an order waits for delivery before it is lost; lost at once when zero, never when `None`.
        patience: Option<Duration>,
    },
    /// Each order releases lots for its units at once. What is scrapped is made anew when the order's other lots are
    /// done.
    ToOrder {
        /// The orders.
        demand: Demand,
        /// How long an order waits before what has not been released of it is lost [> 0]; for ever when `None`. What is
        /// scrapped later is not made anew.
        patience: Option<Duration>,
        /// Units started in addition to those that are missing, as a share of them, because some will be scrapped
        /// [0 ..= 10]. What turns out too much is kept for the next order.
        allowance: f64,
    },
}

impl Supply {
    /// Whether its orders are the region's.
    pub fn is_joint(&self) -> bool {
        match self {
            Supply::ToStock { demand, .. } | Supply::ToOrder { demand, .. } => demand.orders == Orders::Joint,
            Supply::Arrivals(_) | Supply::Saturated => false,
        }
    }

    /// Whether customers order, so that output means what is delivered rather than what is finished.
    pub fn has_orders(&self) -> bool {
        match self {
            Supply::ToStock { demand, .. } | Supply::ToOrder { demand, .. } => {
                demand.orders != Orders::Nobody
            }
            Supply::Arrivals(_) | Supply::Saturated => false,
        }
    }

    /// Whether lots come only of units of other products.
    pub fn is_by_product(&self) -> bool {
        let never = |times: &Times| matches!(times, Times::Listed(list) if list.is_empty());
        matches!(self, Supply::Arrivals(arrivals) if never(&arrivals.process.times))
    }
}

/// Something that happens again and again: lots arrive, customers order.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Process {
    /// When it happens.
    pub times: Times,
    /// How many times at most; without end when `None`.
    pub most: Option<u64>,
}

/// When something happens again and again. A factory's demand and a surge's multiply how often; a list is as it is.
#[derive(Clone, PartialEq, Debug)]
pub enum Times {
    /// One after the other.
    Spaced {
        /// The first.
        first: FirstArrival,
        /// Time between two [s]: exponential for a Poisson process, constant for a regular one.
        spacing: Distribution,
    },
    /// At a rate that changes with time.
    Rated {
        /// The rate.
        rate: Rate,
        /// How much of the expected number passes between two [mean 1]: exponential for a Poisson process, constant
        /// for a regular one.
        spacing: Distribution,
    },
    /// At these instants, ascending.
    Listed(Vec<Listed>),
}

/// A rate that changes with time.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Rate {
    /// How often over time [1/s; >= 0]; instants within the period where there is one.
    pub curve: Curve,
    /// Length of a pattern that repeats for ever [> 0]; the curve runs over the whole run when `None`.
    pub period: Option<Duration>,
    /// How far into the pattern the run starts [< period]; weekly patterns begin on Monday.
    pub offset: Duration,
}

/// One entry of a list of arrivals or orders.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Listed {
    /// When.
    pub at: Time,
    /// Units of each lot, or of the order [> 0]; as for all others when `None`.
    pub units: Option<f64>,
    /// How many lots [>= 1]; as for all others when `None`.
    pub lots: Option<u32>,
    /// When it is due; as for all others when `None`.
    pub due: Option<Time>,
    /// Priority class; as for all others when `None`.
    pub class: Option<u8>,
    /// Of an order for a product, what a unit is sold for [currency; >= 0]; at the product's price when `None`.
    pub price: Option<f64>,
}

/// A process of arriving lots.
#[derive(Clone, PartialEq, Debug)]
pub struct Arrivals {
    /// When lots arrive.
    pub process: Process,
    /// Lots that arrive together, rounded to whole ones [lots].
    pub lots: Distribution,
    /// Units in each lot, rounded to whole ones, at least one [units]; the product's lot when `None`.
    pub size: Option<Distribution>,
    /// What happens to a lot that finds the first buffer full.
    pub when_full: WhenFull,
}

/// When the first lot arrives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FirstArrival {
    /// At this instant.
    At(Time),
    /// One spacing after the start.
    #[default]
    AfterSpacing,
}

/// What happens to an arriving lot when the first buffer is full.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum WhenFull {
    /// It waits outside.
    #[default]
    Wait,
    /// It is lost.
    Lost,
}

/// Orders of customers and how they are delivered.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Demand {
    /// When customers order, and how much.
    pub orders: Orders,
    /// What an order is delivered in.
    pub delivery: Delivery,
}

/// When customers order, and how much.
#[derive(Clone, PartialEq, Debug)]
pub enum Orders {
    /// Once a period, a curve's rate times a random factor.
    Periodic {
        /// Rate over time [units per day; >= 0].
        rate: Curve,
        /// Time between orders [> 0]; the first comes at the start.
        every: Duration,
        /// Random factor of each order, around 1.
        variation: Distribution,
    },
    /// From the region.
    Joint,
    /// Nobody orders: it is made for assemblies of the plant.
    Nobody,
    /// One by one.
    Single {
        /// When.
        process: Process,
        /// How much each [units]; of a product rounded to whole ones.
        size: Distribution,
    },
}

/// What an order is delivered in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Delivery {
    /// In parts, as they become available.
    #[default]
    Parts,
    /// All at once.
    Whole,
}

/// A bought material held in stock.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Material {
    /// Name, unique in the plant.
    pub name: String,
    /// In what it is counted: "kg", "m".
    pub unit: String,
    /// On hand at the start [units of the material; >= 0].
    pub initial_stock: f64,
    /// When and how much is ordered.
    pub reorder: Reorder,
    /// From whom it comes.
    pub terms: Terms,
    /// How often the rule looks at the stock, from the start on [> 0]; at every change when `None`.
    pub review: Option<Duration>,
    /// Whether all that waiting operations want counts as owed for the rule; else an operation counts only where it would
    /// wait for ever.
    pub counts_waiting: bool,
    /// Deliveries on their way at the start: when they arrive, how much [units of the material].
    pub in_transit: Vec<(Time, f64)>,
    /// How long after its delivery what is left is thrown away [> 0]; never when `None`. The oldest is used first.
    pub shelf_life: Option<Duration>,
    /// Customers who draw on the stock directly, before the plant's own machines.
    pub customers: Option<Customers>,
    /// What holding it costs.
    pub costs: StockCosts,
}

/// Customers who draw on a stock of material.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Customers {
    /// Their orders.
    pub demand: Demand,
    /// How long an order waits for delivery before it is lost; lost at once when zero, never when `None`.
    pub patience: Option<Duration>,
}

/// What it costs to order, to hold and to owe something.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct StockCosts {
    /// Of each order placed with the supplier [currency; >= 0].
    pub per_order: f64,
    /// Of holding a unit for a day [currency; >= 0].
    pub holding_per_day: f64,
    /// Of owing a unit to customers for a day [currency; >= 0].
    pub backlog_per_day: f64,
}

/// A rule of replenishment on the inventory position (on hand + on order - owed to customers).
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Reorder {
    /// (s, S): at or below `point`, up to `level`. A base stock, ordered for one by one, has both the same.
    UpTo {
        /// s [units of the material].
        point: f64,
        /// S [units of the material; >= s].
        level: f64,
    },
    /// (R, Q): at or below `point`, as many times `quantity` as lift the position above it.
    Quantity {
        /// R [units of the material].
        point: f64,
        /// Q [units of the material; > 0].
        quantity: f64,
    },
    /// Tied to the order plan: up to what lots in process and those expected to be released within `horizon` will
    /// take, and `safety`.
    Plan {
        /// How far ahead the plan looks [> 0].
        horizon: Duration,
        /// What is kept beyond the need [units of the material; >= 0].
        safety: f64,
    },
    /// Up to what is expected until the order after next comes: the mean of past review periods, times a cover (Chen, Drezner,
    /// Ryan, Simchi-Levi 2000).
    MovingAverage {
        /// How many past review periods are averaged [>= 1].
        periods: u32,
        /// For how many review periods there shall be enough: lead time and one more [> 0].
        cover: f64,
    },
}

/// On which terms a material is bought.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Terms {
    /// Time from order to delivery, or from the end of making where a supplier is named [s].
    pub lead_time: Distribution,
    /// Price of one unit of the material [currency; >= 0].
    pub price: f64,
    /// Only whole multiples of this are sold [units of the material]; any amount when zero.
    pub lot: f64,
    /// The least that is sold at a time [units of the material; >= 0].
    pub minimum: f64,
    /// Who makes it, where capacity is limited; ready at once when `None`.
    pub supplier: Option<SupplierId>,
}

/// Who makes materials, order after order, with a capacity that they share.
#[derive(Clone, PartialEq, Debug)]
pub struct Supplier {
    /// Name, unique in the plant.
    pub name: String,
    /// Where it makes them.
    pub maker: Maker,
}

/// Where a supplier makes its materials.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Maker {
    /// For this factory alone.
    Own {
        /// What is made in a day [units of the materials; > 0].
        per_day: f64,
        /// Whether what a day has made is sent at its end, or an order only when it is all made.
        delivery: Delivery,
    },
    /// It is the region's: the position of that ([`crate::spec::Region::suppliers`]).
    Region(usize),
}

impl Default for Times {
    fn default() -> Times {
        Times::Spaced { first: FirstArrival::default(), spacing: Distribution::Constant(1.0) }
    }
}

impl Default for Arrivals {
    fn default() -> Arrivals {
        Arrivals {
            process: Process::default(),
            lots: Distribution::Constant(1.0),
            size: None,
            when_full: WhenFull::default(),
        }
    }
}

impl Default for Orders {
    fn default() -> Orders {
        Orders::Periodic {
            rate: Curve::default(),
            every: Duration::DAY,
            variation: Distribution::Constant(1.0),
        }
    }
}

impl Default for Reorder {
    fn default() -> Reorder {
        Reorder::UpTo { point: 0.0, level: 1.0 }
    }
}
