//! How well a station uses the time that it is planned for.

use super::{MachineState, StateTimes, StationTally};

/// Planned busy time of machines: all their time but off shift, planned maintenance and installation [s].
pub fn planned_busy_time(states: &StateTimes) -> f64 {
    let all: f64 = states.iter().map(|t| t.as_secs()).sum();
    let out = [MachineState::OffShift, MachineState::Maintenance, MachineState::Upgrading];
    all - out.iter().map(|&s| states[s as usize].as_secs()).sum::<f64>()
}

/// OEE of some stations together: ideal time of good units over planned busy time (ISO 22400-2); `None` without any.
pub fn oee<'a>(stations: impl IntoIterator<Item = &'a StationTally>) -> Option<f64> {
    let sums = stations.into_iter().fold((0.0, 0.0), |(ideal, planned), station| {
        (ideal + station.ideal_time.as_secs(), planned + planned_busy_time(&station.states))
    });
    (sums.1 > 0.0).then(|| sums.0 / sums.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Duration;

    /// Minutes: off shift 480, maintenance 30, upgraded 30 of 1440; ideal 0.9 min for 595 good units.
    #[test]
    fn oee_of_the_worked_unit() {
        let minutes = |m: u64| Duration(m * 60_000_000);
        let mut tally =
            StationTally { ideal_time: Duration((595.0 * 0.9 * 60e6) as u64), ..StationTally::default() };
        tally.states[MachineState::Producing as usize] = minutes(900);
        tally.states[MachineState::OffShift as usize] = minutes(480);
        tally.states[MachineState::Maintenance as usize] = minutes(30);
        tally.states[MachineState::Upgrading as usize] = minutes(30);
        assert!((oee([&tally]).unwrap() - 0.595).abs() < 1e-12);
        // Another one that makes nothing in 900 minutes halves it.
        let mut idle = StationTally::default();
        idle.states[MachineState::Starved as usize] = minutes(900);
        assert!((oee([&tally, &idle]).unwrap() - 0.595 / 2.0).abs() < 1e-12);
        assert_eq!((oee([]), oee([&StationTally::default()])), (None, None));
    }
}
