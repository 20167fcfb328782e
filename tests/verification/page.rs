//! `docs/verification.md`: what was verified, with the figures of this engine; the runs are the same everywhere, so the
//! text is too. `BLESS=1` writes it anew.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::judge::Verdict;
use crate::models::Model;

const HEAD: &str = "\
# Verification

Exact results of queueing theory beside what the simulator makes of them. Every row is a scenario file, shipped in
`scenarios/` or written by `tests/verification` and read like any file, run with the seeds 1 to 20 after a warm-up.

- **How it is judged.** The mean over the seeds is compared with the exact value by Student's t. All rows are one family: by
  Holm's step-down method the whole table fails a sound simulator once in a thousand times. A row whose 99.9 % interval
  is wider than ±1 % of the exact value does not count as a test, and fails. z is the distance in standard errors.
- **Negative controls.** Each model runs once more with the small fault that the last column names. The same judge, at
  the same level, must find *every* row of it wrong: a table that cannot see a few per cent would prove nothing.
- **Exact values** come from the formulas in the test (`formulas.rs`), for lines from their Markov chains, which the test
  solves (`chain.rs`) and compares with published figures (`serial_lines.csv`).
- **Not in the table**: waits at high loads, where an interval of 1 % would take hundreds of millions of lots. For M/M/5
  and more machines, M/D/1 at load 0.9 and lognormal service with cv 1.5 the flow time stands for them; for M/M/1 at load
  0.95, lognormal service with cv 2 and M/M/100/100 the utilisation. Of rare breakdowns the share of time down is not measured by
  itself; the share of work is.
- **Without chance** (`constant.rs`, `jobshop.rs`) the very microsecond is expected: ten lots through machines of 2, 3
  and 1 s leave after 33 s; job shops keep every order and capacity, start what each rule of dispatch ranks first, when it has
  to, and take no less than their proven optimum.

`BLESS=1 cargo test --release --test verification` writes this page anew; without it the test compares.
";

const SOURCES: &str = "
## Sources

- Baccelli & Hebuterne, On queues with impatient customers, Performance '81, 1981.
- Buzacott & Shanthikumar, Stochastic Models of Manufacturing Systems, 1993.
- Boxma & Groenendijk, Pseudo-conservation laws in cyclic-service systems, Journal of Applied Probability 24, 1987.
- Cobham, Priority assignment in waiting line problems, Operations Research 2, 1954.
- Dodge & Romig, Sampling Inspection Tables, 2nd ed., 1959.
- Flatto & Hahn, Two parallel queues created by arrivals with two demands I, SIAM Journal on Applied Mathematics 44, 1984.
- Gaver, A waiting line with interrupted service, including priorities, Journal of the Royal Statistical Society B 24, 1962.
- Gross, Shortle, Thompson & Harris, Fundamentals of Queueing Theory, 4th ed., 2008.
- Gumbel, Waiting lines with heterogeneous servers, Operations Research 8, 1960.
- Hopp & Spearman, Factory Physics, 3rd ed., 2008.
- Hunt, Sequential arrays of waiting lines, Operations Research 4, 1956.
- Kelly, Reversibility and Stochastic Networks, 1979.
- Markov chains are solved by Grassmann, Taksar & Heyman, Regenerative analysis and steady state distributions for Markov
  chains, Operations Research 33, 1985.
- Montgomery, Introduction to Statistical Quality Control, 6th ed., 2009.
- Nelson & Tantawi, Approximate analysis of fork/join synchronization in parallel queues, IEEE Transactions on Computers 37,
  1988.
- Phipps, Machine repair as a priority waiting-line problem, Operations Research 4, 1956.
- Reiser & Lavenberg, Mean-value analysis of closed multichain queuing networks, Journal of the ACM 27, 1980.
- Takagi, Analysis of Polling Systems, 1986.
- Zeltyn & Mandelbaum, Call centers with impatient customers: many-server asymptotics of the M/M/n+G queue, Queueing Systems 51,
  2005.
- Zipkin, Foundations of Inventory Management, 2000.
";

const COLUMNS: &str = "
| model | quantity | exact | simulated | ± 99.9 % | z | source | fault that is found |
|---|---|--:|--:|--:|--:|---|---|
";

/// Compares the page with the verdicts, or writes it.
pub(crate) fn check(models: &[Model], verdicts: &[Vec<Verdict>]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/verification.md");
    let text = text(models, verdicts);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let page = fs::read_to_string(&path).unwrap_or_default();
    let differs = text.lines().zip(page.lines()).find(|(now, then)| now != then);
    assert!(
        text == page,
        "docs/verification.md is of another engine; if this one is right, run with BLESS=1\n{differs:?}"
    );
}

/// The page.
pub(crate) fn text(models: &[Model], verdicts: &[Vec<Verdict>]) -> String {
    let mut text = HEAD.to_owned();
    let mut kind = "";
    for (model, verdicts) in models.iter().zip(verdicts) {
        if model.kind != kind {
            kind = model.kind;
            write!(text, "\n## {kind}\n{COLUMNS}").unwrap();
        }
        for (n, (row, v)) in model.rows.iter().zip(verdicts).enumerate() {
            let once = |words| if n == 0 { words } else { "" };
            let (name, source, fault) = (once(&model.name), once(model.source), once(model.fault));
            writeln!(
                text,
                "| {name} | {} | {:.6} | {:.6} | {:.6} | {:.2} | {source} | {fault} |",
                row.quantity, row.exact, v.mean, v.half_width, v.z
            )
            .unwrap();
        }
    }
    text + SOURCES
}
