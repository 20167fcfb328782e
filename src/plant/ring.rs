//! A queue of lots in an array whose length is a power of two: the hottest queue of all, a buffer before a station.
//!
//! `VecDeque` does the same; this one needs about half as many instructions for a lot that comes and goes.

use crate::units::LotId;

/// Lots in the order in which they wait.
#[derive(Clone, Debug)]
pub(super) struct Ring {
    /// Places; their number is a power of two.
    places: Box<[LotId]>,
    /// Count of lots taken from the front, modulo 2^32.
    head: u32,
    /// Count of lots put at the back, modulo 2^32.
    tail: u32,
}

impl Ring {
    /// An empty queue.
    pub(super) fn new() -> Ring {
        Ring { places: vec![LotId(u32::MAX); 8].into_boxed_slice(), head: 0, tail: 0 }
    }

    #[inline(always)]
    fn place(&self, position: u32) -> usize {
        position as usize & (self.places.len() - 1)
    }

    /// How many lots wait.
    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.tail.wrapping_sub(self.head) as usize
    }

    /// Whether none waits.
    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.tail == self.head
    }

    /// Puts a lot at the back.
    #[inline(always)]
    pub(super) fn push_back(&mut self, lot: LotId) {
        if self.len() == self.places.len() {
            self.grow();
        }
        let place = self.place(self.tail);
        self.places[place] = lot;
        self.tail = self.tail.wrapping_add(1);
    }

    /// Puts a lot before all others.
    pub(super) fn push_front(&mut self, lot: LotId) {
        if self.len() == self.places.len() {
            self.grow();
        }
        self.head = self.head.wrapping_sub(1);
        let place = self.place(self.head);
        self.places[place] = lot;
    }

    /// Takes the first lot.
    #[inline(always)]
    pub(super) fn pop_front(&mut self) -> Option<LotId> {
        if self.is_empty() {
            return None;
        }
        let lot = self.places[self.place(self.head)];
        self.head = self.head.wrapping_add(1);
        Some(lot)
    }

    /// Takes a lot if it is the first; whether it was.
    pub(super) fn drop_first(&mut self, lot: LotId) -> bool {
        let first = !self.is_empty() && self.places[self.place(self.head)] == lot;
        self.head = self.head.wrapping_add(u32::from(first));
        first
    }

    /// Takes the lot at a position, counted from the front; those behind it move up.
    pub(super) fn remove(&mut self, position: usize) -> Option<LotId> {
        if position >= self.len() {
            return None;
        }
        let at = self.head.wrapping_add(position as u32);
        let lot = self.places[self.place(at)];
        // The shorter side moves.
        if position < self.len() / 2 {
            for step in (0..position as u32).rev() {
                let from = self.place(self.head.wrapping_add(step));
                let to = self.place(self.head.wrapping_add(step + 1));
                self.places[to] = self.places[from];
            }
            self.head = self.head.wrapping_add(1);
        } else {
            for step in position as u32..self.len() as u32 - 1 {
                let from = self.place(self.head.wrapping_add(step + 1));
                let to = self.place(self.head.wrapping_add(step));
                self.places[to] = self.places[from];
            }
            self.tail = self.tail.wrapping_sub(1);
        }
        Some(lot)
    }

    /// All lots from the front to the back.
    pub(super) fn iter(&self) -> impl Iterator<Item = LotId> + Clone {
        let count = self.len() as u32;
        (0..count).map(move |step| self.places[self.place(self.head.wrapping_add(step))])
    }

    /// Takes all lots, from the front to the back.
    pub(super) fn take_all(&mut self) -> Vec<LotId> {
        let all = self.iter().collect();
        self.head = self.tail;
        all
    }

    /// Keeps the lots that are wanted, in their order.
    pub(super) fn retain(&mut self, wanted: impl Fn(LotId) -> bool) {
        for lot in self.take_all() {
            if wanted(lot) {
                self.push_back(lot);
            }
        }
    }

    #[cold]
    fn grow(&mut self) {
        let lots: Vec<LotId> = self.iter().collect();
        let mut places = vec![LotId(u32::MAX); 2 * self.places.len()];
        places[..lots.len()].copy_from_slice(&lots);
        self.places = places.into_boxed_slice();
        self.head = 0;
        self.tail = lots.len() as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;
    use std::collections::VecDeque;

    /// Every sequence of steps leaves what the standard library's queue has.
    #[test]
    fn it_is_a_queue() {
        let mut dice = Stream::new(5);
        let (mut ring, mut queue) = (Ring::new(), VecDeque::new());
        ring.head = u32::MAX - 20;
        ring.tail = ring.head;
        for step in 0..20_000_u32 {
            match dice.next_bits() % 8 {
                0..=2 => {
                    ring.push_back(LotId(step));
                    queue.push_back(LotId(step));
                }
                3 => {
                    ring.push_front(LotId(step));
                    queue.push_front(LotId(step));
                }
                4 | 5 => assert_eq!(ring.pop_front(), queue.pop_front()),
                6 => {
                    let at = dice.next_bits() as usize % (queue.len() + 2);
                    assert_eq!(ring.remove(at), queue.remove(at));
                }
                _ if step % 50 == 0 => {
                    ring.retain(|lot| lot.0 % 3 > 0);
                    queue.retain(|lot| lot.0 % 3 > 0);
                }
                _ => {}
            }
            assert_eq!(ring.len(), queue.len());
        }
        assert_eq!(ring.take_all(), queue.into_iter().collect::<Vec<_>>());
        assert!(ring.is_empty());
    }
}
