//! Products and their routings: steps, what they take, where lots part and come together.

use crate::random::Distribution;
use crate::spec::{Crew, Patience, Quality, StockCosts, Supply};
use crate::units::{FamilyId, LoopId, MaterialId, PlaceId, ProductId, StationId};

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
