//! Urgent lots: which lot on a machine gives way to one that waits, where a station says that they interrupt others.
//!
//! An operation gives way, with its work kept or to be done anew; so does a lot whose operation waits for workers or
//! material. Setups and loading are finished first, and what stands still gives way when it could go on.

use std::cmp::Reverse;

use crate::random::mix;
use crate::spec::Classes;
use crate::units::{Duration, LotId, Time};

use super::elements::{ANEW, Machine, Phase, Purpose, Request, Stage};
use super::floor::Floor;
use super::resources::Resource;
use super::ways::AGAIN;

/// A request that was taken out of a queue, and where it stood.
type Taken = (Resource, usize, Request);

impl Floor<'_> {
    /// A machine goes to work: where urgent lots interrupt others, it may have to give way to one that waits.
    #[inline(always)]
    pub(super) fn consider_urgent(&mut self, machine: u32) {
        if self.clock.interrupts {
            self.touch_station(self.machines[machine as usize].station);
        }
    }

    /// Lets a lot of a lower class give way to a waiting lot, which its machine begins with at once; true when one did.
    /// None gives way to a lot that would have to wait for workers or material on its machine.
    pub(super) fn give_way(&mut self, buffer: u32) -> bool {
        let classes = self.stations[buffer as usize].dispatch.classes;
        if !classes.interrupt() {
            return false;
        }
        for machine in self.interruptible(buffer) {
            let Some((lot, row)) = self.next_for(buffer, machine) else { continue };
            let class = |lot: LotId| self.lots.arena[lot.index()].class;
            if class(lot) >= class(self.machines[machine as usize].lot) {
                continue;
            }
            // Its own request would stand before that of the urgent lot.
            let own = self.take_request(machine);
            let begins = self.would_begin(machine, lot, row);
            self.ask_again(own);
            if begins {
                self.interrupt(buffer, machine, classes);
                if let Some(lot) = self.take_for(buffer, machine) {
                    self.reserve(machine, lot);
                }
                return true;
            }
            if !self.touched.refused.contains(&buffer) {
                self.touched.refused.push(buffer);
                self.touched.more = true;
            }
        }
        false
    }

    /// Machines that may have to give way to a lot in a buffer: first those whose lot has not begun, then the least urgent
    /// operation, of equals the one that has begun last. Who goes home or is taken away after it would not begin with
    /// another.
    fn interruptible(&self, buffer: u32) -> Vec<u32> {
        let urgent = self.products.iter().map(|product| product.most_urgent).min().unwrap_or(0);
        let mut able: Vec<(bool, u8, Time, u32)> = Vec::new();
        for station in &self.stations[buffer as usize].drawers {
            let d = &self.stations[*station as usize];
            for machine in d.first_machine..d.first_machine + d.machines {
                let m = &self.machines[machine as usize];
                let begun = m.phase != Phase::Reserved;
                if self.can_give_way(m) {
                    let class = self.lots.arena[m.lot.index()].class;
                    able.extend((class > urgent).then_some((begun, class, m.run_from, machine)));
                }
            }
        }
        let order = |own: &(bool, u8, Time, u32)| (own.0, Reverse((own.1, own.2, Reverse(own.3))));
        able.sort_unstable_by_key(order);
        able.into_iter().map(|(.., machine)| machine).collect()
    }

    /// Whether the lot on a machine can be put back: its operation runs, or waits for workers or material. One that has not
    /// begun stays where it has its components or an instruction for this machine, until it begins.
    fn can_give_way(&self, m: &Machine) -> bool {
        if m.batched || m.overdue || m.retiring || m.stops != 0 {
            return false;
        }
        match m.phase {
            Phase::Running => m.stage == Stage::Operation,
            Phase::Paused => m.stage == Stage::Operation && m.asking,
            Phase::Reserved => {
                let row = &self.routings.rows[m.row as usize];
                m.asking && row.inputs.is_empty() && !row.instructed
            }
            Phase::Idle | Phase::Blocked | Phase::Prepared => false,
        }
    }

    /// The lot in the buffer that a machine would take if it were free, and its row there.
    fn next_for(&mut self, buffer: u32, machine: u32) -> Option<(LotId, u32)> {
        if self.stations[buffer as usize].ranks.is_some() {
            let (_, _, lot) = self.first_ranked(buffer, machine)?;
            return Some((lot, self.lots.arena[lot.index()].row));
        }
        let (at, row) = self.best(buffer, machine, self.stations[buffer as usize].buffer.iter())?;
        Some((self.stations[buffer as usize].buffer.iter().nth(at)?, row))
    }

    /// Puts the lot of a machine back to the head of its buffer.
    fn interrupt(&mut self, buffer: u32, machine: u32, classes: Classes) {
        let phase = self.machines[machine as usize].phase;
        if phase == Phase::Running {
            self.pause(machine);
        }
        if self.machines[machine as usize].crewed {
            self.release_crew(machine);
        }
        if phase != Phase::Reserved {
            self.note_ended(machine);
        }
        if self.machines[machine as usize].asking {
            self.forget_request(machine);
        }
        let m = &self.machines[machine as usize];
        let (lot, remaining, pace) = (m.lot, m.remaining, m.pace);
        let l = &mut self.lots.arena[lot.index()];
        if phase != Phase::Reserved {
            if classes == Classes::PreemptResample {
                l.key = mix(l.key ^ AGAIN);
            }
            // Nothing left would look like an operation not begun. Another machine may go on, at its own pace.
            l.left = match classes {
                Classes::PreemptResume => remaining.times(1.0 / pace).max(Duration::MICROSECOND),
                _ => ANEW,
            };
            // It waits anew; one that has not begun waits on.
            l.entered = self.now;
        }
        self.put_first(buffer, lot);
        self.free_machine(machine);
    }

    /// Takes the request for the operation of a machine out of its queue, when it stands in one.
    fn take_request(&mut self, machine: u32) -> Option<Taken> {
        if !self.machines[machine as usize].asking {
            return None;
        }
        let own = |request: &Request| request.machine == machine && request.purpose == Purpose::Operation;
        let groups = (0..self.groups.len() as u32).map(Resource::Group);
        let stocks = (0..self.materials.len() as u32).map(Resource::Material);
        let found = groups.chain(stocks).find_map(|resource| {
            let place = self.queue(resource).iter().position(own)?;
            Some((resource, place))
        });
        let (resource, place) = found?;
        let request = self.queue_mut(resource).remove(place)?;
        Some((resource, place, request))
    }

    /// Puts a request back to where it stood.
    fn ask_again(&mut self, taken: Option<Taken>) {
        if let Some((resource, place, request)) = taken {
            self.queue_mut(resource).insert(place, request);
        }
    }
}
