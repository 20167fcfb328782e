//! The factories' monthly statements as a table: what each month earned, paid and left, to the smallest unit.

use crate::experiment::{Cell, Drawn, Funded, Results, statements};
use crate::finance::{Statement, month_ends};
use crate::report::measures::detailed;
use crate::report::tables::Csv;
use crate::spec::Spec;
use crate::units::{Date, Money};

/// A region of more factories has those of a sample one by one, besides the total of all.
const MOST_SHOWN: usize = 20;

/// What the total of all factories is called.
const ALL: &str = "(all factories)";

/// A line of the statements: its name, what it is, and its amount.
type Line = (&'static str, &'static str, fn(&Statement) -> Money);

/// The lines in their order.
pub(crate) const LINES: &[Line] = &[
    ("income_sales", "sales", |own| own.income.sales),
    ("income_costs", "materials, energy and maintenance used, wages, overhead and the rest", |own| {
        own.income.costs
    }),
    ("income_depreciation", "equipment written down", |own| own.income.depreciation),
    ("income_grants", "grants that count as income now", |own| own.income.grants),
    ("income_resale_gain", "proceeds of equipment sold, less what it stood in the books with", |own| {
        own.income.resale_gain
    }),
    ("income_interest", "interest and fees", |own| own.income.interest),
    ("income_tax", "tax on the profit of the tax year that ends with the month, less credits", |own| {
        own.income.tax
    }),
    ("income_profit", "sales + grants + resale gain - costs - depreciation - interest - tax", |own| {
        own.income.profit()
    }),
    ("cash_operations", "sales less costs, before anything is open", |own| own.cash_flow.operations),
    ("cash_working_capital", "less money tied up in addition in bills and stock", |own| {
        own.cash_flow.working_capital
    }),
    ("cash_vat", "value added tax collected, less borne, less handed over", |own| {
        own.cash_flow.value_added_tax
    }),
    ("cash_tax", "income tax paid, less credits", |own| own.cash_flow.income_tax),
    ("cash_equipment", "equipment bought and sold", |own| own.cash_flow.equipment),
    ("cash_grants", "grants received", |own| own.cash_flow.grants),
    ("cash_lenders", "drawn, less repaid, less interest", |own| own.cash_flow.lenders),
    ("cash_owners", "put in by owners and investors, less taken out", |own| own.cash_flow.owners),
    ("cash_total", "all of these: what the month adds to cash", |own| own.cash_flow.total()),
    ("balance_cash", "cash; below 0 where owners have yet to put it in", |own| own.balance.cash),
    ("balance_receivable", "unpaid by customers", |own| own.balance.tied_up.receivable),
    ("balance_stock", "in stock", |own| own.balance.tied_up.stock),
    ("balance_vat_credit", "value added tax that later sales give back", |own| {
        own.balance.value_added_credit
    }),
    ("balance_equipment", "equipment at its price less what was written down", |own| own.balance.equipment),
    ("balance_assets", "all of these", |own| own.balance.assets()),
    ("balance_payable", "unpaid to suppliers", |own| own.balance.tied_up.payable),
    ("balance_vat_payable", "value added tax to be handed over", |own| own.balance.value_added_payable),
    ("balance_tax_payable", "income tax to be paid; below 0 where it is to come back", |own| {
        own.balance.tax_payable
    }),
    ("balance_loans", "loans, and what a lease or a provider has financed", |own| own.balance.loans),
    ("balance_deferred_grants", "grants that have yet to make up for depreciation", |own| {
        own.balance.deferred_grants
    }),
    ("balance_paid_in", "put in by owners and investors, less taken out", |own| own.balance.paid_in),
    ("balance_retained", "profits so far", |own| own.balance.retained),
    ("balance_claims", "all of these from unpaid to suppliers on: always equal to `balance_assets`", |own| {
        own.balance.liabilities() + own.balance.equity()
    }),
];

/// The statements of the first replication, by surge, option, programme, factory and month of the appraisal's horizon; `None`
/// where the scenario has no accounts.
pub fn statements_csv(spec: &Spec, results: &Results) -> Option<String> {
    let horizon = spec.appraisal.as_ref().filter(|_| spec.accounts.is_some())?.horizon_months as usize;
    let names: Vec<&str> = LINES.iter().map(|(name, ..)| *name).collect();
    let csv = Csv::new(&format!("surge,option,programme,factory,month,until,repeated,{}", names.join(",")));
    // The first day after each month; of month 0, the start.
    let until = month_ends(spec.start, horizon).iter().map(Date::to_string).collect();
    let mut table = Table { spec, shown: detailed(spec, MOST_SHOWN), until, csv };
    for cell in &results.cells {
        let baseline = &results.cells[cell.surge * spec.options.len()];
        if cell.option == 0 {
            table.add(cell, None, statements(spec, results.seed, baseline, cell, None));
        }
        for funded in &cell.funded {
            table.add(cell, Some(funded), statements(spec, results.seed, baseline, cell, Some(funded)));
        }
    }
    Some(table.csv.finish())
}

struct Table<'a> {
    spec: &'a Spec,
    shown: Vec<bool>,
    until: Vec<String>,
    csv: Csv,
}

impl Table<'_> {
    /// The factories of a cell that are shown, and the total of all.
    fn add(&mut self, cell: &Cell, funded: Option<&Funded>, drawn: impl Iterator<Item = Drawn>) {
        let mut total = vec![vec![Money::ZERO; LINES.len()]; self.until.len()];
        let mut repeated = None;
        for own in drawn {
            let months: Vec<Vec<Money>> = own.months.iter().map(amounts).collect();
            for (sums, amounts) in total.iter_mut().zip(&months) {
                sums.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += *amount);
            }
            repeated = own.extrapolated_from;
            if self.shown[own.factory] {
                let name = &self.spec.factories[own.factory].name;
                self.rows(cell, funded, name, repeated, &months);
            }
        }
        if self.spec.factories.len() > 1 {
            self.rows(cell, funded, ALL, repeated, &total);
        }
    }

    fn rows(
        &mut self,
        cell: &Cell,
        funded: Option<&Funded>,
        factory: &str,
        repeated: Option<usize>,
        months: &[Vec<Money>],
    ) {
        let programme = &self.spec.programmes[funded.map_or(0, |funded| funded.programme)].name;
        for (month, amounts) in months.iter().enumerate() {
            let csv = &mut self.csv;
            csv.text(&self.spec.surges[cell.surge].name);
            csv.text(self.spec.options[cell.option].option());
            csv.text(programme);
            csv.text(factory);
            csv.number(&month.to_string());
            csv.number(&self.until[month]);
            csv.number(if repeated.is_some_and(|first| month >= first) { "yes" } else { "no" });
            amounts.iter().for_each(|amount| csv.number(&exact(*amount)));
            csv.end_row();
        }
    }
}

fn amounts(statement: &Statement) -> Vec<Money> {
    LINES.iter().map(|(.., of)| of(statement)).collect()
}

/// An amount to the smallest unit.
fn exact(amount: Money) -> String {
    let sign = if amount.0 < 0 { "-" } else { "" };
    let hundredths = amount.0.unsigned_abs();
    match hundredths % 100 {
        0 => format!("{sign}{}", hundredths / 100),
        rest => format!("{sign}{}.{rest:02}", hundredths / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use crate::spec::accounts::{Accounts, IncomeTax, WorkingCapital};
    use std::collections::BTreeMap;

    #[test]
    fn amounts_are_exact() {
        assert_eq!(
            [0, 5, -5, 120, -12_345].map(|m| exact(Money(m))),
            ["0", "0.05", "-0.05", "1.20", "-123.45"]
        );
    }

    /// Every row balances to the smallest unit, cash adds up, and the total is the sum of the factories.
    #[test]
    fn every_month_balances() {
        let (mut spec, results) = sample::town();
        assert_eq!(statements_csv(&spec, &results), None, "without accounts there are no statements");
        spec.accounts = Some(Accounts {
            // What the sample loses other profits make up for.
            income_tax: IncomeTax { rate: 0.25, tax_group: true, ..IncomeTax::default() },
            working_capital: WorkingCapital { receivable_days: 45.0, stock_days: 20.0, payable_days: 30.0 },
            ..Accounts::default()
        });
        let text = statements_csv(&spec, &results).unwrap();
        let mut lines = text.lines();
        let head: Vec<&str> = lines.next().unwrap().split(',').collect();
        let at = |name: &str| head.iter().position(|own| *own == name).unwrap();
        let cents = |text: &str| (text.parse::<f64>().unwrap() * 100.0).round() as i64;
        // Two surges, three options and the baseline, eight factories and their total, 61 months.
        let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
        assert_eq!(rows.len(), 2 * 4 * 9 * 61);
        assert_eq!((rows[0][at("until")], rows[1][at("until")]), ("2020-01-06", "2020-02-01"));
        let mut cash: i64 = 0;
        let mut sums: BTreeMap<(&str, &str, &str), i64> = BTreeMap::new();
        for row in &rows {
            assert_eq!(row.len(), head.len());
            assert_eq!(row[at("balance_assets")], row[at("balance_claims")]);
            cash = if row[at("month")] == "0" { 0 } else { cash } + cents(row[at("cash_total")]);
            assert_eq!(cents(row[at("balance_cash")]), cash);
            let sum = sums.entry((row[0], row[1], row[at("month")])).or_default();
            let profit = cents(row[at("income_profit")]);
            if row[at("factory")] == ALL {
                assert_eq!(profit, *sum);
            } else {
                *sum += profit;
            }
        }
        assert!(rows.iter().any(|row| row[at("cash_tax")] != "0"));
    }
}
