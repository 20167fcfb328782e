//! Stations: how their machines are served, set up and loaded.

use crate::random::Distribution;
use crate::spec::{AtEnd, Breakdown, Crew, Maintenance};
use crate::units::{CalendarId, Duration, FamilyId, StationId};

/// A place with one input buffer and parallel machines or manual workplaces.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Station {
    /// Name, unique in the plant.
    pub name: String,
    /// Machines or workplaces at the start [>= 0; 0 only where an upgrade brings them].
    pub machines: u32,
    /// Further machines that some option may add; dormant until then.
    pub dormant: u32,
    /// Places in the input buffer [lots]; unlimited when `None`. Places on machines do not count.
    pub buffer: Option<u32>,
    /// The station whose input buffer its machines draw from instead of one of their own.
    pub shares_buffer_of: Option<StationId>,
    /// Which of several free machines takes the next lot.
    pub preference: Preference,
    /// Speed of each machine as a factor on its rate, in machine order; empty: all 1.
    pub speeds: Vec<f64>,
    /// Which of several waiting lots is taken next.
    pub dispatch: Dispatch,
    /// What a change of family costs at a machine; nothing when `None`.
    pub setup: Option<Setup>,
    /// What its machines do when there is nothing to do; they wait for the next lot when `None`.
    pub standby: Option<Standby>,
    /// Whether lots are processed many at a time.
    pub batch: Option<Batch>,
    /// Working hours of the machines; always when `None`.
    pub calendar: Option<CalendarId>,
    /// Whether lots of only one parent may be in its buffer at a time.
    pub one_parent: bool,
    /// What happens to an operation under way when the working hours end.
    pub at_end: AtEnd,
    /// Causes of breakdowns and micro-stops, for each machine by itself.
    pub breakdowns: Vec<Breakdown>,
    /// Planned maintenance, for each machine by itself.
    pub maintenance: Vec<Maintenance>,
    /// Power of one machine by what it does.
    pub power: Power,
}

/// Which of several free machines takes the next lot.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Preference {
    /// The first, in the order of stations and machines.
    #[default]
    InOrder,
    /// The one that has worked least so far.
    LeastUsed,
    /// The one with the highest speed.
    Fastest,
    /// The one that became free first.
    LongestIdle,
}

/// Which of several waiting lots a machine takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Dispatch {
    /// The rule, among lots of one class.
    pub rule: Rule,
    /// What the priority class of a lot is worth.
    pub classes: Classes,
}

/// The order of waiting lots; equals go in the order of their arrival in the buffer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Rule {
    /// First in, first out.
    #[default]
    Fifo,
    /// Last in, first out.
    Lifo,
    /// The earliest due date.
    EarliestDue,
    /// The shortest operation here, by its own time.
    ShortestOperation,
    /// The longest operation here.
    LongestOperation,
    /// The smallest ratio of time until due and work left (mean times of the steps to come).
    CriticalRatio,
    /// Lots of the machine's present family before others.
    SameFamily,
    /// The machine stays with its family until no such lot waits, then goes on to the next family in their order that
    /// has one.
    StayWithFamily,
    /// As [`Rule::StayWithFamily`], but it goes on from family to family in their order even while nothing waits at
    /// all, each time with its setup.
    Cyclic,
}

impl Rule {
    /// Whether a lot keeps its place among the others while they wait, whatever machine asks.
    pub fn is_lasting(self) -> bool {
        match self {
            Rule::Fifo
            | Rule::Lifo
            | Rule::EarliestDue
            | Rule::ShortestOperation
            | Rule::LongestOperation => true,
            Rule::CriticalRatio | Rule::SameFamily | Rule::StayWithFamily | Rule::Cyclic => false,
        }
    }
}

/// What the priority class of a lot is worth; class 1 comes before class 2.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Classes {
    /// Nothing.
    #[default]
    Ignored,
    /// Waiting lots of a higher class go first.
    First,
    /// They also interrupt operations of lower classes, which go on later where they stopped.
    PreemptResume,
    /// They also interrupt operations of lower classes, which begin anew later.
    PreemptRestart,
    /// They also interrupt operations of lower classes, which begin anew later with another time.
    PreemptResample,
}

impl Classes {
    /// Whether waiting lots interrupt operations.
    pub fn interrupt(self) -> bool {
        matches!(self, Classes::PreemptResume | Classes::PreemptRestart | Classes::PreemptResample)
    }
}

/// What a change of family costs at a machine.
#[derive(Clone, PartialEq, Debug)]
pub struct Setup {
    /// Time of a change that `times` does not name [s].
    pub time: Distribution,
    /// Particular changes.
    pub times: Vec<Changeover>,
    /// Who sets up; without anybody the crew of the operation does and holds until its end.
    pub crew: Vec<Crew>,
    /// Units of the first lot lost to each change.
    pub scrap: u32,
    /// The family that machines are set up for at the start; none when `None`.
    pub initial: Option<FamilyId>,
    /// How long a machine serves a family before it changes over, where it stays with families at all.
    pub visit: Visit,
}

/// How long a machine stays with a family: until none of it waits by default.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Visit {
    /// Whether only lots are served that waited when the visit began.
    pub gated: bool,
    /// Most lots of a visit [>= 1]; all when `None`.
    pub most: Option<u32>,
}

/// What machines do that have nothing to do.
#[derive(Clone, PartialEq, Debug)]
pub struct Standby {
    /// A machine that has found nothing to do takes lots again only when so many wait [>= 1].
    pub start_at: u32,
    /// After how long a machine that has nothing to do turns off; never when `None`.
    pub off_after: Option<Duration>,
    /// How long it takes to start a machine that is off, before the setup or operation of its lot [s].
    pub start_up: Distribution,
}

/// What one change of family takes, where it is not what all others take.
#[derive(Clone, PartialEq, Debug)]
pub struct Changeover {
    /// The family before; `None`: the first setup of a machine.
    pub from: Option<FamilyId>,
    /// The family after.
    pub to: FamilyId,
    /// Its time [s].
    pub time: Distribution,
    /// Who sets up; as for all others when `None`.
    pub crew: Option<Vec<Crew>>,
    /// Units of the first lot lost to it; as for all others when `None`.
    pub scrap: Option<u32>,
}

impl Setup {
    /// All who set up, at whatever change.
    pub fn crews(&self) -> impl Iterator<Item = &Crew> {
        self.crew.iter().chain(self.times.iter().flat_map(|own| own.crew.iter().flatten()))
    }
}

/// How a batch station loads: an oven, a steriliser. One operation for the whole batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    /// Fewest lots to start with [>= 1].
    pub min: u32,
    /// Most lots in a load [>= min].
    pub max: u32,
    /// A smaller load starts when its oldest lot has waited this long; never when `None`.
    pub longest_wait: Option<Duration>,
    /// Which lots share a load.
    pub together: Together,
}

/// Which lots share a load.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Together {
    /// Those at the same step of one product.
    #[default]
    Product,
    /// Those of the same setup family.
    Family,
    /// Any.
    Any,
}

impl Station {
    /// What each cause of breakdowns, then each plan of maintenance costs each time; of those that cost something.
    pub fn upkeep_costs(&self) -> impl Iterator<Item = f64> {
        let repairs = self.breakdowns.iter().map(|own| own.cost);
        repairs.chain(self.maintenance.iter().map(|own| own.cost)).filter(|cost| *cost > 0.0)
    }
}

/// Electrical power of one machine by what it does [kW; >= 0].
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Power {
    /// Producing.
    pub producing: f64,
    /// In setup or loading.
    pub setup: f64,
    /// Starved, blocked or waiting.
    pub idle: f64,
    /// Broken down, under repair, in maintenance, being upgraded, or in a cyber outage.
    pub down: f64,
    /// Off shift.
    pub off: f64,
}
