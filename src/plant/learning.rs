//! Learning: the time of an operation by who does it.
//!
//! The drawn time of an operation is that of workers who have learnt; a crew takes the mean of its workers' factors
//! times as long, each with the weight of his share. Experience counts in units, for each worker and operation (a step
//! in one mode); who is in the crew at the end has it. Setups and loading are not slower.

use crate::spec::LearningCurve;
use crate::units::math::{ln, pow};

use super::elements::{Learning, NONE, Need, Pool, Practice, Tuning};
use super::floor::Floor;

/// So many units are added up one by one; beyond, the mid-point formula is within 2 parts in a million.
const ONE_BY_ONE: u64 = 64;

/// A learning curve down to the standard time, in units of that.
#[derive(Clone, Copy, Debug)]
struct Curve {
    first: f64,
    exponent: f64,
    of: LearningCurve,
}

impl Curve {
    /// Time of unit number `n`, before it is bounded by the standard time.
    fn unit(self, n: u64) -> f64 {
        let sum = |n: u64| if n == 0 { 0.0 } else { pow(n as f64, 1.0 + self.exponent) };
        match self.of {
            LearningCurve::Unit => self.first * pow(n as f64, self.exponent),
            LearningCurve::CumulativeAverage => self.first * (sum(n) - sum(n - 1)),
        }
    }

    /// Mean time of units number `done` + 1 to `done` + `units`.
    fn mean(self, done: u64, units: u64) -> f64 {
        let average = self.of == LearningCurve::CumulativeAverage;
        // From this unit on the time is the standard time; with an average by the slope of the sum, half a unit before it.
        let first = if average { self.first * (1.0 + self.exponent) } else { self.first };
        let learnt =
            if self.exponent < 0.0 { pow(first.max(0.0), -1.0 / self.exponent) } else { f64::INFINITY };
        let learnt = if average { learnt + 0.5 } else { learnt };
        let end = done + units;
        let mut sum = 0.0;
        let mut n = done;
        while n < end.min(ONE_BY_ONE) {
            n += 1;
            sum += self.unit(n).max(1.0);
        }
        let still = (end as f64).min(learnt.floor()).max(n as f64);
        if still > n as f64 {
            let area = |n: f64| match self.of {
                LearningCurve::Unit => pow(n + 0.5, 1.0 + self.exponent) / (1.0 + self.exponent),
                LearningCurve::CumulativeAverage => pow(n, 1.0 + self.exponent),
            };
            sum += self.first * (area(still) - area(n as f64));
        }
        (sum + (end as f64 - still)) / (units.max(1) as f64)
    }
}

impl Learning {
    pub(super) fn new(described: crate::spec::Learning) -> Learning {
        Learning { described, start_tuning: Tuning::NONE, rate_tuning: Tuning::NONE }
    }

    /// The curve with what upgrades make of it.
    fn curve(&self) -> Curve {
        let first = self.start_tuning.apply(self.described.first).max(1.0);
        let rate = self.rate_tuning.apply(self.described.rate).clamp(0.501, 1.0);
        Curve { first, exponent: ln(rate) / std::f64::consts::LN_2, of: self.described.curve }
    }
}

impl Practice {
    /// Units of an operation that he has behind him.
    fn of(&self, operation: u64) -> u64 {
        let own = self.by_operation.iter().find(|(known, _)| *known == operation);
        self.before + own.map_or(0, |(_, units)| *units)
    }

    fn add(&mut self, operation: u64, units: u64) {
        match self.by_operation.iter_mut().find(|(known, _)| *known == operation) {
            Some((_, done)) => *done += units,
            None => self.by_operation.push((operation, units)),
        }
    }
}

impl Pool {
    /// How much longer a person takes for the next units of an operation than one who has learnt.
    fn slowness(&self, person: u32, operation: u64, units: u32) -> f64 {
        let practice = self.people.get(person as usize).and_then(|person| person.done.as_ref());
        let (Some(learning), Some(practice)) = (&self.learning, practice) else { return 1.0 };
        learning.curve().mean(practice.of(operation), u64::from(units))
    }
}

impl Floor<'_> {
    /// How much longer the operation that begins at a machine takes for its crew.
    pub(super) fn slowness_of_crew(&self, machine: u32) -> f64 {
        let row = &self.routings.rows[self.machines[machine as usize].row as usize];
        let units = self.units_on(machine);
        let (mut sum, mut weight) = (0.0, 0.0);
        let mut add = |shares: u64, factor: f64| {
            sum += shares as f64 * factor;
            weight += shares as f64;
        };
        for need in &row.needs {
            let Need::Workers { group, shares, .. } = *need else { continue };
            match self.groups[group as usize].lone {
                NONE => {}
                lone => add(shares, self.pools[lone as usize].tiredness()),
            }
        }
        for hand in self.hands[machine as usize].0.iter().filter(|hand| !hand.stop) {
            let p = &self.pools[hand.pool as usize];
            add(hand.shares, p.slowness(hand.person, row.time_key, units) * p.tiredness());
        }
        if weight > 0.0 { sum / weight } else { 1.0 }
    }

    /// The crew of an operation that has ended has its units behind it.
    pub(super) fn practise(&mut self, machine: u32) {
        let units = u64::from(self.units_on(machine));
        let operation = self.routings.rows[self.machines[machine as usize].row as usize].time_key;
        let Floor { hands, pools, .. } = self;
        for hand in hands[machine as usize].0.iter().filter(|hand| !hand.stop && hand.person != NONE) {
            let person = &mut pools[hand.pool as usize].people[hand.person as usize];
            if let Some(done) = &mut person.done {
                done.add(operation, units);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "at the standard time the factor is exactly 1")]
mod tests {
    use super::*;

    fn curve(rate: f64, first: f64) -> Curve {
        of(rate, first, LearningCurve::Unit)
    }

    fn of(rate: f64, first: f64, curve: LearningCurve) -> Curve {
        Learning::new(crate::spec::Learning { rate, first, experience: None, curve }).curve()
    }

    /// With T_1 = 100 and a rate of 0.8 two units take 80 each on the average, so the second takes 60; four take 64 each, so the
    /// two after two take 96 together; a hundred take 22.706 each.
    #[test]
    fn wrights_curve() {
        let curve = of(0.8, 100.0, LearningCurve::CumulativeAverage);
        close(curve.mean(0, 1), 100.0, 1e-12);
        close(curve.mean(1, 1), 60.0, 1e-12);
        close(curve.mean(2, 2), 48.0, 1e-12);
        close(curve.mean(0, 100), 22.706166087, 1e-9);
        close(curve.mean(30, 170), 15.466520772, 1e-9);
        // Whoever has learnt is at the standard time.
        let short = of(0.8, 2.0, LearningCurve::CumulativeAverage);
        let unit = |n: f64| 2.0 * (pow(n, 1.0 + short.exponent) - pow(n - 1.0, 1.0 + short.exponent));
        let sum: f64 = (1..=9).map(|n| if n == 1 { 2.0 } else { unit(f64::from(n)).max(1.0) }).sum();
        close(short.mean(0, 9), sum / 9.0, 1e-12);
        assert_eq!(short.mean(200, 50), 1.0);
        // Units by twos take what they take one by one, also beyond those that are added up.
        let by_twos: f64 = (0..400).map(|n| 2.0 * curve.mean(2 * n, 2)).sum();
        close(by_twos, 800.0 * curve.mean(0, 800), 1e-9);
        assert_eq!(of(1.0, 3.0, LearningCurve::CumulativeAverage).mean(0, 500), 3.0);
    }

    fn close(found: f64, exact: f64, within: f64) {
        assert!((found / exact - 1.0).abs() < within, "{found} is not {exact}");
    }

    /// With T_1 = 100 standard times and a rate of 0.8: T_2 = 80, T_4 = 64, T_8 = 51.2, T_100 = 22.706...; 100 units
    /// take 3265.08108 (Crawford's unit curve).
    #[test]
    fn crawfords_curve() {
        let curve = curve(0.8, 100.0);
        close(curve.exponent, -0.321_928_094_9, 1e-9);
        close(curve.mean(0, 1), 100.0, 1e-12);
        close(curve.mean(1, 1), 80.0, 1e-12);
        close(curve.mean(7, 1), 51.2, 1e-12);
        close(curve.mean(0, 100), 32.650_810_833_18, 2e-6);
        close(curve.mean(99, 1), 22.706_166_086_7, 1e-5);
        let parts = curve.mean(0, 30) * 30.0 + curve.mean(30, 50) * 50.0 + curve.mean(80, 20) * 20.0;
        close(parts, 3_265.081_083_318, 2e-6);
    }

    /// Twice the standard time at first: the ninth unit is the first at standard time (2 x 9^-0.3219 = 0.986); eight units take
    /// 2 x (1 + 0.8 + 0.70210370 + 0.64 + 0.59563734 + 0.56168296 + 0.53448952 + 0.512) = 10.69182707.
    #[test]
    fn the_standard_time_is_the_end() {
        let curve = curve(0.8, 2.0);
        close(curve.mean(0, 8) * 8.0, 10.691_827_07, 1e-8);
        close(curve.mean(0, 16) * 16.0, 18.691_827_07, 1e-8);
        assert_eq!(curve.mean(8, 1_000_000), 1.0);
        assert_eq!(curve.mean(500, 3), 1.0);
    }

    #[test]
    fn a_rate_of_one_learns_nothing() {
        close(curve(1.0, 1.6).mean(3, 1_000), 1.6, 1e-9);
    }
}
