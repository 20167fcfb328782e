//! Stations: how they are served, set up, loaded and powered.

use super::plant::WORKS;
use super::{Field, NEEDED, Section, Words};

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
