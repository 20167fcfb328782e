//! Crews: from which pools, how many, and who is served first.

use crate::spec::{Crew, SHARES};
use crate::units::PoolId;

use crate::scenario::fields::Fields;
use crate::scenario::format::CREW;
use crate::scenario::reader::Reader;
use crate::scenario::tree::{Node, shortened};

use super::plant::{Inside, MANY};

impl Reader {
    /// The crews of an operation or repair; they are `limited` by the pools' headcount.
    pub(super) fn crews(&mut self, node: &Node, inside: &Inside, limited: bool) -> Vec<Crew> {
        let mut crews: Vec<Crew> = Vec::new();
        for node in self.list(node, "crews") {
            let fields = self.open(node, &CREW, "");
            let pools = self.crew_pools(&fields, inside);
            let workers = fields.count(self, "workers", Some(1), 1, MANY) as u32;
            let tends = self.tends(&fields);
            let priority = fields.count(self, "priority", Some(100), 0, 255) as u8;
            let Some(first) = pools.first() else { continue };
            if crews.iter().any(|crew| crew.pools == pools) && !inside.pools.is_anything() {
                let message = "this pool is named twice in one crew".to_string();
                self.problems.conflict(node.span, message, "write it once, with the sum of workers");
            }
            let has = pools.iter().filter_map(|pool| inside.headcounts.get(pool.index()));
            let has = has.fold(0, |sum: u32, headcount| sum.saturating_add(*headcount));
            if limited && workers > has && !inside.pools.is_anything() {
                self.problems.crew(node.span, &inside.pools.list()[first.index()], workers, has);
            }
            crews.push(Crew { pools, workers, tends, priority });
        }
        crews
    }

    fn tends(&mut self, crew: &Fields<'_>) -> u32 {
        let tends = crew.count(self, "tends", Some(1), 1, u64::from(SHARES)) as u32;
        if let Some(node) = crew.get("tends")
            && !SHARES.is_multiple_of(tends)
        {
            let message = format!("a worker cannot be divided evenly among {tends} machines");
            let help = "write 1 to 10, 12, 14, 15, 16, 18, 20, 21, 24, 28 or 30";
            self.problems.range(node.span, message, help);
            return 1;
        }
        tends
    }

    /// The pools that a crew comes from, most preferred first.
    fn crew_pools(&mut self, crew: &Fields<'_>, inside: &Inside) -> Vec<PoolId> {
        match crew.one_of(self, &["pool", "pools", "skill"]) {
            Some(("pool", node)) => {
                let found = inside.pools.find(self, node).map(PoolId::new);
                found.map_or(Vec::new(), |pool| inside.workers_of(pool))
            }
            Some(("pools", node)) => {
                let mut pools: Vec<PoolId> = Vec::new();
                for node in self.list(node, "names of pools") {
                    let found = inside.pools.find(self, node).map(PoolId::new);
                    for pool in found.map_or(Vec::new(), |pool| inside.workers_of(pool)) {
                        if !pools.contains(&pool) {
                            pools.push(pool);
                        }
                    }
                }
                pools
            }
            Some((_, node)) => {
                let Some(skill) = self.text(node, "the name of a skill", "it in quotes") else {
                    return Vec::new();
                };
                if inside.pools.is_anything() {
                    return vec![PoolId::new(0)];
                }
                let found = inside.skills.get(&skill);
                if found.is_none() {
                    let known: Vec<String> = inside.skills.keys().cloned().collect();
                    self.problems.unknown_name(
                        node.span,
                        "skill",
                        &shortened(&skill),
                        "the pools of the plant",
                        &known,
                    );
                }
                found.into_iter().flatten().map(|pool| PoolId::new(*pool)).collect()
            }
            None => Vec::new(),
        }
    }
}
