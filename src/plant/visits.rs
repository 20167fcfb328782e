//! Visits of machines to families: gated, or of so many lots at most. Without such limits a visit lasts while lots wait.

use crate::units::LotId;

use super::elements::{NONE, SetupRule};
use super::floor::Floor;

impl Floor<'_> {
    /// A machine has been set up for a family; who has a lot already serves it first.
    pub(super) fn begin_visit(&mut self, machine: u32) {
        let most = self.setup_of(machine).map_or(u32::MAX, |setup| setup.most);
        let m = &mut self.machines[machine as usize];
        self.wear[machine as usize].gate = self.now;
        m.visit_left = if m.lot.0 == NONE { most } else { most - 1 };
    }

    /// A machine takes a lot: one more of its visit, or the first of the next one to the same family. With another family the
    /// visit begins after the setup.
    pub(super) fn count_visit(&mut self, machine: u32, lot: LotId) {
        let row = self.lots.arena[lot.index()].row;
        let family = self.routings.rows[row as usize].family;
        let m = &self.machines[machine as usize];
        if family == NONE || family != m.family {
            return;
        }
        let Some(most) = self.setup_of(machine).filter(|setup| setup.is_limited()).map(|setup| setup.most)
        else {
            return;
        };
        let anew = m.visit_left == 0 || self.came_late(lot, row, machine);
        let m = &mut self.machines[machine as usize];
        if anew {
            m.visit_left = most;
            self.wear[machine as usize].gate = self.now;
        }
        m.visit_left -= u32::from(m.visit_left < u32::MAX);
    }

    /// Whether only lots are served here that waited when the visit began.
    pub(super) fn is_gated(&self, machine: u32) -> bool {
        self.setup_of(machine).is_some_and(|setup| setup.gated)
    }

    /// Whether a lot of a machine's present family came after the visit to it began, and that is only for those before.
    pub(super) fn came_late(&self, lot: LotId, row: u32, machine: u32) -> bool {
        if machine == NONE || !self.is_gated(machine) {
            return false;
        }
        let m = &self.machines[machine as usize];
        self.routings.rows[row as usize].family == m.family
            && self.lots.arena[lot.index()].entered > self.wear[machine as usize].gate
    }
}

impl SetupRule {
    fn is_limited(&self) -> bool {
        self.gated || self.most < u32::MAX
    }
}
