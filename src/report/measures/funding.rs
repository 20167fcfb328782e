//! Measures of an option as a programme funds it, and of how it spreads.

use crate::experiment::{Funded, Penetration};
use crate::spec::funding::Party;
use crate::stats::Estimate;

use super::declared::{Measure, NEVER};

const NO_BUYER_SO_LONG: &str = "nobody buys, or none is watched so long";
const NO_PUBLIC: &str = "nobody buys, or the programme has no public money";
const NO_RATE: &str = "no replication has exactly one of at most 10";
const NO_LOSS: &str = "no month has a loss";
const TOO_SHORT: &str = "the run ends before";

/// Measures of the funding of an option but payback, which is no estimate.
pub(crate) const FUNDING: &[Measure<Funded, Estimate>] = &[
    npv("owner_npv", "net present value of the owners, after funding and tax", Party::Owner),
    npv("lender_npv", "of the lenders", Party::Lender),
    npv("investor_npv", "of the investors", Party::Investor),
    npv("provider_npv", "of the providers, out of what they finance", Party::Provider),
    npv("public_npv", "of public budgets, at the social rate: taxes, less what they give", Party::Public),
    npv(
        "society_npv",
        "of all others, at the social rate: shortage avoided in the emergency, as workers wages above the shadow wage, and as customers and \
         suppliers what open bills lend",
        Party::Society,
    ),
    irr("owner_irr", "internal rate of return of the owners", Party::Owner),
    irr("lender_irr", "of the lenders", Party::Lender),
    irr("investor_irr", "of the investors", Party::Investor),
    irr("provider_irr", "of the providers", Party::Provider),
    mirr("owner_mirr", "modified internal rate of return of the owners", Party::Owner),
    mirr("lender_mirr", "of the lenders", Party::Lender),
    mirr("investor_mirr", "of the investors", Party::Investor),
    mirr("provider_mirr", "of the providers", Party::Provider),
    Measure::new(
        "owner_airr",
        "share a year",
        "adjusted internal rate of return of the owners (ASTM E1057) on the price of the purchase, whoever pays it",
        "nobody buys, or nothing comes back",
        |own| own.airr,
    ),
    Measure::new(
        "owner_profitability_index",
        "ratio",
        "present value of all that owners have but that price, over that of the price",
        "nobody buys",
        |own| own.profitability_index,
    ),
    ratio(
        "owner_benefit_cost_ratio",
        "present value of the months with a gain over that of the months with a loss, for the owners",
        Party::Owner,
    ),
    ratio("lender_benefit_cost_ratio", "for the lenders", Party::Lender),
    ratio("investor_benefit_cost_ratio", "for the investors", Party::Investor),
    ratio("provider_benefit_cost_ratio", "for the providers", Party::Provider),
    ratio("public_benefit_cost_ratio", "for public budgets, at the social rate", Party::Public),
    Measure::new(
        "economic_benefit_cost_ratio",
        "ratio",
        "for all parties together, at the social rate",
        NO_LOSS,
        |own| own.economic_ratio,
    ),
    Measure::new("economic_npv", "currency", "all parties together, at the social rate", NEVER, |own| {
        own.economic
    }),
    Measure::new(
        "peak_funding",
        "currency",
        "the most that owners have to find at a time, after funding; not above 0",
        NEVER,
        |own| own.peak_funding,
    ),
    Measure::new(
        "public_paid",
        "currency",
        "what public budgets give: by the programme, before anything comes back, and for what is shared, less members' fees",
        NEVER,
        |own| own.public_paid,
    ),
    Measure::new("buyers", "factories", "factories that buy", NEVER, |own| own.buyers),
    Measure::new(
        "buyers_within_limit",
        "share",
        "those of them whose own payback is within the first of the owners' limits, by Kaplan and Meier over the buyers of a \
         replication: later ones are watched for less time",
        NO_BUYER_SO_LONG,
        |own| own.buyers_within,
    ),
    Measure::new("extra_units", "units", "good units delivered in addition in the window", NEVER, |own| {
        own.units
    }),
    Measure::new(
        "extra_units_emergency",
        "units",
        "good units delivered in addition in the months of the emergency",
        NEVER,
        |own| own.emergency_units,
    ),
    Measure::new(
        "public_cost_per_unit",
        "currency",
        "`public_paid` by `extra_units_emergency`; without an emergency by the units in addition over the horizon; ratio of means",
        "no units in addition",
        |own| own.public_cost,
    ),
    Measure::new(
        "debt_service_coverage",
        "ratio",
        "what is available for debt service by what is due, in the worst month of the worst owner",
        "no debt",
        |own| own.coverage,
    ),
    Measure::new(
        "debt_service_coverage_mean",
        "ratio",
        "the same on average over months and owners with debt to serve",
        "no debt",
        |own| own.mean_coverage,
    ),
    Measure::new(
        "interest_coverage",
        "ratio",
        "what owners with a loan earn in addition before interest and tax, by the interest, over the months with interest",
        "no debt",
        |own| own.interest_coverage,
    ),
];

const fn npv(name: &'static str, meaning: &'static str, party: Party) -> Measure<Funded, Estimate> {
    let of: fn(&Funded) -> Estimate = match party {
        Party::Owner => |own| own.npv[Party::Owner as usize],
        Party::Lender => |own| own.npv[Party::Lender as usize],
        Party::Investor => |own| own.npv[Party::Investor as usize],
        Party::Provider => |own| own.npv[Party::Provider as usize],
        Party::Public => |own| own.npv[Party::Public as usize],
        Party::Society => |own| own.npv[Party::Society as usize],
    };
    Measure::new(name, "currency", meaning, NEVER, of)
}

const fn irr(name: &'static str, meaning: &'static str, party: Party) -> Measure<Funded, Estimate> {
    let of: fn(&Funded) -> Estimate = match party {
        Party::Lender => |own| own.irr[Party::Lender as usize],
        Party::Investor => |own| own.irr[Party::Investor as usize],
        Party::Provider => |own| own.irr[Party::Provider as usize],
        _ => |own| own.irr[Party::Owner as usize],
    };
    Measure::new(name, "share a year", meaning, NO_RATE, of)
}

const fn mirr(name: &'static str, meaning: &'static str, party: Party) -> Measure<Funded, Estimate> {
    let of: fn(&Funded) -> Estimate = match party {
        Party::Lender => |own| own.mirr[Party::Lender as usize],
        Party::Investor => |own| own.mirr[Party::Investor as usize],
        Party::Provider => |own| own.mirr[Party::Provider as usize],
        _ => |own| own.mirr[Party::Owner as usize],
    };
    Measure::new(name, "share a year", meaning, "no replication has months of gain and of loss", of)
}

const fn ratio(name: &'static str, meaning: &'static str, party: Party) -> Measure<Funded, Estimate> {
    let of: fn(&Funded) -> Estimate = match party {
        Party::Lender => |own| own.benefit_cost_ratio[Party::Lender as usize],
        Party::Investor => |own| own.benefit_cost_ratio[Party::Investor as usize],
        Party::Provider => |own| own.benefit_cost_ratio[Party::Provider as usize],
        Party::Public => |own| own.benefit_cost_ratio[Party::Public as usize],
        _ => |own| own.benefit_cost_ratio[Party::Owner as usize],
    };
    Measure::new(name, "ratio", meaning, NO_LOSS, of)
}

/// Measures of how an offer spreads among the factories that it is for.
pub(crate) const SPREAD: &[Measure<Penetration, Estimate>] = &[
    Measure::new("share_12m", "share", "factories that have ordered after 12 months", TOO_SHORT, |own| {
        own.months[0]
    }),
    Measure::new("share_24m", "share", "after 24 months", TOO_SHORT, |own| own.months[1]),
    Measure::new("share_36m", "share", "after 36 months", TOO_SHORT, |own| own.months[2]),
    Measure::new("share_48m", "share", "after 48 months", TOO_SHORT, |own| own.months[3]),
    Measure::new("share_60m", "share", "after 60 months", TOO_SHORT, |own| own.months[4]),
    Measure::new("share_end", "share", "at the end of the run", NEVER, |own| own.at_end),
    Measure::new("share_small", "share", "at the end, of the third with the least demand", NEVER, |own| {
        own.by_size[0]
    }),
    Measure::new("share_middle", "share", "of the third in the middle", NEVER, |own| own.by_size[1]),
    Measure::new("share_large", "share", "of the third with the most demand", NEVER, |own| own.by_size[2]),
    Measure::new("aware", "share", "factories that have heard of it at the end", NEVER, |own| own.aware),
    Measure::new("waiting", "share", "factories that wait for an installer at the end", NEVER, |own| {
        own.waiting
    }),
    Measure::new(
        "dropped",
        "share",
        "buyers with public money that gave up, since too little of it worked in time to be accepted",
        "nobody buys",
        |own| own.dropped,
    ),
    Measure::new("promised", "share", "buyers that public money was promised to", NO_PUBLIC, |own| {
        own.promised
    }),
    Measure::new(
        "additional",
        "share",
        "buyers that would not have bought under the first programme without public money",
        "nobody buys, or the programme has no public money, or all have some",
        |own| own.additional,
    ),
];
