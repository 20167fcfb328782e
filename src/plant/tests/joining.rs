//! Hand-worked traces of assembly, splitting, joining and transport, with constant times.

use super::super::sample;
use super::{outcome, starts};
use crate::outcome::{MachineState, Spot};
use crate::random::Distribution;
use crate::spec::{
    Arrivals, Breakdown, ClockKind, Component, Demand, FirstArrival, Join, Listed, Operation, Orders, Plant,
    Process, Product, Spec, Split, Step, StepKind, Supply, Times, Transport,
};
use crate::units::{Duration, ProductId, StationId, Time};

fn once(at: f64) -> Supply {
    let first = FirstArrival::At(Time(Duration::from_secs(at).0));
    let times = Times::Spaced { first, spacing: Distribution::Constant(1e6) };
    Supply::Arrivals(Arrivals { process: Process { times, most: None }, ..Arrivals::default() })
}

fn work(name: &str, station: usize, seconds: f64) -> Step {
    sample::operation(name, station, Distribution::Constant(seconds))
}

fn product(name: &str, supply: Supply, lot_units: u32, routing: Vec<Step>) -> Product {
    Product { name: name.into(), lot_units, ..sample::product(supply, routing) }
}

fn shop(buffers: &[Option<u32>], products: Vec<Product>, seconds: f64) -> Spec {
    let stations = buffers.iter().enumerate();
    let stations = stations.map(|(s, buffer)| sample::station(&format!("s{s}"), 1, *buffer)).collect();
    sample::spec(Plant { products, ..sample::plant(stations, Product::default()) }, seconds)
}

fn components(step: &mut Step, components: Vec<Component>) {
    if let StepKind::Operation(Operation { components: own, .. }) = &mut step.kind {
        *own = components;
    }
}

#[test]
fn an_assembly_waits_for_all_its_components() {
    // Frames every 3 s, wheels every 1 s, two wheels to a frame, assembly 2 s.
    let mut assemble = work("assemble", 2, 2.0);
    let part = |product, per_unit, capacity| Component { product: ProductId(product), per_unit, capacity };
    components(&mut assemble, vec![part(1, 1, None), part(2, 2, Some(2))]);
    let products = vec![
        product("bike", Supply::Saturated, 1, vec![assemble]),
        product("frame", Supply::Saturated, 1, vec![work("weld", 0, 3.0)]),
        product("wheel", Supply::Saturated, 1, vec![work("spoke", 1, 1.0)]),
    ];
    let spec = shop(&[None, None, None], products, 10.0);
    let told: Vec<String> = starts(&spec).into_iter().filter(|line| line.contains("bike")).collect();
    assert_eq!(told, ["3 s2/1 bike 0", "6 s2/1 bike 1", "9 s2/1 bike 2"]);
    let tally = &outcome(&spec, 1).factories[0].window.tally;
    // Two wheels wait from 2 on, the third is blocked from 3 to the instant in which places are free again.
    assert_eq!(tally.stations[2].state(MachineState::WaitingMaterial), Duration::from_secs(3.0 + 1.0 + 1.0));
    assert_eq!(
        tally.stations[2].loaded()[MachineState::WaitingMaterial as usize],
        Duration::ZERO,
        "without a bike"
    );
    assert_eq!((tally.products[1].finished, tally.products[2].finished), (3, 6), "what is taken is finished");
    // Frames are taken at once. Wheels come at 1 and 2, two are taken at 3; at 3 and 4, taken at 6; at 6 and 7, taken at 9;
    // the seventh is there from 9 to the end. They wait 2 + 1, 3 + 2 and 3 + 2 s, and the places are full for 1 + 2 + 2 s.
    let seconds = Duration::from_secs;
    let [frames, wheels] = [tally.spots[0], tally.spots[1]];
    assert_eq!((frames.spot, frames.left), (Spot::Input(ProductId(1), StationId(2)), 3));
    assert_eq!((frames.waits, frames.lots_time), (Duration::ZERO, Duration::ZERO));
    assert_eq!((wheels.spot, wheels.left), (Spot::Input(ProductId(2), StationId(2)), 6));
    assert_eq!((wheels.waits, wheels.lots_time), (seconds(13.0), seconds(14.0)));
    assert_eq!((wheels.full_time, Duration::from_secs(wheels.units_time)), (seconds(5.0), seconds(14.0)));
    assert_eq!(tally.products[2].waits, seconds(13.0), "the input place is the buffer of a component");
}

#[test]
fn a_full_input_place_holds_up_its_component() {
    let mut assemble = work("assemble", 1, 4.0);
    components(&mut assemble, vec![Component { product: ProductId(1), per_unit: 1, capacity: Some(1) }]);
    let products = vec![
        product("box", Supply::Saturated, 1, vec![assemble]),
        product("lid", Supply::Saturated, 1, vec![work("press", 0, 1.0)]),
    ];
    // Lid 0 at 1 goes into box 0 (1-5), lid 1 at 2 into the place, lid 2 at 3 is blocked until 5, and so on.
    let told = starts(&shop(&[None, None], products, 14.0));
    assert_eq!(
        told,
        [
            "0 s0/1 lid 0",
            "1 s1/1 box 0",
            "1 s0/1 lid 1",
            "2 s0/1 lid 2",
            "5 s1/1 box 1",
            "5 s0/1 lid 3",
            "9 s1/1 box 2",
            "9 s0/1 lid 4",
            "13 s1/1 box 3",
            "13 s0/1 lid 5"
        ]
    );
}

fn split(lots: u32, keeps_place: bool) -> Step {
    Step { name: "part".into(), kind: StepKind::Split(Split { lots, keeps_place }), ..Step::default() }
}

fn join(lots: u32, same_parent: bool) -> Step {
    let kind = StepKind::Join(Join { lots, same_parent, capacity: None });
    Step { name: "join".into(), kind, ..Step::default() }
}

#[test]
fn waits_are_those_of_the_lots_that_left() {
    // Three lots at 0: one is scrapped at 1, the next becomes four boxes at 2, the last waits 2 s and is scrapped at 3.
    let scrapped = || {
        let mut step = work("in", 0, 1.0);
        if let StepKind::Operation(operation) = &mut step.kind {
            operation.scrap = 1.0;
        }
        step
    };
    let boxes = vec![work("in", 0, 1.0), split(4, false), work("box", 1, 2.0)];
    let products = vec![
        product("first", once(0.0), 1, vec![scrapped()]),
        product("pallet", once(0.0), 8, boxes),
        product("last", once(0.0), 1, vec![scrapped()]),
    ];
    let outcome = outcome(&shop(&[None, None], products, 30.0), 1);
    let [first, pallet, last] = &outcome.factories[0].window.tally.products[..] else { panic!("three") };
    // Each box has waited 1 s with its pallet and then 0, 2, 4, 6 s; they leave at 4, 6, 8 and 10.
    assert_eq!((pallet.finished_lots, pallet.waits.as_secs(), pallet.flow_time.as_secs()), (4, 16.0, 28.0));
    assert_eq!((first.waits, last.waits, last.scrapped), (Duration::ZERO, Duration::ZERO, 1));
}

#[test]
fn a_pallet_becomes_boxes_and_a_pallet_again() {
    let routing =
        vec![work("in", 0, 1.0), split(4, false), work("box", 1, 2.0), join(4, true), work("out", 2, 1.0)];
    let spec = shop(&[None, None, None], vec![product("p", once(0.0), 8, routing)], 30.0);
    // 1 s, then four boxes one after the other (1-9), then the pallet 9-10.
    let told = starts(&spec);
    assert_eq!(told, ["0 s0/1 p 0", "1 s1/1 p 0", "3 s1/1 p 0", "5 s1/1 p 0", "7 s1/1 p 0", "9 s2/1 p 0"]);
    let tally = &outcome(&spec, 1).factories[0].window.tally;
    assert_eq!(
        (tally.stations[1].units, tally.products[0].finished, tally.products[0].finished_lots),
        (8, 8, 1)
    );
    assert_eq!(tally.products[0].flow_time, Duration::from_secs(10.0));
    // One lot for 1 s, 4 boxes that gather, one lot again: 1 + 4 x 8 + 1.
    assert_eq!(tally.products[0].lots_time, Duration::from_secs(34.0));
    // Boxes come to be joined at 3, 5, 7 and 9.
    let joint = tally.spots[0];
    assert_eq!((joint.spot, joint.left), (Spot::Joint(ProductId(0), 3), 4));
    assert_eq!([joint.waits, joint.lots_time, joint.full_time], [12.0, 12.0, 0.0].map(Duration::from_secs));
}

#[test]
fn a_parent_keeps_its_place_until_its_last_part_has_gone() {
    let with = |keeps_place| {
        let routing = vec![work("in", 0, 1.0), split(3, keeps_place), work("box", 1, 2.0)];
        starts(&shop(&[None, Some(0)], vec![product("p", Supply::Saturated, 3, routing)], 6.5))
    };
    // No buffer before s1: box 0 at 1, box 1 at 3, box 2 at 5; only then the machine takes the next pallet.
    assert_eq!(with(true), ["0 s0/1 p 0", "1 s1/1 p 0", "3 s1/1 p 0", "5 s1/1 p 0", "5 s0/1 p 1"]);
    assert_eq!(with(false)[..4], ["0 s0/1 p 0", "1 s1/1 p 0", "1 s0/1 p 1", "2 s0/1 p 2"]);
}

#[test]
fn joining_by_parent_or_as_they_come() {
    // Two lots of two parts each; the second lot's first part overtakes nobody: as they come, joins are mixed.
    let with = |same_parent| {
        let routing = |first: f64| {
            vec![work("in", 0, first), split(2, false), work("box", 1, 2.0), join(2, same_parent)]
        };
        let products = vec![product("a", Supply::Saturated, 2, routing(1.0))];
        let spec = shop(&[None, None], products, 20.0);
        outcome(&spec, 1).factories[0].window.tally.products[0].finished_lots
    };
    // Parts end at 3, 5, 7, … 19: nine parts by 20, four pairs either way, as parts of one lot follow each other.
    assert_eq!((with(true), with(false)), (4, 4));
}

#[test]
fn a_buffer_for_one_parent_at_a_time() {
    let routing = vec![work("in", 0, 1.0), split(2, false), work("box", 1, 2.0)];
    let products = vec![product("p", Supply::Saturated, 2, routing)];
    let mut spec = shop(&[None, Some(2)], products, 9.0);
    spec.plants[0].stations[1].one_parent = true;
    // Pallet 0: boxes at 1 and 3. The boxes of pallet 1 (ready at 2) may enter the buffer when box 0.2 has left it, at 3.
    let told = starts(&spec);
    let boxes: Vec<&String> = told.iter().filter(|line| line.contains("s1")).collect();
    assert_eq!(boxes, ["1 s1/1 p 0", "3 s1/1 p 0", "5 s1/1 p 1", "7 s1/1 p 1"]);
}

fn carried(capacity: Option<u32>, counts_ahead: bool) -> Vec<String> {
    starts(&conveyor(capacity, counts_ahead))
}

fn conveyor(capacity: Option<u32>, counts_ahead: bool) -> Spec {
    let mut second = work("b", 1, 3.0);
    second.transport =
        Some(Transport { times: Vec::new(), time: Distribution::Constant(2.0), capacity, counts_ahead });
    let routing = vec![work("a", 0, 1.0), second];
    shop(&[None, Some(1)], vec![product("p", Supply::Saturated, 1, routing)], 8.5)
}

#[test]
fn transport_takes_time_and_may_count_ahead() {
    // Lots are done at 1, 2, 3, … and 2 s under way: the first is at b at 3.
    let free = carried(None, false);
    assert_eq!(free[..4], ["0 s0/1 p 0", "1 s0/1 p 1", "2 s0/1 p 2", "3 s0/1 p 3"]);
    assert!(free.contains(&"3 s1/1 p 0".to_string()) && free.contains(&"6 s1/1 p 1".to_string()));
    // One at a time on the conveyor: lot 1 (done at 2) sets out at 3, lot 2 (done at 4) at 5, arrives at 7 and finds lot 1
    // gone from the buffer at 6.
    let one = carried(Some(1), false);
    assert_eq!(one[..5], ["0 s0/1 p 0", "1 s0/1 p 1", "3 s1/1 p 0", "3 s0/1 p 2", "5 s0/1 p 3"]);
    // So it is never empty from 1 on, and has let out three lots.
    let way = outcome(&conveyor(Some(1), false), 1).factories[0].window.tally.spots[0];
    assert_eq!((way.spot, way.left), (Spot::Transport(ProductId(0), 1), 3));
    assert_eq!([way.lots_time, way.full_time], [7.5, 7.5].map(Duration::from_secs));
    // A place ahead and the free machine: lots 0 and 1 set out for them at 1 and 2. Lot 2, done at 3, sets out at 6, when the
    // machine takes lot 1 out of the place.
    let ahead = carried(None, true);
    assert_eq!(ahead, ["0 s0/1 p 0", "1 s0/1 p 1", "2 s0/1 p 2", "3 s1/1 p 0", "6 s1/1 p 1", "6 s0/1 p 3",]);
}

/// Three lots at once through a, 3 s on a way that counts ahead, and b.
fn counted(buffer: u32, seconds: f64) -> Spec {
    let mut second = work("b", 1, 5.0);
    second.transport = Some(Transport {
        times: Vec::new(),
        time: Distribution::Constant(3.0),
        capacity: None,
        counts_ahead: true,
    });
    let mut supply = once(0.0);
    if let Supply::Arrivals(arrivals) = &mut supply {
        arrivals.lots = Distribution::Constant(3.0);
    }
    shop(&[None, Some(buffer)], vec![product("p", supply, 1, vec![work("a", 0, 1.0), second])], seconds)
}

#[test]
fn a_lot_sets_out_for_a_free_machine() {
    // No buffer: lot 0 sets out at 1 for the free machine, works 4-9; lot 1, done at 2, sets out at 9, works 12-17; lot 2
    // (9-10 at a) sets out at 17, works from 20 on.
    let told = starts(&counted(0, 24.0));
    assert_eq!(told, ["0 s0/1 p 0", "1 s0/1 p 1", "4 s1/1 p 0", "9 s0/1 p 2", "12 s1/1 p 1", "20 s1/1 p 2"]);
    // One place: lots 0 and 1 set out at 1 and 2 for machine and place; lot 2, done at 3, at 9, when the machine takes lot 1,
    // which came at 5; it is there at 12 and waits until 14.
    let told = starts(&counted(1, 24.0));
    assert_eq!(told, ["0 s0/1 p 0", "1 s0/1 p 1", "2 s0/1 p 2", "4 s1/1 p 0", "9 s1/1 p 1", "14 s1/1 p 2"]);
}

#[test]
fn a_lot_waits_on_its_way_when_its_machine_breaks_down() {
    // The machine that lot 0 counts on fails at 2 for 4 s: the lot is there at 4, waits at the end of its way and works at 6.
    let mut spec = counted(0, 24.0);
    spec.plants[0].stations[1].breakdowns.push(Breakdown {
        name: "jam".into(),
        clock: ClockKind::Calendar,
        time_to_failure: Distribution::Constant(2.0),
        time_to_repair: Distribution::Constant(4.0),
        ..Breakdown::default()
    });
    spec.stop = crate::spec::Stop::After(Duration::from_secs(7.5));
    assert_eq!(starts(&spec), ["0 s0/1 p 0", "1 s0/1 p 1", "6 s1/1 p 0"]);
}

/// One lot of so many units through a press, into four parts, each 2 s at one machine, and together again.
fn parted(units: u32, wanted: u32) -> Spec {
    let routing = vec![
        work("in", 0, 1.0),
        split(4, false),
        work("box", 1, 2.0),
        join(wanted, true),
        work("out", 2, 1.0),
    ];
    shop(&[None, None, None], vec![product("p", once(0.0), units, routing)], 30.0)
}

#[test]
fn a_join_waits_for_no_more_parts_than_there_are() {
    // One unit becomes one part only, 1-3, and goes on alone.
    assert_eq!(starts(&parted(1, 4)), ["0 s0/1 p 0", "1 s1/1 p 0", "3 s2/1 p 0"]);
    // Three units become three: 1-3, 3-5, 5-7.
    assert_eq!(starts(&parted(3, 4)).last().unwrap(), "7 s2/1 p 0");
    // Four parts, joined three at a time: the fourth (7-9) has no others left and goes on alone.
    let told = starts(&parted(4, 3));
    assert_eq!(told[4..], ["7 s2/1 p 0", "7 s1/1 p 0", "9 s2/1 p 0"]);
    // Two of three units of a lot are lost before it is split, by a setup: one part.
    let mut spec = parted(3, 4);
    spec.plants[0].families = vec!["f".into()];
    spec.plants[0].stations[0].setup = Some(crate::spec::Setup {
        time: Distribution::Constant(1.0),
        times: Vec::new(),
        crew: Vec::new(),
        scrap: 2,
        initial: None,
        visit: Default::default(),
    });
    if let StepKind::Operation(operation) = &mut spec.plants[0].products[0].routing[0].kind {
        operation.family = Some(crate::units::FamilyId(0));
    }
    assert_eq!(starts(&spec), ["1 s0/1 p 0", "2 s1/1 p 0", "4 s2/1 p 0"]);
}

#[test]
fn a_join_waits_for_no_part_that_has_left() {
    // Four parts, 1-3, 3-5, 5-7, 7-9; the first three leave from the boxes or go on, by chance, and whoever comes to the
    // join waits only for those who have not left.
    let mut spec = parted(4, 4);
    let to = |share, step| crate::spec::Branch { share, step, most: None };
    spec.plants[0].products[0].routing[2].next = vec![to(0.5, Some(3)), to(0.5, None)];
    for seed in 1..=20 {
        let tally = outcome(&spec, seed).factories[0].window.tally.clone();
        assert_eq!((tally.products[0].finished, tally.levels[0].in_process), (4, 0), "seed {seed}");
    }
}

#[test]
fn parts_of_parts_join_twice() {
    // A pallet of four becomes two boxes, each of them two pieces: pieces 1-3, 3-5, 5-7, 7-9. The boxes are whole at 5 and
    // 9, the pallet at 9.
    let named = |name: &str, step: Step| Step { name: name.into(), ..step };
    let routing = vec![
        work("in", 0, 1.0),
        split(2, false),
        named("pieces", split(2, false)),
        work("piece", 1, 2.0),
        join(2, true),
        named("pallet", join(2, true)),
        work("out", 2, 1.0),
    ];
    let spec = shop(&[None, None, None], vec![product("p", once(0.0), 4, routing)], 30.0);
    assert_eq!(starts(&spec).last().unwrap(), "9 s2/1 p 0");
    assert_eq!(outcome(&spec, 1).factories[0].window.tally.products[0].finished_lots, 1);
}

#[test]
fn two_assemblies_share_a_component() {
    // A lid every 2 s; boxes (5 s) and tins (3 s) at a machine each take one. Both machines wait from 0 on; the first in file
    // order takes the lid of 2. The tin takes that of 4, 4-7; those of 6 and 8 wait for whoever comes first: the box at 7 takes
    // lid 2 (6), the tin at 7, which comes after it, waits for lid 3 of 8; lid 4 of 10 is taken at 11 by the tin (8-11), lid 5
    // of 12 at 12 by the box (7-12).
    let taking = |name: &str, station, seconds| {
        let mut step = work(name, station, seconds);
        components(&mut step, vec![Component { product: ProductId(2), per_unit: 1, capacity: None }]);
        product(name, Supply::Saturated, 1, vec![step])
    };
    let lids = product("lid", Supply::Saturated, 1, vec![work("press", 0, 2.0)]);
    let spec = shop(&[None, None, None], vec![taking("box", 1, 5.0), taking("tin", 2, 3.0), lids], 13.0);
    let told: Vec<String> = starts(&spec).into_iter().filter(|line| !line.contains("lid")).collect();
    assert_eq!(
        told,
        ["2 s1/1 box 0", "4 s2/1 tin 0", "7 s1/1 box 1", "8 s2/1 tin 1", "11 s2/1 tin 2", "12 s1/1 box 2"]
    );
}

#[test]
fn who_has_waited_longest_for_a_component_takes_it() {
    // A lid every 6 s. The box (1 s) takes that of 6 and waits again from 7 on; the tin, which waits from 0 on, takes that of
    // 12; of 18 the box, of 24 the tin.
    let taking = |name: &str, station| {
        let mut step = work(name, station, 1.0);
        components(&mut step, vec![Component { product: ProductId(2), per_unit: 1, capacity: None }]);
        product(name, Supply::Saturated, 1, vec![step])
    };
    let lids = product("lid", Supply::Saturated, 1, vec![work("press", 0, 6.0)]);
    let spec = shop(&[None, None, None], vec![taking("box", 1), taking("tin", 2), lids], 25.0);
    let told: Vec<String> = starts(&spec).into_iter().filter(|line| !line.contains("lid")).collect();
    assert_eq!(told, ["6 s1/1 box 0", "12 s2/1 tin 0", "18 s1/1 box 1", "24 s2/1 tin 1"]);
}

/// Bikes take 2 s and a frame each out of a stock; a frame takes 3 s.
fn bikes(initial_stock: u64, base_stock: u64, demand: Demand) -> Spec {
    let mut assemble = work("assemble", 1, 2.0);
    components(&mut assemble, vec![Component { product: ProductId(1), per_unit: 1, capacity: None }]);
    let supply = Supply::ToStock { initial_stock, base_stock, demand, patience: None };
    let products = vec![
        product("bike", Supply::Saturated, 1, vec![assemble]),
        product("frame", supply, 1, vec![work("weld", 0, 3.0)]),
    ];
    shop(&[None, None], products, 10.0)
}

fn nobody() -> Demand {
    Demand { orders: Orders::Nobody, ..Demand::default() }
}

#[test]
fn a_component_comes_out_of_its_stock() {
    // Two frames are there; each that is taken has another one welded, one at a time. The fourth bike begins at 6 with the
    // second of them, and the fifth waits from 8 to 9.
    let spec = bikes(2, 2, nobody());
    let told = [
        "0 s1/1 bike 0",
        "0 s0/1 frame 0",
        "2 s1/1 bike 1",
        "3 s0/1 frame 1",
        "4 s1/1 bike 2",
        "6 s1/1 bike 3",
        "6 s0/1 frame 2",
        "9 s1/1 bike 4",
        "9 s0/1 frame 3",
    ];
    // What falls into one instant is told in the order in which it was looked at.
    let in_order = |mut list: Vec<String>| {
        list.sort();
        list
    };
    assert_eq!(in_order(starts(&spec)), in_order(told.map(String::from).into()));
    let tally = &outcome(&spec, 1).factories[0].window.tally;
    let seconds = Duration::from_secs;
    assert_eq!(tally.stations[1].state(MachineState::WaitingMaterial), seconds(1.0));
    let frames = &tally.products[1];
    assert_eq!((frames.finished, frames.assembled, tally.levels[1].on_hand), (3, 5, 0));
    // One from 0 to 2, one from 3 to 4.
    assert_eq!(seconds(frames.stock_time), seconds(3.0));
    assert!(tally.spots.is_empty(), "a stock is no input place");
}

#[test]
fn a_base_stock_holds_up_its_making() {
    // Nothing is taken: no more is made than the stock holds.
    let mut spec = bikes(0, 2, nobody());
    spec.plants[0].products[0].supply = once(1e5);
    let tally = &outcome(&spec, 1).factories[0].window.tally;
    assert_eq!((tally.products[1].finished, tally.levels[1].on_hand), (2, 2));
}

#[test]
fn customers_come_before_assemblies() {
    // Somebody buys a frame at 1, the last one: the second bike waits for the first new one, from 2 to 3.
    let order = Listed { at: Time(1_000_000), units: Some(1.0), ..Listed::default() };
    let process = Process { times: Times::Listed(vec![order]), most: None };
    let orders = Orders::Single { process, size: Distribution::Constant(1.0) };
    let spec = bikes(2, 2, Demand { orders, ..Demand::default() });
    let told: Vec<String> = starts(&spec).into_iter().filter(|line| line.contains("bike")).collect();
    assert_eq!(told, ["0 s1/1 bike 0", "3 s1/1 bike 1", "6 s1/1 bike 2", "9 s1/1 bike 3"]);
    let tally = &outcome(&spec, 1).factories[0].window.tally;
    assert_eq!((tally.products[1].delivered, tally.products[1].assembled), (1, 4));
    assert_eq!(spec.plants[0].leaving(), [true, true]);
}
