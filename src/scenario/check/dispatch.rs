//! How stations are served: preference, dispatch, setups, shared buffers; and what limits work in process.

use crate::random::Distribution;
use crate::spec::{
    Changeover, Choosing, Classes, Dispatch, Loading, Loop, Preference, Rule, Setup, Station, Visit,
};
use crate::units::{FamilyId, LoopId, StationId};

use crate::scenario::distributions::Of;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{CHANGE, LOADING, LOOP, SETUP};
use crate::scenario::problem::Span;
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::Node;

use super::plant::{Inside, MANY};

/// Most units that a setup may cost.
const MOST_LOST: u64 = 1_000_000;

impl Reader {
    /// The setup families of a plant.
    pub(super) fn families(&mut self, plant: &Fields<'_>, inside: &mut Inside) -> Vec<String> {
        let nodes = plant.list(self, "families");
        nodes
            .iter()
            .map(|node| {
                let name = self.name(node);
                inside.families.add(self, &name, node.span);
                name
            })
            .collect()
    }

    /// The limits on work in process of a plant.
    pub(super) fn loops(&mut self, plant: &Fields<'_>, inside: &mut Inside) -> Vec<Loop> {
        let nodes = plant.list(self, "loops");
        nodes
            .iter()
            .map(|node| {
                let fields = self.open(node, &LOOP, &place_of(&plant.place, "loop", node, "name"));
                let (name, span) = fields.name(self, "name");
                inside.loops.add(self, &name, span);
                Loop { name, cards: fields.count(self, "cards", None, 1, MANY) as u32 }
            })
            .collect()
    }

    /// The loop that a field names.
    pub(super) fn loop_of(&mut self, fields: &Fields<'_>, name: &str, inside: &Inside) -> Option<LoopId> {
        let node = fields.get(name)?;
        inside.loops.find(self, node).map(LoopId::new)
    }

    /// The family that a field names.
    pub(super) fn family_of(&mut self, fields: &Fields<'_>, name: &str, inside: &Inside) -> Option<FamilyId> {
        let node = fields.get(name)?;
        inside.families.find(self, node).map(FamilyId::new)
    }

    pub(super) fn preference(&mut self, station: &Fields<'_>) -> Preference {
        const WORDS: &[(&str, Preference)] = &[
            ("InOrder", Preference::InOrder),
            ("LeastUsed", Preference::LeastUsed),
            ("Fastest", Preference::Fastest),
            ("LongestIdle", Preference::LongestIdle),
        ];
        let node = station.get("preference");
        node.and_then(|node| self.word(node, "a preference", WORDS)).unwrap_or_default()
    }

    pub(super) fn speeds(&mut self, station: &Fields<'_>, machines: u32) -> Vec<f64> {
        let Some(node) = station.get("speeds") else { return Vec::new() };
        let node = self.figure(node, &station.at("speeds"));
        let items = self.list(node, "speeds");
        if items.len() != machines as usize {
            let message = format!("{} speeds are written for {machines} machines", items.len());
            self.problems.range(node.span, message, "write one for each machine");
        }
        let speed = Range::new(1e-3, 1e3, "a speed from 0.001 to 1000");
        items.iter().filter_map(|item| self.number(item, speed)).collect()
    }

    pub(super) fn dispatch(&mut self, station: &Fields<'_>) -> Dispatch {
        const RULES: &[(&str, Rule)] = &[
            ("Fifo", Rule::Fifo),
            ("Lifo", Rule::Lifo),
            ("EarliestDue", Rule::EarliestDue),
            ("ShortestOperation", Rule::ShortestOperation),
            ("LongestOperation", Rule::LongestOperation),
            ("CriticalRatio", Rule::CriticalRatio),
            ("SameFamily", Rule::SameFamily),
            ("StayWithFamily", Rule::StayWithFamily),
            ("Cyclic", Rule::Cyclic),
        ];
        const CLASSES: &[(&str, Classes)] = &[
            ("Ignored", Classes::Ignored),
            ("First", Classes::First),
            ("PreemptResume", Classes::PreemptResume),
            ("PreemptRestart", Classes::PreemptRestart),
            ("PreemptResample", Classes::PreemptResample),
        ];
        let node = station.get("dispatch");
        let rule = node.and_then(|node| self.word(node, "a dispatch rule", RULES)).unwrap_or_default();
        if let Some(node) = node
            && matches!(rule, Rule::SameFamily | Rule::StayWithFamily | Rule::Cyclic)
            && station.get("setup").is_none()
        {
            let message =
                "this rule goes by the family a machine is set up for, but there is no setup".to_string();
            self.problems.conflict(node.span, message, "give the station a setup, or choose another rule");
        }
        let node = station.get("classes");
        let classes =
            node.and_then(|node| self.word(node, "what classes are worth", CLASSES)).unwrap_or_default();
        if let Some(node) = node
            && classes.interrupt()
            && station.get("batch").is_some()
        {
            let message = "a batch under way cannot be interrupted".to_string();
            self.problems.conflict(node.span, message, "write First, or remove the batch");
        }
        Dispatch { rule, classes }
    }

    pub(super) fn setup(&mut self, node: &Node, place: &str, inside: &Inside) -> Setup {
        let fields = self.open(node, &SETUP, place);
        let mut times: Vec<Changeover> = Vec::new();
        for (number, node) in fields.list(self, "times").iter().enumerate() {
            let change = self.open(node, &CHANGE, &format!("{place}, change {}", number + 1));
            let from = self.family_of(&change, "from", inside);
            let to = change.need(self, "to", "the name of a family in quotes");
            let to = to.and_then(|node| inside.families.find(self, node)).map(FamilyId::new);
            let time = change.distribution(self, "time", None, Of::Time);
            let crew = change.get("crew").map(|node| self.crews(node, inside, true));
            let scrap = change.get("scrap").map(|_| change.count(self, "scrap", None, 0, MOST_LOST) as u32);
            let Some(to) = to else { continue };
            if times.iter().any(|own| (own.from, own.to) == (from, to)) {
                let message = "this change of family is written twice".to_string();
                self.problems.conflict(node.span, message, "keep one of them");
            }
            times.push(Changeover { from, to, time, crew, scrap });
        }
        let setup = Setup {
            time: fields.distribution(self, "time", Some(0.0), Of::Time),
            times,
            crew: fields.get("crew").map_or(Vec::new(), |node| self.crews(node, inside, true)),
            scrap: fields.count(self, "scrap", Some(0), 0, MOST_LOST) as u32,
            initial: self.family_of(&fields, "initial", inside),
            visit: fields.get("visit").map_or(Visit::default(), |node| self.visit(node, &fields.at("visit"))),
        };
        if setup.times.is_empty() && ["time", "scrap", "visit"].iter().all(|name| fields.get(name).is_none())
        {
            let message = "this setup costs neither time nor units".to_string();
            self.problems.range(node.span, message, "write time, times or scrap, or remove the setup");
        }
        setup
    }

    /// Machines that change over while nothing waits must take time for it.
    pub(super) fn changeovers(&mut self, station: &Station, span: Span) {
        let takes_time = |time: &Distribution| time.mean() >= 1e-6;
        let Some(setup) = &station.setup else { return };
        if station.dispatch.rule == Rule::Cyclic
            && !takes_time(&setup.time)
            && !setup.times.iter().any(|own| takes_time(&own.time))
        {
            let message = "these machines change over without end at one instant, as it takes no time";
            let help = "write a setup time above 0, or StayWithFamily: it changes over only where lots wait";
            self.problems.endless(span, message.to_string(), help);
        }
    }

    /// Loading at the beginning of an operation.
    pub(super) fn loading(&mut self, step: &Fields<'_>, inside: &Inside, limited: bool) -> Option<Loading> {
        let node = step.get("loading")?;
        let fields = self.open(node, &LOADING, &step.at("loading"));
        Some(Loading {
            time: fields.distribution(self, "time", None, Of::Time),
            crew: fields.get("crew").map_or(Vec::new(), |node| self.crews(node, inside, limited)),
        })
    }

    /// How a lot chooses among the stations of a step.
    pub(super) fn choice(&mut self, step: &Fields<'_>) -> Choosing {
        const WORDS: &[(&str, Choosing)] = &[
            ("InOrder", Choosing::InOrder),
            ("ShortestQueue", Choosing::ShortestQueue),
            ("Random", Choosing::Random),
            ("Cyclic", Choosing::Cyclic),
        ];
        step.get("choice").and_then(|node| self.word(node, "a choice", WORDS)).unwrap_or_default()
    }

    /// By how many lots queues of a step must differ for one to go over.
    pub(super) fn jockeys(&mut self, step: &Fields<'_>) -> Option<u32> {
        let node = step.get("jockeys")?;
        if step.get("or_at").is_none() {
            let message = "this step has one station, so there is no queue to go over to".to_string();
            self.problems.conflict(node.span, message, "write or_at, or remove jockeys");
        }
        step.count_if(self, "jockeys", 2)
    }

    /// Stations that draw from the buffer of another, which must have one of its own and take lots one by one.
    pub(super) fn shared_buffers(&mut self, nodes: &[Node], stations: &mut [Station], inside: &Inside) {
        for (index, node) in nodes.iter().enumerate() {
            let Some(named) = node.field("shares_buffer_of") else { continue };
            let Some(owner) = inside.stations.find(self, named) else { continue };
            let problem = if owner == index {
                Some("a station cannot share its own buffer")
            } else if nodes.get(owner).is_some_and(|node| node.field("shares_buffer_of").is_some()) {
                Some("that station draws from the buffer of another itself")
            } else if stations[index].batch.is_some()
                || stations.get(owner).is_some_and(|s| s.batch.is_some())
            {
                Some("a station that loads batches has a buffer of its own")
            } else if node.field("buffer").is_some() {
                Some("a station that shares a buffer has none of its own")
            } else {
                None
            };
            match problem {
                Some(message) => {
                    let help = "name a station with a buffer of its own, where lots go one by one";
                    self.problems.conflict(named.span, message.into(), help);
                }
                None => stations[index].shares_buffer_of = Some(StationId::new(owner)),
            }
        }
    }
}
