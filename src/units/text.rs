//! Quantities as text: "600ms", "90s", "8h", "14d"; "110/min".

use super::Duration;

/// Why a text is no quantity of the wanted kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnitError {
    /// The number itself cannot be read, or is not finite.
    Number,
    /// There is no unit.
    Missing,
    /// The unit is not one of the known ones.
    Unknown,
    /// The value is below zero.
    Negative,
    /// The value is too large to simulate (over 1,000 years).
    TooLarge,
}

/// Units of duration and their seconds.
const DURATIONS: [(&str, f64); 8] = [
    ("us", 1e-6),
    ("ms", 1e-3),
    ("s", 1.0),
    ("min", 60.0),
    ("h", 3_600.0),
    ("d", 86_400.0),
    ("w", 604_800.0),
    ("y", 31_536_000.0),
];

/// Reads a duration such as "600ms", "90s", "1.5h", "14d", "2w", "1y" (365 days); parts may follow each other,
/// as in "1h 30min".
///
/// # Errors
/// [`UnitError`] says what is wrong with the text.
pub fn parse_duration(text: &str) -> Result<Duration, UnitError> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(UnitError::Number);
    }
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let (value, after) = split_number(rest)?;
        let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (unit, next) = after.split_at(end);
        if unit.is_empty() {
            return Err(if after.is_empty() { UnitError::Missing } else { UnitError::Unknown });
        }
        let factor = DURATIONS.iter().find(|(name, _)| *name == unit).ok_or(UnitError::Unknown)?.1;
        seconds += value * factor;
        rest = next.trim_start();
    }
    if seconds > 1_000.0 * 31_536_000.0 {
        return Err(UnitError::TooLarge);
    }
    Ok(Duration::from_secs(seconds))
}

/// Reads a rate such as "110/min", "0.9/s", "8000/d"; the result is per second.
///
/// # Errors
/// [`UnitError`] says what is wrong with the text.
pub fn parse_rate(text: &str) -> Result<f64, UnitError> {
    let (value, after) = split_number(text.trim())?;
    let unit = after.trim_start().strip_prefix('/').ok_or(UnitError::Missing)?.trim();
    let factor = DURATIONS.iter().find(|(name, _)| *name == unit).ok_or(UnitError::Unknown)?.1;
    Ok(value / factor)
}

/// Splits a leading non-negative number from what follows it.
fn split_number(text: &str) -> Result<(f64, &str), UnitError> {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '_' | '-' | '+')))
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let value: f64 = number.replace('_', "").parse().map_err(|_| UnitError::Number)?;
    match value {
        v if !v.is_finite() => Err(UnitError::Number),
        v if v < 0.0 => Err(UnitError::Negative),
        v => Ok((v, rest.trim_start())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(parse_duration("600ms"), Ok(Duration(600_000)));
        assert_eq!(parse_duration("1h 30min"), Ok(Duration::from_secs(5_400.0)));
        assert_eq!(parse_duration("14d"), Ok(Duration(14 * Duration::DAY.0)));
        assert_eq!(parse_duration("90"), Err(UnitError::Missing));
        assert_eq!(parse_duration("90 parsecs"), Err(UnitError::Unknown));
        assert_eq!(parse_duration("-1s"), Err(UnitError::Negative));
        assert_eq!(parse_duration(""), Err(UnitError::Number));
        assert_eq!(parse_duration("9999y"), Err(UnitError::TooLarge));
    }

    #[test]
    fn rates() {
        assert_eq!(parse_rate("120/min"), Ok(2.0));
        assert_eq!(parse_rate("0.9/s"), Ok(0.9));
        assert_eq!(parse_rate("5"), Err(UnitError::Missing));
        assert_eq!(parse_rate("5/fortnight"), Err(UnitError::Unknown));
    }
}
