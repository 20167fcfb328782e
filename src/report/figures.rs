//! How a figure is written: two or three digits that mean something, thousands separators, a unit, never "NaN".

use crate::stats::Estimate;

/// What stands for a figure that is not defined.
pub(crate) const UNDEFINED: &str = "–";

/// A number with at most three meaningful digits and thousands separators: "210,000", "12.3", "0.034".
pub(crate) fn number(x: f64) -> String {
    if !x.is_finite() {
        return UNDEFINED.into();
    }
    number_of(x, 3)
}

/// A finite number with so many meaningful digits, three or more.
fn number_of(x: f64, digits: usize) -> String {
    let rounded = meaningful(x, digits);
    let size = rounded.abs();
    let more = digits - 3;
    let text = match size {
        s if s >= 1000.0 && (more == 0 || s >= 1e5) => grouped(s),
        s if s >= 1000.0 => {
            let text = trimmed(&format!("{s:.*}", more.saturating_sub(1)));
            let (whole, part) = text.split_at(text.find('.').unwrap_or(text.len()));
            format!("{}{part}", whole.parse().map_or(whole.to_owned(), count))
        }
        s if s >= 100.0 => trimmed(&format!("{s:.more$}")),
        s if s >= 10.0 => trimmed(&format!("{s:.*}", more + 1)),
        s if s >= 1.0 => trimmed(&format!("{s:.*}", more + 2)),
        s => format!("{s}"),
    };
    signed(rounded, &text)
}

/// The interval of a number, with as many digits as it takes to tell its ends apart: "2,956–2,963"; `None` where they are
/// the same.
pub(crate) fn number_interval(e: &Estimate, scale: f64) -> Option<String> {
    let (low, high) = (e.low? * scale, e.high? * scale);
    let apart = |digits: &usize| number_of(low, *digits) != number_of(high, *digits);
    let digits = (3..=6).find(apart)?;
    interval(e, |x| number_of(x * scale, digits))
}

/// A whole count with thousands separators, all digits kept: "1,234,567".
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share as a percentage: "31 %", "3.4 %", "0.25 %".
pub(crate) fn percent(share: f64) -> String {
    format!("{} %", percent_bare(share))
}

/// A relative change with its sign: "+31 %", "−4 %".
pub(crate) fn change(share: f64) -> String {
    let text = percent(share);
    let plus = if share > 0.0 && text != "0 %" { "+" } else { "" };
    format!("{plus}{text}")
}

/// The interval of a share, as "28–34 %" or "−2 to 5 %"; empty where undefined, or where both ends read the same.
pub(crate) fn percent_interval(e: &Estimate) -> String {
    let same = e.low.map(percent_bare) == e.high.map(percent_bare);
    interval(e, percent_bare).filter(|_| !same).map_or(String::new(), |text| format!("{text} %"))
}

/// The mean of a share's estimate as a change with half its interval: "+31 % ± 3"; a dash where undefined.
pub(crate) fn change_with_error(e: &Estimate) -> String {
    match (e.mean, e.low, e.high) {
        (Some(mean), Some(low), Some(high)) => {
            format!("{} ± {}", change(mean), percent_bare((high - low) / 2.0))
        }
        (Some(mean), ..) => change(mean),
        _ => UNDEFINED.into(),
    }
}

/// An amount of money: "CNY 1.2 million", "CNY 340,000", "−CNY 5,600".
pub(crate) fn money(currency: &str, amount: f64) -> String {
    if !amount.is_finite() {
        return UNDEFINED.into();
    }
    let rounded = meaningful(amount, 2);
    let text = match rounded.abs() {
        a if a >= 1e9 => format!("{} billion", number(a / 1e9)),
        a if a >= 1e6 => format!("{} million", number(a / 1e6)),
        a => number(a),
    };
    signed(rounded, &if currency.is_empty() { text } else { format!("{currency} {text}") })
}

/// An amount of money for an axis whose currency stands elsewhere: "1.2 m", "340,000", "−5,600".
pub(crate) fn money_bare(amount: f64) -> String {
    money("", amount).replace(" million", " m").replace(" billion", " bn")
}

/// A unit of money that suits all amounts of a table, so that it stands in the head once.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct MoneyUnit {
    divisor: f64,
    letter: &'static str,
}

impl MoneyUnit {
    /// The unit for amounts up to this size.
    pub(crate) fn of(amounts: impl Iterator<Item = f64>) -> MoneyUnit {
        let (divisor, letter) = match amounts.map(f64::abs).filter(|a| a.is_finite()).fold(0.0, f64::max) {
            a if a >= 1e9 => (1e9, " bn"),
            a if a >= 1e6 => (1e6, " m"),
            a if a >= 1e4 => (1e3, " k"),
            _ => (1.0, ""),
        };
        MoneyUnit { divisor, letter }
    }

    /// What stands in the head: "CNY m".
    pub(crate) fn head(&self, currency: &str) -> String {
        format!("{currency}{}", self.letter)
    }

    /// An amount in this unit, at most three digits, so that what is compared differs, and two places: "4.36", "−0.18", "0.04".
    pub(crate) fn write(&self, amount: f64) -> String {
        let value = meaningful(amount / self.divisor, 3);
        if !value.is_finite() {
            return UNDEFINED.into();
        }
        if self.letter.is_empty() {
            return number(value);
        }
        let hundredths = (value * 100.0).round() / 100.0;
        if hundredths == 0.0 { "0".into() } else { number(hundredths) }
    }
}

/// A number of months as a reader says it: "27 months", "3 years", "1 month".
pub(crate) fn months(n: f64) -> String {
    let whole = n.round();
    match whole {
        m if !m.is_finite() => UNDEFINED.into(),
        m if m >= 24.0 && (m % 12.0).abs() < 0.5 => format!("{:.0} years", m / 12.0),
        m if (m - 12.0).abs() < 0.5 => "1 year".into(),
        m if (m - 1.0).abs() < 0.5 => "1 month".into(),
        m => format!("{m:.0} months"),
    }
}

/// A limit or a horizon beside paybacks, which are in months, too: "24 months".
pub(crate) fn limit(months: u32) -> String {
    if months == 1 { "1 month".into() } else { format!("{months} months") }
}

/// A payback in months: "37 months"; within a month of a limit, so that nobody doubts on which side it is: "24.2 months",
/// "just over 24 months".
pub(crate) fn payback(n: f64, limits: &[u32]) -> String {
    let distance = |limit: &u32| n - f64::from(*limit);
    let near = limits.iter().find(|own| distance(own) != 0.0 && distance(own).abs() < 0.95);
    match near {
        _ if !n.is_finite() => UNDEFINED.into(),
        Some(own) if distance(own).abs() < 0.05 => {
            format!("just {} {}", if distance(own) > 0.0 { "over" } else { "under" }, limit(*own))
        }
        Some(_) => format!("{n:.1} months"),
        None if n > 0.0 && n < 0.95 => "under 1 month".into(),
        None => limit(n.round() as u32),
    }
}

/// A probability as a count of all futures: "12 of the 16", "all 16", "none of the 16".
pub(crate) fn futures(probability: f64, replications: usize) -> String {
    if !probability.is_finite() || replications == 0 {
        UNDEFINED.into()
    } else if probability <= 0.0 {
        format!("none of the {replications}")
    } else if probability >= 1.0 {
        format!("all {replications}")
    } else {
        format!("{:.0} of the {replications}", probability * replications as f64)
    }
}

/// "in any of the 16 futures", "in the one future".
pub(crate) fn in_any(replications: usize) -> String {
    if replications == 1 {
        "in the one future".into()
    } else {
        format!("in any of the {replications} futures")
    }
}

/// The interval of an estimate, each end written by `write`: "28–34", "−2 to 5"; `None` where undefined.
pub(crate) fn interval(e: &Estimate, write: impl Fn(f64) -> String) -> Option<String> {
    let (low, high) = (e.low?, e.high?);
    let joint = if low < 0.0 { " to " } else { "–" };
    Some(format!("{}{joint}{}", write(low), write(high)))
}

/// A fraction with a decimal point: "0.80".
pub(crate) fn probability(p: f64) -> String {
    if p.is_finite() { format!("{p:.2}") } else { UNDEFINED.into() }
}

/// A name as it stands in a file, made readable: "ear_loop" becomes "ear loop".
pub(crate) fn readable(name: &str) -> String {
    name.replace('_', " ")
}

/// The title where there is one, the readable name otherwise.
pub(crate) fn titled(title: &str, name: &str) -> String {
    if title.trim().is_empty() { readable(name) } else { title.trim().to_owned() }
}

/// The same text with its first letter large, as at the start of a sentence.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The plural of what a unit is called: "masks"; "units" where it has no name.
pub(crate) fn plural(unit: &str) -> String {
    let unit = unit.trim();
    let after_vowel = |stem: &str| stem.ends_with(['a', 'e', 'i', 'o', 'u']);
    match unit.strip_suffix('y') {
        Some(stem) if !after_vowel(stem) => format!("{stem}ies"),
        _ if unit.is_empty() => "units".into(),
        _ if unit.ends_with('s') => unit.into(),
        _ if ["x", "ch", "sh"].iter().any(|end| unit.ends_with(end)) => format!("{unit}es"),
        _ => format!("{unit}s"),
    }
}

fn percent_bare(share: f64) -> String {
    let percent = share * 100.0;
    let digits = if percent.abs() >= 10.0 { 0 } else { 1 };
    if !percent.is_finite() {
        return UNDEFINED.into();
    }
    let text = trimmed(&format!("{:.digits$}", percent.abs()));
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if zero { "0".into() } else { signed(percent, &text) }
}

/// Rounded to a number of meaningful digits; through text, because that rounding is the same everywhere.
fn meaningful(x: f64, digits: usize) -> f64 {
    format!("{:.*e}", digits - 1, x).parse().unwrap_or(x)
}

fn signed(x: f64, text: &str) -> String {
    if x < 0.0 { format!("−{text}") } else { text.to_owned() }
}

fn trimmed(text: &str) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text.to_owned()
    }
}

fn grouped(x: f64) -> String {
    if x < 1e18 { count(x as u64) } else { format!("{x:.2e}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let seen = [0.0, 0.03416, 3.24159, 12.345, 214.6, 1234.0, -209_876.0, 1.0, 999.9].map(number);
        assert_eq!(seen, ["0", "0.0342", "3.24", "12.3", "215", "1,230", "−210,000", "1", "1,000"]);
        assert_eq!(number(f64::NAN), "–");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count(999), "999");
    }

    #[test]
    fn the_ends_of_an_interval_differ() {
        let of = |low, high| Estimate { mean: Some(low), sd: None, low: Some(low), high: Some(high), n: 8 };
        let seen = |low, high| number_interval(&of(low, high), 1.0);
        assert_eq!(seen(2_956.4, 2_963.4).as_deref(), Some("2,956–2,963"));
        assert_eq!(seen(0.60112, 0.60149).as_deref(), Some("0.6011–0.6015"));
        assert_eq!(seen(5.4401, 5.4583).as_deref(), Some("5.44–5.46"));
        assert_eq!(seen(120.0, 120.0), None);
        assert_eq!(percent_interval(&of(0.3611, 0.3641)), "");
    }

    #[test]
    fn shares_and_money() {
        assert_eq!(
            [0.314, 0.034, -0.042, 0.0, 0.00001].map(change),
            ["+31 %", "+3.4 %", "−4.2 %", "0 %", "0 %"]
        );
        assert_eq!(money("CNY", 1_234_567.0), "CNY 1.2 million");
        assert_eq!(money("CNY", -5_630.0), "−CNY 5,600");
        assert_eq!(money("CNY", 999_999.0), "CNY 1 million");
        assert_eq!([-1_234_567.0, 3e9, 340_000.0].map(money_bare), ["−1.2 m", "3 bn", "340,000"]);
        let e = Estimate { mean: Some(0.31), sd: None, low: Some(0.28), high: Some(0.34), n: 8 };
        assert_eq!(percent_interval(&e), "28–34 %");
        assert_eq!(change_with_error(&e), "+31 % ± 3");
    }

    #[test]
    fn amounts_of_a_table_share_a_unit() {
        let unit = MoneyUnit::of([4.36e6, -180_000.0].into_iter());
        assert_eq!(unit.head("CNY"), "CNY m");
        let seen = [4.36e6, -180_000.0, 43_000.0, 10.6e6, 1_000.0, -2_000.0].map(|a| unit.write(a));
        assert_eq!(seen, ["4.36", "−0.18", "0.04", "10.6", "0", "0"]);
        let small = MoneyUnit::of([900.0].into_iter());
        assert_eq!((small.head("EUR"), small.write(-876.0)), ("EUR".into(), "−876".into()));
    }

    /// 24.16 months are not within 24, and are not called so.
    #[test]
    fn a_payback_never_hides_its_limit() {
        let seen = [24.16, 23.58, 24.0, 24.03, 23.99, 37.4, 0.6, 26.0].map(|n| payback(n, &[24, 36]));
        let months = ["24.2", "23.6", "24", "just over 24", "just under 24", "37", "under 1", "26"];
        let written = |n: &str| format!("{n} month{}", if n.ends_with(" 1") { "" } else { "s" });
        assert_eq!(seen, months.map(written));
        assert_eq!(payback(60.4, &[24, 60]), "60.4 months");
    }

    #[test]
    fn words() {
        assert_eq!(
            [27.2, 36.0, 60.0, 1.0, 12.0].map(months),
            ["27 months", "3 years", "5 years", "1 month", "1 year"]
        );
        let seen = [0.0, 0.0625, 0.75, 0.9375, 1.0].map(|p| futures(p, 16));
        assert_eq!(seen, ["none of the 16", "1 of the 16", "12 of the 16", "15 of the 16", "all 16"]);
        assert_eq!(futures(0.25, 4), "1 of the 4");
        let of = ["mask", "nappy", "tray", "box", "glass", ""].map(plural);
        assert_eq!(of, ["masks", "nappies", "trays", "boxes", "glass", "units"]);
        assert_eq!(titled("", "ear_loop"), "ear loop");
    }
}
