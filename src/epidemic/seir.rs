//! SEIR: an epidemic as described, and its mean course.
//!
//! S' = -beta S I / N, E' = beta S I / N - sigma E, I' = sigma E - gamma I, R' = gamma I, with N the population.
//! Source: Anderson and May, Infectious Diseases of Humans, 1991; Keeling and Rohani, Modeling Infectious Diseases, 2008, 2.5.

use crate::random::{Stream, key};

use crate::units::Duration;

use super::course::{Course, State};

/// An epidemic as described.
#[derive(Clone, PartialEq, Debug)]
pub struct Epidemic {
    /// Name, unique in a scenario; the key of its chance.
    pub name: String,
    /// People [>= 1].
    pub population: u32,
    /// Infected but not yet infectious at its beginning [persons; with the next two not above the population].
    pub exposed: u32,
    /// Infectious at its beginning [persons].
    pub infectious: u32,
    /// Immune at its beginning [persons].
    pub immune: u32,
    /// Its first midnight, counted from that of the run [d; negative before].
    pub start_day: i64,
    /// Infectious contacts, in steps: the first from its beginning on, ascending [at least one].
    pub beta: Vec<Beta>,
    /// Rate of becoming infectious, 1 / mean latent period [1/d; > 0].
    pub sigma_per_day: f64,
    /// Rate of recovery, 1 / mean infectious period [1/d; > 0].
    pub gamma_per_day: f64,
    /// Whether chance has a part in it.
    pub chance: Chance,
}

/// A step of the contact rate.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Beta {
    /// From this midnight of the epidemic on [d].
    pub from_day: u32,
    /// Persons whom an infectious one would infect among none but susceptible ones [1/d; >= 0].
    pub per_day: f64,
}

/// Whether chance has a part in an epidemic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Chance {
    /// None: always the mean course of many large populations.
    Mean,
    /// Who is infected when is drawn once for each replication.
    Drawn,
}

/// Fewest steps of the mean course in a day.
const STEPS: u32 = 20;

impl Epidemic {
    /// Its course over so many days from its beginning on: the mean one, or the one of a replication.
    pub fn course(&self, days: u32, seed: u64, replication: u32) -> Course {
        match self.chance {
            Chance::Mean => self.mean(days),
            Chance::Drawn => {
                self.drawn(days, &mut Stream::new(key(seed, replication, &self.name, "epidemic")))
            }
        }
    }

    /// The mean course over so many days, by Runge and Kutta's method of order 4.
    pub fn mean(&self, days: u32) -> Course {
        self.mean_in_steps(days, self.steps(STEPS))
    }

    /// The same in so many steps a day.
    pub(super) fn mean_in_steps(&self, days: u32, steps: u32) -> Course {
        let mut state = self.first();
        let mut states = vec![state];
        for day in 0..days {
            let beta = self.beta_on(day);
            for _ in 0..steps {
                state = self.stepped(state, beta, 1.0 / f64::from(steps));
            }
            states.push(state);
        }
        Course::new(states)
    }

    /// Days of its course that a run of this length needs.
    pub fn days_until(&self, run: Duration) -> u32 {
        // What is counted by the day ends at the midnight after the last one of the run.
        let days = run.0.div_ceil(Duration::DAY.0) as i64 - self.start_day + 1;
        u32::try_from(days.max(0)).unwrap_or(u32::MAX)
    }

    /// The state at its beginning.
    pub(super) fn first(&self) -> State {
        let infected = u64::from(self.exposed) + u64::from(self.infectious) + u64::from(self.immune);
        State {
            susceptible: u64::from(self.population).saturating_sub(infected) as f64,
            exposed: f64::from(self.exposed),
            infectious: f64::from(self.infectious),
            immune: f64::from(self.immune),
        }
    }

    /// Beta of a day [1/d].
    pub(super) fn beta_on(&self, day: u32) -> f64 {
        let next = self.beta.partition_point(|step| step.from_day <= day);
        next.checked_sub(1).map_or(0.0, |index| self.beta[index].per_day)
    }

    /// Steps in a day: not fewer than `fewest`, and four in the shortest mean time of the model.
    pub(super) fn steps(&self, fewest: u32) -> u32 {
        let fastest = self.beta.iter().map(|step| step.per_day).fold(self.sigma_per_day, f64::max);
        fewest.max((4.0 * fastest.max(self.gamma_per_day)).ceil() as u32)
    }

    /// One step of Runge and Kutta's method of order 4, of length `h` [d].
    fn stepped(&self, state: State, beta: f64, h: f64) -> State {
        let first = self.slope(state, beta);
        let second = self.slope(state.moved(first, 0.5 * h), beta);
        let third = self.slope(state.moved(second, 0.5 * h), beta);
        let fourth = self.slope(state.moved(third, h), beta);
        let mean = |read: fn(&State) -> f64| {
            (read(&first) + 2.0 * read(&second) + 2.0 * read(&third) + read(&fourth)) / 6.0
        };
        let slope = State {
            susceptible: mean(|s| s.susceptible),
            exposed: mean(|s| s.exposed),
            infectious: mean(|s| s.infectious),
            immune: mean(|s| s.immune),
        };
        state.moved(slope, h)
    }

    /// The right side of the equations [persons/d].
    pub(super) fn slope(&self, state: State, beta: f64) -> State {
        let infected = beta * state.susceptible * state.infectious / f64::from(self.population);
        let onset = self.sigma_per_day * state.exposed;
        let recovered = self.gamma_per_day * state.infectious;
        State {
            susceptible: -infected,
            exposed: infected - onset,
            infectious: onset - recovered,
            immune: recovered,
        }
    }
}

impl State {
    /// This state moved along a slope for a time [d].
    pub(super) fn moved(self, slope: State, h: f64) -> State {
        State {
            susceptible: self.susceptible + h * slope.susceptible,
            exposed: self.exposed + h * slope.exposed,
            infectious: self.infectious + h * slope.infectious,
            immune: self.immune + h * slope.immune,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::epidemic::final_size;
    use crate::units::math;

    /// A million people, a hundred exposed, R0 2.5, five days latent and five infectious.
    pub(crate) fn worked() -> Epidemic {
        Epidemic {
            name: "wave".into(),
            population: 1_000_000,
            exposed: 100,
            infectious: 0,
            immune: 0,
            start_day: 0,
            beta: vec![Beta { from_day: 0, per_day: 0.5 }],
            sigma_per_day: 0.2,
            gamma_per_day: 0.2,
            chance: Chance::Mean,
        }
    }

    /// Values at 0.05 d, also computed by a program of its own.
    #[test]
    fn worked_course() {
        let course = worked().mean(400);
        let near =
            |found: f64, expected: f64| assert!((found - expected).abs() < 1e-4, "{found}, {expected}");
        near(course.states()[30].infectious, 1_028.763_4);
        near(course.states()[60].infectious, 28_854.075_0);
        near(course.states()[90].infectious, 105_307.339_1);
        near(course.states()[90].susceptible, 250_043.517_3);
        // S(inf) from ln(S / S0) = -R0 (1 - S / N); after 400 days the rest is below 0.01 persons.
        let mut left = 100_000.0;
        for _ in 0..200 {
            left = 999_900.0 * math::exp(-2.5 * (1.0 - left / 1e6));
        }
        near(left, 107_340.573_230_3);
        assert!((course.states()[400].susceptible - left).abs() < 0.01, "{:?}", course.states()[400]);
        assert!(
            (1.0 - left / 1e6 - final_size(2.5)).abs() < 2e-5,
            "a hundred exposed of a million add little"
        );
    }

    /// The peak between steps of 0.0025 d, by a parabola through three.
    #[test]
    fn worked_peak() {
        let (epidemic, h) = (worked(), 0.0025);
        let mut state = epidemic.first();
        let mut infectious = vec![state.infectious];
        for _ in 0..36_000 {
            state = epidemic.stepped(state, 0.5, h);
            infectious.push(state.infectious);
        }
        let top = (0..infectious.len()).max_by(|a, b| infectious[*a].total_cmp(&infectious[*b])).unwrap();
        let (a, b, c) = (infectious[top - 1], infectious[top], infectious[top + 1]);
        let day = (top as f64 + 0.5 * (a - c) / (a - 2.0 * b + c)) * h;
        assert!((day - 84.088_9).abs() < 1e-4, "{day}");
        assert!((b - 114_890.126).abs() < 1e-3, "{b}");
    }

    /// Relative errors of I(60): steps of a day, and why not Euler's method.
    #[test]
    fn coarse_steps() {
        let exact = worked().mean_in_steps(60, 400).states()[60].infectious;
        let error = worked().mean_in_steps(60, 1).states()[60].infectious / exact - 1.0;
        assert!((error + 5.77e-6).abs() < 1e-8, "{error}");
        let fine = worked().mean(60).states()[60].infectious / exact - 1.0;
        assert!(fine.abs() < 1e-10, "{fine}");
        let epidemic = worked();
        let euler = (0..60).fold(epidemic.first(), |s, _| s.moved(epidemic.slope(s, 0.5), 1.0));
        let error = euler.infectious / exact - 1.0;
        assert!((error + 0.2712).abs() < 1e-4, "{error}");
    }

    /// A measure from day 40 on that halves contacts twice: until then nothing differs, then the wave falls.
    #[test]
    fn policy_steps() {
        let mut epidemic = worked();
        epidemic.beta.push(Beta { from_day: 40, per_day: 0.125 });
        let (with, without) = (epidemic.mean(100), worked().mean(100));
        assert_eq!(with.states()[..=40], without.states()[..=40]);
        assert!(with.states()[100].infectious < 0.1 * with.states()[42].infectious);
        // Two courses joined by hand are the same course.
        let joined = (0..20).fold(with.states()[40], |s, _| epidemic.stepped(s, 0.125, 0.05));
        assert_eq!(with.states()[41], joined);
    }

    /// Random epidemics, fast and slow: the four states sum to the population, and none is below zero.
    #[test]
    fn people_are_conserved() {
        let mut stream = Stream::new(5);
        let mut draw =
            |low: f64, high: f64| low * math::pow(high / low, crate::random::uniform(stream.next_bits()));
        for _ in 0..300 {
            let population = draw(1.0, 4e9) as u32;
            let part = |share: f64| (f64::from(population) * share) as u32;
            let mut epidemic = Epidemic {
                population,
                exposed: part(draw(1e-6, 0.3)),
                infectious: part(draw(1e-6, 0.3)),
                immune: part(draw(1e-6, 0.3)),
                beta: vec![
                    Beta { from_day: 0, per_day: draw(1e-3, 100.0) },
                    Beta { from_day: 9, per_day: draw(1e-3, 100.0) },
                ],
                sigma_per_day: draw(1e-3, 100.0),
                gamma_per_day: draw(1e-3, 100.0),
                ..worked()
            };
            for chance in [Chance::Mean, Chance::Drawn] {
                epidemic.chance = chance;
                // One by one a draw takes a step for each person.
                for state in epidemic.course(30, 3, 1).states() {
                    let parts = [state.susceptible, state.exposed, state.infectious, state.immune];
                    let sum: f64 = parts.iter().sum();
                    assert!((sum / f64::from(population) - 1.0).abs() < 1e-11, "{epidemic:?}: {sum}");
                    assert!(parts.iter().all(|part| *part >= 0.0), "{epidemic:?}: {state:?}");
                }
            }
        }
    }
}
