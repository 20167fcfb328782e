//! Assembly: an operation takes units of other products, each from its input place.
//!
//! Lots of a component end in its input place, which holds them up when it is full and serves all steps that take them,
//! who has waited longest first. They count as in process until their units are taken, and as finished then. Where a
//! component is made to stock, its units are taken out of that stock instead, after what its customers have waited for. Machine
//! and lot are paired only when all components are there, and take them at once.

use crate::outcome::MachineState;
use crate::units::{Duration, LotId, Time};

use super::elements::{Held, Holder, Input, Lot, NONE};
use super::floor::Floor;

impl Input {
    /// Counts what is in it up to now; call before that changes.
    pub(super) fn count(&mut self, now: Time) {
        self.gauge.count(self.lots.len(), self.capacity, self.units, now);
    }

    /// A lot comes in.
    fn receive(&mut self, lot: LotId, l: &mut Lot, now: Time) {
        self.count(now);
        self.lots.push_back(lot);
        self.units += u64::from(l.units);
        l.entered = now;
    }
}

impl Floor<'_> {
    /// A lot of a component comes to its input place; true when it has left its holder.
    pub(super) fn enter_input(&mut self, input: u32, lot: LotId, by: Holder) -> bool {
        let i = &mut self.inputs[input as usize];
        if i.lots.len() as u32 >= i.capacity || !i.blocked.is_empty() {
            i.blocked.push_back(Held { lot, by });
            return false;
        }
        i.receive(lot, &mut self.lots.arena[lot.index()], self.now);
        self.offer(input as usize);
        true
    }

    /// Asks the stations that take a component to look, who has waited for material longest first.
    pub(super) fn offer(&mut self, input: usize) {
        if let [station] = self.inputs[input].stations[..] {
            return self.touch_station(station);
        }
        let waits_since = |station: &u32| {
            let drawers = self.stations[*station as usize].drawers.iter();
            let machines = drawers.flat_map(|own| {
                let d = &self.stations[*own as usize];
                d.free.iter().map(|machine| d.first_machine + machine)
            });
            let clocks = machines.map(|machine| &self.state_clocks[machine as usize]);
            let waiting = clocks.filter(|clock| clock.counts.state() == MachineState::WaitingMaterial);
            waiting.map(|clock| clock.since).min().unwrap_or(Time::NEVER)
        };
        let mut stations: Vec<(Time, u32)> =
            self.inputs[input].stations.iter().map(|station| (waits_since(station), *station)).collect();
        stations.sort_unstable();
        self.touched.stations.extend(stations.into_iter().map(|(_, station)| station));
    }

    /// Whether all components for so many units of a row's operation are there.
    pub(super) fn has_components(&self, row: u32, units: u32) -> bool {
        self.routings.rows[row as usize].inputs.iter().all(|(input, per_unit)| {
            let own = &self.inputs[*input as usize];
            let there = match own.stock_of {
                NONE => own.units,
                product => self.products[product as usize].store.on_hand as u64,
            };
            there >= u64::from(*per_unit) * u64::from(units)
        })
    }

    /// Takes the components for a lot, unless an interrupted operation has taken them already.
    pub(super) fn take_components(&mut self, row: u32, lot: LotId) {
        let l = &self.lots.arena[lot.index()];
        let units = if l.left == Duration::ZERO { l.units } else { return };
        for position in 0..self.routings.rows[row as usize].inputs.len() {
            let (input, per_unit) = self.routings.rows[row as usize].inputs[position];
            let input = input as usize;
            let mut needed = u64::from(per_unit) * u64::from(units);
            if self.inputs[input].stock_of != NONE {
                self.take_from_stock(self.inputs[input].stock_of, needed);
                continue;
            }
            self.inputs[input].count(self.now);
            self.inputs[input].units -= needed;
            while needed > 0 {
                let Some(lot) = self.inputs[input].lots.front().copied() else { break };
                let there = u64::from(self.lots.arena[lot.index()].units);
                if there <= needed {
                    self.inputs[input].lots.pop_front();
                    self.inputs[input].gauge.let_out(self.lots.arena[lot.index()].entered, self.now);
                    self.use_up(lot, there as u32);
                } else {
                    self.use_up(lot, needed as u32);
                }
                needed -= there.min(needed);
            }
            self.fill_input(input);
        }
    }

    /// Units of a component leave its stock, which is filled up again.
    fn take_from_stock(&mut self, product: u32, units: u64) {
        let p = &mut self.products[product as usize];
        p.store.remove(units as f64, self.now);
        p.tally.assembled += units;
        self.plan_on_event();
        self.touch_first_station(product);
    }

    /// Units of a component's lot become part of another product.
    fn use_up(&mut self, lot: LotId, units: u32) {
        let l = &mut self.lots.arena[lot.index()];
        let whole = l.units == units;
        let p = &mut self.products[l.product as usize];
        p.tally.finished += u64::from(units);
        if whole {
            p.tally.finished_lots += 1;
            // The input place is the buffer of a component.
            l.waited += self.now.since(l.entered);
            p.count_flow(l, self.now.since(l.released));
            let parent = l.parent;
            self.lose_part(parent);
            self.remove_lot(lot);
        } else {
            l.units -= units;
            p.in_process -= u64::from(units);
        }
    }

    /// Lots that wait for room enter an input place.
    fn fill_input(&mut self, input: usize) {
        loop {
            let i = &mut self.inputs[input];
            if i.lots.len() as u32 >= i.capacity {
                return;
            }
            let Some(held) = i.blocked.pop_front() else { return };
            i.receive(held.lot, &mut self.lots.arena[held.lot.index()], self.now);
            self.offer(input);
            self.let_go(held);
        }
    }
}
