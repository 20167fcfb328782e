//! The investment as programmes fund it: what each party puts in and gets out, and who buys at all.

use crate::finance::{
    Activity, Coverage, Flow, Funded as OfOne, Measured, Verdict, gains_over_losses, interest_coverage, irr,
    mirr, monthly_rate, npv, payback, verdict, yearly_rate,
};
use crate::outcome::Outcome;
use crate::spec::funding::Party;
use crate::spec::{Appraisal, Spec};
use crate::stats::{Estimate, Spell, kaplan_meier, mean, sum};
use crate::units::Money;

use super::answers::{BreakEven, Emergencies, OwnerLists};
use super::compare::{from_go_live, paired, spell, units_delivered, units_finished};
use super::dealer::{Chance, Dealer};
use super::penetration::{Penetration, penetration};
use super::shared::{Paid, charge};
use super::tail::{Tail, tail};
use super::{Cell, Payback};

/// Rates above this say that hardly anything was put in [annual share].
const HIGHEST_RATE: f64 = 10.0;

/// An option under one surge as one programme funds it; means over replications.
#[derive(Clone, Debug)]
pub struct Funded {
    /// Position in `Spec::programmes`.
    pub programme: usize,
    /// Payback of all owners together, after funding and tax, from the first outlay.
    pub payback: Payback,
    /// The same from the day on which the first of what they bought is live, over the replications with such a day.
    pub from_go_live: Payback,
    /// Payback of their discounted flow, from the first outlay.
    pub discounted: Payback,
    /// Net present value of each party's part, in the order of [`Party::ALL`], at the appraisal's discount rate; that of
    /// public budgets and of society at the social rate [currency].
    pub npv: [Estimate; Party::ALL.len()],
    /// Internal rate of return of each party, over the replications in which there is one of at most 10 [annual effective share].
    pub irr: [Estimate; Party::ALL.len()],
    /// Modified internal rate of return of each party from its first payment on, gains reinvested and losses financed at its
    /// rate [annual effective share], over the replications with months of both.
    pub mirr: [Estimate; Party::ALL.len()],
    /// Present value of a party's months with a gain over that of its months with a loss, at its rate, where there are such.
    pub benefit_cost_ratio: [Estimate; Party::ALL.len()],
    /// Present value of all that owners have but the price of the purchase, over that of the price.
    pub profitability_index: Estimate,
    /// Adjusted internal rate of return of the owners on that price [annual effective share].
    pub airr: Estimate,
    /// Present value of the months with a gain of all parties together over that of the months with a loss, at the social rate.
    pub economic_ratio: Estimate,
    /// All parties together, at the social rate: what the economy has of it [currency].
    pub economic: Estimate,
    /// The most that owners have to find at a time, after funding [currency; <= 0].
    pub peak_funding: Estimate,
    /// What public budgets gave: offers, before anything came back, and what is shared, less members' fees [currency].
    pub public_paid: Estimate,
    /// Factories that bought.
    pub buyers: Estimate,
    /// Those of them whose own payback is within the first of the owner's limits [share], by Kaplan and Meier's curve of the
    /// buyers of a replication, since later ones are watched for less time; undefined where none was watched so long.
    pub buyers_within: Estimate,
    /// The same within 1, 2, … years, up to the horizon.
    pub buyers_by_year: Vec<Estimate>,
    /// Good units delivered in addition, in the window [units].
    pub units: Estimate,
    /// Good units delivered in addition in the months of the emergency, within the horizon [units].
    pub emergency_units: Estimate,
    /// What public budgets gave for each of these; where there is no emergency, for each good unit in addition over the horizon
    /// [currency].
    pub public_cost: Estimate,
    /// The same by what units are called, in the order of the factories: masks are not counted with coveralls.
    pub by_unit: Vec<ByUnit>,
    /// The least of a month's debt service coverage over the owners' debt; undefined without any.
    pub coverage: Estimate,
    /// The mean over the months and owners with debt to serve; undefined without any.
    pub mean_coverage: Estimate,
    /// Earnings before interest and tax over interest, of all owners with a loan over the months with interest; undefined
    /// without any.
    pub interest_coverage: Estimate,
    /// Net present value of the owners in each replication [currency].
    pub npvs: Vec<f64>,
    /// The month of the first outlay of any owner, by replication; `None` where nobody bought.
    pub first_outlays: Vec<Option<usize>>,
    /// Owners' cash by replication and month 0..=horizon [currency].
    pub owner: Vec<Vec<f64>>,
    /// What would have to be, for the owners' money to be back in time.
    pub break_even: BreakEven,
    /// What came of each shared investment that the option needs.
    pub shared: Vec<Shared>,
    /// What emergencies change; `None` for a surge without one, and where there is no surge without one.
    pub emergencies: Option<Emergencies>,
    /// How the offer spread; `None` where owners do not decide.
    pub spread: Option<Penetration>,
}

/// What came of a shared investment; present values at the appraisal's discount rate.
#[derive(Clone, PartialEq, Debug)]
pub struct Shared {
    /// Position in `Spec::shared`.
    pub shared: usize,
    /// What is spent on it [currency].
    pub costs: Estimate,
    /// What members pay of it in fees [currency].
    pub fees: Estimate,
    /// What one member pays, on average, by the kinds of plant of members [positions in `Spec::plants`; currency].
    pub by_kind: Vec<(usize, Estimate)>,
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

/// One replication, all factories together.
struct Replication {
    parties: Vec<[f64; Party::ALL.len()]>,
    first_outlay: Option<usize>,
    public_paid: f64,
    /// How long each buyer's money was out.
    buyers: Vec<Spell>,
    emergency_units: f64,
    /// Good units in addition over the horizon.
    units: f64,
    /// Of each owner with debt.
    coverage: Vec<Coverage>,
    /// Their earnings in the months with interest, and the interest.
    earned: f64,
    interest: f64,
    /// Capital of all owners, by month.
    capital: Vec<f64>,
    /// When the first of what any of them bought is live.
    go_live: Option<f64>,
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
    let pairs = paired(&baseline.outcomes, &cell.outcomes);
    let seen: Vec<Seen> = pairs.into_iter().map(|pair| seen(spec, appraisal, cell, pair)).collect();
    programmes
        .map(|programme| of_programme(spec, appraisal, seed, baseline, cell, &seen, programme))
        .collect()
}

/// What was measured in a pair of replications.
pub(super) struct Seen {
    replication: u32,
    /// By factory, with the fees for what is shared.
    pub(super) factories: Vec<Measured>,
    /// What came of each shared investment.
    shared: Vec<Paid>,
}

/// What a pair of runs says of each factory.
pub(super) fn seen(
    spec: &Spec,
    appraisal: &Appraisal,
    cell: &Cell,
    (without, with): (&Outcome, &Outcome),
) -> Seen {
    let surge = spec.surge_of_replication(cell.surge, with.replication);
    let capacity = cell.capacity.iter().find(|outcome| outcome.replication == with.replication);
    let of = |factory: usize| {
        let foreseen = cell.foreseen.get(factory).copied().unwrap_or(0.0);
        let a_day = capacity.map_or(foreseen, |outcome| {
            let days = outcome.factories[factory].window.length.as_days();
            // Nobody orders where demand is unlimited: what is finished counts.
            units_finished(spec, outcome, &[factory]) / days.max(f64::MIN_POSITIVE)
        });
        Measured::of(spec, &surge, appraisal.horizon_months, without, with, factory, a_day)
    };
    let mut factories: Vec<Measured> = (0..spec.factories.len()).map(of).collect();
    // A baseline has no members.
    let shared = charge(spec, spec.options[cell.option].option(), &mut factories);
    Seen { replication: with.replication, factories, shared }
}

fn of_programme(
    spec: &Spec,
    appraisal: &Appraisal,
    seed: u64,
    baseline: &Cell,
    cell: &Cell,
    seen: &[Seen],
    programme: usize,
) -> Funded {
    let terms = &spec.programmes[programme];
    let each: Vec<Replication> = seen
        .iter()
        .map(|own| {
            let spread = cell.spreads.get(own.replication as usize);
            let chance = Chance { spec, seed, replication: own.replication };
            let mut all = of_replication(Dealer::new(appraisal, terms, chance, spread), &own.factories);
            own.shared.iter().for_each(|paid| all.share(spec, paid));
            all
        })
        .collect();
    let over = |read: &dyn Fn(&Replication) -> Option<f64>| Estimate::of_defined(each.iter().map(read));
    let rate_of = |party: Party| match party {
        Party::Public | Party::Society => monthly_rate(appraisal.social_rate),
        _ => monthly_rate(appraisal.discount_rate),
    };
    let owners: Vec<Vec<f64>> = each.iter().map(|run| run.of(Party::Owner)).collect();
    let judged: Vec<(Flow, Verdict)> = each
        .iter()
        .zip(&owners)
        .map(|(run, owner)| {
            let flow = run.flow(owner);
            let verdict = verdict(&flow, appraisal);
            (flow, verdict)
        })
        .collect();
    // Where nobody buys there is nothing to be paid back.
    let bought = || judged.iter().filter(|(flow, _)| flow.first_outlay.is_some());
    let spells = |months: fn(&Verdict) -> Option<f64>| -> Vec<Spell> {
        let of = |(flow, own): &(Flow, Verdict)| {
            spell(&flow.months, flow.first_outlay.unwrap_or(0) as f64, months(own))
        };
        bought().map(of).collect()
    };
    let of_owners =
        |read: fn(&Verdict) -> Option<f64>| Estimate::of_defined(judged.iter().map(|(_, own)| read(own)));
    let of_parties = |read: fn(&[f64], f64) -> Option<f64>| {
        Party::ALL.map(|party| over(&|run| read(&run.of(party), rate_of(party))))
    };
    let buyers_within = |months: f64| over(&|run| back_within(&run.buyers, months));
    let limit = appraisal.owner_limits_months.first().map_or(f64::INFINITY, |limit| f64::from(*limit));
    let npvs: Vec<f64> = judged.iter().map(|(_, own)| own.npv).collect();
    let pairs = paired(&baseline.outcomes, &cell.outcomes);
    let all: Vec<usize> = (0..spec.factories.len()).collect();
    let units: Vec<f64> = pairs
        .iter()
        .map(|(without, with)| units_delivered(spec, with, &all) - units_delivered(spec, without, &all))
        .collect();
    let in_emergency: Vec<f64> = each.iter().map(|run| run.emergency_units).collect();
    let shaken = spec.surges[cell.surge].emergency.is_some();
    let paid: Vec<f64> = each.iter().map(|run| run.public_paid).collect();
    let over_horizon: Vec<f64> = each.iter().map(|run| run.units).collect();
    Funded {
        programme,
        payback: Payback::over(&spells(|own| own.payback.last), appraisal),
        from_go_live: Payback::over(&from_go_live(bought().map(|(flow, own)| (flow, own))), appraisal),
        discounted: Payback::over(&spells(|own| own.discounted.last), appraisal),
        npv: Party::ALL.map(|party| over(&|run| Some(npv(&run.of(party), rate_of(party))))),
        irr: Party::ALL
            .map(|party| over(&|run| irr(&run.of(party)).yearly().filter(|rate| *rate <= HIGHEST_RATE))),
        mirr: of_parties(modified),
        benefit_cost_ratio: of_parties(gains_over_losses),
        profitability_index: of_owners(|own| own.profitability_index),
        airr: of_owners(|own| own.airr),
        economic_ratio: over(&|run| gains_over_losses(&run.economic(), monthly_rate(appraisal.social_rate))),
        economic: over(&|run| Some(npv(&run.economic(), monthly_rate(appraisal.social_rate)))),
        peak_funding: of_owners(|own| Some(own.peak_funding)),
        public_paid: Estimate::of(&paid),
        buyers: over(&|run| Some(run.buyers.len() as f64)),
        buyers_within: buyers_within(limit),
        buyers_by_year: (1..=appraisal.horizon_months / 12)
            .map(|year| buyers_within(f64::from(12 * year)))
            .collect(),
        public_cost: cost_per_unit(&paid, if shaken { &in_emergency } else { &over_horizon }),
        by_unit: by_unit(spec, &each),
        units: Estimate::of(&units),
        emergency_units: Estimate::of(&in_emergency),
        coverage: over(&|run| run.coverage.iter().map(|own| own.min).reduce(f64::min)),
        mean_coverage: over(&|run| mean(&run.coverage.iter().map(|own| own.average).collect::<Vec<_>>())),
        interest_coverage: over(&|run| interest_coverage(run.earned, run.interest)),
        npvs,
        break_even: BreakEven::of(
            appraisal,
            &each.iter().flat_map(|run| run.owners.iter().cloned()).collect::<Vec<_>>(),
        ),
        shared: shared_by(spec, seen, rate_of(Party::Owner)),
        emergencies: None,
        first_outlays: each.iter().map(|run| run.first_outlay).collect(),
        owner: owners,
        spread: (!cell.spreads.is_empty()).then(|| penetration(spec, terms, &cell.spreads)),
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

/// What came of each shared investment, over replications.
fn shared_by(spec: &Spec, seen: &[Seen], rate: f64) -> Vec<Shared> {
    let of = |place: usize| -> Option<Shared> {
        let own = || seen.iter().flat_map(|own| &own.shared).filter(|paid| paid.shared == place);
        own().next()?;
        let worth = |months: &[Money]| Some(npv(&months.iter().map(|m| m.units()).collect::<Vec<_>>(), rate));
        let of_kind = |kind: usize| {
            let each = |paid: &Paid| {
                let own = (0..paid.parts.len()).filter(|f| spec.factories[*f].plant.index() == kind);
                let own = own.filter(|f| !paid.parts[*f].is_empty());
                mean(&own.filter_map(|f| worth(&paid.parts[f])).collect::<Vec<_>>())
            };
            (kind, Estimate::of_defined(own().map(each)))
        };
        let kinds = (0..spec.plants.len()).map(of_kind).filter(|(_, paid)| paid.mean.is_some());
        Some(Shared {
            by_kind: kinds.collect(),
            shared: place,
            costs: Estimate::of_defined(own().map(|paid| worth(&paid.costs))),
            fees: Estimate::of_defined(own().map(|paid| worth(&paid.fees))),
        })
    };
    (0..spec.shared.len()).filter_map(of).collect()
}

/// The share of buyers with their money back within some months; `None` without buyers, and where none was watched so long.
fn back_within(buyers: &[Spell], months: f64) -> Option<f64> {
    let curve = kaplan_meier(buyers)?;
    // Over any time: as far as they were watched.
    let known = months.is_infinite() || curve.reaches(months);
    known.then(|| 1.0 - curve.at(months).share)
}

/// The modified rate of a party from its first payment on, a year; at a monthly rate.
fn modified(flow: &[f64], rate: f64) -> Option<f64> {
    let first = flow.iter().position(|amount| amount.abs() > 0.0)?;
    mirr(&flow[first..], rate, rate).map(yearly_rate)
}

/// Money for each unit, a ratio of means; undefined where no units came of it.
fn cost_per_unit(paid: &[f64], units: &[f64]) -> Estimate {
    if sum(units.iter().copied()) <= 0.0 {
        return Estimate::default();
    }
    Estimate::ratio(paid, units)
}

impl Funded {
    /// Net present value of the owners in the worst tenth of futures; `None` without any.
    pub fn npv_tail(&self) -> Option<Tail> {
        tail(&self.npvs)
    }
}

impl Replication {
    fn of(&self, party: Party) -> Vec<f64> {
        self.parties.iter().map(|month| month[party as usize]).collect()
    }

    /// All owners together, whose cash is given.
    fn flow(&self, owner: &[f64]) -> Flow {
        Flow {
            months: owner.to_vec(),
            capital: self.capital.clone(),
            first_outlay: self.first_outlay,
            go_live: self.go_live,
            extrapolated_from: None,
        }
    }

    fn economic(&self) -> Vec<f64> {
        self.parties.iter().map(|month| sum(month.iter().copied())).collect()
    }
}

fn of_replication(mut dealer: Dealer<'_>, factories: &[Measured]) -> Replication {
    let months = dealer.appraisal.horizon_months as usize + 1;
    let mut all = Replication {
        parties: vec![[0.0; Party::ALL.len()]; months],
        first_outlay: factories.iter().filter_map(|factory| factory.first_outlay).min(),
        public_paid: 0.0,
        buyers: Vec::new(),
        emergency_units: 0.0,
        units: 0.0,
        coverage: Vec::new(),
        earned: 0.0,
        interest: 0.0,
        capital: vec![0.0; months],
        go_live: None,
        owners: Vec::new(),
        of_factories: Vec::new(),
    };
    for (index, measured) in factories.iter().enumerate() {
        let one = dealer.deal(index, measured).funded;
        all.add(&one, measured);
        if dealer.spread.is_none() {
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
    /// Counts what who pays for a shared investment has of it; members' fees are in what they have already. Public money in it
    /// serves its members alike.
    fn share(&mut self, spec: &Spec, paid: &Paid) {
        let mut public = 0.0;
        for (month, parties) in self.parties.iter_mut().enumerate() {
            let (payer, amount) = paid.of_payer(spec, month);
            parties[payer as usize] += amount.units();
            if payer == Party::Public {
                public -= amount.units();
            }
        }
        if public <= 0.0 {
            return;
        }
        self.public_paid += public;
        let members = paid.parts.iter().filter(|part| !part.is_empty()).count();
        let each = self.of_factories.iter_mut().zip(&paid.parts).filter(|(_, part)| !part.is_empty());
        each.for_each(|((given, _), _)| *given += public / members as f64);
    }

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

    fn add(&mut self, one: &OfOne, measured: &Measured) {
        for (sums, parties) in self.parties.iter_mut().zip(&one.parties) {
            for (sum, amount) in sums.iter_mut().zip(parties) {
                *sum += amount.units();
            }
        }
        let (paid, units) =
            (one.public_paid.units(), sum(measured.emergency_units.iter().map(|n| *n as f64)));
        self.public_paid += paid;
        self.emergency_units += units;
        self.units += measured.units();
        self.of_factories.push((paid, units));
        if let Some(first) = one.first_outlay {
            self.buyers.push(spell(&one.owner, first as f64, payback(&one.owner[first..]).last));
            let flow = one.flow(measured);
            self.capital.iter_mut().zip(&flow.capital).for_each(|(sum, spent)| *sum += spent);
            self.go_live = [self.go_live, flow.go_live].into_iter().flatten().reduce(f64::min);
        }
        for (earned, interest) in one.earnings.iter().zip(&one.interest).filter(|(_, due)| **due > 0.0) {
            self.earned += earned;
            self.interest += interest;
        }
        self.coverage.extend(one.coverage());
    }
}

#[cfg(test)]
impl Funded {
    /// A programme that does nothing.
    pub(super) fn nothing() -> Funded {
        let none = Estimate::default();
        Funded {
            programme: 0,
            payback: Payback::over(&[], &Appraisal::default()),
            from_go_live: Payback::over(&[], &Appraisal::default()),
            discounted: Payback::over(&[], &Appraisal::default()),
            npv: [none; Party::ALL.len()],
            irr: [none; Party::ALL.len()],
            mirr: [none; Party::ALL.len()],
            benefit_cost_ratio: [none; Party::ALL.len()],
            profitability_index: none,
            airr: none,
            economic_ratio: none,
            economic: none,
            peak_funding: none,
            public_paid: none,
            buyers: none,
            buyers_within: none,
            buyers_by_year: Vec::new(),
            units: none,
            emergency_units: none,
            public_cost: none,
            by_unit: Vec::new(),
            coverage: none,
            mean_coverage: none,
            interest_coverage: none,
            npvs: Vec::new(),
            first_outlays: Vec::new(),
            shared: Vec::new(),
            owner: Vec::new(),
            break_even: BreakEven::default(),
            emergencies: None,
            spread: None,
        }
    }
}
