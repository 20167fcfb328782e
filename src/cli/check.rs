//! `surgetwin check`: reads scenarios and reports every problem.

use super::arguments::CheckArguments;
use super::error::Error;
use super::{problems, screen};
use crate::spec::Spec;

/// Checks every scenario, whatever is wrong with those before it; the worst exit code wins.
pub(super) fn check(arguments: &CheckArguments) -> Result<(), Error> {
    let mut failures = Vec::new();
    for path in &arguments.scenarios {
        match problems::load(path, &arguments.set) {
            Ok(loaded) => screen::print(&format!("{}: {}\n", path.display(), contents(&loaded.spec)))?,
            Err(error) => failures.push(error),
        }
    }
    let all = arguments.scenarios.len();
    match (failures.len(), all) {
        (0, _) => Ok(()),
        (1, 1) => failures.pop().map_or(Ok(()), Err),
        (failed, _) => {
            failures.iter().for_each(Error::show);
            let code = failures.iter().map(Error::code).max().unwrap_or_default();
            Err(Error::Several { failed, all, code })
        }
    }
}

/// What a sound scenario has in it.
fn contents(spec: &Spec) -> String {
    let plants = screen::counted(spec.plants.len(), "kind of plant", "kinds of plant");
    let factories = screen::counted(spec.factories.len(), "factory", "factories");
    let options = screen::counted(spec.options_of_file(), "option", "options");
    let surges = screen::counted(spec.surges.len(), "surge", "surges");
    format!("no problems ({plants}, {factories}, {options}, {surges})")
}
