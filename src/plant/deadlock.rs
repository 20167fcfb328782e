//! Deadlocks: at the end of a run, which machines and places hold lots that nothing still to come can move.
//!
//! Who waits for something that anybody who goes on may yet bring is taken to go on. So what is left waits for itself alone.

use crate::outcome::{Awaited, Deadlock, Waiter};
use crate::units::{LoopId, LotId, MaterialId, PoolId, StationId, Time};

use super::elements::{Destination, Held, Holder, Machine, NONE, Phase, Timer, stop};
use super::events::Event;
use super::floor::Floor;

/// What a machine or place waits for, by index.
#[derive(Clone, Copy)]
enum Want {
    Station(u32),
    Place(u32),
    Joint(u32),
    Input(u32),
    Group(u32),
    Material(u32),
}

/// What machines and places wait for that cannot go on by themselves; nothing for all others.
struct Waits {
    machines: Vec<Option<Want>>,
    places: Vec<Option<Want>>,
}

impl Machine {
    /// Whether it goes on by itself: something is under way at it, or its hours or an installation will let it.
    fn goes_on(&self) -> bool {
        let returns = stop::OFF_SHIFT | stop::UPGRADING | stop::GONE | stop::CYBER | stop::CLOSED;
        let returns = self.stops & returns != 0;
        self.timer != Timer::None || (returns && self.phase != Phase::Blocked)
    }
}

impl Floor<'_> {
    /// The deadlock that a run has ended in, if any.
    pub(super) fn deadlock(&self) -> Option<Deadlock> {
        if self.products.iter().all(|product| product.lots == 0) {
            return None;
        }
        let mut waits = self.waits();
        while self.drop_hopeful(&mut waits) {}
        let stuck = waits.machines.iter().zip(&*self.state_clocks).filter(|(want, _)| want.is_some());
        let mut since = stuck.map(|(_, clock)| clock.since).max();
        let mut told = self.told(&waits);
        if self.nothing_comes() {
            told.extend(self.leftovers());
            since = since.or(self.state_clocks.iter().map(|clock| clock.since).max());
        }
        let since = since.unwrap_or(Time::ZERO);
        (!told.is_empty()).then_some(Deadlock { since, waits: told })
    }

    /// What every machine and place waits for that does not go on by itself.
    fn waits(&self) -> Waits {
        let mut machines = vec![None; self.machines.len()];
        let mut places = vec![None; self.places.len()];
        let mut note = |held: &Held, want: Want| match self.holder(held.by) {
            Holder::Machine(machine) => machines[machine as usize] = Some(want),
            Holder::Place(place) => places[place as usize] = Some(want),
            Holder::Parting(_) | Holder::Outside => {}
        };
        for (s, own) in self.stations.iter().zip(0..) {
            s.blocked.iter().for_each(|held| note(held, Want::Station(own)));
        }
        for (p, own) in self.places.iter().zip(0..) {
            p.blocked.iter().for_each(|held| note(held, Want::Place(own)));
        }
        for (j, own) in self.joints.iter().zip(0..) {
            j.blocked.iter().for_each(|held| note(held, Want::Joint(own)));
        }
        for (i, own) in self.inputs.iter().zip(0..) {
            i.blocked.iter().for_each(|held| note(held, Want::Input(own)));
        }
        for (g, own) in self.groups.iter().zip(0..) {
            g.waiting.iter().for_each(|request| machines[request.machine as usize] = Some(Want::Group(own)));
        }
        for (m, own) in self.materials.iter().zip(0..) {
            m.waiting
                .iter()
                .for_each(|request| machines[request.machine as usize] = Some(Want::Material(own)));
        }
        for (want, m) in machines.iter_mut().zip(&*self.machines) {
            *want = want.filter(|_| !m.goes_on());
        }
        for (want, place) in places.iter_mut().zip(&*self.places) {
            *want = want.filter(|_| place.stays.is_empty());
        }
        Waits { machines, places }
    }

    /// Who holds the place of a lot in the end.
    fn holder(&self, by: Holder) -> Holder {
        match by {
            Holder::Parting(parting) => self.holder(self.lots.partings[parting as usize].held.by),
            other => other,
        }
    }

    /// Takes out who may get what it waits for; false when that is nobody any more.
    fn drop_hopeful(&self, waits: &mut Waits) -> bool {
        let all = |waits: &Waits| waits.machines.iter().chain(&waits.places).flatten().count();
        let before = all(waits);
        // Blocked lines are let go from their ends, which most often come last.
        for machine in (0..waits.machines.len()).rev() {
            let hopeful = waits.machines[machine].is_some_and(|want| self.may_come(want, waits));
            waits.machines[machine] = waits.machines[machine].filter(|_| !hopeful);
        }
        for place in (0..waits.places.len()).rev() {
            let hopeful = waits.places[place].is_some_and(|want| self.may_come(want, waits));
            waits.places[place] = waits.places[place].filter(|_| !hopeful);
        }
        all(waits) < before
    }

    fn may_come(&self, want: Want, waits: &Waits) -> bool {
        let serves = |station: u32| {
            self.stations[station as usize].drawers.iter().any(|own| {
                let d = &self.stations[*own as usize];
                let upgraded = self.is_due(|event| matches!(event, Event::UpgradeAdvanced(_)));
                (d.first_machine..d.first_machine + d.machines).any(|machine| {
                    let gone = self.machines[machine as usize].stops & stop::GONE != 0;
                    waits.machines[machine as usize].is_none() && (!gone || upgraded)
                })
            })
        };
        match want {
            // Who waits there may lose patience.
            Want::Station(station) => serves(station) || self.is_due(|event| *event == Event::LotsReneged),
            Want::Place(place) => waits.places[place as usize].is_none(),
            Want::Joint(_) => true,
            Want::Input(input) => self.inputs[input as usize].stations.iter().any(|station| serves(*station)),
            Want::Group(group) => self.staff_changes(group) || self.may_release(group, waits),
            Want::Material(_) => {
                self.machines.iter().any(|m| m.timer != Timer::None)
                    || self.is_due(|event| {
                        matches!(
                            event,
                            Event::MaterialDelivered(_) | Event::StockReviewed(_) | Event::UpgradeAdvanced(_)
                        )
                    })
            }
        }
    }

    /// Whether somebody who goes on has workers of a group, or may have: for a repair or maintenance.
    fn may_release(&self, group: u32, waits: &Waits) -> bool {
        let pools = &self.groups[group as usize].pools;
        (0..).zip(&*self.machines).any(|(machine, m)| {
            let crew = || pools.iter().any(|pool| self.crew_from(machine, *pool) > 0);
            let works = m.crewed && waits.machines[machine as usize].is_none() && crew();
            works || matches!(m.timer, Timer::Repair | Timer::Maintenance)
        }) || self.is_due(|event| *event == Event::CrewsReturned)
            || self.routings.escorts.kept.iter().any(|(lot, crews)| {
                let has = |pool: &u32| crews.iter().any(|crew| self.escorts_from(crew, *pool));
                pools.iter().any(has) && self.moves(*lot, waits)
            })
    }

    /// Whether a lot may yet go on from where it is.
    fn moves(&self, lot: LotId, waits: &Waits) -> bool {
        let on = |(machine, m): &(usize, &Machine)| {
            (m.phase != Phase::Idle && m.lot == lot) || self.loads[*machine].0.contains(&lot)
        };
        if let Some((machine, _)) = self.machines.iter().enumerate().find(on) {
            return waits.machines[machine].is_none();
        }
        match self.routings.rows[self.lots.arena[lot.index()].row as usize].to {
            Destination::Station(station) | Destination::OneParent(station) => {
                self.may_come(Want::Station(station), waits)
            }
            Destination::Place(place) => self.may_come(Want::Place(place), waits),
            _ => true,
        }
    }

    /// Whether more workers of a group may come.
    fn staff_changes(&self, group: u32) -> bool {
        let upgraded = self.is_due(|event| matches!(event, Event::UpgradeAdvanced(_)));
        upgraded
            || self.groups[group as usize].pools.iter().any(|pool| {
                let p = &self.pools[*pool as usize];
                let turns = p.teams.iter().any(|team| team.calendar.is_some());
                turns || p.absence > 0.0 || p.kept_away.is_some() || p.hiring.is_some()
            })
    }

    /// Whether an event of some kind is due.
    fn is_due(&self, kind: impl Fn(&Event) -> bool) -> bool {
        let events = self.clock.events.iter().zip(0..);
        events.filter(|(event, _)| kind(event)).any(|(_, slot)| self.clock.calendar.is_scheduled(slot))
    }

    /// Whether nothing is due that could move a lot.
    fn nothing_comes(&self) -> bool {
        // Hours, people and deliveries matter to who stands or waits for them.
        let stands = |m: &Machine| m.stops & !stop::GONE != 0 || m.asking;
        let wanted = self.machines.iter().any(stands);
        // The region may always order more.
        self.mail.slot == NONE
            && !self.is_due(|event| match event {
                Event::RunStarted
                | Event::MonthEnded
                | Event::DayEnded
                | Event::MaterialSpoiled(_)
                | Event::CalendarFailureFell(_)
                | Event::MaintenanceDue(_)
                | Event::MachineTurnedOff(_)
                | Event::IncidentCame
                | Event::PatienceEnded(_)
                | Event::StorePatienceEnded(_)
                | Event::StoreOrderPlaced(_) => false,
                Event::CalendarTurned(_)
                | Event::DayBegan
                | Event::MaterialDelivered(_)
                | Event::StockReviewed(_) => wanted,
                Event::MachineTimerEnded(_)
                | Event::MailCame
                | Event::IncidentEnded
                | Event::CrewsReturned
                | Event::OfficeAdvanced
                | Event::PlanDue
                | Event::MachineReturned(_)
                | Event::StayEnded(_)
                | Event::UpgradeAdvanced(_)
                | Event::BatchWaitEnded(_)
                | Event::LotsReneged
                | Event::OrderPlaced(_)
                | Event::LotArrived(_) => true,
            })
    }

    /// Lots that wait where machines are free, for others or for cards, when nothing comes any more.
    fn leftovers(&self) -> Vec<(Waiter, Awaited)> {
        let mut told = Vec::new();
        for (s, own) in self.stations.iter().zip(0..) {
            if s.waiting() > 0 && self.has_free(own) {
                let lacking = if s.assembles { Awaited::Components } else { Awaited::Lots };
                told.push((Waiter::Station(StationId(own)), lacking));
            }
        }
        for joint in self.joints.iter().filter(|joint| joint.lots > 0) {
            told.push((Waiter::Spot(joint.gauge.tally.spot), Awaited::Lots));
        }
        for (l, own) in self.loops.iter().zip(0..) {
            if !l.waiting.is_empty() {
                told.push((Waiter::Loop(LoopId(own)), Awaited::Card(LoopId(own))));
            }
        }
        told
    }

    /// The same as others know it.
    fn told(&self, waits: &Waits) -> Vec<(Waiter, Awaited)> {
        let what = |want: Want| match want {
            Want::Station(station) => Awaited::Station(StationId(station)),
            Want::Place(place) => Awaited::Spot(self.places[place as usize].gauge.tally.spot),
            Want::Joint(joint) => Awaited::Spot(self.joints[joint as usize].gauge.tally.spot),
            Want::Input(input) => Awaited::Spot(self.inputs[input as usize].gauge.tally.spot),
            Want::Group(group) => Awaited::Workers(PoolId(self.groups[group as usize].pools[0])),
            Want::Material(material) => Awaited::Material(MaterialId(material)),
        };
        let machine = |(index, want): (u32, &Option<Want>)| {
            let station = self.machines[index as usize].station;
            let own = index - self.stations[station as usize].first_machine + 1;
            want.map(|want| (Waiter::Machine(StationId(station), own), what(want)))
        };
        let place = |(index, want): (usize, &Option<Want>)| {
            want.map(|want| (Waiter::Spot(self.places[index].gauge.tally.spot), what(want)))
        };
        let machines = (0..).zip(&waits.machines).filter_map(machine);
        machines.chain(waits.places.iter().enumerate().filter_map(place)).collect()
    }
}
