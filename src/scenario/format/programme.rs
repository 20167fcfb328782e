//! Funding programmes and what they offer.

use super::{Field, NEEDED, Section, Words};

pub(in crate::scenario) const PROGRAMME: Section = Section {
    what: "a programme",
    within: "`programmes` of the scenario",
    about: "Who funds what owners buy. Programmes are compared side by side. Months count from the purchase, which is month \
            0. Needs an appraisal.",
    fields: &[
        Field("name", "Its name.", "text, unique", NEEDED, "\"city\""),
        Field("title", "What it is, for the report.", "text", "its name", "\"The city pays a third\""),
        Field(
            "driver",
            "Who starts it and pays first.",
            "Owners, Provider, LocalGovernment, CommercialCapital or CentralProgramme",
            NEEDED,
            "LocalGovernment",
        ),
        Field(
            "offers",
            "What each owner who buys is offered, in the order in which it applies.",
            "list of offers",
            "none",
            "[UpFrontGrant(share: 0.3, cap: 200000)]",
        ),
        Field(
            "budget",
            "Limit of the public money.",
            "see the budget; only with an offer that is paid by the public",
            "no limit",
            "(amount: 5000000)",
        ),
        Field(
            "acceptance",
            "What acceptance looks at.",
            "InUse, Maturity, OutputGain, OeeGain, LeadTimeCut, DefectCut or EnergyCut; only with AcceptedGrant",
            "InUse",
            "OutputGain",
        ),
        Field(
            "eligible",
            "Which factories it is for.",
            "see who is eligible",
            "all",
            "(plants: [\"hand\"], demand_to: 1.5)",
        ),
        Field(
            "mandated_from",
            "From when on these factories have to buy, if they have the cash, whatever they expect of it.",
            "date or time since the start, within the run; only with `adoption`",
            "never",
            "\"2020-03-01\"",
        ),
    ],
};

pub(in crate::scenario) const ELIGIBLE: Section = Section {
    what: "who is eligible",
    within: "`eligible` of a programme",
    about: "Factories that the programme is for; others pay from their profit.",
    fields: &[
        Field("plants", "Kinds of plant.", "list of names of plants", "all", "[\"hand\"]"),
        Field("demand_from", "Smallest demand factor of a factory.", "0 or more", "0", "0.5"),
        Field("demand_to", "Largest demand factor of a factory.", "not below `demand_from`", "any", "2"),
        Field(
            "until",
            "Whose first order comes then or later is not funded.",
            "date from the start on, or time since the start",
            "the programme does not end",
            "\"2021-01-01\"",
        ),
    ],
};

pub(in crate::scenario) const BUDGET: Section = Section {
    what: "a budget",
    within: "`budget` of a programme",
    about: "What is promised counts as spent. A round is a review of the owners (a quarter); what a round leaves is there in the \
            next one. Who does not fit into what is left gets nothing in that round, nobody gets a part.",
    fields: &[
        Field("amount", "All of it.", "currency, 0 or more", NEEDED, "5000000"),
        Field("per_factory", "Most that one factory is promised.", "currency, 0 or more", "no cap", "200000"),
        Field(
            "each_round",
            "What becomes available with each round.",
            "currency, above 0, not above `amount`",
            "all of it at once",
            "500000",
        ),
        Field(
            "rule",
            "Who goes first.",
            "FirstCome, Lottery, ByBenefitPerGrant or LargestBenefit",
            "FirstCome",
            "Lottery",
        ),
    ],
};

pub(super) const RULES: Words = Words {
    title: "`rule` of a budget",
    words: &[
        ("FirstCome", "in the order of application"),
        ("Lottery", "by lot"),
        ("ByBenefitPerGrant", "the most benefit for each unit of grant first"),
        (
            "LargestBenefit",
            "the set of applications with the largest benefit, exactly; a run with more than 40 applications in one round \
             ends with an error",
        ),
    ],
};

pub(super) const ACCEPTANCES: Words = Words {
    title: "`acceptance` of a programme",
    words: &[
        ("InUse", "the share of what was bought that is in use and works, 0 to 1"),
        (
            "Maturity",
            "the level to which what is in use and works has brought the factory (`maturity` of upgrades), 1 to 5",
        ),
        ("OutputGain", "good units of a month, relative to the same month without the upgrade, less 1"),
        (
            "OeeGain",
            "overall equipment effectiveness of all machines together (ideal time of good units over planned busy time), less that of the \
             same month without the upgrade",
        ),
        (
            "LeadTimeCut",
            "the share by which lots take less time from release to leaving, on average, than in the same month without the upgrade",
        ),
        (
            "DefectCut",
            "the share by which fewer units are scrapped or leave with a defect, of all finished and scrapped, than in the same month \
             without the upgrade",
        ),
        (
            "EnergyCut",
            "the share by which a finished unit takes less electricity than in the same month without the upgrade",
        ),
    ],
};

/// An instrument that a programme offers.
const fn offer(what: &'static str, about: &'static str, fields: &'static [Field]) -> Section {
    Section { what, within: "`offers` of a programme", about, fields }
}

const FINANCED: Field =
    Field("share", "The share of the purchase that it pays.", "share, 0 to 1", NEEDED, "0.7");
const GRANTED: Field = Field("share", "The share of the purchase.", "share, 0 to 1", NEEDED, "0.3");
const AMOUNT: Field = Field(
    "amount",
    "A sum beside the share, whatever the purchase costs.",
    "currency, 0 or more",
    "0",
    "200000",
);
const CAP: Field = Field("cap", "Most that one owner gets of it.", "currency, 0 or more", "no cap", "200000");
const PAYER: Field =
    Field("payer", "Who pays it.", "Lender, Investor, Provider, Public or Society", "Public", "Public");
const MONTHS: Field = Field("months", "Over how many months.", "whole number, 1 to 1200", NEEDED, "36");
const FROM: Field =
    Field("from_month", "The first month that counts.", "whole number of months, 0 to 1200", "1", "1");
const TO: Field = Field(
    "to_month",
    "The last month that counts.",
    "whole number of months, not before `from_month`",
    NEEDED,
    "24",
);
const RATE: Field = Field("rate", "Interest.", "yearly share, 0 to 1", NEEDED, "0.05");
const PER_UNIT: Field = Field(
    "per_unit",
    "For a good unit: a delivered one where customers order, else a finished one.",
    "currency, 0 or more",
    NEEDED,
    "0.02",
);

pub(in crate::scenario) const LATER: Section = Section {
    what: "later acceptance",
    within: "`later` of AcceptedGrant",
    about: "What is paid where the target is first shown in a month that ends after a date.",
    fields: &[
        Field(
            "from",
            "From when on.",
            "date from the start on, or time since the start",
            NEEDED,
            "\"2020-10-01\"",
        ),
        Field(
            "share",
            "The share of the purchase.",
            "share, 0 to 1",
            "without `amount`: needed; else 0",
            "0.2",
        ),
        AMOUNT,
        Field("cap", "Most that one owner gets of it.", "currency, 0 or more", "that of the grant", "100000"),
    ],
};

pub(in crate::scenario) const OFFERS: &[Section] = &[
    offer("UpFrontGrant( … )", "A share of the purchase, paid with it.", &[GRANTED, CAP, PAYER]),
    offer(
        "AcceptedGrant( … )",
        "A share of the purchase, paid after the upgrade was accepted: in the first month from `from_month` to `to_month` in \
         which the programme's `acceptance` reaches the target. The owner finds the money until then.",
        &[
            Field(
                "share",
                "The share of the purchase.",
                "share, 0 to 1",
                "without `amount`: needed; else 0",
                "0.3",
            ),
            AMOUNT,
            CAP,
            Field(
                "later",
                "What is paid instead where it is accepted late.",
                "see later acceptance",
                "the same",
                "(from: \"2020-10-01\", share: 0.2)",
            ),
            Field(
                "target",
                "What is accepted, in the measure of `acceptance`.",
                "number, 0 or more; with Maturity above 1, to 5, with all others but OutputGain not above 1",
                NEEDED,
                "0.9",
            ),
            FROM,
            TO,
            Field("delay", "From acceptance to payment.", "whole number of months, 0 to 1200", "0", "3"),
            Field(
                "rejection",
                "Probability that it is rejected although the target is reached.",
                "0 to 1",
                "0",
                "0.05",
            ),
            PAYER,
        ],
    ),
    offer(
        "Loan( … )",
        "A bank lends a share of the purchase.",
        &[
            FINANCED,
            RATE,
            Field(
                "months",
                "From the purchase to the last payment, grace included.",
                "whole number, 1 to 1200",
                NEEDED,
                "36",
            ),
            Field(
                "grace",
                "Months without repayment at the beginning.",
                "whole number, below `months`",
                "0",
                "6",
            ),
            Field(
                "grace_kind",
                "What happens to interest in these months.",
                "InterestOnly or Capitalised",
                "InterestOnly",
                "Capitalised",
            ),
            Field(
                "repayment",
                "How the loan comes back.",
                "EqualInstalment or EqualPrincipal",
                "EqualInstalment",
                "EqualPrincipal",
            ),
            Field("guarantee", "Who vouches for it.", "see the guarantee", "nobody", "(fee: 0.01)"),
            Field(
                "subsidy",
                "Who bears part of the interest.",
                "see the interest subsidy",
                "nobody",
                "(points: 0.02, months: 24)",
            ),
        ],
    ),
    offer(
        "Lease( … )",
        "The provider buys a share of it, the owner pays equal rents in advance.",
        &[
            FINANCED,
            Field("months", "Number of rents.", "whole number, 1 to 1200", NEEDED, "36"),
            Field("rate", "The provider's effective rate.", "yearly share, 0 to 1", NEEDED, "0.08"),
        ],
    ),
    offer(
        "PayPerUse( … )",
        "The provider buys a share of it, the owner pays by use from the next month on.",
        &[
            FINANCED,
            MONTHS,
            Field(
                "fee",
                "For a good unit, delivered where customers order, as far as what was bought is in use.",
                "currency, 0 or more",
                NEEDED,
                "0.01",
            ),
            Field("minimum", "Least fee of a month.", "currency, 0 or more", "0", "2000"),
        ],
    ),
    offer(
        "RevenueShare( … )",
        "The provider buys a share of it and gets a share of the gain, from the next month on; a month with a loss shares \
         nothing.",
        &[
            FINANCED,
            Field("of_gain", "The provider's share of a month's gain.", "share, 0 to 1", NEEDED, "0.6"),
            MONTHS,
            Field(
                "cap",
                "Most that the provider gets in all, as a multiple of what it financed.",
                "0 or more",
                NEEDED,
                "1.5",
            ),
        ],
    ),
    offer(
        "OutputGrant( … )",
        "An amount for each good unit; all of it goes back where too few are made.",
        &[
            PER_UNIT,
            FROM,
            TO,
            CAP,
            Field("target_units", "Fewest units in these months.", "whole number", "0", "1000000"),
            PAYER,
        ],
    ),
    offer(
        "OutputBonus( … )",
        "An amount for each good unit of a month above a base.",
        &[
            Field("base_units", "Units of a month that are not rewarded.", "whole number", "0", "500000"),
            PER_UNIT,
            FROM,
            TO,
            CAP,
            PAYER,
        ],
    ),
    offer(
        "PurchaseGuarantee( … )",
        "A lowest price for a volume: the buyer adds what the market pays less.",
        &[
            Field("floor", "The lowest price of a unit.", "currency, 0 or more", NEEDED, "0.4"),
            Field(
                "volume",
                "Units that have it, delivered where customers order.",
                "whole number, 1 or more",
                NEEDED,
                "2000000",
            ),
            FROM,
            TO,
            Field("buyer", "Who guarantees it.", "as `payer`", "Public", "Society"),
        ],
    ),
    offer(
        "ReadinessFee( … )",
        "Pay for reserve capacity that stands ready.",
        &[
            Field(
                "per_unit_a_day",
                "Monthly fee for capacity of a unit a day.",
                "currency, 0 or more",
                NEEDED,
                "0.1",
            ),
            Field(
                "promised",
                "Capacity that was promised; no more is paid.",
                "units a day, 0 or more",
                NEEDED,
                "20000",
            ),
            Field(
                "least_share",
                "Share of the promise below which a month is not paid at all.",
                "share, 0 to 1",
                "0",
                "0.8",
            ),
            FROM,
            TO,
            PAYER,
        ],
    ),
    offer(
        "Equity( … )",
        "An investor pays a share of the purchase and gets a share of the owner's positive months, after the offers that stand \
         before it.",
        &[
            FINANCED,
            Field("of_result", "The investor's share of a month.", "share, 0 to 1", NEEDED, "0.3"),
            Field(
                "exit",
                "When and how the owner buys the investor out.",
                "see the exit",
                "never",
                "(month: 48, multiple: 1.5)",
            ),
        ],
    ),
    offer(
        "TaxCredit( … )",
        "A share of the purchase, taken off income tax. Always paid by the public; needs `accounts`.",
        &[
            GRANTED,
            CAP,
            Field(
                "carry_months",
                "Months in which it can be used, the purchase's own included.",
                "whole number, 1 to 1200",
                NEEDED,
                "60",
            ),
        ],
    ),
    offer(
        "Voucher( … )",
        "A paper with which the owner pays part of the provider's bill.",
        &[
            Field("share", "Most of the bill that it pays.", "share, 0 to 1", NEEDED, "0.2"),
            Field("face", "What it is worth in all.", "currency, 0 or more", NEEDED, "50000"),
            Field(
                "delay",
                "Until the provider has the money.",
                "whole number of months, 0 to 1200",
                "0",
                "3",
            ),
            PAYER,
        ],
    ),
];

pub(in crate::scenario) const GUARANTEE: Section = Section {
    what: "a guarantee",
    within: "`guarantee` of a loan",
    about: "Paid for by the owner each year in advance.",
    fields: &[
        Field("fee", "Of the debt at the beginning of a year.", "yearly share, 0 to 1", NEEDED, "0.01"),
        Field("guarantor", "Who vouches.", "as `payer`", "Public", "Provider"),
    ],
};

pub(in crate::scenario) const INTEREST_SUBSIDY: Section = Section {
    what: "an interest subsidy",
    within: "`subsidy` of a loan",
    about: "Part of the interest, given back to the owner in the month in which it is paid.",
    fields: &[
        Field(
            "points",
            "Points of the yearly rate, never more than the rate.",
            "yearly share, 0 to the rate",
            NEEDED,
            "0.02",
        ),
        Field(
            "months",
            "For how many months after the purchase.",
            "whole number, 1 to the loan's months",
            NEEDED,
            "24",
        ),
        PAYER,
    ],
};

pub(in crate::scenario) const EXIT: Section = Section {
    what: "an exit",
    within: "`exit` of Equity",
    about: "The owner buys the investor out; never, where the horizon comes first.",
    fields: &[
        Field(
            "month",
            "When; that month is still shared.",
            "whole number of months, 1 to 1200",
            NEEDED,
            "48",
        ),
        Field("multiple", "The price, as a multiple of what was put in.", "0 or more", NEEDED, "1.5"),
    ],
};
