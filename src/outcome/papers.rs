//! Instructions as they were given and carried out, of a run that was asked to keep them.

use crate::units::Time;

/// The papers of one factory; positions are those of its plant.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Papers {
    /// Work orders by number.
    pub works: Vec<WorkOrder>,
    /// Instructions, in the order in which they were given out.
    pub instructions: Vec<Instruction>,
    /// What was done under them, in the order of time: the trace that they are checked against.
    pub moves: Vec<Move>,
}

/// What a plan makes of a product.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WorkOrder {
    /// Position of the product.
    pub product: usize,
    /// When its plan took effect.
    pub opened: Time,
    /// When the first of its orders is due; `None` where none is.
    pub due: Option<Time>,
    /// Units to be made, less those that a later plan took back.
    pub units: u64,
}

/// What became of an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// No machine has taken it.
    Unused,
    /// A machine has it.
    Valid,
    /// It was wrong; nobody saw it, and its lot is scrapped.
    WrongUnseen,
    /// It was seen to be wrong before work began, and another one was needed.
    WrongReplaced,
}

/// Workers for an operation: from which pools, and how many [shares of a worker, `spec::SHARES` to one].
pub type Workers = (Vec<usize>, u64);

/// An instruction as it was given out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Instruction {
    /// Number of the work order.
    pub work: usize,
    /// Number of the step in the product's routing, from 1.
    pub step: u16,
    /// When it was given out.
    pub given: Time,
    /// When it is at the machines.
    pub effective: Time,
    /// The machine that took it, by number in the factory; `None` where none has.
    pub machine: Option<usize>,
    /// The setup family of the operation, by position; `None` without one, or while no machine has taken it.
    pub setting: Option<usize>,
    /// Whether the machine had to be set up for it when it took it.
    pub setup: bool,
    /// The crew of the operation.
    pub crew: Vec<Workers>,
    /// Lots begun under it.
    pub lots: u64,
    /// Units in them.
    pub units: u64,
    /// What became of it.
    pub fate: Fate,
    /// The instruction in whose place it came.
    pub replaces: Option<usize>,
}

/// What a machine did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Move {
    /// A lot, one of several in a load, began its operation or goes on with it.
    Began(Began),
    /// The operation is over: done, given up for another lot, or its lot was scrapped.
    Ended {
        /// The machine.
        machine: usize,
    },
}

/// The beginning of an operation on a lot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Began {
    /// When.
    pub at: Time,
    /// Number of the machine in the factory.
    pub machine: usize,
    /// Number of the lot's work order.
    pub work: usize,
    /// Position of the lot's product.
    pub product: usize,
    /// Number of the step, from 1.
    pub step: u16,
    /// Units; 0 where an operation goes on that was given up before.
    pub units: u64,
    /// Who is with it: pool and shares of workers.
    pub crew: Vec<(usize, u64)>,
    /// The family that the machine is set up for; `None` where that is all the same.
    pub setting: Option<usize>,
    /// Whether it is one more lot of the load that has just begun.
    pub together: bool,
}
