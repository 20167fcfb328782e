//! Cyber risk.

use crate::spec::{Cyber, CyberTarget};

use crate::scenario::distributions::Of;
use crate::scenario::fields::Fields;
use crate::scenario::format::CYBER;
use crate::scenario::reader::{Range, Reader};

/// What upgrades can change of it, by the names of its fields.
pub(super) const CHANGEABLE: &[(&str, CyberTarget)] = &[
    ("per_year", CyberTarget::PerYear),
    ("outage", CyberTarget::Outage),
    ("hit", CyberTarget::Hit),
    ("plan_lost", CyberTarget::PlanLost),
    ("cost", CyberTarget::Cost),
];

impl Reader {
    /// The cyber risk of a plant; `None` where nothing of it is said.
    pub(super) fn cyber(&mut self, plant: &Fields<'_>) -> Option<Cyber> {
        let node = plant.get("cyber")?;
        let fields = self.open(node, &CYBER, &plant.at("cyber"));
        Some(Cyber {
            per_year: fields.number(self, "per_year", None, Range::FACTOR),
            connected: fields.number(self, "connected", Some(0.0), Range::FACTOR),
            outage: fields.distribution(self, "outage", None, Of::Time),
            hit: fields.number(self, "hit", Some(1.0), Range::SHARE),
            plan_lost: fields.number(self, "plan_lost", Some(0.0), Range::SHARE),
            cost: fields.distribution(self, "cost", Some(0.0), Of::Number(Range::NOT_NEGATIVE)),
        })
    }
}
