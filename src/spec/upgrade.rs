//! Upgrades with their typed effects, and the options that choose among them.

use crate::random::Distribution;
use crate::spec::programme::Programme;
use crate::spec::{CyberTarget, Need, Readiness, Reserve, Step};
use crate::units::math::pow;
use crate::units::{
    Duration, FactoryId, LoopId, MaterialId, PoolId, ProductId, StationId, Time, UpgradeId, YEAR_DAYS,
};

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
    /// The level of maturity that it needs and brings.
    pub maturity: Option<Maturity>,
    /// How what it brings is kept ready for an emergency; in use from the first day on when `None`.
    pub ready: Option<Readiness>,
    /// How it becomes cheaper and better with the years.
    pub progress: Progress,
}

impl Upgrade {
    /// What is there at once, costs nothing and works.
    pub fn named(name: &str) -> Upgrade {
        let nothing = Distribution::Constant(0.0);
        Upgrade {
            name: name.into(),
            title: String::new(),
            cost: nothing.clone(),
            yearly_cost: nothing.clone(),
            delivery: nothing.clone(),
            made_by: None,
            installed_by: None,
            installation: nothing,
            standstill: Duration::ZERO,
            ramp: Duration::ZERO,
            works: 1.0,
            requires: Vec::new(),
            excludes: Vec::new(),
            maturity: None,
            ready: None,
            progress: Progress::NONE,
        }
    }

    /// The stockpile that it brings.
    pub fn stockpile(&self) -> Option<&Reserve> {
        self.ready.as_ref()?.stockpile.as_ref()
    }

    /// What filling its stockpile costs, for each unit of it [currency].
    pub fn filling(&self) -> f64 {
        self.stockpile().map_or(0.0, |own| own.units as f64 * own.cost)
    }

    /// Price of one on average, a filled stockpile included [currency].
    pub fn mean_price(&self) -> f64 {
        self.cost.mean() + self.filling()
    }
}

/// What each year from the start of the run on leaves of an upgrade's price and of its failures [factors above 0].
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Progress {
    /// Of the price.
    pub price: f64,
    /// Of the probability that it does not work [not above 1].
    pub failures: f64,
}

impl Progress {
    /// Nothing changes.
    pub const NONE: Progress = Progress { price: 1.0, failures: 1.0 };

    /// The probability that it works where it is ordered at an instant; `works` is that of the start.
    pub fn works_at(&self, works: f64, ordered: Time) -> f64 {
        works + (1.0 - works) * (1.0 - years_of(self.failures, ordered))
    }

    /// The price at an instant, relative to the start.
    pub fn price_at(&self, ordered: Time) -> f64 {
        years_of(self.price, ordered)
    }
}

/// What a yearly factor leaves at an instant.
fn years_of(left: f64, at: Time) -> f64 {
    pow(left, at.since(Time::ZERO).as_days() / YEAR_DAYS)
}

/// What an upgrade does to a factory's level of maturity; levels say nothing to the simulation.
///
/// Levels are those of GB/T 39116-2020, maturity model of intelligent manufacturing capability.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Maturity {
    /// The level that a factory must have reached [1..=5].
    pub from: u8,
    /// The level that it has then [from..=5].
    pub to: u8,
}

impl Maturity {
    /// The level of a factory without upgrades.
    pub const FIRST: u8 = 1;

    /// The standard that has the levels.
    pub const SCALE: &str = "GB/T 39116-2020, maturity model of intelligent manufacturing capability";

    /// The names of the levels, from 1 on.
    pub const LEVELS: [&str; 5] = ["planned", "specified", "integrated", "optimised", "leading"];

    /// The level reached by some steps: from the first level on, as far as steps lead whose own level has been reached, whatever
    /// their order.
    pub fn reached(steps: impl Iterator<Item = Maturity>) -> u8 {
        let mut steps: Vec<Maturity> = steps.collect();
        steps.sort_by_key(|step| step.from);
        let further =
            |level: u8, step: &Maturity| if step.from <= level { level.max(step.to) } else { level };
        steps.iter().fold(Maturity::FIRST, further)
    }
}

/// An option: a set of upgrades at named factories. The baseline is the empty one.
#[derive(Clone, PartialEq, Debug)]
pub struct Choice {
    /// Name, unique in the scenario.
    pub name: String,
    /// What it is, in a few words for the report.
    pub title: String,
    /// What is installed where, by upgrade and factory: in whatever order the option lists them.
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

    /// Whether something of it waits until it is needed.
    pub fn waits(&self) -> bool {
        self.installations.iter().any(|own| own.order_when.is_some())
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

    /// The level of maturity that a factory reaches.
    pub fn maturity(&self, factory: FactoryId, upgrades: &[Upgrade]) -> u8 {
        let own = self.installations.iter().filter(|own| own.factory == factory);
        Maturity::reached(own.filter_map(|own| upgrades.get(own.upgrade.index())?.maturity))
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
    /// When it is ordered; at the earliest, where that waits for a need.
    pub order_at: Time,
    /// It is ordered on the first day that begins with this need, if any does; at `order_at` when `None`.
    pub order_when: Option<Need>,
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
    /// Time of all setups at a station [factor or s].
    SetupTime(StationId),
    /// Places in the buffer of a station [lots; rounded].
    Buffer(StationId),
    /// Cards of a loop [lots; rounded, at least 1].
    Cards(LoopId),
    /// What repairs and maintenance at a station cost each time, of the usual [share].
    UpkeepCost(StationId),
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

impl Target {
    /// The step whose parameter it is.
    pub fn step(self) -> Option<(ProductId, usize)> {
        match self {
            Target::StepTime(product, step)
            | Target::StepScrap(product, step)
            | Target::StepDefects(product, step)
            | Target::Detection(product, step)
            | Target::FalseAlarm(product, step) => Some((product, step)),
            _ => None,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(steps: &[(u8, u8)]) -> u8 {
        let nothing = Distribution::Constant(0.0);
        let upgrade = |step: &(u8, u8)| Upgrade {
            name: String::new(),
            title: String::new(),
            cost: nothing.clone(),
            yearly_cost: nothing.clone(),
            delivery: nothing.clone(),
            made_by: None,
            installed_by: None,
            installation: nothing.clone(),
            standstill: Duration::ZERO,
            ramp: Duration::ZERO,
            works: 1.0,
            progress: Progress::NONE,
            requires: Vec::new(),
            excludes: Vec::new(),
            maturity: Some(Maturity { from: step.0, to: step.1 }),
            ready: None,
        };
        let upgrades: Vec<Upgrade> = steps.iter().map(upgrade).collect();
        let installation = |index: usize| Installation {
            factory: FactoryId(3),
            upgrade: UpgradeId::new(index),
            units: 1,
            order_at: Time::ZERO,
            order_when: None,
            stops: Vec::new(),
            effects: Vec::new(),
        };
        let installations = (0..upgrades.len()).map(installation).collect();
        let choice = Choice { name: String::new(), title: String::new(), installations, offered: None };
        assert_eq!(choice.maturity(FactoryId(2), &upgrades), 1, "another factory");
        choice.maturity(FactoryId(3), &upgrades)
    }

    #[test]
    fn a_level_is_reached_from_the_one_below() {
        assert_eq!(reached(&[]), 1);
        assert_eq!(reached(&[(1, 2)]), 2);
        assert_eq!(reached(&[(3, 4)]), 1, "nothing leads to level 3");
        assert_eq!(reached(&[(3, 4), (1, 2)]), 2, "level 3 is missing");
        assert_eq!(reached(&[(3, 4), (2, 3), (1, 2)]), 4);
        assert_eq!(reached(&[(1, 3), (2, 2), (3, 3)]), 3);
    }
}
