//! From-to tables: times of transport between stations and places, and from factories to customers.

use crate::random::Distribution;
use crate::spec::{Factory, Journey, Product, RegionCustomers, Site, Step, StepKind, Supply, Transport};
use crate::units::{FactoryId, PlaceId, StationId};

use crate::scenario::distributions::Of;
use crate::scenario::fields::Fields;
use crate::scenario::format::{JOURNEY, REGION_JOURNEY};
use crate::scenario::names::Names;
use crate::scenario::reader::Reader;
use crate::scenario::tree::{Node, shortened};

use super::plant::Inside;

impl Reader {
    /// Gives the steps of a plant the times of its from-to table.
    pub(super) fn journeys(&mut self, plant: &Fields<'_>, inside: &Inside, products: &mut [Product]) {
        let mut seen: Vec<(Site, Site)> = Vec::new();
        for node in plant.list(self, "journeys") {
            let fields = self.open(node, &JOURNEY, &plant.at("journey"));
            let [from, to] = ["from", "to"].map(|name| {
                let named = fields.need(self, name, "the name of a station or place in quotes")?;
                self.named_site(named, inside)
            });
            let time = fields.distribution(self, "time", None, Of::Time);
            let (Some(from), Some(to)) = (from, to) else { continue };
            if seen.contains(&(from, to)) {
                let message = "this journey is written twice".to_string();
                self.problems.conflict(node.span, message, "keep one of them");
                continue;
            }
            seen.push((from, to));
            if !give(products, from, to, &time) {
                let message = "no step there could be come to from here".to_string();
                let help = "name where a step runs in `to`; pulled work begins its first step at once";
                self.problems.conflict(node.span, message, help);
            }
        }
    }

    fn named_site(&mut self, node: &Node, inside: &Inside) -> Option<Site> {
        inside.sites.find(self, node)?;
        let name = self.text(node, "a name", "it in quotes")?;
        let station = inside.stations.position(&name).map(|own| Site::Station(StationId::new(own)));
        station.or_else(|| inside.places.position(&name).map(|own| Site::Place(PlaceId::new(own))))
    }

    /// The times from particular factories of a region.
    pub(super) fn region_journeys(
        &mut self,
        region: &Fields<'_>,
        (names, customers): (&Names, &[RegionCustomers]),
        factories: &[Factory],
    ) -> Vec<Journey> {
        let mut journeys = Vec::new();
        for node in region.list(self, "journeys") {
            let fields = self.open(node, &REGION_JOURNEY, "region, journey");
            fields.need(self, "from", "[\"name of a factory\", …]");
            let mut from = Vec::new();
            for named in fields.list(self, "from") {
                let Some(name) = self.text(named, "the name of a factory", "it in quotes") else { continue };
                let before = from.len();
                from.extend(
                    factories
                        .iter()
                        .zip(0..)
                        .filter(|(own, _)| is_of(&own.name, &name))
                        .map(|(_, f)| FactoryId(f)),
                );
                if from.len() == before {
                    let known: Vec<String> = factories.iter().map(|own| own.name.clone()).collect();
                    self.problems.unknown_name(
                        named.span,
                        "factory",
                        &shortened(&name),
                        "the scenario",
                        &known,
                    );
                }
            }
            let to = fields.get("to").map(|named| names.find(self, named));
            let time = fields.distribution(self, "time", None, Of::Time);
            let Some(to) = to.map_or(Some(None), |found| found.filter(|to| *to < customers.len()).map(Some))
            else {
                continue;
            };
            journeys.push(Journey { factories: from, customers: to, time });
        }
        journeys
    }
}

/// Whether a factory is the one of a name, or one of those that the name in the file stands for: "Ning 3" of "Ning".
fn is_of(own: &str, name: &str) -> bool {
    let number = own.strip_prefix(name).and_then(|rest| rest.strip_prefix(' '));
    own == name || number.is_some_and(|number| number.chars().all(|digit| digit.is_ascii_digit()))
}

/// Where a step runs.
fn site_of(step: &Step) -> Option<Site> {
    match &step.kind {
        StepKind::Operation(operation) => Some(Site::Station(operation.station)),
        StepKind::Dwell { place, .. } => Some(Site::Place(*place)),
        StepKind::Split(_) | StepKind::Join(_) => None,
    }
}

/// Lots that come from one site to a step at another one take so long; false when there is no such step.
fn give(products: &mut [Product], from: Site, to: Site, time: &Distribution) -> bool {
    let mut given = false;
    for product in products {
        let comes = matches!(product.supply, Supply::Arrivals(_));
        let leaves = product.routing.iter().any(|step| site_of(step) == Some(from) || runs_at(step, from));
        for (index, step) in product.routing.iter_mut().enumerate() {
            let first = index == 0 && !comes && step.transport.is_none();
            if leaves && !first && site_of(step) == Some(to) {
                let nothing = || Transport { time: Distribution::Constant(0.0), ..Transport::default() };
                step.transport.get_or_insert_with(nothing).times.push((from, time.clone()));
                given = true;
            }
        }
    }
    given
}

/// Whether a step may run at a station instead of its first.
fn runs_at(step: &Step, site: Site) -> bool {
    match &step.kind {
        StepKind::Operation(operation) => operation.or_at.iter().any(|(own, _)| Site::Station(*own) == site),
        _ => false,
    }
}
