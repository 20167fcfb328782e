//! How owners decide.

use super::{Field, NEEDED, Section};

pub(in crate::scenario) const ADOPTION: Section = Section {
    what: "an adoption",
    within: "`adoption` of the scenario",
    about: "How owners decide. With it, what an option lists is an offer to its factories: who takes it, and when, follows from \
            the programme. Needs options and an appraisal.",
    fields: &[
        Field(
            "threshold",
            "The longest payback that owners accept.",
            "see the threshold",
            NEEDED,
            "(median: 24, sigma: 0.5)",
        ),
        Field(
            "awareness",
            "How owners hear of an offer; their group is the factories of one kind of plant.",
            "see awareness",
            NEEDED,
            "(own: 0.3, peers: 1.5)",
        ),
        Field(
            "cash",
            "What an owner can spend, drawn once per factory and multiplied by its demand factor.",
            "currency, 0 or more, may be a distribution",
            NEEDED,
            "LogNormal(mean: 300000, sd: 200000)",
        ),
        Field(
            "starts_per_month",
            "Installations that providers can begin in a month, over the region.",
            "whole number, 1 or more",
            "any number",
            "4",
        ),
        Field(
            "price",
            "How the price falls as more are installed.",
            "see the price",
            "it stays",
            "(ratio: 0.95, floor: 0.6)",
        ),
        Field(
            "pilots",
            "Pilot runs of an option, of one year without an emergency each, from which owners know what it brings.",
            "whole number, 1 to 1000",
            "2",
            "4",
        ),
        Field(
            "pilot_weight",
            "How many adopters' results weigh as much as the pilots.",
            "number above 0",
            "4",
            "4",
        ),
        Field(
            "target",
            "The share of the factories that are offered something which is aimed at: it is told how likely it is reached by when.",
            "share, above 0, to 1",
            "not said",
            "0.3",
        ),
    ],
};

pub(in crate::scenario) const THRESHOLD: Section = Section {
    what: "a threshold",
    within: "`threshold` of the adoption",
    about: "The longest payback that owners accept differs among them: lognormal.",
    fields: &[
        Field("median", "Half of the owners accept no longer one.", "months, above 0", NEEDED, "24"),
        Field("sigma", "Standard deviation of its logarithm; 0: all have the median.", "0 to 10", "0", "0.5"),
    ],
};

pub(in crate::scenario) const AWARENESS: Section = Section {
    what: "an awareness",
    within: "`awareness` of the adoption",
    about: "Rates at which an owner who has not heard of an offer hears of it.",
    fields: &[
        Field("own", "Without any adopter.", "per year, 0 or more", NEEDED, "0.3"),
        Field(
            "peers",
            "What it grows by once all of the group are adopters; in proportion before.",
            "per year, 0 or more",
            "0",
            "1.5",
        ),
    ],
};

pub(in crate::scenario) const PRICE: Section = Section {
    what: "a price",
    within: "`price` of the adoption",
    about: "Learning of the providers, over the installations of the region.",
    fields: &[
        Field(
            "ratio",
            "What each doubling of the installations leaves of the price.",
            "above 0 to 1",
            NEEDED,
            "0.95",
        ),
        Field("floor", "The least price, as a share of the first one.", "share, 0 to 1", "0", "0.6"),
    ],
};
