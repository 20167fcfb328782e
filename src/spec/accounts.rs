//! Tax and accounts: the rules by which a firm's statements are drawn up.

use crate::units::math::pow;

/// The rules of the accounts.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Accounts {
    /// How equipment is written down.
    pub depreciation: Depreciation,
    /// Tax on profit.
    pub income_tax: IncomeTax,
    /// Months between the end of a tax year and the payment of its tax.
    pub tax_delay: usize,
    /// Tax on value added.
    pub value_added: ValueAddedTax,
    /// When bills are paid.
    pub working_capital: WorkingCapital,
    /// What grants are.
    pub grants: GrantTax,
    /// How prices rise; `None`: all amounts are in the prices of the start.
    pub inflation: Option<Inflation>,
}

/// A firm without tax that pays and is paid at once, and writes its equipment down over ten years.
impl Default for Accounts {
    fn default() -> Accounts {
        Accounts {
            depreciation: Depreciation { rule: WriteDown::StraightLine, years: 10, residual: 0.0 },
            income_tax: IncomeTax::default(),
            tax_delay: 0,
            value_added: ValueAddedTax::default(),
            working_capital: WorkingCapital::default(),
            grants: GrantTax::Income,
            inflation: None,
        }
    }
}

/// How prices rise each year [shares > -1]. What is simulated is in the prices of the start; the accounts have each month's own.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Inflation {
    /// Prices in general: also of all costs that are not named below.
    pub general: f64,
    /// Prices of what is sold.
    pub sales: f64,
    /// Prices of materials and energy.
    pub purchases: f64,
    /// Wages.
    pub wages: f64,
    /// Prices of upgrades.
    pub capital: f64,
}

impl Inflation {
    /// What a price of the start has become after some months.
    pub fn factor(yearly: f64, months: usize) -> f64 {
        pow(1.0 + yearly, months as f64 / 12.0)
    }
}

/// The real rate behind a nominal one under inflation [> -1], after Fisher.
pub fn real_rate(nominal: f64, inflation: f64) -> f64 {
    (1.0 + nominal) / (1.0 + inflation) - 1.0
}

/// The nominal rate that leaves a real one under inflation [> -1]: the other way round.
pub fn nominal_rate(real: f64, inflation: f64) -> f64 {
    (1.0 + real) * (1.0 + inflation) - 1.0
}

/// How grants are taxed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GrantTax {
    /// They are income when they come.
    Income,
    /// They lower what equipment is written down by, in equal parts over the months for which the oldest
    /// equipment still is.
    LowersBase,
}

/// How a purchase is written down.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Depreciation {
    /// The rule.
    pub rule: WriteDown,
    /// Over how many years [>= 1].
    pub years: u32,
    /// The share that is not written down [0..=1].
    pub residual: f64,
}

/// The rule by which value is written down.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum WriteDown {
    /// The same each year.
    StraightLine,
    /// A multiple [>= 1; 2 is double] of the straight line's rate on what is left, until the straight line over
    /// the rest is more.
    DecliningBalance(f64),
    /// By the years still to come: 5/15, 4/15, … over five years.
    SumOfYears,
    /// All of it in the first month.
    Immediate,
}

/// How profit is taxed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct IncomeTax {
    /// Share of the taxable profit [0..=1].
    pub rate: f64,
    /// In how many later years a loss can be used; then it lapses. 5 as a rule.
    pub carry_years: usize,
    /// Whether the firm has other profits, which a loss lowers at once: tax is then negative.
    pub tax_group: bool,
    /// Months from the start of the project to the end of its first tax year [1..=12].
    pub first_year_months: usize,
}

impl Default for IncomeTax {
    fn default() -> IncomeTax {
        IncomeTax { rate: 0.0, carry_years: 5, tax_group: false, first_year_months: 12 }
    }
}

/// The rates, on amounts without tax.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct ValueAddedTax {
    /// On sales [>= 0].
    pub on_sales: f64,
    /// On purchases, capital among them [>= 0].
    pub on_purchases: f64,
}

/// Days of sales and costs that are open at a month's end [days >= 0; a month counts 30].
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct WorkingCapital {
    /// Days until customers pay.
    pub receivable_days: f64,
    /// Days of costs that lie in stock.
    pub stock_days: f64,
    /// Days until suppliers are paid.
    pub payable_days: f64,
}

/// What equipment can be sold for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Resale {
    /// Share of its price that is lost by leaving the shop [0..=1].
    pub first_loss: f64,
    /// Share of its value that is lost in each year [0..=1].
    pub yearly_loss: f64,
    /// Share of its price that it keeps as scrap [0..=1]: the least it brings.
    pub scrap: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Methods 3.3: 10 % nominal under 3 % of inflation.
    #[test]
    fn real_and_nominal_by_hand() {
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found}");
        near(real_rate(0.10, 0.03), 0.067_961_165_0);
        near(nominal_rate(real_rate(0.10, 0.03), 0.03), 0.10);
        near(Inflation::factor(0.21, 6), 1.1);
    }
}
