//! The investment as programmes fund it: what each party puts in and gets out, and who buys at all.

use std::collections::BTreeSet;

use crate::adoption::additionality;
use crate::finance::{
    Activity, Funded as OfOne, Measured, fund, irr, monthly_rate, npv, payback, peak_funding,
};
use crate::outcome::Outcome;
use crate::random::{key, uniform};
use crate::spec::funding::Party;
use crate::spec::programme::Programme;
use crate::spec::{Appraisal, Spec};
use crate::stats::{Estimate, sum};
use crate::units::Money;

use super::answers::{BreakEven, Emergencies, OwnerLists};
use super::compare::{paired, units_delivered, units_finished};
use super::{Cell, Payback, Spread};

/// Months after the start at which penetration is reported.
pub const PENETRATION_MONTHS: [u32; 5] = [12, 24, 36, 48, 60];

/// Rates above this say that hardly anything was put in [annual share].
const HIGHEST_RATE: f64 = 10.0;

/// An option under one surge as one programme funds it; means over replications.
#[derive(Clone, Debug)]
pub struct Funded {
    /// Position in `Spec::programmes`.
    pub programme: usize,
    /// Payback of all owners together, after funding and tax, from the first outlay.
    pub payback: Payback,
    /// Net present value of each party's part, in the order of [`Party::ALL`], at the appraisal's discount rate; that of
    /// public budgets and of society at the social rate [currency].
    pub npv: [Estimate; Party::ALL.len()],
    /// Internal rate of return of each party, over the replications in which there is one of at most 10 [annual effective share].
    pub irr: [Estimate; Party::ALL.len()],
    /// All parties together, at the social rate: what the economy has of it [currency].
    pub economic: Estimate,
    /// The most that owners have to find at a time, after funding [currency; <= 0].
    pub peak_funding: Estimate,
    /// What public budgets gave, before anything came back [currency].
    pub public_paid: Estimate,
    /// Factories that bought.
    pub buyers: Estimate,
    /// Those of them whose own payback is within the first of the owner's limits [share].
    pub buyers_within: Estimate,
    /// Good units delivered in addition, in the window [units].
    pub units: Estimate,
    /// Good units delivered in addition in the months of the emergency, within the horizon [units].
    pub emergency_units: Estimate,
    /// What public budgets gave for each of these; for each unit of the window where there is no emergency [currency].
    pub public_cost: Estimate,
    /// The same by what units are called, in the order of the factories: masks are not counted with coveralls.
    pub by_unit: Vec<ByUnit>,
    /// The least of a month's debt service coverage over the owners' debt; undefined without any.
    pub coverage: Estimate,
    /// Owners' cash by replication and month 0..=horizon [currency].
    pub owner: Vec<Vec<f64>>,
    /// What would have to be, for the owners' money to be back in time.
    pub break_even: BreakEven,
    /// What emergencies change; `None` for a surge without one, and where there is no surge without one.
    pub emergencies: Option<Emergencies>,
    /// How the offer spread; `None` where owners do not decide.
    pub spread: Option<Penetration>,
}

/// What came of public money in the factories whose first product is counted in one unit.
#[derive(Clone, PartialEq, Debug)]
pub struct ByUnit {
    /// What one is called: "mask".
    pub unit: String,
    /// Good units delivered in addition in the months of the emergency, within the horizon [units].
    pub emergency_units: Estimate,
    /// What public budgets gave these factories for each of them; undefined where none came [currency].
    pub public_cost: Estimate,
}

/// How an offer spread among the factories that it is for.
#[derive(Clone, Debug)]
pub struct Penetration {
    /// Share that had ordered by each of [`PENETRATION_MONTHS`]; undefined where the run ends before.
    pub months: [Estimate; PENETRATION_MONTHS.len()],
    /// The same at the end of the run, by size class: small, middle and large factories, thirds by their demand.
    pub by_size: [Estimate; 3],
    /// Share at the end of the run.
    pub at_end: Estimate,
    /// Share that had heard of it at the end.
    pub aware: Estimate,
    /// Share that waited for an installer at the end.
    pub waiting: Estimate,
    /// Share of the buyers that public money was promised to; undefined where the programme has none.
    pub promised: Estimate,
    /// Share of the buyers that would not have bought under the first programme without public money, in the same
    /// replication; undefined for that programme, and where there is none.
    pub additional: Estimate,
}

/// One replication, all factories together.
struct Replication {
    parties: Vec<[f64; Party::ALL.len()]>,
    first_outlay: Option<usize>,
    public_paid: f64,
    buyers: usize,
    within: usize,
    emergency_units: f64,
    coverage: Option<f64>,
    /// Of all together, or of each buyer where owners decide.
    owners: Vec<OwnerLists>,
    /// What public budgets gave and what came in the emergency, by factory.
    of_factories: Vec<(f64, f64)>,
}

/// The investment of a cell against its baseline, by programme; empty without appraisal.
pub fn funded(spec: &Spec, seed: u64, baseline: &Cell, cell: &Cell) -> Vec<Funded> {
    let Some(appraisal) = &spec.appraisal else { return Vec::new() };
    let programmes = match &spec.options[cell.option].offered {
        Some(offered) => offered.programme..offered.programme + 1,
        None => 0..spec.programmes.len(),
    };
    let measured = measured(spec, appraisal, baseline, cell);
    programmes
        .map(|programme| of_programme(spec, appraisal, seed, baseline, cell, &measured, programme))
        .collect()
}

/// What was measured, by pair of replications and factory.
fn measured(spec: &Spec, appraisal: &Appraisal, baseline: &Cell, cell: &Cell) -> Vec<(u32, Vec<Measured>)> {
    let of_pair = |(without, with): (&Outcome, &Outcome)| {
        let surge = spec.surge_of_replication(cell.surge, with.replication);
        let capacity = cell.capacity.iter().find(|outcome| outcome.replication == with.replication);
        let of = |factory: usize| {
            let a_day = capacity.map_or(0.0, |outcome| {
                let days = outcome.factories[factory].window.length.as_days();
                // Nobody orders where demand is unlimited: what is finished counts.
                units_finished(spec, outcome, &[factory]) / days.max(f64::MIN_POSITIVE)
            });
            Measured::of(spec, &surge, appraisal.horizon_months, without, with, factory, a_day)
        };
        (with.replication, (0..spec.factories.len()).map(of).collect())
    };
    paired(&baseline.outcomes, &cell.outcomes).into_iter().map(of_pair).collect()
}

fn of_programme(
    spec: &Spec,
    appraisal: &Appraisal,
    seed: u64,
    baseline: &Cell,
    cell: &Cell,
    measured: &[(u32, Vec<Measured>)],
    programme: usize,
) -> Funded {
    let terms = &spec.programmes[programme];
    let each: Vec<Replication> = measured
        .iter()
        .map(|(replication, factories)| {
            let spread = cell.spreads.get(*replication as usize);
            let chance = Chance { spec, seed, replication: *replication };
            of_replication(appraisal, terms, &chance, factories, spread)
        })
        .collect();
    let over = |read: &dyn Fn(&Replication) -> Option<f64>| Estimate::of_defined(each.iter().map(read));
    let rate_of = |party: Party| match party {
        Party::Public | Party::Society => monthly_rate(appraisal.social_rate),
        _ => monthly_rate(appraisal.discount_rate),
    };
    let owners: Vec<Vec<f64>> = each.iter().map(|run| run.of(Party::Owner)).collect();
    // Where nobody buys there is nothing to be paid back.
    let paybacks = each.iter().zip(&owners).filter_map(|(run, owner)| {
        let bought = &owner[run.first_outlay?..];
        Some(payback(bought).last)
    });
    let pairs = paired(&baseline.outcomes, &cell.outcomes);
    let all: Vec<usize> = (0..spec.factories.len()).collect();
    let units: Vec<f64> = pairs
        .iter()
        .map(|(without, with)| units_delivered(spec, with, &all) - units_delivered(spec, without, &all))
        .collect();
    let in_emergency: Vec<f64> = each.iter().map(|run| run.emergency_units).collect();
    let shaken = spec.surges[cell.surge].emergency.is_some();
    let paid: Vec<f64> = each.iter().map(|run| run.public_paid).collect();
    Funded {
        programme,
        payback: Payback::over(paybacks.collect(), &appraisal.owner_limits_months),
        npv: Party::ALL.map(|party| over(&|run| Some(npv(&run.of(party), rate_of(party))))),
        irr: Party::ALL
            .map(|party| over(&|run| irr(&run.of(party)).yearly().filter(|rate| *rate <= HIGHEST_RATE))),
        economic: over(&|run| Some(npv(&run.economic(), monthly_rate(appraisal.social_rate)))),
        peak_funding: over(&|run| Some(peak_funding(&run.of(Party::Owner)))),
        public_paid: Estimate::of(&paid),
        buyers: over(&|run| Some(run.buyers as f64)),
        buyers_within: over(&|run| (run.buyers > 0).then(|| run.within as f64 / run.buyers as f64)),
        public_cost: cost_per_unit(&paid, if shaken { &in_emergency } else { &units }),
        by_unit: by_unit(spec, &each),
        units: Estimate::of(&units),
        emergency_units: Estimate::of(&in_emergency),
        coverage: over(&|run| run.coverage),
        break_even: BreakEven::of(
            appraisal,
            &each.iter().flat_map(|run| run.owners.iter().cloned()).collect::<Vec<_>>(),
        ),
        emergencies: None,
        owner: owners,
        spread: (!cell.spreads.is_empty()).then(|| penetration(spec, terms.is_public(), &cell.spreads)),
    }
}

/// The public cost of what came in the emergency, for each unit that first products are counted in.
fn by_unit(spec: &Spec, runs: &[Replication]) -> Vec<ByUnit> {
    let unit_of = |factory: usize| {
        let plant = spec.plant_of(factory);
        let leaving = plant.products.iter().zip(plant.leaving()).find(|(_, leaves)| *leaves);
        leaving.map(|(product, _)| product.unit.as_str())
    };
    let mut units: Vec<&str> = Vec::new();
    for unit in (0..spec.factories.len()).filter_map(unit_of) {
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    let of_unit = |unit: &str| {
        let over = |read: fn(&(f64, f64)) -> f64| -> Vec<f64> {
            let of_run = |run: &Replication| {
                let own = run.of_factories.iter().enumerate().filter(|(f, _)| unit_of(*f) == Some(unit));
                sum(own.map(|(_, one)| read(one)))
            };
            runs.iter().map(of_run).collect()
        };
        let (paid, more) = (over(|one| one.0), over(|one| one.1));
        ByUnit {
            unit: unit.into(),
            emergency_units: Estimate::of(&more),
            public_cost: cost_per_unit(&paid, &more),
        }
    };
    units.into_iter().map(of_unit).collect()
}

/// Money for each unit, a ratio of means; undefined where no units came of it.
fn cost_per_unit(paid: &[f64], units: &[f64]) -> Estimate {
    if sum(units.iter().copied()) <= 0.0 {
        return Estimate::default();
    }
    Estimate::ratio(paid, units)
}

impl Replication {
    fn of(&self, party: Party) -> Vec<f64> {
        self.parties.iter().map(|month| month[party as usize]).collect()
    }

    fn economic(&self) -> Vec<f64> {
        self.parties.iter().map(|month| sum(month.iter().copied())).collect()
    }
}

/// Whose draws of acceptance.
struct Chance<'a> {
    spec: &'a Spec,
    seed: u64,
    replication: u32,
}

impl Chance<'_> {
    /// A draw for each offer of a programme, the same in programmes that have an offer in the same place.
    fn luck(&self, factory: usize, offers: usize) -> Vec<f64> {
        let name = &self.spec.factories[factory].name;
        let draw = |offer: usize| key(self.seed, self.replication, name, &format!("accepted {offer}"));
        (0..offers).map(|offer| uniform(draw(offer))).collect()
    }
}

fn of_replication(
    appraisal: &Appraisal,
    programme: &Programme,
    chance: &Chance<'_>,
    factories: &[Measured],
    spread: Option<&Spread>,
) -> Replication {
    let limit = appraisal.owner_limits_months.first().map_or(f64::INFINITY, |limit| f64::from(*limit));
    let months = appraisal.horizon_months as usize + 1;
    let mut all = Replication {
        parties: vec![[0.0; Party::ALL.len()]; months],
        first_outlay: factories.iter().filter_map(|factory| factory.first_outlay).min(),
        public_paid: 0.0,
        buyers: 0,
        within: 0,
        emergency_units: 0.0,
        coverage: None,
        owners: Vec::new(),
        of_factories: Vec::new(),
    };
    // Where owners do not decide, a limited budget goes to those who buy first, in the order of the region.
    let mut budget = programme.budget.filter(|_| spread.is_none()).map(|budget| budget.amount);
    for (index, measured) in factories.iter().enumerate() {
        let luck = chance.luck(index, programme.offers.len());
        let of = |with_public| {
            fund(chance.spec.accounts.as_ref(), appraisal, programme, with_public, measured, &luck)
        };
        let promised = spread.is_none_or(|spread| {
            spread.adopters.iter().any(|adopter| adopter.owner == index && adopter.funded)
        });
        let mut one = of(promised);
        if let Some(left) = &mut budget {
            if one.public_paid > *left {
                one = of(false);
            }
            *left = *left - one.public_paid;
        }
        all.add(&one, measured, limit);
        if spread.is_none() {
            all.together(&one, measured);
        } else if one.first_outlay.is_some() {
            all.owners.push(lists(&one, measured));
        }
    }
    all
}

/// What a factory's owner has, month by month.
fn lists(one: &OfOne, measured: &Measured) -> OwnerLists {
    let more = |read: fn(&Activity) -> Money| {
        measured
            .with
            .iter()
            .zip(&measured.without)
            .map(|(with, without)| (read(with) - read(without)).units())
            .collect()
    };
    OwnerLists {
        flow: one.owner.clone(),
        capital: more(|month| month.capital),
        revenue: more(|month| month.sales),
    }
}

impl Replication {
    /// Counts a factory's owner to all owners.
    fn together(&mut self, one: &OfOne, measured: &Measured) {
        let own = lists(one, measured);
        let Some(sums) = self.owners.first_mut() else { return self.owners.push(own) };
        let lists =
            [(&mut sums.flow, own.flow), (&mut sums.capital, own.capital), (&mut sums.revenue, own.revenue)];
        for (sums, amounts) in lists {
            sums.iter_mut().zip(amounts).for_each(|(sum, amount)| *sum += amount);
        }
    }

    fn add(&mut self, one: &OfOne, measured: &Measured, limit: f64) {
        for (sums, parties) in self.parties.iter_mut().zip(&one.parties) {
            for (sum, amount) in sums.iter_mut().zip(parties) {
                *sum += amount.units();
            }
        }
        let (paid, units) =
            (one.public_paid.units(), sum(measured.emergency_units.iter().map(|n| *n as f64)));
        self.public_paid += paid;
        self.emergency_units += units;
        self.of_factories.push((paid, units));
        if let Some(first) = one.first_outlay {
            self.buyers += 1;
            let own = payback(&one.owner[first..]).last;
            self.within += usize::from(own.is_some_and(|months| months <= limit));
        }
        if let Some(coverage) = one.coverage() {
            self.coverage = Some(self.coverage.map_or(coverage.min, |least| least.min(coverage.min)));
        }
    }
}

/// Penetration over replications.
fn penetration(spec: &Spec, public: bool, spreads: &[Spread]) -> Penetration {
    let share = |counted: usize, of: usize| (of > 0).then(|| counted as f64 / of as f64);
    let over = |read: &dyn Fn(&Spread) -> Option<f64>| Estimate::of_defined(spreads.iter().map(read));
    let length = spec.stop.limit().as_days() / 30.4375;
    let by = |month: u32| {
        if f64::from(month) > length + 0.5 {
            return Estimate::default();
        }
        over(&|spread| {
            let ordered = spread.adopters.iter().filter(|adopter| adopter.month < month).count();
            share(ordered, spread.offered_to.len())
        })
    };
    let classes = size_classes(spec);
    let of_class = |class: usize| {
        over(&|spread| {
            let own = spread.adopters.iter().filter(|adopter| classes[adopter.owner] == class).count();
            let all = spread.offered_to.iter().filter(|factory| classes[**factory] == class).count();
            share(own, all)
        })
    };
    Penetration {
        months: PENETRATION_MONTHS.map(by),
        by_size: [0, 1, 2].map(of_class),
        at_end: over(&|spread| share(spread.adopters.len(), spread.offered_to.len())),
        aware: over(&|spread| share(spread.aware, spread.offered_to.len())),
        waiting: over(&|spread| share(spread.waiting, spread.offered_to.len())),
        promised: over(&|spread| {
            let funded = spread.adopters.iter().filter(|adopter| adopter.funded).count();
            share(funded, spread.adopters.len()).filter(|_| public)
        }),
        additional: Estimate::default(),
    }
}

/// The third of the region in which each factory is, by its demand; equal ones by their order.
fn size_classes(spec: &Spec) -> Vec<usize> {
    let mut order: Vec<usize> = (0..spec.factories.len()).collect();
    order.sort_by(|a, b| spec.factories[*a].demand_factor.total_cmp(&spec.factories[*b].demand_factor));
    let mut classes = vec![0; order.len()];
    for (rank, factory) in order.iter().enumerate() {
        classes[*factory] = 3 * rank / order.len();
    }
    classes
}

/// Says of each programme with public money how many of its buyers the first programme without any would not have had.
pub(super) fn weigh_additional(spec: &Spec, cells: &mut [Cell]) {
    let Some(bare) = spec.programmes.iter().position(|programme| !programme.is_public()) else { return };
    let offered = |cell: &Cell| spec.options[cell.option].offered.clone();
    let twins: Vec<(usize, String, Vec<BTreeSet<usize>>)> = cells
        .iter()
        .filter_map(|cell| {
            let own = offered(cell).filter(|offered| offered.programme == bare)?;
            Some((cell.surge, own.option, cell.spreads.iter().map(adopters).collect()))
        })
        .collect();
    for cell in cells.iter_mut() {
        let Some(own) = offered(cell).filter(|own| spec.programmes[own.programme].is_public()) else {
            continue;
        };
        let twin = twins.iter().find(|(surge, option, _)| (*surge, option) == (cell.surge, &own.option));
        let Some((_, _, without)) = twin else { continue };
        let shares =
            cell.spreads.iter().zip(without).map(|(with, without)| {
                additionality(&adopters(with), without).share.map(|share| share.share)
            });
        let additional = Estimate::of_defined(shares);
        for funded in &mut cell.funded {
            if let Some(spread) = &mut funded.spread {
                spread.additional = additional;
            }
        }
    }
}

fn adopters(spread: &Spread) -> BTreeSet<usize> {
    spread.adopters.iter().map(|adopter| adopter.owner).collect()
}

#[cfg(test)]
impl Funded {
    /// A programme that does nothing.
    pub(super) fn nothing() -> Funded {
        let none = Estimate::default();
        Funded {
            programme: 0,
            payback: Payback::over(Vec::new(), &[]),
            npv: [none; Party::ALL.len()],
            irr: [none; Party::ALL.len()],
            economic: none,
            peak_funding: none,
            public_paid: none,
            buyers: none,
            buyers_within: none,
            units: none,
            emergency_units: none,
            public_cost: none,
            by_unit: Vec::new(),
            coverage: none,
            owner: Vec::new(),
            break_even: BreakEven::default(),
            emergencies: None,
            spread: None,
        }
    }
}
