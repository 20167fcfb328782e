//! Suppliers that a region's factories share.

use crate::spec::{Growth, RegionSupplier, Scarcity, SharingRule, SupplierRule};
use crate::units::Duration;

use crate::scenario::curves::Run;
use crate::scenario::distributions::Of;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{GROWTH, REGION_SUPPLIER, SCARCITY};
use crate::scenario::names::Names;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::Node;

/// The suppliers of the region, known before the plants that name them.
pub(in crate::scenario) struct SharedSuppliers {
    names: Names,
    list: Vec<RegionSupplier>,
}

impl Default for SharedSuppliers {
    fn default() -> SharedSuppliers {
        SharedSuppliers { names: Names::new("supplier", "suppliers", "the region"), list: Vec::new() }
    }
}

impl SharedSuppliers {
    /// Their names.
    pub(super) fn names(&self) -> &[String] {
        self.names.list()
    }
}

impl Reader {
    /// The suppliers of the region, before anything that names them.
    pub(super) fn read_shared_suppliers(&mut self, scenario: &Fields<'_>, run: Run) {
        let Some(list) = scenario.get("region").and_then(|region| region.field("suppliers")) else { return };
        let mut all = SharedSuppliers::default();
        for node in self.list(list, "suppliers").to_vec() {
            let supplier = self.shared_supplier(&node, &mut all.names, run);
            all.list.push(supplier);
        }
        self.shared = all;
    }

    /// The suppliers as read, for the region.
    pub(super) fn shared_suppliers(&mut self) -> Vec<RegionSupplier> {
        self.shared.list.clone()
    }

    /// The position of the region's supplier that a node names; a problem when there is none.
    pub(super) fn shared_supplier_named(&mut self, node: &Node) -> Option<usize> {
        let all = std::mem::take(&mut self.shared);
        let found = all.names.find(self, node);
        self.shared = all;
        found
    }

    fn shared_supplier(&mut self, node: &Node, names: &mut Names, run: Run) -> RegionSupplier {
        const RULES: &[(&str, SupplierRule)] = &[
            ("FirstCome", SupplierRule::FirstCome),
            ("Proportional", SupplierRule::Shared(SharingRule::Proportional)),
            ("Priority", SupplierRule::Shared(SharingRule::Priority)),
            ("MaxMin", SupplierRule::Shared(SharingRule::MaxMin)),
            ("Fair", SupplierRule::Shared(SharingRule::Fair)),
        ];
        let fields = self.open(node, &REGION_SUPPLIER, &place_of("", "supplier", node, "name"));
        let (name, span) = fields.name(self, "name");
        names.add(self, &name, span);
        let capacity = fields.need(self, "daily_capacity", "2000, or a curve");
        let place = fields.at("daily_capacity");
        let daily = capacity.and_then(|node| self.curve(node, &place, Range::NOT_NEGATIVE, run));
        let rule = fields.get("rule").and_then(|node| self.word(node, "a rule of division", RULES));
        RegionSupplier {
            name,
            daily: daily.unwrap_or_default(),
            rule: rule.unwrap_or_default(),
            scarcity: fields.get("scarcity_price").map(|node| self.scarcity(node, &fields)),
            growth: fields.get("new_capacity").map(|node| self.growth(node, &fields)),
        }
    }

    fn scarcity(&mut self, node: &Node, supplier: &Fields<'_>) -> Scarcity {
        let fields = self.open(node, &SCARCITY, &supplier.at("scarcity_price"));
        Scarcity {
            per_day: fields.number(self, "per_day", None, Range::POSITIVE),
            from: fields.duration_if(self, "from").unwrap_or_default(),
            most: fields.number(self, "most", None, Range::AT_LEAST_ONE),
        }
    }

    fn growth(&mut self, node: &Node, supplier: &Fields<'_>) -> Growth {
        let fields = self.open(node, &GROWTH, &supplier.at("new_capacity"));
        fields.need(self, "when", "\"7d\"");
        fields.need(self, "lead_time", "\"45d\"");
        Growth {
            when: fields.duration_if(self, "when").unwrap_or_default(),
            every: fields.duration_if(self, "every").unwrap_or(Duration(7 * Duration::DAY.0)),
            adds: fields.number(self, "adds", None, Range::POSITIVE),
            lead_time: fields.distribution(self, "lead_time", Some(0.0), Of::Time),
            most: fields.number(self, "most", None, Range::AT_LEAST_ONE),
        }
    }

    /// A plant's supplier that is the region's.
    pub(super) fn is_shared(&mut self, fields: &Fields<'_>) -> Option<usize> {
        let node = fields.get("name")?;
        if !fields.flag(self, "region") {
            return None;
        }
        let elsewhere = [
            ("daily_capacity", "daily_capacity of a supplier of the region stands there"),
            ("partial", "a supplier of the region always delivers in parts"),
        ];
        for (own, why) in elsewhere {
            if let Some(node) = fields.get(own) {
                self.problems.conflict(node.span, why.to_string(), "remove it here");
            }
        }
        Some(self.shared_supplier_named(node).unwrap_or_default())
    }
}
