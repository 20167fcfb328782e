//! Jockeying: the last lot of a queue goes over to a shorter one for the same step.

use crate::units::LotId;

use super::elements::{Destination, Holder, Routings};
use super::floor::Floor;

impl Routings {
    /// Stations with the choices by which lots may go over from one to another.
    pub(super) fn jockeys(&self) -> Vec<(u32, u32)> {
        let choices = self.choices.iter().zip(0..).filter(|(own, _)| own.jockeys < u32::MAX);
        let pairs = choices.flat_map(|(own, choice)| {
            own.rows.iter().filter_map(move |row| Some((self.station_of(*row)?, choice)))
        });
        pairs.collect()
    }

    /// The station to whose buffer a row leads.
    fn station_of(&self, row: u32) -> Option<u32> {
        match self.rows[row as usize].to {
            Destination::Station(station) => Some(station),
            _ => None,
        }
    }
}

impl Floor<'_> {
    /// A queue has changed: lots go over from it or to it, as long as any two differ enough.
    pub(super) fn jockey(&mut self, station: u32) {
        for position in 0..self.stations[station as usize].jockeys.len() {
            let choice = self.stations[station as usize].jockeys[position] as usize;
            for row in 0..self.routings.choices[choice].rows.len() {
                let row = self.routings.choices[choice].rows[row];
                while let Some((from, lot)) = self.comes_over(choice, row) {
                    self.go_over(from, lot, row);
                }
            }
        }
    }

    /// The last lot of the longest queue of a choice that differs enough from that of a row with room, and where it is.
    fn comes_over(&self, choice: usize, row: u32) -> Option<(u32, LotId)> {
        let own = &self.routings.choices[choice];
        if !self.has_room(row) {
            return None;
        }
        let least = self.load_at(row).0 + u64::from(own.jockeys);
        let others = own.rows.iter().filter(|other| **other != row).filter_map(|other| {
            let from = self.routings.station_of(*other)?;
            let lots = self.load_at(*other).0;
            let lot = self.last_of(from, &own.rows).filter(|_| lots >= least)?;
            Some((lots, from, lot))
        });
        // Of equals the first.
        let longest = others.reduce(|best, other| if other.0 > best.0 { other } else { best });
        longest.map(|(_, from, lot)| (from, lot))
    }

    /// The lot that came last to a buffer, of those at some rows.
    fn last_of(&self, station: u32, rows: &[u32]) -> Option<LotId> {
        let lots = self.stations[station as usize].lots().filter(|lot| {
            let l = &self.lots.arena[lot.index()];
            rows.contains(&l.row) && l.left.0 == 0
        });
        lots.max_by_key(|lot| {
            let l = &self.lots.arena[lot.index()];
            (l.entered, l.serial, l.product)
        })
    }

    /// A lot leaves a queue for that of another row; its wait so far belongs to the queue that it leaves.
    fn go_over(&mut self, from: u32, lot: LotId, row: u32) {
        self.stations[from as usize].take_out(lot);
        let l = &mut self.lots.arena[lot.index()];
        let waited = self.now.since(l.entered);
        l.waited += waited;
        l.row = row;
        self.counts[from as usize].tally.queue_time += waited;
        self.move_on(lot, Holder::Outside);
        self.admit_blocked(from);
    }
}
