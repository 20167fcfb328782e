//! Upgrades: delivery, standstill, first use, ramp; and what they change.

use bevy_ecs::prelude::*;

use crate::outcome::Installed;
use crate::spec::{Change, Progress, Target};
use crate::units::{Duration, LotId, Time};

use super::elements::{Destination, Held, Holder, Phase, Tuning, stop};
use super::floor::Floor;
use super::joint::{Claim, NOTHING, Need};
use super::lookout::Lookout;
use super::readiness::Ready;
use super::routing::{StepRows, scrapping};

/// The installations of a factory under this option. Owner: this file.
#[derive(Component, Clone, Default, Debug)]
pub(super) struct Upgrades {
    pub(super) installations: Vec<Stages>,
}

impl Upgrades {
    /// How the installations went until an instant.
    pub(super) fn installed_before(&self, end: Time) -> Vec<Installed> {
        let own = |stages: &Stages| Installed {
            live: stages.installed.live.filter(|live| *live < end),
            ..stages.installed
        };
        self.installations.iter().filter(|stages| stages.is_ordered()).map(own).collect()
    }
}

/// One installation with its draws made.
#[derive(Clone, Debug)]
pub(super) struct Stages {
    pub(super) installed: Installed,
    /// What it costs at the start of the run [currency].
    pub(super) first_cost: f64,
    /// What filling its stockpile costs [currency].
    pub(super) filling: f64,
    /// The probability that it works at the start of the run, and the draw that decides.
    pub(super) works: f64,
    pub(super) chance: f64,
    pub(super) progress: Progress,
    pub(super) slot: u32,
    pub(super) step: Step,
    /// The region's suppliers that make it and that install it.
    pub(super) made_by: Option<u32>,
    pub(super) installed_by: Option<u32>,
    /// What such a supplier still has to make.
    pub(super) awaited: f64,
    pub(super) delivery: Duration,
    /// How long the installation takes, and the standstill at its end.
    pub(super) work: Duration,
    pub(super) standstill: Duration,
    /// Stations that stand still until `live`, once `standing`.
    pub(super) stops: Vec<u32>,
    pub(super) live: Time,
    pub(super) ramp: Duration,
    pub(super) standing: bool,
    /// Whether the installation is done.
    pub(super) there: bool,
    /// Whether what it brings is in use.
    pub(super) running: bool,
    pub(super) effects: Vec<Drawn>,
    /// Set until it is ordered, where that waits until it is needed.
    pub(super) lookout: Option<Lookout>,
    /// Set where it is kept ready for an emergency.
    pub(super) ready: Option<Box<Ready>>,
}

/// How far an installation has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// Not ordered yet from who makes it.
    ToOrder,
    /// Made, and under way.
    Delivering,
    /// A supplier works on it.
    Awaiting,
    /// Being installed, or in use.
    Installing,
}

/// An effect with its amount drawn.
#[derive(Clone, Debug)]
pub(super) enum Drawn {
    /// The rows of a step give way to others.
    Switch {
        product: u32,
        from: StepRows,
        to: StepRows,
    },
    Parameter {
        target: Target,
        rows: Vec<u32>,
        change: Change,
        amount: f64,
    },
    Connect,
    AddMachines {
        station: u32,
        machines: u32,
    },
    RemoveMachines {
        station: u32,
        machines: u32,
    },
}

impl Stages {
    /// The first step: when what is to be done.
    pub(super) fn first(&mut self) -> Time {
        let ordered = self.installed.ordered;
        match (self.made_by, self.installed_by) {
            (Some(_), _) => ordered,
            (None, Some(_)) => {
                self.step = Step::Delivering;
                ordered.after(self.delivery)
            }
            (None, None) => self.install(ordered.after(self.delivery)),
        }
    }

    /// The installation begins; gives when machines stand still or it is in use.
    fn install(&mut self, from: Time) -> Time {
        self.step = Step::Installing;
        self.live = from.after(self.work);
        self.installed.live = Some(self.live);
        Time(self.live.0.saturating_sub(self.standstill.0).max(self.installed.ordered.0))
    }

    /// How much of the benefit is there.
    fn share(&self, now: Time) -> f64 {
        if self.ramp == Duration::ZERO {
            return 1.0;
        }
        (now.since(self.live).as_secs() / self.ramp.as_secs()).min(1.0)
    }
}

/// All factors, then all additions, each as far as its ramp has come (`share`). A set value is a factor of 0 and itself
/// added, so that it ramps up as well. Sorted first: sums and products of floats depend on their order in the last bit.
fn composed(changes: impl Iterator<Item = (Change, f64, f64)>) -> Tuning {
    let (mut factors, mut addends) = (Vec::new(), Vec::new());
    let (mut set_share, mut set_value) = (0.0, 0.0);
    for (change, amount, share) in changes {
        match change {
            Change::Set => (set_share, set_value) = (share, amount),
            Change::Multiply => factors.push(1.0 + (amount - 1.0) * share),
            Change::Add => addends.push(amount * share),
        }
    }
    factors.sort_by(f64::total_cmp);
    addends.sort_by(f64::total_cmp);
    let factor: f64 = factors.iter().product();
    let addend: f64 = addends.iter().sum();
    Tuning { factor: factor * (1.0 - set_share), addend: factor * set_share * set_value + addend }
}

impl Floor<'_> {
    /// The next stage of an installation: standstill, first use, then a step of the ramp each day.
    pub(super) fn advance_upgrade(&mut self, index: u32) {
        let now = self.now;
        let stages = &mut self.upgrades.installations[index as usize];
        if stages.lookout.is_some() {
            return self.look_out(index);
        }
        let supplier = match stages.step {
            Step::ToOrder => stages.made_by,
            Step::Delivering => stages.installed_by,
            Step::Awaiting | Step::Installing => None,
        };
        if let Some(supplier) = supplier {
            let amount = f64::from(stages.installed.units);
            stages.awaited = amount;
            if stages.step == Step::Delivering {
                stages.installed_by = None;
            }
            stages.step = Step::Awaiting;
            return self.mail.claim(Claim { supplier, need: Need::Upgrade(index), amount, at: now });
        }
        if now < stages.live {
            stages.standing = true;
            self.clock.calendar.schedule(stages.slot, stages.live);
            return self.change_standstill(index, true);
        }
        let (works, kept_ready) = (stages.installed.works, stages.ready.is_some());
        let first = !std::mem::replace(&mut stages.there, true);
        if std::mem::take(&mut stages.standing) {
            self.change_standstill(index, false);
        }
        match (works, kept_ready) {
            (false, _) => {}
            (true, true) => {
                if first {
                    self.begin_watch(index);
                }
                self.watch(index);
            }
            (true, false) => {
                if first {
                    self.begin_use(index);
                } else {
                    self.tune(index);
                }
                let stages = &self.upgrades.installations[index as usize];
                if stages.share(now) < 1.0 {
                    self.clock.calendar.schedule(stages.slot, now.after(Duration::DAY));
                }
            }
        }
    }

    /// What an upgrade brings comes into use; the whole of it where it has no ramp.
    pub(super) fn begin_use(&mut self, index: u32) {
        let stages = &mut self.upgrades.installations[index as usize];
        (stages.running, stages.live) = (true, self.now);
        self.switch_modes(index);
        self.tune(index);
    }

    /// What is in use has come a day further on its ramp.
    pub(super) fn grow_into_use(&mut self, index: u32) {
        let stages = &self.upgrades.installations[index as usize];
        if stages.ramp > Duration::ZERO && self.now.since(stages.live) < stages.ramp + Duration::DAY {
            self.tune(index);
        }
    }

    /// What an upgrade brings is put back: all is as it was without it.
    pub(super) fn end_use(&mut self, index: u32) {
        self.upgrades.installations[index as usize].running = false;
        for effect in 0..self.upgrades.installations[index as usize].effects.len() {
            match &self.upgrades.installations[index as usize].effects[effect] {
                Drawn::Switch { product, from, to } => self.switch_step(*product, to.clone(), from.core),
                Drawn::AddMachines { station, machines } => self.remove_machines(*station, *machines),
                Drawn::RemoveMachines { station, machines } => self.add_machines(*station, *machines),
                Drawn::Connect | Drawn::Parameter { .. } => {}
            }
        }
        self.tune(index);
    }

    /// A supplier of the region has made or done so much of what an installation waits for.
    pub(super) fn supply_upgrade(&mut self, index: u32, amount: f64) {
        let stages = &mut self.upgrades.installations[index as usize];
        stages.awaited -= amount;
        if stages.awaited > NOTHING {
            return;
        }
        let next = match stages.made_by.take() {
            Some(_) => {
                stages.step = Step::Delivering;
                self.now.after(stages.delivery)
            }
            None => stages.install(self.now),
        };
        self.clock.calendar.schedule(stages.slot, next);
    }

    fn change_standstill(&mut self, index: u32, stand: bool) {
        for station in self.upgrades.installations[index as usize].stops.clone() {
            let s = &mut self.stations[station as usize];
            s.standstills = if stand { s.standstills + 1 } else { s.standstills - 1 };
            let standing = s.standstills > 0;
            for machine in s.first_machine..s.first_machine + s.machines {
                if standing {
                    self.stop_machine(machine, stop::UPGRADING);
                } else {
                    self.clear_stop(machine, stop::UPGRADING);
                }
            }
        }
    }

    /// What changes at once with the first use: modes and machines.
    fn switch_modes(&mut self, index: u32) {
        for effect in 0..self.upgrades.installations[index as usize].effects.len() {
            match &self.upgrades.installations[index as usize].effects[effect] {
                Drawn::Switch { product, from, to } => self.switch_step(*product, from.clone(), to.core),
                Drawn::Connect => {
                    self.mail.connected = true;
                    self.weigh_risk();
                }
                Drawn::AddMachines { station, machines } => self.add_machines(*station, *machines),
                Drawn::RemoveMachines { station, machines } => self.remove_machines(*station, *machines),
                Drawn::Parameter { .. } => {}
            }
        }
    }

    /// A step runs in another mode from now on: lots under way finish in the old one, waiting lots are carried over.
    fn switch_step(&mut self, product: u32, from: StepRows, to: u32) {
        for row in &mut self.routings.rows {
            if row.next == from.core {
                row.next = to;
            }
        }
        for quality in self.routings.rows.iter_mut().filter_map(|row| row.quality.as_mut()) {
            if quality.rework == from.core {
                quality.rework = to;
            }
        }
        let impatience = self.routings.impatience.rules.iter_mut();
        impatience.filter(|rule| rule.to == from.core).for_each(|rule| rule.to = to);
        self.routings.find_onward();
        let ways = self.routings.forks.iter_mut().flat_map(|fork| &mut fork.ways);
        ways.filter(|way| way.row == from.core).for_each(|way| way.row = to);
        if self.products[product as usize].first == from.core {
            self.products[product as usize].first = to;
        }
        self.carry_pulls(product, &from, to);
        for row in from.works {
            if let Destination::Station(old) = self.routings.rows[row as usize].to {
                self.carry_waiting_lots(old, row, to);
            }
        }
    }

    /// Work that began at the old first stations begins at the new one.
    fn carry_pulls(&mut self, product: u32, from: &StepRows, to: u32) {
        let Destination::Station(new) = self.routings.rows[to as usize].to else { return };
        let mut pulled = false;
        for station in &mut *self.stations {
            let before = station.pulls.len();
            station.pulls.retain(|(_, row)| !from.works.contains(row));
            pulled |= station.pulls.len() < before;
        }
        if pulled {
            self.stations[new as usize].pulls.push((product, to));
            self.products[product as usize].starts = vec![new];
        }
        self.touch_station(new);
    }

    fn carry_waiting_lots(&mut self, station: u32, from: u32, to: u32) {
        let s = &mut self.stations[station as usize];
        let all: Vec<LotId> = s.take_all();
        let waiting: Vec<Held> = s.blocked.drain(..).collect();
        let mut carried: Vec<Held> = Vec::new();
        for lot in all {
            match self.lots.arena[lot.index()].row == from {
                true => {
                    // `waits` will have their wait at the new station alone, where they start.
                    let l = &mut self.lots.arena[lot.index()];
                    let waited = self.now.since(l.entered);
                    l.waited += waited;
                    self.counts[station as usize].tally.queue_time += waited;
                    carried.push(Held { lot, by: Holder::Outside });
                }
                false => self.stations[station as usize].buffer.push_back(lot),
            }
        }
        for held in waiting {
            match self.lots.arena[held.lot.index()].row == from {
                true => carried.push(held),
                false => self.stations[station as usize].blocked.push_back(held),
            }
        }
        for held in carried {
            self.lots.arena[held.lot.index()].row = to;
            if self.move_on(held.lot, held.by) {
                self.let_go(held);
            }
        }
        self.admit_blocked(station);
        self.touch_station(station);
    }

    fn add_machines(&mut self, station: u32, machines: u32) {
        let s = &self.stations[station as usize];
        let all = s.first_machine..s.first_machine + s.machines;
        let gone = |m: &u32| self.machines[*m as usize].stops & stop::GONE != 0;
        // Those that were to go and still have their lots come after those that are gone.
        let going = |m: &u32| self.machines[*m as usize].retiring;
        let others = all.clone().filter(gone).chain(all.filter(going));
        let taken: Vec<u32> = others.take(machines as usize).collect();
        for machine in taken {
            self.machines[machine as usize].retiring = false;
            self.clear_stop(machine, stop::GONE);
        }
    }

    /// The last machines go, each when its lot has gone.
    fn remove_machines(&mut self, station: u32, machines: u32) {
        let s = &self.stations[station as usize];
        let all = (s.first_machine..s.first_machine + s.machines).rev();
        let there = |m: &u32| {
            let m = &self.machines[*m as usize];
            m.stops & stop::GONE == 0 && !m.retiring
        };
        let last: Vec<u32> = all.filter(there).take(machines as usize).collect();
        for machine in last {
            if self.machines[machine as usize].phase == Phase::Idle {
                self.stop_machine(machine, stop::GONE);
            } else {
                self.machines[machine as usize].retiring = true;
            }
        }
    }

    /// Sets the parameters that an installation touches to what all installations make of them now.
    fn tune(&mut self, index: u32) {
        let mut targets: Vec<(Target, Vec<u32>)> = Vec::new();
        for effect in &self.upgrades.installations[index as usize].effects {
            if let Drawn::Parameter { target, rows, .. } = effect {
                targets.push((*target, rows.clone()));
            }
        }
        for (target, rows) in targets {
            let tuning = self.tuning_of(target);
            self.apply(target, &rows, tuning);
        }
        self.rank_anew();
    }

    /// What all installations in use make of a parameter now, whatever their order.
    fn tuning_of(&self, wanted: Target) -> Tuning {
        let in_use = self.upgrades.installations.iter().filter(|s| s.running && s.installed.works);
        composed(in_use.flat_map(|stages| {
            let share = stages.share(self.now);
            stages.effects.iter().filter_map(move |effect| match effect {
                Drawn::Parameter { target, change, amount, .. } if *target == wanted => {
                    Some((*change, *amount, share))
                }
                _ => None,
            })
        }))
    }

    /// Writes a parameter. Times drawn from now on follow it; what is under way keeps its own.
    fn apply(&mut self, target: Target, rows: &[u32], tuning: Tuning) {
        let micros = Tuning { addend: tuning.addend * 1e6, ..tuning };
        match target {
            Target::StepTime(..) => {
                for row in rows {
                    let row = &mut self.routings.rows[*row as usize];
                    row.tuning =
                        Tuning { factor: micros.factor * row.pace, addend: micros.addend * row.pace };
                    row.tuned = row.tuning.changes();
                }
            }
            Target::StepScrap(product, _) => {
                for row in rows {
                    let row = &mut self.routings.rows[*row as usize];
                    let probability = tuning.apply(row.base_scrap).clamp(0.0, 1.0);
                    row.scrap = scrapping(probability, self.products[product.index()].lot_units);
                    row.faultless =
                        row.scrap.is_none() && row.quality.is_none() && !row.returns && !row.instructed;
                }
                self.routings.find_onward();
            }
            Target::StepDefects(..) => self.each_quality(rows, |quality| {
                quality.now.defects = tuning.apply(quality.base.defects).clamp(0.0, 1.0);
            }),
            Target::Detection(..) => self.each_quality(rows, |quality| {
                if let (Some(now), Some(base)) = (&mut quality.now.inspection, quality.base.inspection) {
                    now.detects = tuning.apply(base.detects).clamp(0.0, 1.0);
                }
            }),
            Target::FalseAlarm(..) => self.each_quality(rows, |quality| {
                if let (Some(now), Some(base)) = (&mut quality.now.inspection, quality.base.inspection) {
                    now.false_alarm = tuning.apply(base.false_alarm).clamp(0.0, 1.0);
                }
            }),
            Target::TimeToFailure(station) => {
                self.each_cause(station.0, |cause| cause.failure_tuning = micros);
            }
            Target::TimeToRepair(station) => {
                self.each_cause(station.0, |cause| cause.repair_tuning = micros);
            }
            Target::SetupTime(station) => {
                if let Some(setup) = &mut self.stations[station.index()].setup {
                    setup.tuning = micros;
                }
            }
            Target::Buffer(station) => self.change_buffer(station.0, tuning),
            Target::Cards(own) => self.change_cards(own.0, tuning),
            Target::Headcount(pool) => {
                self.pools[pool.index()].headcount_tuning = tuning;
                self.call_in(pool.0);
            }
            Target::Absence(pool) => {
                self.pools[pool.index()].absence_tuning = tuning;
                self.call_in(pool.0);
            }
            Target::LearningStart(pool) => {
                if let Some(learning) = &mut self.pools[pool.index()].learning {
                    learning.start_tuning = tuning;
                }
            }
            Target::LearningRate(pool) => {
                if let Some(learning) = &mut self.pools[pool.index()].learning {
                    learning.rate_tuning = tuning;
                }
            }
            Target::Information(which) => {
                if let Some(office) = &mut self.office.0 {
                    office.planner.tunings[which as usize] = tuning;
                    self.plan_anew();
                }
            }
            Target::Cyber(which) => {
                if let Some(risk) = &mut self.risk.0 {
                    risk.tunings[which as usize] = tuning;
                    self.weigh_risk();
                }
            }
            Target::LeadTime(material) => self.materials[material.index()].lead_tuning = micros,
            Target::PowerProducing(station) => {
                self.count_energy(station.index());
                let count = &mut self.counts[station.index()];
                count.power.producing = tuning.apply(count.base_power.producing).max(0.0);
            }
            Target::PowerIdle(station) => {
                self.count_energy(station.index());
                let count = &mut self.counts[station.index()];
                count.power.idle = tuning.apply(count.base_power.idle).max(0.0);
            }
            Target::Foreseen(station) => {
                self.each_wear(station.0, |wear| wear.foreseen = tuning.apply(0.0).clamp(0.0, 1.0));
            }
            Target::ForeseenRepair(station) => {
                self.each_wear(station.0, |wear| wear.foreseen_repair = tuning.apply(1.0).max(0.0));
            }
            Target::UpkeepCost(station) => {
                self.each_wear(station.0, |wear| wear.cost_share = tuning.apply(1.0).max(0.0));
            }
            Target::MaintenanceEvery(station) => self.each_wear(station.0, |wear| {
                wear.plans.iter_mut().for_each(|plan| plan.every_tuning = micros);
            }),
            Target::MaintenanceTime(station) => self.each_wear(station.0, |wear| {
                wear.plans.iter_mut().for_each(|plan| plan.duration_tuning = micros);
            }),
        }
    }

    fn each_quality(&mut self, rows: &[u32], change: impl Fn(&mut super::elements::Quality)) {
        for row in rows {
            if let Some(quality) = &mut self.routings.rows[*row as usize].quality {
                change(quality);
            }
        }
    }

    fn each_wear(&mut self, station: u32, change: impl Fn(&mut super::elements::Wear)) {
        let s = &self.stations[station as usize];
        for machine in s.first_machine..s.first_machine + s.machines {
            self.machines[machine as usize].maintained = true;
            change(&mut self.wear[machine as usize]);
        }
    }

    fn each_cause(&mut self, station: u32, change: impl Fn(&mut super::elements::Cause)) {
        self.each_wear(station, |wear| wear.causes.iter_mut().for_each(&change));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two factors of which one is half there, a set value a quarter there, and an addition, by hand:
    /// 0.8 x (1 + (0.5 - 1) / 2) = 0.6; of the base 0.6 x 3/4 = 0.45, added 0.6 x 1/4 x 40 + 3 = 9.
    #[test]
    fn factors_come_before_additions() {
        let changes = [
            (Change::Add, 3.0, 1.0),
            (Change::Set, 40.0, 0.25),
            (Change::Multiply, 0.8, 1.0),
            (Change::Multiply, 0.5, 0.5),
        ];
        let tuning = composed(changes.into_iter());
        assert!((tuning.factor - 0.45).abs() < 1e-12 && (tuning.addend - 9.0).abs() < 1e-12, "{tuning:?}");
        let nothing = composed(std::iter::empty());
        assert_eq!((nothing.factor, nothing.addend), (1.0, 0.0));
    }

    #[test]
    fn the_order_of_changes_changes_no_bit() {
        let factors = [0.9, 0.55, 0.7, 1.3, 0.85];
        let (mut plain, mut sorted) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
        for first in 0..factors.len() {
            let turned = factors[first..].iter().chain(&factors[..first]);
            plain.insert(turned.clone().product::<f64>().to_bits());
            let changes = turned.flat_map(|f| [(Change::Multiply, *f, 1.0), (Change::Add, f - 1.0, 0.3)]);
            let tuning = composed(changes);
            sorted.insert((tuning.factor.to_bits(), tuning.addend.to_bits()));
        }
        assert_eq!(sorted.len(), 1);
        // Multiplied as they come they would differ.
        assert!(plain.len() > 1, "{plain:?}");
    }
}
