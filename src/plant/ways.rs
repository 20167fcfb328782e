//! Ways: where a lot goes when several ways part after a step, or several stations can do the next.

use crate::random::{mix, uniform};
use crate::spec::Choosing;
use crate::units::LotId;

use super::elements::{Destination, Holder, NONE, Phase};
use super::floor::Floor;

/// Added to a lot's key on its way back, so that its draws there are others.
pub(super) const AGAIN: u64 = 0xA5A5_5A5A_0F0F_F0F1;

impl Floor<'_> {
    /// Takes a lot past a row where nothing is done but decided; true when it has left its holder.
    #[inline(never)]
    pub(super) fn find_way(&mut self, to: Destination, lot: LotId, by: Holder) -> bool {
        match to {
            Destination::Gate(gate) => self.pass_gate(gate, lot, by),
            Destination::Patience(rule) => self.come_to_queue(rule, lot, by),
            Destination::Choice(choice) => {
                self.lots.arena[lot.index()].row = self.choose(choice as usize, lot);
                self.move_on(lot, by)
            }
            Destination::Fork(fork) => {
                let row = self.take_way(fork as usize, lot);
                if row == NONE {
                    self.finish_lot(lot);
                    return true;
                }
                self.lots.arena[lot.index()].row = row;
                self.move_on(lot, by)
            }
            Destination::Split { lots, keeps_place } => self.split(lot, by, lots, keeps_place),
            Destination::Join(joint) => self.enter_joint(joint, lot, by),
            Destination::Input(input) => self.enter_input(input, lot, by),
            Destination::OneParent(station) => self.enter_reserved_buffer(station, lot, by),
            Destination::Class(class) => {
                self.lots.arena[lot.index()].class = class;
                self.send_on(lot, by)
            }
            Destination::Dismissal => {
                self.part_from_escorts(lot);
                self.send_on(lot, by)
            }
            Destination::Station(_) | Destination::Place(_) => self.move_on(lot, by),
        }
    }

    /// The row after a fork, by one keyed draw. A way that has been taken often enough leaves its share to the others.
    fn take_way(&mut self, fork: usize, lot: LotId) -> u32 {
        let fork = &self.routings.forks[fork];
        let l = &mut self.lots.arena[lot.index()];
        let open =
            |way: &&super::elements::Way| way.most.is_none_or(|(limit, most)| l.taken[limit as usize] < most);
        let sum: f64 = fork.ways.iter().filter(open).map(|way| way.share).sum();
        let mut left = uniform(mix(l.key ^ fork.key)) * sum;
        let mut taken = None;
        for way in fork.ways.iter().filter(open) {
            // A way without any share is never taken, and the last with one takes what rounding leaves.
            if way.share > 0.0 && (taken.is_none() || left >= 0.0) {
                taken = Some(*way);
            }
            left -= way.share;
            if left < 0.0 {
                break;
            }
        }
        let Some(way) = taken else { return NONE };
        if let Some((limit, _)) = way.most {
            l.taken[limit as usize] += 1;
        }
        if way.back > 0 {
            l.key = mix(l.key ^ AGAIN);
            l.passed = l.passed.max(way.back);
        }
        way.row
    }

    /// The row of the station that a lot chooses.
    fn choose(&mut self, choice: usize, lot: LotId) -> u32 {
        let own = &mut self.routings.choices[choice];
        own.turns += 1;
        let all = own.rows.len();
        let own = &self.routings.choices[choice];
        let first = |free: &dyn Fn(u32) -> bool| own.rows.iter().copied().find(|row| free(*row));
        match own.rule {
            Choosing::Cyclic => own.rows[((own.turns - 1) % all as u64) as usize],
            Choosing::Random => {
                let drawn = uniform(mix(self.lots.arena[lot.index()].key ^ own.key));
                own.rows[((drawn * all as f64) as usize).min(all - 1)]
            }
            Choosing::InOrder => first(&|row| self.serves_at_once(row))
                .or_else(|| first(&|row| self.has_room(row)))
                .unwrap_or(own.rows[0]),
            Choosing::ShortestQueue => {
                let load = |row: &u32| self.load_at(*row);
                let mut best = (own.rows[0], load(&own.rows[0]));
                for row in &own.rows[1..] {
                    let (lots, machines) = load(row);
                    // Loads are compared as fractions, by products.
                    if lots * best.1.1 < best.1.0 * machines {
                        best = (*row, (lots, machines));
                    }
                }
                best.0
            }
        }
    }

    /// Whether a lot would find a free machine and nobody before it.
    fn serves_at_once(&self, row: u32) -> bool {
        match self.routings.rows[row as usize].to {
            Destination::Station(station) => {
                self.stations[station as usize].waiting() == 0 && self.has_free(station)
            }
            _ => false,
        }
    }

    /// Lots waiting for and on the machines that draw from a row's buffer, and those machines.
    pub(super) fn load_at(&self, row: u32) -> (u64, u64) {
        let Destination::Station(station) = self.routings.rows[row as usize].to else { return (0, 1) };
        let s = &self.stations[station as usize];
        let (mut lots, mut machines) = (s.waiting() as u64 + s.blocked.len() as u64, 0);
        for drawer in &s.drawers {
            let d = &self.stations[*drawer as usize];
            for machine in d.first_machine..d.first_machine + d.machines {
                let m = &self.machines[machine as usize];
                lots += u64::from(m.phase != Phase::Idle);
                machines += u64::from(m.stops & super::elements::stop::GONE == 0);
            }
        }
        (lots, machines.max(1))
    }
}
