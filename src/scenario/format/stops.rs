//! Breakdowns and maintenance.

use super::{Field, NEEDED, Section, Words};

const COST_EACH_TIME: Field = Field(
    "cost",
    "What it costs each time beside the wages of who does it: spare parts, help from outside.",
    "currency, 0 or more",
    "0",
    "350",
);

pub(in crate::scenario) const BREAKDOWN: Section = Section {
    what: "a breakdown",
    within: "`breakdowns` of a station",
    about: "One cause of stops of a machine: breakdown or micro-stop.",
    fields: &[
        Field("name", "Name of the cause.", "text, unique at the station", NEEDED, "\"jam\""),
        Field(
            "clock",
            "On which clock the time to failure runs down.",
            "Operating or Calendar",
            NEEDED,
            "Operating",
        ),
        Field(
            "time_to_failure",
            "Time to failure.",
            "time above 0, may be a distribution",
            NEEDED,
            "Exponential(mean: \"100h\")",
        ),
        Field("time_to_repair", "Time to repair.", "time, may be a distribution", NEEDED, "\"40min\""),
        Field(
            "crew",
            "Who repairs.",
            "list with one crew",
            "nobody; repair begins at once",
            "[(pool: \"fitters\", workers: 1)]",
        ),
        Field(
            "on_failure",
            "What becomes of the operation under way.",
            "Resume, Restart, Resample or Scrap",
            "Resume",
            "Restart",
        ),
        Field(
            "in_hours_only",
            "Whether the repair stands still outside the working hours of the machine.",
            "true or false",
            "false",
            "true",
        ),
        COST_EACH_TIME,
    ],
};

pub(in crate::scenario) const MAINTENANCE: Section = Section {
    what: "maintenance",
    within: "`maintenance` of a station",
    about: "One plan of maintenance, for each machine by itself. It waits for the end of the operation under way.",
    fields: &[
        Field("name", "Its name.", "text, unique at the station", NEEDED, "\"weekly\""),
        Field(
            "clock",
            "On which clock it falls due; on the operating clock it begins anew when it is done, on the calendar it keeps its dates.",
            "Operating or Calendar",
            NEEDED,
            "Calendar",
        ),
        Field("every", "Time until it is due.", "time above 0, may be a distribution", NEEDED, "\"7d\""),
        Field(
            "first",
            "When it is due for the first time, on the calendar.",
            "time since the start",
            "one `every`",
            "\"5d\"",
        ),
        Field("duration", "How long it takes.", "time, may be a distribution", NEEDED, "\"4h\""),
        Field(
            "crew",
            "Who does it.",
            "list with one crew",
            "nobody; it begins at once",
            "[(pool: \"fitters\", workers: 1)]",
        ),
        Field(
            "early",
            "Share of `every` after which it is done early when the machine is starved or blocked.",
            "0 to 1",
            "never early",
            "0.8",
        ),
        Field(
            "renews",
            "Breakdowns whose time to failure begins anew with it.",
            "list of names",
            "none",
            "[\"jam\"]",
        ),
        COST_EACH_TIME,
    ],
};

pub(in crate::scenario) const ON_FAILURE: Words = Words {
    title: "What becomes of an operation on failure",
    words: &[
        ("Resume", "it goes on after the repair where it stopped"),
        ("Restart", "it begins anew after the repair"),
        ("Resample", "it begins anew after the repair with another time, drawn for it"),
        ("Scrap", "its lot or batch is scrapped"),
    ],
};

pub(in crate::scenario) const CLOCKS: Words = Words {
    title: "Clocks of breakdowns",
    words: &[("Operating", "time in which the machine works on a lot"), ("Calendar", "all time")],
};
