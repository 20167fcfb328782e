//! Break-even answers: what would have to be, for an investment to pay as owners want; and what emergencies change in it.
//! All from flows that are there.

use crate::finance::{
    Goal, OwnerFlow, expected_npv, largest_interest, monthly_rate, npv, one_in_year, smallest_grant,
    smallest_price_factor,
};
use crate::spec::{Appraisal, Spec};
use crate::stats::Estimate;

use super::strikes::{Pair, Struck, strikes};
use super::{Cell, Funded};

/// Cash of an owner, or of all owners together, in one replication, at the months 0..=horizon [currency].
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct OwnerLists {
    /// After funding and tax.
    pub(super) flow: Vec<f64>,
    /// Capital spent, positive.
    pub(super) capital: Vec<f64>,
    /// Revenue in addition.
    pub(super) revenue: Vec<f64>,
}

/// At what the wanted probability of payback within the owner's first limit is just reached; each `None` where nothing of it
/// is enough, or nobody bought.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct BreakEven {
    /// Smallest share of the capital that has to be granted in addition [0..=1].
    pub grant: Option<f64>,
    /// Largest yearly rate of a loan for all of the purchase over the owner's limit.
    pub interest: Option<f64>,
    /// Smallest factor on the price of what is sold in addition.
    pub price: Option<f64>,
}

impl BreakEven {
    /// From the flows of owners that bought: of each future as a whole, or of each buyer where owners decide.
    pub(super) fn of(appraisal: &Appraisal, owners: &[OwnerLists]) -> BreakEven {
        let Some(months) = appraisal.owner_limits_months.first().copied() else {
            return BreakEven::default();
        };
        let goal = Goal { months, probability: appraisal.wanted_probability };
        let bought: Vec<OwnerFlow<'_>> = owners
            .iter()
            .filter(|own| own.capital.iter().any(|spent| *spent > 0.0))
            .map(|own| OwnerFlow { flow: &own.flow, capital: &own.capital, revenue: &own.revenue })
            .collect();
        BreakEven {
            grant: smallest_grant(&bought, goal),
            interest: largest_interest(&bought, months, goal),
            price: smallest_price_factor(&bought, goal),
        }
    }
}

/// What the emergency of a surge changes for the owners: net present values at the appraisal's rate [currency].
#[derive(Clone, Debug)]
pub struct Emergencies {
    /// If none ever comes: as under the first surge without an emergency.
    pub none: Estimate,
    /// If one like it comes once, by the year in which it begins, from the first of the horizon on.
    pub in_year: Vec<Estimate>,
    /// If they come as often as the appraisal says; `None` where it says nothing.
    pub expected: Option<Estimate>,
    /// If they strike at random as often as that, by their number.
    pub struck: Option<Struck>,
    /// How often they have to come for the investment to be worth its money [per year]: 0 where it is without any; undefined
    /// where they do not help.
    pub break_even: Estimate,
}

/// Sets each cell with an emergency beside the one without, of the same option and programme.
pub(super) fn weigh_emergencies(spec: &Spec, cells: &mut [Cell]) {
    let Some(appraisal) = &spec.appraisal else { return };
    let Some(calm) = spec.surges.iter().position(|surge| surge.emergency.is_none()) else { return };
    let base: Vec<(usize, Funded)> = cells
        .iter()
        .filter(|cell| cell.surge == calm)
        .flat_map(|cell| cell.funded.iter().map(|own| (cell.option, own.clone())))
        .collect();
    for cell in cells.iter_mut() {
        let Some((first, _)) = spec.surges[cell.surge].emergency else { continue };
        let (start, first) = (spec.start.month(), first.month());
        let ahead = 12 * (i32::from(first.year) - i32::from(start.year)) + i32::from(first.month)
            - i32::from(start.month);
        let Ok(onset) = usize::try_from(ahead + 1) else { continue };
        for funded in &mut cell.funded {
            let own =
                base.iter().find(|(option, own)| (*option, own.programme) == (cell.option, funded.programme));
            funded.emergencies = own
                .filter(|_| (1..=appraisal.horizon_months as usize).contains(&onset))
                .map(|(_, calm)| emergencies(appraisal, spec.seed, calm, funded, onset));
        }
    }
}

fn emergencies(
    appraisal: &Appraisal,
    seed: u64,
    undisturbed: &Funded,
    shaken: &Funded,
    onset: usize,
) -> Emergencies {
    let calm = &undisturbed.owner;
    let (yearly, rate) = (appraisal.discount_rate, monthly_rate(appraisal.discount_rate));
    let over = |value: &dyn Fn(&[f64], &[f64]) -> f64| -> Vec<f64> {
        calm.iter().zip(&shaken.owner).map(|(calm, shaken)| value(calm, shaken)).collect()
    };
    let estimate = |value: &dyn Fn(&[f64], &[f64]) -> f64| Estimate::of(&over(value));
    let years = (appraisal.horizon_months as usize).div_ceil(12);
    let expected = |per_year: f64| {
        move |calm: &[f64], shaken: &[f64]| expected_npv(calm, shaken, onset, per_year, yearly)
    };
    let none = over(&|calm, _| npv(calm, rate));
    let added = over(&|calm, shaken| expected(1.0)(calm, shaken) - npv(calm, rate));
    let in_year = |year: usize| estimate(&|calm, shaken| npv(&one_in_year(calm, shaken, onset, year), rate));
    Emergencies {
        in_year: (1..=years).map(in_year).collect(),
        expected: appraisal.emergencies_per_year.map(|per_year| estimate(&expected(per_year))),
        struck: appraisal.emergencies_per_year.map(|per_year| {
            let both = calm.iter().zip(&shaken.owner).zip(&undisturbed.first_outlays);
            let pair = |((calm, shaken), first_outlay): ((_, _), &Option<usize>)| {
                let (calm, shaken): (&Vec<f64>, &Vec<f64>) = (calm, shaken);
                Pair { calm, shaken, first_outlay: *first_outlay }
            };
            strikes(appraisal, per_year, seed, &both.map(pair).collect::<Vec<_>>(), onset)
        }),
        break_even: break_even(&none, &added),
        none: Estimate::of(&none),
    }
}

/// The frequency at which the means add up to nothing.
fn break_even(none: &[f64], added: &[f64]) -> Estimate {
    let (without, value) = (Estimate::of(none), Estimate::of(added));
    match (without.mean, value.mean) {
        (Some(mean), _) if mean >= 0.0 => Estimate::of(&vec![0.0; none.len()]),
        (Some(_), Some(value)) if value > 0.0 => {
            let missing: Vec<f64> = none.iter().map(|npv| -npv).collect();
            Estimate::ratio(&missing, added)
        }
        _ => Estimate::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1000 spent; 10 a month for five years without an emergency, and 500 at once in the month after the second January.
    #[test]
    fn emergencies_by_hand() {
        let appraisal =
            Appraisal { discount_rate: 0.0, emergencies_per_year: Some(0.5), ..Appraisal::default() };
        let calm: Vec<f64> = (0..=60).map(|t| if t == 0 { -1_000.0 } else { 10.0 }).collect();
        let mut shaken = calm.clone();
        shaken[14] += 500.0;
        let flows = vec![calm.clone(); 3];
        let undisturbed = Funded { owner: flows, first_outlays: vec![Some(0); 3], ..Funded::nothing() };
        let funded = Funded { owner: vec![shaken; 3], ..Funded::nothing() };
        // The onset is month 13; the gain comes a month later, so that only an onset in the last month is too late.
        let found = emergencies(&appraisal, 1, &undisturbed, &funded, 13);
        assert_eq!(found.none.mean, Some(-400.0));
        assert_eq!(found.in_year.iter().map(|e| e.mean).collect::<Vec<_>>(), vec![Some(100.0); 5]);
        // 59 of 60 months, each with 0.5 / 12.
        let near = |found: Option<f64>, expected: f64| {
            assert!((found.unwrap() - expected).abs() < 1e-6, "{found:?}")
        };
        let expected = -400.0 + 0.5 / 12.0 * 59.0 * 500.0;
        near(found.expected.unwrap().mean, expected);
        let struck = found.struck.unwrap();
        assert!((struck.all.npv.mean.unwrap() - expected).abs() < 60.0, "{struck:?}");
        near(struck.strata[1].outcome.worth.mean, 59.0 / 60.0);
        near(found.break_even.mean, 400.0 / (59.0 * 500.0 / 12.0));
        assert_eq!(break_even(&[5.0, 6.0], &[1.0, 1.0]).mean, Some(0.0));
        assert_eq!(break_even(&[-5.0, -6.0], &[-1.0, 0.0]).mean, None);
    }
}
