//! Pace: how fast something goes on that changes with time, and when so much of it has passed.
//!
//! A pace is a product of straight-lined curves; its integral is inverted exactly, piece by piece, so that a Poisson
//! process with a rate function takes one draw for each occurrence (Çinlar, Introduction to Stochastic Processes,
//! 1975, ch. 4: occurrences of a unit process on the clock of the expected number).

use crate::spec::{Curve, Rate, Shape};
use crate::units::{Duration, Time};

/// How fast something goes on: a factor times waves.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    waves: Vec<Wave>,
    /// [1/µs].
    factor: f64,
    /// Nothing is looked for from here on.
    limit: Time,
}

/// A straight-lined curve, repeated or not.
#[derive(Clone, Debug)]
struct Wave {
    /// In ascending order, the first from 0.
    pieces: Vec<Piece>,
    /// Length of the repeated pattern; `u64::MAX` when it is not [µs].
    period: u64,
    /// How far into the pattern the run starts [µs].
    offset: u64,
}

/// A stretch of a wave.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: u64,
    value: f64,
    /// [1/µs].
    slope: f64,
}

/// A stretch of a pace: a polynomial of the time since its start [µs], up to an end.
struct Stretch {
    coefficients: [f64; 3],
    end: u64,
}

impl Pace {
    /// A pace of `factor` [1/s] that ends with the run.
    pub(super) fn new(factor: f64, limit: Time) -> Pace {
        Pace { waves: Vec::new(), factor: factor * 1e-6, limit }
    }

    /// This pace, multiplied by a surge's curve where there is one.
    pub(super) fn surging(mut self, curve: Option<&Curve>) -> Pace {
        self.waves.extend(curve.map(|curve| Wave::new(curve, u64::MAX, 0)));
        self
    }

    /// This pace, multiplied by a rate.
    pub(super) fn rated(mut self, rate: &Rate) -> Pace {
        let period = rate.period.map_or(u64::MAX, |period| period.0);
        self.waves.push(Wave::new(&rate.curve, period, rate.offset.0));
        self
    }

    /// Nothing is looked for from here on.
    pub(super) fn limit(&self) -> Time {
        self.limit
    }

    /// When `amount` has passed since an instant; [`Time::NEVER`] when not before the run ends.
    pub(super) fn after(&self, from: Time, amount: f64) -> Time {
        let (mut now, mut left) = (from.0, amount);
        while now < self.limit.0 {
            let stretch = self.stretch(now);
            let length = (stretch.end - now) as f64;
            let passed = stretch.passed(length);
            if passed >= left && passed > 0.0 {
                return Time(now).after(Duration::from_micros(stretch.when(left, length)));
            }
            left -= passed;
            now = stretch.end;
        }
        Time::NEVER
    }

    /// How much passes between two instants, as far as they lie before the end of the run.
    pub(super) fn between(&self, from: Time, until: Time) -> f64 {
        let (mut now, mut sum) = (from.0, 0.0);
        let until = until.min(self.limit);
        while now < until.0 {
            let stretch = self.stretch(now);
            let end = stretch.end.min(until.0);
            sum += stretch.passed((end - now) as f64);
            now = end;
        }
        sum
    }

    /// The stretch that begins at an instant.
    fn stretch(&self, now: u64) -> Stretch {
        let mut c = [self.factor, 0.0, 0.0];
        let mut end = u64::MAX;
        for wave in &self.waves {
            let (value, slope, until) = wave.at(now);
            // There are at most two waves with a slope: a rate and a surge.
            c = [c[0] * value, c[1] * value + c[0] * slope, c[2] * value + c[1] * slope];
            end = end.min(until);
        }
        Stretch { coefficients: c, end: end.min(self.limit.0.max(now + 1)) }
    }
}

impl Stretch {
    /// How much passes in the first `x` microseconds.
    fn passed(&self, x: f64) -> f64 {
        let [a, b, c] = self.coefficients;
        x * (a + x * (b / 2.0 + x * c / 3.0))
    }

    /// When so much has passed, within the first `length` microseconds.
    fn when(&self, amount: f64, length: f64) -> f64 {
        let [a, b, c] = self.coefficients;
        if c == 0.0 {
            // The smaller root of b x^2 / 2 + a x = amount, in the form that does not cancel.
            return (2.0 * amount / (a + (a * a + 2.0 * b * amount).max(0.0).sqrt())).clamp(0.0, length);
        }
        let (mut low, mut high) = (0.0, length);
        for _ in 0..64 {
            let middle = 0.5 * (low + high);
            if self.passed(middle) < amount {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }
}

impl Wave {
    fn new(curve: &Curve, period: u64, offset: u64) -> Wave {
        let mut points: Vec<(i64, f64)> = curve.points.iter().map(|(t, v)| (t.0 as i64, *v)).collect();
        let ends = points.first().copied().zip(points.last().copied());
        if let Some((first, last)) = ends {
            // What holds before the first point and after the last: where the pattern repeats, its other end.
            let repeats = period < u64::MAX;
            let (before, after) = match repeats {
                true => ((last.0 - period as i64, last.1), (first.0 + period as i64, first.1)),
                false => ((0, first.1), (i64::MAX, last.1)),
            };
            points.insert(0, before);
            points.push(after);
        }
        let pieces = points.windows(2).filter(|p| p[0].0 < p[1].0 && p[1].0 > 0).map(|p| {
            let ((start, value), (end, next)) = (p[0], p[1]);
            let slope = match curve.shape {
                Shape::Linear => (next - value) / (end - start) as f64,
                Shape::Steps => 0.0,
            };
            let began = (-start).max(0);
            Piece { start: start.max(0) as u64, value: value + slope * began as f64, slope }
        });
        Wave { pieces: pieces.collect(), period, offset }
    }

    /// Value and slope at an instant, and until when they hold.
    fn at(&self, now: u64) -> (f64, f64, u64) {
        let position = if self.period < u64::MAX { (now + self.offset) % self.period } else { now };
        let next = self.pieces.partition_point(|piece| piece.start <= position);
        let Some(piece) = next.checked_sub(1).map(|i| self.pieces[i]) else { return (0.0, 0.0, u64::MAX) };
        let end = self.pieces.get(next).map_or(self.period, |piece| piece.start);
        let until = if end == u64::MAX { u64::MAX } else { now + (end - position) };
        (piece.value + piece.slope * (position - piece.start) as f64, piece.slope, until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: Time = Time(1_000_000_000);

    fn curve(shape: Shape, points: &[(f64, f64)]) -> Curve {
        Curve {
            points: points.iter().map(|(s, v)| (Time((s * 1e6) as u64), *v)).collect(),
            shape,
            drawn: None,
        }
    }

    #[track_caller]
    fn check(pace: &Pace, from_s: f64, amount: f64, at_s: f64) {
        let from = Time((from_s * 1e6) as u64);
        assert_eq!(pace.after(from, amount).0, (at_s * 1e6).round() as u64);
        assert!((pace.between(from, Time((at_s * 1e6) as u64)) - amount).abs() < 1e-5);
    }

    #[test]
    fn constant_and_without_end() {
        let pace = Pace::new(2.0, END);
        check(&pace, 5.0, 3.0, 6.5);
        assert_eq!(pace.after(Time::ZERO, 2_001.0), Time::NEVER, "2 a second for 1000 s");
        assert_eq!(Pace::new(0.0, END).after(Time::ZERO, 1.0), Time::NEVER);
    }

    #[test]
    fn steps_of_a_day() {
        // 10 s at 1/s, 10 s at nothing, and again; the run starts 5 s into it.
        let rate = Rate {
            curve: curve(Shape::Steps, &[(0.0, 1.0), (10.0, 0.0)]),
            period: Some(Duration(20_000_000)),
            offset: Duration(5_000_000),
        };
        let pace = Pace::new(1.0, END).rated(&rate);
        check(&pace, 0.0, 4.0, 4.0);
        // 5 until 5 s, then nothing until 15 s, one more.
        check(&pace, 0.0, 6.0, 16.0);
        check(&pace, 7.0, 11.0, 36.0);
    }

    #[test]
    fn straight_lines_there_and_back() {
        // From 0 to 2/s within 10 s, and back to 0 within the next 10, where the pattern begins again.
        let rate = Rate {
            curve: curve(Shape::Linear, &[(0.0, 0.0), (10.0, 2.0)]),
            period: Some(Duration(20_000_000)),
            offset: Duration::ZERO,
        };
        let pace = Pace::new(1.0, END).rated(&rate);
        // x^2 / 10 = 2.5 at 5 s; 10 by 10 s; by symmetry 17.5 at 15 s, 20 a period.
        check(&pace, 0.0, 2.5, 5.0);
        check(&pace, 0.0, 17.5, 15.0);
        check(&pace, 15.0, 22.5, 40.0);
        // Under a surge that grows from 1 to 2 within 10 s: (x / 5)(1 + x / 10) to 10 s is 10 + 2 * 100 / 30.
        let surge = curve(Shape::Linear, &[(0.0, 1.0), (10.0, 2.0)]);
        let surging = Pace::new(1.0, END).rated(&rate).surging(Some(&surge));
        check(&surging, 0.0, 10.0 + 20.0 / 3.0, 10.0);
        check(&surging, 0.0, 2.5 + 125.0 / 150.0, 5.0);
    }

    #[test]
    fn a_curve_holds_before_and_after() {
        let rate = Rate { curve: curve(Shape::Steps, &[(10.0, 3.0), (20.0, 1.0)]), ..Rate::default() };
        let pace = Pace::new(1.0, END).rated(&rate);
        check(&pace, 0.0, 60.0, 20.0);
        check(&pace, 19.0, 4.0, 20.0 + 1.0);
    }
}
