//! Lots at places that are no stations, counted over time.

use crate::outcome::{Spot, SpotTally};
use crate::units::{Duration, Time};

/// What has been counted of the lots at one place, and until when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gauge {
    since: Time,
    pub(super) tally: SpotTally,
}

impl Gauge {
    /// Nothing counted yet.
    pub(super) fn new(spot: Spot) -> Gauge {
        Gauge { since: Time::ZERO, tally: SpotTally::of(spot) }
    }

    /// Counts the time with so many lots, out of so many that fit, and units in them up to now; call before they change.
    pub(super) fn count(&mut self, lots: usize, capacity: u32, units: u64, now: Time) {
        let elapsed = now.since(self.since);
        self.since = now;
        self.tally.lots_time += Duration(elapsed.0 * lots as u64);
        self.tally.units_time += elapsed.as_secs() * units as f64;
        if lots >= capacity as usize {
            self.tally.full_time += elapsed;
        }
    }

    /// A lot that came at an instant leaves.
    pub(super) fn let_out(&mut self, entered: Time, now: Time) {
        self.tally.left += 1;
        self.tally.waits += now.since(entered);
    }
}
