//! Counts of times by their size, for quantiles of more values than can be kept.

/// How many values there were of each size: 128 buckets from each power of two to the next, so that a bucket is at most
/// 1/128 of its values wide. It grows from the smallest to the largest value and no further, whatever their number.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Histogram {
    /// The bucket of the first count.
    first: u32,
    counts: Vec<u64>,
}

/// Buckets from a power of two to the next, as a power of two.
const FINE: u32 = 7;

/// The bucket of a value: itself below 256, then 128 for each doubling.
#[inline(always)]
fn bucket(value: u64) -> u32 {
    let shift = u64::BITS - 1 - FINE - (value | 1 << FINE).leading_zeros();
    (shift << FINE) + (value >> shift) as u32
}

/// The smallest value of a bucket, and how many whole values fall into it.
fn values(bucket: u32) -> (f64, f64) {
    let shift = (bucket >> FINE).saturating_sub(1);
    let lowest = u64::from(bucket - (shift << FINE)) << shift;
    (lowest as f64, (1u64 << shift) as f64)
}

impl Histogram {
    /// Counts one value.
    #[inline(always)]
    pub fn count(&mut self, value: u64) {
        let bucket = bucket(value);
        match self.counts.get_mut(bucket.wrapping_sub(self.first) as usize) {
            Some(count) => *count += 1,
            None => self.count_beyond(bucket),
        }
    }

    /// Counts a value of a bucket that there is no room for yet.
    #[cold]
    #[inline(never)]
    fn count_beyond(&mut self, bucket: u32) {
        self.reach(bucket, bucket);
        self.counts[(bucket - self.first) as usize] += 1;
    }

    /// Makes room from one bucket to another.
    fn reach(&mut self, from: u32, to: u32) {
        if self.counts.is_empty() {
            self.first = from;
        }
        if from < self.first {
            let room = self.first - from;
            self.counts.splice(0..0, (0..room).map(|_| 0));
            self.first = from;
        }
        let len = (to - self.first) as usize + 1;
        if len > self.counts.len() {
            self.counts.resize(len, 0);
        }
    }

    /// Adds the counts of another.
    pub fn add(&mut self, other: &Histogram) {
        let Some(last) = (other.counts.len() as u32).checked_sub(1) else { return };
        self.reach(other.first, other.first + last);
        let own = self.counts[(other.first - self.first) as usize..].iter_mut();
        own.zip(&other.counts).for_each(|(own, more)| *own += more);
    }

    /// Buckets with their counts, from the first to the last that is not empty.
    pub fn filled(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        (self.first..).zip(self.counts.iter().copied()).filter(|(_, count)| *count > 0)
    }

    /// Forgets all counts.
    pub fn clear(&mut self) {
        self.counts.clear();
    }

    /// The same counts in no more room than they need.
    pub fn compact(&self) -> Histogram {
        let mut compact = Histogram::default();
        if let (Some((first, _)), Some((last, _))) = (self.filled().next(), self.filled().last()) {
            let counts = &self.counts[(first - self.first) as usize..=(last - self.first) as usize];
            compact = Histogram { first, counts: counts.to_vec() };
        }
        compact
    }

    /// Quantiles [0 <= p <= 1, in rising order] of what was counted: each in the bucket of value number ceil(n p), at the place
    /// of that value among those of its bucket. They are off by less than 1/128. `None` of nothing.
    pub fn quantiles<const N: usize>(&self, shares: [f64; N]) -> [Option<f64>; N] {
        let all: u64 = self.counts.iter().sum();
        let (mut at, mut below, mut found) = (0, 0, [None; N]);
        for (found, p) in found.iter_mut().zip(shares) {
            // Off by rounding, as for samples.
            let number = (all as f64 * p - 1e-12).ceil().max(1.0);
            while let Some(count) = self.counts.get(at)
                && ((below + count) as f64) < number
            {
                below += count;
                at += 1;
            }
            if let Some(count) = self.counts.get(at).filter(|count| **count > 0) {
                let (lowest, width) = values(self.first + at as u32);
                let place = (number - below as f64 - 0.5) / *count as f64;
                *found = Some(lowest + (width - 1.0) * place);
            }
        }
        found
    }

    /// One quantile of these values and so many zeros before them.
    pub fn quantile_after(&self, zeros: u64, p: f64) -> Option<f64> {
        let own: u64 = self.counts.iter().sum();
        let before = (zeros + own) as f64 * p - zeros as f64;
        if before <= 1e-9 && zeros > 0 { Some(0.0) } else { self.quantile(before / own as f64) }
    }

    /// One quantile.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        self.quantiles([p])[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: impl IntoIterator<Item = u64>) -> Histogram {
        let mut histogram = Histogram::default();
        values.into_iter().for_each(|value| histogram.count(value));
        histogram
    }

    #[test]
    fn buckets_follow_each_other_and_are_narrow() {
        let mut next = 0;
        for own in 0..4_000 {
            let (lowest, width) = values(own);
            assert_eq!(lowest as u64, next, "bucket {own} begins where the one before ends");
            assert!(width <= 1.0 || width <= lowest / 128.0, "{own}: {width} wide at {lowest}");
            next = lowest as u64 + width as u64;
            assert_eq!([bucket(lowest as u64), bucket(next - 1), bucket(next)], [own, own, own + 1]);
        }
        assert!(bucket(u64::MAX) < 8_000);
    }

    /// Against the sorted values themselves, over nine powers of ten.
    #[test]
    fn quantiles_are_off_by_less_than_a_hundredth() {
        let spread = |k: u64| (k * k * k) % 1_000_003 * ((k % 9) * 123_457 + 1) + 5;
        let mut sorted: Vec<u64> = (1..20_000).map(spread).collect();
        let histogram = of(sorted.iter().copied());
        sorted.sort_unstable();
        for p in [0.0, 0.001, 0.1, 0.5, 0.9, 0.95, 0.999, 1.0] {
            let number = ((sorted.len() as f64 * p - 1e-12).ceil() as usize).max(1);
            let (exact, found) = (sorted[number - 1] as f64, histogram.quantile(p).unwrap());
            assert!((found / exact - 1.0).abs() <= 1.0 / 128.0, "{p}: {found}, exact {exact}");
        }
        assert!(histogram.counts.len() < 40 * 128, "{}", histogram.counts.len());
    }

    #[test]
    fn small_values_are_exact() {
        let ten = of((1..=10).rev());
        let read = |p| ten.quantile(p).unwrap() as u64;
        assert_eq!([0.0, 0.1, 0.11, 0.5, 0.7, 0.9, 1.0].map(read), [1, 1, 2, 5, 7, 9, 10]);
        assert_eq!(of([]).quantile(0.5), None);
    }

    #[test]
    fn zeros_come_before_all_others() {
        let ten = of(11..=20);
        let read = |p| ten.quantile_after(10, p).unwrap() as u64;
        assert_eq!([0.0, 0.3, 0.5, 0.51, 0.55, 0.6, 0.95, 1.0].map(read), [0, 0, 0, 11, 11, 12, 19, 20]);
        assert_eq!((of([]).quantile_after(3, 0.9), of([]).quantile_after(0, 0.9)), (Some(0.0), None));
        assert_eq!(ten.quantile_after(0, 0.95), ten.quantile(0.95));
    }

    #[test]
    fn parts_add_up_to_the_whole() {
        let (low, high) = (1..500, 100_000..100_700);
        let mut parts = of(high.clone());
        parts.add(&of(low.clone()));
        let whole = of(low.chain(high));
        assert!(parts.filled().eq(whole.filled()));
        assert_eq!(parts.compact(), whole.compact());
        parts.clear();
        assert_eq!((parts.quantile(0.5), parts.compact()), (None, Histogram::default()));
    }
}
