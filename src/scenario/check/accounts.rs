//! Tax and accounts.

use crate::spec::accounts::{
    Accounts, Depreciation, GrantTax, IncomeTax, Inflation, ValueAddedTax, WorkingCapital, WriteDown,
};
use crate::units::Date;

use crate::scenario::fields::Fields;
use crate::scenario::format::{ACCOUNTS, DEPRECIATION, IMMEDIATE, INFLATION, VAT, words};
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::{Node, Value, shortened};

const DAYS: Range = Range::new(0.0, 3_650.0, "a number of days from 0 to 3650");
/// What prices may grow by in a year.
const GROWTH: Range = Range::new(-0.5, 1.0, "a yearly share from -0.5 to 1, as 0.03 for 3 %");

impl Reader {
    /// The rules of the accounts, in a run that starts on this date.
    pub(super) fn accounts(&mut self, node: &Node, start: Date) -> Accounts {
        const GRANTS: &[(&str, GrantTax)] =
            &[("Income", GrantTax::Income), ("LowersBase", GrantTax::LowersBase)];
        let fields = self.open(node, &ACCOUNTS, "accounts");
        let form = "StraightLine(years: 10, residual: 0.05)";
        let rule = fields.need(self, "depreciation", form);
        let rule = rule.and_then(|node| self.depreciation(node, &fields.at("depreciation")));
        let none = ValueAddedTax { on_sales: 0.0, on_purchases: 0.0 };
        let grants = fields.get("grants").and_then(|node| self.word(node, "a rule for grants", GRANTS));
        Accounts {
            depreciation: rule.unwrap_or(IN_FIRST_MONTH),
            income_tax: IncomeTax {
                rate: fields.number(self, "income_tax", None, Range::SHARE),
                carry_years: fields.count(self, "loss_carry_years", Some(5), 0, 100) as usize,
                tax_group: fields.flag(self, "other_profits"),
                first_year_months: months_left_of_year(start),
            },
            tax_delay: fields.count(self, "tax_delay", Some(0), 0, 120) as usize,
            value_added: fields.get("vat").map_or(none, |node| self.value_added_tax(node, &fields)),
            working_capital: WorkingCapital {
                receivable_days: fields.number(self, "receivable_days", Some(0.0), DAYS),
                stock_days: fields.number(self, "stock_days", Some(0.0), DAYS),
                payable_days: fields.number(self, "payable_days", Some(0.0), DAYS),
            },
            grants: grants.unwrap_or(GrantTax::Income),
            inflation: fields.get("inflation").map(|node| self.inflation(node, &fields)),
        }
    }

    /// How prices rise.
    fn inflation(&mut self, node: &Node, accounts: &Fields<'_>) -> Inflation {
        let fields = self.open(node, &INFLATION, &accounts.at("inflation"));
        let general = fields.number(self, "general", None, GROWTH);
        let mut own = |name: &str| fields.number(self, name, Some(general), GROWTH);
        Inflation {
            general,
            sales: own("sales"),
            purchases: own("purchases"),
            wages: own("wages"),
            capital: own("capital"),
        }
    }

    fn value_added_tax(&mut self, node: &Node, accounts: &Fields<'_>) -> ValueAddedTax {
        let fields = self.open(node, &VAT, &accounts.at("vat"));
        ValueAddedTax {
            on_sales: fields.number(self, "sales", None, Range::SHARE),
            on_purchases: fields.number(self, "purchases", None, Range::SHARE),
        }
    }

    fn depreciation(&mut self, node: &Node, place: &str) -> Option<Depreciation> {
        let (Value::Record(Some(kind), _) | Value::Tuple(Some(kind), _) | Value::Word(kind)) = &node.value
        else {
            let form = "StraightLine(years: 10)";
            self.problems.wrong_type(node.span, "a rule of depreciation", &node.kind(), form);
            return None;
        };
        if kind == IMMEDIATE {
            if !matches!(node.value, Value::Word(_)) {
                let form = format!("{IMMEDIATE}, without brackets");
                self.problems.wrong_type(node.span, "a word without fields", &node.kind(), &form);
            }
            return Some(IN_FIRST_MONTH);
        }
        let Some(section) = DEPRECIATION.iter().find(|section| section.word() == kind) else {
            let mut known = words(DEPRECIATION);
            known.push(IMMEDIATE);
            self.problems.unknown_variant(node.span, &shortened(kind), "a rule of depreciation", &known);
            return None;
        };
        let fields = self.open(node, section, place);
        let rule = match kind.as_str() {
            "StraightLine" => WriteDown::StraightLine,
            "SumOfYears" => WriteDown::SumOfYears,
            _ => {
                let factor = Range::new(1.0, 100.0, "a factor from 1 to 100, as 2 for double");
                WriteDown::DecliningBalance(fields.number(self, "factor", Some(2.0), factor))
            }
        };
        Some(Depreciation {
            rule,
            years: fields.count(self, "years", None, 1, 100) as u32,
            residual: fields.number(self, "residual", Some(0.0), Range::SHARE),
        })
    }
}

/// All of it in the first month: neither years nor a rest mean anything.
const IN_FIRST_MONTH: Depreciation = Depreciation { rule: WriteDown::Immediate, years: 1, residual: 0.0 };

/// Months from this date's to December, both included [1..=12].
fn months_left_of_year(date: Date) -> usize {
    13_usize.saturating_sub(date.month().month.unsigned_abs().into()).clamp(1, 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_tax_year_ends_with_the_calendar_year() {
        let months = |text| months_left_of_year(Date::parse(text).unwrap());
        assert_eq!(["2020-01-01", "2020-01-31", "2020-02-01", "2020-12-31"].map(months), [12, 12, 11, 1]);
    }
}
