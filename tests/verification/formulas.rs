//! Formulas of queueing theory; the page lists where each is from.

use surgetwin::units::math;

/// Erlang's B: share of arrivals lost when `a` erlangs meet `c` machines without a queue.
pub(crate) fn erlang_b(a: f64, c: u32) -> f64 {
    (1..=c).fold(1.0, |b, k| a * b / (f64::from(k) + a * b))
}

/// Mean wait by Erlang's C: `a` erlangs on `c` machines of rate 1.
pub(crate) fn erlang_wait(a: f64, c: u32) -> f64 {
    let (b, c) = (erlang_b(a, c), f64::from(c));
    b / (1.0 - a / c * (1.0 - b)) / (c - a)
}

/// Pollaczek and Khinchine: mean wait for one machine, by the first two moments of its service.
pub(crate) fn one_machine_wait(rate: f64, mean: f64, second_moment: f64) -> f64 {
    rate * second_moment / (2.0 * (1.0 - rate * mean))
}

/// Second moment by mean and squared coefficient of variation.
pub(crate) fn second_moment(mean: f64, scv: f64) -> f64 {
    mean * mean * (1.0 + scv)
}

/// Probabilities of 0 to `k` lots at one machine of rate 1 with `k` places in all.
pub(crate) fn with_places(rate: f64, k: i32) -> Vec<f64> {
    let weights: Vec<f64> = (0..=k).map(|lots| rate.powi(lots)).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| w / total).collect()
}

/// The root below 1 of s = `transform`(s), by iteration from below: what an arrival finds in GI/M/1.
pub(crate) fn root(transform: impl Fn(f64) -> f64) -> f64 {
    (0..10_000).fold(0.0, |s, _| transform(s))
}

/// Orders come each period with probability `p`, a machine makes `mu` units a period: the root of GI/M/1.
pub(crate) fn bernoulli_root(p: f64, mu: f64) -> f64 {
    root(|s| {
        let z = math::exp(-mu * (1.0 - s));
        p * z / (1.0 - (1.0 - p) * z)
    })
}

/// M/M/c+G, by the density of the wait that a lot would have: `a` lots come in the mean time of a service to `c` machines;
/// `waits_up_to(t)` is the mean of the lesser of a lot's patience and t. Gives the share that leaves unserved, lots that wait,
/// and utilisation.
pub(crate) fn impatient(a: f64, c: u32, waits_up_to: impl Fn(f64) -> f64) -> (f64, f64, f64) {
    let weights: Vec<f64> =
        (0..c).scan(1.0, |w, j| Some(std::mem::replace(w, *w * a / f64::from(j + 1)))).collect();
    let density = |t: f64| a * weights[c as usize - 1] * math::exp(a * waits_up_to(t) - f64::from(c) * t);
    // Simpson's rule, up to where nothing is left.
    let (steps, end) = (100_000, 60.0);
    let integral = |f: &dyn Fn(f64) -> f64| {
        let factor = |n: i32| match n {
            0 => 1.0,
            n if n == steps => 1.0,
            n => f64::from(2 + 2 * (n % 2)),
        };
        let width = end / f64::from(steps);
        (0..=steps).map(|n| factor(n) * f(width * f64::from(n))).sum::<f64>() * width / 3.0
    };
    let waiting = integral(&density);
    let total = weights.iter().sum::<f64>() + waiting;
    let free: f64 = weights.iter().zip(0..c).map(|(w, j)| w * f64::from(j)).sum();
    let busy = (free + f64::from(c) * waiting) / total;
    let queued = a * integral(&|t| density(t) * waits_up_to(t)) / total;
    (1.0 - busy / a, queued, busy / f64::from(c))
}

/// Repairman: `n` machines that fail at `lambda`, `crews` that repair at `mu`: share of machines up, and of time in
/// which all are.
pub(crate) fn repairman(n: u32, lambda: f64, mu: f64, crews: u32) -> (f64, f64) {
    let mut weights = vec![1.0];
    for down in 1..=n {
        let up_before = f64::from(n - down + 1);
        weights.push(weights[down as usize - 1] * up_before * lambda / (f64::from(down.min(crews)) * mu));
    }
    let total: f64 = weights.iter().sum();
    let up: f64 = weights.iter().zip(0..=n).map(|(w, down)| w * f64::from(n - down)).sum();
    (up / total / f64::from(n), 1.0 / total)
}

/// Mean value analysis of a closed cycle of single machines: lots per second, and lots at each machine.
pub(crate) fn closed_cycle(times: &[f64], lots: u32) -> (f64, Vec<f64>) {
    let mut at = vec![0.0; times.len()];
    let mut throughput = 0.0;
    for present in 1..=lots {
        let stays: Vec<f64> = times.iter().zip(&at).map(|(time, found)| time * (1.0 + found)).collect();
        throughput = f64::from(present) / stays.iter().sum::<f64>();
        at = stays.iter().map(|stay| throughput * stay).collect();
    }
    (throughput, at)
}

/// The values printed in the literature, so that a slip in a formula above does not pass for the engine's.
#[test]
fn formulas_give_known_values() {
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
    near(erlang_b(8.0, 10), 0.121_661_064_253_018_7);
    near(erlang_b(3.0, 5), 0.110_054_347_826_087);
    near(erlang_wait(2.0, 3), 0.444_444_444_444_444_4);
    near(erlang_wait(8.0, 10), 0.204_590_075_408_246_25);
    near(erlang_wait(13.0, 14), 0.713_801_430_883);
    near(one_machine_wait(0.8, 1.0, second_moment(1.0, 0.5)), 3.0);
    near(with_places(0.8, 5)[5], 0.088_819_498_693_390_8);
    // With patience as long as service nobody notices how many machines there are: M/M/infinity.
    near(impatient(0.8, 1, |t| 1.0 - math::exp(-t)).1, 0.8 - (1.0 - math::exp(-0.8)));
    // Who leaves does so at the rate of patience.
    let (left, queued, _) = impatient(4.4, 4, |t| 2.0 * (1.0 - math::exp(-t / 2.0)));
    near(left, queued * 0.5 / 4.4);
    near(root(|s| math::exp(-(1.0 - s) / 0.8)), 0.628_629_796_5);
    near(repairman(5, 0.1, 1.0, 1).0, 0.872_095_646_3);
    near(repairman(5, 0.05, 0.25, 2).1, 0.392_711_278_668);
    near(0.5 * repairman(5, 0.1, 1.0, 1).0, 0.436_047_823_1);
    near(closed_cycle(&[1.0, 0.8, 0.5], 4).0, 0.827_710_066_1);
    let (throughput, jobs) = closed_cycle(&[1.0, 1.0 / 1.2, 1.0 / 0.8], 3);
    near(throughput, 0.575_784_472_406);
    near(jobs[2], 1.330_600_950_24);
    near(closed_cycle(&[1.0, 1.0 / 1.2, 1.0 / 0.8], 10).0, 0.764_590_778_372);
}
