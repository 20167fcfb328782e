//! Materials at the edges of their rules.

use crate::{outcome, read};

fn finished(stock: &str) -> u64 {
    let text = format!(
        "Scenario(format: 1, name: \"stock\", duration: \"10d\", plants: [Plant(name: \"p\", stations: [(name: \"s\", machines: 1)],
materials: [(name: \"cloth\", {stock}, lead_time: \"1d\")],
products: [(name: \"a\", lot: 5, supply: Saturated, routing: [(step: \"w\", station: \"s\", time: \"10min\", materials: [(material: \"cloth\", per_unit: 1)])])])])"
    );
    outcome(&read(&text), 0, 1).factories[0].window.tally.products[0].finished
}

#[test]
fn an_empty_stock_is_ordered_for_from_the_start() {
    assert!(finished("reorder: UpTo(point: 50, level: 500)") > 1_000);
}

#[test]
fn a_lot_that_needs_more_than_the_point_is_supplied() {
    assert!(finished("initial_stock: 4, reorder: UpTo(point: 3, level: 500)") > 1_000);
    // A lot of five a day, and now and then two.
    assert!(finished("reorder: Quantity(point: 2, quantity: 4)") >= 40);
}

/// A plant of one oven whose work is pulled.
#[test]
fn work_is_pulled_into_loads() {
    for supply in ["Saturated", "ToStock(base_stock: 1000, demand: (per_day: 100))"] {
        let text = format!(
            "Scenario(format: 1, name: \"oven\", duration: \"10d\", plants: [Plant(name: \"p\",
stations: [(name: \"oven\", machines: 1, batch: (min: 2, max: 3))],
products: [(name: \"a\", lot: 5, supply: {supply}, routing: [(step: \"bake\", station: \"oven\", lot_time: \"1h\")])])])"
        );
        let made = outcome(&read(&text), 0, 1).factories[0].window.tally.products[0].finished;
        assert!(made >= 1_000, "{supply}: {made}");
    }
}
