//! Which station limits a factory over the measured window, side by side: by the methods that need no trace, and by active
//! periods where a run was traced for them.

use crate::outcome::{MachineState, Outcome, StateTimes};
use crate::spec::{Plant, StepKind};

use crate::experiment::Results;

use super::bottleneck::{Momentary, active_periods, by_station, by_turning_point, by_utilisation};
use super::measures::ratio;
use crate::outcome::planned_busy_time;

/// The station that limits a factory by each method; `None` where a method finds none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Bottlenecks {
    /// The largest share of planned busy time in which it works, is set up or is broken down.
    pub utilisation: Option<String>,
    /// Where along the first routing machines cease to be blocked rather than starved; `None` where there is one station.
    pub turning_point: Option<String>,
}

/// Share of planned busy time in which machines work, are set up, or are broken down.
pub(crate) fn load(states: &StateTimes) -> Option<f64> {
    use MachineState::{Failed, Producing, Repair, Setup};
    let active: f64 = [Producing, Setup, Failed, Repair].iter().map(|s| states[*s as usize].as_secs()).sum();
    ratio(active, planned_busy_time(states))
}

/// The stations of a plant in the order in which its first product comes to them.
pub(crate) fn line(plant: &Plant) -> Vec<usize> {
    let mut line: Vec<usize> = Vec::new();
    for step in plant.products.first().map_or(&[][..], |product| &product.routing[..]) {
        if let StepKind::Operation(operation) = &step.kind
            && !line.contains(&operation.station.index())
        {
            line.push(operation.station.index());
        }
    }
    line
}

/// The turning point of a line of stations by their times in states.
pub(crate) fn turn(line: &[usize], states: &[StateTimes]) -> Option<usize> {
    let time = |state: MachineState| states.iter().map(|s| s[state as usize].as_secs()).collect::<Vec<_>>();
    by_turning_point(&time(MachineState::Blocked), &time(MachineState::Starved)).map(|place| line[place])
}

/// What limits a factory, all replications of a cell together.
pub(crate) fn bottlenecks(plant: &Plant, runs: &[Outcome], factory: usize) -> Bottlenecks {
    let states = |station: usize| {
        let mut sum = StateTimes::default();
        for run in runs {
            let own = run.factories[factory].window.tally.stations[station].states;
            sum.iter_mut().zip(own).for_each(|(total, time)| *total += time);
        }
        sum
    };
    let loads: Vec<f64> = (0..plant.stations.len()).map(|s| load(&states(s)).unwrap_or(0.0)).collect();
    let line = line(plant);
    let along: Vec<StateTimes> = line.iter().map(|s| states(*s)).collect();
    let name = |station: usize| plant.stations[station].name.clone();
    Bottlenecks {
        utilisation: by_utilisation(&loads).map(name),
        turning_point: turn(&line, &along).filter(|_| line.len() > 1).map(name),
    }
}

/// The shares of time in which each station of a factory was the momentary bottleneck, its machines added up: alone, and in turn
/// with others. Of replication 0 of the baseline under the first surge; `None` where its activities were not looked at.
pub(crate) fn momentary(plant: &Plant, results: &Results, factory: usize) -> Option<Vec<Momentary>> {
    let (activities, length) = results.active.as_ref()?;
    let machines = || plant.stations.iter().map(|station| (station.machines + station.dormant) as usize);
    let found = active_periods(machines().sum(), &activities[factory]);
    let share = |own: Momentary| -> Option<Momentary> {
        let share = |time: f64| ratio(time, length.as_secs());
        Some(Momentary { sole: share(own.sole)?, shifting: share(own.shifting)? })
    };
    by_station(&found, machines()).into_iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn both_methods_name_a_station() {
        let (spec, results) = sample::town();
        let found = bottlenecks(spec.plant_of(0), &results.cells[0].outcomes, 0);
        // The third works most of its time; the first two are blocked rather than starved, the others starved.
        assert_eq!(found.utilisation.as_deref(), Some("ear_loop"));
        assert!(found.turning_point.is_some());
        let (spec, results) = sample::queue();
        let found = bottlenecks(spec.plant_of(0), &results.cells[0].outcomes, 0);
        assert!(found.utilisation.is_some() && found.turning_point.is_none(), "{found:?}");
    }
}
