//! How long plants take to settle: MSER-5 on pilot runs, one cut for all cells.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::plant::{Demand, Plant, Setting};
use crate::spec::{Spec, WarmUp};
use crate::stats::mser5;
use crate::units::{Duration, Time};

use super::Stopped;

/// Looks at a pilot run: 80 batches of five (assumed; at least 20 are needed).
const LOOKS: u64 = 400;

/// Pilot runs of each cell (assumed).
const PILOTS: u32 = 10;

/// The scenario with its warm-up as a time: as written, or found by pilot runs of all surges and options, of which the
/// one that settles last counts (Welch's averages over replications, cut by MSER-5).
///
/// # Errors
/// [`Stopped::Unsettled`] when some series has not settled by the half of the run; [`Stopped::Asked`] when `stop` is set.
pub(super) fn settled(spec: &Spec, seed: u64, stop: &AtomicBool) -> Result<Spec, Stopped> {
    if spec.warm_up != WarmUp::Mser5 {
        return Ok(spec.clone());
    }
    let length = spec.stop.limit();
    let cells = (0..spec.surges.len()).flat_map(|s| (0..spec.options.len()).map(move |o| (s, o)));
    let pilots: Vec<Setting<'_>> = cells
        .flat_map(|(surge, option)| {
            (0..PILOTS).map(move |replication| Setting {
                spec,
                surge,
                option,
                demand: Demand::AsDescribed,
                seed,
                replication,
                trace: false,
            })
        })
        .collect();
    let series: Vec<Result<[Vec<f64>; 2], Stopped>> =
        pilots.par_iter().with_max_len(1).map(|pilot| watched(*pilot, stop)).collect();
    let series = series.into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut longest = 0;
    for cell in series.chunks_exact(PILOTS as usize) {
        for kind in 0..2 {
            let mean = |look: usize| cell.iter().map(|run| run[kind][look]).sum::<f64>() / f64::from(PILOTS);
            let mean: Vec<f64> = (0..LOOKS as usize).map(mean).collect();
            let cut = mser5(&mean).cut.ok_or(Stopped::Unsettled { length })?;
            longest = longest.max(cut);
        }
    }
    let found = Duration(length.0 / LOOKS * longest as u64);
    Ok(Spec { warm_up: WarmUp::Fixed(found), ..spec.clone() })
}

/// What a run shows at each look: lots in process, and lots that have left since the look before.
fn watched(pilot: Setting<'_>, stop: &AtomicBool) -> Result<[Vec<f64>; 2], Stopped> {
    let mut plant = Plant::new(pilot)?;
    let step = pilot.spec.stop.limit().0 / LOOKS;
    let (mut inside, mut leaving) = (Vec::new(), Vec::new());
    let mut before = 0;
    for look in 1..=LOOKS {
        if stop.load(Ordering::Relaxed) {
            return Err(Stopped::Asked);
        }
        plant.run_until(Time(step * look))?;
        let (lots, left) = plant.lots();
        inside.push(lots as f64);
        leaving.push((left - before) as f64);
        before = left;
    }
    Ok([inside, leaving])
}
