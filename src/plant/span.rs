//! The loop: pop, dispatch, settle, one instant at a time.

use crate::units::Time;

use super::floor::Floor;

/// More rounds than this at one instant means that the plant never settles.
const MAX_ROUNDS: u32 = 100_000;

/// A plant that never comes to rest: operations, stays or arrivals of no length feed each other, or serving has no end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Endless {
    pub(super) at: Time,
}

impl Floor<'_> {
    /// Handles everything that is due before `until`, or until enough lots have left.
    ///
    /// # Errors
    /// [`Endless`] when an instant does not settle.
    pub(super) fn run_until(&mut self, until: Time) -> Result<(), Endless> {
        // What was scheduled for the first instant is due in its first round.
        self.clock.calendar.begin_round();
        let bound = self.clock.calendar.bound(until);
        while self.clock.calendar.is_due_before(bound) && self.clock.lots_left < self.clock.stop_after {
            self.live_through_instant()?;
        }
        if self.touched.endless { Err(Endless { at: self.now }) } else { Ok(()) }
    }

    /// All rounds of one instant: every event that is due, then settling, until nothing more is due.
    #[inline(always)]
    fn live_through_instant(&mut self) -> Result<(), Endless> {
        let mut rounds = 0;
        loop {
            loop {
                let slot = self.clock.calendar.reach();
                self.now = self.clock.calendar.now();
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
                return Err(Endless { at: self.now });
            }
        }
    }
}
