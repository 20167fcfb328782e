//! Workers who are called away: an operation stops for a request that comes before it, where a pool says so.
//!
//! Only who is enough for the request leaves, and only when nothing else lacks for it. The least urgent operation is left
//! first, of equals the one that was begun last; it waits for its crew again, before new work of its rank.

use std::cmp::Reverse;

use super::elements::{Need, Phase};
use super::floor::Floor;
use super::resources::Resource;

/// An operation that may be left: how urgent it is, when it took its crew, its machine.
type Candidate = (u64, u64, u32);

impl Floor<'_> {
    /// Calls workers away from operations for the first request to a group of pools; true when the request can be served
    /// now, or lacks something else and waits for that.
    #[inline(always)]
    pub(super) fn call_away(&mut self, group: u32) -> bool {
        self.groups[group as usize].interrupts && self.leave_for_urgent(group)
    }

    #[inline(never)]
    fn leave_for_urgent(&mut self, group: u32) -> bool {
        let own = Resource::Group(group);
        let Some(request) = self.queue(own).front().copied() else { return false };
        let mut able = self.less_urgent(group, Self::urgency(request.order));
        able.sort_unstable_by_key(|own| Reverse(*own));
        let mut freed: Vec<(u32, u64)> = Vec::new();
        for (nth, (.., machine)) in able.iter().enumerate() {
            let pools = self.groups[group as usize].pools.iter();
            freed.extend(pools.map(|pool| (*pool, self.crew_from(*machine, *pool))));
            // The pools are changed for the question, and back.
            freed.iter().for_each(|(pool, shares)| self.pools[*pool as usize].busy -= shares);
            let refusal = self.first_refusal(request, Some(own));
            freed.iter().for_each(|(pool, shares)| self.pools[*pool as usize].busy += shares);
            match refusal {
                None => {
                    able[..=nth].iter().for_each(|(.., machine)| self.suspend(*machine));
                    return true;
                }
                Some((lacking, _)) if lacking == own => {}
                Some(_) => {
                    self.drop_head(own);
                    self.serve(request, refusal);
                    return true;
                }
            }
        }
        false
    }

    /// Operations with a crew from a group of pools, or from some of them, that are less urgent than a rank.
    fn less_urgent(&self, group: u32, rank: u64) -> Vec<Candidate> {
        let wanted = &self.groups[group as usize].pools;
        let pools = || wanted.iter().filter(|pool| self.pools[**pool as usize].interrupts);
        let mut able = Vec::new();
        for (m, machine) in self.machines.iter().zip(0..) {
            let works = m.crewed && matches!(m.phase, Phase::Running | Phase::Paused);
            if !(works && pools().any(|pool| self.crew_from(machine, *pool) > 0)) {
                continue;
            }
            let ranks = self.needs_of(machine).iter().filter_map(|need| match need {
                Need::Workers { group, .. } => {
                    let shared = self.groups[*group as usize].pools.iter().any(|pool| wanted.contains(pool));
                    shared.then(|| Self::urgency(self.place_of_crew(machine, need)))
                }
                Need::Material { .. } => None,
            });
            able.extend(ranks.min().filter(|own| *own > rank).map(|own| (own, m.crew_order, machine)));
        }
        able
    }
}
