//! The scenario of one replication: curves that follow from epidemics under chance, drawn.

use std::borrow::Cow;
use std::sync::Arc;

use crate::epidemic::{Chance, Course};
use crate::units::Duration;

use super::{Curve, Orders, Process, Spec, Supply, Surge, Times};

/// The courses of one replication, by epidemic; none where chance has no part in it.
struct Courses<'a> {
    spec: &'a Spec,
    list: Vec<Option<Course>>,
}

impl Spec {
    /// The scenario as it is in one replication. An epidemic's chance is keyed by its name, the seed and the replication,
    /// so it is the same in all factories, options and surges.
    pub fn of_replication(&self, seed: u64, replication: u32) -> Cow<'_, Spec> {
        if self.epidemics.iter().all(|epidemic| epidemic.chance == Chance::Mean) {
            return Cow::Borrowed(self);
        }
        let courses = self.courses(seed, replication);
        let mut spec = self.clone();
        spec.surges.iter_mut().for_each(|surge| courses.lay_over(surge));
        let sized = spec.factories.iter_mut().filter_map(|own| own.sized.as_mut()).map(Arc::make_mut);
        for plant in spec.plants.iter_mut().chain(sized) {
            for product in &mut plant.products {
                match &mut product.supply {
                    Supply::Arrivals(arrivals) => courses.lay_over_process(&mut arrivals.process),
                    Supply::ToStock { demand, .. } | Supply::ToOrder { demand, .. } => {
                        courses.lay_over_orders(&mut demand.orders);
                    }
                    Supply::Saturated => {}
                }
            }
            let customers = plant.materials.iter_mut().filter_map(|material| material.customers.as_mut());
            customers.for_each(|customers| courses.lay_over_orders(&mut customers.demand.orders));
        }
        let customers = spec.region.iter_mut().flat_map(|region| &mut region.customers);
        customers.for_each(|customers| courses.lay_over_orders(&mut customers.orders));
        Cow::Owned(spec)
    }

    /// A surge as it is in one replication of the scenario's seed.
    pub fn surge_of_replication(&self, surge: usize, replication: u32) -> Cow<'_, Surge> {
        let surge = &self.surges[surge];
        // Only prices are read when the runs are over.
        if surge.product_price.iter().all(|(_, curve)| curve.drawn.is_none()) {
            return Cow::Borrowed(surge);
        }
        let mut own = surge.clone();
        self.courses(self.seed, replication).lay_over(&mut own);
        Cow::Owned(own)
    }

    /// The length of the run.
    fn length(&self) -> Duration {
        self.stop.limit()
    }

    fn courses(&self, seed: u64, replication: u32) -> Courses<'_> {
        let drawn = self.epidemics.iter().map(|epidemic| match epidemic.chance {
            Chance::Mean => None,
            Chance::Drawn => {
                let days = epidemic.days_until(self.length());
                Some(epidemic.course(days, seed, replication))
            }
        });
        Courses { spec: self, list: drawn.collect() }
    }
}

impl Courses<'_> {
    fn draw(&self, curve: &mut Curve) {
        if let Some(drawn) = curve.drawn.take()
            && let Some(course) = &self.list[drawn.epidemic.index()]
        {
            let epidemic = &self.spec.epidemics[drawn.epidemic.index()];
            let points = drawn.burn.points(epidemic, course, self.spec.length());
            *curve = Curve::new(points, curve.shape).divided(drawn.divisor);
        }
    }

    fn lay_over(&self, surge: &mut Surge) {
        let Surge { demand, customers, more, product_price, absence, lead_time, material_price, .. } = surge;
        let capacity = &mut surge.capacity;
        for curves in [demand, customers, more, product_price, absence, lead_time, material_price, capacity] {
            curves.iter_mut().for_each(|(_, curve)| self.draw(curve));
        }
        surge.transport.iter_mut().for_each(|curve| self.draw(curve));
    }

    fn lay_over_process(&self, process: &mut Process) {
        if let Times::Rated { rate, .. } = &mut process.times {
            self.draw(&mut rate.curve);
        }
    }

    fn lay_over_orders(&self, orders: &mut Orders) {
        match orders {
            Orders::Joint | Orders::Nobody => {}
            Orders::Periodic { rate, .. } => self.draw(rate),
            Orders::Single { process, .. } => self.lay_over_process(process),
        }
    }
}
