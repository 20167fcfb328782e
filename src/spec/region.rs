//! Joint production: a region's orders, how they are divided among its factories, and the platform that may do it.

use crate::random::Distribution;
use crate::spec::{Curve, Orders};
use crate::units::{Duration, FactoryId, ProductId};

/// What the factories of a region make together.
#[derive(Clone, PartialEq, Debug)]
pub struct Region {
    /// Time between the instants at which orders are divided and deliveries are reported [> 0].
    pub every: Duration,
    /// Who orders what, most urgent first, within a class as they are listed.
    pub customers: Vec<RegionCustomers>,
    /// Time from a factory to the customers [s; >= 0], where `journeys` does not say it.
    pub transport: Distribution,
    /// Times from particular factories, the last that fits counts.
    pub journeys: Vec<Journey>,
    /// The platform; without one every order is divided in fixed shares.
    pub platform: Option<Platform>,
    /// Who makes what the factories need, for all of them.
    pub suppliers: Vec<RegionSupplier>,
    /// Products whose price answers orders; all others keep theirs.
    pub prices: Vec<ProductPrice>,
}

impl Region {
    /// The time from a factory to customers, by their position.
    pub fn journey(&self, factory: usize, customers: usize) -> &Distribution {
        let fits = |own: &&Journey| {
            own.factories.contains(&FactoryId::new(factory)) && own.customers.is_none_or(|to| to == customers)
        };
        self.journeys.iter().rev().find(fits).map_or(&self.transport, |own| &own.time)
    }
}

/// The time from some factories to customers.
#[derive(Clone, PartialEq, Debug)]
pub struct Journey {
    /// From which factories.
    pub factories: Vec<FactoryId>,
    /// To which customers, by their position; to all when `None`.
    pub customers: Option<usize>,
    /// How long [s; >= 0].
    pub time: Distribution,
}

/// How the price of a product that the region orders answers what is owed, and falls afterwards.
#[derive(Clone, PartialEq, Debug)]
pub struct ProductPrice {
    /// Which product, of all factories that make it for the region.
    pub product: String,
    /// What scarcity makes of it, by the days in which as much is ordered as is owed.
    pub scarcity: Scarcity,
    /// Largest fall in a day [share of the price; 0..=1].
    pub falls: f64,
    /// Where nothing is scarce and less is ordered than usual: the price times (ordered / usual) to this power [>= 0].
    pub glut: f64,
    /// Smallest multiplier [0..=1].
    pub least: f64,
}

/// A stockpile for some customers: full at the start, opened while too much is owed to them, filled up afterwards.
#[derive(Clone, PartialEq, Debug)]
pub struct Stockpile {
    /// What it holds when full [units].
    pub units: u64,
    /// Opened while more is owed than is ordered in this time, by the orders of the last seven days.
    pub when: Duration,
    /// Most that it gives in a day [units]; all there is when `None`.
    pub daily: Option<f64>,
    /// What is ordered in a day to fill it up while it is closed [units; >= 0].
    pub refill: f64,
}

/// How people buy: what they hold at the start is their usual stock; below the alarm they order more than they use, m
/// times as much with m = 1 + (most - 1)(1 - exp(-steepness (alarm - cover))); what they hold beyond their usual stock
/// they use up, while they order less.
#[derive(Clone, PartialEq, Debug)]
pub struct Panic {
    /// Their usual stock, in what they use in this time.
    pub held: Duration,
    /// Cover below which they panic.
    pub alarm: Duration,
    /// Largest multiplier of their orders [>= 1].
    pub most: f64,
    /// How quickly panic grows as cover falls [1/day; > 0].
    pub steepness: f64,
    /// Time in which they use up what they hold too much [> 0].
    pub use_up: Duration,
}

/// A supplier that the factories of a region share: of materials, of machines, of people who install them.
#[derive(Clone, PartialEq, Debug)]
pub struct RegionSupplier {
    /// Name, unique in the region.
    pub name: String,
    /// What it makes in a day [units; >= 0].
    pub daily: Curve,
    /// Who gets how much where not all can have what they wait for.
    pub rule: SupplierRule,
    /// How its price answers scarcity; it does not when `None`.
    pub scarcity: Option<Scarcity>,
    /// How it builds new capacity; it does not when `None`.
    pub growth: Option<Growth>,
}

/// How a supplier divides what it makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SupplierRule {
    /// Who came first is served first.
    #[default]
    FirstCome,
    /// Factories share by a rule, weighed by their size.
    Shared(Rule),
}

/// How a price answers scarcity: times 1 + `per_day` (d - `from`), where the present capacity would take d days for what
/// waits.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scarcity {
    /// Rise for each day's work that waits [share of the price; >= 0].
    pub per_day: f64,
    /// How much may wait without a rise.
    pub from: Duration,
    /// Largest multiplier [>= 1].
    pub most: f64,
}

impl Scarcity {
    /// The multiplier where so many days' work waits.
    pub fn factor(&self, days: f64) -> f64 {
        (1.0 + self.per_day * (days - self.from.as_days()).max(0.0)).min(self.most)
    }
}

/// How a supplier builds new capacity.
#[derive(Clone, PartialEq, Debug)]
pub struct Growth {
    /// Decides on it when more than this waits, in what the present capacity takes for it.
    pub when: Duration,
    /// Time between two decisions at least.
    pub every: Duration,
    /// What one decision adds [share of the capacity at the start; > 0].
    pub adds: f64,
    /// Time until it is there, approvals included [s].
    pub lead_time: Distribution,
    /// Largest capacity [times that of the start; >= 1].
    pub most: f64,
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
    /// The surges in which they order; in all when empty.
    pub surges: Vec<String>,
    /// Time until an order is due [s]; never when `None`.
    pub due: Option<Distribution>,
    /// How long an order waits before what no factory has begun of it is lost; for ever when `None`.
    pub patience: Option<Duration>,
    /// What is kept for them; nothing when `None`.
    pub stockpile: Option<Stockpile>,
    /// How they buy when they hold little; as they need when `None`.
    pub panic: Option<Panic>,
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
    /// Proportional fairness: the largest sum of weight times logarithm of the part.
    Fair,
}
