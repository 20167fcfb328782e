//! What factories have in common, by hand: shared suppliers, their prices and new capacity, machines that are made and
//! installed by others, factories that open later.

use super::sample;
use super::{outcome, setting};
use crate::outcome::Outcome;
use crate::plant::{Error, Plant};
use crate::random::Distribution;
use crate::spec::{
    Choice, Curve, Delivery, Demand, Factory, FirstArrival, Growth, Installation, Maker, Material, Orders,
    Panic, Region, RegionCustomers, RegionSupplier, Reorder, Scarcity, SharingRule, Spec, Stockpile, Stop,
    Supplier, SupplierRule, Supply, Terms, Times, Upgrade,
};
use crate::units::{Duration, FactoryId, ProductId, SupplierId, Time, UpgradeId};

const HOUR: f64 = 3_600.0;

fn supplier(daily: f64) -> RegionSupplier {
    RegionSupplier {
        name: "mill".into(),
        daily: Curve::constant(daily),
        rule: SupplierRule::FirstCome,
        scarcity: None,
        growth: None,
    }
}

fn region(every_s: f64, suppliers: Vec<RegionSupplier>) -> Region {
    let every = Duration::from_secs(every_s);
    let (customers, platform) = (Vec::new(), None);
    Region {
        every,
        customers,
        transport: Distribution::Constant(0.0),
        journeys: Vec::new(),
        platform,
        suppliers,
        prices: Vec::new(),
    }
}

/// Two stores that want 10 and 6 of a material from the start, of sizes 3 and 1; the office meets every hour, two days.
fn two_stores(mill: RegionSupplier) -> Spec {
    let store = |level: f64| {
        let steps = vec![sample::operation("work", 0, Distribution::Constant(1.0))];
        let mut plant =
            sample::plant(vec![sample::station("m", 1, None)], sample::product(Supply::Saturated, steps));
        plant.products.clear();
        plant.stations.clear();
        plant.materials.push(Material {
            name: "felt".into(),
            reorder: Reorder::UpTo { point: 0.0, level },
            terms: Terms { supplier: Some(SupplierId(0)), ..Terms::default() },
            ..Material::default()
        });
        plant.suppliers.push(Supplier { name: "mill".into(), maker: Maker::Region(0) });
        plant
    };
    let mut spec = sample::spec(store(10.0), 48.0 * HOUR);
    spec.plants.push(store(6.0));
    let first = spec.factories[0].clone();
    let second = Factory { name: "F2".into(), plant: crate::units::PlantId(1), ..first };
    spec.factories[0].demand_factor = 3.0;
    spec.factories.push(second);
    spec.region = Some(region(HOUR, vec![mill]));
    spec
}

/// Stock hours of the two stores.
fn stock_hours(mill: RegionSupplier) -> [f64; 2] {
    let outcome = outcome(&two_stores(mill), 1);
    [0, 1].map(|f| outcome.factories[f].window.tally.materials[0].stock_time / HOUR)
}

#[track_caller]
fn close(told: f64, exact: f64) {
    assert!((told - exact).abs() < 1e-6, "{told}, not {exact}");
}

/// One an hour is made; the office hears at 1 h of what was asked for at 0, so that one is made at 2, 3, … 17 h.
#[test]
fn a_supplier_divides_what_it_makes() {
    let with = |rule| stock_hours(RegionSupplier { rule, ..supplier(24.0) });
    let shared = |rule| with(SupplierRule::Shared(rule));
    // The first has all from 2 to 11 h, the second from 12 to 17 h.
    let [a, b] = with(SupplierRule::FirstCome);
    close(a, 415.0);
    close(b, 201.0);
    let [c, d] = shared(SharingRule::Priority);
    close(c, a);
    close(d, b);
    // 10 and 6 of 16 of each: (47 - 1) + … + (47 - 16) = 616.
    let [a, b] = shared(SharingRule::Proportional);
    close(a, 385.0);
    close(b, 231.0);
    // Halves until the second has its 6 at 13 h.
    let [a, b] = shared(SharingRule::MaxMin);
    close(a, 373.0);
    close(b, 243.0);
    // Three quarters and one quarter until 14 h, when the first has 9.75.
    let [a, b] = shared(SharingRule::Fair);
    close(a, 398.25);
    close(b, 217.75);
}

#[test]
fn what_is_asked_for_is_supplied_or_waits() {
    let outcome = outcome(&two_stores(supplier(6.0)), 1);
    let supply = &outcome.region.as_ref().unwrap().supplies[0];
    let sum = |of: fn(&crate::outcome::SupplyDay) -> f64| supply.days.iter().map(of).sum::<f64>();
    // A quarter an hour from 1 h to 47 h, the last instant.
    close(sum(|day| day.supplied), 11.5);
    close(supply.waiting, 4.5);
    close(sum(|day| day.claimed), 16.0);
    close(sum(|day| day.capacity), 0.25 * 47.0);
    let bought: f64 = outcome.factories.iter().map(|f| f.window.tally.materials[0].bought).sum();
    close(bought, 11.5);
}

#[test]
fn scarcity_makes_it_dearer() {
    let scarcity = |most| Some(Scarcity { per_day: 0.1, from: Duration::ZERO, most });
    let paid = |outcome: &Outcome| -> f64 {
        outcome.factories.iter().map(|f| f.window.tally.materials[0].bought_at_price).sum()
    };
    // 16, 15, … 1 wait as one is made, of 24 a day: 16 + 0.1 * 136 / 24.
    let spec = two_stores(RegionSupplier { scarcity: scarcity(9.0), ..supplier(24.0) });
    close(paid(&outcome(&spec, 1)), 16.0 + 0.1 * 136.0 / 24.0);
    // The price of half a day's work waiting and more is cut off: 16 to 12 five times, then 11 to 1.
    let spec = two_stores(RegionSupplier { scarcity: scarcity(1.05), ..supplier(24.0) });
    close(paid(&outcome(&spec, 1)), 16.0 + 5.0 * 0.05 + 0.1 * 66.0 / 24.0);
    let spec = two_stores(supplier(24.0));
    close(paid(&outcome(&spec, 1)), 16.0);
}

#[test]
fn what_waits_brings_new_capacity() {
    let growth = |most| Growth {
        when: Duration::from_secs(12.0 * HOUR),
        every: Duration::from_secs(HOUR),
        adds: 1.0,
        lead_time: Distribution::Constant(3.0 * HOUR),
        most,
    };
    // At 1 h 16 wait, two thirds of a day: as much again is there from 4 h. One at 2, 3, 4 h, two at 5 to 10 h, one at
    // 11 h. First come: the first has 1 1 1 2 2 2 1, the second 1 2 2 1.
    let [a, b] = stock_hours(RegionSupplier { growth: Some(growth(2.0)), ..supplier(24.0) });
    close(a, 46.0 + 45.0 + 44.0 + 2.0 * (43.0 + 42.0 + 41.0) + 40.0);
    close(b, 40.0 + 2.0 * (39.0 + 38.0) + 37.0);
    // Without leave to grow it stays as it is.
    let [a, _] = stock_hours(RegionSupplier { growth: Some(growth(1.0)), ..supplier(24.0) });
    close(a, 415.0);
}

#[test]
fn machines_are_made_and_installed_by_others() {
    let day = 24.0 * HOUR;
    let steps = vec![sample::operation("work", 0, Distribution::Constant(HOUR))];
    let plant = sample::plant(vec![sample::station("m", 1, None)], sample::product(Supply::Saturated, steps));
    let mut spec = sample::spec(plant, 20.0 * day);
    let second = Factory { name: "F2".into(), ..spec.factories[0].clone() };
    spec.factories.push(second);
    let mut crews = supplier(1.0);
    crews.name = "technicians".into();
    spec.region = Some(region(day, vec![supplier(1.0), crews]));
    spec.upgrades.push(Upgrade {
        delivery: Distribution::Constant(day),
        made_by: Some(0),
        installed_by: Some(1),
        installation: Distribution::Constant(2.0 * day),
        ..Upgrade::named("machine")
    });
    let installation = |factory: usize| Installation {
        factory: FactoryId::new(factory),
        upgrade: UpgradeId(0),
        units: 1,
        order_at: Time::ZERO,
        order_when: None,
        stops: Vec::new(),
        effects: Vec::new(),
    };
    let installations = vec![installation(0), installation(1)];
    spec.options[0] = Choice { name: "both".into(), title: String::new(), installations, offered: None };
    let live = |spec: &Spec| -> Vec<Option<f64>> {
        let installed = outcome(spec, 1).factories.into_iter().map(|f| f.installed[0].live);
        installed.map(|live| live.map(|live| live.as_secs() / day)).collect()
    };
    // Heard of on day 1, made by day 2 and 3, there a day later; the office hears of it a day after, a crew has come by the
    // next, two days' work.
    assert_eq!(live(&spec), [Some(7.0), Some(8.0)]);
    // One crew in four days: from day 4 to 8, and to 12.
    if let Some(region) = &mut spec.region {
        region.suppliers[1].daily = Curve::constant(0.25);
    }
    assert_eq!(live(&spec), [Some(10.0), Some(14.0)]);
    // No crews at all: never.
    if let Some(region) = &mut spec.region {
        region.suppliers[1].daily = Curve::constant(0.0);
    }
    assert_eq!(live(&spec), [None, None]);
}

/// Ten days on which nobody makes anything; the public orders 100 a day at midnight of an office that meets `every_s`.
fn nobody_makes(every_s: f64) -> Spec {
    let day = 24.0 * HOUR;
    let steps = vec![sample::operation("work", 0, Distribution::Constant(HOUR))];
    let supply = Supply::ToOrder {
        demand: Demand { orders: Orders::Joint, delivery: Delivery::Parts },
        patience: None,
        allowance: 0.0,
    };
    let plant = sample::plant(vec![sample::station("m", 1, None)], sample::product(supply, steps));
    let mut spec = sample::spec(plant, 10.0 * day);
    spec.factories[0].opens = Time::ZERO.after(Duration::from_secs(20.0 * day));
    let (rate, variation) = (Curve::constant(100.0), Distribution::Constant(1.0));
    let customers = RegionCustomers {
        name: "public".into(),
        product: spec.plants[0].products[0].name.clone(),
        orders: Orders::Periodic { rate, every: Duration::DAY, variation },
        class: 1,
        surges: Vec::new(),
        due: None,
        patience: None,
        stockpile: None,
        panic: None,
        makers: vec![(FactoryId(0), ProductId(0))],
    };
    spec.region = Some(Region { customers: vec![customers], ..region(every_s, Vec::new()) });
    spec
}

/// Those with two weeks at home, who panic below one: cover is 14, 13, … 7 days, then 6: 100 (3 - 2 exp(-0.3)) = 151.836;
/// then 5: 100 (3 - 2 exp(-0.6)) = 190.238, and what was left over. So it is after the office's last instant, too.
#[test]
fn who_panics_does_so_until_the_end() {
    let days = |days: u64| Duration(days * Duration::DAY.0);
    for meets in [1.0, 100.0] {
        let mut spec = nobody_makes(meets * 24.0 * HOUR);
        let panic = Panic { held: days(14), alarm: days(7), most: 3.0, steepness: 0.3, use_up: days(10) };
        if let Some(region) = &mut spec.region {
            region.customers[0].panic = Some(panic);
        }
        let demand = outcome(&spec, 1).region.unwrap().demands[0].clone();
        let ordered: Vec<u64> = demand.days.iter().map(|day| day.ordered).collect();
        assert_eq!(ordered, [100, 100, 100, 100, 100, 100, 100, 100, 151, 191], "meets every {meets} days");
        assert_eq!(demand.waiting, 1_142);
    }
}

/// A stockpile of 450 is opened when more than 200 are owed, seen before the orders of the day.
#[test]
fn a_stockpile_is_opened_when_too_much_is_owed() {
    let day = 24.0 * HOUR;
    let mut spec = nobody_makes(day);
    let told = |spec: &mut Spec, daily: Option<f64>| -> (Vec<u64>, u64, u64) {
        let when = Duration::from_secs(2.0 * day);
        if let Some(region) = &mut spec.region {
            region.customers[0].stockpile = Some(Stockpile { units: 450, when, daily, refill: 0.0 });
        }
        let demand = outcome(spec, 1).region.unwrap().demands[0].clone();
        (demand.days.iter().map(|day| day.released).collect(), demand.waiting, demand.stock)
    };
    // 100, 200, 300 are owed on the evenings of the first days; then each day's orders come from the stockpile.
    let whole = ([0, 0, 0, 100, 100, 100, 100, 50, 0, 0].to_vec(), 550, 0);
    assert_eq!(told(&mut spec, None), whole);
    assert_eq!(told(&mut spec, Some(150.0)), whole);
    let less = ([0, 0, 0, 40, 40, 40, 40, 40, 40, 40].to_vec(), 720, 170);
    assert_eq!(told(&mut spec, Some(40.0)), less);
}

#[test]
fn a_factory_opens_later() {
    let day = 24.0 * HOUR;
    let steps = vec![sample::operation("work", 0, Distribution::Constant(HOUR))];
    let plant = sample::plant(vec![sample::station("m", 1, None)], sample::product(Supply::Saturated, steps));
    let mut spec = sample::spec(plant, 10.0 * day);
    spec.factories[0].opens = Time::ZERO.after(Duration::from_secs(3.0 * day));
    let outcome = outcome(&spec, 1);
    assert_eq!(
        outcome.factories[0].window.tally.products[0].finished,
        7 * 24 - 1,
        "the last ends at the end"
    );
    let spent = outcome.factories[0].machines[0][0][crate::outcome::MachineState::OffShift as usize];
    close(spent.as_secs(), 3.0 * day);
}

/// From 6 January on, 100 a day at midnight: 26 days of January, then 14 of February, whose first order comes with its
/// first instant.
#[test]
fn an_order_at_midnight_belongs_to_the_month_that_begins() {
    let mut spec = nobody_makes(24.0 * HOUR);
    spec.factories[0].opens = Time::ZERO;
    spec.stop = Stop::After(Duration(40 * Duration::DAY.0));
    let outcome = outcome(&spec, 1);
    let months = outcome.factories[0].months.iter();
    let ordered: Vec<u64> = months.map(|month| month.tally.products[0].ordered).collect();
    assert_eq!(ordered, [2_600, 1_400]);
}

/// A thousand million masks a day are more lots than can be kept: the run ends there, and says whose they are.
#[test]
fn who_drowns_in_work_is_named() {
    let mut spec = nobody_makes(24.0 * HOUR);
    spec.factories[0].opens = Time::ZERO;
    if let Some(region) = &mut spec.region {
        let (rate, variation) = (Curve::constant(1e9), Distribution::Constant(1.0));
        region.customers[0].orders = Orders::Periodic { rate, every: Duration::DAY, variation };
    }
    check_crowded(&spec, 0);
    // One lot a second for a machine that needs an hour for each: after as many seconds as there is room.
    let steps = vec![sample::operation("work", 0, Distribution::Constant(HOUR))];
    let mut supply = sample::poisson(1.0);
    if let Supply::Arrivals(arrivals) = &mut supply {
        let (first, spacing) = (FirstArrival::AfterSpacing, Distribution::Constant(1.0));
        arrivals.process.times = Times::Spaced { first, spacing };
    }
    let plant = sample::plant(vec![sample::station("m", 1, None)], sample::product(supply, steps));
    check_crowded(&sample::spec(plant, 10.0 * HOUR), 501);
}

#[track_caller]
fn check_crowded(spec: &Spec, at_s: u64) {
    let mut plant = Plant::new(setting(spec, 1)).unwrap();
    plant.room = 500;
    let crowded = Error::Crowded { factory: "F1".into(), product: "thing".into(), at_s };
    assert_eq!(plant.run(), Err(crowded));
}
