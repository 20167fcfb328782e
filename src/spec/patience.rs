//! Impatience: lots that do not join a queue, or leave it before work on them has begun.

use crate::random::Distribution;

/// How long lots wait for the operation of a step, and whether they do at all. Without a time and without a limit they wait
/// for ever.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Patience {
    /// How long a lot waits from its coming to the queue until work on it begins [s]; for ever when `None`.
    pub time: Option<Distribution>,
    /// A lot that finds no free machine and so many others waiting does not join them [lots]; it joins any queue when `None`. Of
    /// several stations the shortest queue counts.
    pub queue: Option<u32>,
    /// Probabilities with which a lot that finds no free machine does not join, by how many others wait: none, one, two, …; the
    /// last holds for more. It joins when there are none.
    pub balking: Vec<f64>,
    /// Position of the step where impatient lots go on; `None`: they leave the plant, unserved.
    pub step: Option<usize>,
}

impl Patience {
    /// Whether lots may go elsewhere in the very instant in which they come.
    pub fn turns_away(&self) -> bool {
        self.queue.is_some() || !self.balking.is_empty()
    }
}
