//! How much better a factory works with an option, by the indicators that acceptance can look at.

use crate::outcome::{FactoryTally, oee};
use crate::spec::Plant;

/// By how much a month is better with an option than the same month without it; 0 where an indicator is not defined on
/// both sides.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Improvement {
    /// Overall equipment effectiveness over all machines, with it less without it [points, as a share].
    pub oee: f64,
    /// The share by which the mean time of lots from release to leaving is shorter [<= 1].
    pub lead_time: f64,
    /// The share by which fewer of the units that were finished or scrapped had a defect [<= 1].
    pub defects: f64,
    /// The share by which a finished unit takes less electricity [<= 1].
    pub energy: f64,
}

impl Improvement {
    /// From what happened in a plant in the same month with and without it.
    pub fn of(plant: &Plant, with: &FactoryTally, without: &FactoryTally) -> Improvement {
        let points = oee(&with.stations).zip(oee(&without.stations));
        let (with, without) = (Rates::of(plant, with), Rates::of(plant, without));
        Improvement {
            oee: points.map_or(0.0, |(with, without)| with - without),
            lead_time: cut(with.lead_time, without.lead_time),
            defects: cut(with.defects, without.defects),
            energy: cut(with.energy, without.energy),
        }
    }

    /// The mean of some; nothing of none.
    pub fn mean(all: &[Improvement]) -> Improvement {
        let over = |read: fn(&Improvement) -> f64| {
            crate::stats::mean(&all.iter().map(read).collect::<Vec<_>>()).unwrap_or(0.0)
        };
        Improvement {
            oee: over(|own| own.oee),
            lead_time: over(|own| own.lead_time),
            defects: over(|own| own.defects),
            energy: over(|own| own.energy),
        }
    }
}

/// Lead time of a lot, defects of a unit, electricity of a unit, over the products that leave.
struct Rates {
    lead_time: Option<f64>,
    defects: Option<f64>,
    energy: Option<f64>,
}

impl Rates {
    fn of(plant: &Plant, tally: &FactoryTally) -> Rates {
        let leaving =
            || tally.products.iter().zip(plant.leaving()).filter(|(_, leaves)| *leaves).map(|(own, _)| own);
        let (mut lots, mut time, mut finished, mut scrapped, mut escaped) = (0, 0.0, 0, 0, 0);
        for own in leaving() {
            lots += own.finished_lots;
            time += own.flow_time.as_secs();
            finished += own.finished;
            scrapped += own.scrapped;
            escaped += own.escaped;
        }
        let each = |sum: f64, of: u64| (of > 0).then(|| sum / of as f64);
        Rates {
            lead_time: each(time, lots),
            defects: each((scrapped + escaped) as f64, finished + scrapped),
            energy: each(
                crate::stats::sum(tally.stations.iter().map(|station| station.energy_kwh)),
                finished,
            ),
        }
    }
}

/// The share by which something is less; 0 where there is nothing that could be.
fn cut(with: Option<f64>, without: Option<f64>) -> f64 {
    match (with, without) {
        (Some(with), Some(without)) if without > 0.0 => 1.0 - with / without,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::sample::{self, near};
    use crate::outcome::MachineState;
    use crate::units::Duration;

    /// Without it: 900 of 1000 units good, 45 of them with a defect that nobody found, in 100 lots of 4 hours and with
    /// 90 kWh; OEE 300 of 600 minutes. With it: 950 good, 38 of them not, in 95 lots of 3 hours, 76 kWh; 330 of 600.
    #[test]
    fn improvement_by_hand() {
        let spec = sample::spec("2020-01-01");
        let month = |good: u64, escaped: u64, hours: u64, kwh: f64, ideal: u64| {
            let mut tally = sample::factory(&spec, 31, |_| 100, Vec::new()).months[0].tally.clone();
            let own = &mut tally.products[0];
            (own.finished, own.scrapped, own.escaped) = (good, 1_000 - good, escaped);
            own.finished_lots = good / 10;
            own.flow_time = Duration(own.finished_lots * hours * 3_600_000_000);
            tally.stations.truncate(1);
            let station = &mut tally.stations[0];
            station.energy_kwh = kwh;
            station.states = Default::default();
            station.states[MachineState::Producing as usize] = Duration(600 * 60_000_000);
            station.ideal_time = Duration(ideal * 60_000_000);
            tally
        };
        let (without, with) = (month(900, 45, 4, 90.0, 300), month(950, 38, 3, 76.0, 330));
        let plant = &spec.plants[0];
        let found = Improvement::of(plant, &with, &without);
        near(found.oee, 0.05);
        near(found.lead_time, 0.25);
        near(found.defects, 1.0 - (88.0 / 1_000.0) / (145.0 / 1_000.0));
        near(found.energy, 1.0 - (76.0 / 950.0) / (90.0 / 900.0));
        assert_eq!(Improvement::of(plant, &without, &without), Improvement::default());
        let nothing = month(0, 0, 1, 0.0, 0);
        let to_nothing = Improvement::of(plant, &nothing, &without);
        assert_eq!(
            (to_nothing.lead_time, to_nothing.energy, to_nothing.oee),
            (0.0, 0.0, -0.5),
            "not defined"
        );
        near(Improvement::mean(&[found, Improvement::default()]).lead_time, 0.125);
        assert_eq!(Improvement::mean(&[]), Improvement::default());
    }
}
