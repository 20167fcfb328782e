//! Factories of one kind that differ in size: machines, people, stocks and overhead.

use crate::spec::{Crew, Plant, Reorder, StepKind, Supply};
use crate::units::PoolId;

impl Plant {
    /// The plant at so many times its size [> 0]: machines and headcounts in whole ones, one machine at least where there is
    /// one, and no fewer people than the largest crew that comes from their pool; stocks and overhead in proportion. The
    /// size of buffers, lots and loops, named workers and what upgrades bring stay.
    pub fn at_size(&self, size: f64) -> Plant {
        let mut plant = self.clone();
        let whole = |number: u32| (f64::from(number) * size).round() as u32;
        for station in &mut plant.stations {
            station.machines = whole(station.machines).max(station.machines.min(1));
        }
        for (index, pool) in plant.pools.iter_mut().enumerate() {
            let least = self.largest_crew(PoolId::new(index));
            for team in &mut pool.teams {
                team.headcount = whole(team.headcount).max(team.headcount.min(least));
            }
        }
        for product in &mut plant.products {
            if let Supply::ToStock { initial_stock, base_stock, .. } = &mut product.supply {
                *initial_stock = (*initial_stock as f64 * size).round() as u64;
                *base_stock = (*base_stock as f64 * size).round() as u64;
            }
        }
        for material in &mut plant.materials {
            material.initial_stock *= size;
            material.in_transit.iter_mut().for_each(|(_, amount)| *amount *= size);
            match &mut material.reorder {
                Reorder::UpTo { point, level } => (*point, *level) = (*point * size, *level * size),
                Reorder::Quantity { point, quantity } => {
                    (*point, *quantity) = (*point * size, *quantity * size)
                }
                Reorder::Plan { safety, .. } => *safety *= size,
                Reorder::MovingAverage { .. } => {}
            }
        }
        plant.overhead_per_month *= size;
        plant
    }

    /// The most workers that a crew takes from a pool at a time; 1 where none does.
    fn largest_crew(&self, pool: PoolId) -> u32 {
        let steps = self.products.iter().flat_map(|product| &product.routing);
        let operations = steps.filter_map(|step| match &step.kind {
            StepKind::Operation(operation) => Some(operation),
            StepKind::Dwell { .. } | StepKind::Split(_) | StepKind::Join(_) => None,
        });
        let at_work =
            operations.flat_map(|own| own.crew.iter().chain(own.loading.iter().flat_map(|own| &own.crew)));
        let stops = self.stations.iter().flat_map(|station| {
            let breakdowns = station.breakdowns.iter().filter_map(|own| own.crew.as_ref());
            let maintenance = station.maintenance.iter().filter_map(|own| own.crew.as_ref());
            breakdowns.chain(maintenance).chain(station.setup.iter().flat_map(|own| own.crews()))
        });
        let theirs = |crew: &&Crew| crew.pools.contains(&pool);
        at_work.chain(stops).filter(theirs).map(|crew| crew.workers).max().unwrap_or(1)
    }
}

#[cfg(test)]
mod tests {
    use crate::spec::{
        Breakdown, Crew, Demand, Material, Operation, Plant, Pool, Product, Reorder, Station, Step, StepKind,
        Supply, Team,
    };
    use crate::units::{PoolId, StationId};

    fn crew(workers: u32) -> Crew {
        Crew { pools: vec![PoolId(0)], workers, tends: 1, priority: 0 }
    }

    /// Three machines and nine people, of whom an operation takes two and a repair four.
    fn plant() -> Plant {
        let operation = Operation { station: StationId(0), crew: vec![crew(2)], ..Operation::default() };
        let supply =
            Supply::ToStock { initial_stock: 90, base_stock: 200, demand: Demand::default(), patience: None };
        Plant {
            stations: vec![
                Station {
                    machines: 3,
                    breakdowns: vec![Breakdown { crew: Some(crew(4)), ..Breakdown::default() }],
                    ..Station::default()
                },
                Station { machines: 0, dormant: 2, ..Station::default() },
            ],
            pools: vec![Pool { teams: vec![Team { headcount: 9, calendar: None }], ..Pool::default() }],
            materials: vec![Material {
                initial_stock: 10.0,
                reorder: Reorder::UpTo { point: 4.0, level: 8.0 },
                ..Material::default()
            }],
            products: vec![Product {
                supply,
                routing: vec![Step { kind: StepKind::Operation(operation), ..Step::default() }],
                ..Product::default()
            }],
            overhead_per_month: 1_000.0,
            ..Plant::default()
        }
    }

    #[test]
    fn machines_people_stocks_and_overhead() {
        let of = |size: f64| {
            let own = plant().at_size(size);
            let Supply::ToStock { initial_stock, base_stock, .. } = own.products[0].supply else { panic!() };
            let machines = [own.stations[0].machines, own.stations[1].machines, own.stations[1].dormant];
            (machines, own.pools[0].teams[0].headcount, [initial_stock, base_stock], own.overhead_per_month)
        };
        assert_eq!(of(1.0), ([3, 0, 2], 9, [90, 200], 1_000.0));
        assert_eq!(of(2.5), ([8, 0, 2], 23, [225, 500], 2_500.0));
        // Half a machine is one, and four people are needed for a repair.
        assert_eq!(of(0.1), ([1, 0, 2], 4, [9, 20], 100.0));
        let small = plant().at_size(0.5).materials.remove(0);
        assert_eq!((small.initial_stock, small.reorder), (5.0, Reorder::UpTo { point: 2.0, level: 4.0 }));
        assert_eq!(plant().at_size(1.0), plant());
    }
}
