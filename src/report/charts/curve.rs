//! A measure against a swept value: means with the band of their 95 % intervals, a line for each surge.

use super::axis::{Frame, scale, tick_label, ticks};
use super::{Anchor, INK, Layout, Pen, SOFT, Words, chart, option_colour, text_width};
use crate::report::figures::number;

/// One line: the means and the ends of their intervals, by value.
#[derive(Clone, Debug)]
pub(crate) struct CurveLine {
    /// Position among the lines, for colour and mark.
    pub(crate) line: usize,
    /// What it is called.
    pub(crate) title: String,
    /// Mean, lower and upper end.
    pub(crate) means: Vec<[f64; 3]>,
}

/// Draws the lines over the values [ascending], written under the axis in a unit.
pub(crate) fn curve(
    layout: Layout,
    words: &Words,
    values: &[f64],
    unit: &str,
    lines: &[CurveLine],
) -> String {
    let ends = || lines.iter().flat_map(|line| &line.means).flatten().copied();
    let (low, high) = (ends().fold(f64::MAX, f64::min), ends().fold(f64::MIN, f64::max));
    // From zero, where that does not flatten the lines.
    let low = if low > 0.0 && high > 3.0 * (high - low) { low } else { low.min(0.0) };
    let (by, _) = scale(high);
    let marks = ticks(low, high.max(low + 1e-9), 4);
    let across = ticks(values[0], values[values.len() - 1], if layout.narrow() { 3 } else { 6 });
    let key = if lines.len() > 1 { layout.text * 1.6 * lines.len() as f64 } else { 0.0 };
    let top = key + 12.0;
    let widest = marks.iter().map(|t| text_width(&tick_label(*t, by), layout.text)).fold(0.0, f64::max);
    let frame = Frame {
        left: 14.0 + widest,
        right: layout.width - 30.0,
        top,
        bottom: top + if layout.narrow() { 170.0 } else { 230.0 },
        x: (across[0], across[across.len() - 1]),
        y: (marks[0], marks[marks.len() - 1]),
    };
    chart(layout, frame.bottom + 46.0, words, |canvas| {
        if lines.len() > 1 {
            let mut y = 10.0;
            for line in lines {
                y = canvas.key(&[(line.line, line.title.clone())], y);
            }
        }
        frame.horizontal_grid(canvas, &marks, |t| tick_label(t, by));
        for &tick in &across {
            let x = frame.px(tick);
            canvas.line(&[(x, frame.bottom), (x, frame.bottom + 5.0)], Pen::new(SOFT, 1.0));
            canvas.text(&number(tick), (x, frame.bottom + 15.0), Anchor::Middle, SOFT);
        }
        let middle = (frame.left + frame.right) / 2.0;
        canvas.text(unit, (middle, frame.bottom + 33.0), Anchor::Middle, INK);
        for line in lines {
            let at = |end: usize| values.iter().zip(&line.means).map(move |(x, m)| (*x, m[end]));
            let upper = at(2).map(|(x, y)| frame.at(x, y));
            let mut lower: Vec<(f64, f64)> = at(1).map(|(x, y)| frame.at(x, y)).collect();
            lower.reverse();
            canvas.area(&upper.chain(lower).collect::<Vec<_>>(), option_colour(line.line), 0.2);
            let means: Vec<(f64, f64)> = at(0).map(|(x, y)| frame.at(x, y)).collect();
            canvas.line(&means, Pen::option(line.line));
            means.iter().for_each(|point| canvas.mark(line.line, *point, 4.0));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::reading::{Text, circles, polygons, texts};
    use super::*;

    fn line(number: usize, means: Vec<[f64; 3]>) -> CurveLine {
        CurveLine { line: number, title: format!("line {number}"), means }
    }

    fn drawn(layout: Layout, lines: &[CurveLine]) -> String {
        let words = Words { title: "t".into(), desc: "d".into() };
        curve(layout, &words, &[0.0, 1.0, 4.0], "days", lines)
    }

    /// From a value to its pixel, by the labels of two ticks.
    fn scale_of(ticks: &[&Text], place: impl Fn(&Text) -> f64) -> impl Fn(f64) -> f64 {
        let read = |tick: &Text| (tick.text.parse::<f64>().unwrap(), place(tick));
        let ((a, at_a), (b, at_b)) = (read(ticks[0]), read(ticks[ticks.len() - 1]));
        move |value| at_a + (at_b - at_a) * (value - a) / (b - a)
    }

    #[test]
    fn points_and_bands_are_where_they_belong() {
        for layout in [Layout::DESK, Layout::PHONE] {
            let means = vec![[50.0, 40.0, 60.0], [100.0, 100.0, 100.0], [0.0, -10.0, 10.0]];
            let svg = drawn(layout, &[line(1, means)]);
            let all = texts(&svg, layout.text);
            let of = |anchor: &str| -> Vec<&Text> {
                all.iter().filter(|text| text.anchor == anchor && text.text != "days").collect()
            };
            // A minus sign is none of ASCII's.
            let levels: Vec<&Text> = of("end").into_iter().filter(|text| !text.text.contains('−')).collect();
            let across = of("middle");
            let (x, y) = (scale_of(&across, |tick| tick.x), scale_of(&levels, |tick| tick.y));
            let near = |found: (f64, f64), value: (f64, f64)| {
                let exact = (x(value.0), y(value.1));
                let off = (found.0 - exact.0).abs().max((found.1 - exact.1).abs());
                assert!(off < 0.6, "{found:?}, not {exact:?}");
            };
            let points = circles(&svg);
            assert_eq!(points.len(), 3);
            for (point, value) in points.into_iter().zip([(0.0, 50.0), (1.0, 100.0), (4.0, 0.0)]) {
                near(point, value);
            }
            // Upper ends from the left, lower ends back.
            let band = &polygons(&svg)[0];
            let ends = [(0.0, 60.0), (1.0, 100.0), (4.0, 10.0), (4.0, -10.0), (1.0, 100.0), (0.0, 40.0)];
            assert_eq!(band.len(), ends.len());
            band.iter().zip(ends).for_each(|(corner, value)| near(*corner, value));
        }
    }

    #[test]
    fn lines_have_a_key_where_there_are_several() {
        let flat = || vec![[2_000_000.0; 3]; 3];
        let named = |svg: &str| svg.contains("line 1");
        assert!(!named(&drawn(Layout::DESK, &[line(1, flat())])));
        let both = drawn(Layout::DESK, &[line(1, flat()), line(2, flat())]);
        assert!(named(&both) && both.contains("line 2"));
        // Millions are written as such.
        assert!(texts(&both, Layout::DESK.text).iter().any(|tick| tick.anchor == "end" && tick.text == "2"));
    }
}
