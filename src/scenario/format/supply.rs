//! What comes in and what is held: supplies of products, orders of customers, materials and suppliers.

use super::figures::ONLY;
use super::{Field, NEEDED, Section, Words};

pub(in crate::scenario) const SUPPLY_WORDS: Words = Words {
    title: "Supplies",
    words: &[
        ("Saturated", "the first station is never short of work; lots leave the plant when done"),
        ("Arrivals( … )", "lots arrive by themselves and leave the plant when done"),
        ("ByProduct", "it comes only of units that inspections of other products send there"),
        ("ToStock( … )", "orders are met from a stock of finished goods, which production fills up"),
        ("ToOrder( … )", "each order releases lots for its units at once"),
    ],
};

const SPACING: Field = Field(
    "spacing",
    "Time between two: a constant for a regular process; one of `spacing`, `rate`, `per_day`, `times`.",
    "time above 0, may be a distribution",
    "one of four",
    "Exponential(mean: \"2h\")",
);
const RATE: Field = Field(
    "rate",
    "How often, by a Poisson process; at a rate that changes within a day or week by a pattern.",
    "rate, or Pattern( … )",
    "one of four",
    "\"4/h\"",
);
const PER_DAY: Field = Field(
    "per_day",
    "How many a day, by a Poisson process with a rate that changes over the run.",
    "number or curve, 0 or more",
    "one of four",
    "Points(shape: Steps, points: [(\"2020-01-06\", 12), (\"2020-03-01\", 30)])",
);
const REGULAR: Field = Field(
    "regular",
    "With `rate` and `per_day`: one each time that the expected number has grown by one, instead of by chance.",
    "true or false",
    "false",
    "true",
);
const FIRST: Field = Field(
    "first",
    "The first one, with `spacing`.",
    "time since the start",
    "one spacing after the start",
    "\"0s\"",
);
const MOST: Field = Field("most", "How many at most.", "whole number, 1 or more", "without end", "1000");

pub(in crate::scenario) const ARRIVALS: Section = Section {
    what: "Arrivals( … )",
    within: "`supply` of a product",
    about: "Lots arrive by themselves. A surge of the product's demand and the factory's `demand` multiply how often, but \
            for `times`.",
    fields: &[
        SPACING,
        RATE,
        PER_DAY,
        Field(
            "times",
            "A list of arrivals, or a table of them.",
            "list of times since the start, dates or arrivals; or Table( … )",
            "one of four",
            "[\"1h\", (at: \"2h\", lots: 2)]",
        ),
        REGULAR,
        FIRST,
        MOST,
        Field(
            "lots",
            "Lots that arrive together, rounded to whole ones; at most a million.",
            "0 or more, may be a distribution",
            "1",
            "Uniform(min: 1, max: 5)",
        ),
        Field(
            "size",
            "Units in each lot, rounded to whole ones, from one to a million.",
            "above 0, may be a distribution",
            "the product's lot",
            "Triangular(min: 5, mode: 10, max: 30)",
        ),
        Field(
            "when_full",
            "What happens to a lot that finds the first buffer full.",
            "Wait or Lost",
            "Wait",
            "Lost",
        ),
    ],
};

pub(in crate::scenario) const WHEN_FULL: Words = Words {
    title: "When the first buffer is full",
    words: &[
        ("Wait", "the lot waits outside; it is released, and its flow time begins, when it comes in"),
        ("Lost", "it is lost"),
    ],
};

pub(in crate::scenario) const PATTERN: Section = Section {
    what: "Pattern( … )",
    within: "`rate` of arrivals and orders",
    about: "A rate that repeats. A pattern of seven days begins on Monday, all others with the run.",
    fields: &[
        Field("period", "After how long it repeats.", "time above 0", "1d", "\"7d\""),
        Field("shape", "What holds between points.", "Linear or Steps", NEEDED, "Steps"),
        Field(
            "points",
            "Times within the period, ascending, and the rates there.",
            "list of (time, rate)",
            "instead of `file`",
            "[(\"0h\", \"0/h\"), (\"8h\", \"6/h\"), (\"18h\", \"2/h\")]",
        ),
        Field(
            "file",
            "A table (CSV) with a column `time`, of times within the period (8h), times of day (08:00) or, with a period of seven \
             days, days with them (Mon 08:00), ascending.",
            "path",
            "instead of `points`",
            "\"hours.csv\"",
        ),
        Field("time", "The column with the times.", "name of a column", "the one named time", "\"Hour\""),
        Field("column", "The column with the rates.", "name of a column", "with `file`: needed", "\"calls\""),
        Field("per", "The time that a rate there is for.", "time above 0", "1h", "\"15min\""),
        ONLY,
    ],
};

const AT: Field =
    Field("at", "When.", "date, with or without a time of day, or time since the start", NEEDED, "\"2h\"");
const DUE: Field = Field(
    "due",
    "When it is due; of an order that is met from stock: with its last unit.",
    "date, with or without a time of day, or time since the start",
    "as the product says",
    "\"2020-02-01\"",
);
const CLASS: Field =
    Field("class", "Priority class.", "whole number, 1 (most urgent) to 255", "as the product says", "1");

pub(in crate::scenario) const ARRIVAL: Section = Section {
    what: "an arrival",
    within: "`times` of Arrivals",
    about: "Lots that arrive at one instant.",
    fields: &[
        AT,
        Field("lots", "How many lots.", "whole number, 1 or more", "as `lots` of all", "2"),
        Field("units", "Units in each.", "above 0", "as `size` of all", "40"),
        DUE,
        CLASS,
    ],
};

pub(in crate::scenario) const ORDER: Section = Section {
    what: "an order",
    within: "`times` of orders",
    about: "An order at one instant.",
    fields: &[
        AT,
        Field("units", "How much.", "above 0", "as `size` of all", "40"),
        DUE,
        CLASS,
        Field(
            "price",
            "What a unit of it is sold for, as agreed: whatever a surge or what is owed make of prices.",
            "currency, 0 or more; of a product",
            "the product's",
            "0.35",
        ),
    ],
};

pub(in crate::scenario) const TABLE: Section = Section {
    what: "Table( … )",
    within: "`times` of arrivals and orders",
    about: "Arrivals or orders from a CSV table with a column `at`, and columns `units`, `lots`, `due`, `class` and \
            `price` as far as they are wanted, or under other names, in any order of rows; an empty cell is as not written. Every \
            row is within the run, none due before it is there.",
    fields: &[
        Field("file", "The table, beside the file that names it.", "path", NEEDED, "\"orders.csv\""),
        column("at", "\"Order date\""),
        column("units", "\"Qty\""),
        column("lots", "\"Lots\""),
        column("due", "\"Promised\""),
        column("class", "\"Priority\""),
        column("price", "\"Net price\""),
        ONLY,
        Field(
            "others",
            "Whether it may have other columns, which are not read.",
            "true or false",
            "false",
            "true",
        ),
        Field(
            "skips_outside",
            "Whether rows before and after the run are left out, rather than being an error.",
            "true or false",
            "false",
            "true",
        ),
    ],
};

/// The name that a column of a table has there.
const fn column(field: &'static str, example: &'static str) -> Field {
    Field(field, "The column that holds it.", "name of a column", "the one of this name", example)
}

pub(in crate::scenario) const TO_STOCK: Section = Section {
    what: "ToStock( … )",
    within: "`supply` of a product",
    about: "Orders are met from a stock of finished goods; production goes on while on hand + in process - backlog is \
            below the base stock. Steps that have the product as a component take it out of this stock, after its customers.",
    fields: &[
        Field("initial_stock", "Finished units at the start.", "whole number, 0 or more", "0", "20000"),
        Field("base_stock", "Base stock.", "units, 0 or more", NEEDED, "60000"),
        PATIENCE,
        Field(
            "demand",
            "The orders.",
            "see demand",
            "needed; of a component: nobody orders it",
            "(per_day: 8000)",
        ),
    ],
};

const PATIENCE: Field = Field(
    "patience",
    "How long an order waits for delivery before what is left of it is lost; \"0s\": lost when not met at once.",
    "time",
    "for ever",
    "\"14d\"",
);

pub(in crate::scenario) const TO_ORDER: Section = Section {
    what: "ToOrder( … )",
    within: "`supply` of a product",
    about: "Each order releases lots for its units at once, with its due date and class; what is scrapped is made anew when \
            the order's other lots are done.",
    fields: &[
        Field("demand", "The orders.", "see demand", NEEDED, "(orders: (rate: \"2/d\", size: 500))"),
        Field(
            "patience",
            "How long an order waits before what has not been released of it is lost; what is scrapped later is not made anew. \
             Without planning all is released at once.",
            "time above 0",
            "for ever",
            "\"30d\"",
        ),
        Field(
            "allowance",
            "Scrap allowance: units started in addition to those that are missing, as a share of them, because some will be \
             scrapped; rounded up to whole units. What turns out too much stays in stock, and the next orders are met from it \
             first.",
            "0 to 10",
            "0",
            "0.05",
        ),
    ],
};

const PERIODIC: Field = Field(
    "per_day",
    "Rate over time of orders that come once a period; or `orders`.",
    "units per day, number or curve",
    "instead of `orders`",
    "8000",
);
const EVERY: Field = Field(
    "every",
    "Time between these orders; the first comes at the start.",
    "time above 0",
    "1d",
    "\"1h\"",
);
const VARIATION: Field = Field(
    "variation",
    "Random factor of each of them, around 1.",
    "0 or more, may be a distribution",
    "1",
    "LogNormal(mean: 1, sd: 0.2)",
);
const ORDERS_FIELD: Field = Field(
    "orders",
    "Orders one by one; or `per_day`.",
    "see orders",
    "instead of `per_day`",
    "(rate: \"3/h\", size: 20)",
);

pub(in crate::scenario) const DEMAND: Section = Section {
    what: "demand",
    within: "`demand` of ToStock and ToOrder",
    about: "Orders for a product: once a period, the rate of a curve times a random factor; or one by one.",
    fields: &[
        PERIODIC,
        EVERY,
        VARIATION,
        ORDERS_FIELD,
        Field(
            "partial",
            "Whether an order is delivered in parts, as they are ready, or only whole.",
            "true or false",
            "true; false in ToOrder",
            "false",
        ),
    ],
};

pub(in crate::scenario) const ORDERS: Section = Section {
    what: "orders",
    within: "`orders` of demand and customers",
    about: "Orders one by one. A surge of demand and the factory's `demand` multiply how often, but for `times`.",
    fields: &[
        SPACING,
        RATE,
        PER_DAY,
        Field(
            "times",
            "A list of orders, or a table of them.",
            "list of times since the start, dates or orders; or Table( … )",
            "one of four",
            "[(at: \"2h\", units: 40, due: \"5d\")]",
        ),
        REGULAR,
        FIRST,
        MOST,
        Field(
            "size",
            "How much each; of a product rounded to whole units.",
            "0 or more, may be a distribution",
            "1",
            "Poisson(mean: 20)",
        ),
    ],
};

pub(in crate::scenario) const CLASS_SHARE: Section = Section {
    what: "a class with its share",
    within: "`classes` of a product",
    about: "A share of lots (of orders, where it is made to order) with a priority class of their own, drawn for each.",
    fields: &[
        Field("class", "Priority class.", "whole number, 1 (most urgent) to 255", NEEDED, "1"),
        Field("share", "Share; all add up to 1.", "0 to 1", NEEDED, "0.2"),
    ],
};

pub(in crate::scenario) const MATERIAL: Section = Section {
    what: "a material",
    within: "`materials` of a plant",
    about: "A bought material held in stock.",
    fields: &[
        Field("name", "Its name.", "text, unique in the plant", NEEDED, "\"cloth\""),
        Field("unit", "In what it is counted.", "text", "none", "\"kg\""),
        Field("initial_stock", "On hand at the start.", "0 or more", "0", "300"),
        Field(
            "in_transit",
            "Deliveries on their way at the start: when they come, how much.",
            "list of (date or time since the start, units of the material)",
            "none",
            "[(\"2d\", 150)]",
        ),
        Field(
            "reorder",
            "When and how much is ordered.",
            "a rule of replenishment",
            NEEDED,
            "UpTo(point: 200, level: 500)",
        ),
        Field(
            "review",
            "How often the rule looks at the stock, from the start on (periodic review).",
            "time above 0",
            "at every change; 1d for Plan",
            "\"7d\"",
        ),
        Field(
            "counts_waiting",
            "Whether all that waiting operations want counts as owed to customers does, so that what is taken is ordered even \
             while none is left; else only where an operation would wait for ever. Not with Plan and MovingAverage.",
            "true or false",
            "false",
            "true",
        ),
        Field(
            "lead_time",
            "Time from order to delivery; with a supplier, from the end of making.",
            "time, may be a distribution",
            "0",
            "\"10d\"",
        ),
        Field("price", "Price of one unit.", "currency, 0 or more", "0", "18"),
        Field(
            "lot",
            "Only whole multiples of this are sold.",
            "units of the material, 0 or more",
            "any",
            "25",
        ),
        Field("minimum", "The least that is sold at a time.", "units of the material, 0 or more", "0", "100"),
        Field("supplier", "Who makes it.", "name of a supplier", "without limit", "\"mill\""),
        Field(
            "shelf_life",
            "How long after its delivery what is left is thrown away; the oldest is used first.",
            "time above 0",
            "for ever",
            "\"180d\"",
        ),
        Field(
            "customers",
            "Customers who draw on the stock directly, before the plant's own machines.",
            "see customers",
            "none",
            "(orders: (rate: \"3/h\"), patience: \"0s\")",
        ),
        Field("order_cost", "Cost of each order placed.", "currency, 0 or more", "0", "40"),
        Field("holding_cost", "Cost of holding a unit for a day.", "currency, 0 or more", "0", "0.02"),
        Field(
            "backlog_cost",
            "Cost of owing a unit to customers for a day.",
            "currency, 0 or more",
            "0",
            "0.5",
        ),
    ],
};

pub(in crate::scenario) const CUSTOMERS: Section = Section {
    what: "customers",
    within: "`customers` of a material",
    about: "Orders for a material, met from its stock in their order; under a surge as demand of \"*\".",
    fields: &[
        PERIODIC,
        EVERY,
        VARIATION,
        ORDERS_FIELD,
        Field(
            "partial",
            "Whether an order is delivered in parts, as they come in, or only whole.",
            "true or false",
            "true",
            "false",
        ),
        PATIENCE,
    ],
};

pub(in crate::scenario) const UP_TO: Section = Section {
    what: "UpTo( … )",
    within: "`reorder` of a material",
    about: "(s, S): when on hand + on order - owed to customers is at or below the point, up to the level.",
    fields: &[
        Field("point", "s.", "units of the material, 0 or more", NEEDED, "200"),
        Field("level", "S.", "units of the material, above the point", NEEDED, "500"),
    ],
};

pub(in crate::scenario) const QUANTITY: Section = Section {
    what: "Quantity( … )",
    within: "`reorder` of a material",
    about: "(R, Q): at or below the point, as many times the quantity as lift on hand + on order - owed to customers \
            above it.",
    fields: &[
        Field("point", "R.", "units of the material, 0 or more", NEEDED, "200"),
        Field("quantity", "Q.", "units of the material, above 0", NEEDED, "300"),
    ],
};

pub(in crate::scenario) const BASE_STOCK: Section = Section {
    what: "BaseStock( … )",
    within: "`reorder` of a material",
    about: "What is taken is ordered, one for one: whenever the stock is looked at, up to the level.",
    fields: &[Field("level", "S.", "units of the material, above 0", NEEDED, "12")],
};

pub(in crate::scenario) const PLAN: Section = Section {
    what: "Plan( … )",
    within: "`reorder` of a material",
    about: "Tied to the order plan: up to what lots in process have still to take, what lots expected to be released within \
            the horizon will take, and a safety. Nothing is known ahead of Saturated products, units lost on the way are \
            not planned for, and ways part with their shares.",
    fields: &[
        Field("horizon", "How far ahead the plan looks.", "time above 0", NEEDED, "\"14d\""),
        Field("safety", "What is kept beyond the need.", "units of the material, 0 or more", "0", "50"),
    ],
};

pub(in crate::scenario) const MOVING_AVERAGE: Section = Section {
    what: "MovingAverage( … )",
    within: "`reorder` of a material",
    about: "At each review up to the mean use of the last review periods times a cover, customers' orders included. Such \
            forecasts make orders vary more than demand does (bullwhip).",
    fields: &[
        Field("periods", "How many review periods are averaged.", "whole number, 1 to 10000", NEEDED, "5"),
        Field(
            "cover",
            "For how many review periods there shall be enough: the lead time and one more.",
            "above 0",
            NEEDED,
            "4",
        ),
    ],
};

pub(in crate::scenario) const SUPPLIER: Section = Section {
    what: "a supplier",
    within: "`suppliers` of a plant",
    about: "Who makes materials, order after order, with a capacity that they share.",
    fields: &[
        Field("name", "Its name.", "text, unique in the plant", NEEDED, "\"mill\""),
        Field(
            "region",
            "Whether it is the region's supplier of this name, whom other factories need as well.",
            "true or false",
            "false",
            "true",
        ),
        Field(
            "daily_capacity",
            "What is made in a day.",
            "units of its materials together, above 0",
            "of its own: needed",
            "500",
        ),
        Field(
            "partial",
            "Whether what a day has made is sent at its end, or an order only when it is all made.",
            "true or false",
            "false",
            "true",
        ),
    ],
};
