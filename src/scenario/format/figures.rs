//! Figures: sources, distributions, curves.

use super::{Field, NEEDED, Section, Words};

pub(in crate::scenario) const FIGURE: Section = Section {
    what: "a figure",
    within: "in place of any figure of a plant, product, surge or upgrade",
    about: "A figure with where it comes from. A figure without a source is listed as assumed in the report.",
    fields: &[
        Field("value", "The figure itself, as it would be written alone.", "as there", NEEDED, "0.6"),
        Field("source", "Where it comes from.", "id of an entry of `sources`", "assumed", "\"S01\""),
        Field("note", "Anything worth knowing.", "text", "none", "\"two quotes\""),
    ],
};

const MIN: Field = Field("min", "Smallest value.", "as the figure", NEEDED, "1");
const MODE: Field = Field("mode", "Most likely value.", "as the figure", NEEDED, "2");
const MAX: Field = Field("max", "Largest value.", "as the figure", NEEDED, "4");
const MEAN: Field = Field("mean", "Mean.", "as the figure", NEEDED, "2");
const SD: Field = Field("sd", "Standard deviation.", "as the figure", NEEDED, "0.5");
const PROBABILITY: Field = Field("p", "Probability of each success.", "0 to 1", NEEDED, "0.2");
const UNIT: Field = Field(
    "unit",
    "What one count stands for; a time where a time is wanted.",
    "as the figure",
    "1, or one second",
    "2",
);

/// A family of distributions.
const fn family(what: &'static str, about: &'static str, fields: &'static [Field]) -> Section {
    Section { what, within: "in place of a figure that may be a distribution", about, fields }
}

pub(in crate::scenario) const FAMILIES: &[Section] = &[
    family(
        "Constant( … )",
        "Always the same; a bare figure is the same.",
        &[Field("value", "The value.", "as the figure", NEEDED, "2")],
    ),
    family("Uniform( … )", "Every value between two equally likely.", &[MIN, MAX]),
    family("Triangular( … )", "Between two values, one most likely.", &[MIN, MODE, MAX]),
    family(
        "Pert( … )",
        "As the triangular, with less weight at the ends (mean (min + 4 mode + max) / 6).",
        &[MIN, MODE, MAX],
    ),
    family("Exponential( … )", "Without memory: times between independent events.", &[MEAN]),
    family(
        "Hyperexponential( … )",
        "One of several kinds of work, each exponential: more spread than one. Either `weights` and `means`, or `mean` and \
         `scv` for two kinds that bring half of the mean each.",
        &[
            Field(
                "weights",
                "How often each kind comes.",
                "list of as many numbers, 0 or more",
                "all 1",
                "[9, 1]",
            ),
            Field("means", "Mean of each kind.", "list, as the figure", "instead of `mean`", "[1, 12]"),
            Field("mean", "Mean of all.", "as the figure", "instead of `means`", "2"),
            Field(
                "scv",
                "Squared coefficient of variation: variance over the square of the mean.",
                "1 to 1e9",
                "needed with `mean`",
                "4",
            ),
        ],
    ),
    family(
        "Erlang( … )",
        "Sum of `shape` equal exponential stages.",
        &[MEAN, Field("shape", "Number of stages.", "whole number, 1 to 10,000", NEEDED, "3")],
    ),
    family(
        "Gamma( … )",
        "As Erlang, with any shape.",
        &[MEAN, Field("shape", "Shape; below 1 more spread than the exponential.", "above 0", NEEDED, "0.7")],
    ),
    family(
        "Weibull( … )",
        "Wear-out (shape above 1) or early failures (below 1).",
        &[
            Field("scale", "Scale.", "as the figure", NEEDED, "2"),
            Field("shape", "Shape.", "0.05 or more", NEEDED, "1.5"),
        ],
    ),
    family(
        "LogNormal( … )",
        "A skewed positive variable; mean and deviation of the variable itself.",
        &[MEAN, SD],
    ),
    family(
        "Normal( … )",
        "The bell curve above zero: draws below are drawn anew, so its mean is above `mean` where `sd` is large.",
        &[MEAN, SD],
    ),
    family(
        "Empirical( … )",
        "Observed values, written or from a table (CSV).",
        &[
            Field("values", "The values.", "list", "instead of `file`", "[1, 5, 9]"),
            Field("weights", "Their weights.", "list of as many numbers, 0 or more", "all 1", "[1, 2, 1]"),
            Field(
                "file",
                "The table, beside the file that names it.",
                "path",
                "instead of `values`",
                "\"times.csv\"",
            ),
            Field(
                "column",
                "The column with the values; rows where it is empty are left out.",
                "name of a column",
                "with `file`: needed",
                "\"minutes\"",
            ),
            Field(
                "unit",
                "What one stands for there; a time where a time is wanted.",
                "as the figure",
                "1; of times needed with `file`",
                "\"1min\"",
            ),
            ONLY,
        ],
    ),
    family(
        "Poisson( … )",
        "A count of independent events.",
        &[Field("mean", "Mean count.", "above 0", NEEDED, "4"), UNIT],
    ),
    family(
        "Binomial( … )",
        "A count of successes in n trials.",
        &[Field("n", "Trials.", "whole number", NEEDED, "10"), PROBABILITY, UNIT],
    ),
    family("Geometric( … )", "Failures before the first success.", &[PROBABILITY, UNIT]),
];

/// Which rows of a table.
pub(in crate::scenario) const ONLY: Field = Field(
    "only",
    "Which rows: those that hold this text in this column; with several, in each.",
    "list of (name of a column, text)",
    "all",
    "[(\"product\", \"mask\")]",
);

pub(in crate::scenario) const POINTS: Section = Section {
    what: "Points( … )",
    within: "in place of a number where a curve is wanted",
    about: "A quantity over time by dated points, which must cover the run.",
    fields: &[
        Field("shape", "What holds between points.", "Linear or Steps", NEEDED, "Linear"),
        Field(
            "points",
            "Dates and values, in their order.",
            "list of (date, number)",
            NEEDED,
            "[(\"2020-01-06\", 1.0)]",
        ),
    ],
};

pub(in crate::scenario) const CSV: Section = Section {
    what: "Csv( … )",
    within: "in place of a number where a curve is wanted",
    about: "A curve from a table (CSV). In all tables cells are parted by commas, or by semicolons or tabs; then decimals may have a \
            comma, and a point with three digits behind it, which may be thousands, is an error. No row has more cells than the header.",
    fields: &[
        Field("file", "The table, beside the file that names it.", "path", NEEDED, "\"curves/demand.csv\""),
        Field("column", "The column with the values.", "text", NEEDED, "\"multiplier\""),
        Field(
            "date",
            "The column with the dates, with or without a time of day.",
            "name of a column",
            "the one named date",
            "\"Day\"",
        ),
        ONLY,
        Field(
            "scale",
            "Multiplies all values: 1000000 where they are in millions.",
            "above 0",
            "1",
            "1000000",
        ),
        Field("shape", "What holds between its dates.", "Linear or Steps", NEEDED, "Steps"),
    ],
};

pub(in crate::scenario) const CURVE_WORDS: Words = Words {
    title: "Shapes of curves",
    words: &[
        ("Linear", "straight lines between the points"),
        ("Steps", "each value holds until the next point"),
    ],
};
