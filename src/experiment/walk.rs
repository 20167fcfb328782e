//! Takes a run on from cut to cut, so near to each other that it soon hears when somebody asks to stop.

use std::sync::atomic::{AtomicBool, Ordering};

use super::Stopped;
use crate::plant::Plant;
use crate::units::{Duration, Time};

/// About so many events between two cuts: a fraction of a second.
const EVENTS: u64 = 1_000_000;

/// How far a run has been taken. Cuts change no result.
#[derive(Clone)]
pub(super) struct Walk<'a> {
    stop: &'a AtomicBool,
    at: Time,
    step: Duration,
    events: u64,
}

impl<'a> Walk<'a> {
    /// At the beginning of a run; `stop` is set by who asks to stop.
    pub(super) fn new(stop: &'a AtomicBool) -> Walk<'a> {
        Walk { stop, at: Time::ZERO, step: Duration::from_secs(1.0), events: 0 }
    }

    /// Takes the run up to an instant, or to its end.
    ///
    /// # Errors
    /// [`Stopped`] when asked to stop, or when the run cannot go on.
    pub(super) fn to(&mut self, plant: &mut Plant<'_>, end: Time) -> Result<(), Stopped> {
        // What the region does at the instant itself is done, also where the run is there already.
        loop {
            self.at = self.at.after(self.step).min(end);
            plant.run_until(self.at)?;
            if self.stop.load(Ordering::Relaxed) {
                return Err(Stopped::Asked);
            }
            let events = plant.events();
            let handled = events - self.events;
            self.events = events;
            self.step = match handled {
                many if many > EVENTS => Duration((self.step.0 / 2).max(1)),
                few if few < EVENTS / 8 => Duration(self.step.0.saturating_mul(8)),
                _ => self.step,
            };
            if self.at >= end || plant.has_ended() {
                return Ok(());
            }
        }
    }
}
