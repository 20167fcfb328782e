//! For tests: what stands in a drawn chart, in pixels of its layout.

use super::GRAIN;

/// A text of a chart.
#[derive(Debug)]
pub(super) struct Text {
    /// What it says.
    pub(super) text: String,
    /// Where it is anchored; `y` is its middle.
    pub(super) x: f64,
    pub(super) y: f64,
    /// "start", "middle" or "end".
    pub(super) anchor: String,
}

/// The value of an attribute, from where it is in a text.
fn attribute<'a>(element: &'a str, name: &str) -> &'a str {
    let (_, rest) = element.split_once(&format!(" {name}=\"")).unwrap();
    rest.split_once('"').unwrap().0
}

fn pixels(element: &str, name: &str) -> f64 {
    attribute(element, name).parse::<f64>().unwrap() / GRAIN
}

/// Its elements of a kind.
fn elements<'a>(svg: &'a str, kind: &str) -> Vec<&'a str> {
    svg.split('<').filter_map(|part| part.strip_prefix(kind)).collect()
}

/// All texts of a chart whose text has a size [px].
pub(super) fn texts(svg: &str, size: f64) -> Vec<Text> {
    let read = |element: &str| Text {
        text: element.split_once('>').unwrap().1.trim().to_owned(),
        x: pixels(element, "x"),
        // Drawn a bit below the middle.
        y: pixels(element, "y") - 0.09 * size,
        anchor: attribute(element, "text-anchor").to_owned(),
    };
    elements(svg, "text").into_iter().map(read).collect()
}

/// The centres of all circles.
pub(super) fn circles(svg: &str) -> Vec<(f64, f64)> {
    elements(svg, "circle").into_iter().map(|own| (pixels(own, "cx"), pixels(own, "cy"))).collect()
}

/// The corners of all polygons.
pub(super) fn polygons(svg: &str) -> Vec<Vec<(f64, f64)>> {
    let corner = |pair: &str| {
        let (x, y) = pair.split_once(',').unwrap();
        (x.parse::<f64>().unwrap() / GRAIN, y.parse::<f64>().unwrap() / GRAIN)
    };
    let read = |element: &str| attribute(element, "points").split_whitespace().map(corner).collect();
    elements(svg, "polygon").into_iter().map(read).collect()
}
