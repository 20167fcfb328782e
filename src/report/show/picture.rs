//! The plant as a picture: stations as boxes shaded by load, the lots' room before them, arrows for the ways of each
//! product, the bottleneck marked. Stations stand in the order of the routings, in bands of a page's width.

use maud::{Markup, html};

use crate::capacity::{PlantFacts, plant_facts};
use crate::report::charts::{option_colour, shortened};
use crate::report::figures::{number, percent};
use crate::spec::{Operation, Plant, StepKind};

/// Boxes in a band, their size and the room around them [px].
const COLUMNS: usize = 5;
const BOX: (f64, f64) = (132.0, 64.0);
const ROOM: (f64, f64) = (64.0, 46.0);
const MARGIN: f64 = 26.0;

/// Later than all steps.
const LATER: usize = usize::MAX / 2;

/// A box: a station (by number) or a dwell place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Node {
    Station(usize),
    Place(usize),
}

/// A box with the place of its upper left corner.
struct Placed {
    node: Node,
    column: usize,
    at: (f64, f64),
}

/// The picture of a plant as SVG.
pub fn picture(plant: &Plant) -> String {
    let facts = plant_facts(plant);
    let (placed, size) = layout(plant);
    let finding = match facts.bottleneck() {
        Some((name, limit)) => {
            format!("{name} limits the plant to {} good units of each product an hour", number(limit))
        }
        None => "No station has any work".to_owned(),
    };
    let (width, height) = (size.0, size.1 + 16.0 + 18.0 * plant.products.len() as f64);
    let svg = html! {
        svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox=(format!("0 0 {width:.0} {height:.0}"))
            font-family="system-ui, sans-serif" font-size="12" {
            title { (plant.name) ": stations and ways" }
            desc { (finding) ". Boxes are shaded by load when the bottleneck is fully used." }
            rect width=(format!("{width:.0}")) height=(format!("{height:.0}")) fill="#ffffff" {}
            @for product in 0..plant.products.len() { (arrows(plant, &facts, product, &placed)) }
            @for own in &placed { (node(plant, &facts, own)) }
            @for (product, own) in plant.products.iter().enumerate() {
                @let y = size.1 + 14.0 + 18.0 * product as f64;
                (line(product, &format!("M{MARGIN:.0},{:.1}h34", y - 4.0)))
                text x=(format!("{:.0}", MARGIN + 42.0)) y=(format!("{y:.1}")) fill="#222222" { (own.name) }
            }
        }
    };
    svg.into_string()
}

/// Boxes at the column of their first step in any routing, and the size of all.
fn layout(plant: &Plant) -> (Vec<Placed>, (f64, f64)) {
    let mut nodes: Vec<(usize, Node)> = Vec::new();
    let mut put = |step: usize, node: Node| match nodes.iter_mut().find(|(_, own)| *own == node) {
        Some((first, _)) => *first = step.min(*first),
        None => nodes.push((step, node)),
    };
    for (index, step) in plant.products.iter().flat_map(|p| p.routing.iter().enumerate()) {
        nodes_of(&step.kind).into_iter().for_each(|node| put(index, node));
    }
    // Those without work come last, one after the other.
    (0..plant.stations.len()).for_each(|station| put(LATER + station, Node::Station(station)));
    nodes.sort_by_key(|(step, _)| *step);
    let mut steps: Vec<usize> = nodes.iter().map(|(step, _)| *step).collect();
    steps.dedup();
    let column = |step: usize| steps.partition_point(|own| *own < step);
    let (mut placed, mut top): (Vec<Placed>, f64) = (Vec::new(), MARGIN);
    for band in 0..steps.len().div_ceil(COLUMNS) {
        let mut rows = [0; COLUMNS];
        for (step, node) in nodes.iter().filter(|(step, _)| column(*step) / COLUMNS == band) {
            let place = column(*step) % COLUMNS;
            let x = MARGIN + place as f64 * (BOX.0 + ROOM.0);
            placed.push(Placed {
                node: *node,
                column: column(*step),
                at: (x, top + rows[place] as f64 * (BOX.1 + ROOM.1)),
            });
            rows[place] += 1;
        }
        top += rows.iter().max().map_or(0, |most| *most) as f64 * (BOX.1 + ROOM.1);
    }
    let columns = steps.len().clamp(1, COLUMNS) as f64;
    (placed, (2.0 * MARGIN + columns * BOX.0 + (columns - 1.0) * ROOM.0, top))
}

/// The boxes of a step.
fn nodes_of(kind: &StepKind) -> Vec<Node> {
    let stations = |operation: &Operation| {
        let others = operation.or_at.iter().map(|(station, _)| station.index());
        std::iter::once(operation.station.index()).chain(others).map(Node::Station).collect()
    };
    match kind {
        StepKind::Operation(operation) => stations(operation),
        StepKind::Dwell { place, .. } => vec![Node::Place(place.index())],
        StepKind::Split(_) | StepKind::Join(_) => Vec::new(),
    }
}

/// A box with its words.
fn node(plant: &Plant, facts: &PlantFacts, placed: &Placed) -> Markup {
    let (x, y) = placed.at;
    let (name, lines, load, room) = match placed.node {
        Node::Station(station) => {
            let own = &plant.stations[station];
            let load = facts.load(station);
            let machines = format!("{} machine{}", own.machines, if own.machines == 1 { "" } else { "s" });
            let buffer = own.buffer.filter(|_| own.shares_buffer_of.is_none());
            let lines = match own.machines {
                0 => ["no machine yet".to_owned(), "for an upgrade".to_owned()],
                _ => [machines, format!("load {}", percent(load))],
            };
            (own.name.as_str(), lines, load, buffer)
        }
        Node::Place(place) => {
            let own = &plant.places[place];
            let room = own.capacity.map_or("no limit".to_owned(), |lots| format!("{lots} lots"));
            (own.name.as_str(), ["dwell place".to_owned(), room], 0.0, None)
        }
    };
    let limits = facts.bottleneck().is_some_and(|(own, _)| own == name && load > 0.0);
    // White to a light blue: dark text stays readable on all of it.
    let shade = |full: f64| (255.0 - (255.0 - full) * load.clamp(0.0, 1.0)).round() as u8;
    let fill = format!("#{:02x}{:02x}{:02x}", shade(158.0), shade(202.0), shade(225.0));
    let (edge, thick) = if limits { ("#a01c2c", "3") } else { ("#595959", "1") };
    let dashed = matches!(placed.node, Node::Place(_)).then_some("5 3");
    html! {
        rect x=(fine(x)) y=(fine(y)) width=(fine(BOX.0)) height=(fine(BOX.1)) rx="5" fill=(fill) stroke=(edge)
            stroke-width=(thick) stroke-dasharray=[dashed] {}
        text x=(fine(x + 9.0)) y=(fine(y + 19.0)) font-weight="600" fill="#222222" { (shortened(name, 17)) }
        text x=(fine(x + 9.0)) y=(fine(y + 37.0)) fill="#222222" { (lines[0]) }
        text x=(fine(x + 9.0)) y=(fine(y + 54.0)) fill="#222222" { (lines[1]) }
        @if let Some(lots) = room {
            text x=(fine(x - 5.0)) y=(fine(y - 5.0)) fill="#595959" { "room for " (lots) }
        }
        @if limits {
            text x=(fine(x + BOX.0)) y=(fine(y + BOX.1 + 14.0)) text-anchor="end" font-weight="600" fill="#a01c2c" {
                "the bottleneck"
            }
        }
    }
}

/// The ways of a product between boxes, each once.
fn arrows(plant: &Plant, facts: &PlantFacts, product: usize, placed: &[Placed]) -> Markup {
    let routing = &plant.products[product].routing;
    let mut drawn: Vec<(usize, usize)> = Vec::new();
    for (from, to, _) in &facts.products[product].ways {
        let Some(to) = to.map(|to| past_joints(plant, product, to)) else { continue };
        let positions = |step: usize| {
            let of = |node: Node| placed.iter().position(|own| own.node == node);
            nodes_of(&routing[step].kind).into_iter().filter_map(of).collect::<Vec<_>>()
        };
        for a in positions(*from) {
            drawn.extend(positions(to).into_iter().map(|b| (a, b)));
        }
    }
    drawn.sort_unstable();
    drawn.dedup();
    // Several products beside each other, not on each other.
    let aside = (product as f64 - (plant.products.len() as f64 - 1.0) / 2.0).clamp(-3.0, 3.0) * 7.0;
    html! {
        @for (a, b) in drawn { (line(product, &path(&placed[a], &placed[b], aside))) }
    }
}

/// The step itself, or the next one with a box.
fn past_joints(plant: &Plant, product: usize, step: usize) -> usize {
    let routing = &plant.products[product].routing;
    (step..routing.len()).find(|own| !nodes_of(&routing[*own].kind).is_empty()).unwrap_or(step)
}

/// A way with an arrow's head, as path data.
fn path(from: &Placed, to: &Placed, aside: f64) -> String {
    let middle = BOX.1 / 2.0 + aside;
    let (x0, y0) = (from.at.0 + BOX.0, from.at.1 + middle);
    let (x1, y1) = (to.at.0, to.at.1 + middle);
    let head = |x: f64, y: f64| {
        format!("M{:.1},{:.1}L{x:.1},{y:.1}L{:.1},{:.1}", x - 7.0, y - 4.0, x - 7.0, y + 4.0)
    };
    if to.column > from.column && x1 > x0 {
        let bend = (x1 - x0) / 2.0;
        // Past boxes that stand between, below them.
        if to.column > from.column + 1 && (y0 - y1).abs() < 1.0 {
            let low = from.at.1 + BOX.1 + 20.0 + aside;
            return format!(
                "M{x0:.1},{y0:.1}C{:.1},{y0:.1} {:.1},{low:.1} {:.1},{low:.1}L{:.1},{low:.1}C{:.1},{low:.1} {:.1},{y1:.1} {x1:.1},{y1:.1}{}",
                x0 + 26.0,
                x0 + 10.0,
                x0 + 40.0,
                x1 - 40.0,
                x1 - 10.0,
                x1 - 26.0,
                head(x1, y1)
            );
        }
        return format!(
            "M{x0:.1},{y0:.1}C{:.1},{y0:.1} {:.1},{y1:.1} {x1:.1},{y1:.1}{}",
            x0 + bend,
            x1 - bend,
            head(x1, y1)
        );
    }
    // Back, or on to the next band: down, along below the boxes, and in from the left.
    let low = from.at.1 + BOX.1 + 24.0 + aside;
    let (right, left) = (x0 + 12.0, x1 - 22.0);
    format!(
        "M{x0:.1},{y0:.1}L{right:.1},{y0:.1}L{right:.1},{low:.1}L{left:.1},{low:.1}L{left:.1},{y1:.1}L{x1:.1},{y1:.1}{}",
        head(x1, y1)
    )
}

/// A line in a product's colour, told apart by its dash as well.
fn line(product: usize, data: &str) -> Markup {
    let colour = option_colour(product + 1);
    let dash = [None, Some("7 4"), Some("2 3"), Some("11 4"), Some("5 2"), Some("1 5")][product % 6];
    html! {
        path d=(data) fill="none" stroke=(format!("#{:02x}{:02x}{:02x}", colour.0, colour.1, colour.2)) stroke-width="1.8"
            stroke-dasharray=[dash] {}
    }
}

fn fine(x: f64) -> String {
    format!("{x:.1}")
}
