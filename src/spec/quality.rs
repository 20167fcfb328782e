//! Quality: hidden defects, inspection, rework.

use crate::units::ProductId;

/// What a step does to the quality of units, beyond scrap that is seen at once.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Quality {
    /// Probability that a good unit gets a defect that is not seen here [0..=1].
    pub defects: f64,
    /// How units are inspected after the step; not at all when `None`.
    pub inspection: Option<Inspection>,
    /// Probability that a good unit is sent to rework without any inspection [0..=1].
    pub rework_share: f64,
    /// Where units go that are sent to rework, or become another product; they are scrapped when `None`.
    pub rework: Option<Rework>,
    /// Whether the step repairs all defects of the units it works on.
    pub repairs: bool,
}

/// How units are inspected.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Inspection {
    /// Probability that a defect is found [0..=1].
    pub detects: f64,
    /// Probability that a good unit is rejected [0..=1].
    pub false_alarm: f64,
    /// Which units are looked at.
    pub sample: Sample,
}

/// Which units an inspection looks at.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Sample {
    /// All units of this share of lots [0..=1].
    Lots(f64),
    /// So many units of each lot; all of it when more than `accept` of them are rejected.
    Units {
        /// Units looked at first [>= 1].
        units: u32,
        /// Most rejected ones with which the rest passes.
        accept: u32,
    },
}

/// Where units go that are sent to rework. They leave their lot as a lot of their own, or the whole lot goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Rework {
    /// Position of the step in the routing.
    pub step: usize,
    /// The product that they become, in whose routing the step is; they stay what they are when `None`.
    pub product: Option<ProductId>,
    /// Whether their defects go with them; else they count as repaired.
    pub keeps_defects: bool,
    /// How many times a unit may be sent there; then it is scrapped. Without end when `None`.
    pub most: Option<u8>,
    /// Whether the whole lot goes when it is rejected: with any rejected unit of it, or with more of a sample than are
    /// accepted. Without that the rejected units of an accepted lot are scrapped.
    pub whole_lot: bool,
}
