//! What an upgrade keeps ready for an emergency.

use super::{Field, NEEDED, Section};

pub(in crate::scenario) const READY: Section = Section {
    what: "what is kept ready",
    within: "`ready` of an upgrade",
    about: "From when the upgrade is installed its effects sleep; the yearly cost is paid. Each midnight it is looked at: while it is \
            needed it is called up, and after the delay its effects (and the ramp) begin; when it has not been needed for `stays`, all is \
            put back as it was without it, until the next call. So machines that stand still until the emergency (reserve capacity) are \
            AddMachines; a line that can be converted (standby capability) is AddMachines here and RemoveMachines there, or SwitchStep, after a \
            delay; and a stockpile is given out while it is called up.",
    fields: &[
        Field(
            "owed",
            "Called up while more is owed to the customers of one of the factory's products than they order in this time, by the \
             orders of the last seven days.",
            "time",
            "called up from the first to the last day of the surge's `emergency`",
            "\"5d\"",
        ),
        Field(
            "delay",
            "Time from the call to the first use: start-up, conversion, approval.",
            "time, may be a distribution",
            "0",
            "\"14d\"",
        ),
        Field(
            "call_cost",
            "What each call costs, for each unit of the upgrade; drawn once per replication for the region.",
            "currency, may be a distribution",
            "0",
            "20000",
        ),
        Field("stays", "How long it stays in use after it was needed last.", "time", "14d", "\"30d\""),
        Field(
            "stockpile",
            "Finished units that are kept with it.",
            "see a factory's stockpile",
            "none",
            "(product: \"mask\", units: 100000)",
        ),
    ],
};

pub(in crate::scenario) const RESERVE: Section = Section {
    what: "a factory's stockpile",
    within: "`stockpile` of `ready` of an upgrade",
    about: "Finished units of a product made to stock, bought elsewhere and kept apart from the factory's own stock. Full from when the \
            upgrade is installed; the first filling is part of the upgrade's price. While it is called up it meets each midnight, and when \
            it comes into use, the oldest open orders; while it is not, it is filled up.",
    fields: &[
        Field("product", "Of which product.", "name of a product made to stock", NEEDED, "\"mask\""),
        Field(
            "units",
            "What it holds when full, for each unit of the upgrade.",
            "whole number, at least 1",
            NEEDED,
            "100000",
        ),
        Field("cost", "What a unit costs that is put in.", "currency, 0 or more", "0", "0.15"),
        Field(
            "holding_per_year",
            "What it costs to hold a unit for a year.",
            "currency, 0 or more",
            "0",
            "0.01",
        ),
        Field(
            "shelf_life",
            "How long a unit keeps; units are exchanged evenly, each once in this time.",
            "time above 0",
            "for ever",
            "\"730d\"",
        ),
        Field(
            "rotation",
            "What exchanging a unit costs: a new one less what the old one sells for.",
            "currency, 0 or more",
            "0",
            "0.05",
        ),
        Field(
            "daily",
            "Most that it gives in a day, for each unit of the upgrade.",
            "units, above 0",
            "all that is owed",
            "20000",
        ),
        Field(
            "refill",
            "What is put in in a day while it is not full and not called up, for each unit of the upgrade.",
            "units, 0 or more",
            "0",
            "5000",
        ),
    ],
};
