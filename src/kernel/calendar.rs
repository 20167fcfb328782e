//! The calendar of events: a winner tree of wide nodes over fixed slots, with in-place reschedule and cancel.

use crate::units::{Duration, Time};

/// A place that holds no event.
const NONE: u64 = u64::MAX;

/// Places in a node: a tree of four is half as high as one of two, and a match of four takes hardly longer.
const WIDTH: usize = 4;

/// What is due when. Each slot (one entity and purpose) holds at most one event; equal instants come out in slot
/// order. Key = instant in the high bits, slot in the low ones, in one u64.
///
/// An event scheduled for the present instant waits for the next round ([`Calendar::begin_round`]).
#[derive(Clone, Debug)]
pub struct Calendar {
    /// A complete tree in the order of its levels: node 0 is the root, the parent of place p - 1 in the order of all
    /// places is node p; the places of the last level are the slots, those above hold their node's first key.
    nodes: Vec<[u64; WIDTH]>,
    /// The first node of the last level.
    first_leaf: usize,
    /// The first key of all.
    first: u64,
    slot_bits: u32,
    /// The bits of a key that hold the slot.
    slot_mask: u64,
    /// The first instant that a key does not hold.
    beyond: u64,
    /// The last key of the present instant: that of the event taken last.
    present: u64,
    /// Slots scheduled for the present instant, for the next round.
    next_round: Vec<u32>,
}

/// An instant as the calendar compares it with its events.
#[derive(Clone, Copy, Debug)]
pub struct Bound(u64);

/// The slots and the horizon together do not fit a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLong {
    /// The longest run that so many slots leave room for.
    pub longest: Duration,
}

impl Calendar {
    /// An empty calendar of `slots` slots for instants up to `horizon`.
    ///
    /// # Errors
    /// [`TooLong`] when so long a horizon with so many slots does not fit a key of 64 bits.
    pub fn new(slots: usize, horizon: Duration) -> Result<Calendar, TooLong> {
        let slot_bits = slots.max(2).next_power_of_two().trailing_zeros();
        let longest = Duration((NONE >> slot_bits) - 1);
        if horizon > longest {
            return Err(TooLong { longest });
        }
        let (mut first_leaf, mut leaves) = (0, 1);
        while leaves * WIDTH < slots {
            first_leaf += leaves;
            leaves *= WIDTH;
        }
        let nodes = vec![[NONE; WIDTH]; first_leaf + slots.div_ceil(WIDTH).max(1)];
        let slot_mask = (1 << slot_bits) - 1;
        Ok(Calendar {
            nodes,
            first_leaf,
            first: NONE,
            slot_bits,
            slot_mask,
            beyond: NONE >> slot_bits,
            present: slot_mask,
            next_round: Vec::new(),
        })
    }

    /// The present instant: that of the event taken last.
    #[inline(always)]
    pub fn now(&self) -> Time {
        Time(self.present >> self.slot_bits)
    }

    /// Schedules or reschedules the event of a slot. An instant that is not after the present one means the next
    /// round; one beyond every horizon means never.
    #[inline(always)]
    pub fn schedule(&mut self, slot: u32, at: Time) {
        let key = if at.0 >= self.beyond { NONE } else { at.0 << self.slot_bits | u64::from(slot) };
        if key <= self.present {
            return self.schedule_now(slot);
        }
        self.write(slot as usize, key);
    }

    #[cold]
    fn schedule_now(&mut self, slot: u32) {
        self.cancel(slot);
        self.next_round.push(slot);
    }

    /// Takes the event of a slot out of the calendar, if there is one.
    #[inline]
    pub fn cancel(&mut self, slot: u32) {
        self.write(slot as usize, NONE);
        if !self.next_round.is_empty() {
            self.next_round.retain(|s| *s != slot);
        }
    }

    /// Whether the event of a slot is due some time.
    pub fn is_scheduled(&self, slot: u32) -> bool {
        let place = self.place(slot as usize);
        self.nodes[place / WIDTH][place % WIDTH] != NONE
    }

    /// When the next event is due; [`Time::NEVER`] when there is none.
    #[inline(always)]
    pub fn next_due(&self) -> Time {
        if self.first == NONE { Time::NEVER } else { Time(self.first >> self.slot_bits) }
    }

    /// What the events before an instant that lies within the horizon come before, for
    /// [`Calendar::is_due_before`].
    pub fn bound(&self, until: Time) -> Bound {
        Bound(until.0 << self.slot_bits)
    }

    /// Whether an event is due before a bound.
    #[inline(always)]
    pub fn is_due_before(&self, bound: Bound) -> bool {
        self.first < bound.0
    }

    /// Moves the present to the instant of the first due event; the instant and its slot. The event stays in the calendar
    /// until its slot is scheduled anew or [`Calendar::leave`] takes it out, whichever comes first: what repeats itself
    /// costs one write. Call only when [`Calendar::next_due`] is an instant.
    #[inline(always)]
    pub fn reach(&mut self) -> (Time, u32) {
        let first = self.first;
        self.present = first | self.slot_mask;
        (Time(first >> self.slot_bits), (first & self.slot_mask) as u32)
    }

    /// Takes the event that was reached last out of its slot, unless it has been scheduled anew.
    #[inline(always)]
    pub fn leave(&mut self, slot: u32) {
        let mut place = self.place(slot as usize);
        let mut winner = NONE;
        if self.nodes.get(place / WIDTH).is_none_or(|keys| keys[place % WIDTH] > self.present) {
            return;
        }
        // It is the first of all, so all the way up another takes its place.
        while let Some(keys) = self.nodes.get_mut(place / WIDTH) {
            let own = place % WIDTH;
            keys[own] = winner;
            winner = winner.min(first_but(keys, own));
            place = (place / WIDTH).wrapping_sub(1);
        }
        self.first = winner;
    }

    /// Takes the first due event; the present moves to its instant. Call only when [`Calendar::next_due`] is an
    /// instant.
    #[inline]
    pub fn take(&mut self) -> u32 {
        let (_, slot) = self.reach();
        self.leave(slot);
        slot
    }

    /// Whether a further event of this round is due at the present instant.
    #[inline(always)]
    pub fn more_due(&self) -> bool {
        // With nothing due, NONE is later than any instant's keys.
        self.first <= self.present
    }

    /// Makes the events scheduled for the present instant due; false when there are none.
    #[inline(always)]
    pub fn begin_round(&mut self) -> bool {
        !self.next_round.is_empty() && self.fill_round()
    }

    #[cold]
    fn fill_round(&mut self) -> bool {
        for slot in std::mem::take(&mut self.next_round) {
            self.write(slot as usize, self.now().0 << self.slot_bits | u64::from(slot));
        }
        true
    }

    /// The place of a slot among those of all nodes.
    #[inline(always)]
    fn place(&self, slot: usize) -> usize {
        self.first_leaf * WIDTH + slot
    }

    /// Writes a slot's key: up to where another key comes first, by branches rather than by choosing the smaller. Most
    /// often another does, so that the processor can go on with the next event while the key is still being computed.
    #[inline(always)]
    fn write(&mut self, slot: usize, key: u64) {
        let mut place = self.place(slot);
        while let Some(keys) = self.nodes.get_mut(place / WIDTH) {
            let own = place % WIDTH;
            keys[own] = key;
            let others = first_but(keys, own);
            place = (place / WIDTH).wrapping_sub(1);
            if others < key {
                return self.carry(place, others);
            }
        }
        self.first = key;
    }

    /// Carries the first key of a node up to the root, or up to where it stands already.
    #[inline(always)]
    fn carry(&mut self, mut place: usize, mut winner: u64) {
        // The root's own place would be before all others, in a node that there is not: there it ends.
        while let Some(keys) = self.nodes.get_mut(place / WIDTH) {
            let own = place % WIDTH;
            if keys[own] == winner {
                return;
            }
            keys[own] = winner;
            winner = winner.min(first_but(keys, own));
            place = (place / WIDTH).wrapping_sub(1);
        }
        self.first = winner;
    }
}

/// The first key of a node but for that at one place: what was written there is at hand, and not read back.
#[inline(always)]
fn first_but(keys: &[u64; WIDTH], own: usize) -> u64 {
    keys[own ^ 1].min(keys[own ^ 2]).min(keys[own ^ 3])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;
    use std::collections::BTreeMap;

    /// Against an ordered map: schedules, reschedules and cancels at random give the same events in the same order.
    #[test]
    fn agrees_with_an_ordered_map() {
        [2, 8, 13, 64, 65, 700].into_iter().for_each(compare_with_map);
    }

    fn compare_with_map(slots: u64) {
        let mut stream = Stream::new(slots);
        let mut calendar = Calendar::new(slots as usize, Duration::DAY).unwrap();
        let mut map: BTreeMap<u32, u64> = BTreeMap::new();
        for _ in 0..20_000 {
            let bits = stream.next_bits();
            let slot = (bits % slots) as u32;
            match bits >> 60 {
                0..=8 => {
                    let at = calendar.now().0 + 1 + (bits >> 20) % 50;
                    calendar.schedule(slot, Time(at));
                    map.insert(slot, at);
                }
                9 => {
                    calendar.cancel(slot);
                    map.remove(&slot);
                }
                _ => {
                    let expected = map.iter().map(|(slot, at)| (*at, *slot)).min();
                    let next = calendar.next_due();
                    assert_eq!(next, expected.map_or(Time::NEVER, |(at, _)| Time(at)));
                    if let Some((at, slot)) = expected {
                        assert_eq!(calendar.take(), slot);
                        map.remove(&slot);
                        let another = map.values().any(|other| *other == at);
                        assert_eq!(calendar.more_due(), another);
                    }
                }
            }
        }
    }

    #[test]
    fn an_event_for_now_belongs_to_the_next_round() {
        let mut calendar = Calendar::new(3, Duration::DAY).unwrap();
        calendar.schedule(2, Time(5));
        assert_eq!(calendar.next_due(), Time(5));
        assert_eq!(calendar.take(), 2);
        calendar.schedule(0, Time(5));
        assert!(!calendar.more_due());
        assert!(calendar.begin_round());
        assert_eq!((calendar.next_due(), calendar.take()), (Time(5), 0));
        assert!(!calendar.begin_round());
    }

    #[test]
    fn a_key_never_overflows() {
        assert!(Calendar::new(1 << 14, Duration(35 * 365 * Duration::DAY.0)).is_ok());
        assert!(Calendar::new(1 << 24, Duration(35 * 365 * Duration::DAY.0)).is_err());
        let mut calendar = Calendar::new(2, Duration::DAY).unwrap();
        calendar.schedule(1, Time::NEVER);
        assert_eq!(calendar.next_due(), Time::NEVER);
    }
}
