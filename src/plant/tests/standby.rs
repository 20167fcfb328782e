//! Machines that have nothing to do, worked out by hand.

use super::super::sample;
use super::labour::{crew, pool};
use super::{outcome, starts};
use crate::outcome::{MachineState, StationTally};
use crate::random::Distribution;
use crate::spec::{Arrivals, Listed, Power, Process, Setup, Spec, Standby, StepKind, Supply, Times, Visit};
use crate::units::{Duration, FamilyId, Time};

/// Lots at these instants [s] at one machine, 5 s each.
fn shop(instants: &[f64], standby: Standby) -> Spec {
    let listed = |at: &f64| Listed { at: Time(Duration::from_secs(*at).0), ..Listed::default() };
    let times = Times::Listed(instants.iter().map(listed).collect());
    let supply = Supply::Arrivals(Arrivals { process: Process { times, most: None }, ..Arrivals::default() });
    let mut station = sample::station("m", 1, None);
    station.standby = Some(standby);
    let step = sample::operation("work", 0, Distribution::Constant(5.0));
    sample::spec(sample::plant(vec![station], sample::product(supply, vec![step])), 100.0)
}

/// Off after so long, 2 s to start.
fn off_after(seconds: f64) -> Standby {
    let off_after = Some(Duration::from_secs(seconds));
    Standby { start_at: 1, off_after, start_up: Distribution::Constant(2.0) }
}

fn tally(spec: &Spec) -> StationTally {
    outcome(spec, 1).factories[0].window.tally.stations[0]
}

fn times(spec: &Spec) -> Vec<f64> {
    let time = |line: &String| line.split(' ').next().unwrap().parse().unwrap();
    starts(spec).iter().map(time).collect()
}

#[test]
fn work_begins_when_enough_wait() {
    let two = Standby { start_at: 2, off_after: None, start_up: Distribution::Constant(0.0) };
    // It goes on while any wait, and rests from 18 on.
    let spec = shop(&[1.0, 3.0, 4.0, 20.0, 23.0, 30.0], two.clone());
    assert_eq!(times(&spec), [3.0, 8.0, 13.0, 23.0, 28.0, 33.0]);
    // The last one never begins.
    assert_eq!(times(&shop(&[1.0, 3.0, 20.0], two.clone())), [3.0, 8.0]);
    // Two of half the size are one; a machine that is off is started when there are enough.
    let mut halves = shop(&[1.0, 2.0, 3.0, 4.0], two.clone());
    (halves.lot_scale, halves.plants[0].products[0].lot_units) = (0.5, 2);
    assert!((times(&halves)[0] - 4.0).abs() < 1e-9);
    let off = Standby { start_at: 2, ..off_after(10.0) };
    assert_eq!(times(&shop(&[1.0, 3.0, 30.0, 31.0], off)), [3.0, 8.0, 33.0, 38.0]);
}

#[test]
fn a_machine_that_was_idle_too_long_is_started() {
    // Idle 6-9 and 14-24; off until 30, started until 32; off again from 47 on.
    let mut spec = shop(&[1.0, 9.0, 30.0], off_after(10.0));
    assert_eq!(times(&spec), [1.0, 9.0, 32.0]);
    spec.plants[0].stations[0].power = Power { producing: 4.0, setup: 2.0, idle: 1.0, down: 0.0, off: 0.1 };
    let tally = tally(&spec);
    assert_eq!(tally.state(MachineState::Setup), Duration::from_secs(2.0));
    assert_eq!(tally.state(MachineState::Starved), Duration::from_secs(1.0 + 3.0 + 16.0 + 63.0));
    assert_eq!((tally.setups, tally.waits), (0, Duration::ZERO));
    let exact = (15.0 * 4.0 + 2.0 * 2.0 + 24.0 * 1.0 + 59.0 * 0.1) / 3_600.0;
    assert!((tally.energy_kwh - exact).abs() < 1e-12, "{} kWh, {exact} by hand", tally.energy_kwh);
    // At the very instant in which its time is over it is off.
    assert_eq!(times(&shop(&[1.0, 16.0], off_after(10.0))), [1.0, 18.0]);
}

#[test]
fn at_once_means_after_every_lot_that_nobody_follows() {
    assert_eq!(times(&shop(&[0.0, 4.0, 17.0], off_after(0.0))), [0.0, 5.0, 19.0]);
}

#[test]
fn a_start_comes_with_the_change_of_family_and_its_crew() {
    let mut spec = shop(&[1.0, 20.0], off_after(0.0));
    let plant = &mut spec.plants[0];
    plant.families = vec!["f".into()];
    plant.stations[0].setup = Some(Setup {
        time: Distribution::Constant(3.0),
        times: Vec::new(),
        crew: Vec::new(),
        scrap: 0,
        initial: None,
        visit: Visit::default(),
    });
    plant.pools = vec![pool("hands", 1)];
    if let StepKind::Operation(operation) = &mut plant.products[0].routing[0].kind {
        operation.family = Some(FamilyId(0));
        operation.crew = vec![crew(&[0], 1)];
    }
    // Started and changed over 1-6, work to 11; started 20-22, work to 27.
    assert_eq!(times(&spec), [6.0, 22.0]);
    assert_eq!(tally(&spec).setups, 1);
    assert_eq!(outcome(&spec, 1).factories[0].window.tally.pools[0].busy, Duration::from_secs(17.0));
}

#[test]
fn a_start_that_waits_for_its_crew_is_not_left_out() {
    let mut spec = shop(&[1.0, 2.0], off_after(0.0));
    let plant = &mut spec.plants[0];
    plant.stations[0].machines = 2;
    plant.pools = vec![pool("hands", 1)];
    if let StepKind::Operation(operation) = &mut plant.products[0].routing[0].kind {
        operation.crew = vec![crew(&[0], 1)];
    }
    // The first machine is started 1-3 and works to 8; then the only worker starts the other, 8-10.
    assert_eq!(times(&spec), [3.0, 10.0]);
    assert_eq!(outcome(&spec, 1).factories[0].window.tally.pools[0].busy, Duration::from_secs(14.0));
}
