//! What factories use together.

use super::{Field, NEEDED, Section, Words};

pub(in crate::scenario) const SHARED: Section = Section {
    what: "a shared investment",
    within: "`shared` of the scenario",
    about: "What many factories use together: a platform, a team of process engineers, a training centre. Its members are the \
            factories that bought what its options list, from the month after their first purchase; they pay it back in monthly \
            fees, which are costs of theirs before tax. While there are no members, the payer bears what they would owe. Where \
            owners decide, each expects to bear an equal part among all factories that the option is for. Needs an appraisal and \
            options.",
    fields: &[
        Field("name", "Its name.", "text, unique", NEEDED, "\"platform\""),
        Field("title", "What it is, for the report.", "text", "its name", "\"the platform of the region\""),
        Field("options", "The options that need it.", "list of names of options", "all", "[\"modern\"]"),
        Field("cost", "What it costs to set up.", "currency, 0 or more", NEEDED, "2000000"),
        Field(
            "yearly_cost",
            "What it costs a year, from the month after.",
            "currency, 0 or more",
            "0",
            "300000",
        ),
        Field(
            "order_at",
            "When it is set up; what is bought in a month is paid at its beginning.",
            "date or time since the start, within the run",
            "at the start",
            "\"2020-03-01\"",
        ),
        Field(
            "payer",
            "Who pays for it.",
            "Lender, Investor, Provider, Public or Society",
            "Public",
            "Provider",
        ),
        Field(
            "given",
            "The share of all its costs that the payer bears for good.",
            "share, 0 to 1",
            "0",
            "0.4",
        ),
        Field(
            "fee_months",
            "In how many equal monthly fees members pay the rest of the cost.",
            "whole number, 1 to 1200",
            "60",
            "48",
        ),
        Field("rate", "What the payer asks for its money.", "yearly share, 0 to 1", "0", "0.05"),
        Field("division", "How a month's fees are divided among members.", "see below", "Equal", "ByUse"),
    ],
};

pub(super) const DIVISIONS: Words = Words {
    title: "`division` of a shared investment",
    words: &[
        ("Equal", "the same for each"),
        ("ByUse", "by the good units that each makes"),
        ("ByBenefit", "by what each gains in operations against the baseline; equally while nobody gains"),
        (
            "BySize",
            "as if it costs what its largest member needs, by good units: each step of size is paid by all who need it (Shapley \
             values of that cost)",
        ),
    ],
};
