//! Workers fewer than machines, and machines of unlike speed.

use surgetwin::outcome::MachineState::{Setup, WaitingLabour};

use super::{Fault, Length, Model, Row, long, row, seconds, shipped_for, written};
use crate::chain::stationary;
use crate::formulas::{erlang_wait, one_machine_wait, repairman, second_moment};
use crate::measures::{
    all_up, busy_workers, flow, leaving, lots, of_crew, producing, producing_machine, rate, share, up,
};
use crate::texts::{Shop, breakdowns, exponential, poisson, seconds as seconds_of, step};

const KIND: &str = "Workers and machines";
const SLOW: Fault = Fault(1.03, "service 3 % slower");

pub(super) fn models() -> Vec<Model> {
    let mut models = vec![loading(), tending(1, 3), tending(2, 2)];
    models.push(by_class());
    models.extend([called_away(), kept(), way_back()]);
    models.extend(cross_trained());
    models.extend([unlike("Fastest"), unlike("InOrder")]);
    models
}

/// Five machines that run alone for 10 s on average, after one operator has loaded them in 1 s.
fn loading() -> Model {
    let build = |slower: f64| {
        let crew = "crew: [(pool: \"workers\")]";
        let load = format!("loading: (time: {}, {crew})", exponential(slower));
        let step = format!("{}, {load}", step(0, &exponential(10.0)));
        Shop::default().workers(1).station("machines: 5").product("Saturated", &[step])
    };
    let running = repairman(5, 0.1, 1.0, 1).0;
    let cycles = 5.0 * 0.1 * running;
    let rows = vec![
        row("lots/s", cycles, rate),
        row("operator busy", cycles, busy_workers),
        row("machines running", running, producing(0)),
        row("machines being loaded", cycles / 5.0, share(0, &[Setup])),
        row("machines waiting for the operator", 1.0 - running - cycles / 5.0, share(0, &[WaitingLabour])),
    ];
    let name = "5 machines, loaded by one operator";
    written(
        (KIND, "Gross et al. 2008, ch. 2 (repairmen)"),
        name,
        long(700e3),
        Fault(1.03, "loading 3 % slower"),
        build,
        rows,
    )
}

/// Machines enough, three operations at a time by as many workers as each tends machines: M/M/c.
fn tending(tends: u32, workers: u32) -> Model {
    let c = tends * workers;
    let arrivals = 0.75 * f64::from(c);
    let build = move |slower: f64| {
        let crew = format!("crew: [(pool: \"workers\", tends: {tends})]");
        let step = format!("{}, {crew}", step(0, &exponential(slower)));
        Shop::default().workers(workers).station("machines: 60").product(&poisson(arrivals), &[step])
    };
    let flow_time = erlang_wait(arrivals, c) + 1.0;
    let rows = vec![
        row("flow time [s]", flow_time, flow(0)),
        row("lots in process", arrivals * flow_time, lots),
        row("operations under way, for each machine", arrivals / 60.0, producing(0)),
    ];
    let name = format!("{workers} workers who tend {tends} machines each, machines enough");
    written(
        (KIND, "Gross et al. 2008, ch. 2 (M/M/c)"),
        name,
        Length { seconds: 300e3, control: 0.5 },
        SLOW,
        build,
        rows,
    )
}

/// One worker for many machines who serves urgent lots first: Cobham's waits at loads 0.3 and 0.4.
fn by_class() -> Model {
    let build = |slower: f64| {
        let step = format!("{}, crew: [(pool: \"workers\")]", step(0, &exponential(slower)));
        let shop =
            Shop::default().pool("name: \"workers\", headcount: 1, by_class: true").station("machines: 60");
        shop.product_of("lot: 1, class: 1", &poisson(0.3), std::slice::from_ref(&step)).product_of(
            "lot: 1, class: 2",
            &poisson(0.4),
            &[step],
        )
    };
    let left = 0.7;
    let rows = vec![
        row("class 1: flow time [s]", 1.0 + left / 0.7, flow(0)),
        row("class 2: flow time [s]", 1.0 + left / (0.7 * 0.3), flow(1)),
    ];
    written((KIND, "Cobham 1954"), "a worker serves urgent lots first", long(800e3), SLOW, build, rows)
}

/// A repairman who does other work while no machine is down, and is called away from it: the machines do not notice that work.
fn called_away() -> Model {
    let build = |slower: f64| {
        let crew = "crew: [(pool: \"repairmen\", priority: 1)]";
        let failure = breakdowns("Calendar", 10.0, slower, crew);
        let other = format!("{}, crew: [(pool: \"repairmen\")]", step(1, &seconds_of(7.0)));
        Shop::default()
            .pool("name: \"repairmen\", headcount: 1, interrupts: true")
            .station(&format!("machines: 5, {failure}"))
            .station("machines: 1")
            .product("Saturated", &[step(0, &seconds_of(11.0))])
            .product("Saturated", &[other])
    };
    let (is_up, all) = repairman(5, 0.1, 1.0, 1);
    let rows = vec![
        row("machines up", is_up, up(0)),
        row("all machines up", all, all_up(0)),
        // He repairs as long as machines are repaired, and works in all other time.
        row("other work: lots/s", (1.0 - 5.0 * 0.1 * is_up) / 7.0, leaving(1)),
    ];
    written(
        (KIND, "Gross et al. 2008, ch. 2 (repairmen)"),
        "5 machines, one repairman, called away from other work",
        long(60e3),
        Fault(1.06, "repair 6 % slower"),
        build,
        rows,
    )
}

/// A worker whom a lot keeps over two exponential steps, machines enough: one server with Erlang times.
fn kept() -> Model {
    let build = |slower: f64| {
        let first = format!(
            "{}, crew: [(pool: \"workers\")], keep_crew_to: \"work2\"",
            step(0, &exponential(0.5 * slower))
        );
        let steps = [first, step(1, &exponential(0.5)), step(2, &exponential(2.0))];
        Shop::default()
            .workers(1)
            .station("machines: 60")
            .station("machines: 60")
            .station("machines: 60")
            .product(&poisson(0.7), &steps)
    };
    let wait = one_machine_wait(0.7, 1.0, second_moment(1.0, 0.5));
    let rows = vec![
        row("flow time [s]", wait + 3.0, flow(0)),
        row("worker busy", 0.7, busy_workers),
        row("wait for the worker [s]", wait, of_crew()),
    ];
    let fault = Fault(1.06, "first step 6 % slower");
    written(
        (KIND, "Gross et al. 2008, ch. 5"),
        "a worker kept over two steps",
        long(800e3),
        fault,
        build,
        rows,
    )
}

/// A vehicle that carries for 1 s and comes back empty in 0.6 s, machines enough: one server whose customers leave early.
fn way_back() -> Model {
    let build = |slower: f64| {
        let back = format!("crew_after: {}", exponential(0.6 * slower));
        let step = format!("{}, crew: [(pool: \"workers\")], {back}", step(0, &exponential(1.0)));
        Shop::default().workers(1).station("machines: 60").product(&poisson(0.45), &[step])
    };
    let moment = 2.0 + 2.0 * 0.6 + 2.0 * 0.6 * 0.6;
    let wait = one_machine_wait(0.45, 1.6, moment);
    let rows = vec![row("flow time [s]", wait + 1.0, flow(0)), row("vehicle busy", 0.45 * 1.6, busy_workers)];
    let fault = Fault(1.06, "way back 6 % longer");
    written(
        (KIND, "Gross et al. 2008, ch. 5"),
        "a vehicle that comes back empty",
        long(800e3),
        fault,
        build,
        rows,
    )
}

/// Two workers, each for all work or for one kind of it.
fn cross_trained() -> [Model; 2] {
    let slow = ("factories=[(name: \"workshop\", plant: \"workshop\", time: 1.03)]", SLOW.1);
    let apart = ["weld", "pack"].map(|skill| format!("(name: \"{skill}er\", skills: [\"{skill}\"])"));
    let apart = format!("plants[workshop].pools[workers].workers=[{}]", apart.join(", "));
    let model = |of_it, sets: &[&str], minutes: f64, flow_time: f64| {
        let rows = ["frame", "box"].iter().enumerate();
        let rows = rows.map(|(n, name)| row(format!("{name}: flow time [s]"), 60.0 * flow_time, flow(n)));
        let source = (KIND, "Gross et al. 2008, ch. 2 (M/M/c)");
        shipped_for(long(60.0 * minutes), source, ("cross_trained", of_it), sets, slow, rows.collect())
    };
    [
        model("", &[], 130e3, erlang_wait(1.2, 2) + 1.0),
        model(", one for each kind of work", &[&apart], 250e3, erlang_wait(0.6, 1) + 1.0),
    ]
}

/// Two machines, the second half as fast as the first, and which a lot takes that finds both free.
fn unlike(preference: &'static str) -> Model {
    const ARRIVALS: f64 = 0.9;
    // Rates in the order of the machines: by order the slow one is preferred.
    let rates = if preference == "Fastest" { [1.0, 0.5] } else { [0.5, 1.0] };
    let moves = move |(first, second, waiting): &(bool, bool, u32)| {
        let mut moves = Vec::new();
        match (*first, *second) {
            (false, _) => moves.push((ARRIVALS, (true, *second, 0))),
            (true, false) => moves.push((ARRIVALS, (true, true, 0))),
            (true, true) if *waiting < 150 => moves.push((ARRIVALS, (true, true, waiting + 1))),
            _ => {}
        }
        let after = waiting.saturating_sub(1);
        if *first {
            moves.push((rates[0], (*waiting > 0, *second, after)));
        }
        if *second {
            moves.push((rates[1], (*first, *waiting > 0, after)));
        }
        moves
    };
    let states = stationary((false, false, 0), moves);
    let mean =
        |of: &dyn Fn(&(bool, bool, u32)) -> f64| states.iter().map(|(state, p)| of(state) * p).sum::<f64>();
    let present = mean(&|(a, b, n)| f64::from(u8::from(*a)) + f64::from(u8::from(*b)) + f64::from(*n));
    let rows: Vec<Row> = vec![
        row("lots in process", present, lots),
        row("machine 1: working", mean(&|(a, ..)| f64::from(u8::from(*a))), producing_machine(0, 0)),
        row("machine 2: working", mean(&|(_, b, _)| f64::from(u8::from(*b))), producing_machine(0, 1)),
    ];
    let build = move |slower: f64| {
        let speeds = format!("speeds: [{}, {}]", rates[0], rates[1]);
        let station = format!("machines: 2, {speeds}, preference: {preference}");
        Shop::default().station(&station).product(&poisson(ARRIVALS), &[step(0, &exponential(slower))])
    };
    let name = format!("machines of rates {} and {}, preference {preference}", rates[0], rates[1]);
    written((KIND, "Gumbel 1960; Markov chain"), name, seconds(210e3), SLOW, build, rows)
}
