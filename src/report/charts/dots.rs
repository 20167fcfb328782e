//! Means as dots with bars for their intervals, one row for each option.

use super::axis::{Frame, ticks};
use super::{
    Anchor, Canvas, GRID, INK, Layout, PAPER, Pen, SOFT, Words, chart, option_colour, shortened, text_width,
};

/// A mean with its interval.
#[derive(Clone, Debug)]
pub(crate) struct Dot {
    /// What tells it from its neighbours: the surge.
    pub(crate) label: String,
    /// The mean.
    pub(crate) mean: f64,
    /// The interval; the mean twice where there is none.
    pub(crate) interval: (f64, f64),
}

/// The dots of an option.
#[derive(Clone, Debug)]
pub(crate) struct DotRow {
    /// Position of the option, for colour and mark.
    pub(crate) option: usize,
    /// What it is called.
    pub(crate) title: String,
    /// One for each surge.
    pub(crate) dots: Vec<Dot>,
}

/// Draws the rows on one axis with a visible zero; `write` says what a value is.
pub(crate) fn dots(layout: Layout, words: &Words, rows: &[DotRow], write: impl Fn(f64) -> String) -> String {
    let ends = || rows.iter().flat_map(|r| &r.dots).flat_map(|d| [d.interval.0, d.interval.1, d.mean]);
    let low = ends().fold(0.0, f64::min);
    let high = ends().fold(0.0, f64::max);
    let marks = ticks(low, high, if layout.narrow() { 2 } else { 4 });
    let step = layout.text * 1.7;
    let labels =
        rows.iter().flat_map(|r| &r.dots).map(|d| text_width(&d.label, layout.text)).fold(0.0, f64::max);
    let left = (labels + 24.0).min(layout.width * 0.42);
    let height: f64 = rows.iter().map(|r| step * (r.dots.len() as f64 + 1.0) + 4.0).sum();
    let frame = Frame {
        left,
        right: layout.width - 36.0,
        top: 6.0,
        bottom: 6.0 + height,
        x: (marks.first().copied().unwrap_or(0.0), marks.last().copied().unwrap_or(1.0)),
        y: (0.0, 1.0),
    };
    chart(layout, frame.bottom + 28.0, words, |canvas| {
        axis(canvas, &frame, &marks, &write);
        let mut y = frame.top + step / 2.0;
        for row in rows {
            let most = (layout.width / layout.text / 0.58) as usize;
            let title = shortened(&row.title, most);
            let end = 10.0 + canvas.width_of(&title) * 1.08;
            canvas.rect((0.0, y - step / 2.0 + 1.0), (end, y + step / 2.0 - 1.0), PAPER);
            canvas.bold(&title, (4.0, y), Anchor::Start, INK);
            y += step;
            for dot in &row.dots {
                let most = ((left - 18.0) / layout.text / 0.54) as usize;
                canvas.text(&shortened(&dot.label, most), (12.0, y), Anchor::Start, SOFT);
                dot_with_bar(canvas, &frame, row.option, dot, y);
                y += step;
            }
            y += 4.0;
        }
    })
}

fn axis(canvas: &mut Canvas<'_>, frame: &Frame, marks: &[f64], write: &impl Fn(f64) -> String) {
    for &tick in marks {
        let x = frame.px(tick);
        let zero = tick.abs() < 1e-9;
        let pen = if zero { Pen::new(SOFT, 1.5) } else { Pen::new(GRID, 1.0) };
        canvas.line(&[(x, frame.top), (x, frame.bottom)], pen);
        canvas.text(&write(tick), (x, frame.bottom + 14.0), Anchor::Middle, SOFT);
    }
}

fn dot_with_bar(canvas: &mut Canvas<'_>, frame: &Frame, option: usize, dot: &Dot, y: f64) {
    let (low, high) = (frame.px(dot.interval.0), frame.px(dot.interval.1));
    let pen = Pen::new(option_colour(option), 2.0);
    canvas.line(&[(low, y), (high, y)], pen);
    canvas.line(&[(low, y - 4.0), (low, y + 4.0)], pen);
    canvas.line(&[(high, y - 4.0), (high, y + 4.0)], pen);
    canvas.mark(option, (frame.px(dot.mean), y), 5.0);
}
