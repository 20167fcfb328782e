//! The order plan: what production to come will take of a material.
//!
//! Lots in process take what the steps ahead of them need, lots to be released within the horizon what the whole
//! routing does. Ways that part count with their shares, ways back and units lost on the way do not count.

use crate::spec::Reorder;
use crate::units::{Duration, Time};

use super::elements::{Destination, NONE, Need, Phase, Product, Stage, Supply};
use super::floor::Floor;

impl Product {
    /// Units that are expected to be released between now and an instant; of saturated work nothing is known.
    fn to_be_released(&self, now: Time, until: Time) -> f64 {
        let demand = self.customers.as_ref().map_or(0.0, |customers| customers.expected(now, until));
        match self.supply {
            Supply::Saturated => 0.0,
            Supply::ToOrder { .. } => (demand - self.left_over as f64).max(0.0) * (1.0 + self.allowance),
            Supply::ToStock { base_stock } => {
                let wanted = base_stock as f64 + self.store.backlog + demand;
                (wanted - self.store.on_hand - self.in_process as f64).max(0.0)
            }
            Supply::Arrivals => self.arrivals.as_ref().map_or(0.0, |arrivals| {
                let lot = arrivals.size.as_ref().map_or(f64::from(self.lot_units), |size| size.mean());
                arrivals.occurrences.expected(now, until, |listed| {
                    let lots = listed.and_then(|l| l.lots).map_or(arrivals.lots.mean(), f64::from);
                    lots * listed.and_then(|l| l.units).unwrap_or(lot)
                })
            }),
        }
    }
}

impl Floor<'_> {
    /// What production to come will take of a material; nothing where its rule does not ask.
    pub(super) fn planned_need(&self, material: u32) -> f64 {
        let Reorder::Plan { horizon, .. } = self.materials[material as usize].reorder else { return 0.0 };
        let until = self.now.after(horizon);
        let mut sum = 0.0;
        for lot in self.lots.arena.iter().filter(|lot| lot.units > 0) {
            // An interrupted operation has taken its material.
            let taken = if lot.left > Duration::ZERO { self.need_here(material, lot.row) } else { 0.0 };
            sum += f64::from(lot.units) * (self.need_ahead(material, lot.row) - taken);
        }
        for (machine, m) in (0..).zip(self.machines.iter()) {
            if matches!(m.phase, Phase::Running | Phase::Paused) && m.stage == Stage::Operation {
                sum -= f64::from(self.units_on(machine)) * self.need_here(material, m.row);
            }
        }
        for product in self.products.iter() {
            let per_unit = self.need_ahead(material, product.first);
            if per_unit > 0.0 {
                sum += per_unit * product.to_be_released(self.now, until);
            }
        }
        for (_, newcomer) in self.loops.iter().flat_map(|own| &own.outside) {
            let product = &self.products[newcomer.product as usize];
            let units = newcomer.units.unwrap_or(product.lot_units);
            sum += f64::from(units) * self.need_ahead(material, product.first);
        }
        sum
    }

    /// What a unit at a row takes of a material there and on its ways ahead.
    fn need_ahead(&self, material: u32, row: u32) -> f64 {
        if row == NONE {
            return 0.0;
        }
        let r = &self.routings.rows[row as usize];
        match r.to {
            Destination::Fork(fork) => {
                let ways = self.routings.forks[fork as usize].ways.iter().filter(|way| way.back == 0);
                ways.map(|way| way.share * self.need_ahead(material, way.row)).sum()
            }
            Destination::Choice(choice) => {
                self.need_ahead(material, self.routings.choices[choice as usize].rows[0])
            }
            _ => self.need_here(material, row) + self.need_ahead(material, r.next),
        }
    }

    /// What a unit takes of a material at a row.
    fn need_here(&self, material: u32, row: u32) -> f64 {
        let needs = self.routings.rows[row as usize].needs.iter();
        let of = needs.map(|need| match need {
            Need::Material { material: m, per_unit } if *m == material => *per_unit,
            _ => 0.0,
        });
        of.sum()
    }
}
