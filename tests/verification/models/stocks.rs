//! Stocks, batches, people, scrap.

use surgetwin::units::math;

use super::{Fault, Model, long, row, shipped, shipped_for, written};
use crate::chain::balanced;
use crate::formulas::bernoulli_root;
use crate::measures::{
    backlog, delivery, fill, finished_on_hand, given_up, material_fill, material_on_hand, material_orders,
    material_owed, producing, scaled, wait, yield_share,
};
use crate::texts::{Shop, exponential, poisson, step};

const KIND: &str = "Stocks, batches, people, scrap";

pub(super) fn models() -> Vec<Model> {
    let mut models = base_stock();
    models.push(impatient());
    models.extend(made_to_stock());
    models.extend(stores());
    models.push(material());
    models.push(two_echelons());
    models.extend(others());
    models
}

/// Each hour brings an order with probability 0.6, and each order has one unit made.
fn base_stock() -> Vec<Model> {
    let source = (KIND, "Gross et al. 2008, ch. 5; Buzacott & Shanthikumar 1993, ch. 4");
    let (s, quick) = (bernoulli_root(0.6, 0.8), bernoulli_root(0.6, 1.5));
    let time = |mean: &str| {
        format!("plants[shop].products[piece].routing[work].time=Exponential(mean: \"{mean}min\")")
    };
    let (slow, quick_time, quick_slow) = (time("77.25"), time("40"), time("41.2"));
    let stock = |units: u32| {
        ["initial_stock", "base_stock"]
            .map(|field| format!("plants[shop].products[piece].supply.{field}={units}"))
    };
    let (none, five) = (stock(0), stock(5));
    let delay = |s: f64, units: i32, mu: f64| s.powi(units) / (1.0 - s) / mu;
    let filled = |units: i32| row("met at once", 1.0 - s.powi(units), fill());
    let waited = |s, units, mu| row("order to delivery [h]", delay(s, units, mu), delivery());
    let mut to_order = shipped(
        source,
        "base_stock",
        &["duration=\"3000d\"", &quick_time, &none[0], &none[1]],
        (&quick_slow, "service 3 % slower"),
        vec![waited(quick, 0, 1.5)],
    );
    to_order.name.push_str(", no stock, quick");
    let mut more = shipped(
        source,
        "base_stock",
        &["duration=\"12000d\"", &five[0], &five[1]],
        (&slow, "service 3 % slower"),
        vec![filled(5)],
    );
    more.name.push_str(", stock of 5");
    let three = vec![filled(3)];
    vec![
        shipped(source, "base_stock", &["duration=\"10000d\""], (&slow, "service 3 % slower"), three),
        more,
        to_order,
    ]
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
        vec![
            row("met in its own hour", 1.0 - all_missing * math::exp(-mu), fill()),
            row("given up", all_missing * math::exp(-mu), given_up()),
        ],
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

/// One machine that makes units for Poisson orders of one each, up to a stock of five.
fn made_to_stock() -> [Model; 2] {
    let (rho, stock) = (0.8f64, 5);
    let build = |patience: &'static str| {
        move |slower: f64| {
            let demand = "demand: (orders: (rate: \"0.8/s\"))";
            let supply = format!("ToStock(initial_stock: 5, base_stock: 5, {patience} {demand})");
            Shop::default().station("machines: 1").product(&supply, &[step(0, &exponential(slower))])
        }
    };
    let met = 1.0 - rho.powi(stock);
    let owed = rho.powi(stock + 1) / (1.0 - rho);
    // What is on hand is the free room of a queue with five places.
    let weights: Vec<f64> = (0..=stock).map(|n| rho.powi(n)).collect();
    let sum: f64 = weights.iter().sum();
    let free: f64 = weights.iter().zip(0..).map(|(weight, n)| weight * f64::from(stock - n)).sum();
    [
        written(
            (KIND, "Buzacott & Shanthikumar 1993, ch. 4"),
            "Poisson orders, stock of 5",
            long(7e6),
            Fault(1.03, "service 3 % slower"),
            build(""),
            vec![
                row("met at once", met, fill()),
                row("owed", owed, backlog()),
                row("on hand", f64::from(stock) - rho / (1.0 - rho) + owed, finished_on_hand()),
            ],
        ),
        written(
            (KIND, "M/M/1/K: Gross et al. 2008, ch. 2"),
            "Poisson orders, stock of 5, lost when not met",
            long(200e3),
            Fault(1.03, "service 3 % slower"),
            build("patience: \"0s\","),
            vec![
                row("met at once", 1.0 - weights[stock as usize] / sum, fill()),
                row("on hand", free / sum, finished_on_hand()),
            ],
        ),
    ]
}

/// Fill rate and mean owed of a base stock against Poisson demand within the lead time.
fn base_stock_store(stock: usize, mean: f64) -> (f64, f64) {
    let mut weights = vec![math::exp(-mean)];
    (1..stock + 60).for_each(|n| weights.push(weights[n - 1] * mean / n as f64));
    let owed = weights.iter().enumerate().skip(stock).map(|(n, weight)| (n - stock) as f64 * weight).sum();
    (weights[..stock].iter().sum(), owed)
}

/// Stores against Poisson demand: one for one, and (R, Q), of which the position is uniform on R + 1 .. R + Q.
fn stores() -> Vec<Model> {
    let one_for_one = |more: f64| {
        let customers = format!("customers: (orders: (rate: \"{}/s\"))", 0.8 * more);
        let rule = "reorder: BaseStock(level: 12), lead_time: \"10s\"";
        Shop::default().material(&format!("initial_stock: 12, {rule}, {customers}"))
    };
    let source = (KIND, "Zipkin 2000, 6.2");
    let fault = Fault(1.03, "3 % more orders");
    let (fill, owed) = base_stock_store(12, 8.0);
    let over: Vec<(f64, f64)> = (8..14).map(|stock| base_stock_store(stock, 8.0)).collect();
    let mean = |part: fn(&(f64, f64)) -> f64| over.iter().map(part).sum::<f64>() / 6.0;
    let (fills, owes) = (mean(|of| of.0), mean(|of| of.1));
    let more = ("factories=[(name: \"counter\", plant: \"counter\", demand: 1.03)]", fault.1);
    let several = |of_it, sets: &[&str]| {
        let rows = vec![
            row("met at once", fills, material_fill()),
            row("owed", owes, material_owed()),
            row("on hand", 10.5 - 8.0 + owes, material_on_hand),
            row("orders placed [1/min]", 0.8 / 6.0, scaled(60.0, material_orders())),
        ];
        shipped_for(long(1.2e6 * 60.0), source, ("reorder_point", of_it), sets, more, rows)
    };
    let quantity = "plants[counter].materials[piece].reorder=Quantity(point: 7, quantity: 6)";
    vec![
        written(
            source,
            "store, one for one from 12",
            long(2e6),
            fault,
            one_for_one,
            vec![
                row("met at once", fill, material_fill()),
                row("owed", owed, material_owed()),
                row("on hand", 12.0 - 8.0 + owed, material_on_hand),
            ],
        ),
        several("", &[]),
        several(", (R, Q) = (7, 6)", &[quantity]),
    ]
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

/// A depot that serves two retailers: each keeps two, made in 2 s of what the depot has, which keeps three and orders each
/// one taken anew, 5 s away. What the depot owes is a Poisson demand beyond its three, split evenly by chance; what a
/// retailer lacks is its part of that and a Poisson demand of the 2 s.
fn two_echelons() -> Model {
    let build = |more: f64| {
        let retailer = format!(
            "ToStock(initial_stock: 2, base_stock: 2, demand: (orders: (rate: \"{}/s\")))",
            0.4 * more
        );
        let steps = [step(0, "\"2s\", materials: [(material: \"m0\", per_unit: 1)]")];
        Shop::default()
            .material(
                "initial_stock: 3, reorder: BaseStock(level: 3), counts_waiting: true, lead_time: \"5s\"",
            )
            .station("machines: 200")
            .product(&retailer, &steps)
            .product(&retailer, &steps)
    };
    let poisson = |mean: f64| {
        let mut weights = vec![math::exp(-mean)];
        (1..60).for_each(|n| weights.push(weights[n - 1] * mean / n as f64));
        weights
    };
    let under_way = poisson(0.8);
    let mut lacking = vec![0.0; 120];
    for (demand, weight) in poisson(4.0).into_iter().enumerate() {
        let owed = demand.saturating_sub(3);
        let mut part = weight * 0.5_f64.powi(owed as i32);
        for own in 0..=owed {
            for (way, more) in under_way.iter().enumerate() {
                lacking[own + way] += part * more;
            }
            part *= (owed - own) as f64 / (own + 1) as f64;
        }
    }
    let owed: f64 = lacking.iter().enumerate().skip(2).map(|(n, weight)| (n - 2) as f64 * weight).sum();
    written(
        (KIND, "METRIC, exact: Simon 1971; Axsäter 2015, ch. 10"),
        "depot of 3 and two retailers of 2",
        long(500e3),
        Fault(1.03, "3 % more orders"),
        build,
        vec![
            row("met at once", lacking[0] + lacking[1], fill()),
            row("owed", owed, backlog()),
            row("on hand", 2.0 * lacking[0] + lacking[1], finished_on_hand()),
        ],
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
