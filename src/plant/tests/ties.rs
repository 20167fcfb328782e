//! Hand-worked traces of what happens at one instant, and of who goes on when hours end.

use super::super::sample;
use super::labour::{crew, job, pool};
use super::stops::{every, jam, machine, seconds, tally};
use super::{outcome, setting, starts};
use crate::outcome::MachineState;
use crate::plant::{Plant, Setting};
use crate::random::Distribution;
use crate::spec::{
    self, AtEnd, Calendar, Classes, ClockKind, OnFailure, Pool, Product, Spec, Station, StepKind, Supply,
    Team, Times,
};
use crate::units::{CalendarId, Time};

/// Works in these hours of so many seconds.
fn calendar(period: f64, on: &[(f64, f64)]) -> Calendar {
    let on = on.iter().map(|(from, to)| (seconds(*from), seconds(*to))).collect();
    Calendar { name: "c".into(), period: seconds(period), on, ..Calendar::default() }
}

/// One station, operations of so many seconds in working hours.
fn shop(station: Station, operation: f64, hours: Calendar, length: f64) -> Spec {
    let step = sample::operation("work", 0, Distribution::Constant(operation));
    let product = Product { name: "p".into(), ..sample::product(Supply::Saturated, vec![step]) };
    let plant = spec::Plant { calendars: vec![hours], ..sample::plant(vec![station], product) };
    sample::spec(plant, length)
}

fn operation(product: &mut Product) -> &mut spec::Operation {
    match &mut product.routing[0].kind {
        StepKind::Operation(operation) => operation,
        _ => panic!("no operation"),
    }
}

/// When lots left, in seconds.
fn leavings(spec: &Spec) -> Vec<String> {
    let mut plant = Plant::new(Setting { trace: true, ..setting(spec, 1) }).unwrap();
    plant.run().unwrap();
    let trace = plant.take_trace();
    let left = trace.lines().filter(|line| line.contains("lot_left"));
    let field = |line: &str, name: &str| {
        let rest = line.split(&format!("\"{name}\":")).nth(1).unwrap().to_string();
        rest.split(',').next().unwrap().parse::<f64>().unwrap()
    };
    left.map(|line| format!("{} {}", field(line, "t_s"), field(line, "lot"))).collect()
}

#[test]
fn what_ends_with_the_hours_is_done() {
    // Two operations of 5 s in 10 s of work; then 10 s off.
    let hours = calendar(20.0, &[(0.0, 10.0)]);
    let of_machine = Station { calendar: Some(CalendarId(0)), ..machine() };
    let mut by_machine = shop(of_machine, 5.0, hours.clone(), 41.0);
    by_machine.plants[0].stations[0].at_end = AtEnd::Suspend;
    let mut by_team = shop(machine(), 5.0, hours, 41.0);
    let team = Team { headcount: 1, calendar: Some(CalendarId(0)) };
    by_team.plants[0].pools = vec![Pool { teams: vec![team], ..pool("team", 0) }];
    operation(&mut by_team.plants[0].products[0]).crew = vec![crew(&[0], 1)];
    for spec in [by_machine, by_team] {
        assert_eq!(leavings(&spec), ["5 0", "10 1", "25 2", "30 3"]);
        assert_eq!(tally(&spec).state(MachineState::Producing), seconds(21.0));
    }
}

#[test]
fn a_machine_that_fails_as_it_finishes_has_finished() {
    // Operations 0-4 and 4-8, failure at 8, repair to 10; operations 10-14 and 14-18, failure at 18.
    let breakdowns = vec![jam(ClockKind::Calendar, 8.0, 2.0, OnFailure::Scrap)];
    let spec = shop(Station { breakdowns, ..machine() }, 4.0, calendar(20.0, &[(0.0, 20.0)]), 19.0);
    assert_eq!(leavings(&spec), ["4 0", "8 1", "14 2", "18 3"]);
    assert_eq!(outcome(&spec, 1).factories[0].window.tally.products[0].scrapped, 0);
}

#[test]
fn nothing_gives_way_to_what_cannot_begin() {
    // The urgent lot of 5 would take until 11, the hours end at 10: the other goes on until 7.
    let station = Station { calendar: Some(CalendarId(0)), at_end: AtEnd::NotBegin, ..machine() };
    let mut spec = shop(station, 3.0, calendar(20.0, &[(0.0, 10.0)]), 30.0);
    spec.plants[0].stations[0].dispatch.classes = Classes::PreemptResume;
    let mut urgent = spec.plants[0].products[0].clone();
    urgent.name = "urgent".into();
    urgent.class = 1;
    urgent.supply = every(5.0, 100.0);
    operation(&mut urgent).time = spec::StepTime::PerLot(Distribution::Constant(6.0));
    let other = &mut spec.plants[0].products[0];
    other.class = 2;
    other.supply = every(4.0, 100.0);
    spec.plants[0].products.push(urgent);
    assert_eq!(starts(&spec), ["4 m/1 p 0", "20 m/1 urgent 0"]);
}

#[test]
fn who_works_at_a_machine_can_repair_it() {
    // Fails after 5 s of work, 1 s into the second operation; its worker repairs it (5-7) and finishes the 3 s left.
    let mut breakdown = jam(ClockKind::Operating, 5.0, 2.0, OnFailure::Resume);
    breakdown.crew = Some(crew(&[0], 1));
    let station = Station { breakdowns: vec![breakdown], ..machine() };
    let mut spec = shop(station, 4.0, calendar(20.0, &[(0.0, 20.0)]), 11.0);
    spec.plants[0].pools = vec![pool("worker", 1)];
    operation(&mut spec.plants[0].products[0]).crew = vec![crew(&[0], 1)];
    assert_eq!(starts(&spec), ["0 m/1 p 0", "4 m/1 p 1", "10 m/1 p 2"]);
}

#[test]
fn hours_off_come_after_an_operation_that_outlasts_them() {
    // Off from 10 to 12; the operation of 8 ends at 16, so the 2 s come from 16 to 18.
    let station = Station { calendar: Some(CalendarId(0)), at_end: AtEnd::FinishAndShift, ..machine() };
    let spec = shop(station, 8.0, calendar(60.0, &[(0.0, 10.0), (12.0, 50.0)]), 45.0);
    assert_eq!(
        starts(&spec),
        ["0 m/1 p 0", "8 m/1 p 1", "18 m/1 p 2", "26 m/1 p 3", "34 m/1 p 4", "42 m/1 p 5"]
    );
    assert_eq!(tally(&spec).state(MachineState::OffShift), seconds(2.0));
}

/// Lots at these times, each 4 s for one worker; two workers go at 10, one stays.
fn team_of_three(times: &[f64], at_end: AtEnd) -> Spec {
    let mut product = job("p", 0, 0.0, 4.0, crew(&[0], 1));
    let Supply::Arrivals(arrivals) = &mut product.supply else { panic!("no arrivals") };
    let listed = |at: &f64| spec::Listed { at: Time(seconds(*at).0), ..spec::Listed::default() };
    arrivals.process.times = Times::Listed(times.iter().map(listed).collect());
    let teams =
        vec![Team { headcount: 1, calendar: None }, Team { headcount: 2, calendar: Some(CalendarId(0)) }];
    let pools = vec![Pool { teams, at_end, ..pool("team", 0) }];
    let mut spec = super::labour::shop(vec![product], pools, 24.0);
    spec.plants[0].calendars = vec![calendar(24.0, &[(0.0, 10.0)])];
    spec
}

#[test]
fn work_is_begun_as_long_as_enough_stay() {
    // All three are idle at 7, but only one stays until 11; the second lot begins when she is done.
    let told = starts(&team_of_three(&[7.0, 7.0], AtEnd::NotBegin));
    assert_eq!(told, ["7 s0/1 p 0", "11 s0/2 p 1"]);
    // What ends at 10 leaves her to the lot of 7.
    let told = starts(&team_of_three(&[6.0, 6.0, 7.0], AtEnd::NotBegin));
    assert_eq!(told, ["6 s0/1 p 0", "6 s0/2 p 1", "7 s0/3 p 2"]);
}

#[test]
fn interrupted_work_goes_on_in_the_order_in_which_it_was_begun() {
    // At 10 the lots of 9 and 8 stop, with 3 s and 2 s left. The one who stays ends that of 7 at 11, that of 8 at 13, that of 9
    // at 16, and begins that of 10.
    let spec = team_of_three(&[7.0, 8.0, 9.0, 10.0], AtEnd::Suspend);
    assert_eq!(leavings(&spec), ["11 0", "13 1", "16 2", "20 3"]);
}

#[test]
fn a_machine_that_waits_for_its_maintenance_waits_for_labour() {
    // Due at 10 on both machines, 2 s each by one worker: one waits from 10 to 12.
    let plan = spec::Maintenance {
        name: "oil".into(),
        clock: ClockKind::Calendar,
        every: Distribution::Constant(10.0),
        duration: Distribution::Constant(2.0),
        crew: Some(crew(&[0], 1)),
        ..spec::Maintenance::default()
    };
    let station = Station { machines: 2, maintenance: vec![plan], ..machine() };
    let mut spec = shop(station, 1.0, calendar(20.0, &[(0.0, 20.0)]), 15.0);
    spec.plants[0].pools = vec![pool("worker", 1)];
    let states = tally(&spec);
    assert_eq!(states.state(MachineState::WaitingLabour), seconds(2.0));
    assert_eq!(states.state(MachineState::Maintenance), seconds(4.0));
}
