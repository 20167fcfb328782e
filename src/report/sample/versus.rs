//! What is made up of an option against the baseline.

use crate::experiment::{Avoided, Cell, Payback, Versus, Within};
use crate::outcome::Outcome;
use crate::stats::{Bounded, Estimate};

use super::{HORIZON, lift};

fn delivered(runs: &[Outcome], factories: &[usize]) -> Vec<f64> {
    let of = |run: &Outcome| {
        factories.iter().map(|f| run.factories[*f].window.tally.products[0].delivered).sum::<u64>()
    };
    runs.iter().map(|run| of(run) as f64).collect()
}

fn finished(runs: &[Outcome], factories: &[usize]) -> Vec<f64> {
    let of = |run: &Outcome| {
        factories.iter().map(|f| run.factories[*f].window.tally.products[0].finished).sum::<u64>()
    };
    runs.iter().map(|run| of(run) as f64).collect()
}

/// Money from the flows: 0.05 a unit more, spread over the run's months, then the last year again.
pub(super) fn versus(base: &Cell, cell: &Cell, factories: &[usize], option: usize) -> Versus {
    let more: Vec<f64> = delivered(&cell.outcomes, factories)
        .iter()
        .zip(delivered(&base.outcomes, factories))
        .map(|(a, b)| a - b)
        .collect();
    let sites = factories.iter().filter(|f| lift(option, [0, 0, 0, 0, 1, 1, 1, 2][**f]) > 1.0).count() as f64;
    let outlay = [0.0, 280_000.0, 120_000.0, 60_000.0][option] * sites;
    let saving = [0.0, 14_000.0, 3_000.0, 600.0][option] * sites;
    let cumulative: Vec<Vec<f64>> = more
        .iter()
        .enumerate()
        .map(|(r, units)| {
            let noise = 0.3 + 0.07 * r as f64;
            let mut cash = -outlay * (0.8 + 0.03 * r as f64);
            let mut path = vec![cash];
            for month in 1..=HORIZON {
                let surge = if (2..7).contains(&month) { units.max(0.0) * 0.05 / 5.0 } else { 0.0 };
                cash += surge + if month > 3 { saving * noise } else { -1000.0 };
                path.push(cash);
            }
            path
        })
        .collect();
    let months: Vec<Option<f64>> =
        cumulative.iter().map(|path| path.iter().position(|c| *c >= 0.0).map(|m| m as f64 - 0.4)).collect();
    let npvs: Vec<f64> = cumulative.iter().map(|path| path[HORIZON] * 0.7 - 0.05 * outlay).collect();
    let payback = payback(&months);
    Versus {
        avoided: Avoided::default(),
        output_gain: Estimate::ratio_gain(
            &delivered(&cell.outcomes, factories),
            &delivered(&base.outcomes, factories),
        ),
        capacity_gain: Estimate::ratio_gain(
            &finished(&cell.capacity, factories),
            &finished(&base.capacity, factories),
        ),
        npv: Estimate::of(&npvs),
        irr: Estimate::of(&npvs.iter().map(|n| n / (outlay + 1.0) / 5.0).collect::<Vec<_>>()),
        mirr: Estimate::of(&npvs.iter().map(|n| 0.08 + n / (outlay + 1.0) / 30.0).collect::<Vec<_>>()),
        airr: Estimate::of(&npvs.iter().map(|n| 0.07 + n / (outlay + 1.0) / 25.0).collect::<Vec<_>>()),
        dated: [
            Estimate::of(&npvs),
            Estimate::of(&npvs.iter().map(|n| n / (outlay + 1.0) / 5.1).collect::<Vec<_>>()),
        ],
        profitability_index: Estimate::of(&npvs.iter().map(|n| 1.0 + n / (outlay + 1.0)).collect::<Vec<_>>()),
        benefit_cost_ratio: Estimate::of(&npvs.iter().map(|n| 1.0 + n / (outlay + 9e3)).collect::<Vec<_>>()),
        discounted: payback.clone(),
        from_go_live: payback.clone(),
        payback,
        outlay: Estimate::of(&cumulative.iter().map(|p| -p[0]).collect::<Vec<_>>()),
        peak_funding: Estimate::of(
            &cumulative.iter().map(|p| p.iter().copied().fold(0.0, f64::min)).collect::<Vec<_>>(),
        ),
        cumulative,
        npvs,
        extrapolated_from: Some(24),
        variance_reduction: Some(14.2),
    }
}

fn payback(months: &[Option<f64>]) -> Payback {
    let mut sorted: Vec<f64> = months.iter().map(|m| m.unwrap_or(f64::INFINITY)).collect();
    sorted.sort_by(f64::total_cmp);
    let at = |q: f64| Some(sorted[(q * (sorted.len() - 1) as f64) as usize]).filter(|m| m.is_finite());
    let share = |limit: f64| sorted.iter().filter(|m| **m <= limit).count() as f64 / sorted.len() as f64;
    let within = |limit: u32| {
        let p = share(f64::from(limit));
        Within { months: limit, probability: p, low: (p - 0.2).max(0.0), high: (p + 0.2).min(1.0) }
    };
    Payback {
        months: months.to_vec(),
        median: at(0.5),
        median_within: (at(0.2), at(0.8)),
        p10: at(0.1),
        p90: at(0.9),
        never_share: 1.0 - share(f64::from(HORIZON as u32)),
        restricted_mean: crate::stats::mean(
            &sorted.iter().map(|m| m.min(HORIZON as f64)).collect::<Vec<_>>(),
        )
        .map(|value| Bounded { value, low: Some(value - 4.0), high: Some(value + 4.0) }),
        within: vec![within(24), within(36)],
        by_year: [12, 24, 36, 48, 60].map(within).to_vec(),
    }
}
