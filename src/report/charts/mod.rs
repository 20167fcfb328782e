//! Charts as inline SVG: a canvas over plotters' SVG backend, its pens and its text.
//!
//! Every chart is drawn twice, for a desk and for a phone, so that its text keeps its size; the style sheet shows
//! one of them. Plotters without fonts only estimates text widths, so rooms are generous and labels moved apart.

mod axis;
mod curve;
mod dots;
mod gantt;
mod paths;
mod payback;
#[cfg(test)]
mod reading;
mod strips;

pub(crate) use axis::{day_month, unit_word as axis_unit};
pub(crate) use curve::{CurveLine, curve};
pub(crate) use dots::{Dot, DotRow, dots};
pub(crate) use gantt::{GanttRow, gantt};
pub(crate) use paths::{Band, Paths, paths};
pub(crate) use payback::{PaybackLine, payback};
pub(crate) use strips::{Strip, StripGroup, strips};

use maud::{Markup, PreEscaped, html};
use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::element::{DashedPathElement, Drawable};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, ShapeStyle, TextStyle};

/// Integer units of the SVG for each pixel of the layout; plotters draws on whole units only.
const GRAIN: f64 = 4.0;
/// Colour of text.
pub(crate) const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
/// Colour of secondary text, 4.5:1 on white or better.
pub(crate) const SOFT: RGBColor = RGBColor(0x59, 0x59, 0x59);
/// Colour of grid lines.
pub(crate) const GRID: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);
/// Colour of the paper.
pub(crate) const PAPER: RGBColor = RGBColor(0xff, 0xff, 0xff);
/// Colour of the surge's span.
pub(crate) const SURGE: RGBColor = RGBColor(0xf6, 0xec, 0xd9);

/// The baseline's grey, then the options' colours in file order (Okabe and Ito).
const OPTIONS: [RGBColor; 7] = [
    RGBColor(0x7a, 0x7a, 0x7a),
    RGBColor(0x00, 0x72, 0xb2),
    RGBColor(0xe6, 0x9f, 0x00),
    RGBColor(0x00, 0x9e, 0x73),
    RGBColor(0xcc, 0x79, 0xa7),
    RGBColor(0xd5, 0x5e, 0x00),
    RGBColor(0x56, 0xb4, 0xe9),
];

/// The colour of an option, the same in the whole document.
pub(crate) fn option_colour(option: usize) -> RGBColor {
    if option == 0 { OPTIONS[0] } else { OPTIONS[1 + (option - 1) % 6] }
}

/// The second cue of an option: dash and gap [px]; solid where `None`.
fn option_dash(option: usize) -> Option<(f64, f64)> {
    [None, None, Some((7.0, 4.0)), Some((2.5, 3.0)), Some((11.0, 4.0)), Some((5.0, 2.0)), Some((1.5, 5.0))]
        [if option == 0 { 0 } else { 1 + (option - 1) % 6 }]
}

/// For whom a chart is laid out.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Layout {
    /// Width [px].
    pub(crate) width: f64,
    /// Size of text [px; >= 11 when shown at its width].
    pub(crate) text: f64,
}

impl Layout {
    const DESK: Layout = Layout { width: 760.0, text: 13.0 };
    const PHONE: Layout = Layout { width: 320.0, text: 12.0 };

    /// Whether there is little room.
    pub(crate) fn narrow(self) -> bool {
        self.width < 500.0
    }
}

/// What those are told who do not see a chart.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    /// The finding.
    pub(crate) title: String,
    /// What is drawn, with the figures that matter.
    pub(crate) desc: String,
}

/// Both layouts of a chart; `draw` makes the SVG for one.
pub(crate) fn both(draw: impl Fn(Layout) -> String) -> Markup {
    html! {
        div.desk { (PreEscaped(draw(Layout::DESK))) }
        div.phone { (PreEscaped(draw(Layout::PHONE))) }
    }
}

/// Draws a chart of a width and height [px].
pub(crate) fn chart(
    layout: Layout,
    height: f64,
    words: &Words,
    paint: impl FnOnce(&mut Canvas<'_>),
) -> String {
    let mut svg = String::new();
    let units = |px: f64| (px * GRAIN).round() as u32;
    {
        let backend = SVGBackend::with_string(&mut svg, (units(layout.width), units(height)));
        let mut canvas = Canvas { backend, layout };
        paint(&mut canvas);
        // Drawing into a string cannot fail.
        let _ = canvas.backend.present();
    }
    let body = svg.split_once('>').map_or("", |(_, body)| body).replace('\n', "");
    let head = html! { title { (words.title) } desc { (words.desc) } }.into_string();
    let view = format!("0 0 {} {}", units(layout.width), units(height));
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"{view}\">{head}{body}")
}

/// A surface to draw on, in pixels from the upper left.
pub(crate) struct Canvas<'a> {
    backend: SVGBackend<'a>,
    pub(crate) layout: Layout,
}

/// Where a text stands relative to its point; vertically always centred.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Anchor {
    /// Begins there.
    Start,
    /// Is centred there.
    Middle,
    /// Ends there.
    End,
}

/// A line's look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pen {
    colour: RGBColor,
    width: f64,
    dash: Option<(f64, f64)>,
}

impl Pen {
    /// A solid line of a colour and width [px].
    pub(crate) fn new(colour: RGBColor, width: f64) -> Pen {
        Pen { colour, width, dash: None }
    }

    /// The line of an option: colour and dash.
    pub(crate) fn option(option: usize) -> Pen {
        Pen { colour: option_colour(option), width: 2.25, dash: option_dash(option) }
    }

    /// The same line, dashed.
    pub(crate) fn dashed(self, on: f64, off: f64) -> Pen {
        Pen { dash: Some((on, off)), ..self }
    }
}

type Point = (f64, f64);

fn unit(px: f64) -> i32 {
    (px * GRAIN).round() as i32
}

fn units((x, y): Point) -> (i32, i32) {
    (unit(x), unit(y))
}

impl Canvas<'_> {
    /// A line through points.
    pub(crate) fn line(&mut self, points: &[Point], pen: Pen) {
        let style: ShapeStyle = pen.colour.stroke_width((pen.width * GRAIN).round() as u32);
        let points: Vec<(i32, i32)> = points.iter().copied().map(units).collect();
        let _ = match pen.dash {
            None => self.backend.draw_path(points, &style),
            Some((on, off)) => {
                let (on, off, none) = ((on * GRAIN) as i32, (off * GRAIN) as i32, Vec::<(i32, i32)>::new());
                let size = self.backend.get_size();
                DashedPathElement::new(none, on, off, style).draw(points.into_iter(), &mut self.backend, size)
            }
        };
    }

    /// A filled polygon.
    pub(crate) fn area(&mut self, points: &[Point], colour: RGBColor, opacity: f64) {
        let points: Vec<(i32, i32)> = points.iter().copied().map(units).collect();
        let _ = self.backend.fill_polygon(points, &colour.mix(opacity));
    }

    /// A filled rectangle from its upper left to its lower right corner.
    pub(crate) fn rect(&mut self, from: Point, to: Point, colour: RGBColor) {
        let _ = self.backend.draw_rect(units(from), units(to), &colour, true);
    }

    /// The mark of an option: filled shapes, one per place in the order of options.
    pub(crate) fn mark(&mut self, option: usize, (x, y): Point, size: f64) {
        let colour = option_colour(option);
        match option % 4 {
            0 => self.rect((x - size * 0.8, y - size * 0.8), (x + size * 0.8, y + size * 0.8), colour),
            1 => {
                let _ = self.backend.draw_circle(units((x, y)), unit(size) as u32, &colour, true);
            }
            2 => {
                let corners = [(x, y - size * 1.1), (x + size, y + size * 0.8), (x - size, y + size * 0.8)];
                self.area(&corners, colour, 1.0);
            }
            _ => {
                let (tall, wide) = (size * 1.2, size * 1.1);
                self.area(&[(x, y - tall), (x + wide, y), (x, y + tall), (x - wide, y)], colour, 1.0);
            }
        }
    }

    /// A text, vertically centred at a point.
    pub(crate) fn text(&mut self, text: &str, at: Point, anchor: Anchor, colour: RGBColor) {
        self.text_of_size(text, at, anchor, colour, self.layout.text);
    }

    /// A text in bold.
    pub(crate) fn bold(&mut self, text: &str, at: Point, anchor: Anchor, colour: RGBColor) {
        let font = ("sans-serif", self.layout.text * GRAIN * 1.24).into_font();
        self.put(text, at, anchor, font.style(plotters::style::FontStyle::Bold).color(&colour));
    }

    fn text_of_size(&mut self, text: &str, at: Point, anchor: Anchor, colour: RGBColor, size: f64) {
        // The SVG backend divides the size by 1.24.
        self.put(text, at, anchor, ("sans-serif", size * GRAIN * 1.24).into_font().color(&colour));
    }

    fn put(&mut self, text: &str, (x, y): Point, anchor: Anchor, style: TextStyle<'_>) {
        let h = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        // A vertical centre is drawn half an x-height (about 0.27 em) below the point; capitals and digits want 0.36.
        let at = (x, y + self.layout.text * 0.09);
        let style = style.pos(Pos::new(h, VPos::Center));
        let _ = self.backend.draw_text(text, &style, units(at));
    }

    /// An estimate of a text's width [px], on the generous side.
    pub(crate) fn width_of(&self, text: &str) -> f64 {
        text_width(text, self.layout.text)
    }

    /// Labels with their marks at the right ends of lines, moved apart between two heights; `None` marks the line
    /// of orders.
    pub(crate) fn end_labels(
        &mut self,
        labels: &[(Option<usize>, String, f64)],
        x: f64,
        (low, high): (f64, f64),
    ) {
        let most = ((self.layout.width - x - 9.0) / self.layout.text / 0.54) as usize;
        let lines: Vec<Vec<String>> = labels.iter().map(|(_, title, _)| wrapped(title, most)).collect();
        let tallest = lines.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let step = self.layout.text * 1.25;
        let places: Vec<f64> = labels.iter().map(|(.., y)| *y).collect();
        let places = apart(&places, step * tallest + 3.0, low, high - step * (tallest - 1.0));
        for (((option, ..), lines), y) in labels.iter().zip(lines).zip(places) {
            match option {
                Some(option) => self.mark(*option, (x, y), 4.0),
                None => self.line(&[(x - 6.0, y), (x + 6.0, y)], paths::orders_pen()),
            }
            for (i, line) in lines.iter().enumerate() {
                self.text(line, (x + 9.0, y + i as f64 * step), Anchor::Start, INK);
            }
        }
    }

    /// A key of options in rows, from the upper left; answers the y below it.
    pub(crate) fn key(&mut self, options: &[(usize, String)], mut y: f64) -> f64 {
        let step = self.layout.text * 1.6;
        let mut x = 4.0;
        for (option, title) in options {
            let title = shortened(title, ((self.layout.width - 50.0) / self.layout.text / 0.56) as usize);
            let width = 34.0 + self.width_of(&title) + 14.0;
            if x > 4.0 && x + width > self.layout.width {
                (x, y) = (4.0, y + step);
            }
            self.line(&[(x, y), (x + 26.0, y)], Pen::option(*option));
            self.mark(*option, (x + 13.0, y), 4.0);
            self.text(&title, (x + 32.0, y), Anchor::Start, INK);
            x += width;
        }
        y + step
    }
}

/// An estimate of a text's width [px]: Chinese signs are as wide as high, others a bit over half.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(|c| if u32::from(c) >= 0x2e80 { 1.0 } else { 0.56 }).sum::<f64>() * size
}

/// A text in one line of at most `most` signs, or in two where it has a gap to break at.
pub(crate) fn wrapped(text: &str, most: usize) -> Vec<String> {
    let length = text.chars().count();
    let gaps = text.char_indices().filter(|(_, c)| *c == ' ').map(|(i, _)| i);
    let fits = |i: &usize| text[..*i].chars().count() <= most;
    match gaps.filter(fits).max() {
        Some(gap) if length > most => vec![text[..gap].to_owned(), shortened(&text[gap + 1..], most)],
        _ => vec![shortened(text, most)],
    }
}

/// A text of at most `most` signs, cut with an ellipsis.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most.max(2) {
        return text.to_owned();
    }
    text.chars().take(most.max(2) - 1).chain(['…']).collect()
}

/// Moves places of labels apart, keeping their order, so that neighbours are at least `gap` apart and all lie
/// between `low` and `high` where they fit.
pub(crate) fn apart(places: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| places[*a].total_cmp(&places[*b]));
    let mut moved = places.to_vec();
    let mut floor = low;
    for &i in &order {
        moved[i] = moved[i].max(floor);
        floor = moved[i] + gap;
    }
    let mut ceiling = high;
    for &i in order.iter().rev() {
        moved[i] = moved[i].min(ceiling);
        ceiling = moved[i] - gap;
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_moved_apart_and_kept_inside() {
        assert_eq!(apart(&[10.0, 11.0, 50.0], 10.0, 0.0, 100.0), [10.0, 20.0, 50.0]);
        assert_eq!(apart(&[98.0, 99.0], 10.0, 0.0, 100.0), [90.0, 100.0]);
        assert_eq!(apart(&[5.0, 5.0], 10.0, 0.0, 100.0), [5.0, 15.0]);
    }

    #[test]
    fn long_labels_break_at_a_gap() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("short", 8), ["short"]);
        assert_eq!(wrapped("unbreakable", 8), ["unbreak…"]);
    }

    #[test]
    fn a_chart_scales_and_says_what_it_shows() {
        let words = Words { title: "A <b> & c".into(), desc: "d".into() };
        let svg = chart(Layout::PHONE, 100.0, &words, |canvas| {
            canvas.text("<x> & y", (1.0, 2.0), Anchor::Start, INK);
        });
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 1280 400\"><title>A &lt;b&gt; &amp; c</title><desc>d</desc>"), "{svg}");
        assert!(svg.contains("&lt;x&gt; &amp; y") && svg.ends_with("</svg>"), "{svg}");
    }
}
