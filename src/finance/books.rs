//! Monthly books of a factory: what happened, times prices.

use crate::outcome::{Day, FactoryOutcome, FactoryTally, Installed, Period};
use crate::spec::{Curve, Plant, Product, Spec, StockCosts, Surge};
use crate::units::{Date, Duration, MONTH_DAYS, Money, Time};

/// The books of one factory over one calendar month of the run. Costs are positive amounts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Books {
    /// Whether the run covers the calendar month from its first day to its last.
    pub whole: bool,
    /// Units delivered (or finished, where there are no orders) times the price of their day.
    pub revenue: Money,
    /// Materials bought, at the price of their order; what it costs to order, to hold and to owe them; what a stockpile is
    /// filled up with.
    pub materials: Money,
    /// Hours of presence; what it costs to hire and to part with workers.
    pub wages: Money,
    /// Electricity.
    pub energy: Money,
    /// Repairs and planned maintenance, beside the wages of who does them; recovery from cyber incidents.
    pub maintenance: Money,
    /// What it costs to hold finished goods, and to owe them to customers.
    pub finished_goods: Money,
    /// Defective units that reached the customer.
    pub defects: Money,
    /// Penalties for lots that left, and orders met from stock, after their due dates.
    pub penalties: Money,
    /// Rent, management and the like; a partial month bears its part.
    pub overhead: Money,
    /// Yearly costs of upgrades, from the day each is live; what it costs to call up what is kept ready, to hold its
    /// stockpile and to rotate it.
    pub running: Money,
    /// Purchase of upgrades, when ordered.
    pub capital: Money,
}

impl Books {
    /// What operations leave: revenue less every cost but capital.
    pub fn operating(&self) -> Money {
        self.revenue
            - self.materials
            - self.wages
            - self.energy
            - self.maintenance
            - self.finished_goods
            - self.defects
            - self.penalties
            - self.overhead
            - self.running
    }

    /// The cash of the month: the operating result less capital.
    pub fn total(&self) -> Money {
        self.operating() - self.capital
    }

    /// Adds the books of another factory for the same month.
    pub(super) fn add(&mut self, other: &Books) {
        self.whole &= other.whole;
        self.revenue += other.revenue;
        self.materials += other.materials;
        self.wages += other.wages;
        self.energy += other.energy;
        self.maintenance += other.maintenance;
        self.finished_goods += other.finished_goods;
        self.defects += other.defects;
        self.penalties += other.penalties;
        self.overhead += other.overhead;
        self.running += other.running;
        self.capital += other.capital;
    }
}

/// The books of `factory` [position in `Spec::factories`] for each calendar month of a run under `surge`.
pub fn books(spec: &Spec, surge: &Surge, factory: usize, outcome: &FactoryOutcome) -> Vec<Books> {
    let plant = spec.plant_of(factory);
    let mut books: Vec<Books> =
        outcome.months.iter().map(|month| costs(spec, plant, month, &outcome.installed)).collect();
    let opens = spec.factories[factory].opens;
    for (month, books) in outcome.months.iter().zip(&mut books) {
        let before = opens.since(month.start).min(month.length);
        if before > Duration::ZERO {
            let open = 1.0 - before.as_secs() / month.length.as_secs();
            books.overhead = Money::from_units(books.overhead.units() * open);
        }
    }
    let revenue = revenue(plant, surge, outcome);
    books.iter_mut().zip(revenue).for_each(|(month, revenue)| month.revenue = Money::from_units(revenue));
    for installed in &outcome.installed {
        if let Some(month) = month_of(&outcome.months, installed.ordered) {
            books[month].capital += Money::from_units(installed.cost);
        }
    }
    books
}

/// The month in which an instant falls [position in `months`]; `None` outside the run.
pub(super) fn month_of(months: &[Period], time: Time) -> Option<usize> {
    let last = months.partition_point(|month| month.start <= time).checked_sub(1)?;
    (time < end(&months[last])).then_some(last)
}

/// When a period ends.
pub(super) fn end(period: &Period) -> Time {
    period.start.after(period.length)
}

/// Everything but revenue and capital.
fn costs(spec: &Spec, plant: &Plant, month: &Period, installed: &[Installed]) -> Books {
    let tally = &month.tally;
    let materials = tally.materials.iter().zip(&plant.materials);
    let wages = tally.pools.iter().zip(&plant.pools);
    let whole = is_whole(spec.start, month);
    let share = if whole { 1.0 } else { (month.length.as_days() / MONTH_DAYS).min(1.0) };
    let running = installed.iter().map(|i| share * live_share(i, month) * i.yearly_cost / 12.0);
    let stockpiles =
        tally.ready.iter().filter_map(|own| Some((own, spec.upgrades[own.upgrade.index()].stockpile()?)));
    let refilled = stockpiles.clone().map(|(own, stock)| own.refilled as f64 * stock.cost);
    let kept = stockpiles.map(|(own, stock)| stock.keeping_cost(own.stock_time));
    let called = tally.ready.iter().map(|own| own.call_costs);
    Books {
        whole,
        materials: amount(
            materials
                .map(|(tally, m)| {
                    let stock = StockCost::of(&m.costs, tally.orders, [tally.stock_time, tally.backlog_time]);
                    tally.bought_at_price * m.terms.price + stock.sum()
                })
                .chain(refilled),
        ),
        wages: amount(wages.map(|(tally, pool)| {
            let hours = tally.present.as_hours() + pool.overtime_premium * tally.overtime.as_hours();
            let hiring = pool
                .hiring
                .as_ref()
                .map_or(0.0, |rule| tally.hired as f64 * rule.cost + tally.left as f64 * rule.leaving_cost);
            hours * pool.wage_per_hour + hiring
        })),
        energy: amount(tally.stations.iter().map(|s| s.energy_kwh * plant.energy_price)),
        maintenance: amount(upkeep_costs(plant, tally).chain(tally.incidents.map(|own| own.costs))),
        finished_goods: amount(
            tally
                .products
                .iter()
                .zip(&plant.products)
                .map(|(tally, p)| StockCost::of(&p.costs, 0, [tally.stock_time, tally.backlog_time]).sum()),
        ),
        defects: amount(
            tally.products.iter().zip(&plant.products).map(|(tally, p)| tally.escaped as f64 * p.defect_cost),
        ),
        penalties: amount(tally.products.iter().zip(&plant.products).map(|(tally, p)| {
            tally.late_lots as f64 * p.late_cost + tally.tardiness.as_days() * p.late_cost_per_day
        })),
        overhead: Money::from_units(share * plant.overhead_per_month),
        running: amount(running.chain(kept).chain(called)),
        ..Books::default()
    }
}

/// What repairs and maintenance cost in a period, by station [currency].
pub fn upkeep_costs<'a>(plant: &'a Plant, tally: &'a FactoryTally) -> impl Iterator<Item = f64> + 'a {
    let mut counted = tally.upkeep.iter();
    plant.stations.iter().map(move |station| {
        let costs = station.upkeep_costs().zip(counted.by_ref());
        crate::stats::sum(costs.map(|(cost, own)| own.at_cost * cost))
    })
}

/// What a stock costs, besides what is bought or made [currency].
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct StockCost {
    /// Of orders placed with the supplier.
    pub ordering: f64,
    /// Of what is held.
    pub holding: f64,
    /// Of what is owed to customers.
    pub backlog: f64,
}

impl StockCost {
    /// The cost of the orders placed in a period, and of what was held and owed over time [unit seconds].
    pub fn of(costs: &StockCosts, orders: u64, [held, owed]: [f64; 2]) -> StockCost {
        let days = |unit_seconds: f64| unit_seconds / Duration::DAY.as_secs();
        StockCost {
            ordering: orders as f64 * costs.per_order,
            holding: days(held) * costs.holding_per_day,
            backlog: days(owed) * costs.backlog_per_day,
        }
    }

    /// Adds that of another stock.
    pub fn add(&mut self, other: &StockCost) {
        self.ordering += other.ordering;
        self.holding += other.holding;
        self.backlog += other.backlog;
    }

    /// All of it.
    pub fn sum(&self) -> f64 {
        self.ordering + self.holding + self.backlog
    }
}

fn amount(parts: impl Iterator<Item = f64>) -> Money {
    Money::from_units(crate::stats::sum(parts))
}

/// Whether a period is a calendar month from its first day to its last.
fn is_whole(start: Date, period: &Period) -> bool {
    let first_of_month = |time: Time| {
        let date = start.at(time);
        let month = date.month();
        time.0.is_multiple_of(Duration::DAY.0) && Date::new(month.year, month.month, 1) == Some(date)
    };
    period.length > Duration::ZERO && first_of_month(period.start) && first_of_month(end(period))
}

/// The share of a month from the instant an upgrade is live [0..=1].
fn live_share(installed: &Installed, month: &Period) -> f64 {
    let Some(live) = installed.live.filter(|_| month.length > Duration::ZERO) else { return 0.0 };
    end(month).since(live.max(month.start)).as_secs() / month.length.as_secs()
}

/// Revenue by month [currency]. A day belongs to the month in which it begins; its price is that of noon, but for what
/// orders with a price of their own have got, which is paid as agreed.
fn revenue(plant: &Plant, surge: &Surge, outcome: &FactoryOutcome) -> Vec<f64> {
    let mut revenue = vec![0.0; outcome.months.len()];
    for (number, (product, days)) in plant.products.iter().zip(&outcome.days).enumerate() {
        let answers = outcome.prices.get(number).map_or(&[][..], Vec::as_slice);
        let curve = price_curve(surge, &product.name);
        for (revenue, month) in revenue.iter_mut().zip(&outcome.months) {
            *revenue += month.tally.products[number].agreed_value;
        }
        let mut month = 0;
        for (day_number, day) in days.iter().enumerate() {
            let midnight = Time(day_number as u64 * Duration::DAY.0);
            while outcome.months.get(month + 1).is_some_and(|next| next.start <= midnight) {
                month += 1;
            }
            let units = units_sold(product, day);
            if units > 0 && month < revenue.len() {
                let noon = midnight.after(Duration(Duration::DAY.0 / 2));
                let factor = curve.map_or(1.0, |curve| curve.at(noon));
                let factor = factor * answers.get(day_number).copied().unwrap_or(1.0);
                revenue[month] += (units - day.agreed) as f64 * product.price * factor;
            }
        }
    }
    revenue
}

/// Units that were paid for on a day: delivered ones where there are orders, else all good ones.
fn units_sold(product: &Product, day: &Day) -> u64 {
    if product.supply.has_orders() { day.delivered } else { day.finished }
}

/// Good units of all products that leave a factory in a period: delivered ones where there are orders, else finished
/// ones.
pub fn units_leaving(plant: &Plant, period: &Period) -> u64 {
    let products = plant.products.iter().zip(&period.tally.products);
    let leaving = products.zip(plant.leaving()).filter(|(_, leaves)| *leaves).map(|(product, _)| product);
    leaving
        .map(|(product, tally)| if product.supply.has_orders() { tally.delivered } else { tally.finished })
        .sum()
}

/// The curve that multiplies a product's price; one of its own goes before the one of all ("*").
fn price_curve<'a>(surge: &'a Surge, product: &str) -> Option<&'a Curve> {
    let named = |name: &str| surge.product_price.iter().find(|(n, _)| n == name).map(|(_, curve)| curve);
    named(product).or_else(|| named("*"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::sample;
    use crate::outcome::{IncidentTally, ProductTally, ReadyTally, UpkeepTally};
    use crate::random::Distribution;
    use crate::spec::{
        Behind, Breakdown, Hiring, Maintenance, Need, Readiness, Reserve, Rotation, Shape, Supply,
    };
    use crate::units::UpgradeId;

    const DAY: u64 = Duration::DAY.0;

    fn installed(ordered_day: u64, live_day: Option<u64>) -> Installed {
        let live = live_day.map(|day| Time(day * DAY));
        let ordered = Time(ordered_day * DAY);
        Installed {
            upgrade: UpgradeId(0),
            units: 1,
            ordered,
            live,
            works: true,
            cost: 9_000.0,
            yearly_cost: 1_200.0,
        }
    }

    /// Start 2020-01-22, 60 days: ten days of January, whole February (29), 21 days of March.
    /// A day sells 100 units at 0.20, buys 3 kg at 2, has 16 h at 25 and uses 10 kWh at 0.8.
    #[test]
    fn lines_by_hand() {
        let spec = sample::spec("2020-01-22");
        let outcome = sample::factory(&spec, 60, |_| 100, vec![installed(12, Some(24))]);
        let books = books(&spec, &Surge::none(), 0, &outcome);
        assert_eq!(books.iter().map(|b| b.whole).collect::<Vec<_>>(), [false, true, false]);
        let lines =
            |b: &Books| [b.revenue, b.materials, b.wages, b.energy, b.overhead, b.running].map(|m| m.0);
        // Overhead is 3043.75 a month, 100 a day of a partial month. The upgrade is live from 15 February
        // (day 24), for 15 of its 29 days: 100 * 15 / 29 = 51.72; in March 100 * 21 / 30.4375 = 68.99.
        assert_eq!(lines(&books[0]), [20_000, 6_000, 400_000, 8_000, 100_000, 0]);
        assert_eq!(lines(&books[1]), [58_000, 17_400, 1_160_000, 23_200, 304_375, 5_172]);
        assert_eq!(lines(&books[2]), [42_000, 12_600, 840_000, 16_800, 210_000, 6_899]);
        assert_eq!(books.iter().map(|b| b.capital.0).collect::<Vec<_>>(), [0, 900_000, 0]);
    }

    /// Four lots are late, by three days in all: 4 * 20 + 3 * 5.
    #[test]
    fn what_is_late_costs() {
        let mut spec = sample::spec("2020-01-22");
        let mut outcome = sample::factory(&spec, 10, |_| 100, Vec::new());
        let tally = &mut outcome.months[0].tally.products[0];
        (tally.late_lots, tally.tardiness) = (4, Duration(3 * Duration::DAY.0));
        let profit = |spec: &Spec| books(spec, &Surge::none(), 0, &outcome)[0];
        let before = profit(&spec);
        let product = &mut spec.plants[0].products[0];
        (product.late_cost, product.late_cost_per_day) = (20.0, 5.0);
        let after = profit(&spec);
        assert_eq!((before.penalties, after.penalties), (Money(0), Money(9_500)));
        assert_eq!(before.operating() - after.operating(), Money(9_500));
    }

    /// A repair costs 200, a service 50: three repairs of which one at half the price are 500, four services 200.
    #[test]
    fn repairs_and_maintenance_cost() {
        let mut spec = sample::spec("2020-01-01");
        let press = &mut spec.plants[0].stations[0];
        press.breakdowns = [("jam", 0.0), ("belt", 200.0)]
            .map(|(name, cost)| Breakdown { name: name.into(), cost, ..Breakdown::default() })
            .into();
        press.maintenance.push(Maintenance { cost: 50.0, ..Maintenance::default() });
        let mut outcome = sample::factory(&spec, 31, |_| 100, Vec::new());
        let before = books(&spec, &Surge::none(), 0, &outcome)[0];
        let upkeep = |done, at_cost| UpkeepTally { done, at_cost };
        outcome.months[0].tally.upkeep = vec![upkeep(3, 2.5), upkeep(4, 4.0)];
        let after = books(&spec, &Surge::none(), 0, &outcome)[0];
        assert_eq!((before.maintenance, after.maintenance), (Money(0), Money(70_000)));
        assert_eq!(before.operating() - after.operating(), Money(70_000));
    }

    /// Two incidents of 700 in all.
    #[test]
    fn recovery_from_incidents_costs() {
        let spec = sample::spec("2020-01-01");
        let mut outcome = sample::factory(&spec, 31, |_| 100, Vec::new());
        let before = books(&spec, &Surge::none(), 0, &outcome)[0];
        outcome.months[0].tally.incidents =
            Some(IncidentTally { incidents: 2, costs: 700.0, ..IncidentTally::default() });
        let after = books(&spec, &Surge::none(), 0, &outcome)[0];
        assert_eq!(after.maintenance - before.maintenance, Money(70_000));
        assert_eq!(before.operating() - after.operating(), Money(70_000));
    }

    /// On the average 40 units lie in stock for 31 days and 8 are owed: 1,240 unit days at 0.05 and 248 at 0.25.
    #[test]
    fn finished_goods_cost() {
        let mut spec = sample::spec("2020-01-01");
        let mut outcome = sample::factory(&spec, 31, |_| 100, Vec::new());
        let month = 31.0 * Duration::DAY.as_secs();
        let tally = &mut outcome.months[0].tally.products[0];
        (tally.stock_time, tally.backlog_time, tally.orders) = (40.0 * month, 8.0 * month, 5);
        let before = books(&spec, &Surge::none(), 0, &outcome)[0];
        spec.plants[0].products[0].costs =
            StockCosts { holding_per_day: 0.05, backlog_per_day: 0.25, ..StockCosts::default() };
        let after = books(&spec, &Surge::none(), 0, &outcome)[0];
        assert_eq!((before.finished_goods, after.finished_goods), (Money(0), Money(6_200 + 6_200)));
        assert_eq!(before.operating() - after.operating(), Money(12_400));
    }

    /// Three came at 400 each, and two left at 150 each.
    #[test]
    fn hiring_costs() {
        let mut spec = sample::spec("2020-01-01");
        let mut outcome = sample::factory(&spec, 31, |_| 100, Vec::new());
        let pool = &mut outcome.months[0].tally.pools[0];
        (pool.hired, pool.left) = (3, 2);
        let before = books(&spec, &Surge::none(), 0, &outcome)[0];
        spec.plants[0].pools[0].hiring = Some(Hiring {
            when: Behind::Backlog(0.0),
            per_week: 1.0,
            lag: Distribution::Constant(0.0),
            most: 9,
            leaving: 0.0,
            cost: 400.0,
            leaving_cost: 150.0,
        });
        let after = books(&spec, &Surge::none(), 0, &outcome)[0];
        assert_eq!(after.wages - before.wages, Money(120_000 + 30_000));
        assert_eq!(before.operating() - after.operating(), Money(150_000));
    }

    /// 1,000 units held for 73 days are 200 unit years: 4 to hold them and, exchanged once in 365 days at 0.10, 20; two calls
    /// cost 60; 300 units are put in at 0.15.
    #[test]
    fn what_is_kept_ready_costs() {
        let mut spec = sample::spec("2020-01-01");
        let mut upgrade = crate::spec::Upgrade::named("shelf");
        upgrade.ready = Some(Readiness {
            need: Need::Emergency,
            delay: Distribution::Constant(0.0),
            call_cost: Distribution::Constant(30.0),
            stays: Duration::ZERO,
            stockpile: Some(Reserve {
                product: "mask".into(),
                units: 1_000,
                cost: 0.15,
                holding_per_year: 0.02,
                rotation: Some(Rotation { shelf_life: Duration(365 * DAY), cost: 0.10 }),
                daily: None,
                refill: 50.0,
            }),
        });
        spec.upgrades.push(upgrade);
        let mut outcome = sample::factory(&spec, 31, |_| 100, Vec::new());
        let before = books(&spec, &Surge::none(), 0, &outcome)[0];
        let held = 1_000.0 * 73.0 * Duration::DAY.as_secs();
        outcome.months[0].tally.ready = vec![ReadyTally {
            calls: 2,
            call_costs: 60.0,
            refilled: 300,
            stock_time: held,
            ..ReadyTally::of(UpgradeId(0))
        }];
        let after = books(&spec, &Surge::none(), 0, &outcome)[0];
        assert_eq!(after.running - before.running, Money(400 + 2_000 + 6_000));
        assert_eq!(after.materials - before.materials, Money(4_500));
        assert_eq!(before.operating() - after.operating(), Money(8_400 + 4_500));
    }

    #[test]
    fn totals_balance_to_the_smallest_unit() {
        let spec = sample::spec("2020-01-22");
        let outcome = sample::factory(
            &spec,
            400,
            |day| 37 + day % 13,
            vec![installed(0, Some(3)), installed(70, None)],
        );
        let books = books(&spec, &Surge::none(), 0, &outcome);
        let sum = |line: fn(&Books) -> Money| books.iter().map(line).sum::<Money>();
        let mut costs = sum(|b| b.materials) + sum(|b| b.wages) + sum(|b| b.energy);
        costs = costs + sum(|b| b.overhead) + sum(|b| b.running) + sum(|b| b.capital);
        assert_eq!(sum(Books::total), sum(|b| b.revenue) - costs);
        assert_eq!(sum(Books::total) + sum(|b| b.capital), sum(Books::operating));
        let units: u64 = (0..400).map(|day| 37 + day % 13).sum();
        assert_eq!(sum(|b| b.revenue), Money(units as i64 * 20), "every day is in exactly one month");
        assert_eq!(sum(|b| b.capital), Money(1_800_000));
    }

    /// The price doubles from 1 February at noon: that day's sales already have the new price.
    #[test]
    fn prices_of_the_day() {
        let spec = sample::spec("2020-01-22");
        let outcome = sample::factory(&spec, 12, |_| 100, Vec::new());
        let step = |day_noon: u64, value| Curve {
            points: vec![(Time::ZERO, 1.0), (Time(day_noon * DAY + DAY / 2), value)],
            shape: Shape::Steps,
            drawn: None,
        };
        let revenue = |prices: Vec<(String, Curve)>| -> Vec<i64> {
            let surge = Surge { product_price: prices, ..Surge::none() };
            books(&spec, &surge, 0, &outcome).iter().map(|b| b.revenue.0).collect()
        };
        assert_eq!(revenue(vec![("*".into(), step(10, 2.0))]), [20_000, 8_000]);
        assert_eq!(revenue(vec![("*".into(), step(11, 2.0))]), [20_000, 2_000 + 4_000]);
        let both = vec![("*".into(), step(0, 9.0)), ("mask".into(), step(0, 3.0))];
        assert_eq!(revenue(both), [60_000, 12_000], "a product's own curve goes before that of all");
        assert_eq!(revenue(vec![("gown".into(), step(0, 9.0))]), [20_000, 4_000]);
    }

    /// Of the 100 units of each day 40 are sold for 3 each, whatever the surge makes of prices; in the second month.
    #[test]
    fn prices_as_agreed() {
        let spec = sample::spec("2020-01-22");
        let mut outcome = sample::factory(&spec, 12, |_| 100, Vec::new());
        outcome.days[0][10..].iter_mut().for_each(|day| day.agreed = 40);
        outcome.months[1].tally.products[0] =
            ProductTally { agreed: 80, agreed_value: 240.0, ..outcome.months[1].tally.products[0] };
        let revenue = |factor: f64| -> Vec<i64> {
            let product_price = vec![("*".into(), Curve::constant(factor))];
            let surge = Surge { product_price, ..Surge::none() };
            books(&spec, &surge, 0, &outcome).iter().map(|b| b.revenue.0).collect()
        };
        // At 0.2 each the first ten days bring 200, the other two 24 and 240 as agreed.
        assert_eq!(revenue(1.0), [20_000, 2_400 + 24_000]);
        assert_eq!(revenue(5.0), [100_000, 12_000 + 24_000]);
    }

    /// Without orders, what is finished is sold.
    #[test]
    fn without_orders() {
        let mut spec = sample::spec("2020-01-01");
        spec.plants[0].products[0].supply = Supply::Saturated;
        let mut outcome = sample::factory(&spec, 31, |_| 100, Vec::new());
        outcome.days[0].iter_mut().for_each(|day| *day = Day { delivered: 0, finished: 70, ..*day });
        assert_eq!(books(&spec, &Surge::none(), 0, &outcome)[0].revenue, Money(31 * 70 * 20));
    }

    #[test]
    fn nothing_happened() {
        let spec = sample::spec("2020-01-01");
        let outcome = sample::factory(&spec, 0, |_| 0, Vec::new());
        assert_eq!(books(&spec, &Surge::none(), 0, &outcome), []);
    }
}
