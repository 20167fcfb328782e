//! Unmet demand: how well orders were met, period by period.

/// How well a demand was met.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Service {
    /// Share of periods without backlog at their end; `None` without periods.
    pub periods_met: Option<f64>,
    /// Share of demand met in its own period, older orders being met first; `None` without demand.
    pub met_in_period: Option<f64>,
    /// 1 less the backlogs of all period ends over all demand, which may be below 0; `None` without demand.
    pub short_of_backlog: Option<f64>,
    /// Sum of the backlogs at the ends of periods [unit periods].
    pub short: f64,
    /// The largest of them [units].
    pub peak: f64,
    /// Periods from the first end with a backlog to the first without one, after which none comes back; `None` where there
    /// is no backlog, or one at the last end.
    pub periods_to_recover: Option<u64>,
}

/// What was ordered, delivered and lost in each period.
///
/// Backlog, fill rate and time to recover are those of inventory theory (alpha, beta and gamma service levels).
pub fn service(periods: &[[f64; 3]]) -> Service {
    let (mut backlog, mut demand, mut met, mut short, mut peak) = (0.0, 0.0, 0.0, 0.0, 0.0f64);
    let mut ends = Vec::with_capacity(periods.len());
    for [ordered, delivered, lost] in periods {
        met += (delivered - backlog).clamp(0.0, *ordered);
        backlog = (backlog + ordered - delivered - lost).max(0.0);
        demand += ordered;
        short += backlog;
        peak = peak.max(backlog);
        ends.push(backlog > 0.0);
    }
    let without = ends.iter().filter(|short| !**short).count();
    let first = ends.iter().position(|short| *short);
    let last = ends.iter().rposition(|short| *short);
    let share = |part: f64| (demand > 0.0).then(|| part / demand);
    Service {
        periods_met: (!ends.is_empty()).then(|| without as f64 / ends.len() as f64),
        met_in_period: share(met),
        short_of_backlog: share(demand - short),
        short,
        peak,
        periods_to_recover: first
            .zip(last.filter(|last| last + 1 < ends.len()))
            .map(|(first, last)| (last + 1 - first) as u64),
    }
}

/// The periods from one on; what was open before it counts as ordered in it.
pub fn since(periods: &[[f64; 3]], first: usize) -> Vec<[f64; 3]> {
    let (before, after) = periods.split_at(first.min(periods.len()));
    let open = before.iter().fold(0.0, |open, [ordered, delivered, lost]| open + ordered - delivered - lost);
    let mut after = after.to_vec();
    if let Some([ordered, ..]) = after.first_mut() {
        *ordered += open;
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_case() {
        // 40 on hand, so the first periods deliver what is ordered.
        let ordered = [100.0, 100.0, 180.0, 220.0, 240.0, 200.0, 100.0, 100.0];
        let delivered = [100.0, 100.0, 180.0, 160.0, 170.0, 60.0, 260.0, 210.0];
        let periods: Vec<[f64; 3]> = ordered.iter().zip(delivered).map(|(o, d)| [*o, d, 0.0]).collect();
        let told = service(&periods);
        assert_eq!((told.short, told.peak, told.periods_to_recover), (570.0, 270.0, Some(4)));
        let near = |value: Option<f64>, exact: f64| assert!((value.unwrap() - exact).abs() < 1e-10);
        near(told.periods_met, 0.5);
        near(told.met_in_period, 0.604_838_709_7);
        near(told.short_of_backlog, 0.540_322_580_6);
    }

    #[test]
    fn what_is_open_comes_along() {
        let periods = [[5.0, 2.0, 1.0], [4.0, 0.0, 0.0], [1.0, 3.0, 2.0]];
        assert_eq!(since(&periods, 0), periods);
        // 5 - 2 - 1, then 4 more.
        assert_eq!(since(&periods, 1), [[6.0, 0.0, 0.0], [1.0, 3.0, 2.0]]);
        assert_eq!(since(&periods, 2), [[7.0, 3.0, 2.0]]);
        assert!(since(&periods, 3).is_empty() && since(&periods, 9).is_empty());
        // The backlogs are those of all periods.
        let last = service(&since(&periods, 2));
        assert_eq!((last.short, last.peak), (2.0, 2.0));
    }

    #[test]
    fn nothing_ordered_and_nothing_recovered() {
        let none = service(&[]);
        assert_eq!((none.periods_met, none.met_in_period, none.periods_to_recover), (None, None, None));
        let still = service(&[[5.0, 0.0, 1.0]]);
        assert_eq!((still.peak, still.periods_to_recover, still.met_in_period), (4.0, None, Some(0.0)));
        // Lost sales leave no backlog.
        assert_eq!(service(&[[5.0, 2.0, 3.0]]).periods_met, Some(1.0));
    }
}
