//! What every machine did on one day of a run: the data of a Gantt chart.

use super::run::traced;
use crate::outcome::MachineState;
use crate::plant::{self, News, Plant};
use crate::spec::Spec;
use crate::units::{Duration, Time};

/// A stretch of time in which a machine did one thing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stretch {
    /// Position of the factory.
    pub factory: usize,
    /// Number of the machine in its factory, station by station with those that upgrades bring.
    pub machine: usize,
    /// When it begins, and when it ends.
    pub from: Time,
    /// The end.
    pub to: Time,
    /// What the machine did.
    pub state: MachineState,
    /// Product and serial number of the lot on it, the first of a batch; `None` without one.
    pub lot: Option<(usize, u32)>,
}

/// Simulates replication 0 of the baseline under the first surge up to `to`, and yields what the machines did from `from`
/// on: by factory, machine and time, without gaps.
///
/// # Errors
/// [`plant::Error`] when the run cannot be made or cannot go on.
pub fn day(spec: &Spec, seed: u64, from: Time, to: Time) -> Result<Vec<Stretch>, plant::Error> {
    let mut plant = Plant::new(traced(spec, seed))?;
    let mut now: Vec<Vec<Stretch>> = Vec::new();
    for (factory, states) in plant.states().into_iter().enumerate() {
        let begin = |(machine, state)| Stretch { factory, machine, from: Time::ZERO, to, state, lot: None };
        now.push(states.into_iter().enumerate().map(begin).collect());
    }
    let mut stretches = Vec::new();
    let mut end = |own: Stretch| {
        let shown = Stretch { from: own.from.max(from), ..own };
        if shown.from < shown.to {
            stretches.push(shown);
        }
    };
    let mut until = Time::ZERO;
    while until < to && !plant.has_ended() {
        until = Time(until.0 + Duration::DAY.0).min(to);
        plant.run_until(until)?;
        for deed in plant.take_deeds() {
            let own = &mut now[deed.factory][deed.machine];
            end(Stretch { to: deed.at, ..*own });
            own.from = deed.at;
            match deed.news {
                News::State(state) => own.state = state,
                News::Lot { product, serial } => own.lot = Some((product, serial)),
            }
            // A lot stays on its machine overnight; only a machine without one is starved.
            if deed.news == News::State(MachineState::Starved) {
                own.lot = None;
            }
        }
    }
    now.into_iter().flatten().for_each(end);
    stretches.sort_by_key(|own| (own.factory, own.machine, own.from));
    Ok(stretches)
}
