//! Equipment in the books: bought, written down, helped by grants, sold.

use super::Activity;
use crate::spec::accounts::{Depreciation, GrantTax};
use crate::units::Money;

/// What happens to equipment in the books in one month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct EquipmentMonth {
    /// Written down.
    pub(super) depreciation: Money,
    /// Grants that become income: received, or released.
    pub(super) grants: Money,
    /// Gain by selling it, or loss (negative).
    pub(super) resale_gain: Money,
    /// Price less what was written down, at the month's end.
    pub(super) book: Money,
    /// Grants not yet released, at the month's end.
    pub(super) deferred: Money,
}

/// The months of some activities.
pub(super) fn equipment(
    activities: &[Activity],
    rule: &Depreciation,
    grants: GrantTax,
) -> Vec<EquipmentMonth> {
    let months = activities.len();
    // What is still to be written down and released, by month; a sale empties both.
    let (mut charges, mut releases) = (vec![Money::ZERO; months], vec![Money::ZERO; months]);
    let (mut book, mut deferred, mut oldest) = (Money::ZERO, Money::ZERO, None);
    let mut found = Vec::with_capacity(months);
    for (month, activity) in activities.iter().enumerate() {
        let (depreciation, mut income) = (charges[month], releases[month]);
        book = book + activity.capital - depreciation;
        deferred = deferred - income;
        if activity.capital != Money::ZERO {
            oldest = oldest.or(Some(month));
            spread(&mut charges, month + 1, &rule.monthly(activity.capital));
        }
        match grants {
            GrantTax::Income => income += activity.grants,
            GrantTax::LowersBase => {
                let age = month - oldest.unwrap_or(month);
                let left = rule.months().saturating_sub(age).max(1);
                deferred += activity.grants;
                spread(&mut releases, month + 1, &activity.grants.divided(&vec![1.0; left]));
            }
        }
        let mut resale_gain = Money::ZERO;
        if let Some(proceeds) = activity.resale {
            resale_gain = proceeds - book;
            income += deferred;
            (book, deferred, oldest) = (Money::ZERO, Money::ZERO, None);
            charges.fill(Money::ZERO);
            releases.fill(Money::ZERO);
        }
        found.push(EquipmentMonth { depreciation, grants: income, resale_gain, book, deferred });
    }
    found
}

fn spread(months: &mut [Money], first: usize, amounts: &[Money]) {
    for (month, amount) in months.iter_mut().skip(first).zip(amounts) {
        *month += *amount;
    }
}
