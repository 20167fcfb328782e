//! Suppliers of materials: a factory's own makes orders one after the other, as capacity allows; one of the region is asked
//! by mail.

use crate::spec::Delivery;
use crate::units::{Duration, Time};

use super::elements::{Material, OwnSupplier};

impl OwnSupplier {
    /// Makes an order of a material behind all earlier ones; it arrives a lead time after it, or each day's part of
    /// it, is made.
    pub(super) fn make(&mut self, amount: f64, now: Time, lead_time: Duration, material: &mut Material) {
        let mut begun = now.max(self.free_at);
        self.free_at = self.pace.after(begun, amount);
        let mut left = amount;
        if self.delivery == Delivery::Parts {
            let end = self.free_at.min(self.pace.limit());
            loop {
                let midnight = Time((begun.0 / Duration::DAY.0 + 1) * Duration::DAY.0);
                if midnight >= end {
                    break;
                }
                let part = self.pace.between(begun, midnight).min(left);
                if part > 0.0 {
                    material.send(part, midnight.after(lead_time));
                }
                left -= part;
                begun = midnight;
            }
        }
        material.send(left, self.free_at.after(lead_time));
    }
}
