//! What one replication hands over, in quantities: units, hours, kWh. No money, no scenario names.
//!
//! Owns the counters ([`FactoryTally`]), their differences over periods, and the digest. All counters run from the
//! start of the run; a period's figures are the difference of two snapshots. Lists are in id order. `plant` fills
//! them, `finance`, `experiment` and `report` read them. Start at [`Outcome`].

mod deadlock;
mod digest;
mod effectiveness;
mod papers;
mod tally;

pub use deadlock::{Awaited, Deadlock, Waiter};
pub use digest::digest;
pub use effectiveness::{oee, planned_busy_time};
pub use papers::{Began, Fate, Instruction, Move, Papers, WorkOrder, Workers};
pub use tally::{
    ClassTally, FactoryTally, IncidentTally, InformationTally, MachineState, MaterialTally, PoolTally,
    ProductLevel, ProductTally, ReadyTally, STATES, Spot, SpotTally, StateTimes, StationTally, UNLOADED,
    Unloaded, UpkeepTally,
};

use crate::stats::Histogram;
use crate::units::{Duration, Time, UpgradeId};

/// One replication of one cell.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    /// Replication number, from 0.
    pub replication: u32,
    /// When the run ended.
    pub end: Time,
    /// Events handled.
    pub events: u64,
    /// Lots that left their factory.
    pub lots: u64,
    /// One per factory, in id order.
    pub factories: Vec<FactoryOutcome>,
    /// What became of the region's orders; `None` where each factory works for itself.
    pub region: Option<RegionOutcome>,
}

/// What became of a region's orders.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RegionOutcome {
    /// By customers, in file order, then by stockpiles that are filled up; none where customers buy everything.
    pub demands: Vec<RegionDemand>,
    /// By suppliers of the region, in file order.
    pub supplies: Vec<RegionSupply>,
    /// By prices that answer orders, in file order, then by day, their multipliers.
    pub prices: Vec<Vec<f64>>,
}

/// What a supplier of the region did. Claimed = supplied + waiting.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RegionSupply {
    /// Day by day from the start of the run.
    pub days: Vec<SupplyDay>,
    /// What factories wait for at the end [units].
    pub waiting: f64,
}

/// A day of a supplier of the region.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct SupplyDay {
    /// What factories asked for [units].
    pub claimed: f64,
    /// What could have been made [units].
    pub capacity: f64,
    /// What was made for them [units].
    pub supplied: f64,
    /// That, each unit times the multiplier of its price [units].
    pub paid: f64,
    /// Multiplier of the price, last of the day.
    pub price: f64,
    /// What waits after the last instant of the day [units].
    pub waiting: f64,
}

/// What became of the orders of some customers. Ordered = delivered + lost + waiting + at factories + in transit.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RegionDemand {
    /// Day by day from the start of the run [units].
    pub days: Vec<RegionDay>,
    /// Sum over delivered units of the time since their order, after the warm-up [unit seconds].
    pub delivery_wait: f64,
    /// Units that no factory has, at the end.
    pub waiting: u64,
    /// Units that factories have and have not delivered, at the end.
    pub at_factories: u64,
    /// Units on their way to the customers, at the end.
    pub in_transit: u64,
    /// Units in their stockpile, at the end.
    pub stock: u64,
}

impl RegionDemand {
    /// What was ordered, delivered and lost on each day [units].
    pub fn periods(&self) -> Vec<[f64; 3]> {
        self.days.iter().map(|day| [day.ordered, day.delivered, day.lost].map(|units| units as f64)).collect()
    }
}

/// A day of some customers of a region [units].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RegionDay {
    /// Ordered.
    pub ordered: u64,
    /// Come to the customers.
    pub delivered: u64,
    /// Those of them that came out of the stockpile.
    pub released: u64,
    /// Taken back by customers who did not wait longer.
    pub lost: u64,
}

/// What happened in one factory.
#[derive(Clone, PartialEq, Debug)]
pub struct FactoryOutcome {
    /// Calendar months, in order; the first and the last may be partial.
    pub months: Vec<Period>,
    /// From the end of the warm-up to the end of the run.
    pub window: Period,
    /// By product, how many lots left in the window with which time since their release [µs]. Months have none, so that their
    /// size does not depend on how long a run is; empty where months and days are not kept.
    pub flow_times: Vec<Histogram>,
    /// The same of those lots that have waited, by how long they did in all buffers [µs]. Not in the digest, which has their waits.
    pub wait_times: Vec<Histogram>,
    /// Times in states of each machine over the window, by station and machine.
    pub machines: Vec<Vec<StateTimes>>,
    /// By product, then by day from the start of the run.
    pub days: Vec<Vec<Day>>,
    /// By product, then by day, the multiplier of its price where that answers the region's orders; else empty.
    pub prices: Vec<Vec<f64>>,
    /// Upgrades of the option at this factory, in file order.
    pub installed: Vec<Installed>,
    /// Lots that could never have gone on at the end of the run.
    pub deadlock: Option<Deadlock>,
}

/// A stretch of time and what happened in it.
#[derive(Clone, PartialEq, Debug)]
pub struct Period {
    /// When it begins.
    pub start: Time,
    /// How long it is.
    pub length: Duration,
    /// What happened in it, and the levels at its end.
    pub tally: FactoryTally,
}

/// One product on one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Day {
    /// Units ordered.
    pub ordered: u64,
    /// Units delivered.
    pub delivered: u64,
    /// Of these, units of orders with a price of their own.
    pub agreed: u64,
    /// Good units finished.
    pub finished: u64,
    /// Units in backlog at the end of the day.
    pub backlog: u64,
}

/// How an upgrade went at a factory.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Installed {
    /// Which.
    pub upgrade: UpgradeId,
    /// How many of it.
    pub units: u32,
    /// When it was ordered; outlays fall here.
    pub ordered: Time,
    /// When it was first used; `None` when that lies beyond the run.
    pub live: Option<Time>,
    /// Whether it works at all.
    pub works: bool,
    /// Price of all units, drawn [currency].
    pub cost: f64,
    /// Yearly cost of all units, drawn [currency per year].
    pub yearly_cost: f64,
}
