//! Pools of workers, as they are at the start.

use std::collections::{BinaryHeap, VecDeque};

use bevy_ecs::prelude::*;

use crate::outcome::PoolTally;
use crate::plant::elements::{Group, Hiring, InFactory, Learning, NONE, Overtime, Pool, Team, Tuning, Used};
use crate::plant::supplies::curve_for;
use crate::random::Stream;
use crate::spec::{self, Curve};
use crate::units::{PoolId, Time};

use super::Builder;

impl Builder<'_> {
    pub(super) fn spawn_pools(&self, world: &mut World, factory: Entity) {
        let breakdowns = self.plant.stations.iter().flat_map(|station| &station.breakdowns);
        let repairers = breakdowns.filter_map(|breakdown| breakdown.crew.as_ref());
        for (index, described) in self.plant.pools.iter().enumerate() {
            let teams = described.teams.iter().map(|team| {
                // Teams without a calendar are there from the start; the others come when theirs turns.
                let shift = team.calendar.is_none().then_some(Time::ZERO);
                let calendar = team.calendar.map(|c| c.0);
                Team { headcount: team.headcount, posts: 0, present: 0, calendar, shift, overtime: false }
            });
            let mut pool = Pool {
                present: 0,
                in_overtime: 0,
                absent: 0,
                busy: 0,
                released: 0,
                counted_until: Time::ZERO,
                groups: Vec::new(),
                at_end: described.at_end,
                interrupts: described.interrupts,
                repairs: repairers.clone().any(|crew| crew.pools.contains(&PoolId::new(index))),
                teams: teams.collect(),
                people: Vec::new(),
                learning: described.learning.map(Learning::new),
                hiring: described.hiring.as_ref().map(|rule| Box::new(self.hiring(&described.name, rule))),
                overtime: described.overtime.map(|rule| {
                    Box::new(Overtime { rule, used: vec![Used::default(); described.teams.len()] })
                }),
                absence: described.absence,
                kept_away: self.kept_away(index),
                absence_tuning: Tuning::NONE,
                headcount_tuning: Tuning::NONE,
                closed: self.opens() > Time::ZERO,
                absence_key: self.key(&described.name, "absence"),
                since: Time::ZERO,
                tally: PoolTally::default(),
            };
            let groups = self.routing.groups.iter().zip(0..);
            pool.groups =
                groups.filter(|(pools, _)| pools.contains(&(index as u32))).map(|(_, group)| group).collect();
            pool.people_of_the_start();
            pool.attend();
            world.spawn((self.id(index), InFactory(factory), pool));
        }
        let groups = &self.routing.groups;
        for (index, pools) in groups.iter().enumerate() {
            let described = || pools.iter().map(|pool| &self.plant.pools[*pool as usize]);
            let anybody = described().all(|pool| pool.learning.is_none() && pool.hiring.is_none());
            let elsewhere = |pool: &u32| groups.iter().filter(|own| own.contains(pool)).count() > 1;
            let group = Group {
                lone: if pools.len() == 1 && anybody { pools[0] } else { NONE },
                shares_pools: pools.iter().any(elsewhere),
                by_class: described().any(|pool| pool.by_class),
                interrupts: described().any(|pool| pool.interrupts),
                pools: pools.clone(),
                waiting: VecDeque::new(),
            };
            world.spawn((self.id(index), InFactory(factory), group));
        }
    }

    /// Share of a pool's workers that the surge keeps away: by the name of a worker before that of his pool, and before that
    /// of all.
    fn kept_away(&self, pool: usize) -> Option<Box<Curve>> {
        let (absence, pools) = (&self.surge().absence, &self.plant.pools);
        let of_all = |own: &&spec::Pool| own.members.contains(&PoolId::new(pool));
        let own = absence.iter().find(|(name, _)| *name == pools[pool].name).map(|(_, curve)| curve);
        let of_pool = || curve_for(absence, pools.iter().find(of_all).map_or("*", |all| &all.name));
        own.or_else(of_pool).cloned().map(Box::new)
    }

    pub(super) fn hiring(&self, pool: &str, rule: &spec::Hiring) -> Hiring {
        Hiring {
            rule: spec::Hiring { lag: rule.lag.scaled(1e6), ..rule.clone() },
            coming: BinaryHeap::new(),
            carry: 0.0,
            lags: Stream::new(self.key(pool, "hiring")),
            leaving_key: self.key(pool, "leaving"),
        }
    }
}
