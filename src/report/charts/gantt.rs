//! A Gantt chart of a day: a row for each machine, its states in their colours, lots told apart by thin lines.

use super::strips::{key, segment, shown_key};
use super::{Anchor, INK, Layout, PAPER, Pen, SOFT, Words, chart, shortened};
use crate::outcome::STATES;

/// What a machine did, in shares of the day.
#[derive(Clone, Debug)]
pub(crate) struct GanttRow {
    /// The machine.
    pub(crate) label: String,
    /// Begin and end [0..=1], and the state by its position in [`STATES`]; without gaps, in order.
    pub(crate) pieces: Vec<(f64, f64, usize)>,
}

/// More lots than this on a row are not told apart.
const TOLD_APART: usize = 150;

const ROW: f64 = 15.0;

/// Draws the rows under a scale of hours.
pub(crate) fn gantt(layout: Layout, words: &Words, rows: &[GanttRow], hours: f64) -> String {
    let used = |state: &usize| rows.iter().flat_map(|row| &row.pieces).any(|piece| piece.2 == *state);
    let shown: Vec<usize> = (0..STATES.len()).filter(used).collect();
    let places = shown_key(layout, &shown);
    let top = places.last().map_or(0.0, |(_, _, y)| y + layout.text * 1.4) + 22.0;
    let left = if layout.narrow() { 84.0 } else { 150.0 };
    let right = layout.width - 14.0;
    chart(layout, top + rows.len() as f64 * (ROW + 3.0) + 8.0, words, |canvas| {
        key(canvas, &places);
        let bottom = top + rows.len() as f64 * (ROW + 3.0);
        let every = if layout.narrow() { 6 } else { 3 };
        for hour in (0..=hours.floor() as u32).step_by(every) {
            let x = left + (right - left) * f64::from(hour) / hours;
            canvas.line(&[(x, top - 4.0), (x, bottom)], Pen::new(super::GRID, 1.0));
            let anchor = if x + 24.0 > layout.width { Anchor::End } else { Anchor::Middle };
            canvas.text(&format!("{hour}:00"), (x, top - 12.0), anchor, SOFT);
        }
        for (number, row) in rows.iter().enumerate() {
            let y = top + number as f64 * (ROW + 3.0);
            let most = ((left - 8.0) / layout.text / 0.56) as usize;
            canvas.text(&shortened(&row.label, most), (4.0, y + ROW / 2.0), Anchor::Start, INK);
            for (from, to, state) in columns(row, (right - left) as usize) {
                let x = |share: f64| left + (right - left) * share;
                segment(canvas, state, (x(from), y), (x(to), y + ROW));
            }
            if row.pieces.len() <= TOLD_APART {
                for (from, ..) in &row.pieces {
                    let x = left + (right - left) * from;
                    canvas.line(&[(x, y), (x, y + ROW)], Pen::new(PAPER, 0.75));
                }
            }
        }
    })
}

/// The states column by column, equal ones together: in each the state that takes most of it.
fn columns(row: &GanttRow, count: usize) -> Vec<(f64, f64, usize)> {
    let width = 1.0 / count.max(1) as f64;
    let mut time = vec![[0.0; STATES.len()]; count];
    for (from, to, state) in &row.pieces {
        let mut column = (from / width) as usize;
        while column < count && (column as f64) * width < *to {
            let (begin, end) = (column as f64 * width, (column + 1) as f64 * width);
            time[column][*state] += to.min(end) - from.max(begin);
            column += 1;
        }
    }
    let mut merged: Vec<(f64, f64, usize)> = Vec::new();
    for (column, states) in time.iter().enumerate() {
        let most = (0..STATES.len()).max_by(|a, b| states[*a].total_cmp(&states[*b]).then(b.cmp(a)));
        let Some(state) = most.filter(|state| states[*state] > 0.0) else { continue };
        let end = (column + 1) as f64 * width;
        match merged.last_mut() {
            Some(last) if last.2 == state => last.1 = end,
            _ => merged.push((column as f64 * width, end, state)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_has_the_state_that_takes_most_of_it() {
        let pieces = vec![(0.0, 0.55, 0), (0.55, 0.7, 2), (0.7, 1.0, 0)];
        let row = GanttRow { label: "m".into(), pieces };
        // Quarters: all producing, half of it and more, starved for 0.15 of 0.25, producing.
        let told = columns(&row, 4);
        assert_eq!(told, [(0.0, 0.5, 0), (0.5, 0.75, 2), (0.75, 1.0, 0)]);
    }
}
