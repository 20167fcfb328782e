//! Chance: named streams and keyed draws, and the distributions drawn from them.
//!
//! A key is made once, from the seed, the replication, the element's name and the purpose ([`key`]). What happens
//! in order at one element (failures, absences, arrivals, lead times) draws from a [`Stream`]; what belongs to a
//! lot (service, quality) is a keyed draw from integers ([`mix`]), so that a changed order of work shifts nobody.
//! Every draw uses one u64 ([`Distribution::at`]), so a varying number of uniforms inside one shifts nobody either.

mod binomial;
mod distribution;
mod hyperexponential;
mod stream;

pub use binomial::Binomial;
pub use distribution::{BadDistribution, Distribution};
pub use hyperexponential::Phase;
pub use stream::{Stream, fnv1a, key, mix, uniform};
