//! Requests for workers and materials: together or not at all, in their order, no overtaking.
//!
//! A machine that lacks something waits in the queue of the first resource that refuses it, and when that has enough,
//! moves on to the next that lacks. Interrupted operations come before new ones.

use crate::units::{Duration, Time};

use super::elements::{NONE, Need, Phase, Pool, Purpose, Request};
use super::floor::Floor;

/// A resource in whose queue a machine can stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Resource {
    Pool(u32),
    Material(u32),
}

impl Pool {
    /// Workers who are there and in no crew.
    #[inline]
    pub(super) fn idle(&self) -> u32 {
        self.present.saturating_sub(self.busy)
    }

    /// Counts presence, absence and work up to now; call before any of them changes.
    #[inline]
    pub(super) fn count(&mut self, now: Time) {
        let elapsed = now.since(self.since).0;
        self.since = now;
        self.tally.present.0 += elapsed * u64::from(self.present);
        self.tally.absent.0 += elapsed * u64::from(self.absent);
        self.tally.busy.0 += elapsed * u64::from(self.busy);
    }

    #[inline]
    fn seize(&mut self, workers: u32, now: Time) {
        self.count(now);
        self.busy += workers;
    }

    #[inline]
    fn release(&mut self, workers: u32, now: Time) {
        self.count(now);
        self.busy -= workers;
    }
}

impl Floor<'_> {
    /// Takes everything a machine needs, or lets it wait; true when it was all there.
    pub(super) fn take_needs(&mut self, machine: u32, purpose: Purpose) -> bool {
        self.take_from(machine, purpose, None, self.now)
    }

    /// As [`Floor::take_needs`], for a machine at the head of the queue of `turn`, asking since `since`.
    fn take_from(&mut self, machine: u32, purpose: Purpose, turn: Option<Resource>, since: Time) -> bool {
        let Some(refused) = self.first_refusal(machine, purpose, turn) else {
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
        let request = Request { machine, purpose, asked: since, queued: self.now };
        match refused {
            Resource::Pool(pool) if suspended => self.pools[pool as usize].suspended.push_back(request),
            Resource::Pool(pool) => self.pools[pool as usize].waiting.push_back(request),
            Resource::Material(material) => {
                self.materials[material as usize].waiting.push_back(request);
                self.review_stock(material);
            }
        }
        self.touch_machine(machine);
        false
    }

    /// The first resource that cannot serve the machine now. A queue refuses newcomers, but not the one whose turn
    /// it is.
    fn first_refusal(&self, machine: u32, purpose: Purpose, turn: Option<Resource>) -> Option<Resource> {
        let m = &self.machines[machine as usize];
        let pool_refuses = |pool: u32, workers: u32, suspended: bool| {
            let p = &self.pools[pool as usize];
            let queued = !p.suspended.is_empty() || (!suspended && !p.waiting.is_empty());
            p.idle() < workers || (queued && turn != Some(Resource::Pool(pool)))
        };
        if purpose != Purpose::Operation {
            let (pool, workers) = self.stop_crew(machine, purpose)?;
            return pool_refuses(pool, workers, false).then_some(Resource::Pool(pool));
        }
        let paused = m.phase == Phase::Paused;
        let begun = self.has_begun(machine);
        for need in self.needs_of(machine) {
            match *need {
                Need::Workers { pool, workers } if pool_refuses(pool, workers, paused) => {
                    return Some(Resource::Pool(pool));
                }
                Need::Material { material, per_unit } if !begun => {
                    let stock = &self.materials[material as usize];
                    let queued = !stock.waiting.is_empty() && turn != Some(Resource::Material(material));
                    if queued || stock.on_hand < per_unit * f64::from(self.units_on(machine)) {
                        return Some(Resource::Material(material));
                    }
                }
                _ => {}
            }
        }
        None
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
    fn units_on(&self, machine: u32) -> u32 {
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
                Need::Workers { pool, workers } => {
                    let p = &mut self.pools[pool as usize];
                    p.seize(workers, self.now);
                    p.tally.requests += 1;
                    p.tally.waits += self.now.since(asked);
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

    /// Who repairs or maintains a machine.
    fn stop_crew(&self, machine: u32, purpose: Purpose) -> Option<(u32, u32)> {
        let wear = &self.wear[machine as usize];
        match purpose {
            Purpose::Maintenance => wear.planned_crew(),
            _ => wear.causes[wear.current as usize].crew,
        }
    }

    fn seize_for_repair(&mut self, machine: u32, purpose: Purpose, asked: Time) {
        if let Some((pool, workers)) = self.stop_crew(machine, purpose) {
            let p = &mut self.pools[pool as usize];
            p.seize(workers, self.now);
            p.tally.requests += 1;
            p.tally.waits += self.now.since(asked);
        }
    }

    /// Gives back workers, who serve the oldest requests when the instant settles.
    pub(super) fn release_workers(&mut self, pool: u32, workers: u32) {
        self.pools[pool as usize].release(workers, self.now);
        self.touched.pools.push(pool);
    }

    /// The crew of a machine's operation goes.
    pub(super) fn release_crew(&mut self, machine: u32) {
        let m = &mut self.machines[machine as usize];
        m.crewed = false;
        for index in 0..self.needs_of(machine).len() {
            if let Need::Workers { pool, workers } = self.needs_of(machine)[index] {
                self.release_workers(pool, workers);
            }
        }
    }

    /// Touched pools, then touched stocks, serve their queues.
    pub(super) fn serve_requests(&mut self) {
        let mut position = 0;
        while let Some(&pool) = self.touched.pools.get(position) {
            position += 1;
            self.serve_queue(Resource::Pool(pool));
        }
        self.touched.pools.clear();
        position = 0;
        while let Some(&material) = self.touched.materials.get(position) {
            position += 1;
            self.serve_queue(Resource::Material(material));
        }
        self.touched.materials.clear();
    }

    /// Serves the requests of one resource in their order until one must wait on.
    fn serve_queue(&mut self, resource: Resource) {
        while let Some(request) = self.head(resource) {
            let m = &self.machines[request.machine as usize];
            // A machine that was stopped meanwhile asks again when it can go on.
            let stale = request.purpose == Purpose::Operation && m.stops != 0;
            if !stale && self.refuses_head(resource, request) {
                return;
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
        }
    }

    fn head(&self, resource: Resource) -> Option<Request> {
        match resource {
            Resource::Pool(pool) => {
                let p = &self.pools[pool as usize];
                p.suspended.front().or_else(|| p.waiting.front()).copied()
            }
            Resource::Material(material) => self.materials[material as usize].waiting.front().copied(),
        }
    }

    fn drop_head(&mut self, resource: Resource) {
        let now = self.now;
        match resource {
            Resource::Pool(pool) => {
                let p = &mut self.pools[pool as usize];
                let request = p.suspended.pop_front().or_else(|| p.waiting.pop_front());
                p.tally.waiting_time += request.map_or(Duration::ZERO, |r| now.since(r.queued));
            }
            Resource::Material(material) => {
                self.materials[material as usize].waiting.pop_front();
            }
        }
    }

    /// Whether this resource itself still lacks what its first request needs of it.
    fn refuses_head(&self, resource: Resource, request: Request) -> bool {
        match resource {
            Resource::Pool(pool) => {
                let need = if request.purpose != Purpose::Operation {
                    self.stop_crew(request.machine, request.purpose).map_or(0, |(_, workers)| workers)
                } else {
                    self.needs_of(request.machine)
                        .iter()
                        .find_map(|need| match need {
                            Need::Workers { pool: p, workers } if *p == pool => Some(*workers),
                            _ => None,
                        })
                        .unwrap_or(0)
                };
                self.pools[pool as usize].idle() < need
            }
            Resource::Material(material) => {
                let units = f64::from(self.units_on(request.machine));
                self.needs_of(request.machine).iter().any(|need| match need {
                    Need::Material { material: m, per_unit } if *m == material => {
                        self.materials[material as usize].on_hand < per_unit * units
                    }
                    _ => false,
                })
            }
        }
    }

    /// Fewer workers than busy ones: the operations that started last stop first.
    pub(super) fn stop_excess_crews(&mut self, pool: u32) {
        while self.pools[pool as usize].busy > self.pools[pool as usize].present {
            let holds = |machine: &u32| {
                let needs = self.needs_of(*machine);
                let here = |need: &Need| matches!(need, Need::Workers { pool: p, .. } if *p == pool);
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
