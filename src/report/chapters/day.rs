//! A chosen day, machine by machine, and which machine held the plant back from moment to moment.

use maud::{Markup, html};

use super::Figure;
use crate::experiment::{Active, Stretch, is_active};
use crate::outcome::MachineState;
use crate::report::bottleneck::{Momentary, active_periods, by_active_periods};
use crate::report::charts::{GanttRow, Words, both, day_month, gantt};
use crate::report::figures::{number, readable, sentence};
use crate::report::tables::machine_name;
use crate::spec::Spec;
use crate::units::Time;

/// A day of replication 0 of the baseline.
#[derive(Clone, Debug)]
pub struct Day {
    /// When it begins.
    pub from: Time,
    /// What the machines did, by factory, machine and time.
    pub stretches: Vec<Stretch>,
}

/// Factories that are drawn, and machines in each.
const FACTORIES: usize = 4;
const MACHINES: usize = 40;

/// The chapter.
pub(crate) fn day(spec: &Spec, day: &Day, source: &str) -> Markup {
    let factories = spec.factories.len().min(FACTORIES);
    html! {
        @for factory in 0..factories {
            @if let Some(figure) = figure(spec, day, factory) { (figure.markup(source)) }
        }
        @if factories < spec.factories.len() {
            p { "The other factories' machines are in day.csv." }
        }
    }
}

fn figure(spec: &Spec, day: &Day, factory: usize) -> Option<Figure> {
    let own: Vec<&Stretch> = day.stretches.iter().filter(|own| own.factory == factory).collect();
    let end = own.iter().map(|own| own.to).max()?;
    let length = end.since(day.from).as_secs();
    let mut rows: Vec<GanttRow> = Vec::new();
    let mut numbers: Vec<usize> = Vec::new();
    for stretch in &own {
        if numbers.last() != Some(&stretch.machine) {
            numbers.push(stretch.machine);
            let (station, machine) = machine_name(spec, factory, stretch.machine);
            rows.push(GanttRow { label: format!("{} {machine}", readable(station)), pieces: Vec::new() });
        }
        let share = |at: Time| at.since(day.from).as_secs() / length;
        rows.last_mut()?.pieces.push((share(stretch.from), share(stretch.to), stretch.state as usize));
    }
    // Machines that are not there are no news.
    let off = MachineState::OffShift as usize;
    let there = |row: &GanttRow| row.pieces.iter().any(|piece| piece.2 != off);
    let finding = momentary(&own, &numbers).map(|(row, found)| {
        format!(
            "{} held the plant back longest: {} h alone, {} h in turn with others",
            sentence(&rows[row].label),
            number(found.sole / 3600.0),
            number(found.shifting / 3600.0)
        )
    });
    let shown: Vec<GanttRow> = rows.iter().filter(|row| there(row)).take(MACHINES).cloned().collect();
    let date = day_month(spec.start.at(day.from));
    let title = finding.unwrap_or_else(|| format!("{date}: no machine was active"));
    let words = Words { title: title.clone(), desc: format!("States of {} machines by hour.", shown.len()) };
    let hours = length / 3600.0;
    let data = shown.iter().map(|row| {
        let time = |wanted: &[usize]| {
            let own = row.pieces.iter().filter(|piece| wanted.contains(&piece.2));
            number(own.map(|(from, to, _)| (to - from) * hours).sum())
        };
        let down = [MachineState::Failed as usize, MachineState::Repair as usize];
        vec![row.label.clone(), time(&[0]), time(&[2]), time(&[3]), time(&down), time(&[off])]
    });
    Some(Figure {
        title,
        subtitle: format!(
            "{}, {date}, replication 0 of the baseline: states of machines over {} hours; by active periods, the machine whose \
             uninterrupted activity lasts longest is the bottleneck of a moment. day.csv has every lot.",
            spec.factories[factory].name,
            number(hours)
        ),
        chart: both(|layout| gantt(layout, &words, &shown, hours)),
        head: ["Machine", "Producing, h", "Starved, h", "Blocked, h", "Down, h", "Off shift, h"]
            .map(String::from)
            .to_vec(),
        rows: data.collect(),
    })
}

/// The row of the machine that was the momentary bottleneck longest.
fn momentary(stretches: &[&Stretch], numbers: &[usize]) -> Option<(usize, Momentary)> {
    let mut periods: Vec<Active> = Vec::new();
    for own in stretches.iter().filter(|own| is_active(own.state)) {
        let machine = numbers.iter().position(|number| *number == own.machine)?;
        match periods.last_mut() {
            Some(last) if last.machine == machine && last.to == own.from => last.to = own.to,
            _ => periods.push(Active { machine, from: own.from, to: own.to }),
        }
    }
    let found = active_periods(numbers.len(), &periods);
    by_active_periods(&found).map(|row| (row, found[row]))
}
