//! Surges: named bundles of curves laid over an otherwise unchanged scenario.

use crate::epidemic::Burn;
use crate::units::{Date, EpidemicId, Time};

/// A named bundle of things that change with time.
#[derive(Clone, PartialEq, Debug)]
pub struct Surge {
    /// Name, unique in the scenario.
    pub name: String,
    /// What it is, in a few words for the report; may be empty.
    pub title: String,
    /// First and last day of the emergency; `None` for a surge that is none.
    pub emergency: Option<(Date, Date)>,
    /// Multiplies the demand of the named products, or of all under "*" [>= 0].
    pub demand: Vec<(String, Curve)>,
    /// Multiplies the demand of the named customers of the region, or of all under "*", in place of that of their product
    /// [>= 0].
    pub customers: Vec<(String, Curve)>,
    /// What customers of the named products order in addition, at each factory, times its demand [units a day; >= 0].
    pub more: Vec<(String, Curve)>,
    /// Multiplies the price of the named products, or of all under "*" [>= 0].
    pub product_price: Vec<(String, Curve)>,
    /// Share of workers of the named pools, or of all under "*", absent on top of the pool's own: 1 - (1 - own)(1 - this)
    /// [0..=1].
    pub absence: Vec<(String, Curve)>,
    /// Multiplies the lead time of the named materials, or of all under "*" [>= 0].
    pub lead_time: Vec<(String, Curve)>,
    /// Multiplies the price of the named materials, or of all under "*" [>= 0].
    pub material_price: Vec<(String, Curve)>,
    /// Multiplies the capacity of the named suppliers, or of all under "*" [>= 0].
    pub capacity: Vec<(String, Curve)>,
    /// Multiplies the time from the region's factories to its customers, of what leaves at an instant [>= 0].
    pub transport: Option<Curve>,
}

impl Surge {
    /// The surge that changes nothing.
    pub fn none() -> Surge {
        Surge {
            name: "none".into(),
            title: "no emergency".into(),
            emergency: None,
            demand: Vec::new(),
            customers: Vec::new(),
            more: Vec::new(),
            product_price: Vec::new(),
            absence: Vec::new(),
            lead_time: Vec::new(),
            material_price: Vec::new(),
            capacity: Vec::new(),
            transport: None,
        }
    }
}

/// A quantity that changes with time, by points that cover the whole run.
#[derive(Clone, PartialEq, Debug)]
pub struct Curve {
    /// Instants and values, ascending in time [at least one]. Instants before the start are clamped to it.
    pub points: Vec<(Time, f64)>,
    /// What holds between points.
    pub shape: Shape,
    /// Where an epidemic under chance makes the curve; its points are those of the mean course until a replication has
    /// its own ([`crate::spec::Spec::of_replication`]).
    pub drawn: Option<Box<Drawn>>,
}

/// How a curve follows from an epidemic under chance.
#[derive(Clone, PartialEq, Debug)]
pub struct Drawn {
    /// Which.
    pub epidemic: EpidemicId,
    /// What is read off it.
    pub burn: Burn,
    /// What values are divided by, where the curve is of another unit [> 0].
    pub divisor: f64,
}

/// What holds between two points of a curve.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// The straight line.
    Linear,
    /// The earlier point's value.
    Steps,
}

impl Default for Curve {
    fn default() -> Curve {
        Curve::constant(0.0)
    }
}

impl Curve {
    /// The curve that always has this value.
    pub fn constant(value: f64) -> Curve {
        Curve::new(vec![(Time::ZERO, value)], Shape::Steps)
    }

    /// The curve through points [ascending, at least one].
    pub fn new(points: Vec<(Time, f64)>, shape: Shape) -> Curve {
        Curve { points, shape, drawn: None }
    }

    /// The curve with each value divided.
    pub fn divided(mut self, divisor: f64) -> Curve {
        self.points.iter_mut().for_each(|(_, value)| *value /= divisor);
        if let Some(drawn) = &mut self.drawn {
            drawn.divisor *= divisor;
        }
        self
    }

    /// The value at an instant; before the first and after the last point it is that point's.
    pub fn at(&self, time: Time) -> f64 {
        let next = self.points.partition_point(|(t, _)| *t <= time);
        match (next.checked_sub(1).map(|i| self.points[i]), self.points.get(next)) {
            (None, Some((_, value))) => *value,
            (Some((_, value)), None) => value,
            (Some((_, value)), Some(_)) if self.shape == Shape::Steps => value,
            (Some((t0, v0)), Some((t1, v1))) => {
                let share = time.since(t0).as_secs() / t1.since(t0).as_secs();
                v0 + share * (v1 - v0)
            }
            (None, None) => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_and_beyond() {
        let mut curve = Curve::new(vec![(Time(10), 1.0), (Time(20), 3.0)], Shape::Linear);
        let read = |curve: &Curve| [5, 10, 15, 20, 99].map(|t| curve.at(Time(t)) as u64);
        assert_eq!(read(&curve), [1, 1, 2, 3, 3]);
        curve.shape = Shape::Steps;
        assert_eq!(read(&curve), [1, 1, 1, 3, 3]);
    }
}
