//! Hand-worked traces of dispatch rules, preferences, preemption, setups and cycles, with constant times.

use super::super::sample;
use super::labour::{crew, pool};
use super::stops::half_and_half;
use super::{outcome, starts};
use crate::outcome::MachineState;
use crate::random::Distribution;
use crate::spec::{
    Arrivals, AtEnd, Batch, Changeover, Choosing, Classes, Dispatch, FirstArrival, Loading, Operation, Plant,
    Preference, Process, Product, Rule, Setup, Spec, Station, StepKind, StepTime, Supply, Times, Together,
    Visit, WarmUp, WhenFull,
};
use crate::units::{Duration, FamilyId, StationId, Time};

/// One lot at a time [s], then no more within the run.
fn once(at: f64) -> Supply {
    every(at, 1e6)
}

/// A lot at `first` and then every so often [s].
fn every(first: f64, spacing: f64) -> Supply {
    Supply::Arrivals(Arrivals {
        process: Process {
            times: Times::Spaced {
                first: FirstArrival::At(Time(Duration::from_secs(first).0)),
                spacing: Distribution::Constant(spacing),
            },
            most: None,
        },
        when_full: WhenFull::Wait,
        ..Arrivals::default()
    })
}

/// A product of single units with one operation of constant time at a station.
fn job(name: &str, supply: Supply, seconds: f64) -> Product {
    let step = sample::operation("work", 0, Distribution::Constant(seconds));
    Product { name: name.into(), ..sample::product(supply, vec![step]) }
}

fn operation(product: &mut Product) -> &mut Operation {
    match &mut product.routing[0].kind {
        StepKind::Operation(operation) => operation,
        _ => unreachable!("jobs are operations"),
    }
}

fn family(mut product: Product, family: u32) -> Product {
    operation(&mut product).family = Some(FamilyId(family));
    product
}

fn due(mut product: Product, seconds: f64) -> Product {
    product.due = Some(Distribution::Constant(seconds));
    product
}

fn shop(station: Station, products: Vec<Product>, seconds: f64) -> Spec {
    let plant = Plant {
        stations: vec![station],
        products,
        families: vec!["a".into(), "b".into(), "c".into()],
        ..sample::plant(Vec::new(), Product::default())
    };
    sample::spec(plant, seconds)
}

fn ruled(rule: Rule) -> Station {
    Station { dispatch: Dispatch { rule, ..Dispatch::default() }, ..sample::station("m", 1, None) }
}

/// A machine is busy with x until 10; then a (arrived 1, takes 5, due 25), b (arrived 2, takes 2, due 42) and
/// c (arrived 3, takes 4, due 23) wait.
#[track_caller]
fn check_order(rule: Rule, expected: [&str; 3]) {
    let jobs = vec![
        job("x", once(0.0), 10.0),
        due(job("a", once(1.0), 5.0), 24.0),
        due(job("b", once(2.0), 2.0), 40.0),
        due(job("c", once(3.0), 4.0), 20.0),
    ];
    let told = starts(&shop(ruled(rule), jobs, 100.0));
    let order: Vec<String> = told[1..].iter().map(|line| line.split(' ').nth(2).unwrap().into()).collect();
    assert_eq!(order, expected, "{rule:?}: {told:?}");
}

#[test]
fn each_rule_takes_its_lot_first() {
    check_order(Rule::Fifo, ["a", "b", "c"]);
    check_order(Rule::Lifo, ["c", "b", "a"]);
    check_order(Rule::EarliestDue, ["c", "a", "b"]);
    check_order(Rule::ShortestOperation, ["b", "c", "a"]);
    check_order(Rule::LongestOperation, ["a", "c", "b"]);
    // At 10: (25 - 10) / 5 = 3 for a, (23 - 10) / 4 = 3.25 for c, (42 - 10) / 2 = 16 for b; at 15: 8 / 4 for c, 27 / 2 for b.
    check_order(Rule::CriticalRatio, ["a", "c", "b"]);
}

#[test]
fn classes_go_first_and_interrupt() {
    let jobs = || vec![job("low", every(0.0, 4.0), 3.0), Product { class: 0, ..job("high", once(5.0), 2.0) }];
    let with = |classes| {
        let mut jobs = jobs();
        jobs[0].class = 1;
        let dispatch = Dispatch { rule: Rule::Fifo, classes };
        starts(&shop(Station { dispatch, ..sample::station("m", 1, None) }, jobs, 12.5))
    };
    // Low lots at 0, 4, 8, 12 take 3; the high one comes at 5, when the second has worked 1.
    assert_eq!(
        with(Classes::First),
        ["0 m/1 low 0", "4 m/1 low 1", "7 m/1 high 0", "9 m/1 low 2", "12 m/1 low 3"]
    );
    // It works from 5 to 7; then the second low lot has 2 left, until 9.
    assert_eq!(
        with(Classes::PreemptResume),
        ["0 m/1 low 0", "4 m/1 low 1", "5 m/1 high 0", "7 m/1 low 1", "9 m/1 low 2", "12 m/1 low 3"]
    );
    // Beginning anew it takes 3 more, until 10.
    assert_eq!(
        with(Classes::PreemptRestart),
        ["0 m/1 low 0", "4 m/1 low 1", "5 m/1 high 0", "7 m/1 low 1", "10 m/1 low 2"]
    );
}

/// Two machines work for 10 on lots of these classes since 0 and 1; urgent lots of 2 come at 2 and 3.
#[track_caller]
fn check_who_gives_way(classes: [u8; 2], expected: &[&str]) {
    let [p, q] = classes;
    let jobs = vec![
        Product { class: p, ..job("p", once(0.0), 10.0) },
        Product { class: q, ..job("q", once(1.0), 10.0) },
        Product { class: 1, ..job("urgent", every(2.0, 1.0), 2.0) },
    ];
    let dispatch = Dispatch { rule: Rule::Fifo, classes: Classes::PreemptResume };
    let mut spec = shop(Station { dispatch, ..sample::station("m", 2, None) }, jobs, 100.0);
    if let Supply::Arrivals(arrivals) = &mut spec.plants[0].products[2].supply {
        arrivals.process.most = Some(2);
    }
    assert_eq!(starts(&spec), expected, "{classes:?}");
}

#[test]
fn the_least_urgent_gives_way_and_of_equals_the_latest() {
    // p stops at 2, q at 3; at 4 q, the more urgent of the two, goes on, and p at 5.
    check_who_gives_way(
        [3, 2],
        &["0 m/1 p 0", "1 m/2 q 0", "2 m/1 urgent 0", "3 m/2 urgent 1", "4 m/1 q 0", "5 m/2 p 0"],
    );
    // q has begun last and stops at 2, p at 3.
    check_who_gives_way(
        [2, 2],
        &["0 m/1 p 0", "1 m/2 q 0", "2 m/2 urgent 0", "3 m/1 urgent 1", "4 m/2 p 0", "5 m/1 q 0"],
    );
    // An urgent lot waits for its equals, which do not give way.
    check_who_gives_way([1, 2], &["0 m/1 p 0", "1 m/2 q 0", "2 m/2 urgent 0", "4 m/2 urgent 1", "6 m/2 q 0"]);
}

/// An urgent lot of 3 s comes at 2 to a machine that works on another of 10 s.
fn urgent_at_two(seconds: f64) -> Spec {
    let low = Product { class: 2, ..job("low", once(0.0), 10.0) };
    let high = Product { class: 1, ..job("high", once(2.0), 3.0) };
    let dispatch = Dispatch { rule: Rule::Fifo, classes: Classes::PreemptResume };
    shop(Station { dispatch, ..sample::station("m", 1, None) }, vec![low, high], seconds)
}

#[test]
fn nothing_gives_way_to_a_lot_whose_worker_is_elsewhere() {
    // The urgent lot needs the worker, who is with x until 6; until then the low one goes on, 4 s of it are left, from 9
    // on.
    let mut spec = urgent_at_two(30.0);
    let mut elsewhere = job("x", once(0.0), 6.0);
    operation(&mut elsewhere).station = StationId(1);
    operation(&mut elsewhere).crew = vec![crew(&[0], 1)];
    let plant = &mut spec.plants[0];
    operation(&mut plant.products[1]).crew = vec![crew(&[0], 1)];
    plant.products.push(elsewhere);
    plant.stations.push(sample::station("n", 1, None));
    plant.pools.push(pool("worker", 1));
    assert_eq!(starts(&spec), ["0 m/1 low 0", "0 n/1 x 0", "6 m/1 high 0", "9 m/1 low 0"]);
    let states = outcome(&spec, 1).factories[0].window.tally.stations[0].states;
    assert_eq!(states[MachineState::Producing as usize], Duration::from_secs(13.0));
    assert_eq!(states[MachineState::WaitingLabour as usize], Duration::ZERO);
    // The worker who is with the low lot itself is free for the urgent one.
    spec.plants[0].products.truncate(2);
    operation(&mut spec.plants[0].products[0]).crew = vec![crew(&[0], 1)];
    assert_eq!(starts(&spec), ["0 m/1 low 0", "2 m/1 high 0", "5 m/1 low 0"]);
    // Nobody is there to do it.
    spec.plants[0].pools.push(pool("specialist", 0));
    operation(&mut spec.plants[0].products[1]).crew = vec![crew(&[1], 1)];
    assert_eq!(starts(&spec), ["0 m/1 low 0"]);
}

#[test]
fn nothing_gives_way_after_hours() {
    // The low lot of 10 s begins at 5 and is finished at 15, though an urgent one comes at 12, after the end of the hours.
    let mut spec = urgent_at_two(30.0);
    spec.plants[0].products[0].supply = once(5.0);
    spec.plants[0].products[1].supply = once(12.0);
    half_and_half(&mut spec, AtEnd::Finish);
    assert_eq!(starts(&spec), ["5 m/1 low 0", "20 m/1 high 0"]);
}

#[test]
fn the_longest_idle_machine_is_the_same_after_a_snapshot() {
    // The second machine is idle since 2, the first since 10; measures begin at 20.
    let station = Station { preference: Preference::LongestIdle, ..sample::station("m", 2, None) };
    let jobs = vec![job("a", once(0.0), 10.0), job("b", once(1.0), 1.0), job("c", once(30.0), 1.0)];
    let mut spec = shop(station, jobs, 40.0);
    spec.warm_up = WarmUp::Fixed(Duration::from_secs(20.0));
    assert_eq!(starts(&spec), ["0 m/1 a 0", "1 m/2 b 0", "30 m/2 c 0"]);
}

fn change(from: FamilyId, to: FamilyId, seconds: f64) -> Changeover {
    Changeover { from: Some(from), to, time: Distribution::Constant(seconds), crew: None, scrap: None }
}

/// Two products of different families in turn; a change takes 5 from a to b and 7 back, the first setup 1.
pub(super) fn two_families(rule: Rule) -> Spec {
    let (a, b) = (FamilyId(0), FamilyId(1));
    let times = vec![change(a, b, 5.0), change(b, a, 7.0)];
    let setup = Setup {
        time: Distribution::Constant(1.0),
        times,
        crew: Vec::new(),
        scrap: 0,
        initial: None,
        visit: Default::default(),
    };
    let station = Station { setup: Some(setup), ..ruled(rule) };
    let jobs = vec![family(job("a", every(0.0, 2.0), 2.0), 0), family(job("b", every(1.0, 10.0), 2.0), 1)];
    shop(station, jobs, 40.0)
}

#[test]
fn setups_follow_the_matrix() {
    // FIFO: setup 0-1, a0 1-3; b0 (came at 1) setup 5 until 8, works 8-10; back to a 7 until 17, a1 17-19, a2 19-21, …
    let told = starts(&two_families(Rule::Fifo));
    assert_eq!(told[..4], ["1 m/1 a 0", "8 m/1 b 0", "17 m/1 a 1", "19 m/1 a 2"]);
    let outcome = outcome(&two_families(Rule::Fifo), 1);
    let tally = &outcome.factories[0].window.tally.stations[0];
    // 0-1, 3-8, 10-17 are setups; a3 and a4 arrived at 6 and 8, b1 at 11: a1 .. a5 17-27, then to b 27-32, b1 32-34,
    // to a 34-41, of which 6 within the run.
    assert_eq!(tally.state(MachineState::Setup), Duration::from_secs(1.0 + 5.0 + 7.0 + 5.0 + 6.0));
    assert_eq!(tally.setups, 4, "the fifth has not ended");
}

/// Lots of three units. The change to b (3-8 and 27-32, as above) takes a fitter, and one unit of the lot; all others nothing.
#[test]
fn a_change_has_its_own_crew_and_loss() {
    let mut spec = two_families(Rule::Fifo);
    let plant = &mut spec.plants[0];
    plant.pools = vec![pool("fitters", 1)];
    plant.products.iter_mut().for_each(|product| product.lot_units = 3);
    let told = |spec: &Spec| {
        let tally = outcome(spec, 1).factories[0].window.tally.clone();
        (tally.products[0].scrapped, tally.products[1].scrapped, tally.pools[0].busy)
    };
    for product in &mut spec.plants[0].products {
        operation(product).time = StepTime::PerLot(Distribution::Constant(2.0));
    }
    let changes = |spec: &mut Spec, change: usize, crewed: bool, scrap: Option<u32>| {
        let setup = spec.plants[0].stations[0].setup.as_mut().unwrap();
        setup.times[change].crew = crewed.then(|| vec![crew(&[0], 1)]);
        setup.times[change].scrap = scrap;
    };
    changes(&mut spec, 0, true, Some(1));
    assert_eq!(told(&spec), (0, 2, Duration::from_secs(10.0)));
    // The other way round: the change to a (10-17, and 34 to the end at 40) takes the fitter; what is not said is as for all.
    spec.plants[0].stations[0].setup.as_mut().unwrap().scrap = 2;
    changes(&mut spec, 0, false, Some(0));
    changes(&mut spec, 1, true, None);
    assert_eq!(
        told(&spec),
        (4, 0, Duration::from_secs(13.0)),
        "the first setup and that of 10-17 lose two each"
    );
}

#[test]
fn same_family_first_and_staying() {
    // There is always a lot of family a (one comes every 2, each takes 2), so b waits for ever.
    let told = starts(&two_families(Rule::SameFamily));
    assert!(told.iter().all(|line| line.contains(" a ")), "{told:?}");
    let mut spec = two_families(Rule::StayWithFamily);
    // With a every 9: a0 1-3; b0 has come at 1: setup until 8, 8-10; a1 came at 9: setup until 17, 17-19, then a2 (18).
    spec.plants[0].products[0].supply = every(0.0, 9.0);
    let told = starts(&spec);
    assert_eq!(told[..4], ["1 m/1 a 0", "8 m/1 b 0", "17 m/1 a 1", "19 m/1 a 2"]);
}

/// A machine that is set up for a, a change taking 1: a lot of a at 0 and 3, of c at 1, of b at 2, each taking 4.
fn three_families(rule: Rule) -> Spec {
    let time = Distribution::Constant(1.0);
    let initial = Some(FamilyId(0));
    let setup =
        Setup { time, times: Vec::new(), crew: Vec::new(), scrap: 0, initial, visit: Default::default() };
    let jobs = vec![
        family(job("a", every(0.0, 3.0), 4.0), 0),
        family(job("c", once(1.0), 4.0), 2),
        family(job("b", once(2.0), 4.0), 1),
    ];
    let mut spec = shop(Station { setup: Some(setup), ..ruled(rule) }, jobs, 30.0);
    if let Supply::Arrivals(arrivals) = &mut spec.plants[0].products[0].supply {
        arrivals.process.most = Some(2);
    }
    spec
}

#[test]
fn the_next_of_three_families() {
    // The family of the machine goes first; of the others, who came first, or whose turn it is.
    let told = |rule| starts(&three_families(rule));
    assert_eq!(told(Rule::Fifo), ["0 m/1 a 0", "5 m/1 c 0", "10 m/1 b 0", "15 m/1 a 1"]);
    assert_eq!(told(Rule::SameFamily), ["0 m/1 a 0", "4 m/1 a 1", "9 m/1 c 0", "14 m/1 b 0"]);
    assert_eq!(told(Rule::StayWithFamily), ["0 m/1 a 0", "4 m/1 a 1", "9 m/1 b 0", "14 m/1 c 0"]);
    assert_eq!(told(Rule::Cyclic), ["0 m/1 a 0", "4 m/1 a 1", "9 m/1 b 0", "14 m/1 c 0"]);
    // With b late, staying goes from a to c by one change, and to b by another; the cycle comes by b at 9, c at 10.
    let late = |rule| {
        let mut spec = three_families(rule);
        spec.plants[0].products[2].supply = once(20.0);
        starts(&spec)
    };
    assert_eq!(late(Rule::StayWithFamily), ["0 m/1 a 0", "4 m/1 a 1", "9 m/1 c 0", "21 m/1 b 0"]);
    // It is at c until 14, then at a from 15, b 16, c 17, a 18, b 19, c 20, a 21, and at b at 22.
    assert_eq!(late(Rule::Cyclic), ["0 m/1 a 0", "4 m/1 a 1", "10 m/1 c 0", "22 m/1 b 0"]);
}

#[test]
fn a_visit_ends_after_so_many_or_with_who_waited() {
    let told = |rule, visit: Visit, late: Option<f64>| {
        let mut spec = three_families(rule);
        spec.plants[0].stations[0].setup.as_mut().unwrap().visit = visit;
        if let Some(late) = late {
            spec.plants[0].products[1].supply = once(late);
            spec.plants[0].products[2].supply = once(late + 1.0);
        }
        starts(&spec)
    };
    let (gated, one) = (Visit { gated: true, most: None }, Visit { gated: false, most: Some(1) });
    let parted = ["0 m/1 a 0", "5 m/1 b 0", "10 m/1 c 0", "15 m/1 a 1"];
    for rule in [Rule::Cyclic, Rule::StayWithFamily] {
        assert_eq!(told(rule, gated, None), parted, "the second a came at 3");
        assert_eq!(told(rule, one, None), parted);
        let two = Visit { most: Some(2), ..one };
        assert_eq!(told(rule, two, None), ["0 m/1 a 0", "4 m/1 a 1", "9 m/1 b 0", "14 m/1 c 0"]);
    }
    // Where nobody else waits the next visit is to the same family, without a setup.
    for visit in [gated, one] {
        let told = told(Rule::StayWithFamily, visit, Some(25.0));
        assert_eq!(told, ["0 m/1 a 0", "4 m/1 a 1", "26 m/1 c 0"]);
    }
    // The cycle: b 4-5, c 6, a 7, and the second a.
    assert_eq!(told(Rule::Cyclic, one, Some(25.0))[..2], ["0 m/1 a 0", "7 m/1 a 1"]);
}

#[test]
fn a_polling_machine_goes_round_though_nothing_waits() {
    let mut spec = two_families(Rule::Cyclic);
    spec.plants[0].products[0].supply = once(20.0);
    spec.plants[0].products[1].supply = once(14.0);
    // To a 0-1, to b 1-6, to a 6-13, to b 13-18: b waits since 14, works 18-20; to a 20-27, a 27-29.
    assert_eq!(starts(&spec), ["18 m/1 b 0", "27 m/1 a 0"]);
    // One that takes loads goes round as well.
    let batch = Batch { min: 1, max: 2, longest_wait: None, together: Together::Family };
    spec.plants[0].stations[0].batch = Some(batch);
    assert_eq!(starts(&spec), ["18 m/1 b 0", "27 m/1 a 0"]);
}

#[test]
fn loading_holds_the_machine_before_the_operation() {
    let mut product = job("p", Supply::Saturated, 3.0);
    operation(&mut product).loading = Some(Loading { time: Distribution::Constant(1.0), crew: Vec::new() });
    let spec = shop(sample::station("m", 1, None), vec![product], 12.0);
    assert_eq!(starts(&spec), ["1 m/1 p 0", "5 m/1 p 1", "9 m/1 p 2"]);
    let states = outcome(&spec, 1).factories[0].window.tally.stations[0].states;
    assert_eq!(states[MachineState::Setup as usize], Duration::from_secs(3.0));
    assert_eq!(states[MachineState::Producing as usize], Duration::from_secs(9.0));
}

#[test]
fn machines_are_preferred_as_said() {
    let with = |preference, speeds: &[f64]| {
        let station = Station { preference, speeds: speeds.to_vec(), ..sample::station("m", 2, None) };
        starts(&shop(station, vec![job("p", every(0.0, 6.0), 4.0)], 13.0))
    };
    assert_eq!(with(Preference::InOrder, &[]), ["0 m/1 p 0", "6 m/1 p 1", "12 m/1 p 2"]);
    assert_eq!(with(Preference::LeastUsed, &[]), ["0 m/1 p 0", "6 m/2 p 1", "12 m/1 p 2"]);
    assert_eq!(with(Preference::Fastest, &[1.0, 2.0]), ["0 m/2 p 0", "6 m/2 p 1", "12 m/2 p 2"]);
    assert_eq!(with(Preference::LongestIdle, &[]), ["0 m/1 p 0", "6 m/2 p 1", "12 m/1 p 2"]);
}

/// Two stations with a machine each; the second takes twice as long.
fn two_stations(change: impl Fn(&mut Plant)) -> Vec<String> {
    let mut product = job("p", every(0.0, 1.0), 3.0);
    operation(&mut product).or_at = vec![(StationId(1), Some(StepTime::PerLot(Distribution::Constant(6.0))))];
    let mut spec = shop(sample::station("fast", 1, None), vec![product], 9.5);
    spec.plants[0].stations.push(sample::station("slow", 1, None));
    change(&mut spec.plants[0]);
    starts(&spec)
}

#[test]
fn lots_choose_their_station() {
    let choosing = |choice| two_stations(|plant| operation(&mut plant.products[0]).choice = choice);
    // Lot 0 to fast (0-3), lot 1 to slow (1-7), then nobody is free: the first has room for 2 to 6. Lot 7 comes when
    // slow is free again.
    assert_eq!(
        choosing(Choosing::InOrder),
        ["0 fast/1 p 0", "1 slow/1 p 1", "3 fast/1 p 2", "6 fast/1 p 3", "7 slow/1 p 7", "9 fast/1 p 4"]
    );
    assert_eq!(
        choosing(Choosing::Cyclic),
        ["0 fast/1 p 0", "1 slow/1 p 1", "3 fast/1 p 2", "6 fast/1 p 4", "7 slow/1 p 3", "9 fast/1 p 6"]
    );
    // Lots 2 and 3 find one lot at each: 2 joins fast (the first), 3 finds 1 and 1 again, as lot 0 left at 3.
    let shortest = choosing(Choosing::ShortestQueue);
    assert_eq!(shortest[..4], ["0 fast/1 p 0", "1 slow/1 p 1", "3 fast/1 p 2", "6 fast/1 p 3"]);
}

#[test]
fn stations_draw_from_one_buffer() {
    let told = two_stations(|plant| plant.stations[1].shares_buffer_of = Some(StationId(0)));
    // One queue: fast at 0, slow at 1 until 7, fast at 3 and 6, slow takes the next at 7, fast at 9.
    assert_eq!(
        told,
        ["0 fast/1 p 0", "1 slow/1 p 1", "3 fast/1 p 2", "6 fast/1 p 3", "7 slow/1 p 4", "9 fast/1 p 5"]
    );
}

#[test]
fn batches_gather_by_family() {
    let batch = Batch { min: 2, max: 2, longest_wait: None, together: Together::Family };
    let station = Station { batch: Some(batch), ..sample::station("oven", 1, None) };
    let jobs = vec![
        family(job("p", once(0.0), 4.0), 0),
        family(job("q", once(1.0), 4.0), 1),
        family(job("r", once(2.0), 4.0), 0),
        family(job("s", once(3.0), 4.0), 1),
    ];
    assert_eq!(starts(&shop(station, jobs, 20.0)), ["2 oven/1 p 0", "6 oven/1 q 0"]);
}

/// A lot of 1 or 100 s, one in two each, is interrupted every 2 s: begun anew it may be short, but as it was it never is.
#[test]
fn another_time_is_drawn_for_each_attempt() {
    let finished = |classes: Classes| {
        let station = Station {
            dispatch: Dispatch { classes, ..Dispatch::default() },
            ..sample::station("m", 1, None)
        };
        let mut low = job("low", every(0.0, 40.0), 5.0);
        low.class = 2;
        let time = Distribution::empirical(vec![1.0, 100.0], &[1.0, 1.0]).unwrap();
        operation(&mut low).time = StepTime::PerLot(time);
        let spec = shop(station, vec![low, job("high", every(1.5, 2.0), 0.5)], 2_000.0);
        outcome(&spec, 1).factories[0].window.tally.products[0].finished_lots
    };
    // Of 50 lots about half are short; in twenty attempts nearly all are.
    let (same, anew) = (finished(Classes::PreemptRestart), finished(Classes::PreemptResample));
    assert!(same < 10, "the first long one is in the way of all behind it: {same}");
    assert!(anew >= 48, "{anew} of 50");
}

/// Two queues in turn: lots of 9 s at the first, of 2 s at the second.
#[test]
fn the_last_goes_over_to_a_shorter_queue() {
    let told = |jockeys: Option<u32>, room: Option<u32>| {
        let mut lot = job("p", every(0.0, 1.0), 9.0);
        let own = operation(&mut lot);
        own.or_at = vec![(StationId::new(1), Some(StepTime::PerLot(Distribution::Constant(2.0))))];
        (own.choice, own.jockeys) = (Choosing::Cyclic, jockeys);
        if let Supply::Arrivals(arrivals) = &mut lot.supply {
            arrivals.process.most = Some(6);
        }
        let mut spec = shop(sample::station("m", 1, None), vec![lot], 60.0);
        spec.plants[0].stations.push(sample::station("n", 1, room));
        starts(&spec)
    };
    // 0, 2 and 4 at m; 1, 3 and 5 at n.
    let apart = ["0 m/1 p 0", "1 n/1 p 1", "3 n/1 p 3", "5 n/1 p 5", "9 m/1 p 2", "18 m/1 p 4"];
    assert_eq!(told(None, None), apart);
    // Lot 4 comes to two others at 4, finds one at n and goes over.
    let over = ["0 m/1 p 0", "1 n/1 p 1", "3 n/1 p 3", "5 n/1 p 4", "7 n/1 p 5", "9 m/1 p 2"];
    assert_eq!(told(Some(2), None), over);
    // With no place to wait at n it goes over when that is free at 7, after lot 5.
    let late = ["0 m/1 p 0", "1 n/1 p 1", "3 n/1 p 3", "5 n/1 p 5", "7 n/1 p 4", "9 m/1 p 2"];
    assert_eq!(told(Some(2), Some(0)), late);
    assert_eq!(told(Some(4), None), apart, "they never differ by so many");
}
