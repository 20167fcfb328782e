//! Description -> world: one entity per named element, in id order; slots in the order of phases; keys from names.

mod joints;
mod office;
mod people;
mod stations;
mod upgrades;

use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use bevy_ecs::prelude::*;

use crate::kernel::Calendar;
use crate::outcome::{
    ClassTally, FactoryTally, MaterialTally, PoolTally, ProductTally, ReadyTally, SpotTally, StateTimes,
};
use crate::random::key;
use crate::spec::{self, AtEnd, ClockKind, Stop};
use crate::units::{Duration, Time};

use super::calendars::turn_of;
use super::elements::{Destination, Id, InFactory, Lots, NONE, Place, Sharing};
use super::error::Error;
use super::events::Event;
use super::floor::{Clock, Touched};
use super::gauge::Gauge;
use super::joint::Mail;
use super::office::Paperwork;
use super::record::Record;
use super::region::{Demand, Setting};
use super::routing::Compiler;
use super::shifts::{Shifts, Turning};
use super::supplies::{material_events, product_events};
use super::trace::Trace;

/// Builds one factory of the region.
pub(super) struct Builder<'a> {
    pub(super) setting: Setting<'a>,
    pub(super) factory: usize,
    name: &'a str,
    pub(super) plant: &'a spec::Plant,
    slots: BTreeMap<Event, u32>,
    pub(super) routing: Compiler<'a>,
}

impl<'a> Builder<'a> {
    /// A builder for factory number `factory`.
    pub(super) fn new(setting: Setting<'a>, factory: usize) -> Builder<'a> {
        let name = &setting.spec.factories[factory].name;
        let plant = setting.spec.plant_of(factory);
        let mut builder = Builder {
            setting,
            factory,
            name,
            plant,
            slots: BTreeMap::new(),
            routing: Compiler::new(setting, factory),
        };
        builder.slots = builder.number_slots();
        builder
    }

    /// The key of a source of chance of this factory.
    pub(super) fn key(&self, element: &str, purpose: &str) -> u64 {
        key(self.setting.seed, self.setting.replication, &format!("{}/{element}", self.name), purpose)
    }

    pub(super) fn slot(&self, event: Event) -> u32 {
        self.slots.get(&event).copied().unwrap_or(NONE)
    }

    /// Every event that can be due, numbered in the order of phases.
    fn number_slots(&self) -> BTreeMap<Event, u32> {
        let plant = self.plant;
        let mut events = vec![Event::RunStarted, Event::MonthEnded, Event::DayEnded, Event::DayBegan];
        let ids = |n: usize| 0..n as u32;
        events.extend(ids(plant.calendars.len()).map(Event::CalendarTurned));
        events.extend(ids(self.installations().count()).map(Event::UpgradeAdvanced));
        if self.setting.spec.region.is_some() {
            events.push(Event::MailCame);
        }
        if plant.cyber.is_some() {
            events.extend([Event::IncidentCame, Event::IncidentEnded]);
        }
        if plant.products.iter().flat_map(|product| &product.routing).any(|step| step.patience.is_some()) {
            events.push(Event::LotsReneged);
        }
        if self.routing.table.rows.iter().any(|row| row.escorted) || self.brings_escorts() {
            events.push(Event::CrewsReturned);
        }
        if plant.planning.is_some() {
            events.extend([Event::OfficeAdvanced, Event::PlanDue]);
        }
        let mut machine = 0;
        for (index, station) in plant.stations.iter().enumerate() {
            let calendar_failures = station.breakdowns.iter().any(|b| b.clock == ClockKind::Calendar);
            let maintained = !station.maintenance.is_empty();
            let shifts = station.calendar.is_some() && station.at_end == AtEnd::FinishAndShift;
            for _ in 0..station.machines + station.dormant {
                events.push(Event::MachineTimerEnded(machine));
                if calendar_failures {
                    events.push(Event::CalendarFailureFell(machine));
                }
                if maintained {
                    events.push(Event::MaintenanceDue(machine));
                }
                if shifts {
                    events.push(Event::MachineReturned(machine));
                }
                if station.standby.as_ref().is_some_and(|own| own.off_after.is_some()) {
                    events.push(Event::MachineTurnedOff(machine));
                }
                machine += 1;
            }
            if station.batch.as_ref().is_some_and(|batch| batch.longest_wait.is_some()) {
                events.push(Event::BatchWaitEnded(index as u32));
            }
        }
        events.extend(ids(plant.places.len() + self.routing.ways.len()).map(Event::StayEnded));
        events.extend(
            plant.products.iter().zip(0..).flat_map(|(product, index)| product_events(product, index)),
        );
        events.extend(plant.materials.iter().zip(0..).flat_map(|(m, index)| material_events(m, index)));
        events.sort();
        events.into_iter().zip(0..).collect()
    }

    /// Whether an upgrade brings a step whose crew is busy after it.
    fn brings_escorts(&self) -> bool {
        self.installations().flat_map(|own| &own.effects).any(|effect| match effect {
            spec::Effect::SwitchStep { to, .. } => {
                matches!(&to.kind, spec::StepKind::Operation(own) if own.crew_after.is_some())
            }
            _ => false,
        })
    }

    fn installations(&self) -> impl Iterator<Item = &'a spec::Installation> {
        let factory = self.factory;
        self.setting.spec.options[self.setting.option]
            .installations
            .iter()
            .filter(move |i| i.factory.index() == factory)
    }

    /// Spawns the factory's entities and schedules its first events.
    ///
    /// # Errors
    /// [`Error::TooLong`] when the horizon does not fit the calendar.
    pub(super) fn build(mut self, world: &mut World) -> Result<(), Error> {
        let horizon = self.setting.spec.stop.limit();
        let mut calendar = Calendar::new(self.slots.len(), horizon)
            .map_err(|e| Error::TooLong { factory: self.name.to_string(), longest: e.longest })?;
        calendar.schedule(self.slot(Event::RunStarted), self.opens());
        let upgrades = self.upgrades(&mut calendar);
        let shifts = self.shifts(&mut calendar);
        let record = self.record(&mut calendar);
        let trace = self.trace();
        let id = Id { factory: self.factory as u32, index: self.factory as u32 };
        let factory =
            world.spawn((id, Touched::default(), Lots::default(), upgrades, shifts, record, trace)).id();
        self.spawn_stations(world, factory, &mut calendar);
        self.spawn_pools(world, factory);
        self.spawn_suppliers(world, factory);
        self.spawn_materials(world, factory, &mut calendar);
        let described = self.plant.places.iter();
        let described =
            described.map(|place| place.capacity.map_or(u32::MAX, |lots| self.routing.scaled_lots(lots)));
        let first = |place: usize| {
            let mut own = self.plant.products.iter().enumerate().filter(|(_, p)| self.begins_by_room(p));
            own.any(|(index, _)| {
                let entry = self.routing.steps[index][0].entry as usize;
                self.routing.table.rows[entry].to == Destination::Place(place as u32)
            })
        };
        let fit = described.chain(self.routing.ways.iter().map(|(fit, _)| *fit));
        let spots = self.spots();
        for (index, (capacity, spot)) in fit.zip(spots).enumerate() {
            let place = Place {
                capacity,
                lots: 0,
                sharing: self.plant.places.get(index).and_then(|place| place.full_speed).map(|full| {
                    Sharing { full: u64::from(self.routing.scaled_lots(full)), got: 0, until: Time::ZERO }
                }),
                begun_by: if first(index) { self.plant.loops.len() as u32 } else { NONE },
                stays: BinaryHeap::new(),
                entries: 0,
                blocked: VecDeque::new(),
                slot: self.slot(Event::StayEnded(index as u32)),
                gauge: Gauge::new(spot),
            };
            world.spawn((self.id(index), InFactory(factory), place));
        }
        self.spawn_loops(world, factory);
        self.spawn_joints(world, factory);
        self.spawn_products(world, factory, &mut calendar);
        let stop_after = match self.setting.spec.stop {
            Stop::Lots { lots, .. } => lots,
            Stop::After(_) => u64::MAX,
        };
        let mut events: Vec<(u32, Event)> = self.slots.iter().map(|(event, slot)| (*slot, *event)).collect();
        events.sort();
        let events = events.into_iter().map(|(_, event)| event).collect();
        let interrupts = |station: &spec::Station| station.dispatch.classes.interrupt();
        let clock = Clock {
            calendar,
            events,
            interrupts: self.plant.stations.iter().any(interrupts),
            timers: self.slot(Event::MachineTimerEnded(0)),
            handled: 0,
            crews: 0,
            requests: 0,
            pulls: 0,
            lots_left: 0,
            stop_after,
        };
        self.routing.mark_sole_pools();
        let office = self.office();
        let connected = self.setting.spec.factories[self.factory].connected;
        let mail = Mail::new(connected, self.slot(Event::MailCame));
        self.routing.table.impatience.slot = self.slot(Event::LotsReneged);
        self.routing.table.escorts.slot = self.slot(Event::CrewsReturned);
        self.routing.table.find_onward();
        world.entity_mut(factory).insert((
            clock,
            Paperwork(office.map(Box::new)),
            mail,
            self.risk(),
            self.routing.table,
        ));
        Ok(())
    }

    pub(super) fn id(&self, index: usize) -> Id {
        Id { factory: self.factory as u32, index: index as u32 }
    }

    /// When the factory opens.
    fn opens(&self) -> Time {
        self.setting.spec.factories[self.factory].opens
    }

    pub(super) fn surge(&self) -> &'a spec::Surge {
        &self.setting.spec.surges[self.setting.surge]
    }

    fn shifts(&self, calendar: &mut Calendar) -> Shifts {
        let plant = self.plant;
        let of_pool = |pool: &spec::Pool, c: usize| {
            pool.teams.iter().any(|t| t.calendar.is_some_and(|i| i.index() == c))
        };
        let turning = |(index, described): (usize, &spec::Calendar)| {
            let (on, _) = turn_of(described, Time::ZERO);
            let stations = plant.stations.iter().zip(0..);
            let pools = plant.pools.iter().zip(0..);
            let slot = self.slot(Event::CalendarTurned(index as u32));
            calendar.schedule(slot, Time::ZERO);
            Turning {
                calendar: described.clone(),
                on,
                regular: on,
                stays: Vec::new(),
                since: Time::ZERO,
                until: Time::ZERO,
                pause: Duration::ZERO,
                slot,
                stations: stations
                    .filter(|(s, _)| s.calendar.is_some_and(|c| c.index() == index))
                    .map(|s| s.1)
                    .collect(),
                pools: pools.filter(|(p, _)| of_pool(p, index)).map(|p| p.1).collect(),
            }
        };
        let calendars = plant.calendars.iter().enumerate().map(turning).collect();
        let into_week = Duration(self.setting.spec.start.weekday() * Duration::DAY.0);
        Shifts { calendars, into_week }
    }

    fn record(&self, calendar: &mut Calendar) -> Record {
        let plant = self.plant;
        let spec = self.setting.spec;
        let mut month_ends = spec.start.month_starts(Time(spec.stop.limit().0));
        month_ends.reverse();
        let month_slot = self.slot(Event::MonthEnded);
        if let Some(first) = month_ends.pop() {
            calendar.schedule(month_slot, first);
        }
        let day_slot = self.slot(Event::DayEnded);
        calendar.schedule(day_slot, Time(Duration::DAY.0));
        let day_start_slot = self.slot(Event::DayBegan);
        calendar.schedule(day_start_slot, Time(Duration::DAY.0));
        let zero = FactoryTally {
            products: vec![ProductTally::default(); plant.products.len()],
            levels: Vec::new(),
            stations: vec![Default::default(); plant.stations.len()],
            pools: vec![PoolTally::default(); plant.pools.len()],
            materials: vec![MaterialTally::default(); plant.materials.len()],
            information: plant.planning.as_ref().map(|_| Default::default()),
            incidents: plant.cyber.as_ref().map(|_| Default::default()),
            spots: self.spots().into_iter().map(SpotTally::of).collect(),
            ready: self
                .installations()
                .filter(|own| self.setting.spec.upgrades[own.upgrade.index()].ready.is_some())
                .map(|own| ReadyTally::of(own.upgrade))
                .collect(),
            classes: (0..plant.products.len())
                .flat_map(|product| self.classes(product).into_iter().map(move |class| (product, class)))
                .map(|(product, class)| ClassTally::of(product as u32, class))
                .collect(),
            upkeep: vec![
                Default::default();
                plant.stations.iter().flat_map(spec::Station::upkeep_costs).count()
            ],
        };
        let machines: u32 = plant.stations.iter().map(|s| s.machines + s.dormant).sum();
        Record {
            month_ends,
            month_slot,
            day_slot,
            day_start_slot,
            detailed: self.setting.demand == Demand::AsDescribed,
            months: Vec::new(),
            days: vec![Vec::new(); plant.products.len()],
            prices: vec![Vec::new(); plant.products.len()],
            last_day: vec![ProductTally::default(); plant.products.len()],
            upkeep: zero.upkeep.clone(),
            last_month: (Time::ZERO, zero.clone()),
            window: (Time::ZERO, zero),
            window_states: vec![StateTimes::default(); machines as usize],
        }
    }

    fn trace(&self) -> Trace {
        if !self.setting.trace {
            return Trace::default();
        }
        // Names are made of letters, digits, "_" and "-", so they need no escaping.
        let mut machines = Vec::new();
        for station in &self.plant.stations {
            machines.extend(
                (1..=station.machines + station.dormant).map(|m| format!("\"{}/{m}\"", station.name)),
            );
        }
        Trace {
            on: true,
            entries: Vec::new(),
            factory: format!("\"{}\"", self.name),
            machines,
            products: self.plant.products.iter().map(|p| format!("\"{}\"", p.name)).collect(),
        }
    }
}
