//! Studies: what a change of one thing does, which upgrades add up, and what a surge is made of.

use super::{Choice, Spec, Surge, Upgrade};

/// The studies of a scenario, with the options that only they have.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Studies {
    /// What is swept, in file order.
    pub sweeps: Vec<Sweep>,
    /// Upgrades in all combinations, in file order.
    pub factorials: Vec<Factorial>,
    /// Positions in `Spec::surges` of the surges whose parts are weighed, ascending.
    pub shares: Vec<usize>,
    /// Options of the studies alone; their upgrades are those of the scenario, then those of `upgrades`.
    pub options: Vec<Choice>,
    /// Upgrades without cost or delay that set a swept value.
    pub upgrades: Vec<Upgrade>,
}

/// One parameter takes one value after the other, everything else as it is.
#[derive(Clone, PartialEq, Debug)]
pub struct Sweep {
    /// Name, unique among sweeps.
    pub name: String,
    /// What is swept, in a few words for the report.
    pub title: String,
    /// Whether values are times [s].
    pub time: bool,
    /// Under which surges [positions in `Spec::surges`].
    pub surges: Vec<usize>,
    /// Values in the unit of the parameter (or factors), ascending, each with its position in [`Studies::options`].
    pub points: Vec<(f64, usize)>,
}

/// Up to six installations in all combinations.
#[derive(Clone, PartialEq, Debug)]
pub struct Factorial {
    /// Name, unique among factorials.
    pub name: String,
    /// What it is about, in a few words for the report.
    pub title: String,
    /// Titles of its factors, in file order.
    pub factors: Vec<String>,
    /// Under which surges [positions in `Spec::surges`].
    pub surges: Vec<usize>,
    /// Positions in [`Studies::options`], in the order of the bit masks over factors: none, the first, the second, both …
    pub options: Vec<usize>,
}

/// A part of a surge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Demand.
    Demand,
    /// Absence of workers.
    Absence,
    /// Lead times of materials and capacity of suppliers.
    Supply,
    /// Prices of products and materials.
    Price,
}

impl Part {
    /// All parts, in the order of their bits.
    pub const ALL: [Part; 4] = [Part::Demand, Part::Absence, Part::Supply, Part::Price];
}

impl Surge {
    /// The surge with the parts of a bit mask alone, in the order of [`Part::ALL`].
    pub fn masked(&self, parts: usize) -> Surge {
        let mut surge = self.clone();
        for (_, part) in Part::ALL.into_iter().enumerate().filter(|(bit, _)| parts & (1 << bit) == 0) {
            match part {
                Part::Demand => {
                    surge.demand.clear();
                    surge.customers.clear();
                    surge.more.clear();
                    // Those who order in this surge alone are known by its name.
                    surge.name = Surge::none().name;
                }
                Part::Absence => surge.absence.clear(),
                Part::Supply => {
                    surge.lead_time.clear();
                    surge.capacity.clear();
                    surge.transport = None;
                }
                Part::Price => {
                    surge.product_price.clear();
                    surge.material_price.clear();
                }
            }
        }
        surge
    }
}

impl Studies {
    /// Whether nothing is studied.
    pub fn is_empty(&self) -> bool {
        self.sweeps.is_empty() && self.factorials.is_empty() && self.shares.is_empty()
    }

    /// The scenario whose options are those of the studies and whose surges are followed by the parts of those weighed:
    /// 16 for each, in the order of the bit masks.
    pub fn scenario(&self, spec: &Spec) -> Spec {
        let mut own = spec.clone();
        own.upgrades.extend(self.upgrades.iter().cloned());
        own.options = self.options.clone();
        for &surge in &self.shares {
            own.surges.extend((0..16).map(|parts| spec.surges[surge].masked(parts)));
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Curve;

    #[test]
    fn parts_are_taken_out() {
        let curve = || vec![("*".to_owned(), Curve::constant(2.0))];
        let whole = Surge {
            demand: curve(),
            customers: curve(),
            more: curve(),
            product_price: curve(),
            absence: vec![("*".into(), Curve::constant(0.1))],
            lead_time: curve(),
            material_price: curve(),
            capacity: curve(),
            ..Surge::none()
        };
        assert!(whole.masked(15) == whole);
        assert!(whole.masked(0) == Surge::none());
        let demand = Surge { demand: curve(), customers: curve(), more: curve(), ..Surge::none() };
        assert!(whole.masked(1) == demand);
        assert!(whole.masked(4) == Surge { lead_time: curve(), capacity: curve(), ..Surge::none() });
    }
}
