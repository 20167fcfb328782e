//! What is made up of a replication: days, months and counters of each factory.

use crate::outcome::{
    Day, FactoryOutcome, FactoryTally, Installed, MachineState, MaterialTally, Outcome, Period, PoolTally,
    ProductLevel, ProductTally, StateTimes, StationTally,
};
use crate::spec::Spec;
use crate::units::{Duration, Time};

use super::{DAYS, lift};

/// A small generator (Knuth's MMIX constants): good enough for pictures.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / (1u64 << 31) as f64
    }

    fn around_one(&mut self, spread: f64) -> f64 {
        1.0 + spread * (self.next() + self.next() - 1.0)
    }
}

pub(super) fn queue_run(spec: &Spec, r: u32) -> Outcome {
    let mut noise = Noise(u64::from(r) + 99);
    let mut run = town_run(spec, 0, 0, r, true);
    run.factories[0].window.tally.stations[0].waits = Duration::from_secs(9e5 * noise.around_one(0.1));
    let product = &mut run.factories[0].window.tally.products[0];
    (product.ordered, product.delivered, product.periods, product.periods_met) = (0, 0, 0, 0);
    run
}

pub(super) fn town_run(spec: &Spec, surge: usize, option: usize, r: u32, unlimited: bool) -> Outcome {
    let factories: Vec<FactoryOutcome> =
        (0..spec.factories.len()).map(|f| factory_run(spec, surge, option, r, f, unlimited)).collect();
    let lots = factories.iter().map(|f| f.window.tally.products[0].finished_lots).sum();
    Outcome {
        replication: r,
        end: Time(DAYS * Duration::DAY.0),
        events: lots * 12,
        lots,
        factories,
        region: None,
    }
}

fn factory_run(
    spec: &Spec,
    surge: usize,
    option: usize,
    r: u32,
    f: usize,
    unlimited: bool,
) -> FactoryOutcome {
    let kind = spec.factories[f].plant.index();
    let mut noise = Noise(u64::from(r) * 1009 + f as u64 * 31 + 5);
    let works = noise.next() < 0.9;
    let capacity = [12_000.0, 60_000.0, 900.0][kind] * noise.around_one(0.15);
    let gain = if works { lift(option, kind) } else { 1.0 };
    let mut level = ProductLevel { on_hand: capacity as u64 * 5, ..ProductLevel::default() };
    let mut days = Vec::new();
    let mut months =
        vec![Period { start: Time::ZERO, length: Duration::ZERO, tally: FactoryTally::default() }];
    let starts = spec.start.month_starts(Time(DAYS * Duration::DAY.0));
    let mut total = ProductTally::default();
    let mut month = ProductTally::default();
    for day in 0..DAYS {
        let time = Time(day * Duration::DAY.0);
        if starts.contains(&time) {
            close(spec, kind, &mut months, &month, level, day);
            month = ProductTally::default();
            months.push(Period { start: time, length: Duration::ZERO, tally: FactoryTally::default() });
        }
        let emergency = surge == 1 && (14..176).contains(&day);
        let absence =
            if surge == 1 { 0.35 * (1.0 - (day as f64 - 20.0).abs() / 40.0).max(0.0) } else { 0.02 };
        let demand = capacity * 0.75 * noise.around_one(0.3) * if emergency { 3.2 } else { 1.0 };
        let still = (85..88).contains(&day) && lift(option, kind) > 1.0;
        let pace = if day > 88 { gain } else { 1.0 };
        let able = capacity * pace * (1.0 - absence) * noise.around_one(0.2) * if still { 0.3 } else { 1.0 };
        let made = if unlimited { able } else { able.min(demand + level.backlog as f64) } as u64;
        let ordered = demand as u64;
        let available = level.on_hand + made;
        let delivered = available.min(ordered + level.backlog);
        let lost = (ordered + level.backlog - delivered) / 14;
        level.backlog = ordered + level.backlog - delivered - lost;
        level.on_hand = available - delivered;
        level.in_process = 1500;
        level.lots = 3;
        days.push(Day { ordered, delivered, agreed: 0, finished: made, backlog: level.backlog });
        let tally = ProductTally {
            released: made + made / 40 + if day == 0 { 1500 } else { 0 },
            released_lots: made / 500,
            finished: made,
            finished_lots: made / 500 + 1,
            scrapped: made / 40,
            escaped: made / 1000,
            flow_time: Duration((made / 500 + 1) * Duration::HOUR.0 * 8),
            lots_time: Duration(3 * Duration::DAY.0),
            ordered,
            delivered,
            delivered_in_time: delivered.min(ordered),
            lost,
            delivery_wait: level.backlog as f64 * 86_400.0,
            periods: 1,
            periods_met: u64::from(level.backlog == 0),
            orders: 1,
            stock_time: level.on_hand as f64 * 86_400.0,
            backlog_time: level.backlog as f64 * 86_400.0,
            ..ProductTally::default()
        };
        total.add(&tally);
        month.add(&tally);
    }
    close(spec, kind, &mut months, &month, level, DAYS);
    let load = if unlimited { 1.0 } else { total.finished as f64 / DAYS as f64 / capacity / gain };
    let tally = tally_of(spec, kind, &total, level, load, option, &mut noise);
    let machines = tally.stations.iter().map(|s| vec![s.states.map(|t| Duration(t.0 / 2)); 2]).collect();
    let installed = spec.options[option]
        .installations
        .iter()
        .filter(|i| i.factory.index() == f)
        .map(|i| Installed {
            upgrade: i.upgrade,
            units: 1,
            ordered: i.order_at,
            live: Some(Time(88 * Duration::DAY.0)),
            works,
            cost: 280_000.0,
            yearly_cost: 15_000.0,
        })
        .collect();
    let window = Period { start: Time::ZERO, length: Duration(DAYS * Duration::DAY.0), tally };
    let (months, days) = if unlimited { (Vec::new(), Vec::new()) } else { (months, vec![days]) };
    FactoryOutcome {
        months,
        window,
        flow_times: Vec::new(),
        wait_times: Vec::new(),
        machines,
        days,
        prices: Vec::new(),
        installed,
        deadlock: None,
    }
}

fn close(spec: &Spec, kind: usize, months: &mut [Period], sum: &ProductTally, level: ProductLevel, day: u64) {
    let month = months.last_mut().unwrap();
    month.length = Time(day * Duration::DAY.0).since(month.start);
    month.tally = tally_of(spec, kind, sum, level, 0.7, 0, &mut Noise(3));
}

fn tally_of(
    spec: &Spec,
    kind: usize,
    sum: &ProductTally,
    level: ProductLevel,
    load: f64,
    option: usize,
    noise: &mut Noise,
) -> FactoryTally {
    let plant = &spec.plants[kind];
    let clock = 2.0 * DAYS as f64 * 86_400.0;
    let stations = plant
        .stations
        .iter()
        .enumerate()
        .map(|(s, station)| {
            let mut states: StateTimes = Default::default();
            let dormant = station.name == "auto_weld" && option != 1;
            let replaced = station.name == "ear_loop" && option == 1 && kind == 0;
            let weight = [0.55, 0.4, 0.95, 0.7, 0.5][s] * load.min(1.0) * noise.around_one(0.05);
            let weight = if replaced { 0.15 } else { weight };
            let off = if dormant { 1.0 } else { 0.3 };
            let on = 1.0 - off;
            let mut set = |state: MachineState, share: f64| {
                states[state as usize] = Duration::from_secs(share * clock);
            };
            let labour = if s == 2 && !replaced { 0.06 } else { 0.01 };
            set(MachineState::Producing, on * weight * 0.85);
            set(MachineState::Failed, on * 0.02);
            set(MachineState::Repair, on * 0.03);
            set(MachineState::WaitingLabour, on * labour);
            set(MachineState::WaitingMaterial, on * 0.02);
            set(MachineState::Blocked, on * if s < 2 { 0.1 } else { 0.0 });
            set(MachineState::Upgrading, on * if option > 0 { 0.004 } else { 0.0 });
            set(MachineState::OffShift, off);
            let idle: u64 = (clock * 1e6) as u64 - states.iter().map(|t| t.0).sum::<u64>();
            states[MachineState::Starved as usize] = Duration(idle);
            let units = sum.finished + sum.scrapped;
            StationTally {
                states,
                completions: sum.finished_lots,
                starts: sum.finished_lots,
                units,
                good: sum.finished,
                ideal_time: Duration::from_secs(states[0].as_secs() * 0.8),
                waits: Duration(sum.finished_lots * Duration::HOUR.0),
                queue_time: Duration(sum.finished_lots * Duration::HOUR.0),
                up_time: Duration::from_secs(clock * 0.95),
                all_up_time: Duration::from_secs(clock * 0.45),
                failures: 120,
                energy_kwh: 5000.0,
                ..StationTally::default()
            }
        })
        .collect();
    let pool = PoolTally {
        present: Duration::from_secs(sum.finished as f64 / 600.0 * 8.0 * 3600.0),
        absent: Duration(Duration::HOUR.0 * 100),
        busy: Duration::from_secs(sum.finished as f64 * 30.0),
        requests: sum.finished_lots,
        waits: Duration(sum.finished_lots * 60_000_000),
        waiting_time: Duration(sum.finished_lots * 60_000_000),
        ..PoolTally::default()
    };
    let material = MaterialTally {
        used: sum.finished as f64 * 0.001,
        bought: sum.finished as f64 * 0.001,
        bought_at_price: sum.finished as f64 * 0.002,
        orders: 40,
        stock_time: 250.0 * clock / 2.0,
        on_hand: 250.0,
        ..MaterialTally::default()
    };
    FactoryTally {
        products: vec![*sum],
        levels: vec![level],
        stations,
        pools: vec![pool],
        materials: vec![material],
        information: None,
        incidents: None,
        spots: Vec::new(),
        ready: Vec::new(),
        classes: Vec::new(),
        upkeep: Vec::new(),
    }
}
