//! Whether what is bought or called up only when it is needed is needed now; looked at as days begin.

use std::collections::VecDeque;

use crate::spec::Need;
use crate::units::{Date, Duration, Time};

use super::elements::Product;

/// Over how many days past orders are averaged.
const LOOK_BACK: usize = 7;

/// Looks out for a need. Owner: this file.
#[derive(Clone, Debug)]
pub(super) struct Lookout {
    need: Need,
    /// The surge's emergency, its end not included.
    emergency: Option<(Time, Time)>,
    /// What had been ordered of each product at the last looks at the beginning of a day, oldest first.
    ordered: VecDeque<(Time, Vec<f64>)>,
}

impl Lookout {
    /// For a need, where the surge's emergency has this first and last day, in a run that starts on a day.
    pub(super) fn new(need: Need, emergency: Option<(Date, Date)>, start: Date) -> Lookout {
        let ends =
            |last: Date| if last < start { Time::ZERO } else { midnight(start, last).after(Duration::DAY) };
        let emergency = emergency.map(|(first, last)| (midnight(start, first), ends(last)));
        Lookout { need, emergency, ordered: VecDeque::new() }
    }

    /// Takes over the emergency of a lookout that was built for another surge.
    pub(super) fn take_surge(&mut self, built: Lookout) {
        self.emergency = built.emergency;
    }

    /// Notes what has been ordered by now, the beginning of a day or of the lookout.
    pub(super) fn note(&mut self, now: Time, products: &[Product]) {
        if self.ordered.len() == LOOK_BACK {
            self.ordered.pop_front();
        }
        let ordered = products.iter().map(|product| product.store.tally.ordered).collect();
        self.ordered.push_back((now, ordered));
    }

    /// Whether it is needed now; before a day has been seen, nothing is known of orders.
    pub(super) fn is_needed(&self, now: Time, products: &[Product]) -> bool {
        let longest = match self.need {
            Need::Emergency => return self.emergency.is_some_and(|(from, until)| from <= now && now < until),
            Need::Owed(longest) => longest.as_days(),
        };
        let Some((since, before)) = self.ordered.front() else { return false };
        let days = now.since(*since).as_days();
        let short = |(product, before): (&Product, &f64)| {
            let store = &product.store;
            store.backlog > (store.tally.ordered - before) / days * longest
        };
        days >= 1.0 && products.iter().zip(before).any(short)
    }
}

/// When a date begins in a run that starts on a day; the start, where it is before that.
pub(super) fn midnight(start: Date, date: Date) -> Time {
    let days = u64::try_from(date.days_since(start)).unwrap_or(0);
    Time(days.saturating_mul(Duration::DAY.0))
}

/// The beginning of the next day.
pub(super) fn tomorrow(now: Time) -> Time {
    Time((now.0 / Duration::DAY.0 + 1) * Duration::DAY.0)
}
