//! Courses under chance: the exact jump process where there are few people, the chain binomial where there are many.

use crate::random::{Distribution, Stream, uniform};
use crate::units::math;

use super::course::{Course, State};
use super::seir::Epidemic;

/// Below so many people every infection, onset and recovery is drawn by itself.
const MANY: u32 = 10_000;

/// Fewest steps of the chain binomial in a day. In the worked wave (R0 2.5, five days latent and five infectious) its mean
/// is 4 % too high at the peak in steps of a quarter of a day, and 0.8 % at a twentieth.
const STEPS: u32 = 20;

/// People in each state, counted.
#[derive(Clone, Copy)]
struct Count {
    susceptible: u32,
    exposed: u32,
    infectious: u32,
    immune: u32,
}

impl Epidemic {
    /// A course over so many days, drawn.
    pub(super) fn drawn(&self, days: u32, stream: &mut Stream) -> Course {
        match self.population < MANY {
            true => self.drawn_by(days, |count, beta| self.exact_day(count, beta, stream)),
            false => {
                let steps = self.steps(STEPS);
                self.drawn_by(days, |count, beta| self.binomial_day(count, beta, steps, stream))
            }
        }
    }

    /// A course, given what a day does to the counts; it ends early when nobody is infected any more.
    fn drawn_by(&self, days: u32, mut live: impl FnMut(Count, f64) -> Count) -> Course {
        let first = self.first();
        let mut count = Count {
            susceptible: first.susceptible as u32,
            exposed: self.exposed,
            infectious: self.infectious,
            immune: self.immune,
        };
        let mut states = vec![count.state()];
        for day in 0..days {
            if count.exposed == 0 && count.infectious == 0 {
                break;
            }
            count = live(count, self.beta_on(day));
            states.push(count.state());
        }
        Course::new(states)
    }

    /// A day of the jump process, by Gillespie's direct method; waiting has no memory, so midnight begins it anew.
    fn exact_day(&self, mut count: Count, beta: f64, stream: &mut Stream) -> Count {
        let mut left = 1.0;
        loop {
            let infectious = f64::from(count.infectious);
            let infection = beta * f64::from(count.susceptible) * infectious / f64::from(self.population);
            let onset = self.sigma_per_day * f64::from(count.exposed);
            let total = infection + onset + self.gamma_per_day * infectious;
            if total <= 0.0 {
                return count;
            }
            left += math::ln(uniform(stream.next_bits())) / total;
            if left < 0.0 {
                return count;
            }
            let which = uniform(stream.next_bits()) * total;
            if which < infection {
                count.susceptible -= 1;
                count.exposed += 1;
            } else if which < infection + onset && count.exposed > 0 {
                count.exposed -= 1;
                count.infectious += 1;
            } else if count.infectious > 0 {
                count.infectious -= 1;
                count.immune += 1;
            }
        }
    }

    /// A day of the chain binomial: in each step each person has a fate of its own, all from the state before.
    /// Always three draws a step, so that courses under other measures stay alike. Source: Bailey 1975, ch. 14.
    fn binomial_day(&self, mut count: Count, beta: f64, steps: u32, stream: &mut Stream) -> Count {
        let h = 1.0 / f64::from(steps);
        let fate = |rate: f64| 1.0 - math::exp(-rate * h);
        let (onset, recovery) = (fate(self.sigma_per_day), fate(self.gamma_per_day));
        for _ in 0..steps {
            let infection = fate(beta * f64::from(count.infectious) / f64::from(self.population));
            let infected = Distribution::count(stream.next_bits(), count.susceptible, infection);
            let fallen_ill = Distribution::count(stream.next_bits(), count.exposed, onset);
            let recovered = Distribution::count(stream.next_bits(), count.infectious, recovery);
            count.susceptible -= infected;
            count.exposed = count.exposed - fallen_ill + infected;
            count.infectious = count.infectious - recovered + fallen_ill;
            count.immune += recovered;
        }
        count
    }
}

impl Count {
    fn state(self) -> State {
        State {
            susceptible: f64::from(self.susceptible),
            exposed: f64::from(self.exposed),
            infectious: f64::from(self.infectious),
            immune: f64::from(self.immune),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::epidemic::minor_outbreak;
    use crate::epidemic::seir::tests::worked;
    use crate::epidemic::{Beta, Chance};

    /// One infectious and four susceptible, R0 2; the latent period changes nothing in the end.
    fn five() -> Epidemic {
        Epidemic {
            population: 5,
            exposed: 0,
            infectious: 1,
            beta: vec![Beta { from_day: 0, per_day: 2.0 }],
            sigma_per_day: 0.7,
            gamma_per_day: 1.0,
            chance: Chance::Drawn,
            ..worked()
        }
    }

    /// P(0..=4 infected of four): jump chain, equal to Ball's triangular equations.
    const LAW: [f64; 5] =
        [0.384_615_384_6, 0.127_145_581_7, 0.104_646_569_3, 0.136_463_310_5, 0.247_129_153_9];

    /// Shares of courses in which 0..=4 were infected.
    fn shares(n: u32, mut course: impl FnMut(&mut Stream) -> Course) -> [f64; 5] {
        let mut found = [0.0; 5];
        for seed in 0..n {
            let course = course(&mut Stream::new(u64::from(seed)));
            let last = course.states()[course.states().len() - 1];
            assert!(last.exposed + last.infectious < 0.5, "it has died out");
            found[4 - last.susceptible as usize] += 1.0 / f64::from(n);
        }
        found
    }

    /// 100,000 courses: each share within 4 standard errors of its probability.
    #[test]
    fn exact_final_sizes() {
        let n = 100_000;
        let found = shares(n, |stream| five().drawn(1_000, stream));
        for (share, p) in found.into_iter().zip(LAW) {
            let error = (p * (1.0 - p) / f64::from(n)).sqrt();
            assert!((share - p).abs() < 4.0 * error, "{found:?}");
        }
    }

    /// The chain binomial comes near the law only as its step gets short: the distance in total variation falls, and
    /// 40,000 courses of a 64th of a day are within what chance allows, about 0.01.
    #[test]
    fn the_chain_binomial_only_comes_near() {
        let epidemic = five();
        let far = |steps: u32| {
            let found = shares(40_000, |stream| {
                epidemic.drawn_by(1_000, |count, beta| epidemic.binomial_day(count, beta, steps, stream))
            });
            0.5 * found.iter().zip(LAW).map(|(share, p)| (share - p).abs()).sum::<f64>()
        };
        let (coarse, fine) = (far(2), far(64));
        assert!(coarse > 0.03 && fine < 0.01, "{coarse} {fine}");
    }

    /// 3,000 exact courses among 9,999 people from one infectious and one exposed, R0 2.5: those that end below a tenth
    /// are as many as (1 / R0)^2 = 0.16 says, within 4 standard errors (0.0067 each); those of the chain binomial too.
    #[test]
    fn minor_outbreaks() {
        let epidemic = Epidemic { population: 9_999, exposed: 1, infectious: 1, ..worked() };
        let (n, p) = (3_000_u32, minor_outbreak(2.5, 2));
        assert!((p - 0.16).abs() < 1e-12);
        let share = |course: &dyn Fn(&mut Stream) -> Course| {
            let minor = |seed: &u32| {
                let course = course(&mut Stream::new(u64::from(*seed)));
                course.states()[course.states().len() - 1].susceptible > 9_000.0
            };
            (0..n).filter(minor).count() as f64 / f64::from(n)
        };
        let exact = share(&|stream| epidemic.drawn(1_000, stream));
        let chain = share(&|stream| {
            epidemic.drawn_by(1_000, |c, beta| epidemic.binomial_day(c, beta, STEPS, stream))
        });
        let error = (p * (1.0 - p) / f64::from(n)).sqrt();
        assert!((exact - p).abs() < 4.0 * error, "{exact}");
        assert!((chain - p).abs() < 4.0 * error, "{chain}");
    }

    /// From many infected on, 200 courses are on average the mean course: within 4 standard errors and 1 % one by one among
    /// 9,999 (whose mean is the equations' for endless populations only), and 2 % by the chain binomial, for its step.
    #[test]
    fn many_people_follow_the_mean() {
        let large = Epidemic { exposed: 10_000, chance: Chance::Drawn, ..worked() };
        let small = Epidemic { population: 9_999, exposed: 1_000, ..large.clone() };
        for (epidemic, off) in [(large, 0.02), (small, 0.01)] {
            let mean = epidemic.mean(60);
            let courses: Vec<Course> =
                (0..200).map(|replication| epidemic.course(60, 1, replication)).collect();
            for day in [10, 30, 60] {
                let found = courses.iter().map(|course| course.states()[day].infectious).collect::<Vec<_>>();
                let average = found.iter().sum::<f64>() / 200.0;
                let variance = found.iter().map(|x| (x - average) * (x - average)).sum::<f64>() / 199.0;
                let expected = mean.states()[day].infectious;
                let allowed = 4.0 * (variance / 200.0).sqrt() + off * expected;
                assert!((average - expected).abs() < allowed, "{day}: {average}, {expected}, {allowed}");
            }
        }
    }

    /// Replications differ, and each is always the same; the name is the key.
    #[test]
    fn one_course_for_each_replication() {
        let wave = Epidemic { chance: Chance::Drawn, ..worked() };
        assert_eq!(wave.course(90, 7, 3), wave.course(90, 7, 3));
        assert_ne!(wave.course(90, 7, 3), wave.course(90, 7, 4));
        assert_ne!(wave.course(90, 7, 3), Epidemic { name: "other".into(), ..wave.clone() }.course(90, 7, 3));
        assert_eq!(wave.course(90, 7, 3).states()[..=40], wave.course(40, 7, 3).states()[..]);
    }
}
