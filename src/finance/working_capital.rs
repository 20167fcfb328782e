//! Money tied up between paying and being paid.

use crate::spec::accounts::WorkingCapital;
use crate::units::Money;

/// What is tied up at a month's end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TiedUp {
    /// Owed by customers.
    pub receivable: Money,
    /// In stock.
    pub stock: Money,
    /// Owed to suppliers.
    pub payable: Money,
}

impl TiedUp {
    /// The money that is missing meanwhile; negative where suppliers lend more than customers take.
    pub fn net(&self) -> Money {
        self.receivable + self.stock - self.payable
    }
}

impl WorkingCapital {
    /// What a month's sales and costs [currency] tie up: days / 30 of each. The change from month to month is cash.
    pub fn of_month(&self, sales: Money, costs: Money) -> TiedUp {
        TiedUp {
            receivable: sales.times(self.receivable_days / 30.0),
            stock: costs.times(self.stock_days / 30.0),
            payable: costs.times(self.payable_days / 30.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_a_month() {
        let terms = WorkingCapital { receivable_days: 45.0, stock_days: 20.0, payable_days: 30.0 };
        let tied = terms.of_month(Money(90_000), Money(60_000));
        assert_eq!((tied.receivable.0, tied.stock.0, tied.payable.0), (135_000, 40_000, 60_000));
        assert_eq!(tied.net(), Money(115_000));
        assert_eq!(WorkingCapital::default().of_month(Money(5), Money(5)).net(), Money::ZERO);
    }
}
