//! What flowed: measures of products, and of factories and regions over the products that leave them.

use crate::finance::StockCost;
use crate::outcome::{FactoryOutcome, Outcome, ProductLevel, ProductTally};
use crate::spec::{Plant, Spec};
use crate::stats::Histogram;
use crate::units::Duration;

use super::declared::{Measure, NEVER, ratio, turns};

const NO_LOT_LEFT: &str = "no lot left";
const NO_DUE_LOT: &str = "no lot with a due date left, and no order with one was met from stock";

/// Measures of cells, factories and products.
pub(super) const FLOW: &[Measure<Flow>] = &[
    Measure::new(
        "good_units_per_h",
        "1/h",
        "good units that left the routing; defects that no inspection found are among them",
        NEVER,
        |flow| flow.per_hour(flow.tally.finished),
    ),
    Measure::new("lots_out_per_h", "1/h", "lots that left the routing", NEVER, |flow| {
        flow.per_hour(flow.tally.finished_lots)
    }),
    Measure::new("delivered_units_per_h", "1/h", "units delivered to customers", NEVER, |flow| {
        flow.per_hour(flow.tally.delivered)
    }),
    Measure::new("ordered_units_per_h", "1/h", "units ordered by customers", NEVER, |flow| {
        flow.per_hour(flow.tally.ordered)
    }),
    Measure::new("orders_per_h", "1/h", "orders of customers", NEVER, |flow| {
        flow.per_hour(flow.tally.orders)
    }),
    Measure::new("scrap_units_per_h", "1/h", "units scrapped on the way", NEVER, |flow| {
        flow.per_hour(flow.tally.scrapped)
    }),
    Measure::iso(
        "fall_off_ratio",
        "share",
        "units scrapped at the first operation of their routing, of those finished there at their first pass",
        "nothing finished at a first operation",
        |flow| ratio(flow.tally.fallen_off as f64, flow.tally.begun as f64),
    ),
    Measure::iso(
        "planned_scrap_ratio",
        "ratio",
        "units scrapped, over those started in addition because some would be (actual to planned scrap)",
        "none started in addition",
        |flow| ratio(flow.tally.scrapped as f64, flow.tally.allowed as f64),
    ),
    Measure::new(
        "escaped_units_per_h",
        "1/h",
        "units that left with a defect that was never found",
        NEVER,
        |flow| flow.per_hour(flow.tally.escaped),
    ),
    Measure::new(
        "lost_units_per_h",
        "1/h",
        "units that customers gave up, or that came and found no room",
        NEVER,
        |flow| flow.per_hour(flow.tally.lost),
    ),
    Measure::new(
        "abandoned_units_per_h",
        "1/h",
        "units of lots that left unserved, for want of patience",
        NEVER,
        |flow| flow.per_hour(flow.tally.abandoned),
    ),
    Measure::new(
        "downgraded_units_per_h",
        "1/h",
        "units that became another product after an inspection",
        NEVER,
        |flow| flow.per_hour(flow.tally.downgraded),
    ),
    Measure::new(
        "assembled_units_per_h",
        "1/h",
        "units taken out of the stock for assemblies",
        NEVER,
        |flow| flow.per_hour(flow.tally.assembled),
    ),
    Measure::new("flow_time_s", "s", "release to leaving, mean over lots that left", NO_LOT_LEFT, |flow| {
        flow.per_lot(flow.tally.flow_time)
    }),
    Measure::iso(
        "throughput_rate",
        "1/h",
        "good units that left over the time of their lots from release to leaving: what one order makes in an hour of its time",
        NO_LOT_LEFT,
        |flow| ratio(flow.tally.finished as f64, flow.tally.flow_time.as_hours()),
    ),
    Measure::new(
        "flow_time_p50_s",
        "s",
        "release to leaving that half of the lots that left do not exceed, within 1 %",
        NO_LOT_LEFT,
        |flow| flow.quantile(0.5),
    ),
    Measure::new(
        "flow_time_p90_s",
        "s",
        "release to leaving that 90 % of the lots that left do not exceed, within 1 %",
        NO_LOT_LEFT,
        |flow| flow.quantile(0.9),
    ),
    Measure::new(
        "flow_time_p95_s",
        "s",
        "release to leaving that 95 % of the lots that left do not exceed, within 1 %",
        NO_LOT_LEFT,
        |flow| flow.quantile(0.95),
    ),
    Measure::new(
        "flow_time_p99_s",
        "s",
        "release to leaving that 99 % of the lots that left do not exceed, within 1 %",
        NO_LOT_LEFT,
        |flow| flow.quantile(0.99),
    ),
    Measure::new(
        "wait_s",
        "s",
        "time in all buffers and input places, mean over lots that left; never more than `flow_time_s`",
        NO_LOT_LEFT,
        |flow| flow.per_lot(flow.tally.waits),
    ),
    Measure::new(
        "wait_p50_s",
        "s",
        "time in all buffers and input places that half of the lots that left do not exceed, within 1 %",
        NO_LOT_LEFT,
        |flow| flow.wait_quantile(0.5),
    ),
    Measure::new(
        "wait_p90_s",
        "s",
        "time in all buffers and input places that 90 % of the lots that left do not exceed, within 1 %",
        NO_LOT_LEFT,
        |flow| flow.wait_quantile(0.9),
    ),
    Measure::new(
        "wait_p95_s",
        "s",
        "time in all buffers and input places that 95 % of the lots that left do not exceed, within 1 %",
        NO_LOT_LEFT,
        |flow| flow.wait_quantile(0.95),
    ),
    Measure::new(
        "wait_p99_s",
        "s",
        "time in all buffers and input places that 99 % of the lots that left do not exceed, within 1 %",
        NO_LOT_LEFT,
        |flow| flow.wait_quantile(0.99),
    ),
    Measure::new(
        "waited_share",
        "share",
        "lots that have waited in some buffer or input place, of those that left",
        NO_LOT_LEFT,
        |flow| ratio(flow.tally.waited as f64, flow.tally.finished_lots as f64),
    ),
    Measure::new(
        "lead_time_s",
        "s",
        "order to delivery, mean over units delivered",
        "nothing ordered or nothing delivered",
        |flow| {
            let mean = ratio(flow.tally.delivery_wait, flow.tally.delivered as f64);
            mean.filter(|_| flow.tally.ordered > 0)
        },
    ),
    Measure::new("wip_lots", "lots", "lots in process, time average", NEVER, |flow| {
        flow.mean(flow.tally.lots_time.as_secs())
    }),
    Measure::new(
        "outside_lots",
        "lots",
        "lots that wait outside for a card or for room, time average",
        NEVER,
        |flow| flow.mean(flow.tally.outside_time.as_secs()),
    ),
    Measure::new(
        "outside_wait_s",
        "s",
        "wait outside before the release, mean over lots released",
        "no lot released",
        |flow| ratio(flow.tally.outside_time.as_secs(), flow.tally.released_lots as f64),
    ),
    Measure::new(
        "fill_rate",
        "share",
        "share of what customers order that is delivered before their next order of a period, or at once where they order \
         one by one",
        "nothing ordered",
        |flow| ratio(flow.tally.delivered_in_time as f64, flow.tally.ordered as f64),
    ),
    Measure::new(
        "service_level",
        "share",
        "share of periods between orders (of days, where customers order one by one) that end without backlog",
        "no period ended",
        |flow| ratio(flow.tally.periods_met as f64, flow.tally.periods as f64),
    ),
    Measure::new(
        "backlog_units",
        "units",
        "units ordered and not yet delivered or lost, time average",
        NEVER,
        |flow| flow.mean(flow.tally.backlog_time),
    ),
    Measure::new("backorders", "units", "the same as `backlog_units`, as stocks call it", NEVER, |flow| {
        flow.mean(flow.tally.backlog_time)
    }),
    Measure::new("on_hand", "units", "finished units in stock, time average", NEVER, |flow| {
        flow.mean(flow.tally.stock_time)
    }),
    Measure::iso(
        "inventory_turns",
        "1/y",
        "units delivered or assembled in a year of 365 days over the finished units in stock",
        "nothing in stock",
        |flow| turns((flow.tally.delivered + flow.tally.assembled) as f64, flow.tally.stock_time),
    ),
    Measure::new("on_hand_units", "units", "finished units in stock at the end of the run", NEVER, |flow| {
        Some(flow.levels.on_hand as f64)
    }),
    Measure::new("holding_cost_per_h", "currency per h", "cost of finished units in stock", NEVER, |flow| {
        ratio(flow.cost.holding, flow.length.as_hours())
    }),
    Measure::new("backlog_cost_per_h", "currency per h", "cost of units owed to customers", NEVER, |flow| {
        ratio(flow.cost.backlog, flow.length.as_hours())
    }),
    Measure::new(
        "late_share",
        "share",
        "share of lots with a due date that leave after it; orders with one that are met from stock count as well, with their last unit",
        NO_DUE_LOT,
        |flow| ratio(flow.tally.late_lots as f64, flow.tally.due_lots as f64),
    ),
    Measure::new(
        "tardiness_s",
        "s",
        "time after the due date, mean over the same; none for those in time",
        NO_DUE_LOT,
        |flow| ratio(flow.tally.tardiness.as_secs(), flow.tally.due_lots as f64),
    ),
    Measure::new(
        "lateness_s",
        "s",
        "time after the due date, mean over the same; negative for those before it",
        NO_DUE_LOT,
        |flow| {
            let (after, before) = (flow.tally.tardiness.as_secs(), flow.tally.earliness.as_secs());
            ratio(after - before, flow.tally.due_lots as f64)
        },
    ),
];

/// What flowed in some products of some factories.
pub(super) struct Flow {
    tally: ProductTally,
    levels: ProductLevel,
    flow_times: Histogram,
    /// Of those that have waited.
    wait_times: Histogram,
    cost: StockCost,
    length: Duration,
}

impl Flow {
    fn none() -> Flow {
        Flow {
            tally: ProductTally::default(),
            levels: ProductLevel::default(),
            flow_times: Histogram::default(),
            wait_times: Histogram::default(),
            cost: StockCost::default(),
            length: Duration::ZERO,
        }
    }

    fn add(&mut self, plant: &Plant, factory: &FactoryOutcome, chosen: impl Fn(usize) -> bool) {
        for (p, tally) in factory.window.tally.products.iter().enumerate().filter(|(p, _)| chosen(*p)) {
            self.tally.add(tally);
            let over_time = [tally.stock_time, tally.backlog_time];
            self.cost.add(&StockCost::of(&plant.products[p].costs, 0, over_time));
            add_level(&mut self.levels, &factory.window.tally.levels[p]);
            factory.flow_times.get(p).into_iter().for_each(|times| self.flow_times.add(times));
            factory.wait_times.get(p).into_iter().for_each(|times| self.wait_times.add(times));
            self.length = self.length.max(factory.window.length);
        }
    }

    fn per_hour(&self, n: u64) -> Option<f64> {
        ratio(n as f64, self.length.as_hours())
    }

    /// Over lots that left.
    fn per_lot(&self, time: Duration) -> Option<f64> {
        ratio(time.as_secs(), self.tally.finished_lots as f64)
    }

    /// Time average of what was summed up over time.
    fn mean(&self, over_time: f64) -> Option<f64> {
        ratio(over_time, self.length.as_secs())
    }

    fn quantile(&self, share: f64) -> Option<f64> {
        self.flow_times.quantile(share).map(|micros| micros / 1e6)
    }

    /// Lots that have not waited come first.
    fn wait_quantile(&self, share: f64) -> Option<f64> {
        self.quantile(share)?;
        self.wait_times
            .quantile_after(self.tally.finished_lots - self.tally.waited, share)
            .map(|micros| micros / 1e6)
    }
}

/// Adds up the products for which `chosen(factory, product)` holds.
pub(super) fn gather(spec: &Spec, run: &Outcome, chosen: impl Fn(usize, usize) -> bool) -> Flow {
    let mut flow = Flow::none();
    for (f, factory) in run.factories.iter().enumerate() {
        flow.add(spec.plant_of(f), factory, |p| chosen(f, p));
    }
    flow
}

/// Adds up the chosen products of one factory.
pub(super) fn gather_in(
    plant: &Plant,
    run: &Outcome,
    factory: usize,
    chosen: impl Fn(usize) -> bool,
) -> Flow {
    let mut flow = Flow::none();
    flow.add(plant, &run.factories[factory], chosen);
    flow
}

fn add_level(sum: &mut ProductLevel, level: &ProductLevel) {
    sum.on_hand += level.on_hand;
    sum.backlog += level.backlog;
    sum.in_process += level.in_process;
    sum.lots += level.lots;
}
