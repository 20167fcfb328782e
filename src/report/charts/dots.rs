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
    // Half of a label stands beside its tick.
    let beside = marks.last().map_or(0.0, |tick| text_width(&write(*tick), layout.text) / 2.0);
    let height: f64 = rows.iter().map(|r| step * (r.dots.len() as f64 + 1.0) + 4.0).sum();
    let frame = Frame {
        left,
        right: layout.width - (beside + 2.0).max(36.0),
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

/// The ticks, labelled from zero on as far as labels have room beside each other.
fn axis(canvas: &mut Canvas<'_>, frame: &Frame, marks: &[f64], write: &impl Fn(f64) -> String) {
    let is_zero = |tick: f64| tick.abs() < 1e-9;
    let origin = marks.iter().position(|tick| is_zero(*tick)).unwrap_or_default();
    let widest = marks.iter().map(|tick| canvas.width_of(&write(*tick))).fold(0.0, f64::max);
    let apart = (frame.right - frame.left) / (marks.len().max(2) - 1) as f64;
    let every = ((widest + 6.0) / apart).ceil().max(1.0) as usize;
    for (place, &tick) in marks.iter().enumerate() {
        let x = frame.px(tick);
        let zero = is_zero(tick);
        let pen = if zero { Pen::new(SOFT, 1.5) } else { Pen::new(GRID, 1.0) };
        canvas.line(&[(x, frame.top), (x, frame.bottom)], pen);
        if place.abs_diff(origin).is_multiple_of(every) {
            canvas.text(&write(tick), (x, frame.bottom + 14.0), Anchor::Middle, SOFT);
        }
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

#[cfg(test)]
mod tests {
    use super::super::reading::{circles, texts};
    use super::*;

    fn drawn(layout: Layout, dots_of_row: &[f64]) -> String {
        let dot = |mean: &f64| Dot { label: "wave".into(), mean: *mean, interval: (mean - 0.1, mean + 0.1) };
        let row = DotRow { option: 1, title: "A row".into(), dots: dots_of_row.iter().map(dot).collect() };
        let words = Words { title: "t".into(), desc: "d".into() };
        dots(layout, &words, &[row], |x| format!("CNY {x:.0},000,000"))
    }

    #[test]
    fn labels_are_neither_cut_off_nor_on_each_other() {
        for layout in [Layout::DESK, Layout::PHONE] {
            let svg = drawn(layout, &[-1.9, 2.9]);
            let ticks: Vec<_> =
                texts(&svg, layout.text).into_iter().filter(|text| text.anchor == "middle").collect();
            assert!(ticks.iter().any(|tick| tick.text == "CNY 0,000,000"), "{ticks:?}");
            let mut end = 0.0;
            for tick in &ticks {
                let half = text_width(&tick.text, layout.text) / 2.0;
                assert!(tick.x - half > end && tick.x + half < layout.width, "{tick:?} after {end}");
                end = tick.x + half;
            }
        }
    }

    #[test]
    fn dots_stand_where_their_values_are() {
        let svg = drawn(Layout::DESK, &[0.0, 1.0, 2.0]);
        let ticks = texts(&svg, Layout::DESK.text);
        let at = |label: &str| ticks.iter().find(|tick| tick.text == label).unwrap().x;
        let (zero, two) = (at("CNY 0,000,000"), at("CNY 2,000,000"));
        let exact = [zero, (zero + two) / 2.0, two];
        for ((x, _), exact) in circles(&svg).into_iter().zip(exact) {
            assert!((x - exact).abs() < 0.5, "{x} {exact}");
        }
        assert_eq!(circles(&svg).len(), 3);
    }
}
