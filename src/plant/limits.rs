//! Limits on work in process that upgrades change: places in buffers, cards of loops.

use super::elements::Tuning;
use super::floor::Floor;

impl Floor<'_> {
    /// A buffer has as many places as upgrades make of them, and a batch station never fewer than its smallest load needs. Lots
    /// beyond them stay until they are taken.
    pub(super) fn change_buffer(&mut self, station: u32, tuning: Tuning) {
        let s = &mut self.stations[station as usize];
        s.places = tuned(tuning, s.base_places).max(s.batch.as_ref().map_or(0, |batch| batch.min));
        s.count_places();
        self.admit_blocked(station);
        self.touch_station(station);
        // Some work is released when there is room.
        (0..self.loops.len() as u32).for_each(|own| self.touched.own_loop(own));
    }

    /// A loop has as many cards as upgrades make of them, one at least. What lots have they keep until they return it.
    pub(super) fn change_cards(&mut self, own: u32, tuning: Tuning) {
        let l = &mut self.loops[own as usize];
        let cards = tuned(tuning, l.base_cards).max(1);
        l.free += i64::from(cards) - i64::from(l.cards);
        l.cards = cards;
        self.touched.own_loop(own);
    }
}

/// A number of lots after upgrades, below what stands for no limit.
fn tuned(tuning: Tuning, lots: u32) -> u32 {
    tuning.apply(f64::from(lots)).round().clamp(0.0, f64::from(u32::MAX - 1)) as u32
}
