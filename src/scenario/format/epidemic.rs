//! Epidemics, and the curves that follow them.

use super::{Field, NEEDED, Section, Words};

pub(in crate::scenario) const EPIDEMIC: Section = Section {
    what: "an epidemic",
    within: "`epidemics` of the scenario",
    about: "Infection passes through one well-mixed population: susceptible, exposed, infectious, immune (SEIR). A day's new \
            infections are beta × susceptible × infectious / population; the exposed become infectious after the latent \
            period, the infectious immune after the infectious period, both exponential. A curve follows it by \
            Epidemic( … ).",
    fields: &[
        Field("name", "Its name; its chance is drawn by it.", "text, unique", NEEDED, "\"wave\""),
        Field("population", "People.", "whole number, 1 to 4,000,000,000", NEEDED, "200000"),
        Field("exposed", "Infected but not yet infectious when it begins.", "whole number", "0", "20"),
        Field("infectious", "Infectious when it begins.", "whole number", "0", "5"),
        Field("immune", "Immune when it begins.", "whole number", "0", "1000"),
        Field(
            "start",
            "The day it begins, also before the run; until then nobody of these people is infected.",
            "date, at most ten years before the run",
            "the start of the run",
            "\"2020-01-20\"",
        ),
        Field(
            "beta",
            "Contacts that infect, for each infectious person; or `reproduction`.",
            "0 to 100 a day, a number or [(date, number), …], each from its day on",
            "instead of `reproduction`",
            "[(\"2020-01-20\", 0.5), (\"2020-02-10\", 0.15)]",
        ),
        Field(
            "reproduction",
            "Persons whom one infects among none but susceptible ones, beta / gamma (R0, or R under measures); or `beta`.",
            "0 to 1000, a number or [(date, number), …]",
            "instead of `beta`",
            "2.5",
        ),
        Field(
            "latent_period",
            "Mean time from infection until a person is infectious; or `sigma`.",
            "15min to 1000d",
            "instead of `sigma`",
            "\"5d\"",
        ),
        Field(
            "sigma",
            "Rate of becoming infectious; or `latent_period`.",
            "0.001 to 100 a day",
            "instead of `latent_period`",
            "0.2",
        ),
        Field(
            "infectious_period",
            "Mean time that a person is infectious; or `gamma`.",
            "15min to 1000d",
            "instead of `gamma`",
            "\"5d\"",
        ),
        Field(
            "gamma",
            "Rate of recovery; or `infectious_period`.",
            "0.001 to 100 a day",
            "instead of `infectious_period`",
            "0.2",
        ),
        Field(
            "stochastic",
            "Whether who is infected when is drawn, once for each replication and the same for all factories, options and \
             surges; below 10,000 people each infection by itself, else by the chain binomial in steps of 0.05 d. \
             Otherwise the mean course is always the same.",
            "true or false",
            "false",
            "true",
        ),
    ],
};

pub(in crate::scenario) const FROM_EPIDEMIC: Section = Section {
    what: "Epidemic( … )",
    within: "in place of a number where a curve is wanted",
    about: "A curve that follows an epidemic by the day: (plus + conservation × used) × (1 + buffer), at most `most`. What is \
            used is `rate` × the measure, or `share` × its part of the population, or the sum over the drivers of `burn`. \
            Persons are counted at midnight; what is counted by the day, over the day.",
    fields: &[
        Field("of", "Which.", "name of an epidemic", NEEDED, "\"wave\""),
        Field(
            "measure",
            "What is counted, where no `burn` is written.",
            "see measures of an epidemic",
            "needed with `rate` or `share`",
            "Infectious",
        ),
        Field(
            "rate",
            "How much each person of the measure brings: items a day, in `demand` of a surge a part of the factor.",
            "0 or more",
            "one of three",
            "0.001",
        ),
        Field(
            "share",
            "How much the whole population would bring: in `absence`, 1 keeps away the share of people whom the measure counts.",
            "0 or more",
            "one of three",
            "1.5",
        ),
        Field(
            "burn",
            "Who uses items, and how many.",
            "list of drivers",
            "one of three",
            "[(measure: NewCases, per_person: 0.05, stay: \"10d\", rate: 18)]",
        ),
        Field(
            "plus",
            "What there is besides; 1 where the curve is a factor that is 1 without an epidemic.",
            "0 or more",
            "0",
            "1",
        ),
        Field(
            "conservation",
            "Multiplies what is used, where things are used more sparingly (contingency, crisis) or again as usual.",
            "0 or more, a number or [(date, number), …], each from its day on",
            "1",
            "[(\"2020-02-03\", 0.6)]",
        ),
        Field("buffer", "What is wanted on top.", "0 to 1000, as a share", "0", "0.1"),
        Field("most", "The most that the curve can be.", "0 or more", "no limit", "5"),
    ],
};

pub(in crate::scenario) const DRIVER: Section = Section {
    what: "a driver",
    within: "`burn` of Epidemic( … )",
    about: "Who uses items: patients, contacts, shifts of staff, people tested. Where `stay` is written, those who came within \
            that time are there, so a steady inflow makes inflow × per_person × stay.",
    fields: &[
        Field("measure", "What it follows.", "see measures of an epidemic", NEEDED, "NewCases"),
        Field(
            "per_person",
            "Drivers for each person of the measure: the share admitted, contacts of a case, shifts for a patient.",
            "0 or more",
            "1",
            "0.05",
        ),
        Field("delay", "Time from being counted until it begins.", "time", "0", "\"4d\""),
        Field("stay", "Length of stay, of what is counted by the day.", "time", "none", "\"10d\""),
        Field("most", "The most of them: beds, staff, tests.", "0 or more", "no limit", "120"),
        Field("rate", "Items that each uses a day.", "0 or more", NEEDED, "18"),
        Field("uses", "How often an item is used before it is thrown away.", "above 0", "1", "50"),
    ],
};

pub(in crate::scenario) const MEASURES: Words = Words {
    title: "Measures of an epidemic",
    words: &[
        ("Population", "everybody"),
        ("Susceptible", "who can be infected"),
        ("Exposed", "infected, not yet infectious"),
        ("Infectious", "infectious now: present cases"),
        ("Immune", "who cannot be infected, or not again"),
        ("NewInfections", "infected on the day"),
        ("NewCases", "become infectious on the day"),
    ],
};
