//! Occurrences: when lots arrive and customers order, one after the other.

use crate::random::{Distribution, Stream};
use crate::spec::{Curve, FirstArrival, Listed, Process, Times};
use crate::units::{Duration, Time};

use super::pace::Pace;

/// Something that happens again and again.
#[derive(Clone, Debug)]
pub(super) struct Occurrences {
    times: Clockwork,
    chance: Stream,
    /// How many times more.
    left: u64,
}

#[derive(Clone, Debug)]
enum Clockwork {
    /// One after the other, the time between two in microseconds, with the next one drawn ahead.
    Spaced(Distribution, Duration),
    /// So much of the pace passes between two.
    Paced(Distribution, Box<Pace>),
    /// As listed, from a position on.
    Listed(Vec<Listed>, usize),
}

impl Occurrences {
    /// A process under a surge and a factory's factor, and its first occurrence.
    pub(super) fn begin(
        process: &Process,
        chance: Stream,
        surge: Option<&Curve>,
        factor: f64,
        limit: Time,
    ) -> (Occurrences, Time) {
        let plain = surge.is_none() && factor.to_bits() == 1.0_f64.to_bits();
        let pace = |factor: f64| Pace::new(factor, limit).surging(surge);
        let times = match &process.times {
            Times::Spaced { spacing, .. } if plain => Clockwork::Spaced(spacing.scaled(1e6), Duration::ZERO),
            Times::Spaced { spacing, .. } => Clockwork::Paced(spacing.clone(), Box::new(pace(factor))),
            Times::Rated { rate, spacing } => {
                Clockwork::Paced(spacing.clone(), Box::new(pace(factor).rated(rate)))
            }
            Times::Listed(list) => Clockwork::Listed(list.clone(), 0),
        };
        let mut occurrences = Occurrences { times, chance, left: process.most.unwrap_or(u64::MAX) };
        occurrences.draw_ahead();
        let first = match (&process.times, &occurrences.times) {
            _ if occurrences.left == 0 => Time::NEVER,
            (Times::Spaced { first: FirstArrival::At(time), .. }, _) => *time,
            (_, Clockwork::Listed(list, _)) => list.first().map_or(Time::NEVER, |first| first.at),
            _ => occurrences.draw(Time::ZERO),
        };
        (occurrences, first)
    }

    /// Whether more than instants is listed.
    pub(super) fn is_listed(&self) -> bool {
        matches!(self.times, Clockwork::Listed(..))
    }

    /// What is listed for the occurrence that is due now; nothing where there is no list.
    pub(super) fn listed(&self) -> Option<Listed> {
        match &self.times {
            Clockwork::Listed(list, next) => list.get(*next).copied(),
            _ => None,
        }
    }

    /// When it happens next, after it has happened now.
    #[inline(always)]
    pub(super) fn advance(&mut self, now: Time) -> Time {
        self.left -= 1;
        if self.left == 0 {
            return Time::NEVER;
        }
        self.draw(now)
    }

    #[inline(always)]
    fn draw(&mut self, now: Time) -> Time {
        match &self.times {
            Clockwork::Spaced(_, next) => {
                let at = now.after(*next);
                self.draw_ahead();
                at
            }
            _ => self.draw_otherwise(now),
        }
    }

    /// Draws the time to the occurrence after the next, so that nobody waits for it when it is wanted.
    #[inline(always)]
    fn draw_ahead(&mut self) {
        if let Clockwork::Spaced(spacing, next) = &mut self.times {
            *next = Duration::from_micros(spacing.at(self.chance.next_bits()));
        }
    }

    #[inline(never)]
    fn draw_otherwise(&mut self, now: Time) -> Time {
        match &mut self.times {
            Clockwork::Spaced(..) => crate::bug!("what is spaced by one distribution is drawn ahead"),
            Clockwork::Paced(spacing, pace) => pace.after(now, spacing.at(self.chance.next_bits())),
            Clockwork::Listed(list, next) => {
                *next += 1;
                list.get(*next).map_or(Time::NEVER, |listed| listed.at)
            }
        }
    }

    /// How many are expected between now and an instant, each counted with what is listed of it.
    pub(super) fn expected(&self, now: Time, until: Time, of: impl Fn(Option<&Listed>) -> f64) -> f64 {
        let mean = |spacing: &Distribution| if spacing.mean() > 0.0 { 1.0 / spacing.mean() } else { 0.0 };
        let number = match &self.times {
            Clockwork::Spaced(spacing, _) => until.since(now).0 as f64 * mean(spacing),
            Clockwork::Paced(spacing, pace) => pace.between(now, until) * mean(spacing),
            Clockwork::Listed(list, next) => {
                let coming = list[*next..].iter().take_while(|listed| listed.at < until);
                return coming.map(|listed| of(Some(listed))).sum();
            }
        };
        number.min(self.left as f64) * of(None)
    }
}
