//! Hand-worked traces of breakdowns, planned maintenance and the ends of working hours, with constant times.

use super::super::sample;
use super::labour::{crew, pool};
use super::{outcome, starts};
use crate::outcome::{MachineState, StationTally, UpkeepTally};
use crate::random::Distribution;
use crate::spec::{
    Arrivals, AtEnd, Breakdown, Calendar, Change, Choice, ClockKind, Effect, FirstArrival, Installation,
    Loading, Maintenance, OnFailure, Process, Spec, Station, StepKind, StepTime, Stop, Supply, Target, Times,
    Upgrade, WhenFull,
};
use crate::units::{CalendarId, Duration, FactoryId, StationId, Time, UpgradeId};

pub(super) fn seconds(s: f64) -> Duration {
    Duration::from_secs(s)
}

/// One machine, operations of so many seconds.
pub(super) fn shop(station: Station, operation: f64, length: f64) -> Spec {
    let step = sample::operation("work", 0, Distribution::Constant(operation));
    let mut product = sample::product(Supply::Saturated, vec![step]);
    product.name = "p".into();
    sample::spec(sample::plant(vec![station], product), length)
}

pub(super) fn machine() -> Station {
    sample::station("m", 1, None)
}

pub(super) fn tally(spec: &Spec) -> StationTally {
    outcome(spec, 1).factories[0].window.tally.stations[0]
}

/// One lot at a time, so far apart [s].
pub(super) fn every(first: f64, spacing: f64) -> Supply {
    let times = Times::Spaced {
        first: FirstArrival::At(Time(seconds(first).0)),
        spacing: Distribution::Constant(spacing),
    };
    Supply::Arrivals(Arrivals { process: Process { times, most: None }, ..Arrivals::default() })
}

pub(super) fn jam(clock: ClockKind, to_failure: f64, to_repair: f64, on_failure: OnFailure) -> Breakdown {
    Breakdown {
        name: "jam".into(),
        clock,
        time_to_failure: Distribution::Constant(to_failure),
        time_to_repair: Distribution::Constant(to_repair),
        on_failure,
        ..Breakdown::default()
    }
}

#[test]
fn failures_resume_restart_or_scrap() {
    let with = |rule| {
        let breakdowns = vec![jam(ClockKind::Operating, 5.0, 2.0, rule)];
        starts(&shop(Station { breakdowns, ..machine() }, 4.0, 20.0))
    };
    // Fails after 5 s of work, that is 1 s into the second operation: 3 s left after the repair (5-7), until 10.
    // The next failure comes 5 s of work later: at 12, until 14.
    assert_eq!(with(OnFailure::Resume), ["0 m/1 p 0", "4 m/1 p 1", "10 m/1 p 2", "16 m/1 p 3"]);
    // All 4 s again from 7 on, until 11; 1 s of the third, failure at 12, repair to 14, 4 s until 18.
    assert_eq!(with(OnFailure::Restart), ["0 m/1 p 0", "4 m/1 p 1", "11 m/1 p 2", "18 m/1 p 3"]);
    // The lot is gone; the next begins after the repair at 7.
    assert_eq!(
        with(OnFailure::Scrap),
        ["0 m/1 p 0", "4 m/1 p 1", "7 m/1 p 2", "11 m/1 p 3", "14 m/1 p 4", "18 m/1 p 5"]
    );
}

/// Operations of 1 or 100 s, one in two each, fail after 4 s of work, for 1 s. Begun anew they may be short, but as they were they
/// never are.
#[test]
fn another_time_is_drawn_after_a_failure() {
    let finished = |rule| {
        let breakdowns = vec![jam(ClockKind::Operating, 4.0, 1.0, rule)];
        let mut spec = shop(Station { breakdowns, ..machine() }, 1.0, 2_000.0);
        let time = Distribution::empirical(vec![1.0, 100.0], &[1.0, 1.0]).unwrap();
        if let StepKind::Operation(operation) = &mut spec.plants[0].products[0].routing[0].kind {
            operation.time = StepTime::PerLot(time);
        }
        outcome(&spec, 1).factories[0].window.tally.products[0].finished_lots
    };
    let (same, anew) = (finished(OnFailure::Restart), finished(OnFailure::Resample));
    assert!(same < 20, "the first long one never ends: {same}");
    assert!(anew > 200, "{anew}");
}

/// Lots of 4 s come at 0 and 20; the machine breaks down without one at 10 and with one at 22, for 2 s each.
#[test]
fn a_breakdown_without_a_lot_delays_no_order() {
    let breakdowns = vec![jam(ClockKind::Calendar, 10.0, 2.0, OnFailure::Resume)];
    let mut spec = shop(Station { breakdowns, ..machine() }, 4.0, 30.0);
    spec.plants[0].products[0].supply = every(0.0, 20.0);
    let tally = tally(&spec);
    assert_eq!(tally.state(MachineState::Repair), seconds(4.0));
    assert_eq!(tally.loaded()[MachineState::Repair as usize], seconds(2.0));
}

/// Two machines and one worker, 4 s of work: the second machine waits until 4, then the first until 8.
#[test]
fn a_wait_for_workers_delays_an_order_once_its_work_has_begun() {
    let with = |loading: Option<Loading>| {
        let mut spec = shop(sample::station("m", 2, None), 4.0, 8.0);
        spec.plants[0].pools = vec![pool("workers", 1)];
        let StepKind::Operation(operation) = &mut spec.plants[0].products[0].routing[0].kind else {
            return [0; 2];
        };
        operation.crew = vec![crew(&[0], 1)];
        operation.loading = loading;
        let tally = tally(&spec);
        let waiting = MachineState::WaitingLabour;
        [tally.state(waiting), tally.loaded()[waiting as usize]].map(|time| time.0 / 1_000_000)
    };
    assert_eq!(with(None), [8, 0]);
    // Both are loaded from 0 to 1; the second waits from 1 to 5, the first, loaded again from 5 to 6, from 6 to 8.
    assert_eq!(with(Some(Loading { time: Distribution::Constant(1.0), crew: Vec::new() })), [6, 6]);
}

#[test]
fn calendar_failures_come_whether_it_works_or_not() {
    let breakdowns = vec![jam(ClockKind::Calendar, 10.0, 2.0, OnFailure::Resume)];
    let spec = shop(Station { breakdowns, ..machine() }, 4.0, 36.0);
    // Failures at 10, 22, 34, each 10 after the repair before.
    let states = tally(&spec).states;
    assert_eq!(states[MachineState::Repair as usize], seconds(6.0));
    assert_eq!(states[MachineState::Producing as usize], seconds(30.0));
}

/// Works from 0 to 10, then 10 off, and so on.
pub(super) fn half_and_half(spec: &mut Spec, at_end: AtEnd) {
    let plant = &mut spec.plants[0];
    plant.calendars.push(Calendar {
        name: "c".into(),
        period: seconds(20.0),
        on: vec![(Duration::ZERO, seconds(10.0))],
        ..Calendar::default()
    });
    plant.stations[0].calendar = Some(CalendarId(0));
    plant.stations[0].at_end = at_end;
}

/// Two machines break down at 10, and one repairer takes 2 s for each: 10-12 and, after 2 s of waiting, 12-14.
#[test]
fn waits_and_times_of_repairs_done_are_counted() {
    let mut breakdown = jam(ClockKind::Calendar, 10.0, 2.0, OnFailure::Resume);
    breakdown.crew = Some(crew(&[0], 1));
    let mut spec = shop(Station { breakdowns: vec![breakdown], machines: 2, ..machine() }, 4.0, 15.0);
    spec.plants[0].pools = vec![pool("fitters", 1)];
    let told = |spec: &Spec| {
        let tally = tally(spec);
        (tally.failures, tally.repairs, tally.repair_waits, tally.repair_times)
    };
    assert_eq!(told(&spec), (2, 2, seconds(2.0), seconds(4.0)));
    // The second repair has not ended at 13.
    spec.stop = Stop::After(seconds(13.0));
    assert_eq!(told(&spec), (2, 1, Duration::ZERO, seconds(2.0)));
}

#[test]
fn hours_end_as_said() {
    let with = |at_end| {
        let mut spec = shop(machine(), 4.0, 50.0);
        half_and_half(&mut spec, at_end);
        starts(&spec)
    };
    // The third operation begins at 8: 2 s of it are left at 10.
    assert_eq!(
        with(AtEnd::Suspend)[..5],
        ["0 m/1 p 0", "4 m/1 p 1", "8 m/1 p 2", "22 m/1 p 3", "26 m/1 p 4"]
    );
    // Finished at 12; work goes on at 20 all the same.
    assert_eq!(with(AtEnd::Finish)[..5], ["0 m/1 p 0", "4 m/1 p 1", "8 m/1 p 2", "20 m/1 p 3", "24 m/1 p 4"]);
    // Finished at 12; the 10 s off end at 22. Then 22-26, 26-30: the hours end at 30, nothing is under way.
    assert_eq!(
        with(AtEnd::FinishAndShift)[..6],
        ["0 m/1 p 0", "4 m/1 p 1", "8 m/1 p 2", "22 m/1 p 3", "26 m/1 p 4", "40 m/1 p 5"]
    );
    // Not begun at 8: it would end at 12.
    assert_eq!(with(AtEnd::NotBegin)[..4], ["0 m/1 p 0", "4 m/1 p 1", "20 m/1 p 2", "24 m/1 p 3"]);
}

#[test]
fn a_task_at_the_end_of_a_shift_by_the_textbook() {
    // Shift 0-480, off 480-960 (minutes); a task of 30 begins at 470, the next waits.
    let with = |at_end| {
        let mut spec = shop(machine(), 30.0 * 60.0, 1_500.0 * 60.0);
        spec.plants[0].products[0].supply = Supply::Arrivals(Arrivals {
            process: Process {
                times: Times::Spaced {
                    first: FirstArrival::At(Time(470 * 60_000_000)),
                    spacing: Distribution::Constant(1.0),
                },
                most: None,
            },
            when_full: WhenFull::Wait,
            ..Arrivals::default()
        });
        half_and_half(&mut spec, at_end);
        let calendar = &mut spec.plants[0].calendars[0];
        calendar.period = seconds(960.0 * 60.0);
        calendar.on = vec![(Duration::ZERO, seconds(480.0 * 60.0))];
        let second = starts(&spec)[1].clone();
        second.split(' ').next().unwrap().parse::<u64>().unwrap() / 60
    };
    assert_eq!([with(AtEnd::Finish), with(AtEnd::FinishAndShift), with(AtEnd::Suspend)], [960, 980, 980]);
}

pub(super) fn weekly(clock: ClockKind, every: f64, duration: f64) -> Maintenance {
    Maintenance {
        name: "service".into(),
        clock,
        every: Distribution::Constant(every),
        duration: Distribution::Constant(duration),
        ..Maintenance::default()
    }
}

#[test]
fn maintenance_waits_for_the_operation_to_end() {
    let maintenance = vec![weekly(ClockKind::Calendar, 10.0, 3.0)];
    let spec = shop(Station { maintenance, ..machine() }, 4.0, 30.0);
    // Due at 10, begins at 12 when the third operation ends, until 15; due at 20, begins at 23, until 26.
    assert_eq!(
        starts(&spec),
        ["0 m/1 p 0", "4 m/1 p 1", "8 m/1 p 2", "15 m/1 p 3", "19 m/1 p 4", "26 m/1 p 5"]
    );
    let tally = tally(&spec);
    assert_eq!((tally.maintenances, tally.state(MachineState::Maintenance)), (2, seconds(6.0)));
}

#[test]
fn maintenance_by_operating_time_begins_anew_when_done() {
    let maintenance = vec![weekly(ClockKind::Operating, 6.0, 1.0)];
    let spec = shop(Station { maintenance, ..machine() }, 4.0, 27.0);
    // Due after 6 s of work, done after 8: at 8-9, then after two more operations: 17-18, 26-27.
    assert_eq!(tally(&spec).state(MachineState::Maintenance), seconds(3.0));
    assert_eq!(starts(&spec).last().unwrap(), "22 m/1 p 5");
}

#[test]
fn maintenance_comes_early_where_it_costs_nothing() {
    let plan = Maintenance { early: Some(0.5), ..weekly(ClockKind::Calendar, 10.0, 1.0) };
    let mut spec = shop(Station { maintenance: vec![plan], ..machine() }, 4.0, 20.0);
    spec.plants[0].products[0].supply = Supply::Arrivals(Arrivals {
        process: Process {
            times: Times::Spaced {
                first: FirstArrival::At(Time(2_000_000)),
                spacing: Distribution::Constant(6.0),
            },
            most: None,
        },
        when_full: WhenFull::Wait,
        ..Arrivals::default()
    });
    // Lots at 2, 8 and 14. Idle from 6 on, when 0.5 of the time to 10 has gone: done at 6-7. The next is due at 20, early
    // from 15 on: at 18, when the third lot is done.
    let tally = tally(&spec);
    assert_eq!((tally.maintenances, tally.state(MachineState::Maintenance)), (2, seconds(2.0)));
    assert_eq!(starts(&spec), ["2 m/1 p 0", "8 m/1 p 1", "14 m/1 p 2"]);
}

/// A saturated machine has no idle time: as without `early`, 10 operations of 1 s, then 1 s of maintenance.
#[test]
fn maintenance_is_not_early_while_lots_wait() {
    let plan = Maintenance { early: Some(0.5), ..weekly(ClockKind::Operating, 10.0, 1.0) };
    let tally = tally(&shop(Station { maintenance: vec![plan], ..machine() }, 1.0, 100.0));
    let times = [MachineState::Maintenance, MachineState::Producing].map(|state| tally.state(state));
    assert_eq!((tally.maintenances, times), (9, [seconds(9.0), seconds(91.0)]));
}

/// Lots of 4 s at 0 and 9: idle from 4 on, early from 5 on, so done at 5-7, and not after the second lot, at 13.
#[test]
fn maintenance_comes_early_in_the_midst_of_idle_time() {
    let plan = Maintenance { early: Some(0.5), ..weekly(ClockKind::Calendar, 10.0, 2.0) };
    let mut spec = shop(Station { maintenance: vec![plan], ..machine() }, 4.0, 14.0);
    spec.plants[0].products[0].supply = every(0.0, 9.0);
    let tally = tally(&spec);
    assert_eq!((tally.maintenances, tally.state(MachineState::Maintenance)), (1, seconds(2.0)));
    assert_eq!(starts(&spec), ["0 m/1 p 0", "9 m/1 p 1"]);
}

#[test]
fn maintenance_renews_what_it_prevents() {
    // A failure after 10 s of work, maintenance after 8: it never fails.
    let plan = Maintenance { renews: vec![0], ..weekly(ClockKind::Operating, 8.0, 1.0) };
    let breakdowns = vec![jam(ClockKind::Operating, 10.0, 5.0, OnFailure::Resume)];
    let spec = shop(Station { maintenance: vec![plan], breakdowns, ..machine() }, 4.0, 100.0);
    assert_eq!((tally(&spec).failures, tally(&spec).maintenances), (0, 11));
}

#[test]
fn repairs_stand_still_outside_working_hours_where_said() {
    let mut breakdown = jam(ClockKind::Operating, 9.0, 3.0, OnFailure::Resume);
    breakdown.in_hours_only = true;
    let mut spec = shop(Station { breakdowns: vec![breakdown], ..machine() }, 4.0, 40.0);
    half_and_half(&mut spec, AtEnd::Suspend);
    // Fails at 9, 1 s of repair until 10, 2 s from 20 on; the rest of the third operation (3 s) 22-25.
    assert_eq!(starts(&spec)[3], "25 m/1 p 3");
    let states = tally(&spec).states;
    assert_eq!(states[MachineState::Repair as usize], seconds(3.0));
    assert_eq!(states[MachineState::OffShift as usize], seconds(20.0));
    let tally = tally(&spec);
    assert_eq!((tally.repairs, tally.repair_waits, tally.repair_times), (1, Duration::ZERO, seconds(3.0)));
}

/// Failures at 10, 22 and 34 are repaired at 12, 24 and 36. After every 8 s of work comes maintenance that takes no time: at 8,
/// 18 and 28. From 20 on both cost half.
#[test]
fn what_costs_something_is_counted() {
    let jam = jam(ClockKind::Calendar, 10.0, 2.0, OnFailure::Resume);
    let costly = Breakdown { name: "belt".into(), cost: 200.0, ..jam.clone() };
    let never = Distribution::Constant(1e9);
    let others = ["dust", "rust"].map(|name| Breakdown {
        name: name.into(),
        time_to_failure: never.clone(),
        ..jam.clone()
    });
    let maintenance = vec![Maintenance { cost: 50.0, ..weekly(ClockKind::Operating, 8.0, 0.0) }];
    let mut breakdowns: Vec<Breakdown> = others.into();
    breakdowns.insert(1, costly);
    let mut spec = shop(Station { breakdowns, maintenance, ..machine() }, 4.0, 37.0);
    let upkeep = |spec: &Spec, option| {
        let mut plant = super::Plant::new(super::Setting { option, ..super::setting(spec, 1) }).unwrap();
        plant.run().unwrap();
        plant.finish().factories[0].window.tally.upkeep.clone()
    };
    spec.upgrades = vec![Upgrade::named("exchange")];
    let cheaper = Effect::Parameter {
        target: Target::UpkeepCost(StationId(0)),
        change: Change::Multiply,
        amount: Distribution::Constant(0.5),
        draw: "half".into(),
    };
    let installation = Installation {
        factory: FactoryId(0),
        upgrade: UpgradeId(0),
        units: 1,
        order_at: Time(seconds(20.0).0),
        order_when: None,
        stops: Vec::new(),
        effects: vec![cheaper],
    };
    spec.options.push(Choice {
        name: "option".into(),
        title: String::new(),
        installations: vec![installation],
        offered: None,
    });
    let tally = |done, at_cost| UpkeepTally { done, at_cost };
    assert_eq!(upkeep(&spec, 0), [tally(3, 3.0), tally(3, 3.0)]);
    assert_eq!(upkeep(&spec, 1), [tally(3, 2.0), tally(3, 2.5)]);
}
