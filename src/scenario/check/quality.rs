//! Quality, rework and the ways after a step.

use crate::spec::{Branch, Inspection, LIMITED_WAYS, Quality, Rework, Sample, Step};

use crate::units::ProductId;

use super::as_written;
use crate::scenario::fields::Fields;
use crate::scenario::format::{INSPECTION, REWORK, WAY};
use crate::scenario::names::Names;
use crate::scenario::problem::Span;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::Node;

use super::plant::Inside;

impl Reader {
    /// Defects, inspection and rework of a step; `None` where there is nothing of it.
    pub(super) fn quality(&mut self, step: &Fields<'_>, inside: &Inside) -> Option<Quality> {
        let defects = step.number(self, "defects", Some(0.0), Range::SHARE);
        let inspection = step.get("inspect").map(|node| self.inspection(node, step));
        let rework = step.get("rework").map(|node| self.rework(node, step, inside));
        let repairs = step.flag(self, "repairs");
        if let (Some((None, share)), Some(node)) = (&rework, step.get("rework"))
            && *share > 0.0
        {
            // The step that it names is unknown, which is a problem already.
            self.problems.conflict(node.span, "there is no such step".into(), "name a step of this routing");
        }
        let rework_share = rework.map_or(0.0, |(_, share)| share);
        let rework = rework.and_then(|(rework, _)| rework);
        if let Some(node) = step.get("rework")
            && rework_share <= 0.0
            && inspection.is_none()
        {
            let message = "nothing is sent to rework: there is neither an inspection nor a share".to_string();
            self.problems.conflict(node.span, message, "write inspect, or the share of units");
        }
        let some = defects > 0.0 || inspection.is_some() || rework_share > 0.0 || repairs;
        some.then_some(Quality { defects, inspection, rework_share, rework, repairs })
    }

    fn inspection(&mut self, node: &Node, step: &Fields<'_>) -> Inspection {
        let fields = self.open(node, &INSPECTION, &step.at("inspect"));
        let sample = match (fields.count_if(self, "sample", 1), fields.get("share")) {
            (Some(_), Some(share)) => {
                let message =
                    "an inspection looks at a share of lots or at a sample of each, not both".to_string();
                self.problems.conflict(share.span, message, "keep share or sample");
                Sample::Lots(1.0)
            }
            (Some(units), None) => {
                Sample::Units { units, accept: fields.count(self, "accept", Some(0), 0, 1_000_000) as u32 }
            }
            (None, _) => Sample::Lots(fields.number(self, "share", Some(1.0), Range::SHARE)),
        };
        Inspection {
            detects: fields.number(self, "detects", Some(1.0), Range::SHARE),
            false_alarm: fields.number(self, "false_alarm", Some(0.0), Range::SHARE),
            sample,
        }
    }

    fn rework(&mut self, node: &Node, step: &Fields<'_>, inside: &Inside) -> (Option<Rework>, f64) {
        let fields = self.open(node, &REWORK, &step.at("rework"));
        let product = fields.get("product").map(|node| inside.products.find(self, node));
        let to = match product {
            None => {
                let to = fields.need(self, "to", "the name of a step in quotes");
                to.and_then(|node| inside.steps.find(self, node))
            }
            Some(product) => product.and_then(|product| match fields.get("to") {
                Some(node) => inside.routings.get(product)?.find(self, node),
                None => Some(0),
            }),
        };
        let product = product.flatten().map(ProductId::new);
        let keeps_defects = fields.flag(self, "keeps_defects");
        let most = self.at_most(&fields);
        let share = fields.number(self, "share", Some(0.0), Range::new(0.0, 0.999_999, "a share below 1"));
        let whole_lot = fields.flag(self, "whole_lot");
        (to.map(|step| Rework { step, product, keeps_defects, most, whole_lot }), share)
    }

    fn at_most(&mut self, fields: &Fields<'_>) -> Option<u8> {
        let node = fields.get("most")?;
        self.count(node, 1, 250).map(|most| most as u8)
    }

    /// The ways after a step; the following one when empty.
    pub(super) fn ways(&mut self, step: &Fields<'_>, steps: &Names) -> Vec<Branch> {
        let mut ways: Vec<Branch> = Vec::new();
        for (number, node) in step.list(self, "next").iter().enumerate() {
            let fields = self.open(node, &WAY, &format!("{}, way {}", step.place, number + 1));
            let share = fields.number(self, "share", None, Range::SHARE);
            let to = fields.get("to").map(|node| steps.find(self, node));
            let most = self.at_most(&fields);
            // A name that is not known is a problem already.
            let Some(to) = to.map_or(Some(None), |found| found.map(Some)) else { return Vec::new() };
            ways.push(Branch { share, step: to, most });
        }
        let sum: f64 = ways.iter().map(|way| way.share).sum();
        if !ways.is_empty() && (sum - 1.0).abs() > 1e-6 {
            let span = step.get("next").map_or(step.span, |node| node.span);
            let message = format!("the shares of these ways sum to {}", as_written(sum));
            self.problems.range(span, message, "write shares that sum to 1");
        }
        ways
    }

    /// Every step can be reached, every lot can leave, and there are not too many limits.
    pub(super) fn whole_routing(&mut self, routing: &[(Span, Step)], list: Span) {
        let after = |index: usize| -> Vec<Option<usize>> {
            let step = &routing[index].1;
            let following = (index + 1 < routing.len()).then_some(index + 1);
            let mut to: Vec<Option<usize>> = match step.next.as_slice() {
                [] => vec![following],
                ways => ways.iter().filter(|way| way.share > 0.0).map(|way| way.step).collect(),
            };
            to.extend(step.patience.iter().filter_map(|patience| patience.step).map(Some));
            if let crate::spec::StepKind::Operation(operation) = &step.kind {
                // What becomes another product does not come back.
                let rework = operation.quality.and_then(|q| q.rework).filter(|own| own.product.is_none());
                to.extend(rework.map(|rework| Some(rework.step)));
            }
            to
        };
        let mut reached = vec![false; routing.len()];
        let mut open: Vec<usize> = if routing.is_empty() { Vec::new() } else { vec![0] };
        let mut leaves = false;
        while let Some(index) = open.pop() {
            if !std::mem::replace(&mut reached[index], true) {
                let to = after(index);
                leaves |= to.contains(&None);
                open.extend(to.into_iter().flatten());
            }
        }
        for ((span, step), _) in routing.iter().zip(&reached).filter(|(_, reached)| !**reached) {
            let message = format!("no way leads to the step \"{}\"", step.name);
            self.problems.conflict(*span, message, "let a way of another step lead there with `to` (a way without it leaves the plant), or remove the step");
        }
        if !leaves && !routing.is_empty() {
            let message = "no lot ever leaves this routing".to_string();
            self.problems.conflict(
                list,
                message,
                "give a way without `to`, which leaves the plant, a share above 0",
            );
        }
        let limits = routing.iter().flat_map(|(_, step)| &step.next).filter(|way| way.most.is_some()).count();
        if limits > LIMITED_WAYS {
            let message = format!("{limits} ways of this routing have a limit");
            self.problems.range(list, message, "write most for 5 ways of a routing or fewer");
        }
    }
}
