//! The payback curve: the share of futures paid back by each month, and those never paid back in their own column.

use super::axis::{Frame, ticks};
use super::{Anchor, GRID, INK, Layout, Pen, SOFT, SURGE, Words, chart, option_colour, text_width};
use crate::report::figures::{self, months, percent};

/// One option's payback over replications.
#[derive(Clone, Debug)]
pub(crate) struct PaybackLine {
    /// Position of the option, for colour and dash.
    pub(crate) option: usize,
    /// What it is called.
    pub(crate) title: String,
    /// Months to payback by replication; `None`: not within the horizon.
    pub(crate) months: Vec<Option<f64>>,
}

impl PaybackLine {
    /// The share paid back by a month.
    pub(crate) fn share_by(&self, month: f64) -> f64 {
        let back = self.months.iter().filter(|m| m.is_some_and(|m| m <= month + 1e-9)).count();
        back as f64 / self.months.len().max(1) as f64
    }
}

/// Draws the curves over a horizon [months], with the owner's limits marked.
pub(crate) fn payback(
    layout: Layout,
    words: &Words,
    lines: &[PaybackLine],
    horizon: u32,
    limits: &[u32],
) -> String {
    let narrow = layout.narrow();
    let column = if narrow { 62.0 } else { 96.0 };
    let longest = lines.iter().map(|l| text_width(&l.title, layout.text)).fold(0.0, f64::max);
    let labels = if narrow { 0.0 } else { longest.min(190.0) + 14.0 };
    let key_rows = if narrow { lines.len() as f64 } else { 0.0 };
    let top = key_rows * layout.text * 1.6 + 46.0;
    let frame = Frame {
        left: layout.text * 3.7,
        right: layout.width - labels - column - 12.0,
        top,
        bottom: top + if narrow { 190.0 } else { 250.0 },
        x: (0.0, f64::from(horizon)),
        y: (0.0, 1.0),
    };
    chart(layout, frame.bottom + 48.0, words, |canvas| {
        if narrow {
            let key: Vec<(usize, String)> = lines.iter().map(|l| (l.option, l.title.clone())).collect();
            canvas.key(&key, 12.0);
        }
        let never = (frame.right + 12.0, frame.right + 12.0 + column);
        canvas.rect((never.0, frame.top), (never.1, frame.bottom), SURGE);
        frame.horizontal_grid(canvas, &ticks(0.0, 1.0, 4), percent);
        limit_marks(canvas, &frame, limits);
        month_axis(canvas, &frame, horizon);
        curves(canvas, &frame, lines, labels);
        never_column(canvas, &frame, lines, never, horizon);
    })
}

fn limit_marks(canvas: &mut super::Canvas<'_>, frame: &Frame, limits: &[u32]) {
    let mut free_from = f64::NEG_INFINITY;
    for &limit in limits.iter().filter(|l| f64::from(**l) <= frame.x.1) {
        let x = frame.px(f64::from(limit));
        canvas.line(&[(x, frame.top - 6.0), (x, frame.bottom)], Pen::new(SOFT, 1.0).dashed(3.0, 3.0));
        let text = match (canvas.layout.narrow(), free_from.is_infinite()) {
            (true, _) => format!("{limit} m"),
            (false, true) => format!("limit {}", figures::limit(limit)),
            (false, false) => figures::limit(limit),
        };
        let half = canvas.width_of(&text) / 2.0;
        if x - half > free_from {
            canvas.text(&text, (x, frame.top - 15.0), Anchor::Middle, SOFT);
            free_from = x + half + 6.0;
        }
    }
}

fn month_axis(canvas: &mut super::Canvas<'_>, frame: &Frame, horizon: u32) {
    let step = match horizon {
        0..=12 => 3,
        13..=36 => 6,
        37..=84 => 12,
        _ => 24,
    };
    for month in (0..=horizon).step_by(step) {
        let x = frame.px(f64::from(month));
        canvas.line(&[(x, frame.bottom), (x, frame.bottom + 5.0)], Pen::new(SOFT, 1.0));
        canvas.text(&month.to_string(), (x, frame.bottom + 15.0), Anchor::Middle, SOFT);
    }
    let text = if canvas.layout.narrow() { "months" } else { "months from the first outlay" };
    canvas.text(text, (frame.left, frame.bottom + 34.0), Anchor::Start, SOFT);
}

fn curves(canvas: &mut super::Canvas<'_>, frame: &Frame, lines: &[PaybackLine], labels: f64) {
    let horizon = frame.x.1;
    for line in lines {
        let mut months: Vec<f64> = line.months.iter().flatten().copied().filter(|m| *m <= horizon).collect();
        months.sort_by(f64::total_cmp);
        let mut points = vec![frame.at(0.0, 0.0)];
        let mut share = 0.0;
        for month in months {
            points.push(frame.at(month.max(0.0), share));
            share += 1.0 / line.months.len().max(1) as f64;
            points.push(frame.at(month.max(0.0), share));
        }
        points.push(frame.at(horizon, share));
        canvas.line(&points, Pen::option(line.option));
    }
    if labels > 0.0 {
        let ends: Vec<(Option<usize>, String, f64)> =
            lines.iter().map(|l| (Some(l.option), l.title.clone(), frame.py(l.share_by(horizon)))).collect();
        let x = canvas.layout.width - labels + 8.0;
        canvas.end_labels(&ends, x, (frame.top + 4.0, frame.bottom - 4.0));
    }
}

/// Bars of the share never paid back, beside each other in the column at the right.
fn never_column(
    canvas: &mut super::Canvas<'_>,
    frame: &Frame,
    lines: &[PaybackLine],
    (left, right): (f64, f64),
    horizon: u32,
) {
    let slot = (right - left) / lines.len().max(1) as f64;
    canvas.line(&[(left, frame.bottom), (right, frame.bottom)], Pen::new(GRID, 1.0));
    for (i, line) in lines.iter().enumerate() {
        let share = 1.0 - line.share_by(f64::from(horizon));
        let centre = left + slot * (i as f64 + 0.5);
        let y = frame.py(share);
        let half = (slot * 0.22).min(9.0);
        canvas.rect((centre - half, y), (centre + half, frame.bottom), option_colour(line.option));
        canvas.mark(line.option, (centre, y), 4.5);
        let text = percent(share).replace(' ', "");
        // As wide as the widest would be, so that all stand there or none.
        if slot > 1.2 * canvas.width_of("100%") {
            canvas.text(&text, (centre, (y - 13.0).max(frame.top - 13.0)), Anchor::Middle, INK);
        }
    }
    let middle = (left + right) / 2.0;
    let within = months(f64::from(horizon));
    canvas.text("not within", (middle, frame.bottom + 15.0), Anchor::Middle, INK);
    canvas.text(&within, (middle, frame.bottom + 31.0), Anchor::Middle, INK);
}
