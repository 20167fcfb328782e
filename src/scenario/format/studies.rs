//! Studies: sweeps, factorials, parts of surges.

use super::{Field, NEEDED, Section};

pub(in crate::scenario) const STUDIES: Section = Section {
    what: "the studies",
    within: "`studies` of the scenario",
    about: "What a change of one thing does, which upgrades add up, and what a surge is made of. All share the chance of the \
            other runs, and are made besides them.",
    fields: &[
        Field(
            "sweeps",
            "Parameters that take one value after the other.",
            "list",
            "none",
            "[(name: \"age\", of: Planning(field: \"data_age\"), to: [\"0s\", \"1d\"])]",
        ),
        Field(
            "factorials",
            "Upgrades in all combinations.",
            "list",
            "none",
            "[(name: \"both\", installs: [(upgrade: \"a\"), (upgrade: \"b\")])]",
        ),
        Field(
            "shares",
            "Surges whose effect is divided among demand, absence, supply (lead time and capacity) and price.",
            "list of names of surges",
            "none",
            "[\"wave\"]",
        ),
    ],
};

const TITLE: Field = Field("title", "What it is, for the report.", "text", "its name", "\"age of the data\"");
const SURGES: Field = Field("surges", "Under which surges.", "list of names", "all", "[\"wave\"]");

pub(in crate::scenario) const SWEEP: Section = Section {
    what: "a sweep",
    within: "`sweeps` of the studies",
    about: "One parameter takes one value after the other, everything else as in the baseline. What is drawn in the first \
            instant (the first breakdowns) still follows the old value.",
    fields: &[
        Field("name", "Its name.", "text, unique", NEEDED, "\"data_age\""),
        TITLE,
        Field("of", "Which parameter.", "a target", NEEDED, "Planning(field: \"data_age\")"),
        Field("to", "Its values.", "list of 2 to 100, ascending", "`by`", "[\"0s\", \"12h\", \"2d\"]"),
        Field(
            "by",
            "Or factors on the value that it has.",
            "list of 2 to 100, ascending",
            "`to`",
            "[0.5, 1, 2]",
        ),
        Field("plants", "At which kinds of plant.", "list of names", "all", "[\"hand\"]"),
        SURGES,
    ],
};

pub(in crate::scenario) const FACTORIAL: Section = Section {
    what: "a factorial",
    within: "`factorials` of the studies",
    about: "Installations in all combinations: the effect of each, and of each two together.",
    fields: &[
        Field("name", "Its name.", "text, unique", NEEDED, "\"information\""),
        TITLE,
        Field(
            "installs",
            "What is combined.",
            "list of 2 to 6 installations",
            NEEDED,
            "[(upgrade: \"a\"), (upgrade: \"b\")]",
        ),
        SURGES,
    ],
};
