//! What an option did to one factory, month by month of a horizon; or what an owner expects of it.

use super::improvement::Improvement;
use crate::finance::books::{Books, books, end, month_of, units_leaving};
use crate::finance::layout::{Layout, capital_of, go_live, in_emergency};
use crate::finance::prices::inflated;
use crate::finance::statements::Activity;
use crate::outcome::{FactoryOutcome, Installed, Outcome, Period};
use crate::spec::accounts::Inflation;
use crate::spec::{Maturity, Spec, Surge};
use crate::units::{Money, Time};

/// A factory without and with an option, at the months 0..=horizon (`finance::layout` says how a run lies on them):
/// all lists are equally long.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Measured {
    /// The firm without it: sales, purchases (materials, energy and maintenance), wages and other (finished goods, defects, penalties, overhead and
    /// running costs of upgrades among them), capital.
    pub without: Vec<Activity>,
    /// The firm with it.
    pub with: Vec<Activity>,
    /// Good units of leaving products without it: delivered where there are orders, else finished [units].
    pub good_without: Vec<u64>,
    /// The same with it.
    pub good_with: Vec<u64>,
    /// Market price: revenue per good unit with it [currency]; 0 where there is none.
    pub price: Vec<f64>,
    /// Share of what was bought so far, by number, that is live and works at the month's end [0..=1].
    pub in_use: Vec<f64>,
    /// The level of maturity that what is live and works at the month's end has brought it to [1..=5].
    pub maturity: Vec<u8>,
    /// Reserve capacity with it [units a day; >= 0].
    pub ready: Vec<f64>,
    /// Good units with it less those without it, in months with a day of the emergency [units; 0 in others].
    pub emergency_units: Vec<i64>,
    /// Wages with it less those without it.
    pub wages: Vec<Money>,
    /// How much better it works with it than without it.
    pub improvement: Vec<Improvement>,
    /// The month of the first outlay, or of the first order where it is free; `None` where nothing was bought.
    pub first_outlay: Option<usize>,
    /// When the first of what was bought is live [months from the start; >= 0]; `None` where nothing is.
    pub go_live: Option<f64>,
    /// The first month that is repeated instead of simulated; `None`: none.
    pub extrapolated_from: Option<usize>,
    /// The month of the run that is its month 0.
    pub begun: usize,
    /// When the first of it was ordered; `None` where nothing was, or it is only expected.
    pub ordered: Option<Time>,
}

/// What an owner expects of a purchase in month 0, before there is anything to measure.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Expected {
    /// What it costs [>= 0].
    pub capital: Money,
    /// What each month brings from `first_gain` on, before tax, in the prices of the purchase; may be negative.
    pub gain: Money,
    /// What the gain and prices grow by [yearly share > -1].
    pub growth: f64,
    /// The first month with a gain, in which it is in use [months after the purchase; >= 1].
    pub first_gain: usize,
    /// The last month.
    pub horizon: usize,
    /// Good units a month without it [units]; 0 where unknown.
    pub good_without: u64,
    /// Good units a month with it, from `first_gain` on [units]; 0 where unknown.
    pub good_with: u64,
    /// Market price of a unit [currency]; 0 where unknown.
    pub price: f64,
    /// Reserve capacity with it [units a day; >= 0]; 0 where unknown.
    pub ready: f64,
    /// How much better it works with it, from `first_gain` on.
    pub improvement: Improvement,
    /// The level of maturity with it, from `first_gain` on [1..=5].
    pub maturity: u8,
    /// The month of the run in which it is bought.
    pub month: usize,
}

impl Measured {
    /// What the run of an option did to `factory` [position in `Spec::factories`], against the baseline's of the same
    /// replication, over `horizon` months [>= 1]. `capacity_a_day` is what the factory can make with it [units a day; 0
    /// where unknown].
    pub fn of(
        spec: &Spec,
        surge: &Surge,
        horizon: u32,
        baseline: &Outcome,
        option: &Outcome,
        factory: usize,
        capacity_a_day: f64,
    ) -> Measured {
        let [without, with] = [baseline, option].map(|outcome| &outcome.factories[factory]);
        let books_of = |outcome| books(spec, surge, factory, outcome);
        let (books_without, books_with) = (books_of(without), books_of(with));
        let shaken = |i: usize| in_emergency(spec.start, surge, &with.months[i]);
        let layout = Layout::new(&books_with, &books_without, |i| !shaken(i));
        let horizon = horizon as usize;
        let inflation = spec.accounts.and_then(|accounts| accounts.inflation);
        let laid = Laid { layout: &layout, horizon, inflation };

        let good = |outcome: &FactoryOutcome| -> Vec<u64> {
            let plant = spec.plant_of(factory);
            laid.out(|month| units_leaving(plant, &outcome.months[month]))
        };
        let (good_without, good_with) = (good(without), good(with));
        let (wages_without, wages_with) = (laid.wages(&books_without), laid.wages(&books_with));
        let plant = spec.plant_of(factory);
        let improvement =
            |month: usize| Improvement::of(plant, &with.months[month].tally, &without.months[month].tally);
        let (without_it, with_it) = (laid.activities(&books_without), laid.activities(&books_with));
        let days: Vec<f64> = laid.out(|month| with.months[month].length.as_days());
        let reserve = |(units, days): (&u64, &f64)| {
            if *days > 0.0 { (capacity_a_day - *units as f64 / days).max(0.0) } else { 0.0 }
        };
        let extra = |t: usize| {
            let shaken = layout.source(t).filter(|month| layout.is_simulated(t) && shaken(*month));
            shaken.map_or(0, |_| good_with[t] as i64 - good_without[t] as i64)
        };
        let spent = |t: usize| capital_of(&books_with, t) - capital_of(&books_without, t);
        let ordered = with.installed.iter().map(|one| one.ordered).min();
        let month_ordered = || month_of(&with.months, ordered?).filter(|t| *t <= horizon);
        let ends: Vec<Time> = (0..=horizon).map(|t| end_of(&with.months, t, &layout)).collect();
        Measured {
            price: with_it.iter().zip(&good_with).map(|(month, units)| price(month.sales, *units)).collect(),
            without: without_it,
            with: with_it,
            in_use: ends.iter().map(|end| in_use(&with.installed, *end)).collect(),
            maturity: ends.iter().map(|end| maturity(spec, &with.installed, *end)).collect(),
            ready: good_with.iter().zip(&days).map(reserve).collect(),
            emergency_units: (0..=horizon).map(extra).collect(),
            wages: wages_with.iter().zip(&wages_without).map(|(with, without)| *with - *without).collect(),
            improvement: laid.out(improvement),
            first_outlay: (0..=horizon).find(|t| spent(*t) != Money::ZERO).or_else(month_ordered),
            go_live: go_live(with),
            begun: 0,
            ordered,
            extrapolated_from: layout.extrapolated_from(horizon),
            good_without,
            good_with,
        }
    }

    /// Good units with it less those without it, over all months [units].
    pub fn units(&self) -> f64 {
        let [with, without] = [&self.good_with, &self.good_without].map(|units| units.iter().sum::<u64>());
        with as f64 - without as f64
    }

    /// Capital, month by month.
    pub fn capital(&self) -> impl Iterator<Item = Money> {
        self.with.iter().zip(&self.without).map(|(with, without)| with.capital - without.capital)
    }

    /// What an owner expects: a constant gain, as sales or, where it is negative, as purchases.
    pub fn expected(expected: &Expected) -> Measured {
        let gains = |t: usize| t >= expected.first_gain.max(1);
        let months = expected.horizon + 1;
        let from_gain = |value: f64| (0..months).map(|t| if gains(t) { value } else { 0.0 }).collect();
        let grown =
            |t: usize| if expected.growth == 0.0 { 1.0 } else { Inflation::factor(expected.growth, t) };
        let gain = |t: usize| expected.gain.times(grown(t));
        let with = |t: usize| Activity {
            sales: if gains(t) { gain(t).positive() } else { Money::ZERO },
            purchases: if gains(t) { (-gain(t)).positive() } else { Money::ZERO },
            capital: if t == 0 { expected.capital } else { Money::ZERO },
            ..Activity::default()
        };
        let good = |t: usize| match t {
            0 => 0,
            t if gains(t) => expected.good_with,
            _ => expected.good_without,
        };
        Measured {
            without: vec![Activity::default(); months],
            with: (0..months).map(with).collect(),
            good_without: (0..months).map(|t| if t == 0 { 0 } else { expected.good_without }).collect(),
            good_with: (0..months).map(good).collect(),
            price: (0..months).map(|t| expected.price * grown(t)).collect(),
            in_use: from_gain(1.0),
            maturity: (0..months)
                .map(|t| if gains(t) { expected.maturity } else { Maturity::FIRST })
                .collect(),
            ready: from_gain(expected.ready),
            emergency_units: vec![0; months],
            wages: vec![Money::ZERO; months],
            improvement: (0..months)
                .map(|t| if gains(t) { expected.improvement } else { Improvement::default() })
                .collect(),
            first_outlay: Some(0),
            go_live: Some(expected.first_gain.saturating_sub(1) as f64),
            extrapolated_from: None,
            begun: expected.month,
            ordered: None,
        }
    }
}

/// A run laid on the months 0..=horizon.
struct Laid<'a> {
    layout: &'a Layout,
    horizon: usize,
    inflation: Option<Inflation>,
}

impl Laid<'_> {
    /// What calendar months are worth, month by month of the horizon.
    fn out<T: Default>(&self, of: impl Fn(usize) -> T) -> Vec<T> {
        (0..=self.horizon).map(|t| self.layout.source(t).map(&of).unwrap_or_default()).collect()
    }

    fn wages(&self, books: &[Books]) -> Vec<Money> {
        let month = |t: usize| {
            let source = self.layout.source(t).map_or(Money::ZERO, |month| books[month].wages);
            self.inflation.map_or(source, |rates| source.times(Inflation::factor(rates.wages, t)))
        };
        (0..=self.horizon).map(month).collect()
    }

    fn activities(&self, books: &[Books]) -> Vec<Activity> {
        let month = |t: usize| {
            let source = self.layout.source(t).map(|month| &books[month]);
            let capital = capital_of(books, t);
            match &self.inflation {
                None => Activity { capital, ..source.map(activity).unwrap_or_default() },
                Some(rates) => Activity {
                    capital: capital.times(Inflation::factor(rates.capital, t)),
                    ..source.map(|own| activity(&inflated(own, rates, t))).unwrap_or_default()
                },
            }
        };
        (0..=self.horizon).map(month).collect()
    }
}

/// A month's operations as the accounts see them.
fn activity(books: &Books) -> Activity {
    Activity {
        sales: books.revenue,
        purchases: books.materials + books.energy + books.maintenance,
        wages_and_other: books.wages
            + books.finished_goods
            + books.defects
            + books.penalties
            + books.overhead
            + books.running,
        ..Activity::default()
    }
}

fn price(sales: Money, units: u64) -> f64 {
    if units > 0 { sales.units() / units as f64 } else { 0.0 }
}

/// When month `t` ends. What stands after the simulated months stands as the run left it.
fn end_of(months: &[Period], t: usize, layout: &Layout) -> Time {
    let month = if layout.is_simulated(t) { months.get(t - 1) } else { months.last() };
    if t == 0 { Time::ZERO } else { month.map_or(Time::ZERO, end) }
}

/// The level of maturity that what is live and works at an instant has brought a factory to [1..=5].
pub fn maturity(spec: &Spec, installed: &[Installed], at: Time) -> u8 {
    let working = installed.iter().filter(|one| one.works && one.live.is_some_and(|live| live <= at));
    Maturity::reached(working.filter_map(|one| spec.upgrades.get(one.upgrade.index())?.maturity))
}

/// The share of what is bought at an instant, by number, that is live and works [0..=1].
pub fn in_use(installed: &[Installed], at: Time) -> f64 {
    let units = |counts: &dyn Fn(&Installed) -> bool| -> f64 {
        installed.iter().filter(|one| counts(one)).map(|one| f64::from(one.units)).sum()
    };
    let bought = units(&|one| one.ordered <= at);
    let working = units(&|one| one.works && one.live.is_some_and(|live| live <= at));
    if bought > 0.0 { working / bought } else { 0.0 }
}
