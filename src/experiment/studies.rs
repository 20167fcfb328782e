//! Studies: which runs they need besides the cells, and what they make of them.

use std::collections::BTreeMap;

use crate::finance::books;
use crate::outcome::Outcome;
use crate::plant::{Demand, Setting};
use crate::spec::{Factorial, Spec, Sweep};
use crate::stats::{Estimate, contrasts, service, shapley};

use super::compare::units_delivered;
use super::missing::days_of_orders;
use super::{Cell, Plan, Runs, compare};

/// What came out of the studies of a scenario; empty where it has none.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// By sweep and surge, in file order.
    pub sweeps: Vec<Swept>,
    /// By factorial and surge, in file order.
    pub factorials: Vec<Factored>,
    /// By surge whose parts are weighed, in file order.
    pub shares: Vec<Shared>,
}

/// What a study looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Looked {
    /// Good units delivered in the window, as in [`super::Versus::output_gain`].
    Output,
    /// Units owed as the warm-up ends or ordered after it, and not delivered by the end of the run, those taken back
    /// included.
    Short,
    /// The largest backlog at the end of a day after the warm-up [units].
    Peak,
    /// Operating result over the whole run [currency].
    Result,
    /// Net present value against the baseline [currency].
    Npv,
}

/// One sweep under one surge.
#[derive(Clone, Debug)]
pub struct Swept {
    /// Position of the sweep.
    pub sweep: usize,
    /// Position of the surge.
    pub surge: usize,
    /// What was looked at.
    pub curves: Vec<Curve>,
}

/// One measure over the values of a sweep.
#[derive(Clone, Debug)]
pub struct Curve {
    /// The measure.
    pub looked: Looked,
    /// What it is at each value.
    pub means: Vec<Estimate>,
    /// What it is at the last value beyond that at the first, under the same chance.
    pub change: Estimate,
}

/// One factorial under one surge.
#[derive(Clone, Debug)]
pub struct Factored {
    /// Position of the factorial.
    pub factorial: usize,
    /// Position of the surge.
    pub surge: usize,
    /// What was looked at.
    pub looked: Vec<(Looked, Effects)>,
}

/// Effects on one measure.
#[derive(Clone, Debug)]
pub struct Effects {
    /// The value without any factor.
    pub none: Estimate,
    /// What all factors together change, paired.
    pub all: Estimate,
    /// Bit mask of one factor or two, and the effect, paired: main effects, then interactions.
    pub effects: Vec<(usize, Estimate)>,
}

/// The parts of one surge.
#[derive(Clone, Debug)]
pub struct Shared {
    /// Position of the surge.
    pub surge: usize,
    /// What was looked at.
    pub looked: Vec<(Looked, Parts)>,
}

/// The change of one measure, divided.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The value without the surge.
    pub none: Estimate,
    /// What the surge changes, paired.
    pub all: Estimate,
    /// The Shapley value of each part, in the order of [`crate::spec::Part::ALL`]; they sum to `all`.
    pub parts: Vec<Estimate>,
}

/// A run: surge and option of the scenario of the studies.
type Run = (usize, usize);

/// The runs that the studies need and no cell has, in order.
pub(super) fn needed(spec: &Spec) -> Vec<Run> {
    let studies = &spec.studies;
    let mut runs: Vec<Run> = Vec::new();
    for sweep in &studies.sweeps {
        runs.extend(sweep.surges.iter().flat_map(|s| sweep.points.iter().map(|(_, option)| (*s, *option))));
    }
    for factorial in &studies.factorials {
        runs.extend(
            factorial.surges.iter().flat_map(|s| factorial.options.iter().map(|option| (*s, *option))),
        );
    }
    for place in 0..studies.shares.len() {
        runs.extend((0..16).map(|parts| run_of_parts(spec, place, parts)));
    }
    runs.sort_unstable();
    runs.dedup();
    // The baselines of the cells are there.
    runs.retain(|(surge, option)| *option > 0 || *surge >= spec.surges.len());
    runs
}

/// The settings of such runs.
pub(super) fn settings<'a>(own: &'a Spec, runs: &[Run], plan: &Plan) -> Vec<Setting<'a>> {
    let of = |(surge, option): &Run| {
        let (surge, option) = (*surge, *option);
        (0..plan.replications).map(move |replication| Setting {
            spec: own,
            surge,
            option,
            demand: Demand::AsDescribed,
            seed: plan.seed,
            replication,
            trace: false,
        })
    };
    runs.iter().flat_map(of).collect()
}

/// The run with some parts of a surge alone; parts that it has not are not asked for.
fn run_of_parts(spec: &Spec, place: usize, parts: usize) -> Run {
    let surge = spec.studies.shares[place];
    let whole = &spec.surges[surge];
    let has = |bit: &usize| whole.masked(1 << *bit) != whole.masked(0);
    let there = (0..4).filter(has).map(|bit| 1 << bit).sum::<usize>();
    match parts & there {
        parts if parts == there => (surge, 0),
        parts => (spec.surges.len() + 16 * place + parts, 0),
    }
}

/// What the studies make of their runs and of the baselines of the cells; `own` is the scenario of the studies.
pub(super) fn findings(
    spec: &Spec,
    own: &Spec,
    runs: &[Run],
    outcomes: &[Outcome],
    cells: &[Cell],
) -> Findings {
    if runs.is_empty() {
        return Findings::default();
    }
    let each = outcomes.len() / runs.len();
    let mut made: BTreeMap<Run, &[Outcome]> =
        runs.iter().copied().zip(outcomes.chunks(each.max(1))).collect();
    made.extend(cells.iter().filter(|c| c.option == 0).map(|c| ((c.surge, 0), c.outcomes.as_slice())));
    let table = Table { spec: own, made };
    let studies = &spec.studies;
    let sweeps = studies.sweeps.iter().enumerate();
    let factorials = studies.factorials.iter().enumerate();
    Findings {
        sweeps: sweeps
            .flat_map(|(i, s)| s.surges.iter().map(move |g| (i, s, *g)))
            .map(|x| swept(&table, x))
            .collect(),
        factorials: factorials
            .flat_map(|(i, f)| f.surges.iter().map(move |g| (i, f, *g)))
            .map(|x| factored(&table, x))
            .collect(),
        shares: (0..studies.shares.len()).map(|place| shared(spec, &table, place)).collect(),
    }
}

/// All runs of the studies.
struct Table<'a> {
    spec: &'a Spec,
    made: BTreeMap<Run, &'a [Outcome]>,
}

impl Table<'_> {
    /// A measure of a run by replication; empty where it is not defined.
    fn values(&self, looked: Looked, run: Run) -> Vec<f64> {
        let outcomes = self.made.get(&run).copied().unwrap_or_default();
        let spec = self.spec;
        let all: Vec<usize> = (0..spec.factories.len()).collect();
        let of = |value: &dyn Fn(&Outcome) -> Option<f64>| -> Vec<f64> {
            outcomes.iter().map(value).collect::<Option<Vec<f64>>>().unwrap_or_default()
        };
        match looked {
            Looked::Output => of(&|outcome| Some(units_delivered(spec, outcome, &all))),
            Looked::Short => of(&|outcome| short_and_peak(spec, outcome).map(|(short, _)| short)),
            Looked::Peak => of(&|outcome| short_and_peak(spec, outcome).map(|(_, peak)| peak)),
            Looked::Result => of(&|outcome| operating_result(spec, run.0, outcome)),
            Looked::Npv => {
                let baseline = self.made.get(&(run.0, 0)).copied().unwrap_or_default();
                let sides = [baseline, outcomes].map(|outcomes| Runs { outcomes, capacity: &[], option: "" });
                compare(spec, run.0, sides[0], sides[1], None).map_or(Vec::new(), |versus| versus.npvs)
            }
        }
    }

    /// A measure of several runs: by replication, one value for each of them; `None` where it is not defined.
    fn by_replication(&self, looked: Looked, runs: &[Run]) -> Option<Vec<Vec<f64>>> {
        let by_run: Vec<Vec<f64>> = runs.iter().map(|run| self.values(looked, *run)).collect();
        let n = by_run.iter().map(Vec::len).min().filter(|n| *n > 0)?;
        Some((0..n).map(|replication| by_run.iter().map(|values| values[replication]).collect()).collect())
    }
}

fn swept(table: &Table<'_>, (index, sweep, surge): (usize, &Sweep, usize)) -> Swept {
    let runs: Vec<Run> = sweep.points.iter().map(|(_, option)| (surge, *option)).collect();
    let curve = |looked: Looked| {
        let values = table.by_replication(looked, &runs)?;
        let means = (0..runs.len()).map(|point| mean_of(&values, |v| v[point])).collect();
        Some(Curve { looked, means, change: mean_of(&values, whole_change) })
    };
    let curves = [Looked::Output, Looked::Short, Looked::Peak].into_iter().filter_map(curve).collect();
    Swept { sweep: index, surge, curves }
}

fn factored(table: &Table<'_>, (index, factorial, surge): (usize, &Factorial, usize)) -> Factored {
    let runs: Vec<Run> = factorial.options.iter().map(|option| (surge, *option)).collect();
    let effects = |looked: Looked| {
        let values = table.by_replication(looked, &runs)?;
        let by_replication: Vec<_> = values.iter().map(|v| contrasts(v)).collect();
        let masks = by_replication.first()?.iter().map(|c| c.factors);
        let effects = masks.enumerate();
        let effects = effects
            .map(|(i, mask)| (mask, Estimate::of_defined(by_replication.iter().map(|c| Some(c[i].effect)))));
        let effects = effects.collect();
        Some((
            looked,
            Effects { none: mean_of(&values, first), all: mean_of(&values, whole_change), effects },
        ))
    };
    let looked = [Looked::Output, Looked::Npv].into_iter().filter_map(effects).collect();
    Factored { factorial: index, surge, looked }
}

fn shared(spec: &Spec, table: &Table<'_>, place: usize) -> Shared {
    let runs: Vec<Run> = (0..16).map(|parts| run_of_parts(spec, place, parts)).collect();
    let divided = |looked: Looked| {
        let values = table.by_replication(looked, &runs)?;
        let shares: Vec<Vec<f64>> = values.iter().map(|v| shapley(v)).collect();
        let parts = (0..4).map(|part| mean_of(&shares, |s| s[part])).collect();
        Some((looked, Parts { none: mean_of(&values, first), all: mean_of(&values, whole_change), parts }))
    };
    let all = [Looked::Output, Looked::Short, Looked::Peak, Looked::Result];
    Shared { surge: spec.studies.shares[place], looked: all.into_iter().filter_map(divided).collect() }
}

/// The estimate of one figure of each replication.
fn mean_of(values: &[Vec<f64>], figure: impl Fn(&[f64]) -> f64) -> Estimate {
    Estimate::of_defined(values.iter().map(|own| Some(figure(own))))
}

fn first(values: &[f64]) -> f64 {
    values.first().copied().unwrap_or_default()
}

fn whole_change(values: &[f64]) -> f64 {
    values.last().copied().unwrap_or_default() - first(values)
}

/// Units that customers lack at the end, and the largest backlog at the end of a day, both of the days that begin after
/// the warm-up, with what was owed then, over all customers. `None` where nobody orders.
fn short_and_peak(spec: &Spec, outcome: &Outcome) -> Option<(f64, f64)> {
    let all: Vec<usize> = (0..spec.factories.len()).collect();
    let days = days_of_orders(spec, outcome, &all)?;
    let (ordered, delivered) = days.iter().fold((0.0, 0.0), |(o, d), day| (o + day[0], d + day[1]));
    (ordered > 0.0).then(|| (ordered - delivered, service(&days).peak))
}

/// What operations leave over the run, of all factories; `None` where the scenario asks no money question.
fn operating_result(spec: &Spec, surge: usize, outcome: &Outcome) -> Option<f64> {
    spec.appraisal.as_ref()?;
    let surge = spec.surge_of_replication(surge, outcome.replication);
    let months =
        outcome.factories.iter().enumerate().flat_map(|(index, own)| books(spec, &surge, index, own));
    Some(crate::stats::sum(months.map(|month| month.operating().units())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Results, Watch, run};
    use crate::finance::sample;
    use crate::outcome::{Day, RegionDay, RegionDemand, RegionOutcome};
    use crate::spec::{Orders, Region, RegionCustomers, WarmUp};
    use crate::units::Duration;

    const REPLICATIONS: usize = 6;

    /// A workshop of the examples with all studies, shortened.
    fn studied(threads: usize) -> (Spec, Results) {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/information_flow.ron");
        let sets = ["duration=91d", "studies.sweeps[planning_cycle].to=[\"4h\", \"7d\"]"].map(String::from);
        let spec = crate::scenario::load(&path, &sets).unwrap().spec;
        let plan = Plan { replications: REPLICATIONS as u32, seed: 3, threads };
        let results = run(&spec, &plan, &Watch::default()).unwrap();
        (spec, results)
    }

    fn cell(results: &Results, surge: usize, option: usize) -> &Cell {
        results.cells.iter().find(|cell| (cell.surge, cell.option) == (surge, option)).unwrap()
    }

    fn delivered(spec: &Spec, cell: &Cell) -> Vec<f64> {
        cell.outcomes.iter().map(|run| units_delivered(spec, run, &[0])).collect()
    }

    #[test]
    fn threads_change_nothing() {
        let [(_, one), (_, two)] = [1, 2].map(studied);
        assert_eq!(one.digest, two.digest);
        assert_eq!(format!("{:?}", one.studies), format!("{:?}", two.studies));
    }

    /// Plans once a week are those of the baseline.
    #[test]
    fn the_value_that_is_there_changes_nothing() {
        let (spec, results) = studied(2);
        let sweep = spec.studies.sweeps.iter().position(|sweep| sweep.name == "planning_cycle").unwrap();
        for swept in results.studies.sweeps.iter().filter(|swept| swept.sweep == sweep) {
            let base = cell(&results, swept.surge, 0);
            let gaps: Vec<(f64, f64)> =
                base.outcomes.iter().map(|run| short_and_peak(&spec, run).unwrap()).collect();
            let (short, peak): (Vec<f64>, Vec<f64>) = gaps.into_iter().unzip();
            let told = [delivered(&spec, base), short, peak].map(|values| Estimate::of(&values));
            let at = |point: usize| swept.curves.iter().map(|curve| curve.means[point]).collect::<Vec<_>>();
            assert_eq!(at(1), told);
            assert!(at(0)[0] != told[0], "more plans do change something");
        }
    }

    #[test]
    fn values_of_one_replication_stand_together() {
        let spec = sample::spec("2021-01-01");
        let made = |option: u64| -> Vec<Outcome> {
            let run = |replication: u32| {
                let units = 100 * option + u64::from(replication);
                sample::outcome(&spec, replication, 1, |_| units, Vec::new())
            };
            (0..2).map(run).collect()
        };
        let [first, second] = [1, 2].map(made);
        let table = Table {
            spec: &spec,
            made: BTreeMap::from([((0, 0), first.as_slice()), ((0, 1), second.as_slice())]),
        };
        let told = table.by_replication(Looked::Output, &[(0, 0), (0, 1)]).unwrap();
        assert_eq!(told, [[100.0, 200.0], [101.0, 201.0]]);
        assert_eq!(table.by_replication(Looked::Output, &[(0, 0), (0, 7)]), None, "a run that is not there");
        assert_eq!(table.by_replication(Looked::Short, &[(0, 0)]), None, "nobody orders anything");
    }

    /// All four upgrades are an option of the scenario, too: its runs are those of the factorial, paired alike.
    #[test]
    fn effects_are_paired_by_replication() {
        let (spec, results) = studied(2);
        let own = &results.studies.factorials[0];
        let [without, with] = [0, 1].map(|option| cell(&results, own.surge, option));
        let difference = Estimate::paired_difference(&delivered(&spec, with), &delivered(&spec, without));
        let of = |looked: Looked| &own.looked.iter().find(|(of, _)| *of == looked).unwrap().1;
        assert_eq!(of(Looked::Output).all, difference);
        assert_eq!(of(Looked::Output).none, Estimate::of(&delivered(&spec, without)));
        assert_eq!(of(Looked::Npv).all, with.versus.as_ref().unwrap().npv);
        // Two runs of different replications are further apart than those that share their chance.
        let other: Vec<f64> =
            delivered(&spec, without).into_iter().cycle().skip(1).take(REPLICATIONS).collect();
        assert!(Estimate::paired_difference(&delivered(&spec, with), &other).sd > difference.sd);
        assert_eq!(of(Looked::Output).effects.len(), 4 + 6);
    }

    #[test]
    fn parts_sum_to_the_whole() {
        let (spec, results) = studied(2);
        let [own] = &results.studies.shares[..] else { panic!("one surge is weighed") };
        assert_eq!(own.looked.len(), 4);
        let [calm, wave] = [0, 1].map(|surge| delivered(&spec, cell(&results, surge, 0)));
        for (looked, parts) in &own.looked {
            let sum: f64 = parts.parts.iter().map(|part| part.mean.unwrap()).sum();
            let all = parts.all.mean.unwrap();
            assert!((sum - all).abs() < 1e-9 * all.abs().max(1.0), "{looked:?}: {sum} {all}");
        }
        let (looked, output) = &own.looked[0];
        assert_eq!((*looked, output.none), (Looked::Output, Estimate::of(&calm)));
        assert_eq!(output.all, Estimate::paired_difference(&wave, &calm));
        // What customers pay moves no unit.
        assert_eq!(output.parts[3].mean, Some(0.0));
        assert!(output.parts[0].mean > Some(0.0) && output.parts[2].mean < Some(0.0));
    }

    /// Ordered on three days 10, 5 and 1, delivered 4, 3 and 0, owed at their ends 6, 2 and 3. On the second day customers take
    /// 6 + 5 - 3 - 2 = 6 back. A second factory owes 1 on the last day.
    #[test]
    fn who_took_his_order_back_is_owed_nothing() {
        let mut spec = sample::spec("2021-01-01");
        spec.factories.push(spec.factories[0].clone());
        let mut run = sample::outcome(&spec, 0, 3, |_| 0, Vec::new());
        let day = |[ordered, delivered, backlog]: [u64; 3]| Day {
            ordered,
            delivered,
            agreed: 0,
            finished: 0,
            backlog,
        };
        run.factories[0].days[0] = [[10, 4, 6], [5, 3, 2], [1, 0, 3]].map(day).to_vec();
        run.factories[1].days[0] = [[0, 0, 0], [0, 0, 0], [1, 0, 1]].map(day).to_vec();
        let told = |spec: &Spec, warm_up: Duration| {
            short_and_peak(&Spec { warm_up: WarmUp::Fixed(warm_up), ..spec.clone() }, &run)
        };
        // 17 are ordered, 7 delivered; 6, 2, 4 are owed.
        assert_eq!(told(&spec, Duration::ZERO), Some((10.0, 6.0)));
        // 6 are owed after the first day, then 7 ordered and 3 delivered.
        assert_eq!(told(&spec, Duration::DAY), Some((10.0, 4.0)));
        // The second day has begun: 2 are owed after it, 2 more are ordered.
        assert_eq!(told(&spec, Duration(3 * Duration::DAY.0 / 2)), Some((4.0, 4.0)));
        assert_eq!(told(&spec, Duration(3 * Duration::DAY.0)), None);
        spec.plants[0].products[0].supply = crate::spec::Supply::Saturated;
        assert_eq!(told(&spec, Duration::ZERO), None);
    }

    /// Customers of the region, as they are told; what fills up a stockpile is not theirs.
    #[test]
    fn customers_of_the_region_are_asked_where_there_are_some() {
        let mut spec = sample::spec("2021-01-01");
        let mut run = sample::outcome(&spec, 0, 2, |_| 0, Vec::new());
        let days = |days: [[u64; 3]; 2]| {
            let day =
                |[ordered, delivered, lost]: [u64; 3]| RegionDay { ordered, delivered, released: 0, lost };
            RegionDemand { days: days.map(day).to_vec(), ..RegionDemand::default() }
        };
        let demands = vec![days([[9, 2, 0], [4, 0, 7]]), days([[500, 0, 0], [500, 0, 0]])];
        run.region = Some(RegionOutcome { demands, supplies: Vec::new(), prices: Vec::new() });
        let customers = RegionCustomers {
            name: "public".into(),
            product: "mask".into(),
            orders: Orders::default(),
            class: 1,
            surges: Vec::new(),
            due: None,
            patience: None,
            stockpile: None,
            panic: None,
            makers: Vec::new(),
        };
        let (every, transport) = (Duration::DAY, crate::random::Distribution::Constant(0.0));
        let (customers, platform, suppliers) = (vec![customers], None, Vec::new());
        spec.region = Some(Region {
            every,
            customers,
            transport,
            journeys: Vec::new(),
            platform,
            suppliers,
            prices: Vec::new(),
        });
        // 7 are owed, then 4: 13 ordered, 2 delivered.
        assert_eq!(short_and_peak(&spec, &run), Some((11.0, 7.0)));
    }
}
