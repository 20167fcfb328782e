//! A kind of plant: calendars, dwell places, pools, loops, and what it has of stations, materials and products.

use crate::spec::{
    Cyber, Hiring, Learning, Material, Overtime, Planning, Product, Station, StepKind, Supplier,
};
use crate::units::{CalendarId, Duration, PoolId, Time};

/// A kind of plant. All ids inside are positions in its own lists.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plant {
    /// Name, unique in the scenario.
    pub name: String,
    /// What it is, in a few words for the report; may be empty.
    pub title: String,
    /// Working calendars.
    pub calendars: Vec<Calendar>,
    /// Stations; those that upgrades bring come last and have no machines at first.
    pub stations: Vec<Station>,
    /// Dwell places.
    pub places: Vec<Place>,
    /// Pools of workers.
    pub pools: Vec<Pool>,
    /// Bought materials.
    pub materials: Vec<Material>,
    /// Setup families, in the order in which cyclic changes go.
    pub families: Vec<String>,
    /// Limits on work in process.
    pub loops: Vec<Loop>,
    /// Products with their routings.
    pub products: Vec<Product>,
    /// Rent, management and the like [currency per month; >= 0].
    pub overhead_per_month: f64,
    /// Price of electricity [currency per kWh; >= 0].
    pub energy_price: f64,
    /// Suppliers of materials with a limited capacity.
    pub suppliers: Vec<Supplier>,
    /// How orders become instructions; `None`: they are released at once.
    pub planning: Option<Planning>,
    /// Cyber incidents; `None`: there are none.
    pub cyber: Option<Cyber>,
}

impl Plant {
    /// Which products leave the plant, by product: those that are no component of another one, and components with customers.
    pub fn leaving(&self) -> Vec<bool> {
        let mut leaving = vec![true; self.products.len()];
        for step in self.products.iter().flat_map(|product| &product.routing) {
            if let StepKind::Operation(operation) = &step.kind {
                for component in &operation.components {
                    let made = component.product.index();
                    leaving[made] = self.products[made].supply.has_orders();
                }
            }
        }
        leaving
    }
}

/// When machines or people work: intervals of a period that repeats for ever.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Calendar {
    /// Name, unique in the plant.
    pub name: String,
    /// Length of the repeated pattern [> 0].
    pub period: Duration,
    /// How far into the pattern the run starts [< period]; weekly patterns begin on Monday.
    pub offset: Duration,
    /// Working intervals [start, end) within the period, ascending and apart.
    pub on: Vec<(Duration, Duration)>,
    /// Stretches of time in which other hours hold, ascending and apart: holidays, make-up days.
    pub exceptions: Vec<Exception>,
}

/// A stretch of time with hours of its own in place of a calendar's pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exception {
    /// Its first instant.
    pub from: Time,
    /// Its end.
    pub to: Time,
    /// Working intervals [start, end) in it; none on a holiday.
    pub on: Vec<(Time, Time)>,
}

/// What happens to an operation that is under way when its machine's or its crew's working hours end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum AtEnd {
    /// It stops, and goes on when they begin again.
    #[default]
    Suspend,
    /// It is finished first; the hours off end when they would have.
    Finish,
    /// It is finished first; the hours off keep their full length and end later by as much.
    FinishAndShift,
    /// It is not begun when it cannot end in time; one under way is there at the end only if its time has changed, and
    /// is suspended.
    NotBegin,
}

/// Workers taken together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Crew {
    /// From which pools, most preferred first; one crew may come from several [at least one].
    pub pools: Vec<PoolId>,
    /// How many [>= 1].
    pub workers: u32,
    /// How many machines one worker tends at a time [>= 1, divides [`SHARES`]].
    pub tends: u32,
    /// Which requests are served first; equals in the order in which they were made [smaller is first].
    pub priority: u8,
}

/// Into how many equal shares a worker can be divided among machines: every number up to 10 divides it.
pub const SHARES: u32 = 5_040;

/// A place where lots stay for a time with neither machine nor worker: aeration, quarantine, a truck.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// Name, unique in the plant (shared name space with stations).
    pub name: String,
    /// How many lots fit; unlimited when `None`.
    pub capacity: Option<u32>,
    /// How many lots have full speed at a time; more share it evenly, so that all take longer (processor sharing). Each has
    /// its own time when `None` [>= 1].
    pub full_speed: Option<u32>,
}

/// A pool of workers.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Pool {
    /// Name, unique in the plant.
    pub name: String,
    /// Shift teams, in file order.
    pub teams: Vec<Team>,
    /// Share of workers absent from a shift without any surge [0..=1].
    pub absence: f64,
    /// What happens to the operations of its workers when their shift ends.
    pub at_end: AtEnd,
    /// Factor on the wage of time that workers stay beyond their shift [>= 1].
    pub overtime_premium: f64,
    /// Whether requests for lots of smaller class numbers are served first.
    pub by_class: bool,
    /// Whether its workers leave an operation for a request that comes before it by priority or, with `by_class`, by class.
    /// The operation goes on later where it stopped.
    pub interrupts: bool,
    /// Cost of an hour of presence [currency; >= 0].
    pub wage_per_hour: f64,
    /// The pools of its named workers, one worker each; it has no teams of its own then.
    pub members: Vec<PoolId>,
    /// How its new workers learn; they are as fast as all when `None`.
    pub learning: Option<Learning>,
    /// Who is hired when; nobody when `None`.
    pub hiring: Option<Hiring>,
    /// When its teams stay longer; never when `None`.
    pub overtime: Option<Overtime>,
}

/// The workers of one shift.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Team {
    /// How many.
    pub headcount: u32,
    /// When they are there; always when `None`.
    pub calendar: Option<CalendarId>,
}

/// A limit on work in process: so many cards circulate, and a lot needs one to be inside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loop {
    /// Name, unique in the plant.
    pub name: String,
    /// Cards [lots; >= 1].
    pub cards: u32,
}
