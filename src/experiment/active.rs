//! Active periods of machines over a whole run: what the shifting bottleneck is found by.

use std::collections::BTreeSet;

use super::run::traced;
use crate::outcome::MachineState;
use crate::plant::{self, News, Plant};
use crate::spec::Spec;
use crate::units::{Duration, Time};

/// An uninterrupted activity of a machine [start, end).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Active {
    /// When it begins.
    pub from: Time,
    /// Number of the machine in its factory, station by station with those that upgrades bring.
    pub machine: usize,
    /// When it ends.
    pub to: Time,
}

/// Whether a machine in a state holds its lots up, rather than being held up.
pub fn is_active(state: MachineState) -> bool {
    use MachineState as S;
    match state {
        S::Producing | S::Setup | S::Failed | S::Repair | S::Maintenance | S::Upgrading => true,
        S::Starved
        | S::Blocked
        | S::WaitingLabour
        | S::WaitingMaterial
        | S::WaitingInstruction
        | S::OffShift
        | S::CyberOutage => false,
    }
}

/// The active periods of one factory, as they end. One that lies within an activity of another machine that began before it
/// is never the longest of a moment, so it is forgotten: few are kept, however long the run is.
#[derive(Debug, Default)]
struct Log {
    /// Activities under way: since when, and of which machine.
    open: BTreeSet<(Time, usize)>,
    since: Vec<Option<Time>>,
    kept: Vec<Active>,
}

impl Log {
    fn turn(&mut self, machine: usize, active: bool, at: Time) {
        match (self.since[machine], active) {
            (None, true) => {
                self.since[machine] = Some(at);
                self.open.insert((at, machine));
            }
            (Some(from), false) => {
                self.since[machine] = None;
                self.open.remove(&(from, machine));
                let outlived = self.open.first().is_some_and(|first| *first < (from, machine));
                if !outlived && from < at {
                    self.kept.push(Active { from, machine, to: at });
                }
            }
            _ => {}
        }
    }

    /// Who is active at the end of the run has been so up to there.
    fn close(mut self, at: Time) -> Vec<Active> {
        (0..self.since.len()).for_each(|machine| self.turn(machine, false, at));
        self.kept
    }
}

/// The active periods of replication 0 of the baseline under the first surge after its warm-up, by factory: all that can be the
/// longest of a moment. Also the length of the time that was looked at.
///
/// # Errors
/// [`plant::Error`] when the run cannot be made or cannot go on.
pub fn activities(
    spec: &Spec,
    seed: u64,
    warm_up: Duration,
) -> Result<(Vec<Vec<Active>>, Duration), plant::Error> {
    let mut plant = Plant::new(traced(spec, seed))?;
    let from = Time::ZERO.after(warm_up);
    let log = |states: Vec<MachineState>| {
        let mut log = Log { since: vec![None; states.len()], ..Log::default() };
        states.into_iter().enumerate().for_each(|(own, state)| log.turn(own, is_active(state), from));
        log
    };
    let mut logs: Vec<Log> = plant.states().into_iter().map(log).collect();
    let limit = Time(spec.stop.limit().0);
    let mut until = Time::ZERO;
    while until < limit && !plant.has_ended() {
        until = Time(until.0 + Duration::DAY.0).min(limit);
        plant.run_until(until)?;
        for deed in plant.take_deeds() {
            // What began before the warm-up ended counts from there.
            let at = deed.at.max(from);
            if let News::State(state) = deed.news {
                logs[deed.factory].turn(deed.machine, is_active(state), at);
            }
        }
    }
    // A run may stop with its last lot.
    let end = plant.finish().end.max(from);
    Ok((logs.into_iter().map(|log| log.close(end)).collect(), end.since(from)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_older_activity_outlives_is_forgotten() {
        let mut log = Log { since: vec![None; 3], ..Log::default() };
        let at = |seconds: u64| Time(seconds * 1_000_000);
        // The first works from 0 to 10; the second from 2 to 6 within it, and from 7 to 20; the third from 20 to 22.
        let turns = [(0, true, 0), (1, true, 2), (1, false, 6), (1, true, 7), (0, false, 10), (1, false, 20)];
        turns.into_iter().for_each(|(machine, active, second)| log.turn(machine, active, at(second)));
        log.turn(2, true, at(20));
        let kept = log.close(at(22));
        let told: Vec<[u64; 3]> = kept
            .iter()
            .map(|own| [own.machine as u64, own.from.0 / 1_000_000, own.to.0 / 1_000_000])
            .collect();
        assert_eq!(told, [[0, 0, 10], [1, 7, 20], [2, 20, 22]]);
    }
}
