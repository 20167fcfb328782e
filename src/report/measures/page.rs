//! The page of all names of the summary, made of the declarations by which it is written.

use crate::outcome::STATES;

use crate::report::statements::LINES;

use super::classes::CLASS;
use super::cost::COST;
use super::customers::CUSTOMERS;
use super::declared::{Told, told};
use super::flow::FLOW;
use super::funding::{FUNDING, SPREAD};
use super::incidents::INCIDENTS;
use super::orders::ORDERS;
use super::planning::PLANNING;
use super::pools::POOL;
use super::spots::{INPUT, JOINT, PLACE};
use super::station::{MACHINE, STATION, state_meaning};
use super::stocks::STOCK;
use super::suppliers::SUPPLIERS;
use super::versus::VERSUS;

/// What stands before the tables.
const INTRODUCTION: &str = "# Measures of a run

Every name in `summary.json`, schema 1. This page is made of the declarations by which the file is written
(`src/report/measures`), so it is always current.

A measure is an estimate over replications: `mean`, `sd` (over replications), the 95 % interval from `low` to `high`, and `n`,
the replications in which it is defined. One replication alone has a mean and no interval. The measure is `null` as a
whole where no replication defines it; the column *null* says when. Besides, everything by the hour or by time is null of what
is not there: `measures` of a factory without products are, but for `on_hand_units`.

Measures are taken in the window after the warm-up. Times are in seconds, rates per hour, money in the scenario's currency, shares
from 0 to 1.

## What needs explaining

- **Regions and factories count what leaves them.** A product that is a component of another one does not leave: all its
  lots end in the input places of assemblies. It is counted under its own name in `products`, and its lots, scrap and waits
  are not in the figures of factory and region. The format knows no product that is a component and sold as well: one with
  orders of customers is refused as a component, and what arrives of a component is all for the assembly. For parts that
  are sold too, describe two products with the same routing.
- **`flow_time_s` and `wait_s` are of the same lots**: those that left in the window, each with all its time since its release, also
  before the window. A lot that is scrapped whole never leaves and does not count; a lot scrapped in part counts as one. A
  lot that was split leaves as its parts, each of which was released, and has waited so far, as the lot before it was split; a
  lot made of several is as old, and has waited so long, as the oldest of them. A component leaves when an assembly takes
  the last of its units; its input place counts as a buffer. Waiting to become one (`joints`), staying at a place, transport and
  being blocked on a machine are no waits in a buffer. Time outside, before the release, is in neither: `outside_wait_s` has it.
- **A station's `wait_s`** is of the lots that started there, whatever becomes of them; one that was interrupted counts as
  waiting until it goes on.
- **`availability` and `oee` follow ISO 22400-2**: planned busy time is all time but off shift, planned maintenance and
  installation, so that starved, blocked and waiting for people or material are losses, as breakdowns are. `machines_up` and
  `all_up_share` are about breakdowns alone.
- **`on_hand`** is the average over time, **`on_hand_units`** what is there at the end of the run.
- **`fill_rate` and `service_level`** count all orders of the window and all periods that end in it; a period that ends with the run
  counts, one that the run cuts short does not.
";

/// What is not an estimate: where, what it is called, what it is.
pub(crate) const ABOUT_RUNS: &[(&str, &[(&str, &str)])] = &[
    (
        "The file",
        &[
            ("schema", "version of this format"),
            ("product", "program and version that wrote the file"),
            ("scenario", "name of the scenario"),
            (
                "digest",
                "BLAKE3 of all outcomes: equal where the runs are equal, whatever machine and threads",
            ),
            ("seed", "seed of chance"),
            ("replications", "replications of each cell"),
            ("start", "first day of the run"),
            ("horizon_s", "length of the run, with its warm-up; where a count of lots ends it, the mean [s]"),
            ("warmup_s", "what is cut off at the beginning [s]"),
            ("engine", "what it took to compute"),
            ("warnings", "sentences on work that came to a standstill for good; absent where there is none"),
            ("studies", "what came out of the studies; absent where there are none"),
            (
                "cells",
                "surges by options by programmes; what no programme changes is the same under all of them",
            ),
        ],
    ),
    (
        "`engine`",
        &[
            ("events", "events handled in all runs"),
            ("lots", "lots that left in all runs"),
            ("wall_s", "time by the clock on the wall [s]"),
            ("cpu_s", "processor time of all threads [s]; null where the system does not tell"),
            ("threads", "threads used"),
            ("resumed", "replications taken over from an interrupted run: none yet"),
        ],
    ),
    (
        "A cell",
        &[
            ("surge", "name of the surge; `none` without one"),
            ("option", "name of the option; `baseline` without upgrades"),
            (
                "programme",
                "name of the funding programme; of a baseline, and where there are none, of the first: `own-profit`",
            ),
            ("replications", "replications of this cell"),
            ("measures", "of the whole region"),
            (
                "factories",
                "one by one; of more than 200, `stations`, `pools`, `stocks`, `places`, `transports`, `joints` and `products` are given \
                 for the first three of each kind of plant only, and empty or absent for the others",
            ),
            ("products", "by name, over all factories that make them"),
            (
                "classes",
                "priority classes of products that have several, as product/class, over all factories; absent where there are none",
            ),
            ("customers", "customers of the region; absent where there are none"),
            ("suppliers", "suppliers that factories share; absent where there are none"),
            (
                "versus_baseline",
                "an option against the baseline, as if owners paid for it alone; null for a baseline, and without an appraisal",
            ),
            (
                "funding",
                "the option as the programme funds it: its `driver`, `measures`, `payback_months`, `payback_from_go_live_months`, \
                 `discounted_payback_months` and `npv_tail` of all owners together, `buyers_by_year`, `break_even`, `shared`, `emergencies` \
                 and, where owners decide, the `spread` of the offer, its `spread_by_size` and the `target`; absent where \
                 `versus_baseline` is null",
            ),
        ],
    ),
    (
        "`npv_tail`",
        &[
            (
                "one_in_ten",
                "what the net present value falls below in one future of ten at most, the value at risk as a gain: `value` and its 95 % \
                 bootstrap interval from `low` to `high` [currency]",
            ),
            (
                "worst_tenth",
                "its mean over the worst tenth of futures, the conditional value at risk as a gain [currency]",
            ),
            ("indicative", "true where fewer than 20 futures are in that tenth: the figures only indicate"),
        ],
    ),
    (
        "`buyers_by_year`",
        &[(
            "1, 2, …",
            "a list: the share of the factories that bought with their own money back within 1, 2, … years of their purchase, by Kaplan and \
             Meier over the buyers of a replication; null where none is watched so long",
        )],
    ),
    (
        "`spread_by_size`",
        &[
            (
                "small",
                "a list: share of the third of the factories with the least demand that has ordered after 12, 24, 36, 48 and 60 months; null \
                 where the run ends before",
            ),
            ("middle", "the same of the third in the middle"),
            ("large", "of the third with the most demand"),
        ],
    ),
    (
        "`target`",
        &[(
            "1, 2, …",
            "a list, one for each of 12, 24, 36, 48 and 60 `months` within the run: the `probability` that at least the adoption's `target` share has \
             ordered by then, over replications, with Wilson's 95 % interval from `low` to `high`; absent where there is no target",
        )],
    ),
    (
        "`shared`",
        &[
            ("name", "a shared investment that the option needs; the list is absent where there is none"),
            ("costs", "what is spent on it, in present value at the appraisal's rate [currency]"),
            ("fees", "what its members pay of that [currency]"),
            (
                "fees_of_one",
                "a list by kind of plant, its `name`: the `fee` that one member pays of that on average [currency]",
            ),
        ],
    ),
    (
        "`break_even`",
        &[
            (
                "grant",
                "smallest share of the capital that has to be granted in addition for the owner's first limit to be met with the wanted \
                 probability, over futures, or over buyers where owners decide; null where all of it is not enough, or nobody buys",
            ),
            (
                "interest",
                "largest yearly rate of a loan for all of the purchase over that limit; null where none is enough",
            ),
            (
                "price",
                "smallest factor on the price of what is sold in addition; null where no price is enough",
            ),
        ],
    ),
    (
        "`emergencies`",
        &[
            (
                "none",
                "net present value of the owners if none ever comes: as under the first surge without one [currency]",
            ),
            (
                "in_year",
                "if one like that of the surge comes once, by the year of the horizon in which it begins [currency]",
            ),
            (
                "expected",
                "if they come as often as the appraisal says [currency]; null where it does not say",
            ),
            (
                "at_random",
                "if they strike at random as often as that, each month alike, and none touches another: `npv` [currency], `worth` (share of \
                 futures in which it is not below 0) and `back` (share in which the money is back within the first of the owners' limits) \
                 over all; the same of horizons with `none`, `one` and two or `more`, each with its `chance`; null where it does not say",
            ),
            (
                "break_even",
                "how often they have to come for the net present value to be 0 [per year]; 0 where it is positive without any; null \
                 where they do not help",
            ),
        ],
    ),
    (
        "`studies`",
        &[
            (
                "sweeps",
                "one for each sweep and surge: its `values` (times in seconds), each measure's mean at each of them, and its `changes`",
            ),
            ("values", "what the parameter was, ascending"),
            ("changes", "each measure at the last value less that at the first, under the same chance"),
            (
                "factorials",
                "one for each factorial and surge: its `factors` and, of each measure, `none`, `all` and the `effects`",
            ),
            ("factors", "titles of what is combined, in file order"),
            (
                "effects",
                "main effects and interactions of two: `of` which factors (positions in `factors`), and the `effect`",
            ),
            ("of", "positions of one factor, or of two"),
            (
                "effect",
                "mean change by the factor over all combinations of the others; of two: half the change of one by the other",
            ),
            (
                "shares",
                "one for each surge whose parts are weighed: of each measure `none`, `all`, and the parts `demand`, `absence`, `supply` \
                 and `price`, which sum to `all`",
            ),
            ("none", "the value with nothing of it: without any factor, without the surge"),
            ("all", "what all of it changes: all factors together, the whole surge"),
            ("demand", "Shapley value of the surge's demand"),
            ("absence", "of absence"),
            ("supply", "of lead times and capacities of suppliers"),
            ("price", "of prices of products and materials"),
            ("delivered_units", "good units delivered (made, where nobody orders) in the window"),
            (
                "short_units",
                "units owed as the warm-up ends or ordered after it, and not delivered by the end of the run, those taken back \
                 included [units]",
            ),
            (
                "operating_result",
                "revenue less costs over the whole run, without purchases of upgrades [currency]",
            ),
        ],
    ),
    (
        "A factory",
        &[
            ("name", "its name in the scenario"),
            ("measures", "of what leaves it"),
            ("bottlenecks", "the station that limits it, by the methods below"),
            (
                "stations",
                "each with its `machines`, `states` and, where it assembles, `inputs`, where asked `momentary`",
            ),
            ("pools", "each with its named `workers`, where it has such"),
            ("stocks", "materials"),
            ("places", "dwell places; absent where there are none"),
            ("transports", "ways to steps, as \"product/step\"; absent where there are none"),
            ("joints", "where lots become one, as \"product/step\"; absent where there are none"),
            ("products", "its products"),
        ],
    ),
    (
        "`bottlenecks`",
        &[
            (
                "utilisation",
                "the station with the largest active share of planned busy time; null where none works",
            ),
            (
                "turning_point",
                "the station before which machines are rather blocked and after which rather starved; null where none is",
            ),
            (
                "active_periods",
                "the station that was the bottleneck of the moment longest, in replication 0 of the first cell; null unless `--active-periods` \
                 asks for it",
            ),
        ],
    ),
    (
        "`momentary` of a station",
        &[
            (
                "sole_share",
                "share of the measured time of replication 0 of the first cell in which its machines, added up, were the bottleneck of the \
                 moment alone; the whole is absent unless `--active-periods` asks for it",
            ),
            ("shifting_share", "the same while one bottleneck handed over to another"),
        ],
    ),
];

/// What stands before the lines of the statements.
const STATEMENTS: &str = "
## Lines of `statements.csv`

Where the scenario has accounts, a run leaves each factory's monthly statements, in whole hundredths of the currency: its income, its
cash flow, and what it has and owes at the end of the month, from nothing at the start. Costs and payments out of `income_` lines are
positive, in `cash_` lines negative. One row is a surge, an option, a programme, a factory and a month of the appraisal's horizon; month 0 is
the start, month 1 ends on the day `until`; `repeated` says that a month lies after the run and repeats an earlier one. The rows of the
baseline are the factories as they are.

What is left out: all replications but the first, since a mean would not balance to the hundredth; and of more than 20 factories all but
the first three of each kind of plant. `(all factories)` is the sum of all in any case.

";

/// What is said of payback.
pub(crate) const PAYBACK: &[(&str, &str)] = &[
    ("median", "months that half of the replications do not exceed; null beyond the horizon"),
    (
        "median_low",
        "lower end of the median's 95 % interval (Brookmeyer and Crowley); null beyond the horizon",
    ),
    ("median_high", "upper end of it"),
    ("p10", "months that a tenth does not exceed; null beyond the horizon"),
    ("p90", "months that nine tenths do not exceed; null beyond the horizon"),
    (
        "restricted_mean",
        "mean months without the money, counting none beyond the longest time that was watched (the horizon, where all have it back): `value` and its 95 % interval from \
         `low` to `high`",
    ),
    ("never_share", "share of replications without payback within the horizon"),
    (
        "within",
        "for each of the owner's limits: `months`, `probability` of payback within them, and Wilson's 95 % interval from `low` to \
         `high`; Kaplan and Meier's where a purchase was watched for less time",
    ),
    (
        "by_year",
        "the same within 12, 24, … months of the longest time that was watched; of the horizon, where all have it back",
    ),
];

/// The page of all names of the summary, in Markdown.
pub fn measures_page() -> String {
    let mut page = INTRODUCTION.to_owned();
    for (title, names) in ABOUT_RUNS {
        page.push_str(&format!("\n## {title}\n\n"));
        page.push_str(&list(names));
    }
    for (title, where_found, measures) in levels() {
        page.push_str(&format!("\n## {title}\n\nIn {where_found}.\n\n"));
        page.push_str(&table(&measures));
    }
    page.push_str("\n## States of machines\n\nIn `states` of stations and machines: shares of clock time, which sum to 1; null without machines.\n\n");
    let states: Vec<(&str, &str)> =
        STATES.iter().map(|(state, name)| (*name, state_meaning(*state))).collect();
    page.push_str(&list(&states));
    page.push_str("\n## Options against the baseline\n\nIn `versus_baseline` of a cell.\n\n");
    page.push_str(&table(&told(VERSUS)));
    page.push_str("\n`payback_months` counts from the first outlay until the money is back for good. A purchase is watched until the horizon, a later \
one for less time; quantiles and shares are of Kaplan and Meier's curve, which only counts where all are watched alike. `payback_from_go_live_months` is the same from \
the day on which the first of what was bought is live, where there is such a day, and `discounted_payback_months` from the outlay for flows discounted at \
the rate of the appraisal:\n\n");
    page.push_str(&list(PAYBACK));
    page.push_str(
        "\n`extrapolated_from_month` of `versus_baseline` is the first month of the horizon that is not simulated: from it on \
         simulated months are repeated, and paybacks that fall there rest on that; `null` where the run covers the horizon.\n",
    );
    page.push_str("\n## Options as programmes fund them\n\nIn `measures` of `funding`.\n\n");
    page.push_str(&table(&told(FUNDING)));
    page.push_str("\n## How an offer spreads\n\nIn `spread` of `funding`, where owners decide.\n\n");
    page.push_str(&table(&told(SPREAD)));
    page.push_str(STATEMENTS);
    let lines: Vec<(&str, &str)> = LINES.iter().map(|(name, meaning, _)| (*name, *meaning)).collect();
    page.push_str(&list(&lines));
    page
}

/// Every kind of thing that is measured: what it is, where it is found, its measures.
fn levels() -> Vec<(&'static str, &'static str, Vec<Told>)> {
    vec![
        ("Region, factories, products", "`measures` of cells, factories, and `products` of both", told(FLOW)),
        ("Cost", "`measures` of cells and factories, beside the above", told(COST)),
        ("Orders of factories", "`measures` of factories, beside the above", told(ORDERS)),
        ("Factories that plan", "`measures` of factories with `planning`, beside these", told(PLANNING)),
        ("Factories with cyber risk", "`measures` of factories with `cyber`, beside these", told(INCIDENTS)),
        ("Priority classes", "`measures` of the `classes` of cells and factories", told(CLASS)),
        ("Customers of the region", "`measures` of `customers`", told(CUSTOMERS)),
        ("Suppliers of the region", "`measures` of `suppliers`", told(SUPPLIERS)),
        ("Stations", "`measures` of `stations`", told(STATION)),
        ("Machines", "`measures` of the `machines` of a station", told(MACHINE)),
        (
            "Input places of assemblies",
            "`measures` of the `inputs` of a station, named by the component",
            told(INPUT),
        ),
        ("Joints", "`measures` of `joints`", told(JOINT)),
        ("Dwell places and transport", "`measures` of `places` and `transports`", told(PLACE)),
        ("Pools and named workers", "`measures` of `pools`, and of the `workers` of a pool", told(POOL)),
        ("Materials and stores", "`measures` of `stocks`", told(STOCK)),
    ]
}

fn table(measures: &[Told]) -> String {
    let sourced = measures.iter().any(|[.., source]| !source.is_empty());
    let more = |text: &str| if sourced { format!(" {text} |") } else { String::new() };
    let mut text =
        format!("| name | meaning | unit | null |{}\n|---|---|---|---|{}\n", more("source"), more("---"));
    for [name, meaning, unit, null, source] in measures {
        text.push_str(&format!("| `{name}` | {meaning} | {unit} | {null} |{}\n", more(source)));
    }
    text
}

fn list(names: &[(&str, &str)]) -> String {
    names.iter().map(|(name, meaning)| format!("- `{name}`: {meaning}\n")).collect()
}
