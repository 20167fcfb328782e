//! Purchases: what is offered, when it is ordered, and at what price.

use crate::units::Time;

use super::floor::Floor;
use super::lookout::tomorrow;
use super::upgrades::{Stages, Step, Upgrades};

impl Upgrades {
    /// What is offered and not ordered yet, at its price of an instant [currency].
    pub(super) fn offered(&self, at: Time) -> f64 {
        let open = self.installations.iter().filter(|stages| !stages.is_ordered());
        crate::stats::sum(open.map(|stages| stages.cost_at(at, 1.0)))
    }
}

impl Stages {
    /// What it costs when it is ordered at an instant, where equipment costs a multiple of its price of that day [currency].
    fn cost_at(&self, ordered: Time, price: f64) -> f64 {
        self.first_cost * self.progress.price_at(ordered) * price + self.filling
    }

    pub(super) fn is_ordered(&self) -> bool {
        self.installed.ordered != Time::NEVER
    }

    /// Orders it, at a multiple of its price of that instant; gives when it has to be looked after next.
    pub(super) fn order(&mut self, now: Time, price: f64) -> Time {
        self.installed.ordered = now;
        self.installed.works = self.chance < self.progress.works_at(self.works, now);
        self.installed.cost = self.cost_at(now, price);
        self.first()
    }
}

impl Floor<'_> {
    /// Nothing of the option is bought of itself; to be said at the start.
    pub(super) fn offer_only(&mut self) {
        for stages in &mut self.upgrades.installations {
            self.clock.calendar.cancel(stages.slot);
            (stages.step, stages.live) = (Step::ToOrder, Time::NEVER);
            (stages.installed.ordered, stages.installed.live) = (Time::NEVER, None);
        }
    }

    /// Orders all that is offered, at a multiple of its price of that day.
    pub(super) fn order_offered(&mut self, now: Time, price: f64) {
        for stages in self.upgrades.installations.iter_mut().filter(|stages| !stages.is_ordered()) {
            let next = stages.order(now, price);
            self.clock.calendar.schedule(stages.slot, next);
        }
    }

    /// Orders what waits until it is needed, once it is.
    pub(super) fn look_out(&mut self, index: u32) {
        let now = self.now;
        let stages = &mut self.upgrades.installations[index as usize];
        let Some(lookout) = &mut stages.lookout else { return };
        let needed = lookout.is_needed(now, self.products);
        lookout.note(now, self.products);
        if needed {
            stages.lookout = None;
        }
        let next = if needed { stages.order(now, 1.0) } else { tomorrow(now) };
        self.clock.calendar.schedule(stages.slot, next);
    }
}
