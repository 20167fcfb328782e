//! Plants: calendars, stations, places, pools, materials.

use super::{Field, NEEDED, Section, Words};

const NAME: Field = Field("name", "Its name.", "text, unique in the plant", NEEDED, "\"weld\"");
const WORKS: Field = Field("calendar", "When it works.", "name of a calendar", "always", "\"day\"");

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

pub(in crate::scenario) const STATION: Section = Section {
    what: "a station",
    within: "`stations` of a plant or an upgrade",
    about: "A place with one input buffer and parallel machines or manual workplaces.",
    fields: &[
        Field("name", "Its name.", "text, unique among stations and places of the plant", NEEDED, "\"weld\""),
        Field(
            "machines",
            "Machines or workplaces; 0 where an upgrade brings them.",
            "whole number, 0 or more",
            NEEDED,
            "3",
        ),
        Field(
            "buffer",
            "Places in the input buffer; those on machines do not count.",
            "lots, 0 or more",
            "unlimited",
            "20",
        ),
        Field(
            "shares_buffer_of",
            "The station whose buffer its machines draw from instead.",
            "name of a station",
            "its own buffer",
            "\"weld\"",
        ),
        Field(
            "preference",
            "Which of several free machines takes the next lot.",
            "InOrder, LeastUsed, Fastest or LongestIdle",
            "InOrder",
            "LeastUsed",
        ),
        Field(
            "speeds",
            "Speed of each machine, as a factor on its rate.",
            "list of as many numbers as machines, above 0",
            "all 1",
            "[1, 1, 1.25]",
        ),
        Field(
            "dispatch",
            "Which of several waiting lots is taken next.",
            "a dispatch rule",
            "Fifo",
            "EarliestDue",
        ),
        Field(
            "classes",
            "What the priority class of a lot is worth.",
            "Ignored, First, PreemptResume, PreemptRestart or PreemptResample",
            "Ignored",
            "First",
        ),
        Field(
            "setup",
            "What a change of family costs at a machine.",
            "see setup",
            "nothing",
            "(time: \"10min\")",
        ),
        Field(
            "standby",
            "What its machines do that have nothing to do.",
            "see standby",
            "they wait for the next lot",
            "(off_after: \"10min\", start_up: \"2min\")",
        ),
        Field(
            "batch",
            "Whether lots are processed many at a time.",
            "see batch",
            "one by one",
            "(min: 2, max: 12)",
        ),
        WORKS,
        Field(
            "one_parent",
            "Whether parts of one split lot only may be in its buffer at a time.",
            "true or false",
            "false",
            "true",
        ),
        Field(
            "at_end",
            "What becomes of an operation under way when the working hours end.",
            "Suspend, Finish, FinishAndShift or NotBegin",
            "Suspend",
            "Finish",
        ),
        Field(
            "breakdowns",
            "Causes of breakdowns and micro-stops, for each machine by itself.",
            "list",
            "none",
            "[]",
        ),
        Field("maintenance", "Planned maintenance, for each machine by itself.", "list", "none", "[]"),
        Field(
            "power",
            "Electrical power of one machine.",
            "see power",
            "none",
            "(producing_kw: 4, idle_kw: 1)",
        ),
    ],
};

pub(in crate::scenario) const PREFERENCES: Words = Words {
    title: "Preferences among free machines",
    words: &[
        ("InOrder", "the first, in the order of stations and machines"),
        ("LeastUsed", "the one that has worked least so far"),
        ("Fastest", "the one with the highest speed"),
        ("LongestIdle", "the one that became free first"),
    ],
};

pub(in crate::scenario) const RULES: Words = Words {
    title: "Dispatch rules",
    words: &[
        ("Fifo", "first in, first out"),
        ("Lifo", "last in, first out"),
        ("EarliestDue", "the earliest due date"),
        ("ShortestOperation", "the shortest operation here, by the time that it will take"),
        ("LongestOperation", "the longest operation here"),
        ("CriticalRatio", "the smallest ratio of the time until due and the mean work left"),
        ("SameFamily", "lots of the machine's present family before others"),
        ("StayWithFamily", "the present family until none of it waits, then the next family that has lots"),
        ("Cyclic", "as StayWithFamily, but changing over from family to family even while nothing waits"),
    ],
};

pub(in crate::scenario) const CLASSES: Words = Words {
    title: "What priority classes are worth",
    words: &[
        ("Ignored", "nothing"),
        ("First", "waiting lots of a smaller class number go first"),
        (
            "PreemptResume",
            "they also interrupt operations of higher numbers, which go on later where they stopped, and take the machine of a lot that only waits for workers or material; setup and loading are finished first",
        ),
        ("PreemptRestart", "the same, but what is interrupted begins anew later"),
        ("PreemptResample", "the same, but it begins anew with another time, drawn for it"),
    ],
};

pub(in crate::scenario) const SETUP: Section = Section {
    what: "a setup",
    within: "`setup` of a station",
    about: "What a change of family costs at a machine. Steps name their family; a step without one needs no setup.",
    fields: &[
        Field(
            "time",
            "Time of every change that `times` does not name.",
            "time, may be a distribution",
            "0",
            "\"10min\"",
        ),
        Field(
            "times",
            "Times of particular changes.",
            "list",
            "none",
            "[(from: \"small\", to: \"large\", time: \"20min\")]",
        ),
        Field(
            "crew",
            "Who sets up, for the setup only.",
            "list of crews",
            "the crew of what follows, which then stays",
            "[(pool: \"fitters\", workers: 1)]",
        ),
        Field("scrap", "Units of the first lot lost to each change.", "whole number, 0 or more", "0", "5"),
        Field(
            "initial",
            "The family that machines are set up for at the start.",
            "name of a family",
            "none",
            "\"small\"",
        ),
        Field(
            "visit",
            "How long a machine with dispatch Cyclic or StayWithFamily serves a family before it changes over.",
            "see visit",
            "until none of it waits",
            "(gated: true)",
        ),
    ],
};

pub(in crate::scenario) const VISIT: Section = Section {
    what: "a visit",
    within: "`visit` of a setup",
    about: "The lots of one family that a machine serves one after the other. A visit begins when the setup for the family ends; where \
            StayWithFamily finds no other family waiting, the next one begins without a setup.",
    fields: &[
        Field(
            "gated",
            "Whether only lots are served that waited when the visit began.",
            "true or false",
            "false",
            "true",
        ),
        Field("most", "Most lots of a visit.", "whole number, 1 or more", "all", "2"),
    ],
};

pub(in crate::scenario) const STANDBY: Section = Section {
    what: "standby",
    within: "`standby` of a station",
    about: "What machines do that have nothing to do. While one is off it counts as starved and takes `off_kw`; its start is a \
            setup by the crew of what follows. Pulled work (Saturated, ToStock) does not wait, so `start_at` is for lots that come.",
    fields: &[
        Field(
            "start_at",
            "A machine that has found nothing to do takes lots again only when so many wait (N-policy).",
            "lots, 1 or more",
            "1",
            "5",
        ),
        Field(
            "off_after",
            "After how long without anything to do a machine turns off; \"0s\": at once.",
            "time",
            "it stays on",
            "\"10min\"",
        ),
        Field(
            "start_up",
            "How long it takes to start a machine that is off, before the setup, loading or operation of its lot.",
            "time, may be a distribution",
            "0",
            "\"2min\"",
        ),
    ],
};

pub(in crate::scenario) const CHANGE: Section = Section {
    what: "a change of family",
    within: "`times` of a setup",
    about: "One cell of the from-to matrix.",
    fields: &[
        Field("from", "The family before.", "name of a family", "no family yet", "\"small\""),
        Field("to", "The family after.", "name of a family", NEEDED, "\"large\""),
        Field("time", "How long it takes.", "time, may be a distribution", NEEDED, "\"20min\""),
        Field(
            "crew",
            "Who does it; `[]` means the crew of what follows.",
            "list of crews",
            "that of the setup",
            "[(pool: \"fitters\", workers: 2)]",
        ),
        Field(
            "scrap",
            "Units of the first lot lost to it.",
            "whole number, 0 or more",
            "that of the setup",
            "8",
        ),
    ],
};

pub(in crate::scenario) const POWER: Section = Section {
    what: "power",
    within: "`power` of a station",
    about: "Electrical power of one machine by what it does.",
    fields: &[
        Field("producing_kw", "While producing.", "kW, 0 or more", "0", "4"),
        Field("setup_kw", "In setup or loading.", "kW, 0 or more", "as producing", "2"),
        Field("idle_kw", "Starved, blocked or waiting.", "kW, 0 or more", "0", "1"),
        Field("down_kw", "Broken down, under repair or maintenance.", "kW, 0 or more", "as idle", "0.5"),
        Field("off_kw", "Off shift.", "kW, 0 or more", "0", "0.1"),
    ],
};

pub(in crate::scenario) const BATCH: Section = Section {
    what: "a batch",
    within: "`batch` of a station",
    about: "Lots are loaded together and processed once for all: an oven, a steriliser. A load gathers in the buffer, and on a \
            free machine, which takes up to max lots that may share a load.",
    fields: &[
        Field("min", "Fewest lots to start with.", "whole number, 1 or more", "1", "2"),
        Field("max", "Most lots in a load.", "whole number, not below min", NEEDED, "12"),
        Field(
            "longest_wait",
            "A smaller load starts when its oldest lot has waited so long.",
            "time",
            "never",
            "\"24h\"",
        ),
        Field(
            "mixed",
            "Whether lots of different products share a load, which takes the longest of their times.",
            "true or false",
            "false",
            "true",
        ),
        Field(
            "by_family",
            "Whether lots of one setup family share a load.",
            "true or false",
            "false",
            "false",
        ),
    ],
};

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

pub(in crate::scenario) const AT_END: Words = Words {
    title: "What becomes of an operation at the end of working hours",
    words: &[
        ("Suspend", "it stops, and goes on when they begin again"),
        ("Finish", "it is finished first; the hours off end when they would have"),
        ("FinishAndShift", "it is finished first; the hours off keep their length and end later by as much"),
        ("NotBegin", "it is not begun when it cannot end in time"),
    ],
};

pub(in crate::scenario) const CLOCKS: Words = Words {
    title: "Clocks of breakdowns",
    words: &[("Operating", "time in which the machine works on a lot"), ("Calendar", "all time")],
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

const HEADCOUNT: Field = Field("headcount", "Workers.", "whole number, 0 or more", NEEDED, "10");

pub(in crate::scenario) const POOL: Section = Section {
    what: "a pool",
    within: "`pools` of a plant",
    about: "Workers of one kind, in one team or several.",
    fields: &[
        Field("name", "Its name.", "text, unique in the plant", NEEDED, "\"welders\""),
        HEADCOUNT,
        WORKS,
        Field(
            "teams",
            "Shift teams, instead of `headcount` and `calendar`.",
            "list",
            "one team",
            "[(headcount: 5, calendar: \"day\")]",
        ),
        Field(
            "workers",
            "Named workers, instead of `headcount`. A crew from this pool takes them in their order.",
            "list of named workers",
            "nobody by name",
            "[(name: \"Li\"), (name: \"Wang\", skills: [\"fit\"])]",
        ),
        Field(
            "learning",
            "How new workers come to the standard time.",
            "see learning",
            "they are as fast as all",
            "(rate: 0.8, first: 1.6)",
        ),
        Field(
            "hire",
            "Who is hired when, and who leaves.",
            "see hiring",
            "nobody",
            "(when_backlog_above: 5000, per_week: 4, lag: \"14d\", most: 20)",
        ),
        Field(
            "overtime",
            "When its teams stay longer.",
            "see overtime",
            "never",
            "(when_backlog_above: 2000, most: \"2h\", per_month: \"36h\")",
        ),
        Field("absence", "Share of workers absent from a shift.", "0 to below 1", "0", "0.04"),
        Field("wage_per_hour", "Cost of an hour of presence.", "currency, 0 or more", "0", "28.5"),
        Field("skills", "What its workers can do.", "list of names", "none", "[\"weld\", \"pack\"]"),
        Field(
            "at_end",
            "What becomes of their operations when the shift ends.",
            "Suspend, Finish or NotBegin",
            "Suspend",
            "Finish",
        ),
        Field("overtime_premium", "Factor on the wage of time beyond the shift.", "0 or more", "1.5", "2"),
        Field(
            "by_class",
            "Whether requests for lots of smaller class numbers are served first.",
            "true or false",
            "false",
            "true",
        ),
        Field(
            "interrupts",
            "Whether workers leave an operation for a request with a smaller `priority` number or, with `by_class`, class number. The \
             operation that is left goes on later where it stopped, before others of its number; of several the least urgent is left, of \
             equals the one begun last. Repairs and maintenance are never left.",
            "true or false",
            "false",
            "true",
        ),
    ],
};

pub(in crate::scenario) const TEAM: Section = Section {
    what: "a team",
    within: "`teams` of a pool",
    about: "The workers of one shift.",
    fields: &[HEADCOUNT, WORKS],
};

pub(in crate::scenario) const WORKER: Section = Section {
    what: "a named worker",
    within: "`workers` of a pool",
    about: "One worker, with results of his own. His name stands for him wherever a pool is named.",
    fields: &[
        NAME_OF_WORKER,
        Field(
            "skills",
            "What he can do beside the skills of the pool.",
            "list of names",
            "none",
            "[\"fit\"]",
        ),
        Field("calendar", "When he works.", "name of a calendar", "as the pool", "\"day\""),
    ],
};

const NAME_OF_WORKER: Field = Field("name", "His name.", "text, unique among pools", NEEDED, "\"Li\"");

pub(in crate::scenario) const LEARNING: Section = Section {
    what: "learning",
    within: "`learning` of a pool",
    about: "The n-th unit takes max(first n^log2(rate), 1) times the time of who has learnt (Crawford's unit curve), or \
            max(f(n) - f(n - 1), 1) times with f(n) = first n^(1 + log2(rate)), so that the mean of the first n units is \
            first n^log2(rate) until then (Wright's cumulative average). Experience is counted in units for each worker and operation; a crew is as slow as its workers on the average. Idle \
            workers are taken in the order in which they came. Setups and loading are not slower.",
    fields: &[
        Field(
            "rate",
            "What the time is multiplied by with each doubling of experience.",
            "0.51 to 1",
            NEEDED,
            "0.8",
        ),
        Field(
            "first",
            "Time of the first unit, as a factor on the standard time.",
            "1 or more",
            NEEDED,
            "1.6",
        ),
        Field(
            "experience",
            "Units of every operation that those who are there at the start have behind them.",
            "whole number, 0 or more",
            "they have learnt",
            "0",
        ),
        Field(
            "curve",
            "Of what the curve is: the time of a unit, or the mean time of all so far.",
            "Unit or CumulativeAverage",
            "Unit",
            "CumulativeAverage",
        ),
    ],
};

const BACKLOG_ABOVE: Field = Field(
    "when_backlog_above",
    "When more units than this are ordered and not delivered, over all products; always with a product that is never short \
     of orders.",
    "units, 0 or more",
    NEEDED,
    "5000",
);
const LOTS_ABOVE: Field = Field(
    "when_lots_above",
    "When more lots than this are in process, over all products.",
    "lots, 0 or more",
    "instead of `when_backlog_above`",
    "20",
);

pub(in crate::scenario) const HIRE: Section = Section {
    what: "hiring",
    within: "`hire` of a pool",
    about: "Looked at every midnight. Those who come join the team with the fewest hired, without experience.",
    fields: &[
        BACKLOG_ABOVE,
        LOTS_ABOVE,
        Field("per_week", "How many are looked for in a week of such days.", "0.001 to 10000", NEEDED, "4"),
        Field(
            "lag",
            "Time until one who is looked for comes, at the first midnight after it.",
            "time, may be a distribution",
            "0",
            "\"14d\"",
        ),
        Field(
            "most",
            "Most that are hired and there, or about to come.",
            "whole number, 1 or more",
            NEEDED,
            "20",
        ),
        Field("leaving_per_year", "How often a worker leaves for good.", "per year, 0 or more", "0", "0.2"),
        Field(
            "cost",
            "What finding and training each one who comes costs beside his wage.",
            "currency, 0 or more",
            "0",
            "800",
        ),
        Field("leaving_cost", "What each one who leaves costs.", "currency, 0 or more", "0", "300"),
    ],
};

pub(in crate::scenario) const OVERTIME: Section = Section {
    what: "overtime",
    within: "`overtime` of a pool",
    about: "Teams stay after their shift, and with them the machines on their calendar. Paid as overtime.",
    fields: &[
        BACKLOG_ABOVE,
        LOTS_ABOVE,
        Field(
            "most",
            "How long they stay. Hours off that are not longer than this are a pause, no end of a shift.",
            "time above 0",
            NEEDED,
            "\"2h\"",
        ),
        Field("per_week", "Most for a worker from Monday to Sunday.", "time", "no limit", "\"8h\""),
        Field("per_month", "Most for a worker in a calendar month.", "time", "no limit", "\"36h\""),
        Field("output", "Speed of operations that begin in overtime, as a factor.", "above 0", "1", "0.85"),
    ],
};

pub(in crate::scenario) const CREW: Section = Section {
    what: "a crew",
    within: "`crew` of a step, loading, setup or breakdown",
    about: "Workers taken together, all or none.",
    fields: &[
        Field("pool", "From which pool; or `pools`, or `skill`.", "name of a pool", NEEDED, "\"welders\""),
        Field(
            "pools",
            "From which pools, most preferred first; one crew may come from several.",
            "list of names of pools",
            "instead of `pool`",
            "[\"welders\", \"helpers\"]",
        ),
        Field(
            "skill",
            "From all pools with this skill, in their order.",
            "a skill of some pool",
            "instead of `pool`",
            "\"weld\"",
        ),
        Field(
            "tends",
            "How many machines one worker tends at a time.",
            "1 to 10, 12, 14, 15, 16, 18, 20, 21, 24, 28, 30",
            "1",
            "4",
        ),
        Field(
            "priority",
            "Which requests are served first, over all stations; equals in their order.",
            "0 (first) to 255",
            "100",
            "50",
        ),
        Field("workers", "How many.", "whole number, 1 or more", "1", "2"),
    ],
};
