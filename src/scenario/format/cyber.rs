//! Cyber risk.

use super::{Field, NEEDED, Section};

pub(in crate::scenario) const CYBER: Section = Section {
    what: "cyber risk",
    within: "`cyber` of a plant",
    about: "Incidents that stop connected machines. They come by a Poisson process, more often while the factory is \
            connected to the platform, and may spread over it (`spread` of the platform).",
    fields: &[
        Field("per_year", "How often, while the factory is not connected.", "0 or more", NEEDED, "0.4"),
        Field(
            "connected",
            "By how much more often while it is connected, as a share.",
            "0 or more",
            "0",
            "1.5",
        ),
        Field(
            "outage",
            "How long what is hit stands.",
            "time, may be a distribution",
            NEEDED,
            "LogNormal(mean: \"39.6h\", sd: \"51.9h\")",
        ),
        Field("hit", "Probability that a station is hit, each by itself.", "0 to 1", "1", "0.6"),
        Field(
            "plan_lost",
            "Probability that the plan is lost with it: what is planned and not begun waits for the next plan, and all \
             instructions are prepared again after that.",
            "0 to 1",
            "0",
            "0.2",
        ),
        Field(
            "cost",
            "What it costs to recover from it, beside the outage.",
            "currency, may be a distribution",
            "0",
            "Triangular(min: 2000, mode: 9000, max: 50000)",
        ),
    ],
};
