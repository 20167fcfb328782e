//! Description -> world: one entity per named element, in id order; slots in the order of phases; keys from names.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};

use bevy_ecs::prelude::*;

use crate::kernel::Calendar;
use crate::outcome::{
    ClassTally, FactoryTally, MaterialTally, PoolTally, ProductTally, ReadyTally, Spot, SpotTally, StateTimes,
};
use crate::random::{Stream, key};
use crate::spec::{self, AtEnd, Change, ClockKind, Dispatch, Preference, StepKind, Stop, Target};
use crate::units::{Duration, PlaceId, PoolId, StationId, Time};

use super::calendars::turn_of;
use super::elements::{
    BatchRule, Cause, Changeover, Destination, FreeSet, Group, Hands, Hiring, Id, InFactory, Input, Joint,
    Learning, Load, Loop, Lots, Machine, NONE, Overtime, Phase, Place, Plan, Planned, Pool, Row, SetupRule,
    Stage, Station, StationCount, Team, Timer, Tuning, Used, Wear, stop,
};
use super::error::Error;
use super::events::Event;
use super::floor::{Clock, Floor, Touched};
use super::gauge::Gauge;
use super::joint::Mail;
use super::office::Paperwork;
use super::ranks::Ranks;
use super::readiness::{Ready, Terms};
use super::record::Record;
use super::region::{Demand, Setting};
use super::ring::Ring;
use super::routing::Compiler;
use super::shifts::{Shifts, Turning};
use super::states::{Counted, StateClock};
use super::supplies::{material_events, product_events};
use super::trace::Trace;
use super::upgrades::{Drawn, Stages, Step, Upgrades};

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
        let interrupts = |station: &spec::Station| {
            matches!(station.dispatch.classes, spec::Classes::PreemptResume | spec::Classes::PreemptRestart)
        };
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
        let office = self.office();
        let connected = self.setting.spec.factories[self.factory].connected;
        let mail = Mail::new(connected, self.slot(Event::MailCame));
        self.routing.mark_sole_pools();
        self.routing.table.impatience.slot = self.slots.get(&Event::LotsReneged).copied().unwrap_or(NONE);
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

    fn upgrades(&mut self, calendar: &mut Calendar) -> Upgrades {
        let spec = self.setting.spec;
        let own: Vec<&spec::Installation> = self.installations().collect();
        let mut installations = Vec::new();
        for (index, installation) in own.into_iter().enumerate() {
            let upgrade = &spec.upgrades[installation.upgrade.index()];
            let common =
                |purpose: &str| key(self.setting.seed, self.setting.replication, &upgrade.name, purpose);
            let own = |purpose: &str| self.key(&upgrade.name, purpose);
            let units = f64::from(installation.units);
            let delivery = Duration::from_secs(upgrade.delivery.at(Stream::new(own("delivery")).next_bits()));
            let work =
                Duration::from_secs(upgrade.installation.at(Stream::new(own("installation")).next_bits()));
            let chance = crate::random::uniform(Stream::new(own("works")).next_bits());
            let first_cost = units * upgrade.cost.at(Stream::new(common("cost")).next_bits());
            let filling = units * upgrade.filling();
            let slot = self.slot(Event::UpgradeAdvanced(index as u32));
            let installed = crate::outcome::Installed {
                upgrade: installation.upgrade,
                units: installation.units,
                ordered: installation.order_at,
                live: None,
                works: chance < upgrade.progress.works_at(upgrade.works, installation.order_at),
                cost: first_cost * upgrade.progress.price_at(installation.order_at) + filling,
                yearly_cost: units * upgrade.yearly_cost.at(Stream::new(common("yearly cost")).next_bits()),
            };
            let stops = installation.stops.iter().map(|station| station.0).collect();
            let effects =
                installation.effects.iter().map(|effect| self.draw_effect(effect, &upgrade.name)).collect();
            let mut stages = Stages {
                installed,
                first_cost,
                filling,
                works: upgrade.works,
                chance,
                progress: upgrade.progress,
                slot,
                step: Step::ToOrder,
                made_by: upgrade.made_by.map(|supplier| supplier as u32),
                installed_by: upgrade.installed_by.map(|supplier| supplier as u32),
                awaited: 0.0,
                delivery,
                work,
                standstill: upgrade.standstill,
                stops,
                live: Time::NEVER,
                ramp: upgrade.ramp,
                standing: false,
                there: false,
                running: false,
                effects,
                ready: self.ready(installation),
            };
            calendar.schedule(slot, stages.first());
            installations.push(stages);
        }
        // A parameter of a step is that of all its modes, also of those that another upgrade brings.
        for effect in installations.iter_mut().flat_map(|stages: &mut Stages| &mut stages.effects) {
            if let Drawn::Parameter { target, rows, .. } = effect {
                *rows = target.step().map_or(Vec::new(), |(product, step)| self.routing.modes(product, step));
            }
        }
        Upgrades { installations }
    }

    /// How an upgrade is kept ready, where it is.
    fn ready(&self, own: &spec::Installation) -> Option<Box<Ready>> {
        let upgrade = &self.setting.spec.upgrades[own.upgrade.index()];
        let described = upgrade.ready.as_ref()?;
        let common = key(self.setting.seed, self.setting.replication, &upgrade.name, "call cost");
        let named = |own: &spec::Reserve| self.plant.products.iter().position(|p| p.name == own.product);
        let terms = Terms {
            described,
            emergency: self.surge().emergency,
            start: self.setting.spec.start,
            delays: Stream::new(self.key(&upgrade.name, "call")),
            call_cost: described.call_cost.at(Stream::new(common).next_bits()),
            units: own.units,
            product: upgrade.stockpile().and_then(named).map(|index| index as u32),
        };
        Some(Box::new(Ready::new(terms, ReadyTally::of(own.upgrade))))
    }

    fn draw_effect(&mut self, effect: &spec::Effect, upgrade: &str) -> Drawn {
        match effect {
            spec::Effect::SwitchStep { product, step, to } => {
                let described = &self.plant.products[product.index()];
                let from = self.routing.steps[product.index()][*step].clone();
                let to = self.routing.step(described, to, &format!("/{upgrade}"));
                let replaced = &self.routing.table.rows[from.works[0] as usize];
                let (next, returns) = (replaced.next, replaced.returns);
                let steps = self.routing.steps[product.index()].clone();
                self.routing.link(&to, described, *step, next, returns, &steps);
                self.routing.brought.push((*product, *step, to.works.clone()));
                Drawn::Switch { product: product.0, from, to }
            }
            spec::Effect::Parameter { target, change, amount, draw } => {
                let bits =
                    Stream::new(key(self.setting.seed, self.setting.replication, draw, "effect")).next_bits();
                let amount = amount.at(bits);
                let of_lots = matches!(target, Target::Buffer(_) | Target::Cards(_));
                Drawn::Parameter {
                    target: *target,
                    rows: Vec::new(),
                    change: *change,
                    amount: match change {
                        Change::Set | Change::Add if of_lots => amount / self.setting.spec.lot_scale,
                        _ => amount,
                    },
                }
            }
            spec::Effect::Connect => Drawn::Connect,
            spec::Effect::AddMachines { station, machines } => {
                Drawn::AddMachines { station: station.0, machines: *machines }
            }
            spec::Effect::RemoveMachines { station, machines } => {
                Drawn::RemoveMachines { station: station.0, machines: *machines }
            }
        }
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
        Shifts { calendars, absence: self.surge().absence.clone(), into_week }
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

    fn spawn_stations(&mut self, world: &mut World, factory: Entity, calendar: &mut Calendar) {
        let mut machine = 0u32;
        let plant = self.plant;
        let rows = &self.routing.table.rows;
        let buffer = |row: &Row| match row.to {
            Destination::Station(buffer) if !row.inputs.is_empty() => Some(buffer),
            _ => None,
        };
        let assembling: BTreeSet<u32> = rows.iter().filter_map(buffer).collect();
        let reserved: BTreeSet<u32> = rows.iter().map(|row| row.reserves).collect();
        for (index, described) in plant.stations.iter().enumerate() {
            let machines = described.machines + described.dormant;
            let places = described.buffer.map_or(u32::MAX, |lots| self.routing.scaled_lots(lots));
            let off =
                described.calendar.is_some_and(|c| !turn_of(&self.plant.calendars[c.index()], Time::ZERO).0);
            let mut free = FreeSet::with_capacity(machines);
            for own in 0..machines {
                let mut stops = if off { stop::OFF_SHIFT } else { 0 };
                if own >= described.machines {
                    stops |= stop::GONE;
                }
                if self.opens() > Time::ZERO {
                    stops |= stop::CLOSED;
                }
                if stops == 0 {
                    free.insert(own);
                }
                let number = machine + own;
                let wear = self.wear(described, number, own, calendar);
                let (fails_at, fails_by) = wear.first_failure();
                let counts = if stops == 0 { Counted::Starved } else { Counted::OffShift };
                let pace = 1.0 / described.speeds.get(own as usize).copied().unwrap_or(1.0);
                world.spawn((
                    self.id(number as usize),
                    InFactory(factory),
                    Machine {
                        station: index as u32,
                        lot: Floor::NO_LOT,
                        phase: Phase::Idle,
                        stops,
                        timer: Timer::None,
                        crewed: false,
                        asking: false,
                        lacks_material: false,
                        in_repair: false,
                        retiring: false,
                        overdue: false,
                        late: Duration::ZERO,
                        supplied: false,
                        maintained: !described.maintenance.is_empty(),
                        batched: false,
                        stage: Stage::Operation,
                        crew_for: Stage::Operation,
                        family: described.setup.as_ref().and_then(|s| s.initial).map_or(NONE, |f| f.0),
                        next_family: NONE,
                        setups: 0,
                        pace,
                        paced: pace.to_bits() != 1.0_f64.to_bits(),
                        touched: false,
                        recorded: counts,
                        worked: Duration::ZERO,
                        fails_at,
                        fails_by,
                        slot: self.slot(Event::MachineTimerEnded(number)),
                        row: 0,
                        remaining: Duration::ZERO,
                        run_from: Time::ZERO,
                        crew_order: 0,
                    },
                    StateClock::new(counts),
                    wear,
                    Load::default(),
                    Hands::default(),
                ));
            }
            let batch = described.batch.as_ref().map(|batch| BatchRule {
                min: self.routing.scaled_lots(batch.min),
                max: self.routing.scaled_lots(batch.max),
                longest_wait: batch.longest_wait,
                together: batch.together,
                slot: self.slot(Event::BatchWaitEnded(index as u32)),
            });
            let id = StationId::new(index);
            let drawers: Vec<u32> = self.routing.drawers(id).iter().map(|s| s.0).collect();
            let assembles = assembling.contains(&(index as u32));
            let alone = batch.is_none() && described.at_end != AtEnd::NotBegin && drawers == [id.0];
            let plain = alone
                && described.dispatch == Dispatch::default()
                && described.preference == Preference::InOrder
                && !assembles;
            let station = Station {
                first_machine: machine,
                machines,
                free,
                buffer: Ring::new(),
                places,
                base_places: places,
                capacity: places,
                under_way: Vec::new(),
                blocked: VecDeque::new(),
                pulls: self.pulls(index as u32),
                guarded: described.one_parent
                    || (batch.is_some() && places < u32::MAX)
                    || reserved.contains(&(index as u32)),
                assembles,
                plain,
                single: plain && machines == 1,
                ranks: (!plain && alone).then(Ranks::default),
                buffer_of: self.routing.buffer_of(id).0,
                drawers,
                preference: described.preference,
                dispatch: described.dispatch,
                setup: described.setup.as_ref().map(|setup| Box::new(self.setup(index, described, setup))),
                batch,
                standstills: 0,
                at_end: described.at_end,
                calendar: described.calendar.map_or(NONE, |calendar| calendar.0),
                power: described.power,
                base_power: described.power,
            };
            world.spawn((self.id(index), InFactory(factory), station, StationCount::default()));
            machine += machines;
        }
    }

    /// The stations where pulled work of a product begins.
    pub(super) fn starts(&self, product: usize) -> Vec<u32> {
        let buffers = self.routing.works(product, 0).iter();
        let mut starts: Vec<u32> = buffers
            .filter_map(|row| match self.routing.table.rows[*row as usize].to {
                Destination::Station(station) => Some(station),
                _ => None,
            })
            .collect();
        starts.dedup();
        starts
    }

    /// The families of the steps at a station, in file order.
    fn families_at(&self, station: usize) -> Vec<u32> {
        let rows = self.routing.table.rows.iter();
        let own = rows.filter(|row| row.station == station as u32 && row.family != NONE);
        let mut families: Vec<u32> = own.map(|row| row.family).collect();
        families.sort_unstable();
        families.dedup();
        families
    }

    fn setup(&mut self, index: usize, station: &spec::Station, setup: &spec::Setup) -> SetupRule {
        let others = Changeover {
            time: setup.time.scaled(1e6),
            crew: self.routing.workers(&setup.crew),
            scrap: setup.scrap,
        };
        let mut particular = BTreeMap::new();
        for own in &setup.times {
            let crew = own.crew.as_ref().map(|crew| self.routing.workers(crew));
            let change = Changeover {
                time: own.time.scaled(1e6),
                crew: crew.unwrap_or_else(|| others.crew.clone()),
                scrap: own.scrap.unwrap_or(setup.scrap),
            };
            particular.insert((own.from.map_or(NONE, |family| family.0), own.to.0), change);
        }
        SetupRule {
            particular,
            others,
            tuning: Tuning::NONE,
            families: self.plant.families.len() as u32,
            cycle: self.families_at(index),
            key: self.key(&station.name, "setup"),
        }
    }

    /// Products whose pulled work begins at a station's buffer, with the row of their first step there.
    fn pulls(&self, station: u32) -> Vec<(u32, u32)> {
        let mut pulls = Vec::new();
        for (index, product) in (0..).zip(&self.plant.products) {
            if self.is_pulled(product) && self.pulled_by(product) == NONE {
                let works = self.routing.works(index as usize, 0).iter().copied();
                let here =
                    |row: &u32| self.routing.table.rows[*row as usize].to == Destination::Station(station);
                pulls.extend(works.into_iter().find(here).map(|row| (index, row)));
            }
        }
        pulls
    }

    /// Gives out the counters of what costs something from a station on.
    fn upkeep_from(&self, station: &spec::Station) -> impl FnMut(f64) -> u32 + use<> {
        let before = self.plant.stations.iter().take_while(|own| own.name != station.name);
        let mut next = before.flat_map(spec::Station::upkeep_costs).count() as u32;
        move |cost| {
            next += u32::from(cost > 0.0);
            if cost > 0.0 { next - 1 } else { NONE }
        }
    }

    fn wear(&mut self, station: &spec::Station, machine: u32, own: u32, calendar: &mut Calendar) -> Wear {
        let mut upkeep = self.upkeep_from(station);
        let mut causes = Vec::new();
        for breakdown in &station.breakdowns {
            let element = format!("{}/{}/{}", station.name, own + 1, breakdown.name);
            let mut cause = Cause {
                operating: breakdown.clock == ClockKind::Operating,
                due: 0,
                to_failure: breakdown.time_to_failure.scaled(1e6),
                to_repair: breakdown.time_to_repair.scaled(1e6),
                failure_tuning: Tuning::NONE,
                repair_tuning: Tuning::NONE,
                crew: breakdown.crew.as_ref().map(|crew| self.routing.crew(crew)),
                on_failure: breakdown.on_failure,
                in_hours_only: breakdown.in_hours_only,
                upkeep: upkeep(breakdown.cost),
                failures: Stream::new(self.key(&element, "ttf")),
                repairs: Stream::new(self.key(&element, "ttr")),
            };
            cause.renew(Time::ZERO, Duration::ZERO);
            causes.push(cause);
        }
        let calendar_slot = self.slot(Event::CalendarFailureFell(machine));
        if let Some(first) = causes.iter().filter(|c| !c.operating).map(|c| c.due).min() {
            calendar.schedule(calendar_slot, Time(first));
        }
        let plans = self.plans(station, own, upkeep);
        let plan_slot = self.slot(Event::MaintenanceDue(machine));
        if let Some(first) = plans.iter().filter(|plan| !plan.operating).map(|plan| plan.due).min() {
            calendar.schedule(plan_slot, Time(first));
        }
        Wear {
            causes,
            current: 0,
            down_before: [Duration::ZERO; 2],
            calendar_slot,
            return_slot: self.slot(Event::MachineReturned(machine)),
            returns: Time::NEVER,
            repair_left: None,
            plans,
            plan_slot,
            planned: Planned::Nothing,
            foreseen: 0.0,
            foreseen_repair: 1.0,
            cost_share: 1.0,
            foresight: Stream::new(self.key(&format!("{}/{}", station.name, own + 1), "foresight")),
        }
    }

    /// The plans of maintenance of one machine.
    fn plans(&mut self, station: &spec::Station, own: u32, mut upkeep: impl FnMut(f64) -> u32) -> Vec<Plan> {
        let mut plans = Vec::new();
        for described in &station.maintenance {
            let element = format!("{}/{}/{}", station.name, own + 1, described.name);
            let mut plan = Plan {
                operating: described.clock == ClockKind::Operating,
                due: 0,
                early: 0,
                early_share: described.early,
                every: described.every.scaled(1e6),
                duration: described.duration.scaled(1e6),
                every_tuning: Tuning::NONE,
                duration_tuning: Tuning::NONE,
                crew: described.crew.as_ref().map(|crew| self.routing.crew(crew)),
                renews: described.renews.clone(),
                upkeep: upkeep(described.cost),
                intervals: Stream::new(self.key(&element, "interval")),
                durations: Stream::new(self.key(&element, "duration")),
            };
            plan.set_next(0);
            if let Some(first) = described.first.filter(|_| !plan.operating) {
                plan.due = Duration::from_secs(first).0;
            }
            plans.push(plan);
        }
        plans
    }

    fn spawn_pools(&self, world: &mut World, factory: Entity) {
        let breakdowns = self.plant.stations.iter().flat_map(|station| &station.breakdowns);
        let repairers = breakdowns.filter_map(|breakdown| breakdown.crew.as_ref());
        for (index, described) in self.plant.pools.iter().enumerate() {
            let teams = described.teams.iter().map(|team| {
                // Teams without a calendar are there from the start; the others come when theirs turns.
                let shift = team.calendar.is_none().then_some(Time::ZERO);
                let calendar = team.calendar.map(|c| c.0);
                Team { headcount: team.headcount, posts: 0, present: 0, calendar, shift, overtime: false }
            });
            let mut pool = Pool {
                present: 0,
                in_overtime: 0,
                absent: 0,
                busy: 0,
                busy_time: 0,
                worked_until: Time::ZERO,
                groups: Vec::new(),
                at_end: described.at_end,
                repairs: repairers.clone().any(|crew| crew.pools.contains(&PoolId::new(index))),
                teams: teams.collect(),
                people: Vec::new(),
                learning: described.learning.map(Learning::new),
                hiring: described.hiring.as_ref().map(|rule| Box::new(self.hiring(&described.name, rule))),
                overtime: described.overtime.map(|rule| {
                    Box::new(Overtime { rule, used: vec![Used::default(); described.teams.len()] })
                }),
                absence: described.absence,
                absence_tuning: Tuning::NONE,
                headcount_tuning: Tuning::NONE,
                closed: self.opens() > Time::ZERO,
                absence_key: self.key(&described.name, "absence"),
                since: Time::ZERO,
                tally: PoolTally::default(),
            };
            let groups = self.routing.groups.iter().zip(0..);
            pool.groups =
                groups.filter(|(pools, _)| pools.contains(&(index as u32))).map(|(_, group)| group).collect();
            pool.people_of_the_start();
            pool.attend(self.surge().absence.as_ref());
            world.spawn((self.id(index), InFactory(factory), pool));
        }
        let groups = &self.routing.groups;
        for (index, pools) in groups.iter().enumerate() {
            let described = || pools.iter().map(|pool| &self.plant.pools[*pool as usize]);
            let anybody = described().all(|pool| pool.learning.is_none() && pool.hiring.is_none());
            let elsewhere = |pool: &u32| groups.iter().filter(|own| own.contains(pool)).count() > 1;
            let group = Group {
                lone: if pools.len() == 1 && anybody { pools[0] } else { NONE },
                shares_pools: pools.iter().any(elsewhere),
                by_class: described().any(|pool| pool.by_class),
                pools: pools.clone(),
                waiting: VecDeque::new(),
            };
            world.spawn((self.id(index), InFactory(factory), group));
        }
    }

    fn hiring(&self, pool: &str, rule: &spec::Hiring) -> Hiring {
        Hiring {
            rule: spec::Hiring { lag: rule.lag.scaled(1e6), ..rule.clone() },
            coming: BinaryHeap::new(),
            carry: 0.0,
            lags: Stream::new(self.key(pool, "hiring")),
            leaving_key: self.key(pool, "leaving"),
        }
    }

    fn spawn_joints(&self, world: &mut World, factory: Entity) {
        for (index, (rule, spot)) in self.routing.joints.iter().enumerate() {
            let capacity = rule.capacity.map(|lots| self.routing.scaled_lots(lots));
            let rule = spec::Join { capacity, ..*rule };
            let gauge = Gauge::new(*spot);
            let joint = Joint { rule, waiting: BTreeMap::new(), lots: 0, blocked: VecDeque::new(), gauge };
            world.spawn((self.id(index), InFactory(factory), joint));
        }
        for (index, component) in self.routing.inputs.iter().enumerate() {
            let uses = self.plant.products.iter().flat_map(|product| &product.routing);
            let uses = uses.filter_map(|step| match &step.kind {
                StepKind::Operation(operation) => Some(&operation.components),
                _ => None,
            });
            let uses = uses.flatten().filter(|own| own.product == *component);
            // What several steps have place for they have together.
            let capacity =
                uses.map(|own| own.capacity).try_fold(0, |sum: u32, own| Some(sum.saturating_add(own?)));
            let stocked = self.routing.input_of_stock(*component).is_some();
            let input = Input {
                stock_of: if stocked { component.0 } else { NONE },
                stations: self.takers(index).into_iter().collect(),
                capacity: capacity.map_or(u32::MAX, |lots| self.routing.scaled_lots(lots)),
                lots: VecDeque::new(),
                units: 0,
                blocked: VecDeque::new(),
                gauge: Gauge::new(self.input_spot(index)),
            };
            world.spawn((self.id(index), InFactory(factory), input));
        }
    }

    /// The stations from whose buffers lots come that take a component out of its input place.
    fn takers(&self, input: usize) -> BTreeSet<u32> {
        let taken = |row: &&Row| row.inputs.iter().any(|(own, _)| *own == input as u32);
        let takers = self.routing.table.rows.iter().filter(taken).filter_map(|row| match row.to {
            Destination::Station(station) => Some(station),
            _ => None,
        });
        takers.collect()
    }

    /// An input place; one that several stations share is shown at the first.
    fn input_spot(&self, input: usize) -> Spot {
        let first = self.takers(input).first().copied().unwrap_or_default();
        Spot::Input(self.routing.inputs[input], StationId(first))
    }

    /// Places where lots are that are no stations: dwell places, ways, joints, input places, each in their order.
    fn spots(&self) -> Vec<Spot> {
        let places = (0..self.plant.places.len()).map(|place| Spot::Place(PlaceId::new(place)));
        let ways = self.routing.ways.iter().map(|(_, spot)| *spot);
        let joints = self.routing.joints.iter().map(|(_, spot)| *spot);
        let inputs = self.routing.inputs.iter().enumerate();
        let inputs = inputs.filter(|(_, component)| self.routing.input_of_stock(**component).is_none());
        let inputs = inputs.map(|(input, _)| self.input_spot(input));
        places.chain(ways).chain(joints).chain(inputs).collect()
    }

    fn spawn_loops(&self, world: &mut World, factory: Entity) {
        for (index, described) in self.plant.loops.iter().enumerate() {
            let pulled = |(_, product): &(u32, &spec::Product)| {
                self.is_pulled(product) && self.pulled_by(product) == index as u32
            };
            let cards = self.routing.scaled_lots(described.cards);
            let own = Loop {
                free: i64::from(cards),
                cards,
                base_cards: cards,
                waiting: VecDeque::new(),
                outside: VecDeque::new(),
                pulled: (0..).zip(&self.plant.products).filter(pulled).map(|(product, _)| product).collect(),
                by_room: false,
            };
            world.spawn((self.id(index), InFactory(factory), own));
        }
        let by_room = (0..).zip(&self.plant.products).filter(|(_, product)| self.begins_by_room(product));
        let own = Loop {
            free: 1,
            cards: 1,
            base_cards: 1,
            waiting: VecDeque::new(),
            outside: VecDeque::new(),
            pulled: by_room.map(|(product, _)| product).collect(),
            by_room: true,
        };
        if !own.pulled.is_empty() {
            world.spawn((self.id(self.plant.loops.len()), InFactory(factory), own));
        }
    }
}
