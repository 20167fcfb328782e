//! Scenario texts, written by small builders and read like any file: what is verified includes the format.

/// What lies before the measured window [s].
const WARM_UP: f64 = 5_000.0;

/// A plant in the making: its parts as they stand in a scenario file.
#[derive(Default)]
pub(crate) struct Shop {
    calendars: Vec<String>,
    families: Vec<String>,
    loops: Vec<String>,
    stations: Vec<String>,
    places: Vec<String>,
    pools: Vec<String>,
    materials: Vec<String>,
    products: Vec<String>,
}

impl Shop {
    /// Adds a station, named "s0", "s1", … in order, with these fields.
    pub(crate) fn station(mut self, fields: &str) -> Shop {
        self.stations.push(format!("(name: \"s{}\", {fields})", self.stations.len()));
        self
    }

    /// Adds an unlimited dwell place, named "p0", "p1", … in order.
    pub(crate) fn place(self) -> Shop {
        self.place_with("")
    }

    /// Adds a place, named in the same order, with these fields.
    pub(crate) fn place_with(mut self, fields: &str) -> Shop {
        self.places.push(format!("(name: \"p{}\", {fields})", self.places.len()));
        self
    }

    /// Adds the calendar "day": eight hours of every day, from 8 to 16.
    pub(crate) fn day_shift(mut self) -> Shop {
        self.calendars.push("(name: \"day\", period: \"24h\", on: [(\"8h\", \"16h\")])".to_owned());
        self
    }

    /// Adds a setup family, named "f0", "f1", … in order.
    pub(crate) fn family(mut self) -> Shop {
        self.families.push(format!("\"f{}\"", self.families.len()));
        self
    }

    /// Adds a loop of cards, named "l0", "l1", … in order.
    pub(crate) fn cards(mut self, cards: u32) -> Shop {
        self.loops.push(format!("(name: \"l{}\", cards: {cards})", self.loops.len()));
        self
    }

    /// Adds the pool "workers".
    pub(crate) fn workers(self, headcount: u32) -> Shop {
        self.pool(&format!("name: \"workers\", headcount: {headcount}"))
    }

    /// Adds a pool with these fields.
    pub(crate) fn pool(mut self, fields: &str) -> Shop {
        self.pools.push(format!("({fields})"));
        self
    }

    /// Adds a material, named "m0", "m1", … in order, with these fields.
    pub(crate) fn material(mut self, fields: &str) -> Shop {
        self.materials.push(format!("(name: \"m{}\", {fields})", self.materials.len()));
        self
    }

    /// Adds a product of one unit a lot, with steps as [`step`] writes them.
    pub(crate) fn product(self, supply: &str, steps: &[String]) -> Shop {
        self.product_of("lot: 1", supply, steps)
    }

    /// Adds a product with these fields beside its supply and routing. Products are named "product0", "product1", …,
    /// their steps "work0", "work1", … in order.
    pub(crate) fn product_of(mut self, fields: &str, supply: &str, steps: &[String]) -> Shop {
        let named = steps.iter().enumerate().map(|(n, step)| format!("(step: \"work{n}\", {step})"));
        let routing = named.collect::<Vec<_>>().join(", ");
        let name = format!("product{}", self.products.len());
        self.products.push(format!("(name: \"{name}\", {fields}, supply: {supply}, routing: [{routing}])"));
        self
    }

    /// The text of a scenario, for a run that is measured over so many seconds after the warm-up.
    pub(crate) fn measured_over(&self, seconds: f64, name: &str) -> String {
        self.text(&format!("duration: \"{}s\", warm_up: \"{WARM_UP}s\"", WARM_UP + seconds), name)
    }

    /// The text of a scenario, for a run that ends as said. The plant is called by the name too: chance goes by names, so
    /// that no two models share it.
    pub(crate) fn text(&self, end: &str, name: &str) -> String {
        let lists = [
            ("calendars", &self.calendars),
            ("families", &self.families),
            ("loops", &self.loops),
            ("stations", &self.stations),
            ("places", &self.places),
            ("pools", &self.pools),
            ("materials", &self.materials),
            ("products", &self.products),
        ];
        let written = lists.map(|(name, items)| format!("            {name}: [{}],\n", items.join(", ")));
        format!(
            "Scenario(\n    format: 1,\n    name: \"model\",\n    question: \"Does the exact value come out?\",\n    \
             {end},\n    replications: 1,\n    plants: [\n        Plant(\n            name: \"{name}\",\n{}        ),\n    \
             ],\n)\n",
            written.concat()
        )
    }
}

/// Work at a station, with a time as a scenario writes it.
pub(crate) fn step(station: usize, time: &str) -> String {
    format!("station: \"s{station}\", time: {time}")
}

/// Arrivals by a Poisson process.
pub(crate) fn poisson(rate: f64) -> String {
    format!("Arrivals(spacing: {})", exponential(1.0 / rate))
}

/// An exponential time.
pub(crate) fn exponential(mean: f64) -> String {
    format!("Exponential(mean: \"{mean}s\")")
}

/// A constant time.
pub(crate) fn seconds(time: f64) -> String {
    format!("\"{time}s\"")
}

/// One station: a supply, the fields of the station, the time of its work.
pub(crate) fn queue(supply: &str, station: &str, time: &str) -> Shop {
    Shop::default().station(station).product(supply, &[step(0, time)])
}

/// Breakdowns on a clock with exponential times, the crew as written.
pub(crate) fn breakdowns(clock: &str, to_failure: f64, to_repair: f64, crew: &str) -> String {
    let (failure, repair) = (exponential(to_failure), exponential(to_repair));
    format!(
        "breakdowns: [(name: \"failure\", clock: {clock}, time_to_failure: {failure}, time_to_repair: {repair}, {crew})]"
    )
}

/// A machine of a serial line.
#[derive(Clone, Copy)]
pub(crate) struct Machine {
    /// Lots per second while it works.
    pub(crate) rate: f64,
    /// Failures per second of work, repairs per second of standing; `None` when it never fails.
    pub(crate) failure: Option<(f64, f64)>,
}

/// A saturated serial line of exponential machines with buffers between them.
pub(crate) fn line(machines: &[Machine], buffers: &[u32]) -> Shop {
    let mut shop = Shop::default();
    for (n, machine) in machines.iter().enumerate() {
        let buffer = if n == 0 { String::new() } else { format!("buffer: {}, ", buffers[n - 1]) };
        let failures = machine.failure.map_or(String::new(), |(fails, repairs)| {
            breakdowns("Operating", 1.0 / fails, 1.0 / repairs, "")
        });
        shop = shop.station(&format!("machines: 1, {buffer}{failures}"));
    }
    let steps = machines.iter().enumerate().map(|(n, machine)| step(n, &exponential(1.0 / machine.rate)));
    shop.product("Saturated", &steps.collect::<Vec<_>>())
}
