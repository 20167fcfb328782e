//! Requests for workers and materials: together or not at all, in their order, no overtaking.
//!
//! A machine that lacks something waits in the queue of the first resource that refuses it, and when that has enough,
//! moves on to the next that lacks. Interrupted operations come before new ones.

use std::collections::VecDeque;

use crate::spec::{AtEnd, SHARES};
use crate::units::{Duration, Time};

use super::elements::{Group, Machine, NONE, Need, Phase, Pool, Purpose, Request};
use super::floor::{Clock, Floor};

/// A resource in whose queue a machine can stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Resource {
    Group(u32),
    Material(u32),
}

impl Pool {
    /// Shares of workers who are there and in no crew.
    #[inline(always)]
    pub(super) fn idle(&self) -> u64 {
        (u64::from(self.present) * u64::from(SHARES)).saturating_sub(self.busy)
    }

    /// Counts presence, absence and work up to now; call before any of them changes.
    #[inline(always)]
    pub(super) fn count(&mut self, now: Time) {
        let elapsed = now.since(self.since).0;
        self.since = now;
        self.tally.present.0 += elapsed * u64::from(self.present);
        self.tally.absent.0 += elapsed * u64::from(self.absent);
        self.busy_time += u128::from(elapsed) * u128::from(self.busy);
        let there = u64::from(self.present) * u64::from(SHARES);
        if self.busy > there {
            self.tally.overtime.0 += elapsed * (self.busy - there).div_ceil(u64::from(SHARES));
        }
    }

    #[inline(always)]
    fn seize(&mut self, shares: u64, now: Time) {
        self.count(now);
        self.busy += shares;
    }

    /// Gives a machine the workers that it asked for.
    #[inline(always)]
    fn grant(&mut self, m: &mut Machine, shares: u64, asked: Time, now: Time, clock: &mut Clock) {
        self.seize(shares, now);
        self.tally.requests += 1;
        self.tally.waits += now.since(asked);
        m.crewed = true;
        clock.crews += 1;
        m.crew_order = clock.crews;
    }

    #[inline(always)]
    fn release(&mut self, shares: u64, now: Time) {
        self.count(now);
        self.busy -= shares;
    }
}

impl Group {
    /// The request to be served next.
    #[inline(always)]
    fn head(&self) -> Option<&Request> {
        self.suspended.front().or_else(|| self.waiting.front())
    }

    /// Whether nobody asks.
    #[inline(always)]
    fn is_idle(&self) -> bool {
        self.suspended.is_empty() && self.waiting.is_empty()
    }
}

/// Puts a request behind all that come before it.
fn enqueue(queue: &mut VecDeque<Request>, request: Request) {
    let behind = queue.back().is_some_and(|last| last.order > request.order);
    if behind {
        let place = queue.partition_point(|other| other.order <= request.order);
        queue.insert(place, request);
    } else {
        queue.push_back(request);
    }
}

impl Floor<'_> {
    /// Takes everything a machine needs, or lets it wait; true when it was all there.
    pub(super) fn take_needs(&mut self, machine: u32, purpose: Purpose) -> bool {
        self.take_from(machine, purpose, None, self.now)
    }

    /// As [`Floor::take_needs`], for a machine at the head of the queue of `turn`, asking since `since`.
    fn take_from(&mut self, machine: u32, purpose: Purpose, turn: Option<Resource>, since: Time) -> bool {
        let Some((refused, priority)) = self.first_refusal(machine, purpose, turn) else {
            match purpose {
                Purpose::Operation => self.seize_for_operation(machine, since),
                Purpose::Repair | Purpose::Maintenance => self.seize_for_repair(machine, purpose, since),
            }
            return true;
        };
        let m = &mut self.machines[machine as usize];
        let suspended = m.phase == Phase::Paused && purpose == Purpose::Operation;
        if purpose == Purpose::Operation {
            m.asking = true;
            m.lacks_material = matches!(refused, Resource::Material(_));
        }
        self.clock.requests += 1;
        let order = u64::from(priority) << 48 | self.clock.requests;
        let request = Request { machine, purpose, order, asked: since, queued: self.now };
        match refused {
            Resource::Group(group) if suspended => {
                enqueue(&mut self.groups[group as usize].suspended, request);
            }
            Resource::Group(group) => enqueue(&mut self.groups[group as usize].waiting, request),
            Resource::Material(material) => {
                self.materials[material as usize].waiting.push_back(request);
                self.look_at_stock(material);
            }
        }
        self.touch_machine(machine);
        false
    }

    /// The first resource that cannot serve the machine now, with the priority of the request. A queue refuses
    /// newcomers, but not the one whose turn it is.
    fn first_refusal(
        &self,
        machine: u32,
        purpose: Purpose,
        turn: Option<Resource>,
    ) -> Option<(Resource, u16)> {
        if purpose != Purpose::Operation {
            let crew = self.stop_crew(machine, purpose)?;
            return self.refuses(machine, &crew, false, turn).map(|priority| (resource_of(&crew), priority));
        }
        let paused = self.machines[machine as usize].phase == Phase::Paused;
        let begun = self.has_begun(machine);
        for need in self.needs_of(machine) {
            match *need {
                Need::Workers { .. } => {
                    if let Some(priority) = self.refuses(machine, need, paused, turn) {
                        return Some((resource_of(need), priority));
                    }
                }
                Need::Material { material, per_unit } if !begun => {
                    let stock = &self.materials[material as usize];
                    let queued = !stock.waiting.is_empty() && turn != Some(Resource::Material(material));
                    if queued || stock.store.on_hand < per_unit * f64::from(self.units_on(machine)) {
                        return Some((Resource::Material(material), 0));
                    }
                }
                Need::Material { .. } => {}
            }
        }
        None
    }

    /// Whether a group of pools refuses a crew now, with the priority of the request then.
    #[inline(always)]
    fn refuses(&self, machine: u32, crew: &Need, suspended: bool, turn: Option<Resource>) -> Option<u16> {
        let Need::Workers { group, shares, priority } = *crew else { return None };
        let own = &self.groups[group as usize];
        let queued = !own.suspended.is_empty() || (!suspended && !own.waiting.is_empty());
        let at_turn = turn == Some(Resource::Group(group));
        if (at_turn || !queued) && self.available(machine, own, group, at_turn) >= shares {
            return None;
        }
        let by_class = own.pools.iter().any(|pool| self.pools[*pool as usize].by_class);
        let lot = self.lots.arena.get(self.machines[machine as usize].lot.index());
        let class = lot.filter(|_| by_class).map_or(0, |lot| lot.class);
        Some(u16::from(priority) << 8 | u16::from(class))
    }

    /// Shares of workers that a group could give to a machine now. Where others wait for a pool, its workers are not for
    /// newcomers of another group.
    #[inline(always)]
    fn available(&self, machine: u32, own: &Group, group: u32, at_turn: bool) -> u64 {
        let mut sum = 0;
        for pool in &own.pools {
            let p = &self.pools[*pool as usize];
            let promised =
                || p.groups.iter().any(|other| *other != group && !self.groups[*other as usize].is_idle());
            if p.groups.len() > 1 && !at_turn && promised() {
                continue;
            }
            if p.at_end == AtEnd::NotBegin && !self.fits_shift(machine, *pool) {
                continue;
            }
            sum += p.idle();
        }
        sum
    }

    /// Whether the operation of a machine would end before the present shift of a pool does.
    fn fits_shift(&self, machine: u32, pool: u32) -> bool {
        let m = &self.machines[machine as usize];
        let Some(lot) = self.lots.arena.get(m.lot.index()).filter(|_| m.lot.0 != NONE) else { return true };
        let needed = match m.phase {
            Phase::Paused => m.remaining,
            _ if lot.left > Duration::ZERO => lot.left,
            _ => self.routings.rows[m.row as usize].draw_time(lot.key, self.units_on(machine)).times(m.pace),
        };
        needed <= self.shift_left(pool)
    }

    /// Whether a machine's operation has had its material: it is interrupted, or its lot was sent back.
    fn has_begun(&self, machine: u32) -> bool {
        let m = &self.machines[machine as usize];
        let lot = self.lots.arena.get(m.lot.index());
        m.phase == Phase::Paused || lot.is_some_and(|lot| lot.left > Duration::ZERO)
    }

    /// What the first operation in the queue of a material needs of it; nothing where nobody waits.
    pub(super) fn need_of_first(&self, material: u32) -> f64 {
        let Some(first) = self.materials[material as usize].waiting.front() else { return 0.0 };
        let per_unit = self.needs_of(first.machine).iter().find_map(|need| match need {
            Need::Material { material: m, per_unit } if *m == material => Some(*per_unit),
            _ => None,
        });
        per_unit.unwrap_or(0.0) * f64::from(self.units_on(first.machine))
    }

    /// Units of the lot or batch on a machine.
    pub(super) fn units_on(&self, machine: u32) -> u32 {
        let load = &self.loads[machine as usize].0;
        if self.machines[machine as usize].lot.0 == NONE {
            return 0;
        }
        if load.is_empty() {
            return self.lots.arena[self.machines[machine as usize].lot.index()].units;
        }
        load.iter().map(|lot| self.lots.arena[lot.index()].units).sum()
    }

    fn seize_for_operation(&mut self, machine: u32, asked: Time) {
        let begun = self.has_begun(machine);
        for index in 0..self.needs_of(machine).len() {
            match self.needs_of(machine)[index] {
                Need::Workers { group, shares, .. } => {
                    self.seize(machine, group, shares, asked);
                    let m = &mut self.machines[machine as usize];
                    m.crewed = true;
                    self.clock.crews += 1;
                    m.crew_order = self.clock.crews;
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
    fn seize(&mut self, machine: u32, group: u32, shares: u64, asked: Time) {
        let now = self.now;
        let own = &self.groups[group as usize];
        if let [pool] = own.pools[..] {
            let p = &mut self.pools[pool as usize];
            p.seize(shares, now);
            p.tally.requests += 1;
            p.tally.waits += now.since(asked);
            return;
        }
        let mut left = shares;
        for position in 0..self.groups[group as usize].pools.len() {
            let pool = self.groups[group as usize].pools[position];
            let p = &mut self.pools[pool as usize];
            let taken = p.idle().min(left);
            if taken > 0 {
                p.seize(taken, now);
                p.tally.requests += 1;
                p.tally.waits += now.since(asked);
                self.hands[machine as usize].0.push((pool, taken));
                left -= taken;
            }
        }
    }

    /// Who repairs or maintains a machine.
    fn stop_crew(&self, machine: u32, purpose: Purpose) -> Option<Need> {
        let wear = &self.wear[machine as usize];
        match purpose {
            Purpose::Maintenance => wear.planned_crew(),
            _ => wear.causes[wear.current as usize].crew,
        }
    }

    fn seize_for_repair(&mut self, machine: u32, purpose: Purpose, asked: Time) {
        if let Some(Need::Workers { group, shares, .. }) = self.stop_crew(machine, purpose) {
            self.seize(machine, group, shares, asked);
        }
    }

    /// Gives back a crew, who serve the oldest requests when the instant settles.
    #[inline(always)]
    pub(super) fn release_workers(&mut self, machine: u32, crew: Need) {
        let Need::Workers { group, shares, .. } = crew else { return };
        if let [pool] = self.groups[group as usize].pools[..] {
            self.pools[pool as usize].release(shares, self.now);
            self.touched.pools.push(pool);
            return;
        }
        let mut left = shares;
        while left > 0 {
            let hands = &mut self.hands[machine as usize].0;
            let own = &self.groups[group as usize].pools;
            let Some(at) = hands.iter().position(|(pool, _)| own.contains(pool)) else { return };
            let (pool, taken) = hands.remove(at);
            left -= taken.min(left);
            self.pools[pool as usize].release(taken, self.now);
            self.touched.pools.push(pool);
        }
    }

    /// The crew of a machine's stage goes.
    pub(super) fn release_crew(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        m.crewed = false;
        let row = &self.routings.rows[m.row as usize];
        if row.sole_pool != NONE {
            self.pools[row.sole_pool as usize].release(row.sole_shares, self.now);
            return self.touched.pools.push(row.sole_pool);
        }
        for index in 0..self.needs_of(machine).len() {
            let need = self.needs_of(machine)[index];
            self.release_workers(machine, need);
        }
    }

    /// Touched pools, then touched stocks, serve their queues.
    pub(super) fn serve_requests(&mut self) {
        let mut position = 0;
        while let Some(&pool) = self.touched.pools.get(position) {
            position += 1;
            self.serve_pool(pool);
        }
        self.touched.pools.clear();
        position = 0;
        while let Some(&material) = self.touched.materials.get(position) {
            position += 1;
            while self.serve_head(Resource::Material(material)) {}
        }
        self.touched.materials.clear();
    }

    /// Serves the requests for a pool's workers in their order, over all groups that it is in, until one must wait on.
    fn serve_pool(&mut self, pool: u32) {
        if let [group] = self.pools[pool as usize].groups[..] {
            while self.serve_sole(pool) || self.serve_head(Resource::Group(group)) {}
            return;
        }
        loop {
            let first = |group: &&u32| {
                let own = &self.groups[**group as usize];
                own.head().map(|request| (own.suspended.is_empty(), request.order))
            };
            let waiting = self.pools[pool as usize].groups.iter().filter(|group| first(group).is_some());
            let Some(&group) = waiting.min_by_key(first) else { return };
            if !self.serve_head(Resource::Group(group)) {
                return;
            }
        }
    }

    /// A reserved machine whose operation needs workers of one pool only takes them, or waits for them.
    pub(super) fn ask_sole_pool(&mut self, machine: u32) {
        let Floor { now, machines, lots, routings, pools, groups, clock, wear, trace, .. } = self;
        let m = &mut machines[machine as usize];
        let l = &mut lots.arena[m.lot.index()];
        let row = &mut routings.rows[m.row as usize];
        // A pool that is shared with nobody is the group of its own number.
        let (pool, group) = (&mut pools[row.sole_pool as usize], &mut groups[row.sole_pool as usize]);
        if !group.is_idle() || pool.idle() < row.sole_shares {
            m.asking = true;
            clock.requests += 1;
            let priority = match row.needs.first() {
                Some(Need::Workers { priority, .. }) => u64::from(*priority) << 8,
                _ => 0,
            };
            let order = priority << 48 | clock.requests;
            let purpose = Purpose::Operation;
            let request = Request { machine, purpose, order, asked: *now, queued: *now };
            return enqueue(&mut group.waiting, request);
        }
        pool.grant(m, row.sole_shares, *now, *now, clock);
        m.begin(l, row, *now);
        trace.started(*now, machine, l.product, l.serial);
        m.run(machine, wear, clock, *now);
    }

    /// Serves the first request for a pool that is shared with nobody, when it is for the operation of a machine that can go
    /// on; false when it is not, or must wait on.
    #[inline(always)]
    fn serve_sole(&mut self, pool: u32) -> bool {
        let Floor { now, machines, lots, routings, pools, groups, touched, clock, wear, trace, .. } = self;
        let group = &mut groups[pool as usize];
        let Some(request) = group.head().copied() else { return false };
        let machine = request.machine;
        let m = &mut machines[machine as usize];
        let row = &mut routings.rows[m.row as usize];
        let p = &mut pools[pool as usize];
        let plainly = request.purpose == Purpose::Operation && m.stops == 0 && !m.batched;
        if !plainly || row.sole_pool != pool || p.idle() < row.sole_shares {
            return false;
        }
        if group.suspended.pop_front().is_none() {
            group.waiting.pop_front();
        }
        p.tally.waiting_time += now.since(request.queued);
        m.asking = false;
        m.lacks_material = false;
        touched.machine(machine, m);
        p.grant(m, row.sole_shares, request.asked, *now, clock);
        if m.phase == Phase::Reserved {
            let l = &mut lots.arena[m.lot.index()];
            m.begin(l, row, *now);
            trace.started(*now, machine, l.product, l.serial);
        }
        m.run(machine, wear, clock, *now);
        true
    }

    /// Serves the first request of a queue; false when there is none or it must wait on.
    fn serve_head(&mut self, resource: Resource) -> bool {
        let Some(request) = self.head(resource) else { return false };
        let m = &self.machines[request.machine as usize];
        // A machine that was stopped meanwhile asks again when it can go on.
        let stale = request.purpose == Purpose::Operation && m.stops != 0;
        if !stale && self.refuses_head(resource, request) {
            return false;
        }
        self.drop_head(resource);
        if request.purpose == Purpose::Operation {
            let m = &mut self.machines[request.machine as usize];
            m.asking = false;
            m.lacks_material = false;
            self.touch_machine(request.machine);
        }
        if !stale && self.take_from(request.machine, request.purpose, Some(resource), request.asked) {
            match (request.purpose, self.machines[request.machine as usize].phase) {
                (Purpose::Repair, _) => self.begin_repair(request.machine),
                (Purpose::Maintenance, _) => self.begin_maintenance(request.machine),
                (Purpose::Operation, Phase::Paused) => self.run(request.machine),
                (Purpose::Operation, _) => self.start_stage(request.machine),
            }
        }
        true
    }

    fn head(&self, resource: Resource) -> Option<Request> {
        match resource {
            Resource::Group(group) => self.groups[group as usize].head().copied(),
            Resource::Material(material) => self.materials[material as usize].waiting.front().copied(),
        }
    }

    fn drop_head(&mut self, resource: Resource) {
        let now = self.now;
        match resource {
            Resource::Group(group) => {
                let own = &mut self.groups[group as usize];
                let request = own.suspended.pop_front().or_else(|| own.waiting.pop_front());
                let waited = request.map_or(Duration::ZERO, |request| now.since(request.queued));
                // The wait counts where the crew is wanted most.
                let pool = own.pools[0];
                self.pools[pool as usize].tally.waiting_time += waited;
            }
            Resource::Material(material) => {
                self.materials[material as usize].waiting.pop_front();
            }
        }
    }

    /// Whether this resource itself still lacks what its first request needs of it.
    fn refuses_head(&self, resource: Resource, request: Request) -> bool {
        match resource {
            Resource::Group(group) => {
                let own = &self.groups[group as usize];
                let wanted = |need: &Need| match need {
                    Need::Workers { group: g, shares, .. } if *g == group => Some(*shares),
                    _ => None,
                };
                let shares = match request.purpose {
                    Purpose::Operation => self.needs_of(request.machine).iter().find_map(wanted),
                    purpose => self.stop_crew(request.machine, purpose).as_ref().and_then(wanted),
                };
                self.available(request.machine, own, group, true) < shares.unwrap_or(0)
            }
            Resource::Material(material) => {
                let units = f64::from(self.units_on(request.machine));
                self.needs_of(request.machine).iter().any(|need| match need {
                    Need::Material { material: m, per_unit } if *m == material => {
                        self.materials[material as usize].store.on_hand < per_unit * units
                    }
                    _ => false,
                })
            }
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
            let holds = |machine: &u32| {
                let needs = self.needs_of(*machine);
                let here = |need: &Need| match need {
                    Need::Workers { group, .. } => match self.groups[*group as usize].pools[..] {
                        [only] => only == pool,
                        _ => self.hands[*machine as usize].0.iter().any(|(taken, _)| *taken == pool),
                    },
                    Need::Material { .. } => false,
                };
                self.machines[*machine as usize].crewed && needs.iter().any(here)
            };
            let last = (0..self.machines.len() as u32).filter(holds);
            // None left: the workers are in repairs, which go on.
            let Some(machine) = last.max_by_key(|m| self.machines[*m as usize].crew_order) else { return };
            self.suspend(machine);
        }
    }

    /// Interrupts an operation for want of workers; it asks for them before all new work.
    fn suspend(&mut self, machine: u32) {
        if self.machines[machine as usize].phase == Phase::Running {
            self.pause(machine);
        }
        self.release_crew(machine);
        // A machine that stands for another reason asks when that is gone.
        let m = &self.machines[machine as usize];
        if m.stops == 0 && !m.asking && self.take_needs(machine, Purpose::Operation) {
            self.run(machine);
        }
    }
}

fn resource_of(crew: &Need) -> Resource {
    match crew {
        Need::Workers { group, .. } => Resource::Group(*group),
        Need::Material { material, .. } => Resource::Material(*material),
    }
}
