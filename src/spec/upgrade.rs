//! Upgrades with their typed effects, and the options that choose among them.

use crate::random::Distribution;
use crate::spec::programme::Programme;
use crate::spec::{CyberTarget, Step};
use crate::units::{Duration, FactoryId, MaterialId, PoolId, ProductId, StationId, Time, UpgradeId};

/// Something a factory can buy. What it does to a given plant is resolved per installation ([`Installation`]).
///
/// Costs and the size of effects are ignorance: drawn once per replication, the same for all factories. Whether
/// it works at all is drawn once per replication and factory.
#[derive(Clone, PartialEq, Debug)]
pub struct Upgrade {
    /// Name, unique in the scenario.
    pub name: String,
    /// What it is, in a few words for the report.
    pub title: String,
    /// Price of buying and installing it in one factory, for each of `Installation::units` [currency].
    pub cost: Distribution,
    /// Cost of having it, for each unit [currency per year].
    pub yearly_cost: Distribution,
    /// Time from the order, or from when it is made, to the beginning of installation [s].
    pub delivery: Distribution,
    /// The supplier of the region that makes it, one unit of its capacity for each; its making comes before the delivery.
    pub made_by: Option<usize>,
    /// The supplier of the region whose people install it, one unit of their capacity for each.
    pub installed_by: Option<usize>,
    /// Time from the beginning of installation to the first use [s].
    pub installation: Distribution,
    /// How long the affected machines stand still, at the end of the installation [<= installation in effect].
    pub standstill: Duration,
    /// Time from the first use until the whole benefit is there; grows evenly by days.
    pub ramp: Duration,
    /// Probability that it works at all in a factory [0..=1]; if not, cost and standstill remain, effects do not.
    pub works: f64,
    /// Upgrades that must be in the same option at the same factory.
    pub requires: Vec<UpgradeId>,
    /// Upgrades that must not be.
    pub excludes: Vec<UpgradeId>,
}

/// An option: a set of upgrades at named factories. The baseline is the empty one.
#[derive(Clone, PartialEq, Debug)]
pub struct Choice {
    /// Name, unique in the scenario.
    pub name: String,
    /// What it is, in a few words for the report.
    pub title: String,
    /// What is installed where, in file order.
    pub installations: Vec<Installation>,
    /// Set where owners decide what of it they buy, under which programme; there is then one choice for each option and
    /// programme.
    pub offered: Option<Offered>,
}

/// An option that owners may take, under a programme.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offered {
    /// Name of the option, as the file has it.
    pub option: String,
    /// Position in `Spec::programmes`.
    pub programme: usize,
}

impl Choice {
    /// The name of the option, as the file has it.
    pub fn option(&self) -> &str {
        self.offered.as_ref().map_or(&self.name, |offered| &offered.option)
    }

    /// The option under each of some programmes, as owners decide.
    pub fn under(&self, programmes: &[Programme]) -> Vec<Choice> {
        let under = |(programme, terms): (usize, &Programme)| Choice {
            name: format!("{} · {}", self.name, terms.name),
            offered: Some(Offered { option: self.name.clone(), programme }),
            ..self.clone()
        };
        programmes.iter().enumerate().map(under).collect()
    }
}

/// One upgrade at one factory, its effects resolved to that factory's plant.
#[derive(Clone, PartialEq, Debug)]
pub struct Installation {
    /// Where.
    pub factory: FactoryId,
    /// What.
    pub upgrade: UpgradeId,
    /// How many of it (lines, cells); multiplies its costs [>= 1].
    pub units: u32,
    /// When it is ordered.
    pub order_at: Time,
    /// Stations whose machines stand still during the installation.
    pub stops: Vec<StationId>,
    /// What it changes, in file order.
    pub effects: Vec<Effect>,
}

/// One effect on one named part of the plant.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// From now on a step runs in another mode: other station, time, crew, materials, scrap.
    SwitchStep {
        /// Whose routing.
        product: ProductId,
        /// Position in the routing.
        step: usize,
        /// The step as it is from then on (name unchanged).
        to: Box<Step>,
    },
    /// A parameter changes by an amount drawn once per replication; ramps up with the upgrade.
    Parameter {
        /// Which parameter.
        target: Target,
        /// How.
        change: Change,
        /// By how much, in the unit of the parameter (seconds, share, workers) or as a factor.
        amount: Distribution,
        /// Key of the draw: upgrade name and the effect's position, so that factories share it.
        draw: String,
    },
    /// The factory is connected to the platform.
    Connect,
    /// Dormant machines come to life.
    AddMachines {
        /// Where.
        station: StationId,
        /// How many.
        machines: u32,
    },
    /// The last machines of a station are taken away (they finish their lot).
    RemoveMachines {
        /// Where.
        station: StationId,
        /// How many.
        machines: u32,
    },
}

/// How a parameter changes. Over several upgrades: set first, then all factors, then all additions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// Becomes the amount; two of them on one parameter are an error.
    Set,
    /// Is multiplied by the amount.
    Multiply,
    /// Grows by the amount.
    Add,
}

/// A parameter of the plant that an effect can change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Target {
    /// Time of an operation, or duration of a dwell, of a product's step [factor on the base time, or s].
    StepTime(ProductId, usize),
    /// Scrap probability of an operation [share].
    StepScrap(ProductId, usize),
    /// Probability of a hidden defect from an operation [share].
    StepDefects(ProductId, usize),
    /// Probability that the inspection after an operation finds a defect [share].
    Detection(ProductId, usize),
    /// Probability that the inspection after an operation rejects a good unit [share].
    FalseAlarm(ProductId, usize),
    /// Time to failure of all causes at a station [factor or s].
    TimeToFailure(StationId),
    /// Time to repair of all causes at a station [factor or s].
    TimeToRepair(StationId),
    /// Share of breakdowns at a station that are foreseen: the machine finishes its operation, then has a planned stop
    /// [share].
    Foreseen(StationId),
    /// Time to repair of foreseen breakdowns, of the usual time [share].
    ForeseenRepair(StationId),
    /// Time until maintenance is due, of all plans at a station [factor or s].
    MaintenanceEvery(StationId),
    /// Duration of maintenance, of all plans at a station [factor or s].
    MaintenanceTime(StationId),
    /// Power at a station while idle [kW].
    PowerIdle(StationId),
    /// Headcount of every team of a pool [workers; rounded].
    Headcount(PoolId),
    /// Base absence of a pool [share].
    Absence(PoolId),
    /// Time of the first unit of a pool's learners [factor on the standard time].
    LearningStart(PoolId),
    /// Learning rate of a pool.
    LearningRate(PoolId),
    /// Lead time of a material [factor or s].
    LeadTime(MaterialId),
    /// Power while producing at a station [kW].
    PowerProducing(StationId),
    /// Something of the information flow.
    Information(Information),
    /// Something of the cyber risk.
    Cyber(CyberTarget),
}

/// A parameter of the information flow ([`crate::spec::Planning`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Information {
    /// Time between plans [factor or s].
    PlanEvery,
    /// Time that a plan takes [factor or s].
    PlanDuration,
    /// Least time from plan to release [factor or s].
    PlanFrozen,
    /// Age of the data of a plan [factor or s].
    DataAge,
    /// Time to prepare an instruction [factor or s].
    InstructionTime,
    /// Time between two givings out of instructions [factor or s].
    InstructionsGivenEvery,
    /// Time from giving out to the machine [factor or s].
    Transmission,
    /// Probability that an instruction is wrong [share].
    WrongInstructions,
    /// Probability that a wrong one is found out before work begins [share].
    WrongFound,
}
