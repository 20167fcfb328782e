//! A region's factories as one world, run as a chain of spans.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemState;

use crate::kernel::Calendar;
use crate::outcome::{FactoryOutcome, MachineState, Outcome};
use crate::spec::{Spec, Stop};
use crate::units::{Duration, Time};

use super::branch;
use super::build::Builder;
use super::error::{Error, MOST_LOTS};
use super::floor::{Floor, SpanQueries, visit};
use super::joint::JointProduction;
use super::trace::Deed;

/// Which run of a scenario.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The scenario.
    pub spec: &'a Spec,
    /// Position in `Spec::surges`.
    pub surge: usize,
    /// Position in `Spec::options`.
    pub option: usize,
    /// Whose demand is met.
    pub demand: Demand,
    /// Seed of all chance.
    pub seed: u64,
    /// Replication number.
    pub replication: u32,
    /// Whether to keep a trace.
    pub trace: bool,
}

/// Whose demand a run meets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Demand {
    /// The scenario's.
    AsDescribed,
    /// That of customers who buy everything: products made to stock are never short of orders. Months and days are
    /// not recorded.
    Unlimited,
}

/// What can be due for the region as a whole, in the order of phases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum RegionEvent {
    WarmUpEnded,
    JointInstant,
    RunEnded,
}

const REGION_EVENTS: [RegionEvent; 3] =
    [RegionEvent::WarmUpEnded, RegionEvent::JointInstant, RegionEvent::RunEnded];

/// The world of one replication: all factories, from the start to the outcome.
#[derive(Debug)]
pub struct Plant<'a> {
    setting: Setting<'a>,
    world: World,
    /// The region's own calendar; factories meet only at its instants.
    calendar: Calendar,
    ended: bool,
    /// Whether spans are computed from the last factory to the first.
    #[cfg(test)]
    pub(super) turned: bool,
    /// How many more lots can be kept.
    pub(super) room: usize,
}

impl<'a> Plant<'a> {
    /// Builds the world at instant zero.
    ///
    /// # Errors
    /// [`Error::TooLong`] when the horizon does not fit the calendar.
    pub fn new(setting: Setting<'a>) -> Result<Plant<'a>, Error> {
        let mut world = World::new();
        let spec = setting.spec.of_replication(setting.seed, setting.replication);
        let drawn = Setting { spec: &spec, ..setting };
        for factory in 0..spec.factories.len() {
            Builder::new(drawn, factory).build(&mut world)?;
        }
        let horizon = setting.spec.stop.limit();
        let mut calendar = Calendar::new(REGION_EVENTS.len(), horizon)
            .map_err(|e| Error::TooLong { factory: "(the region)".into(), longest: e.longest })?;
        let warm_up = setting.spec.warm_up.known();
        if warm_up > Duration::ZERO {
            calendar.schedule(RegionEvent::WarmUpEnded as u32, Time(warm_up.0));
        }
        calendar.schedule(RegionEvent::RunEnded as u32, Time(horizon.0));
        if let Some(office) = JointProduction::new(drawn) {
            world.insert_resource(office);
            calendar.schedule(RegionEvent::JointInstant as u32, Time::ZERO);
            calendar.begin_round();
        }
        Ok(Plant {
            setting,
            world,
            calendar,
            ended: false,
            room: MOST_LOTS,
            #[cfg(test)]
            turned: false,
        })
    }

    /// A copy of this run that goes on under another surge [position in `Spec::surges`], from before the instant up to which
    /// both are alike ([`super::alike_until`]): bit for bit what that run would be by itself.
    ///
    /// # Errors
    /// As [`Plant::new`].
    pub fn branch(&mut self, surge: usize) -> Result<Plant<'a>, Error> {
        let mut other = Plant::new(Setting { surge, ..self.setting })?;
        branch::copy(&mut self.world, &mut other.world);
        Ok(Plant { world: other.world, calendar: self.calendar.clone(), setting: other.setting, ..*self })
    }

    /// Makes an offer of the option, before the run begins: nothing of it is bought until [`Plant::order`].
    pub fn offer_only(&mut self) {
        self.visit(|_, mut floor| floor.offer_only());
    }

    /// What is offered to each factory and not ordered yet costs so much [currency] at an instant, apart from what the number
    /// of installations leaves of it.
    pub fn offers(&mut self, at: Time) -> Vec<f64> {
        let mut offers = Vec::new();
        self.visit(|_, floor| offers.push(floor.upgrades.offered(at)));
        offers
    }

    /// Some factories [positions in `Spec::factories`, ascending] order what they are offered, at the instant `now` to
    /// which the run was taken, for `price` times its price of that day.
    pub fn order(&mut self, factories: &[usize], now: Time, price: f64) {
        if !factories.is_empty() {
            self.visit(|each, mut floor| {
                if factories.binary_search(&(each as usize)).is_ok() {
                    floor.order_offered(now, price);
                }
            });
        }
    }

    /// Reads what each factory's books have so far: months and days that are over, and what has been bought.
    pub fn read_books<R>(&mut self, mut read: impl FnMut(usize, &FactoryOutcome) -> R) -> Vec<R> {
        let mut found = Vec::new();
        self.visit(|factory, mut floor| found.push(floor.show_books(|books| read(factory as usize, books))));
        found
    }

    /// Runs to the end.
    ///
    /// # Errors
    /// [`Error`] when the plant cannot go on.
    pub fn run(&mut self) -> Result<(), Error> {
        self.run_until(Time::NEVER)
    }

    /// Runs up to, not including, an instant; that is a cut between two spans and changes no result.
    ///
    /// # Errors
    /// [`Error`] when the plant cannot go on.
    pub fn run_until(&mut self, cut: Time) -> Result<(), Error> {
        while !self.ended {
            let next = self.calendar.next_due();
            if cut < next {
                return self.run_span(cut);
            }
            self.run_span(next)?;
            if self.ended {
                return Ok(());
            }
            let event = REGION_EVENTS[self.calendar.take() as usize];
            match event {
                RegionEvent::WarmUpEnded => {
                    self.visit(|_, mut floor| {
                        floor.now = next;
                        floor.end_warm_up();
                    });
                    if let Some(mut office) = self.world.get_resource_mut::<JointProduction>() {
                        office.end_warm_up(next);
                    }
                }
                RegionEvent::JointInstant => self.meet(next),
                RegionEvent::RunEnded => self.ended = true,
            }
        }
        Ok(())
    }

    /// The factories meet: the office of the region hears from all, decides, and writes to those it concerns.
    fn meet(&mut self, now: Time) {
        let Some(mut office) = self.world.remove_resource::<JointProduction>() else { return };
        self.visit(|factory, mut floor| office.hear(factory, &mut floor));
        let mut post = office.decide(now).into_iter().peekable();
        self.visit(|factory, floor| {
            while let Some((_, letter)) = post.next_if(|(to, _)| *to == factory) {
                floor.mail.put(letter);
                floor.clock.calendar.schedule(floor.mail.slot, now);
            }
        });
        let next = now.after(office.every());
        // What is decided in the very instant of the end would be without effect.
        if next.0 < self.setting.spec.stop.limit().0 {
            self.calendar.schedule(RegionEvent::JointInstant as u32, next);
        } else {
            self.calendar.cancel(RegionEvent::JointInstant as u32);
        }
        self.world.insert_resource(office);
    }

    /// One span: every factory by itself.
    fn run_span(&mut self, until: Time) -> Result<(), Error> {
        #[cfg(test)]
        if self.turned {
            let all = 0..self.setting.spec.factories.len() as u32;
            return all.rev().try_for_each(|own| self.run_some(until, |factory| factory == own));
        }
        self.run_some(until, |_| true)
    }

    /// Some factories, in their order, each up to an instant.
    fn run_some(&mut self, until: Time, wanted: impl Fn(u32) -> bool) -> Result<(), Error> {
        let mut result = Ok(());
        let mut enough = false;
        let spec = self.setting.spec;
        let mut room = self.room;
        self.visit(|factory, mut floor| {
            if result.is_ok() && wanted(factory) {
                let before = floor.lots.arena.len();
                floor.lots.most = before + room;
                if let Err(stuck) = floor.run_until(until) {
                    result = Err(Error::new(spec, factory, &floor, stuck));
                }
                room = room.saturating_sub(floor.lots.arena.len() - before);
            }
            enough |= floor.clock.lots_left >= floor.clock.stop_after;
        });
        self.ended |= enough;
        self.room = room;
        result
    }

    /// Borrows every factory in turn.
    pub(super) fn visit(&mut self, f: impl FnMut(u32, Floor<'_>)) {
        let mut state: SystemState<SpanQueries<'_, '_>> = SystemState::new(&mut self.world);
        match state.get_mut(&mut self.world) {
            Ok(queries) => visit(queries, f),
            Err(error) => crate::bug!("a span's queries are always valid: {error}"),
        }
    }

    /// Ends the run where it stands and hands over.
    pub fn finish(mut self) -> Outcome {
        let stop = self.setting.spec.stop;
        let mut outcome = Outcome {
            replication: self.setting.replication,
            end: Time(stop.limit().0),
            events: 0,
            lots: 0,
            factories: Vec::new(),
            region: None,
        };
        let mut office = self.world.remove_resource::<JointProduction>();
        self.visit(|factory, mut floor| {
            if let Some(office) = &mut office {
                office.hear(factory, &mut floor);
            }
            let stopped_early = floor.clock.lots_left >= floor.clock.stop_after;
            if stopped_early && matches!(stop, Stop::Lots { .. }) {
                outcome.end = floor.now;
            }
            floor.now = outcome.end;
            outcome.events += floor.clock.handled;
            outcome.lots += floor.clock.lots_left;
            outcome.factories.push(floor.close());
        });
        outcome.region = office.map(|mut office| office.close(outcome.end));
        outcome
    }

    /// What the first factory has bought of its first material so far [units].
    #[cfg(test)]
    pub(super) fn bought(&mut self) -> f64 {
        let mut bought = 0.0;
        self.visit(|factory, floor| {
            if factory == 0 {
                bought = floor.materials[0].tally.bought;
            }
        });
        bought
    }

    /// Lots in process now, and lots that have left.
    pub fn lots(&mut self) -> (u64, u64) {
        let (mut inside, mut left) = (0, 0);
        self.visit(|_, floor| {
            inside += floor.products.iter().map(|product| product.lots).sum::<u64>();
            left += floor.clock.lots_left;
        });
        (inside, left)
    }

    /// Events handled so far.
    pub fn events(&mut self) -> u64 {
        let mut events = 0;
        self.visit(|_, floor| events += floor.clock.handled);
        events
    }

    /// Whether the run is over.
    pub fn has_ended(&self) -> bool {
        self.ended
    }

    /// Takes the trace so far, as JSON lines in the order of time; empty when none is kept.
    pub fn take_trace(&mut self) -> String {
        let mut lines: Vec<(Time, String)> = Vec::new();
        self.visit(|_, floor| {
            let entries = std::mem::take(&mut floor.trace.entries);
            lines.extend(entries.into_iter().map(|entry| (entry.at, floor.trace.line(entry))));
        });
        lines.sort_by_key(|(at, _)| *at);
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// Takes what the machines did so far, factory by factory, each in the order of time; empty where no trace is kept.
    pub fn take_deeds(&mut self) -> Vec<Deed> {
        let mut deeds = Vec::new();
        self.visit(|factory, floor| {
            let entries = std::mem::take(&mut floor.trace.entries);
            deeds.extend(entries.into_iter().filter_map(|entry| entry.deed(factory as usize)));
        });
        deeds
    }

    /// The present states of all machines, factory by factory.
    pub fn states(&mut self) -> Vec<Vec<MachineState>> {
        let mut states = Vec::new();
        self.visit(|_, floor| {
            states.push(floor.machines.iter().map(|machine| machine.recorded.state()).collect())
        });
        states
    }
}
