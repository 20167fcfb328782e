//! Stocks, batches, people, scrap.

use surgetwin::units::math;

use super::{Fault, Model, long, row, shipped, written};
use crate::chain::balanced;
use crate::formulas::bernoulli_root;
use crate::measures::{delivery, given_up, material_on_hand, producing, wait, yield_share};
use crate::texts::{Shop, exponential, poisson, step};

const KIND: &str = "Stocks, batches, people, scrap";

pub(super) fn models() -> Vec<Model> {
    let mut models = base_stock();
    models.push(impatient());
    models.push(material());
    models.extend(others());
    models
}

/// Each hour brings an order with probability 0.6, and each order has one unit made.
fn base_stock() -> Vec<Model> {
    let source = (KIND, "Gross et al. 2008, ch. 5; Buzacott & Shanthikumar 1993, ch. 4");
    let quick = bernoulli_root(0.6, 1.5);
    let time = |mean: &str| {
        format!("plants[shop].products[piece].routing[work].time=Exponential(mean: \"{mean}min\")")
    };
    let (quick_time, quick_slow) = (time("40"), time("41.2"));
    let stock = |units: u32| {
        ["initial_stock", "base_stock"]
            .map(|field| format!("plants[shop].products[piece].supply.{field}={units}"))
    };
    let none = stock(0);
    let delay = |s: f64, units: i32, mu: f64| s.powi(units) / (1.0 - s) / mu;
    let waited = |s, units, mu| row("order to delivery [h]", delay(s, units, mu), delivery());
    let mut to_order = shipped(
        source,
        "base_stock",
        &["duration=\"3000d\"", &quick_time, &none[0], &none[1]],
        (&quick_slow, "service 3 % slower"),
        vec![waited(quick, 0, 1.5)],
    );
    to_order.name.push_str(", no stock, quick");
    vec![to_order]
}

/// The same with a stock of 3 and customers who wait for an hour, until just before the next order.
fn impatient() -> Model {
    let (p, mu, stock) = (0.6, 0.8, 3);
    let all_missing = found_missing(p, mu, stock)[stock];
    let build = |slower: f64| {
        let demand = "demand: (per_day: 24, every: \"1h\", variation: Binomial(n: 1, p: 0.6))";
        let supply = format!("ToStock(initial_stock: 3, base_stock: 3, patience: \"1h\", {demand})");
        let time = exponential(3_600.0 / mu * slower);
        Shop::default().station("machines: 1").product(&supply, &[step(0, &time)])
    };
    written(
        (KIND, "Markov chain at the orders"),
        "base stock of 3, orders wait for 1 h",
        long(2.5e9),
        Fault(1.03, "service 3 % slower"),
        build,
        vec![row("given up", all_missing * math::exp(-mu), given_up())],
    )
}

/// Probabilities of units missing from a stock just before a period's order: each period one is ordered with
/// probability `p`, and lost when still unmet at its end; of `k` missing, a Poisson number of mean `mu` is made, `k` at
/// most.
fn found_missing(p: f64, mu: f64, stock: usize) -> Vec<f64> {
    let made = |k: usize| {
        let poisson = |n: usize| (1..=n).fold(math::exp(-mu), |weight, i| weight * mu / i as f64);
        let fewer: Vec<f64> = (0..k).map(poisson).collect();
        let all = 1.0 - fewer.iter().sum::<f64>();
        fewer.into_iter().chain([all])
    };
    let from = |missing: usize| {
        let after = [(1.0 - p, missing), (p, missing + 1)];
        let left = |k, n| usize::min(k - n, stock);
        let moves =
            after.into_iter().flat_map(|(q, k)| made(k).enumerate().map(move |(n, m)| (q * m, left(k, n))));
        moves.collect::<Vec<_>>()
    };
    balanced(&(0..=stock).map(from).collect::<Vec<_>>())
}

/// A material that is ordered anew when it is used, and then comes after 3.2 s on average: four units in a circle, as
/// many as a queue has machines, which stand idle where units are on hand.
fn material() -> Model {
    let build = |more: f64| {
        Shop::default()
            .material(&format!(
                "initial_stock: 4, reorder: UpTo(point: 3, level: 4), lead_time: {}",
                exponential(3.2)
            ))
            .station("machines: 100")
            .product(&poisson(more), &[step(0, "\"1us\", materials: [(material: \"m0\", per_unit: 1)]")])
    };
    written(
        (KIND, "Gross et al. 2008, ch. 2 (M/M/c)"),
        "material, 4 on hand or on order",
        long(500e3),
        Fault(1.03, "3 % more lots"),
        build,
        vec![row("on hand", 0.8, material_on_hand)],
    )
}

fn others() -> Vec<Model> {
    let arrivals = "plants[bakery].products[lot].supply=Arrivals(rate: \"0.97/s\")";
    let absent = "plants[workshop].pools[workers].absence=0.127";
    let scrap = "plants[workshop].products[piece].routing[work].scrap=0.06";
    vec![
        shipped(
            (KIND, "Hopp & Spearman 2008, ch. 9"),
            "batch",
            &[],
            (arrivals, "3 % fewer lots"),
            vec![row("wait for a load of 3 [s]", 1.0, wait(0))],
        ),
        shipped(
            (KIND, "mean of a binomial"),
            "absence",
            &[],
            (absent, "3 % more absent"),
            vec![row("workplaces working", 0.9, producing(0))],
        ),
        shipped(
            (KIND, "mean of a binomial"),
            "absence",
            &[],
            (scrap, "scrap 6 %, not 3 %"),
            vec![row("good share", 0.97, yield_share)],
        ),
    ]
}
