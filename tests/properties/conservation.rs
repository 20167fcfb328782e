//! Units, orders, stock, material, machine time and worker time: nothing appears or disappears.

use std::cell::Cell;

use surgetwin::outcome::{FactoryOutcome, FactoryTally, MachineState};
use surgetwin::spec::{Spec, Supply};
use surgetwin::units::Duration;

use crate::plants::{INITIAL_MATERIAL, Sketch, sketch_with_losses};
use crate::{outcome, read, runner};

#[test]
fn nothing_appears_or_disappears() {
    let lost = Cell::new((0, 0));
    let test = |sketch: Sketch| {
        let spec = read(&sketch.text());
        for option in 0..spec.options.len() {
            for (index, factory) in outcome(&spec, option, sketch.seed).factories.iter().enumerate() {
                products(&spec, index, factory);
                let (abandoned, downgraded) = lost.get();
                let own = factory.window.tally.products.iter();
                let own = own.fold((abandoned, downgraded), |(a, d), p| (a + p.abandoned, d + p.downgraded));
                lost.set(own);
                machines(&spec, index, factory);
                pools(factory, option > 0);
                materials(&sketch, factory);
                months(factory);
                if !sketch.may_stand(option) {
                    let february = &factory.months[1].tally.products;
                    assert!(february.iter().any(|p| p.finished > 0), "nothing made in February");
                }
            }
        }
        Ok(())
    };
    runner(64).run(&sketch_with_losses(), test).unwrap();
    let (abandoned, downgraded) = lost.get();
    assert!(abandoned > 1_000 && downgraded > 1_000, "{abandoned} abandoned, {downgraded} downgraded");
}

fn products(spec: &Spec, factory: usize, outcome: &FactoryOutcome) {
    let tally = &outcome.window.tally;
    for ((described, p), level) in
        spec.plant_of(factory).products.iter().zip(&tally.products).zip(&tally.levels)
    {
        assert_eq!(
            p.released,
            p.finished + p.scrapped + p.abandoned + p.downgraded + level.in_process,
            "units"
        );
        assert!(level.in_process >= level.lots, "no empty lots");
        if let Supply::ToStock { initial_stock, .. } = &described.supply {
            assert_eq!(p.ordered, p.delivered + p.lost + level.backlog, "orders");
            assert_eq!(initial_stock + p.finished, p.delivered + p.assembled + level.on_hand, "stock");
            assert!(level.on_hand == 0 || level.backlog == 0, "who waits is served");
        } else if let Supply::ToOrder { .. } = &described.supply {
            assert_eq!(p.ordered, p.delivered + level.backlog, "orders");
            assert_eq!(p.finished, p.delivered + level.on_hand, "stock");
            let anew = p.scrapped + p.abandoned + p.downgraded;
            assert!(p.released <= p.ordered + anew, "no more is made anew than was lost");
        } else {
            assert_eq!((p.ordered, p.delivered, level.on_hand, level.backlog), (0, 0, 0, 0));
        }
        assert!(p.flow_time <= p.lots_time, "the lots that left are among all");
        assert!(p.waits <= p.flow_time, "a lot waits while it is there");
    }
    for (p, days) in outcome.days.iter().enumerate() {
        let finished: u64 = days.iter().map(|day| day.finished).sum();
        let ordered: u64 = days.iter().map(|day| day.ordered).sum();
        assert_eq!((finished, ordered), (tally.products[p].finished, tally.products[p].ordered), "days");
    }
}

fn machines(spec: &Spec, factory: usize, outcome: &FactoryOutcome) {
    let stations = &spec.plant_of(factory).stations;
    for ((described, tally), machines) in
        stations.iter().zip(&outcome.window.tally.stations).zip(&outcome.machines)
    {
        assert_eq!(machines.len() as u32, described.machines + described.dormant);
        for states in machines {
            assert_eq!(states.iter().map(|t| t.0).sum::<u64>(), outcome.window.length.0, "machine states");
        }
        for (state, time) in tally.states.iter().enumerate() {
            assert_eq!(machines.iter().map(|m| m[state].0).sum::<u64>(), time.0, "the station's sum");
        }
        assert!(tally.completions <= tally.starts && tally.good <= tally.units);
        assert!(tally.waits <= tally.queue_time);
        assert!(tally.all_up_time <= outcome.window.length);
    }
}

fn pools(outcome: &FactoryOutcome, upgraded: bool) {
    let tally = &outcome.window.tally;
    let in_repairs: u64 = tally
        .stations
        .iter()
        .map(|s| {
            // A machine under repair that an installation stops shows the installation.
            let hidden = if upgraded { s.state(MachineState::Upgrading) } else { Duration::ZERO };
            s.state(MachineState::Repair).0 + hidden.0
        })
        .sum();
    for pool in &tally.pools {
        assert!(
            pool.busy.0 <= pool.present.0 + pool.overtime.0 + in_repairs,
            "busy {:?} of {:?}",
            pool.busy,
            pool.present
        );
    }
}

fn materials(sketch: &Sketch, outcome: &FactoryOutcome) {
    for m in &outcome.window.tally.materials {
        let on_order = INITIAL_MATERIAL + m.bought - m.used - m.wasted - m.delivered - m.on_hand;
        assert!((m.ordered - m.delivered - m.lost - m.backlog).abs() < 1e-6, "customers of the store");
        assert!(m.on_hand >= 0.0 && on_order >= -1e-6, "on order {on_order}");
        assert!(!sketch.delivers_at_once() || on_order.abs() < 1e-6, "on order {on_order}");
        assert!(on_order <= m.bought + 1e-6);
    }
}

/// All counters of a tally, as numbers; times in microseconds are exact.
fn counters(tally: &FactoryTally) -> Vec<f64> {
    let mut all = Vec::new();
    for p in &tally.products {
        let counts = [p.released, p.released_lots, p.finished, p.finished_lots, p.scrapped, p.flow_time.0];
        all.extend(counts.map(|c| c as f64));
        let counts = [p.lots_time.0, p.ordered, p.delivered, p.delivered_in_time, p.lost];
        all.extend(counts.map(|c| c as f64));
        all.extend([p.periods as f64, p.periods_met as f64, p.delivery_wait]);
        all.extend([p.orders as f64, p.stock_time, p.backlog_time]);
    }
    for s in &tally.stations {
        all.extend(s.states.map(|time| time.0 as f64));
        let counts = [s.completions, s.starts, s.units, s.good, s.waits.0, s.queue_time.0, s.batches];
        all.extend(counts.map(|c| c as f64));
        all.extend([s.up_time.0 as f64, s.all_up_time.0 as f64, s.failures as f64, s.energy_kwh]);
    }
    for p in &tally.pools {
        let counts = [p.present.0, p.absent.0, p.busy.0, p.requests, p.waits.0, p.waiting_time.0];
        all.extend(counts.map(|c| c as f64));
    }
    for m in &tally.materials {
        all.extend([m.used, m.bought, m.bought_at_price, m.orders as f64, m.stock_time]);
        all.extend([
            m.wasted,
            m.ordered,
            m.delivered,
            m.delivered_in_time,
            m.lost,
            m.delivery_wait,
            m.backlog_time,
        ]);
        all.extend([m.periods as f64, m.periods_met as f64]);
    }
    all
}

fn months(outcome: &FactoryOutcome) {
    assert_eq!(outcome.months.iter().map(|m| m.length.0).sum::<u64>(), outcome.window.length.0);
    assert_eq!(outcome.months.len(), 3, "January, February, March");
    let whole = counters(&outcome.window.tally);
    let mut sums = vec![0.0; whole.len()];
    for month in &outcome.months {
        sums.iter_mut().zip(counters(&month.tally)).for_each(|(sum, value)| *sum += value);
    }
    for (index, (sum, whole)) in sums.iter().zip(&whole).enumerate() {
        assert!((sum - whole).abs() <= 1e-9 * whole.abs(), "counter {index}: {sum} in months, {whole}");
    }
}
