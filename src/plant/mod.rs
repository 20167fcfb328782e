//! The factories of a region as one ECS world: machines, lots, people, materials, orders.
//!
//! Owns how a plant behaves in time. Records quantities only: what they cost is none of its business. A run is a
//! chain of spans: within a span `floor::Floor` borrows every element of one factory once and the
//! loop in `span.rs` works on it by index; between spans the world is whole and may be read or changed.
//!
//! Each file is one concern and the only writer of its components:
//! `elements` (components), `build`, `supplies` (description -> world), `routing` (its table of rows), `floor` (what a span
//! borrows), `events` (the closed list and its dispatch), `span` (the loop), `settle` (who starts), `flow` (lots,
//! buffers, blocking), `release` (arrivals, pulls, cards), `impatience` (balking, reneging), `dispatch` (which lot to which machine), `urgent` (which lot gives way to one that waits), `ranks` (buffers in the order of a rule), `ways` (where ways
//! part), `jockeying` (from one queue to another), `setups` (what comes before an operation), `visits` (how long a machine stays with a family), `standby` (machines that have nothing to do), `operations`, `batches`, `resources` (pools and stocks: requests), `crews` (who is taken, and who goes), `called_away` (whose workers an urgent request takes), `escorts` (crews beyond their operations), `shifts` (calendars, absence), `breakdowns`,
//! `occurrences` and `pace` (when things happen again and again), `customers`, `stores` (who orders, and from what stock),
//! `orders` (of products), `materials`, `suppliers`, `order_plan` (replenishment), `dwell`, `journeys` (from where to where), `upgrades`, `states` (machine states), `peaks` (largest queues), `record` (counters and periods),
//! `branch` (a run that goes on under another surge),
//! `planning` and `office` (from orders to instructions), `joint` (what a region has in common), `cyber`,
//! `deadlock` (work that can never go on), `trace`, `papers` (instructions as they were given and carried out). Start reading at [`Plant`] and `span.rs`.

mod assembly;
mod batches;
mod branch;
mod breakdowns;
mod build;
mod calendars;
mod called_away;
mod crews;
mod customers;
mod cyber;
mod deadlock;
mod dispatch;
mod dwell;
mod elements;
mod error;
mod escorts;
mod events;
mod floor;
mod flow;
mod gauge;
mod hiring;
mod impatience;
mod jockeying;
mod joining;
mod joint;
mod journeys;
mod learning;
mod limits;
mod lookout;
mod maintenance;
mod materials;
mod occurrences;
mod office;
mod operations;
mod order_plan;
mod orders;
mod overtime;
mod pace;
mod papers;
mod peaks;
mod people;
mod planning;
mod purchases;
mod quality;
mod ranks;
mod readiness;
mod record;
mod region;
mod release;
mod resources;
mod ring;
mod routing;
#[cfg(test)]
mod sample;
mod settle;
mod setups;
mod shifts;
mod span;
mod standby;
mod states;
mod stores;
mod suppliers;
mod supplies;
#[cfg(test)]
mod tests;
mod trace;
mod upgrades;
mod urgent;
mod visits;
mod ways;

pub use branch::alike_until;
pub use error::Error;
pub use region::{Demand, Plant, Setting};
pub use trace::{Deed, News};
