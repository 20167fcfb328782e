//! Plans and instructions by hand. Hours of the formulas are seconds here.

use super::super::sample;
use super::{outcome, read_starts, setting, starts};
use crate::outcome::{FactoryTally, IncidentTally, InformationTally, MachineState};
use crate::plant::Plant;
use crate::random::Distribution;
use crate::spec::{
    Cyber, Delivery, Demand, Listed, Orders, Planning, Pool, Process, Spec, Supply, Team, Times,
};
use crate::units::{Duration, PoolId, Time};

fn secs(seconds: f64) -> Duration {
    Duration::from_secs(seconds)
}

/// Plans at 0, 24, 48 …, at once in effect, with instructions that are there at once.
fn daily() -> Planning {
    let none = Distribution::Constant(0.0);
    Planning {
        every: secs(24.0),
        on_event: false,
        first: Duration::ZERO,
        data_age: Duration::ZERO,
        duration: none.clone(),
        frozen: Duration::ZERO,
        preparation: none.clone(),
        planners: None,
        given_every: Duration::ZERO,
        transmission: none.clone(),
        wrong: 0.0,
        found: 1.0,
        lost: none,
    }
}

fn listed(orders: &[(f64, f64)]) -> Demand {
    let entry =
        |(at, units): &(f64, f64)| Listed { at: Time(secs(*at).0), units: Some(*units), ..Listed::default() };
    let process = Process { times: Times::Listed(orders.iter().map(entry).collect()), most: None };
    Demand {
        orders: Orders::Single { process, size: Distribution::Constant(1.0) },
        delivery: Delivery::Whole,
    }
}

/// One machine of 1 s a lot of one unit.
fn shop(supply: Supply, planning: Planning, seconds: f64) -> Spec {
    let step = sample::operation("w", 0, Distribution::Constant(1.0));
    let mut product = sample::product(supply, vec![step]);
    product.name = "p".into();
    let mut plant = sample::plant(vec![sample::station("m", 1, None)], product);
    plant.planning = Some(planning);
    sample::spec(plant, seconds)
}

fn to_order(orders: &[(f64, f64)], planning: Planning) -> Spec {
    shop(Supply::ToOrder { demand: listed(orders), patience: None, allowance: 0.0 }, planning, 100.0)
}

fn information(spec: &Spec) -> InformationTally {
    outcome(spec, 1).factories[0].window.tally.information.unwrap()
}

fn waiting(spec: &Spec) -> f64 {
    outcome(spec, 1).factories[0].window.tally.stations[0].state(MachineState::WaitingInstruction).as_secs()
}

#[test]
fn an_order_waits_for_the_plan_its_approval_and_its_instruction() {
    let orders = [(10.0, 2.0), (24.0, 1.0)];
    // Planned at 24; who orders at the instant of a plan comes too late for it.
    assert_eq!(starts(&to_order(&orders, daily())), ["24 m/1 p 0", "25 m/1 p 1", "48 m/1 p 2"]);
    let approved = Planning { duration: Distribution::Constant(4.0), ..daily() };
    assert_eq!(starts(&to_order(&orders, approved.clone())), ["28 m/1 p 0", "29 m/1 p 1", "52 m/1 p 2"]);
    let frozen = Planning { frozen: secs(6.0), ..approved.clone() };
    assert_eq!(starts(&to_order(&orders, frozen)), ["30 m/1 p 0", "31 m/1 p 1", "54 m/1 p 2"]);
    // Prepared at 31, given out at 32, at the machine at 32.5.
    let prepared = Planning {
        preparation: Distribution::Constant(3.0),
        given_every: secs(2.0),
        transmission: Distribution::Constant(0.5),
        ..approved
    };
    let spec = to_order(&orders, prepared);
    assert_eq!(starts(&spec), ["32.5 m/1 p 0", "33.5 m/1 p 1", "56.5 m/1 p 2"]);
    // With a lot and without its instruction from 28 to 32.5 and from 52 to 56.5.
    assert!((waiting(&spec) - 9.0).abs() < 1e-9);
    let told = information(&spec);
    assert_eq!((told.plans, told.work_orders, told.instructions, told.started), (5, 2, 2, 2));
    assert!((told.order_to_start.as_secs() - (22.5 + 32.5)).abs() < 1e-9);
    assert!((told.instruction_lead.as_secs() - 9.0).abs() < 1e-9);
}

#[test]
fn latencies_add_up() {
    // C / 2 + P + R / 2 = 12 + 4 + 1, where the end of planning falls anywhere between two givings out.
    let planning = Planning {
        duration: Distribution::Uniform { min: 3.0, max: 5.0 },
        given_every: secs(2.0),
        ..daily()
    };
    let process = Process {
        times: Times::Spaced {
            first: crate::spec::FirstArrival::AfterSpacing,
            spacing: Distribution::Exponential { mean: 200.0 },
        },
        most: None,
    };
    let orders = Orders::Single { process, size: Distribution::Constant(1.0) };
    let demand = Demand { orders, delivery: Delivery::Whole };
    let mut spec = shop(Supply::ToOrder { demand, patience: None, allowance: 0.0 }, planning, 2e6);
    // Machines enough, so that nothing else is waited for.
    spec.plants[0].stations[0].machines = 20;
    let told = information(&spec);
    let mean = told.order_to_start.as_secs() / told.started as f64;
    let sd = (24.0f64.powi(2) / 12.0 + 2.0f64.powi(2) / 6.0).sqrt();
    assert!(told.started > 9_000 && (mean - 17.0).abs() < 4.0 * sd / (told.started as f64).sqrt(), "{mean}");
}

#[test]
fn a_plan_knows_what_is_as_old_as_its_data() {
    let old = Planning { data_age: secs(5.0), ..daily() };
    // The plan at 24 has the data of 19.
    assert_eq!(starts(&to_order(&[(18.0, 1.0), (20.0, 1.0)], old)), ["24 m/1 p 0", "48 m/1 p 1"]);
    // Stock: four units go at 1; the plan at 15 sees it, those at 20 and 25 have data from before its work began and do
    // not plan it again.
    let supply = |demand| Supply::ToStock { initial_stock: 10, base_stock: 10, demand, patience: None };
    let planning = Planning { every: secs(5.0), data_age: secs(10.0), ..daily() };
    let spec = shop(supply(listed(&[(1.0, 4.0)])), planning, 100.0);
    assert_eq!(starts(&spec), ["15 m/1 p 0", "16 m/1 p 1", "17 m/1 p 2", "18 m/1 p 3"]);
}

#[test]
fn events_are_planned_at_once_or_after_the_least_time() {
    let orders = [(10.0, 1.0), (12.0, 1.0), (13.0, 1.0), (40.0, 1.0)];
    let at_once = Planning { every: Duration::ZERO, on_event: true, ..daily() };
    assert_eq!(
        starts(&to_order(&orders, at_once.clone())),
        ["10 m/1 p 0", "12 m/1 p 1", "13 m/1 p 2", "40 m/1 p 3"]
    );
    let spaced = Planning { every: secs(15.0), ..at_once.clone() };
    // The first at 0, as the run begins.
    assert_eq!(starts(&to_order(&orders, spaced)), ["15 m/1 p 0", "16 m/1 p 1", "17 m/1 p 2", "40 m/1 p 3"]);
    let late = Planning { data_age: secs(2.0), duration: Distribution::Constant(3.0), ..at_once };
    assert_eq!(starts(&to_order(&orders, late)), ["15 m/1 p 0", "17 m/1 p 1", "18 m/1 p 2", "45 m/1 p 3"]);
}

#[test]
fn planners_prepare_one_after_the_other() {
    let planning = Planning {
        every: Duration::ZERO,
        on_event: true,
        preparation: Distribution::Constant(2.0),
        planners: Some(PoolId(0)),
        ..daily()
    };
    let mut spec = to_order(&[(1.0, 1.0), (2.0, 1.0), (3.0, 1.0)], planning);
    let team = Team { headcount: 1, calendar: None };
    spec.plants[0].pools = vec![Pool { name: "office".into(), teams: vec![team], ..Pool::default() }];
    assert_eq!(starts(&spec), ["3 m/1 p 0", "5 m/1 p 1", "7 m/1 p 2"]);
    // Lots in hand and no instruction: 1 to 3, 4 to 5, 6 to 7.
    assert!((waiting(&spec) - 4.0).abs() < 1e-9);
    let pool = outcome(&spec, 1).factories[0].window.tally.pools[0];
    assert!((pool.busy.as_secs() - 6.0).abs() < 1e-9 && (pool.waits.as_secs() - 3.0).abs() < 1e-9);
    // Planned together they are one work order with one instruction.
    let weekly = Planning { every: secs(24.0), on_event: false, ..spec.plants[0].planning.clone().unwrap() };
    spec.plants[0].planning = Some(weekly);
    assert_eq!(starts(&spec), ["26 m/1 p 0", "27 m/1 p 1", "28 m/1 p 2"]);
    assert_eq!((information(&spec).work_orders, information(&spec).started), (1, 3));
}

#[test]
fn what_waits_for_the_planner_is_put_together() {
    let planning = Planning {
        every: Duration::ZERO,
        on_event: true,
        preparation: Distribution::Constant(4.0),
        planners: Some(PoolId(0)),
        ..daily()
    };
    let mut spec = to_order(&[(1.0, 1.0), (2.0, 1.0), (3.0, 1.0), (4.0, 1.0)], planning);
    let team = Team { headcount: 1, calendar: None };
    spec.plants[0].pools = vec![Pool { name: "office".into(), teams: vec![team], ..Pool::default() }];
    // The planner works from 1 to 5 for the first order and from 5 to 9 for the second, which waits meanwhile. So the third
    // and the fourth are one work order, with one instruction from 9 to 13.
    assert_eq!(starts(&spec), ["5 m/1 p 0", "9 m/1 p 1", "13 m/1 p 2", "14 m/1 p 3"]);
    assert_eq!((information(&spec).work_orders, information(&spec).instructions), (3, 3));
    // With a planner for each order nothing waits, and each is a work order of its own.
    spec.plants[0].pools[0].teams[0].headcount = 4;
    assert_eq!(starts(&spec), ["5 m/1 p 0", "6 m/1 p 1", "7 m/1 p 2", "8 m/1 p 3"]);
    assert_eq!(information(&spec).work_orders, 4);
}

#[test]
fn each_machine_has_its_own_instruction() {
    // Three lots of one order, two machines: two instructions, one after the other.
    let planning =
        Planning { preparation: Distribution::Constant(2.0), planners: Some(PoolId(0)), ..daily() };
    let mut spec = to_order(&[(1.0, 3.0)], planning);
    let team = Team { headcount: 1, calendar: None };
    spec.plants[0].pools = vec![Pool { name: "office".into(), teams: vec![team], ..Pool::default() }];
    spec.plants[0].stations[0].machines = 2;
    assert_eq!(starts(&spec), ["26 m/1 p 0", "27 m/1 p 2", "28 m/2 p 1"]);
    assert_eq!(information(&spec).instructions, 2);
}

#[test]
fn a_wrong_instruction_costs_time_or_a_lot() {
    // One of some thousand orders each: of instructions, e c are found and e (1 - c) are not.
    let (e, c) = (0.03, 0.9);
    let planning = Planning {
        every: Duration::ZERO,
        on_event: true,
        wrong: e,
        found: c,
        lost: Distribution::Constant(0.5),
        ..daily()
    };
    let orders: Vec<(f64, f64)> = (0..100_000).map(|n| (f64::from(n) * 4.0, 1.0)).collect();
    let mut spec = to_order(&orders, planning);
    spec.stop = crate::spec::Stop::After(secs(400_000.0));
    let told = information(&spec);
    let issued = told.instructions as f64;
    let near = |share: f64, exact: f64, n: f64| {
        assert!((share - exact).abs() < 4.0 * (exact * (1.0 - exact) / n).sqrt(), "{share} for {exact}");
    };
    near(told.wrong_found as f64 / issued, e * c, issued);
    near(told.wrong_missed as f64 / issued, e * (1.0 - c), issued);
    near((issued - told.wrong_found as f64) / issued, 1.0 / 1.027_749_229_2, issued);
    let tally = &outcome(&spec, 1).factories[0].window.tally;
    assert_eq!(tally.products[0].scrapped, told.wrong_missed);
    let lost = tally.stations[0].state(MachineState::Setup).as_secs();
    assert!((lost - 0.5 * told.wrong_found as f64).abs() < 1e-6);
    // Scrapped lots are made anew: all orders but perhaps the last are delivered.
    assert!(tally.products[0].delivered >= 99_998);
}

/// What starts when in a plant that an incident comes over from the platform at an instant and takes the plan with it, and what
/// is counted.
fn struck(spec: &Spec, at: f64) -> (Vec<String>, FactoryTally) {
    let mut spec = spec.clone();
    let nothing = Distribution::Constant(0.0);
    let cost = Distribution::Constant(70.0);
    spec.plants[0].cyber =
        Some(Cyber { per_year: 0.0, connected: 0.0, outage: nothing, hit: 0.0, plan_lost: 1.0, cost });
    let mut plant = Plant::new(super::Setting { trace: true, ..setting(&spec, 1) }).unwrap();
    let at = Time(secs(at).0);
    plant.run_until(at).unwrap();
    plant.visit(|_, mut floor| {
        floor.now = at;
        floor.undergo_incident(true);
    });
    plant.run().unwrap();
    let starts = read_starts(&plant.take_trace());
    let outcome = plant.finish();
    super::check_conservation(&spec, &outcome);
    (starts, outcome.factories[0].window.tally.clone())
}

#[test]
fn a_lost_plan_is_made_and_prepared_again() {
    let prepared = Planning { preparation: Distribution::Constant(3.0), ..daily() };
    let spec = to_order(&[(10.0, 3.0)], prepared.clone());
    assert_eq!(starts(&spec), ["27 m/1 p 0", "28 m/1 p 1", "29 m/1 p 2"]);
    // Before the plan nothing is lost, and after the work nothing is left to lose.
    assert_eq!(struck(&spec, 23.0).0, starts(&spec));
    assert_eq!(struck(&spec, 30.5).0, starts(&spec));
    // What has begun is ended; the last lot waits for the plan at 48 and its instruction.
    let (begun, tally) = struck(&spec, 28.5);
    assert_eq!(begun, ["27 m/1 p 0", "28 m/1 p 1", "51 m/1 p 2"]);
    assert_eq!(tally.incidents, Some(IncidentTally { incidents: 1, spread: 1, plans_lost: 1, costs: 70.0 }));
    let waited = tally.stations[0].state(MachineState::WaitingInstruction).as_secs();
    assert!((waited - (3.0 + 22.0)).abs() < 1e-9, "{waited}");
    // An instruction that is being prepared is lost, and the planner is free.
    let mut with_planner =
        to_order(&[(10.0, 3.0)], Planning { planners: Some(PoolId(0)), ..prepared.clone() });
    let team = Team { headcount: 1, calendar: None };
    with_planner.plants[0].pools = vec![Pool { name: "office".into(), teams: vec![team], ..Pool::default() }];
    let (begun, tally) = struck(&with_planner, 25.0);
    assert_eq!(begun, ["51 m/1 p 0", "52 m/1 p 1", "53 m/1 p 2"]);
    assert!((tally.pools[0].busy.as_secs() - (1.0 + 3.0)).abs() < 1e-9);
    // Neither does a plan take effect that is not approved yet; the next one has its orders.
    let approved = Planning { duration: Distribution::Constant(4.0), ..prepared.clone() };
    let (begun, _) = struck(&to_order(&[(10.0, 3.0)], approved), 26.0);
    assert_eq!(begun, ["55 m/1 p 0", "56 m/1 p 1", "57 m/1 p 2"]);
    // Who plans on events plans at once: prepared at 16.5.
    let at_once = Planning { every: Duration::ZERO, on_event: true, ..prepared };
    let (begun, _) = struck(&to_order(&[(10.0, 3.0)], at_once), 13.5);
    assert_eq!(begun, ["13 m/1 p 0", "16.5 m/1 p 1", "17.5 m/1 p 2"]);
}

#[test]
fn work_to_stock_that_has_not_begun_is_planned_again() {
    let supply =
        Supply::ToStock { initial_stock: 10, base_stock: 10, demand: listed(&[(1.0, 4.0)]), patience: None };
    let mut spec = shop(supply, Planning { every: secs(5.0), ..daily() }, 100.0);
    assert_eq!(starts(&spec), ["5 m/1 p 0", "6 m/1 p 1", "7 m/1 p 2", "8 m/1 p 3"]);
    let (begun, tally) = struck(&spec, 6.5);
    assert_eq!(begun, ["5 m/1 p 0", "6 m/1 p 1", "10 m/1 p 2", "11 m/1 p 3"]);
    assert_eq!(tally.incidents.unwrap().plans_lost, 1);
    // Who does not plan has no plan to lose.
    spec.plants[0].planning = None;
    let (begun, tally) = struck(&spec, 2.5);
    assert_eq!(begun, ["1 m/1 p 0", "2 m/1 p 1", "3 m/1 p 2", "4 m/1 p 3"]);
    assert_eq!(tally.incidents, Some(IncidentTally { incidents: 1, spread: 1, plans_lost: 0, costs: 70.0 }));
}

/// Two steps; the lost work is instructed anew from the step on where its hindmost lot is.
#[test]
fn lost_work_is_instructed_from_where_it_is() {
    let prepared = Planning { preparation: Distribution::Constant(3.0), ..daily() };
    let mut spec = to_order(&[(10.0, 2.0)], prepared);
    spec.plants[0].stations.push(sample::station("n", 1, None));
    let second = sample::operation("x", 1, Distribution::Constant(5.0));
    spec.plants[0].products[0].routing.push(second);
    assert_eq!(starts(&spec), ["27 m/1 p 0", "28 n/1 p 0", "28 m/1 p 1", "33 n/1 p 1"]);
    // At 30 both lots have the first step behind them: one instruction more, for the second step.
    let (begun, tally) = struck(&spec, 30.0);
    assert_eq!(begun, ["27 m/1 p 0", "28 n/1 p 0", "28 m/1 p 1", "51 n/1 p 1"]);
    assert_eq!(tally.information.unwrap().instructions, 2 + 1);
    // At 27.5 one is at the first step still: two more.
    let (begun, tally) = struck(&spec, 27.5);
    assert_eq!(begun, ["27 m/1 p 0", "51 m/1 p 1", "51 n/1 p 0", "56 n/1 p 1"]);
    assert_eq!(tally.information.unwrap().instructions, 2 + 2);
}
