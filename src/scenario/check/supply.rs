//! What comes in and what is held: supplies of products, orders of customers, materials and suppliers.

use crate::random::Distribution;
use crate::spec::{
    Arrivals, Customers, Delivery, Demand, FirstArrival, Maker, Material, Orders, Process, Rate, Reorder,
    StockCosts, Supplier, Supply, Terms, Times, WhenFull,
};
use crate::units::{Duration, SupplierId, Time, parse_rate};

use super::as_written;
use crate::scenario::curves::Run;
use crate::scenario::distributions::Of;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{
    ARRIVALS, BASE_STOCK, CLASS_SHARE, CUSTOMERS, DEMAND, MATERIAL, MOVING_AVERAGE, ORDERS, PLAN, QUANTITY,
    SUPPLIER, TO_ORDER, TO_STOCK, UP_TO,
};
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::{Node, Value, shortened};

use super::listed::{Entry, LOTS, ORDERS_OF_MATERIAL, ORDERS_OF_UNITS};
use super::plant::Inside;

const SUPPLIES: &[&str] = &["Arrivals", "ByProduct", "Saturated", "ToOrder", "ToStock"];

const RULES: &[&str] = &["BaseStock", "MovingAverage", "Plan", "Quantity", "UpTo"];

/// The word for a supply by the inspections of other products alone.
pub(super) const BY_PRODUCT: &str = "ByProduct";

/// The fields of which one says when something happens.
const WHEN: &[&str] = &["spacing", "rate", "per_day", "times"];

/// A Poisson process on the clock of the expected number.
const POISSON: Distribution = Distribution::Exponential { mean: 1.0 };

/// The highest number of units, or of materials, in a store.
const MANY: u64 = 1_000_000_000_000;

/// Units started in addition, for each that is missing.
const ALLOWANCE: Range = Range::new(0.0, 10.0, "a share from 0 to 10, as 0.05 for 5 % more");

/// What a time of zero would be.
enum Without {
    /// Something that happens again and again at one instant.
    End(&'static str),
    /// Of no meaning.
    Sense(&'static str),
}

impl Reader {
    /// How work on a product comes in.
    pub(super) fn supply(&mut self, node: &Node, place: &str, run: Run) -> Option<Supply> {
        match &node.value {
            Value::Word(word) if word == "Saturated" => Some(Supply::Saturated),
            // Nothing comes by itself.
            Value::Word(word) if word == BY_PRODUCT => {
                let process = Process { times: Times::Listed(Vec::new()), most: None };
                Some(Supply::Arrivals(Arrivals { process, ..Arrivals::default() }))
            }
            Value::Record(Some(name), _) if name == "Arrivals" => {
                let fields = self.open(node, &ARRIVALS, place);
                self.arrivals(&fields, run).map(Supply::Arrivals)
            }
            Value::Record(Some(name), _) if name == "ToStock" => {
                let fields = self.open(node, &TO_STOCK, place);
                let initial_stock = fields.count(self, "initial_stock", Some(0), 0, MANY);
                let base_stock = fields.count(self, "base_stock", None, 0, MANY);
                let patience = fields.duration_if(self, "patience");
                // Whether assemblies take it instead is known when all products are.
                let nobody = Demand { orders: Orders::Nobody, delivery: Delivery::Parts };
                let demand = match fields.get("demand") {
                    Some(demand) => self.demand(demand, place, Delivery::Parts, run)?,
                    None => nobody,
                };
                Some(Supply::ToStock { initial_stock, base_stock, demand, patience })
            }
            Value::Record(Some(name), _) if name == "ToOrder" => {
                let fields = self.open(node, &TO_ORDER, place);
                let demand = fields.need(self, "demand", "(orders: (rate: \"2/d\", size: 500))");
                let demand = self.demand(demand?, place, Delivery::Whole, run)?;
                let patience = self.length(&fields, "patience");
                if let Some(node) = fields.get("patience").filter(|_| demand.orders == Orders::Joint) {
                    let message = "the region's customers have their own patience".to_string();
                    self.problems.conflict(node.span, message, "write it with them, or remove it here");
                }
                let allowance = fields.number(self, "allowance", Some(0.0), ALLOWANCE);
                Some(Supply::ToOrder { demand, patience, allowance })
            }
            Value::Word(name) | Value::Record(Some(name), _) | Value::Tuple(Some(name), _) => {
                self.problems.unknown_variant(node.span, &shortened(name), "a supply", SUPPLIES);
                None
            }
            _ => {
                let form = "Arrivals(…), ByProduct, Saturated, ToOrder(…) or ToStock(…)";
                self.problems.wrong_type(node.span, "a supply", &node.kind(), form);
                None
            }
        }
    }

    fn arrivals(&mut self, fields: &Fields<'_>, run: Run) -> Option<Arrivals> {
        const FULL: &[(&str, WhenFull)] = &[("Wait", WhenFull::Wait), ("Lost", WhenFull::Lost)];
        let process = self.process(fields, &LOTS, run);
        let when_full = fields.get("when_full");
        let when_full = when_full.map_or(Some(WhenFull::Wait), |node| self.word(node, "what to do", FULL));
        let lots = fields.distribution(self, "lots", Some(1.0), Of::Number(Range::NOT_NEGATIVE));
        let size = fields.get("size");
        let size = size.map(|_| fields.distribution(self, "size", None, Of::Number(Range::NOT_NEGATIVE)));
        Some(Arrivals { process: process?, lots, size, when_full: when_full? })
    }

    /// Something that happens again and again; `entry` is what its list holds.
    fn process(&mut self, fields: &Fields<'_>, entry: &Entry, run: Run) -> Option<Process> {
        let (which, node) = fields.one_of(self, WHEN)?;
        let regular = fields.flag(self, "regular");
        let even = if regular { Distribution::Constant(1.0) } else { POISSON };
        for (field, belongs) in [("regular", ["rate", "per_day"].as_slice()), ("first", &["spacing", "rate"])]
        {
            if let Some(other) = fields.get(field).filter(|_| !belongs.contains(&which)) {
                let message = format!("{field} says nothing about {which}");
                self.problems.conflict(other.span, message, "remove one of the two");
            }
        }
        let first = match fields.duration_if(self, "first") {
            Some(time) => FirstArrival::At(Time::ZERO.after(time)),
            None => FirstArrival::AfterSpacing,
        };
        let times = match which {
            "times" => self.times(node, entry, run).map(Times::Listed),
            "per_day" => {
                let curve = self.curve(node, &fields.at("per_day"), Range::NOT_NEGATIVE, run);
                let per_second = curve.map(|curve| {
                    let curve = curve.divided(Duration::DAY.as_secs());
                    Rate { curve, ..Rate::default() }
                });
                per_second.map(|rate| Times::Rated { rate, spacing: even })
            }
            _ => {
                let node = self.figure(node, &fields.at(which));
                match &node.value {
                    Value::Record(Some(word), _) if which == "rate" && word == "Pattern" => {
                        self.pattern(node, run).map(|rate| Times::Rated { rate, spacing: even })
                    }
                    _ if which == "rate" => {
                        self.rate(node).map(|rate| Times::Spaced { first, spacing: even.scaled(1.0 / rate) })
                    }
                    _ => self
                        .distribution(node, Of::PositiveTime)
                        .map(|spacing| Times::Spaced { first, spacing }),
                }
            }
        };
        let most = fields.get("most").map(|_| fields.count(self, "most", None, 1, MANY));
        Some(Process { times: times?, most })
    }

    /// A rate, which may be none at all: "0/h".
    pub(super) fn rate_or_none(&mut self, node: &Node) -> Option<f64> {
        match &node.value {
            Value::Text(text) if parse_rate(text).is_ok_and(|rate| rate <= 0.0) => Some(0.0),
            _ => self.rate(node),
        }
    }

    /// Orders for a product or a material; `delivery` is what holds when nothing is said.
    pub(super) fn demand(
        &mut self,
        node: &Node,
        place: &str,
        delivery: Delivery,
        run: Run,
    ) -> Option<Demand> {
        if matches!(&node.value, Value::Word(word) if word == "Region") {
            return Some(Demand { orders: Orders::Joint, delivery: Delivery::Parts });
        }
        let fields = self.open(node, &DEMAND, &format!("{place}, demand"));
        self.orders_of(&fields, &ORDERS_OF_UNITS, delivery, run)
    }

    fn orders_of(
        &mut self,
        fields: &Fields<'_>,
        entry: &Entry,
        delivery: Delivery,
        run: Run,
    ) -> Option<Demand> {
        let delivery = match (fields.get("partial").is_some(), fields.flag(self, "partial")) {
            (false, _) => delivery,
            (true, true) => Delivery::Parts,
            (true, false) => Delivery::Whole,
        };
        let orders = match fields.one_of(self, &["per_day", "orders"])? {
            ("orders", node) => {
                for field in ["every", "variation"] {
                    if let Some(node) = fields.get(field) {
                        let message = format!("{field} says nothing about orders one by one");
                        self.problems.conflict(node.span, message, "write a spacing and a size in orders");
                    }
                }
                let own = self.open(node, &ORDERS, &fields.at("orders"));
                let size = own.distribution(self, "size", Some(1.0), Of::Number(Range::NOT_NEGATIVE));
                Orders::Single { process: self.process(&own, entry, run)?, size }
            }
            (which, node) => {
                let rate = self.curve(node, &fields.at(which), Range::NOT_NEGATIVE, run);
                let every = self.some_time(
                    fields,
                    "every",
                    Without::End("orders would come without end at one instant"),
                );
                let variation =
                    fields.distribution(self, "variation", Some(1.0), Of::Number(Range::NOT_NEGATIVE));
                Orders::Periodic { rate: rate?, every: every.unwrap_or(Duration::DAY), variation }
            }
        };
        Some(Demand { orders, delivery })
    }

    /// A time that must not be zero, if it is written.
    fn some_time(&mut self, fields: &Fields<'_>, name: &str, otherwise: Without) -> Option<Duration> {
        let time = fields.duration_if(self, name)?;
        if time == Duration::ZERO {
            let span = fields.get(name).map_or(fields.span, |node| node.span);
            let help = "write a time above 0, as \"1d\"";
            match otherwise {
                Without::End(message) => self.problems.endless(span, message.to_string(), help),
                Without::Sense(message) => self.problems.range(span, message.to_string(), help),
            }
            return None;
        }
        Some(time)
    }

    /// The priority classes of a product's lots, as shares.
    pub(super) fn class_shares(&mut self, product: &Fields<'_>) -> Vec<(u8, f64)> {
        let mut classes = Vec::new();
        for (index, node) in product.list(self, "classes").iter().enumerate() {
            let fields = self.open(node, &CLASS_SHARE, &format!("{} {}", product.at("classes"), index + 1));
            let class = fields.count(self, "class", None, 1, 255) as u8;
            classes.push((class, fields.number(self, "share", None, Range::SHARE)));
        }
        let sum: f64 = classes.iter().map(|(_, share)| share).sum();
        if let Some(node) = product.get("classes").filter(|_| (sum - 1.0).abs() > 1e-9) {
            let message = format!("the shares of the classes add up to {}, not to 1", as_written(sum));
            self.problems.range(node.span, message, "let the shares add up to 1");
        }
        classes
    }

    /// The suppliers of a plant.
    pub(super) fn suppliers(&mut self, plant: &Fields<'_>, inside: &mut Inside) -> Vec<Supplier> {
        let mut suppliers = Vec::new();
        for node in plant.list(self, "suppliers") {
            let place = place_of(&plant.place, "supplier", node, "name");
            let fields = self.open(node, &SUPPLIER, &place);
            let (name, span) = fields.name(self, "name");
            inside.suppliers.add(self, &name, span);
            let maker = match self.is_shared(&fields) {
                Some(position) => Maker::Region(position),
                None => Maker::Own {
                    delivery: if fields.flag(self, "partial") { Delivery::Parts } else { Delivery::Whole },
                    per_day: fields.number(self, "daily_capacity", None, Range::POSITIVE),
                },
            };
            suppliers.push(Supplier { name, maker });
        }
        suppliers
    }

    /// The materials of a plant.
    pub(super) fn materials(&mut self, plant: &Fields<'_>, inside: &mut Inside, run: Run) -> Vec<Material> {
        let list = plant.list(self, "materials");
        list.iter().map(|node| self.material(node, plant, inside, run)).collect()
    }

    fn material(&mut self, node: &Node, plant: &Fields<'_>, inside: &mut Inside, run: Run) -> Material {
        let place = place_of(&plant.place, "material", node, "name");
        let fields = self.open(node, &MATERIAL, &place);
        let (name, span) = fields.name(self, "name");
        inside.materials.add(self, &name, span);
        inside.sells_materials |= fields.get("customers").is_some();
        let form = "UpTo(point: 200, level: 500) or Quantity(point: 200, quantity: 300)";
        let reorder = fields.need(self, "reorder", form);
        let reorder = reorder.and_then(|node| self.reorder(node, &fields.at("reorder"))).unwrap_or_default();
        let reviewed = matches!(reorder, Reorder::Plan { .. } | Reorder::MovingAverage { .. });
        let planned = reviewed.then_some(Duration::DAY);
        let review =
            self.some_time(&fields, "review", Without::End("the stock would be looked at without end"));
        let supplier = fields.get("supplier").and_then(|node| inside.suppliers.find(self, node));
        let cost = |r: &mut Reader, name: &str| fields.number(r, name, Some(0.0), Range::NOT_NEGATIVE);
        Material {
            name,
            unit: fields.words(self, "unit"),
            initial_stock: fields.number(self, "initial_stock", Some(0.0), Range::NOT_NEGATIVE),
            reorder,
            terms: Terms {
                lead_time: fields.distribution(self, "lead_time", Some(0.0), Of::Time),
                price: cost(self, "price"),
                lot: fields.number(self, "lot", Some(0.0), Range::NOT_NEGATIVE),
                minimum: fields.number(self, "minimum", Some(0.0), Range::NOT_NEGATIVE),
                supplier: supplier.map(SupplierId::new),
            },
            review: review.or(planned),
            counts_waiting: self.counts_waiting(&fields, &reorder),
            in_transit: self.in_transit(&fields, run),
            shelf_life: self.some_time(
                &fields,
                "shelf_life",
                Without::Sense("what is delivered would spoil at once"),
            ),
            customers: fields.get("customers").and_then(|node| self.customers(node, &fields, run)),
            costs: StockCosts {
                per_order: cost(self, "order_cost"),
                holding_per_day: cost(self, "holding_cost"),
                backlog_per_day: cost(self, "backlog_cost"),
            },
        }
    }

    /// Whether all that waiting operations want counts as owed: for a rule with a level or point of its own.
    fn counts_waiting(&mut self, material: &Fields<'_>, reorder: &Reorder) -> bool {
        let counts = material.flag(self, "counts_waiting");
        if let (true, Reorder::Plan { .. } | Reorder::MovingAverage { .. }) = (counts, reorder) {
            let span = material.get("counts_waiting").map_or(material.span, |node| node.span);
            let message = "a plan or an average knows what production takes already".to_string();
            self.problems.conflict(
                span,
                message,
                "remove counts_waiting, or write BaseStock, Quantity or UpTo",
            );
        }
        counts
    }

    fn customers(&mut self, node: &Node, material: &Fields<'_>, run: Run) -> Option<Customers> {
        let fields = self.open(node, &CUSTOMERS, &material.at("customers"));
        let patience = fields.duration_if(self, "patience");
        let demand = self.orders_of(&fields, &ORDERS_OF_MATERIAL, Delivery::Parts, run)?;
        if let Orders::Single { process: Process { times: Times::Listed(list), .. }, .. } = &demand.orders
            && list.iter().any(|own| own.due.is_some() || own.class.is_some() || own.price.is_some())
        {
            let message = "orders for a material have neither due date nor class nor price".to_string();
            self.problems.conflict(node.span, message, "remove due, class and price from the list");
        }
        Some(Customers { demand, patience })
    }

    fn in_transit(&mut self, material: &Fields<'_>, run: Run) -> Vec<(Time, f64)> {
        let mut all = Vec::new();
        for node in material.list(self, "in_transit") {
            let parts = match &node.value {
                Value::Tuple(None, parts) => parts.as_slice(),
                _ => &[],
            };
            let [at, amount] = parts else {
                self.problems.wrong_type(node.span, "a delivery", &node.kind(), "(\"2d\", 150)");
                continue;
            };
            let at = self.moment(at, run);
            all.extend(at.zip(self.number(amount, Range::POSITIVE)));
        }
        all
    }

    fn reorder(&mut self, node: &Node, place: &str) -> Option<Reorder> {
        match &node.value {
            Value::Record(Some(rule), _) if rule == "UpTo" => {
                let fields = self.open(node, &UP_TO, place);
                let point = fields.number(self, "point", None, Range::NOT_NEGATIVE);
                let level = fields.number(self, "level", None, Range::POSITIVE);
                if fields.get("point").is_some() && fields.get("level").is_some() && level <= point {
                    let message = format!("orders go up to {level}, which is not above the point of {point}");
                    self.problems.range(node.span, message, "write a level above the point");
                }
                Some(Reorder::UpTo { point, level })
            }
            Value::Record(Some(rule), _) if rule == "Quantity" => {
                let fields = self.open(node, &QUANTITY, place);
                let point = fields.number(self, "point", None, Range::NOT_NEGATIVE);
                let quantity = fields.number(self, "quantity", None, Range::POSITIVE);
                Some(Reorder::Quantity { point, quantity })
            }
            Value::Record(Some(rule), _) if rule == "BaseStock" => {
                let fields = self.open(node, &BASE_STOCK, place);
                let level = fields.number(self, "level", None, Range::POSITIVE);
                Some(Reorder::UpTo { point: level, level })
            }
            Value::Record(Some(rule), _) if rule == "MovingAverage" => {
                let fields = self.open(node, &MOVING_AVERAGE, place);
                let periods = fields.count(self, "periods", None, 1, 10_000) as u32;
                let cover = fields.number(self, "cover", None, Range::POSITIVE);
                Some(Reorder::MovingAverage { periods, cover })
            }
            Value::Record(Some(rule), _) if rule == "Plan" => {
                let fields = self.open(node, &PLAN, place);
                fields.need(self, "horizon", "\"14d\"");
                let horizon =
                    self.some_time(&fields, "horizon", Without::Sense("a plan of no time knows nothing"));
                let safety = fields.number(self, "safety", Some(0.0), Range::NOT_NEGATIVE);
                Some(Reorder::Plan { horizon: horizon?, safety })
            }
            Value::Record(Some(rule), _) => {
                self.problems.unknown_variant(node.span, &shortened(rule), "a rule of replenishment", RULES);
                None
            }
            _ => {
                let form = "UpTo(point: 200, level: 500)";
                self.problems.wrong_type(node.span, "a rule of replenishment", &node.kind(), form);
                None
            }
        }
    }
}
