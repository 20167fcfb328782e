//! The kernel: the calendar of events. Knows slots and instants, and nothing of what happens at them.

mod calendar;

pub use calendar::{Bound, Calendar, TooLong};
