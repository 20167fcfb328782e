//! Lots that part and lots that join, and buffers for the lots of one parent at a time.

use crate::random::{Distribution, mix};
use crate::units::{LotId, Time};

use super::elements::{Held, Holder, Joint, NO_CARD, NONE, Parent, Parting};
use super::floor::Floor;

/// Distinguishes the draws of a part from those of its lot.
const PART: u64 = 0x9A27_51C0_33D8_4E6B;

impl Joint {
    /// Counts the lots that wait up to now; call before they change.
    pub(super) fn count(&mut self, now: Time) {
        self.gauge.count(self.lots as usize, self.rule.capacity.unwrap_or(u32::MAX), 0, now);
    }

    /// Whether one more lot can wait.
    fn has_room(&self) -> bool {
        self.rule.capacity.is_none_or(|capacity| self.lots < capacity)
    }
}

impl Floor<'_> {
    /// A lot becomes several, as even as units allow, which go on one by one; true when it has left its holder.
    pub(super) fn split(&mut self, lot: LotId, by: Holder, lots: u32, keeps_place: bool) -> bool {
        let whole = self.lots.arena[lot.index()];
        if whole.escorted {
            self.part_from_escorts(lot);
        }
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
        if self.joints.iter().any(|joint| joint.rule.same_parent) {
            self.lots.parents.insert(whole.key, Parent { parts, of: whole.parent });
        }
        for (part, own) in made.iter().enumerate() {
            let l = &mut self.lots.arena[own.index()];
            l.parent = whole.key;
            l.key = mix(whole.key ^ PART.wrapping_add(part as u64));
        }
        // A lot that leaves the plant is finished part by part.
        // Outside there is no place to keep.
        let kept = keeps_place && by != Holder::Outside;
        let holder = if kept { self.keep_place(Held { lot, by }, parts) } else { Holder::Outside };
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

    /// A part of its own comes of a part, as its units are sent to rework.
    pub(super) fn add_part(&mut self, parent: u64) {
        if let Some(own) = self.lots.parents.get_mut(&parent) {
            own.parts += 1;
        }
    }

    /// A part is scrapped whole, used up or leaves: others do not wait for it.
    pub(super) fn lose_part(&mut self, parent: u64) {
        let mut lost = parent;
        while let Some(own) = self.lots.parents.get_mut(&lost) {
            own.parts -= 1;
            let Parent { parts, of } = *own;
            if parts > 0 {
                return self.look_at_joints(lost);
            }
            // With its last part a lot has gone that may have been a part itself.
            self.lots.parents.remove(&lost);
            lost = of;
        }
    }

    /// Parts of this parent may be together now, since there are fewer of them.
    fn look_at_joints(&mut self, parent: u64) {
        for joint in 0..self.joints.len() as u32 {
            if !self.joints[joint as usize].rule.same_parent {
                continue;
            }
            let held_up = self.joints[joint as usize]
                .blocked
                .iter()
                .position(|held| self.lots.arena[held.lot.index()].parent == parent)
                .filter(|_| self.gathered(joint, parent) + 1 >= self.wanted(joint, parent));
            if let Some(held) = held_up.and_then(|at| self.joints[joint as usize].blocked.remove(at)) {
                self.gather(joint, held.lot);
                self.let_go(held);
            }
            self.join(joint, parent);
        }
    }

    /// A lot comes to a joint; true when it has left its holder.
    pub(super) fn enter_joint(&mut self, joint: u32, lot: LotId, by: Holder) -> bool {
        let parent = self.common_parent(joint, lot);
        let completes = self.gathered(joint, parent) + 1 >= self.wanted(joint, parent);
        // The lot that makes a set complete is never held up.
        if !completes && !self.joints[joint as usize].has_room() {
            self.joints[joint as usize].blocked.push_back(Held { lot, by });
            return false;
        }
        self.gather(joint, lot);
        self.join(joint, parent);
        true
    }

    /// The parent that a lot has to have in common with those it is joined with; 0 where it does not matter.
    fn common_parent(&self, joint: u32, lot: LotId) -> u64 {
        if self.joints[joint as usize].rule.same_parent { self.lots.arena[lot.index()].parent } else { 0 }
    }

    /// How many lots wait at a joint for others of a parent.
    fn gathered(&self, joint: u32, parent: u64) -> u32 {
        self.joints[joint as usize].waiting.get(&parent).map_or(0, |lots| lots.len() as u32)
    }

    /// How many lots are joined: no more of one parent than it has become. A lot that was never split goes on alone.
    fn wanted(&self, joint: u32, parent: u64) -> u32 {
        let rule = &self.joints[joint as usize].rule;
        if !rule.same_parent {
            return rule.lots;
        }
        self.lots.parents.get(&parent).map_or(1, |own| own.parts.min(rule.lots))
    }

    /// A lot waits at a joint from now on.
    fn gather(&mut self, joint: u32, lot: LotId) {
        let parent = self.common_parent(joint, lot);
        let j = &mut self.joints[joint as usize];
        j.count(self.now);
        j.waiting.entry(parent).or_default().push_back(lot);
        j.lots += 1;
        self.lots.arena[lot.index()].entered = self.now;
    }

    /// Makes one lot of each set of a parent that is complete, and lets in who waits, whose sets may be complete then.
    fn join(&mut self, joint: u32, parent: u64) {
        let mut parents = vec![parent];
        while let Some(parent) = parents.pop() {
            while let Some(set) = self.complete_set(joint, parent) {
                let one = self.merge(&set);
                self.send_on(one, Holder::Outside);
            }
            while self.joints[joint as usize].has_room()
                && let Some(held) = self.joints[joint as usize].blocked.pop_front()
            {
                self.gather(joint, held.lot);
                self.let_go(held);
                parents.insert(0, self.common_parent(joint, held.lot));
            }
        }
    }

    /// Takes the lots that waited first for others of a parent, when there are enough.
    fn complete_set(&mut self, joint: u32, parent: u64) -> Option<Vec<LotId>> {
        let (gathered, wanted) = (self.gathered(joint, parent), self.wanted(joint, parent));
        if gathered < wanted.max(1) {
            return None;
        }
        let j = &mut self.joints[joint as usize];
        j.count(self.now);
        let lots = j.waiting.get_mut(&parent)?;
        let set: Vec<LotId> = lots.drain(..wanted as usize).collect();
        if lots.is_empty() {
            j.waiting.remove(&parent);
        }
        j.lots -= wanted;
        for lot in &set {
            j.gauge.let_out(self.lots.arena[lot.index()].entered, self.now);
        }
        Some(set)
    }

    /// Makes one lot of several: the first takes in the others, and is as old, as due and as urgent as any of them;
    /// it has waited as long as the oldest.
    fn merge(&mut self, set: &[LotId]) -> LotId {
        let one = set[0];
        if self.lots.arena[one.index()].escorted {
            self.part_from_escorts(one);
        }
        let parents = set.iter().map(|lot| self.lots.arena[lot.index()].parent);
        let parents: Vec<u64> = parents.collect();
        for other in &set[1..] {
            let o = self.lots.arena[other.index()];
            let l = &mut self.lots.arena[one.index()];
            l.units += o.units;
            l.defects += o.defects;
            l.due = l.due.min(o.due);
            l.class = l.class.min(o.class);
            l.reworks = l.reworks.max(o.reworks);
            // What is in process stays; the time in process of each goes on as that of its units.
            let mut earlier = 0;
            if o.released < l.released {
                earlier = l.released.since(o.released).0;
                (l.released, l.waited) = (o.released, o.waited);
            }
            let product = l.product as usize;
            self.products[product].gone_time.0 = self.products[product].gone_time.0.wrapping_sub(earlier);
            self.hand_over_cards(*other, one);
            self.drop_lot(*other);
        }
        let parent = self.reunite(&parents);
        let l = &mut self.lots.arena[one.index()];
        l.key = mix(l.key ^ PART);
        l.parent = parent;
        one
    }

    /// Parts of these parents, one for each, have become one lot: the parent that it is a part of itself.
    fn reunite(&mut self, parents: &[u64]) -> u64 {
        let first = parents[0];
        if parents.iter().any(|parent| *parent != first) {
            parents.iter().for_each(|parent| self.lose_part(*parent));
            return 0;
        }
        let Some(own) = self.lots.parents.get_mut(&first) else { return 0 };
        own.parts -= parents.len() as u32;
        let Parent { parts, of } = *own;
        if parts == 0 {
            self.lots.parents.remove(&first);
        } else {
            self.add_part(of);
        }
        of
    }

    /// A lot takes over the cards that it does not have itself.
    fn hand_over_cards(&mut self, from: LotId, to: LotId) {
        let giver = self.lots.arena[from.index()];
        let taker = &mut self.lots.arena[to.index()];
        let (release, step) = (!taker.has_release_card, taker.card == NO_CARD);
        if release {
            taker.has_release_card = giver.has_release_card;
            taker.release_card_shared = giver.release_card_shared;
        }
        if step {
            (taker.card, taker.card_shared) = (giver.card, giver.card_shared);
        }
        let own = &mut self.lots.arena[from.index()];
        if release {
            (own.has_release_card, own.release_card_shared) = (false, NONE);
        }
        if step {
            (own.card, own.card_shared) = (NO_CARD, NONE);
        }
    }

    /// Whether the buffer of a station takes a lot of this parent now.
    pub(super) fn accepts_parent(&self, station: u32, lot: LotId) -> bool {
        let parent = |lot: LotId| {
            let l = &self.lots.arena[lot.index()];
            // A lot that was never split is a parent of its own.
            if l.parent == 0 { l.key } else { l.parent }
        };
        self.stations[station as usize].lots().next().is_none_or(|first| parent(first) == parent(lot))
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
