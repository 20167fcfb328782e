//! Which machine holds the plant back, by three methods side by side.
//!
//! Utilisation: the largest share of planned time in which it works or is down. Active periods (Roser, Nakano and Tanaka
//! 2001): at each moment the machine whose uninterrupted activity lasts longest. Turning point (Li, Chang and Ni 2009): up
//! to it machines are blocked more than starved, after it starved more than blocked.

/// An uninterrupted activity of a machine [start, end).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Active {
    /// Which machine.
    pub machine: usize,
    /// When it begins.
    pub from: f64,
    /// When it ends.
    pub to: f64,
}

/// How long a machine was the momentary bottleneck.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Momentary {
    /// Alone.
    pub sole: f64,
    /// While handing over to another or taking over.
    pub shifting: f64,
}

impl Momentary {
    /// Both together.
    pub fn score(&self) -> f64 {
        self.sole + self.shifting
    }
}

/// The machine with the largest load, the first of equals; `None` without machines or with nothing but zeros.
pub fn by_utilisation(loads: &[f64]) -> Option<usize> {
    let mut best: Option<usize> = None;
    for (machine, load) in loads.iter().enumerate() {
        if *load > best.map_or(0.0, |best| loads[best]) {
            best = Some(machine);
        }
    }
    best
}

/// How long each of `machines` was the momentary bottleneck, by its active periods.
pub fn active_periods(machines: usize, periods: &[Active]) -> Vec<Momentary> {
    let mut cuts: Vec<f64> = periods.iter().flat_map(|p| [p.from, p.to]).collect();
    cuts.sort_by(f64::total_cmp);
    cuts.dedup_by(|a, b| a.total_cmp(b).is_eq());
    let spans: Vec<(f64, f64)> = cuts.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let covers = |period: &Active, span: &(f64, f64)| period.from <= span.0 && span.1 <= period.to;
    let mut chosen = vec![false; periods.len()];
    for span in &spans {
        let active = (0..periods.len()).filter(|p| covers(&periods[*p], span));
        // The longest; of equals the one that began first, then the first machine.
        let longest = active.min_by(|a, b| {
            let (a, b) = (&periods[*a], &periods[*b]);
            let length = (b.to - b.from).total_cmp(&(a.to - a.from));
            length.then(a.from.total_cmp(&b.from)).then(a.machine.cmp(&b.machine))
        });
        if let Some(longest) = longest {
            chosen[longest] = true;
        }
    }
    let mut momentary = vec![Momentary::default(); machines];
    for span in &spans {
        let there: Vec<usize> =
            (0..periods.len()).filter(|p| chosen[*p] && covers(&periods[*p], span)).collect();
        for period in &there {
            let machine = &mut momentary[periods[*period].machine];
            let length = span.1 - span.0;
            if there.len() == 1 {
                machine.sole += length;
            } else {
                machine.shifting += length;
            }
        }
    }
    momentary
}

/// The machine with the largest score, then the longer sole time, then the first.
pub fn by_active_periods(momentary: &[Momentary]) -> Option<usize> {
    let order = |m: &usize| (momentary[*m].score(), momentary[*m].sole);
    let all = (0..momentary.len()).filter(|m| momentary[*m].score() > 0.0);
    all.min_by(|a, b| {
        let ((score_a, sole_a), (score_b, sole_b)) = (order(a), order(b));
        score_b.total_cmp(&score_a).then(sole_b.total_cmp(&sole_a)).then(a.cmp(b))
    })
}

/// The turning point of a serial line by blocked and starved times, in line order; where no machine is one, the machine
/// with the least of both together among those where the sign of blocked - starved changes.
pub fn by_turning_point(blocked: &[f64], starved: &[f64]) -> Option<usize> {
    let n = blocked.len().min(starved.len());
    let both = |m: usize| blocked[m] + starved[m];
    let turns = |m: &usize| {
        let m = *m;
        (0..m).all(|i| blocked[i] > starved[i])
            && (m + 1..n).all(|i| blocked[i] < starved[i])
            && (m == 0 || both(m) < both(m - 1))
            && (m + 1 == n || both(m) < both(m + 1))
    };
    let local = |m: &usize| {
        let m = *m;
        let before = m == 0 || blocked[m - 1] > starved[m - 1];
        let after = m + 1 == n || blocked[m + 1] < starved[m + 1];
        before && after
    };
    let least = |a: &usize, b: &usize| both(*a).total_cmp(&both(*b));
    (0..n).find(turns).or_else(|| (0..n).filter(local).min_by(least))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_machines_by_their_active_periods() {
        let own = |machine, spans: &[(f64, f64)]| -> Vec<Active> {
            spans.iter().map(|(from, to)| Active { machine, from: *from, to: *to }).collect()
        };
        let mut periods = own(0, &[(0.0, 10.0), (12.0, 15.0), (29.0, 30.0)]);
        periods.extend(own(1, &[(2.0, 6.0), (7.0, 20.0), (28.0, 30.0)]));
        periods.extend(own(2, &[(0.0, 5.0), (16.0, 26.0), (27.0, 30.0)]));
        let found = active_periods(3, &periods);
        let told: Vec<[u32; 2]> = found.iter().map(|m| [m.sole as u32, m.shifting as u32]).collect();
        assert_eq!(told, [[7, 3], [6, 7], [9, 4]]);
        assert_eq!(by_active_periods(&found), Some(2), "13 both, the third longer alone");
    }

    #[test]
    fn the_turning_point_is_where_blocking_ends() {
        // The second machine is blocked and starved least; before it machines are blocked, after it starved.
        let (blocked, starved) = ([0.4, 0.1, 0.1, 0.0], [0.0, 0.1, 0.3, 0.4]);
        assert_eq!(by_turning_point(&blocked, &starved), Some(1));
        assert_eq!(by_turning_point(&[0.0, 0.0], &[0.2, 0.5]), Some(0), "the first is short of work least");
        assert_eq!(by_turning_point(&[], &[]), None);
    }

    #[test]
    fn utilisation_takes_the_first_of_equals() {
        assert_eq!(by_utilisation(&[0.5, 0.9, 0.9]), Some(1));
        assert_eq!(by_utilisation(&[0.0, 0.0]), None);
    }
}
