//! A scenario's problems on the screen.

use std::io::IsTerminal;
use std::path::Path;

use miette::{GraphicalReportHandler, GraphicalTheme};

use super::error::Error;
use super::screen;
use crate::scenario::{self, Failure, Loaded, Problem};

/// Reads a scenario; its problems are shown one by one before they become an error.
pub(super) fn load(path: &Path, sets: &[String]) -> Result<Loaded, Error> {
    scenario::load(path, sets).map_err(|failure| match failure {
        Failure::Problems(problems) => {
            problems.iter().for_each(|problem| screen::say(render(problem).trim_end()));
            Error::Problems { count: problems.len(), name: path.display().to_string() }
        }
        Failure::Unreadable { path, source } => Error::Unreadable { path, source },
        Failure::BadSet(message) => Error::BadSet(message),
    })
}

/// A problem with its place underlined: in colour on a terminal, without where `NO_COLOR` is set, and in plain
/// ASCII where nobody looks at a terminal.
fn render(problem: &Problem) -> String {
    let theme = match (std::io::stderr().is_terminal(), screen::colour_wanted()) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, _) => GraphicalTheme::none(),
    };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(80).with_links(false);
    let mut text = String::new();
    match handler.render_report(&mut text, problem) {
        Ok(()) => text,
        // A label outside its text cannot be drawn; the message is still worth saying.
        Err(std::fmt::Error) => problem.to_string(),
    }
}
