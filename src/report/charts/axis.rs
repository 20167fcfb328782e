//! Axes: few, round ticks; light horizontal lines; months on the time axis.

use super::{Anchor, Canvas, GRID, Pen, SOFT};
use crate::report::figures::number;
use crate::spec::Spec;
use crate::units::{Date, Duration, Time};

/// The plotting area [px] and what it spans.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) x: (f64, f64),
    pub(crate) y: (f64, f64),
}

impl Frame {
    /// The pixel column of a value.
    pub(crate) fn px(&self, x: f64) -> f64 {
        self.left + (self.right - self.left) * (x - self.x.0) / (self.x.1 - self.x.0)
    }

    /// The pixel row of a value.
    pub(crate) fn py(&self, y: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * (y - self.y.0) / (self.y.1 - self.y.0)
    }

    /// The point of two values.
    pub(crate) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        (self.px(x), self.py(y))
    }

    /// Horizontal lines at the ticks with their labels at the left.
    pub(crate) fn horizontal_grid(
        &self,
        canvas: &mut Canvas<'_>,
        ticks: &[f64],
        label: impl Fn(f64) -> String,
    ) {
        for &tick in ticks {
            let y = self.py(tick);
            let colour = if tick.abs() < 1e-12 { SOFT } else { GRID };
            canvas.line(&[(self.left, y), (self.right, y)], Pen::new(colour, 1.0));
            canvas.text(&label(tick), (self.left - 6.0, y), Anchor::End, SOFT);
        }
    }

    /// Months along the bottom of a span of days since the start.
    pub(crate) fn month_axis(&self, canvas: &mut Canvas<'_>, spec: &Spec) {
        let end = Time((self.x.1.max(0.0) * Duration::DAY.0 as f64) as u64);
        let starts = spec.start.month_starts(end);
        let room = (self.right - self.left) / (starts.len().max(1) as f64);
        let step =
            [1, 2, 3, 4, 6, 12, 24, 60].into_iter().find(|s| f64::from(*s) * room >= 62.0).unwrap_or(120);
        let mut first = true;
        for start in starts {
            let month = spec.start.at(start).month();
            if (i32::from(month.month) - 1 + i32::from(month.year) * 12) % step != 0 {
                continue;
            }
            let x = self.px(start.as_secs() / 86_400.0);
            canvas.line(&[(x, self.bottom), (x, self.bottom + 5.0)], Pen::new(SOFT, 1.0));
            let year = first || month.month == 1;
            if x + 40.0 < canvas.layout.width {
                let name = MONTHS[(month.month as usize).clamp(1, 12) - 1];
                let text = if year { format!("{name} {}", month.year) } else { name.to_owned() };
                let anchor = if x - self.left < 30.0 { Anchor::Start } else { Anchor::Middle };
                canvas.text(&text, (x, self.bottom + 16.0), anchor, SOFT);
            }
            first = false;
        }
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A date as a reader writes it: "20 January 2020" without the year's century lost, here "20 Jan 2020".
pub(crate) fn day_month(date: Date) -> String {
    let text = date.to_string();
    let mut parts = text.rsplit('-');
    let day = parts.next().map_or("", |d| d.trim_start_matches('0')).to_owned();
    let month = date.month();
    format!("{day} {} {}", MONTHS[(month.month as usize).clamp(1, 12) - 1], month.year)
}

/// Round ticks that cover a range, about `wanted` of them; the first and the last enclose it.
pub(crate) fn ticks(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    let range = if high > low { high - low } else { high.abs().max(1.0) };
    let rough = range / wanted.max(1) as f64;
    let mut power = 1.0;
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    while power > rough {
        power /= 10.0;
    }
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|m| m * power).into_iter().find(|s| *s >= rough * 0.999);
    let step = step.unwrap_or(power * 10.0);
    let (first, last) = ((low / step + 1e-9).floor() as i64, (high / step - 1e-9).ceil() as i64);
    (first..=last.max(first + 1)).take(50).map(|i| i as f64 * step).collect()
}

/// Labels of an axis of amounts: thousands or millions where all are large, with what a reader adds.
pub(crate) fn scale(largest: f64) -> (f64, &'static str) {
    match largest {
        l if l >= 2e6 => (1e6, "million"),
        l if l >= 2e3 => (1e3, "thousand"),
        _ => (1.0, ""),
    }
}

/// The word of the scale for a largest value: "thousand".
pub(crate) fn unit_word(largest: f64) -> &'static str {
    scale(largest).1
}

/// A tick's label on a scale.
pub(crate) fn tick_label(tick: f64, scale: f64) -> String {
    number(tick / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_enclose() {
        assert_eq!(ticks(0.0, 1.0, 4), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(ticks(0.0, 212_000.0, 4), [0.0, 100_000.0, 200_000.0, 300_000.0]);
        assert_eq!(ticks(-3.0, 8.0, 4), [-5.0, 0.0, 5.0, 10.0]);
        assert!(ticks(0.0, 0.0, 4).len() >= 2);
    }

    #[test]
    fn dates_read_well() {
        assert_eq!(day_month(Date::parse("2020-01-06").unwrap()), "6 Jan 2020");
    }
}
