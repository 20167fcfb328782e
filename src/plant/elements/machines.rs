//! Machines: what one is doing and why it stands, its wear, its requests and the hands with it.

use bevy_ecs::prelude::*;

use crate::plant::states::Counted;
use crate::random::{Distribution, Stream};
use crate::spec::OnFailure;
use crate::units::{Duration, LotId, Time};

use super::Tuning;
use super::routings::Need;

/// What a machine is doing with a lot; the order is that of the table in `states`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(in crate::plant) enum Phase {
    /// Nothing.
    Idle,
    /// Has a lot, waits for what the operation needs.
    Reserved,
    /// Works.
    Running,
    /// The operation is interrupted.
    Paused,
    /// Finished, the lot finds no room.
    Blocked,
    /// Has been set up or loaded for its lot, waits for what comes next.
    Prepared,
}

/// What a machine works towards with the lot it has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::plant) enum Stage {
    /// Setup for the lot's family, or for the next family of a cycle.
    Setup,
    /// Loading.
    Loading,
    /// The operation itself.
    Operation,
    /// Waiting for an instruction.
    Instruction,
    /// Losing time to an instruction that is wrong.
    Misled,
}

/// What the machine's own clock is set for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::plant) enum Timer {
    None,
    /// The end of the operation.
    Finish,
    /// A breakdown of this cause, on operating time.
    Failure(u8),
    /// The end of the repair.
    Repair,
    /// The end of planned maintenance.
    Maintenance,
}

/// Reasons why a machine stands, as bits.
pub(in crate::plant) mod stop {
    /// Broken down, until repaired.
    pub(in crate::plant) const DOWN: u8 = 1;
    /// Outside its working hours.
    pub(in crate::plant) const OFF_SHIFT: u8 = 2;
    /// An installation is going on.
    pub(in crate::plant) const UPGRADING: u8 = 4;
    /// Not yet installed, or taken away.
    pub(in crate::plant) const GONE: u8 = 8;
    /// Under planned maintenance, or waiting for its crew.
    pub(in crate::plant) const MAINTENANCE: u8 = 16;
    /// Hit by a cyber incident.
    pub(in crate::plant) const CYBER: u8 = 32;
    /// Its factory is not open yet.
    pub(in crate::plant) const CLOSED: u8 = 64;
}

/// A machine or workplace. Owner: `operations`.
#[derive(Component, Clone, Debug)]
#[repr(C, align(128))]
pub(in crate::plant) struct Machine {
    pub(in crate::plant) phase: Phase,
    pub(in crate::plant) stops: u8,
    pub(in crate::plant) timer: Timer,
    pub(in crate::plant) stage: Stage,
    /// Whether the crew is with it.
    pub(in crate::plant) crewed: bool,
    /// Has a batch rather than a single lot.
    pub(in crate::plant) batched: bool,
    /// Whether it has plans of maintenance, or breakdowns that may be foreseen.
    pub(in crate::plant) maintained: bool,
    /// Its hours are over, but it finishes its operation first.
    pub(in crate::plant) overdue: bool,
    /// Taken away as soon as it is idle.
    pub(in crate::plant) retiring: bool,
    /// Stands in the list of machines whose state must be looked at.
    pub(in crate::plant) touched: bool,
    /// What its clock counts.
    pub(in crate::plant) recorded: Counted,
    /// Whose needs the crew with it serves, or that it asks for.
    pub(in crate::plant) crew_for: Stage,
    /// It lacks material rather than workers.
    pub(in crate::plant) lacks_material: bool,
    /// Whether its pace is another than 1.
    pub(in crate::plant) paced: bool,
    /// The cause of the first failure on operating time.
    pub(in crate::plant) fails_by: u8,
    pub(in crate::plant) station: u32,
    pub(in crate::plant) lot: LotId,
    /// Row of the operation under way.
    pub(in crate::plant) row: u32,
    pub(in crate::plant) slot: u32,
    /// Work left when the running stretch began.
    pub(in crate::plant) remaining: Duration,
    /// When the running stretch began.
    pub(in crate::plant) run_from: Time,
    /// Operating time so far: the clock of its wear.
    pub(in crate::plant) worked: Duration,
    /// When the first failure on that clock falls; [`Duration::MAX`] when there is none.
    pub(in crate::plant) fails_at: Duration,
    /// Multiplies times: 1 / its speed.
    pub(in crate::plant) pace: f64,
    /// Whether it stands in the queue of a resource.
    pub(in crate::plant) asking: bool,
    /// Under repair, not waiting for it.
    pub(in crate::plant) in_repair: bool,
    /// Whether it was prepared with all that the operation needs, so that material is not taken again.
    pub(in crate::plant) supplied: bool,
    /// By how much its next hours off are shifted.
    pub(in crate::plant) late: Duration,
    /// The family it is set up for; `NONE`: none yet.
    pub(in crate::plant) family: u32,
    /// The family that a setup leads to.
    pub(in crate::plant) next_family: u32,
    /// Setups begun, for their draws.
    pub(in crate::plant) setups: u32,
    /// Order of crews taken, over the factory.
    pub(in crate::plant) crew_order: u64,
    /// Whether it has found nothing to do and stands by for it, where its station says what it does then; whether it is off.
    pub(in crate::plant) rests: bool,
    pub(in crate::plant) off: bool,
    /// How many lots more it takes before the visit to its family ends.
    pub(in crate::plant) visit_left: u32,
}

/// The lots of a batch. Owner: `batches`.
#[derive(Component, Clone, Default, Debug)]
pub(in crate::plant) struct Load(pub(in crate::plant) Vec<LotId>);

/// The causes of breakdowns of one machine. Owner: `breakdowns`.
#[derive(Component, Clone, Debug)]
pub(in crate::plant) struct Wear {
    pub(in crate::plant) causes: Vec<Cause>,
    /// When the visit to its family began.
    pub(in crate::plant) gate: Time,
    /// Its time without work up to which that of an off machine has been counted.
    pub(in crate::plant) off_from: Duration,
    /// Cause of the breakdown under way.
    pub(in crate::plant) current: u8,
    /// The machine's times broken down and under repair before that breakdown.
    pub(in crate::plant) down_before: [Duration; 2],
    /// Slot of the next failure on calendar time; `NONE` without such causes.
    pub(in crate::plant) calendar_slot: u32,
    /// Slot of the end of shifted hours off, and when that is; `NONE` and [`Time::NEVER`] without such hours.
    pub(in crate::plant) return_slot: u32,
    pub(in crate::plant) returns: Time,
    /// Repair time left of a repair that stands still outside working hours.
    pub(in crate::plant) repair_left: Option<Duration>,
    /// Plans of maintenance.
    pub(in crate::plant) plans: Vec<Plan>,
    /// Slot of the next maintenance on the calendar, and of looks for an early one; `NONE` without plans.
    pub(in crate::plant) plan_slot: u32,
    /// What the planned stop under way or due next is for.
    pub(in crate::plant) planned: Planned,
    /// Share of breakdowns that are foreseen, and the share of the repair time that a foreseen one takes.
    pub(in crate::plant) foreseen: f64,
    pub(in crate::plant) foreseen_repair: f64,
    /// What repairs and maintenance cost now, of the usual.
    pub(in crate::plant) cost_share: f64,
    /// Whether breakdowns are foreseen, one draw for each.
    pub(in crate::plant) foresight: Stream,
}

/// What a planned stop is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::plant) enum Planned {
    /// None is due.
    Nothing,
    /// A plan of maintenance.
    Plan(u8),
    /// A breakdown of this cause that was foreseen.
    Foreseen(u8),
}

/// One plan of maintenance at one machine. Owner: `maintenance`.
#[derive(Clone, Debug)]
pub(in crate::plant) struct Plan {
    /// Whether it counts the operating time of its machine, not the calendar.
    pub(in crate::plant) operating: bool,
    /// When it is due on its clock.
    pub(in crate::plant) due: u64,
    /// From when on it may be done early; `u64::MAX` never.
    pub(in crate::plant) early: u64,
    pub(in crate::plant) early_share: Option<f64>,
    pub(in crate::plant) every: Distribution,
    pub(in crate::plant) duration: Distribution,
    pub(in crate::plant) every_tuning: Tuning,
    pub(in crate::plant) duration_tuning: Tuning,
    pub(in crate::plant) crew: Option<Need>,
    pub(in crate::plant) renews: Vec<usize>,
    /// Position of its counter among what costs something; `NONE` where it costs nothing.
    pub(in crate::plant) upkeep: u32,
    pub(in crate::plant) intervals: Stream,
    pub(in crate::plant) durations: Stream,
}

/// One cause of breakdowns at one machine.
#[derive(Clone, Debug)]
pub(in crate::plant) struct Cause {
    /// Whether it counts the operating time of its machine, not the calendar.
    pub(in crate::plant) operating: bool,
    /// When its next failure falls on its clock.
    pub(in crate::plant) due: u64,
    pub(in crate::plant) to_failure: Distribution,
    pub(in crate::plant) to_repair: Distribution,
    pub(in crate::plant) failure_tuning: Tuning,
    pub(in crate::plant) repair_tuning: Tuning,
    pub(in crate::plant) crew: Option<Need>,
    pub(in crate::plant) on_failure: OnFailure,
    pub(in crate::plant) in_hours_only: bool,
    /// Position of its counter among what costs something; `NONE` where it costs nothing.
    pub(in crate::plant) upkeep: u32,
    pub(in crate::plant) failures: Stream,
    pub(in crate::plant) repairs: Stream,
}

/// Why a machine asks a pool or a stock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::plant) enum Purpose {
    /// To start or go on with an operation.
    Operation,
    /// To begin a repair.
    Repair,
    /// To begin planned maintenance.
    Maintenance,
}

/// A machine that waits for a resource.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) struct Request {
    pub(in crate::plant) machine: u32,
    pub(in crate::plant) purpose: Purpose,
    /// Its place among all requests of a queue, smaller first.
    pub(in crate::plant) order: u64,
    /// When it first asked for what it needs.
    pub(in crate::plant) asked: Time,
    /// When it came into this queue.
    pub(in crate::plant) queued: Time,
}

/// Who is in a machine's crews where that is not known by its needs alone. Owner: `resources`.
#[derive(Component, Clone, Default, Debug)]
pub(in crate::plant) struct Hands(pub(in crate::plant) Vec<Hand>);

/// Workers of one pool in a crew, or one person.
#[derive(Clone, Copy, Debug)]
pub(in crate::plant) struct Hand {
    pub(in crate::plant) pool: u32,
    /// Position in `Pool::people`; `NONE` where it does not matter who works.
    pub(in crate::plant) person: u32,
    pub(in crate::plant) shares: u64,
    /// The group that the crew was wanted from.
    pub(in crate::plant) group: u32,
    /// Whether it is the crew of a repair or maintenance.
    pub(in crate::plant) stop: bool,
}
