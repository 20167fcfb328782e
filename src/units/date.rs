//! Civil dates and months, through jiff.

use super::{Duration, Time};

/// A civil date. Simulated time starts at midnight of the scenario's start date; time zones do not exist here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Date(jiff::civil::Date);

/// A calendar month.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Month {
    /// The year, as 2020.
    pub year: i16,
    /// The month, 1..=12.
    pub month: i8,
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Date {
    /// Reads "2020-01-06"; `None` when it is no date.
    pub fn parse(text: &str) -> Option<Date> {
        let dashed = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
        if dashed { text.parse().ok().map(Date) } else { None }
    }

    /// Reads "2020-01-06", "2020-01-06 08:30" or "2020-01-06T08:30:15": a date, and the time since its midnight; `None` when
    /// it is none of them, as with a time zone.
    pub fn parse_with_time(text: &str) -> Option<(Date, Duration)> {
        let Some((date, time)) = text.split_once(['T', ' ']) else {
            return Date::parse(text).map(|date| (date, Duration::ZERO));
        };
        let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        let part = |text: &str, below: u64| {
            if digits(text) { text.parse().ok().filter(|number| *number < below) } else { None }
        };
        let mut parts = time.split(':');
        let (hours, minutes) = (part(parts.next()?, 24)?, part(parts.next()?, 60)?);
        let (seconds, micros) = match parts.next() {
            None => (0, 0),
            Some(text) => {
                let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
                let decimals =
                    (1..=6).contains(&fraction.len()) && fraction.bytes().all(|b| b.is_ascii_digit());
                let micros = format!("{fraction:0<6}").parse().ok().filter(|_| decimals)?;
                (part(whole, 60)?, micros)
            }
        };
        let seconds: u64 = (hours * 60 + minutes) * 60 + seconds;
        let time = Duration(seconds * 1_000_000 + micros);
        if parts.next().is_some() { None } else { Date::parse(date).map(|date| (date, time)) }
    }

    /// The date of a year, month (1..=12) and day; `None` when there is none.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Date> {
        jiff::civil::Date::new(year, month, day).ok().map(Date)
    }

    /// Days from Monday, 0..=6.
    pub fn weekday(self) -> u64 {
        self.0.weekday().to_monday_zero_offset() as u64
    }

    /// Whole days from `earlier` to this date; negative when this date is before it.
    pub fn days_since(self, earlier: Date) -> i64 {
        let hours = (self.0 - earlier.0).get_days();
        i64::from(hours)
    }

    /// The date on which `time` falls in a run that starts on this date.
    pub fn at(self, time: Time) -> Date {
        let days = (time.0 / Duration::DAY.0) as i64;
        let span = jiff::Span::new().try_days(days.min(3_000_000));
        let date = span.ok().and_then(|span| self.0.checked_add(span).ok());
        Date(date.unwrap_or(jiff::civil::Date::MAX))
    }

    /// The month of this date.
    pub fn month(self) -> Month {
        Month { year: self.0.year(), month: self.0.month() }
    }

    /// The first instants of all calendar months that begin after the start and before `horizon`, in a run that
    /// starts on this date.
    pub fn month_starts(self, horizon: Time) -> Vec<Time> {
        let mut starts = Vec::new();
        let mut month = self.0.first_of_month();
        while let Ok(next) = month.checked_add(jiff::Span::new().months(1)) {
            month = next;
            let start = Time(Date(month).days_since(self).max(0) as u64 * Duration::DAY.0);
            if start >= horizon {
                break;
            }
            starts.push(start);
        }
        starts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_months() {
        let start = Date::parse("2020-01-06").unwrap();
        assert_eq!(start.weekday(), 0);
        assert_eq!(Date::parse("2021-01-06").unwrap().days_since(start), 366);
        assert_eq!(start.at(Time(30 * Duration::DAY.0)).to_string(), "2020-02-05");
        let months = start.month_starts(Time(90 * Duration::DAY.0));
        let days: Vec<u64> = months.iter().map(|t| t.0 / Duration::DAY.0).collect();
        assert_eq!(days, [26, 55, 86], "1 February, 1 March, 1 April 2020");
        assert!(Date::parse("2020-02-30").is_none());
        assert!(Date::parse("06.01.2020").is_none());
    }

    #[test]
    fn dates_with_a_time_of_day() {
        let read = |text: &str| Date::parse_with_time(text).map(|(date, time)| (date.to_string(), time.0));
        let day = |time: u64| Some(("2020-01-06".to_string(), time * 1_000_000));
        assert_eq!(read("2020-01-06"), day(0));
        assert_eq!(read("2020-01-06 08:30"), day(8 * 3_600 + 1_800));
        assert_eq!(read("2020-01-06T8:30:05"), day(8 * 3_600 + 1_805));
        assert_eq!(read("2020-01-06 23:59:59.25").unwrap().1, 86_399_250_000);
        for bad in [
            "2020-01-06T08:30Z",
            "2020-01-06 08:30+02:00",
            "2020-01-06 08:30:00.000Z",
            "2020-01-06 24:00",
            "2020-01-06 08:60",
            "2020-01-06 08",
            "2020-01-06 8:30 PM",
            "2020-01-06 08:30:00:00",
            "2020-02-30 08:30",
            "06.01.2020 08:30",
            "2020-01-06  08:30",
            "2020-01-06 +8:30",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
