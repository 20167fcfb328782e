//! People of a region: who belongs to a pool is there, absent, or not on shift, day by day, whoever is hired, leaves, stays away
//! in an emergency or over a holiday, or is taken away by an upgrade.

use surgetwin::outcome::{Outcome, PoolTally};
use surgetwin::spec::{Spec, Stop};
use surgetwin::units::Duration;

use crate::{outcome_of, read};

const DAYS: u64 = 42;
/// The day on which upgrades take workers away.
const UPGRADED: u64 = 20;
/// The day on which the second factory opens.
const OPENS: u64 = 9;

/// Six weeks from Monday, 6 January 2020; on Sundays nobody works but the guards.
const REGION: &str = r#"Scenario(format: 1, name: "people", start: "2020-01-06", duration: "42d",
plants: [Plant(name: "shop",
  calendars: [(name: "day", weekly: [(days: "Mon-Sat", from: "08:00", to: "12:00"), (days: "Mon-Sat", from: "13:00", to: "17:00")]),
    (name: "late", weekly: [(days: "Mon-Fri", from: "16:00", to: "22:30")])],
  stations: [(name: "sew", machines: 9), (name: "pack", machines: 4)],
  pools: [
    (name: "sewers", headcount: 6, absence: 0.15, calendar: "day",
      hire: (when_lots_above: 2, per_week: 4, lag: Exponential(mean: "3d"), most: 7, leaving_per_year: 2)),
    (name: "guards", headcount: 5, absence: 0.1, learning: (rate: 0.8, first: 1.6, experience: 3)),
    (name: "packers", teams: [(headcount: 3, calendar: "day"), (headcount: 4, calendar: "late")], absence: 0.05),
    (name: "masters", headcount: 2, skills: ["mend"], calendar: "day"),
  ],
  products: [(name: "mask", lot: 5, supply: ToOrder(demand: Region), routing: [
    (step: "sew", station: "sew", time: Exponential(mean: "6min"), crew: [(pool: "sewers")]),
    (step: "mend", station: "sew", time: "10s", crew: [(skill: "mend")]),
    (step: "watch", station: "pack", time: "30s", crew: [(pool: "guards")]),
    (step: "pack", station: "pack", time: Exponential(mean: "2min"), crew: [(pool: "packers")])])])],
factories: [(name: "A", plant: "shop", count: 2, demand: Uniform(min: 0.5, max: 2)), (name: "B", plant: "shop", opens: "9d")],
region: (every: "6h", transport: "1d", customers: [(name: "public", product: "mask", demand: (per_day: 1200))]),
upgrades: [(name: "robots", effects: [Add(to: Headcount(pool: "guards"), amount: -2), Add(to: Headcount(pool: "packers"), amount: -1)])],
options: [(name: "robots", installs: [(upgrade: "robots", order_at: "20d")])],
surges: [(name: "none"), (name: "wave", emergency: ("2020-01-20", "2020-02-10"),
  absence: Points(shape: Linear, points: [("2020-01-06", 0), ("2020-01-14", 0), ("2020-01-15", 0.7), ("2020-01-22", 0.7), ("2020-02-05", 0), ("2020-03-01", 0)]))])"#;

/// What pools counted in a run of so many days.
fn until(spec: &Spec, days: u64, surge: usize, option: usize, seed: u64) -> Outcome {
    let mut own = spec.clone();
    own.stop = Stop::After(Duration(days * Duration::DAY.0));
    outcome_of(&own, surge, option, seed)
}

/// Hours in which the teams of a pool are on shift on a day, each times its headcount: by hand, from the calendars.
fn hours_on_shift(pool: usize, day: u64, heads: [u64; 2]) -> Duration {
    let (weekday, hour) = (day % 7, Duration::HOUR.0);
    let by_day = if weekday < 6 { 8 * hour } else { 0 };
    let late = if weekday < 5 { 13 * hour / 2 } else { 0 };
    Duration(match pool {
        1 => 24 * hour * heads[0],
        2 => by_day * heads[0] + late * heads[1],
        _ => by_day * heads[0],
    })
}

#[test]
fn everybody_is_there_or_absent_or_off_shift() {
    let spec = read(REGION);
    let (mut hired, mut left, mut absent) = (0, 0, Duration::ZERO);
    for (surge, option, seed) in [(0, 0, 1), (1, 0, 2), (1, 1, 3)] {
        let mut before: Vec<Vec<PoolTally>> = vec![vec![PoolTally::default(); 4]; 3];
        for day in 0..DAYS {
            let outcome = until(&spec, day + 1, surge, option, seed);
            for (f, factory) in outcome.factories.iter().enumerate() {
                for (pool, now) in factory.window.tally.pools.iter().enumerate() {
                    let then = before[f][pool];
                    let taken = u64::from(option == 1 && day >= UPGRADED);
                    let heads = match pool {
                        0 => [6 + now.hired - now.left, 0],
                        1 => [5 - 2 * taken, 0],
                        2 => [3 - taken, 4 - taken],
                        _ => [2, 0],
                    };
                    let open = f < 2 || day >= OPENS;
                    let due = if open { hours_on_shift(pool, day, heads) } else { Duration::ZERO };
                    let there = now.present - then.present;
                    let away = now.absent - then.absent;
                    let told = format!("surge {surge}, option {option}: factory {f}, pool {pool}, day {day}");
                    assert_eq!(there + away, due, "{told}");
                    assert_eq!(now.overtime, Duration::ZERO, "{told}");
                    assert!(now.busy - then.busy <= there, "{told}");
                    assert!(pool == 0 || now.hired + now.left == 0, "{told}");
                    absent += away;
                    before[f][pool] = *now;
                }
            }
        }
        hired += before.iter().flatten().map(|own| own.hired).sum::<u64>();
        left += before.iter().flatten().map(|own| own.left).sum::<u64>();
    }
    assert!(hired > 10 && left > 5, "{hired} hired, {left} left: the case would prove nothing");
    assert!(absent > Duration(1_000 * Duration::HOUR.0), "{absent:?}");
}
