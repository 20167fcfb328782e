//! The region: who orders what from all factories together, and the platform that divides it.

use crate::spec::{
    Delivery, Factory, Orders, Panic, Plant, Platform, ProductPrice, Region, RegionCustomers, Scarcity,
    SharingRule, Stockpile, Surge,
};
use crate::units::{Duration, FactoryId, ProductId};

use crate::scenario::curves::Run;
use crate::scenario::distributions::Of;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{PANIC, PLATFORM, PRODUCT_PRICE, REGION, REGION_CUSTOMERS, STOCKPILE};
use crate::scenario::names::Names;
use crate::scenario::problem::Span;
use crate::scenario::problems::listed;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::{Node, shortened};

impl Reader {
    /// What the factories make together; `None` where each works for itself.
    pub(super) fn region(
        &mut self,
        scenario: &Fields<'_>,
        (plants, factories): (&[Plant], &[Factory]),
        surges: &[Surge],
        run: Run,
    ) -> Option<Region> {
        let joint = |plant: &Plant| plant.products.iter().any(|product| product.supply.is_joint());
        let Some(node) = scenario.get("region") else {
            if let Some(plant) = plants.iter().find(|plant| joint(plant)) {
                let message =
                    format!("the plant \"{}\" makes a product for the region, but there is none", plant.name);
                let help = "write region: (customers: [ … ]), or give the product its own demand";
                self.problems.conflict(scenario.span, message, help);
            }
            return None;
        };
        let fields = self.open(node, &REGION, "region");
        let mut names = Names::new("customers", "customers", "the region");
        if fields.get("suppliers").is_none() {
            fields.need(self, "customers", "[ (name: …, product: …, demand: (…)) ]");
        }
        let list = fields.list(self, "customers");
        if list.is_empty() && fields.get("customers").is_some() {
            self.problems.range(node.span, "nobody orders anything".into(), "write one at least");
        }
        let customers = list
            .iter()
            .filter_map(|node| self.region_customers(node, &mut names, (plants, factories), surges, run))
            .collect::<Vec<RegionCustomers>>();
        let journeys = self.region_journeys(&fields, (&names, &customers), factories);
        let suppliers = self.shared_suppliers();
        let prices = self.prices(&fields, &customers);
        let every = self.length(&fields, "every").unwrap_or(Duration::DAY);
        let platform = fields.get("platform").map(|node| self.platform(node));
        Some(Region {
            every,
            customers,
            transport: fields.distribution(self, "transport", Some(0.0), Of::Time),
            journeys,
            platform,
            suppliers,
            prices,
        })
    }

    /// Prices that answer what customers are owed.
    fn prices(&mut self, region: &Fields<'_>, customers: &[RegionCustomers]) -> Vec<ProductPrice> {
        let known: Vec<String> = customers.iter().map(|own| own.product.clone()).collect();
        let mut seen: Vec<(String, Span)> = Vec::new();
        let mut prices = Vec::new();
        for node in region.list(self, "prices") {
            let fields = self.open(node, &PRODUCT_PRICE, &place_of("region", "price", node, "product"));
            let scarcity = Scarcity {
                per_day: fields.number(self, "per_day", None, Range::POSITIVE),
                from: fields.duration_if(self, "from").unwrap_or_default(),
                most: fields.number(self, "most", None, Range::AT_LEAST_ONE),
            };
            let falls = fields.number(self, "falls", Some(1.0), Range::SHARE);
            let glut = fields.number(self, "glut", Some(0.0), Range::NOT_NEGATIVE);
            let least = fields.number(self, "least", Some(0.0), Range::SHARE);
            let Some(at) = fields.need(self, "product", "the name of a product in quotes") else { continue };
            let Some(product) = self.text(at, "the name of a product", "it in quotes") else { continue };
            if !known.contains(&product) {
                let owner = "what customers of the region order";
                self.problems.unknown_name(at.span, "product", &shortened(&product), owner, &known);
                continue;
            }
            if let Some((_, first)) = seen.iter().find(|(before, _)| *before == product) {
                self.problems.duplicate_name(at.span, *first, "prices", &product);
            }
            seen.push((product.clone(), at.span));
            prices.push(ProductPrice { product, scarcity, falls, glut, least });
        }
        prices
    }

    /// A time above 0 that may be left out.
    pub(super) fn length(&mut self, fields: &Fields<'_>, name: &str) -> Option<Duration> {
        let length = fields.duration_if(self, name)?;
        if length == Duration::ZERO {
            let span = fields.get(name).map_or(fields.span, |node| node.span);
            self.problems.range(span, "this time is 0".into(), "write a time above 0, as \"1d\"");
            return None;
        }
        Some(length)
    }

    fn region_customers(
        &mut self,
        node: &Node,
        names: &mut Names,
        (plants, factories): (&[Plant], &[Factory]),
        surges: &[Surge],
        run: Run,
    ) -> Option<RegionCustomers> {
        let fields = self.open(node, &REGION_CUSTOMERS, &place_of("", "customers", node, "name"));
        let (name, span) = fields.name(self, "name");
        names.add(self, &name, span);
        let product = fields.need(self, "product", "the name of a product in quotes");
        let product =
            product.and_then(|node| Some((node, self.text(node, "the name of a product", "it in quotes")?)));
        let demand = fields.need(self, "demand", "(per_day: 80000)");
        let demand = demand.and_then(|node| {
            if let Some(partial) = node.field("partial") {
                let message = "customers of the region are always delivered in parts".to_string();
                self.problems.conflict(partial.span, message, "remove partial");
            }
            let read = self.demand(node, &fields.at("demand"), Delivery::Parts, run)?;
            if read.orders == Orders::Joint {
                let message = "the region cannot order from itself".to_string();
                self.problems.conflict(node.span, message, "write their own demand, as (per_day: 80000)");
                return None;
            }
            Some(read)
        });
        let class = fields.count(self, "class", Some(100), 1, 255) as u8;
        let surges = self.ordering_surges(&fields, surges);
        let due = fields.get("due").map(|_| fields.distribution(self, "due", None, Of::Time));
        let patience = fields.duration_if(self, "patience");
        let stockpile = fields.get("stockpile").map(|node| self.stockpile(node, &fields));
        let panic = fields.get("panic").map(|node| self.panic(node, &fields));
        let periodic = demand.as_ref().is_none_or(|own| matches!(own.orders, Orders::Periodic { .. }));
        if let Some(node) = fields.get("panic").filter(|_| !periodic) {
            let message = "who orders one by one has no use in a day that could be compared".to_string();
            self.problems.conflict(node.span, message, "write the demand per_day, or remove panic");
        }
        let (at, product) = product?;
        let makes = |plant: &Plant| {
            plant
                .products
                .iter()
                .position(|own| own.name == product && own.supply.is_joint())
                .map(ProductId::new)
        };
        let makers: Vec<(FactoryId, ProductId)> = factories
            .iter()
            .enumerate()
            .filter_map(|(index, factory)| {
                Some((FactoryId::new(index), makes(&plants[factory.plant.index()])?))
            })
            .collect();
        if makers.is_empty() && !self.problems.part_is_lost() {
            let all = plants.iter().flat_map(|plant| &plant.products).filter(|own| own.supply.is_joint());
            let known: Vec<String> = all.map(|own| own.name.clone()).collect();
            let help = match known.is_empty() {
                true => {
                    "give a product supply: ToOrder(demand: Region) or ToStock(…, demand: Region)".to_string()
                }
                false => format!("for the region are made: {}", listed(&known)),
            };
            let message = format!("no factory makes \"{product}\" for the region");
            self.problems.conflict(at.span, message, &help);
        }
        Some(RegionCustomers {
            name,
            product,
            orders: demand?.orders,
            class,
            surges,
            due,
            patience,
            stockpile,
            panic,
            makers,
        })
    }

    /// The surges in which some customers order.
    fn ordering_surges(&mut self, customers: &Fields<'_>, surges: &[Surge]) -> Vec<String> {
        let known: Vec<String> = surges.iter().map(|surge| surge.name.clone()).collect();
        let mut named = Vec::new();
        for node in customers.list(self, "surges") {
            let Some(name) = self.text(node, "the name of a surge", "it in quotes") else { continue };
            if known.contains(&name) {
                named.push(name);
            } else {
                self.problems.unknown_name(node.span, "surge", &shortened(&name), "the scenario", &known);
            }
        }
        named
    }

    fn stockpile(&mut self, node: &Node, customers: &Fields<'_>) -> Stockpile {
        let fields = self.open(node, &STOCKPILE, &customers.at("stockpile"));
        fields.need(self, "when", "\"14d\"");
        Stockpile {
            units: fields.count(self, "units", None, 1, 1_000_000_000_000),
            when: fields.duration_if(self, "when").unwrap_or_default(),
            daily: fields.get("daily").map(|_| fields.number(self, "daily", None, Range::POSITIVE)),
            refill: fields.number(self, "refill", Some(0.0), Range::NOT_NEGATIVE),
        }
    }

    fn panic(&mut self, node: &Node, customers: &Fields<'_>) -> Panic {
        let fields = self.open(node, &PANIC, &customers.at("panic"));
        for needed in ["held", "alarm"] {
            fields.need(self, needed, "\"14d\"");
        }
        let (held, alarm) = (fields.duration_if(self, "held"), fields.duration_if(self, "alarm"));
        if alarm > held
            && let Some(node) = fields.get("alarm")
        {
            let message = "they would panic with their usual stock".to_string();
            self.problems.range(node.span, message, "write an alarm that is not above what they hold");
        }
        Panic {
            held: held.unwrap_or_default(),
            alarm: alarm.unwrap_or_default(),
            most: fields.number(self, "most", None, Range::AT_LEAST_ONE),
            steepness: fields.number(self, "steepness", None, Range::POSITIVE),
            use_up: self.length(&fields, "use_up").unwrap_or(Duration(30 * Duration::DAY.0)),
        }
    }

    fn platform(&mut self, node: &Node) -> Platform {
        const RULES: &[(&str, SharingRule)] = &[
            ("Proportional", SharingRule::Proportional),
            ("Priority", SharingRule::Priority),
            ("MaxMin", SharingRule::MaxMin),
            ("Fair", SharingRule::Fair),
        ];
        let fields = self.open(node, &PLATFORM, "platform");
        let rule = fields.get("rule").and_then(|node| self.word(node, "a rule of division", RULES));
        let outages = match (fields.get("time_between_outages"), fields.get("outage")) {
            (None, None) => None,
            (Some(_), _) => {
                let between = fields.distribution(self, "time_between_outages", None, Of::PositiveTime);
                Some((between, fields.distribution(self, "outage", None, Of::Time)))
            }
            (None, Some(node)) => {
                let message = "an outage has a length, but there is no time between outages".to_string();
                self.problems.conflict(node.span, message, "write time_between_outages, or remove this");
                None
            }
        };
        Platform {
            rule: rule.unwrap_or_default(),
            horizon: self.length(&fields, "horizon").unwrap_or(Duration(7 * Duration::DAY.0)),
            data_age: fields.duration_if(self, "data_age").unwrap_or_default(),
            outages,
            spread: fields.number(self, "spread", Some(0.0), Range::SHARE),
        }
    }
}
