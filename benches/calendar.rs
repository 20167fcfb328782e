//! What one event costs the calendar: the hold model (take the first event, schedule its slot anew), with the
//! standard library's heap on the same keys beside it. The heap is bare: it can neither reschedule nor cancel.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use surgetwin::kernel::Calendar;
use surgetwin::random::Stream;
use surgetwin::units::{Duration, Time};

/// Events pending at all times.
const SLOTS: [u32; 3] = [16, 256, 4096];
/// Holds in one measured pass; a power of two.
const HOLDS: usize = 4096;
/// Bits of a heap key that name the slot.
const SLOT_BITS: u32 = 12;

/// Times from a slot's event to its next, even over 1 to 2048 microseconds; drawn beforehand, so that only the
/// calendar is timed.
fn steps() -> Vec<u64> {
    let mut stream = Stream::new(1);
    (0..HOLDS).map(|_| 1 + stream.next_bits() % 2048).collect()
}

fn full_calendar(slots: u32, steps: &[u64]) -> Option<Calendar> {
    let mut calendar = Calendar::new(slots as usize, Duration(100 * 365 * Duration::DAY.0)).ok()?;
    for slot in 0..slots {
        calendar.schedule(slot, Time(steps[slot as usize % HOLDS]));
    }
    Some(calendar)
}

fn hold_in_calendar(calendar: &mut Calendar, steps: &[u64]) {
    for step in steps {
        let slot = calendar.take();
        calendar.schedule(slot, Time(calendar.now().0 + step));
    }
}

fn hold_in_heap(heap: &mut BinaryHeap<Reverse<u64>>, steps: &[u64]) {
    for step in steps {
        if let Some(Reverse(key)) = heap.pop() {
            heap.push(Reverse(key + (step << SLOT_BITS)));
        }
    }
}

fn hold(criterion: &mut Criterion) {
    let steps = steps();
    let mut group = criterion.benchmark_group("hold");
    group.throughput(Throughput::Elements(HOLDS as u64));
    for slots in SLOTS {
        let Some(mut calendar) = full_calendar(slots, &steps) else { continue };
        group.bench_function(BenchmarkId::new("calendar", slots), |bencher| {
            bencher.iter(|| hold_in_calendar(black_box(&mut calendar), &steps));
        });
        let key = |slot: u32| steps[slot as usize % HOLDS] << SLOT_BITS | u64::from(slot);
        let mut heap: BinaryHeap<_> = (0..slots).map(|slot| Reverse(key(slot))).collect();
        group.bench_function(BenchmarkId::new("std_heap", slots), |bencher| {
            bencher.iter(|| hold_in_heap(black_box(&mut heap), &steps));
        });
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    hold(&mut criterion);
    criterion.final_summary();
}
