//! What the summary says of money: options against the baseline, and as programmes fund them.

use serde::Serialize;

use crate::experiment::{Funded, Payback, Struck, StruckOutcome, Tail, Versus, Within};
use crate::report::measures::{FUNDING, SPREAD, VERSUS};
use crate::report::summary::{Figure, Figures, figure, finite};
use crate::spec::Spec;
use crate::spec::programme::Driver;
use crate::stats::Bounded;

/// What a programme does to the option; with how the offer spreads where owners decide.
#[derive(Serialize)]
pub(super) struct FundingSummary<'a> {
    driver: &'static str,
    measures: Figures,
    payback_months: PaybackSummary,
    payback_from_go_live_months: PaybackSummary,
    discounted_payback_months: PaybackSummary,
    npv_tail: Option<TailSummary>,
    buyers_by_year: Vec<Option<Figure>>,
    break_even: BreakEvenSummary,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shared: Vec<SharedSummary<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emergencies: Option<EmergenciesSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spread: Option<Figures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spread_by_size: Option<SizesSummary>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    target: Vec<WithinSummary>,
}

/// Shares of small, middle and large factories after 12, 24, … months.
#[derive(Serialize)]
struct SizesSummary {
    small: Vec<Option<Figure>>,
    middle: Vec<Option<Figure>>,
    large: Vec<Option<Figure>>,
}

/// A shared investment; present values.
#[derive(Serialize)]
struct SharedSummary<'a> {
    name: &'a str,
    costs: Option<Figure>,
    fees: Option<Figure>,
    fees_of_one: Vec<FeeSummary<'a>>,
}

/// What one member of a kind of plant pays.
#[derive(Serialize)]
struct FeeSummary<'a> {
    name: &'a str,
    fee: Option<Figure>,
}

#[derive(Serialize)]
struct BreakEvenSummary {
    grant: Option<f64>,
    interest: Option<f64>,
    price: Option<f64>,
}

#[derive(Serialize)]
struct EmergenciesSummary {
    none: Option<Figure>,
    in_year: Vec<Option<Figure>>,
    expected: Option<Figure>,
    at_random: Option<StruckSummary>,
    break_even: Option<Figure>,
}

/// Emergencies that strike at random: all together, and by their number.
#[derive(Serialize)]
struct StruckSummary {
    #[serde(flatten)]
    all: StruckFigures,
    none: StratumSummary,
    one: StratumSummary,
    more: StratumSummary,
}

#[derive(Serialize)]
struct StratumSummary {
    chance: f64,
    #[serde(flatten)]
    figures: StruckFigures,
}

#[derive(Serialize)]
struct StruckFigures {
    npv: Option<Figure>,
    worth: Option<Figure>,
    back: Option<Figure>,
}

#[derive(Serialize)]
pub(super) struct VersusSummary {
    #[serde(flatten)]
    figures: Figures,
    /// The first month of the horizon that repeats simulated ones.
    extrapolated_from_month: Option<usize>,
    payback_months: PaybackSummary,
    payback_from_go_live_months: PaybackSummary,
    discounted_payback_months: PaybackSummary,
    npv_tail: Option<TailSummary>,
}

#[derive(Serialize)]
struct PaybackSummary {
    median: Option<f64>,
    median_low: Option<f64>,
    median_high: Option<f64>,
    p10: Option<f64>,
    p90: Option<f64>,
    restricted_mean: Option<BoundedSummary>,
    never_share: Option<f64>,
    within: Vec<WithinSummary>,
    by_year: Vec<WithinSummary>,
}

/// The worst tenth of futures.
#[derive(Serialize)]
struct TailSummary {
    one_in_ten: BoundedSummary,
    worst_tenth: BoundedSummary,
    indicative: bool,
}

#[derive(Serialize)]
struct BoundedSummary {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

#[derive(Serialize)]
struct WithinSummary {
    months: u32,
    probability: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

/// An option as a programme funds it.
pub(super) fn funding_summary<'a>(spec: &'a Spec, funded: &Funded) -> FundingSummary<'a> {
    let programme = &spec.programmes[funded.programme];
    FundingSummary {
        driver: driver_name(programme.driver),
        measures: FUNDING.iter().map(|own| (own.name, figure(&(own.of)(funded)))).collect(),
        payback_months: payback_summary(&funded.payback),
        payback_from_go_live_months: payback_summary(&funded.from_go_live),
        discounted_payback_months: payback_summary(&funded.discounted),
        npv_tail: funded.npv_tail().map(tail_summary),
        buyers_by_year: funded.buyers_by_year.iter().map(figure).collect(),
        break_even: BreakEvenSummary {
            grant: funded.break_even.grant,
            interest: funded.break_even.interest,
            price: funded.break_even.price,
        },
        shared: funded
            .shared
            .iter()
            .map(|own| SharedSummary {
                name: &spec.shared[own.shared].name,
                costs: figure(&own.costs),
                fees: figure(&own.fees),
                fees_of_one: own
                    .by_kind
                    .iter()
                    .map(|(kind, paid)| FeeSummary { name: &spec.plants[*kind].name, fee: figure(paid) })
                    .collect(),
            })
            .collect(),
        emergencies: funded.emergencies.as_ref().map(|own| EmergenciesSummary {
            none: figure(&own.none),
            in_year: own.in_year.iter().map(figure).collect(),
            expected: own.expected.as_ref().and_then(figure),
            at_random: own.struck.as_ref().map(struck_summary),
            break_even: figure(&own.break_even),
        }),
        spread: funded
            .spread
            .as_ref()
            .map(|spread| SPREAD.iter().map(|own| (own.name, figure(&(own.of)(spread)))).collect()),
        spread_by_size: funded.spread.as_ref().map(|spread| {
            let [small, middle, large] =
                spread.months_by_size.each_ref().map(|shares| shares.iter().map(figure).collect());
            SizesSummary { small, middle, large }
        }),
        target: funded
            .spread
            .as_ref()
            .map_or(Vec::new(), |spread| spread.target.iter().map(within_summary).collect()),
    }
}

fn struck_summary(struck: &Struck) -> StruckSummary {
    let figures = |own: &StruckOutcome| StruckFigures {
        npv: figure(&own.npv),
        worth: figure(&own.worth),
        back: figure(&own.back),
    };
    let [none, one, more] = struck
        .strata
        .each_ref()
        .map(|own| StratumSummary { chance: own.probability, figures: figures(&own.outcome) });
    StruckSummary { all: figures(&struck.all), none, one, more }
}

/// A driver in the file.
fn driver_name(driver: Driver) -> &'static str {
    match driver {
        Driver::Owners => "owners",
        Driver::Provider => "provider",
        Driver::LocalGovernment => "local-government",
        Driver::CommercialCapital => "commercial-capital",
        Driver::CentralProgramme => "central-programme",
    }
}

pub(super) fn versus_summary(versus: &Versus) -> VersusSummary {
    VersusSummary {
        figures: VERSUS.iter().map(|own| (own.name, figure(&(own.of)(versus)))).collect(),
        extrapolated_from_month: versus.extrapolated_from,
        payback_months: payback_summary(&versus.payback),
        payback_from_go_live_months: payback_summary(&versus.from_go_live),
        discounted_payback_months: payback_summary(&versus.discounted),
        npv_tail: versus.npv_tail().map(tail_summary),
    }
}

fn tail_summary(tail: Tail) -> TailSummary {
    TailSummary {
        one_in_ten: bounded_summary(tail.one_in_ten),
        worst_tenth: bounded_summary(tail.worst_tenth),
        indicative: tail.indicative,
    }
}

fn bounded_summary(bounded: Bounded) -> BoundedSummary {
    BoundedSummary {
        value: finite(bounded.value),
        low: bounded.low.and_then(finite),
        high: bounded.high.and_then(finite),
    }
}

fn payback_summary(payback: &Payback) -> PaybackSummary {
    let part = |x: Option<f64>| x.and_then(finite);
    let withins = |withins: &[Within]| withins.iter().map(within_summary).collect();
    PaybackSummary {
        median: part(payback.median),
        median_low: part(payback.median_within.0),
        median_high: part(payback.median_within.1),
        p10: part(payback.p10),
        p90: part(payback.p90),
        restricted_mean: payback.restricted_mean.map(bounded_summary),
        never_share: finite(payback.never_share),
        within: withins(&payback.within),
        by_year: withins(&payback.by_year),
    }
}

fn within_summary(within: &Within) -> WithinSummary {
    WithinSummary {
        months: within.months,
        probability: finite(within.probability),
        low: finite(within.low),
        high: finite(within.high),
    }
}
