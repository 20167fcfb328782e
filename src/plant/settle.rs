//! Settling: after the events of a round, whoever can start starts.

use super::elements::stop;
use super::floor::{Floor, Touched};

/// More looks at stations or pools than this while one instant settles mean that it never does.
pub(super) const MOST_LOOKS: usize = 10_000_000;

impl Floor<'_> {
    /// Whether so many looks are too many: then nothing is served any more and the run ends.
    pub(super) fn has_no_end(&mut self, looks: usize) -> bool {
        if looks > MOST_LOOKS {
            self.touched.endless = true;
            self.clock.stop_after = 0;
        }
        self.touched.endless
    }

    /// Asks for a look at a station when the instant settles.
    #[inline(always)]
    pub(super) fn touch_station(&mut self, station: u32) {
        self.touched.stations.push(station);
    }

    /// Asks for a look at a machine's state when the instant has settled.
    #[inline(always)]
    pub(super) fn touch_machine(&mut self, machine: u32) {
        self.touched.machine(machine, &mut self.machines[machine as usize]);
    }

    /// The first instant looks at everything once; stocks below their points are ordered for.
    pub(super) fn start_run(&mut self) {
        self.open_gates();
        (0..self.materials.len() as u32).for_each(|material| self.start_stock(material));
        self.start_planning();
        self.weigh_risk();
        (0..self.loops.len() as u32).for_each(|own| self.touched.own_loop(own));
        self.touched.stations.extend(0..self.stations.len() as u32);
        (0..self.machines.len() as u32).for_each(|machine| self.touch_machine(machine));
    }

    /// A factory that was not there from the start opens: people come, machines may work.
    fn open_gates(&mut self) {
        for pool in 0..self.pools.len() as u32 {
            if std::mem::take(&mut self.pools[pool as usize].closed) {
                self.call_in(pool);
            }
        }
        for machine in 0..self.machines.len() as u32 {
            if self.machines[machine as usize].stops & stop::CLOSED != 0 {
                self.clear_stop(machine, stop::CLOSED);
            }
        }
    }

    /// Released pools and stocks serve old requests in their order, then touched stations pair lots with machines in
    /// the order in which they were touched, until nothing is touched.
    #[inline(always)]
    pub(super) fn settle(&mut self) {
        let mut position = 0;
        loop {
            if self.touched.shared {
                self.serve_shared();
            }
            let Some(&station) = self.touched.stations.get(position) else { break };
            position += 1;
            self.serve_station(station);
        }
        self.touched.stations.clear();
    }

    /// Released pools, stocks and loops serve who waits for them.
    #[inline(never)]
    fn serve_shared(&mut self) {
        if self.touched.more {
            self.serve_prepared();
            // Workers or material for which an urgent lot could not begin may be there now.
            let Touched { refused, stations, .. } = &mut *self.touched;
            stations.append(refused);
        }
        self.serve_pools();
        self.touched.shared = false;
        if self.touched.more || self.office.0.is_some() {
            self.serve_stocks();
            if self.office.0.is_some() {
                self.prepare_instructions();
            }
            self.serve_loops();
            // What a stock gave may have touched pools again; they have their turn after the next station.
            let Touched { pools, materials, loops, prepared, refused, .. } = &*self.touched;
            let stocks_or_loops = !(materials.is_empty() && loops.is_empty());
            let more = stocks_or_loops || !(prepared.is_empty() && refused.is_empty());
            (self.touched.shared, self.touched.more) = (!pools.is_empty() || stocks_or_loops, more);
        }
    }
}
