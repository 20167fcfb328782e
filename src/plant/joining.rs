//! Lots that part and lots that join, and buffers for the lots of one parent at a time.

use crate::random::{Distribution, mix};
use crate::units::{LotId, Time};

use super::elements::{Held, Holder, Joint, NO_CARD, Parting};
use super::floor::Floor;

/// Distinguishes the draws of a part from those of its lot.
const PART: u64 = 0x9A27_51C0_33D8_4E6B;

impl Joint {
    /// Counts the lots that wait up to now; call before they change.
    pub(super) fn count(&mut self, now: Time) {
        self.gauge.count(self.waiting.len(), self.rule.capacity.unwrap_or(u32::MAX), 0, now);
    }
}

impl Floor<'_> {
    /// A lot becomes several, as even as units allow, which go on one by one; true when it has left its holder.
    pub(super) fn split(&mut self, lot: LotId, by: Holder, lots: u32, keeps_place: bool) -> bool {
        let whole = self.lots.arena[lot.index()];
        let parts = lots.min(whole.units).max(1);
        let next = self.routings.rows[whole.row as usize].next;
        let mut made = Vec::new();
        for part in 1..parts {
            let left = self.lots.arena[lot.index()];
            let units = left.units / (parts - part + 1);
            let bits = mix(whole.key ^ PART.wrapping_sub(u64::from(part)));
            let defects = Distribution::among(bits, left.units, left.defects, units);
            made.push(self.split_off(lot, units, defects));
        }
        made.push(lot);
        for (part, own) in made.iter().enumerate() {
            let l = &mut self.lots.arena[own.index()];
            l.parent = whole.key;
            l.key = mix(whole.key ^ PART.wrapping_add(part as u64));
        }
        // A lot that leaves the plant is finished part by part.
        let holder = if keeps_place { self.keep_place(Held { lot, by }, parts) } else { Holder::Outside };
        let mut left = parts;
        for own in made {
            left -= u32::from(self.send_to(next, own, holder));
        }
        match holder {
            Holder::Parting(parting) => {
                self.lots.partings[parting as usize].left = left;
                if left == 0 {
                    self.lots.free_partings.push(parting);
                }
                left == 0
            }
            _ => true,
        }
    }

    fn keep_place(&mut self, held: Held, left: u32) -> Holder {
        let parting = Parting { held, left };
        match self.lots.free_partings.pop() {
            Some(free) => {
                self.lots.partings[free as usize] = parting;
                Holder::Parting(free)
            }
            None => {
                self.lots.partings.push(parting);
                Holder::Parting(self.lots.partings.len() as u32 - 1)
            }
        }
    }

    /// A part has gone on; with the last, the place of its lot is free.
    pub(super) fn part_gone(&mut self, parting: u32) {
        let own = &mut self.lots.partings[parting as usize];
        own.left -= 1;
        if own.left == 0 {
            let held = own.held;
            self.lots.free_partings.push(parting);
            self.let_go(held);
        }
    }

    /// A part is scrapped whole: others do not wait for it.
    pub(super) fn lose_part(&mut self, lot: LotId) {
        let parent = self.lots.arena[lot.index()].parent;
        if parent == 0 || !self.joints.iter().any(|joint| joint.rule.same_parent) {
            return;
        }
        *self.lots.lost_parts.entry(parent).or_default() += 1;
        for joint in 0..self.joints.len() as u32 {
            self.join(joint);
        }
    }

    /// A lot comes to a joint; true when it has left its holder.
    pub(super) fn enter_joint(&mut self, joint: u32, lot: LotId, by: Holder) -> bool {
        let j = &mut self.joints[joint as usize];
        let full = j.rule.capacity.is_some_and(|capacity| j.waiting.len() as u32 >= capacity);
        // The lot that makes a set complete is never held up.
        if full && !self.completes(joint, lot) {
            self.joints[joint as usize].blocked.push_back(Held { lot, by });
            return false;
        }
        self.begin_waiting(joint, lot);
        self.join(joint);
        true
    }

    /// From now on a lot waits at a joint.
    fn begin_waiting(&mut self, joint: u32, lot: LotId) {
        self.joints[joint as usize].count(self.now);
        self.joints[joint as usize].waiting.push(lot);
        self.lots.arena[lot.index()].entered = self.now;
    }

    /// How many parts of a parent are waited for at most.
    fn wanted(&self, joint: u32, parent: u64) -> usize {
        let j = &self.joints[joint as usize];
        let lost =
            if j.rule.same_parent { self.lots.lost_parts.get(&parent).copied().unwrap_or(0) } else { 0 };
        j.rule.lots.saturating_sub(lost).max(1) as usize
    }

    fn completes(&self, joint: u32, lot: LotId) -> bool {
        let j = &self.joints[joint as usize];
        let parent = self.lots.arena[lot.index()].parent;
        let mates = j
            .waiting
            .iter()
            .filter(|own| !j.rule.same_parent || self.lots.arena[own.index()].parent == parent);
        mates.count() + 1 >= self.wanted(joint, parent)
    }

    /// Makes one lot of each set that is complete, and lets in who waits.
    fn join(&mut self, joint: u32) {
        while let Some(set) = self.complete_set(joint) {
            let j = &mut self.joints[joint as usize];
            j.count(self.now);
            j.waiting.retain(|lot| !set.contains(lot));
            for lot in &set {
                j.gauge.let_out(self.lots.arena[lot.index()].entered, self.now);
            }
            let one = self.merge(&set);
            self.send_on(one, Holder::Outside);
            self.admit_to_joint(joint);
        }
    }

    fn complete_set(&self, joint: u32) -> Option<Vec<LotId>> {
        let j = &self.joints[joint as usize];
        if !j.rule.same_parent {
            let all = j.rule.lots as usize;
            return (j.waiting.len() >= all).then(|| j.waiting[..all].to_vec());
        }
        for lot in &j.waiting {
            let parent = self.lots.arena[lot.index()].parent;
            let mates = j.waiting.iter().copied().filter(|m| self.lots.arena[m.index()].parent == parent);
            let mates: Vec<LotId> = mates.collect();
            if mates.len() >= self.wanted(joint, parent) {
                return Some(mates);
            }
        }
        None
    }

    fn admit_to_joint(&mut self, joint: u32) {
        let j = &mut self.joints[joint as usize];
        let room = j.rule.capacity.is_none_or(|capacity| (j.waiting.len() as u32) < capacity);
        if let Some(held) = j.blocked.pop_front_if(|_| room) {
            self.begin_waiting(joint, held.lot);
            self.let_go(held);
        }
    }

    /// Makes one lot of several: the first takes in the others, and is as old, as due and as urgent as any of them.
    fn merge(&mut self, set: &[LotId]) -> LotId {
        let one = set[0];
        let parent = self.lots.arena[one.index()].parent;
        for other in &set[1..] {
            let o = self.lots.arena[other.index()];
            let l = &mut self.lots.arena[one.index()];
            l.units += o.units;
            l.defects += o.defects;
            l.due = l.due.min(o.due);
            l.class = l.class.min(o.class);
            l.reworks = l.reworks.max(o.reworks);
            // What is in process stays; the time in process of each goes on as that of its units.
            let earlier = if o.released < l.released { l.released.since(o.released).0 } else { 0 };
            l.released = l.released.min(o.released);
            let product = l.product as usize;
            self.products[product].gone_time.0 = self.products[product].gone_time.0.wrapping_sub(earlier);
            self.hand_over_cards(*other, one);
            self.drop_lot(*other);
        }
        let l = &mut self.lots.arena[one.index()];
        l.key = mix(l.key ^ PART);
        l.parent = 0;
        self.lots.lost_parts.remove(&parent);
        one
    }

    /// A lot takes over the cards that it does not have itself.
    fn hand_over_cards(&mut self, from: LotId, to: LotId) {
        let giver = self.lots.arena[from.index()];
        let taker = &mut self.lots.arena[to.index()];
        let (release, step) = (!taker.has_release_card, taker.card == NO_CARD);
        taker.has_release_card |= giver.has_release_card;
        if step {
            taker.card = giver.card;
        }
        let own = &mut self.lots.arena[from.index()];
        own.has_release_card &= !release;
        if step {
            own.card = NO_CARD;
        }
    }

    /// Whether the buffer of a station takes a lot of this parent now.
    pub(super) fn accepts_parent(&self, station: u32, lot: LotId) -> bool {
        let parent = |lot: LotId| {
            let l = &self.lots.arena[lot.index()];
            // A lot that was never split is a parent of its own.
            if l.parent == 0 { l.key } else { l.parent }
        };
        self.stations[station as usize].buffer.iter().next().is_none_or(|first| parent(first) == parent(lot))
    }

    /// A lot comes to a buffer for lots of one parent at a time; true when it has left its holder.
    pub(super) fn enter_reserved_buffer(&mut self, station: u32, lot: LotId, by: Holder) -> bool {
        if !self.stations[station as usize].blocked.is_empty() || !self.accepts_parent(station, lot) {
            self.stations[station as usize].blocked.push_back(Held { lot, by });
            self.touch_station(station);
            return false;
        }
        let l = &mut self.lots.arena[lot.index()];
        l.row = self.routings.rows[l.row as usize].next;
        self.move_on(lot, by)
    }
}
