//! Output over time: medians with bands over replications, the surge as a shaded span.

use std::ops::Range;

use super::axis::{Frame, scale, tick_label, ticks};
use super::{
    Anchor, Canvas, INK, Layout, Pen, SOFT, SURGE, Words, chart, option_colour, shortened, text_width,
};
use crate::spec::Spec;

/// One option's path with its bands.
#[derive(Clone, Debug)]
pub(crate) struct Band {
    /// Position of the option, for colour and dash.
    pub(crate) option: usize,
    /// What it is called.
    pub(crate) title: String,
    /// At each point of time the 5, 25, 50, 75 and 95 % quantiles over replications.
    pub(crate) quantiles: Vec<[f64; 5]>,
}

/// What is drawn.
#[derive(Clone, Debug)]
pub(crate) struct Paths {
    /// Days since the start, one for each point of the bands.
    pub(crate) days: Vec<f64>,
    /// Baseline first.
    pub(crate) bands: Vec<Band>,
    /// The median of what customers order; empty where nobody orders.
    pub(crate) ordered: Vec<f64>,
    /// The emergency, in days since the start, with its name.
    pub(crate) emergency: Option<(Range<usize>, String)>,
}

/// Draws the paths; the vertical axis begins at zero.
pub(crate) fn paths(layout: Layout, words: &Words, spec: &Spec, paths: &Paths) -> String {
    let narrow = layout.narrow();
    let highest = paths.bands.iter().flat_map(|b| &b.quantiles).map(|q| q[4]).fold(0.0, f64::max);
    let (by, _) = scale(highest);
    let ordered = paths.ordered.iter().copied().fold(0.0, f64::max);
    // Orders may be many times what can be made: they may stretch the axis a little, but not crush the bands.
    let highest = if ordered < highest * 1.25 { highest.max(ordered) } else { highest };
    let marks = ticks(0.0, highest.max(1e-9), 4);
    let longest = paths.bands.iter().map(|b| text_width(&b.title, layout.text)).fold(0.0, f64::max);
    let labels = if narrow { 8.0 } else { longest.min(180.0) + 22.0 };
    let rows = if narrow { paths.bands.len() as f64 + 1.0 } else { 0.0 };
    let top = rows * layout.text * 1.6 + 28.0;
    let frame = Frame {
        left: 12.0 + marks.iter().map(|t| text_width(&tick_label(*t, by), layout.text)).fold(0.0, f64::max),
        right: layout.width - labels,
        top,
        bottom: top + if narrow { 180.0 } else { 260.0 },
        x: (paths.days.first().copied().unwrap_or(0.0), paths.days.last().copied().unwrap_or(1.0).max(1.0)),
        y: (0.0, marks.last().copied().unwrap_or(1.0)),
    };
    chart(layout, frame.bottom + 30.0, words, |canvas| {
        if narrow {
            narrow_key(canvas, paths);
        }
        emergency_span(canvas, &frame, paths);
        frame.horizontal_grid(canvas, &marks, |t| tick_label(t, by));
        frame.month_axis(canvas, spec);
        orders_line(canvas, &frame, paths);
        for band in &paths.bands {
            band_areas(canvas, &frame, &paths.days, band);
        }
        for band in &paths.bands {
            let median: Vec<(f64, f64)> =
                paths.days.iter().zip(&band.quantiles).map(|(d, q)| frame.at(*d, q[2])).collect();
            canvas.line(&median, Pen::option(band.option));
        }
        if !narrow {
            end_labels(canvas, &frame, paths);
        }
    })
}

fn narrow_key(canvas: &mut Canvas<'_>, paths: &Paths) {
    let key: Vec<(usize, String)> = paths.bands.iter().map(|b| (b.option, b.title.clone())).collect();
    let mut y = 12.0;
    for entry in key {
        y = canvas.key(&[entry], y);
    }
    if !paths.ordered.is_empty() {
        canvas.line(&[(4.0, y), (30.0, y)], orders_pen());
        canvas.text("ordered (median)", (36.0, y), Anchor::Start, INK);
    }
}

/// The line of what customers order.
pub(crate) fn orders_pen() -> Pen {
    Pen::new(INK, 1.25).dashed(1.5, 3.0)
}

fn emergency_span(canvas: &mut Canvas<'_>, frame: &Frame, paths: &Paths) {
    let Some((days, name)) = &paths.emergency else {
        return;
    };
    let clamp = |day: f64| frame.px(day.clamp(frame.x.0, frame.x.1));
    let (from, to) = (clamp(days.start as f64), clamp(days.end as f64));
    canvas.rect((from, frame.top), (to, frame.bottom), SURGE);
    // From the span's beginning on, or up to the right edge where there is too little room.
    let edge = canvas.layout.width - 2.0;
    let (at, anchor, room) = match from + 1.25 * canvas.width_of(name) <= edge {
        true => (from, Anchor::Start, edge - from),
        false => (edge, Anchor::End, edge - frame.left),
    };
    let most = (room / canvas.layout.text / 0.58) as usize;
    canvas.text(&shortened(name, most), (at, frame.top - 16.0), anchor, SOFT);
}

/// What lies above the axis is cut at its top.
fn orders_line(canvas: &mut Canvas<'_>, frame: &Frame, paths: &Paths) {
    let line: Vec<(f64, f64)> =
        paths.days.iter().zip(&paths.ordered).map(|(d, o)| frame.at(*d, o.min(frame.y.1))).collect();
    if line.len() > 1 {
        canvas.line(&line, orders_pen());
    }
    let highest = paths.ordered.iter().copied().fold(0.0, f64::max);
    if highest > frame.y.1 {
        let above = paths.ordered.iter().zip(&paths.days).filter(|(o, _)| **o > frame.y.1);
        let last = above.max_by(|a, b| a.1.total_cmp(b.1)).map_or(frame.x.0, |(_, day)| *day);
        let (by, _) = scale(frame.y.1);
        let text = format!("orders up to {}", tick_label(highest, by));
        let x = (frame.px(last) + 12.0).min(frame.right - canvas.width_of(&text) - 8.0);
        canvas.text(&text, (x, frame.top + 11.0), Anchor::Start, INK);
    }
}

fn band_areas(canvas: &mut Canvas<'_>, frame: &Frame, days: &[f64], band: &Band) {
    for (low, high, opacity) in [(0, 4, 0.14), (1, 3, 0.2)] {
        let points = || days.iter().zip(&band.quantiles);
        let upper = points().map(|(d, q)| frame.at(*d, q[high]));
        let lower = points().rev().map(|(d, q)| frame.at(*d, q[low]));
        canvas.area(&upper.chain(lower).collect::<Vec<_>>(), option_colour(band.option), opacity);
    }
}

/// Labels at the right ends of the lines, moved apart.
fn end_labels(canvas: &mut Canvas<'_>, frame: &Frame, paths: &Paths) {
    let mut labels: Vec<(Option<usize>, String, f64)> = paths
        .bands
        .iter()
        .map(|b| (Some(b.option), b.title.clone(), b.quantiles.last().map_or(0.0, |q| q[2])))
        .collect();
    if let Some(last) = paths.ordered.last() {
        labels.push((None, "ordered".into(), last.min(frame.y.1)));
    }
    let labels: Vec<(Option<usize>, String, f64)> =
        labels.into_iter().map(|(option, title, end)| (option, title, frame.py(end))).collect();
    canvas.end_labels(&labels, frame.right + 10.0, (frame.top, frame.bottom - 4.0));
}
