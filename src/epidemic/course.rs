//! The course of an epidemic: who is in which state at each midnight, and what can be read off it.

/// How many people are in each state of the model [persons; >= 0; they sum to the population].
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct State {
    /// Can be infected.
    pub susceptible: f64,
    /// Infected, not yet infectious.
    pub exposed: f64,
    /// Infectious, counted as cases.
    pub infectious: f64,
    /// Cannot be infected: recovered, vaccinated or dead.
    pub immune: f64,
}

/// What may be read off a course.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// Everybody [persons].
    Population,
    /// Who can be infected [persons].
    Susceptible,
    /// Infected, not yet infectious [persons].
    Exposed,
    /// Infectious now: present cases [persons].
    Infectious,
    /// Who cannot be infected, or not again [persons].
    Immune,
    /// Infected on the day [persons a day].
    NewInfections,
    /// Become infectious on the day: new cases [persons a day].
    NewCases,
}

impl Measure {
    /// Whether it counts what happens on a day, not who is there.
    pub fn is_flow(self) -> bool {
        matches!(self, Measure::NewInfections | Measure::NewCases)
    }
}

/// States at each midnight from an epidemic's first day on; afterwards the last one holds.
#[derive(Clone, PartialEq, Debug)]
pub struct Course {
    states: Vec<State>,
}

impl Course {
    /// A course through these states, a day apart [at least one].
    pub fn new(states: Vec<State>) -> Course {
        if states.is_empty() {
            crate::bug!("the course of an epidemic has no states");
        }
        Course { states }
    }

    /// The states at midnights, from the first day on.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// The state at a time since the first midnight [d]; straight lines between midnights. Before, those who bring the
    /// infection have not come, or are not infected: they count as susceptible.
    pub fn at(&self, day: f64) -> State {
        let first = self.states[0];
        if day < 0.0 {
            let susceptible = first.susceptible + first.exposed + first.infectious;
            return State { susceptible, exposed: 0.0, infectious: 0.0, immune: first.immune };
        }
        let last = self.states.len() - 1;
        let whole = (day.floor() as usize).min(last);
        let (from, to, share) = (self.states[whole], self.states[(whole + 1).min(last)], day - day.floor());
        let line = |from: f64, to: f64| from + share * (to - from);
        State {
            susceptible: line(from.susceptible, to.susceptible),
            exposed: line(from.exposed, to.exposed),
            infectious: line(from.infectious, to.infectious),
            immune: line(from.immune, to.immune),
        }
    }

    /// A measure at a time since the first midnight [d]; what is counted by the day, over the day from then on.
    pub fn measure(&self, measure: Measure, day: f64) -> f64 {
        let state = self.at(day);
        match measure {
            Measure::Population => state.susceptible + state.exposed + state.infectious + state.immune,
            Measure::Susceptible => state.susceptible,
            Measure::Exposed => state.exposed,
            Measure::Infectious => state.infectious,
            Measure::Immune => state.immune,
            Measure::NewInfections | Measure::NewCases => {
                (self.since_start(measure, day + 1.0) - self.since_start(measure, day)).max(0.0)
            }
        }
    }

    /// How many have been counted by a flow since the first midnight [persons]; 0 for what is no flow.
    pub fn since_start(&self, flow: Measure, day: f64) -> f64 {
        let (first, now) = (self.states[0], self.at(day.max(0.0)));
        match flow {
            Measure::NewInfections => first.susceptible - now.susceptible,
            Measure::NewCases => now.infectious + now.immune - first.infectious - first.immune,
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "sums of small whole numbers and limits are exact")]

    use super::*;

    /// Two days: 10 infected on the first, of whom 4 are cases at its end; on the second 6 more are cases, 3 recover.
    #[test]
    fn measures_by_hand() {
        let state =
            |susceptible, exposed, infectious, immune| State { susceptible, exposed, infectious, immune };
        let states =
            vec![state(90.0, 10.0, 0.0, 0.0), state(80.0, 16.0, 4.0, 0.0), state(80.0, 10.0, 7.0, 3.0)];
        let course = Course::new(states);
        let read = |measure| [-1.0, 0.0, 0.5, 1.0, 2.0, 9.0].map(|day| course.measure(measure, day));
        assert_eq!(read(Measure::Population), [100.0; 6]);
        assert_eq!(read(Measure::Susceptible), [100.0, 90.0, 85.0, 80.0, 80.0, 80.0]);
        assert_eq!(read(Measure::Exposed), [0.0, 10.0, 13.0, 16.0, 10.0, 10.0]);
        assert_eq!(read(Measure::Infectious), [0.0, 0.0, 2.0, 4.0, 7.0, 7.0]);
        assert_eq!(read(Measure::Immune), [0.0, 0.0, 0.0, 0.0, 3.0, 3.0]);
        assert_eq!(read(Measure::NewInfections), [0.0, 10.0, 5.0, 0.0, 0.0, 0.0]);
        assert_eq!(read(Measure::NewCases), [0.0, 4.0, 5.0, 6.0, 0.0, 0.0]);
    }
}
