//! Money: books of what happened, the cash flow of an investment, and its appraisal. Pure functions.
//!
//! Owns prices times quantities (`books`), an option's flow against the baseline's (`investment`), and the
//! arithmetic of monthly flows (payback, NPV, IRR and the like). Books are integers and balance exactly; appraisal
//! is `f64`. Knows nothing of how a run is computed, nor of replications. Start at [`Books`] and [`Verdict`].

mod appraisal;
mod books;
mod dated;
mod investment;
mod irr;
mod payback;
#[cfg(test)]
pub(crate) mod sample;

pub use appraisal::{
    airr, cumulative, equivalent_monthly_cost, mirr, monthly_rate, npv, peak_funding, profitability_index,
    real_rate, yearly_rate,
};
pub use books::{Books, StockCost, books};
pub use dated::{xirr, xnpv};
pub use investment::{Flow, Verdict, cash_flow, verdict};
pub use irr::{Irr, irr};
pub use payback::{Payback, discounted_payback, payback};
