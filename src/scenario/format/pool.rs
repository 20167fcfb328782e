//! Pools: who works, learns, is hired and stays longer; crews.

use super::plant::WORKS;
use super::{Field, NEEDED, Section};

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
            "What becomes of their operations when the shift ends; repairs and maintenance are begun, and ended, in any case.",
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
