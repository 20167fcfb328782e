//! What factories use together.

use crate::spec::shared::{Division, Shared};
use crate::units::Time;

use crate::scenario::curves::Run;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::SHARED;
use crate::scenario::names::Names;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::Node;

use super::offer::LONGEST;

impl Reader {
    /// The shared investments of a scenario with these options.
    pub(super) fn shared(&mut self, scenario: &Fields<'_>, options: &Names, run: Run) -> Vec<Shared> {
        if let Some(node) = scenario.get("shared").filter(|_| options.list().is_empty()) {
            let message = "members of what is shared are those who buy, but the scenario has no options";
            self.problems.conflict(node.span, message.into(), "write options, or remove shared");
        }
        let mut names = Names::new("shared investment", "shared investments", "the scenario");
        let nodes = scenario.list(self, "shared").iter();
        nodes.map(|node| self.shared_one(node, &mut names, options, run)).collect()
    }

    fn shared_one(&mut self, node: &Node, names: &mut Names, options: &Names, run: Run) -> Shared {
        const DIVISIONS: &[(&str, Division)] = &[
            ("Equal", Division::Equal),
            ("ByUse", Division::ByUse),
            ("ByBenefit", Division::ByBenefit),
            ("BySize", Division::BySize),
        ];
        let place = place_of("", "shared", node, "name");
        let fields = self.open(node, &SHARED, &place);
        let (name, span) = fields.name(self, "name");
        names.add(self, &name, span);
        let title = fields.words(self, "title");
        let needing = fields.list(self, "options").iter();
        let needing: Vec<usize> = needing.filter_map(|node| options.find(self, node)).collect();
        let at = fields.get("order_at").and_then(|node| self.order_at(node, run)).unwrap_or(Time::ZERO);
        let division = fields.get("division").and_then(|node| self.word(node, "a division", DIVISIONS));
        Shared {
            title: if title.is_empty() { name.clone() } else { title },
            name,
            options: needing.iter().filter_map(|option| options.list().get(*option).cloned()).collect(),
            cost: fields.money(self, "cost", None),
            yearly_cost: fields.money(self, "yearly_cost", Some(0.0)),
            begun: run.start.month_starts(Time(run.length.0)).partition_point(|month| *month <= at),
            payer: self.payer(&fields, "payer"),
            given: fields.number(self, "given", Some(0.0), Range::SHARE),
            fee_months: fields.count(self, "fee_months", Some(60), 1, LONGEST) as u32,
            rate: fields.number(self, "rate", Some(0.0), Range::YEARLY),
            division: division.unwrap_or(Division::Equal),
        }
    }
}
