//! Money: books of what happened, the cash flow of an investment, and its appraisal. Pure functions.
//!
//! Owns prices times quantities (`books`), an option's flow against the baseline's (`investment`), and the
//! arithmetic of monthly flows (payback, NPV, IRR and the like). Books are integers and balance exactly; appraisal
//! is `f64`. Knows nothing of how a run is computed, nor of replications. Start at [`Books`] and [`Verdict`].

mod appraisal;
mod books;
mod coverage;
mod dated;
mod emergency;
mod instruments;
mod investment;
mod irr;
mod loan;
mod payback;
mod prices;
#[cfg(test)]
pub(crate) mod sample;
mod statements;
mod tax;
mod working_capital;

pub use appraisal::{
    airr, benefit_cost_ratio, cumulative, equivalent_monthly_cost, mirr, monthly_rate, nominal_rate, npv,
    peak_funding, profitability_index, real_rate, yearly_rate,
};
pub use books::{Books, StockCost, books};
pub use coverage::{Coverage, debt_service_coverage, interest_coverage};
pub use dated::{xirr, xnpv};
pub use emergency::{Emergencies, Stratified, Stratum, break_even_frequency, stratified};
pub use instruments::{
    AcceptedGrant, Equity, Exit, Guarantee, Instrument, InterestSubsidy, Lease, Loan, Months, OutputBonus,
    OutputGrant, Party, PayPerUse, Project, PurchaseGuarantee, ReadinessFee, RevenueShare, Settlement,
    TaxCredit, Transfer, UpFrontGrant, Voucher, settle,
};
pub use investment::{Flow, Verdict, cash_flow, verdict};
pub use irr::{Irr, irr};
pub use loan::{Grace, Instalment, LoanTerms, Repayment, equal_instalment, instalments};
pub use payback::{Payback, discounted_payback, payback};
pub use prices::{Resale, escalated};
pub use statements::{Accounts, Activity, BalanceSheet, CashFlow, GrantTax, Income, Statement, statements};
pub use tax::{Depreciation, IncomeTax, ValueAdded, ValueAddedTax, WriteDown, depreciation_charges};
pub use working_capital::{TiedUp, WorkingCapital};
