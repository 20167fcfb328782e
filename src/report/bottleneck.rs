//! Which machine holds the plant back, by three methods side by side.
//!
//! Utilisation: the largest share of planned time in which it works or is down. Active periods (Roser, Nakano and Tanaka
//! 2001): at each moment the machine whose uninterrupted activity lasts longest. Turning point (Li, Chang and Ni 2009): up
//! to it machines are blocked more than starved, after it starved more than blocked.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::experiment::Active;
use crate::units::{Duration, Time};

/// How long a machine was the momentary bottleneck [s].
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

/// How long each of `machines` was the momentary bottleneck, by its active periods. A sweep over their ends, in n log n.
pub fn active_periods(machines: usize, periods: &[Active]) -> Vec<Momentary> {
    let mut chosen = vec![false; periods.len()];
    // The longest; of equals the one that began first, then the first machine.
    let rank = |place: usize| {
        let own = &periods[place];
        (Reverse(own.to.since(own.from)), own.from, own.machine, place)
    };
    sweep(
        periods,
        |_| true,
        rank,
        |there, _| {
            if let Some((.., place)) = there.first() {
                chosen[*place] = true;
            }
        },
    );
    let mut momentary = vec![Momentary::default(); machines];
    sweep(
        periods,
        |place| chosen[place],
        |place| place,
        |there, length| {
            for place in there {
                let machine = &mut momentary[periods[*place].machine];
                match there.len() {
                    1 => machine.sole += length.as_secs(),
                    _ => machine.shifting += length.as_secs(),
                }
            }
        },
    );
    momentary
}

/// Visits the stretches of time between the ends of the wanted periods, with those that cover each, ranked, and its length.
fn sweep<R: Ord>(
    periods: &[Active],
    wanted: impl Fn(usize) -> bool,
    rank: impl Fn(usize) -> R,
    mut visit: impl FnMut(&BTreeSet<R>, Duration),
) {
    let own = (0..periods.len()).filter(|place| wanted(*place));
    let mut cuts: Vec<(Time, bool, usize)> = own
        .flat_map(|place| [(periods[place].from, true, place), (periods[place].to, false, place)])
        .collect();
    cuts.sort_unstable();
    let mut there: BTreeSet<R> = BTreeSet::new();
    let mut before = Time::ZERO;
    for (at, begins, place) in cuts {
        if at > before && !there.is_empty() {
            visit(&there, at.since(before));
        }
        before = at;
        match begins {
            true => there.insert(rank(place)),
            false => there.remove(&rank(place)),
        };
    }
}

/// What the machines of each station were together, stations given by their numbers of machines.
pub fn by_station(momentary: &[Momentary], machines: impl Iterator<Item = usize>) -> Vec<Momentary> {
    let mut rest = momentary.iter();
    let sum = |machines: usize| {
        rest.by_ref().take(machines).fold(Momentary::default(), |sum, own| Momentary {
            sole: sum.sole + own.sole,
            shifting: sum.shifting + own.shifting,
        })
    };
    machines.map(sum).collect()
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
        let at = |seconds: f64| Time(Duration::from_secs(seconds).0);
        let own = |machine, spans: &[(f64, f64)]| -> Vec<Active> {
            spans.iter().map(|(from, to)| Active { machine, from: at(*from), to: at(*to) }).collect()
        };
        let mut periods = own(0, &[(0.0, 10.0), (12.0, 15.0), (29.0, 30.0)]);
        periods.extend(own(1, &[(2.0, 6.0), (7.0, 20.0), (28.0, 30.0)]));
        periods.extend(own(2, &[(0.0, 5.0), (16.0, 26.0), (27.0, 30.0)]));
        let found = active_periods(3, &periods);
        let told: Vec<[u32; 2]> = found.iter().map(|m| [m.sole as u32, m.shifting as u32]).collect();
        assert_eq!(told, [[7, 3], [6, 7], [9, 4]]);
        assert_eq!(by_active_periods(&found), Some(2), "13 both, the third longer alone");
        let stations = by_station(&found, [2, 1].into_iter());
        assert_eq!(
            stations,
            [Momentary { sole: 13.0, shifting: 10.0 }, Momentary { sole: 9.0, shifting: 4.0 }]
        );
        // What lies within an older and longer activity changes nothing.
        periods.retain(|own| {
            !(own.machine == 1 && own.from == at(2.0) || own.machine == 2 && own.from == at(0.0))
        });
        assert_eq!(active_periods(3, &periods), found);
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
