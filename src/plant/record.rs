//! The only writer of the outcome's physical part: snapshots of all counters, months, days, the window.
//!
//! Counters never go back; a period is the difference of two snapshots. A buffer's time integral is the sum of the
//! waits of its lots plus what is open at the snapshot.

use bevy_ecs::prelude::*;

use crate::outcome::{
    Day, FactoryOutcome, FactoryTally, MachineState, Period, ProductLevel, ProductTally, STATES, SpotTally,
    StateTimes, StationTally, Unloaded, UpkeepTally,
};
use crate::units::{Duration, Time};

use super::elements::{NONE, Phase};
use super::floor::Floor;

/// What has been recorded of a factory. Owner: this file.
#[derive(Component, Clone, Debug)]
pub(super) struct Record {
    /// Ends of calendar months still to come, latest first.
    pub(super) month_ends: Vec<Time>,
    pub(super) month_slot: u32,
    pub(super) day_slot: u32,
    pub(super) day_start_slot: u32,
    /// Whether months and days are kept.
    pub(super) detailed: bool,
    pub(super) months: Vec<Period>,
    pub(super) days: Vec<Vec<Day>>,
    /// By product, multipliers of its price day by day; empty where it answers nothing.
    pub(super) prices: Vec<Vec<f64>>,
    /// Counters at the end of the last day.
    pub(super) last_day: Vec<ProductTally>,
    pub(super) last_month: (Time, FactoryTally),
    /// The end of the warm-up.
    pub(super) window: (Time, FactoryTally),
    /// Machines' times in states at the end of the warm-up.
    pub(super) window_states: Vec<StateTimes>,
    /// Repairs and maintenance that cost something.
    pub(super) upkeep: Vec<UpkeepTally>,
}

impl Record {
    /// A repair or maintenance has been done, at a share of its usual cost.
    pub(super) fn count_upkeep(&mut self, counter: u32, share: f64) {
        if let Some(own) = self.upkeep.get_mut(counter as usize) {
            own.done += 1;
            own.at_cost += share;
        }
    }
}

impl Floor<'_> {
    /// All counters as they are now.
    pub(super) fn snapshot(&mut self) -> FactoryTally {
        for pool in &mut *self.pools {
            pool.count(self.now);
        }
        for product in &mut *self.products {
            product.store.count(self.now);
        }
        for material in &mut *self.materials {
            material.store.count(self.now);
        }
        for station in 0..self.stations.len() {
            self.count_energy(station);
        }
        let spots = self.spot_tallies();
        let mut tally = FactoryTally {
            products: self.product_tallies(),
            levels: self.products.iter().map(|p| p.level()).collect(),
            stations: self
                .row_sums()
                .into_iter()
                .zip(0..)
                .map(|(sum, s)| self.station_tally(s, sum))
                .collect(),
            pools: self
                .pools
                .iter()
                .map(|p| {
                    let mut tally = p.tally;
                    tally.busy = Duration((p.busy_time(self.now) / u128::from(crate::spec::SHARES)) as u64);
                    tally
                })
                .collect(),
            materials: self.materials.iter().map(super::elements::Material::tally).collect(),
            spots,
            information: self.office.0.as_ref().map(|office| office.tally),
            incidents: self.risk.0.as_ref().map(|risk| risk.tally),
            ready: self.upgrades.ready_tallies(self.now),
            classes: self.products.iter().flat_map(|p| p.store.classes.iter().copied()).collect(),
            upkeep: self.record.upkeep.clone(),
        };
        for group in &*self.groups {
            let open: u64 = group.waiting.iter().map(|request| self.now.since(request.queued).0).sum();
            tally.pools[group.pools[0] as usize].waiting_time += Duration(open);
        }
        tally
    }

    /// Places where lots are that are no stations, in the order of the outcome.
    fn spot_tallies(&mut self) -> Vec<SpotTally> {
        let now = self.now;
        for place in &mut *self.places {
            place.gauge.count(place.lots as usize, place.capacity, 0, now);
        }
        self.joints.iter_mut().for_each(|joint| joint.count(now));
        self.inputs.iter_mut().for_each(|input| input.count(now));
        let places = self.places.iter().map(|place| place.gauge.tally);
        let joints = self.joints.iter().map(|joint| joint.gauge.tally);
        // A stock is measured as such.
        let inputs = self.inputs.iter().filter(|input| input.stock_of == NONE);
        places.chain(joints).chain(inputs.map(|input| input.gauge.tally)).collect()
    }

    fn product_tallies(&self) -> Vec<ProductTally> {
        let mut open = vec![0u64; self.products.len()];
        let mut outside = vec![Duration::ZERO; self.products.len()];
        for lot in self.lots.arena.iter().filter(|lot| lot.units > 0) {
            match lot.released {
                Time::NEVER => outside[lot.product as usize] += self.now.since(lot.entered),
                released => open[lot.product as usize] += self.now.since(released).0,
            }
        }
        for (came, newcomer) in self.loops.iter().flat_map(|own| &own.outside) {
            outside[newcomer.product as usize] += self.now.since(*came);
        }
        let begun = self.first_passes();
        let with_open = |(index, p): (usize, &super::elements::Product)| ProductTally {
            begun: begun[index].1,
            fallen_off: begun[index].2,
            lots_time: Duration(p.gone_time.0.wrapping_add(open[index])),
            outside_time: p.tally.outside_time + outside[index],
            ..p.tally()
        };
        self.products.iter().enumerate().map(with_open).collect()
    }

    /// Of each product: its first operation, the units finished there at their first pass, and those of them that were scrapped.
    fn first_passes(&self) -> Vec<(u16, u64, u64)> {
        let mut sums = vec![(u16::MAX, 0, 0); self.products.len()];
        for row in self.routings.rows.iter().filter(|row| row.station != NONE) {
            let (sum, count) = (&mut sums[row.product as usize], &row.count);
            if row.step < sum.0 {
                *sum = (row.step, 0, 0);
            }
            if row.step == sum.0 {
                let passed = count.good + count.to_rework - count.again_good - count.again_to_rework;
                let first = count.good + count.to_rework + count.scrapped - count.again;
                sum.1 += first;
                sum.2 += first - passed;
            }
        }
        sums
    }

    fn machines_of(&self, station: usize) -> std::ops::Range<usize> {
        let s = &self.stations[station];
        s.first_machine as usize..(s.first_machine + s.machines) as usize
    }

    fn states_of(&self, station: usize) -> StateTimes {
        let mut sum = StateTimes::default();
        for machine in self.machines_of(station) {
            for (sum, time) in sum.iter_mut().zip(self.state_clocks[machine].states(self.now)) {
                *sum += time;
            }
        }
        sum
    }

    /// Counters of all stations with those of the rows that are done there, and good units times their ideal time [µs].
    fn row_sums(&self) -> Vec<(StationTally, f64)> {
        let mut sums: Vec<_> = self.counts.iter().map(|count| (count.tally, 0.0)).collect();
        for row in &self.routings.rows {
            let Some((sum, ideal)) = sums.get_mut(row.station as usize) else { continue };
            sum.completions += row.count.completions;
            sum.good += row.count.good;
            sum.again += row.count.again;
            sum.again_good += row.count.again_good;
            sum.again_to_rework += row.count.again_to_rework;
            sum.to_rework += row.count.to_rework;
            sum.false_rejects += row.count.false_rejects;
            sum.scrapped += row.count.scrapped;
            sum.starts += row.count.starts;
            sum.units += row.count.units;
            sum.waits += row.count.waits;
            *ideal += row.nameplate * row.count.good as f64;
        }
        sums
    }

    fn station_tally(&self, station: usize, (sum, ideal): (StationTally, f64)) -> StationTally {
        let states = self.states_of(station);
        let mut open = 0;
        for lot in self.stations[station].lots() {
            open += self.now.since(self.lots.arena[lot.index()].entered).0;
        }
        for machine in self.machines_of(station) {
            let m = &self.machines[machine];
            if matches!(m.phase, Phase::Reserved | Phase::Prepared) {
                let load = &self.loads[machine].0;
                let lots = if load.is_empty() { std::slice::from_ref(&m.lot) } else { load };
                open += lots
                    .iter()
                    .map(|lot| self.now.since(self.lots.arena[lot.index()].entered).0)
                    .sum::<u64>();
            }
        }
        let mut unloaded = Unloaded::default();
        for machine in self.machines_of(station) {
            for (sum, time) in unloaded.iter_mut().zip(self.state_clocks[machine].unloaded(self.now)) {
                *sum += time;
            }
        }
        let count = &self.counts[station];
        let down = states[MachineState::Failed as usize] + states[MachineState::Repair as usize];
        let all_up = if count.down == 0 { self.now.since(count.all_up_since) } else { Duration::ZERO };
        StationTally {
            states,
            unloaded,
            ideal_time: Duration::from_micros(ideal),
            queue_time: sum.waits + sum.queue_time + Duration(open),
            up_time: states.iter().fold(Duration::ZERO, |sum, time| sum + *time) - down,
            all_up_time: sum.all_up_time + all_up,
            queue_most: self.stations[station].peak.into(),
            ..sum
        }
    }

    /// Counts a station's electricity up to now; call before its power changes.
    pub(super) fn count_energy(&mut self, station: usize) {
        let states = self.states_of(station);
        let count = &mut self.counts[station];
        let mut kwh = 0.0;
        for (index, (now, then)) in states.iter().zip(count.energy_states).enumerate() {
            let power = match STATES[index].0 {
                MachineState::Producing => count.power.producing,
                MachineState::Setup => count.power.setup,
                MachineState::OffShift => count.power.off,
                MachineState::Starved
                | MachineState::Blocked
                | MachineState::WaitingLabour
                | MachineState::WaitingMaterial
                | MachineState::WaitingInstruction => count.power.idle,
                MachineState::Failed
                | MachineState::Repair
                | MachineState::Maintenance
                | MachineState::Upgrading
                | MachineState::CyberOutage => count.power.down,
            };
            kwh += power * (*now - then).as_hours();
        }
        count.energy_states = states;
        count.tally.energy_kwh += kwh;
        let saved = self.saved_off(station);
        self.counts[station].tally.energy_kwh -= saved;
    }

    /// A day has ended: a row per product is written, teams without a calendar start anew.
    pub(super) fn end_day(&mut self) {
        self.end_periods_of_stores();
        self.write_day();
        self.clock.calendar.schedule(self.record.day_slot, self.now.after(Duration::DAY));
    }

    /// A day has begun.
    pub(super) fn begin_day(&mut self) {
        self.review_staff();
        self.begin_days_of_teams();
        self.clock.calendar.schedule(self.record.day_start_slot, self.now.after(Duration::DAY));
    }

    fn write_day(&mut self) {
        if !self.record.detailed {
            return;
        }
        for (index, product) in self.products.iter().enumerate() {
            let then = self.record.last_day[index];
            let now = product.tally();
            self.record.days[index].push(Day {
                ordered: now.ordered - then.ordered,
                delivered: now.delivered - then.delivered,
                agreed: now.agreed - then.agreed,
                finished: now.finished - then.finished,
                backlog: product.store.backlog as u64,
            });
            self.record.last_day[index] = now;
            self.record.prices[index].extend(product.price);
        }
    }

    /// A calendar month has ended.
    pub(super) fn end_month(&mut self) {
        self.write_month();
        if let Some(next) = self.record.month_ends.pop() {
            self.clock.calendar.schedule(self.record.month_slot, next);
        }
    }

    fn write_month(&mut self) {
        if !self.record.detailed || self.now == self.record.last_month.0 {
            return;
        }
        let tally = self.snapshot();
        let (start, before) = &self.record.last_month;
        let period = Period { start: *start, length: self.now.since(*start), tally: tally.since(before) };
        self.record.months.push(period);
        self.record.last_month = (self.now, tally);
    }

    /// The warm-up ends: measures count from here.
    pub(super) fn end_warm_up(&mut self) {
        self.close_periods_of_stores();
        let tally = self.snapshot();
        self.record.window = (self.now, tally);
        for product in &mut *self.products {
            product.flow_times.clear();
            product.wait_times.clear();
        }
        self.forget_peaks();
        self.record.window_states = self.state_clocks.iter().map(|clock| clock.states(self.now)).collect();
    }

    /// Shows the months and days that are over, and what has been bought; of the window there is nothing yet.
    pub(super) fn show_books<R>(&mut self, read: impl FnOnce(&FactoryOutcome) -> R) -> R {
        let so_far = FactoryOutcome {
            months: std::mem::take(&mut self.record.months),
            days: std::mem::take(&mut self.record.days),
            prices: std::mem::take(&mut self.record.prices),
            installed: self.upgrades.installed_before(Time::NEVER),
            window: Period { start: self.now, length: Duration::ZERO, tally: FactoryTally::default() },
            flow_times: Vec::new(),
            wait_times: Vec::new(),
            machines: Vec::new(),
            deadlock: None,
        };
        let read = read(&so_far);
        let record = &mut *self.record;
        (record.months, record.days, record.prices) = (so_far.months, so_far.days, so_far.prices);
        read
    }

    /// The run ends here: closes all periods and hands over.
    pub(super) fn close(&mut self) -> FactoryOutcome {
        let deadlock = self.deadlock();
        let days = self.record.days.first().map_or(0, Vec::len) as u64;
        if days * Duration::DAY.0 < self.now.0 {
            self.write_day();
        }
        self.close_periods_of_stores();
        self.write_month();
        let tally = self.snapshot();
        let detailed = self.record.detailed;
        let (start, before) = &self.record.window;
        let window = Period { start: *start, length: self.now.since(*start), tally: tally.since(before) };
        let machines = (0..self.stations.len())
            .map(|station| {
                let own = |machine: usize| {
                    let mut times = self.state_clocks[machine].states(self.now);
                    for (time, before) in times.iter_mut().zip(self.record.window_states[machine]) {
                        *time = *time - before;
                    }
                    times
                };
                self.machines_of(station).map(own).collect()
            })
            .collect();
        FactoryOutcome {
            months: std::mem::take(&mut self.record.months),
            window,
            flow_times: self.products.iter().map(|p| p.flow_times.compact()).filter(|_| detailed).collect(),
            wait_times: self.products.iter().map(|p| p.wait_times.compact()).filter(|_| detailed).collect(),
            machines,
            days: std::mem::take(&mut self.record.days),
            prices: std::mem::take(&mut self.record.prices),
            installed: self.upgrades.installed_before(self.now),
            deadlock,
        }
    }
}

impl super::elements::Product {
    fn level(&self) -> ProductLevel {
        ProductLevel {
            on_hand: self.store.on_hand as u64,
            backlog: self.store.backlog as u64,
            in_process: self.in_process,
            lots: self.lots,
        }
    }
}
