//! From activities to statements.

use super::equipment::{EquipmentMonth, equipment};
use super::{Activity, BalanceSheet, CashFlow, Income, Statement};
use crate::finance::tax::ValueAdded;
use crate::finance::working_capital::TiedUp;
use crate::spec::accounts::Accounts;
use crate::units::Money;

/// The statements of the months 0, 1, …, from nothing: a firm that begins with month 0, or what an option changes. The
/// last month closes the accounts: open bills are paid, stock has been used up, and what is owed in tax is settled, so that
/// no horizon leaves out what is due after it.
pub fn statements(activities: &[Activity], accounts: &Accounts) -> Vec<Statement> {
    let equipment = equipment(activities, &accounts.depreciation, accounts.grants);
    let value_added = value_added(activities, accounts);
    let mut incomes: Vec<Income> =
        activities.iter().zip(&equipment).map(|(activity, equipment)| income(activity, equipment)).collect();
    let taxable: Vec<Money> = incomes.iter().map(Income::before_tax).collect();
    let taxes = accounts.income_tax.of_months(&taxable);
    for ((income, tax), activity) in incomes.iter_mut().zip(&taxes).zip(activities) {
        income.tax = *tax - activity.tax_credit;
    }

    let mut balance = BalanceSheet::default();
    let month = |month: usize| {
        let (activity, income) = (&activities[month], incomes[month]);
        let (tied_up, paid_tax) = if month + 1 == activities.len() {
            (TiedUp::default(), balance.tax_payable + income.tax)
        } else {
            let due = month.checked_sub(accounts.tax_delay).map_or(Money::ZERO, |due| taxes[due]);
            let tied_up = accounts.working_capital.of_month(activity.sales, activity.purchases);
            // A credit is used in the month in which there is tax to be paid.
            (tied_up, due - activity.tax_credit)
        };
        let cash_flow = cash_flow(activity, &value_added[month], balance.tied_up, tied_up, paid_tax);
        balance = BalanceSheet {
            cash: balance.cash + cash_flow.total(),
            tied_up,
            value_added_credit: value_added[month].credit,
            equipment: equipment[month].book,
            value_added_payable: value_added[month].payable,
            tax_payable: balance.tax_payable + income.tax - paid_tax,
            loans: balance.loans + activity.drawn - activity.repaid,
            deferred_grants: equipment[month].deferred,
            paid_in: balance.paid_in + activity.invested - activity.distributed,
            retained: balance.retained + income.profit(),
        };
        Statement { income, cash_flow, balance }
    };
    (0..activities.len()).map(month).collect()
}

/// What the month earned, before tax.
fn income(activity: &Activity, equipment: &EquipmentMonth) -> Income {
    Income {
        sales: activity.sales,
        costs: activity.purchases + activity.wages_and_other,
        depreciation: equipment.depreciation,
        grants: equipment.grants,
        resale_gain: equipment.resale_gain,
        interest: activity.interest,
        tax: Money::ZERO,
    }
}

fn cash_flow(
    activity: &Activity,
    value_added: &ValueAdded,
    tied_before: TiedUp,
    tied_up: TiedUp,
    tax: Money,
) -> CashFlow {
    CashFlow {
        operations: activity.sales - activity.purchases - activity.wages_and_other,
        working_capital: tied_before.net() - tied_up.net(),
        value_added_tax: value_added.cash(),
        income_tax: -tax,
        equipment: activity.resale.unwrap_or_default() - activity.capital,
        grants: activity.grants,
        lenders: activity.drawn - activity.repaid - activity.interest,
        owners: activity.invested - activity.distributed,
    }
}

/// Value added tax is cash in the month of the bill, also where the bill itself is paid later.
fn value_added(activities: &[Activity], accounts: &Accounts) -> Vec<ValueAdded> {
    let sold: Vec<Money> = activities.iter().map(|a| a.sales + a.resale.unwrap_or_default()).collect();
    let bought: Vec<Money> = activities.iter().map(|a| a.purchases + a.capital).collect();
    accounts.value_added.of_months(&sold, &bought)
}
