//! Binomial counts of one probability, drawn often: inversion of one uniform, starting at the mode.

use super::{Distribution, uniform};

/// How many numbers of trials a start is kept for.
const KEPT: usize = 4_096;

/// How many of `n` meet a fate of probability `p`: exact inversion, with the distribution function at the mode kept
/// for each `n` that has occurred, so that a draw takes about one standard deviation of steps.
#[derive(Clone, Debug)]
pub struct Binomial {
    p: f64,
    /// The usual number of trials; most draws have a few less.
    usual: u32,
    /// By how many trials fewer than usual: the probability of less than the mode, and of the mode; not a number until
    /// needed. As long as it had to be.
    starts: Vec<(f64, f64)>,
}

impl Binomial {
    /// Counts of probability `p` [0..=1] among mostly up to `usual` trials.
    pub fn new(p: f64, usual: u32) -> Binomial {
        Binomial { p, usual, starts: Vec::new() }
    }

    /// The count that 64 random bits stand for, among `n` trials.
    #[inline]
    pub fn at(&mut self, bits: u64, n: u32) -> u32 {
        let Some((below, mode)) = self.start(n) else { return Distribution::count(bits, n, self.p) };
        let u = uniform(bits);
        let odds = self.p / (1.0 - self.p);
        let mut count = self.mode(n);
        let mut probability = mode;
        if u > below {
            let mut sum = below + mode;
            while u > sum && count < n {
                probability *= odds * f64::from(n - count) / f64::from(count + 1);
                count += 1;
                sum += probability;
            }
            return count;
        }
        let mut sum = below;
        while count > 0 {
            probability *= f64::from(count) / (f64::from(n - count + 1) * odds);
            count -= 1;
            sum -= probability;
            if u > sum {
                break;
            }
        }
        count
    }

    fn mode(&self, n: u32) -> u32 {
        ((f64::from(n) + 1.0) * self.p) as u32
    }

    /// The distribution function below the mode and the probability of the mode; `None` where they are not kept.
    #[inline]
    fn start(&mut self, n: u32) -> Option<(f64, f64)> {
        let fewer = self.usual.checked_sub(n)? as usize;
        match self.starts.get(fewer) {
            Some(kept) if !kept.0.is_nan() => Some(*kept),
            _ => self.find_start(n, fewer),
        }
    }

    #[cold]
    fn find_start(&mut self, n: u32, fewer: usize) -> Option<(f64, f64)> {
        if fewer >= KEPT || !(self.p > 0.0 && self.p < 1.0) {
            return None;
        }
        let odds = self.p / (1.0 - self.p);
        let mut probability = super::distribution::whole_power(1.0 - self.p, n);
        if probability < 1e-290 {
            return None;
        }
        let mut below = 0.0;
        for count in 0..self.mode(n) {
            below += probability;
            probability *= odds * f64::from(n - count) / f64::from(count + 1);
        }
        if self.starts.len() <= fewer {
            self.starts.resize(fewer + 1, (f64::NAN, f64::NAN));
        }
        self.starts[fewer] = (below, probability);
        Some((below, probability))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

    /// The same count as a search from zero, but where the uniform falls within rounding of a step.
    #[test]
    fn agrees_with_a_search_from_zero() {
        for (n, p) in [(200, 0.03), (800, 0.035), (50, 0.5), (1_600, 0.02), (3, 0.9), (1, 0.1)] {
            let mut counts = Binomial::new(p, n);
            let mut stream = Stream::new(u64::from(n));
            for _ in 0..5_000 {
                let (bits, trials) =
                    (stream.next_bits(), n - (stream.next_bits() % u64::from(n.min(9))) as u32);
                assert_eq!(
                    counts.at(bits, trials),
                    Distribution::count(bits, trials, p),
                    "{trials} {p} {bits}"
                );
            }
        }
    }

    #[test]
    fn sure_and_impossible_fates() {
        assert_eq!(Binomial::new(0.0, 10).at(7, 10), 0);
        assert_eq!(Binomial::new(1.0, 10).at(7, 10), 10);
        assert!(Binomial::new(0.3, 10).at(u64::MAX / 2, 1_000_000).abs_diff(300_000) < 5_000);
    }
}
