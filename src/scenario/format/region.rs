//! The region: joint production and the platform.

use super::{Field, NEEDED, Section, Words};

pub(in crate::scenario) const REGION: Section = Section {
    what: "the region",
    within: "`region` of the scenario",
    about: "What the factories make together. Products with `demand: Region` get their orders from here: each order is \
            divided in fixed shares (in the proportion of the factories' `demand`), or, among connected factories, by the \
            platform.",
    fields: &[
        Field(
            "every",
            "Time between the instants at which orders are divided among the factories.",
            "time above 0",
            "1d",
            "\"12h\"",
        ),
        Field(
            "customers",
            "Who orders what.",
            "list, at least one",
            NEEDED,
            "[(name: \"hospitals\", product: \"mask\")]",
        ),
        Field(
            "transport",
            "Time from a factory to the customers.",
            "time, may be a distribution",
            "0s",
            "\"2d\"",
        ),
        Field(
            "platform",
            "What divides the orders of connected factories.",
            "see platform",
            "none: fixed shares",
            "(horizon: \"3d\")",
        ),
    ],
};

pub(in crate::scenario) const REGION_CUSTOMERS: Section = Section {
    what: "customers of the region",
    within: "`customers` of the region",
    about: "Customers who order one product, from all factories that make it for the region. A surge of demand for the \
            product multiplies their orders.",
    fields: &[
        Field("name", "Their name.", "text, unique", NEEDED, "\"hospitals\""),
        Field("product", "What they order.", "name of a product with `demand: Region`", NEEDED, "\"mask\""),
        Field("demand", "Their orders.", "see demand", NEEDED, "(per_day: 80000)"),
        Field(
            "class",
            "Priority class: who is more urgent is served first.",
            "whole number, 1 (most urgent) to 255",
            "100",
            "1",
        ),
        Field("due", "Time until an order is due.", "time, may be a distribution", "never", "\"7d\""),
        Field(
            "patience",
            "How long an order waits before they take back what no factory has begun of it.",
            "time",
            "for ever",
            "\"14d\"",
        ),
    ],
};

pub(in crate::scenario) const PLATFORM: Section = Section {
    what: "a platform",
    within: "`platform` of the region",
    about: "Divides the orders that fall to connected factories among them by what they can take, and keeps what they \
            cannot. Factories are connected from the start (`connected`) or by an upgrade (`Connect`); the others have \
            their fixed shares.",
    fields: &[
        Field(
            "rule",
            "How orders are divided where the factories could take more.",
            "see rules of division",
            "Proportional",
            "MaxMin",
        ),
        Field(
            "horizon",
            "How much work a factory has at most, in what it can make in this time.",
            "time above 0",
            "7d",
            "\"3d\"",
        ),
        Field(
            "data_age",
            "How old its data of the factories' work are; what it has given since it knows.",
            "time",
            "0s",
            "\"1d\"",
        ),
        Field(
            "time_between_outages",
            "Time from an outage to the next; meanwhile all orders go in fixed shares.",
            "time above 0, may be a distribution",
            "no outages",
            "Exponential(mean: \"90d\")",
        ),
        Field(
            "outage",
            "How long an outage lasts.",
            "time, may be a distribution",
            "with outages: needed",
            "\"1d\"",
        ),
        Field(
            "spread",
            "Probability that a cyber incident of one connected factory spreads to another one, each by itself.",
            "0 to 1",
            "0",
            "0.02",
        ),
    ],
};

pub(in crate::scenario) const SHARING_RULES: Words = Words {
    title: "Rules of division",
    words: &[
        ("Proportional", "in the proportion of what each could take"),
        ("Priority", "one after the other, in the order of the file"),
        ("MaxMin", "as even as can be: the smallest claims first, the rest in equal parts"),
    ],
};
