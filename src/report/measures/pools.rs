//! Measures of pools and of named workers.

use crate::outcome::{Outcome, Period, PoolTally};
use crate::spec::Plant;
use crate::units::{Duration, PoolId};

use super::declared::{Measure, NEVER, over, ratio};
use super::{Named, PoolMeasures};

/// Measures of a pool or a named worker.
pub(super) const POOL: &[Measure<Work>] = &[
    Measure::new("busy_workers", "workers", "workers in crews, time average", NEVER, |own| {
        own.mean(own.tally.busy)
    }),
    Measure::new(
        "present_workers",
        "workers",
        "workers present in their shifts, time average; overtime is apart",
        NEVER,
        |own| own.mean(own.tally.present),
    ),
    Measure::new(
        "overtime_workers",
        "workers",
        "workers who stay beyond their shift, time average",
        NEVER,
        |own| own.mean(own.tally.overtime),
    ),
    Measure::new("absence", "share", "share of shift time absent", "no shift", |own| {
        let expected = own.tally.present.as_secs() + own.tally.absent.as_secs();
        ratio(own.tally.absent.as_secs(), expected)
    }),
    Measure::iso(
        "worker_efficiency",
        "share",
        "worker time in crews over worker time of presence and overtime",
        "nobody present",
        |own| {
            let attendance = own.tally.present.as_secs() + own.tally.overtime.as_secs();
            ratio(own.tally.busy.as_secs(), attendance)
        },
    ),
    Measure::new(
        "requests_waiting",
        "requests",
        "requests for a crew that wait, time average; where it may come from several pools, at the first",
        NEVER,
        |own| own.mean(own.tally.waiting_time),
    ),
    Measure::new(
        "wait_s",
        "s",
        "request to the crew, mean over requests served",
        "no request served",
        |own| ratio(own.tally.waits.as_secs(), own.tally.requests as f64),
    ),
    Measure::new(
        "hired_workers",
        "workers",
        "workers who were hired and came, in the window",
        NEVER,
        |own| Some(own.tally.hired as f64),
    ),
    Measure::new("left_workers", "workers", "workers who left for good, in the window", NEVER, |own| {
        Some(own.tally.left as f64)
    }),
];

/// Pools together in one replication.
pub(super) struct Work {
    tally: PoolTally,
    length: Duration,
}

impl Work {
    fn new(window: &Period, pools: &[PoolId]) -> Work {
        let mut tally = PoolTally::default();
        pools.iter().for_each(|pool| tally.add(&window.tally.pools[pool.index()]));
        Work { tally, length: window.length }
    }

    /// Time average.
    fn mean(&self, time: Duration) -> Option<f64> {
        ratio(time.as_secs(), self.length.as_secs())
    }
}

/// The pools of a plant, each with its named workers, who are pools of their own in the outcome.
pub(super) fn pools(plant: &Plant, runs: &[Outcome], f: usize) -> Vec<PoolMeasures> {
    let measures = |own: &[PoolId]| over(runs, POOL, |run| Work::new(&run.factories[f].window, own));
    let named =
        |pool: &PoolId| Named { name: plant.pools[pool.index()].name.clone(), measures: measures(&[*pool]) };
    let is_worker = |pool: PoolId| plant.pools.iter().any(|other| other.members.contains(&pool));
    let all = plant.pools.iter().enumerate().map(|(index, pool)| (PoolId::new(index), pool));
    all.filter(|(id, _)| !is_worker(*id))
        .map(|(id, pool)| PoolMeasures {
            name: pool.name.clone(),
            measures: if pool.members.is_empty() { measures(&[id]) } else { measures(&pool.members) },
            workers: pool.members.iter().map(named).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 391 minutes of work in 460 of attendance, 40 of them overtime.
    #[test]
    fn the_worked_worker() {
        let minutes = |m: u64| Duration(m * 60_000_000);
        let (present, overtime, busy) = (minutes(420), minutes(40), minutes(391));
        let tally = PoolTally { present, overtime, busy, ..PoolTally::default() };
        let own = Work { tally, length: minutes(1_440) };
        let measure = POOL.iter().find(|measure| measure.name == "worker_efficiency").unwrap();
        assert!(((measure.of)(&own).unwrap() - 0.85).abs() < 1e-12);
    }
}
