//! Surges: curves laid over the scenario.

use crate::spec::{Curve, Orders, Plant, Product, Supply, Surge};
use crate::units::Date;

use crate::scenario::curves::Run;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{
    DEMAND_CURVE, MATERIAL_CURVE, POOL_CURVE, PRODUCT_CURVE, SUPPLIER_CURVE, SURGE,
};
use crate::scenario::names::Names;
use crate::scenario::problem::Span;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::{Node, Value, shortened};

/// What the names in a surge may be.
pub(super) struct Region {
    /// Products of all plants.
    pub(super) products: Vec<String>,
    /// Materials of all plants.
    pub(super) materials: Vec<String>,
    /// Pools and named workers of all plants.
    pub(super) pools: Vec<String>,
    /// Names of suppliers.
    pub(super) suppliers: Vec<String>,
    /// Whether there is a region with customers.
    pub(super) joint: bool,
    /// Customers of the region.
    pub(super) customers: Vec<String>,
    /// Products of which a surge can bring orders in addition.
    pub(super) addable: Vec<String>,
    /// The days of the run.
    pub(super) run: Run,
}

/// What becomes of demand in a surge: see [`Surge`].
#[derive(Default)]
struct Demands {
    demand: Vec<(String, Curve)>,
    customers: Vec<(String, Curve)>,
    more: Vec<(String, Curve)>,
}

impl Reader {
    /// A surge.
    pub(super) fn surge(&mut self, node: &Node, names: &mut Names, region: &Region) -> Surge {
        let place = place_of("", "surge", node, "name");
        let fields = self.open(node, &SURGE, &place);
        let (name, span) = fields.name(self, "name");
        names.add(self, &name, span);
        let title = match fields.words(self, "title") {
            title if title.is_empty() && name == "none" => Surge::none().title,
            title => title,
        };
        let Demands { demand, customers, more } = self.demands(&fields, region);
        Surge {
            title,
            emergency: fields.get("emergency").and_then(|node| self.emergency(node, region.run)),
            demand,
            customers,
            more,
            product_price: self.named(&fields, "product_price", "product", region),
            absence: self.absence(&fields, region),
            lead_time: self.named(&fields, "lead_time", "material", region),
            material_price: self.named(&fields, "material_price", "material", region),
            name,
            capacity: self.named(&fields, "capacity", "supplier", region),
            transport: fields.get("transport").and_then(|node| self.slower_transport(node, &fields, region)),
        }
    }

    /// Who is kept away: one curve for all, or curves by the names of pools.
    fn absence(&mut self, surge: &Fields<'_>, region: &Region) -> Vec<(String, Curve)> {
        match surge.get("absence") {
            Some(Node { value: Value::List(_), .. }) => self.named(surge, "absence", "pool", region),
            Some(node) => {
                let curve = self.curve(node, &surge.at("absence"), Range::SHARE, region.run);
                curve.map(|curve| ("*".into(), curve)).into_iter().collect()
            }
            None => Vec::new(),
        }
    }

    /// What multiplies the region's transport times.
    fn slower_transport(&mut self, node: &Node, surge: &Fields<'_>, region: &Region) -> Option<Curve> {
        if !region.joint {
            let message = "there is no region whose transport it could slow down".to_string();
            self.problems.conflict(
                node.span,
                message,
                "write region: (customers: [ … ]), or remove transport",
            );
        }
        self.curve(node, &surge.at("transport"), Range::FACTOR, region.run)
    }

    /// First and last day.
    fn emergency(&mut self, node: &Node, run: Run) -> Option<(Date, Date)> {
        let days = match &node.value {
            Value::Tuple(None, days) => days.as_slice(),
            _ => &[],
        };
        let [first, last] = days else {
            let form = "the first and the last day: (\"2020-01-20\", \"2020-06-30\")";
            self.problems.wrong_type(node.span, "two dates", &node.kind(), form);
            return None;
        };
        let (first, last) = (self.date(first)?, self.date(last)?);
        if first > last {
            let message = format!("the emergency ends on {last}, before it begins on {first}");
            self.problems.range(node.span, message, "write the first day first");
        } else if run.known && (last < run.start || first > run.last_day()) {
            let (start, end) = (run.start, run.last_day());
            let message = format!("the emergency has no day of the run, which goes from {start} to {end}");
            self.problems.range(node.span, message, "write days of the run");
        }
        Some((first, last))
    }

    /// Curves by the name of a product, material, pool or supplier, or "*".
    fn named(
        &mut self,
        surge: &Fields<'_>,
        field: &str,
        kind: &str,
        region: &Region,
    ) -> Vec<(String, Curve)> {
        let (known, section) = match kind {
            "product" => (&region.products, &PRODUCT_CURVE),
            "material" => (&region.materials, &MATERIAL_CURVE),
            "pool" => (&region.pools, &POOL_CURVE),
            _ => (&region.suppliers, &SUPPLIER_CURVE),
        };
        let range = if kind == "pool" { Range::SHARE } else { Range::FACTOR };
        let mut seen: Vec<(String, Span)> = Vec::new();
        let mut curves = Vec::new();
        for node in surge.list(self, field) {
            let fields = self.open(node, section, "");
            let Some((name, span)) = self.subject(&fields, kind, known) else { continue };
            if let Some((_, first)) = seen.iter().find(|(before, _)| *before == name) {
                self.problems.duplicate_name(span, *first, "curves", &name);
            }
            seen.push((name.clone(), span));
            let place = format!("{} {name}", surge.at(field));
            let form = if kind == "pool" { "0.3" } else { "5.0" };
            let curve = fields.need(self, "curve", &format!("{form}, Points(…), Csv(…) or Epidemic(…)"));
            let curve = curve.and_then(|node| self.curve(node, &place, range, region.run));
            curves.extend(curve.map(|curve| (name, curve)));
        }
        curves
    }

    /// What becomes of demand: factors of products and of customers, and what products are ordered in addition.
    fn demands(&mut self, surge: &Fields<'_>, region: &Region) -> Demands {
        let mut seen: Vec<(String, Span)> = Vec::new();
        let mut demands = Demands::default();
        for node in surge.list(self, "demand") {
            let fields = self.open(node, &DEMAND_CURVE, "");
            let of_customers = fields.get("customer");
            let (kind, known) = match of_customers {
                Some(_) => ("customer", &region.customers),
                None => ("product", &region.products),
            };
            let both = of_customers.and(fields.get("product"));
            if let Some(node) = both {
                let message = "customers order one product, which is theirs".to_string();
                self.problems.conflict(node.span, message, "remove product");
            }
            let Some((name, span)) = self.subject(&fields, kind, known) else { continue };
            let Some((which, curve)) = fields.one_of(self, &["curve", "per_day"]) else { continue };
            let key = format!("{kind} {name} {which}");
            if let Some((_, first)) = seen.iter().find(|(before, _)| *before == key) {
                self.problems.duplicate_name(span, *first, "curves", &name);
            }
            seen.push((key, span));
            let added = which == "per_day";
            if added && (of_customers.is_some() || !region.addable.contains(&name)) {
                let message = format!("\"{name}\" cannot be ordered in addition");
                let help = "name one product that has demand: (per_day: …) of its own, 0 at least; customers of the region who order \
                            in a surge alone are written there, with surges: [ … ]";
                self.problems.conflict(span, message, help);
                continue;
            }
            let whose = if of_customers.is_some() { "of customers " } else { "" };
            let in_addition = if added { " in addition" } else { "" };
            let place = format!("{} {whose}{name}{in_addition}", surge.at("demand"));
            let range = if added { Range::NOT_NEGATIVE } else { Range::FACTOR };
            let Some(curve) = self.curve(curve, &place, range, region.run) else { continue };
            match (added, of_customers) {
                (true, _) => demands.more.push((name, curve)),
                (false, Some(_)) => demands.customers.push((name, curve)),
                (false, None) => demands.demand.push((name, curve)),
            }
        }
        demands
    }

    fn subject(&mut self, fields: &Fields<'_>, kind: &str, known: &[String]) -> Option<(String, Span)> {
        let Some(node) = fields.get(kind) else { return Some(("*".into(), fields.span)) };
        let expected = format!("the name of a {kind}");
        let name = self.text(node, &expected, "it in quotes; \"*\" means all")?;
        if name == "*" || known.contains(&name) {
            return Some((name, node.span));
        }
        // The region has suppliers, too.
        let owner = match kind {
            "supplier" => "the scenario",
            "customer" => "the region",
            _ => "the scenario's plants",
        };
        self.problems.unknown_name(node.span, kind, &shortened(&name), owner, known);
        None
    }
}

/// The names of the region's customers, as they are written.
pub(super) fn customers_of(scenario: &Fields<'_>) -> Vec<String> {
    let written = scenario.get("region").and_then(|region| region.field("customers"));
    let Some(Node { value: Value::List(nodes), .. }) = written else { return Vec::new() };
    let name = |node: &Node| match &node.field("name")?.value {
        Value::Text(name) => Some(name.clone()),
        _ => None,
    };
    nodes.iter().filter_map(name).collect()
}

/// Products whose own customers order by the period, wherever they are made.
pub(super) fn addable(plants: &[Plant]) -> Vec<String> {
    let by_period = |product: &Product| match &product.supply {
        Supply::ToStock { demand, .. } | Supply::ToOrder { demand, .. } => {
            matches!(demand.orders, Orders::Periodic { .. })
        }
        Supply::Arrivals(_) | Supply::Saturated => false,
    };
    let all = || plants.iter().flat_map(|plant| &plant.products);
    let everywhere = |name: &str| all().filter(|own| own.name == name).all(by_period);
    all().filter(|own| everywhere(&own.name)).map(|own| own.name.clone()).collect()
}
