//! The models: for each a description, what of it is known exactly, and one that is a little wrong.
//!
//! To add one: a [`Model`] in the file of its kind, or in a new file that [`all`] lists; then run with BLESS=1, which
//! writes the page anew. Choose the length so that all intervals are narrow enough and the fault is found.

mod assembly;
mod calendars;
mod crews;
mod impatience;
mod lines;
mod loads;
mod loops;
mod machines;
mod networks;
mod polling;
mod priorities;
mod quality;
mod queues;
mod stocks;

use crate::measures::Measure;
use crate::texts::Shop;

/// Where the description of a model stands.
pub(crate) enum Description {
    /// A file of `scenarios/`, with overrides.
    Shipped(&'static str, Vec<String>),
    /// A text that is written for the test.
    Written(String),
}

/// A model with known figures.
pub(crate) struct Model {
    /// Heading of the page under which it stands.
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    /// Where the formulas are from.
    pub(crate) source: &'static str,
    pub(crate) right: Description,
    pub(crate) wrong: Description,
    /// What is wrong with the wrong one.
    pub(crate) fault: &'static str,
    pub(crate) rows: Vec<Row>,
}

/// A figure of a model.
pub(crate) struct Row {
    pub(crate) quantity: String,
    pub(crate) exact: f64,
    pub(crate) measure: Measure,
}

/// A row.
fn row(
    quantity: impl Into<String>,
    exact: f64,
    measure: impl Fn(&surgetwin::outcome::Outcome) -> f64 + Send + Sync + 'static,
) -> Row {
    Row { quantity: quantity.into(), exact, measure: Box::new(measure) }
}

/// How a model is run.
#[derive(Clone, Copy)]
struct Length {
    /// Measured seconds of each run.
    seconds: f64,
    /// Share of them in which the fault is found.
    control: f64,
}

/// A length that the negative control needs too.
fn seconds(seconds: f64) -> Length {
    Length { seconds, control: 1.0 }
}

/// A length that waits need, and of which the negative control needs a quarter.
fn long(seconds: f64) -> Length {
    Length { seconds, control: 0.25 }
}

/// What is a little wrong: the factor that a builder gets instead of 1, in words.
#[derive(Clone, Copy)]
struct Fault(f64, &'static str);

/// A model whose text is written by a builder.
fn written(
    (kind, source): (&'static str, &'static str),
    name: impl Into<String>,
    length: Length,
    fault: Fault,
    build: impl Fn(f64) -> Shop,
    rows: Vec<Row>,
) -> Model {
    let name = name.into();
    let text = |factor, seconds| Description::Written(build(factor).measured_over(seconds, &name));
    Model {
        kind,
        source,
        right: text(1.0, length.seconds),
        wrong: text(fault.0, length.seconds * length.control),
        name,
        fault: fault.1,
        rows,
    }
}

/// A model that is shipped as a file: with overrides, and with one more that is wrong.
fn shipped(
    (kind, source): (&'static str, &'static str),
    file: &'static str,
    sets: &[&str],
    (wrong, fault): (&str, &'static str),
    rows: Vec<Row>,
) -> Model {
    let owned = |sets: &[&str]| sets.iter().map(|set| (*set).to_owned()).collect::<Vec<_>>();
    Model {
        kind,
        name: format!("`{file}.ron`"),
        source,
        right: Description::Shipped(file, owned(sets)),
        wrong: Description::Shipped(file, owned(&[sets, &[wrong]].concat())),
        fault,
        rows,
    }
}

/// A model that is shipped as a file, run over a length of its own, its warm-up included.
fn shipped_for(
    length: Length,
    source: (&'static str, &'static str),
    (file, of_it): (&'static str, &str),
    sets: &[&str],
    wrong: (&str, &'static str),
    rows: Vec<Row>,
) -> Model {
    let mut model = shipped(source, file, sets, wrong, rows);
    model.name.push_str(of_it);
    let sides = [(&mut model.right, 1.0), (&mut model.wrong, length.control)];
    for (description, share) in sides {
        if let Description::Shipped(_, sets) = description {
            sets.push(format!("duration=\"{}s\"", length.seconds * share));
        }
    }
    model
}

/// All models, in the order of the page.
pub(crate) fn all() -> Vec<Model> {
    let kinds = [
        queues::models(),
        impatience::models(),
        priorities::models(),
        polling::models(),
        loads::models(),
        networks::models(),
        loops::models(),
        lines::models(),
        assembly::models(),
        machines::models(),
        crews::models(),
        calendars::models(),
        quality::models(),
        stocks::models(),
    ];
    kinds.into_iter().flatten().collect()
}
