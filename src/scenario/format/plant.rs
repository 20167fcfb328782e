//! Plants: calendars, places, ways, loops.

use super::{Field, NEEDED, Section, Words};

const NAME: Field = Field("name", "Its name.", "text, unique in the plant", NEEDED, "\"weld\"");

pub(super) const WORKS: Field =
    Field("calendar", "When it works.", "name of a calendar", "always", "\"day\"");

pub(in crate::scenario) const PLANT: Section = Section {
    what: "a plant",
    within: "`plants` of the scenario",
    about: "A kind of plant. Several factories may be of one kind.",
    fields: &[
        Field("name", "Its name.", "text, unique", NEEDED, "\"hand_workshop\""),
        Field("title", "What it is, for the report.", "text", "none", "\"hand workshop\""),
        Field(
            "calendars",
            "Working calendars.",
            "list",
            "none",
            "[(name: \"day\", period: \"24h\", on: [(\"8h\", \"16h\")])]",
        ),
        Field(
            "families",
            "Setup families, in the order in which cyclic changes go.",
            "list of names",
            "none",
            "[\"small\", \"large\"]",
        ),
        Field(
            "loops",
            "Limits on work in process: cards that lots need.",
            "list",
            "none",
            "[(name: \"line\", cards: 10)]",
        ),
        Field("stations", "Stations.", "list", "none", "[(name: \"weld\", machines: 3)]"),
        Field("places", "Places where lots stay for a time.", "list", "none", "[(name: \"aeration\")]"),
        Field(
            "journeys",
            "Times of transport from one station or place to another (a from-to table), for every step there whose lots come \
             from here; others take the `time` of the step's `transport`, or come at once. A step that may run at several \
             stations is where its `station` is.",
            "list",
            "none",
            "[(from: \"saw\", to: \"weld\", time: \"2min\")]",
        ),
        Field("pools", "Pools of workers.", "list", "none", "[(name: \"welders\", headcount: 10)]"),
        Field(
            "suppliers",
            "Who makes materials with a limited capacity.",
            "list",
            "none",
            "[(name: \"mill\", daily_capacity: 500)]",
        ),
        Field("materials", "Bought materials.", "list", "none", "[]"),
        Field(
            "products",
            "Products with their routings.",
            "list, at least one; may be left out where customers draw on a material",
            NEEDED,
            "[]",
        ),
        Field(
            "planning",
            "How orders become instructions.",
            "see planning",
            "orders are released at once",
            "(every: \"7d\", data_age: \"1d\")",
        ),
        Field(
            "cyber",
            "Incidents that stop machines.",
            "see cyber risk",
            "none",
            "(per_year: 0.4, outage: \"24h\")",
        ),
        Field(
            "overhead_per_month",
            "Rent, management and the like.",
            "currency per month, 0 or more",
            "0",
            "8000",
        ),
        Field("energy_price", "Price of electricity.", "currency per kWh, 0 or more", "0", "0.8"),
    ],
};

pub(in crate::scenario) const JOURNEY: Section = Section {
    what: "a journey",
    within: "`journeys` of a plant",
    about: "One cell of a from-to table of transport times.",
    fields: &[
        Field("from", "Where lots come from.", "name of a station or place", NEEDED, "\"saw\""),
        Field("to", "Where they go.", "name of a station or place", NEEDED, "\"weld\""),
        Field("time", "How long.", "time, may be a distribution", NEEDED, "\"2min\""),
    ],
};

pub(in crate::scenario) const LOOP: Section = Section {
    what: "a loop",
    within: "`loops` of a plant",
    about: "A limit on work in process. A product names it in `release` (CONWIP: a card from release to leaving), a step \
            in `card` (kanban: a card from that step until the next step with a card, or leaving).",
    fields: &[
        Field("name", "Its name.", "text, unique in the plant", NEEDED, "\"line\""),
        Field("cards", "Lots that may be inside.", "whole number, 1 or more", NEEDED, "10"),
    ],
};

pub(in crate::scenario) const CALENDAR: Section = Section {
    what: "a calendar",
    within: "`calendars` of a plant",
    about: "Working hours that repeat, by the week or by any period.",
    fields: &[
        NAME,
        Field(
            "weekly",
            "Hours by days of the week; or `period` and `on`.",
            "list of weekly hours",
            NEEDED,
            "[(days: \"Mon-Fri\", from: \"08:00\", to: \"17:00\")]",
        ),
        Field(
            "period",
            "Length of the pattern, which begins with the run.",
            "time, 1 s or more",
            "with `on`: needed",
            "\"24h\"",
        ),
        Field(
            "on",
            "Working intervals within the period.",
            "list of (time, time)",
            "instead of `weekly`",
            "[(\"8h\", \"16h\")]",
        ),
        Field(
            "once",
            "Working intervals that do not repeat, counted from the start of the run; alone, or beside the pattern.",
            "list of (time, time)",
            "none",
            "[(\"8h\", \"20h\")]",
        ),
        Field(
            "holidays",
            "Days without work: dates, or first and last date.",
            "list of dates and (date, date)",
            "none",
            "[\"2020-01-01\", (\"2020-01-24\", \"2020-02-02\")]",
        ),
        Field(
            "make_up",
            "Dates that work as another day of the week; only beside `weekly`.",
            "list of (date, day)",
            "none",
            "[(\"2020-01-19\", \"Fri\")]",
        ),
    ],
};

pub(in crate::scenario) const HOURS: Section = Section {
    what: "weekly hours",
    within: "`weekly` of a calendar",
    about: "The same hours on some days of the week.",
    fields: &[
        Field(
            "days",
            "Days.",
            "Mon, Tue, Wed, Thu, Fri, Sat, Sun, as \"Mon-Sat\" or \"Sat,Sun\"",
            NEEDED,
            "\"Mon-Fri\"",
        ),
        Field("from", "Beginning.", "time of day", NEEDED, "\"08:00\""),
        Field("to", "End, after the beginning.", "time of day, up to 24:00", NEEDED, "\"17:00\""),
    ],
};

pub(in crate::scenario) const AT_END: Words = Words {
    title: "What becomes of an operation at the end of working hours",
    words: &[
        ("Suspend", "it stops, and goes on when they begin again"),
        ("Finish", "it is finished first; the hours off end when they would have"),
        ("FinishAndShift", "it is finished first; the hours off keep their length and end later by as much"),
        ("NotBegin", "it is not begun when it cannot end in time"),
    ],
};

pub(in crate::scenario) const PLACE: Section = Section {
    what: "a place",
    within: "`places` of a plant or an upgrade",
    about: "Where lots stay for a time with neither machine nor worker: aeration, quarantine, a truck.",
    fields: &[
        Field(
            "name",
            "Its name.",
            "text, unique among stations and places of the plant",
            NEEDED,
            "\"aeration\"",
        ),
        Field("capacity", "Lots that fit.", "lots, 1 or more", "unlimited", "30"),
        Field(
            "full_speed",
            "How many lots have full speed at a time. More share it evenly: each goes on at full_speed / lots of it (processor sharing).",
            "lots, 1 or more",
            "all",
            "1",
        ),
    ],
};
