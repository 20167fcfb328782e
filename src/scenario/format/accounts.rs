//! Tax and accounts.

use super::{Field, NEEDED, Section, Words};

pub(in crate::scenario) const ACCOUNTS: Section = Section {
    what: "the accounts",
    within: "`accounts` of the scenario",
    about: "The rules by which the factories' statements are drawn up: tax, depreciation, unpaid bills. Without them money is \
            before tax and every bill is paid at once. The first tax year ends with the calendar year in which the run \
            starts. The last month of the appraisal settles what is open: tax still owed is paid, bills are paid, stock is \
            used up.",
    fields: &[
        Field("income_tax", "Tax on profit.", "share, 0 to 1", NEEDED, "0.25"),
        Field(
            "loss_carry_years",
            "In how many later years a loss can be used.",
            "whole number, 0 to 100",
            "5",
            "5",
        ),
        Field(
            "other_profits",
            "Whether the owner has other profits, which a loss lowers at once.",
            "true or false",
            "false",
            "true",
        ),
        Field(
            "tax_delay",
            "From the end of a tax year to the payment of its tax.",
            "whole number of months, 0 to 120",
            "0",
            "3",
        ),
        Field(
            "depreciation",
            "How equipment is written down.",
            "see the rules of depreciation, or `Immediate`",
            NEEDED,
            "StraightLine(years: 10, residual: 0.05)",
        ),
        Field("vat", "Tax on value added.", "see value added tax", "none", "(sales: 0.13, purchases: 0.13)"),
        Field("receivable_days", "Days until customers pay.", "days, 0 to 3650", "0", "45"),
        Field("stock_days", "Days of costs that lie in stock.", "days, 0 to 3650", "0", "20"),
        Field("payable_days", "Days until suppliers are paid.", "days, 0 to 3650", "0", "30"),
        Field("grants", "What grants are for income tax.", "Income or LowersBase", "Income", "LowersBase"),
        Field(
            "inflation",
            "How prices rise with the years.",
            "see inflation",
            "prices stay those of the start",
            "(general: 0.02, wages: 0.05)",
        ),
    ],
};

pub(in crate::scenario) const INFLATION: Section = Section {
    what: "an inflation",
    within: "`inflation` of the accounts",
    about: "Yearly growth of prices from the start of the run on. A scenario's prices and wages are those of the start; with \
            inflation the accounts, and all that is appraised after them, are in the prices of each month (nominal), line by line. Give \
            nominal rates of interest and discount, or `rates: Real` in the appraisal. Without inflation all is real. What owners \
            with `adoption` expect, and the cash that they have, grow like general prices; amounts of programmes do not grow, used \
            equipment brings shares of the price that was paid.",
    fields: &[
        Field(
            "general",
            "Prices in general: also of overhead, defects, penalties and the running cost of upgrades.",
            "yearly share, -0.5 to 1",
            NEEDED,
            "0.02",
        ),
        Field("sales", "Prices of products.", "yearly share, -0.5 to 1", "`general`", "0.01"),
        Field("purchases", "Prices of materials and energy.", "yearly share, -0.5 to 1", "`general`", "0.03"),
        Field("wages", "Wages.", "yearly share, -0.5 to 1", "`general`", "0.06"),
        Field("capital", "Prices of upgrades.", "yearly share, -0.5 to 1", "`general`", "0"),
    ],
};

pub(in crate::scenario) const VAT: Section = Section {
    what: "a value added tax",
    within: "`vat` of the accounts",
    about: "Rates on amounts without the tax.",
    fields: &[
        Field("sales", "On sales.", "share, 0 to 1", NEEDED, "0.13"),
        Field("purchases", "On purchases, capital among them.", "share, 0 to 1", NEEDED, "0.13"),
    ],
};

const YEARS: Field = Field("years", "Over how many years.", "whole number, 1 to 100", NEEDED, "10");
const RESIDUAL: Field =
    Field("residual", "The share of the price that is not written down.", "share, 0 to 1", "0", "0.05");

/// A rule of depreciation.
const fn rule(what: &'static str, about: &'static str, fields: &'static [Field]) -> Section {
    Section { what, within: "`depreciation` of the accounts", about, fields }
}

pub(in crate::scenario) const DEPRECIATION: &[Section] = &[
    rule("StraightLine( … )", "The same each year.", &[YEARS, RESIDUAL]),
    rule(
        "DecliningBalance( … )",
        "A multiple of the straight line's rate on what is left, until the straight line over the rest is more.",
        &[YEARS, RESIDUAL, Field("factor", "The multiple; 2 is double.", "number, 1 to 100", "2", "2")],
    ),
    rule("SumOfYears( … )", "By the years still to come: 5/15, 4/15, … over five years.", &[YEARS, RESIDUAL]),
];

/// All of it in the first month: the one rule without fields.
pub(in crate::scenario) const IMMEDIATE: &str = "Immediate";

pub(super) const DEPRECIATION_WORDS: Words = Words {
    title: "`depreciation` of the accounts",
    words: &[(IMMEDIATE, "all of it in the month of the purchase; has no fields")],
};

pub(super) const GRANT_WORDS: Words = Words {
    title: "`grants` of the accounts",
    words: &[
        ("Income", "a grant is taxed as income when it comes"),
        (
            "LowersBase",
            "a grant lowers what equipment is written down by, over the months for which the oldest still is",
        ),
    ],
};
