//! Products, how their work comes in, and the steps of their routings.

use super::{Field, NEEDED, Section, Words};

pub(in crate::scenario) const PRODUCT: Section = Section {
    what: "a product",
    within: "`products` of a plant",
    about: "A product with its routing.",
    fields: &[
        Field(
            "name",
            "Its name; products of one name are the same product for the region.",
            "text, unique in the plant",
            NEEDED,
            "\"mask\"",
        ),
        Field("unit", "What one unit is called.", "text", "unit", "\"mask\""),
        Field("lot", "Units in a lot.", "whole number, 1 to 1,000,000", NEEDED, "500"),
        Field("price", "Price of one good unit delivered.", "currency, 0 or more", "0", "0.2"),
        Field(
            "supply",
            "How work comes in.",
            "Arrivals( … ), ByProduct, Saturated, ToOrder( … ) or ToStock( … )",
            NEEDED,
            "Saturated",
        ),
        Field(
            "defect_cost",
            "Cost of a defective unit that reaches the customer.",
            "currency, 0 or more",
            "0",
            "1.5",
        ),
        Field(
            "holding_cost",
            "Cost of holding a finished unit in stock for a day.",
            "currency, 0 or more",
            "0",
            "0.002",
        ),
        Field(
            "backlog_cost",
            "Cost of owing a unit to customers for a day.",
            "currency, 0 or more",
            "0",
            "0.05",
        ),
        Field(
            "late_cost",
            "Penalty for each lot that leaves after its due date, and for each order with one whose last unit comes out of stock after it.",
            "currency, 0 or more",
            "0",
            "200",
        ),
        Field(
            "late_cost_per_day",
            "Penalty for each day by which such a lot or order is late.",
            "currency, 0 or more",
            "0",
            "50",
        ),
        Field("class", "Priority class of its lots.", "whole number, 1 (most urgent) to 255", "1", "2"),
        Field(
            "classes",
            "Several classes with their shares, instead of `class`.",
            "list",
            "all of `class`",
            "[(class: 1, share: 0.2), (class: 2, share: 0.8)]",
        ),
        Field(
            "due",
            "Time from release until a lot is due; from the order, where it is made to order.",
            "time, may be a distribution",
            "never",
            "\"5d\"",
        ),
        Field(
            "release",
            "The loop whose card a lot needs from release to leaving; saturated work is released as soon as one is free.",
            "name of a loop",
            "released at once",
            "\"line\"",
        ),
        Field(
            "routing",
            "Its steps, in order.",
            "list, at least one",
            NEEDED,
            "[(step: \"weld\", station: \"weld\", time: \"2s\")]",
        ),
    ],
};

pub(in crate::scenario) const STATION: Field =
    Field("station", "Where the operation runs; or `place`.", "name of a station", NEEDED, "\"weld\"");
pub(in crate::scenario) const PLACE: Field = Field(
    "place",
    "Where the lot stays, with neither machine nor worker.",
    "name of a place",
    "instead of `station`",
    "\"aeration\"",
);
pub(in crate::scenario) const TIME: Field = Field(
    "time",
    "Time for each unit; of a stay: how long. A distribution is drawn once for a lot or batch, and multiplied by the units \
     in it.",
    "time, may be a distribution",
    NEEDED,
    "\"2s\"",
);
pub(in crate::scenario) const LOT_TIME: Field = Field(
    "lot_time",
    "Time for the lot or batch whatever its size, instead of `time`.",
    "time, may be a distribution",
    "instead of `time`",
    "\"3h\"",
);
pub(in crate::scenario) const RATE: Field =
    Field("rate", "Units for each time, instead of `time`.", "rate", "instead of `time`", "\"110/min\"");
pub(in crate::scenario) const NAMEPLATE: Field = Field(
    "nameplate",
    "Ideal time of a unit, for OEE.",
    "time above 0, or rate",
    "mean of the time",
    "\"120/min\"",
);
pub(in crate::scenario) const CREW_FIELD: Field = Field(
    "crew",
    "Workers held for the whole operation, all or none.",
    "list of crews",
    "nobody",
    "[(pool: \"welders\", workers: 1)]",
);
pub(in crate::scenario) const MATERIALS: Field = Field(
    "materials",
    "Materials taken at the start, all or none.",
    "list",
    "none",
    "[(material: \"cloth\", per_unit: 0.003)]",
);
pub(in crate::scenario) const SCRAP: Field =
    Field("scrap", "Probability that a unit is scrapped.", "0 to below 1", "0", "0.03");

pub(in crate::scenario) const OR_AT_FIELD: Field = Field(
    "or_at",
    "Other stations where it may run instead.",
    "list",
    "none",
    "[(station: \"weld_old\", time: \"3s\")]",
);
pub(in crate::scenario) const CHOICE: Field = Field(
    "choice",
    "How a lot chooses among its stations, unless they share a buffer.",
    "InOrder, ShortestQueue, Random or Cyclic",
    "InOrder",
    "ShortestQueue",
);
pub(in crate::scenario) const JOCKEYS: Field = Field(
    "jockeys",
    "The last lot of a queue goes over to another of its stations when that has so many lots fewer, waiting and in work (jockeying).",
    "lots, 2 or more",
    "it stays",
    "2",
);
pub(in crate::scenario) const FAMILY: Field =
    Field("family", "Setup family it belongs to.", "name of a family", "needs no setup", "\"small\"");
pub(in crate::scenario) const LOADING_FIELD: Field = Field(
    "loading",
    "Work at the beginning with a crew of its own.",
    "see loading",
    "none",
    "(time: \"30s\", crew: [(pool: \"welders\")])",
);
pub(in crate::scenario) const CREW_AFTER: Field = Field(
    "crew_after",
    "For how long the crew is still busy after it has left the lot: the empty way back of a vehicle, notes, cleaning. Hours that end do not \
     end it.",
    "time, may be a distribution",
    "it is free at once",
    "\"2min\"",
);
pub(in crate::scenario) const STEP: Section = Section {
    what: "a step",
    within: "`routing` of a product",
    about: "One operation at a station, or a stay at a place.",
    fields: &[
        Field("step", "Its name.", "text, unique in the routing", NEEDED, "\"weld\""),
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
        Field(
            "keep_crew_to",
            "The lot keeps the crew after this step, while it waits and moves and beside the crews of the steps between, until it is on its \
             way to this later step, is split or joined, or leaves. Nobody takes these workers from it, nor does the end of their \
             shift. Of a load the first lot keeps them.",
            "name of a later step",
            "the crew goes when the operation ends",
            "\"unload\"",
        ),
        CREW_AFTER,
        MATERIALS,
        SCRAP,
        DEFECTS,
        Field(
            "inspect",
            "Inspection of its units after the step; what it rejects goes to rework, or is scrapped.",
            "see inspection",
            "none",
            "(detects: 0.9, false_alarm: 0.01)",
        ),
        Field(
            "rework",
            "Where units go that are sent to rework, or become another product.",
            "see rework",
            "rejected units are scrapped",
            "(to: \"weld\", most: 2)",
        ),
        Field(
            "repairs",
            "Whether the step repairs all defects of its units.",
            "true or false",
            "false",
            "true",
        ),
        Field(
            "next",
            "Where lots go next: several ways with their shares, which sum to 1.",
            "list of ways",
            "the following step",
            "[(share: 0.1, to: \"repair\"), (share: 0.9)]",
        ),
        Field(
            "card",
            "The loop whose card a lot needs from here on (kanban).",
            "name of a loop",
            "none",
            "\"cell\"",
        ),
        Field(
            "class",
            "Priority class that lots have from here on, whatever they had before; of the first step the product says it.",
            "whole number, 1 (most urgent) to 255",
            "as before",
            "2",
        ),
        Field(
            "components",
            "Products of the plant that the operation takes, each from its own input place.",
            "list",
            "none",
            "[(product: \"frame\", per_unit: 1)]",
        ),
        Field("transport", "The way from the step before.", "see transport", "at once", "(time: \"30s\")"),
        Field(
            "patience",
            "How long lots wait for the operation, and whether they join a long queue.",
            "see patience",
            "they wait for ever",
            "(time: Exponential(mean: \"10min\"))",
        ),
        Field("split", "A lot becomes several; instead of `station`.", "see split", "no split", "(lots: 10)"),
        Field("join", "Several lots become one; instead of `station`.", "see join", "no join", "(lots: 10)"),
    ],
};

/// Hidden defects of a step.
pub(in crate::scenario) const DEFECTS: Field = Field(
    "defects",
    "Probability that a good unit gets a defect that is not seen here.",
    "0 to 1",
    "0",
    "0.02",
);

pub(in crate::scenario) const INSPECTION: Section = Section {
    what: "an inspection",
    within: "`inspect` of a step",
    about: "Units are looked at after the step. Defects that are never found escape to the customer.",
    fields: &[
        Field("detects", "Probability that a defect is found.", "0 to 1", "1", "0.9"),
        Field("false_alarm", "Probability that a good unit is rejected.", "0 to 1", "0", "0.01"),
        Field("share", "Share of lots that are inspected.", "0 to 1", "1", "0.2"),
        Field(
            "sample",
            "Units of each lot looked at, instead of `share`.",
            "whole number, 1 or more",
            "all",
            "50",
        ),
        Field(
            "accept",
            "Most rejected units of the sample with which the rest passes; with more, all units are looked at.",
            "whole number, 0 or more",
            "0",
            "2",
        ),
    ],
};

pub(in crate::scenario) const REWORK: Section = Section {
    what: "rework",
    within: "`rework` of a step",
    about: "Where rejected units go by the verdict of an inspection: to be mended, another way, or to become another product. They \
            leave their lot as a lot of their own. Units that become another product are released as such, without a card.",
    fields: &[
        Field(
            "to",
            "Where they go.",
            "name of a step, with `product` one of its routing",
            "needed; with `product` its first step",
            "\"weld\"",
        ),
        Field(
            "product",
            "The product that they become: downgrade.",
            "name of a product that is not made to order",
            "they stay what they are",
            "\"second_choice\"",
        ),
        Field(
            "keeps_defects",
            "Whether their defects go with them, else they count as repaired.",
            "true or false",
            "false",
            "true",
        ),
        Field(
            "share",
            "Share of good units sent there without any inspection; of lots, where whole lots go.",
            "0 to 1",
            "0",
            "0.03",
        ),
        Field(
            "whole_lot",
            "Whether the whole lot goes there when it is rejected: with any rejected unit, or with more of a `sample` than `accept`; the few \
             of an accepted lot are scrapped.",
            "true or false",
            "false",
            "true",
        ),
        Field(
            "most",
            "How many times a lot may have been sent to rework, wherever it was; then units are scrapped.",
            "whole number, 1 to 250",
            "without end",
            "2",
        ),
    ],
};

pub(in crate::scenario) const WAY: Section = Section {
    what: "a way",
    within: "`next` of a step",
    about: "One way that lots may take after a step.",
    fields: &[
        Field("share", "Probability of this way.", "0 to 1", NEEDED, "0.1"),
        Field("to", "The step it leads to.", "name of a step", "the lot leaves", "\"repair\""),
        Field(
            "most",
            "How many times a lot may take it; then it takes the others.",
            "whole number, 1 to 250",
            "without end",
            "3",
        ),
    ],
};

pub(in crate::scenario) const COMPONENT: Section = Section {
    what: "a component",
    within: "`components` of a step",
    about: "Units of another product that go into this one. Where it is made to stock (ToStock) they come out of that stock. Otherwise \
            its lots end in its input place, and hold up who brings them when it is full. The operation begins only when all components are there. A product may be a \
            component of several steps: they take it from one input place, who has waited longest first.",
    fields: &[
        Field("product", "Which.", "name of a product", NEEDED, "\"frame\""),
        Field("per_unit", "Units of it for each unit.", "whole number, 1 or more", "1", "4"),
        Field(
            "capacity",
            "Lots that can wait in the input place; what several steps have place for they have together.",
            "lots that hold what one lot takes, or more",
            "unlimited",
            "5",
        ),
    ],
};

pub(in crate::scenario) const PATIENCE: Section = Section {
    what: "patience",
    within: "`patience` of a step",
    about: "Lots that do not join a queue (balking) or leave it before any work on them has begun (reneging). Work has begun when \
            a machine sets up or loads for the lot or is loaded with it, has an instruction to come for it, or has taken its components. Who is \
            to be served at the very instant in which his patience ends leaves; who comes to a free machine is served even \
            without any.",
    fields: &[
        Field(
            "time",
            "How long a lot waits, from its coming to the queue.",
            "time, may be a distribution",
            "for ever",
            "Exponential(mean: \"10min\")",
        ),
        Field(
            "queue",
            "A lot that finds no free machine and so many others waiting does not join them; with 0 it leaves when no machine \
             is free (a loss system). Of several stations the shortest queue counts.",
            "lots, 0 or more",
            "it joins any queue",
            "8",
        ),
        Field(
            "balking",
            "Probabilities with which a lot that finds no free machine does not join the queue, by how many others wait: none, \
             one, two, and so on; the last holds for more.",
            "list of shares",
            "it joins",
            "[0, 0.2, 0.5, 1]",
        ),
        Field(
            "to",
            "The step where impatient lots go on.",
            "name of a step",
            "they leave the plant",
            "\"by_hand\"",
        ),
    ],
};

pub(in crate::scenario) const TRANSPORT: Section = Section {
    what: "transport",
    within: "`transport` of a step",
    about: "The way to a step from the one before: a conveyor, a trolley.",
    fields: &[
        Field("time", "How long.", "time, may be a distribution", NEEDED, "\"30s\""),
        Field(
            "capacity",
            "Lots under way at a time, those at its end that find no room included.",
            "lots, 1 or more",
            "unlimited",
            "8",
        ),
        Field(
            "counts_ahead",
            "Whether lots set out only when a place ahead is theirs: in the buffer, or on a machine that is free.",
            "true or false",
            "false",
            "true",
        ),
    ],
};

pub(in crate::scenario) const SPLIT: Section = Section {
    what: "a split",
    within: "`split` of a step",
    about: "A lot becomes several, as even as its units allow, which go on one by one.",
    fields: &[
        Field("lots", "How many.", "whole number, 2 or more", NEEDED, "10"),
        Field(
            "keeps_place",
            "Whether the machine or place that it comes from is kept until the last part has gone on.",
            "true or false",
            "false",
            "true",
        ),
    ],
};

pub(in crate::scenario) const JOIN: Section = Section {
    what: "a join",
    within: "`join` of a step",
    about: "Several lots become one as soon as they are together; it is as old, due and urgent as any of them.",
    fields: &[
        Field("lots", "How many.", "whole number, 2 or more", NEEDED, "10"),
        Field(
            "same_parent",
            "Whether they must be parts of one lot: as many as it has become, without those that were scrapped or have left.",
            "true or false",
            "false",
            "true",
        ),
        Field("capacity", "Lots that can wait for others.", "lots, 1 or more", "unlimited", "20"),
    ],
};

pub(in crate::scenario) const OR_AT: Section = Section {
    what: "another station of a step",
    within: "`or_at` of a step",
    about: "A station where the step may run as well. Without a time of its own it takes the step's.",
    fields: &[
        Field("station", "Which.", "name of a station", NEEDED, "\"weld_old\""),
        Field("time", "Time for each unit there.", "time, may be a distribution", "the step's", "\"3s\""),
        Field(
            "lot_time",
            "Time for each lot there, instead of `time`.",
            "time, may be a distribution",
            "the step's",
            "\"1h\"",
        ),
        Field("rate", "Units for each time there, instead of `time`.", "rate", "the step's", "\"40/min\""),
    ],
};

pub(in crate::scenario) const CHOICES: Words = Words {
    title: "Choices among stations",
    words: &[
        (
            "InOrder",
            "the first that has a free machine and nobody waiting, else the first with room, else the first",
        ),
        ("ShortestQueue", "the fewest lots waiting and on machines, for each machine"),
        ("Random", "each with the same probability"),
        ("Cyclic", "one after the other"),
    ],
};

pub(in crate::scenario) const LOADING: Section = Section {
    what: "loading",
    within: "`loading` of a step",
    about: "Work at the beginning of an operation that only its own crew is held for.",
    fields: &[
        Field("time", "How long, for each lot or batch.", "time, may be a distribution", NEEDED, "\"30s\""),
        Field("crew", "Who does it.", "list of crews", "nobody", "[(pool: \"welders\", workers: 1)]"),
    ],
};

pub(in crate::scenario) const MATERIAL_USE: Section = Section {
    what: "a use of material",
    within: "`materials` of a step",
    about: "Material that each unit started takes.",
    fields: &[
        Field("material", "Which.", "name of a material", NEEDED, "\"cloth\""),
        Field("per_unit", "How much.", "units of the material for each unit, above 0", NEEDED, "0.003"),
    ],
};
