//! What is asked of the runs: appraisal, facts, sources.

use crate::spec::accounts::{Inflation, Resale, nominal_rate};
use crate::spec::{Appraisal, Fact, FactKind, FactMeasure, InputChange, Source};
use crate::units::{PlantId, ProductId, StationId};

use crate::scenario::curves::Run;
use crate::scenario::fields::Fields;
use crate::scenario::format::{APPRAISAL, FACT, INPUT_CHANGE, MEASURES, RESALE, SOURCE, words};
use crate::scenario::names::Names;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::{Node, Value, shortened};

use super::plant::Inside;

impl Reader {
    /// How money is appraised, under the inflation of the accounts.
    pub(super) fn appraisal(&mut self, node: &Node, inflation: Option<Inflation>) -> Appraisal {
        const RATES: &[(&str, bool)] = &[("Nominal", false), ("Real", true)];
        let fields = self.open(node, &APPRAISAL, "appraisal");
        let real = fields.get("rates").and_then(|node| self.word(node, "a kind of rates", RATES));
        if let Some(node) = fields.get("rates").filter(|_| real == Some(true) && inflation.is_none()) {
            let message = "real and nominal rates are the same: the accounts have no inflation".to_string();
            self.problems.conflict(
                node.span,
                message,
                "write inflation: (general: 0.02) in the accounts, or remove rates",
            );
        }
        let real = inflation.filter(|_| real == Some(true));
        let nominal = |rate: f64| real.map_or(rate, |prices| nominal_rate(rate, prices.general));
        let limits = fields.get("owner_limits").map_or(Vec::new(), |node| {
            let node = self.figure(node, &fields.at("owner_limits"));
            let items = self.list(node, "months").iter();
            items.filter_map(|item| self.count(item, 1, 1_200)).map(|months| months as u32).collect()
        });
        if limits.windows(2).any(|pair| pair[0] >= pair[1]) {
            let span = fields.get("owner_limits").map_or(fields.span, |node| node.span);
            let message = "the owners' limits do not ascend".to_string();
            self.problems.range(span, message, "write the shortest first, each once, as [24, 36]");
        }
        let horizon_months = fields.count(self, "horizon", Some(60), 1, 1_200) as u32;
        if let Some(node) = fields.get("owner_limits") {
            if let Some(beyond) = limits.iter().find(|limit| **limit > horizon_months) {
                let message = format!(
                    "within {beyond} months is beyond the horizon of {horizon_months}: what is paid back then is not known"
                );
                self.problems.range(
                    node.span,
                    message,
                    "write limits up to the horizon, or a longer horizon",
                );
            } else if matches!(&node.value, Value::List(items) if items.is_empty()) {
                let help = "write one at least, as [36], or leave the field out";
                self.problems.range(node.span, "there is no limit of owners".into(), help);
            }
        }
        let rate = Range::new(0.0, 10.0, "a yearly share of 0 or more, as 0.10 for 10 %");
        let often = Range::new(0.0, 1_000.0, "a number per year from 0 to 1000");
        let default = Appraisal::default();
        Appraisal {
            horizon_months,
            discount_rate: nominal(fields.number(self, "discount_rate", Some(0.10), rate)),
            owner_limits_months: if limits.is_empty() { vec![36.min(horizon_months)] } else { limits },
            emergencies_per_year: fields
                .get("emergencies_per_year")
                .map(|_| fields.number(self, "emergencies_per_year", None, often)),
            shadow_wage: fields.number(self, "shadow_wage", Some(1.0), Range::NOT_NEGATIVE),
            shortage_value: fields.number(self, "shortage_value", Some(0.0), Range::NOT_NEGATIVE),
            social_rate: nominal(fields.number(
                self,
                "social_rate",
                Some(default.social_rate),
                Range::YEARLY,
            )),
            wanted_probability: fields.number(
                self,
                "wanted_probability",
                Some(default.wanted_probability),
                Range::SHARE,
            ),
            resale: fields.get("resale").map(|node| self.resale(node, &fields)),
        }
    }

    /// What equipment can be sold for.
    fn resale(&mut self, node: &Node, appraisal: &Fields<'_>) -> Resale {
        let fields = self.open(node, &RESALE, &appraisal.at("resale"));
        Resale {
            first_loss: fields.number(self, "first_loss", Some(0.0), Range::SHARE),
            yearly_loss: fields.number(self, "yearly_loss", None, Range::SHARE),
            scrap: fields.number(self, "scrap", Some(0.0), Range::SHARE),
        }
    }

    /// The register of sources, with their ids.
    pub(super) fn source(&mut self, node: &Node, ids: &mut Names) -> Source {
        let fields = self.open(node, &SOURCE, "");
        let (id, span) = fields.name(self, "id");
        ids.add(self, &id, span);
        Source { id, title: fields.words(self, "title"), grade: fields.words(self, "grade") }
    }

    /// An input that was changed after it was known how results compare; `None` after a problem.
    pub(super) fn input_change(&mut self, node: &Node) -> Option<InputChange> {
        let fields = self.open(node, &INPUT_CHANGE, "");
        let on = fields.need(self, "on", "\"2026-03-01\"");
        let on = on.and_then(|node| self.date(node));
        let mut words = |name: &str, form: &str| {
            let node = fields.need(self, name, form)?;
            self.text(node, "a text", form)
        };
        let what = words("what", "what was changed, in quotes");
        let reason = words("reason", "why, in quotes");
        Some(InputChange { on: on?, what: what?, reason: reason? })
    }

    /// A fact of the real world; `None` after a problem.
    pub(super) fn fact(&mut self, node: &Node, plants: &Names, inside: &[Inside], run: Run) -> Option<Fact> {
        const KINDS: &[(&str, FactKind)] = &[("Tuned", FactKind::Tuned), ("Predicted", FactKind::Predicted)];
        let fields = self.open(node, &FACT, "");
        let name = fields.words(self, "name");
        let measure = fields.need(self, "measure", "Oee(plant: …, station: …)");
        let measure = measure.and_then(|node| self.measure(node, plants, inside, run));
        let low = fields.number(self, "low", None, Range::ANY);
        let high = fields.number(self, "high", None, Range::ANY);
        if low > high && fields.get("low").is_some() && fields.get("high").is_some() {
            let message = format!("low, {low}, is above high, {high}");
            self.problems.range(node.span, message, "write the lower end first");
        }
        let kind = fields.need(self, "kind", "Tuned or Predicted");
        let kind = kind.and_then(|node| self.word(node, "the kind of a fact", KINDS));
        let source = fields.get("source").and_then(|node| self.cite(node));
        Some(Fact {
            name,
            measure: measure?,
            low,
            high,
            unit: fields.words(self, "unit"),
            kind: kind?,
            source,
        })
    }

    fn measure(&mut self, node: &Node, plants: &Names, inside: &[Inside], run: Run) -> Option<FactMeasure> {
        let (Value::Record(Some(kind), _) | Value::Tuple(Some(kind), _) | Value::Word(kind)) = &node.value
        else {
            let form = "Oee(plant: \"…\", station: \"…\")";
            self.problems.wrong_type(node.span, "a measure", &node.kind(), form);
            return None;
        };
        let Some(section) = MEASURES.iter().find(|section| section.word() == kind) else {
            self.problems.unknown_variant(node.span, &shortened(kind), "a measure", &words(MEASURES));
            return None;
        };
        let fields = self.open(node, section, "");
        if kind == "OutputOn" {
            let scale = fields.number(self, "scale", Some(1.0), Range::POSITIVE);
            let day = fields.need(self, "day", "\"2020-02-25\"")?;
            return Some(FactMeasure::OutputOn { day: self.order_at(day, run)?, scale });
        }
        let index = fields.need(self, "plant", "the name of a plant in quotes");
        let index = index.and_then(|node| plants.find(self, node))?;
        let (plant, inside) = (PlantId::new(index), inside.get(index)?);
        let mut find = |field: &str, names: &Names| find_in(self, &fields, field, names);
        Some(match kind.as_str() {
            "Oee" => FactMeasure::Oee { plant, station: StationId::new(find("station", &inside.stations)?) },
            "Utilisation" => FactMeasure::Utilisation {
                plant,
                station: StationId::new(find("station", &inside.stations)?),
            },
            "UnitsPerWorkerDay" => FactMeasure::UnitsPerWorkerDay { plant },
            "CapacityPerDay" => FactMeasure::CapacityPerDay { plant },
            "FlowDays" => {
                FactMeasure::FlowDays { plant, product: ProductId::new(find("product", &inside.products)?) }
            }
            _ => FactMeasure::HoursRatio {
                plant,
                station: StationId::new(find("station", &inside.stations)?),
                per: StationId::new(find("per", &inside.stations)?),
            },
        })
    }
}

fn find_in(r: &mut Reader, fields: &Fields<'_>, field: &str, names: &Names) -> Option<usize> {
    let node = fields.need(r, field, "a name in quotes")?;
    names.find(r, node)
}
