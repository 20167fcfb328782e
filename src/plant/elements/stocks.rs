//! What is stocked and ordered: materials with their suppliers, products with their orders.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use bevy_ecs::prelude::*;

use crate::outcome::{MaterialTally, ProductTally};
use crate::plant::customers::Customers;
use crate::plant::occurrences::Occurrences;
use crate::plant::pace::Pace;
use crate::plant::stores::Store;
use crate::random::{Distribution, Stream};
use crate::spec::{Curve, Delivery, Reorder, WhenFull};
use crate::stats::Histogram;
use crate::units::{Duration, Time};

use super::Tuning;
use super::machines::Request;

/// A material on stock. Owner: `materials`.
#[derive(Component, Clone, Debug)]
pub(in crate::plant) struct Material {
    pub(in crate::plant) store: Store,
    pub(in crate::plant) on_order: f64,
    pub(in crate::plant) waiting: VecDeque<Request>,
    pub(in crate::plant) reorder: Reorder,
    /// How often the rule looks at the stock; at every change when `None`.
    pub(in crate::plant) review: Option<Duration>,
    pub(in crate::plant) review_slot: u32,
    /// Whether all that waiting operations want is owed for the rule.
    pub(in crate::plant) counts_waiting: bool,
    pub(in crate::plant) lead_time: Distribution,
    pub(in crate::plant) lead_tuning: Tuning,
    pub(in crate::plant) lead_times: Stream,
    /// Multiples and the least that is sold.
    pub(in crate::plant) lot: f64,
    pub(in crate::plant) minimum: f64,
    /// Who makes it; `NONE`: ready at once.
    pub(in crate::plant) supplier: u32,
    /// On the way: when it arrives, in which order it was sent, how much.
    pub(in crate::plant) deliveries: BinaryHeap<Reverse<(Time, u64, OrderedUnits)>>,
    /// Deliveries sent.
    pub(in crate::plant) sent: u64,
    pub(in crate::plant) slot: u32,
    /// How long it keeps; for ever when `None`.
    pub(in crate::plant) shelf_life: Option<Duration>,
    /// What is on hand, oldest first, with the end of its shelf life; empty where it keeps.
    pub(in crate::plant) ages: VecDeque<(Time, f64)>,
    pub(in crate::plant) shelf_slot: u32,
    pub(in crate::plant) customers: Option<Customers>,
    pub(in crate::plant) patience_slot: u32,
    pub(in crate::plant) tally: MaterialTally,
    /// What was wanted of it by the last review, and in the last review periods, oldest first.
    pub(in crate::plant) wanted: f64,
    pub(in crate::plant) periods: VecDeque<f64>,
    /// Multiplier of the lead time under the surge.
    pub(in crate::plant) lead_curve: Option<Curve>,
    /// Multiplier of the price under the surge.
    pub(in crate::plant) price_curve: Option<Curve>,
}

/// Who makes materials. Owner: `suppliers`.
#[derive(Component, Clone, Debug)]
pub(in crate::plant) enum Supplier {
    Own(OwnSupplier),
    /// It is the region's supplier of this number.
    Region(u32),
}

/// Who makes materials for this factory alone, order after order.
#[derive(Clone, Debug)]
pub(in crate::plant) struct OwnSupplier {
    /// Capacity under the surge [units of the materials per second].
    pub(in crate::plant) pace: Pace,
    /// When all that has been ordered is made.
    pub(in crate::plant) free_at: Time,
    pub(in crate::plant) delivery: Delivery,
}

/// Units of a material, ordered by their bits so that they fit a heap (never negative).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::plant) struct OrderedUnits(pub(in crate::plant) u64);

/// A product: how its work comes in, its stock and its orders. Owner: `orders`.
#[derive(Component, Clone, Debug)]
pub(in crate::plant) struct Product {
    pub(in crate::plant) supply: Supply,
    /// Row of the first step.
    pub(in crate::plant) first: u32,
    /// Whether its pulled work is planned, and lots of it that may still be released.
    pub(in crate::plant) planned: bool,
    pub(in crate::plant) planned_lots: u32,
    /// Stations where its pulled work begins.
    pub(in crate::plant) starts: Vec<u32>,
    /// The loop whose card its lots need from release to leaving; `NONE` without one.
    pub(in crate::plant) release: u32,
    /// The loop by whose free cards pulled work is released: that from release on, else that of the first step, else, where
    /// it begins at a place, one without cards; `NONE` where machines pull it.
    pub(in crate::plant) pulled_by: u32,
    pub(in crate::plant) class: u8,
    /// Classes and their shares added up; empty where all have one.
    pub(in crate::plant) classes: Vec<(u8, f64)>,
    pub(in crate::plant) class_key: u64,
    /// The most urgent class of its lots so far.
    pub(in crate::plant) most_urgent: u8,
    /// Time from release until due [µs].
    pub(in crate::plant) due: Option<Distribution>,
    pub(in crate::plant) due_key: u64,
    pub(in crate::plant) lot_units: u32,
    /// Whether its lots are alike in units and class, and none has a due date, where nothing else is told of them.
    pub(in crate::plant) alike: bool,
    pub(in crate::plant) key: u64,
    pub(in crate::plant) serial: u32,
    pub(in crate::plant) arrivals: Option<Arrivals>,
    pub(in crate::plant) customers: Option<Customers>,
    pub(in crate::plant) patience_slot: u32,
    pub(in crate::plant) store: Store,
    /// The input by which assemblies take from that stock; `NONE`: none does.
    pub(in crate::plant) stock_input: u32,
    /// Orders that are being made, oldest first; those before them, and how many.
    pub(in crate::plant) making: VecDeque<MadeOrder>,
    pub(in crate::plant) made: u32,
    /// Units that are started in addition to those ordered, as a share of them; finished ones that no order wanted.
    pub(in crate::plant) allowance: f64,
    pub(in crate::plant) left_over: u64,
    /// Orders of customers who do not wait for ever, oldest first: until when, and the number.
    pub(in crate::plant) impatient: VecDeque<(Time, u32)>,
    pub(in crate::plant) in_process: u64,
    pub(in crate::plant) lots: u64,
    /// When a lot was pulled last, to take turns; counted in pulls over the factory.
    pub(in crate::plant) last_pull: u64,
    /// Multiplier of its price, where that answers the region's orders.
    pub(in crate::plant) price: Option<f64>,
    /// Time of lots that left or were scrapped, since their release.
    pub(in crate::plant) gone_time: Duration,
    /// Lots that left since the warm-up, by the time since their release [µs].
    pub(in crate::plant) flow_times: Histogram,
    /// Those of them that have waited, by how long they did in all buffers [µs].
    pub(in crate::plant) wait_times: Histogram,
    pub(in crate::plant) tally: ProductTally,
}

/// How work on a product comes in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::plant) enum Supply {
    /// Lots arrive.
    Arrivals,
    /// Work is pulled without end.
    Saturated,
    /// Work is pulled until the stock is full.
    ToStock { base_stock: u64 },
    /// Orders release their lots.
    ToOrder { delivery: Delivery },
}

/// Lots that arrive by themselves. Owner: `release`.
#[derive(Clone, Debug)]
pub(in crate::plant) struct Arrivals {
    pub(in crate::plant) occurrences: Occurrences,
    /// Whether it is always one lot, and nothing is listed of it.
    pub(in crate::plant) one_by_one: bool,
    /// Lots that arrive together.
    pub(in crate::plant) lots: Distribution,
    pub(in crate::plant) lots_chance: Stream,
    /// Units in each; the product's own when `None`.
    pub(in crate::plant) size: Option<Distribution>,
    pub(in crate::plant) size_key: u64,
    pub(in crate::plant) when_full: WhenFull,
    pub(in crate::plant) slot: u32,
}

/// An order that lots are made for. Owner: `orders`.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) struct MadeOrder {
    pub(in crate::plant) ordered: Time,
    pub(in crate::plant) due: Time,
    pub(in crate::plant) class: u8,
    pub(in crate::plant) units: u64,
    pub(in crate::plant) finished: u64,
    /// In lots that have been released or wait for their release.
    pub(in crate::plant) in_process: u64,
    /// Its number at the region's office; `NONE` where it is the factory's own customers'.
    pub(in crate::plant) tag: u32,
    /// What a unit of it is sold for, where that is its own.
    pub(in crate::plant) price: Option<f64>,
}
