//! What many factories use together: a platform, a team of process engineers, a training centre.

use super::funding::Party;
use crate::units::Money;

/// An investment of the region. Who pays for it is paid back by its members: the factories that bought what its options list.
#[derive(Clone, PartialEq, Debug)]
pub struct Shared {
    /// Name, unique in the scenario.
    pub name: String,
    /// What it is, in a few words for the report.
    pub title: String,
    /// The options that need it, as the file names them; empty: all.
    pub options: Vec<String>,
    /// What it costs to set up [>= 0].
    pub cost: Money,
    /// What it costs a year from the month after [>= 0].
    pub yearly_cost: Money,
    /// The month in which it is set up [months from the start of the run].
    pub begun: usize,
    /// Who pays for it.
    pub payer: Party,
    /// The share of all costs that the payer bears for good [0..=1].
    pub given: f64,
    /// In how many equal monthly fees members pay the rest of the cost, from the month after [>= 1].
    pub fee_months: u32,
    /// What the payer asks for its money [yearly effective share; >= 0].
    pub rate: f64,
    /// How each month's fee is divided among the members.
    pub division: Division,
}

/// By what a shared cost is divided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Division {
    /// The same for each member.
    Equal,
    /// By the good units that each makes.
    ByUse,
    /// By what each gains in operations; who gains nothing pays nothing.
    ByBenefit,
    /// As if it costs what its largest member needs, by good units: each step of size is paid by all who need it (the Shapley
    /// values of that cost).
    BySize,
}

impl Shared {
    /// Whether an option needs it, by its name in the file.
    pub fn serves(&self, option: &str) -> bool {
        self.options.is_empty() || self.options.iter().any(|own| own == option)
    }
}
