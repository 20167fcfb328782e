//! The scenario itself, its factories, options and surges.

use super::{Field, NEEDED, Section};

pub(in crate::scenario) const SCENARIO: Section = Section {
    what: "a scenario",
    within: "the whole file",
    about: "What is simulated, compared and appraised.",
    fields: &[
        Field("format", "Version of this format.", "1", NEEDED, "1"),
        Field("name", "Names the output folder.", "letters, digits, _ and -", NEEDED, "\"mask_town\""),
        Field("question", "The question it answers, in a sentence.", "text", "none", "\"Does it pay back?\""),
        Field(
            "start",
            "Midnight of this day is instant zero.",
            "date",
            "2020-01-06, a Monday",
            "\"2020-01-06\"",
        ),
        Field(
            "duration",
            "Length of the run; needed unless `until` is written, or the run stops after a number of lots. What would end \
             in the very instant of its end does not count any more.",
            "time",
            NEEDED,
            "\"365d\"",
        ),
        Field(
            "until",
            "The run ends when this date begins; instead of `duration`.",
            "date",
            "instead of `duration`",
            "\"2020-06-30\"",
        ),
        Field(
            "stop_after_lots",
            "The run of one factory ends when so many lots have left.",
            "whole number, 1 or more",
            "never",
            "200000",
        ),
        Field(
            "warm_up",
            "What measures leave out at the beginning; `Mser5` finds it by ten pilot runs of each surge and option, and \
             takes the longest.",
            "time shorter than the run, or `Mser5`",
            "0",
            "\"30d\"",
        ),
        Field("replications", "Simulated futures.", "whole number, 1 or more", "16", "64"),
        Field("seed", "Seed of all chance.", "whole number", "1", "7"),
        Field(
            "lot_scale",
            "Multiplies every lot size, to show that lots are small enough.",
            "above 0 to 1000",
            "1",
            "0.5",
        ),
        Field("currency", "Name of the currency.", "text", "CNY", "\"EUR\""),
        Field(
            "plants",
            "Kinds of plant.",
            "list; elements may be File(\"…\")",
            NEEDED,
            "[File(\"plants/hand.ron\")]",
        ),
        Field(
            "factories",
            "The factories of the region.",
            "list",
            "one of each plant",
            "[(name: \"Ning\", plant: \"hand\")]",
        ),
        Field("region", "What the factories make together.", "see the region", "nothing", "(customers: [])"),
        Field(
            "upgrades",
            "What factories can buy.",
            "list; elements may be File(\"…\")",
            "none",
            "[File(\"upgrades/auto.ron\")]",
        ),
        Field(
            "options",
            "What is compared with the baseline.",
            "list",
            "none",
            "[(name: \"automatic\", installs: [(upgrade: \"auto\")])]",
        ),
        Field(
            "epidemics",
            "Epidemics that curves of surges and demand may follow.",
            "list; elements may be File(\"…\")",
            "none",
            "[(name: \"wave\", population: 200000, exposed: 20, reproduction: 2.5, latent_period: \"5d\", \
             infectious_period: \"5d\")]",
        ),
        Field(
            "surges",
            "Under which circumstances.",
            "list; elements may be File(\"…\")",
            "one, named none",
            "[(name: \"none\")]",
        ),
        Field("studies", "What is run besides.", "see the studies", "nothing", "(shares: [\"wave\"])"),
        Field("appraisal", "How money is appraised.", "see appraisal", "no money question", "(horizon: 60)"),
        Field(
            "accounts",
            "Tax, depreciation, unpaid bills.",
            "see the accounts, or File(\"…\")",
            "before tax, all paid at once",
            "(income_tax: 0.25, depreciation: StraightLine(years: 10))",
        ),
        Field(
            "programmes",
            "Who funds what is bought.",
            "list; elements may be File(\"…\")",
            "one, named own-profit: owners pay from their profit",
            "[(name: \"own-profit\", driver: Owners)]",
        ),
        Field(
            "shared",
            "What factories use together, and who pays for it.",
            "list",
            "nothing",
            "[(name: \"platform\", cost: 2000000, payer: Public)]",
        ),
        Field(
            "adoption",
            "How owners decide.",
            "see the adoption, or File(\"…\")",
            "what an option lists is bought on its dates",
            "(threshold: (median: 24), awareness: (own: 0.3), cash: 300000)",
        ),
        Field("facts", "Known figures that the baseline is set beside.", "list", "none", "[]"),
        Field(
            "input_changes",
            "Changes of inputs since results were first set beside facts, each with its reason; the report lists them.",
            "list; empty says that there were none",
            "not said",
            "[(on: \"2026-03-01\", what: \"lines ordered: 15 instead of 12\", reason: \"a slip of the pen\")]",
        ),
        Field(
            "sources",
            "Register of sources.",
            "list, or File(\"…\")",
            "none",
            "[(id: \"S01\", title: \"A survey, 2019\")]",
        ),
    ],
};

pub(in crate::scenario) const FACTORY: Section = Section {
    what: "a factory",
    within: "`factories` of the scenario",
    about: "One factory of the region: a plant of some kind with its own size of demand and pace.",
    fields: &[
        Field("name", "Its name.", "text, unique", NEEDED, "\"Ning\""),
        Field("plant", "Its kind of plant.", "name of a plant", NEEDED, "\"hand\""),
        Field(
            "count",
            "How many factories of this kind, called \"Ning 1\", \"Ning 2\" and so on; what may be a distribution is then \
             drawn for each of them, always the same for the same name.",
            "whole number, 1 to 100000",
            "one, called by the name alone",
            "40",
        ),
        Field(
            "demand",
            "Multiplies the demand of every product; its share of the region's orders is in proportion to it.",
            "0 or more, with `count` may be a distribution",
            "1",
            "1.2",
        ),
        Field(
            "time",
            "Multiplies the time of every operation: age of machines, skill of people.",
            "above 0 to 1000, with `count` may be a distribution",
            "1",
            "0.9",
        ),
        Field(
            "size",
            "How many times the size of its plant it has: machines and headcounts in whole ones (one machine at least, and people \
             enough for the largest crew), stocks, overhead and demand in proportion. Rounded to twentieths. Buffers, loops, named \
             workers and what upgrades bring stay.",
            "above 0 to 1000, with `count` may be a distribution",
            "1",
            "1.5",
        ),
        Field(
            "opens",
            "When it opens: until then it has no people, no machines and no orders.",
            "date or time since the start, with `count` may be a distribution of times",
            "at the start",
            "\"2020-03-01\"",
        ),
        Field(
            "connected",
            "Whether it is connected to the platform from the start.",
            "true or false",
            "false",
            "true",
        ),
    ],
};

pub(in crate::scenario) const OPTION: Section = Section {
    what: "an option",
    within: "`options` of the scenario",
    about: "A set of upgrades at named factories; the baseline, without any, is always there.",
    fields: &[
        Field("name", "Its name.", "text, unique, not baseline", NEEDED, "\"automatic\""),
        Field("title", "What it is, for the report.", "text", "none", "\"automatic welding\""),
        Field("installs", "Which upgrades go where.", "list", "none", "[(upgrade: \"auto\")]"),
    ],
};

pub(in crate::scenario) const INSTALL: Section = Section {
    what: "an installation",
    within: "`installs` of an option",
    about: "One upgrade at some factories.",
    fields: &[
        Field("upgrade", "Which.", "name of an upgrade", NEEDED, "\"auto\""),
        Field("at", "Where.", "list of names of factories", "every factory", "[\"Ning\"]"),
        Field(
            "plants",
            "Where, by kind; instead of `at`.",
            "list of names of plants",
            "every factory",
            "[\"hand\"]",
        ),
        Field(
            "units",
            "How many of it; multiplies its costs and the machines it adds.",
            "whole number, 1 to 10,000",
            "1",
            "2",
        ),
        Field(
            "order_at",
            "When it is ordered.",
            "date, or time since the start",
            "the start",
            "\"2020-01-18\"",
        ),
        Field(
            "order_when",
            "Orders it on the first day, from `order_at` on, that begins in the surge's emergency, or with more of a product owed at the \
             factory than is ordered in that time, by the orders of the last seven days; in a run without such a day it is not bought.",
            "Emergency, or Owed(time)",
            "ordered at `order_at`",
            "Owed(\"14d\")",
        ),
    ],
};

pub(in crate::scenario) const SURGE: Section = Section {
    what: "a surge",
    within: "`surges` of the scenario",
    about: "A named bundle of curves laid over an otherwise unchanged scenario. A curve is a number, Points( … ), Csv( … ) or Epidemic( … ).",
    fields: &[
        Field("name", "Its name.", "text, unique", NEEDED, "\"early_2020\""),
        Field("title", "What it is, for the report.", "text", "none", "\"an early wave\""),
        Field(
            "emergency",
            "First and last day of the emergency, of which the run has one at least.",
            "(date, date)",
            "none",
            "(\"2020-01-20\", \"2020-02-20\")",
        ),
        Field(
            "demand",
            "What becomes of the demand for products, or of customers of the region; a factor under \"*\" also for customers of materials.",
            "list of curves of demand",
            "1",
            "[(product: \"*\", curve: 2.0)]",
        ),
        Field(
            "product_price",
            "Multiplies the price of products.",
            "list of curves with their names",
            "1",
            "[(product: \"mask\", curve: 2.0)]",
        ),
        Field(
            "absence",
            "Share of workers kept away on top of the pool's own: of all, or pool by pool.",
            "curve, 0 to 1, or list of curves of pools",
            "0",
            "[(pool: \"welders\", curve: 0.3), (curve: 0.1)]",
        ),
        Field(
            "lead_time",
            "Multiplies lead times of materials.",
            "list of curves with their names",
            "1",
            "[(material: \"cloth\", curve: 1.5)]",
        ),
        Field(
            "material_price",
            "Multiplies prices of materials.",
            "list of curves with their names",
            "1",
            "[(material: \"*\", curve: 3)]",
        ),
        Field(
            "capacity",
            "Multiplies the capacity of suppliers.",
            "list of curves with their names",
            "1",
            "[(supplier: \"mill\", curve: 0.5)]",
        ),
        Field(
            "transport",
            "Multiplies the time from the region's factories to its customers, of what leaves at an instant.",
            "curve, 0 or more",
            "1",
            "2.5",
        ),
    ],
};

const CURVE: Field = Field("curve", "The factor over time.", "number or curve, 0 or more", NEEDED, "2.0");

pub(in crate::scenario) const DEMAND_CURVE: Section = Section {
    what: "a curve of demand",
    within: "`demand` of a surge",
    about: "A factor over time, or what is ordered in addition. A factor of a name goes before that of all, and one of customers before \
            that of their product. Customers of the region who order in a surge alone have `surges` of their own.",
    fields: &[
        Field("product", "Which; \"*\" means all.", "name of a product", "all", "\"mask\""),
        Field(
            "customer",
            "Which customers of the region, instead of `product`; \"*\" means all.",
            "name of customers",
            "of the product",
            "\"hospitals\"",
        ),
        CURVE,
        Field(
            "per_day",
            "Units ordered in addition at each factory, times its `demand`, instead of `curve`; of a product whose own customers order \
             `per_day`, which may be 0.",
            "number or curve, 0 or more",
            "instead of `curve`",
            "Points(shape: Steps, points: [(\"2020-01-20\", 800), (\"2020-03-01\", 0)])",
        ),
    ],
};

pub(in crate::scenario) const PRODUCT_CURVE: Section = Section {
    what: "a curve with its name",
    within: "`product_price` of a surge",
    about: "A factor over time for one product or all.",
    fields: &[Field("product", "Which; \"*\" means all.", "name of a product", "all", "\"mask\""), CURVE],
};

pub(in crate::scenario) const MATERIAL_CURVE: Section = Section {
    what: "a curve with its name",
    within: "`lead_time` and `material_price` of a surge",
    about: "A factor over time for one material or all.",
    fields: &[Field("material", "Which; \"*\" means all.", "name of a material", "all", "\"cloth\""), CURVE],
};

pub(in crate::scenario) const POOL_CURVE: Section = Section {
    what: "a curve of a pool",
    within: "`absence` of a surge",
    about: "Who is kept away of one pool, of one named worker, or of all. A worker's own curve goes before that of his pool, \
            and a pool's before that of all.",
    fields: &[
        Field("pool", "Which; \"*\" means all.", "name of a pool or worker", "all", "\"welders\""),
        Field("curve", "The share over time.", "number or curve, 0 to 1", NEEDED, "0.3"),
    ],
};

pub(in crate::scenario) const SUPPLIER_CURVE: Section = Section {
    what: "a curve with its name",
    within: "`capacity` of a surge",
    about: "A factor over time for one supplier or all.",
    fields: &[Field("supplier", "Which; \"*\" means all.", "name of a supplier", "all", "\"mill\""), CURVE],
};
