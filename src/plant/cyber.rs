//! Cyber incidents: when they come, what they hit, how long it stands.
//!
//! How often may change while the factory runs, as it is connected or secured: an incident comes when the frequency,
//! summed up over time, has reached a drawn amount, so that one frequency leaves the draws of another alone.

use bevy_ecs::prelude::*;

use crate::outcome::IncidentTally;
use crate::random::{Stream, mix, uniform};
use crate::spec::{self, CyberTarget};
use crate::units::{Duration, Time, YEAR_DAYS, math};

use super::build::Builder;
use super::elements::{Tuning, stop};
use super::events::Event;
use super::floor::Floor;

/// A year, as incidents are counted.
const YEAR_S: f64 = YEAR_DAYS * 86_400.0;
/// What an incident's draws are for, beside stations, which have their numbers.
const PLAN: u64 = u64::MAX;
const COST: u64 = u64::MAX - 1;

/// The risk of a factory; none where it has none. Owner: this file.
#[derive(Component, Clone, Debug, Default)]
pub(super) struct Risk(pub(super) Option<Box<Exposure>>);

/// Incidents of a factory.
#[derive(Clone, Debug)]
pub(super) struct Exposure {
    described: spec::Cyber,
    pub(super) tunings: [Tuning; CyberTarget::Cost as usize + 1],
    /// What the frequency, summed up over time, still has to reach until the next, and up to when it is summed up.
    left: f64,
    since: Time,
    /// Frequency now [1/s].
    rate: f64,
    chance: Stream,
    key: u64,
    pub(super) tally: IncidentTally,
    /// When each station works again; before now where it is not hit.
    until: Vec<Time>,
    /// Incidents of its own since the region last looked.
    pub(super) news: u64,
    slot: u32,
    end_slot: u32,
}

impl Exposure {
    fn tuned(&self, which: CyberTarget, described: f64) -> f64 {
        self.tunings[which as usize].apply(described).max(0.0)
    }

    /// Sums up the frequency to now, then goes on with the present one; when the next incident comes.
    fn go_on(&mut self, connected: bool, now: Time) -> Time {
        self.left -= self.rate * now.since(self.since).as_secs();
        self.since = now;
        let more = if connected { 1.0 + self.described.connected } else { 1.0 };
        self.rate = self.tuned(CyberTarget::PerYear, self.described.per_year) * more / YEAR_S;
        if self.rate <= 0.0 {
            return Time::NEVER;
        }
        now.after(Duration::from_secs((self.left / self.rate).clamp(0.0, 1e9)))
    }

    fn draw_next(&mut self) {
        self.left = -math::ln(uniform(self.chance.next_bits()));
    }
}

impl Floor<'_> {
    /// The frequency of incidents may have changed.
    pub(super) fn weigh_risk(&mut self) {
        let Some(risk) = &mut self.risk.0 else { return };
        let next = risk.go_on(self.mail.connected, self.now);
        self.clock.calendar.schedule(risk.slot, next);
    }

    /// An incident.
    pub(super) fn suffer_incident(&mut self) {
        let Some(risk) = &mut self.risk.0 else { return };
        risk.news += u64::from(self.mail.connected);
        risk.draw_next();
        risk.since = self.now;
        self.weigh_risk();
        self.undergo_incident(false);
    }

    /// An incident, of the factory's own or spread over the platform: it costs something, what it hits stands from now on for
    /// a drawn time, and it may take the plan with it.
    pub(super) fn undergo_incident(&mut self, spread: bool) {
        let now = self.now;
        let Some(risk) = &mut self.risk.0 else { return };
        let own = mix(risk.key ^ mix(risk.tally.incidents));
        risk.tally.incidents += 1;
        risk.tally.spread += u64::from(spread);
        let drawn = risk.described.cost.at(mix(own ^ mix(COST)));
        risk.tally.costs += risk.tuned(CyberTarget::Cost, drawn);
        let plan_lost =
            uniform(mix(own ^ mix(PLAN))) < risk.tuned(CyberTarget::PlanLost, risk.described.plan_lost);
        let drawn = risk.described.outage.at(own);
        let until = now.after(Duration::from_secs(risk.tuned(CyberTarget::Outage, drawn)));
        let hit = risk.tuned(CyberTarget::Hit, risk.described.hit);
        let mut stopped = Vec::new();
        for (station, ends) in (0..).zip(&mut risk.until) {
            if uniform(mix(own ^ mix(station + 1))) < hit && until > *ends {
                if *ends <= now {
                    stopped.push(station as u32);
                }
                *ends = until;
            }
        }
        stopped.into_iter().for_each(|station| self.stand_by_incident(station, true));
        self.schedule_recovery();
        if plan_lost && self.lose_plan() {
            self.risk.0.iter_mut().for_each(|risk| risk.tally.plans_lost += 1);
        }
    }

    /// Stations whose outage is over work again.
    pub(super) fn recover(&mut self) {
        let now = self.now;
        let Some(risk) = &self.risk.0 else { return };
        let over = risk.until.iter().zip(0..).filter(|(until, _)| **until == now).map(|(_, station)| station);
        let over: Vec<u32> = over.collect();
        over.into_iter().for_each(|station| self.stand_by_incident(station, false));
        self.schedule_recovery();
    }

    fn schedule_recovery(&mut self) {
        let Some(risk) = &self.risk.0 else { return };
        let next = risk.until.iter().copied().filter(|until| *until > self.now).min();
        self.clock.calendar.schedule(risk.end_slot, next.unwrap_or(Time::NEVER));
    }

    fn stand_by_incident(&mut self, station: u32, stands: bool) {
        let s = &self.stations[station as usize];
        for machine in s.first_machine..s.first_machine + s.machines {
            if stands {
                self.stop_machine(machine, stop::CYBER);
            } else {
                self.clear_stop(machine, stop::CYBER);
            }
        }
    }
}

impl Builder<'_> {
    /// The cyber risk of the factory.
    pub(super) fn risk(&self) -> Risk {
        let Some(described) = self.plant.cyber.clone() else { return Risk(None) };
        let mut risk = Exposure {
            described,
            tunings: [Tuning::NONE; _],
            left: 0.0,
            since: Time::ZERO,
            rate: 0.0,
            chance: Stream::new(self.key("cyber", "incident")),
            key: self.key("cyber", "outage"),
            tally: IncidentTally::default(),
            until: vec![Time::ZERO; self.plant.stations.len()],
            news: 0,
            slot: self.slot(Event::IncidentCame),
            end_slot: self.slot(Event::IncidentEnded),
        };
        risk.draw_next();
        Risk(Some(Box::new(risk)))
    }
}
