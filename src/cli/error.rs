//! Why a command did not do what it was asked to: message, hint, exit code.

use std::io::{self, ErrorKind};
use std::path::PathBuf;

use super::screen;

/// Exit code of problems in a scenario.
pub(super) const PROBLEMS: u8 = 1;
/// Exit code of wrong usage.
pub(super) const USAGE: u8 = 2;
/// Exit code of a world that failed: disk, memory, interrupt.
pub(super) const WORLD: u8 = 3;

/// Why a command ended early; one variant per thing that a user does about it.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// Problems, already rendered one by one.
    #[error("{count} problem{} in {name}", if *count == 1 { "" } else { "s" })]
    Problems {
        /// How many [>= 1].
        count: usize,
        /// The scenario, as it was named.
        name: String,
    },
    /// Some of several scenarios could not be used; each has been reported.
    #[error("{failed} of {all} scenarios cannot be used")]
    Several {
        /// How many could not.
        failed: usize,
        /// How many there are.
        all: usize,
        /// The worst of their exit codes.
        code: u8,
    },
    /// The runs are too short for what the scenario wants.
    #[error("{0}")]
    Unsettled(String),
    /// A `--set` that is none.
    #[error("{0}")]
    BadSet(String),
    /// The output folder holds something that no run of ours has written.
    #[error("the folder {} holds files that surgetwin has not written", .0.display())]
    ForeignFolder(PathBuf),
    /// The output folder belongs to other inputs.
    #[error("the folder {} belongs to a run with other inputs: {}", path.display(), differences.join("; "))]
    OtherInputs {
        /// The folder.
        path: PathBuf,
        /// What differs, in words [at least one].
        differences: Vec<String>,
    },
    /// The output folder's name is taken by a file.
    #[error("{} is a file, not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// A file to write is a folder, or one of the files read.
    #[error("the trace cannot go to {}: that is {what}", path.display())]
    BadTrace {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        what: &'static str,
    },
    /// A file cannot be read.
    #[error("cannot read {}: {}", path.display(), reason(source))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// No plant of a scenario plans, so there are no instructions.
    #[error("no plant of {0} has a planning section, so no instructions are given in it")]
    NoPlanning(String),
    /// A surge or an option that the scenario does not have.
    #[error("there is no {kind} {name}; there are: {known}")]
    Unknown {
        /// "surge" or "option".
        kind: &'static str,
        /// What was asked for.
        name: String,
        /// Names of what there is.
        known: String,
    },
    /// A file of instructions that is none, or is of another scenario.
    #[error("{} cannot be used as instructions: {what}", path.display())]
    BadInstructions {
        /// The file.
        path: PathBuf,
        /// What is wrong, with its place.
        what: String,
    },
    /// Instructions that were not kept; each has been reported.
    #[error("{count} violation{} of the instructions", if *count == 1 { "" } else { "s" })]
    Violations {
        /// How many [>= 1].
        count: usize,
    },
    /// A file or folder cannot be written.
    #[error("cannot write {}: {}", path.display(), reason(source))]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another run writes to the folder.
    #[error("another run is writing to {}", .0.display())]
    Busy(PathBuf),
    /// Standard output cannot be written.
    #[error("cannot write to standard output: {}", reason(.0))]
    Screen(io::Error),
    /// Ctrl-C.
    #[error("interrupted; no result was written")]
    Interrupted,
    /// A run could not go on.
    #[error("the run stopped: {0}")]
    Run(String),
}

impl Error {
    /// The exit code of the program.
    pub(super) fn code(&self) -> u8 {
        match self {
            Error::Problems { .. }
            | Error::Unsettled(_)
            | Error::NoPlanning(_)
            | Error::BadInstructions { .. }
            | Error::Violations { .. } => PROBLEMS,
            Error::Several { code, .. } => *code,
            Error::BadSet(_)
            | Error::ForeignFolder(_)
            | Error::OtherInputs { .. }
            | Error::NotAFolder(_)
            | Error::Unknown { .. }
            | Error::BadTrace { .. } => USAGE,
            Error::Unreadable { .. }
            | Error::Unwritable { .. }
            | Error::Busy(_)
            | Error::Screen(_)
            | Error::Interrupted
            | Error::Run(_) => WORLD,
        }
    }

    /// What to do about it.
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Error::Problems { .. }
            | Error::Several { .. }
            | Error::Screen(_)
            | Error::Run(_)
            | Error::Unknown { .. }
            | Error::Violations { .. } => return None,
            Error::NoPlanning(_) => {
                "give a plant with orders a planning section, as docs/scenario-format.md shows".into()
            }
            Error::BadInstructions { .. } => {
                "name an instructions.json that surgetwin instructions has written for this scenario".into()
            }
            Error::Unsettled(_) => {
                "write a longer duration, or a warm_up of your own; a plant that is overloaded never settles"
                    .into()
            }
            Error::BadSet(_) => "surgetwin run --help has examples".into(),
            Error::ForeignFolder(_) | Error::NotAFolder(_) => "name another folder with --out DIR".into(),
            Error::OtherInputs { path, .. } => {
                format!("name another folder with --out DIR, or remove {}", path.display())
            }
            Error::BadTrace { .. } => "name a new file, as in --trace trace.jsonl".into(),
            Error::Unreadable { source, .. } if source.kind() == ErrorKind::NotFound => {
                "is the name right, and is it seen from the current folder?".into()
            }
            Error::Unreadable { source, .. } if source.kind() == ErrorKind::FileTooLarge => {
                crate::scenario::LIMITS.into()
            }
            Error::Unreadable { .. } => "is it a text file that you may read?".into(),
            Error::Unwritable { source, .. } if source.kind() == ErrorKind::StorageFull => {
                "free some space, or write to another disk, and start the command again".into()
            }
            Error::Unwritable { .. } => {
                "name a place where you may write, with --out DIR or --trace FILE".into()
            }
            Error::Busy(_) => "wait until it has finished, or name another folder with --out DIR".into(),
            Error::Interrupted => "start the command again; the same seed gives the same results".into(),
        };
        Some(hint)
    }

    /// Says it on standard error.
    pub(super) fn show(&self) {
        let summary = matches!(self, Error::Problems { .. } | Error::Several { .. });
        screen::say(&if summary { self.to_string() } else { format!("error: {self}") });
        if let Some(hint) = self.hint() {
            screen::say(&format!("hint: {hint}"));
        }
    }
}

/// An operating system's reason, in plain words where the usual ones have some.
fn reason(source: &io::Error) -> String {
    match source.kind() {
        ErrorKind::NotFound => "there is no such file or folder".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        ErrorKind::IsADirectory => "it is a folder".into(),
        ErrorKind::NotADirectory => "a part of its path is a file".into(),
        ErrorKind::InvalidData => "it is not text (UTF-8)".into(),
        _ => source.to_string(),
    }
}
