//! The largest queue of each station: most lots in its buffer at a time, once an instant has settled.

use crate::units::LotId;

use super::elements::Station;
use super::floor::{Floor, Touched};

impl Station {
    /// A lot comes into the buffer, and may make the largest queue so far.
    #[inline(always)]
    pub(super) fn take_in(&mut self, own: u32, lot: LotId, touched: &mut Touched) {
        self.buffer.push_back(lot);
        if self.buffer.len() as u32 > self.peak || !self.plain {
            touched.peaks.push(own);
        }
    }
}

impl Floor<'_> {
    /// Looks at the buffers that may hold more lots than ever before.
    #[inline(never)]
    pub(super) fn note_peaks(&mut self) {
        for station in self.touched.peaks.drain(..) {
            let s = &mut self.stations[station as usize];
            s.peak = s.peak.max(s.waiting() as u32);
        }
    }

    /// Measures begin: what waits now is the largest queue so far.
    pub(super) fn forget_peaks(&mut self) {
        for s in &mut *self.stations {
            s.peak = s.waiting() as u32;
        }
    }
}
