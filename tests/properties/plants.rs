//! Random plants as scenario files: lines of one to five stations with everything the format has.

use std::fmt::Write;

use proptest::prelude::*;

/// One station with the operation done there.
#[derive(Clone, Debug)]
pub(crate) struct Stop {
    machines: u32,
    buffer: Option<u32>,
    /// Mean of the operation's time [min per unit; 5 units to a lot].
    minutes: u32,
    /// 0 none; operating or calendar clock, with and without crew; 5 both clocks.
    breakdowns: u8,
    workers: bool,
    technicians: bool,
    shifts: bool,
    batch: bool,
    material: bool,
    scrap: bool,
}

/// A plant, what is changed in it, and chance.
#[derive(Clone, Debug)]
pub(crate) struct Sketch {
    stops: Vec<Stop>,
    /// 0 saturated; 1, 2 arrivals that wait or are lost; 3, 4 to stock with and without patience; 5, 6 to order, whole
    /// and in parts; 7 to stock with whole orders one by one, lost when not met; 8 batches of arrivals by a pattern.
    supply: u8,
    second_product: Option<u8>,
    place: Option<(usize, u32)>,
    headcount: u32,
    /// 0 a plain pool of workers; 1 crews may come from technicians too; 2 named workers; 3 hired ones who learn, and
    /// leave; 4 overtime, and nothing begun that cannot end.
    labour: u8,
    absence: bool,
    day_shift: bool,
    lead_days: u32,
    /// 0 material for production alone; 1 for customers too, looked at once a day; 2 for customers who do not wait, it
    /// spoils, and a supplier makes it with a limited capacity.
    trade: u8,
    /// How orders become instructions: 0 at once; 1 weekly on paper, with planners; 2 on each event, in minutes; both with
    /// wrong instructions.
    pub(crate) planning: u8,
    /// Which of the effects the option has.
    effects: [bool; 12],
    order_day: u32,
    ramp_days: u32,
    /// Whether lots are impatient from the second step on.
    impatient: bool,
    /// Whether the last step of the first product sends units to the second, where that is not made to order.
    sorts: bool,
    pub(crate) seed: u64,
}

fn stop() -> impl Strategy<Value = Stop> {
    let size = (1..=3u32, prop::option::of(0..=5u32), 2..=20u32, 0..=5u8);
    let what = any::<[bool; 6]>();
    (size, what).prop_map(|((machines, buffer, minutes, breakdowns), what)| {
        let [workers, technicians, shifts, batch, material, scrap] = what;
        Stop {
            machines,
            buffer,
            minutes,
            breakdowns,
            workers,
            technicians,
            shifts,
            batch: batch && technicians,
            material,
            scrap,
        }
    })
}

/// Random plants.
pub(crate) fn sketch() -> impl Strategy<Value = Sketch> {
    let plant = (
        prop::collection::vec(stop(), 1..=5),
        0..=8u8,
        prop::option::of(0..=8u8),
        prop::option::of((0..5usize, 1..=3u32)),
    );
    let people = (1..=4u32, any::<bool>(), any::<bool>(), 0..=3u32, 0..=4u8, 0..=2u8, 0..=2u8);
    let option = (any::<[bool; 12]>(), 0..=40u32, 0..=10u32, any::<u64>());
    (plant, people, option).prop_map(|(plant, people, option)| {
        let (stops, supply, second_product, place) = plant;
        let (headcount, absence, day_shift, lead_days, labour, trade, planning) = people;
        let (effects, order_day, ramp_days, seed) = option;
        Sketch {
            stops,
            supply,
            second_product,
            place,
            headcount,
            labour,
            absence,
            day_shift,
            lead_days,
            trade,
            planning,
            effects,
            order_day,
            ramp_days,
            impatient: false,
            sorts: false,
            seed,
        }
    })
}

/// The same, of which some lose lots that are impatient, or units to another product.
pub(crate) fn sketch_with_losses() -> impl Strategy<Value = Sketch> {
    (sketch(), any::<bool>(), any::<bool>()).prop_map(|(sketch, impatient, sorts)| Sketch {
        impatient,
        sorts,
        ..sketch
    })
}

/// Finished units on hand at the start, where there is a stock.
pub(crate) const INITIAL_STOCK: u64 = 30;
/// Material on hand at the start.
pub(crate) const INITIAL_MATERIAL: f64 = 90.0;

impl Sketch {
    /// Whether deliveries of material come at once.
    pub(crate) fn delivers_at_once(&self) -> bool {
        self.lead_days == 0 && self.trade < 2
    }

    /// Whether the option may take the last worker or the last machine of a step away.
    pub(crate) fn may_stand(&self, option: usize) -> bool {
        let last_machine = self.effects[10] && self.stops.last().is_some_and(|stop| stop.machines == 1);
        option > 0 && (self.effects[5] && self.headcount == 1 || last_machine)
    }

    /// The scenario: two factories of one plant, the option at the first of them.
    pub(crate) fn text(&self) -> String {
        let mut stations = String::new();
        for (index, stop) in self.stops.iter().enumerate() {
            write!(stations, "{}", stop.station(index)).unwrap();
        }
        let mut products = self.product("first", self.supply, true);
        if let Some(supply) = self.second_product {
            products += &self.product("second", supply, false);
        }
        let calendar = if self.day_shift { "calendar: \"day\"," } else { "" };
        let absence = if self.absence { 0.2 } else { 0.0 };
        let lead = match self.lead_days {
            0 => "\"0s\"".to_owned(),
            days => format!("Exponential(mean: \"{days}d\")"),
        };
        format!(
            "Scenario(format: 1, name: \"random\", start: \"2020-01-20\", duration: \"45d\", replications: 2,
plants: [Plant(name: \"p\",
  calendars: [(name: \"day\", weekly: [(days: \"Mon-Sat\", from: \"07:00\", to: \"19:00\")]),
    (name: \"two\", period: \"24h\", on: [(\"0h\", \"7h\"), (\"9h\", \"24h\")])],
  stations: [{stations}],
  places: [(name: \"rack\"{capacity})],
  pools: [(name: \"workers\", {calendar} {workers} absence: {absence}),
    (name: \"technicians\", teams: [(headcount: 1), (headcount: 1, calendar: \"day\")])],
  materials: [(name: \"cloth\", initial_stock: {INITIAL_MATERIAL}, reorder: UpTo(point: 60, level: 200), lead_time: {lead}, {trade})],
  suppliers: [(name: \"mill\", daily_capacity: 300, partial: true)],{planning}
  products: [{products}])],
factories: [(name: \"A\", plant: \"p\"), (name: \"B\", plant: \"p\", time: 1.1, demand: 0.8)],
{upgrades})",
            capacity = self.place.map_or(String::new(), |(_, lots)| format!(", capacity: {lots}")),
            workers = self.workers(),
            trade = self.traded(),
            planning = self.planned(),
            upgrades = self.upgrades(),
        )
    }

    /// Who the workers are.
    fn workers(&self) -> String {
        let number = self.headcount;
        match self.labour {
            2 => {
                let names = (0..number).map(|n| format!("(name: \"worker{n}\", skills: [\"skill\"]),"));
                format!("workers: [{}],", names.collect::<String>())
            }
            3 => format!(
                "headcount: {number}, learning: (rate: 0.8, first: 1.6, experience: 3), hire: (when_lots_above: 2, per_week: 2, lag: Exponential(mean: \"5d\"), most: 3, leaving_per_year: 0.3),"
            ),
            4 => format!(
                "headcount: {number}, at_end: NotBegin, overtime: (when_lots_above: 2, most: \"2h\", per_week: \"7h\", per_month: \"20h\", output: 0.8),"
            ),
            _ => format!("headcount: {number},"),
        }
    }

    /// Whether the scenario plans: some product has orders.
    pub(crate) fn plans(&self) -> bool {
        let orders = |supply: u8| (3..=7).contains(&supply);
        self.planning > 0 && (orders(self.supply) || self.second_product.is_some_and(orders))
    }

    /// How orders become instructions.
    fn planned(&self) -> &'static str {
        match self.planning {
            1 if self.plans() => {
                "
  planning: (every: \"7d\", data_age: \"1d\", duration: Exponential(mean: \"3h\"), frozen: \"4h\", preparation: \"9min\",
     planners: \"technicians\", given_every: \"2h\", transmission: \"5min\", wrong: 0.1, found: 0.7, lost: \"20min\"),
  cyber: (per_year: 9, outage: Exponential(mean: \"5h\"), hit: 0.2, plan_lost: 0.6, cost: 50),"
            }
            2 if self.plans() => {
                "
  planning: (on_event: true, every: \"10min\", data_age: \"1min\", preparation: Exponential(mean: \"1min\"), wrong: 0.1, found: 0.5),
  cyber: (per_year: 9, outage: Exponential(mean: \"5h\"), hit: 0.2, plan_lost: 0.6, cost: 50),"
            }
            _ => "",
        }
    }

    /// What else there is to say of the material.
    fn traded(&self) -> &'static str {
        match self.trade {
            0 => "",
            1 => "review: \"1d\", customers: (orders: (rate: \"3/d\", size: Uniform(min: 1, max: 3)))",
            _ => {
                "lot: 30, minimum: 50, supplier: \"mill\", shelf_life: \"20d\",
     customers: (per_day: 8, every: \"6h\", patience: \"0s\")"
            }
        }
    }

    fn product(&self, name: &str, supply: u8, all: bool) -> String {
        let supply = match supply {
            0 => "Saturated".to_owned(),
            1 => "Arrivals(spacing: Exponential(mean: \"1h\"))".to_owned(),
            2 => "Arrivals(spacing: Exponential(mean: \"40min\"), when_full: Lost)".to_owned(),
            5 => "ToOrder(demand: (orders: (rate: \"5/d\", size: Uniform(min: 1, max: 30))))".to_owned(),
            6 => "ToOrder(demand: (per_day: 70, every: \"12h\", partial: true))".to_owned(),
            7 => format!(
                "ToStock(initial_stock: {INITIAL_STOCK}, base_stock: 60, patience: \"0s\", demand: (orders: (spacing: Exponential(mean: \"2h\"), size: Poisson(mean: 6)), partial: false))"
            ),
            8 => "Arrivals(rate: Pattern(shape: Linear, points: [(\"6h\", \"0/h\"), (\"15h\", \"2/h\")]), lots: Poisson(mean: 2), size: Uniform(min: 1, max: 9), when_full: Lost)".to_owned(),
            kind => format!(
                "ToStock(initial_stock: {INITIAL_STOCK}, base_stock: 60, {} demand: (per_day: 70, variation: Triangular(min: 0.5, mode: 1, max: 1.5)))",
                if kind == 3 { "patience: \"3d\"," } else { "" }
            ),
        };
        let mut routing = String::new();
        for (index, stop) in self.stops.iter().enumerate() {
            // The second product skips every other station.
            if all || index % 2 == 0 {
                let sorted = self.second_product.is_some_and(|supply| !(5..=6).contains(&supply));
                let sorts = all && self.sorts && sorted && index + 1 == self.stops.len();
                let patience = match index {
                    0 => "",
                    _ if !self.impatient => "",
                    n if n % 2 == 1 => "patience: (time: Exponential(mean: \"9h\"), queue: 4),",
                    _ => "patience: (time: Uniform(min: \"1h\", max: \"2d\"), to: \"w0\"),",
                };
                let verdict = match sorts {
                    true => {
                        "defects: 0.1, inspect: (false_alarm: 0.05), rework: (product: \"second\", keeps_defects: true),"
                    }
                    false => "",
                };
                routing += &stop.step(index, self.labour, &format!("{patience} {verdict}"));
            }
            if all && self.place.is_some_and(|(after, _)| after == index) {
                routing += "(step: \"rest\", place: \"rack\", time: Uniform(min: \"1h\", max: \"9h\")),";
            }
        }
        format!("(name: \"{name}\", lot: 5, supply: {supply}, routing: [{routing}]),")
    }

    fn upgrades(&self) -> String {
        let last = self.stops.len() - 1;
        let mut effects = String::new();
        let mut put = |chosen: bool, effect: String| {
            if chosen {
                effects += &effect;
                effects += ",";
            }
        };
        let e = self.effects;
        put(
            e[0],
            format!(
                "SwitchStep(step: \"w{last}\", to: (station: \"new\", time: \"3min\", crew: [(pool: \"workers\", workers: 1)])), AddMachines(station: \"new\", machines: 1)"
            ),
        );
        put(e[1], "Scale(of: StepTime(step: \"w0\"), by: Uniform(min: 0.4, max: 1.5))".into());
        put(e[2], "Set(of: StepScrap(step: \"w0\"), to: 0.3)".into());
        let breaks = self.stops[0].breakdowns > 0;
        put(e[3] && breaks, "Scale(of: TimeToFailure(station: \"s0\"), by: 0.7)".into());
        put(e[4] && breaks, "Add(to: TimeToRepair(station: \"s0\"), amount: \"20min\")".into());
        put(e[5] && self.labour != 2, "Add(to: Headcount(pool: \"workers\"), amount: -1)".into());
        put(e[6], "Set(of: Absence(pool: \"workers\"), to: 0.5)".into());
        put(e[7], "Scale(of: LeadTime(material: \"cloth\"), by: 1.5)".into());
        put(e[8], "Scale(of: Power(station: \"s0\"), by: 1.5)".into());
        put(e[9], "AddMachines(station: \"s0\", machines: 2)".into());
        put(e[10], format!("RemoveMachines(station: \"s{last}\", machines: 1)"));
        let stops = if e[11] { "stops: [\"s0\"], installation: \"2d\", standstill: \"1d\"," } else { "" };
        format!(
            "upgrades: [(name: \"u\", delivery: Uniform(min: \"0d\", max: \"6d\"), {stops} ramp: \"{}d\",
  stations: [(name: \"new\", machines: 0, buffer: 1)], effects: [{effects}])],
options: [(name: \"o\", installs: [(upgrade: \"u\", at: [\"A\"], order_at: \"{}h\")])],",
            self.ramp_days,
            self.order_day * 24 + 5,
        )
    }
}

impl Stop {
    fn station(&self, index: usize) -> String {
        let buffer = self.buffer.map_or(String::new(), |lots| format!("buffer: {lots},"));
        let calendar = if self.shifts { "calendar: \"two\"," } else { "" };
        // A load of three needs room for three.
        let batch = if self.takes_batches() { "batch: (min: 2, max: 3, longest_wait: \"6h\")," } else { "" };
        let cause = |name: &str, clock: &str, crew: bool| {
            let crew = if crew { "crew: [(pool: \"technicians\", workers: 1)]" } else { "" };
            format!(
                "(name: \"{name}\", clock: {clock}, time_to_failure: Exponential(mean: \"9h\"), time_to_repair: Exponential(mean: \"40min\"), {crew}),"
            )
        };
        let breakdowns = match self.breakdowns {
            0 => String::new(),
            1 => cause("jam", "Operating", false),
            2 => cause("jam", "Operating", true),
            3 => cause("storm", "Calendar", false),
            4 => cause("storm", "Calendar", true),
            _ => cause("jam", "Operating", true) + &cause("storm", "Calendar", false),
        };
        format!(
            "(name: \"s{index}\", machines: {}, {buffer} {calendar} {batch} breakdowns: [{breakdowns}], power: (producing_kw: 3, idle_kw: 1)),",
            self.machines
        )
    }

    fn takes_batches(&self) -> bool {
        self.batch && self.buffer.is_none_or(|lots| lots >= 3)
    }

    fn step(&self, index: usize, labour: u8, more: &str) -> String {
        let mut crew = String::new();
        if self.workers {
            crew += match labour {
                1 => "(pools: [\"workers\", \"technicians\"], workers: 1, tends: 2),",
                2 => "(skill: \"skill\", workers: 1),",
                _ => "(pool: \"workers\", workers: 1),",
            };
        }
        if self.technicians {
            crew += "(pool: \"technicians\", workers: 1),";
        }
        let time = match self.takes_batches() {
            true => format!("lot_time: \"{}min\"", 7 * self.minutes),
            false => format!("time: Exponential(mean: \"{}min\")", self.minutes),
        };
        let material = if self.material { "(material: \"cloth\", per_unit: 0.9)" } else { "" };
        let scrap = if self.scrap { 0.1 } else { 0.0 };
        format!(
            "(step: \"w{index}\", station: \"s{index}\", {time}, crew: [{crew}], materials: [{material}], scrap: {scrap}, {more}),"
        )
    }
}
