//! Instants and durations: integer microseconds since the scenario's start date.

/// An instant [microseconds since midnight of the scenario's start date; 0 ..= 2^63]. Instants do not add.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Time(pub u64);

/// A length of time [microseconds; >= 0].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Duration(pub u64);

/// The mean length of a year [days].
pub const YEAR_DAYS: f64 = 365.25;

/// The mean length of a month [days].
pub const MONTH_DAYS: f64 = YEAR_DAYS / 12.0;

impl Time {
    /// The start of the run.
    pub const ZERO: Time = Time(0);
    /// Later than anything that happens.
    pub const NEVER: Time = Time(u64::MAX);

    /// The time since `earlier`; zero when `earlier` is later.
    #[inline]
    pub const fn since(self, earlier: Time) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }

    /// The instant `length` later; [`Time::NEVER`] where that cannot be written.
    #[inline]
    pub const fn after(self, length: Duration) -> Time {
        Time(self.0.saturating_add(length.0))
    }

    /// Seconds since the start.
    #[inline]
    pub fn as_secs(self) -> f64 {
        self.0 as f64 * 1e-6
    }
}

impl Duration {
    /// No time.
    pub const ZERO: Duration = Duration(0);
    /// A microsecond, the grain of simulated time.
    pub const MICROSECOND: Duration = Duration(1);
    /// A second.
    pub const SECOND: Duration = Duration(1_000_000);
    /// An hour.
    pub const HOUR: Duration = Duration(3_600_000_000);
    /// A day of 24 hours.
    pub const DAY: Duration = Duration(86_400_000_000);
    /// Longer than any run.
    pub const MAX: Duration = Duration(u64::MAX);

    /// The duration of a count of seconds, rounded to the nearest microsecond; negative and undefined are zero,
    /// what is too long to write is the longest that can be written.
    #[inline]
    pub fn from_secs(seconds: f64) -> Duration {
        Duration::from_micros(seconds * 1e6)
    }

    /// The duration of a count of microseconds, rounded to the nearest, from the middle to the even one; the one place
    /// where a drawn number becomes a time.
    #[inline(always)]
    pub fn from_micros(micros: f64) -> Duration {
        /// Above this, numbers have no places after the point; added to a smaller one, it leaves the rounded number in
        /// the low bits, sooner than a conversion would.
        const WHOLE: f64 = 4_503_599_627_370_496.0;
        if micros.to_bits() < (WHOLE / 2.0).to_bits() {
            Duration((micros + WHOLE).to_bits() - WHOLE.to_bits())
        } else {
            Duration::from_other_micros(micros)
        }
    }

    /// The same of what is negative, undefined or longer than 70 years.
    #[cold]
    fn from_other_micros(micros: f64) -> Duration {
        Duration((micros.round_ties_even() as i64).max(0) as u64)
    }

    /// Seconds.
    #[inline]
    pub fn as_secs(self) -> f64 {
        self.0 as f64 * 1e-6
    }

    /// So many times as long, rounded to the nearest microsecond; itself, exactly, for a factor of 1.
    #[inline(always)]
    pub fn times(self, factor: f64) -> Duration {
        if factor.to_bits() == 1.0_f64.to_bits() {
            self
        } else {
            Duration::from_micros(self.0 as f64 * factor)
        }
    }

    /// Hours.
    #[inline]
    pub fn as_hours(self) -> f64 {
        self.0 as f64 / 3.6e9
    }

    /// Days of 24 hours.
    #[inline]
    pub fn as_days(self) -> f64 {
        self.0 as f64 / 8.64e10
    }
}

impl std::ops::Add for Duration {
    type Output = Duration;
    #[inline]
    fn add(self, other: Duration) -> Duration {
        Duration(self.0 + other.0)
    }
}

impl std::ops::AddAssign for Duration {
    #[inline]
    fn add_assign(&mut self, other: Duration) {
        self.0 += other.0;
    }
}

impl std::ops::Sub for Duration {
    type Output = Duration;
    /// The difference; zero when `other` is longer.
    #[inline]
    fn sub(self, other: Duration) -> Duration {
        Duration(self.0.saturating_sub(other.0))
    }
}

impl std::fmt::Display for Duration {
    /// In the largest unit that leaves a short number: "90s", "2.5h", "14d".
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let s = self.as_secs();
        let (value, unit) = match s {
            s if s >= 172_800.0 => (s / 86_400.0, "d"),
            s if s >= 7_200.0 => (s / 3_600.0, "h"),
            s if s >= 120.0 => (s / 60.0, "min"),
            s if s >= 1.0 || self.0 == 0 => (s, "s"),
            s => (s * 1e3, "ms"),
        };
        let rounded = (value * 1000.0).round() / 1000.0;
        write!(f, "{rounded}{unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_and_saturation() {
        assert_eq!(Duration::from_secs(1.0000004), Duration(1_000_000));
        assert_eq!(Duration::from_secs(-3.0), Duration::ZERO);
        assert_eq!(Duration::from_secs(f64::NAN), Duration::ZERO);
        assert_eq!(Time(5).since(Time(9)), Duration::ZERO);
        assert_eq!(Time(5).after(Duration(u64::MAX)), Time::NEVER);
    }

    #[test]
    fn printing() {
        assert_eq!(Duration::from_secs(90.0).to_string(), "90s");
        assert_eq!(Duration::DAY.to_string(), "24h");
        assert_eq!(Duration(14 * Duration::DAY.0).to_string(), "14d");
        assert_eq!(Duration::from_secs(0.6).to_string(), "600ms");
    }
}
