//! Crews: who is taken for a request that is granted, and who goes when work ends, stops or is called off; what a pool counts of
//! it.

use crate::spec::{AtEnd, SHARES};
use crate::units::Time;

use super::elements::{Hand, Machine, NONE, Need, Phase, Pool, Purpose, Request, Stage};
use super::floor::{Clock, Floor};

impl Pool {
    /// Shares of workers who are there and in no crew.
    #[inline(always)]
    pub(super) fn idle(&self) -> u64 {
        (u64::from(self.present) * u64::from(SHARES)).saturating_sub(self.busy)
    }

    /// Counts presence, absence and work up to now; call before any of them changes.
    pub(super) fn count(&mut self, now: Time) {
        self.count_work(now);
        let elapsed = now.since(self.since).0;
        self.since = now;
        self.tally.present.0 += elapsed * u64::from(self.present - self.in_overtime);
        self.tally.overtime.0 += elapsed * u64::from(self.in_overtime);
        self.tally.absent.0 += elapsed * u64::from(self.absent);
    }

    /// Time integral of shares of workers in crews up to now [shares of a worker times µs].
    pub(super) fn busy_time(&self, now: Time) -> u128 {
        self.released.wrapping_add(u128::from(self.busy) * u128::from(now.0))
    }

    /// Counts work beyond shifts up to now; call before a crew comes or goes.
    #[inline(always)]
    fn count_work(&mut self, now: Time) {
        let there = u64::from(self.present) * u64::from(SHARES);
        if self.busy > there {
            let elapsed = now.since(self.counted_until).0;
            self.tally.overtime.0 += elapsed * (self.busy - there).div_ceil(u64::from(SHARES));
        }
        self.counted_until = now;
    }

    #[inline(always)]
    pub(super) fn seize(&mut self, shares: u64, now: Time) {
        self.count_work(now);
        self.busy += shares;
        self.released = self.released.wrapping_sub(u128::from(shares) * u128::from(now.0));
    }

    /// Gives a machine the workers that it asked for.
    #[inline(always)]
    pub(super) fn grant(&mut self, m: &mut Machine, shares: u64, asked: Time, now: Time, clock: &mut Clock) {
        self.seize(shares, now);
        self.tally.requests += 1;
        self.tally.waits += now.since(asked);
        m.crewed = true;
        clock.crews += 1;
        if m.phase != Phase::Paused {
            m.crew_order = clock.crews;
        }
    }

    /// Lends workers to the office, for work that waits since an instant.
    pub(super) fn lend(&mut self, shares: u64, since: Time, now: Time) {
        self.seize(shares, now);
        self.tally.requests += 1;
        self.tally.waits += now.since(since);
    }

    /// Takes them back.
    pub(super) fn give_back(&mut self, shares: u64, now: Time) {
        self.release(shares, now);
    }

    #[inline(always)]
    pub(super) fn release(&mut self, shares: u64, now: Time) {
        self.count_work(now);
        self.busy -= shares;
        self.released = self.released.wrapping_add(u128::from(shares) * u128::from(now.0));
    }

    /// A hand leaves its crew.
    pub(super) fn release_hand(&mut self, hand: &Hand, now: Time) {
        self.release(hand.shares, now);
        self.dismiss(hand);
    }
}

impl Floor<'_> {
    /// Takes the crew and the material of an operation.
    pub(super) fn seize_for_operation(&mut self, request: Request) {
        let machine = request.machine;
        let begun = self.has_begun(machine);
        for index in 0..self.needs_of(machine).len() {
            let need = self.needs_of(machine)[index];
            match need {
                Need::Workers { .. } => {
                    self.seize(request, need);
                    let m = &mut self.machines[machine as usize];
                    m.crewed = true;
                    self.clock.crews += 1;
                    // Interrupted work keeps its place.
                    if m.phase != Phase::Paused {
                        m.crew_order = self.clock.crews;
                    }
                }
                Need::Material { material, per_unit } if !begun => {
                    let units = f64::from(self.units_on(machine));
                    self.use_material(material, per_unit * units);
                }
                Need::Material { .. } => {}
            }
        }
    }

    /// Takes workers from the pools of a group in their order.
    #[inline(always)]
    pub(super) fn seize(&mut self, request: Request, crew: Need) {
        let Need::Workers { group, shares, .. } = crew else { return };
        let own = &self.groups[group as usize];
        let now = self.now;
        if own.lone != NONE {
            let p = &mut self.pools[own.lone as usize];
            p.seize(shares, now);
            p.tally.requests += 1;
            p.tally.waits += now.since(request.asked);
            return;
        }
        self.seize_hands(request, crew);
    }

    fn seize_hands(&mut self, request: Request, crew: Need) {
        let Need::Workers { group, shares, .. } = crew else { return };
        let order = self.place(request, &crew);
        let mut left = shares;
        for position in 0..self.groups[group as usize].pools.len() {
            let pool = self.groups[group as usize].pools[position];
            let taken = self.spare(request.machine, group, pool, order).min(left);
            if taken == 0 {
                continue;
            }
            left -= taken;
            let p = &mut self.pools[pool as usize];
            p.seize(taken, self.now);
            p.tally.requests += 1;
            p.tally.waits += self.now.since(request.asked);
            let stop = request.purpose != Purpose::Operation;
            let hand = Hand { pool, person: NONE, shares: taken, group, stop };
            p.choose_people(hand, &mut self.hands[request.machine as usize].0);
        }
    }

    /// Who repairs or maintains a machine.
    pub(super) fn stop_crew(&self, machine: u32, purpose: Purpose) -> Option<Need> {
        let wear = &self.wear[machine as usize];
        match purpose {
            Purpose::Maintenance => wear.planned_crew(),
            _ => wear.causes[wear.current as usize].crew,
        }
    }

    pub(super) fn seize_for_repair(&mut self, request: Request) {
        if let Some(crew) = self.stop_crew(request.machine, request.purpose) {
            self.seize(request, crew);
        }
    }

    /// Gives back a crew, who serve the oldest requests when the instant settles; `stop`: that of a repair or
    /// maintenance.
    #[inline(always)]
    pub(super) fn release_workers(&mut self, machine: u32, crew: Need, stop: bool) {
        let Need::Workers { group, .. } = crew else { return };
        if !self.release_lone(crew) {
            self.release_hands(machine, group, stop);
        }
    }

    /// Gives back a crew that comes from one pool where it does not matter who works; false when it does not.
    #[inline(always)]
    pub(super) fn release_lone(&mut self, crew: Need) -> bool {
        let Need::Workers { group, shares, .. } = crew else { return false };
        let pool = self.groups[group as usize].lone;
        if pool == NONE {
            return false;
        }
        self.pools[pool as usize].release(shares, self.now);
        self.touched.pool(pool);
        true
    }

    fn release_hands(&mut self, machine: u32, group: u32, stop: bool) {
        let Floor { hands, pools, touched, now, .. } = self;
        hands[machine as usize].0.retain(|hand| {
            let goes = hand.group == group && hand.stop == stop;
            if goes {
                pools[hand.pool as usize].release_hand(hand, *now);
                touched.pool(hand.pool);
            }
            !goes
        });
    }

    /// A machine that waits for workers or material is stopped: those behind it may be served.
    pub(super) fn stop_asking(&mut self, machine: u32) {
        for index in 0..self.needs_of(machine).len() {
            match self.needs_of(machine)[index] {
                Need::Workers { group, .. } => {
                    self.groups[group as usize].pools.iter().for_each(|pool| self.touched.pool(*pool));
                }
                Need::Material { material, .. } => self.touched.material(material),
            }
        }
    }

    /// The crew of a machine's stage goes.
    pub(super) fn release_crew(&mut self, machine: u32) {
        let Floor { machines, routings, pools, touched, now, .. } = self;
        let m = &mut machines[machine as usize];
        let row = &routings.rows[m.row as usize];
        if row.sole_pool != NONE && m.crew_for == Stage::Operation {
            return m.release_to_sole_pool(row, pools, touched, *now);
        }
        m.crewed = false;
        for index in 0..self.needs_of(machine).len() {
            let need = self.needs_of(machine)[index];
            self.release_workers(machine, need, false);
        }
    }

    /// Fewer workers than busy ones: the operations that started last stop first.
    pub(super) fn stop_excess_crews(&mut self, pool: u32) {
        // Who finishes first stays until then.
        if matches!(self.pools[pool as usize].at_end, AtEnd::Finish | AtEnd::FinishAndShift) {
            return;
        }
        while self.pools[pool as usize].busy
            > u64::from(self.pools[pool as usize].present) * u64::from(SHARES)
        {
            let holds =
                |machine: &u32| self.machines[*machine as usize].crewed && self.crew_from(*machine, pool) > 0;
            let last = (0..self.machines.len() as u32).filter(holds);
            // None left: the workers are in repairs, which go on.
            let Some(machine) = last.max_by_key(|m| self.machines[*m as usize].crew_order) else { return };
            self.suspend(machine);
        }
    }

    /// Interrupts an operation for want of workers; it asks for them before all new work.
    pub(super) fn suspend(&mut self, machine: u32) {
        if self.machines[machine as usize].phase == Phase::Running {
            self.pause(machine);
        }
        self.release_crew(machine);
        // A machine that stands for another reason asks when that is gone.
        let m = &self.machines[machine as usize];
        if m.stops == 0 && !m.asking && self.take_needs(machine) {
            self.run(machine);
        }
    }
}
