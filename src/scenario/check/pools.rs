//! Pools: teams or named workers, how they learn, who is hired when, who stays longer.

use crate::spec::{AtEnd, Behind, Hiring, Learning, LearningCurve, Overtime, Pool, Team};
use crate::units::{Duration, PoolId};

use crate::scenario::distributions::Of;
use crate::scenario::fields::{Fields, place_of};
use crate::scenario::format::{HIRE, LEARNING, OVERTIME, POOL, TEAM, WORKER};
use crate::scenario::reader::{Range, Reader};
use crate::scenario::tree::Node;

use super::plant::{Inside, MANY};

/// Rates at which people learn.
const LEARNING_RATE: Range = Range::new(0.51, 1.0, "a learning rate from 0.51 to 1, as 0.8");

/// How many may be looked for in a week.
const PER_WEEK: Range = Range::new(0.001, 10_000.0, "a number from 0.001 to 10000, as 4");

/// Factors of one or more.
const ONE_OR_MORE: Range = Range::new(1.0, 1e6, "a factor of 1 or more, as 1.6");

impl Inside {
    /// The pools that a pool stands for: those of its named workers, or itself.
    pub(super) fn workers_of(&self, pool: PoolId) -> Vec<PoolId> {
        match self.members.get(pool.index()) {
            Some(members) if !members.is_empty() => members.clone(),
            _ => vec![pool],
        }
    }

    fn has_skill(&mut self, skill: &str, pool: usize) {
        let pools = self.skills.entry(skill.into()).or_default();
        if !pools.contains(&pool) {
            pools.push(pool);
        }
    }
}

impl Reader {
    /// The pools of a plant. Each named worker is a pool of one, behind the pool that names it.
    pub(super) fn pools(&mut self, plant: &Fields<'_>, inside: &mut Inside) -> Vec<Pool> {
        let mut pools = Vec::new();
        for node in plant.list(self, "pools") {
            let place = place_of(&plant.place, "pool", node, "name");
            let fields = self.open(node, &POOL, &place);
            let (name, span) = fields.name(self, "name");
            inside.pools.add(self, &name, span);
            let mut pool = Pool {
                name,
                teams: Vec::new(),
                absence: fields.number(self, "absence", Some(0.0), Range::NOT_ALL),
                wage_per_hour: fields.number(self, "wage_per_hour", Some(0.0), Range::NOT_NEGATIVE),
                at_end: self.shift_end(&fields),
                overtime_premium: fields.number(self, "overtime_premium", Some(1.5), Range::NOT_NEGATIVE),
                by_class: fields.flag(self, "by_class"),
                interrupts: fields.flag(self, "interrupts"),
                members: Vec::new(),
                learning: fields.get("learning").map(|node| self.learning(node, &fields.at("learning"))),
                hiring: fields.get("hire").and_then(|node| self.hire(node, &fields.at("hire"))),
                overtime: fields.get("overtime").and_then(|node| self.overtime(node, &fields.at("overtime"))),
            };
            let skills: Vec<String> =
                fields.list(self, "skills").iter().map(|node| self.name(node)).collect();
            match fields.one_of(self, &["headcount", "teams", "workers"]) {
                Some(("workers", list)) => {
                    self.named_workers(list, &fields, &skills, pool, &mut pools, inside);
                    continue;
                }
                Some(("teams", list)) => {
                    if let Some(extra) = fields.get("calendar") {
                        let help = "write the calendar of each team inside teams";
                        self.problems.conflict(extra.span, "a pool with teams has no calendar".into(), help);
                    }
                    let teams = self.list(list, "teams").iter().enumerate();
                    let teams =
                        teams.map(|(n, team)| self.team(team, &format!("{place}, team {}", n + 1), inside));
                    pool.teams = teams.collect();
                }
                _ => pool.teams = vec![self.headcount(&fields, inside)],
            }
            let hired = pool.hiring.as_ref().map_or(0, |hiring| hiring.most);
            inside.headcounts.push(pool.teams.iter().map(|t| t.headcount).fold(hired, u32::saturating_add));
            inside.members.push(Vec::new());
            skills.iter().for_each(|skill| inside.has_skill(skill, pools.len()));
            pools.push(pool);
        }
        pools
    }

    /// The pools of named workers, behind the pool that stands for all of them.
    fn named_workers(
        &mut self,
        list: &Node,
        fields: &Fields<'_>,
        skills: &[String],
        mut pool: Pool,
        pools: &mut Vec<Pool>,
        inside: &mut Inside,
    ) {
        if let Some(hire) = fields.get("hire") {
            let help = "write a pool with a headcount for those who are hired";
            self.problems.conflict(hire.span, "a pool of named workers hires nobody".into(), help);
            pool.hiring = None;
        }
        let calendar = self.calendar_of(fields, inside);
        let nodes = self.list(list, "named workers");
        if nodes.is_empty() {
            let help = "name one at least, or write a headcount";
            self.problems.range(list.span, "there are no workers".into(), help);
        }
        let first = pools.len() + 1;
        pool.members = (first..first + nodes.len()).map(PoolId::new).collect();
        inside.headcounts.push(0);
        inside.members.push(pool.members.clone());
        let all = pool.clone();
        pools.push(pool);
        for node in nodes {
            let own = self.open(node, &WORKER, &place_of(&fields.place, "worker", node, "name"));
            let (name, span) = own.name(self, "name");
            inside.pools.add(self, &name, span);
            inside.headcounts.push(1);
            inside.members.push(Vec::new());
            let more: Vec<String> = own.list(self, "skills").iter().map(|node| self.name(node)).collect();
            skills.iter().chain(&more).for_each(|skill| inside.has_skill(skill, pools.len()));
            let calendar = self.calendar_of(&own, inside).or(calendar);
            let teams = vec![Team { headcount: 1, calendar }];
            pools.push(Pool { name, teams, members: Vec::new(), ..all.clone() });
        }
    }

    fn team(&mut self, node: &Node, place: &str, inside: &Inside) -> Team {
        let fields = self.open(node, &TEAM, place);
        self.headcount(&fields, inside)
    }

    fn headcount(&mut self, fields: &Fields<'_>, inside: &Inside) -> Team {
        // A pool without any headcount has its problem already.
        let headcount = fields.count(self, "headcount", Some(1), 0, MANY) as u32;
        Team { headcount, calendar: self.calendar_of(fields, inside) }
    }

    /// What happens to the operations of a pool's workers when their shift ends.
    fn shift_end(&mut self, pool: &Fields<'_>) -> AtEnd {
        const RULES: &[(&str, AtEnd)] =
            &[("Suspend", AtEnd::Suspend), ("Finish", AtEnd::Finish), ("NotBegin", AtEnd::NotBegin)];
        let node = pool.get("at_end");
        node.and_then(|node| self.word(node, "what becomes of an operation", RULES)).unwrap_or_default()
    }

    fn learning(&mut self, node: &Node, place: &str) -> Learning {
        const CURVES: &[(&str, LearningCurve)] =
            &[("Unit", LearningCurve::Unit), ("CumulativeAverage", LearningCurve::CumulativeAverage)];
        let fields = self.open(node, &LEARNING, place);
        let curve = fields.get("curve").and_then(|node| self.word(node, "a learning curve", CURVES));
        Learning {
            curve: curve.unwrap_or_default(),
            rate: fields.number(self, "rate", None, LEARNING_RATE),
            first: fields.number(self, "first", None, ONE_OR_MORE),
            experience: fields
                .get("experience")
                .map(|_| fields.count(self, "experience", Some(0), 0, 1_000_000_000_000)),
        }
    }

    /// When there is too much to do.
    fn behind(&mut self, fields: &Fields<'_>) -> Option<Behind> {
        let (name, _) = fields.one_of(self, &["when_backlog_above", "when_lots_above"])?;
        let limit = fields.number(self, name, None, Range::NOT_NEGATIVE);
        Some(if name == "when_lots_above" { Behind::Lots(limit) } else { Behind::Backlog(limit) })
    }

    fn hire(&mut self, node: &Node, place: &str) -> Option<Hiring> {
        let fields = self.open(node, &HIRE, place);
        let when = self.behind(&fields);
        let rule = Hiring {
            when: when?,
            per_week: fields.number(self, "per_week", None, PER_WEEK),
            lag: fields.distribution(self, "lag", Some(0.0), Of::Time),
            most: fields.count(self, "most", None, 1, MANY) as u32,
            leaving: fields.number(self, "leaving_per_year", Some(0.0), Range::NOT_NEGATIVE),
            cost: fields.number(self, "cost", Some(0.0), Range::NOT_NEGATIVE),
            leaving_cost: fields.number(self, "leaving_cost", Some(0.0), Range::NOT_NEGATIVE),
        };
        Some(rule)
    }

    fn overtime(&mut self, node: &Node, place: &str) -> Option<Overtime> {
        let fields = self.open(node, &OVERTIME, place);
        let when = self.behind(&fields);
        let most = fields.need(self, "most", "\"2h\"").and_then(|node| {
            let node = self.figure(node, &fields.at("most"));
            let read = self.duration(node);
            if read == Some(Duration::ZERO) {
                let help = "write a time above 0, or leave overtime out";
                self.problems.range(node.span, "this overtime has no length".into(), help);
            }
            read
        });
        let rule = Overtime {
            when: when?,
            most: most?,
            per_week: fields.duration_if(self, "per_week"),
            per_month: fields.duration_if(self, "per_month"),
            output: fields.number(self, "output", Some(1.0), Range::SCALE),
        };
        Some(rule)
    }
}
