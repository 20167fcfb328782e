//! From the text of a scenario to its checked description, or to every problem in it.
//!
//! Owns the file format: how figures are written, parts in files of their own, overrides, the names and units a
//! user sees, and every message about them. Knows nothing of how a run is computed. The way of a file: text to
//! tree with places (`tree`), fields and figures read off it (`reader`, `distributions`, `curves`, `calendars`),
//! names resolved and rules looked at (`check`). Start at [`load`].

mod calendars;
mod check;
mod curves;
mod distributions;
mod excerpt;
mod fields;
mod files;
mod format;
mod leaf;
mod names;
mod overrides;
mod problem;
mod problems;
mod reader;
mod table;
mod tree;

pub use files::LIMITS;
pub use format::reference;
pub use problem::{CODES, Problem};

use std::io;
use std::path::{Path, PathBuf};

use crate::spec::Spec;
use reader::Reader;

/// A scenario that is sound.
#[derive(Debug)]
pub struct Loaded {
    /// What it describes.
    pub spec: Spec,
    /// Every file it is made of, scenario first, as (name as given, text after overrides): what a run depends on.
    pub inputs: Vec<(String, String)>,
}

/// Why a scenario cannot be run.
#[derive(Debug)]
pub enum Failure {
    /// The user's mistakes, in file order.
    Problems(Vec<Problem>),
    /// The scenario file itself cannot be read.
    Unreadable {
        /// Its path, as given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// An override that is not PATH=VALUE.
    BadSet(String),
}

/// Reads a scenario, puts overrides ("PATH=VALUE") in their places, and checks everything.
///
/// # Errors
/// [`Failure`] has every problem found, or why nothing could be read.
pub fn load(path: &Path, sets: &[String]) -> Result<Loaded, Failure> {
    let overrides = overrides::split(sets).map_err(Failure::BadSet)?;
    let mut reader = Reader::default();
    let unreadable = |source| Failure::Unreadable { path: path.to_path_buf(), source };
    let file = reader.files.open(path).map_err(unreadable)?;
    for (path, value) in overrides {
        reader.put(file, &path, &value);
    }
    let spec =
        if reader.problems.is_empty() { reader.tree(file).map(|root| reader.scenario(&root)) } else { None };
    match spec {
        Some(spec) if reader.problems.is_empty() => Ok(Loaded { spec, inputs: reader.files.into_inputs() }),
        _ => Err(Failure::Problems(reader.problems.finish(&reader.files))),
    }
}
