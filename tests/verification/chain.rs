//! Markov chains: all states are found from one by the rules of a plant, then balanced; and serial lines as such chains.
//!
//! The lines are written from the rules alone, apart from the plant: blocking after service, the first machine never starved, the
//! last never blocked, failures only while working.

use std::collections::BTreeMap;

use crate::texts::Machine;

/// What a machine does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Doing {
    Working,
    Starved,
    Blocked,
    Down,
}

/// Machines and levels of the buffers between them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct State {
    machines: Vec<Doing>,
    buffers: Vec<u32>,
}

/// Long-run figures of a line; shares by machine.
#[derive(Default, Debug)]
pub(crate) struct Figures {
    /// Lots per second.
    pub(crate) throughput: f64,
    /// Lots on machines and in buffers.
    pub(crate) wip: f64,
    pub(crate) working: Vec<f64>,
    pub(crate) blocked: Vec<f64>,
    pub(crate) starved: Vec<f64>,
    pub(crate) down: Vec<f64>,
}

impl State {
    fn empty(machines: usize) -> State {
        let mut state = State { machines: vec![Doing::Starved; machines], buffers: vec![0; machines - 1] };
        state.feed(0);
        state
    }

    /// A machine has nothing: it takes the next lot, and whoever waited to pass one on does so.
    fn feed(&mut self, mut machine: usize) {
        loop {
            self.machines[machine] = Doing::Working;
            let Some(before) = machine.checked_sub(1) else { return };
            let held = self.machines[before] == Doing::Blocked;
            match (self.buffers[before], held) {
                (0, false) => {
                    self.machines[machine] = Doing::Starved;
                    return;
                }
                // The lot that is taken out of the buffer is replaced by the one held before it.
                (_, true) => machine = before,
                (_, false) => {
                    self.buffers[before] -= 1;
                    return;
                }
            }
        }
    }

    /// A machine has finished its lot.
    fn finish(&mut self, machine: usize, capacities: &[u32]) {
        if machine < self.buffers.len() {
            if self.machines[machine + 1] == Doing::Starved {
                self.machines[machine + 1] = Doing::Working;
            } else if self.buffers[machine] < capacities[machine] {
                self.buffers[machine] += 1;
            } else {
                self.machines[machine] = Doing::Blocked;
                return;
            }
        }
        self.feed(machine);
    }

    /// The next states with their rates.
    fn moves(&self, line: &[Machine], capacities: &[u32]) -> Vec<(f64, State)> {
        let mut moves = Vec::new();
        for (n, machine) in line.iter().enumerate() {
            let mut become_ = |rate: f64, doing: Doing| {
                let mut next = self.clone();
                next.machines[n] = doing;
                moves.push((rate, next));
            };
            match (self.machines[n], machine.failure) {
                (Doing::Working, Some((fails, _))) => become_(fails, Doing::Down),
                (Doing::Down, Some((_, repairs))) => become_(repairs, Doing::Working),
                _ => {}
            }
            if self.machines[n] == Doing::Working {
                let mut next = self.clone();
                next.finish(n, capacities);
                moves.push((machine.rate, next));
            }
        }
        moves
    }
}

/// All states that are reached from one, and the flows between them: for each state, its moves by position of their
/// targets.
fn explore<S: Ord + Clone>(
    start: S,
    moves: impl Fn(&S) -> Vec<(f64, S)>,
) -> (Vec<S>, Vec<Vec<(f64, usize)>>) {
    let mut states = vec![start];
    let mut known: BTreeMap<S, usize> = [(states[0].clone(), 0)].into();
    let mut flows = Vec::new();
    while flows.len() < states.len() {
        let moves = moves(&states[flows.len()]).into_iter().map(|(rate, next)| {
            let target = *known.entry(next.clone()).or_insert_with(|| {
                states.push(next);
                states.len() - 1
            });
            (rate, target)
        });
        let moves = moves.collect();
        flows.push(moves);
    }
    (states, flows)
}

/// The states that are reached from one by moves with their rates, each with its share of time.
pub(crate) fn stationary<S: Ord + Clone>(start: S, moves: impl Fn(&S) -> Vec<(f64, S)>) -> Vec<(S, f64)> {
    let (states, flows) = explore(start, moves);
    let shares = balanced(&flows);
    states.into_iter().zip(shares).collect()
}

/// The stationary probabilities, by the rates (or probabilities) of the moves from each state: inflow equals outflow, by Gaussian elimination without subtractions
/// (Grassmann, Taksar and Heyman, Operations Research 33, 1985).
pub(crate) fn balanced(flows: &[Vec<(f64, usize)>]) -> Vec<f64> {
    let n = flows.len();
    let mut q = vec![vec![0.0; n]; n];
    for (from, moves) in flows.iter().enumerate() {
        moves.iter().filter(|(_, to)| *to != from).for_each(|(rate, to)| q[from][*to] += rate);
    }
    for last in (1..n).rev() {
        let out: f64 = q[last][..last].iter().sum();
        let row = q[last][..last].to_vec();
        for before in &mut q[..last] {
            before[last] /= out;
            let through = before[last];
            if through > 0.0 {
                before[..last].iter_mut().zip(&row).for_each(|(rate, on)| *rate += through * on);
            }
        }
    }
    let mut p = vec![1.0; n];
    for state in 1..n {
        p[state] = (0..state).map(|before| p[before] * q[before][state]).sum();
    }
    let total: f64 = p.iter().sum();
    p.iter().map(|weight| weight / total).collect()
}

/// The long-run figures of a line.
pub(crate) fn solve(line: &[Machine], capacities: &[u32]) -> Figures {
    let states = stationary(State::empty(line.len()), |state| state.moves(line, capacities));
    let shares = |doing: Doing| -> Vec<f64> {
        let in_it = |n: usize| {
            let states = states.iter().filter(|(state, _)| state.machines[n] == doing);
            states.map(|(_, p)| p).sum()
        };
        (0..line.len()).map(in_it).collect()
    };
    let lots = |state: &State| {
        let on_machines = state.machines.iter().filter(|doing| **doing != Doing::Starved).count();
        on_machines as f64 + state.buffers.iter().map(|lots| f64::from(*lots)).sum::<f64>()
    };
    let working = shares(Doing::Working);
    Figures {
        throughput: working[0] * line[0].rate,
        wip: states.iter().map(|(state, p)| lots(state) * p).sum(),
        blocked: shares(Doing::Blocked),
        starved: shares(Doing::Starved),
        down: shares(Doing::Down),
        working,
    }
}

/// Two machines that fail, without a buffer, and three without one: values of the literature.
#[test]
fn chains_give_known_values() {
    let reliable = Machine { rate: 1.0, failure: None };
    assert!((solve(&[reliable; 3], &[0, 0]).throughput - 22.0 / 39.0).abs() < 1e-12, "Hunt 1956");
    let failing = Machine { rate: 1.0, failure: Some((0.01, 0.1)) };
    let two = solve(&[failing; 2], &[0]);
    assert!((two.throughput - 0.589_954_823_279).abs() < 1e-11, "{two:?}");
    assert!((two.down[1] - 0.058_995_482_327_9).abs() < 1e-12, "{two:?}");
}
