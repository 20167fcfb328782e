//! Upgrades and their effects.

use super::product::{
    CHOICE, CREW_AFTER, CREW_FIELD, FAMILY, JOCKEYS, LOADING_FIELD, LOT_TIME, MATERIALS, NAMEPLATE,
    OR_AT_FIELD, PLACE, RATE, SCRAP, STATION, TIME,
};
use super::{Field, NEEDED, Section};

pub(in crate::scenario) const UPGRADE: Section = Section {
    what: "an upgrade",
    within: "`upgrades` of the scenario",
    about: "Something a factory can buy. Cost and the size of effects are drawn once per replication for the region, \
            whether it works at all once per replication and factory.",
    fields: &[
        Field("name", "Its name.", "text, unique", NEEDED, "\"auto\""),
        Field("title", "What it is, for the report.", "text", "none", "\"automatic welding\""),
        Field(
            "cost",
            "Price of buying and installing one.",
            "currency, may be a distribution",
            "0",
            "200000",
        ),
        Field("yearly_cost", "Cost of having one.", "currency per year, may be a distribution", "0", "15000"),
        Field(
            "made_by",
            "The supplier of the region that makes it, one unit of its capacity for each; then comes the delivery.",
            "name of a supplier of the region",
            "nobody: it is there",
            "\"machine makers\"",
        ),
        Field(
            "installed_by",
            "The supplier of the region whose people install it, one unit of their capacity for each.",
            "name of a supplier of the region",
            "nobody: they are there",
            "\"technicians\"",
        ),
        Field(
            "delivery",
            "Time from the order, or from when it is made, to the beginning of installation.",
            "time, may be a distribution",
            "0",
            "\"20d\"",
        ),
        Field(
            "installation",
            "Time from there to the first use.",
            "time, may be a distribution",
            "0",
            "\"3d\"",
        ),
        Field(
            "standstill",
            "How long the stations of `stops` stand still, at the end of the installation.",
            "time",
            "0",
            "\"2d\"",
        ),
        Field("ramp", "Time from the first use until the whole benefit is there.", "time", "0", "\"14d\""),
        Field("works", "Probability that it works at all; costs remain if not.", "0 to 1", "1", "0.9"),
        Field(
            "progress",
            "How it becomes cheaper and better with the years.",
            "see progress",
            "it stays as it is",
            "(price: 0.95, failures: 0.8)",
        ),
        Field(
            "requires",
            "Upgrades that must be in the same option at the same factory.",
            "list of names",
            "none",
            "[\"training\"]",
        ),
        Field("excludes", "Upgrades that must not be.", "list of names", "none", "[\"guard\"]"),
        Field(
            "maturity",
            "The level that a factory needs for it, and reaches by it.",
            "see maturity",
            "none",
            "(from: 1, to: 2)",
        ),
        Field(
            "ready",
            "How what it brings is kept ready for an emergency.",
            "see what is kept ready",
            "in use as soon as it is installed",
            "(owed: \"5d\", delay: \"2d\")",
        ),
        Field(
            "stations",
            "Stations that it brings.",
            "list of stations",
            "none",
            "[(name: \"auto_weld\", machines: 0)]",
        ),
        Field(
            "places",
            "Dwell places that it brings.",
            "list of places",
            "none",
            "[(name: \"rack\", capacity: 3)]",
        ),
        Field(
            "stops",
            "Stations that stand still during installation; [\"*\"] means all.",
            "list of names",
            "none",
            "[\"weld\"]",
        ),
        Field(
            "effects",
            "What it changes.",
            "list of effects",
            "none",
            "[AddMachines(station: \"weld\", machines: 1)]",
        ),
    ],
};

pub(in crate::scenario) const PROGRESS: Section = Section {
    what: "a progress",
    within: "`progress` of an upgrade",
    about: "What each year from the start of the run on leaves, for whoever orders then; on top of what falls with the number \
            installed (`price` of the adoption). Pilots show owners the failures of the start.",
    fields: &[
        Field("price", "Of the price.", "factor, 0.1 to 10", "1", "0.95"),
        Field("failures", "Of the probability that it does not work.", "factor, above 0 to 1", "1", "0.8"),
    ],
};

pub(in crate::scenario) const MATURITY: Section = Section {
    what: "maturity",
    within: "`maturity` of an upgrade",
    about: "Levels of GB/T 39116-2020, maturity model of intelligent manufacturing capability: 1 planned, 2 specified, \
            3 integrated, 4 optimised, 5 leading. A factory begins at 1. In an option it reaches the highest level to \
            which its upgrades lead one after the other: each counts once its `from` has been reached. What an upgrade \
            requires has to be in the option anyway. Levels are shown; they change nothing that is simulated.",
    fields: &[
        Field("from", "The level that the factory must have reached.", "whole number, 1 to 5", NEEDED, "1"),
        Field("to", "The level that it has then.", "whole number, from `from` to 5", NEEDED, "2"),
    ],
};

/// An effect of an upgrade.
const fn effect(what: &'static str, about: &'static str, fields: &'static [Field]) -> Section {
    Section { what, within: "`effects` of an upgrade", about, fields }
}

const OF: Field = Field("of", "Which parameter.", "a target", NEEDED, "StepTime(step: \"weld\")");
const PRODUCT: Field = Field(
    "product",
    "Of which product; \"*\" means all that have the step.",
    "name of a product",
    "\"*\"",
    "\"mask\"",
);
const WHICH_STEP: Field = Field("step", "Which step.", "name of a step", NEEDED, "\"weld\"");
const STEPS: Field = Field(
    "step",
    "Which step; \"*\" means all at stations that have the parameter.",
    "name of a step",
    NEEDED,
    "\"weld\"",
);
const STATIONS: Field = Field(
    "station",
    "Which station; \"*\" means all that have the parameter.",
    "name of a station",
    NEEDED,
    "\"weld\"",
);
const WHERE: Field = Field("station", "Which station.", "name of a station", NEEDED, "\"weld\"");
const MACHINES: Field =
    Field("machines", "How many, for each unit of the upgrade.", "whole number, 1 or more", NEEDED, "2");

pub(in crate::scenario) const SWITCH_STEP: Section = effect(
    "SwitchStep( … )",
    "From the first use on a step runs in another mode.",
    &[
        PRODUCT,
        WHICH_STEP,
        Field(
            "to",
            "The new mode.",
            "see the new mode of a step",
            NEEDED,
            "(station: \"auto_weld\", rate: \"60/min\")",
        ),
    ],
);

pub(in crate::scenario) const SCALE: Section = effect(
    "Scale( … )",
    "Multiplies a parameter; factors of several upgrades multiply.",
    &[OF, Field("by", "The factor.", "0 or more, may be a distribution", NEEDED, "0.8")],
);

pub(in crate::scenario) const SET: Section = effect(
    "Set( … )",
    "Replaces a parameter; two of them on one parameter are an error.",
    &[OF, Field("to", "The new value.", "as the parameter, may be a distribution", NEEDED, "0.02")],
);

pub(in crate::scenario) const ADD: Section = effect(
    "Add( … )",
    "Adds to a parameter, after all factors.",
    &[
        Field("to", "Which parameter.", "a target", NEEDED, "Headcount(pool: \"welders\")"),
        Field(
            "amount",
            "How much; may be negative.",
            "as the parameter, may be a distribution",
            NEEDED,
            "-2",
        ),
    ],
);

pub(in crate::scenario) const ADD_MACHINES: Section =
    effect("AddMachines( … )", "Brings machines to a station.", &[WHERE, MACHINES]);

pub(in crate::scenario) const REMOVE_MACHINES: Section = effect(
    "RemoveMachines( … )",
    "Takes the last machines of a station away, each when its lot has gone.",
    &[WHERE, MACHINES],
);

pub(in crate::scenario) const EFFECT_WORDS: &[&str] =
    &["SwitchStep", "Scale", "Add", "Set", "AddMachines", "RemoveMachines", "Connect"];

pub(in crate::scenario) const CONNECT: Section = effect(
    "Connect( … )",
    "From the first use on the factory is connected to the region's platform. Written `Connect()`.",
    &[],
);

pub(in crate::scenario) const MODE: Section = Section {
    what: "the new mode of a step",
    within: "`to` of SwitchStep",
    about: "A step without its name. What is not listed here stays as it was: way there, ways on, defects, inspection, rework, \
            components.",
    fields: &[
        STATION,
        OR_AT_FIELD,
        CHOICE,
        JOCKEYS,
        PLACE,
        TIME,
        LOT_TIME,
        RATE,
        NAMEPLATE,
        FAMILY,
        LOADING_FIELD,
        CREW_FIELD,
        CREW_AFTER,
        MATERIALS,
        SCRAP,
    ],
};

/// A parameter that effects change.
const fn target(what: &'static str, about: &'static str, fields: &'static [Field]) -> Section {
    Section { what, within: "`of` of Scale and Set, `to` of Add", about, fields }
}

const POOL: Field = Field(
    "pool",
    "Which pool; \"*\" means all that have the parameter.",
    "name of a pool",
    NEEDED,
    "\"welders\"",
);

pub(in crate::scenario) const TARGETS: &[Section] = &[
    target("StepTime( … )", "Time of an operation or stay.", &[PRODUCT, STEPS]),
    target("StepScrap( … )", "Scrap probability of an operation.", &[PRODUCT, STEPS]),
    target("StepDefects( … )", "Probability of a hidden defect from an operation.", &[PRODUCT, STEPS]),
    target(
        "Detection( … )",
        "Probability that the inspection after an operation finds a defect.",
        &[PRODUCT, STEPS],
    ),
    target(
        "FalseAlarm( … )",
        "Probability that the inspection after an operation rejects a good unit.",
        &[PRODUCT, STEPS],
    ),
    target("TimeToFailure( … )", "Time to failure of all causes at a station.", &[STATIONS]),
    target("TimeToRepair( … )", "Time to repair of all causes at a station.", &[STATIONS]),
    target(
        "Foreseen( … )",
        "Share of breakdowns at a station that are foreseen: the machine finishes its operation, then has a planned stop.",
        &[STATIONS],
    ),
    target("ForeseenRepair( … )", "Length of such a stop, as a share of the time to repair.", &[STATIONS]),
    target("MaintenanceEvery( … )", "Time until maintenance is due, of all plans at a station.", &[STATIONS]),
    target("MaintenanceTime( … )", "Duration of maintenance, of all plans at a station.", &[STATIONS]),
    target("SetupTime( … )", "Time of all setups at a station, particular changes included.", &[STATIONS]),
    target(
        "Buffer( … )",
        "Places in the input buffer of a station, in lots, rounded; at a batch station not below its smallest load. Lots beyond \
         them stay until they are taken.",
        &[STATIONS],
    ),
    target(
        "Cards( … )",
        "Cards of a loop, rounded, one at least. Lots keep theirs until they return it.",
        &[Field("loop", "Which loop; \"*\" means all.", "name of a loop", NEEDED, "\"line\"")],
    ),
    target(
        "UpkeepCost( … )",
        "What repairs and maintenance at a station cost each time, as a share of their `cost`.",
        &[STATIONS],
    ),
    target("PowerIdle( … )", "Power of a machine while idle.", &[STATIONS]),
    target("Headcount( … )", "Headcount of every team of a pool.", &[POOL]),
    target("Absence( … )", "Base absence of a pool.", &[POOL]),
    target("LearningStart( … )", "Time of the first unit of a pool's learners.", &[POOL]),
    target("LearningRate( … )", "Learning rate of a pool.", &[POOL]),
    target(
        "LeadTime( … )",
        "Lead time of a material.",
        &[Field("material", "Which material; \"*\" means all.", "name of a material", NEEDED, "\"cloth\"")],
    ),
    target("Power( … )", "Power of a machine while producing.", &[STATIONS]),
    target(
        "Cyber( … )",
        "Something of the cyber risk.",
        &[Field(
            "field",
            "Which field of `cyber`: per_year, outage, hit, plan_lost or cost.",
            "name of a field",
            NEEDED,
            "\"per_year\"",
        )],
    ),
    target(
        "Planning( … )",
        "Something of how orders become instructions.",
        &[Field(
            "field",
            "Which field of `planning`: every, data_age, duration, frozen, preparation, given_every, transmission, \
             wrong or found.",
            "name of a field",
            NEEDED,
            "\"data_age\"",
        )],
    ),
];
