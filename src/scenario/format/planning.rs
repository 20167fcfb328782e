//! Planning: how orders become instructions.

use super::{Field, NEEDED, Section};

pub(in crate::scenario) const PLANNING: Section = Section {
    what: "planning",
    within: "`planning` of a plant",
    about: "How orders become instructions. Without it they are released at once. With it an order becomes work orders \
            at the next plan, the office prepares an instruction for each work order and machine, and a machine with a \
            lot waits until it has a valid one. Weekly plans on paper and minutes after each event are two settings of \
            the same.",
    fields: &[
        Field(
            "every",
            "Time between two plans; with `on_event` the least time. \"0s\": a plan at each event.",
            "time",
            NEEDED,
            "\"7d\"",
        ),
        Field(
            "on_event",
            "Whether a plan is made when an order comes, units are scrapped or an order is lost, rather than on a grid.",
            "true or false",
            "false",
            "true",
        ),
        Field("first", "The first plan of the grid.", "time since the start", "0s", "\"8h\""),
        Field(
            "data_age",
            "How old the data are that a plan is made from: it knows stock, backlog, work in process and orders of that \
             long ago, and what was planned since.",
            "time",
            "0s",
            "\"1d\"",
        ),
        Field(
            "duration",
            "Time from the plan until its work orders are there: planning and approval.",
            "time, may be a distribution",
            "0s",
            "\"4h\"",
        ),
        Field(
            "frozen",
            "Least time from the plan to the release of its work: for so long what was planned before is not changed.",
            "time",
            "0s",
            "\"2d\"",
        ),
        Field(
            "preparation",
            "Time to prepare an instruction for one work order and machine.",
            "time, may be a distribution",
            "0s",
            "\"20min\"",
        ),
        Field(
            "planners",
            "The pool whose workers prepare instructions, one each, in the order of the work orders. What plans say while instructions still wait for them is put together into one work order of each product.",
            "name of a pool",
            "as many as are wanted",
            "\"office\"",
        ),
        Field(
            "given_every",
            "Instructions that are ready are given out at multiples of this.",
            "time",
            "at once",
            "\"2h\"",
        ),
        Field(
            "transmission",
            "Time from giving out to the machine: carrying, reading, typing in.",
            "time, may be a distribution",
            "0s",
            "\"15min\"",
        ),
        Field("wrong", "Probability that an instruction is wrong.", "0 to 1", "0", "0.03"),
        Field(
            "found",
            "Probability that a wrong one is found out before work begins: `lost` time and a new instruction; else its \
             first lot is scrapped, then it is found out.",
            "0 to 1",
            "1",
            "0.9",
        ),
        Field(
            "lost",
            "Time that a machine loses, as setup, when a wrong instruction is found out.",
            "time, may be a distribution",
            "0s",
            "\"30min\"",
        ),
    ],
};
