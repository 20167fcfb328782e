//! What factories use together: its cost, who pays it, and the fees by which members pay it back.
//!
//! Fees are operating costs of the members, so tax, funding and statements see them; here they are put into what was measured.
//! What the payer has of it is handed back. Fees are transfers: all parties together have the costs, and nothing else.

use crate::adoption::divide;
use crate::finance::{Activity, Measured, equal_instalment, monthly_rate};
use crate::spec::Spec;
use crate::spec::accounts::Inflation;
use crate::spec::funding::Party;
use crate::spec::shared::{Division, Shared};
use crate::units::Money;

/// What came of one shared investment in a replication, at the months 0..=horizon.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Paid {
    /// Position in `Spec::shared`.
    pub(super) shared: usize,
    /// What was spent on it.
    pub(super) costs: Vec<Money>,
    /// What members paid of it.
    pub(super) fees: Vec<Money>,
    /// The same by factory; nothing of those that never were members.
    pub(super) parts: Vec<Vec<Money>>,
}

/// Charges the members of each shared investment that an option [as the file names it] needs. `measured` is of all factories of
/// a replication.
pub(super) fn charge(spec: &Spec, option: &str, measured: &mut [Measured]) -> Vec<Paid> {
    let served = spec.shared.iter().enumerate().filter(|(_, shared)| shared.serves(option));
    served.map(|(place, shared)| charge_one(spec, (place, shared), measured)).collect()
}

fn charge_one(spec: &Spec, (place, shared): (usize, &Shared), measured: &mut [Measured]) -> Paid {
    let months = measured.first().map_or(0, |one| one.with.len());
    let inflation = spec.accounts.and_then(|accounts| accounts.inflation);
    let costs: Vec<Money> = (0..months).map(|month| cost_of(shared, inflation.as_ref(), month)).collect();
    let mut fees = vec![Money::ZERO; months];
    let mut parts = vec![Vec::new(); measured.len()];
    for (month, fees) in fees.iter_mut().enumerate().skip(shared.begun + 1) {
        let members: Vec<usize> =
            (0..measured.len()).filter(|f| measured[*f].first_outlay.is_some_and(|t| t < month)).collect();
        let needs: Vec<f64> = members.iter().map(|f| need(shared.division, &measured[*f], month)).collect();
        let due = due_in(shared, &costs, month);
        for (factory, part) in members.iter().zip(divide(due, shared.division, &needs)) {
            measured[*factory].with[month].wages_and_other += part;
            *fees += part;
            parts[*factory].resize(months, Money::ZERO);
            parts[*factory][month] = part;
        }
    }
    Paid { shared: place, costs, fees, parts }
}

/// What is spent in a month.
fn cost_of(shared: &Shared, inflation: Option<&Inflation>, month: usize) -> Money {
    let factor =
        |rate: fn(&Inflation) -> f64| inflation.map_or(1.0, |rates| Inflation::factor(rate(rates), month));
    match month {
        _ if month < shared.begun => Money::ZERO,
        _ if month == shared.begun => shared.cost.times(factor(|rates| rates.capital)),
        _ => shared.yearly_cost.times(factor(|rates| rates.general) / 12.0),
    }
}

/// What members owe in a month: their part of its running cost, and while fees last one of the cost.
fn due_in(shared: &Shared, costs: &[Money], month: usize) -> Money {
    let borne = 1.0 - shared.given;
    let running = costs[month].times(borne);
    if month > shared.begun + shared.fee_months as usize {
        return running;
    }
    let lent = costs[shared.begun].units() * borne;
    running + Money::from_units(equal_instalment(lent, monthly_rate(shared.rate), shared.fee_months))
}

/// By what a member's part of a month's fee is divided.
fn need(division: Division, measured: &Measured, month: usize) -> f64 {
    let operating = |activity: &Activity| activity.sales - activity.purchases - activity.wages_and_other;
    match division {
        Division::Equal => 1.0,
        Division::ByUse | Division::BySize => measured.good_with[month] as f64,
        Division::ByBenefit => {
            (operating(&measured.with[month]) - operating(&measured.without[month])).positive().units()
        }
    }
}

/// What a factory may expect to pay each month, if all that an option is for were members: fees and running costs together.
pub(super) fn expected_fee(spec: &Spec, option: &str, members: usize) -> Money {
    let of = |shared: &Shared| {
        let borne = 1.0 - shared.given;
        let rate = monthly_rate(shared.rate);
        let fee = equal_instalment(shared.cost.units() * borne, rate, shared.fee_months);
        Money::from_units((fee + shared.yearly_cost.units() / 12.0 * borne) / members.max(1) as f64)
    };
    spec.shared.iter().filter(|shared| shared.serves(option)).map(of).sum()
}

impl Paid {
    /// What each party has of it in a month besides members, whose fees stand in their books.
    pub(super) fn of_payer(&self, spec: &Spec, month: usize) -> (Party, Money) {
        (spec.shared[self.shared].payer, self.fees[month] - self.costs[month])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::sample;

    /// Four months; good units as given; bought in a month, if at all.
    fn factory(good: u64, first_outlay: Option<usize>) -> Measured {
        let months = vec![Activity::default(); 5];
        Measured {
            without: months.clone(),
            with: months,
            good_with: vec![good; 5],
            first_outlay,
            ..Measured::default()
        }
    }

    fn charged(shared: Shared, measured: &mut [Measured]) -> Paid {
        let spec = Spec { shared: vec![shared], ..sample::spec("2020-01-01") };
        charge(&spec, "any", measured).remove(0)
    }

    fn platform(division: Division) -> Shared {
        Shared {
            name: "platform".into(),
            title: "platform".into(),
            options: Vec::new(),
            cost: Money(1_200),
            yearly_cost: Money(240),
            begun: 0,
            payer: Party::Provider,
            given: 0.25,
            fee_months: 3,
            rate: 0.0,
            division,
        }
    }

    fn fees(measured: &[Measured]) -> Vec<Vec<i64>> {
        measured.iter().map(|one| one.with.iter().map(|month| month.wages_and_other.0).collect()).collect()
    }

    /// 900 of 1200 come back in three fees of 300, and 15 of 20 of running cost a month. The first factory is a member from month
    /// 2 on, the second from month 3 on, with three times the units; the third never buys. Month 1 has no member.
    #[test]
    fn fees_by_hand() {
        let bought = || [factory(100, Some(1)), factory(300, Some(2)), factory(50, None)];
        let mut by_use = bought();
        let paid = charged(platform(Division::ByUse), &mut by_use);
        assert_eq!(fees(&by_use), [vec![0, 0, 315, 79, 4], vec![0, 0, 0, 236, 11], vec![0; 5]]);
        assert_eq!(paid.costs, [1_200, 20, 20, 20, 20].map(Money));
        assert_eq!(paid.fees, [0, 0, 315, 315, 15].map(Money));
        let parts: Vec<Vec<i64>> =
            paid.parts.iter().map(|months| months.iter().map(|fee| fee.0).collect()).collect();
        assert_eq!(parts, [vec![0, 0, 315, 79, 4], vec![0, 0, 0, 236, 11], Vec::new()]);
        let mut equal = bought();
        charged(platform(Division::Equal), &mut equal);
        assert_eq!(fees(&equal)[..2], [vec![0, 0, 315, 158, 8], vec![0, 0, 0, 157, 7]]);
        // A third of what both need is shared by both, the rest is the larger one's: 1/6 and 5/6.
        let mut by_size = bought();
        charged(platform(Division::BySize), &mut by_size);
        assert_eq!((fees(&by_size)[0][3], fees(&by_size)[1][3]), (53, 262));
    }

    /// Who gains nothing pays nothing, while anybody gains.
    #[test]
    fn fees_by_benefit() {
        let mut both = [factory(1, Some(0)), factory(1, Some(0))];
        both[0].with[2].sales = Money(700);
        both[1].with[2].wages_and_other = Money(100);
        charged(platform(Division::ByBenefit), &mut both);
        assert_eq!(fees(&both), [vec![0, 158, 315, 158, 8], vec![0, 157, 100, 157, 7]]);
    }

    /// An option that does not need it has nothing to do with it.
    #[test]
    fn only_some_options_share() {
        let shared = Shared { options: vec!["modern".into()], ..platform(Division::Equal) };
        let spec = Spec { shared: vec![shared], ..sample::spec("2020-01-01") };
        let mut one = [factory(1, Some(0))];
        assert!(charge(&spec, "other", &mut one).is_empty());
        assert_eq!(charge(&spec, "modern", &mut one).len(), 1);
        // (900 / 3 and 180 / 12) by five: three cents of a unit of the currency.
        assert_eq!(expected_fee(&spec, "modern", 5), Money(63));
        assert_eq!(expected_fee(&spec, "other", 5), Money::ZERO);
    }
}
