//! Stations with their machines, setups, breakdowns and plans of maintenance.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bevy_ecs::prelude::*;

use crate::kernel::Calendar;
use crate::plant::calendars::turn_of;
use crate::plant::elements::{
    BatchRule, Cause, Changeover, Destination, FreeSet, Hands, InFactory, Load, Machine, NONE, Phase, Plan,
    Planned, Row, SetupRule, Stage, StandbyRule, Station, StationCount, Timer, Tuning, Wear, stop,
};
use crate::plant::events::Event;
use crate::plant::floor::Floor;
use crate::plant::ring::Ring;
use crate::plant::states::{Counted, StateClock};
use crate::random::Stream;
use crate::spec::{self, AtEnd, ClockKind, Dispatch, Preference};
use crate::units::{Duration, StationId, Time};

use super::Builder;

impl Builder<'_> {
    pub(super) fn spawn_stations(&mut self, world: &mut World, factory: Entity, calendar: &mut Calendar) {
        let mut machine = 0u32;
        let plant = self.plant;
        let rows = &self.routing.table.rows;
        let buffer = |row: &Row| match row.to {
            Destination::Station(buffer) if !row.inputs.is_empty() => Some(buffer),
            _ => None,
        };
        let assembling: BTreeSet<u32> = rows.iter().filter_map(buffer).collect();
        let reserved: BTreeSet<u32> = rows.iter().map(|row| row.reserves).collect();
        let jockeys = self.routing.table.jockeys();
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
                        rests: false,
                        off: false,
                        visit_left: described
                            .setup
                            .as_ref()
                            .map_or(u32::MAX, |setup| self.most_of(setup.visit)),
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
            let drawers: Box<[u32]> = self.routing.drawers(id).iter().map(|s| s.0).collect();
            let assembles = assembling.contains(&(index as u32));
            let alone = batch.is_none() && described.at_end != AtEnd::NotBegin && *drawers == [id.0];
            let plain = alone
                && described.dispatch == Dispatch::default()
                && described.preference == Preference::InOrder
                && described.standby.is_none()
                && !jockeys.iter().any(|(station, _)| *station == index as u32)
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
                peak: 0,
                jockeys: jockeys
                    .iter()
                    .filter(|(own, _)| *own == index as u32)
                    .map(|(_, choice)| *choice)
                    .collect(),
                blocked: VecDeque::new(),
                pulls: self.pulls(index as u32),
                guarded: described.one_parent
                    || (batch.is_some() && places < u32::MAX)
                    || reserved.contains(&(index as u32)),
                assembles,
                plain,
                single: plain && machines == 1,
                ranks: (!plain && alone).then(Box::default),
                buffer_of: self.routing.buffer_of(id).0,
                drawers,
                preference: described.preference,
                dispatch: described.dispatch,
                setup: described.setup.as_ref().map(|setup| Box::new(self.setup(index, described, setup))),
                standby: described.standby.as_ref().map(|own| {
                    Box::new(StandbyRule {
                        start_at: self.routing.scaled_lots(own.start_at),
                        off_after: own.off_after,
                        start_up: own.start_up.scaled(1e6),
                        key: self.key(&described.name, "start_up"),
                        slots: (machine..machine + machines)
                            .map(|machine| self.slot(Event::MachineTurnedOff(machine)))
                            .collect(),
                    })
                }),
                batch: batch.map(Box::new),
                standstills: 0,
                at_end: described.at_end,
                calendar: described.calendar.map_or(NONE, |calendar| calendar.0),
            };
            let count = StationCount {
                power: described.power,
                base_power: described.power,
                ..StationCount::default()
            };
            world.spawn((self.id(index), InFactory(factory), station, count));
            machine += machines;
        }
    }

    /// The stations where pulled work of a product begins.
    pub(in crate::plant) fn starts(&self, product: usize) -> Vec<u32> {
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
    pub(super) fn families_at(&self, station: usize) -> Vec<u32> {
        let rows = self.routing.table.rows.iter();
        let own = rows.filter(|row| row.station == station as u32 && row.family != NONE);
        let mut families: Vec<u32> = own.map(|row| row.family).collect();
        families.sort_unstable();
        families.dedup();
        families
    }

    pub(super) fn setup(&mut self, index: usize, station: &spec::Station, setup: &spec::Setup) -> SetupRule {
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
            gated: setup.visit.gated,
            most: self.most_of(setup.visit),
        }
    }

    /// Most lots of a visit to a family.
    fn most_of(&self, visit: spec::Visit) -> u32 {
        visit.most.map_or(u32::MAX, |lots| self.routing.scaled_lots(lots))
    }

    /// Products whose pulled work begins at a station's buffer, with the row of their first step there.
    pub(super) fn pulls(&self, station: u32) -> Vec<(u32, u32)> {
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
    pub(super) fn upkeep_from(&self, station: &spec::Station) -> impl FnMut(f64) -> u32 + use<> {
        let before = self.plant.stations.iter().take_while(|own| own.name != station.name);
        let mut next = before.flat_map(spec::Station::upkeep_costs).count() as u32;
        move |cost| {
            next += u32::from(cost > 0.0);
            if cost > 0.0 { next - 1 } else { NONE }
        }
    }

    pub(super) fn wear(
        &mut self,
        station: &spec::Station,
        machine: u32,
        own: u32,
        calendar: &mut Calendar,
    ) -> Wear {
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
            gate: Time::ZERO,
            off_from: Duration::ZERO,
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
    pub(super) fn plans(
        &mut self,
        station: &spec::Station,
        own: u32,
        mut upkeep: impl FnMut(f64) -> u32,
    ) -> Vec<Plan> {
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
}
