//! Key performance indicators of a machine or station by ISO 22400-2:2014, from its times in states and its counts.
//!
//! The standard has no states as fine as ours; which time counts as what is fixed here. Setup is no production. An order is
//! loaded from the beginning of its setup, loading or operation on: waiting for people or material, breakdowns and repairs
//! delay it then, and are down time before; blocked always is such a delay. Maintenance and installations are planned,
//! outside the planned busy time. What has no denominator is `None`.

use crate::outcome::{MachineState, StateTimes};
use crate::stats::poisson_limit;

/// Time elements of the standard [all in one unit of time].
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Elements {
    /// Actual production time.
    pub production: f64,
    /// Actual unit setup time.
    pub setup: f64,
    /// Actual unit delay time: interruptions while an order is loaded.
    pub delay: f64,
    /// Down time without an order.
    pub down: f64,
    /// Planned busy time.
    pub planned: f64,
    /// The whole clock time.
    pub clock: f64,
}

impl Elements {
    /// Actual unit processing time.
    pub fn processing(&self) -> f64 {
        self.production + self.setup
    }

    /// Actual unit busy time.
    pub fn busy(&self) -> f64 {
        self.processing() + self.delay
    }

    /// From times in states, of which `loaded` with an order on the machine (looked at only where both are possible).
    pub fn of(states: &StateTimes, loaded: &StateTimes) -> Elements {
        use MachineState as S;
        let time = |state: S| states[state as usize].as_secs();
        let with_order = |state: S| loaded[state as usize].as_secs();
        let waits = [
            S::WaitingLabour,
            S::WaitingMaterial,
            S::WaitingInstruction,
            S::Failed,
            S::Repair,
            S::CyberOutage,
        ];
        let clock: f64 = states.iter().map(|time| time.as_secs()).sum();
        let delay = time(S::Blocked) + waits.iter().map(|state| with_order(*state)).sum::<f64>();
        let down =
            time(S::Starved) + waits.iter().map(|state| time(*state) - with_order(*state)).sum::<f64>();
        Elements {
            production: time(S::Producing),
            setup: time(S::Setup),
            delay,
            down,
            planned: clock - time(S::OffShift) - time(S::Maintenance) - time(S::Upgrading),
            clock,
        }
    }

    /// Share of the planned busy time in which is produced.
    pub fn availability(&self) -> Option<f64> {
        ratio(self.production, self.planned)
    }

    /// A time in one state as a share of the planned busy time.
    pub fn of_planned(&self, time: f64) -> Option<f64> {
        ratio(time, self.planned)
    }

    /// Ideal time of what was made, over the time of production.
    pub fn effectiveness(&self, ideal: f64) -> Option<f64> {
        ratio(ideal, self.production)
    }

    /// Share of busy time in which is produced.
    pub fn utilisation_efficiency(&self) -> Option<f64> {
        ratio(self.production, self.busy())
    }

    /// Share of the planned busy time in which an order is loaded.
    pub fn allocation_efficiency(&self) -> Option<f64> {
        ratio(self.busy(), self.planned)
    }

    /// Share of production in production and delays.
    pub fn technical_efficiency(&self) -> Option<f64> {
        ratio(self.production, self.production + self.delay)
    }

    /// Share of setup in processing.
    pub fn setup_ratio(&self) -> Option<f64> {
        ratio(self.setup, self.processing())
    }

    /// Overall equipment effectiveness: availability × effectiveness × quality.
    pub fn oee(&self, ideal: f64, quality: Option<f64>) -> Option<f64> {
        Some(self.availability()? * self.effectiveness(ideal)? * quality?)
    }

    /// Net equipment effectiveness: as OEE, setup not being a loss.
    pub fn nee(&self, ideal: f64, quality: Option<f64>) -> Option<f64> {
        Some(ratio(self.processing(), self.planned)? * self.effectiveness(ideal)? * quality?)
    }

    /// OEE over all of the clock time (not of the standard).
    pub fn teep(&self, ideal: f64, quality: Option<f64>) -> Option<f64> {
        Some(self.oee(ideal, quality)? * ratio(self.planned, self.clock)?)
    }
}

/// Units of an operation's first passes: good, sent to rework, and scrapped ones make up all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Finished at their first pass.
    pub first: u64,
    /// Good ones of these.
    pub good: u64,
    /// Sent to rework.
    pub rework: u64,
}

impl Counts {
    /// Quality ratio, which is the first pass yield as well.
    pub fn quality(&self) -> Option<f64> {
        ratio(self.good as f64, self.first as f64)
    }

    /// Share sent to rework.
    pub fn rework_ratio(&self) -> Option<f64> {
        ratio(self.rework as f64, self.first as f64)
    }

    /// Share scrapped.
    pub fn scrap_ratio(&self) -> Option<f64> {
        ratio(self.first.saturating_sub(self.good + self.rework) as f64, self.first as f64)
    }
}

/// Breakdowns of machines and their repairs [all in one unit of time].
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Reliability {
    /// Setup and production.
    pub operating: f64,
    /// Breakdowns.
    pub failures: u64,
    /// Repairs done.
    pub repairs: u64,
    /// Time broken down before these repairs began.
    pub waiting: f64,
    /// Time under these repairs.
    pub repairing: f64,
}

impl Reliability {
    /// Mean operating time between failures.
    pub fn mtbf(&self) -> Option<f64> {
        ratio(self.operating, self.failures as f64)
    }

    /// The same with one failure more.
    pub fn mtbf_plus_one(&self) -> Option<f64> {
        ratio(self.operating, (self.failures + 1) as f64).filter(|mean| *mean > 0.0)
    }

    /// Its lower limit that holds with 95 %: the end of the watch is given by time, failures come at a constant rate.
    pub fn mtbf_low(&self) -> Option<f64> {
        ratio(self.operating, poisson_limit(self.failures, 0.95)).filter(|limit| *limit > 0.0)
    }

    /// Mean time from a breakdown to the end of its repair.
    pub fn mttr(&self) -> Option<f64> {
        ratio(self.waiting + self.repairing, self.repairs as f64)
    }

    /// Of that, the repair itself.
    pub fn mttr_active(&self) -> Option<f64> {
        ratio(self.repairing, self.repairs as f64)
    }

    /// Of that, the time until it begins.
    pub fn mtta(&self) -> Option<f64> {
        ratio(self.waiting, self.repairs as f64)
    }

    /// Share of operating and repair in which machines operate.
    pub fn inherent_availability(&self) -> Option<f64> {
        let (between, repair) = (self.mtbf()?, self.mttr()?);
        ratio(between, between + repair)
    }
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Duration;

    /// A worked unit [minutes, of 1440].
    fn worked() -> Elements {
        use MachineState as S;
        let minutes = |m: u64| Duration(m * 60_000_000);
        let mut states = StateTimes::default();
        let mut loaded = StateTimes::default();
        for (state, time, with_order) in [
            (S::OffShift, 480, 0),
            (S::Maintenance, 30, 0),
            (S::Upgrading, 30, 0),
            (S::Producing, 600, 0),
            (S::Setup, 60, 0),
            (S::Blocked, 45, 0),
            (S::Starved, 75, 0),
            (S::WaitingLabour, 40, 30),
            (S::WaitingMaterial, 25, 25),
            (S::Failed, 20, 15),
            (S::Repair, 35, 30),
        ] {
            states[state as usize] = minutes(time);
            loaded[state as usize] = minutes(with_order);
        }
        Elements::of(&states, &loaded)
    }

    #[track_caller]
    fn check(value: Option<f64>, expected: f64) {
        let value = value.unwrap();
        assert!((value - expected).abs() < 1e-9, "{value}, expected {expected}");
    }

    #[test]
    fn the_worked_unit_of_the_standard() {
        let unit = worked();
        let minutes = |seconds: f64| seconds / 60.0;
        assert!((minutes(unit.planned) - 900.0).abs() < 1e-9 && (minutes(unit.busy()) - 805.0).abs() < 1e-9);
        assert!(
            (minutes(unit.busy() + unit.down) - 900.0).abs() < 1e-9,
            "busy and down make the planned time"
        );
        // 620 units at an ideal 0.9 min, 595 good, 15 scrapped, 10 to rework.
        let counts = Counts { first: 620, good: 595, rework: 10 };
        let ideal = 0.9 * 60.0 * 620.0;
        let quality = counts.quality();
        check(unit.availability(), 0.666_666_666_7);
        check(unit.effectiveness(ideal), 0.93);
        check(quality, 0.959_677_419_4);
        check(unit.oee(ideal, quality), 0.595);
        check(unit.nee(ideal, quality), 0.654_5);
        check(unit.utilisation_efficiency(), 0.745_341_614_9);
        check(unit.allocation_efficiency(), 0.894_444_444_4);
        check(unit.technical_efficiency(), 0.805_369_127_5);
        check(unit.setup_ratio(), 0.090_909_090_9);
        check(counts.scrap_ratio(), 0.024_193_548_4);
        check(counts.rework_ratio(), 0.016_129_032_3);
        check(unit.teep(ideal, quality), 0.371_875);
    }

    #[test]
    fn the_worked_ratios_of_planned_time() {
        let unit = worked();
        check(unit.of_planned(45.0 * 60.0), 0.05);
        check(unit.of_planned(75.0 * 60.0), 0.083_333_333_3);
    }

    /// 4,000 h of operation, four failures, 26 h of repair; and none at all.
    #[test]
    fn the_worked_reliability() {
        let machine =
            Reliability { operating: 4_000.0, failures: 4, repairs: 4, waiting: 6.0, repairing: 20.0 };
        check(machine.mtbf(), 1_000.0);
        check(machine.mtbf_plus_one(), 800.0);
        check(machine.mtbf_low(), 436.990_406_461_1);
        check(machine.mttr(), 6.5);
        check(machine.mttr_active(), 5.0);
        check(machine.mtta(), 1.5);
        check(machine.inherent_availability(), 1_000.0 / 1_006.5);
        let faultless = Reliability { operating: 4_000.0, ..Reliability::default() };
        check(faultless.mtbf_low(), 1_335.232_802_781_3);
        assert_eq!((faultless.mtbf(), faultless.mttr()), (None, None));
        assert_eq!((Reliability::default().mtbf_low(), Reliability::default().mtbf_plus_one()), (None, None));
    }

    #[test]
    fn nothing_over_nothing_is_undefined() {
        let unit = Elements::default();
        assert_eq!(
            (unit.availability(), unit.oee(0.0, None), Counts::default().quality()),
            (None, None, None)
        );
    }
}
