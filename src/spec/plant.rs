//! A kind of plant: calendars, stations, dwell places, pools, materials, products with their routings.

use crate::random::Distribution;
use crate::spec::Curve;
use crate::units::{CalendarId, Duration, MaterialId, PlaceId, PoolId, StationId, Time};

/// A kind of plant. All ids inside are positions in its own lists.
#[derive(Clone, PartialEq, Debug)]
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
    /// Products with their routings.
    pub products: Vec<Product>,
    /// Rent, management and the like [currency per month; >= 0].
    pub overhead_per_month: f64,
    /// Price of electricity [currency per kWh; >= 0].
    pub energy_price: f64,
}

/// When machines or people work: intervals of a period that repeats for ever.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calendar {
    /// Name, unique in the plant.
    pub name: String,
    /// Length of the repeated pattern [> 0].
    pub period: Duration,
    /// How far into the pattern the run starts [< period]; weekly patterns begin on Monday.
    pub offset: Duration,
    /// Working intervals [start, end) within the period, ascending and apart.
    pub on: Vec<(Duration, Duration)>,
}

/// A place with one input buffer and parallel machines or manual workplaces.
#[derive(Clone, PartialEq, Debug)]
pub struct Station {
    /// Name, unique in the plant.
    pub name: String,
    /// Machines or workplaces at the start [>= 0; 0 only where an upgrade brings them].
    pub machines: u32,
    /// Further machines that some option may add; dormant until then.
    pub dormant: u32,
    /// Places in the input buffer [lots]; unlimited when `None`. Places on machines do not count.
    pub buffer: Option<u32>,
    /// Whether lots are processed many at a time.
    pub batch: Option<Batch>,
    /// Working hours of the machines; always when `None`.
    pub calendar: Option<CalendarId>,
    /// Causes of breakdowns and micro-stops, for each machine by itself.
    pub breakdowns: Vec<Breakdown>,
    /// Power of one machine while producing or in setup [kW; >= 0].
    pub power_producing_kw: f64,
    /// Power of one machine in every other state but off shift [kW; >= 0].
    pub power_idle_kw: f64,
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
    /// Whether lots of different products share a load.
    pub mixed: bool,
}

/// One cause of stops of a machine: breakdown or micro-stop.
#[derive(Clone, PartialEq, Debug)]
pub struct Breakdown {
    /// Name of the cause, unique at the station.
    pub name: String,
    /// On which clock the time to failure runs down.
    pub clock: ClockKind,
    /// Time to failure [s].
    pub time_to_failure: Distribution,
    /// Time to repair [s].
    pub time_to_repair: Distribution,
    /// Who repairs; the repair starts at once and without anybody when `None`.
    pub crew: Option<Crew>,
}

/// Which time wears a machine out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClockKind {
    /// Time in which the machine works on a lot.
    Operating,
    /// All time.
    Calendar,
}

/// Workers of one pool taken together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Crew {
    /// From which pool.
    pub pool: PoolId,
    /// How many [>= 1].
    pub workers: u32,
}

/// A place where lots stay for a time with neither machine nor worker: aeration, quarantine, a truck.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// Name, unique in the plant (shared name space with stations).
    pub name: String,
    /// How many lots fit; unlimited when `None`.
    pub capacity: Option<u32>,
}

/// A pool of workers.
#[derive(Clone, PartialEq, Debug)]
pub struct Pool {
    /// Name, unique in the plant.
    pub name: String,
    /// Shift teams, in file order.
    pub teams: Vec<Team>,
    /// Share of workers absent from a shift without any surge [0..=1].
    pub absence: f64,
    /// Cost of an hour of presence [currency; >= 0].
    pub wage_per_hour: f64,
}

/// The workers of one shift.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Team {
    /// How many.
    pub headcount: u32,
    /// When they are there; always when `None`.
    pub calendar: Option<CalendarId>,
}

/// A bought material held in stock.
#[derive(Clone, PartialEq, Debug)]
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
    pub supplier: Supplier,
}

/// A rule of replenishment on the inventory position (on hand + on order), looked at after every use.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Reorder {
    /// (s, S): at or below `point`, up to `level`.
    UpTo {
        /// s [units of the material].
        point: f64,
        /// S [units of the material; > s].
        level: f64,
    },
    /// (R, Q): at or below `point`, as many times `quantity` as lift the position above it.
    Quantity {
        /// R [units of the material].
        point: f64,
        /// Q [units of the material; > 0].
        quantity: f64,
    },
}

/// Who delivers a material.
#[derive(Clone, PartialEq, Debug)]
pub struct Supplier {
    /// Time from order to delivery [s].
    pub lead_time: Distribution,
    /// Price of one unit of the material [currency; >= 0].
    pub price: f64,
}

/// A product with its routing.
#[derive(Clone, PartialEq, Debug)]
pub struct Product {
    /// Name, unique in the plant; products of one name are the same product for the region.
    pub name: String,
    /// What one unit is called: "mask".
    pub unit: String,
    /// Units in a lot [>= 1], before `Spec::lot_scale`.
    pub lot_units: u32,
    /// How work comes in.
    pub supply: Supply,
    /// Price of one good unit delivered [currency; >= 0].
    pub price: f64,
    /// The steps, in order [at least one].
    pub routing: Vec<Step>,
}

/// How lots of a product enter the plant.
#[derive(Clone, PartialEq, Debug)]
pub enum Supply {
    /// Lots arrive by themselves and leave the plant when done.
    Arrivals(Arrivals),
    /// The first station is never short of work; lots leave the plant when done.
    Saturated,
    /// Orders are met from a stock of finished goods, which production fills up to a base stock.
    ToStock {
        /// Finished units at the start.
        initial_stock: u64,
        /// Production goes on while on hand + in process - backlog is below this [units].
        base_stock: u64,
        /// The orders.
        demand: Demand,
        /// How long an order waits for delivery before it is lost; for ever when `None`.
        patience: Option<Duration>,
    },
}

/// A process of arriving lots.
#[derive(Clone, PartialEq, Debug)]
pub struct Arrivals {
    /// The first arrival.
    pub first: FirstArrival,
    /// Time between arrivals [s]: exponential for a Poisson process, constant for a regular one.
    pub spacing: Distribution,
    /// What happens to a lot that finds the first buffer full.
    pub when_full: WhenFull,
}

/// When the first lot arrives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FirstArrival {
    /// At this instant.
    At(Time),
    /// One spacing after the start.
    AfterSpacing,
}

/// What happens to an arriving lot when the first buffer is full.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhenFull {
    /// It waits outside.
    Wait,
    /// It is lost.
    Lost,
}

/// Orders for a product: once a period, a curve's rate times a random factor.
#[derive(Clone, PartialEq, Debug)]
pub struct Demand {
    /// Rate over time [units per day; >= 0].
    pub rate: Curve,
    /// Time between orders [> 0]; the first comes at the start.
    pub every: Duration,
    /// Random factor of each order, around 1.
    pub variation: Distribution,
}

/// One step of a routing.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// Name, unique in the routing.
    pub name: String,
    /// What happens.
    pub kind: StepKind,
}

/// What a step does with a lot.
#[derive(Clone, PartialEq, Debug)]
pub enum StepKind {
    /// Work at a station.
    Operation(Operation),
    /// A stay at a place.
    Dwell {
        /// Where.
        place: PlaceId,
        /// How long [s].
        duration: Distribution,
    },
}

/// Work on a lot at a station.
#[derive(Clone, PartialEq, Debug)]
pub struct Operation {
    /// Where.
    pub station: StationId,
    /// How long.
    pub time: StepTime,
    /// The ideal time per unit, for OEE [s]; `None`: the mean of `time`.
    pub nameplate: Option<f64>,
    /// Workers held for the whole operation, all or none.
    pub crew: Vec<Crew>,
    /// Materials taken at the start, all or none.
    pub materials: Vec<MaterialUse>,
    /// Probability that a unit is scrapped [0..=1].
    pub scrap: f64,
}

/// The time of an operation, drawn once for each lot or batch.
#[derive(Clone, PartialEq, Debug)]
pub enum StepTime {
    /// For each unit of the lot [s].
    PerUnit(Distribution),
    /// For the lot or the batch, whatever its size [s].
    PerLot(Distribution),
}

/// Material that one unit of product takes when its operation starts.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MaterialUse {
    /// Which.
    pub material: MaterialId,
    /// How much [units of the material per unit started; > 0].
    pub per_unit: f64,
}
