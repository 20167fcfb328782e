//! Products: how work comes in, and the steps of the routing.

use crate::random::Distribution;
use crate::spec::{MaterialUse, Operation, Product, Step, StepKind, StepTime, StockCosts, Supply};
use crate::units::{MaterialId, PlaceId, StationId};

use crate::scenario::curves::Run;
use crate::scenario::distributions::Of;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{MATERIAL_USE, OR_AT, PRODUCT, STEP};
use crate::scenario::names::Names;
use crate::scenario::problem::Span;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::{Node, Value, shortened};

use super::plant::Inside;

/// The fields of which one says how long an operation takes.
const TIMES: &[&str] = &["time", "lot_time", "rate"];

impl Reader {
    /// The products of a plant.
    pub(super) fn products(&mut self, plant: &Fields<'_>, inside: &mut Inside, run: Run) -> Vec<Product> {
        let list = plant.list(self, "products");
        if list.is_empty() && plant.get("products").is_some() && !inside.sells_materials {
            let message = "this plant makes nothing".to_string();
            self.problems.range(plant.span, message, "write at least one product");
        }
        for node in list {
            let (name, span) = Fields::of(node, "").name(self, "name");
            inside.products.add(self, &name, span);
            let mut steps = Names::new("step", "steps", &format!("product {name}"));
            for step in Fields::of(node, "").list(self, "routing") {
                if let Some(Node { value: Value::Text(name), span }) = step.field("step") {
                    steps.note(name, *span);
                }
            }
            inside.routings.push(steps);
        }
        let products: Vec<Product> =
            list.iter().map(|node| self.product(node, &plant.place, inside, run)).collect();
        self.whole_assemblies(list, &products);
        self.whole_downgrades(list, &products);
        products
    }

    fn product(&mut self, node: &Node, place: &str, inside: &mut Inside, run: Run) -> Product {
        let place = place_of(place, "product", node, "name");
        let fields = self.open(node, &PRODUCT, &place);
        let (name, _) = fields.name(self, "name");
        let lot_units = fields.count(self, "lot", None, 1, 1_000_000) as u32;
        let price = fields.number(self, "price", Some(0.0), Range::NOT_NEGATIVE);
        let supply =
            fields.need(self, "supply", "Arrivals(…), ByProduct, Saturated, ToOrder(…) or ToStock(…)");
        let supply = supply.and_then(|node| self.supply(node, &place, run));
        let mut routing = Vec::new();
        if let Some(list) = fields.need(self, "routing", "[ (step: …, station: …, time: …), … ]") {
            let nodes = self.list(list, "steps");
            inside.steps = Names::new("step", "steps", &place);
            for node in nodes {
                let (name, span) = Fields::of(node, "").name(self, "step");
                inside.steps.add(self, &name, span);
            }
            for node in nodes {
                let place = place_of(&place, "step", node, "step");
                let step = self.open(node, &STEP, &place);
                let (name, _) = step.name(self, "step");
                let kind = self.step_kind(&step, inside, true);
                let card = self.loop_of(&step, "card", inside);
                let next = self.ways(&step, &inside.steps);
                let transport = self.transport(&step);
                let patience = self.patience(&step, &transport, &inside.steps);
                let (class, keep_crew_to) = self.class_and_crew(&step, &kind, routing.len(), &inside.steps);
                let own = Step { name, kind, card, next, transport, patience, class, keep_crew_to };
                routing.push((node.span, own));
            }
            if routing.is_empty() {
                let message = "this routing has no steps".to_string();
                self.problems.range(list.span, message, "write at least one step");
            }
            self.whole_routing(&routing, list.span);
            self.whole_patience(nodes, &routing);
        }
        let supply = supply.unwrap_or(Supply::Saturated);
        let unit = fields.words(self, "unit");
        let unit = if unit.is_empty() { "unit".into() } else { unit };
        let product = Product {
            defect_cost: fields.number(self, "defect_cost", Some(0.0), Range::NOT_NEGATIVE),
            costs: self.costs_of_stock(&fields, &supply),
            late_cost: fields.number(self, "late_cost", Some(0.0), Range::NOT_NEGATIVE),
            late_cost_per_day: fields.number(self, "late_cost_per_day", Some(0.0), Range::NOT_NEGATIVE),
            class: fields.count(self, "class", Some(1), 1, 255) as u8,
            due: fields.get("due").map(|_| fields.distribution(self, "due", None, Of::Time)),
            release: self.loop_of(&fields, "release", inside),
            name,
            unit,
            lot_units,
            supply,
            price,
            routing: routing.into_iter().map(|(_, s)| s).collect(),
            classes: self.class_shares(&fields),
        };
        let steps = fields.list(self, "routing");
        self.first_patience(steps, &product);
        product
    }

    /// The class that lots have from the step with this number on, and the step up to which they keep its crew.
    fn class_and_crew(
        &mut self,
        step: &Fields<'_>,
        kind: &StepKind,
        number: usize,
        steps: &Names,
    ) -> (Option<u8>, Option<usize>) {
        let class =
            step.get("class").map(|node| (node.span, step.count(self, "class", Some(1), 1, 255) as u8));
        if let Some((span, _)) = class.filter(|_| number == 0) {
            let message = "lots come to the first step with the class of their product".to_string();
            self.problems.conflict(span, message, "write class, or classes, of the product");
        }
        let Some(node) = step.get("keep_crew_to") else { return (class.map(|(_, class)| class), None) };
        let found = steps.find(self, node);
        if found.is_some_and(|to| to <= number) {
            let message = "a lot keeps a crew up to a later step only".to_string();
            self.problems.conflict(
                node.span,
                message,
                "name a step that comes after this one in the routing",
            );
        }
        if matches!(kind, StepKind::Operation(operation) if operation.crew.is_empty()) {
            let message = "this step has no crew that a lot could keep".to_string();
            self.problems.conflict(node.span, message, "write a crew, or remove keep_crew_to");
        }
        (class.map(|(_, class)| class), found)
    }

    /// What it costs to hold and to owe a product; a problem where it is neither stocked nor ordered.
    fn costs_of_stock(&mut self, fields: &Fields<'_>, supply: &Supply) -> StockCosts {
        let stocked = matches!(supply, Supply::ToStock { .. } | Supply::ToOrder { .. });
        for (field, verb) in [("holding_cost", "held in stock"), ("backlog_cost", "owed to customers")] {
            if let Some(node) = fields.get(field).filter(|_| !stocked) {
                let message = format!("nothing of it is ever {verb}: nobody orders it");
                let help = format!("write supply: ToStock(…) or ToOrder(…), or remove {field}");
                self.problems.conflict(node.span, message, &help);
            }
        }
        StockCosts {
            per_order: 0.0,
            holding_per_day: fields.number(self, "holding_cost", Some(0.0), Range::NOT_NEGATIVE),
            backlog_per_day: fields.number(self, "backlog_cost", Some(0.0), Range::NOT_NEGATIVE),
        }
    }

    /// Work that enters whenever there is room must be held up by the first step.
    pub(super) fn first_step(&mut self, span: Span, supply: &Supply, first: &Step) {
        if matches!(supply, Supply::Arrivals(_)) {
            return;
        }
        match &first.kind {
            StepKind::Operation(operation) => {
                let (StepTime::PerUnit(time) | StepTime::PerLot(time)) = &operation.time;
                self.endless(span, time, &format!("the first step \"{}\"", first.name));
            }
            _ => {
                let message = format!("the first step \"{}\" is no operation", first.name);
                let help = "a product that is Saturated, ToOrder or ToStock begins with work at a station";
                self.problems.endless(span, message, help);
            }
        }
    }

    /// What a step does; `limited` as in [`Reader::crews`].
    pub(super) fn step_kind(&mut self, fields: &Fields<'_>, inside: &Inside, limited: bool) -> StepKind {
        let nothing = StepKind::Dwell { place: PlaceId::new(0), duration: Distribution::Constant(1.0) };
        match fields.one_of(self, &["station", "place", "split", "join"]) {
            Some(("place", place)) => self.dwell(fields, place, inside),
            Some(("split", node)) => {
                self.nothing_but(fields, "a split", &["time"]);
                self.split(node, fields)
            }
            Some(("join", node)) => {
                self.nothing_but(fields, "a join", &["time"]);
                self.join(node, fields)
            }
            Some((_, station)) => {
                let found = self.site(station, inside, true);
                self.operation(fields, found, inside, limited)
            }
            None => nothing,
        }
    }

    /// The station, or else the place, that a node names; who names one for the other is told so.
    fn site(&mut self, node: &Node, inside: &Inside, station: bool) -> usize {
        let (names, others, say) = match station {
            true => (&inside.stations, &inside.places, "is a place: write place instead of station"),
            false => (&inside.places, &inside.stations, "is a station: write station instead of place"),
        };
        if let Value::Text(name) = &node.value
            && names.position(name).is_none()
            && others.position(name).is_some()
        {
            let message = format!("\"{}\" {say}", shortened(name));
            self.problems.conflict(
                node.span,
                message,
                "stations work on lots, at places lots stay for a time",
            );
            return 0;
        }
        names.find(self, node).unwrap_or(0)
    }

    /// Nothing that only an operation has.
    fn nothing_but(&mut self, fields: &Fields<'_>, what: &str, also: &[&str]) {
        const OPERATION: &[&str] = &[
            "or_at",
            "choice",
            "lot_time",
            "rate",
            "nameplate",
            "family",
            "loading",
            "crew",
            "keep_crew_to",
            "crew_after",
            "materials",
            "scrap",
            "defects",
            "inspect",
            "rework",
            "repairs",
            "components",
            "patience",
        ];
        for field in OPERATION.iter().chain(also) {
            if let Some(node) = fields.get(field) {
                let message = format!("{what} has no {field}");
                self.problems.conflict(node.span, message, "remove it, or name a station instead of a place");
            }
        }
    }

    fn dwell(&mut self, fields: &Fields<'_>, place: &Node, inside: &Inside) -> StepKind {
        self.nothing_but(fields, "a stay at a place", &[]);
        let place = PlaceId::new(self.site(place, inside, false));
        StepKind::Dwell { place, duration: fields.distribution(self, "time", None, Of::Time) }
    }

    fn operation(&mut self, fields: &Fields<'_>, station: usize, inside: &Inside, limited: bool) -> StepKind {
        let time = fields.one_of(self, TIMES).and_then(|(which, node)| self.step_time(fields, which, node));
        let nameplate = fields.get("nameplate").and_then(|node| {
            let node = self.figure(node, &fields.at("nameplate"));
            match &node.value {
                Value::Text(text) if text.contains('/') => self.rate(node).map(|rate| 1.0 / rate),
                _ => self.seconds(node, false).filter(|seconds| {
                    let positive = *seconds > 0.0;
                    if !positive {
                        let message = "the ideal time of a unit is 0".to_string();
                        self.problems.range(node.span, message, "write a time or a rate above 0");
                    }
                    positive
                }),
            }
        });
        StepKind::Operation(Operation {
            station: StationId::new(station),
            time: time.unwrap_or_default(),
            nameplate,
            crew: fields.get("crew").map_or(Vec::new(), |node| self.crews(node, inside, limited)),
            crew_after: self.crew_after(fields),
            materials: fields
                .list(self, "materials")
                .iter()
                .filter_map(|n| self.use_of(n, fields, inside))
                .collect(),
            scrap: fields.number(self, "scrap", Some(0.0), Range::NOT_ALL),
            or_at: self.other_stations(fields, inside),
            choice: self.choice(fields),
            jockeys: self.jockeys(fields),
            family: self.family_of(fields, "family", inside),
            loading: self.loading(fields, inside, limited),
            quality: self.quality(fields, inside),
            components: self.components(fields, inside),
        })
    }

    /// For how long the crew of an operation is busy after it.
    fn crew_after(&mut self, fields: &Fields<'_>) -> Option<Distribution> {
        let node = fields.get("crew_after")?;
        if fields.get("crew").is_none_or(|crew| matches!(&crew.value, Value::List(own) if own.is_empty())) {
            let message = "there is no crew that could be busy after this step".to_string();
            self.problems.conflict(node.span, message, "write a crew, or remove crew_after");
        }
        Some(fields.distribution(self, "crew_after", None, Of::Time))
    }

    /// A time of an operation as one of [`TIMES`].
    fn step_time(&mut self, fields: &Fields<'_>, which: &str, node: &Node) -> Option<StepTime> {
        let node = self.figure(node, &fields.at(which));
        match which {
            "rate" => self.rate(node).map(|rate| StepTime::PerUnit(Distribution::Constant(1.0 / rate))),
            "time" => self.distribution(node, Of::Time).map(StepTime::PerUnit),
            _ => self.distribution(node, Of::Time).map(StepTime::PerLot),
        }
    }

    /// Other stations where an operation may run, with their times.
    fn other_stations(&mut self, step: &Fields<'_>, inside: &Inside) -> Vec<(StationId, Option<StepTime>)> {
        let mut others = Vec::new();
        for node in step.list(self, "or_at") {
            let fields = self.open(node, &OR_AT, &place_of(&step.place, "station", node, "station"));
            let written = TIMES.iter().any(|name| fields.get(name).is_some());
            let time = if written { fields.one_of(self, TIMES) } else { None };
            let time = time.and_then(|(which, node)| self.step_time(&fields, which, node));
            if let Some(station) = fields.need(self, "station", "the name of a station in quotes") {
                others.push((StationId::new(self.site(station, inside, true)), time));
            }
        }
        others
    }

    fn use_of(&mut self, node: &Node, step: &Fields<'_>, inside: &Inside) -> Option<MaterialUse> {
        let place = place_of(&step.place, "material", node, "material");
        let fields = self.open(node, &MATERIAL_USE, &place);
        let material = fields.need(self, "material", "the name of a material in quotes");
        let material = material.and_then(|node| inside.materials.find(self, node));
        let per_unit = fields.number(self, "per_unit", None, Range::POSITIVE);
        Some(MaterialUse { material: MaterialId::new(material?), per_unit })
    }
}
