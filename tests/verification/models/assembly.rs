//! Lots that part and join, and assembly from components.

use surgetwin::outcome::MachineState::{Blocked, WaitingMaterial};

use super::{Fault, Model, long, row, seconds, shipped_for, written};
use crate::chain::stationary;
use crate::measures::{finished_on_hand, flow, leaving, lots_in_spot, producing, scaled, share, wait};
use crate::texts::{Shop, exponential, poisson, step};

const KIND: &str = "Parting, joining, assembly";
const SLOW: Fault = Fault(1.03, "service 3 % slower");

pub(super) fn models() -> Vec<Model> {
    vec![three_of_three(), fork_join(), assembly(1, 1), assembly(3, 2), to_order()]
}

/// A lot of three parts, each on a machine of its own: 1 + 1/2 + 1/3.
fn three_of_three() -> Model {
    let rows = vec![row("flow time [s]", 11.0 / 6.0, flow(0))];
    let slow = ("factories=[(name: \"warehouse\", plant: \"warehouse\", time: 1.03)]", SLOW.1);
    shipped_for(seconds(60e3), (KIND, "largest of three exponentials"), ("pallets", ""), &[], slow, rows)
}

/// Two parts, one to each of two machines.
fn fork_join() -> Model {
    let load = 0.5;
    let build = move |slower: f64| {
        let work = format!("{}, or_at: [(station: \"s1\")], choice: Cyclic", step(0, &exponential(slower)));
        let shop = Shop::default().station("machines: 1").station("machines: 1");
        let (part, join) = ("split: (lots: 2)", "join: (lots: 2, same_parent: true)");
        shop.product_of("lot: 2", &poisson(load), &[part.into(), work, join.into()])
    };
    let exact = (12.0 - load) / 8.0 / (1.0 - load);
    let rows = vec![
        row("flow time [s]", exact, flow(0)),
        row("station 0: utilisation", load, producing(0)),
        row("station 1: utilisation", load, producing(1)),
    ];
    written(
        (KIND, "Flatto & Hahn 1984; Nelson & Tantawi 1988"),
        "fork and join",
        seconds(200e3),
        SLOW,
        build,
        rows,
    )
}

/// Two machines of rates 1 and 1.2 fill input places of an assembly machine of rate 1.1, which needs one of each.
fn assembly(first: u32, second: u32) -> Model {
    const RATES: [f64; 3] = [1.1, 1.0, 1.2];
    let room = [first + 1, second + 1];
    // Parts made of each kind, with the one that finds no room, and whether the assembly machine works.
    type State = ([u32; 2], bool);
    let begin = |([a, b], works): State| {
        if !works && a.min(b) > 0 { ([a - 1, b - 1], true) } else { ([a, b], works) }
    };
    let moves = move |(made, works): &State| {
        let mut moves = Vec::new();
        for n in 0..2 {
            if made[n] < room[n] {
                let mut more = *made;
                more[n] += 1;
                moves.push((RATES[n + 1], begin((more, *works))));
            }
        }
        if *works {
            moves.push((RATES[0], begin((*made, false))));
        }
        moves
    };
    let states = stationary(([0, 0], false), moves);
    let time =
        |of: &dyn Fn(&State) -> bool| states.iter().filter(|(s, _)| of(s)).map(|(_, p)| p).sum::<f64>();
    let working = time(&|(_, works)| *works);
    let fit = [first, second];
    // One more than fits is on the machine that made it.
    let waiting =
        |n: usize| states.iter().map(|((made, _), p)| f64::from(made[n].min(fit[n])) * p).sum::<f64>();
    let rows = vec![
        row("parts 1 waiting", waiting(0), lots_in_spot(0)),
        row("parts 2 waiting", waiting(1), lots_in_spot(1)),
        row("assembled/s", working * RATES[0], leaving(0)),
        row("assembly waits for parts", 1.0 - working, share(0, &[WaitingMaterial])),
        row("machine 1: blocked", time(&|(made, _)| made[0] == room[0]), share(1, &[Blocked])),
        row("machine 2: blocked", time(&|(made, _)| made[1] == room[1]), share(2, &[Blocked])),
    ];
    let of_it = format!(", room for {first} and {second}");
    let source = (KIND, "Markov chain");
    let room = |n: usize, lots: u32| {
        format!("plants[pumps].products[pump].routing[fit].components[{n}].capacity={lots}")
    };
    let (one, two) = (room(0, first), room(1, second));
    let slow = "plants[pumps].products[pump].routing[fit].time=Exponential(mean: \"963636us\")";
    shipped_for(
        // With more room the queues scatter more.
        seconds(if first + second > 2 { 160e3 } else { 70e3 }),
        source,
        ("kitting", &of_it),
        &[&one, &two],
        (slow, "assembly 6 % slower"),
        rows,
    )
}

/// Components out of a base stock that one machine of load 0.5 fills up, for assemblies that wait for nothing else.
fn to_order() -> Model {
    let (load, stock) = (0.5f64, 1);
    let missing = |units: i32| (1.0 - load) * load.powi(units);
    let on_hand: f64 = (0..stock).map(|units| f64::from(stock - units) * missing(units)).sum();
    let rows = vec![
        row("wait for a component [h]", load.powi(stock) / (1.0 - load), scaled(1.0 / 3600.0, wait(1))),
        row("on stock", on_hand, finished_on_hand()),
    ];
    let supply = |field: &str| format!("plants[beds].products[motor].supply.{field}={stock}");
    let (initial, base) = (supply("initial_stock"), supply("base_stock"));
    let slow = "plants[beds].products[motor].routing[wind].time=Exponential(mean: \"61.8min\")";
    let source = (KIND, "Buzacott & Shanthikumar 1993, ch. 4");
    let file = ("assemble_to_order", ", stock of 1");
    shipped_for(long(1.8e9), source, file, &[&initial, &base], (slow, SLOW.1), rows)
}
