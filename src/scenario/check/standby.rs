//! Visits to families, and what machines do that have nothing to do.

use crate::spec::{Rule, Standby, Station, Visit};

use crate::scenario::distributions::Of;
use crate::scenario::fields::Fields;
use crate::scenario::format::{STANDBY, VISIT};
use crate::scenario::reader::Reader;
use crate::scenario::tree::Node;

use super::plant::MANY;

impl Reader {
    /// How long a machine stays with a family.
    pub(super) fn visit(&mut self, node: &Node, place: &str) -> Visit {
        let fields = self.open(node, &VISIT, place);
        let gated = fields.flag(self, "gated");
        let most = fields.count_if(self, "most", 1);
        if !gated && most.is_none() {
            let message = "this visit ends as every other: when none of its family waits".to_string();
            self.problems.conflict(node.span, message, "write gated: true or most, or remove visit");
        }
        Visit { gated, most }
    }

    /// What machines do that have nothing to do.
    pub(super) fn standby(&mut self, node: &Node, place: &str) -> Standby {
        let fields = self.open(node, &STANDBY, place);
        let standby = Standby {
            start_at: fields.count(self, "start_at", Some(1), 1, MANY) as u32,
            off_after: fields.duration_if(self, "off_after"),
            start_up: fields.distribution(self, "start_up", Some(0.0), Of::Time),
        };
        if let Some(node) = fields.get("start_up").filter(|_| standby.off_after.is_none()) {
            let message = "these machines are never off, so they never have to be started".to_string();
            self.problems.conflict(
                node.span,
                message,
                "write off_after, \"0s\" for at once, or remove start_up",
            );
        } else if standby.start_at == 1 && standby.off_after.is_none() {
            let message = "these machines stand by as all others: they wait for the next lot".to_string();
            self.problems.conflict(node.span, message, "write start_at or off_after, or remove standby");
        }
        standby
    }

    /// Rules that visits and standby cannot go with.
    pub(super) fn whole_standby(&mut self, station: &Station, fields: &Fields<'_>) {
        let by_family = matches!(station.dispatch.rule, Rule::Cyclic | Rule::StayWithFamily);
        let visit = station.setup.as_ref().map_or(Visit::default(), |setup| setup.visit);
        if let Some(node) = fields.get("setup").and_then(|setup| setup.field("visit")).filter(|_| !by_family)
        {
            let message = "machines of this station do not stay with a family".to_string();
            self.problems.conflict(
                node.span,
                message,
                "write dispatch: Cyclic or StayWithFamily, or remove visit",
            );
        }
        if let Some(node) = fields.get("buffer").filter(|_| visit.gated && station.buffer == Some(0)) {
            let message = "no lot can wait here before a visit begins".to_string();
            self.problems.conflict(node.span, message, "write a buffer of 1 or more");
        }
        if let Some(node) = fields.get("batch").filter(|_| visit != Visit::default()) {
            let message = "visits are counted in lots that are served one by one".to_string();
            self.problems.conflict(node.span, message, "remove batch, or the visit of the setup");
        }
        let Some(node) = fields.get("standby") else { return };
        if station.dispatch.rule == Rule::Cyclic {
            let message = "machines that change over in a cycle always have something to do".to_string();
            self.problems.conflict(node.span, message, "remove standby, or write StayWithFamily");
        }
        if station.batch.is_some() {
            let message =
                "a station that loads batches waits by its batch, and does not turn off".to_string();
            self.problems.conflict(node.span, message, "remove standby");
        }
    }
}
