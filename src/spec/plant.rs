//! A kind of plant: calendars, stations, dwell places, pools, materials, products with their routings.

use crate::random::Distribution;
use crate::spec::{
    Cyber, Hiring, Learning, Material, Overtime, Patience, Planning, Quality, StockCosts, Supplier, Supply,
};
use crate::units::{
    CalendarId, Duration, FamilyId, LoopId, MaterialId, PlaceId, PoolId, ProductId, StationId, Time,
};

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

/// One cause of stops of a machine: breakdown or micro-stop.
#[derive(Clone, PartialEq, Debug, Default)]
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
    /// What becomes of the operation under way.
    pub on_failure: OnFailure,
    /// Whether the repair stands still outside the working hours of the machine.
    pub in_hours_only: bool,
    /// What each repair costs beside wages: spare parts, help from outside [currency; >= 0].
    pub cost: f64,
}

/// What becomes of an operation when its machine breaks down.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum OnFailure {
    /// It goes on after the repair where it stopped.
    #[default]
    Resume,
    /// It begins anew after the repair.
    Restart,
    /// It begins anew after the repair with another time.
    Resample,
    /// Its lot or batch is scrapped.
    Scrap,
}

/// One plan of maintenance of a machine. It waits for the end of the operation under way.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Maintenance {
    /// Name, unique at the station.
    pub name: String,
    /// On which clock it falls due. On the operating clock it begins anew when it is done; on the calendar it keeps its
    /// dates however late it is done.
    pub clock: ClockKind,
    /// Time until it is due [s].
    pub every: Distribution,
    /// When it is due for the first time on the calendar [s]; after one `every` when `None`.
    pub first: Option<f64>,
    /// How long it takes [s].
    pub duration: Distribution,
    /// Who does it; it starts at once and without anybody when `None`.
    pub crew: Option<Crew>,
    /// Share of `every` after which it is done early when the machine has nothing to do or is blocked [0..=1]; never
    /// early when `None`.
    pub early: Option<f64>,
    /// Breakdowns whose time to failure begins anew with it.
    pub renews: Vec<usize>,
    /// What it costs each time beside wages: spare parts, help from outside [currency; >= 0].
    pub cost: f64,
}

impl Station {
    /// What each cause of breakdowns, then each plan of maintenance costs each time; of those that cost something.
    pub fn upkeep_costs(&self) -> impl Iterator<Item = f64> {
        let repairs = self.breakdowns.iter().map(|own| own.cost);
        repairs.chain(self.maintenance.iter().map(|own| own.cost)).filter(|cost| *cost > 0.0)
    }
}

impl Maintenance {
    /// Whether it falls due on dates known ahead.
    pub fn keeps_dates(&self) -> bool {
        self.clock == ClockKind::Calendar && matches!(self.every, Distribution::Constant(_))
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

/// Which time wears a machine out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ClockKind {
    /// Time in which the machine works on a lot.
    #[default]
    Operating,
    /// All time.
    Calendar,
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

/// A product with its routing.
#[derive(Clone, PartialEq, Debug, Default)]
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
    /// The loop whose card a lot needs from its release to its leaving (CONWIP); released at once when `None`.
    pub release: Option<LoopId>,
    /// Cost of a defective unit that reaches the customer [currency; >= 0].
    pub defect_cost: f64,
    /// What it costs to hold finished units and to owe units to customers; nothing of each order.
    pub costs: StockCosts,
    /// Penalty for each lot that leaves, and each order that is met from stock, after its due date [currency; >= 0].
    pub late_cost: f64,
    /// Penalty for each day by which one is late [currency per day; >= 0].
    pub late_cost_per_day: f64,
    /// Priority class of its lots [1 is the most urgent].
    pub class: u8,
    /// Time from release (from the order, where it is made to order) until a lot is due [s]; never when `None`.
    pub due: Option<Distribution>,
    /// The steps, in order [at least one].
    pub routing: Vec<Step>,
    /// Classes of its lots (of its orders, where it is made to order) with their shares [0..=1; sum 1]; all of `class`
    /// when empty.
    pub classes: Vec<(u8, f64)>,
}

/// One step of a routing.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Step {
    /// Name, unique in the routing.
    pub name: String,
    /// What happens.
    pub kind: StepKind,
    /// The loop whose card a lot needs from here on (kanban), until it has the card of a later step's loop or
    /// leaves. Without one it waits beside the line, not on its machine.
    pub card: Option<LoopId>,
    /// Where a lot goes next; the following step when empty.
    pub next: Vec<Branch>,
    /// The way to it from the step before; at once when `None`.
    pub transport: Option<Transport>,
    /// How long lots wait for its operation; for ever when `None`.
    pub patience: Option<Patience>,
    /// The priority class that lots have from here on; they keep theirs when `None`.
    pub class: Option<u8>,
    /// Position of the later step up to which a lot keeps the crew of this one: while it waits and moves, until it is on its
    /// way to that step, is split or joined, or leaves. The crew goes with the end of the operation when `None`.
    pub keep_crew_to: Option<usize>,
}

impl Step {
    /// Whether lots may go from here back to a step of its routing, itself included: on a way, for want of patience or as
    /// rework. Rework counts wherever it leads, since what it mends comes back.
    pub fn leads_back(&self, position: usize) -> bool {
        let back = |branch: &Branch| branch.step.is_some_and(|step| step <= position);
        let reworks = |operation: &Operation| {
            operation.quality.and_then(|own| own.rework).is_some_and(|own| own.product.is_none())
        };
        let impatient = self.patience.as_ref().and_then(|own| own.step).is_some_and(|step| step <= position);
        self.next.iter().any(back)
            || impatient
            || matches!(&self.kind, StepKind::Operation(own) if reworks(own))
    }
}

/// The most ways with a limit in one routing.
pub const LIMITED_WAYS: usize = 5;

/// One way that a lot may take after a step.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Branch {
    /// Probability of this way [0..=1; all ways of a step sum to 1].
    pub share: f64,
    /// Position of the step in the routing; `None`: the lot leaves.
    pub step: Option<usize>,
    /// How many times a lot may take this way; then it takes the others. Without end when `None`.
    pub most: Option<u8>,
}

/// What a step does with a lot.
#[expect(
    clippy::large_enum_variant,
    reason = "a plant has some dozens of steps, nearly all of them operations"
)]
#[derive(Clone, PartialEq, Debug)]
pub enum StepKind {
    /// Work at a station.
    Operation(Operation),
    /// A lot becomes several.
    Split(Split),
    /// Several lots become one.
    Join(Join),
    /// A stay at a place.
    Dwell {
        /// Where.
        place: PlaceId,
        /// How long [s].
        duration: Distribution,
    },
}

/// A lot becomes several, which go on one by one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Split {
    /// How many; fewer where it has fewer units [>= 2].
    pub lots: u32,
    /// Whether the place or machine that the lot comes from is kept until the last part has gone on.
    pub keeps_place: bool,
}

/// Several lots become one, which goes on as soon as they are together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Join {
    /// How many [>= 2].
    pub lots: u32,
    /// Whether they must come from one lot that was split. Parts that were scrapped on the way are not waited for.
    pub same_parent: bool,
    /// Lots that can wait for others; unlimited when `None`.
    pub capacity: Option<u32>,
}

/// What an operation takes of another product made in the plant: out of its stock where it is made to stock, else out of an input
/// place in which its lots end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Component {
    /// Which.
    pub product: ProductId,
    /// Units of it for each unit started [>= 1].
    pub per_unit: u32,
    /// Lots that can wait in the input place, beside those that other steps have place for; unlimited when `None`.
    pub capacity: Option<u32>,
}

/// Where lots are: a station or a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Site {
    /// A station.
    Station(StationId),
    /// A dwell place.
    Place(PlaceId),
}

/// How lots come from the step before.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Transport {
    /// How long [s].
    pub time: Distribution,
    /// How long from particular stations and places [s].
    pub times: Vec<(Site, Distribution)>,
    /// Lots under way at a time; unlimited when `None`.
    pub capacity: Option<u32>,
    /// Whether lots under way count against the room in the buffer ahead.
    pub counts_ahead: bool,
}

/// Work on a lot at a station.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Operation {
    /// Where.
    pub station: StationId,
    /// Other stations where it may run instead, each with its time there; `time` when `None`.
    pub or_at: Vec<(StationId, Option<StepTime>)>,
    /// How a lot chooses among its stations when it comes to the step.
    pub choice: Choosing,
    /// By how many lots another of its stations must have fewer, waiting and in work, for the last one of a queue to go over there
    /// [>= 2]; never when `None`.
    pub jockeys: Option<u32>,
    /// How long.
    pub time: StepTime,
    /// The setup family it belongs to; no setup when `None`.
    pub family: Option<FamilyId>,
    /// Work at the beginning that each lot needs, with its own crew: loading, fetching.
    pub loading: Option<Loading>,
    /// The ideal time per unit, for OEE [s]; `None`: the mean of `time`.
    pub nameplate: Option<f64>,
    /// Workers held for the whole operation, all or none.
    pub crew: Vec<Crew>,
    /// For how long its crew is busy after it has left the lot [s]: the way back, cleaning; at once free when `None`.
    pub crew_after: Option<Distribution>,
    /// Materials taken at the start, all or none.
    pub materials: Vec<MaterialUse>,
    /// Products of the plant that it takes, each from its own input place. Machine and lot are paired only when all are
    /// there.
    pub components: Vec<Component>,
    /// Probability that a unit is scrapped [0..=1].
    pub scrap: f64,
    /// Defects, inspection and rework; `None` where there is nothing of it.
    pub quality: Option<Quality>,
}

/// How a lot chooses among several stations of a step. Stations that share a buffer need no choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Choosing {
    /// The first in their order that has a free machine, else the first with room, else the first.
    #[default]
    InOrder,
    /// The one with the fewest lots waiting and on machines, for each machine; the first of equals.
    ShortestQueue,
    /// Each with the same probability.
    Random,
    /// One after the other.
    Cyclic,
}

/// Work at the beginning of an operation that only its own crew is held for.
#[derive(Clone, PartialEq, Debug)]
pub struct Loading {
    /// How long, once for each lot or batch [s].
    pub time: Distribution,
    /// Who does it; the crew of the operation is taken only after it.
    pub crew: Vec<Crew>,
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

impl Default for StepTime {
    fn default() -> StepTime {
        StepTime::PerUnit(Distribution::Constant(1.0))
    }
}

impl Default for StepKind {
    fn default() -> StepKind {
        StepKind::Operation(Operation::default())
    }
}
