//! Description -> world: one entity per named element, in id order; slots in the order of phases; keys from names.

use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use bevy_ecs::prelude::*;

use crate::kernel::Calendar;
use crate::outcome::{FactoryTally, MachineState, MaterialTally, PoolTally, ProductTally, StateTimes};
use crate::random::{Binomial, Stream, key};
use crate::spec::{self, ClockKind, Curve, FirstArrival, StepKind, StepTime, Stop, Supply};
use crate::units::{Duration, Time};

use super::elements::{
    BatchRule, Cause, Destination, FreeSet, Id, InFactory, Load, Lots, Machine, Material, NONE, Need, Phase,
    Place, Pool, Product, Routings, Row, StateClock, Station, StationCount, Team, Timer, Tuning, Wear, stop,
};
use super::events::Event;
use super::floor::{Clock, Floor, Touched};
use super::record::Record;
use super::region::{Demand, Error, Setting};
use super::shifts::{Shifts, Turning, turn_of};
use super::trace::Trace;
use super::upgrades::{Drawn, Stages, Upgrades};

/// Builds one factory of the region.
pub(super) struct Builder<'a> {
    setting: Setting<'a>,
    factory: usize,
    name: &'a str,
    plant: &'a spec::Plant,
    slots: BTreeMap<Event, u32>,
    rows: Vec<Row>,
    /// First row of each product.
    first_rows: Vec<u32>,
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
            rows: Vec::new(),
            first_rows: Vec::new(),
        };
        builder.slots = builder.number_slots();
        builder
    }

    /// The key of a source of chance of this factory.
    fn key(&self, element: &str, purpose: &str) -> u64 {
        key(self.setting.seed, self.setting.replication, &format!("{}/{element}", self.name), purpose)
    }

    fn slot(&self, event: Event) -> u32 {
        self.slots.get(&event).copied().unwrap_or(NONE)
    }

    /// Every event that can be due, numbered in the order of phases.
    fn number_slots(&self) -> BTreeMap<Event, u32> {
        let plant = self.plant;
        let mut events = vec![Event::RunStarted, Event::MonthEnded, Event::DayEnded];
        let ids = |n: usize| 0..n as u32;
        events.extend(ids(plant.calendars.len()).map(Event::CalendarTurned));
        events.extend(ids(self.installations().count()).map(Event::UpgradeAdvanced));
        events.extend(ids(plant.materials.len()).map(Event::MaterialDelivered));
        let mut machine = 0;
        for (index, station) in plant.stations.iter().enumerate() {
            let calendar_failures = station.breakdowns.iter().any(|b| b.clock == ClockKind::Calendar);
            for _ in 0..station.machines + station.dormant {
                events.push(Event::MachineTimerEnded(machine));
                if calendar_failures {
                    events.push(Event::CalendarFailureFell(machine));
                }
                machine += 1;
            }
            if station.batch.as_ref().is_some_and(|batch| batch.longest_wait.is_some()) {
                events.push(Event::BatchWaitEnded(index as u32));
            }
        }
        events.extend(ids(plant.places.len()).map(Event::StayEnded));
        for (index, product) in plant.products.iter().enumerate() {
            match product.supply {
                Supply::ToStock { .. } => events.push(Event::OrderPlaced(index as u32)),
                Supply::Arrivals(_) => events.push(Event::LotArrived(index as u32)),
                Supply::Saturated => {}
            }
        }
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
        calendar.schedule(self.slot(Event::RunStarted), Time::ZERO);
        self.compile_routings();
        let upgrades = self.upgrades(&mut calendar);
        let shifts = self.shifts(&mut calendar);
        let record = self.record(&mut calendar);
        let trace = self.trace();
        let id = Id { factory: self.factory as u32, index: self.factory as u32 };
        let factory =
            world.spawn((id, Touched::default(), Lots::default(), upgrades, shifts, record, trace)).id();
        self.spawn_stations(world, factory, &mut calendar);
        self.spawn_pools(world, factory);
        self.spawn_materials(world, factory);
        for (index, place) in self.plant.places.iter().enumerate() {
            let place = Place {
                capacity: place.capacity.map_or(u32::MAX, |lots| self.scaled_lots(lots)),
                lots: 0,
                stays: BinaryHeap::new(),
                entries: 0,
                blocked: VecDeque::new(),
                slot: self.slot(Event::StayEnded(index as u32)),
            };
            world.spawn((self.id(index), InFactory(factory), place));
        }
        self.spawn_products(world, factory, &mut calendar);
        let stop_after = match self.setting.spec.stop {
            Stop::Lots { lots, .. } => lots,
            Stop::After(_) => u64::MAX,
        };
        let mut events: Vec<(u32, Event)> = self.slots.iter().map(|(event, slot)| (*slot, *event)).collect();
        events.sort();
        let events = events.into_iter().map(|(_, event)| event).collect();
        let clock = Clock { calendar, events, handled: 0, crews: 0, pulls: 0, lots_left: 0, stop_after };
        world.entity_mut(factory).insert((clock, Routings { rows: self.rows }));
        Ok(())
    }

    fn id(&self, index: usize) -> Id {
        Id { factory: self.factory as u32, index: index as u32 }
    }

    /// As many lots of the scaled size as hold the units of `lots` described ones; at least one if there was one.
    fn scaled_lots(&self, lots: u32) -> u32 {
        let scaled = (f64::from(lots) / self.setting.spec.lot_scale).round() as u32;
        scaled.max(lots.min(1))
    }

    fn lot_units(&self, product: &spec::Product) -> u32 {
        (f64::from(product.lot_units) * self.setting.spec.lot_scale).round().max(1.0) as u32
    }

    fn compile_routings(&mut self) {
        let plant = self.plant;
        for product in &plant.products {
            self.first_rows.push(self.rows.len() as u32);
            for (index, step) in product.routing.iter().enumerate() {
                let mut row = self.row(product, step, "");
                if index + 1 < product.routing.len() {
                    row.next = self.rows.len() as u32 + 1;
                }
                self.rows.push(row);
            }
        }
    }

    /// One row; `mode` distinguishes the chance of modes that upgrades bring.
    fn row(&self, product: &spec::Product, step: &spec::Step, mode: &str) -> Row {
        let element = format!("{}/{}{mode}", product.name, step.name);
        let keys = (self.key(&element, "service"), self.key(&element, "quality"));
        match &step.kind {
            StepKind::Dwell { place, duration } => Row {
                to: Destination::Place(place.0),
                next: NONE,
                time: duration.scaled(1e6),
                per_unit: false,
                tuning: Tuning::NONE,
                pace: 1.0,
                scrap: None,
                base_scrap: 0.0,
                nameplate: 0.0,
                needs: Vec::new(),
                time_key: keys.0,
                scrap_key: keys.1,
                starts: 0,
                units: 0,
                waits: Duration::ZERO,
                completions: 0,
                good: 0,
            },
            StepKind::Operation(operation) => {
                let station = &self.plant.stations[operation.station.index()];
                let (time, per_unit) = match &operation.time {
                    StepTime::PerUnit(time) => (time.scaled(1e6), true),
                    StepTime::PerLot(time) if station.batch.is_some() => (time.scaled(1e6), false),
                    StepTime::PerLot(time) => (time.scaled(1e6 * self.setting.spec.lot_scale), false),
                };
                // A batch takes its time once for all lots of a full load.
                let full = station.batch.as_ref().map_or(1, |batch| self.scaled_lots(batch.max));
                let load = f64::from(self.lot_units(product)) * f64::from(full);
                let unit_time = if per_unit { time.mean() } else { time.mean() / load };
                let pace = self.setting.spec.factories[self.factory].time_factor;
                let crew =
                    operation.crew.iter().map(|c| Need::Workers { pool: c.pool.0, workers: c.workers });
                let materials = operation
                    .materials
                    .iter()
                    .map(|m| Need::Material { material: m.material.0, per_unit: m.per_unit });
                Row {
                    to: Destination::Station(operation.station.0),
                    next: NONE,
                    time,
                    per_unit,
                    tuning: Tuning { factor: pace, addend: 0.0 },
                    pace,
                    scrap: scrapping(operation.scrap, self.lot_units(product)),
                    base_scrap: operation.scrap,
                    nameplate: operation.nameplate.map_or(unit_time, |seconds| seconds * 1e6),
                    needs: crew.chain(materials).collect(),
                    time_key: keys.0,
                    scrap_key: keys.1,
                    starts: 0,
                    units: 0,
                    waits: Duration::ZERO,
                    completions: 0,
                    good: 0,
                }
            }
        }
    }

    /// The row of a product's step as the plant's own description has it.
    fn base_row(&self, product: usize, step: usize) -> u32 {
        self.first_rows[product] + step as u32
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
            let live = installation.order_at.after(delivery + work);
            let standstill = Time(live.0.saturating_sub(upgrade.standstill.0).max(installation.order_at.0));
            let works = crate::random::uniform(Stream::new(own("works")).next_bits()) < upgrade.works;
            let slot = self.slot(Event::UpgradeAdvanced(index as u32));
            calendar.schedule(slot, if standstill < live { standstill } else { live });
            let horizon = Time(spec.stop.limit().0);
            let installed = crate::outcome::Installed {
                upgrade: installation.upgrade,
                units: installation.units,
                ordered: installation.order_at,
                live: (live < horizon).then_some(live),
                works,
                cost: units * upgrade.cost.at(Stream::new(common("cost")).next_bits()),
                yearly_cost: units * upgrade.yearly_cost.at(Stream::new(common("yearly cost")).next_bits()),
            };
            let stops = installation.stops.iter().map(|station| station.0).collect();
            let effects =
                installation.effects.iter().map(|effect| self.draw_effect(effect, &upgrade.name)).collect();
            installations.push(Stages {
                installed,
                slot,
                stops,
                live,
                ramp: upgrade.ramp,
                standing: false,
                running: false,
                effects,
            });
        }
        Upgrades { installations }
    }

    fn draw_effect(&mut self, effect: &spec::Effect, upgrade: &str) -> Drawn {
        match effect {
            spec::Effect::SwitchStep { product, step, to } => {
                let described = &self.plant.products[product.index()];
                let from = self.base_row(product.index(), *step);
                let mut row = self.row(described, to, &format!("/{upgrade}"));
                row.next = self.rows[from as usize].next;
                self.rows.push(row);
                Drawn::Switch { product: product.0, from, to: self.rows.len() as u32 - 1 }
            }
            spec::Effect::Parameter { target, change, amount, draw } => {
                let bits =
                    Stream::new(key(self.setting.seed, self.setting.replication, draw, "effect")).next_bits();
                let row = match target {
                    spec::Target::StepTime(product, step) | spec::Target::StepScrap(product, step) => {
                        self.base_row(product.index(), *step)
                    }
                    _ => NONE,
                };
                Drawn::Parameter { target: *target, row, change: *change, amount: amount.at(bits) }
            }
            spec::Effect::AddMachines { station, machines } => {
                Drawn::AddMachines { station: station.0, machines: *machines }
            }
            spec::Effect::RemoveMachines { station, machines } => {
                Drawn::RemoveMachines { station: station.0, machines: *machines }
            }
        }
    }

    fn surge(&self) -> &'a spec::Surge {
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
                slot,
                stations: stations
                    .filter(|(s, _)| s.calendar.is_some_and(|c| c.index() == index))
                    .map(|s| s.1)
                    .collect(),
                pools: pools.filter(|(p, _)| of_pool(p, index)).map(|p| p.1).collect(),
            }
        };
        let calendars = plant.calendars.iter().enumerate().map(turning).collect();
        Shifts { calendars, absence: self.surge().absence.clone() }
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
        let zero = FactoryTally {
            products: vec![ProductTally::default(); plant.products.len()],
            levels: Vec::new(),
            stations: vec![Default::default(); plant.stations.len()],
            pools: vec![PoolTally::default(); plant.pools.len()],
            materials: vec![MaterialTally::default(); plant.materials.len()],
        };
        let machines: u32 = plant.stations.iter().map(|s| s.machines + s.dormant).sum();
        Record {
            month_ends,
            month_slot,
            day_slot,
            detailed: self.setting.demand == Demand::AsDescribed,
            months: Vec::new(),
            days: vec![Vec::new(); plant.products.len()],
            last_day: vec![ProductTally::default(); plant.products.len()],
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
            lines: Some(Vec::new()),
            factory: format!("\"{}\"", self.name),
            machines,
            products: self.plant.products.iter().map(|p| format!("\"{}\"", p.name)).collect(),
        }
    }

    fn spawn_stations(&self, world: &mut World, factory: Entity, calendar: &mut Calendar) {
        let mut machine = 0u32;
        for (index, described) in self.plant.stations.iter().enumerate() {
            let machines = described.machines + described.dormant;
            let off =
                described.calendar.is_some_and(|c| !turn_of(&self.plant.calendars[c.index()], Time::ZERO).0);
            let mut free = FreeSet::with_capacity(machines);
            for own in 0..machines {
                let mut stops = if off { stop::OFF_SHIFT } else { 0 };
                if own >= described.machines {
                    stops |= stop::GONE;
                }
                free.set(own, stops == 0);
                let number = machine + own;
                let wear = self.wear(described, number, own, calendar);
                let state = if stops == 0 { MachineState::Starved } else { MachineState::OffShift };
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
                        batched: false,
                        touched: false,
                        wears: wear.causes.iter().any(|cause| cause.operating),
                        slot: self.slot(Event::MachineTimerEnded(number)),
                        row: 0,
                        remaining: Duration::ZERO,
                        run_from: Time::ZERO,
                        crew_order: 0,
                    },
                    StateClock { state, since: Time::ZERO, times: StateTimes::default() },
                    wear,
                    Load::default(),
                ));
            }
            let batch = described.batch.as_ref().map(|batch| BatchRule {
                min: self.scaled_lots(batch.min),
                max: self.scaled_lots(batch.max),
                longest_wait: batch.longest_wait,
                mixed: batch.mixed,
                slot: self.slot(Event::BatchWaitEnded(index as u32)),
            });
            let station = Station {
                first_machine: machine,
                machines,
                free,
                buffer: VecDeque::new(),
                capacity: described.buffer.map_or(u32::MAX, |lots| self.scaled_lots(lots)),
                blocked: VecDeque::new(),
                pulls: self.pulls(index as u32),
                batch,
                standstills: 0,
                power_producing_kw: described.power_producing_kw,
                base_power_kw: described.power_producing_kw,
                power_idle_kw: described.power_idle_kw,
            };
            world.spawn((self.id(index), InFactory(factory), station, StationCount::default()));
            machine += machines;
        }
    }

    /// Products whose pulled work begins at a station.
    fn pulls(&self, station: u32) -> Vec<u32> {
        let begins = |(index, product): &(u32, &spec::Product)| {
            let first = &self.rows[self.first_rows[*index as usize] as usize];
            !matches!(product.supply, Supply::Arrivals(_)) && first.to == Destination::Station(station)
        };
        (0..).zip(&self.plant.products).filter(begins).map(|(index, _)| index).collect()
    }

    fn wear(&self, station: &spec::Station, machine: u32, own: u32, calendar: &mut Calendar) -> Wear {
        let mut causes = Vec::new();
        for breakdown in &station.breakdowns {
            let element = format!("{}/{}/{}", station.name, own + 1, breakdown.name);
            let mut cause = Cause {
                operating: breakdown.clock == ClockKind::Operating,
                left: 0,
                to_failure: breakdown.time_to_failure.scaled(1e6),
                to_repair: breakdown.time_to_repair.scaled(1e6),
                failure_tuning: Tuning::NONE,
                repair_tuning: Tuning::NONE,
                crew: breakdown.crew.map(|crew| (crew.pool.0, crew.workers)),
                failures: Stream::new(self.key(&element, "ttf")),
                repairs: Stream::new(self.key(&element, "ttr")),
            };
            cause.left = cause.draw_failure().0;
            causes.push(cause);
        }
        let calendar_slot = self.slot(Event::CalendarFailureFell(machine));
        if let Some(first) = causes.iter().filter(|c| !c.operating).map(|c| c.left).min() {
            calendar.schedule(calendar_slot, Time(first));
        }
        Wear { causes, current: 0, calendar_slot }
    }

    fn spawn_pools(&self, world: &mut World, factory: Entity) {
        for (index, described) in self.plant.pools.iter().enumerate() {
            let teams = described.teams.iter().map(|team| {
                // Teams without a calendar are there from the start; the others come when theirs turns.
                let shift = team.calendar.is_none().then_some(Time::ZERO);
                Team { headcount: team.headcount, calendar: team.calendar.map(|c| c.0), shift }
            });
            let mut pool = Pool {
                present: 0,
                absent: 0,
                busy: 0,
                suspended: VecDeque::new(),
                waiting: VecDeque::new(),
                teams: teams.collect(),
                absence: described.absence,
                absence_tuning: Tuning::NONE,
                headcount_tuning: Tuning::NONE,
                absence_key: self.key(&described.name, "absence"),
                since: Time::ZERO,
                tally: PoolTally::default(),
            };
            (pool.present, pool.absent) = pool.attendance(self.surge().absence.as_ref());
            world.spawn((self.id(index), InFactory(factory), pool));
        }
    }

    fn spawn_materials(&self, world: &mut World, factory: Entity) {
        let surge = self.surge();
        for (index, described) in self.plant.materials.iter().enumerate() {
            let material = Material {
                on_hand: described.initial_stock,
                on_order: 0.0,
                waiting: VecDeque::new(),
                reorder: described.reorder,
                lead_time: described.supplier.lead_time.scaled(1e6),
                lead_tuning: Tuning::NONE,
                lead_times: Stream::new(self.key(&described.name, "lead time")),
                deliveries: BinaryHeap::new(),
                slot: self.slot(Event::MaterialDelivered(index as u32)),
                since: Time::ZERO,
                tally: MaterialTally::default(),
                lead_curve: curve_for(&surge.lead_time, &described.name),
                price_curve: curve_for(&surge.material_price, &described.name),
            };
            world.spawn((self.id(index), InFactory(factory), material));
        }
    }

    fn spawn_products(&self, world: &mut World, factory: Entity, calendar: &mut Calendar) {
        let spec = self.setting.spec;
        for (index, described) in self.plant.products.iter().enumerate() {
            let mut supply = described.supply.clone();
            let mut on_hand = 0;
            let mut slot = NONE;
            let mut chance = Stream::new(self.key(&described.name, "arrival"));
            match &mut supply {
                Supply::ToStock { .. } if self.setting.demand == Demand::Unlimited => {
                    supply = Supply::Saturated
                }
                Supply::ToStock { initial_stock, .. } => {
                    on_hand = *initial_stock;
                    slot = self.slot(Event::OrderPlaced(index as u32));
                    calendar.schedule(slot, Time::ZERO);
                }
                Supply::Arrivals(arrivals) => {
                    arrivals.spacing = arrivals.spacing.scaled(1e6);
                    slot = self.slot(Event::LotArrived(index as u32));
                    let first = match arrivals.first {
                        FirstArrival::At(time) => time,
                        FirstArrival::AfterSpacing => {
                            Time(Duration::from_micros(arrivals.spacing.at(chance.next_bits())).0)
                        }
                    };
                    calendar.schedule(slot, first);
                }
                Supply::Saturated => {}
            }
            let product = Product {
                supply,
                first: self.first_rows[index],
                lot_units: self.lot_units(described),
                key: self.key(&described.name, "lot"),
                serial: 0,
                slot,
                chance,
                demand_factor: spec.factories[self.factory].demand_factor,
                demand_curve: curve_for(&self.surge().demand, &described.name),
                carry: 0.0,
                on_hand,
                backlog: 0,
                open: VecDeque::new(),
                in_process: 0,
                lots: 0,
                last_pull: 0,
                gone_time: Duration::ZERO,
                tally: ProductTally::default(),
            };
            world.spawn((self.id(index), InFactory(factory), product));
        }
    }
}

/// How many units of a lot are scrapped at this probability; `None`: never any.
pub(super) fn scrapping(probability: f64, lot_units: u32) -> Option<Binomial> {
    (probability > 0.0).then(|| Binomial::new(probability, lot_units))
}

/// The curve of a name: its own before that of all ("*").
fn curve_for(curves: &[(String, Curve)], name: &str) -> Option<Curve> {
    let find = |wanted: &str| curves.iter().find(|(n, _)| n == wanted).map(|(_, curve)| curve.clone());
    find(name).or_else(|| find("*"))
}
