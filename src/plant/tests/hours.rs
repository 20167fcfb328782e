//! Hand-worked traces of what the end of working hours, breakdowns and maintenance do to each other, with constant times.

use super::super::sample;
use super::labour::{crew, pool};
use super::stops::{every, half_and_half, jam, machine, seconds, shop, tally, weekly};
use super::{outcome, starts};
use crate::outcome::MachineState;
use crate::random::Distribution;
use crate::spec::{
    AtEnd, Breakdown, ClockKind, Dispatch, Loading, Material, MaterialUse, OnFailure, Operation, Rule, Setup,
    Spec, Station, StepKind, Supply,
};
use crate::units::{FamilyId, MaterialId, StationId};

/// A machine that must be set up for the family of its lots, for so long [s].
fn set_up(seconds: f64) -> Setup {
    let time = Distribution::Constant(seconds);
    Setup { time, times: Vec::new(), crew: Vec::new(), scrap: 0, initial: None, visit: Default::default() }
}

/// The operation of the only product.
fn step(spec: &mut Spec) -> &mut Operation {
    match &mut spec.plants[0].products[0].routing[0].kind {
        StepKind::Operation(operation) => operation,
        _ => panic!("no operation"),
    }
}

#[test]
fn an_operation_does_not_begin_after_hours_when_its_setup_has_ended() {
    // The setup lasts until 12, or exactly until 10 when the hours end: the operation of 4 s waits until 20, or, where the
    // hours off are shifted by the 2 s, until 22; its setup is not made again.
    let with = |setup, at_end| {
        let mut spec = shop(Station { setup: Some(set_up(setup)), ..machine() }, 4.0, 30.0);
        step(&mut spec).family = Some(FamilyId(0));
        spec.plants[0].families = vec!["a".into()];
        half_and_half(&mut spec, at_end);
        let tally = tally(&spec);
        assert_eq!((tally.setups, tally.state(MachineState::Setup)), (1, seconds(setup)));
        starts(&spec)
    };
    assert_eq!(with(12.0, AtEnd::Finish), ["20 m/1 p 0", "24 m/1 p 1", "28 m/1 p 2"]);
    assert_eq!(with(12.0, AtEnd::FinishAndShift), ["22 m/1 p 0", "26 m/1 p 1"]);
    for at_end in [AtEnd::Finish, AtEnd::FinishAndShift, AtEnd::Suspend] {
        assert_eq!(with(10.0, at_end), ["20 m/1 p 0", "24 m/1 p 1", "28 m/1 p 2"], "{at_end:?}");
    }
    assert_eq!(with(9.0, AtEnd::Finish), ["9 m/1 p 0", "20 m/1 p 1", "24 m/1 p 2", "28 m/1 p 3"]);
}

#[test]
fn what_a_setup_was_given_is_kept_over_the_hours_off() {
    // Worker and material come with the setup. After hours, from 12 on, the worker is free for another machine; the
    // operation at 20 takes him again, but not the material.
    let mut spec = shop(Station { setup: Some(set_up(12.0)), ..machine() }, 4.0, 24.0);
    spec.plants[0].families = vec!["a".into()];
    spec.plants[0].pools = vec![pool("worker", 1)];
    spec.plants[0].materials.push(Material { name: "wax".into(), initial_stock: 5.0, ..Material::default() });
    step(&mut spec).family = Some(FamilyId(0));
    step(&mut spec).crew = vec![crew(&[0], 1)];
    step(&mut spec).materials = vec![MaterialUse { material: MaterialId(0), per_unit: 1.0 }];
    half_and_half(&mut spec, AtEnd::Finish);
    assert_eq!(starts(&spec), ["20 m/1 p 0"]);
    let tally = outcome(&spec, 1).factories[0].window.tally.clone();
    assert_eq!(tally.materials[0].used.to_bits(), 1.0_f64.to_bits());
    assert_eq!(tally.pools[0].busy, seconds(12.0 + 4.0));
}

#[test]
fn nothing_begins_after_hours_when_a_lot_is_scrapped() {
    // The third operation (8-12) breaks down at 11 and its lot is scrapped; repaired at 13, the machine waits for 20.
    let breakdowns = vec![jam(ClockKind::Operating, 11.0, 2.0, OnFailure::Scrap)];
    let mut spec = shop(Station { breakdowns, ..machine() }, 4.0, 25.0);
    half_and_half(&mut spec, AtEnd::Finish);
    assert_eq!(starts(&spec), ["0 m/1 p 0", "4 m/1 p 1", "8 m/1 p 2", "20 m/1 p 3", "24 m/1 p 4"]);
    // The only unit of the lot is lost to its setup, which ends at 12.
    let setup = Setup { scrap: 1, ..set_up(12.0) };
    let mut spec = shop(Station { setup: Some(setup), ..machine() }, 4.0, 25.0);
    step(&mut spec).family = Some(FamilyId(0));
    spec.plants[0].families = vec!["a".into()];
    half_and_half(&mut spec, AtEnd::Finish);
    assert_eq!(starts(&spec), ["20 m/1 p 1", "24 m/1 p 2"]);
    assert_eq!(tally(&spec).state(MachineState::OffShift), seconds(8.0));
}

#[test]
fn a_cycle_rests_after_hours_and_for_maintenance() {
    // Changes of 4 s go round from 0 on without a lot: the third ends at 12, two hours late; it goes on at 20.
    let station = || Station {
        setup: Some(set_up(4.0)),
        dispatch: Dispatch { rule: Rule::Cyclic, ..Dispatch::default() },
        ..machine()
    };
    let cycle = |station| {
        let mut spec = shop(station, 4.0, 20.0);
        spec.plants[0].families = vec!["a".into()];
        step(&mut spec).family = Some(FamilyId(0));
        spec.plants[0].products[0].supply = every(100.0, 1.0);
        spec
    };
    let mut spec = cycle(station());
    half_and_half(&mut spec, AtEnd::Finish);
    assert_eq!(tally(&spec).state(MachineState::Setup), seconds(12.0));
    // Maintenance of 3 s is due at 10 and begins at 12.
    let maintenance = vec![weekly(ClockKind::Calendar, 10.0, 3.0)];
    assert_eq!(tally(&cycle(Station { maintenance, ..station() })).maintenances, 1);
}

#[test]
fn shifted_hours_off_outlast_a_breakdown() {
    // The third operation ends at 12, so that the hours off last until 22. A calendar failure in them, at 15 or 21, is
    // repaired in 2 s: the machine works again at 22, or at 23.
    let with = |at: f64, in_hours_only| {
        let breakdown = Breakdown { in_hours_only, ..jam(ClockKind::Calendar, at, 2.0, OnFailure::Resume) };
        let mut spec = shop(Station { breakdowns: vec![breakdown], ..machine() }, 4.0, 29.0);
        half_and_half(&mut spec, AtEnd::FinishAndShift);
        starts(&spec)[3..].to_vec()
    };
    assert_eq!(with(15.0, false), ["22 m/1 p 3", "26 m/1 p 4"]);
    assert_eq!(with(21.0, false), ["23 m/1 p 3", "27 m/1 p 4"]);
    // In hours only, the repair is done from 22 to 24.
    assert_eq!(with(15.0, true), ["24 m/1 p 3", "28 m/1 p 4"]);
    // Maintenance by the calendar likewise: due at 21, until 23.
    let maintenance = vec![weekly(ClockKind::Calendar, 21.0, 2.0)];
    let mut spec = shop(Station { maintenance, ..machine() }, 4.0, 29.0);
    half_and_half(&mut spec, AtEnd::FinishAndShift);
    assert_eq!(starts(&spec)[3..], ["23 m/1 p 3", "27 m/1 p 4"]);
}

#[test]
fn setup_and_loading_have_to_fit_the_hours_too() {
    // Setup of 3 s once, loading of 1 s, operation of 3 s: 0-7 and 7-11 would be too long; the second waits until 20.
    let mut spec = shop(Station { setup: Some(set_up(3.0)), ..machine() }, 3.0, 29.0);
    spec.plants[0].families = vec!["a".into()];
    step(&mut spec).family = Some(FamilyId(0));
    step(&mut spec).loading = Some(Loading { time: Distribution::Constant(1.0), crew: Vec::new() });
    half_and_half(&mut spec, AtEnd::NotBegin);
    for supply in [every(0.0, 1.0), Supply::Saturated] {
        spec.plants[0].products[0].supply = supply;
        assert_eq!(starts(&spec), ["4 m/1 p 0", "21 m/1 p 1", "25 m/1 p 2"]);
    }
}

#[test]
fn a_repair_in_hours_only_is_not_begun_anew_by_the_next_hours() {
    // The operation of 30 s goes on after hours; it fails at 18, is repaired until 21 over the begin of the hours at 20.
    let breakdown =
        Breakdown { in_hours_only: true, ..jam(ClockKind::Operating, 18.0, 3.0, OnFailure::Resume) };
    let mut spec = shop(Station { breakdowns: vec![breakdown], ..machine() }, 30.0, 35.0);
    half_and_half(&mut spec, AtEnd::Finish);
    assert_eq!(starts(&spec), ["0 m/1 p 0"]);
    assert_eq!(tally(&spec).state(MachineState::Repair), seconds(3.0));
}

#[test]
fn machines_repaired_by_each_others_operators_do_not_wait_for_ever() {
    // m is worked by a fitter and repaired by a smith, n the other way round; there is one of each. Both fail at 5: the
    // operators leave their machines, repair the other's until 7 and come back. Each operation of 6 s ends at 8.
    let mut spec = shop(machine(), 6.0, 12.0);
    let plant = &mut spec.plants[0];
    plant.pools = vec![pool("fitter", 1), pool("smith", 1)];
    plant.stations.push(sample::station("n", 1, None));
    plant.products.push(plant.products[0].clone());
    plant.products[1].name = "q".into();
    for (own, other) in [(0, 1), (1, 0)] {
        let mut breakdown = jam(ClockKind::Operating, 5.0, 2.0, OnFailure::Resume);
        breakdown.crew = Some(crew(&[other], 1));
        plant.stations[own].breakdowns.push(breakdown);
        if let StepKind::Operation(operation) = &mut plant.products[own].routing[0].kind {
            operation.station = StationId::new(own);
            operation.crew = vec![crew(&[own as u32], 1)];
        }
    }
    assert_eq!(starts(&spec), ["0 m/1 p 0", "0 n/1 q 0", "8 m/1 p 1", "8 n/1 q 1"]);
}
