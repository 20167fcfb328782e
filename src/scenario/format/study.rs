//! What is asked of the runs.

use super::{Field, NEEDED, Section};

pub(in crate::scenario) const APPRAISAL: Section = Section {
    what: "an appraisal",
    within: "`appraisal` of the scenario",
    about: "How money is appraised.",
    fields: &[
        Field("horizon", "Over how many months.", "whole number of months, 1 to 1200", "60", "60"),
        Field(
            "discount_rate",
            "Annual effective rate of all but the public.",
            "share, 0 to 10",
            "0.10",
            "0.08",
        ),
        Field(
            "owner_limits",
            "Longest paybacks that owners accept, the first being the one the answer speaks of.",
            "list of months, ascending, up to the horizon",
            "[36], or the horizon where it is shorter",
            "[24, 36]",
        ),
        Field(
            "emergencies_per_year",
            "How often emergencies come, to weigh the surges with one against those without.",
            "per year, 0 to 1000",
            "not said",
            "0.1",
        ),
        Field(
            "shortage_value",
            "What a unit delivered in an emergency is worth to others, above its price.",
            "currency, 0 or more",
            "0",
            "2.0",
        ),
        Field(
            "shadow_wage",
            "What labour costs the economy, as a multiple of its wage: below 1 where those who are no longer needed find no other \
             work that is worth as much. Only what all parties have together rests on it.",
            "number, 0 or more",
            "1",
            "0.7",
        ),
        Field(
            "social_rate",
            "Discount rate of the public and of society, annual and effective.",
            "share, 0 to 1",
            "0.08",
            "0.06",
        ),
        Field(
            "rates",
            "What `discount_rate` and `social_rate` are; real ones leave out the accounts' general inflation, which is added.",
            "Nominal or Real; only with `inflation` in the accounts",
            "Nominal",
            "Real",
        ),
        Field(
            "wanted_probability",
            "The probability of payback within the first of `owner_limits` that break-even answers look for.",
            "0 to 1",
            "0.8",
            "0.9",
        ),
        Field(
            "resale",
            "What equipment is sold for at the end of the horizon.",
            "see the resale",
            "nothing",
            "(first_loss: 0.2, yearly_loss: 0.15, scrap: 0.05)",
        ),
    ],
};

pub(in crate::scenario) const RESALE: Section = Section {
    what: "a resale",
    within: "`resale` of the appraisal",
    about: "What equipment can be sold for.",
    fields: &[
        Field(
            "first_loss",
            "Share of its price that it loses by leaving the shop.",
            "share, 0 to 1",
            "0",
            "0.2",
        ),
        Field(
            "yearly_loss",
            "Share of its value that it loses in each year.",
            "share, 0 to 1",
            NEEDED,
            "0.15",
        ),
        Field("scrap", "Share of its price that it keeps at least.", "share, 0 to 1", "0", "0.05"),
    ],
};

pub(in crate::scenario) const SOURCE: Section = Section {
    what: "a source",
    within: "`sources` of the scenario",
    about: "Where figures come from.",
    fields: &[
        Field("id", "How figures name it.", "text, unique", NEEDED, "\"S01\""),
        Field("title", "Title, publisher, year.", "text", "none", "\"A survey, 2019\""),
        Field("grade", "What it is worth, A (official) to D (estimate).", "text", "none", "\"A\""),
    ],
};

pub(in crate::scenario) const INPUT_CHANGE: Section = Section {
    what: "a change of an input",
    within: "`input_changes` of the scenario",
    about: "An input that was changed after results had first been set beside facts.",
    fields: &[
        Field("on", "When it was changed.", "date", NEEDED, "\"2026-03-01\""),
        Field("what", "What was changed.", "text", NEEDED, "\"lines ordered: 15 instead of 12\""),
        Field("reason", "Why.", "text", NEEDED, "\"a slip of the pen\""),
    ],
};

pub(in crate::scenario) const FACT: Section = Section {
    what: "a fact",
    within: "`facts` of the scenario",
    about: "A known figure of the real world, set beside the baseline.",
    fields: &[
        Field("name", "What it is, in words.", "text", "none", "\"OEE of welding\""),
        Field(
            "measure",
            "How it is measured in the simulation.",
            "a measure",
            NEEDED,
            "Oee(plant: \"hand\", station: \"weld\")",
        ),
        Field("low", "Lower end of what is known.", "number", NEEDED, "0.4"),
        Field("high", "Upper end.", "number, not below low", NEEDED, "0.7"),
        Field("unit", "Unit, as shown.", "text", "none", "\"masks\""),
        Field("kind", "Whether inputs were chosen to meet it.", "Tuned or Predicted", NEEDED, "Predicted"),
        Field("source", "Where it comes from.", "id of a source", "assumed", "\"S1\""),
    ],
};

const PLANT: Field = Field("plant", "Which kind of plant.", "name of a plant", NEEDED, "\"hand\"");
const STATION: Field = Field("station", "Which station.", "name of a station", NEEDED, "\"weld\"");

/// A measure of a fact.
const fn measure(what: &'static str, about: &'static str, fields: &'static [Field]) -> Section {
    Section { what, within: "`measure` of a fact", about, fields }
}

pub(in crate::scenario) const MEASURES: &[Section] = &[
    measure("Oee( … )", "OEE of a station under unlimited demand.", &[PLANT, STATION]),
    measure(
        "UnitsPerWorkerDay( … )",
        "Good units per worker present and day of 8 hours, under unlimited demand.",
        &[PLANT],
    ),
    measure("CapacityPerDay( … )", "Good units per calendar day, under unlimited demand.", &[PLANT]),
    measure(
        "FlowDays( … )",
        "Mean days from release to leaving.",
        &[PLANT, Field("product", "Which product.", "name of a product", NEEDED, "\"mask\"")],
    ),
    measure(
        "HoursRatio( … )",
        "Machine-hours of producing at one station for each at another.",
        &[
            PLANT,
            STATION,
            Field("per", "The station counted against.", "name of a station", NEEDED, "\"oven\""),
        ],
    ),
    measure(
        "OutputOn( … )",
        "Good units finished on one day in all factories together, under the first surge with an emergency: a back-test has \
         a chapter of its own in the report.",
        &[
            Field("day", "Which day.", "date of the run, or time since its start", NEEDED, "\"2020-02-25\""),
            Field("scale", "What a simulated unit stands for.", "units, above 0", "1", "100"),
        ],
    ),
    measure(
        "Utilisation( … )",
        "Share of its time in which a station produces, under unlimited demand.",
        &[PLANT, STATION],
    ),
];
