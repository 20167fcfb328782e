//! Crews beyond their operations: kept by a lot over several steps, or busy for a time after they have left it.
//!
//! A crew is handed over by its machine as the operation ends. It stays in the books of its pool as busy, but is known by its
//! lot, then by the instant in which it is free. Nobody takes it from there: neither the end of a shift nor urgent requests.

use std::collections::BTreeMap;

use crate::random::mix;
use crate::units::{Duration, LotId};

use super::elements::{Escort, Escorts, NONE, Need};
use super::floor::Floor;

/// Added to the key of an operation's time for that in which its crew is busy after it.
const AFTER: u64 = 0x0F0F_5A5A_F0F0_A5A5;

impl Escorts {
    /// Nobody is under way.
    pub(super) fn new() -> Escorts {
        Escorts { kept: BTreeMap::new(), away: BTreeMap::new(), left: 0, slot: NONE }
    }
}

impl Floor<'_> {
    /// The crew of an operation that is done leaves the machine, but is not free yet.
    #[inline(never)]
    pub(super) fn leave_with_lot(&mut self, machine: u32) {
        let needs = self.needs_of(machine).iter().filter(|need| matches!(need, Need::Workers { .. }));
        let needs: Vec<Need> = needs.copied().collect();
        let hands = self.hands[machine as usize].0.extract_if(.., |hand| !hand.stop).collect();
        let m = &mut self.machines[machine as usize];
        m.crewed = false;
        let (lot, row) = (m.lot, &self.routings.rows[m.row as usize]);
        let l = &mut self.lots.arena[lot.index()];
        let after = Duration::from_micros(row.crew_after.at(mix(l.key ^ row.time_key ^ AFTER)) * row.pace);
        let keeps = row.keeps_crew;
        let crew = Escort { needs, hands, after };
        if keeps {
            l.escorted = true;
            self.routings.escorts.kept.entry(lot).or_default().push(crew);
        } else {
            self.send_away(crew);
        }
    }

    /// A lot parts from the crews that it has kept.
    #[inline(never)]
    pub(super) fn part_from_escorts(&mut self, lot: LotId) {
        self.lots.arena[lot.index()].escorted = false;
        let crews = self.routings.escorts.kept.remove(&lot).unwrap_or_default();
        crews.into_iter().for_each(|crew| self.send_away(crew));
    }

    /// A crew has left its lot: it is free after a time.
    fn send_away(&mut self, crew: Escort) {
        if crew.after == Duration::ZERO {
            return self.set_free(&crew);
        }
        let own = &mut self.routings.escorts;
        own.left += 1;
        own.away.insert((self.now.after(crew.after), own.left), crew);
        self.set_return();
    }

    fn set_return(&mut self) {
        let own = &self.routings.escorts;
        if let Some((until, _)) = own.away.keys().next() {
            self.clock.calendar.schedule(own.slot, *until);
        }
    }

    /// Those are free who were busy up to now.
    pub(super) fn welcome_crews(&mut self) {
        while let Some(first) = self.routings.escorts.away.first_entry()
            && first.key().0 <= self.now
        {
            let crew = first.remove();
            self.set_free(&crew);
        }
        self.set_return();
    }

    /// Whether some of a crew without a machine come from a pool.
    pub(super) fn escorts_from(&self, crew: &Escort, pool: u32) -> bool {
        let alone = |need: &Need| match need {
            Need::Workers { group, .. } => self.groups[*group as usize].lone == pool,
            Need::Material { .. } => false,
        };
        crew.needs.iter().any(alone) || crew.hands.iter().any(|hand| hand.pool == pool)
    }

    fn set_free(&mut self, crew: &Escort) {
        for need in &crew.needs {
            self.release_lone(*need);
        }
        for hand in &crew.hands {
            self.pools[hand.pool as usize].release_hand(hand, self.now);
            self.touched.pool(hand.pool);
        }
    }
}
