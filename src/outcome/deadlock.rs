//! Work that can never go on, and who waits for what.

use crate::units::{LoopId, MaterialId, PoolId, StationId, Time};

use super::Spot;

/// At the end of a run, lots that nothing still to come can move again.
#[derive(Clone, PartialEq, Debug)]
pub struct Deadlock {
    /// Since when.
    pub since: Time,
    /// Who waits for what; only machines and places that never go on.
    pub waits: Vec<(Waiter, Awaited)>,
}

/// Who holds lots and waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Waiter {
    /// A machine of a station, counted from 1.
    Machine(StationId, u32),
    /// The lots before a station.
    Station(StationId),
    /// The lots in another place.
    Spot(Spot),
    /// The lots before the steps of a loop.
    Loop(LoopId),
}

/// What is waited for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Awaited {
    /// Room at a station.
    Station(StationId),
    /// Room in another place.
    Spot(Spot),
    /// Workers, of this pool where there are several to choose from.
    Workers(PoolId),
    /// A material.
    Material(MaterialId),
    /// A card of a loop.
    Card(LoopId),
    /// Components.
    Components,
    /// More lots: for a full load, or to be joined with.
    Lots,
}
