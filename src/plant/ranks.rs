//! Ranked buffers: lots in the order in which a rule takes them, where that does not change while they wait.
//!
//! A scan over all lots for each one taken would make long queues slow. Newcomers stand in the ring of their buffer as
//! everywhere; before a machine is served they are put in their places here. Rules that look at the time or at the
//! machine (critical ratio, families), and buffers that several stations draw from, are scanned.

use std::collections::BTreeMap;

use crate::spec::Rule;
use crate::units::{Duration, LotId};

use super::elements::{NONE, Station};
use super::floor::Floor;

/// Where a lot stands: its class, what the rule goes by, and its arrival, the smallest first.
pub(super) type Standing = (u8, u64, i64);

/// Lots in the order in which they are taken.
#[derive(Clone, Default, Debug)]
pub(super) struct Ranks {
    lots: BTreeMap<Standing, LotId>,
    /// Numbers of the last arrival, and of the last lot that was put before all others.
    last: i64,
    first: i64,
}

impl Station {
    /// How many lots wait in the buffer.
    pub(super) fn waiting(&self) -> usize {
        self.buffer.len() + self.ranks.as_ref().map_or(0, |ranks| ranks.lots.len())
    }

    /// The lots in the buffer, in no order that means anything.
    pub(super) fn lots(&self) -> impl Iterator<Item = LotId> {
        let ranked = self.ranks.iter().flat_map(|ranks| ranks.lots.values().copied());
        self.buffer.iter().chain(ranked)
    }

    /// Takes all lots out of the buffer, in the order of their arrival.
    pub(super) fn take_all(&mut self) -> Vec<LotId> {
        let sign = self.sign();
        let ranked = self.ranks.as_mut().map(|ranks| std::mem::take(&mut ranks.lots));
        let ranked = ranked.into_iter().flatten().map(|((_, _, came), lot)| (sign * came, lot));
        let mut ranked: Vec<(i64, LotId)> = ranked.collect();
        ranked.sort_unstable();
        let all = ranked.into_iter().map(|(_, lot)| lot).chain(self.buffer.take_all());
        let all = all.collect();
        self.count_places();
        all
    }

    /// What makes of the number of an arrival its rank.
    fn sign(&self) -> i64 {
        if self.dispatch.rule == Rule::Lifo { -1 } else { 1 }
    }

    /// Which of the places in the buffer newcomers may take: neither under way to nor ranked.
    pub(super) fn count_places(&mut self) {
        let ranked = self.ranks.as_ref().map_or(0, |ranks| ranks.lots.len());
        self.capacity = self.places.saturating_sub((self.under_way.len() + ranked) as u32);
    }
}

impl Floor<'_> {
    /// Where a lot stands among those of a ranked buffer.
    fn standing(&self, station: u32, lot: LotId, came: i64) -> Standing {
        let row = self.lots.arena[lot.index()].row;
        let (class, by) = self.rank(station, lot, row, NONE, 0).unwrap_or_default();
        (class, by, self.stations[station as usize].sign() * came)
    }

    /// Puts newcomers in their places.
    pub(super) fn rank_newcomers(&mut self, station: u32) {
        while let Some(lot) = self.stations[station as usize].buffer.pop_front() {
            let Some(ranks) = &mut self.stations[station as usize].ranks else { return };
            ranks.last += 1;
            let came = ranks.last;
            self.put_in_place(station, lot, came);
        }
    }

    /// Puts a lot before all that came.
    pub(super) fn put_first(&mut self, station: u32, lot: LotId) {
        let Some(ranks) = &mut self.stations[station as usize].ranks else {
            return self.stations[station as usize].buffer.push_front(lot);
        };
        ranks.first -= 1;
        let came = ranks.first;
        self.put_in_place(station, lot, came);
    }

    fn put_in_place(&mut self, station: u32, lot: LotId, came: i64) {
        let standing = self.standing(station, lot, came);
        let s = &mut self.stations[station as usize];
        if let Some(ranks) = &mut s.ranks {
            ranks.lots.insert(standing, lot);
        }
        s.count_places();
    }

    /// The first lot of a ranked buffer whose components are there, with its standing.
    pub(super) fn first_ranked(&mut self, station: u32) -> Option<(Standing, LotId)> {
        self.rank_newcomers(station);
        let ready = |lot: &LotId| {
            let l = &self.lots.arena[lot.index()];
            l.left > Duration::ZERO || self.has_components(l.row, l.units)
        };
        let ranks = self.stations[station as usize].ranks.as_ref()?;
        ranks.lots.iter().find(|(_, lot)| ready(lot)).map(|(standing, lot)| (*standing, *lot))
    }

    /// Takes that lot.
    pub(super) fn take_ranked(&mut self, station: u32) -> Option<LotId> {
        let (standing, _) = self.first_ranked(station)?;
        let s = &mut self.stations[station as usize];
        let lot = s.ranks.as_mut()?.lots.remove(&standing);
        s.count_places();
        lot
    }

    /// Ranks the buffers anew whose rules go by times that have changed.
    pub(super) fn rank_anew(&mut self) {
        for station in 0..self.stations.len() as u32 {
            let s = &mut self.stations[station as usize];
            if !matches!(s.dispatch.rule, Rule::ShortestOperation | Rule::LongestOperation) {
                continue;
            }
            let Some(ranks) = &mut s.ranks else { continue };
            for ((_, _, came), lot) in std::mem::take(&mut ranks.lots) {
                self.put_in_place(station, lot, came);
            }
        }
    }
}
