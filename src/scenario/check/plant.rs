//! Plants: their pools, materials and stations, with every name resolved.

use std::collections::BTreeMap;

use crate::random::Distribution;
use crate::spec::{Batch, Place, Plant, Station, Together};
use crate::units::{CalendarId, PoolId};

use crate::scenario::curves::Run;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{BATCH, PLACE, PLANT, STATION};
use crate::scenario::names::Names;
use crate::scenario::problem::Span;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::Node;

/// The most machines of a station, and workers of a team: above is a slip of the keyboard.
pub(super) const MANY: u64 = 100_000;

/// The names of a plant, for what refers to them.
#[derive(Clone)]
pub(super) struct Inside {
    pub(super) calendars: Names,
    pub(super) stations: Names,
    pub(super) places: Names,
    /// Stations and places together: they share a name space.
    pub(super) sites: Names,
    pub(super) pools: Names,
    pub(super) materials: Names,
    pub(super) suppliers: Names,
    /// Whether customers draw on some material.
    pub(super) sells_materials: bool,
    pub(super) products: Names,
    pub(super) families: Names,
    pub(super) loops: Names,
    /// Steps of every routing, by product.
    pub(super) routings: Vec<Names>,
    /// Steps of the routing that is read at present.
    pub(super) steps: Names,
    /// Headcount of all teams of each pool.
    pub(super) headcounts: Vec<u32>,
    /// The pools of the named workers of each pool.
    pub(super) members: Vec<Vec<PoolId>>,
    /// Pools by the skills of their workers.
    pub(super) skills: BTreeMap<String, Vec<usize>>,
}

impl Inside {
    pub(super) fn new(plant: &str) -> Inside {
        let owner = format!("plant {plant}");
        Inside {
            calendars: Names::new("calendar", "calendars", &owner),
            stations: Names::new("station", "stations", &owner),
            places: Names::new("place", "places", &owner),
            sites: Names::new("station or place", "stations or places", &owner),
            pools: Names::new("pool", "pools", &owner),
            materials: Names::new("material", "materials", &owner),
            suppliers: Names::new("supplier", "suppliers", &owner),
            sells_materials: false,
            products: Names::new("product", "products", &owner),
            families: Names::new("family", "families", &owner),
            loops: Names::new("loop", "loops", &owner),
            routings: Vec::new(),
            steps: Names::new("step", "steps", &owner),
            headcounts: Vec::new(),
            members: Vec::new(),
            skills: BTreeMap::new(),
        }
    }

    /// Names of no plant in particular: whatever is asked for is found.
    pub(super) fn any() -> Inside {
        Inside {
            calendars: Names::anything("calendar"),
            stations: Names::anything("station"),
            places: Names::anything("place"),
            sites: Names::new("station or place", "stations or places", "the upgrade"),
            pools: Names::anything("pool"),
            materials: Names::anything("material"),
            suppliers: Names::anything("supplier"),
            sells_materials: false,
            products: Names::anything("product"),
            families: Names::anything("family"),
            loops: Names::anything("loop"),
            routings: Vec::new(),
            steps: Names::anything("step"),
            headcounts: Vec::new(),
            members: Vec::new(),
            skills: BTreeMap::new(),
        }
    }
}

impl Reader {
    /// A plant, with its names.
    pub(super) fn plant(&mut self, node: &Node, names: &mut Names, run: Run) -> (Plant, Inside) {
        let place = place_of("", "plant", node, "name");
        let fields = self.open(node, &PLANT, &place);
        let (name, span) = fields.name(self, "name");
        names.add(self, &name, span);
        let mut inside = Inside::new(&name);
        let calendars = self.calendars(&fields, &mut inside.calendars, run.start);
        let pools = self.pools(&fields, &mut inside);
        let suppliers = self.suppliers(&fields, &mut inside);
        let materials = self.materials(&fields, &mut inside, run);
        let families = self.families(&fields, &mut inside);
        let loops = self.loops(&fields, &mut inside);
        let nodes = fields.list(self, "stations");
        let mut stations: Vec<Station> =
            nodes.iter().map(|node| self.station(node, &place, &mut inside, false)).collect();
        self.shared_buffers(nodes, &mut stations, &inside);
        let places = fields.list(self, "places").iter();
        let places = places.map(|node| self.dwell_place(node, &place, &mut inside)).collect();
        // A store that only customers draw on makes nothing.
        if !inside.sells_materials {
            fields.need(self, "products", "[ (name: …, routing: [ … ]), … ]");
        }
        let mut products = self.products(&fields, &mut inside, run);
        self.journeys(&fields, &inside, &mut products);
        let plant = Plant {
            name,
            title: fields.words(self, "title"),
            calendars,
            stations,
            places,
            pools,
            materials,
            products,
            overhead_per_month: fields.number(self, "overhead_per_month", Some(0.0), Range::NOT_NEGATIVE),
            energy_price: fields.number(self, "energy_price", Some(0.0), Range::NOT_NEGATIVE),
            families,
            loops,
            suppliers,
            planning: self.planning(&fields, &inside),
            cyber: self.cyber(&fields),
        };
        self.look_for_orders(&fields, &plant);
        self.loss_at_loads(fields.get("products"), &plant);
        (plant, inside)
    }

    pub(super) fn calendar_of(&mut self, fields: &Fields<'_>, inside: &Inside) -> Option<CalendarId> {
        let node = fields.get("calendar")?;
        inside.calendars.find(self, node).map(CalendarId::new)
    }

    /// A station; one that an upgrade `brings` has no machines at first.
    pub(super) fn station(&mut self, node: &Node, place: &str, inside: &mut Inside, brings: bool) -> Station {
        let place = place_of(place, "station", node, "name");
        let fields = self.open(node, &STATION, &place);
        let (name, span) = fields.name(self, "name");
        inside.sites.add(self, &name, span);
        inside.stations.note(&name, span);
        let (default, most) = if brings { (Some(0), 0) } else { (None, MANY) };
        let machines = fields.count(self, "machines", default, 0, most) as u32;
        let buffer = fields.count_if(self, "buffer", 0);
        let batch = fields.get("batch").and_then(|node| self.batch(node, &place));
        let mut causes = Names::new("breakdown", "breakdowns", &place);
        let breakdowns = fields.list(self, "breakdowns").iter();
        let breakdowns =
            breakdowns.filter_map(|node| self.breakdown(node, &place, &mut causes, inside)).collect();
        let maintenance = self.maintenance(&fields, &causes, inside);
        let station = Station {
            name,
            machines,
            buffer,
            preference: self.preference(&fields),
            speeds: self.speeds(&fields, machines),
            dispatch: self.dispatch(&fields),
            setup: fields.get("setup").map(|node| self.setup(node, &fields.at("setup"), inside)),
            standby: fields.get("standby").map(|node| self.standby(node, &fields.at("standby"))),
            batch,
            calendar: self.calendar_of(&fields, inside),
            breakdowns,
            at_end: self.at_end(&fields),
            maintenance,
            power: self.power(&fields),
            one_parent: fields.flag(self, "one_parent"),
            dormant: 0,
            shares_buffer_of: None,
        };
        self.whole_standby(&station, &fields);
        self.changeovers(&station, fields.get("setup").map_or(node.span, |setup| setup.span));
        station
    }

    fn batch(&mut self, node: &Node, place: &str) -> Option<Batch> {
        let fields = self.open(node, &BATCH, &format!("{place}, batch"));
        let min = fields.count(self, "min", Some(1), 1, MANY) as u32;
        let max_written = fields.need(self, "max", "the most lots in a load").is_some();
        let max = fields.count(self, "max", Some(MANY), 1, MANY) as u32;
        if max_written && min > max {
            let message = format!("the smallest load, {min} lots, is larger than the largest, {max}");
            self.problems.batch(node.span, message, "write min not above max");
        }
        let longest_wait = fields.duration_if(self, "longest_wait");
        let together = match (fields.flag(self, "mixed"), fields.flag(self, "by_family")) {
            (true, by_family) => {
                if by_family {
                    let message = "a load is either mixed or of one family".to_string();
                    self.problems.conflict(node.span, message, "keep mixed or by_family");
                }
                Together::Any
            }
            (false, true) => Together::Family,
            (false, false) => Together::Product,
        };
        Some(Batch { min, max, longest_wait, together })
    }

    /// A dwell place.
    pub(super) fn dwell_place(&mut self, node: &Node, place: &str, inside: &mut Inside) -> Place {
        let place = place_of(place, "place", node, "name");
        let fields = self.open(node, &PLACE, &place);
        let (name, span) = fields.name(self, "name");
        inside.sites.add(self, &name, span);
        inside.places.note(&name, span);
        let (capacity, full_speed) =
            (fields.count_if(self, "capacity", 1), fields.count_if(self, "full_speed", 1));
        Place { name, capacity, full_speed }
    }

    /// Notes when a time at which work would enter without end is too short.
    pub(super) fn endless(&mut self, span: Span, time: &Distribution, what: &str) {
        if time.mean() < 1e-6 {
            let message = format!("{what} takes no time, so lots would enter without end at one instant");
            self.problems.endless(span, message, "give the first step of this product a time above 0");
        }
    }
}
