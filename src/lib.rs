//! surgetwin: a digital twin of small factories, in an emergency and without one.
//!
//! A scenario file becomes a checked description ([`spec::Spec`]); a run is a function of the description,
//! a seed and a replication number; it hands over an [`outcome::Outcome`]; money, statistics and reports read
//! outcomes alone. The modules below are listed bottom layer first; `tests/house.rs` holds who may use whom.

/// Stops with a message that starts "bug:" and names the broken invariant; never for a mistake of the user.
#[macro_export]
macro_rules! bug {
    ($($what:tt)*) => {{
        #[allow(clippy::panic, reason = "the one place that may panic: a broken invariant of our own")]
        { panic!("bug: {}", format_args!($($what)*)) }
    }};
}

pub mod units;

pub mod random;

pub mod epidemic;

pub mod kernel;

pub mod stats;

pub mod spec;

pub mod capacity;

pub mod scenario;

pub mod outcome;

pub mod plant;

pub mod finance;

pub mod adoption;

pub mod experiment;

pub mod report;

pub mod cli;
