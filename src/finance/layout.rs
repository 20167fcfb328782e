//! How the calendar months of a run lie on the months of a horizon.
//!
//! Month 0 is the start of the run, month t the end of its t-th calendar month; a run that starts inside a calendar
//! month has a short first month. What calendar month i (from 0) leaves in operations falls on t = i + 1, capital
//! ordered in it on t = i. A last month that the run cuts off is dropped, as if it were not simulated (unless there
//! is no other). Months that are not simulated repeat, in their order and as often as needed, the last twelve whole
//! months without an emergency, or as many as there are, or the last month where there is none. Capital is never
//! repeated.

use super::books::{Books, end};
use crate::outcome::{FactoryOutcome, Period};
use crate::spec::Surge;
use crate::units::{Date, Duration, Money, Time};

/// Which calendar month of a run stands for which month of the horizon.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Layout {
    simulated: usize,
    /// What stands for the months after the simulated ones, in turn [calendar months].
    repeated: Vec<usize>,
}

impl Layout {
    /// For a run with (`with`) and without (`without`) an option; `calm` says whether a calendar month has no day of
    /// an emergency.
    pub(super) fn new(with: &[Books], without: &[Books], calm: impl Fn(usize) -> bool) -> Layout {
        let whole: Vec<bool> = with.iter().zip(without).map(|(w, b)| w.whole && b.whole).collect();
        let cut_off = whole.len() > 1 && whole.last() == Some(&false);
        let simulated = whole.len() - usize::from(cut_off);
        let calm = (0..simulated).filter(|i| whole[*i] && calm(*i)).collect();
        Layout { simulated, repeated: repeated(calm, simulated) }
    }

    /// The calendar month whose operations fall on month `t`; `None` for the start, and where nothing was simulated.
    pub(super) fn source(&self, t: usize) -> Option<usize> {
        let month = t.checked_sub(1)?;
        match month.checked_sub(self.simulated) {
            None => Some(month),
            Some(beyond) => self.repeated.get(beyond.checked_rem(self.repeated.len())?).copied(),
        }
    }

    /// Whether the operations of month `t` were simulated, not repeated.
    pub(super) fn is_simulated(&self, t: usize) -> bool {
        (1..=self.simulated).contains(&t)
    }

    /// The first month of a horizon whose operations are repeated.
    pub(super) fn extrapolated_from(&self, horizon: usize) -> Option<usize> {
        (self.simulated < horizon).then_some(self.simulated + 1)
    }
}

/// The months that stand for those after the `simulated` ones, in their order: the last twelve of the `calm` ones.
fn repeated(mut calm: Vec<usize>, simulated: usize) -> Vec<usize> {
    calm.drain(..calm.len().saturating_sub(12));
    if calm.is_empty() {
        calm.extend(simulated.checked_sub(1));
    }
    calm
}

/// Capital that falls on month `t`.
pub(super) fn capital_of(books: &[Books], t: usize) -> Money {
    books.get(t).map_or(Money::ZERO, |month| month.capital)
}

/// When the first of what a factory bought is live [months from the start of the run]; `None` where nothing is.
pub(super) fn go_live(outcome: &FactoryOutcome) -> Option<f64> {
    let live = outcome.installed.iter().filter_map(|bought| bought.live).min()?;
    let before = outcome.months.partition_point(|month| month.start <= live).checked_sub(1)?;
    let month = &outcome.months[before];
    let into = (live.0 - month.start.0) as f64 / month.length.0.max(1) as f64;
    Some(before as f64 + into.min(1.0))
}

/// Whether any day of a month belongs to the surge's emergency.
pub(super) fn in_emergency(start: Date, surge: &Surge, month: &Period) -> bool {
    let last_instant = Time(end(month).0.saturating_sub(Duration::MICROSECOND.0));
    surge
        .emergency
        .is_some_and(|(first, last)| start.at(month.start) <= last && start.at(last_instant) >= first)
}
