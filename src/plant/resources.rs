//! Requests for workers and materials: together or not at all, in their order, no overtaking.
//!
//! A machine that lacks something waits in the queue of the first resource that refuses it, and when that has enough,
//! moves on to the next that lacks. Workers come from groups of pools, each with a queue of its own; over all groups that
//! share a pool, its workers go to the requests in one order: interrupted operations first, then by priority, then as they
//! were made.

use std::collections::VecDeque;

use crate::spec::{AtEnd, SHARES};
use crate::units::{Duration, LotId, Time};

use super::elements::{Group, Machine, NONE, Need, Phase, Pool, Purpose, Request, Row, Stage, stop};
use super::floor::{Clock, Floor, Touched};
use super::settle::MOST_LOOKS;

/// Where the place of a request has its priority and class: below the bit of new work, above the number of the request.
const RANK: u64 = 0xFFFF << 47;

/// The bit in the place of a request that is not for an interrupted operation.
const NEW: u64 = 1 << 63 | AMONG_EQUALS;

/// The part of it that stands behind the rank: where urgent requests interrupt operations, new work comes behind interrupted
/// work of the same rank only.
const AMONG_EQUALS: u64 = 1 << 46;

/// The rank in the place of a request with this priority, where classes do not matter.
pub(super) fn rank_of(priority: u8) -> u64 {
    u64::from(priority) << 8 << RANK.trailing_zeros()
}

impl Clock {
    /// The place of a request for new work, the last so far, but for its rank.
    #[inline(always)]
    pub(super) fn new_request(&mut self) -> u64 {
        self.requests += 1;
        NEW | self.requests
    }
}

/// A resource in whose queue a machine can stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Resource {
    Group(u32),
    Material(u32),
}

impl Group {
    /// The place of the request to be served next; after all others when nobody asks.
    #[inline(always)]
    fn first_place(&self) -> u64 {
        self.waiting.front().map_or(u64::MAX, |request| request.order)
    }

    /// Puts a request behind all that come before it.
    #[inline(always)]
    fn enqueue(&mut self, request: Request) {
        let comes_last = self.waiting.back().is_none_or(|last| last.order <= request.order);
        self.waiting.push_back(request);
        if !comes_last {
            self.put_last_in_its_place();
        }
    }

    #[inline(never)]
    fn put_last_in_its_place(&mut self) {
        if let Some(request) = self.waiting.pop_back() {
            let place = self.waiting.partition_point(|other| other.order <= request.order);
            self.waiting.insert(place, request);
        }
    }
}

impl Machine {
    /// Asks for the crew of an operation that needs workers of one pool only; false when the machine has to wait for it.
    /// `order` is the place of its request among all, but for its rank.
    #[inline(always)]
    pub(super) fn ask_sole_pool(
        &mut self,
        row: &Row,
        pools: &mut [Pool],
        groups: &mut [Group],
        clock: &mut Clock,
        order: u64,
        now: Time,
    ) -> bool {
        // A pool that is shared with nobody is the group of its own number.
        let (pool, group) = (&mut pools[row.sole_pool as usize], &mut groups[row.sole_pool as usize]);
        let order = order | row.sole_rank;
        if pool.idle() < row.sole_shares || group.first_place() < order {
            self.asking = true;
            let purpose = Purpose::Operation;
            let machine = self.slot - clock.timers;
            group.enqueue(Request { machine, purpose, order, asked: now, queued: now });
            return false;
        }
        pool.grant(self, row.sole_shares, now, now, clock);
        true
    }

    /// The crew of such an operation goes.
    #[inline(always)]
    pub(super) fn release_to_sole_pool(
        &mut self,
        row: &Row,
        pools: &mut [Pool],
        touched: &mut Touched,
        now: Time,
    ) {
        self.crewed = false;
        pools[row.sole_pool as usize].release(row.sole_shares, now);
        touched.pool(row.sole_pool);
    }
}

impl Floor<'_> {
    /// Takes everything that the operation of a machine needs, or lets it wait; true when it was all there.
    pub(super) fn take_needs(&mut self, machine: u32) -> bool {
        let Floor { now, machines, routings, pools, groups, touched, clock, .. } = self;
        let m = &mut machines[machine as usize];
        // Interrupted work goes on in the order in which it was begun.
        let order = if m.phase == Phase::Paused { m.crew_order } else { clock.new_request() };
        if m.crew_for == Stage::Operation && !m.batched {
            let row = &routings.rows[m.row as usize];
            if row.sole_pool != NONE {
                let taken = m.ask_sole_pool(row, pools, groups, clock, order, *now);
                if !taken {
                    touched.machine(machine, m);
                }
                return taken;
            }
        }
        self.ask(Request { machine, purpose: Purpose::Operation, order, asked: self.now, queued: self.now })
    }

    /// Takes who repairs or maintains a machine, or lets it wait; true when they were there, or nobody is needed.
    pub(super) fn take_stop_crew(&mut self, machine: u32, purpose: Purpose) -> bool {
        if self.stop_crew(machine, purpose).is_none() {
            return true;
        }
        let order = self.clock.new_request();
        self.ask(Request { machine, purpose, order, asked: self.now, queued: self.now })
    }

    /// Takes all that a new request is for, or lets it wait.
    fn ask(&mut self, request: Request) -> bool {
        let refusal = self.first_refusal(request, None);
        self.serve(request, refusal)
    }

    /// Serves a request, or lets it wait where it is refused.
    pub(super) fn serve(&mut self, request: Request, refusal: Option<(Resource, u64)>) -> bool {
        let Request { machine, purpose, .. } = request;
        let Some((refused, order)) = refusal else {
            match purpose {
                Purpose::Operation => self.seize_for_operation(request),
                Purpose::Repair | Purpose::Maintenance => self.seize_for_repair(request),
            }
            return true;
        };
        if purpose == Purpose::Operation {
            let m = &mut self.machines[machine as usize];
            m.asking = true;
            m.lacks_material = matches!(refused, Resource::Material(_));
        }
        let request = Request { order, queued: self.now, ..request };
        match refused {
            Resource::Group(group) => {
                let Floor { groups, touched, .. } = self;
                let own = &mut groups[group as usize];
                own.enqueue(request);
                if own.interrupts {
                    own.pools.iter().for_each(|pool| touched.pool(*pool));
                }
            }
            Resource::Material(material) => {
                self.materials[material as usize].waiting.push_back(request);
                self.look_at_stock(material);
            }
        }
        self.touch_machine(machine);
        false
    }

    /// The first resource that cannot serve a request now, with the place of the request among all there.
    pub(super) fn first_refusal(&self, request: Request, turn: Option<Resource>) -> Option<(Resource, u64)> {
        let Request { machine, purpose, order, .. } = request;
        // What the needs before take from pools that others of this crew may come from too.
        let mut taken: Vec<(u32, u64)> = Vec::new();
        if purpose != Purpose::Operation {
            let crew = self.stop_crew(machine, purpose)?;
            return self.refuses(request, &crew, &mut taken);
        }
        let begun = self.has_begun(machine);
        for need in self.needs_of(machine) {
            match *need {
                Need::Workers { .. } => {
                    let refused = self.refuses(request, need, &mut taken);
                    if refused.is_some() {
                        return refused;
                    }
                }
                Need::Material { material, per_unit } if !begun => {
                    let stock = &self.materials[material as usize];
                    let queued = !stock.waiting.is_empty() && turn != Some(Resource::Material(material));
                    if queued || stock.store.on_hand < per_unit * f64::from(self.units_on(machine)) {
                        return Some((Resource::Material(material), order));
                    }
                }
                Need::Material { .. } => {}
            }
        }
        None
    }

    /// Whether a group of pools refuses a crew now, with the place of the request then. Who comes before it is served
    /// before it.
    #[inline(always)]
    fn refuses(&self, request: Request, crew: &Need, taken: &mut Vec<(u32, u64)>) -> Option<(Resource, u64)> {
        let Need::Workers { group, shares, .. } = *crew else { return None };
        let order = self.place(request, crew);
        let own = &self.groups[group as usize];
        if own.first_place() >= order {
            if own.lone != NONE && !own.shares_pools {
                if self.spare(request.machine, group, own.lone, order) >= shares {
                    return None;
                }
            } else if self.could_give(request.machine, group, shares, order, taken) {
                return None;
            }
        }
        Some((Resource::Group(group), order))
    }

    /// The place of a request for a crew among all requests: interrupted operations first, then priority, then the class
    /// of the lot where a pool looks at it, then the order in which they were made.
    #[inline(always)]
    pub(super) fn place(&self, request: Request, crew: &Need) -> u64 {
        let Need::Workers { group, priority, .. } = *crew else { return request.order };
        let m = &self.machines[request.machine as usize];
        let lot = self.lots.arena.get(m.lot.index());
        let own = &self.groups[group as usize];
        let by_class = own.by_class && m.phase != Phase::Idle;
        let class = lot.filter(|_| by_class).map_or(0, |lot| lot.class);
        let rank = u64::from(priority) << 8 | u64::from(class);
        let order = if own.interrupts { request.order | 1 << 63 } else { request.order };
        (order & !RANK) | rank << RANK.trailing_zeros()
    }

    /// The place that the request for a crew of a machine's stage would have.
    pub(super) fn place_of_crew(&self, machine: u32, crew: &Need) -> u64 {
        let purpose = Purpose::Operation;
        self.place(Request { machine, purpose, order: NEW, asked: self.now, queued: self.now }, crew)
    }

    /// How urgent the crew of a machine's stage is, or a request with this place: the smallest first.
    pub(super) fn urgency(order: u64) -> u64 {
        (order & RANK) >> RANK.trailing_zeros()
    }

    /// Whether the pools of a group could give so many shares of workers together, beside what was taken before.
    fn could_give(
        &self,
        machine: u32,
        group: u32,
        shares: u64,
        order: u64,
        taken: &mut Vec<(u32, u64)>,
    ) -> bool {
        let mut left = shares;
        for &pool in &self.groups[group as usize].pools {
            let before: u64 = taken.iter().filter(|(p, _)| *p == pool).map(|(_, shares)| shares).sum();
            let given = self.spare(machine, group, pool, order).saturating_sub(before).min(left);
            if given > 0 {
                taken.push((pool, given));
                left -= given;
            }
        }
        left == 0
    }

    /// Shares of workers that a pool could give to a crew from this group now: none while a request of another group for
    /// its workers comes before, and none whose shift is too short.
    #[inline(always)]
    pub(super) fn spare(&self, machine: u32, group: u32, pool: u32, order: u64) -> u64 {
        let p = &self.pools[pool as usize];
        let before = |other: &u32| *other != group && self.groups[*other as usize].first_place() < order;
        if p.groups.len() > 1 && p.groups.iter().any(before) {
            return 0;
        }
        if p.at_end == AtEnd::NotBegin { self.idle_to_the_end(machine, pool) } else { p.idle() }
    }

    /// Shares of workers in no crew who are there until the operation of a machine would end. Those whose shift ends before do
    /// what ends before; who stays and is not needed for the rest is idle. How long a repair takes nobody knows, and who
    /// maintains a machine ends it: both are begun.
    fn idle_to_the_end(&self, machine: u32, pool: u32) -> u64 {
        let p = &self.pools[pool as usize];
        let m = &self.machines[machine as usize];
        if m.lot.0 == NONE || m.stops & (stop::DOWN | stop::MAINTENANCE) != 0 {
            return p.idle();
        }
        let needed = self.time_with_crew(machine);
        let left = self.shift_left(pool);
        if needed <= left {
            return p.idle();
        }
        let stay = u64::from(self.present_for(pool, needed)) * u64::from(SHARES);
        let leave = self.now.after(left);
        let longer = |machine: &u32| {
            let m = &self.machines[*machine as usize];
            m.crewed && (m.phase != Phase::Running || m.run_from.after(m.remaining) > leave)
        };
        let machines = (0..self.machines.len() as u32).filter(longer);
        let taken: u64 = machines.map(|machine| self.crew_from(machine, pool)).sum();
        p.idle().min(stay.saturating_sub(taken))
    }

    /// Whether a machine that gave up its operation for a lot could begin with it at once: all that it needs first is there,
    /// the workers who are with the machine included. The machine is changed for the question, and back.
    pub(super) fn would_begin(&mut self, machine: u32, lot: LotId, row: u32) -> bool {
        let m = &self.machines[machine as usize];
        let before = (m.lot, m.row, m.phase, m.stage, m.crew_for, m.next_family, m.crewed);
        let mut crew: Vec<(u32, u64)> = Vec::new();
        if m.crewed {
            let pools = 0..self.pools.len() as u32;
            crew.extend(pools.map(|pool| (pool, self.crew_from(machine, pool))));
        }
        crew.iter().for_each(|(pool, shares)| self.pools[*pool as usize].busy -= shares);
        let m = &mut self.machines[machine as usize];
        (m.lot, m.row, m.phase, m.crewed) = (lot, row, Phase::Reserved, false);
        self.set_first_stage(machine);
        let order = NEW | (self.clock.requests + 1);
        let purpose = Purpose::Operation;
        let request = Request { machine, purpose, order, asked: self.now, queued: self.now };
        let begins = self.first_refusal(request, None).is_none();
        let m = &mut self.machines[machine as usize];
        (m.lot, m.row, m.phase, m.stage, m.crew_for, m.next_family, m.crewed) = before;
        crew.iter().for_each(|(pool, shares)| self.pools[*pool as usize].busy += shares);
        begins
    }

    /// Shares of workers of a pool in the crew of a machine's stage.
    pub(super) fn crew_from(&self, machine: u32, pool: u32) -> u64 {
        let own = |need: &Need| match *need {
            Need::Workers { group, shares, .. } if self.groups[group as usize].lone == pool => shares,
            _ => 0,
        };
        let hands = self.hands[machine as usize].0.iter().filter(|hand| hand.pool == pool && !hand.stop);
        self.needs_of(machine).iter().map(own).sum::<u64>() + hands.map(|hand| hand.shares).sum::<u64>()
    }

    /// Whether some of a machine's crew may have to repair a machine.
    pub(super) fn has_repairers(&self, machine: u32) -> bool {
        (0..self.pools.len() as u32)
            .any(|pool| self.pools[pool as usize].repairs && self.crew_from(machine, pool) > 0)
    }

    /// Whether a machine's operation has had its material: it is interrupted, its lot was sent back, or it had it to be
    /// prepared.
    pub(super) fn has_begun(&self, machine: u32) -> bool {
        let m = &self.machines[machine as usize];
        let lot = self.lots.arena.get(m.lot.index());
        m.phase == Phase::Paused
            || (m.phase == Phase::Prepared && m.supplied)
            || lot.is_some_and(|lot| lot.left > Duration::ZERO)
    }

    /// What operations in the queue of a material need of it: the first, or all where all count.
    pub(super) fn need_of_waiting(&self, material: u32) -> f64 {
        let m = &self.materials[material as usize];
        let counted = if m.counts_waiting { m.waiting.len() } else { 1 };
        let need = |request: &Request| {
            let per_unit = self.needs_of(request.machine).iter().find_map(|need| match need {
                Need::Material { material: m, per_unit } if *m == material => Some(*per_unit),
                _ => None,
            });
            per_unit.unwrap_or(0.0) * f64::from(self.units_on(request.machine))
        };
        m.waiting.iter().take(counted).map(need).sum()
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

    /// Touched pools serve their queues.
    #[inline(always)]
    pub(super) fn serve_pools(&mut self) {
        let mut position = 0;
        while let Some(&pool) = self.touched.pools.get(position) {
            position += 1;
            if position > MOST_LOOKS && self.has_no_end(position) {
                break;
            }
            self.serve_pool(pool);
        }
        self.touched.pools.clear();
    }

    /// Touched stocks serve theirs.
    pub(super) fn serve_stocks(&mut self) {
        let mut position = 0;
        while let Some(&material) = self.touched.materials.get(position) {
            position += 1;
            while self.serve_head(Resource::Material(material)) {}
        }
        self.touched.materials.clear();
    }

    /// Serves the requests for a pool's workers in their order, over all groups that it is in, until one must wait on.
    fn serve_pool(&mut self, pool: u32) {
        if self.pools[pool as usize].groups.len() == 1 {
            // A pool that is shared with nobody is the group of its own number.
            while self.serve_sole(pool).unwrap_or_else(|| self.serve_head(Resource::Group(pool)))
                || self.call_away(pool)
            {}
            return;
        }
        loop {
            let place = |group: &u32| self.groups[*group as usize].first_place();
            let Some(group) = self.pools[pool as usize].groups.iter().copied().min_by_key(place) else {
                return;
            };
            if !(self.serve_head(Resource::Group(group)) || self.call_away(group)) {
                return;
            }
        }
    }

    /// Serves the requests for a pool that is shared with nobody, as long as they are for operations of machines that can go
    /// on; false when there is none left or the first must wait on, `None` when it is for something else.
    #[inline(always)]
    fn serve_sole(&mut self, pool: u32) -> Option<bool> {
        let Floor { now, machines, lots, routings, pools, groups, touched, clock, office, trace, .. } = self;
        let (p, group) = (&mut pools[pool as usize], &mut groups[pool as usize]);
        while let Some(request) = group.waiting.front() {
            let machine = request.machine;
            let m = &mut machines[machine as usize];
            let row = &mut routings.rows[m.row as usize];
            let plainly = request.purpose == Purpose::Operation
                && m.stops == 0
                && !m.batched
                && m.stage == Stage::Operation
                && matches!(m.phase, Phase::Reserved | Phase::Paused);
            // Who keeps papers is told on the long way.
            let written = row.instructed && office.keeps_papers();
            if !plainly || row.sole_pool != pool || written {
                return None;
            }
            if p.idle() < row.sole_shares {
                break;
            }
            p.tally.waiting_time += now.since(request.queued);
            let asked = request.asked;
            group.waiting.pop_front();
            m.asking = false;
            m.lacks_material = false;
            touched.machine(machine, m);
            p.grant(m, row.sole_shares, asked, *now, clock);
            if m.phase == Phase::Reserved {
                let l = &mut lots.arena[m.lot.index()];
                m.begin(l, row, *now);
                trace.started(*now, machine, l.product, l.serial);
            }
            m.run(clock, *now);
            if clock.interrupts {
                touched.stations.push(m.station);
            }
        }
        Some(false)
    }

    /// Serves the first request of a queue; false when there is none or it must wait on.
    fn serve_head(&mut self, resource: Resource) -> bool {
        let Some(request) = self.queue(resource).front().copied() else { return false };
        let m = &self.machines[request.machine as usize];
        // A machine that was stopped meanwhile asks again when it can go on.
        let stale = request.purpose == Purpose::Operation && m.stops != 0;
        let refusal = if stale { None } else { self.first_refusal(request, Some(resource)) };
        let waits_on = match resource {
            Resource::Group(_) => refusal.is_some_and(|(refused, _)| refused == resource),
            Resource::Material(material) => !stale && self.lacks(material, request.machine),
        };
        if waits_on {
            return false;
        }
        self.drop_head(resource);
        if request.purpose == Purpose::Operation {
            let m = &mut self.machines[request.machine as usize];
            m.asking = false;
            m.lacks_material = false;
            self.touch_machine(request.machine);
        }
        if !stale && self.serve(request, refusal) {
            match (request.purpose, self.machines[request.machine as usize].phase) {
                (Purpose::Repair, _) => self.begin_repair(request.machine),
                (Purpose::Maintenance, _) => self.begin_maintenance(request.machine),
                (Purpose::Operation, Phase::Paused) => self.run(request.machine),
                (Purpose::Operation, _) => self.start_stage(request.machine),
            }
        }
        true
    }

    /// Who waits for a resource, in order.
    pub(super) fn queue(&self, resource: Resource) -> &VecDeque<Request> {
        match resource {
            Resource::Group(group) => &self.groups[group as usize].waiting,
            Resource::Material(material) => &self.materials[material as usize].waiting,
        }
    }

    pub(super) fn queue_mut(&mut self, resource: Resource) -> &mut VecDeque<Request> {
        match resource {
            Resource::Group(group) => &mut self.groups[group as usize].waiting,
            Resource::Material(material) => &mut self.materials[material as usize].waiting,
        }
    }

    pub(super) fn drop_head(&mut self, resource: Resource) {
        let now = self.now;
        match resource {
            Resource::Group(group) => {
                let own = &mut self.groups[group as usize];
                let request = own.waiting.pop_front();
                let waited = request.map_or(Duration::ZERO, |request| now.since(request.queued));
                // The wait counts where the crew is wanted most.
                self.pools[own.pools[0] as usize].tally.waiting_time += waited;
                if own.pools.len() > 1 {
                    // The others are no longer promised to it.
                    own.pools.iter().for_each(|pool| self.touched.pool(*pool));
                }
            }
            Resource::Material(material) => {
                self.materials[material as usize].waiting.pop_front();
            }
        }
    }

    /// Whether there is less of a material than a machine needs.
    fn lacks(&self, material: u32, machine: u32) -> bool {
        let units = f64::from(self.units_on(machine));
        self.needs_of(machine).iter().any(|need| match need {
            Need::Material { material: m, per_unit } if *m == material => {
                self.materials[material as usize].store.on_hand < per_unit * units
            }
            _ => false,
        })
    }
}
