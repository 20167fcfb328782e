//! Money: books of what happened, the cash flow of an investment, and its appraisal. Pure functions.
//!
//! Owns prices times quantities (`books`), an option's flow against the baseline's (`investment`), who funds it
//! (`instruments`, `loan`), what it does to a firm's tax and accounts (`tax`, `statements`), all of it together
//! (`funded`), what would have to change for it to pay (`answers`), and the arithmetic of monthly flows (payback, NPV,
//! IRR and the like). Books, transfers and statements are integers and balance exactly; appraisal is `f64`. Knows
//! nothing of how a run is computed, nor of replications, but for `answers`, which counts them. Start at [`Books`],
//! [`fund`] and [`Verdict`].

mod answers;
mod appraisal;
mod books;
mod coverage;
mod dated;
mod emergency;
mod funded;
mod instruments;
mod investment;
mod irr;
mod layout;
mod loan;
mod payback;
mod prices;
#[cfg(test)]
pub(crate) mod sample;
mod statements;
mod tax;
mod working_capital;

pub use answers::{
    Goal, OwnerFlow, expected_npv, largest_interest, one_in_year, smallest_frequency, smallest_grant,
    smallest_price_factor, struck,
};
pub use appraisal::{
    airr, benefit_cost_ratio, cumulative, equivalent_monthly_cost, gains_over_losses, mirr, monthly_rate,
    npv, peak_funding, profitability_index, yearly_rate,
};
pub use books::{Books, StockCost, books, units_leaving, upkeep_costs};
pub use coverage::{Coverage, debt_service_coverage, interest_coverage};
pub use dated::{month_ends, xirr, xnpv};
pub use emergency::{Emergencies, break_even_frequency};
pub use funded::{Expected, Funded, Improvement, Measured, fund, funded_statements, in_use, maturity};
pub use instruments::{Project, Settlement, Transfer, settle};
pub use investment::{Flow, Verdict, cash_flow, verdict};
pub use irr::{Irr, irr};
pub use loan::{Instalment, equal_instalment, instalments};
pub use payback::{Payback, discounted_payback, payback};
pub use statements::{Activity, BalanceSheet, CashFlow, Income, Statement, statements};
pub use tax::ValueAdded;
pub use working_capital::TiedUp;
