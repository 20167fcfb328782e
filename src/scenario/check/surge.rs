//! Surges: curves laid over the scenario.

use crate::spec::{Curve, Surge};
use crate::units::Date;

use crate::scenario::curves::Run;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{MATERIAL_CURVE, PRODUCT_CURVE, SUPPLIER_CURVE, SURGE};
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
    /// Names of suppliers.
    pub(super) suppliers: Vec<String>,
    /// Whether there is a region with customers.
    pub(super) joint: bool,
    /// The days of the run.
    pub(super) run: Run,
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
        let absence = fields.get("absence");
        Surge {
            title,
            emergency: fields.get("emergency").and_then(|node| self.emergency(node, region.run)),
            demand: self.named(&fields, "demand", "product", region),
            product_price: self.named(&fields, "product_price", "product", region),
            absence: absence.and_then(|n| self.curve(n, &fields.at("absence"), Range::SHARE, region.run)),
            lead_time: self.named(&fields, "lead_time", "material", region),
            material_price: self.named(&fields, "material_price", "material", region),
            name,
            capacity: self.named(&fields, "capacity", "supplier", region),
            transport: fields.get("transport").and_then(|node| self.slower_transport(node, &fields, region)),
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

    /// Curves by the name of a product or material, or "*".
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
            _ => (&region.suppliers, &SUPPLIER_CURVE),
        };
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
            let curve = fields.need(self, "curve", "5.0, Points(…), Csv(…) or Epidemic(…)");
            let curve = curve.and_then(|node| self.curve(node, &place, Range::FACTOR, region.run));
            curves.extend(curve.map(|curve| (name, curve)));
        }
        curves
    }

    fn subject(&mut self, fields: &Fields<'_>, kind: &str, known: &[String]) -> Option<(String, Span)> {
        let Some(node) = fields.get(kind) else { return Some(("*".into(), fields.span)) };
        let expected = format!("the name of a {kind}");
        let name = self.text(node, &expected, "it in quotes; \"*\" means all")?;
        if name == "*" || known.contains(&name) {
            return Some((name, node.span));
        }
        // The region has suppliers, too.
        let owner = if kind == "supplier" { "the scenario" } else { "the scenario's plants" };
        self.problems.unknown_name(node.span, kind, &shortened(&name), owner, known);
        None
    }
}
