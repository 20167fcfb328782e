//! From cases to items: drivers times rates, as in WHO's Essential Supplies Forecasting Tool and CDC's burn-rate calculator.

use crate::units::{Duration, Time};

use super::course::{Course, Measure};
use super::seir::Epidemic;

/// What is used a day because of an epidemic:
/// (plus + conservation × sum of drivers × rates) × (1 + buffer), at most `most`.
/// Source: WHO, COVID-19 Essential Supplies Forecasting Tool (drivers capped by beds, staff and tests); CDC, PPE Burn Rate
/// Calculator.
#[derive(Clone, PartialEq, Debug)]
pub struct Burn {
    /// Who or what uses it up.
    pub drivers: Vec<Driver>,
    /// What is used besides, with or without the epidemic [items/d; >= 0].
    pub plus: f64,
    /// Factors of the drivers' rates, each from a midnight of the run on [d; ascending], where things are used more
    /// sparingly; before the first it is 1.
    pub conservation: Vec<(i64, f64)>,
    /// What is wanted on top, as a share [>= 0].
    pub buffer: f64,
    /// The most that can be wanted [items/d; infinite where nothing limits it].
    pub most: f64,
}

/// Something that uses items: patients, contacts, shifts of staff, people tested.
#[derive(Clone, PartialEq, Debug)]
pub struct Driver {
    /// What it follows.
    pub measure: Measure,
    /// Drivers for each person of the measure: the share admitted, contacts of a case, shifts for a patient [>= 0].
    pub per_person: f64,
    /// Time from being counted until it begins [d; >= 0].
    pub delay_days: f64,
    /// Length of stay [d; >= 0], of what is counted by the day: who came within it is there, so that a steady inflow
    /// makes inflow × share × stay (Little's law); `None`: the measure itself.
    pub stay_days: Option<f64>,
    /// The most of them: beds, staff, tests [infinite where nothing limits it].
    pub most: f64,
    /// Items that each uses [1/d; >= 0].
    pub rate: f64,
    /// Uses in the life of an item [> 0; 1 where it is used once].
    pub uses: f64,
}

impl Driver {
    /// How many there are at a time since an epidemic's first midnight [d].
    pub fn count(&self, course: &Course, day: f64) -> f64 {
        let day = day - self.delay_days;
        let people = match self.stay_days {
            Some(stay) => {
                course.since_start(self.measure, day) - course.since_start(self.measure, day - stay)
            }
            None => course.measure(self.measure, day),
        };
        (self.per_person * people.max(0.0)).min(self.most)
    }

    /// Items a day for each driver.
    fn items(&self) -> f64 {
        self.rate / self.uses
    }
}

impl Burn {
    /// Items on the day that begins so many midnights after that of the run, which an epidemic's course makes.
    pub fn on(&self, epidemic: &Epidemic, course: &Course, day: i64) -> f64 {
        let since = (day - epidemic.start_day) as f64;
        let used: f64 = self.drivers.iter().map(|driver| driver.count(course, since) * driver.items()).sum();
        let next = self.conservation.partition_point(|(from, _)| *from <= day);
        let sparing = next.checked_sub(1).map_or(1.0, |index| self.conservation[index].1);
        self.limited(used * sparing)
    }

    /// The highest that it can become among so many people, whatever happens.
    pub fn highest(&self, population: u32) -> f64 {
        let most = |driver: &Driver| (driver.per_person * f64::from(population)).min(driver.most);
        let used: f64 = self.drivers.iter().map(|driver| most(driver) * driver.items()).sum();
        self.limited(used * self.conservation.iter().map(|(_, factor)| *factor).fold(1.0, f64::max))
    }

    fn limited(&self, used: f64) -> f64 {
        ((self.plus + used) * (1.0 + self.buffer)).min(self.most)
    }

    /// The points of a curve in steps of a day over a run; a day like the one before has none.
    pub fn points(&self, epidemic: &Epidemic, course: &Course, run: Duration) -> Vec<(Time, f64)> {
        let days = run.0.div_ceil(Duration::DAY.0).max(1);
        let all = (0..days).map(|day| (Time(day * Duration::DAY.0), self.on(epidemic, course, day as i64)));
        let mut points: Vec<(Time, f64)> = Vec::new();
        for (time, value) in all {
            if points.last().is_none_or(|(_, before)| before.to_bits() != value.to_bits()) {
                points.push((time, value));
            }
        }
        points
    }
}

/// For how long a stock lasts [d], from what is used a day; `None` where nothing is used.
pub fn cover_days(stock: f64, burn_per_day: f64) -> Option<f64> {
    (burn_per_day > 0.0).then(|| stock / burn_per_day)
}

/// What was used a day, from stocks counted at the two ends of a period and what came in between; `None` for no time.
pub fn observed_burn(opening: f64, receipts: f64, closing: f64, days: f64) -> Option<f64> {
    (days > 0.0).then(|| (opening + receipts - closing) / days)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "sums of small whole numbers and limits are exact")]

    use super::*;
    use crate::epidemic::seir::tests::worked;
    use crate::epidemic::{Beta, State};

    fn driver(measure: Measure, rate: f64) -> Driver {
        Driver {
            measure,
            per_person: 1.0,
            delay_days: 0.0,
            stay_days: None,
            most: f64::INFINITY,
            rate,
            uses: 1.0,
        }
    }

    fn burn(drivers: Vec<Driver>) -> Burn {
        Burn { drivers, plus: 0.0, conservation: Vec::new(), buffer: 0.0, most: f64::INFINITY }
    }

    /// Day by day so many new cases of whom nobody recovers, from 1000 exposed on.
    fn cases(by_day: &[f64]) -> Course {
        let mut states = vec![State { exposed: 1_000.0, ..State::default() }];
        for new in by_day {
            let before = states[states.len() - 1];
            states.push(State {
                exposed: before.exposed - new,
                infectious: before.infectious + new,
                ..before
            });
        }
        Course::new(states)
    }

    /// 120 patients x 18 + 30 x 40 + 450 staff shifts x 3 + 2500 contacts x 0.2 = 5210 a day; 50,000 last 9.597 days.
    #[test]
    fn worked_demand_and_cover() {
        let state = State { susceptible: 2_500.0, exposed: 450.0, infectious: 120.0, immune: 30.0 };
        let drivers = vec![
            driver(Measure::Infectious, 18.0),
            driver(Measure::Immune, 40.0),
            driver(Measure::Exposed, 3.0),
            driver(Measure::Susceptible, 0.2),
        ];
        let mut burn = burn(drivers);
        let (epidemic, course) = (worked(), Course::new(vec![state]));
        assert_eq!(burn.on(&epidemic, &course, 0), 5_210.0);
        assert!((cover_days(50_000.0, 5_210.0).unwrap() - 9.596_928_982_7).abs() < 1e-10);
        assert_eq!(cover_days(50_000.0, 0.0), None);
        assert_eq!(observed_burn(900.0, 400.0, 300.0, 4.0), Some(250.0));
        assert_eq!(observed_burn(900.0, 400.0, 300.0, 0.0), None);
        // 90 beds and reusable things of 10 uses: 90 x 18 + 1200 + 450 x 3 / 10 + 500 = 3455.
        burn.drivers[0].most = 90.0;
        burn.drivers[2].uses = 10.0;
        assert_eq!(burn.on(&epidemic, &course, 0), 3_455.0);
        // Used at 0.6 of the rates from day 2 on, 100 besides, a fifth as a buffer: (100 + 2073) x 1.2.
        (burn.plus, burn.buffer, burn.conservation) = (100.0, 0.2, vec![(2, 0.6)]);
        assert!((burn.on(&epidemic, &course, 1) - 3_555.0 * 1.2).abs() < 1e-9);
        assert!((burn.on(&epidemic, &course, 2) - 2_173.0 * 1.2).abs() < 1e-9);
        burn.most = 2_000.0;
        assert_eq!([burn.on(&epidemic, &course, 2), burn.highest(1_000)], [2_000.0; 2]);
    }

    /// 40 new cases a day, a tenth admitted after 2 days for 5: from day 7 on 40 x 0.1 x 5 = 20 patients; 4 more a day
    /// before.
    #[test]
    fn patients() {
        let mut patients = driver(Measure::NewCases, 1.0);
        (patients.per_person, patients.delay_days, patients.stay_days) = (0.1, 2.0, Some(5.0));
        let course = cases(&[40.0; 12]);
        let found = [0.0, 2.0, 3.0, 4.5, 7.0, 9.0, 12.0].map(|day| patients.count(&course, day));
        let expected = [0.0, 0.0, 4.0, 10.0, 20.0, 20.0, 20.0];
        assert!(found.iter().zip(expected).all(|(f, e)| (f - e).abs() < 1e-9), "{found:?}");
        patients.most = 15.0;
        assert!((patients.count(&course, 9.0) - 15.0).abs() < 1e-9, "beds");
    }

    /// The run starts on day 3 of the epidemic, or before it; equal days are one point.
    #[test]
    fn points_by_day_of_the_run() {
        let burn = burn(vec![driver(Measure::NewCases, 2.0)]);
        let course = cases(&[1.0, 2.0, 3.0, 4.0, 4.0, 0.0]);
        let points = |start_day, days: u64| {
            let epidemic = Epidemic { start_day, beta: Vec::<Beta>::new(), ..worked() };
            let points = burn.points(&epidemic, &course, Duration(days * Duration::DAY.0));
            points.iter().map(|(t, v)| (t.0 / Duration::DAY.0, *v)).collect::<Vec<_>>()
        };
        assert_eq!(points(-2, 9), [(0, 6.0), (1, 8.0), (3, 0.0)]);
        assert_eq!(points(2, 4), [(0, 0.0), (2, 2.0), (3, 4.0)]);
    }
}
