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
            "without suppliers: needed",
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
            "journeys",
            "Times from particular factories to all or to particular customers, where they are others than `transport`; of several \
             that fit the last counts.",
            "list",
            "none",
            "[(from: [\"Ning\"], to: \"hospitals\", time: \"3d\")]",
        ),
        Field(
            "platform",
            "What divides the orders of connected factories.",
            "see platform",
            "none: fixed shares",
            "(horizon: \"3d\")",
        ),
        Field(
            "suppliers",
            "Who makes what the factories need, for all of them: materials, machines, people who install them.",
            "list",
            "none",
            "[(name: \"mill\", daily_capacity: 500)]",
        ),
        Field(
            "prices",
            "Prices of products that answer what customers of the region are owed, and fall afterwards.",
            "list",
            "none: they keep their prices",
            "[(product: \"mask\", per_day: 0.1, most: 5)]",
        ),
    ],
};

pub(in crate::scenario) const PRODUCT_PRICE: Section = Section {
    what: "a price that answers",
    within: "`prices` of the region",
    about: "Decided at each instant of the region, the same for all factories that make the product for it. With orders of d days owed, \
            by those of the last seven days, the price is 1 + per_day (d - from) times that of peace. Where nothing is scarce and less is \
            ordered than in the first four weeks, it is (ordered / usual) to the power of `glut` times it. Multiplies with a surge's \
            product_price; what leaves a factory is paid at the price of its day.",
    fields: &[
        Field(
            "product",
            "Which.",
            "name of a product that customers of the region order",
            NEEDED,
            "\"mask\"",
        ),
        Field(
            "per_day",
            "Rise for each day's orders that are owed.",
            "share of the price, above 0",
            NEEDED,
            "0.1",
        ),
        Field("from", "How much may be owed without a rise, in days' orders.", "time", "0s", "\"7d\""),
        Field("most", "Largest multiplier.", "1 or more", NEEDED, "5"),
        Field("falls", "Largest fall in a day.", "share of the price, 0 to 1", "1: at once", "0.03"),
        Field(
            "glut",
            "How strongly it answers orders below the usual; 0: not at all.",
            "0 or more",
            "0",
            "1.5",
        ),
        Field("least", "Smallest multiplier.", "0 to 1", "0", "0.3"),
    ],
};

pub(in crate::scenario) const REGION_JOURNEY: Section = Section {
    what: "a journey of the region",
    within: "`journeys` of the region",
    about: "The time from some factories to customers.",
    fields: &[
        Field(
            "from",
            "The factories; one that stands for several is named by the name in the file.",
            "list of names of factories",
            NEEDED,
            "[\"Ning\"]",
        ),
        Field("to", "The customers.", "name of customers of the region", "all", "\"hospitals\""),
        Field("time", "How long.", "time, may be a distribution", NEEDED, "\"3d\""),
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
        Field(
            "surges",
            "The surges in which they order: orders that an emergency brings, of a class of their own.",
            "list of names of surges",
            "all",
            "[\"early_2020\"]",
        ),
        Field(
            "due",
            "Time until an order is due; of a factory that meets its part from stock: with the last unit.",
            "time, may be a distribution",
            "never",
            "\"7d\"",
        ),
        Field(
            "patience",
            "How long an order waits before they take back what no factory has released of it; looked at as often as the region decides.",
            "time",
            "for ever",
            "\"14d\"",
        ),
        Field(
            "stockpile",
            "What is kept for them.",
            "see stockpile",
            "nothing",
            "(units: 1000000, when: \"14d\")",
        ),
        Field(
            "panic",
            "How they buy when they hold little; with a demand per_day.",
            "see panic",
            "as they need",
            "(held: \"14d\", alarm: \"7d\", most: 3, steepness: 0.3)",
        ),
    ],
};

pub(in crate::scenario) const STOCKPILE: Section = Section {
    what: "a stockpile",
    within: "`stockpile` of customers of the region",
    about: "Full at the start. While too much is owed to its customers new orders are served from it at once, and the rest goes to \
            the factories; while not, it is filled up from them, after all other orders.",
    fields: &[
        Field("units", "What it holds when full.", "whole number, at least 1", NEEDED, "1000000"),
        Field(
            "when",
            "Opened while more is owed than is ordered in this time, by the orders of the last seven days.",
            "time",
            NEEDED,
            "\"14d\"",
        ),
        Field("daily", "Most that it gives in a day.", "units, above 0", "all there is", "50000"),
        Field("refill", "What is ordered in a day to fill it up.", "units, 0 or more", "0", "20000"),
    ],
};

pub(in crate::scenario) const PANIC: Section = Section {
    what: "panic",
    within: "`panic` of customers of the region",
    about: "People hold a stock. With a cover of c days left they order 1 + (most - 1)(1 - exp(-steepness (alarm - c))) times what \
            they use while c is below the alarm; what they hold beyond their usual stock they use up later, ordering less.",
    fields: &[
        Field(
            "held",
            "Their usual stock, full at the start, in what they use in this time.",
            "time",
            NEEDED,
            "\"14d\"",
        ),
        Field("alarm", "The cover below which they panic.", "time, not above held", NEEDED, "\"7d\""),
        Field("most", "Largest multiplier of their orders.", "1 or more", NEEDED, "3"),
        Field("steepness", "How quickly panic grows as cover falls.", "per day, above 0", NEEDED, "0.3"),
        Field(
            "use_up",
            "Time in which they use up what they hold too much.",
            "time above 0",
            "30d",
            "\"60d\"",
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

pub(in crate::scenario) const REGION_SUPPLIER: Section = Section {
    what: "a supplier of the region",
    within: "`suppliers` of the region",
    about: "A supplier that factories share. Plants name it among their suppliers (`region: true`), upgrades as who makes \
            (`made_by`) or installs (`installed_by`) them. It makes to order: at each instant of the region what it has made \
            since the last one is divided among who waited for it then.",
    fields: &[
        Field("name", "Its name; a surge of capacity may name it.", "text, unique", NEEDED, "\"mill\""),
        Field(
            "daily_capacity",
            "What it can make in a day.",
            "units, 0 or more, may be a curve",
            NEEDED,
            "500",
        ),
        Field("rule", "Who gets how much.", "FirstCome, or see rules of division", "FirstCome", "MaxMin"),
        Field(
            "scarcity_price",
            "How its price answers scarcity.",
            "see scarcity",
            "it does not",
            "(per_day: 0.1, most: 5)",
        ),
        Field(
            "new_capacity",
            "How it builds new capacity.",
            "see new capacity",
            "it does not",
            "(when: \"7d\", adds: 0.5, lead_time: \"60d\", most: 4)",
        ),
    ],
};

pub(in crate::scenario) const SCARCITY: Section = Section {
    what: "scarcity",
    within: "`scarcity_price` of a supplier of the region",
    about: "The price is multiplied by 1 + `per_day` (d - `from`), where the present capacity would take d days for what waits.",
    fields: &[
        Field("per_day", "Rise for each day's work that waits.", "share, above 0", NEEDED, "0.1"),
        Field("from", "How much may wait without a rise.", "time", "0", "\"3d\""),
        Field("most", "Largest multiplier.", "1 or more", NEEDED, "5"),
    ],
};

pub(in crate::scenario) const GROWTH: Section = Section {
    what: "new capacity",
    within: "`new_capacity` of a supplier of the region",
    about: "When too much waits, it decides to add to its capacity; what it adds is there after a lead time, and stays.",
    fields: &[
        Field("when", "Decides when more waits than it can make in this time.", "time", NEEDED, "\"7d\""),
        Field("every", "Time between two decisions at least.", "time", "7d", "\"14d\""),
        Field("adds", "What a decision adds, in capacities of the start.", "above 0", NEEDED, "0.5"),
        Field(
            "lead_time",
            "Time until it is there, approvals included.",
            "time, may be a distribution",
            NEEDED,
            "\"60d\"",
        ),
        Field("most", "Largest capacity, in capacities of the start.", "1 or more", NEEDED, "4"),
    ],
};

pub(in crate::scenario) const SHARING_RULES: Words = Words {
    title: "Rules of division",
    words: &[
        ("Proportional", "in the proportion of what each could take"),
        ("Priority", "one after the other, in the order of the file"),
        ("MaxMin", "as even as can be: the smallest claims first, the rest in equal parts"),
        ("Fair", "proportional fairness: like MaxMin, but the parts are as the sizes of the factories"),
    ],
};
