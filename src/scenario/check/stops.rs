//! What stops machines: breakdowns, maintenance, the end of working hours; and the power they draw.

use crate::spec::{AtEnd, Breakdown, ClockKind, Crew, Maintenance, OnFailure, Power};
use crate::units::Duration;

use crate::scenario::distributions::Of;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{BREAKDOWN, MAINTENANCE, POWER};
use crate::scenario::names::Names;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::Node;

use super::plant::Inside;

const CLOCKS: &[(&str, ClockKind)] =
    &[("Operating", ClockKind::Operating), ("Calendar", ClockKind::Calendar)];

impl Reader {
    /// A cause of breakdowns; `None` after a problem.
    pub(super) fn breakdown(
        &mut self,
        node: &Node,
        place: &str,
        causes: &mut Names,
        inside: &Inside,
    ) -> Option<Breakdown> {
        const RULES: &[(&str, OnFailure)] = &[
            ("Resume", OnFailure::Resume),
            ("Restart", OnFailure::Restart),
            ("Resample", OnFailure::Resample),
            ("Scrap", OnFailure::Scrap),
        ];
        let place = place_of(place, "breakdown", node, "name");
        let fields = self.open(node, &BREAKDOWN, &place);
        let (name, span) = fields.name(self, "name");
        causes.add(self, &name, span);
        let rule = fields.get("on_failure");
        let rule = rule.and_then(|node| self.word(node, "what becomes of an operation", RULES));
        // All fields are read before a problem with one ends it, so that all their problems are found.
        let clock = self.clock(&fields);
        let breakdown = Breakdown {
            name,
            clock: clock.unwrap_or_default(),
            time_to_failure: fields.distribution(self, "time_to_failure", None, Of::PositiveTime),
            time_to_repair: fields.distribution(self, "time_to_repair", None, Of::Time),
            crew: self.one_crew(&fields, inside),
            on_failure: rule.unwrap_or_default(),
            in_hours_only: fields.flag(self, "in_hours_only"),
            cost: fields.number(self, "cost", Some(0.0), Range::NOT_NEGATIVE),
        };
        clock.map(|_| breakdown)
    }

    fn clock(&mut self, fields: &Fields<'_>) -> Option<ClockKind> {
        let node = fields.need(self, "clock", "Operating or Calendar")?;
        self.word(node, "a clock", CLOCKS)
    }

    /// The crew of a repair or maintenance, from one pool.
    fn one_crew(&mut self, fields: &Fields<'_>, inside: &Inside) -> Option<Crew> {
        let node = fields.get("crew")?;
        let crews = self.crews(node, inside, true);
        if crews.len() > 1 {
            let message = "a repair takes its crew from one pool".to_string();
            self.problems.conflict(node.span, message, "name one pool");
        }
        crews.into_iter().next()
    }

    /// The plans of maintenance of a station with these breakdowns.
    pub(super) fn maintenance(
        &mut self,
        station: &Fields<'_>,
        causes: &Names,
        inside: &Inside,
    ) -> Vec<Maintenance> {
        let mut names = Names::new("maintenance", "plans of maintenance", &station.place);
        let mut plans = Vec::new();
        for node in station.list(self, "maintenance") {
            let fields =
                self.open(node, &MAINTENANCE, &place_of(&station.place, "maintenance", node, "name"));
            let (name, span) = fields.name(self, "name");
            names.add(self, &name, span);
            let clock = self.clock(&fields).unwrap_or_default();
            let first = fields.duration_if(self, "first").map(Duration::as_secs);
            if let (Some(node), ClockKind::Operating) = (fields.get("first"), clock) {
                let message =
                    "the first maintenance has a date, but this plan goes by operating time".to_string();
                self.problems.conflict(node.span, message, "remove first, or write clock: Calendar");
            }
            let early = fields.get("early").map(|_| fields.number(self, "early", None, Range::SHARE));
            let mut renews = Vec::new();
            for node in fields.list(self, "renews") {
                renews.extend(causes.find(self, node));
            }
            plans.push(Maintenance {
                name,
                clock,
                every: fields.distribution(self, "every", None, Of::PositiveTime),
                first,
                duration: fields.distribution(self, "duration", None, Of::Time),
                crew: self.one_crew(&fields, inside),
                early,
                renews,
                cost: fields.number(self, "cost", Some(0.0), Range::NOT_NEGATIVE),
            });
        }
        plans
    }

    /// What becomes of an operation at the end of working hours.
    pub(super) fn at_end(&mut self, fields: &Fields<'_>) -> AtEnd {
        const RULES: &[(&str, AtEnd)] = &[
            ("Suspend", AtEnd::Suspend),
            ("Finish", AtEnd::Finish),
            ("FinishAndShift", AtEnd::FinishAndShift),
            ("NotBegin", AtEnd::NotBegin),
        ];
        let Some(node) = fields.get("at_end") else { return AtEnd::default() };
        if fields.get("calendar").is_none() {
            let message = "there are no working hours that end".to_string();
            self.problems.conflict(node.span, message, "name a calendar, or remove at_end");
        }
        self.word(node, "what becomes of an operation", RULES).unwrap_or_default()
    }

    /// The power of a machine of a station.
    pub(super) fn power(&mut self, station: &Fields<'_>) -> Power {
        let Some(node) = station.get("power") else { return Power::default() };
        let fields = self.open(node, &POWER, &station.at("power"));
        let producing = fields.number(self, "producing_kw", Some(0.0), Range::NOT_NEGATIVE);
        let idle = fields.number(self, "idle_kw", Some(0.0), Range::NOT_NEGATIVE);
        Power {
            producing,
            setup: fields.number(self, "setup_kw", Some(producing), Range::NOT_NEGATIVE),
            idle,
            down: fields.number(self, "down_kw", Some(idle), Range::NOT_NEGATIVE),
            off: fields.number(self, "off_kw", Some(0.0), Range::NOT_NEGATIVE),
        }
    }
}
