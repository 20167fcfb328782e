//! Impatience: lots that do not join a queue (balking), or leave it before work on them has begun (reneging).
//!
//! A row before a step looks at the queue and draws how long a lot waits there. One clock of the factory is set for the
//! lot whose patience ends first; whether it still waits is looked at then. Steps without patience have no such row.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::random::{mix, uniform};
use crate::units::{Duration, LotId, Time};

use super::elements::{Destination, Holder, Impatience, NONE, Need, Patience, Phase, Purpose, Stage};
use super::floor::Floor;
use super::ways::AGAIN;

/// Lots kept at least before it is looked whether they still wait.
const ROOM: usize = 1_024;

impl Impatience {
    /// Nobody waits.
    pub(super) fn new() -> Impatience {
        Impatience { rules: Vec::new(), waiting: BinaryHeap::new(), joined: 0, room: ROOM, slot: NONE }
    }
}

impl Patience {
    /// Whether a lot with this key does not join so many others.
    fn balks(&self, waiting: i64, key: u64) -> bool {
        let Ok(waiting) = usize::try_from(waiting) else { return false };
        let at = ((waiting as f64 * self.scale) as usize).min(self.balking.len().wrapping_sub(1));
        self.balking.get(at).is_some_and(|p| uniform(mix(key ^ self.balking_key)) < *p)
    }
}

impl Floor<'_> {
    fn rule(&self, rule: u32) -> &Patience {
        &self.routings.impatience.rules[rule as usize]
    }

    /// A lot comes to the queue of a step whose lots are impatient: it joins it, or goes elsewhere at once. True when it has left
    /// its holder.
    pub(super) fn come_to_queue(&mut self, rule: u32, lot: LotId, by: Holder) -> bool {
        let own = self.rule(rule);
        let queue = own.stations.iter().map(|station| self.queue_at(*station)).min().unwrap_or(0);
        if queue >= i64::from(own.queue) || own.balks(queue, self.lots.arena[lot.index()].key) {
            let station = own.stations[0];
            self.counts[station as usize].tally.balked += 1;
            return self.turn_away(rule, lot, by);
        }
        let l = &mut self.lots.arena[lot.index()];
        l.row = self.routings.rows[l.row as usize].next;
        let own = &self.routings.impatience.rules[rule as usize];
        if let Some(time) = &own.time {
            let until = self.now.after(Duration::from_micros(time.at(mix(l.key ^ own.key))));
            self.wait_until(until, lot, rule);
        }
        self.move_on(lot, by)
    }

    /// Lots that wait at a station, or for room there, and are not about to be taken by machines that are free; below 0 where
    /// one more would be taken too.
    fn queue_at(&self, station: u32) -> i64 {
        let s = &self.stations[station as usize];
        let taken = match s.batch.is_some() || s.assembles {
            true => 0,
            false => s.drawers.iter().map(|own| self.stations[*own as usize].free.count()).sum(),
        };
        (s.waiting() + s.blocked.len()) as i64 - i64::from(taken)
    }

    fn wait_until(&mut self, until: Time, lot: LotId, rule: u32) {
        let key = self.lots.arena[lot.index()].key;
        let own = &mut self.routings.impatience;
        own.joined += 1;
        own.waiting.push(Reverse((until, own.joined, lot, key, rule)));
        if own.waiting.len() > own.room {
            // Most have been served by now; the others may be as many as they like.
            let all = std::mem::take(&mut own.waiting);
            let kept =
                all.into_iter().filter(|Reverse((_, _, lot, key, rule))| self.is_unserved(*lot, *key, *rule));
            let kept: BinaryHeap<_> = kept.collect();
            let own = &mut self.routings.impatience;
            own.room = ROOM.max(2 * kept.len());
            own.waiting = kept;
        }
        self.set_impatience();
    }

    fn set_impatience(&mut self) {
        let own = &self.routings.impatience;
        let next = own.waiting.peek().map_or(Time::NEVER, |Reverse((until, ..))| *until);
        self.clock.calendar.schedule(own.slot, next);
    }

    /// Whether a lot that has joined a queue is still at that step, nothing having been done for it.
    fn is_unserved(&self, lot: LotId, key: u64, rule: u32) -> bool {
        let (l, own) = (&self.lots.arena[lot.index()], self.rule(rule));
        let rows = &self.routings.rows;
        let row = &rows[l.row as usize];
        // Who is kept out of a buffer stands one row before the step.
        let row = if matches!(row.to, Destination::OneParent(_)) { &rows[row.next as usize] } else { row };
        let here = row.step == own.step;
        let begun = l.left > Duration::ZERO || l.entered == Time::NEVER;
        l.units > 0 && l.key == key && l.product == own.product && here && !begun
    }

    /// The patience of some lots has ended: those that still wait leave their queues.
    pub(super) fn lose_patience(&mut self) {
        while let Some(Reverse((until, _, lot, key, rule))) = self.routings.impatience.waiting.peek().copied()
            && until <= self.now
        {
            self.routings.impatience.waiting.pop();
            if self.is_unserved(lot, key, rule) && self.leave_queue(lot) {
                self.turn_away(rule, lot, Holder::Outside);
            }
        }
        self.set_impatience();
    }

    /// Takes a lot from where it waits: the buffer, whoever holds it for want of room, or a machine that lacks something for
    /// it. False when work on it has begun.
    fn leave_queue(&mut self, lot: LotId) -> bool {
        let row = &self.routings.rows[self.lots.arena[lot.index()].row as usize];
        let (Destination::Station(station) | Destination::OneParent(station)) = row.to else { return false };
        let s = &mut self.stations[station as usize];
        if s.take_out(lot) {
            self.count_reneged(station, lot);
        } else if let Some(at) = s.blocked.iter().position(|held| held.lot == lot) {
            let held = s.blocked.remove(at);
            held.into_iter().for_each(|held| self.let_go(held));
            self.counts[station as usize].tally.reneged += 1;
        } else {
            let Some(machine) = self.idle_holder(station, lot) else { return false };
            self.count_reneged(self.machines[machine as usize].station, lot);
            self.withdraw(machine);
        }
        self.admit_blocked(station);
        self.touch_station(station);
        true
    }

    /// A lot leaves a station unserved; the time that it has waited there belongs to the station's queue.
    fn count_reneged(&mut self, station: u32, lot: LotId) {
        let l = &mut self.lots.arena[lot.index()];
        let waited = self.now.since(l.entered);
        l.waited += waited;
        let tally = &mut self.counts[station as usize].tally;
        tally.queue_time += waited;
        tally.reneged += 1;
    }

    /// The machine that is reserved for a lot but has done nothing for it, nor has anything of it.
    fn idle_holder(&self, buffer: u32, lot: LotId) -> Option<u32> {
        let mut machines = self.stations[buffer as usize].drawers.iter().flat_map(|own| {
            let d = &self.stations[*own as usize];
            d.first_machine..d.first_machine + d.machines
        });
        machines.find(|machine| {
            let m = &self.machines[*machine as usize];
            let instructs = matches!(m.stage, Stage::Instruction | Stage::Misled);
            let assembles = !self.routings.rows[m.row as usize].inputs.is_empty();
            m.lot == lot && m.phase == Phase::Reserved && !(m.batched || m.crewed || instructs || assembles)
        })
    }

    /// Takes back what a reserved machine asks for, and frees it.
    fn withdraw(&mut self, machine: u32) {
        self.forget_request(machine);
        self.free_machine(machine);
        self.pause_between(machine);
    }

    /// Takes back what a machine asks for; others may have it.
    pub(super) fn forget_request(&mut self, machine: u32) {
        for index in 0..self.needs_of(machine).len() {
            match self.needs_of(machine)[index] {
                Need::Workers { group, .. } => self.leave_queue_of_group(machine, group),
                Need::Material { material, .. } => {
                    let other = |request: &super::elements::Request| request.machine != machine;
                    self.materials[material as usize].waiting.retain(other);
                    self.touched.material(material);
                }
            }
        }
        let m = &mut self.machines[machine as usize];
        m.asking = false;
        m.lacks_material = false;
    }

    /// A machine does not wait for workers of a group any more; those behind it may be served.
    fn leave_queue_of_group(&mut self, machine: u32, group: u32) {
        let Floor { now, groups, pools, touched, .. } = self;
        let own = &mut groups[group as usize];
        own.waiting.retain(|request| {
            let goes = request.machine == machine && request.purpose == Purpose::Operation;
            if goes {
                pools[own.pools[0] as usize].tally.waiting_time += now.since(request.queued);
            }
            !goes
        });
        own.pools.iter().for_each(|pool| touched.pool(*pool));
    }

    /// Sends on a lot that does not wait: to another step, or out of the plant. True when it has left its holder.
    fn turn_away(&mut self, rule: u32, lot: LotId, by: Holder) -> bool {
        let (to, back, step) = {
            let own = self.rule(rule);
            (own.to, own.back, own.step)
        };
        if to == NONE {
            self.abandon(lot);
            return true;
        }
        let l = &mut self.lots.arena[lot.index()];
        l.row = to;
        if back {
            l.key = mix(l.key ^ AGAIN);
            l.passed = l.passed.max(step);
        }
        self.move_on(lot, by)
    }
}
