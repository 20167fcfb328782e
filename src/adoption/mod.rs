//! How an upgrade spreads among factories: who knows of it, who decides for it, who gets help and an installer. Pure.
//!
//! Owns the curves of diffusion, the owner's decision, the provider's queue, the rules by which a budget is
//! given out, the market of an offer that puts these together, and how shared costs are divided. Knows nothing of
//! plants, runs or scenarios: paybacks and amounts come in as numbers, chance as draws. What is written in a scenario is in `spec::diffusion`. Start at
//! [`Market`].

mod additionality;
mod bass;
mod decision;
mod knapsack;
mod learning;
mod market;
mod provider;
mod shared;
mod subsidy;
#[cfg(test)]
mod tests;

pub use additionality::{Additionality, additionality};
pub use decision::{Decision, Means, decide};
pub use knapsack::{MOST_ITEMS, TooMany, best_set};
pub use market::{Adopter, Judgement, Market, Owner};
pub use provider::{Provider, Request};
pub use shared::divide;
pub use subsidy::{Application, Award, Fund};
