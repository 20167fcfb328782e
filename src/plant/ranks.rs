//! Ranked buffers: lots in the order in which a rule takes them.
//!
//! A scan over all lots for each one taken would make long queues slow. Newcomers stand in the ring of their buffer as
//! everywhere; before a machine is served they are put in their places here. Where a rule looks at the time or at the machine
//! (critical ratio, families), lots of one kind keep their order all the same, so that only the first of each kind are
//! compared. Buffers that several stations draw from are scanned.

use std::collections::BTreeMap;

use crate::spec::Rule;
use crate::units::{Duration, LotId};

use super::elements::{NONE, Station};
use super::floor::Floor;

/// Where a lot stands: its class, what the rule goes by, and its arrival, the smallest first.
pub(super) type Standing = (u8, u64, i64);

/// Lots that keep their order while they wait: of one class, row and number of units; all, where the rule is a lasting one.
type Kind = (u8, u32, u32);

/// Lots in the order in which they are taken.
#[derive(Clone, Default, Debug)]
pub(super) struct Ranks {
    /// By their kinds, which stay when their lots have gone.
    kinds: Vec<(Kind, BTreeMap<Standing, LotId>)>,
    /// Numbers of the last arrival, and of the last lot that was put before all others.
    last: i64,
    first: i64,
}

impl Ranks {
    /// How many lots have their places.
    fn len(&self) -> usize {
        self.kinds.iter().map(|(_, lots)| lots.len()).sum()
    }

    fn insert(&mut self, kind: Kind, standing: Standing, lot: LotId) {
        match self.kinds.iter_mut().find(|(own, _)| *own == kind) {
            Some((_, lots)) => {
                lots.insert(standing, lot);
            }
            None => self.kinds.push((kind, BTreeMap::from([(standing, lot)]))),
        }
    }

    /// Takes a lot out; false when it is not among them.
    fn take_out(&mut self, lot: LotId) -> bool {
        self.kinds.iter_mut().any(|(_, lots)| {
            let found = lots.iter().find(|(_, own)| **own == lot).map(|(standing, _)| *standing);
            found.is_some_and(|standing| lots.remove(&standing).is_some())
        })
    }

    /// Takes all lots out, kind by kind.
    fn take_all(&mut self) -> impl Iterator<Item = (Standing, LotId)> + use<> {
        std::mem::take(&mut self.kinds).into_iter().flat_map(|(_, lots)| lots)
    }
}

impl Station {
    /// How many lots wait in the buffer.
    pub(super) fn waiting(&self) -> usize {
        self.buffer.len() + self.ranks.as_deref().map_or(0, Ranks::len)
    }

    /// The lots in the buffer, in no order that means anything.
    pub(super) fn lots(&self) -> impl Iterator<Item = LotId> {
        let ranked =
            self.ranks.iter().flat_map(|ranks| &ranks.kinds).flat_map(|(_, lots)| lots.values().copied());
        self.buffer.iter().chain(ranked)
    }

    /// Takes all lots out of the buffer, in the order of their arrival.
    pub(super) fn take_all(&mut self) -> Vec<LotId> {
        let sign = self.sign();
        let ranked = self.ranks.as_deref_mut().map(Ranks::take_all);
        let ranked = ranked.into_iter().flatten().map(|((_, _, came), lot)| (sign * came, lot));
        let mut ranked: Vec<(i64, LotId)> = ranked.collect();
        ranked.sort_unstable();
        let all = ranked.into_iter().map(|(_, lot)| lot).chain(self.buffer.take_all());
        let all = all.collect();
        self.count_places();
        all
    }

    /// Takes a lot out of the buffer, wherever it stands; false when it is not there.
    pub(super) fn take_out(&mut self, lot: LotId) -> bool {
        let at = self.buffer.iter().position(|own| own == lot);
        let found = match at {
            Some(at) => self.buffer.remove(at).is_some(),
            None => self.ranks.as_mut().is_some_and(|ranks| ranks.take_out(lot)),
        };
        self.count_places();
        found
    }

    /// What makes of the number of an arrival its rank.
    fn sign(&self) -> i64 {
        if self.dispatch.rule == Rule::Lifo { -1 } else { 1 }
    }

    /// Which of the places in the buffer newcomers may take: neither under way to nor ranked.
    pub(super) fn count_places(&mut self) {
        let ranked = self.ranks.as_deref().map_or(0, Ranks::len);
        self.capacity = self.places.saturating_sub((self.under_way.len() + ranked) as u32);
    }
}

impl Floor<'_> {
    /// The kind of a lot in a ranked buffer, and where it stands among its like.
    fn standing(&self, station: u32, lot: LotId, came: i64) -> (Kind, Standing) {
        let l = &self.lots.arena[lot.index()];
        let s = &self.stations[station as usize];
        if s.dispatch.rule.is_lasting() {
            let (class, by) = self.rank(station, lot, l.row, NONE, 0).unwrap_or_default();
            return ((0, 0, 0), (class, by, s.sign() * came));
        }
        let by = if s.dispatch.rule == Rule::CriticalRatio { l.due.0 } else { 0 };
        ((l.class, l.row, l.units), (0, by, came))
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
        let (kind, standing) = self.standing(station, lot, came);
        let s = &mut self.stations[station as usize];
        if let Some(ranks) = &mut s.ranks {
            ranks.insert(kind, standing, lot);
        }
        s.count_places();
    }

    /// The first lot of a ranked buffer for a machine, of those whose components are there: its kind's position, its standing.
    pub(super) fn first_ranked(&mut self, station: u32, machine: u32) -> Option<(usize, Standing, LotId)> {
        self.rank_newcomers(station);
        let ready = |lot: &LotId| {
            let l = &self.lots.arena[lot.index()];
            l.left > Duration::ZERO || self.has_components(l.row, l.units)
        };
        let s = &self.stations[station as usize];
        let mut firsts = s.ranks.as_ref()?.kinds.iter().enumerate().filter_map(|(kind, (_, lots))| {
            lots.iter().find(|(_, lot)| ready(lot)).map(|(standing, lot)| (kind, *standing, *lot))
        });
        if s.dispatch.rule.is_lasting() {
            return firsts.next_back();
        }
        let ranked = firsts.filter_map(|first| {
            let row = self.lots.arena[first.2.index()].row;
            Some((self.rank(station, first.2, row, machine, 0)?, first))
        });
        ranked.min_by_key(|(rank, (_, (_, _, came), _))| (*rank, *came)).map(|(_, first)| first)
    }

    /// Takes that lot.
    pub(super) fn take_ranked(&mut self, station: u32, machine: u32) -> Option<LotId> {
        let (kind, standing, _) = self.first_ranked(station, machine)?;
        let s = &mut self.stations[station as usize];
        let lot = s.ranks.as_mut()?.kinds[kind].1.remove(&standing);
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
            for ((_, _, came), lot) in ranks.take_all() {
                self.put_in_place(station, lot, came);
            }
        }
    }
}
