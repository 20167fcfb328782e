//! Who makes instructions of orders, and which steps need them.

use crate::plant::elements::NONE;
use crate::plant::events::Event;
use crate::plant::office::Office;
use crate::plant::planning::Planner;
use crate::plant::region::Demand;

use super::Builder;

impl Builder<'_> {
    /// The office of the factory, where it plans; marks the steps that need instructions.
    pub(super) fn office(&mut self) -> Option<Office> {
        let described = self.plant.planning.as_ref()?;
        let planner =
            Planner::new(described.clone(), self.slot(Event::PlanDue), self.key("planning", "duration"));
        let pool = described.planners.map_or(NONE, |pool| pool.0);
        let (products, slot) = (self.plant.products.len(), self.slot(Event::OfficeAdvanced));
        let mut office = Office::new(planner, pool, products, slot, self.key("planning", "instruction"));
        for row in &mut self.routing.table.rows {
            let product = &self.plant.products[row.product as usize];
            if row.station == NONE || !product.supply.has_orders() || self.setting.demand == Demand::Unlimited
            {
                continue;
            }
            (row.instructed, row.prepares) = (true, true);
            (row.simple, row.faultless) = (false, false);
            let station = &self.plant.stations[row.station as usize];
            let machines = station.machines + station.dormant;
            let steps = &mut office.steps[row.product as usize];
            match steps.iter_mut().find(|(step, _)| *step == row.step) {
                Some((_, all)) => *all += machines,
                None => steps.push((row.step, machines)),
            }
        }
        Some(office)
    }
}
