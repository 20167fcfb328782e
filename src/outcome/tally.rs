//! Counters of a factory's elements.

use crate::units::{Duration, PlaceId, ProductId, StationId, UpgradeId};

/// What a machine is doing; exactly one at any time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum MachineState {
    /// Works on a lot.
    Producing,
    /// Is being set up for another family.
    Setup,
    /// Has nothing to do.
    Starved,
    /// Its finished lot finds no room.
    Blocked,
    /// Has a lot, lacks workers.
    WaitingLabour,
    /// Has a lot, lacks material.
    WaitingMaterial,
    /// Has a lot, lacks an instruction.
    WaitingInstruction,
    /// Broken down, repair not begun.
    Failed,
    /// Under repair.
    Repair,
    /// Under planned maintenance.
    Maintenance,
    /// Outside its working hours, not yet installed, or taken away.
    OffShift,
    /// Stands still for an installation.
    Upgrading,
    /// Stopped by a cyber incident.
    CyberOutage,
}

/// All states with their names in files, in the order of [`StateTimes`].
pub const STATES: [(MachineState, &str); 13] = [
    (MachineState::Producing, "producing"),
    (MachineState::Setup, "setup"),
    (MachineState::Starved, "starved"),
    (MachineState::Blocked, "blocked"),
    (MachineState::WaitingLabour, "waiting_labour"),
    (MachineState::WaitingMaterial, "waiting_material"),
    (MachineState::WaitingInstruction, "waiting_instruction"),
    (MachineState::Failed, "failed"),
    (MachineState::Repair, "repair"),
    (MachineState::Maintenance, "maintenance"),
    (MachineState::OffShift, "off_shift"),
    (MachineState::Upgrading, "upgrading"),
    (MachineState::CyberOutage, "cyber_outage"),
];

/// Time in each state, in the order of [`STATES`].
pub type StateTimes = [Duration; STATES.len()];

/// States in which a machine may be with a lot that has been begun, or before that; in all others it is known.
pub const UNLOADED: [MachineState; 4] =
    [MachineState::WaitingLabour, MachineState::WaitingMaterial, MachineState::Failed, MachineState::Repair];

/// Of the times in these states, in their order: those before anything was done for a lot, or without one.
pub type Unloaded = [Duration; UNLOADED.len()];

/// All counters of one factory, lists in id order.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FactoryTally {
    /// Products.
    pub products: Vec<ProductTally>,
    /// Products' levels at the time of the snapshot.
    pub levels: Vec<ProductLevel>,
    /// Stations.
    pub stations: Vec<StationTally>,
    /// Pools.
    pub pools: Vec<PoolTally>,
    /// Materials.
    pub materials: Vec<MaterialTally>,
    /// Places where lots are that are no stations.
    pub spots: Vec<SpotTally>,
    /// The way from orders to instructions; `None` where orders are released at once.
    pub information: Option<InformationTally>,
    /// Upgrades that are kept ready, in the order of the installations.
    pub ready: Vec<ReadyTally>,
    /// Products' orders by priority class, by product and class; of those with several classes only.
    pub classes: Vec<ClassTally>,
    /// Cyber incidents; `None` where the plant has no such risk.
    pub incidents: Option<IncidentTally>,
    /// Repairs and maintenance that cost something, by station, cause and plan: [`crate::spec::Station::upkeep_costs`].
    pub upkeep: Vec<UpkeepTally>,
}

/// Counters of the repairs of one cause, or of one plan of maintenance, at all machines of a station.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct UpkeepTally {
    /// How often it was done.
    pub done: u64,
    /// The same, each time by the share of its usual cost that it cost then.
    pub at_cost: f64,
}

/// Counters of a product's orders of one priority class, and of its lots of that class with a due date.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ClassTally {
    /// Number of the product in the plant.
    pub product: u32,
    /// The class [smaller is more urgent].
    pub class: u8,
    /// Orders of customers.
    pub orders: u64,
    /// Units ordered.
    pub ordered: u64,
    /// Units delivered.
    pub delivered: u64,
    /// Of these, in their own period.
    pub delivered_in_time: u64,
    /// Units that customers gave up waiting for.
    pub lost: u64,
    /// Sum over delivered units of the time since their order [unit seconds].
    pub delivery_wait: f64,
    /// Order periods that ended; days, where customers order one by one.
    pub periods: u64,
    /// Of these, with nothing owed to this class at the end.
    pub periods_met: u64,
    /// Lots with a due date that left, and orders with one that were met from a stock.
    pub due_lots: u64,
    /// Of these, after it.
    pub late_lots: u64,
    /// Sum over them of the time by which they left after it.
    pub tardiness: Duration,
    /// Units owed at the time of the snapshot.
    pub backlog: u64,
}

/// Counters of an upgrade that is kept ready for an emergency. Of its stockpile: put in = given out + on hand.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ReadyTally {
    /// Which.
    pub upgrade: UpgradeId,
    /// How often it was called up.
    pub calls: u64,
    /// What that cost, drawn [currency].
    pub call_costs: f64,
    /// Time in use.
    pub in_use: Duration,
    /// Units that its stockpile was filled with at first.
    pub put_in: u64,
    /// Units with which it was filled up later.
    pub refilled: u64,
    /// Units that were given out.
    pub given: u64,
    /// Time integral of what it holds [unit seconds].
    pub stock_time: f64,
    /// Units that it holds at the time of the snapshot.
    pub on_hand: u64,
}

/// Counters of cyber incidents.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct IncidentTally {
    /// Incidents. Neither they nor the next are in the digest, which has the times of outage that come of them.
    pub incidents: u64,
    /// Of these, those that came over the platform.
    pub spread: u64,
    /// Of the incidents, those that took the plan with them.
    pub plans_lost: u64,
    /// What recovery from them cost, drawn [currency].
    pub costs: f64,
}

/// Counters of planning and instructions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct InformationTally {
    /// Plans made.
    pub plans: u64,
    /// Work orders that came of them.
    pub work_orders: u64,
    /// Instructions that came to the machines.
    pub instructions: u64,
    /// Sum over them of the time since they were to be prepared.
    pub instruction_lead: Duration,
    /// Instructions that were found to be wrong before work began.
    pub wrong_found: u64,
    /// Instructions that were wrong and followed: each a lot scrapped.
    pub wrong_missed: u64,
    /// Orders made to order for whose work a machine was free and instructed for the first time.
    pub started: u64,
    /// Sum over them of the time since the order.
    pub order_to_start: Duration,
}

/// A place of the plant where lots are that is no station. A step is meant by its position in its product's routing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spot {
    /// A dwell place.
    Place(PlaceId),
    /// The way to a step.
    Transport(ProductId, u32),
    /// Where lots wait to become one.
    Joint(ProductId, u32),
    /// Where lots of a component wait for their assembly at a station.
    Input(ProductId, StationId),
}

/// Counters of such a place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SpotTally {
    /// Which.
    pub spot: Spot,
    /// Time integral of lots in it.
    pub lots_time: Duration,
    /// Time in which no further lot fitted.
    pub full_time: Duration,
    /// Lots that left it.
    pub left: u64,
    /// Sum over them of their time in it; not counted for dwell places and transport.
    pub waits: Duration,
    /// Time integral of the units in them [unit seconds]; for input places only.
    pub units_time: f64,
}

/// Counters of a product.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct ProductTally {
    /// Units that entered the routing.
    pub released: u64,
    /// Good units that left it.
    pub finished: u64,
    /// Lots that entered the routing.
    pub released_lots: u64,
    /// Lots that left it.
    pub finished_lots: u64,
    /// Units scrapped on the way.
    pub scrapped: u64,
    /// Units of lots that left the plant unserved, for want of patience.
    pub abandoned: u64,
    /// Those lots.
    pub abandoned_lots: u64,
    /// Units that became another product after an inspection.
    pub downgraded: u64,
    /// Units taken out of the stock for assemblies.
    pub assembled: u64,
    /// Finished units with a defect that was never found.
    pub escaped: u64,
    /// Units finished at the first operation of the routing, at their first pass. The digest has these two by the station.
    pub begun: u64,
    /// Of these, scrapped.
    pub fallen_off: u64,
    /// Sum over lots that left of the time since their release.
    pub flow_time: Duration,
    /// Sum over the same lots of their time in buffers, each from arrival to start, and in the input place of their assembly.
    /// A part of a lot has waited as its lot before it was split, a lot made of several as the oldest of them.
    pub waits: Duration,
    /// How many of them have waited at all. Not in the digest, which has their waits.
    pub waited: u64,
    /// Time integral of lots in process.
    pub lots_time: Duration,
    /// Time integral of lots that wait outside for their release: for a card, or for room.
    pub outside_time: Duration,
    /// Units ordered by customers.
    pub ordered: u64,
    /// Units delivered to customers.
    pub delivered: u64,
    /// Of these, in their own period: before the next order where orders come once a period, else in the instant of
    /// the order.
    pub delivered_in_time: u64,
    /// Of those delivered, units of orders with a price of their own.
    pub agreed: u64,
    /// What these are sold for in all [currency].
    pub agreed_value: f64,
    /// Units started in addition to those ordered, because some will be scrapped.
    pub allowed: u64,
    /// Units that customers gave up waiting for, or arriving units that found no room.
    pub lost: u64,
    /// Sum over delivered units of the time since their order [unit seconds].
    pub delivery_wait: f64,
    /// Order periods that ended; days, where customers order one by one.
    pub periods: u64,
    /// Of these, without backlog at the end.
    pub periods_met: u64,
    /// Orders of customers.
    pub orders: u64,
    /// Time integral of finished units in stock [unit seconds].
    pub stock_time: f64,
    /// Time integral of units ordered and not yet delivered or lost [unit seconds].
    pub backlog_time: f64,
    /// Lots with a due date that left, and orders with one that were met from the stock, with their last unit.
    pub due_lots: u64,
    /// Of these, after it.
    pub late_lots: u64,
    /// Sum over them of the time by which they left after it.
    pub tardiness: Duration,
    /// Sum over them of the time by which they left before it.
    pub earliness: Duration,
}

/// Levels of a product at one instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ProductLevel {
    /// Finished units in stock.
    pub on_hand: u64,
    /// Units ordered and not yet delivered or lost.
    pub backlog: u64,
    /// Units in process.
    pub in_process: u64,
    /// Lots in process.
    pub lots: u64,
}

/// Counters of a station, summed over its machines.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct StationTally {
    /// Time in each state, over all machines.
    pub states: StateTimes,
    /// Of that, the time without a lot that something had been done for.
    pub unloaded: Unloaded,
    /// Operations finished, in lots.
    pub completions: u64,
    /// Operations started, in lots.
    pub starts: u64,
    /// Units started.
    pub units: u64,
    /// Units good after the operation.
    pub good: u64,
    /// Units finished not for the first time.
    pub again: u64,
    /// Of these, good ones.
    pub again_good: u64,
    /// Of these, sent to rework anew.
    pub again_to_rework: u64,
    /// Units sent to rework from here.
    pub to_rework: u64,
    /// Good units that the inspection here rejected.
    pub false_rejects: u64,
    /// Units scrapped after the operation.
    pub scrapped: u64,
    /// Good units times their ideal time.
    pub ideal_time: Duration,
    /// Sum over started lots of the time from arrival in the buffer to the start of work for them: setup, loading or
    /// operation.
    pub waits: Duration,
    /// Time integral of lots that have arrived and not started.
    pub queue_time: Duration,
    /// Most lots in the buffer at a time, once an instant has settled; since measures began. Not in the digest.
    pub queue_most: u64,
    /// Lots that did not join the queue, as they found it too long.
    pub balked: u64,
    /// Lots that left the queue before work on them had begun. `waits` is without them, `queue_time` with them.
    pub reneged: u64,
    /// Batches started (batch stations only).
    pub batches: u64,
    /// Time integral of machines neither failed nor under repair.
    pub up_time: Duration,
    /// Time in which all machines were so.
    pub all_up_time: Duration,
    /// Breakdowns and micro-stops.
    pub failures: u64,
    /// Repairs done. Neither they nor their times are in the digest, which has the states that they are of.
    pub repairs: u64,
    /// Time broken down before these repairs began, without hours in which it was off shift.
    pub repair_waits: Duration,
    /// Time under these repairs, without hours in which they stood still.
    pub repair_times: Duration,
    /// Setups for another family.
    pub setups: u64,
    /// Planned stops done.
    pub maintenances: u64,
    /// Electricity [kWh].
    pub energy_kwh: f64,
}

/// Counters of a pool.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct PoolTally {
    /// Worker-time of presence.
    pub present: Duration,
    /// Worker-time of absence from shifts.
    pub absent: Duration,
    /// Worker-time in crews.
    pub busy: Duration,
    /// Worker-time beyond shifts.
    pub overtime: Duration,
    /// Requests served.
    pub requests: u64,
    /// Sum of their waits.
    pub waits: Duration,
    /// Time integral of waiting requests.
    pub waiting_time: Duration,
    /// Workers who were hired and came.
    pub hired: u64,
    /// Workers who left for good.
    pub left: u64,
}

/// Counters of a material.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct MaterialTally {
    /// Used in production [units of the material].
    pub used: f64,
    /// Bought, counted at the order [units of the material].
    pub bought: f64,
    /// Bought, each unit times the price multiplier at its order.
    pub bought_at_price: f64,
    /// Orders placed.
    pub orders: u64,
    /// Time integral of stock on hand [units of the material times seconds].
    pub stock_time: f64,
    /// On hand at the time of the snapshot [units of the material].
    pub on_hand: f64,
    /// Thrown away at the end of its shelf life [units of the material].
    pub wasted: f64,
    /// Ordered by customers of the store [units of the material].
    pub ordered: f64,
    /// Delivered to them.
    pub delivered: f64,
    /// Of that, in its own period: before the next order where orders come once a period, else in the instant of the
    /// order.
    pub delivered_in_time: f64,
    /// What they gave up waiting for.
    pub lost: f64,
    /// Sum over what was delivered of the time since its order [units of the material times seconds].
    pub delivery_wait: f64,
    /// Order periods that ended; days, where customers order one by one.
    pub periods: u64,
    /// Of these, without backlog at the end.
    pub periods_met: u64,
    /// Time integral of what is owed to customers [units of the material times seconds].
    pub backlog_time: f64,
    /// Owed to them at the time of the snapshot [units of the material].
    pub backlog: f64,
}

/// Each counter of two tallies, put together by an operation; levels are those of the first. A counter that is missing here does
/// not compile.
macro_rules! each {
    ($one:expr, $operation:tt, $other:expr, $type:ident { $($field:ident),* $(,)? } $(keep $($level:ident),*)?) => {
        $type { $($field: $one.$field $operation $other.$field,)* $($($level: $one.$level,)*)? }
    };
}

/// What happened since an earlier tally.
macro_rules! since {
    ($now:expr, $then:expr, $($tally:tt)*) => { each!($now, -, $then, $($tally)*) };
}

impl FactoryTally {
    /// What happened since the `earlier` snapshot of the same factory.
    pub fn since(&self, earlier: &FactoryTally) -> FactoryTally {
        fn zip<T, F: Fn(&T, &T) -> T>(now: &[T], then: &[T], f: F) -> Vec<T> {
            now.iter().zip(then).map(|(a, b)| f(a, b)).collect()
        }
        FactoryTally {
            products: zip(&self.products, &earlier.products, ProductTally::since),
            levels: self.levels.clone(),
            stations: zip(&self.stations, &earlier.stations, StationTally::since),
            pools: zip(&self.pools, &earlier.pools, PoolTally::since),
            materials: zip(&self.materials, &earlier.materials, MaterialTally::since),
            spots: zip(&self.spots, &earlier.spots, SpotTally::since),
            information: self.information.map(|now| now.since(&earlier.information.unwrap_or_default())),
            ready: zip(&self.ready, &earlier.ready, ReadyTally::since),
            classes: zip(&self.classes, &earlier.classes, ClassTally::since),
            incidents: self.incidents.map(|now| now.since(&earlier.incidents.unwrap_or_default())),
            upkeep: zip(&self.upkeep, &earlier.upkeep, UpkeepTally::since),
        }
    }
}

impl ClassTally {
    /// Nothing counted yet.
    pub fn of(product: u32, class: u8) -> ClassTally {
        ClassTally {
            product,
            class,
            orders: 0,
            ordered: 0,
            delivered: 0,
            delivered_in_time: 0,
            lost: 0,
            delivery_wait: 0.0,
            periods: 0,
            periods_met: 0,
            due_lots: 0,
            late_lots: 0,
            tardiness: Duration::ZERO,
            backlog: 0,
        }
    }

    /// Adds the counters of another factory's product.
    pub fn add(&mut self, other: &ClassTally) {
        self.orders += other.orders;
        self.ordered += other.ordered;
        self.delivered += other.delivered;
        self.delivered_in_time += other.delivered_in_time;
        self.lost += other.lost;
        self.delivery_wait += other.delivery_wait;
        self.periods += other.periods;
        self.periods_met += other.periods_met;
        self.due_lots += other.due_lots;
        self.late_lots += other.late_lots;
        self.tardiness += other.tardiness;
        self.backlog += other.backlog;
    }

    fn since(&self, then: &ClassTally) -> ClassTally {
        since!(self, then, ClassTally {
            orders, ordered, delivered, delivered_in_time, lost, delivery_wait, periods, periods_met, due_lots, late_lots,
            tardiness,
        } keep product, class, backlog)
    }
}

impl UpkeepTally {
    fn since(&self, then: &UpkeepTally) -> UpkeepTally {
        since!(self, then, UpkeepTally { done, at_cost } keep)
    }
}

impl ReadyTally {
    /// Nothing counted yet.
    pub fn of(upgrade: UpgradeId) -> ReadyTally {
        ReadyTally {
            upgrade,
            calls: 0,
            call_costs: 0.0,
            in_use: Duration::ZERO,
            put_in: 0,
            refilled: 0,
            given: 0,
            stock_time: 0.0,
            on_hand: 0,
        }
    }

    fn since(&self, then: &ReadyTally) -> ReadyTally {
        since!(self, then, ReadyTally {
            calls, call_costs, in_use, put_in, refilled, given, stock_time,
        } keep upgrade, on_hand)
    }
}

impl SpotTally {
    /// Nothing counted yet.
    pub fn of(spot: Spot) -> SpotTally {
        let none = Duration::ZERO;
        SpotTally { spot, lots_time: none, full_time: none, left: 0, waits: none, units_time: 0.0 }
    }

    /// Adds the counters of another place.
    pub fn add(&mut self, other: &SpotTally) {
        let SpotTally { spot: _, lots_time, full_time, left, waits, units_time } = *other;
        self.lots_time += lots_time;
        self.full_time += full_time;
        self.left += left;
        self.waits += waits;
        self.units_time += units_time;
    }

    fn since(&self, then: &SpotTally) -> SpotTally {
        since!(self, then, SpotTally { lots_time, full_time, left, waits, units_time } keep spot)
    }
}

impl IncidentTally {
    fn since(&self, then: &IncidentTally) -> IncidentTally {
        since!(self, then, IncidentTally { incidents, spread, plans_lost, costs } keep)
    }
}

impl InformationTally {
    fn since(&self, then: &InformationTally) -> InformationTally {
        since!(self, then, InformationTally {
            plans, work_orders, instructions, instruction_lead, wrong_found, wrong_missed, started, order_to_start,
        } keep)
    }
}

/// Each counter of two products, put together by an operation.
macro_rules! products {
    ($one:expr, $operation:tt, $other:expr) => {
        each!(
            $one,
            $operation,
            $other,
            ProductTally {
                released,
                released_lots,
                finished,
                finished_lots,
                scrapped,
                abandoned,
                abandoned_lots,
                downgraded,
                assembled,
                escaped,
                begun,
                fallen_off,
                flow_time,
                waits,
                waited,
                lots_time,
                outside_time,
                ordered,
                delivered,
                delivered_in_time,
                agreed,
                agreed_value,
                allowed,
                lost,
                delivery_wait,
                periods,
                periods_met,
                orders,
                stock_time,
                backlog_time,
                due_lots,
                late_lots,
                tardiness,
                earliness,
            }
        )
    };
}

impl ProductTally {
    /// Adds the counters of another product.
    pub fn add(&mut self, other: &ProductTally) {
        *self = products!(self, +, other);
    }

    fn since(&self, then: &ProductTally) -> ProductTally {
        products!(self, -, then)
    }
}

impl StationTally {
    fn since(&self, then: &StationTally) -> StationTally {
        let mut states = self.states;
        for (now, before) in states.iter_mut().zip(then.states) {
            *now = *now - before;
        }
        let mut unloaded = self.unloaded;
        for (now, before) in unloaded.iter_mut().zip(then.unloaded) {
            *now = *now - before;
        }
        let rest = since!(self, then, StationTally {
            completions, starts, units, good, again, again_good, again_to_rework, to_rework, false_rejects, scrapped, ideal_time, waits, queue_time, balked, reneged, batches, up_time, all_up_time,
            failures, repairs, repair_waits, repair_times, setups, maintenances, energy_kwh,
        } keep states, unloaded, queue_most);
        StationTally { states, unloaded, ..rest }
    }

    /// Time in each state with a lot that something had been done for, where machines may be in it with or without one; in all
    /// others, time in the state.
    pub fn loaded(&self) -> StateTimes {
        let mut loaded = self.states;
        for (state, time) in UNLOADED.iter().zip(self.unloaded) {
            loaded[*state as usize] = loaded[*state as usize] - time;
        }
        loaded
    }

    /// Time in one state, over all machines.
    pub fn state(&self, state: MachineState) -> Duration {
        self.states[state as usize]
    }
}

/// Each counter of two pools, put together by an operation.
macro_rules! pools {
    ($one:expr, $operation:tt, $other:expr) => {
        each!(
            $one,
            $operation,
            $other,
            PoolTally { present, absent, busy, overtime, requests, waits, waiting_time, hired, left }
        )
    };
}

impl PoolTally {
    /// Adds the counters of another pool.
    pub fn add(&mut self, other: &PoolTally) {
        *self = pools!(self, +, other);
    }

    fn since(&self, then: &PoolTally) -> PoolTally {
        pools!(self, -, then)
    }
}

impl MaterialTally {
    fn since(&self, then: &MaterialTally) -> MaterialTally {
        since!(self, then, MaterialTally {
            used, bought, bought_at_price, orders, stock_time, wasted, ordered, delivered, delivered_in_time, lost,
            delivery_wait, periods, periods_met, backlog_time,
        } keep on_hand, backlog)
    }
}
