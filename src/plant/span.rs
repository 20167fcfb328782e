//! The loop: pop, dispatch, settle, one instant at a time.

use crate::units::Time;

use super::floor::{Floor, Touched};

/// More rounds than this at one instant means that the plant never settles.
const MAX_ROUNDS: u32 = 100_000;

/// Why a plant cannot go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stuck {
    /// It never comes to rest: operations, stays or arrivals of no length feed each other, or serving has no end.
    Endless(Time),
    /// There are more lots than can be kept.
    Crowded(Time),
}

impl Floor<'_> {
    /// Handles everything that is due before `until`, or until enough lots have left.
    ///
    /// # Errors
    /// [`Stuck`] when an instant does not settle, or when there are too many lots.
    // By itself, so that the loop shares no registers with those who call it.
    #[inline(never)]
    pub(super) fn run_until(&mut self, until: Time) -> Result<(), Stuck> {
        // What was scheduled for the first instant is due in its first round.
        self.clock.calendar.begin_round();
        let bound = self.clock.calendar.bound(until);
        while self.clock.calendar.is_due_before(bound) && self.clock.lots_left < self.clock.stop_after {
            self.live_through_instant()?;
        }
        match &*self.touched {
            Touched { endless: true, .. } => Err(Stuck::Endless(self.now)),
            Touched { crowded: true, .. } => Err(Stuck::Crowded(self.now)),
            _ => Ok(()),
        }
    }

    /// All rounds of one instant: every event that is due, then settling, until nothing more is due.
    #[inline(always)]
    fn live_through_instant(&mut self) -> Result<(), Stuck> {
        let mut rounds = 0;
        loop {
            loop {
                let (now, slot) = self.clock.calendar.reach();
                self.now = now;
                self.clock.handled += 1;
                self.handle_slot(slot);
                self.clock.calendar.leave(slot);
                if !self.clock.calendar.more_due() {
                    break;
                }
            }
            self.settle();
            if !self.clock.calendar.begin_round() {
                self.write_states();
                return Ok(());
            }
            rounds += 1;
            if rounds > MAX_ROUNDS {
                return Err(Stuck::Endless(self.now));
            }
        }
    }
}
