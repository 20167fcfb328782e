//! Value added tax: collected on sales, paid on purchases, the difference handed over a month later, or in the last month.

use crate::spec::accounts::ValueAddedTax;
use crate::units::Money;

/// One month of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ValueAdded {
    /// Taken from customers.
    pub collected: Money,
    /// Paid to suppliers.
    pub borne: Money,
    /// Handed over to the state: what the month before left to pay.
    pub settled: Money,
    /// What is to be handed over next month [>= 0].
    pub payable: Money,
    /// What was borne and not yet set against sales: it lowers what is handed over later [>= 0].
    pub credit: Money,
}

impl ValueAdded {
    /// What the month leaves in cash.
    pub fn cash(&self) -> Money {
        self.collected - self.borne - self.settled
    }
}

impl ValueAddedTax {
    /// Month by month, from sales and purchases without tax. The last month hands over its own as well.
    pub fn of_months(&self, sales: &[Money], purchases: &[Money]) -> Vec<ValueAdded> {
        let mut before = ValueAdded::default();
        let month = |(sold, bought): (&Money, &Money)| {
            let (collected, borne) = (sold.times(self.on_sales), bought.times(self.on_purchases));
            let due = collected - borne - before.credit;
            before = ValueAdded {
                collected,
                borne,
                settled: before.payable,
                payable: due.positive(),
                credit: (-due).positive(),
            };
            before
        };
        let mut months: Vec<ValueAdded> = sales.iter().zip(purchases).map(month).collect();
        if let Some(last) = months.last_mut() {
            last.settled += std::mem::take(&mut last.payable);
        }
        months
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 13 % on both sides: the machine of month 0 gives a credit that the sales of months 1 and 2 use up.
    #[test]
    fn credit_first() {
        let money = |amounts: [i64; 4]| amounts.map(|amount| Money(amount * 100));
        let vat = ValueAddedTax { on_sales: 0.13, on_purchases: 0.13 };
        let months = vat.of_months(&money([0, 600, 600, 600]), &money([1_000, 100, 100, 100]));
        let of = |read: fn(&ValueAdded) -> Money| months.iter().map(|m| read(m).0).collect::<Vec<_>>();
        assert_eq!(of(|m| m.credit), [13_000, 6_500, 0, 0]);
        assert_eq!(of(|m| m.payable), [0, 0, 0, 0]);
        assert_eq!(of(|m| m.settled), [0, 0, 0, 6_500], "the last month keeps nothing");
        assert_eq!(of(ValueAdded::cash), [-13_000, 6_500, 6_500, 0]);
        let months = vat.of_months(&money([600, 600, 0, 0]), &money([100, 100, 100, 100]));
        let of = |read: fn(&ValueAdded) -> Money| months.iter().map(|m| read(m).0).collect::<Vec<_>>();
        assert_eq!(of(|m| m.payable), [6_500, 6_500, 0, 0]);
        assert_eq!(of(|m| m.settled), [0, 6_500, 6_500, 0]);
        // Over time only the credit that is still open remains.
        assert_eq!(of(ValueAdded::cash).iter().sum::<i64>(), -months[3].credit.0);
    }
}
