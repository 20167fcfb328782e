//! Machine-state strips: how a station's machines spend their time, one bar for each case.

use plotters::style::RGBColor;

use super::{Anchor, Canvas, INK, Layout, PAPER, Pen, SOFT, Words, chart, shortened};
use crate::outcome::STATES;
use crate::report::figures::percent;
use crate::report::findings::state_title;

/// One bar.
#[derive(Clone, Debug)]
pub(crate) struct Strip {
    /// The case, as "baseline".
    pub(crate) label: String,
    /// Shares of clock time in the order of [`STATES`]; `None`: no machine there.
    pub(crate) shares: Option<[f64; STATES.len()]>,
}

/// The bars of one station.
#[derive(Clone, Debug)]
pub(crate) struct StripGroup {
    /// The station.
    pub(crate) title: String,
    /// Its bars.
    pub(crate) strips: Vec<Strip>,
}

/// How a state is drawn: colour, whether text on it is white, and a pattern as the second cue.
struct Look {
    colour: RGBColor,
    white_text: bool,
    pattern: Pattern,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pattern {
    Plain,
    Rising,
    Falling,
    Upright,
    Crossed,
}

/// The looks of all states in the order of [`STATES`]; none of the colours stands for an option.
const LOOKS: [Look; STATES.len()] = [
    look(0x1f3d4d, true, Pattern::Plain),    // producing
    look(0x6d8793, true, Pattern::Plain),    // setup
    look(0xece9df, false, Pattern::Plain),   // starved
    look(0xd3c9a1, false, Pattern::Rising),  // blocked
    look(0xe3a5ae, false, Pattern::Falling), // waiting for labour
    look(0xc0aede, false, Pattern::Upright), // waiting for material
    look(0xa9cfc6, false, Pattern::Crossed), // waiting for instruction
    look(0xa01c2c, true, Pattern::Plain),    // failed
    look(0x6b1420, true, Pattern::Rising),   // repair
    look(0x9a7b4f, true, Pattern::Falling),  // maintenance
    look(0xffffff, false, Pattern::Plain),   // off shift
    look(0x4c6b2f, true, Pattern::Upright),  // upgrading
    look(0x3a2a55, true, Pattern::Crossed),  // cyber outage
];

const fn look(rgb: u32, white_text: bool, pattern: Pattern) -> Look {
    let colour = RGBColor((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8);
    Look { colour, white_text, pattern }
}

const BAR: f64 = 20.0;

/// Draws the bars, with a key of the states that occur.
pub(crate) fn strips(layout: Layout, words: &Words, groups: &[StripGroup]) -> String {
    let shown: Vec<usize> = (0..STATES.len())
        .filter(|s| groups.iter().flat_map(|g| &g.strips).any(|b| b.shares.is_some_and(|x| x[*s] >= 0.002)))
        .collect();
    let labels = groups.iter().flat_map(|g| &g.strips).map(|s| super::text_width(&s.label, layout.text));
    let left = (labels.fold(0.0, f64::max) + 14.0).clamp(40.0, if layout.narrow() { 74.0 } else { 180.0 });
    let places = shown_key(layout, &shown);
    let key_height = places.last().map_or(0.0, |(_, _, y)| y + layout.text * 1.4);
    let group_height = |g: &StripGroup| layout.text * 1.7 + g.strips.len() as f64 * (BAR + 4.0) + 6.0;
    let height = key_height + 8.0 + groups.iter().map(group_height).sum::<f64>() + 22.0;
    chart(layout, height, words, |canvas| {
        key(canvas, &places);
        let mut y = key_height + 8.0;
        for group in groups {
            canvas.bold(&group.title, (4.0, y + layout.text * 0.7), Anchor::Start, INK);
            let mut row = y + layout.text * 1.7;
            for strip in &group.strips {
                let most = ((left - 8.0) / layout.text / 0.54) as usize;
                let fits = strip.label.chars().count() <= most || !canvas.layout.narrow();
                let label = if fits { shortened(&strip.label, most) } else { "the option".into() };
                canvas.text(&label, (4.0, row + BAR / 2.0), Anchor::Start, SOFT);
                bar(canvas, strip, left, row);
                row += BAR + 4.0;
            }
            y += group_height(group);
        }
        let right = layout.width - 10.0;
        for (share, anchor) in [(0.0, Anchor::Start), (0.5, Anchor::Middle), (1.0, Anchor::End)] {
            canvas.text(&percent(share), (left + (right - left) * share, y + 8.0), anchor, SOFT);
        }
    })
}

/// Where the states of a key stand.
pub(super) fn shown_key(layout: Layout, shown: &[usize]) -> Vec<(usize, f64, f64)> {
    let (mut x, mut y) = (4.0, 12.0);
    let mut places = Vec::new();
    for &state in shown {
        let width = 26.0 + super::text_width(&state_title(state), layout.text) + 12.0;
        if x > 4.0 && x + width > layout.width {
            (x, y) = (4.0, y + layout.text * 1.6);
        }
        places.push((state, x, y));
        x += width;
    }
    places
}

/// Draws a key of states.
pub(super) fn key(canvas: &mut Canvas<'_>, places: &[(usize, f64, f64)]) {
    for (state, x, y) in places {
        swatch(canvas, *state, (*x, *y));
    }
}

fn swatch(canvas: &mut Canvas<'_>, state: usize, (x, y): (f64, f64)) {
    segment(canvas, state, (x, y - 7.0), (x + 20.0, y + 7.0));
    canvas.text(&state_title(state), (x + 26.0, y), Anchor::Start, INK);
}

fn bar(canvas: &mut Canvas<'_>, strip: &Strip, left: f64, top: f64) {
    let right = canvas.layout.width - 10.0;
    let Some(shares) = strip.shares else {
        canvas.text("not installed", (left + 4.0, top + BAR / 2.0), Anchor::Start, SOFT);
        return;
    };
    let mut x = left;
    for (state, share) in shares.iter().enumerate() {
        let end = x + (right - left) * share;
        if end - x >= 0.25 {
            segment(canvas, state, (x, top), (end, top + BAR));
        }
        let text = percent(*share);
        let room = canvas.width_of(&text) + 8.0;
        if end - x >= room {
            let look = &LOOKS[state];
            let middle = (x + end) / 2.0;
            if look.pattern != Pattern::Plain {
                canvas.rect(
                    (middle - room / 2.0 + 2.0, top + 3.0),
                    (middle + room / 2.0 - 2.0, top + BAR - 3.0),
                    look.colour,
                );
            }
            let ink = if look.white_text { PAPER } else { INK };
            canvas.text(&text, (middle, top + BAR / 2.0), Anchor::Middle, ink);
        }
        x = end;
    }
    let corners = [(left, top), (right, top), (right, top + BAR), (left, top + BAR), (left, top)];
    canvas.line(&corners, Pen::new(SOFT, 0.5));
}

/// A filled piece with its pattern; a thin edge keeps neighbours apart in grey print.
pub(super) fn segment(canvas: &mut Canvas<'_>, state: usize, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) {
    let look = &LOOKS[state];
    canvas.rect((x0, y0), (x1, y1), look.colour);
    let pen = Pen::new(if look.white_text { PAPER } else { SOFT }, 0.75);
    let step = 6.0;
    let height = y1 - y0;
    let mut slanted = |slope: f64| {
        let mut x = x0 - height + step / 2.0;
        while x < x1 {
            // The part of the line from (x, bottom) to (x + height, top) that lies inside.
            let (from, to) = (x.max(x0), (x + height).min(x1));
            if to > from {
                let y = |at: f64| if slope > 0.0 { y1 - (at - x) } else { y0 + (at - x) };
                canvas.line(&[(from, y(from)), (to, y(to))], pen);
            }
            x += step;
        }
    };
    match look.pattern {
        Pattern::Plain => {}
        Pattern::Rising => slanted(1.0),
        Pattern::Falling => slanted(-1.0),
        Pattern::Crossed => {
            slanted(1.0);
            slanted(-1.0);
        }
        Pattern::Upright => {
            let mut x = x0 + step / 2.0;
            while x < x1 {
                canvas.line(&[(x, y0), (x, y1)], pen);
                x += step;
            }
        }
    }
    canvas.line(&[(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], Pen::new(SOFT, 0.5));
}
